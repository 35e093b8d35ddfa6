"""Read a network: the bundled one, a file, bytes, or several files as one."""

import os
from collections.abc import Sequence

from corridor import files as _files
from corridor.errors import QuantityError
from corridor.network.names import Directory
from corridor.network.network import Network, digest_of
from corridor.reading import cached, gc_pause
from corridor.signatures import suggest_arguments
from corridor.user_values import file_path, is_collection, of_kind, of_numpy, shown

_File = str | os.PathLike[str] | bytes


@suggest_arguments
def load_network(source: _File | Sequence[_File] | None = None, *, strict: bool = False) -> Network:
    """Read a network from YAML alone, as `co.load_network` does, which reads workbooks too.

    Parameters
    ----------
    source, strict
        As there.

    Returns
    -------
    Network
        As of the day that the file names, of several files the latest.

    Raises
    ------
    NetworkError, QuantityError, OSError
        As there.
    """
    strict = of_kind(of_numpy(strict), "strict", bool)
    given = [source] if isinstance(source, str | os.PathLike | bytes) else source
    if given is not None and not is_collection(given):
        raise QuantityError(f"source is {shown(given)}; give a file, its bytes, or a list of these")
    files: list[object] = [_files.bundled_path()] if given is None else list(given)
    if not files:
        raise QuantityError("load_network was given an empty list; give a file, or nothing at all")
    read = [_read(item, number) for number, item in enumerate(files, 1)]
    keep = not strict and not any(isinstance(item, bytes) for item in files)
    with gc_pause.paused():
        known = cached.recall(read) if keep else None
        if known is None:
            known = _validated(read, strict=strict)
            if keep:
                cached.remember(read, known)
        return seen(known)


def seen(known: cached.Known) -> Network:
    """Return what was read as a network, seen on the day that it names."""
    usual = not any(change.is_passing for change in known.file.changes)
    net = Network(known.file, known.file.as_of, known.notices, usual=usual)
    vars(net).update(directory=Directory(known.file), digest=known.digest)
    return net


def _validated(read: Sequence[tuple[str, bytes]], *, strict: bool) -> cached.Known:
    from corridor.reading.reader import read_files

    file, notices = read_files(read, strict=strict)
    return cached.Known(file, notices, digest_of(file))


def _read(source: object, number: int) -> tuple[str, bytes]:
    """Return what notices call a file, and its bytes, one more than allowed at most."""
    if isinstance(source, bytes):
        return "<bytes>" if number == 1 else f"<bytes {number}>", source
    if not isinstance(source, str | os.PathLike):
        raise QuantityError(
            f"file {number} is {shown(source)}; give a path, or the bytes of a file"
        )
    path = file_path(source, f"file {number}")
    return os.fspath(path), _files.read_bytes(path)
