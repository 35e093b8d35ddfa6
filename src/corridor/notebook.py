"""Blocks to text for `print`, and to a small piece of HTML without scripts for notebooks."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from html import escape
from typing import Any, TypeVar, overload

from corridor import text as _text
from corridor.text import Block, Pairs, Prose, Table, shown

#: A notebook keeps the output of every cell: so many bytes at most.
LARGEST = 20_000
#: Rows of a table and letters of a text that are tried, until the whole is small enough.
SIZES = ((10_000, 10_000), (100, 1_000), (65, 1_000), (40, 300), (15, 100), (5, 50))
STYLE = (
    "<style>.corridor table{border-collapse:collapse}.corridor thead{border-bottom:1px solid}"
    ".corridor td,.corridor th{text-align:right;vertical-align:bottom;padding:0 .5em}"
    ".corridor td{white-space:pre}.corridor .l{text-align:left}.corridor .r{border-top:1px solid}"
    ".corridor dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em}"
    ".corridor dt{grid-column:1}.corridor dd{grid-column:2;margin:0}</style>"
)


class Shown:
    """A value made of blocks, shown by `print` and in notebooks."""

    __slots__ = ()

    def _blocks(self) -> Sequence[Block]:
        raise NotImplementedError

    def __str__(self) -> str:
        return _text.page(self._blocks())

    def _repr_html_(self) -> str:
        return page(self._blocks())


Item_co = TypeVar("Item_co", covariant=True)


class Several(Sequence[Item_co], Shown):
    """A dataclass that is shown, and a sequence of what its first field holds."""

    __slots__ = ()

    def _items(self) -> tuple[Item_co, ...]:
        record: Any = self
        items: tuple[Item_co, ...] = getattr(self, fields(record)[0].name)
        return items

    def __len__(self) -> int:
        return len(self._items())

    @overload
    def __getitem__(self, index: int) -> Item_co: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Item_co, ...]: ...
    def __getitem__(self, index: int | slice) -> Item_co | tuple[Item_co, ...]:
        return self._items()[index]


def page(blocks: Iterable[Block]) -> str:
    """Return blocks as HTML of at most 20 kB; what is left out is counted.

    >>> page([Prose(["<b>"])]).endswith('<div class="corridor"><p>&lt;b&gt;</p></div>')
    True
    """
    kept = list(blocks)
    for rows, letters in SIZES:
        body = "".join(_block(block, rows, letters) for block in kept)
        found = f'{STYLE}<div class="corridor">{body}</div>'
        if len(found.encode()) <= LARGEST:
            break
    return found


def _block(block: Block, rows: int, letters: int) -> str:
    if isinstance(block, Prose):
        body = "".join(f"<p>{_safe(text, letters)}</p>" for text in block.sentences[:rows])
        return body + _more(len(block.sentences) - rows, "p")
    if isinstance(block, Pairs):
        pairs = block.pairs[:rows]
        body = "".join(_pair(word, text, letters) for word, text in pairs)
        return f"<dl>{body}{_more(len(block.pairs) - rows, 'dd')}</dl>" if body else ""
    kept = block._replace(rows=_text.body(block.rows))
    return _table(kept, rows, letters) if kept.rows else ""


def _pair(word: str, text: str, letters: int) -> str:
    head = f"<dt>{_safe(word, letters)}</dt>" if word else ""
    return f"{head}<dd>{_safe(text, letters)}</dd>"


def _table(table: Table, rows: int, letters: int) -> str:
    head = "".join(
        _cell("th", "<br>".join(_safe(part, letters) for part in cell.split("\n")), left=left)
        for cell, left in _sided(table.head, table.left)
    )
    lines = []
    ruled = False
    for row in table.rows[:rows]:
        if row is not None:
            lines.append(_row(row, table.left, letters, ruled=ruled))
        ruled = row is None
    more = _more(len(table.rows) - rows, "p")
    return f"<table><thead><tr>{head}</thead><tbody>{''.join(lines)}</table>{more}"


def _row(row: Sequence[str], left: Sequence[int], letters: int, *, ruled: bool) -> str:
    cells = (_cell("td", _safe(cell, letters), left=side) for cell, side in _sided(row, left))
    return f"<tr{' class=r' if ruled else ''}>{''.join(cells)}"


def _sided(row: Sequence[str], left: Sequence[int]) -> Iterator[tuple[str, bool]]:
    return ((cell, column in left) for column, cell in enumerate(row))


def _cell(tag: str, content: str, *, left: bool) -> str:
    """Return a cell without its end tag, which HTML does not need."""
    return f"<{tag}{' class=l' if left else ''}>{content}"


def _more(count: int, tag: str) -> str:
    return f"<{tag}>… {count:,} more: print() shows all</{tag}>" if count > 0 else ""


def _safe(text: str, letters: int) -> str:
    """Return a text with its control characters spelled out, cut, and escaped."""
    return escape(shown(text if len(text) <= letters else f"{text[:letters]}…"))
