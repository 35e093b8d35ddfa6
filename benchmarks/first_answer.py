"""Measure how long a user waits for the first answer, and for the next one.

Run it from the repository: .venv/bin/python benchmarks/first_answer.py

Times are medians, beside the times aimed at on a desk computer. The first four are taken in fresh
processes, so that a first call is a first call. The peer is networkx: its Dijkstra on the same line
graph, built beforehand, with the same answer; and the bare import of it, as the price of starting a
process. `find_route` resolves the names, searches and builds the whole answer; the peer only
searches. "of peer" is our time divided by the peer's.
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import sysconfig
import time
from collections.abc import Callable, Iterator
from functools import partial

import networkx as nx

import corridor as co
from corridor.routing.graph.line_graph import TRANSFER_BITS, LineGraph, compile_network

ORIGIN, DESTINATION = "Xi'an", "Istanbul"
MODES = {"rail", "ferry", "sea"}
TYPICAL = 1
RUNS, CALLS = 11, 1000
Vertex = int | str


def clock(call: Callable[[], object]) -> float:
    """Return how long one call takes [s]."""
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def first_answer() -> list[float]:
    """Time what the first answer needs, in this process: read, compile, find, find again."""
    networks: list[co.Network] = []
    reading = clock(lambda: networks.append(co.load_network()))
    net = networks[0]

    def find() -> co.Route:
        return co.find_route(net, ORIGIN, DESTINATION)

    compiling, finding = clock(lambda: compile_network(net)), clock(find)
    again = statistics.median(clock(find) for _ in range(CALLS))
    return [reading, compiling, finding, again]


def run(*command: str, cache: str = "off") -> str:
    """Run a command and return what it prints; by default it reads files anew."""
    environment = os.environ | {"CORRIDOR_CACHE": cache}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return done.stdout


def edges(net: co.Network, graph: LineGraph) -> Iterator[tuple[Vertex, Vertex, int]]:
    """Yield the line graph with a source before the origin and a sink behind the destination."""
    seconds = [vertex.leg.transit_time.typical for vertex in graph.vertices]
    used = {number for number, item in enumerate(graph.vertices) if item.leg.mode in MODES}
    for number in sorted(used):
        for after, arc in graph.out[number]:
            if after in used:
                yield number, after, (arc.weights[TYPICAL] >> TRANSFER_BITS) + seconds[after]
        if graph.vertices[number].origin in net.places["xian-city"].nodes:
            yield "source", number, seconds[number]
        if graph.vertices[number].destination in net.places["istanbul"].nodes:
            yield number, "sink", 0


def peer() -> float:
    """Time networkx's Dijkstra on the same graph; its answer must be ours."""
    net = co.load_network()
    graph = nx.DiGraph()
    graph.add_weighted_edges_from(edges(net, compile_network(net)))

    def search() -> int:
        return int(nx.single_source_dijkstra(graph, "source", "sink")[0])

    ours = int(co.find_route(net, ORIGIN, DESTINATION).transit_time.typical)
    if search() != ours:
        raise SystemExit(f"two answers: networkx {search()} s, corridor {ours} s")
    return statistics.median(clock(search) for _ in range(CALLS // 10))


def process_starts() -> tuple[float, float, float]:
    """Time `corridor compare` (cache warm, without) and `import networkx`, turn and turn about."""
    command = shutil.which("corridor", path=sysconfig.get_path("scripts"))
    if command is None:
        raise SystemExit("the command corridor is not installed beside this Python")
    words = (command, "compare", "China > Türkiye")
    calls = (
        partial(run, *words, cache="on"),
        partial(run, *words),
        partial(run, sys.executable, "-c", "import networkx"),
    )
    for call in calls:  # the first run of each fills the caches
        call()
    rounds = [[clock(call) for call in calls] for _ in range(RUNS)]
    warm, cold, theirs = (statistics.median(column) for column in zip(*rounds, strict=True))
    return warm, cold, theirs


def show(name: str, seconds: float, target: str = "", ratio: float | None = None) -> None:
    """Print one line of the table."""
    unit, scale = next(
        (unit, scale)
        for unit, scale in (("s ", 1), ("ms", 1e3), ("µs", 1e6), ("ns", 1e9))
        if seconds * scale >= 0.1 or unit == "ns"
    )
    of_peer = "" if ratio is None else f"{ratio:.3f}" if ratio < 0.1 else f"{ratio:.1f}"
    print(f"{name:<42}{seconds * scale:>8.2f} {unit}  {target:>9}  {of_peer:>8}".rstrip())


def main() -> None:
    """Print the table."""
    if sys.argv[1:] == ["--once"]:
        print(json.dumps(first_answer()))
        return
    samples = [json.loads(run(sys.executable, __file__, "--once")) for _ in range(RUNS)]
    reading, compiling, finding, again = (
        statistics.median(column) for column in zip(*samples, strict=True)
    )
    dijkstra = peer()
    warm, cold, theirs = process_starts()
    print(f"{'':<42}{'time':>8}     {'target':>9}  {'of peer':>8}")
    show("read and validate the bundled network", reading, "< 0.25 s ")
    show("compile its line graph", compiling, "< 3 ms")
    show(f"first find_route, {ORIGIN} > {DESTINATION}", finding, "< 1 ms", finding / dijkstra)
    show("the same find_route again", again, "< 5 µs", again / dijkstra)
    show("  peer: networkx Dijkstra, same line graph", dijkstra)
    show("process: corridor compare, cache warm", warm, "<= peer", warm / theirs)
    show("process: corridor compare, without cache", cold, "<= 1.5 x", cold / theirs)
    show('  peer: python -c "import networkx"', theirs)


if __name__ == "__main__":
    main()
