"""What a fit leaves out, and what ends it: reports without a route, times of their own."""

from pathlib import Path
from typing import Any

import pytest

import corridor as co
from corridor.calibration import doubt, fit
from corridor.calibration.crossvalidation import cross_validate, cross_validation_text
from corridor.calibration.new_times import round_times
from corridor.calibration.write_back import rewritten
from support.layout import dump
from support.strategies import Tree
from support.two_lines import chain

ONE = {"one": ("a", "c", "typical", 4.0)}


def times(net: co.Network) -> dict[str, tuple[int, ...]]:
    return {key: tuple(map(int, leg.transit_time.levels)) for key, leg in net.legs.items()}


def fitted(spec: Tree) -> co.Network:
    return co.calibrate(co.load_network(dump(spec))).network


def test_a_report_whose_ends_nothing_joins_is_left_out_of_the_fit() -> None:
    """From the railway to the road there is no route; the other reports count as without it."""
    both = chain(ONE | {"apart": ("a", "z", "typical", 9.0)})
    found = co.calibrate(co.load_network(dump(both)))
    assert [row.id for row in found.rows] == ["one"]
    assert times(found.network) == times(fitted(chain(ONE)))


def test_a_report_whose_end_is_named_in_words_alone_is_not_compared() -> None:
    spec = chain(ONE)
    spec["journeys"]["one"]["origin"] = {"text": "somewhere inland"}
    net = co.load_network(dump(spec))
    assert "an end is not a place or region of the network" in " ".join(
        co.evidence(net).full().split()
    )
    with pytest.raises(co.QuantityError, match="no journey of this network can be fitted"):
        co.calibrate(net)


def test_a_report_between_a_region_and_its_only_terminal_is_left_out_of_the_fit() -> None:
    both = chain(ONE | {"near": ("b", "c", "typical", 9.0)})
    both["regions"] = {"r": {"name": "Land", "gateways": [{"node": "b", "mode": "rail"}]}}
    both["journeys"]["near"]["destination"] = {"text": "Land", "region": "r"}
    net = co.load_network(dump(both))
    assert "not compared  both ends can be one place: near" in co.evidence(net).full()
    assert times(co.calibrate(net).network) == times(fitted(chain(ONE)))


def test_a_time_with_a_source_of_its_own_is_not_fitted_to_reports() -> None:
    """The stop at b and the road x - y are reported: a report along them moves other times."""
    spec = chain(ONE | {"two": ("x", "y", "typical", 9.0)})
    stop = {"inbound": "rail 1520", "outbound": "rail 1520", "kind": "border"}
    own = {"low": "5 h", "typical": "6 h", "high": "8 h", "sources": ["s"]}
    spec["nodes"]["b"]["dwell"] = [stop | {"time": own}]
    spec["legs"]["x--y--road"]["transit_time"] = own
    found = co.calibrate(co.load_network(dump(spec)))
    assert [row.id for row in found.rows] == ["one"]
    assert found.network.nodes["b"].dwell == found.net.nodes["b"].dwell
    assert found.network.legs["x--y--road"] == found.net.legs["x--y--road"]
    (row,) = found.rows
    legs = [times(found.network)[key][1] for key in ("a--b--rail", "b--c--rail")]
    assert float(row.fitted) == pytest.approx(sum(legs) + 6 * 3_600, abs=720)


def test_an_exact_report_is_never_left_out_to_be_foretold() -> None:
    """Others are, also where they run over a leg whose time is reported and not fitted."""
    spec = chain(ONE | {"two": ("b", "c", "typical", 2.0), "three": ("x", "z", "low", 3.0)})
    spec["journeys"]["three"]["exact"] = "true"
    spec["corridors"] = {"middle": {"name": "Middle", "through": [{"nodes": ["y"]}]}}
    own = {"low": "24 h", "typical": "36 h", "high": "54 h", "sources": ["s"]}
    spec["legs"]["a--b--rail"]["transit_time"] = own
    found = co.calibrate(co.load_network(dump(spec)))
    kinds = {target.id: target.kind for target in found.model.targets if target.id in found.ways}
    assert kinds == {"one": "claim", "two": "claim", "three": "exact"}
    rows = {row.id: row for row in cross_validate(found).rows}
    assert rows.keys() == {"one", "two"}
    assert rows["one"].predicted[1] == pytest.approx(1.5 + 1.5)


def test_without_usual_shipments_no_interval_of_them_is_claimed() -> None:
    spec = chain({"one": ("a", "c", "low", 3.0), "two": ("b", "c", "low", 1.0)})
    text = cross_validation_text(cross_validate(co.calibrate(co.load_network(dump(spec)))))
    assert "of the reports lie between 0.9 low and 1.1 high." in " ".join(text.split())
    assert "observed and average reports" not in text


def test_routes_that_do_not_settle_end_the_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fit, "ROUNDS", 0)
    with pytest.raises(co.LimitError) as caught:
        fitted(chain(ONE))
    assert str(caught.value) == "the routes of the journeys did not settle in 0 rounds"


def test_an_exact_sum_below_a_tenth_of_an_hour_each_is_not_reached() -> None:
    """No time becomes zero to make a sum come out."""
    assert round_times([400.0, 400.0], [0, 0], {(0, 1): 360}) == [360, 360]


def test_claims_are_put_into_a_list_that_is_empty() -> None:
    spec = chain(ONE)
    spec["legs"]["a--b--rail"]["transit_time"]["claims"] = []
    data = dump(spec)
    written = co.load_network(rewritten(data, co.calibrate(co.load_network(data))))
    assert written.legs["a--b--rail"].transit_time.claims == ("one",)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[co.Network]:
    """Count the networks that are calibrated."""
    found: list[co.Network] = []
    calibrate = fit.calibrate

    def counted(net: co.Network) -> Any:
        found.append(net)
        return calibrate(net)

    monkeypatch.setattr(fit, "calibrate", counted)
    return found


def test_the_doubt_about_routes_of_one_network_takes_one_calibration(
    asked: list[co.Network],
) -> None:
    net = co.load_network(dump(chain(ONE)))
    routes = [co.find_route(net, *ends) for ends in (("a", "c"), ("a", "b"))]
    told = [co.doubt_about(net, route) for route in routes]
    assert len(asked) == 1
    whole = co.calibrate(net)
    assert told == [pytest.approx(whole.error_of(route), abs=1e-6) for route in routes]


def test_the_doubt_about_a_route_is_remembered_for_the_next_process(
    asked: list[co.Network], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    monkeypatch.delenv("CORRIDOR_CACHE", raising=False)
    monkeypatch.setattr(doubt, "FEWEST_LEGS", 4)
    data = dump(chain(ONE))
    told = []
    for _ in range(2):
        net = co.load_network(data)
        told.append(co.doubt_about(net, co.find_route(net, "a", "c")))
    assert len(asked) == 1
    assert told[0] == told[1] > 0
