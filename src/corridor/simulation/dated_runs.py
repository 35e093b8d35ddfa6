"""Runs that carry a clock each: what a shipment meets depends on when it gets there.

The clock of a run is the time since the goods are ready. At each leg it takes the first departure,
and passes no closure; a time that depends on the day is drawn from the values of that day, with the
same score in every window. A run waits for a better day where it then arrives sooner.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from corridor.network.estimates import Levels
from corridor.network.network import Network
from corridor.routes.route import Route
from corridor.routes.steps import Element
from corridor.routing.build_route import path_of
from corridor.routing.dated import clock_of
from corridor.routing.graph.clock import Clock, Pieces, Timing, departures_within
from corridor.routing.graph.moments import moment
from corridor.simulation.distribution import Draws, Part
from corridor.simulation.varying_parts import Statements, part_of, parts_of, stated_elements
from corridor.units import Duration

if TYPE_CHECKING:
    import numpy as np
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
        graph, start = self._clock.graph, self._clock.span.start
        for before, after in zip((None, *self._path), self._path, strict=False):
            if before is not None:
                arc = graph.arc(before, after)
                if arc.rule.entry:
                    dwell = _Drawn(self._clock.dwell(arc), times, start)
                    now = _handled(dwell, now)
                now = self._past_queues(now, before, after)
            timing = self._clock.timing(after)
            drawn = self._draws_wait(before, after, timing)
            wait = _Drawn(timing.wait, times, start) if drawn and timing.wait else None
            ride = _Drawn(timing.ride, times, start)
            is_waited_for = self._clock.waits(before, after)
            boards = _Boards(self._clock, timing, wait, ride, is_waited_for=is_waited_for)
            left, reached = boards.best(now)
            yield Marks(now, left, reached)
            now = reached

    def _past_queues(self, now: "Ints", before: int, after: int) -> "Ints":
        import numpy as np

        start = self._clock.span.start
        for item in self._clock.queues(before, after):
            since = now + (start - moment(item.date))
            left = item.queue + (item.arriving - item.per_day) * since / 86_400
            wait = np.rint(np.maximum(left, 0) / item.per_day * 86_400).astype(np.int64)
            now = now + np.where(since < 0, 0, wait)
        return now


class _Drawn:
    """A time as it was drawn for each run: the usual one, and one for each window."""

    def __init__(self, pieces: Pieces, times: Times, start: int) -> None:
        self.usual = next(times)
        self.windows = [
            (first - start, last - start, next(times)) for first, last, _ in pieces.windows
        ]

    def at(self, now: "Ints") -> "Ints":
        """Return the times of the windows in which the clocks stand."""
        import numpy as np

        found = self.usual
        for first, last, drawn in reversed(self.windows):
            found = np.where((now >= first) & (now < last), drawn, found)
        return found


def _handled(dwell: _Drawn, arrived: "Ints") -> "Ints":
    """Return when goods are ready that arrived: at once, or after a window if that is sooner."""
    import numpy as np

    best = arrived + dwell.at(arrived)
    for edge in sorted({edge for window in dwell.windows for edge in window[:2]}):
        later = np.full_like(arrived, edge)
        ready = np.where(later > arrived, later + dwell.at(later), best)
        best = np.minimum(best, ready)
    return best


class _Boards:
    """How each run boards one leg, by the rules of `Clock.board`."""

    def __init__(
        self,
        clock: Clock,
        timing: Timing,
        wait: _Drawn | None,
        ride: _Drawn,
        *,
        is_waited_for: bool,
    ) -> None:
        self._start, self._never = clock.span.start, clock.span.end - clock.span.start
        self._timing, self._clock = timing, clock
        self._wait, self._ride, self._waits = wait, ride, is_waited_for

    def best(self, ready: "Ints") -> "tuple[Ints, Ints]":
        """Return when each run leaves and arrives, the earliest that it can."""
        import numpy as np

        left, reached = self._from(ready, ready)
        for edge in self._timing.edges:
            later = np.full_like(ready, edge - self._start)
            is_later = (later > ready) & (later < reached)
            for asked in (ready, later) if is_later.any() else ():
                leaves, arrives = self._from(asked, later)
                is_sooner = (arrives < reached) | ((arrives == reached) & (leaves < left))
                left = np.where(is_later & is_sooner, leaves, left)
                reached = np.where(is_later & is_sooner, arrives, reached)
        return left, reached

    def _from(self, asked: "Ints", after: "Ints") -> "tuple[Ints, Ints]":
        """Return the first departure not before `after` of goods that ask for it when `asked`."""
        import numpy as np

        left = np.full_like(asked, self._never)
        pending: NDArray[np.bool_] = np.ones(len(asked), np.bool_)
        while pending.any():
            leaves, by_table = self._next(asked, after) if self._waits else (after, ~pending)
            opens = self._open_from(np.maximum(leaves, after))
            settled = pending & ((opens == leaves) | ~by_table)
            left = np.where(settled, np.minimum(opens, self._never), left)
            pending = pending & ~settled
            after = np.where(pending, opens, after)
        return left, left + self._ride.at(left)

    def _next(self, asked: "Ints", after: "Ints") -> "tuple[Ints, NDArray[np.bool_]]":
        """Return the next departures, and whether each is of a timetable.

        Goods that ask on a day for which no timetable holds have the leg's own wait.
        """
        import numpy as np

        best = np.full_like(asked, self._never)
        covered: NDArray[np.bool_] = np.zeros(len(asked), np.bool_)
        for table in self._timing.departures:
            days = [day - self._start for day in departures_within(table, self._clock.span)]
            reached = asked + int(table.cut_off) + (1 if table.cut_off else 0)
            number = np.searchsorted(np.array(days, np.int64), np.maximum(reached, after))
            best = np.minimum(best, np.array([*days, self._never], np.int64)[number])
            first, last = self._clock.span.clip(table.start, table.end)
            covered |= (asked >= first - self._start) & (asked < last - self._start)
        usual = asked + (self._wait.at(asked) if self._wait else 0)
        is_usual = ~covered & (usual <= best)
        return np.where(is_usual, usual, best), ~is_usual

    def _open_from(self, when: "Ints") -> "Ints":
        """Return the first moments not before some at which nothing is closed."""
        import numpy as np

        for first, last, _reason in sorted(self._timing.shut):
            shut = (when >= first - self._start) & (when < last - self._start)
            when = np.where(shut, last - self._start, when)
        return when
