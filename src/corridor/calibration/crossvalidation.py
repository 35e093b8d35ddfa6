"""How well the calibration predicts what it has not seen, beside simpler ways to predict.

All reports of the same two ends and the same level are left out together; routes, and the rows
against undercutting, stay those of the whole fit.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from corridor import text as _text
from corridor.calibration.calibration import WIDTH, Calibration
from corridor.calibration.fit_model import Target, least_positive
from corridor.calibration.ledger_rows import MET
from corridor.frozen import dataclass
from corridor.network.estimates import Levels
from corridor.network.fields import LEVELS, Level
from corridor.network.modes import OTHERS, VESSELS, WITH_GAUGE
from corridor.routes.steps import Element, RouteLeg
from corridor.simulation.p90 import RUNS
from corridor.simulation.p90 import SEED as SIMULATION_SEED
from corridor.simulation.sampling import drawn
from corridor.units import DAY, Duration

if TYPE_CHECKING:
    from corridor.calibration.fit_model import Array

METHODS = ("this fit", "priors only", "distance over one speed", "speed per mode, fixed dwell")


def cross_validation_text(found: "CrossValidation") -> str:
    """Return the errors of reports that were left out, with intervals, beside other methods."""
    if not found.rows:
        return "No report can be left out: nothing would be left to fit."
    head = ("left out", "reports", "median error, days", "mean relative error, %")
    whole = str(len(found.rows))
    rows: list[Sequence[str] | None] = [
        (name, whole, *_scores(found, found.rows, method)) for method, name in enumerate(METHODS)
    ]
    rows.append(None)
    rows += [(name, str(len(group)), *_scores(found, group, 0)) for name, group in found.groups()]
    return _text.page([_text.Table(head, rows), _text.Prose([" ".join(_gains(found))], WIDTH)])


def _scores(found: "CrossValidation", group: "Sequence[LeftOut]", method: int) -> tuple[str, str]:
    days = found.median_error(group, method)
    share = found.relative_error(group, method)
    return _worded(days, 2, 1), _worded(share, 1, 100)


def _worded(score: "Score", digits: int, scale: float) -> str:
    value, low, high = (f"{scale * part:.{digits}f}" for part in score)
    return f"{value} ({low} to {high})"


def _gains(found: "CrossValidation") -> Iterator[str]:
    """Yield what may be claimed: a gain only where its interval leaves out zero."""
    for method in range(1, len(METHODS)):
        gain = found.gain(found.rows, method)
        points = f"{100 * gain.value:.1f} points ({100 * gain.low:.1f} to {100 * gain.high:.1f})"
        if round(100 * gain.low, 1) > 0:
            yield f"Better than {METHODS[method]} by {points} of relative error."
        else:
            yield f"No gain over {METHODS[method]} can be claimed: {points}."
    yield f"{found.inside:.0%} of the reports lie between 0.9 low and 1.1 high.".replace("%", " %")
    usual = found.usual
    if usual:
        eighty, ninety = found.within(0.8), found.within(0.9)
        yield (
            f"Of the {len(usual)} observed and average reports at typical, left out, {eighty} lie "
            f"in the 80\u00a0% interval of the shipments simulated by their route, {ninety} in the "
            "90\u00a0% interval."
        )


#: Draws and seed of the bootstrap, and the share that its intervals hold.
DRAWS = 2_000
SEED = 20_261_122
HELD = 0.90


class LeftOut(NamedTuple):
    """One report that was left out: its days, and what each method says of them.

    `low` and `high` are the levels of this fit, the report left out; `percentile` is the share of
    shipments simulated from it that take no longer than reported, `is_met` whether shipments made
    it (observed or average).
    """

    id: str
    level: Level
    corridor: str
    days: float
    predicted: tuple[float, ...]
    low: float
    high: float
    percentile: float
    is_met: bool


class Score(NamedTuple):
    """An error with its bootstrap interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class CrossValidation:
    """Every report that was left out, with what each of the methods predicts."""

    rows: tuple[LeftOut, ...]

    @property
    def inside(self) -> float:
        """The share of reports between nine tenths of low and eleven tenths of high."""
        held = [0.9 * row.low <= row.days <= 1.1 * row.high for row in self.rows]
        return sum(held) / len(held)

    @property
    def usual(self) -> tuple[LeftOut, ...]:
        """The observed and average reports at the typical level, which shipments should meet."""
        return tuple(row for row in self.rows if row.level == "typical" and row.is_met)

    def within(self, share: float) -> int:
        """Return how many of the usual reports lie in the middle part of what is simulated."""
        edge = (1 - share) / 2
        return sum(edge <= row.percentile <= 1 - edge for row in self.usual)

    def groups(self) -> list[tuple[str, tuple[LeftOut, ...]]]:
        """Return the rows of each level, then of each corridor."""
        found: list[tuple[str, tuple[LeftOut, ...]]] = []
        for name, keys in (("level", LEVELS), ("corridor", {row.corridor for row in self.rows})):
            for key in keys if name == "level" else sorted(keys):
                rows = tuple(row for row in self.rows if getattr(row, name) == key)
                found += [(key, rows)] if rows else []
        return found

    def median_error(self, rows: Sequence[LeftOut], method: int) -> Score:
        """Return the median absolute error [days] of a method."""
        import numpy as np

        off = np.array([abs(row.predicted[method] - row.days) for row in rows])
        return _score(off, lambda drawn: np.median(drawn, axis=-1))

    def relative_error(self, rows: Sequence[LeftOut], method: int) -> Score:
        """Return the mean relative error of a method."""
        return _score(_relative(rows, method), lambda drawn: drawn.mean(axis=-1))

    def gain(self, rows: Sequence[LeftOut], method: int) -> Score:
        """Return by how much the mean relative error of another method is larger."""
        more = _relative(rows, method) - _relative(rows, 0)
        return _score(more, lambda drawn: drawn.mean(axis=-1))


def _relative(rows: Sequence[LeftOut], method: int) -> "Array":
    import numpy as np

    return np.array([abs(row.predicted[method] - row.days) / row.days for row in rows])


def _score(values: "Array", summary: "Callable[[Array], Array]") -> Score:
    import numpy as np

    drawn = np.random.default_rng(SEED).choice(values, (DRAWS, len(values)))
    low, high = np.quantile(summary(drawn), [(1 - HELD) / 2, (1 + HELD) / 2])
    return Score(float(summary(values)), float(low), float(high))


def cross_validate(found: Calibration) -> CrossValidation:
    """Leave out the reports of each two ends and level in turn, and predict them.

    Parameters
    ----------
    found
        The calibration of all reports.

    Returns
    -------
    CrossValidation
        One row for each claim; the exact rows are never left out. None where all claims are of
        one pair of ends and one level, since nothing would be left to fit.
    """
    groups: dict[object, list[Target]] = {}
    for target in found.model.targets:
        if target.kind == "claim" and target.id in found.ways:
            ends = frozenset(node.id for node in found.ways[target.id].ends)
            groups.setdefault((ends, target.level), []).append(target)
    claims = [target for group in groups.values() for target in group]
    priors = found.model.times(found.numbers * 0)
    rows = []
    for group in groups.values() if len(groups) > 1 else ():
        kept = [target for target in claims if target not in group]
        times = _without(found, group)
        naive = [
            _baseline(found, kept, group, columns) for columns in (_whole_length, _lengths_by_mode)
        ]
        for place, target in enumerate(group):
            fitted = [_sum(found, target, times, level) for level in range(3)]
            prior = _sum(found, target, priors, target.level)
            others = (float(method[place]) for method in naive)
            predicted = (fitted[target.level], prior, *others)
            journey = found.net.journeys[target.id]
            facts = (target.id, LEVELS[target.level], journey.corridor, target.value / DAY)
            levels = (fitted[0], fitted[2], _percentile(found, target, times))
            rows.append(LeftOut(*facts, predicted, *levels, journey.kind in MET))
    return CrossValidation(tuple(rows))


def _without(found: Calibration, group: list[Target]) -> "Array":
    """Return the elements' times of a fit without some rows."""
    import numpy as np

    targets = tuple(target for target in found.model.targets if target not in group)
    model = replace(found.model, targets=targets)
    known = dict(zip(found.model.names, found.numbers, strict=True))
    start = np.array([known[name] for name in model.names])
    return model.times(model.solve(start))


def _percentile(found: Calibration, target: Target, times: "Array") -> float:
    """Return the share of shipments, simulated with other times, that a report's time covers."""
    timed: list[tuple[Element, Levels]] = []
    for element, time in found.ways[target.id].elements():
        number = found.elements.number(element.kind, element.id, element.entry)
        fitted = time.levels
        if number is not None:
            low, typical, high = (round(float(level[number]) * DAY) for level in times)
            fitted = (low, max(low, typical), max(low, typical, high))
        timed.append((element, Levels(*map(Duration, fitted))))
    runs = drawn(found.net, tuple(timed), RUNS, SIMULATION_SEED)
    return int((runs <= found.net.journeys[target.id].value).sum()) / RUNS


def _sum(found: Calibration, target: Target, times: "Array", level: int) -> float:
    waits = found.ways[target.id].waiting.levels
    fixed = target.constant + waits[level] - waits[target.level]
    return float(times[level][list(target.elements)].sum()) + fixed / DAY


def _baseline(
    found: Calibration,
    kept: list[Target],
    group: list[Target],
    columns: Callable[[Calibration, Target], list[float]],
) -> "Array":
    """Predict by a sum of lengths and counts, fitted with least relative squares per level.

    Where no other report is of the level, by those of all levels.
    """
    import numpy as np

    level = group[0].level
    train = [target for target in kept if target.level == level] or kept
    sides = np.array([columns(found, target) for target in train])
    days = np.array([target.value / DAY for target in train])
    rates = least_positive(sides / days[:, None], np.ones(len(train)))
    predicted: Array = np.array([columns(found, target) for target in group]) @ rates
    return predicted


def _whole_length(found: Calibration, target: Target) -> list[float]:
    return [float(found.ways[target.id].distance)]


def _lengths_by_mode(found: Calibration, target: Target) -> list[float]:
    route = found.ways[target.id]
    lengths = [_length(route.legs, modes) for modes in (WITH_GAUGE, VESSELS, OTHERS)]
    return [*lengths, float(sum(transfer.entry is not None for transfer in route.transfers))]


def _length(legs: Iterable[RouteLeg], modes: frozenset[str]) -> float:
    return float(sum(leg.distance for leg in legs if leg.mode in modes))
