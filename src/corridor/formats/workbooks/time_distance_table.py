"""A time-distance table, edited by hand or of other origin, as times of a network."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple

from corridor.errors import CorridorError, QuantityError
from corridor.formats.sources.rows import Row, rows_of
from corridor.formats.workbooks.edited_prices import with_prices
from corridor.network.conversion.to_texts import is_missing
from corridor.network.dwell_rules import Rulebook, carriage
from corridor.network.estimates import Estimate, Length
from corridor.network.fields import LEVELS
from corridor.network.model import Dwell, DwellDefault, Leg
from corridor.network.network import Network
from corridor.signatures import suggest_arguments
from corridor.units import HOUR, Distance, Duration

SHEET = "Time-distance"
#: What a column may be called, in small letters: first as `export` writes it, then as tables of
#: UNESCAP's time/cost-distance method and of CAREC's CPMM put it. Neither publishes a fixed form.
HEADS: Mapping[str, tuple[str, ...]] = {
    "place": ("place", "location", "node", "bcp", "border crossing point", "to"),
    "mode": ("mode", "mode of transport", "transport mode"),
    "km": ("km", "distance (km)", "distance, km", "leg distance (km)", "distance"),
    "low": ("h low", "low (h)", "minimum (h)", "best (h)", "min"),
    "typical": (
        "h typical", "typical (h)", "time (h)", "time (hours)", "time, h", "hours", "duration (h)",
        "duration (hrs)", "average (h)", "mean (h)", "mean",
    ),
    "high": ("h high", "high (h)", "maximum (h)", "worst (h)", "max"),
    "event": ("event", "activity", "process"),
    "element": ("element",),
    "id": ("id",),
}  # fmt: skip
#: Times and lengths that differ by less are the same: a cell holds fewer digits than a network.
SAME_SECONDS, SAME_METRES = 36, 50


class Step(NamedTuple):
    """A row that takes time: what it is, its figures [s, m], and where it stands."""

    element: str
    id: str
    times: tuple[int, ...]
    metres: int
    label: str


@dataclass
class _Reading:
    """What has been read of a table so far."""

    net: Network
    legs: dict[str, Leg] = field(default_factory=dict)
    dwell: dict[str, list[Dwell]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


@suggest_arguments
def with_time_distance(net: Network, table: Any) -> Network:
    """Return a network with the times, lengths and prices of a time-distance table.

    Parameters
    ----------
    net
        The network; what the table does not name, or gives as it is there, stays.
    table
        What `export` writes of a route (.xlsx, sheet Time-distance, edited or not), or a table as
        for `from_tables` with a row for each leg and stop: place, mode, km and hours. A row with a
        distance is a leg from the place before, one without is a stop. Other names of columns that
        time/cost-distance and CPMM tables use are known: Location, BCP, Distance (km), Time
        (hours), Duration (hrs), Minimum (h), Maximum (h).

    Returns
    -------
    Network
        Changed figures are assumed, by the rule that names the table's row. Where only one time is
        given, low and high keep their ratio to it. A changed amount of the workbook becomes a
        tariff per box of its day; of a through price, that of the section changes by as much, and
        is shared among its legs as before.

    Raises
    ------
    QuantityError
        With every row that cannot be read, or that names no leg or stop of the network.

    >>> import corridor as co
    >>> rows = [
    ...     {"place": "Aktau", "km": 0},
    ...     {"place": "Alat", "mode": "ferry", "km": 487, "time (h)": 30},
    ... ]
    >>> net = co.with_time_distance(co.load_network(), rows)
    >>> net.legs["aktau--alat--ferry"].transit_time.typical
    30 h
    """
    reading = _Reading(net)
    rows = list(rows_of(table, SHEET))
    steps = list(_steps(reading, rows))
    for number, step in enumerate(steps):
        before = [item for item in steps[:number] if item.element == "leg"]
        after = [item for item in steps[number + 1 :] if item.element == "leg"]
        _apply(reading, step, before[-1:], after[:1])
    if reading.faults:
        raise QuantityError("\n".join(reading.faults))
    if not steps:
        known = ", ".join(names[0] for names in HEADS.values())
        raise QuantityError(f"the table has no row with a time; its columns are {known}")
    nodes = {
        key: replace(net.file.nodes[key], dwell=tuple(entries))
        for key, entries in reading.dwell.items()
    }
    legs = {**net.file.legs, **reading.legs}
    timed = net.with_file(replace(net.file, legs=legs, nodes={**net.file.nodes, **nodes}))
    return with_prices(timed, table, rows)


def has_heads(path: Path) -> bool:
    """Return whether a table has a column of places and one of times."""
    first = next(rows_of(path, SHEET), None)
    names = {str(head).casefold() for head in first.cells} if first else set()
    return bool(names & {*HEADS["place"]}) and bool(names & {*HEADS["typical"], *HEADS["km"]})


def _steps(reading: _Reading, rows: list[Row]) -> Iterator[Step]:
    """Yield the rows that take time, each with the element of the network that it means."""
    here: str | None = None
    for row in rows:
        cells = _cells(row)
        try:
            place = _place(reading.net, cells)
            times, metres = _times(cells), _metres(cells)
            if cells.get("element") == "start" or (cells.get("event") == "total"):
                here = place or here
                continue
            if "element" in cells and "id" in cells:
                element, key = str(cells["element"]), str(cells["id"])
            elif metres:
                element, key = "leg", _leg_between(reading.net, here, place, cells.get("mode"))
            else:
                element, key = _stop(cells), place or here or ""
            here = place or here
        except CorridorError as fault:
            reading.faults.append(f"{row.label}: {fault}")
            continue
        if times or metres:
            yield Step(element, key, times, metres, row.label)


def _cells(row: Row) -> dict[str, Any]:
    """Return the cells of a row by what they are; others are left aside."""
    known = {name: kind for kind, names in HEADS.items() for name in names}
    given = ((known.get(str(head).strip().casefold()), cell) for head, cell in row.cells.items())
    return {kind: value for kind, value in given if kind and not is_missing(value)}


def _place(net: Network, cells: Mapping[str, Any]) -> str | None:
    if "place" not in cells:
        return None
    if "id" in cells:  # a sheet of ours: its ids say what is meant
        return None
    found = net.directory.endpoint(str(cells["place"]))
    return min(found.nodes)


def _stop(cells: Mapping[str, Any]) -> str:
    return "waiting" if "wait" in str(cells.get("event", "")).casefold() else "dwell"


def _number(cells: Mapping[str, Any], kind: str) -> float:
    value = cells[kind]
    try:
        number = float(value)
    except (TypeError, ValueError):
        raise QuantityError(f"{kind} is {value!r}; write a number") from None
    if not 0 <= number < float("inf"):
        raise QuantityError(f"{kind} is {value!r}; it must not be negative")
    return number


def _times(cells: Mapping[str, Any]) -> tuple[int, ...]:
    """Return the seconds at the three levels, or the one that is given; nothing without."""
    given = [round(_number(cells, level) * HOUR) for level in LEVELS if level in cells]
    if len(given) == len(LEVELS):
        if given != sorted(given):
            raise QuantityError("low, typical and high are out of order")
        return tuple(given)
    if "typical" in cells:
        return (round(_number(cells, "typical") * HOUR),)
    if given:
        raise QuantityError("give the typical time, or low, typical and high")
    return ()


def _metres(cells: Mapping[str, Any]) -> int:
    return round(_number(cells, "km") * 1000) if "km" in cells else 0


def _leg_between(net: Network, origin: str | None, destination: str | None, mode: Any) -> str:
    """Return the leg between two nodes, of a mode if it is given."""
    wanted = str(mode).casefold().split()[0] if mode else ""
    found = [
        leg.id
        for leg in net.legs.values()
        if {leg.origin, leg.destination} == {origin, destination}
        and (not wanted or leg.mode == wanted)
    ]
    if len(found) != 1:
        many = f"; give the mode: {', '.join(found)}" if found else ""
        raise QuantityError(f"{len(found)} legs lead from {origin} to {destination}{many}")
    return found[0]


def _apply(reading: _Reading, step: Step, before: list[Step], after: list[Step]) -> None:
    """Change the leg, the dwell or the wait that a row means, where its figures are others."""
    net = reading.net
    if step.element in {"leg", "waiting"}:
        key = step.id
        if step.element == "waiting" and key not in net.legs and after:
            key = after[0].id
        if key not in net.legs:
            reading.faults.append(f"{step.label}: {step.id} is no leg of the network")
            return
        leg = reading.legs.get(key, net.legs[key])
        reading.legs[key] = _leg(leg, step)
    elif step.id not in net.nodes or not (before and after):
        reading.faults.append(f"{step.label}: {step.id} is no stop between two legs")
    elif before[0].id in net.legs and after[0].id in net.legs:
        _dwell(reading, step, net.legs[before[0].id], net.legs[after[0].id])


def _leg(leg: Leg, step: Step) -> Leg:
    if step.element == "waiting":
        return replace(leg, waiting=_time(leg.waiting, step))
    changed = replace(leg, transit_time=_time(leg.transit_time, step))
    if step.metres and abs(step.metres - leg.distance.value) >= SAME_METRES:
        length = Length(Distance(step.metres), "assumed", rule=_rule(step))
        return replace(changed, distance=length)
    return changed


def _dwell(reading: _Reading, step: Step, inbound: Leg, outbound: Leg) -> None:
    node = reading.net.nodes[step.id]
    sides = carriage(inbound), carriage(outbound)
    entries = reading.dwell.get(node.id, list(node.dwell))
    own = replace(node, dwell=tuple(entries))
    meets = all(node.id in {leg.origin, leg.destination} for leg in (inbound, outbound))
    rule = Rulebook(reading.net.file.dwell_defaults).find(own, *sides) if meets else None
    if rule is None:
        reading.faults.append(f"{step.label}: {inbound.id} and {outbound.id} do not meet there")
        return
    old = rule.entry
    time = _time(old.time if old else None, step)
    if old is not None and time == old.time:
        return
    if old is not None and not isinstance(old, DwellDefault):
        entries[entries.index(old)] = replace(old, time=time)
    else:
        kind = old.kind if old else "hand_over"
        entries.append(Dwell(inbound=sides[0], outbound=sides[1], kind=kind, time=time))
    reading.dwell[node.id] = entries


def _time(old: Estimate | None, step: Step) -> Estimate:
    """Return the time of a row; the old one where the row says the same."""
    times = step.times or (old.levels if old else (0,))
    if len(times) == 1:
        ratio = times[0] / old.typical if old and old.typical else 1.0
        times = tuple(round(level * ratio) for level in old.levels) if old else times * len(LEVELS)
    pairs = zip(times, old.levels if old else times, strict=True)
    if old and all(abs(new - level) < SAME_SECONDS for new, level in pairs):
        return old
    low, typical, high = map(Duration, times)
    return Estimate(low, typical, high, "assumed", rule=_rule(step))


def _rule(step: Step) -> str:
    return f"time-distance table: {step.label}"
