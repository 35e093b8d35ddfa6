"""Fit moving and dwell times to the reported journeys."""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from corridor.calibration.calibration import Calibration
from corridor.calibration.fit_model import SOLVERS, Model, Solver, Target, Widths
from corridor.calibration.new_times import retimed
from corridor.calibration.report_routes import Unread, route_of_report
from corridor.calibration.targets import (
    Elements,
    claim_targets,
    element_targets,
    is_claim,
    undercut,
)
from corridor.errors import LimitError, QuantityError
from corridor.frozen import Frozen
from corridor.network.network import Memory, Network
from corridor.routes.route import Route
from corridor.signatures import suggest_arguments
from corridor.units import DAY, Duration
from corridor.user_values import one_of

if TYPE_CHECKING:
    from corridor.calibration.fit_model import Array


ROUNDS = 60


@suggest_arguments
def calibrate(
    net: Network,
    *,
    exact: bool = True,
    without: Collection[str] = (),
    solver: Solver = "newton",
    from_priors: bool = False,
) -> Calibration:
    """Fit moving and dwell times to the reported journeys; waiting stays as the file has it.

    Parameters
    ----------
    net
        The network; it is not changed.
    exact
        Hold the journeys that the file calls exact to their days, and other routes of their
        corridor above them; otherwise they are claims like others.
    without
        Ids of journeys to leave out.
    solver
        newton, or a method of `scipy.optimize.least_squares`: lm or trf. All reach the same times.
    from_priors
        Begin with the routes that are best under the priors, not with those of the file's times.

    Returns
    -------
    Calibration
        `.network` has the proposed times; `print` says what moves, and why.

    Raises
    ------
    MissingExtraError
        When scipy is not installed.
    QuantityError
        When there is no journey to fit, or the solver is none of these.
    LimitError
        When the routes of the journeys do not settle.

    >>> import corridor as co
    >>> found = co.calibrate(co.load_network())
    >>> [change.name for change in found.changes if change.moved]
    []
    """
    one_of(solver, SOLVERS, "solver")
    if without:
        return _calibrated(net, without, exact=exact, solver=solver, from_priors=from_priors)
    memory, key = net.memory(_FOUND), (exact, solver, from_priors)
    if key not in memory:
        memory[key] = _calibrated(net, (), exact=exact, solver=solver, from_priors=from_priors)
    return memory[key]


_FOUND = Memory[tuple[bool, str, bool], Calibration]("calibration")


def _calibrated(
    net: Network, without: Collection[str], *, exact: bool, solver: Solver, from_priors: bool
) -> Calibration:
    seen = net
    held: dict[str, Target] = {}
    if from_priors:
        model = _model(net, {}, [], exact=exact)
        seen = _with(net, model, model.scales * 0)
    routes = dict(_routes(seen, without))
    if not routes:
        raise QuantityError(
            "no journey of this network can be fitted: one is that has a time, a level, "
            "use: fit and a route between its ends"
        )
    for _ in range(ROUNDS):
        model = _model(seen, routes, list(held.values()), exact=exact)
        numbers = model.solve(solver=solver)
        seen = _with(net, model, numbers)
        found = {target.id: target for target in _held(seen, routes)} if exact else {}
        again = dict(_routes(seen, without))
        settled = {key: _legs(route) for key, route in again.items()} == {
            key: _legs(route) for key, route in routes.items()
        }
        if settled and found.keys() <= held.keys():
            return Calibration(net, model, numbers, Frozen(routes))
        held |= found
        routes = again
    raise LimitError(f"the routes of the journeys did not settle in {ROUNDS} rounds")


def _legs(route: Route) -> tuple[str, ...]:
    return tuple(leg.id for leg in route.legs)


def _routes(net: Network, without: Collection[str]) -> Iterator[tuple[str, Route]]:
    for journey in net.journeys.values():
        if is_claim(journey) and journey.id not in without:
            route = route_of_report(net, journey, usual=True)
            if not isinstance(route, Unread):
                yield journey.id, route


def _model(net: Network, routes: dict[str, Route], held: list[Target], *, exact: bool) -> Model:
    elements = Elements(net)
    targets = (*claim_targets(elements, routes, exact=exact), *element_targets(elements), *held)
    return Model(elements.all, Frozen(elements.priors), elements.railway(), targets, Widths())


def _with(net: Network, model: Model, numbers: "Array") -> Network:
    """Return the network with the times of a solution, to the second."""
    found = model.times(numbers) * DAY
    times = {}
    for number, (path, before) in enumerate(Elements(net).estimates.items()):
        levels = [Duration(max(1, round(float(found[level, number])))) for level in range(3)]
        times[path] = replace(before, low=levels[0], typical=levels[1], high=levels[2])
    return retimed(net, times)


def _held(seen: Network, routes: dict[str, Route]) -> Iterator[Target]:
    """Yield rows against other routes of the same corridor that undercut an exact journey."""
    exact = [claim for claim in routes if seen.journeys[claim].exact]
    for claim in exact:
        yield from undercut(seen, [routes[item] for item in exact], seen.journeys[claim])
