"""Search with a clock: every route that a problem allows, in the order in which goods arrive.

As in `search`, partial routes are taken up in the order of their least possible total: the moment
reached, and a tree of the least times that any moment gives. What a leg takes depends on when it is
boarded, and a later start never arrives earlier, so the order of complete routes is exact.
"""

import heapq
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from corridor.errors import LimitError
from corridor.routing.graph.clock import NEVER, Boarding, Clock
from corridor.routing.graph.line_graph import TRANSFER_BITS, Arc
from corridor.routing.graph.pruning import Marks, Taken
from corridor.routing.graph.search import (
    BUDGET,
    NOWHERE,
    UNREACHED,
    Cap,
    Found,
    Goal,
    Tree,
    arcs_out,
    surroundings,
)


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


def dated_routes(
    clock: Clock,
    goal: Goal,
    tree: Tree,
    starts: tuple[int, ...],
    caps: tuple[Cap, ...] = (),
    marks: Marks | None = None,
    budget: int = BUDGET,
) -> Iterator[Found]:
    """Yield all routes from the starts to the goal, by arrival, then usual time, then leg ids.

    The weight of a route is the time from the moment of the question to its end.

    Raises
    ------
    LimitError
        When more than `budget` partial routes had to be taken up.
    """
    search = _Search(clock, goal, tree, caps)
    heap = list(search.begun(starts))
    heapq.heapify(heap)
    left = budget
    around = surroundings(clock.graph, goal, tree, starts) if marks else None
    taken = Taken(marks) if marks else None
    while heap:
        here = heapq.heappop(heap)
        if here.path[-1] in goal.ends and tree.stages.vias_passed(here.stage):
            yield Found(here.least << TRANSFER_BITS, here.path)
            continue
        if around and taken:
            region = around.open_to(here.path, here.stage, here.passed)
            if not region or taken.better(here.path, here.stage, region, here.counts):
                continue
        left -= 1
        if left < 0:
            raise LimitError(f"the search took up {budget:,} partial routes and was ended")
        for following in search.longer(here):
            heapq.heappush(heap, following)


class _Search(NamedTuple):
    """One search: the clock, what is to be reached, and what bounds it."""

    clock: Clock
    goal: Goal
    tree: Tree
    caps: tuple[Cap, ...]

    def begun(self, starts: tuple[int, ...]) -> Iterator[_Partial]:
        """Yield the partial routes of one leg."""
        graph, start, level = self.clock.graph, self.clock.span.start, self.goal.level
        for vertex in starts:
            if self.goal.allowed[vertex]:
                waits = self.clock.waits(None, vertex)
                boarding = self.clock.board(vertex, start, level, waits=waits)
                stage = self.tree.stages.after(0, vertex)
                fresh = self.tree.stages.is_new_segment(0, stage)
                passed = NOWHERE if fresh else frozenset((graph.vertices[vertex].origin,))
                counts = tuple(cap.legs[vertex] for cap in self.caps)
                own = graph.weights(level)[vertex]
                yield from self._kept((vertex,), stage, passed, counts, boarding, own)

    def longer(self, here: _Partial) -> Iterator[_Partial]:
        """Yield a partial route with each leg that may follow."""
        stages, ends, last = self.tree.stages, self.clock.graph.destinations, here.path[-1]
        level = self.goal.level
        legs = self.clock.graph.weights(level)
        passed = here.passed | {ends[last]}
        for after, arc in arcs_out(self.clock.graph, stages, here.stage, last):
            if not self.goal.allowed[after] or ends[after] in passed:
                continue
            stage = stages.after(here.stage, after)
            if self.tree.to_go[stage][after] == UNREACHED:
                continue
            ready = self.clock.handle(last, after, arc, here.arrival, level)
            waits = self.clock.waits(last, after)
            boarding = self.clock.board(after, ready, level, waits=waits)
            counts = tuple(
                count + arc.weights[cap.kind] + cap.legs[after]
                for count, cap in zip(here.counts, self.caps, strict=True)
            )
            fresh = stages.is_new_segment(here.stage, stage)
            own = here.own + arc.weights[level] + legs[after]
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
        to_go = self.tree.to_go[stage][path[-1]]
        if boarding.arrival >= NEVER.arrival or to_go == UNREACHED:
            return
        within = all(
            count + cap.tree.to_go[stage][path[-1]] <= cap.most
            for count, cap in zip(counts, self.caps, strict=True)
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
