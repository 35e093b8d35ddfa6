"""What a shipment meets at a moment: open legs, departures, and the times of that day.

Moments are seconds since the first day of the calendar. Waiting is allowed everywhere, so each of
the functions here gives no earlier end for a later start: it takes the best over all later starts
too, of which only the edges of windows can be better. They hold at one of the three levels.
"""

import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from corridor.frozen import dataclass
from corridor.network.calendar import WEEKDAYS, Backlog, Closure, Departures, Season
from corridor.network.dwell_rules import service_of
from corridor.network.estimates import DatedTime, Estimate, Period
from corridor.network.model import touched_by
from corridor.network.network import Network
from corridor.routing.graph.line_graph import (
    TRANSFER_BITS,
    Arc,
    Arcs,
    LineGraph,
    Triple,
    Vertex,
)
from corridor.routing.graph.moments import Span, day_of, moment
from corridor.units import DAY

#: How far ahead a question looks [days]: what is closed for longer is closed for good.
HORIZON = 730
#: What is waited for where no closure says why.
REOPENING = "reopening"
NO_TIME: Triple = (0, 0, 0)
Windows = tuple[tuple[int, int], ...]
Carried = tuple[str | None, str | None]


@dataclass(frozen=True, slots=True)
class Pieces:
    """A time that depends on the moment: the usual one, and others in windows, first ones first."""

    usual: Triple
    windows: tuple[tuple[int, int, Triple], ...] = ()

    def at(self, when: int, level: int) -> int:
        """Return the time [s] at a moment."""
        for start, end, time in self.windows:
            if start <= when < end:
                return time[level]
        return self.usual[level]

    @property
    def edges(self) -> Iterator[int]:
        """The moments at which it may change."""
        return chain.from_iterable((start, end) for start, end, _ in self.windows)

    @property
    def least(self) -> Triple:
        """The least it can be at each level."""
        times = [self.usual, *(time for _, _, time in self.windows)]
        return min(t[0] for t in times), min(t[1] for t in times), min(t[2] for t in times)


class Boarding(NamedTuple):
    """When a leg is left and reached; `why` names what was waited for beside the usual wait."""

    departure: int
    arrival: int
    why: str = ""


#: A leg that is not open again within the horizon.
NEVER = Boarding(1 << 62, 1 << 62, "no reopening on file")


@dataclass(frozen=True, slots=True)
class Timing:
    """What is known of the times of one vertex.

    Attributes
    ----------
    ride, wait, departures
        The time of its leg, the usual wait for it, the timetables by which it leaves.
    shut
        The windows in which it may not be boarded, each with its reason.
    edges, asks
        The moments at which anything changes; those of them at which it changes what goods that
        ask for a departure are given.
    """

    ride: Pieces
    wait: Pieces | None
    shut: tuple[tuple[int, int, str], ...]
    departures: tuple[Departures, ...]
    edges: tuple[int, ...]
    asks: tuple[int, ...]


class Clock:
    """The times of a line graph from a moment on.

    Parameters
    ----------
    net, graph
        The network with all that is open at some time of the span, and its line graph.
    start
        The moment of the question.
    carried
        The box and the goods that are shipped, to which some closures may be limited.
    """

    def __init__(
        self, net: Network, graph: LineGraph, start: int, carried: Carried = (None, None)
    ) -> None:
        self.graph = graph
        self.span = Span(start, min(start + HORIZON * DAY, moment(datetime.date.max)))
        self.net, self._carried, self._file = net, carried, net.file
        self._closures: dict[object, list[Closure]] = {}
        for closure in net.file.closures.values():
            for item in closure.items if closure.is_for(*carried) else ():
                self._closures.setdefault(item, []).append(closure)
        self._timings: dict[int, Timing] = {}
        self._dwells: dict[int, Pieces] = {}

    def board(self, vertex: int, ready: int, level: int, *, waits: bool) -> Boarding:
        """Return the departure by which a leg is reached the earliest, for goods that are ready.

        `waits` says whether a departure is waited for: not by goods that stay on their service.
        """
        timing = self.timing(vertex)
        best = self._from(timing, ready, ready, level, waits=waits)
        for edge in timing.edges[bisect_right(timing.edges, ready) :]:
            if edge >= best.arrival:
                break
            for asked in (ready, *(at for at in timing.asks if ready < at <= edge)):
                later = self._from(timing, asked, edge, level, waits=waits)
                if (later.arrival, later.departure) < (best.arrival, best.departure):
                    best = later
        return best

    def _from(self, timing: Timing, ready: int, after: int, level: int, *, waits: bool) -> Boarding:
        """Return the first departure not before `after` for goods that ask for it when `ready`."""
        why = ""
        while True:
            leaves, timetable = after, ""
            if waits:
                leaves, timetable = self._next(timing, after, ready, level)
            opens, closed = _open_from(timing.shut, max(leaves, after))
            why = closed or why
            if opens >= self.span.end:
                return NEVER
            if opens == leaves or not timetable:
                return Boarding(opens, opens + timing.ride.at(opens, level), why or timetable)
            after = opens

    def _next(self, timing: Timing, after: int, ready: int, level: int) -> tuple[int, str]:
        """Return the next departure, and the timetable that it is of.

        Goods that ask on a day for which no timetable holds have the leg's own wait.
        """
        found = [
            (leaves, item.id)
            for item in timing.departures
            if (leaves := next_departure(item, after, ready)) is not None
        ]
        day = day_of(ready)
        if not any(item.covers(day) for item in timing.departures):
            found.append((ready + (timing.wait.at(ready, level) if timing.wait else 0), ""))
        return min(found, default=(self.span.end, ""))

    def handle(self, before: int, after: int, arc: Arc, arrived: int, level: int) -> int:
        """Return when goods that arrived at a node are ready to leave it by another leg."""
        pieces = self.dwell(arc)
        best = arrived + pieces.at(arrived, level)
        for edge in sorted(set(pieces.edges)):
            if arrived < edge < best:
                best = min(best, edge + pieces.at(edge, level))
        return self._past_queue(before, after, best)

    def _past_queue(self, before: int, after: int, ready: int) -> int:
        for item in self.queues(before, after):
            ready += item.wait(ready - moment(item.date))
        return ready

    def queues(self, before: int, after: int) -> Iterator[Backlog]:
        """Yield the queues in which goods stand between two legs."""
        vertex, origin = self.graph.vertices[after], self.graph.vertices[before].origin
        for item in self._file.backlog.values():
            if item.node == vertex.origin and self._is_bound(item, origin, vertex):
                yield item

    def _is_bound(self, item: Backlog, origin: str, vertex: Vertex) -> bool:
        if item.direction is None:
            return True
        nodes = self.graph.nodes
        countries = (nodes[origin].country, nodes[vertex.origin].country)
        towards = nodes[vertex.destination].country
        return item.direction[0] in countries and item.direction[1] in (*countries[1:], towards)

    def waits(self, before: int | None, after: int) -> bool:
        """Return whether a departure is waited for: not on one's own service or at a waypoint."""
        vertex = self.graph.vertices[after]
        if self.graph.nodes[vertex.origin].kind == "waypoint":
            return False
        return before is None or service_of(self.graph.vertices[before].leg) != service_of(
            vertex.leg
        )

    def dwell(self, arc: Arc) -> Pieces:
        """Return the time of a transfer without the wait, made once."""
        entry = arc.rule.entry
        if entry is None:
            return Pieces(NO_TIME)
        if id(entry) not in self._dwells:
            self._dwells[id(entry)] = self._pieces(entry.time, entry.dated, entry.seasons)
        return self._dwells[id(entry)]

    def timing(self, number: int) -> Timing:
        """Return what is known of the times of a vertex, made once."""
        if number not in self._timings:
            self._timings[number] = self._timing(number)
        return self._timings[number]

    def _timing(self, number: int) -> Timing:
        vertex = self.graph.vertices[number]
        leg = vertex.leg
        ride = self._pieces(leg.transit_time, leg.dated, leg.seasons)
        wait = None
        if leg.wait or leg.dated_waiting or leg.seasons_waiting:
            wait = self._pieces(leg.wait, leg.dated_waiting, leg.seasons_waiting)
        shut = tuple(self._shut(number))
        service = leg.service or leg.id
        departures = tuple(
            item
            for item in self._file.departures.values()
            if item.service == service and item.node in {None, vertex.origin}
        )
        asks = {edge for item in departures for edge in self.span.clip(item.start, item.end)}
        asks.update(wait.edges if wait else ())
        edges = asks | {edge for _, edge, _ in shut} | set(ride.edges)
        return Timing(ride, wait, shut, departures, self._inside(edges), self._inside(asks))

    def _inside(self, edges: Iterable[int]) -> tuple[int, ...]:
        return tuple(sorted(edge for edge in edges if self.span.start < edge < self.span.end))

    def _pieces(
        self,
        usual: Estimate | None,
        dated: Iterable[DatedTime],
        seasons: Iterable[Season],
    ) -> Pieces:
        last = min(day_of(self.span.end).year + 1, datetime.MAXYEAR)
        years = range(day_of(self.span.start).year - 1, last)
        windows = [(item.start, item.end, item.time) for item in dated]
        windows += [
            (start, end, item.time)
            for item in seasons
            for year in years
            for start, end in item.windows(year)
        ]
        clipped = ((*self.span.clip(start, end), _seconds(time)) for start, end, time in windows)
        kept = tuple((start, end, time) for start, end, time in clipped if start < end)
        return Pieces(_seconds(usual) if usual else NO_TIME, kept)

    def _shut(self, number: int) -> Iterator[tuple[int, int, str]]:
        """Yield the windows in which a vertex may not be boarded, each with its reason."""
        vertex = self.graph.vertices[number]
        nodes = (self.graph.nodes[vertex.origin], self.graph.nodes[vertex.destination])
        for thing in (vertex.leg, *nodes):
            for start, end in self._gaps(thing.periods):
                yield start, end, ""
        countries = self.graph.countries[number]
        kinds = set(touched_by(vertex.leg, countries))
        touched = (self._closures.get(item, ()) for item in kinds)
        for closure in {item.id: item for items in touched for item in items}.values():
            if closure.is_against(countries):
                start, end = self.span.clip(closure.start, closure.end)
                if start < end:
                    yield start, end, closure.id

    def _gaps(self, periods: tuple[Period, ...]) -> Windows:
        """Return the windows of the span in which no period holds."""
        if not periods:
            return ()
        gaps, free = [], self.span.start
        for start, end in sorted(self.span.clip(item.start, item.end) for item in periods):
            if start >= end:
                continue
            if start > free:
                gaps.append((free, start))
            free = max(free, end)
        if free < self.span.end:
            gaps.append((free, self.span.end))
        return tuple(gaps)

    def over(self, graph: LineGraph) -> "Clock":
        """Return the same clock for another graph of the network."""
        return Clock(self.net, graph, self.span.start, self._carried)

    @cached_property
    def bound(self) -> LineGraph:
        """The line graph with the least time of each part: no moment gives less."""
        return _bounding(self)


def _seconds(time: Estimate) -> Triple:
    """Return a time at its three levels as plain numbers, with which a search reckons quickly."""
    return int(time.low), int(time.typical), int(time.high)


def _open_from(shut: Iterable[tuple[int, int, str]], when: int) -> tuple[int, str]:
    """Return the first moment from another on that lies in no window, and what was waited for."""
    why, moved = "", True
    while moved:
        moved = False
        for start, end, reason in shut:
            if start <= when < end:
                when, why, moved = end, reason or REOPENING, True
    return when, why


def next_departure(timetable: Departures, after: int, ready: int) -> int | None:
    """Return the first departure of a timetable from a moment on that ready goods still reach.

    Goods must be there before the cut-off; without one, at the departure.
    """
    reached = ready + timetable.cut_off
    first_day = max(after, reached)
    for day in _days(timetable, day_of(first_day)):
        leaves = moment(day)
        late = reached >= leaves if timetable.cut_off else reached > leaves
        if leaves >= after and not late:
            return leaves
    return None


def departures_within(timetable: Departures, span: Span) -> Iterator[int]:
    """Yield the departures of a timetable within a span, in order."""
    for day in _days(timetable, day_of(span.start)):
        if span.start <= moment(day) < span.end:
            yield moment(day)


def _days(timetable: Departures, first: datetime.date) -> Iterator[datetime.date]:
    """Yield the days of departure from a day on, in order."""
    start = max(first, timetable.start or first)
    last = timetable.end or first + datetime.timedelta(HORIZON)
    if timetable.dates:
        yield from sorted(day for day in timetable.dates if start <= day < last)
        return
    step = 1
    if timetable.interval and timetable.first:
        step = max(1, int(timetable.interval) // DAY)
        passed = (start - timetable.first).days
        start = timetable.first + datetime.timedelta(max(0, -(-passed // step)) * step)
    while start < last:
        if not timetable.weekdays or WEEKDAYS[start.weekday()] in timetable.weekdays:
            yield start
        start += datetime.timedelta(step)


def _bounding(clock: Clock) -> LineGraph:
    """Return a line graph weighed with the least times, for trees that bound from below."""
    graph = clock.graph

    timings = [clock.timing(number) for number in range(len(graph.vertices))]
    usual = [not item.departures and not (item.wait and item.wait.windows) for item in timings]

    def least(before: int, after: int, arc: Arc) -> Arc:
        pieces = clock.dwell(arc)
        if usual[after] and not pieces.windows:
            return arc
        dwell, waits = pieces.least, NO_TIME
        timing = timings[after]
        if timing.wait and not timing.departures and clock.waits(before, after):
            waits = timing.wait.least
        counts = arc.weights[1] & ((1 << TRANSFER_BITS) - 1)
        low, typical, high = (
            ((one + other) << TRANSFER_BITS) + counts
            for one, other in zip(dwell, waits, strict=True)
        )
        return Arc(arc.rule, arc.waiting, (low, typical, high, *arc.weights[3:]))

    def into(rows: Arcs) -> Arcs:
        return tuple(
            tuple((before, least(before, after, arc)) for before, arc in row)
            for after, row in enumerate(rows)
        )

    rides = [item.ride.least for item in timings]
    weights: dict[int, Sequence[int]] = {
        level: tuple(ride[level] << TRANSFER_BITS for ride in rides) for level in range(3)
    }
    return replace(
        graph, into=into(graph.into), turns_into=into(graph.turns_into), _weights=weights
    )
