"""Which reported journeys can be drawn on a route: those that begin (or end) where it begins."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from corridor import text as _text
from corridor.network.modes import MODES
from corridor.network.names import at, great_circle
from corridor.routes.reported_journeys import stops_of

if TYPE_CHECKING:
    from corridor.analysis.time_profile import Profile
    from corridor.network.journeys import Journey
    from corridor.network.model import Node
    from corridor.network.network import Network


#: An end point at most this far off the route is drawn at the nearest node. A choice.
BESIDE_KM = 100
#: Journeys with a figure that was promised, not counted.
PROMISED = {"schedule", "advertised"}
#: Letters of a name in a picture.
LONGEST_NAME = 14
DATED = re.compile(r"\d{4}-\d\d(?:-\d\d)?(?:/[-\d]+)?$")


class Reported(NamedTuple):
    """A journey, and where on the way its other end lies.

    Attributes
    ----------
    node, metres
        The node where it is drawn, and its distance from the origin.
    beside
        The node that is meant, when the route does not pass it.
    backward
        Whether it was made in the other direction.
    by
        The first of its vias that the route does not pass.
    """

    journey: "Journey"
    node: "Node"
    metres: int
    beside: "Node | None"
    backward: bool
    by: "Node | None"

    @property
    def days(self) -> str:
        """The reported days: ``15`` or ``15–23``."""
        ends = dict.fromkeys(_text.days(time).removesuffix(".0") for time in self.journey.reported)
        return "–".join(ends)

    @property
    def promised(self) -> bool:
        """Return whether it is a timetable or a promise."""
        return self.journey.kind in PROMISED

    @property
    def words(self) -> str:
        """What it is, in words: the place, the kind, the time, what is peculiar."""
        node = self.beside or self.node
        start = "from " if self.backward else ""
        parts = [
            start + _text.clip(node.short, LONGEST_NAME),
            self.journey.kind,
            when(self.journey),
        ]
        return ", ".join(parts) + ("*" if self.by else "")


def when(journey: "Journey") -> str:
    """Return the period of a journey, of a date the year and month."""
    period = journey.period.text
    return period[:7] if DATED.match(period) else period


def reported_on(net: "Network", profile: "Profile") -> tuple[Reported, ...]:
    """Return what is reported between the origin of a route and places on it, from there on."""
    found = (item for journey in net.journeys.values() for item in _placed(net, profile, journey))
    return tuple(sorted(found, key=lambda item: (item.metres, -item.journey.value, item.promised)))


def _placed(net: "Network", profile: "Profile", journey: "Journey") -> Iterator[Reported]:
    route = profile.route
    if (
        not journey.reported
        or journey.relative_only
        or journey.kind == "target"
        or journey.use == "duplicate"
        or journey.corridor not in route.corridors
        or (journey.mode not in route.modes and not MODES[journey.mode].names_combined)
    ):
        return
    ends = [stops_of(end, net.regions) for end in (journey.origin, journey.destination)]
    if route.origin.id not in {*ends[0], *ends[1]}:
        return
    backward = route.origin.id in ends[1]
    others = ends[0] if backward else ends[1]
    passed = {node.id for node, _ in profile.places}
    by = next((net.nodes[via] for via in journey.via if via not in passed), None)
    for node, metres in profile.places[1:]:
        if node.id in others:
            yield Reported(journey, node, metres, None, backward, by)
            return
    for other in others[:1]:
        meant = net.nodes[other]
        apart, metres, near = min(
            (great_circle(at(meant), at(node)), metres, node.id)
            for node, metres in profile.places[1:]
        )
        if apart <= BESIDE_KM:
            yield Reported(journey, net.nodes[near], metres, meant, backward, by)
