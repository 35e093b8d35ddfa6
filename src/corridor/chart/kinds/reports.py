"""Reported journeys against the network: one panel for each level, on the diagonal they agree."""

import math
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.wording import count, origin_of_data
from corridor.network.fields import LEVELS
from corridor.units import DAY

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridor.calibration.ledger import Ledger
    from corridor.calibration.ledger_rows import LedgerRow
    from corridor.chart.canvas.palette import Look


SIZE = (10.0, 5.2)
LEFT, RIGHT, GAP = 0.72, 0.3, 0.3
WORDS = {
    "low": "low: advertised, records",
    "typical": "typical: ordinary shipments",
    "high": "high: reported congestion",
}
LEAST_DAYS = 0.1
AGREE = (
    "consistent: within a tenth of the network's low and high; faster, slower: beyond them; "
    "contradicted: another report of the same route and level is more than a fifth apart. "
    "Reports and sources: corridor evidence."
)


def draw_evidence(
    ledger: "Ledger", look: "Look", size: tuple[float, float], dpi: float
) -> "Figure":
    """Return the reported times of a ledger against what the network gives for them."""
    compared = [row for row in ledger.times if row.residual is not None]
    inside = sum(row.verdict == "consistent" for row in compared)
    finding = f"{inside} of {len(compared)} reported times agree with the network"
    drawn = "Reported days against those of the network at the level that the report speaks of"
    words = [AGREE, "Uprights: the range that is reported.", origin_of_data(ledger.stamp)]
    figure, wide, top, bottom = _figure.opened(size, dpi, finding, drawn, words, left=LEFT)
    bottom = _key(figure, bottom + 0.1, look) + 0.45
    space = (wide - LEFT - RIGHT - 2 * GAP) / 3
    ends = _ends(compared)
    for number, level in enumerate(LEVELS):
        left = LEFT + number * (space + GAP)
        box = Box(left, bottom, left + space, top - 0.42)
        rows = [row for row in compared if row.level == level]
        axes = _field(figure, box, ends, labelled=number == 0)
        _draw_rows(axes, rows, LEVELS.index(level), look)
        _figure.write(figure, left, box.top + 0.22, WORDS[level], fontsize=9.5, fontweight="bold")
        under = _agreement(ledger, level, len(rows))
        _figure.write(figure, left, box.top + 0.07, under, fontsize=7.5, color=_palette.GREY)
    centre = (LEFT + wide - RIGHT) / 2
    below = "days by the network, logarithmic scale"
    _figure.write(figure, centre, bottom - 0.37, below, ha="center")
    middle = (bottom + top - 0.42) / 2
    style = {"rotation": 90, "ha": "center", "va": "center"}
    _figure.write(figure, 0.2, middle, "days reported", **style)
    return figure


def _agreement(ledger: "Ledger", level: str, reports: int) -> str:
    found = (item for item in ledger.summary if (item.by, item.group) == ("level", level))
    off = next((item.error for item in found), None)
    said = f"; median off by {_text.days(round(off))} days" if off is not None else ""
    return count(reports, "report") + said


def _ends(rows: "Sequence[LedgerRow]") -> tuple[float, float]:
    days = [row.value / DAY for row in rows] + [time / DAY for row in rows for time in row.network]
    least = max(LEAST_DAYS, min(days, default=1)) * 0.85
    return least, max([*days, least * 10]) * 1.15


def _field(figure: "Figure", box: Box, ends: tuple[float, float], *, labelled: bool) -> "Axes":
    axes = _figure.add_axes(figure, box)
    for scale, limit in ((axes.set_xscale, axes.set_xlim), (axes.set_yscale, axes.set_ylim)):
        scale("log")
        limit(*ends)
    powers = range(math.floor(math.log10(ends[0])), math.ceil(math.log10(ends[1])) + 1)
    marks = [n * 10.0**power for power in powers for n in (1, 2, 5)]
    marks = [mark for mark in marks if ends[0] <= mark <= ends[1]]
    shown = [f"{mark:g}" for mark in marks]
    axes.set_xticks(marks, shown)
    axes.set_yticks(marks, shown if labelled else [""] * len(marks))
    axes.minorticks_off()
    axes.grid(color="#EEEEEE", linewidth=0.7)
    axes.set_axisbelow(True)
    axes.plot(ends, ends, color="#888888", linewidth=1)
    return axes


def _draw_rows(axes: "Axes", rows: "Sequence[LedgerRow]", level: int, look: "Look") -> None:
    for row in rows:
        x, y = row.network[level] / DAY, row.value / DAY
        least, most = (time / DAY for time in (min(row.reported), max(row.reported)))
        if least < most:
            axes.plot([x, x], [least, most], color="#999999", linewidth=0.8, zorder=2)
        agrees = row.verdict == "consistent"
        face = look.line if agrees else "white"
        edge = look.line if agrees else _palette.STANDING
        marker = "o" if agrees else "D"
        axes.plot([x], [y], marker=marker, mfc=face, mec=edge, mew=1.2, ms=5, zorder=3)


def _key(figure: "Figure", bottom: float, look: "Look") -> float:
    left, y = LEFT, bottom + 0.05
    for agrees, text in ((True, "consistent"), (False, "faster, slower, or contradicted")):
        edge = look.line if agrees else _palette.STANDING
        face = look.line if agrees else "white"
        style = {"marker": "o" if agrees else "D", "mfc": face, "mec": edge, "mew": 1.2, "ms": 5}
        _figure.line(figure, [(left + 0.08, y)], linestyle="none", **style)
        _figure.write(figure, left + 0.22, bottom + 0.01, text, fontsize=7.5)
        left += 0.6 + _figure.width_of(figure, text, fontsize=7.5)
    points = [(left, y), (left + 0.3, y)]
    _figure.line(figure, points, color="#888888", linewidth=1)
    _figure.write(figure, left + 0.38, bottom + 0.01, "report and network agree", fontsize=7.5)
    return bottom + 0.16
