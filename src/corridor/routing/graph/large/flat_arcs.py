"""The arcs of a large line graph in flat arrays: found for all vertices at once.

Most arcs say the same: what they say is made once for each node with rules of its own or kind of
node, each two carriages and each wait.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Generic, NamedTuple, Protocol, TypeVar, overload

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: So many numbers are looked up in a table; more are sorted.
MOST_LOOKED_UP = 1 << 24


class Weighted(Protocol):
    """What an arc says."""

    @property
    def weights(self) -> tuple[int, ...]:
        """The weights of each kind."""


A = TypeVar("A", bound=Weighted)
K = TypeVar("K")


class FlatArcs(Sequence[tuple[tuple[int, A], ...]], Generic[A]):
    """For each vertex its arcs, as pairs of another vertex and what the arc says.

    Parameters
    ----------
    bounds
        Where the arcs of each vertex begin, and the end.
    others
        For each arc the other vertex.
    kinds
        For each arc the number of what it says.
    arcs
        What arcs say.
    """

    def __init__(
        self, bounds: "Ints", others: "NDArray[np.int32]", kinds: "NDArray[np.int32]", arcs: list[A]
    ) -> None:
        self.bounds = bounds
        self.others = others
        self.kinds = kinds
        self.arcs = arcs

    def __len__(self) -> int:
        return len(self.bounds) - 1

    @overload
    def __getitem__(self, index: int) -> tuple[tuple[int, A], ...]: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[tuple[tuple[int, A], ...], ...]: ...

    def __getitem__(
        self, index: int | slice
    ) -> tuple[tuple[int, A], ...] | tuple[tuple[tuple[int, A], ...], ...]:
        if isinstance(index, slice):
            return tuple(self[number] for number in range(*index.indices(len(self))))
        if not 0 <= index < len(self):
            raise IndexError(index)
        row = slice(self._bounds[index], self._bounds[index + 1])
        kinds = self.kinds[row].tolist()
        return tuple(zip(self.others[row].tolist(), map(self.arcs.__getitem__, kinds), strict=True))

    def __iter__(self) -> Iterator[tuple[tuple[int, A], ...]]:
        """Yield all rows, which is quicker than one after the other."""
        arcs = map(self.arcs.__getitem__, self.kinds.tolist())
        pairs = list(zip(self.others.tolist(), arcs, strict=True))
        return (tuple(pairs[first:last]) for first, last in pairwise(self.bounds.tolist()))

    @cached_property
    def _bounds(self) -> memoryview:
        return self.bounds.data

    def weights(self, kind: int) -> "Ints":
        """Return the weight of a kind of each different arc."""
        import numpy as np

        return np.array([arc.weights[kind] for arc in self.arcs], np.int64)


class Numbers(dict[K, int]):
    """Numbers for things, in the order in which they are met."""

    def __missing__(self, item: K) -> int:
        self[item] = len(self)
        return len(self) - 1

    def of(self, items: Iterable[K]) -> list[int]:
        """Return the numbers of things."""
        return list(map(self.__getitem__, items))


class Coded(NamedTuple):
    """Vertices and nodes by numbers.

    Attributes
    ----------
    begins, ends
        For each vertex the nodes where it begins and ends.
    carriages
        For each vertex how it carries.
    services
        For each vertex the service that a shipment may stay on.
    waits
        For each vertex the wait for its departure, 0 where there is none.
    groups
        For each node the group of those with the same rules.
    """

    begins: list[int]
    ends: list[int]
    carriages: list[int]
    services: list[int]
    waits: list[int]
    groups: list[int]


class Joined(NamedTuple, Generic[A]):
    """Arcs into and out of each vertex, and those that lead straight back."""

    into: FlatArcs[A]
    out: FlatArcs[A]
    turns_into: FlatArcs[A]
    turns_out: FlatArcs[A]


def joined(coded: Coded, make: Callable[[int, int, int, int], A | None]) -> Joined[A]:
    """Return the arcs between vertices that end where others begin.

    Parameters
    ----------
    coded
        The vertices by numbers.
    make
        Returns what an arc says in a group of nodes, from a carriage to another, with a wait; none
        where there is no transfer.
    """
    import numpy as np

    begins, ends, carriages, services, waits, groups = (
        np.array(column, np.int64) for column in coded
    )
    before, after = _pairs(begins, ends, len(groups))
    waited = waits[after]
    if waits.any():
        waited[services[before] == services[after]] = 0
    sizes = [int(column.max(initial=0)) + 1 for column in (groups, carriages, carriages, waits)]
    parts = (groups[begins[after]], carriages[before], carriages[after], waited)
    different, kinds = numbered(np.ravel_multi_index(parts, sizes))
    places = zip(*(column.tolist() for column in np.unravel_index(different, sizes)), strict=True)
    found = [make(*place) for place in places]
    is_arc = np.array([arc is not None for arc in found], bool)
    arcs = [arc for arc in found if arc is not None]
    kept = is_arc[kinds]
    numbers = (np.cumsum(is_arc, dtype=np.int32) - 1)[kinds]
    turns = begins[before] == ends[after]
    held = []
    for chosen in (kept & ~turns, kept & turns):
        held += _both_ways(before[chosen], after[chosen], numbers[chosen], len(begins), arcs)
    return Joined(*held)


def _pairs(
    begins: "Ints", ends: "Ints", nodes: int
) -> "tuple[NDArray[np.int32], NDArray[np.int32]]":
    """Return all pairs of a vertex and one that begins where it ends, by the latter."""
    import numpy as np

    arriving = np.argsort(ends, kind="stable").astype(np.int32)
    count = np.bincount(ends, minlength=nodes)
    first = np.cumsum(count) - count
    sizes = count[begins]
    after = np.repeat(np.arange(len(begins), dtype=np.int32), sizes)
    offset = np.repeat(first[begins] - (np.cumsum(sizes) - sizes), sizes)
    return arriving[np.arange(len(after)) + offset], after


def numbered(numbers: "Ints") -> "tuple[Ints, Ints]":
    """Return the different numbers in order, and the place of each number among them."""
    import numpy as np

    size = int(numbers.max(initial=-1)) + 1
    if size > MOST_LOOKED_UP:
        different, places = np.unique(numbers, return_inverse=True)
        return different, places
    there = np.zeros(size, bool)
    there[numbers] = True
    return np.flatnonzero(there), (np.cumsum(there) - 1)[numbers]


def _both_ways(
    before: "NDArray[np.int32]",
    after: "NDArray[np.int32]",
    kinds: "NDArray[np.int32]",
    count: int,
    arcs: list[A],
) -> list[FlatArcs[A]]:
    """Return arcs, in the order of the vertex after, by it and by the vertex before."""
    import numpy as np

    order = np.argsort(before, kind="stable")
    return [
        FlatArcs(_bounds(after, count), before, kinds, arcs),
        FlatArcs(_bounds(before, count), after[order], kinds[order], arcs),
    ]


def _bounds(vertices: "NDArray[np.int32]", count: int) -> "Ints":
    import numpy as np

    return np.concatenate([[0], np.cumsum(np.bincount(vertices, minlength=count))])
