"""A log of own shipments as journeys of the party "own", beside those that are published."""

from typing import Any

from corridor.errors import CorridorError, QuantityError
from corridor.formats.sources.rows import Row, rows_of
from corridor.network.conversion.to_texts import is_missing
from corridor.network.network import Network
from corridor.reading.build import build_network
from corridor.signatures import suggest_arguments
from corridor.units import DAY
from corridor.user_values import read_date

OWN = "own"
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
        departure, arrival (days), corridor, direction (westbound or eastbound) and mode, and, if
        known, id, via (places, separated by semicolons) and note.

    Returns
    -------
    Network
        With a journey of the party "own" for each row: observed from terminal to terminal, of the
        level typical, to be checked and calibrated with.

    Raises
    ------
    QuantityError
        With every row that cannot be read.

    >>> import corridor as co
    >>> row = {"origin": "Aktau", "destination": "Baku", "departure": "2026-05-01",
    ...        "arrival": "2026-05-04", "corridor": "middle", "direction": "westbound",
    ...        "mode": "ferry"}
    >>> net = co.with_shipment_log(co.load_network(), [row])
    >>> co.evidence(net, party="own").rows[0].value / 86400
    3.0
    """  # fmt: skip
    faults: list[str] = []
    journeys: list[dict[str, Any]] = []
    for row in rows_of(log, "log"):
        try:
            journeys.append(_journey(net, row, len(journeys) + len(faults) + 1))
        except CorridorError as error:
            faults.append(f"{row.label}: {error}")
    if faults:
        raise QuantityError("\n".join(faults))
    if not journeys:
        raise QuantityError("the log has no rows")
    return build_network(extends=net, journeys=journeys, sources=[SOURCE])


def _journey(net: Network, row: Row, number: int) -> dict[str, Any]:
    cells = {key: value for key, value in row.cells.items() if not is_missing(value)}
    unknown = sorted(cells.keys() - KNOWN)
    missing = [name for name in NEEDED if name not in cells]
    if unknown or missing:
        told = [f"{name} is no column of a log" for name in unknown]
        raise QuantityError("; ".join([*told, *(f"{name} is empty" for name in missing)]))
    start, end = read_date(cells["departure"]), read_date(cells["arrival"])
    days = (end - start).days
    if days < 1:
        raise QuantityError(f"it arrives {end}, not after its departure {start}")
    spot = {name: _node(net, cells[name]) for name in ("origin", "destination")}
    via = [part.strip() for part in str(cells.get("via", "")).split(";") if part.strip()]
    span = f"{days * DAY // 3600} h"
    return {
        "id": str(cells.get("id", f"own-{number:05d}")),
        **{name: {"text": str(cells[name]), "node": node} for name, node in spot.items()},
        "via": [_node(net, place) for place in via],
        **{name: cells[name] for name in ("corridor", "direction", "mode")},
        "transit_time": {"low": span, "high": span},
        "period": {"text": f"{start} to {end}", "start": start, "end": end},
        "kind": "observed",
        "party": OWN,
        "scope": "terminal_to_terminal",
        "level": "typical",
        "use": "fit",
        "sources": [SOURCE["id"]],
        **({"note": cells["note"]} if "note" in cells else {}),
    }


def _node(net: Network, place: object) -> str:
    """Return the node that a place stands for; of several the first in the order of ids."""
    found = net.directory.endpoints(origins=(str(place),))["origins"][0]
    return min(found.nodes)
