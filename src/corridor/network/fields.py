"""The types of single fields: how one text of the file becomes one typed value.

The values in `corridor.network.model` are plain frozen dataclasses whose annotations carry these
markers. Pydantic reads them when a file is validated, and only then is it imported: an answer that
comes from the cache never pays for it.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal

from corridor import countries, units
from corridor.errors import FieldError
from corridor.network.modes import MODES, WITH_GAUGE
from corridor.network.texts.field_texts import (
    ANY,
    GAUGES,
    ID,
    NUMBER,
    WEB,
    above,
    boolean,
    border,
    carriage,
    count,
    country,
    degrees,
    direction,
    free_text,
    gauge,
    identifier,
    likely_date,
    month_day,
    number,
    partial_date,
    quantity,
    share,
    web_address,
)

if TYPE_CHECKING:
    from pydantic import GetCoreSchemaHandler
    from pydantic_core import CoreSchema


class Reader:
    """Mark a field whose text is read by one of the functions above.

    `kind` and `unit` say in words what it takes; `pattern` (or `choices`) say it to an editor,
    which may type a plain text before it looks: `also` are the types that it then finds, and
    `limits` what holds for such a number, in the words of JSON Schema.
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
        limits: Mapping[str, float] | None = None,
    ) -> None:
        self.function = function
        self.example = example
        self.kind = kind
        self.pattern = pattern
        self.unit = unit
        self.also = also
        self.choices = choices
        self.limits = limits or {}

    def __repr__(self) -> str:
        return repr(f"{self.kind} [{self.unit}]" if self.unit else self.kind)

    @classmethod
    def of(cls, dimension: str, example: str) -> "Reader":
        """Return the reader of a quantity."""
        known = units.UNITS[dimension]
        counted = units.COUNTED.issuperset(known)
        decimals = "" if counted else r"(\.[0-9]{1,6})?"
        dotted = "|".join(unit for unit in known if unit in units.UNDIVIDED)
        thousands = rf"(?![0-9]{{1,3}}\.[0-9]{{3}} ({dotted})$)" if dotted else ""
        form = rf"^{thousands}[0-9]{{1,9}}{decimals} ({'|'.join(known)})$"
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
            if "value" in value and not value.keys() >= set(self.keys):
                return basis | dict.fromkeys(self.keys, value["value"]) | rest
            return basis | dict(value)
        return value


class Spanning(Expanding):
    """Mark a value of levels that one text may stand for, without a basis of its own."""

    def expand(self, value: object) -> object:
        """Return a mapping with every key set to the one text."""
        return dict.fromkeys(self.keys, value) if isinstance(value, str) else value


_YEAR, _MONTH, _DAY = "(18|19|20|21)[0-9]{2}", "(0[1-9]|1[0-2])", "(0[1-9]|[12][0-9]|3[01])"
_GAUGES = "|".join(map(str, GAUGES))
_SIDES = [*(f"{name}( ({_GAUGES}))?" if name in WITH_GAUGE else name for name in MODES), ANY]
_DECIMAL = f"^{NUMBER.pattern}$"
_UNSIGNED = r"[0-9]{1,9}(\.[0-9]{1,6})?"

Seconds = Annotated[units.Duration, Reader.of("time", "24 h")]
Low = Annotated[units.Duration, Reader.of("time", "20 h")]
High = Annotated[units.Duration, Reader.of("time", "36 h")]
Metres = Annotated[units.Distance, Reader.of("length", "100 km")]
MetresPerHour = Annotated[int, Reader.of("speed", "40 km/h")]
Share = Annotated[
    int,
    Reader(
        share,
        "50 %",
        "share",
        r"^(100(\.0{1,6})?|[0-9]{1,2}(\.[0-9]{1,6})?) %$",
        unit="%",
    ),
]
Proportion = Annotated[int, Reader.of("share", "50 %")]
Containers = Annotated[int, Reader.of("containers", "80000 TEU/year")]
Freight = Annotated[int, Reader.of("freight", "5000000 t/year")]
Gauge = Annotated[int, Reader(gauge, "1435 mm", "track gauge", f"^({_GAUGES}) mm$", unit="mm")]
Carriage = Annotated[
    tuple[str, int | None],
    Reader(carriage, next(iter(MODES)), "mode and gauge", f"^({'|'.join(_SIDES)})$"),
]
Date = Annotated[
    datetime.date, Reader(likely_date, "2024-05-20", "date", f"^{_YEAR}-{_MONTH}-{_DAY}$")
]
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
Positive = Annotated[
    float,
    Reader(
        above(0, "with nothing or less there is no figure"),
        "1.5",
        "number above 0",
        rf"^(?!0+(\.0+)?$){_UNSIGNED}$",
        also=("number",),
        limits={"exclusiveMinimum": 0},
    ),
]
NotNegative = Annotated[
    float,
    Reader(
        above(0, "nothing takes away what it emits", or_equal=True),
        "18.4",
        "number from 0",
        f"^{_UNSIGNED}$",
        also=("number",),
        limits={"minimum": 0},
    ),
]
Ratio = Annotated[
    float,
    Reader(
        above(1, "the higher level over the lower", or_equal=True),
        "1.5",
        "number from 1",
        rf"^(?!0+(\.[0-9]+)?$){_UNSIGNED}$",
        also=("number",),
        limits={"minimum": 1},
    ),
]
Count = Annotated[
    float,
    Reader(
        count, "77000", "whole number", "^[0-9]{1,12}$", also=("integer",), limits={"minimum": 0}
    ),
]
Latitude = Annotated[
    float,
    Reader(
        degrees(90),
        "43.6",
        "number",
        r"^-?(90(\.0{1,20})?|[0-8]?[0-9](\.[0-9]{1,20})?)$",
        unit="degrees",
        also=("number",),
        limits={"minimum": -90, "maximum": 90},
    ),
]
Longitude = Annotated[
    float,
    Reader(
        degrees(180),
        "51.2",
        "number",
        r"^-?(180(\.0{1,20})?|(1[0-7]|[0-9])?[0-9](\.[0-9]{1,20})?)$",
        unit="degrees",
        also=("number",),
        limits={"minimum": -180, "maximum": 180},
    ),
]
Id = Annotated[str, Reader(identifier, "an-id", "id", f"^{ID.pattern}$")]
Country = Annotated[
    str, Reader(country, "KZ", "country, ISO 3166-1 alpha-2", choices=countries.boxes)
]
Border = Annotated[tuple[str, str], Reader(border, "BY-PL", "two countries", "^[A-Z]{2}-[A-Z]{2}$")]
Direction = Annotated[
    tuple[str, str],
    Reader(direction, "KZ-CN", "two countries, from and to", "^[A-Z]{2}-[A-Z]{2}$"),
]
MonthDay = Annotated[
    tuple[int, int], Reader(month_day, "11-01", "month and day", f"^{_MONTH}-{_DAY}$")
]
Text = Annotated[str, Reader(free_text, "text", "text", r"^\S(.*\S)?$", also=("number", "boolean"))]
WebAddress = Annotated[
    str, Reader(web_address, "https://example.org", "web address", f"^{WEB.pattern}$")
]

Level = Literal["low", "typical", "high"]
LEVELS: tuple[Level, Level, Level] = ("low", "typical", "high")
Basis = Literal["reported", "calibrated", "estimated", "assumed"]
BASES: tuple[Basis, ...] = ("reported", "calibrated", "estimated", "assumed")
NodeKind = Literal[
    "seaport", "ferry_port", "rail_terminal", "dry_port", "border_crossing", "city", "waypoint"
]
TransferKind = Literal["transshipment", "gauge_break", "border", "hand_over"]
