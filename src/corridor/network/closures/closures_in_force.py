"""Which closures hold on some days, whatever is carried."""

import datetime
from collections.abc import Iterable

from corridor.network.calendar import Closure
from corridor.network.estimates import Period
from corridor.network.model import NetworkFile, countries_of, touched_by

Held = dict[str, list[Closure]]


def closures_of_legs(file: NetworkFile, held: Iterable[Closure]) -> Held:
    """Return for each leg those of some closures that touch it."""
    found: Held = {}
    in_force = [(closure, set(closure.items)) for closure in held]
    for leg in file.legs.values() if in_force else ():
        touched = set(touched_by(leg, countries_of(leg, file.nodes)))
        for closure, items in in_force:
            if not touched.isdisjoint(items):
                found.setdefault(leg.id, []).append(closure)
    return found


def in_force(
    file: NetworkFile, first: datetime.date | None, last: datetime.date | None
) -> list[Closure]:
    """Return the closures that hold on any of some days, and are for all boxes and goods."""
    return [
        closure
        for closure in file.closures.values()
        if first and last and closure.meets(first, last)
        if not (closure.equipment or closure.goods)
    ]


def cover(windows: Iterable[Period], first: datetime.date, last: datetime.date) -> bool:
    """Return whether each day from the first to the last lies in one of several windows."""
    known = tuple(windows)
    day: datetime.date | None = first
    while day is not None and day <= last:
        ends = [window.end for window in known if window.covers(day)]
        if not ends:
            return False
        day = None if None in ends else max(end for end in ends if end)
    return True
