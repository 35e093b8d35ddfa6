"""Trade-offs as points: one objective against another, each route with its number and its nodes."""

from typing import TYPE_CHECKING, NamedTuple

from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.frame import ticks
from corridor.chart.canvas.labels import around, first_free
from corridor.chart.canvas.wording import origin_of_data
from corridor.routes.objectives import OBJECTIVES
from corridor.routes.telling_apart import route_names
from corridor.routing.pareto import finding_of_front

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridor.chart.canvas.palette import Look
    from corridor.routes.route import Route
    from corridor.routing.pareto import Front


WIDE = 10.0
LEFT, RIGHT, HIGH, ROW = 0.85, 0.35, 3.6, 0.17
MOST = 16
MARGIN = 0.12
#: How long the arrow of a price that is open is, as a share of an axis.
ARROW = 0.06


class _Row(NamedTuple):
    """A route as it is drawn: values in their units, which of them are open, and cells."""

    route: "Route"
    values: tuple[int, ...]
    is_open: tuple[bool, ...]
    cells: tuple[str, ...]


def _rows_of(front: "Front") -> list[_Row]:
    places = range(len(front.by))
    closed = (False,) * len(front.by)
    rows = []
    for route, values in zip(front, front.values, strict=True):
        cells = tuple(OBJECTIVES[name].shown(values[n]) for n, name in enumerate(front.by))
        rows.append(_Row(route, values, closed, cells))
    for item in front.unpriced:
        cells = tuple(item.shown(front.by, place) for place in places)
        is_open = tuple(value is None for value in item.values)
        rows.append(_Row(item.route, item.least, is_open, cells))
    return rows


def draw_front(
    front: "Front", looks: "Sequence[Look]", size: tuple[float, float] | None, dpi: float
) -> "Figure":
    """Return the routes of a front as points over its first two objectives."""
    rows = _rows_of(front)
    if size is None:
        size = (WIDE, HIGH + 1.9 + ROW * min(MOST, len(rows)))
    finding = " ".join(finding_of_front(front).split()).rstrip(".")
    drawn = "Each point is a route; lower and further left is better"
    if front.unpriced:
        drawn += "; hollow: not every part has a price, the rest comes on top"
    said = "The axes need not begin at zero. Values at the level asked for."
    words = [said, origin_of_data(front.stamp)]
    figure, wide, top, bottom = _figure.opened(size, dpi, finding, drawn, words, left=0.3)
    bottom = _key(figure, front, rows, looks, bottom + 0.1)
    box = Box(LEFT, bottom + 0.5, wide - RIGHT, top - 0.1)
    axes = _figure.add_axes(figure, box, "both")
    _scales(axes, front, rows)
    spots = [_spot(axes, front, row) for row in rows]
    points = [_place(axes, box, spot) for spot in spots]
    for number, (row, spot, look) in enumerate(zip(rows, spots, looks, strict=True), 1):
        _point(axes, row, spot, look)
        if number <= MOST:
            _number(figure, points, box, number)
    across, up = (_unit(front, axis) for axis in range(2))
    _figure.write(figure, (box.left + box.right) / 2, box.bottom - 0.38, across, ha="center")
    style = {"rotation": 90, "ha": "center", "va": "center"}
    _figure.write(figure, 0.22, (box.bottom + box.top) / 2, up, **style)
    return figure


def _unit(front: "Front", axis: int) -> str:
    shipment = front.shown[0].request.shipment
    return OBJECTIVES[front.by[axis]].axis.format(shipment.currency if shipment else "")


def _value(front: "Front", axis: int, value: int) -> float:
    return value / OBJECTIVES[front.by[axis]].per


def _spot(axes: "Axes", front: "Front", row: _Row) -> tuple[float, float]:
    """Return where a route is drawn; one without any price at the edge of the axis."""
    edges = axes.get_xlim()[0], axes.get_ylim()[0]
    x, y = (max(_value(front, axis, row.values[axis]), edges[axis]) for axis in range(2))
    return x, y


def _point(axes: "Axes", row: _Row, spot: tuple[float, float], look: "Look") -> None:
    """Draw a route as a point, filled where it is priced; else with an arrow to what is open."""
    fill, edge = ("white", look.line) if any(row.is_open) else (look.line, "white")
    for axis, limits in enumerate((axes.get_xlim(), axes.get_ylim())):
        if row.is_open[axis]:
            end = list(spot)
            end[axis] += ARROW * (limits[1] - limits[0])
            style = {"arrowstyle": "->", "color": look.line, "lw": 1}
            axes.annotate("", xy=(end[0], end[1]), xytext=spot, arrowprops=style, zorder=2)
    axes.plot([spot[0]], [spot[1]], marker="o", ms=8, mfc=fill, mec=edge, zorder=3, clip_on=False)


def _scales(axes: "Axes", front: "Front", rows: "Sequence[_Row]") -> None:
    for axis in range(2):
        known = [row for row in rows if row.values[axis] or not row.is_open[axis]]
        found = [_value(front, axis, row.values[axis]) for row in known] or [0.0]
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
    figure: "Figure", points: "Sequence[tuple[float, float]]", box: Box, number: int
) -> None:
    """Write a number beside its point, clear of the other points and numbers."""
    taken = [Box(x - 0.07, y - 0.07, x + 0.07, y + 0.07) for x, y in points]
    taken += [_figure.box_of(text) for text in figure.texts if text.get_gid()]
    size = (_figure.width_of(figure, str(number)), 0.13)
    found = first_free(around(*points[number - 1], size, 0.11), taken, box)
    if found:
        text = _figure.write(figure, found.left, found.bottom + 0.015, str(number))
        _figure.halo(text)


def _key(
    figure: "Figure",
    front: "Front",
    rows: "Sequence[_Row]",
    looks: "Sequence[Look]",
    bottom: float,
) -> float:
    """Write the route and the values of each route below; return the upper edge."""
    rows = rows[:MOST]
    wide = float(figure.get_size_inches()[0])
    right = wide - 0.3
    names = route_names([row.route for row in rows])
    for number, (row, look) in enumerate(zip(rows, looks, strict=False), 1):
        y = bottom + ROW * (len(rows) - number)
        style = {"fontsize": 7.5}
        _figure.write(
            figure, 0.5, y, str(number), ha="right", weight="bold", color=look.text, **style
        )
        space = right - 0.65 - 1.15 * len(row.cells)
        name = _figure.legible(names[number - 1])
        _figure.write(figure, 0.6, y, _figure.cut(figure, name, space, **style), **style)
        for column, cell in enumerate(row.cells):
            x = right - 1.15 * (len(row.cells) - 1 - column)
            _figure.write(figure, x, y, cell, ha="right", **style)
    top = bottom + ROW * len(rows)
    for column in range(len(front.by)):
        x = right - 1.15 * (len(front.by) - 1 - column)
        word = _figure.cut(figure, _unit(front, column), 1.1, fontsize=7)
        _figure.write(figure, x, top, word, ha="right", fontsize=7, color=_palette.GREY)
    return top + 0.2
