"""Runs on the clock: with times that do not vary, each run arrives when the dated route does."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from support.dated import LEVELS, MOST, START, network
from support.layout import dump
from support.small import chain, line, read

RUNS = 20
DAY = 86_400


def still(value: Any) -> Any:
    """Return a file in which every time is its typical time at all levels, without headways."""
    if isinstance(value, list):
        return [still(item) for item in value]
    if not isinstance(value, dict):
        return value
    same = dict.fromkeys(LEVELS, value["typical"]) if "typical" in value else {}
    return {key: still(item) for key, item in value.items() if key != "headway"} | same


@given(st.integers(0, 10**9))
def test_runs_that_do_not_vary_arrive_with_the_dated_route(seed: int) -> None:
    """Past closures, timetables, queues and seasons of random networks."""
    net = co.load_network(dump(still(network(seed))))
    try:
        route = co.find_route(net, "a", "b", depart=START)
    except co.NoRouteError:
        return
    assert route.schedule
    arrival = route.schedule.arrival("typical")
    days = (arrival.date() - START).days
    if days >= MOST:
        return
    sim = co.simulate(net, route, runs=RUNS, seed=1, from_ready=True)
    assert {int(time) for time in sim.times} == {days * 86_400}


def test_runs_handle_goods_after_a_slow_window_where_that_is_sooner() -> None:
    """Five days at B until 5 March, one from then on: who comes on the 3rd is ready on the 6th."""
    said = {"basis": "assumed", "rule": "drawn"}
    stop = {
        "inbound": "any",
        "outbound": "any",
        "kind": "transshipment",
        "time": same("1 day") | said,
    }
    slow = {"start": "2027-03-01", "end": "2027-03-05", "time": same("5 days") | said}
    spec = line()
    for leg in spec["legs"].values():
        leg["transit_time"] = "2 days"
    spec["nodes"]["b"]["dwell"] = [stop | {"dated": [slow]}]
    assert arrivals(spec, "2027-03-01") == {7 * DAY}
    assert arrivals(spec, "2027-03-03") == {5 * DAY}


def test_runs_leave_by_the_train_after_the_hour_at_which_goods_are_ready() -> None:
    """Trains leave every midnight: goods of noon take the next, as the dated route does."""
    spec = line() | {"departures": {"d": {"service": "a--b", "interval": "1 day",
                                          "first": "2027-03-01"}}}  # fmt: skip
    spec["legs"]["a--b"]["service"] = "a--b"
    assert arrivals(spec, "2027-03-03 12:00") == {32 * 3_600}
    assert arrivals(spec, "2027-03-03") == {20 * 3_600}


def test_runs_of_a_day_count_what_is_stated_before_and_after() -> None:
    """A day to the terminal, in which the train of the 3rd is missed, and two days of customs."""
    spec = line() | {"departures": {"d": {"service": "a--b", "interval": "2 days",
                                          "first": "2027-03-03"}}}  # fmt: skip
    spec["legs"]["a--b"]["service"] = "a--b"
    more = {"first_mile": "1 day", "customs": "2 days"}
    assert arrivals(spec, "2027-03-03", **more) == {(48 + 20 + 48) * 3_600}


def test_the_tail_of_a_dated_simulation_has_no_parts() -> None:
    """What an element takes depends on when a run gets to it, so that shares would not add up."""
    net = chain(("1 day", "2 days", "9 days"), ("1 day", "2 days", "9 days"))
    assert co.simulate(net, "A > C", seed=1, runs=100).tail
    assert co.simulate(net, "A > C", seed=1, runs=100, depart="2027-03-01").tail == ()


def same(time: str) -> dict[str, str]:
    return dict.fromkeys(LEVELS, time)


def arrivals(spec: dict[str, Any], depart: str, **more: Any) -> set[int]:
    """Simulate a line whose times do not vary; return what its runs take [s]."""
    asked: Any = {"seed": 1, "runs": RUNS, "depart": depart, "from_ready": True}
    return {int(time) for time in co.simulate(read(spec), "Alpha > Gamma", **asked, **more).times}
