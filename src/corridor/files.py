"""Files: where the bundled one is, what reading refuses, and writing that leaves no half file."""

import contextlib
import errno
import os
import stat
from pathlib import Path


def bundled_path() -> Path:
    """Return where the bundled network is: in the installed package, else in the repository."""
    package = Path(__file__).parent
    installed = package / "data" / "network.yaml"
    return installed if installed.exists() else package.parents[1] / "data" / "network.yaml"


def scenarios_path() -> Path:
    """Return the folder of the scenarios that come with the library, beside the network."""
    return bundled_path().parent / "scenarios"


def tracks_path() -> Path:
    """Return the lines along which the legs of the bundled network run, beside the network."""
    return bundled_path().parent / "tracks.geojson"


def gazetteer_path() -> Path:
    """Return the file of cities and countries, beside the network."""
    return bundled_path().parent / "gazetteer.txt"


def detours_path() -> Path:
    """Return the detours that are accepted in the bundled network, beside it."""
    return bundled_path().parent / "detours.json"


def read_bytes(path: Path) -> bytes:
    """Return what a file holds, at most one byte more than a network file may have."""
    check_regular(path)
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def check_regular(path: Path) -> None:
    """Refuse a pipe or a device as a file to read: it may never end, or never begin.

    Raises
    ------
    OSError
        When the path is one.
    """
    if path.exists() and not path.is_dir() and not path.is_file():
        raise OSError(errno.EINVAL, "not a regular file", os.fspath(path))


def write_atomically(path: str | os.PathLike[str], data: str | bytes, *, overwrite: bool) -> None:
    """Write a file whole or not at all: to a temporary beside it, which then takes its place.

    A pipe or a character device (``/dev/stdout``) is written to as it is and never replaced; of a
    symbolic link what it points to is written, and the link stays.

    Parameters
    ----------
    path
        Where the file goes; its folder must be there.
    data
        What it holds; a text is written as UTF-8.
    overwrite
        Whether an existing file may be replaced; it keeps its permissions.

    Raises
    ------
    FileExistsError
        When the file is there and may not be replaced.
    OSError
        When it cannot be written; the temporary is removed, the old file stands as it was. Also
        for a directory, a disk, a socket, and a pipe that nobody reads.
    """
    target = Path(path)
    content = data.encode() if isinstance(data, str) else data
    if is_written_through(target):
        _write_through(target, content)
        return
    if not overwrite and os.path.lexists(target):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(target))
    if target.exists() and not target.is_file():
        raise OSError(errno.EINVAL, "not a regular file", os.fspath(target))
    target = Path(os.path.realpath(target))
    if target.is_symlink():
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), os.fspath(target))
    temporary = target.with_name(f".{target.name[:100]}.{os.urandom(4).hex()}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        with contextlib.suppress(FileNotFoundError):
            temporary.chmod(stat.S_IMODE(target.stat().st_mode))
        if overwrite:
            temporary.replace(target)
        else:
            _move_to_free(temporary, target)
    finally:
        temporary.unlink(missing_ok=True)


def _write_through(target: Path, content: bytes) -> None:
    """Write to a pipe or a device; a pipe that nobody reads is refused, it is not waited for."""
    flags = os.O_WRONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOCTTY", 0)
    try:
        handle = os.open(target, flags)
    except OSError as error:
        if error.errno != errno.ENXIO:
            raise
        raise OSError(errno.ENXIO, "a pipe that nobody reads", os.fspath(target)) from None
    if hasattr(os, "set_blocking"):
        os.set_blocking(handle, True)
    with os.fdopen(handle, "wb") as file:
        file.write(content)


def is_written_through(path: str | os.PathLike[str]) -> bool:
    """Return whether a path is a pipe or a character device, which writing never replaces."""
    target = Path(path)
    return target.exists() and (target.is_fifo() or target.is_char_device())


def _move_to_free(temporary: Path, target: Path) -> None:
    """Move a file to where there is none; another that came in between is left alone."""
    target.touch(exist_ok=False)
    try:
        temporary.replace(target)
    except BaseException:
        target.unlink()
        raise


#: Some 40,000 legs; what is read of a file takes up to thirty times its size in memory.
LARGEST_FILE = 16_000_000
