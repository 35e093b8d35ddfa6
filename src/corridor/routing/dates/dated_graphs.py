"""The graphs of a dated question about money or emissions: weighed with the least that can be."""

from dataclasses import replace

from corridor.network.network import Memory, Network
from corridor.routes.objectives import OBJECTIVES, Objective
from corridor.routes.request import Request
from corridor.routes.shipment import Shipment
from corridor.routing.costs.price_book import price_books
from corridor.routing.costs.pricing import cost_along
from corridor.routing.costs.resolved_shipment import terms_of
from corridor.routing.costs.weighted_graph import Weighed, weighed
from corridor.routing.dated import clock_of, dated_steps
from corridor.routing.goals import tree_of
from corridor.routing.graph.clock import Clock
from corridor.routing.graph.line_graph import OBJECTIVE_KINDS, Arc, Arcs, LineGraph
from corridor.routing.graph.pareto_search import Weigh
from corridor.routing.graph.tree import UNREACHED, Cap, Goal

Wanted = frozenset[Objective]
NOTHING: Wanted = frozenset()
_CLOCKS = Memory[tuple[object, ...], tuple[tuple[Weighed, Clock], ...]]("clocks of a shipment")


def dated_graphs(
    net: Network, request: Request, wanted: Wanted = NOTHING
) -> tuple[tuple[Weighed, Clock], ...]:
    """Return the graphs in which a dated request's paths are searched, each with its clock.

    Their weights are of the least times that any moment gives, so that no path takes less.
    """
    memory = net.memory(_CLOCKS)
    clock = clock_of(net, request)
    graphs = weighed(net, request, wanted, _both_ways(clock))
    key = (request.depart, *graphs)
    if key not in memory:
        memory[key] = tuple((item, clock.over(item.graph)) for item in graphs)
    return memory[key]


_BOUNDS = Memory[Clock, LineGraph]("bounds of a clock")


def _both_ways(clock: Clock) -> LineGraph:
    """Return the bound of a clock, whose arcs are those into a leg, with the arcs out of it too."""
    memory = clock.net.memory(_BOUNDS)
    if clock not in memory:
        bound = clock.bound
        memory[clock] = replace(
            bound, out=_reversed(bound.into), turns_out=_reversed(bound.turns_into)
        )
    return memory[clock]


def _reversed(into: Arcs) -> Arcs:
    out: list[list[tuple[int, Arc]]] = [[] for _ in into]
    for after, row in enumerate(into):
        for before, arc in row:
            out[before].append((after, arc))
    return tuple(map(tuple, out))


def timed_shipment(net: Network, request: Request, wanted: Wanted = NOTHING) -> Shipment | None:
    """Return what is shipped, if what a request weighs costs more where it takes longer.

    So do goods of a value, boxes at a stop with storage or demurrage, and time that is weighed.
    """
    shipment = request.shipment
    return shipment if shipment and _is_timed(net, request, shipment, wanted) else None


def _is_timed(net: Network, request: Request, shipment: Shipment, wanted: Wanted) -> bool:
    names = {request.by, *wanted}
    if any(OBJECTIVES[name].weighs_time for name in names):
        return True
    if request.max_cost is None and not any(OBJECTIVES[name].is_priced for name in names):
        return False
    terms = terms_of(net, shipment)
    return bool(terms.holding) or any(book.times for book in price_books(net, terms))


def time_cap(net: Network, graph: LineGraph, goal: Goal) -> Cap:
    """Return a cap on the time of a graph that limits nothing: labels with it know their time."""
    kind = OBJECTIVE_KINDS["transit_time"]
    return Cap(kind, UNREACHED, graph.weights(kind), tree_of(net, graph, goal, kind))


def money_along(
    net: Network, request: Request, shipment: Shipment, path: tuple[int, ...]
) -> dict[Objective, int] | None:
    """Return what a path costs by the times that it meets [cents]; none where that is too much.

    By each objective that is priced.
    """
    steps, _ = dated_steps(net, request, path)
    cost = cost_along(net, path, shipment, request.level, steps)
    cents = cost.at(request.level).cents
    if request.max_cost is not None and cents > request.max_cost.cents:
        return None
    return {"cost": cents, "generalised": cost.generalised.cents}


def weigher(
    net: Network, request: Request, by: tuple[Objective, ...], base: tuple[int, ...]
) -> Weigh | None:
    """Return the function that weighs whole paths, where those of a part depend on the moment."""
    shipment = timed_shipment(net, request, frozenset(by))
    if shipment is None:
        return None

    def weigh(path: tuple[int, ...], least: tuple[int, ...]) -> tuple[int, ...] | None:
        money = money_along(net, request, shipment, tuple(base[number] for number in path))
        if money is None:
            return None
        return tuple(money.get(name, value) for name, value in zip(by, least, strict=True))

    return weigh
