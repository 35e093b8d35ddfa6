"""Measure jobs against named peers and write docs/speed.md: benchmarks/run calls it.

Processor time is measured, of each job and its peer in turn and turn about; shown is the median of
the ratios of a turn. The peers do less: they search a graph of numbers built beforehand, the
library answers by names, with whole routes. Growth is the exponent of the time in the legs between
the two largest networks: 1 is in proportion.
"""

import gc
import math
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple
from unittest import mock

import grids
import million
import networkx as nx
import numpy as np
import trade_offs
import yaml
from first_answer import edges
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra, yen

import corridor as co
import simulation
from corridor.routing.best_route import make_request
from corridor.routing.graph import compiled_ways
from corridor.routing.graph.line_graph import compile_network
from corridor.routing.pareto import front_of
from corridor.routing.search_goal import search_routes

ROOT = Path(__file__).resolve().parents[1]
PATH = ROOT / "docs" / "speed.md"
PAIR = ("Xi'an", "Istanbul")
K, ROUNDS, FEW = 10, 9, 3
COMPARE = ("-m", "corridor", "compare", "China > Türkiye")
HEAD = """# Speed

Processor time of a job divided by that of its peer, both in one run in turn and turn about on
{machine}; medians of {rounds} ratios, of {few} where a turn takes seconds. The peers do less: they
search a graph of numbers that was built beforehand. The library resolves names, and a route is a
whole answer with its evidence. `benchmarks/run` writes this page; times alone say little, since
machines differ and are loaded.
"""
Call = Callable[[], object]


class Row(NamedTuple):
    """One line of the table: a job, its peer, the medians [s], and the ratio aimed at."""

    job: str
    peer: str
    ours: float
    theirs: float
    ratio: float
    goal: str


def used(call: Call) -> float:
    """Return the processor time of a call [s], that of processes it waits for too."""
    before = _spent()
    call()
    return _spent() - before


def _spent() -> float:
    waited = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + waited.ru_utime + waited.ru_stime


def row(job: str, peer: str, goal: str, ours: list[Call], theirs: Call, times: int = 1) -> Row:
    """Measure a job, one call for each turn, beside its peer, called so many times a turn."""
    theirs()
    pairs = []
    for call in ours:
        own = used(call)
        other = used(lambda: [theirs() for _ in range(times)]) / times
        pairs.append((own, other))
    mine, peers = (statistics.median(column) for column in zip(*pairs, strict=True))
    return Row(job, peer, mine, peers, statistics.median(a / b for a, b in pairs), goal)


def start(*words: str, **environment: str) -> None:
    """Run Python on some words; what it prints is dropped."""
    ours = {"PYTHONPATH": str(ROOT / "src")} | environment
    kept = {name: item for name, item in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run([sys.executable, *words], check=True, capture_output=True, env=kept | ours)


def starts(folder: Path) -> Iterator[Row]:
    """Yield the rows of processes: the start, and the first answer."""
    package = folder / "corridor"
    shutil.copytree(
        ROOT / "src" / "corridor", package, ignore=shutil.ignore_patterns("__pycache__")
    )
    shutil.copytree(ROOT / "data", package / "data")
    subprocess.run(
        [sys.executable, ROOT / "scripts" / "ship.py", package / "data" / "quick"], check=True
    )
    wheel = {"PYTHONPATH": str(folder), "XDG_CACHE_HOME": str(folder / "cache")}
    jobs: dict[str, tuple[str, Call]] = {
        "import corridor": ("0.2", partial(start, "-c", "import corridor", **wheel)),
        "corridor --help": ("0.5", partial(start, "-m", "corridor", "--help", **wheel)),
        "corridor compare, what it reads kept": ("0.8", partial(start, *COMPARE, **wheel)),
        "corridor compare, nothing kept": (
            "1.0",
            partial(start, *COMPARE, **wheel | {"CORRIDOR_CACHE": "off"}),
        ),
    }
    for job, (goal, call) in jobs.items():
        call()
        yield row(
            job, "import networkx", goal, [call] * ROUNDS, partial(start, "-c", "import networkx")
        )


def fresh(net: co.Network, count: int) -> list[co.Network]:
    """Return the network compiled anew so many times, with nothing remembered of searches."""
    made = [co.as_of(net, net.as_of) for _ in range(count)]
    for one in made:
        compile_network(one)
    return made


def bundled() -> Iterator[Row]:
    """Yield the rows of the network that comes with the library."""
    net = co.load_network()
    found = list(edges(net, compile_network(net)))
    names = sorted({end for arc in found for end in arc[:2]}, key=str)
    number = {name: place for place, name in enumerate(names)}
    digraph = nx.DiGraph()
    digraph.add_weighted_edges_from(found)
    matrix = _matrix([(number[a], number[b], w) for a, b, w in found], len(names))
    request = make_request(net, PAIR)

    yield row(
        "first route, the whole answer",
        "networkx Dijkstra",
        "2.0",
        [partial(co.find_route, one, *PAIR) for one in fresh(net, ROUNDS)],
        lambda: nx.single_source_dijkstra(digraph, "source", "sink"),
        20,
    )
    yield row(
        f"{K} best paths",
        "scipy Yen",
        "1.0",
        [partial(_paths, one, request) for one in fresh(net, ROUNDS)],
        lambda: yen(matrix, number["source"], number["sink"], K),
        20,
    )


def simulations() -> Iterator[Row]:
    """Yield the rows of 10,000 shipments that each take the best route of their run."""
    net, ends = co.load_network(), " > ".join(PAIR)
    loop = simulation.looped(net, ends)
    yield row(
        "10,000 runs with re-routing, drawn and routed",
        "rustworkx Dijkstra, run by run, drawn beforehand",
        "0.3",
        [partial(simulation.simulated, net, ends, "best")] * FEW,
        loop.least,
    )
    grid = grids.grid(1_000)
    first, *_, last = grid.nodes
    ends = f"{first} > {last}"
    yield row(
        "10,000 runs with re-routing on 1,000 legs, all of use",
        "the same runs on one route",
        "5",
        [partial(simulation.simulated, grid, ends, "best")] * ROUNDS,
        partial(simulation.simulated, grid, ends, "fixed"),
        FEW,
    )


def alone() -> Iterator[tuple[str, float, str]]:
    """Yield jobs without a peer: what each takes [s], and the goal."""
    net = co.load_network()
    co.find_route(net, *PAIR)
    thousand = used(lambda: [co.find_route(net, *PAIR) for _ in range(1_000)])
    yield "the same route again", thousand / 1_000, "2 µs"
    yield _front(trade_offs.priced(net), "Xi'an", "Duisburg", "bundled, priced everywhere", "5 ms")
    large = trade_offs.grid()
    for apart in (8, 12):
        end = f"n{20 + apart}-{20 + apart}"
        yield _front(large, "n20-20", end, f"10,000 legs, {apart} by {apart} apart", "100 ms")


def _front(
    net: co.Network, origin: str, destination: str, where: str, goal: str
) -> tuple[str, float, str]:
    request = make_request(net, (origin, destination), shipment=trade_offs.BOX)
    count = len(front_of(net, request, trade_offs.BY))
    taken = [used(lambda: front_of(net, request, trade_offs.BY)) for _ in range(ROUNDS)]
    job = f"{count} compromises of time, cost and emissions, {where}"
    return job, statistics.median(taken), goal


def _paths(net: co.Network, request: object) -> list[object]:
    return list(islice(search_routes(net, request), K))  # type: ignore[arg-type]


def _matrix(arcs: list[tuple[int, int, int]], count: int) -> csr_array:
    """Return arcs for scipy, which reads a stored zero as no arc."""
    rows, columns, weights = zip(*arcs, strict=True)
    places = (np.array(rows, np.int32), np.array(columns, np.int32))
    return csr_array((np.maximum(weights, 1), places), shape=(count, count), dtype=float)


def matrices(legs: int, ends: int, goals: tuple[str, str]) -> Iterator[Row]:
    """Yield the rows of an O-D matrix, read by numpy and by what numba compiles."""
    for search, goal in zip(("plain", "fast"), goals, strict=True):
        nets = [grids.grid(legs) for _ in range(FEW)]
        names = [*nets[0].nodes]
        step = len(names) // (2 * ends)
        origins, destinations = names[:: 2 * step][:ends], names[step :: 2 * step][:ends]
        graph = compile_network(nets[0])
        matrix = _matrix(grids.arcs(graph), len(graph.vertices))
        chosen = mock.Mock(return_value=search == "fast")
        with mock.patch.object(compiled_ways, "is_worth_while", chosen):
            for net in nets:  # the peer's graph is built beforehand too; numba has compiled
                co.od_matrix(net, names[:5], names[-5:], detail="totals")
            yield row(
                f"O-D matrix {ends:,} x {ends:,} on {legs:,} legs, totals, {search}",
                "scipy csgraph, distances alone",
                goal,
                [
                    partial(co.od_matrix, one, origins, destinations, detail="totals")
                    for one in nets
                ],
                partial(dijkstra, matrix, indices=list(range(ends))),
                FEW if legs < 10_000 else 1,
            )


def thousands() -> Iterator[Row]:
    """Yield the rows of a network of 10,000 legs."""
    net = grids.grid(10_000)
    graph = compile_network(net)
    text = co.to_yaml(net).encode()
    first, *_, last = net.nodes
    request = make_request(net, (first, last))
    source, sink = len(graph.vertices), len(graph.vertices) + 1
    # the peer's arcs lead from the end to the beginning
    found = grids.arcs(graph)
    found += [(sink, number, 1) for number in graph.arriving[last]]
    found += [
        (number, source, int(graph.vertices[number].leg.transit_time.typical))
        for number in graph.leaving[first]
    ]
    matrix = _matrix(found, len(graph.vertices) + 2)
    yield row(
        f"{K} best paths on 10,000 legs",
        "scipy Yen",
        "0.5",
        [partial(_paths, one, request) for one in fresh(net, FEW)],
        lambda: yen(matrix, sink, source, K),
    )
    yield row(
        "load 10,000 legs of YAML, checked",
        "PyYAML's C parser",
        "1.2",
        [partial(co.load_network, text)] * FEW,
        lambda: yaml.load(text, Loader=yaml.CSafeLoader),
    )


def _made(nodes: grids.Table, legs: grids.Table) -> co.Network:
    return co.from_tables(nodes, legs, name="Grid", version="1", as_of="2026-01-01")


def _hold(held: list[co.Network], made: Callable[[], co.Network]) -> None:
    """Make a network and keep it; that its objects are looked through once is part of it."""
    held.append(made())
    gc.collect()


def growth(sizes: list[int]) -> Iterator[tuple[str, list[float], float]]:
    """Yield jobs with their times on networks of several sizes [s], and the exponent."""
    times: dict[str, list[float]] = {}
    legs = []
    _made(*grids.tables(sizes[0]))  # what is imported for the first is no part of it
    for size in sizes:
        nodes, drawn = grids.tables(size)
        legs.append(len(drawn))
        made = partial(_made, nodes, drawn)
        held: list[co.Network] = []
        gc.collect()
        times.setdefault("load tables, checked", []).append(used(partial(_hold, held, made)))
        (net,) = held
        first, *others = net.nodes
        goals = others[:: max(1, len(others) // 50)]
        jobs: dict[str, Call] = {
            "compile": partial(compile_network, net),
            "first route": partial(co.find_route, net, first, others[-1]),
            "row of a matrix, 50 origins": partial(
                co.od_matrix, net, goals[:50], [first], detail="totals"
            ),
        }
        for job, call in jobs.items():
            gc.collect()  # what an earlier job left to collect is not this one's
            times.setdefault(job, []).append(used(call))
    for job, found in times.items():
        exponent = math.log(found[-1] / found[-2]) / math.log(legs[-1] / legs[-2])
        yield job, found, exponent


def shown(seconds: float) -> str:
    """Return a time in the unit that suits it."""
    unit, scale = next(
        pair
        for pair in (("s", 1), ("ms", 1e3), ("µs", 1e6))
        if seconds * pair[1] >= 1 or pair[0] == "µs"
    )
    return f"{seconds * scale:.3g} {unit}"


def page(rows: list[Row], sizes: list[int]) -> str:
    """Return the page: the ratios, then the growth."""
    machine = f"{os.cpu_count()} cores, Python {platform.python_version()}"
    lines = [HEAD.format(machine=machine, rounds=ROUNDS, few=FEW)]
    lines += ["| job | peer | the job | the peer | ratio | goal |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {item.job} | {item.peer} | {shown(item.ours)} | {shown(item.theirs)} "
        f"| {item.ratio:.2g} | {item.goal} |"
        for item in rows
    ]
    lines += ["", "| job without a peer | time | goal |", "|---|---|---|"]
    lines += [f"| {job} | {shown(taken)} | {goal} |" for job, taken, goal in alone()]
    lines += ["", f"| growth | {' | '.join(f'{size:,} legs' for size in sizes)} | exponent |"]
    lines += ["|---|" + "---|" * (len(sizes) + 1)]
    lines += [
        f"| {job} | {' | '.join(map(shown, found))} | {exponent:.2f} |"
        for job, found, exponent in growth(sizes)
    ]
    return "\n".join(lines) + "\n"


def largest() -> str:
    """Return the lines on a million legs: the time of each step, and the peak of the memory."""
    found = million.measured(1_000_000)
    few = 1_000
    compiled, hierarchy = million.hierarchy(few)
    route, peer, near = found["route"], found["peer"], found["same_goal"]
    beside = [
        (f"one route at {found['legs']:,.0f} legs", "scgraph's Dijkstra", route, peer, "1.0"),
        ("another route to the same place", "scgraph's Dijkstra", near, peer, "1.0"),
        (f"compile {few:,} legs", "scgraph's contraction hierarchy", compiled, hierarchy, "0.1"),
    ]
    lines = ["| job | peer | the job | the peer | ratio | goal |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {job} | {other} | {shown(ours)} | {shown(theirs)} | {ours / theirs:.2g} | {goal} |"
        for job, other, ours, theirs, goal in beside
    ]
    lines += [
        "",
        "The peer is given the same line graph. Its hierarchy takes minutes on 10,000 legs; its",
        "search in buckets, and its searches of a graph of plain nodes, are quicker.",
        "",
    ]
    lines += [f"| {found['legs']:,.0f} legs of Parquet | time | memory so far |", "|---|---|---|"]
    steps = {
        "load": "load tables, checked",
        "compile": "compile",
        "route": f"first route, of {found['legs_of_route']:,.0f} legs",
    }
    more = {"same_start": "another from the same place", "near": "one between near places"}
    lines += [
        f"| {job} | {shown(found[step])} | {found[f'{step}_mb'] / 1000:.2g} GB |"
        for step, job in steps.items()
    ]
    lines += [f"| {job} | {shown(found[step])} | |" for step, job in more.items()]
    return "\n".join(["", *lines]) + "\n"


def main() -> None:
    """Measure everything, and write the page."""
    sizes = [100, 1_000, 10_000, *([100_000] if "--large" in sys.argv[1:] else [])]
    with tempfile.TemporaryDirectory() as folder:
        rows = [*starts(Path(folder)), *bundled(), *matrices(1_000, 100, ("2", "0.5"))]
        rows += [*matrices(10_000, 1_000, ("1.5", "0.2")), *thousands(), *simulations()]
    more = largest() if "--million" in sys.argv[1:] else ""
    PATH.write_text(page(rows, sizes) + more, encoding="utf-8")
    print(PATH.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main()
