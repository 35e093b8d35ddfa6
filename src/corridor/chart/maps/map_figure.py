"""A route map as a figure: land, routes, stops in proportion, labels, and the world in a disc."""

from typing import TYPE_CHECKING, Any

from corridor import text as _text
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.names_above import chained
from corridor.chart.canvas.panels import labels as names_of_routes
from corridor.chart.canvas.wording import by_corridor, origin_of_data
from corridor.chart.maps.scene import (
    INSET,
    LEAST_STANDING,
    Measure,
    Scene,
    Sheet,
    Weight,
    make_scene,
)
from corridor.chart.maps.worldmap import CREDIT
from corridor.network.modes import are_vessels

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridor.chart.canvas.palette import Look
    from corridor.network.network import Network
    from corridor.routes.route import Route


SIZE = (10.0, 6.0)
EDGE = 0.2
BOLD, PLAIN = 8.5, 7.5
#: Lines from this width on [points] have a white core where a ship carries.
CORED = 3.0
PROJECTED = (
    "Albers equal-area conic (28°N, 56°N, 62°E); inset: Lambert azimuthal equal-area (12°N, 62°E). "
    "Legs are drawn along simplified tracks and sea lanes."
)


def draw_map(
    net: "Network",
    routes: "Sequence[Route]",
    looks: "Sequence[Look]",
    size: tuple[float, float],
    dpi: float,
) -> "Figure":
    """Return a map of routes."""
    drawn = "Discs: typical dwell and waiting of half a day or more, area in proportion"
    vessels = any(are_vessels(route.modes) for route in routes)
    drawn += "; white core: by ship" if vessels else ""
    finding, words = _finding(net, routes), [PROJECTED, f"{CREDIT} {origin_of_data(net.stamp)}"]
    figure, wide, top, bottom = _figure.opened(
        size, dpi, finding, drawn, words, left=EDGE, margin=EDGE
    )
    box = Box(0, bottom + 0.12, wide, top - 0.05)
    axes = _figure.add_axes(figure, box)
    axes.set_xlim(0, box.right - box.left)
    axes.set_ylim(0, box.top - box.bottom)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(_palette.SEA)
    tags = tags_of(net, routes)
    sheet = (box.right - box.left, box.top - box.bottom)
    scene = make_scene(routes, tags, sheet, measure(figure))
    _draw_sheet(axes, scene.main, looks, thick=3.0)
    _draw_discs(axes, scene)
    for label in scene.labels:
        if label.leader:
            xs, ys = zip(*label.leader, strict=True)
            axes.plot(xs, ys, color=_palette.INK, lw=0.6, zorder=3.5)
    for label in scene.labels:
        style = {"fontsize": BOLD if label.bold else PLAIN, "color": "#222222"}
        x, y = label.box.left + box.left, label.box.bottom + box.bottom + 0.015
        weight = "bold" if label.bold else "normal"
        text = _figure.write(figure, x, y, label.text, fontweight=weight, **style)
        _figure.halo(text)
    for tag, look in zip(scene.tags, looks, strict=False):
        if tag.text:
            _draw_tag(figure, tag.text, tag.box, box, look)
    if scene.inset:
        _draw_inset(axes, scene, looks)
    return figure


def measure(figure: "Figure") -> Measure:
    """Return what measures a label [inches], bold or plain."""

    def wide(text: str, weight: Weight) -> float:
        size = BOLD if weight == "bold" else PLAIN
        return _figure.width_of(figure, text, fontsize=size, fontweight=weight)

    return wide


def tags_of(net: "Network", routes: "Sequence[Route]") -> list[str]:
    """Return the names of routes with their typical days."""
    names = names_of_routes(net, routes)
    return [
        f"{_figure.drawable(name, route.destination.id)}  "
        f"{_text.days(route.transit_time.typical, digits=0)} d"
        for name, route in zip(names, routes, strict=True)
    ]


def _finding(net: "Network", routes: "Sequence[Route]") -> str:
    if len(routes) == 1:
        (route,) = routes
        time, standing = route.transit_time, route.standing
        return (
            f"{chained(route)}{by_corridor(net, route)}: typically {_text.days(time.typical)} "
            f"days, {_text.days(standing.typical)} of them dwell and waiting"
        )
    chains = list(dict.fromkeys(map(chained, routes)))
    said = ", ".join(tag.replace("  ", " ").removesuffix(" d") for tag in tags_of(net, routes))
    return f"{chains[0]}, typical days: {said}" if len(chains) == 1 else f"Typical days: {said}"


def _draw_sheet(
    axes: "Axes", sheet: Sheet, looks: "Sequence[Look]", thick: float
) -> "list[Artist]":
    """Draw land, borders and routes; return what was drawn."""
    made: list[Artist] = [_figure.area(axes, sheet.land, _palette.LAND, _palette.COAST)]
    for border in sheet.borders:
        made += axes.plot(*zip(*border, strict=True), color=_palette.BORDER, lw=0.5, zorder=1.2)
    for number, (route, look) in enumerate(zip(sheet.routes, looks, strict=True)):
        line = [spot for drawn in route for spot in drawn.line]
        layer = 2 + number / 100
        dashes = look.dashes if len(sheet.routes) > 1 else _palette.SOLID
        xs, ys = zip(*line, strict=True)
        made += axes.plot(xs, ys, color="white", lw=thick + 1.6, zorder=layer)
        made += axes.plot(xs, ys, color=look.line, lw=thick, ls=dashes, zorder=layer)
        for drawn in route:
            if drawn.vessel and thick >= CORED:
                style: dict[str, Any] = {"lw": thick * 0.4, "zorder": layer}
                made += axes.plot(*zip(*drawn.line, strict=True), color="white", **style)
    return made


def _draw_discs(axes: "Axes", scene: Scene) -> None:
    for disc in scene.discs:
        large = disc.standing >= LEAST_STANDING
        colours = (_palette.STANDING, "white") if large else ("white", _palette.INK)
        points = 2 * 72 * disc.radius
        axes.plot(
            [disc.x],
            [disc.y],
            marker="o",
            ms=points,
            mfc=colours[0],
            mec=colours[1],
            mew=0.9,
            zorder=4 if large else 3,
        )


def _draw_tag(figure: "Figure", text: str, place: Box, sheet: Box, look: "Look") -> None:
    box = Box(*(a + b for a, b in zip(place, [sheet.left, sheet.bottom] * 2, strict=True)))
    _figure.fill(figure, box, look.text, zorder=5)
    style = {"color": "white", "fontweight": "bold", "fontsize": BOLD, "zorder": 6}
    _figure.write(figure, box.left + 0.06, box.bottom + 0.055, text, **style)


def _draw_inset(axes: "Axes", scene: Scene, looks: "Sequence[Look]") -> None:
    if scene.inset is None:
        return
    clip = _figure.disc(axes, scene.centre, INSET, _palette.SEA, 10)
    for artist in _draw_sheet(axes, scene.inset, looks, thick=1.6):
        _figure.lift(artist, clip, 10)
    _figure.disc(axes, scene.centre, INSET, "none", 14)
