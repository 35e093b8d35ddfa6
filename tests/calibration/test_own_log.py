"""An own shipment log: a known truth is recovered, and what leaves the band raises an alarm."""

import datetime
import json
import random
import statistics
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import corridor as co
from corridor.calibration.alarms import at_least
from corridor.calibration.targets import KINDS
from corridor.cli.main import main
from support.layout import dump
from support.two_lines import chain

NET = co.load_network(dump(chain({})))
FIRST = datetime.date(2025, 3, 1)


def movements(days: list[float], **more: Any) -> list[dict[str, Any]]:
    """Return a movement of each length [days] from a to c, one a week."""
    rows = []
    for number, length in enumerate(days):
        left = datetime.datetime.combine(FIRST, datetime.time()) + datetime.timedelta(weeks=number)
        rows.append(
            {
                "origin": "AAA",
                "destination": "CCC",
                "departure": left,
                "arrival": left + datetime.timedelta(days=length),
                "corridor": "middle",
                "direction": "westbound",
                "mode": "rail",
                **more,
            }
        )
    return rows


@pytest.mark.parametrize("factor", [0.85, 1.0, 1.3])
def test_the_truth_of_a_log_is_recovered_within_the_stated_error(factor: float) -> None:
    """Sixty movements, spread about a truth as widely as the fit takes observations to be."""
    before = co.find_route(NET, "AAA", "CCC")
    truth = factor * before.transit_time.typical.days
    spread = statistics.NormalDist(truth, KINDS["observed"] * truth)
    days = [spread.inv_cdf((number + 0.5) / 60) for number in range(60)]
    random.Random(1).shuffle(days)
    found = co.calibrate(co.with_shipment_log(NET, movements(days)))
    after = co.find_route(found.network, "AAA", "CCC").transit_time.typical.days
    error = found.error_of(before)
    assert abs(after / truth - 1) <= 2 * error
    assert error < 0.02
    moved = next(change for change in found.changes if change.name == "a--b--rail").after
    assert moved.basis == "calibrated"
    assert {claim[:4] for claim in moved.claims} == {"own-"}
    assert not next(change for change in found.changes if change.name == "x--y--road").moved


def test_the_last_shipments_outside_the_band_raise_an_alarm() -> None:
    usual = co.find_route(NET, "AAA", "CCC").transit_time.typical.days
    late = movements([usual] * 20 + [usual, *[2.5 * usual] * 5])
    ledger = co.evidence(co.with_shipment_log(NET, late), party="own")
    (alarm,) = ledger.alarms
    assert (alarm.side, alarm.outside, alarm.last) == ("slower", 5, 6)
    assert alarm.ids == tuple(f"own-{number:05d}" for number in range(21, 27))
    assert str(alarm) == (
        "AAA > CCC, middle: 5 of the last 6 shipments took longer than P90; by chance 0.0055 %"
    )
    assert str(alarm) in " ".join(str(ledger).split())
    assert not co.evidence(co.with_shipment_log(NET, movements([usual] * 9)), party="own").alarms


def test_an_alarm_of_the_quick_side_and_of_each_way_alone() -> None:
    usual = co.find_route(NET, "AAA", "CCC").transit_time.typical.days
    rows = movements([usual / 3] * 4)
    rows += movements([usual] * 4, origin="XXX", destination="ZZZ", mode="road")
    (alarm,) = co.evidence(co.with_shipment_log(NET, rows), party="own").alarms
    assert (alarm.origin, alarm.side, alarm.outside, alarm.last) == ("AAA", "faster", 4, 4)


def test_too_few_to_tell_raise_no_alarm() -> None:
    """One of six outside happens every other time; an alarm is rarer than one in a hundred."""
    assert at_least(1, 6, 0.1) > 0.4
    usual = co.find_route(NET, "AAA", "CCC").transit_time.typical.days
    log = movements([usual] * 4 + [3 * usual] * 2)
    assert not co.evidence(co.with_shipment_log(NET, log), party="own").alarms


def test_own_shipments_differ_without_contradicting_each_other() -> None:
    usual = co.find_route(NET, "AAA", "CCC").transit_time.typical.days
    own = co.with_shipment_log(NET, movements([usual, 1.4 * usual]))
    assert {row.verdict for row in co.evidence(own).rows} <= {"consistent", "slower_than_congested"}


def test_times_of_day_count_and_a_second_log_is_added() -> None:
    rows = movements([2.5, 3.25])
    rows[1] |= {"departure": "2025-03-08 06:00", "arrival": pd.Timestamp("2025-03-11 12:00")}
    own = co.with_shipment_log(NET, rows)
    assert [row.value / 3600 for row in co.evidence(own).rows] == [60, 78]
    more = co.with_shipment_log(own, movements([4]))
    assert list(more.journeys) == ["own-00001", "own-00002", "own-00003"]


def test_what_the_network_does_not_take_is_told_by_row() -> None:
    rows = movements([4, 4, 4], id="x")
    rows[1] |= {"id": "y", "direction": "west"}
    with pytest.raises(co.NetworkError) as caught:
        co.with_shipment_log(NET, rows)
    assert {(str(item.where), item.code) for item in caught.value.notices} >= {
        ("log, row 1, column direction", "unknown_value"),
        ("log, row 2, column id", "duplicate_key"),
    }
    with pytest.raises(co.QuantityError) as told:
        co.with_shipment_log(NET, [rows[0] | {"departure": "2025-03"}])
    assert str(told.value) == (
        'log, row 0: departure is "2025-03"; write a day, 2026-05-01, or a time, 2026-05-01 14:30'
    )


def test_the_commands_take_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    usual = co.find_route(NET, "AAA", "CCC").transit_time.typical.days
    pd.DataFrame(movements([2.5 * usual] * 6)).to_csv(tmp_path / "mine.csv", index=False)
    (tmp_path / "net.yaml").write_bytes(dump(chain({})))
    files = ["--network", str(tmp_path / "net.yaml"), "--log", str(tmp_path / "mine.csv")]
    assert main(["evidence", "--party", "own", "--json", *files]) == 0
    (alarm,) = json.loads(capsys.readouterr().out)["alarms"]
    assert (alarm["side"], alarm["outside"]) == ("slower", 6)
    assert main(["calibrate", *files, "-o", str(tmp_path / "fitted.yaml")]) == 0
    fitted = co.load_network(tmp_path / "fitted.yaml")
    assert len(fitted.journeys) == 6
    slower = co.find_route(fitted, "AAA", "CCC").transit_time.typical.days
    assert slower > 1.2 * usual
    assert main(["calibrate", *files, "--write"]) == 2
    assert capsys.readouterr().err.startswith("error: --write puts no log into the file")
