"""Answers that meet what lies on the way: closures, slow windows, queues, reports of then."""

import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.cli.main import main
from corridor.formats.json_records import record
from corridor.report.report import report_html
from support.pictured import texts_of
from support.priced import SHIPPING
from support.small import chain, detour, leg, loop, read, spot

NET = co.load_network()
FERRIES = ("aktau--alat--ferry", "kuryk--alat--ferry", "turkmenbashi--alat--ferry")
STORM = co.Scenario("Storm").close(
    *FERRIES, start="2027-03-01", end="2027-03-11", reason="storm", rule="made up"
)
WINTER = co.Scenario("Winter").slow(
    "aktau--alat--ferry",
    delay="3 days",
    start="2026-12-01",
    end="2027-03-01",
    reason="winter",
    rule="made up",
)
DAY = 86_400


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


def calls(route: co.Route) -> dict[str, Any]:
    assert route.schedule
    return {call.leg.origin.id: call for call in route.schedule.calls}


def test_goods_wait_out_a_closed_sea_that_they_meet_on_the_way() -> None:
    """All ships stop from 1 to 11 March; a box of 20 February stands at Aktau on the 4th."""
    storm = STORM.apply(NET)
    limits: Any = {"corridor": "middle", "depart": "2027-02-20"}
    by_aktau = co.Require(legs={"aktau--alat--ferry"})
    box = calls(co.find_route(storm, "Xi'an", "Poti", require=by_aktau, **limits))["aktau"]
    usual = NET.legs["aktau--alat--ferry"].wait
    assert usual
    sails = box.ready[1] + datetime.timedelta(seconds=int(usual.typical))
    assert sails.date() == day("2027-03-04")
    assert box.departure[1].isoformat() == "2027-03-11T00:00:00"
    assert (box.departure[1] - sails).days == 6
    best = co.find_route(storm, "Xi'an", "Poti", **limits)
    free = co.find_route(NET, "Xi'an", "Poti", **limits)
    assert best.schedule
    assert free.schedule
    assert free.schedule.arrival() < best.schedule.arrival()
    sailed = [call for call in best.schedule.calls if call.leg.mode == "ferry"]
    assert [call.departure[1].date() for call in sailed] == [day("2027-03-11")]


def test_goods_that_come_after_the_reopening_lose_nothing() -> None:
    storm = STORM.apply(NET)
    limits: Any = {"corridor": "middle", "depart": "2027-03-01"}
    held = co.find_route(storm, "Xi'an", "Poti", **limits)
    free = co.find_route(NET, "Xi'an", "Poti", **limits)
    assert [leg.id for leg in held.legs] == [leg.id for leg in free.legs]
    assert held.schedule
    assert free.schedule
    assert held.schedule.arrival() == free.schedule.arrival()


def test_a_promise_meets_the_closure_too() -> None:
    shipped = {}
    for name, net in (("free", NET), ("held", STORM.apply(NET))):
        sim = co.simulate(net, "Xi'an > Poti", seed=1, runs=500, corridor="middle")
        shipped[name] = [sim.arrive_by(text).arrival for text in ("2027-02-20", "2027-03-01")]
    assert shipped["free"][0] < shipped["held"][0]
    assert shipped["free"][1] == shipped["held"][1]


def test_a_slow_window_is_met_by_every_answer() -> None:
    """A scenario and a day give the same in either order, and on each command 4 days."""
    there = co.as_of(WINTER.apply(NET), "2027-01-10")
    assert there == WINTER.apply(co.as_of(NET, "2027-01-10"))
    assert co.find_route(there, "Aktau", "Alat").transit_time.typical == 343_800
    compared = co.compare(
        co.as_of(NET, "2027-01-10"), ["Aktau > Alat"], scenarios={"Winter": WINTER}
    )
    lost = compared.rows[1].route
    assert lost
    assert lost.transit_time.typical == 343_800
    asked = co.find_route(WINTER.apply(NET), "Aktau", "Alat", depart="2027-01-10")
    assert asked.transit_time.typical == 343_800
    for net in (there, WINTER.apply(NET)):
        sim = co.simulate(net, "Aktau > Alat", seed=1, runs=500)
        assert sim.arrive_by("2027-01-10").median.days == pytest.approx(4, abs=0.1)


@given(
    st.sampled_from(["close", "reopen", "slow", "headway"]),
    st.integers(-700, 400),
    st.integers(1, 200),
    st.integers(-750, 450),
)
def test_a_scenario_and_a_day_commute(kind: str, first: int, days: int, asked: int) -> None:
    start = NET.as_of + datetime.timedelta(first)
    told: Any = {"start": start, "end": start + datetime.timedelta(days), "rule": "drawn"}
    given_: dict[str, Any] = {"slow": {"factor": 2}, "headway": {"every": "4 days"}}
    scenario = getattr(co.Scenario("s"), kind)("aktau--alat--ferry", **given_.get(kind, {}), **told)
    seen = NET.as_of + datetime.timedelta(asked)
    assert co.as_of(scenario.apply(NET), seen) == scenario.apply(co.as_of(NET, seen))


def test_goods_wait_for_a_line_or_go_round_whichever_is_quicker() -> None:
    """The Georgian section of Baku-Tbilisi-Kars was closed from 2023-05-16 to 2024-05-20."""
    limits: Any = {"corridor": "middle-btk", "depart": "2024-04-20"}
    waited = calls(co.find_route(NET, "Xi'an", "Istanbul", **limits))["marabda"]
    assert waited.ready[1].date() == day("2024-05-07")
    assert waited.departure[1].date() == day("2024-05-20")
    round_ = co.find_route(NET, "Alat", "Istanbul", depart="2024-05-08")
    assert "poti" in calls(round_)
    by_rail = co.find_route(NET, "Alat", "Istanbul", depart="2024-05-08", via="Kars")
    assert round_.schedule
    assert by_rail.schedule
    assert round_.schedule.arrival() < by_rail.schedule.arrival()
    early = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle", depart="2023-05-10")
    assert "akhalkalaki" not in {node.id for node in early.nodes}


def test_a_leg_that_is_slow_until_tomorrow_is_left_tomorrow() -> None:
    """Ten days today, two from tomorrow on: the answer waits and is there on the third day."""
    net = chain(("2 days", "2 days", "2 days"))
    slow = co.Scenario("slow").slow("a--b", delay="8 days", end="2027-03-02", rule="made up")
    found = co.find_route(slow.apply(net), "A", "B", depart="2027-03-01")
    assert found.schedule
    assert found.schedule.departure().isoformat() == "2027-03-02T00:00:00"
    assert found.schedule.arrival().isoformat() == "2027-03-04T00:00:00"
    assert found.schedule.first_wait.typical == DAY
    assert found.transit_time.typical == 2 * DAY
    assert found.notes[0] == (
        "ready at A on 2027-03-01, leaves on 2027-03-02, 1.0 days later; not counted in the "
        "transit time"
    )


def test_reports_of_a_past_day_that_say_otherwise_come_first() -> None:
    route = co.find_route(co.as_of(NET, "2022-06"), "Xi'an", "Poti", corridor="middle")
    assert str(route).splitlines()[:2] == [
        "Reports of 2022 say otherwise: 38 to 53 days China > Poti / Batumi and China >",
        "Black Sea ports (mc-035, mc-037); the times below are not those of then.",
    ]
    assert co.find_route(NET, "Xi'an", "Poti", corridor="middle").past == ()


def test_a_day_of_departure_that_is_not_seen_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    ends = ("Aktau", "Alat", "--depart", "2027-01-01")
    tail = (
        " does not look at the day of departure: leave depart out, or ask of the network of a day, "
        "with as_of or --as-of\n"
    )
    assert main(("capacity", *ends)) == 2
    assert capsys.readouterr().err == "error: capacity" + tail
    assert main(("critical", "Aktau > Alat", *ends[2:])) == 2
    assert capsys.readouterr().err == "error: criticality" + tail
    assert main(("promise", *ends, "--ship", "2027-01-01")) == 2
    assert capsys.readouterr().err == (
        "error: promise takes the day of departure as --ship, or finds it for a --deadline\n"
        "  hint: --ship 2027-01-01\n"
    )


def test_a_dated_answer_has_its_dates_in_words_in_json_and_in_the_chart() -> None:
    net = STORM.apply(NET)
    route = co.find_route(net, "Aktau", "Poti", depart="2027-03-05")
    assert "in congestion; leaves 2027-03-05, arrives 2027-03-1" in " ".join(route.full().split())
    (note,) = [note for note in route.notes if note.startswith("ready at")]
    assert note.startswith("ready at Turkmenbashi on 2027-03-")
    assert note.endswith(" days later: storm until 2027-03-11")
    schedule = record(route)["schedule"]
    assert schedule["ready"] == "2027-03-05T00:00:00"
    assert schedule["arrival"]["typical"].startswith("2027-03-1")
    until = "storm until 2027-03-11"
    sailed = next(call for call in schedule["calls"] if call["origin"] == "turkmenbashi")
    assert sailed["departure"]["typical"] == "2027-03-11T00:00:00"
    assert sailed["waits_for"]["typical"] == until
    assert [item["end"] for item in sailed["closed"]] == ["2027-03-11T00:00:00"]
    picture = co.chart.time_distance(net, route)
    assert "closed" in {text.get_text() for text in texts_of(picture)}
    assert note in report_html(net, [route])


def test_the_last_of_a_thousand_wagons_waits_three_weeks() -> None:
    """1,000 stand at B on the day of the count, and 46 a day pass: 21.7 days for the last."""
    queue = {
        "q": {
            "node": "b",
            "date": "2027-03-01",
            "queue": "1000",
            "per_day": "46",
            "sources": ["atlas"],
        }
    }
    times = (("1 day", "1 day", "1 day"),) * 2
    net, free = chain(*times, backlog=queue), chain(*times)
    held = co.find_route(net, "A", "C", depart="2027-02-28")
    loose = co.find_route(free, "A", "C", depart="2027-02-28")
    assert held.schedule
    assert loose.schedule
    waited = held.schedule.arrival() - loose.schedule.arrival()
    assert round(waited.total_seconds() / DAY, 1) == 21.7
    sim = co.simulate(net, "A > C", seed=1, runs=100)
    assert (sim.arrive_by("2027-02-28").arrival, sim.arrive_by("2027-03-30").arrival) == (
        day("2027-03-24"),
        day("2027-04-01"),
    )


def test_an_advisory_is_printed_for_the_days_that_it_concerns() -> None:
    about = {"text": "Ice.", "nodes": ["b"], "months": ["11", "12"], "sources": ["atlas"]}
    strike = {
        "text": "Strike.",
        "nodes": ["b"],
        "periods": [{"start": "2027-03-02", "end": "2027-03-04"}],
        "sources": ["atlas"],
    }
    net = chain(("2 days", "2 days", "2 days"), advisories={"ice": about, "strike": strike})
    told = {
        text: [item.id for item in co.find_route(net, "A", "B", depart=text).advisories]
        for text in ("2026-10-31", "2026-12-31", "2027-02-27", "2027-02-28", "2027-03-04")
    }
    assert told == {
        "2026-10-31": ["ice"],
        "2026-12-31": ["ice"],
        "2027-02-27": [],
        "2027-02-28": ["strike"],
        "2027-03-04": [],
    }


BOX = co.Shipment(equipment="40ft")


@pytest.mark.parametrize("distinct", ["passage", "corridor", "legs"])
def test_routes_of_a_day_differ_in_what_is_asked_for(distinct: Any) -> None:
    """On the network that a day is asked of, legs have other numbers than on the network's own."""
    limits: Any = {"depart": "2027-02-20", "limit": 4, "distinct": distinct}
    found = co.find_routes(NET, "Xi'an", "Istanbul", **limits)
    arrivals = [route.schedule.arrival() for route in found if route.schedule]
    assert len(arrivals) == 4
    assert arrivals == sorted(arrivals)
    if distinct == "corridor":
        assert len({route.corridors for route in found}) == 4


def test_the_quickest_of_a_front_is_the_route_that_arrives_first() -> None:
    told: Any = {"shipment": BOX, "depart": "2027-02-20"}
    front = co.find_pareto_routes(
        STORM.apply(NET), "Xi'an", "Poti", by=("transit_time", "emissions"), **told
    )
    best = co.find_route(STORM.apply(NET), "Xi'an", "Poti", **told)
    assert best.schedule
    took = best.schedule.arrival() - best.schedule.ready
    assert front.values[0][0] == took.total_seconds()
    least = co.find_route(STORM.apply(NET), "Xi'an", "Poti", by="emissions", **told)
    assert least.emissions
    assert front.values[-1][1] == int(least.emissions.total)
    assert "from 2027-02-20 to the arrival, waits included" in str(front)


def test_goods_of_a_value_cost_more_while_they_wait() -> None:
    """Ten days at 36.50 USD a day on a closed leg: the way round costs less, once that counts."""
    tariffs = {
        f"t-{leg}": {"leg": leg, "equipment": "40ft", "price": price, "date": "2026-10",
                     "includes_handling": "true", "basis": "assumed", "rule": "drawn"}
        for leg, price in (("a--b", "100 USD"), ("b--c", "100 USD"), ("a--d", "200 USD"),
                           ("c--d", "200 USD"))
    }  # fmt: skip
    spec = detour() | {"tariffs": tariffs, "equipment": SHIPPING["equipment"]}
    spec["closures"] = {"c": {"legs": ["b--c"], "start": "2027-03-01", "end": "2027-03-11"}}
    net = read(spec)
    told: Any = {"by": "cost", "depart": "2027-03-01"}
    cheap = co.find_route(net, "Alpha", "Gamma", shipment=BOX, **told)
    assert [leg.id for leg in cheap.legs] == ["a--b", "b--c"]
    dear = co.Shipment(equipment="40ft", cargo_value="133225 USD", inventory_cost="10 %")
    round_ = co.find_route(net, "Alpha", "Gamma", shipment=dear, **told)
    assert [leg.id for leg in round_.legs] == ["a--d", "c--d"]
    waited = co.find_route(net, "Alpha", "Gamma", via="Beta", shipment=dear, **told)
    assert waited.cost
    assert waited.cost.kinds["inventory"] == co.Money(36_500 + 1_521, "USD")


def test_a_simulation_with_the_best_way_of_each_run_says_what_a_day_takes() -> None:
    sim = co.simulate(NET, "Aktau > Alat", seed=1, runs=100, policy="best")
    with pytest.raises(co.QuantityError) as caught:
        sim.arrive_by("2027-02-20")
    assert str(caught.value) == (
        "policy best finds the best route of each run on ordinary days alone: for a day of "
        'departure take policy="fixed" (leave --reroute out), whose runs wait for what is closed, '
        "or leave the day out"
    )


@pytest.mark.parametrize(
    "told", [{"equipment": ["40ft"]}, {"goods": ["Cars"]}], ids=["box", "goods"]
)
def test_a_closure_for_some_holds_for_them_with_and_without_a_departure(told: Any) -> None:
    spec = detour() | {"equipment": SHIPPING["equipment"]}
    window = {"start": "2027-03-01", "end": "2027-03-11"}
    net = read(spec | {"closures": {"c": {"legs": ["b--c"]} | window | told}})
    meant = co.Shipment(equipment="40ft", goods="cars")
    others = (None, co.Shipment(equipment="20ft", goods="toys"))
    for limits in ({"depart": "2027-03-01"}, {}):
        then = net if limits else co.as_of(net, "2027-03-01")
        for shipment, first in ((meant, "a--d"), *((other, "a--b") for other in others)):
            asked: Any = limits | {"shipment": shipment}
            assert co.find_route(then, "Alpha", "Gamma", **asked).legs[0].id == first
    later = co.as_of(net, "2027-03-11")
    assert co.find_route(later, "Alpha", "Gamma", shipment=meant).legs[0].id == "a--b"


@pytest.mark.parametrize(
    ("asked", "days"), [("2026-12-27", 1), ("2026-12-28", 3), ("2027-01-03", 3), ("2027-01-04", 1)]
)
def test_a_season_holds_in_the_network_of_a_day_as_on_that_day(asked: str, days: int) -> None:
    """A season from 28 December to 3 January, its last day: over the new year."""
    time = {"low": "1 day", "typical": "3 days", "high": "5 days", "basis": "assumed",
            "rule": "drawn"}  # fmt: skip
    season = {"start": "12-28", "end": "01-03", "time": time}
    net = chain(("1 day", "1 day", "1 day"), first={"seasons": [season]})
    then = co.find_route(co.as_of(net, asked), "A", "B")
    assert then.transit_time.typical.days == days
    met = co.find_route(net, "A", "B", depart=asked)
    assert met.schedule
    waits = met.schedule.first_wait.typical.days
    assert met.transit_time.typical.days + waits == min(days, 2 if asked == "2027-01-03" else days)


def test_closures_that_follow_each_other_are_one() -> None:
    windows = (("2027-03-01", "2027-03-05"), ("2027-03-04", "2027-03-11"), ("2027-03-11", None))
    closures = {
        f"c{number}": {"legs": ["b--c"], "start": start} | ({"end": end} if end else {})
        for number, (start, end) in enumerate(windows)
    }
    net = read(detour() | {"closures": closures})
    seen = co.as_of(net, "2027-03-01", until="2027-06-01")
    assert not seen.is_open(seen.legs["b--c"])
    assert co.as_of(net, "2027-02-28", until="2027-06-01").is_open(net.legs["b--c"])
    route = co.find_route(net, "Alpha", "Gamma", depart="2027-03-01")
    assert [leg.id for leg in route.legs] == ["a--d", "c--d"]
    required = co.Require(legs={"b--c"})
    with pytest.raises(co.NoRouteError):
        co.find_route(net, "Alpha", "Gamma", depart="2027-03-01", require=required)


def test_goods_ask_when_a_timetable_ends_and_leave_when_the_slow_days_do() -> None:
    """Trains until the 23rd, a ship every other day after; six days slow until the 26th."""
    slow = {"low": "5 days", "typical": "6 days", "high": "7 days", "basis": "assumed",
            "rule": "drawn"}  # fmt: skip
    first = {
        "headway": {"value": "2 days", "basis": "assumed", "rule": "drawn"},
        "dated": [{"start": "2026-12-20", "end": "2026-12-26", "time": slow}],
    }
    trains = {"service": "a--b", "weekdays": ["sunday", "wednesday"], "end": "2026-12-23"}
    net = chain(("3 days", "3 days", "3 days"), first=first, departures={"t": trains})
    found = co.find_route(net, "A", "B", depart="2026-12-22", level="high").schedule
    assert found
    assert found.departure("high").isoformat() == "2026-12-26T00:00:00"
    assert found.arrival("high").isoformat() == "2026-12-29T00:00:00"


def test_a_closure_without_an_end_is_named_where_waiting_does_not_help() -> None:
    shut = co.Scenario("s").close("alat", start="2027-03-02", reason="fog").apply(NET)
    for day in ("2027-03-02", "2027-04-01"):
        with pytest.raises(co.NoRouteError) as caught:
            co.find_route(shut, "Aktau", "Alat", depart=day)
        assert str(caught.value) == (
            f"no route Aktau > Alat with what is open from {day} on\n"
            f"  were all legs open that stay closed from {day} on: 1.0 days typical (middle)\n"
            "  alat closed from 2027-03-02 without an end on file: fog"
        )
        assert [item.kind for item in caught.value.blocked_by] == ["depart"]
    assert co.find_route(shut, "Aktau", "Alat", depart="2027-02-20").schedule


def waiting_or_round() -> co.Network:
    """The line for 200 USD, closed for ten days; the way round for 400 USD and 30 hours a leg."""
    prices = {"a--b": "100 USD", "b--c": "100 USD", "a--d": "200 USD", "c--d": "200 USD"}
    tariff = {"equipment": "40ft", "date": "2026-10", "includes_handling": "true",
              "basis": "assumed", "rule": "drawn"}  # fmt: skip
    spec = detour() | {"equipment": SHIPPING["equipment"]}
    spec["tariffs"] = {f"t-{leg}": tariff | {"leg": leg, "price": prices[leg]} for leg in prices}
    spec["closures"] = {"c": {"legs": ["b--c"], "start": "2027-03-01", "end": "2027-03-11"}}
    return read(spec)


@pytest.mark.parametrize("by", ["cost", "transit_time", "distance"])
def test_a_limit_of_cost_counts_what_goods_cost_while_they_wait(by: Any) -> None:
    """Waiting costs 580 USD, the way round 491: a limit of 550 USD leaves the way round alone."""
    dear = co.Shipment(equipment="40ft", cargo_value="133225 USD", inventory_cost="10 %")
    net, told = waiting_or_round(), {"shipment": dear, "depart": "2027-03-01"}
    asked: Any = told | {"by": by, "max_cost": "550 USD"}
    found = co.find_route(net, "Alpha", "Gamma", **asked)
    assert [leg.id for leg in found.legs] == ["a--d", "c--d"]
    asked = told | {"by": ("distance", "cost"), "max_cost": "550 USD"}
    assert co.find_pareto_routes(net, "Alpha", "Gamma", **asked).values == ((120_000, 49_126),)


@pytest.mark.parametrize(
    ("day", "ways"), [("10 USD", ["a--b", "b--c"]), ("50 USD", ["a--d", "c--d"])]
)
def test_what_a_day_is_worth_decides_between_waiting_and_the_way_round(
    day: str, ways: list[str]
) -> None:
    """Ten days of waiting save 200 USD and cost eight days more than the detour."""
    box = co.Shipment(equipment="40ft", value_of_time=day)
    asked: Any = {"by": "generalised", "shipment": box, "depart": "2027-03-01"}
    found = co.find_route(waiting_or_round(), "Alpha", "Gamma", **asked)
    assert [leg.id for leg in found.legs] == ways


def test_routes_of_a_day_say_when_they_leave_and_arrive() -> None:
    found = co.find_routes(read(detour()), "a", "c", depart="2027-03-01", distinct="legs")
    assert found.full().splitlines()[2:7] == [
        "                    low  typical  high",
        "   corridors   km  days     days  days      leaves     arrives",
        "──────────────────────────────────────────────────────────────",
        "1  -          120   0.8      0.8   0.8  2027-03-01  2027-03-01",
        "2  -          120   2.5      2.5   2.5  2027-03-01  2027-03-03",
    ]


def test_a_quick_way_that_passes_a_place_twice_is_no_route_of_a_day() -> None:
    """Around C and E goods would be there after 63 hours; A may be passed once only."""
    asked: Any = {"modes": ("rail", "road", "ferry"), "depart": "2027-03-01"}
    for distinct in ("passage", "legs"):
        (found,) = co.find_routes(loop(), "O", "D", distinct=distinct, **asked)
        assert [leg.id for leg in found.legs] == ["o--a", "a--d"]
        assert found.transit_time.typical.hours == 9 + 95 + 9


@pytest.mark.parametrize("distinct", ["passage", "legs"])
def test_nor_is_it_one_where_the_way_round_begins_later(distinct: Any) -> None:
    """From P, before O: the place that is passed twice is not known when the search begins."""
    place = {"lat": "39.5", "lon": "50", "basis": "estimated", "rule": "drawn"}
    longer = co.Scenario("longer").add(
        nodes={"p": spot("Beta", location=place)},
        legs={"p--o": leg("p", "o", "rail", gauge="1520 mm")},
    )
    asked: Any = {"modes": ("rail", "road", "ferry"), "depart": "2027-03-01"}
    (found,) = co.find_routes(longer.apply(loop()), "p", "D", distinct=distinct, **asked)
    assert [item.id for item in found.legs] == ["p--o", "o--a", "a--d"]
    assert found.transit_time.typical.hours == 10 + 9 + 95 + 9


@pytest.mark.parametrize("depart", [None, "2027-03-01"])
def test_a_price_of_one_corridor_counts_on_that_corridor_alone(depart: str | None) -> None:
    """80 USD in place of 100 for Alpha - Beta, but of goods that keep to the north."""
    prices = {"a--b": "100 USD", "b--c": "100 USD", "a--d": "80 USD", "c--d": "81 USD"}
    tariff = {"equipment": "40ft", "date": "2026-10", "includes_handling": "true",
              "basis": "assumed", "rule": "drawn"}  # fmt: skip
    spec = detour() | {"equipment": SHIPPING["equipment"]}
    spec["tariffs"] = {f"t-{leg}": tariff | {"leg": leg, "price": prices[leg]} for leg in prices}
    spec["tariffs"]["north"] = spec["tariffs"]["t-a--b"] | {"price": "55 USD",
                                                            "corridors": ["north"]}  # fmt: skip
    spec["corridors"] = {
        key: {"name": key.title(), "through": [{"legs": [leg]}]}
        for key, leg in (("north", "a--b"), ("south", "a--d"))
    }
    net = read(spec)
    slow = co.Shipment(equipment="40ft", cargo_value="36500 USD", inventory_cost="1 %")
    asked: Any = {"shipment": slow, "by": "cost", "depart": depart}
    found = co.find_routes(net, "Alpha", "Gamma", distinct="legs", **asked)
    freight = {route.corridors: str(route.cost and route.cost.freight) for route in found}
    assert freight == {("north",): "155.00 USD", ("south",): "161.00 USD"}
    assert [route.corridors for route in found] == [("north",), ("south",)]
    south = co.find_route(net, "Alpha", "Gamma", corridor="south", **asked)
    assert south.corridors == ("south",)


def test_by_emissions_a_day_on_which_all_is_open_changes_nothing() -> None:
    """What is shipped costs no more while it waits, so the route with the fewest grams stays."""
    asked: Any = {"by": "emissions", "shipment": co.Shipment(equipment="40ft")}
    plain = co.find_route(NET, "Xi'an", "Aktau", **asked)
    dated = co.find_route(NET, "Xi'an", "Aktau", depart="2027-06-01", **asked)
    assert [leg.id for leg in dated.legs] == [leg.id for leg in plain.legs]
    assert plain.emissions
    assert dated.emissions
    assert dated.emissions.total == plain.emissions.total
