"""The calibration: a planted truth is found, nothing else moves, the bundled file is settled."""

import os
import re
import stat
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

import corridor as co
from corridor import files as _files
from corridor.calibration import fit_model as fitting
from corridor.calibration.calibration import Calibration
from corridor.calibration.crossvalidation import cross_validate
from corridor.calibration.new_times import round_times
from corridor.calibration.write_back import rewritten, write_calibration
from support.bundled import bundled_network
from support.layout import dump
from support.strategies import Tree
from support.two_lines import chain

HOUR, DAY = 3_600, 86_400
DATA = _files.bundled_path().read_bytes()
NET = bundled_network()
LEVELS = ("low", "typical", "high")
#: CAREC CPMM, rail: speed with delay 16.8 km/h (2020), without delay 53.9 km/h (2022).
SLOWEST, FASTEST = 16.8, 53.9


@pytest.fixture(scope="module")
def found() -> Calibration:
    return co.calibrate(NET)


def fitted(claims: dict[str, tuple[str, str, str, float]], **options: Any) -> Calibration:
    return co.calibrate(co.load_network(dump(chain(claims))), **options)


@settings(max_examples=15, deadline=None)
@given(
    pace=st.floats(-0.25, 0.25),
    more=st.floats(0.25, 0.9),
    most=st.floats(0.25, 0.9),
)
def test_a_planted_truth_is_found_within_its_stated_error(
    pace: float, more: float, most: float
) -> None:
    """Claims that state the truth exactly, at every level, leave no more than two errors."""
    low = 960 / 40 / 24 * 2.718281828459045**pace
    truth = (low, low * (1 + more), low * (1 + more) * (1 + most))
    claims = {
        f"{one}{other}{level}": (one, other, level, truth[place] * length)
        for place, level in enumerate(LEVELS)
        for one, other, length in (("a", "b", 1), ("b", "c", 1), ("a", "c", 2))
    }
    result = fitted(claims)
    for number, change in enumerate(result.changes):
        if change.path[1] in {"a--b--rail", "b--c--rail"}:
            off = abs(change.after.typical / DAY / truth[1] - 1)
            assert off <= 2 * float(result.errors[number]) + 0.005
            assert float(result.errors[number]) < 0.1
            assert change.after.basis == "calibrated"
            assert set(change.after.claims) <= set(claims)


def test_removing_a_report_moves_only_what_it_can_touch() -> None:
    claims = {
        "one": ("a", "c", "low", 3.0),
        "two": ("a", "b", "typical", 2.5),
        "far": ("x", "z", "low", 1.5),
    }
    whole = {change.path: change.after for change in fitted(claims).changes}
    less = {change.path: change.after for change in fitted(claims, without={"far"}).changes}
    moved = {str(path[1]) for path in whole if whole[path].levels != less[path].levels}
    assert moved == {"x--y--road", "y--z--road"}


@pytest.mark.unmeasured
def test_a_report_round_the_cape_moves_nothing_on_land() -> None:
    for change in co.calibrate(NET, without={"rv-040", "rv-043"}).changes:
        if change.moved:
            assert change.after.norm in {"sea-ocean", "canal", "ocean-port"}


def test_the_bundled_file_is_settled_with_two_solvers_and_starts(found: Calibration) -> None:
    assert not [change for change in found.changes if change.moved]
    assert found.norms == {key: NET.norms[key] for key in found.norms}
    other = co.calibrate(NET, solver="trf", from_priors=True)
    assert rewritten(DATA, found) == rewritten(DATA, other) == DATA
    assert other.cost == pytest.approx(found.cost, abs=1e-6)


@pytest.mark.parametrize("place", [0, 27, 54, 81])
def test_another_solver_agrees_on_what_is_left(found: Calibration, place: int) -> None:
    """Without one report, Newton's steps and those of scipy end at one sum of squares."""
    model = found.model
    targets = model.targets[:place] + model.targets[place + 1 :]
    assert model.targets[place].kind == "claim"
    model = replace(model, targets=targets)
    known = dict(zip(found.model.names, found.numbers, strict=True))
    start = np.array([known[name] for name in model.names])
    costs = [model.cost(model.solve(start, solver)) for solver in fitting.SOLVERS]
    assert costs == pytest.approx([costs[0]] * 3, abs=1e-6)
    assert costs[0] < model.cost(start) - 1e-6


@given(st.data())
def test_slopes_and_curves_are_those_of_small_steps(
    found: Calibration, data: st.DataObject
) -> None:
    """The derivatives of the rows, and how their pulled sum bends, by differences."""
    model = found.model
    drawn = data.draw(st.integers(0, 2**32 - 1))
    random = np.random.default_rng(drawn)
    here = model.scales * random.normal(size=len(model.scales)) / 2
    way = model.scales * random.normal(size=len(model.scales))
    pull = random.normal(size=len(model.targets))
    little = 1e-5
    (_, before), (_, after) = (model.predict(here + way * step) for step in (-little, little))
    bent = pull @ (after - before) / (2 * little)
    assert model._curves(here, pull) @ way == pytest.approx(bent, abs=1e-4 * abs(bent).max())
    below, above = (model.predict(here + way * step)[0] for step in (-little, little))
    slope = model.predict(here)[1] @ way
    assert slope == pytest.approx((above - below) / (2 * little), rel=1e-4, abs=1e-6)


def test_steps_are_few_from_near_and_from_far(
    found: Calibration, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Far away the sum of squares is no hollow; there each row counts as linear, and steps that
    do not lower it are halved."""
    model = found.model
    steps: list[float] = []
    step = fitting.Model._step

    def counted(self: fitting.Model, numbers: "fitting.Array") -> "tuple[fitting.Array, float]":
        taken, gain = step(self, numbers)
        steps.append(gain)
        return taken, gain

    monkeypatch.setattr(fitting.Model, "_step", counted)
    random = np.random.default_rng(1)
    for start, most in ((0.0, 25), (1.5, 60), (3.0, 80)):
        steps.clear()
        numbers = model.solve(start * model.scales * random.normal(size=len(model.scales)))
        assert model.cost(numbers) == pytest.approx(found.cost, abs=1e-6)
        assert len(steps) <= most
        assert min(steps) > 0


def test_steps_that_run_out_leave_what_they_reached(
    found: Calibration, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = found.model
    start = 1.5 * model.scales
    reached = [model.cost(start)]
    for most in (1, 2, 3):
        monkeypatch.setattr(fitting, "STEPS", most)
        reached.append(model.cost(model.solve(start)))
    assert reached == sorted(reached, reverse=True)
    assert len({*reached}) == len(reached)


def test_a_solver_of_another_name_is_refused() -> None:
    wrong: Any = "newtn"
    with pytest.raises(co.QuantityError) as caught:
        co.calibrate(NET, solver=wrong)
    assert str(caught.value) == (
        'solver is "newtn"; it must be one of newton, lm, trf\n  did you mean  newton?'
    )


def test_the_exact_sums_survive_rounding(found: Calibration) -> None:
    for claim, hours in (("mc-009", 288), ("mc-010", 432)):
        assert found.ways[claim].transit_time.low == pytest.approx(hours * HOUR, abs=60)
        row = next(row for row in co.evidence(found.network).rows if row.id == claim)
        assert row.network[0] == hours * HOUR


def test_no_row_makes_one_corridor_win_over_another(found: Calibration) -> None:
    for target in found.model.targets:
        if target.kind == "least":
            assert target.level == 0
    ways = {target.id.split(":")[0] for target in found.model.targets if target.kind == "least"}
    assert ways == {"not below mc-009", "not below mc-010"}


def test_times_have_a_spread_and_trains_a_speed_that_a_railwayman_believes() -> None:
    for leg in NET.legs.values():
        low, typical, high = leg.transit_time.levels
        km = int(leg.distance.value) / 1000
        if km >= 20:
            assert low < typical < high
        if leg.mode == "rail" and km >= 200:
            assert km / (low / HOUR) <= FASTEST, leg.id
            assert km / (typical / HOUR) >= SLOWEST, leg.id
    for node in NET.nodes.values():
        for entry in node.dwell:
            assert entry.time.low < entry.time.typical < entry.time.high


def test_nothing_fitted_is_unexplained(found: Calibration) -> None:
    fitted_journeys = {key for key, journey in NET.journeys.items() if journey.use == "fit"}
    assert fitted_journeys <= {row.id for row in found.rows}
    for change in found.changes:
        if change.after.basis == "calibrated":
            assert change.after.claims or change.after.sources
            assert change.after.determined is not None
    assert 0 < found.determined < 1


@settings(max_examples=100)
@example(fitted_times=[800.0, 800.0, 460652.0], current=[1, 1, 1286])
@given(
    fitted_times=st.lists(st.floats(800, 500_000), min_size=3, max_size=12),
    current=st.lists(st.integers(1, 1_400), min_size=12, max_size=12),
)
def test_rounding_keeps_an_exact_sum(fitted_times: list[float], current: list[int]) -> None:
    members = tuple(range(len(fitted_times)))
    total = round(sum(fitted_times) / 360) * 360
    before = [360 * tenths for tenths in current[: len(members)]]
    rounded = round_times(fitted_times, before, {members: total})
    assert sum(rounded) == total
    assert min(rounded) >= 360
    assert all(time % 360 == 0 for time in rounded)
    again = round_times([float(time) for time in rounded], rounded, {members: sum(rounded)})
    assert again == rounded


def test_writing_keeps_every_other_byte(tmp_path: Path) -> None:
    spec = dump(chain({"one": ("a", "c", "low", 3.0)}))
    data = b"\xef\xbb\xbf" + spec.replace(b"\n", b"  # kept\r\n")
    path = tmp_path / "mine.yaml"
    path.write_bytes(data)
    path.chmod(0o640)
    result = co.calibrate(co.load_network(data))
    assert write_calibration(path, data, result)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert [item.name for item in tmp_path.iterdir()] == ["mine.yaml"]
    new = path.read_bytes()
    assert co.load_network(new).legs == result.network.legs
    old_lines, new_lines = data.split(b"\r\n"), new.split(b"\r\n")
    assert len(old_lines) == len(new_lines)
    changed = [one for one, two in zip(old_lines, new_lines, strict=True) if one != two]
    assert changed
    assert all(b"norm" in line or b" h" in line for line in changed)
    settled = co.calibrate(co.load_network(new))
    assert not write_calibration(path, new, settled)
    assert path.read_bytes() == new


@pytest.mark.parametrize("seed", range(12))
def test_a_time_in_short_form_is_spelled_out(seed: int) -> None:
    """``value: 30 h`` means all levels; a plain ``24 h`` has no norm and is left as it is."""
    spec = chain({"one": ("a", "c", "low", 3.0), "two": ("x", "y", "typical", 4.0)})
    spec["legs"]["a--b--rail"]["transit_time"] = {"value": "30 h", "norm": "by-rail"}
    half = {"value": "30 h", "high": "40 h", "norm": "by-road", "rule": "drawn"}
    spec["legs"]["x--y--road"]["transit_time"] = half
    spec["legs"]["y--z--road"]["transit_time"] = "24 h"
    data = dump(spec, shuffle=Random(seed)) if seed else dump(spec)
    result = co.calibrate(co.load_network(data))
    written = co.load_network(rewritten(data, result))
    assert written.legs["y--z--road"] == result.net.legs["y--z--road"]
    assert sum(change.moved for change in result.changes) == 3
    for change in result.changes:
        assert written.legs[str(change.path[1])].transit_time == change.after


def test_a_file_that_changed_meanwhile_is_left_alone(tmp_path: Path) -> None:
    data = dump(chain({"one": ("a", "c", "low", 3.0)}))
    path = tmp_path / "mine.yaml"
    path.write_bytes(data + b"# edited\n")
    result = co.calibrate(co.load_network(data))
    with pytest.raises(co.StaleFileError) as caught:
        write_calibration(path, data, result)
    assert str(caught.value) == f"{path} changed since it was read: nothing was written"
    assert path.read_bytes() == data + b"# edited\n"
    assert os.listdir(tmp_path) == ["mine.yaml"]  # noqa: PTH208 - hidden files count too


def test_without_scipy_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "scipy", None)
    with pytest.raises(co.MissingExtraError) as caught:
        fitting._scipy()
    assert (
        str(caught.value) == "calibrate needs scipy: in a clone of Corridor, pip install '.[fit]'"
    )


def test_the_method_page_shows_this_fit(found: Calibration) -> None:
    """What scripts/method.py wrote is what the code prints for the file as it is."""
    page = (Path(__file__).resolve().parents[2] / "docs" / "method.md").read_text(encoding="utf-8")
    assert found.full() in page, "run scripts/method.py"


def test_elements_without_a_report_are_counted_by_norm(found: Calibration) -> None:
    told = found.full().partition("not touched  ")[2].partition("waiting")[0]
    counts = [int(count) for count in re.findall(r" (\d+)(?:,|\s*$)", told)]
    assert len(counts) > 10
    assert sum(counts) == len(found.untouched) == int(told.split()[0])


def test_the_doubt_about_a_route_is_that_of_its_elements_together(found: Calibration) -> None:
    """One leg's error is its own; a route's is below the sum of its elements' errors."""
    route = co.find_route(found.net, "Xi'an", "Duisburg")
    numbers, rest = found.elements.along(route, 1)
    times = found.model.times(found.numbers)[1]
    apart = sum(float(found.errors[n] * times[n]) for n in numbers)
    whole = sum(float(times[n]) for n in numbers) + rest / 86_400
    assert 0.01 < found.error_of(route) < apart / whole
    (leg,) = co.find_route(found.net, "Tbilisi", "Gardabani").legs[:1]
    short = co.find_route(found.net, leg.origin.id, leg.destination.id)
    if len(short.legs) == 1:
        (number,), _ = found.elements.along(short, 1)
        assert found.error_of(short) == pytest.approx(float(found.errors[number]))


def test_what_is_left_out_is_placed_among_shipments_it_did_not_inform() -> None:
    """A report far too slow lies beyond all shipments that the other one foretells."""
    claims = {"usual": ("a", "b", "typical", 1.5), "late": ("b", "c", "typical", 9.0)}
    fit = co.calibrate(co.load_network(dump(chain(claims))))
    checked = cross_validate(fit)
    places = {row.id: row.percentile for row in checked.usual}
    assert places["late"] == 1
    assert places["usual"] < 0.5
    assert checked.within(0.8) == sum(0.1 <= place <= 0.9 for place in places.values())
    assert checked.within(1) == len(places)


def fitted_again(written: Callable[[Tree], bytes]) -> tuple[bytes, co.Network]:
    """Calibrate a file to one report, then what was written to a second one too."""
    first = dump(chain({"one": ("a", "c", "typical", 6.0)}))
    spec = yaml.safe_load(rewritten(first, co.calibrate(co.load_network(first))))
    spec["journeys"] |= chain({"two": ("a", "c", "typical", 9.0)})["journeys"]
    data = written(spec)
    result = co.calibrate(co.load_network(data))
    new = rewritten(data, result)
    assert co.load_network(new).legs == result.network.legs
    return new, result.network


def test_claims_are_replaced_in_the_style_in_which_they_are_written() -> None:
    """One below the other, in brackets, and in quotes; no line between is lost."""
    for flow in (False, True):
        new, _ = fitted_again(partial(yaml_text, flow=flow))
        spec = yaml.safe_load(new)
        claims = [leg["transit_time"].get("claims") for leg in spec["legs"].values()]
        assert claims == [["one", "two"]] * 2 + [None] * 2
        assert list(spec["legs"]) == ["a--b--rail", "b--c--rail", "x--y--road", "y--z--road"]


def yaml_text(spec: Tree, *, flow: bool) -> bytes:
    text: str = yaml.safe_dump(spec, sort_keys=False, default_flow_style=flow, width=10_000)
    return text.replace("- one\n", '- "one"\n').encode()


def test_times_of_another_file_are_not_written() -> None:
    data = dump(chain({"one": ("a", "c", "low", 3.0)}))
    other = dump(chain({"one": ("a", "c", "low", 4.0)}))
    with pytest.raises(co.StaleFileError) as caught:
        rewritten(other, co.calibrate(co.load_network(data)))
    assert str(caught.value) == ("the file holds another network than the one that was calibrated")


def test_a_time_that_goes_over_two_lines_is_left_to_its_writer() -> None:
    spec = dump(chain({"one": ("a", "c", "low", 3.0)}))
    data = spec.replace(b"low: 24 h,", b'low: "24\n      h",', 1)
    with pytest.raises(co.StaleFileError) as caught:
        rewritten(data, co.calibrate(co.load_network(data)))
    assert str(caught.value) == (
        "legs.a--b--rail.transit_time.low is not written on one line: write it as 24 h"
    )


def test_norms_that_are_fitted_are_written_too() -> None:
    """A norm has a pace, or a time, and two ratios; those of the road stay as they were."""
    spec = chain({"one": ("a", "c", "low", 3.0), "two": ("a", "c", "typical", 9.0)})
    spec["norms"]["by-rail"] |= {
        "speed": "41 km/h", "typical_over_low": "1.4", "high_over_typical": "1.3"
    }  # fmt: skip
    times = {"low": "5 h", "typical": "6 h", "high": "8 h"}
    prior = {"time": "5 h", "typical_over_low": "1.5", "high_over_typical": "1.5"}
    spec["norms"]["stop"] = {"text": "stop", "prior": prior, "time": times}
    stop = {"inbound": "rail 1520", "outbound": "rail 1520", "kind": "border"}
    spec["nodes"]["b"]["dwell"] = [stop | {"time": times | {"basis": "estimated", "norm": "stop"}}]
    data = dump(spec)
    result = co.calibrate(co.load_network(data))
    written = co.load_network(rewritten(data, result)).norms
    for norm in ("by-rail", "stop"):
        assert written[norm] == result.network.norms[norm]
    assert written["by-rail"].speed != 41_000
    assert written["by-rail"].typical_over_low != 1.4
    assert written["stop"].time
    assert written["stop"].time.typical.hours > 6
