"""Where the days lie between two routes, and what would turn their ranking, by brute force."""

from collections import Counter
from collections.abc import Iterator
from copy import deepcopy
from itertools import pairwise, product
from typing import Any, NamedTuple

from hypothesis import assume, given
from hypothesis import strategies as st

import corridor as co
from corridor.routing.build_route import time_in
from support import oracle
from support.bundled import bundled_network
from support.demands import as_limits, asks, legs_of, network_of, rich_networks
from support.layout import dump
from support.oracle_constraints import Ask, Reference
from support.small import estimate, leg, line, read
from support.strategies import Tree

MINUTE = 60
CANDIDATES = 8
QUESTIONS = 4
NOTHING = (0, 0, 0)


class Pair(NamedTuple):
    """A network with two routes of one request."""

    spec: Tree
    net: co.Network
    one: co.Route
    other: co.Route


def several(net: co.Network, ask: Ask) -> tuple[co.Route, ...]:
    try:
        found = co.find_routes(
            net,
            ask.points[0],
            ask.points[-1],
            limit=CANDIDATES,
            distinct="legs",
            **as_limits(ask),
        )
    except co.NoRouteError:
        return ()
    return tuple(found)


@st.composite
def pairs(draw: st.DrawFn) -> Pair:
    """Draw a network and, until one has several routes, a few questions about it."""
    spec = draw(rich_networks(odd_headways=False))
    net = co.load_network(dump(spec))
    found: tuple[co.Route, ...] = ()
    for _ in range(QUESTIONS):
        found = found if len(found) > 1 else several(net, draw(asks(spec, most=1)))
    assume(len(found) > 1)
    one, other = draw(st.permutations(range(len(found))))[:2]
    return Pair(spec, net, found[one], found[other])


@given(pairs())
def test_the_lines_add_up_at_every_level(pair: Pair) -> None:
    _, net, one, other = pair
    found = co.explain(net, one, versus=other)
    firsts = oracle.total(line.first or NOTHING for line in found.lines)
    seconds = oracle.total(line.second or NOTHING for line in found.lines)
    assert firsts == one.transit_time.levels
    assert seconds == other.transit_time.levels
    levels = zip(other.transit_time.levels, one.transit_time.levels, strict=True)
    assert found.difference == tuple(int(there - here) for there, here in levels)
    assert oracle.total(line.difference for line in found.lines) == found.difference


@given(pairs())
def test_m16_the_other_route_about_the_signs_flip(pair: Pair) -> None:
    flips(pair)


def flips(pair: Pair) -> None:
    _, net, one, other = pair
    there, back = co.explain(net, one, versus=other), co.explain(net, other, versus=one)
    assert back.difference == tuple(-time for time in there.difference)
    flipped = Counter((line.label, line.second, line.first) for line in back.lines)
    assert flipped == Counter((line.label, line.first, line.second) for line in there.lines)


def test_places_passed_in_another_order_are_aligned_alike_both_ways() -> None:
    """By b and d, or by d and b: one of them is shared, the same whichever route comes first."""
    spec = line()
    spec["nodes"]["d"] = spec["nodes"]["b"] | {"name": "Delta"}
    spec["legs"] = {
        way: leg(way[0], way[-1], one_way="true") for way in ("a--b", "b--d", "d--c", "a--d")
    }
    spec["legs"] |= {"d--b": leg("d", "b", one_way="true"), "b--c": leg("b", "c", one_way="true")}
    net = co.load_network(dump(spec))
    by_b = co.find_route(net, "a", "c", via=["b", "d"])
    by_d = co.find_route(net, "a", "c", via=["d", "b"])
    flips(Pair(spec, net, by_b, by_d))


@given(pairs())
def test_what_both_share_is_told_once(pair: Pair) -> None:
    """Lines of both have one time; what is common at the start and at the end is in them."""
    spec, net, one, other = pair
    found = co.explain(net, one, versus=other)
    both = [line for line in found.lines if line.first and line.second]
    assert all(line.first == line.second for line in both)
    ways = legs_of(one), legs_of(other)
    same = [first == second for first, second in zip(*ways, strict=False)]
    head = (*same, False).index(False)
    same = [first == second for first, second in zip(*(way[::-1] for way in ways), strict=False)]
    tail = (*same, False).index(False)
    common = [*ways[0][:head], *ways[0][len(ways[0]) - tail :]]
    least = oracle.total(oracle.triple(spec["legs"][leg]["transit_time"]) for leg, _ in common)
    shared = oracle.total(line.first or NOTHING for line in both)
    if not one.request.vias:
        assert all(time >= moving for time, moving in zip(shared, least, strict=True))


@given(st.data())
def test_the_runner_up_is_the_best_by_another_passage(data: st.DataObject) -> None:
    spec = data.draw(rich_networks())
    ask = data.draw(asks(spec, most=1))
    ranked = Reference(spec).with_facts(ask)
    assume(ranked)
    net = network_of(spec, ask)
    best = co.find_route(net, ask.points[0], ask.points[-1], **as_limits(ask))
    expected = [route.legs for route, facts in ranked if facts.passage != ranked[0][1].passage]
    found = co.explain(net, best).versus
    assert (legs_of(found) if found else None) == next(iter(expected), None)


@given(pairs())
def test_every_threshold_turns_the_ranking_and_none_is_missing(pair: Pair) -> None:
    turned(pair)


def turned(pair: Pair) -> int:
    """Keep the thresholds against changes of the file; return how many there are."""
    spec, net, one, other = pair
    level = one.request.level
    place = oracle.LEVELS.index(level)
    ways = legs_of(one), legs_of(other)
    parts = [list(parts_of(spec, way)) for way in ways]
    times = [sum(part.levels[place] for part in some) for some in parts]
    counts = Counter(part.key for part in parts[0])
    counts.subtract(part.key for part in parts[1])
    expected = {}
    for part in (*parts[0], *parts[1]):
        if counts[part.key]:
            value, rest = divmod(times[1] - times[0], counts[part.key])
            assert rest == 0
            expected[part.key] = part.levels[place] + value
    expected = {key: value for key, value in expected.items() if value > 0}
    found = co.break_even(net, one, other)
    assert found.difference == times[1] - times[0]
    told = {key_of(net, item.element): int(item.value) for item in found.thresholds}
    assert told == expected
    levels = {part.key: part.levels for some in parts for part in some}
    for key, value in expected.items():
        signs = []
        for side in (value - MINUTE, value + MINUTE):
            after = with_time(spec, key, level, side)
            here, there = (sum(part.levels[place] for part in parts_of(after, way)) for way in ways)
            changed = co.load_network(dump(after))
            assert (time_in(changed, one, level), time_in(changed, other, level)) == (here, there)
            signs.append((here > there) - (here < there))
        assert sorted(signs) == [-1, 1]
    order = []
    for item in found.thresholds:
        low, now, high = (levels[key_of(net, item.element)][n] for n in (0, place, 2))
        assert item.inside is (low <= item.value <= high)
        order.append((not item.inside, abs(item.value - now) / (high - low or now or 1)))
    assert order == sorted(order)
    return len(told)


def test_a_default_changed_at_a_node_leaves_other_defaults_alone() -> None:
    """What holds between any two legs at b is changed; what holds from ship to train is not."""
    spec = line()
    spec["nodes"]["b"]["kind"] = "seaport"
    spec["legs"]["b--c"] = leg("b", "c", "rail", gauge="1435 mm")
    spec["legs"]["a--b-2"] = leg("a", "b", "rail", gauge="1435 mm")
    sides: Tree = {"node_kind": "any", "kind": "hand_over"}
    spec["dwell_defaults"] = [
        sides | {"inbound": "any", "outbound": "any", "time": estimate("2 h")},
        sides | {"inbound": "ferry", "outbound": "rail", "time": estimate("1 h")},
    ]
    net = co.load_network(dump(spec))
    one, other = co.find_routes(net, "a", "c", limit=2, distinct="legs")
    found = co.break_even(net, one, other)
    told = [(item.element.name, item.value.hours) for item in found.thresholds]
    assert sorted(told) == [("dwell b", 1), ("dwell b", 2), ("leg a--b", 11), ("leg a--b-2", 9)]


class Part(NamedTuple):
    """One part of a transit time: a leg, a wait for a leg, or an entry at a node."""

    key: tuple[Any, ...]
    levels: oracle.Triple


def parts_of(spec: oracle.Spec, way: tuple[tuple[str, bool], ...]) -> Iterator[Part]:
    """Yield the parts of a route through a network's file."""
    moves = []
    for leg_id, back in way:
        leg = spec["legs"][leg_id]
        ends = (leg["origin"], leg["destination"])
        moves.append(oracle.Move(leg_id, back, *(reversed(ends) if back else ends)))
        yield Part(("leg", leg_id), oracle.triple(leg["transit_time"]))
    for before, after in pairwise(moves):
        change = oracle.transfer(spec, before, after)
        assert change is not None
        sides = tuple(oracle.carriage(spec["legs"][move.leg_id]) for move in (before, after))
        entry = oracle.dwell_entry(spec, after.start, *sides)
        if entry is not None:
            yield Part(("dwell", after.start, *described(entry)), change.dwell)
        services = [
            spec["legs"][move.leg_id].get("service", move.leg_id) for move in (before, after)
        ]
        modes = [spec["legs"][move.leg_id]["mode"] for move in (before, after)]
        boards = modes[0] != modes[1] or services[0] != services[1]
        at_waypoint = spec["nodes"][after.start]["kind"] == "waypoint"
        if oracle.waiting(spec["legs"][after.leg_id]) and boards and not at_waypoint:
            yield Part(("waiting", after.leg_id), change.waiting)


def described(entry: oracle.Spec) -> tuple[Any, ...]:
    """Tell an entry from all others: no two that meet at a node have the same sides."""
    one_way = entry.get("one_way") == "true"
    return entry.get("node_kind"), entry["inbound"], entry["outbound"], one_way


def key_of(net: co.Network, element: Any) -> tuple[Any, ...]:
    """Return the same key for an element of the library."""
    if element.entry is None:
        return element.kind, element.id
    sides = (
        " ".join(str(word) for word in side if word)
        for side in (element.entry.inbound, element.entry.outbound)
    )
    kind = getattr(element.entry, "node_kind", None)
    return element.kind, element.id, kind, *sides, element.entry.one_way


def with_time(spec: Tree, key: tuple[Any, ...], level: str, value: int) -> Tree:
    """Copy a network with one part's time at a level replaced, the other levels out of its way."""
    changed = deepcopy(spec)
    kind, name, *entry = key
    leg = changed["legs"].get(name, {})
    if kind == "leg":
        leg["transit_time"] = _at(leg["transit_time"], level, value)
    elif kind == "waiting":
        low, typical, high = (f"{time // MINUTE} min" for time in oracle.waiting(leg) or NOTHING)
        wait = {"low": low, "typical": typical, "high": high, "basis": "assumed", "rule": "half"}
        leg["waiting"] = _at(leg.get("waiting", wait), level, value)
    elif entry[0] is None:
        own = next(item for item in changed["nodes"][name]["dwell"] if described(item) == (*entry,))
        own["time"] = _at(own["time"], level, value)
    else:
        _at_this_node(changed, name, tuple(entry), level, value)
    return changed


def _at_this_node(changed: Tree, name: str, entry: tuple[Any, ...], level: str, value: int) -> None:
    """Give a node, for each pair of carriages that a default times there, an entry of its own."""
    legs = changed["legs"].values()
    here = {oracle.carriage(x) for x in legs if name in {x["origin"], x["destination"]}}
    made = []
    for inbound, outbound in product(sorted(here), repeat=2):
        found = oracle.dwell_entry(changed, name, inbound, outbound)
        if found and described(found) == entry:
            pair = {"inbound": inbound, "outbound": outbound, "one_way": "true"}
            time = _at(found["time"], level, value)
            made.append(pair | {"kind": found["kind"], "time": time})
    changed["nodes"][name].setdefault("dwell", []).extend(made)


def _at(time: oracle.Spec, level: str, value: int) -> Tree:
    place = oracle.LEVELS.index(level)
    after = dict(time)
    for number, (name, own) in enumerate(zip(oracle.LEVELS, oracle.triple(time), strict=True)):
        kept = min(own, value) if number < place else max(own, value)
        after[name] = f"{(value if number == place else kept) // MINUTE} min"
    return after


def test_the_same_route_under_a_scenario_is_told_part_by_part() -> None:
    """What takes longer stands beside what it took, not as another part."""
    net = bundled_network()
    slow = co.Scenario("storm").slow("alat", factor=3).apply(net)
    found = co.explain(
        net, co.find_route(net, "Aktau", "Tbilisi"), versus=co.find_route(slow, "Aktau", "Tbilisi")
    )
    changed = [line for line in found.lines if line.difference[1]]
    assert changed
    assert all(line.first and line.second for line in found.lines)
    assert all("Alat" in line.label for line in changed)
    assert sum(line.difference[1] for line in found.lines) == found.difference[1]


def test_the_two_routes_of_an_explanation_are_told_apart() -> None:
    """Never "by X and by X": by corridors, else by routes and services, else by the network."""
    net = bundled_network()
    slow = co.Scenario("storm").slow("alat", factor=3).apply(net)
    route = co.find_route(net, "Aktau", "Tbilisi")
    same = co.explain(net, route, versus=co.find_route(slow, "Aktau", "Tbilisi"))
    assert "by middle and" in (said := words_of(same))
    assert "on the other network:" in said
    spec = line()
    leg_of = spec["legs"]["a--b"]
    spec["legs"]["a--b"] = leg_of | {"service": "Red Line"}
    spec["legs"]["a--b-blue"] = leg_of | {"service": "Blue Line"}
    two = read(spec)
    red, blue = co.find_routes(two, "a", "b", distinct="legs").routes
    said = words_of(co.explain(two, red, versus=blue))
    assert "(Red Line, Blue Rail) and" in said
    assert "(Blue Line, Blue Rail):" in said


def words_of(found: co.Explanation) -> str:
    return " ".join(found.brief().split())


def test_printed_parts_add_up_to_the_printed_total() -> None:
    """Readers add columns: of routes at every level, and of two routes side by side."""
    net = bundled_network()
    for ends in (("Xi'an", "Istanbul"), ("Aktau", "Poti"), ("Shanghai", "Duisburg")):
        route = co.find_route(net, *ends)
        rows = [line.split() for line in route.full().splitlines()]
        parts = {row[0]: row for row in rows if row and row[0] in {"moving,", "dwell", "waiting"}}
        total = next(row for row in rows if row[:2] == ["transit", "time"])
        for level in (-1, -2, -3, -4):
            printed = [float(row[level].replace("<0.1", "0")) for row in parts.values()]
            assert round(sum(printed), 1) == float(total[level])
