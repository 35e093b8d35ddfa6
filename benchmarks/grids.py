"""Networks of any size to measure on: a grid of towns with a railway between neighbours."""

import random
from collections.abc import Iterator
from itertools import product
from typing import Any

import corridor as co
from corridor.routing.graph.line_graph import LineGraph

TYPICAL = 1
Record = dict[str, Any]
Table = list[Record]


def tables(legs: int, seed: int = 1) -> tuple[Table, Table]:
    """Return nodes and legs as tables: about so many legs, whose times are drawn.

    The grid fills one country, so that ways are about as direct as railways are.
    """
    nodes, drawn = rows(legs, seed)
    return list(nodes), list(drawn)


def rows(legs: int, seed: int = 1) -> tuple[Iterator[Record], Iterator[Record]]:
    """Return the rows of such tables, one at a time."""
    side = max(2, round((legs / 2) ** 0.5))
    return _nodes(side), _legs(side, random.Random(seed))


def _name(row: int, column: int) -> str:
    return f"n{row:03d}x{column:03d}"


def _nodes(side: int) -> Iterator[Record]:
    scale = min(1.0, 70 / side)
    for row, column in product(range(side), repeat=2):
        name = _name(row, column)
        where = {"lat": 41 + row * scale / 5, "lon": 50 + column * scale / 3.4}
        known = {"id": name, "name": f"Town {name}", "country": "KZ", "kind": "city"}
        yield known | where | {"location_basis": "assumed", "location_rule": "grid"}


def _legs(side: int, draw: random.Random) -> Iterator[Record]:
    scale = min(1.0, 70 / side)
    for row, column in product(range(side), repeat=2):
        beside = [(row, column + 1), (row + 1, column)]
        near = (_name(*spot) for spot in beside if max(spot) < side)
        yield from (_leg(_name(row, column), other, draw, scale) for other in near)


def _leg(origin: str, destination: str, draw: random.Random, scale: float) -> Record:
    low = draw.randint(20, 40)
    typical, high = low + draw.randint(0, 9), low + 20
    twentieths = {"low_h": low, "typical_h": typical, "high_h": high}
    return {
        "id": f"{origin}--{destination}",
        "origin": origin,
        "destination": destination,
        "mode": "rail",
        "gauge_mm": 1520,
        "km": round((26 + low / 10) * scale, 1),
        **{level: round(time * scale / 20, 2) for level, time in twentieths.items()},
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
