"""One part of a network given another time: a new network, the old one untouched."""

from dataclasses import replace
from itertools import product
from typing import Any

from corridor.estimates import Estimate
from corridor.fields import LEVELS, Level
from corridor.model import Dwell, DwellDefault, Leg, Node
from corridor.network import Network
from corridor.steps import Element
from corridor.transfers import Rulebook, carriage
from corridor.units import Duration


def changed(net: Network, element: Element, level: Level, value: int) -> Network:
    """Return the network with one part's time at a level [s] replaced.

    The other levels follow where they would be out of order (low <= typical <= high).
    """
    file = net.in_force
    if element.kind == "dwell":
        if element.entry is None:
            raise ValueError(f"nothing dwells at {element.id}")
        time = _at(element.entry.time, level, value)
        nodes = file.nodes | {element.id: _dwelling(net, element, time)}
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


def _dwelling(net: Network, element: Element, time: Estimate) -> Node:
    """Return a node with another time for one entry; a default gets entries of the node's own.

    There is one for each pair of carriages that the default serves there, and for no other.
    """
    node, entry = net.in_force.nodes[element.id], element.entry
    if isinstance(entry, DwellDefault):
        rules = Rulebook(net.in_force.dwell_defaults)
        legs = [leg for leg in net.legs.values() if node.id in {leg.origin, leg.destination}]
        served = [
            pair
            for pair in product(sorted(set(map(carriage, legs)), key=str), repeat=2)
            if (rule := rules.find(node, *pair)) and rule.entry == entry
        ]
        own = tuple(
            Dwell(inbound=inbound, outbound=outbound, kind=entry.kind, time=time, one_way=True)
            for inbound, outbound in served
        )
        return replace(node, dwell=(*node.dwell, *own))
    return replace(
        node,
        dwell=tuple(replace(own, time=time) if own == entry else own for own in node.dwell),
    )


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
