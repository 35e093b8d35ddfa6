"""The evidence ledger: every report has its row, and the row says how it stands."""

import csv
import datetime
import functools
import io
import json
from typing import Any

import pytest

import corridor as co
from corridor.calibration.ledger_rows import POSITIONS, VERDICTS, LedgerRow
from corridor.calibration.report_routes import REASONS, Report
from corridor.cli import main as cli
from corridor.routing.best_route import best_route
from corridor.simulation import p90
from support.bundled import bundled_network
from support.small import line, read

DAY = 86_400
DAY_LONG = datetime.timedelta(days=1)
NET = bundled_network()


@functools.cache
def whole() -> co.Ledger:
    return co.evidence(NET)


@functools.cache
def rows_by_id() -> dict[str, LedgerRow]:
    return {row.id: row for row in whole().rows}


def test_no_report_is_skipped() -> None:
    assert [row.id for row in whole().times] == list(NET.journeys)
    assert len(whole().times) > 120
    lengths = [length for run in NET.runs.values() for length in run.distances]
    assert [row.reported[0] for row in whole().distances] == [length.value for length in lengths]
    assert len(rows_by_id()) == len(whole().rows)


def test_the_codes_are_frozen() -> None:
    assert VERDICTS == (
        "consistent",
        "faster_than_free_flow",
        "slower_than_congested",
        "contradicts",
        "legs_longer",
        "legs_shorter",
        "not_comparable",
    )
    assert POSITIONS == ("below_free_flow", "between", "congested")
    assert list(REASONS) == ["no_number", "end_not_named", "same_ends", "no_way"]
    assert {row.verdict for row in whole().rows} == set(VERDICTS)


def test_what_is_not_compared_says_why_and_all_else_has_a_route() -> None:
    for row in whole().rows:
        assert (row.reason is not None) == (row.verdict == "not_comparable") == (row.route is None)
        assert (row.verdict == "contradicts") == bool(row.against)


@pytest.mark.parametrize(
    ("row", "days", "ends", "source"),
    [
        ("mc-001", 15, ("istanbul-halkali", "xian"), "chinadaily-2021-07-17"),
        ("mc-002", 15, ("istanbul-halkali", "xian"), "bakutribune-2021-04-02"),
        ("mc-009", 12, ("khorgos", "istanbul-halkali"), "trend-2024-07-04"),
        ("mc-010", 18, ("khorgos", "duisburg"), "trend-2024-07-04"),
        ("mc-009b", 30, ("khorgos", "istanbul-ambarli"), "trend-2024-07-04"),
    ],
)
def test_the_starting_articles_have_their_rows(
    row: str, days: int, ends: tuple[str, str], source: str
) -> None:
    found = rows_by_id()[row]
    assert found.reported == (days * DAY, days * DAY)
    assert found.sources == (source,)
    assert found.route is not None
    assert found.route.origin.id == ends[0]
    if row != "mc-009b":
        assert found.route.destination.id == ends[1]


def test_the_12_and_18_days_are_the_low_level_of_their_routes() -> None:
    for row, days in (("mc-009", 12), ("mc-010", 18)):
        assert rows_by_id()[row].network[0] == days * DAY
        assert (rows_by_id()[row].residual, rows_by_id()[row].verdict) == (0, "consistent")


def test_one_month_is_compared_with_the_network_before_the_railway() -> None:
    route = rows_by_id()["mc-009b"].route
    assert route is not None
    assert "kartsakhi" not in {node.id for node in route.nodes}


def test_reports_that_cannot_both_be_true_name_each_other() -> None:
    assert rows_by_id()["mc-001"].against == ("mc-004", "mc-006")
    assert set(rows_by_id()["mc-082"].against) == {"mc-036", "mc-043"}
    for row in whole().rows:
        assert all(row.id in rows_by_id()[other].against for other in row.against)


def test_a_residual_is_what_the_network_gives_less_the_report() -> None:
    row = rows_by_id()["mc-001"]
    assert row.residual == row.network[0] - 15 * DAY
    target = rows_by_id()["mc-052"]  # 8 to 12 days at low: a quarter of the way up
    assert target.value == 9 * DAY


@pytest.mark.parametrize("low", range(0, 40, 3))
def test_position_and_verdict_follow_from_the_three_levels(low: int) -> None:
    """Mirror the definitions on every compared row: nothing but the figures decides."""
    for row in whole().times[low::13]:
        if not row.network:
            continue
        free, _, congested = row.network
        value = row.value
        expected = "between" if free <= value <= congested else POSITIONS[2 * (value > congested)]
        assert row.position == expected
        if row.verdict != "contradicts":
            beyond = (value < 0.9 * free, value > 1.1 * congested)
            assert beyond == (
                row.verdict == "faster_than_free_flow",
                row.verdict == "slower_than_congested",
            )


@functools.cache
def seen_from(first: datetime.date, until: datetime.date) -> co.Network:
    return co.as_of(NET, first, until=until)


def _seen(report: Report) -> co.Network:
    """Return the network of a report's period, by the public function."""
    start = report.period.start if report.period else None
    end = report.period.end if report.period else None
    first = start or datetime.date.min
    return seen_from(first, end - DAY_LONG if end else max(first, NET.as_of))


@pytest.mark.unmeasured
def test_a_report_is_read_as_a_search_reads_it() -> None:
    """One reading of ends, modes and via: where a search turns round nowhere, they are the same."""
    turning = alike = 0
    for route, report in {(row.route, row.report) for row in rows_by_id().values() if row.route}:
        found = best_route(_seen(report), route.request)
        nodes = [node.id for node in found.nodes]
        assert found.transit_time.typical <= route.transit_time.typical
        if len(set(nodes)) < len(nodes):
            turning += 1
            continue
        assert [leg.id for leg in found.legs] == [leg.id for leg in route.legs]
        alike += 1
    assert turning
    assert alike > 150


def test_lengths_are_held_against_the_sum_of_legs() -> None:
    khorgos = rows_by_id()["istanbul-halkali--khorgos"]
    assert khorgos.network == (khorgos.route and int(khorgos.route.distance),)
    assert khorgos.verdict == "consistent"
    assert rows_by_id()["istanbul-halkali--xian"].verdict == "legs_longer"
    assert rows_by_id()["xian--tehran"].verdict == "legs_shorter"


def test_the_summary_counts_every_row_in_each_grouping() -> None:
    for by in ("level", "corridor", "kind", "party"):
        groups = [item for item in whole().summary if item.by == by]
        assert sum(item.rows for item in groups) == len(whole().times)
    everything = whole().summary[0]
    compared = [row for row in whole().times if row.residual is not None]
    assert everything.compared == len(compared)
    assert everything.inside == sum(row.position == "between" for row in compared)


def test_filters_keep_the_rows_that_fit() -> None:
    some = co.evidence(NET, corridor="northern", kind="average", party="forwarder")
    assert some.rows
    for row in some.rows:
        assert isinstance(row.report, co.Journey)
        assert (row.report.corridor, row.report.kind) == ("northern", "average")
    with pytest.raises(co.QuantityError) as caught:
        co.evidence(NET, kind="rumour")
    assert str(caught.value) == (
        'kind is "rumour"; it must be one of observed, advertised, schedule, average, target'
    )


def test_the_network_of_a_window_has_what_was_open_on_any_of_its_days() -> None:
    leg = NET.legs["akhalkalaki--kartsakhi--rail"]  # closed 2023-05-16 to 2024-05-20
    assert not co.as_of(NET, "2024-01").is_open(leg)
    assert co.as_of(NET, "2024-01", until="2024-06").is_open(leg)
    assert not co.as_of(NET, "2024-01", until="2024-05-19").is_open(leg)
    assert co.as_of(NET, "2024-01", until="2024-06") != co.as_of(NET, "2024-01")
    assert "seen from 2024-01-01 to 2024-06-01" in co.as_of(NET, "2024-01", until="2024-06").stamp


def test_it_prints_every_row(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evidence", "--full"]) == 0
    out = capsys.readouterr().out
    lines = out.splitlines()
    assert all(any(line.startswith(f"{row} ") for line in lines) for row in rows_by_id())
    assert lines[0].startswith("169 reported journeys and 55 reported lengths: ")
    assert max(map(len, lines)) <= 132
    assert "Istanbul > Xi'an: 15 days (mc-001, chinadaily-2021-07-17) against 12 days" in out


def test_csv_and_json_hold_the_same_records(capsys: pytest.CaptureFixture[str]) -> None:
    cli.main(["evidence", "--corridor", "suez", "--csv"])
    table = list(csv.DictReader(io.StringIO(capsys.readouterr().out)))
    cli.main(["evidence", "--corridor", "suez", "--json"])
    document = json.loads(capsys.readouterr().out)
    assert document["schema"] == "corridor.evidence"
    records = document["rows"]
    assert [row["id"] for row in table] == [row["id"] for row in records]
    assert all(row["verdict"] == one["verdict"] for row, one in zip(table, records, strict=True))
    assert co.evidence(NET, corridor="suez").to_records() == records


def test_percentiles_are_simulated_only_where_asked_for() -> None:
    assert all(row.percentile is None for row in whole().rows)
    assert whole().reliability == ()
    placed = co.evidence(NET, kind="average", percentiles=True)
    for row in placed.rows:
        assert (row.percentile is None) == (row.route is None)
        if row.percentile is not None and row.position == "below_free_flow":
            assert row.percentile == 0
        if row.percentile is not None and row.position == "congested":
            assert row.percentile == 1
    row = next(row for row in placed.rows if row.level == "typical" and row.route)
    assert row.route
    runs = co.simulate(NET, row.route, seed=p90.SEED, runs=p90.RUNS)
    assert row.percentile == runs.on_time(co.Duration(round(row.value)))


def test_reliability_counts_where_reports_lie() -> None:
    placed = co.evidence(NET, percentiles=True)
    found = {(item.by, item.group): item for item in placed.reliability}
    usual = found["usual", "observed, average"]
    shares = [
        row.percentile
        for row in placed.times
        if row.percentile is not None
        and row.level == "typical"
        and isinstance(row.report, co.Journey)
        and row.report.kind in {"observed", "average"}
    ]
    assert usual.rows == len(shares)
    assert usual.inside == sum(0.1 <= share <= 0.9 for share in shares) / len(shares)
    assert usual.below_median == sum(share < 0.5 for share in shares) / len(shares)
    assert usual.inside + usual.below + usual.above == pytest.approx(1)
    by_kind = sum(item.rows for item in placed.reliability if item.by == "kind")
    by_party = sum(item.rows for item in placed.reliability if item.by == "party")
    assert by_kind == by_party == sum(row.percentile is not None for row in placed.times)
    text = placed.full()
    assert "reports in the spread" in text
    assert "reports in the spread" not in whole().full()


def test_promises_are_expected_at_the_bound() -> None:
    for row in whole().times:
        promised = isinstance(row.report, co.Journey) and row.report.kind in {
            "advertised",
            "schedule",
            "target",
        }
        near = bool(row.network) and abs(row.value - row.network[0]) <= 0.1 * row.network[0]
        assert row.at_bound == (promised and near)
    lines = {
        line.split()[0]: line for line in whole().full().splitlines() if line.startswith("mc-")
    }
    assert lines["mc-009"].endswith("at the bound")
    assert lines["mc-005"].endswith("consistent")  # observed: no promise
    assert lines["mc-004"].endswith("faster; contradicts mc-001")


def test_the_command_shows_percentiles(capsys: pytest.CaptureFixture[str]) -> None:
    ends = ["evidence", "--corridor", "suez", "--percentiles"]
    assert cli.main([*ends, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert {item["by"] for item in record["reliability"]} == {"usual", "kind", "party"}
    assert any(row["percentile"] is not None for row in record["rows"])
    assert cli.main(ends) == 0
    assert "place" in capsys.readouterr().out


def test_what_agrees_with_the_network_may_contradict_a_report() -> None:
    """The verdict of the network alone is kept apart from which report is against it."""
    rows = {row.id: row for row in whole().rows}
    text = whole().full()
    for row in rows.values():
        assert row.alone != "contradicts"
        assert (row.verdict == row.alone) or row.against
    agreeing = [row for row in rows.values() if row.against and row.alone == "consistent"]
    assert agreeing
    assert f"agrees; contradicts {agreeing[0].against[0]}" in text
    assert f"Of these {len(agreeing)} contradict another report." in " ".join(text.split())


def test_a_network_with_lengths_alone_has_no_table_of_times() -> None:
    end = {key: {"text": key.upper(), "node": key} for key in "ac"}
    run: dict[str, Any] = {
        "origin": end["a"],
        "destination": end["c"],
        "corridor": "middle",
        "mode": "ferry",
    }
    run["distances"] = [{"value": "130 km", "sources": ["atlas"]}]
    said = {"sources": {"atlas": {"title": "Atlas", "publisher": "Nobody"}}, "runs": {"r": run}}
    text = co.evidence(read(line() | said)).full()
    assert text.splitlines()[3:7] == [
        "                reported  legs",
        "run  from > to        km    km   off",
        "─" * 50,
        "r    A > C           130   120  -8 %  legs shorter",
    ]
    assert "at typical" not in text
