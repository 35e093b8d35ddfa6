"""Within what time 90 % arrive by a route, and how many within a time: simulated once.

These figures stand beside the typical time of every comparison and every reported journey, with a
stated seed and number of runs. Where they are remembered nothing is drawn, nor numpy imported.
"""

from fractions import Fraction
from typing import TYPE_CHECKING

from corridor import cache as _cache
from corridor.network.network import Network
from corridor.routes.route import Route
from corridor.routing.dated import seen
from corridor.units import Duration

if TYPE_CHECKING:
    from collections.abc import Callable

    from corridor.simulation.distribution import Ints


RUNS = 10_000
#: Where nobody chooses a seed.
SEED = 1
NINE_IN_TEN = Fraction(9, 10)
#: A network of fewer legs is simulated quickly enough, and tests leave nothing behind.
FEWEST_LEGS = 50


def nine_in_ten(net: Network, route: Route) -> Duration:
    """Return the time within which 90 % of `RUNS` shipments arrive, from seed `SEED`."""

    def found(times: "Ints") -> int:
        from corridor.simulation.percentiles import percentile

        return percentile(_ranked(times), NINE_IN_TEN)

    return Duration(_remembered(net, route, ["P90"], found))


def share_within(net: Network, route: Route, time: int) -> float:
    """Return the share of `RUNS` shipments by a route that take no longer than a time [s]."""

    def found(times: "Ints") -> int:
        return int((times <= time).sum())

    return _remembered(net, route, ["within", time], found) / RUNS


def _transit_times(net: Network, route: Route) -> "Ints":
    if route.schedule is None:
        from corridor.simulation.sampling import drawn

        return drawn(net, tuple(route.elements()), RUNS, SEED)
    from corridor.simulation.dated_runs import dated_marks

    return dated_marks(seen(net, route.request), route, RUNS, SEED)[-1].reached


def _ranked(times: "Ints") -> "Ints":
    ranked = times.copy()
    ranked.sort()
    return ranked


def _remembered(
    net: Network, route: Route, asked: list[str | int], found: "Callable[[Ints], int]"
) -> int:
    """Return what was found of a route's simulated times, now or in an earlier process."""
    legs = [[leg.id, leg.origin.id] for leg in route.legs]
    depart = route.request.depart
    question = [*asked, net.digest, route.stamp, legs, RUNS, SEED]
    question += [depart.isoformat()] if depart else []
    keep = len(net.legs) >= FEWEST_LEGS
    known = _cache.recall_number(question) if keep else None
    if known is None:
        known = found(_transit_times(net, route))
        if keep:
            _cache.remember_number(question, known)
    return known
