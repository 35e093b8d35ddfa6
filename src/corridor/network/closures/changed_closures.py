"""The closures of a file after changes that close and reopen: a record for each window."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import NamedTuple

from corridor.network.calendar import Closure
from corridor.network.changes import Change
from corridor.network.model import Leg, NetworkFile, countries_of, touched_by

Closures = dict[str, Closure]


class Made(NamedTuple):
    """A change that closes or reopens one leg or node: its section and id."""

    section: str
    id: str
    change: Change


def closures_after(file: NetworkFile, made: Iterable[Made]) -> Closures:
    """Return the closures of a file once some changes are made, whatever their order.

    A closing is a closure of its own, in its window. A reopening lifts, in its window, what closes
    a leg by its id, country, border or operator, and a node by its id.
    """
    closures = dict(file.closures)
    for item in made:
        if item.change.change == "reopen":
            left = (part for closure in closures.values() for part in _left(file, closure, item))
            closures = {closure.id: closure for closure in left}
    for item in made:
        if item.change.change == "close":
            closure = _closing(item)
            known = closures.get(closure.id)
            closures[closure.id] = _both(known, closure) if known else closure
    return dict(sorted(closures.items())) if closures != file.closures else closures


def is_closed(file: NetworkFile, section: str, key: str, day: datetime.date) -> bool:
    """Return whether closures of a file close a leg or node on a day, whatever is carried."""
    held = [
        item
        for item in file.closures.values()
        if item.covers(day) and not item.equipment and not item.goods and not item.direction
    ]
    if section == "nodes":
        return any(key in item.nodes for item in held)
    return any(_closes(file, item, file.legs[key]) for item in held)


def _closing(made: Made) -> Closure:
    change, closed = made.change, (made.id,)
    days = [str(day) for day in (change.start, change.end) if day]
    words = "until" if change.end and not change.start else "closed"
    return Closure(
        id="--".join([made.id, words, *days]),
        legs=closed if made.section == "legs" else (),
        nodes=closed if made.section == "nodes" else (),
        start=change.start,
        end=change.end,
        reason=change.reason or change.rule,
        sources=change.sources,
        note=change.rule if change.reason else None,
    )


def _both(one: Closure, other: Closure) -> Closure:
    """Return one closure for two of the same thing in the same window."""
    sources = tuple(sorted({*one.sources, *other.sources}))
    return replace(
        one,
        reason=_joined(one.reason, other.reason),
        note=_joined(one.note, other.note),
        sources=one.sources if one.sources == other.sources else sources,
    )


def _joined(one: str | None, other: str | None) -> str | None:
    words = {part for text in (one, other) if text for part in text.split("; ")}
    return one if one == other else "; ".join(sorted(words))


def _left(file: NetworkFile, closure: Closure, made: Made) -> Iterator[Closure]:
    """Yield what a reopening leaves of a closure: before, for other things within, and after."""
    change = made.change
    without = _without(file, closure, made) if change.overlaps(closure) else closure
    if without is closure:
        yield closure
        return
    parts = []
    if change.start and (closure.start is None or closure.start < change.start):
        parts.append(replace(closure, end=change.start))
    if without:
        start = max(filter(None, (closure.start, change.start)), default=None)
        end = min(filter(None, (closure.end, change.end)), default=None)
        parts.append(replace(without, start=start, end=end))
    if change.end and (closure.end is None or change.end < closure.end):
        parts.append(replace(closure, start=change.end))
    for number, part in enumerate(parts):
        yield replace(part, id=f"{closure.id}--from--{part.start}") if number else part


def _without(file: NetworkFile, closure: Closure, made: Made) -> Closure | None:
    """Return a closure of all that it closes but one thing; itself where it does not close it."""
    if made.section == "nodes":
        nodes = tuple(node for node in closure.nodes if node != made.id)
        less = replace(closure, nodes=nodes) if nodes != closure.nodes else closure
        return less if less.items else None
    leg = file.legs[made.id]
    if not closure.items or not _closes(file, closure, leg):
        return closure
    within = [
        other.id
        for other in file.legs.values()
        if other is not leg and _closes(file, closure, other)
    ]
    legs = tuple(dict.fromkeys((*(key for key in closure.legs if key != leg.id), *within)))
    less = replace(closure, legs=legs, countries=(), borders=(), operators=())
    return less if less.items else None


def _closes(file: NetworkFile, closure: Closure, leg: Leg) -> bool:
    """Return whether a closure closes a leg, not by a node at its end alone."""
    if not {leg.origin, leg.destination} <= file.nodes.keys():
        return leg.id in closure.legs
    touched = touched_by(leg, countries_of(leg, file.nodes))
    return not {item for item in touched if item[0] != "nodes"}.isdisjoint(closure.items)
