"""Checks of what happens between two legs at a node."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from corridor.countries import is_open_border
from corridor.errors import Finding, Severity, Wording
from corridor.network.model import Dwell, Leg, countries_of
from corridor.network.modes import VESSELS, WITH_GAUGE
from corridor.reading.checks.facts import Facts, Path, check

#: What happens to a train or lorry at a border.
AT_BORDERS = {"border", "gauge_break"}


@check(Severity.ERROR)
def missing_dwell(facts: Facts) -> Iterator[Finding]:
    """Rail legs of two gauges meet at a node, and nothing says how long the change takes."""
    seen = set()
    for node, first, second, rule in facts.meetings:
        if rule or not _is_gauge_break(first, second):
            continue
        gauges = tuple(sorted([first.gauge or 0, second.gauge or 0]))
        if (node, gauges) in seen:
            continue
        seen.add((node, gauges))
        wording = Wording(
            f"{first.mode} {gauges[0]} ({_of_gauge(gauges[0], first, second).id}) meets "
            f"{first.mode} {gauges[1]} ({_of_gauge(gauges[1], first, second).id}) here",
            "a dwell entry that says how long the gauge break takes",
            f"add under dwell: - {{inbound: {first.mode} {gauges[0]}, "
            f"outbound: {first.mode} {gauges[1]}, kind: gauge_break, "
            "time: {low: ..., typical: ..., high: ...}}",
        )
        yield Finding("missing_dwell", ("nodes", node), wording, on_key=True)


def _is_gauge_break(first: Leg, second: Leg) -> bool:
    gauges = {first.gauge, second.gauge}
    same = first.mode == second.mode and first.mode in WITH_GAUGE
    return same and len(gauges) > 1 and None not in gauges


def _of_gauge(gauge: int, first: Leg, second: Leg) -> Leg:
    return first if first.gauge == gauge else second


@check(Severity.ERROR)
def ambiguous_dwell(facts: Facts) -> Iterator[Finding]:
    """Two dwell entries of a node fit one pair of legs equally well."""
    seen: set[object] = set()
    for node, first, second, rule in facts.meetings:
        if not rule or not rule.rivals or rule.entry is None:
            continue
        entries = facts.file.dwell_defaults if rule.is_default else facts.file.nodes[node].dwell
        root: Path = ("dwell_defaults",) if rule.is_default else ("nodes", node, "dwell")
        places = sorted(_index(entries, entry) for entry in (rule.entry, rule.rivals[0]))
        if (root, *places) in seen:
            continue
        seen.add((root, *places))
        wording = Wording(
            f"two entries that fit {first.id} to {second.id} equally well",
            "one most specific entry for each pair of legs",
            "write the gauge on both sides, as in inbound: rail 1435, or remove one",
        )
        related = ((*root, places[0]),)
        yield Finding("ambiguous_dwell", (*root, places[1]), wording, related=related)


def _index(entries: tuple[Dwell, ...], wanted: Dwell) -> int:
    return next(number for number, entry in enumerate(entries) if entry is wanted)


@check(Severity.WARNING, whole=True)
def border_without_stop(facts: Facts) -> Iterator[Finding]:
    """A railway or road crosses a border, and at neither end does anything take time for it."""
    stops: set[tuple[str, str]] | None = None
    for leg in facts.file.legs.values():
        if leg.mode in VESSELS or leg.contains_border_stop or leg.contains_gauge_break:
            continue
        closed = [
            f"{one}-{other}"
            for one, other in pairwise(countries_of(leg, facts.file.nodes))
            if not is_open_border(one, other)
        ]
        if not closed:
            continue
        stops = _stops(facts) if stops is None else stops
        if not any((end, _side(leg)) in stops for end in (leg.origin, leg.destination)):
            side = _side(leg)
            wording = Wording(
                f"{leg.mode} across {', '.join(closed)} from {leg.origin} to {leg.destination}, "
                "and no stop at either end",
                "the time of the border at one of its ends",
                f"add under dwell of the border station - {{inbound: {side}, outbound: {side}, "
                "kind: border, time: {low: ..., typical: ..., high: ...}}, or "
                "contains_border_stop: true here if the leg's time holds it",
            )
            yield Finding("border_without_stop", ("legs", leg.id), wording, on_key=True)


def _stops(facts: Facts) -> set[tuple[str, str]]:
    """Return where which carriage is held for a border, or ends, so that goods change there."""
    sides = [
        (end, _side(leg))
        for leg in facts.file.legs.values()
        for end in (leg.origin, leg.destination)
    ]
    ending = {side for side, count in Counter(sides).items() if count == 1}
    found = set()
    for node, first, second, rule in facts.meetings:
        if rule and rule.entry:
            both = {(node, _side(first)), (node, _side(second))}
            found |= both if rule.entry.kind in AT_BORDERS else both & ending
    return found


@check(Severity.INFO, whole=True)
def not_connected(facts: Facts) -> Iterator[Finding]:
    """Two modes meet at a node without a dwell entry or default, so goods cannot change there."""
    missing: dict[str, list[str]] = {}
    for node, first, second, rule in facts.meetings:
        if rule is None and not _is_gauge_break(first, second):
            sides = sorted({_side(first), _side(second)})
            missing.setdefault(node, []).append(" - ".join(sides))
    for node, pairs in missing.items():
        shown = sorted(set(pairs))
        inbound, _, outbound = shown[0].partition(" - ")
        wording = Wording(
            "no dwell for " + ", ".join(shown),
            "an entry under dwell for each change that is possible here",
            f"if goods do change here, add - {{inbound: {inbound}, outbound: {outbound}, "
            "kind: transshipment, time: {low: ..., typical: ..., high: ...}}",
        )
        yield Finding("not_connected", ("nodes", node), wording, on_key=True)


def _side(leg: Leg) -> str:
    return f"{leg.mode} {leg.gauge}" if leg.gauge else leg.mode
