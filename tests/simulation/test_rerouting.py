"""The best route of every run: held against every route, one by one, on the same draws."""

import hashlib
import math
import pickle
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.routing.build_route import build_route
from corridor.routing.graph.k_best_search import Found
from corridor.simulation import rerouting, sampling
from corridor.simulation.distribution import BLOCK, Block
from corridor.simulation.field import Field
from corridor.simulation.field import searched as searched_again
from corridor.simulation.sampling import POLICIES
from support.bundled import bundled_network
from support.meshes import mesh
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
    assert best.ways == tuple(best.ways) == pickle.loads(pickle.dumps(best.ways))
    assert (repr(best.ways), hash(best.ways)) == (repr(tuple(best.ways)), hash(tuple(best.ways)))
    assert best.choice is not None
    for run, number in enumerate(best.choice[:5]):
        way = best.ways[number].route
        assert co.simulate(net, way, **more).times[run] + 3_600 == best.times[run]


def test_a_route_that_passes_a_place_twice_is_searched_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = loop()
    searched: list[co.Network] = []
    exact = searched_again

    def counted(field: Field, times: "Ints") -> Found:
        searched.append(field.net)
        return exact(field, times)

    monkeypatch.setattr(rerouting, "searched", counted)
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


def digest(sim: co.Simulation) -> str:
    """Return a digest of the times of the runs, of their routes, and of the order of the routes."""
    found = hashlib.sha256(sim.times.astype("<i8").tobytes())
    assert sim.choice is not None
    found.update(sim.choice.astype("<i8").tobytes())
    for route, runs in sim.ways:
        found.update(repr(([leg.id for leg in route.legs], runs)).encode())
    return found.hexdigest()[:16]


@pytest.mark.parametrize(
    ("ends", "more", "expected"),
    [
        ("N00 > N55", {}, "54bee8f12c218887"),
        ("N00 > N55", {"from_ready": True, "runs": BLOCK + 700}, "3931e933152997e7"),
        ("N20 > N05 > N53", {}, "7b6293ada6c4b6f7"),
        ("N51 > N15", {"customs": "1 h, 2 h, 9 h"}, "59151cc2069ba99f"),
    ],
)
def test_times_and_routes_are_those_that_were_recorded(
    ends: str, more: dict[str, Any], expected: str
) -> None:
    """The order of routes taken equally often, and which of two equal ones is taken, count too."""
    sim = co.simulate(mesh(), ends, seed=5, policy="best", **{"runs": 600} | more)
    assert digest(sim) == expected


def test_a_later_place_makes_an_earlier_one_quicker(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs that turn back under way are put right, and nothing else is gone through again."""
    passed_on: list[tuple[int, int, int]] = []
    propagate = rerouting._Runs._propagate

    def counted(self: rerouting._Runs, state: int, runs: "Ints", last: int) -> None:
        passed_on.append((state, len(runs), last))
        propagate(self, state, runs, last)

    monkeypatch.setattr(rerouting._Runs, "_propagate", counted)
    co.simulate(mesh(), "N00 > N55", seed=5, policy="best", runs=600)
    assert passed_on
    assert all(state < last for state, _, last in passed_on)
    assert sum(runs for _, runs, _ in passed_on) < 600


def test_memory_is_bounded_by_parts_of_a_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many states need much memory, fewer runs are routed at once, with the same answer."""
    asked: Any = {"seed": 5, "policy": "best", "runs": BLOCK + 700}
    whole = co.simulate(mesh(), "N00 > N55", **asked)
    widths: list[int] = []
    begin = rerouting._Runs.__init__

    def told(self: rerouting._Runs, field: Field, limits: "Ints", kind: "np.dtype[Any]") -> None:
        begin(self, field, limits, kind)
        widths.append(len(limits))
        assert self.times.nbytes + 2 * self.reached.nbytes <= max(
            rerouting.MEMORY, len(limits) * 4_000
        )

    monkeypatch.setattr(rerouting._Runs, "__init__", told)
    monkeypatch.setattr(rerouting, "MEMORY", 3_000_000)
    split = co.simulate(mesh(), "N00 > N55", **asked)
    assert digest(split) == digest(whole)
    assert sum(widths) == BLOCK + 700
    assert max(widths) == 2_048
    monkeypatch.setattr(rerouting, "MEMORY", 1)
    widths.clear()
    assert digest(co.simulate(mesh(), "N00 > N55", **asked)) == digest(whole)
    assert max(widths) == rerouting.FEWEST


def test_a_part_is_drawn_for_the_runs_alone_that_it_can_be_of_use_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    net = mesh()
    drawn: dict[str, int] = {}
    times = Block.times

    def counted(self: Block, part: Any, most: int | None = None) -> Any:
        drawn[part.name] = 600 if most is None else most
        return times(self, part, most)

    monkeypatch.setattr(Block, "times", counted)
    near = co.simulate(net, "N00 > N02", seed=5, runs=600, policy="best")
    assert all(drawn[element.name] == 600 for element, _ in near.elements)
    assert {count for count in drawn.values() if count < 600}
    assert len(drawn) < len(net.legs) / 2


def test_a_route_that_was_taken_is_made_when_it_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[tuple[int, ...]] = []
    build = build_route

    def counted(net: co.Network, request: Any, path: tuple[int, ...]) -> co.Route:
        made.append(path)
        return build(net, request, path)

    monkeypatch.setattr(sampling, "build_route", counted)
    sim = co.simulate(mesh(), "N00 > N55", seed=5, runs=600, policy="best")
    assert made == []
    assert len(sim.ways) > 20
    first, second = sim.ways[:2]
    assert len(made) == 2
    assert (sim.ways[0], sim.ways[1], sim.ways[-len(sim.ways)]) == (first, second, first)
    assert len(made) == 2
    assert sum(runs for _, runs in sim.ways) == 600
    with pytest.raises(IndexError):
        sim.ways[len(sim.ways)]
