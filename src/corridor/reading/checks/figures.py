"""Checks of single figures: order, size, dates, speed."""

import datetime
from collections.abc import Iterator
from itertools import combinations

from corridor.errors import Finding, Severity, Wording
from corridor.network.estimates import Capacity, DatedTime, Estimate, Levels, Period
from corridor.network.journeys import ReportedPeriod
from corridor.network.model import Dwell, Leg
from corridor.network.modes import MODES
from corridor.reading.checks.facts import Facts, Path, check
from corridor.units import HOUR

SPREAD_EXPECTED_FROM = 24 * HOUR
WHOLE_SHARE = 10_000

#: km/h and metres, estimates: what moves slower than this over such a length stands still.
SLOWEST = 1
SLOW_FROM = 50_000


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


@check(Severity.ERROR)
def dates_out_of_order(facts: Facts) -> Iterator[Finding]:
    """A period does not start before its end, or a source is younger than the file."""
    windows: list[tuple[Path, Period | ReportedPeriod]] = [
        *facts.of(Period),
        *facts.of(ReportedPeriod),
    ]
    for path, value in windows:
        start, end = value.start, value.end
        if start and end and start >= end:
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
                "correct the date, or set as_of to the day of the newest source",
            )
            path = ("sources", source.id, "date")
            yield Finding("dates_out_of_order", path, wording, related=(("as_of",),))


@check(Severity.ERROR)
def share_out_of_range(facts: Facts) -> Iterator[Finding]:
    """A share is above 100 %."""
    for path, time in facts.of(Estimate):
        if time.determined is not None and time.determined > WHOLE_SHARE:
            wording = Wording(
                f"{time.determined / 100:g} %", "between 0 % and 100 %", "correct the share"
            )
            yield Finding("share_out_of_range", (*path, "determined"), wording)


@check(Severity.ERROR)
def overlapping_dates(facts: Facts) -> Iterator[Finding]:
    """Two windows in which one time has other values hold one and the same day."""
    legs = [(path, leg, name) for path, leg in facts.of(Leg) for name in ("dated", "dated_waiting")]
    dwells = [(path, dwell, "dated") for path, dwell in facts.of(Dwell)]
    for path, value, name in [*legs, *dwells]:
        windows: tuple[DatedTime, ...] = getattr(value, name)
        for (first, one), (second, other) in combinations(enumerate(windows), 2):
            if _begins(one) < _ends(other) and _begins(other) < _ends(one):
                wording = Wording(
                    f"a window from {other.start or 'ever'} to {other.end or 'ever'}, some of "
                    "whose days another window holds too",
                    "at most one time for each day",
                    "end the earlier window where the later one starts",
                )
                related = ((*path, name, first),)
                yield Finding("overlapping_dates", (*path, name, second), wording, related=related)


def _begins(window: Period) -> datetime.date:
    return window.start or datetime.date.min


def _ends(window: Period) -> datetime.date:
    return window.end or datetime.date.max


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
    """A leg is faster than its mode can be, or slower than a walk."""
    for leg in facts.file.legs.values():
        metres = int(leg.distance.value)
        path, distance = ("legs", leg.id, "transit_time"), ("legs", leg.id, "distance")
        fastest = MODES[leg.mode].fastest
        if metres * HOUR > fastest * 1000 * leg.transit_time.low > 0:
            speed = metres * HOUR / leg.transit_time.low / 1000
            wording = Wording(
                f"{leg.distance.value} in {leg.transit_time.low}, {speed:,.0f} km/h by {leg.mode}",
                f"at most {fastest} km/h",
                "correct the distance or the time; is it days, not hours?",
            )
            yield Finding("implausible_speed", path, wording, related=(distance,))
        elif metres > SLOW_FROM and metres * HOUR < SLOWEST * 1000 * leg.transit_time.typical:
            speed = metres * HOUR / leg.transit_time.typical / 1000
            wording = Wording(
                f"{leg.distance.value} in {leg.transit_time.typical}, {speed:.1f} km/h",
                f"at least {SLOWEST} km/h; time in motion only, dwell and waiting apart",
                "correct the distance or the time; is it hours, not days?",
            )
            yield Finding("implausible_speed", path, wording, related=(distance,))


@check(Severity.WARNING)
def degenerate_spread(facts: Facts) -> Iterator[Finding]:
    """A long leg, or a stop, has one time for free flow and for congestion."""
    legs = [(path, leg, "transit_time", leg.transit_time) for path, leg in facts.of(Leg)]
    dwells = [(path, dwell, "time", dwell.time) for path, dwell in facts.of(Dwell)]
    for path, value, name, time in [*legs, *dwells]:
        shortest = SPREAD_EXPECTED_FROM if isinstance(value, Leg) else 1
        if time.low == time.high and time.typical >= shortest:
            wording = Wording(
                f"{time.typical} at every level",
                "a low, typical and high that differ",
                "write {low: ..., typical: ..., high: ...}: free flow, usual, congestion",
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
