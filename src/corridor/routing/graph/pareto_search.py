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
import math
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import count
from operator import add, le
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
    goal, stages, search = task.goal, task.trees[0].stages, _Search(task, critical)
    heap = [label for start in task.starts for label in _begun(search, start)]
    heapq.heapify(heap)
    ends = _Least(item.values for item in beaten)
    while heap:
        label = heapq.heappop(heap)
        last = label.path[-1]
        if ends.beat(label.least):
            continue
        if last in goal.ends and stages.vias_passed(label.stage):
            values = task.weigh(label.path, label.least) if task.weigh else label.least
            if values is not None:
                ends.add(values)
                yield Compromise(values, label.path)
            continue
        if not task.weigh and not search.is_new(label):
            continue
        work.spend()
        for following in _longer(search, label):
            heapq.heappush(heap, following)


class _Least:
    """Weights that were found; what is asked about mostly comes in the order of its first.

    Then one whose first weight is no more counts for good, and only the others are compared. Of
    those a staircase is kept where they are two: one after another the second falls.
    """

    def __init__(self, known: Iterable[Sums] = ()) -> None:
        self._all = list(known)
        self._later = sorted(self._all, reverse=True)
        self._rest: list[Sums] = []
        self._first = 0

    def add(self, values: Sums) -> None:
        """Add others, which may be more than was asked about so far."""
        self._all.append(values)
        insort(self._later, values, key=_descending)

    def beat(self, least: Sums) -> bool:
        """Return whether some are no worse in any weight."""
        if least[0] < self._first:
            return any(all(map(le, end, least)) for end in self._all)
        self._first = least[0]
        while self._later and self._later[-1][0] <= self._first:
            self._count(self._later.pop()[1:])
        rest = self._rest
        if len(least) != 3:
            return any(all(map(le, end, least[1:])) for end in rest)
        place = bisect_right(rest, (least[1], math.inf))
        return place > 0 and rest[place - 1][1] <= least[2]

    def _count(self, values: Sums) -> None:
        rest = self._rest
        if len(values) != 2:
            rest.append(values)
            return
        place = bisect_right(rest, (values[0], math.inf))
        if place and rest[place - 1][1] <= values[1]:
            return
        begin = end = bisect_left(rest, (values[0],))
        while end < len(rest) and rest[end][1] >= values[1]:
            end += 1
        rest[begin:end] = [values]


def _descending(values: Sums) -> Sums:
    return tuple(-value for value in values)


class _Search:
    """One search: the critical places, labels that were taken up, and what is read repeatedly."""

    def __init__(self, task: Task, critical: dict[str, int]) -> None:
        self.task, self.critical, self.numbers = task, critical, count()
        self.known: dict[tuple[int, int], dict[int, _Least]] = {}
        self.kinds = task.counted
        self._legs = [task.graph.weights(kind) for kind in self.kinds]
        self._onward: dict[tuple[int, int], list[tuple[int, Arc, Sums]]] = {}
        self._to_go: dict[tuple[int, int], Sums | None] = {}

    def is_new(self, label: _Label) -> bool:
        """Return whether no label that was taken up is as good; then remember this one."""
        known = self.known.setdefault((label.stage, label.path[-1]), {})
        for mask, least in known.items():
            if not mask & ~label.mask and least.beat(label.sums):
                return False
        known.setdefault(label.mask, _Least()).add(label.sums)
        return True

    def onward(self, stage: int, vertex: int) -> list[tuple[int, Arc, Sums]]:
        """Return the vertices that may follow, with the arc and what both add to the sums."""
        found = self._onward.get((stage, vertex))
        if found is None:
            graph, goal, stages = self.task.graph, self.task.goal, self.task.trees[0].stages
            found = self._onward[stage, vertex] = [
                (after, arc, self._added(arc, after))
                for after, arc in arcs_out(graph, stages, stage, vertex)
                if goal.allowed[after]
            ]
        return found

    def _added(self, arc: Arc, after: int) -> Sums:
        weights = arc.weights
        pairs = zip(self.kinds, self._legs, strict=True)
        return tuple([weights[kind] + legs[after] for kind, legs in pairs])

    def least(self, vertex: int, stage: int, sums: Sums) -> Sums | None:
        """Return the least that a label can become; none where it leads nowhere or over a limit."""
        task, key = self.task, (stage, vertex)
        if key not in self._to_go:
            rest = tuple([tree.to_go[stage][vertex] for tree in task.trees])
            self._to_go[key] = None if UNREACHED in rest else rest
        to_go = self._to_go[key]
        if to_go is None:
            return None
        for cap, value in zip(task.caps, sums[len(task.kinds) :], strict=True):
            if value + cap.tree.to_go[stage][vertex] > cap.most:
                return None
        return tuple(map(add, sums, to_go))


def _begun(search: _Search, start: int) -> Iterator[_Label]:
    task, critical, numbers = search.task, search.critical, search.numbers
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
    least = search.least(start, stage, sums)
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


def _longer(search: _Search, label: _Label) -> Iterator[_Label]:
    """Yield a label with each leg that may follow."""
    task, critical, clock = search.task, search.critical, search.task.clock
    ends, stages, last = task.graph.destinations, task.trees[0].stages, label.path[-1]
    for after, arc, added in search.onward(label.stage, last):
        bit = critical.get(ends[after], 0)
        if label.mask & bit:
            continue
        stage = stages.after(label.stage, after)
        mask = bit if stages.is_new_segment(label.stage, stage) else label.mask | bit
        sums = tuple(map(add, label.sums, added))
        arrival = 0
        if clock:
            arrival = _reached(task, clock, (last, arc), after, label.arrival)
            if arrival >= NEVER.arrival:
                continue
            sums = _timed(task, clock, sums, arrival)
        least = search.least(after, stage, sums)
        if least is not None:
            path, number = (*label.path, after), next(search.numbers)
            yield _Label(least, path, number, stage, sums, mask, arrival)
