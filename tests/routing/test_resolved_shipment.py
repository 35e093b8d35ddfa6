"""Shipments and budgets of a wrong form, and what has no price."""

from typing import Any

import pytest

import corridor as co
from support.bundled import bundled_network

BUNDLED = bundled_network()


BOX = co.Shipment(equipment="40ft", quantity=2, cargo_mass="14 t", cargo_value="108000 USD")
OLD = BOX.with_values(max_price_age=None)


WRONG: list[tuple[dict[str, Any], str]] = [
    (
        {"equipment": "40 ft"},
        'equipment is "40 ft"; it must be one of 20ft, 40ft, 40hc\n  did you mean  40ft?',
    ),
    ({"quantity": 0}, "quantity is 0; it must be a whole number from 1"),
    ({"quantity": -1}, "quantity is -1; it must be a whole number from 1"),
    ({"quantity": 1.5}, "quantity is 1.5; it must be a whole number from 1"),
    ({"quantity": True}, "quantity is True; it must be a whole number from 1"),
    (
        {"cargo_mass": "14 tons"},
        (
            'cargo_mass is 14 tons, with the unit "tons"; it must be a number, a space, and kg '
            'or t, as in "14 t"'
        ),
    ),
    ({"cargo_mass": "0 t"}, "cargo_mass is 0 t; it must be above 0 t"),
    (
        {"cargo_value": "$5"},
        (
            'cargo_value is "$5"; it must be a number, a space, and a currency of three letters, '
            "as "
            'in "3474 USD"; write 5 USD'
        ),
    ),
    (
        {"currency": "euro"},
        'currency is "euro"; it must be the three letters of a currency, as in USD',
    ),
    ({"price_date": "May"}, 'price_date is "May"; it must be a day written as 2024-05-20'),
    (
        {"inventory_cost": "0.2"},
        (
            "inventory_cost is 0.2, a number without a unit; it must be a number, a space, and "
            "%, as "
            'in "80 %"'
        ),
    ),
]


@pytest.mark.parametrize(("more", "message"), WRONG)
def test_a_shipment_of_a_wrong_form_is_told(more: dict[str, Any], message: str) -> None:
    with pytest.raises(co.ShipmentError) as caught:
        co.Shipment(**({"equipment": "40ft"} | more))
    assert str(caught.value) == message


ASKED: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    (
        {"cargo_mass": "30 t"},
        {},
        (
            "cargo_mass is 30 t in a 40ft box, which may hold 26.78 t: 30,480 kg gross, the common "
            "rating by ISO 668 (general knowledge), less a tare of 3,700 kg (hongocean) "
            "[hongocean]\n"
            "  use more boxes, with less in each"
        ),
    ),
    (
        {"cargo_value": "100000 EUR"},
        {},
        "100,000.00 EUR is to be given in USD",
    ),
    (
        {"currency": "EUR"},
        {"by": "cost", "avoid": co.Avoid(countries={"RU", "IR"})},
        (
            "no route Xi'an > Duisburg is fully priced for 40ft\n"
            "  by the quickest, Xi'an > Dostyk, gauge break at Dostyk, Dostyk > Aktau, "
            "transshipment at Aktau, Aktau > Alat, transshipment at Alat, Alat > Akhalkalaki, "
            "gauge break at Akhalkalaki, Akhalkalaki > Duisburg have none\n"
            "  available only for another route: 3,474.00 USD per 40ft, TITR rate Altynkol - "
            "Istanbul, 2018 (8 years old)\n"
            "  available only for 20ft: 2,301.00 USD per 20ft, TITR rate "
            "Altynkol - Istanbul, 2018 (8 years old)\n"
            "  prices in USD are on file, and no exchange rate to EUR: state one as in "
            '--rate "EUR/USD 1.08", or add it under exchange_rates\n'
        ),
    ),
    (
        {},
        {"by": "cost", "corridor": "northern"},
        (
            "no route Xi'an > Duisburg is fully priced for 40ft: the prices on file are "
            "older than 18 months (2025-03); ask with --max-price-age any, in code "
            'max_price_age="any"\n'
        ),
    ),
    (
        {"equipment": "20ft"},
        {"by": "cost", "corridor": "northern"},
        (
            "no route Xi'an > Duisburg is fully priced for 20ft\n"
            "  by the quickest, Xi'an > Dostyk, gauge break at Dostyk, Dostyk > Malaszewicze, "
            "gauge break at Malaszewicze, Malaszewicze > Duisburg have none\n"
            "  available only for 40ft: 5,675.00 USD per 40ft, China - "
            "Europe by "
            "rail, 2025-03 (20 months old)\n"
            "  bring tariffs in a file that begins with extends: bundled; or ask by transit "
            "time, for "
            "the route with an incomplete total"
        ),
    ),
    (
        {},
        {"by": "generalised"},
        (
            'by="generalised" weighs time with money: the shipment needs value_of_time="200 USD" '
            "(a "
            'day, for the whole shipment) or cargo_value="50000 USD" (in each box)'
        ),
    ),
    (
        {},
        {"max_cost": "9000 EUR"},
        "max_cost is 9,000.00 EUR, and the shipment is reckoned in USD; give both in one currency",
    ),
]


@pytest.mark.parametrize(("box", "more", "message"), ASKED)
def test_a_shipment_without_a_price_is_told_what_to_do(
    box: dict[str, Any], more: dict[str, Any], message: str
) -> None:
    shipment = co.Shipment(**({"equipment": "40ft", "currency": "USD"} | box))
    with pytest.raises(co.ShipmentError) as caught:
        co.find_route(BUNDLED, "Xi'an", "Duisburg", shipment=shipment, **more)
    assert str(caught.value).startswith(message)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"by": "cost"},
            'by="cost" needs a shipment: shipment=Shipment(equipment="40ft"), or --equipment 40ft',
        ),
        (
            {"max_cost": "9000 USD"},
            'a budget needs a shipment: shipment=Shipment(equipment="40ft"), or --equipment 40ft',
        ),
        (
            {"max_emissions": "4 t"},
            (
                'max_emissions needs a shipment: shipment=Shipment(equipment="40ft"), or '
                "--equipment 40ft"
            ),
        ),
    ],
)
def test_money_needs_a_shipment(more: dict[str, Any], message: str) -> None:
    with pytest.raises(co.ShipmentError) as caught:
        co.find_route(BUNDLED, "Xi'an", "Duisburg", **more)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"max_cost": "a lot"},
            (
                'max_cost is "a lot"; it must be a number, a space, and a currency of three '
                "letters, "
                'as in "3474 USD"'
            ),
        ),
        (
            {"max_emissions": "4"},
            (
                "max_emissions is 4, a number without a unit; it must be a number, a space, and "
                "kg or "
                't, as in "14 t"'
            ),
        ),
    ],
)
def test_a_budget_of_a_wrong_form_is_told(more: dict[str, Any], message: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.find_route(BUNDLED, "Xi'an", "Duisburg", shipment=BOX, **more)
    assert str(caught.value) == message


def test_a_budget_that_no_route_keeps_is_what_blocks() -> None:
    with pytest.raises(co.NoRouteError) as caught:
        co.find_route(BUNDLED, "Xi'an", "Duisburg", shipment=OLD, max_cost="9000 USD")
    assert str(caught.value).splitlines()[0] == (
        "no route Xi'an > Duisburg for at most 9,000.00 USD"
    )
    with pytest.raises(co.NoRouteError) as caught:
        co.find_route(BUNDLED, "Xi'an", "Duisburg", shipment=BOX, max_emissions="4 t")
    assert str(caught.value).splitlines()[0] == "no route Xi'an > Duisburg with at most 4 t of CO2e"


def test_equipment_that_the_file_declares_is_priced_and_other_is_refused() -> None:
    """A reefer, a wagon, a box of the shipper's own: whatever stands under equipment."""
    text = """
extends: bundled
equipment:
  reefer-40: {text: "40-foot reefer", teu: 2, cargo_mass: {value: 20 t, rule: test},
              most_cargo: {value: 27 t, rule: test}}
tariffs:
  ferry: {leg: aktau--alat--ferry, equipment: reefer-40, price: 1800 USD, date: 2026-11,
          basis: assumed, rule: test}
  dry: {leg: aktau--alat--ferry, equipment: 40ft, price: 900 USD, date: 2026-11, basis: assumed,
        rule: test}
"""
    net = co.load_network(text.encode())
    for box, price in (("reefer-40", 1800), ("40ft", 900)):
        shipment = co.Shipment(equipment=box)
        route = co.find_route(net, "Aktau", "Alat", by="cost", shipment=shipment)
        assert route.cost
        assert route.cost.typical == co.Money(100 * price, "USD")
        assert str(route.cost.shipment) == f"1 x {box}"
    with pytest.raises(co.ShipmentError) as refused:
        co.find_route(net, "Aktau", "Alat", shipment=co.Shipment(equipment="45ft"))
    assert str(refused.value) == (
        'equipment is "45ft"; it must be one of 20ft, 40ft, 40hc, reefer-40\n  did you mean  40ft?'
    )
