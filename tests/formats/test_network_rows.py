"""All tables of a network, out and in again: equal where a row holds its record, told where not."""

import dataclasses
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pytest

import corridor as co
from corridor.formats.network_rows import LEFT_OUT
from corridor.formats.sources.table_columns import COLUMNS, KINDS
from support.bundled import bundled_network

TABLES = ("nodes", "legs", "dwell", "journeys", "tariffs")
SECTIONS = (
    "sources", "norms", "places", "regions", "corridors", "equipment", "exchange_rates", "runs"
)  # fmt: skip


def as_given(kind: str, table: str, folder: Path) -> Any:
    rows = co.to_records(bundled_network(), table)
    if kind == "pandas":
        return pd.DataFrame(rows)
    if kind == "polars":
        return pl.DataFrame(rows, infer_schema_length=None)
    return (
        rows
        if kind == "records"
        else co.export(bundled_network(), folder / f"{table}.csv", table=table)
    )


@pytest.mark.parametrize("kind", ["records", "pandas", "polars", "csv"])
def test_a_network_comes_back_from_its_tables(kind: str, tmp_path: Path) -> None:
    file = bundled_network().file
    tables = {name: as_given(kind, name, tmp_path) for name in TABLES}
    sections: Any = {name: getattr(file, name) for name in SECTIONS}
    made = co.from_tables(**tables, as_of=file.as_of, **sections)
    rows = {name: co.to_records(bundled_network(), name) for name in TABLES}
    lossy = {name: {row["id"] for row in rows[name] if row["left_out"]} for name in rows if
             name != "dwell"}  # fmt: skip
    lossy["nodes"] |= {row["node"] for row in rows["dwell"] if row["left_out"]}
    for name in ("nodes", "legs", "journeys", "tariffs"):
        before = bundled_network().in_force.legs if name == "legs" else getattr(file, name)
        after = getattr(made.file, name)
        assert before.keys() == after.keys()
        assert {key for key in before if before[key] != after[key]} <= lossy[name]
    assert made.file.dwell_defaults == file.dwell_defaults
    told = sum(1 for item in made.notices if item.code == "left_out")
    assert told == sum(1 for table in rows.values() for row in table if row["left_out"])


@pytest.mark.parametrize("table", TABLES)
def test_every_field_is_a_column_or_named_as_left_out(table: str) -> None:
    """A field that is added to a record is not lost in silence."""
    columns = co.to_records(bundled_network(), table)[0].keys()
    known = COLUMNS[table]
    held = {known.get(name, known.get(name.rpartition("_")[0], (name,)))[0] for name in columns}
    bare = {name.rpartition("_")[0] for name in columns}
    fields = {item.name for item in dataclasses.fields(KINDS[table])}
    # rows of dwell are a table of their own; `wait_{level}_h` stands for waiting
    assert fields - held - bare - {*LEFT_OUT[table]} <= {"dwell"}


def test_what_a_row_had_and_a_table_cannot_hold_is_told() -> None:
    row = {"id": "t", "leg": "aktau--alat--ferry", "equipment": "40ft", "low": "900 USD",
           "high": "1000 USD", "date": "2026", "left_out": "belts"}  # fmt: skip
    net = co.from_tables(tariffs=[row], extends=bundled_network())
    (told,) = (item for item in net.notices if item.code == "left_out")
    assert str(told) == (
        "tariffs, row 0, column left_out: warning: left_out  tariffs.left_out\n"
        "        found     a record without its belts\n"
        "        expected  a row that holds all of its record\n"
        "        fix       add them to the record in YAML, or empty the cell if they are not wanted"
    )


def test_a_period_that_is_no_window_is_told() -> None:
    nodes = [{"id": "a", "name": "A", "country": "KZ", "kind": "city", "lat": 45.5, "lon": 50.5,
              "periods": "since 2020"}]  # fmt: skip
    with pytest.raises(co.NetworkError) as caught:
        co.from_tables(nodes, [], as_of="2026-11-21")
    assert ("nodes, row 0, column periods", "wrong_shape") in {
        (str(item.where), item.code) for item in caught.value.notices
    }
