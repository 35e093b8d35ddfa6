"""Trade-offs of routes without a price for every part: what is known of them, and a lower bound."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction
from operator import le
from typing import NamedTuple

from corridor.errors import LimitError
from corridor.network.network import Network
from corridor.routes.objectives import BY_TIME, OBJECTIVES, Objective
from corridor.routes.request import Request
from corridor.routes.route import Route
from corridor.routing.build_route import build_route
from corridor.routing.direct_routes import detour_of
from corridor.routing.graph.corridors import unserved_by
from corridor.routing.search_goal import search_routes

#: Partial routes after which the search for a corridor's route, no answer's heart, is given up.
BUDGET = 10_000
AT_LEAST = "at least"
Path = tuple[int, ...]
Values = tuple[int, ...]


class Unpriced(NamedTuple):
    """A route of which not every part has a price.

    Attributes
    ----------
    route
        The route, whose cost says which parts have none.
    values
        Its values as those of a front; none where it takes a price.
    least
        The same with what is priced in place of none: at least so much.
    """

    route: Route
    values: tuple[int | None, ...]
    least: Values

    def shown(self, by: Sequence[Objective], place: int) -> str:
        """Return a value in words: the value, what it is at least, or that there is no price."""
        value, least = self.values[place], self.least[place]
        words = OBJECTIVES[by[place]].shown(least)
        if value is not None:
            return words
        return f"{AT_LEAST} {words}" if least else "not priced"


def open_objectives(by: Sequence[Objective]) -> tuple[Objective, ...]:
    """Return by what routes without a price are compared: days, kilograms, what takes no price."""
    plain: list[Objective] = [name for name in by if not OBJECTIVES[name].is_priced]
    known: tuple[Objective, ...] = ("transit_time", "emissions")
    return tuple(dict.fromkeys((*plain, *known)))


def unpriced_routes(
    net: Network,
    request: Request,
    by: Sequence[Objective],
    priced: Iterable[Values],
    paths: Iterable[Path],
) -> tuple[Unpriced, ...]:
    """Return the routes of some paths, and of each corridor, that lack a price and may be better.

    Parameters
    ----------
    net, request
        What is asked.
    by
        The objectives of the front.
    priced
        The values of the routes with a price; what one of them beats even at least is left out.
    paths
        The best compromises by what takes no price.
    """
    beating = tuple(priced)
    plain = replace(request, by=BY_TIME)
    found = []
    for path in dict.fromkeys((*paths, *_of_corridors(net, plain))):
        route = build_route(net, plain, path)
        if route.cost is None or route.cost.is_complete:
            continue
        totals = route.totals
        least = tuple(OBJECTIVES[name].value(totals) or 0 for name in by)
        values = tuple(
            None if OBJECTIVES[name].is_priced else value
            for name, value in zip(by, least, strict=True)
        )
        if not any(all(map(le, other, least)) for other in beating):
            found.append(Unpriced(route, values, least))
    return tuple(sorted(found, key=_rank))


def _rank(item: Unpriced) -> tuple[Values, tuple[tuple[str, bool], ...]]:
    """Return what routes are ordered by: the least values, then the legs by id."""
    return item.least, tuple((leg.id, leg.is_back) for leg in item.route.legs)


def apart(found: Sequence[Unpriced], tolerance: Fraction) -> tuple[Unpriced, ...]:
    """Return those of several that are not within a tolerance of an earlier one in everything."""
    kept: list[Unpriced] = []
    for item in found:
        most = [value * (1 + tolerance) for value in item.least]
        if not tolerance or not any(all(map(le, other.least, most)) for other in kept):
            kept.append(item)
    return tuple(kept)


def _of_corridors(net: Network, request: Request) -> Iterator[Path]:
    """Yield the path of the quickest route of each corridor that serves the points."""
    if request.corridor is not None:
        return
    unserved = unserved_by(net, request)
    for corridor in net.corridors.values():
        if corridor.parent is not None or corridor.id in unserved:
            continue
        asked = replace(request, corridor=corridor.id, unserved_by=())
        with suppress(LimitError):
            found = next(search_routes(net, asked, budget=BUDGET), None)
            limit = corridor.detour.limit if corridor.detour else None
            if found and (limit is None or detour_of(net, asked, found.path) <= limit):
                yield found.path
