"""Coverage: what the first tries of a test pass through is counted, the others are only tried.

Measuring makes a test more than twice as slow, and a hundred tries of one kind pass the same lines.
"""

import contextlib
import importlib
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import corridor

#: So many tries of one kind are counted.
MEASURED = 10

Item = TypeVar("Item")


def measurement() -> Any:
    """Return what measures coverage in this process, if anything does."""
    libraries: dict[str, Any] = dict(sys.modules)
    return libraries["coverage"].Coverage.current() if "coverage" in libraries else None


@contextlib.contextmanager
def first_tries(measured: int = MEASURED) -> Iterator[Callable[[], None]]:
    """Give what is to be called at each try; after the first of them coverage is not measured."""
    coverage = measurement()
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


@contextlib.contextmanager
def unmeasured() -> Iterator[None]:
    """Measure no coverage of what is inside, where it is measured at all."""
    with first_tries(0) as one_more:
        one_more()
        yield


def tried(items: Iterable[Item], *, measured: int = MEASURED) -> Iterator[Item]:
    """Yield the items of a loop, of which coverage counts the first."""
    with first_tries(measured) as one_more:
        for item in items:
            one_more()
            yield item


def import_library() -> None:
    """Import every module of the library, so that coverage counts what stands outside functions."""
    folder = Path(corridor.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        if path.stem != "__main__":
            name = ".".join(path.relative_to(folder.parent).with_suffix("").parts)
            importlib.import_module(name.removesuffix(".__init__"))
