"""Routes as bars: moving, dwell and waiting at the typical level, a whisker from low to P90."""

from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.frame import ticks
from corridor.chart.canvas.names_above import chained
from corridor.chart.canvas.wording import METHOD, origin_of_data
from corridor.units import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridor.analysis.compared_rows import Compared
    from corridor.analysis.comparison import Comparison
    from corridor.chart.canvas.palette import Look
    from corridor.routes.route import Route


WIDE = 10.0
LEFT, LABEL, RIGHT = 0.3, 2.45, 2.75
ROW, BAR = 0.5, 0.2
#: Where the figures stand, from the right edge [inches].
LEVELS = (
    "low: uncongested, what is advertised and records show; typical: the mean of ordinary "
    "shipments. Sources: corridor compare."
)
COLUMNS = (("low", 2.0), ("typical", 1.25), ("P90", 0.3))


def draw_bars(
    comparison: "Comparison", looks: "Sequence[Look]", size: tuple[float, float] | None, dpi: float
) -> "Figure":
    """Return the routes of a comparison as bars, one below the other."""
    rows = comparison.rows
    if size is None:
        size = (WIDE, 2.05 + ROW * len(rows))
    drawn = "Typical days from terminal to terminal, moving and at stops; low to P90"
    words = [LEVELS, METHOD, origin_of_data(comparison.stamp)]
    finding = _finding(comparison)
    figure, wide, top, bottom = _figure.opened(size, dpi, finding, drawn, words, left=LEFT)
    bottom = _key(figure, bottom + 0.1)
    box = Box(LEFT + LABEL, bottom + 0.45, wide - RIGHT, top - 0.22)
    routes = [row.route for row in rows if row.route]
    longest = max((row.within or 0 for row in rows), default=0)
    longest = max([longest, *(int(route.transit_time.typical) for route in routes)])
    axes = _field(figure, box, longest * 1.03 or DAY, len(rows))
    style = iter(looks)
    for number, row in enumerate(rows):
        y = box.top - (box.top - box.bottom) * (number + 0.5) / len(rows)
        _draw_label(figure, row, y, box)
        if row.route:
            within = row.within or int(row.route.transit_time.typical)
            _draw_bar(axes, row.route, within, len(rows) - 0.5 - number, next(style))
    return figure


def _finding(comparison: "Comparison") -> str:
    found = [(row, row.route) for row in comparison.rows if row.route]
    if not found:
        return "No route"
    chains = {chained(route) for _, route in found}
    whole = chains.pop() if len(chains) == 1 else ""
    said = [
        f"{row.corridors[0] if whole and row.corridors else row.label} "
        f"{_text.days(route.transit_time.typical, digits=0)}"
        for row, route in found
    ]
    start = f"{whole}, typical days" if whole else "Typical days"
    return f"{start}: {', '.join(said)}"


def _field(figure: "Figure", box: Box, longest: float, rows: int) -> "Axes":
    axes = _figure.add_axes(figure, box, "x")
    axes.set_xlim(0, longest / DAY)
    axes.set_ylim(0, rows)
    days = ticks(longest / DAY, 8)
    axes.set_xticks(days, [f"{day:g}" for day in days])
    axes.set_yticks([])
    _figure.write(figure, (box.left + box.right) / 2, box.bottom - 0.36, "days", ha="center")
    wide = float(figure.get_size_inches()[0])
    for word, right in COLUMNS:
        style = {"ha": "right", "fontsize": 8, "color": _palette.GREY}
        _figure.write(figure, wide - right, box.top + 0.07, word, **style)
    return axes


def _draw_label(figure: "Figure", row: "Compared", y: float, box: Box) -> None:
    wide = float(figure.get_size_inches()[0])
    name = _figure.drawable(row.label, row.route.destination.id if row.route else "a route")
    name = _figure.cut(figure, name, LABEL - 0.1, fontsize=9)
    _figure.write(figure, LEFT, y + 0.01, name, fontsize=9, fontweight="normal")
    if row.route is None:
        reason = _figure.cut(figure, row.reason, wide - box.left - 0.3, fontsize=8)
        _figure.write(figure, box.left + 0.05, y, reason, fontsize=8, color=_palette.GREY)
        return
    route, time = row.route, row.route.transit_time
    under = (
        f"{_text.km(route.distance)} km, {_text.days(route.standing.typical)} d dwell and waiting"
    )
    _figure.write(figure, LEFT, y - 0.14, under, fontsize=7, color=_palette.GREY)
    within = _text.days(row.within, promise=True) if row.within else "-"
    texts = (_text.days(time.low), _text.days(time.typical), within)
    for text, (word, right) in zip(texts, COLUMNS, strict=True):
        weight = "bold" if word == "typical" else "normal"
        _figure.write(figure, wide - right, y - 0.05, text, ha="right", fontsize=10, weight=weight)


def _draw_bar(axes: "Axes", route: "Route", within: int, y: float, look: "Look") -> None:
    moving, standing = route.moving.typical / DAY, route.standing.typical / DAY
    thick = BAR / ROW * 1.6
    axes.barh(y, moving, thick, color=look.line)
    axes.barh(
        y, standing, thick, left=moving, color=_palette.STANDING, hatch="////", ec="white", lw=0
    )
    ends = [route.transit_time.low / DAY, within / DAY]
    axes.plot(ends, [y, y], color=_palette.INK, lw=1.4, marker="|", ms=9, mew=1.4, zorder=4)


def _key(figure: "Figure", bottom: float) -> float:
    left, y = LEFT, bottom + 0.05
    entries = ("moving (in the corridor's colour)", "at stops", "low to P90")
    for number, text in enumerate(entries):
        box = Box(left, y - 0.05, left + 0.34, y + 0.05)
        if number == 2:
            points = [(left, y), (left + 0.34, y)]
            _figure.line(figure, points, color=_palette.INK, linewidth=1.4, marker="|", ms=7)
        else:
            colour = "#777777" if number == 0 else _palette.STANDING
            hatch = {"hatch": "////", "edgecolor": "white", "linewidth": 0} if number else {}
            _figure.fill(figure, box, colour, **hatch)
        _figure.write(figure, left + 0.42, bottom + 0.01, text, fontsize=7.5)
        left += 0.75 + _figure.width_of(figure, text, fontsize=7.5)
    return bottom + 0.16
