"""A route map as a figure: land, routes, stops in proportion, labels, and the world in a disc."""

from typing import TYPE_CHECKING, Any

from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.wording import origin_of_data
from corridor.chart.maps.content import Content
from corridor.chart.maps.projections import CREDIT
from corridor.chart.maps.scene import DOT, INSET, Measure, Scene, Sheet, Weight, make_scene

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridor.chart.canvas.palette import Look
    from corridor.network.network import Network


SIZE = (10.0, 6.0)
EDGE = 0.2
BOLD, PLAIN = 8.5, 7.5
#: Lines from this width on [points] have a white core where a ship carries.
CORED = 3.0
PROJECTED = (
    "Albers equal-area conic (28°N, 56°N, 62°E); inset: Lambert azimuthal equal-area (12°N, 62°E). "
    "Legs are drawn along simplified tracks and sea lanes."
)


def draw_map(net: "Network", content: Content, size: tuple[float, float], dpi: float) -> "Figure":
    """Return a map as a figure."""
    words = [PROJECTED, f"{CREDIT} {origin_of_data(net.stamp)}"]
    figure, wide, top, bottom = _figure.opened(
        size, dpi, content.finding, content.drawn, words, left=EDGE, margin=EDGE
    )
    box = Box(0, bottom + 0.12, wide, top - 0.05)
    axes = _figure.add_axes(figure, box)
    axes.set_xlim(0, box.right - box.left)
    axes.set_ylim(0, box.top - box.bottom)
    axes.set_xticks([])
    axes.set_yticks([])
    axes.set_facecolor(_palette.SEA)
    scene = make_scene(content, (box.right - box.left, box.top - box.bottom), measure(figure))
    _draw_sheet(axes, scene.main, thin=1.0)
    _draw_discs(axes, scene)
    _draw_labels(figure, axes, scene, box)
    for tag, (strand, _) in zip(scene.tags, scene.main.strands, strict=True):
        if tag.text:
            _draw_tag(figure, tag.text, tag.box, box, strand.look)
    if scene.inset:
        _draw_inset(axes, scene)
    return figure


def _draw_labels(figure: "Figure", axes: "Axes", scene: Scene, box: Box) -> None:
    """Write the names with their leaders, and the scale."""
    for label in scene.labels:
        if label.leader:
            xs, ys = zip(*label.leader, strict=True)
            axes.plot(xs, ys, color=_palette.INK, lw=0.6, zorder=3.5)
    for label in (*scene.labels, *([scene.scale] if scene.scale else [])):
        style = {"fontsize": BOLD if label.bold else PLAIN, "color": "#222222"}
        raised = 0.09 if label is scene.scale else 0.015
        x, y = label.box.left + box.left, label.box.bottom + box.bottom + raised
        weight = "bold" if label.bold else "normal"
        text = _figure.write(figure, x, y, label.text, fontweight=weight, **style)
        _figure.halo(text)
    if scene.scale:
        axes.plot(*zip(*scene.scale.leader, strict=True), color=_palette.INK, lw=1.6, zorder=3.5)


def measure(figure: "Figure") -> Measure:
    """Return what measures a label [inches], bold or plain."""

    def wide(text: str, weight: Weight) -> float:
        size = BOLD if weight == "bold" else PLAIN
        return _figure.width_of(figure, text, fontsize=size, fontweight=weight)

    return wide


def _draw_sheet(axes: "Axes", sheet: Sheet, thin: float) -> "list[Artist]":
    """Draw land, borders and strands, thinner by a factor; return what was drawn."""
    made: list[Artist] = [_figure.area(axes, sheet.land, _palette.LAND, _palette.COAST)]
    for border in sheet.borders:
        made += axes.plot(*zip(*border, strict=True), color=_palette.BORDER, lw=0.5, zorder=1.2)
    many = max(len(sheet.strands), 100)
    for number, (strand, legs) in enumerate(sheet.strands):
        layer, thick = 2 + number / many, strand.width * thin
        xs, ys = zip(*(spot for drawn in legs for spot in drawn.line), strict=True)
        if strand.width >= CORED:
            made += axes.plot(xs, ys, color="white", lw=thick + 0.9, zorder=layer)
        style: dict[str, Any] = {"color": strand.look.line, "ls": strand.look.dashes}
        made += axes.plot(xs, ys, lw=thick, zorder=layer, **style)
        for drawn in legs:
            if drawn.vessel and thick >= CORED:
                core: dict[str, Any] = {"lw": thick * 0.4, "zorder": layer}
                made += axes.plot(*zip(*drawn.line, strict=True), color="white", **core)
    return made


def _draw_discs(axes: "Axes", scene: Scene) -> None:
    for disc in scene.discs:
        large = disc.mark.size > 0
        colours = (disc.mark.colour, "white") if large else ("white", _palette.INK)
        points = 2 * 72 * disc.radius
        axes.plot(
            [disc.x],
            [disc.y],
            marker="o",
            ms=points,
            mfc=colours[0],
            mec=colours[1],
            mew=0.9 if large or disc.radius >= DOT else 0.5,
            zorder=4 if large else 3,
        )


def _draw_tag(figure: "Figure", text: str, place: Box, sheet: Box, look: "Look") -> None:
    box = Box(*(a + b for a, b in zip(place, [sheet.left, sheet.bottom] * 2, strict=True)))
    _figure.fill(figure, box, look.text, zorder=5)
    style = {"color": "white", "fontweight": "bold", "fontsize": BOLD, "zorder": 6}
    _figure.write(figure, box.left + 0.06, box.bottom + 0.055, text, **style)


def _draw_inset(axes: "Axes", scene: Scene) -> None:
    if scene.inset is None:
        return
    clip = _figure.disc(axes, scene.centre, INSET, _palette.SEA, 10)
    for artist in _draw_sheet(axes, scene.inset, thin=0.53):
        _figure.lift(artist, clip, 10)
    _figure.disc(axes, scene.centre, INSET, "none", 14)
