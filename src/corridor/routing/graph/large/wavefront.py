"""Least weights in a large line graph, found outwards from the goal as far as they are asked for.

Vertices are taken up in buckets of about equal weight, all of a bucket at once, and again where
one of it makes another of it nearer (delta-stepping; Meyer and Sanders 2003). What is nearer than
the bucket that is next is final. All is in whole numbers.
"""

import heapq
from collections.abc import Iterable, Sequence
from threading import Lock
from typing import TYPE_CHECKING, Any, overload

from corridor.routing.graph.large.flat_arcs import FlatArcs

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

#: More than any weight that a search can have.
FAR = 1 << 62
#: The weight of what the search may not enter.
SHUT = -1


class Wavefront(Sequence[int]):
    """For each vertex the least weight still to come after it, found when it is asked for.

    Parameters
    ----------
    into
        The arcs into each vertex.
    legs
        The weight of each vertex.
    arcs
        The weight of each different arc.
    ends
        The vertices at which the weight is 0.
    shut
        For each vertex whether the search may not enter it.
    unreached
        The weight of what leads nowhere.
    """

    def __init__(
        self,
        into: FlatArcs[Any],
        legs: "Ints",
        arcs: "Ints",
        ends: Sequence[int],
        shut: "NDArray[np.bool_]",
        unreached: int,
    ) -> None:
        import numpy as np

        self._others = into.others
        self._first = into.bounds[:-1]
        self._sizes = np.diff(into.bounds)
        self._kinds = into.kinds
        self._arcs = arcs
        self._has_weights = bool(arcs.any())
        self._legs = legs
        self._width = max(1, int(legs.mean()) if len(legs) else 1)
        self._unreached = unreached
        self._least = np.full(len(legs), FAR, np.int64)
        self._least[shut] = SHUT
        self._least[[*ends]] = 0
        self._taken = np.zeros(len(legs), np.int32)
        self._buckets = {0: [np.array([*ends], np.int64)]} if ends else {}
        self._next = [*self._buckets]
        self._final = 0
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._least)

    @property
    def searched(self) -> int:
        """How many vertices the search has met, those included that it may not enter."""
        return int((self._least < FAR).sum())

    @overload
    def __getitem__(self, index: int) -> int: ...

    @overload
    def __getitem__(self, index: slice) -> list[int]: ...

    def __getitem__(self, index: int | slice) -> int | list[int]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        weight = self._least.item(index)
        if weight >= self._final:
            with self._lock:
                while (weight := self._least.item(index)) >= self._final and self._next:
                    self._take_up(heapq.heappop(self._next))
        return weight if 0 <= weight < FAR else self._unreached

    def _take_up(self, bucket: int) -> None:
        """Take up the vertices of a bucket, until all of it are final."""
        width = self._width
        while bucket in self._buckets:
            held = self._buckets.pop(bucket)
            here = held[0] if len(held) == 1 else _together(held)
            weights = self._least[here]
            is_new = weights >= bucket * width  # others were taken up in an earlier one
            if not is_new.all():
                here, weights = here[is_new], weights[is_new]
            before, weights = self._lowered(here, weights + self._legs[here])
            if len(before):
                self._put(before, weights // width)
        self._final = (bucket + 1) * width

    def _lowered(self, here: "Ints", weights: "Ints") -> "tuple[Ints, Ints]":
        """Return vertices before some that these make nearer, each once, and how near."""
        import numpy as np

        sizes = self._sizes[here]
        lasts = sizes.cumsum()
        count = int(lasts[-1]) if len(lasts) else 0
        arcs = (self._first[here] - lasts + sizes).repeat(sizes) + np.arange(count)
        before, found = self._others[arcs], weights.repeat(sizes)
        if self._has_weights:
            found += self._arcs[self._kinds[arcs]]
        is_nearer = found < self._least[before]
        before, found = before[is_nearer], found[is_nearer]
        np.minimum.at(self._least, before, found)
        is_least = found == self._least[before]
        before, found = before[is_least], found[is_least]
        numbers = np.arange(len(before), dtype=np.int32)
        self._taken[before] = numbers  # of equal ones the last
        is_one = self._taken[before] == numbers
        return before[is_one], found[is_one]

    def _put(self, vertices: "Ints", buckets: "Ints") -> None:
        """Put vertices into their buckets."""
        import numpy as np

        least, most = int(buckets.min()), int(buckets.max())
        numbers: Iterable[int] = range(least, most + 1)
        if most - least > len(vertices):
            numbers = np.unique(buckets).tolist()
        for number in numbers:
            chosen = vertices if least == most else vertices[buckets == number]
            if len(chosen):
                if number not in self._buckets:
                    self._buckets[number] = []
                    heapq.heappush(self._next, number)
                self._buckets[number].append(chosen)


def _together(arrays: "list[Ints]") -> "Ints":
    import numpy as np

    return np.concatenate(arrays)


def search(
    into: Sequence[Any],
    legs: Sequence[int],
    kind: int,
    ends: Sequence[int],
    shut: bytearray,
    unreached: int,
) -> Wavefront | None:
    """Return the search of a kind of weight; none where weights are too large for its numbers."""
    if not isinstance(into, FlatArcs):
        return None
    import numpy as np

    arcs = into.weights(kind)
    try:
        weights = np.array(legs, np.int64)
    except OverflowError:
        return None
    most = int(weights.max(initial=0)) + int(arcs.max(initial=0))
    if most * (len(legs) + 1) >= FAR:
        return None
    return Wavefront(into, weights, arcs, ends, np.frombuffer(shut, bool), unreached)
