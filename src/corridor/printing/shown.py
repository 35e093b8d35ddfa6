"""Blocks to text for `print`, and to a small piece of HTML without scripts for notebooks."""

import dataclasses
import importlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import fields
from typing import Any, TypeVar, overload

from corridor import text as _text
from corridor.printing import screen
from corridor.text import Block, Pairs, Prose, Table, shown

#: A notebook keeps the output of every cell: so many bytes at most.
LARGEST = 20_000
#: Rows of a table and letters of a text that are tried, until the whole is small enough.
SIZES = ((20, 10_000), (20, 1_000), (20, 300), (15, 100), (5, 50))
#: Rows after a table's last rule, its totals, are kept if they are at most so many.
TOTALS = 4
#: Letters of a short representation, and of one field in it.
LONGEST, LONGEST_FIELD = 160, 60
STYLE = (
    "<style>.corridor table{border-collapse:collapse}.corridor thead{border-bottom:1px solid}"
    ".corridor td,.corridor th{text-align:right;vertical-align:bottom;padding:0 .5em}"
    ".corridor td{white-space:pre}.corridor .l{text-align:left}.corridor .r{border-top:1px solid}"
    ".corridor dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em}"
    ".corridor dt{grid-column:1}.corridor dd{grid-column:2;margin:0}</style>"
)


#: What draws pictures below a value, read when the first is shown: by the name of its class, the
#: module and its function, which gives HTML or nothing.
PICTURES = {"Route": ("corridor.chart.inline", "pictures_of")}


class Brief:
    """A dataclass whose `repr` is short, and which notebooks show as a list of its fields."""

    __slots__ = ()

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        # A dataclass makes a repr of its own unless its class has one.
        if "__repr__" not in vars(cls):
            type.__setattr__(cls, "__repr__", cls.__repr__)

    def __repr__(self) -> str:
        return brief(self)

    def _repr_html_(self) -> str:
        facts = [(name.replace("_", " "), _told(value)) for name, value in _facts(self)]
        return page([Prose([type(self).__name__]), Pairs(facts)])


class Shown(Brief):
    """A value made of blocks, shown by `print` and in notebooks; its `repr` is its first line."""

    __slots__ = ()

    def _blocks(self) -> Sequence[Block]:
        raise NotImplementedError

    def _short(self) -> Sequence[Block]:
        """Return the blocks that are cut to one screen: all, unless a value has shorter ones."""
        return self._blocks()

    def __repr__(self) -> str:
        first = next(filter(None, _text.page(self._blocks()).splitlines()), "")
        return f"<{_text.clip(f'{type(self).__name__}: {first}', LONGEST)}>"

    def __str__(self) -> str:
        return _text.page(screen.screen(self._short()))

    def full(self) -> str:
        """Return all that the answer says, as text: every row, sources, how to read it."""
        return _text.page(self._blocks())

    def brief(self) -> str:
        """Return the answer in at most three sentences, as they go into an e-mail."""
        return "\n".join(screen.brief(self._short()))

    def _repr_html_(self) -> str:
        return page(self._blocks()) + pictures(self)


def pictures(value: object) -> str:
    """Return the pictures of a value as HTML; nothing where it has none."""
    if type(value).__name__ not in PICTURES:
        return ""
    module, name = PICTURES[type(value).__name__]
    drawn: str = getattr(importlib.import_module(module), name)(value)
    return drawn


def brief(record: Any) -> str:
    """Return the name of a dataclass and its stated fields, cut to a line or two.

    >>> import corridor as co
    >>> co.load_network().legs["aktau--alat--ferry"]
    Leg(id='aktau--alat--ferry', origin='aktau', destination='alat', mode='ferry', ...)
    """
    said, size = list[str](), len(type(record).__name__)
    for name, value in _facts(record):
        words = repr(value)
        size += len(name) + min(len(words), LONGEST_FIELD) + 3
        if said and size > LONGEST:
            return f"{type(record).__name__}({', '.join(said)}, ...)"
        said.append(f"{name}={words if len(words) <= LONGEST_FIELD else _clipped(value)}")
    return f"{type(record).__name__}({', '.join(said)})"


def _clipped(value: object) -> str:
    if isinstance(value, tuple):
        return f"({len(value)} items)"
    return f"{repr(value)[: LONGEST_FIELD - 3]}..."


def _facts(record: Any) -> Iterator[tuple[str, object]]:
    """Yield the public fields that are stated: neither empty nor their default."""
    for item in fields(record):
        value = getattr(record, item.name)
        if item.repr and item.name[0] != "_" and value not in (None, (), "", item.default):
            yield item.name, value


def _told(value: object) -> str:
    """Return a field in words: items of a list separated by commas, records by their facts."""
    if isinstance(value, tuple):
        return ", ".join(map(_told, value))
    if dataclasses.is_dataclass(value) and type(value).__str__ is object.__str__:
        return ", ".join(f"{name.replace('_', ' ')} {_told(item)}" for name, item in _facts(value))
    return str(value)


class ShownWhole(Shown):
    """A value of which nothing is left out where it is printed."""

    __slots__ = ()

    def __str__(self) -> str:
        return self.full()


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
    kept, totals = _first_and_totals(table.rows, rows)
    lines = []
    ruled = False
    for row in (*kept, *totals):
        if row is not None:
            lines.append(_row(row, table.left, letters, ruled=ruled))
        ruled = row is None
    more = _more(len(table.rows) - len(kept) - len(totals), "p")
    return f"<table><thead><tr>{head}</thead><tbody>{''.join(lines)}</table>{more}"


def _first_and_totals(
    rows: Sequence[Sequence[str] | None], most: int
) -> tuple[Sequence[Sequence[str] | None], Sequence[Sequence[str] | None]]:
    """Return the first rows of a table, and those below its last rule: together at most so many."""
    if len(rows) <= most:
        return rows, ()
    rules = [number for number, row in enumerate(rows) if row is None]
    last = rows[rules[-1] :] if rules else ()
    totals = last if len(last) <= TOTALS < most else ()
    return rows[: most - len(totals)], totals


def _row(row: Sequence[str], left: Sequence[int], letters: int, *, ruled: bool) -> str:
    cells = (_cell("td", _safe(cell, letters), left=side) for cell, side in _sided(row, left))
    return f"<tr{' class=r' if ruled else ''}>{''.join(cells)}"


def _sided(row: Sequence[str], left: Sequence[int]) -> Iterator[tuple[str, bool]]:
    return ((cell, column in left) for column, cell in enumerate(row))


def _cell(tag: str, content: str, *, left: bool) -> str:
    """Return a cell without its end tag, which HTML does not need."""
    return f"<{tag}{' class=l' if left else ''}>{content}"


def _more(count: int, tag: str) -> str:
    return f"<{tag}>… {count:,} more: full() shows all</{tag}>" if count > 0 else ""


def _safe(text: str, letters: int) -> str:
    """Return a text with its control characters spelled out, cut, and escaped."""
    from html import escape  # for notebooks alone

    return escape(shown(text if len(text) <= letters else f"{text[:letters]}…"))
