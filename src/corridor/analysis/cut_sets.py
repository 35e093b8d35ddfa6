"""The smallest sets of legs, nodes, borders or countries that lie on every route."""

from typing import Unpack

from corridor.analysis.critical_elements import WEAK, Weak, best_without, touched_by
from corridor.errors import LimitError
from corridor.frozen import dataclass
from corridor.network.network import Network
from corridor.printing.shown import ShownWhole
from corridor.routes.no_route_error import SINGULAR
from corridor.routes.request import Item, refuse_depart
from corridor.routing.best_route import Limits, best_route, make_request
from corridor.signatures import suggest_arguments
from corridor.text import Block, Pairs, Prose
from corridor.user_values import one_of, whole_number

LARGEST = 4
MOST_SEARCHES = 20_000


@dataclass(frozen=True, slots=True)
class BlockingSets(ShownWhole):
    """The smallest sets of things whose loss cuts every route between two places.

    Attributes
    ----------
    chain
        The places.
    kind
        Of what: legs, nodes, borders or countries.
    sets
        All sets of the smallest size; empty where none up to `largest` is enough.
    largest
        Up to which size sets were looked for.
    stamp
        The network's version, date and digest.
    """

    chain: str
    kind: Weak
    sets: tuple[tuple[Item, ...], ...]
    largest: int
    stamp: str

    def _blocks(self) -> list[Block]:
        kind = self.kind
        if not self.sets:
            said = f"no {self.largest} {kind} or fewer are on every route"
            return [Prose([f"{self.chain}: {said}."]), Prose([self.stamp])]
        size = len(self.sets[0])
        what = SINGULAR[kind] if size == 1 else kind
        rows = [
            ", ".join("-".join(item) if isinstance(item, tuple) else item for item in found)
            for found in self.sets
        ]
        head = Prose([f"{self.chain}: without {size} {what} there is no route."])
        return [head, Pairs([("", row) for row in rows]), Prose([self.stamp])]


@suggest_arguments
def blocking_sets(
    net: Network,
    origin: str,
    destination: str,
    *,
    of: Weak = "countries",
    largest: int = 3,
    **limits: Unpack[Limits],
) -> BlockingSets:
    """Find the smallest sets of countries, borders, nodes or legs that lie on every route.

    Parameters
    ----------
    net
        The network, seen on its day.
    origin, destination, limits
        As for `find_route`.
    of
        Of what the sets are; the countries and nodes of the ends are left out.
    largest
        The largest size that is looked at, at most 4.

    Returns
    -------
    BlockingSets
        All smallest ones, exactly: none is overlooked.

    Raises
    ------
    NoRouteError
        When there is no route to begin with.
    LimitError
        When more than 20,000 searches were needed.
    QuantityError
        When `largest` is not a number from 1 to 4.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> co.blocking_sets(net, "Khorgos", "Baku", corridor="middle", of="countries").sets
    (('KZ',),)
    """
    one_of(of, WEAK, "of")
    whole_number(largest, "largest", 1, LARGEST)
    request = make_request(net, (origin, destination), **limits)
    refuse_depart(request, "a search for cut sets")
    nodes = {node for point in request.points for node in point.nodes}
    ends = {*nodes, *(net.nodes[node].country for node in nodes)}
    known: dict[frozenset[Item], tuple[Item, ...] | None] = {}

    def on_the_way(out: frozenset[Item]) -> tuple[Item, ...] | None:
        if out not in known:
            if len(known) >= MOST_SEARCHES:
                raise LimitError(f"{MOST_SEARCHES:,} searches were not enough; ask for fewer {of}")
            route = best_without(net, request, [(of, item) for item in out])
            between = (
                (item for _, item in touched_by(route, [of]) if item not in ends) if route else ()
            )
            known[out] = tuple(between) if route else None
        return known[out]

    if on_the_way(frozenset()) is None:
        best_route(net, request)
    wave: set[frozenset[Item]] = {frozenset()}
    for _ in range(largest):
        wave = {out | {item} for out in wave for item in on_the_way(out) or ()}
        cuts = [out for out in wave if on_the_way(out) is None]
        if cuts:
            sets = sorted(tuple(sorted(out, key=str)) for out in cuts)
            return BlockingSets(request.chain, of, tuple(sets), largest, net.stamp)
    return BlockingSets(request.chain, of, (), largest, net.stamp)
