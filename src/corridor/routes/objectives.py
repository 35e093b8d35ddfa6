"""What a search can make least: one row for each objective, with all that depends on it.

A new objective is a new row, and its name in `Objective`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from corridor import text
from corridor.units import DAY

if TYPE_CHECKING:
    from corridor.routes.route import Route

Objective = Literal["transit_time", "cost", "emissions", "distance", "generalised"]
#: What is made least where nothing is asked for; it breaks the ties of every other objective.
BY_TIME: Objective = "transit_time"


class Part(NamedTuple):
    """A leg or a transfer as an objective weighs it, at the level of the request.

    Attributes
    ----------
    seconds
        Its time [s].
    cents, time_cost, time_value
        What is paid for it, and what its time costs and is worth [cents].
    grams
        What it emits [g CO2e].
    metres
        The distance of a leg [m].
    is_leg
        Whether it is a leg.
    """

    seconds: int
    cents: int
    time_cost: int
    time_value: int
    grams: int
    metres: int
    is_leg: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectiveFacts:
    """What is particular to one objective.

    Attributes
    ----------
    unit
        In what it is shown; empty for money, which is in the shipment's currency.
    axis
        Its words on the axis of a picture; ``{}`` is the currency.
    per
        How many of the units of its values make one of `unit`.
    shown
        The function that gives a value as text in that unit.
    weight
        What a part of a route adds to it.
    value
        What it is for a whole route; none where the route lacks it.
    needs_shipment, is_priced, needs_factors, weighs_time
        Whether it needs a shipment, a price for every part, an emission factor for every leg, and
        a value of time.
    """

    unit: str = ""
    axis: str
    per: int
    shown: Callable[[int], str]
    weight: Callable[[Part], int]
    value: "Callable[[Route], int | None]"
    needs_shipment: bool = False
    is_priced: bool = False
    needs_factors: bool = False
    weighs_time: bool = False

    def heading(self, name: str, currency: str) -> str:
        """Return the head of its column."""
        return self.unit or f"{name}\n{currency}"


def _whole_money(cents: int) -> str:
    return text.money(cents, digits=0)


OBJECTIVES: dict[Objective, ObjectiveFacts] = {
    "transit_time": ObjectiveFacts(
        unit="days",
        axis="days",
        per=DAY,
        shown=text.days,
        weight=lambda part: part.seconds,
        value=lambda route: int(route.transit_time.at(route.request.level)),
    ),
    "cost": ObjectiveFacts(
        axis="cost, {}",
        per=100,
        shown=_whole_money,
        weight=lambda part: part.cents + part.time_cost,
        value=lambda route: route.cost.at(route.request.level).cents if route.cost else None,
        needs_shipment=True,
        is_priced=True,
    ),
    "emissions": ObjectiveFacts(
        unit="kg CO2e",
        axis="kg CO2e",
        per=1_000,
        shown=text.kg,
        weight=lambda part: part.grams,
        value=lambda route: int(route.emissions.total) if route.emissions else None,
        needs_shipment=True,
        needs_factors=True,
    ),
    "distance": ObjectiveFacts(
        unit="km",
        axis="km",
        per=1_000,
        shown=text.km,
        weight=lambda part: part.metres,
        value=lambda route: int(route.distance),
    ),
    "generalised": ObjectiveFacts(
        axis="cost with the value of time, {}",
        per=100,
        shown=_whole_money,
        weight=lambda part: part.cents + part.time_value,
        value=lambda route: route.cost.generalised.cents if route.cost else None,
        needs_shipment=True,
        is_priced=True,
        weighs_time=True,
    ),
}
