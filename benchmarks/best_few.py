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

import networkx as nx
import numpy as np
from first_answer import edges
from scipy.sparse import csr_array
from scipy.sparse.csgraph import yen

import corridor as co
from corridor.routing.best_route import make_request
from corridor.routing.graph.line_graph import compile_network
from corridor.routing.search_goal import search_routes

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


def compiled(net: co.Network) -> co.Network:
    """Return the network compiled anew, with nothing remembered of earlier searches."""
    fresh = co.as_of(net, net.as_of)
    compile_network(fresh)
    return fresh


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

    request = make_request(net, (ORIGIN, DESTINATION))

    def paths(on: co.Network) -> object:
        return list(islice(search_routes(on, request), K))

    def answers() -> co.Alternatives:
        return co.find_routes(net, ORIGIN, DESTINATION, limit=K, distinct="legs")

    def by_networkx() -> list[list[object]]:
        return list(islice(nx.shortest_simple_paths(digraph, "source", "sink", "weight"), K))

    def by_scipy() -> object:
        return yen(matrix, number["source"], number["sink"], K)[0]

    best = int(answers()[0].transit_time.typical)
    if best != nx.path_weight(digraph, by_networkx()[0], "weight"):
        raise SystemExit("the best path differs from networkx's")
    fresh = [compiled(net) for _ in range(CALLS)]
    ours = {
        "paths, first on a compiled network": median_time(lambda: paths(fresh.pop())),
        "paths, again (reverse tree known)": median_time(lambda: paths(net)),
        "find_routes, whole answers, again": median_time(answers),
    }
    peers = {"networkx": median_time(by_networkx), "scipy, Yen": median_time(by_scipy)}
    print(f"the {K} best routes {ORIGIN} > {DESTINATION}, {len(names)} vertices, {len(arcs)} arcs")
    print(f"{'':<36}{'ms':>8}" + "".join(f"  {'of ' + name:>14}" for name in peers))
    for name, spent in ours.items():
        ratios = "".join(f"  {spent / theirs:>14.2f}" for theirs in peers.values())
        print(f"{name:<36}{spent * 1e3:>8.2f}{ratios}")
    for name, spent in peers.items():
        print(f"  peer: {name:<28}{spent * 1e3:>8.2f}")


if __name__ == "__main__":
    main()
