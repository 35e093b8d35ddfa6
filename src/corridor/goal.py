"""From a request to what a search must reach and may use on the line graph."""

from collections.abc import Iterator
from dataclasses import replace

from corridor import search
from corridor.errors import LimitError
from corridor.fields import LEVELS
from corridor.linegraph import GAUGE_BREAKS, TRANSFER_BITS, TRANSFERS, LineGraph, compile_network
from corridor.model import Corridor
from corridor.names import Endpoint
from corridor.network import Network
from corridor.pruning import Marks
from corridor.request import DEFAULT_MODES, KINDS, Request

MOST_MUSTS = 8


def paths_of(net: Network, request: Request, marks: Marks | None = None) -> Iterator[search.Found]:
    """Yield the paths of a request; by road too where an end can be reached no other way."""
    paths = search_routes(net, request, marks)
    first = next(paths, None)
    if first is None and request.modes is None and _only_by_road(net, request):
        paths = search_routes(net, replace(request, modes=DEFAULT_MODES | {"road"}), marks)
        first = next(paths, None)
    if first is not None:
        yield first
        yield from paths


def _only_by_road(net: Network, request: Request) -> bool:
    """Say whether the points are apart without road, whatever else is allowed."""
    return next(search_routes(net, Request(request.points, level=request.level)), None) is None


def search_routes(
    net: Network, request: Request, marks: Marks | None = None, *, at_once: bool = False
) -> Iterator[search.Found]:
    """Yield the paths of a request on the line graph, best first.

    With `marks`, the first of each kind (see `search.routes`). With `at_once`, only those whose
    first leg leaves without a wait.

    Raises
    ------
    LimitError
        When the budget of partial routes is used up.
    """
    graph = compile_network(net)
    goal = make_goal(net, graph, request)
    caps = tuple(
        search.Cap(kind, most, graph.weights(kind), _tree(net, graph, goal, kind))
        for kind, most in (
            (TRANSFERS, request.max_transfers),
            (GAUGE_BREAKS, request.max_gauge_breaks),
        )
        if most is not None
    )
    tree = _tree(net, graph, goal, goal.level)
    starts = tuple(starts_of(net, graph, request.origin))
    if at_once:
        starts = tuple(start for start in starts if graph.vertices[start].leg.wait is None)
    for found in search.routes(graph, goal, tree, starts, caps, marks):
        if request.max_time is not None and found.weight >> TRANSFER_BITS > request.max_time:
            return
        yield found


def _tree(net: Network, graph: LineGraph, goal: search.Goal, kind: int) -> search.Tree:
    trees: dict[tuple[search.Goal, int], search.Tree] = net.memory("trees")
    tree = trees.get((goal, kind))
    if tree is None:
        tree = trees[goal, kind] = search.reverse_tree(graph, goal, kind)
    return tree


def make_goal(net: Network, graph: LineGraph, request: Request) -> search.Goal:
    """Return the goal on the line graph that a request describes."""
    corridors = with_parents(net, request.corridor)
    banned: set[tuple[str, object]] = {
        ("countries", country) for item in corridors for country in item.avoid
    }
    banned.update(request.avoid)
    for policy in request.policies:
        banned.update(net.policies[policy].avoid)
    musts = [through(graph, item) for item in corridors]
    musts += [graph.touching.get(item, frozenset()) for item in request.require]
    if len(musts) > MOST_MUSTS:
        raise LimitError(f"{len(musts)} requirements; a search takes at most {MOST_MUSTS}")
    return search.Goal(
        LEVELS.index(request.level),
        _allowed(net, graph, request.modes or DEFAULT_MODES, banned),
        frozenset(_ends(net, graph, request.destination)),
        tuple(via.nodes for via in request.vias),
        tuple(musts),
    )


def _allowed(
    net: Network, graph: LineGraph, modes: frozenset[str], banned: set[tuple[str, object]]
) -> tuple[bool, ...]:
    memory: dict[frozenset[str], tuple[bool, ...]] = net.memory("modes")
    if modes not in memory:
        memory[modes] = tuple(vertex.leg.mode in modes for vertex in graph.vertices)
    if not banned:
        return memory[modes]
    allowed = list(memory[modes])
    for item in banned:
        for number in graph.touching.get(item, ()):
            allowed[number] = False
    return tuple(allowed)


def with_parents(net: Network, corridor: str | None) -> list[Corridor]:
    """Return a corridor and those that it is a branch of."""
    chain: list[Corridor] = []
    while corridor is not None and all(item.id != corridor for item in chain):
        chain.append(net.corridors[corridor])
        corridor = chain[-1].parent
    return chain


def through(graph: LineGraph, corridor: Corridor) -> frozenset[int]:
    """Return the vertices by which a route belongs to a corridor."""
    keys = (
        (kind, item)
        for passage in corridor.through
        for kind in KINDS
        for item in getattr(passage, kind, ())
    )
    return frozenset().union(*(graph.touching.get(key, frozenset()) for key in keys))


def starts_of(net: Network, graph: LineGraph, origin: Endpoint) -> Iterator[int]:
    """Yield the vertices with which a route from an origin may begin."""
    for node, mode in origin.stops:
        for number in graph.leaving.get(node, ()):
            vertex = graph.vertices[number]
            back = _leads_back(net, origin, node, vertex.destination)
            if mode in {None, vertex.leg.mode} and not back:
                yield number


def _ends(net: Network, graph: LineGraph, destination: Endpoint) -> Iterator[int]:
    for node, mode in destination.stops:
        for number in graph.arriving.get(node, ()):
            vertex = graph.vertices[number]
            back = _leads_back(net, destination, node, vertex.origin)
            if mode in {None, vertex.leg.mode} and not back:
                yield number


def _leads_back(net: Network, region: Endpoint, gateway: str, beyond: str) -> bool:
    """Say whether a border gateway would be used from inside its region."""
    at_border = net.nodes[gateway].kind == "border_crossing"
    return at_border and net.nodes[beyond].country in region.countries
