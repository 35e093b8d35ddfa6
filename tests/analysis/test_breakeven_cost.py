"""What turns a ranking in money, by hand and by applying it; explanations add up."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.analysis.cost_profile import cost_profile_of
from support.bundled import bundled_network
from support.priced import SHIPPING, Case
from support.small import detour, line, read
from support.strategies import ESTIMATED

BUNDLED = bundled_network()

SHEET = co.load_network(Path(__file__).resolve().parents[2] / "examples" / "tariff_sheet.yaml")


def two(**more: Any) -> tuple[co.Route, co.Route]:
    box = co.Shipment(equipment="40ft", quantity=2, cargo_mass="14 t", **more)
    middle, cape = (
        co.find_route(SHEET, "Xi'an", "Duisburg", corridor=name, shipment=box, by="cost")
        for name in ("middle", "cape")
    )
    return middle, cape


def test_the_value_of_a_day_is_the_dearer_freight_over_the_days_saved() -> None:
    """(2 x 8,950 - 2 x 5,350) USD over the difference of the days."""
    middle, cape = two()
    assert middle.cost is not None
    assert cape.cost is not None
    assert middle.cost.freight == co.Money(1_790_000, "USD")
    assert cape.cost.freight == co.Money(1_070_000, "USD")
    days = (cape.transit_time.typical - middle.transit_time.typical).days
    point = co.break_even(SHEET, middle, cape).money[0]
    assert point.what == "value_of_time"
    assert point.value.cents == pytest.approx(720_000 / days, abs=1)
    assert str(point) == (
        f"the first is the better one where a day is worth more than {point.value}"
    )


def test_the_value_of_the_cargo_is_confirmed_from_both_sides() -> None:
    middle, cape = two(cargo_value="108000 USD")
    points = {item.what: item for item in co.break_even(SHEET, middle, cape).money[:2]}
    value = points["cargo_value"].value.cents // 100
    for more, sign in ((-500, 1), (500, -1)):
        one, other = two(cargo_value=f"{value + more} USD")
        assert one.cost is not None
        assert other.cost is not None
        assert (one.cost.typical > other.cost.typical) == (sign > 0)
    assert points["cargo_value"].now == co.Money(10_800_000, "USD")


def test_a_tariff_turns_the_ranking() -> None:
    middle, cape = two(value_of_time="200 USD")
    found = {item.id: item for item in co.break_even(SHEET, middle, cape).money if item.id}
    ocean = found["offer-ocean"]
    assert ocean.better == 1
    assert str(ocean).startswith("the first is the better one where the tariff offer-ocean is more")
    back = {item.id: item for item in co.break_even(SHEET, cape, middle).money if item.id}
    assert back["offer-ocean"].value == ocean.value
    assert back["offer-ocean"].better == 2


def test_no_tariff_turns_a_ranking_of_prices_by_an_index() -> None:
    """What is paid is the tariff times the index: its price on file is not what is compared."""
    index = "2026-01: 100, 2026-11: 110"
    plain = co.break_even(SHEET, *two()).money
    indexed = co.break_even(SHEET, *two(price_index=index)).money
    assert "tariff" in {point.what for point in plain}
    assert {point.what for point in indexed} == {"value_of_time", "cargo_value"}


def test_without_whole_prices_nothing_turns_in_money() -> None:
    box = co.Shipment(equipment="40ft")
    one, other = (
        co.find_route(BUNDLED, "Xi'an", "Duisburg", corridor=name, shipment=box)
        for name in ("northern", "cape")
    )
    found = co.explain(BUNDLED, one, versus=other)
    assert found.turns is not None
    assert found.turns.money == ()
    assert "no rate    cape: Xi'an > Shenzhen, transshipment at Shenzhen" in str(found)


def test_an_explanation_adds_up_in_money_and_emissions() -> None:
    middle, cape = two(cargo_value="108000 USD")
    found = co.explain(SHEET, middle, versus=cape)
    assert middle.cost is not None
    assert cape.cost is not None
    assert middle.emissions is not None
    assert cape.emissions is not None
    cents = sum(item.difference for item in found.charges)
    assert co.Money(cents, "USD") == cape.cost.typical - middle.cost.typical
    grams = sum(item.difference for item in found.emissions)
    assert grams == cape.emissions.total - middle.emissions.total
    text = found.full()
    assert "haulage        17,900.00   9,900.00   -8,000.00\n" in text
    assert "transshipment       0.00     800.00      800.00\n" in text
    assert (
        "in money   the first is the better one where a day is worth more than 285.67 USD" in text
    )


@given(data=st.data())
def test_what_turns_a_drawn_ranking_is_freight_and_time_together(data: st.DataObject) -> None:
    case = Case(data)
    query = case.query
    level: Any = query.level
    if len(case.costs()) < 2:
        return
    asked: Any = {"via": query.vias, "level": level, "modes": query.modes, "distinct": "legs"}
    one, *others = co.find_routes(
        case.net, query.origin, query.destination, by="cost", shipment=case.box, limit=4, **asked
    )
    for other in others:
        for point in co.break_even(case.net, one, other).money:
            if point.what == "value_of_time" and one.cost and other.cost:
                worth = point.value.cents / 86_400
                sums = [
                    item.cost.freight.cents + worth * int(item.transit_time.at(level))
                    for item in (one, other)
                    if item.cost
                ]
                slower = abs(other.transit_time.at(level) - one.transit_time.at(level))
                assert abs(sums[0] - sums[1]) <= slower / 86_400 + 1


def ranked(*currencies: str, **more: Any) -> co.BreakEven:
    """The line for 100 USD a leg and the slower way round for 60, by what is shipped."""
    prices = {"a--b": 100, "b--c": 100, "a--d": 60, "c--d": 60}
    tariff = {"equipment": "40ft", "date": "2026-10"} | ESTIMATED
    given = dict(zip(prices, (*currencies, *["USD"] * 4), strict=False))
    tariffs = {
        f"t-{leg}": tariff | {"leg": leg, "price": f"{price} {given[leg]}"}
        for leg, price in prices.items()
    }
    rate = {"base": "EUR", "quoted": "USD", "rate": "1", "date": "2026-01-01"}
    spec = detour() | {"equipment": SHIPPING["equipment"], "tariffs": tariffs}
    net = read(spec | {"exchange_rates": {"one": rate}})
    box = co.Shipment(equipment="40ft", **more)
    there, round_ = (
        co.find_route(net, "a", "c", shipment=box, require=co.Require(legs={leg}))
        for leg in ("a--b", "a--d")
    )
    return co.break_even(net, there, round_)


def test_without_the_cost_of_capital_the_value_of_a_day_turns_and_that_of_the_cargo_does_not() -> (
    None
):
    """80 USD for the 40 hours saved are 48 USD a day."""
    worth, *tariffs = ranked().money
    assert (worth.what, str(worth.value)) == ("value_of_time", "48.00 USD")
    assert {item.what for item in tariffs} == {"tariff"}


def test_a_tariff_in_another_currency_or_by_an_index_turns_nothing() -> None:
    """What would have to be written on it is not what is paid."""
    plain = {item.id for item in ranked().money if item.what == "tariff"}
    assert plain == {"t-a--b", "t-b--c", "t-a--d", "t-c--d"}
    partly = {item.id for item in ranked("EUR").money if item.what == "tariff"}
    assert partly == plain - {"t-a--b"}


def test_routes_of_two_shipments_are_not_weighed_in_money() -> None:
    one, _ = two()
    _, other = two(value_of_time="200 USD")
    assert co.break_even(SHEET, one, other).money == ()


def test_a_leg_that_is_ridden_there_and_back_is_paid_twice_along_the_way() -> None:
    tariff = {"equipment": "40ft", "price": "100 USD", "date": "2026-10"} | ESTIMATED
    tariffs = {f"t-{leg}": tariff | {"leg": leg} for leg in ("a--b", "b--c")}
    net = read(line() | {"equipment": SHIPPING["equipment"], "tariffs": tariffs})
    route = co.find_route(net, "a", "b", via="c", shipment=co.Shipment(equipment="40ft"))
    assert [leg.id for leg in route.legs] == ["a--b", "b--c", "b--c"]
    assert [step.after.typical for step in cost_profile_of(route).steps] == [10_000, 20_000, 30_000]
