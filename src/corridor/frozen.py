"""Values that cannot be changed: a mapping, and dataclasses that are quick to define.

The standard library writes and compiles seven methods for each frozen dataclass, and a start of the
program defines a hundred. Here the methods are shared, and ``__init__`` is compiled when the first
value is made; what a class does is the same. For the type checker it is the standard library's.
"""

import dataclasses
import reprlib
from collections.abc import (
    Callable,
    ItemsView,
    Iterable,
    Iterator,
    KeysView,
    Mapping,
    Sequence,
    ValuesView,
)
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, overload

__all__ = ["Frozen", "dataclass"]

K = TypeVar("K")
V_co = TypeVar("V_co", covariant=True)
T = TypeVar("T")


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

    @overload
    def get(self, key: K, /) -> V_co | None: ...

    @overload
    def get(self, key: K, /, default: V_co | T) -> V_co | T: ...

    def get(self, key: K, /, default: Any = None) -> Any:
        """Return the value of a key, or another one."""
        return self._held.get(key, default)

    def __contains__(self, key: object) -> bool:
        return key in self._held

    def keys(self) -> KeysView[K]:
        """Return the keys; as the two below, without a call for each of them."""
        return self._held.keys()

    def values(self) -> ValuesView[V_co]:
        """Return the values."""
        return self._held.values()

    def items(self) -> ItemsView[K, V_co]:
        """Return the pairs."""
        return self._held.items()

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


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(
        cls: type | None = None,
        *,
        frozen: bool = False,
        init: bool = True,
        repr: bool = True,  # noqa: A002 - the standard library's word
        eq: bool = True,
        **options: bool,
    ) -> Any:
        """Make a class a dataclass, with the options of the standard library's."""
        if not frozen or options.keys() - {"slots", "kw_only"}:
            asked = {"frozen": frozen, "init": init, "repr": repr, "eq": eq, **options}
            return dataclasses.dataclass(cls, **asked)

        def decorate(plain: type) -> type:
            made = dataclasses.dataclass(plain, init=False, repr=False, eq=False, **options)
            wanted = {"__setattr__": _refuse_change, "__delattr__": _refuse_removal}
            wanted |= {"__init__": _Init()} if init else {}
            wanted |= {"__repr__": _repr} if repr else {}
            wanted |= _comparing(made) if eq else {}
            if options.get("slots"):
                wanted |= {"__getstate__": _state, "__setstate__": _set_state}
            own = vars(made)
            for name, method in wanted.items():
                unhashed = name == "__hash__" and own.get(name) is None and "__eq__" in own
                if name not in own or unhashed:
                    setattr(made, name, method)
            return made

        return decorate if cls is None else decorate(cls)


class _DefaultFactory:
    """What a signature shows where a default is made afresh for each value."""

    def __repr__(self) -> str:
        return "<factory>"


_FACTORY = _DefaultFactory()
_set = object.__setattr__


class _Init:
    """An ``__init__`` that is compiled when it is first asked for."""

    def __get__(self, instance: object, owner: Any) -> Callable[..., None]:
        """Put the compiled function in its own place, and return it."""
        for cls in owner.__mro__:
            if vars(cls).get("__init__") is self:
                type.__setattr__(cls, "__init__", _compiled(cls))
        found: Callable[..., None] = owner.__init__
        return found if instance is None else found.__get__(instance, owner)


def unchecked(kind: Any) -> Callable[[dict[str, Any]], Any]:
    """Return what makes a value of a class from its fields, which are known to be right."""
    slots: list[tuple[str, Any, Any, Any]] = [
        (item.name, getattr(kind, item.name).__set__, item.default, item.default_factory)
        for item in dataclasses.fields(kind)
    ]
    missing, new = dataclasses.MISSING, object.__new__

    def make(found: dict[str, Any]) -> Any:
        value = new(kind)
        for name, put, default, factory in slots:
            if name in found:
                put(value, found[name])
            elif default is not missing:
                put(value, default)
            else:
                put(value, factory())
        return value

    return make


def unchecked_rows(kind: Any, names: Sequence[str]) -> Callable[[Iterable[Any]], Any]:
    """Return what makes a value of a class from a row of its fields, which are known to be right.

    Parameters
    ----------
    kind
        The class, whose fields have slots.
    names
        The fields that are given, in the order of their values; others have their defaults.
    """
    missing, new = dataclasses.MISSING, object.__new__
    slots = {item.name: getattr(kind, item.name).__set__ for item in dataclasses.fields(kind)}
    given = [slots[name] for name in names]
    others: list[Any] = [item for item in dataclasses.fields(kind) if item.name not in names]
    fixed = [(slots[item.name], item.default) for item in others if item.default is not missing]
    made = [(slots[item.name], item.default_factory) for item in others if item.default is missing]

    def make(values: Iterable[Any]) -> Any:
        value = new(kind)
        for put, item in zip(given, values, strict=True):
            put(value, item)
        for put, item in fixed:
            put(value, item)
        for put, factory in made:
            put(value, factory())
        return value

    return make


def _compiled(cls: Any) -> Callable[..., None]:
    """Return the ``__init__`` that sets the fields of a class, and calls ``__post_init__``."""
    checks = ["self.__post_init__()"] if hasattr(cls, "__post_init__") else []
    made: Any = _function(cls, [*_settings(cls), *checks])
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    made.__module__ = cls.__module__
    items = [item for item in dataclasses.fields(cls) if item.init]
    made.__annotations__ = {item.name: item.type for item in items} | {"return": None}
    initialiser: Callable[..., None] = made
    return initialiser


def _settings(cls: Any) -> list[str]:
    """Return the lines that set the fields of a value."""
    lines = []
    for item in dataclasses.fields(cls):
        value = item.name if item.init else "FACTORY"
        if item.default_factory is not dataclasses.MISSING:
            value = f"make_{item.name}() if {value} is FACTORY else {value}"
        elif not item.init and item.default is not dataclasses.MISSING:
            value = f"default_{item.name}"
        elif not item.init:
            continue
        lines.append(f"set_(self, {item.name!r}, {value})")
    return lines


def _function(cls: Any, body: list[str]) -> Callable[..., Any]:
    """Return an ``__init__`` that takes the fields of a class, and knows their defaults."""
    items = [item for item in dataclasses.fields(cls) if item.init]
    by_place = [item for item in items if not item.kw_only]
    by_name = [item for item in items if item.kw_only]
    known: dict[str, Any] = {"set_": _set, "FACTORY": _FACTORY}
    for item in dataclasses.fields(cls):
        if item.default_factory is not dataclasses.MISSING:
            known[f"make_{item.name}"] = item.default_factory
        missing = item.default is dataclasses.MISSING
        known[f"default_{item.name}"] = _FACTORY if missing else item.default
    taken = [*map(_parameter, by_place), *(["*"] if by_name else []), *map(_parameter, by_name)]
    head = f"def __init__({', '.join(['self', *taken])}):"
    exec("\n ".join([head, *(body or ["pass"])]), known)  # noqa: S102 - of field names alone
    function: Callable[..., Any] = known["__init__"]
    return function


def _parameter(item: "dataclasses.Field[Any]") -> str:
    missing = dataclasses.MISSING
    needed = item.default is missing and item.default_factory is missing
    return item.name if needed else f"{item.name}=default_{item.name}"


def _refuse_change(_: object, name: str, __: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_removal(_: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


@reprlib.recursive_repr()
def _repr(self: Any) -> str:
    shown = (f"{item.name}={getattr(self, item.name)!r}" for item in _fields(self) if item.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _fields(value: Any) -> "tuple[dataclasses.Field[Any], ...]":
    return dataclasses.fields(value)


def _comparing(cls: Any) -> dict[str, Callable[..., Any]]:
    """Return ``__eq__`` and ``__hash__`` by the fields that are compared."""
    items = dataclasses.fields(cls)
    compared = _values_of(tuple(item.name for item in items if item.compare))
    hashed = _values_of(
        tuple(item.name for item in items if (item.compare if item.hash is None else item.hash))
    )

    def __eq__(self: object, other: object) -> bool:  # noqa: N807 - it becomes a method
        if type(other) is not type(self):
            return NotImplemented
        return bool(compared(self) == compared(other))

    def __hash__(self: object) -> int:  # noqa: N807 - it becomes a method
        return hash(hashed(self))

    return {"__eq__": __eq__, "__hash__": __hash__}


def _values_of(names: tuple[str, ...]) -> Callable[[Any], tuple[Any, ...]]:
    if len(names) > 1:
        return attrgetter(*names)
    return lambda value: tuple(getattr(value, name) for name in names)


def _state(self: Any) -> list[Any]:
    return [getattr(self, item.name) for item in dataclasses.fields(self)]


def _set_state(self: Any, state: list[Any]) -> None:
    for item, value in zip(dataclasses.fields(self), state, strict=True):
        _set(self, item.name, value)
