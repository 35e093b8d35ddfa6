"""Calibrate moving and dwell times to the reported journeys: a proposal with its reasons."""

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import field, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from corridor import text as _text
from corridor.calibration.fit_model import SHARED, Model, Target, read_only
from corridor.calibration.new_times import moves, retimed, round_times
from corridor.calibration.targets import KINDS, Elements, Path
from corridor.errors import QuantityError
from corridor.frozen import Frozen, dataclass
from corridor.network.estimates import Estimate, Levels, Norm, Prior
from corridor.network.fields import LEVELS, Level
from corridor.network.network import Network, whenever
from corridor.printing.shown import Shown
from corridor.routes.route import Route
from corridor.routing.build_route import build_route, path_of
from corridor.units import DAY, HOUR, Duration

if TYPE_CHECKING:
    from collections.abc import Sequence

    from corridor.calibration.fit_model import Array

CLAIMS_NAMED = 3


class Change(NamedTuple):
    """One time of the file, and what is proposed for it."""

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
    """One report that was fitted: what it says, what the fit gives [s], how far off."""

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
class Calibration(Shown):
    """A proposal for the times of a network, and what it rests on.

    Attributes
    ----------
    net, network
        The network as it was read, and with the proposed times.
    model, numbers
        The model that was fitted, and its solution.
    ways
        The route of each journey that was fitted, by id.
    """

    net: Network
    model: Model
    numbers: "Array" = field(repr=False)
    ways: Mapping[str, Route] = field(repr=False)

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
    def norms(self) -> Mapping[str, Norm]:
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
        return Frozen(found)

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
                level, time = LEVELS[target.level], float(days) * DAY
                off = (time - target.value) / DAY
                if target.kind in {"claim", "bound"}:
                    off = math.log(time / target.value)
                met = target.kind == "bound" and off > 0
                off = 0.0 if met else abs(off) / target.width
                found.append(FitRow(target.id, level, target.value, time, off))
        return tuple(found)

    @cached_property
    def touched(self) -> frozenset[int]:
        """The elements that a report reaches."""
        reached = (target.elements for target in self.model.targets if target.kind != "least")
        return frozenset(number for numbers in reached for number in numbers)

    @property
    def untouched(self) -> tuple[str, ...]:
        """The names of the elements that no report reaches."""
        return tuple(self.changes[number].name for number in self.silent)

    @cached_property
    def silent(self) -> tuple[int, ...]:
        """The elements that no report reaches, but for the defaults."""
        return tuple(
            number
            for number, change in enumerate(self.changes)
            if number not in self.touched and change.path[0] != "dwell_defaults"
        )

    @cached_property
    def covariance(self) -> "Array":
        """The covariance of the numbers, from the slopes at the solution."""
        import numpy as np

        _, slopes = self.model.residuals(self.numbers)
        return read_only(np.asarray(np.linalg.inv(slopes.T @ slopes), dtype=np.float64))

    @cached_property
    def slopes_of_typical(self) -> "Array":
        """How the logarithm of each element's typical time depends on the numbers."""
        import numpy as np

        times, slopes = self.model.slopes(self.numbers)
        moves = self.model.moves
        by_number: Array = np.einsum("pe,pen->en", slopes[:, 1], moves) / times[1][:, None]
        return read_only(by_number)

    @cached_property
    def errors(self) -> "Array":
        """The standard error of each element's typical time, on logarithms."""
        import numpy as np

        spread: Array = np.einsum(
            "ij,jk,ik->i", self.slopes_of_typical, self.covariance, self.slopes_of_typical
        )
        return read_only(spread**0.5)

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
        return read_only(shares.clip(0, 1))

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

    def _blocks(self) -> list[_text.Block]:
        return calibration_blocks(self)


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


WIDTH = 100
LONGEST_NAME = 34
#: Residuals beyond so many standard deviations, or so large a share, are shown.
SHOWN_DEVIATIONS = 1.5
SHOWN_SHARE = 0.20


def calibration_blocks(found: "Calibration") -> list[_text.Block]:
    """Return the proposal: what moves and why, what it does not explain, what it rests on."""
    moved = [change for change in found.changes if change.moved]
    notes = [
        ("not touched", _untouched(found)),
        ("waiting", "stays as the file has it: no report tells it from the dwell at the same port"),
        ("data", found.net.stamp),
    ]
    return [
        _text.Prose([_headline(found, len(moved))], WIDTH),
        _changes(moved),
        _norms(found),
        _residuals(found),
        _text.Pairs(notes, WIDTH),
    ]


def _untouched(found: "Calibration") -> str:
    norms = Counter(found.model.elements[number].norm for number in found.silent)
    counts = ", ".join(f"{norm} {count}" for norm, count in norms.most_common())
    follow = f"; they follow their norms: {counts}" if counts else ""
    return f"{norms.total()} elements that no report reaches{follow}"


def _headline(found: "Calibration", moved: int) -> str:
    rows = found.rows
    exact = sum(target.kind == "exact" for target in found.model.targets)
    return (
        f"{len(rows)} rows fitted, {exact} of them exact: {moved} of {len(found.changes)} times "
        f"move by more than 0.1 h and 0.5 %. The reports removed {100 * found.determined:.0f} % of "
        f"the prior variance of what they touch. Cost {found.cost:.1f}."
    )


def _changes(moved: "Sequence[Change]") -> _text.Table:
    head = ("moves", "low\nh", "", "typical\nh", "", "high\nh", "", "pulled by")
    rows = []
    for change in moved:
        cells = []
        for before, after in zip(change.before.levels, change.after.levels, strict=True):
            cells += [hours(before), f"> {hours(after)}"]
        name = _text.clip(change.name, LONGEST_NAME)
        rows.append((name, *cells, ", ".join(change.after.claims)))
    return _text.Table(head, rows, left=(0, 7))


def _norms(found: "Calibration") -> _text.Table:
    head = ("norm", "low", "typical\n/ low", "high /\ntypical", "of its own\nprior: low")
    priors = found.model.priors
    rows = [norm_cells(norm, priors[key]) for key, norm in found.norms.items()]
    return _text.Table(head, rows)


def norm_cells(norm: "Norm", prior: "Prior") -> tuple[str, str, str, str, str]:
    """Return a norm's low pace or time, its two ratios, and the prior of the first."""
    before = f"{prior.speed / 1000:g} km/h" if prior.speed else f"{hours(prior.time or 0)} h"
    if norm.time:
        low, typical, high = norm.time.levels
        return norm.id, f"{hours(low)} h", f"{typical / low:.2f}", f"{high / typical:.2f}", before
    ratios = [f"{ratio or 0:.2f}" for ratio in (norm.typical_over_low, norm.high_over_typical)]
    return norm.id, f"{(norm.speed or 0) / 1000:.1f} km/h", ratios[0], ratios[1], before


def _residuals(found: "Calibration") -> _text.Table:
    head = ("not explained", "from > to", "at", "reported\ndays", "fit", "off", "deviations")
    rows = []
    for row in sorted(found.rows, key=lambda row: -row.deviations):
        share = abs(row.residual) / row.reported
        if row.deviations > SHOWN_DEVIATIONS or share > SHOWN_SHARE:
            journey = found.net.journeys.get(row.id)
            ends = f"{journey.origin.text} > {journey.destination.text}" if journey else ""
            days = (_text.days(round(time)) for time in (row.reported, row.fitted, row.residual))
            rows.append((row.id, _text.clip(ends, 30), row.level, *days, f"{row.deviations:.1f}"))
    return _text.Table(head, rows, left=(0, 1, 2))


def hours(seconds: int) -> str:
    """Return a time in hours with one decimal."""
    return f"{seconds / HOUR:.1f}"
