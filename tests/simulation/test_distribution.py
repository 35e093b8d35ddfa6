"""Quantile tables and random streams against known distributions."""

import math
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.simulation import distribution
from corridor.simulation.distribution import Part
from corridor.simulation.varying_parts import parts_of
from support.small import ROW, chain

INDEPENDENT = {
    "regime": "0 %", "country": "0 %", "sea": "0 %", "basis": "estimated", "rule": "drawn",
}  # fmt: skip


TABLES = [(0, 50, 100), (0, 1, 2), (1, 2, 10), (0, 10, 1_000), (0, 990, 1_000), (3, 4, 30)]


def variance(levels: tuple[int, int, int]) -> float:
    """Give the variance [s²] of a time that varies between its levels, in closed form."""
    low, typical, high = levels
    if typical in {low, high}:
        return 0.0
    first, second = distribution.parameters(low, typical, high)
    both = first + second
    return (high - low) ** 2 * first * second / (both**2 * (both + 1))


@pytest.mark.parametrize("shape", TABLES)
def test_a_table_has_the_mean_and_the_variance_of_its_distribution(
    shape: tuple[int, int, int],
) -> None:
    low, typical, high = (item * 10**6 for item in shape)
    draws = distribution._looked_up((low, typical, high), distribution._normal_scores())
    assert abs(draws.mean() - typical) < 2e-6 * (high - low)
    assert math.isclose(draws.var(), variance((low, typical, high)), rel_tol=5e-4)
    assert low <= draws.min() <= draws.max() <= high


def test_a_table_is_that_of_a_known_distribution() -> None:
    """With alpha = beta = 3 the share below x is x³(10 - 15x + 6x²)."""
    times, _ = distribution._table(10**9, 2 * 10**9)
    for step, time in enumerate(times):
        x = int(time) / (2 * 10**9)
        chance = math.erfc(-(step - distribution.REACH) / 64 / math.sqrt(2)) / 2
        assert abs(x**3 * (10 - 15 * x + 6 * x * x) - chance) < 2e-5


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6))
def test_parameters_have_the_mean_and_are_not_below_the_least(
    low: int, middle: int, high: int
) -> None:
    low, middle, high = sorted((low, middle, high))
    if middle in {low, high}:
        return
    first, second = distribution.parameters(low, middle, high)
    assert min(first, second) >= distribution.LEAST_PARAMETER * (1 - 1e-12)
    assert math.isclose(first / (first + second), (middle - low) / (high - low))


def test_normal_scores_are_symmetric_and_have_the_variance_of_the_normal() -> None:
    scores = distribution._normal_scores()
    assert (scores == -scores[::-1]).all()
    assert math.isclose((scores.astype(float) ** 2).mean() / 2**30, 1, abs_tol=2e-4)
    # Four factors at their extreme, however weighted, stay within the tables.
    assert 2 * int(scores[-1]) < distribution.REACH << distribution.STEP_BITS


def test_independent_parts_have_the_mean_and_variance_of_their_sum() -> None:
    net = chain(*ROW, dependence=INDEPENDENT)
    sim = co.simulate(net, "A > D", seed=1, runs=200_000)
    parts = parts_of(net, sim.elements)
    wanted = sum(variance(part.levels) for part in parts)
    standard_error = math.sqrt(wanted / sim.runs)
    assert abs(int(sim.mean) - int(sim.levels.typical)) < 4 * standard_error
    assert math.isclose(float(sim.times.var()), wanted, rel_tol=0.02)


def _rank(times: Any, cuts: tuple[int, int]) -> Any:
    """Cut times to three values: 0, 1, 2."""
    return (times >= cuts[0]).astype(int) + (times >= cuts[1])


def test_two_parts_of_three_values_have_the_chances_of_their_enumeration() -> None:
    """Each of two times cut to three values: every sum comes as often as counted by hand."""
    parts = (Part("one", (0, 30, 90)), Part("two", (10, 50, 60)))
    cuts = [(20, 40), (45, 55)]
    runs = 100_000
    drawn = [
        [times.copy() for times in block]
        for _, block in distribution.Draws(parts, seed=3).blocks(runs)
    ]
    scores = distribution._normal_scores()
    chances = []
    for part, (first, second) in zip(parts, cuts, strict=True):
        times = distribution._looked_up(part.levels, scores)
        below = Fraction(int((times < first).sum()), len(scores))
        above = Fraction(int((times >= second).sum()), len(scores))
        chances.append((below, 1 - below - above, above))
    for sums in range(5):
        wanted = sum(
            chances[0][one] * chances[1][other]
            for one, other in product(range(3), repeat=2)
            if one + other == sums
        )
        found = sum(
            int((_rank(block[0], cuts[0]) + _rank(block[1], cuts[1]) == sums).sum())
            for block in drawn
        )
        error = math.sqrt(float(wanted * (1 - wanted)) / runs)
        assert abs(found / runs - float(wanted)) < 4 * error


def test_dependence_widens_the_spread_and_keeps_the_mean() -> None:
    alone = co.simulate(chain(*ROW, dependence=INDEPENDENT), "A > D", seed=1)
    together = co.simulate(chain(*ROW), "A > D", seed=1)
    assert together.percentile(0.9) > alone.percentile(0.9)
    assert together.percentile(0.1) < alone.percentile(0.1)
    assert math.isclose(int(together.mean), int(alone.mean), rel_tol=0.01)


def test_certain_times_give_a_point() -> None:
    """M13: where low, typical and high are one, every run takes the deterministic total."""
    sim = co.simulate(chain(("10 h", "10 h", "10 h"), ("5 h", "5 h", "9 h")), "A > C", seed=1)
    assert set(sim.times.tolist()) == {15 * 3600}
    assert sim.tail == ()
    assert sim.buffer_index == 0
