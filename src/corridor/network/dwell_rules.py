"""Which dwell applies between two legs at a node: the rule, in one place.

The most specific entry wins: fewest wildcard sides, then fewest ``any``. An entry serves both
directions unless it is one_way. A node's own entries come before the file's defaults, of these
those for its kind before those for any.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from corridor.network.model import Dwell, DwellDefault, Leg, Node
from corridor.network.modes import WITH_GAUGE
from corridor.network.texts.field_texts import ANY

Side = tuple[str, int | None]
Rank = tuple[int, int, int]


class Rule(NamedTuple):
    """The dwell entry that decides a transfer; none for a through movement.

    `rivals` are other entries that are equally specific, an error in the file.
    """

    entry: Dwell | None
    rivals: tuple[Dwell, ...] = ()

    @property
    def is_default(self) -> bool:
        """Return whether the time is a default of the file, not the node's own."""
        return isinstance(self.entry, DwellDefault)


def carriage(leg: Leg) -> Side:
    """Return how a leg carries: its mode, and for rail its gauge."""
    return (leg.mode, leg.gauge)


def service_of(leg: Leg) -> tuple[str, str]:
    """Return the service on which a shipment stays; a leg that names none is its own."""
    return (leg.mode, leg.service or leg.id)


def gauge_breaks(inbound: Side, outbound: Side) -> int:
    """Return how often the gauge breaks between two carriages."""
    return int(bool(inbound[1] and outbound[1] and inbound[1] != outbound[1]))


THROUGH = Rule(None)


class Rulebook:
    """The rules of transfers: the node's own entries first, then the file's defaults."""

    def __init__(self, defaults: tuple[DwellDefault, ...]) -> None:
        self._defaults = defaults
        self._known: dict[tuple[str, Side, Side], Rule | None] = {}

    def find(self, node: Node, inbound: Side, outbound: Side) -> Rule | None:
        """Return the rule between two legs at a node, or None when they are not connected."""
        own = _best(node.dwell, inbound, outbound) if node.dwell else None
        return own or self._default(node.kind, inbound, outbound)

    def _default(self, kind: str, inbound: Side, outbound: Side) -> Rule | None:
        key = (kind, inbound, outbound)
        if key not in self._known:
            fitting = [entry for entry in self._defaults if entry.node_kind in {kind, "any"}]
            through = THROUGH if inbound == outbound else None
            self._known[key] = _best(fitting, inbound, outbound) or through
        return self._known[key]


def _best(entries: Iterable[Dwell], inbound: Side, outbound: Side) -> Rule | None:
    ranked = sorted(_matches(entries, inbound, outbound), key=lambda pair: pair[0])
    if not ranked:
        return None
    best, winner = ranked[0]
    rivals = tuple(entry for rank, entry in ranked[1:] if rank == best and entry is not winner)
    return Rule(winner, rivals)


def _matches(
    entries: Iterable[Dwell], inbound: Side, outbound: Side
) -> Iterator[tuple[Rank, Dwell]]:
    """Yield the entries that match, each once, with how unspecific they are."""
    for entry in entries:
        general = int(isinstance(entry, DwellDefault) and entry.node_kind == "any")
        sides = [(entry.inbound, entry.outbound)]
        if not entry.one_way:
            sides.append((entry.outbound, entry.inbound))
        ranks = [
            (general, _wildcards(first) + _wildcards(second), _anys(first) + _anys(second))
            for first, second in sides
            if _covers(first, inbound) and _covers(second, outbound)
        ]
        if ranks:
            yield min(ranks), entry


def _covers(side: Side, carried: Side) -> bool:
    mode, gauge = side
    return mode == ANY or (mode == carried[0] and gauge in {None, carried[1]})


def _wildcards(side: Side) -> int:
    return int(side[0] == ANY or (side[0] in WITH_GAUGE and side[1] is None))


def _anys(side: Side) -> int:
    return int(side[0] == ANY)
