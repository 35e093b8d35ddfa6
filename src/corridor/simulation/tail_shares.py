"""Which elements make the tail: what separates the ninth decile of a simulation from its median."""

from fractions import Fraction
from typing import TYPE_CHECKING, NamedTuple, cast

from corridor.network.network import Network
from corridor.routes.steps import Element
from corridor.simulation.distribution import Draws
from corridor.simulation.percentiles import percentile
from corridor.simulation.sampling import Question, Sample
from corridor.simulation.varying_parts import parts_of

if TYPE_CHECKING:
    from corridor.network.estimates import Levels
    from corridor.simulation.distribution import Ints


MEDIAN, NINE_IN_TEN = Fraction(1, 2), Fraction(9, 10)
#: How far the runs around a percentile reach to either side.
AROUND = Fraction(5, 100)


class TailShare(NamedTuple):
    """The part that one element has in the gap between the median and the ninth decile."""

    element: Element
    share: float


def tail_of(net: Network, question: Question, found: Sample, seed: int) -> tuple[TailShare, ...]:
    """Return the shares of the elements, as `Simulation.tail` defines them, the largest first."""
    import numpy as np

    ranked = np.sort(found.times)
    median, decile = (_around(found.times, ranked, share) for share in (MEDIAN, NINE_IN_TEN))
    counts = int(median.sum()), int(decile.sum())
    elements, used = _elements(question, found)
    gaps = [0] * len(elements)
    draws = Draws(parts_of(net, tuple(elements.items())), seed)
    for span, times in draws.blocks(len(found.times)):
        taken_by = 0 if found.choice is None else found.choice[span]
        for number, part in enumerate(times):
            taken = part * used[number][taken_by]
            slow = int(taken[decile[span]].sum()) * counts[0]
            gaps[number] += slow - int(taken[median[span]].sum()) * counts[1]
    whole = sum(gaps)
    shares = [
        TailShare(element, gap / whole)
        for element, gap in zip(elements, gaps, strict=True)
        if whole and gap
    ]
    return tuple(sorted(shares, key=lambda item: -item.share))


def _around(times: "Ints", ranked: "Ints", chance: Fraction) -> "Ints":
    """Return for each run whether it lies around a percentile."""
    first, last = (int(percentile(ranked, edge)) for edge in (chance - AROUND, chance + AROUND))
    return cast("Ints", (times >= first) & (times <= last))


def _elements(question: Question, found: Sample) -> "tuple[dict[Element, Levels], Ints]":
    """Return the elements of all routes, and how often each route has each of them."""
    import numpy as np

    taken_by = [question.elements_of(taken_route.route) for taken_route in found.ways]
    elements = {element: time for taken_route in taken_by for element, time in taken_route}
    numbers = {element: number for number, element in enumerate(elements)}
    used = np.zeros((len(elements), len(taken_by)), np.int64)
    for column, taken_route in enumerate(taken_by):
        for element, _ in taken_route:
            used[numbers[element], column] += 1
    return elements, used
