"""Totals read off a tree are those of the routes that are built one by one."""

import contextlib
import functools
import pickle
import sys
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from unittest import mock

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.routing import totals
from corridor.routing.graph import array_trees, compiled_ways, many_ways
from corridor.routing.graph.line_arrays import compile_arrays
from corridor.routing.graph.line_graph import compile_network
from support.bundled import bundled_network
from support.layout import dump
from support.small import detour, estimate, leg, read, spot
from support.strategies import networks

NET = bundled_network()
SAME = ("scenario", "chain", "origin", "destination", "found", "low_h", "typical_h", "high_h", "km")
BOX = co.Shipment(equipment="40ft")
ASKED: list[dict[str, Any]] = [
    {},
    {"level": "high"},
    {"corridor": "middle"},
    {"modes": ["road"]},
    {"by": "distance"},
    {"max_time": "15 days"},
    {"max_transfers": 2},
    {"require": co.Require(countries={"GE"})},
    {"avoid": co.Avoid(countries={"KZ"})},
    {"policy": "no-russia-belarus"},
    {"depart": "2027-01-10"},
    {"shipment": BOX},
    {"shipment": BOX, "by": "cost"},
]
RANDOM: list[dict[str, Any]] = [
    {},
    {"level": "low"},
    {"level": "high", "modes": ["rail", "road", "ferry"]},
    {"avoid": co.Avoid(countries={"GE"})},
]
ENDS = ["China", "Xi'an", "Aktau", "Baku", "Istanbul", "Duisburg", "Poti"]


@pytest.fixture(autouse=True, scope="module")
def _arrays_for_any_number() -> Iterator[None]:
    with mock.patch.object(totals, "FEW", 0):
        yield


def test_a_few_questions_are_searched_one_by_one() -> None:
    with mock.patch.object(totals, "FEW", 20):
        net = fresh()
        few = co.od_matrix(net, ENDS[:3], ENDS[3:], detail="totals")
        assert not net.memory(totals._ARRAYS)
    assert few == co.od_matrix(net, ENDS[:3], ENDS[3:], detail="totals")
    assert net.memory(totals._ARRAYS)


def fresh() -> co.Network:
    """Return the network with nothing remembered of searches."""
    return NET.with_file(NET.file)


@functools.cache
def routes_of(names: tuple[str, ...]) -> co.Answers:
    return co.od_matrix(NET, names, names)


def check(summed: co.Answers, routes: co.Answers) -> None:
    assert len(summed) == len(routes)
    for one, other in zip(summed, routes, strict=True):
        assert {name: one[name] for name in SAME} == {name: other[name] for name in SAME}
        assert one["lost_h"] == other["lost_h"]
        assert one["reason"] == other["reason"]
        assert not {"legs", "corridors", "countries"} & set(one)


@pytest.mark.parametrize("limits", ASKED, ids=lambda limits: "-".join(limits) or "plain")
def test_totals_of_a_matrix_are_those_of_its_routes(limits: dict[str, Any]) -> None:
    some = ENDS[:4] if len(limits) else ENDS
    summed = co.od_matrix(NET, some, ENDS[3:], detail="totals", **limits)
    check(summed, co.od_matrix(NET, some, ENDS[3:], **limits))


def test_totals_under_scenarios_are_those_of_the_routes() -> None:
    storm = co.load_scenario("caspian-storm")
    chains = ["China > Türkiye", ("Xi'an", "Baku", "Istanbul"), "Aktau > Baku"]
    check(co.sweep(NET, [storm], chains, detail="totals"), co.sweep(NET, [storm], chains))


def test_totals_of_a_shipment_are_its_cost_and_emissions() -> None:
    (row,) = co.od_matrix(NET, ["Xi'an"], ["Istanbul"], detail="totals", shipment=BOX)
    route = co.find_route(NET, "Xi'an", "Istanbul", shipment=BOX)
    assert route.cost is not None
    assert route.emissions is not None
    assert row["cost"] == route.cost.typical.cents / 100
    assert row["currency"] == "USD"
    assert row["cost_complete"] == route.cost.is_complete
    assert row["co2e_kg"] == int(route.emissions.total) / 1000
    assert row["emissions_complete"] == route.emissions.is_complete


#: What finds totals: code that numba compiles; the same code as it stands; a search
#: of the graph as it is; with classes taken out of it first, one by one, or from a matrix.
SEARCHES: dict[str, list[Any]] = {
    "numba": [(compiled_ways, {"is_worth_while": lambda work: True})],
    "as it stands": [
        (compiled_ways, {"is_worth_while": lambda work: True}),
        (compiled_ways, {"compiled": lambda: compiled_ways.read_goals}),
    ],
    "searched": [(array_trees, {"MANY": 1_000_000})],
    "taken out": [(array_trees, {"MANY": 1, "MATRIX": 0})],
    "matrix": [(array_trees, {"MANY": 1, "DENSE": 1_000_000})],
}


@contextlib.contextmanager
def found_by(search: str) -> Iterator[None]:
    with contextlib.ExitStack() as stack:
        stack.enter_context(mock.patch.object(compiled_ways, "is_worth_while", return_value=False))
        for module, names in SEARCHES[search]:
            stack.enter_context(mock.patch.multiple(module, **names))
        yield


@given(spec=networks(), limits=st.sampled_from(RANDOM), search=st.sampled_from([*SEARCHES]))
def test_totals_on_random_networks_are_those_of_the_routes(
    spec: Any, limits: dict[str, Any], search: str
) -> None:
    """Where the route found first passes a place twice, and where ends are reached by road only."""
    net = co.load_network(dump(spec))
    names = list(spec["nodes"])
    routes = co.od_matrix(net, names, names, **limits)
    with found_by(search):
        check(co.od_matrix(net, names, names, detail="totals", **limits), routes)


@pytest.mark.parametrize("search", SEARCHES)
def test_totals_of_all_nodes_are_those_of_the_routes(search: str) -> None:
    names = [*NET.nodes][::12]
    with found_by(search):
        check(co.od_matrix(fresh(), names, names, detail="totals"), routes_of(tuple(names)))


@pytest.mark.parametrize("search", SEARCHES)
def test_totals_from_a_city_pass_none_of_its_terminals_again(search: str) -> None:
    asked = (["Istanbul", "Baku"], ["Duisburg", "Aktau", "Poti"])
    assert len(NET.directory.endpoint("Istanbul").nodes) > 1
    with found_by(search):
        check(co.od_matrix(fresh(), *asked, detail="totals"), co.od_matrix(NET, *asked))


@pytest.mark.parametrize("sizes", [{"BLOCK": 1}, {"BLOCK": 1, "SEARCHED": 1}], ids=str)
def test_totals_of_blocks_of_goals_are_those_of_all_at_once(sizes: dict[str, Any]) -> None:
    """As many goals as fit are searched together, and fewer are then read together."""
    whole = co.od_matrix(fresh(), ENDS[:4], ENDS[4:], detail="totals")
    with mock.patch.multiple(many_ways, **sizes):
        assert co.od_matrix(fresh(), ENDS[:4], ENDS[4:], detail="totals") == whole


def test_some_of_many_questions_keep_the_points_between() -> None:
    """Questions are split among workers: each part must know its own vias."""
    chains = [["Xi'an", "Baku", "Poti"], ["Aktau", "Baku"], ["Aktau", "Alat", "Poti"]]
    points = [tuple(map(NET.directory.endpoint, chain)) for chain in chains]
    part = totals.Questions.of(points).part(np.array([2, 1]))
    assert [part.points(number) for number in range(2)] == [points[2], points[1]]


@pytest.mark.parametrize("around", [True, False])
def test_a_way_that_passes_a_place_twice_is_no_route(around: bool) -> None:
    """A change of gauge at b takes weeks; by ship to g and back it would not, but is no route."""
    wide: dict[str, Any] = {"distance": {"value": "600 km", "basis": "estimated", "rule": "drawn"}}
    spec: dict[str, Any] = {
        "format": "1",
        "name": "Round",
        "version": "1",
        "as_of": "2026-11-21",
        "nodes": {
            "a": spot("Alpha"), "b": spot("Beta"), "g": spot("Gamma"), "d": spot("Delta"),
            "e": spot("Epsilon"),
        },
        "dwell_defaults": [
            {"inbound": "rail 1435", "outbound": "ferry", "kind": "transshipment"},
            {"inbound": "ferry", "outbound": "rail 1520", "kind": "transshipment"},
            {"inbound": "rail 1435", "outbound": "rail 1520", "kind": "gauge_break"},
        ],
        "legs": {
            "a--b": leg("a", "b", "rail", gauge="1435 mm"),
            "b--g": leg("b", "g"),
            "b--d": leg("b", "d", "rail", gauge="1520 mm"),
            "a--e": leg("a", "e", transit_time="99 h", **wide),
        },
    }  # fmt: skip
    for entry in spec["dwell_defaults"]:
        time = "500 h" if entry["kind"] == "gauge_break" else "1 h"
        entry |= {"time": estimate(time), "node_kind": "city"}
    if around:
        spec["legs"]["e--d"] = leg("e", "d", transit_time="99 h", **wide)
    net = read(spec)
    summed = co.od_matrix(net, ["a"], ["d"], detail="totals")
    assert summed[0]["typical_h"] == (198 if around else 520)
    check(summed, co.od_matrix(net, ["a"], ["d"]))


def test_records_of_totals_are_a_sequence_that_can_be_sent() -> None:
    found = co.od_matrix(NET, ENDS[:3], ENDS[3:], detail="totals")
    assert [*found] == [found[number] for number in range(len(found))] == [*found[:]]
    assert found[-1] == [*found][-1]
    assert pickle.loads(pickle.dumps(found)) == found
    assert found == co.od_matrix(fresh(), ENDS[:3], ENDS[3:], detail="totals")
    assert found != co.od_matrix(NET, ENDS[:3], ENDS[3:], detail="totals", level="high")
    changed = found[0]
    changed["km"] = -1
    assert found[0]["km"] > 0


def test_what_is_no_detail_is_refused() -> None:
    with pytest.raises(co.QuantityError, match="detail"):
        co.od_matrix(NET, ["Aktau"], ["Baku"], detail="total")  # type: ignore[arg-type]


def test_a_graph_that_is_too_dense_is_searched_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """To take nodes out of it would take longer than any search."""
    names = [*NET.nodes][::12]
    monkeypatch.setattr(array_trees, "MOST_SHORTCUTS", 0)
    monkeypatch.setattr(array_trees, "MATRIX", 0)
    assert array_trees.contracted([(a, b, 1) for a in range(3) for b in range(3)], 3) is None
    with found_by("searched"), mock.patch.object(array_trees, "MANY", 1):
        check(co.od_matrix(fresh(), names, names, detail="totals"), routes_of(tuple(names)))


def test_numba_is_loaded_where_it_is_worth_while(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "numba", raising=False)
    worth = compiled_ways.WORTH
    assert [compiled_ways.is_worth_while(work) for work in (worth - 1, worth)] == [False, True]
    assert "numba" not in sys.modules
    monkeypatch.setitem(sys.modules, "numba", None)  # as where it is not installed
    assert not compiled_ways.is_worth_while(worth)


def test_machine_code_is_not_kept_where_there_is_nowhere_to_write(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def njit(*, cache: bool, nogil: bool) -> Any:
        if cache:
            raise RuntimeError("no locator available")
        return lambda function: function

    monkeypatch.setattr("numba.njit", njit)
    assert compiled_ways.compiled.__wrapped__().__name__ == "read_goals"


@pytest.mark.parametrize("limit", [{"MOST_SLOTS": 0}, {"is_worth_while": lambda work: False}])
def test_what_compiled_code_cannot_read_is_read_by_numpy(limit: dict[str, Any]) -> None:
    graph = compile_network(NET)
    trees = array_trees.ArrayTrees(compile_arrays(graph), 1, bytes([True]) * len(graph.vertices))
    assert compiled_ways.kernel(trees, 1_000) is not None
    with mock.patch.multiple(compiled_ways, **limit):
        assert compiled_ways.kernel(trees, 1_000) is None


def test_totals_beyond_a_search_say_so() -> None:
    """Eleven requirements: each pair has the reason, none ends the matrix."""
    many = co.Require(
        legs={"a--b", "b--c", "a--d", "c--d"}, nodes={*"abcd"}, countries={"KZ", "GE", "NO"}
    )
    rows = co.od_matrix(read(detour()), ["a", "b"], ["c"], detail="totals", require=many)
    assert [row["reason"] for row in rows] == ["11 requirements; a search takes at most 8"] * 2


@pytest.mark.parametrize("search", SEARCHES)
def test_totals_round_a_ring_that_takes_no_time_are_those_of_the_routes(search: str) -> None:
    net = read(detour())
    zero: Any = dict.fromkeys(("low", "typical", "high"), co.Duration(0))
    legs = {
        key: replace(leg, transit_time=replace(leg.transit_time, **zero))
        for key, leg in net.legs.items()
    }
    still = net.with_file(replace(net.file, legs=legs))
    names = list("abcd")
    with found_by(search):
        summed = co.od_matrix(still, names, names, detail="totals")
    check(summed, co.od_matrix(still, names, names))


def test_totals_are_printed_as_days_by_chain() -> None:
    found = co.od_matrix(read(detour()), ["a", "b"], ["c"], detail="totals")
    assert found.full().splitlines()[3:5] == [
        "Alpha > Gamma  -          0.8      0.8   0.8     -",
        "Beta > Gamma   -          0.4      0.4   0.4     -",
    ]
