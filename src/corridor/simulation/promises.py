"""A promise: a day of departure, a day of arrival, and how sure the one is given the other."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction

from corridor import text as _text
from corridor.network.network import Network
from corridor.network.validity import edges
from corridor.notebook import Shown
from corridor.routes.route import Route, advisories, way
from corridor.simulation import percentiles as spread
from corridor.units import DAY, Duration

Window = tuple[datetime.date | None, datetime.date]


@dataclass(frozen=True, slots=True, kw_only=True)
class Promise(Shown):
    """What may be promised: shipped on one day, a share of shipments is there by another.

    Attributes
    ----------
    departure, arrival
        The days. A shipment that leaves on a day and takes less than one arrives the next.
    confidence
        The share of simulated shipments that keep to it.
    within
        The time within which that share arrives.
    route
        The way, on the network of the day of departure.
    median
        The time within which half arrive.
    runs, seed
        Of the simulation behind it.
    deadline, kept
        The day that is to be kept, if any, and the share of shipments that keep it.
    latest
        Whether the departure is the last from which the deadline is kept with this confidence.
    doubt
        The standard error of the level, as a share, that is mixed in; by default none.

    >>> import corridor as co
    >>> sim = co.simulate(co.load_network(), "Xi'an > Istanbul", seed=7, corridor="middle")
    >>> promise = sim.ship_by("2027-04-01", confidence=0.9)
    >>> promise.departure, promise.arrival <= datetime.date(2027, 4, 1)
    (datetime.date(2027, 3, 4), True)
    """

    departure: datetime.date
    arrival: datetime.date
    confidence: float
    within: Duration
    route: Route = field(repr=False)
    median: Duration
    runs: int
    seed: int
    deadline: datetime.date | None = None
    kept: float | None = None
    latest: bool = False
    doubt: float = 0.0

    @property
    def days(self) -> int:
        """The days between departure and arrival."""
        return (self.arrival - self.departure).days

    def _blocks(self) -> list[_text.Block]:
        half = self.departure + datetime.timedelta(whole_days(self.median))
        shown = "spread between shipments (operations)"
        if self.doubt:
            shown += f", and doubt about the level (evidence): {100 * self.doubt:.1f} %"
        behind = [
            ("way", way(self.route)),
            ("half", f"arrive by {half}, within {_text.days(self.median)} days"),
            ("counted", "from terminal to terminal and what you state; hour of day to hour of day"),
            *advisories([("", self.route)]),
            ("shown", shown),
            ("method", f"{self.runs:,} runs, seed {self.seed}"),
            ("data", self.route.stamp),
        ]
        return [_text.Prose([self._finding()]), _text.Pairs(behind)]

    def _finding(self) -> str:
        share = spread.in_words(Fraction(str(self.confidence)))
        chain, days = self.route.request.chain, f"{self.days} day{'s' if self.days != 1 else ''}"
        if self.latest:
            return (
                f"{chain}: ship by {self.departure}, so that {share} arrive by {self.deadline}; "
                f"they need {days}."
            )
        said = f"{chain}: shipped on {self.departure}, {share} arrive by {self.arrival}, {days}"
        if self.kept is not None:
            said += f"; by {self.deadline}, {_text.percent(self.kept)}"
        return f"{said}."


def whole_days(time: int) -> int:
    """Return a time as the whole days that a promise needs."""
    return -(-time // DAY)


def windows_before(net: Network, last: datetime.date) -> Iterator[Window]:
    """Yield the windows up to a day in which a network does not change, the latest first.

    A window is its first and last day; the earliest has no first day.
    """
    end = last
    for start in sorted((edge for edge in edges(net.file) if edge <= last), reverse=True):
        yield start, end
        end = start - datetime.timedelta(1)
    yield None, end
