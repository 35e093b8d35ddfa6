"""Rows written to a file as they come: CSV, Excel or Parquet."""

import contextlib
import csv
import itertools
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TextIO

from corridor import csv_text as _csv
from corridor.errors import MissingExtraError, QuantityError
from corridor.formats.sheets import write_sheet
from corridor.network.columns import Record
from corridor.network.fields import LEVELS

BLOCK = 1_000
TRUTHS = {"found", "cost_complete", "emissions_complete", "on_time"}


def write_rows(rows: Iterable[Record], path: Path) -> int:
    """Write rows to a file of the format that its ending names; return how many there were.

    All rows have the columns of the first. Not more than a block of rows is held.
    """
    writers: dict[str, Callable[[Iterator[Record], Path], int]] = {
        ".csv": _csv_file,
        ".xlsx": write_sheet,
        ".parquet": _parquet,
    }
    writer = writers.get(path.suffix.lower())
    if writer is None:
        known = ", ".join(writers)
        raise QuantityError(f"{path.name} ends in no known format; write one of {known}")
    return writer(iter(rows), path)


def _csv_file(rows: Iterator[Record], path: Path) -> int:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        return _write_csv(rows, file)


def _write_csv(rows: Iterator[Record], file: TextIO) -> int:
    writer = csv.writer(file, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    number, heads = 0, list[str]()
    for number, row in enumerate(rows, 1):
        if number == 1:
            heads = list(row)
            writer.writerow(heads)
        writer.writerow([_csv.safe(row.get(head)) for head in heads])
    return number


def _parquet(rows: Iterator[Record], path: Path) -> int:
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError:
        raise MissingExtraError("parquet", "pyarrow", "parquet") from None
    number, schema = 0, None
    with contextlib.ExitStack() as stack:
        while block := list(itertools.islice(rows, BLOCK)):
            number += len(block)
            try:
                if schema is None:
                    schema = _schema(pa, block)
                    writer = stack.enter_context(parquet.ParquetWriter(path, schema))
                writer.write_table(pa.Table.from_pylist(block, schema=schema))
            except (pa.ArrowInvalid, pa.ArrowTypeError) as error:
                raise QuantityError(f"a column has values of two types: {error}") from None
    return number


def _schema(pa: Any, block: list[Record]) -> Any:
    """Return the types of columns; one that is empty so far holds numbers or texts by its name."""
    fields = []
    for field in pa.Table.from_pylist(block).schema:
        number = field.name.rpartition("_")[2] in {"h", "km", "kg", *LEVELS}
        empty = pa.float64() if number else pa.bool_() if field.name in TRUTHS else pa.string()
        fields.append(pa.field(field.name, empty if pa.types.is_null(field.type) else field.type))
    return pa.schema(fields)
