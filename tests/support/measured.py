"""Coverage: what the first tries of a test pass through is counted, the others are only tried.

Measuring makes a test more than twice as slow, and a hundred tries of one kind pass the same lines.
"""

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

#: So many tries of one kind are counted.
MEASURED = 10

Item = TypeVar("Item")


@contextlib.contextmanager
def first_tries(measured: int = MEASURED) -> Iterator[Callable[[], None]]:
    """Give what is to be called at each try; after the first of them coverage is not measured."""
    libraries: dict[str, Any] = dict(sys.modules)
    coverage = libraries["coverage"].Coverage.current() if "coverage" in libraries else None
    count = 0

    def one_more() -> None:
        nonlocal count
        count += 1
        if coverage is not None and count == measured + 1:
            coverage.stop()

    try:
        yield one_more
    finally:
        if coverage is not None and count > measured:
            coverage.start()


def tried(items: Iterable[Item], *, measured: int = MEASURED) -> Iterator[Item]:
    """Yield the items of a loop, of which coverage counts the first."""
    with first_tries(measured) as one_more:
        for item in items:
            one_more()
            yield item
