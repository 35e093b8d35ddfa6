#!/usr/bin/env python3
"""Make src/corridor/chart/maps/worldmap.json.gz, the coastline and borders, from Natural Earth.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    scripts/worldmap.py package/countries-50m.json

With --check nothing is written, only compared. Countries 1:50m of Natural Earth 4.1 (public
domain). Every arc of the topology is simplified by itself (Douglas and Peucker, longitudes scaled
by the cosine of the latitude) with its ends fixed, so that borders stay shared; islands of next to
no area are left out; positions are whole hundredths of a degree, each kept as the step from the
one before.
"""

import gzip
import json
import math
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

Point = tuple[float, float]

TOLERANCE, FAR = 0.06, 0.8  # degrees, inside the frame and outside
SMALLEST = 0.05  # square degrees
FRAME = (-26.0, -42.0, 152.0, 74.0)  # west, south, east, north
STEPS = 100  # to a degree
TARGET = Path(__file__).resolve().parents[1] / "src" / "corridor" / "worldmap.json.gz"
ATTRIBUTION = "Natural Earth 4.1, countries 1:50m, public domain, by world-atlas 2.0.2 (ISC)"


def positions(topology: dict[str, Any]) -> Iterator[list[Point]]:
    """Yield the points of each arc in degrees."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        found = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            found.append((x * kx + dx, y * ky + dy))
        yield found


def inside(points: Sequence[Point]) -> bool:
    """Return whether the box of some points touches the frame."""
    west, south, east, north = FRAME
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) <= east and max(xs) >= west and min(ys) <= north and max(ys) >= south


def simplified(points: Sequence[Point], tolerance: float) -> list[Point]:
    """Keep the ends and whatever lies farther from the line between kept points."""
    keep, todo = {0, len(points) - 1}, [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        scale = math.cos(math.radians((ay + by) / 2))
        ux, uy = (bx - ax) * scale, by - ay
        length = math.hypot(ux, uy)
        worst, where = tolerance, 0
        for number in range(first + 1, last):
            vx, vy = (points[number][0] - ax) * scale, points[number][1] - ay
            off = abs(ux * vy - uy * vx) / length if length else math.hypot(vx, vy)
            if off > worst:
                worst, where = off, number
        if where:
            keep.add(where)
            todo += [(first, where), (where, last)]
    return [points[number] for number in sorted(keep)]


def area(points: Sequence[Point]) -> float:
    """Return the area of a ring in square degrees."""
    pairs = zip(points, [*points[1:], points[0]], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def rings_of(geometry: dict[str, Any]) -> list[list[int]]:
    """Return the rings of a geometry as numbers of arcs; ~n is arc n backwards."""
    if geometry["type"] == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in rings_of(part)]
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def line(ring: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    """Return the points of a ring."""
    found: list[Point] = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += arc[1:] if found else arc
    return found


def stepped(points: Sequence[Point]) -> list[int]:
    """Return points in whole steps, each as the difference to the one before."""
    found: list[int] = []
    x = y = 0
    for lon, lat in points:
        next_x, next_y = round(lon * STEPS), round(lat * STEPS)
        found += [next_x - x, next_y - y]
        x, y = next_x, next_y
    return found


def worldmap(topology: dict[str, Any]) -> dict[str, Any]:
    """Return what the file holds."""
    full = list(positions(topology))
    arcs = [simplified(arc, TOLERANCE if inside(arc) else FAR) for arc in full]
    land = [
        ring
        for ring in rings_of(topology["objects"]["land"])
        if inside(line(ring, full)) and area(line(ring, full)) >= SMALLEST
    ]
    uses: dict[int, int] = {}
    for country in topology["objects"]["countries"]["geometries"]:
        if "arcs" in country:
            for number in {n if n >= 0 else ~n for ring in rings_of(country) for n in ring}:
                uses[number] = uses.get(number, 0) + 1
    borders = [
        number for number, times in sorted(uses.items()) if times > 1 and inside(full[number])
    ]
    wanted = sorted({n if n >= 0 else ~n for ring in land for n in ring} | set(borders))
    place = {number: new for new, number in enumerate(wanted)}
    return {
        "attribution": ATTRIBUTION,
        "steps": STEPS,
        "arcs": [stepped(arcs[number]) for number in wanted],
        "land": [[place[n] if n >= 0 else ~place[~n] for n in ring] for ring in land],
        "borders": [place[number] for number in borders],
    }


def main() -> int:
    """Write or compare the file; return the exit code."""
    *check, source = sorted(sys.argv[1:])  # --check comes before a path
    topology = json.loads(Path(source).read_text(encoding="utf-8"))
    text = json.dumps(worldmap(topology), separators=(",", ":"))
    if check == ["--check"]:
        fresh = gzip.decompress(TARGET.read_bytes()).decode() == text
        print(f"{TARGET.name}: {'as' if fresh else 'not as'} made from {source}")
        return 0 if fresh else 1
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TARGET.name}: {len(text):,} bytes, {TARGET.stat().st_size:,} packed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
