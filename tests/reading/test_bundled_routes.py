"""What a forwarder asks first: short routes are short, and go where trains and ships go."""

import pytest

import corridor as co
from support.bundled import bundled_network

NET = bundled_network()


def km(route: co.Route) -> float:
    return sum(leg.leg.distance.value for leg in route.legs) / 1000


def passed(route: co.Route) -> set[str]:
    return {node.id for node in route.nodes}


@pytest.mark.parametrize(
    ("origin", "destination", "least", "most"),
    [
        ("Urumqi", "Kashgar", 1_400, 1_600),
        ("Baku", "Moscow", 2_200, 2_450),
        ("Izmit", "Mersin", 950, 1_250),
        ("Ankara", "Mersin", 650, 1_250),
        ("Milan", "Duisburg", 800, 950),
        ("Trieste", "Milan", 380, 460),
        ("Trieste", "Duisburg", 1_100, 1_300),
    ],
    ids=str,
)
def test_lengths(origin: str, destination: str, least: int, most: int) -> None:
    assert least <= km(co.find_route(NET, origin, destination)) <= most


def test_istanbul_to_constanta_is_short_by_ship_though_trains_come_sooner() -> None:
    """A ship a week is waited for 3.5 days, then 31 h at sea; trains go round in 4.2 days."""
    ship = co.find_route(NET, "Istanbul", "Constanta")
    assert ship.modes == ("sea",)
    assert 420 <= km(ship) <= 490
    train = co.find_route(NET, "Istanbul", "Constanta", modes={"rail"})
    assert km(train) > 2 * km(ship)
    assert ship.legs[0].leg.wait is not None
    from_ready = ship.transit_time.typical + ship.legs[0].leg.wait.typical
    assert ship.transit_time.typical < train.transit_time.typical < from_ready


def test_shanghai_to_ningbo_is_a_day_not_fifty_two() -> None:
    route = co.find_route(NET, "Shanghai", "Ningbo")
    assert km(route) < 400  # by the line round the bay; the bridge is a road
    assert route.transit_time.typical.days < 1


def test_kashgar_to_tashkent_goes_by_irkeshtam() -> None:
    route = co.find_route(NET, "Kashgar", "Tashkent")
    assert {"irkeshtam", "osh", "andijan"} <= passed(route)


def test_baku_to_moscow_goes_by_samur() -> None:
    assert {"yalama", "samur"} <= passed(co.find_route(NET, "Baku", "Moscow"))


def test_baku_to_tehran_goes_by_astara() -> None:
    route = co.find_route(NET, "Baku", "Tehran")
    assert {"astara-az", "astara-ir", "rasht"} <= passed(route)


def test_baku_to_hamburg_without_russia_goes_by_the_caucasus() -> None:
    route = co.find_route(NET, "Baku", "Hamburg", avoid=co.Avoid(countries={"RU", "BY"}))
    assert "tbilisi" in passed(route)
    assert not passed(route) & {"aktau", "kuryk", "turkmenbashi"}


def test_baku_to_mersin_while_kars_is_closed_goes_by_the_black_sea() -> None:
    then = co.as_of(NET, "2023-12")
    route = co.find_route(then, "Baku", "Mersin", policy="no-iran")
    assert passed(route) & {"poti", "batumi"}
    assert not passed(route) & {"suez", "kars"}


@pytest.mark.parametrize(
    ("origin", "destination", "sailed"),
    [
        ("mersin", "trieste", 2_511),
        ("mersin", "piraeus", 1_102),
        ("piraeus", "istanbul-ambarli", 650),
        ("istanbul-ambarli", "constanta", 459),
        ("istanbul-ambarli", "hamburg", 6_377),
        ("mersin", "rotterdam", 6_245),
    ],
    ids=str,
)
def test_ports_are_joined_directly(origin: str, destination: str, sailed: int) -> None:
    route = co.find_route(NET, origin, destination, modes={"sea", "ferry"})
    assert len(route.legs) == 1
    assert km(route) == sailed


def test_alat_bounds_the_middle_corridor_at_what_it_states() -> None:
    found = co.capacity(NET, "Xi'an", "Türkiye", corridor="middle")
    assert "at most 150,000 TEU a year" in str(found)
    assert NET.nodes["alat"].capacity is not None
    assert NET.nodes["alat"].capacity.containers == 150_000


@pytest.mark.parametrize(
    ("origin", "destination"), [("China", "Türkiye"), ("Istanbul", "Xi'an")], ids=["out", "back"]
)
def test_the_middle_corridor_by_kars_joins_china_and_turkiye(origin: str, destination: str) -> None:
    route = co.find_route(NET, origin, destination, corridor="middle-btk")
    assert {"aktau", "alat", "akhalkalaki", "kars"} <= passed(route)
    assert km(route) < 9_500


def test_ships_that_meet_at_the_canal_have_not_passed_it() -> None:
    route = co.find_route(NET, "iskenderun", "genoa", modes={"sea"})
    assert "suez" not in passed(route)


def test_trains_towards_china_do_not_wait_as_those_out_of_it() -> None:
    for node in ("dostyk", "altynkol"):
        out, back = NET.nodes[node].dwell
        assert out.one_way
        assert back.one_way
        assert out.time.typical > 5 * back.time.typical
    eastbound = co.find_route(NET, "Almaty", "Urumqi").transit_time.typical
    westbound = co.find_route(NET, "Urumqi", "Almaty").transit_time.typical
    assert westbound - eastbound > 24 * 3_600
