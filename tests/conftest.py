"""How many examples the property tests try: few at the desk, many in CI, very many by night.

Where only the versions of foreign libraries are in question, `smoke` tries hardly any.

`HYPOTHESIS_PROFILE` names the profile; without it CI takes `ci` and everyone else `dev`.
`HYPOTHESIS_EXAMPLES` is how many `night` tries.
"""

import os
from collections.abc import Callable, Sequence
from typing import Any

from hypothesis import settings

from corridor import files
from corridor.reading import load

# Small matrices: threads of the linear algebra only wait for each other.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

settings.register_profile("smoke", max_examples=3, deadline=None, derandomize=True)
settings.register_profile("dev", max_examples=25, deadline=None)
settings.register_profile("ci", max_examples=40, deadline=None, derandomize=True, print_blob=True)
_examples = int(os.environ.get("HYPOTHESIS_EXAMPLES") or 5000)
settings.register_profile("night", max_examples=_examples, deadline=None)

_usual = "ci" if os.environ.get("CI") == "true" else "dev"
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or _usual)

# Tests read files as they are; those of the cache switch it on for themselves.
os.environ["CORRIDOR_CACHE"] = "off"


def _read_once(validate: Callable[..., Any]) -> Callable[..., Any]:
    """Read the bundled network once in a process: the same bytes are the same file."""
    bundled = files.bundled_path().read_bytes()
    known: dict[tuple[str, bool], Any] = {}

    def validated(read: Sequence[tuple[str, bytes]], *, strict: bool) -> Any:
        (name, data), *others = read
        if others or data != bundled:
            return validate(read, strict=strict)
        if (name, strict) not in known:
            known[name, strict] = validate(read, strict=strict)
        return known[name, strict]

    return validated


load._validated = _read_once(load._validated)
