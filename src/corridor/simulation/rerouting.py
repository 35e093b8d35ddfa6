"""The best route in every run: all runs at once, over the part of the line graph that can matter.

A state is a stage (see `search.Stages`) with a vertex. A route that is best in some run takes, at
low, no more than the fixed route in its slowest run; what cannot lie on such a route is left out,
and not drawn. On the rest Bellman and Ford's relaxation runs on arrays, one column for each run:
always of the state that is nearest at low among those that may change, until nothing does. It does
not know that a place is passed once only; runs whose route passes one twice are searched again,
exactly and one by one.
"""

import dataclasses
import heapq
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

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
    import numpy as np
    from numpy.typing import NDArray

    from corridor.simulation.distribution import Ints, Part


if TYPE_CHECKING:
    Times = NDArray[np.signedinteger[Any]]

Path = tuple[int, ...]
State = tuple[int, int]


class Step(NamedTuple):
    """A route into a state: from which state, and the numbers of the parts of the transfer."""

    before: int
    arc: Arc
    parts: tuple[int, ...]


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
    steps, onward
        For each state, the routes into it, and the states that they lead on to.
    starts
        For each state with which a route may begin, the parts that come first.
    ends
        The states with which a route may end.
    parts
        Everything that varies.
    """

    def __init__(self, net: Network, request: Request, most: int, *, from_ready: bool) -> None:
        self.net, self.graph = net, compile_network(net)
        self.goal, self.apart = make_goal(net, self.graph, request), apart_of(request)
        self.tree = reverse_tree(self.graph, self.goal, LOW)
        self._numbers: dict[str, int] = {}
        self.parts: list[Part] = []
        starts = tuple(starts_of(net, self.graph, request.origin))
        reached, arcs = self._reached(starts, (most + 1) << TRANSFER_BITS)
        self.states = sorted(reached, key=lambda state: (reached[state], state))
        numbers = {state: number for number, state in enumerate(self.states)}
        self.legs = [self._leg(vertex) for _, vertex in self.states]
        self.steps: list[list[Step]] = [[] for _ in self.states]
        for before, after, arc in arcs:
            step = Step(numbers[before], arc, self._transfer(arc, after[1]))
            self.steps[numbers[after]].append(step)
        self.onward: list[set[int]] = [set() for _ in self.states]
        for number, steps in enumerate(self.steps):
            for step in steps:
                self.onward[step.before].add(number)
        stages = self.tree.stages
        self.starts = {
            numbers[state]: self._wait(vertex) if from_ready else ()
            for vertex in starts
            if (state := (stages.after(0, vertex), vertex)) in numbers
        }
        self.ends = [numbers[state] for state in self.states if self._is_end(state)]

    def _is_end(self, state: State) -> bool:
        return self.tree.stages.vias_passed(state[0]) and state[1] in self.goal.ends

    def _reached(
        self, starts: Path, most: int
    ) -> tuple[dict[State, int], list[tuple[State, State, Arc]]]:
        """Return the distance at low of every state that can matter, and the arcs between them."""
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
                if self.goal.allowed[after] and total + to_go[following[0]][after] <= most:
                    arcs.append((state, following, arc))
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
        found = []
        boarded = self.graph.vertices[vertex]
        if arc.rule.entry:
            element = Element("dwell", boarded.origin, arc.rule.entry)
            found.append(self._number(element, arc.rule.entry.time))
        if arc.waiting:
            element = Element("waiting", boarded.leg.id)
            found.append(self._number(element, arc.waiting))
        return tuple(found)

    def forced(self, states: tuple[int, ...]) -> tuple[int, ...]:
        """Return the end of a route, with the states before it as far as there is but one."""
        before = []
        state = states[0]
        while state >= 0 and len(self.steps[state]) == 1 and state not in self.starts:
            state = self.steps[state][0].before
            before.append(state)
        return (*reversed(before), *states)

    def path(self, states: Iterable[int]) -> Path:
        """Return the vertices of states."""
        return tuple(self.states[number][1] for number in states)

    def passes_twice(self, states: tuple[int, ...]) -> bool:
        """Return whether a route passes a place twice without a via between."""
        path = self.path(states)
        return bool(passed_twice(self.graph, self.tree.stages, path, self.apart))


def _far(kind: "np.dtype[Any]") -> int:
    """Return a time that no route takes, and to which a transfer and a leg can be added."""
    import numpy as np

    return int(np.iinfo(kind).max) // 4


def _transfers(field: Field, times: "Times") -> "dict[tuple[int, ...], Times]":
    """Return the time of each transfer in each run, by the parts that it is made of."""
    kinds = {step.parts for steps in field.steps for step in steps if step.parts}
    return {
        parts: times[parts[0]] if len(parts) == 1 else times[parts[0]] + times[parts[1]]
        for parts in kinds
    }


class Router:
    """The best route of every run of a block; routes are numbered as they come up."""

    def __init__(self, field: Field) -> None:
        self.field = field
        self.paths: dict[Path, int] = {}

    def route(self, times: "Times", totals: "Ints", choice: "Ints") -> None:
        """Write the least time of each run and the number of its route.

        Parameters
        ----------
        times
            One row for each part, one column for each run.
        totals, choice
            What is written to.
        """
        import numpy as np

        reached = self._relaxed(times)
        ends = reached[self.field.ends]
        totals[:] = ends.min(axis=0)
        last = ends.argmin(axis=0)
        runs = np.arange(times.shape[1])
        waiting: list[tuple[tuple[int, ...], Ints]] = [
            ((end,), runs[last == number])
            for number, end in enumerate(self.field.ends)
            if (last == number).any()
        ]
        while waiting:
            states, some = waiting.pop()
            states = self.field.forced(states)
            if states[0] < 0:
                self._settle(states[1:], some, times, totals, choice)
                continue
            for before, group in self._before(reached, times, states[0], some):
                waiting.append(((before, *states), group))

    def _relaxed(self, times: "Times") -> "Times":
        """Return the least time to the end of the leg of each state, in each run."""
        import numpy as np

        field = self.field
        far = _far(times.dtype)
        reached = np.full((len(field.states), times.shape[1]), far, times.dtype)
        begun = {
            state: times[[field.legs[state], *parts]].sum(axis=0, dtype=times.dtype)
            for state, parts in field.starts.items()
        }
        transfers = _transfers(field, times)
        total, least = np.empty((2, times.shape[1]), times.dtype)
        less = np.empty(times.shape[1], np.bool_)
        stale = sorted(field.starts)
        queued = set(stale)
        while stale:
            state = heapq.heappop(stale)
            queued.discard(state)
            least.fill(far)
            for step in field.steps[state]:
                if step.parts:
                    np.add(reached[step.before], transfers[step.parts], out=total)
                    np.minimum(least, total, out=least)
                else:
                    np.minimum(least, reached[step.before], out=least)
            least += times[field.legs[state]]
            if state in begun:
                np.minimum(least, begun[state], out=least)
            if np.less(least, reached[state], out=less).any():
                reached[state] = least
                for after in field.onward[state] - queued:
                    heapq.heappush(stale, after)
                queued |= field.onward[state]
        return reached

    def _before(
        self, reached: "Times", times: "Times", state: int, runs: "Ints"
    ) -> Iterator[tuple[int, "Ints"]]:
        """Yield from where each of some runs came into a state, -1 for a route's beginning."""
        field = self.field
        left = reached[state, runs]
        if state in field.starts:
            first = times[[field.legs[state], *field.starts[state]]][:, runs].sum(axis=0)
            begun = first == left
            if begun.any():
                yield -1, runs[begun]
            runs, left = runs[~begun], left[~begun]
        for step in field.steps[state]:
            if not len(runs):
                return
            total = reached[step.before, runs] + times[field.legs[state], runs]
            for part in step.parts:
                total += times[part, runs]
            came = total == left
            if came.any():
                yield step.before, runs[came]
                runs, left = runs[~came], left[~came]

    def _settle(
        self, states: tuple[int, ...], runs: "Ints", times: "Times", totals: "Ints", choice: "Ints"
    ) -> None:
        if not self.field.passes_twice(states):
            choice[runs] = self.paths.setdefault(self.field.path(states), len(self.paths))
            return
        for run in runs:
            found = _searched(self.field, times[:, run])
            totals[run] = found.weight >> TRANSFER_BITS
            choice[run] = self.paths.setdefault(found.path, len(self.paths))


def _searched(field: Field, times: "Times") -> search.Found:
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
