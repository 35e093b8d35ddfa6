"""A network from tables, each row judged as a record of a file."""

from collections.abc import Iterator, Mapping
from typing import Any, Unpack

from corridor.errors import Finding, Location, Wording, quote
from corridor.formats.sources.rows import Row, rows_of
from corridor.formats.sources.table_columns import (
    COLUMNS,
    DERIVED,
    KINDS,
    LEFT_OUT,
    UNITS,
    cell_text,
    column_of,
)
from corridor.network.conversion.to_texts import is_missing
from corridor.network.network import Network
from corridor.reading import annotations
from corridor.reading.build import FurtherSections, built
from corridor.reading.validation import left_out, missing_value, unknown_field
from corridor.reading.value_tree import Entry
from corridor.reading.yaml_tree import Mark
from corridor.signatures import suggest_arguments

#: What a spreadsheet shows in place of a value that it could not calculate.
EXCEL_FAULTS = frozenset(["#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!"])
#: Tables that may also be given as records by id, as `build_network` takes them.
_BY_ID = {"journeys", "tariffs"}


@suggest_arguments
def from_tables(
    nodes: Any = None,
    legs: Any = None,
    *,
    dwell: Any = None,
    journeys: Any = None,
    tariffs: Any = None,
    extends: Network | str | None = None,
    name: str | None = None,
    version: str | None = None,
    as_of: Any = None,
    strict: bool = False,
    **sections: Unpack[FurtherSections],
) -> Network:
    """Make a network from tables, each row judged as a record of a network file.

    Parameters
    ----------
    nodes, legs, dwell, journeys, tariffs
        Tables: frames of pandas or polars, lists of mappings, or files that end in .csv, .xlsx or
        .parquet. Columns are as in `to_records`, or called as the fields of a file; the name of a
        column ends with its unit: ``km``, ``low_h``, ``distance_nmi``, ``gauge_mm``, ``price_usd``.
        Rows of dwell name a ``node``, or a ``node_kind`` for a default.
    extends, name, version, as_of, strict, sections
        As for `build_network`.

    Returns
    -------
    Network
        As `load_network` gives it.

    Raises
    ------
    NetworkError
        With every problem, each by its row and column: of a file as a spreadsheet counts, of a
        frame by position from 0.
    QuantityError
        When something is no table.
    MissingExtraError
        When the library for a file is not installed.

    >>> import corridor as co
    >>> quay = {"id": "my-quay", "name": "My Quay", "country": "GE", "kind": "seaport",
    ...         "lat": 42.3, "lon": 41.6}
    >>> road = {"id": "poti--my-quay", "origin": "poti", "destination": "my-quay", "mode": "road",
    ...         "km": 35, "low_h": 1, "typical_h": 1.5, "high_h": 2}
    >>> net = co.from_tables([quay], [road], extends="bundled")
    >>> co.find_route(net, "Poti", "My Quay").transit_time.typical.hours
    1.5
    """  # fmt: skip
    tables = {"nodes": nodes, "legs": legs, "journeys": journeys, "tariffs": tariffs}
    head = {"name": name, "version": version, "as_of": as_of}
    return network_of(
        {**tables, "dwell": dwell}, [], extends=extends, head=head, strict=strict, **sections
    )


def network_of(
    tables: Mapping[str, Any],
    findings: list[Finding],
    *,
    extends: Network | str | None,
    head: Mapping[str, Any],
    strict: bool,
    **sections: Unpack[FurtherSections],
) -> Network:
    """Return the network of tables, of which some faults are known already.

    Parameters
    ----------
    tables
        By name: nodes, legs, dwell, journeys, tariffs.
    findings
        What is known to be wrong with them.
    extends, head, strict, sections
        As for `from_tables`; the head is name, version and day.
    """
    given: dict[str, Any] = dict(sections)
    dwell = tables.get("dwell")
    for table, source in tables.items():
        if table == "dwell":
            continue
        if table in _BY_ID and isinstance(source, Mapping):
            given[table] = source
        elif source is not None:
            given[table] = list(_entries(source, table, findings))
    own = list(_entries(dwell, "dwell", findings)) if dwell is not None else []
    for section in ("nodes", "legs"):
        given.setdefault(section, [])
    if extends is None and not given["nodes"]:
        where = Location("nodes", 0, 0, "nodes")
        words = missing_value("nodes", "a table with a row for each node", is_at_top=False)
        findings.append(Finding("missing_value", ("nodes",), words, where))
    _add_dwell(given, own, findings)
    _leave_out_ends(given, extends)
    return built(given, extends, head, strict=strict, label="from_tables()", findings=findings)


def _entries(source: Any, table: str, findings: list[Finding]) -> Iterator[Entry]:
    unknown: set[str] = set()
    for row in rows_of(source, table, only=True):
        if table != "dwell":
            yield _entry(row, table, unknown, findings)
            continue
        is_default = not is_missing(row.cells.get("node_kind"))
        other = "node" if is_default else "node_kind"
        own = row._replace(cells={key: row.cells[key] for key in row.cells if key != other})
        yield _entry(own, "dwell_defaults" if is_default else table, unknown, findings)


def _entry(row: Row, table: str, unknown: set[str], findings: list[Finding]) -> Entry:
    """Return a row as a record, and where each part of it stands."""
    record: dict[str, Any] = {}
    places: dict[tuple[str | int, ...], Mark] = {}
    for number, (head, value) in enumerate(row.cells.items(), 1):
        label = row.place(head)
        mark = Mark(row.number, number, row.number, number, table, label)
        column = column_of(table, head)
        if head == LEFT_OUT and not is_missing(value) and value:
            where = Location(table, row.number, number, label)
            findings.append(Finding("left_out", (table, head), left_out(str(value)), where))
        if isinstance(value, str) and value in EXCEL_FAULTS:
            where = Location(table, row.number, number, label)
            words = missing_value(head, "a value", is_at_top=False)._replace(found=quote(value))
            findings.append(Finding("missing_value", (table, head), words, where))
        if column is None:
            if head not in unknown | DERIVED:
                unknown.add(head)
                findings.append(_unknown(table, head, row, number))
            continue
        text = cell_text(value, column)
        if text is None:
            continue
        if column.path in places:
            other = next(name for name in row.cells if _path_of(table, name) == column.path)
            words = Wording(f"{other} and {head}", "one column for one figure", "keep one of them")
            where = Location(table, row.number, number, label)
            findings.append(Finding("duplicate_key", (table, head), words, where))
            continue
        holder = record
        for step in column.path[:-1]:
            holder = holder.setdefault(step, {})
        holder[column.path[-1]] = text
        places[column.path] = mark
    if "headway" in record and "basis" not in record.get("waiting", {"basis": None}):
        del record["waiting"]  # the wait that the headway gives
    whole = Mark(row.number, 0, row.number, 0, table, row.label)
    return Entry(record, whole, places)


def _path_of(table: str, head: str) -> tuple[str, ...]:
    column = column_of(table, head)
    return column.path if column else ()


def _unknown(table: str, head: str, row: Row, number: int) -> Finding:
    """Return the finding of a column that the table does not have; all its rows are meant."""
    known = {*annotations.hints(KINDS[table]), *COLUMNS[table], "id"}
    wording = unknown_field(head, known)
    units = f"a column ends with its unit: {', '.join(UNITS)}"
    where = Location(table, 0, number, f"{row.label.rpartition(', ')[0]}, column {head}")
    worded = wording._replace(expected=f"{wording.expected}; {units}")
    return Finding("unknown_field", (table, head), worded, where)


def _add_dwell(given: dict[str, Any], entries: list[Entry], findings: list[Finding]) -> None:
    """Put each row of dwell under its node, those without a node among the defaults."""
    nodes = {entry.record.get("id"): number for number, entry in enumerate(given["nodes"])}
    for entry in entries:
        node = entry.record.pop("node", None)
        if node in nodes and node is not None:
            owner = given["nodes"][nodes[node]]
            held = owner.record.setdefault("dwell", [])
            cells = {("dwell", len(held), *path): mark for path, mark in entry.cells.items()}
            cells[("dwell", len(held))] = entry.mark
            held.append(entry.record)
            given["nodes"][nodes[node]] = owner._replace(cells={**owner.cells, **cells})
        elif node is not None:
            words = Wording(
                quote(str(node)),
                "a node of the table nodes: dwell of other nodes stays as it is",
                "give the node too, or change its times with co.with_time_distance",
            )
            where = entry.cells.get(("node",), entry.mark).of(key=False)
            findings.append(Finding("unknown_node", ("dwell", str(node)), words, where))
        else:
            given.setdefault("dwell_defaults", [])
            given["dwell_defaults"] = [*given["dwell_defaults"], entry]


def _leave_out_ends(given: Mapping[str, Any], extends: Network | str | None) -> None:
    """Leave the countries of its ends out of those that a leg crosses."""
    known = {}
    if isinstance(extends, Network):
        known = {key: node.country for key, node in extends.nodes.items()}
    known |= {entry.record.get("id"): entry.record.get("country") for entry in given["nodes"]}
    for entry in given["legs"]:
        crossed = entry.record.get("countries_crossed")
        if isinstance(crossed, list):
            if crossed and crossed[0] == known.get(entry.record.get("origin"), ""):
                crossed = crossed[1:]
            if crossed and crossed[-1] == known.get(entry.record.get("destination"), ""):
                crossed = crossed[:-1]
            entry.record["countries_crossed"] = crossed
