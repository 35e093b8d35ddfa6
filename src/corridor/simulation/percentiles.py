"""What a sample of transit times says: percentiles, chances, indices, in numbers and in words.

Percentiles are order statistics of whole seconds: the least time within which at least that share
of the runs arrives.
"""

import math
from fractions import Fraction
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.errors import QuantityError
from corridor.units import Duration, read
from corridor.user_values import fitting_number, from_text, whole_number

if TYPE_CHECKING:
    from corridor.simulation.distribution import Ints


def error_in_words(error: float) -> str:
    """Return a standard error as per cent, with a tenth.

    >>> error_in_words(0.0313)
    '3.1 %'
    """
    return f"{100 * error:.1f} %"


MOST_RUNS = 100_000_000
#: How many runs must lie beyond a share for it to be told.
BEYOND = 10


def check_chance(value: float | Fraction, name: str = "confidence") -> Fraction:
    """Return a chance as it is written, exactly.

    Raises
    ------
    QuantityError
        When it is no number between 0 and 1, both excluded.
    """
    fitting_number(value, name, lambda chance: 0 < chance < 1, "between 0 and 1, as in 0.9")
    return Fraction(str(value))


def runs_needed(chance: Fraction) -> int:
    """Return how many runs tell a share: `BEYOND` of them must lie on either side of it.

    >>> runs_needed(Fraction("0.9")), runs_needed(Fraction("0.999")), runs_needed(Fraction("0.5"))
    (100, 10000, 20)
    """
    return math.ceil(BEYOND / min(chance, 1 - chance))


def check_resolved(chance: Fraction, runs: int) -> Fraction:
    """Return a share that so many runs can tell.

    Raises
    ------
    QuantityError
        When they cannot, with the runs that can: of fewer the slowest alone decides.
    """
    needed = runs_needed(chance)
    if runs >= needed:
        return chance
    most = f"; at most {MOST_RUNS:,} can be drawn" if needed > MOST_RUNS else ""
    raise QuantityError(f"{too_few(chance, runs)}; simulate at least {needed:,} runs{most}")


def too_few(chance: Fraction, runs: int) -> str:
    """Return in words that so many runs cannot tell a share.

    >>> too_few(Fraction("0.5"), 1)
    '1 run is too few to tell when half arrive'
    """
    number = f"{runs:,} run{'s are' if runs != 1 else ' is'}"
    return f"{number} too few to tell when {in_words(chance)} arrive"


def check_runs(runs: int) -> int:
    """Return a number of runs.

    Raises
    ------
    QuantityError
        When it is no whole number from 1.
    """
    return whole_number(runs, "runs", 1, MOST_RUNS)


def check_seed(seed: int | None) -> int:
    """Return a seed; nothing is random without one."""
    if type(seed) is int:
        return seed
    found = "missing" if seed is None else repr(seed)
    raise QuantityError(
        f"seed is {found}; it must be a whole number, as in seed=7: "
        "the same seed gives the same answer everywhere"
    )


def percentile(ranked: "Ints", chance: Fraction) -> Duration:
    """Return the least of the ranked times within which at least a share of them lies."""
    return Duration(int(ranked[-(-chance * len(ranked) // 1) - 1]))


def in_words(chance: Fraction) -> str:
    """Return a share in words.

    >>> in_words(Fraction("0.9")), in_words(Fraction("0.5")), in_words(Fraction("0.999"))
    ('90 %', 'half', '99.9 %')
    """
    return "half" if chance == Fraction(1, 2) else f"{float(100 * chance):.10g} %"


def promised(chance: Fraction, time: int) -> str:
    """Return what may be promised, in words; days are rounded up.

    >>> promised(Fraction("0.9"), 2_300_000)
    '90 % arrive within 27 days'
    """
    days = _text.days(time, promise=True)
    return f"{in_words(chance)} arrive within {days} day{'s' if days != '1' else ''}"


def check_limit(time: "str | float | Duration", name: str = "days") -> Duration:
    """Return a limit of time from days as a number, a text such as ``25 days``, or a duration.

    Raises
    ------
    QuantityError
        When it is none of these, or negative.
    """
    if isinstance(time, str):
        time = Duration(from_text(time, name, lambda text: read(text, "time")) or 0)
    if isinstance(time, Duration):
        return time
    fitting_number(time, name, lambda days: 0 <= days < float("inf"), "a number of days from 0")
    return Duration(round(Fraction(str(time)) * 86_400))
