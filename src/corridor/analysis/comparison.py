"""Routes side by side: chains of places, or the corridors between two places."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from corridor import text as _text
from corridor.analysis.compared_rows import (
    Compared,
    compared,
    days_of,
    finding_of,
    promised,
    row_of,
    whole,
)
from corridor.errors import QuantityError, ShipmentError
from corridor.frozen import dataclass
from corridor.network.model import Corridor
from corridor.network.network import Network
from corridor.printing.shown import Shown
from corridor.routes.caveats import too_long
from corridor.routes.evidence_base import in_one_line
from corridor.routes.no_route_error import NoRouteError
from corridor.routes.request import Request, check_depart
from corridor.routes.route import Route, advisories, stops_text
from corridor.routes.route_text import LEVELS_FOOTNOTE
from corridor.routing.best_route import Limits, best_route, make_request
from corridor.routing.build_route import path_of
from corridor.routing.direct_routes import detour_of, served
from corridor.routing.graph.corridors import unserved_by
from corridor.signatures import suggest_arguments
from corridor.simulation.p90 import RUNS, SEED
from corridor.units import Duration
from corridor.user_values import in_order, points_of

if TYPE_CHECKING:
    from corridor.scenarios.scenario import Scenario

CLAIMS_SHOWN = 3
Chain = str | Sequence[str] | Route


@dataclass(frozen=True, slots=True)
class Comparison(Shown):
    """Routes side by side; `print` gives a table with the finding in words first.

    Attributes
    ----------
    title
        What is compared.
    rows
        One for each chain or corridor.
    stamp
        The network's version, date and digest.
    """

    title: str
    rows: tuple[Compared, ...]
    stamp: str

    @property
    def routes(self) -> tuple[Route, ...]:
        """The routes that were found, in the order of the rows."""
        return tuple(row.route for row in self.rows if row.route)

    def _past(self) -> Iterator[str]:
        """Yield what reports of a day behind the data say otherwise, each once."""
        yield from dict.fromkeys(said for row in self.rows if row.route for said in row.route.past)

    def _blocks(self) -> list[_text.Block]:
        head = (
            "",
            "corridor",
            "km",
            "low\ndays",
            "typical\ndays",
            "P90\ndays",
            "high\ndays",
            "at stops\ndays",
        )
        rows = [head, *(cells_of_row(row, row.route) for row in self.rows if row.route)]
        if all(row.route is None or row.route.request.corridor for row in self.rows):
            rows = [(row[0], *row[2:]) for row in rows]
        behind = [*_behind(self), ("levels", _FOOTNOTE), ("data", self.stamp)]
        return [
            _text.Prose([*self._past(), *(finding_of(row) for row in self.rows)]),
            _text.Table(rows[0], rows[1:], left=range(len(rows[0]) - 6)),
            *_costs(self),
            _text.Pairs(behind),
        ]

    def _short(self) -> list[_text.Block]:
        findings, times, *costs, behind = self._blocks()
        return [findings, costs[0] if costs else times, behind]


_FOOTNOTE = LEVELS_FOOTNOTE + (
    f" P90: within so many whole days 90 % of {RUNS:,} simulated shipments arrive "
    f"(seed {SEED}). at stops: dwell and waiting at the typical level."
)


@suggest_arguments
def compare(
    net: Network,
    chains: Iterable[Chain],
    *,
    scenarios: "Mapping[str, Scenario] | Iterable[Scenario] | None" = None,
    **limits: Unpack[Limits],
) -> Comparison:
    """Compare the best routes of several chains of places, or routes found before.

    Parameters
    ----------
    net
        The network, seen on its day.
    chains
        Each a text ``"China > Türkiye"``, a sequence of places, or a route.
    scenarios
        Scenarios, or scenarios by what they are to be called, no two of one name: each chain has a
        row for each of them too. Where no corridor is asked for, rows for each corridor that a
        scenario touches come last. A row of a scenario of which nothing is in force on the
        network's day says so.
    limits
        As for `find_route`, for every chain.

    Returns
    -------
    Comparison
        One row for each chain; where there is no route the row says why.

    Raises
    ------
    UnknownPlaceError, AmbiguousPlaceError, SamePlaceError, QuantityError
        As `find_route` does.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> chains = ["China > Türkiye", "China > Türkiye > Western Europe"]
    >>> found = co.compare(net, chains, corridor="middle")
    >>> [route.transit_time.low.days for route in found.routes]
    [12.0, 18.0]
    """
    changed = {}
    if scenarios is not None:
        from corridor.scenarios.named import by_name

        ready = check_depart(limits.get("depart"))
        changed = {name: _changed(net, item, ready) for name, item in by_name(scenarios).items()}
    rows: list[Compared] = []
    by_corridor: list[Compared] = []
    for chain in [chains] if isinstance(chains, Route) else in_order(chains, "chains"):
        if isinstance(chain, Route):
            request, first = chain.request, compared(net, chain, chain.request.chain)
        else:
            request = make_request(net, points_of(chain), **limits)
            first = row_of(net, request, request.chain)
        own = _with_scenarios(first, request, changed)
        rows += own
        if changed and request.corridor is None:
            by_corridor += _by_corridors_touched(net, request, own, changed)
    return Comparison("chains", (*rows, *by_corridor), net.stamp)


Changed = dict[str, Network | str]


def _changed(net: Network, scenario: "Scenario", ready: datetime.datetime | None) -> Network | str:
    """Return the network of a scenario, or that nothing of it is in force."""
    from corridor.scenarios.windows import days_ahead, not_in_force

    changed = scenario.apply(net)
    asked = days_ahead(ready.date()) if ready else None
    return not_in_force(net, scenario, asked) or changed


def _with_scenarios(first: Compared, request: Request, changed: Changed) -> list[Compared]:
    """Return a row with those of the same under each scenario."""
    return [first, *(_under(first, other, request, name) for name, other in changed.items())]


def _by_corridors_touched(
    net: Network, request: Request, rows: list[Compared], changed: Changed
) -> Iterator[Compared]:
    """Yield rows of the corridors that some scenario touches, but for one that all rows are of."""
    unserved = unserved_by(net, request)
    shown = [row.route.corridors if row.route else () for row in rows]
    for corridor in net.corridors.values():
        if corridor.parent is not None or corridor.id in unserved:
            continue
        if all(corridor.id in corridors for corridors in shown):
            continue
        asked = replace(request, corridor=corridor.id, unserved_by=())
        before = _time_of(net, asked)
        after = [_time_of(other, asked) for other in changed.values() if isinstance(other, Network)]
        if all(time == before for time in after):
            continue
        row = _offered(net, asked, corridor, serves=True)
        if row.route or before is None:
            row = replace(row, label=f"{request.chain} by {corridor.short}")
            yield from _with_scenarios(row, asked, changed)


def _time_of(net: Network, request: Request) -> int | None:
    """Return the objective of the best route of a request, if there is one."""
    try:
        return best_route(net, request).objective
    except (NoRouteError, ShipmentError):
        return None


def _under(first: Compared, net: Network | str, request: Request, scenario: str) -> Compared:
    """Return the row of a chain under a scenario, with what it loses."""
    label = f"{first.label}, {scenario}"
    if isinstance(net, str):
        return Compared(label, None, net, scenario=scenario)
    row = row_of(net, served(net, request), label)
    times = [item.route.transit_time.at(request.level) for item in (row, first) if item.route]
    lost = Duration(times[0] - times[1]) if len(times) == 2 else None
    return replace(row, scenario=scenario, lost=lost)


@suggest_arguments
def compare_corridors(
    net: Network,
    origin: str,
    destination: str,
    *,
    via: str | Iterable[str] = (),
    **limits: Unpack[Limits],
) -> Comparison:
    """Compare the best route of every corridor between two places.

    Parameters
    ----------
    net
        The network, seen on its day.
    origin, destination, via, limits
        As for `find_route`; a corridor is not asked for.

    Returns
    -------
    Comparison
        One row for each corridor that is not a branch of another, the best first; one that does
        not serve the places, is too long for them or has no route is named with the reason.

    Raises
    ------
    UnknownPlaceError, AmbiguousPlaceError, SamePlaceError, QuantityError
        As `find_route` does.

    >>> import corridor as co
    >>> found = co.compare_corridors(co.load_network(), "Xi'an", "Duisburg")
    >>> found.rows[0].label
    'Northern Corridor'
    """
    points = (origin, *in_order(via, "via"), destination)
    request = make_request(net, points, **limits)
    if not net.corridors:
        raise QuantityError("this network names no corridors; find_routes has routes that differ")
    return Comparison(f"{request.chain} by corridor", by_corridor(net, request), net.stamp)


def by_corridor(net: Network, request: Request) -> tuple[Compared, ...]:
    """Return a row for each corridor that is not a branch of another, the best first."""
    unserved = unserved_by(net, request)
    rows = [
        _offered(net, request, corridor, serves=corridor.id not in unserved)
        for corridor in net.corridors.values()
        if corridor.parent is None
    ]
    return tuple(sorted(rows, key=_rank))


def _offered(net: Network, request: Request, corridor: Corridor, *, serves: bool) -> Compared:
    """Return the row of a corridor; one that does not serve the request, or too long, has none."""
    if not serves:
        reason = f"not offered: no journey by it is reported for {request.chain}"
        return Compared(corridor.name, None, reason)
    asked = replace(request, corridor=corridor.id, unserved_by=())
    row = row_of(net, asked, corridor.name)
    if row.route is None or corridor.detour is None:
        return row
    ratio = detour_of(net, asked, path_of(net, row.route))
    if ratio <= corridor.detour.limit:
        return row
    return Compared(corridor.name, None, too_long(corridor, ratio))


def _rank(row: Compared) -> tuple[bool, int, int]:
    """Return what rows are ordered by: the objective, without a route last, then the time."""
    if row.route is None:
        return (True, 0, 0)
    return (False, row.route.objective, int(row.route.transit_time.typical))


def cells_of_row(row: Compared, route: Route) -> tuple[str, ...]:
    """Return the label of a row, its corridors and the figures of its route as texts."""
    time = route.transit_time
    return (
        f"  {row.scenario}" if row.scenario else row.label,
        " + ".join(row.corridors) or "-",
        _text.km(route.distance),
        *map(_text.days, (time.low, time.typical)),
        promised(row),
        _text.days(time.high),
        _text.days(route.standing.typical),
    )


def _costs(comparison: Comparison) -> Iterator[_text.Block]:
    """Yield what the routes cost side by side, where they carry a shipment."""
    rows = [(row.label, row.route) for row in comparison.rows if row.route]
    if any(route.cost for _, route in rows):
        from corridor.routing.cost_comparison import compared as costs_compared

        yield from costs_compared(rows)


def _cost_notes(route: Route) -> Iterator[str]:
    if route.cost and route.emissions:
        from corridor.routing.cost_comparison import compared_notes

        yield from compared_notes(route.cost, route.emissions)


def _behind(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield routes, evidence, claims, inland routes and advisories of the routes."""
    many = len(comparison.routes) > 1
    told = [row for row in comparison.rows if not row.scenario or row.lost]
    for row in told:
        if row.route is None:
            continue
        route = row.route
        prefix = f"{row.label}: " if many else ""
        yield "route", prefix + stops_text(route)
        yield "evidence", prefix + in_one_line(route.grounds)
        for text in _cost_notes(route):
            yield "", text
        if route.inland:
            name, time = route.inland
            levels = zip(("low", "typical", "high"), map(_text.days, time.levels), strict=True)
            said = ", ".join(f"{days} {level}" for level, days in levels)
            side = "from" if route.inland.end == "origin" else "to"
            yield "", f"{side} {name}, inland: {said}"
        for claim in row.claims[:CLAIMS_SHOWN]:
            days = whole(_text.days(days_of(claim)))
            yield "", f"advertised: {days} days, {claim.sources[0]} ({claim.id})"
        for note in route.notes:
            yield "", note
    cost = next((route.cost for route in comparison.routes if route.cost), None)
    if cost:
        from corridor.routes.costs.cost_text import shipment_notes

        yield from shipment_notes(cost)
    warned = [row for row in told if not row.scenario or not _warned(comparison, row)]
    yield from advisories([(row.label if many else "", row.route) for row in warned])


def _warned(comparison: Comparison, row: Compared) -> bool:
    """Return whether a row without a scenario has all advisories of one under a scenario."""
    others = [other.route for other in comparison.rows if other.route and not other.scenario]
    known = {item for route in others for item in route.advisories}
    return row.route is None or known.issuperset(row.route.advisories)
