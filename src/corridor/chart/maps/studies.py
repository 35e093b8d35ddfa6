"""Maps of what is not a route: the whole network, critical elements, capacity, a scenario."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.analysis.compared_rows import row_of
from corridor.analysis.critical_elements import WeakPoint, WeakPoints, headline_of
from corridor.analysis.flow.throughput import Throughput
from corridor.chart.canvas import palette as _palette
from corridor.chart.canvas.palette import Look
from corridor.chart.canvas.wording import chain
from corridor.chart.maps.content import (
    DISCS,
    Content,
    Mark,
    Strand,
    lines_of,
    marks_of,
    of_routes,
)
from corridor.chart.maps.extent import off_the_map
from corridor.chart.maps.leg_words import words_of_network, words_of_routes
from corridor.errors import QuantityError
from corridor.frozen import Frozen
from corridor.network.closures.closures_in_force import closures_of_legs
from corridor.network.modes import VESSELS, WITH_GAUGE
from corridor.routes.route import Route
from corridor.routes.steps import RouteLeg
from corridor.units import DAY
from corridor.user_values import each_of_kind

if TYPE_CHECKING:
    from corridor.network.model import Leg
    from corridor.network.network import Network
    from corridor.scenarios.scenario import Scenario

_RAIL = Look("#3B4A54", "#3B4A54", _palette.SOLID)
_ROAD = Look("#8C5A2B", "#7A4A1E", (0.0, (4.0, 1.5)))
_SHIP = Look("#2E7EBB", "#1F6396", (0.0, (1.5, 1.5)))
_BASE = Look("#9AA3A8", "#666666", _palette.SOLID)
_LOST = Look(_palette.STANDING, _palette.STANDING_TEXT, _palette.SOLID)
_CUT = Look("#A50F15", "#A50F15", _palette.SOLID)
_FLOW = Look("#005A9C", "#005A9C", _palette.SOLID)
#: Lines of a network are this wide; those of a flow from the first to the last [points].
THIN, NARROW, BROAD = 1.1, 1.5, 6.0
#: Elements that are written in a list.
LISTED = 8


def content_of(
    net: "Network",
    answer: "Route | Iterable[Route] | WeakPoints | Throughput | None",
    scenario: "Scenario | None" = None,
) -> Content:
    """Return the map of an answer; without one, of the whole network or what a scenario changes.

    Raises
    ------
    QuantityError
        When there is no route, it goes beyond the map, or the answer is not drawn with a scenario.
    """
    if isinstance(answer, WeakPoints | Throughput):
        if scenario:
            raise QuantityError(
                "a scenario is drawn with routes or alone; apply it to the network and ask again"
            )
        content = (
            of_critical_elements(answer)
            if isinstance(answer, WeakPoints)
            else of_capacity(net, answer)
        )
        routes: list[Route] = []
    else:
        routes = _routes(answer)
        if scenario:
            content = of_scenario(net, scenario, routes)
        else:
            content = of_network(net) if answer is None else of_routes(net, routes)
    outside = off_the_map([strand.legs for strand in content.strands])
    if outside:
        raise QuantityError(outside)
    if not content.strands:
        raise QuantityError("there is nothing to draw on a map")
    return content


def _routes(answer: "Route | Iterable[Route] | None") -> "list[Route]":
    if answer is None:
        return []
    routes = each_of_kind(answer, "routes", Route)
    if not routes:
        raise QuantityError("there is no route to draw; give one, or several")
    return routes


def of_network(net: "Network") -> Content:
    """Return the map of a whole network: its legs by mode, its nodes by how many legs meet."""
    legs = [_moved(net, leg) for leg in net.legs.values()]
    meeting = dict.fromkeys(net.nodes, 0)
    for leg in legs:
        meeting[leg.origin.id] += 1
        meeting[leg.destination.id] += 1
    kinds = (
        (_SHIP, [leg for leg in legs if leg.mode in VESSELS]),
        (_ROAD, [leg for leg in legs if leg.mode not in VESSELS | WITH_GAUGE]),
        (_RAIL, [leg for leg in legs if leg.mode in WITH_GAUGE]),
    )
    marks = [Mark(node, rank=(-meeting[node.id],), bold=False) for node in net.nodes.values()]
    countries = len({node.country for node in net.nodes.values()})
    counted = f"{len(net.nodes)} nodes, {len(legs)} legs, {countries} countries"
    return Content(
        finding=f"The network: {counted}",
        drawn="Dark: rail; brown dashes: road; blue dots: by ship. Every leg on file, "
        "also those that are not open",
        lines=tuple(_by_mode(legs)),
        strands=tuple(_singly(kinds)),
        marks=tuple(marks),
        words=Frozen(dict(words_of_network(net, legs))),
        crowded=True,
    )


def _singly(kinds: "Iterable[tuple[Look, Sequence[RouteLeg]]]") -> Iterator[Strand]:
    for look, legs in kinds:
        for leg in legs:
            yield Strand((leg,), look, width=THIN, over=True)


def _by_mode(legs: "Sequence[RouteLeg]") -> Iterator[str]:
    for mode in dict.fromkeys(leg.mode for leg in legs):
        own = [leg for leg in legs if leg.mode == mode]
        yield f"{mode}: {len(own)} legs, {_text.km(sum(int(leg.distance) for leg in own))} km"


def of_critical_elements(found: WeakPoints) -> Content:
    """Return the map of critical elements on the routes that need them."""
    base = tuple(Strand(route.legs, _BASE, width=2.0, over=True) for route in found.routes)
    words = words_of_routes(found.routes)
    passed = {leg.id: leg for route in found.routes for leg in route.legs}
    over: list[Strand] = []
    marks = {mark.node.id: mark._replace(size=0.0, text="") for mark in marks_of(found.routes)}
    for point in reversed(found.points):
        said = _effect(point)
        look = _CUT if point.cut_off else _LOST
        for leg in _legs_of(point, passed.values()):
            words[leg.id] = f"{point.label}: {said}. {words[leg.id]}"
            over.append(Strand((leg,), look, width=4.0, over=True))
        if point.kind == "nodes" and point.item in marks:
            node = marks[point.item].node
            days = int(point.lost) / DAY
            marks[node.id] = Mark(
                node,
                size=max(0.5, min(days, 6.0)) if not point.cut_off else 2.0,
                text="cut" if point.cut_off else f"+{_text.days(int(point.lost))} d",
                rank=(0 if point.cut_off else 1, -int(point.lost)),
                bold=True,
                led=True,
                colour=look.line,
            )
            words[f"node {node.id}"] = f"{point.label}: {said}"
    return Content(
        finding=headline_of(found).removesuffix("."),
        drawn="Red: closing it cuts every route; orange: it costs time; grey: the best route",
        lines=tuple(f"{point.label}: {_effect(point)}" for point in found.points[:LISTED]),
        strands=(*base, *over),
        marks=tuple(marks.values()),
        words=Frozen(words),
    )


def _effect(point: WeakPoint) -> str:
    if point.cut_off:
        return f"if it closes, no route remains {'; '.join(point.cut_off)}"
    return f"if it closes, {_text.days(int(point.lost))} days more"


def _legs_of(point: WeakPoint, legs: "Iterable[RouteLeg]") -> "Iterator[RouteLeg]":
    """Yield the legs that a critical element is drawn as: itself, or those across its border."""
    for leg in legs:
        if (point.kind == "legs" and leg.id == point.item) or (
            point.kind == "borders"
            and any(set(pair) == set(point.item) for pair in pairwise(leg.countries))
        ):
            yield leg


def of_capacity(net: "Network", found: Throughput) -> Content:
    """Return the map of a largest flow: as wide as what passes, and what limits it."""
    flow: dict[str, tuple[RouteLeg, int]] = {}
    for passed, teu in found.ways:
        for leg in _along(passed, net):
            flow[leg.id] = (leg, flow[leg.id][1] + teu if leg.id in flow else teu)
    most = max((teu for _, teu in flow.values()), default=1)
    words = {
        leg.id: f"{leg.origin.short} > {leg.destination.short}: {teu:,} TEU a year"
        for leg, teu in flow.values()
    }
    strands = [
        Strand((leg,), _FLOW, width=NARROW + (BROAD - NARROW) * teu / most, over=True)
        for leg, teu in flow.values()
    ]
    nodes = {node.id: node for leg, _ in flow.values() for node in (leg.origin, leg.destination)}
    marks = {own: Mark(node, rank=(2,)) for own, node in nodes.items()}
    for cut in found.cut:
        said = f"{cut.label}: limited to {cut.teu:,} TEU a year"
        words[cut.id if cut.kind == "leg" else f"node {cut.id}"] = said
        if cut.kind == "leg" and cut.id in net.legs:
            leg = flow[cut.id][0] if cut.id in flow else _moved(net, net.legs[cut.id])
            strands.append(Strand((leg,), _CUT, width=BROAD, over=True))
            for node in (leg.origin, leg.destination):
                marks.setdefault(node.id, Mark(node, rank=(1,), bold=True, led=True))
        elif cut.id in net.nodes:
            named = Mark(net.nodes[cut.id], 2.0, f"{cut.teu:,} TEU", (0,), bold=True, led=True)
            marks[cut.id] = named._replace(colour=_CUT.line)
    return Content(
        finding=_flow_finding(found),
        drawn="Width: what passes in a year at the largest flow; red: what limits it",
        lines=tuple(f"{teu:,} TEU: {found.named(passed)}" for passed, teu in found.ways[:LISTED]),
        strands=tuple(strands),
        marks=tuple(marks.values()),
        words=Frozen(words),
    )


def _flow_finding(found: Throughput) -> str:
    amount = "no limit is known" if found.teu is None else f"{found.teu:,} TEU a year"
    limits = f", limited by {found.cut[0].label}" if found.cut else ""
    return f"{found.chain}: {amount}{limits}"


def _along(ids: Sequence[str], net: "Network") -> "Iterator[RouteLeg]":
    """Yield the quickest leg between each two nodes that follow each other."""
    for one, other in pairwise(ids):
        between = [
            leg for leg in net.legs.values() if {leg.origin, leg.destination} == {one, other}
        ]
        if between:
            yield _moved(net, min(between, key=lambda leg: (int(leg.transit_time.typical), leg.id)))


def of_scenario(net: "Network", scenario: "Scenario", before: "Sequence[Route]") -> Content:
    """Return the map of a scenario: what it closes and changes, and routes with and without it."""
    changed = scenario.apply(net)
    found = [row_of(changed, route.request, "").route for route in before]
    after = [route for route in found if route]
    closed = _closed(net, changed)
    shut = [_moved(changed, leg) for own, leg in changed.legs.items() if own in closed]
    other = [
        _moved(changed, leg)
        for own, leg in changed.legs.items()
        if own not in closed and net.legs.get(own) != leg
    ]
    nodes = {own: node for own, node in changed.nodes.items() if net.nodes.get(own) != node}
    words = dict(words_of_routes([*before, *after]))
    for kind, legs in (("changed", other), ("closed", shut)):
        for leg in legs:
            words[leg.id] = f"{kind} by {scenario.name}: {words.get(leg.id, _ends(leg))}"
    marks = {mark.node.id: mark for mark in marks_of([*before, *after])}
    for ends in ((leg.origin, leg.destination) for leg in (*shut, *other)):
        for end in ends:
            marks.setdefault(end.id, Mark(end, rank=(1, 0, 1)))
    for own, node in nodes.items():
        words.setdefault(f"node {own}", f"changed by {scenario.name}: {node.short}")
        marks.setdefault(own, Mark(node, rank=(1, 1, 1)))
    return Content(
        finding=_scenario_finding(scenario, before, after),
        drawn="Red dashes: closed; orange: changed by the scenario. "
        f"{'Grey: without it; blue: with it. ' if before else ''}{DISCS}",
        lines=tuple(_scenario_lines(net, scenario, before, after, shut, other, list(nodes))),
        strands=(
            *(Strand((leg,), _LOST, width=2.4, over=True) for leg in other),
            *(Strand(route.legs, _BASE, "without") for route in before),
            *(Strand(route.legs, _FLOW, "with") for route in after),
            *(
                Strand((leg,), _CUT._replace(dashes=(0.0, (1.6, 1.2))), width=3.4, over=True)
                for leg in shut
            ),
        ),
        marks=tuple(marks.values()),
        words=Frozen(words),
    )


def _closed(net: "Network", changed: "Network") -> "Collection[str]":
    """Return the ids of the legs that a change of a network closes."""
    known = net.file.closures
    added = [item for own, item in changed.file.closures.items() if known.get(own) != item]
    return {
        *closures_of_legs(changed.file, added),
        *(
            own
            for own, leg in changed.legs.items()
            if own in net.legs and net.is_open(net.legs[own]) and not changed.is_open(leg)
        ),
    }


def _scenario_finding(
    scenario: "Scenario", before: "Sequence[Route]", after: "Sequence[Route]"
) -> str:
    if not before:
        return f"{scenario.name}: what it closes and changes"
    old = ", ".join(_text.days(route.transit_time.typical, digits=0) for route in before)
    new = ", ".join(_text.days(route.transit_time.typical, digits=0) for route in after)
    return f"{scenario.name}: {chain(before[0])} typically {old} days, {new or 'no route'} with it"


def _scenario_lines(
    net: "Network",
    scenario: "Scenario",
    before: "Sequence[Route]",
    after: "Sequence[Route]",
    shut: "Sequence[RouteLeg]",
    other: "Sequence[RouteLeg]",
    nodes: Sequence[str],
) -> Iterator[str]:
    for head, routes in (("without", before), ("with", after)):
        yield from (f"{head} {scenario.name}: {line}" for line in lines_of(net, routes))
    if before and not after:
        yield f"with {scenario.name}: no route"
    for head, items in (
        ("closed", [_ends(leg) for leg in shut]),
        ("changed", [_ends(leg) for leg in other]),
        ("changed stops", [net.nodes[own].short for own in nodes if own in net.nodes]),
    ):
        if items:
            more = f" and {len(items) - LISTED} more" if len(items) > LISTED else ""
            yield f"{head}: {', '.join(items[:LISTED])}{more}"


def _ends(leg: RouteLeg) -> str:
    return f"{leg.origin.short} > {leg.destination.short} {leg.mode}"


def _moved(net: "Network", leg: "Leg") -> RouteLeg:
    """Return a leg of a network as a movement from its origin to its destination."""
    return RouteLeg(leg, net.nodes[leg.origin], net.nodes[leg.destination], net.countries_of(leg))
