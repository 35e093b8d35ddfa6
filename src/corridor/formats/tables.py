"""Values as tidy tables: one record for each row, units in the names of columns; CSV and pandas."""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from corridor import csv_text as _csv
from corridor.analysis.comparison import Comparison
from corridor.analysis.critical_elements import WeakPoints
from corridor.calibration.ledger import Ledger
from corridor.errors import MissingExtraError, QuantityError
from corridor.formats import network_rows, shipment_columns
from corridor.network.columns import Record, cells, columns
from corridor.network.estimates import ZERO, Estimate
from corridor.network.fields import LEVELS
from corridor.network.model import Node
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


Value = Network | Route | Comparison | Ledger | Simulation | Answers | WeakPoints
EVENTS = {"leg": "arrive", "waiting": "waiting", "hand_over": "interchange"}


@suggest_arguments
def to_records(value: Value, table: str | None = None) -> list[Record]:
    """Return a value as a tidy table: one record for each row, with the same keys in each.

    Parameters
    ----------
    value
        A network (tables legs, nodes, dwell, journeys, tariffs), a route (elements: each leg and
        stop, own and cumulative values; of a shipment also charges, emissions), a comparison
        (rows), a ledger (times, lengths), a simulation (percentiles, tail, runs), the answers of a
        sweep (rows) or critical elements (points).
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
        The tables of a network are those that `from_tables` takes; `left_out` names what a row
        cannot hold of its record, such as seasons or distance belts.

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
    """Return the tables of a value by name."""
    if type(value) not in _TABLES:
        known = ", ".join(kind.__name__ for kind in _TABLES)
        raise QuantityError(f"a {type(value).__name__} has no table; give one of {known}")
    return _TABLES[type(value)]


TIMES = columns("{level}_h=")
BEHIND = columns("basis norm rule sources claims")
COMPARED = columns(
    "label corridor=route.corridors origin=route.origin.id destination=route.destination.id "
    "km=route.distance {level}_h=route.transit_time nine_in_ten_h=within "
    "standing_{level}_h=route.standing legs advertised reason",
    legs=lambda item: " ".join(leg.id for leg in item.route.legs) if item.route else None,
    advertised=lambda item: " ".join(claim.id for claim in item.claims),
    reason=lambda item: item.reason or None,
)
TAIL = columns("element=element.kind id=element.id label=element.label share")


def elements(route: Route) -> Iterator[Record]:
    """Yield the departure, then each leg and stop, with own and cumulative values."""
    reached, metres = [0, 0, 0], 0
    start = {"element": "start", "id": route.origin.id, "event": "depart"}
    priced = shipment_columns.along(route)
    yield _element(start, route.origin, route.legs[0], None, (0, 0, 0), 0, 0) | dict.fromkeys(
        priced[0]
    )
    for step, charged in zip(route.steps, priced, strict=True):
        own = int(step.distance) if isinstance(step, RouteLeg) else 0
        metres += own
        for number, (facts, time) in enumerate(_parts(step, charged)):
            reached = [sum(pair) for pair in zip(reached, (time or ZERO).levels, strict=True)]
            leg = step if isinstance(step, RouteLeg) else None
            node = step.destination if isinstance(step, RouteLeg) else step.node
            found = _element(facts, node, leg, time, tuple(reached), own, metres)
            yield found | (_further(charged) if number else charged)


def _further(charged: Record) -> Record:
    """Return a stop's amounts for its second row: the sums alone, nothing twice."""
    return {key: charged[key] if key.startswith("cumulative") else None for key in charged}


def _parts(step: RouteLeg | Transfer, charged: Record) -> Iterator[tuple[Record, Estimate | None]]:
    if isinstance(step, RouteLeg):
        yield {"element": "leg", "id": step.id, "event": "arrive"}, step.transit_time
        return
    if step.dwell or (_costs(charged) and not step.waiting):
        event = EVENTS.get(step.kind, step.kind.replace("_", " "))
        yield {"element": "dwell", "id": step.node.id, "event": event}, step.dwell
    if step.waiting:
        yield {"element": "waiting", "id": step.boarded.id, "event": "waiting"}, step.waiting


def _costs(charged: Record) -> bool:
    """Return whether a stop has an amount of its own, or lacks one."""
    return any(value is not None for key, value in charged.items() if not key.startswith("cumul"))


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
        **cells(time or ZERO, TIMES),
        **{f"cumulative_{level}_h": seconds / HOUR for level, seconds in cumulative},
        **cells(time, BEHIND),
    }


def _compared(comparison: Comparison) -> Iterator[Record]:
    priced = [shipment_columns.totals(item.route) if item.route else {} for item in comparison.rows]
    amounts = dict.fromkeys(key for charged in priced for key in charged)
    for item, charged in zip(comparison.rows, priced, strict=True):
        yield cells(item, COMPARED) | amounts | charged


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
    for share in filter(sim.resolves, SHARES):
        yield {"share": float(share), "within_h": sim.percentile(share).hours}


def _runs(sim: Simulation) -> Iterator[Record]:
    choices = [0] * sim.runs if sim.choice is None else sim.choice.tolist()
    for number, (seconds, taken) in enumerate(zip(sim.times.tolist(), choices, strict=True)):
        yield {"run": number, "time_h": seconds / HOUR, "way": taken}


def _points(found: WeakPoints) -> Iterator[Record]:
    for point in found.to_records():
        lost, other = point.pop("lost"), point.pop("alternative")
        hours = None if lost is None else lost / HOUR
        yield point | {"lost_h": hours, "alternative": other and " ".join(other)}


_TABLES: Mapping[type, Mapping[str, Callable[[Any], Iterator[Record]]]] = {
    Network: {
        "legs": network_rows.legs,
        "nodes": network_rows.nodes,
        "dwell": network_rows.dwell,
        "journeys": network_rows.journeys,
        "tariffs": network_rows.tariffs,
    },
    Route: {
        "elements": elements,
        "charges": shipment_columns.charges,
        "emissions": shipment_columns.emitted,
    },
    Comparison: {"rows": _compared},
    Ledger: {"times": _times, "lengths": _lengths},
    Simulation: {
        "percentiles": _percentiles,
        "tail": lambda sim: (cells(item, TAIL) for item in sim.tail),
        "runs": _runs,
    },
    Answers: {"rows": iter},
    WeakPoints: {"points": _points},
}
