"""GeoJSON, read by shapely: valid, where the nodes are, and cut at 180°."""

import json
import math
from itertools import pairwise
from typing import Any

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from shapely.geometry import shape

import corridor as co
from corridor.formats.geojson import STEP_KM
from corridor.network.names import great_circle
from support.bundled import bundled_network
from support.layout import dump
from support.small import line

NET = bundled_network()
ROUTE = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
DEGREES = st.tuples(st.integers(-1799, 1799), st.integers(-890, 890))


def read(value: co.Network | co.Route) -> list[dict[str, Any]]:
    """Return the features as a reader of the written file has them."""
    page = json.loads(json.dumps(co.to_geojson(value), allow_nan=False))
    assert page["type"] == "FeatureCollection"
    features: list[dict[str, Any]] = page["features"]
    return features


def between(one: tuple[int, int], other: tuple[int, int]) -> co.Network:
    """Return a network of one leg between two places, in tenths of degrees."""
    spec = line()
    del spec["legs"]["b--c"], spec["nodes"]["c"]
    for node, (lon, lat) in (("a", one), ("b", other)):
        spec["nodes"][node]["location"] |= {"lon": f"{lon / 10:.1f}", "lat": f"{lat / 10:.1f}"}
    spec["legs"]["a--b"]["distance"]["value"] = "21000 km"
    return co.load_network(dump(spec))


def test_every_geometry_is_valid() -> None:
    features = read(NET)
    shapes = [shape(feature["geometry"]) for feature in features]
    assert all(item.is_valid and not item.is_empty for item in shapes)
    assert len(features) == len(NET.nodes) + len(NET.legs)
    for feature, item in zip(features, shapes, strict=True):
        name = feature["properties"]["id"]
        if item.geom_type == "Point":
            where = NET.nodes[name].location
            assert (item.x, item.y) == (where.lon, where.lat)
            continue
        ends = [
            NET.nodes[node].location for node in (NET.legs[name].origin, NET.legs[name].destination)
        ]
        assert list(item.coords[0]) == [ends[0].lon, ends[0].lat]
        assert list(item.coords[-1]) == [ends[1].lon, ends[1].lat]


def test_shapely_reads_the_whole_collection() -> None:
    found = shapely.from_geojson(json.dumps(co.to_geojson(NET)))
    assert len(found.geoms) == len(NET.nodes) + len(NET.legs)


def test_a_route_has_its_legs_and_stops_in_order() -> None:
    features = read(ROUTE)
    legs = [item["properties"]["id"] for item in features if item["properties"]["element"] == "leg"]
    assert legs == [leg.id for leg in ROUTE.legs]
    assert features[-1]["properties"]["cumulative_typical_h"] == ROUTE.transit_time.typical.hours
    kinds = {item["geometry"]["type"] for item in features}
    assert kinds == {"Point", "LineString"}
    for leg, item in zip(
        ROUTE.legs, (x for x in features if "Line" in x["geometry"]["type"]), strict=True
    ):
        assert item["geometry"]["coordinates"][0] == [
            leg.origin.location.lon,
            leg.origin.location.lat,
        ]


def test_it_names_sources_and_data() -> None:
    page = co.to_geojson(NET)
    assert page["network"] == NET.stamp
    assert "OpenStreetMap contributors" in page["attribution"]


@given(one=DEGREES, other=DEGREES)
def test_no_line_jumps_over_180_degrees(one: tuple[int, int], other: tuple[int, int]) -> None:
    if one == other:
        return
    net = between(one, other)
    geometry = read(net)[-1]["geometry"]
    assert shape(geometry).is_valid
    parts = geometry["coordinates"]
    parts = parts if geometry["type"] == "MultiLineString" else [parts]
    for part in parts:
        assert len(part) > 1
        for (lon, lat), (next_lon, next_lat) in pairwise(part):
            assert abs(next_lon - lon) <= 180
            assert all(abs(angle) <= 180 for angle in (lon, next_lon))
            assert great_circle((lat, lon), (next_lat, next_lon)) < 2 * STEP_KM
    for before, after in pairwise(parts):
        assert abs(before[-1][0]) == abs(after[0][0]) == 180
        assert before[-1][0] == -after[0][0]
        assert before[-1][1] == after[0][1]
    assert parts[0][0] == [one[0] / 10, one[1] / 10]
    assert parts[-1][-1] == [other[0] / 10, other[1] / 10]


def test_a_line_over_the_pacific_is_cut_once() -> None:
    (feature,) = (
        item
        for item in read(between((1700, 400), (-1600, 400)))
        if "Line" in item["geometry"]["type"]
    )
    west, east = feature["geometry"]["coordinates"]
    assert west[-1][0] == 180
    assert east[0][0] == -180
    length = sum(
        great_circle((a[1], a[0]), (b[1], b[0])) for part in (west, east) for a, b in pairwise(part)
    )
    assert math.isclose(length, great_circle((40, 170), (40, -160)), rel_tol=1e-3)


@pytest.mark.parametrize("ends", [(1800, -1790), (-1790, 1800), (1790, -1800), (-1800, 1790)])
def test_a_place_on_180_degrees_is_on_either_side(ends: tuple[int, int]) -> None:
    geometry = read(between((ends[0], 0), (ends[1], 0)))[-1]["geometry"]
    assert geometry["type"] == "LineString"
    assert shape(geometry).is_valid
    assert shape(geometry).length == pytest.approx(1)


@pytest.mark.parametrize("name", ["<b>", '"quoted"', "ağ–ł"])
def test_names_stay_as_they_are(name: str) -> None:
    spec = line()
    spec["nodes"]["a"]["name"] = name
    assert read(co.load_network(dump(spec)))[0]["properties"]["name"] == name
