"""Best paths and best compromises of small line graphs, against every path that there is."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice, pairwise
from operator import le
from random import Random
from typing import Any

import pytest

import corridor as co
from corridor.routing.graph import k_best_search as search
from corridor.routing.graph.labels import Marks
from corridor.routing.graph.line_graph import (
    HIGH,
    LOW,
    TRANSFER_BITS,
    TRANSFERS,
    TYPICAL,
    LineGraph,
    compile_network,
)
from corridor.routing.graph.pareto_search import Compromise, Task, best_of, compromises
from corridor.routing.graph.tree import Cap, Goal, reverse_tree
from support.line_graphs import drawn_goal, following, mesh, network
from support.small import leg, line, read, spot

Path = tuple[int, ...]
MIXED, DENSE = compile_network(network()), mesh(3, names="abcde")
GRAPHS = {"mixed": MIXED, "dense": DENSE}
each_graph = pytest.mark.parametrize("name", GRAPHS)
#: Enough that every path is known.
ALL = 10_000


def paths(graph: LineGraph, goal: Goal, starts: Path, apart: frozenset[str]) -> Iterator[Path]:
    """Yield every path that is allowed: no place twice, but for those before a via."""

    def walk(path: Path, vias: int, met: frozenset[int], passed: frozenset[str]) -> Iterator[Path]:
        last = path[-1]
        here = graph.destinations[last]
        if vias == len(goal.vias) and last in goal.ends | goal.passing:
            if last in goal.ends and len(met) == len(goal.musts):
                yield path
            return
        at_via = vias > 0 and here in goal.vias[vias - 1]
        for after, _ in (*graph.out[last], *(graph.turns_out[last] if at_via else ())):
            yield from use((*path, after), vias, met, passed)

    def use(path: Path, vias: int, met: frozenset[int], passed: frozenset[str]) -> Iterator[Path]:
        last = path[-1]
        there = graph.destinations[last]
        if not goal.allowed[last] or there in passed:
            return
        state = following(graph, goal, vias, met, last)
        fresh = state.vias > vias and not goal.once
        passed = frozenset({there}) if fresh else passed | {there}
        yield from walk(path, state.vias, state.met, passed)

    for start in starts:
        yield from use((start,), 0, frozenset(), apart | {graph.vertices[start].origin})


def summed(graph: LineGraph, path: Path, kind: int) -> int:
    legs = graph.weights(kind)
    arcs = (graph.arc(*pair).weights[kind] for pair in pairwise(path))
    return sum(legs[number] for number in path) + sum(arcs)


def asked(graph: LineGraph, seed: int) -> tuple[Goal, Path, frozenset[str]]:
    """Draw a goal, where to start, and at times another place of the city to begin in."""
    goal = drawn_goal(graph, seed)
    drawn = Random(seed)
    end = graph.destinations[min(goal.ends)]
    origin, other = drawn.sample([node for node in "abcde" if node != end], 2)
    goal = replace(goal, once=seed % 5 == 4)
    apart = frozenset({origin, other}) if seed % 4 == 2 else frozenset()
    starts = [*graph.leaving[origin], *(graph.leaving[other] if apart else ())]
    return goal, tuple(starts), apart


def best(graph: LineGraph, goal: Goal, starts: Path, apart: frozenset[str]) -> list[Compromise]:
    """Return every path with its weight, in order."""
    found = {path: summed(graph, path, goal.level) for path in paths(graph, goal, starts, apart)}
    return sorted(Compromise((weight,), path) for path, weight in found.items())


def ranked(graph: LineGraph, goal: Goal, starts: Path, **more: Any) -> list[Compromise]:
    """Return what the search gives, as values and paths."""
    tree = reverse_tree(graph, goal, goal.level)
    found = search.routes(graph, goal, tree, starts, **more)
    return [Compromise((item.weight,), item.path) for item in found]


@each_graph
@pytest.mark.parametrize("seed", range(24))
def test_all_paths_come_in_the_order_of_their_weight_then_of_their_legs(
    name: str, seed: int
) -> None:
    graph = GRAPHS[name]
    goal, starts, apart = asked(graph, seed)
    assert ranked(graph, goal, starts, apart=apart) == best(graph, goal, starts, apart)


@each_graph
@pytest.mark.parametrize("seed", range(0, 24, 2))
def test_leaving_out_legs_that_no_path_has_leaves_all_paths(
    name: str, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So it does wherever in the search it begins, and whatever one part tells the next."""
    graph = GRAPHS[name]
    goal, starts, apart = asked(graph, seed)
    monkeypatch.setattr(search, "TRIAL", seed % 3)
    monkeypatch.setattr(search, "SHARED", seed % 2)
    assert ranked(graph, goal, starts, apart=apart) == best(graph, goal, starts, apart)


def test_of_ways_on_from_a_via_that_weigh_the_same_the_first_legs_come_first() -> None:
    """From b back to a and on to d in 1 + 9 h, or straight to d in 10 h: a--b comes before b--d."""
    spec = line("road")
    spec["nodes"]["d"] = spot("Delta")
    spec["legs"] = {
        key: leg(key[0], key[3], "road", transit_time=time)
        for key, time in {"a--b": "1 h", "a--d": "9 h", "b--d": "10 h"}.items()
    }
    graph = compile_network(read(spec))
    ends = frozenset(graph.arriving["d"])
    goal = Goal(TYPICAL, bytes([True] * len(graph.vertices)), ends, vias=(frozenset({"b"}),))
    found = ranked(graph, goal, tuple(graph.leaving["a"]))
    numbers = graph.numbers
    there = numbers["a--b", "a"]
    assert [item.path for item in found[:2]] == [
        (there, numbers["a--b", "b"], numbers["a--d", "a"]),
        (there, numbers["b--d", "b"]),
    ]
    assert found[0].values == found[1].values


@each_graph
@pytest.mark.parametrize("seed", range(12))
def test_waits_of_starts_count_in_the_order(name: str, seed: int) -> None:
    graph = GRAPHS[name]
    goal, starts, apart = asked(graph, seed)
    waits = dict.fromkeys(starts[::2], seed % 3 * (20 << TRANSFER_BITS) * 3600)
    expected = [
        Compromise((item.values[0] + waits.get(item.path[0], 0),), item.path)
        for item in best(graph, goal, starts, apart)
    ]
    assert ranked(graph, goal, starts, apart=apart, waits=waits) == sorted(expected)


@each_graph
@pytest.mark.parametrize("seed", range(18))
def test_what_is_over_a_cap_is_left_out(name: str, seed: int) -> None:
    """Caps are of transfers and of the time at another level."""
    graph = GRAPHS[name]
    goal, starts, apart = asked(graph, seed)
    every = best(graph, goal, starts, apart)
    kinds = (TRANSFERS, HIGH)[: 1 + seed % 2]
    caps = []
    for kind in kinds:
        counts = sorted({summed(graph, item.path, kind) for item in every})
        most = counts[len(counts) // 2] if counts else 0
        tree = reverse_tree(graph, goal, kind)
        caps.append(Cap(kind, most, graph.weights(kind), tree))
    within = [
        item for item in every
        if all(summed(graph, item.path, cap.kind) <= cap.most for cap in caps)
    ]  # fmt: skip
    assert ranked(graph, goal, starts, apart=apart, caps=tuple(caps)) == within


@each_graph
@pytest.mark.parametrize("seed", range(18))
def test_of_routes_with_the_same_marks_the_first_is_given(name: str, seed: int) -> None:
    """Each vertex may add one of three bits; with the third the first does not matter."""
    graph = GRAPHS[name]
    goal, starts, apart = asked(graph, seed)
    drawn = Random(seed)
    bits = tuple(drawn.choice((0, 0, 1, 2, 4)) for _ in graph.vertices)
    marks = Marks(bits, ((4, 1),) if seed % 2 else ())
    expected: dict[int, Compromise] = {}
    for item in best(graph, goal, starts, apart):
        kind = 0
        for number in item.path:
            kind = marks.joined(kind, number)
        expected.setdefault(kind, item)
    assert ranked(graph, goal, starts, apart=apart, marks=marks) == list(expected.values())


def test_a_void_takes_its_idle_bits_away_whenever_they_come() -> None:
    marks = Marks((1, 2, 4), ((4, 1),))
    assert (marks.joined(0, 0), marks.joined(2, 0), marks.joined(4, 0)) == (1, 3, 4)
    assert (marks.joined(1, 2), marks.joined(3, 2)) == (4, 6)
    assert Marks((1, 4)).joined(1, 1) == 5


def test_a_search_stops_when_its_budget_is_used_up() -> None:
    wide = mesh(1)
    ends = frozenset(n for n, node in enumerate(wide.destinations) if node == "i")
    goal = Goal(TYPICAL, b"\1" * len(wide.vertices), ends)
    tree, starts = reverse_tree(wide, goal, TYPICAL), wide.leaving["a"]
    found = search.routes(wide, goal, tree, starts, budget=30)
    with pytest.raises(co.LimitError) as caught:
        list(found)
    assert str(caught.value) == "search stopped after 30 partial routes"
    first = search.routes(wide, goal, tree, starts, budget=ALL)
    weights = [item.weight for item in islice(first, 100)]
    assert len(weights) == 100
    assert weights == sorted(weights)


def beaten(values: tuple[int, ...], others: list[tuple[int, ...]]) -> bool:
    return any(other != values and all(map(le, other, values)) for other in others)


@each_graph
@pytest.mark.parametrize("kinds", [(TYPICAL, TRANSFERS), (LOW, HIGH), (LOW, TYPICAL, TRANSFERS)])
@pytest.mark.parametrize("seed", range(12))
def test_compromises_are_what_no_path_beats(name: str, seed: int, kinds: tuple[int, ...]) -> None:
    graph = GRAPHS[name]
    goal, starts, apart = asked(graph, seed)
    trees = tuple(reverse_tree(graph, goal, kind) for kind in kinds)
    every: dict[tuple[int, ...], Path] = {}
    for path in sorted(paths(graph, goal, starts, apart)):
        every.setdefault(tuple(summed(graph, path, kind) for kind in kinds), path)
    expected = sorted(
        Compromise(values, path) for values, path in every.items()
        if not beaten(values, list(every))
    )  # fmt: skip
    found = compromises(Task(graph, goal, kinds, trees, starts, (), apart))
    assert found == expected
    known = expected[:1]
    rest = compromises(Task(graph, goal, kinds, trees, starts, (), apart), known)
    assert rest == [item for item in expected if item not in known]


@each_graph
@pytest.mark.parametrize("seed", range(12))
def test_compromises_keep_within_caps(name: str, seed: int) -> None:
    graph = GRAPHS[name]
    goal, starts, apart = asked(graph, seed)
    kinds = (TYPICAL, HIGH)
    counts = sorted(summed(graph, p, TRANSFERS) for p in paths(graph, goal, starts, apart))
    most = counts[len(counts) // 3] if counts else 0
    cap = Cap(TRANSFERS, most, graph.weights(TRANSFERS), reverse_tree(graph, goal, TRANSFERS))
    trees = tuple(reverse_tree(graph, goal, kind) for kind in kinds)
    found = compromises(Task(graph, goal, kinds, trees, starts, (cap,), apart))
    values = {
        path: tuple(summed(graph, path, kind) for kind in kinds)
        for path in paths(graph, goal, starts, apart)
        if summed(graph, path, TRANSFERS) <= most
    }
    assert [item.values for item in found] == sorted(
        {one for one in values.values() if not beaten(one, list(values.values()))}
    )
    assert all(values[item.path] == item.values for item in found)


def test_of_equal_compromises_the_first_path_is_kept() -> None:
    items = [Compromise((1, 5), (3,)), Compromise((1, 5), (2,)), Compromise((2, 5), (1,)),
             Compromise((2, 4), (0,)), Compromise((3, 3), (9,))]  # fmt: skip
    assert best_of(items) == [
        Compromise((1, 5), (2,)), Compromise((2, 4), (0,)), Compromise((3, 3), (9,)),
    ]  # fmt: skip
