"""A network from the tables of GMNS: node.csv and link.csv, in a folder or a zip file."""

import contextlib
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Unpack

from corridor.amounts import exactly
from corridor.errors import QuantityError
from corridor.formats.graphml import BACK
from corridor.formats.sources.network_tables import from_tables
from corridor.formats.sources.rows import Row, rows_of
from corridor.network.conversion.to_texts import is_missing
from corridor.network.model import Node
from corridor.network.modes import MODES
from corridor.network.network import Network
from corridor.reading import annotations
from corridor.reading.build import Whole
from corridor.signatures import suggest_arguments
from corridor.user_values import file_path

TABLES = ("node.csv", "link.csv", "config.csv")
#: Names of units in config.csv -> kilometres, and kilometres an hour.
LENGTHS = {"km": 1.0, "kilometer": 1.0, "kilometre": 1.0, "m": 0.001, "meter": 0.001,
           "mi": 1.609344, "mile": 1.609344, "miles": 1.609344, "ft": 0.0003048,
           "feet": 0.0003048}  # fmt: skip
SPEEDS = {"km/h": 1.0, "kph": 1.0, "kmh": 1.0, "mph": 1.609344, "mi/h": 1.609344}
LARGEST = 200_000_000
RULE = "length at the free speed of the link"
KEPT = ("low_h", "typical_h", "high_h", "basis", "gauge_mm", "capacity_teu", "capacity_t")
_POINT = re.compile(r"(-?[0-9.]+) +(-?[0-9.]+)")


@suggest_arguments
def from_gmns(
    path: str | os.PathLike[str],
    *,
    mode: str | None = None,
    country: str | None = None,
    kind: str = "waypoint",
    **whole: Unpack[Whole],
) -> Network:
    """Make a network from GMNS tables, in a folder or a zip file.

    Links become legs: length and free speed give the time of all three levels, as an estimate;
    columns ``low_h``, ``typical_h`` and ``high_h``, as the export writes them, count before that.
    The inner points of a geometry become waypoints. Two links of the ids ``x`` and ``x/back``, and
    a link that is not directed, are one leg for both ways. Ids are written in small letters with
    hyphens. GMNS has no times at nodes: give ``dwell_defaults``. Capacity in vehicles an hour,
    lanes and tolls have no field here and are left out; ``capacity_teu`` and ``capacity_t`` (a
    year) are taken.

    Parameters
    ----------
    path
        The folder or zip file with node.csv, link.csv and, for its units, config.csv; without it
        lengths are in kilometres.
    mode
        The mode of links whose facility_type is none of ours.
    country, kind
        Those of nodes without a column ``country``, or whose node_type is none of ours.
    whole
        Day, sections, what it extends...: as for `build_network`.

    Returns
    -------
    Network
        As `load_network` gives it.

    Raises
    ------
    NetworkError
        With every problem, each by file, row and column.
    QuantityError
        When there is no such table, or a unit is not known.
    OSError
        When a file cannot be read.

    Source: Zephyr Foundation and others, General Modeling Network Specification (GMNS), 0.95.
    https://github.com/zephyr-data-specs/GMNS

    >>> import pathlib, tempfile
    >>> import corridor as co
    >>> node = {"country": "KZ", "kind": "city", "lat": 45, "lon": 50}
    >>> nodes = [node | {"id": "a", "name": "A"}, node | {"id": "b", "name": "B", "lon": 51}]
    >>> leg = {"id": "a--b", "origin": "a", "destination": "b", "mode": "road", "km": 90}
    >>> net = co.from_tables(nodes, [leg | {"transit_time_h": 2}], as_of="2026-11-21")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = co.export(net, pathlib.Path(folder) / "net.zip")
    ...     again = co.from_gmns(path, as_of="2026-11-21")
    >>> again.legs["a--b"].transit_time.low.hours
    2.0
    """
    with _folder(file_path(path, "path")) as folder:
        length, speed = _units(folder)
        nodes = [_node(row, country, kind) for row in _rows(folder, "node.csv")]
        links = list(_rows(folder, "link.csv"))
    legs = list(_legs(links, mode, length, speed))
    return from_tables(nodes, legs, **whole)


@contextlib.contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """Give the folder with the tables; of a zip file, only they are unpacked."""
    if path.is_dir():
        yield path
        return
    try:
        with zipfile.ZipFile(path) as archive, tempfile.TemporaryDirectory() as folder:
            for info in archive.infolist():
                table = Path(info.filename).name
                if table in TABLES:
                    if info.file_size > LARGEST:
                        raise QuantityError(f"{table} is larger than {LARGEST:,} bytes")
                    (Path(folder) / table).write_bytes(archive.read(info))
            yield Path(folder)
    except zipfile.BadZipFile:
        raise QuantityError(f"{path.name} is neither a folder nor a zip file") from None


def _rows(folder: Path, table: str) -> Iterator[Row]:
    if not (folder / table).is_file():
        raise QuantityError(f"there is no {table}; GMNS needs node.csv and link.csv")
    return rows_of(folder / table, table)


def _units(folder: Path) -> tuple[float, float]:
    found = (
        next(rows_of(folder / "config.csv", "config"), None)
        if (folder / "config.csv").is_file()
        else None
    )
    told = found.cells if found else {}
    known = []
    for column, units in (("long_length", LENGTHS), ("speed", SPEEDS)):
        unit = str(told.get(column) or next(iter(units))).casefold()
        if unit not in units:
            raise QuantityError(f"{column} of config.csv is {unit!r}; it must be one of {[*units]}")
        known.append(units[unit])
    return known[0], known[1]


def _id(cell: object) -> str | None:
    """Return an id as files have it; none where the cell is empty."""
    text = "" if is_missing(cell) else str(cell).casefold()
    return re.sub("-{3,}", "--", re.sub(r"[^a-z0-9-]+", "-", text)).strip("-") or None


def _node(row: Row, country: str | None, kind: str) -> Row:
    cells = row.cells
    own = annotations.hints(Node)["kind"].__args__
    made = {
        "id": _id(cells.get("node_id")),
        "name": cells.get("name") or cells.get("node_id"),
        "lat": cells.get("y_coord"),
        "lon": cells.get("x_coord"),
        "label": cells.get("label"),
        "country": cells.get("country") or country,
        "kind": found if (found := cells.get("node_type")) in own else kind,
    }
    return row._replace(cells=made)


def _legs(links: list[Row], mode: str | None, length: float, speed: float) -> Iterator[Row]:
    ids = {str(row.cells.get("link_id")) for row in links}
    for row in links:
        cells, link = row.cells, str(row.cells.get("link_id"))
        if link.endswith(BACK) and link.removesuffix(BACK) in ids:
            continue
        is_directed = str(cells.get("directed")).casefold() in {"1", "1.0", "true"}
        facility = cells.get("facility_type")
        made: dict[str, Any] = {
            "id": _id(cells.get("link_id")),
            "line": cells.get("name"),
            "origin": _id(cells.get("from_node_id")),
            "destination": _id(cells.get("to_node_id")),
            "mode": facility if facility in MODES else mode,
            "one_way": is_directed and link + BACK not in ids,
            **_figures(cells, length, speed),
            **{name: cells[name] for name in KEPT if cells.get(name)},
        }
        if cells.get("jurisdiction"):
            made["operators"] = cells["jurisdiction"]
        points = _POINT.findall(str(cells.get("geometry") or ""))[1:-1]
        if points:
            made["waypoints"] = [{"lat": lat, "lon": lon} for lon, lat in points]
        yield row._replace(cells=made)


def _figures(cells: Mapping[str, Any], length: float, speed: float) -> dict[str, Any]:
    """Return distance and time of a link; a cell that is no number stays, to be refused."""
    try:
        km = float(cells["length"]) * length
        made: dict[str, Any] = {"km": round(km, 6)}
        made |= {"distance_basis": "estimated", "distance_rule": "as the GMNS link has it"}
        pace = exactly(float(cells["free_speed"]) * speed) if cells.get("free_speed") else None
        if pace and pace > 0:
            made |= {"transit_time_h": float(exactly(km) or 0) / float(pace)}
            made |= {"basis": "estimated", "rule": RULE}
    except (TypeError, ValueError, KeyError):
        return {"km": cells.get("length"), "transit_time_h": cells.get("free_speed")}
    if cells.get("typical_h"):
        made.pop("transit_time_h", None)
    return made
