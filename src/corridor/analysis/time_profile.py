"""A route by distance: what is reached when, at the low and typical level and by 90 %."""

from collections.abc import Iterator
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from corridor.frozen import dataclass
from corridor.network.model import Node
from corridor.network.modes import VESSELS
from corridor.network.network import Network
from corridor.routes.route import Route
from corridor.routes.steps import RouteLeg
from corridor.routing.dated import seen
from corridor.simulation import percentiles as spread
from corridor.simulation.dated_runs import dated_marks
from corridor.simulation.distribution import Draws
from corridor.simulation.p90 import NINE_IN_TEN, RUNS, SEED
from corridor.simulation.varying_parts import parts_of

#: A leg over a border that is shorter than this part of the route counts to the country it leaves.
SHORT = 0.03


class Mark(NamedTuple):
    """A point of the route: the distance [m] and the times [s] since departure.

    `within` is the time by which 90 % of the simulated shipments have got there.
    """

    metres: int
    low: int
    typical: int
    within: int


class Stop(NamedTuple):
    """A node where the route stands, and the marks when it arrives and when it leaves."""

    node: Node
    arrival: Mark
    departure: Mark

    @property
    def standing(self) -> int:
        """The typical time that it stands [s]."""
        return self.departure.typical - self.arrival.typical


class Stretch(NamedTuple):
    """A part of the route in the same countries, or at sea (then they are none)."""

    countries: tuple[str, ...]
    start: int
    end: int


@dataclass(frozen=True)
class Profile:
    """The marks of a route: one at the origin, then one after every part of its time."""

    route: Route
    marks: tuple[Mark, ...]

    @cached_property
    def moves(self) -> tuple[tuple[RouteLeg, Mark, Mark], ...]:
        """The legs, each with the marks at its two ends."""
        marks = iter(self.marks)
        before, found = next(marks), []
        for step in self.route.steps:
            for _ in step.estimates:
                after = next(marks)
                if isinstance(step, RouteLeg):
                    found.append((step, before, after))
                before = after
        return tuple(found)

    @cached_property
    def stops(self) -> tuple[Stop, ...]:
        """The nodes where it stands, in order."""
        nodes = {leg.destination.id: leg.destination for leg in self.route.legs}
        found = []
        for (leg, _, arrival), (_, departure, _) in pairwise(self.moves):
            if departure != arrival:
                found.append(Stop(nodes[leg.destination.id], arrival, departure))
        return tuple(found)

    @cached_property
    def places(self) -> tuple[tuple[Node, int], ...]:
        """All nodes that it passes, each with its distance from the origin [m]."""
        passed = ((leg.destination, end.metres) for leg, _, end in self.moves)
        return ((self.route.origin, 0), *passed)

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The countries along the route; a longer leg of several has all, as nobody says where."""
        found: list[Stretch] = []
        for leg, start, end in self.moves:
            countries = tuple(dict.fromkeys(leg.countries))
            if leg.mode in VESSELS:
                countries = ()
            elif len(countries) > 1 and end.metres - start.metres < self.marks[-1].metres * SHORT:
                countries = countries[:1]
            if found and found[-1].countries == countries:
                found[-1] = found[-1]._replace(end=end.metres)
            else:
                found.append(Stretch(countries, start.metres, end.metres))
        return tuple(found)


def profile_of(net: Network, route: Route) -> Profile:
    """Return a route by distance; the shipments are those of every P90 we print.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> route = profile_of(net, co.find_route(net, "Xi'an", "Istanbul", corridor="middle"))
    >>> route.marks[-1].typical == route.route.transit_time.typical
    True
    """
    return Profile(route, tuple(_marks(net, route)))


def _marks(net: Network, route: Route) -> Iterator[Mark]:
    timed = tuple(route.elements())
    reached = _deciles(net, route)
    metres = low = typical = 0
    yield Mark(0, 0, 0, 0)
    for (element, time), within in zip(timed, reached, strict=True):
        if element.kind == "leg":
            metres += net.legs[element.id].distance.value
        low, typical = low + time.low, typical + time.typical
        yield Mark(metres, low, typical, within)


def _deciles(net: Network, route: Route) -> list[int]:
    """Return the time within which 90 % have passed each part of the route."""
    import numpy as np

    if route.schedule:
        return _dated_deciles(net, route)
    timed = tuple(route.elements())
    total = np.zeros((len(timed), RUNS), np.int64)
    for span, times in Draws(parts_of(net, timed), SEED).blocks(RUNS):
        for number, part in enumerate(times):
            total[number, span] = part
    return [
        int(spread.percentile(np.sort(reached), NINE_IN_TEN))
        for reached in np.cumsum(total, axis=0)
    ]


def _dated_deciles(net: Network, route: Route) -> list[int]:
    """Return the same of a dated route, whose runs carry a clock each."""
    import numpy as np

    marks = iter(dated_marks(seen(net, route.request), route, RUNS, SEED))
    found, here, before = [], next(marks), None
    for element, _ in route.elements():
        if before == "leg":
            here = next(marks)
        clock = {"dwell": here.ready, "waiting": here.left, "leg": here.reached}[element.kind]
        found.append(int(spread.percentile(np.sort(clock), NINE_IN_TEN)))
        before = element.kind
    return found
