"""The garbage collector, paused or seldom at work while many objects are made that stay.

It is started by their number, walks over all of them each time, and finds nothing.
"""

import contextlib
import gc
from collections.abc import Iterator

#: After so many new objects it looks at the new ones, not after 700 as by default.
SELDOM = 100_000


@contextlib.contextmanager
def paused() -> Iterator[None]:
    """Pause the collector, unless somebody else did.

    >>> with paused():
    ...     gc.isenabled()
    False
    >>> gc.isenabled()
    True
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextlib.contextmanager
def seldom() -> Iterator[None]:
    """Let the collector work seldom, as suits a process that answers and ends.

    >>> with seldom():
    ...     gc.get_threshold()[0]
    100000
    """
    before = gc.get_threshold()
    gc.set_threshold(SELDOM, *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)
