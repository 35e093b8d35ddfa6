"""Time the drawing and the rerouting of 10,000 shipments, and the memory of a million.

The same samples are routed by a loop over networkx's Dijkstra, one run after another; both must
agree in every run. `--quick` draws fewer. Ratios hold; times are those of the machine.
"""

import argparse
import resource
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import networkx as nx
import numpy as np

import corridor as co
from corridor.simulation.distribution import BLOCK, Draws
from corridor.simulation.rerouting import Field, Router

if TYPE_CHECKING:
    from corridor.simulation.distribution import Ints
    from corridor.simulation.rerouting import Times

SEED = 7
FULL = 10_000
TRIES = 5
Ways = dict[str, tuple[int, ...]]


def drawn(field: Field, runs: int) -> "Times":
    """Return the times of all parts in all runs."""
    times = np.empty((len(field.parts), runs), np.int32)
    for span, parts in Draws(field.parts, SEED).blocks(runs):
        for number, part in enumerate(parts):
            times[number, span] = part
    return times


def routed(field: Field, times: "Times", total: "Ints", choice: "Ints") -> None:
    """Write the least time of each run and the number of its way."""
    router = Router(field)
    for start in range(0, len(total), BLOCK):
        block = slice(start, start + BLOCK)
        router.route(times[:, block], total[block], choice[block])


def least_time(work: Callable[[], object]) -> float:
    """Return the least time [s] of a few tries: what else the machine does adds to the others."""
    found = []
    for _ in range(TRIES):
        begun = time.perf_counter()
        work()
        found.append(time.perf_counter() - begun)
    return min(found)


def by_networkx(field: Field, times: "Times") -> "Ints":
    """Return the least time of each run, by Dijkstra on a digraph of the same states."""
    graph = nx.DiGraph()
    for after, steps in enumerate(field.steps):
        for step in steps:
            graph.add_edge(step.before, after, parts=(field.legs[after], *step.parts))
    for start, parts in field.starts.items():
        graph.add_edge("start", start, parts=(field.legs[start], *parts))
    for end in field.ends:
        graph.add_edge(end, "end", parts=())
    found = []
    for run in times.T.tolist():
        length = nx.dijkstra_path_length(graph, "start", "end", partial(_weight, run))
        found.append(length)
    return np.array(found)


def _weight(run: list[int], _before: object, _after: object, way: Ways) -> int:
    return sum(run[part] for part in way["parts"])


def compared(net: co.Network, ends: str, corridor: str | None, runs: int) -> None:
    """Print how long drawing, routing and the loop take for one pair of ends."""
    fixed = co.simulate(net, ends, seed=SEED, runs=runs, corridor=corridor)
    field = Field(net, fixed.route.request, int(fixed.times.max()), from_ready=False)
    times = drawn(field, runs)
    total, choice = np.zeros(runs, np.int64), np.zeros(runs, np.int64)
    sampling = least_time(lambda: drawn(field, runs))
    routing = least_time(lambda: routed(field, times, total, choice))
    begun = time.perf_counter()
    peer = by_networkx(field, times)
    looped = time.perf_counter() - begun
    if not (peer == total).all():
        raise SystemExit("the two do not agree")
    print(f"{ends}, corridor {corridor}: {runs:,} runs, {len(field.states)} states")
    print(f"  drawing {1e3 * sampling:.1f} ms, routing {1e3 * routing:.1f} ms (least of {TRIES})")
    print(f"  networkx, one by one {1e3 * looped:,.0f} ms, {looped / routing:.0f} times as long")


def main() -> None:
    """Print the times and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 runs instead of 10,000")
    runs = 1_000 if parser.parse_args().quick else FULL
    net = co.load_network()
    if runs == FULL:
        co.simulate(net, "Xi'an > Istanbul", seed=SEED, policy="best")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.perf_counter()
        co.simulate(net, "Xi'an > Istanbul", seed=SEED, runs=1_000_000, policy="best")
        taken = time.perf_counter() - begun
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"a million runs, rerouted: {taken:.1f} s, {(most - before) / 1024:.0f} MB more")
    compared(net, "Xi'an > Duisburg", None, runs)
    compared(net, "Xi'an > Duisburg", "middle", runs)


if __name__ == "__main__":
    main()
