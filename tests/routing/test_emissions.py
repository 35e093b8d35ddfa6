"""What a shipment emits: part by part against brute force, by hand, and by laws that must hold."""

import math
import re
from collections.abc import Iterable
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.network.carbon.factors import EmissionFactor, GridFactor
from corridor.routes.costs.emissions import Emission, Emissions
from corridor.routes.costs.emissions_text import emission_notes
from corridor.routing.costs.emissions import emissions_along, terminal_grams
from support import oracle_carbon
from support.bundled import bundled_network
from support.priced import SHIPPING, Case
from support.small import line, read, spot
from support.strategies import ESTIMATED, Tree

BUNDLED = bundled_network()
BOX = co.Shipment(equipment="40ft", cargo_mass="20 t")
ENDS = ("Xi'an", "Duisburg")
CORRIDORS = ("northern", "middle", "southern", "suez", "cape")
#: The factors of trains as the bundled file has them: g/t-km, kWh/t-km.
RAIL: Tree = {
    "mix": {"value": "18.4", "wtt": "9.4", "ttw": "9.0"},
    "electric": {"value": "10.8", "wtt": "10.8", "ttw": "0", "traction": "electric"},
    "energy": {"value": "0.025", "unit": "kWh/t-km", "traction": "electric"},
    "diesel": {"value": "31.0", "wtt": "7.2", "ttw": "23.8", "traction": "diesel"},
}
GRIDS = {"CN": "582", "KZ": "821", "GE": "168"}


def emissions(net: co.Network, *ends: str, shipment: co.Shipment = BOX, **more: Any) -> Emissions:
    found = co.find_route(net, *(ends or ENDS), shipment=shipment, **more).emissions
    assert found is not None
    return found


def rail(km: int, traction: str | None = None, **more: Any) -> Tree:
    given = {"traction": {"electric": traction} | ESTIMATED} if traction else {}
    return {
        "mode": "rail",
        "gauge": "1520 mm",
        "distance": {"value": f"{km} km"} | ESTIMATED,
        "transit_time": "10 h",
        "contains_border_stop": "true",
    } | {**given, **more}


def three_countries(traction: str | None = "electric", **more: Any) -> Tree:
    """A railway of 100 km in China, 200 km in Kazakhstan and 40 km in Georgia."""
    cities = {"a": "Alpha", "b": "Beta", "d": "Delta", "d2": "Delta Two", "e": "Epsilon"}
    cities["e2"] = "Epsilon Two"
    countries = {"a": "CN", "b": "CN", "d": "KZ", "e": "GE"}
    legs = {"a--b": 100, "d--d2": 200, "e--e2": 40}
    ends = {leg: dict(zip(("origin", "destination"), leg.split("--"), strict=True)) for leg in legs}
    return {
        "format": "1",
        "name": "Three grids",
        "version": "1",
        "as_of": "2026-11-21",
        "nodes": {key: spot(name, countries[key[0]]) for key, name in cities.items()},
        "legs": {leg: rail(km, traction) | ends[leg] for leg, km in legs.items()}
        | {
            "b--d": rail(60, None, origin="b", destination="d"),
            "d2--e": rail(60, None, origin="d2", destination="e"),
        },
        "equipment": {
            "40ft": {
                "text": "Box",
                "teu": "2",
                "cargo_mass": {"value": "20 t"} | ESTIMATED,
                "most_cargo": {"value": "28 t"} | ESTIMATED,
            }
        },
        "emission_factors": {
            key: {"text": key, "unit": "g/t-km", "modes": ["rail"]} | factor | ESTIMATED
            for key, factor in RAIL.items()
        },
        "grid_factors": {
            country.lower(): {"country": country, "value": value, "year": "2023"} | ESTIMATED
            for country, value in GRIDS.items()
        },
    } | more


def in_legs(found: Emissions, *legs: str) -> list[Emission]:
    return [part for part in found.parts if part.element.removeprefix("leg ") in legs]


@given(data=st.data())
def test_each_part_emits_what_brute_force_says(data: st.DataObject) -> None:
    case = Case(data)
    teu = Fraction(2 * case.asked.quantity)
    load = oracle_carbon.Load(
        case.asked.quantity, Fraction(case.asked.tonnes * case.asked.quantity), teu
    )
    for found, _ in case.routes[:20]:
        emitted = emissions_along(case.net, case.path(found), case.box)
        by_hand = oracle_carbon.emitted(case.spec, load, found)
        assert [
            (part.element, (part.wtw, part.wtt, part.ttw, part.low, part.high))
            for part in emitted.parts
        ] == by_hand
        assert emitted.total == sum(grams.wtw or 0 for _, grams in by_hand)
        assert emitted.is_complete == all(grams.wtw is not None for _, grams in by_hand)
        assert_adds_up(emitted)


def assert_adds_up(found: Emissions) -> None:
    """Assert that WTT + TTW = WTW to the gram, part by part and in the sums."""
    for part in found.parts:
        if part.wtw is not None and part.ttw is not None:
            assert part.wtt is not None
            assert part.wtt + part.ttw == part.wtw
        if part.low is not None and part.high is not None:
            assert part.low <= part.grams <= part.high
    if found.wtt is not None and found.ttw is not None:
        assert found.wtt + found.ttw == found.total
    split = [part for part in found.parts if part.ttw is not None]
    unsplit = sum(part.grams for part in found.parts if part.ttw is None)
    assert found.known("WTT") + found.known("TTW") + unsplit == found.total
    assert sum(part.grams for part in split) + unsplit == found.total
    assert found.low <= found.total <= found.high


@pytest.mark.parametrize("corridor", CORRIDORS)
def test_the_parts_of_a_corridor_add_up_to_the_gram(corridor: str) -> None:
    found = emissions(BUNDLED, corridor=corridor)
    assert_adds_up(found)
    assert found.is_complete
    assert found.scopes == ("WTW",)
    assert {part.source for part in found.parts if part.ttw is None} == {"hub-container"}


def test_three_grids_differ_from_the_european_mix() -> None:
    """Electric trains through three countries, by hand, for 20 t.

    China       100 km x 20 t x 0.025 kWh/t-km x 582 g/kWh =  29,100 g
    Kazakhstan  200 km x 20 t x 0.025 kWh/t-km x 821 g/kWh =  82,100 g
    Georgia      40 km x 20 t x 0.025 kWh/t-km x 168 g/kWh =   3,360 g
    By the European mix, 18.4 g/t-km: 36,800 g, 73,600 g and 14,720 g.
    """
    legs = ("a--b", "d--d2", "e--e2")
    by_grid = in_legs(emissions(read(three_countries()), "a", "e2"), *legs)
    assert [part.wtw for part in by_grid] == [29_100, 82_100, 3_360]
    assert [(part.wtt, part.ttw) for part in by_grid] == [(29_100, 0), (82_100, 0), (3_360, 0)]
    assert [part.grid and part.grid.country for part in by_grid] == ["CN", "KZ", "GE"]
    by_mix = in_legs(emissions(read(three_countries(None)), "a", "e2"), *legs)
    assert [part.wtw for part in by_mix] == [36_800, 73_600, 14_720]


def test_what_stands_in_has_the_range_of_what_it_may_be() -> None:
    """Kazakhstan, 200 km x 20 t = 4,000 t-km: 18.4 g/t-km for any traction; electric trains take
    0.025 x 821 = 20.525, diesel 31.0. So 73.6 kg, from 73.6 to 124 kg. In China electric trains
    take 0.025 x 582 = 14.55 g/t-km, so from 29.1 kg for 2,000 t-km.
    """
    found = emissions(read(three_countries(None)), "a", "e2")
    china, kazakhstan = in_legs(found, "a--b", "d--d2")
    assert (kazakhstan.low, kazakhstan.wtw, kazakhstan.high) == (73_600, 73_600, 124_000)
    assert (china.low, china.wtw, china.high) == (29_100, 36_800, 62_000)
    assert kazakhstan.stands_in == ("KZ",)
    low, high = found.intensities([china, kazakhstan])
    assert (round(low, 3), round(high, 3)) == (17.117, 31.0)  # 102,700 and 186,000 g / 6,000 t-km


def test_a_mixed_share_is_electric_in_each_country_and_diesel_for_the_rest() -> None:
    """45 % of 200 km electric: 90 km x 20 t x 0.025 x 821 = 36,945 g; the rest diesel:
    110 km x 20 t x 31.0 = 68,200 g, of which 110 x 20 x 23.8 = 52,360 g at the locomotive."""
    spec = three_countries()
    spec["legs"]["d--d2"]["traction"]["electric"] = "45 %"
    electric, diesel = in_legs(emissions(read(spec), "a", "e2"), "d--d2")
    assert (electric.traction, electric.metres, electric.wtw) == ("electric", 90_000, 36_945)
    assert (diesel.traction, diesel.metres, diesel.wtw) == ("diesel", 110_000, 68_200)
    assert (diesel.ttw, diesel.wtt) == (52_360, 15_840)


def test_a_country_without_a_grid_takes_the_average_and_says_so() -> None:
    """40 km x 20 t x 10.8 g/t-km = 8,640 g."""
    spec = three_countries()
    del spec["grid_factors"]["ge"]
    route = co.find_route(read(spec), "a", "e2", shipment=BOX)
    assert route.emissions is not None
    (part,) = in_legs(route.emissions, "e--e2")
    assert (part.wtw, part.grid, part.traction) == (8_640, None, "electric")
    words = " ".join(route.full().split())
    assert "no grid factor for Epsilon > Epsilon Two: the average of the factor is used" in words


def test_the_grid_of_the_year_counts_that_is_not_after_the_day() -> None:
    spec = three_countries()
    years = {"2018": "900", "2023": "821", "2025": "700"}
    spec["grid_factors"] = {
        f"kz-{year}": {"country": "KZ", "value": value, "year": year} | ESTIMATED
        for year, value in years.items()
    }
    net = read(spec)
    for day, year in (("2016-01-01", "2018"), ("2024-12-31", "2023"), ("2026-11-21", "2025")):
        (part,) = in_legs(emissions(co.as_of(net, day), "a", "e2"), "d--d2")
        assert part.grid is not None
        assert part.grid.year == year
        assert part.wtw == 4_000 * 0.025 * float(years[year])


def test_a_change_of_one_grid_changes_electric_legs_of_that_country_alone() -> None:
    spec = three_countries()
    spec["legs"]["e--e2"]["traction"]["electric"] = "diesel"
    before = emissions(read(spec), "a", "e2")
    for country, changed in (("kz", {"leg d--d2"}), ("ge", set())):
        other = three_countries()
        other["legs"]["e--e2"]["traction"]["electric"] = "diesel"
        other["grid_factors"][country]["value"] = "400"
        after = emissions(read(other), "a", "e2")
        pairs = zip(before.parts, after.parts, strict=True)
        assert {one.element for one, two in pairs if one.wtw != two.wtw} == changed


def test_double_the_mass_or_the_boxes_emits_double() -> None:
    """By tonne-km double the mass doubles each leg; by TEU-km and box, double the boxes all."""
    one = emissions(BUNDLED, corridor="suez")
    two = emissions(
        BUNDLED,
        corridor="suez",
        shipment=co.Shipment(equipment="40ft", quantity=2, cargo_mass="20 t"),
    )
    half = emissions(
        BUNDLED, corridor="suez", shipment=co.Shipment(equipment="40ft", cargo_mass="10 t")
    )
    for single, double, light in zip(one.parts, two.parts, half.parts, strict=True):
        assert double.grams == pytest.approx(2 * single.grams, abs=1)
        by_mass = single.factor.unit == "g/t-km"
        assert light.grams == pytest.approx(single.grams / (2 if by_mass else 1), abs=1)


def test_terminals_at_both_ends_are_hubs_of_the_chain() -> None:
    """Two ends and a change of gauge at Dostyk and at Malaszewicze, 11.4 kg for the box at each."""
    found = emissions(BUNDLED, corridor="northern")
    hubs = [(part.label, part.grams) for part in found.parts if part.is_hub]
    assert hubs == [
        ("terminal at Xi'an", 11_400),
        ("gauge break at Dostyk", 11_400),
        ("gauge break at Malaszewicze", 11_400),
        ("terminal at Duisburg", 11_400),
    ]
    assert terminal_grams(BUNDLED, BOX) == 22_800


@pytest.mark.parametrize("corridor", ["middle", "northern", "suez"])
def test_printed_emissions_add_up_to_the_kilogram(corridor: str) -> None:
    """Elements, factors, and the two parts each add up to the total as it is printed."""
    found = emissions(BUNDLED, corridor=corridor)
    rows = [line.split()[-1] for line in found.full().splitlines() if line[-1:].isdigit()]
    *parts, whole = (int(cell.replace(",", "")) for cell in rows)
    assert len(parts) == len(found.parts)
    assert sum(parts) == whole == round(int(found.total) / 1000)
    notes = [text for _, text in emission_notes(found)]
    split, *by = (
        [int(part.replace(",", "")) for part in re.findall(r"([\d,]+) kg(?: by|,| \()", text)]
        for text in notes[1:]
        if " kg " in text
    )
    assert len(split) == 3
    assert sum(split) == sum(map(sum, by)) == whole


def test_a_budget_of_emissions_counts_the_terminals() -> None:
    least = co.find_route(BUNDLED, *ENDS, by="emissions", shipment=BOX)
    assert least.emissions is not None
    total = least.emissions.total
    within = co.find_route(BUNDLED, *ENDS, shipment=BOX, max_emissions=total)
    assert within.emissions is not None
    assert within.emissions.total == total
    with pytest.raises(co.NoRouteError):
        co.find_route(BUNDLED, *ENDS, shipment=BOX, max_emissions=co.Mass(int(total) - 1))


def test_trade_offs_show_what_their_routes_emit() -> None:
    front = co.find_pareto_routes(
        BUNDLED, *ENDS, by=("transit_time", "emissions"), shipment=BOX, tolerance=0.05
    )
    for route, (_, grams) in zip(front.routes, front.values, strict=True):
        assert route.emissions is not None
        assert route.emissions.total == grams


EXAMPLES = [
    # factor, g by unit, km, what is carried, kg CO2e of a worked example for 20 t in 2 TEU
    ("rail-mix", 18.4, 9_908, 20, 3_646.1),
    ("rail-electric", 10.8, 9_908, 20, 2_140.1),
    ("rail-diesel", 31.0, 9_908, 20, 6_143.0),
    ("sea-asia-mediterranean", 52.2, 14_914, 2, 1_557.0),
    ("sea-asia-north-europe", 46.9, 25_759, 2, 2_416.2),
    ("ferry-roro", 38.0 * 1.15, 420, 20, 367.1),
    ("road-average", 89, 4_800, 20, 8_544.0),
]


@pytest.mark.parametrize(("factor", "grams", "km", "carried", "kilos"), EXAMPLES, ids=str)
def test_factors_give_the_worked_examples(
    factor: str, grams: float, km: int, carried: int, kilos: float
) -> None:
    """Published examples of the factors' transcription: kg = g x km x tonnes (or TEU) / 1000."""
    stated = BUNDLED.file.emission_factors[factor]
    more = 1 + (stated.distance_adjustment or 0) / 10_000
    assert stated.value * more == pytest.approx(grams)
    assert stated.value * more * km * carried / 1000 == pytest.approx(kilos, abs=0.05)


@pytest.mark.parametrize(
    ("traction", "kilos"), [(None, 3_646_144), ("electric", 2_140_128), ("diesel", 6_142_960)]
)
def test_a_route_gives_the_worked_examples_of_a_railway(traction: str | None, kilos: int) -> None:
    """Xi'an - Duisburg, 9,908 km with 20 t: 3,646, 2,140 and 6,143 kg in the worked examples, by
    any traction, all electric at the average and all diesel: 9,908 x 20 x 18.4, 10.8 or 31.0 g."""
    spec = three_countries(traction, grid_factors={})
    spec["legs"] = {"a--b": rail(9_908, traction, origin="a", destination="b")}
    spec["nodes"] = {key: spec["nodes"][key] for key in "ab"}
    found = emissions(read(spec), "a", "b")
    assert found.total == kilos


def test_the_route_by_the_caspian_gives_its_worked_example() -> None:
    """Xi'an - Istanbul: rail 8,273 km x 20 t x 18.4 g = 3,044.5 kg and Caspian 420 km by ro-ro
    x 20 t x 38.0 g x 1.15 = 367.1 kg, in all 3,412 kg; WTT and TTW of the ferry 6.7 and 31.3 g:
    420 x 20 x 1.15 x 31.3 = 302.358 kg at the ship and 64.722 kg before."""
    spec = three_countries(None, grid_factors={})
    spec["nodes"] = {key: spec["nodes"][key] for key in "abd"}
    spec["nodes"]["b"] |= {"kind": "seaport", "country": "KZ"}
    ship = {"mode": "ferry", "gauge": None, "contains_border_stop": None}
    ferry = rail(420, None, origin="b", destination="d") | ship
    spec["legs"] = {
        "a--b": rail(8_273, None, origin="a", destination="b"),
        "b--d": {key: value for key, value in ferry.items() if value},
    }
    spec["nodes"]["b"]["dwell"] = [
        {"inbound": "rail 1520", "outbound": "ferry", "kind": "transshipment", "time": "5 h"}
    ]
    spec["emission_factors"]["ferry"] = {
        "text": "ro-ro", "value": "38.0", "wtt": "6.7", "ttw": "31.3", "unit": "g/t-km",
        "distance_adjustment": "15 %", "modes": ["ferry"],
    } | ESTIMATED  # fmt: skip
    found = emissions(read(spec), "a", "d")
    assert [part.wtw for part in found.parts] == [3_044_464, 367_080]
    assert (found.parts[1].wtt, found.parts[1].ttw) == (64_722, 302_358)
    assert found.wtt is not None
    assert found.ttw is not None
    assert found.wtt + found.ttw == found.total == 3_411_544


def test_scopes_that_differ_are_not_added_and_the_answer_says_which_lack_what() -> None:
    spec = three_countries(None, grid_factors={})
    own = {"text": "own", "value": "15", "unit": "g/t-km", "scope": "TTW", "legs": ["d--d2"]}
    spec["emission_factors"]["own"] = own | ESTIMATED
    route = co.find_route(read(spec), "a", "e2", shipment=BOX)
    found = route.emissions
    assert found is not None
    assert not found.is_complete
    assert found.lacks("WTW") == ("Delta > Delta Two",)
    assert found.lacks("TTW") == ()
    assert found.total == 20 * 18.4 * 260
    assert found.ttw == 20 * (9 * 260 + 15 * 200)
    words = " ".join(str(route).split())
    assert "96 kg CO2e, incomplete: only TTW for Delta > Delta Two" in words
    with pytest.raises(co.ShipmentError, match="has an emission factor for every leg"):
        co.find_route(read(spec), "a", "e2", shipment=BOX, by="emissions")
    upstream = own | {"value": "3", "scope": "WTT"}
    spec["emission_factors"]["upstream"] = upstream | ESTIMATED
    both = emissions(read(spec), "a", "e2")
    (part,) = in_legs(both, "d--d2")
    assert (part.wtw, part.wtt, part.ttw) == (72_000, 12_000, 60_000)
    assert both.is_complete


def test_a_hub_that_is_known_in_one_scope_alone_is_not_ranked_as_whole() -> None:
    spec = three_countries(None)
    hub = {"text": "hub", "value": "2", "unit": "kg/t", "scope": "TTW", "transfers": ["terminal"]}
    spec["emission_factors"]["hub"] = hub | ESTIMATED
    found = emissions(read(spec), "a", "e2")
    assert found.lacks("WTW") == ("terminal at Alpha", "terminal at Epsilon Two")
    assert not found.is_complete


def test_a_transfer_that_is_known_in_one_scope_alone_is_in_no_route_of_least_emissions() -> None:
    spec = three_countries(None)
    spec["nodes"]["b"]["dwell"] = [
        {"inbound": "rail 1520", "outbound": "rail 1520", "kind": "border", "time": "5 h"}
    ]
    hub = {"text": "hub", "value": "2", "unit": "kg/t", "scope": "TTW", "transfers": ["border"]}
    spec["emission_factors"]["hub"] = hub | ESTIMATED
    net = read(spec)
    assert emissions(net, "a", "e2").lacks("WTW") == ("border at Beta",)
    with pytest.raises(co.ShipmentError) as caught:
        emissions(net, "a", "e2", by="emissions")
    assert "by the quickest, border at Beta has none" in str(caught.value)
    assert emissions(net, "d", "e2", by="emissions").is_complete


def test_a_kilogram_has_an_intensity_too() -> None:
    """Aktau - Alat, 487 km: 43.7 g/t-km by ferry, and 2 x 11.4 kg for the terminals."""
    light = co.Shipment(equipment="40ft", cargo_mass="1 kg")
    found = emissions(BUNDLED, "Aktau", "Alat", shipment=light)
    assert found.tonne_metres == 487
    assert found.per_tonne_km == pytest.approx((22_800 + 21) / 0.487)


def test_an_assumption_of_the_user_counts_and_is_printed() -> None:
    """89 g at 60 % load and 17 % empty; at 80 % and 10 %: 89 x 60/80 x 83/90 = 61.5583 g."""
    own = {"id": "ours", "modes": ["road"], "load_factor": "80 %", "empty_running": "10 %"}
    net = co.build_network(extends=BUNDLED, emission_assumptions=[own | {"rule": "our fleet"}])
    ends = {"origin": "Khorgos", "destination": "Kuryk", "modes": "road"}
    before = co.find_route(BUNDLED, shipment=BOX, **ends)  # type: ignore[arg-type]
    after = co.find_route(net, shipment=BOX, **ends)  # type: ignore[arg-type]
    assert before.emissions is not None
    assert after.emissions is not None
    for one, two in zip(before.emissions.parts, after.emissions.parts, strict=True):
        if not one.is_hub:
            assert two.wtw == round(one.metres * 20 * 89 * 60 / 80 * 83 / 90 / 1000)
    words = " ".join(after.full().split())
    assert "assumed: load 80 %, empty running 10 % (road); our fleet" in words
    assert "load 60 %, empty running 17 %" in words


def test_traction_can_be_assumed_by_country_and_by_leg() -> None:
    spec = three_countries(None)
    spec["emission_assumptions"] = {
        "kz": {"countries": ["KZ"], "traction": "electric"} | ESTIMATED,
        "cn": {"legs": ["a--b"], "traction": "diesel"} | ESTIMATED,
    }
    china, kazakhstan, georgia = in_legs(emissions(read(spec), "a", "e2"), "a--b", "d--d2", "e--e2")
    assert (china.traction, kazakhstan.traction, georgia.traction) == ("diesel", "electric", None)
    assert kazakhstan.wtw == 82_100
    words = " ".join(co.find_route(read(spec), "a", "e2", shipment=BOX).full().split())
    assert "assumed: traction 100 % electric (KZ); drawn at random" in words
    assert "assumed: traction 0 % electric (a--b); drawn at random" in words


def test_empty_boxes_have_no_intensity_and_a_network_without_factors_no_parts() -> None:
    empty = emissions(BUNDLED, "Aktau", "Baku", shipment=co.Shipment(equipment="40ft", empty=True))
    assert empty.mass == 0
    assert math.isnan(empty.per_tonne_km)
    bare = co.find_route(read(line() | SHIPPING), "a", "c", shipment=BOX).full()
    assert "emissions  0 kg CO2e, incomplete: no factor for Alpha > Gamma\nevidence" in bare


def test_traction_and_assumptions_come_back_from_a_written_file() -> None:
    own = {"id": "ours", "countries": ["KZ"], "traction": "45 %", "rule": "a contract"}
    net = co.build_network(extends=BUNDLED, emission_assumptions=[own])
    again = co.load_network(co.to_yaml(net).encode())
    assert again == net
    assert again.file.emission_assumptions["ours"].traction == 4_500
    given: dict[str, Any] = {"distance": "3 km", "transit_time": "1 h", "traction": "diesel"}
    leg = co.Leg(id="a--b", origin="a", destination="b", mode="rail", **given)
    assert leg.traction
    assert leg.traction.electric == 0


def test_four_corridors_side_by_side_have_ranges() -> None:
    found = co.compare_corridors(BUNDLED, *ENDS, shipment=BOX)
    rows = [line for line in found.full().splitlines() if line]
    heads = [number for number, line in enumerate(rows) if "kg CO2e" in line]
    assert heads
    for corridor in ("northern", "middle", "suez", "cape"):
        own = emissions(BUNDLED, corridor=corridor)
        shown = [f"{(int(mass) + 500) // 1000:,}" for mass in (own.low, own.total, own.high)]
        assert any(all(word in line.split() for word in shown) for line in rows[heads[0] :]), (
            corridor,
            shown,
        )
        assert own.low < own.total < own.high


PAGE = (Path(__file__).parents[2] / "docs" / "emissions.md").read_text(encoding="utf-8")


def _cells(first: str) -> list[str]:
    rows = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| ")]
    (found,) = [row for row in rows if row[0] == first]
    return [cell.strip() for cell in found]


@pytest.mark.parametrize("factor", BUNDLED.file.emission_factors.values(), ids=lambda f: f.id)
def test_the_page_for_auditors_has_every_factor(factor: EmissionFactor) -> None:
    """Value and unit, parts, how they were split, range, grade, year and sources as in the file."""
    cells = _cells(factor.id)
    assert cells[2] == f"{factor.value:g} {factor.unit}"
    assert cells[3:5] == ["" if part is None else f"{part:g}" for part in (factor.wtt, factor.ttw)]
    derived = "estimated" if factor.split_rule else "source" if factor.ttw else "by definition"
    assert cells[5] == ("" if factor.wtt is None else derived)
    low, high = (float(bound) for bound in factor.bounds)
    assert cells[6] == ("" if low == high else f"{low:g} to {high:g}")
    assert cells[7:] == [f"{factor.grade}, {factor.year}", ", ".join(factor.sources)]


@pytest.mark.parametrize("grid", BUNDLED.file.grid_factors.values(), ids=lambda grid: grid.id)
def test_the_page_for_auditors_has_every_grid(grid: GridFactor) -> None:
    assert _cells(grid.country) == [
        grid.country, f"{grid.value:g}", grid.year, ", ".join(grid.sources)
    ]  # fmt: skip


def test_tables_hold_the_parts_to_the_gram() -> None:
    route = co.find_route(BUNDLED, *ENDS, corridor="middle", shipment=BOX)
    rows = co.to_records(route, "emissions")
    for row in rows:
        if row["co2e_ttw_kg"] is not None:
            parts = [round(row[f"co2e_{scope}kg"] * 1000) for scope in ("wtt_", "ttw_", "")]
            assert parts[0] + parts[1] == parts[2]
    assert _sum(rows, "co2e_kg") == int(_of(route).total)
    steps = co.to_records(route, "elements")
    assert _sum(steps, "co2e_kg") == int(_of(route).total)
    totals = [row["cumulative_co2e_kg"] for row in steps[1:]]
    assert totals[-1] == int(_of(route).total) / 1000
    assert all(before <= after for before, after in pairwise(totals))


def _of(route: co.Route) -> Emissions:
    assert route.emissions is not None
    return route.emissions


def _sum(rows: Iterable[dict[str, Any]], name: str) -> int:
    return sum(round(row[name] * 1000) for row in rows if row[name] is not None)


@pytest.mark.parametrize(("scope", "parts"), [("TTW", (3, 12)), ("WTT", (12, 3))])
def test_the_third_scope_is_what_the_other_two_leave(scope: str, parts: tuple[int, int]) -> None:
    """15 g well-to-wheel and 12 g in one part make 3 g in the other; the range is of the whole."""
    spec = three_countries(None, grid_factors={})
    own = {"text": "own", "unit": "g/t-km", "legs": ["d--d2"]} | ESTIMATED
    spec["emission_factors"]["own"] = own | {"value": "15", "low": "14", "high": "20"}
    spec["emission_factors"]["part"] = own | {"value": "12", "scope": scope}
    (part,) = in_legs(emissions(read(spec), "a", "e2"), "d--d2")
    tonne_km = 20 * 200
    assert (part.wtw, part.wtt, part.ttw) == (15 * tonne_km, *(one * tonne_km for one in parts))
    assert (part.low, part.high) == (14 * tonne_km, 20 * tonne_km)
