"""The answer: a route, its legs and transfers, its times, and what they rest on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from typing import TYPE_CHECKING, TypeVar

from corridor._html import Shown
from corridor._text import Block
from corridor.conflicts import Conflict, Report, largest
from corridor.estimates import ZERO, Estimate, Levels, Source
from corridor.fields import BASES, Basis
from corridor.itinerary import itinerary
from corridor.model import Advisory, Node
from corridor.reports import Journey
from corridor.request import Request
from corridor.steps import Element, RouteLeg, Transfer
from corridor.units import Distance, Duration

if TYPE_CHECKING:
    from corridor.bill import Cost, Emissions

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Grounds:
    """Hold what a total rests on.

    Attributes
    ----------
    seconds
        For each basis, the part of the typical transit time [s] that stands on it.
    weakest
        The longest part that is neither reported nor calibrated: what it is, and its time [s].
    claims
        The reported journeys from which calibrated parts were inferred.
    sources
        All sources, those that carry the most time first.
    """

    seconds: dict[Basis, int] = field(hash=False)
    weakest: tuple[str, int] | None
    claims: tuple[Journey, ...]
    sources: tuple[Source, ...]

    @property
    def total(self) -> int:
        """The typical transit time [s]."""
        return sum(self.seconds.values())

    @property
    def years(self) -> tuple[str, str] | None:
        """The first and last year of its sources."""
        dated = sorted(source.date[:4] for source in self.sources if source.date)
        return (dated[0], dated[-1]) if dated else None

    def share(self, basis: Basis) -> float:
        """Return the share of the typical transit time that stands on a basis."""
        return self.seconds.get(basis, 0) / self.total


@dataclass(frozen=True, slots=True)
class Touches:
    """Hold what a route touches, in order, each with the ids of the legs that touch it.

    Attributes
    ----------
    countries, borders, operators
        Pairs of the country (the two countries of the border, the operator) and its legs.
    """

    countries: tuple[tuple[str, tuple[str, ...]], ...]
    borders: tuple[tuple[tuple[str, str], tuple[str, ...]], ...]
    operators: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, repr=False)
class Route(Shown):
    """Hold ordered legs with the transfers between them: one answer, with all its facts.

    Attributes
    ----------
    request
        The question that it answers.
    steps
        Legs and transfers in order; a movement straight on has no transfer.
    corridors
        Ids of the corridors that it belongs to.
    advisories
        What to know about what it touches.
    notes
        What the search did that was not asked for, such as using a road leg.
    not_touched
        Countries avoided by the request or by some corridor that it does not touch.
    inland
        From a border gateway: the inland terminal's name, and the times of the way from there.
    stamp
        The network's version, date and digest.
    cost, emissions
        Of the request's shipment; none where it has none.

    >>> import corridor as co
    >>> route = co.find_route(co.load_network(), "China", "Türkiye", corridor="middle")
    >>> route.transit_time.low.to("day")
    <Quantity(12.0, 'day')>
    """

    request: Request
    steps: tuple[RouteLeg | Transfer, ...]
    corridors: tuple[str, ...]
    advisories: tuple[Advisory, ...]
    notes: tuple[str, ...]
    inland: tuple[str, Levels] | None
    not_touched: tuple[str, ...]
    stamp: str
    _journeys: tuple[Journey, ...]
    _sources: tuple[Source, ...]
    _reports: tuple[Report, ...]
    cost: "Cost | None" = None
    emissions: "Emissions | None" = None

    @cached_property
    def legs(self) -> tuple[RouteLeg, ...]:
        """The legs in order."""
        return tuple(step for step in self.steps if isinstance(step, RouteLeg))

    @cached_property
    def transfers(self) -> tuple[Transfer, ...]:
        """The transfers in order."""
        return tuple(step for step in self.steps if isinstance(step, Transfer))

    @property
    def origin(self) -> Node:
        """The node where it begins."""
        return self.legs[0].origin

    @property
    def destination(self) -> Node:
        """The node where it ends."""
        return self.legs[-1].destination

    @property
    def ends(self) -> tuple[Node, Node]:
        """The nodes where it begins and ends."""
        return (self.origin, self.destination)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes that it passes, in order."""
        return (self.origin, *(leg.destination for leg in self.legs))

    @cached_property
    def moving(self) -> Levels:
        """The time in motion."""
        return _sum(leg.leg.transit_time for leg in self.legs)

    @cached_property
    def dwell(self) -> Levels:
        """The time at nodes between legs, without waiting."""
        return _sum(transfer.dwell for transfer in self.transfers if transfer.dwell)

    @cached_property
    def waiting(self) -> Levels:
        """The time waiting for departures."""
        return _sum(transfer.waiting for transfer in self.transfers if transfer.waiting)

    @cached_property
    def transit_time(self) -> Levels:
        """Terminal to terminal: moving, dwell and waiting, to the second at every level."""
        return self.moving + self.dwell + self.waiting

    @property
    def standing(self) -> Levels:
        """Dwell and waiting together."""
        return self.dwell + self.waiting

    @property
    def distance(self) -> Distance:
        """The sum of the legs' distances."""
        return Distance(sum(leg.leg.distance.value for leg in self.legs))

    @property
    def objective(self) -> int:
        """What its request makes least, at the level: seconds, cents, grams or metres."""
        by, level = self.request.by, self.request.level
        if by == "distance":
            return int(self.distance)
        if by == "emissions" and self.emissions:
            return int(self.emissions.total)
        if by == "cost" and self.cost:
            return self.cost.at(level).cents
        if by == "generalised" and self.cost:
            return self.cost.generalised.cents
        return int(self.transit_time.at(level))

    @property
    def gauge_breaks(self) -> tuple[str, ...]:
        """The nodes where the gauge changes, and the legs within which it does, in order."""
        return tuple(
            step.id if isinstance(step, RouteLeg) else step.node.id
            for step in self.steps
            if (isinstance(step, RouteLeg) and step.leg.contains_gauge_break)
            or (isinstance(step, Transfer) and step.kind == "gauge_break")
        )

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries that it touches, in order."""
        return _unique(country for leg in self.legs for country in leg.countries)

    @property
    def border_crossings(self) -> tuple[tuple[str, str], ...]:
        """The borders that it crosses, as pairs of countries in order."""
        crossed = [self.legs[0].countries[0]]
        for country in (country for leg in self.legs for country in leg.countries):
            if country != crossed[-1]:
                crossed.append(country)
        return tuple(pairwise(crossed))

    @cached_property
    def touches(self) -> Touches:
        """What it touches, each with the legs that do: the proof of what it avoids."""
        countries: dict[str, list[str]] = {}
        borders: dict[tuple[str, str], list[str]] = {}
        operators: dict[str, list[str]] = {}
        for leg in self.legs:
            for country in dict.fromkeys(leg.countries):
                countries.setdefault(country, []).append(leg.id)
            for border in dict.fromkeys(map(_alphabetic, pairwise(leg.countries))):
                borders.setdefault(border, []).append(leg.id)
            for operator in leg.leg.operators:
                operators.setdefault(operator, []).append(leg.id)
        return Touches(_frozen(countries), _frozen(borders), _frozen(operators))

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators that its legs name, in order."""
        return _unique(operator for leg in self.legs for operator in leg.leg.operators)

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes that it uses, in order."""
        return _unique(leg.leg.mode for leg in self.legs)

    @cached_property
    def grounds(self) -> Grounds:
        """What its typical transit time rests on."""
        journeys = {item.id: item for item in self._journeys}
        sources = {item.id: item for item in self._sources}
        seconds: Counter[Basis] = Counter()
        carried: Counter[str] = Counter()
        claims: Counter[str] = Counter()
        weak: list[tuple[int, str]] = []
        for element, estimate in self.elements():
            time = int(estimate.typical)
            seconds[estimate.basis] += time
            claims.update(dict.fromkeys(estimate.claims, time))
            cited = [journeys[claim].sources for claim in estimate.claims]
            carried.update(dict.fromkeys((*estimate.sources, *chain(*cited)), time))
            if estimate.basis in {"estimated", "assumed"} and time:
                weak.append((-time, element.label))
        weakest = min(weak, default=None)
        return Grounds(
            {basis: seconds[basis] for basis in BASES if seconds[basis]},
            (weakest[1], -weakest[0]) if weakest else None,
            tuple(journeys[claim] for claim in _ranked(claims)),
            tuple(sources[source] for source in _ranked(carried)),
        )

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The reports on it, or on a part of it, that its times miss most; at most three."""
        return largest(item for report in self._reports for item in self._held_against(report))

    def _held_against(self, report: Report) -> Iterator[Conflict]:
        """Yield what it takes between the ends of a report, when the via lies between them."""
        journey, *ends = report
        for one, other in (ends, ends[::-1]):
            first = [leg for leg in self.legs if leg.origin.id in one]
            last = [leg for leg in self.legs if leg.destination.id in other]
            part = self.steps[self.steps.index(first[0]) :] if first else ()
            if last and last[-1] in part:
                part = part[: part.index(last[-1]) + 1]
                legs = [step for step in part if isinstance(step, RouteLeg)]
                nodes = {first[0].origin.id, *(leg.destination.id for leg in legs)}
                times = [time.levels for step in part for time in step.estimates]
                if nodes.issuperset(journey.via):
                    level = ("low", "typical", "high").index(journey.level)
                    yield Conflict(journey, sum(time[level] for time in times))
                return

    def elements(self) -> Iterator[tuple[Element, Estimate]]:
        """Yield every part of the transit time with its name: legs, dwell, waiting."""
        for step in self.steps:
            if isinstance(step, RouteLeg):
                label = f"{step.origin.short} > {step.destination.short}"
                yield Element("leg", step.id, None, label), step.leg.transit_time
                continue
            if step.dwell:
                label = f"{step.kind.replace('_', ' ')} at {step.node.short}"
                yield Element("dwell", step.node.id, step.entry, label), step.dwell
            if step.waiting:
                label = f"wait at {step.node.short}"
                yield Element("waiting", step.boarded.id, None, label), step.waiting

    def __repr__(self) -> str:
        days = f"{self.transit_time.typical.days:.1f} days typical"
        return f"<Route {self.request.chain}, {days}, {len(self.legs)} legs>"

    def _blocks(self) -> list[Block]:
        return itinerary(self)


def _sum(times: Iterator[Levels]) -> Levels:
    total = (0, 0, 0)
    for time in times:
        total = (total[0] + time.low, total[1] + time.typical, total[2] + time.high)
    return Levels(*map(Duration, total)) if any(total) else ZERO


def _alphabetic(pair: tuple[str, str]) -> tuple[str, str]:
    return min(pair), max(pair)


def _frozen(found: dict[Item, list[str]]) -> tuple[tuple[Item, tuple[str, ...]], ...]:
    return tuple((item, tuple(legs)) for item, legs in found.items())


def _unique(items: "Iterator[Item] | list[Item]") -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))


def _ranked(counted: "Counter[str]") -> list[str]:
    return sorted(counted, key=lambda name: (-counted[name], name))
