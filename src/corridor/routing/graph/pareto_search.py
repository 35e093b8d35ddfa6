"""All best compromises on the line graph: no path is better in one weight without loss in another.

Labels are partial paths with a sum for each weight. One reverse tree for each weight bounds what a
label can still become, so labels are taken up in the order of their least possible ends, and what
an end that was found beats is dropped. First a label is dropped when another at the same vertex is
no worse, as if places could be passed twice. Where no path found then passes one twice, that is the
answer; else the search is done again, and labels are compared by what they may still pass too.
"""

import heapq
from collections.abc import Iterator, Sequence
from itertools import count
from operator import le
from typing import NamedTuple

from corridor.errors import LimitError
from corridor.routing.graph.line_graph import LineGraph
from corridor.routing.graph.pruning import Marks, Taken
from corridor.routing.graph.search import (
    NOWHERE,
    UNREACHED,
    Cap,
    Goal,
    Tree,
    arcs_out,
    surroundings,
)

MOST_LABELS = 1_000_000
Sums = tuple[int, ...]


class Compromise(NamedTuple):
    """A path with its weights."""

    values: Sums
    path: tuple[int, ...]


class Task(NamedTuple):
    """What is searched: a goal, with a tree for each weight that counts, and limits."""

    graph: LineGraph
    goal: Goal
    kinds: tuple[int, ...]
    trees: tuple[Tree, ...]
    starts: tuple[int, ...]
    caps: tuple[Cap, ...]


class _Label(NamedTuple):
    """A partial path, sorted by the least that it can become; of the equal the first path."""

    least: Sums
    path: tuple[int, ...]
    number: int
    stage: int
    sums: Sums
    passed: frozenset[str]


def compromises(task: Task, known: Sequence[Compromise] = ()) -> list[Compromise]:
    """Return every best compromise, in the order of its weights; of equal ones the first path.

    What those known already beat or equal is left out.

    Raises
    ------
    LimitError
        When more than `MOST_LABELS` partial paths had to be taken up.
    """
    found = list(_search(task, known, simple=False))
    if all(_is_simple(task, item.path) for item in found):
        return found
    return list(_search(task, known, simple=True))


def best_of(found: list[Compromise]) -> list[Compromise]:
    """Return those of several that no other beats or equals, in order."""
    kept: list[Compromise] = []
    for item in sorted(found):
        if not any(all(map(le, other.values, item.values)) for other in kept):
            kept.append(item)
    return kept


def _search(task: Task, beaten: Sequence[Compromise], *, simple: bool) -> Iterator[Compromise]:
    """Yield the compromises; with `simple`, no path that passes a place twice."""
    graph, goal, stages = task.graph, task.goal, task.trees[0].stages
    numbers = count()
    heap = [label for start in task.starts for label in _begun(task, start, next(numbers))]
    heapq.heapify(heap)
    taken = Taken(Marks((0,) * len(graph.vertices))) if simple else None
    around = surroundings(graph, goal, task.trees[0], task.starts) if simple else None
    known: dict[tuple[int, int], list[Sums]] = {}
    ends = [item.values for item in beaten]
    left = MOST_LABELS
    while heap:
        label = heapq.heappop(heap)
        last = label.path[-1]
        if any(all(map(le, end, label.least)) for end in ends):
            continue
        if last in goal.ends and stages.vias_passed(label.stage):
            ends.append(label.least)
            yield Compromise(label.least, label.path)
            continue
        if taken and around:
            region = around.open_to(label.path, label.stage, label.passed)
            if not region or taken.better(label.path, label.stage, region, label.sums):
                continue
        elif not _is_new(known.setdefault((label.stage, last), []), label.sums):
            continue
        left -= 1
        if left < 0:
            raise LimitError(f"the search took up {MOST_LABELS:,} partial routes and was ended")
        for following in _longer(task, label, numbers, simple=simple):
            heapq.heappush(heap, following)


def _is_new(known: list[Sums], sums: Sums) -> bool:
    """Return whether no label that was taken up is as good; then remember this one."""
    if any(all(map(le, other, sums)) for other in known):
        return False
    known.append(sums)
    return True


def _begun(task: Task, start: int, number: int) -> Iterator[_Label]:
    stages = task.trees[0].stages
    stage = stages.after(0, start)
    fresh = stages.is_new_segment(0, stage)
    passed = NOWHERE if fresh else frozenset((task.graph.vertices[start].origin,))
    sums = tuple(task.graph.weights(kind)[start] for kind in task.kinds)
    sums += tuple(cap.legs[start] for cap in task.caps)
    least = _least(task, start, stage, sums)
    if least is not None and task.goal.allowed[start]:
        yield _Label(least, (start,), number, stage, sums, passed)


def _longer(task: Task, label: _Label, numbers: "count[int]", *, simple: bool) -> Iterator[_Label]:
    """Yield a label with each leg that may follow."""
    graph, stages = task.graph, task.trees[0].stages
    last, ends, allowed = label.path[-1], graph.destinations, task.goal.allowed
    kinds = (*task.kinds, *(cap.kind for cap in task.caps))
    weights = [graph.weights(kind) for kind in kinds]
    passed = label.passed | {ends[last]} if simple else NOWHERE
    for after, arc in arcs_out(graph, stages, label.stage, last):
        if not allowed[after] or ends[after] in passed:
            continue
        stage = stages.after(label.stage, after)
        sums = tuple(
            old + arc.weights[kind] + legs[after]
            for old, kind, legs in zip(label.sums, kinds, weights, strict=True)
        )
        least = _least(task, after, stage, sums)
        if least is not None:
            fresh = stages.is_new_segment(label.stage, stage)
            here = NOWHERE if fresh else passed
            yield _Label(least, (*label.path, after), next(numbers), stage, sums, here)


def _least(task: Task, vertex: int, stage: int, sums: Sums) -> Sums | None:
    """Return the least that a label can become; none where it leads nowhere or over a limit."""
    least = []
    for tree, value in zip(task.trees, sums, strict=False):
        onward = tree.to_go[stage][vertex]
        if onward == UNREACHED:
            return None
        least.append(value + onward)
    for cap, value in zip(task.caps, sums[len(task.kinds) :], strict=True):
        if value + cap.tree.to_go[stage][vertex] > cap.most:
            return None
    return tuple(least)


def _is_simple(task: Task, path: tuple[int, ...]) -> bool:
    """Return whether a path passes no place twice, but across a via."""
    graph, stages = task.graph, task.trees[0].stages
    stage, passed = 0, {graph.vertices[path[0]].origin}
    for vertex in path:
        following = stages.after(stage, vertex)
        node = graph.destinations[vertex]
        if node in passed:
            return False
        passed = set() if stages.is_new_segment(stage, following) else passed
        passed.add(node)
        stage = following
    return True
