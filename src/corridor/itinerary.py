"""A route in words: the finding first, then stops in order, then what stands behind it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from corridor import _text, bill_text
from corridor.fields import LEVELS

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from corridor.estimates import Estimate, Levels
    from corridor.model import Advisory
    from corridor.route import Route
    from corridor.steps import RouteLeg, Transfer

MARKS = {"reported": "r", "calibrated": "c", "estimated": "e", "assumed": "a"}
WORDS = {
    "transshipment": "to {onward}",
    "gauge_break": "gauge break",
    "border": "border",
    "hand_over": "hand-over",
    "waiting": "wait",
}
SOURCES_SHOWN = 6
LEVELS_FOOTNOTE = (
    "low: free flow, what is advertised and records show; typical: the mean of ordinary "
    "shipments; high: every leg and stop as in reported congestion, all at once."
)
MARKS_FOOTNOTE = "c calibrated to reported journeys, r reported, e estimated, a assumed."


class Row(NamedTuple):
    """Hold one line of the table: a run of legs, or a stop."""

    label: str
    how: str
    metres: int | None
    own: tuple[int, int, int]
    marks: str


def itinerary(route: "Route") -> list[_text.Block]:
    """Return what a route says, as it can go into a memo."""
    head = ("leg or stop", "", "km", "typical\ndays", "day\nlow", "reached\ntyp.", "\nhigh", "")
    rows = [*_cells(route), None, *_totals(route)]
    body = _text.Table(head, rows, left=(0, 1, 7))
    bill = [bill_text.cost_table(route.cost)] if route.cost else []
    return [_text.Prose([headline(route)]), body, *bill, _text.Pairs(list(notes(route)))]


def _cells(route: "Route") -> Iterator[tuple[str, ...]]:
    reached = (0, 0, 0)
    for row in rows_of(route.steps, vias_of(route)):
        reached = _add(reached, row.own)
        stop = row.metres is None
        yield (
            f"  ■ {row.label}" if stop else row.label,
            row.how,
            "" if row.metres is None else _text.km(row.metres),
            _text.days(row.own[1]),
            *map(_text.days, reached),
            row.marks,
        )


def vias_of(route: "Route") -> frozenset[str]:
    """Return the ids of the nodes that count as a via of the request."""
    return frozenset[str]().union(*(via.nodes for via in route.request.vias))


def headline(route: "Route") -> str:
    """Return the finding in words."""
    time = route.transit_time
    return (
        f"{route.request.chain}: {_text.days(time.low)} days at best, "
        f"{_text.days(time.typical)} as a rule, {_text.days(time.high)} in congestion; "
        f"{_text.km(route.distance)}\u00a0km."
    )


def rows_of(steps: "Sequence[RouteLeg | Transfer]", vias: frozenset[str]) -> Iterator[Row]:
    """Yield the stops in order, and between them runs of legs of one kind; a via ends a run."""
    run: list[RouteLeg] = []
    for step, following in zip_longest(steps, steps[1:]):
        if _is_stop(step):
            for how, part in (_how(step, step.kind), step.dwell), ("wait", step.waiting):
                if part:
                    yield Row(step.node.short, how, None, part.levels, _marks([part]))
            continue
        run.append(step)
        same = following is not None and following.carriage == step.carriage
        if not same or step.destination.id in vias:
            yield _run(run)
            run = []


def _how(stop: "Transfer", kind: str) -> str:
    return WORDS[kind].format(onward=stop.onward)


def _is_stop(step: "RouteLeg | Transfer") -> "TypeIs[Transfer]":
    return hasattr(step, "node")


def _run(legs: "Sequence[RouteLeg]") -> Row:
    metres = sum(leg.leg.distance.value for leg in legs)
    label = f"{legs[0].origin.short} > {legs[-1].destination.short}"
    times = [leg.leg.transit_time for leg in legs]
    return Row(label, legs[0].carriage, metres, _sum(times), _marks(times))


def _marks(parts: "Sequence[Estimate]") -> str:
    found = {MARKS[part.basis] for part in parts}
    return "".join(mark for mark in "rcea" if mark in found)


def _sum(times: "Sequence[Levels]") -> tuple[int, int, int]:
    low, typical, high = (sum(int(time.at(level)) for time in times) for level in LEVELS)
    return low, typical, high


def _add(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def _totals(route: "Route") -> Iterator[tuple[str, ...]]:
    legs = f"moving, {len(route.legs)} leg{'s' if len(route.legs) > 1 else ''}"
    parts = (
        (legs, _text.km(route.distance), route.moving),
        ("dwell", "", route.dwell),
        ("waiting", "", route.waiting),
        ("transit time", "", route.transit_time),
    )
    for label, distance, time in parts:
        if not time.high:
            continue
        levels = [_text.days(time.at(level)) for level in LEVELS]
        yield (label, "", distance, levels[1], *levels, "")


def notes(route: "Route") -> Iterator[tuple[str, str]]:
    """Yield what stands behind a route: ends, grounds, sources, advisories, data."""
    origin, destination = (f"{node.name} ({node.country})" for node in route.ends)
    yield "from, to", f"{origin} to {destination}"
    if route.inland:
        name, time = route.inland
        low, typical = _text.days(time.low), _text.days(time.typical)
        yield "inland", f"from {name} to the same end: {low} days at best, {typical} as a rule"
    yield "corridor", ", ".join(route.corridors) or "no defined corridor"
    kept_out = f"; not {', '.join(route.not_touched)}" if route.not_touched else ""
    yield "touches", ", ".join(route.countries) + kept_out
    if route.operators:
        yield "operators", ", ".join(route.operators)
    yield from conflicts(route)
    for number, note in enumerate(route.notes):
        yield "" if number else "note", note
    if route.cost and route.emissions:
        yield from bill_text.cost_notes(route.cost)
        yield from bill_text.emission_notes(route.emissions)
    yield from advisories([("", route)])
    yield from grounds(route)
    yield "levels", LEVELS_FOOTNOTE
    yield "marks", MARKS_FOOTNOTE
    yield "data", route.stamp


def grounds(route: "Route") -> Iterator[tuple[str, str]]:
    """Yield what the typical time rests on, with the sources that carry most of it."""
    found = route.grounds
    parts = zip(_text.shares(list(found.seconds.values())), found.seconds, strict=True)
    shares = [f"{share} {basis}" for share, basis in parts]
    weakest = f"; longest estimate: {found.weakest[0]}" if found.weakest else ""
    journeys = len(found.claims)
    claims = f" ({journeys} reported journey{'s' if journeys != 1 else ''})" if journeys else ""
    yield "grounds", ", ".join(shares) + claims + weakest
    for number, source in enumerate(found.sources[:SOURCES_SHOWN]):
        yield "" if number else "sources", f"{source} [{source.id}]"
    more = len(found.sources) - SOURCES_SHOWN
    if more > 0:
        yield "", f"and {more} more: .grounds.sources, or --json"


def conflicts(route: "Route") -> Iterator[tuple[str, str]]:
    """Yield the reports along the route that its figures miss most."""
    for number, (journey, here) in enumerate(route.conflicts):
        said = "-".join(
            dict.fromkeys(_text.days(time).removesuffix(".0") for time in journey.reported)
        )
        text = (
            f"{journey.origin.text} > {journey.destination.text}: {said} days reported as "
            f"{journey.level}, {_text.days(here)} here ({journey.id}, {journey.sources[0]})"
        )
        yield "" if number else "conflicts", text


def advisories(rows: "Iterable[tuple[str, Route | None]]") -> Iterator[tuple[str, str]]:
    """Yield the advisories that touch any of the routes, each once, with the labels of those."""
    labels: dict[str, list[str]] = {}
    found: dict[str, Advisory] = {}
    for label, route in rows:
        for item in route.advisories if route else ():
            found[item.id] = item
            labels.setdefault(item.id, []).append(label)
    for number, item in enumerate(found.values()):
        concerned = ", ".join(label for label in labels[item.id] if label)
        sources = f" [{', '.join(item.sources)}]" if item.sources else ""
        text = f"{concerned}: {item.text}" if concerned else item.text
        yield "" if number else "advisory", text + sources


def way(route: "Route") -> str:
    """Return where a route stops: ``Khorgos > Aktau ~ Alat``, with ~ for a vessel.

    >>> import corridor as co
    >>> way(co.find_route(co.load_network(), "Aktau", "Baku"))
    'Aktau ~ Alat'
    """
    stops = {transfer.node.id for transfer in route.transfers} | vias_of(route)
    stops.add(route.destination.id)
    words = [route.origin.short]
    by_vessel = False
    for leg in route.legs:
        by_vessel = by_vessel or leg.leg.mode in {"ferry", "sea"}
        if leg.destination.id in stops:
            words += ["~" if by_vessel else ">", leg.destination.short]
            by_vessel = False
    return " ".join(words)
