"""The price of emissions: by hand, against brute force, and in what is shown."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.analysis.cost_profile import cost_profile_of
from corridor.routing.costs.pricing import cost_along
from support import oracle_carbon
from support.bundled import bundled_network
from support.oracle import Found
from support.priced import SHIPPING, Case
from support.small import line, read
from support.strategies import ESTIMATED

NET = bundled_network()
PRICE = co.CarbonPrice(per_tonne="75 USD", share="50 %", fuel_eu="20 USD")


def box(price: co.CarbonPrice | None = PRICE, **more: Any) -> co.Shipment:
    return co.Shipment(equipment="40ft", cargo_mass="20 t", carbon_price=price, **more)


def cost_of(corridor: str, shipment: co.Shipment, **more: Any) -> Any:
    ends = ("Shanghai", "Rotterdam")
    return co.find_route(NET, *ends, corridor=corridor, shipment=shipment, **more).cost


def test_the_price_of_emissions_is_lines_of_its_own_by_hand() -> None:
    """Round the Cape 25,558 km in two legs, 2 TEU x 38.7 g TTW: 1,978.2 kg at the ships.

    Half of it at 75 USD a tonne is 74.18 USD, at 20 USD a tonne 19.78; each leg is rounded to the
    cent, so one cent more in each.
    """
    cost = cost_of("cape", box())
    assert {kind: str(money) for kind, money in cost.kinds.items()} == {
        "haulage": "3,626.00 USD",
        "carbon": "74.19 USD",
        "fuel_eu": "19.79 USD",
    }
    grams = 25_558 * 2 * 38.7
    assert grams * 0.5 * 75 / 10**6 == pytest.approx(74.18, abs=0.005)
    assert cost.freight == co.Money(362_600 + 7_419 + 1_979, "USD")
    assert {item.basis for item in cost.charges if item.kind == "carbon"} == {"stated"}
    assert cost.freight == cost_of("cape", box(), by="cost").freight


def test_of_all_emissions_at_the_whole_share() -> None:
    """46.9 g WTW in place of 38.7 g TTW, all of it: 25,558 x 2 x 46.9 g x 75 USD = 179.80 USD."""
    price = co.CarbonPrice(per_tonne="75 USD", share="100 %", scope="WTW")
    kinds = cost_of("cape", box(price)).kinds
    assert "fuel_eu" not in kinds
    assert kinds["carbon"].cents == pytest.approx(25_558 * 2 * 46.9 * 75 / 10**4, abs=1)


def test_rail_and_the_caspian_are_not_priced() -> None:
    route = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle", shipment=box())
    assert route.cost is not None
    assert {"carbon", "fuel_eu"}.isdisjoint(route.cost.kinds)


def carbon(case: Case, found: Found, cents: int, share: Fraction) -> int:
    """Work out the price of the emissions of a route's ocean legs, leg by leg."""
    quantity = case.asked.quantity
    tonnes, teu = Fraction(case.asked.tonnes * quantity), Fraction(2 * quantity)
    load = oracle_carbon.Load(quantity, tonnes, teu)
    ocean = {f"leg {key}" for key, leg in case.spec["legs"].items() if leg["mode"] == "sea"}
    return sum(
        oracle_carbon.half_up(Fraction(grams.wtw or 0) / 10**6 * share * cents)
        for element, grams in oracle_carbon.emitted(case.spec, load, found)
        if element in ocean
    )


@given(data=st.data())
def test_the_cheapest_route_with_a_carbon_price_is_that_of_brute_force(data: st.DataObject) -> None:
    case = Case(data)
    price = co.CarbonPrice(per_tonne="9000 USD", share="40 %", scope="WTW")
    case.box = case.box.with_values(carbon_price=price)
    wanted = []
    for found, facts in case.routes:
        least = case.prices.cheapest(found, facts.corridors)
        if least is not None:
            added = carbon(case, found, 900_000, Fraction(2, 5))
            cost = cost_along(case.net, case.path(found), case.box, case.asked.level)  # type: ignore[arg-type]
            assert cost.at(case.asked.level).cents == least + added  # type: ignore[arg-type]
            wanted.append((least + added, found.seconds))
    if wanted:
        route = case.find("cost")
        assert route.cost is not None
        level = route.request.level
        assert (route.cost.at(level).cents, route.transit_time.at(level)) == min(wanted)


def test_it_is_shown_drawn_and_given_as_data() -> None:
    route = co.find_route(NET, "Shanghai", "Rotterdam", corridor="suez", shipment=box())
    words = " ".join(route.full().split())
    assert "carbon price, stated: 75.00 USD per t CO2e (TTW) on 50 %, FuelEU 20.00 USD" in words
    assert "of ocean legs alone" in words
    assert route.cost is not None
    rows = co.to_records(route, "charges")
    assert {row["kind"] for row in rows} >= {"haulage", "carbon", "fuel_eu"}
    paid = sum(round(row["typical_usd"] * 100) for row in rows if row["typical_usd"] is not None)
    assert paid == route.cost.typical.cents
    profile = cost_profile_of(route)
    if profile.missing is None:
        assert profile.points[-1].typical == route.cost.typical.cents


def test_a_quote_has_it_as_lines_with_the_margin() -> None:
    """74.19 and 19.79 USD with 10 %: 81.61 and 21.77 USD."""
    offer = co.quote(NET, "Shanghai", "Rotterdam", corridor="cape", shipment=box(), margin="10 %")
    lines = {line.kind: (line.cost, line.price, line.currency) for line in offer.lines}
    assert lines["carbon"] == (7_419, 8_161, "USD")
    assert lines["fuel_eu"] == (1_979, 2_177, "USD")


FAULTS: list[tuple[dict[str, Any], str]] = [
    (
        {"per_tonne": "75", "share": "50 %"},
        (
            'per_tonne is "75"; it must be a number, a space, and a currency of three letters, as '
            'in "3474 USD"'
        ),
    ),
    (
        {"per_tonne": "75 EUR", "share": "120 %"},
        "share is 120 %; it must be between 0 % and 100 %",
    ),
    (
        {"per_tonne": None, "share": "50 %"},
        'a carbon price needs per_tonne, as in CarbonPrice(per_tonne="75 EUR", share="50 %")',
    ),
    (
        {"per_tonne": "75 EUR", "share": "50 %", "scope": "WTT"},
        'scope is "WTT"; it must be one of TTW, WTW',
    ),
]


@pytest.mark.parametrize(("fields", "message"), FAULTS, ids=str)
def test_what_is_not_of_its_form_is_refused(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(co.ShipmentError) as caught:
        co.CarbonPrice(**fields)
    assert str(caught.value).splitlines()[0] == message
    wrong: Any = "75 EUR"
    with pytest.raises(co.QuantityError, match="carbon_price is '75 EUR'"):
        co.Shipment(equipment="40ft", carbon_price=wrong)


def test_a_price_in_another_currency_needs_a_rate() -> None:
    price = co.CarbonPrice(per_tonne="75 EUR", share="50 %")
    with pytest.raises(co.ShipmentError, match=r"75\.00 EUR is to be given in USD"):
        cost_of("cape", box(price))


def test_a_ship_whose_emissions_are_not_known_has_no_price_of_them() -> None:
    """The freight is known, the price of the emissions is not, so that the total is incomplete."""
    tariff = {"equipment": "40ft", "price": "100 USD", "date": "2026-10"} | ESTIMATED
    tariffs = {f"t-{leg}": {"leg": leg} | tariff for leg in ("a--b", "b--c")}
    net = read(line("sea") | SHIPPING | {"tariffs": tariffs})
    route = co.find_route(net, "a", "c", shipment=box())
    assert route.cost is not None
    assert route.cost.freight == co.Money(20_000, "USD")
    assert [item.label for item in route.cost.missing] == [
        "carbon price of Alpha > Beta",
        "carbon price of Beta > Gamma",
    ]
    assert co.find_route(net, "a", "c", shipment=box(), by="distance").cost == route.cost
    with pytest.raises(co.ShipmentError) as caught:
        co.find_route(net, "a", "c", shipment=box(), by="cost")
    assert str(caught.value).splitlines()[:2] == [
        "no route Alpha > Gamma is fully priced for 40ft",
        "  by the quickest, carbon price of Alpha > Beta, carbon price of Beta > Gamma have none",
    ]
