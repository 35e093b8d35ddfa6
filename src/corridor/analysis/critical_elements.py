"""Criticality: what is lost when one leg, node, border or country is out.

Only what lies on the best route needs another search: without anything else the best route stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Literal, Unpack

from corridor import text as _text
from corridor.frozen import dataclass
from corridor.network.network import Network
from corridor.printing.shown import Brief, Several
from corridor.routes import request as asking
from corridor.routes.request import KINDS, Avoid, Item, Request
from corridor.routes.route import Route
from corridor.routes.telling_apart import leg_label, route_names
from corridor.routing.best_route import Limits, best_route, make_request
from corridor.routing.build_route import build_route
from corridor.routing.direct_routes import paths_of, served
from corridor.signatures import suggest_arguments
from corridor.units import Duration
from corridor.user_values import each_chain, one_of, several

Weak = Literal["legs", "nodes", "borders", "countries"]
WEAK: tuple[Weak, ...] = ("countries", "borders", "nodes", "legs")
#: In this order a section is named by what is in it.
NAMED: tuple[Weak, ...] = ("countries", "borders", "legs", "nodes")
MOST_NAMED = 4
#: Elements are named up to these widths in a row and a sentence; what counts the rest.
ROW_WIDTH, SENTENCE_WIDTH, MORE_WIDTH = 44, 88, 12
SHOWN = 10
ROUTES_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Effect(Brief):
    """What one chain loses.

    Attributes
    ----------
    chain
        The places: ``Xi'an > Duisburg``.
    lost
        How much longer the best remaining route takes; nothing where there is none.
    alternative
        That route.
    """

    chain: str
    lost: Duration | None
    alternative: Route | None


@dataclass(frozen=True, slots=True)
class WeakPoint(Brief):
    """One leg, node, border or country, and what is lost when it is out.

    Attributes
    ----------
    kind, item
        legs, nodes, borders or countries, and which.
    label
        The item in words.
    effects
        What each chain loses whose best route touches it.
    """

    kind: Weak
    item: Item
    label: str
    effects: tuple[Effect, ...]

    @property
    def cut_off(self) -> tuple[str, ...]:
        """The chains that are left without any route."""
        return tuple(effect.chain for effect in self.effects if effect.lost is None)

    @property
    def lost(self) -> Duration:
        """The time lost by all chains that still have a route."""
        return Duration(sum(effect.lost or 0 for effect in self.effects))

    @property
    def name(self) -> str:
        """Kind and item as one word, for sorting."""
        item = "-".join(self.item) if isinstance(self.item, tuple) else self.item
        return f"{self.kind} {item}"


@dataclass(frozen=True, slots=True)
class WeakPoints(Several[WeakPoint]):
    """Critical elements, the worst first; `print` shows those alike as one section.

    Attributes
    ----------
    points
        All that lies on a best route and costs something when it is out.
    routes
        The best routes.
    stamp
        The network's version, date and digest.
    coverage
        How much of the world the network has, in words: what is not on file is no detour.
    """

    points: tuple[WeakPoint, ...]
    routes: tuple[Route, ...]
    stamp: str
    coverage: str = ""

    @property
    def sections(self) -> tuple[tuple[WeakPoint, ...], ...]:
        """Points that cost the same and leave the same routes, together; the worst first."""
        groups: dict[object, list[WeakPoint]] = {}
        for point in self.points:
            lost = tuple(
                (effect.chain, effect.lost, effect.alternative and effect.alternative.steps)
                for effect in point.effects
            )
            groups.setdefault(lost, []).append(point)
        return tuple(map(tuple, groups.values()))

    def to_records(self) -> list[dict[str, Any]]:
        """Return one plain record for each point and chain; times are in seconds."""
        return [
            {
                "kind": point.kind,
                "item": "-".join(point.item) if isinstance(point.item, tuple) else point.item,
                "chain": effect.chain,
                "cut_off": effect.lost is None,
                "lost": None if effect.lost is None else int(effect.lost),
                "alternative": effect.alternative and [leg.id for leg in effect.alternative.legs],
            }
            for point in self.points
            for effect in point.effects
        ]

    def _blocks(self) -> list[_text.Block]:
        shown = self.sections[:SHOWN]
        rows = [(str(number), *_row(section)) for number, section in enumerate(shown, 1)]
        head = ("", "if any one closes", "days lost", "cut off")
        left = len(self.sections) - len(shown)
        more = [("not shown", f"{left} more, which cost less")] if left else []
        others = [
            (str(number), effect.chain, effect.alternative)
            for number, section in enumerate(shown[:ROUTES_SHOWN], 1)
            for effect in section[0].effects
            if effect.alternative
        ]
        told = [("best", route.request.chain, route) for route in self.routes] + others
        named = route_names([route for _, _, route in told])
        behind = [
            (word, f"{chain}: {words}") for (word, chain, _), words in zip(told, named, strict=True)
        ]
        behind += [("file", self.coverage), ("data", self.stamp)]
        return [
            _text.Prose([headline_of(self)]),
            _text.Table(head, rows, left=(0, 1)),
            _text.Pairs([*_members(shown), *more, *behind]),
        ]


def _members(sections: "Sequence[Sequence[WeakPoint]]") -> Iterator[tuple[str, str]]:
    """Yield all elements of the rows that stand for several."""
    several = [(number, section) for number, section in enumerate(sections, 1) if len(section) > 1]
    for first, (number, section) in enumerate(several):
        names = ", ".join(point.label for point in section)
        yield "" if first else "elements", f"{number}: {names}"


def headline_of(found: WeakPoints) -> str:
    """Return the finding in words: what costs most when it is out."""
    if not found.points:
        return "No single closure adds any time: another route is as quick."
    worst = found.sections[0]
    cut = worst[0].cut_off
    what = f"cuts every route {'; '.join(cut)}" if cut else f"adds {_text.days(worst[0].lost)} days"
    return f"Closing {'any of ' if len(worst) > 1 else ''}{said_of(worst, SENTENCE_WIDTH)} {what}."


def _row(section: Sequence[WeakPoint]) -> tuple[str, str, str]:
    first = section[0]
    chains = len(first.effects)
    cut = f"{len(first.cut_off)} of {chains}" if first.cut_off else "-"
    lost = "-" if len(first.cut_off) == chains else _text.days(first.lost)
    return _text.clip(said_of(section), ROW_WIDTH), lost, cut


def said_of(section: Sequence[WeakPoint], width: int = ROW_WIDTH) -> str:
    """Return the elements of a section by their names, up to a width, and how many more it has."""
    names = [point.label for kind in NAMED for point in section if point.kind == kind]
    fitting = 1
    while fitting < len(names) and len(", ".join(names[: fitting + 1])) + MORE_WIDTH <= width:
        fitting += 1
    rest = len(names) - fitting
    more = f" and {rest} more" if rest else ""
    return ", ".join(names[:fitting]) + more


@suggest_arguments
def criticality(
    net: Network,
    pairs: Iterable[str | Sequence[str]],
    *,
    kinds: Iterable[str] = WEAK,
    **limits: Unpack[Limits],
) -> WeakPoints:
    """Rank what the best routes rest on by what is lost without it.

    Parameters
    ----------
    net
        The network, seen on its day.
    pairs
        Chains of places: ``"Xi'an > Duisburg"`` or sequences.
    kinds
        What is taken out in turn: of ``countries``, ``borders``, ``nodes`` and ``legs``.
    limits
        As for `find_route`, for every chain.

    Returns
    -------
    WeakPoints
        Critical elements, the worst first: by the chains cut off, then by the time lost. The ends
        and their countries are not taken out, a terminal only where the place has another.

    Raises
    ------
    NoRouteError
        When a chain has no route to begin with.
    UnknownPlaceError, AmbiguousPlaceError, SamePlaceError, QuantityError
        As `find_route` does.

    >>> import corridor as co
    >>> found = co.criticality(co.load_network(), ["Aktau > Baku"], kinds=["legs"])
    >>> found[0].item, found[0].lost.days > 0
    ('aktau--alat--ferry', True)
    """
    asked = tuple(one_of(kind, WEAK, "a kind") for kind in several(kinds, "kinds"))
    routes: list[Route] = []
    effects: dict[tuple[str, Item], list[Effect]] = {}
    for points in each_chain(pairs):
        request = make_request(net, points, **limits)
        asking.refuse_depart(request, "criticality")
        route = best_route(net, request)
        routes.append(route)
        for kind, item in touched_by(route, asked):
            other = best_without(net, request, [(kind, item)])
            lost = other and Duration(_total(other, request) - _total(route, request))
            if lost is None or lost:
                effect = Effect(request.chain, lost, other)
                effects.setdefault((kind, item), []).append(effect)
    found = [
        WeakPoint(kind, item, _label(net, kind, item), tuple(all_lost))  # type: ignore[arg-type] # checked above
        for (kind, item), all_lost in effects.items()
    ]
    found.sort(key=lambda point: (-len(point.cut_off), -point.lost, point.name))
    return WeakPoints(tuple(found), tuple(routes), net.stamp, _coverage(net, routes))


def _coverage(net: Network, routes: list[Route]) -> str:
    """Return how many open legs the file has in each country that the routes pass between ends."""
    passed = dict.fromkeys(
        country
        for route in routes
        for country in route.countries
        if country not in {route.origin.country, route.destination.country}
    )
    legs = [net.countries_of(leg) for leg in net.legs.values() if net.is_open(leg)]
    counts = ", ".join(
        f"{country} {sum(country in touched for touched in legs)}" for country in passed
    )
    inside = f" Legs on file that touch {counts}." if counts else ""
    return (
        f"losses hold in this network of {len(net.nodes)} nodes and {len(legs)} open legs; a line "
        f"that is not on file is no detour here.{inside}"
    )


def _total(route: Route, request: Request) -> int:
    return route.transit_time.at(request.level)


def touched_by(route: Route, kinds: Iterable[str]) -> Iterator[tuple[str, Item]]:
    """Yield what a route touches and what can be taken out without taking its ends away."""
    points = route.request.points
    only = {node for point in points if len(point.nodes) == 1 for node in point.nodes}
    at_home = {route.origin.country, route.destination.country}
    touched: dict[str, Iterable[Item]] = {
        "countries": (item for item in route.countries if item not in at_home),
        "borders": (asking.border(pair) for pair in route.border_crossings),
        "nodes": (node.id for node in route.nodes if node.id not in only),
        "legs": (leg.id for leg in route.legs),
    }
    for kind in WEAK:
        for item in dict.fromkeys(touched[kind]) if kind in kinds else ():
            yield kind, item


def best_without(net: Network, request: Request, items: Iterable[tuple[str, Item]]) -> Route | None:
    """Return the best route that avoids some things more, or none."""
    avoided = {kind: set(getattr(request.avoid, kind)) for kind in KINDS}
    for kind, item in items:
        avoided[kind].add(item)
    asked = served(net, replace(request, avoid=Avoid(**avoided)))
    found = next(paths_of(net, asked), None)
    return found and build_route(net, asked, found.path)


def _label(net: Network, kind: str, item: Item) -> str:
    if isinstance(item, tuple):
        return f"border {'-'.join(item)}"
    if kind == "legs":
        return leg_label(net, net.legs[item])
    return net.nodes[item].short if kind == "nodes" else item
