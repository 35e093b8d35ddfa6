"""Checks of what figures rest on, and of every id that is named elsewhere."""

import difflib
from collections.abc import Callable, Iterator

from corridor.errors import SHOWN_PER_CODE, Finding, Severity, Wording, quote
from corridor.network.calendar import Advisory, Backlog, Closure, Departures, Season
from corridor.network.carbon.factors import (
    EmissionAssumption,
    EmissionFactor,
    GridFactor,
    Traction,
)
from corridor.network.estimates import (
    Capacity,
    Dependence,
    Estimate,
    Headway,
    Length,
    Period,
    Position,
)
from corridor.network.journeys import Journey, JourneyEnd, Run, Statement, Volume
from corridor.network.model import (
    Corridor,
    Gateway,
    Leg,
    Passage,
    Place,
    Policy,
    Region,
    Report,
    ReportedTime,
)
from corridor.network.rates import (
    Equipment,
    ExchangeRate,
    InventoryCost,
    Load,
    Tariff,
)
from corridor.reading.checks.facts import Facts, Path, check

_SOURCED = (("sources", "sources"),)
Figure = (
    Capacity
    | Dependence
    | EmissionAssumption
    | EmissionFactor
    | Estimate
    | GridFactor
    | Headway
    | InventoryCost
    | Length
    | Load
    | Position
    | Tariff
    | Traction
)
REFERENCES: dict[type, tuple[tuple[str, str], ...]] = {
    Leg: (("nodes", "origin"), ("nodes", "destination")),
    Gateway: (("nodes", "node"),),
    Place: (("nodes", "nodes"),),
    Region: (("nodes", "inland"),),
    Passage: (("nodes", "nodes"), ("legs", "legs")),
    Corridor: (("corridors", "parent"), ("nodes", "main_line"), *_SOURCED),
    Policy: (("nodes", "nodes"), ("legs", "legs"), *_SOURCED),
    Closure: (("nodes", "nodes"), ("legs", "legs"), ("equipment", "equipment")),
    Departures: (("nodes", "node"),),
    Backlog: (("nodes", "node"), *_SOURCED),
    Season: _SOURCED,
    Advisory: (
        ("nodes", "nodes"),
        ("legs", "legs"),
        ("corridors", "corridors"),
        *_SOURCED,
    ),
    JourneyEnd: (("nodes", "node"), ("nodes", "assumed"), ("regions", "region")),
    Journey: (("nodes", "via"), ("journeys", "duplicate_of"), *_SOURCED),
    Run: (("nodes", "via"),),
    Volume: (("corridors", "corridor"),),
    Statement: (
        ("corridors", "corridor"),
        ("nodes", "node"),
        ("nodes", "among"),
        ("volumes", "earlier"),
        ("volumes", "later"),
    ),
    Estimate: (("norms", "norm"), ("journeys", "claims"), *_SOURCED),
    Dependence: (("journeys", "claims"), *_SOURCED),
    Length: _SOURCED,
    Headway: _SOURCED,
    Position: _SOURCED,
    Period: _SOURCED,
    ReportedTime: _SOURCED,
    Report: _SOURCED,
    Tariff: (
        ("legs", "leg"),
        ("legs", "legs"),
        ("nodes", "node"),
        ("nodes", "origin"),
        ("nodes", "destination"),
        ("corridors", "corridors"),
        *_SOURCED,
    ),
    EmissionFactor: (("legs", "legs"), *_SOURCED),
    EmissionAssumption: (("legs", "legs"), *_SOURCED),
    GridFactor: _SOURCED,
    Traction: _SOURCED,
    ExchangeRate: _SOURCED,
    Load: _SOURCED,
    Equipment: _SOURCED,
    InventoryCost: _SOURCED,
    Capacity: _SOURCED,
}


def _references(facts: Facts, wanted: Callable[[str], bool]) -> Iterator[tuple[str, Path, str]]:
    """Yield every use of an id: the section it must be in, where it stands, the id."""
    for kind, all_references in REFERENCES.items():
        references = [item for item in all_references if wanted(item[0])]
        values: Iterator[tuple[Path, object]] = facts.of(kind) if references else iter(())
        for path, record in values:
            for section, attribute in references:
                value = getattr(record, attribute)
                if isinstance(value, tuple):
                    for number, item in enumerate(value):
                        yield section, (*path, attribute, number), item
                elif value is not None:
                    yield section, (*path, attribute), value


def _unknown(facts: Facts, wanted: Callable[[str], bool], name: str) -> Iterator[Finding]:
    count = 0
    for section, path, used in _references(facts, wanted):
        known = facts.written.get(section)
        if known is None or used in known:
            continue
        count += 1
        names = sorted(known) if count <= SHOWN_PER_CODE else []
        close = difflib.get_close_matches(used[:64], names, n=3, cutoff=0.7)
        fix = (
            f"did you mean {' or '.join(close)}?"
            if close
            else f"write one listed under {section}, or add it there"
        )
        wording = Wording(quote(used), f"the id of one of the file's {section}", fix)
        yield Finding(name, path, wording)


@check(Severity.ERROR)
def unknown_node(facts: Facts) -> Iterator[Finding]:
    """A node is named that the file does not have."""
    yield from _unknown(facts, "nodes".__eq__, "unknown_node")


@check(Severity.ERROR)
def unknown_reference(facts: Facts) -> Iterator[Finding]:
    """A source, leg, norm, journey, region or corridor is named that the file does not have."""
    yield from _unknown(facts, "nodes".__ne__, "unknown_reference")


@check(Severity.WARNING)
def misspelt_corridor(facts: Facts) -> Iterator[Finding]:
    """A report names a corridor that the file does not have, but nearly, so it would be lost."""
    known = facts.written.get("corridors", frozenset())
    reports: list[tuple[Path, Journey | Run]] = [*facts.of(Journey), *facts.of(Run)]
    for path, report in reports:
        name = report.corridor
        close = difflib.get_close_matches(name[:64], sorted(known), n=3, cutoff=0.75)
        if close and name not in known:  # other names are allowed: not all corridors are defined
            wording = Wording(
                f"{quote(name)}, which is not one of the file's corridors",
                "the id of a corridor, or a name that is unlike all of them",
                f"did you mean {' or '.join(close)}?",
            )
            yield Finding("misspelt_corridor", (*path, "corridor"), wording)


@check(Severity.WARNING)
def unsourced(facts: Facts) -> Iterator[Finding]:
    """A figure is called reported or calibrated and names no source, or is estimated by no rule."""
    figures: list[tuple[Path, Figure]] = [
        *facts.of(Capacity),
        *facts.of(Dependence),
        *facts.of(Estimate),
        *facts.of(Headway),
        *facts.of(Length),
        *facts.of(Position),
        *facts.of(Tariff),
        *facts.of(EmissionAssumption),
        *facts.of(EmissionFactor),
        *facts.of(GridFactor),
        *facts.of(Traction),
        *facts.of(Load),
        *facts.of(InventoryCost),
    ]
    for path, value in figures:
        rests = value.sources or getattr(value, "claims", ())
        rule = value.rule or getattr(value, "norm", None)
        needs_source = value.basis in {"reported", "calibrated"}
        if not (rests if needs_source else rule):
            wording = Wording(
                f"a figure with basis {value.basis} and no {'source' if needs_source else 'rule'}",
                "sources (or claims) if it is reported or calibrated, else a norm or a rule",
                'add sources: [an-id], or basis: estimated, rule: "how it was estimated"',
            )
            yield Finding("unsourced", path, wording)


@check(Severity.WARNING, whole=True)
def unused_source(facts: Facts) -> Iterator[Finding]:
    """A source is listed, no figure rests on it, and it is not marked as background."""
    used = {used for _, _, used in _references(facts, "sources".__eq__)}
    for source in facts.file.sources.values():
        if source.id not in used and not source.background:
            wording = Wording(
                f"the source {source.id}, which nothing names",
                "a source that some figure names under sources",
                "name it where it is used, remove it, or say background: true",
            )
            yield Finding("unused_source", ("sources", source.id), wording, on_key=True)


@check(Severity.ERROR)
def conflicting_sources(facts: Facts) -> Iterator[Finding]:
    """A leg has one time without a range, and a source reports another one for it."""
    for leg in facts.file.legs.values():
        time = leg.transit_time
        if time.low != time.high:
            continue
        for number, report in enumerate(leg.reported_times):
            if report.low <= time.low and report.high >= time.high:
                continue
            span = (
                f"{report.low}" if report.low == report.high else f"{report.low} to {report.high}"
            )
            wording = Wording(
                f"{span} in {', '.join(report.sources)}, where transit_time is {time.typical}",
                "a transit_time with a range when sources differ",
                "write transit_time: {low: ..., typical: ..., high: ...} that says which to follow",
            )
            path = ("legs", leg.id, "reported_times", number)
            related = (("legs", leg.id, "transit_time"),)
            yield Finding("conflicting_sources", path, wording, related=related)
