"""What a person types or passes: read into one form, or refused with what would be right.

Each function takes the value and the name under which it was given, and raises `QuantityError`
(or the error asked for) with the value, what it must be and, where one is close, the likely word.
"""

import contextlib
import datetime
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from numbers import Real
from pathlib import Path
from typing import Any, TypeVar, cast

from corridor.amounts import exactly
from corridor.errors import (
    LONGEST_QUOTE,
    CorridorError,
    FieldError,
    QuantityError,
    quote,
    visible,
)
from corridor.patterns import pattern

T = TypeVar("T")
N = TypeVar("N", bound=Any)
Fault = type[CorridorError]

_DATE = pattern(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")
#: Codes of which the fix says what was meant by the very text.
_WITH_FIX = {"dot_for_thousands", "not_a_quantity", "not_money"}
DATE_FORMS = "write it as 2016-06-15, 2016-06 or 2016"


def one_of(
    value: str,
    known: Iterable[str],
    name: str,
    error: Fault = QuantityError,
    *,
    cutoff: float = 0.7,
) -> str:
    """Return the value if it is one of those known.

    Raises
    ------
    QuantityError
        Naming the allowed values, and the close one if there is one.

    >>> one_of("raod", ("rail", "road"), "mode")
    Traceback (most recent call last):
    ...
    corridor.errors.QuantityError: mode is "raod"; it must be one of rail, road
      did you mean  road?
    """
    allowed = tuple(known)
    typed: object = value
    if isinstance(typed, str) and typed in allowed:
        return value
    listed = ", ".join(allowed) or "nothing: this network names none"
    hint = suggestion(str(value), allowed, cutoff)
    raise error(f"{name} is {quote(str(value))}; it must be one of {listed}{hint}")


def suggestion(text: str, known: Iterable[str], cutoff: float = 0.7) -> str:
    """Return the line that names the close word, or nothing."""
    import difflib  # for what is misspelt alone

    folded = {word.casefold(): word for word in reversed(tuple(known))}
    close = difflib.get_close_matches(text[:64].casefold(), folded, n=1, cutoff=cutoff)
    return f"\n  did you mean  {folded[close[0]]}?" if close else ""


def from_text(
    given: T | str | None, name: str, reader: Callable[[str], T], error: Fault = QuantityError
) -> T | None:
    """Return a value as it is, or read from a text; none stays none.

    Raises
    ------
    QuantityError
        When the text is not of the form that the reader takes, or a number has no unit.

    >>> from corridor.units import read
    >>> from_text("2 days", "max_time", lambda text: read(text, "time"))
    172800
    """
    if type(given) in {int, float, bool}:
        raise error(f"{name} is {shown(given)}; write it as a text with its unit")
    if not isinstance(given, str):
        return given
    try:
        return reader(given)
    except FieldError as fault:
        found, expected, fix = fault.wording
        hint = f"; {fix}" if fault.code in _WITH_FIX and not fix.startswith("write it") else ""
        raise error(f"{name} is {found}; it must be {expected}{hint}") from None


def quantity(
    given: T | str | None,
    name: str,
    kind: type[Any],
    reader: Callable[[str], T],
    error: Fault = QuantityError,
) -> T | None:
    """Return a value of a kind as it is, or read from a text; refuse any other.

    Raises
    ------
    QuantityError
        When it is neither, or the text is not of its form.
    """
    known = given if given is None or isinstance(given, kind | str) else str(given)
    return from_text(known, name, reader, error)


def of_numpy(value: Any) -> Any:
    """Return a number, day or array of numpy as those of Python; all else as it is.

    A day and an hour become a text, as numpy counts them in units of its own.
    """
    if type(value).__module__ != "numpy":
        return value
    if hasattr(value, "astype") and type(value).__name__ == "datetime64":
        return None if str(value) == "NaT" else str(value.astype("datetime64[s]"))
    return value.tolist() if hasattr(value, "tolist") else value


def whole_number(
    value: int, name: str, least: int, most: int | None = None, error: Fault = QuantityError
) -> int:
    """Return a whole number of a range; true and false are none.

    >>> whole_number(0, "limit", 1, 1_000)
    Traceback (most recent call last):
    ...
    corridor.errors.QuantityError: limit is 0; it must be a whole number from 1 to 1,000
    """
    value = of_numpy(value)
    if type(value) is int and least <= value and (most is None or value <= most):
        return value
    limit = "" if most is None else f" to {most:,}"
    raise error(f"{name} is {shown(value)}; it must be a whole number from {least}{limit}")


def fitting_number(value: N, name: str, fits: Callable[[N], bool], expected: str) -> N:
    """Return a number that fits; what cannot be compared with one does not.

    >>> fitting_number("0.9", "confidence", lambda value: 0 < value < 1, "between 0 and 1")
    Traceback (most recent call last):
    ...
    corridor.errors.QuantityError: confidence is '0.9'; it must be a number between 0 and 1
    """
    if exactly(value) is not None and fits(value):
        return value
    is_number = isinstance(value, Real) and not isinstance(value, bool)
    what = "" if is_number or expected.startswith("a ") else "a number "
    raise QuantityError(f"{name} is {shown(value)}; it must be {what}{expected}")


def of_kind(value: T, name: str, kind: type[T], *more: type[T]) -> T:
    """Return a value that is of one of some kinds.

    >>> of_kind("Aktau", "the route", int)
    Traceback (most recent call last):
    ...
    corridor.errors.QuantityError: the route is 'Aktau'; it must be a int
    """
    if isinstance(value, (kind, *more)):
        return value
    expected = " or a ".join(item.__name__ for item in (kind, *more))
    raise QuantityError(f"{name} is {shown(value)}; it must be a {expected}")


def each_of_kind(given: T | Iterable[T], name: str, kind: type[T]) -> list[T]:
    """Return one value of a kind, or several in their order, as a list.

    >>> each_of_kind(5, "routes", int), each_of_kind([5, 6], "routes", int)
    ([5], [5, 6])
    >>> each_of_kind(["Aktau"], "routes", int)
    Traceback (most recent call last):
    ...
    corridor.errors.QuantityError: one of routes is 'Aktau'; it must be a int
    """
    if isinstance(given, kind) or not is_collection(given):
        return [of_kind(cast("T", given), name, kind)]
    if isinstance(given, AbstractSet):
        raise QuantityError(f"{name} is a set, without order; write a list")
    return [of_kind(item, f"one of {name}", kind) for item in cast("Iterable[T]", given)]


def shown(value: object) -> str:
    """Return a value as it may stand in an error: short, without control characters."""
    try:
        words = visible(repr(value))
    except Exception:  # noqa: BLE001 - a repr may do anything, and some numbers have none
        words = f"a {type(value).__name__} that cannot be shown"
    return words if len(words) <= LONGEST_QUOTE else words[: LONGEST_QUOTE - 1] + "…"


def read_date(date: str | datetime.date) -> datetime.date:
    """Return a day from a date, or from a text with year, year and month, or all three.

    A point in time at midnight is its day; another time of day is refused, as its part of a day
    would be lost.

    Raises
    ------
    QuantityError
        When it is no day.

    >>> read_date("2016-06"), read_date(datetime.datetime(2016, 6, 15))
    (datetime.date(2016, 6, 1), datetime.date(2016, 6, 15))
    """
    date = of_numpy(date)
    if isinstance(date, str):
        date = date.removesuffix("T00:00:00")
    if isinstance(date, datetime.datetime) and date == date:  # noqa: PLR0124 - pandas.NaT is not
        if date.time() != datetime.time():
            raise QuantityError(f"{date} has a time of day; give the day alone, {date.date()}")
        return date.date()
    if isinstance(date, datetime.date) and not isinstance(date, datetime.datetime):
        return date
    if not isinstance(date, str):
        raise QuantityError(f"{shown(date)} is not a date; {DATE_FORMS}")
    match = _DATE.fullmatch(date) if date.isascii() else None
    try:
        if match:
            year, month, day = (int(part or 1) for part in match.groups())
            return datetime.date(year, month, day)
    except ValueError:
        pass
    raise QuantityError(f"{quote(date)} is not a date; {DATE_FORMS}")


def is_collection(given: object) -> bool:
    """Return whether there are items to go through; a text and bytes are one item.

    >>> is_collection(["rail"]), is_collection("rail")
    (True, False)
    """
    if isinstance(given, str | bytes | bytearray | memoryview) or not isinstance(given, Iterable):
        return False
    return getattr(given, "ndim", 1) > 0


def several(given: str | Iterable[T], name: str) -> "tuple[T | str, ...]":
    """Return items as a tuple, those of a set sorted; one text is one item, not its letters.

    Raises
    ------
    QuantityError
        When it is neither a text nor a collection.

    >>> several("rail", "modes"), several(["rail", "road"], "modes")
    (('rail',), ('rail', 'road'))
    """
    if isinstance(given, str):
        return (given,)
    if not is_collection(given):
        raise QuantityError(f"{name} is {shown(given)}; it must be one text or a list of texts")
    return tuple(sorted(given, key=str) if isinstance(given, AbstractSet) else given)


def in_order(given: "str | Iterable[T]", name: str) -> "tuple[T | str, ...]":
    """Return texts whose order counts; one text is one item.

    Raises
    ------
    QuantityError
        When it is a set of two or more, which has no order, or no collection.

    >>> in_order({"Baku", "Aktau"}, "via")
    Traceback (most recent call last):
    ...
    corridor.errors.QuantityError: via is a set, without order; write a list: ["Aktau", "Baku"]
    """
    if isinstance(given, AbstractSet | Mapping) and len(given) > 1:
        listed = ", ".join(f'"{item}"' for item in sorted(map(str, given)))
        kind = "mapping" if isinstance(given, Mapping) else "set"
        raise QuantityError(f"{name} is a {kind}, without order; write a list: [{listed}]")
    return several(given, name)


def file_path(given: object, name: str) -> Path:
    """Return the path of a file; the file need not be there.

    Raises
    ------
    QuantityError
        When it is no text and no path, or one that no file can have.

    >>> file_path("", "source")
    Traceback (most recent call last):
    ...
    corridor.errors.QuantityError: source is ''; it must be the path of a file
    """
    text: object = os.fspath(given) if isinstance(given, str | os.PathLike) else None
    with contextlib.suppress(UnicodeEncodeError):
        if isinstance(text, str) and text and b"\0" not in os.fsencode(text):
            return Path(text)
    raise QuantityError(f"{name} is {shown(given)}; it must be the path of a file")


def split_chain(chain: str) -> tuple[str, ...]:
    """Return the places of a chain written with ``>``."""
    return tuple(place.strip() for place in chain.split(">"))


def points_of(chain: str | Iterable[str]) -> tuple[str, ...]:
    """Return the places of a chain, written with ``>`` or as a list.

    >>> points_of("Xi'an > Alat > Istanbul")
    ("Xi'an", 'Alat', 'Istanbul')
    """
    return split_chain(chain) if isinstance(chain, str) else in_order(chain, "a chain")


def each_chain(chains: "str | Iterable[str | Iterable[str]]") -> Iterator[tuple[str, ...]]:
    """Yield the places of every chain; one text is one chain."""
    yield from map(points_of, in_order(chains, "the chains"))


def by_ending(path: str | os.PathLike[str], known: Mapping[str, T], advice: str) -> T:
    """Return what belongs to the ending of a file's name, the longest that is known.

    Raises
    ------
    QuantityError
        When none is: with what to do instead.
    """
    name = Path(path).name.lower()
    for ending in sorted(known, key=len, reverse=True):
        if name.endswith(ending):
            return known[ending]
    raise QuantityError(f"cannot tell the format from {quote(Path(path).name)}; {advice}")
