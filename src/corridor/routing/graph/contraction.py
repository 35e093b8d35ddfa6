"""Nodes of a graph taken out one by one: then least weights to many goals are two passes over them.

When a node is taken out, a shortcut joins each node before it to each after it, so the others are
as far apart as they were. Every least way then leads up in this order and down again (contraction
hierarchies without witnesses; Geisberger and others 2008). The passes work on the rows of a table
that has a column for each goal. All is in whole numbers.
"""

import heapq
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from corridor.routing.graph.line_arrays import Ints

#: So many shortcuts are tried for each edge, before a graph is given up as too dense.
MOST_SHORTCUTS = 500
Arcs = dict[int, int]


class Taken(NamedTuple):
    """A node that was taken out, and the arcs between it and those that were still there.

    Attributes
    ----------
    node
        The number of the node.
    before, into
        The nodes before it, and the weights of the arcs from them, one in each line.
    after, out
        The nodes after it, and the weights of the arcs to them.
    """

    node: int
    before: "Ints"
    into: "Ints"
    after: "Ints"
    out: "Ints"


def contracted(edges: Iterable[tuple[int, int, int]], count: int) -> list[Taken] | None:
    """Return the nodes in the order in which they are taken out; none if the graph is too dense.

    Parameters
    ----------
    edges
        The node before, the node after, the weight.
    count
        How many nodes there are.
    """
    into, out = ([Arcs() for _ in range(count)] for _ in range(2))
    left = 0
    for before, after, weight in edges:
        left += MOST_SHORTCUTS
        if before != after and weight < out[before].get(after, weight + 1):
            out[before][after] = into[after][before] = weight
    heap = [(len(into[node]) * len(out[node]), node) for node in range(count)]
    heapq.heapify(heap)
    taken = []
    while heap:
        size, node = heapq.heappop(heap)
        shortcuts = len(into[node]) * len(out[node])
        if size != shortcuts:
            heapq.heappush(heap, (shortcuts, node))
            continue
        left -= shortcuts
        if left < 0:
            return None
        _take_out(node, into, out)
        taken.append(Taken(node, *_columns(into[node]), *_columns(out[node])))
    return taken


def _take_out(node: int, into: list[Arcs], out: list[Arcs]) -> None:
    """Join the nodes before one to those after it."""
    for before in into[node]:
        del out[before][node]
    for after in out[node]:
        del into[after][node]
    onward = list(out[node].items())
    for before, first in into[node].items():
        known = out[before]
        for after, second in onward:
            total = first + second
            if total < known.get(after, total + 1) and before != after:
                known[after] = into[after][before] = total


def _columns(arcs: Arcs) -> "tuple[Ints, Ints]":
    import numpy as np

    return np.array([*arcs], np.int64), np.array([*arcs.values()], np.int64)[:, None]


def spread_out(taken: list[Taken], table: "Ints") -> None:
    """Put the least weights to goals into a table, where those of one arc to each goal stand.

    Parameters
    ----------
    taken
        The nodes as `contracted` gives them.
    table
        A line for each node, a column for each goal; it is changed.
    """
    import numpy as np

    for node, before, into, _, _ in taken:
        if len(before):
            table[before] = np.minimum(table[before], table[node] + into)
    for node, _, _, after, out in reversed(taken):
        if len(after):
            own = table[node]
            np.minimum(own, (table[after] + out).min(axis=0), out=own)
