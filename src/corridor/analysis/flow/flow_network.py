"""What can pass where in a year, and the largest flow over the line graph.

A flow is a sum of paths on the line graph, so that it changes from leg to leg only where a shipment
can, and fulfils what a corridor requires. A leg, in each direction, and a node are bounds on what
passes over all paths: a bound can only take away. What has no known capacity bounds nothing.
"""

import heapq
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import pairwise
from math import lcm

from corridor.analysis.flow.linear_program import Column, Prices, Resource, Solution, solve
from corridor.frozen import dataclass
from corridor.network.estimates import Capacity
from corridor.network.network import Network
from corridor.routes.request import Request
from corridor.routing.goals import apart_of, make_goal, starts_of
from corridor.routing.graph.line_graph import TRANSFER_BITS, TYPICAL, LineGraph, compile_network
from corridor.routing.graph.tree import UNREACHED, arcs_out, reverse_tree
from corridor.text import apportioned

Path = tuple[int, ...]
State = tuple[int, int]
#: The state of a shipment that is on no leg yet.
START: State = (-1, -1)
Steps = tuple[tuple[State, int], ...]
#: What a path costs, its legs, the state that it leads to, and the one before that.
Entry = tuple[int, int, State, State]
#: One unit of flow is worth more than any time saved by others.
ALL = 1 << 80


@dataclass(frozen=True, slots=True)
class Rates:
    """How a capacity becomes TEU a year."""

    assumed: int | None
    tonnes: float

    def of(self, capacity: Capacity | None) -> int | None:
        """Return the lower of what is known; what is assumed where nothing is."""
        if capacity is None:
            return self.assumed
        freight = capacity.freight and int(capacity.freight / Fraction(str(self.tonnes)))
        known = [amount for amount in (capacity.containers, freight) if amount is not None]
        return min(known) if known else self.assumed


@dataclass(frozen=True, slots=True)
class Bound:
    """How much an element takes: a leg in one direction, or a node."""

    kind: str
    id: str
    teu: int
    capacity: Capacity | None = None

    @property
    def what(self) -> tuple[str, str]:
        """Kind and id of the element."""
        return (self.kind, self.id)


Bounds = dict[Resource, Bound]


class FlowNetwork:
    """The states of a request's paths on the line graph, and the bounds on what passes.

    Attributes
    ----------
    graph
        The line graph.
    bounds
        For each vertex (a leg in one direction) and node id that has one, its bound.
    """

    def __init__(self, net: Network, request: Request, rates: Rates) -> None:
        self.graph: LineGraph = compile_network(net)
        self._goal = make_goal(net, self.graph, request)
        self._tree = reverse_tree(self.graph, self._goal, TYPICAL)
        self._apart = apart_of(request)
        self._starts = tuple(starts_of(net, self.graph, request.origin))
        self._known: dict[State, Steps] = {}
        self.bounds: Bounds = {}
        for number, vertex in enumerate(self.graph.vertices):
            leg = vertex.leg
            teu = rates.of(leg.capacity)
            if teu is not None and self._goal.allowed[number]:
                self.bounds[number] = Bound("leg", leg.id, teu, leg.capacity)
        for node in net.nodes.values():
            teu = rates.of(node.capacity) if node.capacity else None
            if teu is not None:
                self.bounds[node.id] = Bound("node", node.id, teu, node.capacity)

    def largest(self, more: Mapping[Resource, int | None] | None = None) -> Solution | None:
        """Return the largest flow, or none where nothing bounds it.

        `more` are other amounts than those of the bounds; none for without bound.
        """
        return self._solved(self._amounts(more or {}))

    def quickest(self) -> Solution | None:
        """Return the flow when all that can pass does so by the quickest routes."""
        return self._solved(self._amounts({}), timed=True)

    def cut(self) -> list[Resource]:
        """Return the elements that hold the flow down, nearest to its start and to its end.

        Where several would do, all amounts are told apart by how far the elements are away.
        """
        amounts, found = self._amounts({}), dict[Resource, None]()
        depths = self._depths()
        deepest = max(depths.values(), default=0)
        scale = (2 * deepest + 2) * (len(amounts) + 1)
        for sign in (1, -1):
            told = {
                item: amount * scale + 1 + deepest + sign * depths.get(item, deepest)
                for item, amount in amounts.items()
            }
            held = self._solved(told)
            found.update(dict.fromkeys(held.prices if held else ()))
        return list(found)

    def _solved(self, amounts: Mapping[Resource, int], *, timed: bool = False) -> Solution | None:
        return solve(amounts, lambda prices: self._cheapest(amounts, prices, timed=timed))

    def _amounts(self, more: Mapping[Resource, int | None]) -> dict[Resource, int]:
        amounts = {item: bound.teu for item, bound in self.bounds.items()} | dict(more)
        return {item: amount for item, amount in amounts.items() if amount is not None}

    def _steps(self, state: State) -> Steps:
        """Return the states that may follow one, or those to begin with; seconds between them."""
        known = self._known.get(state)
        if known is None:
            known = self._known[state] = tuple(self._found_steps(state))
        return known

    def _found_steps(self, state: State) -> Iterator[tuple[State, int]]:
        graph, goal, (stages, to_go) = self.graph, self._goal, self._tree
        if state == START:
            arcs: Iterable[tuple[int, int]] = ((start, 0) for start in self._starts)
            stage = 0
        else:
            stage, last = state
            arcs = (
                (after, arc.weights[TYPICAL] >> TRANSFER_BITS)
                for after, arc in arcs_out(graph, stages, stage, last)
            )
        for after, seconds in arcs:
            following = stages.after(stage, after)
            home = graph.destinations[after] in self._apart
            if goal.allowed[after] and not home and to_go[following][after] < UNREACHED:
                ride = int(graph.vertices[after].leg.transit_time.typical)
                yield (following, after), seconds + ride

    def _is_end(self, state: State) -> bool:
        return state[1] in self._goal.ends and self._tree.stages.vias_passed(state[0])

    def _uses(self, path: Path) -> Counter[Resource]:
        """Return how often a path uses each leg and node."""
        nodes = [self.graph.vertices[path[0]].origin, *(self.graph.destinations[n] for n in path)]
        return Counter[Resource]([*path, *nodes])

    def _cheapest(
        self, amounts: Mapping[Resource, int], prices: Prices, *, timed: bool = False
    ) -> Column:
        """Return the path whose bounds cost least; with `timed`, seconds are a cost as well."""
        whole = lcm(*(price.denominator for price in prices.values()))
        paid = {item: int(price * whole) for item, price in prices.items()}
        scale = whole if timed else 0
        tolls: dict[State, int] = {}
        came: dict[State, State] = {}
        heap: list[Entry] = [(0, 0, START, START)]
        least: dict[State, Entry] = {}
        while True:  # some path leads to an end: the request has a route
            cost, hops, state, before = heapq.heappop(heap)
            if state in came:
                continue
            came[state] = before
            if self._is_end(state):
                return self._column(amounts, came, state, timed=timed)
            for after, seconds in self._steps(state):
                if after not in tolls:
                    tolls[after] = self._toll(after, paid)
                entry = (cost + tolls[after] + seconds * scale, hops + 1, after, state)
                if after not in least or entry < least[after]:
                    least[after] = entry
                    heapq.heappush(heap, entry)

    def _toll(self, state: State, paid: Mapping[Resource, int]) -> int:
        """Return what is paid at a state for its leg, where that begins, and where a path ends."""
        vertex = state[1]
        toll = paid.get(vertex, 0) + paid.get(self.graph.vertices[vertex].origin, 0)
        return toll + paid.get(self.graph.destinations[vertex], 0) * self._is_end(state)

    def _column(
        self,
        amounts: Mapping[Resource, int],
        came: Mapping[State, State],
        state: State,
        *,
        timed: bool,
    ) -> Column:
        states = []
        while state != START:
            states.append(state)
            state = came[state]
        path = tuple(vertex for _, vertex in reversed(states))
        uses = {item: n for item, n in self._uses(path).items() if item in amounts}
        return Column(uses, ALL - self._seconds(path) if timed else 1, path)

    def _seconds(self, path: Path) -> int:
        rides = sum(int(self.graph.vertices[n].leg.transit_time.typical) for n in path)
        arcs = (self.graph.arc(before, after) for before, after in pairwise(path))
        return rides + sum(arc.weights[TYPICAL] >> TRANSFER_BITS for arc in arcs)

    def _depths(self) -> dict[Resource, int]:
        """Return how many legs from the start each element is away at least."""
        found: dict[Resource, int] = {}
        wave = [START]
        seen: set[State] = set()
        depth = 0
        while wave:
            following: list[State] = []
            for before in wave:
                if self._is_end(before):
                    continue
                for state, _ in self._steps(before):
                    vertex = self.graph.vertices[state[1]]
                    found.setdefault(vertex.origin, 2 * depth)
                    found.setdefault(state[1], 2 * depth + 1)
                    found.setdefault(vertex.destination, 2 * depth + 2)
                    if state not in seen:
                        seen.add(state)
                        following.append(state)
            wave, depth = following, depth + 1
        return found

    def touched(self) -> set[str]:
        """Return the legs of all paths."""
        stack = [START]
        seen: set[State] = set()
        while stack:
            before = stack.pop()
            if not self._is_end(before):
                for state, _ in self._steps(before):
                    if state not in seen:
                        seen.add(state)
                        stack.append(state)
        return {self.graph.vertices[vertex].leg.id for _, vertex in seen}


def routes_of(graph: LineGraph, flow: Solution) -> Iterator[tuple[tuple[str, ...], int]]:
    """Yield a flow as routes, each with what passes by it, the largest first.

    Amounts are whole and add up to the whole of the flow.
    """
    paths = sorted(flow.amounts)
    per = lcm(*(flow.amounts[path].denominator for path in paths))
    parts = [int(flow.amounts[path] * per) for path in paths]
    amounts = apportioned(parts, per, int(flow.total))
    found: Counter[tuple[str, ...]] = Counter()
    for path, amount in zip(paths, amounts, strict=True):
        nodes = [graph.vertices[path[0]].origin, *(graph.destinations[n] for n in path)]
        found[tuple(nodes)] += amount
    listed = [(path, amount) for path, amount in found.items() if amount]
    yield from sorted(listed, key=lambda item: (-item[1], item[0]))
