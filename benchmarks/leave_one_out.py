"""Fit the bundled network without one report after another, by each solver, and compare the costs.

All must end within 0.01 of the same sum of squares. Ratios hold; times are those of the machine.
"""

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

import corridor as co
from corridor.calibration.calibration import Calibration
from corridor.calibration.fit_model import SOLVERS, Model, Solver

if TYPE_CHECKING:
    from collections.abc import Iterator

    from corridor.calibration.fit_model import Array

CLOSE = 0.01


def folds(found: Calibration) -> "Iterator[tuple[Model, Array]]":
    """Yield the model without each report in turn, and where its fit begins."""
    known = dict(zip(found.model.names, found.numbers, strict=True))
    for left_out in found.model.targets:
        if left_out.kind == "claim":
            kept = tuple(target for target in found.model.targets if target is not left_out)
            model = replace(found.model, targets=kept)
            yield model, np.array([known[name] for name in model.names])


def costs(found: Calibration, solver: Solver) -> list[float]:
    """Return the sum of squares that is left in each fold."""
    return [model.cost(model.solve(start, solver)) for model, start in folds(found)]


def main() -> None:
    """Print the time of each solver, and the largest difference between their costs."""
    found = co.calibrate(co.load_network())
    taken, left = [], []
    for solver in SOLVERS:
        begun = time.process_time()
        left.append(costs(found, solver))
        taken.append(time.process_time() - begun)
        print(f"{solver:<8}{len(left[-1])} folds {taken[-1]:.1f} s, {taken[0] / taken[-1]:.2f}")
    apart = np.ptp(np.array(left), axis=0).max()
    print(f"costs differ by {apart:.1g} at most")
    if apart > CLOSE:
        raise SystemExit("the solvers do not agree")


if __name__ == "__main__":
    main()
