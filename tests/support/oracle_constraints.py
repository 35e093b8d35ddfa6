"""Brute force over constraints: what a route touches, which routes are left, what blocks them.

Every route of `oracle.all_routes` is found first, without any constraint but points, modes and
date; each constraint then is a plain condition on what one route touches. Nothing is shared with
the library's search.
"""

from collections.abc import Collection, Iterator
from itertools import combinations, pairwise
from typing import Any, NamedTuple

from corridor.network.names import great_circle
from support import oracle

Item = tuple[str, Any]
#: Kind (avoid, via, max_time ...), of what (countries, nodes ...) for avoid and require, item.
Held = tuple[str, str, Any]

SECTIONS = ("nodes", "places", "regions")
KINDS = ("countries", "nodes", "legs", "borders", "operators", "modes")
BUDGETS = ("max_time", "max_transfers", "max_gauge_breaks")
EVERY_MODE = ("rail", "ferry", "sea", "road")


class Facts(NamedTuple):
    """What one route touches and counts."""

    touched: frozenset[Item]
    passage: frozenset[Item]
    corridors: tuple[str, ...]
    gauge_breaks: int


class Ask(NamedTuple):
    """A question with all its constraints; points, vias and items are ids."""

    points: tuple[str, ...]
    level: str = "typical"
    modes: tuple[str, ...] | None = None
    avoid: frozenset[Item] = frozenset()
    require: frozenset[Item] = frozenset()
    policies: tuple[str, ...] = ()
    corridor: str | None = None
    max_time: int | None = None
    max_transfers: int | None = None
    max_gauge_breaks: int | None = None
    date: str | None = None


def crossed(spec: oracle.Spec, leg_id: str) -> list[str]:
    """List the countries of a leg in order; one may come again, but not twice running."""
    leg = spec["legs"][leg_id]
    ends = [spec["nodes"][leg[end]]["country"] for end in ("origin", "destination")]
    passed = [ends[0], *leg.get("countries_crossed", []), ends[1]]
    return [passed[0], *(after for before, after in pairwise(passed) if after != before)]


def borders(spec: oracle.Spec, leg_id: str) -> list[tuple[str, str]]:
    """List the borders of a leg, each as two countries in the order of the alphabet."""
    return [(min(pair), max(pair)) for pair in pairwise(crossed(spec, leg_id))]


def touched_by(spec: oracle.Spec, leg_id: str) -> Iterator[Item]:
    """Yield all that a leg touches."""
    leg = spec["legs"][leg_id]
    yield from [("legs", leg_id), ("modes", leg["mode"])]
    yield from [("nodes", leg[end]) for end in ("origin", "destination")]
    yield from [("countries", country) for country in crossed(spec, leg_id)]
    yield from [("borders", pair) for pair in borders(spec, leg_id)]
    yield from [("operators", name) for name in leg.get("operators", [])]


def facts(spec: oracle.Spec, route: oracle.Found) -> Facts:
    """Gather what a route touches, by which passage and corridors it goes, its gauge breaks."""
    used = [spec["legs"][leg_id] for leg_id, _ in route.legs]
    touched = frozenset(item for leg_id, _ in route.legs for item in touched_by(spec, leg_id))
    passage = {item for item in touched if item[0] == "borders"}
    passage |= {("vessel", i) for i, _ in route.legs if spec["legs"][i]["mode"] in {"ferry", "sea"}}
    passage |= {("strait", strait) for leg in used for strait in leg.get("straits", [])}
    breaks = sum(leg.get("contains_gauge_break") == "true" for leg in used)
    for first, second in pairwise(used):
        sides = oracle.carriage(first), oracle.carriage(second)
        breaks += sides[0] != sides[1] and all(side.startswith("rail") for side in sides)
    belongs = tuple(name for name in spec.get("corridors", {}) if _within(spec, name, touched))
    return Facts(touched, frozenset(passage), belongs, breaks)


def _within(spec: oracle.Spec, corridor: str | None, touched: frozenset[Item]) -> bool:
    """Return whether a corridor has a route: through it and its parents, in no avoided country."""
    while corridor is not None:
        item = spec["corridors"][corridor]
        through = {
            (kind, tuple(sorted(thing.split("-"))) if kind == "borders" else thing)
            for passage in item["through"]
            for kind, things in passage.items()
            for thing in things
        }
        shunned = {("countries", country) for country in item.get("avoid", [])}
        if touched & shunned or not touched & through:
            return False
        corridor = item.get("parent")
    return True


def policy_items(spec: oracle.Spec, policy: str) -> frozenset[Item]:
    """Gather what a policy of the file avoids."""
    item = spec["policies"][policy]
    return frozenset(
        (kind, tuple(sorted(thing.split("-"))) if kind == "borders" else thing)
        for kind in KINDS
        for thing in item.get(kind, [])
    )


Row = tuple[oracle.Found, Facts]


class Reference:
    """Every route of one network, found once for each set of points, modes and date."""

    def __init__(self, spec: oracle.Spec) -> None:
        self.spec = spec
        self._routes: dict[object, list[tuple[oracle.Found, Facts]]] = {}

    def routes(self, ask: Ask) -> list[oracle.Found]:
        """List the routes that an ask leaves, the best first."""
        return [route for route, _ in self.with_facts(ask)]

    def with_facts(self, ask: Ask) -> list[tuple[oracle.Found, Facts]]:
        """List the routes that an ask leaves, each with what it touches."""
        rows = self._fitting(ask, ask.modes or oracle.MODES)
        if ask.modes or (rows and not self._is_detour(ask, rows[0][0])):
            return rows
        if self._needs_road(ask):
            return self._fitting(ask, EVERY_MODE)
        direct = self._direct(ask, rows, rows[0][0]) if rows and ask.corridor is None else None
        return [direct, *(row for row in rows if row != direct)] if direct else rows

    def _fitting(self, ask: Ask, modes: tuple[str, ...]) -> list[Row]:
        return [row for row in self._all(ask, modes) if self._fits(ask, *row)]

    def _needs_road(self, ask: Ask) -> bool:
        """Return whether rail and ship leave the points apart, or go round and a lorry does not."""
        plain = Ask(ask.points, ask.level, date=ask.date)
        rows = self._all(plain, oracle.MODES)
        if not rows:
            return True
        first = rows[0][0]
        if not self._is_detour(plain, first) or self._direct(plain, rows, first):
            return False
        return self._direct(plain, self._all(plain, EVERY_MODE), first) is not None

    def _direct(self, ask: Ask, rows: list[Row], detour: oracle.Found) -> Row | None:
        """Return the first that is quicker under way and no detour, or makes one of the other."""
        quicker = (row for row in rows if row[0].seconds < detour.seconds)
        far = self._km(detour)
        return next(
            (
                row
                for row in quicker
                if far > 2.5 * self._km(row[0]) or not self._is_detour(ask, row[0])
            ),
            None,
        )

    def _km(self, route: oracle.Found) -> float:
        legs = self.spec["legs"]
        return sum(float(legs[leg]["distance"]["value"].split()[0]) for leg, _ in route.legs)

    def _is_detour(self, ask: Ask, route: oracle.Found) -> bool:
        """Return whether a route of several legs is over 2.5 great circles, by way of its vias."""
        nodes, legs = self.spec["nodes"], self.spec["legs"]
        ends = [
            (legs[leg]["destination"], legs[leg]["origin"])
            if back
            else (legs[leg]["origin"], legs[leg]["destination"])
            for leg, back in route.legs
        ]
        stops = [ends[0][0]]
        vias = [oracle.members(self.spec, point) for point in ask.points[1:-1]]
        for _, after in ends[:-1]:
            if vias and after in vias[0]:
                stops.append(after)
                del vias[0]
        stops.append(ends[-1][1])
        spots = [nodes[stop]["location"] for stop in stops]
        places = [(float(spot["lat"]), float(spot["lon"])) for spot in spots]
        direct = sum(great_circle(one, other) for one, other in pairwise(places))
        return len(route.legs) > 1 and self._km(route) > 2.5 * direct > 0

    def _all(self, ask: Ask, modes: tuple[str, ...]) -> list[tuple[oracle.Found, Facts]]:
        key = (ask.points, ask.level, modes, ask.date)
        if key not in self._routes:
            spec, reach = self.spec, [oracle.members(self.spec, point) for point in ask.points]
            ends = (oracle.ends(spec, ask.points[0]), oracle.ends(spec, ask.points[-1]))
            more: dict[str, Any] = {"level": ask.level, "modes": modes, "date": ask.date}
            more["home"] = oracle.home(spec, ask.points[0])
            found = oracle.all_routes(spec, *ends, vias=reach[1:-1], **more)
            self._routes[key] = [(route, facts(spec, route)) for route in found]
        return self._routes[key]

    def _fits(self, ask: Ask, route: oracle.Found, known: Facts) -> bool:
        banned = ask.avoid.union(*(policy_items(self.spec, policy) for policy in ask.policies))
        within = (
            (ask.max_time, route.seconds),
            (ask.max_transfers, route.transfers),
            (ask.max_gauge_breaks, known.gauge_breaks),
        )
        return (
            known.touched.isdisjoint(banned)
            and known.touched >= ask.require
            and (ask.corridor is None or _within(self.spec, ask.corridor, known.touched))
            and all(most is None or count <= most for most, count in within)
        )

    def name(self, point: str) -> str:
        """Name a node, place or region as answers do."""
        things = (self.spec[section] for section in SECTIONS if section in self.spec)
        return next(str(thing[point]["name"]) for thing in things if point in thing)

    def held(self, ask: Ask) -> list[Held]:
        """List what may leave an ask without a route, each once."""
        found: list[Held] = [("avoid", *item) for item in ask.avoid]
        found += [("require", *item) for item in ask.require]
        found += [("policy", "", policy) for policy in set(ask.policies)]
        found += [("via", "", self.name(via)) for via in dict.fromkeys(ask.points[1:-1])]
        found += [("corridor", "", ask.corridor)] if ask.corridor else []
        modes = ask.modes or oracle.MODES
        if set(modes) != set(EVERY_MODE):
            found.append(("modes", "", ", ".join(mode for mode in EVERY_MODE if mode in modes)))
        found += [(kind, "", most) for kind in BUDGETS if (most := getattr(ask, kind)) is not None]
        if ask.date and not all(self._open(leg, ask.date) for leg in self.spec["legs"].values()):
            found.append(("date", "", ask.date))
        return found

    def _open(self, leg: oracle.Spec, date: str) -> bool:
        ends = (self.spec["nodes"][leg[end]] for end in ("origin", "destination"))
        return all(oracle.in_force(thing, date) for thing in (leg, *ends))

    def lifted(self, ask: Ask, gone: Collection[Held]) -> Ask:
        """Take constraints away from an ask; vias stay where two points would meet without them."""
        kinds = {kind for kind, _, _ in gone}
        vias = [via for via in ask.points[1:-1] if ("via", "", self.name(via)) not in gone]
        points = (ask.points[0], *vias, ask.points[-1])
        reach = [oracle.members(self.spec, point) for point in points]
        apart = all(one.isdisjoint(other) for one, other in pairwise(reach))
        left: dict[str, Any] = dict.fromkeys(kinds & {*BUDGETS, "corridor", "date"})
        if "modes" in kinds:
            left["modes"] = EVERY_MODE
        return ask._replace(
            points=points if apart else ask.points,
            avoid=frozenset(item for item in ask.avoid if ("avoid", *item) not in gone),
            require=frozenset(item for item in ask.require if ("require", *item) not in gone),
            policies=tuple(item for item in ask.policies if ("policy", "", item) not in gone),
            **left,
        )

    def blocking(self, ask: Ask) -> set[frozenset[Held]]:
        """Gather the smallest sets of constraints that alone leave no route."""
        held = self.held(ask)
        return _smallest(held, lambda kept: not self.routes(self.lifted(ask, set(held) - kept)))

    def lifts(self, ask: Ask) -> set[frozenset[Held]]:
        """Gather the smallest sets of constraints whose lifting leaves a route."""
        return _smallest(self.held(ask), lambda gone: bool(self.routes(self.lifted(ask, gone))))


def _smallest(held: list[Held], holds: Any) -> set[frozenset[Held]]:
    for size in range(len(held) + 1):
        found = {frozenset(some) for some in combinations(held, size) if holds(frozenset(some))}
        if found:
            return found
    return set()
