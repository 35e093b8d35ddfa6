"""What a request means on the line graph: goal, starts, trees and caps."""

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from corridor.errors import LimitError
from corridor.network.fields import LEVELS
from corridor.network.modes import DEFAULT_MODES
from corridor.network.names import Endpoint
from corridor.network.network import Memory, Network
from corridor.routes.request import Request
from corridor.routing.graph.corridors import closed_to, musts, with_parents
from corridor.routing.graph.line_graph import (
    GAUGE_BREAKS,
    OBJECTIVE_KINDS,
    TRANSFER_BITS,
    TRANSFERS,
    LineGraph,
)
from corridor.routing.graph.tree import NOWHERE, Cap, Goal, Tree, reverse_tree

if TYPE_CHECKING:
    from corridor.routing.costs.weighted_graph import Weighed

MOST_MUSTS = 8


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


def last_vertices(net: Network, graph: LineGraph, destination: Endpoint) -> tuple[int, ...]:
    """Return the vertices with which a route may end, each once, in order."""
    return tuple(sorted({*_ends(net, graph, graph.arriving, destination)}))


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
    return apart_at(request.origin)


def apart_at(origin: Endpoint) -> frozenset[str]:
    """Return the nodes of a city, none of which a route from there passes again."""
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
    needed += [graph.touching(*item) for item in request.require]
    if len(needed) > MOST_MUSTS:
        raise LimitError(f"{len(needed)} requirements; a search takes at most {MOST_MUSTS}")
    closed = closed_to(net, graph, request) | _shut_to(net, graph, request)
    return Goal(
        LEVELS.index(request.level),
        _allowed(net, graph, request.modes or DEFAULT_MODES, banned, closed),
        frozenset(_ends(net, graph, graph.arriving, request.destination)),
        tuple(via.nodes for via in request.vias),
        tuple(needed),
        frozenset(_ends(net, graph, graph.passing, request.destination)),
    )


def _shut_to(net: Network, graph: LineGraph, request: Request) -> frozenset[int]:
    """Return the vertices that are closed on the network's day to what is shipped, not to all.

    With a day of departure the clock sees to that.
    """
    first, shipment = net.date, request.shipment
    if shipment is None or first is None or request.depart is not None:
        return frozenset()
    held = [
        closure
        for closure in net.file.closures.values()
        if (closure.equipment or closure.goods)
        and closure.is_for(shipment.equipment, shipment.goods)
        and closure.covers(first)
        and closure.covers(net.until or first)
    ]
    return frozenset(
        number
        for closure in held
        for item in closure.items
        for number in graph.touching(*item)
        if closure.is_against(graph.countries[number])
    )


_MODES = Memory[tuple[LineGraph, frozenset[str]], bytes]("modes")


def _allowed(
    net: Network,
    graph: LineGraph,
    modes: frozenset[str],
    banned: set[tuple[str, object]],
    closed: frozenset[int],
) -> bytes:
    memory = net.memory(_MODES)
    key = (graph, modes)
    if key not in memory:
        memory[key] = bytes(map(modes.__contains__, graph.modes))
    if not banned and not closed:
        return memory[key]
    allowed = bytearray(memory[key])
    for item in banned:
        for number in graph.touching(*item):
            allowed[number] = False
    for number in closed:
        allowed[number] = False
    return bytes(allowed)


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
