"""When the changes of a scenario are in force, and the day to ask for when they are not."""

import datetime
from collections.abc import Iterator

from corridor.network.changes import Change
from corridor.network.estimates import Period
from corridor.network.model import Leg
from corridor.network.network import Network
from corridor.routing.graph.clock import HORIZON
from corridor.scenarios.scenario import Addition, Scenario

DAY = datetime.timedelta(days=1)


def not_in_force(net: Network, scenario: Scenario, asked: Period | None = None) -> str:
    """Return that nothing of a scenario is in force on the days asked for, and when; else nothing.

    Those are the network's own unless others are given.
    """
    asked = asked or _days_of(net)
    if asked is None or not scenario.changes:
        return ""
    windows = [window for change in scenario.changes for window in _windows(change)]
    if any(_overlap(window, asked) for window in windows):
        return ""
    told = dict.fromkeys(_words(window) for window in windows)
    first, last = asked.start or datetime.date.min, (asked.end or datetime.date.max) - DAY
    day = _day_to_ask_for(windows, first)
    seen = f"from {first} to {last}" if first != last else f"on {first}"
    return (
        f"no change of the scenario is in force {seen}, but {' and '.join(told)}; "
        f"ask for a day of then, as with --as-of {day}"
    )


def days_ahead(departure: datetime.date) -> Period:
    """Return the days that goods ready on a day may meet."""
    return Period(departure, departure + min(HORIZON * DAY, datetime.date.max - departure))


def _days_of(net: Network) -> Period | None:
    if net.date is None or datetime.date.max in {net.date, net.until}:
        return None
    return Period(net.date, (net.until or net.date) + DAY)


def _windows(change: Change | Addition) -> Iterator[Period]:
    """Yield the windows of a change: of added legs those in which they are open, else always."""
    if isinstance(change, Change):
        yield Period(change.start, change.end)
        return
    legs = [value for _, _, value in change.records if isinstance(value, Leg)]
    if not legs:
        yield Period()
    for leg in legs:
        yield from leg.periods or (Period(),)


def _overlap(one: Period, other: Period) -> bool:
    return (one.start is None or other.end is None or one.start < other.end) and (
        other.start is None or one.end is None or other.start < one.end
    )


def _words(window: Period) -> str:
    if window.start and window.end:
        return f"from {window.start} to {window.end}"
    return f"from {window.start}" if window.start else f"until {window.end}"


def _day_to_ask_for(windows: list[Period], today: datetime.date) -> datetime.date:
    """Return the first day that is to come of any window, else the last one that was."""
    coming = [item.start for item in windows if item.start and item.start > today]
    past = [item.end - DAY for item in windows if item.end and item.end <= today]
    return min(coming) if coming else max(past)
