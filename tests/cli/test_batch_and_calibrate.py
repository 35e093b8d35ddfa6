"""Commands that take files: shipments answered row by row, and times fitted to reports."""

import csv
import json
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest

import corridor as co
from corridor.cli.main import main
from support.bundled import bundled_network
from support.layout import dump
from support.two_lines import chain

Capture = pytest.CaptureFixture[str]
ROWS = ["origin,destination,depart", "Aktau,Baku,", "Xi'an,Istanbul,2026-12-01", "Nowhere,Baku,"]


@pytest.fixture
def shipments(tmp_path: Path) -> Path:
    path = tmp_path / "in.csv"
    path.write_text("\n".join(ROWS) + "\n", encoding="utf-8")
    return path


def rows_of(path: Path) -> list[dict[str, Any]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))
    if path.suffix == ".parquet":
        records: list[dict[str, Any]] = pd.read_parquet(path).to_dict("records")
        return records
    head, *rows = openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True)
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


@pytest.mark.parametrize("ending", [".csv", ".xlsx", ".parquet"])
def test_each_row_gets_the_answer_of_a_single_call(
    ending: str, shipments: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / f"out{ending}"
    assert main(["batch", str(shipments), "-o", str(target)]) == 0
    told = "3 rows; 1 without an answer, see the column error"
    assert told in " ".join(capsys.readouterr().out.split())
    rows = rows_of(target)
    single = co.find_route(bundled_network(), "Aktau", "Baku").transit_time.typical.hours
    assert float(rows[0]["typical_h"]) == pytest.approx(single)
    dated = co.find_route(bundled_network(), "Xi'an", "Istanbul", depart="2026-12-01")
    assert float(rows[1]["typical_h"]) == pytest.approx(dated.transit_time.typical.hours)
    assert "Nowhere" in rows[2]["error"]


def test_two_processes_answer_as_one(shipments: Path, tmp_path: Path, capsys: Capture) -> None:
    one, two = tmp_path / "one.csv", tmp_path / "two.csv"
    assert main(["batch", str(shipments), "-o", str(one)]) == 0
    capsys.readouterr()
    assert main(["batch", str(shipments), "-o", str(two), "--jobs", "2", "--json"]) == 0
    assert one.read_bytes() == two.read_bytes()
    record = json.loads(capsys.readouterr().out)
    assert {key: record[key] for key in ("rows", "errors")} == {"rows": 3, "errors": 1}


def test_what_cannot_be_answered_or_written_ends_in_words(
    shipments: Path, tmp_path: Path, capsys: Capture
) -> None:
    target = tmp_path / "out.csv"
    target.write_text("mine", encoding="utf-8")
    assert main(["batch", str(shipments), "-o", str(target)]) == 2
    assert "--force replaces it" in capsys.readouterr().err
    assert target.read_text(encoding="utf-8") == "mine"
    assert main(["batch", str(shipments), "-o", str(tmp_path / "out.doc")]) == 2
    assert "ends in no known format; write one of .csv, .xlsx, .parquet" in capsys.readouterr().err
    shipments.write_text("origin,destination\nNowhere,Baku\n", encoding="utf-8")
    assert main(["batch", str(shipments), "-o", str(target), "--force"]) == 1
    shipments.write_text("origin,destination\n", encoding="utf-8")
    assert main(["batch", str(shipments), "-o", str(target), "--force"]) == 2
    assert "has no rows" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "out.csv"]


CLAIMS = {
    "j1": ("a", "c", "typical", 3.4),
    "j2": ("a", "b", "typical", 1.7),
    "j3": ("b", "c", "low", 1.2),
    "j4": ("x", "z", "typical", 2.7),
    "j5": ("x", "y", "high", 2.4),
}


@pytest.fixture
def network(tmp_path: Path) -> Path:
    path = tmp_path / "net.yaml"
    path.write_bytes(dump(chain(CLAIMS)))
    return path


def test_a_dry_run_says_what_moves_and_how_reports_left_out_are_met(
    network: Path, capsys: Capture
) -> None:
    before = network.read_bytes()
    assert main(["calibrate", "--dry-run", "--network", str(network)]) == 0
    out = capsys.readouterr().out
    assert "5 rows fitted" in out
    assert "left out" in out
    assert "priors only" in out
    assert "of the reports lie between 0.9 low and 1.1 high." in " ".join(out.split())
    assert network.read_bytes() == before
    assert main(["calibrate", "--dry-run", "--network", str(network), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["calibration"][0] in out


def test_writing_moves_the_times_once(network: Path, capsys: Capture) -> None:
    assert main(["calibrate", "--write", "--network", str(network)]) == 0
    assert "4 of 4 times" in capsys.readouterr().out
    moved = network.read_bytes()
    leg = co.load_network(network).legs["a--b--rail"].transit_time
    assert leg.basis == "calibrated"
    assert main(["calibrate", "--write", "--network", str(network)]) == 0
    assert network.read_bytes() == moved


@pytest.mark.parametrize("words", [(), ("--dry-run", "--write")])
def test_it_is_said_whether_to_write(
    words: tuple[str, ...], network: Path, capsys: Capture
) -> None:
    assert main(["calibrate", *words, "--network", str(network)]) == 2
    assert capsys.readouterr().err


@pytest.mark.parametrize(
    ("names", "told"),
    [(("j1",), "No report can be left out"), (("j1", "j3", "j5"), "priors only")],
    ids=["one report", "one of each level"],
)
def test_a_few_reports_are_enough(
    names: tuple[str, ...], told: str, network: Path, capsys: Capture
) -> None:
    """Without a report of its level, the naive methods learn by those of all levels."""
    network.write_bytes(dump(chain({name: CLAIMS[name] for name in names})))
    assert main(["calibrate", "--dry-run", "--network", str(network)]) == 0
    assert told in capsys.readouterr().out
