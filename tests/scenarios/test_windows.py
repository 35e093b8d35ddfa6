"""Scenarios on the day asked for: which are in force, and which corridors they touch."""

import corridor as co
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
