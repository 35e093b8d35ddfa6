"""What a map shows: lines of legs, marks at nodes, and what is said of each; from routes."""

from collections.abc import Mapping, Sequence
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from corridor import text as _text
from corridor.chart.canvas import figure as _figure
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.names_above import chained
from corridor.chart.canvas.palette import Look
from corridor.chart.canvas.panels import labels as names_of_routes
from corridor.chart.canvas.wording import by_corridor
from corridor.chart.maps.leg_words import words_of_routes
from corridor.frozen import Frozen, dataclass
from corridor.network.modes import are_vessels
from corridor.units import DAY

if TYPE_CHECKING:
    from corridor.network.model import Node
    from corridor.network.network import Network
    from corridor.routes.route import Route
    from corridor.routes.steps import RouteLeg

#: A stop of this many seconds is drawn as a disc.
LEAST_STANDING = DAY // 2
THICK = 3.0
DISCS = "Discs: typical dwell and waiting of half a day or more, area in proportion"


class Strand(NamedTuple):
    """Legs that are drawn as one line: a look, a name beside it, a width in points.

    Lines that share legs run side by side, except those that are drawn `over` the others.
    """

    legs: "tuple[RouteLeg, ...]"
    look: Look
    tag: str = ""
    width: float = THICK
    over: bool = False


class Mark(NamedTuple):
    """A node: how large its disc is (1: that of a day; 0: a dot), what is written after its name.

    Of two that contend for space, the one of the lower rank is named.
    """

    node: "Node"
    size: float = 0.0
    text: str = ""
    rank: tuple[int, ...] = ()
    bold: bool = False
    led: bool = False
    colour: str = _palette.STANDING


@dataclass(frozen=True)
class Content:
    """All that a map shows.

    Attributes
    ----------
    finding, drawn
        The title, and what is drawn, in words.
    lines
        What is said above an interactive map, a line each.
    strands
        The lines, those below first.
    marks
        The nodes, each once.
    words
        What is said of a leg, by its id, and of a node, by ``node ID``.
    crowded
        Whether names may cover lines, because there are too many of these to keep clear.
    """

    finding: str
    drawn: str
    lines: tuple[str, ...]
    strands: tuple[Strand, ...]
    marks: tuple[Mark, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    crowded: bool = False


def of_routes(net: "Network", routes: "Sequence[Route]") -> Content:
    """Return the map of routes: each in the colour of its corridor, with where it stops."""
    looks = _palette.looks(route.corridors for route in routes)
    if len(routes) == 1:
        looks = [look._replace(dashes=_palette.SOLID) for look in looks]
    tags = tags_of(net, routes) if len(routes) > 1 else [""]
    strands = tuple(
        Strand(route.legs, look, tag) for route, look, tag in zip(routes, looks, tags, strict=True)
    )
    vessels = any(are_vessels(route.modes) for route in routes)
    return Content(
        finding=finding_of(net, routes),
        drawn=DISCS + ("; white core: by ship" if vessels else ""),
        lines=tuple(lines_of(net, routes)),
        strands=strands,
        marks=marks_of(routes),
        words=Frozen(words_of_routes(routes)),
    )


def tags_of(net: "Network", routes: "Sequence[Route]") -> list[str]:
    """Return the names of routes with their typical days."""
    names = names_of_routes(net, routes)
    return [
        f"{_figure.drawable(name, route.destination.id)}  "
        f"{_text.days(route.transit_time.typical, digits=0)} d"
        for name, route in zip(names, routes, strict=True)
    ]


def finding_of(net: "Network", routes: "Sequence[Route]") -> str:
    """Return in words how long routes typically take."""
    if len(routes) == 1:
        (route,) = routes
        time, standing = route.transit_time, route.standing
        return (
            f"{chained(route)}{by_corridor(net, route)}: typically {_text.days(time.typical)} "
            f"days, {_text.days(standing.typical)} of them dwell and waiting"
        )
    chains = list(dict.fromkeys(map(chained, routes)))
    said = ", ".join(tag.replace("  ", " ").removesuffix(" d") for tag in tags_of(net, routes))
    return f"{chains[0]}, typical days: {said}" if len(chains) == 1 else f"Typical days: {said}"


def lines_of(net: "Network", routes: "Sequence[Route]") -> list[str]:
    """Return each route in a line: days at three levels, and its length."""
    names = names_of_routes(net, routes) if len(routes) > 1 else [""] * len(routes)
    found = []
    for route, name in zip(routes, names, strict=True):
        days = " / ".join(_text.days(time) for time in route.transit_time.levels)
        head = f"{name}: " if name else ""
        found.append(f"{head}{days} days (low / typical / high), {_text.km(route.distance)} km")
    return found


def marks_of(routes: "Sequence[Route]") -> tuple[Mark, ...]:
    """Return the nodes of routes, with the longest stop of any route there."""
    nodes = {node.id: node for route in routes for node in route.nodes}
    ends = {node.id for route in routes for node in route.ends}
    stops = {transfer.node.id for route in routes for transfer in route.transfers}
    standing = dict.fromkeys(nodes, 0)
    for route in routes:
        for transfer in route.transfers:
            time = sum(int(part.typical) for part in transfer.estimates)
            standing[transfer.node.id] = max(standing[transfer.node.id], time)
    return tuple(
        Mark(
            node,
            size=standing[own] / DAY if standing[own] >= LEAST_STANDING else 0.0,
            text=f"{_text.days(standing[own])} d" if standing[own] >= LEAST_STANDING else "",
            rank=(own not in ends, -standing[own], own not in stops),
            bold=standing[own] >= LEAST_STANDING or own in ends,
            led=own in stops,
        )
        for own, node in nodes.items()
    )
