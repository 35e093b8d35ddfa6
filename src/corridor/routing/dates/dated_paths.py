"""The paths of a question with a day of departure, by the clocks that it meets."""

from collections.abc import Iterator
from dataclasses import replace
from heapq import heappop, heappush, merge
from typing import NamedTuple

from corridor.network.network import Network
from corridor.routes.objectives import BY_TIME
from corridor.routes.request import Request
from corridor.routes.shipment import Shipment
from corridor.routing.costs.weighted_graph import TIME_BITS
from corridor.routing.dated import clock_of, seen
from corridor.routing.dates.dated_graphs import dated_graphs, money_along, timed_shipment
from corridor.routing.goals import apart_of, caps_of, first_vertices, make_goal, tree_of, within
from corridor.routing.graph.clock import Clock
from corridor.routing.graph.corridors import keeps_order
from corridor.routing.graph.dated_search import DatedSearch
from corridor.routing.graph.k_best_search import Found
from corridor.routing.graph.labels import Marks, Problem, Work
from corridor.routing.graph.line_graph import OBJECTIVE_KINDS, TRANSFER_BITS, LineGraph
from corridor.routing.graph.tree import UNREACHED, Cap


def dated_paths(
    net: Network, request: Request, marks: Marks | None, budget: int
) -> Iterator[Found]:
    """Yield the paths of a dated request, on the network's own graph.

    Raises
    ------
    LimitError
        When the budget of partial routes is used up.
    """
    net = seen(net, request)
    if not request.is_weighed:
        clock = clock_of(net, request)
        every = tuple(range(len(clock.graph.vertices)))
        yield from _clocked(net, request, _Graph(clock, clock.bound, every), marks, budget)
        return
    timed = timed_shipment(net, request)
    found = []
    for item, clock in dated_graphs(net, request):
        asked = within(net, request, item)
        if asked is not None:
            graph = _Graph(clock, item.graph, item.base)
            found.append(_clocked(net, asked, graph, marks, budget, timed=timed is not None))
    paths = merge(*found)
    yield from _as_priced(net, request, timed, paths) if timed else paths


class _Graph(NamedTuple):
    """A graph with its clock, the same with the least times, and the numbers in the network's."""

    clock: Clock
    bound: LineGraph
    base: tuple[int, ...]


def _clocked(
    net: Network,
    request: Request,
    item: _Graph,
    marks: Marks | None,
    budget: int,
    *,
    timed: bool = False,
) -> Iterator[Found]:
    """Yield the paths of a dated request in one graph, by arrival or by what is minimised."""
    clock, graph = item.clock, item.clock.graph
    goal = make_goal(net, graph, request)
    tree = tree_of(net, item.bound, goal, goal.level)
    untimed = replace(request, max_time=None)  # the clock sees to that
    caps = caps_of(net, graph, goal, untimed, weighed=request.is_weighed)
    by = None
    if request.by != BY_TIME:
        kind = OBJECTIVE_KINDS[request.by]
        by = Cap(kind, UNREACHED, graph.weights(kind), tree_of(net, graph, goal, kind))
    asked = DatedSearch(clock, Problem(graph, goal, tree, caps, Work(budget)), by)
    if request.max_time is not None:
        asked = asked._replace(most=clock.span.start + int(request.max_time))
    starts, apart = first_vertices(net, graph, request), apart_of(request)
    if timed:
        ways = asked.one_by_one(starts, apart)
    elif marks:
        own = Marks(tuple(marks.bits[number] for number in item.base), marks.voids)
        ways = asked.first_of_each(starts, apart, own)
    else:
        ways = asked.each(starts, apart)
    for way in ways:
        path = tuple(item.base[number] for number in way.path)
        if keeps_order(net, request.corridor, path):
            yield Found((way.least << TIME_BITS) + (way.time << TRANSFER_BITS), path)


def _as_priced(
    net: Network, request: Request, shipment: Shipment, paths: Iterator[Found]
) -> Iterator[Found]:
    """Yield paths by what they cost with the times that they meet, of which they tell the least."""
    told: set[tuple[int, ...]] = set()
    waiting: list[Found] = []
    for found in paths:
        while waiting and waiting[0] <= found:
            yield heappop(waiting)
        if found.path not in told:
            told.add(found.path)
            priced = _priced(net, request, shipment, found)
            if priced:
                heappush(waiting, priced)
    while waiting:
        yield heappop(waiting)


def _priced(net: Network, request: Request, shipment: Shipment, found: Found) -> Found | None:
    """Return a path with what it costs by the times that it meets; none where that is too much."""
    money = money_along(net, request, shipment, found.path)
    if money is None:
        return None
    if request.by not in money:
        return found
    return Found((money[request.by] << TIME_BITS) + found.weight % (1 << TIME_BITS), found.path)
