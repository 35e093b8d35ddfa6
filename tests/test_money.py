"""Amounts of money: how they are written, and what is not added."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
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
