"""The interactive map: a section of a report, a page of its own, and a value for notebooks."""

import os
from html import escape
from typing import TYPE_CHECKING

from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas.wording import origin_of_data
from corridor.chart.maps.content import Content
from corridor.chart.maps.map_figure import PROJECTED, measure
from corridor.chart.maps.projections import CREDIT
from corridor.chart.maps.scene import make_scene
from corridor.chart.maps.studies import content_of
from corridor.files import write_atomically
from corridor.frozen import dataclass
from corridor.report.map_svg import map_svg
from corridor.report.markup import Markup, section, tag
from corridor.report.page import page
from corridor.signatures import suggest_arguments
from corridor.user_values import file_path

if TYPE_CHECKING:
    from collections.abc import Iterable

    from corridor.analysis.critical_elements import WeakPoints
    from corridor.analysis.flow.throughput import Throughput
    from corridor.network.network import Network
    from corridor.routes.route import Route
    from corridor.scenarios.scenario import Scenario

MAP = (10.0, 4.4)
#: The height of a map in a notebook [pixels]; lines above it that are shown.
HIGH, LINES = 620, 10


@dataclass(frozen=True, repr=False)
class InteractiveMap:
    """An interactive map: notebooks show it, `write` saves it as a file that works offline.

    Attributes
    ----------
    finding
        What it shows, in words.
    html
        The page.
    """

    finding: str
    html: str

    def write(self, path: str | os.PathLike[str], *, overwrite: bool = False) -> None:
        """Write the page to a file, whole or not at all."""
        write_atomically(path, self.html, overwrite=overwrite)

    def __repr__(self) -> str:
        return f"<InteractiveMap: {self.finding}>"

    def _repr_html_(self) -> str:
        return (
            f'<iframe srcdoc="{escape(self.html, quote=True)}" sandbox="allow-scripts" '
            f'title="{escape(self.finding, quote=True)}" '
            f'style="width:100%;height:{HIGH}px;border:0"></iframe>'
        )


@suggest_arguments
def interactive_map(
    net: "Network",
    routes: "Route | Iterable[Route] | WeakPoints | Throughput | None" = None,
    *,
    scenario: "Scenario | None" = None,
) -> InteractiveMap:
    """Return an interactive map of routes, of a study of them, or of the whole network.

    Parameters
    ----------
    net
        The network that the routes were found in.
    routes
        A route, several, or what `criticality` or `capacity` gave; without them the map is that of
        the whole network.
    scenario
        Draws what it closes and changes, and the routes with and without it.

    Returns
    -------
    InteractiveMap
        Notebooks show it. Its `write` and `write_map` save it.

    Raises
    ------
    QuantityError
        When there is no route, or one leaves Eurasia, for which the map is made.
    MissingExtraError
        When matplotlib, which measures the names, is not installed.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> co.interactive_map(net, scenario=co.load_scenario("caspian-storm"))
    <InteractiveMap: Caspian storm: what it closes and changes>
    """
    content = content_of(net, routes, scenario)
    with _figure.drawing():
        lines = [tag("li", line) for line in content.lines[:LINES]]
        body = [
            tag("p", f"Map · {origin_of_data(net.stamp)}", class_="kick"),
            tag("h1", content.finding),
            tag("ul", *lines, class_="lead"),
            map_section(content),
        ]
    return InteractiveMap(content.finding, page(content.finding, body))


@suggest_arguments
def write_map(
    net: "Network",
    routes: "Route | Iterable[Route] | WeakPoints | Throughput | None",
    path: str | os.PathLike[str],
    *,
    scenario: "Scenario | None" = None,
    overwrite: bool = False,
) -> None:
    """Write an interactive map: one HTML file that works offline.

    Parameters
    ----------
    net
        The network that the routes were found in.
    routes, scenario
        As for `interactive_map`; None draws the whole network.
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
    target = file_path(path, "path")
    interactive_map(net, routes, scenario=scenario).write(target, overwrite=overwrite)


def map_section(content: Content) -> Markup:
    """Return the map with its buttons, and where the words of a clicked part appear."""
    scratch = _figure.new_figure(MAP)
    scene = make_scene(content, MAP, measure(scratch))
    drawn = map_svg(scene, content.words, f"Map: {content.finding}", "map-")
    buttons = [
        tag("button", words, type="button", data_map=what, hidden="")
        for words, what in (("+", "in"), ("-", "out"), ("whole map", "reset"))
    ]
    hint = "Click or tab to a leg or stop for its times and sources."
    said = tag("output", hint, aria_live="polite")
    keys = tag("p", *buttons, class_="no-print")
    how = "Drag to move; wheel, plus and minus zoom while the map has the focus."
    note = f"{content.drawn}. {PROJECTED} {CREDIT} {how}"
    return section(
        "Map",
        tag("figure", tag("div", drawn, class_="scroll"), tag("figcaption", note)),
        said,
        keys,
    )
