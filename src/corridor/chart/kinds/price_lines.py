"""Prices over time as steps: each holds until the next, dotted once it is too old to count."""

import datetime
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from corridor.analysis.price_list import finding_of_prices
from corridor.analysis.price_series import MONTHS
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.frame import ticks
from corridor.chart.canvas.labels import around, first_free
from corridor.chart.canvas.wording import origin_of_data
from corridor.errors import QuantityError
from corridor.network.fields import LEVELS
from corridor.network.rates import ANY_BOX
from corridor.text import money

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

    from corridor.analysis.price_list import Prices, PriceSeries
    from corridor.network.rates import Tariff


WIDE, HIGH, ROW, MOST = 10.0, 3.6, 0.17, 16
LEFT, RIGHT = 0.85, 0.5
YEAR, MONTH = 365.25, 30.4375
#: The months that are marked on a short axis, and how long one with years alone is [years].
QUARTERS, LONG = (1, 4, 7, 10), 4


class _Point(NamedTuple):
    """A price as it is drawn: its day, until when it counts, and its amounts."""

    day: int
    counts_to: int
    low: float
    typical: float
    high: float


class _Steps(NamedTuple):
    """A series as it is drawn."""

    series: "PriceSeries"
    points: tuple[_Point, ...]


def draw_prices(found: "Prices", size: tuple[float, float] | None, dpi: float) -> "Figure":
    """Return the prices per box of sections as steps over the years, one line for each series."""
    last = _day(found.day)
    steps, currency = _steps_of(found, last)
    if size is None:
        size = (WIDE, HIGH + 1.7 + ROW * min(MOST, len(steps)))
    drawn = f"Price of a box by section, {currency}; a price holds until the next"
    words = [
        f"Dotted: older than {MONTHS} months, in no total. Uprights: from low to high.",
        origin_of_data(found.stamp),
    ]
    finding = finding_of_prices(found).rstrip(".")
    figure, wide, top, bottom = _figure.opened(size, dpi, finding, drawn, words, left=0.3)
    looks = _palette.looks(item.series.corridors for item in steps)
    bottom = _key(figure, steps, [look.text for look in looks], bottom + 0.1)
    box = Box(LEFT, bottom + 0.3, wide - RIGHT, top - 0.1)
    axes = _figure.add_axes(figure, box, "both")
    ends = _scales(axes, steps, last)
    taken: list[Box] = []
    for number, (item, look) in enumerate(zip(steps, looks, strict=True), 1):
        _draw(axes, item, last, look.line)
        if number <= MOST:
            here = _place(box, ends, (last, item.points[-1].typical))
            taken.append(_number(figure, here, box, taken, number))
    return figure


def _steps_of(found: "Prices", last: int) -> tuple[list[_Steps], str]:
    """Return the series that are of a section and a box, in the most frequent currency."""
    kept = []
    for series in found.series:
        tariff = series.prices[0].tariff
        if (tariff.origin or tariff.leg) and series.unit == "box":
            kept.append((tariff.price.low.currency, series))
    if not kept:
        raise QuantityError(f"no price of a box for a section of {found.chain} is on file")
    currencies = [currency for currency, _ in kept]
    currency = max(dict.fromkeys(currencies), key=currencies.count)
    steps = []
    for own, series in kept:
        points = tuple(
            _point(item.tariff)
            for item in series.prices
            if item.tariff.date and _day(item.tariff.date) <= last
        )
        if own == currency and points:
            steps.append(_Steps(series, points))
    if not steps:
        raise QuantityError(f"no dated price for {found.chain} is on file up to {found.day}")
    return steps, currency


def _point(tariff: "Tariff") -> _Point:
    """Return a price as it is drawn: it counts from the end of what its date may mean."""
    date = tariff.date or ""
    low, typical, high = (tariff.price.at(level).cents / 100 for level in LEVELS)
    counts_to = _day(date, rest=("12", "28")) + round(MONTHS * MONTH)
    return _Point(_day(date), counts_to, low, typical, high)


def _day(date: str, rest: tuple[str, str] = ("1", "1")) -> int:
    """Return a day of a date that may be a year or month only: by default the first."""
    parts = date.split("-")
    year, month, day = (int(part) for part in [*parts, *rest[len(parts) - 1 :]])
    return datetime.date(year, month, day).toordinal()


def _draw(axes: "Axes", item: _Steps, last: int, colour: str) -> None:
    ends = [*(point.day for point in item.points[1:]), last]
    for point, end in zip(item.points, ends, strict=True):
        old, level = max(point.day, min(end, point.counts_to)), [point.typical] * 2
        axes.plot([point.day, old], level, color=colour, lw=1.6, zorder=3)
        axes.plot([old, end], level, color=colour, lw=1.2, ls=(0, (1, 2)), zorder=3)
        range_ = [point.low, point.high]
        axes.plot([point.day] * 2, range_, color=colour, lw=0.9, zorder=2)
        axes.plot([point.day], level[:1], marker="o", ms=4, color=colour, zorder=4, clip_on=False)
    for point, after in pairwise(item.points):
        rise = [point.typical, after.typical]
        axes.plot([after.day] * 2, rise, color=colour, lw=0.7, zorder=2)


def _scales(
    axes: "Axes", steps: "Sequence[_Steps]", last: int
) -> tuple[tuple[float, float], tuple[float, float]]:
    first = min(point.day for item in steps for point in item.points)
    margin = max(20.0, 0.03 * (last - first))
    across = (first - margin, last + margin)
    top = 1.05 * max(point.high for item in steps for point in item.points)
    years = range(datetime.date.fromordinal(first).year, datetime.date.fromordinal(last).year + 2)
    months = QUARTERS if last - first < LONG * YEAR else (1,)
    marks = [datetime.date(year, month, 1) for year in years for month in months]
    marks = [mark for mark in marks if across[0] <= mark.toordinal() <= across[1]]
    step = max(1, -(-len(marks) // 14))
    shown = marks[::step]
    texts = [str(mark.year) if mark.month == 1 else f"{mark:%Y-%m}" for mark in shown]
    axes.set_xlim(*across)
    axes.set_xticks([mark.toordinal() for mark in shown], texts)
    axes.set_ylim(0, top)
    values = ticks(top, 8)
    axes.set_yticks(values, [f"{value:,g}" for value in values])
    return across, (0.0, top)


def _place(
    box: Box, ends: tuple[tuple[float, float], tuple[float, float]], spot: tuple[float, float]
) -> tuple[float, float]:
    (left, right), (low, high) = ends
    x = box.left + (box.right - box.left) * (spot[0] - left) / (right - left)
    return x, box.bottom + (box.top - box.bottom) * (spot[1] - low) / (high - low)


def _number(
    figure: "Figure", here: tuple[float, float], box: Box, taken: list[Box], number: int
) -> Box:
    """Write a number at the end of a line, clear of the others; return where it stands."""
    size = (_figure.width_of(figure, str(number), fontsize=8), 0.12)
    wider = Box(box.left, box.bottom, box.right + RIGHT, box.top)
    found = first_free(around(*here, size, 0.08), taken, wider) or Box(*here, here[0], here[1])
    text = _figure.write(figure, found.left, found.bottom, str(number), fontsize=8)
    _figure.halo(text)
    return found


def _key(
    figure: "Figure", steps: "Sequence[_Steps]", colours: "Sequence[str]", bottom: float
) -> float:
    """Write the section of each line below, with its last price; return the upper edge."""
    rows = list(zip(steps, colours, strict=True))[:MOST]
    right = float(figure.get_size_inches()[0]) - 0.3
    style = {"fontsize": 7.5}
    for number, (item, colour) in enumerate(rows, 1):
        y = bottom + ROW * (len(rows) - number)
        series, price = item.series, item.series.prices[-1]
        words = f"{series.section}, {', '.join(series.corridors) or 'any corridor'}"
        size = "any box" if series.equipment == ANY_BOX else series.equipment
        last = (
            f"{size}: {money(round(100 * item.points[-1].typical), digits=0)}, {price.tariff.date}"
        )
        _figure.write(figure, 0.5, y, str(number), ha="right", weight="bold", color=colour, **style)
        space = right - 0.65 - _figure.width_of(figure, last, **style) - 0.2
        name = _figure.cut(figure, _figure.legible(words), space, **style)
        _figure.write(figure, 0.6, y, name, **style)
        _figure.write(figure, right, y, last, ha="right", **style)
    return bottom + ROW * len(rows) + 0.1
