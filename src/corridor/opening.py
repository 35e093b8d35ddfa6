"""When something is open: its windows of dates after closings and reopenings."""

import datetime
from dataclasses import replace

from corridor.changes import Change
from corridor.estimates import Period

#: A window that no day lies in.
NEVER = datetime.date.min


def windows_after(periods: tuple[Period, ...], made: list[Change]) -> tuple[Period, ...]:
    """Return the windows in which something is open, after closings and reopenings."""
    for kind, action in (("close", _minus), ("reopen", _plus)):
        for change in made:
            if change.change == kind:
                periods = action(periods, change)
    return periods


def _minus(periods: tuple[Period, ...], shut: Change) -> tuple[Period, ...]:
    left = []
    for period in periods or (Period(),):
        if not shut.overlaps(period) or period.end == NEVER:
            left.append(period)
            continue
        if shut.start and (period.start is None or period.start < shut.start):
            left.append(replace(period, end=shut.start))
        if shut.end and (period.end is None or shut.end < period.end):
            left.append(replace(period, start=shut.end))
    return tuple(left) or (Period(end=NEVER),)


def _plus(periods: tuple[Period, ...], opened: Change) -> tuple[Period, ...]:
    if not periods:
        return ()
    start, end, rest = opened.start, opened.end, []
    for period in periods:
        apart = (start and period.end and period.end < start) or (
            end and period.start and end < period.start
        )
        if period.end == NEVER:
            continue
        if apart:
            rest.append(period)
        else:
            start = None if period.start is None or start is None else min(start, period.start)
            end = None if period.end is None or end is None else max(end, period.end)
    if start is None and end is None:
        return ()
    joined = Period(start, end, note=opened.reason)
    return tuple(sorted([*rest, joined], key=lambda item: item.start or NEVER))
