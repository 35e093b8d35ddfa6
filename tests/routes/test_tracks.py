"""The course of legs: along the bundled lines, as long as the leg within some per cent."""

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

import corridor as co
from corridor.formats.geojson import line
from corridor.network.names import at, great_circle
from corridor.routes import tracks
from corridor.routes.tracks import course
from support.bundled import bundled_network

NET = bundled_network()
#: Mountain roads and lines of which the track is not on file are drawn too short.
SMOOTHED = 0.55


def drawn(leg_id: str) -> float:
    """Return how long a leg is drawn, as a share of its length."""
    leg = NET.legs[leg_id]
    parts = line(leg, NET.nodes[leg.origin], NET.nodes[leg.destination])
    points = [(lat, lon) for part in parts for lon, lat in part]
    km = sum(great_circle(one, other) for one, other in pairwise(points))
    return km * 1000 / leg.distance.value


def test_ships_are_drawn_as_long_as_their_route() -> None:
    sailed = [leg.id for leg in NET.legs.values() if leg.mode in {"sea", "ferry"}]
    off = {leg: drawn(leg) for leg in sailed if not 0.93 <= drawn(leg) <= 1.07}
    assert set(off) == {"suez--port-said--sea"}  # the approaches to the canal are not drawn


def test_railways_are_drawn_nearly_as_long_as_their_line() -> None:
    shares = [drawn(leg.id) for leg in NET.legs.values() if leg.mode == "rail"]
    near = [share for share in shares if abs(share - 1) <= 0.15]
    assert len(near) / len(shares) > 0.85
    assert min(shares) > SMOOTHED
    assert max(shares) < 1.3


@pytest.mark.parametrize(
    "chain",
    ["Khorgos > Altynkol > Aktau > Alat > Akhalkalaki > Istanbul", "Shanghai > Suez > Rotterdam"],
    ids=["middle", "suez"],
)
def test_a_whole_route_is_drawn_within_a_tenth_of_its_length(chain: str) -> None:
    first, *vias, last = chain.split(" > ")
    route = co.find_route(NET, first, last, via=vias)
    total = sum(drawn(leg.id) * leg.leg.distance.value for leg in route.legs)
    assert total / sum(leg.leg.distance.value for leg in route.legs) == pytest.approx(1, abs=0.1)


def test_the_course_turns_with_the_direction() -> None:
    leg = NET.legs["kars--erzurum--rail"]
    ends = NET.nodes["kars"], NET.nodes["erzurum"]
    assert course(leg, *ends) == course(leg, *reversed(ends))[::-1]
    assert len(course(leg, *ends)) > 2


def test_a_leg_of_the_same_id_elsewhere_does_not_take_the_bundled_line() -> None:
    leg, kars = NET.legs["kars--erzurum--rail"], NET.nodes["kars"]
    moved = replace(kars, location=replace(kars.location, lat=kars.location.lat + 1))
    ends = moved, NET.nodes["erzurum"]
    assert course(leg, *ends) == (at(moved), at(ends[1]))


def test_without_a_line_it_goes_through_the_waypoints() -> None:
    leg = NET.legs["shanghai--suez--sea"]
    ends = NET.nodes["shanghai"], NET.nodes["suez"]
    assert course(leg, *ends)[1:-1] == tuple((point.lat, point.lon) for point in leg.waypoints)
    assert len(leg.waypoints) == 19


def test_outputs_with_lines_name_openstreetmap() -> None:
    route = co.find_route(NET, "Aktau", "Baku")
    assert "OpenStreetMap contributors (ODbL), simplified" in co.to_geojson(route)["attribution"]


def test_a_copy_of_the_package_alone_draws_legs_by_their_waypoints(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    leg = NET.legs["aktau--alat--ferry"]
    ends = (NET.nodes[leg.origin], NET.nodes[leg.destination])
    assert len(leg.waypoints) == 2
    monkeypatch.setattr("corridor.files.tracks_path", lambda: tmp_path / "none.geojson")
    tracks._lines.cache_clear()
    try:
        between = [(point.lat, point.lon) for point in leg.waypoints]
        assert course(leg, *ends) == (at(ends[0]), *between, at(ends[1]))
        assert course(leg, *ends[::-1]) == course(leg, *ends)[::-1]
    finally:
        tracks._lines.cache_clear()
