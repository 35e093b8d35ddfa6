"""The line graph as flat arrays of integers, for questions that come in numbers.

Vertices that end at one node, and after which the same legs may follow at the same weights, are one
class: what is still to come after them is the same. Among what may follow is the leg straight back,
which no route takes; whoever reads a route off must see that it passes no place twice.
"""

import operator
from typing import TYPE_CHECKING, NamedTuple

from corridor.network.fields import LEVELS
from corridor.network.names import at
from corridor.reading import gc_pause
from corridor.routing.graph.line_graph import TRANSFER_BITS, LineGraph

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: More than any weight, with space above it for another one.
FAR = 1 << 60


class LineArrays(NamedTuple):
    """Classes of vertices, and the edges from a class to the vertices that may follow.

    Attributes
    ----------
    nodes
        The number of each node at which a vertex ends; one more stands for all others.
    begins, ends
        For each vertex, the numbers of the nodes where it begins and ends.
    classes
        For each vertex its class; classes are numbered node by node.
    places, firsts
        For each class its node; for each node its first class.
    tails, heads
        For each edge the class before and the vertex after, in this order.
    weights
        For each level and edge, the weight of the transfer and of the vertex after it.
    sums
        For each edge the seconds at each level and the metres.
    own
        For each vertex the same, of its leg alone.
    into, bounds
        The edges by the vertex after; where those of each vertex begin in that list.
    near, far
        For each vertex, the directions from the centre of the Earth to the nodes where it begins
        and ends, of length 1.
    nearest, loops
        For each level and node, the least weight of a leg that ends there; of one that leaves it
        and one that ends there, together.
    """

    nodes: dict[str, int]
    begins: "Ints"
    ends: "Ints"
    classes: "Ints"
    places: "Ints"
    firsts: "Ints"
    tails: "Ints"
    heads: "Ints"
    weights: "Ints"
    sums: "Ints"
    own: "Ints"
    into: "Ints"
    bounds: "Ints"
    near: "NDArray[np.float64]"
    far: "NDArray[np.float64]"
    nearest: "Ints"
    loops: "Ints"


class _Edges(NamedTuple):
    """Edges as lists: the class before, the vertex after, and the weights of the transfer."""

    tails: list[int]
    heads: list[int]
    transfers: list[tuple[int, ...]]


def compile_arrays(graph: LineGraph) -> LineArrays:
    """Return the arrays of a line graph that has a vertex."""
    import numpy as np

    nodes = {node: number for number, node in enumerate(graph.arriving)}
    with gc_pause.paused():
        classes, places, edges = _classes(graph)
    legs = np.array([graph.weights(level) for level in range(len(LEVELS))], np.int64)
    heads = np.array(edges.heads, np.int64)
    transfers = np.array(edges.transfers, np.int64).reshape(-1, len(LEVELS)).T
    metres = np.array([int(vertex.leg.distance.value) for vertex in graph.vertices], np.int64)
    own = np.column_stack([*(legs >> TRANSFER_BITS), metres])
    sums = own[heads]
    sums[:, : len(LEVELS)] += (transfers >> TRANSFER_BITS).T
    begins = np.array([nodes.get(item.origin, len(nodes)) for item in graph.vertices], np.int64)
    ends = np.array([nodes[node] for node in graph.destinations], np.int64)
    near, far = _positions(graph)
    nearest, leaving = (_least(legs, ids, len(nodes) + 1) for ids in (ends, begins))
    return LineArrays(
        nodes,
        begins,
        ends,
        np.array(classes, np.int64),
        np.array(places, np.int64),
        np.searchsorted(places, np.arange(len(nodes))),
        np.array(edges.tails, np.int64),
        heads,
        transfers + legs[:, heads],
        sums,
        own,
        np.argsort(heads, kind="stable"),
        np.concatenate([[0], np.cumsum(np.bincount(heads, minlength=len(begins)))]),
        near,
        far,
        nearest,
        nearest + leaving,
    )


def _positions(graph: LineGraph) -> "Iterator[NDArray[np.float64]]":
    """Yield the directions of the nodes where vertices begin and end."""
    import numpy as np

    for ends in ([item.origin for item in graph.vertices], graph.destinations):
        north, east = np.radians([at(graph.nodes[node]) for node in ends]).T
        level = np.cos(north)
        yield np.column_stack([level * np.cos(east), level * np.sin(east), np.sin(north)])


def _least(legs: "Ints", nodes: "Ints", count: int) -> "Ints":
    """Return for each level and node the least weight of its legs."""
    import numpy as np

    least = np.full((len(legs), count), FAR, np.int64)
    for row, weights in zip(least, legs, strict=True):
        np.minimum.at(row, nodes, weights)
    return least


def _classes(graph: LineGraph) -> tuple[list[int], list[int], _Edges]:
    """Return for each vertex its class, for each class its node, and the edges."""
    classes, places, edges = [0] * len(graph.vertices), list[int](), _Edges([], [], [])
    by_vertex = operator.itemgetter(0)
    out, turns = [*graph.out], [*graph.turns_out]
    for node, arriving in enumerate(graph.arriving.values()):
        known: dict[tuple[tuple[int, tuple[int, ...]], ...], int] = {}
        for vertex in arriving:
            arcs = sorted((*out[vertex], *turns[vertex]), key=by_vertex)
            row = tuple([(after, arc.weights[: len(LEVELS)]) for after, arc in arcs])
            number = known.get(row)
            if number is None:
                number = known[row] = len(places)
                places.append(node)
                edges.tails.extend([number] * len(row))
                edges.heads.extend([after for after, _ in row])
                edges.transfers.extend([weights for _, weights in row])
            classes[vertex] = number
    return classes, places, edges
