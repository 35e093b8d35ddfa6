"""What is reported: movements from end to end, lengths of whole runs, volumes, and what is said."""

from typing import Annotated, Literal

from corridor.frozen import dataclass
from corridor.network.estimates import Length, Period, Record
from corridor.network.fields import Count, Date, Expanding, Flag, Id, Number, Seconds, Text
from corridor.network.modes import Mode

#: The party of those who calculate: shipments of their own log.
OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class JourneyEnd(Record):
    """One end of a reported journey: the source's words, and what they are read as."""

    text: Text
    node: Id | None = None
    region: Id | None = None
    assumed: Id | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedSpan(Record):
    """The shortest and longest time that a source gives; one of them may be missing."""

    low: Seconds | None = None
    high: Seconds | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedPeriod(Record):
    """When a journey was made, in the source's words and as a half-open window."""

    text: Text
    start: Date | None = None
    end: Date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey(Record):
    """A reported end-to-end movement: a claim with a source."""

    id: Id
    origin: JourneyEnd
    destination: JourneyEnd
    via: tuple[Id, ...] = ()
    corridor: Id
    direction: Literal["westbound", "eastbound"]
    mode: Mode
    transit_time: ReportedSpan | None = None
    relative_only: Flag = False
    period: ReportedPeriod
    kind: Literal["observed", "average", "schedule", "target", "advertised"]
    party: Literal["operator", "ministry", "forwarder", "media", "carrier", "own"]
    scope: Literal[
        "segment",
        "terminal_to_terminal",
        "port_to_port",
        "door_to_door",
        "sailing_only",
        "unstated",
    ]
    level: Literal["low", "typical", "high", "none"]
    use: Literal["fit", "check", "duplicate", "none"]
    exact: Flag = False
    duplicate_of: Id | None = None
    sources: tuple[Id, ...]
    quote: Text | None = None
    note: Text | None = None

    @property
    def reported(self) -> tuple[int, ...]:
        """The least and the greatest time that is reported [s]; empty without a number."""
        span = self.transit_time
        return (
            tuple(int(time) for time in (span.low, span.high) if time is not None) if span else ()
        )

    @property
    def value(self) -> float:
        """The report as one time [s]: the middle of its range, at low a quarter of the range up."""
        low, high = self.reported[0], self.reported[-1]
        return low + (high - low) * (0.25 if self.level == "low" else 0.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run(Record):
    """The reported length of a whole run; each source's figure is one of the distances."""

    id: Id
    origin: JourneyEnd
    destination: JourneyEnd
    via: tuple[Id, ...] = ()
    corridor: Id
    mode: Mode
    period: ReportedPeriod | None = None
    distances: tuple[Annotated[Length, Expanding("value")], ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Volume(Period):
    """What is reported to be carried, or able to be carried, in a window of dates.

    Attributes
    ----------
    text, kind
        What it is: carried, capacity or plan.
    corridor
        Of which corridor.
    teu, tonnes, trains
        How much, in the whole window.
    """

    id: Id
    text: Text
    kind: Literal["carried", "capacity", "plan"]
    corridor: Id | None = None
    teu: Count | None = None
    tonnes: Count | None = None
    trains: Count | None = None

    def a_year(self, amount: float) -> float:
        """Return an amount of the window as one of a year."""
        days = (self.end - self.start).days if self.start and self.end else 365
        return amount * 365.25 / days if abs(days - 365.25) > 1 else amount


StatementKind = Literal["shortest", "largest", "first", "plan", "growth", "size", "agreement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Period):
    """What a source says beside journeys: a superlative, a first, a plan, growth, an agreement.

    Attributes
    ----------
    text, kind
        What is said, and of what kind; the kind decides what it is held against.
    corridor
        Of which corridor.
    origin, destination, modes
        shortest: between which ends, by which modes; first: the ends.
    node, among
        largest: which node, and which others it is compared with.
    start, end
        first: the day; plan: the window.
    teu, tonnes, trains
        plan, size: how much.
    growth
        growth: how much more [%].
    earlier, later
        growth: the volumes between which it lies.
    """

    id: Id
    text: Text
    kind: StatementKind
    corridor: Id | None = None
    origin: JourneyEnd | None = None
    destination: JourneyEnd | None = None
    modes: tuple[Mode, ...] = ()
    node: Id | None = None
    among: tuple[Id, ...] = ()
    teu: Count | None = None
    tonnes: Count | None = None
    trains: Count | None = None
    growth: Number | None = None
    earlier: Id | None = None
    later: Id | None = None
    quote: Text | None = None
