"""A promise: a day of departure, a day of arrival, and the probability of keeping it."""

import datetime
from collections.abc import Callable, Iterator
from dataclasses import field, replace
from fractions import Fraction
from typing import Protocol

from corridor import text as _text
from corridor.errors import QuantityError
from corridor.frozen import dataclass
from corridor.network.network import Network
from corridor.network.validity import edges, has_calendar
from corridor.printing.shown import Shown
from corridor.routes.no_route_error import NoRouteError
from corridor.routes.route import Route, advisories, stops_text
from corridor.routing.graph.clock import HORIZON
from corridor.simulation import percentiles as spread
from corridor.units import DAY, Duration

Window = tuple[datetime.date | None, datetime.date]
MEDIAN = Fraction(1, 2)


class Shipments(Protocol):
    """What a promise must know of a simulation."""

    @property
    def route(self) -> Route:
        """The route that is simulated."""

    @property
    def runs(self) -> int:
        """How many shipments."""

    @property
    def seed(self) -> int:
        """What the random streams are keyed by."""

    @property
    def doubt(self) -> float:
        """The standard error of the level that is mixed in."""

    def percentile(self, chance: float | Fraction) -> Duration:
        """Return the least time within which at least a share of the runs arrives."""

    def on_time(self, days: str | float | Duration) -> float:
        """Return the share of runs that arrive within days."""


Shipped = Callable[[datetime.date], Shipments]


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
        The route, on the network of the day of departure.
    median
        The time within which half arrive.
    runs, seed
        Of the simulation behind it.
    deadline, kept
        The day that is to be kept, if any, and the share of shipments that keep it.
    latest
        Whether the departure is the last from which the deadline is kept with this confidence.
    late
        Whether the deadline can no longer be kept so: the departure is the network's day.
    past
        The network's day, where the deadline lies before it.
    doubt
        The standard error of the level, as a share, that is mixed in; by default none.

    >>> import corridor as co
    >>> sim = co.simulate(co.load_network(), "Xi'an > Istanbul", seed=7, corridor="middle")
    >>> promise = sim.ship_by("2027-04-01", confidence=0.9)
    >>> promise.departure, promise.arrival <= datetime.date(2027, 4, 1)
    (datetime.date(2027, 3, 2), True)
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
    late: bool = False
    past: datetime.date | None = None
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
        told = f"before the day of the network, {self.past}"
        behind = [
            *([("deadline", told)] if self.past else []),
            ("route", stops_text(self.route)),
            ("half", f"arrive by {half}, within {_text.days(self.median)} days"),
            ("counted", "from terminal to terminal and what you state; hour of day to hour of day"),
            *advisories([("", self.route)]),
            ("shown", shown),
            ("method", f"{self.runs:,} runs, seed {self.seed}"),
            ("data", self.route.stamp),
        ]
        return [_text.Prose([*self.route.past, self._finding()]), _text.Pairs(behind)]

    def _finding(self) -> str:
        share = spread.in_words(Fraction(str(self.confidence)))
        chain, days = self.route.request.chain, f"{self.days} day{'s' if self.days != 1 else ''}"
        if self.latest:
            return (
                f"{chain}: ship by {self.departure}, so that {share} arrive by {self.deadline}; "
                f"they need {days}."
            )
        shipped = f"too late: shipped today, {self.departure}" if self.late else ""
        shipped = shipped or f"shipped on {self.departure}"
        said = f"{chain}: {shipped}, {share} arrive by {self.arrival}, {days}"
        if self.kept is not None:
            said += f"; by {self.deadline}, {_text.percent(self.kept)}"
        return f"{said}."


def whole_days(time: int) -> int:
    """Return a time as the whole days that a promise needs."""
    return -(-time // DAY)


def depends_on_dates(net: Network, last: datetime.date, ahead: int = 0) -> bool:
    """Return whether what shipments of the time up to so long after a day meet depends on dates."""
    if (datetime.date.max - last).days < ahead:
        return False  # at the end of the calendar nothing lies ahead
    first = net.date or last
    last += datetime.timedelta(ahead)
    return has_calendar(net.file) or any(first <= edge <= last for edge in edges(net.file))


def promised(
    sim: Shipments,
    departure: datetime.date,
    chance: Fraction,
    deadline: datetime.date | None = None,
) -> Promise:
    """Return what may be promised of the shipments of a day."""
    within, median = sim.percentile(chance), sim.percentile(MEDIAN)
    try:
        arrival = departure + datetime.timedelta(whole_days(within))
    except OverflowError:
        raise QuantityError(
            f"{departure} is too late a day to ship on: the calendar ends with {datetime.date.max}"
        ) from None
    return Promise(
        departure=departure,
        arrival=arrival,
        confidence=float(chance),
        within=within,
        route=sim.route,
        median=median,
        runs=sim.runs,
        seed=sim.seed,
        deadline=deadline,
        kept=sim.on_time((deadline - departure).days) if deadline else None,
        doubt=sim.doubt,
    )


def promise_before(
    net: Network, last: datetime.date, chance: Fraction, shipped: Shipped
) -> Promise:
    """Return the promise of the last day of departure that keeps a deadline.

    Where the network's day is too late already, it is the promise of that day.

    Raises
    ------
    NoRouteError
        When no day of departure has a route.
    """
    today = net.date
    if today and last < today:
        return replace(_before(net, None, last, chance, shipped), past=today)
    if today and _misses(shipped, today, last, chance):
        return replace(promised(shipped(today), today, chance, last), late=True)
    return _before(net, today, last, chance, shipped)


def _before(
    net: Network,
    first: datetime.date | None,
    last: datetime.date,
    chance: Fraction,
    shipped: Shipped,
) -> Promise:
    if not depends_on_dates(net, last):
        return _in_windows(net, last, chance, shipped)
    first = first or datetime.date.fromordinal(max(1, last.toordinal() - HORIZON))
    day = _last_kept(first, last, lambda day: _misses(shipped, day, last, chance))
    return replace(promised(shipped(day), day, chance, last), latest=True)


def _misses(shipped: Shipped, day: datetime.date, last: datetime.date, chance: Fraction) -> bool:
    try:
        within = shipped(day).percentile(chance)
    except NoRouteError:
        return True
    return day.toordinal() + whole_days(within) > last.toordinal()


def _last_kept(
    kept: datetime.date, missed: datetime.date, misses: Callable[[datetime.date], bool]
) -> datetime.date:
    """Return the last day of departure that keeps a deadline: who leaves later arrives no earlier.

    Raises
    ------
    NoRouteError
        When not even the first day does.
    """
    if misses(kept):
        raise NoRouteError(f"no route on any day before {missed}")
    while (missed - kept).days > 1:
        middle = kept + datetime.timedelta((missed - kept).days // 2)
        kept, missed = (kept, middle) if misses(middle) else (middle, missed)
    return kept


def _in_windows(net: Network, last: datetime.date, chance: Fraction, shipped: Shipped) -> Promise:
    """Return the promise of the last day that keeps a deadline, where windows alone differ."""
    refused: NoRouteError | QuantityError = NoRouteError(f"no route on any day before {last}")
    for start, end in windows_before(net, last):
        try:
            days = whole_days(shipped(end).percentile(chance))
        except (NoRouteError, QuantityError) as error:
            refused = error
            continue
        try:
            departure = min(end, last - datetime.timedelta(days))
        except OverflowError:
            raise QuantityError(f"{last} is too early a deadline to ship before") from None
        if start is None or departure >= start:
            return replace(promised(shipped(departure), departure, chance, last), latest=True)
    raise refused


def windows_before(net: Network, last: datetime.date) -> Iterator[Window]:
    """Yield the windows up to a day in which a network does not change, the latest first.

    A window is its first and last day; the earliest has no first day.
    """
    end = last
    for start in sorted((edge for edge in edges(net.file) if edge <= last), reverse=True):
        yield start, end
        end = start - datetime.timedelta(1)
    yield None, end
