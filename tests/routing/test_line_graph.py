"""The compiled network against its rules: which legs follow each other, and what that takes."""

from typing import Any

import pytest

import corridor as co
from corridor.network.network import whenever
from corridor.routing.graph import line_graph as linegraph
from corridor.routing.graph.line_graph import (
    GAUGE_BREAKS,
    HIGH,
    LOW,
    TRANSFER_BITS,
    TRANSFERS,
    TYPICAL,
    LineGraph,
)
from support.small import estimate, leg, line, read, spot
from support.strategies import Tree

HOUR = 3_600
RULE = {"basis": "estimated", "rule": "drawn"}
WAIT: dict[str, Any] = {"headway": {"value": "2 days"} | RULE}


def network(**legs: Tree) -> Tree:
    """Return nodes a to d with legs; at b cargo changes between all modes within 3 hours."""
    spec = line()
    stop = {"inbound": "any", "outbound": "any", "kind": "transshipment", "time": estimate("3 h")}
    spec["nodes"] = {
        "a": spot("Alpha"),
        "b": spot("Beta", "GE", dwell=[stop]),
        "c": spot("Gamma"),
        "d": spot("Delta", "AZ"),
    }
    return spec | {"legs": legs}


def graph_of(spec: Tree) -> LineGraph:
    return linegraph.compile_network(read(spec))


def named(graph: LineGraph, number: int) -> str:
    """Return a vertex as the ends of its leg in its direction, with its leg."""
    vertex = graph.vertices[number]
    return f"{vertex.origin}{vertex.destination} {vertex.leg.id}"


def arcs(graph: LineGraph) -> dict[tuple[str, str], tuple[float, ...]]:
    """Return the weights of all arcs by the names of their ends: times in hours, then counts."""
    return {
        (named(graph, before), named(graph, after)): (
            *(weight / (HOUR << TRANSFER_BITS) for weight in arc.weights[:3]),
            *arc.weights[3:],
        )
        for rows in (graph.out, graph.turns_out)
        for before, row in enumerate(rows)
        for after, arc in row
    }


#: One transfer in the lowest bits of a time.
ONE = 1 / (HOUR << TRANSFER_BITS)


def test_vertices_are_the_legs_by_id_there_before_back() -> None:
    graph = graph_of(
        network(
            z=leg("a", "b", "road"),
            m=leg("c", "b", "road", one_way="true"),
            a=leg("b", "d", "road"),
        )
    )
    assert [named(graph, n) for n in range(5)] == ["bd a", "db a", "cb m", "ab z", "ba z"]
    assert [item.back for item in graph.vertices] == [False, True, False, False, True]
    assert graph.destinations == ("d", "b", "b", "b", "a")
    assert graph.numbers == {("a", "b"): 0, ("a", "d"): 1, ("m", "c"): 2, ("z", "a"): 3,
                             ("z", "b"): 4}  # fmt: skip
    assert graph.leaving == {"b": (0, 4), "d": (1,), "c": (2,), "a": (3,)}
    assert graph.arriving == {"d": (0,), "b": (1, 2, 3), "a": (4,)}
    assert graph.countries == (("GE", "AZ"), ("AZ", "GE"), ("KZ", "GE"), ("KZ", "GE"), ("GE", "KZ"))
    assert graph.nodes["b"].country == "GE"


def test_an_arc_joins_legs_that_meet_and_turns_lead_straight_back() -> None:
    """At b all changes are permitted, at the other nodes only straight on."""
    graph = graph_of(network(x=leg("a", "b", "road"), y=leg("b", "c", "ferry")))
    stop = (3 + ONE, 3 + ONE, 3 + ONE, 1, 0)
    straight = (0, 0, 0, 0, 0)
    assert arcs(graph) == {
        ("ab x", "bc y"): stop,
        ("cb y", "ba x"): stop,
        ("ab x", "ba x"): stop,
        ("cb y", "bc y"): stop,
        ("ba x", "ab x"): straight,
        ("bc y", "cb y"): straight,
    }
    out = [(n, after) for n, row in enumerate(graph.out) for after, _ in row]
    turns = [(n, after) for n, row in enumerate(graph.turns_out) for after, _ in row]
    assert {(named(graph, n), named(graph, after)) for n, after in out} == {
        ("ab x", "bc y"),
        ("cb y", "ba x"),
    }
    assert len(turns) == 4
    assert sorted((n, after) for after, row in enumerate(graph.into) for n, _ in row) == sorted(out)
    into = [(n, after) for after, row in enumerate(graph.turns_into) for n, _ in row]
    assert sorted(into) == sorted(turns)
    ab, bc = graph.numbers["x", "a"], graph.numbers["y", "b"]
    assert graph.arc(ab, bc).rule.entry is not None
    assert graph.arc(ab, graph.numbers["x", "b"]).weights[TRANSFERS] == 1
    with pytest.raises(StopIteration):
        graph.arc(bc, ab)


def test_a_departure_is_waited_for_but_by_those_on_its_service() -> None:
    """From x one waits half of 48 h for y; z belongs to the service of y, w to none."""
    graph = graph_of(
        network(
            w=leg("d", "b", "ferry"),
            x=leg("a", "b", "road"),
            y=leg("b", "c", "ferry", service="Liner", **WAIT),
            z=leg("d", "b", "ferry", service="Liner"),
        )
    )
    found = arcs(graph)
    for pair in (("ab x", "bc y"), ("db w", "bc y")):
        assert found[pair] == (3 + ONE, 27 + ONE, 51 + ONE, 1, 0)
    for pair in (("db z", "bc y"), ("cb y", "bd z")):
        assert found[pair] == (3 + ONE, 3 + ONE, 3 + ONE, 1, 0)
    transfer = graph.transfer(graph.numbers["x", "a"], graph.numbers["y", "b"])
    assert transfer is not None
    assert (transfer.node.id, transfer.waiting is not None) == ("b", True)


def test_at_a_waypoint_no_departure_is_waited_for() -> None:
    spec = network(x=leg("a", "b", "ferry"), y=leg("b", "c", "ferry", **WAIT))
    del spec["nodes"]["b"]["dwell"]
    assert arcs(graph_of(spec))["ab x", "bc y"] == (ONE, 24 + ONE, 48 + ONE, 1, 0)
    spec["nodes"]["b"]["kind"] = "waypoint"
    graph = graph_of(spec)
    assert arcs(graph)["ab x", "bc y"] == (0, 0, 0, 0, 0)
    assert graph.transfer(graph.numbers["x", "a"], graph.numbers["y", "b"]) is None


@pytest.mark.parametrize(
    ("first", "second", "breaks"),
    [("1520", "1435", 1), ("1520", "1520", 0), ("1520", None, 0), (None, "1435", 0)],
)
def test_a_break_of_gauge_is_between_two_gauges_that_differ(
    first: str | None, second: str | None, breaks: int
) -> None:
    def ride(one: str, other: str, gauge: str | None) -> Tree:
        mode: dict[str, Any] = {"gauge": f"{gauge} mm"} if gauge else {}
        return leg(one, other, "rail" if gauge else "road", **mode)

    graph = graph_of(network(x=ride("a", "b", first), y=ride("b", "c", second)))
    x, y = graph.numbers["x", "a"], graph.numbers["y", "b"]
    assert graph.arc(x, y).weights[TRANSFERS:] == (1, breaks)
    assert graph.weights(GAUGE_BREAKS) == (0,) * 4
    assert graph.weights(TRANSFERS) == (0,) * 4


def test_legs_weigh_their_times_and_the_breaks_within_them() -> None:
    rail = {"gauge": "1520 mm", "contains_gauge_break": "true"}
    time = {"low": "10 h", "typical": "20 h", "high": "30 h"} | RULE
    graph = graph_of(
        network(x=leg("a", "b", "rail", **rail) | {"transit_time": time}, y=leg("b", "c", "road"))
    )
    for level, hours in ((LOW, 10), (TYPICAL, 20), (HIGH, 30)):
        assert [weight / (HOUR << TRANSFER_BITS) for weight in graph.weights(level)] == [
            hours, hours, 10, 10,
        ]  # fmt: skip
    assert graph.times(0) == (10 * HOUR, 20 * HOUR, 30 * HOUR)
    assert graph.weights(GAUGE_BREAKS) == (1, 1, 0, 0)


def test_what_is_closed_has_no_vertex_and_where_one_cannot_change_no_arc() -> None:
    spec = network(
        x=leg("a", "b", "road"),
        y=leg("b", "c", "ferry", periods=[{"end": "2020-01-01"}]),
        z=leg("b", "d", "ferry"),
    )
    del spec["nodes"]["b"]["dwell"]
    net = read(spec)
    graph = linegraph.compile_network(net)
    assert {vertex.leg.id for vertex in graph.vertices} == {"x", "z"}
    assert not any(graph.out)
    assert {item.leg.id for item in linegraph.compile_network(whenever(net)).vertices} == {
        "x", "y", "z",
    }  # fmt: skip
    assert linegraph.compile_network(net) is graph


def test_a_closure_of_one_direction_leaves_the_other() -> None:
    spec = network(x=leg("a", "b", "road"))
    order = {"borders": ["GE-KZ"], "direction": "KZ-GE", "start": "2026-01-01", "sources": ["s"]}
    sources = {"s": {"title": "T", "publisher": "P"}}
    graph = graph_of(spec | {"closures": {"c": order}, "sources": sources})
    assert [named(graph, n) for n in range(len(graph.vertices))] == ["ba x"]
    assert graph.countries == (("GE", "KZ"),)


def test_what_a_vertex_touches_may_be_avoided_in_both_directions() -> None:
    graph = graph_of(
        network(
            x=leg("a", "b", "road", operators=["Blue"]),
            y=leg("b", "c", "sea", straits=["bosporus"]),
            z=leg("b", "d", "road", operators=["Blue", "Red"]),
        )
    )
    for kind, item, expected in (
        ("legs", "x", {0, 1}),
        ("nodes", "c", {2, 3}),
        ("nodes", "b", {0, 1, 2, 3, 4, 5}),
        ("countries", "KZ", {0, 1, 2, 3}),
        ("operators", "Blue", {0, 1, 4, 5}),
        ("operators", "Red", {4, 5}),
        ("operators", "Green", set()),
        ("modes", "sea", {2, 3}),
    ):
        assert graph.touching(kind, item) == expected
        assert graph.touching(kind, item) is graph.touching(kind, item)
    borders = [("GE", "KZ")] * 4 + [("AZ", "GE")] * 2
    extra = [set(), set(), {"y", "bosporus"}, {"y", "bosporus"}, set(), set()]
    assert list(graph.passages) == [
        {border, *more} for border, more in zip(borders, extra, strict=True)
    ]


def test_legs_and_transfers_are_made_once() -> None:
    graph = graph_of(network(x=leg("a", "b", "road"), y=leg("b", "c", "ferry")))
    x, y = graph.numbers["x", "a"], graph.numbers["y", "b"]
    assert graph.leg(x) is graph.leg(x)
    assert (graph.leg(x).origin.id, graph.leg(x).destination.id) == ("a", "b")
    assert graph.leg(x).countries == ("KZ", "GE")
    assert [graph.leg(number).leg.id for number in range(4)] == ["x", "x", "y", "y"]
    assert graph.transfer(x, y) is graph.transfer(x, y)
    transfer = graph.transfer(x, y)
    assert transfer is not None
    assert transfer.dwell is not None
    assert transfer.kind == "transshipment"
    assert transfer.boarded is graph.leg(y)
    back = graph.transfer(graph.numbers["y", "c"], graph.numbers["x", "b"])
    assert back is not None
    assert back.boarded is graph.leg(graph.numbers["x", "b"])


@pytest.mark.parametrize("name", ["low", "typical", "high"])
def test_a_stop_of_less_than_nothing_is_refused(name: str) -> None:
    net = read(network(x=leg("a", "b", "road"), y=leg("b", "c", "ferry")))
    object.__setattr__(net.nodes["b"].dwell[0].time, name, co.Duration(-1))
    with pytest.raises(co.QuantityError) as caught:
        linegraph.compile_network(net)
    words = "a stop or a wait has a negative time, price or emission; no search can use it"
    assert str(caught.value) == words
    linegraph.refuse_negative((0, 1), "nothing")
