"""Nine in ten beside the typical time: what a simulation says, remembered as a plain number."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import corridor as co
from corridor import cache
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


def test_shares_are_counted_in_the_sample_and_kept_by_what_was_asked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Of 10,000 times from 0 to 9,999 s nine in ten take 8,999 s; 5,000 take at most 4,999 s."""
    net = chain(*ROW)
    route = co.find_route(net, "A", "D")
    dated = co.find_route(net, "A", "D", depart="2026-03-01")
    drawn: list[co.Route] = []
    kept: dict[str, int] = {}

    def sample(_: co.Network, asked: co.Route) -> Any:
        drawn.append(asked)
        return np.arange(p90.RUNS)[::-1]

    def remember(question: list[Any], number: int) -> None:
        kept[json.dumps(question)] = number

    monkeypatch.setattr(p90, "_transit_times", sample)
    monkeypatch.setattr(cache, "recall_number", lambda question: kept.get(json.dumps(question)))
    monkeypatch.setattr(cache, "remember_number", remember)
    for _ in range(2):
        assert p90.nine_in_ten(net, route) == co.Duration(8_999)
        assert p90.share_within(net, route, 4_999) == 0.5
    assert (len(drawn), kept) == (4, {})
    monkeypatch.setattr(p90, "FEWEST_LEGS", len(net.legs))
    for _ in range(2):
        assert p90.nine_in_ten(net, route) == co.Duration(8_999)
        assert p90.share_within(net, route, 4_999) == 0.5
        assert p90.nine_in_ten(net, dated) == co.Duration(8_999)
    assert len(drawn) == 7
    legs = [["a--b", "a"], ["b--c", "b"], ["c--d", "c"]]
    tail = [legs, 10_000, 1]
    assert [json.loads(question) for question in kept] == [
        ["P90", net.digest, route.stamp, *tail],
        ["within", 4_999, net.digest, route.stamp, *tail],
        ["P90", net.digest, dated.stamp, *tail, "2026-03-01T00:00:00"],
    ]
    assert list(kept.values()) == [8_999, 5_000, 8_999]


def test_a_route_of_a_day_is_drawn_by_what_it_meets() -> None:
    """The second leg is closed for ten days: with a date these count, without one they do not."""
    window = {"start": "2026-03-01", "end": "2026-03-11", "sources": ["atlas"]}
    net = chain(*ROW, closures={"c": {"legs": ["b--c"]} | window})
    dated = co.find_route(net, "A", "D", depart="2026-03-01")
    plain = co.find_route(co.as_of(net, "2026-03-20"), "A", "D")
    least = 10 * 86_400 + 86_400 + 5 * 3_600
    assert p90.share_within(net, dated, least - 1) == 0
    assert p90.nine_in_ten(net, dated) > least
    assert p90.nine_in_ten(net, plain) < least


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
