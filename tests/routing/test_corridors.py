"""Whom a corridor serves, in which order its gates come, and what an answer says of its limits."""

import pickle
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.files import bundled_path
from support.bundled import bundled_network
from support.small import leg, line, policy, read, spot
from support.strategies import Tree

NET = bundled_network()


def service(one: list[str], other: list[str]) -> Tree:
    return {"one_end": one, "other_end": other, "basis": "assumed", "rule": "drawn"}


def two_ways() -> Tree:
    """From a to c, 56 km apart, 120 km by b in GE in 20 hours, or by d in NO in 60."""
    spec: Tree = {
        "format": "1",
        "name": "Two routes",
        "version": "1",
        "as_of": "2026-11-21",
        "nodes": {
            "a": spot("Alpha", "CN"),
            "b": spot("Beta", "GE"),
            "c": spot("Gamma", "TR"),
            "d": spot("Delta", "NO"),
        },
        "legs": {
            "a--b": leg("a", "b"),
            "b--c": leg("b", "c"),
            "a--d": leg("a", "d", transit_time="30 h"),
            "c--d": leg("c", "d", transit_time="30 h"),
        },
        "corridors": {
            "quick": {"name": "Quick Route", "through": [{"nodes": ["b"]}]},
            "slow": {"name": "Slow Route", "through": [{"nodes": ["d"]}]},
        },
    }
    spec["nodes"]["c"]["location"]["lat"] = "40.5"
    return spec


def by(route: co.Route) -> list[str]:
    return [leg.id for leg in route.legs]


def test_a_corridor_that_serves_the_pair_comes_before_a_quicker_one_that_does_not() -> None:
    spec = two_ways()
    spec["corridors"]["quick"]["serves"] = [service(["CN"], ["DE"])]
    route = co.find_route(read(spec), "a", "c")
    assert by(route) == ["a--d", "c--d"]
    assert route.request.unserved_by == ("quick",)
    assert route.reservations == ()


def test_either_direction_is_served() -> None:
    spec = two_ways()
    spec["corridors"]["quick"]["serves"] = [service(["TR"], ["CN"])]
    net = read(spec)
    assert by(co.find_route(net, "a", "c")) == ["a--b", "b--c"]
    assert by(co.find_route(net, "c", "a")) == ["b--c", "a--b"]


def test_what_must_be_taken_though_it_does_not_serve_is_said_first() -> None:
    spec = two_ways()
    spec["corridors"]["quick"]["serves"] = [service(["CN"], ["DE"])]
    del spec["legs"]["a--d"]
    route = co.find_route(read(spec), "a", "c")
    said = (
        "Quick Route does not serve Alpha > Gamma: no journey by it is reported between them; "
        "no other route is on file."
    )
    assert route.reservations == (said,)
    assert str(route).replace("\n", " ").startswith(said)


def test_a_corridor_that_is_asked_for_is_taken_and_the_answer_says_what_it_does_not_serve() -> None:
    spec = two_ways()
    spec["corridors"]["quick"]["serves"] = [service(["CN"], ["DE"])]
    net = read(spec)
    route = co.find_route(net, "a", "c", corridor="quick")
    assert by(route) == ["a--b", "b--c"]
    assert route.reservations == (
        "Quick Route does not serve Alpha > Gamma: no journey by it is reported between them.",
    )


@pytest.mark.parametrize("limits", [{"require": co.Require(nodes={"b"})}, {"via": "b"}])
def test_what_is_required_or_passed_is_asked_for(limits: dict[str, object]) -> None:
    spec = two_ways()
    spec["corridors"]["quick"]["serves"] = [service(["CN"], ["DE"])]
    route = co.find_route(read(spec), "a", "c", **limits)  # type: ignore[arg-type] # both are limits
    assert by(route) == ["a--b", "b--c"]
    assert route.request.unserved_by == ()


def test_a_place_in_the_country_of_a_corridor_is_not_kept_from_it() -> None:
    spec = two_ways()
    spec["corridors"]["quick"] = {
        "name": "Quick Route",
        "through": [{"countries": ["GE"]}],
        "serves": [service(["CN"], ["DE"])],
    }
    net = read(spec)
    assert by(co.find_route(net, "a", "b")) == ["a--b"]
    assert by(co.find_route(net, "a", "c")) == ["a--d", "c--d"]


@given(st.sets(st.sampled_from(["a--b", "b--c", "a--d", "c--d"])))
def test_serving_never_takes_a_route_away(gone: set[str]) -> None:
    """With and without `serves` there is a route, or there is none."""
    plain, spec = two_ways(), two_ways()
    for corridor in spec["corridors"].values():
        corridor["serves"] = [service(["CN"], ["DE"])]
    found = []
    for tree in (plain, spec):
        for item in gone:
            del tree["legs"][item]
        if not tree["legs"]:
            return
        for _, corridor in list(tree["corridors"].items()):
            corridor["through"] = [{"nodes": corridor["through"][0]["nodes"]}]
        try:
            found.append(by(co.find_route(read(tree), "a", "c")))
        except co.NoRouteError:
            found.append([])
    assert bool(found[0]) == bool(found[1])


def test_comparing_corridors_names_those_that_do_not_serve_with_the_reason() -> None:
    spec = two_ways()
    spec["corridors"]["quick"]["serves"] = [service(["CN"], ["DE"])]
    found = co.compare_corridors(read(spec), "a", "c")
    assert [(row.label, row.route is None, row.reason) for row in found.rows] == [
        ("Slow Route", False, ""),
        ("Quick Route", True, "not offered: no journey by it is reported for Alpha > Gamma"),
    ]


def test_a_corridor_is_not_offered_beyond_its_detour() -> None:
    """Half a degree of latitude is 55.6 km; both routes are 120 km, 2.2 times as long."""
    spec = two_ways()
    spec["nodes"]["c"]["location"]["lat"] = "40.5"
    detour = {"limit": "2", "basis": "assumed", "rule": "drawn"}
    spec["corridors"]["slow"]["detour"] = detour
    spec["corridors"]["quick"]["detour"] = {**detour, "limit": "2.5"}
    found = co.compare_corridors(read(spec), "a", "c")
    assert {row.label: row.reason for row in found.rows} == {
        "Quick Route": "",
        "Slow Route": "not offered: its best route is 2.2 times the great circle long, "
        "over the limit of 2",
    }


@pytest.mark.parametrize(("limit", "more"), [("2", []), ("2.5", ["Alpha > Gamma by Slow Route"])])
def test_a_scenario_adds_no_row_of_a_corridor_beyond_its_detour(
    limit: str, more: list[str]
) -> None:
    """What a scenario does to a corridor is told where that is offered without it."""
    spec = two_ways()
    spec["nodes"]["c"]["location"]["lat"] = "40.5"
    spec["corridors"]["slow"]["detour"] = {"limit": limit, "basis": "assumed", "rule": "drawn"}
    jam = co.Scenario("jam").slow("a--d", factor=2)
    rows = co.compare(read(spec), ["a > c"], scenarios=[jam]).rows
    assert [row.label for row in rows if not row.scenario] == ["Alpha > Gamma", *more]


def test_an_answer_beyond_two_and_a_half_times_the_great_circle_says_so() -> None:
    spec = two_ways()
    spec["nodes"]["c"]["location"]["lat"] = "40.3"  # 33.4 km
    net = read(spec)
    assert co.find_route(net, "a", "c").reservations == (
        "No direct service on file: this route is 3.6 times the great circle.",
    )
    assert co.find_route(net, "a", "b").reservations == ()  # one leg is a direct service


def test_a_corridor_that_may_be_longer_is_direct() -> None:
    spec = two_ways()
    spec["nodes"]["c"]["location"]["lat"] = "40.3"
    detour = {"limit": "4", "basis": "assumed", "rule": "drawn"}
    spec["corridors"]["quick"]["detour"] = detour
    assert co.find_route(read(spec), "a", "c").reservations == ()


def chain(*modes: str) -> Tree:
    """Nodes a to e in a row, joined by legs of these modes; all can be changed between."""
    names = ["Alpha", "Beta", "Gamma", "Delta", "Epsilon"][: len(modes) + 1]
    ids = "abcde"[: len(names)]
    kinds = [("road", "sea"), ("sea", "road")]
    nodes = {
        key: spot(name, "CN", kind="seaport")
        | {
            "dwell": [
                {
                    "inbound": one,
                    "outbound": other,
                    "kind": "transshipment",
                    "time": {"low": "1 h", "typical": "1 h", "high": "1 h"}
                    | {"basis": "assumed", "rule": "drawn"},
                    "one_way": "true",
                }
                for one, other in kinds
            ]
        }
        for key, name in zip(ids, names, strict=True)
    }
    pairs = zip(ids, ids[1:], modes, strict=False)
    return {
        "format": "1",
        "name": "Chain",
        "version": "1",
        "as_of": "2026-11-21",
        "nodes": nodes,
        "legs": {f"{one}--{two}": leg(one, two, mode) for one, two, mode in pairs},
    }


@pytest.mark.parametrize(
    ("modes", "ends", "stays"),
    [
        (("sea", "sea"), "ac", True),
        (("road", "sea", "road"), "ad", True),
        (("sea", "road", "sea"), "ad", False),  # a land bridge between two voyages
        (("road", "sea"), "ac", True),
        (("sea", "road"), "bc", None),  # by road only
    ],
)
def test_an_ocean_corridor_stays_at_sea_to_its_last_port(
    modes: tuple[str, ...], ends: str, stays: bool | None
) -> None:
    spec = chain(*modes)
    first = next(key for key, item in spec["legs"].items() if item["mode"] == "sea")
    spec["corridors"] = {
        "ocean": {"name": "Ocean", "through": [{"legs": [first]}], "by_sea": "true"}
    }
    net, every = read(spec), ("sea", "road")
    if stays:
        route = co.find_route(net, *ends, corridor="ocean", modes=every)
        assert route.corridors == ("ocean",)
        return
    with pytest.raises(co.NoRouteError):
        co.find_route(net, *ends, corridor="ocean", modes=every)
    assert co.find_route(net, *ends, modes=every).corridors == ()


def test_a_port_is_reached_by_sea_though_a_road_is_quicker() -> None:
    """From a by sea to b and on to c: by sea in 50 hours, by road in 10; c is a port."""
    spec = chain("sea", "road")
    spec["legs"]["b--c--sea"] = leg("b", "c", "sea", transit_time="50 h")
    spec["legs"]["b--c"]["distance"] = spec["legs"]["b--c"]["distance"] | {"value": "50 km"}
    spec["corridors"] = {
        "ocean": {"name": "Ocean", "through": [{"legs": ["a--b"]}], "by_sea": "true"}
    }
    net, every = read(spec), ("sea", "road")
    assert by(co.find_route(net, "a", "c", modes=every)) == ["a--b", "b--c"]
    asked: tuple[dict[str, Any], ...] = (
        {},
        {"by": "distance"},
        {"depart": "2026-12-01"},
        {"depart": "2026-12-01", "by": "distance"},
    )
    for more in asked:
        route = co.find_route(net, "a", "c", modes=every, corridor="ocean", **more)
        assert by(route) == ["a--b", "b--c--sea"]
    found = co.find_routes(net, "a", "c", modes=every, distinct="corridor")
    assert [route.corridors for route in found] == [(), ("ocean",)]


def test_gates_come_in_their_order_either_way_and_not_in_another() -> None:
    spec = two_ways()
    gates = [{"legs": ["a--b"]}, {"legs": ["b--c"]}]
    spec["corridors"] = {"gated": {"name": "Gated", "through": [{"nodes": ["b"]}], "gates": gates}}
    net = read(spec)
    assert co.find_route(net, "a", "c").corridors == ("gated",)
    assert co.find_route(net, "c", "a").corridors == ("gated",)
    assert co.find_route(net, "a", "b").corridors == ()
    spec["corridors"]["gated"]["gates"] = [gates[0], {"legs": ["a--d"]}, gates[1]]
    with pytest.raises(co.NoRouteError):
        co.find_route(read(spec), "a", "c", corridor="gated")


def test_a_route_with_two_gates_in_disorder_is_not_of_the_corridor() -> None:
    spec = chain("sea", "sea", "sea")
    gates = [{"legs": [item]} for item in ("a--b", "c--d", "b--c")]
    spec["corridors"] = {
        "gated": {"name": "Gated", "through": [{"nodes": ["b"]}], "gates": gates},
        "plain": {
            "name": "Plain",
            "through": [{"nodes": ["b"]}],
            "gates": sorted(gates, key=lambda item: item["legs"]),
        },
    }
    net = read(spec)
    assert co.find_route(net, "a", "d").corridors == ("plain",)
    asked: tuple[dict[str, Any], ...] = (
        {},
        {"by": "distance"},
        {"depart": "2026-12-01"},
        {"depart": "2026-12-01", "by": "distance"},
    )
    for more in asked:
        with pytest.raises(co.NoRouteError):
            co.find_route(net, "a", "d", corridor="gated", **more)


def test_operators_that_are_not_on_file_leave_an_avoidance_unproved() -> None:
    spec = two_ways()
    spec["legs"]["a--b"]["operators"] = ["Blue Rail"]
    spec["legs"]["c--d"]["operators"] = ["Red Rail"]
    spec["policies"] = {"no-red": policy(operators=["Red Rail"])}
    net = read(spec)
    said = (
        "operators are known for 1 of 2 legs: that the others are not run by one that is avoided "
        "is not proved"
    )
    for limits in ({"avoid": co.Avoid(operators={"Red Rail"})}, {"policy": "no-red"}):
        route = co.find_route(net, "a", "c", **limits)
        assert said in route.notes
    assert "operators  Blue Rail (known for 1 of 2 legs)" in co.find_route(net, "a", "c").full()


def test_near_routes_lie_within_the_error_and_say_what_they_are_exposed_to() -> None:
    spec = two_ways()
    spec["policies"] = {"calm": policy(countries=["NO"])}
    for item in ("a--d", "c--d"):
        spec["legs"][item]["transit_time"] = "11 h"  # 22 h: 10 % more than 20 h
    route = co.find_route(read(spec), "a", "c")
    assert [(by(near), near.exposure) for near in route.near] == [(["a--d", "c--d"], ("calm",))]
    assert route.exposure == ()
    spec["legs"]["a--d"]["transit_time"] = "12 h"  # 23 h: 15 % more
    assert co.find_route(read(spec), "a", "c").near == ()


def test_near_routes_are_found_only_when_asked_for_and_stay_behind() -> None:
    net = co.load_network(bundled_path().read_bytes() + b"\n")  # one that no other test has asked
    route = co.find_route(net, "Xi'an", "Istanbul")
    assert "near" not in vars(route)
    sent = pickle.loads(pickle.dumps(route))
    assert sent == route
    assert sent.near == ()


def test_what_is_reported_on_the_whole_of_a_route_is_said() -> None:
    reported = co.find_route(NET, "China", "Türkiye", corridor="middle")
    assert {"mc-009"} <= {journey.id for journey in reported.reported}
    unreported = co.find_route(NET, "Tashkent", "Istanbul")
    assert "no train is reported on the whole of this route" in " ".join(str(unreported).split())


@pytest.mark.parametrize(
    ("origin", "destination", "corridor"),
    [
        ("China", "Türkiye", "middle"),
        ("Xi'an", "Istanbul", "middle"),
        ("Istanbul", "Xi'an", "middle"),
        ("Istanbul", "Almaty", "middle"),
        ("Xi'an", "Duisburg", "northern"),
    ],
)
def test_the_forwarders_first_questions(origin: str, destination: str, corridor: str) -> None:
    assert corridor in co.find_route(NET, origin, destination).corridors


def test_nonsense_is_not_offered() -> None:
    """Between Shanghai and Poti there are the Middle Corridor and the ship by Suez."""
    found = co.compare_corridors(NET, "Shanghai", "Poti")
    assert [row.label for row in found.rows if row.route] == ["Middle Corridor", "Ocean via Suez"]
    by_sea = co.compare_corridors(NET, "Shanghai", "Rotterdam")
    for row in by_sea.rows:
        if row.route and row.label.startswith("Ocean"):
            assert row.route.modes == ("sea",)


def test_a_network_without_corridors_has_none_to_compare() -> None:
    with pytest.raises(co.QuantityError, match=r"^this network names no corridors; find_routes"):
        co.compare_corridors(read(line()), "a", "c")
