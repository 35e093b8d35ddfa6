"""Which corridors could use a price between two places that names none."""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from corridor.network.model import Corridor, Leg, NetworkFile, countries_of, touched_by
from corridor.network.modes import DEFAULT_MODES
from corridor.network.rates import Tariff

Arcs = Mapping[str, set[str]]


def sharing_corridors(file: NetworkFile, tariff: Tariff) -> tuple[str, ...]:
    """Return the ids of the main corridors that lead from one end of a price to the other.

    What is closed, and the time that a route takes, does not count.
    """
    ends = [{*tariff.origin}, {*tariff.destination}]
    countries = [{file.nodes[node].country for node in nodes} for nodes in ends]
    roots = [item for item in file.corridors.values() if item.parent is None]
    return tuple(
        item.id for item in roots if item.joins(*countries) and _leads(file, item, tariff, *ends)
    )


def _leads(
    file: NetworkFile, corridor: Corridor, tariff: Tariff, origins: set[str], ends: set[str]
) -> bool:
    """Return whether a corridor's legs lead through one of its passages, between two ends."""
    modes = frozenset(tariff.modes) or DEFAULT_MODES
    passages = {
        (kind, item)
        for passage in corridor.through
        for kind in ("legs", "nodes", "borders", "countries")
        for item in getattr(passage, kind)
    }
    forth: dict[str, set[str]] = defaultdict(set)
    back: dict[str, set[str]] = defaultdict(set)
    through: list[tuple[str, str]] = []
    for leg in file.legs.values():
        touched = countries_of(leg, file.nodes)
        if leg.mode not in modes or set(touched) & set(corridor.avoid):
            continue
        for one, other in _directions(leg):
            forth[one].add(other)
            back[other].add(one)
            if not passages.isdisjoint(touched_by(leg, touched)):
                through.append((one, other))
    from_origins, to_ends = _reached(forth, origins), _reached(back, ends)
    return any(one in from_origins and other in to_ends for one, other in through)


def _directions(leg: Leg) -> Iterator[tuple[str, str]]:
    yield leg.origin, leg.destination
    if not leg.one_way:
        yield leg.destination, leg.origin


def _reached(arcs: Arcs, starts: set[str]) -> set[str]:
    found, todo = set(starts), list(starts)
    for node in todo:
        new = arcs.get(node, set()) - found
        found |= new
        todo += sorted(new)
    return found
