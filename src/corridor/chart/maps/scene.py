"""What a route map shows, in inches of its sheet: land, routes, stops, labels, and the inset."""

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Literal, NamedTuple

from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.labels import RINGS, around, first_free
from corridor.chart.canvas.wording import short
from corridor.chart.maps.content import Content, Mark, Strand
from corridor.chart.maps.projections import albers, azimuthal, clipped, thinned
from corridor.chart.maps.side_by_side import apart, shifted
from corridor.coastline import STEPS, Line, Spot, great_circle_line, world
from corridor.frozen import dataclass
from corridor.network.modes import VESSELS
from corridor.network.names import at, great_circle
from corridor.routes.tracks import course

if TYPE_CHECKING:
    from corridor.routes.steps import RouteLeg


#: The radius of the inset [km]: from its centre it holds the Cape, Shanghai and Duisburg.
INSET_KM = 8_350
INSET = 1.12
MARGIN = 0.08
#: A frame is at least this wide; sea legs longer than this do not widen it [km].
NARROWEST, OCEAN = 1_600, 4_000
#: The square inches of a disc of a day, and the radius of a dot.
DISC_AREA, DOT, SMALL_DOT = 0.0065, 0.028, 0.014
#: Parts of a great circle that are no longer than this [km] are drawn straight.
STRAIGHT = 50
#: Lines that share a leg lie so far apart [inches]; a scale bar is at most so long.
ASIDE, BAR = 0.055, 1.4
#: A line is drawn this true to its course [inches]: half a pixel of a picture on a screen.
FINENESS = 0.004
#: A label that is farther from the rim of its node [inches] has a leader.
FAR = 0.1
Weight = Literal["bold", "normal"]
#: The width [inches] of a text, written bold or plain.
Measure = Callable[[str, Weight], float]


class View(NamedTuple):
    """How positions come onto the sheet: projection, inches to a kilometre, and origin."""

    project: Callable[[Spot], Spot]
    scale: float
    x: float
    y: float

    def line(self, spots: Sequence[Spot]) -> Line:
        """Return where positions lie [inches]."""
        return [
            (self.x + self.scale * east, self.y + self.scale * north)
            for east, north in map(self.project, spots)
        ]


class Drawn(NamedTuple):
    """One leg of a strand, and the line that it is drawn as."""

    leg: "RouteLeg"
    vessel: bool
    line: Line


class Disc(NamedTuple):
    """A marked node on the sheet: a disc where the mark has a size, else a dot."""

    mark: Mark
    x: float
    y: float
    radius: float


class Label(NamedTuple):
    """A text, where it stands, whether it is important, and a leader to what it names."""

    text: str
    box: Box
    bold: bool
    leader: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The land and the strands in one view, each with its legs as they are drawn."""

    view: View
    land: tuple[Line, ...]
    borders: tuple[Line, ...]
    strands: tuple[tuple[Strand, tuple[Drawn, ...]], ...]


@dataclass(frozen=True)
class Scene:
    """A whole map: the main sheet, nodes with labels, and the inset with its centre."""

    main: Sheet
    discs: tuple[Disc, ...]
    labels: tuple[Label, ...]
    tags: tuple[Label, ...]
    scale: Label | None = None
    inset: Sheet | None = None
    centre: Spot = (0.0, 0.0)
    size: Spot = field(default=(0.0, 0.0))


def make_scene(content: Content, size: Spot, measure: Measure) -> Scene:
    """Return the map of a content on a sheet of some inches."""
    view = _frame(content.strands, size)
    main = _sheet(view, content.strands, (0.0, 0.0, *size), ASIDE)
    discs = _discs(view, content, size)
    lines = [spot for _, legs in main.strands for drawn in legs for spot in _dense(drawn.line)]
    leaves = any(not _inside(spot, size) for spot in lines)
    centre = _emptiest(lines, discs, size) if leaves else (0.0, 0.0)
    inset = None
    if leaves:
        reach = (centre[0] - INSET, centre[1] - INSET, centre[0] + INSET, centre[1] + INSET)
        round_world = View(azimuthal, INSET / INSET_KM, *centre)
        inset = _sheet(round_world, content.strands, reach, ASIDE / 2)
    taken = [Box(*reach)] if leaves else []
    taken += [_around(disc.x, disc.y, disc.radius + 0.02) for disc in discs]
    frame = Box(0.05, 0.05, size[0] - 0.05, size[1] - 0.05)
    placed = list(_tags(main, taken, frame, measure))
    crossed = [] if content.crowded else [_around(x, y, 0.025) for x, y in lines]
    bar = _scale_bar(view, [*taken, *crossed], frame, measure)
    taken += [bar.box] if bar else []
    labels = tuple(_labels(discs, [*taken, *crossed], frame, measure))
    return Scene(main, tuple(discs), labels, tuple(placed), bar, inset, centre, size)


def _spots(step: "RouteLeg") -> list[Spot]:
    return list(course(step.leg, step.origin, step.destination))


def _curved(spots: Sequence[Spot]) -> Line:
    """Return positions along the great circles of a course, as many as its curves need."""
    found = [spots[0]]
    for pair in itertools.pairwise(spots):
        parts = math.ceil(great_circle(*pair) / STRAIGHT)
        found += great_circle_line(pair, min(max(1, parts), STEPS))[1:]
    return found


def _is_vessel(leg: "RouteLeg") -> bool:
    return leg.mode in VESSELS


def _frame(strands: Sequence[Strand], size: Spot) -> View:
    """Return the view that holds all but the oceans."""
    spots = []
    for strand in strands:
        if not strand.over:
            spots += [albers(at(strand.legs[0].origin)), albers(at(strand.legs[-1].destination))]
        for leg in strand.legs:
            if not _is_vessel(leg) or leg.distance < OCEAN * 1_000:
                spots += map(albers, _spots(leg))
    spots = spots or [albers(at(leg.origin)) for strand in strands for leg in strand.legs]
    west, east = min(x for x, _ in spots), max(x for x, _ in spots)
    south, north = min(y for _, y in spots), max(y for _, y in spots)
    wide = max(NARROWEST, (east - west) * (1 + 2 * MARGIN))
    high = (north - south) * (1 + 4 * MARGIN)
    scale = min(size[0] / wide, size[1] / high) if high else size[0] / wide
    middle = ((west + east) / 2, (south + north) / 2)
    return View(albers, scale, size[0] / 2 - scale * middle[0], size[1] / 2 - scale * middle[1])


def _sheet(view: View, strands: Sequence[Strand], frame: tuple[float, ...], aside: float) -> Sheet:
    left, bottom, right, top = frame
    wider = (left - 0.1, bottom - 0.1, right + 0.1, top + 0.1)
    land = (thinned(clipped(view.line(ring), wider), FINENESS) for ring in world().land)
    borders = (thinned(view.line(border), FINENESS) for border in world().borders)
    lanes = apart([() if strand.over else strand.legs for strand in strands], aside)
    drawn = tuple(
        (strand, tuple(_drawn(view, leg, lanes.get((number, leg.id), 0.0)) for leg in strand.legs))
        for number, strand in enumerate(strands)
    )
    box = Box(*wider)
    near = (line for line in borders if any(box.holds(Box(x, y, x, y)) for x, y in line))
    return Sheet(view, tuple(ring for ring in land if len(ring) > 2), tuple(near), drawn)


def _drawn(view: View, leg: "RouteLeg", lane: float) -> Drawn:
    line = thinned(view.line(_curved(_spots(leg))), FINENESS)
    return Drawn(leg, _is_vessel(leg), shifted(line, -lane if leg.is_back else lane))


def _discs(view: View, content: Content, size: Spot) -> list[Disc]:
    """Return the marked nodes on the sheet."""
    found = []
    for mark in content.marks:
        ((x, y),) = view.line([at(mark.node)])
        radius = SMALL_DOT if content.crowded else DOT
        if mark.size:
            radius = max(0.05, (DISC_AREA * mark.size) ** 0.5)
        if _inside((x, y), size):
            found.append(Disc(mark, x, y, radius))
    return found


def _inside(spot: Spot, size: Spot) -> bool:
    return 0 <= spot[0] <= size[0] and 0 <= spot[1] <= size[1]


def _around(x: float, y: float, radius: float) -> Box:
    return Box(x - radius, y - radius, x + radius, y + radius)


def _dense(line: Line, step: float = 0.05) -> Iterator[Spot]:
    """Yield a line as points so near that nothing slips between them."""
    for (ax, ay), (bx, by) in itertools.pairwise(line):
        parts = max(1, int(max(abs(bx - ax), abs(by - ay)) / step))
        for part in range(min(parts, 400)):
            yield ax + (bx - ax) * part / parts, ay + (by - ay) * part / parts
    yield line[-1]


def _emptiest(lines: Sequence[Spot], discs: Sequence[Disc], size: Spot) -> Spot:
    """Return where the inset hides least, of places along the lower edge, then the upper one."""
    near = INSET + 0.08
    across = [near + (size[0] - 2 * near) * part / 8 for part in range(9)]
    centres = [(x, y) for y in (near, size[1] - near) for x in across]

    def lost(centre: Spot) -> int:
        hidden = sum(math.dist(spot, centre) < near for spot in lines)
        covered = (
            disc for disc in discs if math.dist((disc.x, disc.y), centre) < near + disc.radius
        )
        return hidden + sum(100 if disc.mark.led else 10 for disc in covered)

    return min(centres, key=lambda centre: (lost(centre), centres.index(centre)))


def _tags(sheet: Sheet, taken: list[Box], frame: Box, measure: Measure) -> Iterator[Label]:
    """Yield the name of each strand beside a part that it shares with no other, if it has one.

    It hides no other strand. A strand whose name finds no space has an empty one.
    """
    shared: dict[str, int] = {}
    named = [(strand, legs) for strand, legs in sheet.strands if strand.tag]
    for _, legs in named:
        for drawn in legs:
            shared[drawn.leg.id] = shared.get(drawn.leg.id, 0) + 1
    for strand, legs in sheet.strands:
        own = [
            spot for drawn in legs if shared.get(drawn.leg.id) == 1 for spot in _dense(drawn.line)
        ]
        own = [(x, y) for x, y in own if strand.tag and frame.holds(Box(x, y, x, y))]
        size = (measure(strand.tag, "bold") + 0.12, 0.2)
        order = sorted(range(len(own)), key=lambda number: abs(number - len(own) // 2))
        places = (
            box
            for ring in RINGS
            for number in order[::4]
            for box in around(*own[number], size, 0.12, (ring,))
        )
        others = (drawn for other, lines in named if other is not strand for drawn in lines)
        crossed = [_around(x, y, 0.025) for drawn in others for x, y in _dense(drawn.line)]
        box = first_free(places, [*taken, *crossed], frame) if own else None
        if box:
            taken.append(box)
            yield Label(strand.tag, box, bold=True)
        else:
            yield Label("", Box(0, 0, 0, 0), bold=True)


def _labels(
    discs: Sequence[Disc], taken: list[Box], frame: Box, measure: Measure
) -> Iterator[Label]:
    """Yield names, the most important first; one for which there is no space is dropped."""
    for disc in sorted(discs, key=lambda disc: (disc.mark.rank, disc.mark.node.id)):
        mark = disc.mark
        name = short(_figure.drawable(mark.node.short, mark.node.id))
        text = f"{name}  {mark.text}" if mark.text else name
        size = (measure(text, "bold" if mark.bold else "normal"), 0.125)
        rings = RINGS[:5] if mark.bold or mark.led else RINGS[:1]
        away = disc.radius + 0.05
        box = first_free(around(disc.x, disc.y, size, away, rings), taken, frame)
        if box:
            taken.append(box)
            yield Label(text, box, mark.bold, _leader(disc, box))


def _scale_bar(view: View, taken: Sequence[Box], frame: Box, measure: Measure) -> Label | None:
    """Return a bar of a round length at a free corner: a label, whose leader is the bar."""
    round_km = (50, 100, 200, 250, 500, 1_000, 2_000)
    km = max((km for km in round_km if km * view.scale <= BAR), default=round_km[0])
    long, text = km * view.scale, f"{km:,} km"
    wide = max(long, measure(text, "normal"))
    corners = (
        (frame.left + 0.05, frame.bottom + 0.05),
        (frame.right - 0.05 - wide, frame.bottom + 0.05),
        (frame.left + 0.05, frame.top - 0.3),
        (frame.right - 0.05 - wide, frame.top - 0.3),
    )
    for x, y in corners:
        box = Box(x, y, x + wide, y + 0.24)
        if not any(box.meets(other) for other in taken):
            return Label(text, box, bold=False, leader=((x, y + 0.04), (x + long, y + 0.04)))
    return None


def _leader(disc: Disc, box: Box) -> tuple[Spot, ...]:
    """Return the line from a label to its node, where it does not stand right beside it."""
    x = min(max(disc.x, box.left), box.right)
    y = min(max(disc.y, box.bottom), box.top)
    far = math.dist((x, y), (disc.x, disc.y))
    return ((disc.x, disc.y), (x, y)) if far > disc.radius + FAR else ()
