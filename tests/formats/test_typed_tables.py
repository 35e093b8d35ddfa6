"""Tables read by columns say the same as their rows read one by one, and as a file of YAML."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.formats.sources import network_tables
from support.layout import dump
from support.strategies import Tree, networks

NODE = {"id": "a", "name": "A", "country": "KZ", "kind": "city", "lat": 45.51, "lon": 50.52}
NODES = [NODE, NODE | {"id": "b", "name": "B", "lat": 45.61, "lon": 51.52}]
LEG = {"id": "a--b", "origin": "a", "destination": "b", "mode": "road", "km": 95,
       "low_h": 2, "typical_h": 3, "high_h": 4}  # fmt: skip
TABLES = ("nodes", "legs", "dwell")
SECTIONS = (
    "sources", "norms", "places", "regions", "corridors", "policies", "reference_period"
)  # fmt: skip


def made(legs: Any, nodes: Any = NODES, **more: Any) -> co.Network:
    return co.from_tables(nodes, legs, as_of="2026-11-21", **more)


def faults(legs: Any) -> list[co.Notice]:
    with pytest.raises(co.NetworkError) as caught:
        made(legs)
    return [item for item in caught.value.notices if item.severity == "error"]


@given(spec=networks(), as_frame=st.booleans())
def test_tables_and_a_file_of_one_content_are_one_network(spec: Tree, as_frame: bool) -> None:
    net = co.load_network(dump(spec))
    rows = {name: co.to_records(net, name) for name in TABLES}
    if any(row["left_out"] for table in rows.values() for row in table):
        return
    tables: dict[str, Any] = {
        name: pd.DataFrame(table) if as_frame else table for name, table in rows.items() if table
    }
    head = {key: getattr(net.file, key) for key in ("name", "version", "as_of")}
    sections = {key: getattr(net.file, key) for key in SECTIONS}
    again = co.from_tables(**tables, **head, **sections)
    assert again.file == net.file
    assert again.digest == net.digest


CELLS: dict[str, list[Any]] = {
    "km": [95, 95.5, "95", "95 km", "51 nmi", 95.1234567, 1e-7, -3, 0, "1,5", "95.0 ", 10**20],
    "low_h": [2, "2", "2 h", "120 min", True, "~2", 2.5, float("nan"), "-"],
    "mode": ["road", "rail", "raod", " road", 5, "road\n"],
    "gauge_mm": [1520, "1520", "1520 mm", 1520.0, 1, Decimal(1520)],
    "countries": ["KZ UZ KZ", "UZ", ["KZ", "UZ"], "kz", "KZ; UZ", 5],
    "operators": ["One; Two", "One", ["One", None], 7, "x" * 5_000],
    "one_way": [True, False, "true", "TRUE", 1, 0, 1.0, "yes", "1"],
    "wait_typical_h": [1, "1 h"],
    "wait_basis": ["estimated", "guessed"],
    "headway_h": [24, "2 days"],
    "sources": ["one two", "One"],
    "basis": ["reported", "assumed"],
    "periods": ["2024-01-01/..", "2024", [{"start": "2024-01-01"}]],
    "status": ["planned", "operating", "open"],
    "note": ["ok", " ", "a\tb", 5, 0.1, "#N/A", "=1"],
    "line": [None, pd.NA, pd.NaT, "", "x"],
    "typical_h": [3, "3", float("inf"), 10**50],
    "destination": ["b", "c", "B"],
    "id": ["a--b", "A--B", 5, None, "x" * 101],
    "Distance (nmi)": [51],
    "transit_time_h": [3],
    "colour": ["red"],
}
CELL = st.sampled_from([(head, cell) for head, cells in CELLS.items() for cell in cells])


@given(st.lists(st.lists(CELL, max_size=3).map(dict), min_size=1, max_size=3))
def test_columns_say_what_each_row_says_by_itself(changes: list[dict[str, Any]]) -> None:
    """A row that names what it left out is read by itself: nothing else may differ."""
    rows = [LEG | {"id": f"a--b--{number}"} | change for number, change in enumerate(changes)]
    found: list[Any] = []
    for more in ({}, {"left_out": "belts"}):
        try:
            net = made([row | more for row in rows])
            notices, file = net.notices, net.file
        except co.NetworkError as error:
            notices, file = tuple(error.notices), None
        told = [str(item) for item in notices if item.code != "left_out"]
        found.append((told, file))
    assert found[0] == found[1]


def test_a_warning_is_told_by_row_and_column() -> None:
    (odd,) = (
        item for item in made([LEG | {"km": 700}]).notices if item.code == "implausible_speed"
    )
    assert (str(odd.where), odd.path) == ("legs, row 0", "legs.a--b.transit_time")
    assert [str(place) for place in odd.related] == ["legs, row 0"]
    (odd,) = (item for item in made([LEG | {"high_h": 90}]).notices if item.code == "implausible")
    assert (str(odd.where), odd.path) == (
        "legs, row 0, column high_h",
        "legs.a--b.transit_time.high",
    )


def test_of_very_many_faults_the_first_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network_tables, "MOST_PROBLEMS", 100)
    rows = [LEG | {"id": f"a--b--{number}", "mode": "raod"} for number in range(2_000)]
    told = faults(pd.DataFrame(rows))
    assert [item.code for item in told[:2]] == ["too_many_problems", "unknown_value"]
    assert len(told) == 101
    assert str(told[0].where) == "legs"


def test_a_column_that_is_missing_is_told_for_each_row() -> None:
    frame = pd.DataFrame([LEG, LEG | {"id": "b--a"}]).drop(columns="mode")
    assert [(str(item.where), item.code) for item in faults(frame)] == [
        ("legs, row 0", "missing_value"),
        ("legs, row 1", "missing_value"),
    ]


def test_an_id_twice_is_told_by_its_column() -> None:
    (told,) = faults(pd.DataFrame([LEG, LEG]))
    assert (str(told.where), told.code) == ("legs, row 1, column id", "duplicate_key")
    assert [str(place) for place in told.related] == ["legs, row 0"]


def test_countries_of_the_ends_are_left_out_of_those_crossed() -> None:
    """Also where the ends are nodes of what is extended, by its name too."""
    row = {"id": "aktau--beineu--mine", "origin": "aktau", "destination": "beineu", "mode": "road",
           "km": 470, "transit_time_h": 9, "countries": "KZ UZ KZ"}  # fmt: skip
    net = co.from_tables(legs=[row], extends="bundled")
    assert net.legs["aktau--beineu--mine"].countries_crossed == ("UZ",)
    assert co.from_tables(legs=[row], extends=co.load_network()).digest == net.digest


ODD = [
    [1],
    {"a": 1},
    {"b"},
    object(),
    10**5_000,
    b"b",
    pd.DataFrame({"x": [1]}),
    pd.Series([1]),
]
HEADS = ["id", "destination", "mode", "km", "low_h", "one_way", "countries", "operators",
         "periods", "note", "waypoints"]  # fmt: skip


@pytest.mark.parametrize("odd", ODD, ids=[type(item).__name__ for item in ODD])
def test_a_cell_of_any_kind_is_taken_or_told(odd: Any) -> None:
    """No cell ends in another error than ours, in a leg, a node or a row of dwell."""
    stop = {"node": "a", "inbound": "road", "outbound": "road", "kind": "hand_over", "time_h": 2}
    tries = {
        **{head: {"legs": [LEG | {head: odd}]} for head in HEADS},
        **{f"nodes.{head}": {"nodes": [NODE | {head: odd}, NODES[1]]} for head in NODE},
        **{f"dwell.{head}": {"dwell": [stop | {head: odd}]} for head in stop},
    }
    taken = {name for name, tables in tries.items() if _is_taken(tables)}
    assert taken <= ({"operators"} if isinstance(odd, list | pd.Series | set) else set())


def _is_taken(tables: Any) -> bool:
    try:
        co.from_tables(**({"nodes": NODES, "legs": [LEG]} | tables), as_of="2026-11-21")
    except co.NetworkError as error:
        places = {str(item.where).partition(",")[0] for item in error.notices}
        return not places <= {"nodes", "legs", "dwell"}
    return True


def test_heads_of_a_parquet_file_are_read_as_those_of_others(tmp_path: Path) -> None:
    """Spaces around a head do not count; a column without one is told."""
    path = tmp_path / "legs.parquet"
    pd.DataFrame([LEG]).rename(columns={"km": " KM "}).to_parquet(path)
    assert made(path).file == made([LEG]).file
    pd.DataFrame([LEG | {"": "lost"}]).to_parquet(path)
    (told,) = faults(path)
    assert (told.code, str(told.where)) == ("unknown_field", "legs.parquet, column ")
