"""Quantities against exact fractions, and every text that must not pass."""

import copy
import decimal
import math
import operator
import pickle
from collections.abc import Callable
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor import units
from corridor.errors import FieldError


@given(
    st.decimals(0, 999_999_999, places=6, allow_nan=False),
    st.sampled_from(
        [(d, u) for d, known in units.UNITS.items() for u in known if u not in units.COUNTED]
    ),
)
def test_a_quantity_is_the_nearest_whole_number(
    number: decimal.Decimal, unit: tuple[str, str]
) -> None:
    dimension, name = unit
    exact = Fraction(number) * units.UNITS[dimension][name]
    assert abs(units.read(f"{number:f} {name}", dimension) - exact) <= Fraction(1, 2)


@given(st.integers(0, 999_999_999), st.sampled_from(sorted(units.COUNTED)))
def test_a_count_is_what_is_written(number: int, unit: str) -> None:
    dimension = next(name for name, known in units.UNITS.items() if unit in known)
    assert units.read(f"{number} {unit}", dimension) == number


HOSTILE = [
    "1,5 h",
    "1 000 km",
    "3 – 4 days",
    "3-4 days",
    "12 h; 3",
    "~3 days",
    "h",
    "12h",
    "1:30",
    "1e400 h",
    "9**9999999 h",
    "nan h",
    "inf h",
    "-3 h",
    "+3 h",
    "12 h 30 min",
    "12\u00a0h",
    "\uff12\uff14 h",
    "\u0663 h",
    " 3 h",
    "3  h",
    "3 h ",
    "1/2 h",
    "(3) h",
    "9" * 100_000 + " h",
    "",
    ".5 h",
    "5. h",
]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: repr(text[:12]))
def test_what_is_not_a_quantity_is_refused(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        units.read(text, "time")
    assert caught.value.code == "not_a_quantity"


@pytest.mark.parametrize(
    "text", ["5 ton", "12 hh", "12 H", "1 month", "1 year", "3 m", "1 kt", "4 Days"]
)
def test_a_unit_outside_the_list_is_refused(text: str) -> None:
    with pytest.raises(FieldError) as caught:
        units.read(text, "time")
    assert caught.value.code == "unknown_unit"


@pytest.mark.parametrize(
    ("dimension", "text", "fix"),
    [
        ("time", "12h", "put one space between them: 12 h"),
        ("time", "12hours", "put one space between them: 12 h"),
        ("time", "12km", 'write it as "24 h"'),
        ("time", "1,5 h", "write 1.5 h, with a point"),
        ("time", "12:30", "write 750 min or 12.5 h if that is what you mean"),
        ("length", "12:30", 'write it as "460 km"'),
        ("time", "1 h 20 min", "write 80 min or 1.33333 h if that is what you mean"),
        ("length", "1 h 20 min", 'write it as "460 km"'),
        ("time", "3-4 days", "write {low: 3 days, typical: ..., high: 4 days}"),
        ("time", "soon", 'write it as "24 h"'),
        ("length", "1 200 km", "write 1200 km"),
        ("length", "1\u2019200km", "write 1200 km"),
        ("length", "1,200 km", "write 1200 km or 1.200 km if that is what you mean"),
        ("length", "1,200,300 km", "write 1200300 km"),
        ("length", "1.200.300 km", "write 1200300 km"),
        ("mass", "14,000 kg", "write 14000 kg"),
        ("time", "1,440 min", "write 1440 min"),
        ("containers", "80,000 TEU/year", "write 80000 TEU/year"),
    ],
)
def test_the_fix_shows_what_was_meant(dimension: str, text: str, fix: str) -> None:
    with pytest.raises(FieldError) as caught:
        units.read(text, dimension)
    assert caught.value.wording.fix == fix


def test_durations_add_exactly_and_become_quantities() -> None:
    total = co.Duration(3_600) + co.Duration(86_400)
    assert isinstance(total, co.Duration)
    assert total.to("hour").magnitude == 25
    assert sum([co.Duration(1), co.Duration(2)]) == co.Duration(3)
    assert co.Duration(5) - co.Duration(2) == 3
    assert str(co.Duration(5_400)) == "1.5 h"
    assert co.Distance(1_852).to("nautical_mile").magnitude == pytest.approx(1)
    assert str(co.Distance(1_500)) == "1.5 km"


@pytest.mark.parametrize("unit", ["km", "nonsense", "", "1/0", "((", "nan"])
def test_a_quantity_in_a_wrong_unit_is_our_error(unit: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.Duration(60).to(unit)
    assert str(caught.value) == f'a duration cannot be given in "{unit}"'


KINDS = (co.Duration, co.Distance, co.Mass)
AMOUNTS = st.builds(lambda kind, number: kind(number), st.sampled_from(KINDS), st.integers())
MIXED = [
    operator.add,
    operator.sub,
    operator.mul,
    operator.truediv,
    operator.floordiv,
    operator.mod,
    divmod,
    operator.lt,
    operator.le,
    operator.gt,
    operator.ge,
    max,
]


@pytest.mark.parametrize("mix", MIXED, ids=lambda mix: mix.__name__)
@given(AMOUNTS, AMOUNTS)
def test_two_dimensions_do_not_mix(
    mix: Callable[[Any, Any], object], one: co.Duration, other: co.Duration
) -> None:
    if type(one) is type(other):
        return
    assert one != other
    with pytest.raises(co.QuantityError):
        mix(one, other)


def test_mixing_says_what_is_what() -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.Distance(1_341_000) + co.Duration(3_600)
    assert str(caught.value) == "1341 km is a distance and 1 h a duration; they do not mix"
    with pytest.raises(co.QuantityError) as caught:
        co.Duration(3_600) + 0.5
    assert str(caught.value) == "a duration is a whole number of seconds, not 0.5"
    with pytest.raises(co.QuantityError) as caught:
        co.Duration(co.Distance(5))
    assert str(caught.value) == "a duration is a whole number of seconds, not 0.005 km"
    with pytest.raises(co.QuantityError) as caught:
        co.Duration(1) * "2"
    assert str(caught.value) == "0.000277778 h can be multiplied by a plain number, not by '2'"


@given(st.sampled_from(KINDS), st.integers(), st.integers())
def test_sums_stay_in_their_dimension(kind: type[co.Duration], one: int, other: int) -> None:
    first, second = kind(one), kind(other)
    for found, number in (
        (first + second, one + other),
        (first - second, one - other),
        (first + other, one + other),
        (other + first, one + other),
        (other - first, other - one),
        (sum([first, second]), one + other),
        (-first, -one),
        (+first, one),
        (abs(first), abs(one)),
        (first * other, one * other),
        (other * first, one * other),
        (first * np.int64(3), one * 3),
    ):
        assert type(found) is kind
        assert int(found) == number
    assert (first == second, first < second, first <= other) == (
        one == other,
        one < other,
        one <= other,
    )
    assert hash(first) == hash(one)


@given(
    st.sampled_from(KINDS),
    st.integers(-(10**12), 10**12),
    st.one_of(st.floats(-1e6, 1e6), st.fractions(), st.decimals(-1000, 1000, places=3)),
)
def test_a_product_is_rounded_to_the_nearest_unit(
    kind: type[co.Duration], number: int, factor: Any
) -> None:
    exact = number * Fraction(str(factor))
    found = kind(number) * factor
    assert type(found) is kind
    assert abs(int(found) - exact) <= Fraction(1, 2)


@pytest.mark.parametrize("number", [np.float64(0.5), np.float32(1.5), np.int32(7)])
def test_numbers_of_numpy_keep_the_unit(number: Any) -> None:
    found = co.Duration(86_400) * number
    assert type(found) is co.Duration
    assert found == int(86_400 * number)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "number",
    [0.5, math.nan, math.inf, None, "5", b"5", True, [5], decimal.Decimal("0.1")],
    ids=repr,
)
def test_what_is_no_whole_number_is_no_amount(kind: type[co.Duration], number: Any) -> None:
    with pytest.raises(co.QuantityError):
        kind(number)
    with pytest.raises(co.QuantityError):
        kind(1) + number


@given(AMOUNTS)
def test_an_amount_shows_its_unit_and_survives_a_copy(amount: co.Duration) -> None:
    unit = {co.Duration: "h", co.Distance: "km", co.Mass: "t"}[type(amount)]
    assert repr(amount).split(" ")[1] == str(amount).split(" ")[1] == unit
    for again in (pickle.loads(pickle.dumps(amount)), copy.copy(amount), copy.deepcopy(amount)):
        assert type(again) is type(amount)
        assert again == amount


@given(st.integers(0, 10**9))
def test_the_whole_amount_is_shown(number: int) -> None:
    number = min(number, 999_999_999)
    assert units.read(repr(co.Duration(number)), "time") == number
    assert units.read(repr(co.Distance(number)), "length") == number
    assert units.read(repr(co.Mass(number)), "mass") == number


@pytest.mark.parametrize("other", [None, 5, 0.5, "5 USD", co.Duration(5)])
def test_money_mixes_with_money_alone(other: Any) -> None:
    price = co.Money(500, "USD")
    assert price != other
    for mix in (operator.add, operator.sub, operator.lt, operator.ge):
        for one, two in ((price, other), (other, price)):
            with pytest.raises((co.QuantityError, TypeError)):
                mix(one, two)


@pytest.mark.parametrize(
    ("dimension", "text", "code", "found", "fix"),
    [
        (
            "time", "5", "missing_unit", "5, a number without a unit",
            "write 5 h or 5 days if that is what you mean",
        ),
        (
            "length", "5.5", "missing_unit", "5.5, a number without a unit",
            "write 5.5 km or 5.5 nmi if that is what you mean",
        ),
        (
            "gauge", "1520", "missing_unit", "1520, a number without a unit",
            "write 1520 mm if that is what you mean",
        ),
        (
            "share", "80", "missing_unit", "80, a number without a unit",
            "write 80 % if that is what you mean",
        ),
        (
            "time", "5 km", "wrong_dimension", "5 km, a length",
            "put 5 km where a length belongs, and a time here",
        ),
        (
            "length", "5 kn", "wrong_dimension", "5 kn, a speed",
            "put 5 kn where a speed belongs, and a length here",
        ),
        (
            "mass", "80 %", "wrong_dimension", "80 %, a share",
            "put 80 % where a share belongs, and a mass here",
        ),
        (
            "time", "5 hours", "unknown_unit", '5 hours, with the unit "hours"', "write 5 h",
        ),
        (
            "time", "5 months", "unknown_unit", '5 months, with the unit "months"',
            "write it in days or weeks: months and years differ in length",
        ),
        (
            "length", "5 months", "unknown_unit", '5 months, with the unit "months"',
            "use one of the units km, nmi",
        ),
        (
            "time", "5 tonnes", "unknown_unit", '5 tonnes, with the unit "tonnes"',
            "use one of the units min, h, day, days, week, weeks",
        ),
        (
            "containers", "80.000 TEU/year", "dot_for_thousands", "80.000 TEU/year, with a dot",
            "write 80000 TEU/year",
        ),
        (
            "containers", "80.5 TEU/year", "dot_for_thousands", "80.5 TEU/year, with a dot",
            "write 80 TEU/year, without decimals",
        ),
        (
            "mass", "14.000 kg", "dot_for_thousands", "14.000 kg, with a dot",
            "write 14000 kg or 14 kg if that is what you mean",
        ),
        (
            "time", "12\u00a0h", "not_a_quantity", '"12\\xa0h"',
            "retype it with the digits 0 to 9 and one ordinary space: 12 h",
        ),
        (
            "mass", "~14 t", "not_a_quantity", '"~14 t"',
            "write 14 t, and what is uncertain as low and high or in a note",
        ),
        (
            "time", "5 years", "unknown_unit", '5 years, with the unit "years"',
            "write it in days or weeks: months and years differ in length",
        ),
        ("time", "some  hours", "not_a_quantity", '"some  hours"', 'write it as "24 h"'),
        ("speed", "fast", "not_a_quantity", '"fast"', 'write it as "40 km/h"'),
    ],
)  # fmt: skip
def test_each_fault_is_worded_whole(
    dimension: str, text: str, code: str, found: str, fix: str
) -> None:
    with pytest.raises(FieldError) as caught:
        units.read(text, dimension)
    expected = units.EXAMPLES[dimension]
    if code == "dot_for_thousands":
        expected = "a whole number, without a dot between thousands"
    if code == "wrong_dimension":
        expected = f"a {dimension}: {expected}"
    wording = caught.value.wording
    assert (caught.value.code, wording.found, wording.expected, wording.fix) == (
        code, found, expected, fix,
    )  # fmt: skip


def test_amounts_have_plain_numbers_in_their_usual_units() -> None:
    assert (co.Duration(90 * 60).hours, co.Duration(43_200).days) == (1.5, 0.5)
    assert (co.Distance(1_500).km, co.Mass(2_500).kg, co.Mass(2_500_000).t) == (1.5, 2.5, 2.5)
    assert repr(co.Duration(5_400)) == "1.5 h"
    assert repr(co.Duration(72_000)) == "20 h"
    assert repr(co.Duration(1)) == "0.000278 h"
