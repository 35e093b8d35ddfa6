"""Terminals near a position, each with the road leg to it."""

from typing import NamedTuple

from corridor.gazetteer.city_file import Position
from corridor.network.estimates import Levels, Norm
from corridor.network.model import Node
from corridor.network.modes import LAST_RESORT, VESSELS
from corridor.network.names import ROAD_DETOUR, Mile, at, great_circle
from corridor.network.network import Memory, Network
from corridor.units import Distance, Duration

#: A terminal serves what lies within so many kilometres of it. An assumption.
REACH = 300
#: So many terminals compete, of those by rail and of those by ship.
MOST = 2
#: The norm of the file that gives the speed of lorries; where it has none, an assumed one.
(ROAD,) = LAST_RESORT
ASSUMED = Norm(
    id="assumed", text="lorries", speed=28_000, typical_over_low=1.4, high_over_typical=1.65
)


class Terminal(NamedTuple):
    """A node where goods can be handed over to a train or a ship."""

    node: Node
    by_rail: bool
    by_ship: bool


_TERMINALS = Memory[None, tuple[Terminal, ...]]("terminals")


def terminals(net: Network) -> tuple[Terminal, ...]:
    """Return the terminals of a network's day: no borders, no waypoints, some open leg."""
    memory = net.memory(_TERMINALS)
    if None not in memory:
        modes: dict[str, set[str]] = {}
        for leg in net.legs.values():
            if net.is_open(leg) or net.is_open(leg, back=True):
                for node in (leg.origin, leg.destination):
                    modes.setdefault(node, set()).add(leg.mode)
        memory[None] = tuple(
            Terminal(node, not served <= VESSELS, not served.isdisjoint(VESSELS))
            for node in net.nodes.values()
            if node.kind not in {"border_crossing", "waypoint"}
            and (served := modes.get(node.id, set()) - LAST_RESORT)
        )
    return memory[None]


def near(net: Network, here: Position, country: str) -> tuple[Node, ...]:
    """Return the terminals that compete for a position: of its own country, if that has any."""
    ranked = sorted(
        (great_circle(here, at(item.node)), item.node.id, item) for item in terminals(net)
    )
    reached = [item for apart, _, item in ranked if apart <= REACH]
    own = [item for item in reached if item.node.country == country] or reached
    by_rail = [item.node for item in own if item.by_rail][:MOST]
    by_ship = [item.node for item in own if item.by_ship][:MOST]
    return tuple({node.id: node for node in (*by_rail, *by_ship)}.values())


def nearest(net: Network, here: Position, most: int = 3) -> list[tuple[str, int]]:
    """Return the nearest terminals, however far, with their distances [km]."""
    ranked = sorted((round(great_circle(here, at(i.node))), i.node.short) for i in terminals(net))
    return [(name, apart) for apart, name in ranked[:most]]


def mile(net: Network, place: str, here: Position, node: Node, country: str) -> Mile:
    """Return the estimated road leg between a position and a terminal."""
    metres = round(great_circle(here, at(node)) * ROAD_DETOUR * 1000)
    norm = net.norms.get(ROAD, ASSUMED)
    if not (norm.speed and norm.typical_over_low and norm.high_over_typical):
        norm = ASSUMED
    hourly, typical, high = norm.speed or 0, norm.typical_over_low or 1, norm.high_over_typical or 1
    low = metres / hourly * 3600
    times = (low, low * typical, low * typical * high)
    levels = Levels(*(Duration(round(time)) for time in times))
    rule = f"great circle x {ROAD_DETOUR}, {hourly / 1000:g} km/h at best, norm {norm.id}"
    return Mile(node.id, node.short, place, Distance(metres), levels, rule, country, here)
