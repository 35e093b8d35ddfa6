"""Moments: seconds since the first day of the calendar, and the span that a question looks at."""

import datetime
from typing import NamedTuple

from corridor.units import DAY


def moment(day: datetime.date) -> int:
    """Return the moment at which a day begins; of a date with an hour, that hour."""
    seconds = day.toordinal() * DAY
    if isinstance(day, datetime.datetime):
        seconds += day.hour * 3600 + day.minute * 60 + day.second
    return seconds


def day_of(at: int) -> datetime.date:
    """Return the day in which a moment lies."""
    return datetime.date.fromordinal(at // DAY)


class Span(NamedTuple):
    """The questions' window of moments: from the departure to the horizon."""

    start: int
    end: int

    def clip(self, first: datetime.date | None, last: datetime.date | None) -> tuple[int, int]:
        """Return a half-open window of dates as moments within the span."""
        begins = self.start if first is None else max(self.start, moment(first))
        return begins, self.end if last is None else min(self.end, moment(last))
