"""Load a network from Parquet tables, answer one pair, and say what it takes: a million legs.

Each step is measured in a process of its own, so that the memory of the tables' making does not
count. The peer is scgraph, whose compiled searches answer on the same line graph, which it is given
ready made; its contraction hierarchy is compared on a thousand legs, since it takes minutes on ten
thousand. `benchmarks/run --million` writes the figures into docs/speed.md.
"""

import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any

import grids
import pyarrow as pa
from pyarrow import parquet
from scgraph import Graph

import corridor as co
from corridor.routing.graph.line_graph import LineGraph, compile_network

ROWS = 50_000
ROUNDS = 5
#: The memory that a process may take [bytes].
MOST = 10 * 10**9


def write(legs: int, folder: Path) -> None:
    """Write the tables of a grid of so many legs, a piece at a time."""
    for name, rows in zip(("nodes", "legs"), grids.rows(legs), strict=True):
        writer = None
        for piece in _pieces(rows):
            writer = writer or parquet.ParquetWriter(folder / f"{name}.parquet", piece.schema)
            writer.write_table(piece)
        if writer:
            writer.close()


def _pieces(rows: Iterator[dict[str, Any]]) -> Iterator[pa.Table]:
    while held := list(islice(rows, ROWS)):
        yield pa.Table.from_pylist(held)


def answer(folder: Path) -> dict[str, float]:
    """Return the processor time of each step [s], and the peak of the memory [MB]."""
    found: dict[str, float] = {"before_mb": _peak()}
    start = time.process_time()
    net = co.from_tables(
        folder / "nodes.parquet", folder / "legs.parquet", name="Grid", version="1",
        as_of="2026-01-01",
    )  # fmt: skip
    found |= {"legs": len(net.legs), "load": time.process_time() - start, "load_mb": _peak()}
    start = time.process_time()
    graph = compile_network(net)
    found |= {"compile": time.process_time() - start, "compile_mb": _peak()}
    nodes = [*net.nodes]
    start = time.process_time()
    route = co.find_route(net, nodes[0], nodes[-1])
    found |= {"route": time.process_time() - start, "route_mb": _peak()}
    for job, ends in {"same_goal": (1, -1), "same_start": (0, -2), "near": (5, 70)}.items():
        start = time.process_time()
        co.find_route(net, nodes[ends[0]], nodes[ends[1]])
        found[job] = time.process_time() - start
    peer = Graph(_rows(graph, nodes[0], nodes[-1]))
    search = partial(peer.dijkstra, len(graph.vertices), len(graph.vertices) + 1)
    taken = [_used(search) for _ in range(ROUNDS)]
    if search()["length"] != route.transit_time.typical:
        raise SystemExit("two answers")
    return found | {"peer": statistics.median(taken), "legs_of_route": len(route.legs)}


def _used(call: Callable[[], object]) -> float:
    start = time.process_time()
    call()
    return time.process_time() - start


def _rows(graph: LineGraph, first: str, last: str) -> list[dict[int, int]]:
    """Return the line graph for the peer: what follows each vertex, and in what time [s].

    Behind the vertices stand the origin and the destination.
    """
    seconds = [int(vertex.leg.transit_time.typical) for vertex in graph.vertices]
    rows = [
        {after: (arc.weights[grids.TYPICAL] >> 16) + seconds[after] for after, arc in row}
        for row in graph.out
    ]
    rows += [{number: seconds[number] for number in graph.leaving[first]}, {}]
    for number in graph.arriving[last]:
        rows[number][len(rows) - 1] = 0
    return rows


def hierarchy(legs: int) -> tuple[float, float]:
    """Return how long compiling so many legs takes, and the peer's contraction hierarchy [s]."""
    net = grids.grid(legs)
    taken = [_used(partial(compile_network, co.as_of(net, net.as_of))) for _ in range(ROUNDS)]
    graph = compile_network(net)
    peer = Graph(_rows(graph, *(min(net.nodes), max(net.nodes))))
    return statistics.median(taken), _used(peer.create_contraction_hierarchy)


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def measured(legs: int) -> dict[str, float]:
    """Return what `answer` finds of a grid of so many legs."""
    with tempfile.TemporaryDirectory() as folder:
        for step in ("write", "answer"):
            words = [sys.executable, __file__, step, str(legs), folder]
            done = subprocess.run(words, check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    """Do one step in this process, its memory bounded; without words, all of a million legs."""
    if len(sys.argv) < 4:
        print(measured(int(sys.argv[1]) if sys.argv[1:] else 1_000_000))
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST, MOST))
    step, legs, folder = sys.argv[1], int(sys.argv[2]), Path(sys.argv[3])
    if step == "write":
        write(legs, folder)
    else:
        print(json.dumps(answer(folder)))


if __name__ == "__main__":
    main()
