"""Checks of closures, seasons, departures and queues."""

from collections.abc import Iterator

from corridor.errors import Finding, Severity, Wording, quote
from corridor.network.calendar import Backlog, Departures, Season
from corridor.network.model import touched_by
from corridor.reading.checks.facts import Facts, check


@check(Severity.ERROR)
def empty_closure(facts: Facts) -> Iterator[Finding]:
    """A closure names nothing that it closes, or nothing that the network has."""
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
