"""The best routes of many pairs at once, read off the arrays of a line graph.

Of routes that weigh the same, the one that goes on with the first vertex is taken, as in a search.
A route that passes a place twice is no route, and is told apart from one that is. Where numba is
installed (extra `fast`), large questions are read by compiled code, all others by numpy.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from corridor.network.names import EARTH_KM
from corridor.routing.graph import compiled_ways
from corridor.routing.graph.array_trees import ArrayTrees
from corridor.routing.graph.compiled_ways import METRES, Found
from corridor.routing.graph.line_arrays import FAR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from corridor.routing.graph.line_arrays import Ints

#: What is known of a pair: nothing leads there; a route; one that passes a place twice.
NONE, ROUTE, CROSSING = range(3)
#: Edges times goals that are looked at together; classes times goals that are searched together.
BLOCK = 1_000_000
SEARCHED = 4_000_000
#: The metres of a route stand below this bit; above it, how often it may have passed a place twice.
DOUBT = 44
#: So often as many cells as pairs are worth summing up two edges, then four, before pairs are read.
CELLS = 8
#: By how much a length must differ from a limit, as part of it, to be surely on one side; and the
#: cosine of an angle.
SURE, SURE_COSINE = 1e-6, 1e-15


class Start(NamedTuple):
    """Where routes may begin: vertices with their weights, in order; nodes not passed again."""

    vertices: tuple[int, ...]
    weights: tuple[int, ...]
    apart: frozenset[str]


class Ways(NamedTuple):
    """For each pair what is known; of a route the seconds at each level and the metres.

    The path is there where it was asked for; it is empty where a route passes a place twice.
    """

    kinds: "NDArray[np.int8]"
    sums: "Ints"
    paths: dict[int, tuple[int, ...]]


def find_ways(
    trees: ArrayTrees,
    starts: Sequence[Start],
    goals: Sequence["Ints"],
    pairs: "Ints",
    ratio: float,
) -> Ways:
    """Return the best route of each pair: the number of a start, and that of a goal.

    Parameters
    ----------
    trees
        The least weights at a level.
    starts
        Where routes may begin.
    goals
        Vertices with which a route may end; all may be used.
    pairs
        Two columns.
    ratio
        The paths of routes are wanted that are longer than so many great circles, or hardly less.
    """
    import numpy as np

    count = len(pairs)
    found = Ways(np.zeros(count, np.int8), np.zeros((count, METRES + 1), np.int64), {})
    table = _Table(trees, starts)
    order = np.argsort(pairs[:, 1].astype(np.min_scalar_type(len(goals))), kind="stable")
    bounds = np.searchsorted(pairs[order, 1], np.arange(len(goals) + 1))
    size = max(1, BLOCK // max(1, len(trees.edges.numbers)))
    most = max(1, SEARCHED // max(1, trees.count) // size) * size
    kernel = compiled_ways.kernel(trees, len(goals))
    to_go = trees.edges.weights[:0]
    for begin in range(0, len(goals), size):
        block = goals[begin : begin + size]
        places = order[bounds[begin] : bounds[begin + len(block)]]
        asked = pairs[places] - (0, begin)
        read = kernel(table, block, asked) if kernel else None
        if read is None:
            if begin % most == 0:
                searched = goals[begin : begin + most]
                to_go = trees.least(*trees.last_edges(searched), len(searched))
            here = slice(begin % most, begin % most + len(block))
            read = _Block(trees, block, to_go[:, here]).read(table, asked)
        _keep(found, places, read, _Asked(trees, table, block, asked), ratio)
    return found


class _Table:
    """The starts as one table, a line for each, filled up with vertices that are out of reach."""

    def __init__(self, trees: ArrayTrees, starts: Sequence[Start]) -> None:
        import numpy as np

        nodes = trees.arrays.nodes
        self.apart = [sorted(nodes[node] for node in one.apart if node in nodes) for one in starts]
        width = max((len(start.vertices) for start in starts), default=0) or 1
        self.vertices = np.zeros((len(starts), width), np.int64)
        self.weights = np.full((len(starts), width), FAR, np.int64)
        for number, start in enumerate(starts):
            self.vertices[number, : len(start.vertices)] = start.vertices
            self.weights[number, : len(start.weights)] = start.weights
        self.weights[~trees.allowed[self.vertices]] = FAR


class _Asked(NamedTuple):
    """Pairs of a start and a goal of a block."""

    trees: ArrayTrees
    table: _Table
    goals: Sequence["Ints"]
    pairs: "Ints"


def _keep(found: Ways, places: "Ints", read: Found, asked: _Asked, ratio: float) -> None:
    """Put what is read of pairs where it belongs, with the paths that are wanted."""
    import numpy as np

    reached = read.first >= 0
    found.sums[places] = read.sums
    found.kinds[places] = np.where(reached, ROUTE, NONE)
    wanted = read.doubtful | _is_long(read, ratio)
    for line in np.flatnonzero(wanted & reached).tolist():
        path = _path(read, asked, line)
        found.kinds[places[line]] = ROUTE if path else CROSSING
        found.paths[int(places[line])] = path


def _is_long(read: Found, ratio: float) -> "NDArray[np.bool_]":
    """Return whether routes are longer than so many great circles to the nearest end."""
    import numpy as np

    if ratio in {0.0, math.inf}:
        return np.full(len(read.first), ratio == 0)
    angle = read.sums[:, METRES] / (1000 * EARTH_KM * ratio * (1 - SURE))
    long: NDArray[np.bool_] = np.cos(np.minimum(angle, math.pi)) <= read.cosines + SURE_COSINE
    return long


def _path(read: Found, asked: _Asked, line: int) -> tuple[int, ...]:
    """Return the route of a pair; empty where it passes a place twice."""
    arrays = asked.trees.arrays
    start, goal = asked.pairs[line].tolist()
    here = int(read.first[line])
    following, ends = read.following[goal], set(asked.goals[goal].tolist())
    path, passed = [here], {*asked.table.apart[start], int(arrays.begins[here])}
    while here not in ends:
        passed.add(int(arrays.ends[here]))
        here = int(arrays.heads[following[arrays.classes[here]]])
        if int(arrays.ends[here]) in passed:
            return ()
        path.append(here)
    return tuple(path)


class _Block:
    """Some goals: from each class the next edge, and the sums from there to the end."""

    def __init__(self, trees: ArrayTrees, goals: Sequence["Ints"], to_go: "Ints") -> None:
        import numpy as np

        self.trees, self.arrays, self.goals = trees, trees.arrays, goals
        self.to_go = np.ascontiguousarray(to_go)
        self.is_end = np.zeros((len(self.arrays.classes), len(goals)), bool)
        for number, ends in enumerate(goals):
            self.is_end[ends, number] = True
        self.least = self._least()
        self.following = self._following(*trees.last_edges(goals))

    def _least(self) -> "Ints":
        """Return for each node and goal the least weight still to come there."""
        import numpy as np

        count = len(self.arrays.nodes)
        least = np.full((count + 1, self.to_go.shape[1]), FAR, np.int64)
        np.minimum.reduceat(self.to_go, self.arrays.firsts, axis=0, out=least[:count])
        vertices, goals = np.nonzero(self.is_end)
        least[self.arrays.ends[vertices], goals] = 0
        return least

    def _following(self, numbers: "Ints", last: "Ints") -> "Ints":
        """Return for each class and goal the edge that the best route goes on with, or -1."""
        import numpy as np

        edges = self.trees.edges
        left = self.to_go.take(edges.classes, axis=0)
        left[np.searchsorted(edges.numbers, last), numbers] = 0
        left += edges.weights[:, None]
        fits = left == self.to_go.take(edges.tails, axis=0)
        count = len(self.arrays.heads)
        fitting = np.where(fits, edges.numbers.astype(np.int32)[:, None], np.int32(count))
        following: Ints = np.full(self.to_go.shape, -1, np.int32)
        inner = np.flatnonzero(edges.bounds[1:] > edges.bounds[:-1])
        if len(inner):
            first = np.minimum.reduceat(fitting, edges.bounds[inner], axis=0)
            following[inner] = np.where(first < count, first, -1)
        return following

    def _cells(self) -> tuple["Ints", "Ints"]:
        """Return for each class and goal the next cell, and the sums of the edge that leads there.

        The last cell is the end.
        """
        import numpy as np

        arrays, (count, goals) = self.arrays, self.to_go.shape
        end = count * goals
        heads, numbers = arrays.heads.take(self.following), np.arange(goals)
        last = (self.following < 0) | self.is_end[heads, numbers]
        following = np.full(end + 1, end, np.int64)
        following[:end] = np.where(last, end, arrays.classes.take(heads) * goals + numbers).ravel()
        sums = np.zeros((end + 1, METRES + 1), np.int64)
        arrays.sums.take(self.following.ravel(), axis=0, mode="wrap", out=sums[:end])
        loops = arrays.loops[self.trees.level][arrays.places]
        in_doubt = self.to_go - self.least.take(arrays.places, axis=0) >= loops[:, None]
        if in_doubt.any():
            sums[:end, METRES] += in_doubt.ravel().astype(np.int64) << DOUBT
        return following, sums

    def _sums(self, cells: "Ints") -> "Ints":
        """Return the sums from some cells to the end."""
        import numpy as np

        following, step = self._cells()
        end, most = len(following) - 1, self.trees.count
        if len(cells) * CELLS > end:
            for _ in range(2):
                step += step.take(following, axis=0)
                following = following.take(following)
        sums, active = np.zeros((len(cells), METRES + 1), np.int64), np.arange(len(cells))
        while len(active) and most:
            sums[active] += step.take(cells, axis=0)
            cells = following.take(cells)
            on = cells != end
            active, cells, most = active[on], cells[on], most - 1
        sums[active, METRES] = 1 << DOUBT  # a ring without weight: it never ends
        return sums

    def read(self, table: _Table, asked: "Ints") -> Found:
        """Return what is found of pairs of a start and a goal."""
        import numpy as np

        arrays, (_, count) = self.arrays, self.to_go.shape
        starts, goals = asked[:, 0], asked[:, 1]
        vertices = table.vertices[starts]
        cells = arrays.classes[vertices] * count + goals[:, None]
        is_end = self.is_end[vertices, goals[:, None]]
        to_go = np.where(is_end, 0, self.to_go.take(cells))
        total = table.weights[starts] + to_go
        best = total.argmin(axis=1)[:, None]
        first, left, ends, cells = (
            np.take_along_axis(item, best, axis=1)[:, 0]
            for item in (vertices, to_go, is_end, cells)
        )
        reached = np.take_along_axis(total, best, axis=1)[:, 0] < FAR
        sums = arrays.own[first]
        onward = np.flatnonzero(reached & ~ends)
        sums[onward] += self._sums(cells[onward])
        doubtful = (sums[:, METRES] >> DOUBT) != 0
        sums[:, METRES] &= (1 << DOUBT) - 1
        sums[~reached] = 0
        begins = arrays.begins[first]
        nearest = self.least[begins, goals] + arrays.nearest[self.trees.level][begins]
        doubtful |= nearest <= left
        for number, apart in enumerate(table.apart):
            if len(apart) > 1:
                mine = np.flatnonzero(starts == number)
                nearest = self.least[apart][:, goals[mine]].min(axis=0)
                doubtful[mine] |= nearest <= left[mine]
        cosines = self._cosines(first, goals)
        return Found(np.where(reached, first, -1), sums, doubtful, cosines, self.following.T)

    def _cosines(self, first: "Ints", goals: "Ints") -> "NDArray[np.float64]":
        """Return the cosines of the arcs from where routes begin to the nearest end of a goal."""
        import numpy as np

        near = self.arrays.near[first]
        cosines = np.full(len(first), -1.0)
        at = [[*{int(self.arrays.ends[end]): end for end in ends}.values()] for ends in self.goals]
        for place in range(max(map(len, at), default=0)):
            there = [ends[min(place, len(ends) - 1)] if ends else 0 for ends in at]
            cosine = np.einsum("ij,ij->i", near, self.arrays.far[there].take(goals, axis=0))
            np.maximum(cosines, cosine, out=cosines)
        return cosines
