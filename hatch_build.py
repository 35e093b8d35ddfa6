"""Put the validated network into the wheel: see scripts/ship.py."""

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CustomBuildHook(BuildHookInterface):  # type: ignore[misc]
    """Make the files when a wheel is built; an editable install reads the network itself."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Write the files, and name them to the builder."""
        if self.target_name != "wheel" or version == "editable":
            return
        folder = tempfile.mkdtemp()
        script = Path(self.root) / "scripts" / "ship.py"
        subprocess.run([sys.executable, script, folder], check=True)
        build_data["force_include"][folder] = "corridor/data/quick"
