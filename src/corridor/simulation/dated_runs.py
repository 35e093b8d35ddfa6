"""Runs that carry a clock each: what a shipment meets depends on when it gets there.

The clock of a run is the time since the goods are ready. At each leg it takes the first departure,
and passes no closure; a time that depends on the day is drawn from the values of that day, with the
same score in every window. Unlike the search, a run does not wait for a better season.
"""

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from corridor.network.calendar import Departures
from corridor.network.estimates import Levels
from corridor.network.network import Network
from corridor.routes.route import Route
from corridor.routes.steps import Element
from corridor.routing.build_route import path_of
from corridor.routing.dated import clock_of
from corridor.routing.graph.clock import Clock, Pieces, Timing, departures_within, moment
from corridor.simulation.distribution import Draws, Part
from corridor.simulation.varying_parts import Statements, part_of, parts_of, stated_elements
from corridor.units import Duration

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridor.simulation.distribution import Ints

Times = Iterator["Ints"]


def dated_times(
    net: Network, route: Route, given: Statements, runs: int, seed: int, *, from_ready: bool
) -> "Ints":
    """Return the time [s] of each run from the day goods are ready to the end of the last leg.

    Parameters
    ----------
    net
        The network that a dated request is asked of.
    route
        The dated route.
    given
        What the user states of first mile, last mile and customs.
    runs, seed
        How many runs, and what their streams are keyed by.
    from_ready
        Whether the usual wait for the first departure counts; a timetable always does.
    """
    import numpy as np

    walk = _Walk(net, route, given, from_ready=from_ready)
    total = np.zeros(runs, np.int64)
    for span, times in Draws(walk.parts, seed).blocks(runs):
        total[span] = walk.run(times, span.stop - span.start)
    total.flags.writeable = False
    return total


class Marks(NamedTuple):
    """The clocks of all runs at one leg [s]: goods ready for it, left, reached."""

    ready: "Ints"
    left: "Ints"
    reached: "Ints"


def dated_marks(net: Network, route: Route, runs: int, seed: int) -> list[Marks]:
    """Return the clocks of the runs of a dated route at each leg, from their first departure."""
    import numpy as np

    walk = _Walk(net, route, (), from_ready=False)
    found: list[list[Marks]] = []
    for span, times in Draws(walk.parts, seed).blocks(runs):
        begun = np.zeros(span.stop - span.start, np.int64)
        found.append(list(walk.calls(begun, times)))
    legs = [
        Marks(*map(np.concatenate, zip(*calls, strict=True))) for calls in zip(*found, strict=True)
    ]
    zero = legs[0].left
    return [Marks(*(clock - zero for clock in marks)) for marks in legs]


def is_timeless(net: Network, route: Route) -> bool:
    """Return whether nothing along a dated route depends on the day."""
    clock, path = clock_of(net, route.request), path_of(net, route)
    arcs = [clock.graph.arc(*pair) for pair in pairwise(path)]
    nodes = {clock.graph.vertices[number].origin for number in path}
    return (
        all(clock.timing(number).is_plain for number in path)
        and not any(clock.dwell(arc).windows for arc in arcs)
        and not any(item.node in nodes for item in net.file.backlog.values())
    )


class _Walk:
    """A route as the parts that are drawn for it, in the order in which runs use them."""

    def __init__(self, net: Network, route: Route, given: Statements, *, from_ready: bool) -> None:
        self._net = net
        self._clock: Clock = clock_of(net, route.request)
        self._path = path_of(net, route)
        self._from_ready = from_ready
        stated = parts_of(net, stated_elements(given))
        self._before = [part for part in stated if part.name == "first_mile"]
        self._after = [part for part in stated if part.name != "first_mile"]
        self.parts = (*self._before, *self._on_the_way(), *self._after)

    def _on_the_way(self) -> Iterator[Part]:
        graph = self._clock.graph
        for before, after in zip((None, *self._path), self._path, strict=False):
            leg = graph.vertices[after].leg
            if before is not None:
                arc = graph.arc(before, after)
                if arc.rule.entry:
                    node = graph.vertices[after].origin
                    element = Element("dwell", node, arc.rule.entry)
                    yield from self._drawn(element, self._clock.dwell(arc))
            timing = self._clock.timing(after)
            if self._draws_wait(before, after, timing) and timing.wait:
                yield from self._drawn(Element("waiting", leg.id), timing.wait)
            yield from self._drawn(Element("leg", leg.id), timing.ride)

    def _draws_wait(self, before: int | None, after: int, timing: Timing) -> bool:
        counts = before is not None or self._from_ready
        return counts and timing.wait is not None and self._clock.waits(before, after)

    def _drawn(self, element: Element, pieces: Pieces) -> Iterator[Part]:
        for triple in (pieces.usual, *(time for _, _, time in pieces.windows)):
            yield part_of(self._net, element, Levels(*map(Duration, triple)))

    def run(self, times: Times, count: int) -> "Ints":
        """Return the clocks of a block of runs at the end of the route."""
        import numpy as np

        now = np.zeros(count, np.int64)
        for _ in self._before:
            now += next(times)
        *_, last = self.calls(now, times)
        now = last.reached
        for _ in self._after:
            now = now + next(times)
        return now

    def calls(self, now: "Ints", times: Times) -> Iterator[Marks]:
        """Yield the clocks of a block of runs at each leg."""
        graph = self._clock.graph
        for before, after in zip((None, *self._path), self._path, strict=False):
            if before is not None:
                arc = graph.arc(before, after)
                if arc.rule.entry:
                    now = now + self._at(now, self._clock.dwell(arc), times)
                now = self._past_queues(now, before, after)
            left = self._board(now, before, after, times)
            reached = left + self._at(left, self._clock.timing(after).ride, times)
            yield Marks(now, left, reached)
            now = reached

    def _board(self, ready: "Ints", before: int | None, after: int, times: Times) -> "Ints":
        """Return when each run leaves by a leg."""
        import numpy as np

        timing = self._clock.timing(after)
        leaves, start = ready, self._clock.span.start
        drawn = self._draws_wait(before, after, timing)
        wait = self._at(ready, timing.wait, times) if drawn and timing.wait else 0
        waits = self._clock.waits(before, after)
        leaves = ready + wait
        for _ in range(len(timing.shut) + 1):
            if waits and timing.departures:
                leaves = _by_timetable(timing.departures, ready, leaves, wait, self._clock)
            opens = leaves
            for first, last, _reason in sorted(timing.shut):
                shut = (opens >= first - start) & (opens < last - start)
                opens = np.where(shut, last - start, opens)
            if (opens == leaves).all():
                break
            leaves = opens
        return leaves

    def _past_queues(self, now: "Ints", before: int, after: int) -> "Ints":
        import numpy as np

        start = self._clock.span.start
        for item in self._clock.queues(before, after):
            since = now + (start - moment(item.date))
            left = item.queue + (item.arriving - item.per_day) * since / 86_400
            wait = np.rint(np.maximum(left, 0) / item.per_day * 86_400).astype(np.int64)
            now = now + np.where(since < 0, 0, wait)
        return now

    def _at(self, now: "Ints", pieces: Pieces, times: Times) -> "Ints":
        """Return the drawn times of the windows in which the clocks stand."""
        import numpy as np

        start = self._clock.span.start
        found = next(times)
        done: NDArray[np.bool_] = np.zeros(len(now), np.bool_)
        for first, last, _ in pieces.windows:
            drawn = next(times)
            inside = (now >= first - start) & (now < last - start) & ~done
            found = np.where(inside, drawn, found)
            done |= inside
        return found


def _by_timetable(
    timetables: tuple[Departures, ...], ready: "Ints", after: "Ints", wait: Any, clock: Clock
) -> "Ints":
    """Return the next departure of each run; on days without a timetable the usual wait counts."""
    import numpy as np

    start, end = clock.span
    best = np.full(len(ready), end - start, np.int64)
    covered: NDArray[np.bool_] = np.zeros(len(ready), np.bool_)
    for table in timetables:
        days = np.array([day - start for day in departures_within(table, clock.span)], np.int64)
        reached = ready + int(table.cut_off)
        late = 1 if table.cut_off else 0
        number = np.searchsorted(days, np.maximum(reached + late, after - wait), side="left")
        leaves = np.append(days, end - start)[number]
        best = np.minimum(best, leaves)
        first, last = clock.span.clip(table.start, table.end)
        covered |= (ready >= first - start) & (ready < last - start)
    usual = np.maximum(ready + wait, after)
    return np.where(covered, best, np.minimum(best, usual))
