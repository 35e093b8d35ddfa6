"""Detours: how far the best route between any two places goes, against the shortest line."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from corridor.errors import QuantityError
from corridor.frozen import dataclass
from corridor.network.modes import MODES
from corridor.network.names import Endpoint, Ref, at, great_circle
from corridor.network.network import Memory, Network
from corridor.routes.request import Request
from corridor.routing.goals import first_vertices, first_waits, make_goal, tree_of
from corridor.routing.graph.corridors import through, unserved_by
from corridor.routing.graph.line_graph import TYPICAL, LineGraph, compile_network
from corridor.routing.graph.tree import UNREACHED

#: A route is a detour beyond so many great circles and kilometres on top: terminals lie apart.
MOST_TIMES, ON_TOP_KM = 2.5, 250.0
#: Nodes of these kinds are passed, not asked for.
PASSED = frozenset({"waypoint", "border_crossing"})
#: An exception names countries or nodes at either end; so many may be made.
MOST_EXCEPTIONS = 20


class Detour(NamedTuple):
    """Two places, the great circle between them, and the route [km]; none if there is none.

    `twice` is a place that the route passes twice.
    """

    origin: str
    destination: str
    direct_km: float
    km: float | None
    twice: str | None = None

    @property
    def is_long(self) -> bool:
        """Whether it has no route, one far longer than the great circle, or one that doubles."""
        most = MOST_TIMES * self.direct_km + ON_TOP_KM
        return self.km is None or self.km > most or self.twice is not None

    def __str__(self) -> str:
        ends = f"{self.origin} > {self.destination}"
        if self.km is None:
            return f"{ends}: no route, {self.direct_km:.0f} km apart"
        if self.twice:
            return f"{ends}: {self.km:.0f} km, by {self.twice} twice"
        return f"{ends}: {self.km:.0f} km, {self.km / self.direct_km:.1f} times the great circle"


@dataclass(frozen=True, slots=True, kw_only=True)
class Exemption:
    """Detours that are accepted, between countries or nodes of two kinds, and why."""

    ends: frozenset[str]
    others: frozenset[str]
    reason: str

    def covers(self, net: Network, found: Detour) -> bool:
        """Return whether a detour is of this kind."""
        first, last = (
            {node, net.nodes[node].country} for node in (found.origin, found.destination)
        )
        return any(
            not one.isdisjoint(self.ends) and (not self.others or not two.isdisjoint(self.others))
            for one, two in ((first, last), (last, first))
        )


class Detours(NamedTuple):
    """What was looked at: detours that no exception covers, and exceptions without one."""

    pairs: int
    new: tuple[Detour, ...]
    accepted: int
    unused: tuple[Exemption, ...]

    def __str__(self) -> str:
        lines = [
            f"{self.pairs:,} pairs: {self.accepted} detours accepted, {len(self.new)} not",
            *map(str, self.new[:40]),
            *(f"no detour any more: {item.reason}" for item in self.unused),
        ]
        return "\n".join(lines)


def read_exemptions(path: Path) -> tuple[Exemption, ...]:
    """Return the accepted exceptions of a file: a list of ends, others and a reason.

    Raises
    ------
    QuantityError
        When there are more than 20 of them, or one gives no reason.
    """
    rows = json.loads(path.read_text(encoding="utf-8"))
    if len(rows) > MOST_EXCEPTIONS:
        raise QuantityError(f"{path.name} has {len(rows)} exceptions; at most {MOST_EXCEPTIONS}")
    if not all(str(row.get("reason", "")).strip() for row in rows):
        raise QuantityError(f"an exception in {path.name} has no reason")
    return tuple(
        Exemption(
            ends=frozenset(row["ends"]),
            others=frozenset(row.get("others", ())),
            reason=row["reason"],
        )
        for row in rows
    )


def check_detours(net: Network, exemptions: Iterable[Exemption] = ()) -> Detours:
    """Compare the best route between all pairs of open places with the great circle.

    Best is the quickest at the typical level by any mode, off the corridors that do not serve the
    pair while there is another route, as a search answers. A detour is longer than 2.5 great
    circles and 250 km, passes a place twice, or does not exist. Borders and waypoints are passed,
    so they are not asked for.

    >>> import corridor as co
    >>> check_detours(co.as_of(co.load_network(), "2010")).pairs > 10_000
    True
    """
    pairs, long = _measured(net)
    known = tuple(exemptions)
    used: set[int] = set()
    new = []
    for found in long:
        covering = [at for at, item in enumerate(known) if item.covers(net, found)]
        used.update(covering)
        new += [] if covering else [found]
    unused = tuple(item for number, item in enumerate(known) if number not in used)
    return Detours(pairs, tuple(new), len(long) - len(new), unused)


_MEASURED = Memory[None, tuple[int, list[Detour]]]("detours")


def _measured(net: Network) -> tuple[int, list[Detour]]:
    """Return how many pairs there are, and the detours among their routes."""
    memory = net.memory(_MEASURED)
    if None not in memory:
        graph = compile_network(net)
        asked = [
            node
            for node in net.nodes
            if net.nodes[node].kind not in PASSED
            and node in graph.leaving
            and node in graph.arriving
        ]
        found = [
            item
            for number, destination in enumerate(asked)
            for item in _routes_to(net, graph, asked[:number], destination)
        ]
        memory[None] = len(found), [item for item in found if item.is_long]
    return memory[None]


def _routes_to(
    net: Network, graph: LineGraph, origins: list[str], destination: str
) -> Iterator[Detour]:
    """Yield the route from each origin, by few searches from the destination back."""
    end = _endpoint(destination)
    for origin in origins:
        direct = great_circle(at(net.nodes[origin]), at(net.nodes[destination]))
        path = _answer(net, graph, Request((_endpoint(origin), end), modes=frozenset(MODES)))
        if not path:
            yield Detour(origin, destination, direct, None)
            continue
        km = sum(int(graph.vertices[number].leg.distance.value) for number in path) / 1000
        passed = [origin, *(graph.destinations[number] for number in path)]
        twice = next((node for node in passed if passed.count(node) > 1), None)
        yield Detour(origin, destination, direct, km, twice)


def _answer(net: Network, graph: LineGraph, request: Request) -> list[int]:
    """Return the quickest route off the corridors that do not serve a pair, else by any."""
    path = _quickest(net, graph, request)
    kept_off = unserved_by(net, request)
    if all(through(graph, net.corridors[item]).isdisjoint(path) for item in kept_off):
        return path
    return _quickest(net, graph, replace(request, unserved_by=kept_off)) or path


def _quickest(net: Network, graph: LineGraph, request: Request) -> list[int]:
    """Return the vertices of the quickest route, the wait for its first departure included."""
    tree = tree_of(net, graph, make_goal(net, graph, request), TYPICAL)
    to_go, legs = tree.to_go[0], graph.weights(TYPICAL)
    starts = first_vertices(net, graph, request)
    waits = first_waits(graph, starts, TYPICAL)
    weights = {start: waits.get(start, 0) + legs[start] + to_go[start] for start in starts}
    best = min(weights, key=lambda start: weights[start], default=None)
    if best is None or to_go[best] >= UNREACHED:
        return []
    return list(_path(graph, to_go, legs, best))


def _path(graph: LineGraph, to_go: Sequence[int], legs: Sequence[int], start: int) -> Iterator[int]:
    """Yield the quickest route on from a leg."""
    yield start
    here = start
    while to_go[here]:
        here = next(
            after
            for after, arc in graph.out[here]
            if to_go[after] < to_go[here]
            and arc.weights[TYPICAL] + legs[after] + to_go[after] == to_go[here]
        )
        yield here


def _endpoint(node: str) -> Endpoint:
    return Endpoint(node, Ref("nodes", node), ((node, None),))
