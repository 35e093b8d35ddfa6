"""The best route of every run: held against every route, one by one, on the same draws."""

import math
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.routing.graph.k_best_search import Found
from corridor.simulation import rerouting
from corridor.simulation.sampling import POLICIES
from support.bundled import bundled_network
from support.small import ROW, chain, detour, line, loop, read
from support.strategies import Query, Tree, networks, queries

if TYPE_CHECKING:
    from corridor.simulation.distribution import Ints

RUNS = 60


@given(networks().flatmap(lambda spec: st.tuples(st.just(spec), queries(spec))), st.booleans())
def test_the_best_route_of_a_run_is_the_least_of_all_routes(
    drawn: tuple[Tree, Query], from_ready: bool
) -> None:
    spec, query = drawn
    net = read(spec)
    asked: dict[str, Any] = {"via": query.vias, "modes": query.modes}
    ends = (query.origin, query.destination)
    try:
        every = co.find_routes(net, *ends, limit=1_000, distinct="legs", **asked)
    except co.NoRouteError:
        return
    more: dict[str, Any] = {"seed": 3, "runs": RUNS, "from_ready": from_ready}
    every_time = [co.simulate(net, route, **more).times for route in every]
    best = co.simulate(net, next(iter(every)), policy="best", customs="1 h", **more)
    assert (best.times == np.min(every_time, axis=0) + 3_600).all()
    assert sum(way.runs for way in best.ways) == RUNS
    assert best.choice is not None
    for run, number in enumerate(best.choice[:5]):
        way = best.ways[number].route
        assert co.simulate(net, way, **more).times[run] + 3_600 == best.times[run]


def test_a_route_that_passes_a_place_twice_is_searched_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = loop()
    searched: list[co.Network] = []
    exact = rerouting._searched

    def counted(field: rerouting.Field, times: "Ints") -> Found:
        searched.append(field.net)
        return exact(field, times)

    monkeypatch.setattr(rerouting, "_searched", counted)
    asked: dict[str, Any] = {"seed": 1, "runs": 50, "modes": ("rail", "road", "ferry")}
    fixed, best = (co.simulate(net, "O > D", policy=policy, **asked) for policy in POLICIES)
    assert len(searched) == 50
    assert (best.times == fixed.times).all()


def test_rerouting_gains_and_its_tail_is_whole() -> None:
    net = bundled_network()
    fixed, best = (
        co.simulate(net, "Xi'an > Duisburg", seed=7, runs=2_000, corridor="middle", policy=policy)
        for policy in POLICIES
    )
    assert (best.times <= fixed.times).all()
    assert len(best.ways) > 5
    assert fixed.regret(best) == round(int((fixed.times - best.times).sum()) / 2_000)
    assert best.regret(fixed) == 0
    assert math.isclose(sum(item.share for item in best.tail), 1)
    assert best.route.legs == fixed.route.legs


def test_longer_runs_begin_as_shorter_ones_when_rerouted() -> None:
    net = bundled_network()
    asked: dict[str, Any] = {"seed": 7, "corridor": "middle", "policy": "best"}
    short = co.simulate(net, "Xi'an > Baku", runs=100, **asked)
    long = co.simulate(net, "Xi'an > Baku", runs=9_000, **asked)
    assert (long.times[:100] == short.times).all()


def test_a_limit_of_one_route_is_refused() -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.simulate(chain(*ROW), "A > D", seed=1, policy="best", max_transfers=3)
    assert str(caught.value) == "max_transfers is a limit of a route; policy best has no single one"


def test_what_needs_road_is_rerouted_by_road_too() -> None:
    by_road = read(line("road"))
    fixed, best = (
        co.simulate(by_road, "Alpha > Gamma", seed=1, runs=20, policy=policy) for policy in POLICIES
    )
    assert fixed.route.modes == ("road",)
    assert (best.times == fixed.times).all()


def test_runs_begin_where_it_is_quickest_at_the_time() -> None:
    """The region's C has a ship in a month; the service from A passes C without a wait there."""
    waits = {"headway": {"value": "60 days", "basis": "assumed", "rule": "drawn"}}
    spec = line()
    gateways = [{"node": node, "mode": "ferry"} for node in "ab"]
    spec["regions"] = {"east": {"name": "East", "gateways": gateways}}
    for leg in spec["legs"].values():
        leg["service"] = "Liner"
    spec["legs"]["b--c"] |= waits
    asked: Any = {"seed": 1, "runs": 20, "policy": "best", "from_ready": True}
    best = co.simulate(read(spec), "East > Gamma", **asked)
    assert [(way.runs, [leg.id for leg in way.route.legs]) for way in best.ways] == [
        (20, ["a--b", "b--c"])
    ]


def test_progress_is_told_to_the_last_run() -> None:
    net = chain(*ROW)
    for policy in POLICIES:
        told: list[tuple[int, int]] = []
        progress = partial(tell, told)
        co.simulate(net, "A > D", seed=1, runs=50, policy=policy, progress=progress)
        assert told[-1] == (50, 50)


def tell(told: list[tuple[int, int]], done: int, runs: int) -> None:
    told.append((done, runs))


def test_a_rerouted_simulation_says_which_ways_its_runs_took() -> None:
    """Two ways of which either may be the quicker one: each has its share of the runs."""
    spec = detour()
    for leg in spec["legs"].values():
        leg["transit_time"] = {"low": "10 h", "typical": "20 h", "high": "90 h",
                               "basis": "assumed", "rule": "drawn"}  # fmt: skip
    sim = co.simulate(read(spec), "Alpha > Gamma", seed=1, runs=200, policy="best")
    ways = {tuple(leg.id for leg in way.route.legs): way.runs for way in sim.ways}
    assert ways == {("a--d", "c--d"): 107, ("a--b", "b--c"): 93}
    assert sim.full().splitlines()[14:17] == [
        "taken    54 % Alpha ~ Gamma (a--d, c--d)",
        "         46 % Alpha ~ Gamma (Blue Rail, b--c)",
        "         2 routes in all: each run takes its best, known only afterwards",
    ]
