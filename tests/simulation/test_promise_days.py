"""The last day of departure that keeps a deadline, against every day, for made-up shipments."""

import datetime
from dataclasses import dataclass, replace
from fractions import Fraction
from random import Random

import pytest

import corridor as co
from corridor.network.estimates import Period
from corridor.simulation import promises
from corridor.simulation.promises import Promise, promise_before, promised, windows_before
from corridor.units import Duration
from support.small import ROW, chain
from support.strategies import Tree

DAY = 86_400
FIRST = datetime.date(2026, 3, 1)
NINE = Fraction(9, 10)
NET = chain(*ROW)
ROUTE = co.find_route(NET, "A", "D")


def on(day: int) -> datetime.date:
    return FIRST + datetime.timedelta(day)


@dataclass
class Shipped:
    """Shipments that all take the same time [s], the slowest tenth twice as long."""

    time: int
    route: co.Route = ROUTE
    runs: int = 500
    seed: int = 7
    doubt: float = 0.0

    def percentile(self, chance: float | Fraction) -> Duration:
        return Duration(self.time if chance < Fraction(9, 10) else 2 * self.time)

    def on_time(self, days: object) -> float:
        return min(1.0, int(str(days)) * DAY / (2 * self.time))


@pytest.mark.parametrize(
    ("time", "days"), [(0, 0), (1, 1), (DAY - 1, 1), (DAY, 1), (DAY + 1, 2), (10 * DAY, 10)]
)
def test_a_promise_takes_whole_days(time: int, days: int) -> None:
    assert promises.whole_days(time) == days
    found = promised(Shipped(time), FIRST, Fraction(1, 2))
    assert (found.departure, found.arrival, found.days) == (FIRST, on(days), days)


def test_a_promise_says_what_it_is_of() -> None:
    found = promised(Shipped(DAY, doubt=0.25), FIRST, NINE, on(1))
    assert found == Promise(
        departure=FIRST,
        arrival=on(2),
        confidence=0.9,
        within=Duration(2 * DAY),
        route=ROUTE,
        median=Duration(DAY),
        runs=500,
        seed=7,
        deadline=on(1),
        kept=0.5,
        doubt=0.25,
    )
    assert (found.latest, found.late, found.past) == (False, False, None)
    assert promised(Shipped(DAY), FIRST, NINE).kept is None
    said = " ".join(found.full().split())
    assert "half arrive by 2026-03-02, within 1.0 days" in said
    assert (
        "counted from terminal to terminal and what you state; hour of day to hour of day shown "
        "spread between shipments (operations), and doubt about the level (evidence): 25.0 % "
    ) in said
    assert "500 runs, seed 7" in said


def test_one_day_is_no_days() -> None:
    one, two = (promised(Shipped(time), FIRST, Fraction(1, 2)).full() for time in (DAY, 2 * DAY))
    assert one.startswith("A > D: shipped on 2026-03-01, half arrive by 2026-03-02, 1 day.")
    assert two.startswith("A > D: shipped on 2026-03-01, half arrive by 2026-03-03, 2 days.")


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "shipped on 2026-03-01, 90 % arrive by 2026-03-05, 4 days; by 2026-03-04, 75 %."),
        (
            {"latest": True},
            "ship by 2026-03-01, so that 90 % arrive by 2026-03-04; they need 4 days.",
        ),
        (
            {"late": True},
            (
                "too late: shipped today, 2026-03-01, 90 % arrive by 2026-03-05, 4 days; "
                "by 2026-03-04, 75 %."
            ),
        ),
    ],
)
def test_a_promise_with_a_deadline_says_whether_it_is_kept(more: Tree, said: str) -> None:
    found = replace(promised(Shipped(2 * DAY), FIRST, NINE, on(3)), **more)
    text = " ".join(found.full().split())
    assert text.startswith(f"A > D: {said} route A > D half arrive by 2026-03-03, ")
    assert "shown spread between shipments (operations) method 500 runs, seed 7 data " in text
    late = replace(found, past=on(9), runs=12_500).full()
    assert "deadline before the day of the network, 2026-03-10 route" in " ".join(late.split())
    assert "12,500 runs" in late


def first_in_first_out(seed: int) -> dict[datetime.date, int]:
    """Draw half of the longest time for each day; who leaves later arrives no earlier."""
    drawn, found, arrival = Random(seed), {}, 0
    for day in range(60):
        arrival = max(arrival, day * DAY + 2 * drawn.randint(1, 9 * DAY // 2))
        found[on(day)] = (arrival - day * DAY) // 2
    return found


@pytest.mark.parametrize("seed", range(8))
def test_with_a_calendar_the_last_day_that_keeps_is_found_among_all(seed: int) -> None:
    net = chain(*ROW, departures={"d": {"service": "a--b", "weekdays": ["monday"]}})
    net = co.as_of(net, FIRST)
    times = first_in_first_out(seed)
    for deadline in range(1, 40):
        kept = [
            day for day, time in times.items()
            if day + datetime.timedelta(-(-2 * time // DAY)) <= on(deadline)
        ]  # fmt: skip
        found = promise_before(net, on(deadline), NINE, lambda day: Shipped(times[day]))
        if FIRST not in kept:
            assert (found.departure, found.late, found.latest) == (FIRST, True, False)
            assert found.deadline == on(deadline)
        else:
            assert (found.departure, found.late, found.latest) == (max(kept), False, True)
            assert found.deadline == on(deadline)
            assert found.arrival <= on(deadline)


def closed_in(*windows: tuple[int, int]) -> tuple[co.Network, Tree]:
    periods = {
        f"c{start}": {"legs": ["a--b"], "start": on(start).isoformat(), "end": on(end).isoformat(),
                      "sources": ["atlas"]}
        for start, end in windows
    }  # fmt: skip
    return chain(*ROW, closures=periods), periods


def test_windows_before_a_day_lie_between_the_changes() -> None:
    net, _ = closed_in((10, 20), (30, 40))
    assert list(windows_before(net, on(35))) == [
        (on(30), on(35)),
        (on(20), on(29)),
        (on(10), on(19)),
        (None, on(9)),
    ]
    assert next(windows_before(net, on(40))) == (on(40), on(40))
    assert list(windows_before(NET, on(3))) == [(None, on(3))]


def test_in_the_past_each_window_is_asked_for_its_last_day_that_keeps() -> None:
    """Two days of transit, and none while it is closed: no departure from the 10th to the 19th."""
    net, _ = closed_in((10, 20))
    net = co.as_of(net, on(300))

    def shipped(day: datetime.date) -> Shipped:
        if on(10) <= day < on(20):
            raise co.NoRouteError("closed")
        return Shipped(DAY)

    for deadline, departure in ((5, 3), (11, 9), (12, 9), (21, 9), (22, 20), (30, 28)):
        found = promise_before(net, on(deadline), NINE, shipped)
        assert (found.departure, found.latest, found.past) == (on(departure), True, on(300))


def test_where_no_day_has_a_route_the_last_refusal_is_told() -> None:
    def shipped(_: datetime.date) -> Shipped:
        raise co.NoRouteError("closed")

    past = co.as_of(NET, on(300))
    with pytest.raises(co.NoRouteError, match=r"^closed$"):
        promise_before(past, on(9), NINE, shipped)
    today = co.as_of(chain(*ROW, closures=closed_in((5, 6))[1]), on(0))
    with pytest.raises(co.NoRouteError, match=r"^closed$"):
        promise_before(today, on(9), NINE, shipped)
    timed = chain(*ROW, departures={"d": {"service": "a--b", "weekdays": ["monday"]}})
    with pytest.raises(co.NoRouteError, match=r"^no route on any day before 2026-03-10$"):
        promise_before(co.as_of(timed, on(300)), on(9), NINE, shipped)


def test_without_dates_one_question_settles_the_day() -> None:
    asked: list[datetime.date] = []

    def shipped(day: datetime.date) -> Shipped:
        asked.append(day)
        return Shipped(DAY)

    found = promise_before(co.as_of(NET, on(0)), on(20), NINE, shipped)
    assert (found.departure, found.arrival, found.latest) == (on(18), on(20), True)
    assert asked == [on(0), on(20), on(18)]
    assert promise_before(co.as_of(NET, on(0)), on(2), NINE, shipped).departure == on(0)
    assert promise_before(co.as_of(NET, on(0)), on(1), NINE, shipped).late
    same_day = promise_before(co.as_of(NET, on(0)), on(0), NINE, shipped)
    assert (same_day.departure, same_day.late, same_day.past) == (on(0), True, None)


@pytest.mark.parametrize(
    ("today", "last", "ahead", "expected"),
    [
        (0, 9, 0, False),
        (0, 10, 0, True),
        (0, 5, 5, True),
        (0, 5, 4, False),
        (20, 25, 0, True),
        (21, 25, 0, False),
    ],
)
def test_a_change_on_the_way_makes_an_answer_depend_on_dates(
    today: int, last: int, ahead: int, *, expected: bool
) -> None:
    net, _ = closed_in((10, 20))
    assert promises.depends_on_dates(co.as_of(net, on(today)), on(last), ahead) is expected
    timed = chain(*ROW, departures={"d": {"service": "a--b", "weekdays": ["monday"]}})
    assert promises.depends_on_dates(timed, on(last), ahead)
    assert not promises.depends_on_dates(timed, datetime.date.max, 1)
    assert promises.depends_on_dates(timed, datetime.date.max, 0)
    assert Period(on(0), on(1)).covers(on(0))


def test_the_ends_of_the_calendar_are_told() -> None:
    with pytest.raises(co.QuantityError) as caught:
        promised(Shipped(DAY), datetime.date.max, NINE)
    assert str(caught.value) == (
        "9999-12-31 is too late a day to ship on: the calendar ends with 9999-12-31"
    )
    with pytest.raises(co.QuantityError) as caught:
        promise_before(NET, datetime.date.min, NINE, lambda _: Shipped(DAY))
    assert "0001-01-01" in str(caught.value)
