"""Lines that share legs, side by side: which lane each has, and a line moved aside."""

import math
from itertools import pairwise
from typing import TYPE_CHECKING

from corridor.coastline import Line, Spot
from corridor.routes.tracks import course

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor.routes.steps import RouteLeg

#: A corner is cut where its sides would meet farther out than so many times the distance.
SHARPEST = 2.0


def apart(strands: "Sequence[Sequence[RouteLeg]]", width: float) -> dict[tuple[int, str], float]:
    """Return how far aside each strand lies on each leg that it shares, to the left of the leg.

    Legs along the same line share it, whatever their ids. The strands on it lie in the order in
    which they are given, around the line itself.
    """
    users: dict[tuple[Spot, ...], list[tuple[int, str]]] = {}
    for number, legs in enumerate(strands):
        for leg in legs:
            ends = (leg.destination, leg.origin) if leg.is_back else (leg.origin, leg.destination)
            places = users.setdefault(course(leg.leg, *ends), [])
            if (number, leg.id) not in places:
                places.append((number, leg.id))
    return {
        user: (place - (len(own) - 1) / 2) * width
        for own in users.values()
        if len(own) > 1
        for place, user in enumerate(own)
    }


def shifted(line: Line, aside: float) -> Line:
    """Return a line moved to its left; each corner stays as far from its old sides.

    >>> shifted([(0.0, 0.0), (1.0, 0.0), (1.0, 1.0)], 0.1)
    [(0.0, 0.1), (0.9, 0.1), (0.9, 1.0)]
    """
    kept = [line[0], *(spot for before, spot in pairwise(line) if spot != before)]
    if not aside or len(kept) == 1:
        return line
    normals = [_left(*pair) for pair in pairwise(kept)]
    moved = []
    for number, (x, y) in enumerate(kept):
        one, two = normals[max(number - 1, 0)], normals[min(number, len(normals) - 1)]
        across = one[0] * two[0] + one[1] * two[1]
        longer = min(1 / max((1 + across) / 2, 1e-9), SHARPEST)
        east, north = (one[0] + two[0]) / 2 * longer, (one[1] + two[1]) / 2 * longer
        moved.append((x + aside * east, y + aside * north))
    return moved


def _left(start: Spot, end: Spot) -> Spot:
    long = math.dist(start, end)
    return -(end[1] - start[1]) / long, (end[0] - start[0]) / long
