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
GUIDE = (
    "Federal Highway Administration, Travel Time Reliability: Making It There On Time, All The "
    "Time (2006)"
)


def outlook(sim: "Simulation") -> list[_text.Block]:
    """Return what a simulation says, as it can go into a memo."""
    rows = [
        (spread.in_words(share), _text.days(time), _text.days(time, promise=True))
        for share in SHARES
        for time in (sim.percentile(float(share)),)
    ]
    body = _text.Table(("arrive", "within\ndays", "promise\ndays"), rows)
    return [_text.Prose([headline(sim)]), body, _text.Pairs(list(_behind(sim)))]


def headline(sim: "Simulation") -> str:
    """Return the finding in words."""
    decile = sim.within(0.9).replace(" arrive", "")
    return f"{sim.route.request.chain}: {sim.within(0.5)}, {decile}."


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
    yield "shown", OPERATIONS
    yield "method", f"{sim.runs:,} runs, seed {sim.seed}; {sim.net.dependence}"
    yield "data", sim.net.stamp
