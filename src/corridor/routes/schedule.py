"""When a dated route is where: a clock for each level, from the day goods are ready to arrival."""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from corridor import text as _text
from corridor.frozen import dataclass
from corridor.network.estimates import Levels
from corridor.network.fields import LEVELS, Level
from corridor.routes.steps import RouteLeg
from corridor.units import Duration

Moments = tuple[datetime.datetime, datetime.datetime, datetime.datetime]


class Closed(NamedTuple):
    """A window in which a leg may not be boarded, and why; without an end it is open-ended."""

    start: datetime.datetime
    end: datetime.datetime | None
    why: str


@dataclass(frozen=True, slots=True)
class Call:
    """One leg of a dated route by the clocks of low, typical and high.

    Attributes
    ----------
    leg
        The leg.
    ready
        When the goods are ready for it: after the dwell at the node.
    departure, arrival
        When it is left and when it is reached.
    waits_for
        The closure or the timetable that decided the departure at each level, in words; empty
        where it is the leg's own wait.
    closed
        The windows from the departure of the first leg on in which the leg is closed.
    """

    leg: RouteLeg
    ready: Moments
    departure: Moments
    arrival: Moments
    waits_for: tuple[str, str, str]
    closed: tuple[Closed, ...] = ()


@dataclass(frozen=True, slots=True)
class Schedule:
    """The calls of a dated route.

    Attributes
    ----------
    ready
        When the goods are ready at the first terminal.
    calls
        One for each leg, in order.
    """

    ready: datetime.datetime
    calls: tuple[Call, ...]

    @property
    def first_wait(self) -> Levels:
        """The wait for the first departure, which the transit time does not count."""
        first = self.calls[0]
        low, typical, high = (
            Duration(_seconds(left - ready))
            for ready, left in zip(first.ready, first.departure, strict=True)
        )
        return Levels(low, typical, high)

    def departure(self, level: Level = "typical") -> datetime.datetime:
        """Return when the first leg is left (ETD)."""
        return self.calls[0].departure[LEVELS.index(level)]

    def arrival(self, level: Level = "typical") -> datetime.datetime:
        """Return when the last leg is at its end (ETA)."""
        return self.calls[-1].arrival[LEVELS.index(level)]

    def dates(self) -> str:
        """Return the days of departure and arrival in words: ETD and ETA."""
        low, typical, high = map(_day, self.calls[-1].arrival)
        left = _day(self.departure())
        between = f" ({low} to {high})" if low != high else ""
        return f"leaves {left}, arrives {typical}{between}"

    def notes(self) -> Iterator[str]:
        """Yield what the goods wait for on the way, by the typical clock."""
        typical = LEVELS.index("typical")
        for number, call in enumerate(self.calls):
            ready, left = call.ready[typical], call.departure[typical]
            why = call.waits_for[typical]
            if left > ready and (why or not number):
                days = _text.days(_seconds(left - ready))
                said = f"ready at {call.leg.origin.short} on {_day(ready)}, leaves on {_day(left)}"
                said += f", {days} days later" + (f": {why}" if why else "")
                yield said if number else f"{said}; not counted in the transit time"

    def table(self) -> _text.Table:
        """Return the calls as a table: arrival, departure and what was waited for, at typical."""
        rows = [*self._rows()]
        head = ("place", "arrives", "departs", "waits for", "arrives\nlow", "\nhigh")
        return _text.Table(head, rows, left=(0, 1, 2, 3, 4, 5))

    def _rows(self) -> Iterator[tuple[str, ...]]:
        typical = LEVELS.index("typical")
        arrived: Moments | None = None
        for call in self.calls:
            if call.departure == arrived:
                arrived = call.arrival
                continue
            yield (
                call.leg.origin.short,
                _day(arrived[typical]) if arrived else "",
                _day(call.departure[typical]),
                call.waits_for[typical],
                *((_day(arrived[0]), _day(arrived[2])) if arrived else ("", "")),
            )
            arrived = call.arrival
        end = self.calls[-1]
        low, usual, high = map(_day, end.arrival)
        yield (end.leg.destination.short, usual, "", "", low, high)


def _day(when: datetime.datetime) -> str:
    return when.date().isoformat()


def _seconds(time: datetime.timedelta) -> int:
    return time.days * 86_400 + time.seconds
