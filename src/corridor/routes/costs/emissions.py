"""What a shipment emits on a route, element by element: the values; sums hold to the gram."""

from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.frozen import dataclass
from corridor.network.carbon.factors import (
    SCOPES,
    WHOLE,
    EmissionAssumption,
    EmissionFactor,
    GridFactor,
    Power,
    Scope,
)
from corridor.network.estimates import Source
from corridor.printing.shown import Shown
from corridor.routes.costs.cost import Amount, Missing
from corridor.units import Mass

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True, kw_only=True)
class Emission:
    """What one leg, a share of a leg or one hub emits.

    Attributes
    ----------
    element, label
        The leg, the stop or the terminal, as ``leg aktau--alat--ferry``; in words.
    factors
        The factors that it takes, one or one for each scope.
    wtw, wtt, ttw
        CO2 equivalents, well-to-wheel, well-to-tank and tank-to-wheel [g]; none where no factor
        says it. Where all are known the first is the sum of the others.
    low, high
        The range of the first [g].
    metres
        The distance; 0 at a hub.
    traction, grid
        How trains are drawn, where it is known; the electricity that they take.
    stands_in
        The countries whose traction is not known: a factor for any traction stands in.
    assumptions
        What of the leg is assumed by the user of the network.
    """

    element: str
    label: str
    factors: tuple[EmissionFactor, ...]
    wtw: int | None
    wtt: int | None = None
    ttw: int | None = None
    low: int | None = None
    high: int | None = None
    metres: int = 0
    traction: Power | None = None
    grid: GridFactor | None = None
    stands_in: tuple[str, ...] = ()
    assumptions: tuple[EmissionAssumption, ...] = ()

    @property
    def factor(self) -> EmissionFactor:
        """The factor, of several the first."""
        return self.factors[0]

    @property
    def grams(self) -> int:
        """What it adds to the well-to-wheel total [g]; nothing where that is not known."""
        return self.wtw or 0

    @property
    def is_hub(self) -> bool:
        """Return whether it is handled, not moved."""
        return not self.element.startswith("leg ")

    @property
    def source(self) -> str:
        """The ids of its factors, and the country of its electricity."""
        ids = " + ".join(factor.id for factor in self.factors)
        return f"{ids} {self.grid.country}" if self.grid else ids

    def at(self, scope: Scope) -> int | None:
        """Return what it emits in a scope [g]."""
        return {"WTW": self.wtw, "WTT": self.wtt, "TTW": self.ttw}[scope]


@dataclass(frozen=True, slots=True)
class Emissions(Shown):
    """What a shipment emits on a route: CO2 equivalents by element, and what has no factor.

    The shape is that of a transport chain of elements; no conformity with a standard is claimed.

    Attributes
    ----------
    parts
        In the order of the route, with the terminals at both ends.
    missing
        What has no well-to-wheel factor. The total is then incomplete, and never ranked as whole.
    tonne_metres
        The cargo's mass times the distance [g m / 10^6].
    mass
        The cargo's mass, of all boxes.
    sources
        What the factors rest on.
    """

    parts: tuple[Emission, ...]
    missing: tuple[Missing, ...]
    tonne_metres: int
    mass: Mass
    sources: tuple[Source, ...]

    @property
    def total(self) -> Mass:
        """The well-to-wheel CO2 equivalents of all elements for which they are known."""
        return Mass(sum(part.grams for part in self.parts))

    @property
    def wtt(self) -> Mass | None:
        """The well-to-tank part of the total; none where an element lacks it."""
        return self._whole("WTT")

    @property
    def ttw(self) -> Mass | None:
        """The tank-to-wheel part of the total; none where an element lacks it."""
        return self._whole("TTW")

    @property
    def low(self) -> Mass:
        """The total with every element at the low end of its range."""
        return Mass(sum(part.low or 0 for part in self.parts))

    @property
    def high(self) -> Mass:
        """The total with every element at the high end of its range."""
        return Mass(sum(part.high or 0 for part in self.parts))

    @property
    def is_complete(self) -> bool:
        """Return whether every element has a well-to-wheel factor."""
        return not self.missing

    @property
    def scopes(self) -> tuple[Scope, ...]:
        """The scopes in which every element is known."""
        return tuple(scope for scope in SCOPES if not self.lacks(scope))

    def known(self, scope: Scope) -> Mass:
        """Return the sum of the elements that are known in a scope."""
        return Mass(sum(part.at(scope) or 0 for part in self.parts))

    def lacks(self, scope: Scope) -> tuple[str, ...]:
        """Return the elements that are not known in a scope, by their labels."""
        own = {part.element for part in self.parts}
        unknown = [part.label for part in self.parts if part.at(scope) is None]
        unknown += [item.label for item in self.missing if item.element not in own]
        return tuple(dict.fromkeys(unknown))

    def _blocks(self) -> list[_text.Block]:
        whole = "" if self.is_complete else f", without {', '.join(map(str, self.missing))}"
        told = _text.adding_up([item.grams for item in self.parts], _text.KG, _text.kg)
        rows: list[Sequence[str] | None] = [
            (item.label, ", ".join(factor.id for factor in item.factors), kg)
            for item, kg in zip(self.parts, told, strict=True)
        ]
        total = ("total", "", _text.kg(int(self.total)))
        said = f"{_text.kg(int(self.total))} kg CO2e{whole}"
        table = _text.Table(("", "factor", "kg CO2e"), [*rows, None, total], left=(0, 1))
        return [_text.Prose([said]), table]

    @property
    def per_tonne_km(self) -> float:
        """Grams per tonne and kilometre of the whole route; not a number of empty boxes."""
        if not self.mass:
            return float("nan")
        return int(self.total) * 10**9 / (int(self.mass) * self._metres)

    def intensities(self, parts: "list[Emission]") -> tuple[float, float]:
        """Return the range of some legs of the route [g/t-km]."""
        tonne_km = int(self.mass) * sum(part.metres for part in parts) / 10**9
        low, high = (sum(values) for values in zip(*map(_range, parts), strict=True))
        return low / tonne_km, high / tonne_km

    @property
    def stand_ins(self) -> tuple[Emission, ...]:
        """The legs for which a default stands in, since their traction is not known."""
        return tuple(part for part in self.parts if part.stands_in)

    @property
    def factors(self) -> tuple[EmissionFactor, ...]:
        """The factors that were used, in order, each once."""
        return tuple({item.id: item for part in self.parts for item in part.factors}.values())

    @property
    def grids(self) -> tuple[GridFactor, ...]:
        """The grid factors that were used, in order, each once."""
        return tuple({part.grid.id: part.grid for part in self.parts if part.grid}.values())

    @property
    def assumptions(self) -> tuple[EmissionAssumption, ...]:
        """What was assumed of the legs, each once."""
        return tuple({item.id: item for part in self.parts for item in part.assumptions}.values())

    @property
    def grades(self) -> tuple[str, ...]:
        """How good the factors are: default, modelled, primary."""
        return tuple(dict.fromkeys(factor.grade for factor in self.factors))

    @property
    def _metres(self) -> int:
        own = {part.element for part in self.parts}
        left = sum(item.metres for item in self.missing if item.element not in own)
        return sum(part.metres for part in self.parts) + left

    def _whole(self, scope: Scope) -> Mass | None:
        return None if self.lacks(scope) else self.known(scope)


def _range(part: Emission) -> tuple[int, int]:
    return part.low or 0, part.high or 0


def stated(item: EmissionAssumption) -> str:
    """Return what an assumption states, in words."""
    words = []
    if item.traction is not None:
        words.append(f"traction {item.traction * 100 / WHOLE:g} % electric")
    if item.load_factor is not None:
        words.append(f"load {item.load_factor * 100 / WHOLE:g} %")
    if item.empty_running is not None:
        words.append(f"empty running {item.empty_running * 100 / WHOLE:g} %")
    of = [*item.legs, *item.modes, *item.countries]
    return f"{', '.join(words)} ({', '.join(of)})"


def emissions_of(first: Emissions, second: Emissions) -> tuple[Amount, ...]:
    """Return what two routes emit by factor; it adds up to the totals."""
    factors = dict.fromkeys(part.source for part in (*first.parts, *second.parts))
    sums = [
        [sum(part.grams for part in found.parts if part.source == factor) for factor in factors]
        for found in (first, second)
    ]
    return tuple(map(Amount, factors, *sums))
