"""Searches end: in the best route, or in the reason why there is none, with little work."""

from itertools import count
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.routing.best_route import make_request
from corridor.routing.build_route import ranked_routes, remark
from corridor.routing.graph import k_best_search as search
from corridor.routing.graph import labels
from corridor.routing.graph.k_best_search import Found
from support import strategies
from support.bundled import bundled_network
from support.layout import dump
from support.small import detour, estimate, leg, line, read, spot

NET = bundled_network()
#: Far less than a search may take up: what is asked here once took up 200,000 and ended.
LITTLE = 10_000


@pytest.fixture(autouse=True)
def little_work(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search, "Work", lambda _: labels.Work(LITTLE))


def ids(route: co.Route) -> list[str]:
    return [leg.id for leg in route.legs]


def ladder(rungs: int) -> co.Network:
    """Two rows of nodes with a leg between neighbours in a row and between the rows."""
    nodes: dict[str, Any] = {}
    legs: dict[str, Any] = {}
    for number in range(rungs):
        for row in "ab":
            nodes[f"{row}{number}"] = spot("A") | {"name": f"Node {row}{number}"}
            if number:
                legs[f"{row}{number}"] = leg(f"{row}{number - 1}", f"{row}{number}", service="s")
        legs[f"x{number}"] = leg(f"a{number}", f"b{number}", service="s")
    return read(line() | {"nodes": nodes, "legs": legs})


def test_a_route_of_more_than_five_hundred_legs_ends() -> None:
    """The guard against dead ends once searched the whole network at every step."""
    net = ladder(600)
    assert len(co.find_route(net, "a0", "a599").legs) == 599
    found = co.find_routes(net, "a0", "b599", limit=3, distinct="legs")
    assert [len(route.legs) for route in found] == [600, 600, 600]


def test_the_passage_of_a_corridor_may_be_the_first_leg() -> None:
    route = co.find_route(NET, "turkmenbashi", "tbilisi", corridor="middle-turkmenbashi")
    assert ids(route)[0] == "turkmenbashi--alat--ferry"


@pytest.mark.parametrize(
    ("ends", "required"),
    [
        (("poti", "constanta"), "poti--constanta--sea"),
        (("Aktau", "Istanbul"), "aktau--alat--ferry"),
    ],
)
def test_a_required_ship_may_be_the_first_leg(ends: tuple[str, str], required: str) -> None:
    """The remark on the wait for the first departure must never decide about an answer."""
    route = co.find_route(NET, *ends, require=co.Require(legs={required}))
    assert ids(route)[0] == required
    assert "the wait for the first departure" in route.notes[0]


def test_a_remark_is_left_out_where_it_would_take_too_long(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, Any] = {"require": co.Require(legs={"aktau--alat--ferry"})}
    expected = ids(co.find_route(NET, "Aktau", "Istanbul", **asked))
    monkeypatch.setattr(search, "Work", lambda most: labels.Work(0 if most < 100_000 else most))
    fresh = co.load_network()
    assert ids(co.find_route(fresh, "Aktau", "Istanbul", **asked)) == expected


def test_routes_by_all_modes_end() -> None:
    modes = ("rail", "ferry", "sea", "road")
    assert co.find_route(NET, "Alat", "Terespol", modes=modes).legs


def test_a_corridor_that_cannot_be_met_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes work is not the refusal but what lifting gives: a route by road of 115 days."""
    monkeypatch.setattr(search, "Work", labels.Work)
    with pytest.raises(co.NoRouteError) as caught:
        co.find_route(NET, "almaty", "baku", corridor="middle-btk")
    assert str(caught.value).splitlines()[:2] == [
        "no route Almaty > Baku by the corridor middle-btk, with rail, ferry, sea only",
        "  by any corridor: 9.2 days typical (middle)",
    ]


def test_a_place_asked_as_an_end_is_not_passed_again() -> None:
    """Routes from other terminals of Baku through its port are near-copies of those from it."""
    baku = NET.places["baku-city"].nodes
    for distinct in ("legs", "passage"):
        for route in co.find_routes(NET, "Baku", "Istanbul", limit=40, distinct=distinct):
            assert [node.id for node in route.nodes[1:] if node.id in baku] == []


def test_blocking_sets_are_of_what_lies_between() -> None:
    asked: dict[str, Any] = {"of": "nodes", "largest": 2, "policy": ["no-russia-belarus"]}
    found = co.blocking_sets(NET, "Istanbul", "Xi'an", **asked)
    ends = NET.places["istanbul"].nodes
    assert not any(set(ends) & set(cut) for cut in found.sets)


def test_the_route_inland_is_told_at_either_end() -> None:
    there = co.find_route(NET, "China", "Türkiye", corridor="middle").inland
    back = co.find_route(NET, "Türkiye", "China", corridor="middle").inland
    assert (str(there), str(back)) == (
        "from Xi'an to the same end",
        "to Xi'an from the same origin",
    )
    assert there is not None
    assert back is not None
    low, typical = there.transit_time.low.days, there.transit_time.typical.days
    text = co.find_route(NET, "China", "Türkiye", corridor="middle").full()
    told = f"inland     {there}: {low:.1f} days at best, typically {typical:.1f}"
    assert told in text
    assert (there.terminal, there.end) == ("Xi'an", "origin")
    assert (back.terminal, back.end) == ("Xi'an", "destination")
    assert str(back) == "to Xi'an from the same origin"


def test_a_search_refuses_a_negative_weight() -> None:
    """Whatever loading let pass: a search would go round it for ever."""
    net = co.load_network(dump(line()))
    shorter = net.legs["a--b"].transit_time
    object.__setattr__(shorter, "typical", co.Duration(-60))
    words = r"^the leg a--b has a negative time, price or emission; no search can use it$"
    with pytest.raises(co.QuantityError, match=words):
        co.find_route(net, "a", "c")


def test_gauge_breaks_are_counted_by_the_gauges() -> None:
    """A change of gauge is one by whatever name the file calls the stop (own figures)."""
    spec = line("rail", gauge="1520 mm")
    spec["legs"]["b--c"]["gauge"] = "1435 mm"
    stop = {"inbound": "rail", "outbound": "rail", "kind": "border", "time": estimate("12 h")}
    spec["nodes"]["b"]["dwell"] = [stop]
    net = read(spec)
    assert co.find_route(net, "a", "c").gauge_breaks == ("b",)
    with pytest.raises(co.NoRouteError):
        co.find_route(net, "a", "c", max_gauge_breaks=0)
    spec["legs"]["b--c"]["gauge"] = "1520 mm"
    spec["nodes"]["b"]["dwell"] = [stop | {"kind": "gauge_break"}]
    assert co.find_route(read(spec), "a", "c", max_gauge_breaks=0).gauge_breaks == ()


@given(spec=strategies.networks(max_nodes=7, max_legs=16), data=st.data())
def test_what_routes_differ_in_leaves_the_first_the_same(
    spec: dict[str, Any], data: st.DataObject
) -> None:
    query = data.draw(strategies.queries(spec))
    net = co.load_network(dump(spec))
    points: dict[str, Any] = {"via": query.vias, "level": query.level, "modes": query.modes}
    try:
        first = co.find_route(net, query.origin, query.destination, **points)
    except co.NoRouteError:
        return
    for distinct in ("legs", "corridor", "passage"):
        asked: dict[str, Any] = points | {"distinct": distinct}
        found = co.find_routes(net, query.origin, query.destination, limit=1, **asked)
        assert ids(found[0]) == ids(first)


def test_routes_that_would_read_alike_name_what_differs() -> None:
    spec = detour()
    spec["legs"]["a--b"] |= {"service": "blue"}
    spec["legs"]["a--b--2"] = leg("a", "b", operators=["Green Line"], transit_time="11 h")
    spec["legs"]["a--b--3"] = leg("a", "b", transit_time="12 h")
    net = read(spec)
    said = str(co.find_routes(net, "a", "b", limit=3))
    for name in ("(blue, Blue Rail)", "(Green Line)", "(a--b--3)"):
        assert name in said
    flow = co.capacity(net, "a", "b", unknown="5 TEU/year")
    labels_shown = [item.label for item in flow.cut]
    assert len(set(labels_shown)) == len(labels_shown)
    assert "Alpha > Beta ferry (Green Line)" in labels_shown


def test_a_note_whose_search_takes_too_long_is_left_out() -> None:
    def refuse(number: int) -> Found:
        raise co.LimitError(f"too long: {number}")

    assert remark(map(refuse, count())) is None
    assert remark(iter(())) is None


def test_ranked_routes_are_all_routes_in_order() -> None:
    net = read(detour())
    found = ranked_routes(net, make_request(net, ("a", "c")))
    assert [ids(route) for route in found] == [["a--b", "b--c"], ["a--d", "c--d"]]
