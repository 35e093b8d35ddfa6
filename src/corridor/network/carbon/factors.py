"""Emission factors, grid factors, traction of trains and the assumptions behind them.

Well-to-tank (WTT) is what it takes to provide the energy, tank-to-wheel (TTW) what the vehicle
emits, well-to-wheel (WTW) their sum.
"""

from fractions import Fraction
from typing import Annotated, Literal

from corridor.frozen import dataclass
from corridor.network.estimates import Record
from corridor.network.fields import (
    Basis,
    Country,
    Id,
    NotNegative,
    PartialDate,
    Reader,
    Share,
    Text,
    TransferKind,
)
from corridor.network.modes import Mode
from corridor.network.texts.field_texts import electric_share

Scope = Literal["WTW", "TTW", "WTT"]
SCOPES: tuple[Scope, ...] = ("WTW", "TTW", "WTT")
Grade = Literal["default", "modelled", "primary"]
Power = Literal["electric", "diesel"]
#: What is handled: a transfer between two legs, or the terminal at either end of a route.
Hub = TransferKind | Literal["terminal"]
TERMINAL = "terminal"
#: The unit of a factor that is energy: it needs the grid factor of a country.
ENERGY = "kWh/t-km"
WHOLE = 10_000
ElectricShare = Annotated[
    int,
    Reader(
        electric_share,
        "electric",
        "share",
        r"^(electric|diesel|(100(\.0{1,6})?|[0-9]{1,2}(\.[0-9]{1,6})?) %)$",
        unit="%",
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Traction(Record):
    """The share of a leg on which trains are drawn by electricity; diesel draws the rest."""

    electric: ElectricShare
    basis: Basis = "assumed"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionFactor(Record):
    """What moving or handling emits, and which legs and hubs it is for.

    A factor that names the leg counts before one for its mode.

    Attributes
    ----------
    value, scope
        The amount, and whether it is well-to-wheel, tank-to-wheel or well-to-tank.
    wtt, ttw
        The two parts of a well-to-wheel value.
    low, high
        The range of the value.
    unit
        Grams for a tonne-km or TEU-km, kilograms for a box or tonne at a hub; or energy, which
        takes the grid factor of the country.
    traction
        It is for trains of this traction; without it, for trains of a traction that is not known.
    load_factor, empty_running
        The load of a vehicle and the share of its distance run empty that are inside the value.
    split_rule
        How `wtt` and `ttw` were derived, where the source has only their sum.
    """

    id: Id
    text: Text
    value: NotNegative
    unit: Literal["g/t-km", "g/TEU-km", "kg/container", "kg/t", "kWh/t-km"]
    scope: Scope = "WTW"
    wtt: NotNegative | None = None
    ttw: NotNegative | None = None
    low: NotNegative | None = None
    high: NotNegative | None = None
    year: PartialDate | None = None
    grade: Grade = "default"
    distance_adjustment: Share | None = None
    load_factor: Share | None = None
    empty_running: Share | None = None
    modes: tuple[Mode, ...] = ()
    legs: tuple[Id, ...] = ()
    transfers: tuple[Hub, ...] = ()
    traction: Power | None = None
    basis: Basis = "reported"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    split_rule: Text | None = None
    note: Text | None = None

    @property
    def amounts(self) -> dict[Scope, Fraction]:
        """The amount in each scope that it states; of energy, none."""
        if self.unit == ENERGY:
            return {}
        found = {self.scope: Fraction(str(self.value))}
        if self.wtt is not None and self.ttw is not None:
            found |= {"WTT": Fraction(str(self.wtt)), "TTW": Fraction(str(self.ttw))}
        return found

    @property
    def bounds(self) -> tuple[Fraction, Fraction]:
        """The lowest and the highest value."""
        low = self.value if self.low is None else self.low
        high = self.value if self.high is None else self.high
        return Fraction(str(low)), Fraction(str(high))


@dataclass(frozen=True, slots=True, kw_only=True)
class GridFactor(Record):
    """What a kilowatt-hour of a country's electricity emits [g CO2e], in a year.

    `covers` is generation, where the provision of its fuels and the losses of the network are not
    in the value, or life_cycle.
    """

    id: Id
    country: Country
    value: NotNegative
    year: PartialDate
    covers: Literal["generation", "life_cycle"] = "generation"
    basis: Basis = "reported"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmissionAssumption(Record):
    """How legs are run where their user knows better: traction, load, empty running.

    It holds for legs that meet all its conditions: one of `legs`, one of `modes`, and no country
    outside `countries`. Of several the one that names the leg counts, then that which names
    countries.
    """

    id: Id
    legs: tuple[Id, ...] = ()
    modes: tuple[Mode, ...] = ()
    countries: tuple[Country, ...] = ()
    traction: ElectricShare | None = None
    load_factor: Share | None = None
    empty_running: Share | None = None
    basis: Basis = "assumed"
    sources: tuple[Id, ...] = ()
    rule: Text | None = None
    note: Text | None = None

    def fits(self, leg: str, mode: str, countries: tuple[str, ...]) -> bool:
        """Return whether a leg meets its conditions."""
        return (
            (not self.legs or leg in self.legs)
            and (not self.modes or mode in self.modes)
            and (not self.countries or set(countries) <= set(self.countries))
        )

    @property
    def rank(self) -> tuple[bool, bool, bool]:
        """How closely it describes the legs for which it holds."""
        return bool(self.legs), bool(self.countries), bool(self.modes)
