"""A mapping that cannot be changed: it can be hashed, copied and pickled."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, TypeVar

K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)


class Frozen(Mapping[K, V_co]):
    """A mapping that holds what it was made of, in its order, and does not change.

    Parameters
    ----------
    held
        What it is made of; it is copied.

    >>> Frozen({"rail": 3})["rail"]
    3
    """

    __slots__ = ("_held",)
    _held: Mapping[K, V_co]

    def __init__(self, held: Mapping[K, V_co]) -> None:
        object.__setattr__(self, "_held", MappingProxyType(dict(held)))

    def __getitem__(self, key: K) -> V_co:
        return self._held[key]

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def __iter__(self) -> Iterator[K]:
        return iter(self._held)

    def __len__(self) -> int:
        return len(self._held)

    def __setattr__(self, name: str, value: object = None) -> None:
        raise AttributeError("a network and what it answers do not change")

    __delattr__ = __setattr__

    def __hash__(self) -> int:
        return hash(frozenset(self._held.items()))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Frozen, (dict(self._held),))

    def __repr__(self) -> str:
        return repr(dict(self._held))
