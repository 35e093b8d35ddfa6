"""The answer: a route, its legs and transfers, its times, and what they rest on."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise
from typing import TypeVar

from corridor.estimates import ZERO, Estimate, Levels, Source
from corridor.fields import BASES, Basis
from corridor.itinerary import itinerary
from corridor.model import Advisory, Dwell, DwellDefault, Journey, Leg, Node
from corridor.request import Request
from corridor.units import Distance, Duration

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class RouteLeg:
    """Hold one leg of a route, in the direction of travel.

    Attributes
    ----------
    leg
        The leg as the file has it.
    origin, destination
        The nodes where this movement begins and ends.
    countries
        The countries it touches, in the order of travel.
    """

    leg: Leg
    origin: Node
    destination: Node
    countries: tuple[str, ...]

    @property
    def id(self) -> str:
        """The leg's id."""
        return self.leg.id

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The parts of its time."""
        return (self.leg.transit_time,)

    @property
    def carriage(self) -> str:
        """The mode, and for rail the gauge."""
        return f"rail {self.leg.gauge}" if self.leg.gauge else self.leg.mode


@dataclass(frozen=True, slots=True)
class Transfer:
    """Hold what happens between two legs of a route.

    Attributes
    ----------
    node
        Where.
    entry
        The dwell entry that applies; none where there is only a wait.
    waiting
        The wait for the departure of the next leg, if any.
    onward
        How the next leg carries: ferry, rail 1435.
    """

    node: Node
    entry: Dwell | None
    waiting: Estimate | None
    onward: str

    @property
    def kind(self) -> str:
        """What happens: transshipment, gauge_break, border, hand_over, or waiting alone."""
        return self.entry.kind if self.entry else "waiting"

    @property
    def dwell(self) -> Estimate | None:
        """The time at the node without the wait."""
        return self.entry.time if self.entry else None

    @property
    def is_default(self) -> bool:
        """Say whether the time is a default of the file, not the node's own."""
        return isinstance(self.entry, DwellDefault)

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The parts of its time: dwell, waiting."""
        return tuple(part for part in (self.dwell, self.waiting) if part)


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


@dataclass(frozen=True)
class Route:
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
    inland
        From a border gateway: the inland terminal's name, and the times of the way from there.
    stamp
        The network's version, date and digest.

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
    stamp: str
    _journeys: tuple[Journey, ...] = field(repr=False)
    _sources: tuple[Source, ...] = field(repr=False)

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
    def gauge_breaks(self) -> tuple[str, ...]:
        """The nodes where the gauge changes."""
        breaks = [item.node.id for item in self.transfers if item.kind == "gauge_break"]
        return tuple(breaks)

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
        for label, estimate in self.elements():
            time = int(estimate.typical)
            seconds[estimate.basis] += time
            claims.update(dict.fromkeys(estimate.claims, time))
            cited = [journeys[claim].sources for claim in estimate.claims]
            carried.update(dict.fromkeys((*estimate.sources, *chain(*cited)), time))
            if estimate.basis in {"estimated", "assumed"} and time:
                weak.append((-time, label))
        weakest = min(weak, default=None)
        return Grounds(
            {basis: seconds[basis] for basis in BASES if seconds[basis]},
            (weakest[1], -weakest[0]) if weakest else None,
            tuple(journeys[claim] for claim in _ranked(claims)),
            tuple(sources[source] for source in _ranked(carried)),
        )

    def elements(self) -> Iterator[tuple[str, Estimate]]:
        """Yield every part of the transit time with its name: legs, dwell, waiting."""
        for step in self.steps:
            if isinstance(step, RouteLeg):
                yield f"{step.origin.short} > {step.destination.short}", step.leg.transit_time
            else:
                if step.dwell:
                    yield f"{step.kind.replace('_', ' ')} at {step.node.short}", step.dwell
                if step.waiting:
                    yield f"wait at {step.node.short}", step.waiting

    def __str__(self) -> str:
        return itinerary(self)


def _sum(times: Iterator[Levels]) -> Levels:
    total = (0, 0, 0)
    for time in times:
        total = (total[0] + time.low, total[1] + time.typical, total[2] + time.high)
    return Levels(*map(Duration, total)) if any(total) else ZERO


def _unique(items: "Iterator[Item] | list[Item]") -> tuple[Item, ...]:
    return tuple(dict.fromkeys(items))


def _ranked(counted: "Counter[str]") -> list[str]:
    return sorted(counted, key=lambda name: (-counted[name], name))
