"""The network: what a file holds, seen on a given day, with everything in it found by name."""

import dataclasses
import datetime
import hashlib
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

from corridor import _text
from corridor.errors import Notice, QuantityError, quote
from corridor.estimates import Norm, Source
from corridor.model import (
    Advisory,
    Corridor,
    DwellDefault,
    Journey,
    Leg,
    NetworkFile,
    Node,
    Place,
    Region,
    Run,
)
from corridor.names import Directory

REMEMBERED = 512

_DATE = re.compile(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?")


@dataclass(frozen=True, eq=False, repr=False)
class Network:
    """Hold nodes, legs and all else that a file says, seen on a day; immutable, safe to share.

    Two networks are equal when they say the same and are seen on the same day, however their
    files are laid out.

    Attributes
    ----------
    date
        The day on which legs are open or closed; by default the file's own `as_of`.
    until
        Where given, legs count as open that were so on any day from `date` to this one.
    notices
        Warnings found while the file was read.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> net.nodes["aktau"].country
    'KZ'
    """

    _file: NetworkFile
    date: datetime.date
    notices: tuple[Notice, ...] = ()
    until: datetime.date | None = None
    _memo: dict[str, dict[Any, Any]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The title that the file gives itself."""
        return self._file.name

    @property
    def version(self) -> str:
        """The version of the data."""
        return self._file.version

    @property
    def as_of(self) -> datetime.date:
        """The day of the data."""
        return self._file.as_of

    @property
    def nodes(self) -> Mapping[str, Node]:
        """The nodes by id."""
        return MappingProxyType(self._file.nodes)

    @property
    def legs(self) -> Mapping[str, Leg]:
        """The legs by id, those included that are closed on the network's day."""
        return MappingProxyType(self._file.legs)

    @property
    def dwell_defaults(self) -> tuple[DwellDefault, ...]:
        """The dwell of transfers for which a node has no entry of its own."""
        return self._file.dwell_defaults

    @property
    def sources(self) -> Mapping[str, Source]:
        """The sources by id."""
        return MappingProxyType(self._file.sources)

    @property
    def norms(self) -> Mapping[str, Norm]:
        """The norms by id."""
        return MappingProxyType(self._file.norms)

    @property
    def places(self) -> Mapping[str, Place]:
        """The places by id."""
        return MappingProxyType(self._file.places)

    @property
    def regions(self) -> Mapping[str, Region]:
        """The regions by id."""
        return MappingProxyType(self._file.regions)

    @property
    def corridors(self) -> Mapping[str, Corridor]:
        """The corridors by id."""
        return MappingProxyType(self._file.corridors)

    @property
    def advisories(self) -> Mapping[str, Advisory]:
        """The advisories by id."""
        return MappingProxyType(self._file.advisories)

    @property
    def journeys(self) -> Mapping[str, Journey]:
        """The reported journeys by id."""
        return MappingProxyType(self._file.journeys)

    @property
    def runs(self) -> Mapping[str, Run]:
        """The reported lengths of whole runs by id."""
        return MappingProxyType(self._file.runs)

    @cached_property
    def directory(self) -> Directory:
        """The names of nodes, places and regions."""
        return Directory(self._file)

    @cached_property
    def digest(self) -> str:
        """The SHA-256 of what the file says, whatever its layout."""
        canonical = json.dumps(_plain(self._file), sort_keys=True, ensure_ascii=False)
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def stamp(self) -> str:
        """One line that says which data an answer rests on."""
        seen = "" if self.date == self.as_of else f", seen on {self.date}"
        if self.until:
            seen = f", seen from {self.date} to {self.until}"
        return f"network {self.version} of {self.as_of}{seen}, digest {self.digest[:12]}"

    def memory(self, kind: str) -> dict[Any, Any]:
        """Return what operations remember of this network, emptied when it holds too much."""
        memory = self._memo.setdefault(kind, {})
        if len(memory) >= REMEMBERED:
            memory.clear()
        return memory

    def countries_of(self, leg: Leg) -> tuple[str, ...]:
        """Return the countries that a leg touches, from its origin to its destination."""
        ends = (self.nodes[leg.origin].country, self.nodes[leg.destination].country)
        return tuple(dict.fromkeys((ends[0], *leg.countries_crossed, ends[1])))

    def is_open(self, leg: Leg) -> bool:
        """Say whether a leg and both its ends are open on the network's day."""
        return leg.is_open(self.date, self.until) and all(
            self.nodes[node].is_open(self.date, self.until)
            for node in (leg.origin, leg.destination)
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Network):
            return NotImplemented
        return (self.digest, self.date, self.until) == (other.digest, other.date, other.until)

    def __hash__(self) -> int:
        return hash((self.digest, self.date, self.until))

    def __reduce__(self) -> tuple[Any, ...]:
        return (Network, (self._file, self.date, self.notices, self.until))

    def __repr__(self) -> str:
        return f"<Network {self.name!r}, {self.stamp}>"

    def __str__(self) -> str:
        open_legs = sum(map(self.is_open, self.legs.values()))
        rows = [
            ("nodes", len(self.nodes), ""),
            ("legs", len(self.legs), f"{open_legs} open on {self.date}"),
            ("corridors", len(self.corridors), ", ".join(self.corridors)),
            ("regions", len(self.regions), ""),
            ("sources", len(self.sources), ""),
            ("reported journeys", len(self.journeys), ""),
            ("warnings", len(self.notices), ""),
        ]
        lines = _text.definitions([(name, f"{count:>4} {more}") for name, count, more in rows])
        return f"{self.name}\n\n{lines}\n\n{self.stamp}"


def load_network(
    source: str | os.PathLike[str] | bytes | None = None, *, strict: bool = False
) -> Network:
    """Read a network: the bundled one, a file, or the bytes of a file.

    Parameters
    ----------
    source
        Path of a file, or its bytes; nothing for the network that comes with the library.
    strict
        Refuse the file for warnings too.

    Returns
    -------
    Network
        As of the day that the file names.

    Raises
    ------
    NetworkError
        With every problem of the file, each with its line.
    OSError
        When the file cannot be opened.

    >>> import corridor as co
    >>> co.load_network().version
    '2026.11'
    """
    from corridor.door import read_file

    if isinstance(source, bytes):
        data, name = source, "<bytes>"
    else:
        path = bundled_path() if source is None else Path(source)
        data, name = path.read_bytes(), os.fspath(path)
    file, notices = read_file(data, name, strict=strict)
    net = Network(file, file.as_of, notices)
    vars(net)["directory"] = Directory(file)
    return net


def bundled_path() -> Path:
    """Return where the bundled network is: in the installed package, else in the repository."""
    package = Path(__file__).parent
    installed = package / "network.yaml"
    return installed if installed.exists() else package.parents[1] / "data" / "network.yaml"


def as_of(
    net: Network, date: str | datetime.date, *, until: str | datetime.date | None = None
) -> Network:
    """Return the network of a day: the legs that were open then, times of the reference period.

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
        When the text is no date.

    >>> import corridor as co
    >>> co.as_of(co.load_network(), "2016-06").date
    datetime.date(2016, 6, 1)
    """
    last = None if until is None else read_date(until)
    seen = dataclasses.replace(net, date=read_date(date), until=last, _memo={})
    for key in ("directory", "digest"):
        if key in vars(net):
            vars(seen)[key] = vars(net)[key]
    return seen


def read_date(date: str | datetime.date) -> datetime.date:
    """Return a day from a date or from a text with year, year and month, or all three."""
    if isinstance(date, datetime.date):
        return date
    match = _DATE.fullmatch(date) if date.isascii() else None
    try:
        if match:
            year, month, day = (int(part or 1) for part in match.groups())
            return datetime.date(year, month, day)
    except ValueError:
        pass
    raise QuantityError(f"{quote(date)} is not a date; write it as 2016-06-15, 2016-06 or 2016")


def _plain(value: object) -> object:
    """Return nouns as plain data, for the digest."""
    if dataclasses.is_dataclass(value):
        return [_plain(getattr(value, item.name)) for item in dataclasses.fields(value)]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value.isoformat() if isinstance(value, datetime.date) else value
