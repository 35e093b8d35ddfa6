"""What is carried: boxes of one size, what is in them, and in what money it is asked."""

import copy
import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from corridor.errors import ShipmentError
from corridor.money import Money, read_currency, read_money
from corridor.network.rates import BOXES, Box
from corridor.network.texts import field_texts
from corridor.notebook import Brief
from corridor.signatures import suggest_arguments
from corridor.units import Mass, read
from corridor.user_values import one_of, quantity, read_date, whole_number

CURRENCY = "USD"
MAX_PRICE_AGE = "18 months"
_AGE = re.compile(r"([0-9]{1,4}) (month|year)s?")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, init=False)
class Shipment(Brief):
    """What is carried, and how its price is asked.

    Parameters
    ----------
    equipment
        The size of the boxes: 20ft, 40ft or 40hc. A tariff holds for one size: it is not halved or
        doubled for another.
    quantity
        How many boxes.
    cargo_mass
        The mass in each box, without the box, as ``"14 t"``; by default that of the network file.
    cargo_value
        The value of what is in each box, as ``"108000 USD"``; without it, time costs nothing.
    currency
        In what is reported; by default that of `cargo_value`, else of `value_of_time`, else USD.
    price_date
        Prices after this day, month or year are not used; by default the network's day.
    max_price_age
        Older prices are historic: shown apart, never in a total; ``"18 months"`` if not said,
        ``"any"`` for all ages. The age is counted to `price_date`.
    value_of_time
        What a day is worth for the whole shipment, as ``"200 USD"``; for generalised cost it stands
        instead of the inventory cost of the cargo's value.
    inventory_cost
        What goods on the way cost in a year, as ``"25 %"`` of their value; by default that of the
        network file.

    Raises
    ------
    ShipmentError
        When a field is not of its form.

    >>> import corridor as co
    >>> co.Shipment(equipment="40ft", quantity=2, cargo_mass="14 t", cargo_value="108000 USD")
    2 x 40ft, 14 t and 108,000.00 USD in each
    """

    equipment: Box
    quantity: int
    cargo_mass: Mass | None
    cargo_value: Money | None
    currency: str
    price_date: str | None
    max_price_age: int | None
    value_of_time: Money | None
    inventory_cost: int | None

    @suggest_arguments
    def __init__(
        self,
        *,
        equipment: str,
        quantity: int = 1,
        cargo_mass: str | Mass | None = None,
        cargo_value: str | Money | None = None,
        currency: str | None = None,
        price_date: str | datetime.date | None = None,
        max_price_age: str = MAX_PRICE_AGE,
        value_of_time: str | Money | None = None,
        inventory_cost: str | None = None,
    ) -> None:
        one_of(equipment, BOXES, "equipment", ShipmentError, cutoff=0.5)
        whole_number(quantity, "quantity", 1, error=ShipmentError)
        mass = _read(cargo_mass, "cargo_mass", Mass, lambda text: Mass(read(text, "mass")))
        value = _read(cargo_value, "cargo_value", Money, read_money)
        worth = _read(value_of_time, "value_of_time", Money, read_money)
        if mass is not None and mass <= 0:
            raise ShipmentError(f"cargo_mass is {mass}; it must be above 0 t")
        named = next((money.currency for money in (value, worth) if money), CURRENCY)
        given = {
            "equipment": equipment,
            "quantity": quantity,
            "cargo_mass": mass,
            "cargo_value": value,
            "currency": _read(
                named if currency is None else currency, "currency", str, read_currency
            ),
            "price_date": _price_date(price_date),
            "max_price_age": _months(max_price_age),
            "value_of_time": worth,
            "inventory_cost": _read(
                inventory_cost, "inventory_cost", str, lambda text: read(text, "share")
            ),
        }
        for name, item in given.items():
            object.__setattr__(self, name, item)

    def with_values(self, **values: object) -> "Shipment":
        """Return the shipment with other values of its fields, as it holds them."""
        other = copy.copy(self)
        for name, value in values.items():
            object.__setattr__(other, name, value)
        return other

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        inside = [str(item) for item in (self.cargo_mass, self.cargo_value) if item is not None]
        held = f", {' and '.join(inside)} in each" if inside else ""
        return f"{self.quantity} x {self.equipment}{held}"


def _read(
    given: T | str | None, name: str, kind: type[Any], reader: Callable[[str], T]
) -> T | None:
    return quantity(given, name, kind, reader, ShipmentError)


def _price_date(given: str | datetime.date | None) -> str | None:
    if given is None or (isinstance(given, str) and not given):
        return None
    if isinstance(given, datetime.date):
        return str(read_date(given))
    return _read(given, "price_date", str, field_texts.partial_date)


def _months(given: str) -> int | None:
    """Return an age in months; none for any age."""
    match = _AGE.fullmatch(str(given))
    if given == "any":
        return None
    if match is None:
        raise ShipmentError(
            f"max_price_age is {given!r}; it must be a number of months or years, as in "
            f'"{MAX_PRICE_AGE}", or "any"'
        )
    return int(match[1]) * (12 if match[2] == "year" else 1)
