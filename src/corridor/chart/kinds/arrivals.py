"""How long simulated shipments take: how many arrive on each day, and how many by then."""

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from corridor import text as _text
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.frame import ticks
from corridor.chart.canvas.labels import around, first_free
from corridor.chart.canvas.names_above import chained
from corridor.chart.canvas.wording import by_corridor, origin_of_data
from corridor.simulation import percentiles as spread
from corridor.simulation.wording import OPERATIONS
from corridor.units import DAY

if TYPE_CHECKING:
    from collections.abc import Iterator

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridor.chart.canvas.palette import Look
    from corridor.simulation.simulation import Simulation


SIZE = (10.0, 6.0)
LEFT, RIGHT, GAP = 0.75, 0.35, 0.25
MARKED = (Fraction(1, 2), Fraction(9, 10), Fraction(19, 20))


def draw_spread(sim: "Simulation", look: "Look", size: tuple[float, float], dpi: float) -> "Figure":
    """Return the distribution of a simulation above its on-time curve, over the same days."""
    half, decile = (sim.percentile(chance) for chance in MARKED[:2])
    finding = (
        f"{chained(sim.route)}{by_corridor(sim.net, sim.route)}: half arrive within "
        f"{_text.days(half, promise=True)} days, 90 % within "
        f"{_text.days(decile, promise=True)}"
    )
    drawn = f"{sim.runs:,} simulated shipments: how many arrive on each day, and by each day"
    words = [
        f"Shown is {OPERATIONS}. The lines low and typical are sums of the legs and stops.",
        f"Method: {sim.runs:,} runs, seed {sim.seed}; {sim.net.dependence}.",
        origin_of_data(sim.net.stamp),
    ]
    figure, wide, top, bottom = _figure.opened(size, dpi, finding, drawn, words, left=LEFT)
    bottom += 0.5
    middle = bottom + (top - bottom) * 0.5
    upper = Box(LEFT, middle + GAP / 2, wide - RIGHT, top - 0.3)
    lower = Box(LEFT, bottom, wide - RIGHT, middle - GAP / 2)
    first, last = _ends(sim)
    _draw_days(figure, upper, sim, look, (first, last))
    _draw_curve(figure, lower, sim, look, (first, last))
    below = "days since departure, from terminal to terminal"
    _figure.write(figure, (LEFT + wide - RIGHT) / 2, bottom - 0.4, below, ha="center")
    return figure


def _ends(sim: "Simulation") -> tuple[int, int]:
    """Return the days between which all runs but a few in a thousand lie, low included."""
    ranked = sorted(sim.times)
    few = len(ranked) // 1000
    low, high = min(int(sim.levels.low), int(ranked[few])), int(ranked[-1 - few])
    return max(0, low // DAY - 1), high // DAY + 2


def _field(figure: "Figure", box: Box, days: tuple[int, int], top: float) -> "Axes":
    axes = _figure.add_axes(figure, box, "y", based=True)
    axes.set_xlim(*days)
    axes.set_ylim(0, top)
    marks = [day for day in ticks(days[1], 14) if day >= days[0]]
    axes.set_xticks(marks, [f"{day:g}" for day in marks])
    shares = ticks(100 * top, 5)
    axes.set_yticks([share / 100 for share in shares], [f"{share:g} %" for share in shares])
    return axes


def _draw_days(
    figure: "Figure", box: Box, sim: "Simulation", look: "Look", days: tuple[int, int]
) -> None:
    shares = [sim.on_time(day + 1.0) - sim.on_time(float(day)) for day in range(*days)]
    axes = _field(figure, box, days, max(shares) * 1.12)
    edges = [day + 0.5 for day in range(*days)]
    axes.bar(edges, shares, 0.88, color=look.line, alpha=0.75)
    axes.tick_params(axis="x", labelbottom=False)
    _figure.write(figure, box.left, box.top + 0.08, "arrive in the course of a day", fontsize=8)
    taken: list[Box] = []
    for word, time in (("low", sim.levels.low), ("typical", sim.levels.typical)):
        x = _across(box, time, days)
        dashes = _palette.LONG if word == "low" else _palette.SOLID
        axes.axvline(time / DAY, color=_palette.INK, lw=1.1, ls=dashes)
        text = f"{word} {_text.days(time)}"
        wide = _figure.width_of(figure, text, fontsize=8)
        places = (Box(at, box.top - 0.1, at + wide, box.top) for at in (x + 0.05, x - wide - 0.05))
        found = first_free(places, taken, box)
        if found:
            taken.append(found)
            drawn = _figure.write(figure, found.left, found.bottom, text, fontsize=8)
            _figure.halo(drawn)


def _draw_curve(
    figure: "Figure", box: Box, sim: "Simulation", look: "Look", days: tuple[int, int]
) -> None:
    axes = _field(figure, box, days, 1.0)
    grid = [days[0] + (days[1] - days[0]) * step / 400 for step in range(401)]
    axes.plot(grid, [sim.on_time(day) for day in grid], color=look.line, linewidth=2.6)
    words = "have arrived by then (the on-time share, if that is the deadline)"
    _figure.write(figure, box.left, box.top + 0.08, words, fontsize=8)
    taken = [
        Box(x - 0.02, box.bottom, x + 0.02, box.top)
        for x in (_across(box, sim.percentile(chance), days) for chance in MARKED)
    ]
    for chance in MARKED:
        time = sim.percentile(chance)
        x, y = time / DAY, float(chance)
        style: dict[str, Any] = {"color": _palette.INK, "lw": 0.9, "ls": (0, (2, 2))}
        axes.plot([days[0], x, x], [y, y, 0], **style)
        axes.plot([x], [y], marker="o", color=_palette.INK, markersize=5)
        text = f"{spread.in_words(chance)} within {_text.days(time, promise=True)} days"
        size = (_figure.width_of(figure, text, fontsize=8.5), 0.12)
        found = first_free(_under(box, _across(box, time, days), y, size), taken, box)
        if found:
            taken.append(found)
            drawn = _figure.write(figure, found.left, found.bottom + 0.01, text)
            _figure.halo(drawn)


def _across(box: Box, time: int, days: tuple[int, int]) -> float:
    return box.left + (box.right - box.left) * (time / DAY - days[0]) / (days[1] - days[0])


def _under(box: Box, x: float, share: float, size: tuple[float, float]) -> "Iterator[Box]":
    """Yield where the label of a point of the curve may stand: right of its upright, else left."""
    wide, high = size
    top = box.bottom + (box.top - box.bottom) * share
    for down in (0.22, 0.4):
        yield Box(x + 0.1, top - down, x + 0.1 + wide, top - down + high)
    low = box.bottom + 0.2 * (box.top - box.bottom)
    for left in (x - 0.1 - wide, x + 0.1):
        yield Box(left, low, left + wide, low + high)
    yield from around(x + 0.05, top - 0.1, size, 0.1)
