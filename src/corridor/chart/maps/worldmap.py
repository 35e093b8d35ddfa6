"""Coastlines and borders for maps, and the two projections in which they are drawn.

The shapes are those of Natural Earth 4.1 (public domain), made small by `scripts/worldmap.py`.
"""

import functools
import gzip
import itertools
import json
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from corridor.network.names import EARTH_KM

#: Latitude and longitude in degrees; kilometres to the east and north; inches on paper.
Spot = tuple[float, float]
Line = list[Spot]

PATH = Path(__file__).parent / "worldmap.json.gz"
CREDIT = (
    "Coastline and boundaries: Natural Earth 4.1, public domain, simplified; boundaries as in the "
    "source, no position on status. Places of the bundled network: © OpenStreetMap contributors "
    "(ODbL), GeoNames (CC BY 4.0), searoute, sea-ports."
)
#: Points of a great circle from one given position to the next.
STEPS = 24


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


def albers(spot: Spot) -> Spot:
    """Return where a position lies [km] in Albers' equal-area conic projection.

    Standard parallels 28° and 56° N, meridian 62° E, origin 42° N: China to Europe in proportion.
    Source: Snyder, Map Projections: A Working Manual (1987), equations 14-1 to 14-6.
    """
    first, second, origin = (math.radians(degrees) for degrees in (28, 56, 42))
    cone = (math.sin(first) + math.sin(second)) / 2
    constant = math.cos(first) ** 2 + 2 * cone * math.sin(first)

    def radius(latitude: float) -> float:
        return math.sqrt(max(0.0, constant - 2 * cone * math.sin(latitude))) / cone

    angle = cone * math.radians(_from_meridian(spot[1]))
    far = radius(math.radians(spot[0]))
    across, up = far * math.sin(angle), radius(origin) - far * math.cos(angle)
    return EARTH_KM * across, EARTH_KM * up


def azimuthal(spot: Spot) -> Spot:
    """Return where a position lies [km] in Lambert's azimuthal equal-area projection.

    Centre 12° N, 62° E. Source: Snyder (1987), equations 24-2, 22-4 and 22-5.
    """
    lat, lon = math.radians(spot[0]), math.radians(_from_meridian(spot[1]))
    centre = math.radians(12)
    cosine = math.sin(centre) * math.sin(lat) + math.cos(centre) * math.cos(lat) * math.cos(lon)
    scale = EARTH_KM * math.sqrt(2 / max(1e-9, 1 + cosine))
    up = math.cos(centre) * math.sin(lat) - math.sin(centre) * math.cos(lat) * math.cos(lon)
    return scale * math.cos(lat) * math.sin(lon), scale * up


def _from_meridian(lon: float) -> float:
    return (lon - 62 + 180) % 360 - 180


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


def clipped(ring: Line, frame: tuple[float, float, float, float]) -> Line:
    """Return the part of a ring inside a rectangle (left, bottom, right, top).

    By Sutherland and Hodgman, one edge after another.

    >>> clipped([(0, 0), (4, 0), (4, 4), (0, 4)], (1, -1, 2, 9))
    [(1, 0.0), (2, 0.0), (2, 4.0), (1, 4.0)]
    """
    for axis, limit, sign in (
        (0, frame[0], 1),
        (1, frame[1], 1),
        (0, frame[2], -1),
        (1, frame[3], -1),
    ):
        kept: Line = []
        for one, other in zip([ring[-1], *ring], ring, strict=False) if ring else ():
            here, there = (sign * (spot[axis] - limit) for spot in (one, other))
            if (here < 0) != (there < 0):
                share = here / (here - there)
                along = one[1 - axis] + share * (other[1 - axis] - one[1 - axis])
                kept.append((limit, along) if axis == 0 else (along, limit))
            if there >= 0:
                kept.append(other)
        ring = kept
    return ring
