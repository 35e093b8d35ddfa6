"""What the values of a file have in common."""

from typing import ClassVar


class Record:
    """A value of the file, of which every key is known."""

    __slots__ = ()
    __pydantic_config__: ClassVar = {"extra": "forbid"}
