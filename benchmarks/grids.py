"""Networks of any size to measure on: a grid of towns with a railway between neighbours."""

import random
from typing import Any

import corridor as co
from corridor.routing.graph.line_graph import LineGraph

TYPICAL = 1
Table = list[dict[str, Any]]


def tables(legs: int, seed: int = 1) -> tuple[Table, Table]:
    """Return nodes and legs as tables: about so many legs, whose times are drawn."""
    draw = random.Random(seed)
    side = max(2, round((legs / 2) ** 0.5))
    names = [[f"n{row:03d}x{column:03d}" for column in range(side)] for row in range(side)]
    nodes: Table = []
    drawn: Table = []
    for row, line in enumerate(names):
        for column, name in enumerate(line):
            where = {"lat": round(30 + row / 4, 4), "lon": round(45 + column / 3, 4)}
            nodes.append({"id": name, "name": f"Town {name}", "country": "KZ", "kind": "city"})
            nodes[-1] |= where | {"location_basis": "assumed", "location_rule": "grid"}
            beside = [(row, column + 1), (row + 1, column)]
            near = (names[r][c] for r, c in beside if r < side and c < side)
            drawn.extend(_leg(name, other, draw) for other in near)
    return nodes, drawn


def _leg(origin: str, destination: str, draw: random.Random) -> dict[str, Any]:
    low = draw.randint(5, 40)
    hours = {"low_h": low / 10, "typical_h": (low + draw.randint(0, 9)) / 10}
    return {
        "id": f"{origin}--{destination}",
        "origin": origin,
        "destination": destination,
        "mode": "rail",
        "gauge_mm": 1520,
        "km": 14 + low,
        **hours,
        "high_h": (low + 20) / 10,
        "rule": "drawn",
        "distance_rule": "drawn",
    }


def grid(legs: int) -> co.Network:
    """Return such a network."""
    nodes, drawn = tables(legs)
    return co.from_tables(nodes, drawn, name="Grid", version="1", as_of="2026-01-01")


def arcs(graph: LineGraph) -> list[tuple[int, int, int]]:
    """Return the arcs of a line graph: the vertex after, the one before, and the time [s]."""
    seconds = [vertex.leg.transit_time.typical for vertex in graph.vertices]
    return [
        (after, before, arc.weights[TYPICAL] // (1 << 16) + int(seconds[after]))
        for after, entering in enumerate(graph.into)
        for before, arc in entering
    ]
