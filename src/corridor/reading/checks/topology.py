"""Checks of how the network hangs together: legs, nodes and corridors."""

import datetime
from collections.abc import Iterator

from corridor.errors import Finding, Severity, Wording, quote
from corridor.network.estimates import Period
from corridor.network.model import Corridor, Leg, NetworkFile, Passage
from corridor.network.modes import VESSELS, WITH_GAUGE
from corridor.reading.checks.facts import Facts, Path, check

INLAND = {"rail_terminal", "dry_port", "border_crossing", "city"}
MOST_NAMED = 8
NEVER, LAST = datetime.date.min, datetime.date.max


@check(Severity.ERROR)
def self_loop(facts: Facts) -> Iterator[Finding]:
    """A leg ends where it begins."""
    for leg in facts.file.legs.values():
        if leg.origin == leg.destination:
            wording = Wording(
                f"{quote(leg.destination)}, the same as origin",
                "the id of another node than origin",
                "correct one of the two ends",
            )
            yield Finding("self_loop", ("legs", leg.id, "destination"), wording)


@check(Severity.ERROR)
def wrong_gauge(facts: Facts) -> Iterator[Finding]:
    """A rail leg has no gauge, or a leg of another mode has one."""
    for leg in facts.file.legs.values():
        needed = leg.mode in WITH_GAUGE
        if needed == (leg.gauge is not None):
            continue
        wording = Wording(
            f"{'no' if needed else 'a'} gauge on a {leg.mode} leg",
            f"exactly one gauge on each {' or '.join(sorted(WITH_GAUGE))} leg, none on others",
            "add gauge: 1435 mm or gauge: 1520 mm, as the line has"
            if needed
            else "remove the gauge",
        )
        path: Path = ("legs", leg.id) if needed else ("legs", leg.id, "gauge")
        yield Finding("wrong_gauge", path, wording, on_key=True)


@check(Severity.WARNING)
def implausible_mode(facts: Facts) -> Iterator[Finding]:
    """A ship calls at a node that is not a port."""
    for leg in facts.file.legs.values():
        for end in ("origin", "destination") if leg.mode in VESSELS else ():
            node = facts.file.nodes.get(getattr(leg, end))
            if node and node.kind in INLAND:
                wording = Wording(
                    f"a {leg.mode} leg at {node.id}, whose kind is {node.kind}",
                    "a seaport, ferry_port or waypoint at both ends of a ship's leg",
                    f"correct the mode here, or the kind of {node.id}",
                )
                related = (("nodes", node.id, "kind"),)
                path = ("legs", leg.id, end)
                yield Finding("implausible_mode", path, wording, related=related)


@check(Severity.WARNING)
def duplicate_leg(facts: Facts) -> Iterator[Finding]:
    """Two legs have the same ends, mode, gauge, service and operators at one time."""
    beside: dict[object, list[Leg]] = {}
    for leg in facts.file.legs.values():
        ends = frozenset((leg.origin, leg.destination))
        what = (ends, leg.mode, leg.gauge, leg.service, leg.operators, leg.countries_crossed)
        others = beside.setdefault(what, [])
        other = next((item for item in others if _serve_the_same(leg, item)), None)
        others.append(leg)
        if other:
            wording = Wording(
                f"the same ends, mode and service as {other.id}, at the same time",
                "legs that differ in something, such as service or operators",
                "remove one of them, or say in what they differ",
            )
            related = (("legs", other.id),)
            path: Path = ("legs", leg.id)
            yield Finding("duplicate_leg", path, wording, related=related, on_key=True)


def _serve_the_same(one: Leg, other: Leg) -> bool:
    """Return whether two legs of the same ends are open in one direction on one day."""
    is_against = one.one_way and other.one_way and one.origin != other.origin
    return not is_against and any(
        (first.start or NEVER) < (second.end or LAST)
        and (second.start or NEVER) < (first.end or LAST)
        for first in one.periods or (Period(),)
        for second in other.periods or (Period(),)
    )


@check(Severity.WARNING)
def evadable_ban(facts: Facts) -> Iterator[Finding]:
    """Two legs run side by side, and one of them names countries or operators, the other none."""
    beside: dict[tuple[str, str, str], Leg] = {}
    for leg in facts.file.legs.values():
        first, second = sorted((leg.origin, leg.destination))
        other = beside.setdefault((first, second, leg.mode), leg)
        if other is leg:
            continue
        for what in ("countries_crossed", "operators"):
            named, silent = sorted((other, leg), key=lambda item: not getattr(item, what))
            if getattr(named, what) and not getattr(silent, what):
                items = ", ".join(getattr(named, what))
                wording = Wording(
                    f"no {what} on {silent.id}, while {named.id} beside it has {items}",
                    "the same said of legs that run side by side, or a ban can be evaded",
                    f"add {what} to {silent.id}, or service and a note that say in what it differs",
                )
                if silent.service is None:
                    path: Path = ("legs", silent.id)
                    related = (("legs", named.id),)
                    yield Finding("evadable_ban", path, wording, related=related, on_key=True)


@check(Severity.WARNING, whole=True)
def isolated_node(facts: Facts) -> Iterator[Finding]:
    """A node has no leg."""
    ends = {end for leg in facts.file.legs.values() for end in (leg.origin, leg.destination)}
    for node in facts.file.nodes:
        if node not in ends:
            wording = Wording(
                f"{node}, at which no leg begins or ends",
                "at least one leg at each node",
                f"add a leg with origin: {node} or destination: {node}, or remove the node",
            )
            yield Finding("isolated_node", ("nodes", node), wording, on_key=True)


@check(Severity.WARNING, whole=True)
def dead_end(facts: Facts) -> Iterator[Finding]:
    """All legs at a node lead one way, so that it can only be reached, or only be left."""
    legs = facts.file.legs.values()
    one_way = [leg for leg in legs if leg.one_way]
    both = {end for leg in legs if not leg.one_way for end in (leg.origin, leg.destination)}
    left, reached = ({getattr(leg, end) for leg in one_way} for end in ("origin", "destination"))
    for node in facts.file.nodes:
        if node not in both and (node in left) != (node in reached):
            can, cannot = ("left", "reached") if node in left else ("reached", "left")
            wording = Wording(
                f"{node}, which can be {can} and not {cannot}",
                "a node that can be reached and left",
                "remove one_way: true from a leg, or add the leg of the other direction",
            )
            yield Finding("dead_end", ("nodes", node), wording, on_key=True)


@check(Severity.WARNING, whole=True)
def disconnected(facts: Facts) -> Iterator[Finding]:
    """The network falls into parts that no leg joins."""
    largest, *smaller = _parts(facts.file) or [[]]
    for part in smaller:
        named = ", ".join(part[:MOST_NAMED]) + (", ..." if len(part) > MOST_NAMED else "")
        wording = Wording(
            f"a part of {len(part)} nodes without a leg to the other {len(largest)}: {named}",
            "legs that join all nodes",
            f"add a leg from one of them to the rest, such as {largest[0]}",
        )
        yield Finding("disconnected", ("nodes", part[0]), wording, on_key=True)


def _parts(file: NetworkFile) -> list[list[str]]:
    """Return the parts of the network, the largest first, without nodes that have no leg."""
    near: dict[str, list[str]] = {}
    for leg in file.legs.values():
        near.setdefault(leg.origin, []).append(leg.destination)
        near.setdefault(leg.destination, []).append(leg.origin)
    parts, seen = [], set[str]()
    for start in filter(near.__contains__, file.nodes):
        if start in seen:
            continue
        seen.add(start)
        part = [start]
        for node in part:
            new = [other for other in dict.fromkeys(near[node]) if other not in seen]
            seen.update(new)
            part += new
        parts.append(part)
    return sorted(parts, key=len, reverse=True)


@check(Severity.WARNING, whole=True)
def corridor_broken(facts: Facts) -> Iterator[Finding]:
    """No route can belong to a corridor: what it goes through lies in what it avoids."""
    for corridor, key, passages in _passages(facts.file):
        found = [_legs_of(facts.file, corridor, passage) for passage in passages]
        if any(passable for _, passable in found):
            continue
        named = sorted({f"{leg.origin} - {leg.destination}" for legs, _ in found for leg in legs})
        avoided = f"avoid: [{', '.join(corridor.avoid)}]"
        wording = Wording(
            f"{avoided}, which closes " + ", ".join(named[:MOST_NAMED])
            if named
            else f"a passage under {key[0]} that no leg of the network touches",
            f"at least one passage under {key[0]} whose legs touch no avoided country"
            if key == ("through",)
            else "a gate of which some leg touches no avoided country",
            f"correct {key[0]} or avoid, or add the legs of the passage",
        )
        yield Finding("corridor_broken", ("corridors", corridor.id, *key), wording)


def _passages(file: NetworkFile) -> Iterator[tuple[Corridor, Path, tuple[Passage, ...]]]:
    """Yield what a route of a corridor must pass: one of some passages, each gate; and where."""
    for corridor in file.corridors.values():
        yield corridor, ("through",), corridor.through
        for number, gate in enumerate(corridor.gates):
            yield corridor, ("gates", number), (gate,)


def _legs_of(file: NetworkFile, corridor: Corridor, passage: Passage) -> tuple[list[Leg], bool]:
    """Return the legs of a passage, and whether one of them touches no avoided country."""
    legs = []
    passable = False
    for leg in file.legs.values():
        ends = (leg.origin, leg.destination)
        touched = {file.nodes[end].country for end in ends}.union(leg.countries_crossed)
        if (
            leg.id in passage.legs
            or not touched.isdisjoint(passage.countries)
            or not set(ends).isdisjoint(passage.nodes)
            or any(touched.issuperset(border) for border in passage.borders)
        ):
            legs.append(leg)
            passable = passable or touched.isdisjoint(corridor.avoid)
    return legs, passable
