"""Maps: the shapes that are shipped, the projections, and what is drawn on them."""

import gzip
import itertools
import json
import math
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import corridor as co
from corridor import coastline
from corridor.chart.maps import projections
from corridor.chart.maps.content import of_routes
from corridor.chart.maps.extent import off_the_map
from corridor.chart.maps.scene import FINENESS, make_scene
from corridor.cli.main import main
from corridor.network.names import EARTH_KM, great_circle
from corridor.routes.tracks import course
from support import small
from support.bundled import bundled_network
from support.layout import dump

ROOT = Path(__file__).resolve().parents[2]
NET = bundled_network()
LATITUDE, LONGITUDE = st.floats(-40, 75), st.floats(-25, 150)


def test_the_shapes_are_small_and_say_whose_they_are() -> None:
    packed = coastline.PATH.read_bytes()
    assert len(packed) < 35_000
    assert "Natural Earth 4.1" in json.loads(gzip.decompress(packed))["attribution"]


@pytest.mark.parametrize("project", [projections.albers, projections.azimuthal])
@given(LATITUDE, LONGITUDE)
def test_projections_keep_areas(project: object, lat: float, lon: float) -> None:
    """A small square of degrees has the area that it has on the sphere."""
    assert callable(project)
    step = 0.01
    corners = ((lat, lon), (lat, lon + step), (lat + step, lon + step), (lat + step, lon))
    found = [project(corner) for corner in corners]
    pairs = zip(found, [*found[1:], found[0]], strict=True)
    area = abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2
    band = math.sin(math.radians(lat + step)) - math.sin(math.radians(lat))
    assert area == pytest.approx(EARTH_KM**2 * math.radians(step) * band, rel=0.01)


@given(LATITUDE, LONGITUDE, LATITUDE, st.floats(-180, 180))
def test_great_circles_are_as_long_as_they_should_be(
    a: float, b: float, c: float, d: float
) -> None:
    one, other = (a, b), (c, d)
    straight = great_circle(one, other)
    assume(1 < straight < 19_000)
    line = coastline.great_circle_line([one, other])
    assert (line[0], line[-1]) == (one, other)
    steps = [great_circle(*pair) for pair in itertools.pairwise(line)]
    assert sum(steps) == pytest.approx(straight, rel=1e-4)
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)


@given(st.lists(st.tuples(st.floats(-5, 5), st.floats(-5, 5)), min_size=3, max_size=9))
def test_clipping_leaves_what_is_inside(ring: list[tuple[float, float]]) -> None:
    found = projections.clipped(ring, (-1, -1, 1, 1))
    assert all(abs(x) <= 1 + 1e-9 and abs(y) <= 1 + 1e-9 for x, y in found)
    if all(abs(x) <= 1 and abs(y) <= 1 for x, y in ring):
        assert sorted(found) == sorted(ring)


def on_land(spot: tuple[float, float]) -> bool:
    lat, lon = spot
    inside = False
    for ring in coastline.world().land:
        for (alat, alon), (blat, blon) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (alat > lat) != (blat > lat):
                inside ^= lon < alon + (lat - alat) / (blat - alat) * (blon - alon)
    return inside


@pytest.mark.parametrize("spot", [(43.6, 60.0), (50, 100), (-30, 22), (41, 75)])
def test_land_is_land(spot: tuple[float, float]) -> None:
    assert on_land(spot)


@pytest.mark.parametrize("spot", [(42, 51), (43, 34), (0, 60), (40.7, 28), (20, 38.5)])
def test_water_is_water(spot: tuple[float, float]) -> None:
    """The Caspian, the Black Sea, the Indian Ocean, Marmara, the Red Sea."""
    assert not on_land(spot)


def test_sea_legs_keep_to_the_water() -> None:
    """Their waypoints do; canals and river mouths are land on so small a map."""
    canals = {(30.5, 32.35)}
    for leg in NET.legs.values():
        for point in leg.waypoints:
            assert (point.lat, point.lon) in canals or not on_land((point.lat, point.lon)), leg.id


def test_a_leg_is_drawn_through_its_waypoints_both_ways() -> None:
    measure = lambda text, bold: 0.1 * len(text)  # noqa: E731 - a stand-in
    there = co.find_route(NET, "Shanghai", "Piraeus", corridor="suez")
    back = co.find_route(NET, "Piraeus", "Shanghai", modes=["sea"])
    sheets = [make_scene(of_routes(NET, [route]), (10, 5), measure).main for route in (there, back)]
    one, other = (
        [spot for drawn in sheet.strands[0][1] for spot in drawn.line] for sheet in sheets
    )
    for a, b in zip(one, reversed(other), strict=True):
        assert a == pytest.approx(b, abs=1e-6)
    for step, drawn in zip(there.legs, sheets[0].strands[0][1], strict=True):
        passed = sheets[0].view.line(course(step.leg, step.origin, step.destination))
        assert len(passed) > 2 or step.id == "suez--port-said--sea"
        assert max(off(spot, drawn.line) for spot in passed) <= FINENESS


SPOTS = st.tuples(st.floats(-9, 9), st.floats(-9, 9))


def off(spot: tuple[float, float], line: list[tuple[float, float]]) -> float:
    """Return how far a spot lies from a line, by the feet of its perpendiculars."""
    here = complex(*spot)
    found = [abs(complex(*end) - here) for end in line]
    for start, end in itertools.pairwise(complex(*end) for end in line):
        along = end - start
        if abs(along) > 1e-9:
            turned = (here - start) * along.conjugate() / abs(along)
            found += [abs(turned.imag)] if 0 <= turned.real <= abs(along) else []
    return min(found)


@given(st.lists(SPOTS, min_size=1, max_size=40), st.floats(0.01, 5))
def test_a_thinned_line_keeps_its_ends_and_its_course(
    line: list[tuple[float, float]], fineness: float
) -> None:
    found = projections.thinned(line, fineness)
    assert (found[0], found[-1]) == (line[0], line[-1])
    assert max(off(spot, found) for spot in line) <= fineness + 1e-6
    order = iter(line)
    assert all(spot in order for spot in found)
    if line[0] != line[-1]:
        assert projections.thinned(line[::-1], fineness) == found[::-1]


def test_maps_are_drawn_as_fine_as_they_show() -> None:
    """Tracks of ten thousand points are a few hundred on paper: a long map stays small."""
    for corridor in ("northern", "middle", "suez", "cape"):
        route = co.find_route(NET, "Xi'an", "Duisburg", corridor=corridor)
        assert len(co.chart.picture(co.chart.route_map(NET, route), "svg")) < 300_000


def test_oceans_are_shown_in_an_inset_and_only_then() -> None:
    measure = lambda text, bold: 0.07 * len(text)  # noqa: E731 - a stand-in
    land = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
    assert make_scene(of_routes(NET, [land]), (10, 5), measure).inset is None
    sea = co.find_route(NET, "Xi'an", "Duisburg", corridor="cape")
    scene = make_scene(of_routes(NET, [sea]), (10, 5), measure)
    assert scene.inset
    reach = 1.12 + 1e-6
    for drawn in scene.inset.strands[0][1]:
        for x, y in drawn.line:
            assert math.hypot(x - scene.centre[0], y - scene.centre[1]) < reach


@pytest.mark.parametrize("ending", ["png", "svg"])
def test_the_command_writes_a_map(
    ending: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / f"map.{ending}"
    words = ["map", "Xi'an > Istanbul", "--corridor", "middle", "-o", str(path)]
    assert main(words) == 0
    finding = (
        "Xi'an – Istanbul by the Middle Corridor: typically 24.1 days, 9.9 of them dwell and "
        "waiting"
    )
    assert capsys.readouterr().out == f"{finding}\nwritten to {path}\n"
    first = path.read_bytes()
    assert len(first) < 300_000
    assert main([*words, "--force"]) == 0
    assert path.read_bytes() == first


def test_a_route_beyond_eurasia_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The projection would tear the line apart at the far side of the earth."""
    spec = small.line("sea")
    for node, lon in (("a", "131.9"), ("b", "-171.8"), ("c", "178.4")):
        spec["nodes"][node]["location"]["lon"] = lon
    for leg in spec["legs"].values():
        leg |= {"distance": {"value": "9000 km", "basis": "assumed"}, "transit_time": "400 h"}
    spec["legs"]["a--b"]["waypoints"] = [{"lat": "40", "lon": "170"}, {"lat": "40", "lon": "-175"}]
    net = small.read(spec)
    words = (
        "the map is made for Eurasia (25 W to 180 E); what is drawn reaches 171.8 W (Beta), "
        "175.0 W (a waypoint of a--b)"
    )
    route = co.find_route(net, "Alpha", "Gamma")
    with pytest.raises(co.QuantityError) as caught:
        co.chart.route_map(net, route)
    assert str(caught.value) == words
    report = tmp_path / "report.html"
    co.write_report(net, route, report)
    assert f"T{words[1:]}." in report.read_text(encoding="utf-8")
    file = tmp_path / "line.yaml"
    file.write_bytes(dump(spec))
    picture = tmp_path / "map.png"
    code = main(["map", "Alpha > Gamma", "--network", str(file), "-o", str(picture)])
    assert (code, capsys.readouterr().err) == (2, f"error: {words}\n")
    assert not picture.exists()


@given(st.floats(-180, 180))
def test_a_map_is_drawn_or_refused_by_longitude(lon: float) -> None:
    spec = small.line("sea")
    spec["nodes"]["b"]["location"]["lon"] = f"{lon:.4f}"
    for leg in spec["legs"].values():
        leg["distance"]["value"] = "30000 km"
    net = small.read(spec)
    route = co.find_route(net, "Alpha", "Gamma")
    assert bool(off_the_map([route.legs])) is not (-25 <= float(f"{lon:.4f}") <= 180)
