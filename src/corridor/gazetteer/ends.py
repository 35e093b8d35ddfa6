"""What stands at the ends of a route: names of the network, else countries, cities, positions."""

import contextlib
import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import cast

from corridor.countries import name_of
from corridor.errors import AmbiguousPlaceError, PlaceError, UnknownPlaceError
from corridor.gazetteer import terminals
from corridor.gazetteer.city_file import City, Found, Position, gazetteer
from corridor.network.model import Node
from corridor.network.names import (
    LONGEST_QUERY,
    Endpoint,
    Mile,
    Named,
    Point,
    Ref,
    at,
    fold,
    great_circle,
    locode_country,
    resolved,
)
from corridor.network.network import Network
from corridor.patterns import pattern
from corridor.user_values import of_numpy

#: The largest city of a name is meant when it has so many times the people of the next.
LARGER = 5
#: A city of so many people is meant, though its name is a part of others in the network.
LARGE = 100_000
#: A node that has a city's name and lies so near [km] is that city's terminal.
AT_CITY = 40
#: Cities of one name nearer than this [km] are one.
SAME = 30
#: What parts the places of a list in one text.
OR = "|"

_POSITION = pattern(r"\s*\(?\s*([+-]?\d{1,3}(?:\.\d+)?)\s*,\s*([+-]?\d{1,3}(?:\.\d+)?)\s*\)?\s*")
#: What stands before or behind the name of a place on bookings: its port, station or terminal.
_KIND = pattern(
    r"^(?:(?:sea)?port of|порт|станция|ст\.) |"
    r" (?:(?:international |intl\.? |sea |dry )?port|seaport|harbou?r|(?:railway |train )?station|"
    r"(?:rail |container |ferry )?terminal|hbf\.?|city|liman[ıi]?|порт)$|[港站市]$",
    re.IGNORECASE,
)
_WITH_COUNTRY = pattern(r"(.+?)\s*[,(]\s*([^,()]+?)\s*\)?")


def points(net: Network, given: Iterable[Point], *, door: bool = True) -> tuple[Endpoint, ...]:
    """Return what the points of a chain stand for, with all that cannot be found told at once.

    The first and the last may be any city, country or position near a terminal; a point between is
    passed, so it must be a place of the network.
    """
    listed = list(given)
    snaps = iter(number in {0, len(listed) - 1} for number in range(len(listed)))

    def find(point: Point) -> Endpoint:
        return endpoint(net, point, snaps=next(snaps), door=door)

    return resolved(find, place=listed)["place"]


def endpoint(net: Network, point: Point, *, snaps: bool = True, door: bool = True) -> Endpoint:
    """Return what one point stands for.

    Raises
    ------
    UnknownPlaceError, AmbiguousPlaceError
        With the names that are near, or what each of several places is.
    """
    point = of_numpy(point)
    if isinstance(point, str) and OR in point:
        point = [part.strip() for part in point.split(OR)]
    if isinstance(point, list | tuple):
        point = [of_numpy(item) for item in point]
        position = _pair(point)
        if position:
            return _snapped(net, f"{position[0]:g}, {position[1]:g}", position, "", door=door)
        parts = [endpoint(net, item, snaps=snaps, door=door) for item in cast("list[str]", point)]
        return _joined(parts) if parts else net.directory.endpoint(cast("Named", point))
    if not isinstance(point, str):
        return net.directory.endpoint(cast("Named", point))
    try:
        return net.directory.endpoint(point)
    except PlaceError as fault:
        return _beyond(net, point, fault, snaps=snaps, door=door)


def _pair(point: Sequence[object]) -> Position | None:
    numbers = [item for item in point if isinstance(item, int | float)]
    if len(point) != 2 or len(numbers) != 2:
        return None
    lat, lon = map(float, numbers)
    if not (math.isfinite(lat) and math.isfinite(lon) and abs(lat) <= 90 and abs(lon) <= 180):
        raise UnknownPlaceError(tuple(point), ())
    return lat, lon


def _beyond(net: Network, text: str, fault: PlaceError, *, snaps: bool, door: bool) -> Endpoint:
    """Return what a name outside the network stands for; the fault tells that it has no such."""
    short = text[:LONGEST_QUERY]
    match = _POSITION.fullmatch(short)
    if match and snaps:
        position = (float(match[1]), float(match[2]))
        if abs(position[0]) <= 90 and abs(position[1]) <= 180:
            return _snapped(net, short.strip(), position, "", door=door)
    if len(text) > LONGEST_QUERY or getattr(fault, "candidates", ()) == (text,):
        raise fault
    found = _known(short)
    if found.countries:
        return _country(net, found.countries[0], short)
    if isinstance(fault, AmbiguousPlaceError):  # of a part of several names: a large city is meant
        found = Found((), tuple(city for city in found.cities if city.population >= LARGE))
    if not found.cities:
        return _by_its_name_alone(net, short, fault, snaps=snaps, door=door)
    nodes = (_node_of(net, city) for city in found.cities)
    node = next((node for node in nodes if node), None)
    if node:
        return _terminal(net, node)
    city = _meant(short, found.cities)
    if not snaps:
        raise UnknownPlaceError(text, (), terminals.nearest(net, city.at), str(city))
    return _snapped(net, city.name, city.at, city.country, door=door)


def _by_its_name_alone(
    net: Network, text: str, fault: PlaceError, *, snaps: bool, door: bool
) -> Endpoint:
    """Return the place whose port, station or terminal is named."""
    bare = _KIND.sub("", text).strip()
    if bare and bare != text:
        with contextlib.suppress(UnknownPlaceError):
            return endpoint(net, bare, snaps=snaps, door=door)
    raise _unknown(text, fault)


def _known(text: str) -> Found:
    """Return the countries and cities of a name, also of ``Tripoli, LB``."""
    found = gazetteer().find(fold(text))
    match = _WITH_COUNTRY.fullmatch(text)
    if any(found) or not match:
        return found
    code = match[2].upper() if len(match[2]) == 2 else ""
    codes = {code, *gazetteer().find(fold(match[2])).countries}
    cities = gazetteer().find(fold(match[1])).cities
    return Found((), tuple(city for city in cities if city.country in codes))


def _meant(text: str, cities: tuple[City, ...]) -> City:
    """Return the city that a name means, unless several are as likely."""
    first = max(cities, key=lambda city: (city.population, city))
    others = [
        city
        for city in cities
        if city.population * LARGER > first.population and great_circle(city.at, first.at) > SAME
    ]
    if others:
        several = sorted({first, *others}, key=lambda city: (-city.population, city))
        codes = [city.country for city in several]
        told = [
            f"{city.name}, {city.country} ({city.population:,} people)"
            if codes.count(city.country) == 1
            else f"{city.lat:g}, {city.lon:g} ({city})"
            for city in several[:8]
        ]
        raise AmbiguousPlaceError(text, told)
    return first


def _node_of(net: Network, city: City) -> Node | None:
    """Return the node that is a city's own: near, and called as the city is in some language."""
    near = sorted(
        (apart, node.id)
        for node in net.nodes.values()
        if (apart := great_circle(city.at, at(node))) <= AT_CITY and node.kind != "waypoint"
    )
    for _, node in near:
        held = net.nodes[node]
        for name in (held.short, held.name, *held.aliases):
            if fold(name) == fold(city.name) or city in gazetteer().find(fold(name)).cities:
                return held
    return None


def _terminal(net: Network, node: Node) -> Endpoint:
    """Return a node, or the place of the network that has its name."""
    for place in net.places.values():
        if node.id in place.nodes and (
            fold(place.name) == fold(node.short) or fold(node.short).startswith(fold(place.name))
        ):
            return net.directory.endpoint(place)
    return net.directory.endpoint(node)


def _snapped(net: Network, name: str, here: Position, country: str, *, door: bool) -> Endpoint:
    """Return a place that is joined to the terminals near it by road."""
    if not country:
        country = gazetteer().nearest(here).country
    near = terminals.near(net, here, country)
    if not near:
        raise UnknownPlaceError(name, (), terminals.nearest(net, here), _too_far())
    miles = tuple(terminals.mile(net, name, here, node, country) for node in near)
    stops: tuple[tuple[str, str | None], ...] = tuple((node.id, None) for node in near)
    home = frozenset((country, *(node.country for node in near)))
    abroad = sorted({node.country for node in near} - {country})
    remark = (
        f"{name} has no terminal of its own country near: the border to {', '.join(abroad)} "
        "is not in its mile"
    )
    ref = Ref("cities", f"{name} {here[0]:g} {here[1]:g}")
    return Endpoint(
        name,
        ref,
        stops,
        home=home,
        miles=miles if door else (),
        remarks=(remark,) if abroad else (),
    )


def _too_far() -> str:
    return f"no terminal within {terminals.REACH} km; nothing is estimated beyond"


def _country(net: Network, code: str, text: str) -> Endpoint:
    """Return a country: the region of the file that is called so, else one made of its nodes."""
    name = name_of(code)
    for region in net.regions.values():
        if fold(name) in {fold(item) for item in (region.id, region.name, *region.aliases)}:
            return net.directory.endpoint(region)
    own = [item.node for item in terminals.terminals(net) if item.node.country == code]
    if not own:
        raise UnknownPlaceError(text, (), (), f"{name} has no terminal in this network")
    listed = ", ".join(node.short for node in own)
    return Endpoint(
        name,
        Ref("countries", code),
        tuple((node.id, None) for node in own),
        frozenset((code,)),
        frozenset((code,)),
        frozenset((code,)),
        remarks=(f"gateways of {name}, made from its terminals: {listed}",),
    )


def _joined(parts: Sequence[Endpoint]) -> Endpoint:
    """Return several places as one of which any counts."""
    if len(parts) == 1:
        return parts[0]
    every = dict.fromkeys(stop for part in parts for stop in part.stops)
    own = {node for part in parts if not part.miles for node in part.nodes}
    return replace(
        parts[0],
        name=" or ".join(part.name for part in parts),
        ref=Ref("lists", OR.join(part.ref.id for part in parts)),
        stops=tuple(every),
        countries=frozenset().union(*(part.countries for part in parts)),
        home=frozenset().union(*(part.home for part in parts)),
        holds=frozenset(),
        miles=_shortest([mile for part in parts for mile in part.miles if mile.node not in own]),
        remarks=tuple(dict.fromkeys(remark for part in parts for remark in part.remarks)),
    )


def _shortest(miles: Sequence[Mile]) -> tuple[Mile, ...]:
    ranked = sorted(miles, key=lambda mile: mile.distance)
    return tuple({mile.node: mile for mile in reversed(ranked)}.values())


def _unknown(text: str, fault: PlaceError) -> PlaceError:
    """Return the error of a name that nothing has, with the cities that are called almost so."""
    if not isinstance(fault, UnknownPlaceError) or locode_country(text):
        return fault
    near = () if fault.suggestions else gazetteer().near(fold(text))[:3]
    return UnknownPlaceError(text, (*fault.suggestions, *map(str, near)), fault.nearest)
