"""Checks of whom a corridor serves: reported means that the file has journeys."""

from collections.abc import Iterator

from corridor.errors import Finding, Severity, Wording
from corridor.network.journeys import JourneyEnd
from corridor.network.model import Corridor, NetworkFile, Service
from corridor.reading.checks.facts import Facts, Path, check


@check(Severity.WARNING, whole=True)
def unreported_service(facts: Facts) -> Iterator[Finding]:
    """A corridor serves a country by reports, and no journey by it has an end there."""
    for corridor in facts.file.corridors.values():
        if not any(item.basis == "reported" for item in corridor.serves):
            continue
        pairs = _reported(facts.file, corridor)
        for number, service in enumerate(corridor.serves):
            missing = _without_report(service, pairs) if service.basis == "reported" else []
            if missing:
                wording = Wording(
                    f"basis: reported for {', '.join(missing)}, where no journey by {corridor.id} "
                    "ends whose other end it serves",
                    "a journey under journeys for each country that is served by reports",
                    "add the journey, or put the country into an entry with basis: estimated",
                )
                path: Path = ("corridors", corridor.id, "serves", number, "basis")
                yield Finding("unreported_service", path, wording)


def _reported(file: NetworkFile, corridor: Corridor) -> list[tuple[set[str], set[str]]]:
    """Return the countries at both ends of each journey by a corridor or one of its branches."""
    branches = {item.id for item in file.corridors.values() if item.parent == corridor.id}
    return [
        (_countries(file, journey.origin), _countries(file, journey.destination))
        for journey in file.journeys.values()
        if journey.corridor in {corridor.id, *branches}
    ]


def _countries(file: NetworkFile, end: JourneyEnd) -> set[str]:
    node = end.node or end.assumed
    if node:
        return {file.nodes[node].country}
    gateways = file.regions[end.region].gateways if end.region else ()
    return {file.nodes[gateway.node].country for gateway in gateways}


def _without_report(service: Service, pairs: list[tuple[set[str], set[str]]]) -> list[str]:
    """Return the countries of a service at which no report between its ends ends."""
    return [
        country
        for ends, others in (
            (service.one_end, set(service.other_end)),
            (service.other_end, set(service.one_end)),
        )
        for country in ends
        if not any(
            (country in one and not others.isdisjoint(other))
            or (country in other and not others.isdisjoint(one))
            for one, other in pairs
        )
    ]


@check(Severity.WARNING)
def service_of_a_branch(facts: Facts) -> Iterator[Finding]:
    """A branch says whom it serves, which counts for corridors that are no branch only."""
    for corridor in facts.file.corridors.values():
        for name in ("serves", "detour"):
            if corridor.parent is not None and getattr(corridor, name):
                wording = Wording(
                    f"{name} on a branch of {corridor.parent}",
                    f"{name} on the corridor itself: a branch is offered where that is",
                    f"move it to {corridor.parent}",
                )
                path: Path = ("corridors", corridor.id, name)
                yield Finding("service_of_a_branch", path, wording)


@check(Severity.ERROR)
def detour_too_short(facts: Facts) -> Iterator[Finding]:
    """A corridor's routes may not even be as long as the great circle, so that it has none."""
    for corridor in facts.file.corridors.values():
        if corridor.detour and corridor.detour.limit < 1:
            wording = Wording(
                f"a limit of {corridor.detour.limit:g} times the great circle",
                "a number from 1",
                "write how many times the great circle a route may be long, as in 2.5",
            )
            yield Finding(
                "detour_too_short", ("corridors", corridor.id, "detour", "limit"), wording
            )
