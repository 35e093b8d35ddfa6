"""A route in words: the finding first, then stops in order, then what stands behind it."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from corridor import text as _text
from corridor.network.fields import LEVELS

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from corridor.network.calendar import Advisory
    from corridor.network.estimates import Estimate, Levels
    from corridor.network.fields import Level
    from corridor.network.names import Mile
    from corridor.routes.costs.cost import Cost
    from corridor.routes.costs.emissions import Emissions
    from corridor.routes.costs.mile_cost import MileCost
    from corridor.routes.steps import RouteLeg, Transfer

    Parts = tuple[Levels, Levels, Levels]


LEVELS_FOOTNOTE = (
    "low: uncongested, what is advertised and records show; typical: the mean of ordinary "
    "shipments; high: every leg and stop as in reported congestion, all at once."
)
MARKS_FOOTNOTE = "c calibrated to reported journeys, r reported, e estimated, a assumed."
WAIT = "wait"
MARKS = {"reported": "r", "calibrated": "c", "estimated": "e", "assumed": "a"}
WORDS = {
    "transshipment": "transshipment",
    "gauge_break": "gauge break",
    "border": "border",
    "hand_over": "interchange",
    "waiting": WAIT,
}


#: Stops at which goods stay in their wagons.
FOLDED = {WORDS["border"], WORDS["hand_over"]}


class Row(NamedTuple):
    """One line of the table: a run of legs, or a stop."""

    label: str
    how: str
    metres: int | None
    own: tuple[int, int, int]
    marks: str

    @property
    def kind(self) -> int:
        """What the time is: 0 moving, 1 dwell, 2 waiting."""
        return 0 if self.metres is not None else 1 + (self.how == WAIT)


def rows_of(steps: "Sequence[RouteLeg | Transfer]", vias: frozenset[str]) -> Iterator[Row]:
    """Yield the stops in order, and between them runs of legs of one kind; a via ends a run."""
    run: list[RouteLeg] = []
    for step, following in zip_longest(steps, steps[1:]):
        if _is_stop(step):
            for how, part in (WORDS[step.kind], step.dwell), (WAIT, step.waiting):
                if part:
                    yield Row(step.node.short, how, None, part.levels, _marks([part]))
            continue
        run.append(step)
        same = following is not None and following.carriage == step.carriage
        if not same or step.destination.id in vias:
            yield _run(run)
            run = []


def _is_stop(step: "RouteLeg | Transfer") -> "TypeIs[Transfer]":
    return hasattr(step, "node")


def _run(legs: "Sequence[RouteLeg]") -> Row:
    metres = sum(leg.distance for leg in legs)
    label = f"{legs[0].origin.short} > {legs[-1].destination.short}"
    times = [leg.transit_time for leg in legs]
    return Row(label, legs[0].carriage, metres, _sum(times), _marks(times))


def _marks(parts: "Sequence[Estimate]") -> str:
    found = {MARKS[part.basis] for part in parts}
    return "".join(mark for mark in "rcea" if mark in found)


def _sum(times: "Sequence[Levels]") -> tuple[int, int, int]:
    low, typical, high = (sum(int(time.at(level)) for time in times) for level in LEVELS)
    return low, typical, high


def _add(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])


def cells(
    steps: "Sequence[RouteLeg | Transfer]", vias: frozenset[str], parts: "Parts"
) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a route's table: legs and stops, their days, and what is reached when.

    `parts` are the route's moving, dwell and waiting.
    """
    reached = (0, 0, 0)
    rows = list(rows_of(steps, vias))
    for row, days in zip(rows, _typical_days(parts, rows), strict=True):
        reached = _add(reached, row.own)
        stop = row.metres is None
        yield (
            f"  ■ {row.label}" if stop else row.label,
            row.how,
            "" if row.metres is None else _text.km(row.metres),
            days,
            *map(_text.days, reached),
            row.marks,
        )


def folded_cells(
    steps: "Sequence[RouteLeg | Transfer]", vias: frozenset[str]
) -> Iterator[tuple[str, ...] | None]:
    """Yield the rows of a short table: runs of one mode and gauge, the changes, the whole.

    Stops without a change are in the time of their run; the wait at a change is in its time.
    """
    rows: list[Row] = []
    for row in rows_of(steps, vias):
        last = rows[-1] if rows else None
        begin, _, end = row.label.partition(" > ")
        if last and row.how == WAIT:
            rows[-1] = _joined(last, row, last.label)
        elif last and (
            row.how in FOLDED or (last.how == row.how and end and last.label.endswith(begin))
        ):
            label = f"{last.label.partition(' > ')[0]} > {end}" if end else last.label
            rows[-1] = _joined(last, row, label)
        else:
            rows.append(row)
    reached = (0, 0, 0)
    days = _text.adding_up([row.own[1] for row in rows], _text.TENTH, _text.days)
    for row, own in zip(rows, days, strict=True):
        reached = _add(reached, row.own)
        label = f"  ■ {row.label}" if row.metres is None else row.label
        length = "" if row.metres is None else _text.km(row.metres)
        yield label, row.how, length, own, *map(_text.days, reached), row.marks
    yield None
    whole = sum(row.metres or 0 for row in rows)
    yield "transit time", "", _text.km(whole), _text.days(reached[1]), *map(_text.days, reached), ""


def _joined(one: Row, other: Row, label: str) -> Row:
    """Return two rows as one."""
    metres = None if one.metres is None else one.metres + (other.metres or 0)
    marks = "".join(mark for mark in "rcea" if mark in one.marks + other.marks)
    return Row(label, one.how, metres, _add(one.own, other.own), marks)


def _typical_days(times: "Parts", rows: Sequence[Row]) -> list[str]:
    """Return the typical days of rows, which add up to moving, dwell and waiting as printed."""
    found = [""] * len(rows)
    for kind, whole in enumerate(_in_tenths(times, "typical")):
        own = [number for number, row in enumerate(rows) if row.kind == kind]
        parts = [rows[number].own[1] for number in own]
        units = _text.apportioned(parts, _text.TENTH, whole)
        days = _text.in_units(parts, units, _text.TENTH, _text.days)
        for number, text in zip(own, days, strict=True):
            found[number] = text
    return found


def _in_tenths(times: "Parts", level: "Level") -> list[int]:
    """Return moving, dwell and waiting in tenths of a day that add up to the transit time."""
    parts = [int(time.at(level)) for time in times]
    return _text.apportioned(parts, _text.TENTH, _text.nearest(sum(parts), _text.TENTH))


def table_of(rows: "Iterable[tuple[str, ...] | None]") -> _text.Table:
    """Return the table of a route with its head."""
    head = ("leg or stop", "", "km", "typical\ndays", "day\nlow", "reached\ntyp.", "\nhigh", "")
    return _text.Table(head, list(rows), left=(0, 1, 7))


def totals(parts: "Parts", legs: int, metres: int) -> Iterator[tuple[str, ...]]:
    """Yield the last rows of a route's table: moving, dwell, waiting, and their sum."""
    labels = (f"moving, {legs} leg{'s' if legs > 1 else ''}", "dwell", "waiting", "transit time")
    columns = []
    for level in LEVELS:
        times = [int(time.at(level)) for time in parts]
        units = _in_tenths(parts, level)
        whole = [*times, sum(times)]
        columns.append(_text.in_units(whole, [*units, sum(units)], _text.TENTH, _text.days))
    high = [int(time.high) for time in parts]
    rows = zip(labels, (*high, sum(high)), zip(*columns, strict=True), strict=True)
    for number, (label, some, days) in enumerate(rows):
        if some:
            yield (label, "", "" if number else _text.km(metres), days[1], *days, "")


def mile_words(
    miles: "Sequence[tuple[str, Mile]]", terminal: "Levels", costs: "Sequence[MileCost]" = ()
) -> Iterator[str]:
    """Yield the road legs at the ends of a route, one at least, then its time with them.

    What they cost and emit is told beside the totals, none of which holds it.
    """
    told = {item.name: item for item in costs}
    for name, mile in miles:
        ends = (mile.place, mile.terminal)
        start, end = ends if name == "first mile" else ends[::-1]
        yield (
            f"{name}: {start} to {end}, {_text.km(mile.distance)}\u00a0km by road, "
            f"{_three(mile.time)}; estimated ({mile.rule}), not in the transit time"
            f"{_bill_of(told.get(name))}"
        )
        terminal += mile.time
    yield f"with {' and '.join(name for name, _ in miles)}: {_three(terminal)}, without customs"


def _bill_of(cost: "MileCost | None") -> str:
    if cost is None:
        return ""
    price, emitted = "no rate on file", "no road factor on file"
    if cost.charge and cost.charge.tariff:
        low, typical, high = (f"{cents / 100:,.2f}" for cents in cost.charge.cents)
        amount = typical if low == high else f"{typical} ({low} to {high})"
        price = f"{amount} {cost.currency} by {cost.charge.tariff.id}"
    if cost.emission and cost.emission.wtw is not None:
        by = ", ".join(factor.id for factor in cost.emission.factors)
        emitted = f"{cost.emission.wtw / 1000:,.0f} kg CO2e well-to-wheel by {by}"
    return f"; {price}; {emitted}; neither is in the totals"


def _three(time: "Levels") -> str:
    low, typical, high = map(_text.days, time.levels)
    return f"{low} days at best, {typical} typically, {high} in congestion"


def advised(rows: "Iterable[tuple[str, Sequence[Advisory]]]") -> Iterator[tuple[str, str]]:
    """Yield advisories, each once, with the labels of the routes that they touch."""
    labels: dict[str, list[str]] = {}
    found: dict[str, Advisory] = {}
    for label, items in rows:
        for item in items:
            found[item.id] = item
            labels.setdefault(item.id, []).append(label)
    for number, item in enumerate(found.values()):
        concerned = ", ".join(label for label in labels[item.id] if label)
        sources = f" [{', '.join(item.sources)}]" if item.sources else ""
        text = f"{concerned}: {item.text}" if concerned else item.text
        yield "" if number else "advisory", text + sources


def cost_blocks(cost: "Cost | None") -> list[_text.Block]:
    """Return the table of what a route costs, where it carries a shipment."""
    if cost is None:
        return []
    from corridor.routes.costs.cost_text import cost_table  # not needed for times

    return [cost_table(cost)]


def short_cost_notes(
    cost: "Cost | None", emissions: "Emissions | None"
) -> Iterator[tuple[str, str]]:
    """Yield what a route costs and emits, in a line each."""
    if cost and emissions:
        from corridor.routes.costs import cost_text, emissions_text  # not needed for times

        yield "cost", cost_text.in_one_line(cost)
        yield next(emissions_text.emission_notes(emissions))


def notes_on_cost(cost: "Cost | None", emissions: "Emissions | None") -> Iterator[tuple[str, str]]:
    """Yield on what the cost and the emissions of a route rest, where it carries a shipment."""
    if cost and emissions:
        from corridor.routes.costs import cost_text, emissions_text  # not needed for times

        yield from cost_text.cost_notes(cost)
        yield from emissions_text.emission_notes(emissions)
