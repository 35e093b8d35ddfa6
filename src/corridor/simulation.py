"""Monte Carlo over estimates: when half and nine in ten arrive, and which part makes the tail."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Unpack

from corridor import spread
from corridor._html import Shown
from corridor._text import Block
from corridor.decile import RUNS
from corridor.distribution import scaled
from corridor.errors import NoRouteError, QuantityError
from corridor.estimates import ZERO, Levels
from corridor.network import Network, as_of, read_date
from corridor.outlook import outlook
from corridor.parts import MILES, Stated, Timed, given_time
from corridor.promises import Promise, whole_days, windows_before
from corridor.request import Request, one_of
from corridor.route import Route
from corridor.routing import Search, make_request
from corridor.sampling import POLICIES, Policy, Progress, Question, Way, sample, sample_best
from corridor.tail import TailShare, tail_of
from corridor.units import Duration

if TYPE_CHECKING:
    from corridor.distribution import Ints

Chain = str | Sequence[str] | Route | Request
Day = str | date

MEDIAN, PLANNING = Fraction(1, 2), Fraction(19, 20)


@dataclass(frozen=True, repr=False)
class Simulation(Shown):
    """Hold the transit times of many simulated shipments by one route.

    Attributes
    ----------
    route
        The way that is simulated.
    elements
        The parts of the time, in order, each with its low, typical and high.
    runs, seed
        How many shipments, and what the random streams are keyed by.
    policy
        fixed: every shipment keeps to the route; best: each takes what is best in its run.
    net, question
        The network on which it rests, and what was asked of it.
    times
        The transit times [s] in the order of the runs; not to be written to.
    ways, choice
        The routes that were taken, the most frequent first, and for each run the number of its
        way (none where there is one).
    doubt, shipments
        The standard error of the level, as a share, that is mixed in, and the same runs without
        it; by default none.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> sim = co.simulate(net, "Xi'an > Istanbul", seed=7, corridor="middle")
    >>> sim.within(0.9)
    'nine in ten arrive within 28 days'
    """

    route: Route
    elements: Timed
    runs: int
    seed: int
    policy: Policy
    net: Network
    question: Question
    times: "Ints" = field(repr=False, compare=False)
    ways: tuple[Way, ...] = field(repr=False, compare=False)
    choice: "Ints | None" = field(repr=False, compare=False)
    doubt: float = 0.0
    shipments: "Simulation | None" = field(default=None, repr=False, compare=False)

    @cached_property
    def levels(self) -> Levels:
        """The sum of the parts at each level."""
        total = ZERO
        for _, time in self.elements:
            total = total + Levels(time.low, time.typical, time.high)
        return total

    @cached_property
    def _ranked(self) -> "Ints":
        import numpy as np

        return np.sort(self.times)

    @cached_property
    def mean(self) -> Duration:
        """The mean of the runs."""
        return Duration(round(Fraction(int(self.times.sum()), self.runs)))

    def percentile(self, chance: float | Fraction) -> Duration:
        """Return the least time within which at least a share of the runs arrives.

        Raises
        ------
        QuantityError
            When the share is not between 0 and 1.
        """
        return spread.percentile(self._ranked, spread.check_chance(chance, "the share"))

    def within(self, confidence: float) -> str:
        """Return a promise in words: ``nine in ten arrive within 27 days``.

        Raises
        ------
        QuantityError
            When the confidence is not between 0 and 1.
        """
        chance = spread.check_chance(confidence)
        return spread.promised(chance, spread.percentile(self._ranked, chance))

    def on_time(self, days: str | float | Duration) -> float:
        """Return the share of runs that arrive within days: a number, ``"25 days"``, a duration."""
        limit = spread.check_limit(days)
        return int(self._ranked.searchsorted(int(limit), side="right")) / self.runs

    def arrive_by(
        self, departure: Day, confidence: float = 0.9, *, deadline: Day | None = None
    ) -> Promise:
        """Return the day by which a share of the shipments of a day of departure arrives.

        The way and its times are those of the network of that day. With a deadline the promise
        also says which share keeps it.

        Raises
        ------
        QuantityError
            When a day is no date, the deadline is before the departure, or the confidence not
            between 0 and 1.
        NoRouteError
            When there is no route on that day.
        """
        chance, day = spread.check_chance(confidence), read_date(departure)
        last = read_date(deadline) if deadline else None
        if last and last < day:
            raise QuantityError(f"the deadline {last} is before the departure {day}")
        return _promise(self._on(day), day, chance, last)

    def ship_by(self, deadline: Day, confidence: float = 0.9) -> Promise:
        """Return the last day of departure from which a share of shipments keeps a deadline.

        For each day of departure the way and its times are those of the network of that day.

        Raises
        ------
        QuantityError
            When the deadline is no date, or the confidence not between 0 and 1.
        NoRouteError
            When no earlier day has a route.
        """
        chance, last = spread.check_chance(confidence), read_date(deadline)
        refused: NoRouteError | QuantityError = NoRouteError(f"no route on any day before {last}")
        for start, end in windows_before(self.net, last):
            try:
                sim = self._on(end)
            except (NoRouteError, QuantityError) as error:
                refused = error
                continue
            days = whole_days(sim.percentile(chance))
            try:
                departure = min(end, last - timedelta(days))
            except OverflowError:
                raise QuantityError(f"{last} is too early a deadline to ship before") from None
            if start is None or departure >= start:
                found = _promise(self._on(departure), departure, chance, last)
                return replace(found, latest=True)
        raise refused

    def _on(self, day: date) -> "Simulation":
        """Return the same question simulated on the network of a day."""
        net = as_of(self.net, day)
        if net == self.net:
            return self
        found = _simulated(net, self.question, self.runs, self.seed, self.policy)
        return found.doubted(self.doubt) if self.doubt else found

    @property
    def buffer_index(self) -> float:
        """The time to add to the mean to be on time 19 times in 20, as a share of the mean.

        As in Federal Highway Administration, Travel Time Reliability: Making It There On Time, All
        The Time (2006): the 95th percentile less the mean, over the mean.
        """
        return spread.percentile(self._ranked, PLANNING) / int(self.mean) - 1

    @property
    def planning_time_index(self) -> float:
        """The 95th percentile over the time in free flow (low), as the same guide defines it."""
        return spread.percentile(self._ranked, PLANNING) / int(self.levels.low)

    def beats(self, other: "Simulation") -> float:
        """Return the share of runs in which this way is the faster of two.

        Both meet the same season, congestion and weather in each run, so seed and runs must agree.

        Raises
        ------
        QuantityError
            When they do not.
        """
        self._check_common(other)
        return int((self.times < other.times).sum()) / self.runs

    def regret(self, other: "Simulation") -> Duration:
        """Return by how much this way is slower than another on average, counting only such runs.

        Against the simulation with policy best it is what fixing the route in advance costs.

        Raises
        ------
        QuantityError
            When seed or runs differ.
        """
        self._check_common(other)
        lost = (self.times - other.times).clip(min=0)
        return Duration(round(Fraction(int(lost.sum()), self.runs)))

    def _check_common(self, other: "Simulation") -> None:
        if (self.seed, self.runs) != (other.seed, other.runs):
            raise QuantityError(
                f"seed {self.seed} with {self.runs:,} runs against seed {other.seed} with "
                f"{other.runs:,} runs; only simulations of one seed and one number of runs meet "
                "the same chances"
            )

    @cached_property
    def tail(self) -> tuple[TailShare, ...]:
        """What separates the ninth decile from the median, by element, the largest first.

        The share of an element is its mean time in the runs around the ninth decile (those from the
        85th to the 95th percentile) less its mean time in the runs around the median (from the 45th
        to the 55th), over the same difference of the whole transit time. The shares add up to one;
        there are none when every run takes the same time.
        """
        return tail_of(self.shipments or self)

    def doubted(self, error: float) -> "Simulation":
        """Return the runs with doubt about the level mixed in: how well the usual time is known.

        Spread between shipments and doubt about their mean are two things: the simulation shows
        the first, what is returned both, side by side when printed. Every run is multiplied by a
        factor of mean one, lognormal; all parts but those that you state share the error.

        Parameters
        ----------
        error
            The standard error of the route's usual time, as a share of it: `doubt_about` gives it.

        Raises
        ------
        QuantityError
            When the error is not from 0 to 1, or doubt is mixed in already.
        """
        if self.doubt or not 0 <= error <= 1:
            raise QuantityError(
                f"the error is {error!r} after {self.doubt!r}; doubt is mixed in once, from 0 to 1"
            )
        stated = sum(int(time.typical) for _, time in self.stated)
        share = error * (1 - stated / max(1, self.levels.typical))
        times = scaled(self.times, share, self.seed)
        return replace(self, times=times, doubt=error, shipments=self)

    @property
    def stated(self) -> Timed:
        """The parts that the user stated."""
        return tuple((item, time) for item, time in self.elements if item.kind in MILES)

    def _blocks(self) -> list[Block]:
        return outlook(self)

    def __repr__(self) -> str:
        return f"<Simulation {self.route.request.chain}, {self.runs:,} runs, seed {self.seed}>"


def simulate(
    net: Network,
    way: Chain,
    *,
    seed: int | None = None,
    runs: int = RUNS,
    policy: Policy = "fixed",
    first_mile: Stated | None = None,
    last_mile: Stated | None = None,
    customs: Stated | None = None,
    from_ready: bool = False,
    progress: Progress | None = None,
    **limits: Unpack[Search],
) -> Simulation:
    """Simulate many shipments by one route: how long they take, and how sure that is.

    Parameters
    ----------
    net
        The network, seen on its day.
    way
        A route, or a chain of places (or a route's request) of which the best route is taken.
    seed
        A whole number; the same seed gives the same runs on every machine. It must be given.
    runs
        How many shipments.
    policy
        fixed: every shipment keeps to the route; best: each takes the way that is best in its run,
        as nobody can know beforehand: a bound on what rerouting could gain.
    first_mile, last_mile, customs
        What you state of the ways to and from the terminals and of customs: ``"2 days"``, or low,
        typical and high as in ``"1 day, 2 days, 4 days"``.
    from_ready
        Count the wait for the first departure too, from the day the goods are ready.
    progress
        Called with the runs done and the runs asked for.
    limits
        As for `find_route`, for a chain of places; for named policies of the file find the route
        first.

    Returns
    -------
    Simulation
        Its spread is that between shipments; what is not known about the levels is not in it.

    Raises
    ------
    QuantityError
        When the seed is missing, or runs, policy or a stated time is of the wrong form.
    NoRouteError, UnknownPlaceError, AmbiguousPlaceError, SamePlaceError
        As `find_route` does.

    >>> import corridor as co
    >>> sim = co.simulate(co.load_network(), "Aktau > Alat", seed=7)
    >>> sim.levels.low <= sim.percentile(0.5) <= sim.percentile(0.9) <= sim.levels.high
    True
    """
    spread.check_runs(runs)
    seed = spread.check_seed(seed)
    one_of(policy, POLICIES, "policy")
    miles = {"first_mile": first_mile, "last_mile": last_mile, "customs": customs}
    stated = {name: time for name, time in miles.items() if time is not None}
    given = tuple((name, given_time(name, time)) for name, time in stated.items())
    route = way if isinstance(way, Route) else None
    question = Question(_request(net, way, limits), route, given, from_ready)
    return _simulated(net, question, runs, seed, policy, progress)


def _promise(
    sim: Simulation, departure: date, chance: Fraction, deadline: date | None = None
) -> Promise:
    within, median = sim.percentile(chance), sim.percentile(MEDIAN)
    return Promise(
        departure,
        departure + timedelta(whole_days(within)),
        float(chance),
        within,
        sim.route,
        median,
        sim.runs,
        sim.seed,
        deadline,
        sim.on_time((deadline - departure).days) if deadline else None,
        doubt=sim.doubt,
    )


def _request(net: Network, way: Chain, limits: Search) -> Request:
    if isinstance(way, Route | Request):
        return way.request if isinstance(way, Route) else way
    points = [part.strip() for part in way.split(">")] if isinstance(way, str) else way
    return make_request(net, points, **limits)


def _simulated(
    net: Network,
    question: Question,
    runs: int,
    seed: int,
    policy: Policy,
    progress: Progress | None = None,
) -> Simulation:
    draw = sample if policy == "fixed" else sample_best
    found = draw(net, question, runs, seed, progress)
    head = (found.route, found.elements, runs, seed, policy, net, question)
    return Simulation(*head, found.times, found.ways, found.choice)
