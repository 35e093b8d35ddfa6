"""How well the usual time of a route is known: asked of the calibration once, then remembered.

It is not kept in the file: the errors of a route's parts hang together, so that no figure for each
part would give that of the whole. A simulation does without it, and without the calibration.
"""

from typing import TYPE_CHECKING

from corridor import cache as _cache
from corridor.network.network import Memory, Network, as_of, undated
from corridor.routes.route import Route
from corridor.signatures import suggest_arguments
from corridor.simulation.p90 import FEWEST_LEGS
from corridor.user_values import of_kind

if TYPE_CHECKING:
    from corridor.calibration.calibration import Calibration


MILLION = 10**6


@suggest_arguments
def doubt_about(net: Network, route: Route) -> float:
    """Return the doubt about a route's usual time: its standard error, as a share of it.

    Parameters
    ----------
    net
        The network; its times are fitted again to its reports, which takes seconds, the first time.
    route
        A route on it. Times of a window of dates count as the usual ones.

    Returns
    -------
    float
        What `Simulation.doubted` takes; 0.03 is three per cent.

    Raises
    ------
    MissingExtraError
        When scipy is not installed.
    QuantityError
        When no time of the route is fitted to reports.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> sim = co.simulate(net, "Xi'an > Istanbul", seed=7, corridor="middle")
    >>> both = sim.doubted(co.doubt_about(net, sim.route))
    >>> both.percentile(0.9) > sim.percentile(0.9)
    True
    """
    of_kind(route, "the route", Route)
    question = ["doubt", net.digest, [[leg.id, leg.origin.id] for leg in route.legs]]
    keep = len(net.legs) >= FEWEST_LEGS
    known = _cache.recall_number(question) if keep else None
    if known is None:
        known = round(_calibrated(net).error_of(route) * MILLION)
        if keep:
            _cache.remember_number(question, known)
    return known / MILLION


_DOUBT: "Memory[None, Calibration]" = Memory("doubt")


def _calibrated(net: Network) -> "Calibration":
    from corridor.calibration.fit import calibrate

    memory = net.memory(_DOUBT)
    if None not in memory:
        seen = undated(as_of(net, net.as_of))
        alike = seen == net and (seen.usual, seen.is_dated) == (net.usual, net.is_dated)
        memory[None] = calibrate(net if alike else seen)
    return memory[None]
