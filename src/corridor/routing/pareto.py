"""Trade-offs: the routes of which none is beaten in everything by another."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Unpack

from corridor import text as _text
from corridor.errors import QuantityError
from corridor.frozen import dataclass
from corridor.network.modes import DEFAULT_MODES, LAST_RESORT
from corridor.network.network import Network
from corridor.notebook import Several
from corridor.routes import request as asking
from corridor.routes.costs import cost_text as bill_text
from corridor.routes.objectives import OBJECTIVES, Objective
from corridor.routes.request import Request
from corridor.routes.route import Route
from corridor.routes.telling_apart import ways
from corridor.routing.best_route import Bounded, Via, make_request
from corridor.routing.build_route import build_route
from corridor.routing.costs.weighted_graph import Weighed, weighed
from corridor.routing.graph.corridors import keeps_order
from corridor.routing.graph.line_graph import LEAST, OBJECTIVE_KINDS
from corridor.routing.graph.pareto_search import Compromise, Task, best_of, compromises
from corridor.routing.search_goal import (
    apart_of,
    caps_of,
    first_vertices,
    make_goal,
    only_by_road,
    tree_of,
    within,
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
        For each route its values: seconds, cents, grams, metres, at the request's level.
    tolerance
        A route is hidden when one that is shown is at most so much worse in everything.
    hidden
        How many routes the tolerance hides.
    stamp
        The network's version, date and digest.
    """

    routes: tuple[Route, ...]
    by: tuple[Objective, ...]
    values: tuple[tuple[int, ...], ...]
    tolerance: float
    hidden: int
    stamp: str

    def _blocks(self) -> list[_text.Block]:
        shipment = self.routes[0].request.shipment
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
        numbered = [(str(number), words) for number, words in enumerate(ways(self.routes), 1)]
        return [
            _text.Prose([finding_of_front(self)]),
            _text.Table(head, rows, left=(0, 1)),
            _text.Pairs([*numbered, ("*", "the least of all"), *_behind(self)]),
        ]


def finding_of_front(front: Front) -> str:
    """Return the finding in words: how many routes there are that no other beats."""
    many = f"{len(front)} routes" if len(front) > 1 else "one route"
    *names, last = [name.replace("_", " ") for name in front.by]
    what = f"{', '.join(names)} and {last}"
    said = f"{front[0].request.chain}: {many} that no other beats in all of {what}"
    if not front.tolerance:
        return f"{said}."
    share = f"{100 * front.tolerance:g}\u00a0%"
    return f"{said}; {front.hidden or 'no'} more hidden, within {share} of one that is shown."


def _behind(front: Front) -> Iterator[tuple[str, str]]:
    """Yield what the reader must know of the values."""
    if any(OBJECTIVES[name].is_priced for name in front.by):
        yield "cost", "of ways with a price for every part alone; ways without take no part"
        ages = dict.fromkeys(route.cost.age for route in front if route.cost)
        yield "prices", "; ".join(ages)
    if front[0].cost:
        yield from bill_text.shipment_notes(front[0].cost)
    yield "level", f"days and money at {front[0].request.level}"
    yield "data", front.stamp


@suggest_arguments
def find_pareto_routes(
    net: Network,
    origin: str,
    destination: str,
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
        in all objectives one is given. With cost, only routes with a price for every part.

    Raises
    ------
    NoRouteError, UnknownPlaceError, AmbiguousPlaceError, SamePlaceError, QuantityError, LimitError
        As `find_route` does.
    ShipmentError
        When the shipment is missing, or no route has a price for every part.

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
    asking.refuse_depart(request, "a search for trade-offs")
    for name in objectives:
        asking.check_shipment(replace(request, by=name))
    found = front_of(net, request, objectives)
    if not found and request.modes is None and only_by_road(net, request):
        by_road = replace(request, modes=DEFAULT_MODES | LAST_RESORT)
        found = front_of(net, by_road, objectives)
    if not found:
        priced: list[Objective] = [name for name in objectives if OBJECTIVES[name].is_priced]
        raise no_route(net, replace(request, by=priced[0] if priced else request.by))
    kept = _kept(found, Fraction(str(tolerance)))
    routes = tuple(build_route(net, request, item.path) for item in kept)
    values = tuple(item.values for item in kept)
    hidden = len(found) - len(kept)
    return Front(routes, objectives, values, tolerance, hidden, net.stamp)


def front_of(net: Network, request: Request, by: tuple[Objective, ...]) -> list[Compromise]:
    """Return the best compromises of a request, as paths on the network's own graph."""
    found: list[Compromise] = []
    for graph in weighed(net, request, frozenset(by)):
        for task in _task(net, request, graph, by):
            found += [
                Compromise(item.values, tuple(graph.base[number] for number in item.path))
                for item in compromises(task, found)
            ]
    kept = [item for item in found if keeps_order(net, request.corridor, item.path)]
    return best_of(kept)


def _task(
    net: Network, request: Request, item: Weighed, by: tuple[Objective, ...]
) -> Iterator[Task]:
    """Yield what is searched in one graph, unless its prices are for other corridors."""
    asked = within(net, request, item)
    if asked is None:
        return
    graph = item.graph
    goal = replace(make_goal(net, graph, asked), level=LEAST)
    kinds = tuple(OBJECTIVE_KINDS[name] for name in by)
    trees = tuple(tree_of(net, graph, goal, kind) for kind in kinds)
    starts = first_vertices(net, graph, asked)
    caps = caps_of(net, graph, goal, asked, weighed=True)
    yield Task(graph, goal, kinds, trees, starts, caps, apart_of(asked))


def _kept(found: list[Compromise], tolerance: Fraction) -> list[Compromise]:
    """Return what a tolerance leaves: the best by each objective, then what differs from those."""
    if not tolerance:
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
