"""The chart and the map of a route below its text, in notebooks."""

import base64
from html import escape
from typing import TYPE_CHECKING

from corridor.chart import charts
from corridor.errors import CorridorError
from corridor.routing.near_routes import network_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from matplotlib.figure import Figure

    from corridor.routes.route import Route

DPI = 90
STYLE = "max-width:100%;background:#fff;margin-top:1em"


def pictures_of(route: "Route") -> str:
    """Return the chart and the map of a route as HTML; nothing where they cannot be drawn.

    They cannot without matplotlib, outside the map, or once the route was sent to another process.
    """
    net = network_of(route)
    if net is None:
        return ""
    chart = _image(lambda: charts.time_distance(net, route, dpi=DPI))
    return chart + _image(lambda: charts.route_map(net, route, dpi=DPI))


def _image(draw: "Callable[[], Figure]") -> str:
    try:
        figure = draw()
        data = base64.b64encode(charts.picture(figure, "png")).decode()
    except CorridorError:
        return ""
    title = escape(" ".join(figure.texts[0].get_text().split()), quote=True)
    return f'<img src="data:image/png;base64,{data}" alt="{title}" style="{STYLE}">'
