"""Paths into a file at which something could not be read."""

from collections.abc import Iterable

from corridor.errors import Step

Path = tuple[Step, ...]


class Paths:
    """Hold paths at which something could not be read."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self._ends: set[Path] = set()
        self._ways: set[Path] = set()
        for path in paths:
            self.add(path)

    def add(self, path: Path) -> None:
        """Add a path."""
        self._ends.add(path)
        self._ways.update(path[:length] for length in range(1, len(path) + 1))

    def cover(self, path: Path) -> bool:
        """Say whether one of the paths is this one, or leads to it."""
        return any(path[:length] in self._ends for length in range(1, len(path) + 1))

    def touch(self, path: Path) -> bool:
        """Say whether one of the paths leads to this one, or on from it."""
        return path in self._ways or self.cover(path)
