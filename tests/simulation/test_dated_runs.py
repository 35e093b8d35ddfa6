"""Runs on the clock: with times that do not vary, each run arrives when the dated route does."""

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from support.dated import LEVELS, MOST, START, network
from support.layout import dump

RUNS = 20


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
