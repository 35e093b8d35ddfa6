"""Calls of public functions: an argument that a function does not have is answered by its name."""

import functools
import inspect
import re
import typing
from collections.abc import Callable, Hashable, Iterator
from operator import attrgetter
from types import FunctionType
from typing import Any, TypeVar, cast

from corridor.errors import QuantityError
from corridor.user_values import shown

F = TypeVar("F", bound=Callable[..., Any])
CUTOFF = 0.6
#: Values that functions make for each other: the package of their class, and what makes one.
_MADE_BY = {
    "Network": ("corridor", "co.load_network()"),
    "Scenario": ("corridor", "co.load_scenario(name)"),
    "Comparison": ("corridor", "co.compare(net, chains)"),
    "Simulation": ("corridor", "co.simulate(net, route)"),
    "Ledger": ("corridor", "co.evidence(net)"),
    "WeakPoints": ("corridor", "co.criticality(net, chains)"),
    "Front": ("corridor", "co.find_pareto_routes(net, origin, destination)"),
    "Prices": ("corridor", "co.prices(net, chain)"),
    "Figure": ("matplotlib", "co.chart.time_distance(net, route)"),
}
#: Of each argument that must be such a value: place, name, class, and whether it may be None.
_Made = tuple[tuple[int, str, str, bool], ...]
_ONE_CLASS = re.compile(r"(?:\w+\.)*(\w+)( \| None)?")
_LEFT_OUT = object()


def suggest_arguments(function: F) -> F:
    """Return the function so that it answers a misspelt keyword with the one that is meant.

    A value that another function makes, such as the network, must be of its class. A function
    that takes the limits of a search passes them on, and Python would name the function within
    which the misspelling is noticed.

    >>> @suggest_arguments
    ... def sail(*, ship: str) -> str:
    ...     return ship
    >>> sail(shp="Azerbaijan")
    Traceback (most recent call last):
    ...
    TypeError: sail() has no argument 'shp'; did you mean ship?
    """
    explain, check = _unknown_arguments, _check_made
    plain = cast("FunctionType", function)
    made = _made_arguments(plain)
    code = plain.__code__
    own = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
    judged = {name: judge for name, judge in _JUDGES.items() if name in own}

    def call(*args: Any, **kwargs: Any) -> Any:
        check(made, args, kwargs)
        if judged:
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
    same = FunctionType(call.__code__, plain.__globals__, function.__name__, None, call.__closure__)
    return cast("F", functools.wraps(function)(same))


def _made_arguments(function: FunctionType) -> _Made:
    """Return the arguments whose annotation is one of the classes, quoted or not, or also None."""
    code, found = function.__code__, []
    for place, name in enumerate(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]):
        annotation = function.__annotations__.get(name)
        written = getattr(annotation, "__name__", str(annotation))
        known = _ONE_CLASS.fullmatch(written)
        if known and known[1] in _MADE_BY:
            found.append((place, name, known[1], bool(known[2])))
    return tuple(found)


def _check_made(made: _Made, args: tuple[object, ...], kwargs: dict[str, object]) -> None:
    """Refuse a value that is not of its declared class; one left out is not looked at."""
    for place, name, kind, or_none in made:
        given = args[place] if place < len(args) else kwargs.get(name, _LEFT_OUT)
        if given is _LEFT_OUT or (or_none and given is None):
            continue
        if not _is_made(cast("Hashable", type(given)), kind):
            expected = f"it must be a {kind}, as {_MADE_BY[kind][1]} makes one"
            raise QuantityError(f"{name} is {shown(given)}; {expected}")


@functools.lru_cache(maxsize=1_000)
def _is_made(given: type, kind: str) -> bool:
    package, _ = _MADE_BY[kind]
    named = (one.__module__.partition(".")[0] for one in given.__mro__ if one.__name__ == kind)
    return package in named


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
    if isinstance(given, type) or not callable(given) or _waits(given):
        raise QuantityError(f"progress is {shown(given)}; {expected}")
    try:
        inspect.signature(given).bind(1, 2)
    except TypeError as fault:
        raise QuantityError(f"progress is {shown(given)}; {expected}: {fault}") from None
    except ValueError:  # what is compiled need not tell its arguments
        return


def _waits(given: Callable[..., object]) -> bool:
    """Return whether a call gives something that has to be waited for."""
    return any(map(inspect.iscoroutinefunction, (given, attrgetter("__call__")(given))))


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
        else:
            yield name


def _said(name: str, given: str, known: tuple[str, ...]) -> str:
    import difflib

    known = tuple(word for word in known if word != "self")
    close = difflib.get_close_matches(given[:64], known, n=1, cutoff=CUTOFF)
    hint = f"did you mean {close[0]}?" if close else f"it has {', '.join(known)}"
    return f"{name}() has no argument {given[:64]!r}; {hint}"
