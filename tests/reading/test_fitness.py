"""What does not fit where it is named is told, and what only just fits is not."""

from typing import Any

import pytest

import corridor as co
from support.small import estimate, leg, line, read, spot
from support.strategies import Tree

ESTIMATED = {"basis": "estimated", "rule": "drawn"}


def told(spec: Tree, code: str) -> list[tuple[str, str]]:
    """Return where a notice code is told, and what was found."""
    try:
        notices = read(spec).notices
    except co.NetworkError as error:
        notices = error.notices
    return [(item.path, item.found) for item in notices if item.code == code]


def advised(spec: Tree, code: str) -> list[tuple[str, str]]:
    """Return what a notice code expects, and the fix."""
    try:
        notices = read(spec).notices
    except co.NetworkError as error:
        notices = error.notices
    return [(item.expected, item.mend) for item in notices if item.code == code]


def stop(inbound: str, outbound: str, kind: str) -> Tree:
    return {"inbound": inbound, "outbound": outbound, "kind": kind, "time": estimate("5 h")}


def region(name: str, *gateways: tuple[str, str], **more: Any) -> Tree:
    """Return the file with a region that has gateways: nodes, each with a mode."""
    named = [{"node": node, "mode": mode} for node, mode in gateways]
    return line() | {"regions": {"r": {"name": name, "gateways": named} | more}}


def test_a_gateway_has_a_leg_of_its_mode() -> None:
    assert told(region("Land", ("a", "ferry")), "gateway_without_mode") == []
    assert told(region("Land", ("c", "ferry"), ("a", "rail")), "gateway_without_mode") == [
        ("regions.r.gateways.1.mode", "a by rail, where no rail leg begins or ends")
    ]


def test_the_modes_of_a_gateway_are_named() -> None:
    spec = region("Land", ("b", "rail"), ("d", "rail"))
    spec["legs"]["b--c"] = leg("b", "c", "road")
    spec["nodes"]["d"] = spot("Delta")
    assert advised(spec, "gateway_without_mode") == [
        ("a mode of its legs: ferry, road", "write mode: ferry"),
        ("a mode of its legs: it has none", "name another node"),
    ]


@pytest.mark.parametrize(
    ("name", "gateways", "more", "where"),
    [
        ("Land", ("a", "c"), {"inland": "a"}, []),
        ("Land", ("a", "b"), {"inland": "b"}, []),
        ("Land", ("a", "c"), {"inland": "b"}, ["regions.r.inland"]),
        ("Kazakhstan", ("a", "c"), {}, []),
        ("Kazakhstan", ("a", "b"), {}, ["regions.r.gateways.1.node"]),
        ("Land", ("a", "b"), {"aliases": ["Kazakhstan"]}, ["regions.r.gateways.1.node"]),
        ("Kazakhstan", ("a",), {"inland": "b"}, ["regions.r.inland"]),
    ],
)
def test_what_a_region_names_lies_in_it(
    name: str, gateways: tuple[str, ...], more: Tree, where: list[str]
) -> None:
    spec = region(name, *((node, "ferry") for node in gateways), **more)
    found = told(spec, "outside_region")
    assert [path for path, _ in found] == where
    assert all(said == "b, which lies in GE" for _, said in found)


@pytest.mark.parametrize(
    ("parents", "where", "ring"),
    [
        ({"x": "y"}, None, ""),
        ({"x": "x"}, "corridors.x.parent", "x < x"),
        ({"x": "y", "y": "x"}, "corridors.x.parent", "x < y < x"),
        ({"x": "y", "y": "z", "z": "y"}, "corridors.y.parent", "y < z < y"),
    ],
)
def test_a_ring_of_parents_is_told_once(
    parents: dict[str, str], where: str | None, ring: str
) -> None:
    spec = line() | {"corridors": {
        key: {"name": key * 3, "through": [{"nodes": ["b"]}]}
        | ({"parent": parents[key]} if key in parents else {})
        for key in "xyz"
    }}  # fmt: skip
    assert told(spec, "parent_ring") == ([(where, ring)] if where else [])


@pytest.mark.parametrize(("lat", "apart"), [("41.30", None), ("41.36", "151")])
def test_the_terminals_of_a_city_lie_within_150_km(lat: str, apart: str | None) -> None:
    """A degree of latitude is 111.2 km: 1.30 are 145 km, 1.36 are 151."""
    spec = line() | {"places": {"city": {"name": "City", "nodes": ["b", "a", "c"]}}}
    spec["nodes"]["a"]["location"]["lat"] = "40.0"
    spec["nodes"]["b"]["location"]["lat"] = "40.5"
    spec["nodes"]["c"]["location"]["lat"] = lat
    found = [("places.city.nodes", f"a and c, {apart} km apart")] if apart else []
    assert told(spec, "scattered_place") == found


@pytest.mark.parametrize(
    ("inbound", "outbound", "kinds"),
    [
        ("any", "ferry", "transshipment gauge_break border hand_over"),
        ("rail", "any", "transshipment gauge_break border hand_over"),
        ("rail 1520", "ferry", "transshipment"),
        ("ferry", "ferry", "transshipment border hand_over"),
        ("rail", "rail 1520", "gauge_break border hand_over"),
        ("rail 1520", "rail", "gauge_break border hand_over"),
        ("rail 1520", "rail 1520", "border hand_over"),
        ("rail 1520", "rail 1435", "gauge_break"),
    ],
)
def test_a_kind_of_transfer_agrees_with_its_sides(inbound: str, outbound: str, kinds: str) -> None:
    known = ("transshipment", "gauge_break", "border", "hand_over")
    spec = line("rail", gauge="1520 mm")
    spec["dwell_defaults"] = [stop(inbound, outbound, kind) | {"node_kind": node_kind}
                              for kind, node_kind in zip(known, KINDS, strict=True)]  # fmt: skip
    wrong = [number for number, kind in enumerate(known) if kind not in kinds.split()]
    expected = [
        (f"dwell_defaults.{number}.kind", f"{known[number]} from {inbound} to {outbound}")
        for number in wrong
    ]
    assert told(spec, "wrong_transfer_kind") == expected


KINDS = ("seaport", "ferry_port", "rail_terminal", "city")


def test_a_stop_at_a_border_is_where_a_leg_leaves_the_country() -> None:
    spec = line()
    spec["nodes"]["a"]["dwell"] = [stop("ferry", "ferry", "border")]
    assert told(spec, "wrong_transfer_kind") == []
    spec["nodes"]["b"]["country"] = "KZ"
    assert told(spec, "wrong_transfer_kind") == [
        (
            "nodes.a.dwell.0.kind",
            "a stop at a border at a, all of whose legs stay in KZ",
        )
    ]
    spec["legs"]["a--b"]["countries_crossed"] = ["UZ"]
    assert told(spec, "wrong_transfer_kind") == []


def test_a_stop_is_for_legs_that_the_node_has() -> None:
    spec = line("rail", gauge="1520 mm")
    spec["legs"]["b--c"] |= {"mode": "road"}
    spec["legs"]["b--c"].pop("gauge", None)
    spec["nodes"]["b"]["dwell"] = [
        stop("rail 1520", "road", "transshipment"),
        stop("rail", "any", "border"),
        stop("rail 1435", "ferry", "transshipment"),
    ]
    assert told(spec, "idle_dwell") == [
        ("nodes.b.dwell.2.inbound", "rail 1435 at b, where no such leg begins or ends"),
        ("nodes.b.dwell.2.outbound", "ferry at b, where no such leg begins or ends"),
    ]


@pytest.mark.parametrize(
    ("gauges", "more", "where"),
    [
        ({"a": ["1520 mm"], "b": ["1435 mm", "1520 mm"]}, {}, None),
        ({"a": ["1435 mm"]}, {}, "1520 mm, where a has 1435 mm"),
        ({"b": ["1435 mm", "1000 mm"]}, {}, "1520 mm, where b has 1435 mm, 1000 mm"),
        ({"a": ["1435 mm"], "b": ["1435 mm"]}, {}, "1520 mm, where a has 1435 mm"),
        ({"a": ["1435 mm"]}, {"contains_gauge_break": "true"}, None),
    ],
)
def test_a_leg_has_a_gauge_of_both_its_nodes(
    gauges: dict[str, list[str]], more: Tree, where: str | None
) -> None:
    spec = line("rail", gauge="1520 mm", **more)
    spec["legs"]["b--c"] = leg("b", "c", "road")
    for node, held in gauges.items():
        spec["nodes"][node]["gauges"] = held
    assert told(spec, "gauge_mismatch") == ([("legs.a--b.gauge", where)] if where else [])
    spec["legs"]["b--c"] = leg("b", "c", "rail", gauge="1676 mm")
    also = {"a": 0, "b": 1}[next(reversed(gauges))]
    assert [path for path, _ in told(spec, "gauge_mismatch")] == (
        ["legs.a--b.gauge"] * bool(where) + ["legs.b--c.gauge"] * also
    )


@pytest.mark.parametrize(
    ("leg_id", "said"),
    [
        ("a--b--ferry", []),
        ("a--b--rail", [("mode", "mode: ferry in a leg whose id says rail")]),
        ("c--b--ferry", [("origin", "origin: a in a leg whose id says c")]),
        ("a--c--ferry", [("destination", "destination: b in a leg whose id says c")]),
        ("x--b--ferry", []),
        ("c--b", []),
        ("c--b--quick", []),
        ("c--b--ferry--2", []),
    ],
)
def test_an_id_says_the_ends_and_the_mode_of_its_leg(
    leg_id: str, said: list[tuple[str, str]]
) -> None:
    spec = line()
    spec["legs"][leg_id] = spec["legs"].pop("a--b")
    found = [(f"legs.{leg_id}.{name}", words) for name, words in said]
    assert told(spec, "contradicting_id") == found
    spec["legs"] = spec["legs"] | {"b--c--rail": spec["legs"].pop("b--c")}
    assert [path for path, _ in told(spec, "contradicting_id")] == [
        *(path for path, _ in found), "legs.b--c--rail.mode",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("code", "fits"),
    [("KZAAU", True), ("KZ AAU", True), ("KZ2A9", True), ("GEAAU", False), ("KZAA", False),
     ("KZAAUX", False), ("KZAA1", False), ("kzaau", False)],
)  # fmt: skip
def test_a_locode_is_one_of_the_country(code: str, *, fits: bool) -> None:
    spec = line()
    spec["nodes"]["a"]["unlocode"] = code
    expected = [] if fits else [("nodes.a.unlocode", f'"{code}" for a node in KZ')]
    assert told(spec, "wrong_locode") == expected


SHIPPED: Tree = {
    "equipment": {
        "40ft": {
            "text": "Box",
            "teu": "2",
            "cargo_mass": {"value": "10 t"} | ESTIMATED,
            "most_cargo": {"value": "28 t"} | ESTIMATED,
        }
    }
}


def priced(**more: Any) -> Tree:
    held = {"equipment": "40ft", "price": "7 USD", "date": "2026-10"} | ESTIMATED | more
    return line() | SHIPPED | {"tariffs": {"t": held}}


@pytest.mark.parametrize(
    ("more", "where", "found"),
    [
        ({"leg": "a--b"}, None, ""),
        ({"leg": "a--b", "modes": ["rail", "ferry"]}, None, ""),
        (
            {"leg": "a--b", "modes": ["rail", "sea"]},
            "modes",
            "modes: [rail, sea] for a--b, a ferry leg",
        ),
        ({"origin": ["a"], "destination": ["b", "c"]}, None, ""),
        (
            {"origin": ["b", "a"], "destination": ["c", "b"]},
            "destination",
            "b under origin and destination",
        ),
    ],
)
def test_a_tariff_fits_its_leg_and_has_two_ends(more: Tree, where: str | None, found: str) -> None:
    expected = [(f"tariffs.t.{where}", found)] if where else []
    assert told(priced(**more), "unfit_tariff") == expected


@pytest.mark.parametrize(
    ("more", "where", "found"),
    [
        ({"modes": ["ferry", "sea"], "unit": "g/t-km"}, None, ""),
        ({"modes": ["rail", "road"], "unit": "g/TEU-km"}, None, ""),
        ({"transfers": ["transshipment"], "unit": "kg/t"}, None, ""),
        ({"legs": ["a--b"], "unit": "g/t-km"}, None, ""),
        ({"modes": ["ferry"], "unit": "kg/t"}, ".unit", "kg/t for modes"),
        ({"transfers": ["transshipment"], "unit": "g/t-km"}, ".unit", "g/t-km for transfers"),
        (
            {"modes": ["ferry"], "transfers": ["transshipment"], "unit": "kg/t"},
            ".unit",
            "kg/t for modes and transfers",
        ),
        (
            {"modes": ["road"], "legs": ["a--b"], "unit": "g/t-km"},
            "",
            "one factor for ferry, road",
        ),
    ],
)
def test_a_factor_is_for_water_or_land_in_the_unit_of_what_it_is_for(
    more: Tree, where: str | None, found: str
) -> None:
    factor = {"text": "Drawn", "value": "20"} | ESTIMATED | more
    spec = line() | {"emission_factors": {"f": factor}}
    expected = [] if where is None else [(f"emission_factors.f{where}", found)]
    assert told(spec, "unfit_tariff") == expected


def test_an_operator_that_is_avoided_runs_some_leg() -> None:
    calm = {"name": "Calm", "text": "A choice.", "date": "2026"}
    spec = line() | {"policies": {"calm": calm | {"operators": ["Blue Rail", "Blue Rial"]}}}
    assert told(spec, "misspelt_operator") == [
        ("policies.calm.operators.1", '"Blue Rial", which operates no leg')
    ]


def test_equipment_is_declared_or_one_of_the_usual_boxes() -> None:
    for known in ("20ft", "40ft", "40hc", "any"):
        assert told(priced(leg="a--b", equipment=known), "undeclared_equipment") == []
    assert told(priced(leg="a--b", equipment="45ft"), "undeclared_equipment") == [
        ("tariffs.t.equipment", '"45ft"')
    ]


def test_what_would_fit_is_listed() -> None:
    """A region in two countries, two kinds of stop, the legs of a node, two ends named twice."""
    spec = region("Land", ("a", "ferry"), ("b", "ferry"), inland="d")
    spec["nodes"]["d"] = spot("Delta", "NO")
    spec["nodes"]["b"]["dwell"] = [stop("ferry", "road", "border")]
    spec["legs"]["b--c"] = leg("b", "c", "rail", gauge="1520 mm")
    assert advised(spec, "outside_region") == [
        ("a node in GE, KZ", "name a node of the region, or correct the node's country")
    ]
    assert advised(spec, "idle_dwell") == [
        (
            "a mode, and gauge, of its legs: ferry, rail, rail 1520",
            "correct outbound, or remove the entry",
        )
    ]
    spec["nodes"]["b"]["dwell"] = [stop("rail 1520", "rail 1520", "transshipment")]
    assert advised(spec, "wrong_transfer_kind") == [
        ("border or hand_over for such sides", "write kind: border, or correct a side")
    ]
    twice = priced(origin=["a", "b"], destination=["c", "b", "a"])
    assert told(twice, "unfit_tariff") == [
        ("tariffs.t.destination", "a, b under origin and destination")
    ]
    assert advised(twice, "unfit_tariff") == [
        ("two ends that differ", "remove it from one of the two")
    ]


@pytest.mark.parametrize(
    ("equipment", "fix"),
    [
        ("45ft", "write 40ft if that is what you mean, or "),
        ("anyy", ""),
        ("reefer", "write reefers if that is what you mean, or "),
        ("xx", ""),
    ],
)
def test_equipment_is_told_with_the_nearest_that_is_known(equipment: str, fix: str) -> None:
    spec = priced(leg="a--b", equipment=equipment)
    spec["equipment"] = spec["equipment"] | {"reefers": spec["equipment"]["40ft"]}
    declare = f"declare {equipment} under equipment: text, teu, cargo_mass, most_cargo"
    assert advised(spec, "undeclared_equipment") == [
        ("one of 20ft, 40ft, 40hc, reefers, any", fix + declare)
    ]


@pytest.mark.parametrize(
    ("names", "listed"),
    [("", "those of the legs"), ("A B", "A, B"), ("B A", "A, B"),
     ("I H G F E D C B A", "A, B, C, D, E, F, G, H")],
)  # fmt: skip
def test_eight_operators_are_named_in_order(names: str, listed: str) -> None:
    calm = {"name": "Calm", "text": "A choice.", "date": "2026", "operators": ["Blue"]}
    spec = line() | {"policies": {"calm": calm}}
    spec["legs"]["a--b"]["operators"] = names.split()
    if not names:
        del spec["legs"]["a--b"]["operators"]
    assert advised(spec, "misspelt_operator") == [
        ("an operator as the legs have it", f"write one of {listed}")
    ]


JOURNEY: Tree = {
    "corridor": "k", "direction": "westbound", "mode": "ferry", "kind": "observed",
    "transit_time": {"low": "30 h", "high": "40 h"}, "party": "media", "scope": "segment",
    "period": {"text": "2023", "start": "2023-01-01", "end": "2024-01-01"},
    "level": "low", "use": "check", "sources": ["atlas"],
}  # fmt: skip


@pytest.mark.parametrize(
    ("origin", "destination", "same"),
    [
        ({"node": "a"}, {"node": "b"}, None),
        ({"node": "a"}, {"node": "a"}, "a"),
        ({"region": "r"}, {"region": "r"}, "r"),
        ({"node": "a"}, {"region": "r"}, None),
        ({}, {}, None),
    ],
)
@pytest.mark.parametrize("section", ["journeys", "runs"])
def test_a_report_does_not_end_where_it_begins(
    section: str, origin: Tree, destination: Tree, same: str | None
) -> None:
    spec = region("Land", ("a", "ferry"))
    spec["corridors"] = {"k": {"name": "Way", "through": [{"nodes": ["b"]}]}}
    spec["sources"] = {"atlas": {"title": "Atlas", "publisher": "Nobody"}}
    ends = {"origin": {"text": "A"} | origin, "destination": {"text": "A"} | destination}
    length = {"value": "120 km", "sources": ["atlas"]}
    run = {"corridor": "k", "mode": "ferry", "distances": [length]}
    spec[section] = {"j": ends | (JOURNEY if section == "journeys" else run)}
    found = [(f"{section}.j.destination", f'"{same}", the same as origin')] if same else []
    assert told(spec, "same_ends") == found
