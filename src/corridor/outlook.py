"""A simulation in words: what may be promised, then percentiles, then what they rest on."""

from collections.abc import Iterator
from fractions import Fraction
from typing import TYPE_CHECKING

from corridor import _text, spread
from corridor.itinerary import way

if TYPE_CHECKING:
    from corridor.simulation import Simulation

SHARES = tuple(Fraction(text) for text in ("0.1", "0.25", "0.5", "0.75", "0.9", "0.95"))
TAIL_SHOWN = 5
WAYS_SHOWN = 3
OPERATIONS = (
    "the spread between shipments (operations). Doubt about the levels themselves is not in it"
)
BOTH = (
    "left the spread between shipments (operations), right with doubt about the level (evidence) "
    "mixed in: the reports leave a standard error of {} of the usual time"
)
GUIDE = (
    "Federal Highway Administration, Travel Time Reliability: Making It There On Time, All The "
    "Time (2006)"
)


def outlook(sim: "Simulation") -> list[_text.Block]:
    """Return what a simulation says, as it can go into a memo."""
    shipments = sim.shipments or sim
    found = [shipments, sim] if sim.doubt else [sim]
    rows = []
    for share in SHARES:
        times = [one.percentile(share) for one in found]
        cells = [cell for time in times for cell in _within(time)]
        rows.append((spread.in_words(share), *cells))
    head = ("arrive", "within\ndays", "promise\ndays", "with doubt\ndays", "promise\ndays")
    body = _text.Table(head[: 1 + 2 * len(found)], rows)
    behind = [*_behind(shipments), *_rests_on(sim)]
    return [_text.Prose([headline(sim)]), body, _text.Pairs(behind)]


def _within(time: int) -> tuple[str, str]:
    return _text.days(time), _text.days(time, promise=True)


def headline(sim: "Simulation") -> str:
    """Return the finding in words."""
    shipments = sim.shipments or sim
    decile = shipments.within(0.9).replace(" arrive", "")
    text = f"{sim.route.request.chain}: {shipments.within(0.5)}, {decile}"
    if sim.doubt:
        text += f"; with doubt about the level, {sim.within(0.9).replace(' arrive', '')}"
    return f"{text}."


def _behind(sim: "Simulation") -> Iterator[tuple[str, str]]:
    low, typical, high = map(_text.days, sim.levels.levels)
    yield "way", way(sim.route)
    if sim.policy == "best":
        for number, (route, runs) in enumerate(sim.ways[:WAYS_SHOWN]):
            word = "" if number else "taken"
            yield word, f"{_text.percent(runs / sim.runs)} {way(route)}"
        yield "", f"{len(sim.ways)} ways in all: each run takes its best, known only afterwards"
    yield "days", f"mean {_text.days(sim.mean)}; {low} low, {typical} typical, {high} high"
    given = [f"{item.label} {_text.days(time.typical)}" for item, time in sim.stated]
    if given:
        yield "", f"of these stated by you: {', '.join(given)}"
    tail = [f"{item.label} {_text.percent(share)}" for item, share in sim.tail[:TAIL_SHOWN]]
    if tail:
        yield "tail", f"{', '.join(tail)} of what separates nine in ten from the median"
    index = f"buffer {sim.buffer_index:.2f}, planning time {sim.planning_time_index:.2f}"
    yield "indices", f"{index} ({GUIDE})"


def _rests_on(sim: "Simulation") -> Iterator[tuple[str, str]]:
    yield "shown", BOTH.format(error_in_words(sim.doubt)) if sim.doubt else OPERATIONS
    yield "method", f"{sim.runs:,} runs, seed {sim.seed}; {sim.net.dependence}"
    yield "data", sim.net.stamp


def error_in_words(error: float) -> str:
    """Return a standard error as per cent, with a tenth.

    >>> error_in_words(0.0313)
    '3.1 %'
    """
    return f"{100 * error:.1f} %"
