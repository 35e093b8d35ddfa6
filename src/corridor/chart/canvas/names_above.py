"""The names of the nodes above a route: slanted, in order, with elbows down to where they lie."""

import math
from typing import TYPE_CHECKING, Any

from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import wording as _wording
from corridor.chart.canvas.labels import kept, spread_out
from corridor.frozen import dataclass

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor.analysis.time_profile import Profile
    from corridor.chart.canvas.frame import Frame
    from corridor.routes.route import Route


SLANT = 50
GAP = 0.172
SMALL = 8.0
INK, PASSED = "#222222", "#767676"
ELBOW = (0.07, 0.2, 0.26)


@dataclass(frozen=True, slots=True)
class Names:
    """The names to be written, each with its distance, and whether the route stops there."""

    entries: tuple[tuple[str, int, bool], ...]
    #: Nodes that are passed are shown too, so that stops are told apart.
    mixed: bool

    def style(self, *, stop: bool) -> dict[str, Any]:
        """Return how a name is written."""
        if not self.mixed:
            return {"fontsize": SMALL, "fontweight": "normal", "color": INK}
        weight = "bold" if stop else "normal"
        return {"fontsize": SMALL, "fontweight": weight, "color": INK if stop else PASSED}

    def beyond(self, figure: "Figure") -> float:
        """Return how far they can reach to the right of the route's end [inches]."""
        slant = math.cos(math.radians(SLANT))
        return 0.12 + max(
            _figure.width_of(figure, name, **self.style(stop=stop)) * slant - back * GAP
            for back, (name, _, stop) in enumerate(reversed(self.entries))
        )

    def height(self, figure: "Figure") -> float:
        """Return how high the tallest of them reaches [inches], elbows included."""
        longest = max(
            _figure.width_of(figure, name, **self.style(stop=stop))
            for name, _, stop in self.entries
        )
        return ELBOW[-1] + 0.1 + longest * math.sin(math.radians(SLANT))


def chained(route: "Route") -> str:
    """Return the places of the question with a dash between them, in letters that can be drawn."""
    plain = f"{route.origin.id} – {route.destination.id}"
    return _figure.drawable(_wording.chain(route), plain)


def names_of(profile: "Profile", wide: float, *, passed: bool) -> Names:
    """Return the names that fit a width [inches]: ends and stops first, then what is passed."""
    stops = {stop.node.id for stop in profile.stops}
    stops |= {profile.route.origin.id, profile.route.destination.id}
    places = [item for item in profile.places if passed or item[0].id in stops]
    important = [node.id in stops for node, _ in places]
    shown = [places[number] for number in kept(important, int(wide / GAP) + 1)]
    return Names(
        tuple(
            (_wording.short(_figure.drawable(node.short, node.id)), metres, node.id in stops)
            for node, metres in shown
        ),
        passed,
    )


def draw_names(frame: "Frame", names: Names, bottom: float) -> None:
    """Write names over a frame: stops in bold, nodes that are passed in grey."""
    figure, box = frame.figure, frame.box
    wanted = [frame.x(metres) for _, metres, _ in names.entries]
    found = spread_out(wanted, GAP, box.left, box.right)
    for (name, _, stop), true, x in zip(names.entries, wanted, found, strict=True):
        style = names.style(stop=stop)
        first, second, last = (bottom + part for part in ELBOW)
        points = [(true, bottom), (true, first), (x, second), (x, last)]
        width = 0.9 if stop and names.mixed else 0.6
        _figure.line(figure, points, color=style["color"], linewidth=width)
        slant = {"rotation": SLANT, "rotation_mode": "anchor"}
        _figure.write(figure, x + 0.03, last + 0.02, name, **style, **slant)
