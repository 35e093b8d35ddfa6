"""Which tariffs hold for a shipment: of a day, of a size of box, in one currency.

Of two tariffs for the same leg, node or ends the later counts; then the one with more conditions.
They count before rules, and of these the one with the most conditions does. A tariff that is a
claim of corridors holds only on routes of that corridor that pass through no other.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import NamedTuple

from corridor.network.model import Leg
from corridor.network.network import Memory, Network
from corridor.network.offers.conditions import (
    Border,
    borders_by_node,
    fits_leg,
    fits_stop,
    is_run_by,
)
from corridor.network.rates import TIME_CHARGES, Tariff
from corridor.routing.costs.resolved_shipment import Terms, chain_of_rates, not_after
from corridor.routing.costs.tariff_quotes import Quote, quote
from corridor.routing.graph.corridors import foreign, with_parents

#: What is charged for the time at a stop.
AT_STOPS = ("storage", "demurrage")
#: Of the whole route: the place under which detention stands.
EVERYWHERE = ""
#: What happens between two legs and is not free because no tariff says what it costs.
HANDLED = {"transshipment", "gauge_break"}


class PriceBook(NamedTuple):
    """The prices that hold on the routes of a corridor, or on all routes.

    Attributes
    ----------
    corridor
        The corridor, or none.
    legs, sections, nodes
        By leg; by the nodes at both ends, one for each set of modes; by node and charge.
    times
        Charges for time, by node and charge: those that come first count first.
    foreign
        Vertices on which none of it holds: passages of other corridors.
    """

    corridor: str | None
    legs: dict[str, Quote]
    sections: dict[tuple[str, str], tuple[Quote, ...]]
    nodes: dict[tuple[str, str], Quote]
    times: dict[tuple[str, str], tuple[Quote, ...]]
    foreign: frozenset[int]

    def time_charge(self, node: str, charge: str, operators: Collection[str]) -> Quote | None:
        """Return the tariff of a charge for time of boxes that arrive by some operators."""
        known = self.times.get((node, charge), ())
        return next((item for item in known if is_run_by(item.tariff, operators)), None)

    def stay(self, node: str, operators: Collection[str], seconds: int, level: int) -> int:
        """Return what a time at a node costs [cents] in storage and demurrage."""
        held = (self.time_charge(node, charge, operators) for charge in AT_STOPS)
        return sum(item.over(seconds, level)[0] for item in held if item)


_PRICES = Memory[tuple[Terms, bool], tuple[PriceBook, ...]]("prices")


def price_books(net: Network, terms: Terms, *, historic: bool = False) -> tuple[PriceBook, ...]:
    """Return the prices for a shipment: on all routes, then for each corridor with own prices.

    A price in a currency without an exchange rate to that of the shipment is left out; with
    `historic`, prices older than the shipment allows count too.
    """
    memory = net.memory(_PRICES)
    if (terms, historic) not in memory:
        held = [
            tariff for tariff in dated(net, terms) if _holds(net, terms, tariff, historic=historic)
        ]
        named = {corridor for tariff in held for corridor in tariff.corridors}
        ids = (None, *(corridor for corridor in net.corridors if corridor in named))
        memory[terms, historic] = tuple(_book(net, terms, held, corridor) for corridor in ids)
    return memory[terms, historic]


def _holds(net: Network, terms: Terms, tariff: Tariff, *, historic: bool) -> bool:
    shipment = terms.shipment
    return (
        tariff.fits_cargo(shipment.equipment, terms.grams // shipment.quantity, shipment.goods)
        and (historic or not is_historic(tariff, terms))
        and is_convertible(net, tariff, terms)
    )


def is_convertible(net: Network, tariff: Tariff, terms: Terms) -> bool:
    """Return whether exchange rates lead from the currency of a tariff to that of a shipment."""
    given, wanted = tariff.price.low.currency, terms.shipment.currency
    return chain_of_rates(net, given, wanted, terms.price_date) is not None


def is_historic(tariff: Tariff, terms: Terms) -> bool:
    """Return whether a price is older than the shipment allows; one with a validity is not."""
    if terms.oldest is None or tariff.date is None or tariff.valid_until:
        return False
    return not not_after(terms.oldest, tariff.date)


def dated(net: Network, terms: Terms) -> list[Tariff]:
    """Return the tariffs that hold on a shipment's date, the earliest first."""
    day = terms.price_date
    found = (
        tariff
        for tariff in net.file.tariffs.values()
        if not_after(tariff.date or "", day)
        and (tariff.valid_from is None or not_after(str(tariff.valid_from), day))
        and (tariff.valid_until is None or not_after(day, str(tariff.valid_until)))
    )
    return sorted(found, key=lambda tariff: (tariff.date or "", len(tariff.conditions), tariff.id))


def _book(net: Network, terms: Terms, held: list[Tariff], corridor: str | None) -> PriceBook:
    chain = {item.id for item in with_parents(net, corridor)}
    away = foreign(net, corridor) if corridor else frozenset()
    book = PriceBook(corridor, {}, {}, {}, {}, away)
    own = [
        tariff for tariff in held if not tariff.corridors or not chain.isdisjoint(tariff.corridors)
    ]
    timed = [tariff for tariff in own if tariff.charge in TIME_CHARGES]
    own = [tariff for tariff in own if tariff.charge not in TIME_CHARGES]
    _add_times(net, terms, book, timed)
    _add_rules(net, terms, book, [tariff for tariff in own if tariff.is_rule])
    for tariff in own:  # the later ones replace the earlier
        if tariff.leg:
            metres = int(net.legs[tariff.leg].distance.value)
            book.legs[tariff.leg] = quote(net, terms, tariff, metres)
        elif tariff.node and tariff.charge:
            book.nodes[tariff.node, tariff.charge] = quote(net, terms, tariff)
        elif tariff.origin:
            _add_section(book, quote(net, terms, tariff))
    return book


def _add_section(book: PriceBook, item: Quote) -> None:
    """Put the price of a section in place of an earlier one by the same modes."""
    tariff = item.tariff
    directions = [(tariff.origin, tariff.destination)]
    directions += [(tariff.destination, tariff.origin)] if tariff.both_ways else []
    modes = frozenset(tariff.modes)
    for origins, destinations in directions:
        for origin in origins:
            for destination in destinations:
                known = book.sections.get((origin, destination), ())
                others = [one for one in known if frozenset(one.tariff.modes) != modes]
                book.sections[origin, destination] = (*others, item)


def _add_rules(net: Network, terms: Terms, book: PriceBook, rules: list[Tariff]) -> None:
    """Give each leg, and each stop, the price of the rule with the most conditions."""
    ranked = sorted(rules, key=lambda rule: (len(rule.conditions), rule.date or "", rule.id))
    for leg in net.legs.values() if rules else ():
        countries = net.countries_of(leg)
        fitting = [rule for rule in ranked if fits_leg(rule, leg, countries)]
        if fitting:
            book.legs[leg.id] = quote(net, terms, fitting[-1], int(leg.distance.value))
    for rule in ranked:
        if rule.charge:
            item = quote(net, terms, rule)
            book.nodes.update(((node, rule.charge), item) for node in _stops_of(net, rule))


def rule_for(net: Network, terms: Terms, leg: Leg, countries: tuple[str, ...]) -> Tariff | None:
    """Return the rule of a leg's mode that prices a leg outside the network; none without one.

    A rule that names corridors holds on their ways alone, and one of no mode names no road.
    """
    fitting = [
        rule
        for rule in dated(net, terms)
        if leg.mode in rule.modes
        and not rule.corridors
        and rule.charge not in TIME_CHARGES
        and fits_leg(rule, leg, countries)
        and _holds(net, terms, rule, historic=False)
    ]
    ranked = sorted(fitting, key=lambda rule: (len(rule.conditions), rule.date or "", rule.id))
    return ranked[-1] if ranked else None


_BORDERS = Memory[None, Mapping[str, frozenset[Border]]]("borders by node")


def _stops_of(net: Network, rule: Tariff) -> list[str]:
    """Return the ids of the nodes that meet the conditions of a rule for stops."""
    memory = net.memory(_BORDERS)
    if None not in memory:
        memory[None] = borders_by_node(net.legs.values(), net.nodes)
    borders = memory[None]
    return [node.id for node in net.nodes.values() if fits_stop(rule, node, borders[node.id])]


def _add_times(net: Network, terms: Terms, book: PriceBook, tariffs: list[Tariff]) -> None:
    """Give each node its charges for time, in the order in which they count."""
    found: dict[tuple[str, str], list[Quote]] = defaultdict(list)
    for tariff in sorted(tariffs, key=_rank_of_time, reverse=True):
        item = quote(net, terms, tariff)
        nodes = [EVERYWHERE] if tariff.charge == "detention" else _stops_of(net, tariff)
        for node in [tariff.node] if tariff.node else nodes:
            found[node, tariff.charge or ""].append(item)
    book.times.update((key, tuple(items)) for key, items in found.items())


def _rank_of_time(tariff: Tariff) -> tuple[bool, int, str, int, str]:
    """Return the rank of a charge for time: a node's own, and there a carrier's, count first."""
    specific = len(tariff.conditions)
    first = specific if tariff.is_rule else int(bool(tariff.operators))
    return (not tariff.is_rule, first, tariff.date or "", specific, tariff.id)
