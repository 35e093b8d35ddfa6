"""What one tariff comes to, worked out by hand: boxes, mass, belts, bounds, days, an index."""

import dataclasses
from fractions import Fraction
from typing import Any

import pytest

import corridor as co
from corridor.money import Money
from corridor.network.fields import LEVELS
from corridor.network.rates import Belt, DayBand, Price, Tariff
from corridor.routing.costs.resolved_shipment import Terms, terms_of
from corridor.routing.costs.tariff_quotes import days_charged, index_factor, quote, rebased
from corridor.routing.costs.tariffs import charged
from corridor.units import Distance, Duration
from support.priced import SHIPPING
from support.small import line, read

RATE = {"base": "EUR", "quoted": "USD", "rate": "1.1", "date": "2026-01-01"}
NET = read(line() | SHIPPING | {"exchange_rates": {"euro": RATE}})
DAY = 86_400


def terms(**more: Any) -> Terms:
    """Return the terms of three boxes of 12 t, in USD."""
    asked: dict[str, Any] = {"equipment": "40ft", "quantity": 3, "cargo_mass": "12 t"}
    asked |= {"currency": "USD"} | more
    return terms_of(NET, co.Shipment(**asked))


def price(low: int, high: int, typical: int | None = None, currency: str = "USD") -> Price:
    """Return a price in cents."""
    middle = None if typical is None else Money(typical, currency)
    return Price(Money(low, currency), Money(high, currency), middle)


def tariff(held: Price, **more: Any) -> Tariff:
    return Tariff(id="t", equipment="any", price=held, **more)


def cents(held: Tariff, metres: int = 0, **asked: Any) -> tuple[int, ...]:
    """Return what three boxes cost at low, typical and high."""
    found = [charged(held, terms(**asked), level, metres) for level in LEVELS]
    assert {money.currency for money in found} == {held.price.low.currency}
    return tuple(money.cents for money in found)


#: 1.01, 2.00 and, in between, 1.505 dollars.
ODD = price(101, 200)
BELTS = (Belt(up_to=Distance(100_000), price=price(300, 300)),
         Belt(up_to=Distance(250_000), price=price(200, 200)))  # fmt: skip


@pytest.mark.parametrize(
    ("held", "metres", "expected"),
    [
        # Three boxes at 1.505 are 4.515, to the cent 4.52.
        (tariff(ODD), 0, (303, 452, 600)),
        (tariff(price(100, 900, 250)), 7_000, (300, 750, 2_700)),
        (tariff(ODD, per="departure"), 0, (101, 151, 200)),
        (tariff(ODD, per="tonne"), 5_000, (3_636, 5_418, 7_200)),
        (tariff(ODD, per="tonne", units=0.5), 0, (7_272, 10_836, 14_400)),
        (tariff(ODD, per="km"), 1_500, (455, 677, 900)),
        (tariff(ODD, per="tonne-km"), 1_500, (5_454, 8_127, 10_800)),
        (tariff(ODD, per="km", units=20), 30_000, (455, 677, 900)),
        (tariff(ODD, per="km"), 0, (0, 0, 0)),
    ],
)
def test_a_price_is_of_what_it_says_for_all_boxes(
    held: Tariff, metres: int, expected: tuple[int, ...]
) -> None:
    assert cents(held, metres) == expected


@pytest.mark.parametrize(
    ("metres", "expected"),
    [(50_000, 300), (100_000, 300), (100_001, 200), (250_000, 200), (250_001, 100)],
)
def test_a_price_per_box_is_that_of_the_belt_of_the_whole_distance(
    metres: int, expected: int
) -> None:
    assert set(cents(tariff(price(100, 100), belts=BELTS), metres)) == {3 * expected}


@pytest.mark.parametrize(
    ("metres", "expected"),
    [
        (50_000, 50 * 300),
        (100_000, 100 * 300),
        (150_000, 100 * 300 + 50 * 200),
        (250_000, 100 * 300 + 150 * 200),
        (400_000, 100 * 300 + 150 * 200 + 150 * 100),
    ],
)
def test_a_price_per_km_is_that_of_each_belt_for_what_lies_in_it(
    metres: int, expected: int
) -> None:
    held = tariff(price(100, 100), per="km", belts=BELTS)
    assert set(cents(held, metres)) == {3 * expected}


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({"minimum": Money(150, "USD")}, (450, 452, 600)),
        ({"maximum": Money(150, "USD")}, (303, 450, 450)),
        ({"minimum": Money(150, "USD"), "maximum": Money(150, "USD")}, (450, 450, 450)),
        ({"surcharge": 1_250}, (341, 508, 675)),
        ({"minimum": Money(160, "USD"), "surcharge": 5_000}, (720, 720, 900)),
        ({"maximum": Money(120, "USD"), "per": "departure"}, (101, 120, 120)),
    ],
)
def test_bounds_are_of_one_box_and_the_surcharge_comes_on_top(
    more: dict[str, Any], expected: tuple[int, ...]
) -> None:
    """101, 150.5 and 200 cents a box: bounded, times 1.125 (1.5), for three boxes, halves up."""
    assert cents(tariff(ODD, **more)) == expected


def test_mass_is_that_in_each_box() -> None:
    held = tariff(price(100, 100), per="tonne")
    assert set(cents(held, quantity=1)) == {1_200}
    assert set(cents(held, quantity=2, cargo_mass="7.5 t")) == {1_500}


@pytest.mark.parametrize(
    ("free", "seconds", "days"),
    [
        (None, 0, 0),
        (None, 1, 1),
        (None, DAY, 1),
        (None, DAY + 1, 2),
        (3 * DAY, 2 * DAY, 0),
        (3 * DAY, 3 * DAY, 0),
        (3 * DAY, 3 * DAY + 1, 1),
        (3 * DAY, 5 * DAY, 2),
    ],
)
def test_days_are_charged_once_begun_after_the_free_time(
    free: int | None, seconds: int, days: int
) -> None:
    held = tariff(ODD, charge="storage", free_time=None if free is None else Duration(free))
    assert days_charged(held, seconds) == days


def test_bands_of_days_count_from_the_beginning_with_the_free_days() -> None:
    """Free 2 days, to the end of day 5 1 USD, of day 7 3 USD, then 10 USD, for three boxes."""
    bands = (DayBand(up_to=Duration(5 * DAY), price=price(100, 120)),
             DayBand(up_to=Duration(7 * DAY), price=price(300, 360)))  # fmt: skip
    held = tariff(price(1_000, 1_200), charge="storage", free_time=Duration(2 * DAY), bands=bands)
    found = quote(NET, terms(), held)
    assert [(rate.last, rate.cents) for rate in found.days] == [
        (3, (300, 330, 360)),
        (5, (900, 990, 1_080)),
    ]
    assert found.cents == found.stated == (3_000, 3_300, 3_600)
    low = {0: 0, 2: 0, 3: 3, 5: 9, 6: 18, 7: 27, 8: 57, 10: 117}
    assert {days: found.over(days * DAY, 0)[0] // 100 for days in low} == low
    assert found.over(8 * DAY, 2) == (6_840, 6_840)
    assert found.for_days(6, 1) == (6_270, 6_270)


def test_a_price_in_another_currency_is_given_in_both() -> None:
    held = tariff(price(1_001, 2_000, currency="EUR"), charge="storage")
    found = quote(NET, terms(), held)
    assert found.stated == (3_003, 4_502, 6_000)
    assert found.cents == (3_303, 4_952, 6_600)
    assert found.over(2 * DAY, 0) == (6_606, 6_006)
    assert quote(NET, terms(currency="EUR"), held).cents == found.stated


INDEX = "2024-01: 100, 2025-06: 150, 2026-03: 120"


@pytest.mark.parametrize(
    ("date", "factor"),
    [
        ("2023-12", None),
        (None, None),
        ("2024-01", Fraction(6, 5)),
        ("2025-05-30", Fraction(6, 5)),
        ("2025-06", Fraction(4, 5)),
        ("2026-11", 1),
    ],
)
def test_an_index_brings_a_price_to_the_price_date(
    date: str | None, factor: Fraction | None
) -> None:
    held = dataclasses.replace(tariff(price(1_000, 2_000)), date=date)
    asked = terms(price_index=INDEX, price_date="2026-11-21")
    assert index_factor(held, asked) == factor
    assert index_factor(held, terms(price_date="2026-11-21")) is None
    assert quote(NET, asked, held).stated[0] == 3_000 * (factor or 1)


def test_what_an_index_makes_of_prices_is_told_once_each() -> None:
    asked = terms(price_index=INDEX, price_date="2026-11-21")
    old = dataclasses.replace(tariff(ODD, text="Rail"), date="2024-05")
    odd = dataclasses.replace(tariff(ODD), id="odd", date="2022")
    bare = dataclasses.replace(tariff(ODD), id="bare")
    assert list(rebased([old, odd, bare, old], asked)) == [
        "Rail: 2024-05 to 2026-11-21, times 1.2 by the stated index",
        "odd: as it is, the stated index has no value of 2022",
        "bare: as it is, the stated index has no value of its date",
    ]
    assert list(rebased([old], terms())) == []


def test_an_index_is_rounded_to_the_cent_before_the_money_is_converted() -> None:
    """3 x 10.01 EUR, times 1.2 is 36.036 EUR, to the cent 36.04; at 1.1 39.644, 39.64 USD."""
    asked = terms(price_index=INDEX, price_date="2026-11-21")
    held = dataclasses.replace(tariff(price(1_001, 1_001, currency="EUR")), date="2024-01")
    found = quote(NET, asked, held)
    assert (found.stated[0], found.cents[0]) == (3_604, 3_964)


def test_a_quote_is_for_the_distance_and_without_one_for_none() -> None:
    held = tariff(price(100, 300), per="km")
    assert quote(NET, terms(), held, 2_500).stated == (750, 1_500, 2_250)
    assert quote(NET, terms(), held).stated == (0, 0, 0)
    assert charged(held, terms(), "low").cents == 0
