"""The bundled scenarios: sourced, applicable, and what they do to routes."""

import pytest

import corridor as co
from corridor.scenarios.named import scenario_names
from support.bundled import bundled_network

NET = bundled_network()


@pytest.mark.parametrize("name", scenario_names())
def test_a_bundled_scenario_is_sourced_and_applies(name: str) -> None:
    scenario = co.load_scenario(name)
    for change in scenario.changes:
        assert set(getattr(change, "sources", ())) <= set(NET.sources)
        assert getattr(change, "sources", ())
        assert getattr(change, "reason", None)
        assert getattr(change, "rule", None)
    assert co.diff(NET, scenario.apply(NET))
    assert str(scenario).startswith(scenario.name)


def test_a_bundled_scenario_is_found_by_name() -> None:
    assert co.load_scenario("caspian-storm").name == "Caspian storm"
    with pytest.raises(co.QuantityError) as caught:
        co.load_scenario("caspian-strom")
    assert str(caught.value).startswith('scenario is "caspian-strom"; it must be one of belarus-')
    assert str(caught.value).endswith("did you mean  caspian-storm?")


def test_scenarios_are_stacked_in_any_order() -> None:
    parts = [co.load_scenario(name) for name in ("belarus-border-closed", "congestion-2022")]
    one, other = parts
    assert (one | other).apply(NET) == (other | one).apply(NET)
    assert one.apply(other.apply(NET)) == other.apply(one.apply(NET))


@pytest.mark.parametrize(
    ("name", "chain", "gains"),
    [
        ("belarus-border-closed", "Xi'an > Malaszewicze", False),
        ("btk-under-modernisation", "China > Türkiye", False),
        ("congestion-2022", "Xi'an > Poti", False),
        ("southern-armenia", "China > Nakhchivan", True),
    ],
)
def test_a_bundled_scenario_bites(name: str, chain: str, gains: bool) -> None:
    net = co.load_scenario(name).apply(NET)
    corridor = None if name == "belarus-border-closed" else "middle"
    before, after = (
        co.compare(item, [chain], corridor=corridor).routes[0].transit_time.typical
        for item in (NET, net)
    )
    assert (after < before) is gains
    assert after != before


def test_chains_are_compared_with_and_without_scenarios() -> None:
    storm, jam = co.load_scenario("caspian-storm"), co.load_scenario("congestion-2022")
    chains = ["Xi'an > Poti", "Xi'an > Duisburg"]
    found = co.compare(NET, chains, scenarios={"storm": storm, "2022": jam})
    assert [row.label for row in found.rows[:6]] == [
        "Xi'an > Poti", "Xi'an > Poti, storm", "Xi'an > Poti, 2022",
        "Xi'an > Duisburg", "Xi'an > Duisburg, storm", "Xi'an > Duisburg, 2022",
    ]  # fmt: skip
    poti, stormy, *_ = found.rows
    assert poti.route
    assert stormy.route
    lost = stormy.route.transit_time.typical - poti.route.transit_time.typical
    assert (stormy.scenario, stormy.lost) == ("storm", lost)
    assert found.rows[4].lost == 0
    assert {row.label for row in found.rows[6:]} >= {
        "Xi'an > Poti by Middle, storm",
        "Xi'an > Duisburg by Middle, storm",
    }
    text = " ".join(str(found).split())
    assert "days longer" in text
    assert "nothing lost" in text
    again = co.compare(NET, [poti.route], scenarios={"storm": storm})
    assert again.rows[1].route == stormy.route
    shut = co.compare(NET, chains[:1], corridor="middle", scenarios={"storm": storm}).rows[1]
    assert (shut.route, shut.lost) == (None, None)


def day(route: co.Route) -> float:
    return route.transit_time.typical.days


def test_the_middle_corridor_before_during_and_after_the_works_on_btk() -> None:
    """Before BTK, China - Türkiye takes the article's month; in 2024 it is 12 days at low again."""

    def ask(date: str) -> co.Route:
        return co.find_route(co.as_of(NET, date), "China", "Türkiye", corridor="middle")

    btk = {"marabda--akhalkalaki--rail", "akhalkalaki--kartsakhi--rail"}
    legs = {date: {leg.id for leg in ask(date).legs} for date in ("2016-06", "2023-09", "2024-07")}
    assert 21 <= day(ask("2016-06")) <= 45
    assert not legs["2016-06"] & btk
    others = co.compare_corridors(co.as_of(NET, "2016-06"), "China", "Türkiye").rows
    assert {row.label for row in others if row.route} >= {"Ocean via Suez"}
    assert not legs["2023-09"] & btk
    assert legs["2024-07"] >= btk
    assert ask("2024-07").transit_time.low.days == 12
