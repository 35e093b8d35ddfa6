"""Which corridors a path on the line graph belongs to, and by which vertices."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from itertools import pairwise
from typing import NamedTuple

from corridor.network.model import Corridor, Passage
from corridor.network.modes import OCEAN
from corridor.network.network import Memory, Network
from corridor.routes.request import KINDS, Request
from corridor.routing.graph.line_graph import LineGraph, compile_network

Path = tuple[int, ...]


def with_parents(net: Network, corridor: str | None) -> list[Corridor]:
    """Return a corridor and those that it is a branch of."""
    chain: list[Corridor] = []
    while corridor is not None and all(item.id != corridor for item in chain):
        chain.append(net.corridors[corridor])
        corridor = chain[-1].parent
    return chain


def through(graph: LineGraph, corridor: Corridor) -> frozenset[int]:
    """Return the vertices by which a route belongs to a corridor."""
    return _using(graph, corridor.through)


def _using(graph: LineGraph, passages: Iterable[Passage]) -> frozenset[int]:
    """Return the vertices that use some passage."""
    keys = (key for passage in passages for key in _items(passage))
    return frozenset[int]().union(*(graph.touching(*key) for key in keys))


def _items(passage: Passage) -> set[tuple[str, object]]:
    return {(kind, item) for kind in KINDS for item in getattr(passage, kind, ())}


def corridors_of(net: Network, path: Path) -> tuple[str, ...]:
    """Return the ids of the corridors that a path belongs to."""
    return tuple(item.id for item in net.corridors.values() if _belongs(net, item, path))


def _belongs(net: Network, corridor: Corridor, path: Path) -> bool:
    """Return whether a path is of a corridor: through it and its parents, in no avoided country."""
    banned, *musts = tests(net, corridor)
    if not banned.isdisjoint(path) or any(must.isdisjoint(path) for must in musts):
        return False
    return keeps_order(net, corridor.id, path)


def keeps_order(net: Network, corridor: str | None, path: Path) -> bool:
    """Return whether a path passes gates in order, either way, and stays at sea where it must."""
    chained = [item for item in with_parents(net, corridor) if item.by_sea or len(item.gates) > 1]
    if not chained:
        return True
    graph = compile_network(net)
    return all(
        (not item.by_sea or _stays_at_sea(graph, path))
        and any(_in_order(graph, item, order) for order in (path, path[::-1]))
        for item in chained
    )


def _in_order(graph: LineGraph, corridor: Corridor, path: Path) -> bool:
    place = 0
    for gate in corridor.gates:
        using = _using(graph, (gate,))
        place = next((n for n in range(place, len(path)) if path[n] in using), -1)
        if place < 0:
            return False
    return True


def _stays_at_sea(graph: LineGraph, path: Path) -> bool:
    """Return whether a path is once at sea, without a break, and at ends that are ports."""
    at_sea = [graph.vertices[number].leg.mode in OCEAN for number in path]
    ends = (graph.vertices[path[0]].origin, graph.vertices[path[-1]].destination)
    by_sea = (at_sea[0], at_sea[-1])
    if any(is_port(graph, end) and not sea for end, sea in zip(ends, by_sea, strict=True)):
        return False
    return sum(one != other for one, other in pairwise((False, *at_sea, False))) == 2


def is_port(graph: LineGraph, node: str) -> bool:
    """Return whether ships of the sea leave a node."""
    return any(graph.vertices[number].leg.mode in OCEAN for number in graph.leaving.get(node, ()))


def on_land(graph: LineGraph, request: Request) -> frozenset[int]:
    """Return the vertices that a route of a corridor by sea does not use.

    An end with a port is left, or reached, by sea only; between two such ends all is at sea.
    """
    sides = ((request.origin.nodes, graph.leaving), (request.destination.nodes, graph.arriving))
    ports = [side for side in sides if any(is_port(graph, node) for node in side[0])]
    if len(ports) == len(sides) and not request.vias:
        numbers: Iterable[int] = range(len(graph.vertices))
    else:
        numbers = (n for nodes, legs in ports for node in nodes for n in legs.get(node, ()))
    return frozenset(n for n in numbers if graph.vertices[n].leg.mode not in OCEAN)


_CORRIDORS = Memory[str, list[frozenset[int]]]("corridors")


def tests(net: Network, corridor: Corridor) -> list[frozenset[int]]:
    """Return the vertices that a path of a corridor has not, then sets of which it has some."""
    memory = net.memory(_CORRIDORS)
    if corridor.id not in memory:
        graph = compile_network(net)
        chained = with_parents(net, corridor.id)
        banned = (graph.touching("countries", c) for i in chained for c in i.avoid)
        memory[corridor.id] = [frozenset().union(*banned), *musts(graph, chained)]
    return memory[corridor.id]


def musts(graph: LineGraph, chained: Iterable[Corridor]) -> list[frozenset[int]]:
    """Return sets of vertices, of each of which a path of all these corridors has some."""
    return [
        _using(graph, passages)
        for item in chained
        for passages in (item.through, *((gate,) for gate in item.gates))
    ]


_FOREIGN = Memory[str, frozenset[int]]("foreign")


def foreign(net: Network, corridor: str) -> frozenset[int]:
    """Return the vertices by which a path of a corridor would pass through another one too.

    Branches of one corridor are not foreign to each other.
    """
    root = with_parents(net, corridor)[-1].id
    memory = net.memory(_FOREIGN)
    if root not in memory:
        graph = compile_network(net)
        others = [i for i in net.corridors.values() if i.parent is None and i.id != root]
        passages = frozenset[int]().union(*(through(graph, item) for item in others))
        memory[root] = passages - through(graph, net.corridors[root])
    return memory[root]


class _Claim(NamedTuple):
    """By what a corridor, no branch of another, is one to be looked at for a request.

    Attributes
    ----------
    corridor
        The corridor.
    nodes, countries
        A point lies at one, or in one.
    ends
        The nodes at the ends of legs; two points lie there.
    items
        What a request may require.
    served
        For the countries of two points, whether it joins them, as far as that was asked.
    """

    corridor: Corridor
    nodes: frozenset[str]
    countries: frozenset[str]
    ends: tuple[tuple[str, str], ...]
    items: frozenset[tuple[str, object]]
    served: dict[tuple[frozenset[str], frozenset[str]], bool]

    def joins(self, one: frozenset[str], other: frozenset[str]) -> bool:
        """Return whether the corridor serves freight between some countries."""
        known = self.served.get((one, other))
        if known is None:
            known = self.served[one, other] = self.corridor.joins(one, other)
        return known

    def is_asked_for(
        self,
        nodes: frozenset[str],
        countries: frozenset[str],
        required: AbstractSet[tuple[str, object]],
    ) -> bool:
        """Return whether points lie on what the corridor goes through, or that is required."""
        return (
            not nodes.isdisjoint(self.nodes)
            or not countries.isdisjoint(self.countries)
            or any(one in nodes and other in nodes for one, other in self.ends)
            or not required.isdisjoint(self.items)
        )


_CLAIMS = Memory[None, list[_Claim]]("claims")


def _claims(net: Network) -> list[_Claim]:
    memory = net.memory(_CLAIMS)
    if None not in memory:
        memory[None] = [_claim(net, item) for item in net.corridors.values() if item.parent is None]
    return memory[None]


def _claim(net: Network, corridor: Corridor) -> _Claim:
    passages = corridor.through
    legs = [leg for item in passages for leg in item.legs if leg in net.legs]
    return _Claim(
        corridor,
        frozenset(node for item in passages for node in item.nodes),
        frozenset(country for item in passages for country in item.countries),
        tuple(ends_of(net, leg) for leg in legs),
        frozenset(key for item in passages for key in _items(item)),
        {},
    )


def unserved_by(net: Network, request: Request) -> tuple[str, ...]:
    """Return the corridors, branches apart, that serve no two points of a request in a row.

    One that a point lies on, or that is required, is not among them.
    """
    claims = _claims(net)
    if not claims:
        return ()
    where = [frozenset(net.nodes[node].country for node in item.nodes) for item in request.points]
    nodes = frozenset[str]().union(*(point.nodes for point in request.points))
    countries = frozenset[str]().union(*where)
    required = frozenset[tuple[str, object]](request.require or ())
    return tuple(
        claim.corridor.id
        for claim in claims
        if not any(claim.joins(one, other) for one, other in pairwise(where))
        and not claim.is_asked_for(nodes, countries, required)
    )


def ends_of(net: Network, leg: str) -> tuple[str, str]:
    """Return the nodes at the ends of a leg."""
    return (net.legs[leg].origin, net.legs[leg].destination)


def closed_to(net: Network, graph: LineGraph, request: Request) -> frozenset[int]:
    """Return the vertices that the corridors of a request, asked for or not, do not allow."""
    closed = [through(graph, net.corridors[item]) for item in request.unserved_by]
    if any(item.by_sea for item in with_parents(net, request.corridor)):
        closed.append(on_land(graph, request))
    return frozenset[int]().union(*closed)
