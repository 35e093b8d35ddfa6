"""What goods meet at a place on a day: queues by direction, clocks without a day."""

from typing import Any

import pytest

import corridor as co
from corridor.routing.best_route import make_request
from corridor.routing.dated import clock_of
from support.small import line, read

#: Ten days for the last of the hundred on the day of the count; goods come ten hours later.
QUEUE = {"node": "b", "date": "2027-03-01", "queue": "100", "per_day": "10", "sources": ["s"]}


def asked(ends: str, **queue: Any) -> co.Route:
    spec = line() | {"sources": {"s": {"title": "Drawn", "publisher": "Nobody"}}}
    spec["nodes"]["c"]["country"] = "TR"
    net = read(spec | {"backlog": {"q": QUEUE | queue}})
    return co.find_route(net, ends[0], ends[1], depart="2027-03-01")


@pytest.mark.parametrize(
    ("direction", "there", "back"),
    [({}, 250, 250), ({"direction": "GE-TR"}, 250, 20), ({"direction": "TR-GE"}, 20, 250)],
    ids=["both", "there", "back"],
)
def test_a_queue_in_one_direction_holds_nobody_in_the_other(
    direction: dict[str, str], there: int, back: int
) -> None:
    for ends, hours in (("ac", there), ("ca", back)):
        assert asked(ends, **direction).transit_time.typical.hours == hours


def test_a_queue_where_nothing_else_is_done_is_part_of_the_transit_time() -> None:
    """The goods arrive on the 11th: that the ship takes 20 hours in all is half of the truth."""
    route = asked("ac")
    assert route.schedule
    assert route.schedule.arrival().isoformat() == "2027-03-11T10:00:00"
    (stop,) = route.transfers
    assert stop.waiting
    assert (stop.waiting.basis, stop.waiting.sources) == ("reported", ("s",))
    assert stop.waiting.rule == "queue of 100 wagons on 2027-03-01"
    assert "Alpha > Gamma: 10.4 days at best, typically 10.4" in route.full()


def test_a_question_without_a_day_has_no_clock() -> None:
    net = read(line())
    with pytest.raises(ValueError, match="the request has no day of departure"):
        clock_of(net, make_request(net, ("a", "c")))
