"""Calibrate moving and dwell times to the reported journeys: a proposal with its reasons."""

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from corridor.answer import build_route, path_of
from corridor.calibration_text import calibration_text
from corridor.errors import LimitError, QuantityError
from corridor.estimates import Estimate, Levels, Norm, Prior
from corridor.fields import LEVELS, Level
from corridor.fitting import SHARED, Model, Solver, Target, Widths
from corridor.network import Network, whenever
from corridor.retimed import retimed
from corridor.rounding import moves, round_times
from corridor.route import Route
from corridor.targets import (
    KINDS,
    Elements,
    Path,
    claim_targets,
    element_targets,
    is_claim,
    undercut,
)
from corridor.units import DAY, Duration
from corridor.ways import Unread, way_of

if TYPE_CHECKING:
    from corridor.fitting import Array

ROUNDS = 20
CLAIMS_NAMED = 3


class Change(NamedTuple):
    """Hold one time of the file, and what is proposed for it."""

    path: Path
    before: Estimate
    after: Estimate

    @property
    def name(self) -> str:
        """What it is called: a leg's id, or the node of a dwell entry."""
        kind, key = self.path[0], self.path[1]
        return {"legs": f"{key}", "nodes": f"dwell at {key}"}.get(str(kind), f"default {key}")

    @property
    def moved(self) -> bool:
        """Whether any level differs."""
        return self.before.levels != self.after.levels


class FitRow(NamedTuple):
    """Hold one report that was fitted: what it says, what the fit gives [s], how far off."""

    id: str
    level: Level
    reported: float
    fitted: float
    deviations: float

    @property
    def residual(self) -> float:
        """The fit less the report [s]."""
        return self.fitted - self.reported


@dataclass(frozen=True, eq=False)
class Calibration:
    """Hold a proposal for the times of a network, and what it rests on.

    Attributes
    ----------
    net, network
        The network as it was read, and with the proposed times.
    model, numbers
        The model that was fitted, and its solution.
    ways
        The way of each journey that was fitted, by id.
    """

    net: Network
    model: Model
    numbers: "Array" = field(repr=False)
    ways: dict[str, Route] = field(repr=False)

    @cached_property
    def elements(self) -> Elements:
        """The elements of the network as it was read."""
        return Elements(self.net)

    @cached_property
    def changes(self) -> tuple[Change, ...]:
        """Every fitted time of the file with the proposal, moved or not."""
        fitted = self.model.times(self.numbers) * DAY
        levels = [self._rounded(level, fitted[level]) for level in range(3)]
        named = list(zip(self.elements.estimates.items(), zip(*levels, strict=True), strict=True))
        return tuple(
            Change(path, before, self._proposed(number, path, before, times))
            for number, ((path, before), times) in enumerate(named)
        )

    def _rounded(self, level: int, fitted: "Array") -> list[int]:
        current = [int(time.levels[level]) for time in self.elements.estimates.values()]
        exact = {
            target.elements: round(target.value - target.constant)
            for target in self.model.targets
            if target.kind == "exact" and target.level == level
        }
        return round_times([float(time) for time in fitted], current, exact)

    def _proposed(
        self, number: int, path: Path, before: Estimate, times: tuple[int, ...]
    ) -> Estimate:
        low, typical, high = times
        levels = [Duration(low), Duration(max(low, typical)), Duration(max(low, typical, high))]
        after = replace(before, low=levels[0], typical=levels[1], high=levels[2])
        if before.basis == "assumed":
            return after
        hidden = path[0] == "legs" and self.net.legs[str(path[1])].contains_gauge_break
        claims = self._claims[number]
        if hidden or not (claims or (number in self.touched and before.sources)):
            nothing = None if before.determined is None else 0
            return replace(after, basis="estimated", claims=(), determined=nothing)
        share = round(10_000 * self.shares[number])
        return replace(after, basis="calibrated", claims=claims, determined=share - share % 100)

    @cached_property
    def norms(self) -> dict[str, Norm]:
        """The norms with their fitted values, rounded as the file writes them."""
        import numpy as np

        place = {name: number for number, name in enumerate(self.model.names)}
        found = {}
        for norm, prior in self.model.priors.items():
            first = place[f"{norm} low"]
            parts = self.numbers[first : first + 3].copy()
            if norm in self.model.railway:
                parts += self.numbers[:3] if prior.speed else self.numbers[3:SHARED]
            pace, more, most = (float(part) for part in np.exp(parts))
            more = 1 + (prior.typical_over_low - 1) * more
            most = 1 + (prior.high_over_typical - 1) * most
            found[norm] = self._norm(self.net.norms[norm], prior, pace, more, most)
        return found

    def _norm(self, norm: Norm, prior: Prior, pace: float, more: float, most: float) -> Norm:
        if prior.speed:
            speed = round(_kept(norm.speed, prior.speed / pace, 100))
            more = _kept(norm.typical_over_low, more, 0.01)
            most = _kept(norm.high_over_typical, most, 0.01)
            return replace(norm, speed=speed, typical_over_low=more, high_over_typical=most)
        low = (prior.time or 0) * pace
        current = list(norm.time.levels) if norm.time else [0, 0, 0]
        times = round_times([low, low * more, low * more * most], current, {})
        return replace(norm, time=Levels(*map(Duration, times)))

    @cached_property
    def network(self) -> Network:
        """The network with the proposed times and norms."""
        return retimed(self.net, {item.path: item.after for item in self.changes}, self.norms)

    @cached_property
    def rows(self) -> tuple[FitRow, ...]:
        """Every report that was fitted, with its residual."""
        sums, _ = self.model.predict(self.numbers)
        found = []
        for target, days in zip(self.model.targets, sums, strict=True):
            if target.kind != "least":
                off = abs(float(days) * DAY - target.value) / target.value / target.width
                level = LEVELS[target.level]
                found.append(FitRow(target.id, level, target.value, float(days) * DAY, off))
        return tuple(found)

    @cached_property
    def touched(self) -> frozenset[int]:
        """The elements that a report reaches."""
        reached = (target.elements for target in self.model.targets if target.kind != "least")
        return frozenset(number for numbers in reached for number in numbers)

    @property
    def untouched(self) -> tuple[str, ...]:
        """The names of the elements that no report reaches."""
        return tuple(
            change.name
            for number, change in enumerate(self.changes)
            if number not in self.touched and change.path[0] != "dwell_defaults"
        )

    @cached_property
    def covariance(self) -> "Array":
        """The covariance of the numbers, from the slopes at the solution."""
        import numpy as np

        _, slopes = self.model.residuals(self.numbers)
        return np.asarray(np.linalg.inv(slopes.T @ slopes), dtype=np.float64)

    @cached_property
    def slopes_of_typical(self) -> "Array":
        """How the logarithm of each element's typical time depends on the numbers."""
        import numpy as np

        times, slopes = self.model.slopes(self.numbers)
        moves = self.model.moves
        by_number: Array = np.einsum("pe,pen->en", slopes[:, 1], moves) / times[1][:, None]
        return by_number

    @cached_property
    def errors(self) -> "Array":
        """The standard error of each element's typical time, on logarithms."""
        import numpy as np

        spread: Array = np.einsum(
            "ij,jk,ik->i", self.slopes_of_typical, self.covariance, self.slopes_of_typical
        )
        return spread**0.5

    def error_of(self, route: Route) -> float:
        """Return the standard error of the usual time of a route, as a share of it.

        It is the doubt that the reports leave about the fitted times, by the slopes at the
        solution; waiting and other times that are not fitted add none. Times of a window of dates
        count as the usual ones.

        Raises
        ------
        QuantityError
            When no time of the route is fitted.
        """
        net = whenever(self.net)
        here = build_route(net, route.request, path_of(net, route))
        numbers, rest = self.elements.along(here, LEVELS.index("typical"))
        if not numbers:
            raise QuantityError(
                f"no time of {route.request.chain} is fitted to reports, so the doubt about it is "
                "not known; state it, as in sim.doubted(0.1)"
            )
        times = self.model.times(self.numbers)[1][list(numbers)]
        slopes = times @ self.slopes_of_typical[list(numbers)]
        squared = float(slopes @ self.covariance @ slopes)
        return math.sqrt(squared) / (float(times.sum()) + rest / DAY)

    @cached_property
    def shares(self) -> "Array":
        """For each element, the share of the prior variance that the reports removed."""
        prior = (self.slopes_of_typical**2) @ self.model.scales**2
        shares: Array = 1 - self.errors**2 / prior
        return shares.clip(0, 1)

    @property
    def determined(self) -> float:
        """The share of the prior variance that the reports removed, over all elements touched."""
        touched = sorted(self.touched)
        return float(self.shares[touched].mean()) if touched else 0.0

    @cached_property
    def _claims(self) -> list[tuple[str, ...]]:
        """For each element, the journeys through it that move it most when they change."""
        import numpy as np

        _, slopes = self.model.residuals(self.numbers)
        pull = np.abs(
            self.slopes_of_typical @ self.covariance @ slopes[: len(self.model.targets)].T
        )
        pull *= np.array([_weight(target) for target in self.model.targets])
        named = []
        for number in range(len(self.model.elements)):
            through = [
                (-round(float(pull[number, row]), 9), target.id)
                for row, target in enumerate(self.model.targets)
                if number in target.elements and target.id in self.net.journeys
            ]
            named.append(tuple(claim for _, claim in sorted(through)[:CLAIMS_NAMED]))
        return named

    @property
    def cost(self) -> float:
        """The sum of squares, rows and priors: smaller is better."""
        return self.model.cost(self.numbers)

    def __str__(self) -> str:
        return calibration_text(self)


def _kept(before: float | None, after: float, step: float) -> float:
    """Return the file's figure where it has hardly moved, else the new one in whole steps."""
    if before is not None and not moves(before, after, step):
        return before
    return round(round(after / step) * step, 6)


def _weight(target: Target) -> float:
    """Return by how much of itself a row would move: an exact row as a claim that advertises."""
    if target.kind == "exact":
        return KINDS["advertised"] * target.value / DAY / target.width
    return 1.0 if target.kind == "claim" else 0.0


def calibrate(
    net: Network,
    *,
    exact: bool = True,
    without: Collection[str] = (),
    solver: Solver = "lm",
    from_priors: bool = False,
) -> Calibration:
    """Fit moving and dwell times to the reported journeys; waiting stays as the file has it.

    Parameters
    ----------
    net
        The network; it is not changed.
    exact
        Hold the journeys that the file calls exact to their days, and other ways of their
        corridor above them; otherwise they are claims like others.
    without
        Ids of journeys to leave out.
    solver
        The method of `scipy.optimize.least_squares`: lm or trf.
    from_priors
        Begin with the ways that are best under the priors, not with those of the file's times.

    Returns
    -------
    Calibration
        `.network` has the proposed times; `print` says what moves, and why.

    Raises
    ------
    MissingExtraError
        When scipy is not installed.
    LimitError
        When the ways of the journeys do not settle.

    >>> import corridor as co
    >>> found = co.calibrate(co.load_network())
    >>> [change.name for change in found.changes if change.moved]
    []
    """
    seen = net
    held: dict[str, Target] = {}
    if from_priors:
        model = _model(net, {}, [], exact=exact)
        seen = _with(net, model, model.scales * 0)
    for _ in range(ROUNDS):
        ways = dict(_ways(seen, without))
        model = _model(seen, ways, list(held.values()), exact=exact)
        numbers = model.solve(solver=solver)
        seen = _with(net, model, numbers)
        found = {target.id: target for target in _held(seen, ways)} if exact else {}
        again = {claim: _legs(way) for claim, way in _ways(seen, without)}
        if found.keys() <= held.keys() and again == {key: _legs(way) for key, way in ways.items()}:
            return Calibration(net, model, numbers, ways)
        held |= found
    raise LimitError(f"the ways of the journeys did not settle in {ROUNDS} rounds")


def _legs(way: Route) -> tuple[str, ...]:
    return tuple(leg.id for leg in way.legs)


def _ways(net: Network, without: Collection[str]) -> Iterator[tuple[str, Route]]:
    for journey in net.journeys.values():
        if is_claim(journey) and journey.id not in without:
            way = way_of(net, journey, usual=True)
            if not isinstance(way, Unread):
                yield journey.id, way


def _model(net: Network, ways: dict[str, Route], held: list[Target], *, exact: bool) -> Model:
    elements = Elements(net)
    targets = (*claim_targets(elements, ways, exact=exact), *element_targets(elements), *held)
    return Model(tuple(elements.all), elements.priors, elements.railway(), targets, Widths())


def _with(net: Network, model: Model, numbers: "Array") -> Network:
    """Return the network with the times of a solution, to the second."""
    found = model.times(numbers) * DAY
    times = {}
    for number, (path, before) in enumerate(Elements(net).estimates.items()):
        levels = [Duration(max(1, round(float(found[level, number])))) for level in range(3)]
        times[path] = replace(before, low=levels[0], typical=levels[1], high=levels[2])
    return retimed(net, times)


def _held(seen: Network, ways: dict[str, Route]) -> Iterator[Target]:
    """Yield rows against other ways of the same corridor that undercut an exact journey."""
    exact = [claim for claim in ways if seen.journeys[claim].exact]
    for claim in exact:
        yield from undercut(seen, [ways[item] for item in exact], seen.journeys[claim])
