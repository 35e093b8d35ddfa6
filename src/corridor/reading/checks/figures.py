"""Checks of single figures: order, speed, spread, and lists that hold nothing."""

import dataclasses
import typing
from collections.abc import Iterator

from corridor.errors import Finding, Severity, Wording
from corridor.network.calendar import Advisory
from corridor.network.carbon.factors import EmissionAssumption, EmissionFactor
from corridor.network.changes import Change
from corridor.network.estimates import Capacity, Levels
from corridor.network.journeys import ReportedSpan, Statement, StatementKind, Volume
from corridor.network.model import Dwell, Leg, Passage, Policy, ReportedTime
from corridor.network.modes import MODES
from corridor.network.texts.field_texts import WHOLE_SHARE
from corridor.reading.checks.facts import Facts, Path, check
from corridor.units import HOUR

SPREAD_EXPECTED_FROM = 24 * HOUR

#: km/h and metres, estimates: what moves slower over such a length, uncongested, is slower than
#: a walk; over shorter ones rounding counts.
SLOWEST = 5
SLOW_FROM = 20_000
#: Fields of which at least one must be given, or the record is about nothing.
SUBJECTS: dict[type, tuple[str, ...]] = {
    Passage: ("legs", "nodes", "borders", "countries"),
    Policy: ("countries", "nodes", "legs", "borders", "operators", "modes"),
    Advisory: ("corridors", "countries", "legs", "nodes"),
    EmissionFactor: ("modes", "legs", "transfers"),
    EmissionAssumption: ("legs", "modes", "countries"),
    Volume: ("teu", "tonnes", "trains"),
}
AMOUNTS = ("teu", "tonnes", "trains")
#: What a statement of a kind is held against; of several fields in brackets one at least.
NEEDED: dict[StatementKind, tuple[str | tuple[str, ...], ...]] = {
    "shortest": ("corridor", "origin", "destination"),
    "largest": ("node", "among"),
    "first": ("corridor", "origin", "destination", "start"),
    "plan": ("corridor", "start", "end", AMOUNTS),
    "growth": ("growth",),
    "size": (AMOUNTS,),
    "agreement": (),
}


@check(Severity.ERROR)
def range_out_of_order(facts: Facts) -> Iterator[Finding]:
    """Low is above typical, or typical above high."""
    for path, value in facts.of(Levels):
        for lower, upper in (("low", "typical"), ("typical", "high")):
            first, second = getattr(value, lower), getattr(value, upper)
            if first > second:
                wording = Wording(
                    f"{lower} ({first}) above {upper} ({second})",
                    "low <= typical <= high",
                    "swap them, or correct the wrong one",
                )
                yield Finding("range_out_of_order", (*path, lower), wording)
    spans: list[tuple[Path, ReportedSpan | ReportedTime]] = [
        *facts.of(ReportedSpan),
        *facts.of(ReportedTime),
    ]
    for path, span in spans:
        if span.low is not None and span.high is not None and span.low > span.high:
            wording = Wording(
                f"low ({span.low}) above high ({span.high})",
                "low <= high",
                "swap them, or correct the wrong one",
            )
            yield Finding("range_out_of_order", (*path, "low"), wording)


@check(Severity.ERROR)
def empty_list(facts: Facts) -> Iterator[Finding]:
    """A list that must name something names nothing."""
    for kind, values in facts.by_kind():
        needed = [item.name for item in dataclasses.fields(kind) if _must_be_there(item)]
        for path, value in values if kind is not Change else ():
            for name in needed:
                if getattr(value, name) == ():
                    wording = Wording(
                        f"an empty list under {name}",
                        "at least one entry",
                        f"write what belongs under {name}, or remove the whole entry",
                    )
                    yield Finding("empty_list", (*path, name), wording, on_key=True)


def _must_be_there(item: "dataclasses.Field[object]") -> bool:
    missing = dataclasses.MISSING
    is_needed = item.default is missing and item.default_factory is missing
    return is_needed and typing.get_origin(item.type) is tuple


@check(Severity.ERROR)
def empty_record(facts: Facts) -> Iterator[Finding]:
    """An entry does not say what it is about, so that it counts for nothing."""
    for kind, names in SUBJECTS.items():
        values: Iterator[tuple[Path, object]] = facts.of(kind)
        for path, value in values:
            if not any(getattr(value, name) not in {None, ()} for name in names):
                wording = Wording(
                    f"none of {', '.join(names)}",
                    f"at least one of {', '.join(names)}",
                    "say what it is about, or remove it",
                )
                yield Finding("empty_record", path, wording, on_key=True)


@check(Severity.ERROR)
def dependence_too_strong(facts: Facts) -> Iterator[Finding]:
    """What times have in common leaves nothing of their variance to each of its own."""
    shared = facts.file.dependence
    if shared.whole >= WHOLE_SHARE:
        shares = (shared.regime, shared.country, shared.sea)
        words = " and ".join(f"{share / 100:g} %" for share in shares)
        wording = Wording(
            f"{words}, together {shared.whole / 100:g} %",
            "shares of regime, country and sea below 100 % together",
            "lower them: the rest is what each time has of its own",
        )
        yield Finding("dependence_too_strong", ("dependence",), wording)


@check(Severity.WARNING)
def implausible_speed(facts: Facts) -> Iterator[Finding]:
    """A leg is faster than its mode can be, or slower than a walk even when uncongested."""
    for leg in facts.file.legs.values():
        metres, low = int(leg.distance.value), int(leg.transit_time.low)
        path, distance = ("legs", leg.id, "transit_time"), ("legs", leg.id, "distance")
        fastest = MODES[leg.mode].fastest
        if metres * HOUR > fastest * 1000 * low > 0:
            speed = metres * HOUR / leg.transit_time.low / 1000
            wording = Wording(
                f"{leg.distance.value} in {leg.transit_time.low}, {speed:,.0f} km/h by {leg.mode}",
                f"at most {fastest} km/h",
                "correct the distance or the time; is it days, not hours?",
            )
            yield Finding("implausible_speed", path, wording, related=(distance,))
            continue
        metres = max(metres, int(1000 * facts.direct(leg)))
        if metres > SLOW_FROM and metres * HOUR < SLOWEST * 1000 * low:
            speed = int(leg.distance.value) * HOUR / leg.transit_time.low / 1000
            wording = Wording(
                f"{leg.distance.value} in {leg.transit_time.low}, {speed:.1f} km/h",
                f"at least {SLOWEST} km/h; time in motion only, dwell and waiting apart",
                "correct the distance or the time; is it hours, not days?",
            )
            yield Finding("implausible_speed", path, wording, related=(distance,))


@check(Severity.WARNING)
def degenerate_spread(facts: Facts) -> Iterator[Finding]:
    """A long leg, or a stop, has one time for uncongested and for congested traffic."""
    legs = [(path, leg, "transit_time", leg.transit_time) for path, leg in facts.of(Leg)]
    dwells = [(path, dwell, "time", dwell.time) for path, dwell in facts.of(Dwell)]
    for path, value, name, time in [*legs, *dwells]:
        shortest = SPREAD_EXPECTED_FROM if isinstance(value, Leg) else 1
        if time.low == time.high and time.typical >= shortest:
            wording = Wording(
                f"{time.typical} at every level",
                "a low, typical and high that differ",
                "write {low: ..., typical: ..., high: ...}: uncongested, usual, congested",
            )
            yield Finding("degenerate_spread", (*path, name), wording)


@check(Severity.ERROR)
def empty_capacity(facts: Facts) -> Iterator[Finding]:
    """A capacity says neither how many containers nor how much freight."""
    for path, value in facts.of(Capacity):
        if value.containers is None and value.freight is None:
            wording = Wording(
                "a capacity without an amount",
                "containers, freight, or both",
                "add containers: 80000 TEU/year or freight: 2000000 t/year, or remove it",
            )
            yield Finding("empty_capacity", path, wording, on_key=True)


@check(Severity.ERROR)
def incomplete_statement(facts: Facts) -> Iterator[Finding]:
    """A statement lacks its source, or what its kind is held against."""
    for path, item in facts.of(Statement):
        needed = (*NEEDED[item.kind], "sources")
        missing = [_in_words(names) for names in needed if not _is_given(item, names)]
        if (item.earlier is None) != (item.later is None):
            missing.append("earlier" if item.earlier is None else "later")
        if missing:
            lacking = " and ".join(missing)
            wording = Wording(
                f"a statement of kind {item.kind} without {lacking}",
                f"{item.kind} with {', '.join(map(_in_words, needed))}",
                f"add {lacking}, as the source says",
            )
            yield Finding("incomplete_statement", path, wording)


def _is_given(item: Statement, names: str | tuple[str, ...]) -> bool:
    """Return whether a statement has a field, or one of several."""
    several = (names,) if isinstance(names, str) else names
    return any(getattr(item, name) not in {None, ()} for name in several)


def _in_words(names: str | tuple[str, ...]) -> str:
    return names if isinstance(names, str) else f"{', '.join(names[:-1])} or {names[-1]}"
