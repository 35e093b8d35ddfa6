"""Hypothesis strategies: small valid networks as the text tree of their file, and queries.

Every leaf is a string, as the file has it. Networks are built valid, never filtered: a gauge
break always has a dwell, and no pair of carriages has two equally specific entries. Times are few
and small, so that ties are common.
"""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import permutations, product
from random import Random
from typing import Any, NamedTuple

from hypothesis import strategies as st

from support import oracle
from support.layout import dump

Tree = dict[str, Any]

NAMES = ("Aral", "Bor", "Cala", "Dunya", "Enbek", "Firuze", "Gori", "Hazar", "Inder", "Jalal")
COUNTRIES = ("AZ", "GE", "KZ", "NO")
KINDS = (
    "seaport", "ferry_port", "rail_terminal", "dry_port", "border_crossing", "city", "waypoint",
)  # fmt: skip
CARRIAGES = ("rail 1435", "rail 1520", "ferry", "sea", "road")
UNIVERSE = (*CARRIAGES, "rail 1000")
HEADWAYS = ("60 min", "1.5 h", "2 h", "0.125 day")
ODD_HEADWAY = "60.05 min"
PERIODS: tuple[list[Tree], ...] = (
    [],
    [{"end": "2021-01-01"}],
    [{"start": "2020-07-01", "end": "2022-01-01"}],
    [{"end": "2020-07-01"}, {"start": "2021-01-01"}],
)
DATES = ("2020-06-30", "2020-07-01", "2020-12-31", "2021-01-01", "2021-12-31", "2022-01-01")
ESTIMATED = {"basis": "estimated", "rule": "drawn at random"}


class Query(NamedTuple):
    """A question to a network: ids of nodes, places or regions."""

    origin: str
    destination: str
    vias: tuple[str, ...]
    level: str
    modes: tuple[str, ...]

    def routes(self, spec: oracle.Spec, date: str | None = None) -> list[oracle.Found]:
        """List the oracle's answers, on a date or whenever."""
        return oracle.all_routes(
            spec,
            oracle.ends(spec, self.origin),
            oracle.ends(spec, self.destination),
            vias=[oracle.members(spec, via) for via in self.vias],
            level=self.level,
            modes=self.modes,
            date=date,
            home=oracle.home(spec, self.origin),
        )


def spell(half_hours: int, unit: str) -> str:
    """Write a time in a unit, in hours where it is not short in days."""
    if unit == "min":
        return f"{30 * half_hours} min"
    if unit == "day" and half_hours % 3 == 0:
        return f"{(Decimal(half_hours) / 48).normalize():f} day"
    return f"{(Decimal(half_hours) / 2).normalize():f} h"


@st.composite
def estimates(draw: st.DrawFn, least: int, most: int, least_high: int = 0) -> Tree:
    """Draw a low, typical and high between two numbers of half hours."""
    low, typical, high = sorted(draw(st.tuples(*[st.integers(least, most)] * 3)))
    unit = draw(st.sampled_from(("h", "min", "day")))
    steps = {"low": low, "typical": typical, "high": max(high, least_high)}
    return {level: spell(step, unit) for level, step in steps.items()} | ESTIMATED


def clash(entry: Tree, other: Tree) -> bool:
    """Return whether two dwell entries are equally specific for some pair of carriages."""
    return (
        entry.get("node_kind") == other.get("node_kind")
        and oracle.specificity(entry) == oracle.specificity(other)
        and any(
            oracle.fits(entry, *pair) and oracle.fits(other, *pair)
            for pair in product(UNIVERSE, repeat=2)
        )
    )


def transfer_kind(inbound: str, outbound: str) -> str:
    """Name the kind of transfer that two sides suggest."""
    if inbound.partition(" ")[0] != outbound.partition(" ")[0]:
        return "transshipment"
    both_exact = {inbound, outbound} <= set(CARRIAGES)
    return "gauge_break" if both_exact and inbound != outbound else "hand_over"


@st.composite
def dwell_entries(
    draw: st.DrawFn, carriages: Iterable[str], node_kinds: Sequence[str] = ()
) -> list[Tree]:
    """Draw up to four dwell entries (defaults, when given node kinds) that do not clash."""
    present = sorted(carriages)
    rail = [side for side in ("rail",) if any(c.startswith("rail") for c in present)]
    sides = st.sampled_from([*present, *present, *rail, "any"])
    entries: list[Tree] = []
    for _ in range(draw(st.integers(0, 4))):
        inbound, outbound = draw(sides), draw(sides)
        entry: Tree = {"node_kind": draw(st.sampled_from(node_kinds))} if node_kinds else {}
        entry |= {"inbound": inbound, "outbound": outbound}
        entry |= {"kind": transfer_kind(inbound, outbound), "time": draw(estimates(0, 4))}
        if draw(st.integers(0, 3)) == 3:
            entry["one_way"] = "true"
        if not any(clash(entry, other) for other in entries):
            entries.append(entry)
    return entries


@st.composite
def waits(draw: st.DrawFn, *, odd_headways: bool) -> Tree:
    """Draw the headway, own waiting and service of a leg, each or none."""
    drawn: Tree = {}
    if draw(st.integers(0, 2)) == 0:
        values = (*HEADWAYS, ODD_HEADWAY) if odd_headways else HEADWAYS
        value = draw(st.sampled_from(values))
        drawn["headway"] = {"value": value, "basis": "reported", "sources": ["atlas"]}
    if draw(st.integers(0, 3)) == 0:
        drawn["waiting"] = draw(estimates(0, 4, least_high=1))
    if draw(st.integers(0, 1)) == 1:
        drawn["service"] = draw(st.sampled_from(("Blue line", "Red line")))
    return drawn


@st.composite
def legs(draw: st.DrawFn, nodes: Tree, number: int, *, odd_headways: bool, dated: bool) -> Tree:
    """Draw a leg to each node from an earlier one, and further legs anywhere."""
    node_ids = list(nodes)
    carriages = draw(st.lists(st.sampled_from(CARRIAGES), min_size=1, max_size=4, unique=True))
    drawn: Tree = {}
    for index, leg_id in enumerate(
        draw(st.permutations([f"m{i + 1}" for i in range(14)]))[:number]
    ):
        near = index + 1 if index + 1 < len(node_ids) else draw(st.integers(1, len(node_ids) - 1))
        pair = [node_ids[near], node_ids[draw(st.integers(0, near - 1))]]
        origin, destination = draw(st.permutations(pair))
        mode, _, gauge = draw(st.sampled_from(carriages)).partition(" ")
        leg: Tree = {"origin": origin, "destination": destination, "mode": mode}
        if gauge:
            leg["gauge"] = f"{gauge} mm"
        leg["distance"] = {"value": f"{draw(st.integers(60, 200))} km"} | ESTIMATED
        leg["transit_time"] = draw(estimates(8, 11))
        leg |= draw(waits(odd_headways=odd_headways))
        if draw(st.integers(0, 4)) == 4:
            leg["one_way"] = "true"
        abroad = [c for c in COUNTRIES if c not in {nodes[end]["country"] for end in pair}]
        if draw(st.integers(0, 4)) == 4:
            leg["countries_crossed"] = draw(st.permutations(abroad))[:2]
        if dated:
            leg |= draw(periods())
        drawn[leg_id] = leg
    return drawn


@st.composite
def periods(draw: st.DrawFn) -> Tree:
    """Draw windows of use, or none."""
    windows = draw(st.sampled_from(PERIODS))
    return {"periods": [window | {"sources": ["atlas"]} for window in windows]} if windows else {}


@st.composite
def nodes(draw: st.DrawFn, number: int, *, dated: bool) -> Tree:
    """Draw nodes within 40 km of each other."""
    drawn: Tree = {}
    for index, name in enumerate(draw(st.permutations(NAMES))[:number]):
        spot = {"lat": f"{40 + 0.04 * index:.2f}", "lon": f"{50 + 0.05 * (3 * index % 7):.2f}"}
        source = {"basis": "reported", "sources": ["atlas"]} if index == 0 else ESTIMATED
        drawn[name.lower()] = {
            "name": name,
            "country": draw(st.sampled_from(COUNTRIES)),
            "kind": draw(st.sampled_from(KINDS)),
            "location": spot | source,
        }
        if dated:
            drawn[name.lower()] |= draw(periods())
    return drawn


def touching(legs_of: Tree, node_id: str) -> list[Tree]:
    """List the legs that start or end at a node."""
    return [leg for leg in legs_of.values() if node_id in {leg["origin"], leg["destination"]}]


@st.composite
def groups(draw: st.DrawFn, spec: Tree) -> Tree:
    """Draw a place, and up to two regions whose gateways have a leg of their mode."""
    drawn: Tree = {}
    node_ids = list(spec["nodes"])
    if draw(st.booleans()):
        drawn["places"] = {
            "twin": {"name": "Twin City", "nodes": draw(st.permutations(node_ids))[:2]}
        }
    gateways = sorted({(n, leg["mode"]) for n in node_ids for leg in touching(spec["legs"], n)})
    some = st.lists(st.sampled_from(gateways), min_size=1, max_size=3, unique=True)
    for name in ("East Realm", "West Realm")[: draw(st.integers(0, 2))]:
        ways = [{"node": node, "mode": mode} for node, mode in draw(some)]
        region = {"name": name, "gateways": ways}
        drawn.setdefault("regions", {})[name.lower().replace(" ", "-")] = region
    return drawn


@st.composite
def networks(
    draw: st.DrawFn,
    *,
    max_nodes: int = 7,
    max_legs: int = 14,
    odd_headways: bool = True,
    dated: bool = False,
) -> Tree:
    """Draw a valid network; with `dated`, some nodes and legs have periods around `DATES`."""
    node_count = draw(st.integers(2, max_nodes))
    leg_count = draw(st.integers(max(2, node_count - 1), max_legs))
    spec: Tree = {
        "format": "1",
        "name": "Drawn network",
        "version": "1.0",
        "as_of": "2026-11-21",
        "reference_period": {"start": "2023-01-01", "end": "2027-01-01"},
        "sources": {"atlas": {"title": 'Atlas: the "small" one', "publisher": "Nobody & sons"}},
        "nodes": draw(nodes(node_count, dated=dated)),
    }
    spec["legs"] = draw(legs(spec["nodes"], leg_count, odd_headways=odd_headways, dated=dated))
    everywhere = {oracle.carriage(leg) for leg in spec["legs"].values()}
    kinds = sorted({node["kind"] for node in spec["nodes"].values()})
    if defaults := draw(dwell_entries(everywhere, (*kinds, "any"))):
        spec["dwell_defaults"] = defaults
    for node_id, node in spec["nodes"].items():
        here = {oracle.carriage(leg) for leg in touching(spec["legs"], node_id)}
        node["dwell"] = draw(dwell_entries(here))
        gauges = sorted(c for c in here if c.startswith("rail"))
        for pair in permutations(gauges, 2):
            if oracle.dwell_entry(spec, node_id, *pair) is None:
                entry: Tree = {"inbound": pair[0], "outbound": pair[1], "kind": "gauge_break"}
                entry["time"] = draw(estimates(0, 4))
                back = oracle.dwell_entry(spec, node_id, *reversed(pair))
                if back is not None or draw(st.booleans()):
                    entry["one_way"] = "true"
                node["dwell"].append(entry)
        if not node["dwell"]:
            del node["dwell"]
    return spec | draw(groups(spec))


def files(spec: Tree) -> st.SearchStrategy[bytes]:
    """Draw layouts of one network's file."""
    return st.integers(0, 2**32 - 1).map(lambda seed: dump(spec, shuffle=Random(seed)))


@st.composite
def queries(draw: st.DrawFn, spec: Tree) -> Query:
    """Draw ends without a common node, up to two vias, each away from what is beside it."""
    names = [*spec["nodes"], *spec.get("places", {}), *spec.get("regions", {})]
    reach = {name: oracle.members(spec, name) for name in names}

    def away_from(*others: str) -> list[str]:
        return [name for name in names if all(reach[name].isdisjoint(reach[o]) for o in others)]

    origin = draw(st.sampled_from([name for name in names if away_from(name)]))
    destination = draw(st.sampled_from(away_from(origin)))
    vias: list[str] = []
    number = draw(st.integers(0, 2))
    for left in reversed(range(number)):
        beside = (vias or [destination])[0]
        fitting = away_from(beside) if left else away_from(beside, origin)
        if not fitting:
            vias = []
            break
        vias.insert(0, draw(st.sampled_from(fitting)))
    every = (*oracle.MODES, "road")
    some = st.lists(st.sampled_from(every), min_size=1, unique=True).map(tuple)
    modes = draw(st.one_of(st.just(oracle.MODES), st.just(every), some))
    return Query(origin, destination, tuple(vias), draw(st.sampled_from(oracle.LEVELS)), modes)
