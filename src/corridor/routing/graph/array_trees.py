"""Least weights to many goals on the arrays of a line graph, exactly.

For many goals classes are taken out of the graph one by one. When one is taken out, a shortcut
joins each class before it to each after it, so the others are as far apart as they were. Every
least way then leads up in this order and down again (contraction hierarchies without witnesses;
Geisberger and others 2008): two passes over the rows of a table that has a column for each goal.
For fewer goals the graph is searched as it is.
"""

import heapq
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from corridor.reading import gc_pause
from corridor.routing.graph.line_arrays import FAR, LineArrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridor.routing.graph.line_arrays import Ints

#: From so many goals on, in all, it is worth while to take classes out first.
MANY = 64
#: So many shortcuts are tried for each edge, before a graph is given up as too dense.
MOST_SHORTCUTS = 500
#: What is left of a graph is one matrix from so few nodes on, where taking out a node tries so
#: many of its entries at least: one in so many.
MATRIX, DENSE = 1_024, 30
Arcs = dict[int, int]


class Edges(NamedTuple):
    """The edges to vertices that may be used.

    Attributes
    ----------
    numbers
        Their numbers among all edges, in order.
    tails, heads, classes, weights
        The class before; the vertex after and its class; the weight at the level.
    bounds
        Where the edges of each class begin.
    """

    numbers: "Ints"
    tails: "Ints"
    heads: "Ints"
    classes: "Ints"
    weights: "Ints"
    bounds: "Ints"


class ArrayTrees:
    """Least weights at a level over the vertices that may be used; for goals as they are asked."""

    def __init__(self, arrays: LineArrays, level: int, allowed: bytes) -> None:
        import numpy as np

        self.arrays = arrays
        self.level = level
        self.allowed: NDArray[np.bool_] = np.frombuffer(allowed, bool)
        self.count = len(arrays.places)
        numbers = np.flatnonzero(self.allowed[arrays.heads])
        tails, heads = arrays.tails[numbers], arrays.heads[numbers]
        bounds = np.searchsorted(tails, np.arange(self.count + 1))
        weights = arrays.weights[level][numbers]
        self.edges = Edges(numbers, tails, heads, arrays.classes[heads], weights, bounds)
        self._taken: list[Taken] | None = None
        self._is_dense = False
        self._asked = 0

    def last_edges(self, goals: Sequence["Ints"]) -> tuple["Ints", "Ints"]:
        """Return the edges to the end vertices of goals: the number of the goal, and the edge."""
        import numpy as np

        ends = np.concatenate([np.empty(0, np.int64), *goals])
        numbers = np.repeat(np.arange(len(goals)), [len(one) for one in goals])
        firsts = self.arrays.bounds[ends]
        counts = self.arrays.bounds[ends + 1] - firsts
        shifts = firsts - np.cumsum(counts) + counts
        places = np.repeat(shifts, counts) + np.arange(counts.sum())
        return np.repeat(numbers, counts), self.arrays.into[places]

    def least(self, numbers: "Ints", edges: "Ints", count: int) -> "Ints":
        """Return for each class and goal the least weight still to come, `FAR` where none leads.

        Parameters
        ----------
        numbers, edges
            As `last_edges` returns them.
        count
            How many goals there are.
        """
        import numpy as np

        self._asked += count
        if self._taken is None and self._asked >= MANY and not self._is_dense:
            listed = (item.tolist() for item in (self.edges.tails, self.edges.classes))
            triples = zip(*listed, self.edges.weights.tolist(), strict=True)
            with gc_pause.paused():
                self._taken = contracted(triples, self.count)
            self._is_dense = self._taken is None
        if self._taken is None:
            return self._searched(numbers, edges, count)
        table = np.full((self.count, count), FAR, np.int64)
        weights = self.arrays.weights[self.level]
        np.minimum.at(table, (self.arrays.tails[edges], numbers), weights[edges])
        spread_out(self._taken, table)
        return table

    @cached_property
    def _entering(self) -> list[list[tuple[int, int]]]:
        """For each class the classes before it, with the weights of the edges."""
        entering: list[list[tuple[int, int]]] = [[] for _ in range(self.count)]
        columns = (self.edges.classes, self.edges.tails, self.edges.weights)
        for after, before, weight in zip(*(item.tolist() for item in columns), strict=True):
            entering[after].append((before, weight))
        return entering

    def _searched(self, numbers: "Ints", edges: "Ints", count: int) -> "Ints":
        """Return what a search finds, goal by goal."""
        import numpy as np

        found = np.empty((self.count, count), np.int64)
        tails, weights = self.arrays.tails, self.arrays.weights[self.level]
        for number in range(count):
            last = edges[numbers == number]
            found[:, number] = self._tree(tails[last].tolist(), weights[last].tolist())
        return found

    def _tree(self, tails: list[int], weights: list[int]) -> list[int]:
        count, entering = self.count, self._entering
        reached = [FAR] * count
        for tail, weight in zip(tails, weights, strict=True):
            reached[tail] = min(weight, reached[tail])
        heap = sorted(reached[tail] * count + tail for tail in set(tails))
        pop, push = heapq.heappop, heapq.heappush
        while heap:
            weight, here = divmod(pop(heap), count)
            if weight > reached[here]:
                continue
            for before, more in entering[here]:
                total = weight + more
                if total < reached[before]:
                    reached[before] = total
                    push(heap, total * count + before)
        return reached


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
    order: list[int] = []
    while heap:
        size, node = heapq.heappop(heap)
        shortcuts = len(into[node]) * len(out[node])
        if size != shortcuts:
            heapq.heappush(heap, (shortcuts, node))
            continue
        if len(heap) < MATRIX and shortcuts * DENSE > len(heap) ** 2:
            rest = sorted([node, *(node for _, node in heap)])
            return [*_columns(order, into, out), *_from_matrix(rest, out)]
        left -= shortcuts
        if left < 0:
            return None
        _take_out(node, into, out)
        order.append(node)
    return _columns(order, into, out)


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


def _columns(order: list[int], into: list[Arcs], out: list[Arcs]) -> list[Taken]:
    """Return nodes with the arcs that they had when they were taken out."""
    import numpy as np

    arcs = [side[node] for node in order for side in (into, out)]
    others = np.array([*chain.from_iterable(arcs)], np.int64)
    weights = np.array([*chain.from_iterable(one.values() for one in arcs)], np.int64)[:, None]
    taken, begin = [], 0
    for node in order:
        middle = begin + len(into[node])
        end = middle + len(out[node])
        first, second = slice(begin, middle), slice(middle, end)
        taken.append(Taken(node, others[first], weights[first], others[second], weights[second]))
        begin = end
    return taken


def _from_matrix(nodes: list[int], out: list[Arcs]) -> list[Taken]:
    """Return the last nodes in the order in which they are taken out of a matrix of their arcs."""
    import numpy as np

    places = {node: place for place, node in enumerate(nodes)}
    numbers, count = np.array(nodes, np.int64), len(nodes)
    matrix = np.full((count, count), FAR, np.int64)
    for node, place in places.items():
        for after, weight in out[node].items():
            matrix[place, places[after]] = weight
    taken, left = [], np.ones(count, bool)
    for _ in nodes:
        known = matrix < FAR
        sizes = known.sum(axis=0) * known.sum(axis=1)
        sizes[~left] = count**2
        place = int(sizes.argmin())
        into, out_of = np.flatnonzero(known[:, place]), np.flatnonzero(known[place])
        first, second = matrix[into, place][:, None], matrix[place, out_of]
        one = Taken(nodes[place], numbers[into], first, numbers[out_of], second[:, None])
        taken.append(one)
        matrix[:, place] = matrix[place] = FAR
        joined = np.ix_(into, out_of)
        matrix[joined] = np.minimum(matrix[joined], first + second)
        np.fill_diagonal(matrix, FAR)
        left[place] = False
    return taken


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
