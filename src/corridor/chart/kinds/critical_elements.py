"""Critical elements as bars: the days that are lost without each, or that no route remains."""

from typing import TYPE_CHECKING, Any

from corridor import countries
from corridor import text as _text
from corridor.analysis.critical_elements import MOST_NAMED, headline_of, said_of
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.frame import ticks
from corridor.chart.canvas.wording import count, listed, origin_of_data
from corridor.units import DAY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor.analysis.critical_elements import WeakPoints


WIDE = 10.0
LEFT, LABEL, RIGHT = 0.3, 3.6, 0.9
ROW, MOST = 0.34, 12
EXPLAINED = (
    "Each bar: how much longer the best remaining route takes when this is out, at the level asked "
    "for, summed over the chains; what costs the same and leaves the same routes is one bar. "
    "Hatched: for some chain no route remains."
)


def draw_critical_elements(
    found: "WeakPoints", size: tuple[float, float] | None, dpi: float
) -> "Figure":
    """Return the most critical elements as bars, one below the other."""
    shown = found.sections[:MOST]
    if size is None:
        size = (WIDE, 2.0 + ROW * max(2, len(shown)))
    chains = ", ".join(dict.fromkeys(route.request.chain for route in found.routes))
    drawn = f"Days lost without it, best routes of {chains}"
    more = len(found.sections) - len(shown)
    words = [EXPLAINED + (f" {count(more, 'more bar')} left out." if more else "")]
    words.append(origin_of_data(found.stamp))
    finding = _finding(found)
    figure, wide, top, bottom = _figure.opened(size, dpi, finding, drawn, words, left=LEFT)
    box = Box(LEFT + LABEL, bottom + 0.5, wide - RIGHT, top - 0.08)
    axes = _figure.add_axes(figure, box, "x")
    longest = max([DAY, *(int(section[0].lost) for section in shown)]) / DAY
    axes.set_xlim(0, longest * 1.03)
    axes.set_ylim(0, max(1, len(shown)))
    days = ticks(longest * 1.03, 8)
    axes.set_xticks(days, [f"{day:g}" for day in days])
    axes.set_yticks([])
    middle = (box.left + box.right) / 2
    _figure.write(figure, middle, box.bottom - 0.38, "days lost", ha="center")
    for number, section in enumerate(shown):
        y = len(shown) - 0.5 - number
        worst, cut = section[0], bool(section[0].cut_off)
        width = longest * 1.03 if cut else worst.lost / DAY
        style: dict[str, Any] = {"hatch": "////", "fill": False, "ec": _palette.STANDING}
        axes.barh(y, width, 0.6, color=_palette.STANDING, lw=0.8, **(style if cut else {}))
        at = box.bottom + (box.top - box.bottom) * y / len(shown) - 0.05
        name = _figure.cut(figure, said_of(section, 36), LABEL - 0.15, fontsize=8.5)
        _figure.write(figure, box.left - 0.08, at, name, ha="right")
        said = "no route" if cut else f"{_text.days(worst.lost)} d"
        _figure.write(figure, wide - 0.3, at, said, ha="right", fontweight="bold")
    return figure


def _finding(found: "WeakPoints") -> str:
    """Return the most critical element, countries by their names."""
    if not found.points:
        return headline_of(found).rstrip(".")
    worst = found.sections[0]
    named = [str(point.item) for point in worst if point.kind == "countries"]
    what = listed([countries.name_of(code) for code in named[:MOST_NAMED]]).replace(" and ", " or ")
    if len(named) > MOST_NAMED or not named:
        what = said_of(worst)
    over = f", over {count(len(worst[0].effects), 'chain')}" if len(worst[0].effects) > 1 else ""
    if worst[0].cut_off:
        return f"Without {what} no route remains {'; '.join(worst[0].cut_off)}"
    return f"Without {what}: {_text.days(worst[0].lost)} days more{over}"
