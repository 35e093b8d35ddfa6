"""What was read and checked once need not be read again: files as pure data, under their hash.

An entry is a head, a checksum and JSON, named by the SHA-256 of the file's bytes and of this
library's own state. Whatever is wrong with it (damaged, foreign, unreadable, of another version)
it is left alone and the file is read again: the cache can change the time of an answer, nothing
else. Entries lie in a folder of the form's own version, and only what has the name and the head of
an entry is ever removed; no symbolic link is followed. Numbers that take long to find are kept in
the same route, under their question. ``CORRIDOR_CACHE=off`` switches it off.

An installed library comes with such entries on its own network, made when it was built. They hold
for the very bytes of the network and of the library's own source files that made them, and are left
alone where either differs.
"""

import contextlib
import functools
import hashlib
import json
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

MOST_ANSWERS = 512
FORM = b"corridor 2"
FOLDER = "entries-2"
#: The entries that come with an installed library; a clone has none.
SHIPPED = Path(__file__).parent / "data" / "quick"
_HEAD = FORM + b" cache entry\n"
_NAME = re.compile(r"[0-9a-f]{64}\.json")


def recall_number(question: Sequence[Any]) -> int | None:
    """Return the answer to a question about a network, as JSON values, if it was given before."""
    shipped = recall_shipped("numbers")
    number = shipped.get(_digest(question)) if shipped else None
    if type(number) is int:
        return number
    record = _taken(_answer(question))
    number = record.get("number") if isinstance(record, dict) else None
    return number if type(number) is int else None


def remember_number(question: Sequence[Any], number: int) -> None:
    """Keep the answer to a question about a network; where that is not possible, do nothing."""
    for noted in _NOTED:
        noted[_digest(question)] = number
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
        return _unpacked(_without_link(path))
    except (OSError, ValueError, RecursionError):
        return None


def _packed(record: dict[str, Any]) -> bytes:
    payload = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
    return _HEAD + hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload


def _unpacked(entry: bytes) -> Any:
    """Return the record of an entry, or None where head or checksum are not those of one."""
    head, _, payload = entry.partition(b"\n")
    checksum, _, payload = payload.partition(b"\n")
    if head + b"\n" != _HEAD or checksum.decode() != hashlib.sha256(payload).hexdigest():
        return None
    return json.loads(payload)


def recall_shipped(name: str, data: bytes = b"") -> dict[str, Any] | None:
    """Return what the library comes with under a name, if it holds for these bytes."""
    with contextlib.suppress(OSError, ValueError, RecursionError):
        record = _unpacked((SHIPPED / f"{name}.json").read_bytes())
        if not isinstance(record, dict):
            return None
        if record.pop("key", None) == _shipped_key(record.pop("sources", ()), data):
            return record
    return None


def ship(folder: Path, name: str, record: dict[str, Any], data: bytes = b"") -> None:
    """Write an entry that the library is to come with; `data` are the bytes that it holds for.

    It holds as long as the modules say the same that this process has loaded to make it.
    """
    sources = _loaded()
    entry = _packed({"key": _shipped_key(sources, data), "sources": sources, **record})
    (folder / f"{name}.json").write_bytes(entry)


@contextlib.contextmanager
def noting_numbers() -> Iterator[dict[str, int]]:
    """Give the numbers that are found meanwhile, as an entry to ship holds them."""
    noted: dict[str, int] = {}
    _NOTED.append(noted)
    try:
        yield noted
    finally:
        _NOTED.remove(noted)


_NOTED: list[dict[str, int]] = []


def _shipped_key(sources: Iterable[str], data: bytes) -> str:
    digest = hashlib.sha256(FORM)
    for name in sources:
        digest.update(_own_source(name))
    digest.update(data)
    return digest.hexdigest()


def _loaded() -> list[str]:
    """Return the library's own source files that this process has loaded, from its folder on."""
    folder = Path(__file__).parent
    files = [getattr(item, "__file__", None) for item in tuple(sys.modules.values())]
    paths = [Path(file) for file in files if file]
    return sorted(
        path.relative_to(folder).as_posix() for path in paths if path.is_relative_to(folder)
    )


@functools.cache
def _own_source(name: str) -> bytes:
    """Return a hash of what one of the library's own source files says."""
    source = (Path(__file__).parent / name).read_bytes()
    return hashlib.sha256(f"{name}\0".encode() + source).digest()


def _put(path: Path, record: dict[str, Any], most: int) -> None:
    """Write a record, whole or not at all; of its folder keep the latest."""
    import tempfile  # most starts write nothing

    entry = _packed(record)
    with contextlib.suppress(OSError, ValueError):
        _make_folders(path.parent)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as stream:
                stream.write(entry)
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
    name = hashlib.sha256(FORM + _own_state() + _digest(question).encode()).hexdigest()
    return folder_in(home, "answers") / f"{name}.json"


def _digest(question: Sequence[Any]) -> str:
    return hashlib.sha256(json.dumps(question, ensure_ascii=False).encode()).hexdigest()


def folder_in(home: Path, kind: str) -> Path:
    """Return the folder of one kind of entries in the user's folder for caches."""
    return home / "corridor" / FOLDER / kind


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
        (entry.path, entry.stat().st_size, entry.stat().st_mtime_ns)
        for entry in _own_files(os.fspath(Path(__file__).parent))
    )
    return repr((sys.version_info, files)).encode()


def _own_files(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield the library's own source files, those of every folder."""
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            if entry.name != "__pycache__":
                yield from _own_files(entry.path)
        elif entry.name.endswith((".py", ".json")):
            yield entry


def _is_ours(path: Path) -> bool:
    """Return whether a file and its folder belong to this user, and to no other's pen."""
    if not hasattr(os, "getuid"):  # Windows has no such owners
        return path.exists()
    user = os.getuid()
    folder, entry = path.parent.lstat(), path.lstat()
    return all(item.st_uid == user and not item.st_mode & 0o022 for item in (folder, entry))


def _make_folders(folder: Path) -> None:
    """Make the cache's own folders; one that is a link, or no folder, is not used.

    Raises
    ------
    OSError
        When it cannot be used.
    """
    own = (folder.parents[1], folder.parent, folder)
    folder.parents[2].mkdir(mode=0o700, parents=True, exist_ok=True)
    for each in own:
        each.mkdir(mode=0o700, exist_ok=True)
        if not stat.S_ISDIR(each.lstat().st_mode):
            raise NotADirectoryError(each)


def _without_link(path: Path, most: int = -1) -> bytes:
    """Return what a regular file holds; a link is not followed, a pipe not waited for."""
    if not stat.S_ISREG(path.lstat().st_mode):
        raise OSError(path)
    with path.open("rb") as stream:
        return stream.read(most)


def _prune(folder: Path, most: int) -> None:
    """Remove the oldest entries; what has not the name and head of one is left alone."""
    found = [path for path in folder.iterdir() if _NAME.fullmatch(path.name) and _is_entry(path)]
    for path in sorted(found, key=lambda path: path.stat().st_mtime_ns)[:-most]:
        path.unlink(missing_ok=True)


def _is_entry(path: Path) -> bool:
    try:
        return _without_link(path, len(_HEAD)) == _HEAD
    except OSError:
        return False
