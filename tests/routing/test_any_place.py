"""Places beyond the network: cities, countries, positions and lists as the ends of a route."""

import dataclasses
from itertools import product
from pathlib import Path
from typing import Any

import pytest

import corridor as co
from corridor.countries import name_of
from corridor.gazetteer import ends, terminals
from corridor.gazetteer.city_file import Gazetteer, gazetteer
from corridor.network.names import ROAD_DETOUR, at, fold, great_circle
from corridor.routing.best_route import make_request
from corridor.routing.search_goal import between_terminals
from support.bundled import bundled_network

NAMES = Path(__file__).with_name("place_names.tsv").read_text(encoding="utf-8").splitlines()


def rows() -> list[tuple[str, str]]:
    return [(name, end) for name, end in (line.split("\t") for line in NAMES)]


@pytest.mark.parametrize(("name", "end"), rows())
def test_a_name_in_any_script_is_the_right_place(name: str, end: str) -> None:
    """What people type of a place means that place, in whatever script."""
    assert ends.endpoint(bundled_network(), name).name == end


def test_names_are_many_and_of_seven_scripts() -> None:
    assert len(NAMES) >= 200


def test_candidates_compete_and_the_best_pair_wins() -> None:
    """One search over all terminals gives what separate searches, and a sum by hand, give."""
    net = bundled_network()
    modes = ("rail", "ferry", "sea")  # no pair of terminals is joined by road instead
    route = co.find_route(net, "Bursa", "Qazvin", modes=modes)
    origin, destination = (ends.endpoint(net, name) for name in ("Bursa", "Qazvin"))
    totals = []
    for one, other in product(origin.miles, destination.miles):
        found = co.find_route(net, one.node, other.node, modes=modes)
        wait = found.legs[0].leg.wait
        first = wait.typical if wait else 0
        times = (found.transit_time.typical, first, one.time.typical, other.time.typical)
        totals.append((sum(map(int, times)), one.node, other.node))
    assert (route.origin.id, route.destination.id) == min(totals)[1:]


def test_a_mile_is_no_part_of_the_transit_time() -> None:
    net = bundled_network()
    route = co.find_route(net, "Bursa", "Qazvin")
    between = co.find_route(net, route.origin.id, route.destination.id)
    assert route.transit_time == between.transit_time
    assert route.first_mile
    assert route.last_mile
    here = gazetteer().find("bursa").cities[0].at
    metres = great_circle(here, at(route.origin)) * 1000 * ROAD_DETOUR
    assert int(route.first_mile.distance) == round(metres)
    assert route.first_mile.time.low < route.first_mile.time.typical < route.first_mile.time.high
    assert "first mile: Bursa to Derince, 116" in str(route)


def test_without_the_door_there_are_no_miles() -> None:
    route = co.find_route(bundled_network(), "Bursa", "Almaty", door=False)
    assert route.miles == ()
    assert "first mile" not in str(route)


def test_a_position_is_a_text_or_two_numbers() -> None:
    net = bundled_network()
    text, pair = (co.find_route(net, here, "Тбилиси") for here in ("38.42, 27.14", (38.42, 27.14)))
    assert [leg.id for leg in text.legs] == [leg.id for leg in pair.legs]
    assert text.origin.id == "izmir"


def test_of_a_list_the_best_counts() -> None:
    net = bundled_network()
    apart = [co.find_route(net, name, "Duisburg") for name in ("Xi'an", "Yiwu")]
    best = min(apart, key=lambda route: route.transit_time.typical)
    for listed in ("Yiwu | Xi'an", ["Yiwu", "Xi'an"]):
        assert co.find_route(net, listed, "Duisburg").origin == best.origin


def test_a_country_without_a_region_is_made_of_its_terminals() -> None:
    """Every country with a terminal is an end, though the file says nothing of it."""
    net = bundled_network()
    bare = net.with_file(dataclasses.replace(net.file, regions={}, corridors={}, journeys={}))
    own = [item.node for item in terminals.terminals(bare)]
    for code in sorted({node.country for node in own}):
        found = ends.endpoint(bare, name_of(code))
        assert found.nodes == {node.id for node in own if node.country == code}
        assert found.remarks[0].startswith(f"gateways of {found.name}, made from its terminals: ")


def test_beyond_the_stated_distance_the_error_names_near_terminals() -> None:
    with pytest.raises(co.UnknownPlaceError) as caught:
        co.find_route(bundled_network(), "Tokyo", "Baku")
    assert str(caught.value) == (
        '"Tokyo" cannot be an end or a via: no terminal within 300 km; nothing is estimated '
        "beyond\n  nearest nodes  Shenyang (1561 km), Harbin (1564 km), Qingdao (1737 km)"
    )


def test_a_real_city_is_never_answered_with_another() -> None:
    net = bundled_network()
    assert ends.endpoint(net, "Izmir").name == "Izmir"
    with pytest.raises(co.UnknownPlaceError, match="Izmir"):
        ends.endpoint(net, "Izmr")


def test_an_ambiguous_name_asks_with_what_each_is() -> None:
    cities = (
        "Alpha\tKZ\t43.00\t76.00\t100000\n",
        "Alpha\tTR\t39.00\t32.00\t90000\n",
    )
    body = "".join(cities).encode()
    data = f"{len(body):08d}\n".encode() + body + f"alpha\t0,{len(cities[0]):x}\n".encode()
    found = Gazetteer(data).find(fold("Alpha"))
    with pytest.raises(co.AmbiguousPlaceError) as caught:
        ends._meant("Alpha", found.cities)
    assert str(caught.value) == (
        '"Alpha" could be several places\n'
        "  write one of  Alpha, KZ (100,000 people), Alpha, TR (90,000 people)"
    )


def test_a_via_must_be_in_the_network() -> None:
    with pytest.raises(co.UnknownPlaceError, match=r"Bursa.*\n.*nearest nodes"):
        co.find_route(bundled_network(), "Istanbul", "Almaty", via="Bursa")


def test_a_simulation_counts_the_miles_of_its_route() -> None:
    net = bundled_network()
    sim = co.simulate(net, "Bursa > Qazvin", seed=1, runs=200)
    route = co.find_route(net, "Bursa", "Qazvin")
    assert (
        sim.levels.typical
        == sum((mile.time for _, mile in route.miles), route.transit_time).typical
    )
    assert "of these  estimated by road: first mile" in sim.full()


def test_every_name_of_the_file_is_found() -> None:
    """Bisection finds the first, the last and every thousandth name."""
    known = gazetteer()
    data = bytes(known._data[known._names :]).decode().splitlines()
    for line in (data[0], data[-1], *data[::1000]):
        assert any(known.find(line.partition("\t")[0]))
    assert data == sorted(data, key=lambda line: line.encode())


@pytest.mark.parametrize("name", ["Zzyzx Port", "Port of Zzyzx", "港", "Station"])
def test_a_word_for_a_port_alone_is_no_place(name: str) -> None:
    """What stands beside a name is left off only where a name is left."""
    with pytest.raises(co.PlaceError):
        ends.endpoint(bundled_network(), name)


def test_two_places_by_one_terminal_are_joined_between_others() -> None:
    request = make_request(bundled_network(), ("Dortmund", "Essen"))
    one, other = ({mile.node for mile in point.miles} for point in request.points)
    assert one & other == {"duisburg", "mannheim"}
    pairs = [tuple(mile.node for mile in miles) for _, miles in between_terminals(request)]
    assert set(pairs) == {(a, b) for a in one for b in other if a != b}


def test_where_the_miles_are_no_shorter_than_the_way_a_lorry_alone_is_enough() -> None:
    """From Bursa the train saves a part of the way to Istanbul, from Dortmund none to Essen."""
    net = bundled_network()
    first, *_ = co.find_route(net, "Dortmund", "Essen").notes
    said = "a lorry alone is enough: Dortmund to Essen is 42 km by road (great circle x 1.3), the "
    assert first.replace("\u00a0", " ") == said + "miles of this answer 329 km"
    for one, other in (("Bursa", "Istanbul"), ("Istanbul", "Bursa"), ("Bursa", "Qazvin")):
        assert not any("lorry alone" in note for note in co.find_route(net, one, other).notes)


def test_that_no_pair_of_terminals_has_a_route_is_said_of_the_places() -> None:
    with pytest.raises(co.NoRouteError) as caught:
        co.find_route(
            bundled_network(),
            "Bursa",
            "Qazvin",
            modes=("rail", "ferry", "sea"),
            avoid=co.Avoid(countries={"IR"}),
        )
    assert str(caught.value) == (
        "no route Bursa > Qazvin avoiding IR\n  allowing IR: 8.1 days typical (southern)"
    )


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ((91, 49.9), "place 1: (91, 49.9) is no name of a place"),
        ((40.4, float("nan")), "place 1: (40.4, nan) is no name of a place"),
        ("95, 49.9", 'no place is called "95, 49.9"'),
        ("Xyzzy port", 'no place is called "Xyzzy port"'),
        ("Tripoli, XQ", 'no place is called "Tripoli, XQ"'),
        ("Iceland", '"Iceland" cannot be an end or a via: IS has no terminal in this network'),
    ],
)
def test_what_is_nowhere_is_told(place: Any, said: str) -> None:
    with pytest.raises(co.UnknownPlaceError) as caught:
        co.find_route(bundled_network(), place, "Poti")
    assert str(caught.value).splitlines()[0] == said


def test_a_port_may_be_called_by_its_city() -> None:
    assert co.find_route(bundled_network(), "Port of Poti", "Baku").origin.id == "poti"
