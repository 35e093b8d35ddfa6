"""A network from tables, each row judged as a record of a file."""

from collections.abc import Iterator, Mapping
from typing import Any, Unpack

from corridor.errors import Finding, Location, Wording, quote
from corridor.formats.sources.rows import Row, rows_of
from corridor.formats.sources.table_blocks import Block, blocks_of
from corridor.formats.sources.table_columns import (
    COLUMNS,
    DERIVED,
    EXCEL_FAULTS,
    KINDS,
    LEFT_OUT,
    UNITS,
    cell_text,
    column_of,
    is_empty,
)
from corridor.formats.sources.typed_rows import Odd, TypedRows, inner, layout_of
from corridor.network.conversion.to_texts import is_missing
from corridor.network.network import Network
from corridor.reading import annotations, gc_pause
from corridor.reading.build import FurtherSections, built
from corridor.reading.load import load_network
from corridor.reading.merging import BUNDLED
from corridor.reading.validation import (
    MOST_PROBLEMS,
    left_out,
    missing_value,
    too_many_problems,
    unknown_field,
)
from corridor.reading.value_tree import Entry, Path
from corridor.reading.yaml_tree import Mark
from corridor.signatures import suggest_arguments
from corridor.user_values import shown

#: Tables that may also be given as records by id, as `build_network` takes them.
_BY_ID = {"journeys", "tariffs"}
#: Tables of which there may be very many rows, nodes before the legs between them.
TYPED = ("nodes", "legs")


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
    own = list(_entries(dwell, "dwell", findings)) if dwell is not None else []
    stops = {_held(entry, "node") for entry in own}
    ends = _ends_in(extends)
    with gc_pause.paused():
        for table, source in tables.items():
            if table in _BY_ID and isinstance(source, Mapping):
                given[table] = source
            elif source is not None and table in TYPED:
                given[table] = _Typing(table, findings, ends, stops).read(source)
                if table == "nodes":
                    ends |= {_held(item, "id"): _held(item, "country") for item in given[table]}
            elif source is not None and table != "dwell":
                given[table] = list(_entries(source, table, findings))
        for section in TYPED:
            given.setdefault(section, [])
        if extends is None and not given["nodes"]:
            where = Location("nodes", 0, 0, "nodes")
            words = missing_value("nodes", "a table with a row for each node", is_at_top=False)
            findings.append(Finding("missing_value", ("nodes",), words, where))
        _add_dwell(given, own, findings)
        return built(given, extends, head, strict=strict, label="from_tables()", findings=findings)


def _held(entry: Entry, field: str) -> str | None:
    """Return the text of a field, whether the record is a value or texts; none of no text."""
    record = entry.record
    held = record.get(field) if isinstance(record, dict) else getattr(record, field)
    return held if isinstance(held, str) else None


def _ends_in(extends: Network | str | None) -> dict[Any, Any]:
    """Return the countries of the nodes that are extended."""
    if isinstance(extends, str) and extends == BUNDLED:
        extends = load_network()
    known = extends.nodes.values() if isinstance(extends, Network) else ()
    return {node.id: node.country for node in known}


class _Typing:
    """The reading of one table of nodes or legs by columns.

    What has a fault, or is more than columns can say, is read as a record; of too many faults
    the first.
    """

    def __init__(
        self, table: str, findings: list[Finding], ends: dict[Any, Any], stops: set[Any]
    ) -> None:
        self.table = table
        self.findings = findings
        self.ends = ends
        self.stops = stops if table == "nodes" else set()
        self.unknown: set[str] = set()
        self.faults = 0

    def read(self, source: Any) -> list[Entry]:
        """Return the entries of all rows."""
        rows, found = TypedRows(self.table), list[Entry]()
        for block in blocks_of(source, self.table):
            layout = layout_of(self.table, block.heads)
            numbers = {head: number for number, head in enumerate(block.heads, 1)}
            places: dict[Path, tuple[int, str]] = {
                item.path: (numbers[head], block.shown.get(head, head))
                for head, item in layout.columns.items()
            }
            for head in layout.unknown:
                if head not in self.unknown:
                    self.unknown.add(head)
                    number = block.heads.index(head) + 1
                    self.findings.append(_unknown(self.table, head, block.row(0), number))
            for number, value in enumerate(rows.read(block, layout, self.ends)):
                if type(value) is Odd or value.id in self.stops:
                    found += self._odd(block, number, value)
                else:
                    label, line = block.place(number)
                    mark = Mark(line, 0, line, 0, self.table, label)
                    found.append(Entry(value, mark, ready=places))
        if self.faults > MOST_PROBLEMS:
            where = Location(self.table, 0, 0, self.table)
            self.findings.append(Finding("too_many_problems", (), too_many_problems(), where))
        return found

    def _odd(self, block: Block, number: int, value: Any) -> Iterator[Entry]:
        """Yield a row as a record, unless there are too many faults."""
        if type(value) is Odd and value.is_fault:
            self.faults += 1
            if self.faults > MOST_PROBLEMS:
                return
        entry = _entry(block.row(number), self.table, self.unknown, self.findings)
        crossed = entry.record.get("countries_crossed")
        if crossed:
            ends = (self.ends.get(entry.record.get(end)) for end in ("origin", "destination"))
            entry.record["countries_crossed"] = inner(crossed, *ends)
        yield entry


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
        if head == LEFT_OUT and not is_empty(value):
            where = Location(table, row.number, number, label)
            said = value if isinstance(value, str) else shown(value)
            findings.append(Finding("left_out", (table, head), left_out(said), where))
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
    nodes = {_held(entry, "id"): number for number, entry in enumerate(given["nodes"])}
    for entry in entries:
        node = entry.record.pop("node", None)
        if node is not None and not isinstance(node, str):
            node = shown(node)
        if node in nodes and node is not None:
            owner = given["nodes"][nodes[node]]
            held = owner.record.setdefault("dwell", [])
            cells = {("dwell", len(held), *path): mark for path, mark in entry.cells.items()}
            cells[("dwell", len(held))] = entry.mark
            held.append(entry.record)
            given["nodes"][nodes[node]] = owner._replace(cells={**owner.cells, **cells})
        elif node is not None:
            words = Wording(
                quote(node),
                "a node of the table nodes: dwell of other nodes stays as it is",
                "give the node too, or change its times with co.with_time_distance",
            )
            where = entry.cells.get(("node",), entry.mark).of(key=False)
            findings.append(Finding("unknown_node", ("dwell", node), words, where))
        else:
            given.setdefault("dwell_defaults", [])
            given["dwell_defaults"] = [*given["dwell_defaults"], entry]
