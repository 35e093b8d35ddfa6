"""First and last miles have a price and emissions where the file has a road rate or factor."""

from typing import Any

import pytest

import corridor as co
from corridor.network.names import great_circle
from support.bundled import bundled_network

NET = bundled_network()
BOX = co.Shipment(equipment="40ft", quantity=2, cargo_mass="14 t")
RATE = {
    "id": "lorries", "equipment": "40ft", "modes": ["road"], "per": "km", "price": "1.50 USD",
    "date": "2026-11", "basis": "assumed", "rule": "for a test",
}  # fmt: skip


def with_rates(*rates: dict[str, Any]) -> co.Network:
    return co.build_network(extends=NET, tariffs=list(rates))


def test_without_a_road_rate_none_is_made_up() -> None:
    route = co.find_route(NET, "Bursa", "Aktau", shipment=BOX)
    (mile,) = route.mile_costs
    assert mile.charge is None
    assert "no rate on file" in str(route.full())
    assert mile.emission
    assert mile.emission.wtw
    factor = mile.emission.factors[0]
    assert factor.modes == ("road",)
    assert route.first_mile
    grams = factor.value * 28 * route.first_mile.distance.km
    assert mile.emission.wtw == pytest.approx(grams, abs=1)


def test_a_road_rate_prices_the_mile_and_leaves_the_totals() -> None:
    net = with_rates(RATE)
    route, before = (co.find_route(n, "Bursa", "Aktau", shipment=BOX) for n in (net, NET))
    (mile,) = route.mile_costs
    assert route.first_mile
    assert mile.charge
    assert mile.charge.cents[1] == round(150 * 2 * route.first_mile.distance.km)
    assert mile.charge.tariff
    assert mile.charge.tariff.id == "lorries"
    assert route.cost
    assert before.cost
    assert route.cost.charges == before.cost.charges
    said = " ".join(str(route.full()).split())
    assert "USD by lorries; " in said
    assert "neither is in the totals" in said


@pytest.mark.parametrize(
    ("other", "counts"),
    [
        ({"countries": ["TR"]}, True),
        ({"countries": ["GE"]}, False),
        ({"equipment": "20ft"}, False),
        ({"modes": ["ferry"]}, False),
        ({"corridors": ["middle"]}, False),
        ({"valid_until": "2025-12-31", "date": "2025"}, False),
    ],
)
def test_only_rates_that_fit_the_mile_count(other: dict[str, Any], counts: bool) -> None:
    route = co.find_route(with_rates(RATE | other), "Bursa", "Aktau", shipment=BOX)
    (mile,) = route.mile_costs
    assert (mile.charge is not None) is counts


def test_the_rate_of_more_conditions_counts() -> None:
    special = RATE | {"id": "lorries-tr", "countries": ["TR"], "price": "9.00 USD"}
    route = co.find_route(with_rates(RATE, special), "Bursa", "Aktau", shipment=BOX)
    (mile,) = route.mile_costs
    assert mile.charge
    assert mile.charge.tariff
    assert mile.charge.tariff.id == "lorries-tr"


def test_without_a_shipment_nothing_is_said_of_money() -> None:
    route = co.find_route(NET, "Bursa", "Aktau")
    assert route.mile_costs == ()
    assert "rate on file" not in str(route.full())


def small(rate: str) -> co.Network:
    """Return a place inland between two ports, the near one with the dearer ship."""

    def node(key: str, lat: str, lon: str) -> dict[str, Any]:
        where = {"lat": lat, "lon": lon, "basis": "estimated", "rule": "drawn"}
        return {"id": key, "name": key.upper(), "country": "KZ", "kind": "seaport",
                "location": where}  # fmt: skip

    def ship(key: str, price: str) -> tuple[dict[str, Any], dict[str, Any]]:
        time = {"low": "20 h", "typical": "30 h", "high": "40 h", "basis": "estimated",
                "rule": "drawn"}  # fmt: skip
        leg = {"id": f"{key}--far", "origin": key, "destination": "far", "mode": "ferry",
               "distance": "500 km", "transit_time": time}  # fmt: skip
        money = {"id": f"by-{key}", "leg": leg["id"], "equipment": "40ft", "price": price,
                 "date": "2026", "basis": "assumed", "rule": "drawn"}  # fmt: skip
        return leg, money

    near, far = ship("near", "1000 USD"), ship("remote", "900 USD")
    return co.build_network(
        nodes=[node("near", "44.55", "50.25"), node("remote", "44.05", "51.65"),
               node("far", "40.35", "49.85")],
        legs=[near[0], far[0]],
        tariffs=[near[1], far[1], RATE | {"price": rate}],
        equipment=list(NET.file.equipment.values()),
        sources=list(NET.file.sources.values()),
        as_of="2026-11-21",
    )  # fmt: skip


def test_the_price_of_a_mile_counts_in_the_search_for_the_cheapest() -> None:
    """The near port is dearer by 100: it wins where the longer road leg costs more."""
    here = (44.55, 50.3)
    more = great_circle(here, (44.05, 51.65)) - great_circle(here, (44.55, 50.25))
    assert more * 1.3 * 0.1 < 100 < more * 1.3 * 1.5
    shipment = co.Shipment(equipment="40ft")
    cheap = co.find_route(small("0.10 USD"), here, "far", shipment=shipment, by="cost")
    dear = co.find_route(small("1.50 USD"), here, "far", shipment=shipment, by="cost")
    assert (cheap.origin.id, dear.origin.id) == ("remote", "near")
