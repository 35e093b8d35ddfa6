"""Search over the line graph: every route that a problem allows, best first, exactly.

One reverse tree gives for each state the least weight that is still to come; with it, partial
routes are taken up in the order of their least possible total, so complete routes come out in the
order (weight, leg ids). A place is not passed twice (except across a via), which the tree does not
know: its figure is then a lower bound, and the order stays exact.
"""

import heapq
from collections.abc import Iterator
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
        0 low, 1 typical, 2 high: which weights are summed.
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


def reverse_tree(graph: LineGraph, goal: Goal) -> Tree:
    """Return the tree of least weights from every state to the goal (Dijkstra, backwards)."""
    stages = Stages(graph, goal)
    legs, allowed, level = graph.weights(goal.level), goal.allowed, goal.level
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
                total = entering + arc.weights[level]
                if total < reached[before] and allowed[before] and before not in arrived:
                    reached[before] = total
                    heapq.heappush(heap, (total, early, before))
    return Tree(stages, to_go)


def routes(
    graph: LineGraph, goal: Goal, tree: Tree, starts: tuple[int, ...], budget: int = BUDGET
) -> Iterator[Found]:
    """Yield all routes from the starts to the goal, in the order of weight, then leg ids.

    Raises
    ------
    LimitError
        When more than `budget` partial routes had to be taken up.
    """
    stages, to_go = tree
    vertices, legs, level = graph.vertices, graph.weights(goal.level), goal.level
    heap: list[tuple[int, tuple[int, ...], int, frozenset[str]]] = []
    for vertex in starts:
        stage = stages.after(0, vertex)
        rest = to_go[stage][vertex]
        if rest < UNREACHED and goal.allowed[vertex]:
            here = vertices[vertex]
            begun = frozenset((here.origin,))
            passed = stages.passed(begun, 0, stage, here.destination)
            heap.append((legs[vertex] + rest, (vertex,), stage, passed))
    heapq.heapify(heap)
    while heap:
        least, path, stage, passed = heapq.heappop(heap)
        last = path[-1]
        rest = to_go[stage][last]
        if stages.vias_passed(stage) and last in goal.ends:
            yield Found(least, path)
            continue
        budget -= 1
        if budget < 0:
            raise LimitError(f"the search took up {BUDGET:,} partial routes and was ended")
        so_far = least - rest
        for after, arc in graph.out[last]:
            node = vertices[after].destination
            following = stages.after(stage, after)
            onward = to_go[following][after]
            if onward < UNREACHED and goal.allowed[after] and node not in passed:
                total = so_far + arc.weights[level] + legs[after] + onward
                places = stages.passed(passed, stage, following, node)
                heapq.heappush(heap, (total, (*path, after), following, places))
