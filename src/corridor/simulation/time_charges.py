"""Storage, demurrage and detention: what they come to in the runs of a simulation.

A price for each day after some free days costs nothing at the typical stay and much in a bad week:
what is to be expected is the mean over the runs, not the charge of a mean stay.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corridor import text as _text
from corridor.frozen import dataclass
from corridor.money import Money
from corridor.network.fields import LEVELS
from corridor.network.network import Network
from corridor.network.rates import Tariff
from corridor.printing.shown import Brief
from corridor.routes.route import Route
from corridor.routing.build_route import path_of
from corridor.routing.costs.pricing import TimeCharge, time_charges
from corridor.routing.costs.resolved_shipment import nearest
from corridor.routing.costs.tariff_quotes import days_charged
from corridor.routing.dated import seen
from corridor.simulation.dated_runs import dated_marks
from corridor.simulation.distribution import Draws
from corridor.simulation.percentiles import percentile
from corridor.simulation.sampling import Question
from corridor.simulation.varying_parts import MILES, Timed, parts_of
from corridor.text import apportioned

if TYPE_CHECKING:
    from corridor.simulation.distribution import Ints


TYPICAL = LEVELS.index("typical")
NINE_IN_TEN = Fraction(9, 10)
STAYS = {"dwell", "waiting", "customs"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedCharge(Brief):
    """A charge for time over the runs of a simulation, for all boxes, at its typical price.

    Attributes
    ----------
    kind, label
        storage, demurrage or detention, in words with the place; total is their sum.
    mean, nine_in_ten
        The mean, and what 90 % of shipments pay at most, in the shipment's currency.
    own_mean, own_nine_in_ten
        The same in the currency of the tariff.
    share
        The share of shipments that pay anything.
    tariff
        The tariff; none of the sum.
    """

    kind: str
    label: str
    mean: Money
    nine_in_ten: Money
    own_mean: Money
    own_nine_in_ten: Money
    share: float
    tariff: Tariff | None = None


class _Times(NamedTuple):
    """Of every run the time [s] at each stop, the ends among them, and that of the whole route."""

    stays: list["Ints"]
    whole: "Ints"


def expected_charges(
    net: Network, question: Question, route: Route, elements: Timed, runs: int, seed: int
) -> tuple[ExpectedCharge, ...]:
    """Return what the charges for time come to over the runs of a simulation of one route."""
    import numpy as np

    shipment = route.request.shipment
    if shipment is None:
        return ()
    net = seen(net, route.request)
    held = time_charges(net, path_of(net, route), shipment, route.request.level)
    if not held:
        return ()
    times = _times(net, len(route.legs), elements, runs, seed)
    if route.schedule:
        stated = tuple(pair for pair in elements if pair[0].kind in MILES)
        miles = _times(net, 0, stated, runs, seed)
        times = _dated_times(net, route, miles, runs, seed, from_ready=question.from_ready)
    currency = shipment.currency
    paid, found, sums = np.zeros(runs, np.int64), [], []
    for item in held:
        tariff = item.quote.tariff
        seconds = times.stays[item.before] if item.before >= 0 else times.whole
        if item.before >= 0 and not seconds.any():
            continue
        cents, own = _charged(item, seconds + int(tariff.return_time or 0))
        paid += cents
        sums.append(int(cents.sum()))
        coin = tariff.price.low.currency
        found.append(_expected(item.kind, item.label, cents, currency, own, coin, tariff))
    if len(found) > 1:
        whole = _expected("total", "together", paid, currency, paid, currency)
        means = apportioned(sums, runs, whole.mean.cents)
        found = [
            replace(item, mean=Money(mean, currency))
            for item, mean in zip(found, means, strict=True)
        ]
        found.append(whole)
    return tuple(found)


def _charged(item: TimeCharge, seconds: "Ints") -> "tuple[Ints, Ints]":
    """Return what times cost in every run [cents], in the shipment's and the tariff's currency."""
    import numpy as np

    tariff = item.quote.tariff
    free = int(tariff.free_time or 0)
    days = np.maximum(0, -((free - seconds) // 86_400))
    most = days_charged(tariff, int(seconds.max()))
    table = np.array([item.quote.for_days(n, TYPICAL) for n in range(most + 1)], np.int64)
    cents, own = table[days].T
    return cents, own


def _expected(
    kind: str,
    label: str,
    cents: "Ints",
    currency: str,
    own: "Ints",
    coin: str,
    tariff: Tariff | None = None,
) -> ExpectedCharge:
    mean, decile = _mean_and_decile(cents, currency)
    own_mean, own_decile = _mean_and_decile(own, coin)
    return ExpectedCharge(
        kind=kind,
        label=label,
        mean=mean,
        nine_in_ten=decile,
        own_mean=own_mean,
        own_nine_in_ten=own_decile,
        share=int((cents > 0).sum()) / len(cents),
        tariff=tariff,
    )


def _mean_and_decile(cents: "Ints", currency: str) -> tuple[Money, Money]:
    import numpy as np

    mean = nearest(Fraction(int(cents.sum()), len(cents)))
    decile = int(percentile(np.sort(cents), NINE_IN_TEN))
    return Money(mean, currency), Money(decile, currency)


def _times(net: Network, legs: int, timed: Timed, runs: int, seed: int) -> _Times:
    """Return the times of the runs of a route of so many legs without a day, drawn again."""
    import numpy as np

    stays = [np.zeros(runs, np.int64) for _ in range(legs + 1)]
    whole = np.zeros(runs, np.int64)
    for span, parts in Draws(parts_of(net, timed), seed).blocks(runs):
        number = 0
        for (element, _), part in zip(timed, parts, strict=True):
            number += element.kind == "leg"
            whole[span] += part
            if element.kind in STAYS:
                stays[number][span] += part
    return _Times(stays, whole)


def _dated_times(
    net: Network, route: Route, miles: _Times, runs: int, seed: int, *, from_ready: bool
) -> _Times:
    """Return the times of the runs of a dated route from its first departure."""
    marks = dated_marks(net, route, runs, seed)
    first = marks[0].left - marks[0].ready if from_ready else marks[0].ready * 0
    between = [after.left - before.reached for before, after in pairwise(marks)]
    return _Times([first, *between, miles.stays[-1]], marks[-1].reached + miles.whole)


def charges_in_words(charges: tuple[ExpectedCharge, ...]) -> Iterator[str]:
    """Yield each expected charge in words."""
    for item in charges:
        paying = f"; {_text.percent(item.share)} of shipments pay" if item.tariff else ""
        yield f"{item.label}: mean {item.mean}, 90 % at most {item.nine_in_ten}{paying}"
