"""Rows of any table: frames, lists of mappings, CSV, Parquet and Excel files, one at a time."""

import csv
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from corridor.csv_text import FORMULA
from corridor.errors import MissingExtraError, QuantityError
from corridor.formats.excel import sheet_rows
from corridor.user_values import shown

HEAD_ROWS = 1


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


def rows_of(source: Any, name: str) -> Iterator[Row]:
    """Yield the rows of a table, without holding all of a file.

    Parameters
    ----------
    source
        A frame of pandas or polars, a list of mappings, or the path of a file that ends in .csv,
        .xlsx (a sheet of that name, else the first) or .parquet.
    name
        What the table is called.

    Raises
    ------
    QuantityError
        When it is no such table.
    MissingExtraError
        When the library for its format is not installed.
    OSError
        When a file cannot be read.
    """
    if isinstance(source, str | os.PathLike):
        path = Path(source)
        for number, cells in enumerate(_of_file(path, name), HEAD_ROWS + 1):
            yield Row(cells, number, f"{path.name}, row {number}")
        return
    if isinstance(source, list) and source and isinstance(source[0], Row):
        yield from source
        return
    for number, cells in enumerate(_of_value(source, name)):
        yield Row(cells, number, f"{name}, row {number}")


def _of_value(source: Any, name: str) -> Iterator[Mapping[str, Any]]:
    if hasattr(source, "columns") and (hasattr(source, "itertuples") or hasattr(source, "rows")):
        heads = list(map(str, source.columns))
        is_pandas = hasattr(source, "itertuples")
        rows = source.itertuples(index=False, name=None) if is_pandas else source.iter_rows()
        yield from (_with_heads(heads, row) for row in rows)
        return
    if isinstance(source, str | bytes | Mapping) or not isinstance(source, Iterable):
        raise QuantityError(
            f"{name} is {shown(source)}; give a frame, a list of mappings or a file"
        )
    for number, row in enumerate(source):
        if not isinstance(row, Mapping):
            raise QuantityError(f"row {number} of {name} is {shown(row)}; it must be a mapping")
        yield {str(key): value for key, value in row.items()}


def _with_heads(heads: list[str], row: Iterable[Any]) -> dict[str, Any]:
    return dict(zip(heads, row, strict=False))


def _of_file(path: Path, name: str) -> Iterator[Mapping[str, Any]]:
    readers = {".csv": _of_csv, ".parquet": _of_parquet, ".xlsx": _of_excel}
    reader = readers.get(path.suffix.lower())
    if reader is None:
        raise QuantityError(
            f"{path.name} is no table; give a file that ends in {', '.join(readers)}"
        )
    return reader(path, name)


def _of_csv(path: Path, _: str) -> Iterator[Mapping[str, Any]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        try:
            for cells in csv.DictReader(file, restkey="", restval=""):
                extra = cells.pop("", None)
                found = {key: _plain(value) for key, value in cells.items()}
                yield found | ({"(no head)": str(extra)} if isinstance(extra, list) else {})
        except UnicodeDecodeError:
            raise QuantityError(f"{path.name} is not UTF-8; save it as CSV UTF-8") from None
        except csv.Error as error:
            raise QuantityError(f"{path.name} cannot be read as CSV: {error}") from None


def _plain(text: str | None) -> str | None:
    """Return a cell without the apostrophe that keeps it from being a formula."""
    if not text:
        return None
    return text[1:] if text[0] == "'" and text[1:].startswith(FORMULA) else text


def _of_excel(path: Path, name: str) -> Iterator[Mapping[str, Any]]:
    rows = sheet_rows(path, name)
    heads = [str(head) if head is not None else "" for head in next(rows, ())]
    for row in rows:
        cells = _with_heads(heads, row)
        yield {key: _plain(item) if isinstance(item, str) else item for key, item in cells.items()}


def _of_parquet(path: Path, _: str) -> Iterator[Mapping[str, Any]]:
    try:
        from pyarrow import ArrowInvalid, parquet
    except ImportError:
        raise MissingExtraError("parquet", "pyarrow", "parquet") from None
    try:
        with parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(batch_size=1_000):
                yield from batch.to_pylist()
    except ArrowInvalid:
        raise QuantityError(f"{path.name} is no Parquet file, or a broken one") from None
