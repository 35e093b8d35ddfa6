"""From a request to what a search must reach and may use on the line graph."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from heapq import merge
from typing import TYPE_CHECKING

from corridor.errors import LimitError
from corridor.network.fields import LEVELS
from corridor.network.modes import DEFAULT_MODES
from corridor.network.names import Endpoint, Mile
from corridor.network.network import Memory, Network
from corridor.routes.request import Request
from corridor.routing.dated import clock_of, seen
from corridor.routing.graph import search
from corridor.routing.graph.corridors import (
    closed_to,
    keeps_order,
    musts,
    with_parents,
)
from corridor.routing.graph.labels import Marks, Problem, Work
from corridor.routing.graph.line_graph import (
    GAUGE_BREAKS,
    LEAST,
    OBJECTIVE_KINDS,
    TRANSFER_BITS,
    TRANSFERS,
    LineGraph,
    compile_network,
)
from corridor.routing.graph.tree import NOWHERE, Cap, Goal, Tree, reverse_tree

if TYPE_CHECKING:
    from corridor.routing.costs.weighted_graph import Weighed


MOST_MUSTS = 8


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
    more = weight_of(request, miles)
    for found in terminal_routes(net, asked, marks, budget=budget):
        yield search.Found(found.weight + more, found.path)


def weight_of(request: Request, miles: Iterable[Mile]) -> int:
    """Return what road legs to terminals add to the weight that a search minimises."""
    seconds = sum(int(mile.time.at(request.level)) for mile in miles) << TRANSFER_BITS
    if request.by != "distance":
        return seconds
    from corridor.routing.costs.weighted_graph import TIME_BITS  # not needed for times

    return (sum(int(mile.distance) for mile in miles) << TIME_BITS) + seconds


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
        yield from _dated_paths(net, request, marks, budget)
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


def _dated_paths(
    net: Network, request: Request, marks: Marks | None, budget: int
) -> Iterator[search.Found]:
    """Yield the paths of a dated request; by money or grams, those that can be travelled."""
    from corridor.routing.graph.clock import NEVER  # a network with dates alone needs a clock
    from corridor.routing.graph.dated_search import calls_along, dated_routes

    net = seen(net, request)
    clock = clock_of(net, request)
    most = request.max_time
    if request.is_weighed:
        undated = replace(request, depart=None, max_time=None)
        for found in terminal_routes(net, undated, marks, budget=budget):
            *_, last = calls_along(clock, found.path, LEVELS.index(request.level))
            takes = last.arrival - clock.span.start
            if last.why != NEVER.why and (most is None or takes <= most):
                yield found
        return
    goal = make_goal(net, clock.graph, request)
    tree = tree_of(net, clock.bound, goal, goal.level)
    caps = caps_of(net, clock.graph, goal, request, weighed=False)
    problem = Problem(clock.graph, goal, tree, caps, Work(budget))
    starts = first_vertices(net, clock.graph, request)
    for found in dated_routes(clock, problem, starts, apart_of(request), marks):
        if most is not None and found.weight >> TRANSFER_BITS > most:
            return
        if keeps_order(net, request.corridor, found.path):
            yield found


def caps_of(
    net: Network, graph: LineGraph, goal: Goal, request: Request, *, weighed: bool
) -> tuple[Cap, ...]:
    """Return how much of each count a route may have; in a weighed graph of its weights too."""
    limits: list[tuple[int, int | None]] = [
        (TRANSFERS, request.max_transfers),
        (GAUGE_BREAKS, request.max_gauge_breaks),
    ]
    if weighed:
        limits += [
            (OBJECTIVE_KINDS["transit_time"], request.max_time),
            (OBJECTIVE_KINDS["cost"], request.max_cost.cents if request.max_cost else None),
            (OBJECTIVE_KINDS["emissions"], _emissions_on_the_way(net, request)),
        ]
    return tuple(
        Cap(kind, int(most), graph.weights(kind), tree_of(net, graph, goal, kind))
        for kind, most in limits
        if most is not None
    )


def _emissions_on_the_way(net: Network, request: Request) -> int | None:
    """Return what a request leaves for legs and stops [g], besides the terminals at both ends."""
    if request.max_emissions is None or request.shipment is None:
        return None
    from corridor.routing.costs.emissions import terminal_grams  # not needed for times

    return int(request.max_emissions) - terminal_grams(net, request.shipment)


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


def within(net: Network, request: Request, item: "Weighed") -> Request | None:
    """Return a request that keeps to the corridor of a graph's prices; none where it cannot."""
    if item.corridor is None:
        return request
    if item.corridor in {other.id for other in with_parents(net, request.corridor)}:
        return request
    own = {other.id for other in with_parents(net, item.corridor)}
    if request.corridor is None or request.corridor in own:
        return replace(request, corridor=item.corridor)
    return None


def first_vertices(net: Network, graph: LineGraph, request: Request) -> tuple[int, ...]:
    """Return the vertices with which a route may begin."""
    return tuple(starts_of(net, graph, request.origin))


def first_waits(graph: LineGraph, starts: tuple[int, ...], level: int) -> dict[int, int]:
    """Return the weight of the wait for the first departure of each vertex that has one."""
    legs = {start: graph.vertices[start] for start in starts}
    return {
        start: vertex.leg.wait.levels[level] << TRANSFER_BITS
        for start, vertex in legs.items()
        if vertex.leg.wait and graph.nodes[vertex.origin].kind != "waypoint"
    }


def apart_of(request: Request) -> frozenset[str]:
    """Return the nodes of the city where a route begins, none of which it passes again."""
    origin = request.origin
    return origin.nodes if origin.ref.section == "places" else NOWHERE


_TREES = Memory[tuple[LineGraph, Goal, int], Tree]("trees")


def tree_of(net: Network, graph: LineGraph, goal: Goal, kind: int) -> Tree:
    """Return the tree of least weights of a kind to a goal, remembered."""
    trees = net.memory(_TREES)
    tree = trees.get((graph, goal, kind))
    if tree is None:
        tree = trees[graph, goal, kind] = reverse_tree(graph, goal, kind)
    return tree


def make_goal(net: Network, graph: LineGraph, request: Request) -> Goal:
    """Return the goal on the line graph that a request describes."""
    corridors = with_parents(net, request.corridor)
    banned: set[tuple[str, object]] = {
        ("countries", country) for item in corridors for country in item.avoid
    }
    banned.update(request.avoid)
    for policy in request.policies:
        banned.update(net.policies[policy].avoid)
    needed = musts(graph, corridors)
    needed += [graph.touching.get(item, frozenset()) for item in request.require]
    if len(needed) > MOST_MUSTS:
        raise LimitError(f"{len(needed)} requirements; a search takes at most {MOST_MUSTS}")
    closed = closed_to(net, graph, request)
    return Goal(
        LEVELS.index(request.level),
        _allowed(net, graph, request.modes or DEFAULT_MODES, banned, closed),
        frozenset(_ends(net, graph, graph.arriving, request.destination)),
        tuple(via.nodes for via in request.vias),
        tuple(needed),
        frozenset(_ends(net, graph, graph.passing, request.destination)),
    )


_MODES = Memory[tuple[LineGraph, frozenset[str]], tuple[bool, ...]]("modes")


def _allowed(
    net: Network,
    graph: LineGraph,
    modes: frozenset[str],
    banned: set[tuple[str, object]],
    closed: frozenset[int],
) -> tuple[bool, ...]:
    memory = net.memory(_MODES)
    key = (graph, modes)
    if key not in memory:
        memory[key] = tuple(vertex.leg.mode in modes for vertex in graph.vertices)
    if not banned and not closed:
        return memory[key]
    allowed = list(memory[key])
    for item in banned:
        for number in graph.touching.get(item, ()):
            allowed[number] = False
    for number in closed:
        allowed[number] = False
    return tuple(allowed)


def starts_of(net: Network, graph: LineGraph, origin: Endpoint) -> Iterator[int]:
    """Yield the vertices with which a route from an origin may begin."""
    for node, mode in origin.stops:
        for number in graph.leaving.get(node, ()):
            vertex = graph.vertices[number]
            back = _leads_back(net, origin, node, vertex.destination)
            if mode in {None, vertex.leg.mode} and not back:
                yield number


def _ends(
    net: Network, graph: LineGraph, arriving: dict[str, tuple[int, ...]], destination: Endpoint
) -> Iterator[int]:
    for node, mode in destination.stops:
        for number in arriving.get(node, ()):
            vertex = graph.vertices[number]
            back = _leads_back(net, destination, node, vertex.origin)
            if mode in {None, vertex.leg.mode} and not back:
                yield number


def _leads_back(net: Network, region: Endpoint, gateway: str, beyond: str) -> bool:
    """Return whether a border gateway would be used from inside its region."""
    at_border = net.nodes[gateway].kind == "border_crossing"
    return at_border and net.nodes[beyond].country in region.countries


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
