"""What a path costs: the best way to price its parts, and every part by name.

A path is cut into parts: a leg by its own tariff, a section by a tariff between its ends, or a leg
without a price. Of all cuts the one counts that leaves the fewest metres, then the fewest handlings
without a price, then costs least.
"""

from collections.abc import Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from corridor.network.fields import LEVELS, Level
from corridor.network.network import Network
from corridor.network.rates import Tariff
from corridor.routes.costs.cost import Charge, Cost, Missing
from corridor.routes.shipment import Shipment
from corridor.routes.steps import Transfer
from corridor.routing.costs.carbon import with_carbon
from corridor.routing.costs.price_book import HANDLED, Cents, PriceBook, Quote, dated, price_books
from corridor.routing.costs.resolved_shipment import Terms, sources_of, terms_of
from corridor.routing.graph.corridors import corridors_of
from corridor.routing.graph.line_graph import LineGraph, compile_network

Path = tuple[int, ...]
ELSEWHERE = 3


class Part(NamedTuple):
    """Legs of a path, from and to a number, with their price or none."""

    start: int
    end: int
    quote: Quote | None


class _Cut(NamedTuple):
    """The best way to cut the first legs of a path."""

    rank: tuple[int, int, int, int]
    parts: tuple[Part, ...]
    unpriced: tuple[int, ...]


def cost_along(net: Network, path: Path, shipment: Shipment, level: Level) -> Cost:
    """Return what a path costs."""
    terms, graph = terms_of(net, shipment), compile_network(net)
    belongs = set(corridors_of(net, path))
    books = [
        book
        for book in price_books(net, terms)
        if book.corridor is None or (book.corridor in belongs and book.foreign.isdisjoint(path))
    ]
    place = LEVELS.index(level)
    cuts = [(_cut(graph, path, book, place), number) for number, book in enumerate(books)]
    cut, number = min(cuts, key=lambda pair: (pair[0].rank, pair[1]))
    charges = tuple(_charges(graph, path, terms, books[number], cut))
    missing = tuple(_missing(graph, path, cut))
    tariffs = {item.tariff.id: item.tariff for item in charges if item.tariff}
    elsewhere = _elsewhere(net, terms, belongs, tariffs) if missing else ()
    cited = tuple(source for tariff in tariffs.values() for source in tariff.sources)
    day = str(net.date or net.as_of)
    cost = Cost(
        shipment=shipment,
        charges=charges,
        missing=missing,
        elsewhere=elsewhere,
        defaults=terms.defaults,
        level=level,
        day=day,
        worth=_worth(graph, path, terms),
        sources=sources_of(net, cited),
    )
    return with_carbon(net, path, cost)


def _transfer(graph: LineGraph, path: Path, number: int) -> Transfer | None:
    return graph.transfer(path[number - 1], path[number]) if number else None


def _worth(graph: LineGraph, path: Path, terms: Terms) -> Cents:
    """Return what the time on a path is worth, leg by leg and stop by stop."""
    times = [graph.leg(number).leg.transit_time.levels for number in path]
    stops = (_transfer(graph, path, number) for number in range(len(path)))
    times += [standing(transfer) for transfer in stops if transfer]
    low, typical, high = (sum(map(terms.time_value, own)) for own in zip(*times, strict=True))
    return low, typical, high


def standing(transfer: Transfer) -> Cents:
    """Return how long a shipment stands at a transfer [s] at low, typical and high."""
    low, typical, high = (sum(times) for times in zip(*_levels(transfer), strict=True))
    return low, typical, high


def _levels(transfer: Transfer) -> list[Cents]:
    return [time.levels for time in transfer.estimates]


def _cut(graph: LineGraph, path: Path, book: PriceBook, level: int) -> _Cut:
    """Return the best way to cut a path into priced parts."""
    nodes = [graph.leg(number).origin.id for number in path]
    nodes.append(graph.leg(path[-1]).destination.id)
    metres = [int(graph.vertices[number].leg.distance.value) for number in path]
    best: list[dict[bool, _Cut]] = [{True: _Cut((0, 0, 0, 0), (), ())}]
    best += [{} for _ in path]
    for start, reached in enumerate(best[:-1]):
        transfer = _transfer(graph, path, start)
        for handled, cut in reached.items():
            for part in _parts(graph, path, book, nodes, start):
                tariff = part.quote.tariff if part.quote else None
                included = bool(tariff and tariff.includes_handling)
                cents, unpriced = 0, False
                if transfer:
                    cents, unpriced = handling(book, transfer, level, free=handled or included)
                gap = 0 if part.quote else metres[start]
                cents += part.quote.cents[level] if part.quote else 0
                rank = tuple(
                    old + new
                    for old, new in zip(cut.rank, (gap, int(unpriced), cents, 1), strict=True)
                )
                stops = (*cut.unpriced, start) if unpriced else cut.unpriced
                longer = _Cut(rank, (*cut.parts, part), stops)  # type: ignore[arg-type] # 4 ranks
                known = best[part.end].get(included)
                if known is None or longer.rank < known.rank:
                    best[part.end][included] = longer
    return min(best[-1].values(), key=lambda cut: cut.rank)


def _parts(
    graph: LineGraph, path: Path, book: PriceBook, nodes: list[str], start: int
) -> Iterator[Part]:
    """Yield the parts that may begin at a leg: without a price, by its own, by a section's."""
    yield Part(start, start + 1, book.legs.get(graph.vertices[path[start]].leg.id))
    for end in range(start + 1, len(nodes)):
        section = book.sections.get((nodes[start], nodes[end]))
        modes = {graph.vertices[number].leg.mode for number in path[start:end]}
        if section and all(map(section.tariff.carries, modes)):
            yield Part(start, end, section)


def handling(book: PriceBook, transfer: Transfer, level: int, *, free: bool) -> tuple[int, bool]:
    """Return what a transfer between two priced parts costs, and whether a price is wanting.

    With `free`, the price of a part beside it includes the handling.
    """
    node = transfer.node.id
    cents = book.storage(node, standing(transfer)[level], level)
    if free and transfer.kind in HANDLED:
        return cents, False
    quote = book.nodes.get((node, transfer.kind))
    if quote:
        return cents + quote.cents[level], False
    return cents, transfer.kind in HANDLED


def _charges(
    graph: LineGraph, path: Path, terms: Terms, book: PriceBook, cut: _Cut
) -> Iterator[Charge]:
    """Yield the charges of a cut path in order."""
    included = False
    for part in cut.parts:
        split = _split(graph, path, part)
        before, included = included, bool(part.quote and part.quote.tariff.includes_handling)
        for number in range(part.start, part.end):
            transfer = _transfer(graph, path, number)
            if transfer:
                if number == part.start:
                    yield from _stop_charges(book, transfer, free=before or included)
                stop = f"stop {transfer.node.id}"
                yield from _inventory(terms, stop, f"at {transfer.node.short}", standing(transfer))
            leg = graph.leg(path[number])
            label = f"{leg.origin.short} > {leg.destination.short}"
            if part.quote:
                alone = part.end == part.start + 1
                basis = part.quote.tariff.basis if alone else "allocated"
                cents = split[number - part.start]
                yield Charge("haulage", f"leg {leg.id}", label, cents, basis, part.quote.tariff)
            yield from _inventory(terms, f"leg {leg.id}", label, leg.transit_time.levels)


def _split(graph: LineGraph, path: Path, part: Part) -> list[Cents]:
    """Return the price of a part split among its legs by distance; it adds up to the cent."""
    numbers = path[part.start : part.end]
    ends = [0, *accumulate(int(graph.vertices[n].leg.distance.value) for n in numbers)]
    whole = part.quote.cents if part.quote else (0, 0, 0)
    sums = [[cents * end // ends[-1] for end in ends] for cents in whole]
    low, typical, high = ([b - a for a, b in pairwise(s)] for s in sums)
    return list(zip(low, typical, high, strict=True))


def _stop_charges(book: PriceBook, transfer: Transfer, *, free: bool) -> Iterator[Charge]:
    """Yield what is done at a stop between two parts, and what standing there costs."""
    node, stop = transfer.node, f"stop {transfer.node.id}"
    quote = book.nodes.get((node.id, transfer.kind))
    if quote and not (free and transfer.kind in HANDLED):
        label = f"{transfer.kind.replace('_', ' ')} at {node.short}"
        yield Charge(transfer.kind, stop, label, quote.cents, quote.tariff.basis, quote.tariff)
    times = standing(transfer)
    low, typical, high = (book.storage(node.id, times[level], level) for level in range(3))
    if high:
        tariff = book.nodes[node.id, "storage"].tariff
        label = f"storage at {node.short}"
        yield Charge("storage", stop, label, (low, typical, high), tariff.basis, tariff)


def _inventory(terms: Terms, element: str, label: str, times: Cents) -> Iterator[Charge]:
    """Yield what the goods cost while they are on a leg or at a stop."""
    if terms.holding:
        low, typical, high = map(terms.time_cost, times)
        basis = "user" if terms.shipment.inventory_cost is not None else "estimated"
        yield Charge("inventory", element, label, (low, typical, high), basis)


def _missing(graph: LineGraph, path: Path, cut: _Cut) -> Iterator[Missing]:
    """Yield what has no price: runs of legs as one, and handlings."""
    for part in cut.parts:
        if part.start in cut.unpriced:
            transfer = _transfer(graph, path, part.start)
            if transfer:
                label = f"{transfer.kind.replace('_', ' ')} at {transfer.node.short}"
                yield Missing(f"stop {transfer.node.id}", label)
        if part.quote is None:
            leg = graph.leg(path[part.start])
            label = f"{leg.origin.short} > {leg.destination.short}"
            yield Missing(f"leg {leg.id}", label, int(leg.distance))


def _elsewhere(
    net: Network, terms: Terms, corridors: set[str], used: dict[str, Tariff]
) -> tuple[Tariff, ...]:
    """Return the latest tariffs of some corridors that do not fit a way, some for other boxes."""
    found = [
        tariff
        for tariff in dated(net, terms)
        if tariff.id not in used and not corridors.isdisjoint(tariff.corridors)
    ]
    box = terms.shipment.equipment
    own = [tariff for tariff in found if tariff.equipment == box]
    others = [tariff for tariff in found if tariff.equipment != box]
    return (*reversed(own[-ELSEWHERE:]), *others[-1:]) if not used else tuple(own[-1:])
