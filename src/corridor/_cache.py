"""What was read and checked once need not be read again: files as pure data, under their hash.

An entry is JSON, named by the SHA-256 of the file's bytes and of this library's own state, and
guarded by a checksum. Whatever is wrong with it (damaged, foreign, unreadable, of another version)
it is left alone and the file is read anew: the cache can change the time of an answer, nothing
else. Numbers that take long to find are kept in the same way, under their question.
``CORRIDOR_CACHE=off`` switches it off.
"""

import contextlib
import dataclasses
import datetime
import functools
import hashlib
import json
import os
import sys
import tempfile
import types
import typing
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from corridor import _files, units
from corridor.errors import Notice, Severity
from corridor.model import NetworkFile
from corridor.money import Money, read_money

#: Below this size a file is read quickly enough, and tests leave nothing behind.
SMALLEST_FILE = 20_000
MOST_ENTRIES = 16
MOST_ANSWERS = 512
FORM = b"corridor 1"

Decoder = Callable[[Any], Any]
Read = Sequence[tuple[str, bytes]]


class Known(NamedTuple):
    """Hold what was read: the typed file, the notices on it, the digest of what it says."""

    file: NetworkFile
    notices: tuple[Notice, ...]
    digest: str


def recall(read: Read) -> Known | None:
    """Return what the files hold, if the same bytes under the same names were read before."""
    record = _taken(_entry(read))
    if record is None:
        return None
    with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
        notices = tuple(map(_decoder(Notice), record["notices"]))
        return Known(_decoder(NetworkFile)(record["file"]), notices, str(record["digest"]))
    return None


def remember(read: Read, known: Known) -> None:
    """Keep what was read, for the next process; where that is not possible, do nothing."""
    path = _entry(read)
    if path:
        record = {name: _encoded(value) for name, value in known._asdict().items()}
        _put(path, record, MOST_ENTRIES)


def recall_number(question: Sequence[Any]) -> int | None:
    """Return the answer to a question about a network, plain data, if it was given before."""
    record = _taken(_answer(question))
    number = record.get("number") if isinstance(record, dict) else None
    return number if type(number) is int else None


def remember_number(question: Sequence[Any], number: int) -> None:
    """Keep the answer to a question about a network; where that is not possible, do nothing."""
    path = _answer(question)
    if path:
        _put(path, {"number": number}, MOST_ANSWERS)


def _taken(path: Path | None) -> Any:
    """Return the record of an entry, or None where there is none that can be trusted."""
    if path is None:
        return None
    try:
        if not _is_ours(path):
            return None
        checksum, _, payload = path.read_bytes().partition(b"\n")
        if checksum.decode() != hashlib.sha256(payload).hexdigest():
            return None
        return json.loads(payload)
    except (OSError, ValueError, RecursionError):
        return None


def _put(path: Path, record: dict[str, Any], most: int) -> None:
    """Write a record, whole or not at all; of its folder keep the latest."""
    payload = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    with contextlib.suppress(OSError, ValueError):
        path.parent.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.parent.mkdir(mode=0o700, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _prune(path.parent, most)


def _answer(question: Sequence[Any]) -> Path | None:
    """Return where the answer to a question is kept; none when the cache is off."""
    home = _home()
    if home is None:
        return None
    text = json.dumps(question, ensure_ascii=False).encode()
    name = hashlib.sha256(FORM + _own_state() + text).hexdigest()
    return home / "corridor" / "answers" / f"{name}.json"


def _entry(read: Read) -> Path | None:
    """Return where the entry of some files is kept; none when the cache is off."""
    home = _home()
    if home is None:
        return None
    parts = [FORM, _own_state(), *(part for name, data in read for part in (name.encode(), data))]
    if any(b"extends" in data for _, data in read):
        with contextlib.suppress(OSError):
            parts.append(_files.bundled_path().read_bytes())
    if sum(map(len, parts)) < SMALLEST_FILE:
        return None
    digest = hashlib.sha256()
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return home / "corridor" / f"{digest.hexdigest()}.json"


def _home() -> Path | None:
    """Return the user's folder for caches; none when the cache is off."""
    if os.environ.get("CORRIDOR_CACHE", "").casefold() == "off":
        return None
    named = os.environ.get("LOCALAPPDATA" if os.name == "nt" else "XDG_CACHE_HOME", "")
    if Path(named).is_absolute():
        return Path(named)
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ("Library/Caches" if sys.platform == "darwin" else ".cache")


@functools.cache
def _own_state() -> bytes:
    """Return what changes with the library: version of Python, names, sizes, times of its files."""
    files = sorted(
        (entry.name, entry.stat().st_size, entry.stat().st_mtime_ns)
        for entry in os.scandir(Path(__file__).parent)
        if entry.name.endswith(".py")
    )
    return repr((sys.version_info, files)).encode()


def _is_ours(path: Path) -> bool:
    """Say whether a file and its folder belong to this user, and to no other's pen."""
    if os.name == "nt":
        return path.exists()
    user = os.getuid()
    folder, entry = path.parent.lstat(), path.lstat()
    return all(item.st_uid == user and not item.st_mode & 0o022 for item in (folder, entry))


def _prune(folder: Path, most: int) -> None:
    entries = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    for path in entries[:-most]:
        path.unlink(missing_ok=True)


def _encoded(value: Any) -> Any:
    """Return nouns as plain data: of each, the fields that differ from their default."""
    if dataclasses.is_dataclass(value):
        return {
            item.name: _encoded(own)
            for item in dataclasses.fields(value)
            if (own := getattr(value, item.name)) is not None and own != item.default
        }
    if isinstance(value, dict):
        return {key: _encoded(item) for key, item in value.items()}
    if isinstance(value, tuple):
        return [_encoded(item) for item in value]
    if isinstance(value, Money):
        return value.plain
    return value.isoformat() if isinstance(value, datetime.date) else value


def _decoder(kind: Any) -> Decoder:
    """Return the function that makes a value of an annotated type from plain data."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if origin is Annotated:
        return _decoder(parts[0])
    if origin is tuple:
        return _tuple_decoder(parts)
    if origin is dict:
        inner = _decoder(parts[1])
        return lambda found: {key: inner(item) for key, item in found.items()}
    if origin in {types.UnionType, typing.Union}:
        return next((made for part in parts if (made := _decoder(part)) is not _same), _same)
    return _noun_decoder(kind) if dataclasses.is_dataclass(kind) else _LEAVES.get(kind, _same)


def _same(value: Any) -> Any:
    return value


_LEAVES: dict[Any, Decoder] = {
    datetime.date: datetime.date.fromisoformat,
    units.Duration: units.Duration,
    units.Distance: units.Distance,
    units.Mass: units.Mass,
    Money: read_money,
    Severity: Severity,
}


def _tuple_decoder(parts: tuple[Any, ...]) -> Decoder:
    inner = _decoder(parts[0]) if parts[-1] is Ellipsis else _same
    return tuple if inner is _same else lambda found: tuple(map(inner, found))


def _noun_decoder(kind: Any) -> Decoder:
    if kind in _KNOWN:
        return _KNOWN[kind]
    decoders = {
        item.name: made
        for item in dataclasses.fields(kind)
        if (made := _decoder(item.type)) is not _same
    }

    def decode(found: dict[str, Any]) -> Any:
        for name, decoder in decoders.items():
            if name in found:
                found[name] = decoder(found[name])
        return kind(**found)

    _KNOWN[kind] = decode
    return decode


_KNOWN: dict[Any, Decoder] = {}
