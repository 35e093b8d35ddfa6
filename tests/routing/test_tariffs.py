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
    text = str(co.find_route(co.load_network(MINE.encode()), "Aktau", "Tbilisi", shipment=BOX))
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
    assert "; shared by " in " ".join(str(found).split())
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
