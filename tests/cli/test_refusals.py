"""What a command cannot do is said in one line, before it reads or writes anything else."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from corridor.cli import forecasts
from corridor.cli.main import main
from support.layout import dump
from support.two_lines import chain

Capture = pytest.CaptureFixture[str]

REFUSED: dict[str, tuple[list[str], str]] = {
    "calibrate": (
        ["calibrate", "--write", "--network", "a.yaml", "--network", "b.yaml"],
        "calibrate takes one file, since it writes into it",
    ),
    "capacity": (
        ["map", "Aktau > Baku > Poti", "--kind", "capacity", "-o", "map.png"],
        "capacity is drawn between two places",
    ),
    "prices": (
        ["chart", "Aktau > Baku", "Xi'an > Poti", "--kind", "prices", "-o", "chart.png"],
        "prices are drawn of one chain, by one corridor or all",
    ),
    "trade-offs": (
        ["chart", "Aktau > Baku", "Xi'an > Poti", "--kind", "trade-offs", "-o", "chart.png"],
        "trade-offs are drawn of one chain",
    ),
    "report": (
        ["report", "Aktau > Baku", "-o", "report.pdf"],
        "report.pdf does not end in .html: a report is one HTML file",
    ),
    "quote": (
        ["quote", "Aktau", "Baku", "--equipment", "40ft", "-o", "nowhere/quote.html"],
        "cannot write nowhere/quote.html: No such file or directory",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_a_command_cannot_do_is_one_line(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.chdir(tmp_path)
    words, said = REFUSED[name]
    assert main(words) == 2
    assert capsys.readouterr() == ("", f"error: {said}\n")
    assert list(tmp_path.iterdir()) == []


def test_a_scenario_that_is_past_is_not_applied_without_a_word(
    tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "past.yaml"
    path.write_text(
        "name: Strike\nchanges:\n  - {change: close, at: [poti], start: 2020-01-01,"
        ' end: 2020-02-01, reason: "strike", rule: "drawn"}\n',
        encoding="utf-8",
    )
    assert main(["route", "Aktau", "Baku", "--scenario", str(path)]) == 2
    assert capsys.readouterr().err.startswith("error: Strike: ")


def test_what_was_written_is_told_in_json(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "map.png"
    assert main(["map", "Aktau > Baku", "--kind", "critical", "-o", str(path), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["file"] == str(path)
    assert told["finding"] == "Closing Alat adds 7.4 days"
    assert path.stat().st_size > 10_000


def test_detours_are_told_in_json_and_fail_a_check(tmp_path: Path, capsys: Capture) -> None:
    """960 km of road over a degree of latitude, 111 km; and nothing joins it to the railway."""
    path = tmp_path / "net.yaml"
    path.write_bytes(dump(chain({})))
    assert main(["check", "--routes", "--json", str(path)]) == 1
    told = json.loads(capsys.readouterr().out)
    lengths = {f"{item['origin']} {item['destination']}": item["km"] for item in told["detours"]}
    assert (lengths["y z"], lengths["x z"], lengths["c z"]) == (960, 1_920, None)
    assert told["counts"]["error"] == 0


def test_a_dry_run_says_what_exact_journeys_would_take_if_left_free(
    tmp_path: Path, capsys: Capture
) -> None:
    spec = chain({"one": ("a", "c", "low", 3.0), "two": ("a", "b", "typical", 2.0)})
    spec["corridors"] = {"middle": {"name": "Middle", "through": [{"nodes": ["b"]}]}}
    spec["journeys"]["one"]["exact"] = "true"
    path = tmp_path / "net.yaml"
    path.write_bytes(dump(spec))
    assert main(["calibrate", "--dry-run", "--network", str(path)]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "a > c: 3.0 days at low are held exactly (one); left free, the reports say " in words


def test_a_long_simulation_tells_a_terminal_how_far_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    monkeypatch.setattr(forecasts, "LONG_RUNS", 100)
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    assert main(["simulate", "Aktau", "Baku", "--runs", "200"]) == 0
    told = capsys.readouterr().err
    assert "of 200 runs" in told
    assert told.endswith("200 of 200 runs\r\x1b[K")


def test_the_explorer_is_served_on_this_computer_only(monkeypatch: pytest.MonkeyPatch) -> None:
    served: list[Any] = []
    monkeypatch.setattr("runpy.run_module", lambda name, **_: served.append((name, sys.argv)))
    monkeypatch.setattr(sys, "argv", ["corridor"])
    assert main(["explore", "--no-browser", "--port", "2718"]) == 0
    ((name, words),) = served
    assert (name, words[:2]) == ("marimo", ["marimo", "run"])
    assert words[3:] == ["--host", "127.0.0.1", "--port", "2718", "--headless"]
