"""Which country codes exist, the box in which each country lies, and borders without a stop.

`countries.json` holds both. The codes are ISO 3166-1 alpha-2 (by the package i18n-iso-countries
7.14.0), with XK for Kosovo, which is user-assigned. The boxes are those of Natural Earth 1:50m,
version 4.1.0 (public domain, by the package world-atlas 2.0.2), rounded outward to whole degrees,
overseas parts included: south, north, west, east, from west to east, so that west may be the
greater number. A box is only good for telling that a position is wrong. The names are the English
short names of the first package, for those countries that a freight route here meets.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

#: A position may lie this many degrees outside the box: coasts are drawn simplified. An estimate.
MARGIN = 0.5

Box = tuple[int, int, int, int]

#: Areas inside which goods cross borders unchecked: the Schengen area, and the customs union of the
#: Eurasian Economic Union (general knowledge, as of 2026).
_OPEN_AREAS = tuple(
    frozenset(area.split())
    for area in (
        "AT BE BG CH CZ DE DK EE ES FI FR GR HR HU IS IT LI LT LU LV MT NL NO PL PT RO SE SI SK",
        "AM BY KG KZ RU",
    )
)


@cache
def _held() -> Any:
    return json.loads(Path(__file__).with_suffix(".json").read_bytes())


@cache
def boxes() -> dict[str, Box | None]:
    """Return every country code with its box (south, north, west, east), None where unknown."""
    return {code: box and tuple(box) for code, box in _held()["boxes"].items()}


def may_contain(country: str, lat: float, lon: float) -> bool:
    """Return whether a position can lie in a country; without a box, any can.

    >>> may_contain("KZ", 43.6, 51.2), may_contain("KZ", 51.2, 43.6), may_contain("FJ", -17, -179)
    (True, False, True)
    >>> may_contain("GI", 0, 0)
    True
    """
    box = boxes().get(country)
    if box is None:
        return True
    south, north, west, east = box
    beyond_west = (lon - west + MARGIN) % 360
    return south - MARGIN <= lat <= north + MARGIN and (
        beyond_west <= (east - west) % 360 + 2 * MARGIN
    )


def name_of(code: str) -> str:
    """Return the short English name of a country, or its code.

    >>> name_of("TR"), name_of("XK")
    ('Türkiye', 'XK')
    """
    name: str = _held()["names"].get(code, code)
    return name


def is_open_border(one: str, other: str) -> bool:
    """Return whether goods cross a border between two countries without a check.

    >>> is_open_border("DE", "PL"), is_open_border("PL", "BY")
    (True, False)
    """
    return any({one, other} <= area for area in _OPEN_AREAS)
