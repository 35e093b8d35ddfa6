"""The compiled network: every directed leg is a vertex, every permitted transfer an arc.

Dwell, transshipment and gauge break happen between two legs, so with legs as vertices the graph is
a plain one. Everything in it is a tuple of integers: seconds, metres, counts. Vertices are sorted
by leg id, a leg's own direction before the opposite one, so that vertex numbers order ties.
"""

from array import array
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import field
from functools import cached_property
from itertools import pairwise
from operator import attrgetter
from typing import Any, NamedTuple

from corridor.errors import QuantityError
from corridor.frozen import dataclass
from corridor.network.dwell_rules import (
    THROUGH,
    Rule,
    Rulebook,
    Side,
    carriage,
    gauge_breaks,
    service_of,
)
from corridor.network.estimates import Estimate
from corridor.network.fields import LEVELS
from corridor.network.model import TOUCHED, Leg, Node
from corridor.network.modes import VESSELS
from corridor.network.network import Memory, Network
from corridor.reading import gc_pause
from corridor.routes.objectives import OBJECTIVES
from corridor.routes.steps import RouteLeg, Transfer

#: One weight holds seconds, and transfers as the tie-break below them.
TRANSFER_BITS = 16
#: Which weight is counted: the three levels, then counts that a request may limit.
LOW, TYPICAL, HIGH, TRANSFERS, GAUGE_BREAKS = range(5)
#: Further weights, which graphs made for a shipment have (see `weighted_graph`): of each objective,
#: in the units of its values; and what a search minimises, with the time below it.
OBJECTIVE_KINDS = {name: kind for kind, name in enumerate(OBJECTIVES, GAUGE_BREAKS + 1)}
LEAST = GAUGE_BREAKS + 1 + len(OBJECTIVES)

Triple = tuple[int, int, int]


class Vertex(NamedTuple):
    """One leg in one direction; `back` is from its destination to its origin."""

    leg: Leg
    back: bool

    @property
    def origin(self) -> str:
        """The id of the node where it begins."""
        return self.leg.destination if self.back else self.leg.origin

    @property
    def destination(self) -> str:
        """The id of the node where it ends."""
        return self.leg.origin if self.back else self.leg.destination


class Arc(NamedTuple):
    """What a transfer takes: its rule, the wait for a departure, and its weights.

    The weights are those at low, typical and high, then 1 if it is a transfer, 1 if a gauge break.
    """

    rule: Rule
    waiting: Estimate | None
    weights: tuple[int, ...]


Arcs = Sequence[tuple[tuple[int, Arc], ...]]
THROUGH_ARC = Arc(THROUGH, None, (0, 0, 0, 0, 0))
#: From so many vertices on, arcs are found and held in flat arrays.
LARGE = 10_000


@dataclass(frozen=True, eq=False, kw_only=True)
class LineGraph:
    """The vertices, and for each vertex the arcs that lead into and out of it.

    Attributes
    ----------
    vertices
        The directed legs that are open on the network's day.
    into, out
        For each vertex, pairs of the vertex before (after) it and the arc between them.
    turns_into, turns_out
        The same for arcs that lead straight back to where the first leg began; only a via allows
        them, since elsewhere no place is passed twice.
    leaving, arriving
        For each node id, the vertices with which a route may begin and end there.
    passing
        For each node id, vertices that end there, but with which no route may end.
    countries
        For each vertex, the countries that its leg touches, in the order of travel.
    """

    vertices: tuple[Vertex, ...]
    into: Arcs
    out: Arcs
    turns_into: Arcs
    turns_out: Arcs
    leaving: dict[str, tuple[int, ...]]
    arriving: dict[str, tuple[int, ...]]
    countries: tuple[tuple[str, ...], ...]
    nodes: Mapping[str, Node]
    passing: dict[str, tuple[int, ...]] = field(default_factory=dict)
    _legs: dict[int, RouteLeg] = field(default_factory=dict)
    _transfers: dict[tuple[int, int], Transfer | None] = field(default_factory=dict)
    _weights: dict[int, Sequence[int]] = field(default_factory=dict)
    _touching: dict[str, dict[object, Collection[int]]] = field(init=False, default_factory=dict)

    def arc(self, before: int, after: int) -> Arc:
        """Return the arc between two vertices that follow each other."""
        arcs = (*self.into[after], *self.turns_into[after])
        return next(arc for earlier, arc in arcs if earlier == before)

    def leg(self, number: int) -> RouteLeg:
        """Return a vertex as a leg of a route, made once."""
        if number not in self._legs:
            vertex = self.vertices[number]
            ends = (self.nodes[vertex.origin], self.nodes[vertex.destination])
            self._legs[number] = RouteLeg(vertex.leg, *ends, self.countries[number])
        return self._legs[number]

    def transfer(self, before: int, after: int) -> Transfer | None:
        """Return what happens between two vertices, made once; none for a movement straight on."""
        key = (before, after)
        if key not in self._transfers:
            arc, leg = self.arc(before, after), self.leg(after)
            entry, waiting = arc.rule.entry, arc.waiting
            stops = entry is not None or waiting is not None
            self._transfers[key] = Transfer(leg.origin, entry, waiting, leg) if stops else None
        return self._transfers[key]

    @cached_property
    def destinations(self) -> tuple[str, ...]:
        """For each vertex, the id of the node where it ends."""
        return tuple([leg.origin if back else leg.destination for leg, back in self.vertices])

    @cached_property
    def modes(self) -> tuple[str, ...]:
        """For each vertex, the mode of its leg."""
        return tuple([leg.mode for leg, _ in self.vertices])

    @cached_property
    def numbers(self) -> dict[tuple[str, str], int]:
        """For each leg id and the node where it begins in this direction, the vertex."""
        return {(item.leg.id, item.origin): number for number, item in enumerate(self.vertices)}

    def touching(self, kind: str, item: object) -> frozenset[int]:
        """Return the vertices that touch a thing which may be closed or avoided."""
        if kind not in self._touching:
            self._touching[kind] = self._of_kind(kind)
        numbers = self._touching[kind].get(item, ())
        if not isinstance(numbers, frozenset):
            numbers = self._touching[kind][item] = frozenset(numbers)
        return numbers

    def _of_kind(self, kind: str) -> dict[object, Collection[int]]:
        """Return the vertices by the things of a kind that they touch."""
        found: defaultdict[object, list[int]] = defaultdict(list)
        items_of = TOUCHED[kind]
        for leg, numbers in self._numbers_of_legs:
            for item in items_of(leg, self.countries[numbers[0]]):
                found[item] += numbers
        return dict(found)

    @cached_property
    def _numbers_of_legs(self) -> list[tuple[Leg, list[int]]]:
        """Each leg with its vertices, which touch the same: there and back, by all its prices."""
        found: dict[str, tuple[Leg, list[int]]] = {}
        for number, (leg, _) in enumerate(self.vertices):
            found.setdefault(leg.id, (leg, []))[1].append(number)
        return list(found.values())

    @cached_property
    def passages(self) -> tuple[frozenset[object], ...]:
        """For each vertex, the borders, ferries and straits that tell routes apart."""
        return tuple(
            frozenset(
                {tuple(sorted(pair)) for pair in pairwise(self.countries[number])}
                | ({vertex.leg.id} if vertex.leg.mode in VESSELS else set())
                | set(vertex.leg.straits)
            )
            for number, vertex in enumerate(self.vertices)
        )

    def times(self, number: int) -> Triple:
        """Return the time of a vertex at each level [s]."""
        low, typical, high = (self.weights(level)[number] >> TRANSFER_BITS for level in range(3))
        return low, typical, high

    def weights(self, level: int) -> Sequence[int]:
        """Return the weight of each vertex of a kind; no leg counts as a transfer."""
        if level not in self._weights:
            legs = [vertex.leg for vertex in self.vertices]
            if level == TRANSFERS:
                self._weights[level] = (0,) * len(legs)
            elif level == GAUGE_BREAKS:
                self._weights[level] = tuple(int(leg.contains_gauge_break) for leg in legs)
            else:
                times = list(map(int, map(attrgetter(f"transit_time.{LEVELS[level]}"), legs)))
                for leg, time in zip(legs, times, strict=True) if min(times, default=0) < 0 else ():
                    refuse_negative((time,), f"the leg {leg.id}")
                weights = tuple([time << TRANSFER_BITS for time in times])
                is_large = len(legs) >= LARGE and max(weights, default=0) < 1 << 62
                self._weights[level] = array("q", weights) if is_large else weights
        return self._weights[level]


def refuse_negative(weights: Iterable[int], what: str) -> None:
    """Refuse what is less than nothing: a search would go round it for ever.

    Raises
    ------
    QuantityError
        When a weight is negative.
    """
    if min(weights) < 0:
        raise QuantityError(f"{what} has a negative time, price or emission; no search can use it")


_LINEGRAPH = Memory[None, LineGraph]("linegraph")


def compile_network(net: Network) -> LineGraph:
    """Return the network's line graph, compiled once for each network."""
    memory = net.memory(_LINEGRAPH)
    if None not in memory:
        with gc_pause.paused():
            memory[None] = graph = _compile(net)
            if len(graph.vertices) >= LARGE:  # what every search uses
                _ = graph.destinations, graph.modes, graph.weights(TYPICAL)
    return memory[None]


def _compile(net: Network) -> LineGraph:
    vertices = tuple(
        [
            Vertex(leg, back)
            for _, leg in sorted(net.in_force.legs.items())
            for back in ((False,) if leg.one_way else (False, True))
            if net.is_open(leg, back=back)
        ]
    )
    begins = [leg.destination if back else leg.origin for leg, back in vertices]
    ends = [leg.origin if back else leg.destination for leg, back in vertices]
    leaving, arriving = _grouped(begins), _grouped(ends)
    is_large = len(vertices) >= LARGE
    flat = _flat(net, vertices, begins, ends) if is_large else None
    arcs = flat or _listed(net, vertices, arriving, leaving)
    crossed = {leg_id: net.countries_of(leg) for leg_id, leg in net.legs.items()}
    return LineGraph(
        vertices=vertices,
        **arcs._asdict(),
        leaving=leaving,
        arriving=arriving,
        countries=tuple([crossed[leg.id][:: -1 if back else 1] for leg, back in vertices]),
        nodes=net.in_force.nodes,
    )


class _Arcs(NamedTuple):
    """The arcs into and out of each vertex, and those that lead straight back."""

    into: Arcs
    out: Arcs
    turns_into: Arcs
    turns_out: Arcs


def _grouped(nodes: list[str]) -> dict[str, tuple[int, ...]]:
    groups: defaultdict[str, list[int]] = defaultdict(list)
    for number, node in enumerate(nodes):
        groups[node].append(number)
    return dict(zip(groups, map(tuple, groups.values()), strict=True))


def _flat(net: Network, vertices: tuple[Vertex, ...], begins: list[str], ends: list[str]) -> _Arcs:
    """Return the arcs in flat arrays, found for all vertices at once."""
    from corridor.routing.graph.large import flat_arcs  # numpy is not loaded for few

    rules, nodes = Rulebook(net.in_force.dwell_defaults), net.in_force.nodes
    legs = [leg for leg, _ in vertices]
    waits = {leg.id: leg.wait for leg in legs if leg.waiting or leg.headway}
    places, sides, groups = (flat_arcs.Numbers[Any]() for _ in range(3))
    boarded = {leg_id: number for number, leg_id in enumerate(waits, 1)}
    coded = flat_arcs.Coded(
        places.of(begins),
        places.of(ends),
        sides.of(map(carriage, legs)),
        flat_arcs.Numbers[Any]().of(map(service_of, legs)) if waits else [0] * len(legs),
        [
            boarded[leg.id] if leg.id in boarded and nodes[node].kind != "waypoint" else 0
            for leg, node in zip(legs, begins, strict=True)
        ],
        groups.of((nodes[node].kind, node if nodes[node].dwell else "") for node in places),
    )
    examples = dict(zip(coded.groups, places, strict=True))
    carriages, departures = [*sides], [None, *waits.values()]

    def make(group: int, one: int, other: int, wait: int) -> Arc | None:
        inbound, outbound = carriages[one], carriages[other]
        rule = rules.find(nodes[examples[group]], inbound, outbound)
        return _arc(rule, departures[wait], gauge_breaks(inbound, outbound)) if rule else None

    return _Arcs(*flat_arcs.joined(coded, make))


def _listed(
    net: Network,
    vertices: tuple[Vertex, ...],
    arriving: dict[str, tuple[int, ...]],
    leaving: dict[str, tuple[int, ...]],
) -> _Arcs:
    """Return the arcs of a graph one by one."""
    found = into, out, turns_into, turns_out = tuple(
        [list[tuple[int, Arc]]() for _ in vertices] for _ in range(4)
    )
    for before, after, arc in _arcs(net, vertices, arriving, leaving):
        node, step = vertices[after].destination, (after, arc)
        for earlier in before:
            is_turn = node == vertices[earlier].origin
            (turns_into if is_turn else into)[after].append((earlier, arc))
            (turns_out if is_turn else out)[earlier].append(step)
    return _Arcs(*(tuple(map(tuple, rows)) for rows in found))


def _by_carriage(sides: list[Side], numbers: Iterable[int]) -> dict[Side, list[int]]:
    groups: defaultdict[Side, list[int]] = defaultdict(list)
    for number in numbers:
        groups[sides[number]].append(number)
    return groups


def _arcs(
    net: Network,
    vertices: tuple[Vertex, ...],
    arriving: dict[str, tuple[int, ...]],
    leaving: dict[str, tuple[int, ...]],
) -> Iterator[tuple[Iterable[int], int, Arc]]:
    """Yield every permitted transfer: vertices before, the vertex after, the arc."""
    rules, nodes = Rulebook(net.in_force.dwell_defaults), net.in_force.nodes
    waits = {id(vertex.leg): vertex.leg.wait for vertex in vertices}
    sides = [carriage(vertex.leg) for vertex in vertices]
    for node_id, outgoing in leaving.items():
        node = nodes[node_id]
        groups = _by_carriage(sides, arriving.get(node_id, ()))
        for outbound, boarded in _by_carriage(sides, outgoing).items():
            for inbound, before in groups.items():
                rule = rules.find(node, inbound, outbound)
                if rule:
                    stop = _Stop(rule, node.kind != "waypoint", gauge_breaks(inbound, outbound))
                    yield from _boardings(vertices, before, boarded, stop, waits)


class _Stop(NamedTuple):
    """What holds between two carriages at a node; whether departures are waited for there."""

    rule: Rule
    waits: bool
    breaks: int


def _boardings(
    vertices: tuple[Vertex, ...],
    before: list[int],
    boarded: list[int],
    stop: _Stop,
    waits: dict[int, Estimate | None],
) -> Iterator[tuple[Iterable[int], int, Arc]]:
    without_waiting = _arc(stop.rule, None, stop.breaks)
    for after in boarded:
        leg = vertices[after].leg
        wait = waits[id(leg)] if stop.waits else None
        if not wait:
            yield before, after, without_waiting
            continue
        with_waiting = _arc(stop.rule, wait, stop.breaks)
        for earlier in before:
            stays = service_of(vertices[earlier].leg) == service_of(leg)
            yield (earlier,), after, without_waiting if stays else with_waiting


def _arc(rule: Rule, waiting: Estimate | None, breaks: int) -> Arc:
    if rule.entry is None and waiting is None:
        return THROUGH_ARC
    dwell = rule.entry.time.levels if rule.entry else (0, 0, 0)
    waits = waiting.levels if waiting else (0, 0, 0)
    low, typical, high = map(int.__add__, map(int, dwell), map(int, waits))  # amounts add slowly
    refuse_negative((low, typical, high), "a stop or a wait")
    shifted = [(seconds << TRANSFER_BITS) + 1 for seconds in (low, typical, high)]
    return Arc(rule, waiting, (*shifted, 1, breaks))
