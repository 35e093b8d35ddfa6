"""Quantities against exact fractions, and every text that must not pass."""

import decimal
from fractions import Fraction

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
    ("text", "mend"),
    [
        ("12h", "put one space between them: 12 h"),
        ("1,5 h", "write 1.5 h, with a point"),
        ("12:30", "write 750 min or 12.5 h, if that is meant"),
        ("3-4 days", "write {low: 3 days, typical: ..., high: 4 days}"),
        ("soon", 'write it as "24 h"'),
    ],
)
def test_the_fix_shows_what_was_meant(text: str, mend: str) -> None:
    with pytest.raises(FieldError) as caught:
        units.read(text, "time")
    assert caught.value.wording.fix == mend


def test_durations_add_exactly_and_become_quantities() -> None:
    total = co.Duration(3_600) + co.Duration(86_400)
    assert isinstance(total, co.Duration)
    assert total.to("hour").magnitude == 25
    assert sum([co.Duration(1), co.Duration(2)]) == co.Duration(3)
    assert co.Duration(5) - co.Duration(2) == 3
    assert str(co.Duration(5_400)) == "1.5 h"
    assert co.Distance(1_852).to("nautical_mile").magnitude == pytest.approx(1)
    assert str(co.Distance(1_500)) == "1.5 km"


@pytest.mark.parametrize("unit", ["km", "nonsense", "", "1/0", "(("])
def test_a_quantity_in_a_wrong_unit_is_our_error(unit: str) -> None:
    with pytest.raises(co.QuantityError, match=r"^a duration cannot be given in "):
        co.Duration(60).to(unit)
