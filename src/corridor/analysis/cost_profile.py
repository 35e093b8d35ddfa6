"""What a route has cost by distance, as far as there are prices: cumulative cents by distance."""

from collections import deque
from collections.abc import Iterable
from typing import NamedTuple

from corridor.errors import QuantityError, quote
from corridor.frozen import dataclass
from corridor.network.model import Node
from corridor.routes.costs.cost import Charge, Cost, Missing
from corridor.routes.route import Route
from corridor.routes.steps import RouteLeg


class Paid(NamedTuple):
    """A point of the route: the distance [m] and the cents so far at low, typical and high."""

    metres: int
    low: int
    typical: int
    high: int


class Step(NamedTuple):
    """A leg, or a node where something is paid, and what has been paid before and after."""

    what: RouteLeg | Node
    before: Paid
    after: Paid


@dataclass(frozen=True, slots=True)
class CostProfile:
    """What a route has cost by distance, for all boxes.

    Attributes
    ----------
    route
        The route.
    cost
        What it costs in all.
    steps
        The legs and the paid stops, in order, up to the first that has no price.
    missing
        That one; none where all have a price.
    """

    route: Route
    cost: Cost
    steps: tuple[Step, ...]
    missing: Missing | None

    @property
    def points(self) -> tuple[Paid, ...]:
        """The points of the route, from the origin."""
        return (Paid(0, 0, 0, 0), *(step.after for step in self.steps))


def cost_profile_of(route: Route) -> CostProfile:
    """Return what a route has cost by distance.

    >>> import corridor as co
    >>> box = co.Shipment(equipment="40ft", max_price_age="any")
    >>> route = co.find_route(co.load_network(), "Xi'an", "Duisburg", shipment=box)
    >>> cost_profile_of(route).points[-1].typical == route.cost.typical.cents
    True
    """
    cost = route.cost
    if cost is None:
        raise QuantityError(
            f"the route {quote(route.request.chain)} carries no shipment, so it has no cost to "
            'draw; find it with shipment=Shipment(equipment="40ft"), or --equipment 40ft'
        )
    charges, missing = deque(cost.charges), deque(cost.missing)
    steps: list[Step] = []
    now = Paid(0, 0, 0, 0)
    for part in route.steps:
        element = f"leg {part.id}" if isinstance(part, RouteLeg) else f"stop {part.node.id}"
        if missing and missing[0].element == element:
            return CostProfile(route, cost, tuple(steps), missing[0])
        metres = int(part.leg.distance.value) if isinstance(part, RouteLeg) else 0
        after = _after(now, metres, _own(charges, element))
        if after != now:
            steps.append(Step(part if isinstance(part, RouteLeg) else part.node, now, after))
        now = after
    return CostProfile(route, cost, tuple(steps), None)


def _own(charges: deque[Charge], element: str) -> list[Charge]:
    """Take the charges of one leg or stop from the front; a route may pass the same one again."""
    found: list[Charge] = []
    while charges and charges[0].element == element:
        if charges[0].kind in {item.kind for item in found}:
            break
        found.append(charges.popleft())
    return found


def _after(now: Paid, metres: int, charges: Iterable[Charge]) -> Paid:
    found = [item.cents for item in charges]
    low, typical, high = (sum(item[place] for item in found) for place in range(3))
    return Paid(now.metres + metres, now.low + low, now.typical + typical, now.high + high)
