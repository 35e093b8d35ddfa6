"""Axes of distance and time, or money: the field on which a route is drawn, its grid and lines."""

from typing import TYPE_CHECKING, Any

from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.frozen import dataclass
from corridor.network.modes import VESSELS
from corridor.units import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridor.analysis.time_profile import Mark, Profile
    from corridor.chart.canvas.palette import Look


KM = 1_000
NICE = (1, 2, 5)


def ticks(top: float, most: int) -> list[float]:
    """Return round numbers from zero up to a value, at most so many steps.

    >>> ticks(33.1, 8), ticks(9326, 5), ticks(1.2, 8)
    ([0, 5, 10, 15, 20, 25, 30], [0, 2000, 4000, 6000, 8000], [0.0, 0.2, 0.4, 0.6, 0.8, 1.0, 1.2])
    """
    tenths = next(
        nice * 10**power
        for power in range(12)
        for nice in NICE
        if 10 * top <= most * nice * 10**power
    )
    found = range(0, int(10 * top + 1e-6) + 1, tenths)
    return [value / 10 if tenths % 10 else value // 10 for value in found]


@dataclass(frozen=True, slots=True)
class Frame:
    """Axes of kilometres and of days or money, where they lie, and how far they reach."""

    figure: "Figure"
    axes: "Axes"
    box: Box
    metres: int
    highest: float

    def x(self, metres: float) -> float:
        """Return where a distance lies [inches]."""
        return self.box.left + (self.box.right - self.box.left) * float(metres) / self.metres

    def y(self, value: float) -> float:
        """Return where a time or an amount lies [inches]."""
        return self.box.bottom + (self.box.top - self.box.bottom) * float(value) / self.highest


def new_frame(
    figure: "Figure",
    box: Box,
    metres: int,
    highest: float,
    *,
    labelled: bool = True,
    unit: int = DAY,
) -> Frame:
    """Return axes with a horizontal grid; days, or other units, are written where labelled."""
    axes = _figure.add_axes(figure, box, "y", based=True)
    axes.set_xlim(0, metres / KM)
    axes.set_ylim(0, highest / unit)
    marks = ticks(highest / unit, 8)
    axes.set_yticks(marks, [f"{mark:,g}" if labelled else "" for mark in marks])
    wide = box.right - box.left
    distances = ticks(metres / KM, max(2, int(wide / 0.6)))
    axes.set_xticks(distances, [f"{distance:,g}" for distance in distances])
    axes.tick_params(axis="x", length=3)
    return Frame(figure, axes, box, metres, highest)


def draw_route_line(frame: Frame, profile: "Profile", look: "Look") -> None:
    """Draw the band from low to P90, the typical line, and the steps of dwell and waiting."""
    axes, marks = frame.axes, profile.marks
    km = [mark.metres / KM for mark in marks]
    low, within = ([_days(mark, name) for mark in marks] for name in ("low", "within"))
    axes.fill_between(km, low, within, color=look.line, alpha=_palette.BAND, linewidth=0)
    dashes: tuple[tuple[list[float], Any], ...] = (
        (low, _palette.LONG),
        (within, _palette.DOTS),
    )
    for days, style in dashes:
        axes.plot(km, days, color=look.line, linewidth=1.2, linestyle=style)
    for leg, start, end in profile.moves:
        style = _palette.VESSEL if leg.mode in VESSELS else _palette.SOLID
        pair = [start, end]
        axes.plot(*_typical(pair), color=look.line, linewidth=2.6, linestyle=style, zorder=3)
    for stop in profile.stops:
        pair = [stop.arrival, stop.departure]
        axes.plot(*_typical(pair), color=_palette.STANDING, lw=5.5, solid_capstyle="butt", zorder=4)


def _days(mark: "Mark", name: str) -> float:
    return float(getattr(mark, name)) / DAY


def _typical(marks: "Sequence[Mark]") -> tuple[list[float], list[float]]:
    return [mark.metres / KM for mark in marks], [mark.typical / DAY for mark in marks]
