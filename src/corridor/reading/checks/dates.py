"""Checks of dates: order, reason, what is open when, closures, seasons, departures and queues."""

import datetime
import re
from collections.abc import Iterator
from itertools import combinations

from corridor.errors import Finding, Severity, Wording, quote
from corridor.network.calendar import Advisory, Backlog, Departures, Season
from corridor.network.estimates import DatedTime, Period
from corridor.network.journeys import Journey, ReportedPeriod
from corridor.network.model import Dwell, Leg, Node, Policy, touched_by
from corridor.network.rates import ExchangeRate, Tariff
from corridor.reading.checks.facts import Facts, Path, check

#: Years, estimates: no railway carried containers before; nobody plans a link further ahead.
OLDEST, AHEAD = 1950, 40
_YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
DAYS_OF_YEAR = 366


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
def overlapping_dates(facts: Facts) -> Iterator[Finding]:
    """Two windows in which one time has other values hold one and the same day."""
    dated = [item for item in facts.of(Leg) if item[1].dated or item[1].dated_waiting]
    legs = [(path, leg, name) for path, leg in dated for name in ("dated", "dated_waiting")]
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


@check(Severity.WARNING, written=True)
def implausible_date(facts: Facts) -> Iterator[Finding]:
    """A date is after the file's own, long before containers, or not of the year of its text."""
    day = facts.file.as_of
    told = "correct the date, or set as_of to the day of the newest figure"
    dated: list[tuple[Path, Tariff | Policy | Advisory | ExchangeRate]] = [
        *facts.of(Tariff),
        *facts.of(Policy),
        *facts.of(Advisory),
        *facts.of(ExchangeRate),
    ]
    for path, value in dated:
        date = str(value.date or "")
        if date > day.isoformat()[: len(date)]:
            wording = Wording(
                f"{date}, after the file's as_of {day}", "a date that is not after as_of", told
            )
            yield Finding("implausible_date", (*path, "date"), wording, related=(("as_of",),))
    years = f"a year from {OLDEST} to {day.year + AHEAD}"
    for path, name, single in _single_dates(facts):
        if not OLDEST <= single.year <= day.year + AHEAD:
            wording = Wording(f"{single}", years, "correct the year, or leave the date out")
            yield Finding("implausible_date", (*path, name), wording)
    yield from _journey_dates(facts)


def _single_dates(facts: Facts) -> Iterator[tuple[Path, str, datetime.date]]:
    windows: list[tuple[Path, Period | ReportedPeriod]] = [
        *facts.of(Period),
        *facts.of(ReportedPeriod),
    ]
    for path, window in windows:
        for name in ("start", "end"):
            value = getattr(window, name)
            if value is not None and value != datetime.date.min:
                yield path, name, value
    for source in facts.file.sources.values():
        if source.date:
            year = datetime.date(int(source.date[:4]), 1, 1)
            yield ("sources", source.id), "date", year


def _journey_dates(facts: Facts) -> Iterator[Finding]:
    """Yield the windows of journeys that are not in the years that their own text names."""
    for path, journey in facts.of(Journey):
        window = journey.period
        years = [int(year) for year in _YEAR.findall(window.text)]
        start, end = window.start or window.end, window.end or window.start
        if start is None or end is None:
            continue
        where = (*path, "period", "start")
        is_past = journey.kind in {"observed", "average"}
        if years and not (min(years) - 1 <= start.year and end.year <= max(years) + 1):
            wording = Wording(
                f"a window from {start} to {end} for {window.text}",
                "a window in the years that the text names",
                "correct start and end, or the text",
            )
            yield Finding("implausible_date", where, wording)
        elif is_past and start > facts.file.as_of:
            wording = Wording(
                f"a movement that was {journey.kind} from {start}, after the file's as_of",
                "what was seen before as_of",
                "correct the window, or the kind",
            )
            yield Finding("implausible_date", where, wording, related=(("as_of",),))


@check(Severity.ERROR, written=True)
def status_without_period(facts: Facts) -> Iterator[Finding]:
    """A leg is said to be closed or planned, and no period closes it, so that it would be used."""
    for leg in facts.file.legs.values():
        if leg.status != "operating" and not any(_limits(leg, item) for item in leg.periods):
            edge = "end" if leg.status == "closed" else "start"
            wording = Wording(
                f"status: {leg.status}, and no period with {edge}",
                f"the day of its {'closing' if edge == 'end' else 'opening'} under periods",
                f"add periods: [{{{edge}: {facts.file.as_of}}}], with the right day",
            )
            yield Finding("status_without_period", ("legs", leg.id, "status"), wording)


def _limits(leg: Leg, period: Period) -> bool:
    return (period.end if leg.status == "closed" else period.start) is not None


@check(Severity.WARNING, written=True)
def status_contradicts_periods(facts: Facts) -> Iterator[Finding]:
    """The status of a leg is not what its periods say of the day of the file."""
    day = facts.file.as_of
    for leg in facts.file.legs.values():
        if any(item.start and item.end and item.start >= item.end for item in leg.periods):
            continue
        is_open = leg.is_open(day)
        begins = any(item.start and item.start > day for item in leg.periods)
        said = "operating" if is_open else "planned" if begins else "closed"
        may = {said, "closed"} if begins and not is_open else {said}
        if leg.status not in may and (leg.periods or leg.status == "operating"):
            wording = Wording(
                f"status: {leg.status}, while by its periods it is {said} on {day}",
                "a status that fits the periods on the file's as_of",
                f"write status: {said}, or correct the periods",
            )
            path = ("legs", leg.id, "status" if leg.status != "operating" else "periods")
            yield Finding("status_contradicts_periods", path, wording)


@check(Severity.WARNING, written=True)
def overlapping_periods(facts: Facts) -> Iterator[Finding]:
    """Two periods in which one leg or node is open hold one and the same day."""
    holders: list[tuple[Path, Leg | Node]] = [*facts.of(Leg), *facts.of(Node)]
    for path, holder in holders:
        for (first, one), (second, other) in combinations(enumerate(holder.periods), 2):
            if _begins(one) < _ends(other) and _begins(other) < _ends(one):
                wording = Wording(
                    f"a period from {other.start or 'ever'} to {other.end or 'ever'}, some of "
                    "whose days another holds too",
                    "periods that do not overlap",
                    "join them, or correct the dates of one",
                )
                where = (*path, "periods", second)
                related = ((*path, "periods", first),)
                yield Finding("overlapping_periods", where, wording, related=related)


@check(Severity.ERROR)
def empty_closure(facts: Facts) -> Iterator[Finding]:
    """A closure names nothing that it closes, or nothing that the network has."""
    if not facts.file.closures:
        return
    legs = facts.file.legs.values()
    known = facts.file.nodes.keys()
    present: set[object] = {("nodes", node) for node in known}
    for leg in legs:
        if {leg.origin, leg.destination} <= known:
            ends = (facts.file.nodes[leg.origin].country, facts.file.nodes[leg.destination].country)
            present.update(touched_by(leg, (ends[0], *leg.countries_crossed, ends[1])))
    for closure in facts.file.closures.values():
        if not closure.items:
            wording = Wording(
                "a closure without legs, nodes, borders, countries or operators",
                "what is closed",
                "add legs: [an-id], or borders: [BY-PL]",
            )
            yield Finding("empty_closure", ("closures", closure.id), wording)
        for kind, item in closure.items:
            if kind in {"borders", "countries", "operators"} and (kind, item) not in present:
                said = "-".join(item) if isinstance(item, tuple) else item
                wording = Wording(
                    f"{quote(said)}, which no leg touches",
                    f"{kind} of this network",
                    "correct it, or leave the closure out",
                )
                yield Finding("empty_closure", ("closures", closure.id, kind), wording)


@check(Severity.ERROR)
def incomplete_season(facts: Facts) -> Iterator[Finding]:
    """A season has neither months nor a first and a last day, or both."""
    for path, season in facts.of(Season):
        by_days = bool(season.start and season.end)
        if by_days == bool(season.months) or bool(season.start) != bool(season.end):
            wording = Wording(
                "a season " + ("with months and days" if season.months else "without its months"),
                "months, or start and end",
                "write months: [11, 12], or start: 11-01 and end: 12-31",
            )
            yield Finding("incomplete_season", path, wording)


@check(Severity.ERROR)
def incomplete_departures(facts: Facts) -> Iterator[Finding]:
    """Departures do not say on which days, or say it in two ways."""
    for path, item in facts.of(Departures):
        given = [name for name in ("weekdays", "interval", "dates") if getattr(item, name)]
        whole = (item.interval is None) == (item.first is None)
        if len(given) != 1 or not whole:
            wording = Wording(
                f"departures by {' and '.join(given) or 'nothing'}"
                + ("" if whole else ", without the first day or the interval"),
                "weekdays, or an interval with its first day, or dates",
                "write weekdays: [wednesday, saturday], or interval: 7 days and first: 2027-01-06",
            )
            yield Finding("incomplete_departures", path, wording)


@check(Severity.ERROR)
def unknown_service(facts: Facts) -> Iterator[Finding]:
    """Departures are of a service that no leg has."""
    services = {leg.service or leg.id for leg in facts.file.legs.values()}
    for path, item in facts.of(Departures):
        if item.service not in services:
            wording = Wording(
                quote(item.service),
                "the service of a leg, or the id of a leg that names none",
                "correct it, or write service under the legs that it runs on",
            )
            yield Finding("unknown_service", (*path, "service"), wording)


@check(Severity.ERROR)
def endless_queue(facts: Facts) -> Iterator[Finding]:
    """Nothing leaves a queue, or more comes than leaves."""
    for path, item in facts.of(Backlog):
        if (
            item.queue < 0
            or item.arriving < 0
            or item.per_day <= 0
            or item.arriving >= item.per_day
        ):
            wording = Wording(
                f"a queue of {item.queue:g} with {item.arriving:g} coming and {item.per_day:g} "
                "passing a day",
                "a queue from 0, and more passing than coming",
                "count what comes beside the usual traffic only; correct the figures",
            )
            yield Finding("endless_queue", (*path, "per_day"), wording)
