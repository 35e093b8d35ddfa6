"""Measure one and two workers of a Dask cluster on this machine, on a job of about a minute.

Run it from the repository: .venv/bin/python benchmarks/cluster.py [ends] [rounds]

The job is a matrix of whole routes. Beside the time on the clock stands the processor time of the
busiest worker: on a machine that does other work too, it tells how evenly the work was shared, and
what the workers repeat: reading and compiling the network, packing answers.
"""

import sys
import time
import warnings
from typing import Any, NamedTuple

import grids
from distributed import Client, LocalCluster

import corridor as co

LEGS, ENDS, ROUNDS = 1_000, 400, 3
MAKE: Any = LocalCluster
JOIN: Any = Client


class Measured(NamedTuple):
    """Seconds: on the clock, of all workers' processors, of the busiest."""

    clock: float
    all: float
    busiest: float


def measured(net: co.Network, ends: tuple[list[str], list[str]], workers: int) -> Measured:
    """Return what a matrix takes with so many workers."""
    with (
        MAKE(n_workers=workers, threads_per_worker=1, dashboard_address=None) as cluster,
        JOIN(cluster) as client,
    ):
        client.wait_for_workers(workers)
        client.run(co.load_network)  # what is imported for the first is no part of it
        before = client.run(time.process_time)
        start = time.perf_counter()
        co.od_matrix(net, *ends, executor=client.get_executor())
        clock = time.perf_counter() - start
        after = client.run(time.process_time)
    used = [after[worker] - before[worker] for worker in after]
    return Measured(clock, sum(used), max(used))


def main() -> None:
    """Print the times of one worker and of two, in turn."""
    warnings.simplefilter("ignore")
    count = int(sys.argv[1]) if len(sys.argv) > 1 else ENDS
    net = grids.grid(LEGS)
    names = [*net.nodes]
    ends = names[:count], names[-count:]
    print(f"{count:,} x {count:,} routes on {LEGS:,} legs; seconds")
    print(f"{'workers':>8}{'clock':>10}{'processors':>12}{'busiest':>10}")
    for _ in range(int(sys.argv[2]) if len(sys.argv) > 2 else ROUNDS):
        one, two = (measured(net, ends, workers) for workers in (1, 2))
        for workers, found in enumerate((one, two), 1):
            print(f"{workers:>8}{found.clock:>10.1f}{found.all:>12.1f}{found.busiest:>10.1f}")
        print(
            f"two are {one.clock / two.clock:.2f} times one on the clock, "
            f"{one.busiest / two.busiest:.2f} by the busiest processor"
        )


if __name__ == "__main__":
    main()
