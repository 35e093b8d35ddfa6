"""What the best routes of many questions take as a whole, without building the routes.

They are read off arrays, all together. Where a route found so is no route, or more was asked than
arrays know, the search is asked.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corridor.errors import LimitError
from corridor.network.fields import LEVELS
from corridor.network.network import Memory, Network
from corridor.routes.caveats import LARGEST_DETOUR
from corridor.routes.request import Request
from corridor.routing.build_route import _weighed, build_route
from corridor.routing.direct_routes import (
    is_detour,
    main_line_left,
    needs_road,
    paths_of,
    served,
    with_road,
)
from corridor.routing.goals import apart_at, first_waits, last_vertices, make_goal, starts_of
from corridor.routing.graph.array_trees import ArrayTrees
from corridor.routing.graph.corridors import unserved_by
from corridor.routing.graph.large.flat_arcs import numbered
from corridor.routing.graph.line_arrays import LineArrays, compile_arrays
from corridor.routing.graph.line_graph import TRANSFER_BITS, LineGraph, compile_network
from corridor.routing.graph.many_ways import NONE, Start, Ways, find_ways

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from corridor.network.names import Endpoint
    from corridor.routes.costs.cost import Cost
    from corridor.routes.costs.emissions import Emissions
    from corridor.routing.graph.line_arrays import Ints

NO_ROUTE = "no route"
#: For fewer questions than this no arrays are made.
FEW = 20

Sums = Sequence[int]


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


class ManyTotals(NamedTuple):
    """The totals of many questions: plain ones as columns, the others one by one.

    Attributes
    ----------
    columns
        In each row low, typical and high, and metres.
    rows
        For each question its row.
    others
        By the number of a question, totals that say more, or why there are none.
    """

    columns: "Ints"
    rows: "Ints"
    others: dict[int, Totals]

    def at(self, number: int) -> Totals:
        """Return the totals of one question."""
        return self.others.get(number) or Totals(*self.columns[self.rows[number]].tolist())


def together(parts: "Sequence[tuple[Ints, ManyTotals]]") -> ManyTotals:
    """Return the totals of parts as one, with the number that each question has in the whole."""
    import numpy as np

    rows = np.empty(sum(len(numbers) for numbers, _ in parts), np.int64)
    begin, others = 0, {}
    for numbers, part in parts:
        rows[numbers] = part.rows + begin
        begin += len(part.columns)
        others.update({int(numbers[place]): totals for place, totals in part.others.items()})
    return ManyTotals(np.concatenate([part.columns for _, part in parts]), rows, others)


class Questions(NamedTuple):
    """Points between which the best routes are wanted.

    Attributes
    ----------
    origins, destinations
        The first and the last points.
    pairs
        For each question the number of its origin and that of its destination.
    vias
        By the number of a question, points between.
    """

    origins: "tuple[Endpoint, ...]"
    destinations: "tuple[Endpoint, ...]"
    pairs: "Ints"
    vias: "dict[int, tuple[Endpoint, ...]]"

    @classmethod
    def of(cls, chains: "Sequence[tuple[Endpoint, ...]]") -> "Questions":
        """Return chains of points as questions."""
        import numpy as np

        ends = [tuple(chain[place] for chain in chains) for place in (0, -1)]
        numbers = np.arange(len(chains), dtype=np.int64)
        vias = {number: chain[1:-1] for number, chain in enumerate(chains) if len(chain) > 2}
        return cls(ends[0], ends[1], np.column_stack([numbers, numbers]), vias)

    def points(self, number: int) -> "tuple[Endpoint, ...]":
        """Return the points of a question."""
        origin, destination = self.pairs[number].tolist()
        via = self.vias.get(number, ())
        return (self.origins[origin], *via, self.destinations[destination])

    def part(self, numbers: "Ints") -> "Questions":
        """Return some of the questions, with the points that they need."""
        import numpy as np

        columns = [numbered(column) for column in self.pairs[numbers].T]
        (first, origins), (last, destinations) = columns
        vias = (
            {place: self.vias[n] for place, n in enumerate(numbers.tolist()) if n in self.vias}
            if self.vias
            else {}
        )
        return Questions(
            tuple([self.origins[number] for number in first.tolist()]),
            tuple([self.destinations[number] for number in last.tolist()]),
            np.column_stack([origins, destinations]),
            vias,
        )


def best_totals(net: Network, request: Request, questions: Questions) -> ManyTotals:
    """Return the totals of the best routes between points, in all else as a request has it."""
    import numpy as np

    reader = _Reader(net, request, questions)
    plain = reader.plain()
    for number in (~plain).nonzero()[0].tolist():
        reader.others[number] = _served(net, reader.asked(request, number))
    for kept_off, numbers in reader.by_corridors(plain.nonzero()[0]).items():
        left = reader.fill(numbers, kept_off)
        if len(left) and kept_off:
            left = reader.fill(left, ())
        reader.others.update(dict.fromkeys(left.tolist(), Totals(reason=NO_ROUTE)))
    return ManyTotals(reader.sums, np.arange(len(plain)), reader.others)


def _is_plain(request: Request) -> bool:
    """Return whether a request asks for the least time, and for nothing that a tree cannot know."""
    return (
        request.depart is None
        and request.corridor is None
        and request.max_time is None
        and request.max_transfers is None
        and request.max_gauge_breaks is None
        and not request.is_weighed
        and not request.require
    )


_ARRAYS = Memory[LineGraph, LineArrays]("arrays")
_STARTS = Memory[None, "dict[tuple[Endpoint, int], Start]"]("starts")
_TREES = Memory[tuple[int, bytes], ArrayTrees]("array trees")


class _Reader:
    """Questions that differ in their points alone, and what is found of them."""

    def __init__(self, net: Network, request: Request, questions: Questions) -> None:
        import numpy as np

        self.net = net
        self.request = request
        self.questions = questions
        self.graph = compile_network(net)
        self.sums = np.zeros((len(questions.pairs), len(LEVELS) + 1), np.int64)
        self.others: dict[int, Totals] = {}
        self._starts = net.memory(_STARTS).setdefault(None, {})

    def asked(self, request: Request, number: int) -> Request:
        """Return a request with the points of a question."""
        return replace(request, points=self.questions.points(number))

    def plain(self) -> "NDArray[np.bool_]":
        """Return for each question whether arrays can answer it.

        Road legs to terminals are in no path, a via takes more than one tree, and a few
        questions are not worth making arrays for.
        """
        import numpy as np

        origins, destinations, pairs, vias = self.questions
        few = len(pairs) < FEW and self.graph not in self.net.memory(_ARRAYS)
        if few or not _is_plain(self.request) or not self.graph.vertices:
            return np.zeros(len(pairs), bool)
        near, far = (
            np.array([not e.miles for e in ends], bool) for ends in (origins, destinations)
        )
        plain: NDArray[np.bool_] = near[pairs[:, 0]] & far[pairs[:, 1]]
        plain[list(vias)] = False
        return plain

    def by_corridors(self, numbers: "Ints") -> "dict[tuple[str, ...], Ints]":
        """Return questions by the corridors that they keep off."""
        import numpy as np

        if not self.net.corridors or not len(numbers):
            return {(): numbers} if len(numbers) else {}
        found: dict[tuple[str, ...], list[int]] = {}
        for number in numbers.tolist():
            kept_off = unserved_by(self.net, self.asked(self.request, number))
            found.setdefault(kept_off, []).append(number)
        return {kept_off: np.array(group, np.int64) for kept_off, group in found.items()}

    def fill(self, numbers: "Ints", kept_off: tuple[str, ...]) -> "Ints":
        """Keep what is found for questions; return those that have no route."""
        import numpy as np

        left = self._take(numbers, replace(self.request, unserved_by=kept_off))
        if not len(left) or self.request.modes is not None:
            return left
        points = self.questions.points(int(left[0]))
        plain = Request(points, level=self.request.level, unserved_by=kept_off)
        ways = self._ways(left, plain, LARGEST_DETOUR)
        apart = ways.kinds == NONE
        for place in {*apart.nonzero()[0].tolist(), *ways.paths}:
            asked, path = self.asked(self.request, int(left[place])), ways.paths.get(place)
            apart[place] = (not path or is_detour(self.net, asked, path)) and needs_road(
                self.net, asked
            )
        wide = with_road(replace(self.request, unserved_by=kept_off))
        return np.sort(np.concatenate([left[~apart], self._take(left[apart], wide)]))

    def _take(self, numbers: "Ints", request: Request) -> "Ints":
        """Keep what is found by a request with each question's points; return those without."""
        if not len(numbers):
            return numbers
        ways = self._ways(numbers, request, self._wanted(request))
        self.sums[numbers] = ways.sums
        without = ways.kinds == NONE
        for place, path in ways.paths.items():
            number = int(numbers[place])
            asked, sums = self.asked(request, number), ways.sums[place].tolist()
            if not path or self._gives_way(asked, path):
                found = _within_limits(partial(_searched, self.net, asked))
                self.others[number] = found
                without[place] = found.reason == NO_ROUTE
            elif request.shipment is not None:
                self.others[number] = _totals(self.net, asked, path, sums)
        left: Ints = numbers[without]
        return left

    def _wanted(self, request: Request) -> float:
        """Return from which length on, in great circles, the path of a route is looked at."""
        if request.shipment or any(item.main_line for item in self.net.corridors.values()):
            return 0.0
        return LARGEST_DETOUR if request.modes is None else math.inf

    def _gives_way(self, request: Request, path: tuple[int, ...]) -> bool:
        """Return whether another path may come before the best one."""
        goes_round = request.modes is None and is_detour(self.net, request, path)
        return goes_round or bool(main_line_left(self.net, path))

    def _ways(self, numbers: "Ints", request: Request, ratio: float) -> Ways:
        """Return the best routes of questions, by a request with each one's points.

        There are the paths of those that are longer than so many great circles.
        """
        import numpy as np

        asked = self.questions.pairs[numbers]
        (first, origins), (last, destinations) = map(numbered, asked.T)
        goal = make_goal(self.net, self.graph, self.asked(request, int(numbers[0])))
        points = self.questions.destinations
        ends = [last_vertices(self.net, self.graph, points[number]) for number in last.tolist()]
        goals = [np.array([end for end in found if goal.allowed[end]], np.int64) for found in ends]
        starts = [self._start(self.questions.origins[n], goal.level) for n in first.tolist()]
        trees = self._trees(goal.level, goal.allowed)
        pairs = np.column_stack([origins, destinations])
        return find_ways(trees, starts, goals, pairs, ratio)

    def _start(self, origin: "Endpoint", level: int) -> Start:
        if (origin, level) not in self._starts:
            apart, legs = apart_at(origin), self.graph.weights(level)
            found = sorted(set(starts_of(self.net, self.graph, origin)))
            found = [start for start in found if self.graph.destinations[start] not in apart]
            waits = first_waits(self.graph, tuple(found), level)
            weights = tuple(waits.get(start, 0) + legs[start] for start in found)
            self._starts[origin, level] = Start(tuple(found), weights, apart)
        return self._starts[origin, level]

    def _trees(self, level: int, allowed: bytes) -> ArrayTrees:
        arrays, trees = self.net.memory(_ARRAYS), self.net.memory(_TREES)
        if self.graph not in arrays:
            arrays[self.graph] = compile_arrays(self.graph)
        if (level, allowed) not in trees:
            trees[level, allowed] = ArrayTrees(arrays[self.graph], level, allowed)
        return trees[level, allowed]


def _along(net: Network, path: tuple[int, ...]) -> Sums:
    """Return the seconds at each level and the metres of any path."""
    graph = compile_network(net)
    legs = [graph.vertices[number].leg for number in path]
    arcs = [graph.arc(before, after).weights for before, after in pairwise(path)]
    times = [
        sum(leg.transit_time.levels[level] for leg in legs)
        + sum(weights[level] >> TRANSFER_BITS for weights in arcs)
        for level in range(len(LEVELS))
    ]
    return (*times, sum(int(leg.distance.value) for leg in legs))


def _totals(net: Network, request: Request, path: tuple[int, ...], sums: Sums) -> Totals:
    low, typical, high, metres = sums
    found = Totals(low, typical, high, metres)
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


def _served(net: Network, request: Request) -> Totals:
    """Return the totals of the route that a search finds, off corridors that do not serve it."""
    return _within_limits(lambda: _searched(net, served(net, request)))


def _within_limits(search: Callable[[], Totals]) -> Totals:
    """Return the totals of a search, or that it took too long."""
    try:
        return search()
    except LimitError as error:
        return Totals(reason=str(error))


def _searched(net: Network, request: Request) -> Totals:
    """Return the totals of the route that a search finds for whatever is asked."""
    found = next(paths_of(net, request), None)
    if found is None:
        return Totals(reason=NO_ROUTE)
    if request.depart is None and not any(point.miles for point in request.points):
        return _totals(net, request, found.path, _along(net, found.path))
    route = build_route(net, request, found.path)
    low, typical, high = map(int, route.transit_time.levels)
    times = Totals(low, typical, high, int(route.distance))
    return _carried(times, request, route.cost, route.emissions)
