"""What the documents show is true: their Python code runs, their example leg is accepted."""

import doctest
import re
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

import corridor as co

ROOT = Path(__file__).resolve().parents[1]
#: The gallery, and pages in folders below docs/, run when scripts/docs builds the site.
DOCUMENTS = [
    ROOT / "README.md",
    *(path for path in sorted((ROOT / "docs").glob("*.md")) if path.name != "gallery.md"),
]
PYTHON_BLOCK = re.compile(r"^```(?:python|pycon)\n(.*?)^```", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_python_blocks_run(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Blocks with prompts run as doctests, others as they stand; names carry over between them."""
    text = document.read_text(encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    names: dict[str, object] = {"__name__": "__document__"}
    for block in PYTHON_BLOCK.finditer(text):
        line = text.count("\n", 0, block.start(1))
        _run(block[1], names, document, line)


def test_the_example_leg_is_accepted() -> None:
    """The leg that CONTRIBUTING adds loads, and no notice speaks of it."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    block = re.search(r"^ *```yaml\n(.*?)^ *```", text, re.MULTILINE | re.DOTALL)
    assert block
    leg = textwrap.indent(textwrap.dedent(block[1]), "  ")
    network = (ROOT / "data" / "network.yaml").read_text(encoding="utf-8")
    extended = network.replace("\nlegs:\n", f"\nlegs:\n{leg}", 1)
    assert extended != network
    notices = co.load_network(extended.encode()).notices
    assert not [notice for notice in notices if leg.split(":")[0].strip() in notice.path]


@pytest.mark.parametrize("script", ["readme.py", "api.py"])
def test_what_scripts_write_is_of_today(script: str) -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "scripts" / script, "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout == ""
    assert done.returncode == 0


def _run(code: str, names: dict[str, object], document: Path, line: int) -> None:
    if ">>>" not in code:
        exec(compile("\n" * line + code, document, "exec"), names)  # noqa: S102 - our own documents
        return
    test = doctest.DocTestParser().get_doctest(code, names, document.name, str(document), line)
    test.globs = names  # the parser made a copy; the next block needs these names
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    report: list[str] = []
    runner.run(test, out=report.append, clear_globs=False)
    assert not runner.failures, "".join(report)
