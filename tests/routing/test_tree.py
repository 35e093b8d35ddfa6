"""The least that is still to come, against repeated relaxation over all states of a small net."""

import dataclasses

import pytest

from corridor.routing.graph import line_graph as linegraph
from corridor.routing.graph.line_graph import HIGH, LOW, TRANSFERS, TYPICAL
from corridor.routing.graph.tree import UNREACHED, Goal, Stages, arcs_out, reverse_tree
from support.line_graphs import NODES, State, drawn_goal, following, mesh, network

GRAPH = linegraph.compile_network(network())
COUNT = len(GRAPH.vertices)


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


@pytest.mark.parametrize("kind", [LOW, TYPICAL, HIGH, TRANSFERS])
@pytest.mark.parametrize("seed", range(36))
def test_a_tree_has_the_least_weight_from_every_state(seed: int, kind: int) -> None:
    goal = drawn_goal(GRAPH, seed)
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
    goal = Goal(TYPICAL, b"\1" * count, ends)
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
    stages = Stages(GRAPH, Goal(TYPICAL, b"\1" * COUNT, frozenset(), vias))
    for vertex in range(COUNT):
        here = GRAPH.destinations[vertex]
        for stage, via in enumerate(" bc"):
            turns = GRAPH.turns_out[vertex] if here == via else ()
            assert tuple(arcs_out(GRAPH, stages, stage, vertex)) == (*GRAPH.out[vertex], *turns)
    plain = Stages(GRAPH, Goal(TYPICAL, b"\1" * COUNT, frozenset()))
    assert all(tuple(arcs_out(GRAPH, plain, 0, n)) == GRAPH.out[n] for n in range(COUNT))


@pytest.mark.parametrize("seed", range(36))
def test_stages_count_vias_and_what_is_met(seed: int) -> None:
    """Each step is undone by its inverse; all vias are passed from the first stage of the last."""
    goal = drawn_goal(GRAPH, seed)
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
        for stage, before in earlier.items() if stages.count > 1 else ():
            assert stages.leads[vertex][stage] == tuple(before)
