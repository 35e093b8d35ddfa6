"""What was reported of a day that lies behind the data, where the figures say otherwise."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from corridor import text as _text
from corridor.network.journeys import Journey
from corridor.network.model import Region
from corridor.routes.reported_journeys import TOLERANCE, Conflict, Report, held_against, stops_of
from corridor.routes.steps import RouteLeg, Transfer

#: Reports of less than this part of the route are left out.
LEAST_PART = 0.5
Steps = tuple[RouteLeg | Transfer, ...]


def contradictions(
    journeys: Iterable[Journey],
    regions: Mapping[str, Region],
    corridors: Sequence[str],
    steps: Steps,
    day: datetime.date,
) -> tuple[Conflict, ...]:
    """Return the journeys of a day's time along a route, where one of them took another time.

    Whether they passed the same nodes on the way does not count: they are of the same corridor.
    """
    legs = [step for step in steps if isinstance(step, RouteLeg)]
    passed = {legs[0].origin.id, *(leg.destination.id for leg in legs)}
    found = []
    for journey in journeys:
        if not _is_of(journey, corridors, day):
            continue
        ends = [stops_of(end, regions) for end in (journey.origin, journey.destination)]
        if all(not passed.isdisjoint(end) for end in ends):
            report = Report(replace(journey, via=()), *ends)
            found += [item for item in held_against(steps, report) if _is_long(item, steps)]
    return tuple(found) if any(map(_is_contrary, found)) else ()


def _is_of(journey: Journey, corridors: Sequence[str], day: datetime.date) -> bool:
    start, end = journey.period.start, journey.period.end
    return bool(
        journey.corridor in corridors
        and journey.kind in {"observed", "average"}
        and journey.level != "none"
        and journey.use in {"fit", "check"}
        and journey.reported
        and start
        and end
        and start <= day < end
    )


def _is_long(item: Conflict, steps: Steps) -> bool:
    """Return whether a report is of a good part of the route."""
    level = ("low", "typical", "high").index(item.journey.level)
    whole = sum(time.levels[level] for step in steps for time in step.estimates)
    return item.here >= LEAST_PART * whole


def _is_contrary(item: Conflict) -> bool:
    low, high = item.journey.reported[0], item.journey.reported[-1]
    return item.here < (1 - TOLERANCE) * low or item.here > (1 + TOLERANCE) * high


def in_words(found: Sequence[Conflict], day: datetime.date) -> Iterator[str]:
    """Yield in a sentence what was reported, and that the figures are not of then."""
    if found:
        times = sorted(time for item in found for time in item.journey.reported)
        low, high = (_text.days(time).removesuffix(".0") for time in (times[0], times[-1]))
        days = low if low == high else f"{low} to {high}"
        chains = dict.fromkeys(
            f"{item.journey.origin.text} > {item.journey.destination.text}" for item in found
        )
        said = ", ".join(item.journey.id for item in found)
        yield (
            f"Reports of {day.year} say otherwise: {days} days {' and '.join(chains)} ({said}); "
            "the times below are not those of then."
        )
