"""Monte Carlo over estimates: median and 90th-percentile arrival, and what drives the delays."""

from collections.abc import Iterator, Sequence
from dataclasses import field, replace
from datetime import date
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.errors import QuantityError
from corridor.frozen import dataclass
from corridor.network.estimates import ZERO, Levels
from corridor.network.network import Network, as_of
from corridor.printing.shown import Shown
from corridor.routes.request import check_depart
from corridor.routes.route import Route, stops_text
from corridor.routes.telling_apart import route_names
from corridor.routing.graph.clock import HORIZON
from corridor.simulation import percentiles as spread
from corridor.simulation import time_charges
from corridor.simulation.distribution import scaled
from corridor.simulation.percentiles import error_in_words
from corridor.simulation.promises import Promise, depends_on_dates, promise_before, promised
from corridor.simulation.sampling import (
    Policy,
    Progress,
    Question,
    Sample,
    Way,
    sample,
    sample_best,
)
from corridor.simulation.tail_shares import TailShare, tail_of
from corridor.simulation.varying_parts import MILES, Timed
from corridor.simulation.wording import BOTH, GUIDE, OPERATIONS
from corridor.text import Block
from corridor.units import Duration
from corridor.user_values import fitting_number, of_kind, read_date

if TYPE_CHECKING:
    from corridor.simulation.distribution import Ints


SHARES = tuple(Fraction(text) for text in ("0.1", "0.25", "0.5", "0.75", "0.9", "0.95"))
TOLD, PLANNING = (Fraction(1, 2), Fraction(9, 10)), Fraction(19, 20)
TAIL_SHOWN = 5
Day = str | date
ROUTES_SHOWN = 3


def outlook(sim: "Simulation") -> list[_text.Block]:
    """Return what a simulation says, as it can go into a memo."""
    shipments = sim.shipments or sim
    found = [shipments, sim] if sim.doubt else [sim]
    rows = []
    for share in filter(shipments.resolves, SHARES):
        times = [one.percentile(share) for one in found]
        cells = [cell for time in times for cell in _within(time)]
        rows.append((spread.in_words(share), *cells))
    head = ("arrive", "within\ndays", "promise\ndays", "with doubt\ndays", "promise\ndays")
    body = _text.Table(head[: 1 + 2 * len(found)], rows)
    behind = [*_behind(shipments), *_rests_on(sim)]
    return [_text.Prose([*sim.route.past, headline(sim)]), body, _text.Pairs(behind)]


def _within(time: int) -> tuple[str, str]:
    return _text.days(time), _text.days(time, promise=True)


def headline(sim: "Simulation") -> str:
    """Return the finding in words."""
    shipments = sim.shipments or sim
    told = [shipments.within(float(share)) for share in TOLD if shipments.resolves(share)]
    first, *more = told or [spread.too_few(TOLD[0], sim.runs)]
    later = [text.replace(" arrive", "") for text in more]
    text = f"{sim.route.request.chain}: {', '.join([first, *later])}"
    if sim.doubt and later:
        text += f"; with doubt about the level, {sim.within(0.9).replace(' arrive', '')}"
    return f"{text}."


def _behind(sim: "Simulation") -> Iterator[tuple[str, str]]:
    low, typical, high = map(_text.days, sim.levels.levels)
    yield "route", stops_text(sim.route)
    if sim.policy == "best":
        names = route_names([route for route, _ in sim.ways[:ROUTES_SHOWN]])
        told = _text.shares([runs for _, runs in sim.ways])
        for number, (share, name) in enumerate(zip(told, names, strict=False)):
            yield "" if number else "taken", f"{share} {name}"
        yield "", f"{len(sim.ways)} routes in all: each run takes its best, known only afterwards"
    yield "days", f"mean {_text.days(sim.mean)}; {low} low, {typical} typical, {high} high"
    by_road = {(name, mile.time.levels) for name, mile in sim.route.miles}
    for whose in ("stated by you", "estimated by road"):
        given = [
            f"{item.label} {_text.days(time.typical)}"
            for item, time in sim.stated
            if ((item.label, time.levels) in by_road) == (whose == "estimated by road")
        ]
        if given:
            yield "of these", f"{whose}: {', '.join(given)}"
    told = _text.shares([round(share * 10**6) for _, share in sim.tail])
    tail = [f"{item.label} {share}" for (item, _), share in zip(sim.tail, told, strict=True)]
    if tail and sim.resolves(TOLD[1]):
        yield "tail", f"{', '.join(tail[:TAIL_SHOWN])} of what separates P90 from the median"
    for number, words in enumerate(time_charges.charges_in_words(sim.charges)):
        yield "" if number else "charges", words
    if sim.resolves(PLANNING):
        index = f"buffer {sim.buffer_index:.2f}, planning time {sim.planning_time_index:.2f}"
        yield "indices", f"{index} ({GUIDE})"


def _rests_on(sim: "Simulation") -> Iterator[tuple[str, str]]:
    yield "shown", BOTH.format(error_in_words(sim.doubt)) if sim.doubt else OPERATIONS
    yield "method", f"{sim.runs:,} runs, seed {sim.seed}; {sim.net.dependence}"
    yield "data", sim.net.stamp


@dataclass(frozen=True, repr=False)
class Simulation(Shown):
    """The transit times of many simulated shipments by one route.

    Attributes
    ----------
    route
        The route that is simulated.
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
        The routes that were taken with the number of runs, the most frequent first, and for each
        run the number of its route (none where there is one).
    doubt, shipments
        The standard error of the level, as a share, that is mixed in, and the same runs without
        it; by default none.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> sim = co.simulate(net, "Xi'an > Istanbul", seed=7, corridor="middle")
    >>> sim.within(0.9)
    '90 % arrive within 30 days'
    """

    route: Route
    elements: Timed
    runs: int
    seed: int
    policy: Policy
    net: Network
    question: Question
    times: "Ints" = field(repr=False, compare=False)
    ways: Sequence[Way] = field(repr=False, compare=False)
    choice: "Ints | None" = field(repr=False, compare=False)
    doubt: float = 0.0
    shipments: "Simulation | None" = field(default=None, repr=False, compare=False)

    @cached_property
    def levels(self) -> Levels:
        """The sum of the parts at each level."""
        return sum((time for _, time in self.elements), ZERO)

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
            When the share is not between 0 and 1, or one that so few runs cannot tell.
        """
        share = spread.check_resolved(spread.check_chance(chance, "the share"), self.runs)
        return spread.percentile(self._ranked, share)

    def resolves(self, share: float | Fraction) -> bool:
        """Return whether there are runs enough to tell a share."""
        return self.runs >= spread.runs_needed(spread.check_chance(share, "the share"))

    def within(self, confidence: float) -> str:
        """Return a promise in words: ``90 % arrive within 27 days``.

        Raises
        ------
        QuantityError
            When the confidence is not between 0 and 1, or one that so few runs cannot tell.
        """
        chance = spread.check_chance(confidence)
        return spread.promised(chance, self.percentile(chance))

    def on_time(self, days: str | float | Duration) -> float:
        """Return the share of runs that arrive within days: a number, ``"25 days"``, a duration."""
        limit = spread.check_limit(days)
        return int(self._ranked.searchsorted(int(limit), side="right")) / self.runs

    def arrive_by(
        self, departure: Day, confidence: float = 0.9, *, deadline: Day | None = None
    ) -> Promise:
        """Return the day by which a share of the shipments of a day of departure arrives.

        The route and its times are those of the network of that day. With a deadline the promise
        also says which share keeps it.

        Raises
        ------
        QuantityError
            When a day is no date or beyond the calendar, the deadline is before the departure, or
            the confidence is not between 0 and 1, or one that so few runs cannot tell.
        NoRouteError
            When there is no route on that day.
        """
        chance, day = spread.check_chance(confidence), read_date(departure)
        last = None if deadline is None else read_date(deadline)
        if last and last < day:
            raise QuantityError(f"the deadline {last} is before the departure {day}")
        return promised(self._shipped(day), day, chance, last)

    def ship_by(self, deadline: Day, confidence: float = 0.9) -> Promise:
        """Return the last day of departure from which a share of shipments keeps a deadline.

        For each day of departure the route and its times are those of the network of that day. A
        deadline that can no longer be kept has the promise of the network's day, which is `late`.

        Raises
        ------
        QuantityError
            When the deadline is no date, or the confidence not between 0 and 1, or one that so few
            runs cannot tell.
        NoRouteError
            When no earlier day has a route.
        """
        chance, last = spread.check_chance(confidence), read_date(deadline)
        spread.check_resolved(chance, self.runs)
        return promise_before(self.net, last, chance, self._shipped)

    def _on(self, day: date) -> "Simulation":
        """Return the same question simulated on the network of a day."""
        net = as_of(self.net, day)
        if net == self.net:
            return self
        found = _simulated(net, self.question, self.runs, self.seed, self.policy)
        return found.doubted(self.doubt) if self.doubt else found

    def _shipped(self, day: date) -> "Simulation":
        """Return the same question for shipments of a day, past all that they meet."""
        dated = self.question.request.depart is not None
        if not dated and not depends_on_dates(self.net, day, HORIZON):
            return self._on(day)
        request = replace(self.question.request, depart=check_depart(day))
        question = replace(self.question, request=request, way=None)
        found = _simulated(self.net, question, self.runs, self.seed, self.policy)
        return found.doubted(self.doubt) if self.doubt else found

    @property
    def buffer_index(self) -> float | None:
        """The time to add to the mean to be on time 19 times in 20, as a share of the mean.

        None where there are too few runs to tell.

        As in Federal Highway Administration, Travel Time Reliability: Making It There On Time, All
        The Time (2006): the 95th percentile less the mean, over the mean.
        """
        late = spread.percentile(self._ranked, PLANNING) / int(self.mean) - 1
        return late if self.resolves(PLANNING) else None

    @property
    def planning_time_index(self) -> float | None:
        """The 95th percentile over the uncongested time (low); none where runs are too few."""
        late = spread.percentile(self._ranked, PLANNING) / int(self.levels.low)
        return late if self.resolves(PLANNING) else None

    def beats(self, other: "Simulation") -> float:
        """Return the share of runs in which this route is the faster of two.

        Both meet the same season, congestion and weather in each run, so seed and runs must agree.

        Raises
        ------
        QuantityError
            When they do not.
        """
        self._check_common(other)
        return int((self.times < other.times).sum()) / self.runs

    def regret(self, other: "Simulation") -> Duration:
        """Return by how much this route is slower than another on average, counting only such runs.

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
        of_kind(other, "the other simulation", Simulation)
        if (self.seed, self.runs) != (other.seed, other.runs):
            raise QuantityError(
                f"seed {self.seed} with {self.runs:,} runs against seed {other.seed} with "
                f"{other.runs:,} runs; only simulations that share seed and runs can be compared"
            )

    @cached_property
    def tail(self) -> tuple[TailShare, ...]:
        """What separates the ninth decile from the median, by element, the largest first.

        The share of an element is its mean time in the runs around the ninth decile (those from the
        85th to the 95th percentile) less its mean time in the runs around the median (from the 45th
        to the 55th), over the same difference of the whole transit time. The shares add up to one;
        there are none when every run takes the same time, nor of a question with a day of
        departure, whose parts depend on the moment at which a run gets to them.
        """
        if self.route.schedule:
            return ()
        sim = self.shipments or self
        found = Sample(sim.route, sim.elements, sim.times, sim.ways, sim.choice)
        return tail_of(sim.net, sim.question, found, sim.seed)

    @cached_property
    def charges(self) -> tuple[time_charges.ExpectedCharge, ...]:
        """What storage, demurrage and detention come to: of a shipment on one route.

        The last is their sum, where there are several. Customs that you state are a stay at the
        destination, the wait for the first departure one at the origin.
        """
        sim = self.shipments or self
        drawn = (sim.net, sim.question, sim.route, sim.elements, sim.runs, sim.seed)
        return time_charges.expected_charges(*drawn) if sim.policy == "fixed" else ()

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
        fitting_number(error, "the error", lambda error: 0 <= error <= 1, "from 0 to 1")
        if self.doubt:
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
