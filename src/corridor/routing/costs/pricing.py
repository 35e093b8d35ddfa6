"""What a path costs: the best way to price its parts, and every part by name.

A path is cut into parts: a leg by its own tariff, a section by a tariff between its ends, or a leg
without a price. Of all cuts the one counts that leaves the fewest metres, then the fewest handlings
without a price, then costs least.
"""

from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from corridor.network.fields import LEVELS, Level
from corridor.network.network import Network
from corridor.network.offers.conditions import fits_leg
from corridor.network.offers.shared_offers import sharing_corridors
from corridor.network.rates import Tariff
from corridor.routes.costs.cost import Charge, Cost, Missing
from corridor.routes.shipment import Shipment
from corridor.routes.steps import Transfer
from corridor.routing.costs.carbon import with_carbon
from corridor.routing.costs.price_book import (
    AT_STOPS,
    EVERYWHERE,
    HANDLED,
    PriceBook,
    dated,
    is_convertible,
    is_historic,
    price_books,
)
from corridor.routing.costs.resolved_shipment import Terms, chain_of_rates, sources_of, terms_of
from corridor.routing.costs.ridden_path import Path, Ridden, Steps, ridden_along
from corridor.routing.costs.tariff_quotes import Cents, Quote, rebased
from corridor.routing.graph.corridors import corridors_of
from corridor.routing.graph.line_graph import LineGraph, compile_network

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


def cost_along(
    net: Network, path: Path, shipment: Shipment, level: Level, steps: Steps | None = None
) -> Cost:
    """Return what a path costs; its legs and transfers may be given with other times."""
    terms, belongs = terms_of(net, shipment), set(corridors_of(net, path))
    ridden = ridden_along(net, path, steps)
    charges, missing = _priced(net, path, ridden, terms, belongs, level)
    tariffs = {item.tariff.id: item.tariff for item in charges if item.tariff}
    historic = _historic(net, path, ridden, terms, belongs, level) if missing else ()
    elsewhere = _elsewhere(net, terms, belongs, tariffs) if missing else ()
    used = [*tariffs.values(), *(item.tariff for item in historic if item.tariff)]
    cited = tuple(source for tariff in used for source in tariff.sources)
    cost = Cost(
        shipment=shipment,
        charges=charges,
        missing=missing,
        elsewhere=elsewhere,
        defaults=terms.defaults,
        level=level,
        day=str(net.date or net.as_of),
        worth=_worth(*ridden, terms),
        sources=sources_of(net, cited),
        historic=historic,
        conversions=tuple(conversions(net, used, terms)),
        shared=tuple(_shared(net, tariffs.values())),
        unconverted=tuple(_unconverted(net, path, terms)) if missing else (),
        rebased=tuple(rebased(used, terms)),
    )
    return with_carbon(net, path, cost)


def _priced(
    net: Network,
    path: Path,
    ridden: Ridden,
    terms: Terms,
    belongs: set[str],
    level: Level,
    *,
    historic: bool = False,
) -> tuple[tuple[Charge, ...], tuple[Missing, ...]]:
    """Return the charges of the best way to price a path, and what has no price."""
    book, cut = _best_cut(net, path, ridden, terms, belongs, level, historic=historic)
    charges = tuple(_charges(*ridden, terms, book, cut))
    return charges, tuple(_missing(*ridden, cut))


def _best_cut(
    net: Network,
    path: Path,
    ridden: Ridden,
    terms: Terms,
    belongs: set[str],
    level: Level,
    *,
    historic: bool = False,
) -> tuple[PriceBook, _Cut]:
    """Return the best way to price a path, and the prices that it takes."""
    place = LEVELS.index(level)
    books = [
        book
        for book in price_books(net, terms, historic=historic)
        if book.corridor is None or (book.corridor in belongs and book.foreign.isdisjoint(path))
    ]
    cuts = [(_cut(*ridden, book, place), number) for number, book in enumerate(books)]
    cut, number = min(cuts, key=lambda pair: (pair[0].rank, pair[1]))
    return books[number], cut


class TimeCharge(NamedTuple):
    """A charge for time on a path, and its price.

    `before` is the number of the leg before which the box stands: at the destination the number of
    legs, of detention, which is for the whole route, -1.
    """

    kind: str
    before: int
    label: str
    quote: Quote


def time_charges(
    net: Network, path: Path, shipment: Shipment, level: Level
) -> tuple[TimeCharge, ...]:
    """Return the charges for time that hold on a path, at its ends too."""
    graph, terms = compile_network(net), terms_of(net, shipment)
    ridden, belongs = Ridden(graph, path), set(corridors_of(net, path))
    book, cut = _best_cut(net, path, ridden, terms, belongs, level)
    found = []
    for number in (*(part.start for part in cut.parts), len(path)):
        leg = graph.leg(path[max(0, number - 1)])
        node = leg.destination if number else leg.origin
        for kind in AT_STOPS:
            held = book.time_charge(node.id, kind, leg.operators)
            if held:
                found.append(TimeCharge(kind, number, f"{kind} at {node.short}", held))
    detention = book.time_charge(EVERYWHERE, "detention", graph.leg(path[-1]).operators)
    if detention:
        found.append(TimeCharge("detention", -1, "detention of the box", detention))
    return tuple(found)


def _historic(
    net: Network, path: Path, ridden: Ridden, terms: Terms, belongs: set[str], level: Level
) -> tuple[Charge, ...]:
    """Return the charges by prices that are too old, where every age would count."""
    if terms.oldest is None:
        return ()
    charges, _ = _priced(net, path, ridden, terms, belongs, level, historic=True)
    return tuple(item for item in charges if item.tariff and is_historic(item.tariff, terms))


def conversions(net: Network, tariffs: Iterable[Tariff], terms: Terms) -> Iterator[str]:
    """Yield for each currency of some tariffs the exchange rates that lead to the shipment's."""
    wanted = terms.shipment.currency
    for given in dict.fromkeys(tariff.price.low.currency for tariff in tariffs):
        chain = chain_of_rates(net, given, wanted, terms.price_date)
        if chain:
            rates = (f"1 {rate.base} = {rate.rate:g} {rate.quoted} ({rate.date})" for rate in chain)
            yield f"{given} to {wanted}: {', '.join(rates)}"


def _shared(net: Network, tariffs: Iterable[Tariff]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the prices between two places that several corridors could use."""
    for tariff in tariffs:
        if tariff.origin and not tariff.corridors:
            corridors = sharing_corridors(net.file, tariff)
            if len(corridors) > 1:
                yield tariff.id, corridors


def _unconverted(net: Network, path: Path, terms: Terms) -> Iterator[Tariff]:
    """Yield the tariffs for legs, stops or sections of a path that cannot be converted."""
    graph = compile_network(net)
    legs = [graph.leg(number) for number in path]
    nodes = {leg.origin.id for leg in legs} | {legs[-1].destination.id}
    grams = terms.grams // terms.shipment.quantity
    for tariff in dated(net, terms):
        fits = (
            tariff.node in nodes
            or any(tariff.leg == leg.id or fits_leg(tariff, leg.leg, leg.countries) for leg in legs)
            or (not nodes.isdisjoint(tariff.origin) and not nodes.isdisjoint(tariff.destination))
        )
        shipment = terms.shipment
        own = fits and tariff.fits_cargo(shipment.equipment, grams, shipment.goods)
        if own and not is_convertible(net, tariff, terms):
            yield tariff


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
                    carriers = graph.leg(path[start - 1]).operators
                    free, stands = handled or included, standing(transfer)[level]
                    cents, unpriced = handling(book, transfer, carriers, stands, level, free=free)
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
        modes = {graph.vertices[number].leg.mode for number in path[start:end]}
        for section in book.sections.get((nodes[start], nodes[end]), ()):
            if all(map(section.tariff.carries, modes)):
                yield Part(start, end, section)


def handling(
    book: PriceBook,
    transfer: Transfer,
    carriers: Collection[str],
    seconds: int,
    level: int,
    *,
    free: bool,
) -> tuple[int, bool]:
    """Return what a transfer between two priced parts costs, and whether a price is wanting.

    The box stands so many seconds. With `free`, the price of a part beside it includes the
    handling; `carriers` are the operators of the leg by which the box arrives.
    """
    node = transfer.node.id
    cents = book.stay(node, carriers, seconds, level)
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
        split, own = (_split(graph, path, part, cents) for cents in _whole(part))
        before, included = included, bool(part.quote and part.quote.tariff.includes_handling)
        for number in range(part.start, part.end):
            transfer = _transfer(graph, path, number)
            if transfer:
                if number == part.start:
                    carriers = graph.leg(path[number - 1]).operators
                    yield from _stop_charges(book, transfer, carriers, free=before or included)
                stop = f"stop {transfer.node.id}"
                yield from _inventory(terms, stop, f"at {transfer.node.short}", standing(transfer))
            leg = graph.leg(path[number])
            label = f"{leg.origin.short} > {leg.destination.short}"
            if part.quote:
                alone = part.end == part.start + 1
                basis = part.quote.tariff.basis if alone else "allocated"
                at = number - part.start
                yield Charge(
                    "haulage", f"leg {leg.id}", label, split[at], basis, part.quote.tariff, own[at]
                )
            yield from _inventory(terms, f"leg {leg.id}", label, leg.transit_time.levels)


def _whole(part: Part) -> tuple[Cents, Cents]:
    """Return the price of a part in the shipment's currency and in its own."""
    return (part.quote.cents, part.quote.stated) if part.quote else ((0, 0, 0), (0, 0, 0))


def _split(graph: LineGraph, path: Path, part: Part, whole: Cents) -> list[Cents]:
    """Return the price of a part split among its legs by distance; it adds up to the cent."""
    numbers = path[part.start : part.end]
    ends = [0, *accumulate(int(graph.vertices[n].leg.distance.value) for n in numbers)]
    sums = [[cents * end // ends[-1] for end in ends] for cents in whole]
    low, typical, high = ([b - a for a, b in pairwise(s)] for s in sums)
    return list(zip(low, typical, high, strict=True))


def _stop_charges(
    book: PriceBook, transfer: Transfer, carriers: Collection[str], *, free: bool
) -> Iterator[Charge]:
    """Yield what is done at a stop between two parts, and what standing there costs."""
    node, stop = transfer.node, f"stop {transfer.node.id}"
    quote = book.nodes.get((node.id, transfer.kind))
    if quote and not (free and transfer.kind in HANDLED):
        label = f"{transfer.kind.replace('_', ' ')} at {node.short}"
        basis = quote.tariff.basis
        yield Charge(transfer.kind, stop, label, quote.cents, basis, quote.tariff, quote.stated)
    for kind in AT_STOPS:
        held = book.time_charge(node.id, kind, carriers)
        both = [held.over(time, n) for n, time in enumerate(standing(transfer))] if held else []
        if held and both[-1][0]:
            cents, stated = zip(*both, strict=True)
            label = f"{kind} at {node.short}"
            yield Charge(kind, stop, label, cents, held.tariff.basis, held.tariff, stated)


def _inventory(terms: Terms, element: str, label: str, times: Cents) -> Iterator[Charge]:
    """Yield what the goods cost while they are on a leg or at a stop."""
    if terms.holding:
        low, typical, high = map(terms.time_cost, times)
        basis = "user" if terms.shipment.inventory_cost is not None else "estimated"
        yield Charge("inventory", element, label, (low, typical, high), basis)


def _missing(graph: LineGraph, path: Path, cut: _Cut) -> Iterator[Missing]:
    """Yield what has no price: runs of legs as one, and handlings."""
    for part in cut.parts:
        transfer = _transfer(graph, path, part.start)
        if transfer and part.start in cut.unpriced:
            label = f"{transfer.kind.replace('_', ' ')} at {transfer.node.short}"
            yield Missing(f"stop {transfer.node.id}", label)
        if part.quote is None:
            leg = graph.leg(path[part.start])
            label = f"{leg.origin.short} > {leg.destination.short}"
            yield Missing(f"leg {leg.id}", label, int(leg.distance))


def _elsewhere(
    net: Network, terms: Terms, corridors: set[str], used: dict[str, Tariff]
) -> tuple[Tariff, ...]:
    """Return the latest tariffs of some corridors that do not fit a route, some for other boxes."""
    found = [
        tariff
        for tariff in dated(net, terms)
        if tariff.id not in used and not corridors.isdisjoint(tariff.corridors)
    ]
    box = terms.shipment.equipment
    own = [tariff for tariff in found if tariff.equipment == box]
    others = [tariff for tariff in found if tariff.equipment != box]
    return (*reversed(own[-ELSEWHERE:]), *others[-1:]) if not used else tuple(own[-1:])
