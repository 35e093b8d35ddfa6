"""Colours and line styles: a corridor keeps its colour everywhere, and colour is never alone.

The colours were chosen by search: the least distance between any two of the corridors', the colour
of standing and ink is 20 (CIE76), in normal sight and in simulated deutan, protan and tritan sight.
"""

from collections.abc import Iterable
from itertools import cycle
from typing import Any, NamedTuple

STANDING, STANDING_TEXT = "#E66100", "#9A3D00"
INK, GREY, RULE, BAND = "#222222", "#666666", "#DDDDDD", 0.16
LAND, SEA, BORDER, COAST = "#ECEAE4", "#DFE9EF", "#BDB7AA", "#9AA5AB"
COUNTRY_STRIP, SEA_STRIP = ("#E4E4E4", "#F3F3F3"), "#C6DBEA"

Dashes = tuple[float, tuple[float, ...]]
SOLID, LONG, DOTS, VESSEL = "solid", (0.0, (7.0, 3.0)), (0.0, (1.0, 1.6)), (0.0, (3.2, 1.3))


#: Where and while something is closed: hatched.
CLOSED: dict[str, Any] = {
    "facecolor": "none",
    "edgecolor": "#999999",
    "hatch": "////",
    "linewidth": 0.0,
}


class Look(NamedTuple):
    """How a corridor is drawn: the colour, the same darker for text, dashes on a map."""

    line: str
    text: str
    dashes: str | Dashes


_OWN = {
    "northern": Look("#009E73", "#00785A", (0.0, (8.0, 2.0))),
    "middle": Look("#005A9C", "#005A9C", SOLID),
    "suez": Look("#5E5A1E", "#5E5A1E", (0.0, (1.2, 1.2))),
    "cape": Look("#882255", "#882255", (0.0, (6.0, 1.5, 1.2, 1.5))),
    "southern": Look("#9A32E6", "#9A32E6", (0.0, (4.0, 1.5))),
}


def looks(corridors: Iterable[tuple[str, ...]]) -> list[Look]:
    """Return a look for each route from the ids of its corridors.

    A route of none of the known corridors takes a look that no known one has, while there are any.

    >>> [look.line for look in looks([("middle", "middle-btk"), (), ("middle",)])]
    ['#005A9C', '#882255', '#005A9C']
    """
    wanted = [next((name for name in ids if name in _OWN), None) for ids in corridors]
    free = [
        name for name in ("middle", "cape", "northern", "suez", "southern") if name not in wanted
    ]
    spare = cycle(free or list(_OWN))
    return [_OWN[name or next(spare)] for name in wanted]
