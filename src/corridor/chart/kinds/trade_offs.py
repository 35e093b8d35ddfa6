"""Trade-offs as points: one objective against another, each route with its number and its way."""

from typing import TYPE_CHECKING

from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.frame import ticks
from corridor.chart.canvas.labels import around, first_free
from corridor.chart.canvas.wording import origin_of_data
from corridor.routes.objectives import OBJECTIVES
from corridor.routes.telling_apart import ways
from corridor.routing.pareto import finding_of_front

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridor.chart.canvas.palette import Look
    from corridor.routing.pareto import Front


WIDE = 10.0
LEFT, RIGHT, HIGH, ROW = 0.85, 0.35, 3.6, 0.17
MOST = 12
MARGIN = 0.12


def draw_front(
    front: "Front", looks: "Sequence[Look]", size: tuple[float, float] | None, dpi: float
) -> "Figure":
    """Return the routes of a front as points over its first two objectives."""
    rows = min(MOST, len(front))
    size = size or (WIDE, HIGH + 1.9 + ROW * rows)
    finding = " ".join(finding_of_front(front).split()).rstrip(".")
    drawn = "Each point is a route; lower and further left is better"
    said = "The axes need not begin at zero. Values at the level asked for."
    words = [said, origin_of_data(front.stamp)]
    figure, wide, top, bottom = _figure.opened(size, dpi, finding, drawn, words, left=0.3)
    bottom = _key(figure, front, looks, bottom + 0.1)
    box = Box(LEFT, bottom + 0.5, wide - RIGHT, top - 0.1)
    axes = _figure.add_axes(figure, box, "both")
    _scales(axes, front)
    for number, (values, look) in enumerate(zip(front.values, looks, strict=True), 1):
        x, y = (_value(front, axis, values[axis]) for axis in range(2))
        axes.plot([x], [y], marker="o", ms=8, mfc=look.line, mec="white", mew=1, zorder=3)
        if number <= MOST:
            here = _place(axes, box, (x, y))
            _number(figure, front, axes, box, here, number)
    across, up = (_unit(front, axis) for axis in range(2))
    _figure.write(figure, (box.left + box.right) / 2, box.bottom - 0.38, across, ha="center")
    style = {"rotation": 90, "ha": "center", "va": "center"}
    _figure.write(figure, 0.22, (box.bottom + box.top) / 2, up, **style)
    return figure


def _unit(front: "Front", axis: int) -> str:
    shipment = front[0].request.shipment
    return OBJECTIVES[front.by[axis]].axis.format(shipment.currency if shipment else "")


def _value(front: "Front", axis: int, value: int) -> float:
    return value / OBJECTIVES[front.by[axis]].per


def _scales(axes: "Axes", front: "Front") -> None:
    for axis in range(2):
        found = [_value(front, axis, values[axis]) for values in front.values]
        spread = max(found) - min(found) or max(found) or 1.0
        low, high = max(0.0, min(found) - MARGIN * spread), max(found) + MARGIN * spread
        step = ticks(high - low, 8)[1]
        marks = [step * n for n in range(int(high / step) + 1) if step * n >= low]
        texts = [f"{value:,g}" for value in marks]
        if axis:
            axes.set_ylim(low, high)
            axes.set_yticks(marks, texts)
        else:
            axes.set_xlim(low, high)
            axes.set_xticks(marks, texts)


def _place(axes: "Axes", box: Box, spot: tuple[float, float]) -> tuple[float, float]:
    (left, right), (low, high) = axes.get_xlim(), axes.get_ylim()
    x = box.left + (box.right - box.left) * (spot[0] - left) / (right - left)
    return x, box.bottom + (box.top - box.bottom) * (spot[1] - low) / (high - low)


def _number(
    figure: "Figure",
    front: "Front",
    axes: "Axes",
    box: Box,
    here: tuple[float, float],
    number: int,
) -> None:
    """Write a number beside its point, clear of the other points and numbers."""
    spots = [[_value(front, axis, values[axis]) for axis in range(2)] for values in front.values]
    points = [_place(axes, box, (x, y)) for x, y in spots]
    taken = [Box(x - 0.07, y - 0.07, x + 0.07, y + 0.07) for x, y in points]
    taken += [_figure.box_of(text) for text in figure.texts if text.get_gid()]
    size = (_figure.width_of(figure, str(number)), 0.13)
    found = first_free(around(*here, size, 0.11), taken, box)
    if found:
        text = _figure.write(figure, found.left, found.bottom + 0.015, str(number))
        _figure.halo(text)


def _key(figure: "Figure", front: "Front", looks: "Sequence[Look]", bottom: float) -> float:
    """Write the way and the values of each route below; return the upper edge."""
    rows = list(zip(front, front.values, looks, strict=True))[:MOST]
    wide = float(figure.get_size_inches()[0])
    right = wide - 0.3
    names = ways([route for route, _, _ in rows])
    for number, (_, values, look) in enumerate(rows, 1):
        y = bottom + ROW * (len(rows) - number)
        style = {"fontsize": 7.5}
        _figure.write(
            figure, 0.5, y, str(number), ha="right", weight="bold", color=look.text, **style
        )
        space = right - 0.65 - 1.15 * len(values)
        name = _figure.legible(names[number - 1])
        _figure.write(figure, 0.6, y, _figure.cut(figure, name, space, **style), **style)
        for column, (objective, value) in enumerate(zip(front.by, values, strict=True)):
            x = right - 1.15 * (len(values) - 1 - column)
            _figure.write(figure, x, y, OBJECTIVES[objective].shown(value), ha="right", **style)
    top = bottom + ROW * len(rows)
    for column in range(len(front.by)):
        x = right - 1.15 * (len(front.by) - 1 - column)
        word = _figure.cut(figure, _unit(front, column), 1.1, fontsize=7)
        _figure.write(figure, x, top, word, ha="right", fontsize=7, color=_palette.GREY)
    return top + 0.2
