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


def chosen(**more: str) -> dict[str, Any]:
    """Return what the cell of choices defines, as it is at first but for some."""
    usual = {"origin": "Xi'an", "destination": "Istanbul", "corridor": "middle"}
    rest = {"scenario": "none", "day": "", "box": "none"}
    return {name: SimpleNamespace(value=value) for name, value in (usual | rest | more).items()}


def shown(**given: Any) -> str:
    """Return what all cells show, as text."""
    outputs, _ = explorer.app.run(defs=given)
    return "\n".join(getattr(item, "text", "") for item in outputs)


def test_a_question_that_is_refused_is_answered_in_the_words_of_the_library() -> None:
    """And no figure of another question stays beside it."""
    with pytest.raises(co.QuantityError) as refused:
        co.find_route(NET, "Xi'an", "Istanbul", depart="2027-13-01")
    text = shown(**chosen(day="2027-13-01"))
    assert str(refused.value).partition("; ")[2] in text
    assert "days" not in text


def test_a_time_that_is_refused_is_told_as_well() -> None:
    values = [round(row["typical_h"]) for row in ROWS]
    found = shown(rows=ROWS, sliders=SimpleNamespace(value=[-1, *values[1:]]))
    assert "-1" in found
    assert "90 % arrive" not in found


def test_a_container_has_a_cost_and_says_what_it_lacks() -> None:
    route = co.find_route(
        NET, "Xi'an", "Istanbul", corridor="middle", shipment=co.Shipment(equipment="40ft")
    )
    assert route.cost
    text = shown(**chosen(box="40ft"))
    assert str(route.cost.typical) in text
    assert ("incomplete" in text) != route.cost.is_complete


def test_without_matplotlib_the_figures_stay_and_each_picture_names_the_extra(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    text = shown(**chosen())
    assert text.count("pip install") == 3
    assert "90 % arrive, days" in text


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
