"""How many examples the property tests try: few at the desk, many in CI, very many by night.

Where only the versions of foreign libraries are in question, `smoke` tries hardly any. Coverage
counts the first examples of a property; those after them are tried all the same, but without it:
see `support.measured`.

`HYPOTHESIS_PROFILE` names the profile; without it CI takes `ci` and everyone else `dev`.
`HYPOTHESIS_EXAMPLES` is how many `night` tries.
"""

import functools
import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from hypothesis import settings

from corridor import files
from corridor.network.network import Network
from corridor.reading import load
from support.measured import MEASURED, first_tries, import_library, measurement, unmeasured

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

#: Objects made before the collector looks for circles among them; Python's own number is 700. The
#: networks that tests share are large, and a look at all of them is dear.
SELDOM = 50_000
gc.set_threshold(SELDOM, 20, 100)


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Collect the tests without coverage, but for the library, and without the collector.

    Then it passes over what is there until the end: modules, tests, shared networks.
    """
    hands_out = session.config.pluginmanager.has_plugin("dsession")
    gc.disable()
    try:
        if measurement() is not None and not hands_out:
            import_library()
        with unmeasured():
            return (yield)
    finally:
        gc.enable()
        gc.collect()
        gc.freeze()


#: Of the test that runs, whether it may replace parts of the library.
_running = {"replaces parts": False}
#: How often each property was tried, whatever its parameters.
_tries: Counter[str] = Counter()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Note whether a test may replace parts of the library."""
    _running["replaces parts"] = "monkeypatch" in getattr(item, "fixturenames", ())
    try:
        return (yield)
    finally:
        _running["replaces parts"] = False


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Iterator[None]:
    """Measure coverage, where it is measured, over the first examples of a property only.

    Nor is it where a test is marked `unmeasured`, since others pass through the same lines.
    """
    if item.get_closest_marker("unmeasured"):
        with unmeasured():
            return (yield)
    property_ = getattr(getattr(item, "obj", None), "hypothesis", None)
    if property_ is None:
        return (yield)
    inner = property_.inner_test
    kind = item.nodeid.partition("[")[0]
    with first_tries(max(0, MEASURED - _tries[kind])) as one_more:

        @functools.wraps(inner)
        def counted(*given: Any, **named: Any) -> Any:
            one_more()
            _tries[kind] += 1
            return inner(*given, **named)

        property_.inner_test = counted
        try:
            return (yield)
        finally:
            property_.inner_test = inner


def _read_once(validate: Callable[..., Any], see: Callable[..., Network]) -> None:
    """Read the bundled network once in a process: the same bytes are the same, immutable network.

    What is remembered of it, as its line graph and its ledger, is then shared by all tests, but for
    those that replace parts of the library: each reading gives these a network of its own.
    """
    bundled = files.bundled_path().read_bytes()
    valid: dict[tuple[str, bool], Any] = {}
    networks: dict[int, Network] = {}

    def validated(read: Sequence[tuple[str, bytes]], *, strict: bool) -> Any:
        (name, data), *others = read
        if others or data != bundled:
            return validate(read, strict=strict)
        if (name, strict) not in valid:
            valid[name, strict] = validate(read, strict=strict)
        return valid[name, strict]

    def seen(known: Any) -> Network:
        if _running["replaces parts"] or not any(known is one for one in valid.values()):
            return see(known)
        if id(known) not in networks:
            networks[id(known)] = see(known)
        return networks[id(known)]

    reading: Any = load
    reading._validated, reading.seen = validated, seen


_read_once(load._validated, load.seen)
