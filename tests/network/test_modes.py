"""A mode and an objective are rows: with one more of each, everything that names them works."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from corridor.network.modes import MODES, share_gateways

SOURCE = Path(__file__).resolve().parents[2] / "src" / "corridor"
MODE = """
    "barge": ModeFacts(
        words="barge", carrier="barge", meant_by=("lighter",), fastest=20, use="default",
        is_vessel=True,
    ),
}
"""
OBJECTIVE = """
    "legs": ObjectiveFacts(
        unit="legs", axis="legs", per=1, shown="{:,}".format,
        weight=lambda part: int(part.is_leg), value=lambda totals: totals.legs,
    ),
}
"""
NETWORK = """\
format: 1
name: "By water"
version: "1"
as_of: 2026-11-01

nodes:
  linz:
    name: "Linz"
    country: AT
    kind: seaport
    location: {lat: 48.3, lon: 14.3, basis: estimated, rule: "map"}
  vienna:
    name: "Vienna"
    country: AT
    kind: seaport
    location: {lat: 48.2, lon: 16.4, basis: estimated, rule: "map"}
    dwell:
      - {inbound: barge, outbound: rail 1435, kind: transshipment,
         time: {low: 0.5 days, typical: 1 day, high: 2 days, basis: estimated, rule: "guess"}}
  budapest:
    name: "Budapest"
    country: HU
    kind: seaport
    location: {lat: 47.5, lon: 19.0, basis: estimated, rule: "map"}

legs:
  linz--vienna--barge:
    origin: linz
    destination: vienna
    mode: barge
    distance: {value: 210 km, basis: estimated, rule: "map"}
    transit_time: {low: 14 h, typical: 20 h, high: 30 h, basis: estimated, rule: "guess"}
    headway: {value: 1 day, rule: "daily"}
  vienna--budapest--rail:
    origin: vienna
    destination: budapest
    mode: rail
    gauge: 1435 mm
    distance: {value: 250 km, basis: estimated, rule: "map"}
    transit_time: {low: 5 h, typical: 8 h, high: 14 h, basis: estimated, rule: "guess"}
  linz--budapest--barge:
    origin: linz
    destination: budapest
    mode: barge
    distance: {value: 500 km, basis: estimated, rule: "map"}
    transit_time: {low: 50 h, typical: 70 h, high: 90 h, basis: estimated, rule: "guess"}
"""
WALK = """
import json
import corridor as co

net = co.load_network("net.yaml")
quick = co.find_route(net, "Linz", "Budapest")
few = co.find_route(net, "Linz", "Budapest", by="legs", modes={"barge", "rail"})
front = co.find_pareto_routes(net, "Linz", "Budapest", by=("transit_time", "legs"))
for number, figure in enumerate((
    co.chart.time_distance(net, quick), co.chart.time_distance(net, [quick, few]),
    co.chart.route_map(net, [quick, few]), co.chart.trade_offs(front),
    co.chart.distribution(co.simulate(net, quick, seed=1, runs=200)),
)):
    figure.savefig(f"{number}.png")
co.write_report(net, quick, "report.html")
co.write_report(net, front, "front.html")
print(json.dumps({
    "notices": [notice.code for notice in net.notices],
    "quick": [leg.id for leg in quick.legs],
    "few": [leg.id for leg in few.legs],
    "objective": few.objective,
    "geojson": [item["properties"].get("mode") for item in co.to_geojson(quick)["features"]],
    "network": len(co.to_geojson(net)["features"]),
    "modes": [row["mode"] for row in co.to_records(quick)],
    "values": front.values,
    "front": "corridors  days  legs" in str(front),
    "way": quick.full(),
    "report": "barge" in open("report.html", encoding="utf-8").read(),
}))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with a copy of the library that has a mode and an objective more."""
    folder = tmp_path_factory.mktemp("with_more_rows")
    shutil.copytree(SOURCE, folder / "corridor", ignore=shutil.ignore_patterns("__pycache__"))
    for name, row in (("network/modes.py", MODE), ("routes/objectives.py", OBJECTIVE)):
        path = folder / "corridor" / name
        before, end, after = path.read_text(encoding="utf-8").partition("\n}\n")
        path.write_text(before + row + after, encoding="utf-8")
        assert end
    (folder / "net.yaml").write_text(NETWORK, encoding="utf-8")
    return folder


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {
        "PYTHONPATH": str(folder),
        "CORRIDOR_CACHE": "off",
        "NO_COLOR": "1",
        "PYTHONUTF8": "1",
    }
    return subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def test_one_row_more_is_a_mode_and_an_objective_everywhere(package: Path) -> None:
    done = run(package, "-c", WALK)
    assert not done.stderr
    said = json.loads(done.stdout)
    way = said.pop("way")
    assert "Linz > Vienna barge 210 " in " ".join(way.split())
    assert "■ Vienna transshipment " in " ".join(way.split())
    assert said == {
        "notices": ["not_connected"],  # at Budapest goods could change as well
        "quick": ["linz--vienna--barge", "vienna--budapest--rail"],
        "few": ["linz--budapest--barge"],
        "objective": 1,
        "geojson": ["barge", "barge", None, "rail", "rail"],
        "modes": ["barge", "barge", None, "rail"],
        "values": [[187_200, 2], [252_000, 1]],
        "network": 6,
        "front": True,
        "report": True,
    }


def test_the_command_line_knows_the_rows(package: Path) -> None:
    checked = run(package, "-m", "corridor", "check", "net.yaml")
    assert (checked.returncode, checked.stderr) == (0, "")
    asked = (
        "route",
        "Linz",
        "Budapest",
        "--network",
        "net.yaml",
        "--by",
        "legs",
        "--mode",
        "barge",
    )
    route = run(package, "-m", "corridor", *asked, "--json")
    said = json.loads(route.stdout)
    assert said["request"]["by"] == "legs"
    assert said["request"]["modes"] == ["barge"]
    assert [step["mode"] for step in said["steps"] if "mode" in step] == ["barge"]


def test_a_word_that_means_the_mode_is_answered_with_it(package: Path) -> None:
    text = NETWORK.replace("mode: barge", "mode: lighter", 1)
    (package / "wrong.yaml").write_text(text, encoding="utf-8")
    checked = run(package, "-m", "corridor", "check", "wrong.yaml")
    assert "expected  one of rail, ferry, sea, road, barge\n" in checked.stdout + checked.stderr
    assert "fix       write barge\n" in checked.stdout + checked.stderr


@pytest.mark.parametrize("one", MODES)
def test_gateways_by_sea_are_apart_from_those_over_land(one: str) -> None:
    shared = [other for other in MODES if share_gateways(one, other)]
    assert shared == (["sea"] if one == "sea" else ["rail", "ferry", "road"])
    assert share_gateways(one, None) == (one != "sea")
