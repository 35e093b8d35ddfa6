"""Hypothesis strategies: networks with operators, straits, policies and corridors, and what a
demanding shipper asks of them."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

import corridor as co
from corridor.units import Duration
from support import oracle
from support.layout import dump
from support.oracle_constraints import KINDS, Ask, Item, Reference, touched_by
from support.strategies import COUNTRIES, DATES, Tree, networks, queries

OPERATORS = ("Blue Rail", "Red Ships", "Ada & Sons")
STRAITS = ("Narrow Strait", "Long Canal")


@st.composite
def rich_networks(
    draw: st.DrawFn,
    *,
    max_nodes: int = 6,
    max_legs: int = 10,
    odd_headways: bool = True,
    dated: bool = False,
) -> Tree:
    """Draw a network whose legs cross countries and name operators and straits."""
    spec = draw(
        networks(max_nodes=max_nodes, max_legs=max_legs, odd_headways=odd_headways, dated=dated)
    )
    for leg in spec["legs"].values():
        if draw(st.integers(0, 2)) == 0:
            crossed = draw(st.lists(st.sampled_from((*COUNTRIES, "TR")), max_size=3))
            _set(leg, "countries_crossed", crossed)
        if leg["mode"] == "rail" and draw(st.integers(0, 5)) == 5:
            leg["contains_gauge_break"] = "true"
        _set(leg, "operators", draw(_some(OPERATORS, 2)))
        _set(leg, "straits", draw(_some(STRAITS, 2)) if leg["mode"] in {"ferry", "sea"} else [])
    pool = items_of(spec)
    for name in ("calm", "strict")[: draw(st.integers(0, 2))]:
        avoided = _by_kind(draw(_some(pool, 2, least=1)))
        policy = {"name": name.title(), "text": "A choice.", "date": "2026", **avoided}
        spec.setdefault("policies", {})[name] = policy
    for number in range(draw(st.integers(0, 3))):
        ways = [item for item in pool if item[0] not in {"operators", "modes"}]
        passages = draw(st.lists(_some(ways, 2, least=1), min_size=1, max_size=2))
        family: Tree = {"name": f"Route {number}", "through": [_by_kind(p) for p in passages]}
        _set(family, "avoid", draw(_some(COUNTRIES, 1)))
        if number and draw(st.booleans()):
            family["parent"] = f"way-{number - 1}"
        spec.setdefault("corridors", {})[f"way-{number}"] = family
    return spec


def items_of(spec: oracle.Spec) -> list[Item]:
    """List all that routes of a network can touch."""
    return sorted({item for leg in spec["legs"] for item in touched_by(spec, leg)}, key=str)


def _set(thing: Tree, key: str, values: list[Any]) -> None:
    thing.pop(key, None)
    if values:
        thing[key] = values


def _some(values: Sequence[Any], most: int, least: int = 0) -> st.SearchStrategy[list[Any]]:
    return st.lists(st.sampled_from(values), min_size=least, max_size=most, unique=True)


def _by_kind(items: Sequence[Item]) -> dict[str, list[str]]:
    """Group items by kind, borders written as in a file."""
    found: dict[str, list[str]] = {}
    for kind, item in items:
        found.setdefault(kind, []).append("-".join(item) if kind == "borders" else item)
    return found


@st.composite
def asks(draw: st.DrawFn, spec: Tree, *, most: int = 2, dated: bool = False) -> Ask:
    """Draw a question with up to `most` constraints of each kind; most of them can be kept to."""
    query = draw(queries(spec))
    points = (query.origin, *query.vias, query.destination)
    if query.vias and draw(st.integers(0, 9)) == 9:
        points = (*points[:-1], query.origin)
        if oracle.members(spec, points[-2]) & oracle.members(spec, points[-1]):
            points = (query.origin, *query.vias, query.destination)
    modes = draw(st.sampled_from((None, query.modes)))
    date = draw(st.sampled_from(DATES)) if dated else None
    plain = Ask(points, query.level, modes, date=date)
    routes = Reference(spec).with_facts(plain)
    pool = items_of(spec)
    wanted = pool
    one_is_kept = draw(st.booleans())
    if routes and one_is_kept:
        _, facts = draw(st.sampled_from(routes))
        wanted = sorted(facts.touched, key=str)
        pool = [item for item in pool if item not in facts.touched] or pool
    less = draw(st.integers(0, most))
    limits: dict[str, Any] = {
        "max_time": draw(st.none() | st.sampled_from([r.seconds for r, _ in routes] or [3600])),
        "max_transfers": draw(st.none() | st.integers(0, 4)),
        "max_gauge_breaks": draw(st.none() | st.integers(0, 2)),
    }
    policies, corridors = list(spec.get("policies", {})), list(spec.get("corridors", {}))
    return plain._replace(
        avoid=frozenset(draw(_some(pool, less))),
        require=frozenset(draw(_some(wanted, most - less))),
        policies=tuple(draw(_some(policies, 2))) if policies else (),
        corridor=draw(st.sampled_from((None, *corridors))),
        **{kind: value for kind, value in limits.items() if draw(st.integers(0, 2)) == 0},
    )


def as_limits(ask: Ask) -> dict[str, Any]:
    """Write an ask as the keywords of `find_route`."""
    sets = [
        {kind: {item for of, item in items if of == kind} for kind in KINDS}
        for items in (ask.avoid, ask.require)
    ]
    return {
        "via": ask.points[1:-1],
        "level": ask.level,
        "modes": ask.modes,
        "avoid": co.Avoid(**sets[0]),
        "require": co.Require(**sets[1]),
        "policy": ask.policies,
        "corridor": ask.corridor,
        "max_time": None if ask.max_time is None else Duration(ask.max_time),
        "max_transfers": ask.max_transfers,
        "max_gauge_breaks": ask.max_gauge_breaks,
    }


Legs = tuple[tuple[str, bool], ...]


def network_of(spec: Tree, ask: Ask) -> co.Network:
    net = co.load_network(dump(spec))
    return co.as_of(net, ask.date) if ask.date else net


def legs_of(route: co.Route) -> Legs:
    return tuple((leg.id, leg.is_back) for leg in route.legs)
