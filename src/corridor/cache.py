"""What was read and checked once need not be read again: files as pure data, under their hash.

An entry is JSON, named by the SHA-256 of the file's bytes and of this library's own state, and
guarded by a checksum. Whatever is wrong with it (damaged, foreign, unreadable, of another version)
it is left alone and the file is read anew: the cache can change the time of an answer, nothing
else. Numbers that take long to find are kept in the same way, under their question.
``CORRIDOR_CACHE=off`` switches it off.
"""

import contextlib
import functools
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

MOST_ANSWERS = 512
FORM = b"corridor 1"


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
    if os.name == "nt":
        return path.exists()
    user = os.getuid()
    folder, entry = path.parent.lstat(), path.lstat()
    return all(item.st_uid == user and not item.st_mode & 0o022 for item in (folder, entry))


def _prune(folder: Path, most: int) -> None:
    entries = sorted(folder.glob("*.json"), key=lambda path: path.stat().st_mtime_ns)
    for path in entries[:-most]:
        path.unlink(missing_ok=True)
