"""Files: where the bundled one is, what reading refuses, and writing that leaves no half file."""

import contextlib
import errno
import os
import secrets
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


def read_bytes(path: Path) -> bytes:
    """Return what a file holds, at most one byte more than a network file may have."""
    if path.exists() and not path.is_dir() and not path.is_file():
        raise OSError(errno.EINVAL, "not a regular file", os.fspath(path))
    with path.open("rb") as file:
        return file.read(LARGEST_FILE + 1)


def write_atomically(path: str | os.PathLike[str], data: str | bytes, *, overwrite: bool) -> None:
    """Write a file whole or not at all: to a temporary beside it, which then takes its place.

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
        When it cannot be written; the temporary is removed, the old file stands as it was.
    """
    target = Path(path)
    content = data.encode() if isinstance(data, str) else data
    if not overwrite and (target.is_symlink() or target.exists()):
        raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), os.fspath(target))
    target = target.resolve()
    temporary = target.with_name(f".{target.name[:100]}.{secrets.token_hex(4)}.tmp")
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


def _move_to_free(temporary: Path, target: Path) -> None:
    """Move a file to where there is none; another that came in between is left alone."""
    target.touch(exist_ok=False)
    try:
        temporary.replace(target)
    except BaseException:
        target.unlink()
        raise


LARGEST_FILE = 4_000_000
