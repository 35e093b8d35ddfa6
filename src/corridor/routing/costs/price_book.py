"""Which tariffs hold for a shipment: of a day, of a size of box, in one currency.

Of two tariffs for the same thing the later counts. A tariff that is a claim of corridors holds only
on ways of that corridor that pass through no other.
"""

from typing import NamedTuple

from corridor.network.fields import LEVELS
from corridor.network.network import Memory, Network
from corridor.network.rates import Tariff
from corridor.routing.costs.resolved_shipment import Terms, converted, not_after
from corridor.routing.graph.corridors import foreign, with_parents

Cents = tuple[int, int, int]
#: What happens between two legs and is not free because no tariff says what it costs.
HANDLED = {"transshipment", "gauge_break"}


class Quote(NamedTuple):
    """A tariff and what it is for all boxes of a shipment, at low, typical and high."""

    tariff: Tariff
    cents: Cents


class PriceBook(NamedTuple):
    """The prices that hold on the ways of a corridor, or on all ways.

    Attributes
    ----------
    corridor
        The corridor, or none.
    legs, sections, nodes
        By leg; by the nodes at both ends; by node and charge.
    foreign
        Vertices on which none of it holds: passages of other corridors.
    """

    corridor: str | None
    legs: dict[str, Quote]
    sections: dict[tuple[str, str], Quote]
    nodes: dict[tuple[str, str], Quote]
    foreign: frozenset[int]

    def storage(self, node: str, seconds: int, level: int) -> int:
        """Return what standing at a node costs [cents]: each day begun after the free time."""
        quote = self.nodes.get((node, "storage"))
        if quote is None or quote.tariff.free_time is None:
            return 0
        over = seconds - int(quote.tariff.free_time)
        return quote.cents[level] * -(-over // 86_400) if over > 0 else 0


_PRICES = Memory[Terms, tuple[PriceBook, ...]]("prices")


def price_books(net: Network, terms: Terms) -> tuple[PriceBook, ...]:
    """Return the prices for a shipment: on all ways, then for each corridor with own prices.

    Raises
    ------
    ShipmentError
        When the file has no rate from the currency of a price to that of the shipment.
    """
    memory = net.memory(_PRICES)
    if terms not in memory:
        box = terms.shipment.equipment
        known = [
            quote(net, terms, tariff) for tariff in dated(net, terms) if tariff.equipment == box
        ]
        named = {corridor for item in known for corridor in item.tariff.corridors}
        ids = (None, *(corridor for corridor in net.corridors if corridor in named))
        memory[terms] = tuple(_book(net, known, corridor) for corridor in ids)
    return memory[terms]


def dated(net: Network, terms: Terms) -> list[Tariff]:
    """Return the tariffs that are not after a shipment's date, the earliest first."""
    found = (
        tariff
        for tariff in net.file.tariffs.values()
        if not_after(tariff.date or "", terms.price_date)
    )
    return sorted(found, key=lambda tariff: (tariff.date or "", tariff.id))


def quote(net: Network, terms: Terms, tariff: Tariff) -> Quote:
    """Return a tariff for all boxes of a shipment, in its currency."""
    shipment = terms.shipment
    low, typical, high = (
        converted(
            net,
            tariff.price.times(shipment.quantity, level),
            shipment.currency,
            terms.price_date,
        )
        for level in LEVELS
    )
    return Quote(tariff, (low, typical, high))


def _book(net: Network, known: list[Quote], corridor: str | None) -> PriceBook:
    chain = {item.id for item in with_parents(net, corridor)}
    book = PriceBook(corridor, {}, {}, {}, foreign(net, corridor) if corridor else frozenset())
    for item in known:  # the later ones replace the earlier
        tariff = item.tariff
        if tariff.corridors and chain.isdisjoint(tariff.corridors):
            continue
        if tariff.leg:
            book.legs[tariff.leg] = item
        if tariff.node and tariff.charge:
            book.nodes[tariff.node, tariff.charge] = item
        for origin in tariff.origin:
            for destination in tariff.destination:
                book.sections[origin, destination] = item
                if tariff.both_ways:
                    book.sections[destination, origin] = item
    return book
