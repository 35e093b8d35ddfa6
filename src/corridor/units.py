"""Quantities: a closed list of units, a bounded grammar, whole numbers inside, pint outside.

Only this module imports pint, and only when a quantity is asked for. Texts are read by a strict
grammar of our own (number, one space, unit): pint reads ``1,5 h`` as 15 hours.
"""

import contextlib
import functools
import re
import unicodedata
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from corridor.amounts import Amount
from corridor.errors import LONGEST_QUOTE, FieldError, QuantityError, Severity, Wording, code, quote
from corridor.patterns import pattern

if TYPE_CHECKING:
    from pint import UnitRegistry
    from pint.facets.plain import PlainQuantity


HOUR = 3_600
DAY = 86_400

#: dimension -> unit -> how many base units (seconds, metres, mm, m/h, basis points, grams)
UNITS: dict[str, dict[str, int]] = {
    "time": {"min": 60, "h": HOUR, "day": DAY, "days": DAY, "week": 7 * DAY, "weeks": 7 * DAY},
    "length": {"km": 1_000, "nmi": 1_852},
    "gauge": {"mm": 1},
    "speed": {"km/h": 1_000, "kn": 1_852},
    "share": {"%": 100},
    "mass": {"kg": 1_000, "t": 1_000_000},
    "containers": {"TEU/year": 1},
    "freight": {"t/year": 1},
}
EXAMPLES = {
    "time": 'a number, a space, and min, h, day(s) or week(s), as in "24 h"',
    "length": 'a number, a space, and km or nmi, as in "460 km"',
    "gauge": 'a track gauge in mm, as in "1435 mm"',
    "speed": 'a number, a space, and km/h or kn, as in "40 km/h"',
    "share": 'a number, a space, and %, as in "80 %"',
    "mass": 'a number, a space, and kg or t, as in "14 t"',
    "containers": 'a number, a space, and TEU/year, as in "80000 TEU/year"',
    "freight": 'a number, a space, and t/year, as in "5000000 t/year"',
}
NAMES = {"gauge": "track gauge"}

_GRAMMAR = pattern(r"([0-9]{1,9})(?:\.([0-9]{1,6}))? ([A-Za-z%/]{1,12})")
_UNIT_NAME = pattern(r"[A-Za-z_]{1,32}")
_NUMBER = pattern(r"[0-9]{1,9}(?:\.[0-9]{1,6})?")
_NO_SPACE = pattern(r"([0-9]{1,9}(?:\.[0-9]{1,6})?)([A-Za-z%/]{1,12})")
_THOUSANDS = pattern(r"([0-9]{1,3}(?:([ ,.'\u2019])[0-9]{3})+) ?([A-Za-z%/]{1,12})")
_DOT_FOR_THOUSANDS = pattern(r"[0-9]{1,3}\.[0-9]{3} .*")
_COMMA = pattern(r"([0-9]{1,9}),([0-9]{1,6}) ?([A-Za-z%/]{1,12})")
_CLOCK = pattern(r"([0-9]{1,3}):([0-5][0-9])(?::[0-5][0-9])?")
_TWO_UNITS = pattern(r"([0-9]{1,3}) ?h ?([0-5]?[0-9]) ?min")
_ABOUT = pattern(r"(?:~|ca\.?|about|approx\.?|<|>|\+/-|\u2248) ?([0-9.]{1,9} [A-Za-z%/]{1,12})")
_RANGE = pattern(r"([0-9.]{1,9}) ?(?:-|\u2013|\u2014|to) ?([0-9.]{1,9}) ([a-z]{1,5})")

#: Units in which only whole amounts are counted.
COUNTED = {"TEU/year", "t/year"}
#: Units of which nobody gives thousandths, so that three digits after a dot are thousands.
UNDIVIDED = {"min", "kg"}
DIGITS_OF_THOUSANDS = 3

#: What people write -> the unit that is meant.
_MEANT = {
    word: unit
    for unit, words in {
        "days": "d",
        "h": "hour hours hr hrs H",
        "min": "m mins minute minutes",
        "weeks": "wk",
        "km": "kilometers kilometres kms KM",
        "nmi": "NM nm",
        "km/h": "kmh kph",
        "kn": "knots kt kts",
        "%": "percent",
        "kg": "kgs",
        "t": "tonnes tonne",
    }.items()
    for word in words.split()
}


@code(Severity.ERROR)
def missing_unit(text: str, dimension: str) -> Wording:
    """A number stands without its unit."""
    first, second = {"time": ("h", "days"), "length": ("km", "nmi")}.get(
        dimension, (next(iter(UNITS[dimension])),) * 2
    )
    choice = f"{text} {first}" + (f" or {text} {second}" if second != first else "")
    fix = f"write {choice} if that is what you mean"
    return Wording(f"{text}, a number without a unit", EXAMPLES[dimension], fix)


@code(Severity.ERROR)
def wrong_dimension(text: str, dimension: str, is_a: str) -> Wording:
    """A quantity has a unit of another dimension."""
    return Wording(
        f"{text}, a {is_a}",
        f"a {dimension}: {EXAMPLES[dimension]}",
        f"put {text} where a {is_a} belongs, and a {dimension} here",
    )


@code(Severity.ERROR)
def unknown_unit(text: str, dimension: str, unit: str) -> Wording:
    """A unit is not in the closed list."""
    units = UNITS[dimension]
    meant = _MEANT.get(unit)
    fix = "use one of the units " + ", ".join(units)
    if meant in units:
        fix = f"write {text.partition(' ')[0]} {meant}"
    elif dimension == "time" and unit.rstrip("s") in {"month", "year"}:
        fix = "write it in days or weeks: months and years differ in length"
    return Wording(f"{text}, with the unit {quote(unit)}", EXAMPLES[dimension], fix)


@code(Severity.ERROR)
def dot_for_thousands(text: str, *, may_be_decimal: bool = False) -> Wording:
    """A count has decimals, or a dot stands between thousands."""
    number, _, unit = text.partition(" ")
    whole, _, decimals = number.partition(".")
    plain = f"{whole}{decimals}" if len(decimals) == DIGITS_OF_THOUSANDS else whole
    fix = f"write {plain} {unit}".rstrip()
    if may_be_decimal:
        fix += f" or {float(number):g} {unit} if that is what you mean"
    elif len(decimals) != DIGITS_OF_THOUSANDS:
        fix += ", without decimals"
    return Wording(f"{text}, with a dot", "a whole number, without a dot between thousands", fix)


@code(Severity.ERROR)
def not_a_quantity(text: str, dimension: str) -> Wording:
    """A text is not a number, one space and a unit."""
    return Wording(quote(text), EXAMPLES[dimension], _intended(text, dimension))


def _intended(text: str, dimension: str) -> str:
    """Return how the text was probably meant, as a choice: the file decides, never we."""
    plain = " ".join(unicodedata.normalize("NFKC", text[:LONGEST_QUOTE]).split())
    if plain != text and _GRAMMAR.fullmatch(plain):
        return f"retype it with the digits 0 to 9 and one ordinary space: {plain}"
    for form, meant in _INTENTIONS.items():
        match = form.fullmatch(text)
        if match and (words := meant(match, dimension)):
            return words
    return f"write it as {EXAMPLES[dimension].rpartition('as in ')[2]}"


def _tight(match: re.Match[str], dimension: str) -> str:
    number, unit = match.groups()
    unit = _MEANT.get(unit, unit)
    return f"put one space between them: {number} {unit}" if unit in UNITS[dimension] else ""


def _minutes(match: re.Match[str], dimension: str) -> str:
    minutes = int(match[1]) * 60 + int(match[2])
    words = f"write {minutes} min or {minutes / 60:.6g} h if that is what you mean"
    return words if dimension == "time" else ""


def _without_separators(match: re.Match[str]) -> str:
    """Return a number with separators of thousands as it should be written."""
    whole, separator, unit = match.groups()
    words = f"write {whole.replace(separator, '')} {unit}"
    is_open = separator == "," and whole.count(separator) == 1
    if is_open and unit not in COUNTED | UNDIVIDED:
        words += f" or {whole.replace(separator, '.')} {unit} if that is what you mean"
    return words


#: A wrong form -> what to say of it; in this order.
_INTENTIONS: dict[re.Pattern[str], Callable[[re.Match[str], str], str]] = {
    _NO_SPACE: _tight,
    _THOUSANDS: lambda found, _: _without_separators(found),
    _COMMA: lambda found, _: f"write {found[1]}.{found[2]} {found[3]}, with a point",
    _CLOCK: _minutes,
    _TWO_UNITS: _minutes,
    _ABOUT: lambda found, _: (
        f"write {found[1]}, and what is uncertain as low and high or in a note"
    ),
    _RANGE: lambda found, _: (
        f"write {{low: {found[1]} {found[3]}, typical: ..., high: {found[2]} {found[3]}}}"
    ),
}


def read(text: str, dimension: str) -> int:
    """Return a quantity text as whole base units of its dimension.

    Parameters
    ----------
    text
        Number, one space, unit; no sign, exponent or expression.
    dimension
        "time" (gives seconds), "length" (metres), "gauge" (mm), "speed" (m/h), "share" (0.01 %),
        "mass" (grams).

    >>> read("24.4 h", "time"), read("487 km", "length")
    (87840, 487000)
    """
    match = _GRAMMAR.fullmatch(text)
    if not match:
        if _NUMBER.fullmatch(text):
            raise FieldError("missing_unit", missing_unit(text, dimension))
        raise FieldError("not_a_quantity", not_a_quantity(text, dimension))
    whole, decimals, unit = match.groups(default="")
    factor = UNITS[dimension].get(unit)
    if factor is None:
        for other, units in UNITS.items():
            if unit in units:
                raise FieldError("wrong_dimension", wrong_dimension(text, dimension, other))
        raise FieldError("unknown_unit", unknown_unit(text, dimension, unit))
    is_dotted = unit in UNDIVIDED and _DOT_FOR_THOUSANDS.fullmatch(text)
    if (unit in COUNTED and decimals) or is_dotted:
        wording = dot_for_thousands(text, may_be_decimal=bool(is_dotted))
        raise FieldError("dot_for_thousands", wording)
    scale: int = 10 ** len(decimals)
    return (int(whole + decimals) * factor * 2 + scale) // (2 * scale)


@functools.cache
def _registry() -> "UnitRegistry[Any]":
    """Return the library's own pint registry, made when the first quantity is asked for."""
    from pint import UnitRegistry

    return UnitRegistry(cache_folder=None)


class _Quantity(Amount):
    """An amount that is given as a pint quantity on request, and shown in a larger unit."""

    __slots__ = ()
    _base = ""
    _shown = (1, "")

    def __repr__(self) -> str:
        many, unit = self._shown
        return f"{int(self) / many:.6f}".rstrip("0").rstrip(".") + f" {unit}"

    def to(self, unit: str) -> "PlainQuantity[Any]":
        """Return this amount as a pint quantity in the unit asked for."""
        from pint.errors import PintError

        quantity = _registry().Quantity(int(self), self._base)
        typed: object = unit
        if isinstance(typed, str) and _UNIT_NAME.fullmatch(typed):
            with contextlib.suppress(PintError, ValueError):
                return cast("PlainQuantity[Any]", quantity.to(typed))
        name = type(self).__name__.lower()
        raise QuantityError(f"a {name} cannot be given in {quote(str(unit))}")

    def __str__(self) -> str:
        scale, unit = self._shown
        return f"{int(self) / scale:g} {unit}"


class Duration(_Quantity):
    """A duration in whole seconds; `.to("day")` is a quantity, `.days` and `.hours` plain numbers.

    >>> Duration(1036800).to("day")
    <Quantity(12.0, 'day')>
    >>> Duration(1036800).days, Duration(5400).hours
    (12.0, 1.5)
    """

    __slots__ = ()
    _base = "second"
    _shown = (HOUR, "h")

    @property
    def days(self) -> float:
        """The duration in days."""
        return int(self) / DAY

    @property
    def hours(self) -> float:
        """The duration in hours."""
        return int(self) / HOUR


class Distance(_Quantity):
    """A distance in whole metres; `.to("km")` is a pint quantity, `.km` a plain number.

    >>> Distance(487000).km
    487.0
    """

    __slots__ = ()
    _base = "meter"
    _shown = (1_000, "km")

    @property
    def km(self) -> float:
        """The distance in kilometres."""
        return int(self) / 1_000


class Mass(_Quantity):
    """A mass in whole grams; `.to("tonne")` is a pint quantity, `.t` and `.kg` plain numbers.

    >>> Mass(14_000_000).t, Mass(2_500).kg
    (14.0, 2.5)
    """

    __slots__ = ()
    _base = "gram"
    _shown = (1_000_000, "t")

    @property
    def t(self) -> float:
        """The mass in tonnes."""
        return int(self) / 1_000_000

    @property
    def kg(self) -> float:
        """The mass in kilograms."""
        return int(self) / 1_000
