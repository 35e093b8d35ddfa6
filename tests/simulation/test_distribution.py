"""Quantile tables and random streams against known distributions."""

import hashlib
import math
import statistics
from fractions import Fraction
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.random import Philox

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


def drawn(parts: tuple[Part, ...], runs: int, seed: int = 1) -> list[list[int]]:
    """Return the times of each part, over all blocks."""
    found: list[list[int]] = [[] for _ in parts]
    for _, block in distribution.Draws(parts, seed).blocks(runs):
        for own, times in zip(found, block, strict=True):
            own.extend(times.tolist())
    return found


def test_a_stream_is_that_of_its_seed_and_its_name() -> None:
    """Each 16 bits of Philox, keyed by the start of a hash, are one of 65,536 steps."""
    key = int.from_bytes(hashlib.sha256(b"7 leg a--b").digest()[:16], "little")
    words = [int(word) for word in Philox(key=key).random_raw(7)]
    steps = [word >> shift & 0xFFFF for word in words for shift in (0, 16, 32, 48)]
    stream = distribution.Stream(7, "leg a--b")
    assert stream.steps(10).tolist() == steps[:10]
    assert stream.steps(9, 16).tolist() == steps[16:25]
    assert stream.steps(28).tolist() == steps


def test_a_draw_depends_on_its_seed_and_its_name_alone() -> None:
    levels = (0, 50_000, 100_000)
    one, other = Part("one", levels, (("sea", 3_000),)), Part("other", levels)
    both = drawn((one, other), 40)
    assert both == drawn((one, other), 40)
    assert drawn((other, one), 40) == both[::-1]
    assert drawn((one,), 40) == both[:1]
    assert drawn((one, other), 20) == [times[:20] for times in both]
    assert both[0] != both[1]
    for part, times in zip((one, other), both, strict=True):
        assert drawn((part,), 40, seed=2) != [times]


def test_parts_of_one_name_rise_and_fall_as_one() -> None:
    """A border that is passed three times is as slow each time, and keeps its own times."""
    levels, twice = (0, 500, 1_000), (0, 1_000, 2_000)
    parts = (Part("b", levels), Part("other", levels), Part("b", twice), Part("b", levels))
    first, other, double, again = drawn(parts, distribution.BLOCK + 100)
    assert first == again
    assert first != other
    assert max(abs(2 * one - two) for one, two in zip(first, double, strict=True)) <= 2
    there, back = drawn((Part("b", levels), Part("b", levels)), 100)
    assert there == back == first[:100]


@pytest.mark.parametrize(("share", "expected"), [(0, 0), (2_500, 0.25), (6_400, 0.64), (10_000, 1)])
def test_a_shared_cause_correlates_times_by_its_share(share: int, expected: float) -> None:
    """The scores of two parts have that share of their variance in common (here nearly normal)."""
    cause = (("sea", share),) if share else ()
    parts = (Part("one", (0, 10**6, 2 * 10**6), cause), Part("other", (0, 10**6, 2 * 10**6), cause))
    one, other = drawn(parts, 20_000)
    assert statistics.correlation(one, other) == pytest.approx(expected, abs=0.03)
    assert (one == other) is (share == 10_000)


def test_causes_with_different_names_are_drawn_apart() -> None:
    levels = (0, 10**6, 2 * 10**6)
    sea, land = (Part("one", levels, ((name, 9_900),)) for name in ("sea", "land"))
    one, other = drawn((sea, land._replace(name="other")), 20_000)
    assert abs(statistics.correlation(one, other)) < 0.03
    assert abs(statistics.correlation(one, drawn((sea,), 20_000, seed=2)[0])) < 0.03
    both = Part("both", levels, (("sea", 4_500), ("land", 4_500)))
    one, mixed = drawn((sea, both), 20_000)
    assert statistics.correlation(one, mixed) == pytest.approx((0.99 * 0.45) ** 0.5, abs=0.03)


def test_a_certain_time_is_the_same_in_every_run() -> None:
    assert drawn((Part("a", (3, 3, 9)), Part("b", (1, 9, 9))), 5) == [[3] * 5, [9] * 5]


@pytest.mark.parametrize("error", [0.05, 0.3])
def test_doubt_about_the_level_keeps_the_mean_and_spreads_by_its_error(error: float) -> None:
    times = np.full(60_000, 10**8)
    found = distribution.scaled(times, error, 3)
    logs = np.log(found / 10**8)
    assert float(found.mean()) == pytest.approx(10**8, rel=4 * error / 60_000**0.5)
    assert float(logs.mean()) == pytest.approx(-(error**2) / 2, abs=4 * error / 60_000**0.5)
    assert float(logs.std()) == pytest.approx(error, rel=0.015)
    assert not found.flags.writeable
    assert (distribution.scaled(times, error, 3) == found).all()
    assert (distribution.scaled(times, error, 4) != found).any()
    own = distribution.Draws((Part("doubt", (0, 10**6, 2 * 10**6)),), 3)
    ((_, block),) = own.blocks(8_000)
    assert statistics.correlation(next(block).tolist(), found[:8_000].tolist()) > 0.9


def test_doubt_rounds_to_the_nearest_second() -> None:
    assert set(distribution.scaled(np.arange(10), 0.0, 1) - np.arange(10)) == {0}
    assert {int(n) for n in distribution.scaled(np.full(1_000, 1), 0.01, 1)} == {1}


def test_a_score_is_that_of_the_middle_of_its_step() -> None:
    scores = distribution._normal_scores()
    for step in (0, 1, 20_000, 32_767, 32_768, 50_000, 65_535):
        exact = statistics.NormalDist().inv_cdf((step + 0.5) / 65_536) * 2**15
        assert abs(int(scores[step]) - exact) <= 0.5


def test_between_the_steps_of_a_table_times_are_linear() -> None:
    """Score 0 is the median, here the middle; half a step on lies half way to the next entry."""
    levels = (10**9, 2 * 10**9, 3 * 10**9)
    times, _ = distribution._table(10**9, 2 * 10**9)
    assert int(times[distribution.REACH]) == 10**9
    half = 1 << (distribution.STEP_BITS - 1)
    step = distribution.REACH + 3
    scores = np.array([0, (3 << distribution.STEP_BITS) + half], np.int32)
    middle, later = distribution._looked_up(levels, scores).tolist()
    assert middle == 2 * 10**9
    assert later == 10**9 + (int(times[step]) + int(times[step + 1]) + 1) // 2
