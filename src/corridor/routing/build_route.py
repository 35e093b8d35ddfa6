"""From a path on the line graph to a route with all its facts."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain, pairwise
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.errors import LimitError, QuantityError
from corridor.network.calendar import Advisory
from corridor.network.estimates import Estimate, Source
from corridor.network.fields import LEVELS, Level
from corridor.network.journeys import Journey
from corridor.network.modes import DEFAULT_MODES, LAST_RESORT, OCEAN
from corridor.network.names import Endpoint
from corridor.network.network import Memory, Network
from corridor.routes.caveats import lorry_alone
from corridor.routes.past_reports import contradictions, in_words
from corridor.routes.reported_journeys import along
from corridor.routes.request import Request
from corridor.routes.route import Route
from corridor.routes.route_text import mile_words
from corridor.routes.steps import Inland, InlandDestination, RouteLeg, Transfer
from corridor.routing.dated import Steps, dated_steps, seen
from corridor.routing.direct_routes import paths_of
from corridor.routing.graph.corridors import corridors_of, is_port, tests
from corridor.routing.graph.k_best_search import Found
from corridor.routing.graph.labels import Marks
from corridor.routing.graph.line_graph import TRANSFER_BITS, LineGraph, compile_network
from corridor.routing.near_routes import Lookout, exposure_of, reservations_of
from corridor.routing.search_goal import search_routes, terminal_routes
from corridor.units import DAY

if TYPE_CHECKING:
    from corridor.routes.costs.cost import Cost
    from corridor.routes.costs.emissions import Emissions
    from corridor.routes.costs.mile_cost import MileCost


Path = tuple[int, ...]
Days = tuple[datetime.date, datetime.date]
#: How many partial routes a search behind a note may take.
NOTE_BUDGET = 20_000


def build_route(net: Network, request: Request, path: Path) -> Route:
    """Return a path of vertices as a route, with the inland route beside a border gateway."""
    net = seen(net, request)
    route = _build(net, request, path, _inland(net, request, path))
    if route.miles:
        route = replace(route, mile_costs=_mile_costs(net, route))
        alone = lorry_alone(route.ends, (route.first_mile, route.last_mile))
        said = mile_words(route.miles, route.transit_time, route.mile_costs)
        route = replace(route, notes=(*alone, *said, *route.notes))
    if route.schedule:
        return replace(route, notes=(*route.schedule.notes(), *route.notes))
    wait = route.legs[0].leg.wait
    return replace(route, notes=(_first_wait(request, wait), *route.notes)) if wait else route


def _mile_costs(net: Network, route: Route) -> "tuple[MileCost, ...]":
    if route.request.shipment is None:
        return ()
    from corridor.routing.costs.mile_costs import mile_costs  # not needed for times

    return mile_costs(net, route.miles, route.request.shipment)


def ranked_routes(net: Network, request: Request) -> Iterator[Route]:
    """Yield the routes of a request, best first, without the inland route beside them."""
    for found in search_routes(net, request):
        yield _build(net, request, found.path)


def route_without_returns(net: Network, request: Request) -> Route | None:
    """Return the best route that passes no node twice, even after a via, or none."""
    found = next(terminal_routes(net, request, once=True), None)
    return _build(net, request, found.path) if found else None


def path_of(net: Network, route: Route) -> Path:
    """Return the path of a route on the line graph of a network."""
    numbers = compile_network(net).numbers
    try:
        return tuple(numbers[leg.id, leg.origin.id] for leg in route.legs)
    except KeyError as error:
        raise QuantityError(f"the leg {error.args[0][0]} is not open in this network") from None


def time_in(net: Network, route: Route, level: Level) -> int:
    """Return the transit time [s] that the same route has in another network."""
    graph, kind = compile_network(net), LEVELS.index(level)
    path = path_of(net, route)
    weights = graph.weights(kind)
    total = weights[path[0]]
    for before, after in pairwise(path):
        total += graph.arc(before, after).weights[kind] + weights[after]
    return total >> TRANSFER_BITS


def _build(net: Network, request: Request, path: Path, inland: Inland | None = None) -> Route:
    net = seen(net, request)
    graph = compile_network(net)
    steps: Steps = tuple(_steps(graph, path))
    schedule = None
    if request.depart is not None:
        steps, schedule = dated_steps(net, request, path)
    belongs = corridors_of(net, path)
    nodes = [graph.vertices[path[0]].origin, *(graph.vertices[n].destination for n in path)]
    journeys, sources = _evidence(net, steps)
    days = _days_of(net, steps)
    cost, emissions = _weighed(net, request, path, steps if schedule else None)
    return Route(
        request=request,
        steps=steps,
        corridors=belongs,
        advisories=tuple(_advisories(net, graph, path, belongs, days)),
        notes=tuple(_notes(net, graph, request, path)),
        inland=inland,
        not_touched=_not_touched(net, request, steps),
        stamp=net.stamp,
        _journeys=journeys,
        _sources=sources,
        _reports=along(net.journeys.values(), net.regions, nodes),
        cost=cost,
        emissions=emissions,
        schedule=schedule,
        past=_past(net, belongs, steps),
        reservations=reservations_of(net, request, path, belongs),
        exposure=exposure_of(net, graph, path),
        _near=Lookout(net, request, path, _build),
    )


def _past(net: Network, corridors: tuple[str, ...], steps: Steps) -> tuple[str, ...]:
    """Return that reports of the day asked for say otherwise, where it lies behind the data."""
    if net.date is None or net.date >= net.as_of:
        return ()
    found = contradictions(net.journeys.values(), net.regions, corridors, steps, net.date)
    return tuple(in_words(found, net.date))


def _weighed(
    net: Network, request: Request, path: Path, steps: Steps | None = None
) -> "tuple[Cost | None, Emissions | None]":
    """Return what a shipment's route costs and emits, if the request has a shipment.

    With a date the steps tell the times that count.
    """
    if request.shipment is None:
        return None, None
    from corridor.routing.costs.emissions import emissions_along  # not needed for times
    from corridor.routing.costs.pricing import cost_along

    cost = cost_along(net, path, request.shipment, request.level, steps)
    return cost, emissions_along(net, path, request.shipment)


def _inland(net: Network, request: Request, path: Path) -> Inland | None:
    """Return the times from or to a region's inland terminal when a border gateway was used."""
    graph = compile_network(net)
    ends = {"origin": graph.vertices[path[0]].origin, "destination": graph.destinations[path[-1]]}
    for end, node in ends.items():
        point = request.origin if end == "origin" else request.destination
        region = net.regions.get(point.ref.id) if point.ref.section == "regions" else None
        if region and region.inland and net.nodes[node].kind == "border_crossing":
            return _from_inland(net, request, net.directory.endpoint(region.inland), end)
    return None


def _from_inland(net: Network, request: Request, terminal: Endpoint, end: str) -> Inland | None:
    first, *between, last = request.points
    points = (terminal, *between, last) if end == "origin" else (first, *between, terminal)
    asked = replace(request, points=points)
    found = remark(paths_of(net, asked))
    if found is None:
        return None
    kind = Inland if end == "origin" else InlandDestination
    return kind(terminal.name, _build(net, asked, found.path).transit_time)


def remark(paths: Iterator[Found]) -> Found | None:
    """Return the first path of a search behind a note, which must never cost the answer."""
    try:
        return next(paths, None)
    except LimitError:
        return None


def _steps(graph: LineGraph, path: Path) -> Iterator[RouteLeg | Transfer]:
    yield graph.leg(path[0])
    for before, after in pairwise(path):
        transfer = graph.transfer(before, after)
        if transfer:
            yield transfer
        yield graph.leg(after)


def _evidence(
    net: Network, steps: Iterable[RouteLeg | Transfer]
) -> tuple[tuple[Journey, ...], tuple[Source, ...]]:
    """Return the journeys and sources that the parts of a route name."""
    parts = [time for step in steps for time in step.estimates]
    claims = dict.fromkeys(claim for time in parts for claim in time.claims)
    journeys = tuple(net.journeys[claim] for claim in claims)
    cited = chain(*(time.sources for time in parts), *(item.sources for item in journeys))
    return journeys, tuple(net.sources[source] for source in dict.fromkeys(cited))


def corridor_marks(net: Network) -> Marks:
    """Return marks that tell in which corridors a path is; one left for good has no others."""
    graph = compile_network(net)
    bits, voids, bit = [0] * len(graph.vertices), [], 1
    for corridor in net.corridors.values():
        first = bit
        for some in tests(net, corridor):
            for number in some:
                bits[number] |= bit
            bit <<= 1
        voids.append((first, bit - 2 * first))
    if any(corridor.by_sea for corridor in net.corridors.values()):
        for number, vertex in enumerate(graph.vertices):
            if (
                vertex.leg.mode not in OCEAN
            ):  # by land from or to a port: not at sea to its last port
                bits[number] |= bit * is_port(graph, vertex.origin)
                bits[number] |= (bit << 1) * is_port(graph, vertex.destination)
    return Marks(tuple(bits), tuple(voids))


def _days_of(net: Network, steps: Steps) -> Days | None:
    """Return the first and the last day on which goods may be on the way; none on any day."""
    if net.date is None:
        return None
    most = sum(int(time.high) for step in steps for time in step.estimates)
    left = (datetime.date.max - net.date).days
    return net.date, net.date + datetime.timedelta(min(left, most // DAY))


_ADVISORIES = Memory[str, frozenset[int]]("advisories")


def _advisories(
    net: Network, graph: LineGraph, path: Path, corridors: tuple[str, ...], days: Days | None
) -> Iterator[Advisory]:
    memory = net.memory(_ADVISORIES)
    for advisory in net.advisories.values():
        if advisory.id not in memory:
            kinds = ("countries", "legs", "nodes")
            keys = ((kind, item) for kind in kinds for item in getattr(advisory, kind))
            vertices = (graph.touching(*key) for key in keys)
            memory[advisory.id] = frozenset[int]().union(*vertices)
        if days and not advisory.is_about(*days):
            continue
        concerns = not set(corridors).isdisjoint(advisory.corridors)
        if concerns or not memory[advisory.id].isdisjoint(path):
            yield advisory


def _notes(net: Network, graph: LineGraph, request: Request, path: Path) -> Iterator[str]:
    """Yield what the reader of an answer must know about how it was found."""
    for point in request.points:
        yield from point.remarks
    legs = [graph.vertices[number].leg for number in path]
    used = LAST_RESORT & {leg.mode for leg in legs}
    if request.modes is None and used:
        others = search_routes(net, replace(request, modes=DEFAULT_MODES))
        without = "the route is a detour" if remark(others) else "an end cannot be reached"
        yield f"{' and '.join(sorted(used))} legs are used: without them {without}"
    passed = [graph.vertices[path[0]].origin, *(graph.vertices[n].destination for n in path)]
    for node in dict.fromkeys(node for node in passed if passed.count(node) > 1):
        yield f"{net.nodes[node].short} is passed twice, before and after a via"
    for kind, item in request.avoid:
        if not graph.touching(kind, item):
            words = "-".join(item) if isinstance(item, tuple) else item
            yield f"avoiding {words} changes nothing: no open leg of this network touches it"
    avoided = [*request.avoid, *(i for name in request.policies for i in net.policies[name].avoid)]
    silent = [leg.id for leg in legs if not leg.operators]
    if silent and any(kind == "operators" for kind, _ in avoided):
        known = f"operators are known for {len(legs) - len(silent)} of {len(legs)} legs"
        yield f"{known}: that the others are not run by one that is avoided is not proved"


def _first_wait(request: Request, wait: Estimate) -> str:
    """Return that the wait before the first leg is not in the transit time."""
    chosen = "" if request.is_weighed else ", but counts in the choice of the route"
    days = _text.days(wait.typical)
    return f"the wait for the first departure, {days} days on average, is not counted{chosen}"


def _not_touched(
    net: Network, request: Request, steps: tuple[RouteLeg | Transfer, ...]
) -> tuple[str, ...]:
    """Return the countries that are avoided, here or by some corridor, and truly not touched."""
    avoided = {country for corridor in net.corridors.values() for country in corridor.avoid}
    avoided |= request.avoid.countries
    for policy in request.policies:
        avoided.update(net.policies[policy].countries)
    touched = {c for step in steps if isinstance(step, RouteLeg) for c in step.countries}
    return tuple(sorted(avoided - touched))
