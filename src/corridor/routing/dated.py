"""Dated questions: the network as it can be met from a day on, and the steps of a route."""

import datetime
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from corridor.network.estimates import Estimate
from corridor.network.network import Memory, Network, seen_from
from corridor.routes.request import Request
from corridor.routes.schedule import Call as ScheduledCall
from corridor.routes.schedule import Closed, Moments, Schedule
from corridor.routes.steps import RouteLeg, Transfer
from corridor.units import DAY, Duration

if TYPE_CHECKING:
    from corridor.network.fields import Basis
    from corridor.routing.graph.clock import Carried, Clock
    from corridor.routing.graph.dated_search import Call

Steps = tuple[RouteLeg | Transfer, ...]


def seen(net: Network, request: Request) -> Network:
    """Return the network that a request is asked of: of a day on, if it is dated."""
    if request.depart is None:
        return net
    from corridor.routing.graph.clock import HORIZON

    return seen_from(net, request.depart.date(), HORIZON)


_CLOCKS = Memory[tuple[datetime.datetime, "Carried"], "Clock"]("clocks")


def clock_of(net: Network, request: Request) -> "Clock":
    """Return the clock of a dated request on the network that it is asked of, remembered."""
    if request.depart is None:
        raise ValueError("the request has no day of departure")
    from corridor.routing.graph.clock import Clock
    from corridor.routing.graph.line_graph import compile_network
    from corridor.routing.graph.moments import moment

    memory = net.memory(_CLOCKS)
    shipment = request.shipment
    carried = (shipment.equipment, shipment.goods) if shipment else (None, None)
    key = (request.depart, carried)
    if key not in memory:
        memory[key] = Clock(net, compile_network(net), moment(request.depart), carried)
    return memory[key]


def dated_steps(net: Network, request: Request, path: tuple[int, ...]) -> tuple[Steps, Schedule]:
    """Return the steps of a path with the times that its clocks meet, and its schedule."""
    from corridor.routing.graph.dated_search import calls_along

    clock = clock_of(net, request)
    graph = clock.graph
    calls = tuple(zip(*(calls_along(clock, path, level) for level in range(3)), strict=True))
    steps: list[RouteLeg | Transfer] = [_ridden(graph.leg(path[0]), calls[0])]
    for (before, after), (arrived, left) in zip(pairwise(path), pairwise(calls), strict=True):
        transfer = _transfer(net, clock, before, after, arrived, left)
        if transfer:
            steps.append(transfer)
        steps.append(_ridden(graph.leg(after), left))
    legs = [step for step in steps if isinstance(step, RouteLeg)]
    scheduled = tuple(
        ScheduledCall(
            leg,
            _moments(item.ready for item in call),
            _moments(item.departure for item in call),
            _moments(item.arrival for item in call),
            _reasons(net, clock, number, call),
            tuple(_closed(net, clock, number)),
        )
        for leg, call, number in zip(legs, calls, path, strict=True)
    )
    return tuple(steps), Schedule(_moment(clock.span.start), scheduled)


def _reasons(
    net: Network, clock: "Clock", number: int, call: "tuple[Call, ...]"
) -> tuple[str, str, str]:
    """Return in words what a leg was waited for, at each level."""
    from corridor.routing.graph.clock import REOPENING
    from corridor.routing.graph.moments import day_of

    low, typical, high = (
        f"closed until {day_of(max(ends))}"
        if item.why == REOPENING
        and (
            ends := [
                end for _, end, _ in clock.timing(number).shut if item.ready < end <= item.departure
            ]
        )
        else _words(net, item.why)
        for item in call
    )
    return low, typical, high


def _closed(net: Network, clock: "Clock", number: int) -> Iterator[Closed]:
    """Yield the windows in which a leg is closed."""
    for start, end, why in sorted(clock.timing(number).shut):
        last = None if end >= clock.span.end else _moment(end)
        yield Closed(_moment(start), last, _words(net, why))


def _ridden(leg: RouteLeg, call: "tuple[Call, ...]") -> RouteLeg:
    times = [item.arrival - item.departure for item in call]
    if tuple(times) == leg.leg.transit_time.levels:
        return leg
    taken = replace(leg.leg, transit_time=_estimate(leg.leg.transit_time, times))
    return replace(leg, leg=taken)


def _transfer(
    net: Network,
    clock: "Clock",
    before: int,
    after: int,
    arrived: "tuple[Call, ...]",
    left: "tuple[Call, ...]",
) -> Transfer | None:
    """Return what happened between two legs, none where nothing took time or was to be done.

    A queue is part of what is done at the stop; where nothing is, of the wait.
    """
    graph = clock.graph
    rule = graph.arc(before, after).rule
    stands = [item.ready - earlier.arrival for earlier, item in zip(arrived, left, strict=True)]
    waits = [item.departure - item.ready for item in left]
    entry = rule.entry
    if entry is None:
        waits = [stand + wait for stand, wait in zip(stands, waits, strict=True)]
    elif tuple(stands) != entry.time.levels:
        entry = replace(entry, time=_estimate(entry.time, stands))
    waiting = None
    if any(waits) or graph.arc(before, after).waiting is not None:
        waiting = _estimate(_waited(net, clock, before, after, left), waits)
    if entry is None and waiting is None:
        return None
    leg = graph.leg(after)
    return Transfer(leg.origin, entry, waiting, leg)


def _waited(
    net: Network, clock: "Clock", before: int, after: int, left: "tuple[Call, ...]"
) -> Estimate:
    """Return on what a wait rests: what decided it at the typical level, else the leg's own."""
    why = left[1].why
    said = net.file.closures.get(why) or net.file.departures.get(why)
    own = clock.graph.arc(before, after).waiting
    if said is not None:
        return _resting_on(said.sources, _words(net, why))
    queue = next(clock.queues(before, after), None)
    if own is None and not why and queue:
        return _resting_on(queue.sources, f"queue of {queue.queue:g} {queue.unit} on {queue.date}")
    return own or _resting_on((), "until it is open again" if why else "until it is quicker")


def _resting_on(sources: tuple[str, ...], rule: str) -> Estimate:
    """Return a time to be filled in, with what it rests on."""
    zero = Duration(0)
    basis: Basis = "reported" if sources else "assumed"
    return Estimate(zero, zero, zero, basis, sources=sources, rule=rule)


def _estimate(like: Estimate, times: list[int]) -> Estimate:
    low, typical, high = map(Duration, times)
    return replace(like, low=low, typical=typical, high=high)


def _words(net: Network, why: str) -> str:
    """Return in words what a departure was waited for."""
    closure, timetable = net.file.closures.get(why), net.file.departures.get(why)
    if closure is not None:
        until = f" until {closure.end}" if closure.end else ""
        return f"{closure.reason or 'closure'}{until}"
    if timetable is not None:
        days = ", ".join(day.capitalize() for day in timetable.weekdays)
        return f"{timetable.service}, {days}" if days else timetable.service
    return why


def _moment(at: int) -> datetime.datetime:
    day = datetime.datetime.combine(datetime.date.fromordinal(at // DAY), datetime.time())
    return day + datetime.timedelta(seconds=at % DAY)


def _moments(times: Iterator[int]) -> Moments:
    low, typical, high = map(_moment, times)
    return low, typical, high
