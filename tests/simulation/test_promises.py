"""Days that may be promised: rounded up, on the network of the day of departure, in words."""

import dataclasses
import datetime
import functools
import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.cli import forecasts as foresight
from corridor.cli.main import main
from corridor.network.estimates import Period
from support.bundled import bundled_network
from support.small import ROW, chain


@pytest.fixture(scope="module")
def sim() -> co.Simulation:
    return co.simulate(bundled_network(), "Xi'an > Istanbul", seed=7, corridor="middle", runs=2_000)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@functools.cache
def short_way() -> co.Simulation:
    """Simulate a route over the Caspian Sea, on the legs of the countries around it alone."""
    net = co.as_of(bundled_network(), "2024-01-01")
    near = {key for key, node in net.nodes.items() if node.country in {"AZ", "GE", "KZ", "TM"}}
    legs = {key: leg for key, leg in net.file.legs.items() if {leg.origin, leg.destination} <= near}
    net = net.with_file(dataclasses.replace(net.file, legs=legs))
    return co.simulate(net, "Aktau > Tbilisi", seed=7, runs=1_000)


@given(
    st.dates(datetime.date(2024, 6, 1), datetime.date(2027, 1, 1)),
    st.sampled_from([0.1, 0.5, 0.9, 0.95, 0.99]),
)
def test_the_last_departure_keeps_its_deadline_and_the_next_day_does_not(
    deadline: datetime.date, confidence: float
) -> None:
    sim = short_way()
    promise = sim.ship_by(deadline, confidence)
    assert promise.latest
    assert promise.arrival <= deadline
    assert promise.kept is not None
    assert promise.kept >= confidence
    assert promise.within <= (promise.arrival - promise.departure).days * 86_400
    later = sim.arrive_by(promise.departure + datetime.timedelta(1), confidence)
    assert later.arrival > deadline
    again = sim.arrive_by(promise.departure, confidence, deadline=deadline)
    assert (again.arrival, again.kept) == (promise.arrival, promise.kept)


def test_a_deadline_over_a_closure_is_shipped_for_before_it() -> None:
    """The one leg is closed from 10 to 20 March and takes a day and a half."""
    times = ("36 h", "36 h", "36 h")
    net = chain(times)
    periods = (Period(end=day("2026-03-10")), Period(day("2026-03-20")))
    leg = dataclasses.replace(net.legs["a--b"], periods=periods)
    net = net.with_file(dataclasses.replace(net.file, legs={"a--b": leg}))
    sim = co.simulate(co.as_of(net, "2026-01-01"), "A > B", seed=1, runs=100)
    found = {
        text: sim.ship_by(text).departure.isoformat()
        for text in ("2026-03-09", "2026-03-15", "2026-03-20", "2026-03-21", "2026-03-22")
    }
    assert found == {
        "2026-03-09": "2026-03-07",
        "2026-03-15": "2026-03-09",
        "2026-03-20": "2026-03-09",
        "2026-03-21": "2026-03-09",
        "2026-03-22": "2026-03-20",
    }
    waited = sim.arrive_by("2026-03-12")
    assert (waited.departure, waited.arrival) == (day("2026-03-12"), day("2026-03-22"))


def test_a_deadline_that_can_no_longer_be_kept_is_told_first() -> None:
    """Leaving on the network's day, goods of two days come a day late; earlier ones are history."""
    net = co.as_of(chain(("2 days", "2 days", "2 days")), "2026-11-21")
    sim = co.simulate(net, "A > B", seed=1, runs=100)
    late = sim.ship_by("2026-11-22")
    assert (late.late, late.latest, late.departure) == (True, False, day("2026-11-21"))
    assert late.full().splitlines()[:2] == [
        "A > B: too late: shipped today, 2026-11-21, 90 % arrive by 2026-11-23, 2 days;",
        "by 2026-11-22, 0 %.",
    ]
    kept = sim.ship_by("2026-11-23")
    assert (kept.late, kept.latest, kept.departure) == (False, True, day("2026-11-21"))
    past = sim.ship_by("2026-11-20")
    assert (past.departure, past.past) == (day("2026-11-18"), day("2026-11-21"))
    assert "deadline  before the day of the network, 2026-11-21" in past.full()


def test_the_route_is_that_of_the_day_of_departure(sim: co.Simulation) -> None:
    """The Georgian section of the Baku-Tbilisi-Kars railway was closed in February 2024."""
    now, then = sim.arrive_by("2026-03-03"), sim.arrive_by("2024-02-01")
    assert "akhalkalaki" in {node.id for node in now.route.nodes}
    assert "akhalkalaki" not in {node.id for node in then.route.nodes}
    assert "seen on 2024-02-01" in then.full()


def test_a_given_route_is_kept_to_and_refused_where_it_is_closed(sim: co.Simulation) -> None:
    fixed = co.simulate(bundled_network(), sim.route, seed=7, runs=100)
    assert fixed.arrive_by("2026-03-03").route.legs == sim.route.legs
    with pytest.raises(co.QuantityError) as caught:
        fixed.arrive_by("2024-02-01")
    assert str(caught.value).endswith("is not open in this network")


def test_words_of_a_promise(sim: co.Simulation) -> None:
    shipped = sim.arrive_by("2026-03-03", 0.9, deadline="2026-03-30")
    assert shipped.full().splitlines()[:2] == [
        "Xi'an > Istanbul: shipped on 2026-03-03, 90 % arrive by 2026-04-02, 30 days; by",
        "2026-03-30, 79 %.",
    ]
    assert sim.ship_by("2026-04-01").full().splitlines()[:2] == [
        "Xi'an > Istanbul: ship by 2026-03-02, so that 90 % arrive by 2026-04-01; they",
        "need 30 days.",
    ]


FAULTS: list[tuple[dict[str, Any], str]] = [
    (
        {"departure": "2026-03-03", "deadline": "2026-03-01"},
        "the deadline 2026-03-01 is before the departure 2026-03-03",
    ),
    (
        {"departure": "3 March"},
        '"3 March" is not a date; write it as 2016-06-15, 2016-06 or 2016',
    ),
    (
        {"departure": "2026-03-03", "confidence": 1},
        "confidence is 1; it must be between 0 and 1, as in 0.9",
    ),
]


@pytest.mark.parametrize(("asked", "message"), FAULTS)
def test_a_wrong_day_is_worded(sim: co.Simulation, asked: dict[str, Any], message: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        sim.arrive_by(**asked)
    assert str(caught.value) == message


RUNS = st.integers(1, 300)
SHARES = st.integers(1, 9_999).map(lambda number: Fraction(number, 10_000))


@given(RUNS, SHARES)
def test_a_share_is_told_when_ten_runs_lie_beyond_it(runs: int, share: Fraction) -> None:
    """Beyond that the slowest run alone decides, whatever share is asked for."""
    sim = co.simulate(chain(*ROW), "A > D", seed=1, runs=runs)
    enough = runs * min(share, 1 - share) >= 10
    assert sim.resolves(share) is enough
    for ask in (
        sim.percentile,
        sim.within,
        lambda share: sim.arrive_by("2026-03-03", share),
        lambda share: sim.ship_by("2026-04-03", share),
    ):
        if enough:
            assert ask(float(share))
        else:
            with pytest.raises(co.QuantityError, match="too few to tell"):
                ask(float(share))
    assert str(sim)


@pytest.mark.parametrize(
    ("runs", "confidence", "words"),
    [
        (3, 0.9, "3 runs are too few to tell when 90 % arrive; simulate at least 100 runs"),
        (1, 0.5, "1 run is too few to tell when half arrive; simulate at least 20 runs"),
        (
            9_999,
            0.999,
            ("9,999 runs are too few to tell when 99.9 % arrive; simulate at least 10,000 runs"),
        ),
        (
            3,
            0.99999999,
            (
                "3 runs are too few to tell when 99.999999 % arrive; simulate at "
                "least 1,000,000,000 runs; at most 100,000,000 can be drawn"
            ),
        ),
    ],
)
def test_a_share_beyond_the_runs_is_refused_with_the_runs_needed(
    runs: int, confidence: float, words: str
) -> None:
    sim = co.simulate(chain(*ROW), "A > D", seed=1, runs=runs)
    with pytest.raises(co.QuantityError) as caught:
        sim.ship_by("2027-04-01", confidence)
    assert str(caught.value) == words


def test_the_command_refuses_a_promise_of_three_runs(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ("promise", "Aktau", "Alat", "--deadline", "2027-04-01")
    for more in (("--runs", "3"), ("--confidence", "0.9999")):
        code, out, err = said(capsys, *asked, *more)
        assert (code, out) == (2, "")
        assert "too few to tell when" in err


@pytest.mark.parametrize("departure", ["9999-12-31", datetime.date.max])
def test_the_end_of_the_calendar_is_told(sim: co.Simulation, departure: Any) -> None:
    with pytest.raises(co.QuantityError) as caught:
        sim.arrive_by(departure)
    assert str(caught.value) == (
        "9999-12-31 is too late a day to ship on: the calendar ends with 9999-12-31"
    )


def test_a_row_of_legs_that_never_vary_is_there_to_the_day() -> None:
    sim = co.simulate(chain(("1 day", "1 day", "1 day"), *ROW[:0]), "A > B", seed=1, runs=100)
    promise = sim.arrive_by("2026-03-03", deadline="2026-03-03")
    assert (promise.arrival, promise.kept) == (day("2026-03-04"), 0)


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    printed = capsys.readouterr()
    return code, printed.out, printed.err


def test_the_command_promises(capsys: pytest.CaptureFixture[str]) -> None:
    ends = ("promise", "Xi'an", "Istanbul")
    code, out, _ = said(capsys, *ends, "--deadline", "2026-04-01", "--confidence", "0.9")
    assert code == 0
    assert out.startswith("Xi'an > Istanbul: ship by 2026-03-0")
    code, out, _ = said(capsys, *ends, "--ship", "2026-03-03", "--json")
    record = json.loads(out)
    assert (record["schema"], record["departure"]) == ("corridor.promise", "2026-03-03")
    code, _, err = said(capsys, *ends)
    assert (code, err) == (
        2,
        "error: promise needs --ship, --deadline or both\n  hint: corridor promise --help\n",
    )
    code, _, err = said(capsys, *ends, "--ship", "2026-03-03", "--deadline", "2026-03-01")
    assert (code, err) == (2, "error: the deadline 2026-03-01 is before the departure 2026-03-03\n")


def test_the_command_simulates(capsys: pytest.CaptureFixture[str]) -> None:
    ends = ("simulate", "Xi'an", "Istanbul", "--runs", "500", "--customs", "1 day, 2 days, 5 days")
    code, out, _ = said(capsys, *ends)
    assert code == 0
    assert out.startswith("Xi'an > Istanbul: half arrive within ")
    assert "of these  stated by you: customs 2.0" in out
    code, out, _ = said(capsys, *ends, "--json")
    record = json.loads(out)
    assert record["runs"] == 500
    assert record["stated"] == {"customs": {"low": 86400, "typical": 172800, "high": 432000}}
    assert list(record["percentiles"].values()) == sorted(record["percentiles"].values())
    code, _, err = said(capsys, *ends[:3], "--runs", "0")
    assert (code, err) == (
        2,
        "error: runs is 0; it must be a whole number from 1 to 100,000,000\n",
    )


def test_the_commands_show_doubt_beside_the_spread(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(foresight, "doubt_about", lambda *_: 0.2)
    ends = ("Xi'an", "Istanbul", "--runs", "2000")
    code, out, _ = said(capsys, "simulate", *ends, "--doubt")
    assert code == 0
    assert "with doubt" in out
    plain = json.loads(said(capsys, "simulate", *ends, "--json")[1])
    both = json.loads(said(capsys, "simulate", *ends, "--doubt", "--json")[1])
    assert plain["doubt"] is None
    assert both["doubt"]["error"] == 0.2
    assert {**both, "doubt": None} == plain
    assert both["doubt"]["percentiles"]["0.95"] > plain["percentiles"]["0.95"]
    code, out, _ = said(capsys, "promise", *ends, "--ship", "2026-03-03", "--doubt", "--full")
    assert (code, "doubt about the level (evidence): 20.0 %" in " ".join(out.split())) == (0, True)


@pytest.mark.parametrize(("runs", "told"), [(1, False), (99, False), (199, False), (200, True)])
def test_indices_of_the_95th_percentile_need_runs_that_tell_it(runs: int, *, told: bool) -> None:
    """An index is a share too: of few runs the slowest alone decides."""
    sim = co.simulate(bundled_network(), "Aktau > Alat", seed=1, runs=runs)
    for index in (sim.buffer_index, sim.planning_time_index):
        assert (index is not None) is told
    assert ("planning time" in sim.full()) is told
    assert ("of what separates P90" in " ".join(sim.full().split())) is (runs >= 100)
    if runs == 1:
        assert "1 run is too few to tell when half arrive" in str(sim)


def with_periods(*periods: Period, **more: Any) -> co.Network:
    """A leg of a day and a half, open in periods."""
    net = chain(("36 h", "36 h", "36 h"), **more)
    leg = dataclasses.replace(net.legs["a--b"], periods=periods)
    return net.with_file(dataclasses.replace(net.file, legs={"a--b": leg}))


def test_a_past_deadline_over_a_closure_is_shipped_for_before_it() -> None:
    """Window by window, back from the deadline, on a network of a later day."""
    net = with_periods(Period(end=day("2026-03-10")), Period(day("2026-03-20")))
    sim = co.simulate(co.as_of(net, "2026-06-01"), "A > B", seed=1, runs=100)
    found = sim.ship_by("2026-03-21")
    assert (found.departure, found.arrival) == (day("2026-03-09"), day("2026-03-11"))
    assert (found.latest, found.past) == (True, day("2026-06-01"))


def test_a_deadline_before_the_line_opens_has_no_day() -> None:
    net = with_periods(Period(day("2026-03-20")))
    sim = co.simulate(co.as_of(net, "2026-06-01"), "A > B", seed=1, runs=100)
    with pytest.raises(co.NoRouteError) as caught:
        sim.ship_by("2026-03-10")
    assert str(caught.value).startswith("no route A > B with what is open on 2026-03-10")


def test_a_deadline_after_a_line_is_closed_is_shipped_for_before_that() -> None:
    """With a timetable each day is tried: after the last of them no day has a route."""
    trains = {"t": {"service": "a--b", "interval": "1 day", "first": "2026-01-01"}}
    net = co.as_of(with_periods(Period(end=day("2026-03-10")), departures=trains), "2026-01-01")
    found = co.simulate(net, "A > B", seed=1, runs=100).ship_by("2026-03-20")
    assert (found.departure, found.arrival) == (day("2026-03-09"), day("2026-03-11"))


def test_a_deadline_that_no_day_before_keeps_is_refused() -> None:
    trains = {"t": {"service": "a--b", "interval": "1 day", "first": "2026-01-01"}}
    opened = with_periods(Period(day("2026-03-20")), departures=trains)
    sim = co.simulate(co.as_of(opened, "2026-06-01"), "A > B", seed=1, runs=100)
    with pytest.raises(co.NoRouteError) as caught:
        sim.ship_by("2026-03-10")
    assert str(caught.value) == "no route on any day before 2026-03-10"
