"""A network from a graph, or from points and lines of GeoJSON."""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Unpack

from corridor.errors import QuantityError
from corridor.formats.graphml import BACK
from corridor.formats.sources.network_tables import from_tables
from corridor.formats.sources.rows import Row
from corridor.network.names import great_circle
from corridor.network.network import Network
from corridor.reading.build import Whole
from corridor.signatures import suggest_arguments
from corridor.user_values import file_path, shown

#: A line ends at a point that is at most so many kilometres away.
NEAR_KM = 1.0
#: Kinds of geometry, and how deep the positions lie in their coordinates.
DEPTHS = {"Point": 0, "LineString": 1, "MultiLineString": 2}


@suggest_arguments
def from_networkx(
    graph: Any,
    **whole: Unpack[Whole],
) -> Network:
    """Make a network from a networkx graph.

    Parameters
    ----------
    graph
        Nodes are nodes, their attributes the columns of `from_tables`. Edges are legs, by the
        attribute ``id`` or, in a multigraph, the key; in an undirected graph and with an edge
        ``id/back`` they serve both ways, in any other directed graph one.
    whole
        Day, sections, what it extends...: as for `build_network`.

    Returns
    -------
    Network
        As `load_network` gives it.

    Raises
    ------
    NetworkError
        With every problem, each by node or edge and attribute.
    QuantityError
        When it is no graph.

    >>> import corridor as co, networkx as nx
    >>> graph = nx.Graph()
    >>> for key, lon in (("a", 50), ("b", 51)):
    ...     graph.add_node(key, name=key.upper(), country="KZ", kind="city", lat=45, lon=lon)
    >>> graph.add_edge("a", "b", id="a--b", mode="road", km=90, transit_time_h=2)
    >>> len(co.from_networkx(graph, as_of="2026-11-21").legs)
    1
    """
    if not (hasattr(graph, "nodes") and hasattr(graph, "is_directed")):
        raise QuantityError(f"the graph is {shown(graph)}; it must be a graph of networkx")
    nodes = [
        Row({"id": key} | dict(facts), number, f"node {key!r}")
        for number, (key, facts) in enumerate(graph.nodes(data=True))
    ]
    return from_tables(nodes, list(_edges(graph)), **whole)


def _edges(graph: Any) -> Iterator[Row]:
    is_multi, is_directed = graph.is_multigraph(), graph.is_directed()
    edges = list(graph.edges(keys=True, data=True) if is_multi else graph.edges(data=True))
    keys = {edge[2] for edge in edges} if is_multi else set()
    for number, edge in enumerate(edges):
        key = edge[2] if is_multi and isinstance(edge[2], str) else None
        if key and key.endswith(BACK) and key.removesuffix(BACK) in keys:
            continue
        both = not is_directed or (key is not None and key + BACK in keys)
        facts = {name: item for name, item in edge[-1].items() if name != "leg"}
        ends = {"id": key, "origin": edge[0], "destination": edge[1], "one_way": not both}
        yield Row(ends | facts, number, f"edge {edge[0]!r} - {edge[1]!r}")


@suggest_arguments
def from_geojson(
    source: Mapping[str, Any] | str | os.PathLike[str],
    **whole: Unpack[Whole],
) -> Network:
    """Make a network from GeoJSON: points are nodes, lines are legs.

    Parameters
    ----------
    source
        A FeatureCollection, or the path of a file with one. Properties are the columns of
        `from_tables`; a line without ``origin`` or ``destination`` ends at the point that is at
        most 1 km from its end. Inner points of a line become waypoints.
    whole
        Day, sections, what it extends...: as for `build_network`.

    Returns
    -------
    Network
        As `load_network` gives it.

    Raises
    ------
    NetworkError
        With every problem, each by feature and property.
    QuantityError
        When it is no FeatureCollection of points and lines.
    OSError
        When the file cannot be read.

    >>> import corridor as co
    >>> line = {"type": "Feature", "geometry": {"type": "LineString",
    ...         "coordinates": [[51.2, 43.6], [49.4, 40.0]]},
    ...         "properties": {"id": "my-ferry", "origin": "aktau", "destination": "alat",
    ...                        "mode": "ferry", "km": 487, "transit_time_h": 30}}
    >>> net = co.from_geojson({"type": "FeatureCollection", "features": [line]}, extends="bundled")
    >>> net.legs["my-ferry"].transit_time.typical.hours
    30.0
    """  # fmt: skip
    page = source if isinstance(source, Mapping) else _read(file_path(source, "source"))
    features = page.get("features") if isinstance(page, Mapping) else None
    if not isinstance(features, list):
        raise QuantityError("the GeoJSON has no features; give a FeatureCollection")
    nodes, lines = [], []
    for number, feature in enumerate(features):
        label = f"feature {number}"
        shape, facts = (_mapping(feature, part, label) for part in ("geometry", "properties"))
        points = _points(shape, label)
        if shape["type"] == "Point":
            lat, lon = points[0]
            nodes.append(Row(facts | {"lat": lat, "lon": lon}, number, label))
        else:
            lines.append((Row(facts, number, label), points))
    legs = [_leg(row, points, nodes) for row, points in lines]
    return from_tables(nodes, legs, **whole)


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise QuantityError(f"{path.name} is no GeoJSON: {error}") from None


def _mapping(feature: Any, part: str, label: str) -> dict[str, Any]:
    """Return the geometry or the properties of a feature; empty where it has none."""
    found = feature.get(part) if isinstance(feature, Mapping) else feature
    if found is not None and not isinstance(found, Mapping):
        raise QuantityError(f"{label}: its {part} is {shown(found)}; it must be an object")
    return dict(found or {})


def _points(shape: Mapping[str, Any], label: str) -> list[tuple[float, float]]:
    """Return the positions of a point or line, each as latitude and longitude."""
    kind, found = shape.get("type"), shape.get("coordinates")
    depth = DEPTHS.get(kind) if isinstance(kind, str) else None
    if depth is None:
        raise QuantityError(f"{label} is neither a point nor a line: {shown(kind)}")
    try:
        for _ in range(2, depth, -1):
            found = [found]
        points = [(point[1], point[0]) for line in found or () for point in line]
    except (TypeError, LookupError):
        points = []
    if not points or not all(isinstance(item, int | float) for spot in points for item in spot):
        raise QuantityError(
            f"{label}: its coordinates are no positions of a {kind}; write [longitude, latitude]"
        )
    return points


def _leg(row: Row, points: list[tuple[float, float]], nodes: list[Row]) -> Row:
    """Return a line as the row of a leg, with its ends where they are not named."""
    made: dict[str, Any] = {}
    for end, spot in (("origin", points[0]), ("destination", points[-1])):
        near = [
            (km, str(node.cells.get("id")))
            for node in nodes
            if not row.cells.get(end)
            if (km := great_circle(spot, (node.cells["lat"], node.cells["lon"]))) <= NEAR_KM
        ]
        made |= {end: min(near)[1]} if near else {}
    if points[1:-1]:
        made["waypoints"] = [{"lat": lat, "lon": lon} for lat, lon in points[1:-1]]
    return row._replace(cells={**row.cells, **made})
