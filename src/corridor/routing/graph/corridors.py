"""Which corridors a path on the line graph belongs to, and by which vertices."""

from corridor.network.model import Corridor
from corridor.network.network import Memory, Network
from corridor.routes.request import KINDS
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
    keys = (
        (kind, item)
        for passage in corridor.through
        for kind in KINDS
        for item in getattr(passage, kind, ())
    )
    return frozenset().union(*(graph.touching.get(key, frozenset()) for key in keys))


def corridors_of(net: Network, path: Path) -> tuple[str, ...]:
    """Return the ids of the corridors that a path belongs to."""
    return tuple(item.id for item in net.corridors.values() if _belongs(net, item, path))


def _belongs(net: Network, corridor: Corridor, path: Path) -> bool:
    """Return whether a path is of a corridor: through it and its parents, in no avoided country."""
    banned, *musts = tests(net, corridor)
    return banned.isdisjoint(path) and not any(must.isdisjoint(path) for must in musts)


_CORRIDORS = Memory[str, list[frozenset[int]]]("corridors")


def tests(net: Network, corridor: Corridor) -> list[frozenset[int]]:
    """Return the vertices that a path of a corridor has not, then sets of which it has some."""
    memory = net.memory(_CORRIDORS)
    if corridor.id not in memory:
        graph = compile_network(net)
        chained = with_parents(net, corridor.id)
        banned = (
            graph.touching.get(("countries", c), frozenset()) for i in chained for c in i.avoid
        )
        memory[corridor.id] = [frozenset().union(*banned), *(through(graph, i) for i in chained)]
    return memory[corridor.id]


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
