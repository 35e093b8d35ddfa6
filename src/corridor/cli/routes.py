"""Run the commands that ask for routes: from what was typed to what is printed."""

import contextlib
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from corridor.cli.terminal import (
    ANSWER,
    calculate_alone,
    complain,
    limits_of,
    network_of,
    say,
    show,
)

if TYPE_CHECKING:
    from corridor.network.network import Network
    from corridor.routes.route import Route
    from corridor.routing.pareto import Front


def traded(net: "Network", options: Namespace, limits: dict[str, Any]) -> "Front":
    """Return the trade-offs that were asked for."""
    from corridor.routing.pareto import find_pareto_routes

    asked = limits | {"via": tuple(options.via), "tolerance": options.tolerance}
    asked.pop("by", None)
    asked |= {"by": options.objectives} if options.objectives else {}
    return find_pareto_routes(net, options.origin, options.destination, **asked)


HEADLINE = ("China > Türkiye", "China > Türkiye > Western Europe")
HEADLINE_CORRIDOR = "middle"


def _compare(options: Namespace) -> int:
    from corridor.analysis.comparison import compare

    if not options.chains and not options.corridor:
        options.corridor = HEADLINE_CORRIDOR
    net = network_of(options)
    found = compare(net, options.chains or HEADLINE, **limits_of(options))
    return show(net, options, "comparison", found)


def _corridors(options: Namespace) -> int:
    from corridor.analysis.comparison import compare_corridors

    net = network_of(options)
    places = (options.origin, options.destination)
    found = compare_corridors(net, *places, via=options.via, **limits_of(options))
    return show(net, options, "comparison", found)


def _route(options: Namespace) -> int:
    net = network_of(options)
    return show(net, options, "route", _best(net, options))


def _best(net: "Network", options: Namespace, **more: Any) -> "Route":
    from corridor.routing.best_route import find_route

    limits = {"via": tuple(options.via), **limits_of(options), **more}
    return find_route(net, options.origin, options.destination, **limits)


def _routes(options: Namespace) -> int:
    from corridor.routing.alternatives import find_routes

    net = network_of(options)
    found = find_routes(
        net,
        options.origin,
        options.destination,
        via=tuple(options.via),
        limit=options.limit,
        distinct=options.distinct,
        **limits_of(options),
    )
    return show(net, options, "alternatives", found)


def _pareto(options: Namespace) -> int:
    net = network_of(options)
    return show(net, options, "pareto", traded(net, options, limits_of(options)))


def _explain(options: Namespace) -> int:
    from corridor.analysis.explanation import explain

    net = network_of(options)
    route, versus = _best(net, options), None
    if options.versus_corridor:
        versus = _best(net, options, corridor=options.versus_corridor)
    elif options.versus_via:
        versus = _best(net, options, via=(*options.via, options.versus_via))
    if versus and versus.steps == route.steps:
        route = _other(net, options, versus)
        complain(
            "note: the best route is itself that one; explained is the best other route", ANSWER
        )
    return show(net, options, "explanation", explain(net, route, versus=versus))


def _other(net: "Network", options: Namespace, versus: "Route") -> "Route":
    """Return the best route by a corridor that a route does not belong to."""
    from corridor.routes.no_route_error import NoRouteError

    found = []
    for corridor in net.corridors.values():
        if corridor.parent is None and corridor.id not in versus.corridors:
            with contextlib.suppress(NoRouteError):
                found.append(_best(net, options, corridor=corridor.id))
    apart = [route for route in found if set(versus.corridors).isdisjoint(route.corridors)]
    return min(apart or [versus], key=lambda route: route.transit_time.at(options.level))


def _simulate(options: Namespace) -> int:
    calculate_alone()
    from corridor.cli.forecasts import simulated

    net = network_of(options)
    return show(net, options, "simulation", simulated(net, options, limits_of(options)))


def _promise(options: Namespace) -> int:
    calculate_alone()
    from corridor.cli.forecasts import promised

    net = network_of(options)
    return show(net, options, "promise", promised(net, options, limits_of(options)))


def _whatif(options: Namespace) -> int:
    from corridor.cli import what_if as whatif

    if options.scenario is None:
        say(whatif.known_scenarios())
        return ANSWER
    net = network_of(options)
    found = whatif.under(net, options, options.chains or list(HEADLINE), limits_of(options))
    return show(net, options, "comparison", found)


def _critical(options: Namespace) -> int:
    from corridor.cli import what_if as whatif

    net = network_of(options)
    return show(net, options, "weak_points", whatif.critical(net, options, limits_of(options)))


def _capacity(options: Namespace) -> int:
    from corridor.cli import what_if as whatif

    net = network_of(options)
    return show(net, options, "throughput", whatif.bounded(net, options, limits_of(options)))


def _diff(options: Namespace) -> int:
    from corridor.cli import what_if as whatif
    from corridor.reading.load import load_network

    return show(load_network(), options, "difference", whatif.differing(options))


RUNS = {
    "compare": _compare,
    "route": _route,
    "routes": _routes,
    "corridors": _corridors,
    "pareto": _pareto,
    "explain": _explain,
    "simulate": _simulate,
    "promise": _promise,
    "whatif": _whatif,
    "critical": _critical,
    "capacity": _capacity,
    "diff": _diff,
}
