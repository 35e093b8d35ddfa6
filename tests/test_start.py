"""A start reads no more of the library than its answer needs: modules are counted, not seconds."""

import subprocess
import sys

import pytest

#: The library's own modules after each start. A number goes up with a reason, never by itself.
IMPORTED = {"corridor"}
HELPED = {
    f"corridor{name}" for name in ("", ".cli", ".cli.grammar", ".reading", ".reading.gc_pause")
} | {f"corridor.cli.{name}" for name in ("commands", "main", "terminal")}
HELPED |= {
    f"corridor.cli.grammar.{name}"
    for name in ("command", "command_list", "file_commands", "options")
}
HELPED |= {"corridor.reading", "corridor.reading.gc_pause"}
SAID = HELPED | {f"corridor.{name}" for name in ("amounts", "frozen", "patterns")}
CALL = "from corridor.cli.main import main; main({})"


def loaded(code: str) -> set[str]:
    """Give the modules that a fresh process has loaded after some code."""
    shown = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys\nprint(*sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    return set(shown.splitlines()[-1].split())


def own(modules: set[str]) -> set[str]:
    return {name for name in modules if name.split(".")[0] == "corridor"}


def test_an_import_loads_nothing_of_the_library() -> None:
    assert own(loaded("import corridor")) == IMPORTED


def test_a_name_loads_what_it_needs_and_no_search() -> None:
    modules = own(loaded("import corridor as co; co.Duration"))
    assert "corridor.units" in modules
    assert len(modules) < 10


@pytest.mark.parametrize("words", [["--help"], ["--version"], ["no-such-command"], []])
def test_the_help_loads_the_list_of_commands(words: list[str]) -> None:
    modules = own(loaded(CALL.format(words) + "\nprint()"))
    assert modules - {"corridor.errors", "corridor.text", "corridor.money"} <= (
        HELPED
        if words == ["--help"]
        else HELPED | {f"corridor.{name}" for name in ("amounts", "frozen", "patterns")}
    )


@pytest.mark.parametrize("command", ["compare", "check", "batch"])
def test_the_help_of_a_command_loads_no_network(command: str) -> None:
    modules = own(loaded(CALL.format([command, "--help"])))
    assert not {"corridor.network.network", "corridor.reading.load"} & modules
