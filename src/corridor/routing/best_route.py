"""Find the best route: names become a request, and the first path that the search yields."""

import datetime
from collections.abc import Iterable, Iterator
from typing import TypedDict, Unpack

from corridor.errors import QuantityError, quote
from corridor.gazetteer import ends
from corridor.money import Money
from corridor.network.modes import MODES
from corridor.network.names import Point
from corridor.network.network import Memory, Network
from corridor.routes import request as asking
from corridor.routes.objectives import BY_TIME, OBJECTIVES, Objective
from corridor.routes.request import Avoid, Request, Require
from corridor.routes.route import Route
from corridor.routes.shipment import Shipment
from corridor.routing.build_route import build_route
from corridor.routing.dated import seen
from corridor.routing.direct_routes import paths_of, served
from corridor.signatures import suggest_arguments
from corridor.units import Duration, Mass
from corridor.user_values import in_order, of_kind, one_of, several

Via = str | Iterable[str]


class Bounds(TypedDict, total=False):
    """What every search may be asked to keep to, as `find_route` explains it."""

    level: str
    corridor: str | None
    modes: Iterable[str] | None
    avoid: Avoid | None
    require: Require | None
    max_time: str | Duration | None
    max_transfers: int | None
    max_gauge_breaks: int | None
    shipment: Shipment | None
    max_cost: str | Money | None
    max_emissions: str | Mass | None
    depart: str | datetime.date | None
    door: bool


class Bounded(Bounds, total=False):
    """The bounds, and policies of the file."""

    policy: str | Iterable[str]


class Search(Bounds, total=False):
    """The bounds, and what is to be minimised."""

    by: Objective


class Limits(Search, Bounded, total=False):
    """All that may be asked of a search."""


_ROUTES = Memory[object, Route]("routes")


@suggest_arguments
def find_route(
    net: Network, origin: Point, destination: Point, *, via: Via = (), **limits: Unpack[Limits]
) -> Route:
    """Find the best route between two places.

    Parameters
    ----------
    net
        The network, seen on its day.
    origin, destination
        Names, aliases, UN/LOCODEs or ids of nodes, places or regions; any city or country, in any
        script; a position as ``"38.42, 27.14"`` or ``(38.42, 27.14)``; a list of places, or
        ``"Xi'an | Yiwu"``, of which any counts. A city or position without a terminal of its own is
        joined by road to the terminals within 300 km, which then compete.
    via
        A place, or several to pass in order; of a place with several nodes any counts.
    limits
        What the route must keep to, all by keyword:

        - `by`: what to minimise: transit_time, cost, emissions, distance, or generalised (cost
          and the value of time); `level`: at which level (low, typical, high)
        - `corridor`: id of a corridor that the route belongs to; without it, none is taken that
          does not serve the pair, while there is another route
        - `modes`: modes that may be used; by default rail, ferry and sea, and road only where an
          end can be reached no other way or by a detour, which the answer says
        - `avoid`, `require`: an `Avoid`, a `Require`: what must not, what must be touched
        - `policy`: ids of named policies of the file, such as ``no-russia-belarus``
        - `max_time`: ``"25 days"``, at the level; `max_transfers`, `max_gauge_breaks`: counts
        - `shipment`: a `Shipment`, whose cost and emissions the route then has; `max_cost` as
          ``"9000 USD"``, `max_emissions` as ``"4 t"``: for all of it. By cost, only routes with a
          price for every part are ranked
        - `depart`: the day (and hour) on which the goods are ready, as ``"2027-03-03"``: then the
          earliest arrival is looked for, past closures and by the departures of that time, and
          the answer has a `schedule`; `max_time` counts from that day
        - `door`: False leaves the road legs to and from terminals out of the choice and the
          answer; they are never in the transit time, which is terminal to terminal

    Returns
    -------
    Route
        Ties are decided by the number of transfers, then by leg ids.

    Raises
    ------
    NoRouteError
        When no route satisfies the request, with what blocks it and what lifting would give.
    UnknownPlaceError, AmbiguousPlaceError
        When a name does not stand for one place.
    SamePlaceError
        When two points that follow each other share a node.
    QuantityError
        When a limit is not one that exists, or of the wrong form.
    ShipmentError
        When the shipment cannot be carried or has no price: which part, and what to do.
    LimitError
        When the search would take too long.

    >>> import corridor as co
    >>> route = co.find_route(co.load_network(), "Aktau", "Alat")
    >>> [leg.id for leg in route.legs]
    ['aktau--alat--ferry']
    """
    asked = _key(origin, destination, via, limits)
    memory = net.memory(_ROUTES)
    known = memory.get(asked) if asked else None
    if known is None:
        request = make_request(net, (origin, *in_order(via, "via"), destination), **limits)
        known = best_route(net, request)
        if asked:
            memory[asked] = known
    return known


def _key(origin: Point, destination: Point, via: Via, limits: Limits) -> object:
    """Return a key under which an answer is remembered; none where a limit is not hashable.

    It holds the types of the limits too: `True` equals 1, and one of them is refused.
    """
    values = tuple(limits.values())
    key = (origin, destination, via, tuple(limits), values, tuple(map(type, values)))
    try:
        hash(key)
    except TypeError:
        return None
    one_shot = any(isinstance(value, Iterator) for value in (via, *values))
    return None if one_shot else key


def make_request(
    net: Network,
    points: Iterable[Point],
    *,
    by: Objective = BY_TIME,
    level: str = "typical",
    corridor: str | None = None,
    modes: Iterable[str] | None = None,
    avoid: Avoid | None = None,
    require: Require | None = None,
    policy: str | Iterable[str] = (),
    max_time: str | Duration | None = None,
    max_transfers: int | None = None,
    max_gauge_breaks: int | None = None,
    shipment: Shipment | None = None,
    max_cost: str | Money | None = None,
    max_emissions: str | Mass | None = None,
    depart: str | datetime.date | None = None,
    door: bool = True,
) -> Request:
    """Return the question with every name resolved; raises as `find_route` does."""
    one_of(by, OBJECTIVES, "by")
    of_kind(door, "door", bool)
    if corridor is not None:
        one_of(corridor, net.corridors, "corridor")
    policies = tuple(one_of(item, net.policies, "policy") for item in several(policy, "policy"))
    for items, kind in ((avoid, Avoid), (require, Require)):
        if items is not None and not isinstance(items, kind):
            name = kind.__name__
            raise QuantityError(f"{name.lower()} is {items!r}; write co.{name}(countries={{...}})")
        if items:
            _check_items(net, items)
    request = Request(
        asking.check_points(ends.points(net, points, door=door)),
        by=by,
        level=asking.check_level(level),
        corridor=corridor,
        modes=asking.check_modes(modes),
        avoid=avoid or asking.NOTHING_AVOIDED,
        require=require or asking.NOTHING_REQUIRED,
        policies=policies,
        max_time=asking.check_time(max_time),
        max_transfers=asking.check_count(max_transfers, "max_transfers"),
        max_gauge_breaks=asking.check_count(max_gauge_breaks, "max_gauge_breaks"),
        shipment=shipment,
        max_cost=asking.check_budget(max_cost),
        max_emissions=asking.check_mass(max_emissions),
        depart=asking.check_depart(depart),
    )
    if shipment is not None:
        if not isinstance(shipment, Shipment):
            raise QuantityError(f"shipment is {shipment!r}; write co.Shipment(equipment=...)")
        from corridor.routing.costs.resolved_shipment import terms_of  # not needed for times

        terms_of(net, shipment)
    return served(net, asking.check_shipment(request))


def _check_items(net: Network, items: Avoid | Require) -> None:
    """Refuse what no network could have, or this one does not: likely a typing error."""
    name = type(items).__name__.lower()
    for country in sorted(items.countries.union(*items.borders)):
        if not (len(country) == 2 and country.isascii() and country.isupper()):
            raise QuantityError(
                f"{name} has the country {quote(country)}; it must be a two-letter code, as in KZ"
            )
    operators = {name for leg in net.legs.values() for name in leg.operators}
    known = {"nodes": net.nodes, "legs": net.legs, "operators": operators, "modes": MODES}
    for kind, present in known.items():
        for item in sorted(getattr(items, kind)):
            if item not in present:
                raise QuantityError(f"{name}.{kind} has {quote(item)}, which is not in the network")


def best_route(net: Network, request: Request) -> Route:
    """Return the best route for a request, or raise why there is none."""
    net = seen(net, request)
    found = next(paths_of(net, request), None)
    if found is None:
        from corridor.routing.why_no_route import no_route  # most questions have an answer

        raise no_route(net, request)
    return build_route(net, request, found.path)
