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
    code = plain.__code__
    first = code.co_varnames[0] if code.co_argcount else ""
    own = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    judged = {name: judge for name, judge in _JUDGES.items() if name in own}

    def call(*args: Any, **kwargs: Any) -> Any:
        check(first, args, kwargs)
        for name in kwargs.keys() & judged:
            judged[name](kwargs[name])
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


def _judge_executor(given: object) -> None:
    """Refuse what nothing can be handed to, before any work begins."""
    if given is None:
        return
    from concurrent.futures import Executor

    if isinstance(given, type) and issubclass(given, Executor):
        raise QuantityError(
            f"executor is the class {given.__name__}; make one of it: {given.__name__}()"
        )
    if not isinstance(given, Executor):
        raise QuantityError(
            f"executor is {shown(given)}; it must be a concurrent.futures.Executor, such as "
            "ProcessPoolExecutor(), or client.get_executor() of a Dask cluster"
        )


def _judge_progress(given: object) -> None:
    """Refuse what cannot be told of progress."""
    if given is None:
        return
    expected = "it must be a function of two numbers: what is done, and all there is"
    if isinstance(given, type) or not callable(given) or inspect.iscoroutinefunction(given):
        raise QuantityError(f"progress is {shown(given)}; {expected}")
    try:
        inspect.signature(given).bind(1, 2)
    except TypeError as fault:
        raise QuantityError(f"progress is {shown(given)}; {expected}: {fault}") from None
    except ValueError:  # what is compiled need not tell its arguments
        return


#: Arguments that mean the same wherever they are taken -> what refuses a wrong one.
_JUDGES: dict[str, Callable[[object], None]] = {
    "executor": _judge_executor,
    "progress": _judge_progress,
}


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
