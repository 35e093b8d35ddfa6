"""Hold dated searches to brute force over days, on as many random networks as you like.

The networks of these seeds are drawn and compared, each at one level in turn; every disagreement is
told::

    PYTHONPATH=tests:tests/routing .venv/bin/python fuzz/fuzz_dates.py 0 10000
"""

import sys
import traceback

from test_dated import agree

import corridor as co
from support.dated import LEVELS, network
from support.layout import dump

if __name__ == "__main__":
    first, last = map(int, sys.argv[1:3])
    wrong = 0
    for seed in range(first, last):
        net, level = co.load_network(dump(network(seed))), LEVELS[seed % len(LEVELS)]
        try:
            agree(seed, level, net)
        except (AssertionError, ArithmeticError, LookupError, RuntimeError, ValueError):
            wrong += 1
            sys.stdout.write(f"seed {seed} at {level}:\n{traceback.format_exc()}\n")
        if not (seed + 1) % 100:
            sys.stderr.write(f"{seed + 1 - first:,} networks, {wrong:,} disagreements\n")
    sys.stdout.write(f"{last - first:,} networks, {wrong:,} disagreements\n")
    sys.exit(bool(wrong))
