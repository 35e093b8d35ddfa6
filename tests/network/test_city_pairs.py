"""Distances between 60 pairs of cities agree with a sea and a railway network, or say why not."""

import importlib.util
from pathlib import Path
from typing import Any

import pytest

import corridor as co
from support.bundled import bundled_network

SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "city_pairs.py"
NET = bundled_network()


@pytest.fixture(scope="module")
def script() -> Any:
    found = importlib.util.spec_from_file_location("city_pairs", SCRIPT)
    assert found
    assert found.loader
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


def test_all_pairs_agree_or_say_why_they_do_not(script: Any) -> None:
    found = script.compare(NET, script.read_rows())
    assert script.faults(found) == []
    assert {by: sum(pair.by == by for pair in found) for by in ("sea", "rail")} == {
        "sea": 30,
        "rail": 30,
    }
    assert len({(pair.origin, pair.destination) for pair in found}) == 60
    assert sum(pair.is_apart for pair in found) == 9


def test_a_longer_leg_is_found(script: Any) -> None:
    """Without the leg Genoa - Barcelona, which is 685 km here, ships go round."""
    rows = [row for row in script.read_rows() if row["origin"] == "genoa"]
    cut = co.Scenario("cut").close("genoa--barcelona--sea").apply(NET)
    (fault,) = script.faults(script.compare(cut, rows))
    assert fault.startswith("genoa > barcelona: ")
    assert fault.endswith(" km, 674 km elsewhere; no reason is on file")


def test_a_reason_that_is_not_needed_is_told(script: Any) -> None:
    row = {"origin": "tehran", "destination": "razi", "by": "rail", "km": 955, "why": "none"}
    assert script.faults(script.compare(NET, [row])) == [
        "tehran > razi: 928 km, 955 km elsewhere; the reason on file is not needed"
    ]
