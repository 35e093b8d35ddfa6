"""Scenarios on the day asked for: which are in force, and which corridors they touch."""

from pathlib import Path
from typing import Any

import pytest

import corridor as co
from corridor.cli.main import main
from corridor.scenarios.windows import not_in_force
from support.bundled import bundled_network

NET = bundled_network()
FERRY = "aktau--alat--ferry"


def test_a_scenario_that_is_not_in_force_says_when_to_ask() -> None:
    """Works of next spring lose nothing today; that says nothing about them."""
    works = co.Scenario("Berth works").close("alat", start="2027-04-10", end="2027-06-01")
    row = co.compare(NET, ["Xi'an > Poti"], scenarios={"works": works}).rows[1]
    assert row.route is None
    assert row.reason == (
        "no change of the scenario is in force on 2026-11-21, but from 2027-04-10 to 2027-06-01; "
        "ask for a day of then, as with --as-of 2027-04-10"
    )
    inside = co.compare(co.as_of(NET, "2027-04-20"), ["Xi'an > Poti"], scenarios={"works": works})
    assert inside.rows[1].lost is not None
    assert inside.rows[1].lost > 0


def test_a_scenario_of_the_past_names_its_last_day() -> None:
    past = co.Scenario("Past").close(FERRY, start="2025-01-01", end="2025-02-01")
    reason = co.compare(NET, ["Aktau > Baku"], scenarios={"past": past}).rows[1].reason
    assert reason.endswith("ask for a day of then, as with --as-of 2025-01-31")


def test_a_scenario_is_asked_of_the_corridors_that_it_touches() -> None:
    """The Red Sea is nothing to the train that is quickest anyway, and all to the ship by Suez."""
    closed = co.load_scenario("red-sea-closed")
    found = co.compare(NET, ["Shanghai > Rotterdam"], scenarios={"closed": closed})
    assert [(row.label, row.route is None) for row in found.rows] == [
        ("Shanghai > Rotterdam", False),
        ("Shanghai > Rotterdam, closed", False),
        ("Shanghai > Rotterdam by Suez", False),
        ("Shanghai > Rotterdam by Suez, closed", True),
    ]
    asked = co.compare(
        NET, ["Shanghai > Rotterdam"], scenarios={"closed": closed}, corridor="northern"
    )
    assert len(asked.rows) == 2


WORKS = """\
extends: bundled
name: Berth works
changes:
  - {change: close, at: [alat], start: 2027-04-10, end: 2027-06-01, reason: works}
"""
TOLD = (
    "error: Berth works: no change of the scenario is in force {}, but from 2027-04-10 to "
    "2027-06-01; ask for a day of then, as with --as-of {}\n"
)


@pytest.mark.parametrize(
    ("words", "seen", "day"),
    [
        (["route", "Aktau", "Baku"], "on 2026-11-21", "2027-04-10"),
        (["capacity", "Aktau", "Baku"], "on 2026-11-21", "2027-04-10"),
        (["promise", "Aktau", "Baku", "--deadline", "2027-02-01"],
         "from 2026-11-21 to 2027-01-31", "2027-04-10"),
        (["promise", "Aktau", "Baku", "--ship", "2027-06-01"],
         "from 2027-06-01 to 2029-05-30", "2027-05-31"),
        (["routes", "Aktau", "Baku", "--depart", "2027-06-01 10:00"],
         "from 2027-06-01 to 2029-05-30", "2027-05-31"),
    ],
    ids=["today", "capacity", "deadline", "ship", "depart"],
)  # fmt: skip
def test_a_scenario_that_an_answer_cannot_see_is_refused(
    words: list[str], seen: str, day: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "works.yaml"
    path.write_text(WORKS)
    assert main([*words, "--scenario", str(path)]) == 2
    assert capsys.readouterr().err == TOLD.format(seen, day)


def test_a_scenario_that_lies_ahead_of_a_departure_is_in_force() -> None:
    works = co.Scenario("Berth works").close("alat", start="2027-04-10", end="2027-06-01")
    told: dict[str, Any] = {"scenarios": {"works": works}, "depart": "2027-04-01"}
    rows = co.compare(NET, ["Xi'an > Poti"], corridor="middle", **told).rows
    assert rows[0].route
    assert rows[1].route
    assert rows[0].route.schedule
    assert rows[1].route.schedule
    assert rows[0].route.schedule.arrival() < rows[1].route.schedule.arrival()


LINK = {
    "origin": "kashgar",
    "destination": "osh",
    "mode": "rail",
    "gauge": "1435 mm",
    "distance": {"value": "500 km", "basis": "estimated", "rule": "drawn"},
    "transit_time": dict.fromkeys(("low", "typical", "high"), "20 h")
    | {"basis": "estimated", "rule": "drawn"},
}


@pytest.mark.parametrize(
    ("periods", "told"),
    [
        ([{"start": "2031-01-01"}], "from 2031-01-01; ask"),
        ([{"end": "2020-01-01"}], "until 2020-01-01; ask"),
    ],
    ids=["to come", "past"],
)
def test_a_link_to_come_says_from_when_it_counts(periods: list[Any], told: str) -> None:
    link = co.Scenario("Link").add(legs={"new-link": LINK | {"periods": periods}})
    reason = co.compare(NET, ["Kashgar > Osh"], scenarios={"link": link}).rows[1].reason
    assert told in reason


def test_a_link_without_a_window_counts_on_every_day() -> None:
    link = co.Scenario("Link").add(legs={"new-link": LINK})
    assert not co.compare(NET, ["Kashgar > Osh"], scenarios={"link": link}).rows[1].reason
    place = co.Scenario("Place").add(places={"pair": {"name": "Pair", "nodes": ["osh", "andijan"]}})
    assert not co.compare(NET, ["Kashgar > Osh"], scenarios={"place": place}).rows[1].reason


def test_what_has_no_changes_or_is_asked_of_no_day_is_in_force() -> None:
    closed = co.Scenario("March").close(FERRY, start="2027-03-01", end="2027-04-01")
    assert not_in_force(NET, closed).startswith("no change of the scenario is in force")
    assert not_in_force(NET, co.Scenario("none")) == ""
    assert not_in_force(co.as_of(NET, "9999-12-31"), closed) == ""
