"""What panels side by side share: names of routes, heads, titles of axes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corridor import text as _text
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas.frame import Frame
from corridor.chart.canvas.labels import spread_out
from corridor.chart.canvas.names_above import chained
from corridor.chart.canvas.wording import carried, corridor_of, short

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor.analysis.time_profile import Profile
    from corridor.chart.canvas.palette import Look
    from corridor.network.network import Network
    from corridor.routes.route import Route

MOST = 4
LEFT, RIGHT, GAP = 0.62, 0.42, 0.52
#: Space over a panel for its name and its modes [inches].
HEAD = 0.4


def labels(net: "Network", routes: "Sequence[Route]") -> list[str]:
    """Return what the routes are called: by corridor, or by question where that is not enough."""
    by_corridor = [corridor_of(net, route) for route in routes]
    if all(by_corridor) and len(set(by_corridor)) == len(routes):
        return by_corridor
    chains = [chained(route) for route in routes]
    if len(set(chains)) == len(routes):
        return chains
    return [f"Route {number}" for number in range(1, len(routes) + 1)]


def finding_of(profiles: "Sequence[Profile]", names: Sequence[str]) -> str:
    """Return the finding in words: the typical days of every route."""
    days = [_text.days(profile.marks[-1].typical, digits=0) for profile in profiles]
    said = [f"{name} {day}" for day, name in zip(days, names, strict=True)]
    chains = list(dict.fromkeys(chained(profile.route) for profile in profiles))
    if len(chains) == 1:
        return f"{chains[0]}, typical days: {', '.join(said)}"
    ends = [
        f"{day} to {short(profile.route.destination.short)}"
        for day, profile in zip(days, profiles, strict=True)
    ]
    return f"From {profiles[0].route.origin.short}, typical days: {', '.join(ends)}"


def draw_head(frame: Frame, route: "Route", name: str, look: "Look", top: float) -> None:
    """Write the name of a route and by what it goes over its panel."""
    space = frame.box.right - frame.box.left + GAP - 0.12
    text = _figure.drawable(name, route.destination.id)
    words, size = _figure.fit(frame.figure, text, space, 11.5, fontweight="bold")
    first = _figure.cut(frame.figure, words.replace("\n", " "), space, fontsize=size, weight="bold")
    style = {"fontsize": size, "fontweight": "bold", "color": look.text}
    _figure.write(frame.figure, frame.box.left, top - 0.17, first, **style)
    by = carried(route)
    by = _figure.cut(frame.figure, by, space, fontsize=7.5)
    _figure.write(frame.figure, frame.box.left, top - 0.34, by, fontsize=7.5, color="#555555")


def draw_key(
    figure: "Figure", entries: Sequence[tuple[str, dict[str, Any]]], bottom: float
) -> float:
    """Write what lines of some styles mean in one row; return its upper edge."""
    left = LEFT
    for text, style in entries:
        points = [(left, bottom + 0.05), (left + 0.36, bottom + 0.05)]
        _figure.line(figure, points, **{"color": "#444444", **style})
        _figure.write(figure, left + 0.44, bottom + 0.01, text, fontsize=7.5)
        left += 0.72 + _figure.width_of(figure, text, fontsize=7.5)
    return bottom + 0.16


def draw_ends(frame: Frame, ends: Sequence[tuple[int, str, bool]], large: float) -> None:
    """Write figures at the ends of their lines, apart from each other, some bold and large."""
    wanted = [frame.y(value) for value, _, _ in ends]
    found = spread_out(wanted, 0.18, frame.box.bottom + 0.08, frame.box.top)
    for (_, text, bold), y in zip(ends, found, strict=True):
        style = {"fontsize": large if bold else 8, "fontweight": "bold" if bold else "normal"}
        _figure.write(frame.figure, frame.box.right + 0.06, y, text, va="center", **style)


def axis_titles(
    figure: "Figure", bottom: float, high: float, wide: float, up: str, *, several: bool = True
) -> None:
    """Write what the axes of all panels show."""
    each = "distance by each route, km; compare heights between panels, slopes only within one"
    words = each if several else "distance by this route, km"
    _figure.write(figure, (LEFT + wide - RIGHT) / 2, bottom + 0.13, words, ha="center")
    style = {"rotation": 90, "ha": "center", "va": "center"}
    middle = (bottom + 0.52 + high) / 2
    _figure.write(figure, 0.2, middle, up, **style)
