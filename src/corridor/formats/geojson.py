"""Networks and routes as GeoJSON (RFC 7946): nodes as points, legs as lines, split at 180°."""

import math
from collections.abc import Iterator
from itertools import pairwise

from corridor.formats.network_rows import leg_record
from corridor.formats.tables import elements, to_records
from corridor.network.columns import Record
from corridor.network.model import Leg, Node
from corridor.network.names import great_circle
from corridor.network.network import Network
from corridor.routes.route import Route
from corridor.routes.tracks import ATTRIBUTION, course
from corridor.signatures import suggest_arguments
from corridor.user_values import of_kind

Point = tuple[float, float]
#: A longer leg has a point on the great circle at least every so many kilometres.
STEP_KM = 100
DECIMALS = 6
DRAWN = (
    "Legs are drawn along simplified tracks and sea lanes or through their waypoints, where the "
    "bundled network has them, else along great circles; the length is that of the leg, not of "
    "the line."
)
CREDIT = (
    "The bundled network is CC BY 4.0 by the Corridor contributors; its coordinates are "
    "© OpenStreetMap contributors (ODbL), GeoNames (CC BY 4.0), searoute, sea-ports. "
    f"{ATTRIBUTION} Other files have their own terms."
)


@suggest_arguments
def to_geojson(value: Network | Route) -> Record:
    """Return a network, or a route, as a GeoJSON FeatureCollection.

    Parameters
    ----------
    value
        A network: all nodes as points and all legs as lines, closed ones too (`open` says which).
        A route: its legs and stops in order, with the times at which they are reached.

    Returns
    -------
    dict[str, Any]
        Longitude before latitude, in degrees (WGS 84); properties as in `to_records`. A line that
        crosses 180° is cut there into two (RFC 7946, section 3.1.9).

    Source: H. Butler and others, The GeoJSON Format, RFC 7946, IETF (2016).

    >>> import corridor as co
    >>> route = co.find_route(co.load_network(), "Aktau", "Baku")
    >>> [item["geometry"]["type"] for item in co.to_geojson(route)["features"]]
    ['Point', 'LineString', 'Point']
    """
    of_kind(value, "the value", Network, Route)
    features = _of_network(value) if isinstance(value, Network) else _of_route(value)
    return {
        "type": "FeatureCollection",
        "network": value.stamp,
        "geometry_note": DRAWN,
        "attribution": CREDIT,
        "features": list(features),
    }


def line(leg: Leg, origin: Node, destination: Node) -> list[list[Point]]:
    """Return the course of a leg as longitudes and latitudes, cut at 180°."""
    spots = course(leg, origin, destination)
    points = [_point(origin)]
    for one, other in pairwise(spots):
        steps = max(1, math.ceil(great_circle(one, other) / STEP_KM))
        ends = one[::-1], other[::-1]
        points += (_on_great_circle(*ends, number / steps) for number in range(1, steps))
        points.append(ends[1])
    return _cut(points)


def _of_network(net: Network) -> Iterator[Record]:
    for record in to_records(net, "nodes"):
        yield _feature(_point_at(net.nodes[record["id"]]), record)
    for leg in net.in_force.legs.values():
        geometry = _geometry(line(leg, net.nodes[leg.origin], net.nodes[leg.destination]))
        yield _feature(geometry, leg_record(net, leg))


def _of_route(route: Route) -> Iterator[Record]:
    nodes = {node.id: node for node in route.nodes}
    legs = {leg.id: leg for leg in route.legs}
    for record in elements(route):
        if record["element"] == "leg":
            leg = legs[record["id"]]
            yield _feature(_geometry(line(leg.leg, leg.origin, leg.destination)), record)
        else:
            yield _feature(_point_at(nodes[record["node"]]), record)
    yield _feature(_point_at(route.destination), record | {"element": "end"})


def _feature(geometry: Record, properties: Record) -> Record:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(node: Node) -> Point:
    return (node.location.lon, node.location.lat)


def _point_at(node: Node) -> Record:
    return {"type": "Point", "coordinates": list(_point(node))}


def _geometry(parts: list[list[Point]]) -> Record:
    if len(parts) == 1:
        return {"type": "LineString", "coordinates": [list(point) for point in parts[0]]}
    lines = [[list(point) for point in part] for part in parts]
    return {"type": "MultiLineString", "coordinates": lines}


def _on_great_circle(one: Point, other: Point, share: float) -> Point:
    """Return the point a share of the route along; of opposite points any way is a great circle."""
    first, second = _vector(one), _vector(other)
    angle = math.acos(max(-1.0, min(1.0, sum(a * b for a, b in zip(first, second, strict=True)))))
    weights = (math.sin((1 - share) * angle), math.sin(share * angle))
    x, y, z = (weights[0] * a + weights[1] * b for a, b in zip(first, second, strict=True))
    lon, lat = math.atan2(y, x), math.atan2(z, math.hypot(x, y))
    return round(math.degrees(lon), DECIMALS), round(math.degrees(lat), DECIMALS)


def _vector(point: Point) -> tuple[float, float, float]:
    lon, lat = map(math.radians, point)
    return math.cos(lat) * math.cos(lon), math.cos(lat) * math.sin(lon), math.sin(lat)


def _cut(points: list[Point]) -> list[list[Point]]:
    """Return a line in parts none of which jumps over 180°."""
    parts = [points[:1]]
    for lon, lat in points[1:]:
        last_lon, last_lat = parts[-1][-1]
        side = math.copysign(180.0, last_lon)
        if abs(lon - last_lon) <= 180:
            parts[-1].append((lon, lat))
        elif abs(lon) == 180:
            parts[-1].append((side, lat))
        else:
            share = (side - last_lon) / (lon + 2 * side - last_lon)
            crossing = round(last_lat + share * (lat - last_lat), DECIMALS)
            if share:
                parts[-1].append((side, crossing))
            elif len(parts[-1]) == 1:
                parts.pop()
            parts.append([(-side, crossing), (lon, lat)])
    return parts
