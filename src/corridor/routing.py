"""Find routes: names become a goal on the line graph, and paths become routes."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from itertools import chain

from corridor import _text, search
from corridor import request as asking
from corridor.errors import NoRouteError, QuantityError, quote
from corridor.estimates import Levels, Source
from corridor.fields import LEVELS
from corridor.linegraph import LineGraph, compile_network
from corridor.model import Advisory, Corridor, Journey
from corridor.names import Endpoint
from corridor.network import Network
from corridor.request import DEFAULT_MODES, Avoid, Request
from corridor.route import Route, RouteLeg, Transfer

Via = str | Iterable[str]


def find_route(
    net: Network,
    origin: str,
    destination: str,
    *,
    via: Via = (),
    by: asking.Objective = "transit_time",
    level: str = "typical",
    corridor: str | None = None,
    modes: Collection[str] | None = None,
    avoid: Avoid | None = None,
) -> Route:
    """Find the best route between two places.

    Parameters
    ----------
    net
        The network, seen on its day.
    origin, destination
        Names, aliases, UN/LOCODEs or ids of nodes, places or regions.
    via
        A place, or several to be passed in order; of a place with several nodes any counts.
    by
        What is made least: the transit time.
    level
        At which level: low, typical or high. The answer always has all three.
    corridor
        Id of a corridor that the route must belong to.
    modes
        Modes that may be used. By default rail, ferry and sea; road only where an end can be
        reached no other way, which the answer says.
    avoid
        Countries, nodes and legs that must not be touched.

    Returns
    -------
    Route
        Ties are decided by the number of transfers, then by leg ids.

    Raises
    ------
    NoRouteError
        When no route satisfies the request.
    UnknownPlaceError, AmbiguousPlaceError
        When a name does not stand for one place.
    SamePlaceError
        When two points that follow each other share a node.
    QuantityError
        When `by`, `level`, `corridor` or a mode is not one that exists.

    >>> import corridor as co
    >>> route = co.find_route(co.load_network(), "Aktau", "Alat")
    >>> [leg.id for leg in route.legs]
    ['aktau--alat--ferry']
    """
    vias = (via,) if isinstance(via, str) else tuple(via)
    asked = (origin, destination, vias, by, level, corridor, _frozen(modes), avoid)
    memory: dict[object, Route] = net.memory("routes")
    known = memory.get(asked)
    if known is None:
        points = (origin, *vias, destination)
        request = make_request(net, points, by, level, corridor, modes, avoid)
        known = memory[asked] = best_route(net, request)
    return known


def _frozen(modes: Collection[str] | None) -> frozenset[str] | str | None:
    return modes if modes is None or isinstance(modes, str) else frozenset(modes)


def make_request(
    net: Network,
    points: Iterable[str],
    by: asking.Objective = "transit_time",
    level: str = "typical",
    corridor: str | None = None,
    modes: Collection[str] | None = None,
    avoid: Avoid | None = None,
) -> Request:
    """Return the question with every name resolved; raises as `find_route` does."""
    asking.one_of(by, asking.OBJECTIVES, "by")
    if corridor is not None:
        asking.one_of(corridor, tuple(net.corridors), "corridor")
    avoid = avoid or Avoid()
    for name, known in (("nodes", net.nodes), ("legs", net.legs)):
        for item in sorted(getattr(avoid, name)):
            if item not in known:
                raise QuantityError(f"avoid.{name} has {quote(item)}, which is not in the network")
    for item in sorted(avoid.countries):
        if not (len(item) == 2 and item.isascii() and item.isupper()):
            raise QuantityError(
                f"avoid.countries has {quote(item)}; it must be a two-letter code, as in KZ"
            )
    ends = asking.check_points(net.directory.endpoint(point) for point in points)
    return Request(ends, by, asking.check_level(level), corridor, asking.check_modes(modes), avoid)


def best_route(net: Network, request: Request) -> Route:
    """Return the best route for a request; the inland way beside it from a border gateway."""
    graph = compile_network(net)
    found = next(_search(net, graph, request), None)
    if found is None and request.modes is None and _only_by_road(net, graph, request):
        by_road = replace(request, modes=DEFAULT_MODES | {"road"})
        found = next(_search(net, graph, by_road), None)
    if found is None:
        raise NoRouteError(_no_route(request))
    inland = _inland(net, graph, request, found.path)
    return build_route(net, graph, request, found.path, inland)


def _no_route(request: Request) -> str:
    limits = []
    if request.corridor:
        limits.append(f"by the corridor {request.corridor}")
    if request.modes:
        limits.append(f"with {', '.join(sorted(request.modes))} only")
    for name in ("countries", "nodes", "legs"):
        avoided = sorted(getattr(request.avoid, name))
        if avoided:
            limits.append(f"without {', '.join(avoided)}")
    return " ".join([f"no route {request.chain}", *limits])


def _search(net: Network, graph: LineGraph, request: Request) -> Iterator[search.Found]:
    """Yield the routes of a request, best first."""
    goal = make_goal(net, graph, request)
    trees: dict[search.Goal, search.Tree] = net.memory("trees")
    tree = trees.get(goal)
    if tree is None:
        tree = trees[goal] = search.reverse_tree(graph, goal)
    starts = _starts(net, graph, request.origin)
    return search.routes(graph, goal, tree, starts)


def ranked_ways(net: Network, request: Request) -> Iterator[Route]:
    """Yield the routes of a request, best first."""
    graph = compile_network(net)
    for found in _search(net, graph, request):
        yield build_route(net, graph, request, found.path)


def make_goal(net: Network, graph: LineGraph, request: Request) -> search.Goal:
    """Return the goal on the line graph that a request describes."""
    corridors = _with_parents(net, request.corridor)
    banned = request.avoid.countries.union(*(item.avoid for item in corridors))
    modes = request.modes or DEFAULT_MODES
    avoid = request.avoid
    allowed = tuple(
        vertex.leg.mode in modes
        and banned.isdisjoint(touched)
        and vertex.leg.id not in avoid.legs
        and vertex.origin not in avoid.nodes
        and vertex.destination not in avoid.nodes
        for vertex, touched in zip(graph.vertices, graph.touches, strict=True)
    )
    return search.Goal(
        LEVELS.index(request.level),
        allowed,
        frozenset(_ends(net, graph, request.destination)),
        tuple(via.nodes for via in request.vias),
        tuple(frozenset(_through(graph, item)) for item in corridors),
    )


def _with_parents(net: Network, corridor: str | None) -> list[Corridor]:
    chain: list[Corridor] = []
    while corridor is not None and all(item.id != corridor for item in chain):
        chain.append(net.corridors[corridor])
        corridor = chain[-1].parent
    return chain


def _through(graph: LineGraph, corridor: Corridor) -> Iterator[int]:
    """Yield the vertices by which a route belongs to a corridor."""
    legs, nodes, countries = (
        {item for passage in corridor.through for item in getattr(passage, kind)}
        for kind in ("legs", "nodes", "countries")
    )
    for number, vertex in enumerate(graph.vertices):
        if (
            vertex.leg.id in legs
            or vertex.origin in nodes
            or vertex.destination in nodes
            or not countries.isdisjoint(graph.touches[number])
        ):
            yield number


def _starts(net: Network, graph: LineGraph, origin: Endpoint) -> tuple[int, ...]:
    return tuple(
        number
        for node, mode in origin.stops
        for number in graph.leaving.get(node, ())
        if mode in {None, graph.vertices[number].leg.mode}
        and not _leads_back(net, origin, node, graph.vertices[number].destination)
    )


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


def _only_by_road(net: Network, graph: LineGraph, request: Request) -> bool:
    """Say whether the points are apart without road, whatever else is allowed."""
    free = replace(request, avoid=Avoid(), corridor=None)
    return next(_search(net, graph, free), None) is None


def _inland(
    net: Network, graph: LineGraph, request: Request, path: tuple[int, ...]
) -> tuple[str, Levels] | None:
    """Return the times from the region's inland terminal when a border gateway was used."""
    start = graph.vertices[path[0]].origin
    region = net.regions.get(request.origin.ref.id)
    if request.origin.ref.section != "regions" or region is None or region.inland is None:
        return None
    if net.nodes[start].kind != "border_crossing":
        return None
    terminal = net.directory.endpoint(region.inland)
    asked = replace(request, points=(terminal, *request.points[1:]))
    found = next(_search(net, graph, asked), None)
    if found is None:
        return None
    route = build_route(net, graph, asked, found.path)
    return terminal.name, route.transit_time


def build_route(
    net: Network,
    graph: LineGraph,
    request: Request,
    path: tuple[int, ...],
    inland: tuple[str, Levels] | None = None,
) -> Route:
    """Return the route that a path of vertices is."""
    steps = tuple(_steps(net, graph, path))
    belongs = tuple(item for item in net.corridors if _belongs(net, graph, item, path))
    return Route(
        request,
        steps,
        belongs,
        tuple(_advisories(net, graph, path, belongs)),
        tuple(_notes(net, graph, request, path)),
        inland,
        net.stamp,
        *_evidence(net, steps),
    )


def _evidence(
    net: Network, steps: Iterable[RouteLeg | Transfer]
) -> tuple[tuple[Journey, ...], tuple[Source, ...]]:
    """Return the journeys and sources that the parts of a route name."""
    parts = [time for step in steps for time in step.estimates]
    claims = dict.fromkeys(claim for time in parts for claim in time.claims)
    journeys = tuple(net.journeys[claim] for claim in claims)
    cited = chain(*(time.sources for time in parts), *(item.sources for item in journeys))
    return journeys, tuple(net.sources[source] for source in dict.fromkeys(cited))


def _steps(net: Network, graph: LineGraph, path: tuple[int, ...]) -> Iterator[RouteLeg | Transfer]:
    for place, number in enumerate(path):
        vertex = graph.vertices[number]
        countries = net.countries_of(vertex.leg)
        leg = RouteLeg(
            vertex.leg,
            net.nodes[vertex.origin],
            net.nodes[vertex.destination],
            countries[::-1] if vertex.back else countries,
        )
        if place:
            arc = next(arc for before, arc in graph.into[number] if before == path[place - 1])
            if arc.rule.entry or arc.waiting:
                yield Transfer(leg.origin, arc.rule.entry, arc.waiting, leg.carriage)
        yield leg


def _belongs(net: Network, graph: LineGraph, corridor: str, path: tuple[int, ...]) -> bool:
    chain = _with_parents(net, corridor)
    banned = frozenset().union(*(item.avoid for item in chain))
    return all(banned.isdisjoint(graph.touches[number]) for number in path) and all(
        not _through_set(net, graph, item).isdisjoint(path) for item in chain
    )


def _through_set(net: Network, graph: LineGraph, corridor: Corridor) -> frozenset[int]:
    memory: dict[str, frozenset[int]] = net.memory("through")
    if corridor.id not in memory:
        memory[corridor.id] = frozenset(_through(graph, corridor))
    return memory[corridor.id]


def _advisories(
    net: Network, graph: LineGraph, path: tuple[int, ...], corridors: tuple[str, ...]
) -> Iterator[Advisory]:
    legs = {graph.vertices[number].leg.id for number in path}
    nodes = {graph.vertices[number].destination for number in path}
    nodes.add(graph.vertices[path[0]].origin)
    countries = frozenset().union(*(graph.touches[number] for number in path))
    for advisory in net.advisories.values():
        if (
            not countries.isdisjoint(advisory.countries)
            or not legs.isdisjoint(advisory.legs)
            or not nodes.isdisjoint(advisory.nodes)
            or not set(corridors).isdisjoint(advisory.corridors)
        ):
            yield advisory


def _notes(
    net: Network, graph: LineGraph, request: Request, path: tuple[int, ...]
) -> Iterator[str]:
    """Yield what the reader of an answer must know about how it was found."""
    legs = [graph.vertices[number].leg for number in path]
    if request.modes is None and any(leg.mode == "road" for leg in legs):
        yield "road legs are used: without them an end cannot be reached"
    wait = legs[0].wait
    if wait:
        average = _text.days(wait.typical)
        yield f"the wait for the first departure is not counted: {average} days on average"
    passed = [graph.vertices[path[0]].origin, *(graph.vertices[n].destination for n in path)]
    for node in dict.fromkeys(node for node in passed if passed.count(node) > 1):
        yield f"{net.nodes[node].short} is passed twice, before and after a via"
    known = {node.country for node in net.nodes.values()}
    known.update(country for leg in net.legs.values() for country in leg.countries_crossed)
    for country in sorted(request.avoid.countries - known):
        yield f"avoiding {country} changes nothing: no leg of this network touches it"
