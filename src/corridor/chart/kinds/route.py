"""Time against distance for one route: band, typical line, stops, names, reported journeys."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corridor import countries
from corridor import text as _text
from corridor.analysis.reported_points import Reported, reported_on
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.frame import KM, Frame, draw_route_line, new_frame
from corridor.chart.canvas.labels import around, first_free, spread_out
from corridor.chart.canvas.names_above import chained, draw_names, names_of
from corridor.chart.canvas.wording import (
    METHOD,
    by_corridor,
    carried,
    count,
    listed,
    origin_of_data,
    plain,
    resting,
    times,
)
from corridor.chart.kinds.further_lines import (
    draw_further,
    ends_of,
    farthest,
    longest,
    without_a_line,
)
from corridor.chart.kinds.under_scenarios import Under
from corridor.network.modes import are_vessels
from corridor.simulation.p90 import RUNS
from corridor.units import DAY

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor.analysis.time_profile import Profile, Stop
    from corridor.chart.canvas.palette import Look
    from corridor.network.network import Network


SIZE = (10.0, 7.0)
LEFT, RIGHT = 0.62, 1.72
#: A chart below this width [inches] has its legend below, and names stops alone.
NARROW, SMALL_RIGHT, LEGEND_STEP = 7.0, 1.5, 0.17
STRIP = 0.23
KEY_COLUMNS, KEY_ROWS, KEY_STEP = 3, 5, 0.15
#: A step is labelled when the stop takes this many days and this part of the whole.
LEAST_DAYS, LEAST_SHARE = 0.5, 0.025
HEADROOM = 1.06
#: A range that is reported is drawn up to so many times the time that 90 % keep.
RANGES = 1.3
#: Countries along the route are written in the first of these sizes that fits.
STRIP_SIZES = (7.5, 6.5, 5.5)


def draw_route(
    net: "Network",
    profile: "Profile",
    look: "Look",
    size: tuple[float, float],
    dpi: float,
    further: Sequence[Under] = (),
) -> "Figure":
    """Return the time-distance chart of one route, with those under scenarios as further lines."""
    route, last = profile.route, profile.marks[-1]
    finding = f"{chained(route)}{by_corridor(net, route)}: {times(*last[1:])}"
    reports = reported_on(net, profile)
    shown, more = reports[: KEY_COLUMNS * KEY_ROWS], reports[KEY_COLUMNS * KEY_ROWS :]
    words = [*without_a_line(further), *_caption(net, profile, shown, len(more))]
    figure, wide, top, bottom = _figure.opened(
        size, dpi, finding, _drawn(profile), words, left=LEFT
    )
    narrow, entries = wide < NARROW, _entries(profile, shown)
    right = SMALL_RIGHT if narrow else RIGHT
    bottom = _key(figure, shown, bottom + 0.1, wide, str(route.origin.short))
    legend = bottom + 0.12
    bottom += LEGEND_STEP * len(entries) + 0.15 if narrow else 0
    names = names_of(profile, wide - right - LEFT, passed=not narrow)
    high = top - names.height(figure) - STRIP - 0.03
    box = Box(LEFT, bottom + 0.5, wide - right, high)
    highest = max(_highest(profile, shown), longest(further)) * HEADROOM
    frame = new_frame(figure, box, farthest(last.metres, further), highest)
    _axis_titles(frame, f"distance from {route.origin.short} by this route, km")
    _draw_closures(frame, profile)
    draw_route_line(frame, profile, look)
    draw_further(frame, further)
    _draw_strip(frame, profile)
    draw_names(frame, names, box.top + STRIP)
    _draw_ends(frame, profile, look, further)
    place = (LEFT, legend) if narrow else None
    taken = [*_draw_legend(frame, entries, look, shown, place), *_draw_points(frame, shown)]
    _draw_steps(frame, profile, taken)
    return figure


def _highest(profile: "Profile", shown: Sequence[Reported]) -> float:
    """Return how high the field reaches [s]: a long range is cut, so that it flattens no line."""
    within = profile.marks[-1].within
    points = [item.journey.value for item in shown]
    return max([within, *points, *(min(_span(item)[1], within * RANGES) for item in shown)])


def _drawn(profile: "Profile") -> str:
    route = profile.route
    whole, standing = profile.marks[-1].typical, int(route.standing.typical)
    text = (
        f"Time against distance from terminal to terminal {carried(route)}; "
        f"{_text.km(route.distance)} km, {count(len(route.legs), 'leg')}"
    )
    spent = f"; {_text.days(standing)} of {_text.days(whole)} typical days are dwell and waiting"
    return text + (spent if standing else "")


def _caption(net: "Network", profile: "Profile", shown: Sequence[Reported], more: int) -> list[str]:
    beside: dict[str, dict[str, None]] = {}
    for item in shown:
        if item.beside:
            beside.setdefault(item.node.short, {})[item.beside.short] = None
    drawn = [f"{listed(list(places))} at {node}" for node, places in beside.items()]
    notes = [f"Drawn at the nearest node of the route: {', '.join(drawn)}."] if drawn else []
    others = listed(list(dict.fromkeys(item.by.short for item in shown if item.by)))
    if others:
        notes.append(f"* by {others}, where this route does not pass.")
    if more:
        notes.append(f"{count(more, 'more report')}: corridor evidence.")
    if shown:
        notes.append("No targets. Sources: corridor evidence.")
    return [
        f"Evidence: {resting(profile.route)}. Sources: corridor route.",
        METHOD,
        *([" ".join(notes)] if notes else []),
        origin_of_data(net.stamp),
    ]


def _key(
    figure: "Figure", shown: Sequence[Reported], bottom: float, wide: float, origin: str
) -> float:
    """Write the key of the numbered points in columns; return its upper edge."""
    if not shown:
        return bottom
    columns = 1 if wide < NARROW else KEY_COLUMNS
    rows = -(-len(shown) // columns)
    column = (wide - LEFT - 0.3) / columns
    for number, item in enumerate(shown):
        across, down = divmod(number, rows)
        left, y = LEFT + across * column, bottom + (rows - 1 - down) * KEY_STEP
        size = {"fontsize": 7.2}
        _figure.write(figure, left + 0.15, y, str(number + 1), ha="right", **size)
        bold: dict[str, Any] = {"ha": "right", "fontweight": "bold"}
        _figure.write(figure, left + 0.72, y, f"{item.days} d", **bold, **size)
        words = _figure.drawable(item.words, item.journey.id)
        text = _figure.cut(figure, words, column - 0.9, **size)
        _figure.write(figure, left + 0.8, y, text, **size)
    top = bottom + rows * KEY_STEP
    name = _figure.drawable(origin, "the origin")
    backward = "; from: in the other direction" if any(item.backward for item in shown) else ""
    heading = f"Reported journeys, days between {name} and the place{backward}"
    style = {"fontsize": 8, "fontweight": "bold"}
    heading = _figure.cut(figure, heading, wide - LEFT - 0.1, **style)
    _figure.write(figure, LEFT, top + 0.04, heading, **style)
    return top + 0.2


def _axis_titles(frame: Frame, below: str) -> None:
    figure, box = frame.figure, frame.box
    middle = (box.left + box.right) / 2
    words = _figure.drawable(below, "distance from the origin by this route, km")
    _figure.write(figure, middle, box.bottom - 0.4, words, ha="center")
    style = {"rotation": 90, "ha": "center", "va": "center"}
    _figure.write(figure, 0.2, (box.bottom + box.top) / 2, "days since departure", **style)


def _draw_strip(frame: Frame, profile: "Profile") -> None:
    """Draw the countries along the upper edge: by name if it fits, by code if that does."""
    figure, box = frame.figure, frame.box
    for number, (codes, start, end) in enumerate(profile.stretches):
        left, right = frame.x(start), frame.x(end)
        colour = _palette.COUNTRY_STRIP[number % 2] if codes else _palette.SEA_STRIP
        _figure.fill(figure, Box(left, box.top, right, box.top + STRIP), colour)
        if number:
            frame.axes.axvline(start / KM, color="#BBBBBB", lw=0.8, ls=(0, (1, 2)), zorder=0.5)
        names = (", ".join(map(countries.name_of, codes)), ", ".join(codes))
        texts = [(words, STRIP_SIZES[0]) for words in (names if codes else ("by ship", "ship"))]
        texts += [(texts[-1][0], size) for size in STRIP_SIZES[1:]]
        for words, size in texts:
            if _figure.width_of(figure, words, fontsize=size) < right - left - 0.06:
                middle, style = (left + right) / 2, {"fontsize": size, "color": "#555555"}
                _figure.write(figure, middle, box.top + 0.075, words, ha="center", **style)
                break


def _draw_closures(frame: Frame, profile: "Profile") -> None:
    """Hatch the legs of a dated route while they are closed."""
    if not profile.route.schedule:
        return
    zero = profile.route.schedule.departure()
    for call, (_, start, end) in zip(profile.route.schedule.calls, profile.moves, strict=True):
        for closed in call.closed:
            first = (closed.start - zero).total_seconds()
            last = (closed.end - zero).total_seconds() if closed.end else frame.highest
            low, high = max(first, 0.0), min(last, frame.highest)
            if low < high:
                across, up = [start.metres / KM, end.metres / KM], (low / DAY, high / DAY)
                frame.axes.fill_between(across, *up, zorder=1, **_palette.CLOSED)


def _draw_ends(frame: Frame, profile: "Profile", look: "Look", further: Sequence[Under]) -> None:
    """Write the figures at the end of their lines."""
    _, low, typical, within = profile.marks[-1]
    lines = [
        (low, f"low {plain(_text.days(low))} d", "advertised, records", "normal", look.text),
        (typical, f"typical {_text.days(typical)} d", "ordinary shipments", "bold", look.text),
        (
            within,
            f"P90 {_text.days(within, promise=True)} d",
            f"of {RUNS:,} simulated",
            "normal",
            look.text,
        ),
    ]
    for time, name, colour in ends_of(further):
        lines.append((time, f"{_text.days(time)} d", name, "normal", colour))
    wanted = [frame.y(time) for time, *_ in lines]
    found = spread_out(wanted, 0.4, frame.box.bottom + 0.15, frame.box.top + 0.1)
    left = frame.box.right + 0.32
    space = float(frame.figure.get_size_inches()[0]) - left - 0.05
    for (_, text, under, weight, colour), y in zip(lines, found, strict=True):
        font: dict[str, Any] = {"fontweight": weight, "color": colour}
        drawn, size = _figure.fit(frame.figure, text, space, 10, **font)
        _figure.write(frame.figure, left, y - 0.02, drawn, fontsize=size, **font)
        below = _figure.cut(frame.figure, under, space, fontsize=7)
        _figure.write(frame.figure, left, y - 0.155, below, fontsize=7, color=_palette.GREY)


def _entries(profile: "Profile", shown: Sequence[Reported]) -> list[str]:
    """Return what the legend explains."""
    vessel = are_vessels(profile.route.modes)
    entries = ["moving, typical" + (" (broken: by ship)" if vessel else "")]
    entries += ["dwell and waiting, typical"] if profile.stops else []
    entries += ["from low to P90"]
    schedule = profile.route.schedule
    entries += ["closed"] if schedule and any(call.closed for call in schedule.calls) else []
    entries += ["reported: observed or average"] if any(not i.promised for i in shown) else []
    entries += ["reported: timetable or promise"] if any(i.promised for i in shown) else []
    return entries


def _draw_legend(
    frame: Frame,
    entries: Sequence[str],
    look: "Look",
    shown: Sequence[Reported],
    place: tuple[float, float] | None,
) -> list[Box]:
    """Draw what the marks mean, at a place below or where the field is empty; return the space."""
    wide = 0.5 + max(_figure.width_of(frame.figure, text, fontsize=7.5) for text in entries)
    high = LEGEND_STEP * len(entries)
    left, top = frame.box.left + 0.12, frame.box.top - 0.12
    lower = Box(frame.box.right - wide - 0.1, frame.box.bottom + 0.08, 0, 0)
    points = [_point_box(frame, item) for item in shown]
    box = Box(left, top - high, left + wide, top)
    if any(point.meets(box) for point in points):
        box = Box(lower.left, lower.bottom, lower.left + wide, lower.bottom + high)
    if place:
        box = Box(place[0], place[1], place[0] + wide, place[1] + high)
    else:
        _figure.fill(frame.figure, box, "white", alpha=0.85, zorder=4.5)
    for number, text in enumerate(entries):
        y = box.top - LEGEND_STEP * (number + 0.5)
        _draw_mark(frame, text, box.left + 0.04, y, look)
        style = {"fontsize": 7.5, "va": "center", "zorder": 6}
        _figure.write(frame.figure, box.left + 0.44, y, text, **style)
    return [box]


def _draw_mark(frame: Frame, text: str, left: float, y: float, look: "Look") -> None:
    figure, middle = frame.figure, left + 0.15
    if text.startswith("from"):
        box = Box(left, y - 0.05, left + 0.3, y + 0.05)
        _figure.fill(figure, box, look.line, alpha=_palette.BAND, zorder=6)
    elif text == "closed":
        box = Box(left, y - 0.05, left + 0.3, y + 0.05)
        _figure.fill(figure, box, "white", zorder=6, **_palette.CLOSED)
    elif text.startswith("reported"):
        hollow = "promise" in text
        style = _hollow() if hollow else _filled()
        _figure.line(figure, [(middle, y)], zorder=6, **style)
    else:
        standing = text.startswith("dwell")
        colour, width = (_palette.STANDING, 5) if standing else (look.line, 2.6)
        points = [(left, y), (left + 0.3, y)]
        _figure.line(figure, points, color=colour, linewidth=width, zorder=6)


def _filled() -> dict[str, Any]:
    return {"marker": "o", "markersize": 5.5, "color": _palette.INK, "linestyle": "none"}


def _hollow() -> dict[str, Any]:
    face = {"markerfacecolor": "white", "markeredgecolor": _palette.INK, "markeredgewidth": 1.2}
    return {"marker": "D", "markersize": 5.0, "linestyle": "none"} | face


def _point_box(frame: Frame, item: Reported) -> Box:
    x, low, high = frame.x(item.metres), *_span(item)
    top = min(frame.y(high) + 0.07, frame.box.top)
    return Box(x - 0.07, frame.y(low) - 0.07, x + 0.07, top)


def _span(item: Reported) -> tuple[int, int]:
    return min(item.journey.reported), max(item.journey.reported)


def _draw_points(frame: Frame, shown: Sequence[Reported]) -> list[Box]:
    """Draw the reported journeys with their numbers; return the space that they take."""
    taken = [_point_box(frame, item) for item in shown]
    edge = Box(frame.box.left, frame.box.bottom, frame.box.right + 0.3, frame.box.top)
    alike: dict[tuple[int, float], list[str]] = {}
    for number, item in enumerate(shown, 1):
        low, high = _span(item)
        km, days = item.metres / KM, item.journey.value / DAY
        if low < high:
            beyond = high > frame.highest
            style: dict[str, Any] = {"color": _palette.INK, "lw": 1.1, "zorder": 5}
            frame.axes.plot([km, km], [low / DAY, high / DAY], marker="_", **style)
            if beyond:
                top = frame.highest / DAY
                frame.axes.plot([km], [top], marker="^", ms=6, clip_on=False, **style)
        mark = _hollow() if item.promised else _filled()
        frame.axes.plot([km], [days], zorder=6, clip_on=False, **mark)
        alike.setdefault((item.metres, item.journey.value), []).append(str(number))
    for (metres, time), numbers in alike.items():
        text = ", ".join(numbers)
        size = (_figure.width_of(frame.figure, text, fontsize=7.2), 0.1)
        here = frame.x(metres), frame.y(time)
        box = first_free(around(*here, size, 0.1), taken, edge)
        if box is not None:
            taken.append(box)
            place = (box.left, box.bottom)
            drawn = _figure.write(frame.figure, *place, text, fontsize=7.2, zorder=7)
            _figure.halo(drawn)
    return taken


def _draw_steps(frame: Frame, profile: "Profile", taken: list[Box]) -> None:
    """Label the longer stops with their days, the longest first, where there is space."""
    whole = profile.marks[-1].typical
    least = max(LEAST_DAYS * DAY, LEAST_SHARE * whole)
    stops = sorted(profile.stops, key=lambda stop: (-stop.standing, stop.arrival.metres))
    for stop in stops:
        if stop.standing < least:
            break
        text = f"+{_text.days(stop.standing)} d"
        style = {"fontsize": 8.0, "fontweight": "bold"}
        size = (_figure.width_of(frame.figure, text, **style), 0.11)
        box = first_free(_beside(frame, stop, size), taken, frame.box)
        if box is None:
            continue
        taken.append(box)
        drawn = _figure.write(
            frame.figure,
            box.left,
            box.bottom,
            text,
            color=_palette.STANDING_TEXT,
            zorder=7,
            **style,
        )
        _figure.halo(drawn)


def _beside(frame: Frame, stop: "Stop", size: tuple[float, float]) -> list[Box]:
    """Return where the label of a stop may stand: left above the step, else right below it."""
    x, top = frame.x(stop.arrival.metres), frame.y(stop.departure.typical)
    bottom = frame.y(stop.arrival.typical)
    wide, high = size
    left, right, middle = x - wide - 0.07, x + 0.07, (top + bottom - high) / 2
    places = [(left, top - 0.06), (left, top + 0.03), (right, middle), (right, bottom - 0.12)]
    places += [(right, bottom - 0.22), (left, top + 0.14), (right, top), (right, top + 0.1)]
    return [Box(at, y, at + wide, y + high) for at, y in places]
