"""Tables as people and programs leave them: read right, or told by row; no foreign exception."""

from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest

import corridor as co
from support.bundled import bundled_network

ONE = {"id": "my-a", "name": "My A", "country": "KZ", "kind": "city", "lat": 45.51, "lon": 50.52}
TWO = {"id": "my-b", "name": "My B", "country": "KZ", "kind": "city", "lat": 45.61, "lon": 51.52}
WAY = {"id": "my-a--my-b", "origin": "my-a", "destination": "my-b", "mode": "road", "km": 95,
       "low_h": 2, "typical_h": 3, "high_h": 4}  # fmt: skip
NODES = "\n".join([",".join(ONE), *(",".join(map(str, row.values())) for row in (ONE, TWO))]) + "\n"
LEGS = f"{','.join(WAY)}\n{','.join(map(str, WAY.values()))}\n"


def made(nodes: Any, legs: Any) -> co.Network:
    return co.from_tables(nodes, legs, as_of="2026-11-21")


EXPECTED = made([ONE, TWO], [WAY]).file


def errors(nodes: Any, legs: Any) -> dict[str, str]:
    with pytest.raises(co.NetworkError) as caught:
        made(nodes, legs)
    return {str(n.where): n.code for n in caught.value.notices if n.severity == "error"}


@pytest.mark.parametrize(
    ("nodes", "legs"),
    [
        (pd.DataFrame([ONE, TWO]).astype({"country": "category"}), pd.DataFrame([WAY])),
        (pd.DataFrame([ONE, TWO]).convert_dtypes(), pd.DataFrame([WAY]).convert_dtypes()),
        (pd.DataFrame([ONE | {"label": pd.NA}, TWO]), [WAY | {"km": np.int32(95)}]),
        (pl.DataFrame([ONE, TWO]), pl.DataFrame([WAY])),
        (pl.DataFrame([ONE, TWO]).lazy(), pl.DataFrame([WAY]).lazy()),
        (pa.Table.from_pylist([ONE, TWO]), pa.Table.from_pylist([WAY])),
        ([ONE, TWO], [WAY | {"km": Decimal(95), "one_way": np.bool_(False)}]),
        ((row for row in (ONE, TWO)), (row for row in (WAY,))),
        ([ONE, TWO], [{("KM" if key == "km" else key): cell for key, cell in WAY.items()}]),
        ([ONE, TWO], [{("Distance (km)" if k == "km" else k): v for k, v in WAY.items()}]),
    ],
)
def test_values_of_any_library_give_one_network(nodes: Any, legs: Any) -> None:
    assert made(nodes, legs).file == EXPECTED


def semicolons(text: str) -> str:
    return text.replace(",", ";").replace(".", ",")


@pytest.mark.parametrize(
    ("nodes", "legs"),
    [
        ("\ufeff" + NODES, LEGS),
        (NODES.encode("utf-16"), LEGS.encode("utf-16-le").join([b"\xff\xfe", b""])),
        (semicolons(NODES), semicolons(LEGS)),
        (NODES.replace(",", "\t"), LEGS.replace(",", "\t")),
        ("Terminals of 2026\n\n" + NODES, "\n" + LEGS + "\n\n"),
        (NODES.replace(",", " , "), LEGS.replace("\n", "\r\n")),
    ],
    ids=["mark", "utf-16", "semicolons", "tabs", "title", "spaces"],
)
def test_csv_as_spreadsheets_save_it(nodes: str | bytes, legs: str | bytes, tmp_path: Path) -> None:
    files = []
    for name, text in (("nodes", nodes), ("legs", legs)):
        path = tmp_path / f"{name}.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        files.append(path)
    assert made(*files).file == EXPECTED


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "nodes.csv is empty; the first row must have the names of the columns"),
        ("only\nmine\n", "nodes.csv has only 'only'; the first row must have the names of"),
        (NODES.replace("lon", "lat"), 'nodes.csv has two columns "lat"; keep one of them'),
        (NODES.replace("My A", "M\xfcnch").encode("latin-1"), "nodes.csv is not UTF-8; save it as"),
        (bytes(range(256)), "nodes.csv is not UTF-8; save it as CSV UTF-8"),
    ],
)
def test_what_is_no_table_is_refused(text: str | bytes, told: str, tmp_path: Path) -> None:
    path = tmp_path / "nodes.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(co.QuantityError) as caught:
        made(path, [WAY])
    assert str(caught.value).startswith(told)


def test_thousands_and_decimals_are_not_taken_for_each_other(tmp_path: Path) -> None:
    """Three decimals after a comma may be thousands: refused in any file."""
    for text in (semicolons(LEGS).replace(";95;", ";1,095;"), LEGS.replace(",95,", ',"95,5",')):
        (tmp_path / "legs.csv").write_text(text)
        found = errors([ONE, TWO], tmp_path / "legs.csv")
        assert found == {"legs.csv, row 2, column km": "not_a_quantity"}


def test_rows_keep_the_numbers_of_their_sheet(tmp_path: Path) -> None:
    """A title and an empty row stand above the head; a formula of a cell has failed."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet
    sheet.title = " NODES "
    for row in (["Terminals of 2026"], [], [*ONE], [*ONE.values()], [*TWO.values()]):
        sheet.append(row)
    other = book.create_sheet("Legs")
    cells = WAY | {"km": "#N/A", "line": "#REF!"}
    for row in ([*cells], [], [*cells.values()]):
        other.append(row)
    book.save(tmp_path / "book.xlsx")
    found = errors(tmp_path / "book.xlsx", tmp_path / "book.xlsx")
    assert set(found) == {"book.xlsx, row 3, column km", "book.xlsx, row 3, column line"}


def test_a_workbook_with_other_sheets_is_not_read_by_the_first(tmp_path: Path) -> None:
    with pd.ExcelWriter(tmp_path / "book.xlsx") as book:
        pd.DataFrame([ONE, TWO]).to_excel(book, sheet_name="a", index=False)
        pd.DataFrame([WAY]).to_excel(book, sheet_name="b", index=False)
    with pytest.raises(co.QuantityError, match=r'^book\.xlsx has the sheets "a", "b"; call that'):
        made(tmp_path / "book.xlsx", [WAY])


def test_two_columns_for_one_figure_are_told() -> None:
    found = errors([ONE, TWO], [WAY | {"distance_nmi": 51}])
    assert found == {"legs, row 0, column distance_nmi": "duplicate_key"}
    with pytest.raises(co.QuantityError, match=r'^nodes has two columns "id"; keep one of them$'):
        made(pd.DataFrame([[1, 2]], columns=["id", "id"]), [WAY])


@pytest.mark.parametrize("empty", [None, [], pd.DataFrame(), pl.DataFrame()])
def test_no_nodes_are_no_network(empty: Any) -> None:
    assert errors(empty, empty) == {"nodes": "missing_value"}


def test_dwell_of_a_node_that_is_not_given_is_told() -> None:
    row = {"node": "aktau", "inbound": "rail 1520", "outbound": "ferry", "kind": "transshipment",
           "time_h": 5}  # fmt: skip
    with pytest.raises(co.NetworkError) as caught:
        co.from_tables(dwell=[row], extends=bundled_network())
    (notice,) = caught.value.notices
    assert (str(notice.where), notice.code) == ("dwell, row 0, column node", "unknown_node")


def test_numbers_and_days_of_numpy_are_taken_in_questions() -> None:
    net = bundled_network()
    box = co.Shipment(equipment="40ft", quantity=np.int64(2))  # type: ignore[arg-type]  # as frames have it
    assert box.quantity == 2
    here = co.find_route(net, (np.int64(41), np.int64(29)), "Aktau")  # type: ignore[arg-type]  # the same
    assert here.legs == co.find_route(net, (41, 29), "Aktau").legs
    day = np.datetime64("2026-12-01T06:00")
    left = co.find_route(net, "Aktau", "Baku", depart=day)  # type: ignore[arg-type]  # the same
    assert left.request.depart == pd.Timestamp("2026-12-01 06:00")
    with pytest.raises(co.QuantityError, match=r"^depart is NaT; it must be a day"):
        co.find_route(net, "Aktau", "Baku", depart=pd.NaT)
