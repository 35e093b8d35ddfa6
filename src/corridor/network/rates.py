"""What moving a box costs and emits, as the file states it: tariffs, factors, boxes, currencies.

A tariff is money for one box of one size. It prices a leg, a section between two nodes by whatever
way (a through rate, where it is a claim of corridors), or something done at a node.
"""

from typing import Annotated, Literal

from corridor.frozen import dataclass
from corridor.money import Money, read_currency, read_money
from corridor.network.estimates import Record
from corridor.network.fields import (
    Basis,
    Date,
    Flag,
    Id,
    Level,
    NotNegative,
    PartialDate,
    Positive,
    Proportion,
    Reader,
    Seconds,
    Share,
    Spanning,
    Text,
    TransferKind,
)
from corridor.network.modes import Mode
from corridor.units import Mass

Box = Literal["20ft", "40ft", "40hc"]
BOXES: tuple[Box, ...] = ("20ft", "40ft", "40hc")
Grams = Annotated[Mass, Reader.of("mass", "14 t")]
Cash = Annotated[
    Money,
    Reader(
        read_money,
        "3474 USD",
        "money",
        r"^[0-9]{1,12}(\.[0-9]{1,2})? [A-Z]{3}$",
        unit="ISO 4217",
    ),
]
Currency = Annotated[str, Reader(read_currency, "USD", "currency, ISO 4217", "^[A-Z]{3}$")]
Charge = TransferKind | Literal["storage"]
Grade = Literal["default", "modelled", "primary"]


@dataclass(frozen=True, slots=True)
class Price(Record):
    """Money for one box: from low to high; typical, where not stated, is the middle."""

    low: Cash
    high: Cash
    typical: Cash | None = None

    def at(self, level: Level) -> Money:
        """Return the price at a level."""
        return self.times(1, level)

    def times(self, boxes: int, level: Level) -> Money:
        """Return the price of some boxes at a level; the middle is rounded for all of them."""
        if level == "typical" and self.typical is None:
            return Money((self.low.cents + self.high.cents) * boxes // 2, self.low.currency)
        money = {"low": self.low, "typical": self.typical, "high": self.high}[level] or self.low
        return Money(money.cents * boxes, money.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff(Record):
    """What one box costs on a leg, between nodes, or at a node.

    Attributes
    ----------
    leg
        It prices this leg, both ways.
    node, charge
        It prices what happens at this node between two legs; storage, with `free_time`, is a price
        for each day begun after it.
    origin, destination
        It prices any way from one of the first nodes to one of the second; by these `modes` alone,
        if some are named.
    corridors
        It is a claim of these corridors: it prices a way of theirs, and none that mixes corridors.
    allocation
        How such a price is split among the legs of the way: by their distances.
    includes_handling
        The transfers at both ends are in the price.
    date
        The day, month or year of the price.
    """

    id: Id
    text: Text | None = None
    equipment: Box
    price: Annotated[Price, Spanning("low", "high")]
    date: PartialDate | None = None
    leg: Id | None = None
    node: Id | None = None
    charge: Charge | None = None
    free_time: Seconds | None = None
    origin: tuple[Id, ...] = ()
    destination: tuple[Id, ...] = ()
    both_ways: Flag = False
    modes: tuple[Mode, ...] = ()
    corridors: tuple[Id, ...] = ()
    allocation: Literal["distance"] = "distance"
    includes_handling: Flag = False
    basis: Basis = "reported"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None

    def carries(self, mode: Mode) -> bool:
        """Return whether a way that it prices may use a mode."""
        return not self.modes or mode in self.modes


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionFactor(Record):
    """What moving or handling emits, and which legs and transfers it is for.

    A factor that names the leg counts before one for its mode.
    """

    id: Id
    text: Text
    value: NotNegative
    unit: Literal["g/t-km", "g/TEU-km", "kg/container", "kg/t"]
    scope: Literal["WTW", "TTW", "WTT"] = "WTW"
    grade: Grade = "default"
    distance_adjustment: Share | None = None
    modes: tuple[Mode, ...] = ()
    legs: tuple[Id, ...] = ()
    transfers: tuple[TransferKind, ...] = ()
    basis: Basis = "reported"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate(Record):
    """What one unit of a currency is worth in another: base 1 is quoted `rate`."""

    id: Id
    base: Currency
    quoted: Currency
    rate: Positive
    date: Date
    sources: tuple[Id, ...] = ()
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Load(Record):
    """A mass and on what it rests."""

    value: Grams
    basis: Basis = "assumed"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Equipment(Record):
    """A size of box: the space it takes, what it usually carries, what it may carry."""

    id: Id
    text: Text
    teu: Positive
    cargo_mass: Load
    most_cargo: Load
    sources: tuple[Id, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryCost(Record):
    """What goods cost while they are on the way, as a share of their value in a year."""

    per_year: Proportion
    basis: Basis = "assumed"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None
