"""Prices on file for a route: those of its sections by corridor, and their changes."""

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from corridor.analysis.price_list import DatedPrice, Prices, PriceSeries, Standing
from corridor.network.model import Node
from corridor.network.network import Network
from corridor.network.offers.conditions import borders_by_node, fits_leg, fits_stop
from corridor.network.rates import ANY_BOX, BOXES, TIME_CHARGES, Tariff
from corridor.routes.request import Request
from corridor.routes.route import Route
from corridor.routes.steps import Transfer
from corridor.routing.alternatives import some_routes
from corridor.routing.best_route import best_route, make_request
from corridor.routing.build_route import path_of
from corridor.routing.costs.resolved_shipment import months_before, not_after, sources_of
from corridor.routing.direct_routes import detour_of
from corridor.routing.graph.corridors import unserved_by
from corridor.signatures import suggest_arguments
from corridor.user_values import one_of, points_of, read_date

#: How many routes of a corridor are looked at, which differ in passage; how many ends are named.
ROUTES, NAMED = 6, 3
#: Partial routes after which the search for a corridor's routes is given up.
BUDGET = 10_000
MONTHS = 18


@suggest_arguments
def prices(
    net: Network,
    way: str | Iterable[str],
    *,
    corridor: str | None = None,
    equipment: str | None = None,
    day: str | datetime.date | None = None,
) -> Prices:
    """List the prices on file for routes between places, with dates, changes and sources.

    Looked at are the best few routes of each corridor that serves the places.

    Parameters
    ----------
    net
        The network, seen on its day.
    way
        A chain of places, as ``"Xi'an > Istanbul"``, or the places.
    corridor
        The corridor alone that is looked at.
    equipment
        The size of box alone that is looked at, as 40ft.
    day
        The day that is asked for: the price of it is the last one before it. By default the
        network's day.

    Returns
    -------
    Prices
        Of all ages, also those that are too old to count in a total.

    Raises
    ------
    QuantityError
        When the size of box or the day is not of its form.
    NoRouteError, UnknownPlaceError, AmbiguousPlaceError, SamePlaceError
        As `find_route` does.

    >>> import corridor as co
    >>> found = co.prices(co.load_network(), "Altynkol > Istanbul", equipment="40ft")
    >>> [(series.section, series.prices[0].tariff.date) for series in found.series][0]
    ('Altynkol > Istanbul', '2018')
    """
    if equipment is not None:
        one_of(equipment, net.file.equipment or BOXES, "equipment", cutoff=0.5)
    asked = str(net.date or net.as_of if day is None else read_date(day))
    request = make_request(net, points_of(way), corridor=corridor)
    by_corridor = dict(_routes(net, request))
    found: dict[tuple[object, ...], dict[str, list[Tariff]]] = {}
    for name, routes in by_corridor.items():
        for tariff in net.file.tariffs.values():
            box = equipment is None or tariff.equipment in {equipment, ANY_BOX}
            if box and any(_fits(tariff, route) for route in routes):
                found.setdefault(_subject(tariff), {}).setdefault(name, []).append(tariff)
    series = tuple(
        _series(net, names, tariffs, asked)
        for held in found.values()
        for names, tariffs in _together(held)
    )
    priced = {name for item in series if _is_of_section(item) for name in item.corridors}
    used = [source for item in series for one in item.prices for source in one.tariff.sources]
    return Prices(
        request.chain,
        asked,
        tuple(sorted(series, key=lambda item: (not _is_of_section(item), item.corridors[:1]))),
        tuple(name for name in by_corridor if name and name not in priced),
        sources_of(net, tuple(used)),
        net.stamp,
    )


def _routes(net: Network, request: Request) -> Iterator[tuple[str, tuple[Route, ...]]]:
    """Yield the best few routes of each corridor asked for; of none where there is no other."""
    unserved = unserved_by(net, request)
    found = False
    for corridor in net.corridors.values():
        asked = request.corridor in {None, corridor.id}
        if not asked or (corridor.parent and not request.corridor) or corridor.id in unserved:
            continue
        limit = corridor.detour.limit if corridor.detour else None
        own = replace(request, corridor=corridor.id, unserved_by=())
        routes = some_routes(net, own, ROUTES, BUDGET)
        if limit is not None:
            routes = tuple(
                route for route in routes if detour_of(net, own, path_of(net, route)) <= limit
            )
        if routes:
            found = True
            yield corridor.id, routes
    if not found:
        yield "", (best_route(net, request),)


def _fits(tariff: Tariff, route: Route) -> bool:
    """Return whether a tariff is for some part of a route."""
    if tariff.corridors and set(tariff.corridors).isdisjoint(route.corridors):
        return False
    nodes = [route.legs[0].origin.id, *(leg.destination.id for leg in route.legs)]
    if tariff.origin:
        return _is_section(tariff, route, nodes)
    if tariff.charge == "detention":
        return True
    if tariff.charge:
        timed = tariff.charge in TIME_CHARGES
        borders = borders_by_node((leg.leg for leg in route.legs), _nodes(route))
        return any(
            (step.node.id == tariff.node or fits_stop(tariff, step.node, borders[step.node.id]))
            and (timed or step.kind == tariff.charge)
            for step in route.steps
            if isinstance(step, Transfer)
        )
    return any(
        leg.id == tariff.leg or fits_leg(tariff, leg.leg, leg.countries) for leg in route.legs
    )


def _nodes(route: Route) -> dict[str, Node]:
    ends = (node for leg in route.legs for node in (leg.origin, leg.destination))
    return {node.id: node for node in ends}


def _is_section(tariff: Tariff, route: Route, nodes: Sequence[str]) -> bool:
    directions = [(tariff.origin, tariff.destination)]
    directions += [(tariff.destination, tariff.origin)] if tariff.both_ways else []
    return any(
        nodes[start] in origins
        and nodes[end] in destinations
        and all(tariff.carries(leg.leg.mode) for leg in route.legs[start:end])
        for origins, destinations in directions
        for start in range(len(nodes))
        for end in range(start + 1, len(nodes))
    )


def _subject(tariff: Tariff) -> tuple[object, ...]:
    """Return what a tariff is a price of: prices of one subject are a series."""
    ends = (frozenset(tariff.origin), frozenset(tariff.destination), tariff.modes)
    conditions = tariff.conditions - {("corridors", tuple(tariff.corridors))}
    place = (tariff.leg, tariff.node, tariff.charge, tariff.both_ways)
    unit = (tariff.per, tariff.units, tariff.price.low.currency)
    return (*place, *ends, conditions, *unit)


def _together(held: dict[str, list[Tariff]]) -> Iterator[tuple[tuple[str, ...], list[Tariff]]]:
    """Yield the tariffs of a subject, corridors that share all of them together."""
    alike: dict[tuple[str, ...], list[str]] = {}
    for name, tariffs in held.items():
        alike.setdefault(tuple(tariff.id for tariff in tariffs), []).append(name)
    for names in alike.values():
        yield tuple(filter(None, names)), held[names[0]]


def _series(
    net: Network, corridors: tuple[str, ...], tariffs: list[Tariff], day: str
) -> PriceSeries:
    ordered = sorted(tariffs, key=lambda tariff: (tariff.date or "", tariff.id))
    standings = _standings(ordered, day)
    found = []
    for before, tariff, standing in zip((None, *ordered), ordered, standings, strict=False):
        typical = tariff.price.at("typical").cents
        known = before.price.at("typical").cents if before and before.date else 0
        change = typical / known - 1 if known else None
        found.append(DatedPrice(tariff, change, before.date if before else None, standing))
    first = ordered[0]
    size = "" if first.units == 1 else f"{first.units:,g} "
    unit = "day" if first.charge in TIME_CHARGES else f"{size}{first.per}"
    section = ", ".join(filter(None, (_section(net, first), _masses(first))))
    return PriceSeries(corridors, section, first.equipment, unit, tuple(found))


def _standings(tariffs: Sequence[Tariff], day: str) -> list[Standing]:
    """Return how each of the prices of a series stands on a day."""
    found: list[Standing] = []
    oldest = months_before(day, MONTHS) or ""
    held = False
    for tariff in reversed(tariffs):
        start = max(tariff.date or "", str(tariff.valid_from or ""))
        if not not_after(start, day):
            found.append("later")
        elif tariff.valid_until and str(tariff.valid_until) < day:
            found.append("ended")
        elif held:
            found.append("replaced")
        else:
            held = True
            old = tariff.date and not tariff.valid_until and not not_after(oldest, tariff.date)
            found.append("historic" if old else "in force")
    return found[::-1]


def _section(net: Network, tariff: Tariff) -> str:
    """Return in words what a tariff is a price of."""
    if tariff.leg:
        leg = net.legs[tariff.leg]
        return f"{net.nodes[leg.origin].short} > {net.nodes[leg.destination].short}"
    if tariff.node:
        return f"{str(tariff.charge).replace('_', ' ')} at {net.nodes[tariff.node].short}"
    if tariff.origin:
        arrow = "<>" if tariff.both_ways else ">"
        return f"{_named(net, tariff.origin)} {arrow} {_named(net, tariff.destination)}"
    return tariff.text or tariff.id


def _masses(tariff: Tariff) -> str:
    """Return for what cargo in each box a tariff is, in words; empty where for any."""
    above, up_to = tariff.mass_above, tariff.mass_up_to
    words = [f"above {above}"] if above is not None else []
    return " ".join([*words, *([f"up to {up_to}"] if up_to is not None else [])])


def _named(net: Network, nodes: Sequence[str]) -> str:
    names = [net.nodes[node].short for node in nodes]
    more = len(names) - NAMED
    return ", ".join(names[:NAMED]) + (f" and {more} more" if more > 0 else "")


def _is_of_section(series: PriceSeries) -> bool:
    return bool(series.prices[0].tariff.origin)
