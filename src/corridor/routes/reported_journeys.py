"""Which reported journeys run along a route, or a part of it, and what a route makes of them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from corridor import text as _text
from corridor.network.fields import LEVELS
from corridor.network.journeys import Journey, JourneyEnd
from corridor.network.model import Region
from corridor.network.modes import DEFAULT_MODES, MODES
from corridor.routes.steps import RouteLeg, Transfer

#: Reports within a tenth of the figure are no conflict; the largest three are shown.
TOLERANCE = 0.10
SHOWN = 3


class Report(NamedTuple):
    """A journey with the nodes that its ends stand for."""

    journey: Journey
    origins: tuple[str, ...]
    destinations: tuple[str, ...]


class Conflict(NamedTuple):
    """A journey along a part of a route, and what the route takes there [s]."""

    journey: Journey
    here: int

    @property
    def residual(self) -> float:
        """What the route takes there less what is reported [s]."""
        return self.here - self.journey.value


def along(
    journeys: Iterable[Journey], regions: Mapping[str, Region], nodes: Sequence[str]
) -> tuple[Report, ...]:
    """Return the journeys with a number and a level whose ends and vias all lie on a route."""
    passed = frozenset(nodes)
    found = []
    for journey in journeys:
        if journey.level == "none" or journey.use not in {"fit", "check"} or not journey.reported:
            continue
        if journey.mode not in DEFAULT_MODES or not passed.issuperset(journey.via):
            continue
        ends = [stops_of(end, regions) for end in (journey.origin, journey.destination)]
        if all(not passed.isdisjoint(end) for end in ends):
            found.append(Report(journey, *ends))
    return tuple(found)


def stops_of(end: JourneyEnd, regions: Mapping[str, Region]) -> tuple[str, ...]:
    """Return the nodes that an end stands for: of a region, those reached over land."""
    node = end.assumed or end.node
    if node or end.region is None:
        return (node,) if node else ()
    return tuple(
        item.node for item in regions[end.region].gateways if MODES[item.mode].gateways != "own"
    )


def largest(conflicts: Iterable[Conflict]) -> tuple[Conflict, ...]:
    """Return the conflicts that are off by most, those within a tenth left out."""
    found = [item for item in conflicts if abs(item.residual) > TOLERANCE * item.journey.value]
    return tuple(sorted(found, key=lambda item: (-abs(item.residual), item.journey.id))[:SHOWN])


def held_against(steps: tuple[RouteLeg | Transfer, ...], report: Report) -> Iterator[Conflict]:
    """Yield what steps take between the ends of a report, when its vias lie between them."""
    journey, *ends = report
    legs = [step for step in steps if isinstance(step, RouteLeg)]
    for one, other in (ends, ends[::-1]):
        first = [leg for leg in legs if leg.origin.id in one]
        last = [leg for leg in legs if leg.destination.id in other]
        part = steps[steps.index(first[0]) :] if first else ()
        if last and last[-1] in part:
            part = part[: part.index(last[-1]) + 1]
            passed = [step.destination.id for step in part if isinstance(step, RouteLeg)]
            nodes = {first[0].origin.id, *passed}
            times = [time.levels for step in part for time in step.estimates]
            if nodes.issuperset(journey.via):
                level = [str(known) for known in LEVELS].index(journey.level)
                yield Conflict(journey, sum(time[level] for time in times))
            return


def conflict_words(found: Iterable[Conflict]) -> Iterator[tuple[str, str]]:
    """Yield the reports along the route that its figures miss most."""
    for number, (journey, here) in enumerate(found):
        said = "-".join(
            dict.fromkeys(_text.days(time).removesuffix(".0") for time in journey.reported)
        )
        text = (
            f"{journey.origin.text} > {journey.destination.text}: {said} days reported as "
            f"{journey.level}, {_text.days(here)} here ({journey.id}, {journey.sources[0]})"
        )
        yield "" if number else "conflicts", text
