"""Routes side by side: chains of places, or the corridors between two places."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Unpack

from corridor import text as _text
from corridor.errors import ShipmentError
from corridor.network.corridors import Corridor
from corridor.network.journeys import Journey
from corridor.network.network import Network
from corridor.notebook import Shown
from corridor.routes import cost_comparison
from corridor.routes import cost_words as bill_text
from corridor.routes.no_route import NoRouteError
from corridor.routes.request import Request, split_chain
from corridor.routes.reservations import too_long
from corridor.routes.route import LEVELS_FOOTNOTE, Route, advisories, grounds, way
from corridor.routing.best_route import Limits, best_route, make_request
from corridor.routing.build_route import path_of
from corridor.routing.graph.corridors import unserved_by
from corridor.routing.near_routes import detour_of
from corridor.simulation.nine_in_ten import RUNS, SEED, nine_in_ten
from corridor.units import Duration

if TYPE_CHECKING:
    from corridor.scenarios.scenario import Scenario

CLAIMS_SHOWN = 3
Chain = str | Sequence[str] | Route


@dataclass(frozen=True, slots=True)
class Compared:
    """One row of a comparison.

    Attributes
    ----------
    label
        What the row is called.
    route
        The best route, or none.
    reason
        Why there is none.
    claims
        Reported journeys between the same ends by the same corridor that advertise a time.
    corridors
        Names of the corridors that the route belongs to, branches apart.
    within
        The time within which nine in ten simulated shipments arrive.
    scenario, lost
        Under which scenario, and how much longer than without it at the level asked for.
    """

    label: str
    route: Route | None
    reason: str = ""
    claims: tuple[Journey, ...] = ()
    corridors: tuple[str, ...] = ()
    within: Duration | None = None
    scenario: str = ""
    lost: Duration | None = None

    @property
    def advertised(self) -> str | None:
        """The advertised days, where the low level of the route is just that."""
        if self.route is None:
            return None
        low = _text.days(self.route.transit_time.low)
        said = {_text.days(_days_of(claim)) for claim in self.claims}
        return low if low in said else None


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

    def _blocks(self) -> list[_text.Block]:
        head = (
            "",
            "corridor",
            "km",
            "low\ndays",
            "typical\ndays",
            "9 in 10\ndays",
            "high\ndays",
            "standing\ndays",
        )
        rows = [head, *(_cells(row) for row in self.rows if row.route)]
        if all(row.route is None or row.route.request.corridor for row in self.rows):
            rows = [(row[0], *row[2:]) for row in rows]
        behind = [*_behind(self), ("levels", _FOOTNOTE), ("data", self.stamp)]
        return [
            _text.Prose([finding_of(row) for row in self.rows]),
            _text.Table(rows[0], rows[1:], left=range(len(rows[0]) - 6)),
            *cost_comparison.compared([(row.label, row.route) for row in self.rows if row.route]),
            _text.Pairs(behind),
        ]


_FOOTNOTE = LEVELS_FOOTNOTE + (
    f" 9 in 10: within so many whole days nine in ten of {RUNS:,} simulated shipments arrive "
    f"(seed {SEED}). standing: dwell and waiting at the typical level."
)


def compare(
    net: Network,
    chains: Iterable[Chain],
    *,
    scenarios: "Mapping[str, Scenario] | None" = None,
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
        Scenarios by what they are to be called: each chain has a row for each of them too.
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
    changed = {name: scenario.apply(net) for name, scenario in (scenarios or {}).items()}
    rows = []
    for chain in [chains] if isinstance(chains, str | Route) else chains:
        if isinstance(chain, Route):
            request, first = chain.request, _compared(net, chain, chain.request.chain)
        else:
            points = split_chain(chain) if isinstance(chain, str) else tuple(chain)
            request = make_request(net, points, **limits)
            first = row_of(net, request, request.chain)
        rows += [first, *(_under(first, other, request, name) for name, other in changed.items())]
    return Comparison("chains", tuple(rows), net.stamp)


def _under(first: Compared, net: Network, request: Request, scenario: str) -> Compared:
    """Return the row of a chain under a scenario, with what it loses."""
    row = row_of(net, request, f"{request.chain}, {scenario}")
    times = [item.route.transit_time.at(request.level) for item in (row, first) if item.route]
    lost = Duration(times[0] - times[1]) if len(times) == 2 else None
    return replace(row, scenario=scenario, lost=lost)


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
    points = (origin, *((via,) if isinstance(via, str) else via), destination)
    request = make_request(net, points, **limits)
    unserved = unserved_by(net, request)
    rows = [
        _offered(net, request, corridor, serves=corridor.id not in unserved)
        for corridor in net.corridors.values()
        if corridor.parent is None
    ]
    rows.sort(key=_rank)
    return Comparison(f"{request.chain} by corridor", tuple(rows), net.stamp)


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


def row_of(net: Network, request: Request, label: str) -> Compared:
    """Return the row of the best route of a request, or why there is none."""
    try:
        route = best_route(net, request)
    except NoRouteError as error:
        return Compared(label, None, str(error).partition("\n")[0])
    except ShipmentError as error:
        if not error.missing:
            raise
        return Compared(label, None, str(error).partition("\n")[0])
    return _compared(net, route, label)


def _compared(net: Network, route: Route, label: str) -> Compared:
    corridors = [net.corridors[item] for item in route.corridors if item in net.corridors]
    names = tuple(item.short for item in corridors if item.parent is None)
    return Compared(label, route, "", _claims(net, route), names, nine_in_ten(net, route))


def _claims(net: Network, route: Route) -> tuple[Journey, ...]:
    """Return what is advertised between the route's ends, by one of its corridors."""
    ends = (route.request.origin.ref.id, route.request.destination.ref.id)
    passed = {node.id for node in route.nodes}
    return tuple(
        claim
        for claim in net.journeys.values()
        if claim.kind == "advertised"
        and claim.transit_time
        and claim.corridor in route.corridors
        and passed.issuperset(claim.via)
        and (claim.period.start is None or net.date is None or claim.period.start <= net.date)
        and (claim.origin.region or claim.origin.node) == ends[0]
        and (claim.destination.region or claim.destination.node) == ends[1]
    )


def _days_of(claim: Journey) -> int:
    span = claim.transit_time
    return int((span.low or span.high or 0) if span else 0)


def finding_of(row: Compared) -> str:
    """Return what a row says, in a sentence."""
    if row.route is None:
        return f"{row.label}: {row.reason}."
    time = row.route.transit_time
    low = row.advertised or _text.days(time.low)
    said = "advertised" if row.advertised else "at best"
    typical = _text.days(time.typical, digits=0)
    by = f", by the {row.corridors[0]} Corridor" if _unasked(row) else ""
    return (
        f"{row.label}: {_whole(low)} days {said}, about {typical} as a rule, nine in ten within "
        f"{_promised(row)}{by}{_loss(row)}."
    )


def _loss(row: Compared) -> str:
    if row.lost is None:
        return ""
    if not row.lost:
        return "; nothing lost"
    return f"; {_text.days(abs(row.lost))} days {'longer' if row.lost > 0 else 'shorter'}"


def _promised(row: Compared) -> str:
    return _text.days(row.within, promise=True) if row.within else "-"


def _unasked(row: Compared) -> bool:
    """Return whether the answer chose a corridor that was not asked for."""
    return bool(row.corridors and row.route and row.route.request.corridor is None)


def _whole(days: str) -> str:
    return days.removesuffix(".0")


def _cells(row: Compared) -> tuple[str, ...]:
    route = row.route
    if route is None:
        return ()
    time = route.transit_time
    return (
        f"  {row.scenario}" if row.scenario else row.label,
        " + ".join(row.corridors) or "-",
        _text.km(route.distance),
        *map(_text.days, (time.low, time.typical)),
        _promised(row),
        _text.days(time.high),
        _text.days(route.standing.typical),
    )


def _behind(comparison: Comparison) -> Iterator[tuple[str, str]]:
    """Yield ways, grounds, claims, inland ways and advisories of the routes."""
    many = len(comparison.routes) > 1
    told = [row for row in comparison.rows if not row.scenario or row.lost]
    for row in told:
        if row.route is None:
            continue
        route = row.route
        prefix = f"{row.label}: " if many else ""
        yield "way", prefix + way(route)
        yield "", "grounds: " + next(text for word, text in grounds(route) if word == "grounds")
        for text in cost_comparison.compared_notes(route):
            yield "", text
        if route.inland:
            name, time = route.inland
            levels = zip(("low", "typical", "high"), map(_text.days, time.levels), strict=True)
            said = ", ".join(f"{days} {level}" for level, days in levels)
            yield "", f"from {name}, inland: {said}"
        for claim in row.claims[:CLAIMS_SHOWN]:
            days = _whole(_text.days(_days_of(claim)))
            yield "", f"advertised: {days} days, {claim.sources[0]} ({claim.id})"
        for note in route.notes:
            yield "", note
    cost = next((route.cost for route in comparison.routes if route.cost), None)
    if cost:
        yield from bill_text.shipment_notes(cost)
    warned = [row for row in told if not row.scenario or not _warned(comparison, row)]
    yield from advisories([(row.label if many else "", row.route) for row in warned])


def _warned(comparison: Comparison, row: Compared) -> bool:
    """Return whether a row without a scenario has all advisories of one under a scenario."""
    others = [other.route for other in comparison.rows if other.route and not other.scenario]
    known = {item for route in others for item in route.advisories}
    return row.route is None or known.issuperset(row.route.advisories)
