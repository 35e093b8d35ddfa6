"""Many questions at once: the same answers by one process, by threads, by a pool, by a cluster."""

import multiprocessing
import os
import pickle
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.routing import best_route, direct_routes
from corridor.routing.graph.line_graph import compile_network
from corridor.scenarios import executors as spreading
from corridor.scenarios import matrix
from support.bundled import bundled_network
from support.tasks import LOST, counted, dies_once

#: From Python 3.12 on, forking beside threads is warned of: the pool of a test may do so.
pytestmark = pytest.mark.filterwarnings("ignore:This process:DeprecationWarning")
NET = bundled_network()
CHAINS = ["China > Türkiye", "Xi'an > Poti", ("Xi'an", "Baku", "Istanbul"), "Aktau > Baku"]
STORM = co.load_scenario("caspian-storm")
JAM = co.load_scenario("congestion-2022")
SHUT = co.Scenario("Poti shut").close("poti")
SCENARIOS = [STORM, JAM, SHUT]
ALONE = co.sweep(NET, SCENARIOS, CHAINS)


@pytest.fixture(scope="module", params=["threads", "forked", "spawned"])
def executor(request: pytest.FixtureRequest) -> Iterator[Executor]:
    if request.param == "threads":
        with ThreadPoolExecutor(2) as threads:
            yield threads
        return
    method = {"forked": "fork", "spawned": "spawn"}[request.param]
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"no {method} here")
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context(method)) as pool:
        yield pool


def test_a_sweep_is_each_route_by_itself() -> None:
    nets = {"": NET, **{item.name: item.apply(NET) for item in SCENARIOS}}
    assert [row["scenario"] for row in ALONE] == [name for name in nets for _ in CHAINS]
    for row in ALONE:
        origin, *vias, destination = row["chain"].split(" > ")
        try:
            route = co.find_route(nets[row["scenario"]], origin, destination, via=vias)
        except co.NoRouteError:
            assert not row["found"]
            assert row["typical_h"] is row["lost_h"] is row["legs"] is None
            continue
        assert row["legs"] == " ".join(leg.id for leg in route.legs)
        assert row["typical_h"] == route.transit_time.typical.hours
        base = co.find_route(NET, origin, destination, via=vias).transit_time.typical.hours
        assert row["lost_h"] == pytest.approx(row["typical_h"] - base)
    assert any(not row["found"] for row in ALONE)


def test_whoever_does_it_the_answers_are_the_same(executor: Executor) -> None:
    assert co.sweep(NET, SCENARIOS, CHAINS, executor=executor) == ALONE
    matrix = co.od_matrix(NET, ["Xi'an", "Qingdao"], ["Baku", "Xi'an"], level="low")
    again = co.od_matrix(
        NET, ["Xi'an", "Qingdao"], ["Baku", "Xi'an"], level="low", executor=executor
    )
    assert matrix == again
    assert [row["chain"] for row in matrix] == [
        "Xi'an > Baku", "Qingdao > Baku", "Qingdao > Xi'an",
    ]  # fmt: skip


def test_a_matrix_is_each_route_by_itself() -> None:
    for row in co.od_matrix(NET, ["Xi'an", "Aktau"], ["Istanbul", "Duisburg"], corridor="middle"):
        route = co.find_route(NET, row["origin"], row["destination"], corridor="middle")
        assert row["low_h"] == route.transit_time.low.hours
        assert row["km"] == route.distance.km


def test_a_matrix_of_countries_with_themselves_leaves_out_the_pairs_of_one_country() -> None:
    names = ["China", "Türkiye"]
    rows = co.od_matrix(NET, names, names)
    assert [row["chain"] for row in rows] == ["China > Türkiye", "Türkiye > China"]


def test_answers_are_a_table() -> None:
    frame = co.to_pandas(ALONE)
    assert list(frame["found"]) == [row["found"] for row in ALONE]
    assert co.to_csv(ALONE).count("\n") == len(ALONE) + 1
    assert "China > Türkiye          Caspian storm" in str(ALONE)
    assert str(ALONE).endswith(NET.stamp)
    points = co.to_records(co.criticality(NET, ["Aktau > Baku"], kinds=["legs"]))
    assert {"lost_h", "alternative"} < set(points[0])


def test_progress_is_told() -> None:
    told: list[tuple[int, int]] = []
    co.sweep(NET, [STORM], CHAINS, progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]


def test_a_terminal_is_shown_progress(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    co.sweep(NET, [STORM], ["Aktau > Baku"])
    assert capsys.readouterr().err == ""
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    co.sweep(NET, [STORM], ["Aktau > Baku"])
    assert capsys.readouterr().err == "\r1 of 2\r2 of 2\n"


def test_what_is_wrong_is_said_wherever_it_is_found(executor: Executor) -> None:
    with pytest.raises(co.UnknownPlaceError):
        co.sweep(NET, [], ["Nowhere > Baku"], executor=executor)
    wrong = co.Scenario("wrong").close("nowhere-at-all")
    with pytest.raises(co.ScenarioError) as caught:
        co.sweep(NET, [wrong], CHAINS, executor=executor)
    with pytest.raises(co.ScenarioError) as alone:
        wrong.apply(NET)
    assert str(caught.value) == str(alone.value)
    assert pickle.loads(pickle.dumps(alone.value)).refusals == alone.value.refusals


def test_the_network_is_read_once_in_each_worker(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        answers = spreading.spread(NET, counted, [tmp_path] * 40, pool)
    assert answers == [len(NET.legs)] * 40
    marks = [path.name.split("-")[0] for path in tmp_path.iterdir()]
    assert len(marks) == len(set(marks)) <= 2


def compiled(net: co.Network, task: Path) -> int:
    """Leave a mark for the worker and the compiled graph that it has."""
    graph = compile_network(net)
    (task / f"{os.getpid()}-{id(graph)}").touch()
    return len(graph.vertices)


def test_each_process_compiles_the_network_once_and_it_is_packed_once(
    executor: Executor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not once for each task; threads share the network as it is."""
    packed: list[co.Network] = []
    reduce = co.Network.__reduce__

    def counted(net: co.Network) -> tuple[Any, ...]:
        packed.append(net)
        return reduce(net)

    monkeypatch.setattr(co.Network, "__reduce__", counted)
    net = NET.with_file(NET.file)
    answers = spreading.spread(net, compiled, [tmp_path] * 40, executor)
    assert answers == [len(compile_network(NET).vertices)] * 40
    marks = [path.name.split("-")[0] for path in tmp_path.iterdir()]
    assert len(marks) == len(set(marks)) <= 2
    assert len(packed) == (0 if isinstance(executor, ThreadPoolExecutor) else 1)


class Far(Executor):
    """A worker elsewhere, as far as a thread can stand for it; it keeps the networks it is sent."""

    def __init__(self) -> None:
        self.pool, self.sent = ThreadPoolExecutor(1), list[Any]()

    def submit(self, work: Any, /, *args: Any, **named: Any) -> Any:
        self.sent += [args[0]] if not isinstance(args[0], str) else []
        return self.pool.submit(work, *args, **named)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.pool.shutdown(wait, cancel_futures=cancel_futures)


@pytest.mark.parametrize("is_held", [True, False])
def test_a_worker_that_sees_no_file_gets_the_network_with_one_task(
    is_held: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other tasks find what came with the first; where it was lost, they ask again."""
    monkeypatch.setattr(Path, "read_bytes", lambda self: (_ for _ in ()).throw(OSError()))
    hold = spreading._hold
    with Far() as pool:
        monkeypatch.setattr(
            spreading, "_hold", lambda key, net: hold(key, net) if pool.sent and is_held else None
        )
        assert spreading.spread(NET, legs_of, list(range(9)), pool) == [len(NET.legs)] * 9
    assert len(pool.sent) == (1 if is_held else 9)


def legs_of(net: co.Network, task: int) -> int:
    return len(net.legs)


def test_a_scenario_is_applied_once_for_all_its_tasks(monkeypatch: pytest.MonkeyPatch) -> None:
    applied = []
    apply = co.Scenario.apply

    def counted(scenario: co.Scenario, net: co.Network) -> co.Network:
        applied.append(scenario.name)
        return apply(scenario, net)

    monkeypatch.setattr(co.Scenario, "apply", counted)
    chains = ["Aktau > Baku"] * (2 * matrix.CHUNK + 1)
    found = co.sweep(NET.with_file(NET.file), [STORM, SHUT], chains)
    assert len(found) == 3 * len(chains)
    assert applied == [STORM.name, SHUT.name]


def test_a_task_holds_the_points_that_it_needs() -> None:
    """Of a large matrix each task would else be sent with all of them."""
    names = list(NET.nodes)[:6]
    ends = tuple(map(NET.directory.endpoint, names))
    questions = matrix._questions(ends[:3], ends[3:])
    (part, *_) = (questions.part(group) for group in matrix._groups(questions, 1))
    assert (part.origins, part.destinations) == (ends[:3], ends[3:4])
    assert [part.points(number) for number in range(3)] == [(one, ends[3]) for one in ends[:3]]


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_pool_whose_worker_dies_loses_nothing(tmp_path: Path) -> None:
    tasks = [(tmp_path, number) for number in range(8)]
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(2, mp_context=context) as pool:
        found = spreading.spread(NET, dies_once, tasks, pool)
    assert (tmp_path / LOST).exists()
    assert found == [number * len(NET.legs) for number in range(8)]


def asks_others(cluster: Any, client: Any, tmp_path: Path) -> None:
    executor = client.get_executor()
    assert co.sweep(NET, SCENARIOS, CHAINS, executor=executor) == ALONE
    answers = spreading.spread(NET, counted, [tmp_path] * 20, executor)
    assert answers == [len(NET.legs)] * 20
    marks = [path.name.split("-")[0] for path in tmp_path.iterdir()]
    assert len(marks) == len(set(marks)) <= 2
    tasks = [(tmp_path, number) for number in range(8)]
    found = spreading.spread(NET, dies_once, tasks, executor)
    assert (tmp_path / LOST).exists()
    assert found == [number * len(NET.legs) for number in range(8)]


@pytest.mark.skipif(os.name == "nt", reason="no SIGKILL")
def test_a_real_cluster_gives_the_same_and_loses_nothing(tmp_path: Path) -> None:
    """A local Dask cluster: two processes, one of which is killed in mid-sweep."""
    distributed = pytest.importorskip("distributed")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with (
            distributed.LocalCluster(
                n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
            ) as cluster,
            distributed.Client(cluster) as client,
        ):
            asks_others(cluster, client, tmp_path)


def test_one_pair_that_ends_in_an_error_does_not_cost_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Its row says why, in a matrix and in a comparison."""

    def only_poti(net: co.Network, request: Any) -> Iterator[Any]:
        if request.destination.name == "Poti":
            raise co.LimitError("the search was ended")
        return paths_of(net, request)

    paths_of = direct_routes.paths_of
    monkeypatch.setattr(matrix, "paths_of", only_poti)
    monkeypatch.setattr(best_route, "paths_of", only_poti)
    net = bundled_network()
    rows = co.od_matrix(net, ["Baku"], ["Tbilisi", "Poti"])
    assert [row["reason"] for row in rows] == [None, "the search was ended"]
    assert [row["found"] for row in rows] == [True, False]
    found = co.compare(net, ["Baku > Poti", "Baku > Tbilisi"])
    assert {row.reason for row in found.rows} == {"", "the search was ended"}


ONE = co.Scenario("storm").close("aktau--alat--ferry")
OTHER = co.Scenario("storm").close("kuryk--alat--ferry")
ALIKE = ["storm", " storm", "sto\u200brm", "storm\u3164", "storm\xa0", "\uff53torm"]


@pytest.mark.parametrize("name", ALIKE)
def test_two_scenarios_of_one_name_are_refused(name: str) -> None:
    """A row under a name could be that of either: none may hide the other."""
    other = co.Scenario(name).close("kuryk--alat--ferry")
    for ask in (
        lambda: co.sweep(NET, [ONE, other], ["Khorgos > Baku"]),
        lambda: co.compare(NET, ["Khorgos > Baku"], scenarios=[ONE, other]),
    ):
        with pytest.raises(co.QuantityError) as caught:
            ask()
        assert str(caught.value) == (
            'several scenarios are called "storm"; give each a name of its own, or write a '
            "mapping of names to scenarios"
        )


@pytest.mark.parametrize("name", ["st\u043erm", "\u0455torm", "st\u03bfrm"])
def test_scenarios_whose_names_only_look_alike_are_refused(name: str) -> None:
    """A Cyrillic or Greek letter in a name: the rows of both would read the same."""
    other = co.Scenario(name).close("kuryk--alat--ferry")
    with pytest.raises(co.QuantityError) as caught:
        co.sweep(NET, [ONE, other], ["Khorgos > Baku"])
    assert str(caught.value) == (
        'several scenarios are called "storm", in letters that only look alike; give each a name '
        "of its own, or write a mapping of names to scenarios"
    )
    word = co.Scenario("\u0431\u0443\u0440\u044f").close("kuryk--alat--ferry")
    assert len(co.sweep(NET, [ONE, word], ["Aktau > Baku"])) == 3


def test_two_scenarios_of_one_name_are_told_apart_by_a_mapping() -> None:
    found = co.sweep(NET, {"calm": ONE, "rough": OTHER}, ["Khorgos > Baku"])
    assert [row["scenario"] for row in found] == ["", "calm", "rough"]
    rows = co.compare(NET, ["Khorgos > Baku"], scenarios={"calm": ONE, "rough": OTHER}).rows
    assert [row.scenario for row in rows] == ["", "calm", "rough"]


@pytest.mark.parametrize("name", ["", " ", "\u200b", "\u3164", "\x1b", None, 5, float("nan")])
def test_a_scenario_has_a_name_that_can_be_read(name: Any) -> None:
    with pytest.raises(co.QuantityError, match="name of a scenario is"):
        co.Scenario(name)
    with pytest.raises(co.QuantityError, match="name of scenario 1 is"):
        co.sweep(NET, {name: ONE}, ["Khorgos > Baku"])
    with pytest.raises(co.QuantityError, match="name of scenario 1 is"):
        co.compare(NET, ["Khorgos > Baku"], scenarios={name: ONE})


@pytest.mark.parametrize("wrong", [{ONE}, 5, None, ["storm"], {"storm": "storm"}, ONE])
def test_what_is_no_list_of_scenarios_is_refused(wrong: Any) -> None:
    with pytest.raises(co.QuantityError, match="scenario"):
        co.sweep(NET, wrong, ["Khorgos > Baku"])


@given(st.lists(st.sampled_from([ONE, OTHER, SHUT, JAM, STORM]), max_size=4))
def test_a_sweep_has_a_row_for_every_scenario_or_none(scenarios: list[co.Scenario]) -> None:
    """Nothing is lost: all that was asked is answered, or the question is refused."""
    names = [item.name for item in scenarios]
    if len(set(names)) == len(names):
        found = co.sweep(NET, scenarios, ["Khorgos > Baku"])
        assert [row["scenario"] for row in found] == ["", *names]
    else:
        with pytest.raises(co.QuantityError):
            co.sweep(NET, scenarios, ["Khorgos > Baku"])
