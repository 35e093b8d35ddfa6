"""find_route against brute force, and relations that must hold when the network changes."""

import copy
import dataclasses
import random
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

import corridor as co
from corridor.routing import best_route as routing
from corridor.routing import goals
from corridor.routing.graph import k_best_search as search
from corridor.routing.graph import line_graph as linegraph
from corridor.routing.graph.tree import reverse_tree
from support import oracle, relations
from support.bundled import bundled_network
from support.layout import dump
from support.strategies import DATES, Query, Tree, networks, queries

LEVELS = ("low", "typical", "high")


def read(spec: Tree) -> co.Network:
    return co.load_network(dump(spec))


def ask(net: co.Network, query: Query, **more: Any) -> co.Route | None:
    try:
        return co.find_route(
            net,
            query.origin,
            query.destination,
            via=query.vias,
            level=query.level,
            modes=query.modes,
            **more,
        )
    except co.NoRouteError:
        return None


def legs_of(route: co.Route) -> tuple[tuple[str, bool], ...]:
    return tuple((leg.id, leg.is_back) for leg in route.legs)


def agree(found: co.Route | None, expected: list[oracle.Found]) -> None:
    if found is None:
        assert expected == []
        return
    best = expected[0]
    assert legs_of(found) == best.legs
    assert found.transit_time.levels == best.levels
    assert found.moving.levels == best.moving
    assert found.dwell.levels == best.dwell
    assert found.waiting.levels == best.waiting
    assert len(found.transfers) == best.transfers
    assert found.transit_time.at(found.request.level) == best.seconds


@given(st.data())
def test_the_best_route_is_that_of_brute_force(data: st.DataObject) -> None:
    spec = data.draw(networks())
    query = data.draw(queries(spec))
    agree(ask(read(spec), query), query.routes(spec))


@given(st.data())
def test_on_a_day_only_what_is_open_is_used(data: st.DataObject) -> None:
    spec = data.draw(networks(dated=True))
    query, day = data.draw(queries(spec)), data.draw(st.sampled_from(DATES))
    agree(ask(co.as_of(read(spec), day), query), query.routes(spec, day))


@given(st.data())
def test_a_corridor_and_avoided_countries_hold(data: st.DataObject) -> None:
    spec = data.draw(networks())
    legs = sorted(spec["legs"])
    child = data.draw(st.sets(st.sampled_from(legs), min_size=1))
    parent = data.draw(st.sets(st.sampled_from(legs), min_size=1))
    countries = sorted({node["country"] for node in spec["nodes"].values()})
    avoided = data.draw(st.sets(st.sampled_from(countries), max_size=2))
    spec["corridors"] = {
        "family": {"name": "Family", "through": [{"legs": sorted(parent)}]},
        "branch": {
            "name": "Branch",
            "through": [{"legs": [leg]} for leg in sorted(child)],
            "parent": "family",
            "avoid": sorted(avoided),
        },
    }
    query = data.draw(queries(spec))
    expected = oracle.all_routes(
        spec,
        oracle.ends(spec, query.origin),
        oracle.ends(spec, query.destination),
        vias=[oracle.members(spec, via) for via in query.vias],
        level=query.level,
        modes=query.modes,
        avoid_countries=avoided,
        through=[frozenset(child), frozenset(parent)],
        home=oracle.home(spec, query.origin),
    )
    found = ask(read(spec), query, corridor="branch")
    agree(found, expected)
    if found:
        assert found.corridors == ("family", "branch")
        assert avoided.isdisjoint(found.countries)


@given(st.data())
def test_m1_names_and_layout_do_not_matter(data: st.DataObject) -> None:
    spec = data.draw(networks())
    query = data.draw(queries(spec))
    found = ask(read(spec), query)
    shuffled = relations.shuffle(spec, random.Random(data.draw(st.integers(0, 9))))
    again = ask(read(shuffled), query)
    renamed, names = relations.rename_ids(spec)
    ends = names["nodes"] | names.get("places", {}) | names.get("regions", {})
    asked = query._replace(
        origin=ends[query.origin],
        destination=ends[query.destination],
        vias=tuple(ends[via] for via in query.vias),
    )
    other = ask(read(renamed), asked)
    if found is None:
        assert again is None
        assert other is None
        return
    assert again is not None
    assert other is not None
    assert legs_of(again) == legs_of(found)
    assert other.transit_time == found.transit_time


@given(st.data(), st.integers(2, 9))
def test_m2_all_times_multiplied(data: st.DataObject, factor: int) -> None:
    spec = data.draw(networks(odd_headways=False))
    query = data.draw(queries(spec))
    found, slower = ask(read(spec), query), ask(read(relations.scale_times(spec, factor)), query)
    assert (found is None) == (slower is None)
    if found and slower:
        assert legs_of(slower) == legs_of(found)
        assert slower.transit_time.levels == tuple(
            factor * time for time in found.transit_time.levels
        )


@given(st.data())
def test_m3_m4_a_leg_removed_never_helps(data: st.DataObject) -> None:
    spec = data.draw(networks())
    query = data.draw(queries(spec))
    found = ask(read(spec), query)
    for leg_id in spec["legs"]:
        after = ask(read(relations.remove_leg(spec, leg_id)), query)
        if found is None:
            assert after is None
        elif leg_id not in {leg for leg, _ in legs_of(found)}:
            assert after is not None
            assert legs_of(after) == legs_of(found)
        elif after:
            assert relations.from_ready(after) >= relations.from_ready(found)


@given(st.data())
def test_m5_everything_reversed_gives_the_way_back(data: st.DataObject) -> None:
    spec = relations.without_waiting(data.draw(networks()))
    query = data.draw(queries(spec))
    assume(not query.vias)
    back = query._replace(origin=query.destination, destination=query.origin)
    found, reverse = ask(read(spec), query), ask(read(relations.reverse_all(spec)), back)
    ends_once = len(oracle.ends(spec, query.origin)) == len(oracle.ends(spec, back.origin)) == 1
    assume(ends_once)
    assert (found is None) == (reverse is None)
    if found and reverse:
        level = found.request.level
        assert reverse.transit_time.at(level) == found.transit_time.at(level)


@given(st.data())
def test_m6_a_leg_split_by_a_node_without_dwell(data: st.DataObject) -> None:
    spec = data.draw(networks())
    choices = relations.splittable(spec)
    assume(choices)
    query = data.draw(queries(spec))
    split = relations.split_leg(spec, data.draw(st.sampled_from(choices)))
    found, after = ask(read(spec), query), ask(read(split), query)
    assert (found is None) == (after is None)
    if found and after:
        assert relations.from_ready(after) == relations.from_ready(found)


def test_swapping_the_ends_alone_is_not_a_relation() -> None:
    """With a dwell in one direction only, there and back need not take the same time."""
    spec = copy.deepcopy(SMALL)
    there = co.find_route(read(spec), "a", "c")
    back = co.find_route(read(spec), "c", "a")
    assert there.transit_time.typical.hours == 10 + 6 + 10
    assert back.transit_time.typical.hours == 10 + 1 + 10


def node(lat: str, **more: Any) -> Tree:
    where = {"lat": lat, "lon": "50", "basis": "estimated", "rule": "drawn"}
    return {"name": more.pop("name"), "country": "KZ", "kind": "city", "location": where} | more


def leg(origin: str, destination: str, time: str = "10 h", **more: Any) -> Tree:
    return {
        "origin": origin,
        "destination": destination,
        "mode": "ferry",
        "distance": {"value": "60 km", "basis": "estimated", "rule": "drawn"},
        "transit_time": {"low": time, "typical": time, "high": time},
    } | more


SMALL: Tree = {
    "format": "1",
    "name": "Small",
    "version": "1",
    "as_of": "2026-11-21",
    "nodes": {
        "a": node("40.0", name="Alpha"),
        "b": node(
            "40.1",
            name="Beta",
            dwell=[
                {
                    "inbound": "ferry",
                    "outbound": "sea",
                    "kind": "transshipment",
                    "one_way": "true",
                    "time": "6 h",
                },
                {
                    "inbound": "sea",
                    "outbound": "ferry",
                    "kind": "transshipment",
                    "one_way": "true",
                    "time": "1 h",
                },
            ],
        ),
        "c": node("40.2", name="Gamma"),
    },
    "legs": {"a--b": leg("a", "b"), "b--c": leg("b", "c", mode="sea")},
}


def test_ties_go_to_fewer_transfers_then_to_the_first_ids() -> None:
    spec = copy.deepcopy(SMALL)
    spec["legs"] = {
        "z": leg("a", "c", "20 h"),
        "y": leg("a", "c", "20 h"),
        "a--b": leg("a", "b"),
        "b--c": leg("b", "c"),
        "x--1": leg("a", "b", "14 h", service="one"),
        "x--2": leg("b", "c", "6 h", service="one", headway="12 h"),
    }
    assert legs_of(co.find_route(read(spec), "a", "c")) == (("a--b", False), ("b--c", False))


def test_road_is_used_only_where_an_end_can_be_reached_no_other_way() -> None:
    spec = copy.deepcopy(SMALL)
    spec["nodes"]["d"] = node("40.3", name="Delta")
    spec["legs"]["c--d"] = leg("c", "d", mode="road")
    spec["legs"]["a--c"] = leg("a", "c", "4 h", mode="road")
    spec["nodes"]["c"]["location"]["lat"] = "40.5"  # 120 km by b are no detour for 56 km
    net = read(spec)
    assert co.find_route(net, "a", "c").modes == ("ferry", "sea")
    by_road = co.find_route(net, "a", "d")
    assert by_road.modes == ("road",)
    assert by_road.notes == ("road legs are used: without them an end cannot be reached",)
    with pytest.raises(co.NoRouteError) as caught:
        co.find_route(net, "a", "c", avoid=co.Avoid(nodes={"b"}))
    assert (
        str(caught.value)
        == """\
no route Alpha > Gamma avoiding node b, with rail, ferry, sea only
  with every mode: 0.2 days typical
  allowing node b: 1.1 days typical"""
    )


def test_the_wait_for_the_first_departure_counts_in_the_choice_and_not_in_the_time() -> None:
    """The ship takes 12 h and leaves every 48 h: with 24 h of waiting it comes after the slow one.

    At low nothing is waited for, and the ship wins; a cap on the transit time is about the 12 h.
    """
    spec = copy.deepcopy(SMALL)
    spec["legs"] |= {
        "ship": leg("a", "c", "12 h", headway="48 h"),
        "slow": leg("a", "c", "24 h", mode="sea"),
    }
    net = read(spec)
    assert legs_of(co.find_route(net, "a", "c")) == (("slow", False),)
    ranked = co.find_routes(net, "a", "c", limit=10)
    times = [(legs_of(route), route.transit_time.typical) for route in ranked]
    assert times[0] == ((("slow", False),), 24 * 3600)
    assert times[-1] == ((("ship", False),), 12 * 3600)
    low = co.find_route(net, "a", "c", level="low")
    assert legs_of(low) == (("ship", False),)
    short = co.find_route(net, "a", "c", max_time="20 h")
    assert legs_of(short) == (("ship", False),)
    assert short.notes[0] == (
        "the wait for the first departure, 1.0 days on average, is not counted, but counts in the "
        "choice of the route"
    )


def test_a_place_is_passed_twice_only_across_a_via_and_it_is_said() -> None:
    net = read(SMALL)
    route = co.find_route(net, "b", "a", via="c")
    assert [node.id for node in route.nodes] == ["b", "c", "b", "a"]
    assert route.notes == ("Beta is passed twice, before and after a via",)


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"by": "hours"},
            'by is "hours"; it must be one of transit_time, cost, emissions, distance, generalised',
        ),
        ({"level": "mean"}, 'level is "mean"; it must be one of low, typical, high'),
        ({"corridor": "x"}, 'corridor is "x"; it must be one of nothing: this network names none'),
        ({"modes": ["air"]}, 'a mode is "air"; it must be one of rail, ferry, sea, road'),
        (
            {"avoid": co.Avoid(countries={"Iran"})},
            'avoid has the country "Iran"; it must be a two-letter code, as in KZ',
        ),
        ({"avoid": co.Avoid(legs={"x"})}, 'avoid.legs has "x", which is not in the network'),
    ],
)
def test_a_wrong_argument_is_named(more: dict[str, Any], message: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.find_route(read(SMALL), "a", "c", **more)
    assert str(caught.value) == message


def test_avoid_refuses_a_single_text() -> None:
    with pytest.raises(co.QuantityError, match=r"countries is a set of texts: write \{'RU'\}"):
        co.Avoid(countries="RU")


def test_a_search_beyond_its_budget_ends_with_an_error() -> None:
    net = read(SMALL)
    graph = linegraph.compile_network(net)
    request = routing.make_request(net, ("a", "c"))
    made = goals.make_goal(net, graph, request)
    tree = reverse_tree(graph, made, linegraph.TYPICAL)
    words = r"^search stopped after [0-9,]+ partial routes$"
    with pytest.raises(co.LimitError, match=words):
        list(search.routes(graph, made, tree, graph.leaving["a"], budget=0))


def test_a_network_is_not_changed_by_being_asked() -> None:
    net = bundled_network()
    before = net.digest
    co.find_route(net, "Xi'an", "Duisburg")
    co.as_of(net, "2016-06")
    co.compare_corridors(net, "Xi'an", "Duisburg")
    assert bundled_network().digest == before
    fresh = dataclasses.replace(net)
    vars(fresh).pop("digest", None)
    assert fresh.digest == before


@pytest.mark.parametrize("name", ["max_transfers", "max_gauge_breaks", "max_time"])
def test_an_answer_remembered_does_not_stand_for_a_limit_that_is_refused(name: str) -> None:
    """True equals 1, and 1.0 too; a remembered answer must not hide that they are no count."""
    net = bundled_network()
    valid: Any = co.Duration(10**7) if name == "max_time" else 1
    refused: list[Any] = [10**7] if name == "max_time" else [True, 1.0]
    co.find_route(net, "Aktau", "Alat", **{name: valid})
    for value in refused:
        with pytest.raises(co.QuantityError):
            co.find_route(net, "Aktau", "Alat", **{name: value})
