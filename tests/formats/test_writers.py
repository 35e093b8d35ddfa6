"""Files for other tools: what is in the workbook, and how files are written."""

import csv
import io
import json
import sys
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import corridor as co
from corridor.cli import main as cli
from corridor.cli.grammar.options import FORMATS
from corridor.formats.sheets import FIRST_DAY
from corridor.formats.tables import Value
from corridor.formats.workbooks.route_workbook import HEAD, workbook
from corridor.formats.writers import ENDINGS, WRITERS
from support.bundled import bundled_network
from support.layout import dump
from support.small import line

NET = bundled_network()
ROUTE = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
BOX = co.Shipment(
    equipment="40ft",
    quantity=2,
    cargo_mass="14 t",
    cargo_value="108000 USD",
    max_price_age="any",
)
SHIPPED = co.find_route(NET, "Xi'an", "Duisburg", corridor="northern", shipment=BOX)
Capture = pytest.CaptureFixture[str]


def opened(value: Value) -> Workbook:
    """Return a value's workbook, formulas by what they give."""
    return load_workbook(io.BytesIO(workbook(value)), data_only=True)


def columns(book: Workbook, sheet: str) -> dict[str, list[object]]:
    head, *rows = book[sheet].iter_rows(values_only=True)
    rows = [row for row in rows if "total" not in row]
    return dict(zip(head, map(list, zip(*rows, strict=True)), strict=True))


def summed(column: list[object], scale: int) -> int:
    return sum(round(scale * value) for value in column if isinstance(value, int | float))


def test_the_sheet_of_time_and_distance_has_its_layout() -> None:
    book = opened(ROUTE)
    assert book.sheetnames == [
        "Time-distance",
        "Chart",
        "Reported",
        "Sources",
        "Indicators",
        "About",
    ]
    found = columns(book, "Time-distance")
    assert tuple(found) == HEAD
    rows = co.to_records(ROUTE)
    assert found["No"] == list(range(1, len(rows) + 1))
    assert found["km"] == [row["km"] for row in rows]
    assert found["km cum."] == [row["cumulative_km"] for row in rows]
    assert found["h cum. typical"] == [row["cumulative_typical_h"] for row in rows]
    assert found["h typical"][0] is None
    assert found["h typical"][1:] == [row["typical_h"] for row in rows[1:]]
    assert found["Event"][0] == "depart"
    assert set(found["USD"]) | set(found["USD cum."]) == {None}
    for km, event in zip(found["km"], found["Event"], strict=True):
        assert (km == 0) == (event != "arrive")


def test_the_sheet_holds_what_a_shipment_pays() -> None:
    book = opened(SHIPPED)
    assert book.sheetnames[3:5] == ["Charges", "Emissions"]
    found = columns(book, "Time-distance")
    assert SHIPPED.cost is not None
    assert SHIPPED.emissions is not None
    freight = SHIPPED.cost.freight_at("typical").cents
    assert summed(found["USD"], 100) == freight
    assert found["USD cum."][-1] == freight / 100
    assert found["USD"][0] is None
    assert summed(columns(book, "Charges")["typical_usd"], 100) == SHIPPED.cost.typical.cents
    assert summed(columns(book, "Emissions")["co2e_kg"], 1000) == int(SHIPPED.emissions.total)
    used = {item.id for item in (*SHIPPED.cost.sources, *SHIPPED.emissions.sources)}
    assert used <= set(columns(book, "Sources")["Id"])


def test_what_has_no_price_is_empty_and_named_in_the_workbook() -> None:
    route = co.find_route(NET, "Xi'an", "Istanbul", via="Lodz", shipment=BOX)
    assert route.cost is not None
    book = opened(route)
    found, about = columns(book, "Time-distance"), columns(book, "About")
    unpriced = {item.element for item in route.cost.missing}
    gap = next(n for n, row in enumerate(co.to_records(route)) if f"leg {row['id']}" in unpriced)
    assert found["USD cum."][gap - 1] == route.cost.freight_at("typical").cents / 100
    assert set(found["USD"][gap:]) | set(found["USD cum."][gap:]) == {None}
    (said,) = (text for key, text in zip(*about.values(), strict=True) if key == "incomplete")
    assert (
        said == "no rate on file, so USD is empty there and USD cum. from there on: Lodz > Istanbul"
    )
    tfi3 = dict(zip(*(columns(book, "Indicators")[x] for x in ("Code", "typical")), strict=True))
    assert tfi3["TFI3"] is None


def test_the_chart_is_drawn_from_the_sheet() -> None:
    (chart,) = opened(ROUTE)["Chart"]._charts
    low, typical, within, *points = chart.series
    last = 1 + len(co.to_records(ROUTE))
    assert typical.xVal.numRef.f == f"'Time-distance'!$G$2:$G${last}"
    assert typical.yVal.numRef.f == f"'Time-distance'!$K$2:$K${last}"
    assert low.yVal.numRef.f == f"'Time-distance'!$P$2:$P${last}"
    assert within.yVal.numRef.f == f"'Time-distance'!$R$2:$R${last}"
    assert points
    assert all("'Reported'!" in item.yVal.numRef.f for item in points)


def test_nine_in_ten_of_the_sheet_is_that_of_the_library() -> None:
    found = columns(opened(ROUTE), "Time-distance")["h cum. 90 %"]
    (row,) = co.compare(NET, [ROUTE]).rows
    assert row.within is not None
    assert found[-1] == pytest.approx(row.within / 3600)
    assert found[0] == 0
    hours = [value for value in found if isinstance(value, int | float)]
    assert len(hours) == len(found)
    assert hours == sorted(hours)


def test_the_indicators_are_those_of_the_library() -> None:
    found = columns(opened(ROUTE), "Indicators")
    row = co.measure_indicators(ROUTE).rows[0]
    borders = [
        name for code, name in zip(found["Code"], found["Indicator"], strict=True) if not code
    ]
    assert borders == ["-".join(item.border) for item in row.counted]
    values = dict(zip(found["Code"], found["typical"], strict=True))
    assert values.pop(None) == row.counted[-1].time.typical.hours
    assert values == {
        "TFI1": pytest.approx(row.tfi1()),
        "TFI2": None,
        "TFI3": None,
        "SWOD": pytest.approx(row.swod()),
        "SWD": pytest.approx(row.swd()),
        "delay": pytest.approx(100 * row.delay()),
    }


def test_numbers_are_shown_as_their_columns_need() -> None:
    book, shown = opened(NET), {}
    for cell in (*book["nodes"][1], *book["legs"][1]):
        shown[cell.value] = cell.parent.cell(2, cell.column).number_format
    assert shown["lat"] == shown["lon"] == "General"
    assert (shown["km"], shown["typical_h"]) == ("#,##0", "#,##0.0")


def test_sources_are_named() -> None:
    found = columns(opened(ROUTE), "Sources")
    ids = {item.id for item in ROUTE.grounds.sources} | {x.id for x in ROUTE.grounds.claims}
    assert set(found["Id"]) == ids


def test_other_values_have_a_sheet_for_each_table() -> None:
    assert opened(NET).sheetnames == ["legs", "nodes", "dwell", "journeys", "tariffs"]
    found = columns(opened(NET), "legs")
    assert found["km"] == [row["km"] for row in co.to_records(NET)]
    assert opened(co.evidence(NET)).sheetnames == ["times", "lengths"]


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", "\uff1dcmd", "'x", "<b>&"])
def test_no_text_is_a_formula(name: str) -> None:
    spec = line()
    spec["nodes"]["a"]["name"] = name
    net = co.load_network(dump(spec))
    for value, sheet, column in (
        (net, "nodes", 2),
        (co.find_route(net, "a", "c"), "Time-distance", 2),
    ):
        cell = opened(value)[sheet].cell(2, column)
        assert (cell.data_type, cell.value) == ("s", name)
        assert cell.quotePrefix is (name[0] not in "'<")


@pytest.mark.parametrize("value", [NET, ROUTE, SHIPPED], ids=["network", "route", "shipped"])
@pytest.mark.parametrize("file_format", WRITERS)
def test_the_same_value_gives_the_same_bytes(
    value: Value, file_format: str, tmp_path: Path
) -> None:
    kinds, _ = WRITERS[file_format]
    if not isinstance(value, kinds) or (file_format == "transport-chain" and value is ROUTE):
        return
    one, other = (
        co.export(value, tmp_path / name, file_format=file_format).read_bytes() for name in "ab"
    )
    assert one == other
    if zipfile.is_zipfile(io.BytesIO(one)):
        with zipfile.ZipFile(io.BytesIO(one)) as archive:
            assert {item.date_time for item in archive.infolist()} == {FIRST_DAY}


def test_a_csv_file_says_its_encoding(tmp_path: Path) -> None:
    """A spreadsheet takes a file without a mark for the code page of its system."""
    path = co.export(NET, tmp_path / "nodes.csv", table="nodes")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    assert path.read_text(encoding="utf-8-sig") == co.to_csv(NET, "nodes")
    assert not co.to_csv(NET, "nodes").startswith("\ufeff")
    assert "Małaszewicze" in path.read_text(encoding="utf-8-sig")


def test_what_can_be_typed_is_what_can_be_written() -> None:
    assert tuple(WRITERS) == FORMATS
    assert set(ENDINGS.values()) == set(FORMATS)


def test_the_ending_says_the_format(tmp_path: Path) -> None:
    assert json.loads(co.export(NET, tmp_path / "n.geojson").read_text(encoding="utf-8"))[
        "features"
    ]
    text = co.export(NET, tmp_path / "n.csv", table="nodes").read_text(encoding="utf-8")
    assert len(list(csv.reader(io.StringIO(text)))) == len(NET.nodes) + 1
    assert zipfile.is_zipfile(co.export(NET, tmp_path / "n.zip"))
    chain = co.export(SHIPPED, tmp_path / "n.1.Chain.json").read_text(encoding="utf-8")
    assert json.loads(chain) == co.to_transport_chain(SHIPPED)
    assert co.export(NET, tmp_path / "n.graphml").read_text(encoding="utf-8").startswith("<graphml")


REFUSED = [
    (
        "n.doc",
        {},
        (
            'cannot tell the format from "n.doc"; '
            "give the format, one of csv, xlsx, geojson, transport-chain, graphml, gmns"
        ),
    ),
    (
        "n.csv",
        {"file_format": "xls"},
        (
            'file_format is "xls"; it must be one of csv, xlsx, geojson, transport-chain, graphml, '
            "gmns\n  did you mean  xlsx?"
        ),
    ),
    ("n.zip", {}, "gmns holds a Network, not a Route"),
    ("n.xlsx", {"table": "legs"}, 'table is "legs"; only csv holds a single table'),
]


@pytest.mark.parametrize(
    ("name", "more", "text"), REFUSED, ids=["ending", "format", "value", "table"]
)
def test_what_cannot_be_written_is_refused(
    name: str, more: dict[str, Any], text: str, tmp_path: Path
) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.export(ROUTE, tmp_path / name, **more)
    assert str(caught.value) == text
    assert list(tmp_path.iterdir()) == []


def test_without_openpyxl_it_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    with pytest.raises(co.MissingExtraError) as caught:
        co.export(ROUTE, tmp_path / "route.xlsx")
    assert (
        str(caught.value) == "xlsx needs openpyxl: in a clone of Corridor, pip install '.[excel]'"
    )
    assert list(tmp_path.iterdir()) == []


def run(capsys: Capture, *arguments: str) -> tuple[int, str, str]:
    code = cli.main(arguments)
    return code, *capsys.readouterr()


def test_the_command_writes_once_and_replaces_when_told(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "way.xlsx"
    words = ("export", "Xi'an > Istanbul", "--corridor", "middle", "-o", str(path))
    code, out, err = run(capsys, *words)
    assert (code, err) == (0, "")
    assert out.startswith(f"wrote {path}, {path.stat().st_size:,} bytes: <Route Xi'an > Istanbul")
    assert path.read_bytes() == workbook(ROUTE)
    told = f"error: {path} already exists\n  hint: --force replaces it\n"
    assert run(capsys, *words) == (2, "", told)
    path.write_bytes(b"old")
    code, out, _ = run(capsys, *words, "--force", "--json")
    assert code == 0
    assert json.loads(out)["bytes"] == path.stat().st_size > 3
    assert [item.name for item in tmp_path.iterdir()] == ["way.xlsx"]


def test_the_command_writes_the_network(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "network"
    for file_format, (kinds, _) in WRITERS.items():
        words = ("export", "network", "--format", file_format, "-o", str(path), "--force")
        if not isinstance(NET, kinds):
            told = f"error: {file_format} holds a Route, not a Network\n"
            assert run(capsys, *words) == (2, "", told)
            continue
        assert run(capsys, *words)[0] == 0
        assert path.stat().st_size > 10_000


def test_the_command_says_what_it_cannot_write(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / "none" / "n.zip"
    told = f"error: cannot write {path}: No such file or directory\n"
    assert run(capsys, "export", "network", "-o", str(path)) == (2, "", told)
    code, _, err = run(capsys, "export", "Ordubad > Istanbul", "-o", str(tmp_path / "x.csv"))
    assert code == 1
    assert err.startswith("no route Ordubad > Istanbul")


def test_the_command_of_indicators(capsys: Capture) -> None:
    words = ("indicators", "Xi'an > Istanbul", "--corridor", "middle")
    code, out, err = run(capsys, *words, "--versus", "2016-06")
    assert (code, err) == (0, "")
    assert "With delay from " in out
    assert max(map(len, out.splitlines())) <= 80
    record = json.loads(run(capsys, *words, "--json")[1])
    assert record["schema"] == "corridor.indicators"
    assert [row["level"] for row in record["rows"]] == ["low", "typical", "high"]


def test_the_commands_take_a_shipment(capsys: Capture, tmp_path: Path) -> None:
    chain = ("Xi'an > Duisburg", "--corridor", "northern")
    box = ("--equipment", "40ft", "--quantity", "2", "--mass", "14 t", "--value", "108000 USD")
    aged = ("--max-price-age", "any")
    path = tmp_path / "way.xlsx"
    assert run(capsys, "export", *chain, *box, *aged, "-o", str(path))[0] == 0
    assert path.read_bytes() == workbook(SHIPPED)
    row = json.loads(run(capsys, "indicators", *chain, *box, *aged, "--json")[1])["rows"][1]
    assert SHIPPED.cost is not None
    assert row["tfi3_usd_per_500_km_per_20_t"] == pytest.approx(
        SHIPPED.cost.freight_at("typical").cents / 100 * 500 / SHIPPED.distance.km * 20 / 28
    )
