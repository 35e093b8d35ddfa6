"""One part of a network given another time: a new network, the old one untouched."""

from dataclasses import replace
from typing import Any

from corridor.estimates import Estimate
from corridor.fields import LEVELS, Level
from corridor.model import Dwell, Leg, Node
from corridor.network import Network
from corridor.steps import Element
from corridor.units import Duration


def changed(net: Network, element: Element, level: Level, value: int) -> Network:
    """Return the network with one part's time at a level [s] replaced.

    The other levels follow where they would be out of order (low <= typical <= high).
    """
    file = net.file
    if element.kind == "dwell":
        nodes = file.nodes | {element.id: _dwelling(file.nodes[element.id], element, level, value)}
        return net.with_file(replace(file, nodes=nodes))
    leg = file.legs[element.id]
    legs = file.legs | {element.id: _timed(leg, element.kind, level, value)}
    return net.with_file(replace(file, legs=legs))


def _timed(leg: Leg, kind: str, level: Level, value: int) -> Leg:
    if kind == "leg":
        return replace(leg, transit_time=_at(leg.transit_time, level, value))
    if leg.wait is None:
        raise ValueError(f"{leg.id} has no wait")
    return replace(leg, waiting=_at(leg.wait, level, value))


def _dwelling(node: Node, element: Element, level: Level, value: int) -> Node:
    entry = element.entry
    if entry is None:
        raise ValueError(f"nothing dwells at {node.id}")
    new = Dwell(
        inbound=entry.inbound,
        outbound=entry.outbound,
        kind=entry.kind,
        time=_at(entry.time, level, value),
        one_way=entry.one_way,
        note=entry.note,
    )
    others = tuple(item for item in node.dwell if item is not entry)
    return replace(node, dwell=(*others, new))


def _at(time: Estimate, level: Level, value: int) -> Estimate:
    """Return an estimate with one level replaced, the others moved out of its way."""
    place = LEVELS.index(level)
    levels: dict[str, Any] = {
        name: Duration(
            value if number == place else min(own, value) if number < place else max(own, value)
        )
        for number, (name, own) in enumerate(zip(LEVELS, time.levels, strict=True))
    }
    return replace(time, **levels)
