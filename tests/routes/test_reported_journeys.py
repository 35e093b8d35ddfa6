"""A route names the reports along it that its figures miss most."""

import sys

import corridor as co
from support.bundled import bundled_network
from support.layout import dump
from support.two_lines import chain

DAY = 86_400
NET = bundled_network()


def test_a_report_between_the_ends_is_held_against_the_route() -> None:
    route = co.find_route(NET, "khorgos", "Poti")
    found = {item.journey.id: item for item in route.conflicts}
    assert found["mc-082"].here == route.transit_time.typical
    assert found["mc-082"].residual == route.transit_time.typical - 16.5 * DAY
    text = route.full()
    assert "15-18 days reported as typical, 14.7 here (mc-082, trend-2025-10-22)" in " ".join(
        text.split()
    )


def test_a_report_on_a_part_is_held_against_that_part_without_the_stops_at_its_ends() -> None:
    """Kartsakhi - Izmit, a record of 2.08 days, on the way from Baku to Istanbul."""
    route = co.find_route(NET, "Baku", "Istanbul")
    item = next(item for item in route.conflicts if item.journey.id == "mc-018")
    whole = co.find_route(NET, "kartsakhi", "izmit", via="kars")
    assert item.here == whole.transit_time.low


def test_no_more_than_three_are_named_the_largest_first() -> None:
    for origin, destination in (("Xi'an", "Poti"), ("Baku", "Mersin")):
        off = [abs(item.residual) for item in co.find_route(NET, origin, destination).conflicts]
        assert 0 < len(off) <= 3
        assert off == sorted(off, reverse=True)


def test_a_route_that_the_report_does_not_name_is_not_held_against_it() -> None:
    """Xi'an - Istanbul by Dostyk says nothing of the train that went by Altynkol."""
    route = co.find_route(
        NET, "Xi'an", "Istanbul", corridor="middle", avoid=co.Avoid(nodes={"altynkol"})
    )
    assert not {"mc-001", "mc-004"} & {item.journey.id for item in route.conflicts}


def test_a_report_by_a_place_outside_its_part_of_the_route_is_not_held_against_it() -> None:
    """From b to c by a is not how the train from a by b to c goes."""
    spec = chain({"j": ("b", "c", "typical", 3.0)})
    told = [item.here for item in co.find_route(co.load_network(dump(spec)), "a", "c").conflicts]
    assert told == [36 * 3_600]
    spec["journeys"]["j"]["via"] = ["a"]
    assert co.find_route(co.load_network(dump(spec)), "a", "c").conflicts == ()


def test_a_report_whose_ends_are_one_place_here_is_not_held_against_a_route() -> None:
    """A region with one terminal, and that terminal: nothing of the route lies between them."""
    spec = chain({"j": ("b", "c", "typical", 3.0)})
    spec["regions"] = {"r": {"name": "Land", "gateways": [{"node": "b", "mode": "rail"}]}}
    spec["journeys"]["j"]["destination"] = {"text": "Land", "region": "r"}
    assert co.find_route(co.load_network(dump(spec)), "a", "c").conflicts == ()


def test_printing_stays_quick() -> None:
    """In calls of functions, which no load of the machine changes: about 10,000."""
    route = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event == "call"

    sys.setprofile(count)
    try:
        str(route)
    finally:
        sys.setprofile(None)
    assert 0 < calls < 100_000
