"""A network from the tables of GMNS: node.csv and link.csv, in a folder or a zip file."""

import contextlib
import os
import tempfile
import zipfile
import zlib
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Any, Unpack

from corridor.errors import Finding, QuantityError
from corridor.formats.sources.gmns_rows import (
    Wanted,
    known_cells,
    link_rows,
    node_rows,
    split_uses,
)
from corridor.formats.sources.gmns_units import units_of
from corridor.formats.sources.network_tables import network_of
from corridor.formats.sources.rows import Row, rows_of
from corridor.network.network import Network
from corridor.reading.build import Whole
from corridor.signatures import suggest_arguments
from corridor.units import read
from corridor.user_values import file_path, from_text

TABLES = ("node.csv", "link.csv", "config.csv", "geometry.csv", "use_group.csv")
LARGEST = 200_000_000
HEAD = ("name", "version", "as_of")


@suggest_arguments
def from_gmns(
    path: str | os.PathLike[str],
    *,
    mode: str | None = None,
    country: str | None = None,
    kind: str = "waypoint",
    uses: Collection[str] | None = None,
    free_speed: str | None = None,
    config: Mapping[str, Any] | None = None,
    **whole: Unpack[Whole],
) -> Network:
    """Make a network from GMNS tables, in a folder or a zip file.

    Links become legs: length and free speed give the time of all three levels, as an estimate;
    columns ``low_h``, ``typical_h`` and ``high_h``, as the export writes them, count before that.
    A link without a length is as long as its geometry, else the great circle between its nodes.
    The inner points of a geometry, of the link or of geometry.csv, become waypoints. Two links of
    the ids ``x`` and ``x/back``, and a link that is not directed, are one leg for both ways. Ids
    are written in small letters with hyphens. GMNS has no times at nodes: give `dwell_defaults`.
    Capacity in vehicles an hour, lanes and tolls have no field here and are left out;
    ``capacity_teu`` and ``capacity_t`` (a year) are taken.

    Parameters
    ----------
    path
        The folder or zip file with node.csv and link.csv, and config.csv, geometry.csv and
        use_group.csv if there are any.
    mode
        The mode of links whose facility_type is none of ours.
    country, kind
        Those of nodes without a column ``country``, or whose node_type is none of ours.
    uses
        Links that any of these may use are taken, by `allowed_uses` and use_group.csv. By default
        all but those that only pedestrians and cyclists may use.
    free_speed
        The speed of links without one, as in ``"30 km/h"``.
    config
        What counts before config.csv: ``long_length``, ``speed``, ``crs``. Without either,
        lengths are in kilometres and coordinates in degrees; other systems need pyproj.
    whole
        Day, sections, what it extends...: as for `build_network`.

    Returns
    -------
    Network
        As `load_network` gives it.

    Raises
    ------
    NetworkError
        With every problem, each by file, row and column; lengths that are in another unit than is
        said are one.
    QuantityError
        When there is no such table, or a unit is not known.
    MissingExtraError
        When coordinates are projected and pyproj is not installed.
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
    pace = from_text(free_speed, "free_speed", lambda text: read(text, "speed"))
    faults: list[Finding] = []
    with _folder(file_path(path, "path")) as files:
        found = next(iter(_rows(files, "config.csv")), None)
        units = units_of({**(found.cells if found else {}), **(config or {})})
        wanted = Wanted(mode, country, kind, uses, None if pace is None else int(pace) / 1000)
        nodes = node_rows(_rows(files, "node.csv"), wanted, units, faults)
        lines = _column(files, "geometry.csv", "geometry_id", "geometry")
        groups = {
            key.casefold(): split_uses(said)
            for key, said in _column(files, "use_group.csv", "use_group", "uses").items()
        }
        links = _rows(files, "link.csv")
        legs, idle = link_rows(links, nodes, lines, wanted, units, groups, faults)
    sections: dict[str, Any] = dict(whole)
    head = {key: sections.pop(key, None) for key in HEAD}
    tables = {"nodes": [row for row in nodes if row.cells["id"] not in idle], "legs": legs}
    tables |= {key: sections.pop(key) for key in ("journeys", "tariffs") if key in sections}
    extends, strict = sections.pop("extends", None), sections.pop("strict", False)
    return network_of(tables, faults, extends=extends, head=head, strict=strict, **sections)


@contextlib.contextmanager
def _folder(path: Path) -> Iterator[Mapping[str, Path]]:
    """Give the files of the tables by name; of a zip file, only they are unpacked."""
    if path.is_dir():
        yield _named(path, path.iterdir())
        return
    with tempfile.TemporaryDirectory() as folder:
        yield _unpacked(path, Path(folder))


def _unpacked(path: Path, folder: Path) -> dict[str, Path]:
    """Return the tables of a zip file, as files of a folder."""
    try:
        with zipfile.ZipFile(path) as archive:
            inside = _named(path, map(Path, archive.namelist()))
            for table, member in inside.items():
                info = archive.getinfo(member.as_posix())
                if info.file_size > LARGEST:
                    raise QuantityError(f"{table} is larger than {LARGEST:,} bytes")
                (folder / table).write_bytes(archive.read(info))
    except zipfile.BadZipFile:
        raise QuantityError(f"{path.name} is neither a folder nor a zip file") from None
    except (RuntimeError, EOFError, zlib.error):
        raise QuantityError(
            f"{path.name} cannot be unpacked: it is encrypted or damaged; save it without password"
        ) from None
    return {table: folder / table for table in inside}


def _named(path: Path, files: Iterator[Path]) -> dict[str, Path]:
    """Return the files of known tables, whatever the case of their names; each once."""
    found: dict[str, Path] = {}
    for file in files:
        table = file.name.casefold()
        if table not in TABLES:
            continue
        if table in found:
            raise QuantityError(f"{path.name} has two of {table}: {found[table]} and {file}")
        found[table] = file
    for table in TABLES[:2]:
        if table not in found:
            raise QuantityError(
                f"there is no {table} in {path.name}; GMNS needs node.csv and link.csv"
            )
    return found


def _rows(files: Mapping[str, Path], table: str) -> Iterator[Row]:
    return rows_of(files[table], table) if table in files else iter(())


def _column(files: Mapping[str, Path], table: str, key: str, column: str) -> dict[str, str]:
    """Return a column of a table by its key."""
    rows = (known_cells(row).cells for row in _rows(files, table))
    return {str(cells[key]): str(cells[column]) for cells in rows if {key, column} <= cells.keys()}
