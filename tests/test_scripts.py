"""What scripts find out for others."""

import importlib.util
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
CORE = {"networkx", "numpy", "pint", "pydantic", "PyYAML"}


def test_every_library_that_a_user_installs_has_a_lowest_version() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPTS / "lowest_versions.py"], capture_output=True, text=True, check=True
    )
    found = re.findall(r"^([\w.-]+)==\d+(?:\.\d+)*$", done.stdout, re.MULTILINE)
    assert len(found) == len(done.stdout.splitlines())
    assert set(found) >= CORE | {"matplotlib", "pandas", "scipy", "openpyxl", "dask"}


def script(name: str) -> Any:
    """Return a script as a module."""
    found = importlib.util.spec_from_file_location(name, SCRIPTS / f"{name}.py")
    assert found
    assert found.loader
    made = importlib.util.module_from_spec(found)
    found.loader.exec_module(made)
    return made


PAGE = """
```csv title="one.csv"
origin,destination
Aktau,Baku
```

```python
import pathlib

print(pathlib.Path("one.csv").read_text(encoding="utf-8").split(",")[0])
```

```console
$ corridor places aktau
```
"""


def test_a_page_shows_what_its_code_prints() -> None:
    """The files of a page are there for its code; a picture stands below the code that made it."""
    blocks = script("site_blocks")
    shown = blocks.run_page(PAGE, "page.md", lambda svg: "x.svg")
    assert "```text\norigin\n```" in shown
    assert "Aktau" in shown.partition("$ corridor places aktau")[2]
    drawn = "```python\nimport corridor as co\nnet = co.load_network()\nroute = co.find_route(net, "
    drawn += '"Aktau", "Baku")\nfigure = co.chart.time_distance(net, route)\n```\n'
    assert "](x.svg)" in blocks.run_page(drawn, "page.md", lambda svg: "x.svg")


@pytest.mark.parametrize(
    "block",
    ["```python\n1 / 0\n```\n", "```console\n$ corridor route Aktau Atlantis\n```\n",
     "```pycon\n>>> 1 + 1\n3\n```\n"],
    ids=["python", "console", "pycon"],
)  # fmt: skip
def test_a_page_whose_code_fails_is_refused(block: str) -> None:
    blocks = script("site_blocks")
    with pytest.raises(blocks.PageError, match="page"):
        blocks.run_page(block, "page.md", lambda svg: "")


def test_a_site_that_asks_for_something_outside_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(
        '<script src="https://example.org/a.js"></script><img src="b.png"><a href="c.html">'
        '<a href="https://example.org/">',
        encoding="utf-8",
    )
    assert list(script("site_check").problems_of(tmp_path)) == [
        "a.html: loads https://example.org/a.js",
        "a.html: loads b.png",
        "a.html: leads to c.html, which is not there",
    ]
