"""A report in one file: what the answer is, where the days go, and what it all rests on.

It needs matplotlib, which comes with the extra ``plot``; the file itself needs nothing.
"""

import os
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from corridor.analysis.compared_rows import Compared
from corridor.analysis.comparison import Comparison, by_corridor, compare
from corridor.analysis.time_profile import Profile, profile_of
from corridor.calibration.verdicts import evidence
from corridor.chart import charts as chart
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas.panels import MOST, finding_of, labels
from corridor.chart.canvas.wording import chain, origin_of_data
from corridor.chart.maps.content import of_routes
from corridor.chart.maps.extent import off_the_map
from corridor.errors import QuantityError
from corridor.files import write_atomically
from corridor.report import parts
from corridor.report.map_page import map_section
from corridor.report.markup import Markup, figure, folded, section, tag
from corridor.report.page import inlined, page
from corridor.routes.route import Route
from corridor.scenarios.named import by_name
from corridor.signatures import suggest_arguments
from corridor.simulation.monte_carlo import simulate
from corridor.simulation.p90 import RUNS, SEED
from corridor.user_values import each_of_kind, file_path

if TYPE_CHECKING:
    from collections.abc import Mapping

    from corridor.chart.kinds.under_scenarios import Scenarios
    from corridor.network.network import Network
    from corridor.scenarios.scenario import Scenario

#: The sizes of charts on narrow screens [inches].
NARROW, SHORT = (4.9, 9.0), (4.9, 5.6)


@suggest_arguments
def write_report(
    net: "Network",
    answer: Route | Iterable[Route] | Comparison,
    path: str | os.PathLike[str],
    *,
    scenarios: "Scenarios" = (),
    overwrite: bool = False,
    command: str = "",
) -> None:
    """Write a report on routes: one HTML file with tables, charts, a map and all sources.

    It works offline, runs one small script, prints on A4, and the same answer gives the same bytes.

    Parameters
    ----------
    net
        The network that the routes were found in.
    answer
        A route, several, or what `compare` or `compare_corridors` gave.
    path
        Where the file goes.
    scenarios
        Scenarios, or scenarios by name: each has a row beside the routes and a line in the chart.
    overwrite
        Whether an existing file may be replaced.
    command
        How the same report is made again, to be printed in it.

    Returns
    -------
    None
        The file is written whole or not at all.

    Raises
    ------
    QuantityError
        When there is no route.
    MissingExtraError
        When matplotlib is not installed.
    FileExistsError
        When the file is there and may not be replaced.
    OSError
        When it cannot be written.

    >>> import corridor as co, pathlib, tempfile
    >>> net = co.load_network()
    >>> route = co.find_route(net, "Aktau", "Poti")
    >>> path = pathlib.Path(tempfile.mkdtemp(), "report.html")
    >>> co.write_report(net, route, path)
    >>> path.read_text(encoding="utf-8").count("<script>")
    1
    """
    target = file_path(path, "path")
    write_atomically(target, report_html(net, answer, command, scenarios), overwrite=overwrite)


def report_html(
    net: "Network",
    answer: Route | Iterable[Route] | Comparison,
    command: str = "",
    scenarios: "Scenarios" = (),
) -> str:
    """Return a report as the text of its file."""
    rows, own = _rows(net, answer)
    told = rows if own < 0 else rows[own : own + 1]
    routes = [row.route for row in told if row.route and not row.scenario]
    if not routes:
        raise QuantityError("there is no route to report on")
    profiles = [profile_of(net, route) for route in routes]
    names = labels(net, routes)
    named = by_name(scenarios)
    rows = _with_scenarios(net, rows, routes, named)
    with _figure.drawing():
        body = [*_head(net, profiles, names), *_tables(rows, own)]
        body.append(_days_section(net, profiles, Comparison("", rows, net.stamp), named))
        body.append(_map(net, routes))
        body += _single(net, profiles[0]) if len(profiles) == 1 else []
        body.append(parts.money(routes, names))
        body.append(parts.evidence(net, routes, names))
        body.append(parts.reports(net, profiles, evidence(net).times))
        steps = [parts.step_by_step(route, name) for route, name in zip(routes, names, strict=True)]
        body.append(section("In full", *steps, _computed(net, command)))
    return page(chain(routes[0]), body)


def _rows(
    net: "Network", answer: Route | Iterable[Route] | Comparison
) -> tuple[tuple[Compared, ...], int]:
    """Return what is compared, and which row is the one reported on; -1 for all."""
    if isinstance(answer, Comparison):
        return answer.rows, -1
    given = each_of_kind(answer, "answer", Route)
    if len(given) != 1:
        rows = compare(net, given).rows
        names = labels(net, given)
        pairs = zip(rows, names, strict=True)
        return tuple(replace(row, label=name) for row, name in pairs), -1
    (route,) = given
    found = list(by_corridor(net, replace(route.request, corridor=None)))
    same = [row for row in found if row.route and row.route.steps == route.steps]
    if not same:
        same = list(compare(net, [route]).rows)
        found = [*same, *found]
    found.sort(
        key=lambda row: (row.route is None, row.route.transit_time.typical if row.route else 0)
    )
    return tuple(found), found.index(same[0])


def _head(net: "Network", profiles: Sequence[Profile], names: Sequence[str]) -> list[Markup]:
    kick = tag("p", f"Route report · {origin_of_data(net.stamp)}", class_="kick")
    if len(profiles) == 1:
        heading = tag("h1", parts.finding(net, profiles[0]))
        return [kick, heading, parts.lead(profiles[0]), parts.tiles(profiles[0])]
    lines = [tag("li", parts.finding(net, profile)) for profile in profiles]
    heading = tag("h1", f"{finding_of(profiles, names)}.")
    return [kick, heading, tag("ul", *lines, class_="lead")]


def _tables(rows: Sequence[Compared], own: int) -> list[Markup]:
    heading = "Compared with other corridors" if own >= 0 else "Side by side"
    return [parts.compared(rows, own, heading)]


def _with_scenarios(
    net: "Network",
    rows: tuple[Compared, ...],
    routes: Sequence[Route],
    scenarios: "Mapping[str, Scenario]",
) -> tuple[Compared, ...]:
    """Return the rows, each of a route that is reported on followed by those under scenarios."""
    if not scenarios:
        return rows
    found: list[Compared] = []
    for row in rows:
        found.append(row)
        if row.route and any(row.route is route for route in routes):
            _, *under = compare(net, [row.route], scenarios=scenarios).rows
            found += [replace(item, label=f"{row.label}, {item.scenario}") for item in under]
    return tuple(found)


def _days_section(
    net: "Network",
    profiles: Sequence[Profile],
    compared: Comparison,
    scenarios: "Mapping[str, Scenario]",
) -> Markup:
    """Return the chart of days, and the same again for narrow screens: one for each route."""
    routes = [profile.route for profile in profiles]
    label = "Time against distance; the tables of this report hold the same figures"
    if len(routes) > MOST or len({route.origin.id for route in routes}) > 1:
        bars = inlined(chart.picture(chart.comparison(compared), "svg"), "days")
        return section("Where the time goes", figure(bars, label))
    drawn = chart.time_distance(net, routes, scenarios=scenarios)
    wide = inlined(chart.picture(drawn, "svg"), "days")
    small = [
        chart.time_distance(net, route, scenarios=scenarios, figsize=NARROW) for route in routes
    ]
    narrow = [
        inlined(chart.picture(item, "svg"), f"days{number}") for number, item in enumerate(small)
    ]
    return section("Where the time goes", figure(wide, label, narrow))


def _single(net: "Network", profile: Profile) -> list[Markup]:
    sim = simulate(net, profile.route, seed=SEED, runs=RUNS)
    wide = inlined(chart.picture(chart.distribution(sim), "svg"), "arrivals")
    small = chart.picture(chart.distribution(sim, figsize=SHORT), "svg")
    label = "How many simulated shipments arrive on each day, and by each day"
    drawn = figure(wide, label, [inlined(small, "arrivals0")])
    return [parts.stops(profile), parts.arrivals(sim, drawn)]


def _map(net: "Network", routes: Sequence[Route]) -> Markup:
    """Return the map of the routes, or why there is none."""
    outside = off_the_map([route.legs for route in routes])
    if outside:
        return section("Map", tag("p", f"{outside[0].upper()}{outside[1:]}."))
    return map_section(of_routes(net, routes))


def _computed(net: "Network", command: str) -> Markup:
    lines = [
        origin_of_data(net.stamp),
        f"digest of the network: {net.digest}",
        f"seen on {net.date or 'any day'}; {RUNS:,} simulated shipments, seed {SEED}",
        f"made by: {command}" if command else "made by: corridor.write_report",
    ]
    return folded("How the figures were derived", tag("ul", *(tag("li", line) for line in lines)))
