"""Coastlines and borders of the world, and whether a position lies on land or in which sea.

The shapes are those of Natural Earth 4.1 (public domain), made small by `scripts/worldmap`. They
know the Caspian Sea and the oceans, and no other lake.
"""

import functools
import gzip
import itertools
import json
import math
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

#: Latitude and longitude in degrees; on maps also kilometres, and inches on paper.
Spot = tuple[float, float]
Line = list[Spot]
Sea = Literal["Caspian Sea", "ocean"]

PATH = Path(__file__).parent / "worldmap.json.gz"
#: Rows of land to a degree of latitude: one every 11 km, finer than the shapes are true.
ROWS = 10
#: The box in which all water is the Caspian Sea: south, north, west, east.
CASPIAN = (36.0, 47.6, 46.5, 55.0)
KM_OF_DEGREE = 111.2
#: The box in which the land is drawn, that of `scripts/worldmap`: south, north, west, east.
DRAWN = (-42.0, 74.0, -26.0, 152.0)
DIRECTIONS = 12
#: Points of a great circle from one given position to the next.
STEPS = 24
RINGS = 4
#: Positions of which it is remembered what lies around them: checks ask for the same ones often.
REMEMBERED = 16_384


@dataclass(frozen=True)
class World:
    """The rings of the land and the lines of the borders, as latitude and longitude."""

    land: tuple[Line, ...]
    borders: tuple[Line, ...]


@functools.cache
def world() -> World:
    """Return the shapes that come with the library."""
    held: dict[str, Any] = json.loads(gzip.decompress(PATH.read_bytes()))
    arcs = [list(_positions(arc, held["steps"])) for arc in held["arcs"]]
    rings = (_joined(ring, arcs) for ring in held["land"])
    return World(tuple(rings), tuple(arcs[number] for number in held["borders"]))


def _positions(arc: Sequence[int], steps: int) -> Iterator[Spot]:
    lon = lat = 0
    for east, north in zip(arc[::2], arc[1::2], strict=True):
        lon, lat = lon + east, lat + north
        yield lat / steps, lon / steps


def _joined(ring: Sequence[int], arcs: Sequence[Line]) -> Line:
    found: Line = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += arc[1:] if found else arc
    return found


@functools.cache
def _rows() -> tuple[tuple[float, ...], ...]:
    """Return for each row of latitude the longitudes at which land begins and ends."""
    rows: list[list[float]] = [[] for _ in range(180 * ROWS)]
    for ring in world().land:
        for (lat, lon), (north, east) in itertools.pairwise([*ring, ring[0]]):
            if lat == north:
                continue
            low, high = sorted((lat, north))
            slope = (east - lon) / (north - lat)
            first = math.ceil((low + 90) * ROWS - 0.5)
            for row in range(first, math.ceil((high + 90) * ROWS - 0.5)):
                rows[row].append(lon + slope * ((row + 0.5) / ROWS - 90 - lat))
    return tuple(tuple(sorted(row)) for row in rows)


def is_drawn(spot: Spot) -> bool:
    """Return whether the shapes tell land from sea at a position: not in the Americas.

    >>> is_drawn((43.6, 51.3)), is_drawn((42.4, -71.1))
    (True, False)
    """
    south, north, west, east = DRAWN
    return south <= spot[0] <= north and west <= spot[1] <= east


def is_land(spot: Spot) -> bool:
    """Return whether a position lies on land; lakes but the Caspian Sea count as land.

    >>> is_land((43.6, 51.3)), is_land((42.0, 50.5)), is_land((43.0, 35.0))
    (True, False, False)
    """
    rows = _rows()
    row = min(max(int((spot[0] + 90) * ROWS), 0), len(rows) - 1)
    return bisect(rows[row], spot[1]) % 2 == 1


def sea_at(spot: Spot) -> Sea | None:
    """Return the sea in which a position lies, none on land."""
    if is_land(spot):
        return None
    south, north, west, east = CASPIAN
    return "Caspian Sea" if south <= spot[0] <= north and west <= spot[1] <= east else "ocean"


def around(spot: Spot, reach: float) -> Iterator[Spot]:
    """Yield a position and others on rings about it, the nearest first.

    Parameters
    ----------
    spot
        Latitude and longitude [degrees].
    reach
        The radius of the widest ring [km].
    """
    yield spot
    squeeze = max(0.05, math.cos(math.radians(spot[0])))
    for ring in range(1, RINGS + 1):
        radius = reach * ring / RINGS / KM_OF_DEGREE
        for step in range(DIRECTIONS):
            angle = 2 * math.pi * step / DIRECTIONS
            yield (
                spot[0] + radius * math.sin(angle),
                (spot[1] + radius * math.cos(angle) / squeeze + 180) % 360 - 180,
            )


@functools.lru_cache(maxsize=REMEMBERED)
def is_near_land(spot: Spot, reach: float) -> bool:
    """Return whether there is land within some kilometres."""
    return any(map(is_land, around(spot, reach)))


@functools.lru_cache(maxsize=REMEMBERED)
def is_near_sea(spot: Spot, reach: float) -> bool:
    """Return whether there is a sea within some kilometres."""
    return not all(map(is_land, around(spot, reach)))


@functools.lru_cache(maxsize=REMEMBERED)
def seas_near(spot: Spot, reach: float) -> frozenset[Sea]:
    """Return the seas within some kilometres.

    >>> sorted(seas_near((42.15, 41.66), 60)), sorted(seas_near((40.0, 49.4), 60))
    (['ocean'], ['Caspian Sea'])
    >>> sorted(seas_near((51.2, 71.4), 60))
    []
    """
    return frozenset(sea for item in around(spot, reach) if (sea := sea_at(item)))


def great_circle_line(spots: Sequence[Spot], steps: int = STEPS) -> Line:
    """Return positions along the shortest lines from one position to the next.

    >>> [round(lat) for lat, _ in great_circle_line([(50, 0), (50, 60)], 2)]
    [50, 54, 50]
    """
    found = [spots[0]]
    for one, other in itertools.pairwise(spots):
        start, end = _vector(one), _vector(other)
        angle = math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(start, end, strict=True)))))
        for step in range(1, steps + 1):
            share = step / steps
            if angle < 1e-9 or step == steps:
                found.append(other)
                continue
            weights = math.sin((1 - share) * angle), math.sin(share * angle)
            x, y, z = (weights[0] * a + weights[1] * b for a, b in zip(start, end, strict=True))
            found.append(
                (math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x)))
            )
    return found


def _vector(spot: Spot) -> tuple[float, float, float]:
    lat, lon = math.radians(spot[0]), math.radians(spot[1])
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)
