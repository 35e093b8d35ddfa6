"""Many shipments, a row each: the best route of each, or what is wrong with its row."""

import datetime
import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import Executor
from typing import Any, NamedTuple, Unpack

from corridor.amounts import exactly
from corridor.errors import CorridorError, QuantityError
from corridor.formats.shipment_columns import totals
from corridor.formats.sources.rows import Row, rows_of
from corridor.network.columns import Record, cells, columns
from corridor.network.conversion.to_texts import decimal, is_missing
from corridor.network.fields import LEVELS
from corridor.network.network import Network
from corridor.routes.request import Avoid
from corridor.routes.route import Route
from corridor.routes.shipment import Shipment
from corridor.routing.best_route import Limits, find_route
from corridor.scenarios.executors import Progress, spread
from corridor.signatures import suggest_arguments
from corridor.user_values import read_date, shown

#: How many rows are read, answered and written at a time, and how many a worker is given at once.
BLOCK, CHUNK = 1_000, 25
TEXTS = ("origin", "destination", "corridor", "depart", "deadline", "by", "level")
LISTS = ("via", "modes", "policy")
AVOIDED = ("countries", "borders", "nodes", "legs", "operators")
COUNTS = ("max_transfers", "max_gauge_breaks")
BOXES = ("equipment", "quantity", "currency", "price_date", "max_price_age", "goods")
#: Quantities, and the unit that may end the name of their column.
WITH_UNIT = {
    "max_time": {"days": "days", "h": "h"},
    "mass": {"t": "t", "kg": "kg"},
    "cargo_mass": {"t": "t", "kg": "kg"},
    "value": {"usd": "USD", "eur": "EUR"},
    "cargo_value": {"usd": "USD", "eur": "EUR"},
    "value_of_time": {"usd": "USD", "eur": "EUR"},
    "inventory_cost": {"pct": "%"},
    "max_cost": {"usd": "USD", "eur": "EUR"},
    "max_emissions": {"t": "t", "kg": "kg"},
}
SHIPPED = {"mass": "cargo_mass", "value": "cargo_value"}
OF_SHIPMENT = {"cargo_mass", "cargo_value", "value_of_time", "inventory_cost", *BOXES}
COLUMNS = {
    **{name: (name, "") for name in (*TEXTS, *LISTS, *COUNTS, *BOXES, *WITH_UNIT)},
    **{f"avoid_{kind}": (f"avoid_{kind}", "") for kind in AVOIDED},
    **{
        f"{name}_{ending}": (name, unit)
        for name, units in WITH_UNIT.items()
        for ending, unit in units.items()
    },
}
ROUTE = columns(
    "{level}_h=transit_time km=distance corridors countries legs",
    legs=lambda route: " ".join(leg.id for leg in route.legs) if route else None,
)
#: What a shipment emits [kg], from low to high; WTT + TTW + what is split into neither = all.
CARBON = (
    "co2e_kg", "co2e_low_kg", "co2e_high_kg", "co2e_wtt_kg", "co2e_ttw_kg", "co2e_unsplit_kg",
)  # fmt: skip
ANSWERS = (
    "found", *ROUTE, *(f"freight_{level}" for level in LEVELS), "freight_currency",
    "cost_complete", "no_price", *CARBON, "emissions_complete", "latest_departure", "on_time",
    "error",
)  # fmt: skip


_WHOLE = re.compile(r"[0-9]{1,12}(?:\.0{1,2})?")


class _Task(NamedTuple):
    """Rows that one worker answers, with what is asked of all."""

    rows: tuple[Mapping[str, Any], ...]
    limits: Mapping[str, Any]


@suggest_arguments
def batch(
    net: Network,
    shipments: Any,
    *,
    executor: Executor | None = None,
    progress: Progress | None = None,
    **limits: Unpack[Limits],
) -> list[Record]:
    """Find the best route of many shipments, one in each row of a table.

    Parameters
    ----------
    net
        The network, seen on its day.
    shipments
        A table as for `from_tables`, with the columns origin and destination and any of: via,
        depart, deadline, corridor, by, level, modes, policy, equipment, quantity, mass (of each
        box), value, currency, max_time, max_cost, max_emissions, max_transfers, avoid_countries...
        Quantities are texts with units, or their column ends with it: ``mass_t``,
        ``max_time_days``. Lists are separated by semicolons. Other columns are kept as they are.
    executor, progress
        As for `od_matrix`.
    limits
        As for `find_route`, for rows that do not say otherwise.

    Returns
    -------
    list[dict[str, Any]]
        For each row its own columns, then found, low_h, typical_h, high_h, km, corridors,
        countries, legs; of a shipment freight_low, freight_typical, freight_high,
        freight_currency, cost_complete, no_price, co2e_kg with its low, high, wtt, ttw and what is
        split into neither (co2e_unsplit_kg), emissions_complete; for a deadline
        latest_departure, and on_time if it says depart, at the level asked for; and error: why a
        row has no answer. Each answer is that of `find_route`.

    Raises
    ------
    QuantityError
        When it is no such table, or a column is probably misspelt.

    >>> import corridor as co
    >>> rows = [{"ref": 1, "origin": "Aktau", "destination": "Baku"}, {"ref": 2, "origin": "Aktua"}]
    >>> [(row["ref"], row["found"], row["km"]) for row in co.batch(co.load_network(), rows)]
    [(1, True, 487.0), (2, False, None)]
    """
    rows = rows_of(shipments, "shipments")
    return list(answered(net, rows, limits, executor, progress))


def answered(
    net: Network,
    rows: Iterable[Row],
    limits: Mapping[str, Any],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[Record]:
    """Yield the answer of each row; only a block of them is held at a time.

    Parameters
    ----------
    net
        The network.
    rows
        The rows of the table.
    limits
        What is asked of all.
    executor, progress
        As for `od_matrix`.
    """
    waiting = iter(rows)
    while block := list(itertools.islice(waiting, BLOCK)):
        _check_columns({head: None for row in block for head in row.cells})
        taken = [row.cells for row in block]
        tasks = [
            _Task(tuple(taken[start : start + CHUNK]), limits)
            for start in range(0, len(taken), CHUNK)
        ]
        for answers in spread(net, _answers, tasks, executor, progress):
            yield from answers


def _check_columns(heads: Iterable[str]) -> None:
    """Refuse columns that an answer has too, and those that are nearly one that counts."""
    for head in heads:
        if head in ANSWERS:
            raise QuantityError(f"the column {head} is one of the answer's; rename it")
        close = difflib.get_close_matches(head[:64].casefold(), COLUMNS, n=1, cutoff=0.8)
        if head not in COLUMNS and close:
            raise QuantityError(f"the column {head!r} is not known\n  did you mean  {close[0]}?")


def _answers(net: Network, task: _Task) -> list[Record]:
    return [_answer(net, cells_, task.limits) for cells_ in task.rows]


def _answer(net: Network, given: Mapping[str, Any], limits: Mapping[str, Any]) -> Record:
    """Return a row with its answer, or with what is wrong with it."""
    found = dict(given) | dict.fromkeys(ANSWERS) | {"found": False}
    try:
        asked = _asked(given)
        deadline = asked.pop("deadline", None)
        due = read_date(deadline) if deadline is not None else None
        request = dict(limits) | _request(asked)
        route = find_route(net, **request)
    except CorridorError as error:
        return found | {"error": str(error)}
    found |= cells(route, ROUTE) | _amounts(route) | {"found": True}
    return found | (_timely(route, due, request.get("level", "typical")) if due else {})


def _asked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a row asks, in the words of a search; several faults are told together."""
    asked: dict[str, Any] = {}
    faults = []
    for head, value in given.items():
        if head not in COLUMNS or is_missing(value) or (isinstance(value, str) and not value):
            continue
        name, unit = COLUMNS[head]
        if name in asked:
            faults.append(f"{name} is the name of two columns")
        try:
            asked[name] = _value(head, name, unit, value)
        except QuantityError as error:
            faults.append(str(error))
    faults += [f"{name} is empty" for name in ("origin", "destination") if name not in asked]
    if faults:
        raise QuantityError("\n".join(faults))
    return asked


def _value(head: str, name: str, unit: str, value: Any) -> Any:
    if hasattr(value, "tolist"):
        value = value.tolist()
    if name in LISTS or name.startswith("avoid_"):
        items = value.split(";") if isinstance(value, str) else value
        return tuple(str(item).strip() for item in items if str(item).strip())
    if name in {*COUNTS, "quantity"}:
        return _count(name, value)
    if unit:
        number = exactly(value) if not isinstance(value, str) else None
        text = str(value).strip() if number is None else decimal(value)
        if text.endswith(unit):
            raise QuantityError(f"{head} is {shown(value)}; write the number alone, in {unit}")
        return f"{text} {unit}"
    if name in {"depart", "deadline", "price_date"} and isinstance(value, datetime.date):
        is_day = not isinstance(value, datetime.datetime) or value.time() == datetime.time()
        return str(value)[:10] if is_day else value
    return value.strip() if isinstance(value, str) else value


def _count(name: str, value: Any) -> int:
    """Return a whole number, which a table may hold as a text or with a point.

    Three digits after a point may be thousands, and are refused.
    """
    text = value.strip() if isinstance(value, str) else value
    if isinstance(text, str) and _WHOLE.fullmatch(text):
        return int(text.partition(".")[0])
    number = None if isinstance(text, str) else exactly(value)
    if number is None or number.denominator != 1:
        raise QuantityError(f"{name} is {shown(value)}; it must be a whole number")
    return int(number)


def _request(asked: dict[str, Any]) -> dict[str, Any]:
    """Return the keywords of a search; a shipment is made of its parts."""
    named = {SHIPPED.get(name, name): value for name, value in asked.items()}
    avoided = {kind: named.pop(f"avoid_{kind}") for kind in AVOIDED if f"avoid_{kind}" in named}
    shipment = {name: named.pop(name) for name in OF_SHIPMENT & named.keys()}
    if avoided:
        named["avoid"] = Avoid(**avoided)
    if shipment and "equipment" not in shipment:
        column = min(name for name in asked if SHIPPED.get(name, name) in shipment)
        raise QuantityError(f"{column} needs a shipment: add its equipment")
    if shipment:
        named["shipment"] = Shipment(**shipment)
    return named


def _amounts(route: Route) -> Record:
    """Return cost and emissions of a route with a shipment, and whether they are complete."""
    if route.cost is None:
        return {}
    coin = route.cost.shipment.currency
    sums = totals(route)
    return {
        **{f"freight_{level}": sums[f"freight_{level}_{coin.lower()}"] for level in LEVELS},
        "freight_currency": coin,
        **{name: sums[name] for name in ("cost_complete", "no_price", *CARBON)},
        "emissions_complete": sums["emissions_complete"],
    }


def _timely(route: Route, due: datetime.date, level: Any) -> Record:
    """Return by when goods must leave to be there on a day, and whether they are in time."""
    end = datetime.datetime.combine(due, datetime.time()) + datetime.timedelta(days=1)
    latest = end - datetime.timedelta(seconds=int(route.transit_time.at(level)))
    schedule = route.schedule
    return {
        "latest_departure": latest.date().isoformat(),
        "on_time": None if schedule is None else schedule.arrival(level) < end,
    }
