"""Checks of emission factors, grid factors, traction and assumptions."""

from collections.abc import Iterator
from fractions import Fraction

from corridor.errors import Finding, Severity, Wording
from corridor.network.carbon.factors import (
    ENERGY,
    EmissionAssumption,
    EmissionFactor,
    GridFactor,
    Scope,
)
from corridor.network.model import countries_of
from corridor.network.modes import MODES, WITH_GAUGE
from corridor.reading.checks.facts import Facts, Path, check, odd

KINDS = ("legs", "modes", "transfers")
#: Least and most, wide estimates: of a hub, of energy, of a kilowatt-hour from hydropower to the
#: oldest steam plants; of legs the modes say it, by unit in this order.
PER_STOP = {"kg/container": (2, 100), "kg/t": (0.1, 20)}
PER_KM = ("g/t-km", "g/TEU-km")
#: Per cent of what a vehicle or ship can carry, on average.
LEAST_LOAD = 10
ENERGY_USE, GRID = (0.005, 0.2), (1, 2_500)
ASPECTS = ("traction", "load_factor", "empty_running")
Element = tuple[str, str, str | None]


@check(Severity.ERROR)
def ambiguous_factor(facts: Facts) -> Iterator[Finding]:
    """Two emission factors of one scope are for the same leg, mode or hub."""
    taken: dict[tuple[Element, str], str] = {}
    for path, factor in facts.of(EmissionFactor):
        for element in _elements(factor):
            for scope in factor.amounts or ("energy",):
                other = taken.setdefault((element, scope), factor.id)
                if other != factor.id:
                    kind, item, traction = element
                    wording = Wording(
                        f"{item}, which {other} is for too ({scope})",
                        f"one factor of each scope for each {kind.removesuffix('s')}"
                        + (f" and traction, here {traction}" if traction else ""),
                        "remove it from one of the two",
                    )
                    related = (("emission_factors", other),)
                    yield Finding("ambiguous_factor", (*path, kind), wording, related=related)
                    break


def _elements(factor: EmissionFactor) -> Iterator[Element]:
    for kind in KINDS:
        for item in getattr(factor, kind):
            yield kind, item, factor.traction


@check(Severity.ERROR)
def unequal_parts(facts: Facts) -> Iterator[Finding]:
    """Well-to-tank and tank-to-wheel do not add up to well-to-wheel."""
    by_element: dict[Element, list[tuple[Path, EmissionFactor]]] = {}
    for path, factor in facts.of(EmissionFactor):
        yield from _own_parts(path, factor)
        for element in _elements(factor):
            by_element.setdefault(element, []).append((path, factor))
    told: set[str] = set()
    for found in by_element.values():
        whole = [factor for _, factor in found if factor.scope == "WTW"]
        parts = [(path, factor) for path, factor in found if factor.scope != "WTW"]
        if whole and parts and parts[-1][1].id not in told:
            told.add(parts[-1][1].id)
            yield from _parts_beside(whole[0], parts)


def _own_parts(path: Path, factor: EmissionFactor) -> Iterator[Finding]:
    given = [name for name in ("wtt", "ttw") if getattr(factor, name) is not None]
    if not given:
        return
    amounts = factor.amounts
    if factor.scope != "WTW" or factor.unit == ENERGY or len(given) == 1:
        wording = Wording(
            f"{' and '.join(given)} of a value in {factor.unit}, {factor.scope}",
            "both wtt and ttw, and a value in WTW that is their sum",
            "give both; or neither, and scope: WTT or TTW for the part that value is",
        )
        yield Finding("unequal_parts", (*path, given[0]), wording)
    elif amounts["WTT"] + amounts["TTW"] != amounts["WTW"]:
        total = float(amounts["WTT"] + amounts["TTW"])
        wording = Wording(
            f"wtt {factor.wtt:g} + ttw {factor.ttw:g} = {total:g}, where value is {factor.value:g}",
            "a value that is the sum of both",
            "correct one of the three",
        )
        yield Finding("unequal_parts", (*path, "value"), wording)


def _parts_beside(
    whole: EmissionFactor, parts: list[tuple[Path, EmissionFactor]]
) -> Iterator[Finding]:
    """Yield what is wrong with parts that have factors of their own beside one for the whole."""
    path = parts[-1][0]
    related: tuple[Path, ...] = (("emission_factors", whole.id),)
    measure = (whole.unit, whole.distance_adjustment, whole.load_factor, whole.empty_running)
    for where, part in parts:
        own = (part.unit, part.distance_adjustment, part.load_factor, part.empty_running)
        if own != measure:
            wording = Wording(
                f"{part.scope} in {part.unit} beside {whole.id} in {whole.unit}, WTW",
                "one unit, distance adjustment and load for all scopes of an element",
                "restate one of the two, or remove it",
            )
            yield Finding("unequal_parts", (*where, "unit"), wording, related=related)
            return
    total = sum(Fraction(str(part.value)) for _, part in parts)
    value = Fraction(str(whole.value))
    if total > value or (len(parts) == len({"WTT", "TTW"}) and total != value):
        words = " + ".join(f"{part.scope} {part.value:g}" for _, part in parts)
        wording = Wording(
            f"{words}, where {whole.id} has WTW {whole.value:g}",
            "parts that add up to the whole, or one part that is below it",
            "correct the figures, or remove one of them",
        )
        yield Finding("unequal_parts", (*path, "value"), wording, related=related)


@check(Severity.ERROR)
def factor_out_of_order(facts: Facts) -> Iterator[Finding]:
    """The value of an emission factor lies outside its range."""
    for path, factor in facts.of(EmissionFactor):
        low, high = factor.bounds
        if not low <= Fraction(str(factor.value)) <= high:
            ends = [(name, getattr(factor, name)) for name in ("low", "value", "high")]
            wording = Wording(
                ", ".join(f"{name} {given:g}" for name, given in ends if given is not None),
                "low <= value <= high",
                "swap them, or correct the wrong one",
            )
            yield Finding("factor_out_of_order", (*path, "value"), wording)


@check(Severity.ERROR)
def ambiguous_grid(facts: Facts) -> Iterator[Finding]:
    """Two grid factors are for the same country and year."""
    taken: dict[tuple[str, str], str] = {}
    for path, grid in facts.of(GridFactor):
        other = taken.setdefault((grid.country, grid.year), grid.id)
        if other != grid.id:
            wording = Wording(
                f"{grid.country} in {grid.year}, which {other} is for too",
                "one grid factor for each country and year",
                "remove one of the two",
            )
            related = (("grid_factors", other),)
            yield Finding("ambiguous_grid", path, wording, related=related, on_key=True)


@check(Severity.ERROR)
def unfit_traction(facts: Facts) -> Iterator[Finding]:
    """Traction is given for what is not a railway."""
    for leg in facts.file.legs.values():
        if leg.traction and leg.mode not in WITH_GAUGE:
            yield _unfit(("legs", leg.id, "traction"), f"traction of a leg by {leg.mode}")
    legs = facts.file.legs
    for path, factor in facts.of(EmissionFactor):
        modes = {legs[leg].mode for leg in factor.legs if leg in legs} | set(factor.modes)
        if factor.traction and (factor.transfers or modes - WITH_GAUGE):
            yield _unfit((*path, "traction"), f"traction of {factor.id}")
        if factor.unit == ENERGY and factor.traction != "electric":
            wording = Wording(
                f"{ENERGY} without electric traction",
                "traction: electric, since the grid factor of the country makes it grams",
                "add traction: electric, or give the factor in g/t-km",
            )
            yield Finding("unfit_traction", (*path, "unit"), wording)


def _unfit(path: Path, found: str) -> Finding:
    railways = " or ".join(sorted(WITH_GAUGE))
    wording = Wording(found, f"traction of legs by {railways} alone", "remove traction")
    return Finding("unfit_traction", path, wording)


@check(Severity.ERROR)
def unclear_assumption(facts: Facts) -> Iterator[Finding]:
    """An assumption states nothing, is impossible, or contradicts another one for the same leg."""
    for path, item in facts.of(EmissionAssumption):
        if all(getattr(item, aspect) is None for aspect in ASPECTS):
            wording = Wording(
                f"{item.id}, which assumes nothing",
                "traction, load_factor or empty_running",
                "add one of them, as in load_factor: 80 %",
            )
            yield Finding("unclear_assumption", path, wording, on_key=True)
    loads: list[tuple[Path, EmissionAssumption | EmissionFactor]] = [
        *facts.of(EmissionAssumption),
        *facts.of(EmissionFactor),
    ]
    for path, value in loads:
        if value.load_factor == 0 or value.empty_running == 10_000:
            name = "load_factor" if value.load_factor == 0 else "empty_running"
            wording = Wording(
                f"{name} {'0 %' if name == 'load_factor' else '100 %'}: nothing is carried",
                "a load above 0 %, empty running below 100 %",
                "correct the share",
            )
            yield Finding("unclear_assumption", (*path, name), wording)
    yield from _contradictions(facts)


def _contradictions(facts: Facts) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    known = list(facts.of(EmissionAssumption))
    for leg in facts.file.legs.values() if len(known) > 1 else ():
        ends = leg.origin in facts.file.nodes and leg.destination in facts.file.nodes
        countries = countries_of(leg, facts.file.nodes) if ends else ()
        for aspect in ASPECTS:
            taken: dict[object, EmissionAssumption] = {}
            for path, item in known:
                if getattr(item, aspect) is None or not item.fits(leg.id, leg.mode, countries):
                    continue
                other = taken.setdefault(item.rank, item)
                if other is not item and (item.id, aspect) not in told:
                    told.add((item.id, aspect))
                    wording = Wording(
                        f"{aspect} of {leg.id}, which {other.id} assumes too",
                        "one assumption for each leg, or one that names it more closely",
                        "narrow the conditions of one of the two (legs, countries, modes)",
                    )
                    related: tuple[Path, ...] = (("emission_assumptions", other.id),)
                    where = (*path, aspect)
                    yield Finding("unclear_assumption", where, wording, related=related)


@check(Severity.WARNING)
def idle_assumption(facts: Facts) -> Iterator[Finding]:
    """A load is assumed for legs whose factor does not say which load is inside it."""
    legs = facts.file.legs
    for path, item in facts.of(EmissionAssumption):
        for aspect in ("load_factor", "empty_running"):
            if getattr(item, aspect) is None:
                continue
            modes = set(item.modes) | {legs[leg].mode for leg in item.legs if leg in legs}
            loaded = {
                mode
                for factor in facts.file.emission_factors.values()
                if getattr(factor, aspect) is not None
                for mode in (*factor.modes, *(legs[leg].mode for leg in factor.legs if leg in legs))
            }
            if modes and modes.isdisjoint(loaded):
                wording = Wording(
                    f"{aspect} by {', '.join(sorted(modes))}, whose factors name none",
                    f"a factor with its own {aspect}, from which the other is scaled",
                    f"add {aspect} to the factor, or remove it here",
                )
                yield Finding("idle_assumption", (*path, aspect), wording)


def odd_factors(facts: Facts) -> Iterator[Finding]:
    """Yield factors that nobody believes."""
    legs = facts.file.legs
    for path, factor in facts.of(EmissionFactor):
        modes = sorted({legs[leg].mode for leg in factor.legs if leg in legs} | set(factor.modes))
        known = _known_spans(factor, modes)
        low, high = min(span[0] for span in known), max(span[1] for span in known)
        low = low if _is_whole(factor.scope) else 0
        words = f" by {' or '.join(modes)}" if modes else ""
        expected = f"{low:g} to {high:g} {factor.unit}{words}"
        for name in ("value", "low", "high"):
            value = getattr(factor, name)
            if value is not None and not low <= value <= high:
                yield odd((*path, name), f"{value:g} {factor.unit}{words}", expected)
                break
        if factor.load_factor is not None and factor.load_factor < LEAST_LOAD * 100:
            found = f"loaded to {factor.load_factor / 100:g} %"
            yield odd((*path, "load_factor"), found, f"{LEAST_LOAD} to 100 %")
    for path, grid in facts.of(GridFactor):
        low, high = GRID
        if not low <= grid.value <= high:
            yield odd((*path, "value"), f"{grid.value:g} g/kWh", f"{low:g} to {high:,} g/kWh")


def _is_whole(scope: Scope) -> bool:
    return scope == "WTW"


def _known_spans(factor: EmissionFactor, modes: list[str]) -> list[tuple[float, float]]:
    if factor.unit in PER_STOP:
        return [PER_STOP[factor.unit]]
    if factor.unit == ENERGY:
        return [ENERGY_USE]
    return [MODES[mode].grams[PER_KM.index(factor.unit)] for mode in modes] or [(0, float("inf"))]
