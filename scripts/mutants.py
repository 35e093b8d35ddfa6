#!/usr/bin/env python3
"""Run tests against every small change of a module, here in a copy of the repository.

    mutants.py MODULE TEST...

mutmut writes the changes, with EACH=3 in the environment each third alone; the tests are collected
once, and each change has a process of its own that is forked from there and forgets what was kept.
Bodies below a decorator are changed too.
"""

import ast
import difflib
import gc
import os
import pathlib
import select
import signal
import sys
import time
from collections.abc import Iterator, Sequence

import pytest
from mutmut.mutation.file_mutation import mutate_file_contents

UNDER_TEST = "MUTANT_UNDER_TEST"
#: Decorators that are applied below a function instead: mutmut leaves decorated functions alone.
MOVED = {"check", "code", "cache", "lru_cache", "property", "cached_property"}
#: Seconds that a change may take, and how often the time of all tests: then it runs for ever.
LONGEST, TIMES = 10, 3
FIRST = 600
KILLED, TIMEOUT, SURVIVED = "killed", "timeout", "survived"
Outcome = tuple[str, list[tuple[int, float]]]


def undecorated(text: str) -> str:
    """Return a module in which some decorators are applied after the function's body."""
    lines = text.split("\n")
    found = [
        (node, node.decorator_list[0])
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef) and len(node.decorator_list) == 1
    ]
    for node, decorator in sorted(found, key=lambda pair: -pair[0].lineno):
        called = decorator.func if isinstance(decorator, ast.Call) else decorator
        name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
        if name in MOVED:
            said = " " * node.col_offset + f"{node.name} = {ast.unparse(decorator)}({node.name})"
            lines.insert(node.end_lineno or 0, said)
            first, last = decorator.lineno - 1, decorator.end_lineno or 0
            lines[first:last] = [""] * (last - first)
    return "\n".join(lines)


def forget() -> None:
    """Empty what functions have kept: a change of what they call would not be noticed."""
    for name, module in list(sys.modules.items()):
        if name.startswith(("corridor", "support")):
            for item in list(vars(module).values()):
                clear = getattr(item, "cache_clear", None)
                if callable(clear) and not isinstance(item, type):
                    clear()


class Runner:
    """Runs the collected tests against each change, those first that are quick or found the last.

    `outcomes` says of each change: killed, timeout or survived.
    """

    def __init__(self, names: Sequence[str]) -> None:
        self.names = names
        self.outcomes: dict[str, str] = {}
        self._failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note that a test has failed."""
        self._failed = self._failed or report.failed

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests without a change, then with each, in processes of their own."""
        order = list(range(len(session.items)))
        gc.collect()
        gc.freeze()
        outcome, took = self._in_a_fork(session.items, order, "", FIRST)
        if outcome != SURVIVED:
            raise pytest.UsageError("the tests fail without any change")
        times = dict(took)
        order.sort(key=times.__getitem__)
        for name in self.names:
            longest = LONGEST + TIMES * sum(times.values())
            self.outcomes[name], took = self._in_a_fork(session.items, order, name, longest)
            if self.outcomes[name] == KILLED and took:
                order.insert(0, order.pop(order.index(took[-1][0])))
        return True

    def _in_a_fork(
        self, items: list[pytest.Item], order: list[int], name: str, longest: float
    ) -> Outcome:
        """Return how the tests end with a change, and how long each took until the first failed."""
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            self._tests(items, order, name, write)
        os.close(write)
        end, said = time.monotonic() + longest, b""
        try:
            while select.select([read], [], [], max(0.0, end - time.monotonic()))[0]:
                more = os.read(read, 1 << 16)
                if not more:
                    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
                    lines = [line.split() for line in said.decode().splitlines()]
                    took = [(int(number), float(seconds)) for number, seconds in lines]
                    return KILLED if code else SURVIVED, took
                said += more
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return TIMEOUT, []
        finally:
            os.close(read)

    def _tests(self, items: list[pytest.Item], order: list[int], name: str, write: int) -> None:
        """Run the tests in this process, until one fails, and end it."""
        os.environ[UNDER_TEST] = name
        forget()
        code = 1
        try:
            for number in order:
                begun = time.monotonic()
                items[number].config.hook.pytest_runtest_protocol(item=items[number], nextitem=None)
                os.write(write, f"{number} {time.monotonic() - begun}\n".encode())
                if self._failed:
                    break
            else:
                code = 0
        finally:
            os._exit(code)


def changes(code: str, names: Sequence[str]) -> Iterator[str]:
    """Yield what each change changes, as lines taken away and lines put in."""
    lines = code.split("\n")
    bodies = {
        node.name: lines[node.lineno : node.end_lineno]
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.FunctionDef)
    }
    for name in names:
        before = bodies[name.rpartition("__mutmut_")[0] + "__mutmut_orig"]
        found = list(difflib.unified_diff(before, bodies[name], n=0, lineterm=""))[2:]
        kept = [line for line in found if not line.startswith("@@")]
        yield "\n".join(["", name, *(kept or ["its default value"])])


def main() -> int:
    """Change the module in place, run the tests, print what no test noticed."""
    module, *tests = sys.argv[1:]
    path = pathlib.Path("src/corridor", module)
    made = mutate_file_contents(str(path), undecorated(path.read_text(encoding="utf-8")))
    path.write_text(made.code, encoding="utf-8")
    dotted = ".".join(("corridor", *pathlib.PurePath(module).with_suffix("").parts))
    sys.path[:0] = ["src", "tests"]
    os.environ[UNDER_TEST] = ""
    each = int(os.environ.get("EACH", "1"))
    runner = Runner([f"{dotted}.{name}" for name in made.mutant_names[::each]])
    quiet = ("-q", "--tb=native", "--assert=plain", "-p", "no:cacheprovider", "-p", "no:xdist")
    asked = ("-o", "addopts=--import-mode=importlib", *(f"tests/{test}" for test in tests))
    code = pytest.main([*quiet, *asked], plugins=[runner])
    if not runner.outcomes:
        return int(code)
    said = list(runner.outcomes.values())
    left = [name.rpartition(".")[2] for name, how in runner.outcomes.items() if how == SURVIVED]
    print(f"\n{module}: {len(said)} changes, {len(said) - len(left)} noticed", end=" ")
    print(f"({said.count(TIMEOUT)} by running for ever), {len(left)} not")
    print(*changes(made.code, left), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
