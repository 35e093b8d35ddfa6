"""What a search can minimise: one row for each objective, with all that depends on it.

A new objective is a new row, and its name in `Objective`.
"""

from collections.abc import Callable
from typing import Literal, NamedTuple

from corridor import text
from corridor.frozen import dataclass
from corridor.units import DAY

Objective = Literal["transit_time", "cost", "emissions", "distance", "generalised"]
#: What is minimised where nothing is asked for; it breaks the ties of every other objective.
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


class Totals(NamedTuple):
    """A whole route as an objective measures it, at the level of the request.

    Attributes
    ----------
    seconds, metres, legs
        Its transit time [s], its distance [m] and the number of its legs.
    cents, generalised
        What it costs, and with the value of time [cents]; none without a shipment.
    grams
        What it emits [g CO2e]; none without a shipment.
    """

    seconds: int
    metres: int
    legs: int
    cents: int | None = None
    generalised: int | None = None
    grams: int | None = None


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
    value: Callable[[Totals], int | None]
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
        value=lambda totals: totals.seconds,
    ),
    "cost": ObjectiveFacts(
        axis="cost, {}",
        per=100,
        shown=_whole_money,
        weight=lambda part: part.cents + part.time_cost,
        value=lambda totals: totals.cents,
        needs_shipment=True,
        is_priced=True,
    ),
    "emissions": ObjectiveFacts(
        unit="kg CO2e",
        axis="kg CO2e",
        per=1_000,
        shown=text.kg,
        weight=lambda part: part.grams,
        value=lambda totals: totals.grams,
        needs_shipment=True,
        needs_factors=True,
    ),
    "distance": ObjectiveFacts(
        unit="km",
        axis="km",
        per=1_000,
        shown=text.km,
        weight=lambda part: part.metres,
        value=lambda totals: totals.metres,
    ),
    "generalised": ObjectiveFacts(
        axis="cost with the value of time, {}",
        per=100,
        shown=_whole_money,
        weight=lambda part: part.cents + part.time_value,
        value=lambda totals: totals.generalised,
        needs_shipment=True,
        is_priced=True,
        weighs_time=True,
    ),
}
