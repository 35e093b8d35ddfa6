"""The lines of a quote: what is paid, by tariff and payee, and what is on request."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction

from corridor.frozen import dataclass
from corridor.network.fields import LEVELS
from corridor.network.rates import TIME_CHARGES, Tariff
from corridor.routes.costs.cost import CARBON, FUEL_EU, Charge, Cost, Missing
from corridor.routes.costs.cost_text import runs
from corridor.simulation.time_charges import ExpectedCharge
from corridor.text import clip

WHOLE = 10_000
#: With more lines a quote would not fit a page: they are summed by payee and currency.
MOST_LINES = 20
WIDEST = 60


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a quote.

    Attributes
    ----------
    kind
        haulage, transshipment, gauge_break, border, hand_over, storage, demurrage, detention, or
        several.
    place
        The section or the place.
    payee
        Who is paid; empty where the tariff does not say.
    currency
        That of the tariff; empty where the line has no price.
    cost, price
        Without and with the margin [cents], for all boxes; none where it is on request. Of a charge
        for time it is the mean of simulated shipments.
    low, high
        The price at low and high [cents], where the tariff is a range.
    nine_in_ten
        What 90 % of shipments pay at most [cents], of a charge for time.
    """

    kind: str
    place: str
    payee: str = ""
    currency: str = ""
    cost: int | None = None
    price: int | None = None
    low: int | None = None
    high: int | None = None
    nine_in_ten: int | None = None


def with_margin(cents: int, margin: int) -> int:
    """Return an amount with a margin of so many ten-thousandths, to the cent, halves up.

    >>> with_margin(10_050, 800)
    10854
    """
    exact = Fraction(cents * (WHOLE + margin), WHOLE)
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)


def lines_of(
    cost: Cost, margin: int, expected: tuple[ExpectedCharge, ...] = ()
) -> tuple[Line, ...]:
    """Return the lines of a cost: those with a price in the order of the route, then the others.

    Charges for time are those that are expected, not those of the three levels.
    """
    priced = [*_priced(cost, margin), *_stated(cost, margin), *_timed(expected, margin)]
    asked = list(_on_request(cost.missing))
    if len(priced) + len(asked) > MOST_LINES:
        priced = list(_summed(priced, margin))
    if len(priced) + len(asked) > MOST_LINES:
        places = clip(", ".join(line.place for line in asked), WIDEST)
        asked = [Line("several", places)]
    return (*priced, *asked)


def _priced(cost: Cost, margin: int) -> Iterator[Line]:
    tariffs: dict[str, Tariff] = {}
    groups: dict[tuple[str, str], list[Charge]] = {}
    for charge in cost.charges:
        if charge.tariff and charge.kind not in TIME_CHARGES:
            tariffs[charge.tariff.id] = charge.tariff
            groups.setdefault((charge.tariff.id, charge.kind), []).append(charge)
    level = LEVELS.index(cost.level)
    for (key, kind), charges in groups.items():
        tariff = tariffs[key]
        sums = [sum(charge.stated[place] for charge in charges) for place in range(3)]
        low, own, high = (with_margin(cents, margin) for cents in (sums[0], sums[level], sums[2]))
        yield Line(
            kind=kind,
            place=_place(charges),
            payee=tariff.payee or "",
            currency=tariff.price.low.currency,
            cost=sums[level],
            price=own,
            **({"low": low, "high": high} if low != high else {}),
        )


def _stated(cost: Cost, margin: int) -> Iterator[Line]:
    """Yield the price of emissions, which has no tariff."""
    level = LEVELS.index(cost.level)
    for kind in (CARBON, FUEL_EU):
        charges = [charge for charge in cost.charges if charge.kind == kind]
        if charges:
            cents = sum(charge.cents[level] for charge in charges)
            yield Line(
                kind=kind,
                place=_place(charges),
                currency=cost.shipment.currency,
                cost=cents,
                price=with_margin(cents, margin),
            )


def _timed(expected: tuple[ExpectedCharge, ...], margin: int) -> Iterator[Line]:
    for item in expected:
        if item.tariff and item.share:
            yield Line(
                kind=item.kind,
                place=item.label.partition(" at ")[2],
                payee=item.tariff.payee or "",
                currency=item.own_mean.currency,
                cost=item.own_mean.cents,
                price=with_margin(item.own_mean.cents, margin),
                nine_in_ten=with_margin(item.own_nine_in_ten.cents, margin),
            )


def _place(charges: Iterable[Charge | Missing]) -> str:
    parts = [part.rpartition(" at ")[2] for part in runs(charges)]
    return clip(", ".join(dict.fromkeys(parts)), WIDEST)


def _on_request(missing: tuple[Missing, ...]) -> Iterator[Line]:
    for words in runs(missing):
        kind, at, place = words.rpartition(" at ")
        known = at and " > " not in kind
        yield Line(kind.replace(" ", "_") if known else "haulage", place if known else words)


def _summed(lines: Iterable[Line], margin: int) -> Iterator[Line]:
    """Yield one line for each payee and currency; the margin is rounded once for each."""
    sums: dict[tuple[str, str], list[Line]] = {}
    for line in lines:
        sums.setdefault((line.payee, line.currency), []).append(line)
    for group in sums.values():
        cost = sum(line.cost or 0 for line in group)
        low = sum(line.price or 0 if line.low is None else line.low for line in group)
        high = sum(line.price or 0 if line.high is None else line.high for line in group)
        places = clip(", ".join(dict.fromkeys(line.place or line.kind for line in group)), WIDEST)
        first = replace(group[0], kind="several", place=places, cost=cost, nine_in_ten=None)
        ranged = {"low": low, "high": high} if low != high else {"low": None, "high": None}
        yield replace(first, price=with_margin(cost, margin), **ranged)
