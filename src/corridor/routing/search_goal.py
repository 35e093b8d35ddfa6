"""From a request to what a search must reach and may use on the line graph."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from heapq import merge
from typing import TYPE_CHECKING

from corridor.network.fields import LEVELS
from corridor.network.names import Endpoint, Mile
from corridor.network.network import Memory, Network
from corridor.routes.request import Request
from corridor.routing.goals import (
    apart_of,
    caps_of,
    first_vertices,
    first_waits,
    make_goal,
    tree_of,
    within,
)
from corridor.routing.graph import k_best_search as search
from corridor.routing.graph.corridors import (
    keeps_order,
)
from corridor.routing.graph.labels import Marks
from corridor.routing.graph.line_graph import (
    LEAST,
    TRANSFER_BITS,
    compile_network,
)
from corridor.routing.graph.tree import Cap

if TYPE_CHECKING:
    from corridor.routing.costs.weighted_graph import Weighed


def search_routes(
    net: Network,
    request: Request,
    marks: Marks | None = None,
    *,
    budget: int = search.BUDGET,
) -> Iterator[search.Found]:
    """Yield the paths of a request as `terminal_routes` does; the road legs to terminals count too.

    Of a place between terminals each pair of them is searched by itself, and all compete.
    """
    asked = list(between_terminals(request))
    if len(asked) == 1 and not asked[0][1]:
        yield from terminal_routes(net, request, marks, budget=budget)
        return
    yield from merge(*(_with_miles(net, request, item, marks, budget) for item in asked))


def _with_miles(
    net: Network,
    request: Request,
    pair: tuple[Request, tuple[Mile, ...]],
    marks: Marks | None,
    budget: int,
) -> Iterator[search.Found]:
    asked, miles = pair
    more = weight_of(net, request, miles)
    for found in terminal_routes(net, asked, marks, budget=budget):
        yield search.Found(found.weight + more, found.path)


def weight_of(net: Network, request: Request, miles: Iterable[Mile]) -> int:
    """Return what road legs to terminals add to the weight that a search minimises."""
    seconds = sum(int(mile.time.at(request.level)) for mile in miles) << TRANSFER_BITS
    if request.by == "transit_time":
        return seconds
    from corridor.routing.costs.weighted_graph import TIME_BITS  # not needed for times

    amount = added_by(net, request, request.by, tuple(miles))
    return (amount << TIME_BITS) + seconds


def added_by(net: Network, request: Request, name: str, miles: Sequence[Mile]) -> int:
    """Return what road legs to terminals add to an objective, as far as it is known."""
    if name == "distance":
        return sum(int(mile.distance) for mile in miles)
    if name == "transit_time":
        return sum(int(mile.time.at(request.level)) for mile in miles)
    if name not in {"cost", "emissions"} or request.shipment is None or not miles:
        return 0
    from corridor.routing.costs.mile_costs import added  # not needed for times

    cents, grams = added(net, miles, request.shipment, LEVELS.index(request.level))
    return cents if name == "cost" else grams


def between_terminals(request: Request) -> Iterator[tuple[Request, tuple[Mile, ...]]]:
    """Yield a request for each pair of terminals at its ends, with the road legs to them.

    An end that is a place of the network, or has no such routes, is left as it is.
    """
    first, *between, last = request.points
    for origin, before in _ends_apart(first):
        for destination, after in _ends_apart(last):
            if between or not origin.nodes & destination.nodes:
                points = (origin, *between, destination)
                yield replace(request, points=points), (*before, *after)


def _ends_apart(point: Endpoint) -> Iterator[tuple[Endpoint, tuple[Mile, ...]]]:
    by_mile = {mile.node for mile in point.miles}
    own = tuple(stop for stop in point.stops if stop[0] not in by_mile)
    if own or not by_mile:
        yield replace(point, stops=own, miles=()) if by_mile else point, ()
    for mile in point.miles:
        stops: tuple[tuple[str, str | None], ...] = ((mile.node, None),)
        yield replace(point, stops=stops, miles=()), (mile,)


def terminal_routes(
    net: Network,
    request: Request,
    marks: Marks | None = None,
    *,
    budget: int = search.BUDGET,
    once: bool = False,
) -> Iterator[search.Found]:
    """Yield the paths of a request on the line graph, best first.

    By time they are ranked from the moment at which goods are ready: the wait for the first
    departure counts, though not in `max_time`, which is about the transit time. With `marks`, only
    the first of each kind (see `search.routes`). With `once`, which is for questions of time
    without a date, no place is passed again after a via either.

    Raises
    ------
    LimitError
        When the budget of partial routes is used up.
    """
    if request.depart is not None:
        from corridor.routing.dates.dated_paths import dated_paths  # a day alone needs clocks

        yield from dated_paths(net, request, marks, budget)
        return
    if request.is_weighed:
        from corridor.routing.costs.weighted_graph import weighed  # not needed for times

        graphs = weighed(net, request)
        yield from merge(*(_weighed_paths(net, request, item, marks, budget) for item in graphs))
        return
    graph = compile_network(net)
    goal = replace(make_goal(net, graph, request), once=once)
    tree = tree_of(net, graph, goal, goal.level)
    starts = first_vertices(net, graph, request)
    caps = caps_of(net, graph, goal, request, weighed=False)
    if request.max_time is not None:
        most = (int(request.max_time) + 1 << TRANSFER_BITS) - 1
        caps += (Cap(goal.level, most, graph.weights(goal.level), tree),)
    waits, apart = first_waits(graph, starts, goal.level), apart_of(request)
    for found in search.routes(graph, goal, tree, starts, caps, marks, budget, apart, waits):
        if keeps_order(net, request.corridor, found.path):
            yield found


def _weighed_paths(
    net: Network,
    request: Request,
    item: "Weighed",
    marks: Marks | None,
    budget: int,
) -> Iterator[search.Found]:
    """Yield the paths in one graph of a shipment, as paths on the network's own graph."""
    asked = within(net, request, item)
    if asked is None:
        return
    graph = item.graph
    goal = replace(make_goal(net, graph, asked), level=LEAST)
    tree = tree_of(net, graph, goal, LEAST)
    starts = first_vertices(net, graph, asked)
    own = marks and Marks(tuple(marks.bits[number] for number in item.base), marks.voids)
    caps = caps_of(net, graph, goal, asked, weighed=True)
    for found in search.routes(graph, goal, tree, starts, caps, own, budget, apart_of(asked)):
        path = tuple(item.base[number] for number in found.path)
        if keeps_order(net, asked.corridor, path):
            yield search.Found(found.weight, path)


_PASSAGES = Memory[str, Marks]("passage marks")


def passage_marks(net: Network) -> Marks:
    """Return marks that tell by which borders, ferries and straits a path goes."""
    memory = net.memory(_PASSAGES)
    if "" not in memory:
        passages = compile_network(net).passages
        items = dict.fromkeys(item for some in passages for item in some)
        bits = {item: 1 << number for number, item in enumerate(items)}
        memory[""] = Marks(tuple(sum(bits[item] for item in some) for some in passages))
    return memory[""]
