"""What the figures of GMNS tables are measured in: lengths, speeds and coordinates."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from corridor.errors import MissingExtraError, QuantityError
from corridor.user_values import shown

#: Names of units in config.csv -> kilometres, and kilometres an hour.
_LENGTHS = {
    1.0: "km kilometer kilometre kilometers kilometres",
    0.001: "m meter metre meters metres",
    1.609344: "mi mile miles",
    0.0003048: "ft foot feet",
}
_SPEEDS = {
    1.0: "km/h kph kmh kmph km/hr km/hour kilometers/hour",
    1.609344: "mph mi/h mi/hr mile/h miles/hour miles_per_hour",
    3.6: "m/s mps",
}
LENGTHS = {name: factor for factor, names in _LENGTHS.items() for name in names.split()}
SPEEDS = {name: factor for factor, names in _SPEEDS.items() for name in names.split()}
#: Coordinate systems in degrees, as which positions are taken without conversion.
DEGREES = frozenset({"", "4326", "WGS84", "WGS 84", "CRS84"})

Place = Callable[[float, float], tuple[float, float]]


class Units(NamedTuple):
    """What a kilometre is in lengths and speeds, and how coordinates become lat and lon.

    `place` is none where coordinates are degrees; `long_length` is what lengths are said to be in.
    """

    length: float
    speed: float
    place: Place | None
    long_length: str


def units_of(config: Mapping[str, Any]) -> Units:
    """Return what a table config says; kilometres and degrees where it says nothing.

    Raises
    ------
    QuantityError
        When a unit, a coordinate system or the form of geometries is not known.
    MissingExtraError
        When coordinates are projected and pyproj is not installed.

    >>> units_of({"long_length": "mile", "speed": "mph"})[:2]
    (1.609344, 1.609344)
    """
    form = str(config.get("geometry_field_format") or "wkt")
    if form.casefold() not in {"wkt", "text"}:
        raise QuantityError(f"geometry_field_format of config.csv is {shown(form)}; it must be WKT")
    said = str(config.get("long_length") or "km")
    length = _factor(said, "long_length", LENGTHS)
    speed = _factor(config.get("speed") or f"{said}/h", "speed", SPEEDS)
    return Units(length, speed, _placing(config.get("crs")), said)


def _factor(cell: object, column: str, known: Mapping[str, float]) -> float:
    unit = str(cell).casefold().strip()
    if unit not in known:
        names = ", ".join(known)
        raise QuantityError(
            f"{column} of config.csv is {shown(str(cell))}; it must be one of {names}"
        )
    return known[unit]


def _placing(cell: object) -> Place | None:
    """Return how coordinates of a system become latitude and longitude."""
    text = str(cell if cell is not None else "").strip().removesuffix(".0")
    bare = text.upper().removeprefix("EPSG:").removeprefix("OGC:")
    if bare in DEGREES:
        return None
    try:
        from pyproj import Transformer
        from pyproj.exceptions import ProjError
    except ImportError:
        raise MissingExtraError(f"coordinates of crs {text}", "pyproj", "gmns") from None
    try:
        name = f"EPSG:{bare}" if bare.isdigit() else text
        turn = Transformer.from_crs(name, 4326, always_xy=True)
    except ProjError:
        raise QuantityError(
            f"crs of config.csv is {shown(text)}; it must be an EPSG code, as in 4326"
        ) from None

    def place(x: float, y: float) -> tuple[float, float]:
        lon, lat = turn.transform(x, y)
        return round(lat, 7), round(lon, 7)

    return place
