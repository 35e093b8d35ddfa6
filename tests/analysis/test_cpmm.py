"""CPMM indicators: their algebra, which borders count, and what is said of them."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.analysis.cpmm import SAMPLES
from corridor.network.fields import LEVELS
from support.bundled import bundled_network
from support.layout import dump
from support.priced import SHIPPING
from support.small import estimate, leg, line, read, spot
from support.strategies import ESTIMATED, Tree, networks

NET = bundled_network()
ROUTE = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")


def chain(**nodes: Tree) -> co.Route:
    """Return the route a > b > d through the borders KZ-GE, GE-NO with what the nodes are given."""
    spec: Tree = {
        "format": "1",
        "name": "Two borders",
        "version": "1",
        "as_of": "2026-11-21",
        "nodes": {"a": spot("Alpha"), "b": spot("Beta", "GE"), "d": spot("Delta", "NO")},
        "legs": {"a--b": leg("a", "b"), "b--d": leg("b", "d")},
    }
    for item in spec["legs"].values():
        item |= {"mode": "rail", "gauge": "1520 mm"}
    for name, more in nodes.items():
        spec["nodes"][name] |= more
    return co.find_route(co.load_network(dump(spec)), "a", "d")


def stop(kind: str, time: str) -> Tree:
    sides = {"inbound": "rail 1520", "outbound": "rail 1520"}
    return {"dwell": [{**sides, "kind": kind, "time": estimate(time)}]}


def test_the_speeds_are_those_of_the_route() -> None:
    row = co.measure_indicators(ROUTE).rows[0]
    for level in LEVELS:
        km, moving = ROUTE.distance.km, ROUTE.moving.at(level).hours
        whole = ROUTE.transit_time.at(level).hours
        assert row.swod(level) == pytest.approx(km / moving)
        assert row.swd(level) == pytest.approx(km / whole)
        assert row.delay(level) == pytest.approx(ROUTE.standing.at(level).hours / whole)


def test_the_borders_of_the_middle_corridor() -> None:
    found = co.measure_indicators(ROUTE).rows[0].crossings
    assert [item.border for item in found] == list(ROUTE.border_crossings)
    assert [item.by_vessel for item in found] == [False, True, False, False]
    stops = [("dostyk",), (), ("gardabani",), ("akhalkalaki", "kars")]
    assert [item.stops for item in found] == stops


def test_the_times_at_borders_add_up_as_they_are_printed() -> None:
    row = co.measure_indicators(chain(b=stop("border", "12.05 h"), d={})).rows[0]
    assert row.tfi1() == pytest.approx(12.05)
    for pair in (("Xi'an", "Istanbul"), ("Duisburg", "Xi'an"), ("Almaty", "Poti")):
        found = co.measure_indicators(co.find_route(NET, *pair))
        (told,) = re.findall("borders: ([^;]+)", " ".join(found.full().split()))
        hours = [float(part) for part in re.findall(r"([\d.]+) h", told)]
        whole = sum(item.time.typical for item in found.rows[0].counted)
        assert len(hours) == len(found.rows[0].counted)
        assert round(sum(hours), 1) == pytest.approx(whole / 3600, abs=0.0501)


def test_the_mean_is_over_the_land_borders_with_a_stop() -> None:
    row = co.measure_indicators(chain(b=stop("border", "12 h"))).rows[0]
    assert [item.border for item in row.crossings] == [("KZ", "GE"), ("GE", "NO")]
    assert [item.stops for item in row.crossings] == [("b",), ()]
    assert row.tfi1() == 12
    assert (row.swod(), row.swd()) == (120 / 20, 120 / 32)
    assert row.delay() == pytest.approx(12 / 32)


def test_a_stop_that_is_at_no_border_does_not_count() -> None:
    assert co.measure_indicators(chain(b=stop("hand_over", "12 h"))).rows[0].tfi1() is None
    at_border = stop("hand_over", "12 h") | {"kind": "border_crossing"}
    assert co.measure_indicators(chain(b=at_border)).rows[0].tfi1() == 12


@given(spec=networks())
def test_no_time_at_borders_is_counted_twice(spec: Tree) -> None:
    net = co.load_network(dump(spec))
    for origin in net.nodes:
        for destination in net.nodes:
            try:
                route = co.find_route(net, origin, destination)
            except co.CorridorError:
                continue
            row = co.measure_indicators(route).rows[0]
            assert tuple(item.border for item in row.crossings) == route.border_crossings
            total = sum(item.time.typical for item in row.crossings)
            assert total <= route.standing.typical
            assert row.swd() <= row.swod()


@given(cost=st.floats(1, 1e6), mass=st.floats(0.1, 1e3))
def test_the_cost_is_per_500_km_and_20_t(cost: float, mass: float) -> None:
    row = co.measure_indicators(ROUTE, cost=cost, mass=mass).rows[0]
    assert row.tfi3 == pytest.approx(cost / ROUTE.distance.km / mass * 500 * 20)
    half = co.measure_indicators(ROUTE, cost=cost, mass=2 * mass).rows[0]
    assert half.tfi3 == pytest.approx(cost / ROUTE.distance.km / mass * 500 * 10)


def test_without_a_cost_there_is_none() -> None:
    found = co.measure_indicators(ROUTE)
    assert found.rows[0].tfi3 is None
    assert "only where a cost is given" in " ".join(str(found).split())


def test_the_cost_of_a_shipment_is_that_of_its_route() -> None:
    def measured(corridor: str, **more: Any) -> tuple[co.Measured, str]:
        asked = {"cargo_mass": "14 t", "max_price_age": "any", **more}
        box = co.Shipment(equipment="40ft", quantity=2, **asked)
        route = co.find_route(NET, "Xi'an", "Duisburg", corridor=corridor, shipment=box)
        found = co.measure_indicators(route)
        return found.rows[0], " ".join(found.full().split())

    row, text = measured("northern", cargo_value="108000 USD")
    cost = row.route.cost
    assert cost is not None
    for level in LEVELS:
        dollars = cost.freight_at(level).cents / 100
        assert row.at(level)[1] == pytest.approx(dollars / row.route.distance.km / 28 * 500 * 20)
    assert f"TFI3: freight {cost.freight_at('typical')} for 28 t, prices of 2025-03 (" in text
    given = co.measure_indicators(row.route, cost=1000, mass=10).rows[0]
    assert given.tfi3 == pytest.approx(1000 / row.route.distance.km / 10 * 500 * 20)
    row, text = measured("cape")
    assert row.tfi3 is None
    assert "TFI3: no rate on file for " in text


def test_a_change_is_told_as_cpmm_tells_it() -> None:
    then = co.find_route(co.as_of(NET, "2016-06"), "Xi'an", "Istanbul", corridor="middle")
    found = co.measure_indicators(ROUTE, versus=then)
    before, after = found.earlier[0].swd(), found.rows[0].swd()
    change = f"{100 * (after / before - 1):+.1f} %"
    assert f"from {before:.1f} to {after:.1f} km/h ({change})" in " ".join(str(found).split())
    (line,) = (line for line in str(found).splitlines() if line.startswith("  change"))
    assert re.sub(" +", " ", line).count("%") == 3
    assert line.endswith("pts")


def test_a_change_from_nothing_is_not_told() -> None:
    before, after = chain(b=stop("border", "0 h")), chain(b=stop("border", "6 h"))
    found = co.measure_indicators(after, versus=before)
    assert found.earlier[0].tfi1() == 0
    (line,) = (line for line in str(found).splitlines() if line.startswith("  change"))
    assert line.split()[1] == "-"


def test_it_says_that_the_samples_differ_and_where_it_comes_from() -> None:
    text = " ".join(co.measure_indicators(ROUTE).full().split())
    assert " ".join(SAMPLES.split()) in text
    assert "https://cpmm.carecprogram.org/2023-report" in text
    assert "KZ-AZ" in text


def test_records_hold_every_level() -> None:
    rows = co.measure_indicators([ROUTE, ROUTE], versus=[ROUTE, ROUTE]).to_records()
    assert len(rows) == 2 * 2 * len(LEVELS)
    assert rows[1]["swd_km_h"] == co.measure_indicators(ROUTE).rows[0].swd()


def test_what_cannot_be_measured_is_refused() -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.measure_indicators(ROUTE, versus=[ROUTE, ROUTE])
    assert str(caught.value) == "1 routes against 2; versus needs one for each route"
    with pytest.raises(co.QuantityError) as caught:
        co.measure_indicators(ROUTE, cost=-5, mass=20)
    assert str(caught.value) == "cost is -5; it must be a number above 0"


def test_empty_boxes_have_no_cost_of_cargo() -> None:
    tariff = {"leg": "a--b", "equipment": "40ft", "price": "100 USD", "date": "2026-10",
              "load": "any"} | ESTIMATED  # fmt: skip
    net = read(line() | SHIPPING | {"tariffs": {"one": tariff}})
    route = co.find_route(net, "a", "b", shipment=co.Shipment(equipment="40ft", empty=True))
    text = " ".join(co.measure_indicators(route).full().split())
    assert "TFI3: is of cargo; the boxes are empty" in text


def test_a_border_stop_on_a_route_that_crosses_no_land_border_is_at_none() -> None:
    spec = line("rail", gauge="1520 mm")
    for node in spec["nodes"].values():
        node["country"] = "KZ"
    spec["legs"]["b--c"]["gauge"] = "1520 mm"
    spec["nodes"]["b"] |= stop("border", "5 h")
    assert co.measure_indicators(co.find_route(read(spec), "a", "c")).rows[0].crossings == ()


def test_a_box_that_the_file_does_not_know_ends_a_comparison() -> None:
    with pytest.raises(co.ShipmentError, match="does not say what a 40ft box is"):
        co.compare(read(line()), ["a > c"], shipment=co.Shipment(equipment="40ft"))
