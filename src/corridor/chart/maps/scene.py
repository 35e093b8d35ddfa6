"""What a route map shows, in inches of its sheet: land, routes, stops, labels, and the inset."""

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, Literal, NamedTuple

from corridor import text as _text
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas.figure import Box
from corridor.chart.canvas.labels import RINGS, around, first_free
from corridor.chart.canvas.wording import short
from corridor.chart.maps.worldmap import albers, azimuthal, clipped, thinned
from corridor.coastline import STEPS, Line, Spot, great_circle_line, world
from corridor.errors import QuantityError
from corridor.frozen import dataclass
from corridor.network.modes import VESSELS
from corridor.network.names import at, great_circle
from corridor.routes.tracks import course
from corridor.units import DAY

if TYPE_CHECKING:
    from corridor.network.model import Node
    from corridor.routes.route import Route
    from corridor.routes.steps import RouteLeg


#: The radius of the inset [km]: from its centre it holds the Cape, Shanghai and Duisburg.
INSET_KM = 8_350
INSET = 1.12
#: The degrees of longitude between which the projection can be read.
WEST, EAST = -25, 180
MARGIN = 0.08
#: A frame is at least this wide; sea legs longer than this do not widen it [km].
NARROWEST, OCEAN = 1_600, 4_000
#: A stop of this many seconds is drawn as a disc, of so many square inches for a day.
LEAST_STANDING, DISC_AREA = DAY // 2, 0.0065
#: Parts of a great circle that are no longer than this [km] are drawn straight.
STRAIGHT = 50
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
    """One leg of one route, and the line that it is drawn as."""

    leg: "RouteLeg"
    vessel: bool
    line: Line


class Disc(NamedTuple):
    """A node on the sheet: a disc where routes stop, else a dot; typical time there."""

    node: "Node"
    x: float
    y: float
    radius: float
    standing: int


class Label(NamedTuple):
    """A text, where it stands, whether it is important, and a leader to what it names."""

    text: str
    box: Box
    bold: bool
    leader: tuple[Spot, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """The land and the routes in one view."""

    view: View
    land: tuple[Line, ...]
    borders: tuple[Line, ...]
    routes: tuple[tuple[Drawn, ...], ...]


@dataclass(frozen=True)
class Scene:
    """A whole map: the main sheet, nodes with labels, and the inset with its centre."""

    main: Sheet
    discs: tuple[Disc, ...]
    labels: tuple[Label, ...]
    tags: tuple[Label, ...]
    inset: Sheet | None = None
    centre: Spot = (0.0, 0.0)
    size: Spot = field(default=(0.0, 0.0))


def off_the_map(routes: "Sequence[Route]") -> str:
    """Return where routes leave the part of the world that the map is made for, in words.

    Beyond it the projection tears lines apart; nothing is returned where they stay inside.
    """
    reached: dict[str, float] = {}
    for leg in (leg for route in routes for leg in route.legs):
        for node in (leg.origin, leg.destination):
            reached[_text.shown(node.short)] = node.location.lon
        for point in leg.leg.waypoints:
            reached.setdefault(f"a waypoint of {leg.id}", point.lon)
            if not WEST <= point.lon <= EAST:
                reached[f"a waypoint of {leg.id}"] = point.lon
    outside = [
        f"{abs(lon):.1f} {'W' if lon < 0 else 'E'} ({name})"
        for name, lon in reached.items()
        if not WEST <= lon <= EAST
    ]
    if not outside:
        return ""
    span = f"{-WEST} W to {EAST} E"
    return f"the map is made for Eurasia ({span}); this route reaches {', '.join(outside)}"


def make_scene(
    routes: "Sequence[Route]", tags: Sequence[str], size: Spot, measure: Measure
) -> Scene:
    """Return the map of routes on a sheet of some inches; tags name them where they are several.

    Raises
    ------
    QuantityError
        When they leave the part of the world that the map is made for.
    """
    outside = off_the_map(routes)
    if outside:
        raise QuantityError(outside)
    view = _frame(routes, size)
    main = _sheet(view, routes, (0.0, 0.0, *size))
    discs = _discs(view, routes, size)
    lines = [spot for route in main.routes for drawn in route for spot in _dense(drawn.line)]
    leaves = any(not _inside(spot, size) for spot in lines)
    centre = _emptiest(lines, discs, size) if leaves else (0.0, 0.0)
    inset = None
    if leaves:
        reach = (centre[0] - INSET, centre[1] - INSET, centre[0] + INSET, centre[1] + INSET)
        inset = _sheet(View(azimuthal, INSET / INSET_KM, *centre), routes, reach)
    taken = [Box(*reach)] if leaves else []
    taken += [_around(disc.x, disc.y, disc.radius + 0.02) for disc in discs]
    frame = Box(0.05, 0.05, size[0] - 0.05, size[1] - 0.05)
    placed = list(_tags(main, tags, taken, frame, measure)) if len(routes) > 1 else []
    crossed = [_around(x, y, 0.025) for x, y in lines]
    labels = tuple(_labels(routes, discs, [*taken, *crossed], frame, measure))
    return Scene(main, tuple(discs), labels, tuple(placed), inset, centre, size)


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


def _frame(routes: "Sequence[Route]", size: Spot) -> View:
    """Return the view that holds all but the oceans."""
    spots = [albers(at(node)) for route in routes for node in route.ends]
    for route in routes:
        for leg in route.legs:
            if not _is_vessel(leg) or leg.distance < OCEAN * 1_000:
                spots += map(albers, _spots(leg))
    west, east = min(x for x, _ in spots), max(x for x, _ in spots)
    south, north = min(y for _, y in spots), max(y for _, y in spots)
    wide = max(NARROWEST, (east - west) * (1 + 2 * MARGIN))
    high = (north - south) * (1 + 4 * MARGIN)
    scale = min(size[0] / wide, size[1] / high) if high else size[0] / wide
    middle = ((west + east) / 2, (south + north) / 2)
    return View(albers, scale, size[0] / 2 - scale * middle[0], size[1] / 2 - scale * middle[1])


def _sheet(view: View, routes: "Sequence[Route]", frame: tuple[float, ...]) -> Sheet:
    left, bottom, right, top = frame
    wider = (left - 0.1, bottom - 0.1, right + 0.1, top + 0.1)
    land = (thinned(clipped(view.line(ring), wider), FINENESS) for ring in world().land)
    borders = (thinned(view.line(border), FINENESS) for border in world().borders)
    lines = tuple(
        tuple(
            Drawn(leg, _is_vessel(leg), thinned(view.line(_curved(_spots(leg))), FINENESS))
            for leg in route.legs
        )
        for route in routes
    )
    box = Box(*wider)
    near = (line for line in borders if any(box.holds(Box(x, y, x, y)) for x, y in line))
    return Sheet(view, tuple(ring for ring in land if len(ring) > 2), tuple(near), lines)


def _discs(view: View, routes: "Sequence[Route]", size: Spot) -> list[Disc]:
    """Return the nodes on the sheet, each once, with the longest stop of any route there."""
    nodes = {node.id: node for route in routes for node in route.nodes}
    standing = dict.fromkeys(nodes, 0)
    for route in routes:
        for transfer in route.transfers:
            time = sum(int(part.typical) for part in transfer.estimates)
            standing[transfer.node.id] = max(standing[transfer.node.id], time)
    found = []
    for node in nodes.values():
        ((x, y),) = view.line([at(node)])
        time = standing[node.id]
        large = time >= LEAST_STANDING
        radius = (DISC_AREA * time / DAY) ** 0.5 if large else 0.028
        if _inside((x, y), size):
            found.append(Disc(node, x, y, max(0.05, radius) if large else radius, time))
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
        return hidden + sum(100 if disc.standing else 10 for disc in covered)

    return min(centres, key=lambda centre: (lost(centre), centres.index(centre)))


def _tags(
    sheet: Sheet, tags: Sequence[str], taken: list[Box], frame: Box, measure: Measure
) -> Iterator[Label]:
    """Yield the name of each route beside a part that it shares with no other, as near as can be.

    It hides no other route.
    """
    shared: dict[str, int] = {}
    for route in sheet.routes:
        for drawn in route:
            shared[drawn.leg.id] = shared.get(drawn.leg.id, 0) + 1
    for route, text in zip(sheet.routes, tags, strict=True):
        own = [spot for drawn in route if shared[drawn.leg.id] == 1 for spot in _dense(drawn.line)]
        own = [(x, y) for x, y in own if frame.holds(Box(x, y, x, y))]
        size = (measure(text, "bold") + 0.12, 0.2)
        order = sorted(range(len(own)), key=lambda number: abs(number - len(own) // 2))
        places = (
            box
            for ring in RINGS
            for number in order[::4]
            for box in around(*own[number], size, 0.12, (ring,))
        )
        others = (drawn for other in sheet.routes if other is not route for drawn in other)
        crossed = [_around(x, y, 0.025) for drawn in others for x, y in _dense(drawn.line)]
        box = first_free(places, [*taken, *crossed], frame)
        if box:
            taken.append(box)
            yield Label(text, box, bold=True)
        else:
            yield Label("", Box(0, 0, 0, 0), bold=True)


def _labels(
    routes: "Sequence[Route]",
    discs: Sequence[Disc],
    taken: list[Box],
    frame: Box,
    measure: Measure,
) -> Iterator[Label]:
    """Yield names, the most important first; one for which there is no space is dropped."""
    ends = {node.id for route in routes for node in route.ends}
    stops = {transfer.node.id for route in routes for transfer in route.transfers}

    def rank(disc: Disc) -> tuple[bool, int, bool, str]:
        own = disc.node.id
        return (own not in ends, -disc.standing, own not in stops, own)

    for disc in sorted(discs, key=rank):
        name = short(_figure.drawable(disc.node.short, disc.node.id))
        large = disc.standing >= LEAST_STANDING
        text = f"{name}  {_text.days(disc.standing)} d" if large else name
        bold = large or disc.node.id in ends
        size = (measure(text, "bold" if bold else "normal"), 0.125)
        rings = RINGS[:5] if bold or disc.node.id in stops else RINGS[:1]
        away = disc.radius + 0.05
        box = first_free(around(disc.x, disc.y, size, away, rings), taken, frame)
        if box:
            taken.append(box)
            yield Label(text, box, bold, _leader(disc, box))


def _leader(disc: Disc, box: Box) -> tuple[Spot, ...]:
    """Return the line from a label to its node, where it does not stand right beside it."""
    x = min(max(disc.x, box.left), box.right)
    y = min(max(disc.y, box.bottom), box.top)
    far = math.dist((x, y), (disc.x, disc.y))
    return ((disc.x, disc.y), (x, y)) if far > disc.radius + FAR else ()
