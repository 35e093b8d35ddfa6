"""Changes to a network whose effect on its routes is known beforehand.

Each function takes the text tree of a network and returns a new one; its docstring states what
must hold. The trees are those of `strategies.networks()`: no corridors, journeys or advisories.
"""

from collections.abc import Callable
from copy import deepcopy
from decimal import Decimal
from random import Random
from typing import Any

import corridor as co
from support import oracle

Tree = dict[str, Any]
Names = dict[str, dict[str, str]]


def rename_ids(spec: oracle.Spec) -> tuple[Tree, Names]:
    """Give nodes, legs, places and regions new ids in the same order, with the map of each kind.

    Holds: the same routes in the same order, ids renamed.
    """
    names: Names = {
        section: {old: f"{section}-{rank:04d}" for rank, old in enumerate(sorted(spec[section]))}
        for section in ("nodes", "legs", "places", "regions")
        if section in spec
    }
    renamed = deepcopy(dict(spec))
    for section, ids in names.items():
        renamed[section] = {ids[old]: thing for old, thing in renamed[section].items()}
    node_ids = names["nodes"]
    for leg in renamed["legs"].values():
        leg["origin"], leg["destination"] = node_ids[leg["origin"]], node_ids[leg["destination"]]
    for place in renamed.get("places", {}).values():
        place["nodes"] = [node_ids[node] for node in place["nodes"]]
    for region in renamed.get("regions", {}).values():
        for gateway in region["gateways"]:
            gateway["node"] = node_ids[gateway["node"]]
    return renamed, names


def shuffle(spec: oracle.Spec, random: Random) -> Tree:
    """Reorder every mapping, and the lists whose order means nothing.

    Holds: the same routes in the same order.
    """

    def reordered(key: str, value: Any) -> Any:
        if isinstance(value, dict):
            items = random.sample(list(value.items()), len(value))
            return {name: reordered(name, item) for name, item in items}
        if isinstance(value, list):
            items = [reordered("", item) for item in value]
            unordered = key in {"dwell", "dwell_defaults", "gateways", "nodes", "periods"}
            return random.sample(items, len(items)) if unordered else items
        return value

    shuffled: Tree = reordered("", dict(spec))
    return shuffled


def scale_times(spec: oracle.Spec, factor: int) -> Tree:
    """Multiply every time, headways included, by a whole number.

    Holds: the same routes in the same order, every time multiplied. A headway of an odd number of
    seconds is refused: half of it rounds down (draw with `odd_headways=False`).
    """

    def times(text: str) -> str:
        number, unit = text.split(" ")
        return f"{Decimal(number) * factor:f} {unit}"

    for leg in spec["legs"].values():
        if "headway" in leg and oracle.seconds(leg["headway"]["value"]) % 2:
            raise ValueError(f"half of {leg['headway']['value']} is not a whole second")
    return _with_times(spec, times)


def reverse_all(spec: oracle.Spec) -> Tree:
    """Turn every leg round in place and transpose every dwell entry and default.

    Holds for networks without waiting (see `without_waiting`), which is paid on boarding and so
    has a direction: the best time from a to b is that from b to a here, vias in reverse. Between
    single nodes with single-node vias, every route has its mirror image.
    """
    reversed_spec = deepcopy(dict(spec))
    for leg in reversed_spec["legs"].values():
        leg["origin"], leg["destination"] = leg["destination"], leg["origin"]
        if "countries_crossed" in leg:
            leg["countries_crossed"].reverse()
    of_nodes = [node.get("dwell", []) for node in reversed_spec["nodes"].values()]
    for entry in sum(of_nodes, reversed_spec.get("dwell_defaults", [])[:]):
        entry["inbound"], entry["outbound"] = entry["outbound"], entry["inbound"]
    return reversed_spec


def without_waiting(spec: oracle.Spec) -> Tree:
    """Take headway and waiting from every leg.

    Holds: no route is slower, and the same routes exist.
    """
    prompt = deepcopy(dict(spec))
    for leg in prompt["legs"].values():
        leg.pop("headway", None)
        leg.pop("waiting", None)
    return prompt


def remove_leg(spec: oracle.Spec, leg_id: str) -> Tree:
    """Take one leg away.

    Holds: the routes are those that did not use it, in the same order.
    """
    return {**deepcopy(dict(spec)), "legs": {k: v for k, v in spec["legs"].items() if k != leg_id}}


def halves(leg_id: str) -> tuple[str, str]:
    """Name the two legs that `split_leg` makes."""
    return f"{leg_id}-a", f"{leg_id}-b"


def splittable(spec: oracle.Spec) -> list[str]:
    """List the legs that `split_leg` can split: even times, not between two border crossings."""
    return [
        leg_id
        for leg_id, leg in spec["legs"].items()
        if not any(time % 2 for time in oracle.triple(leg["transit_time"]))
        and not _between_borders(spec, leg)
    ]


def split_leg(spec: oracle.Spec, leg_id: str) -> Tree:
    """Put a waypoint with zero dwell in the middle of a leg, each half with half its time.

    Holds: the same times of all routes (moving, dwell and waiting each), which count one transfer
    more for the waypoint. The halves are one service and share the leg's waiting: it is paid on
    boarding either half at a real end, never at a waypoint. Seen from an end that is a border
    crossing, the waypoint lies in the other end's country, so border gateways see the same.
    """
    split = deepcopy(dict(spec))
    leg = split["legs"].pop(leg_id)
    ends = split["nodes"][leg["origin"]], split["nodes"][leg["destination"]]
    far = ends[1] if ends[0]["kind"] == "border_crossing" else ends[0]
    spot = {
        axis: f"{sum(Decimal(end['location'][axis]) for end in ends) / 2:f}"
        for axis in ("lat", "lon")
    }
    ride = oracle.carriage(leg)
    zero = {"low": "0 h", "typical": "0 h", "high": "0 h", "basis": "assumed", "rule": "no stop"}
    middle = f"middle-of-{leg_id}"
    split["nodes"][middle] = {
        "name": f"Middle of {leg_id}",
        "country": far["country"],
        "kind": "waypoint",
        "location": spot | {"basis": "estimated", "rule": "halfway"},
        "dwell": [{"inbound": ride, "outbound": ride, "kind": "hand_over", "time": zero}],
    }
    half = _halved(leg) | {"service": leg.get("service", f"Service of {leg_id}")}
    first, second = halves(leg_id)
    split["legs"][first] = {**half, "destination": middle}
    split["legs"][second] = {**half, "origin": middle}
    return split


def _between_borders(spec: oracle.Spec, leg: oracle.Spec) -> bool:
    """Return whether both ends of a leg are border crossings."""
    kinds = {spec["nodes"][leg[end]]["kind"] for end in ("origin", "destination")}
    return kinds == {"border_crossing"}


def _halved(leg: Tree) -> Tree:
    """Copy a leg with half its distance and half its transit time."""

    def half(text: str) -> str:
        number, unit = text.split(" ")
        return f"{Decimal(number) / 2:f} {unit}"

    times = {level: half(leg["transit_time"][level]) for level in oracle.LEVELS}
    copy: Tree = deepcopy(leg)
    copy["transit_time"] |= times
    copy["distance"]["value"] = half(leg["distance"]["value"])
    return copy


def _with_times(spec: oracle.Spec, change: Callable[[str], str]) -> Tree:
    """Copy a network with every time of its dwell entries and legs rewritten."""
    changed = deepcopy(dict(spec))
    entries = [*changed.get("dwell_defaults", [])]
    for node in changed["nodes"].values():
        entries += node.get("dwell", [])
    estimates = [entry["time"] for entry in entries]
    for leg in changed["legs"].values():
        estimates += [leg[field] for field in ("transit_time", "waiting") if field in leg]
        if "headway" in leg:
            leg["headway"]["value"] = change(leg["headway"]["value"])
    for estimate in estimates:
        estimate |= {level: change(estimate[level]) for level in oracle.LEVELS}
    return changed


def from_ready(route: co.Route) -> int:
    """Give the time by which routes are ranked: with the wait for the first departure."""
    level, first = route.request.level, route.legs[0]
    wait = first.leg.wait if first.origin.kind != "waypoint" else None
    return route.transit_time.at(level) + (wait.at(level) if wait else 0)
