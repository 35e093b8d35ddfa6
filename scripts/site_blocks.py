"""The code on a page of the site, run from top to bottom, with what it prints and draws.

A fenced block is run by its language: ``python`` as a script (names carry over to the next block),
``pycon`` as a doctest, ``console`` as commands of `corridor`. A block with a title, such as
``yaml title="mine.yaml"``, is written to a file of that name first.
"""

import contextlib
import doctest
import io
import os
import re
import shlex
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

FENCE = re.compile(r"^```(\w+)([^\n]*)\n(.*?)^```\n?", re.MULTILINE | re.DOTALL)
TITLE = re.compile(r'title="([^"]+)"')
#: An answer is cut after so many lines.
LONGEST = 60
Draw = Callable[[str], str]


class PageError(Exception):
    """A block of a page that does not do what the page says."""


def run_page(text: str, name: str, draw: Draw) -> str:
    """Return a page with the output of its blocks below them.

    `draw` takes the SVG of a picture and returns its address.
    """
    names: dict[str, Any] = {"__name__": "__page__"}
    with _somewhere():
        return FENCE.sub(
            lambda match: match[0].rstrip("\n") + "\n" + _run(match, name, names, draw), text
        )


def _run(match: re.Match[str], page: str, names: dict[str, Any], draw: Draw) -> str:
    language, options, code = match.groups()
    where = f"{page}, block {code.splitlines()[0] if code.strip() else ''!r}"
    title = TITLE.search(options)
    if title:
        Path(title[1]).write_text(code, encoding="utf-8")
    if language == "console":
        return "".join(_answer(line[2:], where) for line in code.splitlines() if line[:2] == "$ ")
    if language == "pycon" or (language == "python" and ">>>" in code):
        _check(code, names, page)
    elif language == "python":
        return _execute(code, names, where, draw)
    return ""


def _execute(code: str, names: dict[str, Any], where: str, draw: Draw) -> str:
    names.pop("figure", None)
    said = io.StringIO()
    try:
        with contextlib.redirect_stdout(said):
            exec(compile(code, where, "exec"), names)  # noqa: S102 - our own pages
    except Exception as error:
        raise PageError(f"{where}: {type(error).__name__}: {error}") from error
    shown = _output(said.getvalue())
    figure = names.get("figure")
    if figure is not None:
        from corridor import chart

        title = " ".join(figure.texts[0].get_text().split())
        svg = chart.picture(figure, "svg").decode()
        shown += f"\n![{title.replace('[', '(').replace(']', ')')}]({draw(svg)})\n"
    return shown


def _check(code: str, names: dict[str, Any], page: str) -> None:
    test = doctest.DocTestParser().get_doctest(code, names, page, page, 0)
    test.globs = names
    report: list[str] = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
    runner.run(test, out=report.append, clear_globs=False)
    if runner.failures:
        raise PageError("".join(report))


def _answer(command: str, where: str) -> str:
    """Run a command of `corridor` in this process; a page shows no command that fails."""
    from corridor.cli.main import main

    program, *words = shlex.split(command, comments=True)
    if program != "corridor":
        return ""
    said = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        code = main(words)
    said.seek(0)
    text = said.read()
    expected = 1 if "# exit code 1" in command else 0
    if code != expected:
        raise PageError(f"{where}: {command}: exit code {code}\n{text}")
    return _output(text)


def _output(text: str) -> str:
    lines = text.rstrip().splitlines()
    if not lines:
        return ""
    if len(lines) > LONGEST:
        lines = [*lines[: LONGEST - 1], f"[... {len(lines) - LONGEST + 1} more lines]"]
    body = "\n".join(lines)
    return f'\n<div class="answer" markdown>\n\n```text\n{body}\n```\n\n</div>\n'


@contextlib.contextmanager
def _somewhere() -> Iterator[None]:
    """Run in a folder of its own, where a page may write files."""
    before = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        try:
            yield
        finally:
            os.chdir(before)
