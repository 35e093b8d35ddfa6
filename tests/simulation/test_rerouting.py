"""The best route of every run: held against every route, one by one, on the same draws."""

import math
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
from support.small import ROW, chain, read
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


def loop() -> co.Network:
    """Rail to ferry takes long at A; by road around C and E it is quick, but A comes twice."""
    fast = {"low": "8 h", "typical": "9 h", "high": "12 h", "sources": ["atlas"]}
    slow = {"low": "90 h", "typical": "95 h", "high": "99 h", "sources": ["atlas"]}
    by_road = [("rail 1520", "road"), ("road", "ferry"), ("road", "road")]
    dwells = [(*sides, fast) for sides in by_road] + [("rail 1520", "ferry", slow)]
    nodes = {
        name: {
            "name": name.upper(),
            "country": "KZ",
            "kind": "seaport",
            "location": {"lat": f"{40 + 0.5 * number}", "lon": "50", "sources": ["atlas"]},
            "dwell": [
                {"inbound": one, "outbound": other, "kind": "transshipment", "time": time}
                for one, other, time in dwells
            ],
        }
        for number, name in enumerate("oaced")
    }
    legs = {
        f"{one}--{other}": {
            "origin": one,
            "destination": other,
            "mode": mode,
            "one_way": "true",
            "distance": {"value": "300 km", "sources": ["atlas"]},
            "transit_time": fast,
        }
        | ({"gauge": "1520 mm"} if mode == "rail" else {})
        for one, other, mode in (
            ("o", "a", "rail"),
            ("a", "c", "road"),
            ("c", "e", "road"),
            ("e", "a", "road"),
            ("a", "d", "ferry"),
        )
    }
    head = {"format": "1", "name": "Loop", "version": "1", "as_of": "2026-01-01"}
    sources = {"sources": {"atlas": {"title": "Atlas", "publisher": "Nobody"}}}
    return read(head | sources | {"nodes": nodes, "legs": legs})


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
