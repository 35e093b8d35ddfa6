"""Weak points, held against taking every single thing out of the network by brute force."""

from itertools import combinations, pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.analysis import cut_sets
from support import strategies
from support.bundled import bundled_network
from support.layout import dump
from support.small import detour, read
from support.strategies import Query

NET = bundled_network()
SPECS = strategies.networks(max_nodes=6, max_legs=10)
KINDS = ("countries", "borders", "nodes", "legs")


def everything(net: co.Network) -> dict[str, set[Any]]:
    """List all that a network has, whatever route uses it."""
    crossed = [net.countries_of(leg) for leg in net.legs.values()]
    return {
        "countries": {country for countries in crossed for country in countries},
        "borders": {tuple(sorted(b)) for c in crossed for b in pairwise(c)},
        "nodes": set(net.nodes),
        "legs": set(net.legs),
    }


def best(net: co.Network, query: Query, **out: Any) -> co.Route | None:
    try:
        return co.find_route(
            net, query.origin, query.destination, level=query.level, avoid=co.Avoid(**out)
        )
    except co.NoRouteError:
        return None


def time(route: co.Route, query: Query) -> int:
    return dict(zip(("low", "typical", "high"), route.transit_time.levels, strict=True))[
        query.level
    ]


@given(spec=SPECS, data=st.data())
def test_weak_points_are_those_of_brute_force(spec: dict[str, Any], data: st.DataObject) -> None:
    net = co.load_network(dump(spec))
    query = data.draw(strategies.queries(spec))
    route = best(net, query)
    if route is None:
        return
    found = co.criticality(net, [(query.origin, query.destination)], level=query.level)
    lost = {
        (point.kind, point.item): point.effects[0].lost and int(point.effects[0].lost)
        for point in found
    }
    ends = {
        node
        for point in (route.request.origin, route.request.destination)
        for node in point.nodes
        if len(point.nodes) == 1
    }
    at_home = {route.origin.country, route.destination.country}
    expected: dict[tuple[str, Any], int | None] = {}
    for kind, items in everything(net).items():
        for item in items - (ends | at_home):
            other = best(net, query, **{kind: {item}})
            change = None if other is None else time(other, query) - time(route, query)
            if change != 0:
                expected[kind, item] = change
    assert lost == expected


@given(spec=SPECS, kind=st.sampled_from(KINDS), data=st.data())
def test_blocking_sets_are_all_the_smallest(
    spec: dict[str, Any], kind: Any, data: st.DataObject
) -> None:
    net = co.load_network(dump(spec))
    query = data.draw(strategies.queries(spec))
    route = best(net, query)
    if route is None:
        return
    ends = route.request.origin.nodes | route.request.destination.nodes
    homes = {net.nodes[node].country for node in ends}
    if kind in {"nodes", "countries"} and (len(ends) > 2 or len(homes) > 2):
        return  # which ends are left out depends on the route; `of` says so
    found = co.blocking_sets(net, query.origin, query.destination, of=kind, largest=2)
    candidates = sorted(everything(net)[kind] - ends - homes, key=str)
    expected: list[tuple[Any, ...]] = []
    for size in (1, 2):
        expected = [
            chosen
            for chosen in combinations(candidates, size)
            if best(net, query, **{kind: set(chosen)}) is None
        ]
        if expected:
            break
    if query.level == "typical":
        assert {frozenset(item) for item in found.sets} == {frozenset(item) for item in expected}


def test_what_china_and_europe_rest_on() -> None:
    found = co.criticality(
        NET, ["Xi'an > Duisburg"], corridor="middle", kinds=["legs", "countries"]
    )
    assert {point.item for point in found if point.cut_off} >= {"KZ", "AZ"}
    records = found.to_records()
    assert {"kind", "item", "chain", "cut_off", "lost", "alternative"} == set(records[0])
    assert found.full().startswith("Closing any of AZ")
    assert all(len({p.lost for p in section}) == 1 for section in found.sections)


def test_nothing_is_missed_where_all_is_double() -> None:
    found = co.criticality(NET, ["Aktau > Alat"], kinds=["borders"])
    assert len(found) in {0, 1}


def test_a_set_that_blocks_is_said_in_words() -> None:
    found = co.blocking_sets(NET, "Xi'an", "Istanbul", of="countries", corridor="middle")
    text = str(found).replace(NET.stamp, "")
    assert text == "Xi'an > Istanbul: without 1 country there is no route.\n\n  AZ\n  GE\n  KZ\n\n"
    none = co.blocking_sets(NET, "Xi'an", "Duisburg", of="legs", largest=1)
    if not none.sets:
        assert "no 1 legs or fewer are on every route" in str(none)


@pytest.mark.parametrize("largest", [0, 5, True, "2"])
def test_a_size_that_is_none_is_refused(largest: Any) -> None:
    with pytest.raises(co.QuantityError, match="whole number from 1 to 4"):
        co.blocking_sets(NET, "Xi'an", "Istanbul", largest=largest)


def test_without_a_route_to_begin_with_it_says_why() -> None:
    with pytest.raises(co.NoRouteError):
        co.criticality(NET, ["Aktau > Baku"], avoid=co.Avoid(countries={"AZ"}))
    with pytest.raises(co.NoRouteError):
        co.blocking_sets(NET, "Aktau", "Baku", avoid=co.Avoid(countries={"AZ"}))


def test_where_another_route_is_as_quick_no_closure_costs_time() -> None:
    spec = detour()
    for item in spec["legs"].values():
        item["transit_time"] = "10 h"
    found = co.criticality(read(spec), ["a > c"], kinds=["legs"])
    assert found.points == ()
    assert found.full().splitlines()[0] == (
        "No single closure adds any time: another route is as quick."
    )


def test_blocking_sets_that_take_too_many_searches_are_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cut_sets, "MOST_SEARCHES", 1)
    with pytest.raises(co.LimitError) as caught:
        co.blocking_sets(read(detour()), "a", "c", of="nodes")
    assert str(caught.value) == "1 searches were not enough; ask for fewer nodes"
