"""A detour gives route to a direct route: by road, or by a ship that sails less often."""

import copy
from dataclasses import replace
from typing import Any

import pytest

import corridor as co
from corridor.routing import direct_routes
from corridor.routing.best_route import make_request
from corridor.routing.graph.line_graph import compile_network
from support.bundled import bundled_network
from support.small import leg, read, spot
from support.strategies import Tree

NET = bundled_network()


def round_about() -> Tree:
    """From a to c 11 km apart, 120 km by b in 40 h."""
    spec: Tree = {
        "format": "1",
        "name": "Round about",
        "version": "1",
        "as_of": "2026-11-21",
        "nodes": {"a": spot("Alpha"), "b": spot("Beta"), "c": spot("Gamma")},
        "legs": {
            "a--b": leg("a", "b", transit_time="20 h"),
            "b--c": leg("b", "c", transit_time="20 h"),
        },
    }
    spec["nodes"]["b"]["location"]["lat"] = "40.4"
    spec["nodes"]["c"]["location"]["lat"] = "40.1"
    return spec


def by(spec: Tree, **limits: Any) -> list[str]:
    return [leg.id for leg in co.find_route(read(spec), "a", "c", **limits).legs]


def road(time: str) -> Tree:
    return leg("a", "c", "road", transit_time=time) | {"distance": distance("20 km")}


def distance(value: str) -> Tree:
    return {"value": value, "basis": "estimated", "rule": "drawn"}


def test_a_lorry_goes_straight_where_ships_go_round() -> None:
    spec = round_about()
    assert by(spec) == ["a--b", "b--c"]
    assert "No direct service on file" in str(co.find_route(read(spec), "a", "c"))
    spec["legs"]["a--c"] = road("30 h")
    found = co.find_route(read(spec), "a", "c")
    assert [leg.id for leg in found.legs] == ["a--c"]
    assert found.reservations == ()
    assert "road legs are used: without them the route is a detour" in found.notes


def test_a_lorry_goes_round_a_mountain_where_ships_go_round_the_world() -> None:
    """Its 30 km are a detour of 2.7 great circles, and the 120 km are four times as long."""
    spec = round_about()
    spec["legs"]["a--d"] = leg("a", "d", "road", transit_time="10 h") | {
        "distance": distance("15 km")
    }
    spec["legs"]["d--c"] = leg("d", "c", "road", transit_time="10 h") | {
        "distance": distance("15 km")
    }
    spec["nodes"]["d"] = spot("Delta")
    spec["nodes"]["d"]["location"]["lat"] = "40.05"
    assert by(spec) == ["a--d", "d--c"]
    for name in ("a--d", "d--c"):
        spec["legs"][name]["distance"] = distance("25 km")
    assert by(spec) == ["a--b", "b--c"]


@pytest.mark.parametrize(
    ("ends", "through", "at_most"),
    [
        (("Bukhara", "Islamabad"), "kashgar--khunjerab--road", 3_000),
        (("Ashgabat", "Jebel Ali"), "bandar-abbas--jebel-ali--sea", 2_500),
        (("Kokshetau", "Ulaanbaatar"), "naushki--ulan-ude--rail", 4_100),
    ],
)
def test_central_asia_is_left_by_the_ways_that_freight_takes(
    ends: tuple[str, str], through: str, at_most: float
) -> None:
    """Not by Shanghai and the Indian Ocean, by Karachi, or by Beijing."""
    found = co.find_route(NET, *ends)
    assert through in [leg.id for leg in found.legs]
    assert found.distance.km < at_most


def test_a_lorry_that_takes_longer_is_no_reason_to_leave_the_ship() -> None:
    spec = round_about()
    spec["legs"]["a--c"] = road("41 h")
    assert by(spec) == ["a--b", "b--c"]


def test_what_is_asked_for_by_mode_is_kept() -> None:
    spec = round_about()
    spec["legs"]["a--c"] = road("30 h")
    assert by(spec, modes={"ferry"}) == ["a--b", "b--c"]


def test_a_ship_that_sails_once_a_week_comes_before_a_detour() -> None:
    """It takes 30 h after 20 h of waiting on average; the detour takes 40 h in all."""
    spec = round_about()
    spec["legs"]["a--c"] = leg("a", "c", transit_time="30 h") | {
        "distance": distance("20 km"),
        "headway": distance("40 h"),
    }
    assert by(spec) == ["a--c"]
    rest = co.find_routes(read(spec), "a", "c", limit=5, distinct="legs")
    assert [[leg.id for leg in route.legs] for route in rest] == [["a--c"], ["a--b", "b--c"]]
    straight = copy.deepcopy(spec)
    straight["nodes"]["c"]["location"]["lat"] = "40.5"  # 120 km are no detour for 56 km
    straight["legs"]["a--c"]["distance"] = distance("60 km")
    assert by(straight) == ["a--b", "b--c"]


@pytest.mark.parametrize(
    ("origin", "destination", "most_km", "modes"),
    [
        ("Kashgar", "Tashkent", 1000, ("road", "rail")),
        ("Baku", "Tehran", 800, ("road", "rail")),
        ("Piraeus", "Istanbul", 700, ("sea",)),
        ("Istanbul", "Constanta", 500, ("sea",)),
        ("Mersin", "Trieste", 2600, ("ferry",)),
        ("Mersin", "Piraeus", 1200, ("sea",)),
    ],
)
def test_neighbours_are_joined_directly(
    origin: str, destination: str, most_km: int, modes: tuple[str, ...]
) -> None:
    route = co.find_route(NET, origin, destination)
    assert route.distance.km < most_km
    assert route.modes == modes
    totals = co.od_matrix(NET, [origin], [destination], detail="totals")
    assert totals[0]["typical_h"] == route.transit_time.typical.hours


def test_a_date_keeps_the_modes_of_the_pair() -> None:
    route = co.find_route(NET, "Kashgar", "Tashkent", depart="2026-12-01")
    assert route.modes == ("road", "rail")


def main_line() -> Tree:
    """From a to c by b in 40 h, or by d, where most trains go, in 44 h."""
    spec = round_about()
    spec["nodes"]["c"]["location"]["lat"] = "40.5"  # 120 km are no detour for 56 km
    spec["nodes"]["d"] = spot("Delta")
    spec["legs"]["a--d"] = leg("a", "d", transit_time="20 h")
    spec["legs"]["c--d"] = leg("c", "d", transit_time="24 h")
    spec["corridors"] = {
        "line": {"name": "Line", "through": [{"nodes": ["b", "d"]}], "main_line": ["d"]}
    }
    return spec


def test_the_main_line_comes_first_where_the_model_cannot_tell_it_from_the_best() -> None:
    spec = main_line()
    assert by(spec) == ["a--d", "c--d"]
    rest = co.find_routes(read(spec), "a", "c", limit=5, distinct="legs")
    assert [route.transit_time.typical.hours for route in rest] == [44, 40]
    totals = co.od_matrix(read(spec), ["a"], ["c"], detail="totals")
    assert totals[0]["typical_h"] == 44


def test_each_path_comes_once_whichever_is_first() -> None:
    """By d on the main line in 44 h, by b in 40 h, by e in 60 h, the others by two of these."""
    spec = main_line()
    spec["nodes"]["e"] = spot("Eps")
    spec["legs"] |= {f"{end}--e": leg(end, "e", transit_time="30 h") for end in "ac"}
    net = read(spec)
    found = [item.path for item in direct_routes.paths_of(net, make_request(net, ("a", "c")))]
    ways = [path(net, *ROUND), path(net, ("a--d", "a"), ("c--d", "d"))]
    third = path(net, ("a--e", "a"), ("c--e", "e"))
    assert found == [ways[1], ways[0], third]


def test_a_main_line_that_is_longer_by_more_than_the_error_comes_second() -> None:
    spec = main_line()
    spec["legs"]["c--d"] = leg("c", "d", transit_time="26 h")
    assert by(spec) == ["a--b", "b--c"]


def test_what_is_asked_for_comes_before_the_main_line() -> None:
    assert by(main_line(), avoid=co.Avoid(nodes={"d"})) == ["a--b", "b--c"]
    assert by(main_line(), via="b") == ["a--b", "b--c"]
    assert by(main_line(), by="distance") == ["a--b", "b--c"]
    assert by(main_line(), max_time="41 h") == ["a--b", "b--c"]


def test_most_trains_from_china_to_germany_pass_malaszewicze() -> None:
    route = co.find_route(NET, "Xi'an", "Duisburg")
    assert "malaszewicze" in [leg.destination.id for leg in route.legs]
    assert any("Kaliningrad" in str(other) for other in route.near)


def test_a_date_brings_no_road_where_none_is_needed() -> None:
    """The lorry would arrive first, but the ship goes straight enough."""
    spec = round_about()
    spec["nodes"]["c"]["location"]["lat"] = "40.5"  # 120 km are no detour for 56 km
    spec["legs"]["a--c"] = road("30 h") | {"distance": distance("60 km")}
    dated = co.find_route(read(spec), "a", "c", depart="2026-12-01")
    assert dated.modes == ("ferry",)
    assert by(spec, modes={"ferry", "road"}, depart="2026-12-01") == ["a--c"]


def test_the_main_line_is_taken_with_a_date_too() -> None:
    assert by(main_line(), depart="2026-12-01") == ["a--d", "c--d"]


def test_one_detour_is_not_left_for_another() -> None:
    """By d it takes 30 h after 20 h of waiting, but goes round as far."""
    spec = round_about()
    spec["nodes"]["d"] = spot("Delta")
    spec["nodes"]["d"]["location"]["lat"] = "40.4"
    spec["legs"]["a--d"] = leg("a", "d", transit_time="15 h") | {"headway": distance("40 h")}
    spec["legs"]["c--d"] = leg("c", "d", transit_time="15 h")
    assert by(spec) == ["a--b", "b--c"]


def test_what_is_required_stays_required_by_the_main_line() -> None:
    assert by(main_line(), require=co.Require(nodes={"b"})) == ["a--b", "b--c"]


def test_a_main_line_that_is_not_of_every_corridor_of_the_best_comes_second() -> None:
    spec = main_line()
    spec["corridors"]["coast"] = {"name": "Coast", "through": [{"nodes": ["b"]}]}
    assert by(spec) == ["a--b", "b--c"]


DEGREE = 111.195


def path(net: co.Network, *steps: tuple[str, str]) -> tuple[int, ...]:
    """Return a path by leg ids, each with where it is left."""
    numbers = compile_network(net).numbers
    return tuple(numbers[step] for step in steps)


ROUND = (("a--b", "a"), ("b--c", "b"))


def test_a_way_is_measured_against_the_great_circle_by_its_vias() -> None:
    """120 km by b: from a straight to c a tenth of a degree, by b 0.4 and 0.3 degrees."""
    spec = round_about()
    net = read(spec)
    way = path(net, *ROUND)
    for vias, degrees in (((), 0.1), (("b",), 0.7)):
        request = make_request(net, ("a", *vias, "c"))
        found = direct_routes.detour_of(net, request, way)
        assert found == pytest.approx(120 / (degrees * DEGREE), rel=1e-4)
    there = path(net, ("a--b", "a"))
    for via in ("b", "c"):  # at the end itself, and beside the way
        request = make_request(net, ("a", via, "b" if via == "c" else "c"))
        found = direct_routes.detour_of(net, request, there)
        assert found == pytest.approx(60 / (0.4 * DEGREE), rel=1e-4)
    spec["nodes"]["c"]["location"]["lat"] = "40.0"
    same = read(spec)
    assert direct_routes.detour_of(same, make_request(same, ("a", "c")), way) == 0


@pytest.mark.parametrize(
    ("lat", "limits", "detour"),
    [
        ("40.44", (), False),
        ("40.43", (), True),
        ("40.4", ("2.75",), False),
        ("40.4", ("2.65",), True),
        ("40.4", ("2.65", "2.75"), False),
        ("40.4", ("2.75", "2.65"), False),
        ("40.4", (None, "2.75"), False),
        ("40.4", (None,), True),
    ],
)
def test_a_detour_is_longer_than_its_corridors_allow(
    lat: str, limits: tuple[str | None, ...], *, detour: bool
) -> None:
    """120 km are 2.45 great circles to 40.44, 2.51 to 40.43 and 2.70 to 40.4; 2.5 are allowed."""
    spec = round_about()
    spec["nodes"]["c"]["location"]["lat"] = lat
    spec["corridors"] = {
        f"k{number}": {"name": f"Way {number}", "through": [{"nodes": ["b"]}]}
        | ({"detour": {"limit": limit, "basis": "assumed", "rule": "drawn"}} if limit else {})
        for number, limit in enumerate(limits)
    }
    if not limits:
        del spec["corridors"]
    net = read(spec)
    request = make_request(net, ("a", "c"))
    assert direct_routes.is_detour(net, request, path(net, *ROUND)) is detour


def test_one_leg_is_no_detour_nor_is_a_corridor_asked_that_does_not_serve() -> None:
    spec = round_about()
    spec["legs"]["a--c"] = leg("a", "c") | {"distance": distance("120 km")}
    allowed = {"limit": "20", "basis": "assumed", "rule": "drawn"}
    spec["corridors"] = {"k": {"name": "Way", "through": [{"nodes": ["b"]}], "detour": allowed}}
    net = read(spec)
    request = make_request(net, ("a", "c"))
    assert not direct_routes.is_detour(net, request, path(net, ("a--c", "a")))
    assert not direct_routes.is_detour(net, request, path(net, *ROUND))
    serves = [{"one_end": ["CN"], "other_end": ["DE"], "basis": "assumed", "rule": "drawn"}]
    spec["corridors"]["k"]["serves"] = serves
    other = read(spec)
    assert direct_routes.is_detour(other, make_request(other, ("a", "c")), path(other, *ROUND))


def test_corridors_that_do_not_serve_are_kept_off_while_there_are_others() -> None:
    spec = main_line()
    serves = [{"one_end": ["CN"], "other_end": ["DE"], "basis": "assumed", "rule": "drawn"}]
    spec["corridors"] = {
        "east": {"name": "East", "through": [{"nodes": ["b"]}], "serves": serves},
        "west": {"name": "West", "through": [{"nodes": ["d"]}]},
    }
    net = read(spec)
    asked = make_request(net, ("a", "c"))
    assert direct_routes.served(net, asked).unserved_by == ("east",)
    named = replace(make_request(net, ("a", "c"), corridor="east"), unserved_by=("west",))
    assert direct_routes.served(net, named).unserved_by == ()
    spec["corridors"]["west"]["serves"] = serves
    alone = read(spec)
    assert direct_routes.served(alone, make_request(alone, ("a", "c"))).unserved_by == ()


def test_a_main_line_is_left_by_what_passes_none_of_it() -> None:
    spec = main_line()
    spec["corridors"] |= {
        "ends": {"name": "Ends", "through": [{"nodes": ["b"]}], "main_line": ["d", "a"]},
        "more": {"name": "More", "through": [{"nodes": ["b"]}], "main_line": ["d", "e"]},
        "else": {"name": "Else", "through": [{"nodes": ["d"]}], "main_line": ["d"]},
        "none": {"name": "None", "through": [{"nodes": ["b"]}]},
    }
    spec["nodes"]["e"] = spot("Eps")
    spec["legs"]["d--e"] = leg("d", "e")
    net = read(spec)
    assert direct_routes.main_line_left(net, path(net, *ROUND)) == ("d", "d", "e")
    assert direct_routes.main_line_left(net, path(net, ("a--d", "a"), ("c--d", "d"))) == ()
    del spec["corridors"]
    assert direct_routes.main_line_left(read(spec), path(net, *ROUND)) == ()
