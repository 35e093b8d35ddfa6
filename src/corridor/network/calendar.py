"""What a file says of dates: closures, seasons, departures of services, queues, advisories."""

import datetime
from typing import Literal

from corridor.frozen import dataclass
from corridor.network.estimates import Period, Record, Time
from corridor.network.fields import (
    Border,
    Country,
    Date,
    Direction,
    Id,
    MonthDay,
    Number,
    PartialDate,
    Seconds,
    Text,
)
from corridor.units import DAY, Duration

Month = Literal["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11", "12"]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = (
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
)
MONTHS = 12
YEAR = 366
NOTHING = Duration(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Closure(Period):
    """A window in which legs, nodes, borders, countries or operators are closed.

    Attributes
    ----------
    legs, nodes, borders, countries, operators
        What is closed.
    direction
        The two countries between which only this direction is closed; without it, both.
    equipment
        The boxes to which it is closed; without it, all.
    goods
        The goods to which it is closed, as the order words them; without it, all. They are held
        against the `goods` of a shipment.
    start, end
        The window; without an end it is open-ended.
    order
        Number and authority of the order.
    """

    id: Id
    legs: tuple[Id, ...] = ()
    nodes: tuple[Id, ...] = ()
    borders: tuple[Border, ...] = ()
    countries: tuple[Country, ...] = ()
    operators: tuple[Text, ...] = ()
    direction: Direction | None = None
    equipment: tuple[Id, ...] = ()
    goods: tuple[Text, ...] = ()
    reason: Text | None = None
    order: Text | None = None

    def is_for(self, equipment: str | None, goods: str | None) -> bool:
        """Return whether it closes to boxes and goods; to those that are not named, if to all."""
        words = {word.casefold() for word in self.goods}
        return (not self.equipment or equipment in self.equipment) and (
            not words or (goods or "").casefold() in words
        )

    def is_against(self, countries: tuple[str, ...]) -> bool:
        """Return whether it concerns a movement through countries in this order."""
        if self.direction is None:
            return True
        first, second = self.direction
        return (
            first in countries
            and second in countries
            and countries.index(first) < countries.index(second)
        )

    @property
    def items(self) -> tuple[tuple[str, str | tuple[str, str]], ...]:
        """What it closes, as kind and item."""
        kinds = ("legs", "nodes", "borders", "countries", "operators")
        return tuple((kind, item) for kind in kinds for item in getattr(self, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class Season(Record):
    """A time that stands in place of the usual one in the same part of every year.

    Attributes
    ----------
    months
        The months; or `start` and `end`, the first and the last day, as in 11-01 and 12-31.
    """

    time: Time
    months: tuple[Month, ...] = ()
    start: MonthDay | None = None
    end: MonthDay | None = None
    sources: tuple[Id, ...] = ()
    note: Text | None = None

    def windows(self, year: int) -> tuple[tuple[datetime.date, datetime.date], ...]:
        """Return its half-open windows that begin in a year."""
        if self.start and self.end:
            first = datetime.date(year, *self.start)
            last = datetime.date(year + (self.end < self.start), *self.end)
            return ((first, last + datetime.timedelta(1)),)
        return tuple(
            (
                datetime.date(year, month, 1),
                datetime.date(year + month // MONTHS, month % MONTHS + 1, 1),
            )
            for month in map(int, self.months)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Departures(Period):
    """The days on which a service leaves, in the window in which that holds.

    Attributes
    ----------
    service
        The service, as its legs name it, or the id of a leg that names none.
    node
        Where it leaves so; without it, wherever it is boarded.
    weekdays, interval, first, dates
        The days: of the week; or every so often from a first day; or one by one.
    cut_off
        How long before the departure goods must have arrived.
    capacity
        Space of one departure [TEU].
    """

    id: Id
    service: Text
    node: Id | None = None
    weekdays: tuple[Weekday, ...] = ()
    interval: Seconds | None = None
    first: Date | None = None
    dates: tuple[Date, ...] = ()
    cut_off: Seconds = NOTHING
    operator: Text | None = None
    capacity: Number | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog(Record):
    """What stands in a queue on a day, from which follows how long the last in it waits.

    Attributes
    ----------
    node
        Where.
    direction
        The two countries in whose direction the queue stands; without it, both.
    date
        The day of the count.
    queue, unit
        How many stand there, of what.
    per_day, arriving
        How many pass in a day, and how many come in a day beside what usually does.
    """

    id: Id
    node: Id
    date: Date
    queue: Number
    per_day: Number
    arriving: Number = 0.0
    unit: Text = "wagons"
    direction: Direction | None = None
    sources: tuple[Id, ...] = ()
    note: Text | None = None

    def wait(self, seconds: int) -> Duration:
        """Return how long one waits who comes so many seconds after the start of the count's day.

        >>> last = Backlog(id="q", node="n", date=datetime.date(2026, 1, 1), queue=1000, per_day=46)
        >>> round(last.wait(0).days, 1)
        21.7
        """
        if seconds < 0:
            return NOTHING
        left = self.queue + (self.arriving - self.per_day) * seconds / DAY
        return Duration(round(max(left, 0.0) / self.per_day * DAY))


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory(Record):
    """A warning that is printed with every route that touches what it concerns.

    Attributes
    ----------
    periods, months
        When it concerns goods on the way: the windows, and the months of every year; without
        either, always.
    """

    id: Id
    text: Text
    corridors: tuple[Id, ...] = ()
    countries: tuple[Country, ...] = ()
    legs: tuple[Id, ...] = ()
    nodes: tuple[Id, ...] = ()
    sources: tuple[Id, ...] = ()
    date: PartialDate | None = None
    periods: tuple[Period, ...] = ()
    months: tuple[Month, ...] = ()

    def is_about(self, first: datetime.date, last: datetime.date) -> bool:
        """Return whether it concerns any of the days from one to another."""
        days = min((last - first).days, YEAR)
        met = {str((first + datetime.timedelta(day)).month) for day in range(days + 1)}
        if not self.periods and not self.months:
            return True
        return not met.isdisjoint(self.months) or any(
            item.meets(first, last) for item in self.periods
        )
