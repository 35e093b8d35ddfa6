"""A route map as SVG for a page: every leg and stop can be clicked, or reached by the keyboard."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.palette import STANDING
from corridor.chart.maps.scene import INSET, Disc, Scene, Sheet
from corridor.coastline import Line
from corridor.report.markup import Markup, tag
from corridor.report.page import themed

if TYPE_CHECKING:
    from corridor.chart.maps.content import Strand


#: Units of the drawing to an inch of the scene.
UNITS = 100
#: Lines from this width on [points] have a white casing.
CASED = 2.0


def map_svg(scene: Scene, words: Mapping[str, str], label: str, name: str) -> Markup:
    """Return the map as an element that a page can hold; its name is part of ids in it."""
    wide, high = (round(UNITS * part) for part in scene.size)
    parts = [_ground(scene.main, high), *_strands(scene.main, high, words)]
    leaders = [label.leader for label in scene.labels if label.leader]
    parts += [tag("path", class_="leader", d=_path(list(line), high)) for line in leaders]
    for disc in sorted(scene.discs, key=lambda disc: disc.mark.size):
        parts.append(_disc(disc, high, words))
    parts += _words(scene, high)
    if scene.inset:
        parts.append(_inset(scene, scene.inset, high, name))
    return tag(
        "svg",
        *parts,
        viewBox=f"0 0 {wide} {high}",
        class_="map",
        role="group",
        aria_label=label,
        tabindex="0",
    )


def _path(line: Line, high: int, *, closed: bool = False) -> str:
    spots = [(round(UNITS * x, 1), round(high - UNITS * y, 1)) for x, y in line]
    kept = [spot for number, spot in enumerate(spots) if not number or spot != spots[number - 1]]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in kept) + ("Z" if closed else "")


def _ground(sheet: Sheet, high: int) -> Markup:
    land = "".join(_path(ring, high, closed=True) for ring in sheet.land)
    borders = "".join(_path(line, high) for line in sheet.borders)
    shapes = [tag("path", class_="land", d=land), tag("path", class_="border", d=borders)]
    return tag("g", *shapes, aria_hidden="true")


def _style(strand: "Strand", *, vessel: bool, thin: float = 1.0) -> str:
    dashes = strand.look.dashes
    if not isinstance(dashes, str):
        said = " ".join(f"{strand.width * part:.3g}" for part in dashes[1])
    else:
        said = "5 3" if vessel else "none"
    width = f"{strand.width * thin * UNITS / 72 * 0.8:.3g}"
    return f"stroke:{themed(strand.look.line)};--wide:{width};stroke-dasharray:{said}"


def _strands(sheet: Sheet, high: int, words: Mapping[str, str]) -> Iterator[Markup]:
    seen: set[str] = set()
    for strand, legs in sheet.strands:
        if strand.width >= CASED:
            whole = _path([spot for drawn in legs for spot in drawn.line], high)
            width = f"stroke-width:{strand.width * UNITS / 72 * 0.8 + 1.4:.3g}"
            yield tag("path", class_="casing", d=whole, style=width)
        for drawn in legs:
            path = _path(drawn.line, high)
            line = tag("path", class_="line", d=path, style=_style(strand, vessel=drawn.vessel))
            if drawn.leg.id in seen or drawn.leg.id not in words:
                yield line
                continue
            seen.add(drawn.leg.id)
            yield _button(words[drawn.leg.id], tag("path", class_="hit", d=path), line)


def _button(words: str, *shapes: str) -> Markup:
    return tag(
        "g",
        tag("title", words),
        *shapes,
        class_="part",
        tabindex="0",
        role="button",
        aria_label=words,
    )


def _disc(disc: Disc, high: int, words: Mapping[str, str]) -> Markup:
    large = disc.mark.size > 0
    own = {"style": f"fill:{disc.mark.colour}"} if disc.mark.colour != STANDING else {}
    shape = tag(
        "circle",
        cx=f"{UNITS * disc.x:.1f}",
        cy=f"{high - UNITS * disc.y:.1f}",
        r=f"{UNITS * disc.radius:.1f}",
        class_="stop" if large else "pass",
        **(own if large else {}),
    )
    said = words.get(f"node {disc.mark.node.id}")
    return _button(said, shape) if said else shape


def _words(scene: Scene, high: int) -> Iterator[Markup]:
    for label in scene.labels:
        style = "bold" if label.bold else "plain"
        yield tag("text", label.text, class_=style, **_place(label.box, high), aria_hidden="true")
    for label, (strand, _) in zip(scene.tags, scene.main.strands, strict=True):
        if label.text:
            box = label.box
            yield tag(
                "rect",
                x=f"{UNITS * box.left:.1f}",
                y=f"{high - UNITS * box.top:.1f}",
                width=f"{UNITS * (box.right - box.left):.1f}",
                height=f"{UNITS * (box.top - box.bottom):.1f}",
                style=f"fill:{themed(strand.look.text)}",
            )
            inner = Box(box.left + 0.06, box.bottom + 0.04, box.right, box.top)
            yield tag("text", label.text, class_="tag", **_place(inner, high))
    if scene.scale:
        box = scene.scale.box
        yield tag("path", class_="scale", d=_path(list(scene.scale.leader), high))
        above = Box(box.left, box.bottom + 0.08, box.right, box.top)
        yield tag("text", scene.scale.text, class_="plain", **_place(above, high))


def _place(box: Box, high: int) -> dict[str, str]:
    return {"x": f"{UNITS * box.left:.1f}", "y": f"{high - UNITS * (box.bottom + 0.02):.1f}"}


def _inset(scene: Scene, sheet: Sheet, high: int, name: str) -> Markup:
    x, y = UNITS * scene.centre[0], high - UNITS * scene.centre[1]
    circle = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{UNITS * INSET:.1f}"}
    shapes: list[str] = [tag("clipPath", tag("circle", **circle), id=f"{name}disc")]
    shapes.append(tag("circle", class_="sea", **circle))
    lines = []
    for strand, legs in sheet.strands:
        path = _path([spot for drawn in legs for spot in drawn.line], high)
        style = _style(strand, vessel=False, thin=0.6)
        lines.append(tag("path", class_="line", d=path, style=style))
    shapes.append(tag("g", _ground(sheet, high), *lines, clip_path=f"url(#{name}disc)"))
    shapes.append(tag("circle", class_="rim", **circle))
    return tag("g", *shapes, aria_hidden="true")
