"""Rules that hold between the fields of a network file: one function per notice code.

Each function is registered by `check` under its own name, which is the code; it yields what it
finds. Reading the file's grammar is not the job of this room, nor is finding lines.
"""

import datetime
import difflib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from corridor import names
from corridor.errors import Finding, Severity, Step, Wording, code, quote
from corridor.estimates import Estimate, Headway, Length, Levels, Position
from corridor.model import Dwell, Leg, NetworkFile
from corridor.transfers import Rulebook, carriage
from corridor.units import HOUR

Path = tuple[Step, ...]
SPREAD_EXPECTED_FROM = 24 * HOUR


class Facts(NamedTuple):
    """Hold what the checks look at: the typed file, all its nouns, every id written in it."""

    file: NetworkFile
    nouns: tuple[tuple[Path, object], ...]
    written: dict[str, frozenset[str]]


Check = Callable[[Facts], Iterable[Finding]]
CHECKS: list[Check] = []


def check(severity: Severity) -> Callable[[Check], Check]:
    """Register a function as the check of the notice code that it is named after."""

    def register(function: Check) -> Check:
        CHECKS.append(function)
        return code(severity)(function)

    return register


def run(file: NetworkFile, written: dict[str, frozenset[str]]) -> Iterator[Finding]:
    """Yield everything that any check finds; `written` are the ids of each section."""
    facts = Facts(file, tuple(_walk(file)), written)
    for function in CHECKS:
        yield from function(facts)


def _walk(noun: Any, path: Path = ()) -> Iterator[tuple[Path, object]]:
    """Yield a noun and all nouns below it, each with its path."""
    yield path, noun
    for item in fields(noun):
        value = getattr(noun, item.name)
        if isinstance(value, tuple):
            parts: Iterable[tuple[Step, Any]] = enumerate(value)
        else:
            parts = value.items() if isinstance(value, dict) else ()
        for key, part in parts:
            if is_dataclass(part):
                yield from _walk(part, (*path, item.name, key))
        if is_dataclass(value):
            yield from _walk(value, (*path, item.name))


def _references(facts: Facts) -> Iterator[tuple[str, Path, str]]:
    """Yield every use of an id: the section it must be in, where it stands, the id."""
    for path, noun in facts.nouns:
        for section, attribute in _REFERENCES.get(type(noun).__name__, ()):
            value = getattr(noun, attribute)
            if isinstance(value, tuple):
                for number, item in enumerate(value):
                    yield section, (*path, attribute, number), item
            elif value is not None:
                yield section, (*path, attribute), value


_SOURCED = (("sources", "sources"),)
_REFERENCES: dict[str, tuple[tuple[str, str], ...]] = {
    "Leg": (("nodes", "origin"), ("nodes", "destination")),
    "Gateway": (("nodes", "node"),),
    "Place": (("nodes", "nodes"),),
    "Region": (("nodes", "inland"),),
    "Passage": (("nodes", "nodes"), ("legs", "legs")),
    "Corridor": (("corridors", "parent"), *_SOURCED),
    "Advisory": (
        ("nodes", "nodes"),
        ("legs", "legs"),
        ("corridors", "corridors"),
        *_SOURCED,
    ),
    "JourneyEnd": (("nodes", "node"), ("nodes", "assumed"), ("regions", "region")),
    "Journey": (("nodes", "via"), ("journeys", "duplicate_of"), *_SOURCED),
    "Run": (("nodes", "via"),),
    "Estimate": (("norms", "norm"), ("journeys", "claims"), *_SOURCED),
    "Length": _SOURCED,
    "Headway": _SOURCED,
    "Position": _SOURCED,
    "Period": _SOURCED,
    "ReportedTime": _SOURCED,
    "Report": _SOURCED,
}


def _unknown(facts: Facts, wanted: Callable[[str], bool], name: str) -> Iterator[Finding]:
    for section, path, used in _references(facts):
        known = facts.written.get(section, frozenset())
        if not wanted(section) or used in known:
            continue
        close = difflib.get_close_matches(used[:64], sorted(known), n=1, cutoff=0.7)
        mend = f"did you mean {close[0]}?" if close else f"add it under {section}, or correct it"
        wording = Wording(quote(used), f"the id of one of the file's {section}", mend)
        yield Finding(name, path, wording)


@check(Severity.ERROR)
def unknown_node(facts: Facts) -> Iterator[Finding]:
    """A node is named that the file does not have."""
    yield from _unknown(facts, lambda section: section == "nodes", "unknown_node")


@check(Severity.ERROR)
def unknown_reference(facts: Facts) -> Iterator[Finding]:
    """A source, leg, norm, journey, region or corridor is named that the file does not have."""
    yield from _unknown(facts, lambda section: section != "nodes", "unknown_reference")


@check(Severity.ERROR)
def range_out_of_order(facts: Facts) -> Iterator[Finding]:
    """Low is above typical, or typical above high."""
    for path, noun in facts.nouns:
        if not isinstance(noun, Levels):
            continue
        for lower, upper in (("low", "typical"), ("typical", "high")):
            first, second = getattr(noun, lower), getattr(noun, upper)
            if first > second:
                wording = Wording(
                    f"{lower} ({first}) above {upper} ({second})",
                    "low <= typical <= high",
                    "swap them, or correct the wrong one",
                )
                yield Finding("range_out_of_order", (*path, lower), wording)


@check(Severity.ERROR)
def not_positive(facts: Facts) -> Iterator[Finding]:
    """A leg takes no time, or has no length between two different positions."""
    for leg in facts.file.legs.values():
        if not leg.transit_time.low:
            wording = Wording("no time at low", "a time above zero", "give the fastest known time")
            yield Finding("not_positive", ("legs", leg.id, "transit_time", "low"), wording)
        if not leg.distance.value and not _same_position(facts.file, leg):
            wording = Wording("no length", "a distance above zero", "give the distance in km")
            yield Finding("not_positive", ("legs", leg.id, "distance", "value"), wording)


def _same_position(file: NetworkFile, leg: Leg) -> bool:
    ends = [file.nodes.get(node) for node in (leg.origin, leg.destination)]
    return len({names.at(node) for node in ends if node}) == 1


@check(Severity.ERROR)
def self_loop(facts: Facts) -> Iterator[Finding]:
    """A leg ends where it begins."""
    for leg in facts.file.legs.values():
        if leg.origin == leg.destination:
            wording = Wording(quote(leg.destination), "another node than origin", "correct one end")
            yield Finding("self_loop", ("legs", leg.id, "destination"), wording)


@check(Severity.ERROR)
def wrong_gauge(facts: Facts) -> Iterator[Finding]:
    """A rail leg has no gauge, or a leg of another mode has one."""
    for leg in facts.file.legs.values():
        if (leg.mode == "rail") == (leg.gauge is not None):
            continue
        rail = leg.mode == "rail"
        wording = Wording(
            "no gauge on a rail leg" if rail else f"a gauge on a {leg.mode} leg",
            "exactly one gauge on each rail leg, none on others",
            "add a line such as gauge: 1520 mm" if rail else "remove the gauge",
        )
        path: Path = ("legs", leg.id) if rail else ("legs", leg.id, "gauge")
        yield Finding("wrong_gauge", path, wording, on_key=True)


def _meetings(file: NetworkFile) -> Iterator[tuple[str, Leg, Leg]]:
    """Yield every node with each two legs over which a shipment could pass it, one per kind."""
    arriving: dict[str, dict[object, Leg]] = {}
    leaving: dict[str, dict[object, Leg]] = {}
    for leg in file.legs.values():
        arriving.setdefault(leg.destination, {}).setdefault(carriage(leg), leg)
        leaving.setdefault(leg.origin, {}).setdefault(carriage(leg), leg)
        if not leg.one_way:
            arriving.setdefault(leg.origin, {}).setdefault(carriage(leg), leg)
            leaving.setdefault(leg.destination, {}).setdefault(carriage(leg), leg)
    for node, inbound in arriving.items():
        if node in file.nodes:
            for first in inbound.values():
                for second in leaving.get(node, {}).values():
                    yield node, first, second


@check(Severity.ERROR)
def missing_dwell(facts: Facts) -> Iterator[Finding]:
    """Rail legs of two gauges meet at a node, and nothing says how long the change takes."""
    seen = set()
    rules = Rulebook(facts.file.dwell_defaults)
    for node, first, second in _meetings(facts.file):
        if {first.mode, second.mode} != {"rail"} or first.gauge == second.gauge:
            continue
        if None in {first.gauge, second.gauge}:
            continue
        if rules.find(facts.file.nodes[node], carriage(first), carriage(second)):
            continue
        gauges = tuple(sorted([first.gauge or 0, second.gauge or 0]))
        if (node, gauges) in seen:
            continue
        seen.add((node, gauges))
        wording = Wording(
            f"rail {gauges[0]} ({_of_gauge(gauges[0], first, second).id}) meets "
            f"rail {gauges[1]} ({_of_gauge(gauges[1], first, second).id}) here",
            "a dwell entry that says how long the gauge break takes",
            f"add under dwell: - {{inbound: rail {gauges[0]}, outbound: rail {gauges[1]}, "
            "kind: gauge_break, time: 2 days}",
        )
        yield Finding("missing_dwell", ("nodes", node), wording, on_key=True)


def _of_gauge(gauge: int, first: Leg, second: Leg) -> Leg:
    return first if first.gauge == gauge else second


@check(Severity.ERROR)
def ambiguous_dwell(facts: Facts) -> Iterator[Finding]:
    """Two dwell entries of a node fit one pair of legs equally well."""
    seen: set[object] = set()
    rules = Rulebook(facts.file.dwell_defaults)
    for node, first, second in _meetings(facts.file):
        rule = rules.find(facts.file.nodes[node], carriage(first), carriage(second))
        if not rule or not rule.rivals or rule.entry is None:
            continue
        entries = facts.file.dwell_defaults if rule.is_default else facts.file.nodes[node].dwell
        root: Path = ("dwell_defaults",) if rule.is_default else ("nodes", node, "dwell")
        places = sorted(_index(entries, entry) for entry in (rule.entry, *rule.rivals))
        if (root, *places) in seen:
            continue
        seen.add((root, *places))
        wording = Wording(
            f"two entries that fit {first.id} to {second.id} equally well",
            "one most specific entry for each pair of legs",
            "remove one, or name mode and gauge on both sides",
        )
        related = ((*root, places[0]),)
        yield Finding("ambiguous_dwell", (*root, places[1]), wording, related=related)


def _index(entries: tuple[Dwell, ...], wanted: Dwell) -> int:
    return next(number for number, entry in enumerate(entries) if entry is wanted)


@check(Severity.ERROR)
def ambiguous_name(facts: Facts) -> Iterator[Finding]:
    """One name, case and accents apart, stands for two nodes, places or regions."""
    ranked: dict[tuple[int, str], names.Naming] = {}
    ids: dict[str, names.Naming] = {}
    for naming in names.namings(facts.file):
        folded = names.fold(naming.text)
        first = ranked.setdefault((naming.rank, folded), naming)
        if naming.text == naming.ref.id:
            first = ids.setdefault(naming.text, first)
        if first.ref == naming.ref:
            continue
        wording = Wording(
            f"{quote(naming.text)}, which also stands for {first.ref.id}"
            if first.ref.id != naming.ref.id
            else f"the id {quote(naming.text)} in {first.ref.section} and {naming.ref.section}",
            f"one {names.RANKS[naming.rank]} for one object, case, accents and punctuation apart",
            "rename one of them",
        )
        on_key = naming.path[-1] == naming.ref.id
        yield Finding("ambiguous_name", naming.path, wording, related=(first.path,), on_key=on_key)


@check(Severity.ERROR)
def dates_out_of_order(facts: Facts) -> Iterator[Finding]:
    """A period does not start before its end, or a source is younger than the file."""
    for path, noun in facts.nouns:
        start, end = getattr(noun, "start", None), getattr(noun, "end", None)
        if isinstance(start, datetime.date) and isinstance(end, datetime.date) and start >= end:
            wording = Wording(
                f"a start ({start}) that is not before the end ({end})",
                "start before end; the day of end itself is outside",
                "swap them, or correct one",
            )
            yield Finding("dates_out_of_order", (*path, "start"), wording)
    day = facts.file.as_of.isoformat()
    for source in facts.file.sources.values():
        if source.date and source.date > day[: len(source.date)]:
            wording = Wording(
                f"{source.date}, after the file's as_of {day}",
                "a date that is not after as_of",
                "correct the date, or move as_of",
            )
            yield Finding("dates_out_of_order", ("sources", source.id, "date"), wording)


@check(Severity.ERROR)
def out_of_range(facts: Facts) -> Iterator[Finding]:
    """A latitude is beyond 90 degrees or a longitude beyond 180."""
    for node in facts.file.nodes.values():
        for axis, limit in (("lat", 90), ("lon", 180)):
            value = getattr(node.location, axis)
            if abs(value) > limit:
                wording = Wording(
                    f"{value:g} degrees",
                    f"between -{limit} and {limit}",
                    "are lat and lon swapped?",
                )
                yield Finding("out_of_range", ("nodes", node.id, "location", axis), wording)


@check(Severity.WARNING)
def unsourced(facts: Facts) -> Iterator[Finding]:
    """A figure is called reported or calibrated and names no source, or is estimated by no rule."""
    for path, noun in facts.nouns:
        if not isinstance(noun, Estimate | Headway | Length | Position):
            continue
        rests = noun.sources or getattr(noun, "claims", ())
        rule = noun.rule or getattr(noun, "norm", None)
        missing = {"reported": not rests, "calibrated": not rests}.get(noun.basis, not rule)
        if missing:
            wording = Wording(
                f"an {noun.basis} figure" if noun.basis[0] in "ae" else f"a {noun.basis} figure",
                "sources or claims if it is reported or calibrated, else a norm or a rule",
                'add sources: [...] or rule: "how it was estimated"',
            )
            yield Finding("unsourced", path, wording)


@check(Severity.WARNING)
def degenerate_spread(facts: Facts) -> Iterator[Finding]:
    """A long leg, or a stop, has one time for free flow and for congestion."""
    for path, noun in facts.nouns:
        if not isinstance(noun, Leg | Dwell):
            continue
        time = noun.transit_time if isinstance(noun, Leg) else noun.time
        shortest = SPREAD_EXPECTED_FROM if isinstance(noun, Leg) else 1
        if time.low == time.high and time.typical >= shortest:
            wording = Wording(
                f"{time.typical} at every level",
                "a low, typical and high that differ",
                "write {low: ..., typical: ..., high: ...}",
            )
            where = "transit_time" if isinstance(noun, Leg) else "time"
            yield Finding("degenerate_spread", (*path, where), wording)
