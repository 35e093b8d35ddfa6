"""Several routes as small multiples: one panel each, common days, own kilometres."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corridor import text as _text
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.frame import Frame, draw_route_line, new_frame
from corridor.chart.canvas.names_above import draw_names, names_of
from corridor.chart.canvas.panels import (
    GAP,
    HEAD,
    LEFT,
    RIGHT,
    axis_titles,
    draw_ends,
    draw_head,
    draw_key,
    finding_of,
    labels,
)
from corridor.chart.canvas.wording import METHOD, origin_of_data, short
from corridor.chart.kinds.further_lines import (
    draw_further,
    ends_of,
    farthest,
    longest,
    without_a_line,
)
from corridor.chart.kinds.under_scenarios import Under
from corridor.network.modes import are_vessels

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor.analysis.time_profile import Profile
    from corridor.chart.canvas.palette import Look
    from corridor.network.network import Network


SIZE = (10.0, 6.0)
HEADROOM = 1.16


def draw_panels(
    net: "Network",
    profiles: "Sequence[Profile]",
    looks: "Sequence[Look]",
    size: tuple[float, float],
    dpi: float,
    further: Sequence[Sequence[Under]] = (),
) -> "Figure":
    """Return the time-distance charts of several routes from one origin, beside each other."""
    names = labels(net, [profile.route for profile in profiles])
    finding = finding_of(profiles, names)
    drawn = "Time against distance from terminal to terminal, one panel for each route"
    under = [list(items) for items in further] or [[] for _ in profiles]
    missing = dict.fromkeys(said for items in under for said in without_a_line(items))
    words = [*missing, *_caption(net, profiles, names)]
    figure, wide, top, bottom = _figure.opened(size, dpi, finding, drawn, words, left=LEFT)
    top, bottom = top - 0.06, draw_key(figure, _key(profiles), bottom + 0.12)
    shown = [names_of(profile, wide / len(profiles) - GAP, passed=False) for profile in profiles]
    right = max(RIGHT, shown[-1].beyond(figure))
    space = (wide - LEFT - right - GAP * (len(profiles) - 1)) / len(profiles)
    shown = [names_of(profile, space, passed=False) for profile in profiles]
    high = top - HEAD - max(item.height(figure) for item in shown)
    within = max(profile.marks[-1].within for profile in profiles)
    days = max([within, *map(longest, under)]) * HEADROOM
    for number, (profile, look, name) in enumerate(zip(profiles, looks, names, strict=True)):
        left = LEFT + number * (space + GAP)
        box = Box(left, bottom + 0.52, left + space, high)
        metres = farthest(profile.marks[-1].metres, under[number])
        frame = new_frame(figure, box, metres, days, labelled=number == 0)
        draw_route_line(frame, profile, look)
        draw_further(frame, under[number])
        draw_names(frame, shown[number], box.top)
        draw_head(frame, profile.route, name, look, top)
        _draw_corner(frame, profile, under[number])
        _draw_ends(frame, profile)
    name = _figure.drawable(profiles[0].route.origin.short, "the origin")
    axis_titles(figure, bottom, high, wide, f"days since departure from {short(name)}")
    return figure


def _caption(net: "Network", profiles: "Sequence[Profile]", names: Sequence[str]) -> list[str]:
    shares = []
    for profile, name in zip(profiles, names, strict=True):
        seconds = profile.route.grounds.seconds
        weak = seconds.get("estimated", 0) + seconds.get("assumed", 0)
        shares.append(f"{name} {_text.percent(weak / sum(seconds.values()))}")
    rest = "the rest is reported, or calibrated to reported journeys. Sources: corridor route."
    grounds = f"Estimated or assumed part of the typical time: {', '.join(shares)}; {rest}"
    return [grounds, METHOD, origin_of_data(net.stamp)]


def _key(profiles: "Sequence[Profile]") -> list[tuple[str, dict[str, Any]]]:
    """Return what the lines mean, each with its style."""
    entries: list[tuple[str, dict[str, Any]]] = [
        ("typical", {"linewidth": 2.6}),
        ("low, advertised", {"linewidth": 1.2, "linestyle": _palette.LONG}),
        ("90 % within", {"linewidth": 1.2, "linestyle": _palette.DOTS}),
        ("dwell, waiting", {"linewidth": 5, "color": _palette.STANDING}),
    ]
    if any(are_vessels(profile.route.modes) for profile in profiles):
        entries.insert(1, ("by ship", {"linewidth": 2.6, "linestyle": _palette.VESSEL}))
    return entries


def _draw_corner(frame: Frame, profile: "Profile", further: Sequence[Under]) -> None:
    route = profile.route
    lines = [
        (f"{_text.km(route.distance)} km", _palette.INK),
        (f"dwell, waiting {_text.days(route.standing.typical)} d", _palette.INK),
    ]
    lines += [(f"{name} {_text.days(time)} d", colour) for time, name, colour in ends_of(further)]
    space = frame.box.right - frame.box.left - 0.1
    for number, (said, colour) in enumerate(lines):
        y = frame.box.top - 0.2 - 0.155 * number
        text = _figure.cut(frame.figure, said, space, fontsize=8)
        place = (frame.box.left + 0.06, y)
        drawn = _figure.write(frame.figure, *place, text, fontsize=8, color=colour)
        _figure.halo(drawn, width=4)


def _draw_ends(frame: Frame, profile: "Profile") -> None:
    """Write low, typical and P90 in whole days at the end of the lines."""
    _, low, typical, within = profile.marks[-1]
    ends = [
        (low, _text.days(low, digits=0), False),
        (typical, _text.days(typical, digits=0), True),
        (within, _text.days(within, promise=True), False),
    ]
    draw_ends(frame, ends, 11)
