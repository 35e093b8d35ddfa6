"""Regular expressions that are compiled when they are first used: a start has no need of most."""

import re
from typing import TYPE_CHECKING

__all__ = ["pattern"]

if TYPE_CHECKING:
    from re import compile as pattern
else:

    class pattern:  # noqa: N801 - it is called as a function is
        """The text of a regular expression, and what it compiles to once that is asked."""

        def __init__(self, text: str, flags: int = 0) -> None:
            self.pattern, self.flags = text, flags

        def __getattr__(self, name: str) -> object:
            """Compile, and keep the method in its own place, so that it is found at once."""
            found = getattr(re.compile(self.pattern, self.flags), name)
            vars(self)[name] = found
            return found
