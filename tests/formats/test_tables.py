"""Tidy tables: they add up to the values, and come back whole from CSV and pandas."""

import csv
import io
import sys
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor import csv_text as _csv
from corridor.formats.gmns import gmns_tables
from corridor.formats.tables import Value
from support.bundled import bundled_network
from support.layout import dump
from support.priced import priced_networks, shipments
from support.small import estimate, line

NET = bundled_network()
ROUTE = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
BOX = co.Shipment(equipment="40ft", quantity=2, cargo_mass="14 t", cargo_value="108000 USD")
SHIPPED = co.find_route(NET, "Xi'an", "Duisburg", corridor="northern", shipment=BOX)
TABLES: list[tuple[Value, tuple[str, ...]]] = [
    (NET, ("legs", "nodes")),
    (ROUTE, ("elements",)),
    (SHIPPED, ("elements", "charges", "emissions")),
    (co.compare(NET, ["Xi'an > Duisburg", "Xi'an > Istanbul"], shipment=BOX), ("rows",)),
    (co.compare(NET, ["China > Türkiye", "Ordubad > Istanbul"]), ("rows",)),
    (co.evidence(NET), ("times", "lengths")),
    (co.simulate(NET, ROUTE, seed=1, runs=500), ("percentiles", "tail", "runs")),
]
each_table = pytest.mark.parametrize(
    ("value", "table"),
    [
        pytest.param(value, name, id=f"{number} {name}")
        for number, (value, names) in enumerate(TABLES)
        for name in names
    ],
)


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


@each_table
def test_the_records_come_back_from_csv(value: Value, table: str) -> None:
    records = co.to_records(value, table)
    back = read(co.to_csv(value, table))
    assert len(back) == len(records) > 0
    for record, row in zip(records, back, strict=True):
        assert list(record) == list(row)
        for item, cell in zip(record.values(), row.values(), strict=True):
            assert cell == ("" if item is None else str(item))
            if isinstance(item, float):
                assert float(cell) == item


@each_table
def test_pandas_reads_what_is_written(value: Value, table: str) -> None:
    frame, text = co.to_pandas(value, table), co.to_csv(value, table)
    back = pd.read_csv(io.StringIO(text), keep_default_na=False)
    cells = pd.read_csv(io.StringIO(text), keep_default_na=False, dtype=str)
    assert list(back) == list(frame)
    assert len(back) == len(frame) == len(co.to_records(value, table))
    for name in frame.select_dtypes("number"):
        if frame[name].notna().all():
            assert pd.api.types.is_numeric_dtype(back[name])
            assert [float(cell) for cell in cells[name]] == frame[name].tolist()


def test_the_first_table_is_the_usual_one() -> None:
    for value, (first, *_) in TABLES:
        assert co.to_records(value) == co.to_records(value, first)


def test_the_elements_of_a_route_add_up() -> None:
    rows = co.to_records(ROUTE)
    for level, total in zip(("low", "typical", "high"), ROUTE.transit_time.levels, strict=True):
        assert sum(round(3600 * row[f"{level}_h"]) for row in rows) == total
        assert rows[-1][f"cumulative_{level}_h"] == total / 3600
    assert sum(round(1000 * row["km"]) for row in rows) == ROUTE.distance
    assert rows[-1]["cumulative_km"] == ROUTE.distance.km
    assert [row["id"] for row in rows if row["element"] == "leg"] == [x.id for x in ROUTE.legs]
    for before, after in pairwise(rows):
        assert after["cumulative_km"] == pytest.approx(before["cumulative_km"] + after["km"])
        assert after["element"] == "leg" or after["km"] == 0


def test_the_times_are_those_of_the_day() -> None:
    spec = line()
    then = {"start": "2020-01-01", "end": "2021-01-01", "time": estimate("20 h")}
    spec["legs"]["a--b"]["dated"] = [then]
    net = co.load_network(dump(spec))
    for day, hours in (("2020-06", 20.0), ("2026-06", 10.0)):
        seen = co.as_of(net, day)
        assert co.to_records(seen)[0]["typical_h"] == hours
        assert co.to_networkx(seen).edges["a", "b", "a--b"]["typical_h"] == hours
        assert co.to_geojson(seen)["features"][-2]["properties"]["typical_h"] == hours
        assert gmns_tables(seen)["link"][0]["typical_h"] == hours


def summed(rows: list[dict[str, Any]], name: str) -> int:
    """Return a thousand times the sum of a column, exactly."""
    return sum(round(1000 * row[name]) for row in rows if row[name] is not None)


@given(data=st.data())
def test_cost_and_emissions_add_up_to_the_cent_and_the_gram(data: st.DataObject) -> None:
    spec = data.draw(priced_networks())
    asked = data.draw(shipments)
    net = co.load_network(dump(spec))
    box = co.Shipment(equipment=asked.equipment, quantity=asked.quantity, cargo_value="9000 USD")
    ends = data.draw(st.permutations(sorted(spec["nodes"])))[:2]
    try:
        route = co.find_route(net, *ends, shipment=box)
    except co.CorridorError:
        return
    cost, emissions = route.cost, route.emissions
    assert cost is not None
    assert emissions is not None
    rows, charges = co.to_records(route), co.to_records(route, "charges")
    for level in ("low", "typical", "high"):
        assert summed(rows, f"freight_{level}_usd") == 10 * cost.freight_at(level).cents
        assert summed(charges, f"{level}_usd") == 10 * cost.at(level).cents
    held = summed(rows, "inventory_typical_usd")
    assert held == 10 * (cost.typical - cost.freight_at("typical")).cents
    parts = co.to_records(route, "emissions")
    assert summed(rows, "co2e_kg") == summed(parts, "co2e_kg") == int(emissions.total)
    last = rows[-1]
    whole = cost.freight_at("typical").cents / 100
    assert last["cumulative_freight_typical_usd"] == (whole if cost.is_complete else None)
    assert last["cumulative_co2e_kg"] == (
        int(emissions.total) / 1000 if emissions.is_complete else None
    )
    gaps = [row for row in charges if row["kind"] == "no_price"]
    assert [row["element"] for row in gaps] == [item.element for item in cost.missing]
    assert {row["typical_usd"] for row in gaps} <= {None}
    assert len({tuple(row) for row in rows}) == 1


def test_a_part_without_a_price_is_empty_and_named() -> None:
    route = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle", shipment=BOX)
    assert route.emissions is not None
    rows = co.to_records(route)
    assert {row["freight_typical_usd"] for row in rows} == {None}
    assert [row["no_price"] for row in rows if row["element"] == "leg"] == [
        f"{leg.origin.short} > {leg.destination.short}" for leg in route.legs
    ]
    (row,) = co.to_records(co.compare(NET, [route]))
    assert (row["freight_typical_usd"], row["cost_complete"]) == (None, False)
    assert row["no_price"].startswith("Xi'an > Dostyk; gauge break at Dostyk; ")
    assert (row["co2e_kg"], row["emissions_complete"]) == (int(route.emissions.total) / 1000, True)
    split = sum(round(row[f"co2e_{part}_kg"] * 1000) for part in ("wtt", "ttw", "unsplit"))
    assert split == int(route.emissions.total)
    ends = (int(route.emissions.low) / 1000, int(route.emissions.high) / 1000)
    assert (row["co2e_low_kg"], row["co2e_high_kg"]) == ends


def test_without_a_shipment_there_is_no_column_of_money() -> None:
    names = {*co.to_records(ROUTE)[0], *co.to_records(co.compare(NET, [ROUTE]))[0]}
    assert not any("usd" in name or "co2e" in name or "price" in name for name in names)
    assert co.to_records(ROUTE, "charges") == co.to_records(ROUTE, "emissions") == []


def test_a_chain_without_a_route_says_why() -> None:
    rows = co.to_records(co.compare(NET, ["China > Türkiye", "Ordubad > Istanbul"]))
    assert rows[0]["reason"] is None
    assert rows[1]["reason"].startswith("no route Ordubad > Istanbul")
    assert rows[1]["typical_h"] is None


def test_the_ledger_keeps_every_row_in_units_of_its_own() -> None:
    ledger = co.evidence(NET)
    times, lengths = co.to_records(ledger, "times"), co.to_records(ledger, "lengths")
    assert len(times) + len(lengths) == len(ledger.rows)
    row = next(row for row in times if row["id"] == "mc-009")
    assert row["reported_low_h"] == 12 * 24
    assert {"reported_low_km", "typical_km", "residual_km"} <= set(lengths[0])


def test_formulas_stay_texts() -> None:
    spec = line()
    spec["nodes"]["a"]["name"] = "=1+1"
    spec["nodes"]["b"]["name"] = "\uff1dcmd"
    spec["nodes"]["c"]["name"] = '-2+3, a "name"'
    net = co.load_network(dump(spec))
    rows = read(co.to_csv(net, "nodes"))
    assert [row["name"] for row in rows] == ["'=1+1", "'\uff1dcmd", '\'-2+3, a "name"']


@given(text=st.text(max_size=20), number=st.integers() | st.floats(allow_nan=False))
def test_any_cell_comes_back(text: str, number: float) -> None:
    page = _csv.text([{"text": text, "number": number}])
    (_, row) = csv.reader(io.StringIO(page, newline=""))
    assert row[0] == (
        f"'{text}" if text[:1] and text[0] in "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20" else text
    )
    assert type(number)(row[1]) == number
    assert page.endswith(f",{number}\n")


def test_the_ledger_on_the_command_line_is_safe_too() -> None:
    ledger = co.evidence(NET)
    assert read(ledger.to_csv())[0]["id"] == ledger.rows[0].id
    assert '"id"' in ledger.to_csv()


def test_what_has_no_table_says_so() -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.to_records(NET.nodes["aktau"])  # type: ignore[arg-type]  # a node is none of them
    known = "Network, Route, Comparison, Ledger, Simulation, Answers, WeakPoints"
    assert str(caught.value) == f"a Node has no table; give one of {known}"
    with pytest.raises(co.QuantityError) as caught:
        co.to_csv(NET, "node")
    said = (
        'table is "node"; it must be one of legs, nodes, dwell, journeys, tariffs\n'
        "  did you mean  nodes?"
    )
    assert str(caught.value) == said


def test_without_pandas_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pandas", None)
    with pytest.raises(co.MissingExtraError) as caught:
        co.to_pandas(NET)
    assert (
        str(caught.value)
        == "to_pandas needs pandas: in a clone of Corridor, pip install '.[pandas]'"
    )
