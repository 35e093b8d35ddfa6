#!/usr/bin/env python3
"""Compare distances between cities with two other networks, a sea and a railway network.

The distances of the others stand in data/city_pairs.json, with why the network's differ by more
than a tenth. `--renew` computes them again; it needs searoute 1.6 and scgraph_data 2.0 with scgraph
2, which are no part of the set-up.
"""

import json
import sys
from pathlib import Path
from typing import Any, NamedTuple

import corridor as co

PAGE = Path(__file__).resolve().parents[1] / "data" / "city_pairs.json"
MODES = {"sea": ("sea", "ferry"), "rail": ("rail",)}
MOST_APART = 0.1


class Pair(NamedTuple):
    """Two nodes, the kind of way, its length [km] here and there, and why they differ."""

    origin: str
    destination: str
    by: str
    km: float
    other_km: float
    why: str

    @property
    def apart(self) -> float:
        """By which share the network's distance differs from the other."""
        return self.km / self.other_km - 1

    @property
    def is_apart(self) -> bool:
        """Whether they differ by more than a tenth."""
        return abs(self.apart) > MOST_APART


def read_rows(path: Path = PAGE) -> list[dict[str, Any]]:
    """Return the rows of the recorded distances."""
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return rows


def compare(net: co.Network, rows: list[dict[str, Any]]) -> list[Pair]:
    """Return each pair with the length of the network's quickest way."""
    found = []
    for row in rows:
        ends = (row["origin"], row["destination"])
        route = co.find_route(net, *ends, modes=MODES[row["by"]])
        why = row.get("why", "")
        found.append(Pair(*ends, row["by"], route.distance.km, row["km"], why))
    return found


def faults(found: list[Pair]) -> list[str]:
    """Return the pairs that are apart without a reason, and reasons that none needs."""
    return [
        f"{pair.origin} > {pair.destination}: {pair.km:.0f} km, {pair.other_km:.0f} km elsewhere; "
        + ("no reason is on file" if pair.is_apart else "the reason on file is not needed")
        for pair in found
        if pair.is_apart != bool(pair.why)
    ]


def text(found: list[Pair]) -> str:
    """Return a line for each pair that is apart, and a count before them."""
    apart = [pair for pair in found if pair.is_apart]
    counts = ", ".join(f"{sum(pair.by == by for pair in found)} by {by}" for by in MODES)
    lines = [f"{len(found)} pairs ({counts}), {len(apart)} more than a tenth apart"]
    lines += [
        f"{pair.origin} > {pair.destination}: {pair.km:.0f} km, {pair.other_km:.0f} km elsewhere: "
        f"{pair.why}"
        for pair in apart
    ]
    return "\n".join([*lines, *faults(found)])


def renew(net: co.Network, rows: list[dict[str, Any]]) -> None:
    """Compute the distances of the others between the positions of the nodes."""
    import searoute  # for this alone
    from scgraph_data.world_railways import (  # for this alone
        world_railways_geograph,
    )

    for row in rows:
        ends = [net.nodes[row[end]].location for end in ("origin", "destination")]
        if row["by"] == "sea":
            line = searoute.searoute(*([at.lon, at.lat] for at in ends), units="km")
            row["km"] = round(line.properties["length"])
        else:
            names = ("origin_node", "destination_node")
            asked = {
                name: {"latitude": at.lat, "longitude": at.lon}
                for name, at in zip(names, ends, strict=True)
            }
            line = world_railways_geograph.get_shortest_path(**asked, output_units="km")
            row["km"] = round(line["length"])
    lines = ",\n ".join(json.dumps(row, ensure_ascii=False) for row in rows)
    PAGE.write_text(f"[\n {lines}\n]\n", encoding="utf-8")


def main() -> int:
    """Print the comparison; return 1 where a difference has no reason, or a reason no use."""
    net, rows = co.load_network(), read_rows()
    if "--renew" in sys.argv[1:]:
        renew(net, rows)
    found = compare(net, rows)
    sys.stdout.write(f"{text(found)}\n")
    return int(bool(faults(found)))


if __name__ == "__main__":
    sys.exit(main())
