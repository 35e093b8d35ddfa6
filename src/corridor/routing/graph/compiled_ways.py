"""The best routes of many pairs, read goal by goal by code that numba compiles (extra `fast`).

What is compiled stands here as plain functions, which give the same answers, slowly. The tree of
least weights is searched from each goal; as a class is settled, the edge that follows it and the
sums from there to the end are known, since every edge weighs something.
"""

import sys
from collections.abc import Callable, Sequence
from functools import cache
from importlib.util import find_spec
from itertools import chain
from types import FunctionType
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from corridor.network.fields import LEVELS
from corridor.routing.graph.line_arrays import FAR

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from corridor.routing.graph.array_trees import ArrayTrees
    from corridor.routing.graph.line_arrays import Ints

    Bools = NDArray[np.bool_]
    Floats = NDArray[np.float64]

#: From so many classes times goals on, numba saves more than the half second that its start takes.
WORTH = 1_000_000
#: The heaviest edge weighs at most so many times the lightest.
MOST_SLOTS = 1 << 16
METRES = len(LEVELS)


class Table(Protocol):
    """Where routes may begin: for each start vertices, their weights, and nodes kept apart."""

    apart: list[list[int]]
    vertices: "Ints"
    weights: "Ints"


class Graph(NamedTuple):
    """The arrays of a graph: edges by the class after, then what `LineArrays` has."""

    into: "Ints"
    tails: "Ints"
    entering: "Ints"
    numbers: "Ints"
    shift: int
    sums: "Ints"
    begins: "Ints"
    ends: "Ints"
    classes: "Ints"
    own: "Ints"
    places: "Ints"
    loops: "Ints"
    nearest: "Ints"
    near: "Floats"
    far: "Floats"


class Pairs(NamedTuple):
    """Pairs in the order of their goals, where those of each goal begin, and the starts."""

    starts: "Ints"
    bounds: "Ints"
    vertices: "Ints"
    weights: "Ints"
    apart: "Ints"
    aparts: "Ints"


class Goals(NamedTuple):
    """The end vertices of goals and the last edges, and where those of each goal begin."""

    ends: "Ints"
    bounds: "Ints"
    tails: "Ints"
    weights: "Ints"
    numbers: "Ints"
    last: "Ints"


class Found(NamedTuple):
    """What is found of pairs.

    Attributes
    ----------
    first
        For each pair the first vertex, or -1 where nothing leads to the goal.
    sums
        The seconds at each level and the metres.
    doubtful
        Whether a place may be passed twice.
    cosines
        Of the arc from where the route begins to the nearest end of its goal.
    following
        For each goal and class the edge that the best route goes on with.
    """

    first: "Ints"
    sums: "Ints"
    doubtful: "Bools"
    cosines: "Floats"
    following: "Ints"


class Work(NamedTuple):
    """What is known of one goal: of classes in the search, of classes, of nodes and vertices."""

    to_go: "Ints"
    after: "Ints"
    settled: "Ints"
    slots: "Ints"
    links: "Ints"
    waiting: "Ints"
    total: "Ints"
    doubt: "Bools"
    least: "Ints"
    is_end: "Bools"


Kernel = Callable[[Table, Sequence["Ints"], "Ints"], Found]


def kernel(trees: "ArrayTrees", count: int) -> Kernel | None:
    """Return what reads pairs of a start and a goal; none where numba is not worth while.

    Nor where an edge weighs nothing, or little beside another.
    """
    if not len(trees.edges.weights) or not is_worth_while(trees.count * count):
        return None
    least, most = int(trees.edges.weights.min()), int(trees.edges.weights.max())
    return _Compiled(trees) if least > 0 and most <= least * MOST_SLOTS else None


def is_worth_while(work: int) -> bool:
    """Return whether numba is there, and loaded or worth it for so many classes times goals."""
    return (work >= WORTH or "numba" in sys.modules) and find_spec("numba") is not None


class _Compiled:
    """The arrays of a graph as the compiled code reads them."""

    def __init__(self, trees: "ArrayTrees") -> None:
        import numpy as np

        self.trees = trees
        arrays, edges = trees.arrays, trees.edges
        order = np.argsort(edges.classes, kind="stable")
        into = np.searchsorted(edges.classes[order], np.arange(trees.count + 1))
        self.graph = Graph(
            *(into, edges.tails[order], edges.weights[order], edges.numbers[order]),
            int(edges.weights.min()).bit_length() - 1,
            *(arrays.sums, arrays.begins, arrays.ends, arrays.classes, arrays.own, arrays.places),
            *(arrays.loops[trees.level], arrays.nearest[trees.level], arrays.near, arrays.far),
        )
        self.slots = 1 << ((int(edges.weights.max()) >> self.graph.shift) + 1).bit_length()

    def __call__(self, table: Table, goals: Sequence["Ints"], asked: "Ints") -> Found:
        """Return what is found of pairs in the order of their goals."""
        import numpy as np

        trees, size, count = self.trees, len(asked), len(goals)
        pairs = Pairs(
            asked[:, 0].copy(),
            np.searchsorted(asked[:, 1], np.arange(count + 1)),
            *(table.vertices, table.weights, *_flat(table.apart)),
        )
        numbers, edges = trees.last_edges(goals)
        tails, weights = trees.arrays.tails[edges], trees.arrays.weights[trees.level][edges]
        last = np.searchsorted(numbers, np.arange(count + 1))
        found = Found(
            np.full(size, -1, np.int64),
            np.zeros((size, METRES + 1), np.int64),
            np.zeros(size, bool),
            np.full(size, -1.0),
            np.full((count, trees.count), -1, np.int32),
        )
        to_go, after, settled = (np.empty(trees.count, np.int64) for _ in range(3))
        links, waiting = (np.empty(len(trees.edges.tails) + len(edges), np.int64) for _ in range(2))
        work = Work(
            *(to_go, after, settled, np.full(self.slots, -1, np.int64), links, waiting),
            np.empty((trees.count, METRES + 1), np.int64),
            np.empty(trees.count, bool),
            np.empty(len(trees.arrays.nodes) + 1, np.int64),
            np.zeros(len(trees.allowed), bool),
        )
        ends = Goals(*_flat(goals), tails, weights, edges, last)
        compiled()(self.graph, ends, pairs, found, work)
        return found


def _flat(lists: Sequence[Any]) -> tuple["Ints", "Ints"]:
    """Return lists of numbers as one, and where each begins."""
    import numpy as np

    flat = np.array([*chain.from_iterable(lists)], np.int64)
    return flat, np.cumsum([0, *map(len, lists)])


@cache
def compiled() -> Any:
    """Return `read_goals` as machine code; numba keeps it on disk for other processes."""
    try:
        return _compiled(cache=True)
    except RuntimeError:  # nowhere to write
        return _compiled(cache=False)


def _compiled(*, cache: bool) -> Any:
    import numba

    scope = dict(globals())
    for function in (_wait, _search, _follow, _read, _measure, read_goals):
        plain = FunctionType(function.__code__, scope, function.__name__)
        scope[function.__name__] = numba.njit(cache=cache, nogil=True)(plain)
    return scope[read_goals.__name__]


def read_goals(graph: Graph, goals: Goals, pairs: Pairs, found: Found, work: Work) -> None:
    """Read pairs goal by goal."""
    for goal in range(len(goals.bounds) - 1):
        ends = goals.ends[goals.bounds[goal] : goals.bounds[goal + 1]]
        work.is_end[ends] = True
        count = _search(graph, goals, goal, found.following[goal], work)
        work.least[:] = FAR
        work.least[graph.ends[ends]] = 0
        _follow(graph, work.settled[:count], found.following[goal], work)
        asked = slice(pairs.bounds[goal], pairs.bounds[goal + 1])
        _read(graph, pairs, asked, found, work)
        _measure(graph, ends, asked, found)
        work.is_end[ends] = False


def _search(graph: Graph, goals: Goals, goal: int, following: "Ints", work: Work) -> int:
    """Settle the classes from which a goal is reached; return how many.

    They wait in slots that are narrower than any edge: no edge leads from a slot into the same, so
    what an edge may lead to is settled before.
    """
    to_go, after, settled, slots, links, waiting = work[:6]
    into, tails, entering, numbers, shift = graph[:5]
    ones, slot, count, put, taken = len(slots) - 1, 0, 0, 0, 0
    to_go[:] = FAR
    for place in range(goals.last[goal], goals.last[goal + 1]):
        tail, total, number = goals.tails[place], goals.weights[place], goals.numbers[place]
        if total < to_go[tail] or (total == to_go[tail] and number < following[tail]):
            if to_go[tail] >> shift != total >> shift:
                put = _wait(slots, links, waiting, (total >> shift) & ones, put, tail)
            to_go[tail], following[tail], after[tail] = total, number, -1
    while taken < put:
        entry = slots[slot & ones]
        if entry < 0:
            slot += 1
            continue
        here, slots[slot & ones], taken = waiting[entry], links[entry], taken + 1
        if to_go[here] >> shift != slot:
            continue  # it was settled in a slot before
        settled[count] = here
        count += 1
        for place in range(into[here], into[here + 1]):
            tail, total, number = tails[place], to_go[here] + entering[place], numbers[place]
            if total < to_go[tail] or (total == to_go[tail] and number < following[tail]):
                if to_go[tail] >> shift != total >> shift:
                    put = _wait(slots, links, waiting, (total >> shift) & ones, put, tail)
                to_go[tail], following[tail], after[tail] = total, number, here
    return count


def _wait(slots: "Ints", links: "Ints", waiting: "Ints", slot: int, put: int, item: int) -> int:
    """Put an item into a slot; return how many were put into any."""
    waiting[put], links[put], slots[slot] = item, slots[slot], put
    return put + 1


def _follow(graph: Graph, settled: "Ints", following: "Ints", work: Work) -> None:
    """Sum up from each class to the end; what follows it stands before it."""
    to_go, after, total, doubt, least = work.to_go, work.after, work.total, work.doubt, work.least
    places, loops, sums = graph.places, graph.loops, graph.sums
    for here in settled:
        least[places[here]] = min(least[places[here]], to_go[here])
    for here in settled:
        node, edge, onward = places[here], following[here], after[here]
        doubt[here] = to_go[here] - least[node] >= loops[node]
        if onward < 0:
            for column in range(METRES + 1):
                total[here, column] = sums[edge, column]
        else:
            for column in range(METRES + 1):
                total[here, column] = sums[edge, column] + total[onward, column]
            doubt[here] |= doubt[onward]


def _read(graph: Graph, pairs: Pairs, asked: slice, found: Found, work: Work) -> None:
    """Read the best routes of pairs."""
    to_go, total, doubt, least, is_end = work.to_go, work.total, work.doubt, work.least, work.is_end
    begins, classes, nearest, own = graph.begins, graph.classes, graph.nearest, graph.own
    vertices, weights, apart, bounds = pairs.vertices, pairs.weights, pairs.apart, pairs.aparts
    firsts, sums, doubtful = found.first, found.sums, found.doubtful
    for pair in range(asked.start, asked.stop):
        start = pairs.starts[pair]
        best, left, first = FAR, 0, -1
        for place in range(vertices.shape[1]):
            vertex = vertices[start, place]
            onward = 0 if is_end[vertex] else to_go[classes[vertex]]
            if weights[start, place] + onward < best:
                best, left, first = weights[start, place] + onward, onward, vertex
        if first < 0:
            continue
        firsts[pair], after, begin = first, classes[first], begins[first]
        for column in range(METRES + 1):
            sums[pair, column] = own[first, column] + (total[after, column] if left else 0)
        doubtful[pair] = left > 0 and doubt[after]
        doubtful[pair] |= least[begin] + nearest[begin] <= left
        if bounds[start + 1] - bounds[start] > 1:
            for place in range(bounds[start], bounds[start + 1]):
                doubtful[pair] |= least[apart[place]] <= left


def _measure(graph: Graph, ends: "Ints", asked: slice, found: Found) -> None:
    """Keep the cosines of the arcs from where routes begin to the nearest end."""
    firsts, cosines, near, far = found.first, found.cosines, graph.near, graph.far
    for pair in range(asked.start, asked.stop):
        first = firsts[pair]
        for end in ends:
            cosine = 0.0
            for axis in range(3):
                cosine += near[first, axis] * far[end, axis]
            cosines[pair] = max(cosines[pair], cosine)
