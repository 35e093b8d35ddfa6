"""What the price of emissions adds to the cost of a route: lines for its ocean legs."""

from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from corridor.money import Money
from corridor.network.carbon.factors import WHOLE
from corridor.network.model import Leg
from corridor.network.modes import MODES
from corridor.network.network import Network
from corridor.routes.costs.cost import CARBON, FUEL_EU, Charge, Cost, Missing
from corridor.routing.costs.emission_factors import FactorBook, factor_book
from corridor.routing.costs.emissions import leg_grams
from corridor.routing.costs.resolved_shipment import Terms, converted, nearest, terms_of
from corridor.routing.graph.line_graph import LineGraph, compile_network

Item = TypeVar("Item", Charge, Missing)
TONNE = 10**6
#: The basis of a charge that the user states.
STATED = "stated"


def carbon_cents(net: Network, book: FactorBook, leg: Leg, terms: Terms) -> dict[str, int] | None:
    """Return what the price of its emissions adds to a leg [cents], by kind of charge.

    Nothing where none is stated or the leg is no ocean leg; none where its emissions are not known.
    """
    price = terms.shipment.carbon_price
    if price is None or not MODES[leg.mode].is_ocean:
        return {}
    grams = leg_grams(book, leg, terms, price.scope)
    if grams is None:
        return None
    tonnes = Fraction(grams * price.share, TONNE * WHOLE)
    stated = {CARBON: price.per_tonne, FUEL_EU: price.fuel_eu}
    return {
        kind: nearest(tonnes * _cents(net, money, terms)) for kind, money in stated.items() if money
    }


def with_carbon(net: Network, path: tuple[int, ...], cost: Cost) -> Cost:
    """Return a cost with what the price of emissions adds, after the charges of each leg."""
    if cost.shipment.carbon_price is None:
        return cost
    terms, graph, book = terms_of(net, cost.shipment), compile_network(net), factor_book(net)
    left = list(cost.charges)
    charges: list[Charge] = []
    gaps = list(cost.missing)
    missing: list[Missing] = []
    for number in path:
        leg = graph.leg(number).leg
        charges += _up_to(left, f"leg {leg.id}")
        missing += _up_to(gaps, f"leg {leg.id}")
        found = carbon_cents(net, book, leg, terms)
        if found is None:
            missing.append(Missing(f"leg {leg.id}", f"carbon price of {_label(graph, number)}"))
        for kind, cents in (found or {}).items():
            levels = (cents, cents, cents)
            charges.append(Charge(kind, f"leg {leg.id}", _label(graph, number), levels, STATED))
    return replace(cost, charges=(*charges, *left), missing=(*missing, *gaps))


def _cents(net: Network, money: Money, terms: Terms) -> int:
    return converted(net, money, terms.shipment.currency, terms.price_date)


def _label(graph: LineGraph, number: int) -> str:
    leg = graph.leg(number)
    return f"{leg.origin.short} > {leg.destination.short}"


def _up_to(left: list[Item], element: str) -> list[Item]:
    """Return and remove what comes up to the last one in a row of an element."""
    end = next((at for at, item in enumerate(left) if item.element == element), 0)
    while end < len(left) and left[end].element == element:
        end += 1
    found = left[:end]
    del left[:end]
    return found
