"""The types of single fields: how one text of the file becomes one typed value.

The values in `corridor.network.model` are plain frozen dataclasses whose annotations carry these
markers. Pydantic reads them when a file is validated, and only then is it imported: an answer that
comes from the cache never pays for it.
"""

import datetime
import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from corridor import countries, units
from corridor.errors import FieldError, Severity, Wording, code, quote
from corridor.network.modes import MODES, WITH_GAUGE

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


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

_ID = re.compile(r"[a-z0-9]+(?:-{1,2}[a-z0-9]+)*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PARTIAL_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_OTHER_DATE = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_NUMBER = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]{1,6})?")
_WEB = re.compile(r"https?://[^\s<>\"']{1,500}")


@code(Severity.ERROR)
def not_a_date(text: str) -> Wording:
    """A date is not written as YYYY-MM-DD, or is no day of the calendar."""
    fix = "write year-month-day, as in 2024-05-20"
    slashed = _OTHER_DATE.fullmatch(text)
    if slashed:
        first, second, year = int(slashed[1]), int(slashed[2]), slashed[3]
        choices = [
            f"{year}-{month:02d}-{day:02d}"
            for day, month in dict.fromkeys([(first, second), (second, first)])
            if month <= MONTHS
        ]
        fix = f"write {' or '.join(choices)}, as is meant" if choices else fix
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
    if _NUMBER.fullmatch(with_point):
        fix = f"write {with_point}, with a point"
    return Wording(quote(text), "a plain decimal, as in 43.6", fix)


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


def partial_date(text: str) -> str:
    """Return a year, month or day as it is written, checked."""
    if _PARTIAL_DATE.fullmatch(text):
        date((text + "-01-01")[:10])
        return text
    raise _fault(not_a_date, text)


def boolean(text: str) -> bool:
    """Return true or false."""
    if text not in {"true", "false"}:
        raise _fault(not_a_boolean, text)
    return text == "true"


def number(text: str) -> float:
    """Return a plain decimal number."""
    if not _NUMBER.fullmatch(text):
        raise _fault(not_a_number, text)
    return float(text)


def identifier(text: str) -> str:
    """Return an id: lower-case ASCII words joined by one or two hyphens."""
    if len(text) > 100 or not _ID.fullmatch(text):
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


def free_text(text: str) -> str:
    """Return a text in Unicode's composed form, without space around it."""
    if text != text.strip():
        raise _fault(surrounding_space, text)
    return unicodedata.normalize("NFC", text)


def web_address(text: str) -> str:
    """Return an http or https address; it is shown, never fetched."""
    if not _WEB.fullmatch(text):
        raise _fault(not_a_web_address, text)
    return text


class Reader:
    """Mark a field whose text is read by one of the functions above.

    `kind` and `unit` say in words what it takes; `pattern` (or `choices`) say it to an editor,
    which may type a plain text before it looks: `also` are the types that it then finds.
    """

    def __init__(
        self,
        function: Callable[[str], Any],
        example: str,
        kind: str,
        pattern: str = "",
        *,
        unit: str = "",
        also: tuple[str, ...] = (),
        choices: Callable[[], Iterable[object]] | None = None,
    ) -> None:
        self.function = function
        self.example = example
        self.kind = kind
        self.pattern = pattern
        self.unit = unit
        self.also = also
        self.choices = choices

    def __repr__(self) -> str:
        return repr(f"{self.kind} [{self.unit}]" if self.unit else self.kind)

    @classmethod
    def of(cls, dimension: str, example: str) -> "Reader":
        """Return the reader of a quantity."""
        known = units.UNITS[dimension]
        form = rf"^[0-9]{{1,9}}(\.[0-9]{{1,6}})? ({'|'.join(known)})$"
        return cls(quantity(dimension), example, dimension, form, unit=", ".join(known))

    def __get_pydantic_core_schema__(
        self, source: object, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from pydantic_core import PydanticCustomError, core_schema

        def read(value: object) -> Any:
            if not isinstance(value, str):
                raise PydanticCustomError("not_a_text", "not a text")
            try:
                return self.function(value)
            except FieldError as fault:
                context = {"wording": fault.wording, "example": self.example}
                raise PydanticCustomError(fault.code, "fault", context) from None

        return core_schema.no_info_plain_validator_function(read)


class Expanding:
    """Mark a value that may be written short: a text is expanded before it is read as a mapping."""

    def __init__(self, *keys: str) -> None:
        self.keys = keys

    def __repr__(self) -> str:
        return repr("or one text" if len(self.keys) else "or its basis left out")

    def __get_pydantic_core_schema__(
        self, source: object, handler: "GetCoreSchemaHandler"
    ) -> "CoreSchema":
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.expand, handler(source))

    def expand(self, value: object) -> object:
        """Return a mapping with every key set to the one text, and with its basis."""
        if isinstance(value, str) and self.keys:
            return dict.fromkeys(self.keys, value) | {"basis": "assumed"}
        if isinstance(value, Mapping):
            basis = {"basis": "reported" if value.get("sources") else "assumed"}
            rest = {key: item for key, item in value.items() if key != "value"}
            if "value" in value and self.keys != ("value",):
                return basis | dict.fromkeys(self.keys, value["value"]) | rest
            return basis | dict(value)
        return value


class Spanning(Expanding):
    """Mark a value of levels that one text may stand for, without a basis of its own."""

    def expand(self, value: object) -> object:
        """Return a mapping with every key set to the one text."""
        return dict.fromkeys(self.keys, value) if isinstance(value, str) else value


_YEAR, _MONTH, _DAY = "[0-9]{4}", "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
_GAUGES = "|".join(map(str, GAUGES))
_SIDES = [*(f"{name}( ({_GAUGES}))?" if name in WITH_GAUGE else name for name in MODES), ANY]
_DECIMAL = f"^{_NUMBER.pattern}$"

Seconds = Annotated[units.Duration, Reader.of("time", "24 h")]
Low = Annotated[units.Duration, Reader.of("time", "20 h")]
High = Annotated[units.Duration, Reader.of("time", "36 h")]
Metres = Annotated[units.Distance, Reader.of("length", "100 km")]
MetresPerHour = Annotated[int, Reader.of("speed", "40 km/h")]
Share = Annotated[int, Reader.of("share", "50 %")]
Containers = Annotated[int, Reader.of("containers", "80000 TEU/year")]
Freight = Annotated[int, Reader.of("freight", "5000000 t/year")]
Gauge = Annotated[int, Reader(gauge, "1435 mm", "track gauge", f"^({_GAUGES}) mm$", unit="mm")]
Carriage = Annotated[
    tuple[str, int | None],
    Reader(carriage, next(iter(MODES)), "mode and gauge", f"^({'|'.join(_SIDES)})$"),
]
Date = Annotated[datetime.date, Reader(date, "2024-05-20", "date", f"^{_YEAR}-{_MONTH}-{_DAY}$")]
PartialDate = Annotated[
    str,
    Reader(
        partial_date,
        "2024",
        "year, month or date",
        f"^{_YEAR}(-{_MONTH}(-{_DAY})?)?$",
        also=("integer",),
    ),
]
Flag = Annotated[
    bool,
    Reader(boolean, "false", "true or false", choices=lambda: ("true", "false", True, False)),
]
Number = Annotated[float, Reader(number, "1.5", "number", _DECIMAL, also=("number",))]
Latitude = Annotated[
    float, Reader(number, "43.6", "number", _DECIMAL, unit="degrees", also=("number",))
]
Longitude = Annotated[
    float, Reader(number, "51.2", "number", _DECIMAL, unit="degrees", also=("number",))
]
Id = Annotated[str, Reader(identifier, "an-id", "id", f"^{_ID.pattern}$")]
Country = Annotated[
    str, Reader(country, "KZ", "country, ISO 3166-1 alpha-2", choices=countries.boxes)
]
Border = Annotated[tuple[str, str], Reader(border, "BY-PL", "two countries", "^[A-Z]{2}-[A-Z]{2}$")]
Text = Annotated[str, Reader(free_text, "text", "text", r"^\S(.*\S)?$", also=("number", "boolean"))]
WebAddress = Annotated[
    str, Reader(web_address, "https://example.org", "web address", f"^{_WEB.pattern}$")
]

Level = Literal["low", "typical", "high"]
LEVELS: tuple[Level, Level, Level] = ("low", "typical", "high")
Basis = Literal["reported", "calibrated", "estimated", "assumed"]
BASES: tuple[Basis, ...] = ("reported", "calibrated", "estimated", "assumed")
NodeKind = Literal[
    "seaport", "ferry_port", "rail_terminal", "dry_port", "border_crossing", "city", "waypoint"
]
TransferKind = Literal["transshipment", "gauge_break", "border", "hand_over"]
