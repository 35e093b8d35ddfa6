"""Spread work loses nothing: in a pool that is broken, and on more networks than are held."""

import multiprocessing
import os
from concurrent.futures import BrokenExecutor, ProcessPoolExecutor, ThreadPoolExecutor

import corridor as co
from corridor.scenarios import executors as spreading
from support.small import detour, line, read


def length_of(net: co.Network, leg: str) -> float:
    return float(net.legs[leg].distance.value)


def test_a_pool_that_was_broken_before_has_its_work_done_here() -> None:
    """A pool breaks for good once a worker of it dies, whoever asked for that work."""
    net = read(line())
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        assert isinstance(pool.submit(os._exit, 1).exception(), BrokenExecutor)
        assert spreading.spread(net, length_of, ["a--b", "b--c"], pool) == [60_000, 60_000]


def test_work_on_more_networks_than_a_process_holds_is_answered_all_the_same() -> None:
    """The network that is dropped for a later one is read again from its file."""
    nets = [read(line() if number % 2 else detour()) for number in range(spreading.MOST_HELD + 2)]
    counts: list[list[int]] = []

    def legs_of(net: co.Network, _: int) -> int:
        return len(net.legs)

    def begin(number: int) -> None:
        """Ask of one network; before its second answer comes, of the next."""

        def told(done: int, _: int) -> None:
            assert len(spreading.HELD) <= spreading.MOST_HELD
            if done == 1 and number + 1 < len(nets):
                begin(number + 1)

        with ThreadPoolExecutor(1) as pool:
            counts.append(spreading.spread(nets[number], legs_of, [1, 2], pool, told))

    begin(0)
    assert counts == [[len(net.legs)] * 2 for net in reversed(nets)]
    assert spreading.HELD == {}
