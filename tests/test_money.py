"""Amounts of money: how they are written, and what is not added."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.errors import FieldError
from corridor.money import read_money


@given(cents=st.integers(0, 10**13))
def test_an_amount_is_grouped_for_persons_and_plain_in_files(cents: int) -> None:
    money = co.Money(cents, "USD")
    assert read_money(money.plain) == money
    assert str(money).replace(",", "") == money.plain
    whole, *groups = str(money).partition(".")[0].split(",")
    assert len(whole) <= 3
    assert {len(group) for group in groups} <= {3}


def test_amounts_of_two_currencies_are_not_added() -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.Money(100, "USD") + co.Money(100, "EUR")
    assert str(caught.value) == "1.00 USD and 1.00 EUR are of two currencies; convert one first"
    assert co.Money(100, "USD") != 100
    assert co.Money(-150, "USD") < co.Money(100, "USD") - co.Money(50, "USD")
    assert repr(co.Money(-150, "USD")) == "-1.50 USD"


@pytest.mark.parametrize(
    ("text", "fix"),
    [
        ("3.474 USD", "write 3474 USD"),
        ("108,000 USD", "write 108000 USD"),
        ("1.108.000,50 EUR", "write 1108000.50 EUR"),
        ("108'000 USD", "write 108000 USD"),
        ("1,5 USD", "write 1.5 USD"),
        ("USD 3,474", "write 3474 USD"),
        ("€ 75", "write 75 EUR"),
        ("3474USD", "write 3474 USD"),
        ("3474.505 USD", "write it as in 3474 USD"),
        ("USD 5 EUR", "write it as in 3474 USD"),
        ("five USD", "write it as in 3474 USD"),
    ],
)
def test_the_fix_of_an_amount_is_what_was_meant(text: str, fix: str) -> None:
    """Never another figure than the one that stands there, but as an example."""
    with pytest.raises(FieldError) as caught:
        read_money(text)
    assert caught.value.wording.fix == fix
    with pytest.raises(co.ShipmentError) as told:
        co.Shipment(equipment="40ft", cargo_value=text)
    assert str(told.value).endswith(f"; {fix}") == (not fix.startswith("write it"))


def test_money_is_multiplied_by_plain_numbers_and_does_not_change() -> None:
    price = co.Money(1_005, "USD")
    assert price * 2 == 2 * price == co.Money(2_010, "USD")
    assert price * 0.5 == co.Money(503, "USD")  # half a cent is rounded up
    factor: Any = "2"
    with pytest.raises(co.QuantityError) as caught:
        price * factor
    assert str(caught.value) == "10.05 USD can be multiplied by a plain number, not by '2'"
    with pytest.raises(AttributeError) as changed:
        price.cents = 1
    assert str(changed.value) == "money does not change: cents of 10.05 USD stays what it is"
