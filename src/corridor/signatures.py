"""Calls of public functions: an argument that a function does not have is answered by its name."""

import functools
import inspect
import typing
from collections.abc import Callable, Iterator
from types import FunctionType
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])
CUTOFF = 0.6


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
    explain = _unknown_arguments

    def call(*args: Any, **kwargs: Any) -> Any:
        try:
            return function(*args, **kwargs)
        except TypeError:
            words = explain(function, args, kwargs)
            if not words:
                raise
        raise TypeError(words)

    # With the globals of the function's module, so that doctest finds the examples there.
    scope = cast("FunctionType", function).__globals__
    made = FunctionType(call.__code__, scope, function.__name__, None, call.__closure__)
    return cast("F", functools.wraps(function)(made))


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
        elif parameter.kind in {parameter.KEYWORD_ONLY, parameter.POSITIONAL_OR_KEYWORD}:
            yield name


def _said(name: str, given: str, known: tuple[str, ...]) -> str:
    import difflib

    known = tuple(word for word in known if word != "self")
    close = difflib.get_close_matches(given[:64], known, n=1, cutoff=CUTOFF)
    hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(known)}"
    return f"{name}() has no argument {given[:64]!r}; {hint}"
