"""The typical lines of a route under scenarios, beside the route itself."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corridor.chart.canvas.frame import KM
from corridor.chart.canvas.palette import Look
from corridor.chart.kinds.under_scenarios import Under
from corridor.units import DAY

if TYPE_CHECKING:
    from corridor.chart.canvas.frame import Frame

#: How the lines of scenarios are drawn, in order; a further one takes the first again.
LOOKS = (
    Look("#A50F15", "#A50F15", (0.0, (5.0, 1.5))),
    Look("#6A3D9A", "#6A3D9A", (0.0, (2.0, 1.2))),
    Look("#5E5A1E", "#5E5A1E", (0.0, (7.0, 1.5, 1.5, 1.5))),
)


def look_of(number: int) -> Look:
    """Return how the line of a scenario is drawn, by its place among them."""
    return LOOKS[number % len(LOOKS)]


def farthest(metres: int, further: Sequence[Under]) -> int:
    """Return the distance that holds a route and those under scenarios [m]."""
    return max([metres, *(item.profile.marks[-1].metres for item in further if item.profile)])


def longest(further: Sequence[Under]) -> int:
    """Return the longest typical time under a scenario [s]."""
    return max((item.profile.marks[-1].typical for item in further if item.profile), default=0)


def draw_further(frame: "Frame", further: Sequence[Under]) -> None:
    """Draw the typical line of each scenario that leaves a route."""
    for number, item in enumerate(further):
        if item.profile:
            marks, look = item.profile.marks, look_of(number)
            km = [mark.metres / KM for mark in marks]
            days = [mark.typical / DAY for mark in marks]
            frame.axes.plot(km, days, color=look.line, lw=1.8, ls=look.dashes, zorder=3.4)


def ends_of(further: Sequence[Under]) -> Iterator[tuple[int, str, str]]:
    """Yield for each line its time [s], the name of its scenario, and its colour."""
    for number, item in enumerate(further):
        if item.profile:
            time = item.profile.marks[-1].typical
            yield time, item.name, look_of(number).text


def without_a_line(further: Sequence[Under]) -> list[str]:
    """Return in words why scenarios have no line."""
    missing = (item for item in further if not item.profile)
    return [f"{item.name}: {item.reason.rstrip('.')}." for item in missing]
