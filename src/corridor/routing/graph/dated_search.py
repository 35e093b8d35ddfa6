"""Search with a clock: every route that a problem allows, in the order in which goods arrive.

As in `search`, partial routes are taken up in the order of their least possible total: the moment
reached, and a tree of the least times that any moment gives. What a leg takes depends on when it is
boarded, and a later start never arrives earlier, so the order of complete routes is exact.
"""

import heapq
import operator
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from corridor.routing.graph.clock import NEVER, Boarding, Clock
from corridor.routing.graph.labels import Marks, Problem
from corridor.routing.graph.line_graph import TRANSFER_BITS, Arc
from corridor.routing.graph.search import Found
from corridor.routing.graph.tree import NOWHERE, UNREACHED, arcs_out


class Call(NamedTuple):
    """The moments of one leg: goods ready for it, left, reached; and what was waited for."""

    ready: int
    departure: int
    arrival: int
    why: str


class _Partial(NamedTuple):
    """A partial route, sorted by its least possible arrival, its least usual time, its leg ids.

    The usual time is that of an undated search, with the transfers below it: of routes that wait
    for the same reopening the one that is shorter under way comes first.
    """

    least: int
    usual: int
    path: tuple[int, ...]
    stage: int
    passed: frozenset[str]
    counts: tuple[int, ...]
    arrival: int
    own: int

    def is_idle_beside(self, other: "_Partial") -> bool:
        """Return whether one that arrived before, at the same state, can become all it can."""
        return (
            other.own <= self.own
            and other.passed <= self.passed
            and all(map(operator.le, other.counts, self.counts))
        )


def dated_routes(
    clock: Clock,
    problem: Problem,
    starts: tuple[int, ...],
    apart: frozenset[str] = NOWHERE,
    marks: Marks | None = None,
) -> Iterator[Found]:
    """Yield all routes from the starts to the goal, by arrival, then usual time, then leg ids.

    The weight of a route is the time from the moment of the question to its end. With `marks`, at
    least the first of those alike; `apart` is as in `search`.

    Raises
    ------
    LimitError
        When the budget of partial routes is used up.
    """
    search = _Search(clock, problem)
    alike = marks or Marks((0,) * len(problem.graph.vertices))
    found = search.ranked(starts, apart, alike)
    if marks:
        yield from found
        return
    first = next(found, None)
    if first:
        yield first
        yield from (other for other in search.ranked(starts, apart) if other != first)


class _Search(NamedTuple):
    """One search: the clock, what is to be reached, and what bounds it."""

    clock: Clock
    problem: Problem

    def ranked(
        self, starts: tuple[int, ...], apart: frozenset[str], marks: Marks | None = None
    ) -> Iterator[Found]:
        """Yield whole routes, best first; with marks those that may be the first of their kind.

        A partial route is left when another of its kind stands where it does, no later, has passed
        no other place, and takes no more of what counts.
        """
        heap = list(self.begun(starts, apart))
        heapq.heapify(heap)
        known: dict[tuple[int, int, int], list[_Partial]] = {}
        while heap:
            here = heapq.heappop(heap)
            if marks:
                kind = 0
                for vertex in here.path:
                    kind = marks.joined(kind, vertex)
                others = known.setdefault((here.path[-1], here.stage, kind), [])
                if any(map(here.is_idle_beside, others)):
                    continue
                others.append(here)
            ends = here.path[-1] in self.problem.goal.ends
            if ends and self.problem.tree.stages.vias_passed(here.stage):
                yield Found(here.least << TRANSFER_BITS, here.path)
                continue
            self.problem.work.spend()
            for following in self.longer(here):
                heapq.heappush(heap, following)

    def begun(self, starts: tuple[int, ...], apart: frozenset[str]) -> Iterator[_Partial]:
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
                counts = tuple(cap.legs[vertex] for cap in self.problem.caps)
                own = graph.weights(level)[vertex]
                yield from self._kept((vertex,), stage, passed, counts, boarding, own)

    def longer(self, here: _Partial) -> Iterator[_Partial]:
        """Yield a partial route with each leg that may follow."""
        graph, goal, (stages, to_go), caps, *_ = self.problem
        last, ends, legs = here.path[-1], graph.destinations, graph.weights(goal.level)
        passed = here.passed | {ends[last]}
        for after, arc in arcs_out(graph, stages, here.stage, last):
            if not goal.allowed[after] or ends[after] in passed:
                continue
            stage = stages.after(here.stage, after)
            if to_go[stage][after] == UNREACHED:
                continue
            ready = self.clock.handle(last, after, arc, here.arrival, goal.level)
            waits = self.clock.waits(last, after)
            boarding = self.clock.board(after, ready, goal.level, waits=waits)
            counts = tuple(
                count + arc.weights[cap.kind] + cap.legs[after]
                for count, cap in zip(here.counts, caps, strict=True)
            )
            fresh = stages.is_new_segment(here.stage, stage)
            own = here.own + arc.weights[goal.level] + legs[after]
            kept = NOWHERE if fresh else passed
            yield from self._kept((*here.path, after), stage, kept, counts, boarding, own)

    def _kept(
        self,
        path: tuple[int, ...],
        stage: int,
        passed: frozenset[str],
        counts: tuple[int, ...],
        boarding: Boarding,
        own: int,
    ) -> Iterator[_Partial]:
        """Yield a partial route if it can still be ended, in time and within all caps."""
        to_go = self.problem.tree.to_go[stage][path[-1]]
        if boarding.arrival >= NEVER.arrival or to_go == UNREACHED:
            return
        within = all(
            count + cap.tree.to_go[stage][path[-1]] <= cap.most
            for count, cap in zip(counts, self.problem.caps, strict=True)
        )
        if within:
            so_far = boarding.arrival - self.clock.span.start
            least = so_far + (to_go >> TRANSFER_BITS)
            yield _Partial(least, own + to_go, path, stage, passed, counts, boarding.arrival, own)


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
