"""What a person types or passes: one form for every argument, and what is said of any other."""

import datetime
import math
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.errors import ShipmentError
from corridor.units import read
from corridor.user_values import (
    each_chain,
    fitting_number,
    from_text,
    in_order,
    one_of,
    points_of,
    quantity,
    read_date,
    several,
    whole_number,
)
from support.bundled import bundled_network

NET = bundled_network()
DAY = datetime.date(2026, 4, 1)


def refusal(call: Any, *args: Any, **kwargs: Any) -> str:
    with pytest.raises(co.QuantityError) as caught:
        call(*args, **kwargs)
    return str(caught.value)


def seconds(text: str) -> int:
    return read(text, "time")


def test_a_close_word_is_named_whatever_its_case() -> None:
    said = 'by is "Emision"; it must be one of cost, Emissions\n  did you mean  Emissions?'
    assert refusal(one_of, "Emision", ("cost", "Emissions"), "by") == said


def test_where_nothing_is_known_this_is_said() -> None:
    said = 'policy is "x"; it must be one of nothing: this network names none'
    assert refusal(one_of, "x", (), "policy") == said


@given(st.sampled_from(["rail", "road", "sea"]))
def test_a_known_word_is_itself(word: str) -> None:
    assert one_of(word, ("rail", "road", "sea"), "mode") == word


def test_a_text_is_read_and_a_value_is_kept() -> None:
    assert from_text("2 h", "max_time", seconds) == 7_200
    assert from_text(None, "max_time", seconds) is None
    assert quantity(co.Duration(5), "max_time", co.Duration, lambda _: co.Duration(0)) == 5


def test_a_text_of_another_form_is_refused_with_the_error_asked_for() -> None:
    with pytest.raises(ShipmentError, match="cargo_mass is 14, a number without a unit; it must"):
        from_text("14", "cargo_mass", lambda text: read(text, "mass"), ShipmentError)


def test_a_bare_number_has_no_unit() -> None:
    assert refusal(from_text, 14, "mass", seconds) == (
        "mass is 14; write it as a text with its unit"
    )
    assert refusal(co.find_route, NET, "Aktau", "Baku", max_time=25).startswith(
        "max_time is 25, a number without a unit; it must be"
    )


@pytest.mark.parametrize("value", [True, 0, 5, 2.0, "2", None, math.nan])
def test_a_whole_number_is_in_its_range(value: Any) -> None:
    said = f"limit is {value!r}; it must be a whole number from 1 to 4"
    assert refusal(whole_number, value, "limit", 1, 4) == said


@pytest.mark.parametrize("value", [0.9, Fraction(9, 10), Decimal("0.9")])
def test_any_kind_of_number_fits(value: Any) -> None:
    assert fitting_number(value, "confidence", lambda given: 0 < given < 1, "") == value


@pytest.mark.parametrize("value", ["0.9", None, True, math.nan, 1, 1.5, [0.9], 1j, Decimal("sNaN")])
def test_what_is_no_number_of_the_range_is_refused(value: Any) -> None:
    sim = co.simulate(NET, "Aktau > Alat", seed=7, runs=10)
    kind = "" if type(value) in {int, float} else "a number "
    said = f"confidence is {value!r}; it must be {kind}between 0 and 1, as in 0.9"
    assert refusal(sim.within, value) == said


@pytest.mark.parametrize(
    "date",
    [
        DAY,
        "2026-04-01",
        "2026-04",
        datetime.datetime(2026, 4, 1),  # noqa: DTZ001
        datetime.datetime(2026, 4, 1, tzinfo=datetime.UTC),
        pd.Timestamp("2026-04-01"),
    ],
)
def test_a_date_is_a_day(date: Any) -> None:
    assert read_date(date) == DAY
    assert type(read_date(date)) is datetime.date
    assert co.as_of(NET, date).date == DAY


def test_a_time_of_day_is_refused_where_a_day_is_wanted() -> None:
    noon = datetime.datetime(2026, 4, 1, 12, 30)  # noqa: DTZ001
    said = "2026-04-01 12:30:00 has a time of day; give the day alone, 2026-04-01"
    sim = co.simulate(NET, "Aktau > Alat", seed=7, runs=10)
    assert refusal(co.as_of, NET, noon) == said
    assert refusal(sim.ship_by, noon, confidence=0.9) == said
    assert refusal(co.Shipment, equipment="40ft", price_date=noon) == said


def test_a_day_is_the_date_of_a_price() -> None:
    midnight = datetime.datetime(2026, 4, 1)  # noqa: DTZ001
    boxes = [co.Shipment(equipment="40ft", price_date=day) for day in ("2026-04-01", DAY, midnight)]
    assert {box.price_date for box in boxes} == {"2026-04-01"}


def test_a_change_begins_on_a_day() -> None:
    midnight = datetime.datetime(2026, 4, 1)  # noqa: DTZ001
    given: list[Any] = ["2026-04-01", DAY, midnight]
    storms = [co.Scenario("storm").close("aktau--alat--ferry", start=day) for day in given]
    assert storms[0] == storms[1] == storms[2]


@pytest.mark.parametrize("date", [pd.NaT, 20260401, None, b"2026"])
def test_what_is_no_date_is_refused(date: Any) -> None:
    said = f"{date!r} is not a date; write it as 2016-06-15, 2016-06 or 2016"
    assert refusal(read_date, date) == said


def test_one_text_is_one_item() -> None:
    assert several("rail", "modes") == ("rail",)
    assert set(several({"rail", "road"}, "modes")) == {"rail", "road"}
    assert refusal(several, 5, "modes") == "modes is 5; it must be one text or a list of texts"
    assert refusal(several, b"rail", "modes").startswith("modes is b'rail'; it must be one text")


def test_what_is_avoided_is_a_collection() -> None:
    said = "countries is 5; it must be one text or a list of texts"
    assert refusal(co.Avoid, countries=5) == said
    said = "a border is 5; it must be one text or a list of texts"
    assert refusal(co.Require, borders={5}) == said


def test_order_is_asked_for_where_it_counts() -> None:
    assert in_order(["Alat", "Poti"], "via") == ("Alat", "Poti")
    assert in_order({"Alat"}, "via") == ("Alat",)
    said = 'via is a set, without order; write a list: ["Alat", "Poti"]'
    assert refusal(co.find_route, NET, "Aktau", "Istanbul", via={"Poti", "Alat"}) == said
    said = 'a chain is a set, without order; write a list: ["Aktau", "Baku"]'
    assert refusal(co.compare, NET, [{"Aktau", "Baku"}]) == said


def test_one_chain_is_a_list_of_one() -> None:
    assert points_of("Aktau > Baku") == ("Aktau", "Baku")
    assert list(each_chain("Aktau > Baku")) == [("Aktau", "Baku")]
    assert list(each_chain(["Aktau > Baku", ("Poti", "Baku")]))[1] == ("Poti", "Baku")
    assert refusal(co.compare, NET, 5) == "chains is 5; it must be one text or a list of texts"


def test_one_objective_is_not_its_letters() -> None:
    said = refusal(co.find_pareto_routes, NET, "Aktau", "Baku", by="cost")
    assert said.startswith("by has 1 objective; it must have two or more of transit_time, cost,")
