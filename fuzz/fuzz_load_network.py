"""Fuzz with bytes, guided by coverage: they end in an answer or an error of the library, and soon.

What loads is asked one question of the contract, each in turn. atheris is not a dependency
(Linux only)::

    .venv/bin/python -m pip install atheris
    mkdir -p /tmp/corpus
    PYTHONPATH=tests .venv/bin/python fuzz/fuzz_load_network.py /tmp/corpus tests/bad \
        -dict=fuzz/network.dict -max_len=2000 -rss_limit_mb=300 -runs=1000000

What it finds becomes an `@example` in `tests/reading/test_fuzz.py`.
"""

import itertools
import sys
import time

import atheris

with atheris.instrument_imports(include=["corridor"]):
    import corridor as co
    import corridor.reading.validation
    from support import contract

SECONDS = 5
BOX = co.Shipment(equipment="40ft")
questions = itertools.cycle(contract.QUESTIONS.items())


def try_bytes(data: bytes) -> None:
    """Load the bytes, ask a question of what came of them, and mind the time."""
    began = time.process_time()
    try:
        net = co.load_network(data)
        ends = sorted(net.nodes)
        if ends:
            contract.ask_all(net, ends[0], ends[-1], BOX, dict([next(questions)]))
    except co.NetworkError as error:
        str(error)
    if time.process_time() - began > SECONDS:
        raise TimeoutError(f"more than {SECONDS} s")


if __name__ == "__main__":
    try_bytes(b"format: 1")
    atheris.Setup(sys.argv, try_bytes)
    atheris.Fuzz()
