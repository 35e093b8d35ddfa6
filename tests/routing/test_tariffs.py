"""Tariff rules: what counts, by example, and that a price per km grows with the distance."""

import functools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.routing.costs.resolved_shipment import terms_of
from corridor.routing.costs.tariffs import charged
from support.bundled import bundled_network

BUNDLED = bundled_network()
MINE = """
extends: bundled
tariffs:
  rail: {modes: [rail], equipment: any, per: km, price: 1 USD, date: 2026-11, basis: assumed,
         rule: test}
  rail-az: {modes: [rail], countries: [AZ], equipment: any, per: tonne-km, price: 0.10 USD,
            minimum: 30 USD, surcharge: 10 %, date: 2026-10, basis: assumed, rule: test}
  ferry: {modes: [ferry], equipment: 40ft, price: 900 EUR, date: 2026-11, payee: "Carrier",
          basis: assumed, rule: test}
  lift: {charge: transshipment, equipment: any, price: 100 USD, date: 2026-11, basis: assumed,
         rule: test}
  gauge: {charge: gauge_break, equipment: any, price: 90 USD, date: 2026-11, basis: assumed,
          rule: test}
"""
EURO = "exchange_rates: {euro: {base: EUR, quoted: USD, rate: 1.1, date: 2026-10-01}}\n"
BOX = co.Shipment(equipment="40ft", quantity=2, cargo_mass="10 t")


def cost(text: str, **more: Any) -> Any:
    net = co.load_network(text.encode())
    route = co.find_route(net, "Aktau", "Tbilisi", corridor="middle", shipment=BOX, **more)
    return route.cost


def test_the_rule_with_the_most_conditions_counts_on_each_leg() -> None:
    found = cost(MINE + EURO, by="cost")
    assert found.is_complete
    by_leg = {item.element: item for item in found.charges if item.kind == "haulage"}
    for element, item in by_leg.items():
        leg = BUNDLED.legs[element.removeprefix("leg ")]
        km = int(leg.distance.value) / 1000
        countries = set(BUNDLED.countries_of(leg))
        if leg.mode == "ferry":
            assert item.cents[1] == 2 * 99_000
        elif countries == {"AZ"}:
            assert item.cents[1] == pytest.approx(2 * 100 * max(30, 10 * 0.10 * km) * 1.1, abs=1)
        else:
            assert item.cents[1] == pytest.approx(2 * 100 * km, abs=1)
    assert found.conversions == ("EUR to USD: 1 EUR = 1.1 USD (2026-10-01)",)


def test_a_price_in_a_currency_without_a_rate_refuses_no_file_and_stands_apart() -> None:
    found = cost(MINE)
    assert [tariff.id for tariff in found.unconverted] == ["ferry"]
    assert not found.is_complete
    text = co.find_route(co.load_network(MINE.encode()), "Aktau", "Tbilisi", shipment=BOX).full()
    assert "900.00 EUR per box, ferry: no exchange rate to USD on file" in " ".join(text.split())


def test_an_offer_that_binds_to_no_corridor_is_printed_as_shared() -> None:
    offer = (
        "extends: bundled\ntariffs:\n  mine: {origin: [xian], destination: [duisburg], "
        "equipment: 40ft, price: 4100 USD, date: 2026-11, basis: assumed, rule: test}\n"
    )
    net = co.load_network(offer.encode())
    (told,) = (notice for notice in net.notices if notice.code == "unbound_offer")
    assert "shared by" in told.found
    assert "northern" in told.found
    found = co.find_route(net, "Xi'an", "Duisburg", corridor="northern", shipment=BOX)
    assert "; shared by " in " ".join(found.full().split())
    bound = offer.replace("equipment", "corridors: [northern], equipment").encode()
    assert all(notice.code != "unbound_offer" for notice in co.load_network(bound).notices)


@functools.cache
def per_km(*, has_belts: bool) -> co.Network:
    text = MINE + EURO
    if has_belts:
        belts = "belts: [{up_to: 500 km, price: 3 USD}, {up_to: 900 km, price: 0.01 USD}], per:"
        text = text.replace("per:", belts)
    return co.load_network(text.encode())


@given(
    st.integers(0, 3_000_000),
    st.integers(0, 3_000_000),
    st.sampled_from(("rail", "rail-az")),
    st.booleans(),
)
def test_a_price_per_km_grows_with_the_distance(
    one: int, other: int, name: str, has_belts: bool
) -> None:
    net = per_km(has_belts=has_belts)
    tariff, terms = net.file.tariffs[name], terms_of(net, BOX)
    less, more = (charged(tariff, terms, "typical", metres) for metres in sorted((one, other)))
    assert less <= more


def test_an_age_of_prices_is_in_months_or_years() -> None:
    with pytest.raises(co.ShipmentError) as refused:
        co.Shipment(equipment="40ft", max_price_age="old")
    assert str(refused.value) == (
        "max_price_age is 'old'; it must be a number of months or years, as in \"18 months\", "
        'or "any"'
    )
    assert co.Shipment(equipment="40ft", max_price_age="2 years").max_price_age == 24


CONDITIONED = """
extends: bundled
tariffs:
  rail: {modes: [rail], equipment: any, load: any, per: km, price: 1 USD, date: 2026-11,
         basis: assumed, rule: test}
  broad: {modes: [rail], gauges: [1520 mm], equipment: any, load: any, per: km, price: 2 USD,
          date: 2026-11, basis: assumed, rule: test}
  over: {modes: [rail], gauges: [1520 mm], borders: [AZ-GE], equipment: any, load: any, per: km,
         price: 3 USD, date: 2026-11, basis: assumed, rule: test}
  ferry: {modes: [ferry], equipment: any, price: 900 USD, date: 2026-11, basis: assumed, rule: test}
  ferry-empty: {modes: [ferry], load: empty, equipment: any, price: 400 USD, date: 2026-11,
                basis: assumed, rule: test}
  ferry-acid: {modes: [ferry], goods: [class 8], equipment: any, price: 1900 USD, date: 2026-11,
               basis: assumed, rule: test}
  lift: {charge: transshipment, load: any, equipment: any, price: 100 USD, date: 2026-11,
         basis: assumed, rule: test}
  stop: {charge: border, borders: [AZ-GE], load: any, equipment: any, price: 70 USD, date: 2026-11,
         basis: assumed, rule: test}
"""


def paid(**more: Any) -> dict[str, Any]:
    """Return the charges between Aktau and Tbilisi, by element."""
    box = co.Shipment(equipment="40ft", **more)
    net = CONDITIONS_NET.setdefault("", co.load_network(CONDITIONED.encode()))
    route = co.find_route(net, "Aktau", "Tbilisi", corridor="middle", by="cost", shipment=box)
    assert route.cost
    assert route.cost.is_complete
    return {item.element: item for item in route.cost.charges} | {"": route}


CONDITIONS_NET: dict[str, co.Network] = {}


def test_gauge_and_border_are_conditions_of_legs_and_borders_of_stops() -> None:
    found = paid()
    route = found[""]
    for leg in route.legs:
        km = int(leg.distance) / 1000
        each = 900 / km if leg.mode == "ferry" else 3 if set(leg.countries) == {"AZ", "GE"} else 2
        assert found[f"leg {leg.id}"].cents[1] == pytest.approx(100 * each * km, abs=1)
    assert any(set(leg.countries) == {"AZ", "GE"} for leg in route.legs)
    charged_at = {name for name, item in found.items() if name and item.kind == "border"}
    assert charged_at == {"stop gardabani"}


def test_loaded_and_empty_boxes_and_classes_of_goods_have_their_own_prices() -> None:
    ferry = "leg aktau--alat--ferry"
    assert paid()[ferry].cents[1] == 90_000
    assert paid(goods="class 8")[ferry].cents[1] == 190_000
    assert paid(goods="class 3")[ferry].cents[1] == 90_000
    assert paid(empty=True)[ferry].cents[1] == 40_000
    emissions = paid(empty=True)[""].emissions
    assert emissions
    assert not emissions.is_complete


def test_a_price_of_loaded_boxes_does_not_price_an_empty_one() -> None:
    box = co.Shipment(equipment="40ft", empty=True, max_price_age="any")
    route = co.find_route(BUNDLED, "Altynkol", "Istanbul", corridor="middle", shipment=box)
    assert route.cost
    assert not route.cost.tariffs
    told = "available only for loaded boxes: 3,474.00 USD per 40ft, TITR rate Altynkol - Istanbul"
    assert told in " ".join(route.full().split())
    with pytest.raises(co.ShipmentError) as refused:
        co.Shipment(equipment="40ft", empty=True, cargo_mass="10 t")
    assert str(refused.value) == ("cargo_mass is stated of an empty box; leave it out, or empty")


def test_a_stated_index_brings_prices_to_the_level_of_the_price_date() -> None:
    box = co.Shipment(
        equipment="40ft", quantity=2, max_price_age="any", price_index="2018: 100, 2026: 128.4"
    )
    route = co.find_route(BUNDLED, "Altynkol", "Istanbul", corridor="middle", shipment=box)
    assert route.cost
    assert route.cost.typical == co.Money(round(2 * 347_400 * 1.284), "USD")
    assert route.cost.rebased == (
        "TITR rate Altynkol - Istanbul: 2018 to 2026-11-21, times 1.284 by the stated index",
    )
    assert "re-based   TITR rate Altynkol - Istanbul: 2018 to 2026-11-21" in route.full()
    later = co.Shipment(equipment="40ft", max_price_age="any", price_index="2019: 100, 2026: 128.4")
    cost_ = co.find_route(BUNDLED, "Altynkol", "Istanbul", corridor="middle", shipment=later).cost
    assert cost_
    assert cost_.typical == co.Money(347_400, "USD")
    assert cost_.rebased == (
        "TITR rate Altynkol - Istanbul: as it is, the stated index has no value of 2018",
    )


@pytest.mark.parametrize(
    "given", ["2018", "2018: 0", "2020: 1, 2018: 2", "2018: 1, 2018: 2", "x: 1"]
)
def test_an_index_is_dates_with_values(given: str) -> None:
    with pytest.raises(co.ShipmentError) as refused:
        co.Shipment(equipment="40ft", price_index=given)
    assert str(refused.value) == (
        f"price_index is {given!r}; it must be dates with values above 0, the earliest first, "
        'as in "2018: 100, 2024: 121.5"'
    )


OFFERS = """
extends: bundled
tariffs:
  {first}: {{leg: aktau--alat--ferry, equipment: 40ft, price: 950 USD, date: {dates[0]},
             includes_handling: true, basis: assumed, rule: offer of A}}
  {second}: {{leg: aktau--alat--ferry, equipment: 40ft, price: 1200 USD, date: {dates[1]},
              includes_handling: true, basis: assumed, rule: offer of B}}
"""


@pytest.mark.parametrize(("first", "second"), [("a", "b"), ("b", "a")])
def test_ids_never_decide_between_two_offers(first: str, second: str) -> None:
    """Two offers of one day for one leg are refused, both named; of two days the later counts."""
    text = OFFERS.format(first=first, second=second, dates=("2026-11-02", "2026-11-02"))
    with pytest.raises(co.NetworkError) as refused:
        co.load_network(text.encode())
    (told,) = (item for item in refused.value.notices if item.code == "ambiguous_tariff")
    assert told.found == f"{second} and {first}, both for leg aktau--alat--ferry, 40ft"
    for dates, price in (
        (("2026-11-01", "2026-11-02"), 1200),
        (("2026-11-02", "2026-11-01"), 950),
    ):
        net = co.load_network(OFFERS.format(first=first, second=second, dates=dates).encode())
        box = co.Shipment(equipment="40ft")
        found = co.find_route(net, "Aktau", "Alat", shipment=box, by="cost").cost
        assert found
        assert found.typical == co.Money(100 * price, "USD")
