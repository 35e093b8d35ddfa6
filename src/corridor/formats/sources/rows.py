"""Rows of any table: frames, lists of mappings, CSV, Parquet and Excel files, one at a time."""

import codecs
import csv
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from corridor.csv_text import FORMULA
from corridor.errors import MissingExtraError, QuantityError, quote
from corridor.files import check_regular
from corridor.formats.sheets import sheet_rows
from corridor.user_values import is_collection, shown

HEAD_ROWS = 1
HEAD_BYTES = 4
UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
#: What separates the cells of a CSV file; of those that its first line has most often.
MARKS = ",;\t|"
#: The column of cells that stand under no head.
NO_HEAD = "(no head)"
_DECIMAL_COMMA = re.compile(r"-?[0-9]+,([0-9]{1,2}|[0-9]{4,})")


class Row(NamedTuple):
    """A row of a table: its cells by column, its number, and where it is in words.

    Rows of files are numbered as a spreadsheet does, with the head as row 1; rows of frames and
    lists by position from 0. `heads` has what a column is called where the row comes from, if that
    is another name.
    """

    cells: Mapping[str, Any]
    number: int
    label: str
    heads: Mapping[str, str] = {}

    def place(self, column: str) -> str:
        """Return where a cell is, in words."""
        return f"{self.label}, column {self.heads.get(column, column)}"


def rows_of(source: Any, name: str, *, only: bool = False) -> Iterator[Row]:
    """Yield the rows of a table, without holding all of a file.

    Parameters
    ----------
    source
        A frame of pandas or polars, a table of pyarrow, a list of mappings, or the path of a file
        that ends in .csv, .xlsx or .parquet. A CSV file is UTF-8 or UTF-16; commas, semicolons or
        tabs separate its cells, and where it is no comma, numbers may have decimal commas. Of a
        workbook it is the sheet of that name, else the first; title rows above the head are left.
    name
        What the table is called.
    only
        Take a sheet of another name only where the workbook has no other.

    Raises
    ------
    QuantityError
        When it is no such table, is empty, or has two columns of one name.
    MissingExtraError
        When the library for its format is not installed.
    OSError
        When a file cannot be read.
    """
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        for number, cells in _of_file(path, name, only=only):
            yield Row(cells, number, f"{path.name}, row {number}")
        return
    if isinstance(source, list) and source and isinstance(source[0], Row):
        yield from source
        return
    for number, cells in enumerate(_of_value(source, name)):
        yield Row(cells, number, f"{name}, row {number}")


def _of_value(source: Any, name: str) -> Iterator[Mapping[str, Any]]:
    source = collected(source)
    if hasattr(source, "columns") and (hasattr(source, "itertuples") or hasattr(source, "rows")):
        heads = clean_heads(source.columns, name)
        is_pandas = hasattr(source, "itertuples")
        rows = source.itertuples(index=False, name=None) if is_pandas else source.iter_rows()
        yield from (_with_heads(heads, row) for row in rows)
        return
    if hasattr(source, "to_pylist") and hasattr(source, "column_names"):
        clean_heads(source.column_names, name)
        source = source.to_pylist()
    if isinstance(source, Mapping) or not is_collection(source):
        raise QuantityError(
            f"{name} is {shown(source)}; give a frame, a list of mappings or a file"
        )
    for number, row in enumerate(source):
        if not isinstance(row, Mapping):
            raise QuantityError(f"row {number} of {name} is {shown(row)}; it must be a mapping")
        yield _with_heads(clean_heads(row, f"row {number} of {name}"), row.values())


def collected(source: Any) -> Any:
    """Return a frame that is yet to be read, read; all else as it is."""
    is_lazy = hasattr(source, "collect") and hasattr(source, "lazy")
    return source.collect() if is_lazy else source


def clean_heads(given: Iterable[Any], name: str) -> list[str]:
    """Return the names of columns, each once; those without a name stay so.

    Raises
    ------
    QuantityError
        When two columns have one name.
    """
    heads = ["" if head is None else str(head).strip() for head in given]
    named = [head for head in heads if head]
    if len(set(named)) < len(named):
        twice = next(head for head in named if named.count(head) > 1)
        raise QuantityError(f"{name} has two columns {quote(twice)}; keep one of them")
    return heads


def _with_heads(heads: list[str], row: Iterable[Any]) -> dict[str, Any]:
    """Return a row by its heads; what stands beyond them or below none has a key of its own."""
    cells = list(row)
    found = {head: cell for head, cell in zip(heads, cells, strict=False) if head}
    bare = [cell for head, cell in zip(heads, cells, strict=False) if not head]
    extra = [cell for cell in (*bare, *cells[len(heads) :]) if cell is not None and cell != ""]
    return found | ({NO_HEAD: str(extra)} if extra else {})


def _of_file(path: Path, name: str, *, only: bool) -> Iterator[tuple[int, Mapping[str, Any]]]:
    ending = path.suffix.lower()
    check_regular(path)
    if ending == ".csv":
        return _of_csv(path)
    if ending == ".xlsx":
        return _below_head(sheet_rows(path, name, only=only), path, _plain)
    if ending == ".parquet":
        return enumerate(_of_parquet(path), HEAD_ROWS + 1)
    raise QuantityError(f"{path.name} is no table; give a file that ends in .csv, .parquet, .xlsx")


def _of_csv(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    with path.open("rb") as file:
        start = file.read(HEAD_BYTES)
    encoding = "utf-16" if start.startswith(UTF_16) else "utf-8-sig"
    with path.open(encoding=encoding, newline="") as file:
        try:
            first = next((line for line in file if any(mark in line for mark in MARKS)), "")
            mark = max(MARKS, key=first.count)
            file.seek(0)
            number = _plain if mark == "," else _with_point
            yield from _below_head(csv.reader(file, delimiter=mark), path, number)
        except UnicodeError:
            raise QuantityError(f"{path.name} is not UTF-8; save it as CSV UTF-8") from None
        except csv.Error as error:
            raise QuantityError(f"{path.name} cannot be read as CSV: {error}") from None


def _below_head(
    rows: Iterable[Sequence[Any]], path: Path, read: Callable[[Any], Any]
) -> Iterator[tuple[int, Mapping[str, Any]]]:
    """Yield the rows below the head with their numbers; the head is the first of several cells."""
    heads: list[str] = []
    titles: list[str] = []
    for number, cells in enumerate(rows, 1):
        filled = [cell for cell in cells if cell is not None and str(cell).strip()]
        if heads and filled:
            yield number, _with_heads(heads, map(read, cells))
        elif not heads and len(filled) > 1:
            heads = clean_heads(cells, path.name)
        elif not heads and filled:
            titles.append(str(filled[0]))
    if not heads:
        found = f"has only {shown(titles[0])}" if titles else "is empty"
        raise QuantityError(
            f"{path.name} {found}; the first row must have the names of the columns"
        )


def _plain(cell: Any) -> Any:
    """Return a cell without the apostrophe that keeps it from being a formula."""
    if not isinstance(cell, str):
        return cell
    cell = cell.strip()
    if not cell:
        return None
    return cell[1:] if cell[0] == "'" and cell[1:].startswith(FORMULA) else cell


def _with_point(cell: Any) -> Any:
    """Return a number with a point for its comma; three decimals may be thousands, and stay."""
    text = _plain(cell)
    return text.replace(",", ".") if text and _DECIMAL_COMMA.fullmatch(text) else text


def _of_parquet(path: Path) -> Iterator[Mapping[str, Any]]:
    for batch in parquet_batches(path, 1_000):
        yield from batch.to_pylist()


def parquet_batches(path: Path, size: int) -> Iterator[Any]:
    """Yield the record batches of a Parquet file.

    Raises
    ------
    QuantityError
        When it is no Parquet file, or has two columns of one name.
    MissingExtraError
        When pyarrow is not installed.
    """
    check_regular(path)
    try:
        from pyarrow import ArrowInvalid, parquet
    except ImportError:
        raise MissingExtraError("parquet", "pyarrow", "parquet") from None
    try:
        with parquet.ParquetFile(path) as file:
            clean_heads(file.schema_arrow.names, path.name)
            yield from file.iter_batches(batch_size=size)
    except ArrowInvalid:
        raise QuantityError(f"{path.name} is no Parquet file, or a broken one") from None
