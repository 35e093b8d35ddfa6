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
from corridor.reading.build import Sections
from corridor.signatures import suggest_arguments
from corridor.user_values import shown

#: A line ends at a point that is at most so many kilometres away.
NEAR_KM = 1.0


@suggest_arguments
def from_networkx(
    graph: Any,
    *,
    as_of: Any = None,
    extends: Network | str | None = None,
    name: str | None = None,
    version: str | None = None,
    strict: bool = False,
    **sections: Unpack[Sections],
) -> Network:
    """Make a network from a networkx graph.

    Parameters
    ----------
    graph
        Nodes are nodes, their attributes the columns of `from_tables`. Edges are legs, by the
        attribute ``id`` or, in a multigraph, the key; in an undirected graph and with an edge
        ``id/back`` they serve both ways, in any other directed graph one.
    as_of, extends, name, version, strict, sections
        As for `build_network`.

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
    return from_tables(
        nodes,
        list(_edges(graph)),
        extends=extends,
        name=name,
        version=version,
        as_of=as_of,
        strict=strict,
        **sections,
    )


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
    *,
    as_of: Any = None,
    extends: Network | str | None = None,
    name: str | None = None,
    version: str | None = None,
    strict: bool = False,
    **sections: Unpack[Sections],
) -> Network:
    """Make a network from GeoJSON: points are nodes, lines are legs.

    Parameters
    ----------
    source
        A FeatureCollection, or the path of a file with one. Properties are the columns of
        `from_tables`; a line without ``origin`` or ``destination`` ends at the point that is at
        most 1 km from its end. Inner points of a line become waypoints.
    as_of, extends, name, version, strict, sections
        As for `build_network`.

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
    page = source if isinstance(source, Mapping) else _read(Path(source))
    features = page.get("features") if isinstance(page, Mapping) else None
    if not isinstance(features, list):
        raise QuantityError("the GeoJSON has no features; give a FeatureCollection")
    nodes, lines = [], []
    for number, feature in enumerate(features):
        shape = dict(feature.get("geometry") or {}) if isinstance(feature, Mapping) else {}
        label, facts = f"feature {number}", dict((shape and feature.get("properties")) or {})
        if shape.get("type") == "Point":
            lon, lat = shape["coordinates"][:2]
            nodes.append(Row(facts | {"lat": lat, "lon": lon}, number, label))
        elif shape.get("type") in {"LineString", "MultiLineString"}:
            lines.append((Row(facts, number, label), _points(shape)))
        else:
            raise QuantityError(
                f"{label} is neither a point nor a line: {shown(shape.get('type'))}"
            )
    legs = [_leg(row, points, nodes) for row, points in lines]
    return from_tables(
        nodes,
        legs,
        extends=extends,
        name=name,
        version=version,
        as_of=as_of,
        strict=strict,
        **sections,
    )


def _read(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise QuantityError(f"{path.name} is no GeoJSON: {error}") from None


def _points(shape: Mapping[str, Any]) -> list[tuple[float, float]]:
    lines = [shape["coordinates"]] if shape["type"] == "LineString" else shape["coordinates"]
    return [(point[1], point[0]) for line in lines for point in line]


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
