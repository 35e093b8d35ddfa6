"""Flows of small networks worked out by hand: what passes, what bounds it, what is unknown."""

from typing import Any

import pytest

import corridor as co
from corridor.analysis.flow.flow_network import FlowNetwork, Rates
from corridor.network.estimates import Capacity
from corridor.routing.best_route import make_request
from support.small import estimate, leg, line, read, spot
from support.strategies import Tree

RULE = {"basis": "estimated", "rule": "drawn"}


def bounded(teu: int, tonnes: int | None = None) -> Tree:
    """Return a capacity as what a leg or node has besides."""
    freight = {} if tonnes is None else {"freight": f"{tonnes} t/year"}
    return {"capacity": {"containers": f"{teu} TEU/year"} | freight | RULE}


def diamond() -> Tree:
    """Return two ways from a to d: by b (quick, 30 TEU) and by c (slow, 50 TEU)."""
    spec = line("road")
    names = {"a": "Alpha", "b": "Beta", "c": "Gamma", "d": "Delta"}
    spec["nodes"] = {key: spot(name) for key, name in names.items()}
    spec["legs"] = {
        "a--b": leg("a", "b", "road", transit_time="1 h", **bounded(30)),
        "b--d": leg("b", "d", "road", transit_time="1 h", **bounded(40)),
        "a--c": leg("a", "c", "road", transit_time="5 h", **bounded(70)),
        "c--d": leg("c", "d", "road", transit_time="5 h", **bounded(50)),
    }
    return spec


def flow(spec: Tree, ends: str = "ad", **more: Any) -> co.Throughput:
    return co.capacity(read(spec), *ends, modes=("road", "rail", "sea", "ferry"), **more)


def bounds(found: co.Throughput) -> list[tuple[str, int, int, int | None]]:
    """Return of each element that bounds: id, amount, gain, room."""
    return [(item.id, item.teu, item.gain, item.room) for item in found.cut]


@pytest.mark.parametrize(
    ("assumed", "tonnes", "capacity", "teu"),
    [
        (None, 10, None, None),
        (7, 10, None, 7),
        (7, 10, Capacity(containers=9), 9),
        (None, 10, Capacity(freight=95), 9),
        (None, 10, Capacity(containers=9, freight=80), 8),
        (None, 10, Capacity(containers=8, freight=99), 8),
        (7, 10, Capacity(containers=0), 0),
        (7, 10, Capacity(freight=0), 0),
        (7, 14.5, Capacity(freight=29), 2),
        (7, 10, Capacity(), 7),
        (None, 10, Capacity(), None),
    ],
)
def test_a_capacity_is_the_lower_of_what_is_known(
    assumed: int | None, tonnes: float, capacity: Capacity | None, teu: int | None
) -> None:
    assert Rates(assumed, tonnes).of(capacity) == teu


def test_two_ways_add_up_and_each_is_bound_by_its_narrowest_leg() -> None:
    found = flow(diamond())
    assert found.teu == 80
    assert found.ways == ((("a", "c", "d"), 50), (("a", "b", "d"), 30))
    assert bounds(found) == [("c--d", 50, 1, 20), ("a--b", 30, 1, 10)]
    assert (found.unknown, found.assumed) == ((), None)


def test_legs_bind_in_each_direction_by_themselves() -> None:
    there, back = flow(diamond()), flow(diamond(), "da")
    assert (there.teu, back.teu) == (80, 80)
    assert back.ways == ((("d", "c", "a"), 50), (("d", "b", "a"), 30))


def test_the_quick_way_is_filled_before_the_slow_one() -> None:
    """What enters is 40 in all: 30 by the quick way, the 10 that are left by the other."""
    spec = diamond()
    spec["nodes"]["a"] |= bounded(40)
    found = flow(spec)
    assert found.ways == ((("a", "b", "d"), 30), (("a", "c", "d"), 10))
    assert bounds(found) == [("a", 40, 1, 40)]


@pytest.mark.parametrize("node", ["a", "d"])
def test_a_port_at_an_end_bounds_what_passes(node: str) -> None:
    spec = diamond()
    spec["nodes"][node] |= bounded(11)
    found = flow(spec)
    assert (found.teu, bounds(found)) == (11, [(node, 11, 1, 69)])


def test_two_bounds_in_a_row_are_both_told_and_neither_helps_alone() -> None:
    spec = diamond()
    for key in ("a--c", "c--d"):
        del spec["legs"][key]
    spec["legs"]["b--d"] |= bounded(30)
    found = flow(spec)
    assert bounds(found) == [("a--b", 30, 0, 0), ("b--d", 30, 0, 0)]


def test_a_bound_that_is_lifted_frees_all_where_nothing_else_is_known() -> None:
    """Room without bound comes before any room that ends, a leg's gain before none."""
    spec = diamond()
    del spec["legs"]["b--d"]["capacity"]
    found = flow(spec)
    assert bounds(found) == [("a--b", 30, 1, None), ("c--d", 50, 1, 20)]
    assert "no bound" in found.full()


def test_what_is_not_known_is_named_and_bounds_nothing_unless_assumed() -> None:
    """Ports without a capacity are named, other places are not; those that nothing uses neither."""
    spec = diamond()
    del spec["legs"]["a--b"]["capacity"]
    spec["nodes"]["a"]["kind"] = "rail_terminal"
    spec["nodes"]["b"]["kind"] = "seaport"
    spec["nodes"]["c"]["kind"] = "ferry_port"
    spec["nodes"]["d"] |= {"kind": "seaport"} | bounded(60)
    spec["nodes"]["e"] = spot("Eps") | {"kind": "seaport"}
    spec["legs"]["d--e"] = leg("d", "e", "road")
    found = flow(spec)
    assert found.teu == 60
    assert found.ways == ((("a", "b", "d"), 40), (("a", "c", "d"), 20))
    assert found.unknown == ("a--b", "b", "c")
    assert bounds(found) == [("d", 60, 1, 30)]
    assumed = flow(spec, unknown="5 TEU/year")
    assert (assumed.teu, assumed.assumed, assumed.unknown) == (55, 5, ("a--b", "b", "c"))
    assert [(item.id, item.grade) for item in assumed.cut] == [("a--b", "D"), ("c--d", "C")]
    free = {key: leg | {} for key, leg in spec["legs"].items()}
    for key in ("b--d", "d--e"):
        free[key].pop("capacity", None)
    del spec["nodes"]["d"]["capacity"]
    unbound = flow(spec | {"legs": free})
    assert (unbound.teu, unbound.ways, unbound.cut) == (None, (), ())
    assert unbound.unknown == ("a--b", "b--d", "b", "c", "d")


def test_tonnes_and_trains_are_converted_as_asked() -> None:
    spec = diamond()
    spec["legs"]["a--b"] |= bounded(30, 200)
    assert flow(spec).teu == 70
    other = flow(spec, tonnes_per_teu=20.0, teu_per_train=50)
    assert other.teu == 60
    assert other.trains_a_week == pytest.approx(60 / 50 / (365.25 / 7))
    assert other.trains(100) == pytest.approx(2 / (365.25 / 7))


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"tonnes_per_teu": 0.0}, "tonnes_per_teu is 0.0; it must be above 0"),
        ({"teu_per_train": -1}, "teu_per_train is -1; it must be above 0"),
        ({"tonnes_per_teu": float("inf")}, "tonnes_per_teu is inf; it must be above 0"),
        ({"max_transfers": 3}, "max_transfers is not for flows; leave it out"),
        ({"max_gauge_breaks": 0}, "max_gauge_breaks is not for flows; leave it out"),
    ],
)
def test_what_cannot_be_converted_or_limited_is_refused(asked: dict[str, Any], text: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        flow(diamond(), **asked)
    assert str(caught.value) == text


def test_stops_and_waits_count_in_which_way_is_quickest() -> None:
    """By b 2 h and a stop of 9 h, by c 10 h: the slow legs are the quicker way."""
    spec = diamond()
    spec["nodes"]["a"] |= bounded(20)
    stop = {"inbound": "road", "outbound": "road", "kind": "border", "time": estimate("9 h")}
    spec["nodes"]["b"]["dwell"] = [stop]
    assert flow(spec).ways == ((("a", "c", "d"), 20),)
    spec["nodes"]["b"]["dwell"][0]["time"] = estimate("7 h")
    assert flow(spec).ways == ((("a", "b", "d"), 20),)


def test_a_closed_element_and_a_mode_left_out_carry_nothing() -> None:
    spec = diamond()
    spec["legs"]["a--c"]["mode"] = spec["legs"]["c--d"]["mode"] = "ferry"
    assert flow(spec, avoid=co.Avoid(legs={"a--b"})).teu == 50
    assert flow(spec, avoid=co.Avoid(nodes={"c"})).teu == 30
    assert co.capacity(read(spec), "a", "d", modes="ferry").teu == 50


def test_what_bounds_a_flow_and_what_is_not_known_is_worded() -> None:
    spec = diamond()
    spec["legs"]["a--b"] |= bounded(10_200)
    spec["legs"]["b--d"] |= bounded(20_000)
    for key in ("a--c", "c--d"):
        del spec["legs"][key]
    spec["nodes"]["d"] |= {"kind": "seaport"}
    said = " ".join(flow(spec).full().split())
    for words in (
        "Alpha > Delta: at most 10,200 TEU a year, 1.9 trains a week, limited by Alpha > Beta",
        "Alpha > Beta road 10,200 1.9 C 1 9,800",
        "route 10,200 TEU: Alpha > Beta > Delta",
        "bound Alpha > Beta road: 10200 TEU/year; drawn",
        "1 element has no capacity on file, taken as without bound: d on file",
        "read as one way; 10 t in a TEU (GLEC average), 102 TEU in a train",
    ):
        assert words in said
    del spec["legs"]["b--d"]["capacity"]
    said = " ".join(flow(spec, unknown="30000 TEU/year").full().split())
    assert (
        "2 elements have no capacity on file, legs assumed at 30,000 TEU a year (grade D), "
        "ports without bound: b--d, d on file"
    ) in said


def test_where_all_capacities_are_known_none_is_said_to_be_missing() -> None:
    bound = {"containers": "1000 TEU/year", "basis": "assumed", "rule": "drawn"}
    spec = line(capacity=bound)
    spec["legs"]["b--c"]["capacity"] = bound
    found = flow(spec, "ac")
    assert (found.teu, found.unknown) == (1000, ())
    assert "no capacity on file" not in found.full()


def test_twelve_unknown_elements_and_four_routes_are_shown() -> None:
    spec = line("road")
    nodes = ["a", *(f"b{number}" for number in range(14)), "e"]
    spec["nodes"] = {key: spot("Alpha") | {"name": key.upper() * 2} for key in nodes}
    spec["legs"] = {}
    for number in range(14):
        spec["legs"][f"l{number:02}"] = leg("a", f"b{number}", "road", **bounded(100 + number))
        spec["legs"][f"m{number:02}"] = leg(f"b{number}", "e", "road")
    said = " ".join(flow(spec, "ae").full().split())
    assert said.count("TEU: AA > ") == 4
    assert "route 113 TEU: AA > B13B13 > EE 112 TEU" in said.replace(" route 112", " 112")
    assert "14 elements have no capacity on file" in said
    assert "m10, m11 and 2 more on file" in said
    for extra in (("l12", "l13", "m12", "m13"), ("l13", "m13")):
        fewer = {key: item for key, item in spec["legs"].items() if key not in extra}
        told = " ".join(flow(spec | {"legs": fewer}, "ae").full().split())
        more = {4: "m10, m11 on file", 2: "m10, m11 and 1 more on file"}[len(extra)]
        assert more in told


def test_what_is_required_holds_for_every_part_of_a_flow() -> None:
    """By the corridor of c - d 50 pass; by that of the route by b, whichever leg proves it, 30."""
    spec = diamond()
    spec["corridors"] = {
        "slow": {"name": "Slow", "through": [{"legs": ["c--d"]}]},
        "quick": {"name": "Quick", "through": [{"legs": ["a--b"]}, {"legs": ["b--d"]}]},
        "late": {"name": "Late", "through": [{"legs": ["b--d"]}]},
    }
    for corridor, teu, way in (("slow", 50, "acd"), ("quick", 30, "abd"), ("late", 30, "abd")):
        found = flow(spec, corridor=corridor)
        assert (found.teu, found.ways) == (teu, ((tuple(way), teu),))
    assert flow(spec, require=co.Require(nodes={"c"})).teu == 50
    assert [item.kind for item in flow(spec).cut] == ["leg", "leg"]
    with pytest.raises(co.NoRouteError):
        flow(spec, corridor="slow", avoid=co.Avoid(legs={"a--c"}))


def test_a_bound_of_a_node_is_told_with_what_it_rests_on() -> None:
    spec = diamond()
    spec["nodes"]["d"] |= bounded(11)
    (found,) = flow(spec).cut
    assert (found.kind, found.id, found.label, found.grade) == ("node", "d", "Delta", "C")
    assert found.capacity is not None
    assert found.capacity.containers == 11


def test_dead_ends_and_other_terminals_of_the_city_carry_nothing() -> None:
    """From the terminals a and c of one city nothing goes by the leg between them."""
    spec = diamond()
    for item in spec["legs"].values():
        del item["capacity"]
    spec["nodes"]["e"] = spot("Eps")
    spec["legs"]["b--e"] = leg("b", "e", "road")
    spec["places"] = {"city": {"name": "City", "nodes": ["a", "c"]}}
    net = read(spec)
    assert co.capacity(net, "city", "d", modes="road").unknown == ("a--b", "b--d", "c--d")
    assert flow(spec).unknown == ("a--b", "a--c", "b--d", "c--d")


def test_each_way_pays_for_all_that_it_passes() -> None:
    """Three ways from a to e: by b 40, by c 40, by both b and c 40; b takes 50 in all, c 45.

    What passes by both uses up both, so that it carries nothing: 40 + 40 = 80 of 95.
    """
    spec = line("road")
    names = {"a": "Alpha", "b": "Beta", "c": "Gamma", "e": "Eps"}
    spec["nodes"] = {key: spot(name) for key, name in names.items()}
    spec["nodes"]["b"] |= bounded(50)
    spec["nodes"]["c"] |= bounded(45)
    times = {"ab": "1 h", "be": "9 h", "ac": "9 h", "ce": "1 h", "bc": "1 h"}
    spec["legs"] = {
        key: leg(key[0], key[1], "road", transit_time=time, **bounded(40))
        for key, time in times.items()
    }
    found = flow(spec, "ae")
    assert found.teu == 80
    assert sum(amount for _, amount in found.ways) == 80
    through = {node: sum(n for way, n in found.ways if node in way) for node in "bc"}
    assert through["b"] <= 50
    assert through["c"] <= 45
    spec["nodes"]["c"] |= bounded(30)
    assert flow(spec, "ae").teu == 70
    spec["nodes"]["e"] |= bounded(60)
    assert flow(spec, "ae").teu == 60
    spec["nodes"]["a"] |= bounded(55)
    assert bounds(flow(spec, "ae")) == [("a", 55, 1, 5)]


def flows(spec: Tree, *points: str) -> FlowNetwork:
    net = read(spec)
    request = make_request(net, points, modes=("road", "rail", "sea", "ferry"))
    return FlowNetwork(net, request, Rates(None, 10))


def test_elements_are_as_far_away_as_the_fewest_legs_to_them() -> None:
    """Nodes lie at even numbers and legs at odd ones; beyond the end nothing is looked at."""
    spec = diamond()
    spec["nodes"]["e"] = spot("Eps")
    spec["legs"] = {"a--d": leg("a", "d", "road")} | spec["legs"]
    spec["legs"] |= {"b--e": leg("b", "e", "road"), "d--e": leg("d", "e", "road")}
    held = flows(spec, "a", "e")
    numbers = held.graph.numbers
    found = held._depths()
    assert {node: found[node] for node in "abcde"} == {"a": 0, "b": 2, "c": 2, "d": 2, "e": 4}
    legs = [
        ("a--d", "a"),
        ("a--b", "a"),
        ("a--c", "a"),
        ("b--e", "b"),
        ("d--e", "d"),
        ("b--d", "d"),
    ]
    assert [found[numbers[leg]] for leg in legs] == [1, 1, 1, 3, 3, 3]
    direct = flows(spec, "a", "d")._depths()
    assert direct["d"] == 2
    assert (numbers["d--e", "d"] in direct, direct[numbers["c--d", "c"]]) == (False, 3)


def test_a_flow_turns_at_a_via_and_passes_a_hub_twice() -> None:
    """By a - b of 30 TEU and the spur b - e; b takes 50 in all, so that 25 pass it twice."""
    spec = diamond()
    del spec["legs"]["a--c"]
    spec["nodes"]["e"] = spot("Eps")
    spec["legs"]["b--e"] = leg("b", "e", "road", **bounded(90))
    for hub, total in ((None, 30), (50, 25)):
        if hub:
            spec["nodes"]["b"] |= bounded(hub)
        found = flows(spec, "a", "e", "d").largest()
        assert found is not None
        assert int(found.total) == total


def test_the_terminals_of_an_end_bound_what_each_of_them_takes() -> None:
    """Of one city d takes 11 TEU and e 50, all that c sends there."""
    spec = diamond()
    spec["nodes"]["d"] |= bounded(11)
    spec["nodes"]["e"] = spot("Eps")
    spec["legs"]["c--e"] = leg("c", "e", "road", transit_time="9 h", **bounded(50))
    spec["places"] = {"city": {"name": "City", "nodes": ["d", "e"]}}
    found = co.capacity(read(spec), "a", "city", modes="road")
    assert found.teu == 61
    assert found.ways[0] == (("a", "c", "e"), 50)


def test_of_two_ways_that_take_as_long_the_one_of_fewer_legs_is_taken() -> None:
    spec = diamond()
    spec["nodes"]["a"] |= bounded(20)
    spec["nodes"]["0"] = spot("Eps")
    for key, time in (("a--c", "1 h"), ("c--d", "9 h")):
        spec["legs"][key]["transit_time"] = time
    spec["legs"] |= {
        "c--0": leg("c", "0", "road", transit_time="30 min"),
        "d--0": leg("d", "0", "road", transit_time="30 min"),
    }
    assert flow(spec).ways == ((("a", "b", "d"), 20),)
    spec["legs"]["b--d"]["transit_time"] = "61 min"
    assert flow(spec).ways == ((("a", "c", "0", "d"), 20),)


def test_legs_between_the_same_places_are_one_way() -> None:
    spec = diamond()
    spec["legs"]["a--b--2"] = leg("a", "b", "road", transit_time="1 h", **bounded(5))
    assert dict(flow(spec).ways)["a", "b", "d"] == 35
