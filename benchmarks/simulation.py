"""Time the rerouting of 10,000 shipments against a loop, and the memory of a million.

The same samples are routed by a loop over rustworkx's Dijkstra, one run after another, on a graph
built and times drawn beforehand; both must agree in every run. `--quick` draws fewer. Ratios hold;
times are those of the machine.
"""

import argparse
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial

import grids
import numpy as np
import rustworkx as rx

import corridor as co
from corridor.simulation.distribution import Draws
from corridor.simulation.field import Field
from corridor.simulation.sampling import POLICIES, Policy

SEED = 7
FULL = 10_000
TRIES = 5
PAIR = "Xi'an > Istanbul"


class Loop:
    """A digraph of the states that matter, and for each run the times of its edges.

    Parameters
    ----------
    field
        The states and the transfers between them.
    runs
        How many runs are drawn.
    """

    def __init__(self, field: Field, runs: int) -> None:
        self._graph = rx.PyDiGraph()
        self._graph.add_nodes_from(range(len(field.states)))
        self._start, self._end = self._graph.add_node("start"), self._graph.add_node("end")
        edges: list[tuple[int, int, tuple[int, ...]]] = [
            (step.before, state, (field.legs[state], *step.parts))
            for state, steps in enumerate(field.steps)
            for step in steps
        ]
        begun = field.starts.items()
        edges += [(self._start, state, (field.legs[state], *parts)) for state, parts in begun]
        edges += [(state, self._end, ()) for state in field.ends]
        self._graph.add_edges_from([(a, b, n) for n, (a, b, _) in enumerate(edges)])
        times = np.zeros((len(field.parts), runs))
        for span, parts in Draws(field.parts, SEED).blocks(runs):
            for number, part in enumerate(parts):
                times[number, span] = part
        self._weights = [
            sum((times[part] for part in parts), np.zeros(runs)) for _, _, parts in edges
        ]

    def least(self) -> list[float]:
        """Return the least time of each run."""
        return [
            rx.dijkstra_shortest_path_lengths(
                self._graph, self._start, row.__getitem__, goal=self._end
            )[self._end]
            for row in map(np.ndarray.tolist, np.array(self._weights).T)
        ]


def simulated(net: co.Network, ends: str, policy: Policy, runs: int = FULL) -> co.Simulation:
    """Return what is measured."""
    return co.simulate(net, ends, seed=SEED, runs=runs, policy=policy)


def looped(net: co.Network, ends: str, runs: int = FULL) -> Loop:
    """Return the peer's graph, once it was found to agree in every run."""
    fixed, best = (simulated(net, ends, policy, runs) for policy in POLICIES)
    most = int(fixed.times.max())
    loop = Loop(Field(net, fixed.route.request, most, from_ready=False), runs)
    if loop.least() != best.times.tolist():
        raise SystemExit("the two do not agree")
    return loop


def median_time(work: Callable[[], object]) -> float:
    """Return the median processor time [s] of a few tries."""
    found = []
    for _ in range(TRIES):
        begun = time.process_time()
        work()
        found.append(time.process_time() - begun)
    return statistics.median(found)


def compared(net: co.Network, ends: str, runs: int) -> None:
    """Print how long both policies and the loop take for one pair of ends."""
    loop = looped(net, ends, runs)
    fixed, best = (median_time(partial(simulated, net, ends, one, runs)) for one in POLICIES)
    peer = median_time(loop.least)
    print(f"{ends}, {len(net.legs)} legs: {runs:,} runs")
    print(
        f"  fixed {1e3 * fixed:.1f} ms, best {1e3 * best:.1f} ms, {best / fixed:.1f} times as long"
    )
    print(f"  rustworkx, one by one {1e3 * peer:,.0f} ms; best {best / peer:.3f} of it")


def main() -> None:
    """Print the times and the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="1,000 runs instead of 10,000")
    runs = 1_000 if parser.parse_args().quick else FULL
    net = co.load_network()
    if runs == FULL:
        simulated(net, PAIR, "best")
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        begun = time.process_time()
        simulated(net, PAIR, "best", 1_000_000)
        taken = time.process_time() - begun
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        print(f"a million runs, rerouted: {taken:.1f} s, {(most - before) / 1024:.0f} MB more")
    compared(net, PAIR, runs)
    compared(net, "Xi'an > Duisburg", runs)
    grid = grids.grid(1_000)
    first, *_, last = grid.nodes
    compared(grid, f"{first} > {last}", runs)


if __name__ == "__main__":
    main()
