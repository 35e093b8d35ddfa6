"""The route of a reported journey or run: along its via, with its modes, as its time allowed.

A search over the network of the report's period (a leg counts if it was open on any day of it),
best at the typical level, that passes no place twice. Ends named as regions are read as their
gateways of the journey's mode; between regions, and without a via, the route is the best of the
report's corridor.
"""

import datetime
from dataclasses import replace
from typing import Literal, NamedTuple

from corridor.network.journeys import Journey, JourneyEnd, ReportedPeriod, Run
from corridor.network.modes import LAST_RESORT, MODES, share_gateways
from corridor.network.names import Endpoint
from corridor.network.network import Memory, Network, as_of, undated
from corridor.network.validity import has_calendar, windows
from corridor.routes.request import Request
from corridor.routes.route import Route
from corridor.routing.build_route import route_without_returns

Report = Journey | Run
Reason = Literal["no_number", "end_not_named", "same_ends", "no_way"]
REASONS: dict[Reason, str] = {
    "no_number": "the source gives no number",
    "end_not_named": "an end is not a place or region of the network",
    "same_ends": "both ends can be one place",
    "no_way": "the network of its time has no route along its via",
}


class Unread(NamedTuple):
    """The reason why a report has no route."""

    reason: Reason


def route_of_report(net: Network, report: Report, *, usual: bool = False) -> Route | Unread:
    """Return the route of a report, or why it has none.

    Its times are those of the report's period; the usual ones, where these are asked for.
    """
    ends = [_endpoint(net, end, report.mode) for end in (report.origin, report.destination)]
    first, last = ends
    if first is None or last is None:
        return Unread("end_not_named")
    if first.nodes & last.nodes:
        return Unread("same_ends")
    vias = [net.directory.endpoint(node) for node in report.via]
    kept = [via for via in vias if not via.nodes & (first.nodes | last.nodes)]
    seen = _seen(net, report.period, usual=usual)
    wide = not report.via and "regions" in {first.ref.section, last.ref.section}
    corridor = report.corridor if wide and report.corridor in net.corridors else None
    request = Request((first, *kept, last), corridor=corridor)
    reported = frozenset({report.mode, *MODES[report.mode].reported_with})
    for modes in (reported, reported | LAST_RESORT):
        route = route_without_returns(seen, replace(request, modes=modes))
        if route:
            return route
    return Unread("no_way")


def _endpoint(net: Network, end: JourneyEnd, mode: str) -> Endpoint | None:
    """Return what an end stands for: an assumed node first, then its own, then its region."""
    node = end.assumed or end.node
    if node:
        return net.directory.endpoint(node)
    if end.region is None:
        return None
    region = net.directory.endpoint(end.region)
    stops = [stop for stop in region.stops if share_gateways(mode, stop[1])] or region.stops
    if MODES[mode].gateways == "any_shared":
        stops = [(node, None) for node, _ in stops]
    return replace(region, stops=tuple(stops))


_Key = tuple[frozenset[str], tuple[bool, ...], tuple[datetime.date, datetime.date] | None]
_PERIODS = Memory[_Key, Network]("periods")


def _seen(net: Network, period: ReportedPeriod | None, *, usual: bool) -> Network:
    """Return the network of a period; an open end is the day of the data, or the start if later."""
    start = period.start if period else None
    end = period.end if period else None
    first = start or datetime.date.min
    last = end - datetime.timedelta(days=1) if end else max(first, net.as_of)
    known = net.memory(_PERIODS)
    closed = frozenset(leg.id for leg in net.legs.values() if not leg.is_open(first, last))
    held = [window.covers(first) and window.covers(last) for window in windows(net.file)]
    shut = any(closure.meets(first, last) for closure in net.file.closures.values())
    by_days = shut or (has_calendar(net.file) and not usual)
    key = (closed, () if usual else tuple(held), (first, last) if by_days else None)
    if key not in known:
        seen = as_of(net, first, until=last)
        known[key] = undated(seen) if usual else seen
    return known[key]
