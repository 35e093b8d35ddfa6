"""How much one part of a route must change before another route is the quicker one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING, Any, cast

from corridor import text as _text
from corridor.frozen import dataclass
from corridor.network.dwell_rules import Rulebook, carriage
from corridor.network.estimates import Estimate
from corridor.network.fields import LEVELS, Level
from corridor.network.model import Dwell, DwellDefault, Leg, Node
from corridor.network.network import Network
from corridor.printing.shown import Brief, Shown
from corridor.routes.route import Route
from corridor.routes.steps import Element
from corridor.routing.build_route import time_in
from corridor.signatures import suggest_arguments
from corridor.text import Block, Prose
from corridor.units import Duration
from corridor.user_values import of_kind

if TYPE_CHECKING:
    from corridor.analysis.breakeven_cost import TippingPoint


MINUTE = 60


@dataclass(frozen=True, slots=True)
class Threshold(Brief):
    """The value of one part at which two routes take the same time.

    Attributes
    ----------
    element
        The part: a leg, a dwell, a wait.
    time
        What it is now.
    value
        The value [s] beyond which the other route is the quicker one.
    inside
        Whether that lies between the part's own low and high.
    """

    element: Element
    time: Estimate
    value: Duration
    inside: bool

    def __str__(self) -> str:
        now, then = (_text.days(item) for item in (self.time.typical, self.value))
        low, high = (_text.days(item) for item in (self.time.low, self.time.high))
        place = "inside" if self.inside else "outside"
        return f"{self.element.label}: {now} > {then} days, {place} its {low} to {high}"


@dataclass(frozen=True, slots=True)
class BreakEven(Shown):
    """The single changes that would turn the ranking of two routes, the likeliest first.

    Attributes
    ----------
    difference
        How much longer the second route takes than the first at the level [s]; negative when it
        is the quicker one.
    thresholds
        Those inside their part's range come first, then by how large a part of the range, or of
        the value where there is no range, the change is.
    money
        Where both carry a shipment that is priced as a whole: the values of a day, of the cargo
        and of tariffs that would turn the ranking in money.
    """

    difference: int
    thresholds: tuple[Threshold, ...]
    money: "tuple[TippingPoint, ...]" = ()

    def _blocks(self) -> list[Block]:
        lines = [*map(str, self.thresholds), *map(str, self.money)]
        return [Prose(lines or ["no change of a single part turns the ranking"])]


@suggest_arguments
def break_even(net: Network, route: Route, versus: Route) -> BreakEven:
    """Find the smallest change of one part that turns the ranking of two routes.

    Parameters
    ----------
    net
        The network that both were found in.
    route, versus
        The two routes; compared at the level of the first one's request.

    Returns
    -------
    BreakEven
        Every part that can do it alone, each threshold confirmed by applying it.

    Raises
    ------
    QuantityError
        When the routes are not of this network.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> one, other = co.find_routes(net, "Xi'an", "Istanbul", limit=2, distinct="passage")
    >>> co.break_even(net, one, other).difference > 0
    True
    """
    of_kind(route, "the route", Route)
    of_kind(versus, "versus", Route)
    difference = versus.transit_time.at(route.request.level) - route.transit_time.at(
        route.request.level
    )
    small = _of_legs(net, (route, versus))
    found = [
        threshold
        for threshold in _thresholds(route, versus, difference)
        if _confirmed(small, route, versus, threshold)
    ]
    found.sort(key=lambda item: (not item.inside, _relative(item, route), item.element.name))
    money: tuple[TippingPoint, ...] = ()
    if route.cost and versus.cost:
        from corridor.analysis.breakeven_cost import tipping_points  # not needed for times

        money = tipping_points(net, route, versus)
    return BreakEven(int(difference), tuple(found), money)


def _of_legs(net: Network, routes: Iterable[Route]) -> Network:
    """Return the network with the legs of some routes alone, which is compiled at once."""
    used = {leg.id for route in routes for leg in route.legs}
    file = net.in_force
    legs = {key: leg for key, leg in file.legs.items() if key in used}
    return net.with_file(replace(file, legs=legs))


def _thresholds(route: Route, versus: Route, difference: int) -> Iterator[Threshold]:
    """Yield what each part that the routes do not share alike would have to be."""
    level = route.request.level
    counts = Counter(element for element, _ in route.elements())
    counts.subtract(element for element, _ in versus.elements())
    times = dict([*versus.elements(), *route.elements()])
    for element, count in counts.items():
        if not count:
            continue
        time = times[element]
        value = int(time.at(level)) + round(difference / count)
        if value > 0:
            yield Threshold(element, time, Duration(value), time.low <= value <= time.high)


def _relative(threshold: Threshold, route: Route) -> float:
    now = int(threshold.time.at(route.request.level))
    span = int(threshold.time.high - threshold.time.low) or now or 1
    return abs(int(threshold.value) - now) / span


def _confirmed(net: Network, route: Route, versus: Route, threshold: Threshold) -> bool:
    """Return whether applying a threshold, a minute to either side, turns the ranking."""
    level = route.request.level
    signs = set()
    for side in (-MINUTE, MINUTE):
        value = max(0, int(threshold.value) + side)
        other = changed(net, threshold.element, level, value)
        here, there = time_in(other, route, level), time_in(other, versus, level)
        signs.add((here > there) - (here < there))
    return signs == {-1, 1}


def changed(net: Network, element: Element, level: Level, value: int) -> Network:
    """Return the network with one part's time at a level [s] replaced.

    The other levels follow where they would be out of order (low <= typical <= high).
    """
    file = net.in_force
    if element.entry:
        time = _at(element.entry.time, level, value)
        nodes = {**file.nodes, element.id: _dwelling(net, element, time)}
        return net.with_file(replace(file, nodes=nodes))
    leg = file.legs[element.id]
    legs = {**file.legs, element.id: _timed(leg, element.kind, level, value)}
    return net.with_file(replace(file, legs=legs))


def _timed(leg: Leg, kind: str, level: Level, value: int) -> Leg:
    if kind == "leg":
        return replace(leg, transit_time=_at(leg.transit_time, level, value))
    return replace(leg, waiting=_at(cast("Estimate", leg.wait), level, value))


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
    """Return an estimate with one level replaced, the others moved out of its range."""
    place = LEVELS.index(level)
    levels: dict[str, Any] = {
        name: Duration(
            value if number == place else min(own, value) if number < place else max(own, value)
        )
        for number, (name, own) in enumerate(zip(LEVELS, time.levels, strict=True))
    }
    return replace(time, **levels)
