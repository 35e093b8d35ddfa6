"""Times of a window of dates: a query with a date takes them, one without never mixes."""

import dataclasses
import pickle
from typing import Any

import pytest

import corridor as co
from corridor.analysis.breakeven import changed
from corridor.calibration.report_routes import route_of_report
from corridor.routes.steps import Element
from support.bundled import bundled_network
from support.layout import dump
from support.small import ROW, chain

REPORTED = {"sources": ["atlas"]}
SLOW = {"low": "5 days", "typical": "9 days", "high": "20 days"} | REPORTED


def row(**dated: Any) -> co.Network:
    """A row of three legs, the first with dated times."""
    return chain(*ROW, first=dated)


@pytest.fixture
def net() -> co.Network:
    window = {"start": "2022-01-01", "end": "2023-01-01", "time": SLOW} | REPORTED
    return row(dated=[window])


def typical(net: co.Network) -> float:
    return co.find_route(net, "A", "D").transit_time.typical.hours


def test_without_a_date_the_usual_times_count(net: co.Network) -> None:
    assert typical(net) == 20 + 48 + 6
    assert "times of then" not in net.stamp


def test_on_a_day_of_the_window_its_times_count(net: co.Network) -> None:
    for day, hours in (
        ("2021-12-31", 74),
        ("2022-01-01", 9 * 24 + 54),
        ("2022-12-31", 9 * 24 + 54),
        ("2023-01-01", 74),
    ):
        assert typical(co.as_of(net, day)) == hours
    then = co.as_of(net, "2022-06")
    assert then.stamp.endswith(f"seen on 2022-06-01, times of then, digest {net.digest[:12]}")
    assert co.as_of(then, "2024-01") == co.as_of(net, "2024-01")
    assert typical(co.as_of(then, "2024-01")) == 74
    assert then != net
    assert typical(pickle.loads(pickle.dumps(then))) == typical(then)


def test_of_a_window_only_what_holds_throughout(net: co.Network) -> None:
    assert typical(co.as_of(net, "2022-03", until="2022-04")) == 9 * 24 + 54
    assert typical(co.as_of(net, "2022-12", until="2023-02")) == 74


def test_the_data_s_own_day_counts_as_a_date_only_when_asked_for() -> None:
    window = {"start": "2026-01-01", "time": SLOW} | REPORTED
    net = row(dated=[window])
    assert typical(net) == 74
    assert typical(co.as_of(net, net.as_of)) == 9 * 24 + 54
    assert net != co.as_of(net, net.as_of)


def test_a_deadline_sees_the_times_of_each_departure(net: co.Network) -> None:
    sim = co.simulate(net, "A > D", seed=1, runs=300)
    inside, after = sim.ship_by("2022-07-01", 0.9), sim.ship_by("2024-07-01", 0.9)
    assert inside.days > after.days + 5
    assert sim.arrive_by("2022-06-01").within == inside.within
    assert sim.ship_by("2023-01-10", 0.9).departure.isoformat() >= "2023-01-01"


def test_dwell_and_waiting_can_be_dated() -> None:
    window = {"start": "2022-01-01", "end": "2023-01-01"} | REPORTED
    slow = {"low": "1 day", "typical": "2 days", "high": "9 days"} | REPORTED
    usual = {"low": "2 h", "typical": "4 h", "high": "9 h"} | REPORTED
    nodes: dict[str, Any] = {
        name: {
            "name": name.upper(),
            "country": "KZ",
            "kind": "seaport",
            "location": {"lat": str(40 + number), "lon": "50"} | REPORTED,
        }
        for number, name in enumerate("abc")
    }
    nodes["b"]["dwell"] = [
        {"inbound": "road", "outbound": "ferry", "kind": "transshipment", "time": usual,
         "dated": [window | {"time": slow}]}
    ]  # fmt: skip
    way = {"distance": {"value": "200 km"} | REPORTED, "transit_time": usual | {"low": "3 h"}}
    legs = {
        "a--b": {"origin": "a", "destination": "b", "mode": "road"} | way,
        "b--c": {"origin": "b", "destination": "c", "mode": "ferry", "waiting": usual,
                 "dated_waiting": [window | {"time": slow}]} | way,
    }  # fmt: skip
    head = {"format": "1", "name": "Port", "version": "1", "as_of": "2026-01-01"}
    sources = {"sources": {"atlas": {"title": "Atlas", "publisher": "Nobody"}}}
    net = co.load_network(dump(head | sources | {"nodes": nodes, "legs": legs}))
    modes = ("road", "ferry")
    now = co.find_route(net, "A", "C", modes=modes)
    then = co.find_route(co.as_of(net, "2022-05"), "A", "C", modes=modes)
    assert (now.dwell.typical.hours, now.waiting.typical.hours) == (4, 4)
    assert (then.dwell.typical.hours, then.waiting.typical.hours) == (48, 48)


def test_a_part_of_a_dated_network_can_be_changed(net: co.Network) -> None:
    """Break-even moves the time in force, not the usual one behind it."""
    then = co.as_of(net, "2022-06")
    later = changed(then, Element("leg", "a--b"), "typical", 10 * 86_400)
    assert typical(later) == 240 + 54


WRONG: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    ({"start": "2022-01-01"}, ("missing_value", "time", "nothing")),
    ({"start": "2022-13-01", "time": SLOW}, ("not_a_date", "start", '"2022-13-01"')),
    ({"from": "2022-01-01", "time": SLOW}, ("unknown_field", "from", '"from"')),
    (
        {"start": "2022-01-01", "end": "2021-01-01", "time": SLOW},
        (
            "dates_out_of_order",
            "start",
            "a start (2022-01-01) that is not before the end (2021-01-01)",
        ),
    ),
    (
        {"start": "2022-01-01", "time": SLOW | {"typical": "2 days"}},
        ("range_out_of_order", "time.low", "low (120 h) above typical (48 h)"),
    ),
]


@pytest.mark.parametrize(("window", "told"), WRONG)
def test_a_wrong_window_is_refused_where_it_stands(
    window: dict[str, Any], told: tuple[str, str, str]
) -> None:
    with pytest.raises(co.NetworkError) as caught:
        row(dated=[window])
    (notice,) = caught.value.notices
    code, where, found = told
    assert (notice.code, notice.found) == (code, found)
    assert notice.path == f"legs.a--b.dated.0.{where}"


NET = bundled_network()


@pytest.mark.parametrize("node", ["dostyk", "altynkol"])
def test_border_stops_of_2019_and_2020_take_what_was_reported(node: str) -> None:
    """The averages of CAREC corridor 1 stand in place of the usual typical, nothing else moves."""
    entry, _ = NET.nodes[node].dwell  # out of China, and towards it
    assert [(item.start and item.start.year, item.time.typical.hours) for item in entry.dated] == [
        (2019, 27.6),
        (2020, 37.3),
    ]
    for item in entry.dated:
        assert (item.time.low, item.time.high) == (entry.time.low, entry.time.high)
    ends = {"dostyk": ("alashankou", "aktogay"), "altynkol": ("khorgos", "zhetygen")}[node]
    usual, then = (
        co.find_route(net, *ends).dwell.typical for net in (NET, co.as_of(NET, "2020-06"))
    )
    assert usual - then == entry.time.typical - 37.3 * 3600


def test_a_query_without_a_date_knows_no_dated_time() -> None:
    assert not any(leg.dated or leg.dated_waiting for leg in NET.legs.values())
    nodes = {
        key: dataclasses.replace(
            node, dwell=tuple(dataclasses.replace(entry, dated=()) for entry in node.dwell)
        )
        for key, node in NET.nodes.items()
    }
    plain = NET.with_file(dataclasses.replace(NET.file, nodes=nodes))
    for ends in (("Xi'an", "Poti"), ("China", "Türkiye"), ("Xi'an", "Duisburg")):
        usual = co.find_route(NET, *ends).transit_time
        assert co.find_route(plain, *ends).transit_time == usual
        assert co.find_route(co.as_of(NET, "2020-06"), *ends).transit_time != usual


def test_the_ledger_holds_a_report_against_its_time_and_the_fit_against_the_usual() -> None:
    row = {row.id: row for row in co.evidence(NET).rows}["mc-016"]  # Khorgos > Izmit, 2020
    fitted = route_of_report(NET, NET.journeys["mc-016"], usual=True)
    assert row.route
    assert isinstance(fitted, co.Route)
    assert [leg.id for leg in row.route.legs] == [leg.id for leg in fitted.legs]
    entry = NET.nodes["altynkol"].dwell[0]
    saved = entry.time.typical - entry.dated[1].time.typical
    assert fitted.transit_time.typical - row.route.transit_time.typical == saved


def test_a_scenario_slows_the_time_in_force() -> None:
    """Slowed in 2020, the border stop takes twice what it took then, not what it takes now."""
    slow = co.Scenario("queue").slow("dostyk", factor=2, reason="a trial")
    for date in ("2020-06", "2026-06"):
        net = co.as_of(NET, date)
        before, after = (
            co.find_route(seen, "alashankou", "aktogay").dwell.typical
            for seen in (net, slow.apply(net))
        )
        assert after == 2 * before
