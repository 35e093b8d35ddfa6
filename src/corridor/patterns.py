"""Regular expressions that are compiled when they are first used: a start has no need of most."""

import re
from typing import cast


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """Return what behaves as `re.compile` of a text does, and compiles when it is first asked.

    >>> pattern("[a-z]+").fullmatch("aktau")[0]
    'aktau'
    """
    return cast("re.Pattern[str]", _Pattern(text, flags))


class _Pattern:
    """The text of a regular expression, and what it compiles to once that is asked."""

    def __init__(self, text: str, flags: int) -> None:
        self.pattern, self.flags = text, flags

    def __getattr__(self, name: str) -> object:
        """Compile, and keep the method in its own place, so that it is found at once."""
        found: object = getattr(re.compile(self.pattern, self.flags), name)
        vars(self)[name] = found
        return found
