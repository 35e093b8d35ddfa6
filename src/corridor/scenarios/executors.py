"""Work on one network done by many hands: in this process, in others, or on a cluster.

Any `concurrent.futures.Executor` will do. The network is not sent with every task, and it is
compiled once for each process: threads share it, a Dask cluster gets it once for each worker; other
workers read it once from a file beside them, and those that see no such file get it with one of the
tasks that they could not do. What a broken pool leaves undone is done here, so nothing is lost.
"""

import contextlib
import pickle
import secrets
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import (
    BrokenExecutor,
    Executor,
    Future,
    ThreadPoolExecutor,
    as_completed,
)
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from corridor.errors import QuantityError
from corridor.network.network import Network
from corridor.routing.graph.line_graph import compile_network

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Work = Callable[[Network, Task], Answer]
Progress = Callable[[int, int], None]
#: The networks that this process holds for others, the latest last.
HELD: dict[str, Network] = {}
MOST_HELD = 4
#: One thread of a process at a time reads and compiles.
_READING = threading.Lock()


class _NotHere(Exception):  # noqa: N818 - a worker's question, not an error
    """A worker that cannot find the network."""


class _Sent(NamedTuple):
    """A network that goes with a task, and the path under which the others know it."""

    path: str
    net: Network


def spread(
    net: Network,
    work: Work[Task, Answer],
    tasks: Sequence[Task],
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Answer]:
    """Return what a function answers to each task, in the order of the tasks.

    Parameters
    ----------
    net
        What every task is about.
    work
        A function of a module, from network and task to answer.
    tasks
        What is asked.
    executor
        Who does it; nobody else when there is none.
    progress
        Told after each task how many are done, of how many; by default a terminal is.
    """
    tell = progress or _terminal()
    answers: dict[int, Answer] = {}
    if executor is not None:
        with _lent(net, executor) as held, contextlib.suppress(BrokenExecutor):
            for number, answer in _gathered(net, held, work, tasks, executor):
                answers[number] = answer
                tell(len(answers), len(tasks))
    for number, task in enumerate(tasks):
        if number not in answers:
            answers[number] = work(net, task)
            tell(len(answers), len(tasks))
    return [answers[number] for number in range(len(tasks))]


def _gathered(
    net: Network,
    held: Any,
    work: Work[Task, Answer],
    tasks: Sequence[Task],
    executor: Executor,
) -> Iterator[tuple[int, Answer]]:
    """Yield answers as they come; workers without the network get it with one task at a time."""
    waiting: dict[Future[Answer], int] = {
        _handed(executor, held, work, task): number for number, task in enumerate(tasks)
    }
    while waiting:
        again: list[int] = []
        for future in as_completed(list(waiting)):
            number = waiting.pop(future)
            try:
                yield number, future.result()
            except _NotHere:
                again.append(number)
        sent = [_Sent(held, net), *(held for _ in again[1:])]
        waiting = {
            _handed(executor, one, work, tasks[n]): n for one, n in zip(sent, again, strict=False)
        }


def _handed(
    executor: Executor, held: Any, work: Work[Task, Answer], task: Task
) -> "Future[Answer]":
    """Return the future of one task.

    Raises
    ------
    QuantityError
        When the executor takes no more work, as one that is shut down.
    """
    try:
        return executor.submit(_at_worker, held, work, task)
    except BrokenExecutor:
        raise
    except RuntimeError as fault:
        raise QuantityError(f"executor takes no work: {fault}; make a new one") from None


@contextlib.contextmanager
def _lent(net: Network, executor: Executor) -> Iterator[Any]:
    """Give what a task carries in place of the network, as long as it lasts."""
    if isinstance(executor, ThreadPoolExecutor):
        yield net
        return
    if type(executor).__module__.partition(".")[0] == "distributed":
        client = executor._client  # type: ignore[attr-defined]  # noqa: SLF001 - it has no other
        yield client.submit(pickle.loads, pickle.dumps(net), pure=False)  # made again if lost
        return
    key = secrets.token_hex(8)
    with tempfile.TemporaryDirectory(prefix="corridor-") as folder:
        path = Path(folder) / key
        path.write_bytes(pickle.dumps(net))
        compile_network(net)  # for workers that are forked from this process
        _hold(key, net)
        try:
            yield str(path)
        finally:
            HELD.pop(key, None)


def _hold(key: str, net: Network) -> None:
    while len(HELD) >= MOST_HELD:
        HELD.pop(next(iter(HELD)), None)
    HELD[key] = net


def _at_worker(held: Network | _Sent | str, work: Work[Task, Answer], task: Task) -> Answer:
    """Do one task where the network is, or is read and compiled once."""
    with _READING:
        net = _found(held)
        compile_network(net)
    return work(net, task)


def _found(held: Network | _Sent | str) -> Network:
    if isinstance(held, Network):
        return held
    path = Path(held if isinstance(held, str) else held.path)
    net = HELD.get(path.name)
    if net is None:
        try:
            net = held.net if isinstance(held, _Sent) else _read(path)
        except OSError:
            raise _NotHere from None
        _hold(path.name, net)
    return net


def _read(path: Path) -> Network:
    net: Network = pickle.loads(path.read_bytes())  # noqa: S301 - our own, just now
    return net


def _terminal() -> Progress:
    """Return what shows progress on a terminal, and nowhere else."""

    def tell(done: int, of: int) -> None:
        if sys.stderr and sys.stderr.isatty():
            end = "\n" if done == of else ""
            sys.stderr.write(f"\r{done:,} of {of:,}{end}")
            sys.stderr.flush()

    return tell
