"""The best routes of many pairs at once, read off the arrays of a line graph.

Of routes that weigh the same, the one that goes on with the first vertex is taken, as in a search.
A route that passes a place twice is no route, and is told apart from one that is.
"""

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from corridor.network.fields import LEVELS
from corridor.network.names import EARTH_KM
from corridor.routing.graph.array_trees import ArrayTrees
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
METRES = len(LEVELS)
#: The metres of a route stand below this bit; above it, how often it may have passed a place twice.
DOUBT = 44


#: By how much a length must differ from a limit, as part of it, to be surely on one side.
SURE = 1e-6


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
    size = max(1, BLOCK // max(1, len(trees.weights)))
    most = max(1, SEARCHED // max(1, trees.count) // size) * size
    to_go = trees.weights[:0]
    for begin in range(0, len(goals), size):
        if begin % most == 0:
            searched = goals[begin : begin + most]
            to_go = trees.least(*trees.last_edges(searched), len(searched))
        place = begin % most
        block = _Block(trees, goals[begin : begin + size], to_go[place : place + size])
        mine = np.nonzero((pairs[:, 1] >= begin) & (pairs[:, 1] < begin + size))[0]
        asked = pairs[mine] - (0, begin)
        block.read(table, asked, mine, found, ratio)
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


class _Block:
    """Some goals: from each class the next edge, and the sums from there to the end."""

    def __init__(self, trees: ArrayTrees, goals: Sequence["Ints"], to_go: "Ints") -> None:
        import numpy as np

        self.trees, self.arrays = trees, trees.arrays
        self.is_end = np.zeros((len(goals), len(self.arrays.classes)), bool)
        for number, ends in enumerate(goals):
            self.is_end[number, ends] = True
        numbers, edges = trees.last_edges(goals)
        self.to_go = to_go
        self.least = self._least()
        self.following = self._following(numbers, edges)
        self.sums = self._sums()

    def _least(self) -> "Ints":
        """Return for each goal and node the least weight still to come there."""
        import numpy as np

        count = len(self.arrays.nodes)
        least = np.full((len(self.to_go), count + 1), FAR, np.int64)
        least[:, :count] = np.minimum.reduceat(self.to_go, self.arrays.firsts, axis=1)
        goals, vertices = np.nonzero(self.is_end)
        least[goals, self.arrays.ends[vertices]] = 0
        return least

    def _following(self, numbers: "Ints", edges: "Ints") -> "Ints":
        """Return for each goal and class the edge that the best route goes on with, or -1."""
        import numpy as np

        arrays, trees = self.arrays, self.trees
        left = self.to_go[:, arrays.classes[arrays.heads]]
        left[:, trees.closed] = FAR
        left[numbers, edges] = 0
        left += trees.weights
        before = self.to_go[:, arrays.tails]
        fits = (left == before) & (before < FAR)
        following = np.full(self.to_go.shape, -1, np.int64)
        goals, places = np.nonzero(fits[:, ::-1])  # of several the last to be put is the first
        fitting = fits.shape[1] - 1 - places
        following[goals, arrays.tails[fitting]] = fitting
        return following

    def _sums(self) -> "Ints":
        """Return for each goal and class the sums from there to the end, and a line of nothing.

        Each round takes twice as many edges together as the one before.
        """
        import numpy as np

        arrays, (goals, count) = self.arrays, self.to_go.shape
        end = goals * count
        known = self.following.ravel() >= 0
        edges = self.following.ravel()[known]
        heads = arrays.heads[edges]
        numbers = np.nonzero(known)[0]
        rows = numbers // count
        following = np.full(end + 1, end, np.int64)
        last = self.is_end[rows, heads]
        following[numbers] = np.where(last, end, rows * count + arrays.classes[heads])
        sums = np.zeros((end + 1, METRES + 1), np.int64)
        sums[numbers] = arrays.sums[edges]
        in_doubt = self.to_go - self.least[:, arrays.places] >= self.loops[arrays.places]
        sums[:end, METRES] += in_doubt.ravel().astype(np.int64) << DOUBT
        for _ in range(count.bit_length()):
            if (following == end).all():
                break
            sums += sums.take(following, axis=0)
            following = following.take(following)
        sums[following != end, METRES] = 1 << DOUBT  # a ring without weight: it never ends
        return sums

    @property
    def loops(self) -> "Ints":
        """The least weight of a way back to each node, at the level of the trees."""
        loops: Ints = self.arrays.loops[self.trees.level]
        return loops

    def read(self, table: _Table, asked: "Ints", places: "Ints", found: Ways, ratio: float) -> None:
        """Put what is found for pairs of a start and a goal where it belongs."""
        import numpy as np

        arrays, (_, count) = self.arrays, self.to_go.shape
        starts, goals = asked[:, 0], asked[:, 1]
        vertices = table.vertices[starts]
        flat = goals[:, None] * count + arrays.classes[vertices]
        is_end = self.is_end[goals[:, None], vertices]
        to_go = np.where(is_end, 0, self.to_go.ravel()[flat])
        total = table.weights[starts] + to_go
        lines = np.arange(len(asked))
        best = total.argmin(axis=1)
        reached = total[lines, best] < FAR
        starts, goals, places, lines = (item[reached] for item in (starts, goals, places, lines))
        best = best[reached]
        first, ends, left = vertices[lines, best], is_end[lines, best], to_go[lines, best]
        sums = arrays.own[first]
        sums[~ends] += self.sums[flat[lines, best][~ends]]
        doubtful = (sums[:, METRES] >> DOUBT) != 0
        sums[:, METRES] &= (1 << DOUBT) - 1
        begins = arrays.begins[first]
        nearest = self.least[goals, begins] + arrays.nearest[self.trees.level][begins]
        doubtful |= nearest <= left
        for number, apart in enumerate(table.apart):
            if len(apart) > 1:
                mine = starts == number
                nearest = self.least[goals[mine]][:, apart].min(axis=1)
                doubtful[mine] |= nearest <= left[mine]
        found.sums[places] = sums
        found.kinds[places] = ROUTE
        doubtful |= self._is_long(goals, first, sums[:, METRES], ratio)
        for line in np.nonzero(doubtful)[0].tolist():
            path = self._path(int(goals[line]), int(first[line]), table.apart[starts[line]])
            found.kinds[places[line]] = ROUTE if path else CROSSING
            found.paths[int(places[line])] = path

    def _is_long(
        self, goals: "Ints", first: "Ints", metres: "Ints", ratio: float
    ) -> "NDArray[np.bool_]":
        """Return whether routes are longer than so many great circles to the nearest end."""
        import numpy as np

        if ratio in {0.0, math.inf}:
            return np.full(len(first), ratio == 0)
        rows, ends = np.nonzero(self.is_end)
        direct = np.full(len(first), np.inf)
        near = self.arrays.near[first].T
        bounds = np.searchsorted(rows, np.arange(len(self.is_end) + 1))
        for place in range(int(np.diff(bounds).max(initial=0))):
            at = bounds[goals] + place
            there = at < bounds[goals + 1]
            far = self.arrays.far[ends[at[there]]].T
            direct[there] = np.minimum(direct[there], _great_circle(near[:, there], far))
        long: NDArray[np.bool_] = metres > 1000 * ratio * (1 - SURE) * direct
        return long

    def _path(self, goal: int, first: int, apart: list[int]) -> tuple[int, ...]:
        """Return the route from a vertex; empty where it passes a place twice."""
        arrays = self.arrays
        here, path = first, [first]
        passed = {*apart, int(arrays.begins[first])}
        while not self.is_end[goal, here]:
            passed.add(int(arrays.ends[here]))
            here = int(arrays.heads[self.following[goal, arrays.classes[here]]])
            if int(arrays.ends[here]) in passed:
                return ()
            path.append(here)
        return tuple(path)


def _great_circle(
    here: "NDArray[np.float64]", there: "NDArray[np.float64]"
) -> "NDArray[np.float64]":
    """Return great circles [km] as `names.great_circle` does, up to the last digits."""
    import numpy as np

    north, east = np.sin((there - here) / 2) ** 2
    half = north + np.cos(here[0]) * np.cos(there[0]) * east
    circles: NDArray[np.float64] = 2 * EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, half)))
    return circles
