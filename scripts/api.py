#!/usr/bin/env python3
"""Write docs/api.md, each public name with the first line of its docstring.

With --check nothing is written, only compared.
"""

import inspect
import pathlib
import sys

import corridor

ROOT = pathlib.Path(__file__).resolve().parent.parent
PATH = ROOT / "docs" / "api.md"
HEAD = """# Public names

All of `import corridor as co`; `help(co.find_route)` has parameters, returns, errors and an example
of each. Exceptions are in a tree under `CorridorError`; `co.chart` has the pictures.
"""
KINDS = ("Functions", "Values", "Errors")


def kind_of(thing: object) -> str:
    """Return under which heading a public name is listed."""
    if not inspect.isclass(thing):
        return "Functions"
    return "Errors" if issubclass(thing, BaseException) else "Values"


def written() -> str:
    """Return the page."""
    names: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for name in corridor.__all__:
        thing = getattr(corridor, name)
        if inspect.ismodule(thing):
            continue
        first = (inspect.getdoc(thing) or "").partition("\n")[0].replace("|", "\\|")
        names[kind_of(thing)].append(f"| `{name}` | {first} |")
    parts = [HEAD]
    parts += [
        f"## {kind}\n\n| name | job |\n|---|---|\n" + "\n".join(rows) + "\n"
        for kind, rows in names.items()
    ]
    return "\n".join(parts)


def main() -> int:
    """Write or compare the page; return the exit code."""
    fresh = PATH.exists() and PATH.read_text(encoding="utf-8") == written()
    if "--check" in sys.argv:
        print("" if fresh else "docs/api.md is stale; run scripts/api.py", end="")
        return 0 if fresh else 1
    PATH.write_text(written(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
