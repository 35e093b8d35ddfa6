"""The answer: a route, its legs and transfers, its times, and what they rest on."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.frozen import dataclass
from corridor.network.calendar import Advisory
from corridor.network.estimates import ZERO, Estimate, Levels, Source
from corridor.network.journeys import Journey
from corridor.network.model import Node
from corridor.network.modes import VESSELS
from corridor.network.names import Mile
from corridor.printing.shown import Shown
from corridor.routes import evidence_base as _evidence
from corridor.routes.caveats import limits, near_words, whole
from corridor.routes.evidence_base import Grounds, Touches
from corridor.routes.objectives import OBJECTIVES, Totals
from corridor.routes.reported_journeys import (
    Conflict,
    Report,
    conflict_words,
    held_against,
    largest,
)
from corridor.routes.request import Request
from corridor.routes.route_text import (
    LEVELS_FOOTNOTE,
    MARKS_FOOTNOTE,
    advised,
    cells,
    cost_blocks,
    folded_cells,
    notes_on_cost,
    short_cost_notes,
    table_of,
    totals,
)
from corridor.routes.schedule import Schedule
from corridor.routes.steps import Element, Inland, RouteLeg, Transfer
from corridor.text import Block
from corridor.units import Distance

if TYPE_CHECKING:
    from corridor.routes.costs.cost import Cost
    from corridor.routes.costs.emissions import Emissions
    from corridor.routes.costs.mile_cost import MileCost


def itinerary(route: "Route") -> list[Block]:
    """Return all that a route says, as it can go into a memo."""
    parts = (route.moving, route.dwell, route.waiting)
    rows = [*cells_of(route), None, *totals(parts, len(route.legs), int(route.distance))]
    priced = cost_blocks(route.cost)
    dates = [route.schedule.table()] if route.schedule else []
    return [_finding(route), table_of(rows), *priced, *dates, _text.Pairs(list(notes(route)))]


def on_screen(route: "Route") -> list[Block]:
    """Return what a route says on one screen: runs of one mode and gauge, a line for each fact."""
    rows = folded_cells(route.steps, vias_of(route))
    return [_finding(route), table_of(rows), _text.Pairs(list(short_notes(route)))]


def _finding(route: "Route") -> _text.Prose:
    return _text.Prose([*route.past, *route.reservations, headline(route)])


def short_notes(route: "Route") -> Iterator[tuple[str, str]]:
    """Yield a line each of what a route rests on."""
    yield "corridor", ", ".join(route.corridors) or "no defined corridor"
    yield "evidence", _evidence.in_one_line(route.grounds)
    yield from short_cost_notes(route.cost, route.emissions)
    for number, note in enumerate(route.notes):
        yield "" if number else "note", note
    yield from advisories([("", route)])
    if route.near:
        level = route.request.level
        near = [
            f"{_text.days(one.transit_time.at(level))} by {stops_text(one)}" for one in route.near
        ]
        yield "also", f"inside the model's error: {'; '.join(near)}"
    yield list(limits(route.legs, route.reported))[-1]


def cells_of(route: "Route") -> Iterator[tuple[str, ...]]:
    """Yield each run of legs and each stop as texts: its own time, and the times reached."""
    return cells(route.steps, vias_of(route), (route.moving, route.dwell, route.waiting))


def vias_of(route: "Route") -> frozenset[str]:
    """Return the ids of the nodes that count as a via of the request."""
    return frozenset[str]().union(*(via.nodes for via in route.request.vias))


def headline(route: "Route") -> str:
    """Return the finding in words."""
    time = route.transit_time
    dates = f"; {route.schedule.dates()}" if route.schedule else ""
    return (
        f"{route.request.chain}: {_text.days(time.low)} days at best, "
        f"typically {_text.days(time.typical)}, {_text.days(time.high)} in congestion{dates}."
    )


def notes(route: "Route") -> Iterator[tuple[str, str]]:
    """Yield what a route rests on: ends, corridors, advisories, evidence, sources, data."""
    origin, destination = (f"{node.name} ({node.country})" for node in route.ends)
    yield "from, to", f"{origin} to {destination}"
    if route.inland:
        time = route.inland.transit_time
        low, typical = _text.days(time.low), _text.days(time.typical)
        yield "inland", f"{route.inland}: {low} days at best, typically {typical}"
    yield "corridor", ", ".join(route.corridors) or "no defined corridor"
    kept_out = f"; not {', '.join(route.not_touched)}" if route.not_touched else ""
    yield "countries", ", ".join(route.countries) + kept_out
    yield from limits(route.legs, route.reported)
    level = route.request.level
    days = [f"{_text.days(other.transit_time.at(level))} days {level}" for other in route.near]
    near = zip(route.near, days, strict=True)
    yield from near_words(
        (stops_text(one), one.corridors, time, one.exposure) for one, time in near
    )
    yield from conflict_words(route.conflicts)
    for number, note in enumerate(route.notes):
        yield "" if number else "note", note
    yield from notes_on_cost(route.cost, route.emissions)
    yield from advisories([("", route)])
    yield from _evidence.evidence_words(route.grounds)
    yield "levels", LEVELS_FOOTNOTE
    yield "key", MARKS_FOOTNOTE
    yield "data", route.stamp


def advisories(rows: "Iterable[tuple[str, Route | None]]") -> Iterator[tuple[str, str]]:
    """Yield the advisories that touch any of the routes, each once, with the labels of those."""
    return advised((label, route.advisories if route else ()) for label, route in rows)


def stops_text(route: "Route") -> str:
    """Return where a route stops: ``Khorgos > Aktau ~ Alat``, with ~ for a vessel.

    >>> import corridor as co
    >>> stops_text(co.find_route(co.load_network(), "Aktau", "Baku"))
    'Aktau ~ Alat'
    """
    stops = {transfer.node.id for transfer in route.transfers} | vias_of(route)
    stops.add(route.destination.id)
    words = [route.origin.short]
    by_vessel = False
    for leg in route.legs:
        by_vessel = by_vessel or leg.mode in VESSELS
        if leg.destination.id in stops:
            words += ["~" if by_vessel else ">", leg.destination.short]
            by_vessel = False
    return " ".join(words)


@dataclass(frozen=True, repr=False, kw_only=True)
class Route(Shown):
    """Ordered legs with the transfers between them: one answer, with all its facts.

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
        Where a border gateway is an end: the inland terminal beyond it, and the times of the route
        from there, or to there.
    stamp
        The network's version, date and digest.
    cost, emissions
        Of the request's shipment; none where it has none.
    mile_costs
        What first and last mile cost and emit, beside these.
    schedule
        The dates of a dated route, by the clock of each level.
    past
        That reports of a day behind the data say otherwise, which an answer says first.
    reservations
        What an answer says before all else: that it is by a corridor which does not serve its
        ends, or no direct service.
    exposure
        Ids of the file's policies that it does not keep.

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
    inland: Inland | None
    not_touched: tuple[str, ...]
    stamp: str
    _journeys: tuple[Journey, ...]
    _sources: tuple[Source, ...]
    _reports: tuple[Report, ...]
    schedule: Schedule | None = None
    past: tuple[str, ...] = ()
    cost: "Cost | None" = None
    emissions: "Emissions | None" = None
    mile_costs: "tuple[MileCost, ...]" = ()
    reservations: tuple[str, ...] = ()
    exposure: tuple[str, ...] = ()
    _near: "Callable[[], tuple[Route, ...]] | None" = field(default=None, compare=False)

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
    def first_mile(self) -> Mile | None:
        """The road leg from the place asked for to the terminal where it begins, if any."""
        return self.request.origin.mile(self.origin.id)

    @property
    def last_mile(self) -> Mile | None:
        """The road leg from the terminal where it ends to the place asked for, if any."""
        return self.request.destination.mile(self.destination.id)

    @property
    def miles(self) -> tuple[tuple[str, Mile], ...]:
        """The road legs at its ends, which are not in its transit time."""
        named = {"first mile": self.first_mile, "last mile": self.last_mile}
        return tuple((name, mile) for name, mile in named.items() if mile)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """All nodes that it passes, in order."""
        return (self.origin, *(leg.destination for leg in self.legs))

    @cached_property
    def moving(self) -> Levels:
        """The time in motion."""
        return sum((leg.transit_time for leg in self.legs), ZERO)

    @cached_property
    def dwell(self) -> Levels:
        """The time at nodes between legs, without waiting."""
        return sum((item.dwell for item in self.transfers if item.dwell), ZERO)

    @cached_property
    def waiting(self) -> Levels:
        """The time waiting for departures."""
        return sum((item.waiting for item in self.transfers if item.waiting), ZERO)

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
        return Distance(sum(leg.distance for leg in self.legs))

    @property
    def objective(self) -> int:
        """What its request minimises, at the level: seconds, cents, grams or metres."""
        value = OBJECTIVES[self.request.by].value(self.totals)
        return self.totals.seconds if value is None else value

    @property
    def totals(self) -> Totals:
        """What it takes, costs and emits as a whole, at the level of its request."""
        level = self.request.level
        return Totals(
            seconds=int(self.transit_time.at(level)),
            metres=int(self.distance),
            legs=len(self.legs),
            cents=self.cost.at(level).cents if self.cost else None,
            generalised=self.cost.generalised.cents if self.cost else None,
            grams=int(self.emissions.total) if self.emissions else None,
        )

    @property
    def gauge_breaks(self) -> tuple[str, ...]:
        """The nodes where the gauge changes, and the legs within which it does, in order."""
        return _evidence.gauge_breaks_of(self.legs)

    @cached_property
    def countries(self) -> tuple[str, ...]:
        """The countries that it touches, in order."""
        return tuple(dict.fromkeys(country for leg in self.legs for country in leg.countries))

    @property
    def border_crossings(self) -> tuple[tuple[str, str], ...]:
        """The borders that it crosses, as pairs of countries in order."""
        return _evidence.borders_of(self.legs)

    @cached_property
    def touches(self) -> Touches:
        """What it touches, each with the legs that do: the proof of what it avoids."""
        return _evidence.touches_of(self.legs)

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators that its legs name, in order."""
        return tuple(dict.fromkeys(name for leg in self.legs for name in leg.operators))

    @property
    def modes(self) -> tuple[str, ...]:
        """The modes that it uses, in order."""
        return tuple(dict.fromkeys(leg.mode for leg in self.legs))

    @property
    def reported(self) -> tuple[Journey, ...]:
        """The reported journeys between its ends, by one of its corridors and by its nodes."""
        return whole((self.origin.id, self.destination.id), self.corridors, self._reports)

    @cached_property
    def near(self) -> tuple["Route", ...]:
        """The next routes that stop elsewhere, within the model's error; found when first asked."""
        return self._near() if self._near else ()

    @cached_property
    def grounds(self) -> Grounds:
        """What its typical transit time rests on."""
        return _evidence.grounds_of(self.elements(), self._journeys, self._sources)

    @cached_property
    def conflicts(self) -> tuple[Conflict, ...]:
        """The reports on it, or on a part of it, that its times miss most; at most three."""
        return largest(
            item for report in self._reports for item in held_against(self.steps, report)
        )

    def elements(self) -> Iterator[tuple[Element, Estimate]]:
        """Yield every part of the transit time with its name: legs, dwell, waiting."""
        for step in self.steps:
            if isinstance(step, RouteLeg):
                label = f"{step.origin.short} > {step.destination.short}"
                yield Element("leg", step.id, None, label), step.transit_time
                continue
            if step.dwell:
                label = f"{step.kind.replace('_', ' ')} at {step.node.short}"
                yield Element("dwell", step.node.id, step.entry, label), step.dwell
            if step.waiting:
                label = f"wait at {step.node.short}"
                yield Element("waiting", step.boarded.id, None, label), step.waiting

    def __repr__(self) -> str:
        days = f"{_text.days(self.transit_time.typical)} days typical"
        return f"<Route {self.request.chain}, {days}, {len(self.legs)} legs>"

    def _blocks(self) -> list[Block]:
        return itinerary(self)

    def _short(self) -> list[Block]:
        return on_screen(self)

    def brief(self) -> str:
        """Return the answer in three sentences, as they go into an e-mail."""
        by = f"Route: {stops_text(self)} ({', '.join(self.corridors) or 'no defined corridor'})."
        finding = " ".join([*self.past, *self.reservations, headline(self)])
        return "\n".join([finding, by, f"Evidence: {_evidence.in_one_line(self.grounds)}."])
