"""What scripts find out for others."""

import re
import subprocess
import sys
from pathlib import Path

SCRIPTS = Path(__file__).resolve().parents[1] / "scripts"
CORE = {"networkx", "numpy", "pint", "pydantic", "PyYAML"}


def test_every_library_that_a_user_installs_has_a_lowest_version() -> None:
    done = subprocess.run(
        [sys.executable, SCRIPTS / "lowest_versions.py"], capture_output=True, text=True, check=True
    )
    found = re.findall(r"^([\w.-]+)==\d+(?:\.\d+)*$", done.stdout, re.MULTILINE)
    assert len(found) == len(done.stdout.splitlines())
    assert set(found) >= CORE | {"matplotlib", "pandas", "scipy", "openpyxl", "dask"}
