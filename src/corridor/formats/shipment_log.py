"""A log of own shipments as journeys of the party "own", beside those that are published."""

import datetime
from fractions import Fraction
from typing import Any

from corridor.errors import CorridorError, QuantityError, quote
from corridor.formats.sources.rows import Row, rows_of
from corridor.network.conversion.to_texts import decimal, is_missing
from corridor.network.journeys import OWN
from corridor.network.network import Network
from corridor.reading.build import build_network
from corridor.reading.value_tree import Entry
from corridor.reading.yaml_tree import Mark
from corridor.signatures import suggest_arguments
from corridor.units import HOUR
from corridor.user_values import read_date

PREFIX = "own-"
#: The shortest movement that can be judged [s].
SHORTEST = 60
SOURCE = {"id": "own-shipment-log", "title": "Own shipment log", "publisher": "Own records"}
NEEDED = ("origin", "destination", "departure", "arrival", "corridor", "direction", "mode")
KNOWN = {*NEEDED, "id", "via", "note"}


@suggest_arguments
def with_shipment_log(net: Network, log: Any) -> Network:
    """Return a network with a log of own shipments among its reported journeys.

    Parameters
    ----------
    net
        The network.
    log
        A table as for `from_tables`, a movement in each row, with the columns origin, destination,
        departure, arrival (days, or points in time of one clock), corridor, direction (westbound
        or eastbound) and mode, and, if known, id, via (places, separated by semicolons) and note.

    Returns
    -------
    Network
        With a journey of the party "own" for each row: observed from terminal to terminal, of the
        level typical, to be checked (`evidence`) and calibrated with (`calibrate`).

    Raises
    ------
    QuantityError
        With every row that cannot be read.
    NetworkError
        With every row that the network does not take: an id twice, a corridor that is not there.

    >>> import corridor as co
    >>> row = {"origin": "Aktau", "destination": "Baku", "departure": "2026-05-01",
    ...        "arrival": "2026-05-04", "corridor": "middle", "direction": "westbound",
    ...        "mode": "ferry"}
    >>> net = co.with_shipment_log(co.load_network(), [row])
    >>> co.evidence(net, party="own").rows[0].value / 86400
    3.0
    """  # fmt: skip
    faults: list[str] = []
    journeys: list[Entry] = []
    taken = sum(1 for key in net.journeys if key.startswith(PREFIX))
    nodes: dict[str, str] = {}
    for number, row in enumerate(rows_of(log, "log"), taken + 1):
        try:
            journeys.append(_entry(row, _journey(net, row, number, nodes)))
        except CorridorError as error:
            faults.append(f"{row.label}: {error}")
    if faults:
        raise QuantityError("\n".join(faults))
    if not journeys:
        raise QuantityError("the log has no rows")
    return build_network(extends=net, journeys=journeys, sources=[SOURCE])


def _entry(row: Row, record: dict[str, Any]) -> Entry:
    """Return a journey, and where it stands in the log."""

    def mark(label: str) -> Mark:
        return Mark(row.number, 0, row.number, 0, "log", label)

    cells: dict[tuple[str | int, ...], Mark] = {
        (name,): mark(row.place(name)) for name in record if name in row.cells
    }
    return Entry(record, mark(row.label), cells)


def _journey(net: Network, row: Row, number: int, nodes: dict[str, str]) -> dict[str, Any]:
    cells = {
        key: value for key, value in row.cells.items() if not is_missing(value) and value != ""
    }
    unknown = sorted(map(str, cells.keys() - KNOWN))
    missing = [name for name in NEEDED if name not in cells]
    if unknown or missing:
        told = [f"{name} is no column of a log" for name in unknown]
        raise QuantityError("; ".join([*told, *(f"{name} is empty" for name in missing)]))
    start, end = (_moment(cells[name], name) for name in ("departure", "arrival"))
    seconds = int((end - start).total_seconds())
    if seconds < SHORTEST:
        raise QuantityError(f"it arrives {_shown(end)}, not after its departure {_shown(start)}")
    places = [str(cells["origin"]), str(cells["destination"])]
    places += [part.strip() for part in str(cells.get("via", "")).split(";") if part.strip()]
    for place in places:
        if place not in nodes:
            nodes[place] = _node(net, place)
    span = f"{decimal(Fraction(seconds, HOUR))} h"
    ends = zip(("origin", "destination"), places, strict=False)
    return {
        "id": str(cells.get("id", f"{PREFIX}{number:05d}")),
        **{name: {"text": place, "node": nodes[place]} for name, place in ends},
        "via": [nodes[place] for place in places[2:]],
        **{name: cells[name] for name in ("corridor", "direction", "mode")},
        "transit_time": {"low": span, "high": span},
        "period": {
            "text": f"{_shown(start)} to {_shown(end)}",
            "start": start.date(),
            "end": max(end.date(), start.date() + datetime.timedelta(days=1)),
        },
        "kind": "observed",
        "party": OWN,
        "scope": "terminal_to_terminal",
        "level": "typical",
        "use": "fit",
        "sources": [SOURCE["id"]],
        **({"note": cells["note"]} if "note" in cells else {}),
    }


def _moment(cell: Any, name: str) -> datetime.datetime:
    """Return a day, or a point in time, of a cell."""
    if isinstance(cell, str):
        try:
            moment = datetime.datetime.fromisoformat(cell.strip())
        except ValueError:
            raise QuantityError(
                f"{name} is {quote(cell)}; write a day, 2026-05-01, or a time, 2026-05-01 14:30"
            ) from None
    elif isinstance(cell, datetime.datetime):
        moment = cell
    else:
        moment = datetime.datetime.combine(read_date(cell), datetime.time())
    return moment if moment.tzinfo else moment.replace(tzinfo=datetime.UTC)


def _shown(moment: datetime.datetime) -> str:
    """Return a day, and the time of day if there is one."""
    is_day = moment.time() == datetime.time()
    return moment.date().isoformat() if is_day else moment.isoformat(" ", "minutes")[:16]


def _node(net: Network, place: str) -> str:
    """Return the node that a place stands for; of several the first in the order of ids."""
    found = net.directory.endpoints(origins=(place,))["origins"][0]
    return min(found.nodes)
