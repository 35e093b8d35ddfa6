"""Values as tidy tables: one record for each row, units in the names of columns; CSV and pandas."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from corridor import csv_text as _csv
from corridor.analysis.compared_rows import Compared
from corridor.analysis.comparison import Comparison
from corridor.analysis.weak_points import WeakPoints
from corridor.calibration.ledger import Ledger
from corridor.errors import MissingExtraError, QuantityError
from corridor.formats import shipment_columns as billed
from corridor.network.estimates import ZERO, Estimate, Levels
from corridor.network.fields import LEVELS
from corridor.network.model import Leg, Node
from corridor.network.network import Network
from corridor.routes.route import Route
from corridor.routes.steps import RouteLeg, Transfer
from corridor.scenarios.matrix import Answers
from corridor.signatures import suggest_arguments
from corridor.simulation.simulation import SHARES, Simulation
from corridor.units import HOUR
from corridor.user_values import one_of

if TYPE_CHECKING:
    import pandas as pd


Record = dict[str, Any]
Value = Network | Route | Comparison | Ledger | Simulation | Answers | WeakPoints
EVENTS = {"leg": "arrive", "waiting": "waiting", "hand_over": "hand-over"}


@suggest_arguments
def to_records(value: Value, table: str | None = None) -> list[Record]:
    """Return a value as a tidy table: one record for each row, with the same keys in each.

    Parameters
    ----------
    value
        A network (tables legs, nodes), a route (elements: each leg and stop, own and cumulative
        values; of a shipment also charges, emissions), a comparison (rows), a ledger (times,
        lengths), a simulation (percentiles, tail, runs), the answers of a sweep (rows) or weak
        points (points).
    table
        Which of its tables; by default the first.

    Returns
    -------
    list[dict[str, Any]]
        Texts, numbers, truth values, and none for what is missing; nothing is rounded. The name of
        a column ends with its unit: ``_h`` hours, ``_km`` kilometres, ``_mm`` millimetres; of a
        shipment also ``_usd`` (its currency) and ``co2e_kg``. The amounts of a stop stand in its
        first row. What has no price or factor is empty and named, and so is a sum from there on; a
        comparison's totals hold what is known: `cost_complete`, `emissions_complete` say if all is.

    Raises
    ------
    QuantityError
        When it is no such value, or has no such table.

    >>> import corridor as co
    >>> route = co.find_route(co.load_network(), "Aktau", "Baku")
    >>> [(row["event"], row["place"], row["km"]) for row in co.to_records(route)]
    [('depart', 'Aktau', 0.0), ('arrive', 'Alat', 487.0)]
    """
    tables = tables_of(value)
    name = next(iter(tables)) if table is None else one_of(table, tables, "table")
    return list(tables[name](value))


@suggest_arguments
def to_csv(value: Value, table: str | None = None) -> str:
    """Return a value as CSV that a spreadsheet can open: no text of it is taken for a formula.

    Parameters
    ----------
    value, table
        As for `to_records`.

    Returns
    -------
    str
        A head and a line for each record. Texts are quoted, and one that begins like a formula has
        an apostrophe in front; numbers stay numbers; what is missing is empty.

    Raises
    ------
    QuantityError
        As `to_records` does.

    >>> import corridor as co
    >>> print(co.to_csv(co.load_network(), "nodes").splitlines()[0][:28])
    "id","name","country","kind"
    """
    return _csv.text(to_records(value, table))


@suggest_arguments
def to_pandas(value: Value, table: str | None = None) -> "pd.DataFrame":
    """Return a value as a pandas DataFrame; needs the extra `pandas`.

    Parameters
    ----------
    value, table
        As for `to_records`.

    Returns
    -------
    pandas.DataFrame
        The records as rows.

    Raises
    ------
    MissingExtraError
        When pandas is not installed.
    QuantityError
        As `to_records` does.

    >>> import corridor as co
    >>> legs = co.to_pandas(co.load_network())
    >>> legs[legs["id"] == "aktau--alat--ferry"]["km"].tolist()
    [487.0]
    """
    try:
        import pandas as pd
    except ImportError:
        raise MissingExtraError("to_pandas", "pandas", "pandas") from None
    return pd.DataFrame(to_records(value, table))


def tables_of(value: Value) -> Mapping[str, Callable[[Any], Iterator[Record]]]:
    """Return the tables of a value by name.

    Raises
    ------
    QuantityError
        When it has none.
    """
    if type(value) not in _TABLES:
        known = ", ".join(kind.__name__ for kind in _TABLES)
        raise QuantityError(f"a {type(value).__name__} has no table; give one of {known}")
    return _TABLES[type(value)]


def hours(time: Levels | None, *, prefix: str = "") -> dict[str, float | None]:
    """Return a time at its three levels in hours, by the names of columns."""
    names = [f"{prefix}{level}_h" for level in LEVELS]
    times = [None] * 3 if time is None else [seconds / HOUR for seconds in time.levels]
    return dict(zip(names, times, strict=True))


def elements(route: Route) -> Iterator[Record]:
    """Yield the departure, then each leg and stop, with own and cumulative values."""
    reached, metres = [0, 0, 0], 0
    start = {"element": "start", "id": route.origin.id, "event": "depart"}
    bills = billed.along(route)
    yield _element(start, route.origin, route.legs[0], None, (0, 0, 0), 0, 0) | _blank(bills[0])
    for step, bill in zip(route.steps, bills, strict=True):
        own = int(step.distance) if isinstance(step, RouteLeg) else 0
        metres += own
        for number, (facts, time) in enumerate(_parts(step, bill)):
            reached = [sum(pair) for pair in zip(reached, (time or ZERO).levels, strict=True)]
            leg = step if isinstance(step, RouteLeg) else None
            node = step.destination if isinstance(step, RouteLeg) else step.node
            row = _element(facts, node, leg, time, tuple(reached), own, metres)
            yield row | (_further(bill) if number else bill)


def _blank(bill: Record) -> Record:
    return dict.fromkeys(bill)


def _further(bill: Record) -> Record:
    """Return a stop's amounts for its second row: the sums alone, nothing twice."""
    return {key: bill[key] if key.startswith("cumulative") else None for key in bill}


def _parts(step: RouteLeg | Transfer, bill: Record) -> Iterator[tuple[Record, Estimate | None]]:
    if isinstance(step, RouteLeg):
        yield {"element": "leg", "id": step.id, "event": "arrive"}, step.transit_time
        return
    if step.dwell or (_costs(bill) and not step.waiting):
        event = EVENTS.get(step.kind, step.kind.replace("_", " "))
        yield {"element": "dwell", "id": step.node.id, "event": event}, step.dwell
    if step.waiting:
        yield {"element": "waiting", "id": step.boarded.id, "event": "waiting"}, step.waiting


def _costs(bill: Record) -> bool:
    """Return whether a stop has an amount of its own, or lacks one."""
    return any(value is not None for key, value in bill.items() if not key.startswith("cumul"))


def _element(
    facts: Record,
    node: Node,
    leg: RouteLeg | None,
    time: Estimate | None,
    reached: tuple[int, ...],
    own: int,
    metres: int,
) -> Record:
    cumulative = zip(LEVELS, reached, strict=True)
    return {
        **facts,
        "node": node.id,
        "place": node.short,
        "country": node.country,
        "mode": leg and leg.mode,
        "gauge_mm": leg and leg.gauge,
        "km": own / 1000,
        "cumulative_km": metres / 1000,
        **hours(time or ZERO),
        **{f"cumulative_{level}_h": seconds / HOUR for level, seconds in cumulative},
        **_standing(time),
    }


def _standing(time: Estimate | None) -> Record:
    """Return on what a time rests."""
    if time is None:
        return dict.fromkeys(("basis", "norm", "rule", "sources", "claims"))
    return {
        "basis": time.basis,
        "norm": time.norm,
        "rule": time.rule,
        "sources": " ".join(time.sources),
        "claims": " ".join(time.claims),
    }


def _compared(comparison: Comparison) -> Iterator[Record]:
    bills = [billed.totals(row.route) if row.route else {} for row in comparison.rows]
    columns = dict.fromkeys(key for bill in bills for key in bill)
    for row, bill in zip(comparison.rows, bills, strict=True):
        yield _row(row) | columns | bill


def _row(row: Compared) -> Record:
    route = row.route
    return {
        "label": row.label,
        "corridor": " ".join(route.corridors) if route else None,
        "origin": route and route.origin.id,
        "destination": route and route.destination.id,
        "km": route and route.distance.km,
        **hours(route.transit_time if route else None),
        "nine_in_ten_h": None if row.within is None else row.within.hours,
        **hours(route.standing if route else None, prefix="standing_"),
        "legs": " ".join(leg.id for leg in route.legs) if route else None,
        "advertised": " ".join(claim.id for claim in row.claims),
        "reason": row.reason or None,
    }


def _reported(ledger: Ledger, quantity: str, unit: str, scale: int) -> Iterator[Record]:
    """Yield the records of one quantity in a unit of its own."""
    figures = {"reported_low", "reported_high", *LEVELS, "residual"}
    for record in ledger.to_records():
        if record["quantity"] == quantity:
            yield {
                f"{key}_{unit}" if key in figures else key: value / scale
                if key in figures and value is not None
                else value
                for key, value in record.items()
                if key != "quantity"
            }


def _times(ledger: Ledger) -> Iterator[Record]:
    return _reported(ledger, "transit_time", "h", HOUR)


def _lengths(ledger: Ledger) -> Iterator[Record]:
    for record in _reported(ledger, "distance", "km", 1000):
        yield {key: value for key, value in record.items() if key not in {"low_km", "high_km"}}


def _percentiles(sim: Simulation) -> Iterator[Record]:
    for share in SHARES:
        yield {"share": float(share), "within_h": sim.percentile(share).hours}


def _tail(sim: Simulation) -> Iterator[Record]:
    for element, share in sim.tail:
        yield {
            "element": element.kind,
            "id": element.id,
            "label": element.label,
            "share": share,
        }


def _runs(sim: Simulation) -> Iterator[Record]:
    ways = [0] * sim.runs if sim.choice is None else sim.choice.tolist()
    for number, (seconds, way) in enumerate(zip(sim.times.tolist(), ways, strict=True)):
        yield {"run": number, "time_h": seconds / HOUR, "way": way}


def _nodes(net: Network) -> Iterator[Record]:
    for node in net.nodes.values():
        where = node.location
        yield {
            "id": node.id,
            "name": node.name,
            "country": node.country,
            "kind": node.kind,
            "lat": where.lat,
            "lon": where.lon,
            "location_basis": where.basis,
            "location_sources": " ".join(where.sources),
            "unlocode": node.unlocode,
            "aliases": "; ".join(node.aliases),
            "gauges_mm": " ".join(map(str, node.gauges)),
            "open": net.date is None or node.is_open(net.date, net.until),
            "note": node.note,
        }


def _legs(net: Network) -> Iterator[Record]:
    for leg in net.in_force.legs.values():
        yield leg_record(net, leg)


def leg_record(net: Network, leg: Leg) -> Record:
    """Return a leg as a row, as the network's day has it."""
    return {
        "id": leg.id,
        "origin": leg.origin,
        "destination": leg.destination,
        "mode": leg.mode,
        "gauge_mm": leg.gauge,
        "one_way": leg.one_way,
        "status": leg.status,
        "open": net.is_open(leg),
        "km": leg.distance.value / 1000,
        "distance_basis": leg.distance.basis,
        **hours(leg.transit_time),
        **_standing(leg.transit_time),
        **hours(leg.wait, prefix="wait_"),
        "countries": " ".join(net.countries_of(leg)),
        "operators": "; ".join(leg.operators),
        "note": leg.note,
    }


def _points(found: WeakPoints) -> Iterator[Record]:
    for row in found.to_records():
        lost, way = row.pop("lost"), row.pop("alternative")
        hours = None if lost is None else lost / HOUR
        yield row | {"lost_h": hours, "alternative": way and " ".join(way)}


_TABLES: Mapping[type, Mapping[str, Callable[[Any], Iterator[Record]]]] = {
    Network: {"legs": _legs, "nodes": _nodes},
    Route: {"elements": elements, "charges": billed.charges, "emissions": billed.emitted},
    Comparison: {"rows": _compared},
    Ledger: {"times": _times, "lengths": _lengths},
    Simulation: {"percentiles": _percentiles, "tail": _tail, "runs": _runs},
    Answers: {"rows": iter},
    WeakPoints: {"points": _points},
}
