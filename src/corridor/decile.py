"""Within what time nine in ten arrive by a route: simulated once, then remembered.

This is the figure that stands beside the typical time of every comparison, with a stated seed and
number of runs. Where it is remembered, nothing is drawn, and numpy is not imported.
"""

from fractions import Fraction

from corridor import _cache, spread
from corridor.network import Network
from corridor.route import Route
from corridor.sampling import Question, sample
from corridor.units import Duration

RUNS = 10_000
#: Where nobody chooses a seed.
SEED = 1
NINE_IN_TEN = Fraction(9, 10)
#: A network of fewer legs is simulated quickly enough, and tests leave nothing behind.
FEWEST_LEGS = 50


def nine_in_ten(net: Network, route: Route) -> Duration:
    """Return the time within which nine in ten of `RUNS` shipments arrive, from seed `SEED`."""
    legs = [[leg.id, leg.origin.id] for leg in route.legs]
    days = [str(net.date), str(net.until)]
    question = ["nine in ten", net.digest, days, legs, RUNS, SEED]
    keep = len(net.legs) >= FEWEST_LEGS
    known = _cache.recall_number(question) if keep else None
    if known is None:
        known = _simulated(net, route)
        if keep:
            _cache.remember_number(question, known)
    return Duration(known)


def _simulated(net: Network, route: Route) -> int:
    import numpy as np

    times = sample(net, Question(route.request, route, (), from_ready=False), RUNS, SEED).times
    return spread.percentile(np.sort(times), NINE_IN_TEN)
