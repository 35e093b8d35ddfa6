"""Measure the ten best routes of one pair against the peers' ten shortest paths.

Run it from the repository, with the extra bench: .venv/bin/python benchmarks/best_few.py

The peers, networkx's shortest_simple_paths and scipy's Yen, work on the same line graph, built
beforehand, and return paths that may pass a place twice; `find_routes` leaves those out, resolves
the names and builds whole answers. The best path's time must be the same everywhere.
"""

import statistics
import time
from collections.abc import Callable
from itertools import islice

import networkx as nx  # type: ignore[import-untyped]  # networkx ships no types
import numpy as np
from first_answer import edges
from scipy.sparse import csr_array  # type: ignore[import-untyped]  # scipy ships no types
from scipy.sparse.csgraph import yen  # type: ignore[import-untyped]  # scipy ships no types

import corridor as co
from corridor.linegraph import compile_network

ORIGIN, DESTINATION = "Xi'an", "Istanbul"
K, CALLS = 10, 30


def median_time(call: Callable[[], object]) -> float:
    """Return the median time [s] of several calls."""
    times = []
    for _ in range(CALLS):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> None:
    """Print our time and the peers', with the ratios."""
    net = co.load_network()
    graph = compile_network(net)
    arcs = list(edges(net, graph))
    names = sorted({end for arc in arcs for end in arc[:2]}, key=str)
    number = {name: place for place, name in enumerate(names)}
    digraph = nx.DiGraph()
    digraph.add_weighted_edges_from(arcs)
    rows, columns, weights = zip(*((number[a], number[b], w) for a, b, w in arcs), strict=True)
    # scipy reads a stored zero as no arc: one second more on the arcs into the sink
    shape = (len(names), len(names))
    places = (np.array(rows, np.int32), np.array(columns, np.int32))
    matrix = csr_array((np.maximum(weights, 1), places), shape=shape, dtype=float)

    def ours() -> co.Alternatives:
        fresh = co.as_of(net, net.as_of)
        compile_network(fresh)
        start = time.perf_counter()
        found = co.find_routes(fresh, ORIGIN, DESTINATION, limit=K)
        spent.append(time.perf_counter() - start)
        return found

    def by_networkx() -> list[list[object]]:
        return list(islice(nx.shortest_simple_paths(digraph, "source", "sink", "weight"), K))

    def by_scipy() -> object:
        return yen(matrix, number["source"], number["sink"], K)[0]

    spent: list[float] = []
    best = int(ours()[0].transit_time.typical)
    if best != nx.path_weight(digraph, by_networkx()[0], "weight"):
        raise SystemExit("the best path differs from networkx's")
    for _ in range(CALLS):
        ours()
    first = statistics.median(spent)
    again = median_time(lambda: co.find_routes(net, ORIGIN, DESTINATION, limit=K))
    peers = {"networkx": median_time(by_networkx), "scipy, Yen": median_time(by_scipy)}
    print(f"the {K} best routes {ORIGIN} > {DESTINATION}, {len(names)} vertices, {len(arcs)} arcs")
    print(f"{'':<44}{'ms':>8}  {'first/peer':>10}  {'again/peer':>10}")
    print(f"{'find_routes, first on a compiled network':<44}{first * 1e3:>8.2f}")
    print(f"{'find_routes, again (reverse tree known)':<44}{again * 1e3:>8.2f}")
    for name, spent_there in peers.items():
        ratios = f"{first / spent_there:>10.2f}  {again / spent_there:>10.2f}"
        print(f"  peer: {name:<36}{spent_there * 1e3:>8.2f}  {ratios}")


if __name__ == "__main__":
    main()
