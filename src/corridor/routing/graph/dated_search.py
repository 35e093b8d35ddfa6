"""Search with a clock: every route that a problem allows, in the order in which goods arrive.

As in `search`, partial routes are taken up in the order of their least possible end: the moment
reached, and a tree of the least times that any moment gives. What a leg takes depends on when it is
boarded, and a later start never arrives earlier, so the order of complete routes is exact. Where
something else is minimised, such as the cost, that comes first and the arrival second; of two
partial routes at one place neither is then left that costs less or is there before.
"""

import heapq
import operator
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from corridor.routing.graph.clock import NEVER, Boarding, Clock
from corridor.routing.graph.k_best_search import SHARED
from corridor.routing.graph.labels import Marks, Problem, add_critical, passed_twice
from corridor.routing.graph.line_graph import TRANSFER_BITS, Arc
from corridor.routing.graph.tree import NOWHERE, UNREACHED, Cap, arcs_out

NO_MARKS = Marks(())


class Call(NamedTuple):
    """The moments of one leg: goods ready for it, left, reached; and what was waited for."""

    ready: int
    departure: int
    arrival: int
    why: str


class DatedFound(NamedTuple):
    """A whole route: what it has of what is minimised, nothing by time; its time; its vertices."""

    least: int
    time: int
    path: tuple[int, ...]


class _Label(NamedTuple):
    """A partial route, sorted by the least it can become, its least usual time, its leg ids.

    The usual time is that of an undated search, with the transfers below it: of routes that wait
    for the same reopening the one that is shorter under way comes first. `passed` are places that
    may not be passed again in this segment, `mask` the critical ones passed, as bits.
    """

    rank: tuple[int, int]
    usual: int
    path: tuple[int, ...]
    stage: int
    passed: frozenset[str]
    counts: tuple[int, ...]
    arrival: int
    own: int
    mask: int = 0
    marks: int = 0

    def is_idle_beside(self, other: "_Label") -> bool:
        """Return whether one taken up before, at the same state, can become all it can, as well."""
        return (
            other.arrival <= self.arrival
            and (other.own, other.path) <= (self.own, self.path)
            and not other.mask & ~self.mask
            and other.passed <= self.passed
            and all(map(operator.le, other.counts, self.counts))
        )


class _Part(NamedTuple):
    """All routes that begin as a label does; `best` is the best of them once it is known."""

    rank: tuple[int, int]
    usual: int
    path: tuple[int, ...]
    label: _Label
    best: _Label | None = None


class DatedSearch(NamedTuple):
    """One search.

    Attributes
    ----------
    clock
        The times of its graph.
    problem
        What is to be reached, and limits; its tree is of the least times.
    by
        What is minimised before the arrival, if anything is.
    most
        The latest moment of arrival.
    """

    clock: Clock
    problem: Problem
    by: Cap | None = None
    most: int = NEVER.arrival - 1

    def each(
        self, starts: tuple[int, ...], apart: frozenset[str] = NOWHERE
    ) -> Iterator[DatedFound]:
        """Yield all routes from the starts to the goal, best first.

        All routes that begin with a partial one are a part of the whole, as in `search.routes`;
        `apart` is as there.

        Raises
        ------
        LimitError
            When the budget of partial routes is used up.
        """
        heap = [_part(label) for label in self._begun(starts, apart)]
        heapq.heapify(heap)
        critical: dict[str, int] = {}
        while heap:
            part = heapq.heappop(heap)
            if part.best is None:
                critical = critical if len(critical) <= SHARED else {}
                best = self._completed(part.label, critical)
                if best:
                    heapq.heappush(heap, _part(part.label, best))
                continue
            yield _found(part.best)
            for other in self._others(part.label, part.best.path):
                heapq.heappush(heap, other)

    def first_of_each(
        self, starts: tuple[int, ...], apart: frozenset[str], marks: Marks
    ) -> Iterator[DatedFound]:
        """Yield the best route of each kind that the marks tell apart, best first.

        Raises
        ------
        LimitError
            When the budget of partial routes is used up.
        """
        graph, stages = self.clock.graph, self.problem.tree.stages
        critical: dict[str, int] = {}
        told: set[int] = set()
        begun = [
            label._replace(marks=marks.joined(0, label.path[0]))
            for label in self._begun(starts, apart)
        ]
        twice: tuple[str, ...] = ("",)
        while twice:
            twice = ()
            labels = [self._marked(label, critical) for label in begun]
            for found in self._ranked(labels, critical, marks):
                if found.marks in told:
                    continue
                twice = passed_twice(graph, stages, found.path, apart)
                if twice:
                    add_critical(critical, twice[-1:])
                    break
                told.add(found.marks)
                yield _found(found)

    def one_by_one(
        self, starts: tuple[int, ...], apart: frozenset[str] = NOWHERE
    ) -> Iterator[DatedFound]:
        """Yield all routes as `each` does, where what is minimised depends on the moment.

        Then it is known of a partial route at least only, and none can be left for another.
        """
        heap = list(self._begun(starts, apart))
        heapq.heapify(heap)
        ends = self.clock.graph.destinations
        while heap:
            here = heapq.heappop(heap)
            if self._is_end(here):
                yield _found(here)
                continue
            self.problem.work.spend()
            seen = here._replace(passed=here.passed | {ends[here.path[-1]]})
            for label in self._longer(seen, {}):
                heapq.heappush(heap, label)

    def _marked(self, label: _Label, critical: dict[str, int]) -> _Label:
        """Return a partial route of one leg that knows which critical places it has passed."""
        return label._replace(mask=critical.get(self.clock.graph.destinations[label.path[0]], 0))

    def _completed(self, here: _Label, critical: dict[str, int]) -> _Label | None:
        """Return the best whole route that a partial one can become, or none."""
        graph, stages = self.clock.graph, self.problem.tree.stages
        first = here._replace(passed=here.passed | {graph.destinations[here.path[-1]]})
        while True:
            found = next(self._ranked([first], critical), None)
            twice = passed_twice(graph, stages, found.path) if found else ()
            if not twice:
                return found
            add_critical(critical, twice[-1:])

    def _others(self, here: _Label, best: tuple[int, ...]) -> Iterator[_Part]:
        """Yield a part in parts without its best: one for each way to leave it, leg by leg."""
        ends = self.clock.graph.destinations
        while len(here.path) < len(best):
            self.problem.work.spend()
            seen = here._replace(passed=here.passed | {ends[here.path[-1]]})
            onward = best[len(here.path)]
            for label in self._longer(seen, {}):
                if label.path[-1] == onward:
                    here = label
                else:
                    yield _part(label)

    def _ranked(
        self, labels: Iterable[_Label], critical: dict[str, int], marks: Marks = NO_MARKS
    ) -> Iterator[_Label]:
        """Yield whole routes, best first: at least the first of each kind.

        They pass no critical place twice.
        """
        heap = list(labels)
        heapq.heapify(heap)
        known: dict[tuple[int, int, int], list[_Label]] = {}
        while heap:
            here = heapq.heappop(heap)
            others = known.setdefault((here.path[-1], here.stage, here.marks), [])
            if any(map(here.is_idle_beside, others)):
                continue
            others.append(here)
            if self._is_end(here):
                yield here
                continue
            self.problem.work.spend()
            for label in self._longer(here, critical):
                if marks.bits:
                    joined = marks.joined(here.marks, label.path[-1])
                    heapq.heappush(heap, label._replace(marks=joined))
                else:
                    heapq.heappush(heap, label)

    def _is_end(self, here: _Label) -> bool:
        ends = here.path[-1] in self.problem.goal.ends
        return ends and self.problem.tree.stages.vias_passed(here.stage)

    def _begun(self, starts: tuple[int, ...], apart: frozenset[str]) -> Iterator[_Label]:
        """Yield the partial routes of one leg."""
        graph, start, level = self.clock.graph, self.clock.span.start, self.problem.goal.level
        stages = self.problem.tree.stages
        for vertex in starts:
            if self.problem.goal.allowed[vertex] and graph.destinations[vertex] not in apart:
                waits = self.clock.waits(None, vertex)
                boarding = self.clock.board(vertex, start, level, waits=waits)
                stage = stages.after(0, vertex)
                fresh = stages.is_new_segment(0, stage)
                passed = NOWHERE if fresh else apart | {graph.vertices[vertex].origin}
                counts = tuple(cap.legs[vertex] for cap in self._counted)
                own = graph.weights(level)[vertex]
                yield from self._kept((vertex,), stage, passed, counts, boarding, own)

    def _longer(self, here: _Label, critical: dict[str, int]) -> Iterator[_Label]:
        """Yield a partial route with each leg that may follow."""
        graph, goal, (stages, to_go), *_ = self.problem
        last, ends, legs = here.path[-1], graph.destinations, graph.weights(goal.level)
        for after, arc in arcs_out(graph, stages, here.stage, last):
            bit = critical.get(ends[after], 0)
            if not goal.allowed[after] or ends[after] in here.passed or here.mask & bit:
                continue
            stage = stages.after(here.stage, after)
            if to_go[stage][after] == UNREACHED:
                continue
            ready = self.clock.handle(last, after, arc, here.arrival, goal.level)
            waits = self.clock.waits(last, after)
            boarding = self.clock.board(after, ready, goal.level, waits=waits)
            counts = tuple(
                count + arc.weights[cap.kind] + cap.legs[after]
                for count, cap in zip(here.counts, self._counted, strict=True)
            )
            fresh = stages.is_new_segment(here.stage, stage)
            own = here.own + arc.weights[goal.level] + legs[after]
            kept = NOWHERE if fresh else here.passed
            mask = bit if fresh else here.mask | bit
            path = (*here.path, after)
            for label in self._kept(path, stage, kept, counts, boarding, own):
                yield label._replace(mask=mask, marks=here.marks) if mask or here.marks else label

    @property
    def _counted(self) -> tuple[Cap, ...]:
        return (self.by, *self.problem.caps) if self.by else self.problem.caps

    def _kept(
        self,
        path: tuple[int, ...],
        stage: int,
        passed: frozenset[str],
        counts: tuple[int, ...],
        boarding: Boarding,
        own: int,
    ) -> Iterator[_Label]:
        """Yield a partial route if it can still be ended, in time and within all caps."""
        to_go = self.problem.tree.to_go[stage][path[-1]]
        if to_go == UNREACHED or boarding.arrival + (to_go >> TRANSFER_BITS) > self.most:
            return
        least = tuple(
            count + cap.tree.to_go[stage][path[-1]]
            for count, cap in zip(counts, self._counted, strict=True)
        )
        if all(value <= cap.most for value, cap in zip(least, self._counted, strict=True)):
            time = boarding.arrival - self.clock.span.start + (to_go >> TRANSFER_BITS)
            rank = (least[0] if self.by else 0, time)
            yield _Label(rank, own + to_go, path, stage, passed, counts, boarding.arrival, own)


def _part(label: _Label, best: _Label | None = None) -> _Part:
    shown = best or label
    return _Part(shown.rank, shown.usual, shown.path, label, best)


def _found(label: _Label) -> DatedFound:
    return DatedFound(*label.rank, label.path)


def calls_along(clock: Clock, path: tuple[int, ...], level: int) -> Iterator[Call]:
    """Yield the moments of each leg of a path, by the clock of one level.

    Of a leg that is not open again they lie at the horizon, and so does all that follows.
    """
    call = _call(clock, clock.span.start, None, path[0], level)
    yield call
    for before, after in pairwise(path):
        arc: Arc = clock.graph.arc(before, after)
        ready = clock.handle(before, after, arc, call.arrival, level)
        call = _call(clock, ready, before, after, level)
        yield call


def _call(clock: Clock, ready: int, before: int | None, after: int, level: int) -> Call:
    end = clock.span.end
    boarding = clock.board(after, min(ready, end), level, waits=clock.waits(before, after))
    departure, arrival = min(boarding.departure, end), min(boarding.arrival, end)
    return Call(min(ready, end), departure, arrival, boarding.why)
