"""Brute force over routes: the reference that the library's searches are held against.

The rules, in words. A leg runs from its origin to its destination and, unless `one_way`, back.
A route is a chain of legs. At the node between two legs stands a transfer; its dwell is the most
specific entry of the node that fits (arriving carriage, leaving carriage), straight or, unless the
entry is `one_way`, swapped: first by the number of exact sides, then by the fewest `any`. A node
without a fitting entry takes the file's defaults, those for its own kind before those for any kind.
With neither, the same carriage rolls through in no time, and two other carriages are not connected.
A leg's waiting is paid on boarding it from another mode or service, but not at a waypoint. Before
the first leg it counts in the order of routes alone, at the level asked for.

A route starts at an origin and ends on its first arrival at a destination with every via passed.
Vias are passed in order; arriving at a member of the next one passes it, and only it. A via starts
a new segment, and within a segment, its first node included, no node stands twice; the nodes of a
place that the route begins in all stand in its first segment. An end may
demand the mode of the leg beside it, and bar countries from the far node of that leg; an arrival
that fails such a demand is no arrival, and the route may go on.

Nothing is pruned by time: every route is found, then all are sorted.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from itertools import pairwise
from typing import Any, NamedTuple

LEVELS = ("low", "typical", "high")
MODES = ("rail", "ferry", "sea")
SECONDS = {"min": 60, "h": 3600, "day": 86400, "days": 86400, "week": 604800, "weeks": 604800}

Spec = Mapping[str, Any]
Triple = tuple[int, int, int]
ZERO: Triple = (0, 0, 0)


class End(NamedTuple):
    """One node a route may start or end at, with what it demands of the leg beside it."""

    node: str
    mode: str | None = None
    barred: frozenset[str] = frozenset()


class Move(NamedTuple):
    """One leg in one direction."""

    leg_id: str
    reversed: bool
    start: str
    end: str


class Transfer(NamedTuple):
    """What happens between two legs."""

    dwell: Triple
    waiting: Triple
    counts: bool


class Found(NamedTuple):
    """One route: seconds at the level asked for, then everything at (low, typical, high)."""

    seconds: int
    levels: Triple
    transfers: int
    legs: tuple[tuple[str, bool], ...]
    moving: Triple
    dwell: Triple
    waiting: Triple


@cache
def seconds(text: str) -> int:
    """Read a time such as `24.4 h` as whole seconds."""
    number, unit = text.split(" ")
    exact = Fraction(number) * SECONDS[unit]
    if exact.denominator != 1:
        raise ValueError(f"{text} is not a whole number of seconds")
    return exact.numerator


def triple(estimate: Spec) -> Triple:
    """Read an estimate as seconds at low, typical and high."""
    return seconds(estimate["low"]), seconds(estimate["typical"]), seconds(estimate["high"])


def total(triples: Iterable[Triple]) -> Triple:
    """Add level by level."""
    rows = [ZERO, *triples]
    return sum(row[0] for row in rows), sum(row[1] for row in rows), sum(row[2] for row in rows)


def carriage(leg: Spec) -> str:
    """Name what a leg runs on, as dwell entries do: `rail 1520`, `ferry`."""
    return f"rail {leg['gauge'].removesuffix(' mm')}" if leg["mode"] == "rail" else leg["mode"]


def fits(entry: Spec, arriving: str, leaving: str) -> bool:
    """Return whether a dwell entry covers a pair of carriages, straight or swapped."""

    def covers(side: str, what: str) -> bool:
        return side in {"any", what, what.partition(" ")[0]}

    inbound, outbound = entry["inbound"], entry["outbound"]
    straight = covers(inbound, arriving) and covers(outbound, leaving)
    swapped = covers(outbound, arriving) and covers(inbound, leaving)
    return straight or (swapped and entry.get("one_way") != "true")


def specificity(entry: Spec) -> tuple[int, int]:
    """Rank a dwell entry: exact sides, then the fewest `any`."""
    sides = (entry["inbound"], entry["outbound"])
    return sum(side not in {"rail", "any"} for side in sides), -sides.count("any")


def dwell_entry(spec: Spec, node_id: str, arriving: str, leaving: str) -> Spec | None:
    """Find the entry or default that times a transfer between two carriages."""
    node = spec["nodes"][node_id]
    defaults = spec.get("dwell_defaults", [])
    own_kind = [entry for entry in defaults if entry["node_kind"] == node["kind"]]
    any_kind = [entry for entry in defaults if entry["node_kind"] == "any"]
    for entries in (node.get("dwell", []), own_kind, any_kind):
        fitting = [entry for entry in entries if fits(entry, arriving, leaving)]
        if fitting:
            best: Spec = max(fitting, key=specificity)
            return best
    return None


def waiting(leg: Spec) -> Triple | None:
    """Read a leg's own waiting, else none, half and the whole of its headway."""
    if "waiting" in leg:
        return triple(leg["waiting"])
    if "headway" in leg:
        headway = seconds(leg["headway"]["value"])
        return 0, headway // 2, headway
    return None


def transfer(spec: Spec, before: Move, after: Move) -> Transfer | None:
    """Time the change from one leg to the next; None when they are not connected."""
    first, second = spec["legs"][before.leg_id], spec["legs"][after.leg_id]
    entry = dwell_entry(spec, after.start, carriage(first), carriage(second))
    if entry is None and carriage(first) != carriage(second):
        if first["mode"] == second["mode"]:
            raise ValueError(f"gauge break without a dwell at {after.start}")
        return None
    services = [first.get("service", before.leg_id), second.get("service", after.leg_id)]
    boards = first["mode"] != second["mode"] or services[0] != services[1]
    at_waypoint = spec["nodes"][after.start]["kind"] == "waypoint"
    wait = waiting(second) if boards and not at_waypoint else None
    dwell = triple(entry["time"]) if entry else ZERO
    return Transfer(dwell, wait or ZERO, counts=entry is not None or wait is not None)


def in_force(thing: Spec, date: str | None) -> bool:
    """Return whether a node or leg is usable on a date (None: on some day)."""
    windows = thing.get("periods", [])
    return (
        date is None
        or not windows
        or any(w.get("start", "") <= date < w.get("end", "9999-12-31") for w in windows)
    )


def usable_moves(
    spec: Spec, modes: Collection[str], date: str | None, avoid_countries: Collection[str]
) -> Iterator[Move]:
    """Yield both directions of every leg that a search may use."""
    for leg_id, leg in spec["legs"].items():
        ends = [spec["nodes"][leg["origin"]], spec["nodes"][leg["destination"]]]
        countries = {end["country"] for end in ends} | set(leg.get("countries_crossed", []))
        usable = all(in_force(thing, date) for thing in (leg, *ends))
        if usable and leg["mode"] in modes and countries.isdisjoint(avoid_countries):
            yield Move(leg_id, False, leg["origin"], leg["destination"])
            if leg.get("one_way") != "true":
                yield Move(leg_id, True, leg["destination"], leg["origin"])


def all_routes(
    spec: Spec,
    origins: Iterable[tuple[Any, ...]],
    destinations: Iterable[tuple[Any, ...]],
    *,
    vias: Sequence[Collection[str]] = (),
    level: str = "typical",
    modes: Collection[str] = MODES,
    date: str | None = None,
    avoid_countries: Collection[str] = (),
    through: Sequence[frozenset[str]] = (),
    home: frozenset[str] = frozenset(),
) -> list[Found]:
    """List every route, ranked from ready goods to arrival, by transfers, (leg id, reversed)."""
    starts = [End(*end) for end in origins]
    goals = [End(*end) for end in destinations]
    departures: dict[str, list[Move]] = defaultdict(list)
    for move in usable_moves(spec, modes, date, avoid_countries):
        departures[move.start].append(move)

    @cache
    def change(before: Move, after: Move) -> Transfer | None:
        return transfer(spec, before, after)

    def suits(ends: list[End], move: Move, near: str, far: str) -> bool:
        mode, country = spec["legs"][move.leg_id]["mode"], spec["nodes"][far]["country"]
        return any(
            end.node == near and end.mode in {None, mode} and country not in end.barred
            for end in ends
        )

    def walk(
        node: str, path: tuple[Move, ...], segment: frozenset[str], passed: int
    ) -> Iterator[tuple[Move, ...]]:
        for move in departures[node]:
            first_fits = path or suits(starts, move, move.start, move.end)
            connected = not path or change(path[-1], move) is not None
            if move.end in segment or not first_fits or not connected:
                continue
            at_via = passed < len(vias) and move.end in vias[passed]
            all_passed = passed + at_via == len(vias)
            if all_passed and suits(goals, move, move.end, move.start):
                yield (*path, move)
            else:
                seen = frozenset() if at_via else segment
                yield from walk(move.end, (*path, move), seen | {move.end}, passed + at_via)

    def found(path: tuple[Move, ...]) -> Found:
        changes = [made for pair in pairwise(path) if (made := change(*pair))]
        moving = total(triple(spec["legs"][move.leg_id]["transit_time"]) for move in path)
        dwell = total(made.dwell for made in changes)
        waits = total(made.waiting for made in changes)
        levels = total((moving, dwell, waits))
        transfers = sum(made.counts for made in changes)
        legs = tuple((move.leg_id, move.reversed) for move in path)
        return Found(levels[LEVELS.index(level)], levels, transfers, legs, moving, dwell, waits)

    routes = [
        found(path)
        for node in sorted({end.node for end in starts})
        for path in walk(node, (), home | {node}, 0)
        if all(any(move.leg_id in legs for move in path) for legs in through)
    ]

    def rank(route: Found) -> tuple[int, int, tuple[tuple[str, bool], ...]]:
        return from_ready(spec, route, level), route.transfers, route.legs

    return sorted(routes, key=rank)


def from_ready(spec: Spec, route: Found, level: str) -> int:
    """Return the seconds of a route with the wait for its first departure."""
    first, back = route.legs[0]
    leg = spec["legs"][first]
    boarded = spec["nodes"][leg["destination" if back else "origin"]]
    wait = waiting(leg) if boarded["kind"] != "waypoint" else None
    return route.seconds + (wait or ZERO)[LEVELS.index(level)]


def ends(spec: Spec, name: str) -> list[End]:
    """Resolve the id of a region, place or node to the ends a query by that id allows."""
    if name not in spec.get("regions", {}):
        return [End(node) for node in sorted(members(spec, name))]
    gateways = spec["regions"][name]["gateways"]
    countries = frozenset(spec["nodes"][gateway["node"]]["country"] for gateway in gateways)
    kinds = {gateway["node"]: spec["nodes"][gateway["node"]]["kind"] for gateway in gateways}
    return [
        End(
            gateway["node"],
            gateway["mode"],
            countries if kinds[gateway["node"]] == "border_crossing" else frozenset(),
        )
        for gateway in gateways
    ]


def home(spec: Spec, name: str) -> frozenset[str]:
    """Return the nodes that a route from a place does not come back to: those of the place."""
    return members(spec, name) if name in spec.get("places", {}) else frozenset()


def members(spec: Spec, name: str) -> frozenset[str]:
    """Resolve the id of a region, place or node to its nodes, as a via does."""
    if name in spec.get("regions", {}):
        return frozenset(gateway["node"] for gateway in spec["regions"][name]["gateways"])
    if name in spec.get("places", {}):
        return frozenset(spec["places"][name]["nodes"])
    return frozenset({name})
