"""Which column of a table is which field of a record, and in which unit its cells are."""

import functools
import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from corridor.amounts import exactly
from corridor.network.conversion.to_texts import DECIMALS, decimal, is_missing, reader_in
from corridor.network.fields import LEVELS
from corridor.network.journeys import Journey
from corridor.network.model import Dwell, DwellDefault, Leg, Node
from corridor.network.rates import Tariff
from corridor.reading import annotations

Path = tuple[str, ...]
#: What ends the name of a column -> the unit of its cells.
UNITS = {
    "h": "h",
    "min": "min",
    "days": "days",
    "weeks": "weeks",
    "km": "km",
    "nmi": "nmi",
    "mm": "mm",
    "kg": "kg",
    "t": "t",
    "pct": "%",
    "teu": "TEU/year",
}
_CURRENCY = re.compile(r"[a-z]{3}")
#: Below this, a number as Python writes it may need no rounding.
MOST_SHORT = 10**15
_DIGITS = re.compile(r"[0-9]{1,15}(\.[0-9]{1,6})?")
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?([eE][-+]?[0-9]+)?")
#: How programs write what is true or false.
FLAGS = {
    **dict.fromkeys(("1", "1.0", "True", "TRUE"), "true"),
    **dict.fromkeys(("0", "0.0", "False", "FALSE"), "false"),
}
BEHIND = ("basis", "norm", "rule", "sources", "claims", "determined")


def _levels(prefix: str, field: str) -> dict[str, Path]:
    return {f"{prefix}{level}": (field, level) for level in LEVELS}


def _behind(prefix: str, field: str, names: tuple[str, ...] = BEHIND) -> dict[str, Path]:
    return {f"{prefix}{name}": (field, name) for name in names}


PLAIN_BEHIND = ("basis", "sources", "rule", "note")
CAPACITY = {
    "capacity_teu": ("capacity", "containers"),
    "capacity_t": ("capacity", "freight"),
    **_behind("capacity_", "capacity", ("basis", "sources", "rule", "date", "note")),
}
ENDS = {
    f"{end}_{part}": (end, part)
    for end in ("origin", "destination")
    for part in ("text", "node", "region", "assumed", "note")
}
KINDS: Mapping[str, type] = {
    "nodes": Node,
    "legs": Leg,
    "dwell": Dwell,
    "dwell_defaults": DwellDefault,
    "journeys": Journey,
    "tariffs": Tariff,
}
#: Columns that are not called as their field is.
COLUMNS: Mapping[str, Mapping[str, Path]] = {
    "nodes": {
        "lat": ("location", "lat"),
        "lon": ("location", "lon"),
        **_behind("location_", "location", PLAIN_BEHIND),
        **CAPACITY,
    },
    "legs": {
        "distance": ("distance", "value"),
        "km": ("distance", "value"),
        "nmi": ("distance", "value"),
        **_behind("distance_", "distance", PLAIN_BEHIND),
        "transit_time": ("transit_time", "value"),
        **_levels("", "transit_time"),
        **_behind("", "transit_time"),
        "waiting": ("waiting", "value"),
        **_levels("wait_", "waiting"),
        **_behind("wait_", "waiting"),
        "headway": ("headway", "value"),
        **_behind("headway_", "headway", PLAIN_BEHIND),
        "countries": ("countries_crossed",),
        "traction": ("traction", "electric"),
        **_behind("traction_", "traction", PLAIN_BEHIND),
        **CAPACITY,
    },
    "dwell": {
        "time": ("time", "value"),
        **_levels("", "time"),
        **_behind("", "time"),
        "node": ("node",),
    },
    "journeys": {
        **ENDS,
        "low": ("transit_time", "low"),
        "high": ("transit_time", "high"),
        "period": ("period", "text"),
        "start": ("period", "start"),
        "end": ("period", "end"),
    },
    "tariffs": _levels("", "price"),
}
COLUMNS = {**COLUMNS, "dwell_defaults": COLUMNS["dwell"]}
#: Columns that say what other columns and the day give, and what a table cannot hold.
LEFT_OUT = "left_out"
DERIVED = {"open", LEFT_OUT}
#: What a spreadsheet shows in place of a value that it could not calculate.
EXCEL_FAULTS = frozenset(["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"])


class Column(NamedTuple):
    """What the cells of a column are: which field of the record, and in which unit."""

    path: Path
    unit: str
    annotation: Any


_IN_BRACKETS = re.compile(r"[ _]*[(\[] *([a-z]+) *[)\]] *$")


@functools.lru_cache(maxsize=4_096)
def column_of(table: str, name: str) -> Column | None:
    """Return the column of that name, as people write it too; none when the table has none.

    >>> column_of("legs", "Distance (nmi)") == column_of("legs", "distance_nmi")
    True
    """
    plain = _IN_BRACKETS.sub(r"_\1", name.strip().casefold()).replace(" ", "_")
    return _column_of(table, name) or _column_of(table, plain)


def _column_of(table: str, name: str) -> Column | None:
    """Return the column of that very name.

    >>> _column_of("legs", "distance_nmi")[:2], _column_of("legs", "low_days")[:2]
    ((('distance', 'value'), 'nmi'), (('transit_time', 'low'), 'days'))
    """
    known: dict[str, Path] = {"id": ("id",)}
    known.update((field, (field,)) for field in annotations.hints(KINDS[table]))
    known |= COLUMNS[table]
    base, _, ending = name.rpartition("_")
    unit = UNITS.get(ending, "") if name not in {"km", "nmi"} else name
    if not unit and _CURRENCY.fullmatch(ending) and known.get(base, ())[:1] == ("price",):
        unit = ending.upper()
    path = known.get(name) or (known.get(base) if unit else None)
    if path and path[-1] == "freight":
        unit = "t/year"
    return None if path is None else Column(path, unit, _annotation(KINDS[table], path))


def _annotation(kind: type, path: Path) -> Any:
    for step in path[:-1]:
        kind = annotations.value_in(annotations.hints(kind)[step])
    found = annotations.hints(kind)
    return found.get(path[-1]) or next(iter(found.values()))


def cell_text(value: Any, column: Column) -> Any:
    """Return a cell as the text of a file, a list of texts, or none where it is empty."""
    if hasattr(value, "tolist") and not hasattr(value, "magnitude"):
        value = value.tolist()
    if is_empty(value):
        return None
    if column.path == ("periods",) and isinstance(value, str):
        return [_period(part) for part in value.split(";")]
    if annotations.is_list(column.annotation) and column.path != ("id",):
        items = value if isinstance(value, list | tuple) else _split(value, column)
        return [_one_text(item, column) for item in items] or None
    return _one_text(value, column)


def is_empty(value: Any) -> bool:
    """Return whether a cell holds nothing, or a text of nothing."""
    return is_missing(value) or (isinstance(value, str) and not value)


def _period(text: str) -> dict[str, str] | str:
    """Return a window of dates, as in 2026-01-01/2026-06-30 or ../2026-06-30; else the text."""
    start, slash, end = (part.strip() for part in text.partition("/"))
    dates = {"start": start, "end": end}
    return {key: day for key, day in dates.items() if day not in {"", ".."}} if slash else text


def _split(value: Any, column: Column) -> list[Any]:
    if not isinstance(value, str) and exactly(value) is None:
        return [value]
    reader = reader_in(column.annotation)
    text = str(value)
    if column.unit and all(map(_NUMBER.fullmatch, text.split())):
        return text.split()
    if ";" in text or (reader and (reader.kind == "text" or reader.unit)):
        return [part.strip() for part in text.split(";") if part.strip()]
    return text.split()


def _one_text(value: Any, column: Column) -> Any:
    is_short = column.unit and type(value) in {int, float} and 0 <= value < MOST_SHORT
    if is_short and _DIGITS.fullmatch(text := repr(value)):
        return f"{text.removesuffix('.0')} {column.unit}"
    reader = reader_in(column.annotation)
    kind = reader.kind if reader else ""
    if isinstance(value, str) and column.unit and _NUMBER.fullmatch(value):
        value = float(value) if set(value) & {".", "e", "E"} else int(value)
    number = exactly(value)
    if kind == "true or false" and (number is not None or isinstance(value, str)):
        return FLAGS.get(str(value), value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if number is None:
        return value
    if column.unit:
        return f"{decimal(round(number, DECIMALS))} {column.unit}"
    return str(number.numerator) if number.denominator == 1 else decimal(value)
