"""The commands `simulate` and `promise`: from what was typed to what is answered."""

import sys
from argparse import Namespace
from typing import Any

from corridor.calibration.doubt import doubt_about
from corridor.cli.commands import UsageError
from corridor.network.network import Network
from corridor.routing.best_route import make_request
from corridor.simulation.monte_carlo import simulate
from corridor.simulation.promises import Promise
from corridor.simulation.sampling import Policy, Progress
from corridor.simulation.simulation import Simulation

LONG_RUNS = 100_000


def simulated(net: Network, options: Namespace, limits: dict[str, Any]) -> Simulation:
    """Return the simulation that was asked for."""
    request = make_request(net, (options.origin, *options.via, options.destination), **limits)
    names = ("runs", "seed", "first_mile", "last_mile", "customs", "from_ready")
    asked = {name: getattr(options, name) for name in names}
    policy: Policy = "best" if getattr(options, "reroute", False) else "fixed"
    sim = simulate(net, request, policy=policy, progress=_progress(options.runs), **asked)
    return sim.doubted(doubt_about(net, sim.route)) if options.doubt else sim


def promised(net: Network, options: Namespace, limits: dict[str, Any]) -> Promise:
    """Return the promise that was asked for."""
    if options.depart:
        raise UsageError(
            "promise takes the day of departure as --ship, or finds it for a --deadline\n"
            f"  hint: --ship {options.depart}"
        )
    if options.ship:
        sim = simulated(net, options, limits)
        return sim.arrive_by(options.ship, options.confidence, deadline=options.deadline)
    if options.deadline:
        return simulated(net, options, limits).ship_by(options.deadline, options.confidence)
    hint = "corridor promise --help"
    raise UsageError(f"promise needs --ship, --deadline or both\n  hint: {hint}")


def _progress(runs: int) -> Progress | None:
    """Return what shows the progress of a long simulation on a terminal."""
    if runs < LONG_RUNS or not (sys.stderr and sys.stderr.isatty()):
        return None

    def show(done: int, asked: int) -> None:
        end = "\r" if done < asked else "\r\x1b[K"
        print(f"{done:,} of {asked:,} runs", end=end, file=sys.stderr, flush=True)

    return show
