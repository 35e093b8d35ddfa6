"""What can go wrong, as data and as one tree of exceptions.

::

    CorridorError
    ├── NetworkError              the file cannot be used; .notices has every problem with its line
    ├── PlaceError(LookupError)
    │   ├── UnknownPlaceError     .suggestions, .nearest
    │   └── AmbiguousPlaceError   .candidates
    ├── SamePlaceError(ValueError)
    ├── NoRouteError              .blocked_by, .lift, .gap
    ├── ShipmentError(ValueError) what is carried cannot be, or has no price: tariff, currency, mass
    ├── ScenarioError             a change cannot be made; .refusals has every one and why
    ├── QuantityError(ValueError) a quantity of the wrong form or dimension
    ├── LimitError                a stated budget was exceeded
    ├── StaleFileError            a file changed since it was read, so it is not written
    └── MissingExtraError(ImportError)  an optional library is not installed

A problem in a file is a `Notice`. Each notice code is the name of one function that words it,
registered here by `code`, so that the list of codes can never differ from what is emitted.
"""

import copy
import importlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple, ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
Step = str | int
SHOWN_PER_CODE = 50
LONGEST_QUOTE = 64


class Severity(StrEnum):
    """The gravity of a notice: error (file refused), warning (may mislead), info (style)."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """Point at a place in a file; line and column count from 1.

    What has no lines, a list in code or a table, is pointed at by a `label`: ``legs[3]``.
    """

    file: str
    line: int
    column: int
    label: str = ""

    def __str__(self) -> str:
        if self.label:
            return visible(self.label)
        return f"{visible(self.file)}:{self.line}:{self.column}"


class Wording(NamedTuple):
    """What was found, what was expected, and how to fix it."""

    found: str
    expected: str
    fix: str


@dataclass(frozen=True, slots=True)
class Notice:
    """One problem of a network file: where, which code, found, expected, fix.

    Attributes
    ----------
    code, severity
        The name of the problem, and whether it refuses the file.
    where, path
        File, line and column; and the same place in words, ``legs.a--b--rail.transit_time``.
    found, expected, mend
        What stands there, what should, and what to type.
    quoted
        The line of the file, empty when there is none.
    related
        Other places that belong to the problem, such as the first use of a name.
    """

    code: str
    severity: Severity
    where: Location
    path: str
    found: str
    expected: str
    mend: str
    quoted: str = ""
    related: tuple[Location, ...] = ()

    def __str__(self) -> str:
        lines = [f"{self.where}: {self.severity}: {self.code}  {self.path}".rstrip()]
        if self.quoted:
            lines.append(f"{self.where.line:>7} | {visible(self.quoted)}")
        lines += [
            f"        found     {self.found}",
            f"        expected  {self.expected}",
            f"        fix       {self.mend}",
        ]
        lines += [f"        see also  {place}" for place in self.related]
        return "\n".join(lines)

    def to_record(self) -> dict[str, object]:
        """Return the notice as JSON values, for JSON."""
        return {
            "code": self.code,
            "severity": str(self.severity),
            "file": self.where.file,
            "line": self.where.line,
            "column": self.where.column,
            "path": self.path,
            "found": self.found,
            "expected": self.expected,
            "mend": self.mend,
            "related": [str(place) for place in self.related],
        }


class Finding(NamedTuple):
    """One problem before its line is known: code, path into the file, wording.

    `where` is the place where the reader knows it; `related` are other places, or paths to them.
    `on_key` points at the key instead of its value.
    """

    code: str
    path: tuple[Step, ...]
    wording: Wording
    where: Location | None = None
    related: tuple[tuple[Step, ...] | Location, ...] = ()
    on_key: bool = False


class Code(NamedTuple):
    """Describe one notice code: its severity and what it means."""

    severity: Severity
    meaning: str


CODES: dict[str, Code] = {}


def code(severity: Severity) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a function under its own name as the one that words a notice code."""

    def register(function: Callable[P, R]) -> Callable[P, R]:
        CODES[function.__name__] = Code(severity, (function.__doc__ or "").strip())
        return function

    return register


class FieldError(Exception):
    """Carry one worded problem from where a text is read to where its line is known."""

    def __init__(self, code_name: str, wording: Wording) -> None:
        super().__init__(code_name, wording)
        self.code = code_name
        self.wording = wording


class CorridorError(Exception):
    """Catch every error of this library.

    >>> import corridor as co
    >>> try:
    ...     co.find_route(co.load_network(), "Xi'an", "Xi'an")
    ... except co.CorridorError as error:
    ...     print(type(error).__name__)
    SamePlaceError
    """

    def __str__(self) -> str:
        text = self.args[0] if len(self.args) == 1 else super().__str__()
        return visible(str(text), keep="\n\u00a0")

    def __reduce__(self) -> tuple[Any, ...]:
        return (_remade, (type(self), self.args, vars(self)))

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return (self.args, vars(self)) == (other.args, vars(other))

    def __hash__(self) -> int:
        return hash((type(self), self.args))


def _remade(
    kind: type[CorridorError], args: tuple[Any, ...], held: dict[str, Any]
) -> CorridorError:
    """Return an error with its text and its attributes, whatever its class is called with."""
    error = kind.__new__(kind, *args)
    super(CorridorError, error).__init__(*args)
    vars(error).update(held)
    return error


class NetworkError(CorridorError):
    """A network file that cannot be used; `.notices` holds every problem."""

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices = tuple(notices)
        super().__init__(render(self.notices))


class PlaceError(CorridorError, LookupError):
    """A name that does not stand for one place."""


class UnknownPlaceError(PlaceError):
    """A name that no place has; `.suggestions` are close names, `.nearest` close nodes."""

    def __init__(
        self,
        text: object,
        suggestions: Iterable[str],
        nearest: Iterable[tuple[str, int]] = (),
        why: str = "",
    ) -> None:
        self.suggestions = tuple(suggestions)
        self.nearest = tuple(nearest)
        message = f"no place is called {quote(text)}" if isinstance(text, str) else ""
        message = message or f"{visible(repr(text)[:LONGEST_QUOTE])} is no name of a place"
        if why and isinstance(text, str):
            message = f"{quote(text)} cannot be an end or a via: {why}"
        if self.suggestions:
            message += "\n  did you mean  " + ", ".join(self.suggestions) + "?"
        if self.nearest:
            near = ", ".join(f"{name} ({distance} km)" for name, distance in self.nearest)
            message += f"\n  nearest nodes  {near}"
        super().__init__(message)


class AmbiguousPlaceError(PlaceError):
    """A name that could be several places; `.candidates` are the names to choose from."""

    def __init__(self, text: str, candidates: Iterable[str]) -> None:
        self.candidates = tuple(candidates)
        super().__init__(
            f"{quote(text)} could be several places\n  write one of  " + ", ".join(self.candidates)
        )


def all_at_once(faults: Sequence[tuple[str, PlaceError]]) -> PlaceError:
    """Return one error for several, each of which is told with where it stands.

    It is unknown where one of them is, and has the suggestions and candidates of all.
    """
    unknown = (fault for _, fault in faults if isinstance(fault, UnknownPlaceError))
    first = next(unknown, faults[0][1])
    joined = copy.copy(first)
    joined.args = ("\n".join(f"{where}{fault}" for where, fault in faults),)
    for name in ("suggestions", "nearest", "candidates"):
        if name in vars(first):
            every = [item for _, fault in faults for item in vars(fault).get(name, ())]
            setattr(joined, name, tuple(dict.fromkeys(every)))
    return joined


class SamePlaceError(CorridorError, ValueError):
    """Two points which follow each other are, or share, one place."""


class Refused(NamedTuple):
    """One change that cannot be made: which, where it is written, and why."""

    change: str
    where: str
    wording: Wording

    def __str__(self) -> str:
        place = f"{visible(self.where)}: " if self.where else ""
        lines = (f"    {name:<9} {text}" for name, text in self.wording._asdict().items())
        return "\n".join([f"  {place}{visible(self.change)}", *lines])


class ScenarioError(CorridorError):
    """A scenario that cannot be applied; `.refusals` holds each change with its reason."""

    def __init__(self, name: str, refusals: Iterable[Refused]) -> None:
        self.name = name
        self.refusals = tuple(refusals)
        words = "\n".join(map(str, self.refusals))
        super().__init__(f"the scenario {quote(name)} cannot be applied\n{words}")


class ShipmentError(CorridorError, ValueError):
    """A shipment of the wrong form, or one for which the network has no price.

    Attributes
    ----------
    missing
        Of a route without a whole price: what has none, in words.
    """

    def __init__(self, message: str, missing: Iterable[str] = ()) -> None:
        super().__init__(message)
        self.missing = tuple(missing)


class QuantityError(CorridorError, ValueError):
    """A quantity of the wrong form or dimension."""


class LimitError(CorridorError):
    """A stated budget that was exceeded, so that there is no answer rather than a part."""


class StaleFileError(CorridorError):
    """A file that changed since it was read, so that it is left as it is."""


class MissingExtraError(CorridorError, ImportError):
    """An optional library that is not installed, and with which extra it comes."""

    def __init__(self, what: str, library: str, extra: str) -> None:
        super().__init__(
            f"{what} needs {library}: in a clone of Corridor, pip install '.[{extra}]'"
        )


def quote(text: str) -> str:
    """Return the user's own words in quotation marks, made visible and cut to 64 characters."""
    cut = text if len(text) <= LONGEST_QUOTE else text[: LONGEST_QUOTE - 1] + "…"
    return f'"{visible(cut)}"'


def visible(text: str, keep: str = "") -> str:
    r"""Return the text with control and direction characters spelled out, as ``\x1b``.

    Those in `keep` stay as they are.
    """
    if text.isprintable():
        return text
    return "".join(
        character if character.isprintable() or character in keep else repr(character)[1:-1]
        for character in text
    )


def render(notices: Iterable[Notice]) -> str:
    """Return all notices as text, at most 50 per code, with the true counts below."""
    shown: list[str] = []
    count: dict[str, int] = {}
    severities: dict[Severity, int] = {}
    for notice in notices:
        count[notice.code] = count.get(notice.code, 0) + 1
        severities[notice.severity] = severities.get(notice.severity, 0) + 1
        if count[notice.code] <= SHOWN_PER_CODE:
            shown.append(str(notice))
    for name, number in count.items():
        if number > SHOWN_PER_CODE:
            shown.append(f"... {number - SHOWN_PER_CODE} more of {name}")
    counted = [
        f"{severities.get(severity, 0)} {severity}{'s' if severities.get(severity) != 1 else ''}"
        for severity in Severity
        if severity in severities or severity != Severity.INFO
    ]
    return "\n".join([*shown, ", ".join(counted)])


def __getattr__(name: str) -> object:
    """Give `NoRouteError`, which stands beside the route that it carries."""
    if name == "NoRouteError":
        return importlib.import_module("corridor.routes.no_route_error").NoRouteError
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
