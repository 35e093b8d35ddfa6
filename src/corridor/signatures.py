"""Calls of public functions: an argument that a function does not have is answered by its name."""

import functools
import inspect
import typing
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any, TypeVar, cast

from corridor.errors import QuantityError
from corridor.user_values import shown

F = TypeVar("F", bound=Callable[..., Any])
K = TypeVar("K", bound=type)
CUTOFF = 0.6
#: What the first argument of a public function must be, by its name, and how it is made.
_FIRST: dict[str, tuple[type, str]] = {}


def first_argument(name: str, made_by: str) -> Callable[[K], K]:
    """Declare that a first argument of a name must be of the class, for all functions.

    Parameters
    ----------
    name
        How the functions call it.
    made_by
        The call that makes one, for who passes something else.
    """

    def declare(kind: K) -> K:
        _FIRST[name] = (kind, made_by)
        return kind

    return declare


def suggest_arguments(function: F) -> F:
    """Return the function so that it answers a misspelt keyword with the one that is meant.

    A function that takes the limits of a search passes them on, and Python would name the function
    within which the misspelling is noticed.

    >>> @suggest_arguments
    ... def sail(*, ship: str) -> str:
    ...     return ship
    >>> sail(shp="Azerbaijan")
    Traceback (most recent call last):
    ...
    TypeError: sail() has no argument 'shp'; did you mean ship?
    """
    explain, check = _unknown_arguments, _check_first
    plain = cast("FunctionType", function)
    first = plain.__code__.co_varnames[0] if plain.__code__.co_argcount else ""

    def call(*args: Any, **kwargs: Any) -> Any:
        check(first, args, kwargs)
        try:
            return function(*args, **kwargs)
        except TypeError:
            words = explain(function, args, kwargs)
            if not words:
                raise
        raise TypeError(words)

    # With the globals of the function's module, so that doctest finds the examples there.
    made = FunctionType(call.__code__, plain.__globals__, function.__name__, None, call.__closure__)
    return cast("F", functools.wraps(function)(made))


def _check_first(name: str, args: tuple[object, ...], kwargs: dict[str, object]) -> None:
    """Refuse a first argument that is not of its declared kind; one left out is not looked at."""
    if name in _FIRST and (args or name in kwargs):
        kind, made_by = _FIRST[name]
        given = args[0] if args else kwargs[name]
        if not isinstance(given, kind):
            expected = f"it must be a {kind.__name__}, as {made_by} makes one"
            raise QuantityError(f"{name} is {shown(given)}; {expected}")


def _unknown_arguments(
    function: Callable[..., Any], args: tuple[object, ...], kwargs: dict[str, object]
) -> str:
    """Return what to say of the keywords that a function does not have, nothing if it has all."""
    known = tuple(_keywords(function))
    name = function.__name__
    if name == "__init__":
        name = type(args[0]).__name__
    return "\n".join(_said(name, given, known) for given in kwargs if given not in known)


def _keywords(function: Callable[..., Any]) -> Iterator[str]:
    """Yield the keywords that a function takes, those of its ``**limits`` too."""
    for name, parameter in inspect.signature(function).parameters.items():
        if parameter.kind == parameter.VAR_KEYWORD:
            for limits in typing.get_args(parameter.annotation):
                yield from limits.__annotations__
        else:
            yield name


def _said(name: str, given: str, known: tuple[str, ...]) -> str:
    import difflib

    known = tuple(word for word in known if word != "self")
    close = difflib.get_close_matches(given[:64], known, n=1, cutoff=CUTOFF)
    hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(known)}"
    return f"{name}() has no argument {given[:64]!r}; {hint}"
