"""The model behind the calibration: times of elements as functions of few numbers, and their fit.

An element is a leg or a dwell entry with a norm that has a prior. Its low time is the prior's
times exp(number); typical / low - 1 and high / typical - 1 are those of the prior times exp of
two more. Each number is a part that all railway norms share, a part of the norm, and for the low
time a part of the site. Only this module imports scipy.
"""

from collections.abc import Mapping
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from corridor.errors import MissingExtraError
from corridor.frozen import dataclass
from corridor.network.estimates import Prior
from corridor.units import DAY

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


if TYPE_CHECKING:
    Array = NDArray[np.float64]
    Whole = NDArray[np.int64]

Solver = Literal["newton", "lm", "trf"]
SOLVERS: tuple[Solver, ...] = ("newton", "lm", "trf")
#: Three numbers that railway legs share, three that transfers with the railway share.
SHARED = 6
#: Where the loss turns from square to linear, in standard deviations; a judgement.
BEND = 1.5
#: After so many steps no solver goes on.
STEPS = 2_000
PARTS = ("low", "typical", "high")


class Widths(NamedTuple):
    """The standard deviations of the priors, on logarithms; judgements, chosen once.

    `common_`: what all railway norms share; then what one of them has of its own; `lone_`: norms
    that share nothing, at sea and on the road; `leg` and `site`: single legs and transfer sites.
    """

    common_pace: float = 0.05
    common_transfer: float = 1.0
    common_ratio: float = 0.6
    pace: float = 0.05
    transfer: float = 0.2
    ratio: float = 0.2
    lone_pace: float = 0.25
    lone_transfer: float = 0.5
    lone_ratio: float = 0.4
    leg: float = 0.05
    site: float = 0.15


class Element(NamedTuple):
    """One fitted time: its norm, its low time under the prior [s], its site.

    Elements of one site share their deviation; a default has none.
    """

    norm: str
    low: float
    site: str | None
    is_leg: bool


class Target(NamedTuple):
    """One row of the fit: the elements on a route, and what is reported of their sum.

    `kind` is claim (compared on logarithms, robustly), bound (a claim of more than so much, which
    counts only from below), exact, or least (exact, from below only);
    `constant` is what is not fitted, waiting above all [s], `width` the standard deviation.
    """

    id: str
    kind: Literal["claim", "bound", "exact", "least"]
    level: int
    elements: tuple[int, ...]
    constant: float
    value: float
    width: float


class Rows(NamedTuple):
    """What the rows come to, with some numbers.

    `off`: how far each is from what is reported, in standard deviations; `slope`: its derivative by
    the sum of its elements; `jacobian`: by the numbers; `bending`: the width of a claim, whose
    logarithm bends and whose loss turns linear, else 0.
    """

    off: "Array"
    slope: "Array"
    jacobian: "Array"
    bending: "Array"


@dataclass(frozen=True)
class Model:
    """Elements, the norms' priors and rows; the numbers are one vector.

    Attributes
    ----------
    railway
        The norms whose every element touches the railway: they share what is common.
    """

    elements: tuple[Element, ...]
    priors: Mapping[str, Prior]
    railway: frozenset[str]
    targets: tuple[Target, ...]
    widths: Widths = field(default_factory=Widths)

    @cached_property
    def sites(self) -> tuple[str, ...]:
        """The sites whose deviation a row can reach."""
        reached = {number for target in self.targets for number in target.elements}
        found = {self.elements[number].site for number in reached}
        return tuple(sorted(site for site in found if site is not None))

    @property
    def names(self) -> tuple[str, ...]:
        """What each number is called, in the order of the vector."""
        shared = [f"{kind} {part}" for kind in ("legs", "transfers") for part in PARTS]
        return (*shared, *(f"{norm} {part}" for norm in self.priors for part in PARTS), *self.sites)

    @cached_property
    def scales(self) -> "Array":
        """The prior's standard deviation of each number."""
        import numpy as np

        wide = self.widths
        scales = [wide.common_pace, *[wide.common_ratio] * 2]
        scales += [wide.common_transfer, *[wide.common_ratio] * 2]
        for norm, prior in self.priors.items():
            legs, shares = prior.speed is not None, norm in self.railway
            own = (wide.pace if legs else wide.transfer, wide.ratio)
            lone = (wide.lone_pace if legs else wide.lone_transfer, wide.lone_ratio)
            low, ratio = own if shares else lone
            scales += [low, ratio, ratio]
        legs_sites = {element.site for element in self.elements if element.is_leg}
        scales += [wide.leg if site in legs_sites else wide.site for site in self.sites]
        return read_only(np.array(scales))

    @property
    def moves(self) -> "Array":
        """For low and both ratios, which numbers move which element."""
        return self._design[0]

    @cached_property
    def _design(self) -> "tuple[Array, Array]":
        """Return which numbers move which element: its low and ratios alike, then its site."""
        import numpy as np

        place = {name: number for number, name in enumerate(self.names)}
        moves = np.zeros((3, len(self.elements), len(place)))
        for row, element in enumerate(self.elements):
            for part, word in enumerate(PARTS):
                moves[part, row, place[f"{element.norm} {word}"]] = 1
                if element.norm in self.railway:
                    moves[part, row, part if element.is_leg else 3 + part] = 1
            if element.site in place:
                moves[0, row, place[element.site]] = 1
        priors = [self.priors[element.norm] for element in self.elements]
        fixed = np.array(
            [
                [element.low / DAY for element in self.elements],
                [prior.typical_over_low - 1 for prior in priors],
                [prior.high_over_typical - 1 for prior in priors],
            ]
        )
        return read_only(moves), fixed

    def times(self, numbers: "Array") -> "Array":
        """Return low, typical and high of each element [days]."""
        return self.slopes(numbers)[0]

    def slopes(self, numbers: "Array") -> "tuple[Array, Array]":
        """Return the times, and their derivatives by the three parts of each element."""
        import numpy as np

        _, fixed = self._design
        parts = np.append(numbers, 0.0)[self._movers].sum(axis=1)
        lows, more, most = fixed * np.exp(parts)
        typicals = lows * (1 + more)
        highs = typicals * (1 + most)
        zero = np.zeros_like(lows)
        times = np.stack([lows, typicals, highs])
        by_more = np.stack([zero, lows * more, lows * more * (1 + most)])
        by_most = np.stack([zero, zero, typicals * most])
        return times, np.stack([times, by_more, by_most])

    def _bends(self, numbers: "Array") -> "Array":
        """Return the second derivatives of the times by every two parts of an element."""
        import numpy as np

        times, (_, by_more, by_most) = self.slopes(numbers)
        by_both = np.zeros_like(times)
        by_both[2] = by_more[2] - by_more[1]
        return np.stack(
            [
                np.stack([times, by_more, by_most]),
                np.stack([by_more, by_more, by_both]),
                np.stack([by_most, by_both, by_most]),
            ]
        )

    @cached_property
    def _movers(self) -> "Whole":
        """The number that moves an element: by part, then slot; one too large where none does."""
        import numpy as np

        parts, elements, numbers = np.nonzero(self.moves)
        same = np.arange(len(parts))
        begins = np.append(True, (np.diff(parts) != 0) | (np.diff(elements) != 0))
        slots = same - np.maximum.accumulate(np.where(begins, same, 0))
        found: Whole = np.full((3, 3, len(self.elements)), self.moves.shape[2])
        found[parts, slots, elements] = numbers
        return found

    @cached_property
    def _counts(self) -> "tuple[Whole, Whole, Whole, Array]":
        """Each element of each row: the row, its level, the element, and how often it is passed."""
        import numpy as np

        passed = [
            (row, target.level, number, target.elements.count(number))
            for row, target in enumerate(self.targets)
            for number in dict.fromkeys(target.elements)
        ]
        rows, levels, elements, counts = np.array(passed, np.int64).reshape(-1, 4).T
        return rows, levels, elements, counts.astype(np.float64)

    def predict(self, numbers: "Array") -> "tuple[Array, Array]":
        """Return what each row's elements add up to [days], and its derivatives."""
        import numpy as np

        rows, levels, elements, counts = self._counts
        times, slopes = self.slopes(numbers)
        size, width = len(self.targets), len(numbers) + 1
        sums = np.bincount(rows, counts * times[levels, elements], size)
        places = rows * width + self._movers[:, :, elements]
        shares = np.broadcast_to((counts * slopes[:, levels, elements])[:, None], places.shape)
        found: Any = np.bincount(places.ravel(), shares.ravel(), size * width)
        constant = np.array([target.constant / DAY for target in self.targets])
        jacobian: Array = found.reshape(size, width)[:, :-1]
        return constant + sums, jacobian

    @cached_property
    def _last(self) -> "dict[bytes, Rows]":
        """The rows that were asked for last: a solver wants their derivatives next."""
        return {}

    def _rows(self, numbers: "Array") -> "Rows":
        key = numbers.tobytes()
        found = self._last.get(key)
        if found is None:
            found = self._compared(numbers)
            self._last.clear()
            self._last[key] = found
        return found

    def _compared(self, numbers: "Array") -> "Rows":
        import numpy as np

        sums, jacobian = self.predict(numbers)
        value = np.array([target.value / DAY for target in self.targets])
        width = np.array([target.width for target in self.targets])
        kind = np.array([target.kind for target in self.targets])
        claims = (kind == "claim") | (kind == "bound")
        off = np.where(claims, np.log(sums / value), sums - value) / width
        slope = np.where(claims, 1 / sums, 1.0) / width
        idle = ((kind == "least") | (kind == "bound")) & (off > 0)
        off, slope = np.where(idle, 0.0, off), np.where(idle, 0.0, slope)
        return Rows(off, slope, jacobian * slope[:, None], np.where(claims, width, 0.0))

    def residuals(self, numbers: "Array") -> "tuple[Array, Array]":
        """Return what the solver squares and adds, with derivatives: rows, then priors."""
        import numpy as np

        off, _, jacobian, bending = self._rows(numbers)
        bent = (bending > 0) & (np.abs(off) > BEND)
        linear = np.sqrt(np.where(bent, 2 * BEND * np.abs(off) - BEND**2, 1.0))
        slope = np.where(bent, BEND / linear, 1.0)
        return (
            np.concatenate([np.where(bent, np.sign(off) * linear, off), numbers / self.scales]),
            np.concatenate([jacobian * slope[:, None], np.diag(1 / self.scales)]),
        )

    def solve(
        self, start: "Array | None" = None, solver: Solver = "newton", tolerance: float = 1e-12
    ) -> "Array":
        """Return the numbers with the least sum of squares."""
        import numpy as np

        begin = np.zeros(len(self.scales)) if start is None else start
        if solver == "newton":
            return read_only(self._newton(begin, tolerance))
        found = _scipy().optimize.least_squares(
            lambda numbers: self.residuals(numbers)[0],
            begin,
            jac=lambda numbers: self.residuals(numbers)[1],
            method=solver,
            x_scale=self.scales,
            xtol=tolerance,
            ftol=tolerance,
            gtol=tolerance,
            max_nfev=STEPS,
        )
        return read_only(found.x)

    def _newton(self, numbers: "Array", tolerance: float) -> "Array":
        """Return the least by Newton's steps, halved until they lower the sum of squares."""
        cost = self.cost(numbers)
        for _ in range(STEPS):
            step, gain = self._step(numbers)
            if gain < tolerance:
                return numbers + step
            share = 1.0
            while (lower := self.cost(numbers + share * step)) > cost - share * gain / 4:
                share /= 2
            numbers, cost = numbers + share * step, lower
        return numbers

    def _step(self, numbers: "Array") -> "tuple[Array, float]":
        """Return Newton's step, and by how much it would lower the sum of a quadratic."""
        import numpy as np

        linalg = _scipy().linalg
        off, slope, jacobian, bending = self._rows(numbers)
        bent = (bending > 0) & (np.abs(off) > BEND)
        pull = np.where(bent, BEND * np.sign(off), off)
        downhill = -(jacobian.T @ pull + numbers / self.scales**2)
        square = np.where(bent, 0.0, 1.0)
        prior = np.diag(1 / self.scales**2)
        curve = (jacobian.T * (square - pull * bending)) @ jacobian + prior
        curve += self._curves(numbers, pull * slope)
        try:
            factors = linalg.cho_factor(curve)
        except linalg.LinAlgError:  # no hollow there: as if each row were linear in the numbers
            factors = linalg.cho_factor((jacobian.T * square) @ jacobian + prior)
        step: Array = linalg.cho_solve(factors, downhill)
        return step, float(step @ downhill)

    def _curves(self, numbers: "Array", pull: "Array") -> "Array":
        """Return the second derivatives of the rows' sums, each row weighted by its pull."""
        import numpy as np

        rows, levels, elements, counts = self._counts
        shape = (3, len(self.elements))
        places = levels * shape[1] + elements
        weights = np.bincount(places, counts * pull[rows], 3 * shape[1]).reshape(shape)
        bends = (weights * self._bends(numbers)).sum(axis=2)
        width = len(numbers) + 1
        shares = np.broadcast_to(bends[:, :, None, None], self._pairs.shape)
        found: Any = np.bincount(self._pairs.ravel(), shares.ravel(), width * width)
        curves: Array = found.reshape(width, width)[:-1, :-1]
        return curves

    @cached_property
    def _pairs(self) -> "Whole":
        """The place of each two numbers that move an element: part, part, slot, slot, element."""
        movers, width = self._movers, self.moves.shape[2] + 1
        found: Whole = movers[:, None, :, None] * width + movers[None, :, None, :]
        return found

    def cost(self, numbers: "Array") -> float:
        """Return the sum of squares."""
        return float((self.residuals(numbers)[0] ** 2).sum())


def read_only(array: "Array") -> "Array":
    """Return an array that is not to be written to: what is fitted is remembered."""
    array.setflags(write=False)
    return array


def least_positive(columns: "Array", values: "Array") -> "Array":
    """Return coefficients not below zero with the least squares, for the naive baselines."""
    solution: Array = _scipy().optimize.nnls(columns, values)[0]
    return solution


def _scipy() -> Any:
    try:
        import scipy.linalg
        import scipy.optimize
    except ImportError:
        raise MissingExtraError("calibrate", "scipy", "fit") from None
    return scipy
