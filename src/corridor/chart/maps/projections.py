"""The two projections in which maps are drawn, and lines between positions on the globe."""

import math

from corridor.coastline import Line, Spot
from corridor.network.names import EARTH_KM
from corridor.routes.tracks import ATTRIBUTION

CREDIT = (
    "Coastline and boundaries: Natural Earth 4.1, public domain, simplified; boundaries as in the "
    "source, no position on status. Places of the bundled network: © OpenStreetMap contributors "
    "(ODbL), GeoNames (CC BY 4.0), searoute, sea-ports. "
    f"{ATTRIBUTION}"
)


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


def thinned(line: Line, fineness: float) -> Line:
    """Return a line without the points that lie within a distance of what is left of it.

    By Douglas and Peucker (1973). A line and its reverse keep the same points.

    >>> thinned([(0, 0), (1, 0.1), (2, 0), (3, 5), (4, 0)], 0.5)
    [(0, 0), (2, 0), (3, 5), (4, 0)]
    """
    if len(line) < 3:
        return line
    if line[-1] < line[0]:
        return thinned(line[::-1], fineness)[::-1]
    kept, parts = {0, len(line) - 1}, [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        between = range(first + 1, last)
        ends = line[first], line[last]
        farthest = max(between, key=lambda at: _from_chord(line[at], *ends), default=first)
        if _from_chord(line[farthest], *ends) > fineness:
            kept.add(farthest)
            parts += [(first, farthest), (farthest, last)]
    return [line[number] for number in sorted(kept)]


def _from_chord(spot: Spot, start: Spot, end: Spot) -> float:
    """Return how far a position lies from a straight line between two others."""
    across, up = end[0] - start[0], end[1] - start[1]
    square = across * across + up * up
    east, north = spot[0] - start[0], spot[1] - start[1]
    share = max(0.0, min(1.0, (east * across + north * up) / square)) if square else 0.0
    return math.hypot(east - share * across, north - share * up)
