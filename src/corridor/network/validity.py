"""Times in force on a day: what a file says of a window of dates replaces the usual time."""

import datetime
from collections.abc import Iterable
from dataclasses import replace
from itertools import chain
from typing import TypeVar

from corridor.network.calendar import Season
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
    if not (leg.dated or leg.dated_waiting or leg.seasons or leg.seasons_waiting):
        return leg
    time = _then(leg.dated, leg.seasons, day, last)
    waiting = _then(leg.dated_waiting, leg.seasons_waiting, day, last)
    if time is None and waiting is None:
        return leg
    return replace(
        leg,
        transit_time=time or leg.transit_time,
        waiting=waiting or leg.waiting,
        dated=(),
        dated_waiting=(),
        seasons=(),
        seasons_waiting=(),
    )


def _entries(
    entries: tuple[Entry, ...], day: datetime.date, last: datetime.date
) -> tuple[Entry, ...]:
    then = [_then(entry.dated, entry.seasons, day, last) for entry in entries]
    if not any(then):
        return entries
    return tuple(
        replace(entry, time=time or entry.time, dated=(), seasons=())
        for entry, time in zip(entries, then, strict=True)
    )


def _then(
    times: Iterable[DatedTime],
    seasons: Iterable[Season],
    day: datetime.date,
    last: datetime.date,
) -> Estimate | None:
    """Return the time of the window, or else the season, that holds on all days of several."""
    dated = (item.time for item in times if item.covers(day) and item.covers(last))
    years = range(max(datetime.MINYEAR, day.year - 1), min(day.year, datetime.MAXYEAR - 1) + 1)
    of_year = (
        item.time
        for item in seasons
        for year in years
        for start, end in item.windows(year)
        if start <= day and last < end
    )
    return next(chain(dated, of_year), None)


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
