#!/usr/bin/env python3
"""Run examples/tutorial.ipynb from top to bottom and update its outputs.

With --check nothing is written: the texts that the cells give are compared with those on record.
"""

import importlib
import os
import sys
from pathlib import Path
from typing import Any

from nbclient import NotebookClient

nbformat: Any = importlib.import_module("nbformat")  # without types

PATH = Path(__file__).resolve().parent.parent / "examples" / "tutorial.ipynb"


def executed() -> Any:
    """Return the notebook with the outputs of today; an error of a cell ends it."""
    # A colour or a width of the terminal is no part of an output.
    os.environ |= {"NO_COLOR": "1", "COLUMNS": "100", "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    notebook = nbformat.read(PATH, as_version=4)
    NotebookClient(notebook, timeout=300, kernel_name="python3", record_timing=False).execute()
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    return notebook


def texts(notebook: Any) -> list[str]:
    """Return the texts of all outputs; pictures depend on the version of matplotlib."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [
        output["text"] if output["output_type"] == "stream" else output["data"]["text/plain"]
        for output in outputs
    ]


def main() -> int:
    """Write or compare the outputs; return the exit code."""
    recorded = nbformat.read(PATH, as_version=4)
    notebook = executed()
    if "--check" in sys.argv:
        fresh = texts(notebook) == texts(recorded)
        print("" if fresh else "examples/tutorial.ipynb is stale; run scripts/notebook.py")
        return 0 if fresh else 1
    nbformat.write(notebook, PATH)
    return 0


if __name__ == "__main__":
    sys.exit(main())
