"""What a best route can be made of: the part of the line graph that matters, and what varies in it.

A state is a stage (see `search.Stages`) with a vertex. A route that is best in some run takes, at
low, no more than the fixed route in its slowest run; what cannot lie on such a route is left out.
"""

import dataclasses
import heapq
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from corridor.network.estimates import Levels
from corridor.network.network import Network
from corridor.routes.request import Request
from corridor.routes.steps import Element
from corridor.routing.goals import apart_of, make_goal, starts_of
from corridor.routing.graph import k_best_search as search
from corridor.routing.graph.labels import passed_twice
from corridor.routing.graph.line_graph import LOW, TRANSFER_BITS, TYPICAL, Arc, compile_network
from corridor.routing.graph.tree import Step as ArcStep
from corridor.routing.graph.tree import arcs_out, reverse_tree
from corridor.simulation.varying_parts import part_of

if TYPE_CHECKING:
    from typing import Any

    import numpy as np
    from numpy.typing import NDArray

    from corridor.simulation.distribution import Part

    Times = NDArray[np.signedinteger[Any]]

Path = tuple[int, ...]
State = tuple[int, int]


class Step(NamedTuple):
    """A transfer into a state.

    Attributes
    ----------
    before
        From which state.
    arc
        The transfer.
    parts
        The numbers of its parts.
    least
        The time [s] that no route by it falls below, from beginning to end.
    """

    before: int
    arc: Arc
    parts: tuple[int, ...]
    least: int


class Field:
    """The states that can lie on a best route, the routes between them, and what varies.

    Parameters
    ----------
    net, request
        The network, and what a route must keep to.
    most
        A time [s] that no best route exceeds.
    from_ready
        Count the wait for the first departure too.

    Attributes
    ----------
    states
        In the order of their distance at low.
    legs
        For each state, the number of the part that is its leg.
    least, to_go
        For each state, the time [s] that no route by it falls below, from beginning to end and from
        it on.
    steps
        For each state, the transfers into it.
    starts
        For each state with which a route may begin, the parts that come first.
    ends
        The states with which a route may end.
    roots
        For each state, the last one that all routes to it pass and that several transfers enter.
    parts
        Everything that varies.
    """

    def __init__(self, net: Network, request: Request, most: int, *, from_ready: bool) -> None:
        self.net, self.graph = net, compile_network(net)
        self.goal, self.apart = make_goal(net, self.graph, request), apart_of(request)
        self.tree = reverse_tree(self.graph, self.goal, LOW)
        self._numbers: dict[str, int] = {}
        self._transfers: dict[tuple[int, int, str, str], tuple[int, ...]] = {}
        self.parts: list[Part] = []
        starts = tuple(starts_of(net, self.graph, request.origin))
        reached, arcs = self._reached(starts, (most + 1) << TRANSFER_BITS)
        self.states = sorted(reached, key=lambda state: (reached[state], state))
        numbers = {state: number for number, state in enumerate(self.states)}
        onward = [self.tree.to_go[stage][vertex] for stage, vertex in self.states]
        self.to_go = [left >> TRANSFER_BITS for left in onward]
        self.least = [
            (reached[state] + left) >> TRANSFER_BITS
            for state, left in zip(self.states, onward, strict=True)
        ]
        self.legs = [self._leg(vertex) for _, vertex in self.states]
        self.steps: list[list[Step]] = [[] for _ in self.states]
        for before, after, arc, least in arcs:
            step = Step(numbers[before], arc, self._transfer(arc, after[1]), least)
            self.steps[numbers[after]].append(step)
        stages = self.tree.stages
        self.starts = {
            numbers[state]: self._wait(vertex) if from_ready else ()
            for vertex in starts
            if (state := (stages.after(0, vertex), vertex)) in numbers
        }
        self.ends = [numbers[state] for state in self.states if self._is_end(state)]
        self.roots = self._roots()
        self._chains = _Chains(self)

    def _is_end(self, state: State) -> bool:
        return self.tree.stages.vias_passed(state[0]) and state[1] in self.goal.ends

    def _reached(
        self, starts: Path, most: int
    ) -> tuple[dict[State, int], list[tuple[State, State, Arc, int]]]:
        """Return the distance at low of every state that can matter, and the arcs between them.

        With each arc comes the time that no route by it falls below.
        """
        stages, to_go = self.tree
        legs = self.graph.weights(LOW)
        heap = [(legs[vertex], stages.after(0, vertex), vertex) for vertex in starts]
        heapq.heapify(heap)
        reached: dict[State, int] = {}
        arcs = []
        while heap:
            so_far, stage, vertex = heapq.heappop(heap)
            state = (stage, vertex)
            onward = to_go[stage][vertex]
            if state in reached or not self.goal.allowed[vertex] or so_far + onward > most:
                continue
            reached[state] = so_far
            if self._is_end(state):
                continue
            for after, arc in arcs_out(self.graph, stages, stage, vertex):
                following = (stages.after(stage, after), after)
                total = so_far + arc.weights[LOW] + legs[after]
                least = total + to_go[following[0]][after]
                if self.goal.allowed[after] and least <= most:
                    arcs.append((state, following, arc, least >> TRANSFER_BITS))
                    heapq.heappush(heap, (total, *following))
        return reached, arcs

    def _number(self, element: Element, time: Levels) -> int:
        part = part_of(self.net, element, time)
        if part.name not in self._numbers:
            self._numbers[part.name] = len(self.parts)
            self.parts.append(part)
        return self._numbers[part.name]

    def _leg(self, vertex: int) -> int:
        leg = self.graph.vertices[vertex].leg
        element = Element("leg", leg.id)
        return self._number(element, leg.transit_time)

    def _wait(self, vertex: int) -> tuple[int, ...]:
        start = self.graph.vertices[vertex]
        wait = start.leg.wait
        if wait is None or self.net.nodes[start.origin].kind == "waypoint":
            return ()
        element = Element("waiting", start.leg.id)
        return (self._number(element, wait),)

    def _transfer(self, arc: Arc, vertex: int) -> tuple[int, ...]:
        boarded = self.graph.vertices[vertex]
        # An entry and a wait are those of the network, which outlives this.
        key = (id(arc.rule.entry), id(arc.waiting), boarded.origin, boarded.leg.id)
        if key not in self._transfers:
            found = []
            if arc.rule.entry:
                element = Element("dwell", boarded.origin, arc.rule.entry)
                found.append(self._number(element, arc.rule.entry.time))
            if arc.waiting:
                element = Element("waiting", boarded.leg.id)
                found.append(self._number(element, arc.waiting))
            self._transfers[key] = tuple(found)
        return self._transfers[key]

    def _roots(self) -> list[int]:
        """Return for each state the nearest before it, or it, that not just one transfer enters."""
        found = [-1] * len(self.states)
        for state in range(len(self.states)):
            chain = [state]
            while found[chain[-1]] < 0 and len(self.steps[chain[-1]]) == 1:
                if chain[-1] in self.starts:
                    break
                chain.append(self.steps[chain[-1]][0].before)
            root = found[chain[-1]] if found[chain[-1]] >= 0 else chain[-1]
            for one in chain:
                found[one] = root
        return found

    def path(self, states: Iterable[int]) -> Path:
        """Return the vertices of a route, of which states are given from the end on; -1 are none.

        Those that all routes to the one before pass may be missing.
        """
        chains = self._chains
        back = [vertex for state in states if state >= 0 for vertex in chains[state]]
        return tuple(reversed(back))

    def passes_twice(self, path: Path) -> bool:
        """Return whether a route passes a place twice without a via between."""
        places = [self.graph.destinations[vertex] for vertex in path]
        places += [self.graph.vertices[path[0]].origin, *self.apart]
        if len(set(places)) == len(places):
            return False
        return bool(passed_twice(self.graph, self.tree.stages, path, self.apart))


class _Chains(dict[int, Path]):
    """The vertices from a state back to its root, found when they are asked for."""

    def __init__(self, field: Field) -> None:
        self._field = field

    def __missing__(self, state: int) -> Path:
        field = self._field
        found, here = [field.states[state][1]], state
        while here != field.roots[state]:
            here = field.steps[here][0].before
            found.append(field.states[here][1])
        self[state] = tuple(found)
        return self[state]


def searched(field: Field, times: "Times") -> search.Found:
    """Return the best route of one run, by the search that knows of places passed."""
    graph = field.graph
    into: list[list[ArcStep]] = [[] for _ in graph.vertices]
    out: list[list[ArcStep]] = [[] for _ in graph.vertices]
    weights = [0] * len(graph.vertices)
    drawn: dict[tuple[int, int], Arc] = {}
    for state, steps in enumerate(field.steps):
        vertex = field.states[state][1]
        weights[vertex] = int(times[field.legs[state]]) << TRANSFER_BITS
        for step in steps:
            before = field.states[step.before][1]
            taken = sum(int(times[part]) for part in step.parts) << TRANSFER_BITS
            arc = Arc(step.arc.rule, step.arc.waiting, (0, taken, 0, 0, 0))
            drawn.setdefault((before, vertex), arc)
    for (before, vertex), arc in drawn.items():
        into[vertex].append((before, arc))
        out[before].append((vertex, arc))
    run = dataclasses.replace(
        graph,
        into=tuple(map(tuple, into)),
        out=tuple(map(tuple, out)),
        turns_into=((),) * len(into),
        turns_out=((),) * len(out),
        _weights={TYPICAL: tuple(weights)},
    )
    goal = dataclasses.replace(field.goal, level=TYPICAL)
    tree = reverse_tree(run, goal, TYPICAL)
    best = []
    for state, parts in field.starts.items():
        start = (field.states[state][1],)
        wait = sum(int(times[part]) for part in parts) << TRANSFER_BITS
        first = islice(search.routes(run, goal, tree, start, apart=field.apart), 1)
        best += [search.Found(found.weight + wait, found.path) for found in first]
    return min(best)
