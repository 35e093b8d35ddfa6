"""Nine in ten beside the typical time: what a simulation says, remembered as a plain number."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import corridor as co
from corridor.cache import FOLDER
from corridor.simulation import p90
from corridor.simulation.distribution import Draws
from support.bundled import bundled_network
from support.small import ROW, chain

COMPARE = """
import sys
from corridor.cli.main import main
main(["compare"])
print("numpy" in sys.modules)
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.delenv("CORRIDOR_CACHE", raising=False)
    return tmp_path / "corridor" / FOLDER / "answers"


def test_it_is_what_a_simulation_says() -> None:
    net = bundled_network()
    (row,) = co.compare(net, ["Xi'an > Baku"]).rows
    sim = co.simulate(net, "Xi'an > Baku", seed=p90.SEED, runs=p90.RUNS)
    assert row.within == sim.percentile(0.9)
    assert sim.within(0.9).endswith(f"within {-(-sim.percentile(0.9) // 86_400)} days")


def test_a_second_process_draws_nothing(folder: Path) -> None:
    printed = [
        subprocess.run(
            [sys.executable, "-c", COMPARE], capture_output=True, text=True, check=True
        ).stdout.splitlines()
        for _ in range(2)
    ]
    assert [lines.pop() for lines in printed] == ["True", "False"]
    assert printed[0] == printed[1]
    assert len(list(folder.iterdir())) == 2


def test_whatever_happens_to_an_entry_the_number_is_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    net = bundled_network()
    route = co.find_route(net, "Xi'an", "Baku")
    first = p90.nine_in_ten(net, route)
    (entry,) = folder.iterdir()
    drawn: list[int] = []
    blocks = Draws.blocks

    def counted(self: Draws, runs: int) -> object:
        drawn.append(runs)
        return blocks(self, runs)

    monkeypatch.setattr(Draws, "blocks", counted)
    assert p90.nine_in_ten(net, route) == first
    assert drawn == []
    for damage in (b"", b"junk", b"0\n{}", entry.read_bytes()[:-1]):
        entry.write_bytes(damage)
        assert p90.nine_in_ten(net, route) == first
    assert drawn == [p90.RUNS] * 4
    entry.write_bytes(entry.read_bytes())
    if os.name == "posix":
        entry.chmod(0o666)
        assert p90.nine_in_ten(net, route) == first
        assert len(drawn) == 5


def test_another_day_is_another_question(folder: Path) -> None:
    net = bundled_network()
    for seen in (net, co.as_of(net, "2026-01-01")):
        p90.nine_in_ten(seen, co.find_route(seen, "Xi'an", "Baku"))
    assert len(list(folder.iterdir())) == 2


def test_small_networks_leave_nothing_behind(folder: Path) -> None:
    net = chain(*ROW)
    assert p90.nine_in_ten(net, co.find_route(net, "A", "D")) > 0
    assert not folder.exists()
