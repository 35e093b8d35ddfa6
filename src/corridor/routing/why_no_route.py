"""Why there is no route: what blocks it, what lifting would give, or where the network ends.

Exact for sets of up to three constraints; beyond that, and where there are too many to try, a set
from which nothing can be left out, and it is called so.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, pairwise
from math import comb

from corridor.errors import LimitError, ShipmentError
from corridor.network.model import touched_by
from corridor.network.names import at, great_circle
from corridor.network.network import Network, whenever
from corridor.routes.costs.cost import Cost
from corridor.routes.no_route_error import Chosen, Constraint, Lift, NoRouteError
from corridor.routes.objectives import BY_TIME
from corridor.routes.request import Request
from corridor.routes.route import Route
from corridor.routing.build_route import build_route
from corridor.routing.constraints import constraints_of, without
from corridor.routing.direct_routes import paths_of, served
from corridor.routing.graph.clock import HORIZON
from corridor.routing.graph.k_best_search import Found
from corridor.routing.graph.line_graph import LineGraph, compile_network

LARGEST_EXACT = 3
LIFTS_SHOWN = 4
MOST_TRIALS = 3_000
FIX = (
    "bring tariffs in a file that begins with extends: bundled; or ask by transit time, for "
    "the route with an incomplete total"
)


def no_route(net: Network, request: Request) -> NoRouteError | ShipmentError:
    """Return the error that says why a request has no route, or none with a price."""
    try:
        return _reason(net, request)
    except LimitError as error:
        return NoRouteError(f"no route {request.chain}; what blocks it is not known: {error}")


def _reason(net: Network, request: Request) -> NoRouteError | ShipmentError:
    if request.is_weighed:
        plain = replace(request, by=BY_TIME, max_cost=None, max_emissions=None)
        quickest = next(paths_of(net, plain), None)
        if quickest is None:
            return _reason(net, plain)
        route = build_route(net, plain, quickest.path)
        if request.needs_prices and route.cost and not _is_any(net, replace(plain, by="cost")):
            return _unpriced(route, route.cost, _too_old(net, plain))
        if request.needs_factors and not _is_any(net, replace(plain, by="emissions")):
            return _unfactored(route)
    constraints = constraints_of(net, request)

    @cache
    def first(lifted: frozenset[Constraint]) -> Found | None:
        return next(paths_of(*without(net, request, _ordered(constraints, lifted))), None)

    def blocks(held: Chosen) -> bool:
        return first(frozenset(constraints) - frozenset(held)) is None

    def opens(lifted: Chosen) -> bool:
        return first(frozenset(lifted)) is not None

    widest = next(filter(opens, _widest(constraints)), None)
    if widest is None:
        gap = _gap(net, request)
        return NoRouteError(f"no route {request.chain}: {gap}", gap=gap)
    blocked_by, exact = _smallest(constraints, blocks, constraints)
    smallest, exact_too = _smallest(constraints, opens, widest)
    sets = _of_size(constraints, len(smallest), opens) if exact_too else [smallest]
    lifts = [Lift(item, _route(net, request, item, first(frozenset(item)))) for item in sets]
    lifts.sort(key=lambda lift: lift.route.transit_time.at(request.level))
    words = ", ".join(constraint.held for constraint in blocked_by)
    said = "" if exact and exact_too else "\n  (a set from which nothing can be left out)"
    lines = [f"no route {request.chain} {words}".rstrip() + said, *map(str, lifts[:LIFTS_SHOWN])]
    lines += _closed_for_good(net, request, lifts)
    return NoRouteError("\n  ".join(lines), tuple(blocked_by), tuple(lifts))


def _closed_for_good(net: Network, request: Request, lifts: Iterable[Lift]) -> list[str]:
    """Return the closures without an end that a dated request meets on the routes of its lifts."""
    if request.depart is None:
        return []
    ready = request.depart.date()
    ways = [lift.route for lift in lifts if lift.route.request.depart is None]
    touched = {
        item for route in ways for leg in route.legs for item in touched_by(leg.leg, leg.countries)
    }
    found = []
    for closure in net.file.closures.values():
        last = closure.end is None or (closure.end - ready).days > HORIZON
        if last and not touched.isdisjoint(closure.items):
            names = (
                "-".join(item) if isinstance(item, tuple) else item for _, item in closure.items
            )
            since = f" from {closure.start}" if closure.start else ""
            until = f" to {closure.end}" if closure.end else " without an end on file"
            why = f": {closure.reason}" if closure.reason else ""
            found.append(f"{', '.join(names)} closed{since}{until}{why}")
    return found


def _too_old(net: Network, request: Request) -> str:
    """Say that prices on file would do, were they not too old; empty where they would not."""
    shipment = request.shipment
    if shipment is None or shipment.max_price_age is None:
        return ""
    aged = replace(request, by="cost", shipment=shipment.with_values(max_price_age=None))
    found = next(paths_of(net, aged), None)
    cost = build_route(net, request, found.path).cost if found else None
    if cost is None:
        return ""
    dates = sorted({tariff.date for tariff, _ in cost.historic_parts if tariff.date})
    return (
        f": the prices on file are older than {shipment.max_price_age} months "
        f'({", ".join(dates)}); ask with --max-price-age any, in code max_price_age="any"'
    )


def _is_any(net: Network, request: Request) -> bool:
    return next(paths_of(net, request), None) is not None


def _unpriced(route: Route, cost: Cost, too_old: str) -> ShipmentError:
    """Return the error that names what has no price on the quickest route."""
    from corridor.routes.costs.cost_text import elsewhere, runs

    wanting = runs(cost.missing)
    lines = [
        (f"no route {route.request.chain} is fully priced for {cost.shipment.equipment}{too_old}"),
        f"by the quickest, {', '.join(wanting)} {'has' if len(wanting) == 1 else 'have'} none",
        *elsewhere(cost),
        *_unconverted(cost),
        FIX,
    ]
    return ShipmentError("\n  ".join(lines), wanting)


def _unconverted(cost: Cost) -> Iterator[str]:
    """Yield that prices of a route are in currencies that no exchange rate leads from."""
    given = sorted({tariff.price.low.currency for tariff in cost.unconverted})
    if given:
        wanted = cost.shipment.currency
        yield (
            f"prices in {', '.join(given)} are on file, and no exchange rate to {wanted}: state "
            f'one as in --rate "{wanted}/{given[0]} 1.08", or add it under exchange_rates'
        )


def _unfactored(route: Route) -> ShipmentError:
    """Return the error that names what has no emission factor on the quickest route."""
    from corridor.routes.costs.cost_text import runs

    wanting = runs(route.emissions.missing) if route.emissions else []
    lines = [
        f"no route {route.request.chain} has an emission factor for every leg",
        f"by the quickest, {', '.join(wanting)} {'has' if len(wanting) == 1 else 'have'} none",
        "add one for its mode under emission_factors, or ask by transit time",
    ]
    return ShipmentError("\n  ".join(lines), wanting)


def _ordered(constraints: Chosen, chosen: frozenset[Constraint]) -> Chosen:
    return tuple(item for item in constraints if item in chosen)


def _widest(constraints: Chosen) -> Iterator[Chosen]:
    """Yield all constraints, then all but some vias: a via may allow what else is no route."""
    vias = [constraint for constraint in constraints if constraint.kind == "via"]
    for size in range(len(vias) + 1):
        for kept in combinations(vias, size):
            yield tuple(item for item in constraints if item not in kept)


def _route(net: Network, request: Request, lifted: Chosen, found: Found | None) -> Route:
    """Return the route that lifting gives; `found` is its path, wherever it may lead."""
    seen, asked = without(net, request, lifted)
    relaxed = served(seen, asked)
    if found is None or relaxed != asked:
        found = next(paths_of(seen, relaxed))
    return build_route(seen, relaxed, found.path)


def _smallest(
    constraints: Chosen, holds: Callable[[Chosen], bool], widest: Chosen
) -> tuple[Chosen, bool]:
    """Return a smallest set that holds, the first in order; else an irreducible part of one."""
    trials = sum(comb(len(constraints), size) for size in range(1, LARGEST_EXACT + 1))
    if trials <= MOST_TRIALS:
        for size in range(LARGEST_EXACT + 1):
            for chosen in combinations(constraints, size):
                if holds(chosen):
                    return chosen, True
    kept = widest
    for constraint in widest:
        fewer = tuple(item for item in kept if item != constraint)
        if holds(fewer):
            kept = fewer
    return kept, False


def _of_size(constraints: Chosen, size: int, holds: Callable[[Chosen], bool]) -> list[Chosen]:
    return [chosen for chosen in combinations(constraints, size) if holds(chosen)]


def _gap(net: Network, request: Request) -> str:
    """Return where the network ends between two points, in words."""
    graph = compile_network(whenever(net))
    chain = request.points
    for origin, destination in pairwise(chain):
        reached = reachable(graph, origin.nodes)
        if reached & destination.nodes:
            continue
        ends = [at(net.nodes[node]) for node in destination.nodes]
        ranked = sorted(
            (min(great_circle(at(net.nodes[node]), end) for end in ends), node) for node in reached
        )
        distance, node = ranked[0]
        name = net.nodes[node].short
        return (
            f"nothing in this network joins {origin.name} to {destination.name}; "
            f"the nearest node that is reached is {name}, {round(distance)} km from it"
        )
    return "its points can be joined one by one, but not in this order on one route"


def reachable(graph: LineGraph, origins: Iterable[str]) -> set[str]:
    """Return the nodes that can be reached from some nodes, by any open leg and transfer."""
    stack = [number for node in origins for number in graph.leaving.get(node, ())]
    seen = set(stack)
    while stack:
        for after, _ in graph.out[stack.pop()]:
            if after not in seen:
                seen.add(after)
                stack.append(after)
    return {graph.vertices[number].destination for number in seen} | set(origins)
