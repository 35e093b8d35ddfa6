"""Checks of where nodes lie, and of how far apart they are."""

import math
from collections.abc import Iterator

from corridor import countries
from corridor.errors import Finding, Severity, Wording
from corridor.network import names
from corridor.network.estimates import Headway, Length, Norm, Prior
from corridor.network.journeys import Journey, JourneyEnd, ReportedSpan, Run
from corridor.network.model import Leg, NetworkFile, Node
from corridor.network.rates import Load
from corridor.reading.checks.facts import Facts, Path, check, odd
from corridor.units import DAY, HOUR, Duration

#: A line may be this much shorter than the great circle: the earth is no sphere. An estimate.
TOLERANCE = 0.01
NEAR_ZERO = 1.0
KM_OF_DEGREE = 111.2
#: What is nothing if it is zero; the length of a leg between nodes of one position may be.
POSITIVE: dict[type, tuple[str, ...]] = {
    Headway: ("value",),
    Length: ("value",),
    Load: ("value",),
    Norm: ("speed",),
    Prior: ("speed", "time"),
    ReportedSpan: ("low", "high"),
}
#: km/h of the great circle, stops and waits in it, over so many km: reports lie between 4 and 36.
REPORTED_PACE, REPORTED_FROM = (3, 50), 300
LONGEST_JOURNEY, WIDEST_JOURNEY = 120 * DAY, 6
#: Over the great circle: reported lengths go round, by the Cape up to 3 times.
REPORTED_LENGTH = (0.97, 4.5)
#: Degrees of longitude from which east and west can be told.
PLAINLY_APART = 1.0


@check(Severity.WARNING)
def near_null_island(facts: Facts) -> Iterator[Finding]:
    """A node lies within a degree of latitude 0 and longitude 0, where there is only sea."""
    for node in facts.file.nodes.values():
        if max(map(abs, names.at(node))) < NEAR_ZERO:
            wording = Wording(
                f"latitude {node.location.lat:g}, longitude {node.location.lon:g}",
                "where the node is; at 0, 0 there is only the Atlantic Ocean",
                "look the position up and write lat and lon in degrees",
            )
            yield Finding("near_null_island", ("nodes", node.id, "location"), wording)


@check(Severity.WARNING)
def outside_country_box(facts: Facts) -> Iterator[Finding]:
    """A node lies outside the box of degrees in which its country lies."""
    for node in facts.file.nodes.values():
        lat, lon = names.at(node)
        box = countries.boxes().get(node.country)
        if box is None or max(abs(lat), abs(lon)) < NEAR_ZERO or is_placed(node):
            continue
        south, north, west, east = box
        swapped = countries.may_contain(node.country, lon, lat)
        wording = Wording(
            f"latitude {lat:g}, longitude {lon:g} in {node.country}",
            f"latitude {south} to {north}, longitude {west} to {east}",
            "swap lat and lon" if swapped else "correct the position, or the country",
        )
        related = (("nodes", node.id, "country"),)
        path = ("nodes", node.id, "location")
        yield Finding("outside_country_box", path, wording, related=related)


def is_placed(node: Node) -> bool:
    """Return whether a node can lie where it is said to lie."""
    lat, lon = names.at(node)
    return max(abs(lat), abs(lon)) >= NEAR_ZERO and countries.may_contain(node.country, lat, lon)


@check(Severity.ERROR)
def not_positive(facts: Facts) -> Iterator[Finding]:
    """A time, length, mass or speed that must be above zero is zero."""
    for kind, names_of in POSITIVE.items():
        values: Iterator[tuple[Path, object]] = facts.of(kind)
        for path, value in values:
            for name in names_of if path[0] != "legs" or "distance" not in path else ():
                if getattr(value, name) == 0:
                    wording = Wording("0", "an amount above zero", f"correct {name}, or remove it")
                    yield Finding("not_positive", (*path, name), wording)
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
def shorter_than_great_circle(facts: Facts) -> Iterator[Finding]:
    """A leg is shorter than the great circle between its ends, by more than rounding explains."""
    nodes = facts.file.nodes
    for leg in facts.file.legs.values():
        one, other = nodes.get(leg.origin), nodes.get(leg.destination)
        if not (one and other and leg.distance.value):
            continue
        direct = facts.direct(leg)
        lack = direct * (1 - TOLERANCE) - leg.distance.value.km
        if lack > 0 and lack > _rounded_by(one) + _rounded_by(other):
            wording = Wording(
                f"{leg.distance.value}, where the great circle is {_in_words(direct)}",
                "no less than the great circle between the two positions",
                "correct the distance, or the location of one end",
            )
            related = tuple(("nodes", node, "location") for node in (leg.origin, leg.destination))
            path = ("legs", leg.id, "distance")
            yield Finding("shorter_than_great_circle", path, wording, related=related)


def _rounded_by(node: Node) -> float:
    """Return how far [km] a node may lie from its position by the decimals that are written.

    A zero at the end may be one of them, so that whole degrees count as tenths.
    """
    written = (f"{value:.6f}".rstrip("0").partition(".")[2] for value in names.at(node))
    decimals = max(1, *map(len, written))
    half = 0.5 * 10**-decimals
    across = half * math.cos(math.radians(node.location.lat))
    return KM_OF_DEGREE * math.hypot(half, across)


def _in_words(km: float) -> str:
    """Return a distance without rounding it away."""
    return f"{km:.1f} km" if km >= 1 else f"{1000 * km:.0f} m"


@check(Severity.WARNING, written=True)
def wrong_direction(facts: Facts) -> Iterator[Finding]:
    """A journey is called westbound and leads east, or the other way round."""
    for path, journey in facts.of(Journey):
        origins, ends = (_spots(facts, end) for end in (journey.origin, journey.destination))
        shifts = [there[1] - here[1] for here in origins for there in ends]
        west = journey.direction == "westbound"
        if shifts and all((shift if west else -shift) > PLAINLY_APART for shift in shifts):
            wording = Wording(
                f"{journey.direction} from {journey.origin.text} to {journey.destination.text}, "
                f"which lies {'east' if west else 'west'} of it",
                "the direction from origin to destination",
                "correct the direction, or swap the ends",
            )
            yield Finding("wrong_direction", (*path, "direction"), wording)


def _spots(facts: Facts, end: JourneyEnd) -> list[tuple[float, float]]:
    """Return where one end of a report may lie."""
    nodes, region = facts.file.nodes, facts.file.regions.get(end.region or "")
    if end.node:
        return [names.at(nodes[end.node])] if end.node in nodes else []
    gateways = region.gateways if region else ()
    return [names.at(nodes[item.node]) for item in gateways if item.node in nodes]


def odd_reports(facts: Facts) -> Iterator[Finding]:
    """Yield reported times and lengths that cannot be of the route between their ends."""
    for path, journey in facts.of(Journey):
        yield from _odd_journey(facts, path, journey)
    least, most = REPORTED_LENGTH
    for path, run in facts.of(Run):
        direct = _direct(facts, run)
        is_apart = min(direct, default=0) > 1
        for number, length in enumerate(run.distances if is_apart else ()):
            ratio = length.value.km / min(direct)
            if not (least <= ratio and length.value.km <= most * max(direct)):
                found = f"{length.value}, {ratio:.2g} times the great circle of its ends"
                where: Path = (*path, "distances", number)
                yield odd(where, found, f"{least:g} to {most:g} times the great circle")


def _direct(facts: Facts, report: Journey | Run) -> list[float]:
    origins, ends = (_spots(facts, end) for end in (report.origin, report.destination))
    return [names.great_circle(here, there) for here in origins for there in ends]


def _odd_journey(facts: Facts, path: Path, journey: Journey) -> Iterator[Finding]:
    if not all(journey.reported) or not journey.reported or journey.relative_only:
        return
    low, high, where = journey.reported[0], journey.reported[-1], (*path, "transit_time")
    direct = _direct(facts, journey)
    slow, fast = REPORTED_PACE
    if high > LONGEST_JOURNEY:
        yield odd(where, f"{Duration(high)}", "at most 120 days")
    elif high > WIDEST_JOURNEY * low:
        found = f"{Duration(low)} to {Duration(high)}"
        yield odd(where, found, f"high at most {WIDEST_JOURNEY} times low")
    elif direct and max(direct) >= REPORTED_FROM:
        paces = min(direct) / low * HOUR, max(direct) / high * HOUR
        if paces[0] > fast or paces[1] < slow:
            found = f"{Duration(low)} over {max(direct):,.0f} km, {paces[1]:.2g} km/h"
            yield odd(where, found, f"{slow} to {fast} km/h of great circle, stops included")
