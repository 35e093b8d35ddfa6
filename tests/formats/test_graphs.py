"""Graphs and GMNS tables, read back by networkx, pandas and shapely."""

import io
import json
import zipfile
from dataclasses import replace

import networkx as nx
import pandas as pd
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.formats.gmns import gmns_tables, gmns_zip
from corridor.formats.graphml import graphml
from support.bundled import bundled_network
from support.layout import dump
from support.small import leg, line
from support.strategies import Tree, networks

NET = bundled_network()
#: The fields that the specification 0.95 asks for, and those it knows, in tables node and link.
REQUIRED = {
    "node": {"node_id", "x_coord", "y_coord"},
    "link": {"link_id", "from_node_id", "to_node_id", "directed"},
}
KNOWN = {
    "node": {*REQUIRED["node"], "name", "z_coord", "node_type", "ctrl_type", "zone_id"}
    | {"parent_node_id"},
    "link": {*REQUIRED["link"], "name", "geometry_id", "geometry", "parent_link_id", "dir_flag"}
    | {"length", "grade", "facility_type", "capacity", "free_speed", "lanes", "bike_facility"}
    | {"ped_facility", "parking", "allowed_uses", "toll", "jurisdiction", "row_width"},
}


@given(spec=networks())
def test_a_graph_has_the_legs_of_its_day(spec: Tree) -> None:
    net = co.load_network(dump(spec))
    graph = co.to_networkx(net)
    legs = [item for item in net.legs.values() if net.is_open(item)]
    expected = {(item.origin, item.destination, item.id) for item in legs}
    expected |= {(x.destination, x.origin, f"{x.id}/back") for x in legs if not x.one_way}
    assert set(graph.edges(keys=True)) == expected
    assert set(graph) == set(net.nodes)


@given(spec=networks())
def test_graphml_comes_back_the_same(spec: Tree) -> None:
    net = co.load_network(dump(spec))
    graph = co.to_networkx(net)
    back = nx.read_graphml(io.BytesIO(graphml(net).encode()), force_multigraph=True)
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert {edge[:3]: edge[3] for edge in back.edges(keys=True, data=True)} == {
        edge[:3]: edge[3] for edge in graph.edges(keys=True, data=True)
    }


def test_the_bundled_network_comes_back_from_graphml() -> None:
    back = nx.read_graphml(io.BytesIO(graphml(NET).encode()), force_multigraph=True)
    graph = co.to_networkx(NET)
    assert dict(back.nodes(data=True)) == dict(graph.nodes(data=True))
    assert {edge[2] for edge in back.edges} == {edge[2] for edge in graph.edges}
    assert isinstance(back.nodes["aktau"]["lat"], float)
    assert isinstance(back.edges["aktau", "alat", "aktau--alat--ferry"]["one_way"], bool)


def test_other_tools_find_their_route_in_it() -> None:
    path = nx.shortest_path(co.to_networkx(NET), "aktau", "istanbul-halkali", weight="typical_h")
    assert path[0] == "aktau"


def test_names_come_back_from_xml_and_what_it_cannot_hold_is_spelled_out() -> None:
    net = co.load_network(dump(line()))
    names = {"a": "<&> \"'", "b": "Ak\x1b[31m\ufffetau"}
    nodes = {key: replace(node, name=names.get(key, "c")) for key, node in net.nodes.items()}
    net = net.with_file(replace(net.file, nodes=nodes))
    back = nx.read_graphml(io.BytesIO(graphml(net).encode()))
    assert back.nodes["a"]["name"] == names["a"]
    assert back.nodes["b"]["name"] == "Ak\\x1b[31m\\ufffetau"


def read(data: bytes) -> dict[str, pd.DataFrame]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {
            name.removesuffix(".csv"): pd.read_csv(archive.open(name))
            for name in archive.namelist()
            if name.endswith(".csv")
        }


def test_gmns_tables_have_the_fields_of_the_specification() -> None:
    tables = read(gmns_zip(NET))
    assert set(tables) == {"config", "node", "link"}
    assert len(tables["config"]) == 1
    for name, required in REQUIRED.items():
        assert set(tables[name]) >= KNOWN[name]
        assert not tables[name][list(required)].isna().any().any()
    node, link = tables["node"], tables["link"]
    assert node["node_id"].is_unique
    assert link["link_id"].is_unique
    assert set(link["from_node_id"]) | set(link["to_node_id"]) <= set(node["node_id"])
    assert link["directed"].dtype == bool
    assert node["x_coord"].between(-180, 180).all()
    assert link["free_speed"].between(0, 200).all()
    assert (link["length"] > 0).all()
    shapes = shapely.from_wkt(link["geometry"].tolist())
    assert all(shapely.is_valid(shapes))


def test_gmns_tables_say_what_the_network_says() -> None:
    link = read(gmns_zip(NET))["link"].set_index("link_id")
    legs = [item for item in NET.legs.values() if NET.is_open(item)]
    back = {f"{item.id}/back" for item in legs if not item.one_way}
    assert set(link.index) == {item.id for item in legs} | back
    for item in NET.legs.values():
        if NET.is_open(item):
            row = link.loc[item.id]
            assert row["length"] == item.distance.value / 1000
            assert row["typical_h"] == item.transit_time.typical.hours
            assert row["free_speed"] == pytest.approx(row["length"] / row["low_h"])


@given(one_way=st.booleans())
def test_a_one_way_leg_is_directed(one_way: bool) -> None:
    spec = line()
    spec["legs"]["a--b"] = leg("a", "b", one_way="true" if one_way else "false")
    rows = gmns_tables(co.load_network(dump(spec)))["link"]
    ends = [(row["from_node_id"], row["to_node_id"]) for row in rows]
    assert all(row["directed"] is True for row in rows)
    assert (("b", "a") in ends) is not one_way
    assert ("a", "b") in ends


def test_the_same_network_gives_the_same_bytes() -> None:
    assert gmns_zip(NET) == gmns_zip(bundled_network())
    assert graphml(NET) == graphml(bundled_network())
    with zipfile.ZipFile(io.BytesIO(gmns_zip(NET))) as archive:
        about = json.loads(archive.read("about.json"))
        assert about["network"] == NET.stamp
        assert {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
