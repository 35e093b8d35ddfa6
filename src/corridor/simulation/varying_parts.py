"""The parts of a transit time as times that vary: the stream and the common causes of each.

Legs and stops share the regime, and those of one country its own cause. A vessel, the wait for it
and a transfer to or from it share the sea: a storm that closes a port holds up all three. A vessel
belongs to no country; a land leg to that of the end that its file names first.
"""

from typing import Literal

from corridor.errors import QuantityError
from corridor.frozen import dataclass
from corridor.network.estimates import Levels
from corridor.network.model import Dwell
from corridor.network.modes import VESSELS
from corridor.network.network import Network
from corridor.routes.route import Route
from corridor.routes.steps import Element
from corridor.simulation.distribution import Part
from corridor.units import Duration, read
from corridor.user_values import from_text

PORTS = {"seaport", "ferry_port"}
MILES = ("first_mile", "last_mile", "customs")

Stated = str | Duration | Levels


@dataclass(frozen=True, slots=True)
class Given(Levels):
    """A time that the user states; nothing in the network stands behind it."""

    basis: Literal["user"] = "user"


Timed = tuple[tuple[Element, Levels], ...]
Statements = tuple[tuple[str, Given], ...]


def part_of(net: Network, element: Element, time: Levels) -> Part:
    """Return an element of a route as a time that varies."""
    if element.kind in MILES:
        factors: tuple[tuple[str, int], ...] = (("regime", net.dependence.regime),)
        return Part(element.kind, time.levels, factors)
    if element.entry:
        name = f"dwell {element.id} {_side(element.entry.inbound)} {_side(element.entry.outbound)}"
        country = net.nodes[element.id].country
        at_sea = _at_sea(element.entry, net.nodes[element.id].kind)
    else:
        leg = net.legs[element.id]
        name = element.name
        at_sea = leg.mode in VESSELS
        country = "" if at_sea else net.nodes[leg.origin].country
    causes = [("regime", net.dependence.regime)]
    if country:
        causes.append((f"country {country}", net.dependence.country))
    if at_sea:
        causes.append(("sea", net.dependence.sea))
    return Part(name, time.levels, tuple(causes))


def parts_of(net: Network, timed: Timed) -> tuple[Part, ...]:
    """Return the elements of a route as times that vary; one passed twice takes as long again."""
    return tuple(part_of(net, element, time) for element, time in timed)


def _side(side: tuple[str, int | None]) -> str:
    return f"{side[0]} {side[1]}" if side[1] else side[0]


def _at_sea(entry: Dwell, kind: str) -> bool:
    """Return whether a transfer is one to or from a vessel."""
    sides = {entry.inbound[0], entry.outbound[0]}
    return bool(sides & VESSELS) or (entry.kind == "transshipment" and kind in PORTS)


def given_time(name: str, time: Stated) -> Given:
    """Return a time that a user states: one, or low, typical and high.

    >>> given_time("customs", "1 day, 2 days, 5 days").typical.days
    2.0
    """
    if isinstance(time, Levels):
        return _ordered(name, time.levels)
    if isinstance(time, Duration):
        return Given(time, time, time)
    texts = [text.strip() for text in str(time).split(",")]
    if len(texts) not in {1, 3}:
        raise QuantityError(
            f'{name} has {len(texts)} times; it must have one, as in "2 days", '
            'or low, typical and high, as in "1 day, 2 days, 4 days"'
        )
    levels = [from_text(text, name, lambda item: read(item, "time")) or 0 for text in texts]
    low, typical, high = levels * (3 // len(levels))
    return _ordered(name, (low, typical, high))


def _ordered(name: str, levels: tuple[int, int, int]) -> Given:
    low, typical, high = map(Duration, levels)
    if not low <= typical <= high:
        raise QuantityError(
            f"{name} is {low}, {typical}, {high}; low, typical and high must be in that order"
        )
    return Given(low, typical, high)


def stated_elements(given: Statements) -> Timed:
    """Return what the user states as elements."""
    return tuple((Element(name, name, None, name.replace("_", " ")), time) for name, time in given)


def elements_of(route: Route, *, from_ready: bool, given: Statements) -> Timed:
    """Return the elements of a transit time from door to door, in order, each with its time.

    Parameters
    ----------
    route
        The route from terminal to terminal.
    from_ready
        Count the wait for the first departure too.
    given
        What the user states of first mile, last mile and customs.
    """
    stated = stated_elements(given)
    before = [pair for pair in stated if pair[0].kind == "first_mile"]
    after = [pair for pair in stated if pair[0].kind != "first_mile"]
    first, wait = route.legs[0], route.legs[0].leg.wait
    ready: Timed = ()
    if from_ready and wait and first.origin.kind != "waypoint":
        label = f"wait at {first.origin.short}"
        ready = ((Element("waiting", first.id, None, label), wait),)
    return (*before, *ready, *route.elements(), *after)
