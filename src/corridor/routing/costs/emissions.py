"""What legs and hubs emit: their factors applied to a shipment, in whole grams."""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from typing import NamedTuple

from corridor.network.carbon.factors import ENERGY, WHOLE, EmissionFactor, GridFactor, Scope
from corridor.network.model import Leg
from corridor.network.network import Network
from corridor.routes.costs.cost import Missing
from corridor.routes.costs.emissions import Emission, Emissions
from corridor.routes.shipment import Shipment
from corridor.routing.costs.emission_factors import (
    FactorBook,
    Factors,
    LegShare,
    factor_book,
)
from corridor.routing.costs.resolved_shipment import Terms, nearest, sources_of, terms_of
from corridor.routing.graph.line_graph import LineGraph, compile_network
from corridor.units import Mass

TONNE = 10**6
BY_TONNE = frozenset(("g/t-km", ENERGY))
Exact = Fraction | None


class Amounts(NamedTuple):
    """What something emits in each scope, and the range of its well-to-wheel amount [g]."""

    wtw: Exact
    wtt: Exact
    ttw: Exact
    low: Fraction
    high: Fraction


def emissions_along(net: Network, path: tuple[int, ...], shipment: Shipment) -> Emissions:
    """Return what a path emits, from the terminal at its start to that at its end."""
    terms, graph, book = terms_of(net, shipment), compile_network(net), factor_book(net)
    parts: list[Emission] = []
    missing: list[Missing] = []
    for found in _elements(graph, book, path, terms):
        if isinstance(found, Missing):
            missing.append(found)
            continue
        parts.append(found)
        if found.wtw is None:
            missing.append(Missing(found.element, found.label))
    metres = sum(int(graph.leg(number).distance) for number in path)
    cited = [source for part in parts for factor in part.factors for source in factor.sources]
    cited += [source for part in parts if part.grid for source in part.grid.sources]
    tonne_metres = terms.grams * metres // TONNE
    sources = sources_of(net, tuple(cited))
    return Emissions(tuple(parts), tuple(missing), tonne_metres, Mass(terms.grams), sources)


def leg_grams(book: FactorBook, leg: Leg, terms: Terms, scope: Scope = "WTW") -> int | None:
    """Return what a leg emits in a scope [g]; none where no factor says it."""
    name = scope.lower()
    found = [
        getattr(_leg_amounts(book, leg, share, metres, terms), name)
        for share, metres in _split(book, leg, terms)
    ]
    if not found or None in found:
        return None
    return sum(nearest(amount) for amount in found if amount is not None)


def emission_of(book: FactorBook, leg: Leg, terms: Terms) -> Emission | None:
    """Return what a leg outside the network emits; none where no factor says it."""
    found = [_of_leg(book, leg, leg.id, *share, terms) for share in _split(book, leg, terms)]
    return found[0] if len(found) == 1 else None


def hub_grams(book: FactorBook, kind: str, terms: Terms) -> int:
    """Return what a handling emits well-to-wheel [g]; nothing where no factor says it."""
    factors = book.hub(kind)
    return nearest(_hub_amounts(factors, terms).wtw or Fraction(0)) if factors else 0


def terminal_grams(net: Network, shipment: Shipment) -> int:
    """Return what the terminals at both ends of a route emit together [g]."""
    book, terms = factor_book(net), terms_of(net, shipment)
    factors = book.terminal
    return 2 * nearest(_hub_amounts(factors, terms).wtw or Fraction(0)) if factors else 0


def _elements(
    graph: LineGraph, book: FactorBook, path: tuple[int, ...], terms: Terms
) -> Iterator[Emission | Missing]:
    """Yield what each leg and hub of a path emits, or that it has no factor."""
    start, end = graph.leg(path[0]).origin, graph.leg(path[-1]).destination
    yield from _hub(f"terminal {start.id}", f"terminal at {start.short}", book.terminal, terms)
    for before, number in zip((None, *path), path, strict=False):
        transfer = None if before is None else graph.transfer(before, number)
        if transfer:
            label = f"{transfer.kind.replace('_', ' ')} at {transfer.node.short}"
            yield from _hub(f"stop {transfer.node.id}", label, book.hub(transfer.kind), terms)
        step = graph.leg(number)
        label = f"{step.origin.short} > {step.destination.short}"
        found = False
        for share, metres in _split(book, step.leg, terms):
            found = True
            yield _of_leg(book, step.leg, label, share, metres, terms)
        if not found:
            yield Missing(f"leg {step.id}", label, int(step.distance))
    yield from _hub(f"terminal {end.id}", f"terminal at {end.short}", book.terminal, terms)


def _hub(element: str, label: str, factors: Factors, terms: Terms) -> Iterator[Emission]:
    if factors:
        yield _emission(element, label, factors, _hub_amounts(factors, terms))


def _of_leg(
    book: FactorBook, leg: Leg, label: str, share: LegShare, metres: int, terms: Terms
) -> Emission:
    amounts = _leg_amounts(book, leg, share, metres, terms)
    aspects = ("traction", "load_factor", "empty_running")
    assumed = dict.fromkeys(book.assumed(leg, aspect) for aspect in aspects)
    return replace(
        _emission(f"leg {leg.id}", label, share.factors, amounts),
        metres=metres,
        traction=share.traction,
        grid=share.grid,
        stands_in=share.countries,
        assumptions=tuple(item for item in assumed if item),
    )


def _emission(element: str, label: str, factors: Factors, amounts: Amounts) -> Emission:
    """Return amounts in whole grams, of which the parts add up to the whole."""
    wtw, ttw, wtt = (
        None if amount is None else nearest(amount)
        for amount in (amounts.wtw, amounts.ttw, amounts.wtt)
    )
    if wtw is not None and ttw is not None:
        wtt = wtw - ttw
    known = wtw is not None
    return Emission(
        element=element,
        label=label,
        factors=factors,
        wtw=wtw,
        wtt=wtt,
        ttw=ttw,
        low=nearest(amounts.low) if known else None,
        high=nearest(amounts.high) if known else None,
    )


def _split(book: FactorBook, leg: Leg, terms: Terms) -> Iterator[tuple[LegShare, int]]:
    """Yield the shares of a leg with their metres, which add up to the leg's.

    There are none where a factor is by the tonne, and nothing is carried.
    """
    shares = book.shares(leg)
    by_tonne = {factor.unit for share in shares for factor in share.factors} & BY_TONNE
    if by_tonne and not terms.grams:
        return
    whole, done, begun = int(leg.distance.value), 0, Fraction(0)
    for share in shares:
        begun += share.share
        end = int(whole * begun)
        yield share, end - done
        done = end


def _leg_amounts(book: FactorBook, leg: Leg, share: LegShare, metres: int, terms: Terms) -> Amounts:
    """Return what a share of a leg emits, with the range of what it could take."""
    km = Fraction(metres, 1000)
    own = _amounts(share.factors, share.grid, book, leg, terms, km)
    if not share.others or own.wtw is None:
        return own
    low = high = Fraction(0)
    for options in share.others:
        found = [own, *(_amounts(*option, book, leg, terms, km) for option in options)]
        low += min(item.low for item in found if item.wtw is not None)
        high += max(item.high for item in found if item.wtw is not None)
    return own._replace(low=low / len(share.others), high=high / len(share.others))


def _amounts(
    factors: Factors,
    grid: GridFactor | None,
    book: FactorBook,
    leg: Leg,
    terms: Terms,
    km: Fraction,
) -> Amounts:
    scaled = [
        (factor, _activity(factor, terms, grid) * km * _adjusted(book, leg, factor))
        for factor in factors
    ]
    return _by_scope(scaled)


def _hub_amounts(factors: Factors, terms: Terms) -> Amounts:
    return _by_scope([(factor, _activity(factor, terms, None) * 1000) for factor in factors])


def _activity(factor: EmissionFactor, terms: Terms, grid: GridFactor | None) -> Fraction:
    """Return what a factor is multiplied by, for a kilometre or a handling of a shipment."""
    tonnes = Fraction(terms.grams, TONNE)
    by = {
        "g/t-km": tonnes,
        ENERGY: tonnes * Fraction(str(grid.value)) if grid else Fraction(0),
        "g/TEU-km": terms.teu,
        "kg/container": Fraction(terms.shipment.quantity),
        "kg/t": tonnes,
    }
    return by[factor.unit]


def _adjusted(book: FactorBook, leg: Leg, factor: EmissionFactor) -> Fraction:
    """Return the distance adjustment of a factor, and what another load makes of it.

    A vehicle-km emits the same whatever it carries: an approximation, which docs/emissions.md
    holds against a factor for full lorries.
    """
    result = 1 + Fraction(factor.distance_adjustment or 0, WHOLE)
    if factor.load_factor and (item := book.assumed(leg, "load_factor")):
        result *= Fraction(factor.load_factor, item.load_factor or WHOLE)
    if factor.empty_running is not None and (item := book.assumed(leg, "empty_running")):
        result *= Fraction(WHOLE - factor.empty_running, WHOLE - (item.empty_running or 0))
    return result


def _by_scope(scaled: list[tuple[EmissionFactor, Fraction]]) -> Amounts:
    """Return the sum of factors in each scope: the whole, or the sum of its two parts."""
    amounts: dict[str, Exact] = {"WTW": None, "WTT": None, "TTW": None}
    low = high = Fraction(0)
    whole = any(factor.scope == "WTW" for factor, _ in scaled)
    for factor, activity in scaled:
        if factor.unit == ENERGY:  # electric traction emits nothing at the vehicle
            value = Fraction(str(factor.value)) * activity
            amounts |= {"WTW": value, "WTT": value, "TTW": Fraction(0)}
        amounts |= {scope: value * activity for scope, value in factor.amounts.items()}
        if factor.scope == "WTW" or not whole:
            low += factor.bounds[0] * activity
            high += factor.bounds[1] * activity
    wtw, wtt, ttw = amounts["WTW"], amounts["WTT"], amounts["TTW"]
    if wtw is None and wtt is not None and ttw is not None:
        wtw = wtt + ttw
    elif wtw is not None and wtt is None and ttw is not None:
        wtt = wtw - ttw
    elif wtw is not None and ttw is None and wtt is not None:
        ttw = wtw - wtt
    return Amounts(wtw, wtt, ttw, low, high)
