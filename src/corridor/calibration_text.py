"""A calibration and its cross-validation in words."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from corridor import _text
from corridor.units import HOUR

if TYPE_CHECKING:
    from corridor.calibration import Calibration, Change
    from corridor.crossvalidation import CrossValidation, LeftOut, Score
    from corridor.estimates import Norm

WIDTH = 100
METHODS = ("this fit", "priors only", "distance over one speed", "speed per mode, fixed dwell")
LONGEST_NAME = 34
#: Residuals beyond so many standard deviations, or so large a share, are shown.
SHOWN_DEVIATIONS = 1.5
SHOWN_SHARE = 0.20


def calibration_text(found: "Calibration") -> str:
    """Return the proposal: what moves and why, what it does not explain, what it rests on."""
    moved = [change for change in found.changes if change.moved]
    parts = [_headline(found, len(moved))]
    parts += [_changes(moved)] if moved else []
    parts += [_norms(found), _residuals(found)]
    silent = found.untouched
    notes = [
        ("not touched", f"{len(silent)} elements that no report reaches: {', '.join(silent)}"),
        ("waiting", "stays as the file has it: no report tells it from the dwell at the same port"),
        ("data", found.net.stamp),
    ]
    return "\n\n".join([*parts, _text.definitions(notes, columns=WIDTH)])


def _headline(found: "Calibration", moved: int) -> str:
    rows = found.rows
    exact = sum(target.kind == "exact" for target in found.model.targets)
    text = (
        f"{len(rows)} rows fitted, {exact} of them exact: {moved} of {len(found.changes)} times "
        f"move by more than 0.1 h and 0.5 %. The reports removed {100 * found.determined:.0f} % of "
        f"the prior variance of what they touch. Cost {found.cost:.1f}."
    )
    return "\n".join(_text.wrap(text, WIDTH))


def _changes(moved: "Sequence[Change]") -> str:
    head = ("moves", "low\nh", "", "typical\nh", "", "high\nh", "", "pulled by")
    rows = []
    for change in moved:
        cells = []
        for before, after in zip(change.before.levels, change.after.levels, strict=True):
            cells += [hours(before), f"> {hours(after)}"]
        name = _text.clip(change.name, LONGEST_NAME)
        rows.append((name, *cells, ", ".join(change.after.claims)))
    return _text.table(head, rows, left=(0, 7))


def _norms(found: "Calibration") -> str:
    head = ("norm", "low", "typical\n/ low", "high /\ntypical", "of its own\nprior: low")
    rows = [norm_cells(norm) for norm in found.norms.values()]
    return _text.table(head, rows)


def norm_cells(norm: "Norm") -> tuple[str, str, str, str, str]:
    """Return a norm's low pace or time, its two ratios, and the prior of the first."""
    prior = norm.prior
    before = ""
    if prior:
        before = f"{prior.speed / 1000:g} km/h" if prior.speed else f"{hours(prior.time or 0)} h"
    if norm.time:
        low, typical, high = norm.time.levels
        return norm.id, f"{hours(low)} h", f"{typical / low:.2f}", f"{high / typical:.2f}", before
    ratios = [f"{ratio or 0:.2f}" for ratio in (norm.typical_over_low, norm.high_over_typical)]
    return norm.id, f"{(norm.speed or 0) / 1000:.1f} km/h", ratios[0], ratios[1], before


def _residuals(found: "Calibration") -> str:
    head = ("not explained", "from > to", "at", "reported\ndays", "fit", "off", "deviations")
    rows = []
    for row in sorted(found.rows, key=lambda row: -row.deviations):
        share = abs(row.residual) / row.reported
        if row.deviations > SHOWN_DEVIATIONS or share > SHOWN_SHARE:
            journey = found.net.journeys.get(row.id)
            ends = f"{journey.origin.text} > {journey.destination.text}" if journey else ""
            days = (_text.days(round(time)) for time in (row.reported, row.fitted, row.residual))
            rows.append((row.id, _text.clip(ends, 30), row.level, *days, f"{row.deviations:.1f}"))
    return _text.table(head, rows, left=(0, 1, 2))


def cross_validation_text(found: "CrossValidation") -> str:
    """Return the errors of reports that were left out, with intervals, beside other methods."""
    head = ("left out", "reports", "median error, days", "mean relative error, %")
    whole = str(len(found.rows))
    rows: list[Sequence[str] | None] = [
        (name, whole, *_scores(found, found.rows, method)) for method, name in enumerate(METHODS)
    ]
    rows.append(None)
    rows += [(name, str(len(group)), *_scores(found, group, 0)) for name, group in found.groups()]
    lines = _text.table(head, rows)
    return "\n\n".join([lines, "\n".join(_text.wrap(" ".join(_gains(found)), WIDTH))])


def _scores(found: "CrossValidation", group: "Sequence[LeftOut]", method: int) -> tuple[str, str]:
    days = found.median_error(group, method)
    share = found.relative_error(group, method)
    return _score(days, 2, 1), _score(share, 1, 100)


def _score(score: "Score", digits: int, scale: float) -> str:
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
            f"in the 80\u00a0% interval of the shipments simulated by their way, {ninety} in the "
            "90\u00a0% interval."
        )


def hours(seconds: int) -> str:
    """Return a time in hours with one decimal."""
    return f"{seconds / HOUR:.1f}"
