"""Prices on file as values and in words: by section and date, with how each stands on a day."""

from typing import Literal

from corridor import text as _text
from corridor.frozen import dataclass
from corridor.money import Money
from corridor.network.estimates import Source
from corridor.network.fields import LEVELS
from corridor.network.rates import ANY_BOX, Tariff
from corridor.printing.shown import Brief, ShownWhole
from corridor.routes.shipment import MAX_PRICE_AGE

Standing = Literal["in force", "historic", "replaced", "ended", "later"]


@dataclass(frozen=True, slots=True)
class DatedPrice(Brief):
    """A price of a series, and how it stands on the day that is asked for.

    Attributes
    ----------
    tariff
        The tariff, with its date and sources.
    change
        Its typical price over that of the price before it, less one; none of the first.
    since
        The date of the price before it.
    standing
        in force: the last before the day; historic: the last, but older than 18 months; replaced by
        a later one; ended; later than the day.
    """

    tariff: Tariff
    change: float | None
    since: str | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class PriceSeries(Brief):
    """The prices of one section for one size of box, the earliest first.

    Attributes
    ----------
    corridors
        On whose routes the section lies, and prices of it hold.
    section
        The section, the leg, the stop or the conditions, in words.
    equipment, unit
        The size of box; of what the price is: box, km, 500 km, tonne-km, day.
    prices
        The prices.
    """

    corridors: tuple[str, ...]
    section: str
    equipment: str
    unit: str
    prices: tuple[DatedPrice, ...]


@dataclass(frozen=True, slots=True)
class Prices(ShownWhole):
    """The prices on file for routes between places; `print` lists them with dates and sources.

    Attributes
    ----------
    chain
        Between which places.
    day
        The day that is asked for.
    series
        By corridor and section.
    without
        Corridors that serve the places, for whose routes no price of a section is on file.
    sources
        What the prices rest on.
    stamp
        The network's version, date and digest.
    """

    chain: str
    day: str
    series: tuple[PriceSeries, ...]
    without: tuple[str, ...]
    sources: tuple[Source, ...]
    stamp: str

    def to_records(self) -> list[dict[str, object]]:
        """Return a record for each price: cents, ISO dates, ids."""
        return [
            {
                "corridors": list(series.corridors),
                "section": series.section,
                "equipment": series.equipment,
                "unit": series.unit,
                "tariff": item.tariff.id,
                "date": item.tariff.date,
                **{
                    level: item.tariff.price.at(level).cents for level in ("low", "typical", "high")
                },
                "currency": item.tariff.price.low.currency,
                "change": item.change,
                "since": item.since,
                "standing": item.standing,
                "sources": list(item.tariff.sources),
            }
            for series in self.series
            for item in series.prices
        ]

    def _blocks(self) -> list[_text.Block]:
        blocks: list[_text.Block] = [_text.Prose([finding_of_prices(self)])]
        for series in self.series:
            blocks += [_text.Prose([title_of(series)]), _table(series)]
        cited = [(source.id, str(source)) for source in self.sources]
        standing = (
            f"in force: the last price before {self.day}; historic: the last, but older than "
            f"{MAX_PRICE_AGE}, in no total unless asked for; replaced: by a later one"
        )
        change = "of the typical price, from the one before it"
        behind = [("standing", standing), ("change", change)] if self.series else []
        return [*blocks, _text.Pairs([*cited, *behind, ("data", self.stamp)])]


def finding_of_prices(found: Prices) -> str:
    """Return in words how many prices there are, and of which corridors there are none."""
    prices = [item for series in found.series for item in series.prices]
    held = sum(item.standing == "in force" for item in prices)
    said = f"{found.chain}: {len(prices) or 'no'} price{'' if len(prices) == 1 else 's'} on file"
    if prices:
        said += f", {held or 'none'} in force on {found.day}"
    if found.without:
        said += f"; none of a section by {', '.join(found.without)}"
    return f"{said}."


def title_of(series: PriceSeries) -> str:
    """Return what a series is of: the section, the box, the unit, the corridors."""
    box = "any box" if series.equipment == ANY_BOX else series.equipment
    of = f"; {', '.join(series.corridors)}" if series.corridors else ""
    return f"{series.section}: {box}, per {series.unit}{of}"


def _table(series: PriceSeries) -> _text.Table:
    rows = []
    for item in series.prices:
        price = item.tariff.price
        low, typical, high = (_amount(price.at(level)) for level in LEVELS)
        change = "" if item.change is None else f"{100 * item.change:+.0f}\u00a0%"
        cells = (item.tariff.date or "undated", low, typical, high, change, item.standing)
        rows.append((*cells, " ".join(item.tariff.sources)))
    currency = series.prices[0].tariff.price.low.currency
    head = ("date", f"low\n{currency}", "\ntypical", "\nhigh", "change", "", "source")
    return _text.Table(head, rows, left=(0, 5, 6))


def _amount(money: Money) -> str:
    return _text.money(money.cents, digits=2 if money.cents % 100 else 0)
