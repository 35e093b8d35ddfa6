"""Large line graphs, held in flat arrays, answer as small ones do, which are held in lists."""

import dataclasses
from functools import partial
from random import Random
from typing import Any

import pytest

import corridor as co
from corridor.routing.graph import line_graph as linegraph
from corridor.routing.graph.large import flat_arcs, wavefront
from corridor.routing.graph.large.flat_arcs import FlatArcs
from corridor.routing.graph.line_graph import HIGH, LOW, TRANSFERS, TYPICAL, LineGraph
from corridor.routing.graph.tree import UNREACHED, Goal, reverse_tree
from support import dated
from support.bundled import bundled_network
from support.line_graphs import drawn_goal, network
from support.small import leg, line, read, spot

ENDS = ("n00", "n55")
MODES = ("road", "ferry")


def grid(seed: int, side: int = 6) -> co.Network:
    """Return towns in a grid, with ties between ways, ferries that are waited for, and one-ways."""
    drawn = Random(seed)
    told = {"basis": "estimated", "rule": "drawn"}
    nodes = {
        f"n{row}{column}": spot("A") | {"name": f"Node {row} {column}"}
        for row in range(side)
        for column in range(side)
    }
    for name in drawn.sample([*nodes], 5):
        nodes[name]["kind"] = "waypoint"
    legs = {}
    for name in nodes:
        row, column = int(name[1]), int(name[2])
        for other in (f"n{row + 1}{column}", f"n{row}{column + 1}"):
            if other not in nodes:
                continue
            more: dict[str, Any] = {"one_way": "true"} if drawn.random() < 0.1 else {}
            mode = drawn.choice(["road", "road", "road", "ferry"])
            if mode == "ferry":
                more["headway"] = {"value": "6 h", **told}
                if drawn.random() < 0.5:
                    more["service"] = "Blue Line"
            time = f"{drawn.randint(1, 3)} h"
            legs[f"{name}--{other}"] = leg(name, other, mode, transit_time=time, **more)
    either = {"inbound": "any", "outbound": "any", "kind": "transshipment", "node_kind": "any"}
    default = either | {"time": {"low": "1 h", "typical": "1 h", "high": "2 h"} | told}
    return read(line() | {"nodes": nodes, "legs": legs, "dwell_defaults": [default]})


def both(monkeypatch: pytest.MonkeyPatch, net: co.Network) -> tuple[LineGraph, LineGraph]:
    """Return the graph of a network in lists, and in flat arrays."""
    graphs = []
    for size in (1 << 60, 0):
        monkeypatch.setattr(linegraph, "LARGE", size)
        graphs.append(linegraph.compile_network(co.as_of(net, net.as_of)))
    listed, flat = graphs
    assert isinstance(flat.into, FlatArcs)
    assert not isinstance(listed.into, FlatArcs)
    return listed, flat


def of_seed(seed: int) -> co.Network:
    """Return a network of several kinds."""
    if seed == 0:
        return bundled_network()
    if seed == 1:
        return network()
    return grid(seed) if seed % 2 else read(dated.network(seed))


@pytest.mark.parametrize("seed", range(8))
def test_the_arcs_are_the_same(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Own stops, defaults, gauges, waits, through services, closures: each arc says the same."""
    listed, flat = both(monkeypatch, of_seed(seed))
    assert flat.vertices == listed.vertices
    assert (flat.leaving, flat.arriving) == (listed.leaving, listed.arriving)
    for name in ("into", "out", "turns_into", "turns_out"):
        rows: list[list[list[tuple[int, linegraph.Arc]]]] = [
            [sorted(row, key=lambda step: step[0]) for row in getattr(graph, name)]
            for graph in (flat, listed)
        ]
        assert rows[0] == rows[1]
        arcs = getattr(flat, name)
        assert [*arcs] == [arcs[vertex] for vertex in range(len(arcs))]


def test_the_arcs_are_the_same_where_there_are_too_many_numbers_for_a_table(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = grid(3)
    _, flat = both(monkeypatch, net)
    monkeypatch.setattr(flat_arcs, "MOST_LOOKED_UP", 0)
    _, other = both(monkeypatch, net)
    for name in ("into", "out", "turns_into", "turns_out"):
        assert [*getattr(other, name)] == [*getattr(flat, name)]


def test_a_slice_is_what_stands_at_its_places(monkeypatch: pytest.MonkeyPatch) -> None:
    listed, flat = both(monkeypatch, grid(1))
    goal = Goal(TYPICAL, b"\1" * len(flat.vertices), frozenset(flat.arriving[ENDS[1]]))
    found, expected = (reverse_tree(graph, goal, TYPICAL).to_go[0] for graph in (flat, listed))
    count = len(flat.into)
    for part in (slice(2, 9), slice(None, None, 3), slice(5, 1, -1), slice(9, 9)):
        assert flat.into[part] == tuple(flat.into[vertex] for vertex in range(count)[part])
        assert found[part] == expected[part]
    for beyond in (count, -1):
        with pytest.raises(IndexError):
            flat.into[beyond]


@pytest.mark.parametrize("kind", [LOW, TYPICAL, HIGH, TRANSFERS])
@pytest.mark.parametrize("seed", range(8))
def test_the_least_weights_are_the_same_however_they_are_asked_for(
    seed: int, kind: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed, flat = both(monkeypatch, network() if seed < 4 else grid(seed))
    drawn = Random(seed)
    count = len(flat.vertices)
    if seed < 4:
        goal = dataclasses.replace(drawn_goal(listed, seed), vias=(), musts=())
    else:
        allowed = bytes(drawn.random() < 0.95 for _ in range(count))
        ends = flat.arriving[ENDS[1]]
        goal = Goal(kind, allowed, frozenset(ends[1:]), passing=frozenset(ends[:1]))
    expected = reverse_tree(listed, goal, kind).to_go[0]
    found = reverse_tree(flat, goal, kind).to_go[0]
    assert isinstance(found, wavefront.Wavefront)
    for vertex in drawn.sample(range(count), count):
        assert found[vertex] == expected[vertex]
    assert UNREACHED in expected


@pytest.mark.parametrize("seed", range(6))
def test_routes_come_in_the_same_order_with_their_ties(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Times of one to three hours make many ways equally quick: leg ids decide."""
    net = grid(seed)
    found = []
    for size in (1 << 60, 0):
        monkeypatch.setattr(linegraph, "LARGE", size)
        fresh = co.as_of(net, net.as_of)
        asked = partial(co.find_routes, fresh, *ENDS, limit=8, distinct="legs", modes=MODES)
        answers = [*asked(), *asked(max_transfers=9), *asked(via="n23")]
        found.append([[leg.id for leg in route.legs] for route in answers])
    assert found[0] == found[1]
    assert len(found[0]) == 24


def test_a_near_question_searches_near_the_goal_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    _, flat = both(monkeypatch, grid(1))
    ends = flat.arriving[ENDS[1]]
    goal = Goal(TYPICAL, b"\1" * len(flat.vertices), frozenset(ends))
    to_go = reverse_tree(flat, goal, TYPICAL).to_go[0]
    assert to_go[ends[0]] == 0
    assert isinstance(to_go, wavefront.Wavefront)
    assert 0 < to_go.searched < len(to_go) / 4
    assert max(to_go[vertex] for vertex in range(len(to_go))) > 0
    assert to_go.searched == len(to_go)


def test_weights_too_large_for_the_arrays_are_searched_one_by_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A year for each leg, a hundred times over, is more than 64 bits hold with their tie-break."""
    listed, flat = both(monkeypatch, grid(1))
    count = len(flat.vertices)
    assert isinstance(flat.into, FlatArcs)
    searched = partial(wavefront.search, flat.into, kind=TYPICAL, ends=[0], shut=bytearray(count))
    least = wavefront.FAR // (count + 1)
    assert searched(legs=[least] * count, unreached=UNREACHED) is None
    assert searched(legs=[least >> 8] * count, unreached=UNREACHED)
    assert searched(legs=[1 << 64] * count, unreached=UNREACHED) is None
    slow = dict.fromkeys((flat, listed), None)
    for graph in slow:
        graph._weights[TYPICAL] = tuple(weight << 30 for weight in listed.weights(TYPICAL))
    goal = Goal(TYPICAL, b"\1" * count, frozenset(flat.arriving[ENDS[1]]))
    assert reverse_tree(flat, goal, TYPICAL).to_go == reverse_tree(listed, goal, TYPICAL).to_go
