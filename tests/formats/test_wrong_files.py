"""Files that are not what their names say: one line says what each is, and what to give."""

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import corridor as co
from support.small import line, read

NET = read(line())


def text(path: Path) -> None:
    path.write_text("origin,destination\na,c\n", encoding="utf-8")


def two_sheets(path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Mine")
    book.save(path)


def latin(path: Path) -> None:
    path.write_bytes("origin,destination\nMünchen,c\n".encode("latin-1"))


def endless_cell(path: Path) -> None:
    path.write_text(f"origin,destination\na,{'c' * 200_000}\n", encoding="utf-8")


TABLES: dict[str, tuple[str, Callable[[Path], None], str]] = {
    "ending": (
        "mine.txt",
        text,
        "mine.txt is no table; give a file that ends in .csv, .parquet, .xlsx",
    ),
    "workbook": ("mine.xlsx", text, "mine.xlsx is no Excel workbook"),
    "latin": ("mine.csv", latin, "mine.csv is not UTF-8; save it as CSV UTF-8"),
    "cell": (
        "mine.csv",
        endless_cell,
        "mine.csv cannot be read as CSV: field larger than field limit (131072)",
    ),
}


@pytest.mark.parametrize("kind", TABLES)
def test_a_table_that_cannot_be_read_is_told(kind: str, tmp_path: Path) -> None:
    name, write, said = TABLES[kind]
    write(tmp_path / name)
    with pytest.raises(co.QuantityError) as caught:
        co.batch(NET, tmp_path / name)
    assert str(caught.value) == said


def test_one_of_several_sheets_has_the_name_of_the_table(tmp_path: Path) -> None:
    two_sheets(tmp_path / "mine.xlsx")
    with pytest.raises(co.QuantityError) as caught:
        co.from_tables(nodes=tmp_path / "mine.xlsx", legs=[], as_of="2026-11-21")
    assert str(caught.value) == (
        'mine.xlsx has the sheets "Sheet", "Mine"; call that of the nodes "nodes"'
    )


def test_a_zip_of_gmns_that_is_none_or_damaged_is_told(tmp_path: Path) -> None:
    path = tmp_path / "gmns.zip"
    text(path)
    with pytest.raises(co.QuantityError) as caught:
        co.from_gmns(path)
    assert str(caught.value) == "gmns.zip is neither a folder nor a zip file"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("node.csv", "node_id,x_coord,y_coord\n" + "1,2,3\n" * 99)
        archive.writestr("link.csv", "link_id,from_node_id,to_node_id\n")
    data = bytearray(path.read_bytes())
    begin = data.index(b"node.csv") + len("node.csv")
    data[begin : begin + 8] = b"\xff" * 8
    path.write_bytes(data)
    with pytest.raises(co.QuantityError) as caught:
        co.from_gmns(path)
    assert str(caught.value) == (
        "gmns.zip cannot be unpacked: it is encrypted or damaged; save it without password"
    )


def test_what_is_no_graph_and_no_geojson_is_told(tmp_path: Path) -> None:
    number: Any = 5
    with pytest.raises(co.QuantityError) as caught:
        co.from_networkx(number)
    assert str(caught.value) == "the graph is 5; it must be a graph of networkx"
    path = tmp_path / "net.geojson"
    path.write_text("{", encoding="utf-8")
    with pytest.raises(co.QuantityError, match=r"^net\.geojson is no GeoJSON: "):
        co.from_geojson(path)
