"""Sizes that are asked for, and what there is to draw: told in words where nothing can be."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from matplotlib.figure import Figure

import corridor as co
from support.bundled import bundled_network
from support.pictured import faults, texts_of
from support.small import detour, read

NET = bundled_network()
ROUTE = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
SHORT = read(detour())
SIDES = (9.5, 7.5)


def words_of(figure: Figure) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in texts_of(figure))


@pytest.mark.parametrize(
    ("size", "said"),
    [
        (3, "figsize is 3; write (width, height) in inches"),
        ((1, 9), "figsize is (1, 9), too small for this chart; make it wider"),
        ((9, 1), "figsize is (9, 1), too small for this chart; make it higher"),
    ],
)
def test_a_size_that_holds_no_chart_is_refused(size: Any, said: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.chart.time_distance(NET, ROUTE, figsize=size)
    assert str(caught.value) == said


DRAWN: dict[str, Callable[[], Figure]] = {
    "comparison": lambda: co.chart.comparison(
        co.compare_corridors(NET, "Xi'an", "Istanbul"), figsize=SIDES
    ),
    "weak points": lambda: co.chart.weak_points(
        co.criticality(SHORT, ["a > c"], kinds=["nodes"]), figsize=SIDES
    ),
    "prices": lambda: co.chart.prices(co.prices(NET, ["Xi'an", "Duisburg"]), figsize=SIDES),
    "trade-offs": lambda: co.chart.trade_offs(
        co.find_pareto_routes(NET, "Xi'an", "Istanbul", by=("transit_time", "distance")),
        figsize=SIDES,
    ),
}


@pytest.mark.parametrize("kind", DRAWN)
def test_a_chart_has_the_size_that_is_asked_for(kind: str) -> None:
    figure = DRAWN[kind]()
    assert tuple(figure.get_size_inches()) == SIDES
    assert list(faults(figure)) == []


def test_prices_before_the_first_are_none() -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.chart.prices(co.prices(NET, ["Xi'an", "Duisburg"], day="1999-01-01"))
    assert str(caught.value) == ("no dated price for Xi'an > Duisburg is on file up to 1999-01-01")


def test_routes_to_several_ends_are_told_by_their_ends() -> None:
    routes = [ROUTE, co.find_route(NET, "Xi'an", "Baku", corridor="middle")]
    days = [round(route.transit_time.typical.days) for route in routes]
    said = f"From Xi'an, typical days: {days[0]} to Istanbul, {days[1]} to Alat"
    assert said in words_of(co.chart.time_distance(NET, routes))


def test_a_scenario_that_is_past_is_named_and_not_drawn() -> None:
    past = co.Scenario("strike of 2020").close("poti", start="2020-01-01", end="2020-02-01")
    words = words_of(co.chart.time_distance(NET, ROUTE, scenarios=[past]))
    assert "strike of 2020" in words
    assert "in force" in words


def test_no_route_is_no_map() -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.chart.route_map(NET, [])
    assert str(caught.value) == "there is no route to draw; give one, or several"


def test_a_flow_that_a_leg_limits_names_the_leg_and_its_ends() -> None:
    found = co.capacity(SHORT, "a", "c", unknown="1000 TEU/year")
    words = words_of(co.chart.route_map(SHORT, found))
    assert "2,000 TEU a year, limited by Alpha > Beta ferry" in words
    assert all(name in words for name in ("Alpha", "Beta", "Gamma"))


def test_a_picture_of_another_form_is_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(co.QuantityError) as caught:
        co.chart.save(co.chart.time_distance(NET, ROUTE), "chart.pdf")
    assert str(caught.value) == '"chart.pdf" does not end in .png or .svg'
    assert list(tmp_path.iterdir()) == []
