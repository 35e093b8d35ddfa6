"""Which elements make the tail: what separates the ninth decile of a simulation from its median."""

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, cast

from corridor.distribution import Draws
from corridor.parts import parts_of
from corridor.steps import Element

if TYPE_CHECKING:
    from corridor.distribution import Ints
    from corridor.estimates import Levels
    from corridor.simulation import Simulation

MEDIAN, NINE_IN_TEN = Fraction(1, 2), Fraction(9, 10)
#: How far the runs around a percentile reach to either side.
AROUND = Fraction(5, 100)


class TailShare(NamedTuple):
    """Hold the part that one element has in the gap between the median and the ninth decile."""

    element: Element
    share: float


def tail_of(sim: "Simulation") -> tuple[TailShare, ...]:
    """Return the shares of the elements, as `Simulation.tail` defines them, the largest first."""
    median, decile = _around(sim, MEDIAN), _around(sim, NINE_IN_TEN)
    counts = int(median.sum()), int(decile.sum())
    elements, used = _elements(sim)
    gaps = [0] * len(elements)
    draws = Draws(parts_of(sim.net, tuple(elements.items())), sim.seed)
    for span, times in draws.blocks(sim.runs):
        ways = 0 if sim.choice is None else sim.choice[span]
        for number, part in enumerate(times):
            taken = part * used[number][ways]
            slow = int(taken[decile[span]].sum()) * counts[0]
            gaps[number] += slow - int(taken[median[span]].sum()) * counts[1]
    whole = sum(gaps)
    shares = [
        TailShare(element, gap / whole)
        for element, gap in zip(elements, gaps, strict=True)
        if whole and gap
    ]
    return tuple(sorted(shares, key=lambda item: -item.share))


def _around(sim: "Simulation", chance: Fraction) -> "Ints":
    """Say of each run whether it lies around a percentile."""
    edges = (chance - AROUND, chance + AROUND)
    first, last = (int(sim.percentile(edge)) for edge in edges)
    return cast("Ints", (sim.times >= first) & (sim.times <= last))


def _elements(sim: "Simulation") -> "tuple[dict[Element, Levels], Ints]":
    """Return the elements of all ways, and how often each way has each of them."""
    import numpy as np

    ways = [sim.question.elements_of(way.route) for way in sim.ways]
    elements = {element: time for way in ways for element, time in way}
    numbers = {element: number for number, element in enumerate(elements)}
    used = np.zeros((len(elements), len(ways)), np.int64)
    for column, way in enumerate(ways):
        for element, _ in way:
            used[numbers[element], column] += 1
    return elements, used
