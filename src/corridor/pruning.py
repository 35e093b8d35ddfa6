"""Drop near-copies: partial routes that can only become what a better one becomes too."""

import operator
from collections.abc import Iterable
from typing import NamedTuple

from corridor.linegraph import LineGraph


class Marks(NamedTuple):
    """Hold in what routes must differ, as bits: two are alike when they have the same.

    Attributes
    ----------
    bits
        For each vertex, what it adds.
    voids
        Pairs: with a bit of the first, those of the second do not matter.
    """

    bits: tuple[int, ...]
    voids: tuple[tuple[int, int], ...] = ()

    def of(self, path: Iterable[int]) -> int:
        """Return the bits of a path."""
        found = 0
        for vertex in path:
            found |= self.bits[vertex]
        for void, idle in self.voids:
            if found & void:
                found &= ~idle
        return found


class Taken:
    """Remember which partial routes were taken up, and drop those that are never first.

    What may follow a partial route depends on the places behind it only by the region that is
    open: the places on a way around them to the next via or the end. One that is taken up later
    with the same last vertex, stage and marks, no wider region and no smaller counts has, for
    whatever it can become, an alike route before it. `targets` are those nodes for each stage.
    """

    def __init__(
        self,
        graph: LineGraph,
        allowed: tuple[bool, ...],
        targets: Iterable[Iterable[str]],
        marks: Marks,
    ) -> None:
        used = [vertex for vertex, can in zip(graph.vertices, allowed, strict=True) if can]
        nodes = dict.fromkeys(node for item in used for node in (item.origin, item.destination))
        self._vertices, self._marks = graph.vertices, marks
        self._bits = {node: 1 << number for number, node in enumerate(nodes)}
        self._before = dict.fromkeys(self._bits.values(), 0)
        self._beside = dict.fromkeys(self._bits.values(), 0)
        for item in used:
            origin, destination = self._bits[item.origin], self._bits[item.destination]
            self._before[destination] |= origin
            self._beside[destination] |= origin
            self._beside[origin] |= destination
        self._targets = [self._mask(some) for some in targets]
        self._known: dict[tuple[int, int, int], list[tuple[int, tuple[int, ...]]]] = {}

    def better(
        self, path: tuple[int, ...], stage: int, passed: Iterable[str], counts: tuple[int, ...]
    ) -> bool:
        """Say whether one that was taken up makes this one idle; else remember it."""
        here = self._bits[self._vertices[path[-1]].destination]
        region = self._region(self._mask(passed) | here, here, self._targets[stage])
        known = self._known.setdefault((path[-1], stage, self._marks.of(path)), [])
        for wider, fewer in known:
            if not region & ~wider and all(map(operator.le, fewer, counts)):
                return True
        known.append((region, counts))
        return False

    def _mask(self, nodes: Iterable[str]) -> int:
        return sum(self._bits.get(node, 0) for node in nodes)

    def _region(self, passed: int, here: int, targets: int) -> int:
        """Return the places on ways to a target around those passed; dead ends are none."""
        region = rest = targets & ~passed
        while rest:
            node = rest & -rest
            found = self._before[node] & ~passed & ~region
            region |= found
            rest = rest ^ node | found
        rest = region & ~targets
        while rest:
            node = rest & -rest
            rest ^= node
            beside = self._beside[node] & (region | here)
            if not beside & (beside - 1):
                region ^= node
                rest |= beside & region & ~targets
        return region
