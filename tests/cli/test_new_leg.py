"""`corridor add-leg`: what is proposed holds in the file, and goes where its neighbours are."""

import json
from pathlib import Path
from typing import Any

import pytest

import corridor as co
from corridor.cli.main import main
from support.bundled import bundled_network
from support.layout import dump
from support.two_lines import chain

NET = bundled_network()
OWN = """extends: bundled
nodes:
  my-border:
    name: "My border"
    country: TR
    kind: border_crossing
    location: {lat: 39.5, lon: 44.0, basis: estimated, rule: "read off a map"}
  my-town:
    name: "My town"
    country: IR
    kind: rail_terminal
    location: {lat: 39.0, lon: 45.5, basis: estimated, rule: "read off a map"}
  my-city:
    name: "My city"
    country: TR
    kind: rail_terminal
    location: {lat: 39.6, lon: 43.0, basis: estimated, rule: "read off a map"}
legs:
  my-city--my-border--rail:
    origin: my-city
    destination: my-border
    mode: rail
    gauge: 1435 mm
    distance: 100 km
    transit_time: 5 h
places:
  my-place: {name: "My place", nodes: [my-town]}
"""


def told(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


@pytest.fixture
def own(tmp_path: Path) -> Path:
    path = tmp_path / "own.yaml"
    path.write_text(OWN, encoding="utf-8")
    return path


def test_times_follow_from_the_norm_and_the_distance(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add-leg", "basel", "munich", "--mode", "rail", "--json"]) == 0
    page = "extends: bundled\nlegs:\n" + str(told(capsys)["text"])
    leg = co.load_network(page.encode()).legs["basel--munich--rail"]
    norm = NET.norms[leg.transit_time.norm or ""]
    assert norm.id == "rail-eu"
    assert norm.speed
    assert leg.gauge == 1435
    low = leg.distance.value / norm.speed
    ratios = (
        1.0,
        norm.typical_over_low or 0,
        (norm.typical_over_low or 0) * (norm.high_over_typical or 0),
    )
    for level, ratio in zip(("low", "typical", "high"), ratios, strict=True):
        assert getattr(leg.transit_time, level).hours == pytest.approx(low * ratio, abs=0.06)
    assert (leg.transit_time.basis, leg.distance.basis) == ("estimated", "estimated")


def test_a_stated_length_is_kept(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add-leg", "basel", "munich", "--mode", "rail", "--km", "370", "--json"]) == 0
    text = str(told(capsys)["text"])
    assert "distance: {value: 370 km, basis: assumed" in text


def test_a_ship_gets_a_headway(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["add-leg", "Kuryk", "turkmenbashi", "--mode", "ferry", "--json"]) == 0
    found = told(capsys)
    assert "headway: {value: " in str(found["text"])
    assert found["after"] == "kuryk--alat--ferry"


def test_a_leg_is_written_beside_its_neighbours(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Into the section of legs, which is not the last; all else keeps every byte."""
    words = ["add-leg", "my-border", "my-town", "--mode", "rail", "--gauge", "1435"]
    assert main([*words, "--network", str(own), "--write"]) == 0
    page = own.read_text(encoding="utf-8")
    text = page[page.index("  my-border--my-town--rail:") : page.index("places:")]
    assert page.replace(text, "") == OWN
    net = co.load_network(own)
    assert net.legs["my-border--my-town--rail"].gauge == 1435
    said = capsys.readouterr().out
    assert "after my-city--my-border--rail" in said
    assert "nothing takes time for the border TR-IR" in said
    assert "- {inbound: rail 1435, outbound: rail 1435, kind: border" in said


def test_the_proposed_border_stop_silences_the_warning(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["add-leg", "my-border", "my-town", "--mode", "rail", "--gauge", "1435", "--json"]
    assert main([*words, "--network", str(own), "--write"]) == 0
    found = told(capsys)
    assert "border_without_stop" in found["notices"]
    (_, stop) = found["advice"]
    place = '    location: {lat: 39.5, lon: 44.0, basis: estimated, rule: "read off a map"}\n'
    page = own.read_text(encoding="utf-8").replace(place, f"{place}    dwell:\n{stop}\n")
    notices = co.load_network(page.encode()).notices
    assert "border_without_stop" not in {item.code for item in notices if "my-" in item.path}


REFUSED = {
    "there": (["aktau", "alat", "--mode", "ferry"], "aktau--alat--ferry is in the network already"),
    "mode": (["aktau", "alat", "--mode", "canoe"], '"canoe" is no mode; it must be one of rail'),
    "gauge": (["basel", "aktau", "--mode", "rail"], "add --gauge 1435 or --gauge 1520"),
    "length": (["basel", "munich", "--mode", "rail", "--km", "0"], "--km is 0"),
    "missing": (["basel"], "destination is missing"),
    "place": (["basel", "atlantis", "--mode", "rail"], "atlantis"),
    "several": (
        ["Istanbul", "munich", "--mode", "rail"],
        '"Istanbul" has several nodes; give one of istanbul-ambarli, istanbul-halkali, pendik',
    ),
    "files": (
        ["basel", "munich", "--mode", "rail", "--network", "a.yaml", "--network", "b.yaml"],
        "add-leg takes one file, since it writes into it",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_a_leg_is_refused(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    words, said = REFUSED[name]
    assert main(["add-leg", *words]) == 2
    assert said in capsys.readouterr().err


def test_what_is_missing_is_asked_where_someone_is_there(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = iter(["basel", "munich", "rail"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _: next(answers))
    assert main(["add-leg"]) == 0
    assert "basel--munich--rail" in capsys.readouterr().out


@pytest.mark.parametrize("end", ["", "\n", "\nlegs:", "\nlegs:\n"])
def test_a_leg_is_written_into_a_file_that_has_none(
    end: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whether or not its last line ends, and whether or not the section is begun."""
    path = tmp_path / "own.yaml"
    path.write_text(f"extends: bundled{end}", encoding="utf-8")
    words = ["add-leg", "basel", "munich", "--mode", "rail", "--km", "380", "--write"]
    assert main([*words, "--network", str(path)]) == 0
    page = path.read_text(encoding="utf-8")
    assert page.startswith("extends: bundled\n")
    assert page.count("legs:\n") == 1
    assert co.load_network(path).legs["basel--munich--rail"].distance.value == 380_000
    assert "written to" in capsys.readouterr().out


def test_a_leg_that_the_checks_refuse_is_told_and_not_written(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["add-leg", "basel", "munich", "--mode", "rail", "--km", "10", "--write"]
    assert main([*words, "--network", str(own)]) == 1
    out = capsys.readouterr().out
    assert f"{own}:31:15: error: shorter_than_great_circle  legs.basel--munich--rail" in out
    assert "found     10 km, where the great circle is 306.1 km" in out
    assert own.read_text(encoding="utf-8") == OWN


def small(tmp_path: Path, *, speed: bool = True, **more: Any) -> str:
    """Write a railway a - b - c with a norm, and return where it is."""
    spec = chain({})
    if speed:
        ratios = {"typical_over_low": "1.5", "high_over_typical": "2"}
        spec["norms"]["by-rail"] |= {"speed": "40 km/h"} | ratios
    spec["legs"]["b--c--rail"] |= more
    path = tmp_path / "small.yaml"
    path.write_bytes(dump(spec))
    return str(path)


def test_without_a_norm_for_the_mode_the_times_are_left_to_the_writer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["add-leg", "a", "c", "--mode", "rail"]
    assert main([*words, "--network", small(tmp_path, speed=False)]) == 2
    said = "error: no leg by rail has a norm; write the times by hand\n"
    assert capsys.readouterr().err == said


def test_without_a_headway_of_the_mode_a_ship_is_left_to_the_writer(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = Path(small(tmp_path)).read_text(encoding="utf-8")
    path = tmp_path / "ships.yaml"
    path.write_text(page.replace("mode: rail", "mode: ferry").replace("gauge: 1520 mm", ""),
                    encoding="utf-8")  # fmt: skip
    assert main(["add-leg", "a", "c", "--mode", "ferry", "--network", str(path)]) == 2
    assert capsys.readouterr().err == (
        "error: no leg by by-rail has a headway; write the leg by hand\n"
    )


@pytest.mark.parametrize(
    ("ends", "after"),
    [(("c", "a"), "b--c--rail"), (("x", "a"), "a--b--rail"), (("x", "z"), "b--c--rail")],
)
def test_a_leg_stands_after_the_last_of_its_mode_at_its_origin_else_at_its_end(
    ends: tuple[str, str], after: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ["add-leg", *ends, "--mode", "rail", "--gauge", "1520", "--km", "900", "--json"]
    assert main([*words, "--network", small(tmp_path)]) == 0
    assert told(capsys)["after"] == after


def test_a_leg_within_one_position_tells_nothing_of_detours(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The railway b - c has no great circle; that of a - b is 111 km, 960 by rail: 8.63 times."""
    path = Path(small(tmp_path))
    page = path.read_text(encoding="utf-8").replace("lat: 42", "lat: 41")
    path.write_text(page, encoding="utf-8")
    words = ["add-leg", "c", "a", "--mode", "rail", "--gauge", "1520", "--json"]
    assert main([*words, "--network", str(path)]) == 0
    assert "great circle 111 km x detour 8.63, the median of by-rail" in told(capsys)["text"]
