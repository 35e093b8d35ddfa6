"""All best compromises on the line graph: no path is better in one weight without loss in another.

Labels are partial paths with the least of each weight that they can become, which one reverse tree
for each weight tells; they are taken up in this order, and what an end that was found beats is
dropped. A label is dropped when another at the same vertex is no worse and has passed no other
critical place; critical are places that a path found before passed twice (see `labels`). Legs
after which one other alone may follow are passed in one step.

With a clock the time counts from the moment of the question, and of two labels the later is never
ahead again. What a weight comes to may then be known for whole paths only, and of partial ones the
least of it: no label is dropped for another.
"""

import heapq
from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
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


class Step(NamedTuple):
    """What may follow a vertex, up to the next at which ways part.

    Attributes
    ----------
    path
        The vertices; but one with a clock, or vias, or musts.
    nodes
        The places where they end, all different.
    stage
        In which stage the path then is.
    is_new
        Whether it is a new segment.
    more, counts
        By how much the least of each weight grows, and that of each count that has a limit.
    arc
        The arc to the first vertex.
    """

    path: Path
    nodes: tuple[str, ...]
    stage: int
    is_new: bool
    more: Sums
    counts: Sums
    arc: Arc


#: For each stage and vertex what may follow.
Steps = dict[tuple[int, int], list[Step]]


class Task(NamedTuple):
    """What is searched: a goal, with a tree for each weight that counts, and limits.

    With a `clock` the time is one of the kinds, or has a cap. `weigh` gives the weights of a whole
    path, none where it is over a limit, if those of its parts are the least that they can be.
    `steps` are those that a search of the same graph, goal and kinds has found.
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
    steps: Steps | None = None

    @property
    def counted(self) -> tuple[int, ...]:
        """The kinds of the sums: of what is minimised, then of what is limited."""
        return (*self.kinds, *(cap.kind for cap in self.caps))


#: A partial path, sorted by the least that each weight can become; of the equal the first path.
#: Then its stage, the least of what is limited, the critical places passed, and the arrival.
_Label = tuple[Sums, Path, int, Sums, int, int]


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
    heap = [label for start in task.starts for label in search.begun(start)]
    heapq.heapify(heap)
    ends = _Least(item.values for item in beaten)
    while heap:
        label = heapq.heappop(heap)
        least, path, stage, _, _, _ = label
        if ends.beat(least):
            continue
        if path[-1] in goal.ends and stages.vias_passed(stage):
            values = task.weigh(path, least) if task.weigh else least
            if values is not None:
                ends.add(values)
                yield Compromise(values, path)
            continue
        if not task.weigh and not search.is_new(label):
            continue
        work.spend()
        for following in search.longer(label, ends):
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
        self._firsts: list[int] = []
        self._seconds: list[int] = []
        self._now = 0

    def add(self, values: Sums) -> None:
        """Add others, which may be more than was asked about so far."""
        self._all.append(values)
        if values[0] <= self._now:
            self._count(values[1:])
        else:
            insort(self._later, values, key=_descending)

    def beat(self, least: Sums) -> bool:
        """Return whether some are no worse in any weight."""
        if least[0] < self._now:
            return any(all(map(le, end, least)) for end in self._all)
        self._now = least[0]
        while self._later and self._later[-1][0] <= self._now:
            self._count(self._later.pop()[1:])
        return self.surely_beat(least)

    def surely_beat(self, least: Sums) -> bool:
        """Return whether one that counts so far is no worse in any weight.

        It is not asked about less than the last that `beat` was asked about.
        """
        if len(least) == 3:
            place = bisect_right(self._firsts, least[1])
            return place > 0 and self._seconds[place - 1] <= least[2]
        return any(all(map(le, end, least[1:])) for end in self._rest)

    def _count(self, values: Sums) -> None:
        if len(values) != 2:
            self._rest.append(values)
            return
        first, second = values
        firsts, seconds = self._firsts, self._seconds
        place = bisect_right(firsts, first)
        if place and seconds[place - 1] <= second:
            return
        begin = end = bisect_left(firsts, first)
        while end < len(firsts) and seconds[end] >= second:
            end += 1
        firsts[begin:end], seconds[begin:end] = [first], [second]


def _descending(values: Sums) -> Sums:
    return tuple(-value for value in values)


class _Search:
    """One search: the critical places, labels that were taken up, and what may follow."""

    def __init__(self, task: Task, critical: dict[str, int]) -> None:
        self.task, self.critical = task, critical
        self.stages = task.trees[0].stages
        self._steps: Steps = {} if task.steps is None else task.steps
        self._onward: dict[tuple[int, int], list[tuple[Step, int]]] = {}
        self._known: dict[tuple[int, int], dict[int, _Least]] = {}
        self._trees = (*task.trees, *(cap.tree for cap in task.caps))
        self._legs = [task.graph.weights(kind) for kind in task.counted]
        self._most = tuple(cap.most for cap in task.caps)

    def is_new(self, label: _Label) -> bool:
        """Return whether no label that was taken up is as good; then remember this one."""
        least, path, stage, counts, mask, _ = label
        known = self._known.setdefault((stage, path[-1]), {})
        if counts:
            least += counts
        for other, found in known.items():
            if not other & ~mask and found.beat(least):
                return False
        if mask not in known:
            known[mask] = _Least()
        known[mask].add(least)
        return True

    def begun(self, start: int) -> Iterator[_Label]:
        """Yield the partial path of one leg, unless it leads nowhere or over a limit."""
        task, stage = self.task, self.stages.after(0, start)
        origin, node = task.graph.vertices[start].origin, task.graph.destinations[start]
        rest = self._rest(stage, start)
        if rest is None or not task.goal.allowed[start] or node in task.apart:
            return
        passed = {node} if self.stages.is_new_segment(0, stage) else {*task.apart, origin, node}
        mask, arrival = sum(self.critical.get(place, 0) for place in passed), 0
        least = tuple([legs[start] + more for legs, more in zip(self._legs, rest, strict=True)])
        if task.clock:
            arrival = _reached(task, task.clock, None, start, task.clock.span.start)
            if arrival >= NEVER.arrival:
                return
            least = self._timed(task.clock, least, rest, arrival)
        counts = least[len(task.kinds) :]
        if all(map(le, counts, self._most)):
            yield least[: len(task.kinds)], (start,), stage, counts, mask, arrival

    def longer(self, label: _Label, ends: "_Least") -> Iterator[_Label]:
        """Yield a label with each step that may follow, unless an end already beats it."""
        least, path, stage, counts, mask, arrival = label
        is_plain, beat = not counts and not self.task.clock, ends.surely_beat
        for step, bits in self._marked(stage, path[-1]):
            if mask & bits:
                continue
            following, _, onward, is_new, more, _, _ = step
            grown = tuple(map(add, least, more))
            if is_plain:
                if not beat(grown):
                    passed = bits if is_new else mask | bits
                    yield grown, path + following, onward, counts, passed, arrival
                continue
            found = self._limited(label, step, grown)
            if found and not beat(found[0]):
                yield (*found[:4], bits if is_new else mask | bits, found[5])

    def _limited(self, label: _Label, step: Step, least: Sums) -> _Label | None:
        """Return a label with a step, by the clock; none where it is over a limit."""
        _, path, _, counts, mask, arrival = label
        clock, kinds, last = self.task.clock, len(self.task.kinds), step.path[0]
        counts = tuple(map(add, counts, step.counts))
        if clock:
            arrival = _reached(self.task, clock, (path[-1], step.arc), last, arrival)
            rest = self._rest(step.stage, last)
            if rest is None or arrival >= NEVER.arrival:
                return None
            timed = self._timed(clock, least + counts, rest, arrival)
            least, counts = timed[:kinds], timed[kinds:]
        if not all(map(le, counts, self._most)):
            return None
        return least, path + step.path, step.stage, counts, mask, arrival

    def _timed(self, clock: Clock, least: Sums, rest: Sums, arrival: int) -> Sums:
        """Return weights with the time since the moment of the question in place of theirs."""
        elapsed, items = (
            arrival - clock.span.start,
            zip(self.task.counted, least, rest, strict=True),
        )
        return tuple([elapsed + more if kind == TIME else value for kind, value, more in items])

    def _marked(self, stage: int, vertex: int) -> list[tuple[Step, int]]:
        """Return what may follow, with the critical places on it."""
        found = self._onward.get((stage, vertex))
        if found is None:
            if (stage, vertex) not in self._steps:
                self._steps[stage, vertex] = [
                    self._on(step) for step in self._single(stage, vertex)
                ]
            critical, steps = self.critical, self._steps[stage, vertex]
            found = self._onward[stage, vertex] = [
                (step, sum([critical.get(node, 0) for node in step.nodes]) if critical else 0)
                for step in steps
            ]
        return found

    def _single(self, stage: int, vertex: int) -> Iterator[Step]:
        """Yield the vertices that may follow and lead to the goal."""
        task, kinds, here = self.task, len(self.task.kinds), self._rest(stage, vertex)
        for after, arc in arcs_out(task.graph, self.stages, stage, vertex):
            onward = self.stages.after(stage, after)
            rest = self._rest(onward, after) if task.goal.allowed[after] else None
            if rest is None or here is None:
                continue
            parts = zip(task.counted, self._legs, rest, here, strict=True)
            grown = tuple(
                [arc.weights[kind] + legs[after] + new - old for kind, legs, new, old in parts]
            )
            is_new, node = self.stages.is_new_segment(stage, onward), task.graph.destinations[after]
            yield Step((after,), (node,), onward, is_new, grown[:kinds], grown[kinds:], arc)

    def _on(self, step: Step) -> Step:
        """Return a step with those that must follow it."""
        while self.stages.count == 1 and not self.task.clock:
            if step.path[-1] in self.task.goal.ends:
                break
            following = [*islice(self._single(step.stage, step.path[-1]), 2)]
            if len(following) != 1 or following[0].nodes[0] in step.nodes:
                break
            (more,) = following
            step = step._replace(
                path=step.path + more.path,
                nodes=step.nodes + more.nodes,
                more=tuple(map(add, step.more, more.more)),
                counts=tuple(map(add, step.counts, more.counts)),
            )
        return step

    def _rest(self, stage: int, vertex: int) -> Sums | None:
        """Return the least that is still to come; none where it leads nowhere."""
        rest = tuple([tree.to_go[stage][vertex] for tree in self._trees])
        return None if UNREACHED in rest else rest


def _reached(task: Task, clock: Clock, step: tuple[int, Arc] | None, after: int, since: int) -> int:
    """Return when a leg's end is reached from where another ended, or from the start."""
    level, ready, before = task.goal.level, since, None
    if step:
        before, arc = step
        ready = clock.handle(before, after, arc, since, level)
    return clock.board(after, ready, level, waits=clock.waits(before, after)).arrival
