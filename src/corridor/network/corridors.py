"""Corridors: named families of routes, what a route of one passes, and whom it serves."""

from collections.abc import Collection
from dataclasses import dataclass

from corridor.network.fields import Basis, Border, Country, Flag, Id, Number, Text
from corridor.network.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Record):
    """One way to belong to a corridor: by any of these legs, nodes, borders or countries."""

    legs: tuple[Id, ...] = ()
    nodes: tuple[Id, ...] = ()
    borders: tuple[Border, ...] = ()
    countries: tuple[Country, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """The countries at either end between which a corridor carries freight, in both directions."""

    one_end: tuple[Country, ...]
    other_end: tuple[Country, ...]
    basis: Basis
    rule: Text

    def joins(self, one: Collection[str], other: Collection[str]) -> bool:
        """Return whether some country of one set and some of another are its two ends."""
        ends = (set(self.one_end), set(self.other_end))
        return any(
            not first.isdisjoint(one) and not second.isdisjoint(other)
            for first, second in (ends, ends[::-1])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Detour(Record):
    """How many times the great circle between its ends a route of a corridor may be long."""

    limit: Number
    basis: Basis
    rule: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor(Record):
    """A named family of routes: through one of its passages, avoiding its countries.

    A route also uses each of `gates`, in this order or its reverse. `by_sea`: once on board it is
    at sea until its last port, and an end that is a seaport is reached by sea. `serves` names the
    ends for which it is offered (without it, all), `detour` how long it may be.
    """

    id: Id
    name: Text
    through: tuple[Passage, ...]
    label: Text | None = None
    gates: tuple[Passage, ...] = ()
    by_sea: Flag = False
    avoid: tuple[Country, ...] = ()
    serves: tuple[Service, ...] = ()
    detour: Detour | None = None
    parent: Id | None = None
    status: Text | None = None
    sources: tuple[Id, ...] = ()
    note: Text | None = None

    @property
    def short(self) -> str:
        """The display name."""
        return self.label or self.name

    def joins(self, one: Collection[str], other: Collection[str]) -> bool:
        """Return whether it serves freight between some countries; any, where none are named."""
        return not self.serves or any(item.joins(one, other) for item in self.serves)
