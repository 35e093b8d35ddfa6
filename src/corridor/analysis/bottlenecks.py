"""How much can pass in a year: the largest flow, and the elements that hold it down.

What has no known capacity bounds nothing, and is named. Amounts are whole TEU a year, one way.
"""

from collections.abc import Iterable, Iterator
from typing import Unpack

from corridor.analysis.flow_network import (
    FREE,
    Bound,
    Edge,
    Rates,
    cut_of,
    edges_of,
    largest_flow,
    quickest_flows,
    ways_of,
)
from corridor.analysis.throughput import TONNES, TRAIN, Bottleneck, Throughput
from corridor.errors import QuantityError
from corridor.network.journeys import Volume
from corridor.network.network import Network
from corridor.routes.request import Request
from corridor.routing.best_route import Limits, make_request
from corridor.routing.graph.corridors import with_parents
from corridor.routing.graph.line_graph import compile_network
from corridor.routing.search_goal import paths_of
from corridor.routing.why_no_route import no_route
from corridor.signatures import suggest_arguments
from corridor.units import read
from corridor.user_values import fitting_number, from_text


@suggest_arguments
def capacity(
    net: Network,
    origin: str,
    destination: str,
    *,
    unknown: str | None = None,
    tonnes_per_teu: float = TONNES,
    teu_per_train: int = TRAIN,
    **limits: Unpack[Limits],
) -> Throughput:
    """Calculate how much can pass between two places in a year, and what limits it.

    Parameters
    ----------
    net
        The network, seen on its day.
    origin, destination, limits
        As for `find_route`: corridor, modes, avoid, policy. Vias, `require` and limits of time and
        of counts are not for flows.
    unknown
        What to assume of legs whose capacity is not known, as in ``"200000 TEU/year"`` (grade D);
        by default they bound nothing, as ports without one do, and the answer names them.
    tonnes_per_teu, teu_per_train
        How tonnes and trains are converted: by default 10 t, the average of the GLEC Framework, and
        102 TEU, a train of 51 forty-foot containers as from Qingdao to Baku.

    Returns
    -------
    Throughput
        The largest flow, the elements that bound it, and what more there would be worth.

    Raises
    ------
    NoRouteError, UnknownPlaceError, AmbiguousPlaceError, SamePlaceError, QuantityError
        As `find_route` does; QuantityError too for what is not for flows.
    LimitError
        Where the ways of a corridor cannot be told from others.

    >>> import corridor as co
    >>> found = co.capacity(co.load_network(), "Xi'an", "Türkiye", corridor="middle")
    >>> found.teu, found.cut[0].id
    (100000, 'alat')
    """
    for name, rate in (("tonnes_per_teu", tonnes_per_teu), ("teu_per_train", teu_per_train)):
        fitting_number(rate, name, lambda value: 0 < value < float("inf"), "above 0")
    request = make_request(net, (origin, destination), **limits)
    _check(request)
    if next(paths_of(net, request), None) is None:
        raise no_route(net, request)
    assumed = from_text(unknown, "unknown", lambda text: read(text, "containers"))
    rates = Rates(assumed, tonnes_per_teu)
    graph = compile_network(net)
    edges = edges_of(net, graph, request, rates)
    flow = largest_flow(edges)
    carried = {} if flow is None else quickest_flows(edges)
    bottlenecks = () if flow is None else tuple(_bottlenecks(net, edges, flow, carried))
    used = [edge for edge in edges if flow is None or carried[edge]]
    return Throughput(
        chain=request.chain,
        teu=flow,
        cut=bottlenecks,
        unknown=tuple(_unknown(net, edges, used)),
        assumed=rates.assumed,
        ways=tuple(ways_of(graph, carried)),
        volumes=_volumes(net, request),
        tonnes_per_teu=tonnes_per_teu,
        teu_per_train=teu_per_train,
        stamp=net.stamp,
    )


def _check(request: Request) -> None:
    for name in ("max_time", "max_transfers", "max_gauge_breaks"):
        if getattr(request, name) is not None:
            raise QuantityError(f"{name} is not for flows; leave it out")
    if request.require:
        raise QuantityError("require is not for flows; ask for a corridor, or avoid what is beside")


def _bottlenecks(
    net: Network, edges: dict[Edge, Bound], flow: int, carried: dict[Edge, int]
) -> Iterator[Bottleneck]:
    """Yield the elements of the smallest cuts, those first where more helps most."""
    found = []
    for kind, item in dict.fromkeys((edges[e].kind, edges[e].id) for e in cut_of(edges, carried)):
        own = {
            edge: bound for edge, bound in edges.items() if (bound.kind, bound.id) == (kind, item)
        }
        more = largest_flow(edges | dict.fromkeys(own, FREE))
        room = None if more is None else more - flow
        bound = next(iter(own.values()))
        gain = int(room is None or room > 0)
        teu, label = bound.teu or 0, label_of(net, kind, item)
        found.append(Bottleneck(kind, item, label, teu, bound.capacity, gain, room))
    yield from sorted(
        found,
        key=lambda item: (-item.gain, item.room is not None, -(item.room or 0), item.kind, item.id),
    )


def label_of(net: Network, kind: str, item: str) -> str:
    """Return a leg or a node in words."""
    if kind == "node":
        return net.nodes[item].short
    leg = net.legs[item]
    return f"{net.nodes[leg.origin].short} > {net.nodes[leg.destination].short} {leg.mode}"


def _unknown(net: Network, edges: dict[Edge, Bound], used: Iterable[Edge]) -> Iterator[str]:
    """Yield the elements on the way of a flow for which the file has no capacity."""
    legs = {edges[edge].id for edge in used if edges[edge].kind == "leg"}
    for leg in sorted(legs):
        if net.legs[leg].capacity is None:
            yield leg
    nodes = {end for leg in legs for end in (net.legs[leg].origin, net.legs[leg].destination)}
    for node in sorted(nodes):
        if net.nodes[node].capacity is None and net.nodes[node].kind in {"seaport", "ferry_port"}:
            yield node


def _volumes(net: Network, request: Request) -> tuple[Volume, ...]:
    mine = {item.id for item in with_parents(net, request.corridor)}
    return tuple(item for item in net.volumes.values() if item.corridor in mine)
