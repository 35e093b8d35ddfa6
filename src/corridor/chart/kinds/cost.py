"""Cost against distance, one panel for each route: slopes of haulage, steps at stops."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corridor import text as _text
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.frame import KM, Frame, new_frame
from corridor.chart.canvas.names_above import chained, draw_names, names_of
from corridor.chart.canvas.panels import (
    GAP,
    HEAD,
    LEFT,
    axis_titles,
    draw_ends,
    draw_head,
    draw_key,
    labels,
)
from corridor.chart.canvas.wording import by_corridor, listed, origin_of_data
from corridor.network.model import Node

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from corridor.analysis.cost_profile import CostProfile, Paid, Step
    from corridor.analysis.time_profile import Profile
    from corridor.chart.canvas.palette import Look
    from corridor.network.network import Network


RIGHT, HEADROOM = 0.75, 1.22
CENTS = 100
KEY: list[tuple[str, dict[str, Any]]] = [
    ("on the way, typical", {"linewidth": 2.6}),
    ("low and high", {"linewidth": 1.2, "linestyle": _palette.LONG}),
    ("at a stop", {"linewidth": 5, "color": _palette.STANDING}),
]


def draw_costs(
    net: "Network",
    profiles: "Sequence[Profile]",
    spent: "Sequence[CostProfile]",
    looks: "Sequence[Look]",
    size: tuple[float, float],
    dpi: float,
) -> "Figure":
    """Return the cost of one box against distance for several routes, beside each other."""
    names = labels(net, [item.route for item in spent])
    finding, words = _finding(net, spent, names), _caption(net, spent, names)
    shipment = spent[0].cost.shipment
    drawn = f"Cost against distance from terminal to terminal, for one of {shipment}"
    figure, wide, top, bottom = _figure.opened(size, dpi, finding, drawn, words, left=LEFT)
    top, bottom = top - 0.06, draw_key(figure, KEY, bottom + 0.12)
    gap, left = GAP + 0.12, LEFT + 0.2
    alone = len(profiles) == 1
    shown = [names_of(item, wide / len(profiles) - gap, passed=alone) for item in profiles]
    right = max(RIGHT, shown[-1].beyond(figure))
    space = (wide - left - right - gap * (len(profiles) - 1)) / len(profiles)
    shown = [names_of(item, space, passed=alone) for item in profiles]
    high = top - HEAD - max(item.height(figure) for item in shown)
    highest = max(item.points[-1].high for item in spent) * HEADROOM
    boxes = shipment.quantity * CENTS
    for number, (profile, look, name) in enumerate(zip(spent, looks, names, strict=True)):
        start = left + number * (space + gap)
        box = Box(start, bottom + 0.52, start + space, high)
        metres = profiles[number].marks[-1].metres
        frame = new_frame(
            figure, box, metres, highest or boxes, labelled=number == 0 and highest > 0, unit=boxes
        )
        _draw_way(frame, profile, look, boxes)
        draw_names(frame, shown[number], box.top)
        draw_head(frame, profile.route, name, look, top)
        _draw_corner(frame, profile)
        _draw_ends(frame, profile)
    up = f"{shipment.currency} for one box"
    axis_titles(figure, bottom, high, wide, up, several=len(spent) > 1)
    return figure


def _each(profile: "CostProfile", cents: int, digits: int = 0) -> str:
    """Return an amount for one box."""
    boxes = profile.cost.shipment.quantity
    return _text.money((2 * cents + boxes) // (2 * boxes), digits=digits)


def _finding(net: "Network", spent: "Sequence[CostProfile]", names: Sequence[str]) -> str:
    """Return the typical cost of one box by each route, or how far its prices reach."""
    said = [f"{name} {_reach(profile)}" for profile, name in zip(spent, names, strict=True)]
    shipment, route = spent[0].cost.shipment, spent[0].route
    money = f"{shipment.currency} per {shipment.equipment}"
    if len(spent) > 1:
        return f"{_start(spent)}, {money}: {', '.join(said)}"
    start = f"{chained(route)}{by_corridor(net, route)}"
    if not spent[0].steps:
        return f"{start}: no rate on file for the first part of the route"
    cents = _each(spent[0], spent[0].points[-1].typical)
    reach = f" to {_end(spent[0])}, no rate beyond" if spent[0].missing else ""
    return f"{start}: {cents} {money}{reach}"


def _reach(profile: "CostProfile") -> str:
    """Return the typical cost of one box, and how far it reaches where a price is missing."""
    if not profile.steps:
        return "no rate on file"
    cents = _each(profile, profile.points[-1].typical)
    return f"{cents} to {_end(profile)}" if profile.missing else cents


def _start(spent: "Sequence[CostProfile]") -> str:
    chains = list(dict.fromkeys(chained(profile.route) for profile in spent))
    return chains[0] if len(chains) == 1 else f"From {spent[0].route.origin.short}"


def _end(profile: "CostProfile") -> str:
    """Return where the prices end."""
    what = profile.steps[-1].what
    node = what if isinstance(what, Node) else what.destination
    return _figure.drawable(node.short, node.id)


def _caption(net: "Network", spent: "Sequence[CostProfile]", names: Sequence[str]) -> list[str]:
    words = []
    for profile, name in zip(spent, names, strict=True):
        cost, label = profile.cost, f"{name}: " if name else ""
        shares = zip(_text.shares(list(cost.bases.values())), cost.bases, strict=True)
        basis = f", {listed([f'{share} {base}' for share, base in shares])}" if cost.bases else ""
        prices = f"prices of {cost.age or 'no date'}{basis}" if cost.tariffs else "no rate used"
        lacks = f"; the line stops at the first part without a tariff: {profile.missing}"
        words.append(f"{label}{prices}{lacks if profile.missing else ''}.")
    held = any(item.kind == "inventory" for profile in spent for item in profile.cost.charges)
    goods = " Inventory: what the goods cost while on the way, by their value." if held else ""
    words.append(
        "allocated: a price for a longer section, split by distance; a slope then says nothing of "
        f"its leg.{goods} Sources: corridor route."
    )
    return [*words, origin_of_data(net.stamp)]


def _draw_way(frame: Frame, profile: "CostProfile", look: "Look", unit: int) -> None:
    axes, points = frame.axes, profile.points
    km = [point.metres / KM for point in points]
    low, high = ([getattr(point, name) / unit for point in points] for name in ("low", "high"))
    axes.fill_between(km, low, high, color=look.line, alpha=_palette.BAND, linewidth=0)
    for values in (low, high):
        axes.plot(km, values, color=look.line, linewidth=1.2, linestyle=_palette.LONG)
    for step in profile.steps:
        style: dict[str, Any] = {"color": look.line, "lw": 2.6, "zorder": 3}
        if isinstance(step.what, Node):
            style = {"color": _palette.STANDING, "lw": 5.5, "solid_capstyle": "butt", "zorder": 4}
        axes.plot(*_pair(step, unit), **style)
    if profile.missing:
        style = {"marker": "x", "ms": 8, "mew": 2, "color": _palette.INK, "zorder": 5}
        axes.plot([km[-1]], [points[-1].typical / unit], clip_on=False, **style)


def _pair(step: "Step", unit: int) -> tuple[list[float], list[float]]:
    ends: tuple[Paid, Paid] = (step.before, step.after)
    return [end.metres / KM for end in ends], [end.typical / unit for end in ends]


def _draw_corner(frame: Frame, profile: "CostProfile") -> None:
    """Write how long the route is, and the first part without a price."""
    space = frame.box.right - frame.box.left - 0.1
    lines = [f"{_text.km(profile.route.distance)} km"]
    lines += ["no rate on file from here (x):", str(profile.missing)] if profile.missing else []
    for number, text in enumerate(lines):
        y = frame.box.top - 0.2 - 0.155 * number
        words = _figure.cut(frame.figure, _figure.legible(text), space, fontsize=8)
        _figure.halo(_figure.write(frame.figure, frame.box.left + 0.06, y, words, fontsize=8), 4)


def _draw_ends(frame: Frame, profile: "CostProfile") -> None:
    """Write low, typical and high of one box at the end of the lines, where all has a price."""
    if profile.missing:
        return
    _, *levels = profile.points[-1]
    amounts = sorted(set(levels))
    draw_ends(frame, [(it, _each(profile, it), it == levels[1]) for it in amounts], 9.5)
