"""Find the best few routes that differ: in any leg, in their corridors, or in their passage."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Unpack

from corridor import text as _text
from corridor.errors import LimitError
from corridor.frozen import dataclass
from corridor.network.names import Point
from corridor.network.network import Memory, Network
from corridor.printing.shown import Several
from corridor.routes.request import DISTINCT, Distinct, Request
from corridor.routes.route import Route
from corridor.routes.telling_apart import route_names
from corridor.routing import cost_comparison
from corridor.routing.best_route import Limits, Via, make_request
from corridor.routing.build_route import build_route, corridor_marks, path_of
from corridor.routing.dated import seen
from corridor.routing.direct_routes import paths_of
from corridor.routing.graph.corridors import corridors_of
from corridor.routing.graph.k_best_search import Found
from corridor.routing.graph.labels import Marks
from corridor.routing.graph.line_graph import compile_network
from corridor.routing.search_goal import passage_marks, search_routes
from corridor.routing.why_no_route import no_route
from corridor.signatures import suggest_arguments
from corridor.user_values import in_order, one_of, whole_number

MOST_ROUTES = 1_000


@dataclass(frozen=True, slots=True)
class Alternatives(Several[Route]):
    """The best routes that differ, in order; a sequence of routes.

    Attributes
    ----------
    routes
        The routes.
    distinct
        In what they differ: legs, corridor or passage.
    more
        Whether there are further ones than were asked for.
    stamp
        The network's version, date and digest.
    """

    routes: tuple[Route, ...]
    distinct: Distinct
    more: bool
    stamp: str

    def _blocks(self) -> list[_text.Block]:
        head = ["", "corridors", "km", "low\ndays", "typical\ndays", "high\ndays"]
        head += ["leaves", "arrives"] if self.routes[0].schedule else []
        rows = [
            (
                str(number),
                ", ".join(route.corridors) or "-",
                _text.km(route.distance),
                *map(_text.days, route.transit_time.levels),
                *_days(route),
            )
            for number, route in enumerate(self, 1)
        ]
        numbered = [(str(n), words) for n, words in enumerate(route_names(self.routes), 1)]
        said = "there are more" if self.more else "there are no others"
        count = f"{len(self)} routes that differ in {self.distinct}; {said}."
        return [
            _text.Prose([f"{self.routes[0].request.chain}: {count}"]),
            _text.Table(head, rows, left=(0, 1)),
            *cost_comparison.compared(
                [(str(number), route) for number, route in enumerate(self, 1)]
            ),
            _text.Pairs([*numbered, ("data", self.stamp)]),
        ]


def _days(route: Route) -> tuple[str, ...]:
    """Return the days on which a dated route leaves and arrives, at the level of the question."""
    if route.schedule is None:
        return ()
    level = route.request.level
    days = (route.schedule.departure(level).date(), route.schedule.arrival(level).date())
    return tuple(map(str, days))


@suggest_arguments
def find_routes(
    net: Network,
    origin: Point,
    destination: Point,
    *,
    via: Via = (),
    limit: int = 5,
    distinct: Distinct = DISTINCT[0],
    **limits: Unpack[Limits],
) -> Alternatives:
    """Find the best routes between two places that differ, the best first.

    Parameters
    ----------
    net, origin, destination, via, limits
        As for `find_route`.
    limit
        How many, at most 1,000.
    distinct
        In what they differ: ``passage`` (the set of borders, ferries and straits used),
        ``corridor`` (the set of corridors), ``legs`` (any leg). Of several alike the best is kept.

    Returns
    -------
    Alternatives
        A sequence of routes; `more` says whether there are further ones.

    Raises
    ------
    NoRouteError, UnknownPlaceError, AmbiguousPlaceError, SamePlaceError, QuantityError, LimitError
        As `find_route` does.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> found = co.find_routes(net, "Xi'an", "Duisburg", limit=2, distinct="corridor")
    >>> [route.corridors for route in found], found.more
    ([('northern',), ('middle', 'middle-btk')], True)
    """
    one_of(distinct, DISTINCT, "distinct")
    whole_number(limit, "limit", 1, MOST_ROUTES)
    request = make_request(net, (origin, *in_order(via, "via"), destination), **limits)
    net = seen(net, request)
    paths = paths_of(net, request, _marks(net, distinct))
    routes, more = _differing(net, request, paths, limit, distinct)
    if not routes:
        raise no_route(net, request)
    return Alternatives(routes, distinct, more, net.stamp)


def some_routes(net: Network, request: Request, limit: int, budget: int) -> tuple[Route, ...]:
    """Return the best few routes of a request that differ in passage, within so much search."""
    net = seen(net, request)

    def paths() -> Iterator[Found]:
        with suppress(LimitError):
            yield from search_routes(net, request, passage_marks(net), budget=budget)

    return _differing(net, request, paths(), limit, DISTINCT[0])[0]


def _differing(
    net: Network, request: Request, paths: Iterator[Found], limit: int, distinct: Distinct
) -> tuple[tuple[Route, ...], bool]:
    """Return the best routes of a request that differ, and whether there are further ones."""
    best: dict[object, Route] = {}
    more = False
    for found in paths:
        kind = _kind(net, found.path, distinct)
        if kind in best:
            continue
        if len(best) == limit:
            more = True
            break
        best[kind] = build_route(net, request, found.path)
    return tuple(best.values()), more


def find_alternative(net: Network, route: Route) -> Route | None:
    """Return the best route by another passage for the same request, if there is one."""
    net = seen(net, route.request)
    own = _kind(net, path_of(net, route), "passage")
    for found in paths_of(net, route.request, _marks(net, "passage")):
        if _kind(net, found.path, "passage") != own:
            return build_route(net, route.request, found.path)
    return None


def _kind(net: Network, path: tuple[int, ...], distinct: Distinct) -> object:
    """Return that in which routes must differ."""
    if distinct == "legs":
        return path
    if distinct == "corridor":
        return corridors_of(net, path)
    graph = compile_network(net)
    return frozenset().union(*(graph.passages[number] for number in path))


_MARKS = Memory[Distinct, Marks]("marks")


def _marks(net: Network, distinct: Distinct) -> Marks | None:
    """Return marks for that in which routes must differ; none where every route is another."""
    if distinct == "legs":
        return None
    memory = net.memory(_MARKS)
    if distinct not in memory:
        memory[distinct] = corridor_marks(net) if distinct == "corridor" else passage_marks(net)
    return memory[distinct]
