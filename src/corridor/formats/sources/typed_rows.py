"""Rows of a table as values of the file, read by columns: what cells have in common is read once.

A cell is read by the reader of its field, and a value with several columns is made once for each
combination of them. What is at fault, or is no single cell, is left to the reader of records.
"""

import types
import typing
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from corridor.errors import FieldError
from corridor.formats.sources.table_blocks import Block
from corridor.formats.sources.table_columns import (
    DERIVED,
    EXCEL_FAULTS,
    KINDS,
    LEFT_OUT,
    Column,
    cell_text,
    column_of,
    is_empty,
)
from corridor.frozen import unchecked_rows
from corridor.network.conversion.from_texts import adapter
from corridor.network.conversion.to_texts import fields_of, reader_in
from corridor.network.estimates import Record
from corridor.network.fields import Expanding, Reader
from corridor.network.texts.field_texts import ID, LONGEST_ID, identifier
from corridor.reading import annotations
from corridor.reading.yaml_syntax_notices import LONGEST_TEXT
from corridor.reading.yaml_tree import FORBIDDEN_IN_TEXT

#: Types of cells of which equal ones say the same.
_PLAIN = {str, int, float, bool, type(None)}
#: As many values are remembered of a column, or of several together.
MOST_REMEMBERED = 200_000
Cells = Sequence[Any]


class Odd:
    """What stands for the value of a cell or row that cannot be read quickly."""

    def __init__(self, *, is_fault: bool) -> None:
        self.is_fault = is_fault


#: A fault, and what only the reader of records can read.
_FAULT, _SLOW = Odd(is_fault=True), Odd(is_fault=False)


class _Leaves(dict[Hashable, Any]):
    """The values of a column by cell, each read once; none where a cell is empty."""

    def __init__(self, column: Column) -> None:
        super().__init__({None: None})
        self._column = column
        self._is_id = column.path == ("id",)
        is_nested = annotations.value_in(column.annotation) is not None
        self._adapter = None if is_nested else adapter(column.annotation)
        self._read = None if is_nested else _function_of(column.annotation)
        is_single = not annotations.is_list(column.annotation) and not _is_flag(column.annotation)
        self._is_text = is_single and self._read is not None and not column.unit

    def of(self, cells: Cells) -> list[Any]:
        """Return the values of cells."""
        kinds = set(map(type, cells))
        is_plain = kinds <= _PLAIN and len(kinds - {str, type(None)}) <= 1
        if self._is_id or not is_plain:
            return [self.read(cell) for cell in cells]
        if len(self) > MOST_REMEMBERED:
            self.clear()
        return list(map(self.__getitem__, cells))

    def __missing__(self, cell: Hashable) -> Any:
        value = self.read(cell)
        if value is not None or cell is None:  # a missing number is never equal to another
            self[cell] = value
        return value

    def read(self, cell: Any) -> Any:
        """Return the value of a cell."""
        if self._is_id and type(cell) is str and len(cell) <= LONGEST_ID and ID.fullmatch(cell):
            return cell
        if self._adapter is None:
            return None if is_empty(cell) else _SLOW
        if isinstance(cell, str) and cell in EXCEL_FAULTS:
            return _FAULT
        if self._is_text and type(cell) is str and cell:
            return self._of_text(cell)
        return self._of_text(cell_text(cell, self._column))

    def _of_text(self, text: Any) -> Any:
        if text is None:
            return None
        parts = text if isinstance(text, list) else [text]
        for part in parts:
            if not isinstance(part, str):
                return _SLOW
        for part in parts:
            if FORBIDDEN_IN_TEXT.search(part) or len(part) > LONGEST_TEXT:
                return _FAULT
        return self._typed(text)

    def _typed(self, text: Any) -> Any:
        try:
            if self._is_id:
                return identifier(text) if isinstance(text, str) else _FAULT
            if self._read and isinstance(text, str):
                return self._read(text)
            return self._adapter.validate_python(text) if self._adapter else _SLOW
        except (ValueError, FieldError):
            return _FAULT


def _function_of(annotation: Any) -> Callable[[str], Any] | None:
    """Return what reads one text of an annotation that its reader alone decides; else nothing."""
    if typing.get_origin(annotation) in {types.UnionType, typing.Union}:
        parts = [part for part in typing.get_args(annotation) if part is not type(None)]
        annotation = parts[0] if len(parts) == 1 else None
    marks: list[Any] = [*getattr(annotation, "__metadata__", ())]
    is_read = len(marks) == 1 and isinstance(marks[0], Reader)
    return marks[0].function if is_read else None


def _is_flag(annotation: Any) -> bool:
    reader = reader_in(annotation)
    return reader is not None and reader.kind == "true or false"


class _Values(dict[tuple[Any, ...], Any]):
    """The values of a field that has several columns, by their values, each made once."""

    def __init__(self, annotation: Any, names: Sequence[str], default: Any) -> None:
        super().__init__()
        kind = annotations.value_in(annotation)
        self._names = names
        self._default = default
        self._known = set(annotations.hints(kind))
        self._required = annotations.required(kind)
        self._maker = _maker(kind)
        marks = annotations.marks_of(annotation)
        expanding = next((item for item in marks if isinstance(item, Expanding)), None)
        self._expand: Callable[[Any], Any] = expanding.expand if expanding else lambda given: given

    def of(self, columns: Iterable[list[Any]]) -> list[Any]:
        """Return the values of rows."""
        if len(self) > MOST_REMEMBERED:
            self.clear()
        return list(map(self.__getitem__, zip(*columns, strict=True)))

    def __missing__(self, parts: tuple[Any, ...]) -> Any:
        value = self[parts] = self._made(parts)
        return value

    def _made(self, parts: tuple[Any, ...]) -> Any:
        given = {
            name: part for name, part in zip(self._names, parts, strict=True) if part is not None
        }
        if not given:
            return self._default
        odd = [part for part in given.values() if isinstance(part, Odd)]
        if odd:
            return _SLOW if _SLOW in odd else _FAULT
        whole = self._expand(given)
        if not self._required <= whole.keys() <= self._known:
            return _FAULT
        return self._maker(tuple(whole))(whole.values())


Maker = Callable[[Sequence[str]], Callable[[Iterable[Any]], Any]]


def _maker(kind: Any) -> Maker:
    """Return what makes values of a class, of fields known to be right, for names of fields."""
    if getattr(kind, "__post_init__", None) is Record.__post_init__:
        return partial(unchecked_rows, kind)
    return lambda names: lambda row: kind(**dict(zip(names, row, strict=True)))


class Layout(NamedTuple):
    """The heads of a table: those that are columns of it, and those that are not."""

    columns: Mapping[str, Column]
    unknown: tuple[str, ...]
    doubled: bool


def layout_of(table: str, heads: Iterable[str]) -> Layout:
    """Return what the heads of a table stand for."""
    known, unknown = dict[str, Column](), list[str]()
    for head in heads:
        column = column_of(table, head)
        if column:
            known[head] = column
        elif head not in DERIVED:
            unknown.append(head)
    paths = [column.path for column in known.values()]
    return Layout(known, tuple(unknown), len(set(paths)) < len(paths))


class TypedRows:
    """The reading of one table, block by block."""

    def __init__(self, table: str) -> None:
        self._table = table
        self._kind = KINDS[table]
        self._fields = fields_of(self._kind)
        self._needed = annotations.required(self._kind)
        self._make = _maker(self._kind)
        self._leaves: dict[str, _Leaves] = {}
        self._values: dict[tuple[str, ...], _Values] = {}

    def read(self, block: Block, layout: Layout, ends: Mapping[str, str]) -> Iterator[Any]:
        """Yield each row as a value of the file, or as what is odd about it.

        Parameters
        ----------
        block, layout
            Rows of the table, and what their heads stand for.
        ends
            The country of each node, which is left out at the ends of those that a leg crosses.
        """
        size = len(block)
        odd = dict.fromkeys(range(size), _SLOW) if layout.doubled else {}
        if LEFT_OUT in block.heads:
            told = enumerate(block.column(LEFT_OUT))
            odd |= {number: _SLOW for number, cell in told if not is_empty(cell)}
        fields = self._columns(block, layout)
        for name in sorted({*self._needed, "id"} - fields.keys()):
            fields[name] = [_FAULT] * size
        for column in fields.values():
            if Odd not in set(map(type, column)):
                continue
            for number, value in enumerate(column):
                if type(value) is Odd and odd.get(number) is not _SLOW:
                    odd[number] = value
        if "countries_crossed" in fields:
            fields["countries_crossed"] = _without_ends(fields, ends)
        make = self._make(tuple(fields))
        for number, row in enumerate(zip(*fields.values(), strict=True)):
            yield odd[number] if number in odd else make(row)

    def _columns(self, block: Block, layout: Layout) -> dict[str, list[Any]]:
        """Return the values of each field, for all rows."""
        single, joint = dict[str, list[Any]](), dict[str, dict[str, list[Any]]]()
        for head, column in layout.columns.items():
            leaves = self._leaves.get(head)
            if leaves is None:
                leaves = self._leaves[head] = _Leaves(column)
            found = leaves.of(block.column(head))
            name, *inner = column.path
            if inner:
                joint.setdefault(name, {})[inner[0]] = found
            else:
                single[name] = [self._default(name) if item is None else item for item in found]
        for name, parts in joint.items():
            key = (name, *parts)
            if key not in self._values:
                annotation = self._fields[name][0]
                self._values[key] = _Values(annotation, tuple(parts), self._default(name))
            single[name] = self._values[key].of(parts.values())
        _give_way(single, joint)
        return single

    def _default(self, name: str) -> Any:
        return _FAULT if name == "id" or name in self._needed else self._fields[name][1]


def _give_way(fields: dict[str, list[Any]], joint: Mapping[str, Mapping[str, list[Any]]]) -> None:
    """Leave out a wait without a basis where there is a headway: it is the one that that gives."""
    if "headway" in joint and "waiting" in joint:
        nothing = [None] * len(fields["waiting"])
        bases = joint["waiting"].get("basis", nothing)
        rows = zip(fields["waiting"], fields["headway"], bases, strict=True)
        fields["waiting"] = [
            None if headway is not None and basis is None else wait for wait, headway, basis in rows
        ]


def _without_ends(fields: Mapping[str, list[Any]], ends: Mapping[str, str]) -> list[Any]:
    """Return the countries that legs cross without those of their ends."""
    names = ("countries_crossed", "origin", "destination")
    rows = zip(*(fields[name] for name in names), strict=True)
    return [inner(crossed, ends.get(first), ends.get(last)) for crossed, first, last in rows]


def inner(crossed: Any, first: str | None, last: str | None) -> Any:
    """Return the countries that are crossed without that of each end.

    >>> inner(("KZ", "UZ", "TM"), "KZ", None)
    ('UZ', 'TM')
    """
    if not isinstance(crossed, tuple | list):
        return crossed
    ends = [item if isinstance(item, str) else "" for item in crossed]
    start = 1 if ends[:1] == [first] else 0
    return crossed[start : len(ends) - 1 if ends[start:][-1:] == [last] else len(ends)]
