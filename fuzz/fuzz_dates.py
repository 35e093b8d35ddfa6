"""Hold dated searches to brute force over days, on as many random networks as you like.

The networks of these seeds are drawn and compared at all three levels::

    PYTHONPATH=tests:tests/routing .venv/bin/python fuzz/fuzz_dates.py 0 10000
"""

import sys

from test_dated import agree

from support.dated import LEVELS

if __name__ == "__main__":
    first, last = map(int, sys.argv[1:3])
    for seed in range(first, last):
        for level in LEVELS:
            try:
                agree(seed, level)
            except AssertionError as error:
                raise AssertionError(f"seed {seed} at {level}") from error
    sys.stdout.write(f"{last - first:,} networks agree at {len(LEVELS)} levels\n")
