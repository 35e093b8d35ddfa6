"""The price of emissions as a user states it."""

from corridor.errors import ShipmentError
from corridor.frozen import dataclass
from corridor.money import Money, read_money
from corridor.network.carbon.factors import Scope
from corridor.network.texts.field_texts import share as read_share
from corridor.signatures import suggest_arguments
from corridor.user_values import one_of, quantity

PRICED: tuple[Scope, ...] = ("TTW", "WTW")
EXAMPLE = 'CarbonPrice(per_tonne="75 EUR", share="50 %")'


@dataclass(frozen=True, slots=True, init=False)
class CarbonPrice:
    """A price for a share of what the legs by ocean ship emit, such as that of the EU ETS.

    The library has no prices, no shares and no list of voyages in a scheme: all is as stated.

    Parameters
    ----------
    per_tonne
        The price of a tonne of CO2e, as ``"75 EUR"``.
    share
        The share of the emissions of ocean legs that it is paid for, as ``"50 %"``.
    fuel_eu
        What compliance with FuelEU costs for a tonne of the same emissions, a line of its own.
    scope
        Of which emissions: TTW, what the ship itself emits, or WTW.

    Raises
    ------
    ShipmentError
        When a field is not of its form.

    >>> import corridor as co
    >>> price = co.CarbonPrice(per_tonne="75 USD", share="50 %")
    >>> box = co.Shipment(equipment="40ft", cargo_mass="20 t", carbon_price=price)
    >>> net = co.load_network()
    >>> route = co.find_route(net, "Shanghai", "Rotterdam", corridor="cape", shipment=box)
    >>> str(route.cost.kinds["carbon"])
    '74.19 USD'
    """

    per_tonne: Money
    share: int
    fuel_eu: Money | None
    scope: Scope

    @suggest_arguments
    def __init__(
        self,
        *,
        per_tonne: str | Money,
        share: str,
        fuel_eu: str | Money | None = None,
        scope: str = "TTW",
    ) -> None:
        one_of(scope, PRICED, "scope", ShipmentError)
        given = {
            "per_tonne": quantity(per_tonne, "per_tonne", Money, read_money, ShipmentError),
            "share": quantity(share, "share", str, read_share, ShipmentError),
            "fuel_eu": quantity(fuel_eu, "fuel_eu", Money, read_money, ShipmentError),
            "scope": scope,
        }
        for name in ("per_tonne", "share"):
            if given[name] is None:
                raise ShipmentError(f"a carbon price needs {name}, as in {EXAMPLE}")
        for name, item in given.items():
            object.__setattr__(self, name, item)

    def __str__(self) -> str:
        fuel = f", FuelEU {self.fuel_eu} per t" if self.fuel_eu else ""
        return f"{self.per_tonne} per t CO2e ({self.scope}) on {self.share / 100:g} %{fuel}"
