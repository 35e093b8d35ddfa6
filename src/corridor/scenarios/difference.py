"""Where two networks differ: records that only one has, and fields that are not the same."""

import dataclasses
from collections.abc import Iterator
from typing import Any

from corridor import text as _text
from corridor.frozen import dataclass
from corridor.network.calendar import Closure
from corridor.network.estimates import Levels, Period
from corridor.network.fields import LEVELS
from corridor.network.network import Network
from corridor.printing.shown import Brief, Shown
from corridor.reading.merging import KEYED
from corridor.signatures import suggest_arguments
from corridor.user_values import of_kind


@dataclass(frozen=True, slots=True)
class Differing(Brief):
    """One difference.

    Attributes
    ----------
    path
        Where: ``legs.aktau--alat--ferry.headway``.
    first, second
        What each network says there; nothing where it does not have the record.
    """

    path: str
    first: Any
    second: Any


@dataclass(frozen=True, slots=True)
class Difference(Shown):
    """Everything in which two networks differ; false when they do not.

    Attributes
    ----------
    rows
        Each difference, by path.
    stamps
        Version, date and digest of both networks.
    """

    rows: tuple[Differing, ...]
    stamps: tuple[str, str]

    def __bool__(self) -> bool:
        return bool(self.rows)

    def _blocks(self) -> list[_text.Block]:
        """Return it for notebooks: a row for each difference."""
        rows = [(row.path, in_words(row.first), in_words(row.second)) for row in self.rows]
        return [
            _text.Prose([self._finding()]),
            _text.Table(("", "first", "second"), rows, left=(0, 1, 2)),
            _text.Pairs(self._stamps()),
        ]

    def _finding(self) -> str:
        count = len(self.rows)
        return f"{count} difference{'s' if count != 1 else ''}" if count else "no difference"

    def _stamps(self) -> list[tuple[str, str]]:
        return list(zip(("first", "second"), self.stamps, strict=True))

    def __str__(self) -> str:
        body = [
            line
            for row in self.rows
            for line in (row.path, f"  {in_words(row.first)}", f"  > {in_words(row.second)}")
        ]
        text = "\n".join(_text.shown(line) for line in [self._finding(), "", *body])
        return f"{text}\n\n{_text.definitions(self._stamps())}"


@suggest_arguments
def diff(net: Network, other: Network) -> Difference:
    """Compare what two networks say.

    Parameters
    ----------
    net, other
        The networks, such as one before and after a scenario.

    Returns
    -------
    Difference
        Every field in which they differ, by path; false when there is none.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> storm = co.Scenario("storm").close("aktau--alat--ferry")
    >>> [row.path for row in co.diff(net, storm.apply(net)).rows]
    ['version', 'closures.aktau--alat--ferry--closed']
    """
    of_kind(other, "the other network", Network)
    rows = tuple(_rows(net, other))
    return Difference(rows, (net.stamp, other.stamp))


def _rows(net: Network, other: Network) -> Iterator[Differing]:
    for day in ("date", "until"):
        yield from _field(day, getattr(net, day), getattr(other, day))
    for item in dataclasses.fields(net.file):
        first, second = getattr(net.file, item.name), getattr(other.file, item.name)
        if item.name not in KEYED:
            yield from _field(item.name, first, second)
            continue
        for key in sorted({*first, *second}):
            path = f"{item.name}.{key}"
            if key in first and key in second and dataclasses.is_dataclass(first[key]):
                for part in dataclasses.fields(first[key]):
                    values = (getattr(value[key], part.name) for value in (first, second))
                    yield from _field(f"{path}.{part.name}", *values)
            else:
                yield from _field(path, first.get(key), second.get(key))


def _field(path: str, first: Any, second: Any) -> Iterator[Differing]:
    if first != second:
        yield Differing(path, first, second)


def _window(value: Period) -> str:
    if value.start is None and value.end is None:
        return "always"
    return f"{value.start or '...'} to {value.end or '...'}"


def in_words(value: Any) -> str:
    """Return a value of a file as it may be read: a time as hours, no windows as always."""
    if isinstance(value, Levels):
        basis = getattr(value, "basis", "")
        return ", ".join(str(value.at(name)) for name in LEVELS) + f" ({basis})"
    if isinstance(value, Closure):
        items = ("-".join(item) if isinstance(item, tuple) else item for _, item in value.items)
        reason = f": {value.reason}" if value.reason else ""
        return f"{', '.join(items)} closed {_window(value)}{reason}"
    if isinstance(value, Period):
        return _window(value)
    if isinstance(value, tuple):
        return "; ".join(map(in_words, value)) or "always or none"
    short = ("value", "time", "name", "text")
    held = next((getattr(value, name) for name in short if hasattr(value, name)), None)
    return str("-" if value is None else value) if held is None else in_words(held)
