"""What is said beside journeys: the verdict rests on routes, capacities, journeys and volumes."""

import copy
from typing import Any

import pytest

import corridor as co
from corridor.calibration.statements import judge_statements
from support.bundled import bundled_network
from support.small import leg, read, spot
from support.strategies import Tree

NET = bundled_network()


def ring() -> Tree:
    """From a to c by b, 60 km and 60 km, or by d, 60 km and 90 km."""
    source = {"title": "A page", "publisher": "Nobody", "date": "2026"}
    spec: Tree = {
        "format": "1",
        "name": "Ring",
        "version": "1",
        "as_of": "2026-11-21",
        "sources": {"page": source},
        "nodes": {
            "a": spot("Alpha"),
            "b": spot("Beta"),
            "c": spot("Gamma", "AZ"),
            "d": spot("Delta"),
        },
        "legs": {
            "a--b": leg("a", "b"),
            "b--c": leg("b", "c"),
            "a--d": leg("a", "d"),
            "d--c": leg("d", "c"),
        },
        "corridors": {
            "inner": {"name": "Inner", "through": [{"nodes": ["b"]}]},
            "outer": {"name": "Outer", "through": [{"nodes": ["d"]}]},
        },
    }
    spec["legs"]["d--c"]["distance"]["value"] = "90 km"
    return spec


def judged(spec: Tree, **said: Any) -> tuple[str, str]:
    """Return verdict and reason of one statement added to a network."""
    spec["statements"] = {"said": {"text": "Said", "sources": ["page"]} | said}
    (found,) = judge_statements(read(spec))
    return found.verdict, found.reason


ENDS = {"origin": {"text": "A", "node": "a"}, "destination": {"text": "C", "node": "c"}}


def test_shortest_is_held_against_the_other_corridors() -> None:
    assert judged(ring(), kind="shortest", corridor="inner", **ENDS) == (
        "holds",
        "Inner 120 km, Outer 150 km",
    )
    assert judged(ring(), kind="shortest", corridor="outer", **ENDS) == (
        "does_not_hold",
        "Outer 150 km, Inner 120 km",
    )
    spec = ring()
    del spec["corridors"]["outer"]
    assert judged(spec, kind="shortest", corridor="inner", **ENDS) == (
        "not_computed",
        "Inner 120 km; no other corridor to compare with",
    )
    by_rail = judged(ring(), kind="shortest", corridor="inner", modes=["rail"], **ENDS)
    assert by_rail == ("not_computed", "no route of this corridor between these ends")


def test_ends_that_are_no_two_places_have_no_shortest_route() -> None:
    unnamed = ENDS | {"destination": {"text": "the west"}}
    assert judged(ring(), kind="shortest", corridor="inner", **unnamed) == (
        "not_computed",
        "an end is not a place or region of the network",
    )
    same = ENDS | {"destination": ENDS["origin"]}
    assert judged(ring(), kind="shortest", corridor="inner", **same) == (
        "not_computed",
        "no route of this corridor between these ends",
    )


def test_a_branch_is_not_held_against_its_own_corridor() -> None:
    spec = ring()
    spec["corridors"]["outer"]["parent"] = "inner"
    spec["corridors"]["inner"]["through"] = [{"nodes": ["a"]}]
    found = judged(spec, kind="shortest", corridor="outer", **ENDS)
    assert found == ("not_computed", "Outer 150 km; no other corridor to compare with")


def test_largest_says_of_which_no_capacity_is_on_file() -> None:
    spec = ring()
    for node, containers in (("a", 80_000), ("b", 90_000)):
        spec["nodes"][node]["capacity"] = {
            "containers": f"{containers} TEU/year",
            "sources": ["page"],
        }
    said = {"kind": "largest", "node": "b", "among": ["a"]}
    sizes = "Beta 90,000 TEU a year, Alpha 80,000 TEU a year"
    assert judged(copy.deepcopy(spec), **said) == ("holds", sizes)
    said["among"] = ["a", "c"]
    assert judged(copy.deepcopy(spec), **said) == (
        "not_computed",
        f"{sizes}; no capacity for containers is on file of Gamma",
    )
    alone = judged(copy.deepcopy(spec), kind="largest", node="a", among=["a"])
    assert alone == ("not_computed", "no other place to compare with is named under among")
    smaller = judged(copy.deepcopy(spec), kind="largest", node="a", among=["b", "c"])
    assert smaller[0] == "does_not_hold"
    assert judged(spec, kind="largest", node="c", among=["a"]) == (
        "not_computed",
        "no capacity for containers is on file of Gamma",
    )


def journey(start: str, end: str, **more: Any) -> Tree:
    return {
        "origin": {"text": "Alpha", "node": "a"},
        "destination": {"text": "Gamma", "node": "c"},
        "corridor": "inner",
        "direction": "westbound",
        "mode": "ferry",
        "transit_time": {"low": "2 days", "high": "2 days"},
        "period": {"text": start[:7], "start": start, "end": end},
        "kind": "observed",
        "party": "media",
        "scope": "unstated",
        "level": "typical",
        "use": "check",
        "sources": ["page"],
    } | more


def test_an_earlier_journey_refutes_a_first() -> None:
    said = {"kind": "first", "corridor": "inner", "start": "2021-02-17", **ENDS}
    spec = ring()
    spec["journeys"] = {"j-1": journey("2021-03-01", "2021-04-01")}
    unproved = ("not_computed", "no earlier one is on file, which does not prove it")
    assert judged(copy.deepcopy(spec), **said) == unproved
    spec["journeys"]["j-2"] = journey("2020-05-01", "2020-06-01", kind="target")
    back = {"origin": ENDS["destination"], "destination": ENDS["origin"], "direction": "eastbound"}
    spec["journeys"]["j-3"] = journey("2020-05-01", "2020-06-01", **back)
    assert judged(copy.deepcopy(spec), **said) == unproved
    spec["journeys"]["j-4"] = journey("2020-05-01", "2020-06-01")
    assert judged(spec, **said) == ("does_not_hold", "Alpha > Gamma went in 2020-05 (j-4)")


def test_a_first_between_places_that_are_not_named_is_not_refuted() -> None:
    """An end in words alone is nowhere: whatever went earlier may have gone elsewhere."""
    spec = ring()
    spec["journeys"] = {"j-1": journey("2020-05-01", "2020-06-01")}
    said = {"kind": "first", "corridor": "inner", "start": "2021-02-17"}
    assert judged(spec, **said, origin={"text": "the sea"}, destination=ENDS["destination"]) == (
        "not_computed",
        "no earlier one is on file, which does not prove it",
    )


def test_growth_needs_both_volumes_or_none() -> None:
    spec = ring()
    spec["volumes"] = {"v-1": volume(2025, trains="49")}
    with pytest.raises(co.NetworkError) as caught:
        judged(spec, kind="growth", corridor="inner", growth="12", earlier="v-1")
    (told,) = (item for item in caught.value.notices if item.severity == "error")
    assert (told.code, told.found) == (
        "incomplete_statement",
        "a statement of kind growth without later",
    )


def test_growth_between_volumes_that_are_not_on_file_is_not_computed() -> None:
    assert judged(ring(), kind="growth", corridor="inner", growth="12") == (
        "not_computed",
        "the volumes between which it lies are not on file",
    )


def volume(year: int, **more: Any) -> Tree:
    window = {"start": f"{year}-01-01", "end": f"{year + 1}-01-01"}
    return (
        {"text": "Cargo", "kind": "carried", "corridor": "inner", "sources": ["page"]}
        | window
        | more
    )


def test_plans_are_held_against_what_was_carried() -> None:
    spec = ring()
    spec["volumes"] = {"v-1": volume(2025, trains="49"), "v-2": volume(2024, trains="99")}
    said = {"kind": "plan", "corridor": "inner", "start": "2025-01-01", "end": "2026-01-01"}
    assert judged(copy.deepcopy(spec), **said, trains="50") == (
        "does_not_hold",
        "49 trains carried (v-1), 50 planned",
    )
    assert judged(copy.deepcopy(spec), **said, trains="49")[0] == "holds"
    assert judged(spec, **said, teu="50") == (
        "not_computed",
        "how many TEU were carried in that time is not on file",
    )


@pytest.mark.parametrize(
    ("growth", "verdict"),
    [(50, "holds"), (55, "holds"), (56, "does_not_hold"), (-50, "does_not_hold")],
)
def test_growth_is_held_against_two_volumes(growth: int, verdict: str) -> None:
    spec = ring()
    spec["volumes"] = {"v-1": volume(2024, teu="2000"), "v-2": volume(2025, teu="3000")}
    said = {"kind": "growth", "growth": str(growth), "earlier": "v-1", "later": "v-2"}
    found = judged(copy.deepcopy(spec), **said)
    assert found == (verdict, "+50 %, from 2,000 to 3,000 TEU a year (v-1, v-2)")
    spec["volumes"]["v-2"] = volume(2025, trains="3000")
    assert judged(spec, **said) == ("not_computed", "v-1 and v-2 have no amount in one unit")


def test_the_articles_of_the_file_have_their_verdicts() -> None:
    """The shortest rail link to Türkiye is by Kars, that to Western Europe is not."""
    found = {item.statement.id: item for item in co.evidence(NET).statements}
    verdicts = {key: item.verdict for key, item in found.items()}
    assert verdicts == {
        "st-01": "holds",
        "st-02": "does_not_hold",
        "st-03": "not_computed",
        "st-04": "does_not_hold",
        "st-05": "not_computed",
        "st-06": "not_computed",
        "st-07": "holds",
        "st-08": "not_computed",
        "st-09": "holds",
        "st-10": "does_not_hold",
        "st-11": "does_not_hold",
    }
    assert found["st-03"].reason.startswith(
        "Alat 150,000 TEU a year, Aktau 140,000 TEU a year; no "
    )
    assert all(item.statement.sources for item in found.values())


def test_the_ledger_prints_them_and_a_filter_by_kind_leaves_them_out() -> None:
    ledger = co.evidence(NET)
    counts = "11 beside journeys: 3 hold, 4 do not, 4 cannot be computed"
    assert counts in str(ledger)
    assert counts in ledger.full()
    said = "st-09 holds: +37 %, from 287 to 392 trains a year (vo-27, vo-47) (menafn-ady-2025)"
    assert said in " ".join(ledger.full().split())
    assert co.evidence(NET, kind="observed").statements == ()
    assert co.evidence(NET, party="media").statements == ()
    middle = [item.statement.id for item in co.evidence(NET, corridor="middle").statements]
    assert middle[:3] == ["st-01", "st-02", "st-04"]
    assert co.evidence(NET, corridor="northern").statements == ()
    (record,) = [item.to_record() for item in ledger.statements if item.statement.id == "st-11"]
    assert record["verdict"] == "does_not_hold"
    assert record["reason"] == "77,000 TEU carried (vo-18), 96,000 planned"
