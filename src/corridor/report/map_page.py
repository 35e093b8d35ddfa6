"""The interactive map: a section of a report, and a page of its own."""

import os
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.panels import labels
from corridor.chart.canvas.wording import chain, origin_of_data
from corridor.chart.maps.map_figure import PROJECTED, measure, tags_of
from corridor.chart.maps.scene import make_scene, off_the_map
from corridor.chart.maps.worldmap import CREDIT
from corridor.errors import QuantityError
from corridor.files import write_atomically
from corridor.report.map_svg import map_svg
from corridor.report.markup import Markup, section, tag
from corridor.report.page import page
from corridor.routes.route import Route
from corridor.signatures import suggest_arguments
from corridor.user_values import file_path

if TYPE_CHECKING:
    from corridor.chart.canvas.palette import Look
    from corridor.network.network import Network

MAP = (10.0, 4.4)


@suggest_arguments
def write_map(
    net: "Network",
    routes: Route | Iterable[Route],
    path: str | os.PathLike[str],
    *,
    overwrite: bool = False,
) -> None:
    """Write an interactive map of routes: one HTML file that works offline.

    Parameters
    ----------
    net
        The network that the routes were found in.
    routes
        A route, or several.
    path
        Where the file goes.
    overwrite
        Whether an existing file may be replaced.

    Returns
    -------
    None
        The file is written whole or not at all.

    Raises
    ------
    QuantityError
        When there is no route, or one leaves Eurasia, for which the map is made.
    MissingExtraError
        When matplotlib, which measures the names, is not installed.
    FileExistsError
        When the file is there and may not be replaced.
    OSError
        When it cannot be written.

    >>> import corridor as co, pathlib, tempfile
    >>> net = co.load_network()
    >>> path = pathlib.Path(tempfile.mkdtemp(), "map.html")
    >>> co.write_map(net, co.find_route(net, "Aktau", "Poti"), path)
    >>> path.read_text(encoding="utf-8").count("<svg")
    1
    """
    given = [routes] if isinstance(routes, Route) else list(routes)
    target = file_path(path, "path")
    write_atomically(target, map_html(net, given), overwrite=overwrite)


def map_html(net: "Network", routes: Sequence[Route]) -> str:
    """Return a page with the map of routes alone, as the text of its file."""
    if not routes:
        raise QuantityError("there is no route to draw; give one, or several")
    outside = off_the_map(routes)
    if outside:
        raise QuantityError(outside)
    with _figure.drawing():
        looks = _palette.looks(route.corridors for route in routes)
        names = labels(net, routes) if len(routes) > 1 else [""]
        lines = [
            tag("li", _finding(route, name)) for route, name in zip(routes, names, strict=True)
        ]
        body = [
            tag("p", f"Route map · {origin_of_data(net.stamp)}", class_="kick"),
            tag("h1", chain(routes[0])),
            tag("ul", *lines, class_="lead"),
            map_section(net, routes, looks),
        ]
    return page(chain(routes[0]), body)


def _finding(route: Route, name: str) -> str:
    days = " / ".join(_text.days(time) for time in route.transit_time.levels)
    head = f"{name}: " if name else ""
    return f"{head}{days} days (low / typical / high), {_text.km(route.distance)} km"


def map_section(net: "Network", routes: Sequence[Route], looks: "Sequence[Look]") -> Markup:
    """Return the map with its buttons, and where the words of a clicked part appear."""
    outside = off_the_map(routes)
    if outside:
        return section("Map", tag("p", f"{outside[0].upper()}{outside[1:]}."))
    scratch = _figure.new_figure(MAP)
    scene = make_scene(routes, tags_of(net, routes), MAP, measure(scratch))
    label = f"Map of {chain(routes[0])}"
    drawn = map_svg(scene, routes, looks, label)
    buttons = [
        tag("button", words, type="button", data_map=what, hidden="")
        for words, what in (("+", "in"), ("-", "out"), ("whole map", "reset"))
    ]
    hint = "Click or tab to a leg or stop for its times and sources."
    told = tag("output", hint, aria_live="polite")
    keys = tag("p", *buttons, class_="no-print")
    how = "Drag to move; wheel, plus and minus zoom while the map has the focus."
    note = f"{PROJECTED} {CREDIT} {how}"
    return section(
        "Map",
        tag("figure", tag("div", drawn, class_="scroll"), tag("figcaption", note)),
        told,
        keys,
    )
