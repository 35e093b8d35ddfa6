"""Columns: what a fact is called, in which unit, and how it is read; JSON and tables have them."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from corridor.money import Money
from corridor.network.fields import LEVELS
from corridor.units import HOUR

Record = dict[str, Any]
Columns = Mapping[str, Callable[[Any], Any]]
#: How many base units (seconds, metres, grams) one unit of a table's column has.
SCALES = {"h": HOUR, "km": 1_000, "kg": 1_000}


def columns(names: str, **readers: Callable[[Any], Any]) -> Columns:
    """Return columns by name, in order.

    A name alone reads the attribute that is called so, ``name=path.to.it`` one further inside; what
    is not there is none. ``{level}`` in a name makes three columns, of low, typical and high. Some
    names may have a reader of their own.

    >>> cells(Money(150, "EUR"), columns("cents coin=currency half", half=lambda it: it.cents / 2))
    {'cents': 150, 'coin': 'EUR', 'half': 75.0}
    """
    found: dict[str, Callable[[Any], Any]] = {}
    for word in names.split():
        name, equals, path = word.partition("=")
        for level in LEVELS if "{level}" in name else [""]:
            steps = f"{path if equals else name}.{level}".strip(".").split(".")
            found[name.format(level=level)] = readers.get(name, partial(_at, steps))
    return found


def _at(steps: list[str], value: object) -> object:
    for step in steps:
        value = getattr(value, step, None)
    return value


def cells(value: object, columns: Columns) -> Record:
    """Return a value as the row of a table: in the unit that ends each name, lists as one text."""
    return {name: _cell(name, read(value)) for name, read in columns.items()}


def _cell(name: str, value: Any) -> Any:
    if isinstance(value, tuple):
        return " ".join(map(str, value))
    scale = SCALES.get(name.rpartition("_")[2])
    return value / scale if scale and value is not None else value


def plain(value: Any, schema: Mapping[type, Columns]) -> Any:
    """Return a value as JSON values, in base units; a schema has the columns of classes."""
    if type(value) in schema:
        return {name: plain(read(value), schema) for name, read in schema[type(value)].items()}
    if isinstance(value, Mapping):
        return {key: plain(item, schema) for key, item in value.items()}
    if isinstance(value, tuple | list | frozenset):
        items = sorted(value) if isinstance(value, frozenset) else value
        return [plain(item, schema) for item in items]
    if isinstance(value, Money):
        return value.plain
    return value.isoformat() if isinstance(value, date) else value
