"""Load a network from Parquet tables, answer one pair, and say what it takes: a million legs.

Each step is measured in a process of its own, so that the memory of the tables' making does not
count. `benchmarks/run --million` writes the figures into docs/speed.md.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import grids
import pyarrow as pa
from pyarrow import parquet

import corridor as co
from corridor.routing.graph.line_graph import compile_network

ROWS = 50_000
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
    compile_network(net)
    found |= {"compile": time.process_time() - start, "compile_mb": _peak()}
    nodes = [*net.nodes]
    start = time.process_time()
    route = co.find_route(net, nodes[0], nodes[-1])
    found |= {"route": time.process_time() - start, "route_mb": _peak()}
    start = time.process_time()
    co.find_route(net, nodes[1], nodes[-2])
    return found | {"again": time.process_time() - start, "legs_of_route": len(route.legs)}


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
