"""Rows of a time-distance table: what each changes, and what cannot be read as one."""

from typing import Any

import pytest

import corridor as co
from corridor.network.model import Dwell
from support.small import estimate, line, read, spot
from support.strategies import Tree

HOUR = 3_600
A, B = {"place": "a"}, {"place": "b", "km": 60, "time (h)": 10}
C = {"place": "c", "km": 60, "time (h)": 10}


def leg(key: str) -> dict[str, Any]:
    return {"element": "leg", "id": key, "typical (h)": 10}


def dwell(node: str) -> dict[str, Any]:
    return {"element": "dwell", "id": node, "typical (h)": 4}


WRONG: dict[str, tuple[list[dict[str, Any]], str]] = {
    "negative": ([A, B | {"time (h)": -3}], "row 1: typical is -3; it must not be negative"),
    "levels": (
        [A, {"place": "b", "km": 60, "h low": 3}],
        "row 1: give the typical time, or low, typical and high",
    ),
    "leg": ([leg("a--z")], "row 0: a--z is no leg of the network"),
    "no stop": ([dwell("b")], "row 0: b is no stop between two legs"),
    "elsewhere": (
        [leg("a--b"), dwell("c"), leg("b--c")],
        "row 1: a--b and b--c do not meet there",
    ),
    "one cause": ([leg("a--z"), dwell("b"), leg("b--c")], "row 0: a--z is no leg of the network"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_row_that_fits_nothing_is_refused(name: str) -> None:
    rows, said = WRONG[name]
    with pytest.raises(co.QuantityError) as caught:
        co.with_time_distance(read(line()), rows)
    assert str(caught.value) == f"Time-distance, {said}"


def one_way_change() -> Tree:
    """By ship to b and on by rail; not by rail to b and on by ship."""
    spec = line()
    spec["nodes"]["b"] = spot("Beta", "GE", kind="seaport")
    spec["legs"]["b--c"] |= {"mode": "rail", "gauge": "1520 mm"}
    change = {"inbound": "ferry", "outbound": "rail 1520", "kind": "transshipment"}
    spec["nodes"]["b"]["dwell"] = [change | {"one_way": "true", "time": estimate("5 h")}]
    return spec


def test_a_stop_is_changed_in_the_direction_in_which_it_is_made() -> None:
    net = read(one_way_change())
    made = co.with_time_distance(net, [leg("a--b"), dwell("b"), leg("b--c")])
    (entry,) = made.nodes["b"].dwell
    assert (entry.time.typical, entry.one_way) == (4 * HOUR, True)
    with pytest.raises(co.QuantityError, match=r"row 1: b--c and a--b do not meet there$"):
        co.with_time_distance(net, [leg("b--c"), dwell("b"), leg("a--b")])


def test_a_wait_at_a_place_is_for_the_leg_that_follows() -> None:
    wait = {"place": "a", "event": "waiting for the ship", "time (h)": 7}
    made = co.with_time_distance(read(line()), [A, wait, B, C])
    assert made.legs["a--b"].waiting is not None
    assert made.legs["a--b"].waiting.levels == (7 * HOUR,) * 3
    assert made.legs["b--c"] == read(line()).legs["b--c"]


def test_a_stop_where_there_was_none_becomes_a_hand_over() -> None:
    stop = {"place": "b", "event": "papers", "time (h)": 4}
    made = co.with_time_distance(read(line()), [A, B, stop, C])
    (entry,) = made.nodes["b"].dwell
    ship = ("ferry", None)
    assert isinstance(entry, Dwell)
    assert (entry.inbound, entry.outbound, entry.kind) == (ship, ship, "hand_over")
    assert entry.time.rule == "time-distance table: Time-distance, row 2"
    before, after = (co.find_route(net, "a", "c").transit_time for net in (read(line()), made))
    assert after.typical - before.typical == 4 * HOUR
