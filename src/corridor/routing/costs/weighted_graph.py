"""The line graph of a shipment: its arcs and legs weighed in seconds, cents, grams and metres.

Where prices count, the graph holds only what has a price: each leg by its own tariff; and, for each
tariff of a section, the legs of every route between its ends; the first of them bears the price. So
sums over a path are exact, and a path through it is one that is priced as a whole.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import NamedTuple

from corridor.network.fields import LEVELS, Level
from corridor.network.model import Leg
from corridor.network.network import Memory, Network
from corridor.routes.objectives import BY_TIME, OBJECTIVES, Objective, Part
from corridor.routes.request import Request
from corridor.routes.shipment import Shipment
from corridor.routing.costs.carbon import carbon_cents
from corridor.routing.costs.emission_factors import factor_book
from corridor.routing.costs.emissions import hub_grams, leg_grams
from corridor.routing.costs.price_book import PriceBook, price_books
from corridor.routing.costs.pricing import handling
from corridor.routing.costs.resolved_shipment import Terms, terms_of
from corridor.routing.costs.tariff_quotes import Quote
from corridor.routing.graph.line_graph import (
    LEAST,
    TRANSFER_BITS,
    Arc,
    Arcs,
    LineGraph,
    Triple,
    Vertex,
    compile_network,
    refuse_negative,
)

#: In the weight that a search minimises, the time stands below the objective.
TIME_BITS = 44
Weights = tuple[int, ...]


class Weighed(NamedTuple):
    """A graph made for a shipment.

    Attributes
    ----------
    graph
        Vertices with further weights; one leg may be several.
    base
        For each vertex, its number in the network's own graph.
    corridor
        The corridor that a path must belong to, if the prices are its own.
    """

    graph: LineGraph
    base: tuple[int, ...]
    corridor: str | None


class _Layer(NamedTuple):
    """A section's tariff while it is used: where it may begin and end."""

    quote: Quote
    entries: frozenset[str]
    exits: frozenset[str]


class _Copy(NamedTuple):
    """A vertex of the network's graph as it is used: by which tariff, begun here or before."""

    base: int
    layer: _Layer | None = None
    begins: bool = True
    cents: int = 0
    included: bool = True


_Key = tuple[Shipment | None, Level, Objective, bool, bool, LineGraph]
_WEIGHED = Memory[_Key, tuple[Weighed, ...]]("weighed")


def weighed(
    net: Network,
    request: Request,
    wanted: frozenset[Objective] = frozenset(),
    times: LineGraph | None = None,
) -> tuple[Weighed, ...]:
    """Return the graphs in which a request's paths are searched, made once for each shipment.

    `wanted` are objectives besides the request's own: what has no price, or no factor, for them is
    left out. `times` is the network's graph with other times than the usual.
    """
    memory = net.memory(_WEIGHED)
    priced = request.needs_prices or any(OBJECTIVES[name].is_priced for name in wanted)
    emitting = request.needs_factors or any(OBJECTIVES[name].needs_factors for name in wanted)
    graph = times or compile_network(net)
    key = (request.shipment, request.level, request.by, priced, emitting, graph)
    if key not in memory:
        terms = terms_of(net, request.shipment) if request.shipment else None
        level = LEVELS.index(request.level)
        scale = _Scale(net, terms, request.by, level, emitting=emitting, priced=priced)
        memory[key] = tuple(_weighed(net, graph, scale, priced=priced))
    return memory[key]


def _weighed(net: Network, graph: LineGraph, scale: "_Scale", *, priced: bool) -> Iterator[Weighed]:
    terms = scale.terms
    if not priced or terms is None:
        copies = [_Copy(number) for number in range(len(graph.vertices))]
        yield _assembled(graph, scale, copies, None)
        return
    for book in price_books(net, terms):
        if book.corridor or book.legs or book.sections:
            yield _assembled(graph, scale, list(_copies(graph, book, scale.level)), book)


class _Scale:
    """Weigh legs and transfers; what has no factor is not in the graph where emissions count."""

    def __init__(
        self,
        net: Network,
        terms: Terms | None,
        by: Objective,
        level: int,
        *,
        emitting: bool,
        priced: bool,
    ) -> None:
        self.terms, self.by, self.level = terms, by, level
        self.emitting, self.priced = emitting, priced
        self.net, self.factors = net, factor_book(net)
        self._grams: dict[str, int | None] = {}
        self._arcs: dict[tuple[int, int], Arc] = {}

    def leg(self, vertex: Vertex, cents: int, times: Triple) -> Weights | None:
        """Return the weights of a leg that takes so long, and for which so much is paid."""
        leg = vertex.leg
        if leg.id not in self._grams:
            terms = self.terms
            self._grams[leg.id] = leg_grams(self.factors, leg, terms) if terms else None
        grams = self._grams[leg.id]
        if grams is None and self.emitting:
            return None
        added = self._carbon(leg)
        if added is None:
            return None
        plain = (*(time << TRANSFER_BITS for time in times), 0, int(leg.contains_gauge_break))
        part = self._part(
            times[self.level], cents + added, grams or 0, int(leg.distance.value), is_leg=True
        )
        weights = self._all(plain, part)
        refuse_negative(weights, f"the leg {leg.id}")
        return weights

    def _carbon(self, leg: Leg) -> int | None:
        """Return what the price of emissions adds to a leg [cents]; none where it is not known."""
        if self.terms is None or self.terms.shipment.carbon_price is None:
            return 0
        found = carbon_cents(self.net, self.factors, leg, self.terms)
        if found is None:  # a part without a price, where prices count
            return None if self.priced else 0
        return sum(found.values())

    def lacks(self, arc: Arc) -> bool:
        """Return whether emissions count and a transfer is known in another scope alone."""
        entry = arc.rule.entry if self.emitting else None
        return entry is not None and self.factors.lacks_whole(entry.kind)

    def arc(self, arc: Arc, cents: int) -> Arc:
        """Return a transfer for which so much is paid, with its weights."""
        key = (id(arc), cents)
        if key not in self._arcs:
            grams = 0
            if self.terms and arc.rule.entry:
                grams = hub_grams(self.factors, arc.rule.entry.kind, self.terms)
            seconds = arc.weights[self.level] >> TRANSFER_BITS
            weights = self._all(arc.weights, self._part(seconds, cents, grams, 0, is_leg=False))
            refuse_negative(weights, f"a {arc.rule.entry.kind if arc.rule.entry else 'wait'}")
            self._arcs[key] = arc._replace(weights=weights)
        return self._arcs[key]

    def _part(self, seconds: int, cents: int, grams: int, metres: int, *, is_leg: bool) -> Part:
        cost = self.terms.time_cost(seconds) if self.terms else 0
        value = self.terms.time_value(seconds) if self.terms else 0
        return Part(seconds, cents, cost, value, grams, metres, is_leg)

    def _all(self, plain: Weights, part: Part) -> Weights:
        objectives = [objective.weight(part) for objective in OBJECTIVES.values()]
        least = 0 if self.by == BY_TIME else OBJECTIVES[self.by].weight(part)
        return (*plain, *objectives, (least << TIME_BITS) + plain[self.level])


def _copies(graph: LineGraph, book: PriceBook, level: int) -> Iterator[_Copy]:
    """Yield the ways in which each vertex can have a price."""
    layers = _layers(book)
    for number, vertex in enumerate(graph.vertices):
        if number in book.foreign:
            continue
        quote = book.legs.get(vertex.leg.id)
        if quote:
            included = quote.tariff.includes_handling
            yield _Copy(number, cents=quote.cents[level], included=included)
        for layer in layers:
            included = layer.quote.tariff.includes_handling
            if not layer.quote.tariff.carries(vertex.leg.mode):
                continue
            if vertex.origin in layer.entries:
                cents = layer.quote.cents[level]
                yield _Copy(number, layer, cents=cents, included=included)
            yield _Copy(number, layer, begins=False, included=included)


def _layers(book: PriceBook) -> list[_Layer]:
    """Return the tariffs of sections; where each may begin, all its ends are open to it."""
    exits: dict[tuple[str, str], set[str]] = defaultdict(set)
    quotes = {quote.tariff.id: quote for held in book.sections.values() for quote in held}
    for (origin, destination), held in book.sections.items():
        for quote in held:
            exits[quote.tariff.id, origin].add(destination)
    entries: dict[tuple[str, frozenset[str]], set[str]] = defaultdict(set)
    for (tariff, origin), ends in exits.items():
        entries[tariff, frozenset(ends)].add(origin)
    return [
        _Layer(quotes[tariff], frozenset(begins), ends)
        for (tariff, ends), begins in entries.items()
    ]


def _assembled(
    graph: LineGraph, scale: _Scale, copies: list[_Copy], book: PriceBook | None
) -> Weighed:
    """Return the graph of some copies of vertices, with every arc that is priced too."""
    kept = [
        (copy, weights)
        for copy in copies
        if (weights := scale.leg(graph.vertices[copy.base], copy.cents, graph.times(copy.base)))
        is not None
    ]
    copies = [copy for copy, _ in kept]
    of_base: dict[int, list[int]] = defaultdict(list)
    for number, copy in enumerate(copies):
        of_base[copy.base].append(number)
    vertices = tuple(graph.vertices[copy.base] for copy in copies)
    leaving, arriving, passing = _ends(vertices, copies)
    weigh = _arc_weigher(graph, scale, book)
    into, out = _linked(graph.destinations, graph.out, copies, of_base, weigh)
    turns_into, turns_out = _linked(graph.destinations, graph.turns_out, copies, of_base, weigh)
    made = LineGraph(
        vertices=vertices,
        into=into,
        out=out,
        turns_into=turns_into,
        turns_out=turns_out,
        leaving=leaving,
        arriving=arriving,
        countries=tuple(graph.countries[copy.base] for copy in copies),
        nodes=graph.nodes,
        passing=passing,
        _weights={kind: tuple(item[kind] for _, item in kept) for kind in range(LEAST + 1)},
    )
    return Weighed(made, tuple(copy.base for copy in copies), book.corridor if book else None)


def _ends(
    vertices: tuple[Vertex, ...], copies: list[_Copy]
) -> tuple[dict[str, tuple[int, ...]], ...]:
    """Return by node the vertices with which a path may begin and end, and those it passes by."""
    leaving: dict[str, list[int]] = defaultdict(list)
    arriving: dict[str, list[int]] = defaultdict(list)
    passing: dict[str, list[int]] = defaultdict(list)
    for number, (vertex, copy) in enumerate(zip(vertices, copies, strict=True)):
        if copy.begins:
            leaving[vertex.origin].append(number)
        done = copy.layer is None or vertex.destination in copy.layer.exits
        (arriving if done else passing)[vertex.destination].append(number)
    return tuple(
        {node: tuple(numbers) for node, numbers in found.items()}
        for found in (leaving, arriving, passing)
    )


Weigher = Callable[[int, _Copy, int, _Copy, Arc], Arc | None]
Linked = tuple[tuple[tuple[int, Arc], ...], ...]


def _arc_weigher(graph: LineGraph, scale: _Scale, book: PriceBook | None) -> Weigher:
    """Return the function that weighs the arc between two copies, or says that it has no price."""

    def weigh(before: int, one: _Copy, after: int, other: _Copy, arc: Arc) -> Arc | None:
        if scale.lacks(arc):
            return None
        if book is None or not other.begins:
            return scale.arc(arc, 0)
        transfer = graph.transfer(before, after)
        if transfer is None:
            return scale.arc(arc, 0)
        free = one.included or other.included
        carriers = graph.vertices[before].leg.operators
        stands = arc.weights[scale.level] >> TRANSFER_BITS
        cents, unpriced = handling(book, transfer, carriers, stands, scale.level, free=free)
        return None if unpriced else scale.arc(arc, cents)

    return weigh


def _linked(
    nodes: tuple[str, ...],
    arcs: Arcs,
    copies: list[_Copy],
    of_base: dict[int, list[int]],
    weigh: Weigher,
) -> tuple[Linked, Linked]:
    """Return the arcs between copies, into and out of each."""
    into: list[list[tuple[int, Arc]]] = [[] for _ in copies]
    out: list[list[tuple[int, Arc]]] = [[] for _ in copies]
    for first, one in enumerate(copies):
        for after, arc in arcs[one.base]:
            for second in of_base.get(after, ()):
                other = copies[second]
                begun = one.layer is None or nodes[one.base] in one.layer.exits
                if not (begun if other.begins else one.layer is other.layer):
                    continue
                made = weigh(one.base, one, after, other, arc)
                if made:
                    into[second].append((first, made))
                    out[first].append((second, made))
    return tuple(map(tuple, into)), tuple(map(tuple, out))
