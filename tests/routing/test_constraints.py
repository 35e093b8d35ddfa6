"""Constraints and alternatives against brute force: the ranked list, and what is said of it."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from support.demands import Legs, as_limits, asks, legs_of, network_of, rich_networks
from support.layout import dump
from support.oracle_constraints import Ask, Facts, Reference, borders, crossed, policy_items
from support.relations import from_ready
from support.small import leg, line, spot
from support.strategies import Tree

MOST = 1000


def find(net: co.Network, ask: Ask, **more: Any) -> list[co.Route]:
    try:
        if more:
            return list(
                co.find_routes(net, ask.points[0], ask.points[-1], **as_limits(ask), **more)
            )
        return [co.find_route(net, ask.points[0], ask.points[-1], **as_limits(ask))]
    except co.NoRouteError:
        return []


@given(st.data(), st.booleans())
def test_the_best_route_keeps_to_every_constraint(data: st.DataObject, dated: bool) -> None:
    spec = data.draw(rich_networks(dated=dated))
    ask = data.draw(asks(spec, dated=dated))
    found = find(network_of(spec, ask), ask)
    expected = Reference(spec).routes(ask)[:1]
    assert [legs_of(route) for route in found] == [route.legs for route in expected]
    for route, best in zip(found, expected, strict=True):
        assert route.transit_time.levels == best.levels
        assert len(route.transfers) == best.transfers


@given(st.data())
def test_the_complete_ranked_list_is_that_of_brute_force(data: st.DataObject) -> None:
    spec = data.draw(rich_networks())
    complete(spec, data.draw(asks(spec)))


def complete(spec: Tree, ask: Ask) -> int:
    """Keep the list of all routes against brute force; return how many there are."""
    expected = Reference(spec).routes(ask)
    try:
        found = co.find_routes(
            network_of(spec, ask),
            ask.points[0],
            ask.points[-1],
            limit=MOST,
            distinct="legs",
            **as_limits(ask),
        )
    except co.NoRouteError:
        assert expected == []
        return 0
    assert [legs_of(route) for route in found] == [route.legs for route in expected[:MOST]]
    assert [route.transit_time.levels for route in found] == [r.levels for r in expected[:MOST]]
    assert found.more is (len(expected) > MOST)
    return len(expected)


KINDS: dict[str, Callable[[Facts], object]] = {
    "corridor": lambda facts: facts.corridors,
    "passage": lambda facts: facts.passage,
}


@pytest.mark.parametrize("distinct", ["corridor", "passage"])
@given(st.data())
def test_of_each_kind_the_first_is_kept(distinct: Any, data: st.DataObject) -> None:
    spec = data.draw(rich_networks())
    ask = data.draw(asks(spec, most=1))
    first_of_each(spec, ask, distinct)


def first_of_each(spec: Tree, ask: Ask, distinct: Any) -> int:
    """Keep the list of the first of each kind against brute force; return how many there are."""
    firsts: dict[object, Legs] = {}
    for route, facts in Reference(spec).with_facts(ask):
        firsts.setdefault(KINDS[distinct](facts), route.legs)
    expected = list(firsts.values())
    net = network_of(spec, ask)
    assert [legs_of(r) for r in find(net, ask, limit=MOST, distinct=distinct)] == expected
    if len(expected) > 1:
        cut = co.find_routes(
            net,
            ask.points[0],
            ask.points[-1],
            limit=len(expected) - 1,
            distinct=distinct,
            **as_limits(ask),
        )
        assert cut.more
        assert [legs_of(route) for route in cut] == expected[:-1]
    return len(expected)


@given(st.data())
def test_what_is_said_to_be_touched_is_touched(data: st.DataObject) -> None:
    spec = data.draw(rich_networks())
    ask = data.draw(asks(spec, most=1))
    reference = Reference(spec)
    avoided = {c for item in spec.get("corridors", {}).values() for c in item.get("avoid", [])}
    avoided |= {item for kind, item in ask.avoid if kind == "countries"}
    for policy in ask.policies:
        avoided |= {item for kind, item in policy_items(spec, policy) if kind == "countries"}
    net = network_of(spec, ask)
    found = find(net, ask, limit=20, distinct="legs")
    for route, (expected, facts) in zip(found, reference.with_facts(ask), strict=False):
        legs = [leg_id for leg_id, _ in expected.legs]
        touched: dict[str, dict[Any, list[str]]] = {"countries": {}, "borders": {}, "operators": {}}
        for leg_id in legs:
            for country in set(crossed(spec, leg_id)):
                touched["countries"].setdefault(country, []).append(leg_id)
            for pair in set(borders(spec, leg_id)):
                touched["borders"].setdefault(pair, []).append(leg_id)
            for operator in spec["legs"][leg_id].get("operators", []):
                touched["operators"].setdefault(operator, []).append(leg_id)
        for kind, things in touched.items():
            assert {item: list(legs) for item, legs in getattr(route.touches, kind)} == things
        assert set(route.countries) == set(touched["countries"])
        assert set(route.not_touched) == avoided - set(route.countries)
        assert len(route.gauge_breaks) == facts.gauge_breaks
        assert route.corridors == facts.corridors
        steps = {(min(pair), max(pair)) for pair in route.border_crossings}
        assert steps == set(touched["borders"])


@given(st.data())
def test_m7_what_follows_a_leg_is_the_best_that_can_follow_it(data: st.DataObject) -> None:
    """Of all routes that begin with the same legs, none ends sooner than the best route does."""
    spec = data.draw(rich_networks())
    ask = data.draw(asks(spec))._replace(max_time=None)
    ranked = Reference(spec).routes(ask)
    for route in find(network_of(spec, ask), ask):
        for number in range(1, len(route.legs) + 1):
            begun = legs_of(route)[:number]
            alike = next(other for other in ranked if other.legs[:number] == begun)
            assert alike.legs == legs_of(route)


@given(st.data(), st.sampled_from(["legs", "corridor", "passage"]))
def test_m8_one_more_leaves_the_first_as_they_were(data: st.DataObject, distinct: Any) -> None:
    spec = data.draw(rich_networks())
    ask = data.draw(asks(spec, most=1))
    net = network_of(spec, ask)
    best = find(net, ask)
    lists = [find(net, ask, limit=limit, distinct=distinct) for limit in range(1, 6)]
    assert lists[0] == best
    for fewer, more in pairwise(lists):
        assert more[: len(fewer)] == fewer
        assert len(fewer) <= len(more) <= len(fewer) + 1
    times = [from_ready(route) for route in lists[-1]]
    assert times == sorted(times)
    assert len(set(map(legs_of, lists[-1]))) == len(lists[-1])


@given(st.data())
def test_a_wider_ban_or_a_tighter_budget_never_helps(data: st.DataObject) -> None:
    """The routes left by two constraints are those that each of them leaves alone."""
    spec = data.draw(rich_networks(max_nodes=5, max_legs=8))
    ask = data.draw(asks(spec, most=1))
    other = data.draw(asks(spec, most=1))
    net = network_of(spec, ask)
    both = ask._replace(avoid=ask.avoid | other.avoid, require=ask.require | other.require)
    swapped = ask._replace(avoid=other.avoid, require=other.require)
    one, two, joined = (
        {legs_of(route) for route in find(net, each, limit=MOST, distinct="legs")}
        for each in (ask, swapped, both)
    )
    if len(one) < MOST and len(two) < MOST:
        assert joined == one & two


def test_a_border_between_two_crossed_countries_is_not_forgotten() -> None:
    """A leg from KZ by NO and GE back to KZ crosses three borders, and GE again is no news."""
    spec = line()
    spec["legs"] = {"a--c": leg("a", "c", countries_crossed=["NO", "GE", "NO", "GE"])}
    net = co.load_network(dump(spec))
    (touched,) = [co.find_route(net, "a", "c").touches]
    assert [pair for pair, _ in touched.borders] == [("KZ", "NO"), ("GE", "NO"), ("GE", "KZ")]
    assert touched.countries == (("KZ", ("a--c",)), ("NO", ("a--c",)), ("GE", ("a--c",)))
    with pytest.raises(co.NoRouteError):
        co.find_route(net, "c", "a", avoid=co.Avoid(borders={"KZ-GE"}))


def by_rail(**hours: str) -> Tree:
    """A network of trains within KZ; `ab` is the leg from a to b, one way."""
    spec = line()
    names = {"a": "Alpha", "b": "Beta", "c": "Gamma", "d": "Delta", "e": "Enbek"}
    spec["nodes"] = {node: spot(name) for node, name in names.items()}
    rail = {"gauge": "1435 mm", "one_way": "true"}
    spec["legs"] = {
        f"{way[0]}--{way[1]}": leg(way[0], way[1], "rail", transit_time=time, **rail)
        for way, time in hours.items()
    }
    return spec


def ways(spec: Tree, **limits: Any) -> list[str]:
    """Write the routes from a to c that differ in passage as the letters of their nodes."""
    found = co.find_routes(co.load_network(dump(spec)), "a", "c", distinct="passage", **limits)
    return ["".join(node.id for node in route.nodes) for route in found]


def test_a_slower_route_with_fewer_transfers_is_no_copy() -> None:
    """To e by d is quicker, but with its transfer there is none left for the ship from b."""
    spec = by_rail(ad="2 h", de="2 h", ae="10 h", eb="2 h", bc="20 h")
    spec["legs"]["b--c"]["countries_crossed"] = ["NO"]
    spec["legs"]["b--c-2"] = leg("b", "c", transit_time="5 h")
    change = {"inbound": "rail 1435", "outbound": "rail 1435", "kind": "hand_over", "time": "1 h"}
    spec["nodes"]["d"]["dwell"] = [change]
    spec["nodes"]["b"]["dwell"] = [change | {"outbound": "ferry", "kind": "transshipment"}]
    assert ways(spec, max_transfers=1) == ["aebc", "adebc"]
    assert ways(spec) == ["adebc", "adebc"]


def test_a_slower_route_that_leaves_a_place_open_is_no_copy() -> None:
    """From b by the country NO to d: not for those that came by d, as the quickest do."""
    spec = by_rail(ad="2 h", de="2 h", ae="10 h", eb="2 h", bd="2 h", dc="2 h", bc="50 h")
    spec["legs"]["b--d"]["countries_crossed"] = ["NO"]
    spec["legs"]["b--c"]["countries_crossed"] = ["GE"]
    assert ways(spec) == ["adc", "aebdc", "adebc"]
