"""Complete partial routes exactly: labels on states, and the places that must be told apart.

A route passes no place twice within a segment between vias. Remembering all places passed makes as
many states as there are routes; remembering none is a plain shortest path, which may pass some
place twice. So at first none is remembered (decremental state space relaxation, Righini and Salani
2008); where the best that is found passes places twice, the last of them becomes critical, and the
search is done again with labels that know which critical places they have passed. A label is
dropped when one taken up before it, at the same vertex and stage and with the same marks, has
passed no other critical place and counts no more. Only one becomes critical at a time: each may
double the labels, and a few settle most searches. It ends with the best route, or with a proof that
there is none.
"""

import heapq
import operator
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import NamedTuple

from corridor.errors import LimitError
from corridor.routing.graph.line_graph import Arc, LineGraph
from corridor.routing.graph.tree import (
    NOWHERE,
    UNREACHED,
    Cap,
    Goal,
    Stages,
    Tree,
    arcs_out,
    reverse_tree,
)

NO_WAITS: Mapping[int, int] = MappingProxyType({})


class Marks(NamedTuple):
    """In what routes must differ, as bits: two are alike when they have the same.

    Attributes
    ----------
    bits
        For each vertex, what it adds.
    voids
        Pairs: with a bit of the first, those of the second do not matter.
    """

    bits: tuple[int, ...]
    voids: tuple[tuple[int, int], ...] = ()

    def joined(self, found: int, vertex: int) -> int:
        """Return the bits of a path and one more vertex."""
        found |= self.bits[vertex]
        for void, idle in self.voids:
            if found & void:
                found &= ~idle
        return found


class Work:
    """What a search may still do, in partial routes taken up."""

    def __init__(self, budget: int) -> None:
        self.budget = self.left = budget

    def spend(self, steps: int = 1) -> None:
        """Count some more.

        Raises
        ------
        LimitError
            When the budget is used up.
        """
        self.left -= steps
        if self.left < 0:
            raise LimitError(f"search stopped after {self.budget:,} partial routes")


class Problem(NamedTuple):
    """A graph, a goal, the tree of what is still to come, limits, and what may be spent.

    `waits` are weights of starts that count too.
    """

    graph: LineGraph
    goal: Goal
    tree: Tree
    caps: tuple[Cap, ...]
    work: Work
    waits: Mapping[int, int] = NO_WAITS


class Label(NamedTuple):
    """A partial route; sorted by its least possible total, then by its leg ids.

    `passed` are places that may not be passed again in this segment; `mask` has the critical ones
    passed, as bits; `marks` that in which routes must differ.
    """

    least: int
    path: tuple[int, ...]
    stage: int
    passed: frozenset[str]
    counts: tuple[int, ...]
    so_far: int
    mask: int = 0
    marks: int = 0


def begun(problem: Problem, starts: Iterable[int], apart: frozenset[str]) -> Iterator[Label]:
    """Yield the partial routes of one leg; the places of `apart` may not be passed on the way."""
    graph, goal, (stages, to_go), caps, _, waits = problem
    legs = graph.weights(goal.level)
    for vertex in starts:
        stage = stages.after(0, vertex)
        rest = to_go[stage][vertex]
        if rest == UNREACHED or not goal.allowed[vertex]:
            continue
        if graph.destinations[vertex] in apart:
            continue
        fresh = stages.is_new_segment(0, stage)
        passed = NOWHERE if fresh else apart | {graph.vertices[vertex].origin}
        counts = tuple(cap.legs[vertex] for cap in caps)
        so_far = waits.get(vertex, 0) + legs[vertex]
        label = Label(so_far + rest, (vertex,), stage, passed, counts, so_far)
        if _within(caps, label):
            yield label


def longer(problem: Problem, here: Label, critical: dict[str, int]) -> Iterator[Label]:
    """Yield a label with each leg that may follow."""
    graph, goal, (stages, to_go), caps, _, _ = problem
    last, level, ends = here.path[-1], goal.level, graph.destinations
    legs, allowed = graph.weights(level), goal.allowed
    for after, arc in arcs_out(graph, stages, here.stage, last):
        node = ends[after]
        bit = critical.get(node, 0)
        if not allowed[after] or node in here.passed or here.mask & bit:
            continue
        stage = stages.after(here.stage, after)
        onward = to_go[stage][after]
        if onward == UNREACHED:
            continue
        so_far = here.so_far + arc.weights[level] + legs[after]
        fresh = stages.is_new_segment(here.stage, stage)
        counts = here.counts
        if caps:
            counts = counted(caps, counts, arc, after)
        label = Label(
            so_far + onward,
            (*here.path, after),
            stage,
            NOWHERE if fresh else here.passed,
            counts,
            so_far,
            bit if fresh else here.mask | bit,
            here.marks,
        )
        if not caps or _within(caps, label):
            yield label


def counted(
    caps: tuple[Cap, ...], counts: tuple[int, ...], arc: Arc, after: int
) -> tuple[int, ...]:
    """Return what is limited of a partial route and one more leg."""
    return tuple(
        count + arc.weights[cap.kind] + cap.legs[after]
        for count, cap in zip(counts, caps, strict=True)
    )


def _within(caps: tuple[Cap, ...], label: Label) -> bool:
    """Return whether a partial route can still be ended within all caps."""
    return all(
        count + cap.tree.to_go[label.stage][label.path[-1]] <= cap.most
        for count, cap in zip(label.counts, caps, strict=True)
    )


def is_end(problem: Problem, label: Label) -> bool:
    """Return whether a partial route is a whole one."""
    stages = problem.tree.stages
    return label.path[-1] in problem.goal.ends and stages.vias_passed(label.stage)


def completed(problem: Problem, here: Label, critical: dict[str, int]) -> Label | None:
    """Return the best whole route that a partial one can become, or none.

    To the places that are `critical` those are added that have to be told apart here: another
    partial route of the same problem mostly meets the same.

    Raises
    ------
    LimitError
        When the budget is used up.
    """
    graph, stages = problem.graph, problem.tree.stages
    first = here._replace(passed=here.passed | {graph.destinations[here.path[-1]]})
    while True:
        found = next(ranked(problem, [first], critical), None)
        twice = passed_twice(graph, stages, found.path) if found else ()
        if not twice:
            return found
        add_critical(critical, twice[-1:])


def first_of_each(problem: Problem, starts: Sequence[Label], marks: Marks) -> Iterator[Label]:
    """Yield the best route of each kind that the marks tell apart, best first."""
    problem, starts = _never_home(problem, starts)
    graph, stages = problem.graph, problem.tree.stages
    nodes = dict.fromkeys(node for start in starts for node in sorted(start.passed))
    critical = {node: 1 << number for number, node in enumerate(nodes)}
    told: set[int] = set()
    done = False
    while not done:
        labels = [
            start._replace(
                passed=NOWHERE,
                mask=sum(
                    critical.get(node, 0)
                    for node in {*start.passed, graph.destinations[start.path[0]]}
                ),
                marks=marks.joined(0, start.path[0]),
            )
            for start in starts
        ]
        done = True
        for found in ranked(problem, labels, critical, marks):
            if found.marks in told:
                continue
            twice = passed_twice(graph, stages, found.path)
            if twice:
                add_critical(critical, twice[-1:])
                done = False
                break
            told.add(found.marks)
            yield found


def _never_home(problem: Problem, starts: Sequence[Label]) -> tuple[Problem, Sequence[Label]]:
    """Return a problem in which nothing leads back to where every route begins.

    With vias it may: what is passed before one may be passed again.
    """
    graph, goal = problem.graph, problem.goal
    if goal.vias or not starts:
        return problem, starts
    home = frozenset.intersection(*(start.passed for start in starts))
    nodes = zip(goal.allowed, graph.destinations, strict=True)
    goal = replace(goal, allowed=bytes(allowed and node not in home for allowed, node in nodes))
    tree = reverse_tree(graph, goal, goal.level)
    left = (
        start._replace(least=start.so_far + tree.to_go[start.stage][start.path[-1]])
        for start in starts
    )
    kept = [start for start in left if start.least < UNREACHED]
    return problem._replace(goal=goal, tree=tree), kept


def add_critical(critical: dict[str, int], nodes: Iterable[str]) -> None:
    """Add places that labels must remember to have passed."""
    for node in nodes:
        critical[node] = 1 << len(critical)


def ranked(
    problem: Problem,
    labels: Iterable[Label],
    critical: dict[str, int],
    marks: Marks | None = None,
) -> Iterator[Label]:
    """Yield whole routes, best first: at least the first of each kind.

    They pass no critical place twice.
    """
    heap = list(labels)
    heapq.heapify(heap)
    known: dict[tuple[int, int, int], list[tuple[int, tuple[int, ...]]]] = {}
    while heap:
        here = heapq.heappop(heap)
        others = known.setdefault((here.path[-1], here.stage, here.marks), [])
        if _is_idle(here, others):
            continue
        others.append((here.mask, here.counts))
        if is_end(problem, here):
            yield here
            continue
        problem.work.spend()
        for label in longer(problem, here, critical):
            joined = marks.joined(here.marks, label.path[-1]) if marks else 0
            heapq.heappush(heap, label._replace(marks=joined) if marks else label)


def _is_idle(here: Label, others: list[tuple[int, tuple[int, ...]]]) -> bool:
    """Return whether one taken up before can become all that this one can, as well."""
    return any(
        not mask & ~here.mask and all(map(operator.le, counts, here.counts))
        for mask, counts in others
    )


def passed_twice(
    graph: LineGraph, stages: Stages, path: tuple[int, ...], apart: frozenset[str] = NOWHERE
) -> tuple[str, ...]:
    """Return the places that a path passes twice within a segment between vias.

    Those of `apart` count as passed at the start.
    """
    stage, passed = 0, apart | {graph.vertices[path[0]].origin}
    twice: dict[str, None] = {}
    for vertex in path:
        node = graph.destinations[vertex]
        if node in passed:
            twice[node] = None
        following = stages.after(stage, vertex)
        fresh = stages.is_new_segment(stage, following)
        passed = (NOWHERE if fresh else passed) | {node}
        stage = following
    return tuple(twice)
