"""What a figure shows: its texts, and the corners of the rectangles that they fill."""

import math
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Any

from matplotlib.figure import Figure
from matplotlib.text import Text

from support.strategies import Tree

Corner = tuple[float, float]
#: Layout boxes hold space for the tallest letters of a font: this much of it is air [pixels].
AIR = 1.5


def texts_of(figure: Figure) -> list[Text]:
    found = figure.findobj(Text)
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def corners(text: Text) -> list[Corner]:
    """Give the corners of the rectangle [pixels] that a text fills, turned as it is."""
    figure = text.get_figure(root=True)
    assert figure is not None
    renderer: Any = figure.canvas.get_renderer()  # type: ignore[attr-defined] # of the Agg canvas
    angle = text.get_rotation()
    if angle % 90 == 0:
        box = text.get_window_extent(renderer)
        turn = 0.0
    else:
        text.set_rotation(0)
        box = text.get_window_extent(renderer)
        text.set_rotation(angle)
        turn = math.radians(angle)
    x, y = text.get_transform().transform(text.get_position())
    box_corners = [
        (box.x0 + AIR, box.y0 + AIR),
        (box.x1 - AIR, box.y0 + AIR),
        (box.x1 - AIR, box.y1 - AIR),
        (box.x0 + AIR, box.y1 - AIR),
    ]
    cos, sin = math.cos(turn), math.sin(turn)
    return [
        (x + (a - x) * cos - (b - y) * sin, y + (a - x) * sin + (b - y) * cos)
        for a, b in box_corners
    ]


def overlap(one: Sequence[Corner], other: Sequence[Corner]) -> bool:
    """Return whether two turned rectangles share an area: no edge has them on different sides."""
    for shape in (one, other):
        for (ax, ay), (bx, by) in zip(shape, [*shape[1:], shape[0]], strict=True):
            normal = (by - ay, ax - bx)
            spans = [[normal[0] * x + normal[1] * y for x, y in item] for item in (one, other)]
            if max(spans[0]) <= min(spans[1]) or max(spans[1]) <= min(spans[0]):
                return False
    return True


def faults(figure: Figure) -> Iterator[str]:
    """Name every text that leaves the figure, and every two that overlap."""
    shapes = [(text.get_text(), corners(text)) for text in texts_of(figure)]
    width, height = figure.get_size_inches() * figure.dpi
    for name, shape in shapes:
        if not all(0 <= x <= width and 0 <= y <= height for x, y in shape):
            yield f"{name!r} leaves the figure"
    for (name, shape), (other, its) in combinations(shapes, 2):
        if overlap(shape, its):
            yield f"{name!r} on {other!r}"


def chain(names: Sequence[str], lengths: Sequence[int], days: Sequence[int]) -> Tree:
    """Give a network of nodes in a line: rail, every third leg a ferry, with a stop beside it."""
    nodes: Tree = {}
    legs: Tree = {}
    for number, name in enumerate(names):
        lon = 40 + number * 0.5
        where = {"lat": "40", "lon": f"{lon:.2f}", "basis": "estimated", "rule": "drawn"}
        stay = {
            "low": "6 h",
            "typical": "20 h",
            "high": "40 h",
            "basis": "assumed",
            "rule": "drawn",
        }
        entry = {"inbound": "any", "outbound": "any", "kind": "border", "time": stay}
        nodes[f"n{number}"] = {
            "name": name,
            "country": ("KZ", "AZ", "GE")[number // 3 % 3],
            "kind": "city",
            "location": where,
            "dwell": [] if number % 3 == 1 else [entry],
        }
    for number, (length, time) in enumerate(zip(lengths, days, strict=True)):
        ferry = number % 3 == 2
        legs[f"l{number}"] = {
            "origin": f"n{number}",
            "destination": f"n{number + 1}",
            "mode": "ferry" if ferry else "rail",
            "distance": {"value": f"{length} km", "basis": "estimated", "rule": "drawn"},
            "transit_time": {
                "low": f"{time} h",
                "typical": f"{time * 2} h",
                "high": f"{time * 3} h",
                "basis": "assumed",
                "rule": "drawn",
            },
        } | ({} if ferry else {"gauge": "1520 mm"})
    head = {"format": "1", "name": "Line", "version": "1", "as_of": "2026-11-21"}
    return {**head, "nodes": nodes, "legs": legs}
