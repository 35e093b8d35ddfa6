"""All best compromises on the line graph: no path is better in one weight without loss in another.

Labels are partial paths with a sum for each weight. One reverse tree for each weight bounds what a
label can still become, so labels are taken up in the order of their least possible ends, and what
an end that was found beats is dropped. A label is dropped when another at the same vertex is no
worse and has passed no other critical place; critical are places that a path found before passed
twice (see `labels`).

With a clock the time counts from the moment of the question, and of two labels the later is never
ahead again. What a weight comes to may then be known for whole paths only, and of partial ones the
least of it: no label is dropped for another.
"""

import heapq
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from operator import le
from typing import NamedTuple

from corridor.routing.graph.clock import NEVER, Clock
from corridor.routing.graph.labels import Work, add_critical, passed_twice
from corridor.routing.graph.line_graph import OBJECTIVE_KINDS, Arc, LineGraph
from corridor.routing.graph.tree import NOWHERE, UNREACHED, Cap, Goal, Tree, arcs_out

MOST_LABELS = 1_000_000
TIME = OBJECTIVE_KINDS["transit_time"]
Sums = tuple[int, ...]
Path = tuple[int, ...]
Weigh = Callable[[Path, Sums], Sums | None]


class Compromise(NamedTuple):
    """A path with its weights."""

    values: Sums
    path: tuple[int, ...]


class Task(NamedTuple):
    """What is searched: a goal, with a tree for each weight that counts, and limits.

    With a `clock` the time is one of the kinds, or has a cap. `weigh` gives the weights of a whole
    path, none where it is over a limit, if those of its parts are the least that they can be.
    """

    graph: LineGraph
    goal: Goal
    kinds: tuple[int, ...]
    trees: tuple[Tree, ...]
    starts: tuple[int, ...]
    caps: tuple[Cap, ...]
    apart: frozenset[str] = NOWHERE
    clock: Clock | None = None
    weigh: Weigh | None = None

    @property
    def counted(self) -> tuple[int, ...]:
        """The kinds of the sums: of what is minimised, then of what is limited."""
        return (*self.kinds, *(cap.kind for cap in self.caps))


class _Label(NamedTuple):
    """A partial path, sorted by the least that it can become; of the equal the first path."""

    least: Sums
    path: tuple[int, ...]
    number: int
    stage: int
    sums: Sums
    mask: int
    arrival: int


def compromises(task: Task, known: Sequence[Compromise] = ()) -> list[Compromise]:
    """Return every best compromise, in the order of its weights; of equal ones the first path.

    What those known already beat or equal is left out.

    Raises
    ------
    LimitError
        When more than `MOST_LABELS` partial paths had to be taken up.
    """
    graph, stages, work = task.graph, task.trees[0].stages, Work(MOST_LABELS)
    critical: dict[str, int] = {}
    add_critical(critical, sorted(graph.nodes if task.weigh else task.apart))
    while True:
        found = list(_search(task, known, critical, work))
        twice = [passed_twice(graph, stages, item.path) for item in found]
        if not any(twice):
            return found
        add_critical(critical, dict.fromkeys(node for nodes in twice for node in nodes))


def best_of(found: list[Compromise]) -> list[Compromise]:
    """Return those of several that no other beats or equals, in order."""
    kept: list[Compromise] = []
    for item in sorted(found):
        if not any(all(map(le, other.values, item.values)) for other in kept):
            kept.append(item)
    return kept


def _search(
    task: Task, beaten: Sequence[Compromise], critical: dict[str, int], work: Work
) -> Iterator[Compromise]:
    """Yield the compromises that pass no critical place twice."""
    goal, stages = task.goal, task.trees[0].stages
    numbers = count()
    heap = [label for start in task.starts for label in _begun(task, start, critical, numbers)]
    heapq.heapify(heap)
    known: dict[tuple[int, int], list[tuple[int, Sums]]] = {}
    ends = [item.values for item in beaten]
    while heap:
        label = heapq.heappop(heap)
        last = label.path[-1]
        if any(all(map(le, end, label.least)) for end in ends):
            continue
        if last in goal.ends and stages.vias_passed(label.stage):
            values = task.weigh(label.path, label.least) if task.weigh else label.least
            if values is not None:
                ends.append(values)
                yield Compromise(values, label.path)
            continue
        if not task.weigh and not _is_new(known.setdefault((label.stage, last), []), label):
            continue
        work.spend()
        for following in _longer(task, label, critical, numbers):
            heapq.heappush(heap, following)


def _is_new(known: list[tuple[int, Sums]], label: _Label) -> bool:
    """Return whether no label that was taken up is as good; then remember this one."""
    if any(not mask & ~label.mask and all(map(le, sums, label.sums)) for mask, sums in known):
        return False
    known.append((label.mask, label.sums))
    return True


def _begun(
    task: Task, start: int, critical: dict[str, int], numbers: "count[int]"
) -> Iterator[_Label]:
    graph, stages = task.graph, task.trees[0].stages
    origin, node = graph.vertices[start].origin, graph.destinations[start]
    if not task.goal.allowed[start] or node in task.apart:
        return
    stage = stages.after(0, start)
    passed = {node} if stages.is_new_segment(0, stage) else {*task.apart, origin, node}
    mask = sum(critical.get(place, 0) for place in passed)
    sums = tuple(graph.weights(kind)[start] for kind in task.counted)
    arrival = 0
    if task.clock:
        arrival = _reached(task, task.clock, None, start, task.clock.span.start)
        if arrival >= NEVER.arrival:
            return
        sums = _timed(task, task.clock, sums, arrival)
    least = _least(task, start, stage, sums)
    if least is not None:
        yield _Label(least, (start,), next(numbers), stage, sums, mask, arrival)


def _reached(task: Task, clock: Clock, step: tuple[int, Arc] | None, after: int, since: int) -> int:
    """Return when a leg's end is reached from where another ended, or from the start."""
    level, ready, before = task.goal.level, since, None
    if step:
        before, arc = step
        ready = clock.handle(before, after, arc, since, level)
    return clock.board(after, ready, level, waits=clock.waits(before, after)).arrival


def _timed(task: Task, clock: Clock, sums: Sums, arrival: int) -> Sums:
    """Return sums with the time since the moment of the question in place of theirs."""
    elapsed = arrival - clock.span.start
    return tuple(
        elapsed if kind == TIME else value for kind, value in zip(task.counted, sums, strict=True)
    )


def _longer(
    task: Task, label: _Label, critical: dict[str, int], numbers: "count[int]"
) -> Iterator[_Label]:
    """Yield a label with each leg that may follow."""
    graph, stages = task.graph, task.trees[0].stages
    last, ends, allowed = label.path[-1], graph.destinations, task.goal.allowed
    kinds = task.counted
    weights = [graph.weights(kind) for kind in kinds]
    for after, arc in arcs_out(graph, stages, label.stage, last):
        bit = critical.get(ends[after], 0)
        if not allowed[after] or label.mask & bit:
            continue
        stage = stages.after(label.stage, after)
        sums = tuple(
            old + arc.weights[kind] + legs[after]
            for old, kind, legs in zip(label.sums, kinds, weights, strict=True)
        )
        arrival = 0
        if task.clock:
            arrival = _reached(task, task.clock, (last, arc), after, label.arrival)
            if arrival >= NEVER.arrival:
                continue
            sums = _timed(task, task.clock, sums, arrival)
        least = _least(task, after, stage, sums)
        if least is not None:
            mask = bit if stages.is_new_segment(label.stage, stage) else label.mask | bit
            path = (*label.path, after)
            yield _Label(least, path, next(numbers), stage, sums, mask, arrival)


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
