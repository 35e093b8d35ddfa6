"""Which factors a leg or hub takes: by leg, mode, traction and country, in each scope."""

from fractions import Fraction
from typing import NamedTuple

from corridor.frozen import dataclass
from corridor.network.carbon.factors import (
    ENERGY,
    TERMINAL,
    WHOLE,
    EmissionAssumption,
    EmissionFactor,
    GridFactor,
    Power,
)
from corridor.network.model import Leg
from corridor.network.network import Memory, Network

Factors = tuple[EmissionFactor, ...]
Key = tuple[str, str, Power | None]
POWERS: tuple[Power, Power] = ("electric", "diesel")


class LegShare(NamedTuple):
    """A share of a leg that takes the same factors.

    Attributes
    ----------
    share
        Of the distance.
    factors, grid
        What it takes.
    traction
        How trains are drawn on it, where it is known.
    others
        For each country, what it could take besides: factors with a grid or none.
    countries
        Those of `others`.
    """

    share: Fraction
    factors: Factors
    grid: GridFactor | None = None
    traction: Power | None = None
    others: tuple[tuple[tuple[Factors, GridFactor | None], ...], ...] = ()
    countries: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FactorBook:
    """The factors of a network on its day, by what they are for.

    Attributes
    ----------
    factors
        By kind (legs, modes, transfers), item and traction.
    grids
        By country: the latest year that is not after the day, else the earliest.
    assumptions
        Those that may hold for a leg, the closest first.
    """

    net: Network
    factors: dict[Key, Factors]
    grids: dict[str, GridFactor]
    assumptions: tuple[EmissionAssumption, ...]

    def hub(self, kind: str) -> Factors:
        """Return the factors of a kind of transfer, or of a terminal."""
        return self.factors.get(("transfers", kind, None), ())

    def lacks_whole(self, kind: str) -> bool:
        """Return whether a kind of transfer has factors, but none for well-to-wheel."""
        scopes = {scope for factor in self.hub(kind) for scope in factor.amounts}
        return bool(scopes) and "WTW" not in scopes and not {"WTT", "TTW"} <= scopes

    @property
    def terminal(self) -> Factors:
        """The factors of the terminal at either end of a route."""
        return self.hub(TERMINAL)

    def assumed(self, leg: Leg, aspect: str) -> EmissionAssumption | None:
        """Return the assumption that states an aspect of a leg."""
        countries = self.net.countries_of(leg) if self.assumptions else ()
        for item in self.assumptions:
            if getattr(item, aspect) is not None and item.fits(leg.id, leg.mode, countries):
                return item
        return None

    def shares(self, leg: Leg) -> tuple[LegShare, ...]:
        """Return the shares of a leg with their factors; none where it has no factor."""
        electric = self._electric_share(leg)
        by_power = any(
            self.factors.get((kind, item, power))
            for kind, item in (("legs", leg.id), ("modes", leg.mode))
            for power in POWERS
        )
        if electric is None or not by_power:
            return self._of_any_traction(leg, by_power=by_power)
        countries = tuple(dict.fromkeys(self.net.countries_of(leg)))
        each = Fraction(electric, WHOLE * len(countries))
        found = [
            LegShare(each, *self._of_power(leg, "electric", country), "electric")
            for country in countries
            if electric
        ]
        if electric < WHOLE:
            rest = 1 - Fraction(electric, WHOLE)
            found.append(LegShare(rest, *self._of_power(leg, "diesel"), "diesel"))
        return tuple(found) if all(item.factors for item in found) else ()

    def _electric_share(self, leg: Leg) -> int | None:
        item = self.assumed(leg, "traction")
        if item and (item.legs or not leg.traction):
            return item.traction
        return leg.traction.electric if leg.traction else None

    def _of_power(
        self, leg: Leg, power: Power | None, country: str | None = None
    ) -> tuple[Factors, GridFactor | None]:
        """Return the factors of a leg under a traction: those that name it, else its mode's.

        Energy counts first, where the country has a grid factor; factors for any traction last.
        """
        grid = self.grids.get(country or "")
        for kind, item in (("legs", leg.id), ("modes", leg.mode)):
            known = self.factors.get((kind, item, power), ())
            energy = tuple(factor for factor in known if factor.unit == ENERGY)
            if energy and grid:
                return energy, grid
            others = tuple(factor for factor in known if factor.unit != ENERGY)
            found = others or self.factors.get((kind, item, None), ())
            if found:
                return found, None
        return (), None

    def _of_any_traction(self, leg: Leg, *, by_power: bool) -> tuple[LegShare, ...]:
        """Return a leg as a whole, with what it could take if its traction were known."""
        own, _ = self._of_power(leg, None)
        if not own or not by_power or ("legs", leg.id, None) in self.factors:
            return (LegShare(Fraction(1), own),) if own else ()
        countries = tuple(dict.fromkeys(self.net.countries_of(leg)))
        others = tuple(
            (self._of_power(leg, "electric", country), self._of_power(leg, "diesel"))
            for country in countries
        )
        return (LegShare(Fraction(1), own, None, None, others, countries),)


_BOOKS = Memory[None, FactorBook]("factors")


def factor_book(net: Network) -> FactorBook:
    """Return the factors of a network, by what they are for."""
    memory = net.memory(_BOOKS)
    if None not in memory:
        memory[None] = _book(net)
    return memory[None]


def _book(net: Network) -> FactorBook:
    factors: dict[Key, Factors] = {}
    for factor in net.file.emission_factors.values():
        for kind in ("legs", "modes", "transfers"):
            for item in getattr(factor, kind):
                key = (kind, item, factor.traction)
                factors[key] = (*factors.get(key, ()), factor)
    day = str(net.date or net.as_of)
    grids: dict[str, GridFactor] = {}
    for grid in sorted(net.file.grid_factors.values(), key=lambda grid: (grid.year, grid.id)):
        if grid.country not in grids or grid.year[: len(day)] <= day[: len(grid.year)]:
            grids[grid.country] = grid
    known = net.file.emission_assumptions.values()
    closest = tuple(sorted(known, key=lambda item: (item.rank, item.id), reverse=True))
    return FactorBook(net, factors, grids, closest)
