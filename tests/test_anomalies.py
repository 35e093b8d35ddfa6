"""When the machine misbehaves: files that vanish, full disks, interrupts, little memory."""

import concurrent.futures
import gc
import hashlib
import os
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

import pytest

import corridor as co
from corridor import files as _files
from corridor.reading.checks import run as checks

GOOD = Path(__file__).parent / "bad" / "conflicting_definition.base.yaml"
unix_only = pytest.mark.skipif(sys.platform == "win32", reason="pipes and rights as Unix has them")


def test_a_file_that_is_not_there_is_told_by_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as caught:
        co.load_network(tmp_path / "gone.yaml")
    assert str(caught.value.filename) == str(tmp_path / "gone.yaml")


@unix_only
def test_a_directory_or_pipe_is_refused_without_waiting(tmp_path: Path) -> None:
    with pytest.raises(IsADirectoryError):
        co.load_network(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(OSError, match=r"^\[Errno 22\] not a regular file: '.*pipe'$"):
        co.load_network(tmp_path / "pipe")
    with pytest.raises(OSError, match="not a regular file"):
        co.load_network("/dev/zero")


def test_a_file_without_permission_is_told_by_the_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "mine.yaml")

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(PermissionError):
        co.load_network(GOOD)


def test_a_file_that_vanishes_while_it_is_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(GOOD.read_bytes())
    is_file = Path.is_file

    def look_and_remove(self: Path) -> bool:
        found = is_file(self)
        self.unlink(missing_ok=True)
        return found

    monkeypatch.setattr(Path, "is_file", look_and_remove)
    with pytest.raises(FileNotFoundError):
        co.load_network(path)


@pytest.mark.parametrize("length", range(0, len(GOOD.read_bytes()), 37))
def test_a_file_that_is_cut_short_while_it_is_read(length: int) -> None:
    """What is left is refused, and nothing else happens."""
    with pytest.raises(co.NetworkError):
        co.load_network(GOOD.read_bytes()[:length])


def test_a_file_that_grows_is_read_no_further_than_allowed(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_bytes(b"#" * 17_000_000)
    assert len(_files.read_bytes(path)) == 16_000_001


def test_an_interrupt_leaves_everything_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    assert gc.isenabled()
    with monkeypatch.context() as patch:
        patch.setattr(checks, "run", interrupt)
        with pytest.raises(KeyboardInterrupt):
            co.load_network(GOOD)
    assert gc.isenabled()
    assert co.load_network(GOOD).nodes


def test_reading_leaves_the_collector_as_it_was() -> None:
    gc.disable()
    try:
        co.load_network(GOOD)
        assert not gc.isenabled()
    finally:
        gc.enable()


def in_subprocess(code: str, **settings: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=False, **settings
    )


def test_a_low_recursion_limit_is_enough() -> None:
    code = f"""
import sys
import corridor as co
co.load_network({str(GOOD)!r})
sys.setrecursionlimit(60)
print(len(co.load_network({str(GOOD)!r}).nodes))
try:
    co.load_network(b"a: " + b"[" * 100)
except co.NetworkError as error:
    print(error.notices[0].code)
"""
    done = in_subprocess(code)
    assert (done.stdout, done.stderr) == ("2\ntoo_deep\n", "")


@unix_only
def test_256_megabytes_of_address_space_are_enough() -> None:
    code = """
import resource
resource.setrlimit(resource.RLIMIT_AS, (256_000_000, 256_000_000))
import corridor as co
print(len(co.load_network().nodes) > 100)
"""
    done = in_subprocess(code)
    assert (done.stdout, done.stderr) == ("True\n", "")


def test_the_command_line_says_which_file_it_cannot_read(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "corridor", "check", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == f"error: cannot read {tmp_path}: Is a directory\n"


def test_sixteen_threads_read_as_one_does() -> None:
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        read = list(pool.map(lambda _: co.load_network(GOOD), range(64)))
    assert set(read) == {co.load_network(GOOD)}


STEPS = ("open", "write", "flush", "fsync", "stat", "chmod", "replace")


class Broken:
    """A file whose n-th operation fails."""

    def __init__(self, file: Any, step: str, error: BaseException) -> None:
        self.file, self.step, self.error = file, step, error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.file.close()

    def __getattr__(self, name: str) -> Any:
        if name == self.step:
            raise self.error
        return getattr(self.file, name)


@pytest.mark.parametrize(
    ("step", "overwrite"),
    [(step, True) for step in STEPS]
    + [(step, False) for step in STEPS if step not in {"stat", "chmod"}],  # there is no old file
)
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_whatever_fails_while_writing_no_half_file_is_left(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: BaseException,
    overwrite: bool,
) -> None:
    path = tmp_path / "out.txt"
    if overwrite:
        path.write_text("old")

    def fail(*_: object, **__: object) -> None:
        raise error

    opened = Path.open
    if step in {"write", "flush"}:
        monkeypatch.setattr(
            Path, "open", lambda self, mode: Broken(opened(self, mode), step, error)
        )
    elif step == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    elif step == "stat":
        monkeypatch.setattr(stat, "S_IMODE", fail)
    else:
        monkeypatch.setattr(Path, step, fail)
    with pytest.raises(type(error)):
        _files.write_atomically(path, "new", overwrite=overwrite)
    monkeypatch.undo()
    assert [item.name for item in tmp_path.iterdir()] == (["out.txt"] if overwrite else [])
    if overwrite:
        assert path.read_text() == "old"


def test_a_file_is_written_whole(tmp_path: Path) -> None:
    path = tmp_path / "out.txt"
    _files.write_atomically(path, "Türkiye", overwrite=False)
    assert path.read_bytes() == "Türkiye".encode()
    with pytest.raises(FileExistsError):
        _files.write_atomically(path, b"new", overwrite=False)
    assert path.read_bytes() == "Türkiye".encode()
    path.chmod(0o640)
    _files.write_atomically(str(path), b"new", overwrite=True)
    assert path.read_bytes() == b"new"
    assert sys.platform == "win32" or stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [item.name for item in tmp_path.iterdir()] == ["out.txt"]


def test_a_file_that_appears_while_writing_is_left_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "out.txt"
    fsync = os.fsync

    def appear(number: int) -> None:
        fsync(number)
        path.write_text("other")

    monkeypatch.setattr(os, "fsync", appear)
    with pytest.raises(FileExistsError):
        _files.write_atomically(path, "new", overwrite=False)
    assert path.read_text() == "other"
    assert [item.name for item in tmp_path.iterdir()] == ["out.txt"]


@unix_only
def test_a_link_goes_on_pointing_at_what_is_written(tmp_path: Path) -> None:
    (tmp_path / "real.txt").write_text("old")
    link = tmp_path / "link.txt"
    link.symlink_to("real.txt")
    with pytest.raises(FileExistsError):
        _files.write_atomically(link, "new", overwrite=False)
    _files.write_atomically(link, "new", overwrite=True)
    assert link.is_symlink()
    assert (tmp_path / "real.txt").read_text() == "new"


@unix_only
def test_an_interrupted_simulation_leaves_nothing_half_written(tmp_path: Path) -> None:
    """Ctrl-C in the middle of many runs: exit code 130, no words, and only whole files."""
    code = """
import sys
from corridor.cli import main as cli
from corridor.simulation.distribution import Draws
blocks = Draws.blocks
def told(self, runs):
    for number, block in enumerate(blocks(self, runs)):
        if number == 3:
            print("drawing", flush=True)
        yield block
Draws.blocks = told
sys.exit(cli.main(["simulate", "Xi'an", "Istanbul", "--runs", "100000000"]))
"""
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path), "CORRIDOR_CACHE": ""}
    command = [sys.executable, "-c", code]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        assert running.stdout.readline() == "drawing\n"
        running.send_signal(signal.SIGINT)
        out, err = running.communicate()
    assert (running.returncode, out, err) == (130, "", "")
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert all(path.suffix == ".json" for path in kept)
    for path in kept:
        _, checksum, payload = path.read_bytes().split(b"\n", 2)
        assert checksum.decode() == hashlib.sha256(payload).hexdigest()
