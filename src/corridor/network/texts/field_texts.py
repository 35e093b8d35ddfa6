"""How the text of one field becomes its value, or what is wrong with it."""

import datetime
import re
import unicodedata
from collections.abc import Callable

from corridor import countries, units
from corridor.errors import FieldError, Severity, Wording, code, quote
from corridor.network.modes import MODES, WITH_GAUGE
from corridor.patterns import pattern

GAUGES = (1000, 1067, 1435, 1520, 1600, 1668, 1676)

EXAMPLE_GAUGES = (1435, 1520)
#: The side of a dwell entry that holds for every mode.
ANY = "any"

MONTHS = 12

#: What people write -> the word that is meant.
_MEANT = {
    **{word: name for name, mode in MODES.items() for word in mode.meant_by},
    "port": "seaport",
    "harbour": "seaport",
    "station": "rail_terminal",
    "border": "border_crossing",
}

LONGEST_ID = 100
ID = pattern(r"[a-z0-9]+(?:-{1,2}[a-z0-9]+)*")
_DATE = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL_DATE = pattern(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_OTHER_DATE = pattern(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
NUMBER = pattern(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
_DEGREES = pattern(r"-?[0-9]{1,3}(?:\.[0-9]{1,20})?")
_COUNT = pattern(r"[0-9]{1,12}")
_GROUPED = pattern(r"[0-9]{1,3}(?:[ .,'][0-9]{3})+|[0-9]{1,9}\.[0-9]{1,6}")
#: A hundred-thousandth of a degree is a metre; finer figures are noise.
DECIMALS_OF_DEGREES = 6
WHOLE_SHARE = 10_000
FIRST_YEAR, LAST_YEAR = 1800, 2199
WEB = pattern(r"https?://[^\s<>\"']{1,500}")


@code(Severity.ERROR)
def not_a_date(text: str) -> Wording:
    """A date is not written as YYYY-MM-DD, or is no day of the calendar."""
    fix = "write year-month-day, as in 2024-05-20"
    slashed = _OTHER_DATE.fullmatch(text)
    if slashed:
        first, second, year = int(slashed[1]), int(slashed[2]), slashed[3]
        orders = [(first, second), (second, first)]
        likely = orders[:1] if "." in text and second <= MONTHS else dict.fromkeys(orders)
        choices = [f"{year}-{month:02d}-{day:02d}" for day, month in likely if month <= MONTHS]
        fix = f"write {' or '.join(choices)} if that is what you mean" if choices else fix
    elif _PARTIAL_DATE.fullmatch(text):
        fix = "correct the month or the day: the calendar has no such day"
    return Wording(quote(text), "a day written as 2024-05-20", fix)


@code(Severity.ERROR)
def not_a_boolean(text: str) -> Wording:
    """A yes-or-no field holds something other than true or false."""
    known = {"yes": "true", "y": "true", "on": "true", "1": "true", "true": "true"}
    known |= {"no": "false", "n": "false", "off": "false", "0": "false", "false": "false"}
    return Wording(
        quote(text), "true or false", f"write {known.get(text.lower(), 'true or false')}"
    )


@code(Severity.ERROR)
def not_a_number(text: str) -> Wording:
    """A plain number is not written with digits and a point."""
    with_point = text.replace(",", ".")
    fix = "write digits and a point, without a unit"
    if NUMBER.fullmatch(with_point):
        fix = f"write {with_point}, with a point"
    return Wording(quote(text), "a plain decimal, as in 43.6", fix)


@code(Severity.ERROR)
def out_of_range(found: str, expected: str, fix: str) -> Wording:
    """A number is one that the field cannot have: below zero, or beyond what there is."""
    return Wording(found, expected, fix)


@code(Severity.ERROR)
def share_out_of_range(text: str) -> Wording:
    """A share is above 100 %."""
    return Wording(text, "between 0 % and 100 %", "correct the share")


@code(Severity.ERROR)
def not_a_traction(text: str) -> Wording:
    """A traction is neither electric nor diesel nor the share drawn by electricity."""
    words = "electric, diesel, or the share of the leg under electric traction, as in 45 %"
    return Wording(quote(text), words, "write one of these, or leave traction out if not known")


@code(Severity.ERROR)
def not_an_id(text: str) -> Wording:
    """An id is not lower-case ASCII words joined by hyphens."""
    plain = unicodedata.normalize("NFKD", text[:64]).encode("ascii", "ignore").decode().lower()
    close = "-".join(re.findall(r"[a-z0-9]+", plain))
    return Wording(
        quote(text),
        "lower-case letters and digits joined by hyphens, as in aktau or xian-baku-2024",
        (f"write {close}" if close else "choose such an id") + "; the full name goes under name",
    )


@code(Severity.ERROR)
def not_a_country(text: str) -> Wording:
    """A country is not an ISO 3166 two-letter code."""
    known = {"UK": "GB", "EL": "GR"}
    meant = known.get(text.upper(), text.upper())
    fix = f"write {meant}" if meant in countries.boxes() else "look the two-letter code up"
    return Wording(quote(text), "an ISO 3166-1 two-letter code, as in KZ", fix)


@code(Severity.ERROR)
def surrounding_space(text: str) -> Wording:
    """A text begins or ends with a space."""
    return Wording(quote(text), "a text without spaces around it", f"write {quote(text.strip())}")


@code(Severity.ERROR)
def not_a_web_address(text: str) -> Wording:
    """A url is not an http or https address."""
    return Wording(
        quote(text),
        "an address that begins with http:// or https://",
        "write the whole address, or remove url if there is none",
    )


@code(Severity.ERROR)
def unknown_gauge(text: str) -> Wording:
    """A track gauge is not one that railways use."""
    known = ", ".join(f"{gauge} mm" for gauge in GAUGES)
    return Wording(text, f"one of {known}", "write the gauge of the line, as in 1520 mm")


@code(Severity.ERROR)
def not_a_carriage(text: str) -> Wording:
    """The side of a dwell entry is not a mode, for rail with its gauge."""
    listed = [name for name in MODES if name in WITH_GAUGE]
    sides = [*(f"{name} {gauge}" for name in listed for gauge in EXAMPLE_GAUGES), *MODES]
    return Wording(
        quote(text),
        f"a mode, for {' and '.join(listed)} with its gauge: {', '.join(sides)} or {ANY}",
        "write one of these",
    )


@code(Severity.ERROR)
def unknown_value(text: str, known: tuple[str, ...]) -> Wording:
    """A word is not one of those that the field knows."""
    meant = _MEANT.get(text.casefold(), "")
    import difflib  # for what is misspelt alone

    close = difflib.get_close_matches(text[:64].casefold(), known, n=1, cutoff=0.6)
    if meant in known:
        fix = f"write {meant}"
    else:
        fix = f"did you mean {close[0]}?" if close else f"write one of these, as in {known[0]}"
    return Wording(quote(text), "one of " + ", ".join(known), fix)


def _fault(function: Callable[..., Wording], *facts: object) -> FieldError:
    return FieldError(function.__name__, function(*facts))


def quantity(dimension: str) -> Callable[[str], int]:
    """Return the reader of a quantity of one dimension."""
    kinds: dict[str, Callable[[int], int]]
    kinds = {"time": units.Duration, "length": units.Distance, "mass": units.Mass}
    kind = kinds.get(dimension, int)
    return lambda text: kind(units.read(text, dimension))


def gauge(text: str) -> int:
    """Return a track gauge in millimetres."""
    value = units.read(text, "gauge")
    if value not in GAUGES:
        raise _fault(unknown_gauge, text)
    return value


def carriage(text: str) -> "tuple[str, int | None]":
    """Return a side of a dwell entry as mode and gauge; no gauge means any."""
    mode, _, width = text.partition(" ")
    if mode in WITH_GAUGE and width.isascii() and width.isdigit() and int(width[:6]) in GAUGES:
        return (mode, int(width))
    if not width and mode in {*MODES, ANY}:
        return (mode, None)
    raise _fault(not_a_carriage, text)


def date(text: str) -> datetime.date:
    """Return a day written as YYYY-MM-DD."""
    if _DATE.fullmatch(text):
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            pass
    raise _fault(not_a_date, text)


def likely_date(text: str) -> datetime.date:
    """Return a day on which freight could move."""
    day = date(text)
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        years = f"a year from {FIRST_YEAR} to {LAST_YEAR}"
        raise _fault(out_of_range, text, years, "correct the year, or leave the date out")
    return day


def partial_date(text: str) -> str:
    """Return a year, month or day as it is written, checked."""
    if _PARTIAL_DATE.fullmatch(text):
        likely_date((text + "-01-01")[:10])
        return text
    raise _fault(not_a_date, text)


def boolean(text: str) -> bool:
    """Return true or false."""
    if text not in {"true", "false"}:
        raise _fault(not_a_boolean, text)
    return text == "true"


def number(text: str) -> float:
    """Return a plain decimal number."""
    if not NUMBER.fullmatch(text):
        raise _fault(not_a_number, text)
    return float(text)


def degrees(limit: int) -> Callable[[str], float]:
    """Return the reader of a latitude or longitude."""

    def read(text: str) -> float:
        if not _DEGREES.fullmatch(text):
            return _within(number(text), text)
        return _within(round(float(text), DECIMALS_OF_DEGREES), text)

    def _within(value: float, text: str) -> float:
        if abs(value) > limit:
            expected = f"between -{limit} and {limit}"
            fix = "write degrees; are lat and lon swapped?"
            raise _fault(out_of_range, f"{text} degrees", expected, fix)
        return value

    return read


def above(least: float, why: str, *, or_equal: bool = False) -> Callable[[str], float]:
    """Return the reader of a number that is above another, or also equal to it."""

    def read(text: str) -> float:
        value = number(text)
        if value < least or (value == least and not or_equal):
            words = f"{'at least' if or_equal else 'above'} {least:g}: {why}"
            raise _fault(out_of_range, text, words, "correct the number, or leave it out")
        return value

    return read


def count(text: str) -> float:
    """Return a whole number of things that are counted."""
    if _COUNT.fullmatch(text):
        return float(text)
    if _GROUPED.fullmatch(text):
        if "." in text and text.count(".") == 1:
            raise _fault(units.dot_for_thousands, text)
        plain = re.sub("[ .,']", "", text)
        raise FieldError("not_a_number", not_a_number(text)._replace(fix=f"write {plain}"))
    if NUMBER.fullmatch(text):
        raise _fault(out_of_range, text, "zero or more: a count", "correct the number")
    raise _fault(not_a_number, text)


def share(text: str) -> int:
    """Return a share in 0.01 %, at most the whole."""
    value = units.read(text, "share")
    if value > WHOLE_SHARE:
        raise _fault(share_out_of_range, text)
    return value


TRACTION = {"electric": WHOLE_SHARE, "diesel": 0}


def electric_share(text: str) -> int:
    """Return the share of electric traction in 0.01 %."""
    if text in TRACTION:
        return TRACTION[text]
    if "%" not in text:
        raise _fault(not_a_traction, text)
    return share(text)


def identifier(text: str) -> str:
    """Return an id: lower-case ASCII words joined by one or two hyphens."""
    if len(text) > LONGEST_ID or not ID.fullmatch(text):
        raise _fault(not_an_id, text)
    return text


def country(text: str) -> str:
    """Return a two-letter country code."""
    if text not in countries.boxes():
        raise _fault(not_a_country, text)
    return text


def border(text: str) -> tuple[str, str]:
    """Return a border written as two countries, in the order of the alphabet."""
    first, _, second = text.partition("-")
    return tuple(sorted((country(first), country(second))))  # type: ignore[return-value]


def direction(text: str) -> tuple[str, str]:
    """Return a direction written as two countries, from and to."""
    first, _, second = text.partition("-")
    return country(first), country(second)


@code(Severity.ERROR)
def not_a_month_and_day(text: str) -> Wording:
    """A day of every year is not written as MM-DD, or is not in every year."""
    return Wording(
        quote(text),
        "a day that every year has, written as MM-DD: 11-01",
        "write month-day with two digits each; 02-28 or 03-01 for a leap day",
    )


def month_day(text: str) -> tuple[int, int]:
    """Return a day of every year, as month and day."""
    try:
        day = datetime.date.fromisoformat(f"2023-{text}")  # no leap year
    except ValueError:
        raise _fault(not_a_month_and_day, text) from None
    return day.month, day.day


def free_text(text: str) -> str:
    """Return a text in Unicode's composed form, without space around it."""
    if text != text.strip():
        raise _fault(surrounding_space, text)
    return unicodedata.normalize("NFC", text)


def web_address(text: str) -> str:
    """Return an http or https address; it is shown, never fetched."""
    if not WEB.fullmatch(text):
        raise _fault(not_a_web_address, text)
    return text
