"""Tables by columns: frames and Parquet files as they are, rows of all else gathered in blocks."""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

from corridor.formats.sources.rows import Row, clean_heads, collected, parquet_batches, rows_of

#: Rows that are read at once.
SIZE = 20_000


class Block:
    """Some rows of a table, by columns.

    Parameters
    ----------
    heads
        The names of its columns.
    size
        How many rows it has.
    column
        Returns the cells of a column by its name.
    row
        Returns a row by its position in the block.
    place
        Returns by position how a row is called, and its number.
    shown
        What a column is called where the rows come from, if that is another name.
    """

    def __init__(
        self,
        heads: Sequence[str],
        size: int,
        column: Callable[[str], Sequence[Any]],
        row: Callable[[int], Row],
        place: Callable[[int], tuple[str, int]],
        shown: Mapping[str, str] = {},
    ) -> None:
        self.heads = heads
        self.column = column
        self.row = row
        self.place = place
        self.shown = shown
        self._size = size

    def __len__(self) -> int:
        return self._size


def blocks_of(source: Any, name: str) -> Iterator[Block]:
    """Yield a table in blocks, without holding all of a file.

    Parameters
    ----------
    source, name
        As `rows_of` takes them.

    Raises
    ------
    QuantityError, MissingExtraError, OSError
        As `rows_of` does.
    """
    source = collected(source)
    if isinstance(source, str | os.PathLike) and Path(source).suffix.lower() == ".parquet":
        path, first = Path(source), 2
        for batch in parquet_batches(path, SIZE):
            yield _of_arrow(batch, path.name, first)
            first += batch.num_rows
        return
    is_frame = hasattr(source, "columns")
    readers = (read for has, read in _FRAMES.items() if is_frame and hasattr(source, has))
    reader = next(readers, None)
    if reader and "" not in clean_heads(source.columns, name):
        yield from reader(source, name)
    else:
        rows = rows_of(source, name, only=True)
        while held := list(islice(rows, SIZE)):
            yield _of_rows(held)


def _of_rows(rows: Sequence[Row]) -> Block:
    heads = dict.fromkeys(head for row in rows for head in row.cells)
    return Block(
        [*heads],
        len(rows),
        lambda head: [row.cells.get(head) for row in rows],
        rows.__getitem__,
        lambda number: (rows[number].label, rows[number].number),
        rows[0].heads,
    )


def _labelled(
    heads: Sequence[str], size: int, column: Callable[[str], Sequence[Any]], label: str, first: int
) -> Block:
    """Return a block whose rows are numbered on from the first."""
    held: dict[str, Sequence[Any]] = {}

    def row(number: int) -> Row:
        if not held:
            held.update((head, column(head)) for head in heads)
        cells: Mapping[str, Any] = {head: held[head][number] for head in heads}
        return Row(cells, first + number, place(number)[0])

    def place(number: int) -> tuple[str, int]:
        return f"{label}, row {first + number}", first + number

    return Block(heads, size, column, row, place)


def _of_arrow(batch: Any, label: str, first: int) -> Block:
    heads = clean_heads(batch.schema.names, label)
    places = {head: place for place, head in enumerate(heads)}
    return _labelled(
        heads,
        batch.num_rows,
        lambda head: batch.column(places[head]).to_pylist(),
        label,
        first,
    )


def _of_pandas(frame: Any, label: str) -> Iterator[Block]:
    heads = clean_heads(frame.columns, label)
    places = {head: place for place, head in enumerate(heads) if head}
    for first in range(0, len(frame), SIZE):
        part = frame.iloc[first : first + SIZE]
        yield _labelled(
            [*places],
            len(part),
            partial(_pandas_cells, part, places),
            label,
            first,
        )


def _pandas_cells(part: Any, places: Mapping[str, int], head: str) -> Sequence[Any]:
    cells: list[Any] = part.iloc[:, places[head]].tolist()
    return cells


def _of_polars(frame: Any, label: str) -> Iterator[Block]:
    heads = clean_heads(frame.columns, label)
    places = {head: place for place, head in enumerate(heads) if head}
    for first in range(0, frame.height, SIZE):
        part = frame.slice(first, SIZE)
        yield _labelled(
            [*places],
            part.height,
            partial(_polars_cells, part, places),
            label,
            first,
        )


def _polars_cells(part: Any, places: Mapping[str, int], head: str) -> Sequence[Any]:
    cells: list[Any] = part.to_series(places[head]).to_list()
    return cells


#: What a frame of each library has that others have not.
_FRAMES: Mapping[str, Callable[[Any, str], Iterator[Block]]] = {
    "iloc": _of_pandas,
    "get_columns": _of_polars,
}
