"""Checks of legs and nodes against the map: land, seas, countries on the way, directions."""

import functools
import heapq
import itertools
from collections.abc import Iterator

from corridor import countries
from corridor.coastline import (
    REMEMBERED,
    Spot,
    great_circle_line,
    is_drawn,
    is_land,
    is_near_land,
    is_near_sea,
    seas_near,
)
from corridor.errors import Finding, Severity, Wording
from corridor.network.model import Leg, Node
from corridor.network.modes import VESSELS
from corridor.network.names import at, great_circle
from corridor.reading.checks.facts import Facts, check
from corridor.reading.checks.positions import is_placed

#: km, estimates: a port up a river (Hamburg, Antwerp) may lie so far from the sea of the coarse
#: coastline; a lake may be so long (Van, Baikal).
PORT_REACH, LONGEST_LAKE = 120, 650
#: km, estimates: canals, straits and isthmuses, tunnels and bridges may be half as long.
SHORE_REACH, BRIDGE_REACH = 80, 40
#: km between ends: of shorter legs the coastline is too coarse to judge, longer ones go round.
SHORTEST, LONGEST = 150, 3_500
#: A leg so many times the great circle goes round whatever lies on that.
FAR_ROUND = 2.0
#: How much longer than its distance a detour may look on cells of so many degrees.
SLACK, CELL = 1.1, 0.5
#: Share of the great circle that may lie on the wrong element.
MOST_ASTRAY = 0.25
#: How far waypoints may lie from the line that was measured: they are put by eye.
NEAREST, FARTHEST = 0.8, 1.3
#: A turn so far [km] out of the way, and so many times the route without it, is none.
SPIKE, SHARP = 1_000, 2.0
#: Degrees by which a leg may bulge beyond the box of its positions.
BULGE = 3.0


@check(Severity.WARNING, written=True)
def unsuited_ground(facts: Facts) -> Iterator[Finding]:
    """A ship goes over land or calls far from any sea, or a train or lorry goes over the sea."""
    judged = {key for key, node in facts.file.nodes.items() if _is_judged(node)}
    for leg in facts.file.legs.values():
        if leg.origin in judged and leg.destination in judged:
            origin, end = (facts.file.nodes[node] for node in (leg.origin, leg.destination))
            told = list(_ends_ashore(leg, origin, end)) if leg.mode in VESSELS else []
            yield from told or _way_astray(leg, origin, end, facts.direct(leg))
    for node in facts.file.nodes.values():
        if node.kind == "waypoint" or node.id not in judged:
            continue
        if not is_near_land(at(node), PORT_REACH):
            wording = Wording(
                f"latitude {node.location.lat:g}, longitude {node.location.lon:g}, in open sea",
                "a position on land, or near it",
                "correct the position, or the kind if it is a waypoint",
            )
            yield Finding("unsuited_ground", ("nodes", node.id, "location"), wording)


def _is_judged(node: Node) -> bool:
    """Return whether a node lies where it is said to, and where the land is drawn."""
    return is_placed(node) and is_drawn(at(node))


def _ends_ashore(leg: Leg, origin: Node, end: Node) -> Iterator[Finding]:
    """Yield the ends of a ship's leg that are far from any sea; a ferry may cross a lake."""
    ashore = [
        (name, node)
        for name, node in (("origin", origin), ("destination", end))
        if not seas_near(at(node), PORT_REACH)
    ]
    on_lake = len(ashore) == 2
    if on_lake and great_circle(at(origin), at(end)) <= LONGEST_LAKE:
        return
    for name, node in ashore:
        wording = Wording(
            f"a {leg.mode} leg at {node.id}, more than {PORT_REACH} km from any sea",
            "a port at both ends of a ship's leg",
            f"correct the mode, the {name}, or the location of {node.id}",
        )
        related = (("nodes", node.id, "location"),)
        yield Finding("unsuited_ground", ("legs", leg.id, name), wording, related=related)


def _way_astray(leg: Leg, origin: Node, end: Node, length: float) -> Iterator[Finding]:
    """Yield a leg whose line lies on the wrong element."""
    if not leg.waypoints and not SHORTEST <= length <= LONGEST:
        return
    afloat = leg.mode in VESSELS
    turns = [(item.lat, item.lon) for item in leg.waypoints]
    if afloat and seas_near(at(origin), PORT_REACH).isdisjoint(seas_near(at(end), PORT_REACH)):
        return  # from one sea to another, or on a lake, of which the coastline knows nothing
    is_judged = leg.distance.value.km <= FAR_ROUND * length
    if not (_is_drawn_well(leg, origin, end) if turns else is_judged):
        return
    astray = _share_astray((at(origin), *turns, at(end)), afloat=afloat)
    limit = leg.distance.value.km * SLACK
    if astray <= MOST_ASTRAY or (
        not turns and _goes_round(at(origin), at(end), limit, afloat=afloat)
    ):
        return
    wording = Wording(
        f"a {leg.mode} leg of {leg.distance.value}, {astray:.0%} of whose "
        + ("route by its waypoints" if turns else "straight line")
        + (" lies on land" if afloat else " lies at sea"),
        f"a route over {'water' if afloat else 'land'} that is no longer than its distance",
        "correct the mode, an end or the distance",
    )
    related = tuple(("nodes", node.id, "location") for node in (origin, end))
    yield Finding("unsuited_ground", ("legs", leg.id, "mode"), wording, related=related)


@functools.lru_cache(maxsize=REMEMBERED)
def _share_astray(spots: tuple[Spot, ...], *, afloat: bool) -> float:
    """Return the share of the line by some positions that lies on the wrong element."""
    line = great_circle_line(spots, max(2, 24 // (len(spots) - 1)))[1:-1]
    return sum(not _is_fit(spot, afloat=afloat) for spot in line) / len(line)


def _is_fit(spot: Spot, *, afloat: bool) -> bool:
    """Return whether a ship, or else a train or lorry, can be at a position or close to it."""
    if afloat:
        return is_near_sea(spot, SHORE_REACH)
    return is_land(spot) or is_near_land(spot, BRIDGE_REACH)


@functools.lru_cache(maxsize=100_000)
def _is_fit_cell(row: int, column: int, *, afloat: bool) -> bool:
    return _is_fit((row * CELL, (column * CELL + 180) % 360 - 180), afloat=afloat)


@functools.lru_cache(maxsize=REMEMBERED)
def _goes_round(here: Spot, there: Spot, limit: float, *, afloat: bool) -> bool:
    """Return whether a route on the right element leads from here to there within a length [km].

    Cells are looked at if they lie in the ellipse that the length spans about the two ends, those
    near the goal first: whatever the order, a route is found if there is one.
    """
    goal = (round(there[0] / CELL), round(there[1] / CELL))
    start = (round(here[0] / CELL), round(here[1] / CELL))
    todo = [(0.0, start)]
    seen = {start}
    while todo:
        _, (row, column) = heapq.heappop(todo)
        if max(abs(row - goal[0]), abs(column - goal[1])) <= 1:
            return True
        for cell in itertools.product((row - 1, row, row + 1), (column - 1, column, column + 1)):
            if cell not in seen:
                seen.add(cell)
                spot = (cell[0] * CELL, cell[1] * CELL)
                onward = great_circle(spot, there)
                if great_circle(here, spot) + onward > limit:
                    continue
                if _is_fit_cell(*cell, afloat=afloat):
                    heapq.heappush(todo, (onward, cell))
    return False


@check(Severity.WARNING, written=True)
def closed_sea(facts: Facts) -> Iterator[Finding]:
    """A ship goes from the Caspian Sea to another sea, and there is no route by water."""
    for leg in facts.file.legs.values():
        if leg.mode not in VESSELS:
            continue
        ends = [facts.file.nodes.get(node) for node in (leg.origin, leg.destination)]
        if all(node and is_placed(node) for node in ends):
            seas = [seas_near(at(node), PORT_REACH) for node in ends if node]
            if all(seas) and seas[0].isdisjoint(seas[1]):
                wording = Wording(
                    f"a {leg.mode} leg from the {' or '.join(sorted(seas[0]))} to the "
                    f"{' or '.join(sorted(seas[1]))}",
                    "both ends at one sea: the Caspian Sea is joined to no other",
                    "correct an end or the mode, or split the leg where it goes over land",
                )
                path = ("legs", leg.id, "destination")
                related = tuple(("nodes", node.id, "location") for node in ends if node)
                yield Finding("closed_sea", path, wording, related=related)


@check(Severity.WARNING, written=True)
def country_off_the_way(facts: Facts) -> Iterator[Finding]:
    """A leg is said to cross a country that lies nowhere near it."""
    for leg in facts.file.legs.values():
        if not leg.countries_crossed:
            continue
        ends = [facts.file.nodes.get(node) for node in (leg.origin, leg.destination)]
        spots = [at(node) for node in ends if node]
        spots += [(item.lat, item.lon) for item in leg.waypoints]
        for number, country in enumerate(leg.countries_crossed if all(ends) else ()):
            if not _is_on_the_way(country, spots):
                wording = Wording(
                    f"{country}, {countries.name_of(country)}, which lies nowhere between "
                    f"{leg.origin} and {leg.destination}",
                    "the countries that the leg crosses, in the order of travel",
                    "correct the code, or remove it",
                )
                path = ("legs", leg.id, "countries_crossed", number)
                yield Finding("country_off_the_way", path, wording)


def _is_on_the_way(country: str, spots: list[Spot]) -> bool:
    box = countries.boxes()[country]
    if box is None:
        return True
    south, north, west, east = box
    lats = [spot[0] for spot in spots]
    lons = [spot[1] for spot in spots]
    if south > max(lats) + BULGE or north < min(lats) - BULGE:
        return False
    if west > east or max(lons) - min(lons) > 180:
        return True
    return west <= max(lons) + BULGE and east >= min(lons) - BULGE


@check(Severity.WARNING, written=True)
def waypoints_astray(facts: Facts) -> Iterator[Finding]:
    """The line by a leg's waypoints is not as long as the leg, or one lies far off it."""
    for leg in facts.file.legs.values():
        origin, end = (facts.file.nodes.get(node) for node in (leg.origin, leg.destination))
        if not leg.waypoints or not leg.distance.value or origin is None or end is None:
            continue
        if not _is_drawn_well(leg, origin, end):
            drawn = _drawn(leg, origin, end)
            wording = Wording(
                f"{drawn:,.0f} km by the waypoints, where the distance is {leg.distance.value}",
                "waypoints along the route, in order from origin to destination",
                "correct the waypoint that is off (lat and lon swapped?), or the distance",
            )
            path = ("legs", leg.id, "waypoints")
            related = (("legs", leg.id, "distance"),)
            yield Finding("waypoints_astray", path, wording, related=related)
        else:
            yield from _spikes(leg, _line(leg, origin, end))


def _line(leg: Leg, origin: Node, end: Node) -> list[Spot]:
    return [at(origin), *((item.lat, item.lon) for item in leg.waypoints), at(end)]


def _drawn(leg: Leg, origin: Node, end: Node) -> float:
    line = _line(leg, origin, end)
    return sum(great_circle(one, other) for one, other in itertools.pairwise(line))


def _is_drawn_well(leg: Leg, origin: Node, end: Node) -> bool:
    """Return whether the line by the waypoints is about as long as the leg."""
    km = leg.distance.value.km
    return NEAREST * km <= _drawn(leg, origin, end) <= FARTHEST * km


def _spikes(leg: Leg, line: list[Spot]) -> Iterator[Finding]:
    """Yield the waypoints that lie far off the line of their neighbours."""
    for number, (before, here, after) in enumerate(zip(line, line[1:], line[2:], strict=False)):
        by_it = great_circle(before, here) + great_circle(here, after)
        past_it = great_circle(before, after)
        if by_it > max(SHARP * past_it, past_it + SPIKE):
            wording = Wording(
                f"latitude {here[0]:g}, longitude {here[1]:g}, {by_it - past_it:,.0f} km round",
                "waypoints along the route, in order from origin to destination",
                "correct the position: is a sign or a digit wrong?",
            )
            yield Finding("waypoints_astray", ("legs", leg.id, "waypoints", number), wording)
