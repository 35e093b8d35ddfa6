"""Simulate many shipments by one route."""

from collections.abc import Sequence
from typing import Unpack

from corridor.network.network import Network
from corridor.routes.request import Request
from corridor.routes.route import Route
from corridor.routing.best_route import Search, best_route, make_request
from corridor.signatures import suggest_arguments
from corridor.simulation import percentiles as spread
from corridor.simulation.p90 import RUNS
from corridor.simulation.sampling import POLICIES, Policy, Progress, Question
from corridor.simulation.simulation import Simulation, _simulated
from corridor.simulation.varying_parts import Stated, given_time
from corridor.user_values import of_kind, one_of, points_of

Chain = str | Sequence[str] | Route | Request


@suggest_arguments
def simulate(
    net: Network,
    way: Chain,
    *,
    seed: int | None = None,
    runs: int = RUNS,
    policy: Policy = "fixed",
    first_mile: Stated | None = None,
    last_mile: Stated | None = None,
    customs: Stated | None = None,
    from_ready: bool = False,
    progress: Progress | None = None,
    **limits: Unpack[Search],
) -> Simulation:
    """Simulate many shipments by one route: how long they take, and how certain that is.

    Parameters
    ----------
    net
        The network, seen on its day.
    way
        A route, or a chain of places (or a route's request) of which the best route is taken.
    seed
        A whole number; the same seed gives the same runs on every machine. It must be given.
    runs
        How many shipments.
    policy
        fixed: every shipment keeps to the route; best: each takes the best route of its run,
        which nobody can know beforehand: a bound on what rerouting could gain.
    first_mile, last_mile, customs
        What you state of the road legs to and from the terminals and of customs: ``"2 days"``, or
        low, typical and high as in ``"1 day, 2 days, 4 days"``. Of a city that is joined to a
        terminal by road, the miles are those of the route unless you state others.
    from_ready
        Count the wait for the first departure too, from the day the goods are ready.
    progress
        Called with the runs done and the runs asked for.
    limits
        As for `find_route`, for a chain of places; for named policies of the file find the route
        first.

    Returns
    -------
    Simulation
        Its spread is that between shipments; what is not known about the levels is not in it.

    Raises
    ------
    QuantityError
        When the seed is missing, or runs, policy or a stated time is of the wrong form.
    NoRouteError, UnknownPlaceError, AmbiguousPlaceError, SamePlaceError
        As `find_route` does.

    >>> import corridor as co
    >>> sim = co.simulate(co.load_network(), "Aktau > Alat", seed=7)
    >>> sim.levels.low <= sim.percentile(0.5) <= sim.percentile(0.9) <= sim.levels.high
    True
    """
    spread.check_runs(runs)
    seed = spread.check_seed(seed)
    of_kind(from_ready, "from_ready", bool)
    one_of(policy, POLICIES, "policy")
    miles = {"first_mile": first_mile, "last_mile": last_mile, "customs": customs}
    stated = {name: time for name, time in miles.items() if time is not None}
    route = way if isinstance(way, Route) else None
    request = _request(net, way, limits)
    if policy == "fixed" and (request.origin.miles or request.destination.miles):
        route = route or best_route(net, request)
        found = {name.replace(" ", "_"): mile.time for name, mile in route.miles}
        stated = found | stated
    given = tuple((name, given_time(name, stated[name])) for name in miles if name in stated)
    question = Question(request, route, given, from_ready)
    return _simulated(net, question, runs, seed, policy, progress)


def _request(net: Network, way: Chain, limits: Search) -> Request:
    if isinstance(way, Route | Request):
        return way.request if isinstance(way, Route) else way
    return make_request(net, points_of(way), **limits)
