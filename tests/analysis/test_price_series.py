"""Prices over time: what is on file for a route, and which price a day has."""

import datetime
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import corridor as co
from corridor.analysis.price_list import title_of
from corridor.cli.main import main
from support.bundled import bundled_network
from support.priced import SHIPPING
from support.small import line, read
from support.strategies import ESTIMATED, Tree

NET = bundled_network()
WAY = "Shanghai > Rotterdam"
SEA = "Shanghai > Rotterdam: 40ft, per box; cape"
WCI = {
    "2024-01-11": 4406,
    "2024-01-25": 4984,
    "2025-03-13": 2512,
    "2025-04-10": 2392,
    "2025-12-25": 2584,
    "2026-09-17": 3626,
}


def series_of(found: co.Prices, title: str) -> co.PriceSeries:
    (series,) = (item for item in found.series if title_of(item) == title)
    return series


def test_the_series_of_an_index_has_its_dates_changes_and_sources() -> None:
    series = series_of(co.prices(NET, WAY), SEA)
    assert {item.tariff.date: item.tariff.price.low.cents // 100 for item in series.prices} == WCI
    amounts = list(WCI.values())
    for number, item in enumerate(series.prices):
        assert item.tariff.sources
        if number:
            assert item.change == pytest.approx(amounts[number] / amounts[number - 1] - 1)
            assert item.since == list(WCI)[number - 1]
        else:
            assert (item.change, item.since) == (None, None)


@settings(max_examples=20)
@given(st.dates(min_value=datetime.date(2024, 1, 11)))
def test_the_price_of_a_day_is_the_last_one_before_it(day: datetime.date) -> None:
    series = series_of(co.prices(NET, WAY, day=str(day)), SEA)
    last = max(date for date in WCI if date <= str(day))
    held = [item for item in series.prices if item.standing in {"in force", "historic"}]
    assert [item.tariff.date for item in held] == [last]
    later = {item.tariff.date for item in series.prices if item.standing == "later"}
    assert later == {date for date in WCI if date > str(day)}


@pytest.mark.parametrize("day", ["2024-01-20", "2025-03-20", "2026-01-10", "2026-10-01"])
def test_a_route_of_that_day_is_charged_the_price_in_force(day: str) -> None:
    series = series_of(co.prices(NET, WAY, day=day), SEA)
    (held,) = (item for item in series.prices if item.standing == "in force")
    box = co.Shipment(equipment="40ft", price_date=day)
    route = co.find_route(NET, "Shanghai", "Rotterdam", corridor="cape", shipment=box)
    assert route.cost
    assert route.cost.tariffs == (held.tariff,)


def test_a_price_is_historic_after_18_months_and_not_for_a_year_that_may_be_later() -> None:
    found = co.prices(NET, "Xi'an > Istanbul")
    assert {item.standing for series in found.series for item in series.prices} == {"historic"}
    titr = series_of(found, "Altynkol > Istanbul: 40ft, per box; middle")
    assert [item.tariff.price.low for item in titr.prices] == [co.Money(347_400, "USD")]
    text = " ".join(str(found).split())
    assert text.startswith(
        "Xi'an > Istanbul: 10 prices on file, none in force on 2026-11-21; none of a section by "
        "southern. Altynkol > Istanbul: 20ft, per box; middle "
    )
    assert "2018 3,474 3,474 3,474 historic blackseagrain-2018" in text
    assert "Black Sea Grain / UkrAgroConsult" in text
    eurasian = co.prices(NET, "Altynkol > Brest", corridor="northern")
    standings = [item.standing for item in eurasian.series[0].prices]
    assert standings == ["replaced", "in force"]


def test_one_corridor_and_one_box_alone() -> None:
    found = co.prices(NET, WAY, corridor="suez", equipment="20ft")
    assert {series.equipment for series in found.series} <= {"any", "20ft"}
    assert found.without == ("suez",)
    with pytest.raises(co.QuantityError, match="equipment"):
        co.prices(NET, WAY, equipment="45ft")
    with pytest.raises(co.UnknownPlaceError):
        co.prices(NET, "Nowhere > Rotterdam")


def test_offers_of_the_user_are_among_them_with_their_end() -> None:
    text = """
extends: bundled
tariffs:
  old: {leg: aktau--alat--ferry, equipment: 40ft, price: 900 USD, date: 2026-01, basis: assumed,
        rule: test, valid_until: 2026-06-30}
  new: {leg: aktau--alat--ferry, equipment: 40ft, price: {low: 950 USD, high: 1000.50 USD},
        date: 2026-07, basis: assumed, rule: test, mass_up_to: 20 t}
"""
    found = co.prices(co.load_network(text.encode()), "Aktau > Alat")
    mine = [series for series in found.series if series.section.startswith("Aktau")]
    assert {title_of(series): series.prices[0].standing for series in mine} == {
        "Aktau > Alat: 40ft, per box; middle": "ended",
        "Aktau > Alat, up to 20 t: 40ft, per box; middle": "in force",
    }
    assert "975.25" in str(found)


def test_the_command_lists_them(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert main(["prices", WAY, "--corridor", "cape", "--day", "2025-04-01", "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["schema"] == "corridor.prices"
    held = [item for item in record["prices"] if item["standing"] == "in force"]
    assert (held[0]["date"], held[0]["typical"], held[0]["currency"]) == (
        "2025-03-13",
        251_200,
        "USD",
    )
    target = tmp_path / "prices.svg"
    assert main(["chart", WAY, "--kind", "prices", "-o", str(target)]) == 0
    drawn = target.read_text(encoding="utf-8")
    assert "Shanghai &gt; Rotterdam, cape" in drawn
    assert "40ft: 3,626, 2026-09-17" in drawn


def test_without_prices_there_is_no_chart() -> None:
    bare = NET.with_file(replace(NET.file, tariffs={}))
    found = co.prices(bare, "Aktau > Alat")
    assert found.full() == (
        f"Aktau > Alat: no prices on file; none of a section by middle.\n\ndata  {bare.stamp}"
    )
    with pytest.raises(co.QuantityError, match="no price of a box for a section of Aktau > Alat"):
        co.chart.prices(found)


def own_network(**corridors: Any) -> co.Network:
    """A line with a price for each leg, a detention at the end, and some corridors."""
    tariff = {"equipment": "40ft", "price": "100 USD", "date": "2026-10"} | ESTIMATED
    tariffs: Tree = {f"t-{leg}": tariff | {"leg": leg} for leg in ("a--b", "b--c")}
    tariffs["late"] = tariff | {"charge": "detention", "free_time": "2 days"}
    return read(line() | SHIPPING | {"tariffs": tariffs, "corridors": corridors})


def test_without_corridors_the_prices_of_the_best_route_are_listed() -> None:
    found = co.prices(own_network(), "a > c")
    assert {price.tariff.id for item in found.series for price in item.prices} == {
        "t-a--b",
        "t-b--c",
        "late",
    }
    assert found.full().startswith("Alpha > Gamma: 3 prices on file, 3 in force on 2026-11-21.\n")


def test_a_corridor_without_a_longest_detour_has_its_prices_too() -> None:
    net = own_network(north={"name": "North", "through": [{"legs": ["a--b"]}]})
    found = co.prices(net, "a > c", corridor="north")
    assert len(found.series) == 3
