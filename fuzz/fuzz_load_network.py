"""Fuzz loading, guided by coverage: whatever the bytes, a Network or a NetworkError, and soon.

atheris is not a dependency (Linux only)::

    .venv/bin/python -m pip install atheris
    mkdir -p /tmp/corpus
    .venv/bin/python fuzz/fuzz_load_network.py /tmp/corpus tests/bad \
        -dict=fuzz/network.dict -max_len=2000 -rss_limit_mb=300 -runs=1000000

What it finds becomes an `@example` in `tests/reading/test_fuzz.py`.
"""

import sys
import time

import atheris

with atheris.instrument_imports(include=["corridor"]):
    import corridor as co
    import corridor.reading.validation

SECONDS = 2


def try_bytes(data: bytes) -> None:
    """Load the bytes, print what came of it to a text, and mind the time."""
    began = time.monotonic()
    try:
        str(co.load_network(data))
    except co.NetworkError as error:
        str(error)
    if time.monotonic() - began > SECONDS:
        raise TimeoutError(f"more than {SECONDS} s")


if __name__ == "__main__":
    try_bytes(b"format: 1")
    atheris.Setup(sys.argv, try_bytes)
    atheris.Fuzz()
