"""What a scenario changes: one frozen value for each change, and what it lacks to be one."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from corridor.errors import FieldError, Severity, Wording, code, quote
from corridor.frozen import dataclass
from corridor.network.estimates import Capacity, Headway, Period, Time
from corridor.network.fields import LEVELS, Expanding, Level, Number, Spanning, Text
from corridor.network.rates import Price
from corridor.units import Duration, read

ChangeKind = Literal["close", "reopen", "slow", "headway", "capacity", "reprice"]
#: What a change of each kind takes: of `slow` one of three.
TAKES: dict[str, tuple[str, ...]] = {
    "close": (),
    "reopen": (),
    "slow": ("factor", "delay", "level"),
    "headway": ("headway",),
    "capacity": ("capacity",),
    "reprice": ("factor", "price"),
}
SETTINGS = ("factor", "delay", "level", "headway", "capacity", "price")
MOST = 1_000
OPEN = ("open", "closed")
EXPECTED = {
    "slow": "low, typical and high, as in 20 h, 24 h, 41 h, or the typical time alone",
    "headway": "a time, as in 2 days",
}


@code(Severity.ERROR)
def impossible_change(found: str, expected: str, fix: str) -> Wording:
    """A change lacks what it needs, names what is not there, or contradicts another."""
    return Wording(found, expected, fix)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Period):
    """One change to a network: what is done, where, when, why, and what it expects to find.

    Attributes
    ----------
    change
        close, reopen, slow, headway, capacity or reprice.
    at
        Ids of legs and nodes, straits, borders (``PL-BY``) and countries (``KZ``); of tariffs.
    factor, delay, level
        How it slows: times so much (prices too); so much longer; every time, waits too, as at a
        level.
    headway, capacity, price
        What is put in place of the old one.
    start, end
        The window of dates; without it, always.
    reason, sources, rule
        Why, where that stands, and by what rule a figure was assumed.
    expects, stale
        The value that it believes it changes, and what happens if that is no longer so.
    """

    change: ChangeKind
    at: tuple[Text, ...]
    factor: Number | None = None
    delay: Time | None = None
    level: Level | None = None
    headway: Annotated[Headway, Expanding("value")] | None = None
    capacity: Capacity | None = None
    price: Annotated[Price, Spanning("low", "high")] | None = None
    reason: Text | None = None
    rule: Text | None = None
    expects: Text | None = None
    stale: Literal["fail", "warn", "skip"] = "fail"

    def __str__(self) -> str:
        return f"{self.change} {', '.join(self.at)}"

    @property
    def setting(self) -> tuple[str, object] | None:
        """What it sets, and to what; none for closing and reopening."""
        given = ((name, getattr(self, name)) for name in SETTINGS)
        return next(((name, value) for name, value in given if value is not None), None)

    @property
    def because(self) -> str:
        """Why a value is another one, for its rule."""
        name, value = self.setting or ("", "")
        value = value if name in {"factor", "level"} else ""
        why = "; ".join(filter(None, (self.reason, self.rule)))
        rests = f" ({', '.join(self.sources)})" if self.sources else ""
        return f"{name} {value}".rstrip() + (f": {why}" if why else "") + rests

    @property
    def is_passing(self) -> bool:
        """Return whether it changes times in a window of dates only."""
        return self.change in {"slow", "headway"} and bool(self.start or self.end)

    def overlaps(self, other: Period) -> bool:
        """Return whether some day lies in both windows."""
        return (self.start is None or other.end is None or self.start < other.end) and (
            other.start is None or self.end is None or other.start < self.end
        )


def faults_of(change: Change) -> Iterator[Wording]:
    """Yield what a change lacks, and what it says that it cannot mean, whatever the network."""
    if not change.at:
        yield impossible_change(
            "nothing under at", "what is changed, by id", "name at least one leg or node"
        )
    takes = TAKES[change.change]
    given = tuple(name for name in SETTINGS if getattr(change, name) is not None)
    if len(given) != bool(takes) or not set(given) <= set(takes):
        yield impossible_change(
            f"{change.change} with {' and '.join(given) or 'nothing'}",
            f"{change.change} with {_listed(takes)}",
            "give exactly that",
        )
    if change.factor is not None and not 0 < change.factor <= MOST:
        yield impossible_change(
            f"a factor of {change.factor:g}",
            f"a factor above 0, at most {MOST:,}",
            "close it, if nothing passes there; 1.5 makes it take half as long again",
        )
    if change.headway and not change.headway.value:
        yield impossible_change(
            "a headway of 0 h",
            "the interval between departures",
            "write it, as in 2 days; or close the leg, if nothing leaves",
        )
    if change.start and change.end and change.start >= change.end:
        yield impossible_change(
            f"a window from {change.start} to {change.end}",
            "a start before the end; the day of the end itself is outside",
            "swap them, or correct one",
        )
    if change.expects is not None and not is_readable(change):
        yield impossible_change(
            f"{change.change} that expects {quote(change.expects)}",
            EXPECTED.get(change.change, "open or closed"),
            "write the old value so, or remove expects",
        )


def is_readable(change: Change) -> bool:
    """Return whether what a change expects is a value of its kind."""
    expects = change.expects or ""
    if change.change in {"close", "reopen"}:
        return expects in OPEN
    if change.change in {"capacity", "reprice"}:
        return True
    try:
        count = len(times(expects))
    except FieldError:
        return False
    return count in ({1, len(LEVELS)} if change.change == "slow" else {1})


def times(text: str) -> tuple[int, ...]:
    """Return one time, or several with commas between them [s]."""
    return tuple(read(part.strip(), "time") for part in text.split(","))


def _listed(takes: tuple[str, ...]) -> str:
    if not takes:
        return "a window at most: start, end"
    return takes[0] if len(takes) == 1 else f"one of {', '.join(takes)}"


def windows_after(periods: tuple[Period, ...], made: list[Change]) -> tuple[Period, ...]:
    """Return the windows in which something exists, after reopenings."""
    for change in made:
        if change.change == "reopen":
            periods = _plus(periods, change)
    return periods


def _plus(periods: tuple[Period, ...], opened: Change) -> tuple[Period, ...]:
    if not periods:
        return ()
    start, end, rest = opened.start, opened.end, []
    for period in periods:
        apart = (start and period.end and period.end < start) or (
            end and period.start and end < period.start
        )
        if apart:
            rest.append(period)
        else:
            start = None if period.start is None or start is None else min(start, period.start)
            end = None if period.end is None or end is None else max(end, period.end)
    if start is None and end is None:
        return ()
    joined = Period(start, end, note=opened.reason)
    return tuple(sorted([*rest, joined], key=lambda item: item.start or datetime.date.min))


class Spellings(list[str]):
    """A value as text; a time is found in any unit, at three levels or the typical alone."""

    @classmethod
    def of(cls, values: Iterable[tuple[int, ...]]) -> "Spellings":
        """Return times as text; several different ones as a value that nothing equals."""
        different = sorted(set(values))
        words = " or ".join(", ".join(str(Duration(part)) for part in item) for item in different)
        found = cls([words or "no such value"])
        found.levels = different[0] if len(different) == 1 else ()
        return found

    levels: tuple[int, ...] = ()

    def __contains__(self, expected: object) -> bool:
        if not self.levels:
            return super().__contains__(expected)
        wanted = times(str(expected))
        return wanted in {self.levels, self.levels[len(self.levels) // 2 :][:1]}
