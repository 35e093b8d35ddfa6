"""Rows of a comparison: what one row cannot answer, and what no row could."""

import pytest

import corridor as co
from support.bundled import bundled_network

NET = bundled_network()


def test_a_price_in_a_currency_without_a_rate_ends_the_comparison() -> None:
    """What is wrong with the question is no property of a route, so that no row may hide it."""
    price = co.CarbonPrice(per_tonne="75 JPY", share="50 %")
    shipment = co.Shipment(equipment="40ft", carbon_price=price)
    with pytest.raises(co.ShipmentError, match="no exchange rate between the two"):
        co.compare(NET, ["Shanghai > Rotterdam"], by="cost", shipment=shipment)


def test_a_route_that_is_not_fully_priced_is_a_row_with_its_reason() -> None:
    shipment = co.Shipment(equipment="40ft")
    (row,) = co.compare(NET, ["Xi'an > Istanbul"], by="cost", shipment=shipment).rows
    assert row.route is None
    assert row.reason == "no route Xi'an > Istanbul is fully priced for 40ft"
