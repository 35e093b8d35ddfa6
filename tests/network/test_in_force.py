"""Which time of a file holds on a day: its windows first, then its seasons, else the usual one."""

import dataclasses
import datetime
from typing import Any

import pytest

from corridor.network import validity
from corridor.network.closures import closures_in_force as closures
from corridor.network.estimates import Period
from corridor.network.model import Dwell, NetworkFile
from support.small import ROW, chain
from support.strategies import Tree

REPORTED = {"sources": ["atlas"]}
STOP = {"inbound": "rail", "outbound": "rail", "kind": "border"}


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def time(days: int) -> Tree:
    return dict.fromkeys(("low", "typical", "high"), f"{days} days") | REPORTED


def window(start: str | None, end: str | None, days: int) -> Tree:
    found: Tree = {"time": time(days)} | REPORTED
    found |= {"start": start} if start else {}
    return found | ({"end": end} if end else {})


def file_of(first: Tree | None = None, **more: Any) -> NetworkFile:
    return chain(*ROW, first=first, **more).file


def days_on(file: NetworkFile, text: str, until: str | None = None) -> int:
    """Return the typical time of the first leg on a day, in whole days (20 h are none)."""
    held = validity.in_force(file, day(text), day(until) if until else None)
    return int(held.legs["a--b"].transit_time.typical) // 86_400


WINDOWS = {"dated": [window("2026-03-01", "2026-04-01", 7), window("2026-05-01", None, 9)]}
WINTER = {"seasons": [{"months": ["11", "12"], "time": time(3)},
                      {"start": "12-20", "end": "01-10", "time": time(4)}]}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "until", "expected"),
    [
        ("2026-02-28", None, 0),
        ("2026-03-01", None, 7),
        ("2026-03-31", None, 7),
        ("2026-04-01", None, 0),
        ("2026-05-01", None, 9),
        ("2030-01-01", None, 9),
        ("2026-03-01", "2026-03-31", 7),
        ("2026-03-01", "2026-04-01", 0),
        ("2026-02-28", "2026-03-05", 0),
        ("2026-05-01", "2027-05-01", 9),
    ],
)
def test_a_window_holds_from_its_first_day_to_the_day_before_its_end(
    text: str, until: str | None, expected: int
) -> None:
    assert days_on(file_of(WINDOWS), text, until) == expected


@pytest.mark.parametrize(
    ("text", "until", "expected"),
    [
        ("2026-10-31", None, 0),
        ("2026-11-01", None, 3),
        ("2026-12-31", None, 3),
        ("2027-01-10", None, 4),
        ("2027-01-11", None, 0),
        ("2026-11-01", "2026-11-30", 3),
        ("2026-11-01", "2026-12-01", 0),
        ("2026-12-20", "2027-01-10", 4),
        ("2026-12-20", "2027-01-11", 0),
    ],
)
def test_a_season_holds_in_its_part_of_every_year_also_over_the_new_year(
    text: str, until: str | None, expected: int
) -> None:
    assert days_on(file_of(WINTER), text, until) == expected


def test_a_window_goes_before_a_season() -> None:
    both = WINTER | {"dated": [window("2026-12-01", "2026-12-10", 8)]}
    assert days_on(file_of(both), "2026-12-05") == 8
    assert days_on(file_of(both), "2026-12-10") == 3
    assert validity.in_force(file_of(both), datetime.date.min) is not None
    assert validity.in_force(file_of(both), datetime.date.max) is not None


def test_a_file_whose_usual_times_hold_is_returned_itself() -> None:
    for file in (file_of(), file_of(WINDOWS)):
        assert validity.in_force(file, day("2026-02-01")) is file
    plain = file_of()
    assert validity.in_force(plain, day("2026-03-01")) is plain


def test_a_wait_and_a_ride_are_replaced_each_by_its_own() -> None:
    wait = {"headway": {"value": "2 days"} | REPORTED}
    ride, waiting = [window("2026-03-01", None, 7)], [window("2026-04-01", None, 5)]
    file = file_of(wait | {"dated": ride, "dated_waiting": waiting})
    march, april = (validity.in_force(file, day(text)) for text in ("2026-03-05", "2026-04-05"))
    legs = [item.legs["a--b"] for item in (march, april)]
    assert [int(leg.transit_time.typical) for leg in legs] == [7 * 86_400] * 2
    assert legs[0].waiting is None
    assert legs[0].wait is not None
    assert legs[1].waiting is not None
    assert [leg.wait and int(leg.wait.typical) for leg in legs] == [86_400, 5 * 86_400]
    assert all(not (leg.dated or leg.dated_waiting) for leg in legs)
    only = file_of(wait | {"dated_waiting": waiting})
    held = validity.in_force(only, day("2026-04-05")).legs["a--b"]
    assert held.transit_time == only.legs["a--b"].transit_time
    season = {"months": ["4"], "time": time(6)}
    of_year = file_of(wait | {"seasons_waiting": [season], "seasons": [season]})
    april_leg = validity.in_force(of_year, day("2026-04-05")).legs["a--b"]
    assert (april_leg.seasons, april_leg.seasons_waiting) == ((), ())
    assert april_leg.waiting is not None
    assert int(april_leg.waiting.typical) == int(april_leg.transit_time.typical) == 6 * 86_400


def test_stops_and_defaults_take_their_windows_the_others_stay() -> None:
    """Of two entries the one with a window changes; the legs stay the same objects."""
    dated = STOP | {"time": time(1), "dated": [window("2026-03-01", None, 7)]}
    other = {"inbound": "any", "outbound": "any", "kind": "transshipment", "time": time(2)}
    file = file_of(dwell_defaults=[{"node_kind": "any"} | dated, {"node_kind": "city"} | other])
    held = validity.in_force(file, day("2026-03-01"))
    times = [int(item.time.typical) // 86_400 for item in held.dwell_defaults]
    assert times == [7, 2]
    assert held.dwell_defaults[0].dated == ()
    assert held.legs["a--b"] is file.legs["a--b"]
    seasonal = STOP | {"time": time(1), "seasons": [{"months": ["3"], "time": time(5)}]}
    file = file_of(dwell_defaults=[{"node_kind": "any"} | seasonal])
    (entry,) = validity.in_force(file, day("2026-03-09")).dwell_defaults
    assert (int(entry.time.typical) // 86_400, entry.seasons) == (5, ())


def at_node(**entry: Any) -> NetworkFile:
    """Return a file whose node b has an entry of its own."""
    file = file_of(dwell_defaults=[{"node_kind": "any"} | STOP | {"time": time(1)} | entry])
    (default,) = file.dwell_defaults
    own = {
        name: getattr(default, name)
        for name in ("inbound", "outbound", "kind", "time", "dated", "seasons")
    }
    node = dataclasses.replace(file.nodes["b"], dwell=(Dwell(**own),))
    return dataclasses.replace(file, nodes={**file.nodes, "b": node}, dwell_defaults=())


def test_a_stop_of_a_node_takes_its_window() -> None:
    file = at_node(dated=[window("2026-03-01", None, 7)])
    held = validity.in_force(file, day("2026-03-01"))
    (entry,) = held.nodes["b"].dwell
    assert int(entry.time.typical) // 86_400 == 7
    assert held.nodes["a"].dwell == ()
    assert validity.in_force(file, day("2026-02-01")) is file


def test_windows_are_those_of_legs_and_stops() -> None:
    first = {
        "headway": {"value": "2 days"} | REPORTED,
        "dated": [window("2026-03-01", None, 1)],
        "dated_waiting": [window("2026-04-01", None, 2)],
    }
    stop = STOP | {"node_kind": "any", "time": time(9), "dated": [window("2026-05-01", None, 3)]}
    file = file_of(first, dwell_defaults=[stop])
    found = [int(item.time.typical) // 86_400 for item in validity.windows(file)]
    assert found == [1, 2, 3]
    own = at_node(dated=[window("2026-06-01", None, 4)])
    assert [int(item.time.typical) // 86_400 for item in validity.windows(own)] == [4]
    assert validity.windows(file_of()) == []


def test_edges_are_the_days_on_which_something_changes() -> None:
    first = {
        "dated": [window("2026-03-01", "2026-03-02", 1)],
        "periods": [{"start": "2026-01-05"} | REPORTED],
    }
    order = {"legs": ["b--c"], "end": "2026-04-04"} | REPORTED
    assert validity.edges(file_of(first, closures={"c": order})) == {
        day("2026-03-01"), day("2026-03-02"), day("2026-01-05"), day("2026-04-04"),
    }  # fmt: skip
    assert validity.edges(file_of()) == set()


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, False),
        ({"first": WINDOWS}, False),
        ({"first": WINTER}, True),
        ({"first": {"seasons_waiting": WINTER["seasons"]}}, True),
        ({"departures": {"d": {"service": "a--b", "weekdays": ["monday"]}}}, True),
        (
            {"backlog": {"q": {"node": "b", "date": "2026-01-01", "queue": "9", "per_day": "3"}
                         | REPORTED}},
            True,
        ),
        (
            {"dwell_defaults": [{"node_kind": "any", "time": time(1)} | STOP
                                | {"seasons": WINTER["seasons"]}]},
            True,
        ),
    ],
)  # fmt: skip
def test_a_calendar_is_departures_seasons_or_queues(
    more: dict[str, Any], *, expected: bool
) -> None:
    assert validity.has_calendar(file_of(**more)) is expected
    assert validity.has_calendar(at_node(seasons=WINTER["seasons"]))


@pytest.mark.parametrize(
    ("windows", "first", "last", "expected"),
    [
        ((("02", "05"),), "02", "04", True),
        ((("02", "05"),), "02", "05", False),
        ((("02", "05"),), "01", "04", False),
        ((("02", "05"), ("05", "09")), "02", "08", True),
        ((("05", "09"), ("02", "05")), "02", "08", True),
        ((("02", "05"), ("06", "09")), "02", "08", False),
        ((("02", "07"), ("03", "05"), ("06", None)), "02", "28", True),
        (((None, "05"),), "01", "04", True),
        ((), "01", "01", False),
    ],
)
def test_closures_in_a_row_close_all_days_between_them(
    windows: tuple[tuple[str | None, str | None], ...], first: str, last: str, *, expected: bool
) -> None:
    held = [
        Period(day(f"2026-03-{start}") if start else None, day(f"2026-03-{end}") if end else None)
        for start, end in windows
    ]
    assert closures.cover(held, day(f"2026-03-{first}"), day(f"2026-03-{last}")) is expected


def test_a_closure_in_force_is_for_all_that_is_carried_and_touches_its_legs() -> None:
    box = {"value": "10 t", "basis": "assumed", "rule": "drawn"}
    sizes = {"40ft": {"text": "Box", "teu": "2", "cargo_mass": box, "most_cargo": box}}
    march = {"start": "2026-03-01", "end": "2026-04-01"} | REPORTED
    file = file_of(
        equipment=sizes,
        closures={
            "box": {"legs": ["a--b"], "equipment": ["40ft"]} | march,
            "food": {"legs": ["a--b"], "goods": ["food"]} | march,
            "leg": {"legs": ["c--d"]} | march,
            "node": {"nodes": ["b"]} | march,
        },
    )
    held = closures.in_force(file, day("2026-03-31"), day("2026-05-01"))
    assert [item.id for item in held] == ["leg", "node"]
    assert closures.in_force(file, day("2026-04-01"), day("2026-05-01")) == []
    assert closures.in_force(file, None, day("2026-03-05")) == []
    assert closures.in_force(file, day("2026-03-05"), None) == []
    found = closures.closures_of_legs(file, held)
    assert {leg: [item.id for item in items] for leg, items in found.items()} == {
        "a--b": ["node"],
        "b--c": ["node"],
        "c--d": ["leg"],
    }
    assert closures.closures_of_legs(file, []) == {}
