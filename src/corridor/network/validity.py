"""Times in force on a day: what a file says of a window of dates replaces the usual time."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from typing import TypeVar

from corridor.network.estimates import DatedTime, Estimate, Period
from corridor.network.model import Dwell, Leg, NetworkFile

Entry = TypeVar("Entry", bound=Dwell)


def in_force(
    file: NetworkFile, day: datetime.date, until: datetime.date | None = None
) -> NetworkFile:
    """Return the file with the times of a day; the file itself where none is dated so.

    Parameters
    ----------
    file
        What is said.
    day, until
        The day; with `until`, only what holds on all days of the window counts.
    """
    last = until or day
    legs = {key: _leg(leg, day, last) for key, leg in file.legs.items()}
    dwells = {key: _entries(node.dwell, day, last) for key, node in file.nodes.items()}
    defaults = _entries(file.dwell_defaults, day, last)
    same = (
        all(leg is file.legs[key] for key, leg in legs.items())
        and all(dwell is file.nodes[key].dwell for key, dwell in dwells.items())
        and defaults is file.dwell_defaults
    )
    if same:
        return file
    nodes = {key: replace(node, dwell=dwells[key]) for key, node in file.nodes.items()}
    return replace(file, legs=legs, nodes=nodes, dwell_defaults=defaults)


def _leg(leg: Leg, day: datetime.date, last: datetime.date) -> Leg:
    if not leg.dated and not leg.dated_waiting:
        return leg
    time, waiting = _then(leg.dated, day, last), _then(leg.dated_waiting, day, last)
    if time is None and waiting is None:
        return leg
    return replace(
        leg,
        transit_time=time or leg.transit_time,
        waiting=waiting or leg.waiting,
        dated=(),
        dated_waiting=(),
    )


def _entries(
    entries: tuple[Entry, ...], day: datetime.date, last: datetime.date
) -> tuple[Entry, ...]:
    if not any(_then(entry.dated, day, last) for entry in entries):
        return entries
    return tuple(
        replace(entry, time=_then(entry.dated, day, last) or entry.time, dated=())
        for entry in entries
    )


def _then(times: Iterable[DatedTime], day: datetime.date, last: datetime.date) -> Estimate | None:
    """Return the time of the window that holds all days from one to another."""
    return next((item.time for item in times if item.covers(day) and item.covers(last)), None)


def windows(file: NetworkFile) -> list[DatedTime]:
    """Return the windows in which times are not the usual ones, in the order of the file."""
    entries = [entry for node in file.nodes.values() for entry in node.dwell]
    return [
        *(window for leg in file.legs.values() for window in leg.dated + leg.dated_waiting),
        *(window for entry in (*entries, *file.dwell_defaults) for window in entry.dated),
    ]


def has_calendar(file: NetworkFile) -> bool:
    """Return whether a file has departures of services, seasons or queues."""
    dwells = [entry for node in file.nodes.values() for entry in node.dwell]
    seasons = any(leg.seasons or leg.seasons_waiting for leg in file.legs.values()) or any(
        entry.seasons for entry in (*dwells, *file.dwell_defaults)
    )
    return bool(file.departures or file.backlog or seasons)


def edges(file: NetworkFile) -> set[datetime.date]:
    """Return the days on which something opens, closes or takes another time."""
    periods: list[Period] = [
        *windows(file),
        *(period for leg in file.legs.values() for period in leg.periods),
        *(period for node in file.nodes.values() for period in node.periods),
        *file.closures.values(),
    ]
    return {edge for period in periods for edge in (period.start, period.end) if edge}
