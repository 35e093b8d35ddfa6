"""Search over the line graph: every route that a problem allows, best first, exactly.

One reverse tree gives for each state the least weight that is still to come; with it, partial
routes are taken up in the order of their least possible total, so complete routes come out in the
order (weight, leg ids). A place is not passed twice (except across a via), which the tree does not
know: its figure is then a lower bound, and the order stays exact.
"""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from corridor.errors import LimitError
from corridor.routing.graph.line_graph import Arc, LineGraph
from corridor.routing.graph.pruning import Marks, Surroundings, Taken

BUDGET = 200_000
#: After so many partial routes a search without marks looks out for those that lead nowhere.
PATIENCE = 500
UNREACHED = 1 << 120

Step = tuple[int, Arc]
NOWHERE: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Goal:
    """What a search must reach and may use; starts apart, so that trees can be shared.

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
    passing
        Vertices that lead to a destination, but with which no route may end: it has no price there.
    """

    level: int
    allowed: tuple[bool, ...]
    ends: frozenset[int]
    vias: tuple[frozenset[str], ...] = ()
    musts: tuple[frozenset[int], ...] = ()
    passing: frozenset[int] = frozenset()


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
        self._effects: dict[tuple[tuple[int, ...], int], tuple[int, ...]] = {}
        self._after = [] if self._plain else [self._advances(graph, goal, v) for v in _all(graph)]

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

    def before(self, stage: int, vertex: int) -> tuple[int, ...]:
        """Return the stages from which a vertex leads to a stage."""
        if self._plain:
            return (0,)
        advances = self._after[vertex]
        return tuple(early for early in range(self.count) if advances[early] == stage)

    def is_new_segment(self, stage: int, following: int) -> bool:
        """Return whether a via was passed, so that places passed before may be passed again."""
        return following != stage and stage // self.masks != following // self.masks

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
    """The least weight still to come after each (stage, vertex); an exact lower bound."""

    stages: Stages
    to_go: list[list[int]]


def reverse_tree(graph: LineGraph, goal: Goal, kind: int) -> Tree:
    """Return the tree of least weights of a kind from every state to the goal (Dijkstra)."""
    stages = Stages(graph, goal)
    legs, allowed = graph.weights(kind), goal.allowed
    last = goal.ends | goal.passing
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
            arrived = last if stages.vias_passed(early) else ()
            for before, arc in _arcs_into(graph, stages, early, vertex):
                total = entering + arc.weights[kind]
                if total < reached[before] and allowed[before] and before not in arrived:
                    reached[before] = total
                    heapq.heappush(heap, (total, early, before))
    return Tree(stages, to_go)


def _arcs_into(graph: LineGraph, stages: Stages, stage: int, vertex: int) -> Iterable[Step]:
    """Return the arcs into a vertex from a stage; straight back only from a via just passed."""
    if stages.vias and stages.at_via(stage, graph.vertices[vertex].origin):
        return (*graph.into[vertex], *graph.turns_into[vertex])
    return graph.into[vertex]


def arcs_out(graph: LineGraph, stages: Stages, stage: int, vertex: int) -> Iterable[Step]:
    """Return the arcs out of a vertex in a stage; straight back only at a via just passed."""
    if stages.vias and stages.at_via(stage, graph.destinations[vertex]):
        return (*graph.out[vertex], *graph.turns_out[vertex])
    return graph.out[vertex]


class Cap(NamedTuple):
    """How much of a count a route may have; what legs count; the least still to come."""

    kind: int
    most: int
    legs: tuple[int, ...]
    tree: Tree


class _Partial(NamedTuple):
    """A partial route; sorted by its least possible total, then by its leg ids.

    `passed` are the places that may not be passed again, but for the one just reached; it is
    empty when that is a via, at which counting begins anew.
    """

    least: int
    path: tuple[int, ...]
    stage: int
    passed: frozenset[str]
    counts: tuple[int, ...]


def routes(
    graph: LineGraph,
    goal: Goal,
    tree: Tree,
    starts: tuple[int, ...],
    caps: tuple[Cap, ...] = (),
    marks: Marks | None = None,
    budget: int = BUDGET,
) -> Iterator[Found]:
    """Yield all routes from the starts to the goal, in the order of weight, then leg ids.

    With `marks`, the first of those alike is yielded, of the others perhaps not all.

    Raises
    ------
    LimitError
        When more than `budget` partial routes had to be taken up.
    """
    stages, left = tree.stages, budget
    heap = list(_begun(graph, goal, tree, starts, caps))
    heapq.heapify(heap)
    around: Surroundings | None = None
    taken = Taken(marks) if marks else None
    while heap:
        here = heapq.heappop(heap)
        last = here.path[-1]
        if last in goal.ends and stages.vias_passed(here.stage):
            yield Found(here.least, here.path)
            continue
        if taken or left < budget - PATIENCE:
            around = around or surroundings(graph, goal, tree, starts)
            region = around.open_to(here.path, here.stage, here.passed)
            if not region or (taken and taken.better(here.path, here.stage, region, here.counts)):
                continue
        left -= 1
        if left < 0:
            raise LimitError(f"the search took up {budget:,} partial routes and was ended")
        for following in _longer(graph, goal, tree, here, caps):
            heapq.heappush(heap, following)


def surroundings(graph: LineGraph, goal: Goal, tree: Tree, starts: tuple[int, ...]) -> Surroundings:
    """Return what is open among the vertices that lie on a way from a start to the goal."""
    reached, rest = set(starts), list(starts)
    while rest:
        vertex = rest.pop()
        for after, _ in (*graph.out[vertex], *(graph.turns_out[vertex] if goal.vias else ())):
            if after not in reached and any(row[after] < UNREACHED for row in tree.to_go):
                reached.add(after)
                rest.append(after)
    return Surroundings(graph, reached, _targets(graph, goal, tree.stages))


def _targets(graph: LineGraph, goal: Goal, stages: Stages) -> list[frozenset[str]]:
    """Return for each stage the nodes of the next via, or those of the end."""
    ends = frozenset(graph.destinations[number] for number in goal.ends)
    return [(*goal.vias, ends)[stage // stages.masks] for stage in range(stages.count)]


def _longer(
    graph: LineGraph, goal: Goal, tree: Tree, here: _Partial, caps: tuple[Cap, ...]
) -> Iterator[_Partial]:
    """Yield a partial route with each leg that may follow."""
    stages, to_go = tree
    least, path, stage, passed, counts = here
    last, level, ends = path[-1], goal.level, graph.destinations
    legs, allowed = graph.weights(level), goal.allowed
    so_far = least - to_go[stage][last]
    passed = passed | {ends[last]}
    for after, arc in arcs_out(graph, stages, stage, last):
        if not allowed[after] or ends[after] in passed:
            continue
        following = stages.after(stage, after)
        onward = to_go[following][after]
        if onward == UNREACHED:
            continue
        total = so_far + arc.weights[level] + legs[after] + onward
        fresh = stages.is_new_segment(stage, following)
        partial = _Partial(total, (*path, after), following, NOWHERE if fresh else passed, counts)
        if caps:
            counted = (
                count + arc.weights[cap.kind] + cap.legs[after]
                for count, cap in zip(counts, caps, strict=True)
            )
            partial = partial._replace(counts=tuple(counted))
            if not _within(caps, partial):
                continue
        yield partial


def _begun(
    graph: LineGraph, goal: Goal, tree: Tree, starts: tuple[int, ...], caps: tuple[Cap, ...]
) -> Iterator[_Partial]:
    """Yield the partial routes of one leg."""
    legs = graph.weights(goal.level)
    for vertex in starts:
        stage = tree.stages.after(0, vertex)
        rest = tree.to_go[stage][vertex]
        if rest < UNREACHED and goal.allowed[vertex]:
            fresh = tree.stages.is_new_segment(0, stage)
            passed = NOWHERE if fresh else frozenset((graph.vertices[vertex].origin,))
            counts = tuple(cap.legs[vertex] for cap in caps)
            partial = _Partial(legs[vertex] + rest, (vertex,), stage, passed, counts)
            if _within(caps, partial):
                yield partial


def _within(caps: tuple[Cap, ...], partial: _Partial) -> bool:
    """Return whether a partial route can still be ended within all caps."""
    return all(
        count + cap.tree.to_go[partial.stage][partial.path[-1]] <= cap.most
        for count, cap in zip(partial.counts, caps, strict=True)
    )
