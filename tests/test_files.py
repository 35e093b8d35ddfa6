"""Writing: a file is replaced whole or not at all, and what is no file is never replaced."""

import contextlib
import os
import socket
import stat
import threading
from pathlib import Path

import pytest

import corridor as co
from corridor.cli import main as cli
from corridor.files import write_atomically
from support.bundled import bundled_network

pytestmark = pytest.mark.skipif(os.name == "nt", reason="pipes and devices of POSIX")
FORCED = pytest.mark.parametrize("overwrite", [True, False])


@FORCED
def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path, overwrite: bool) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    data = b"x" * 300_000
    while not got and reader.is_alive():
        with contextlib.suppress(OSError):  # the reader is not there yet
            write_atomically(pipe, data, overwrite=overwrite)
            break
    reader.join(20)
    assert got == [data]
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@FORCED
def test_a_pipe_that_nobody_reads_is_refused(tmp_path: Path, overwrite: bool) -> None:
    pipe = tmp_path / "pipe.csv"
    os.mkfifo(pipe)
    with pytest.raises(OSError, match=r"pipe\.csv"):
        co.export(bundled_network(), pipe, overwrite=overwrite)
    assert stat.S_ISFIFO(pipe.stat().st_mode)


@FORCED
def test_a_device_is_written_to(overwrite: bool) -> None:
    before = Path("/dev/null").stat()
    write_atomically("/dev/null", "x", overwrite=overwrite)
    after = Path("/dev/null").stat()
    assert (before.st_ino, before.st_mode) == (after.st_ino, after.st_mode)


def test_a_folder_and_a_socket_are_refused(tmp_path: Path) -> None:
    place = tmp_path / "s"
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(place))
        for target in (tmp_path, place):
            mode = target.stat().st_mode
            with pytest.raises(OSError, match="not a regular file"):
                write_atomically(target, "x", overwrite=True)
            assert target.stat().st_mode == mode


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    target, link, loop = (tmp_path / name for name in ("target", "link", "loop"))
    target.write_text("old")
    link.symlink_to(target)
    write_atomically(link, "new", overwrite=True)
    assert link.is_symlink()
    assert target.read_text() == "new"
    with pytest.raises(FileExistsError):
        write_atomically(link, "newer", overwrite=False)
    loop.symlink_to(loop)
    with pytest.raises(OSError, match="loop"):
        write_atomically(loop, "x", overwrite=True)
    assert loop.is_symlink()


def test_a_link_to_a_pipe_is_written_through(tmp_path: Path) -> None:
    link = tmp_path / "out.csv"
    link.symlink_to("/dev/null")
    write_atomically(link, "x", overwrite=True)
    assert link.is_symlink()


@pytest.mark.parametrize(
    "words",
    [
        ["export", "network", "--table", "nodes", "--format", "csv"],
        ["map", "Baku > Poti"],
        ["chart", "Baku > Poti"],
        ["report", "Baku > Poti"],
    ],
    ids=lambda words: words[0],
)
def test_commands_replace_no_pipe(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pipe = tmp_path / ("pipe.html" if words[0] == "report" else "pipe.png")
    os.mkfifo(pipe)
    assert cli.main([*words, "-o", str(pipe), "--force"]) == 2
    assert capsys.readouterr().err.startswith(f"error: cannot write {pipe}: ")
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_device_that_cannot_be_opened_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*_: object) -> int:
        raise PermissionError(13, "Permission denied", "/dev/null")

    monkeypatch.setattr(os, "open", refused)
    with pytest.raises(PermissionError, match="Permission denied: '/dev/null'"):
        write_atomically("/dev/null", "x", overwrite=True)


def test_where_nothing_blocks_a_device_is_written_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "set_blocking")
    write_atomically("/dev/null", "x", overwrite=True)
