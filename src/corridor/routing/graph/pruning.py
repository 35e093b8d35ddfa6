"""Drop partial routes that lead nowhere, and those that can only become what a better one does."""

import operator
from collections.abc import Iterable
from typing import NamedTuple

from corridor.routing.graph.line_graph import LineGraph


class Marks(NamedTuple):
    """In what routes must differ, as bits: two are alike when they have the same.

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


class Surroundings:
    """The places that are still open to a partial route: those on ways around what it passed.

    `used` are the vertices that may lie on a way; `targets`, for each stage, the nodes of the
    next via or of the end.
    """

    def __init__(
        self, graph: LineGraph, used: Iterable[int], targets: Iterable[Iterable[str]]
    ) -> None:
        vertices = [graph.vertices[number] for number in sorted(used)]
        nodes = dict.fromkeys(node for item in vertices for node in (item.origin, item.destination))
        self._ends = graph.destinations
        self._bits = {node: 1 << number for number, node in enumerate(nodes)}
        self._before = dict.fromkeys(self._bits.values(), 0)
        self._beside = dict.fromkeys(self._bits.values(), 0)
        for item in vertices:
            origin, destination = self._bits[item.origin], self._bits[item.destination]
            self._before[destination] |= origin
            self._beside[destination] |= origin
            self._beside[origin] |= destination
        self._targets = [self._mask(some) for some in targets]

    def open_to(self, path: tuple[int, ...], stage: int, passed: Iterable[str]) -> int:
        """Return the places on ways to a target around those passed, as bits; 0 for no way."""
        here = self._bits[self._ends[path[-1]]]
        targets, passed_bits = self._targets[stage], self._mask(passed) | here
        region = rest = targets & ~passed_bits
        leads = False
        while rest:
            node = rest & -rest
            before = self._before[node]
            leads = leads or bool(before & here)
            found = before & ~passed_bits & ~region
            region |= found
            rest = rest ^ node | found
        return self._without_dead_ends(region, here, targets) if leads else 0

    def _mask(self, nodes: Iterable[str]) -> int:
        return sum(self._bits.get(node, 0) for node in nodes)

    def _without_dead_ends(self, region: int, here: int, targets: int) -> int:
        rest = region & ~targets
        while rest:
            node = rest & -rest
            rest ^= node
            beside = self._beside[node] & (region | here)
            if not beside & (beside - 1):
                region ^= node
                rest |= beside & region & ~targets
        return region


class Taken:
    """Remember which partial routes were taken up, and drop those that are never first.

    What may follow a partial route depends on the places behind it only by the region that is
    open. One that is taken up later with the same last vertex, stage and marks, no wider region
    and no smaller counts has, for whatever it can become, an alike route before it.
    """

    def __init__(self, marks: Marks) -> None:
        self._marks = marks
        self._known: dict[tuple[int, int, int], list[tuple[int, tuple[int, ...]]]] = {}

    def better(
        self, path: tuple[int, ...], stage: int, region: int, counts: tuple[int, ...]
    ) -> bool:
        """Return whether one that was taken up makes this one idle; else remember it."""
        known = self._known.setdefault((path[-1], stage, self._marks.of(path)), [])
        for wider, fewer in known:
            if not region & ~wider and all(map(operator.le, fewer, counts)):
                return True
        known.append((region, counts))
        return False
