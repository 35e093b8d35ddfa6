"""Least weights to many goals on the arrays of a line graph.

For many goals nodes are taken out of the graph first (see `contraction`). For fewer, scipy's
compiled search finds them where it is installed (extra `fast`), else one in Python; all exactly.
"""

import heapq
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corridor.reading import gc_pause
from corridor.routing.graph.contraction import Taken, contracted, spread_out
from corridor.routing.graph.line_arrays import FAR, LineArrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from corridor.routing.graph.line_arrays import Ints

#: A floating-point number holds every integer up to here.
EXACT = 1 << 53
#: From so many edges times goals on, scipy is worth the time that its import takes.
WORTH = 300_000
#: From so many goals on, in all, it is worth while to take nodes out first: without and with scipy.
MANY, MANY_COMPILED = 64, 1_024


class ArrayTrees:
    """Least weights at a level over the vertices that may be used; for goals as they are asked."""

    def __init__(self, arrays: LineArrays, level: int, allowed: bytes) -> None:
        import numpy as np

        self.arrays = arrays
        self.level = level
        self.allowed: NDArray[np.bool_] = np.frombuffer(allowed, bool)
        self.weights = arrays.weights[level]
        self.closed = ~self.allowed[arrays.heads]
        self.count = len(arrays.places)
        self._rows: tuple[Ints, Ints, Ints] | None = None
        self._entering: list[list[tuple[int, int]]] = []
        self._taken: list[Taken] | None = None
        self._is_dense = False
        self._asked = 0

    def last_edges(self, goals: Sequence["Ints"]) -> tuple["Ints", "Ints"]:
        """Return the edges to the end vertices of goals: the number of the goal, and the edge."""
        import numpy as np

        into, bounds = self.arrays.into, self.arrays.bounds
        found = [
            np.concatenate([into[:0], *(into[bounds[one] : bounds[one + 1]] for one in ends)])
            for ends in goals
        ]
        numbers = np.repeat(np.arange(len(goals)), [len(edges) for edges in found])
        return numbers, np.concatenate([into[:0], *found])

    def least(self, numbers: "Ints", edges: "Ints", count: int) -> "Ints":
        """Return for each goal and class the least weight still to come, `FAR` where none leads.

        Parameters
        ----------
        numbers, edges
            As `last_edges` returns them.
        count
            How many goals there are.
        """
        search = (
            compiled_search()
            if count * len(self.weights) >= WORTH or _SCIPY in sys.modules
            else None
        )
        self._asked += count
        if self._taken is None and self._asked >= (MANY_COMPILED if search else MANY):
            self._take_out()
        if self._taken is not None:
            return self._contracted(self._taken, numbers, edges, count)
        found = None if search is None else self._compiled(search, numbers, edges, count)
        return self._plain(numbers, edges, count) if found is None else found

    def _take_out(self) -> None:
        if self._is_dense:
            return
        heads, is_open = self.arrays.classes[self.arrays.heads], ~self.closed
        columns = (self.arrays.tails, heads, self.weights)
        listed = (column[is_open].tolist() for column in columns)
        with gc_pause.paused():
            self._taken = contracted(zip(*listed, strict=True), self.count)
        self._is_dense = self._taken is None

    def _contracted(self, taken: list[Taken], numbers: "Ints", edges: "Ints", count: int) -> "Ints":
        import numpy as np

        table = np.full((self.count, count), FAR, np.int64)
        np.minimum.at(table, (self.arrays.tails[edges], numbers), self.weights[edges])
        spread_out(taken, table)
        return np.ascontiguousarray(table.T)

    def _compiled(self, search: Any, numbers: "Ints", edges: "Ints", count: int) -> "Ints | None":
        """Return what scipy finds; none where weights are too large for it to be exact."""
        import numpy as np
        from scipy.sparse import csr_array

        arrays = self.arrays
        if self._rows is None:
            is_open = ~self.closed
            rows = arrays.classes[arrays.heads[is_open]]
            self._rows = _merged(rows, arrays.tails[is_open], self.weights[is_open])
        last = _merged(numbers + self.count, arrays.tails[edges], self.weights[edges])
        rows, columns, weights = map(np.concatenate, zip(self._rows, last, strict=True))
        size = self.count + count
        bounds = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=size))])
        matrix = csr_array((weights.astype(float), columns, bounds), shape=(size, size))
        reached = search(matrix, indices=np.arange(self.count, size))[:, : self.count]
        none = np.isinf(reached)
        reached[none] = 0
        if reached.max(initial=0) >= EXACT:
            return None
        found: Ints = reached.astype(np.int64)
        found[none] = FAR
        return found

    def _plain(self, numbers: "Ints", edges: "Ints", count: int) -> "Ints":
        """Return what a search in Python finds, goal by goal."""
        import numpy as np

        if not self._entering:
            self._entering = [[] for _ in range(self.count)]
            places = self.arrays.classes[self.arrays.heads]
            items = (places, self.arrays.tails, self.weights)
            listed = (item[~self.closed].tolist() for item in items)
            for after, before, weight in zip(*listed, strict=True):
                self._entering[after].append((before, weight))
        found = np.empty((count, self.count), np.int64)
        tails, weights = self.arrays.tails, self.weights
        for number in range(count):
            last = edges[numbers == number]
            found[number] = self._tree(tails[last].tolist(), weights[last].tolist())
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


_SCIPY = "scipy.sparse.csgraph"


def compiled_search() -> Any:
    """Return scipy's search, or nothing where it is not installed."""
    try:
        from scipy.sparse.csgraph import dijkstra
    except ImportError:
        return None
    return dijkstra


def _merged(rows: "Ints", columns: "Ints", weights: "Ints") -> tuple["Ints", "Ints", "Ints"]:
    """Return entries in order, of several at one place the least."""
    import numpy as np

    order = np.lexsort((weights, columns, rows))
    rows, columns, weights = rows[order], columns[order], weights[order]
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:] != rows[:-1]) | (columns[1:] != columns[:-1])
    return rows[new], columns[new], weights[new]
