"""What a tariff comes to for the boxes of a shipment over a distance, exactly."""

from collections.abc import Iterator
from fractions import Fraction

from corridor.money import Money
from corridor.network.fields import Level
from corridor.network.rates import PER_DISTANCE, Price, Tariff
from corridor.routing.costs.resolved_shipment import WHOLE, Terms, nearest

TONNE, KILOMETRE = 10**6, 1000


def charged(tariff: Tariff, terms: Terms, level: Level, metres: int = 0) -> Money:
    """Return what a tariff comes to for all boxes of a shipment.

    Parameters
    ----------
    tariff
        The tariff; of a stop or a section its price does not depend on the distance.
    terms
        The shipment in its network.
    level
        low, typical or high.
    metres
        The distance of the leg [m].

    Returns
    -------
    Money
        In the tariff's currency, rounded to the cent for all boxes together, halves up.
    """
    boxes = terms.shipment.quantity
    if tariff.is_plain:
        return tariff.price.times(boxes, level)
    tonnes = Fraction(terms.grams, boxes * TONNE)
    scale = tonnes if tariff.per in {"tonne", "tonne-km"} else Fraction(1)
    cents = scale * _over(tariff, level, metres) / Fraction(str(tariff.units))
    if tariff.minimum is not None:
        cents = max(cents, Fraction(tariff.minimum.cents))
    if tariff.maximum is not None:
        cents = min(cents, Fraction(tariff.maximum.cents))
    cents *= 1 + Fraction(tariff.surcharge or 0, WHOLE)
    count = 1 if tariff.per == "departure" else boxes
    return Money(nearest(cents * count), tariff.price.low.currency)


def _over(tariff: Tariff, level: Level, metres: int) -> Fraction:
    """Return the price over a distance [cents], for one unit of mass."""
    if tariff.per in PER_DISTANCE:
        parts = _inside(tariff, metres)
        return sum(
            (_cents(price, level) * Fraction(length, KILOMETRE) for price, length in parts),
            Fraction(0),
        )
    belts = (belt.price for belt in tariff.belts if metres <= belt.up_to)
    return _cents(next(belts, tariff.price), level)


def _inside(tariff: Tariff, metres: int) -> Iterator[tuple[Price, int]]:
    """Yield the price of each belt and how much of a distance lies in it [m]."""
    begin = 0
    for belt in tariff.belts:
        end = int(belt.up_to)
        yield belt.price, max(0, min(metres, end) - begin)
        begin = end
    yield tariff.price, max(0, metres - begin)


def _cents(price: Price, level: Level) -> Fraction:
    """Return a price at a level [cents]; the middle is not rounded."""
    if level == "typical" and price.typical is None:
        return Fraction(price.low.cents + price.high.cents, 2)
    return Fraction(price.at(level).cents)
