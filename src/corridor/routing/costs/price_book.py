"""Which tariffs hold for a shipment: of a day, of a size of box, in one currency.

Of two tariffs for the same leg, node or ends the later counts; then the one with more conditions.
They count before rules, and of these the one with the most conditions does. A tariff that is a
claim of corridors holds only on ways of that corridor that pass through no other.
"""

from typing import NamedTuple

from corridor.network.fields import LEVELS
from corridor.network.network import Memory, Network
from corridor.network.offers.conditions import fits_leg, fits_stop
from corridor.network.rates import Tariff
from corridor.routing.costs.resolved_shipment import Terms, chain_of_rates, converted, not_after
from corridor.routing.costs.tariffs import charged
from corridor.routing.graph.corridors import foreign, with_parents

Cents = tuple[int, int, int]
#: What happens between two legs and is not free because no tariff says what it costs.
HANDLED = {"transshipment", "gauge_break"}


class Quote(NamedTuple):
    """A tariff and what it is for all boxes of a shipment, at low, typical and high.

    `stated` is that in the tariff's own currency.
    """

    tariff: Tariff
    cents: Cents
    stated: Cents


class PriceBook(NamedTuple):
    """The prices that hold on the ways of a corridor, or on all ways.

    Attributes
    ----------
    corridor
        The corridor, or none.
    legs, sections, nodes
        By leg; by the nodes at both ends, one for each set of modes; by node and charge.
    foreign
        Vertices on which none of it holds: passages of other corridors.
    """

    corridor: str | None
    legs: dict[str, Quote]
    sections: dict[tuple[str, str], tuple[Quote, ...]]
    nodes: dict[tuple[str, str], Quote]
    foreign: frozenset[int]

    def storage(self, node: str, seconds: int, level: int) -> int:
        """Return what standing at a node costs [cents]: each day begun after the free time."""
        quote = self.nodes.get((node, "storage"))
        return quote.cents[level] * storage_days(quote.tariff, seconds) if quote else 0


def storage_days(tariff: Tariff, seconds: int) -> int:
    """Return the days begun after the free time of a tariff for storage."""
    if tariff.free_time is None:
        return 0
    return max(0, -(-(seconds - int(tariff.free_time)) // 86_400))


_PRICES = Memory[tuple[Terms, bool], tuple[PriceBook, ...]]("prices")


def price_books(net: Network, terms: Terms, *, historic: bool = False) -> tuple[PriceBook, ...]:
    """Return the prices for a shipment: on all ways, then for each corridor with own prices.

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
        tariff.fits_box(shipment.equipment, terms.grams // shipment.quantity)
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


def quote(net: Network, terms: Terms, tariff: Tariff, metres: int = 0) -> Quote:
    """Return a tariff for all boxes of a shipment over a distance [m], in its currency."""
    own = [charged(tariff, terms, level, metres) for level in LEVELS]
    currency, date = terms.shipment.currency, terms.price_date
    low, typical, high = (converted(net, money, currency, date) for money in own)
    return Quote(tariff, (low, typical, high), (own[0].cents, own[1].cents, own[2].cents))


def _book(net: Network, terms: Terms, held: list[Tariff], corridor: str | None) -> PriceBook:
    chain = {item.id for item in with_parents(net, corridor)}
    book = PriceBook(corridor, {}, {}, {}, foreign(net, corridor) if corridor else frozenset())
    own = [
        tariff for tariff in held if not tariff.corridors or not chain.isdisjoint(tariff.corridors)
    ]
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
    ways = [(tariff.origin, tariff.destination)]
    ways += [(tariff.destination, tariff.origin)] if tariff.both_ways else []
    modes = frozenset(tariff.modes)
    for origins, destinations in ways:
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
            fitting_nodes = (node.id for node in net.nodes.values() if fits_stop(rule, node))
            book.nodes.update(((node, rule.charge), item) for node in fitting_nodes)
