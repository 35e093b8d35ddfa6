"""Arguments that mean the same in every public function: a wrong one is refused before any work."""

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

import corridor as co
from support.bundled import bundled_network

PAIR = {"origin": "Aktau", "destination": "Baku"}
SPREAD: dict[str, Callable[..., object]] = {
    "od_matrix": lambda **how: co.od_matrix(bundled_network(), ["Aktau"], ["Baku"], **how),
    "sweep": lambda **how: co.sweep(bundled_network(), [], ["Aktau > Baku"], **how),
    "batch": lambda **how: co.batch(bundled_network(), [PAIR], **how),
}
TOLD = SPREAD | {
    "simulate": lambda **how: co.simulate(
        bundled_network(), "Aktau > Baku", seed=7, runs=200, **how
    )
}


class Half:
    """What looks like an executor to who only looks at it."""

    def submit(self, *_: object) -> None: ...

    def map(self, *_: object) -> None: ...

    def __repr__(self) -> str:
        return "Half()"


ANY = (
    "it must be a concurrent.futures.Executor, such as ProcessPoolExecutor(), "
    "or client.get_executor() of a Dask cluster"
)


@pytest.mark.parametrize("name", SPREAD)
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (4, f"executor is 4; {ANY}"),
        (True, f"executor is True; {ANY}"),
        ("processes", f"executor is 'processes'; {ANY}"),
        (Half(), f"executor is Half(); {ANY}"),
        (int, f"executor is <class 'int'>; {ANY}"),
        (
            ThreadPoolExecutor,
            "executor is the class ThreadPoolExecutor; make one of it: ThreadPoolExecutor()",
        ),
    ],
)
def test_what_is_no_executor_is_refused(name: str, wrong: Any, told: str) -> None:
    with pytest.raises(co.QuantityError, match=f"^{re.escape(told)}$"):
        SPREAD[name](executor=wrong)


@pytest.mark.parametrize("name", SPREAD)
def test_an_executor_that_is_shut_down_is_refused(name: str) -> None:
    executor = ThreadPoolExecutor()
    executor.shutdown()
    with pytest.raises(co.QuantityError) as caught:
        SPREAD[name](executor=executor)
    assert str(caught.value) == (
        "executor takes no work: cannot schedule new futures after shutdown; make a new one"
    )


EXPECTED = "it must be a function of two numbers: what is done, and all there is"


class Named:
    """A call of another number of arguments, with a repr of its own."""

    def __repr__(self) -> str:
        return "Named()"

    def __call__(self, done: int) -> None: ...


class Awaited:
    """A call that would never be waited for."""

    def __repr__(self) -> str:
        return "Awaited()"

    async def __call__(self, done: int, of: int) -> None: ...


@pytest.mark.parametrize("name", TOLD)
@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        (4, f"progress is 4; {EXPECTED}"),
        ("bar", f"progress is 'bar'; {EXPECTED}"),
        (int, f"progress is <class 'int'>; {EXPECTED}"),
        (Named(), f"progress is Named(); {EXPECTED}: too many positional arguments"),
        (Awaited(), f"progress is Awaited(); {EXPECTED}"),
    ],
)
def test_what_cannot_be_told_of_progress_is_refused(name: str, wrong: Any, told: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        TOLD[name](progress=wrong)
    assert str(caught.value).startswith(told)


@pytest.mark.parametrize("name", TOLD)
def test_any_function_of_two_numbers_is_told(name: str) -> None:
    held: list[tuple[int, ...]] = []
    TOLD[name](progress=lambda *counts: held.append(counts))
    assert held[-1][0] == held[-1][1] > 0


@pytest.mark.parametrize("progress", [None, min], ids=["nobody", "compiled"])
def test_progress_may_be_told_to_nobody_and_to_what_is_compiled(progress: Any) -> None:
    told = co.sweep(bundled_network(), [], ["Aktau > Baku"], progress=progress, executor=None)
    assert len(told) == 1
