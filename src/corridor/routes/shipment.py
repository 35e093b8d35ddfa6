"""What is carried: boxes of one size, what is in them, and in what money it is asked."""

import copy
import datetime
from collections.abc import Callable
from typing import Any, TypeVar

from corridor.errors import ShipmentError
from corridor.frozen import dataclass
from corridor.money import Money, read_currency, read_money
from corridor.network.carbon.carbon_price import CarbonPrice
from corridor.network.rates import BOXES
from corridor.network.texts import field_texts
from corridor.patterns import pattern
from corridor.printing.shown import Brief
from corridor.signatures import suggest_arguments
from corridor.units import Mass, read
from corridor.user_values import of_kind, one_of, quantity, read_date, whole_number

CURRENCY = "USD"
MAX_PRICE_AGE = "18 months"
_AGE = pattern(r"([0-9]{1,4}) (month|year)s?")
_VALUE = pattern(r"([0-9]{4}(?:-[0-9]{2}){0,2}): ?([0-9]{1,9}(?:\.[0-9]{1,6})?)")
Index = tuple[tuple[str, float], ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True, init=False)
class Shipment(Brief):
    """What is carried, and how its price is asked.

    Parameters
    ----------
    equipment
        The size of the boxes: 20ft, 40ft, 40hc, or what the network file declares under
        `equipment`. A tariff holds for one size: it is not halved or doubled for another.
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
        Older prices are historic: shown apart, never in a total; default ``"18 months"``,
        ``"any"`` for all ages. The age is counted to `price_date`.
    price_index
        An index that you state, by which prices are brought to the level of `price_date`, as
        ``"2018: 100, 2024: 121.5"``: years, months or days with values, the earliest first. A price
        has the last value that is not after its date; one before the first is left as it is.
    goods
        The class of the goods, as tariffs name it; tariffs for classes hold for no other.
    empty
        Whether the boxes are empty: tariffs that do not say otherwise are for loaded ones.
    value_of_time
        What a day is worth for the whole shipment, as ``"200 USD"``; for generalised cost it stands
        instead of the inventory cost of the cargo's value.
    carbon_price
        A `CarbonPrice` for what ocean legs emit: lines of the cost of their own.
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

    equipment: str
    quantity: int
    cargo_mass: Mass | None
    cargo_value: Money | None
    currency: str
    price_date: str | None
    max_price_age: int | None
    price_index: Index
    goods: str | None
    empty: bool
    value_of_time: Money | None
    inventory_cost: int | None
    carbon_price: CarbonPrice | None

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
        price_index: str = "",
        goods: str | None = None,
        empty: bool = False,
        value_of_time: str | Money | None = None,
        inventory_cost: str | None = None,
        carbon_price: CarbonPrice | None = None,
    ) -> None:
        typed: object = equipment
        if not (isinstance(typed, str) and field_texts.ID.fullmatch(typed)):
            one_of(equipment, BOXES, "equipment", ShipmentError, cutoff=0.5)
        quantity = whole_number(quantity, "quantity", 1, error=ShipmentError)
        mass = _read(cargo_mass, "cargo_mass", Mass, lambda text: Mass(read(text, "mass")))
        value = _read(cargo_value, "cargo_value", Money, read_money)
        worth = _read(value_of_time, "value_of_time", Money, read_money)
        if mass is not None and mass <= 0:
            raise ShipmentError(f"cargo_mass is {mass}; it must be above 0 t")
        of_kind(empty, "empty", bool)
        stated = {"cargo_mass": mass, "cargo_value": value, "goods": goods}
        held = [name for name, item in stated.items() if item is not None]
        if empty and held:
            raise ShipmentError(f"{held[0]} is stated of an empty box; leave it out, or empty")
        named = next((money.currency for money in (value, worth) if money), CURRENCY)
        if carbon_price is not None:
            of_kind(carbon_price, "carbon_price", CarbonPrice)
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
            "price_index": _index(price_index),
            "goods": _read(goods, "goods", str, field_texts.free_text),
            "empty": empty,
            "value_of_time": worth,
            "inventory_cost": _read(
                inventory_cost, "inventory_cost", str, lambda text: read(text, "share")
            ),
            "carbon_price": carbon_price,
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
        named = ", empty" if self.empty else f", {self.goods}" if self.goods else ""
        return f"{self.quantity} x {self.equipment}{held}{named}"


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


def _months(given: object) -> int | None:
    """Return an age in months; none for any age."""
    text = given if isinstance(given, str) else ""
    match = _AGE.fullmatch(text)
    if text == "any":
        return None
    if match is None:
        raise ShipmentError(
            f"max_price_age is {given!r}; it must be a number of months or years, as in "
            f'"{MAX_PRICE_AGE}", or "any"'
        )
    return int(match[1]) * (12 if match[2] == "year" else 1)


def _index(given: object) -> Index:
    """Return an index of prices: dates with values, the earliest first."""
    if isinstance(given, str) and not given:
        return ()
    parts = [part.strip() for part in given.split(",")] if isinstance(given, str) else [""]
    matches = [_VALUE.fullmatch(part) for part in parts]
    found = [(match[1], float(match[2])) for match in matches if match]
    dates = [date for date, _ in found]
    fits = len(found) == len(parts) and all(value > 0 for _, value in found)
    if not fits or dates != sorted(set(dates)):
        raise ShipmentError(
            f"price_index is {given!r}; it must be dates with values above 0, the earliest first, "
            'as in "2018: 100, 2024: 121.5"'
        )
    return tuple((field_texts.partial_date(date), value) for date, value in found)
