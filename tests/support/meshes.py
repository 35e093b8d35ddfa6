"""A network in which many routes are about as good as the best."""

import functools
from itertools import product

import corridor as co

SIDE = 6


@functools.cache
def mesh() -> co.Network:
    """A square of towns with a railway between neighbours, whose times differ and overlap."""
    towns = list(product(range(SIDE), repeat=2))
    nodes = [
        {"id": f"n{row}{column}", "name": f"N{row}{column}", "country": "KZ", "kind": "city",
         "lat": 41 + row / 5, "lon": 50 + column / 3.4,
         "location_basis": "assumed", "location_rule": "grid"}
        for row, column in towns
    ]  # fmt: skip
    pairs = [
        ((row, column), other)
        for row, column in towns
        for other in ((row, column + 1), (row + 1, column))
        if max(other) < SIDE
    ]
    legs = [_leg(number, one, other) for number, (one, other) in enumerate(pairs)]
    return co.from_tables(nodes, legs, name="Mesh", version="1", as_of="2026-01-01")


def _leg(number: int, one: tuple[int, int], other: tuple[int, int]) -> dict[str, object]:
    low = 2 + number * 7 % 5 / 2
    origin, destination = (f"n{row}{column}" for row, column in (one, other))
    return {
        "id": f"{origin}--{destination}", "origin": origin, "destination": destination,
        "mode": "rail", "gauge_mm": 1520, "km": 30 + number % 4,
        "low_h": low, "typical_h": low + number * 11 % 4 / 2, "high_h": low + 9,
        "rule": "drawn", "distance_rule": "drawn",
    }  # fmt: skip
