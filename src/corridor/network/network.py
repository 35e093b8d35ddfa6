"""The network: what a file holds, seen on a given day, with everything in it found by name."""

import dataclasses
import datetime
import hashlib
import json
import operator
from collections.abc import Callable, Mapping
from dataclasses import field
from functools import cached_property
from typing import Any, Generic, TypeVar

from corridor import text as _text
from corridor.errors import Notice, QuantityError, Severity
from corridor.frozen import dataclass
from corridor.money import Money
from corridor.network import validity as dated
from corridor.network.calendar import Advisory, Closure
from corridor.network.closures import closures_in_force as closures
from corridor.network.estimates import Dependence, Norm, Source
from corridor.network.journeys import Journey, Run, Statement, Volume
from corridor.network.model import (
    Corridor,
    DwellDefault,
    Leg,
    NetworkFile,
    Node,
    Place,
    Policy,
    Region,
    countries_of,
)
from corridor.network.names import Directory
from corridor.printing.shown import ShownWhole
from corridor.signatures import suggest_arguments
from corridor.user_values import read_date


def digest_of(file: "NetworkFile") -> str:
    """Return the SHA-256 of what a file says, whatever its layout."""
    canonical = json.dumps(
        file, default=_opened, sort_keys=True, ensure_ascii=False, check_circular=False
    )
    return hashlib.sha256(canonical.encode()).hexdigest()


def _opened(value: object) -> object:
    """Return what a value holds, for the digest, where JSON has no such value."""
    kind: Any = type(value)
    if kind not in _GETTERS:
        if isinstance(value, Mapping):
            return dict(value)
        if isinstance(value, Money):
            return value.plain
        if isinstance(value, datetime.date):
            return value.isoformat()
        names = (item.name for item in dataclasses.fields(kind))
        _GETTERS[kind] = operator.attrgetter(*names)
    return [*_GETTERS[kind](value)]


_GETTERS: dict[type, Callable[[object], tuple[object, ...]]] = {}


REMEMBERED = 512


K = TypeVar("K")
V = TypeVar("V")


class Memory(Generic[K, V]):
    """The key of what an operation remembers of a network: values by their arguments."""

    def __init__(self, name: str) -> None:
        self.name = name

    def __repr__(self) -> str:
        return f"Memory({self.name!r})"


@dataclass(frozen=True, eq=False, repr=False)
class Network(ShownWhole):
    """Nodes, legs and all else that a file says, seen on a day; immutable, safe to share.

    Two networks are equal when they say the same and are seen on the same day, however their
    files are laid out.

    Attributes
    ----------
    date
        The day on which legs are open or closed, by default the file's own `as_of`; none for
        everything that is ever open.
    until
        Where given, legs count as open that were so on any day from `date` to this one.
    notices
        Warnings and infos on the file, found while it was read.
    is_dated
        Whether the day was asked for.
    usual
        Whether the usual times count, not those that the file gives for the day: so without a
        day that was asked for, unless a change to the file holds in a window of dates.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> net.nodes["aktau"].country
    'KZ'
    """

    file: NetworkFile = field(repr=False)
    date: datetime.date | None
    notices: tuple[Notice, ...] = ()
    until: datetime.date | None = None
    is_dated: bool = False
    usual: bool = True
    _memo: dict[Memory[Any, Any], dict[Any, Any]] = field(default_factory=dict)

    def with_file(self, file: NetworkFile) -> "Network":
        """Return a network that says something else, seen on the same day."""
        return Network(file, self.date, self.notices, self.until, self.is_dated, self.usual)

    @property
    def name(self) -> str:
        """The title that the file gives itself."""
        return self.file.name

    @property
    def version(self) -> str:
        """The version of the data."""
        return self.file.version

    @property
    def as_of(self) -> datetime.date:
        """The day of the data."""
        return self.file.as_of

    @property
    def nodes(self) -> Mapping[str, Node]:
        """The nodes by id."""
        return self.file.nodes

    @property
    def legs(self) -> Mapping[str, Leg]:
        """The legs by id, those included that are closed on the network's day."""
        return self.file.legs

    @property
    def dwell_defaults(self) -> tuple[DwellDefault, ...]:
        """The dwell of transfers for which a node has no entry of its own."""
        return self.file.dwell_defaults

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources by id."""
        return self.file.sources

    @property
    def norms(self) -> Mapping[str, Norm]:
        """The norms by id."""
        return self.file.norms

    @property
    def places(self) -> Mapping[str, Place]:
        """The places by id."""
        return self.file.places

    @property
    def regions(self) -> Mapping[str, Region]:
        """The regions by id."""
        return self.file.regions

    @property
    def corridors(self) -> Mapping[str, Corridor]:
        """The corridors by id."""
        return self.file.corridors

    @property
    def policies(self) -> Mapping[str, Policy]:
        """The named policies by id."""
        return self.file.policies

    @property
    def advisories(self) -> Mapping[str, Advisory]:
        """The advisories by id."""
        return self.file.advisories

    @property
    def journeys(self) -> Mapping[str, Journey]:
        """The reported journeys by id."""
        return self.file.journeys

    @property
    def dependence(self) -> Dependence:
        """How much of their variance times share."""
        return self.file.dependence

    @property
    def warnings(self) -> tuple[Notice, ...]:
        """The notices that may mislead an answer, infos apart."""
        return tuple(item for item in self.notices if item.severity == Severity.WARNING)

    @property
    def runs(self) -> Mapping[str, Run]:
        """The reported lengths of whole runs by id."""
        return self.file.runs

    @property
    def volumes(self) -> Mapping[str, Volume]:
        """The reported volumes and capacities of corridors by id."""
        return self.file.volumes

    @property
    def statements(self) -> Mapping[str, Statement]:
        """What sources say beside journeys, by id."""
        return self.file.statements

    @cached_property
    def in_force(self) -> NetworkFile:
        """The file with the times of the network's day, where that day was asked for."""
        if self.usual or self.date is None:
            return self.file
        return dated.in_force(self.file, self.date, self.until)

    @cached_property
    def directory(self) -> Directory:
        """The names of nodes, places and regions."""
        return Directory(self.file)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the file says, whatever its layout."""
        return digest_of(self.file)

    @property
    def stamp(self) -> str:
        """One line that says which data an answer rests on."""
        seen = "" if self.date == self.as_of else f", seen on {self.date or 'any day'}"
        seen = f", seen from {self.date} to {self.until}" if self.until else seen
        seen += ", times of then" if self.is_dated and self.in_force is not self.file else ""
        return f"network {self.version} of {self.as_of}{seen}, digest {self.digest[:12]}"

    def memory(self, kind: Memory[K, V]) -> dict[K, V]:
        """Return what operations remember of this network, emptied when it holds too much."""
        memory: dict[K, V] = self._memo.setdefault(kind, {})
        if len(memory) >= REMEMBERED:
            memory.clear()
        return memory

    def countries_of(self, leg: Leg) -> tuple[str, ...]:
        """Return the countries that a leg touches in order; one that it comes back to, again."""
        return countries_of(leg, self.file.nodes)

    def is_open(self, leg: Leg, *, back: bool = False) -> bool:
        """Return whether a leg and both its ends are open on the network's day."""
        if self.date is None:
            return True
        nodes = self.file.nodes
        for thing in (leg, nodes[leg.origin], nodes[leg.destination]):
            if thing.periods and not thing.is_open(self.date, self.until):
                return False
        held = self._closures.get(leg.id)
        if not held:
            return True
        countries = self.countries_of(leg)[:: -1 if back else 1]
        against = [closure for closure in held if closure.is_against(countries)]
        return not closures.cover(against, self.date, self.until or self.date)

    def is_usable(self, node: Node) -> bool:
        """Return whether a node is open on the network's day, and no closure of it holds."""
        if self.date is None:
            return True
        last = self.until or self.date
        held = [item for item in self._in_force if node.id in item.nodes and not item.direction]
        return node.is_open(self.date, self.until) and not closures.cover(held, self.date, last)

    @cached_property
    def _in_force(self) -> list[Closure]:
        return closures.in_force(self.file, self.date, self.until or self.date)

    @cached_property
    def _closures(self) -> closures.Held:
        return closures.closures_of_legs(self.file, self._in_force)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Network):
            return NotImplemented
        return self._identity == other._identity

    def __hash__(self) -> int:
        return hash(self._identity)

    @property
    def _identity(self) -> tuple[object, ...]:
        return (self.digest, self.date, self.until, self.in_force is not self.file)

    def __reduce__(self) -> tuple[Any, ...]:
        return (
            Network,
            (self.file, self.date, self.notices, self.until, self.is_dated, self.usual),
        )

    def __repr__(self) -> str:
        return f"<Network {self.name!r}, {self.stamp}>"

    def _blocks(self) -> list[_text.Block]:
        open_legs = sum(map(self.is_open, self.legs.values()))
        rows = [
            ("nodes", len(self.nodes), ""),
            ("legs", len(self.legs), f"{open_legs} open on {self.date}"),
            ("corridors", len(self.corridors), ", ".join(self.corridors)),
            ("regions", len(self.regions), ""),
            ("sources", len(self.sources), ""),
            ("reported journeys", len(self.journeys), ""),
            ("warnings", len(self.warnings), ""),
        ]
        pairs = [(name, f"{count:>4} {more}") for name, count, more in rows]
        return [_text.Prose([self.name]), _text.Pairs(pairs), _text.Prose([self.stamp])]


@suggest_arguments
def as_of(
    net: Network, date: str | datetime.date, *, until: str | datetime.date | None = None
) -> Network:
    """Return the network of a day: the legs that were open then, and their times.

    Times are those of the reference period, unless the file gives others for that day.

    Parameters
    ----------
    net
        The network; it is not changed.
    date
        A day, or a text: ``2016-06-15``, ``2016-06`` or ``2016`` (the first day is meant).
    until
        A later day: then the network has the legs that were open on any day between the two.

    Returns
    -------
    Network
        Equal to `net` in all but its day.

    Raises
    ------
    QuantityError
        When the text is no date, or `until` is before `date`.

    >>> import corridor as co
    >>> co.as_of(co.load_network(), "2016-06").date
    datetime.date(2016, 6, 1)
    """
    first, last = read_date(date), None if until is None else read_date(until)
    if last is not None and last < first:
        raise QuantityError(f"until {last} is before {first}; give the earlier day first")
    return _seen_on(net, first, last)


def undated(net: Network) -> Network:
    """Return the network with the usual times, whatever its day."""
    return _seen(net, is_dated=False, usual=True)


_WHENEVER = Memory[None, Network]("whenever")


def whenever(net: Network) -> Network:
    """Return the network with everything that is open on some day, planned links included."""
    memory = net.memory(_WHENEVER)
    if None not in memory:
        memory[None] = _seen_on(net, None, None)
    return memory[None]


_SEEN_FROM = Memory[datetime.date, Network]("seen from")


def seen_from(net: Network, day: datetime.date, days: int) -> Network:
    """Return the network with what is open at some time from a day on, and its usual times."""
    last = day + datetime.timedelta(min(days, (datetime.date.max - day).days))
    if (net.date, net.until, net.usual) == (day, last, True):
        return net
    memory = net.memory(_SEEN_FROM)
    if day not in memory:
        memory[day] = undated(_seen_on(net, day, last))
    return memory[day]


def _seen_on(net: Network, date: datetime.date | None, until: datetime.date | None) -> Network:
    return _seen(net, date=date, until=until, is_dated=date is not None, usual=False)


def _seen(net: Network, **otherwise: Any) -> Network:
    """Return the network seen otherwise, with what is known of its file whatever the day."""
    seen = dataclasses.replace(net, **otherwise, _memo={})
    for key in ("directory", "digest"):
        if key in vars(net):
            vars(seen)[key] = vars(net)[key]
    return seen
