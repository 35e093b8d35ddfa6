#!/usr/bin/env python3
"""Make src/corridor/worldmap.json.gz, the coastline and borders of maps, from Natural Earth.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    scripts/worldmap package/countries-50m.json

Countries 1:50m of Natural Earth 4.1 (public domain). Every arc of the topology is simplified by
itself (Douglas and Peucker, longitudes scaled by the cosine of the latitude) with its ends fixed,
so that borders stay shared; islands of next to no area are left out; positions are whole
hundredths of a degree, each kept as the step from the one before.
"""

import gzip
import json
import math
import pathlib
import sys

TOLERANCE, FAR = 0.06, 0.8  # degrees, inside the frame and outside
SMALLEST = 0.05  # square degrees
FRAME = (-26.0, -42.0, 152.0, 74.0)  # west, south, east, north
STEPS = 100  # to a degree
TARGET = pathlib.Path(__file__).resolve().parent.parent / "src" / "corridor" / "chart" / "maps" / "worldmap.json.gz"
ATTRIBUTION = "Natural Earth 4.1, countries 1:50m, public domain, by world-atlas 2.0.2 (ISC)"


def positions(topology):
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        found = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            found.append((x * kx + dx, y * ky + dy))
        yield found


def inside(points):
    west, south, east, north = FRAME
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return min(xs) <= east and max(xs) >= west and min(ys) <= north and max(ys) >= south


def simplified(points, tolerance):
    """Keep the ends and whatever lies farther from the line between kept points."""
    keep, todo = {0, len(points) - 1}, [(0, len(points) - 1)]
    while todo:
        first, last = todo.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        scale = math.cos(math.radians((ay + by) / 2))
        ux, uy = (bx - ax) * scale, by - ay
        length = math.hypot(ux, uy)
        worst, where = tolerance, None
        for number in range(first + 1, last):
            vx, vy = (points[number][0] - ax) * scale, points[number][1] - ay
            off = abs(ux * vy - uy * vx) / length if length else math.hypot(vx, vy)
            if off > worst:
                worst, where = off, number
        if where is not None:
            keep.add(where)
            todo += [(first, where), (where, last)]
    return [points[number] for number in sorted(keep)]


def area(points):
    pairs = zip(points, points[1:] + points[:1])
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def rings_of(geometry):
    if geometry["type"] == "GeometryCollection":
        return [ring for part in geometry["geometries"] for ring in rings_of(part)]
    polygons = [geometry["arcs"]] if geometry["type"] == "Polygon" else geometry["arcs"]
    return [ring for polygon in polygons for ring in polygon]


def line(ring, arcs):
    found = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        found += arc[1:] if found else arc
    return found


def stepped(points):
    found, x, y = [], 0, 0
    for lon, lat in points:
        next_x, next_y = round(lon * STEPS), round(lat * STEPS)
        found += [next_x - x, next_y - y]
        x, y = next_x, next_y
    return found


def worldmap(topology):
    """Return what the file holds."""
    full = list(positions(topology))
    arcs = [simplified(arc, TOLERANCE if inside(arc) else FAR) for arc in full]
    land = [
        ring
        for ring in rings_of(topology["objects"]["land"])
        if inside(line(ring, full)) and area(line(ring, full)) >= SMALLEST
    ]
    uses = {}
    for country in topology["objects"]["countries"]["geometries"]:
        if "arcs" in country:
            for number in {n if n >= 0 else ~n for ring in rings_of(country) for n in ring}:
                uses[number] = uses.get(number, 0) + 1
    borders = [number for number, times in sorted(uses.items()) if times > 1 and inside(full[number])]
    wanted = sorted({n if n >= 0 else ~n for ring in land for n in ring} | set(borders))
    place = {number: new for new, number in enumerate(wanted)}
    return {
        "attribution": ATTRIBUTION,
        "steps": STEPS,
        "arcs": [stepped(arcs[number]) for number in wanted],
        "land": [[place[n] if n >= 0 else ~place[~n] for n in ring] for ring in land],
        "borders": [place[number] for number in borders],
    }


def main():
    topology = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    text = json.dumps(worldmap(topology), separators=(",", ":"))
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TARGET.name}: {len(text):,} bytes, {TARGET.stat().st_size:,} packed")


if __name__ == "__main__":
    main()
