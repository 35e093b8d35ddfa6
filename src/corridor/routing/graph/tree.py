"""What a search must reach, how far it has come, and the least that is still to come.

One reverse tree gives for each state, a stage with a vertex, the least weight that is still to
come. It does not know that a place is not passed twice: its figure is then a lower bound.
"""

import heapq
import operator
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corridor.frozen import dataclass
from corridor.routing.graph.line_graph import Arc, LineGraph

UNREACHED = 1 << 120

Step = tuple[int, Arc]
NOWHERE: frozenset[str] = frozenset()
_TURNED = bytes(map(operator.not_, range(256)))
#: For each stage those from which a vertex leads to it.
Before = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Goal:
    """What a search must reach and may use; starts apart, so that trees can be shared.

    Attributes
    ----------
    level
        Which weights are summed: low, typical or high, or a count (see `linegraph`).
    allowed
        For each vertex, 1 if it may be used, else 0.
    ends
        The vertices with which a route may end.
    vias
        Sets of nodes to pass in order.
    musts
        Sets of vertices of which a route uses at least one each.
    passing
        Vertices that lead to a destination, but with which no route may end: it has no price there.
    once
        Whether a place may not be passed again after a via either.
    """

    level: int
    allowed: bytes
    ends: frozenset[int]
    vias: tuple[frozenset[str], ...] = ()
    musts: tuple[frozenset[int], ...] = ()
    passing: frozenset[int] = frozenset()
    once: bool = False


class Found(NamedTuple):
    """A route as vertices, with its total weight."""

    weight: int
    path: tuple[int, ...]


class Stages:
    """Number how far a partial route has come: vias passed in order, musts fulfilled."""

    def __init__(self, graph: LineGraph, goal: Goal) -> None:
        self.vias = goal.vias
        self.masks = 1 << len(goal.musts)
        self.count = (len(goal.vias) + 1) * self.masks
        self.last = self.count - 1
        self._plain = self.count == 1
        self._once = goal.once
        self._after: list[tuple[int, ...]] = []
        self._before: list[Before] = []
        if not self._plain:
            self._number(graph, goal)

    def vias_passed(self, stage: int) -> bool:
        """Return whether all vias are behind; the next arrival at a destination then is the end."""
        return stage + self.masks >= self.count

    def at_via(self, stage: int, node: str) -> bool:
        """Return whether a route in a stage stands at the via that it passed last."""
        number = stage // self.masks
        return number > 0 and node in self.vias[number - 1]

    def after(self, stage: int, vertex: int) -> int:
        """Return the stage that a route is in once it has used a vertex."""
        return 0 if self._plain else self._after[vertex][stage]

    @property
    def leads(self) -> list[Before]:
        """For each vertex and stage, the stages from which it leads there; none if there is one."""
        return self._before

    def turns_into(self, graph: LineGraph, stage: int) -> dict[int, tuple[Step, ...]]:
        """Return the arcs into vertices from a via just passed, where a route may turn back."""
        passed = stage // self.masks
        if passed == 0:
            return {}
        return {
            vertex: (*graph.into[vertex], *graph.turns_into[vertex])
            for vertex, item in enumerate(graph.vertices)
            if item.origin in self.vias[passed - 1]
        }

    def is_new_segment(self, stage: int, following: int) -> bool:
        """Return whether a via was passed, so that places passed before may be passed again."""
        if following == stage or self._once:
            return False
        return stage // self.masks != following // self.masks

    def _number(self, graph: LineGraph, goal: Goal) -> None:
        """Find for each vertex where it leads from each stage, and from which stages to each."""
        nowhere = self._advances((), 0)
        known: dict[tuple[tuple[int, ...], int], tuple[tuple[int, ...], Before]] = {
            ((), 0): (nowhere, _turned(nowhere))
        }
        self._after = [nowhere] * len(graph.vertices)
        self._before = [known[(), 0][1]] * len(graph.vertices)
        nodes, vertices = NOWHERE.union(*goal.vias), frozenset[int]().union(*goal.musts)
        for vertex, node in enumerate(graph.destinations):
            if node not in nodes and vertex not in vertices:
                continue
            hits = tuple(number for number, via in enumerate(goal.vias) if node in via)
            bits = sum(1 << number for number, must in enumerate(goal.musts) if vertex in must)
            if (hits, bits) not in known:
                advances = self._advances(hits, bits)
                known[hits, bits] = advances, _turned(advances)
            self._after[vertex], self._before[vertex] = known[hits, bits]

    def _advances(self, hits: tuple[int, ...], bits: int) -> tuple[int, ...]:
        return tuple(
            (stage // self.masks + (stage // self.masks in hits)) * self.masks
            + (stage % self.masks | bits)
            for stage in range(self.count)
        )


def _turned(advances: tuple[int, ...]) -> Before:
    """Return for each stage those that lead to it."""
    found: list[list[int]] = [[] for _ in advances]
    for early, late in enumerate(advances):
        found[late].append(early)
    return tuple(map(tuple, found))


class Tree(NamedTuple):
    """The least weight still to come after each (stage, vertex); an exact lower bound."""

    stages: Stages
    to_go: list[Sequence[int]]


def reverse_tree(graph: LineGraph, goal: Goal, kind: int) -> Tree:
    """Return the tree of least weights of a kind from every state to the goal (Dijkstra).

    In the heap a weight and its state are one number, which is quicker to compare than three.
    """
    stages = Stages(graph, goal)
    if stages.count == 1:
        return Tree(stages, [_wavefront(graph, goal, kind) or _plain_tree(graph, goal, kind)])
    legs, closed, shut = graph.weights(kind), *_closed(goal)
    count, into, leads = len(legs), graph.into, stages.leads
    to_go: list[list[int]] = [[UNREACHED] * count for _ in range(stages.count)]
    barred = [shut if stages.vias_passed(stage) else closed for stage in range(stages.count)]
    turning = [stages.turns_into(graph, stage) for stage in range(stages.count)]
    heap = [stages.last * count + vertex for vertex in sorted(goal.ends) if not closed[vertex]]
    for number in heap:
        to_go[stages.last][number % count] = 0
    states = stages.count * count
    pop, push = heapq.heappop, heapq.heappush
    while heap:
        weight, state = divmod(pop(heap), states)
        stage, vertex = divmod(state, count)
        if weight > to_go[stage][vertex]:
            continue
        weight += legs[vertex]
        for early in leads[vertex][stage]:
            reached, away, offset = to_go[early], barred[early], early * count
            for before, arc in turning[early].get(vertex) or into[vertex]:
                total = weight + arc.weights[kind]
                if total < reached[before] and not away[before]:
                    reached[before] = total
                    push(heap, total * states + offset + before)
    return Tree(stages, [*to_go])


def _closed(goal: Goal) -> tuple[bytes, bytearray]:
    """Return which vertices may not be used; and which not before the destination is reached."""
    closed = goal.allowed.translate(_TURNED)
    shut = bytearray(closed)
    for vertex in goal.ends | goal.passing:
        shut[vertex] = True
    return closed, shut


def _wavefront(graph: LineGraph, goal: Goal, kind: int) -> Sequence[int] | None:
    """Return what `_plain_tree` does of a large graph, found as it is asked for; else nothing."""
    if isinstance(graph.into, tuple):
        return None
    from corridor.routing.graph.large.wavefront import search  # numpy is not loaded for few

    closed, shut = _closed(goal)
    ends = sorted(vertex for vertex in goal.ends if not closed[vertex])
    return search(graph.into, graph.weights(kind), kind, ends, shut, UNREACHED)


def _plain_tree(graph: LineGraph, goal: Goal, kind: int) -> list[int]:
    """Return the least weights to a goal without vias and musts: each vertex is one state.

    In the heap a weight and its vertex are one number, which is quicker to compare than two.
    """
    count, into, legs = len(graph.vertices), graph.into, graph.weights(kind)
    to_go = [UNREACHED] * count
    closed, shut = _closed(goal)
    heap = sorted(vertex for vertex in goal.ends if not closed[vertex])
    for vertex in heap:
        to_go[vertex] = 0
    pop, push = heapq.heappop, heapq.heappush
    while heap:
        weight, vertex = divmod(pop(heap), count)
        if weight > to_go[vertex]:
            continue
        weight += legs[vertex]
        for before, arc in into[vertex]:
            total = weight + arc.weights[kind]
            if total < to_go[before] and not shut[before]:
                to_go[before] = total
                push(heap, total * count + before)
    return to_go


def arcs_out(graph: LineGraph, stages: Stages, stage: int, vertex: int) -> Iterable[Step]:
    """Return the arcs out of a vertex in a stage; straight back only at a via just passed."""
    if stages.vias and stages.at_via(stage, graph.destinations[vertex]):
        return (*graph.out[vertex], *graph.turns_out[vertex])
    return graph.out[vertex]


class Cap(NamedTuple):
    """How much of a count a route may have; what legs count; the least still to come."""

    kind: int
    most: int
    legs: Sequence[int]
    tree: Tree
