"""Trade-offs: the routes of which none is beaten in everything by another."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from operator import le
from typing import Unpack

from corridor import text as _text
from corridor.errors import QuantityError
from corridor.frozen import dataclass
from corridor.network.names import Point
from corridor.network.network import Memory, Network
from corridor.printing.shown import Several
from corridor.routes import request as asking
from corridor.routes.costs import cost_text
from corridor.routes.objectives import BY_TIME, OBJECTIVES, Objective
from corridor.routes.request import Request
from corridor.routes.route import Route
from corridor.routes.telling_apart import route_names
from corridor.routing.best_route import Bounded, Via, make_request
from corridor.routing.build_route import build_route
from corridor.routing.costs.emissions import terminal_grams
from corridor.routing.costs.weighted_graph import Weighed, weighed
from corridor.routing.dated import seen
from corridor.routing.direct_routes import needs_road, with_road
from corridor.routing.goals import apart_of, caps_of, first_vertices, make_goal, tree_of, within
from corridor.routing.graph.clock import Clock
from corridor.routing.graph.corridors import keeps_order
from corridor.routing.graph.line_graph import OBJECTIVE_KINDS, LineGraph
from corridor.routing.graph.pareto_search import (
    TIME,
    Compromise,
    Steps,
    Task,
    best_of,
    compromises,
)
from corridor.routing.graph.tree import Goal
from corridor.routing.search_goal import added_by, between_terminals
from corridor.routing.unpriced_routes import (
    AT_LEAST,
    Unpriced,
    apart,
    open_objectives,
    unpriced_routes,
)
from corridor.routing.why_no_route import no_route
from corridor.signatures import suggest_arguments
from corridor.user_values import fitting_number, in_order, one_of, several


@dataclass(frozen=True, slots=True)
class Front(Several[Route]):
    """The best compromises, in order; a sequence of routes.

    Attributes
    ----------
    routes
        The routes, the best by the first objective first.
    by
        The objectives.
    values
        For each route its values: seconds, cents, grams, metres, at the request's level. With a
        day of departure the seconds are those from the moment the goods are ready to the arrival.
    tolerance
        A route is hidden when one that is shown is at most so much worse in everything.
    hidden
        How many routes the tolerance hides.
    stamp
        The network's version, date and digest.
    unpriced
        Routes of which not every part has a price, where that counts: the best compromises in what
        takes no price, and the quickest of each corridor. They may be better than what is priced.
    """

    routes: tuple[Route, ...]
    by: tuple[Objective, ...]
    values: tuple[tuple[int, ...], ...]
    tolerance: float
    hidden: int
    stamp: str
    unpriced: tuple[Unpriced, ...] = ()

    @property
    def shown(self) -> tuple[Route, ...]:
        """The routes, those with a price for every part first."""
        return (*self.routes, *(item.route for item in self.unpriced))

    def _blocks(self) -> list[_text.Block]:
        shipment = self.shown[0].request.shipment
        currency = shipment.currency if shipment else ""
        head = ["", "corridors", *(OBJECTIVES[name].heading(name, currency) for name in self.by)]
        least = [min(column) for column in zip(*self.values, strict=True)]
        rows = []
        for number, (route, values) in enumerate(zip(self.routes, self.values, strict=True), 1):
            shown = [
                OBJECTIVES[name].shown(value) + ("*" if value == best else " ")
                for name, value, best in zip(self.by, values, least, strict=True)
            ]
            rows.append((str(number), ", ".join(route.corridors) or "-", *shown))
        for number, item in enumerate(self.unpriced, 1 + len(rows)):
            cells = [f"{item.shown(self.by, place)} " for place in range(len(self.by))]
            rows.append((str(number), ", ".join(item.route.corridors) or "-", *cells))
        numbered = [(str(number), words) for number, words in enumerate(route_names(self.shown), 1)]
        return [
            _text.Prose([finding_of_front(self)]),
            _text.Table(head, rows, left=(0, 1)),
            _text.Pairs([*numbered, *_marks(self), *_behind(self)]),
        ]


def finding_of_front(front: Front) -> str:
    """Return the finding in words: how many routes there are that no other beats."""
    many = f"{len(front)} routes" if len(front) > 1 else "one route" if front else "no route"
    *names, last = [name.replace("_", " ") for name in front.by]
    what = f"{', '.join(names)} and {last}"
    chain = front.shown[0].request.chain
    said = f"{chain}: {many} that no other beats in all of {what}"
    if not front:
        said = f"{chain}: no route is fully priced"
    if front.unpriced:
        count = len(front.unpriced)
        more = f"{count} {'more ' if front else ''}{'is' if count == 1 else 'are'} shown"
        said += f"; {more}, not priced as a whole"
    if not front.tolerance:
        return f"{said}."
    share = f"{100 * front.tolerance:g}\u00a0%"
    return f"{said}; {front.hidden or 'no'} more hidden, within {share} of one that is shown."


def _marks(front: Front) -> Iterator[tuple[str, str]]:
    """Yield what a mark and an open price mean."""
    if front:
        yield "*", "the least of all" + (" that are priced" if front.unpriced else "")
    places = range(len(front.by))
    cells = [item.shown(front.by, place) for item in front.unpriced for place in places]
    if any(cell.startswith(AT_LEAST) for cell in cells):
        yield AT_LEAST, "the sum of the parts that are priced; the others come on top"


def _behind(front: Front) -> Iterator[tuple[str, str]]:
    """Yield what the reader must know of the values."""
    if any(OBJECTIVES[name].is_priced for name in front.by):
        ages = [route.cost.age for route in front.shown if route.cost and route.cost.tariffs]
        yield "prices", "; ".join(dict.fromkeys(ages)) or "none on file for these routes"
        yield from _historic(front)
    first = front.shown[0]
    if first.cost:
        yield from cost_text.shipment_notes(first.cost)
    yield "level", f"days and money at {first.request.level}"
    if first.request.depart and BY_TIME in front.by:
        yield "days", f"from {first.request.depart:%Y-%m-%d} to the arrival, waits included"
    yield "data", front.stamp


def _historic(front: Front) -> Iterator[tuple[str, str]]:
    """Yield the prices of routes that are too old to count, each once."""
    costs = [item.route.cost for item in front.unpriced if item.route.cost]
    parts = {tariff.id: (tariff, money) for cost in costs for tariff, money in cost.historic_parts}
    for number, (tariff, money) in enumerate(parts.values()):
        words = f"{money}, {tariff.text or tariff.id}, {tariff.date}; in no value"
        yield "" if number else "historic", words


@suggest_arguments
def find_pareto_routes(
    net: Network,
    origin: Point,
    destination: Point,
    *,
    by: Iterable[Objective] = ("transit_time", "cost", "emissions"),
    via: Via = (),
    tolerance: float = 0,
    **limits: Unpack[Bounded],
) -> Front:
    """Find every route that no other route beats in all of several objectives.

    Parameters
    ----------
    net, origin, destination, via, limits
        As for `find_route`; cost, emissions and generalised cost need a `shipment`.
    by
        Two objectives or more: transit_time, cost, emissions, distance, generalised.
    tolerance
        For what is shown: a route is hidden when one that is shown is at most so much worse in
        every objective (0.01 is one per cent). The best by each objective is always shown.

    Returns
    -------
    Front
        A sequence of routes; `hidden` says how many the tolerance hides. Of routes that are equal
        in all objectives one is given. With cost they have a price for every part; `unpriced` are
        others, with what their priced parts come to, unless `max_cost` is asked.

    Raises
    ------
    NoRouteError, UnknownPlaceError, AmbiguousPlaceError, SamePlaceError, QuantityError, LimitError
        As `find_route` does.
    ShipmentError
        When the shipment is missing, or no route is within `max_cost`.

    >>> import corridor as co
    >>> net, box = co.load_network(), co.Shipment(equipment="40ft")
    >>> by = ("transit_time", "emissions")
    >>> front = co.find_pareto_routes(net, "Xi'an", "Duisburg", by=by, shipment=box)
    >>> [route.corridors for route in front][0], front.hidden
    (('northern',), 0)
    """
    names = tuple(dict.fromkeys(one_of(item, OBJECTIVES, "by") for item in several(by, "by")))
    if len(names) < 2:
        raise QuantityError(
            f"by has {len(names)} objective{'s' if not names else ''}; it must have two or more "
            f"of {', '.join(OBJECTIVES)}"
        )
    fitting_number(
        tolerance, "tolerance", lambda share: 0 <= share < 1, "a share from 0, as in 0.01"
    )
    objectives: tuple[Objective, ...] = names  # type: ignore[assignment] # checked above
    points = (origin, *in_order(via, "via"), destination)
    request = make_request(net, points, **limits)
    net = seen(net, request)
    for name in objectives:
        asking.check_shipment(replace(request, by=name))
    asked = with_road(request) if needs_road(net, request) else request
    found = front_of(net, asked, objectives)
    unpriced = _unpriced(net, request, objectives, found)
    if not found and not unpriced:
        priced: list[Objective] = [name for name in objectives if OBJECTIVES[name].is_priced]
        raise no_route(net, replace(request, by=priced[0] if priced else request.by))
    kept = _kept(found, Fraction(str(tolerance)))
    routes = tuple(build_route(net, request, item.path) for item in kept)
    values = tuple(item.values for item in kept)
    few = apart(unpriced, Fraction(str(tolerance)))
    hidden = len(found) - len(kept) + len(unpriced) - len(few)
    return Front(routes, objectives, values, tolerance, hidden, net.stamp, few)


def _unpriced(
    net: Network, request: Request, by: tuple[Objective, ...], found: list[Compromise]
) -> tuple[Unpriced, ...]:
    """Return the routes that lack a price, where prices are asked for."""
    if request.max_cost is not None or not any(OBJECTIVES[name].is_priced for name in by):
        return ()
    plain = replace(request, by=BY_TIME)
    if needs_road(net, plain):
        plain = with_road(plain)
    paths = [item.path for item in _without_price(net, plain, by)]
    return unpriced_routes(net, plain, by, (item.values for item in found), paths)


def _without_price(
    net: Network, request: Request, by: tuple[Objective, ...]
) -> Iterator[Compromise]:
    """Yield the best compromises by what takes no price, with and without known emissions."""
    names = open_objectives(by)
    asked = tuple(name for name in names if name in {*by, BY_TIME})
    found = front_of(net, request, names)
    yield from found
    known = [tuple(item.values[names.index(name)] for name in asked) for item in found]
    for item in front_of(net, request, asked) if asked != names else ():
        if not any(all(map(le, values, item.values)) for values in known):
            yield item


def front_of(net: Network, request: Request, by: tuple[Objective, ...]) -> list[Compromise]:
    """Return the best compromises of a request, as paths on the network's own graph."""
    found: list[Compromise] = []
    for asked, miles in between_terminals(request):
        more = tuple(added_by(net, request, name, miles) for name in by)
        own: list[Compromise] = []
        for graph, clock in _graphs(net, asked, by):
            for task in _task(net, asked, graph, by, clock):
                own += [
                    Compromise(item.values, tuple(graph.base[number] for number in item.path))
                    for item in compromises(task, own)
                ]
        found += [
            Compromise(tuple(map(sum, zip(item.values, more, strict=True))), item.path)
            for item in own
        ]
    kept = [item for item in found if keeps_order(net, request.corridor, item.path)]
    return _with_terminals(net, request, by, best_of(kept))


def _graphs(
    net: Network, request: Request, by: tuple[Objective, ...]
) -> Iterator[tuple[Weighed, Clock | None]]:
    """Yield the graphs that are searched; those of a dated request with their clocks."""
    if request.depart is None:
        yield from ((item, None) for item in weighed(net, request, frozenset(by)))
        return
    from corridor.routing.dates.dated_graphs import dated_graphs  # a day alone needs clocks

    yield from dated_graphs(net, request, frozenset(by))


def _with_terminals(
    net: Network, request: Request, by: tuple[Objective, ...], found: list[Compromise]
) -> list[Compromise]:
    """Return compromises with what the terminals at both ends emit, which no path holds."""
    if request.shipment is None:
        return found
    both = terminal_grams(net, request.shipment)
    ends = [both if OBJECTIVES[name].needs_factors else 0 for name in by]
    return [
        item._replace(values=tuple(map(sum, zip(item.values, ends, strict=True)))) for item in found
    ]


#: For so many graphs with a goal steps are remembered.
MOST_STEPS = 16
_Searched = tuple[LineGraph, Goal, tuple[int, ...]]
_STEPS = Memory[_Searched, Steps]("steps")


def _steps(net: Network, searched: _Searched) -> Steps:
    """Return the steps that searches of a graph for a goal have found, by the kinds they count."""
    memory = net.memory(_STEPS)
    if searched not in memory and len(memory) >= MOST_STEPS:
        memory.clear()
    return memory.setdefault(searched, {})


def _task(
    net: Network,
    request: Request,
    item: Weighed,
    by: tuple[Objective, ...],
    clock: Clock | None,
) -> Iterator[Task]:
    """Yield what is searched in one graph, unless its prices are for other corridors."""
    asked = within(net, request, item)
    if asked is None:
        return
    graph = item.graph
    goal = make_goal(net, graph, asked)
    kinds = tuple(OBJECTIVE_KINDS[name] for name in by)
    trees = tuple(tree_of(net, graph, goal, kind) for kind in kinds)
    starts = first_vertices(net, graph, asked)
    caps = caps_of(net, graph, goal, asked, weighed=True)
    weigh = None
    if clock:
        from corridor.routing.dates.dated_graphs import time_cap, weigher

        caps = (
            caps
            if TIME in {*kinds, *(cap.kind for cap in caps)}
            else (*caps, time_cap(net, graph, goal))
        )
        weigh = weigher(net, asked, by, item.base)
    steps = None if clock else _steps(net, (graph, goal, (*kinds, *(cap.kind for cap in caps))))
    yield Task(graph, goal, kinds, trees, starts, caps, apart_of(asked), clock, weigh, steps)


def _kept(found: list[Compromise], tolerance: Fraction) -> list[Compromise]:
    """Return what a tolerance leaves: the best by each objective, then what differs from those."""
    if not tolerance or not found:
        return found
    best = [
        min(found, key=lambda item: (item.values[place], item.values))
        for place in range(len(found[0].values))
    ]
    kept = list(dict.fromkeys(best))
    for item in found:
        most = [value * (1 + tolerance) for value in item.values]
        if not any(all(map(_no_more, other.values, most)) for other in kept):
            kept.append(item)
    return sorted(kept)


def _no_more(value: int, most: Fraction) -> bool:
    return value <= most
