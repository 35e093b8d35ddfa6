"""Single figures with their standing: estimates, lengths, positions, and what they rest on.

Attribute names are the YAML keys. Times are whole seconds, lengths whole metres.
"""

import datetime
from typing import Annotated, ClassVar

from corridor.frozen import dataclass
from corridor.network.conversion.from_texts import Kinds, kinds_of, read_fields
from corridor.network.fields import (
    LEVELS,
    Basis,
    Containers,
    Date,
    Expanding,
    Flag,
    Freight,
    High,
    Id,
    Latitude,
    Level,
    Longitude,
    Low,
    Metres,
    MetresPerHour,
    PartialDate,
    Ratio,
    Seconds,
    Share,
    Text,
    WebAddress,
)
from corridor.printing.shown import Brief
from corridor.units import Duration
from corridor.user_values import one_of


class Record(Brief):
    """A value of the file, of which every key is known.

    Made in code, its fields take what a file has too: texts with units, and quantities.
    """

    __slots__ = ()
    __pydantic_config__: ClassVar = {"extra": "forbid"}

    def __post_init__(self) -> None:
        """Read the fields that are not of their type yet."""
        own: type = type(self)
        kinds = _KINDS.get(own)
        if kinds is None:
            kinds = _KINDS[own] = kinds_of(own)
        for name, allowed in kinds:
            if type(getattr(self, name)) not in allowed:
                read_fields(self)
                return


_KINDS: dict[type, Kinds] = {}


@dataclass(frozen=True, slots=True)
class Levels(Record):
    """One time at three levels.

    Attributes
    ----------
    low
        Uncongested: what operators advertise and records show; a lower bound.
    typical
        The mean of ordinary shipments in the reference period.
    high
        What shipments took in reported congestion; an upper bound, not a percentile.
    """

    low: Low
    typical: Seconds
    high: High

    def at(self, level: Level) -> Duration:
        """Return the duration at one level."""
        times = {"low": self.low, "typical": self.typical, "high": self.high}
        return times[one_of(level, LEVELS, "level")]

    @property
    def levels(self) -> tuple[int, int, int]:
        """Low, typical and high [s]."""
        return (self.low, self.typical, self.high)

    def __add__(self, other: "Levels") -> "Levels":
        if not isinstance(other, Levels):
            return NotImplemented
        return Levels(self.low + other.low, self.typical + other.typical, self.high + other.high)


ZERO = Levels(Duration(0), Duration(0), Duration(0))


@dataclass(frozen=True, slots=True)
class Estimate(Levels):
    """A time at three levels, and on what it rests.

    Attributes
    ----------
    basis
        reported (a source states it), calibrated (inferred from the `claims`), estimated (a norm,
        or the `rule`), assumed (a default).
    norm
        The pace or time that elements of its kind share.
    determined
        Share of the prior variance that the claims removed, in 0.01 %.
    """

    basis: Basis = "assumed"
    norm: Id | None = None
    sources: tuple[Id, ...] = ()
    claims: tuple[Id, ...] = ()
    determined: Share | None = None
    rule: Text | None = None


Time = Annotated[Estimate, Expanding(*LEVELS)]


@dataclass(frozen=True, slots=True)
class Length(Record):
    """A distance and on what it rests."""

    value: Metres
    basis: Basis = "assumed"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Headway(Record):
    """The interval between departures and on what it rests."""

    value: Seconds
    basis: Basis = "assumed"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Capacity(Record):
    """What can pass in a year, as containers, as freight of all kinds, or both.

    Attributes
    ----------
    containers, freight
        TEU and tonnes a year, one way; at least one of them.
    date
        Since or of when.
    """

    containers: Containers | None = None
    freight: Freight | None = None
    basis: Basis = "assumed"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    date: PartialDate | None = None
    note: Text | None = None

    def __str__(self) -> str:
        amounts = ((self.containers, "TEU/year"), (self.freight, "t/year"))
        return ", ".join(f"{amount} {unit}" for amount, unit in amounts if amount is not None)


@dataclass(frozen=True, slots=True)
class Position(Record):
    """Latitude and longitude in degrees and on what they rest."""

    lat: Latitude
    lon: Longitude
    basis: Basis = "assumed"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Period(Record):
    """A half-open window of dates; a missing end is open."""

    start: Date | None = None
    end: Date | None = None
    sources: tuple[Id, ...] = ()
    note: Text | None = None

    def covers(self, day: datetime.date) -> bool:
        """Return whether the day lies in the window."""
        return self.meets(day, day)

    def meets(self, first: datetime.date, last: datetime.date) -> bool:
        """Return whether any day from the first to the last lies in the window."""
        return (self.start is None or self.start <= last) and (self.end is None or first < self.end)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedTime(Period):
    """A time that stands in place of the usual one in a window of dates."""

    time: Time


def is_open(
    periods: tuple[Period, ...], day: datetime.date, until: datetime.date | None = None
) -> bool:
    """Return whether a day, or any until another, is in a period; no periods means always."""
    return not periods or any(period.meets(day, until or day) for period in periods)


@dataclass(frozen=True, slots=True)
class Dependence(Record):
    """How much of the variance of a time is shared with others, in 0.01 %.

    Attributes
    ----------
    regime
        Shared by every time: season, congestion.
    country
        Shared by the legs and stops of one country.
    sea
        Shared by vessels, the waits for them, and the transfers to and from them.
    """

    regime: Share
    country: Share
    sea: Share
    basis: Basis = "assumed"
    sources: tuple[Id, ...] = ()
    claims: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None

    @property
    def whole(self) -> int:
        """What the times at a port share with others; what is left to 100 % is their own."""
        return self.regime + self.country + self.sea

    def __str__(self) -> str:
        shares = f"{self.regime / 100:g} % of the variance shared by all times"
        return f"{shares}, {self.country / 100:g} % by a country, {self.sea / 100:g} % by the sea"


AS_BUNDLED = Dependence(4_000, 500, 1_000, rule="as in the bundled network: the file states none")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Record):
    """One article, report or data set that a figure rests on."""

    id: Id
    title: Text
    publisher: Text
    date: PartialDate | None = None
    url: WebAddress | None = None
    tier: Text | None = None
    starting_article: Flag = False
    background: Flag = False
    note: Text | None = None

    def __str__(self) -> str:
        return f"{self.publisher}, {self.title}" + (f", {self.date}" if self.date else "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Prior(Record):
    """What was thought of a kind of elements before the reports were fitted.

    Either a speed (legs) or a time (dwell), both at the low level.
    """

    speed: MetresPerHour | None = None
    time: Seconds | None = None
    typical_over_low: Ratio
    high_over_typical: Ratio


@dataclass(frozen=True, slots=True, kw_only=True)
class Norm(Record):
    """The pace (legs) or the time (dwell) that elements of one kind share."""

    id: Id
    text: Text
    speed: MetresPerHour | None = None
    typical_over_low: Ratio | None = None
    high_over_typical: Ratio | None = None
    time: Levels | None = None
    prior: Prior | None = None
