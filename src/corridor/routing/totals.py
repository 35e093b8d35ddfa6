"""What the best routes of many questions take as a whole, without building the routes.

Questions that differ in their origin alone share one tree: of each the route is read off it. Where
the tree's own route is no route, or more was asked than it knows, the search is asked.
"""

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corridor.errors import LimitError
from corridor.network.fields import LEVELS
from corridor.network.network import Memory, Network
from corridor.reading import collector
from corridor.routes.request import Request
from corridor.routing.build_route import _weighed, build_route
from corridor.routing.direct_routes import is_detour, needs_road, paths_of, served, with_road
from corridor.routing.graph.corridors import unserved_by
from corridor.routing.graph.line_graph import TRANSFER_BITS, LineGraph, compile_network
from corridor.routing.graph.tree import UNREACHED
from corridor.routing.search_goal import (
    apart_of,
    first_vertices,
    first_waits,
    make_goal,
    tree_of,
)

if TYPE_CHECKING:
    from corridor.network.names import Endpoint
    from corridor.routes.costs.cost import Cost
    from corridor.routes.costs.emissions import Emissions

NO_ROUTE = "no route"
TIMES = range(len(LEVELS))

Sums = tuple[int, int, int, int]
NOTHING: Sums = (0, 0, 0, 0)


class Totals(NamedTuple):
    """A best route as a whole.

    Attributes
    ----------
    low, typical, high
        Its transit time [s].
    metres
        Its distance [m].
    cents, currency, is_priced
        What it costs at the level of the request, as far as there are prices; whether all has one.
    grams, is_factored
        What it emits [g CO2e], as far as there are factors; whether every leg has one.
    reason
        Why there is none; then all else is zero.
    """

    low: int = 0
    typical: int = 0
    high: int = 0
    metres: int = 0
    cents: int | None = None
    currency: str | None = None
    is_priced: bool | None = None
    grams: int | None = None
    is_factored: bool | None = None
    reason: str | None = None


def best_totals(net: Network, requests: Iterable[Request]) -> list[Totals]:
    """Return the totals of the best route of each request; they differ in their points alone."""
    reader = _Reader(net)
    return [_best(reader, request) for request in requests]


def _best(reader: "_Reader", request: Request) -> Totals:
    net = reader.net
    try:
        if not _is_plain(request):
            return _searched(net, served(net, request))
        kept_off = unserved_by(net, request)
        found = reader.totals(request, kept_off)
        if found is None and kept_off:
            found = reader.totals(request, ())
        return found or Totals(reason=NO_ROUTE)
    except LimitError as error:
        return Totals(reason=str(error))


def _is_plain(request: Request) -> bool:
    """Return whether a request asks for the least time, and for nothing that a tree cannot know."""
    return (
        len(request.points) == 2
        and request.depart is None
        and request.corridor is None
        and request.max_time is None
        and request.max_transfers is None
        and request.max_gauge_breaks is None
        and not _has_miles(request)
        and not request.is_weighed
        and not request.require
    )


def _has_miles(request: Request) -> bool:
    """Return whether road legs lead to the terminals of a point; they are no part of a path."""
    return any(point.miles for point in request.points)


class _Start(NamedTuple):
    """Where routes may begin: vertices with what each weighs, and places not passed again."""

    weights: tuple[tuple[int, int], ...]
    apart: frozenset[str]


class _Known(NamedTuple):
    """What all questions of a network share.

    Attributes
    ----------
    starts
        For an origin and a level, where routes may begin.
    own
        For each vertex, the weights of its leg at each level, and its metres.
    steps
        For each vertex met so far, those after it with what the arc and the leg add, in order.
    """

    starts: "dict[tuple[Endpoint, int], _Start]"
    own: list[Sums]
    steps: dict[int, list[tuple[int, Sums]]]


_KNOWN = Memory[None, _Known]("totals")


def _known(net: Network) -> _Known:
    memory = net.memory(_KNOWN)
    if None not in memory:
        graph = compile_network(net)
        metres = [int(vertex.leg.distance.value) for vertex in graph.vertices]
        with collector.paused():
            own = list(zip(*map(graph.weights, TIMES), metres, strict=True))
        memory[None] = _Known({}, own, {})
    return memory[None]


class _Reader:
    """The slopes that questions of one network share, and where their routes may begin."""

    def __init__(self, net: Network) -> None:
        self.net = net
        self.graph = compile_network(net)
        self._slopes: dict[tuple[Endpoint, tuple[str, ...], str], _Slope] = {}
        self._starts = _known(net).starts

    def totals(self, request: Request, kept_off: tuple[str, ...]) -> Totals | None:
        """Return the totals of the tree's own route, or of the one that the search finds."""
        descent = self._descent(request, kept_off, "as asked")
        if descent is None:
            return self._by_road(request, kept_off) if request.modes is None else None
        return self._read(request, kept_off, descent)

    def _by_road(self, request: Request, kept_off: tuple[str, ...]) -> Totals | None:
        """Return the totals by all modes, where the points are apart without road; else none."""
        plain = self._descent(Request(request.points, level=request.level), (), "plain")
        direct = plain is not None and plain.path and not is_detour(self.net, request, plain.path)
        if direct or not needs_road(self.net, request):
            return None
        wide = with_road(request)
        descent = self._descent(wide, kept_off, "by road")
        return descent and self._read(wide, kept_off, descent)

    def _read(
        self, request: Request, kept_off: tuple[str, ...], descent: "_Descent"
    ) -> Totals | None:
        is_open = request.modes is None
        if descent.path and not (is_open and is_detour(self.net, request, descent.path)):
            return _totals(self.net, request, descent.path, descent.slope.sums(descent.path))
        found = next(paths_of(self.net, replace(request, unserved_by=kept_off)), None)
        return found and _totals(self.net, request, found.path, _along(self.net, found.path))

    def _descent(self, request: Request, kept_off: tuple[str, ...], kind: str) -> "_Descent | None":
        """Return the tree's own route, without a path where it is not valid, or none."""
        key = (request.points[-1], kept_off, kind)
        slope = self._slopes.get(key)
        if slope is None:
            asked = replace(request, unserved_by=kept_off)
            slope = self._slopes[key] = _Slope(self.net, self.graph, asked)
        begun = self._start(request, slope.goal.level)
        first = slope.first(begun)
        if first is None:
            return None
        passed = {*begun.apart, self.graph.vertices[first].origin}
        return _Descent(slope, slope.down(first, passed))

    def _start(self, request: Request, level: int) -> _Start:
        key = (request.points[0], level)
        if key not in self._starts:
            starts, legs = first_vertices(self.net, self.graph, request), self.graph.weights(level)
            waits = first_waits(self.graph, starts, level)
            weights = tuple((start, waits.get(start, 0) + legs[start]) for start in starts)
            self._starts[key] = _Start(weights, apart_of(request))
        return self._starts[key]


class _Slope:
    """All routes down one tree: from each vertex the next, and the sums from there to the end."""

    def __init__(self, net: Network, graph: LineGraph, request: Request) -> None:
        self.graph = graph
        self.goal = goal = make_goal(net, graph, request)
        self.tree = tree_of(net, graph, goal, goal.level)
        self._known = _known(net)
        self._onward: dict[int, tuple[int, Sums]] = {}
        self._rest: dict[int, Sums] = {}

    def first(self, begun: _Start) -> int | None:
        """Return the vertex with which the tree's own route begins; none where none leads here."""
        to_go, allowed, ends = self.tree.to_go[0], self.goal.allowed, self.graph.destinations
        found = [
            (weight + to_go[start], start)
            for start, weight in begun.weights
            if allowed[start] and to_go[start] != UNREACHED and ends[start] not in begun.apart
        ]
        return min(found)[1] if found else None

    def down(self, start: int, passed: set[str]) -> tuple[int, ...]:
        """Return the route down from a start; empty where it passes a place twice."""
        ends, last, onward = self.graph.destinations, self.goal.ends, self._onward
        here, path = start, [start]
        while here not in last:
            passed.add(ends[here])
            if here not in onward:
                onward[here] = self._step(here)
            here = onward[here][0]
            if ends[here] in passed:
                return ()
            path.append(here)
        return tuple(path)

    def _step(self, here: int) -> tuple[int, Sums]:
        """Return the next vertex, of several the first, and what the step adds."""
        to_go, allowed, level = self.tree.to_go[0], self.goal.allowed, self.goal.level
        left = to_go[here]
        return next(
            step
            for step in self._steps(here)
            if allowed[step[0]] and step[1][level] + to_go[step[0]] == left
        )

    def _steps(self, here: int) -> list[tuple[int, Sums]]:
        steps, own = self._known.steps, self._known.own
        if here not in steps:
            steps[here] = [
                (after, _added(_levels(arc.weights), own[after]))
                for after, arc in sorted(self.graph.out[here], key=lambda item: item[0])
            ]
        return steps[here]

    def sums(self, path: tuple[int, ...]) -> Sums:
        """Return the weights at each level and the metres of a route down."""
        rest = self._rest
        for number in reversed([number for number in path[:-1] if number not in rest]):
            after, sums = self._onward[number]
            rest[number] = _added(sums, rest.get(after, NOTHING))
        return _added(self._known.own[path[0]], rest.get(path[0], NOTHING))


def _levels(weights: tuple[int, ...]) -> Sums:
    return weights[0], weights[1], weights[2], 0


def _added(one: Sums, other: Sums) -> Sums:
    return one[0] + other[0], one[1] + other[1], one[2] + other[2], one[3] + other[3]


class _Descent(NamedTuple):
    """A route down a slope."""

    slope: _Slope
    path: tuple[int, ...]


def _along(net: Network, path: tuple[int, ...]) -> Sums:
    """Return the weights at each level and the metres of any path."""
    graph, own = compile_network(net), _known(net).own
    found = own[path[0]]
    for before, after in pairwise(path):
        arc = graph.arc(before, after)
        found = _added(_added(found, _levels(arc.weights)), own[after])
    return found


def _totals(net: Network, request: Request, path: tuple[int, ...], sums: Sums) -> Totals:
    low, typical, high, metres = sums
    times = (low >> TRANSFER_BITS, typical >> TRANSFER_BITS, high >> TRANSFER_BITS)
    found = Totals(*times, metres)
    if request.shipment is None:
        return found
    return _carried(found, request, *_weighed(net, request, path))


def _carried(
    times: Totals, request: Request, cost: "Cost | None", emissions: "Emissions | None"
) -> Totals:
    """Return totals with what a shipment costs and emits, where there is one."""
    if cost is None or emissions is None:
        return times
    return times._replace(
        cents=cost.at(request.level).cents,
        currency=cost.shipment.currency,
        is_priced=cost.is_complete,
        grams=int(emissions.total),
        is_factored=emissions.is_complete,
    )


def _searched(net: Network, request: Request) -> Totals:
    """Return the totals of the route that a search finds for whatever is asked."""
    found = next(paths_of(net, request), None)
    if found is None:
        return Totals(reason=NO_ROUTE)
    if request.depart is None and not _has_miles(request):
        return _totals(net, request, found.path, _along(net, found.path))
    route = build_route(net, request, found.path)
    low, typical, high = map(int, route.transit_time.levels)
    times = Totals(low, typical, high, int(route.distance))
    return _carried(times, request, route.cost, route.emissions)
