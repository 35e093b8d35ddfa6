"""A route map as SVG for a page: every leg and stop can be clicked, or reached by the keyboard."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.chart.canvas.figure import Box
from corridor.chart.maps.scene import INSET, LEAST_STANDING, Disc, Scene, Sheet
from corridor.coastline import Line
from corridor.network.modes import MODES
from corridor.report.markup import Markup, tag

if TYPE_CHECKING:
    from corridor.chart.canvas.palette import Look
    from corridor.routes.route import Route
    from corridor.routes.steps import Transfer


#: Units of the drawing to an inch of the scene.
UNITS = 100


def map_svg(scene: Scene, routes: "Sequence[Route]", looks: "Sequence[Look]", label: str) -> Markup:
    """Return the map as an element that a page can hold."""
    wide, high = (round(UNITS * part) for part in scene.size)
    told = _told(routes)
    parts = [_ground(scene.main, high)]
    parts += _routes(scene.main, looks, high, told)
    leaders = [label.leader for label in scene.labels if label.leader]
    parts += [tag("path", class_="leader", d=_path(list(line), high)) for line in leaders]
    for disc in sorted(scene.discs, key=lambda disc: disc.standing):
        parts.append(_disc(disc, high, told))
    parts += _words(scene, looks, high)
    if scene.inset:
        parts.append(_inset(scene, scene.inset, looks, high))
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


def _dashes(look: "Look", *, several: bool, vessel: bool) -> str:
    dashes = look.dashes if several else "solid"
    if not isinstance(dashes, str):
        return " ".join(f"{3 * part:g}" for part in dashes[1])
    return "5 3" if vessel else "none"


def _routes(
    sheet: Sheet, looks: "Sequence[Look]", high: int, told: dict[str, str]
) -> Iterator[Markup]:
    seen: set[str] = set()
    for route, look in zip(sheet.routes, looks, strict=True):
        whole = _path([spot for drawn in route for spot in drawn.line], high)
        yield tag("path", class_="casing", d=whole)
        for drawn in route:
            dashes = _dashes(look, several=len(looks) > 1, vessel=drawn.vessel)
            style = f"stroke:{look.line};stroke-dasharray:{dashes}"
            path = _path(drawn.line, high)
            shapes = [
                tag("path", class_="hit", d=path),
                tag("path", class_="route", d=path, style=style),
            ]
            if drawn.leg.id in seen:
                yield shapes[1]
                continue
            seen.add(drawn.leg.id)
            yield _button(told[drawn.leg.id], *shapes)


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


def _disc(disc: Disc, high: int, told: dict[str, str]) -> Markup:
    large = disc.standing >= LEAST_STANDING
    shape = tag(
        "circle",
        cx=f"{UNITS * disc.x:.1f}",
        cy=f"{high - UNITS * disc.y:.1f}",
        r=f"{UNITS * disc.radius:.1f}",
        class_="stop" if large else "pass",
    )
    words = told.get(f"node {disc.node.id}")
    return _button(words, shape) if words else shape


def _words(scene: Scene, looks: "Sequence[Look]", high: int) -> Iterator[Markup]:
    for label in scene.labels:
        style = "bold" if label.bold else "plain"
        yield tag("text", label.text, class_=style, **_place(label.box, high), aria_hidden="true")
    for label, look in zip(scene.tags, looks, strict=False):
        if label.text:
            box = label.box
            yield tag(
                "rect",
                x=f"{UNITS * box.left:.1f}",
                y=f"{high - UNITS * box.top:.1f}",
                width=f"{UNITS * (box.right - box.left):.1f}",
                height=f"{UNITS * (box.top - box.bottom):.1f}",
                fill=look.text,
            )
            inner = Box(box.left + 0.06, box.bottom + 0.04, box.right, box.top)
            yield tag("text", label.text, class_="tag", **_place(inner, high))


def _place(box: Box, high: int) -> dict[str, str]:
    return {"x": f"{UNITS * box.left:.1f}", "y": f"{high - UNITS * (box.bottom + 0.02):.1f}"}


def _inset(scene: Scene, sheet: Sheet, looks: "Sequence[Look]", high: int) -> Markup:
    x, y = UNITS * scene.centre[0], high - UNITS * scene.centre[1]
    circle = {"cx": f"{x:.1f}", "cy": f"{y:.1f}", "r": f"{UNITS * INSET:.1f}"}
    shapes: list[str] = [tag("clipPath", tag("circle", **circle), id="disc")]
    shapes.append(tag("circle", class_="sea", **circle))
    lines = []
    for route, look in zip(sheet.routes, looks, strict=True):
        path = _path([spot for drawn in route for spot in drawn.line], high)
        dashes = _dashes(look, several=True, vessel=False)
        style = f"stroke:{look.line};stroke-dasharray:{dashes}"
        lines.append(tag("path", class_="small", d=path, style=style))
    shapes.append(tag("g", _ground(sheet, high), *lines, clip_path="url(#disc)"))
    shapes.append(tag("circle", class_="rim", **circle))
    return tag("g", *shapes, aria_hidden="true")


def _told(routes: "Sequence[Route]") -> dict[str, str]:
    """Return what is said of every leg and stop: times, what they rest on, sources."""
    told: dict[str, str] = {}
    for route in routes:
        sources = {source.id: str(source) for source in route.grounds.sources}
        claims = {claim.id: claim for claim in route.grounds.claims}
        for leg in route.legs:
            time = leg.transit_time
            cited = [
                *time.sources,
                *(s for c in time.claims if c in claims for s in claims[c].sources),
            ]
            named = [sources.get(item, item) for item in dict.fromkeys(cited)][:2]
            told[leg.id] = (
                f"{leg.origin.short} > {leg.destination.short}, {MODES[leg.mode].words}, "
                f"{_text.km(leg.distance)} km: {_days(time.levels)}; {time.basis}"
                + (f"; {'; '.join(named)}" if named else "")
            )
        for transfer in route.transfers:
            told[f"node {transfer.node.id}"] = _stop(transfer)
    return told


def _stop(transfer: "Transfer") -> str:
    parts = []
    if transfer.dwell:
        kind = transfer.kind.replace("_", " ")
        parts.append(f"{kind} {_days(transfer.dwell.levels)}, {transfer.dwell.basis}")
    if transfer.waiting:
        parts.append(f"wait {_days(transfer.waiting.levels)}, {transfer.waiting.basis}")
    return f"{transfer.node.short}: " + "; ".join(parts)


def _days(levels: tuple[int, int, int]) -> str:
    low, typical, high = map(_text.days, levels)
    return f"{low} low, {typical} typical, {high} high days"
