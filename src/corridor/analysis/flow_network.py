"""A network as a digraph of flows: what can pass where in a year, and the largest flow through it.

Every directed leg that may be used, and every node whose capacity is known, is an edge; permitted
transfers join them, so that legs side by side stay apart and no flow changes mode where a shipment
cannot. What has no known capacity bounds nothing. Only this module imports networkx.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from corridor.errors import LimitError
from corridor.network.estimates import Capacity
from corridor.network.network import Network
from corridor.routes.request import Request
from corridor.routing.graph.corridors import through, with_parents
from corridor.routing.graph.line_graph import TRANSFER_BITS, TYPICAL, LineGraph
from corridor.routing.search_goal import make_goal, starts_of

SOURCE, SINK = ("source", ""), ("sink", "")


@dataclass(frozen=True, slots=True)
class Rates:
    """How a capacity becomes TEU a year."""

    assumed: int | None
    tonnes: float

    def of(self, capacity: Capacity | None) -> int | None:
        """Return the lower of what is known; what is assumed where nothing is."""
        if capacity is None:
            return self.assumed
        freight = capacity.freight and int(capacity.freight / self.tonnes)
        known = [amount for amount in (capacity.containers, freight) if amount is not None]
        return min(known) if known else self.assumed


Vertex = tuple[str, Any]
Edge = tuple[Vertex, Vertex]


@dataclass(frozen=True, slots=True)
class Bound:
    """What an edge of the flow stands for: leg, node or nothing, and how much it takes."""

    kind: str
    id: str
    teu: int | None
    capacity: Capacity | None = None
    seconds: int = 0

    @property
    def what(self) -> tuple[str, str]:
        """Kind and id of the element."""
        return (self.kind, self.id)


FREE = Bound("", "", None)


def edges_of(net: Network, graph: LineGraph, request: Request, rates: Rates) -> dict[Edge, Bound]:
    """Return the digraph of a flow: each directed leg, each bounded node, each transfer."""
    goal = make_goal(net, graph, request)
    allowed = list(goal.allowed)
    _leave_other_corridors(net, graph, request, allowed)
    edges: dict[Edge, Bound] = {}

    def enter(before: Vertex, node_id: str, after: Vertex, seconds: int = 0) -> None:
        """Join two ends at a node, through the node where it has a capacity."""
        held = net.nodes[node_id].capacity
        if held is None:
            edges[before, after] = replace(FREE, seconds=seconds)
            return
        inside: Edge = (("into", node_id), ("out of", node_id))
        edges[inside] = Bound("node", node_id, rates.of(held), held)
        edges[before, inside[0]] = edges[inside[1], after] = FREE

    starts = set(starts_of(net, graph, request.origin))
    for number, vertex in enumerate(graph.vertices):
        if not allowed[number]:
            continue
        leg = vertex.leg
        edges[("into", number), ("out of", number)] = Bound(
            "leg", leg.id, rates.of(leg.capacity), leg.capacity, int(leg.transit_time.typical)
        )
        for after, arc in graph.out[number]:
            if allowed[after]:
                seconds = arc.weights[TYPICAL] >> TRANSFER_BITS
                enter(("out of", number), vertex.destination, ("into", after), seconds)
        if number in starts:
            enter(SOURCE, vertex.origin, ("into", number))
        if number in goal.ends:
            enter(("out of", number), vertex.destination, SINK)
    return edges


def _leave_other_corridors(
    net: Network, graph: LineGraph, request: Request, allowed: list[bool]
) -> None:
    """Leave out what makes a way one of another corridor, where a corridor is asked for."""
    own = with_parents(net, request.corridor)
    if not own:
        return
    mine = [through(graph, item) for item in own]
    for other in net.corridors.values():
        if other.parent is None and other not in own:
            for number in through(graph, other) - frozenset().union(*mine):
                allowed[number] = False
    starts = [n for n in starts_of(net, graph, request.origin) if allowed[n]]
    ends = make_goal(net, graph, request).ends
    for must in mine:
        stack = [number for number in starts if number not in must]
        seen = set(stack)
        while stack:
            number = stack.pop()
            if number in ends:
                raise LimitError(
                    f"ways by the corridor {request.corridor} cannot be told from others in a "
                    "flow; avoid what lies beside it"
                )
            for after, _ in graph.out[number]:
                if allowed[after] and after not in must and after not in seen:
                    seen.add(after)
                    stack.append(after)


def _graph(edges: dict[Edge, Bound]) -> Any:
    """Return the digraph for the library that solves flows."""
    import networkx as nx

    graph = nx.DiGraph()
    graph.add_nodes_from((SOURCE, SINK))
    for (tail, head), bound in edges.items():
        held = {} if bound.teu is None else {"capacity": bound.teu}
        graph.add_edge(tail, head, weight=bound.seconds, **held)
    return graph


def largest_flow(edges: dict[Edge, Bound]) -> int | None:
    """Return the largest flow, or none where nothing bounds it."""
    import networkx as nx

    try:
        return int(nx.maximum_flow_value(_graph(edges), SOURCE, SINK))
    except nx.NetworkXUnbounded:
        return None


def quickest_flows(edges: dict[Edge, Bound]) -> dict[Edge, int]:
    """Return what each edge carries when all that can pass does so by the quickest ways."""
    import networkx as nx

    by_tail = nx.max_flow_min_cost(_graph(edges), SOURCE, SINK)
    return {(tail, head): by_tail[tail][head] for tail, head in edges}


def cut_of(edges: dict[Edge, Bound], carried: dict[Edge, int]) -> list[Edge]:
    """Return the edges of the smallest cuts nearest to the source and to the sink."""
    onward: dict[Vertex, list[Vertex]] = {}
    back: dict[Vertex, list[Vertex]] = {}
    for (tail, head), bound in edges.items():
        left = [(tail, head)] if bound.teu is None or carried[tail, head] < bound.teu else []
        left += [(head, tail)] if carried[tail, head] else []
        for one, other in left:
            onward.setdefault(one, []).append(other)
            back.setdefault(other, []).append(one)
    reached, reaching = _closure(onward, SOURCE), _closure(back, SINK)
    return [
        (tail, head)
        for tail, head in edges
        if (tail in reached and head not in reached) or (tail not in reaching and head in reaching)
    ]


def _closure(onward: dict[Vertex, list[Vertex]], start: Vertex) -> set[Vertex]:
    seen, stack = {start}, [start]
    while stack:
        for head in onward.get(stack.pop(), ()):
            if head not in seen:
                seen.add(head)
                stack.append(head)
    return seen


def ways_of(graph: LineGraph, carried: dict[Edge, int]) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield a flow as ways, each with what passes by it, the largest first."""
    left = {edge: amount for edge, amount in carried.items() if amount}
    heads: dict[Vertex, list[Vertex]] = {}
    for tail, head in sorted(left, key=str):
        heads.setdefault(tail, []).append(head)
    found = []
    while path := _path(heads, left):
        amount = min(left[edge] for edge in path)
        for edge in path:
            left[edge] -= amount
        numbers = [head[1] for tail, head in path if tail[0] == "into" and isinstance(head[1], int)]
        nodes = [graph.vertices[numbers[0]].origin, *(graph.destinations[n] for n in numbers)]
        found.append((tuple(dict.fromkeys(nodes)), amount))
    yield from sorted(found, key=lambda item: (-item[1], item[0]))


def _path(heads: dict[Vertex, list[Vertex]], left: dict[Edge, int]) -> list[Edge]:
    """Return a way from the source to the sink by edges that still carry something."""
    came: dict[Vertex, Vertex] = {SOURCE: SOURCE}
    stack = [SOURCE]
    while stack and SINK not in came:
        tail = stack.pop()
        for head in heads.get(tail, ()):
            if head not in came and left[tail, head]:
                came[head] = tail
                stack.append(head)
    path, here = [], SINK
    while here in came and here != SOURCE:
        path.append((came[here], here))
        here = came[here]
    return path[::-1]
