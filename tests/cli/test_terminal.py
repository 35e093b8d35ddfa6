"""What reaches a terminal: no control characters; a closed or full output is told in one line."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor import text as _text
from corridor.cli import main as cli

Capture = pytest.CaptureFixture[str]
ESCAPE = "\x1b[31m"
WILD = "".join(map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x200B, 0x202E, 0x2028, 0x2066, 0xFEFF]))


def shell(command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["bash", "-c", command.replace("corridor", f"{sys.executable} -m corridor")],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.skipif(os.name == "nt", reason="a POSIX shell")
@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("corridor compare >&-", "error: standard output is closed; there is nowhere to print\n"),
        ("corridor check x 2>&- >&-", ""),
    ],
)
def test_a_closed_output_is_told_in_one_line(command: str, message: str) -> None:
    done = shell(command)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", message)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.parametrize("words", ["compare", "route Baku Poti --json", "--help", "route -h"])
def test_a_full_output_is_told_in_one_line(words: str) -> None:
    done = shell(f"corridor {words} > /dev/full")
    message = "error: cannot write the answer: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, message)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_error_stream_changes_no_exit_code() -> None:
    assert shell("corridor route Nowhere Poti 2> /dev/full").returncode == 2


@pytest.mark.parametrize(
    "words",
    [
        ["route", f"A{ESCAPE}", "Poti"],
        ["route", "Baku", "Poti", f"--x{ESCAPE}"],
        [f"route{ESCAPE}"],
        ["check", f"no{ESCAPE}.yaml"],
        ["places", f"zzz{ESCAPE}"],
        ["route", "Baku", "Poti", "--corridor", f"c{ESCAPE}"],
        ["route", "Baku", "Poti", "--avoid-node", f"n{ESCAPE}"],
        ["whatif", "Baku", "Poti", "--scenario", f"s{ESCAPE}"],
        ["promise", "Baku", "Poti", "--ship", f"2026{ESCAPE}"],
        ["map", "Baku > Poti", "-o", f"no/such{ESCAPE}.png"],
        ["export", "network", "-o", f"no/such{ESCAPE}.csv"],
        ["export", "network", "-o", f"x{ESCAPE}.nope"],
    ],
    ids=repr,
)
def test_no_control_character_of_an_argument_is_printed(capsys: Capture, words: list[str]) -> None:
    cli.main(words)
    printed = "".join(capsys.readouterr())
    assert "\x1b" not in printed
    assert printed.count("\n") < 9


def test_no_control_character_of_a_file_name_is_printed(capsys: Capture, tmp_path: Path) -> None:
    path = tmp_path / f"e{ESCAPE}\x7f.yaml"
    path.write_text("a: 1")
    for more in ([], ["--json"]):
        assert cli.main(["check", str(path), *more]) == 1
        printed = "".join(capsys.readouterr())
        assert printed
        assert not {"\x1b", "\x7f"} & set(printed)


@given(st.text(st.one_of(st.sampled_from(WILD), st.characters()), max_size=60))
def test_a_printable_page_has_no_control_character(page: str) -> None:
    shown = _text.printable(page)
    assert all(item.isprintable() or item in "\n\t\u00a0" for item in shown)
    assert shown.count("\n") == page.count("\n")
    assert _text.printable(shown) == shown


def test_a_file_whose_name_is_not_utf_8_is_told_like_any_other(tmp_path: Path) -> None:
    """Linux allows any bytes in a name; they reach no terminal as they are."""
    bad, good = (os.fsencode(tmp_path / name) for name in ("bad", "good"))
    with Path(os.fsdecode(bad + b"\xff.yaml")).open("w", encoding="utf-8") as file:
        file.write("a: 1")
    with Path(os.fsdecode(good + b"\xff.yaml")).open("w", encoding="utf-8") as file:
        file.write("extends: bundled\n")
    for command in (["check"], ["check", "--json"], ["route", "Aktau", "Poti", "--network"]):
        done = subprocess.run(
            [sys.executable, "-m", "corridor", *command, os.fsdecode(bad + b"\xff.yaml")],
            capture_output=True,
            check=False,
        )
        assert done.returncode in {1, 2}
        assert b"Traceback" not in done.stderr
        assert b"\\udcff.yaml" in done.stdout + done.stderr
    found = co.load_network(os.fsdecode(good + b"\xff.yaml"))
    assert "aktau" in found.nodes
