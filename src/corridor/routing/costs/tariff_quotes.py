"""What a tariff is for the boxes of a shipment in its currency, and comes to for a time."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from corridor.money import Money
from corridor.network.fields import LEVELS
from corridor.network.network import Network
from corridor.network.rates import Tariff
from corridor.routing.costs.resolved_shipment import DAY, Terms, converted, nearest, not_after
from corridor.routing.costs.tariffs import charged

Cents = tuple[int, int, int]


class DayRate(NamedTuple):
    """What each charged day up to a number of them costs, in both currencies."""

    last: int
    cents: Cents
    stated: Cents


class Quote(NamedTuple):
    """A tariff and what it is for all boxes of a shipment, at low, typical and high.

    `stated` is that in the tariff's own currency; of a charge for time both are for a day after the
    last of its bands, and `days` are the bands before.
    """

    tariff: Tariff
    cents: Cents
    stated: Cents
    days: tuple[DayRate, ...] = ()

    def over(self, seconds: int, level: int) -> tuple[int, int]:
        """Return what a charge for time comes to [cents], in both currencies."""
        return self.for_days(days_charged(self.tariff, seconds), level)

    def for_days(self, days: int, level: int) -> tuple[int, int]:
        """Return what so many charged days come to [cents], in both currencies."""
        begin = cents = stated = 0
        for last, rate, own in (*self.days, DayRate(days, self.cents, self.stated)):
            count = max(0, min(days, last) - begin)
            cents, stated = cents + count * rate[level], stated + count * own[level]
            begin += count
        return cents, stated


def days_charged(tariff: Tariff, seconds: int) -> int:
    """Return the days of a time that are charged: those begun after the free time.

    >>> import corridor as co
    >>> from corridor.network.rates import Price, Tariff
    >>> day = Price(co.Money(100, "USD"), co.Money(100, "USD"))
    >>> free = co.Duration(5 * 86_400)
    >>> tariff = Tariff(id="t", equipment="any", price=day, charge="storage", free_time=free)
    >>> [days_charged(tariff, days * 86_400) for days in (5, 6, 9)]
    [0, 1, 4]
    """
    return max(0, -(-(seconds - int(tariff.free_time or 0)) // DAY))


def index_factor(tariff: Tariff, terms: Terms) -> Fraction | None:
    """Return by what the stated index brings a price to the level of the price date.

    None without an index, or where it has no value of the price's date.
    """
    before, now = (_value_of(terms, date) for date in (tariff.date, terms.price_date))
    return now / before if before and now else None


def rebased(tariffs: Iterable[Tariff], terms: Terms) -> Iterator[str]:
    """Yield what the stated index makes of each of some prices, in words."""
    if not terms.shipment.price_index:
        return
    for tariff in {item.id: item for item in tariffs}.values():
        factor, name = index_factor(tariff, terms), tariff.text or tariff.id
        if factor is None:
            yield f"{name}: as it is, the stated index has no value of {tariff.date or 'its date'}"
        else:
            told = f"{tariff.date} to {terms.price_date}, times {float(factor):.4g}"
            yield f"{name}: {told} by the stated index"


def _value_of(terms: Terms, date: str | None) -> Fraction | None:
    """Return the last value of the stated index that is not after a date."""
    index = terms.shipment.price_index
    known = [value for start, value in index if date and not_after(start, date)]
    return Fraction(str(known[-1])) if known else None


def quote(net: Network, terms: Terms, tariff: Tariff, metres: int = 0) -> Quote:
    """Return a tariff for all boxes of a shipment over a distance [m], in its currency."""
    days = []
    for band in tariff.bands:
        cents, stated = _amounts(net, terms, replace(tariff, price=band.price))
        days.append(DayRate(days_charged(tariff, int(band.up_to)), cents, stated))
    return Quote(tariff, *_amounts(net, terms, tariff, metres), tuple(days))


def _amounts(net: Network, terms: Terms, tariff: Tariff, metres: int = 0) -> tuple[Cents, Cents]:
    """Return what a tariff comes to in the shipment's currency and in its own."""
    own = [charged(tariff, terms, level, metres) for level in LEVELS]
    factor = index_factor(tariff, terms)
    if factor:
        own = [Money(nearest(money.cents * factor), money.currency) for money in own]
    currency, date = terms.shipment.currency, terms.price_date
    low, typical, high = (converted(net, money, currency, date) for money in own)
    return (low, typical, high), (own[0].cents, own[1].cents, own[2].cents)
