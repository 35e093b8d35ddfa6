"""What a route costs, part by part: the values; totals add up to the cent."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from corridor import text as _text
from corridor.frozen import dataclass
from corridor.money import Money
from corridor.network.estimates import Source
from corridor.network.fields import LEVELS, Basis, Level
from corridor.network.rates import Tariff
from corridor.printing.shown import Shown
from corridor.routes.shipment import Shipment

Cents = tuple[int, int, int]
MONTHS = 12
#: The kinds of charge that the price of emissions makes.
CARBON, FUEL_EU = "carbon", "fuel_eu"


@dataclass(frozen=True, slots=True)
class Charge:
    """What one part of a route costs.

    Attributes
    ----------
    kind
        haulage, transshipment, gauge_break, border, hand_over, storage, demurrage, carbon, fuel_eu
        (the price of emissions), or inventory: what the goods cost while they are there.
    element
        The leg or the stop, as ``leg aktau--alat--ferry`` or ``stop aktau``.
    label
        The part in words.
    cents
        At low, typical and high, for all boxes.
    basis
        reported; allocated, for a leg's part of the price of a section; estimated; assumed; stated
        by the user.
    tariff
        The tariff; none for inventory and for the price of emissions.
    stated
        At low, typical and high in the currency of the tariff, before any conversion.
    """

    kind: str
    element: str
    label: str
    cents: Cents
    basis: Basis | str
    tariff: Tariff | None = None
    stated: Cents = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Missing:
    """A part of a route that has no price: a leg, or what is done at a stop."""

    element: str
    label: str
    metres: int = 0

    def __str__(self) -> str:
        return self.label


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost(Shown):
    """What a shipment's route costs: its breakdown into charges, and what has no price.

    Attributes
    ----------
    shipment
        What is carried.
    charges
        In the order of the route; of one leg or stop the inventory cost last.
    missing
        What has no price. The total is then incomplete, and never ranked as whole.
    elsewhere
        Tariffs of the route's corridors that do not fit: for another route, or for other boxes.
    defaults
        What the shipment does not state: name, and value with its source.
    level
        The level at which the cheapest of several prices was chosen.
    day
        The day of the network, to which ages are counted.
    historic
        Charges by prices that are older than the shipment allows: in no total.
    conversions
        The exchange rates by which prices were converted, one chain in words for each currency.
    shared
        Tariffs that name no corridor, by id, with the corridors that could use them.
    unconverted
        Tariffs for a part of the route in a currency that no exchange rate leads from.
    rebased
        What the stated index made of each price, in words.
    worth
        What the time on the way is worth, in cents at low, typical and high: by the shipment's
        value of time, else what it costs in inventory.
    sources
        What the prices rest on.
    """

    shipment: Shipment
    charges: tuple[Charge, ...]
    missing: tuple[Missing, ...]
    elsewhere: tuple[Tariff, ...]
    defaults: tuple[tuple[str, str], ...]
    level: Level
    day: str
    worth: Cents
    sources: tuple[Source, ...]
    historic: tuple[Charge, ...] = ()
    conversions: tuple[str, ...] = ()
    shared: tuple[tuple[str, tuple[str, ...]], ...] = ()
    unconverted: tuple[Tariff, ...] = ()
    rebased: tuple[str, ...] = ()

    def at(self, level: Level) -> Money:
        """Return the total at a level."""
        return self._sum(self.charges, level)

    @property
    def low(self) -> Money:
        """The total at low."""
        return self.at("low")

    @property
    def typical(self) -> Money:
        """The total at typical."""
        return self.at("typical")

    @property
    def high(self) -> Money:
        """The total at high."""
        return self.at("high")

    @property
    def is_complete(self) -> bool:
        """Return whether every part has a price."""
        return not self.missing

    @property
    def freight(self) -> Money:
        """What is paid to others at the cost's level: all but inventory."""
        return self.freight_at(self.level)

    def freight_at(self, level: Level) -> Money:
        """Return what is paid to others at a level."""
        return self._sum([item for item in self.charges if item.kind != "inventory"], level)

    @property
    def generalised(self) -> Money:
        """The freight and what the time is worth, at the cost's level."""
        worth = self.worth[LEVELS.index(self.level)]
        return self.freight + Money(worth, self.shipment.currency)

    @property
    def kinds(self) -> dict[str, Money]:
        """The typical total of each kind of charge."""
        kinds = dict.fromkeys(item.kind for item in self.charges)
        return {
            kind: self._sum([item for item in self.charges if item.kind == kind], "typical")
            for kind in kinds
        }

    @property
    def bases(self) -> dict[str, int]:
        """For each basis, the cents of the typical total that stand on it, without inventory."""
        found: dict[str, int] = {}
        for item in self.charges if self.tariffs else ():
            if item.kind == "inventory":
                continue
            found[item.basis] = found.get(item.basis, 0) + item.cents[1]
        return {basis: cents for basis, cents in found.items() if cents}

    @property
    def tariffs(self) -> tuple[Tariff, ...]:
        """The tariffs that were used, in order, each once."""
        used = {item.tariff.id: item.tariff for item in self.charges if item.tariff}
        return tuple(used.values())

    @property
    def historic_parts(self) -> tuple[tuple[Tariff, Money], ...]:
        """The prices that are too old, each with what it comes to at the cost's level."""
        own = {item.tariff.id: item.tariff for item in self.historic if item.tariff}
        items = {key: [item for item in self.historic if item.tariff == own[key]] for key in own}
        return tuple((own[key], self._sum(items[key], self.level)) for key in own)

    @property
    def dates(self) -> tuple[str, ...]:
        """The dates of the prices, the oldest first; a price without a date is not among them."""
        return tuple(sorted({tariff.date for tariff in self.tariffs if tariff.date}))

    @property
    def age(self) -> str:
        """How old the prices are, in words."""
        return ", ".join(f"{date} ({age(date, self.day)})" for date in self.dates)

    def sections(self) -> Iterator[tuple[Tariff | None, tuple[Charge, ...]]]:
        """Yield the charges by tariffs, those in a row by one tariff together."""
        paid = [item for item in self.charges if item.tariff]
        for tariff, items in groupby(paid, key=lambda item: item.tariff):
            yield tariff, tuple(items)

    def _blocks(self) -> list[_text.Block]:
        money = self.shipment.currency
        whole = "" if self.is_complete else f", without {', '.join(map(str, self.missing))}"
        rows: list[Sequence[str] | None] = [
            (item.label, item.kind.replace("_", " "), *map(_text.money, item.cents))
            for item in self.charges
        ]
        total = (_text.money(self.at(level).cents) for level in LEVELS)
        head = ("", "charge", f"low\n{money}", "typical", "high")
        return [
            _text.Prose([f"{self.typical} typical for {self.shipment}{whole}"]),
            _text.Table(head, [*rows, None, ("total", "", *total)], left=(0, 1)),
        ]

    def _sum(self, charges: "list[Charge] | tuple[Charge, ...]", level: Level) -> Money:
        place = LEVELS.index(level)
        return Money(sum(item.cents[place] for item in charges), self.shipment.currency)


@dataclass(frozen=True, slots=True)
class Amount:
    """A part of what two routes cost or emit: cents or grams, in all of each."""

    label: str
    first: int
    second: int

    @property
    def difference(self) -> int:
        """How much more it is in the second."""
        return self.second - self.first


def charges_of(first: Cost, second: Cost) -> tuple[Amount, ...]:
    """Return two costs at the first one's level by kind of charge; they add up to the totals."""
    place = LEVELS.index(first.level)
    kinds = dict.fromkeys(item.kind for item in (*first.charges, *second.charges))
    sums = [
        [sum(item.cents[place] for item in cost.charges if item.kind == kind) for kind in kinds]
        for cost in (first, second)
    ]
    return tuple(map(Amount, kinds, *sums))


def age(date: str, day: str) -> str:
    """Return how long before a day a date lies, in words, as exactly as it is known.

    >>> age("2018", "2026-11-21"), age("2025-03", "2026-11-21"), age("2026-11-17", "2026-11-21")
    ('8 years old', '20 months old', 'of this month')
    """
    years = int(day[:4]) - int(date[:4])
    if len(date) == 4:
        return f"{years} year{'s' if years != 1 else ''} old" if years else "of this year"
    months = MONTHS * years + int(day[5:7]) - int(date[5:7])
    return f"{months} month{'s' if months != 1 else ''} old" if months else "of this month"
