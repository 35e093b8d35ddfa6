"""The bundled network: its headline, one O-D worked by hand, and what must hold everywhere."""

import itertools

import pytest

import corridor as co
from corridor.network.dwell_rules import Rulebook, carriage
from corridor.routes.request import Distinct
from corridor.routing.graph import line_graph as linegraph
from support.bundled import bundled_network

HOUR = 3_600
NET = bundled_network()


def hours(levels: co.Levels) -> tuple[float, ...]:
    return tuple(time / HOUR for time in levels.levels)


def test_it_reads_without_error_or_warning() -> None:
    notices = co.load_network(strict=True).notices
    assert {notice.code for notice in notices} <= {"not_connected"}


def test_the_headline_is_what_the_articles_report() -> None:
    turkiye = co.find_route(NET, "China", "Türkiye", corridor="middle")
    europe = co.find_route(NET, "China", "Western Europe", via="Türkiye", corridor="middle")
    assert turkiye.transit_time.low.to("day").magnitude == 12
    assert europe.transit_time.low.to("day").magnitude == 18
    assert [node.id for node in turkiye.ends] == ["khorgos", "istanbul-halkali"]
    assert [node.id for node in europe.ends] == ["khorgos", "duisburg"]
    assert turkiye.inland is not None
    assert turkiye.inland[0] == "Xi'an"


def test_no_route_by_the_middle_corridor_undercuts_the_headline() -> None:
    for chain, days in (("China > Türkiye", 12), ("China > Türkiye > Western Europe", 18)):
        found = co.compare(NET, [chain], corridor="middle", level="low")
        assert found.routes[0].transit_time.low == days * 24 * HOUR


def test_khorgos_to_poti_as_worked_by_hand() -> None:
    """Add up Khorgos - Poti from the file's figures, in hours (low, typical, high).

    Moving, Kazakhstan: 0.3 + 7.4 + 1.6 + 7.9 + 2.8 + 8.0 + 1.7 + 9.9 + 12.7 + 4.1 + 12.6 + 10.2
    + 0.4 = 79.6 (typical 0.4 + 9.5 + 2.0 + 10.0 + 3.6 + 10.2 + 2.2 + 12.6 + 16.1 + 5.2 + 16.0
    + 13.0 + 0.5 = 101.3, high 0.7 + 13.7 + 2.9 + 14.5 + 5.2 + 14.8 + 3.2 + 18.3 + 23.4 + 7.6 + 23.2
    + 18.8 + 0.8 = 147.1); Caspian 19.0 / 23.5 / 40.6; Caucasus 10.7 + 4.8 + 1.1 + 1.8 + 9.1 + 2.4
    = 29.9 (typical 14.1 + 6.3 + 1.5 + 2.3 + 12.1 + 3.4 = 39.7, high 20.0 + 9.0 + 2.0 + 3.3 + 17.1
    + 4.7 = 56.1). Moving in all: 128.5 / 164.5 / 243.8.
    Dwell: Altynkol 20.3 / 59.2 / 159.2, Aktau 22.3 / 44.4 / 167.8, Alat 22.0 / 43.6 / 165.1,
    Gardabani 9.8 / 23.7 / 65.9: 74.4 / 170.9 / 558.0.
    Waiting at Aktau, a sailing every 1.4 days: 0 / 16.8 / 33.6.
    Transit time: 202.9 / 352.2 / 835.4.
    """
    route = co.find_route(NET, "khorgos", "Poti")
    assert hours(route.moving) == pytest.approx((128.5, 164.5, 243.8), abs=1e-9)
    assert hours(route.dwell) == pytest.approx((74.4, 170.9, 558.0), abs=1e-9)
    assert hours(route.waiting) == pytest.approx((0, 16.8, 33.6), abs=1e-9)
    assert hours(route.transit_time) == pytest.approx((202.9, 352.2, 835.4), abs=1e-9)


@pytest.mark.parametrize(
    ("origin", "destination"),
    [
        ("Xi'an", "Duisburg"),
        ("Qingdao", "Baku"),
        ("Istanbul", "Xi'an"),
        ("China", "Western Europe"),
        ("Shanghai", "Poti"),
        ("Chongqing", "Mersin"),
    ],
)
def test_the_parts_add_up_to_the_second_at_every_level(origin: str, destination: str) -> None:
    for level in ("low", "typical", "high"):
        route = co.find_route(NET, origin, destination, level=level)
        parts = [time.levels for _, time in route.elements()]
        summed = tuple(sum(column) for column in zip(*parts, strict=True))
        whole = route.moving + route.dwell + route.waiting
        assert summed == route.transit_time.levels == whole.levels
        assert route.grounds.total == route.transit_time.typical
        assert sum(map(route.grounds.share, route.grounds.seconds)) == pytest.approx(1)


def test_between_xian_and_aktau_the_gauge_changes_once_and_once_at_akhalkalaki() -> None:
    assert len(co.find_route(NET, "Xi'an", "Aktau").gauge_breaks) == 1
    assert co.find_route(NET, "Tbilisi", "Kars").gauge_breaks == ("akhalkalaki",)


def test_every_meeting_of_two_gauges_takes_time() -> None:
    rules = Rulebook(NET.dwell_defaults)
    rails = [leg for leg in NET.legs.values() if leg.mode == "rail"]
    met = 0
    for one, other in itertools.permutations(rails, 2):
        shared = {one.origin, one.destination} & {other.origin, other.destination}
        for node in shared if one.gauge != other.gauge else ():
            rule = rules.find(NET.nodes[node], carriage(one), carriage(other))
            assert rule is not None
            assert rule.entry is not None
            assert rule.entry.kind == "gauge_break"
            assert rule.entry.time.low > 0
            met += 1
    assert met > 20


def test_no_vessel_leaves_the_caspian() -> None:
    caspian = {"aktau", "kuryk", "alat", "turkmenbashi"}
    for leg in NET.legs.values():
        if leg.mode in {"ferry", "sea"} and {leg.origin, leg.destination} & caspian:
            assert {leg.origin, leg.destination} <= caspian


def test_no_road_leg_appears_unasked() -> None:
    ends = ["Qingdao", "Xi'an", "Baku", "Tbilisi", "Istanbul", "Duisburg", "Poti"]
    for origin, destination in itertools.permutations(ends, 2):
        assert "road" not in co.find_route(NET, origin, destination).modes


@pytest.mark.parametrize("day", ["2016-06", "2024-01"])
def test_while_the_btk_is_closed_the_answer_does_not_use_it(day: str) -> None:
    route = co.find_route(co.as_of(NET, day), "China", "Türkiye", corridor="middle")
    nodes = {node.id for node in route.nodes}
    assert not nodes & {"akhalkalaki", "kartsakhi"}
    assert co.find_route(co.as_of(NET, "2024-07"), "China", "Türkiye", corridor="middle").nodes


def test_without_a_corridor_the_quickest_route_is_told_with_its_advisory() -> None:
    text = str(co.compare(NET, ["China > Western Europe"]))
    assert "Northern" in text
    assert "The route passes Russia." in text


def test_corridors_side_by_side_name_all_five_the_quickest_first() -> None:
    found = co.compare_corridors(NET, "Xi'an", "Duisburg")
    assert [row.corridors for row in found.rows] == [
        ("Northern",),
        ("Middle",),
        ("Suez",),
        ("Cape",),
        (),
    ]
    assert found.rows[4].label == "Southern Corridor"
    assert str(found.rows[4].reason).startswith("not offered: ")
    southern = co.find_route(NET, "Xi'an", "Istanbul", corridor="southern")
    assert any("not bookable" in item.text for item in southern.advisories)
    times = [route.transit_time.typical for route in found.routes]
    assert times == sorted(times)


def test_a_corridor_without_a_route_says_so() -> None:
    avoid = co.Avoid(countries={"AZ"})
    found = co.compare_corridors(NET, "Xi'an", "Duisburg", avoid=avoid)
    reasons = {row.label: row.reason for row in found.rows}
    assert (
        reasons["Middle Corridor"]
        == "no route Xi'an > Duisburg avoiding AZ, by the corridor middle"
    )
    assert f"Middle Corridor: {reasons['Middle Corridor']}." in str(found)


@pytest.mark.parametrize(
    ("text", "nodes"),
    [
        ("Qingdao", {"qingdao"}),
        ("CNTAO", {"qingdao"}),
        ("Xi'an", {"xian"}),
        ("Xi’an", {"xian"}),
        ("XIAN", {"xian"}),
        ("Alat/Baku port", {"alat"}),
        ("Alat", {"alat"}),
        ("Baku", {"alat", "baku", "absheron", "keshla"}),
        ("baku", {"baku"}),
        ("Tbilisi", {"tbilisi"}),
        ("Kars", {"kars"}),
        ("İstanbul", {"istanbul-halkali", "istanbul-ambarli", "pendik"}),
        ("ISTANBUL", {"istanbul-halkali", "istanbul-ambarli", "pendik"}),
        ("Turkey", {"istanbul-halkali", "istanbul-ambarli", "mersin"}),
    ],
)
def test_places_answer_to_their_names(text: str, nodes: set[str]) -> None:
    assert NET.directory.endpoint(text).nodes == nodes


def test_every_corridor_has_a_route_somewhere() -> None:
    graph = linegraph.compile_network(NET)
    legs = {vertex.leg.id for vertex in graph.vertices}
    for corridor in NET.corridors.values():
        named = {leg for passage in corridor.through for leg in passage.legs}
        assert not named or named & legs


def test_a_border_gateway_is_left_across_its_border() -> None:
    route = co.find_route(NET, "China", "Duisburg")
    assert route.legs[0].destination.country != "CN"


def test_the_wait_for_the_first_departure_decides_and_is_mentioned() -> None:
    """From Istanbul a train by Kars leaves sooner than the weekly ship from Ambarli."""
    route = co.find_route(NET, "Aktau", "Alat")
    said = "the wait for the first departure, 0.7 days on average, is not counted, but counts in "
    assert route.notes == (said + "the choice of the route",)
    by_train = co.find_route(NET, "Istanbul", "Xi'an", corridor="middle")
    assert "middle-btk" in by_train.corridors
    assert "sea" not in by_train.modes


def test_avoiding_an_absent_country_is_mentioned() -> None:
    route = co.find_route(NET, "Aktau", "Baku", avoid=co.Avoid(countries={"XX"}))
    assert route.notes[-1] == "avoiding XX changes nothing: no open leg of this network touches it"


@pytest.mark.parametrize("distinct", ["legs", "passage"])
def test_that_a_route_is_the_only_one_is_seen_without_trying_all_that_lead_nowhere(
    distinct: Distinct,
) -> None:
    """Mazar-i-Sharif is entered from Hairatan only, and that is where the route began."""
    found = co.find_routes(NET, "Hairatan", "Mazar-i-Sharif", limit=20, distinct=distinct)
    assert (len(found), found.more) == (1, False)
