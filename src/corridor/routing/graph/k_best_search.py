"""Search over the line graph: every route that a problem allows, best first, exactly.

Routes come in the order (weight, leg ids). All routes that begin with a partial one are a part of
the whole; the best of each part bounds it. Mostly the tree's own route from where the partial route
stands is that best; where it passes a place twice or breaks a limit, the best is searched for, and
a part without any is dropped (Yen 1971, Lawler 1972). So work grows with the routes that are asked
for, and not with those that lead nowhere.
"""

import heapq
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from corridor.errors import LimitError
from corridor.routing.graph.biconnected import narrowed
from corridor.routing.graph.labels import (
    NO_WAITS,
    Label,
    Marks,
    Problem,
    Work,
    begun,
    completed,
    counted,
    first_of_each,
    longer,
)
from corridor.routing.graph.line_graph import LineGraph
from corridor.routing.graph.tree import NOWHERE, UNREACHED, Cap, Goal, Step, Tree, arcs_out

BUDGET = 200_000
#: So many steps down a tree are as much work as one partial route.
STEPS = 16
#: So many partial routes are tried before the legs that no route can have are looked for.
TRIAL = 50
#: So many critical places are kept from one partial route for the next: each may double the labels.
SHARED = 4


class Found(NamedTuple):
    """A route as vertices, with its total weight."""

    weight: int
    path: tuple[int, ...]


class _Part(NamedTuple):
    """All routes that begin as a label does; `best` is the best of them once it is known."""

    label: Label
    best: tuple[int, ...] = ()


def routes(
    graph: LineGraph,
    goal: Goal,
    tree: Tree,
    starts: tuple[int, ...],
    caps: tuple[Cap, ...] = (),
    marks: Marks | None = None,
    budget: int = BUDGET,
    apart: frozenset[str] = NOWHERE,
    waits: Mapping[int, int] = NO_WAITS,
) -> Iterator[Found]:
    """Yield all routes from the starts to the goal, in the order of weight, then leg ids.

    With `marks`, only the first of those alike. The places of `apart`, those of a city that the
    routes begin in, are not passed again. `waits` are weights of starts that count too: the wait
    for the first departure.

    Raises
    ------
    LimitError
        When more than `budget` partial routes had to be taken up.
    """
    problem = Problem(graph, goal, tree, caps, Work(budget), waits)
    first = list(begun(problem, starts, apart))
    if marks:
        for label in first_of_each(problem, first, marks):
            yield Found(label.least, label.path)
        return
    heap = [_Part(label) for label in first]
    heapq.heapify(heap)
    critical: dict[str, int] = {}
    is_narrow = False
    while heap:
        part = heapq.heappop(heap)
        best = part.best or _down_the_tree(problem, part.label)
        if not best:
            problem.work.spend()
            critical = critical if len(critical) <= SHARED else {}
            try:
                allowed = problem if is_narrow else problem._replace(work=Work(TRIAL))
                whole = completed(allowed, part.label, critical)
            except LimitError:
                if is_narrow:
                    raise
                problem, is_narrow = narrowed(problem, starts), True
                heap = list(_bounded_anew(problem, [part, *heap]))
                heapq.heapify(heap)
                continue
            if not whole:
                continue
            best = whole.path
            if whole.least > part.label.least:
                heapq.heappush(heap, _Part(part.label._replace(least=whole.least), best))
                continue
        yield Found(part.label.least, best)
        for other in _others(problem, part.label, best):
            heapq.heappush(heap, other)


def _bounded_anew(problem: Problem, parts: Iterable[_Part]) -> Iterator[_Part]:
    """Yield parts with the bounds of another tree, without those that it knows no end of."""
    to_go = problem.tree.to_go
    for part in parts:
        label = part.label
        rest = to_go[label.stage][label.path[-1]]
        if part.best:
            yield part
        elif rest != UNREACHED:
            yield _Part(label._replace(least=max(label.least, label.so_far + rest)))


def _others(problem: Problem, here: Label, best: tuple[int, ...]) -> Iterator[_Part]:
    """Yield a part in parts without its best: one for each way to leave it, leg by leg."""
    ends, least = problem.graph.destinations, here.least
    while len(here.path) < len(best):
        problem.work.spend()
        seen = here._replace(passed=here.passed | {ends[here.path[-1]]})
        onward = best[len(here.path)]
        for label in longer(problem, seen, {}):
            if label.path[-1] == onward:
                here = label
            else:
                yield _Part(label if label.least >= least else label._replace(least=least))


def _down_the_tree(problem: Problem, here: Label) -> tuple[int, ...]:
    """Return the path by the tree's least weights; empty where it is no route within the limits."""
    graph, goal, (stages, _), caps, work, _ = problem
    ends = graph.destinations
    path, stage, passed, counts = list(here.path), here.stage, set(here.passed), here.counts
    while path[-1] not in goal.ends or not stages.vias_passed(stage):
        last = path[-1]
        passed.add(ends[last])
        after, arc = _tight(problem, stage, last)
        if ends[after] in passed:
            return ()
        following = stages.after(stage, after)
        if stages.is_new_segment(stage, following):
            passed = set()
        stage = following
        path.append(after)
        if caps:
            counts = counted(caps, counts, arc, after)
    work.spend((len(path) - len(here.path)) // STEPS)
    if any(count > cap.most for count, cap in zip(counts, caps, strict=True)):
        return ()
    return tuple(path)


def _tight(problem: Problem, stage: int, last: int) -> Step:
    """Return the first arc by which the tree's least weight after a vertex is reached."""
    graph, goal, (stages, to_go), _, _, _ = problem
    legs, level, allowed = graph.weights(goal.level), goal.level, goal.allowed
    least, following, found = to_go[stage][last], stages.after, []
    for step in arcs_out(graph, stages, stage, last):
        after, arc = step
        rest = least - legs[after] - arc.weights[level]
        if to_go[following(stage, after)][after] == rest and allowed[after]:
            found.append(step)
    return found[0] if len(found) == 1 else min(found, key=_number)


def _number(step: Step) -> int:
    return step[0]
