"""What workers in other processes do in tests: a module of its own, quickly read."""

import os
import signal
from pathlib import Path

import corridor as co

#: A file with this name marks that a worker was killed.
LOST = "corridor-lost"


def counted(net: co.Network, task: Path) -> int:
    """Leave a mark for the worker and the network object that it has."""
    (task / f"{os.getpid()}-{id(net)}").touch()
    return len(net.legs)


def dies_once(net: co.Network, task: tuple[Path, int]) -> int:
    """Kill the worker at one task, the first time that it is tried."""
    folder, number = task
    if number == 3:
        mark = folder / LOST
        if not mark.exists():
            mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
    return number * len(net.legs)
