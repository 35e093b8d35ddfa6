"""Time questions with a day of departure against the same without one, in one run.

The first route of a fresh network, and 10,000 simulated shipments, on the bundled network with all
ships of the Caspian stopped for ten days. Times are of the processor: other work does not count.
"""

import time
from collections.abc import Callable

import corridor as co

SEED = 7
RUNS = 10_000
TRIES = 5
DAY = "2027-02-20"
ENDS = ("Xi'an", "Poti")
FERRIES = ("aktau--alat--ferry", "kuryk--alat--ferry", "turkmenbashi--alat--ferry")


def least_time(work: Callable[[co.Network], object], net: co.Network) -> float:
    """Return the least processor time [s] of a few tries, each on a network without memory."""
    found = []
    for _ in range(TRIES):
        fresh = co.as_of(net, net.date or net.as_of)
        fresh = fresh.with_file(fresh.file)
        begun = time.process_time()
        work(fresh)
        found.append(time.process_time() - begun)
    return min(found)


def main() -> None:
    """Print the times and the ratios."""
    storm = co.Scenario("storm").close(*FERRIES, start="2027-03-01", end="2027-03-11", rule="-")
    net = co.as_of(storm.apply(co.load_network()), DAY)
    chain = " > ".join(ENDS)
    plain = least_time(lambda fresh: co.find_route(fresh, *ENDS, corridor="middle"), net)
    dated = least_time(
        lambda fresh: co.find_route(fresh, *ENDS, corridor="middle", depart=DAY), net
    )
    print(
        f"first route: {1e3 * plain:.0f} ms, dated {1e3 * dated:.0f} ms, {dated / plain:.1f} times"
    )
    route = co.find_route(net, *ENDS, corridor="middle")
    held = co.find_route(net, *ENDS, corridor="middle", depart=DAY)
    plain = least_time(lambda _: co.simulate(net, route, seed=SEED, runs=RUNS), net)
    dated = least_time(lambda _: co.simulate(net, held, seed=SEED, runs=RUNS), net)
    print(f"{RUNS:,} shipments of {chain}: {1e3 * plain:.0f} ms, dated {1e3 * dated:.0f} ms, "
          f"{dated / plain:.1f} times")  # fmt: skip


if __name__ == "__main__":
    main()
