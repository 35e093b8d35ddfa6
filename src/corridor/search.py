"""Search over the line graph: every route that a problem allows, best first, exactly.

One reverse tree gives for each state the least weight that is still to come; with it, partial
routes are taken up in the order of their least possible total, so complete routes come out in the
order (weight, leg ids). A place is not passed twice (except across a via), which the tree does not
know: its figure is then a lower bound, and the order stays exact.
"""

import heapq
import operator
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corridor.errors import LimitError
from corridor.linegraph import LineGraph

BUDGET = 200_000
UNREACHED = 1 << 62


@dataclass(frozen=True, slots=True)
class Goal:
    """Hold what a search must reach and may use; starts apart, so that trees can be shared.

    Attributes
    ----------
    level
        Which weights are summed: low, typical or high, or a count (see `linegraph`).
    allowed
        For each vertex, whether it may be used.
    ends
        The vertices with which a route may end.
    vias
        Sets of nodes to be passed in order.
    musts
        Sets of vertices of which a route uses at least one each.
    """

    level: int
    allowed: tuple[bool, ...]
    ends: frozenset[int]
    vias: tuple[frozenset[str], ...] = ()
    musts: tuple[frozenset[int], ...] = ()


class Found(NamedTuple):
    """Hold a route as vertices, with its total weight."""

    weight: int
    path: tuple[int, ...]


class Stages:
    """Number how far a partial route has come: vias passed in order, musts fulfilled."""

    def __init__(self, graph: LineGraph, goal: Goal) -> None:
        self.masks = 1 << len(goal.musts)
        self.count = (len(goal.vias) + 1) * self.masks
        self.last = self.count - 1
        self._plain = self.count == 1
        self._effects: dict[tuple[tuple[int, ...], int], tuple[int, ...]] = {}
        self._after = [] if self._plain else [self._advances(graph, goal, v) for v in _all(graph)]

    def vias_passed(self, stage: int) -> bool:
        """Say whether all vias are behind; the next arrival at a destination then is the end."""
        return stage + self.masks >= self.count

    def after(self, stage: int, vertex: int) -> int:
        """Return the stage that a route is in once it has used a vertex."""
        return 0 if self._plain else self._after[vertex][stage]

    def before(self, stage: int, vertex: int) -> tuple[int, ...]:
        """Return the stages from which a vertex leads to a stage."""
        if self._plain:
            return (0,)
        advances = self._after[vertex]
        return tuple(early for early in range(self.count) if advances[early] == stage)

    def passed(
        self, places: frozenset[str], stage: int, following: int, node: str
    ) -> frozenset[str]:
        """Return the places that may not be passed again; at a via, counting begins anew."""
        if stage // self.masks != following // self.masks:
            return frozenset((node,))
        return places | {node}

    def _advances(self, graph: LineGraph, goal: Goal, vertex: int) -> tuple[int, ...]:
        node = graph.vertices[vertex].destination
        hits = tuple(number for number, via in enumerate(goal.vias) if node in via)
        bits = sum(1 << number for number, must in enumerate(goal.musts) if vertex in must)
        known = self._effects.get((hits, bits))
        if known is None:
            known = tuple(
                (stage // self.masks + (stage // self.masks in hits)) * self.masks
                + (stage % self.masks | bits)
                for stage in range(self.count)
            )
            self._effects[hits, bits] = known
        return known


def _all(graph: LineGraph) -> range:
    return range(len(graph.vertices))


class Tree(NamedTuple):
    """Hold the least weight still to come after each (stage, vertex); an exact lower bound."""

    stages: Stages
    to_go: list[list[int]]


def reverse_tree(graph: LineGraph, goal: Goal, kind: int) -> Tree:
    """Return the tree of least weights of a kind from every state to the goal (Dijkstra)."""
    stages = Stages(graph, goal)
    legs, allowed = graph.weights(kind), goal.allowed
    to_go = [[UNREACHED] * len(legs) for _ in range(stages.count)]
    heap = []
    for vertex in goal.ends:
        if allowed[vertex]:
            to_go[stages.last][vertex] = 0
            heap.append((0, stages.last, vertex))
    heapq.heapify(heap)
    while heap:
        weight, stage, vertex = heapq.heappop(heap)
        if weight > to_go[stage][vertex]:
            continue
        entering = weight + legs[vertex]
        for early in stages.before(stage, vertex):
            reached = to_go[early]
            arrived = goal.ends if stages.vias_passed(early) else ()
            for before, arc in graph.into[vertex]:
                total = entering + arc.weights[kind]
                if total < reached[before] and allowed[before] and before not in arrived:
                    reached[before] = total
                    heapq.heappush(heap, (total, early, before))
    return Tree(stages, to_go)


class Cap(NamedTuple):
    """Hold how much of a count a route may have; what legs count; the least still to come."""

    kind: int
    most: int
    legs: tuple[int, ...]
    tree: Tree


@dataclass(frozen=True, slots=True)
class _Partial:
    """Hold a partial route: how far it has come, and what it may not pass again."""

    stage: int
    passed: frozenset[str]
    counts: tuple[int, ...]


def routes(
    graph: LineGraph,
    goal: Goal,
    tree: Tree,
    starts: tuple[int, ...],
    caps: tuple[Cap, ...] = (),
    marks: tuple[int, ...] = (),
    budget: int = BUDGET,
) -> Iterator[Found]:
    """Yield all routes from the starts to the goal, in the order of weight, then leg ids.

    With `marks`, a set of bits for each vertex, routes are alike when theirs have the same union;
    the first of each kind is yielded, of the others perhaps not all.

    Raises
    ------
    LimitError
        When more than `budget` partial routes had to be taken up.
    """
    stages, to_go = tree
    vertices, legs, level = graph.vertices, graph.weights(goal.level), goal.level
    heap = list(_begun(graph, goal, tree, starts, caps))
    heapq.heapify(heap)
    seen = _Seen(graph, goal, stages, marks) if marks else None
    while heap:
        least, path, here = heapq.heappop(heap)
        stage, last = here.stage, path[-1]
        if stages.vias_passed(stage) and last in goal.ends:
            yield Found(least, path)
            continue
        if seen and seen.better(path, here):
            continue
        budget -= 1
        if budget < 0:
            raise LimitError(f"the search took up {BUDGET:,} partial routes and was ended")
        so_far = least - to_go[stage][last]
        for after, arc in graph.out[last]:
            node = vertices[after].destination
            following = stages.after(stage, after)
            onward = to_go[following][after]
            if onward < UNREACHED and goal.allowed[after] and node not in here.passed:
                passed = stages.passed(here.passed, stage, following, node)
                counts = tuple(
                    count + arc.weights[cap.kind] + cap.legs[after]
                    for count, cap in zip(here.counts, caps, strict=True)
                )
                partial = _Partial(following, passed, counts)
                if _within(caps, partial, after):
                    total = so_far + arc.weights[level] + legs[after] + onward
                    heapq.heappush(heap, (total, (*path, after), partial))


def _begun(
    graph: LineGraph, goal: Goal, tree: Tree, starts: tuple[int, ...], caps: tuple[Cap, ...]
) -> Iterator[tuple[int, tuple[int, ...], _Partial]]:
    """Yield the partial routes of one leg."""
    legs = graph.weights(goal.level)
    for vertex in starts:
        stage = tree.stages.after(0, vertex)
        rest = tree.to_go[stage][vertex]
        if rest < UNREACHED and goal.allowed[vertex]:
            leg = graph.vertices[vertex]
            passed = tree.stages.passed(frozenset((leg.origin,)), 0, stage, leg.destination)
            partial = _Partial(stage, passed, tuple(cap.legs[vertex] for cap in caps))
            if _within(caps, partial, vertex):
                yield legs[vertex] + rest, (vertex,), partial


def _within(caps: tuple[Cap, ...], partial: _Partial, vertex: int) -> bool:
    """Say whether a partial route can still be ended within all caps."""
    return all(
        count + cap.tree.to_go[partial.stage][vertex] <= cap.most
        for count, cap in zip(partial.counts, caps, strict=True)
    )


class _Seen:
    """Remember which partial routes were taken up, to drop those that are never the first.

    What a partial route may still pass depends on the places behind it only by the region from
    which the next via or the end can be reached around them. One that is taken up later, with the
    same last vertex, stage and marks, no wider region and no smaller counts, has only alike routes
    before it for whatever it can become.
    """

    def __init__(
        self, graph: LineGraph, goal: Goal, stages: Stages, marks: tuple[int, ...]
    ) -> None:
        self._marks, self._masks = marks, stages.masks
        used = [
            vertex for vertex, allowed in zip(graph.vertices, goal.allowed, strict=True) if allowed
        ]
        nodes = dict.fromkeys(
            node for vertex in used for node in (vertex.origin, vertex.destination)
        )
        self._bits = {node: 1 << number for number, node in enumerate(nodes)}
        self._before = dict.fromkeys(self._bits.values(), 0)
        for vertex in used:
            self._before[self._bits[vertex.destination]] |= self._bits[vertex.origin]
        ends = {graph.vertices[number].destination for number in goal.ends}
        self._targets = [self._mask(some) for some in (*goal.vias, ends)]
        self._known: dict[tuple[int, int, int], list[tuple[int, tuple[int, ...]]]] = {}

    def better(self, path: tuple[int, ...], here: _Partial) -> bool:
        """Say whether a partial route is dropped; else remember it."""
        mark = 0
        for vertex in path:
            mark |= self._marks[vertex]
        known = self._known.setdefault((path[-1], here.stage, mark), [])
        region = self._region(self._mask(here.passed), self._targets[here.stage // self._masks])
        if any(
            not region & ~wider and all(map(operator.le, fewer, here.counts))
            for wider, fewer in known
        ):
            return True
        known.append((region, here.counts))
        return False

    def _mask(self, nodes: Iterable[str]) -> int:
        return sum(self._bits.get(node, 0) for node in nodes)

    def _region(self, passed: int, targets: int) -> int:
        """Return the places from which a target can be reached around those passed."""
        region = rest = targets & ~passed
        while rest:
            node = rest & -rest
            found = self._before[node] & ~passed & ~region
            region |= found
            rest = rest ^ node | found
        return region
