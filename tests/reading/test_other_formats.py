"""Files that are no network files, told by what they are: one notice, and what to do."""

import json
from pathlib import Path

import pandas as pd
import pytest

import corridor as co
from corridor.reading.other_formats import kind_of
from support.bundled import bundled_network
from support.layout import dump
from support.small import detour, read

NET = read(detour())
FIX = (
    "        fix       in Python: co.from_geojson(path); or write its legs in YAML: "
    'CONTRIBUTING.md, "How to add a leg"'
)
PAGE = {"type": "FeatureCollection", "features": []}


def told(data: bytes) -> list[tuple[str, str]]:
    with pytest.raises(co.NetworkError) as caught:
        co.load_network(data)
    return [(item.code, item.found) for item in caught.value.notices]


@pytest.mark.parametrize(
    ("data", "found"),
    [
        (b"link_id,name,from_node_id,to_node_id\n1,a,2,3\n", "a GMNS table of links"),
        (b"\xef\xbb\xbfnode_id;x_coord;y_coord\r\n1;2;3\r\n", "a GMNS table of nodes"),
        (b'"id","origin"\n"a","b"\n', "a CSV table"),
        (b"id\torigin\na\tb\n", "a CSV table"),
        (json.dumps(PAGE).encode(), "GeoJSON"),
        (b'[{"id": 1}]', "a list in JSON"),
        (b'<?xml version="1.0"?><graphml/>', "a GraphML file"),
        (b"<html></html>", "an XML or HTML file"),
        (b"PAR1....", "a Parquet table"),
        (b"%PDF-1.7", "a PDF document"),
        (b"\xd0\xcf\x11\xe0....", "an old Excel workbook, or one with a password"),
        (b"SQLite format 3\0", "an SQLite database"),
    ],
)
def test_a_file_of_another_format_is_one_notice(data: bytes, found: str) -> None:
    assert told(data) == [("other_format", found)]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".geojson", ".graphml", ".zip"])
def test_our_own_exports_are_known(ending: str, tmp_path: Path) -> None:
    data = co.export(NET, tmp_path / f"net{ending}").read_bytes()
    assert [code for code, _ in told(data)] == ["other_format"]


def test_a_frame_that_pandas_wrote_is_known(tmp_path: Path) -> None:
    pd.DataFrame(co.to_records(NET)).to_parquet(tmp_path / "net.parquet")
    assert told((tmp_path / "net.parquet").read_bytes()) == [("other_format", "a Parquet table")]


def test_the_notice_says_what_to_do() -> None:
    with pytest.raises(co.NetworkError) as caught:
        co.load_network(json.dumps(PAGE).encode())
    assert str(caught.value).splitlines()[2:] == [
        "        found     GeoJSON",
        "        expected  a network file in YAML",
        FIX,
        "1 error, 0 warnings",
    ]


@pytest.mark.parametrize(
    "data",
    [
        co.to_yaml(NET).encode(),
        dump(detour()),
        json.dumps({"format": "1", "name": "a, b"}).encode(),
        b"# a, b\nformat: 1\n",
        b"name: a, b, c\nversion: 1, 2\n",
        b"extends: bundled\n",
        b"id,origin,mode\n",
        b"id,origin,mode\na: b\n",
        b'{"format": "1", "name": ',
        "name, with a comma: x, y\nb: c, d\n".encode("utf-16"),
        b"",
    ],
)
def test_yaml_and_json_networks_are_left_to_their_reader(data: bytes) -> None:
    assert kind_of(data) is None


def test_the_bundled_file_is_yaml() -> None:
    assert kind_of(co.to_yaml(bundled_network()).encode()) is None
