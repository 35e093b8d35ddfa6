"""The workbook of a route calculates, and what is edited in it comes back as times."""

import io
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from openpyxl import load_workbook

import corridor as co
from corridor.cli.main import main
from corridor.formats.workbooks.route_workbook import COLUMN, workbook
from support.bundled import bundled_network

NET = bundled_network()
ROUTE = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
BOX = co.Shipment(equipment="40ft", quantity=2)
SHIPPED = co.find_route(NET, "Xi'an", "Duisburg", corridor="northern", shipment=BOX)
ROWS = co.to_records(ROUTE)
FERRY = 2 + next(number for number, row in enumerate(ROWS) if row["mode"] == "ferry")
AKTAU = 2 + next(number for number, row in enumerate(ROWS) if row["id"] == "aktau")


def sheet_of(route: co.Route) -> Any:
    return load_workbook(io.BytesIO(workbook(route)))["Time-distance"]


def recalculated(book: Any, folder: Path) -> Any:
    """Return a workbook as LibreOffice calculates it; openpyxl saves no results of formulas."""
    office = shutil.which("soffice")
    assert office, "install LibreOffice Calc"
    (folder / "in").mkdir()
    book.save(folder / "in" / "route.xlsx")
    own = folder.parent / "office"  # made by the first start, for all tests of a run
    words = [office, f"-env:UserInstallation={own.as_uri()}", "--headless"]
    words += ["--convert-to", "xlsx", "--outdir", str(folder), str(folder / "in" / "route.xlsx")]
    subprocess.run(words, check=True, capture_output=True, timeout=180)
    return load_workbook(folder / "route.xlsx", data_only=True)["Time-distance"]


def column(sheet: Any, head: str) -> list[Any]:
    return [cell.value for cell in sheet[COLUMN[head]][1:-1]]


@pytest.mark.office
@pytest.mark.parametrize("route", [ROUTE, SHIPPED], ids=["times", "money"])
def test_a_spreadsheet_calculates_our_figures(route: co.Route, tmp_path: Path) -> None:
    sheet = recalculated(load_workbook(io.BytesIO(workbook(route))), tmp_path)
    rows = co.to_records(route)
    for head, key in (
        ("km cum.", "cumulative_km"),
        ("h cum. low", "cumulative_low_h"),
        ("h cum. typical", "cumulative_typical_h"),
        ("h cum. high", "cumulative_high_h"),
        *((("USD cum.", "cumulative_freight_typical_usd"),) if route.cost else ()),
    ):
        expected = [row[key] or 0 for row in rows]
        assert [value or 0 for value in column(sheet, head)] == pytest.approx(expected)
    total = [cell.value for cell in sheet[sheet.max_row]]
    assert total[ord(COLUMN["h typical"]) - ord("A")] == pytest.approx(
        route.transit_time.typical.hours
    )


@pytest.mark.office
def test_an_edited_input_moves_all_that_follows(tmp_path: Path) -> None:
    book = load_workbook(io.BytesIO(workbook(ROUTE)))
    cell = book["Time-distance"][f"{COLUMN['h typical']}{AKTAU}"]
    cell.value += 10
    sheet = recalculated(book, tmp_path)
    expected = [
        row["cumulative_typical_h"] + (10 if number + 2 >= AKTAU else 0)
        for number, row in enumerate(ROWS)
    ]
    assert column(sheet, "h cum. typical") == pytest.approx(expected)
    net = co.with_time_distance(NET, tmp_path / "route.xlsx")
    moved = co.find_route(net, "Xi'an", "Istanbul", via=[leg.origin.id for leg in ROUTE.legs[1:]])
    assert moved.transit_time.typical - ROUTE.transit_time.typical == 36_000


@pytest.mark.office
def test_money_that_is_filled_in_adds_up(tmp_path: Path) -> None:
    """A route without a shipment has no amounts, and no total of nothing."""
    book = load_workbook(io.BytesIO(workbook(ROUTE)))
    for row, amount in ((FERRY, 950), (AKTAU, 160)):
        book["Time-distance"][f"{COLUMN['USD']}{row}"] = amount
    money = column(recalculated(book, tmp_path), "USD cum.")
    assert money[AKTAU - 3] in {None, ""}
    assert money[AKTAU - 2] == 160
    assert money[-1] == 1110


def test_sums_are_formulas_and_inputs_are_open_named_cells() -> None:
    book = load_workbook(io.BytesIO(workbook(ROUTE)))
    sheet = book["Time-distance"]
    heads = ("km cum.", "h cum. typical", "h cum. low")
    cells = [sheet[f"{COLUMN[head]}{FERRY}"] for head in heads]
    assert [cell.value[:5] for cell in cells] == ["=SUM("] * 3
    assert all(cell.protection.locked for cell in cells)
    own = sheet[f"{COLUMN['h typical']}{FERRY}"]
    assert not own.protection.locked
    name = book.defined_names["typical_leg_aktau__alat__ferry"]
    assert name.attr_text == f"'Time-distance'!$I${FERRY}"
    assert all(item.protection.sheet for item in book.worksheets)
    assert all(item.page_setup.fitToWidth in {None, 1} for item in book.worksheets)
    assert all(item.sheet_properties.pageSetUpPr.fitToPage for item in book.worksheets)


def test_results_stand_beside_the_formulas() -> None:
    """Programs that do not calculate, such as a preview in a mail, show the figures."""
    sheet = load_workbook(io.BytesIO(workbook(ROUTE)), data_only=True)["Time-distance"]
    expected = [row["cumulative_typical_h"] for row in ROWS]
    assert column(sheet, "h cum. typical") == pytest.approx(expected)


def test_a_sheet_that_was_not_edited_changes_nothing(tmp_path: Path) -> None:
    path = co.export(ROUTE, tmp_path / "route.xlsx")
    assert co.with_time_distance(NET, path).file == NET.file


def test_an_edited_sheet_changes_the_answer(tmp_path: Path) -> None:
    """A wait, a leg and a dwell; each says from which row its figure comes."""
    path = co.export(ROUTE, tmp_path / "route.xlsx")
    book = load_workbook(path)
    sheet = book["Time-distance"]
    wait = 2 + next(number for number, row in enumerate(ROWS) if row["element"] == "waiting")
    for row, hours in ((FERRY, (50, 60, 70)), (AKTAU, (1, 2, 3)), (wait, (0, 5, 9))):
        for head, value in zip(("h low", "h typical", "h high"), hours, strict=True):
            sheet[f"{COLUMN[head]}{row}"] = value
    book.save(path)
    net = co.with_time_distance(NET, path)
    ferry = net.legs["aktau--alat--ferry"]
    assert ferry.transit_time.typical.hours == 60
    assert ferry.transit_time.basis == "assumed"
    assert ferry.transit_time.rule == f"time-distance table: route.xlsx, row {FERRY}"
    assert ferry.waiting is not None
    assert [time / 3600 for time in ferry.waiting.levels] == [0, 5, 9]
    moved = co.find_route(net, "Xi'an", "Istanbul", via=[leg.origin.id for leg in ROUTE.legs[1:]])
    old = sum(ROWS[row - 2]["typical_h"] for row in (FERRY, AKTAU, wait))
    assert moved.transit_time.typical.hours == pytest.approx(
        ROUTE.transit_time.typical.hours - old + 67
    )


TABLES = {
    "UNESCAP": [
        {"Location": "Aktau", "Distance (km)": 0},
        {"Location": "Alat", "Distance (km)": 487, "Mode of transport": "Ferry", "Hours": 30},
        {"Location": "Alat", "Distance (km)": 0, "Process": "Transshipment", "Hours": 12},
        {"Location": "Ganja", "Distance (km)": 400, "Mode of transport": "Rail"},
    ],
    "CPMM": [
        {"BCP": "Aktau"},
        {"BCP": "Alat", "Mode": "ferry", "Distance (km)": 487, "Duration (hrs)": 30},
    ],
}


@pytest.mark.parametrize("kind", TABLES)
def test_tables_of_others_are_read_by_their_heads(kind: str) -> None:
    ferry = co.with_time_distance(NET, TABLES[kind]).legs["aktau--alat--ferry"].transit_time
    old = NET.legs["aktau--alat--ferry"].transit_time
    assert ferry.typical.hours == 30
    assert ferry.high / ferry.typical == pytest.approx(old.high / old.typical, rel=1e-4)


def test_a_stop_between_two_legs_takes_its_time() -> None:
    net = co.with_time_distance(NET, TABLES["UNESCAP"])
    route = co.find_route(net, "Aktau", "Ganja")
    assert [stop.dwell.typical.hours for stop in route.transfers if stop.dwell] == [12]
    assert net.legs["alat--ganja--rail"].distance.value == 400_000


def test_an_edited_workbook_stands_in_place_of_a_network_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = co.export(ROUTE, tmp_path / "route.xlsx")
    book = load_workbook(path)
    for head, hours in (("h low", 50), ("h typical", 60), ("h high", 70)):
        book["Time-distance"][f"{COLUMN[head]}{FERRY}"] = hours
    book.save(path)
    assert main(["route", "Aktau", "Baku", "--network", str(path), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert 216_000 in whole_numbers(answer)
    own = tmp_path / "mine.yaml"
    assert main(["import", str(path), "-o", str(own)]) == 0
    assert "1 figure changed" in capsys.readouterr().out
    assert co.load_network(own).legs["aktau--alat--ferry"].transit_time.typical.hours == 60
    assert main(["import", str(path), "-o", str(own)]) == 2
    assert "already exists" in capsys.readouterr().err


def whole_numbers(value: Any) -> set[int]:
    """Return all whole numbers of a JSON value."""
    if isinstance(value, dict):
        return whole_numbers(list(value.values()))
    if isinstance(value, list):
        return set().union(*map(whole_numbers, value)) if value else set()
    return {value} if isinstance(value, int) else set()


def test_every_row_that_cannot_be_read_is_told() -> None:
    rows = [
        {"place": "Aktau"},
        {"place": "Atlantis", "mode": "ferry", "km": 10, "time (h)": 3},
        {"place": "Alat", "mode": "ferry", "km": 487, "time (h)": "soon"},
        {"place": "Alat", "mode": "rail", "km": 487, "time (h)": 3},
        {"place": "Alat", "km": 0, "h low": 3, "h typical": 2, "h high": 4},
    ]
    with pytest.raises(co.QuantityError) as caught:
        co.with_time_distance(NET, rows)
    told = str(caught.value).splitlines()
    assert told[0].startswith('Time-distance, row 1: no place is called "Atlantis"')
    assert "Time-distance, row 2: typical is 'soon'; write a number" in told
    assert "Time-distance, row 3: 0 legs lead from aktau to alat" in told
    assert "Time-distance, row 4: low, typical and high are out of order" in told


def test_a_table_without_times_is_refused() -> None:
    with pytest.raises(co.QuantityError, match="no row with a time"):
        co.with_time_distance(NET, [{"place": "Aktau"}])


def edited(route: co.Route, folder: Path, **amounts: float | str) -> Path:
    """Save a route's workbook with other amounts, each by the id of its leg or stop."""
    book = load_workbook(io.BytesIO(workbook(route)))
    sheet = book["Time-distance"]
    for row in range(2, sheet.max_row):
        key = str(sheet[f"{COLUMN['Id']}{row}"].value).replace("-", "_")
        if key in amounts and sheet[f"{COLUMN['Element']}{row}"].value != "waiting":
            sheet[f"{COLUMN['USD']}{row}"] = amounts.pop(key)
    assert not amounts
    book.save(folder / "edited.xlsx")
    return folder / "edited.xlsx"


def amounts_of(net: co.Network, route: co.Route) -> dict[str, float]:
    via = [leg.origin.id for leg in route.legs[1:]]
    assert route.cost
    again = co.find_route(
        net, route.origin.id, route.destination.id, via=via, shipment=route.cost.shipment
    )
    rows = co.to_records(again)
    return {row["id"]: row["freight_typical_usd"] for row in rows if row["freight_typical_usd"]}


def test_prices_of_a_workbook_come_back_as_tariffs(tmp_path: Path) -> None:
    """Amounts are of both boxes: of a leg and of a stop that had none."""
    path = edited(SHIPPED, tmp_path, xian__lanzhou__rail=1500, dostyk=310.5)
    net = co.with_time_distance(NET, path)
    before, after = amounts_of(NET, SHIPPED), amounts_of(net, SHIPPED)
    assert after == pytest.approx({**before, "xian--lanzhou--rail": 1500, "dostyk": 310.5})
    own = net.file.tariffs["time-distance-leg-xian--lanzhou--rail-40ft"]
    assert (own.price.low, own.basis) == (co.Money(75_000, "USD"), "assumed")
    assert own.rule == "time-distance table: edited.xlsx, row 3"
    again = co.load_network(co.to_yaml(net).encode())
    assert again.file.tariffs == net.file.tariffs


def test_a_leg_of_a_through_price_changes_the_price_of_the_section(tmp_path: Path) -> None:
    before = amounts_of(NET, SHIPPED)
    leg = "astana--moscow--rail"
    more = round(before[leg] + 400, 2)
    net = co.with_time_distance(NET, edited(SHIPPED, tmp_path, **{leg.replace("-", "_"): more}))
    after = amounts_of(net, SHIPPED)
    assert sum(after.values()) == pytest.approx(sum(before.values()) + 400, abs=0.02)
    assert after.keys() == before.keys()


def test_without_a_shipment_amounts_are_of_one_box(tmp_path: Path) -> None:
    net = co.with_time_distance(NET, edited(ROUTE, tmp_path, aktau__alat__ferry=950))
    ferry = co.find_route(net, "Aktau", "Alat", shipment=BOX)
    assert ferry.cost
    assert [item.cents[1] for item in ferry.cost.charges if item.kind == "haulage"] == [190_000]


def test_an_unedited_workbook_of_a_shipment_changes_nothing(tmp_path: Path) -> None:
    assert co.with_time_distance(NET, edited(SHIPPED, tmp_path)).file == NET.file


PRICED = co.Shipment(
    equipment="40ft", carbon_price=co.CarbonPrice(per_tonne="75 USD", share="50 %")
)
SAILED = co.find_route(NET, "Shanghai", "Rotterdam", corridor="cape", shipment=PRICED)
FIRST = "shanghai__cape_of_good_hope__sea"


def test_the_price_of_emissions_in_an_amount_is_not_taken_for_freight(tmp_path: Path) -> None:
    """Without an edit nothing changes; 100 USD more on a leg are 100 USD more of freight."""
    assert co.with_time_distance(NET, edited(SAILED, tmp_path)).file == NET.file
    before = amounts_of(NET, SAILED)
    more = round(before[FIRST.replace("_", "-")] + 100, 2)
    net = co.with_time_distance(NET, edited(SAILED, tmp_path, **{FIRST: more}))
    assert SAILED.cost
    assert SAILED.cost.kinds.keys() == {"haulage", "carbon"}
    assert sum(amounts_of(net, SAILED).values()) == pytest.approx(sum(before.values()) + 100)
    with pytest.raises(co.QuantityError) as caught:
        co.with_time_distance(NET, edited(SAILED, tmp_path, **{FIRST: 1}))
    assert str(caught.value) == (
        "edited.xlsx, row 3: USD is less than the price of emissions in it"
    )


def row_of(element: str, key: str, amount: Any, **more: Any) -> dict[str, Any]:
    return {"Element": element, "Id": key, "USD": amount} | more


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            row_of("waiting", "aktau--alat--ferry", 5),
            "a wait has no price of its own; put it on the stop or the leg",
        ),
        (row_of("leg", "aktau--poti", 5), "aktau--poti is no leg of the network"),
        (row_of("dwell", "atlantis", 5, Event="border"), "atlantis is no node of the network"),
        (
            row_of("dwell", "alat", 5, Event="lunch"),
            "lunch is no charge of a stop that has one price",
        ),
        (row_of("dwell", "alat", 5), "the row is no charge of a stop that has one price"),
        (row_of("leg", "aktau--alat--ferry", float("inf")), "USD is inf; write a number"),
    ],
    ids=["wait", "leg", "node", "event", "none", "infinite"],
)
def test_an_amount_that_belongs_to_nothing_is_told(row: dict[str, Any], said: str) -> None:
    leg = row_of("leg", "aktau--alat--ferry", None) | {"typical (h)": 24}
    with pytest.raises(co.QuantityError) as caught:
        co.with_time_distance(NET, [leg, row])
    assert str(caught.value) == f"Time-distance, row 1: {said}"


def test_amounts_that_are_no_price_are_told_by_row(tmp_path: Path) -> None:
    path = edited(SHIPPED, tmp_path, xian__lanzhou__rail="dear", lanzhou__urumqi__rail=-5)
    with pytest.raises(co.QuantityError) as caught:
        co.with_time_distance(NET, path)
    assert str(caught.value).splitlines() == [
        "edited.xlsx, row 3: USD is 'dear'; write a number",
        "edited.xlsx, row 4: USD is -5; it must not be negative",
    ]


def test_load_network_reads_workbooks(tmp_path: Path) -> None:
    """That of a route lies over the network, one of tables adds to it."""
    route = co.export(ROUTE, tmp_path / "route.xlsx")
    assert co.load_network(route).file == NET.file
    dear = co.load_network(str(edited(SHIPPED, tmp_path, xian__lanzhou__rail=1500)))
    assert len(dear.file.tariffs) == len(NET.file.tariffs) + 1
    quay = {"id": "my-quay", "name": "My Quay", "country": "GE", "kind": "seaport",
            "lat": 42.3, "lon": 41.6}  # fmt: skip
    road = {"id": "poti--my-quay", "origin": "poti", "destination": "my-quay", "mode": "road",
            "km": 35, "low_h": 1, "typical_h": 1.5, "high_h": 2}  # fmt: skip
    with pd.ExcelWriter(tmp_path / "mine.xlsx") as book:
        pd.DataFrame([quay]).to_excel(book, sheet_name="Nodes", index=False)
        pd.DataFrame([road]).to_excel(book, sheet_name="Legs", index=False)
    mine = co.load_network(tmp_path / "mine.xlsx")
    assert co.find_route(mine, "Poti", "My Quay").transit_time.typical.hours == 1.5
    assert mine.file.tariffs == NET.file.tariffs
    assert co.load_network([tmp_path / "mine.xlsx", route]).digest == mine.digest


def test_a_workbook_that_is_no_network_says_what_one_has(tmp_path: Path) -> None:
    pd.DataFrame([{"a": 1, "b": 2}]).to_excel(tmp_path / "x.xlsx", index=False)
    with pytest.raises(co.QuantityError) as caught:
        co.load_network(tmp_path / "x.xlsx")
    assert str(caught.value) == (
        "x.xlsx is no network: its sheets are sheet1; a workbook of tables has nodes, legs, dwell, "
        "journeys or tariffs, that of a route Time-distance"
    )
