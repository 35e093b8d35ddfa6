"""Which paths answer a request first: by road as a last resort, and no detour beside a direct one.

The quickest route by rail and ship may go far round where a lorry, or a ship that sails once a
week, goes straight.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import pairwise

from corridor.errors import LimitError
from corridor.network.fields import LEVELS, Level
from corridor.network.modes import DEFAULT_MODES, LAST_RESORT
from corridor.network.names import Endpoint, at, great_circle
from corridor.network.network import Memory, Network
from corridor.routes.caveats import LARGEST_DETOUR, MODEL_ERROR
from corridor.routes.request import KINDS, Request, Require
from corridor.routing.dated import seen
from corridor.routing.goals import first_vertices, first_waits
from corridor.routing.graph.corridors import corridors_of, unserved_by
from corridor.routing.graph.k_best_search import BUDGET, Found
from corridor.routing.graph.labels import Marks
from corridor.routing.graph.line_graph import LineGraph, compile_network
from corridor.routing.search_goal import search_routes

Path = tuple[int, ...]
#: A direct route is looked for among so many partial routes.
DIRECT_BUDGET = 2_000


def paths_of(
    net: Network, request: Request, marks: Marks | None = None, *, budget: int = BUDGET
) -> Iterator[Found]:
    """Yield the paths of a request; a direct one before a detour, by road as a last resort."""
    net = seen(net, request)
    if request.depart is not None and needs_road(net, request):
        request = with_road(request)
    paths = search_routes(net, request, marks, budget=budget)
    first = next(paths, None)
    gives_way = request.depart is None and request.modes is None
    goes_round = gives_way and (first is None or is_detour(net, request, first.path))
    if goes_round and needs_road(net, request):
        yield from search_routes(net, with_road(request), marks, budget=budget)
        return
    if first is None:
        return
    direct = direct_path(net, request, first) if goes_round else None
    chosen = direct or on_main_line(net, request, first)
    if chosen is not None:
        yield chosen
    yield first
    yield from (found for found in paths if chosen is None or found.path != chosen.path)


def served(net: Network, request: Request) -> Request:
    """Return a request that keeps off corridors that do not serve it, while there are others."""
    if request.corridor is not None:
        return replace(request, unserved_by=())
    kept_off = replace(request, unserved_by=unserved_by(net, request))
    if kept_off.unserved_by and next(paths_of(net, kept_off), None) is None:
        return replace(request, unserved_by=())
    return kept_off


_NEEDS_ROAD = Memory[tuple[tuple[Endpoint, ...], Level], bool]("needs road")


def needs_road(net: Network, request: Request) -> bool:
    """Return whether road is allowed without being asked for, whatever else the request demands.

    It is where rail, ferry and sea do not join the points, or only by a detour while there is a
    direct route with road legs that has a shorter transit time, both off the corridors that do not
    serve the pair.
    """
    if request.modes is not None:
        return False
    memory, key = net.memory(_NEEDS_ROAD), (request.points, request.level)
    if key not in memory:
        plain = Request(request.points, level=request.level)
        plain, first = _first_served(net, plain)
        memory[key] = first is None or (
            is_detour(net, plain, first.path)
            and direct_path(net, plain, first) is None
            and direct_path(net, with_road(plain), first) is not None
        )
    return memory[key]


def _first_served(net: Network, request: Request) -> tuple[Request, Found | None]:
    """Return a request that keeps off corridors that do not serve it, and its best path.

    The request is as it was where there is no such path.
    """
    kept_off = replace(request, unserved_by=unserved_by(net, request))
    first = next(search_routes(net, kept_off), None)
    if first is None and kept_off.unserved_by:
        return request, next(search_routes(net, request), None)
    return kept_off, first


def with_road(request: Request) -> Request:
    """Return a request that allows road as well as the modes that are usual."""
    return replace(request, modes=DEFAULT_MODES | LAST_RESORT)


def direct_path(net: Network, request: Request, detour: Found) -> Found | None:
    """Return the first path that goes straight and has a shorter transit time; none if none has.

    It is no detour itself, or the detour is one beside it: more than 2.5 times as long. The wait
    for the first departure is left out on both sides.
    """
    if request.corridor is not None or request.is_weighed:
        return None
    graph = compile_network(net)
    most = _without_wait(graph, request, detour)
    starts = first_vertices(net, graph, request)
    waits = first_waits(graph, starts, LEVELS.index(request.level)).values()
    enough = most + max(waits, default=0)
    far = _metres(graph, detour.path)
    with suppress(LimitError):
        for found in search_routes(net, request, budget=DIRECT_BUDGET):
            if found.weight >= enough:
                break
            is_short = far > LARGEST_DETOUR * _metres(graph, found.path)
            is_quicker = _without_wait(graph, request, found) < most
            if is_quicker and (is_short or not is_detour(net, request, found.path)):
                return found
    return None


def _metres(graph: LineGraph, path: Path) -> int:
    """Return the length of a path."""
    return sum(int(graph.vertices[number].leg.distance.value) for number in path)


def on_main_line(net: Network, request: Request, first: Found) -> Found | None:
    """Return the best path by the main line that another one leaves, if it is about as quick.

    None where it is longer by more than the model's error, or no main line is left.
    """
    stops = () if request.is_weighed else main_line_left(net, first.path)
    most = first.weight * (1 + MODEL_ERROR)
    for node in stops:
        items = {kind: getattr(request.require, kind) for kind in KINDS}
        items["nodes"] |= {node}
        asked = replace(request, require=Require(**items))
        with suppress(LimitError):
            for found in search_routes(net, asked, budget=DIRECT_BUDGET):
                if found.weight > most:
                    break
                if set(corridors_of(net, first.path)) <= set(corridors_of(net, found.path)):
                    return found
    return None


def main_line_left(net: Network, path: Path) -> tuple[str, ...]:
    """Return the nodes of the main line that a path's corridor has and the path does not pass."""
    mains = [item for item in net.corridors.values() if item.main_line]
    if not mains:
        return ()
    graph = compile_network(net)
    passed = {graph.vertices[path[0]].origin, *(graph.destinations[number] for number in path)}
    belongs = corridors_of(net, path)
    return tuple(
        node
        for item in mains
        if item.id in belongs and passed.isdisjoint(item.main_line)
        for node in item.main_line
        if node in net.nodes
    )


def is_detour(net: Network, request: Request, path: Path) -> bool:
    """Return whether a path of several legs is longer than its great circle or corridor allows."""
    ratio = detour_of(net, request, path)
    if len(path) < 2 or ratio <= LARGEST_DETOUR:
        return False
    unserved = set(unserved_by(net, request))
    passed = [net.corridors[item] for item in corridors_of(net, path) if item not in unserved]
    return ratio > max((item.detour.limit for item in passed if item.detour), default=0.0)


def detour_of(net: Network, request: Request, path: Path) -> float:
    """Return how many times the great circle a path is long, by way of the vias that it passes.

    Ends in one position have none: 0.
    """
    graph = compile_network(net)
    vertices = [graph.vertices[number] for number in path]
    vias = list(request.vias)
    points = [vertices[0].origin]
    for vertex in vertices[:-1]:
        if vias and vertex.destination in vias[0].nodes:
            points.append(vertex.destination)
            vias.pop(0)
    points.append(vertices[-1].destination)
    positions = [at(net.nodes[node]) for node in points]
    direct = sum(great_circle(one, other) for one, other in pairwise(positions))
    return _metres(graph, path) / 1000 / direct if direct else 0.0


def _without_wait(graph: LineGraph, request: Request, found: Found) -> int:
    """Return the weight of a path without the wait for its first departure."""
    waits = first_waits(graph, found.path[:1], LEVELS.index(request.level))
    return found.weight - sum(waits.values())
