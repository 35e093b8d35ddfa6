"""Files of other formats, told by how they begin: a network file is YAML."""

import json
import re
from typing import NamedTuple

#: A row of several names without a colon and a space, as the head of a CSV file is.
_HEAD = re.compile(r"[^\s:#{\[\-,;\t][^:\n]*[,;\t][^:\n]*")
#: How much is read of a text to tell what it is.
START = 4_096
ROWS = 2


class Kind(NamedTuple):
    """What a file is, and what to do with it."""

    name: str
    advice: str


_TABLES = "co.from_tables(nodes=..., legs=...)"
BY_START: tuple[tuple[bytes, Kind], ...] = (
    (b"PK\x03\x04", Kind("an Excel workbook or a zip file",
                         "co.load_network reads .xlsx; co.from_gmns reads GMNS in a .zip")),
    (b"\xd0\xcf\x11\xe0", Kind("an old Excel workbook, or one with a password",
                               "save it as .xlsx without a password")),
    (b"PAR1", Kind("a Parquet table", _TABLES)),
    (b"SQLite format 3", Kind("an SQLite database", f"export its tables to CSV, then {_TABLES}")),
    (b"%PDF", Kind("a PDF document", "ask for the data as a table")),
    (b"\x1f\x8b", Kind("a gzip file", "unpack it")),
)  # fmt: skip


def kind_of(data: bytes) -> Kind | None:
    r"""Return what a file is that is no YAML for certain; none where it may be.

    >>> kind_of(b"link_id,from_node_id,to_node_id\n1,2,3\n").name
    'a GMNS table of links'
    >>> kind_of(b"format: 1, a comma\n") is None
    True
    """
    for start, kind in BY_START:
        if data.startswith(start):
            return kind
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return None
    text = data[:START].decode("utf-8-sig", "replace").lstrip()
    if text.startswith("<"):
        is_graph = "graphml" in text[:400].casefold()
        return (
            Kind("a GraphML file", "co.from_networkx(networkx.read_graphml(path))")
            if (is_graph)
            else Kind("an XML or HTML file", "ask for the data as a table")
        )
    if text.startswith(("{", "[")):
        return _of_json(data)
    return _of_rows(text)


def _of_json(data: bytes) -> Kind | None:
    """Return GeoJSON, or a list; an object may be a network file, for JSON is YAML too."""
    try:
        page = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return None
    if isinstance(page, list):
        return Kind("a list in JSON", f"{_TABLES} takes lists of mappings")
    if isinstance(page, dict) and page.get("type") in {"FeatureCollection", "Feature"}:
        return Kind("GeoJSON", "co.from_geojson(path)")
    return None


def _of_rows(text: str) -> Kind | None:
    lines = [line for line in text.splitlines()[:ROWS] if line.strip()]
    if not lines or not _HEAD.fullmatch(lines[0]):
        return None
    mark = max(",;\t", key=lines[0].count)
    if len(lines) < ROWS or lines[1].count(mark) < 1:
        return None
    heads = {head.strip().strip('"').casefold() for head in lines[0].split(mark)}
    for name in ("link", "node"):
        if f"{name}_id" in heads:
            return Kind(
                f"a GMNS table of {name}s", "co.from_gmns(the folder of node.csv, link.csv)"
            )
    return Kind("a CSV table", _TABLES)
