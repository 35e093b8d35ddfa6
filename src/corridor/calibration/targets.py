"""What the calibration fits: the elements of a network, and one row for each report it heeds."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Literal

from corridor.calibration.fit_model import Element, Target
from corridor.errors import Step
from corridor.network.estimates import Estimate, Prior
from corridor.network.fields import LEVELS, Level
from corridor.network.journeys import Journey
from corridor.network.model import Dwell, ReportedTime
from corridor.network.modes import DEFAULT_MODES, WITH_GAUGE
from corridor.network.network import Network
from corridor.routes.route import Route
from corridor.routes.steps import RouteLeg
from corridor.routing.best_route import make_request
from corridor.routing.build_route import ranked_routes
from corridor.units import DAY, HOUR

Path = tuple[Step, ...]

#: Standard deviations by kind of claim, on logarithms; judgements.
KINDS = {"observed": 0.08, "average": 0.09, "schedule": 0.11, "advertised": 0.14, "target": 0.16}
#: A report is not sharper than a quarter of a day, and a day vaguer where an end is assumed.
SHARPEST = 0.25 * DAY
VAGUE_END = 1.0 * DAY
#: Reported times of one leg, and of one kind of stop.
LEG_WIDTH = 0.12
DWELL_WIDTH = 0.30
#: Exact rows are held to half a thousandth of a day; other routes stay so far above them, held to
#: half of it, the quickest few that undercut in each round.
EXACT_WIDTH = 1 / 2000
MARGIN = DAY // 50
LEAST_WIDTH = 1 / 100
ROUTES_HELD = 8


class Elements:
    """The elements of a network that are fitted, by their paths in the file.

    Fitted are times of basis calibrated or estimated whose norm has a prior, and the defaults
    that follow such a norm.
    """

    def __init__(self, net: Network) -> None:
        self.net = net
        self._all: list[Element] = []
        self._estimates: dict[Path, Estimate] = {}
        self._index: dict[Path, int] = {}
        self._entries: dict[int, Path] = {}
        for leg in net.legs.values():
            time = leg.transit_time
            prior = self.prior_of(time)
            if prior and prior.speed:
                low = int(leg.distance.value) * HOUR / prior.speed
                self._add(("legs", leg.id, "transit_time"), time, low, leg.id, is_leg=True)
        sites = {node: place.id for place in net.places.values() for node in place.nodes}
        for node in net.nodes.values():
            for number, entry in enumerate(node.dwell):
                path = ("nodes", node.id, "dwell", number, "time")
                self._add_entry(path, entry, f"at {sites.get(node.id, node.id)}{_direction(entry)}")
        for number, entry in enumerate(net.dwell_defaults):
            self._add_entry(("dwell_defaults", number, "time"), entry, None)

    def prior_of(self, time: Estimate) -> Prior | None:
        """Return the prior of a time that is fitted."""
        if time.norm is None or time.basis == "reported":
            return None
        return self.net.norms[time.norm].prior

    def _add_entry(self, path: Path, entry: Dwell, site: str | None) -> None:
        prior = self.prior_of(entry.time)
        if prior and prior.time:
            self._add(path, entry.time, float(prior.time), site, is_leg=False)
            self._entries[id(entry)] = path

    def _add(
        self, path: Path, time: Estimate, low: float, site: str | None, *, is_leg: bool
    ) -> None:
        self._index[path] = len(self._all)
        self._estimates[path] = time
        self._all.append(Element(time.norm or "", low, site, is_leg))

    @property
    def all(self) -> tuple[Element, ...]:
        """The elements in the order of their numbers."""
        return tuple(self._all)

    @property
    def estimates(self) -> Mapping[Path, Estimate]:
        """Their times in the file, by path."""
        return MappingProxyType(self._estimates)

    @property
    def priors(self) -> dict[str, Prior]:
        """The priors of the norms that elements have."""
        used = dict.fromkeys(element.norm for element in self._all)
        norms = [self.net.norms[norm] for norm in used]
        return {norm.id: norm.prior for norm in norms if norm.prior}

    def railway(self) -> frozenset[str]:
        """Return the norms whose every element (defaults apart) touches the railway."""
        touching = dict.fromkeys(self.priors, True)
        for leg in self.net.legs.values():
            if leg.transit_time.norm in touching:
                touching[leg.transit_time.norm] &= leg.mode in WITH_GAUGE
        for node in self.net.nodes.values():
            for entry in node.dwell:
                if entry.time.norm in touching:
                    touching[entry.time.norm] &= bool(
                        WITH_GAUGE & {entry.inbound[0], entry.outbound[0]}
                    )
        return frozenset(norm for norm, touches in touching.items() if touches)

    def along(self, route: Route, level: int) -> tuple[tuple[int, ...], float]:
        """Return the fitted elements of a route, and the rest of its time [s] at a level."""
        fitted: list[int] = []
        rest = 0
        for step in route.steps:
            if isinstance(step, RouteLeg):
                path: Path | None = ("legs", step.id, "transit_time")
                whole = [step.transit_time]
            else:
                path = self._entries.get(id(step.entry))
                whole = [step.dwell] if step.dwell else []
                rest += step.waiting.levels[level] if step.waiting else 0
            if path in self._index:
                fitted.append(self._index[path])
            else:
                rest += sum(time.levels[level] for time in whole)
        return tuple(fitted), float(rest)

    def number(self, kind: str, key: str, entry: Dwell | None) -> int | None:
        """Return the number of an element of a route: a leg by its id, a dwell by its entry."""
        path = ("legs", key, "transit_time") if kind == "leg" else self._entries.get(id(entry))
        return self._index.get(path) if path else None

    def at(self, path: Path) -> tuple[int, ...]:
        """Return the element at a path, if it is fitted."""
        return (self._index[path],) if path in self._index else ()


def _direction(entry: Dwell) -> str:
    """Return what tells a stop that only one direction makes from that of the other."""
    if not entry.one_way:
        return ""
    sides = (
        f"{mode} {gauge}" if gauge else mode for mode, gauge in (entry.inbound, entry.outbound)
    )
    return f", {' to '.join(sides)}"


def is_claim(journey: Journey) -> bool:
    """Return whether a journey is fitted: meant for it, with a level and a number."""
    return journey.use == "fit" and journey.level != "none" and bool(journey.reported)


def claim_targets(elements: Elements, routes: dict[str, Route], *, exact: bool) -> Iterator[Target]:
    """Yield a row for each journey with a route."""
    for journey_id, route in routes.items():
        journey = elements.net.journeys[journey_id]
        level = _level(journey.level)
        value = journey.value
        fitted, rest = elements.along(route, level)
        if not fitted:
            continue
        if journey.exact and exact:
            yield Target(journey_id, "exact", level, fitted, rest, value, EXACT_WIDTH)
            continue
        ends = (journey.origin, journey.destination)
        vague = VAGUE_END / value if any(end.node is None for end in ends) else 0.0
        spread = (journey.reported[-1] - journey.reported[0]) / 4 / value
        own = max(KINDS[journey.kind], SHARPEST / value)
        width = (own**2 + spread**2 + vague**2) ** 0.5
        kind: Literal["claim", "bound"] = "claim" if _is_two_sided(journey) else "bound"
        yield Target(journey_id, kind, level, fitted, rest, value, width)


def _is_two_sided(journey: Journey) -> bool:
    """Return whether a report gives more than a lower bound ("more than 30 days")."""
    return journey.transit_time is not None and journey.transit_time.high is not None


def element_targets(elements: Elements) -> Iterator[Target]:
    """Yield a row for each reported time of one leg or stop that says its level."""
    for leg in elements.net.legs.values():
        found = elements.at(("legs", leg.id, "transit_time"))
        yield from _reported(leg.id, found, leg.reported_times, LEG_WIDTH)
    for node in elements.net.nodes.values():
        for number, entry in enumerate(node.dwell):
            found = elements.at(("nodes", node.id, "dwell", number, "time"))
            yield from _reported(f"at {node.id}", found, entry.reported_times, DWELL_WIDTH)


def _reported(
    name: str, found: tuple[int, ...], times: tuple[ReportedTime, ...], width: float
) -> Iterator[Target]:
    for number, time in enumerate(times):
        if found and time.level != "none":
            middle = (int(time.low) + int(time.high)) / 2
            row = f"{name} {number + 1}"
            yield Target(row, "claim", _level(time.level), found, 0.0, middle, width)


def _level(level: Level | str) -> int:
    return [str(known) for known in LEVELS].index(level)


def undercut(net: Network, routes: Collection[Route], journey: Journey) -> Iterator[Target]:
    """Yield a row for each other route of an exact journey's corridor that is quicker than it.

    The network has the times fitted so far; `routes` are those of the exact journeys themselves.
    """
    own = {tuple(leg.id for leg in one.legs) for one in routes}
    points = [end.region or end.node or "" for end in (journey.origin, journey.destination)]
    level = str(journey.level)
    request = make_request(net, points, level=level, corridor=journey.corridor, modes=DEFAULT_MODES)
    bound = round(journey.value) + MARGIN
    for route in islice(ranked_routes(net, request), ROUTES_HELD):
        if route.transit_time.at(request.level) >= bound:
            return
        legs = tuple(leg.id for leg in route.legs)
        if legs not in own:
            fitted, rest = Elements(net).along(route, _level(level))
            name = f"not below {journey.id}: {' '.join(legs)}"
            yield Target(name, "least", _level(level), fitted, rest, float(bound), LEAST_WIDTH)
