"""The commands `chart`, `map` and `report`: from what was typed to a file."""

import operator
import os
import shlex
from argparse import Namespace
from collections.abc import Callable, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any

from corridor.analysis.compared_rows import finding_of
from corridor.analysis.comparison import Comparison, compare, compare_corridors
from corridor.analysis.critical_elements import WeakPoints, criticality
from corridor.analysis.flow.bottlenecks import capacity
from corridor.analysis.flow.throughput import Throughput
from corridor.analysis.price_list import Prices
from corridor.analysis.price_series import prices
from corridor.calibration.verdicts import evidence
from corridor.chart import charts as chart
from corridor.chart import price_charts
from corridor.cli.commands import UsageError
from corridor.files import is_written_through, write_atomically
from corridor.network.network import Network
from corridor.report.map_page import interactive_map
from corridor.report.report import report_html
from corridor.routes.route import Route
from corridor.routing.best_route import best_route, make_request
from corridor.routing.pareto import Front, find_pareto_routes
from corridor.scenarios.named import load_scenario
from corridor.scenarios.scenario import Scenario
from corridor.simulation.monte_carlo import simulate
from corridor.user_values import split_chain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor.routes.objectives import Objective


def draw_chart(net: Network, options: Namespace, limits: dict[str, Any]) -> str:
    """Write the chart that was asked for into its file; return what it finds."""
    return _write_figure(options, lambda: _drawn(net, options, limits))


def draw_map(net: Network, options: Namespace, limits: dict[str, Any]) -> str:
    """Write the map that was asked for into its file; return what it finds."""
    scenario = scenario_of(options)
    if options.output.lower().endswith((".html", ".htm")):
        check_free(options)
        drawn = interactive_map(net, _mapped(net, options, limits), scenario=scenario)
        write_out(options, drawn.html)
        return drawn.finding
    return _write_figure(
        options,
        lambda: chart.route_map(net, _mapped(net, options, limits), scenario=scenario),
    )


def _mapped(
    net: Network, options: Namespace, limits: dict[str, Any]
) -> list[Route] | WeakPoints | Throughput | None:
    """Return what the map is of; nothing for the whole network."""
    corridor = next(iter(options.corridor), None)
    if options.kind == "routes":
        return routes_of(net, options, limits) if options.chains else None
    if options.kind == "critical":
        return criticality(net, _chains(options), **(limits | {"corridor": corridor}))
    (origin, *vias, destination), *more = _chains(options)
    if more or vias:
        raise UsageError("capacity is drawn between two places")
    return capacity(net, origin, destination, **(limits | {"corridor": corridor}))


def scenario_of(options: Namespace) -> Scenario | None:
    """Return the scenarios that were named, all together as one."""
    found = [load_scenario(name) for name in options.scenarios]
    return reduce(operator.or_, found) if found else None


def _write_figure(options: Namespace, draw: "Callable[[], Figure]") -> str:
    """Write a figure that is drawn once its file is known to be free; return its finding."""
    form = chart.form_of(options.output)
    check_free(options)
    figure = draw()
    write_out(options, chart.picture(figure, form))
    return figure.texts[0].get_text().replace("\n", " ")


def draw_report(net: Network, options: Namespace, limits: dict[str, Any]) -> str:
    """Write the report that was asked for into its file; return what it finds."""
    if not options.output.lower().endswith((".html", ".htm")):
        raise UsageError(f"{options.output} does not end in .html: a report is one HTML file")
    check_free(options)
    routes = routes_of(net, options, limits)
    scenarios = [load_scenario(name) for name in options.scenarios]
    write_out(options, report_html(net, routes, _typed(options), scenarios))
    compared = compare(net, routes, scenarios=scenarios or None)
    return "\n".join(finding_of(row) for row in compared.rows)


def _typed(options: Namespace) -> str:
    """Return the command that was typed, but for where the file went."""
    words = [*options.chains, *(word for name in options.corridor for word in ("--corridor", name))]
    words += [word for name in options.scenarios for word in ("--scenario", name)]
    return shlex.join(["corridor", "report", *words, "-o", "report.html"])


#: What each command writes.
DRAWN = {"chart": draw_chart, "map": draw_map, "report": draw_report}


def check_free(options: Namespace) -> None:
    """Refuse a file that is there, before anything is computed, unless it may be replaced."""
    taken = os.path.lexists(options.output) and not is_written_through(options.output)
    if taken and not options.force:
        raise UsageError(f"{options.output} already exists\n  hint: --force replaces it")


def write_out(options: Namespace, data: bytes | str) -> None:
    """Write the file that was asked for."""
    try:
        write_atomically(options.output, data, overwrite=options.force)
    except OSError as error:
        raise UsageError(f"cannot write {options.output}: {error.strerror}") from None


def _drawn(net: Network, options: Namespace, limits: dict[str, Any]) -> "Figure":
    if options.kind in OF_STUDIES:
        return OF_STUDIES[options.kind](net, options, limits)
    routes = routes_of(net, options, limits)
    if options.kind == "time-distance":
        return chart.time_distance(net, routes, y=options.y)
    if len(routes) > 1:
        raise UsageError("a distribution is drawn of one route; give one chain, one corridor")
    return chart.distribution(simulate(net, routes[0], seed=options.seed, runs=options.runs))


def _evidence(net: Network, options: Namespace, _limits: dict[str, Any]) -> "Figure":
    return chart.evidence(evidence(net, corridor=next(iter(options.corridor), None)))


def _comparison(net: Network, options: Namespace, limits: dict[str, Any]) -> "Figure":
    return chart.comparison(compared(net, options, limits))


def _weak_points(net: Network, options: Namespace, limits: dict[str, Any]) -> "Figure":
    corridor = next(iter(options.corridor), None)
    found = criticality(net, _chains(options), **(limits | {"corridor": corridor}))
    return chart.weak_points(found)


def _trade_offs(net: Network, options: Namespace, limits: dict[str, Any]) -> "Figure":
    return chart.trade_offs(_front(net, options, limits))


def _price_lines(net: Network, options: Namespace, _limits: dict[str, Any]) -> "Figure":
    return price_charts.prices(_prices(net, options))


#: Charts of what is not one route: who draws each kind.
OF_STUDIES = {
    "evidence": _evidence,
    "comparison": _comparison,
    "weak-points": _weak_points,
    "trade-offs": _trade_offs,
    "prices": _price_lines,
}


def _prices(net: Network, options: Namespace) -> Prices:
    """Return the prices on file between two places, by the corridor that is named."""
    chain, *more = _chains(options)
    if more or len(options.corridor) > 1:
        raise UsageError("prices are drawn of one chain, by one corridor or all")
    corridor = next(iter(options.corridor), None)
    return prices(net, chain, corridor=corridor, equipment=options.equipment)


def _front(net: Network, options: Namespace, limits: dict[str, Any]) -> Front:
    """Return the trade-offs between two places: of days and money, or of days and distance."""
    (origin, *vias, destination), *more = _chains(options)
    if more:
        raise UsageError("trade-offs are drawn of one chain")
    by: tuple[Objective, Objective] = ("transit_time", "cost" if options.equipment else "distance")
    asked = limits | {"by": by, "corridor": next(iter(options.corridor), None)}
    return find_pareto_routes(net, origin, destination, via=tuple(vias), **asked)


def compared(net: Network, options: Namespace, limits: dict[str, Any]) -> Comparison:
    """Return the chains side by side; a single one with all its corridors."""
    chains = _chains(options)
    if len(chains) > 1 or options.corridor:
        return compare(net, routes_of(net, options, limits))
    origin, *vias, destination = chains[0]
    limits = {name: value for name, value in limits.items() if name != "corridor"}
    return compare_corridors(net, origin, destination, via=vias, **limits)


def routes_of(net: Network, options: Namespace, limits: dict[str, Any]) -> list[Route]:
    """Return the best route of every chain, by every corridor that is named."""
    return [
        best_route(net, make_request(net, points, **(limits | {"corridor": corridor})))
        for points in _chains(options)
        for corridor in options.corridor or [None]
    ]


def _chains(options: Namespace) -> list[Sequence[str]]:
    if not options.chains:
        hint = f'corridor {options.command} "Xi\'an > Istanbul" -o {options.output}'
        raise UsageError(f"a chain of places is missing\n  hint: {hint}")
    return [split_chain(chain) for chain in options.chains]
