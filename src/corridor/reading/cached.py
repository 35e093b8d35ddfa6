"""Validated files as pure data for the next process: what changes is how soon an answer comes.

The bundled network comes with an installed library in the same form, made when it was built.
"""

import contextlib
import dataclasses
import datetime
import hashlib
import os
import types
import typing
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from corridor import cache as _cache
from corridor import files as _files
from corridor import units
from corridor.cache import FORM, _home, _own_state, _put, _taken, folder_in
from corridor.errors import Notice, Severity
from corridor.frozen import unchecked
from corridor.money import Money, read_money
from corridor.network.estimates import Record
from corridor.network.model import NetworkFile
from corridor.network.network import digest_of

#: Below this size a file is read quickly enough, and tests leave nothing behind.
SMALLEST_FILE = 20_000
MOST_ENTRIES = 16

Decoder = Callable[[Any], Any]
Read = Sequence[tuple[str, bytes]]


class Known(NamedTuple):
    """What was read: the typed file, the notices on it, the digest of what it says."""

    file: NetworkFile
    notices: tuple[Notice, ...]
    digest: str


def recall(read: Read) -> Known | None:
    """Return what the files hold, if the same bytes under the same names were read before."""
    record = _shipped(read) or _taken(_entry(read))
    if record is None:
        return None
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        notices = tuple(map(_value_decoder(Notice), record["notices"]))
        return Known(_value_decoder(NetworkFile)(record["file"]), notices, str(record["digest"]))
    return None


def remember(read: Read, known: Known) -> None:
    """Keep what was read, for the next process; where that is not possible, do nothing."""
    path = _entry(read)
    if path:
        record = {name: _encoded(value) for name, value in known._asdict().items()}
        _put(path, record, MOST_ENTRIES)


def ship(folder: Path) -> None:
    """Write the bundled network in the form in which an installed library comes with it."""
    from corridor.reading.reader import read_files

    data = _files.bundled_path().read_bytes()
    file, notices = read_files([("", data)])
    known = Known(file, notices, digest_of(file))
    record = {name: _encoded(value) for name, value in known._asdict().items()}
    _cache.ship(folder, "network", record, data)


def _shipped(read: Read) -> Any:
    """Return the record with which the library comes, if the bundled network alone is read."""
    if len(read) != 1 or Path(read[0][0]) != _files.bundled_path():
        return None
    record = _cache.recall_shipped("network", read[0][1])
    if record is None:
        return None
    for notice in record["notices"]:
        for where in (notice["where"], *notice.get("related", ())):
            where["file"] = read[0][0]
    return record


def _entry(read: Read) -> Path | None:
    """Return where the entry of some files is kept; none when the cache is off."""
    home = _home()
    if home is None:
        return None
    parts = [data for _, data in read]
    if any(b"extends" in data for _, data in read):
        with contextlib.suppress(OSError):
            parts.append(_files.bundled_path().read_bytes())
    if sum(map(len, parts)) < SMALLEST_FILE:
        return None
    names = (os.fsencode(name) for name, _ in read)
    digest = hashlib.sha256()
    for part in (FORM, _own_state(), *names, *parts):
        digest.update(len(part).to_bytes(8) + part)
    return folder_in(home, "networks") / f"{digest.hexdigest()}.json"


def _encoded(value: Any) -> Any:
    """Return values as JSON values: of each, the fields that differ from their default."""
    if dataclasses.is_dataclass(value):
        return {
            item.name: _encoded(own)
            for item in dataclasses.fields(value)
            if (own := getattr(value, item.name)) is not None and own != item.default
        }
    if isinstance(value, Mapping):
        return {key: _encoded(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    if isinstance(value, Money):
        return value.plain
    return value.isoformat() if isinstance(value, datetime.date) else value


def _decoder(kind: Any) -> Decoder | None:
    """Return what makes a value of an annotated type from JSON values; none where it is one."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is Annotated:
        return _decoder(parts[0])
    if origin is tuple:
        return _tuple_decoder(parts)
    if origin is Mapping:
        inner = _value_decoder(parts[1])
        return lambda found: {key: inner(item) for key, item in found.items()}
    if origin in {types.UnionType, typing.Union}:
        return next((made for part in parts if (made := _decoder(part))), None)
    return _value_decoder(kind) if dataclasses.is_dataclass(kind) else _LEAVES.get(kind)


_LEAVES: dict[Any, Decoder] = {
    datetime.date: datetime.date.fromisoformat,
    units.Duration: units.Duration,
    units.Distance: units.Distance,
    units.Mass: units.Mass,
    Money: read_money,
    Severity: Severity,
}


def _tuple_decoder(parts: tuple[Any, ...]) -> Decoder:
    inner = _decoder(parts[0]) if parts[-1] is Ellipsis else None
    return (lambda found: tuple(map(inner, found))) if inner else tuple


def _value_decoder(kind: Any) -> Decoder:
    if kind in _KNOWN:
        return _KNOWN[kind]
    decoders = {
        item.name: made for item in dataclasses.fields(kind) if (made := _decoder(item.type))
    }

    own = getattr(kind, "__post_init__", None)
    make = unchecked(kind) if own is Record.__post_init__ else lambda found: kind(**found)

    def decode(found: dict[str, Any]) -> Any:
        for name, decoder in decoders.items():
            if name in found:
                found[name] = decoder(found[name])
        return make(found)

    _KNOWN[kind] = decode
    return decode


_KNOWN: dict[Any, Decoder] = {}
