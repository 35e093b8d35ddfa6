"""The explorer: its cells give the library's figures, and it opens in a browser."""

import socket
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import corridor as co
from corridor.cli.main import main
from corridor.explorer import app as explorer
from support.bundled import bundled_network
from support.chromium import open_until

NET = bundled_network()
ROUTE = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
ROWS = [
    row
    for row in co.to_records(ROUTE)
    if row["element"] in {"dwell", "waiting"} and row["typical_h"]
]


def outcome(**given: Any) -> Any:
    """Return what the cells define, some of them given."""
    _, found = explorer.app.run(defs=given)
    return found


def test_an_untouched_explorer_shows_the_route_of_the_library() -> None:
    found = outcome()
    assert found["route"].transit_time == ROUTE.transit_time
    assert found["sim"].percentile(0.9) == co.simulate(NET, ROUTE, seed=1, runs=2_000).percentile(
        0.9
    )


def test_a_slider_moves_the_route_by_as_much() -> None:
    """All times stay but the one that is moved: ten hours less at the first stop."""
    values = [round(row["typical_h"]) for row in ROWS]
    values[0] -= 10
    found = outcome(rows=ROWS, sliders=SimpleNamespace(value=values))
    moved = ROWS[0]["typical_h"] - values[0]
    lost = ROUTE.transit_time.typical - found["route"].transit_time.typical
    assert lost / 3600 == pytest.approx(moved, abs=0.01)


def test_all_bundled_scenarios_can_be_chosen() -> None:
    folder = Path(__file__).parents[1] / "data" / "scenarios"
    assert outcome()["scenarios"] == ["none", *sorted(path.stem for path in folder.iterdir())]


def test_an_app_is_short() -> None:
    assert explorer.__file__
    assert len(Path(explorer.__file__).read_text(encoding="utf-8").splitlines()) <= 250


def test_without_marimo_the_extra_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert main(["explore"]) == 2
    expected = (
        "error: the explorer needs marimo: in a clone of Corridor, pip install '.[explore]'\n"
    )
    assert capsys.readouterr().err == expected


@pytest.mark.browser
def test_the_explorer_opens_in_a_browser(tmp_path: Path) -> None:
    """The chart appears, no host but this computer is asked, and nothing is complained of."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    port = address.partition(":")[2]
    words = [sys.executable, "-m", "corridor", "explore", "--no-browser", "--port", port]
    served = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        for _ in range(300):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", int(port))) == 0:
                    break
            time.sleep(0.1)
        page = open_until(f"http://{address}", "Time against distance from terminal", tmp_path)
    finally:
        served.terminate()
        served.wait(timeout=30)
    assert "Time against distance from terminal" in page.text
    assert page.hosts == {address}
    assert page.complaints == []
