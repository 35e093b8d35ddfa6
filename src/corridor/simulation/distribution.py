"""How times vary: quantile tables, random streams, and the draws that are made of both.

A time is a beta distribution on [low, high] whose mean is typical and whose parameters add up to
six (each at least 0.3). Elements rise and fall together through a Gaussian copula: the normal score
of each is a sum of the factors that it shares and of its own. Every score comes from a stream keyed
by the seed and a name, so that a draw does not depend on what else is drawn. Once the tables are
made, everything is whole numbers: the same on every machine.
"""

import functools
import hashlib
import math
import statistics
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.random import Philox
    from numpy.typing import NDArray

    Ints = NDArray[np.int64]

    Scores = NDArray[np.int32]

    Floats = NDArray[np.float64]

#: Steps that a generator makes at once: it counts so many words of four.
STEPS_AT_ONCE = 16
#: Runs that are drawn at once: memory is bounded by it. A multiple of the steps made at once.
BLOCK = 8_192
CONCENTRATION = 6.0
LEAST_PARAMETER = 0.3

#: Normal scores are whole numbers: 2**15 is one standard deviation, 2**9 the step of a table.
SCORE_BITS = 15
STEP_BITS = 9
#: The weights of factors: 2**12 is one.
WEIGHT_BITS = 12
#: Half the steps of a table: nine standard deviations, more than four factors of 4.33 can reach.
REACH = 9 << (SCORE_BITS - STEP_BITS)
WHOLE = 10_000
#: Times [s] below it fit 32 bits with the parts of a step.
SMALL = 1 << (31 - STEP_BITS)

#: The grid of log odds on which a distribution is summed: its end, and its steps to one.
_ODDS_END, _ODDS_STEPS = 40, 64
_LEAST_CHANCE = 1e-290


class Part(NamedTuple):
    """One time that varies.

    Attributes
    ----------
    name
        Of its random stream.
    levels
        Low, typical and high [s].
    factors
        The common causes that it shares: name and share of the variance [0.01 %].
    """

    name: str
    levels: tuple[int, int, int]
    factors: tuple[tuple[str, int], ...] = ()

    @property
    def is_certain(self) -> bool:
        """Return whether it always takes the same time."""
        low, typical, high = self.levels
        return typical in {low, high}


def parameters(low: float, typical: float, high: float) -> tuple[float, float]:
    """Return the two parameters of the beta distribution whose mean is typical.

    >>> parameters(0, 1, 2), parameters(0, 1, 4)
    ((3.0, 3.0), (1.5, 4.5))
    """
    mean = (typical - low) / (high - low)
    first, second = CONCENTRATION * mean, CONCENTRATION * (1 - mean)
    if first < LEAST_PARAMETER:
        return LEAST_PARAMETER, LEAST_PARAMETER * (1 - mean) / mean
    if second < LEAST_PARAMETER:
        return LEAST_PARAMETER * mean / (1 - mean), LEAST_PARAMETER
    return first, second


class Stream:
    """Normal scores one after another; the first are the same however many are asked for."""

    def __init__(self, seed: int, name: str, words: "Philox | None" = None) -> None:
        import numpy as np

        key = hashlib.sha256(f"{seed} {name}".encode()).digest()[:16]
        self._key = np.frombuffer(key, "<u8").astype(np.uint64)
        self._words = words or generator()

    def steps(self, count: int, start: int = 0) -> "NDArray[np.uint16]":
        """Return some of 65,536 equally likely steps, from that of a number, a multiple of 16."""
        _put(self._words, self._key, start // STEPS_AT_ONCE)
        words = self._words.random_raw(-(-count // 4))
        found: NDArray[np.uint16] = words.astype("<u8", copy=False).view("<u2")[:count]
        return found


def generator() -> "Philox":
    """Return a generator, to be put in the state of a stream."""
    from numpy.random import Philox

    return Philox(key=0)


def _put(words: "Philox", key: "NDArray[np.uint64]", counter: int) -> None:
    """Put a generator in the state in which one of a key has counted so far."""
    import numpy as np

    words.state = {
        "bit_generator": "Philox",
        "state": {"counter": np.array([counter, 0, 0, 0], np.uint64), "key": key},
        "buffer": np.zeros(4, np.uint64),
        "buffer_pos": 4,
        "has_uint32": 0,
        "uinteger": 0,
    }


class Draws:
    """Draws of parts, block by block: in each block every run has one time for each part."""

    def __init__(self, parts: Iterable[Part], seed: int) -> None:
        self.parts = tuple(parts)
        words = generator()
        uncertain = [part for part in self.parts if not part.is_certain]
        shared = sorted({name for part in uncertain for name, _ in part.factors})
        self.shared = {name: Stream(seed, f"factor {name}", words) for name in shared}
        self.own = {part.name: Stream(seed, part.name, words) for part in uncertain}

    def blocks(self, runs: int) -> Iterator[tuple[slice, Iterator["Ints"]]]:
        """Yield runs block by block: which they are, and the times [s] of one part after another.

        The times of a block are to be taken up before the next block is asked for.
        """
        import numpy as np

        for span in spans(runs):
            block = Block(self, span)
            times = (block.times(part).astype(np.int64, copy=False) for part in self.parts)
            yield span, times


def spans(runs: int) -> Iterator[slice]:
    """Yield runs block by block."""
    for start in range(0, runs, BLOCK):
        yield slice(start, min(start + BLOCK, runs))


class Block:
    """The draws of a block of runs: those of a part when they are asked for.

    Parameters
    ----------
    draws
        The streams of the parts.
    span
        The runs; the first is a multiple of `BLOCK`.
    order
        The numbers of the runs in the block, in the order in which times are wanted; none for
        their own.
    """

    def __init__(self, draws: Draws, span: slice, order: "Ints | None" = None) -> None:
        self._draws, self._span, self._order = draws, span, order
        self._count = span.stop - span.start
        self._shared: dict[str, Scores] = {}
        self._common: dict[tuple[tuple[str, int], ...], Scores] = {}

    def times(self, part: Part, most: int | None = None) -> "Ints | Scores":
        """Return the times [s] of a part in all runs, or in the first of the order."""
        import numpy as np

        count = self._count if most is None else most
        if part.is_certain:
            return np.full(count, part.levels[1], np.int64)
        steps = self._draws.own[part.name].steps(self._count, self._span.start)
        if self._order is not None:
            steps = steps.take(self._order[:count], mode="clip")
        scores: Scores = _normal_scores().take(steps, mode="clip")
        scores *= np.int32(_root(WHOLE - sum(share for _, share in part.factors)))
        if part.factors:
            scores += self._sum(part.factors)[:count]
        scores >>= WEIGHT_BITS
        return _looked_up(part.levels, scores)

    def _sum(self, factors: tuple[tuple[str, int], ...]) -> "Scores":
        """Return what some common causes add to the scores of all runs, in their order."""
        import numpy as np

        if factors not in self._common:
            total = np.zeros(self._count, np.int32)
            for name, share in factors:
                if name not in self._shared:
                    steps = self._draws.shared[name].steps(self._count, self._span.start)
                    self._shared[name] = _normal_scores().take(steps, mode="clip")
                total += self._shared[name] * np.int32(_root(share))
            self._common[factors] = total if self._order is None else total[self._order]
        return self._common[factors]


def scaled(times: "Ints", error: float, seed: int) -> "Ints":
    """Return times multiplied by lognormal factors of mean one, each run by its own."""
    import numpy as np

    bits = 20
    deviations = _normal_scores() / 2.0**SCORE_BITS
    factors = np.rint(np.exp(error * deviations - error**2 / 2) * 2**bits).astype(np.int64)
    words = Stream(seed, "doubt").steps(len(times))
    found: Ints = (times * factors[words] + 2 ** (bits - 1)) >> bits
    found.flags.writeable = False
    return found


def _root(share: int) -> int:
    """Return the weight of a factor in the score: the root of its share of the variance."""
    return math.isqrt((share << 2 * WEIGHT_BITS) // WHOLE)


def _looked_up(levels: tuple[int, int, int], scores: "Scores") -> "Ints | Scores":
    """Return the times that belong to normal scores, linear between the steps of the table."""
    import numpy as np

    low, typical, high = map(int, levels)
    times, slopes = _table(typical - low, high - low)
    steps = ((scores >> STEP_BITS) + np.int32(REACH)).astype(np.intp)
    found = slopes.take(steps, mode="clip")
    found *= scores & np.int32((1 << STEP_BITS) - 1)
    found += 1 << (STEP_BITS - 1)
    found >>= STEP_BITS
    found += times.take(steps, mode="clip")
    if high >= SMALL:
        found = found.astype(np.int64, copy=False)
    found += low
    return found


@functools.cache
def _normal_scores() -> "Scores":
    """Return the normal score of each of 65,536 equally likely steps, as whole numbers."""
    import numpy as np

    inverse = statistics.NormalDist().inv_cdf
    upper = [round(inverse((2 * n + 1) / 131_072) * 2**SCORE_BITS) for n in range(32_768, 65_536)]
    return np.array([-score for score in reversed(upper)] + upper, np.int32)


@functools.lru_cache(maxsize=4_096)
def _table(typical: int, high: int) -> "tuple[Ints | Scores, Ints | Scores]":
    """Return the time above low [s] at each step of the normal score, and its rise to the next."""
    import numpy as np

    odds, below, above = _distribution(*parameters(0, typical, high))
    chances = _normal_chances()
    lower = np.interp(chances, below, odds)
    upper = np.interp(-chances[::-1], -above, odds)
    shares = 1 / (1 + np.exp(-np.where(chances < math.log(0.5), lower, upper)))
    times: Ints = np.rint(shares * high).astype(np.int64)
    slopes = np.diff(times, append=times[-1:])
    if high >= SMALL:
        return times, slopes
    return times.astype(np.int32), slopes.astype(np.int32)


def _distribution(first: float, second: float) -> tuple["Floats", "Floats", "Floats"]:
    """Return a beta distribution: log odds, and the logs of the chances below and above them.

    The density of the log odds is smooth and falls off exponentially at both ends; it is summed by
    the trapezoidal rule with the first correction of Euler and Maclaurin from either end.
    """
    import numpy as np

    odds = np.arange(-_ODDS_END * _ODDS_STEPS, _ODDS_END * _ODDS_STEPS + 1) / _ODDS_STEPS
    share, rest = 1 / (1 + np.exp(-odds)), 1 / (1 + np.exp(odds))
    logs = first * np.log(share) + second * np.log(rest)
    density = np.exp(logs - logs.max())
    slope = density * (first * rest - second * share)
    correction = slope / (12 * _ODDS_STEPS)
    halves = (density[1:] + density[:-1]) / 2
    # What lies beyond the grid: the density falls as the exponential of first (of second) there.
    below = np.cumsum(np.append(density[0] * _ODDS_STEPS / first, halves)) - correction
    beyond = density[-1] * _ODDS_STEPS / second
    above = np.cumsum(np.append(beyond, halves[::-1]))[::-1] + correction
    whole = below[-1] + above[-1]
    kept = (below > whole * _LEAST_CHANCE) & (above > whole * _LEAST_CHANCE)
    return odds[kept], np.log(below[kept] / whole), np.log(above[kept] / whole)


@functools.cache
def _normal_chances() -> "Floats":
    """Return the log of the chance below each step of the normal score."""
    import numpy as np

    steps = range(-REACH, REACH + 1)
    width = 2.0 ** (STEP_BITS - SCORE_BITS) / math.sqrt(2)
    return np.array([math.log(math.erfc(-step * width) / 2) for step in steps])
