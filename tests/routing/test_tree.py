"""The least that is still to come, against repeated relaxation over all states of a small net."""

import dataclasses
from itertools import combinations
from random import Random
from typing import Any, NamedTuple

import pytest

import corridor as co
from corridor.routing.graph import line_graph as linegraph
from corridor.routing.graph.line_graph import HIGH, LOW, TRANSFERS, TYPICAL, LineGraph
from corridor.routing.graph.tree import UNREACHED, Goal, Stages, arcs_out, reverse_tree
from support.small import estimate, leg, line, read, spot

NODES = "abcde"


def network() -> co.Network:
    """Return five nodes joined by legs of several modes, some one way, with stops between them."""
    drawn = Random(5)
    times = [{"low": f"{n} h", "typical": f"{n + drawn.randint(0, 5)} h", "high": f"{n + 9} h"}
             for n in range(1, 11)]  # fmt: skip
    told = {"basis": "estimated", "rule": "drawn"}
    roads = ["ab road", "ad road", "bd road", "ae road"]
    pairs = [*roads, "ab ferry", "bc ferry", "ce ferry", "bc rail", "cd rail", "de rail"]
    legs: dict[str, Any] = {}
    for number, (pair, time) in enumerate(zip(pairs, times, strict=True)):
        ends, mode = pair.split(" ")
        more: dict[str, Any] = {"gauge": "1520 mm"} if mode == "rail" else {}
        if mode == "ferry":
            more["headway"] = {"value": "2 days", **told}
        if number in {1, 2}:
            more["one_way"] = "true"
        legs[f"l{number}"] = leg(*ends, mode, **more) | {"transit_time": time | told}
    stop = {"inbound": "any", "outbound": "any", "kind": "transshipment", "time": estimate("3 h")}
    names = ("Alpha", "Beta", "Gamma", "Delta", "Eps")
    nodes = {key: spot(name) for key, name in zip(NODES, names, strict=True)}
    for key in "bcd":
        nodes[key]["dwell"] = [stop]
    return read(line() | {"nodes": nodes, "legs": legs})


GRAPH = linegraph.compile_network(network())
COUNT = len(GRAPH.vertices)


def mesh(seed: int) -> LineGraph:
    """Return nine nodes with a road between most, whose times often make a detour the quicker."""
    drawn = Random(seed)
    names = "abcdefghi"
    nodes = {key: spot("A") | {"name": f"Node {key}"} for key in names}
    legs = {
        f"{one}--{other}": leg(one, other, "road", transit_time=f"{drawn.randint(1, 40)} h")
        for one, other in combinations(names, 2)
        if drawn.random() < 0.7
    }
    return linegraph.compile_network(read(line() | {"nodes": nodes, "legs": legs}))


class State(NamedTuple):
    """How many vias are behind, which sets are met, and the vertex used last."""

    vias: int
    met: frozenset[int]
    vertex: int


def following(graph: LineGraph, goal: Goal, vias: int, met: frozenset[int], vertex: int) -> State:
    """Return the state that using a vertex leads to."""
    passed = vias < len(goal.vias) and graph.vertices[vertex].destination in goal.vias[vias]
    more = {number for number, must in enumerate(goal.musts) if vertex in must}
    return State(vias + passed, met | more, vertex)


def least(goal: Goal, kind: int) -> dict[State, int]:
    """Return the least weight from each state to an end: relaxed until nothing changes."""
    sets = [frozenset(n for n in range(len(goal.musts)) if bits >> n & 1)
            for bits in range(1 << len(goal.musts))]  # fmt: skip
    states = [State(vias, met, vertex) for vias in range(len(goal.vias) + 1)
              for met in sets for vertex in range(COUNT) if goal.allowed[vertex]]  # fmt: skip
    known = {
        state: 0
        for state in states
        if state.vias == len(goal.vias)
        and len(state.met) == len(goal.musts)
        and state.vertex in goal.ends
    }
    changed = True
    while changed:
        changed = False
        for state in states:
            here = GRAPH.vertices[state.vertex].destination
            if state.vias == len(goal.vias) and state.vertex in goal.ends | goal.passing:
                continue
            steps = list(GRAPH.out[state.vertex])
            if state.vias and here in goal.vias[state.vias - 1]:
                steps += GRAPH.turns_out[state.vertex]
            for after, arc in steps:
                onward = following(GRAPH, goal, state.vias, state.met, after)
                if onward in known:
                    ride = GRAPH.weights(kind)[after]
                    total = arc.weights[kind] + ride + known[onward]
                    if total < known.get(state, UNREACHED):
                        known[state] = total
                        changed = True
    return known


def numbered(goal: Goal, state: State) -> int:
    return (state.vias << len(goal.musts)) + sum(1 << number for number in state.met)


def drawn_goal(seed: int) -> Goal:
    drawn = Random(seed)
    end = drawn.choice(NODES)
    arriving = [n for n in range(COUNT) if GRAPH.vertices[n].destination == end]
    others = [node for node in NODES if node != end]
    points = [frozenset(drawn.sample(others, drawn.randint(1, 2))) for _ in range(seed % 3)]
    if seed % 11 == 10:
        points[-1:] = [frozenset({end})]
    musts = [frozenset(drawn.sample(range(COUNT), 2)) for _ in range(seed // 3 % 3)]
    kept = drawn.randint(1, len(arriving)) if seed % 4 == 3 else len(arriving)
    return Goal(
        level=TYPICAL,
        allowed=tuple(drawn.random() < 0.85 for _ in range(COUNT)),
        ends=frozenset(arriving[:kept]),
        vias=tuple(points),
        musts=tuple(musts),
        passing=frozenset(arriving[kept:]),
    )


@pytest.mark.parametrize("kind", [LOW, TYPICAL, HIGH, TRANSFERS])
@pytest.mark.parametrize("seed", range(36))
def test_a_tree_has_the_least_weight_from_every_state(seed: int, kind: int) -> None:
    goal = drawn_goal(seed)
    stages, to_go = reverse_tree(GRAPH, goal, kind)
    found = {
        (stage, vertex): weight
        for stage, row in enumerate(to_go)
        for vertex, weight in enumerate(row)
        if weight < UNREACHED
    }
    expected = {(numbered(goal, state), state.vertex): weight
                for state, weight in least(goal, kind).items()}  # fmt: skip
    assert found == expected
    assert stages.count == len(to_go) == (len(goal.vias) + 1) << len(goal.musts)
    assert {weight for row in to_go for weight in row} <= {*expected.values(), UNREACHED}


@pytest.mark.parametrize("seed", range(4))
def test_a_tree_without_vias_takes_the_quicker_detour(seed: int) -> None:
    """Each vertex once, by the least of the arcs out of it, until nothing changes."""
    graph = mesh(seed)
    count = len(graph.vertices)
    ends = frozenset(n for n in range(count) if graph.destinations[n] == "i")
    goal = Goal(TYPICAL, (True,) * count, ends)
    rides = graph.weights(TYPICAL)
    least = [0 if n in ends else UNREACHED for n in range(count)]
    for _ in range(count):
        for n in set(range(count)) - ends:
            onward = (arc.weights[TYPICAL] + rides[after] + least[after]
                      for after, arc in graph.out[n])  # fmt: skip
            least[n] = min(onward, default=UNREACHED)
    assert reverse_tree(graph, goal, TYPICAL).to_go == [least]
    twice = dataclasses.replace(goal, musts=(frozenset(range(count)),))
    assert reverse_tree(graph, twice, TYPICAL).to_go[1] == least


def test_straight_back_is_allowed_at_the_via_that_was_passed_last_alone() -> None:
    vias = (frozenset("b"), frozenset("c"))
    stages = Stages(GRAPH, Goal(TYPICAL, (True,) * COUNT, frozenset(), vias))
    for vertex in range(COUNT):
        here = GRAPH.destinations[vertex]
        for stage, via in enumerate(" bc"):
            turns = GRAPH.turns_out[vertex] if here == via else ()
            assert tuple(arcs_out(GRAPH, stages, stage, vertex)) == (*GRAPH.out[vertex], *turns)
    plain = Stages(GRAPH, Goal(TYPICAL, (True,) * COUNT, frozenset()))
    assert all(tuple(arcs_out(GRAPH, plain, 0, n)) == GRAPH.out[n] for n in range(COUNT))


@pytest.mark.parametrize("seed", range(36))
def test_stages_count_vias_and_what_is_met(seed: int) -> None:
    """Each step is undone by its inverse; all vias are passed from the first stage of the last."""
    goal = drawn_goal(seed)
    stages = Stages(GRAPH, goal)
    for vertex in range(COUNT):
        earlier: dict[int, list[int]] = {stage: [] for stage in range(stages.count)}
        for stage in range(stages.count):
            vias, bits = divmod(stage, 1 << len(goal.musts))
            met = frozenset(n for n in range(len(goal.musts)) if bits >> n & 1)
            onward = following(GRAPH, goal, vias, met, vertex)
            after = numbered(goal, onward)
            assert stages.after(stage, vertex) == after
            assert stages.vias_passed(stage) == (vias == len(goal.vias))
            for once in (False, True):
                item = Stages(GRAPH, dataclasses.replace(goal, once=once)) if once else stages
                new = onward.vias > vias and not once
                assert item.is_new_segment(stage, after) == new
            for node in NODES:
                is_at = vias > 0 and node in goal.vias[vias - 1]
                assert stages.at_via(stage, node) == is_at
            earlier[after].append(stage)
        for stage, before in earlier.items():
            assert stages.before(stage, vertex) == tuple(before)
