"""The constraints of a request, one by one: named in words, and lifted singly or together."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import pairwise
from typing import Any

from corridor.network.modes import DEFAULT_MODES, MODES
from corridor.network.network import Network, whenever
from corridor.routes.no_route_error import LIMITS, Constraint
from corridor.routes.request import KINDS, Avoid, Request, Require


def constraints_of(net: Network, request: Request) -> tuple[Constraint, ...]:
    """Return everything that may leave a request without a route, in a stated order."""
    return tuple(dict.fromkeys(_constraints(net, request)))


def _constraints(net: Network, request: Request) -> Iterator[Constraint]:
    for kind, item in request.avoid:
        yield Constraint("avoid", kind, item)
    for policy in request.policies:
        yield Constraint("policy", "", policy)
    for kind, item in request.require:
        yield Constraint("require", kind, item)
    for via in request.vias:
        yield Constraint("via", "", via.name)
    if request.corridor:
        yield Constraint("corridor", "", request.corridor)
    if request.modes != frozenset(MODES):
        modes = request.modes or DEFAULT_MODES
        yield Constraint("modes", "", ", ".join(mode for mode in MODES if mode in modes))
    for kind in LIMITS:
        if getattr(request, kind) is not None:
            yield Constraint(kind, "", getattr(request, kind))
    yield from _of_the_day(net, request)


def _of_the_day(net: Network, request: Request) -> Iterator[Constraint]:
    """Yield what the day of departure imposes, or else that of the network."""
    if request.depart is not None:
        yield Constraint("depart", "", request.depart.date())
    elif net.date is not None and not all(map(net.is_open, net.legs.values())):
        yield Constraint("date", "", net.date)


def without(
    net: Network, request: Request, lifted: Collection[Constraint]
) -> tuple[Network, Request]:
    """Return the network and the request with some constraints lifted.

    Vias stay where without them two points that follow each other would share a node.
    """
    kinds = {constraint.kind for constraint in lifted}
    gone = {(one.kind, one.what, one.item) for one in lifted}
    points = tuple(
        point
        for number, point in enumerate(request.points)
        if number in {0, len(request.points) - 1} or ("via", "", point.name) not in gone
    )
    apart = all(one.nodes.isdisjoint(other.nodes) for one, other in pairwise(points))
    lifted_limits: dict[str, Any] = {kind: None for kind in LIMITS if kind in kinds}
    relaxed = replace(
        request,
        points=points if apart else request.points,
        avoid=Avoid(**_left(request.avoid, "avoid", gone)),
        require=Require(**_left(request.require, "require", gone)),
        policies=tuple(item for item in request.policies if ("policy", "", item) not in gone),
        corridor=None if "corridor" in kinds else request.corridor,
        unserved_by=(),
        modes=frozenset(MODES) if "modes" in kinds else request.modes,
        **lifted_limits,
    )
    if "depart" in kinds:
        return whenever(net), replace(relaxed, depart=None)
    return (whenever(net) if "date" in kinds else net), relaxed


def _left(items: Avoid | Require, kind: str, gone: Collection[Any]) -> dict[str, Any]:
    return {
        what: [item for item in getattr(items, what) if (kind, what, item) not in gone]
        for what in KINDS
    }
