#!/usr/bin/env python3
"""Print the lowest versions that pyproject.toml allows, as constraints for pip.

Those of the library and of the extras that users install; the tools of developers are left out.

    scripts/lowest_versions.py > lowest.txt
    pip install --constraint lowest.txt '.[all]'
"""

import re
import tomllib
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[1] / "pyproject.toml"
TOOLS = {"bench", "dev", "docs"}
OWN = re.compile(r"corridor\[")
FLOOR = re.compile(r"([A-Za-z0-9._-]+)>=([0-9.]+)$")


def lowest(project: str) -> list[str]:
    """Return a constraint `name==version` for each dependency of a project file, sorted."""
    table = tomllib.loads(project)["project"]
    extras = table["optional-dependencies"]
    wanted = {*table["dependencies"]}.union(*(extras[name] for name in extras.keys() - TOOLS))
    found = {one: FLOOR.match(one) for one in wanted if not OWN.match(one)}
    missing = sorted(one for one, match in found.items() if match is None)
    if missing:
        message = (
            f"no lowest version in {', '.join(missing)}; write name>=version in pyproject.toml"
        )
        raise SystemExit(message)
    return sorted((f"{match[1]}=={match[2]}" for match in found.values() if match), key=str.lower)


if __name__ == "__main__":
    print("\n".join(lowest(PROJECT.read_text(encoding="utf-8"))))
