"""What the checks look at, and how a check is registered."""

import dataclasses
import functools
import operator
import typing
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from corridor.errors import Finding, Severity, Step, Wording, code
from corridor.network.dwell_rules import Rule, Rulebook, carriage
from corridor.network.model import Leg, NetworkFile
from corridor.network.names import Naming, at, fold, great_circle, namings

Path = tuple[Step, ...]
Value = TypeVar("Value")


class Meeting(NamedTuple):
    """Two legs over which a shipment could pass a node, and the rule between them."""

    node: str
    inbound: Leg
    outbound: Leg
    rule: Rule | None


class Facts:
    """The typed file, all its values by type, and every id that is written in it."""

    def __init__(self, file: NetworkFile, written: dict[str, frozenset[str]]) -> None:
        self.file = file
        self.written = written
        self._values: dict[type, list[tuple[Path, Any]]] = {}
        self._direct: dict[tuple[str, str], float] = {}
        _walk(file, (), self._values)

    def of(self, kind: type[Value]) -> Iterator[tuple[Path, Value]]:
        """Yield all values of a kind, each with its path."""
        for own, values in self._values.items():
            if issubclass(own, kind):
                yield from values

    def by_kind(self) -> Iterator[tuple[type, list[tuple[Path, Any]]]]:
        """Yield each kind of value with all its values."""
        yield from self._values.items()

    def direct(self, leg: Leg) -> float:
        """Return the great circle [km] between the ends of a leg, 0 where one is not known."""
        ends = (leg.origin, leg.destination)
        if ends not in self._direct:
            one, other = map(self.file.nodes.get, ends)
            self._direct[ends] = great_circle(at(one), at(other)) if one and other else 0.0
        return self._direct[ends]

    @functools.cached_property
    def namings(self) -> tuple[tuple[Naming, str], ...]:
        """Each name of a node, place or region, and how it is looked up."""
        return tuple((naming, fold(naming.text)) for naming in namings(self.file))

    @functools.cached_property
    def meetings(self) -> tuple[Meeting, ...]:
        """Each two legs that meet at a node, one pair for each pair of carriages."""
        rules = Rulebook(self.file.dwell_defaults)
        return tuple(
            Meeting(node, first, second, rules.find(self.file.nodes[node], *sides))
            for node, first, second in _pairs(self.file)
            for sides in [(carriage(first), carriage(second))]
        )


def _pairs(file: NetworkFile) -> Iterator[tuple[str, Leg, Leg]]:
    arriving: dict[str, dict[object, Leg]] = {node: {} for node in file.nodes}
    leaving: dict[str, dict[object, Leg]] = {node: {} for node in file.nodes}
    nowhere: dict[object, Leg] = {}
    for leg in file.legs.values():
        side = carriage(leg)
        arriving.get(leg.destination, nowhere).setdefault(side, leg)
        leaving.get(leg.origin, nowhere).setdefault(side, leg)
        if not leg.one_way:
            arriving.get(leg.origin, nowhere).setdefault(side, leg)
            leaving.get(leg.destination, nowhere).setdefault(side, leg)
    for node, inbound in arriving.items():
        for first in inbound.values():
            for second in leaving[node].values():
                yield node, first, second


@functools.cache
def _attributes(kind: type[Any]) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """Return the fields that can hold values of their own, each with what reads it."""
    names = [item.name for item in dataclasses.fields(kind) if _holds(item.type)]
    return tuple((name, operator.attrgetter(name)) for name in names)


def _holds(annotation: Any) -> bool:
    return dataclasses.is_dataclass(annotation) or any(map(_holds, typing.get_args(annotation)))


def _walk(record: Any, path: Path, values: dict[type, list[tuple[Path, Any]]]) -> None:
    """Gather a value and all values below it, each with its path."""
    kind: type = type(record)
    known = values.get(kind)
    if known is None:
        known = values[kind] = []
    known.append((path, record))
    for name, read in _attributes(kind):
        value = read(record)
        if value is None or value == ():
            continue
        if isinstance(value, tuple | Mapping):
            items = value.items() if isinstance(value, Mapping) else enumerate(value)
            for key, part in items:
                _walk(part, (*path, name, key), values)
        else:
            _walk(value, (*path, name), values)


def odd(path: Path, found: str, expected: str, *, related: tuple[Path, ...] = ()) -> Finding:
    """Return the finding that a figure is implausible."""
    fix = "correct the figure: is a unit, a decimal point or a zero wrong?"
    return Finding("implausible", path, Wording(found, expected, fix), related=related)


Check = Callable[[Facts], Iterable[Finding]]
CHECKS: list[Check] = []
WHOLE: list[Check] = []
WRITTEN: set[Check] = set()


def check(
    severity: Severity, *, whole: bool = False, written: bool = False
) -> Callable[[Check], Check]:
    """Register a function as the check of the notice code that it is named after.

    With `whole` it runs only on a file without errors: a check for what is absent would otherwise
    blame the file for what could not be read. With `written` it looks at what is written, before
    any change is made: a scenario may close or slow what it likes.
    """

    def register(function: Check) -> Check:
        (WHOLE if whole else CHECKS).append(function)
        if written:
            WRITTEN.add(function)
        return code(severity)(function)

    return register
