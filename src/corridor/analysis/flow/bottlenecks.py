"""How much can pass in a year: the largest flow, and the elements that limit it.

What has no known capacity bounds nothing, and is named. Amounts are whole TEU a year, one way.
"""

from collections.abc import Iterator
from typing import Unpack

from corridor.analysis.flow.flow_network import Bounds, FlowNetwork, Rates, routes_of
from corridor.analysis.flow.linear_program import Solution
from corridor.analysis.flow.throughput import TONNES, TRAIN, Bottleneck, Throughput
from corridor.errors import QuantityError
from corridor.frozen import Frozen
from corridor.network.journeys import Volume
from corridor.network.network import Network
from corridor.routes.request import Request, refuse_depart
from corridor.routes.telling_apart import leg_label
from corridor.routing.best_route import Limits, make_request
from corridor.routing.direct_routes import needs_road, paths_of, with_road
from corridor.routing.graph.corridors import with_parents
from corridor.routing.why_no_route import no_route
from corridor.signatures import suggest_arguments
from corridor.units import read
from corridor.user_values import fitting_number, quantity


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
        As for `find_route`: corridor, modes, avoid, require, policy. Vias and limits of time and of
        counts are not for flows.
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
        As `find_route` does.

    >>> import corridor as co
    >>> found = co.capacity(co.load_network(), "Xi'an", "Türkiye", corridor="middle")
    >>> found.teu, found.cut[0].id
    (150000, 'alat')
    """
    for name, rate in (("tonnes_per_teu", tonnes_per_teu), ("teu_per_train", teu_per_train)):
        fitting_number(rate, name, lambda value: 0 < value < float("inf"), "above 0")
    request = make_request(net, (origin, destination), **limits)
    _check(request)
    refuse_depart(request, "capacity")
    if next(paths_of(net, request), None) is None:
        raise no_route(net, request)
    if needs_road(net, request):
        request = with_road(request)
    assumed = quantity(unknown, "unknown", str, lambda text: read(text, "containers"))
    rates = Rates(assumed, tonnes_per_teu)
    flows = FlowNetwork(net, request, rates)
    flow = flows.largest()
    quickest = flows.quickest() if flow else None
    used = {n for path in quickest.amounts for n in path} if quickest else None
    legs = {flows.graph.vertices[n].leg.id for n in used} if used is not None else flows.touched()
    ways = tuple(routes_of(flows.graph, quickest)) if quickest else ()
    passed = dict.fromkeys(node for nodes, _ in ways for node in nodes)
    return Throughput(
        chain=request.chain,
        teu=int(flow.total) if flow else None,
        cut=tuple(_bottlenecks(net, flows, flow)) if flow else (),
        unknown=tuple(_unknown(net, legs)),
        assumed=rates.assumed,
        ways=ways,
        volumes=_volumes(net, request),
        tonnes_per_teu=tonnes_per_teu,
        teu_per_train=teu_per_train,
        stamp=net.stamp,
        _names=Frozen({node: net.nodes[node].short for node in passed}),
    )


def _check(request: Request) -> None:
    for name in ("max_time", "max_transfers", "max_gauge_breaks"):
        if getattr(request, name) is not None:
            raise QuantityError(f"{name} is not for flows; leave it out")


def _bottlenecks(net: Network, flows: FlowNetwork, flow: Solution) -> Iterator[Bottleneck]:
    """Yield the elements that hold a flow down, those first where more helps most."""
    found = []
    whole = int(flow.total)
    for kind, item in dict.fromkeys(flows.bounds[bound].what for bound in flows.cut()):
        own = {key: bound for key, bound in flows.bounds.items() if bound.what == (kind, item)}
        freed = flows.largest(dict.fromkeys(own))
        room = None if freed is None else int(freed.total) - whole
        gain = 0 if room == 0 else _gain(flows, own, whole)
        bound = next(iter(own.values()))
        label = label_of(net, kind, item)
        found.append(Bottleneck(kind, item, label, bound.teu, bound.capacity, gain, room))
    yield from sorted(
        found,
        key=lambda item: (-item.gain, item.room is not None, -(item.room or 0), item.kind, item.id),
    )


def _gain(flows: FlowNetwork, own: Bounds, whole: int) -> int:
    """Return how much more passes for one TEU more at an element."""
    wider = flows.largest({key: bound.teu + 1 for key, bound in own.items()})
    return int(wider.total) - whole if wider else 1


def label_of(net: Network, kind: str, item: str) -> str:
    """Return a leg or a node in words."""
    if kind == "node":
        return net.nodes[item].short
    return leg_label(net, net.legs[item])


def _unknown(net: Network, legs: set[str]) -> Iterator[str]:
    """Yield the elements on the route of a flow for which the file has no capacity."""
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
