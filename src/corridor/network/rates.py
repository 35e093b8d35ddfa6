"""What moving a box costs, as the file states it: tariffs, boxes, currencies.

A tariff is money for one box of one size. It prices a leg, a section between two nodes by whatever
route (a through rate, where it is a claim of corridors), or something done at a node. A tariff rule
prices every leg, or every stop, that meets its conditions.
"""

from dataclasses import fields
from typing import Annotated, Literal

from corridor.frozen import dataclass
from corridor.money import Money, read_currency, read_money
from corridor.network.estimates import Record
from corridor.network.fields import (
    Basis,
    Border,
    Country,
    Date,
    Flag,
    Gauge,
    Id,
    Level,
    Metres,
    NodeKind,
    PartialDate,
    Positive,
    Proportion,
    Reader,
    Seconds,
    Spanning,
    Text,
    TransferKind,
)
from corridor.network.modes import Mode
from corridor.units import Mass

#: The sizes of box of the bundled network; a file may declare others, a wagon or a reefer too.
BOXES = ("20ft", "40ft", "40hc")
#: Of a size of box, and of a load: no condition.
ANY_BOX = "any"
Unit = Literal["box", "km", "tonne", "tonne-km", "departure"]
PER_DISTANCE: tuple[Unit, ...] = ("km", "tonne-km")
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
Charge = TransferKind | Literal["storage", "demurrage", "detention"]
#: Charges for time: storage and demurrage of a stop, detention of the whole route.
TIME_CHARGES = ("storage", "demurrage", "detention")


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
        """Return the price of some boxes at a level; the middle is rounded for all, halves up."""
        if level == "typical" and self.typical is None:
            twice = (self.low.cents + self.high.cents) * boxes
            return Money((twice + 1) // 2, self.low.currency)
        money = {"low": self.low, "typical": self.typical, "high": self.high}[level] or self.low
        return Money(money.cents * boxes, money.currency)


@dataclass(frozen=True, slots=True, kw_only=True)
class Belt(Record):
    """A distance belt of a tariff: the price up to a distance."""

    up_to: Metres
    price: Annotated[Price, Spanning("low", "high")]


@dataclass(frozen=True, slots=True, kw_only=True)
class DayBand(Record):
    """A band of days of a tariff for time: the price of each day that begins before its end."""

    up_to: Seconds
    price: Annotated[Price, Spanning("low", "high")]


#: The conditions of a rule for legs and of one for stops, and those that both may have.
LEG_CONDITIONS = ("legs", "operators", "countries", "borders", "modes", "gauges")
STOP_CONDITIONS = ("node_kind", "countries", "borders")
SHARED_CONDITIONS = ("corridors", "mass_above", "mass_up_to", "goods")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tariff(Record):
    """What one box costs on a leg, between nodes, at a node, or wherever conditions are met.

    Attributes
    ----------
    equipment
        The size of box, or another unit that is declared under `equipment` (45ft, a reefer, a
        wagon, a box of the shipper's own); any, where the price does not depend on it.
    price, per, units
        The price of one box, or of so many `units` (default 1) of what `per` says: km, tonne
        and tonne-km for one box; departure for the whole shipment.
    belts
        Distance belts, shortest first; `price` holds beyond the last. Per km and tonne-km each
        price is for the distance inside its belt; else the belt of the leg's distance counts.
    minimum, maximum
        Of the price of one box on one leg (or of a departure), before the surcharge.
    surcharge
        What comes on top, as a share of the price.
    leg
        It prices this leg, in both directions.
    node, charge
        It prices what happens at this node between two legs. Without a node, it is a rule for each
        stop that meets `node_kind` and `countries`. A charge for time is a price for each day begun
        after `free_time`: storage and demurrage (of the carrier's box) at a stop; detention, the
        per diem of the carrier's box, of the whole route and the `return_time` after it.
    bands
        Bands of days of a charge for time, the first first, counted from the beginning with the
        free days; `price` holds for the days after the last.
    return_time
        From the end of the route until the empty box is returned.
    origin, destination
        It prices any route from one of the first nodes to one of the second; by these `modes`
        alone, if some are named.
    legs, operators, countries, borders, modes, gauges
        Conditions of a rule for legs: one of these legs; run by one of these operators alone;
        touching these countries alone; crossing one of these borders; of one of these modes; of one
        of these track gauges. The rule with the most conditions counts. Of a charge for time
        `operators` are those of the leg by which the box arrives; `borders` of a stop are those
        that legs from it cross.
    mass_above, mass_up_to
        The cargo in each box for which it holds.
    goods
        The classes of goods for which it holds, as a shipment names them; for all, if none.
    load
        For loaded boxes (the default), for empty ones, or for any.
    corridors
        It is a claim of these corridors: it prices their routes, and none that mixes corridors.
    allocation
        How such a price is split among the legs of the route: by their distances.
    includes_handling
        The transfers at both ends are in the price.
    date
        The day, month or year of the price.
    valid_from, valid_until
        The first and the last day on which it holds.
    payee
        Who is paid.
    """

    id: Id
    text: Text | None = None
    equipment: Id
    price: Annotated[Price, Spanning("low", "high")]
    per: Unit = "box"
    units: Positive = 1
    belts: tuple[Belt, ...] = ()
    minimum: Cash | None = None
    maximum: Cash | None = None
    surcharge: Proportion | None = None
    date: PartialDate | None = None
    valid_from: Date | None = None
    valid_until: Date | None = None
    leg: Id | None = None
    node: Id | None = None
    charge: Charge | None = None
    node_kind: NodeKind | None = None
    free_time: Seconds | None = None
    bands: tuple[DayBand, ...] = ()
    return_time: Seconds | None = None
    origin: tuple[Id, ...] = ()
    destination: tuple[Id, ...] = ()
    both_ways: Flag = False
    legs: tuple[Id, ...] = ()
    operators: tuple[Text, ...] = ()
    countries: tuple[Country, ...] = ()
    borders: tuple[Border, ...] = ()
    modes: tuple[Mode, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    goods: tuple[Text, ...] = ()
    load: Literal["loaded", "empty", "any"] = "loaded"
    mass_above: Grams | None = None
    mass_up_to: Grams | None = None
    corridors: tuple[Id, ...] = ()
    allocation: Literal["distance"] = "distance"
    includes_handling: Flag = False
    payee: Text | None = None
    basis: Basis = "reported"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None

    def carries(self, mode: Mode) -> bool:
        """Return whether a route that it prices may use a mode."""
        return not self.modes or mode in self.modes

    @property
    def is_rule(self) -> bool:
        """Return whether it names no leg, node or ends, but conditions."""
        return not (self.leg or self.node or self.origin)

    @property
    def is_plain(self) -> bool:
        """Return whether it is one price for each box, whatever the distance and the mass."""
        bounded = (self.belts, self.minimum, self.maximum, self.surcharge)
        return self.per == "box" and self.units == 1 and not any(bounded)

    @property
    def conditions(self) -> frozenset[tuple[str, object]]:
        """The conditions that it names; the more, the more specific it is."""
        names = {*LEG_CONDITIONS, *STOP_CONDITIONS, *SHARED_CONDITIONS}
        found = {
            (field.name, value if isinstance(value, int) else tuple(value))
            for field in fields(self)
            if field.name in names and (value := getattr(self, field.name))
        }
        one_of_each = {("equipment", self.equipment), ("load", self.load)}
        return frozenset(found | {pair for pair in one_of_each if pair[1] != ANY_BOX})

    def fits_cargo(self, box: str, grams: int, goods: str | None = None) -> bool:
        """Return whether it is for a size of box with so much cargo in it [g], of a class.

        A box without cargo is an empty one.
        """
        heavy = self.mass_above is None or grams > self.mass_above
        light = self.mass_up_to is None or grams <= self.mass_up_to
        loaded = self.load in {"any", "loaded" if grams else "empty"}
        named = not self.goods or goods in self.goods
        return self.equipment in {box, ANY_BOX} and heavy and light and loaded and named


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
