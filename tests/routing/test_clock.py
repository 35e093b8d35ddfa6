"""What a shipment meets at a moment, worked out by hand: closures, windows, timetables, queues."""

import datetime
from typing import Any

import pytest

import corridor as co
from corridor.network.calendar import Departures
from corridor.network.estimates import Period
from corridor.routing.graph.clock import (
    HORIZON,
    NEVER,
    Boarding,
    Clock,
    Pieces,
    departures_within,
    next_departure,
)
from corridor.routing.graph.line_graph import TRANSFER_BITS, compile_network
from corridor.routing.graph.moments import Span, moment
from corridor.units import Duration
from support.small import chain, estimate, line, read
from support.strategies import Tree

HOUR, DAY = 3_600, 86_400
REPORTED = {"sources": ["atlas"]}
LOW, TYPICAL, HIGH = range(3)


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def at(text: str, hour: int = 0) -> int:
    """Return a moment of March 2026, by the day of the month and the hour."""
    return moment(day(f"2026-03-{text}")) + hour * HOUR


START = at("01")


def hours(low: int, typical: int, high: int) -> Tree:
    return {"low": f"{low} h", "typical": f"{typical} h", "high": f"{high} h"} | REPORTED


def window(start: str | None, end: str | None, time: Tree | None = None) -> Tree:
    """Return a window of days of March 2026, with a time."""
    found: Tree = {} if time is None else {"time": time}
    found |= {"start": f"2026-03-{start}"} if start else {}
    found |= {"end": f"2026-03-{end}"} if end else {}
    return found | REPORTED


def clock(first: Tree | None = None, start: int = START, **more: Any) -> Clock:
    """Return the clock of a - b - c: 10, 20 and 60 h, then 5, 6 and 40 h."""
    net = chain(("10 h", "20 h", "60 h"), ("5 h", "6 h", "40 h"), first=first, **more)
    return Clock(net, compile_network(net), start)


def board(
    held: Clock, ready: int, level: int = TYPICAL, *, leg: str = "a--b", waits: bool = True
) -> Boarding:
    number = held.graph.numbers[leg, leg[0]]
    return held.board(number, ready, level, waits=waits)


def open_in(*windows: tuple[str, str | None]) -> Clock:
    """Return the clock with the first leg open in windows alone, as a dated question has it."""
    held = clock()
    periods = tuple(
        Period(day(f"2026-03-{start}"), day(f"2026-03-{end}") if end else None)
        for start, end in windows
    )
    object.__setattr__(held.graph.vertices[0].leg, "periods", periods)
    return held


def shut(*windows: Tree, **more: Any) -> Tree:
    """Return closures of the first leg in windows."""
    return {f"c{number}": {"legs": ["a--b"]} | item | more for number, item in enumerate(windows)}


def test_without_dates_goods_leave_when_they_are_ready() -> None:
    held = clock()
    for level, ride in enumerate((10, 20, 60)):
        assert board(held, at("02", 7), level) == (at("02", 7), at("02", 7) + ride * HOUR, "")


def test_the_usual_wait_is_for_those_who_wait() -> None:
    held = clock({"headway": {"value": "2 days"} | REPORTED})
    for level, wait in enumerate((0, 24, 48)):
        assert board(held, START, level).departure == START + wait * HOUR
        assert board(held, START, level, waits=False).departure == START


@pytest.mark.parametrize(
    ("ready", "leaves", "why"),
    [
        (at("04", 23), at("04", 23), ""),
        (at("05"), at("08"), "c0"),
        (at("07", 23), at("08"), "c0"),
        (at("08"), at("08"), ""),
        (at("09", 12), at("11"), "c2"),
    ],
)
def test_a_closure_holds_goods_until_it_ends(ready: int, leaves: int, why: str) -> None:
    """Closed from the 5th to the 7th, and by two orders in a row from the 9th to the 10th."""
    held = clock(closures=shut(window("05", "08"), window("09", "10"), window("10", "11")))
    assert board(held, ready) == (leaves, leaves + 20 * HOUR, why)
    assert board(held, ready, leg="b--c") == (ready, ready + 6 * HOUR, "")


def test_closures_in_a_row_hold_goods_in_whatever_order_they_are_filed() -> None:
    held = clock(closures=shut(window("10", "11"), window("09", "10")))
    assert board(held, at("09", 12)) == (at("11"), at("11", 20), "c0")


def test_a_closure_of_one_direction_leaves_the_other_open() -> None:
    """The border is closed to what goes from KZ to GE alone."""
    order = {"borders": ["GE-KZ"], "direction": "KZ-GE", "start": "2026-03-01", "end": "2026-03-05"}
    atlas = {"atlas": {"title": "Atlas", "publisher": "Nobody"}}
    net = read(line() | {"closures": {"c": order | REPORTED}, "sources": atlas})
    held = Clock(net, compile_network(net), START)
    numbers = held.graph.numbers
    assert held.timing(numbers["a--b", "a"]).shut == ((START, at("05"), "c"),)
    assert held.timing(numbers["a--b", "b"]).shut == ()


def test_a_wait_that_ends_in_a_closure_is_prolonged_to_its_end() -> None:
    held = clock({"headway": {"value": "2 days"} | REPORTED}, closures=shut(window("05", "08")))
    assert board(held, at("04", 6)) == (at("08"), at("08", 20), "c0")
    assert board(held, at("04", 6), LOW).departure == at("04", 6)
    assert board(held, at("03", 23)).departure == at("04", 23)
    assert board(held, at("04", 6), waits=False).departure == at("04", 6)


def test_periods_of_legs_and_nodes_close_without_a_reason_on_file() -> None:
    held = open_in(("03", "06"), ("08", None))
    for ready, leaves, why in (
        (START, at("03"), "reopening"),
        (at("05", 23), at("05", 23), ""),
        (at("06"), at("08"), "reopening"),
        (at("20"), at("20"), ""),
    ):
        assert board(held, ready) == (leaves, leaves + 20 * HOUR, why)


def test_periods_that_overlap_leave_no_gap_between_them() -> None:
    held = open_in(("01", "01"), ("04", "06"), ("03", "09"), ("09", "12"), ("14", "14"))
    end = held.span.end
    assert held.timing(0).shut == ((START, at("03"), ""), (at("12"), end, ""))
    assert board(held, at("05", 23)).departure == at("05", 23)
    assert board(held, at("12")) == NEVER


@pytest.mark.parametrize(("days", "opens"), [(HORIZON - 1, True), (HORIZON, False), (None, False)])
def test_what_is_closed_beyond_the_horizon_is_closed_for_good(
    days: int | None, *, opens: bool
) -> None:
    end = days and (day("2026-03-01") + datetime.timedelta(days)).isoformat()
    order = window("01", None) | ({"end": end} if end else {})
    found = board(clock(closures=shut(order)), START)
    assert (found != NEVER) is opens
    if days and opens:
        assert found.departure == START + days * DAY


def test_goods_wait_for_a_window_in_which_they_are_there_earlier() -> None:
    """Ten days of ride until the 4th, from then on one: left on the 4th goods are there first."""
    held = clock({"dated": [window(None, "04", hours(240, 240, 240))]})
    assert board(held, at("02", 5)) == (at("04"), at("04", 20), "")
    assert board(held, at("04", 1)) == (at("04", 1), at("04", 21), "")
    slow = clock({"dated": [window("04", "05", hours(30, 40, 70))]})
    assert board(slow, at("04", 3)) == (at("04", 3), at("05", 19), "")
    assert board(slow, at("04", 4)) == (at("04", 4), at("05", 20), "")
    assert board(slow, at("04", 5)) == (at("05"), at("05", 20), "")
    assert board(slow, at("05", 5)).departure == at("05", 5)


def test_the_first_window_that_holds_gives_the_time() -> None:
    pieces = Pieces((1, 2, 3), ((10, 20, (4, 5, 6)), (15, 30, (7, 8, 0))))
    assert [pieces.at(when, TYPICAL) for when in (9, 10, 15, 19, 20, 29, 30)] == [
        2, 5, 5, 5, 8, 8, 2,
    ]  # fmt: skip
    assert list(pieces.edges) == [10, 20, 15, 30]
    assert pieces.least == (1, 2, 0)


@pytest.mark.parametrize(
    ("season", "inside", "outside"),
    [
        ({"months": ["3"]}, ("2026-03-01", "2026-03-31", "2027-03-15"), ("2026-04-01",)),
        ({"months": ["12"]}, ("2026-12-01", "2026-12-31"), ("2027-01-01", "2026-11-30")),
        (
            {"start": "12-20", "end": "03-05"},
            ("2026-03-01", "2026-03-05", "2026-12-20", "2027-01-01", "2028-02-28"),
            ("2026-03-06", "2026-12-19"),
        ),
    ],
)
def test_a_season_holds_in_every_year_of_the_span(
    season: Tree, inside: tuple[str, ...], outside: tuple[str, ...]
) -> None:
    ride = clock({"seasons": [season | {"time": hours(1, 2, 3)}]}).timing(0).ride
    assert {ride.at(moment(day(text)), TYPICAL) for text in inside} == {2 * HOUR}
    assert {ride.at(moment(day(text)), TYPICAL) for text in outside} == {20 * HOUR}


def weekly(*days: str, **more: Any) -> Tree:
    return {"d": {"service": "a--b", "weekdays": list(days)} | more}


def test_goods_wait_for_the_days_of_a_timetable() -> None:
    """The 1st of March 2026 is a Sunday: Mondays are the 2nd and the 9th."""
    held = clock(departures=weekly("monday"))
    for ready, leaves in ((START, "02"), (at("02"), "02"), (at("02", 1), "09")):
        assert board(held, ready) == (at(leaves), at(leaves, 20), "d")
    assert board(held, at("02", 1), waits=False).departure == at("02", 1)
    assert board(held, at("02", 1), leg="b--c").departure == at("02", 1)
    cut = clock(departures=weekly("monday", cut_off="1 day"))
    for ready, leaves in ((START - 1, "02"), (START, "09"), (at("07", 23), "09")):
        assert board(cut, ready).departure == at(leaves)


def test_a_departure_on_a_closed_day_is_missed_for_the_next() -> None:
    held = clock(departures=weekly("monday"), closures=shut(window("02", "03")))
    assert board(held, START) == (at("09"), at("09", 20), "c0")


def test_a_timetable_of_one_end_is_for_that_direction() -> None:
    held = clock(departures=weekly("monday", node="a"))
    back = held.board(held.graph.numbers["a--b", "b"], at("03"), TYPICAL, waits=True)
    assert board(held, at("03")).departure == at("09")
    assert back.departure == at("03")


def test_outside_the_window_of_a_timetable_the_usual_wait_counts() -> None:
    """Until the 15th Mondays: who asks on the 10th has none left, and asks again on the 15th."""
    first = {"headway": {"value": "4 days"} | REPORTED}
    held = clock(first, departures=weekly("monday", end="2026-03-15"))
    assert board(held, at("03")) == (at("09"), at("09", 20), "d")
    assert board(held, at("10")) == (at("17"), at("17", 20), "")
    assert board(held, at("10"), LOW).departure == at("15")
    assert board(held, at("16", 3)).departure == at("18", 3)


def test_a_wait_of_other_dates_is_asked_for_when_that_is_earlier() -> None:
    """Six days of wait for who asks before the 4th, one day for who asks later."""
    first = {"headway": {"value": "2 days"} | REPORTED}
    slow = window(None, "04", hours(144, 144, 144))
    held = clock(first | {"dated_waiting": [slow]})
    assert board(held, at("02")).departure == at("05")
    assert board(held, at("04", 5)).departure == at("05", 5)


def test_a_wait_of_some_dates_alone_is_none_on_the_others() -> None:
    held = clock({"dated_waiting": [window("04", "06", hours(24, 24, 24))]})
    assert board(held, at("03")).departure == at("03")
    assert board(held, at("04")).departure == at("05")


@pytest.mark.parametrize(
    ("held", "after", "leaves"),
    [
        ({"weekdays": ("tuesday", "sunday")}, "01", ("01", "03", "08", "10")),
        ({"weekdays": ("tuesday", "sunday")}, "02", ("03", "08")),
        ({"weekdays": ("monday",), "start": "04", "end": "16"}, "01", ("09",)),
        ({"dates": ("11", "05", "09")}, "01", ("05", "09", "11")),
        ({"dates": ("11", "05", "09")}, "05", ("05", "09", "11")),
        ({"dates": ("11", "05", "09"), "start": "06", "end": "11"}, "01", ("09",)),
        ({"interval": 1, "first": "02"}, "03", ("03", "04")),
        ({"interval": 3, "first": "02"}, "01", ("02", "05", "08")),
        ({"interval": 3, "first": "02"}, "05", ("05", "08")),
        ({"interval": 3, "first": "02"}, "06", ("08", "11")),
        ({"interval": 3, "first": "02", "start": "06", "end": "12"}, "01", ("08", "11")),
    ],
)
def test_a_timetable_leaves_on_its_days(
    held: dict[str, Any], after: str, leaves: tuple[str, ...]
) -> None:
    def whole(value: Any) -> Any:
        if isinstance(value, tuple) and value[0].isdigit():
            return tuple(map(whole, value))
        if isinstance(value, int):
            return Duration(value * DAY)
        return day(f"2026-03-{value}") if isinstance(value, str) else value

    timetable = Departures(id="d", service="s", **{key: whole(item) for key, item in held.items()})
    found = departures_within(timetable, Span(at(after), at("31")))
    first = [next(found, None) for _ in leaves]
    assert first == [at(text) for text in leaves]
    assert next_departure(timetable, at(after), at(after)) == at(leaves[0])
    rest = list(departures_within(timetable, Span(at(after), at(leaves[-1]))))
    assert rest == first[:-1]
    if "end" in held or "dates" in held:
        assert next_departure(timetable, at(leaves[-1]) + 1, START) is None


def test_a_departure_is_after_the_moment_asked_for_and_within_reach() -> None:
    timetable = Departures(id="d", service="s", weekdays=("monday", "wednesday"))
    assert next_departure(timetable, at("02"), at("02")) == at("02")
    assert next_departure(timetable, at("02"), at("02") + 1) == at("04")
    assert next_departure(timetable, at("02") + 1, START) == at("04")
    cut = Departures(
        id="d", service="s", weekdays=("monday", "wednesday"), cut_off=Duration(6 * HOUR)
    )
    assert next_departure(cut, START, at("01", 17)) == at("02")
    assert next_departure(cut, START, at("01", 18)) == at("04")
    assert next_departure(cut, at("03"), at("01", 18)) == at("04")


STOP: Tree = {"inbound": "rail", "outbound": "rail", "kind": "border"}


def stopped(*dated: Tree, **more: Any) -> tuple[Clock, int, int]:
    """Return the clock with a stop of 2 days at b, and the numbers of the legs a - b and b - c."""
    rule = STOP | {"node_kind": "any", "time": estimate("2 days"), "dated": list(dated)}
    held = clock(dwell_defaults=[rule], **more)
    numbers = held.graph.numbers
    return held, numbers["a--b", "a"], numbers["b--c", "b"]


def test_a_stop_takes_the_time_of_its_day_or_the_end_of_a_slow_window() -> None:
    held, before, after = stopped(window("05", "08", hours(120, 120, 120)))
    arc = held.graph.arc(before, after)

    def handled(arrived: int) -> int:
        return held.handle(before, after, arc, arrived, TYPICAL)

    assert handled(at("04", 23)) == at("06", 23)
    assert handled(at("05")) == at("10")
    assert handled(at("06", 5)) == at("10")
    assert handled(at("08")) == at("10")
    assert handled(at("09")) == at("11")


def test_in_a_queue_one_stands_until_all_before_have_passed() -> None:
    """90 stand there on the 1st and 30 pass in a day: at noon of the 1st 75 are left, 2.5 days."""
    queue = {"node": "b", "date": "2026-03-01", "queue": "90", "per_day": "30"} | REPORTED
    held, before, after = stopped(backlog={"q": queue})
    arc = held.graph.arc(before, after)
    assert held.handle(before, after, arc, START, TYPICAL) == at("04")
    assert held.handle(before, after, arc, at("01") - 36 * HOUR, TYPICAL) == at("04")
    assert held.handle(before, after, arc, at("01") - 49 * HOUR, TYPICAL) == at("01") - HOUR
    assert held.handle(before, after, arc, at("05"), TYPICAL) == at("07")
    elsewhere, *_ = stopped(backlog={"q": queue | {"node": "c"}})
    assert elsewhere.handle(before, after, arc, START, TYPICAL) == at("03")


@pytest.mark.parametrize(
    ("direction", "countries", "bound"),
    [
        (None, "KZ GE AZ", True),
        ("KZ-GE", "KZ GE AZ", True),
        ("GE-AZ", "KZ GE AZ", True),
        ("KZ-AZ", "KZ GE AZ", True),
        ("GE-KZ", "KZ GE AZ", False),
        ("AZ-GE", "KZ GE AZ", False),
        ("AZ-KZ", "KZ GE AZ", False),
    ],
)
def test_a_queue_of_one_direction_is_for_goods_bound_there(
    direction: str | None, countries: str, *, bound: bool
) -> None:
    queue = {"node": "b", "date": "2026-03-01", "queue": "90", "per_day": "30"} | REPORTED
    queue |= {"direction": direction} if direction else {}
    held, before, after = stopped(backlog={"q": queue})
    nodes = dict(held.graph.nodes)
    for node, country in zip("abc", countries.split(), strict=True):
        object.__setattr__(nodes[node], "country", country)
    assert bool(list(held.queues(before, after))) is bound


def test_a_departure_is_waited_for_unless_one_stays_on_the_service() -> None:
    held = clock({"service": "Liner"})
    a_b, b_c = held.graph.numbers["a--b", "a"], held.graph.numbers["b--c", "b"]
    assert held.waits(None, a_b)
    assert held.waits(a_b, b_c)
    object.__setattr__(held.graph.vertices[b_c].leg, "service", "Liner")
    assert not held.waits(a_b, b_c)
    object.__setattr__(held.graph.nodes["b"], "kind", "waypoint")
    assert not held.waits(None, b_c)
    assert held.waits(None, a_b)


def test_bounds_are_the_least_that_any_moment_gives() -> None:
    """Ride 3 to 20 h, stop 24 to 48 h, wait 0 to 24 h (typical); counts stay as they are."""
    first = {"dated": [window("05", "08", hours(1, 3, 90))]}
    held, before, after = stopped(window("05", "08", hours(24, 24, 24)), first=first)
    bound = held.bound
    ride = bound.weights(TYPICAL)[before] >> TRANSFER_BITS
    assert ride == 3 * HOUR
    assert bound.weights(HIGH)[before] >> TRANSFER_BITS == 60 * HOUR
    assert bound.arc(before, after).weights == (
        (24 * HOUR << TRANSFER_BITS) + 1,
        (24 * HOUR << TRANSFER_BITS) + 1,
        (24 * HOUR << TRANSFER_BITS) + 1,
        1,
        0,
    )
    plain, before, after = stopped()
    assert plain.bound.arc(before, after) is plain.graph.arc(before, after)


def test_a_bound_waits_no_longer_than_the_shortest_wait_and_not_for_a_timetable() -> None:
    wait = {"headway": {"value": "4 days"} | REPORTED}
    short = wait | {"dated_waiting": [window("05", "08", hours(0, 6, 12))]}
    for first, departures, expected in (
        (short, {}, (0, 6 * HOUR, 12 * HOUR)),
        (wait, weekly("monday"), (0, 0, 0)),
        (wait, {}, (0, 48 * HOUR, 96 * HOUR)),
    ):
        held, b_a, a_b = stopped(first=first, departures=departures)
        numbers = held.graph.numbers
        c_b, b_a = numbers["b--c", "c"], numbers["a--b", "b"]
        weights = held.bound.arc(c_b, b_a).weights[:3]
        stops = [(weight >> TRANSFER_BITS) - 48 * HOUR for weight in weights]
        assert tuple(stops) == expected
        assert held.bound.turns_into[a_b]


def test_a_bound_of_a_turn_is_the_shortest_stop_without_a_wait() -> None:
    """Turning at b one stays on the service; the stop there takes a day at the least."""
    wait = {"headway": {"value": "4 days"} | REPORTED}
    first = wait | {"dated_waiting": [window("05", "08", hours(0, 6, 12))]}
    held, a_b, _ = stopped(window("05", "08", hours(24, 24, 24)), first=first)
    turned = dict(held.bound.turns_into[held.graph.numbers["a--b", "b"]])
    assert [weight >> TRANSFER_BITS for weight in turned[a_b].weights[:3]] == [24 * HOUR] * 3


def test_a_clock_sees_closures_for_what_is_carried() -> None:
    orders = shut(window("01", "05"), equipment=["40ft"]) | {
        "food": {"legs": ["a--b"], "goods": ["Food"]} | window("01", "09")
    }
    box = {"value": "10 t"} | {"basis": "assumed", "rule": "drawn"}
    sizes = {"40ft": {"text": "Box", "teu": "2", "cargo_mass": box, "most_cargo": box}}
    net = chain(("1 h", "1 h", "1 h"), closures=orders, equipment=sizes)
    for carried, leaves in (
        ((None, None), "01"),
        (("40ft", None), "05"),
        (("20ft", None), "01"),
        (("20ft", "food"), "09"),
    ):
        held = Clock(net, compile_network(net), START, carried)
        assert board(held, START).departure == at(leaves)
        assert board(held.over(held.graph), START).departure == at(leaves)


def test_the_span_ends_with_the_calendar() -> None:
    last = moment(datetime.date.max)
    assert clock(start=last - 5 * DAY).span == (last - 5 * DAY, last)
    assert clock().span == (START, START + HORIZON * DAY)
    assert co.find_route(chain(("1 h", "1 h", "1 h")), "A", "B", depart="9999-12-30").schedule
