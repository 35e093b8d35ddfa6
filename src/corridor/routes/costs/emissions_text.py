"""Emissions in words: the total with its range and parts, the factors, what stands in."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.network.carbon.factors import ENERGY
from corridor.routes.costs.cost_text import runs
from corridor.routes.costs.emissions import stated

if TYPE_CHECKING:
    from corridor.network.carbon.factors import EmissionFactor
    from corridor.routes.costs.emissions import Emission, Emissions
    from corridor.units import Mass


def factors_of(emissions: "Emissions") -> str:
    """Return the ids of the factors that were used."""
    return ", ".join(factor.id for factor in emissions.factors)


def emission_notes(emissions: "Emissions") -> Iterator[tuple[str, str]]:
    """Yield what a route emits, by which factors, and what they leave open."""
    yield "emissions", _total(emissions)
    if emissions.parts:
        yield "", _split(emissions)
    groups: dict[str, list[Emission]] = {}
    for part in emissions.parts:
        groups.setdefault(part.source, []).append(part)
    grams = [sum(part.grams for part in parts) for parts in groups.values()]
    told = _text.adding_up(grams, _text.KG, _text.kg)
    for kg, parts in zip(told, groups.values(), strict=True):
        yield "", f"{kg} kg by {_words(parts[0])}"
    yield from ((("", words)) for words in limits(emissions))


def _total(emissions: "Emissions") -> str:
    total = f"{_text.kg(int(emissions.total))} kg CO2e"
    if not emissions.missing:
        each = f" ({emissions.per_tonne_km:.1f} g/t-km)" if emissions.mass else ""
        spread = f", range {_kg(emissions.low)} to {_kg(emissions.high)} kg"
        wide = emissions.low < emissions.total or emissions.total < emissions.high
        return f"{total} well-to-wheel{each}" + (spread if wide else "")
    partly = {part.element for part in emissions.parts}
    nothing = runs(item for item in emissions.missing if item.element not in partly)
    said = [f"no factor for {', '.join(nothing)}"] if nothing else []
    other = runs(item for item in emissions.missing if item.element in partly)
    if other:
        scopes = {item.scope for part in emissions.parts for item in part.factors if not part.wtw}
        said.append(f"only {'/'.join(sorted(scopes))} for {', '.join(other)}")
    return f"{total}, incomplete: {'; '.join(said)}"


def _kg(mass: "Mass") -> str:
    return _text.kg(int(mass))


def _split(emissions: "Emissions") -> str:
    """Return the well-to-tank and the tank-to-wheel part, and what has neither."""
    unsplit = [part for part in emissions.parts if part.ttw is None]
    if len(unsplit) == len(emissions.parts):
        return "WTT and TTW apart: not known"
    grams = sum(part.grams for part in unsplit)
    amounts = [int(emissions.known("WTT")), int(emissions.known("TTW")), grams]
    wtt, ttw, apart = _text.adding_up(amounts, _text.KG, _text.kg)
    known = f"WTT {wtt} kg, TTW {ttw} kg"
    estimated = dict.fromkeys(item.id for item in emissions.factors if item.split_rule)
    known += f" (the split of {', '.join(estimated)} is estimated)" if estimated else ""
    if not emissions.lacks("TTW"):
        return known
    ids = ", ".join(dict.fromkeys(part.source for part in unsplit))
    own = {part.element for part in emissions.parts}
    without = runs(item for item in emissions.missing if item.element not in own)
    left = [f"{apart} kg by {ids}"] if unsplit else []
    return f"{known}, incomplete: without {', '.join([*left, *without])}"


def _words(part: "Emission") -> str:
    """Return the factors of an element in words."""
    words = [factor_words(factor) for factor in part.factors]
    if part.grid:
        grid = part.grid
        cited = f" [{', '.join(grid.sources)}]" if grid.sources else ""
        words.append(f"{grid.value:g} g/kWh in {grid.country}, {grid.year}{cited}")
    return " x ".join(words) if part.grid else " + ".join(words)


def factor_words(factor: "EmissionFactor") -> str:
    """Return a factor with its load, grade and sources in words."""
    load = [] if factor.load_factor is None else [f"load {factor.load_factor / 100:g} %"]
    if factor.empty_running is not None:
        load.append(f"empty running {factor.empty_running / 100:g} %")
    scope = [factor.scope] if factor.scope != "WTW" and factor.unit != ENERGY else []
    words = ", ".join([*scope, *load, factor.grade])
    cited = f" [{', '.join(factor.sources)}]" if factor.sources else ""
    return f"{factor.text}: {factor.value:g} {factor.unit}, {words}{cited}"


def limits(emissions: "Emissions") -> Iterator[str]:
    """Yield where defaults stand in, what electricity leaves out, and what was assumed."""
    unknown = list(emissions.stand_ins)
    if unknown:
        km = sum(part.metres for part in unknown) // 1000
        countries = dict.fromkeys(code for part in unknown for code in part.stands_in)
        low, high = emissions.intensities(unknown)
        names = ", ".join(dict.fromkeys(part.factor.id for part in unknown))
        yield (
            f"traction not on file for {km:,} km ({', '.join(countries)}): {names} is used; by "
            f"the grids of these countries or by diesel {low:.1f} to {high:.1f} g/t-km"
        )
    unlit = dict.fromkeys(
        part.label for part in emissions.parts if part.traction == "electric" and not part.grid
    )
    if unlit:
        yield f"no grid factor for {', '.join(unlit)}: the average of the factor is used"
    partial = [grid.country for grid in emissions.grids if grid.covers == "generation"]
    if partial:
        yield (
            f"electricity of {', '.join(partial)}: generation only, without the provision of its "
            "fuels and without network losses"
        )
    for item in emissions.assumptions:
        rests = item.rule or ", ".join(item.sources)
        yield f"assumed: {stated(item)}" + (f"; {rests}" if rests else "")
