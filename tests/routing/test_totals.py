"""Totals read off a tree are those of the routes that are built one by one."""

from typing import Any

import pytest
from hypothesis import given

import corridor as co
from support.bundled import bundled_network
from support.layout import dump
from support.strategies import networks

NET = bundled_network()
SAME = ("scenario", "chain", "origin", "destination", "found", "low_h", "typical_h", "high_h", "km")
BOX = co.Shipment(equipment="40ft")
ASKED: list[dict[str, Any]] = [
    {},
    {"level": "high"},
    {"corridor": "middle"},
    {"modes": ["road"]},
    {"by": "distance"},
    {"max_time": "15 days"},
    {"max_transfers": 2},
    {"require": co.Require(countries={"GE"})},
    {"avoid": co.Avoid(countries={"KZ"})},
    {"policy": "no-russia-belarus"},
    {"depart": "2027-01-10"},
    {"shipment": BOX},
    {"shipment": BOX, "by": "cost"},
]
ENDS = ["China", "Xi'an", "Aktau", "Baku", "Istanbul", "Duisburg", "Poti"]


def check(totals: co.Answers, routes: co.Answers) -> None:
    assert len(totals) == len(routes)
    for one, other in zip(totals, routes, strict=True):
        assert {name: one[name] for name in SAME} == {name: other[name] for name in SAME}
        assert one["lost_h"] == other["lost_h"]
        assert one["reason"] == other["reason"]
        assert not {"legs", "corridors", "countries"} & set(one)


@pytest.mark.parametrize("limits", ASKED, ids=lambda limits: "-".join(limits) or "plain")
def test_totals_of_a_matrix_are_those_of_its_routes(limits: dict[str, Any]) -> None:
    some = ENDS[:4] if len(limits) else ENDS
    totals = co.od_matrix(NET, some, ENDS[3:], detail="totals", **limits)
    check(totals, co.od_matrix(NET, some, ENDS[3:], **limits))


def test_totals_under_scenarios_are_those_of_the_routes() -> None:
    storm = co.load_scenario("caspian-storm")
    chains = ["China > Türkiye", ("Xi'an", "Baku", "Istanbul"), "Aktau > Baku"]
    check(co.sweep(NET, [storm], chains, detail="totals"), co.sweep(NET, [storm], chains))


def test_totals_of_a_shipment_are_its_cost_and_emissions() -> None:
    (row,) = co.od_matrix(NET, ["Xi'an"], ["Istanbul"], detail="totals", shipment=BOX)
    route = co.find_route(NET, "Xi'an", "Istanbul", shipment=BOX)
    assert route.cost is not None
    assert route.emissions is not None
    assert row["cost"] == route.cost.typical.cents / 100
    assert row["currency"] == "USD"
    assert row["cost_complete"] == route.cost.is_complete
    assert row["co2e_kg"] == int(route.emissions.total) / 1000
    assert row["emissions_complete"] == route.emissions.is_complete


@given(spec=networks())
def test_totals_on_random_networks_are_those_of_the_routes(spec: Any) -> None:
    """Where a tree's own route passes a place twice, and where ends are reached by road only."""
    net = co.load_network(dump(spec))
    names = list(spec["nodes"])
    check(co.od_matrix(net, names, names, detail="totals"), co.od_matrix(net, names, names))


def test_what_is_no_detail_is_refused() -> None:
    with pytest.raises(co.QuantityError, match="detail"):
        co.od_matrix(NET, ["Aktau"], ["Baku"], detail="total")  # type: ignore[arg-type]
