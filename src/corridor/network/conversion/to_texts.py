"""Values as the texts that a network file has: one reader then judges code, tables and files.

A text stays as it is. A number without a unit stays a bare number, which the reader refuses where
a unit belongs. What is missing in a table (none, NaN, NaT) is missing here.
"""

import contextlib
import dataclasses
import datetime
import functools
import math
import types
import typing
from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from corridor.amounts import exactly
from corridor.errors import QuantityError
from corridor.money import Money
from corridor.network.fields import Expanding, Reader
from corridor.units import DAY, HOUR, Distance, Duration, Mass
from corridor.user_values import is_collection

Plain = Any  # a text, a list of plain values, or a mapping of them
DECIMALS = 6
#: As many lists or mappings may lie in each other; a network needs about 6.
DEEPEST = 24
#: What whole numbers of base units are written in: unit, and how many base units it has.
WRITTEN_IN = {
    "time": ("h", HOUR),
    "length": ("km", 1_000),
    "mass": ("kg", 1_000),
    "speed": ("km/h", 1_000),
    "share": ("%", 100),
    "gauge": ("mm", 1),
    "track gauge": ("mm", 1),
    "containers": ("TEU/year", 1),
    "freight": ("t/year", 1),
}
#: Units in which quantities of pint are taken, by what they are.
_PINT_UNITS = {
    "time": "hour",
    "length": "km",
    "mass": "kg",
    "speed": "km/hour",
    "track gauge": "mm",
    "share": "percent",
}


def record_texts(value: Any) -> dict[str, Plain]:
    """Return a value of the file as a mapping of texts: what differs from its default.

    >>> from corridor.network.estimates import Length
    >>> record_texts(Length(Distance(66_000)))
    {'value': '66 km', 'basis': 'assumed'}
    """
    kind: type = type(value)
    return {
        name: text
        for name, (annotation, default) in fields_of(kind).items()
        if name == "basis" or getattr(value, name) != default
        if (text := texts(getattr(value, name), annotation, is_typed=True)) is not None
    }


class NestingError(QuantityError):
    """Lists or mappings inside too many others, or inside themselves."""


def texts(value: Any, annotation: Any = None, *, is_typed: bool = False, depth: int = 0) -> Plain:
    """Return a value as a text, a list or a mapping of texts; none where it is missing.

    What is no text, number, day or quantity stays as it is, for the reader to refuse.

    Parameters
    ----------
    value
        Anything that code or a table may hold.
    annotation
        The type of the field, which says in what a quantity is written.
    is_typed
        Whether a whole number is already one of the field's base units.
    depth
        In how many others it lies.

    Raises
    ------
    NestingError
        When it lies in too many.
    """
    if depth > DEEPEST:
        raise NestingError(f"a list or mapping lies in more than {DEEPEST} others, or in itself")
    if isinstance(value, str):
        return str(value)
    reader = reader_in(annotation)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return record_texts(value)
    if isinstance(value, Mapping):
        return _mapping(value, annotation, is_typed=is_typed, depth=depth)
    value = _unwrapped(value)
    if isinstance(value, tuple) and reader and reader.kind in _PAIRS and not _nested(value):
        return _PAIRS[reader.kind](value)
    if is_collection(value) and not hasattr(value, "magnitude"):
        items = sorted(value, key=str) if isinstance(value, set | frozenset) else value
        inner = _inner(annotation)
        return [texts(item, inner, is_typed=is_typed, depth=depth + 1) for item in items]
    return _leaf(value, reader, is_typed=is_typed)


def _mapping(
    value: Mapping[Any, Any], annotation: Any, *, is_typed: bool, depth: int
) -> dict[str, Plain]:
    kind = _value_in(annotation)
    known = {} if kind is None else fields_of(kind)
    is_section = typing.get_origin(annotation) is Mapping
    inner = {key: kind if is_section else known.get(str(key), (None,))[0] for key in value}
    return {
        str(key): texts(item, inner[key], is_typed=is_typed, depth=depth + 1)
        for key, item in value.items()
    }


def _unwrapped(value: Any) -> Any:
    """Return what stands in a number of numpy, a column or an array."""
    if hasattr(value, "tolist") and not hasattr(value, "magnitude"):
        return value.tolist()
    return value.to_list() if hasattr(value, "to_list") else value


def _nested(value: tuple[Any, ...]) -> bool:
    return any(isinstance(item, tuple | list) for item in value)


def _leaf(value: Any, reader: Reader | None, *, is_typed: bool) -> Plain:
    """Return one value as a text, none where it is missing; what has no text stays."""
    if is_missing(value):
        return None
    kind = reader.kind if reader else ""
    if hasattr(value, "magnitude") and hasattr(value, "to"):
        return _of_pint(value, kind)
    writer = next((write for types_, write in _WRITERS if isinstance(value, types_)), None)
    if writer:
        return writer(value)
    number = exactly(value)
    if number is None:
        return str(value) if isinstance(value, float | complex | Decimal) else value
    return _in_unit(number, kind) if is_typed and kind in WRITTEN_IN else decimal(value)


def _hours(value: datetime.timedelta) -> str:
    seconds = Fraction(value.days * DAY + value.seconds) + Fraction(value.microseconds, 10**6)
    return f"{decimal(seconds / HOUR)} h"


def _moment(value: datetime.datetime) -> str:
    is_day = value.time() == datetime.time()
    return value.date().isoformat() if is_day else value.isoformat(" ")


#: How values of some types are written; the first that fits counts.
_WRITERS: tuple[tuple[type[Any], Callable[[Any], str]], ...] = (
    (str, str),
    (bool, lambda value: "true" if value else "false"),
    (Duration, lambda value: _in_unit(int(value), "time")),
    (Distance, lambda value: _in_unit(int(value), "length")),
    (Mass, lambda value: _in_unit(int(value), "mass")),
    (Money, lambda value: value.plain),
    (datetime.timedelta, _hours),
    (datetime.datetime, _moment),
    (datetime.date, lambda value: value.isoformat()),
)


def is_missing(value: Any) -> bool:
    """Return whether a cell holds nothing: none, NaN or NaT.

    >>> is_missing(float("nan")), is_missing(0)
    (True, False)
    """
    if value is None or type(value).__name__ in {"NaTType", "NAType"}:
        return True
    if isinstance(value, Decimal):
        return value.is_nan()
    return isinstance(value, float) and math.isnan(value)


def decimal(number: Fraction | float) -> str:
    """Return a number in plain decimals, as short as it is exact to the last one kept.

    >>> decimal(0.1), decimal(Fraction(1, 3)), decimal(487)
    ('0.1', '0.333333', '487')
    """
    exact = exactly(number)
    if exact is None:
        return str(number)
    if isinstance(number, float):
        shortest = format(Decimal(repr(number)), "f")
        return shortest.rstrip("0").rstrip(".") if "." in shortest else shortest
    places = format(Decimal(round(exact * 10**DECIMALS)).scaleb(-DECIMALS), "f")
    return places.rstrip("0").rstrip(".")


def _in_unit(number: Fraction | int, dimension: str) -> str:
    unit, scale = WRITTEN_IN[dimension]
    return f"{decimal(Fraction(number) / scale)} {unit}"


def _of_pint(value: Any, kind: str) -> str:
    """Return a quantity of pint in a unit of the field; of another dimension in its own."""
    for dimension in (kind, *_PINT_UNITS):
        if dimension in _PINT_UNITS:
            with contextlib.suppress(Exception):
                number = round(float(value.to(_PINT_UNITS[dimension]).magnitude), DECIMALS)
                return f"{decimal(number)} {WRITTEN_IN[dimension][0]}"
    return str(value)


def _joined(value: tuple[Any, ...]) -> str:
    return "-".join(map(str, value))


_PAIRS: dict[str, Callable[[tuple[Any, ...]], str]] = {
    "mode and gauge": lambda value: " ".join(str(part) for part in value if part is not None),
    "two countries": _joined,
    "two countries, from and to": _joined,
    "month and day": lambda value: "-".join(f"{int(part):02d}" for part in value),
}


@functools.cache
def fields_of(kind: type) -> dict[str, tuple[Any, Any]]:
    """Return annotation and default of each field that can be written in a value."""
    found = typing.get_type_hints(kind, include_extras=True)
    return {
        item.name: (
            found[item.name],
            item.default if item.default_factory is dataclasses.MISSING else item.default_factory(),
        )
        for item in dataclasses.fields(kind)
        if item.name != "id"
    }


def _inner(annotation: Any) -> Any:
    """Return the type of an item of a list."""
    if isinstance(annotation, types.UnionType) or typing.get_origin(annotation) is typing.Union:
        return next(filter(None, map(_inner, typing.get_args(annotation))), None)
    parts = typing.get_args(annotation)
    return parts[0] if typing.get_origin(annotation) is tuple and parts[1:] == (...,) else None


def reader_in(annotation: Any) -> Reader | None:
    """Return the reader of a field, or of what one text stands for there."""
    for mark in getattr(annotation, "__metadata__", ()):
        if isinstance(mark, Reader):
            return mark
        if isinstance(mark, Expanding) and mark.keys:
            kind = _value_in(annotation)
            return reader_in(fields_of(kind)[mark.keys[0]][0])
    found = (reader_in(part) for part in typing.get_args(annotation) if part is not Ellipsis)
    return next(filter(None, found), None)


def _value_in(annotation: Any) -> Any:
    if dataclasses.is_dataclass(annotation):
        return annotation
    return next(filter(None, map(_value_in, typing.get_args(annotation))), None)
