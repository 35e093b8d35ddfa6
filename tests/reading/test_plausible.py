"""What a file may say: numbers, names, dates and references that are accepted, told or refused."""

import dataclasses
import json
import subprocess
import sys
from itertools import permutations
from pathlib import Path

import pytest

import corridor as co
from corridor import units
from corridor.errors import CODES, FieldError
from corridor.money import Money
from corridor.network.network import Network
from corridor.network.texts.field_texts import count, date, degrees
from corridor.reading import annotations, schema
from corridor.routing.costs.resolved_shipment import converted
from support.bundled import bundled_network
from support.layout import dump
from support.small import detour, line, read
from support.strategies import Tree

TRACK = {"basis": "estimated", "rule": "measured on the ground"}
WORKS = """\
extends: bundled
name: "Works"
changes:
  - {change: close, at: [alat], start: 10.04.2027, end: 01.06.2027, reason: "berth works",
     rule: "announced"}
"""


def codes_of(spec: Tree) -> list[str]:
    try:
        notices = co.load_network(dump(spec)).notices
    except co.NetworkError as error:
        notices = error.notices
    return [notice.code for notice in notices]


@pytest.mark.parametrize(
    ("text", "dimension", "fix"),
    [
        ("80.000 TEU/year", "containers", "write 80000 TEU/year"),
        ("80,000 TEU/year", "containers", "write 80000 TEU/year"),
        ("1.250.000 t/year", "freight", "write 1250000 t/year"),
        ("80.5 TEU/year", "containers", "write 80 TEU/year, without decimals"),
        ("14.000 kg", "mass", "write 14000 kg or 14 kg if that is what you mean"),
        ("1.440 min", "time", "write 1440 min or 1.44 min if that is what you mean"),
    ],
)
def test_three_digits_after_a_dot_are_thousands(text: str, dimension: str, fix: str) -> None:
    """As people write them in Turkish, German and Russian: 80.000 is never 80."""
    with pytest.raises(FieldError) as caught:
        units.read(text, dimension)
    assert caught.value.wording.fix == fix


def test_decimals_of_what_is_measured_stay() -> None:
    assert units.read("28.180 t", "mass") == 28_180_000
    assert units.read("1.570 km", "length") == 1_570
    assert units.read("60.05 min", "time") == 3_603


@pytest.mark.parametrize("text", ["56.500", "56,500", "-3", "4.484.000", "1.5", "x"])
def test_what_is_counted_is_whole(text: str) -> None:
    with pytest.raises(FieldError):
        count(text)


def test_all_decimals_of_a_position_are_read() -> None:
    """Devices give seven and more; they are rounded to a tenth of a metre."""
    assert degrees(90)("43.66712345678901") == 43.667123
    with pytest.raises(FieldError, match="out_of_range"):
        degrees(90)("90.0001")


def test_a_date_with_dots_has_one_meaning() -> None:
    with pytest.raises(FieldError) as caught:
        date("10.04.2027")
    assert caught.value.wording.fix == "write 2027-04-10 if that is what you mean"
    with pytest.raises(FieldError) as caught:
        date("10/04/2027")
    assert caught.value.wording.fix == "write 2027-04-10 or 2027-10-04 if that is what you mean"


def test_what_stands_in_for_a_date_is_not_checked(tmp_path: Path) -> None:
    """Two dates that cannot be read are two notices, and no third one about their stand-ins."""
    path = tmp_path / "works.yaml"
    path.write_text(WORKS, encoding="utf-8")
    with pytest.raises(co.ScenarioError) as caught:
        co.load_scenario(path)
    assert str(caught.value).count("not_a_date") == 2
    assert "window" not in str(caught.value)
    with pytest.raises(co.ScenarioError) as caught:
        co.Scenario("Works").close("alat", start="10.04.2027", end="01.06.2027")
    assert "window" not in str(caught.value)


def yard(distance: str, lat: str, lon: str) -> Tree:
    spec = line("road")
    spec["nodes"]["a"]["location"] |= {"lat": "42.15", "lon": "41.67"}
    spec["nodes"]["b"]["location"] |= {"lat": lat, "lon": lon}
    spec["nodes"]["a"]["country"] = spec["nodes"]["b"]["country"] = "GE"
    spec["legs"] = {"a--b": spec["legs"]["a--b"]}
    del spec["nodes"]["c"]
    spec["legs"]["a--b"]["distance"] = {"value": distance} | TRACK
    return spec


@pytest.mark.parametrize(
    ("distance", "lat", "lon"), [("1.2 km", "42.16", "41.66"), ("0.015 km", "42.1500", "41.6702")]
)
def test_a_short_leg_may_be_as_short_as_rounded_positions_allow(
    distance: str, lat: str, lon: str
) -> None:
    """Yards and quays lie closer together than two decimals of a degree can tell."""
    assert "shorter_than_great_circle" not in codes_of(yard(distance, lat, lon))


def test_a_distance_is_compared_in_words_that_keep_it() -> None:
    spec = yard("0.005 km", "42.15001", "41.67025")
    spec["nodes"]["a"]["location"] |= {"lat": "42.150001", "lon": "41.670001"}
    with pytest.raises(co.NetworkError, match=r"0\.005 km, where the great circle is 21 m"):
        read(spec)


@pytest.mark.parametrize(
    ("km", "lat", "told"),
    [("1", "40.0", []), ("500", "40.0", []), ("60", "40.1", ["runs.r.distances.0"])],
)
def test_a_reported_run_is_held_against_its_great_circle_where_it_has_one(
    km: str, lat: str, told: list[str]
) -> None:
    """Two terminals in one position have no length between them; 60 km over 11 are odd."""
    spec = line() | {
        "sources": {"atlas": {"title": "Atlas", "publisher": "Nobody"}},
        "corridors": {"k": {"name": "Way", "through": [{"nodes": ["b"]}]}},
    }
    spec["nodes"]["c"]["location"]["lat"] = lat
    ends = {"origin": {"text": "A", "node": "a"}, "destination": {"text": "C", "node": "c"}}
    length = {"value": f"{km} km", "sources": ["atlas"]}
    run = {"corridor": "k", "mode": "ferry", "distances": [length]}
    found = [item.path for item in read(spec | {"runs": {"r": ends | run}}).notices
             if item.path.startswith("runs")]  # fmt: skip
    assert found == told


def test_ids_that_differ_by_a_hyphen_are_two() -> None:
    """Converters make ids of line and kilometre; asked shortened, both are named."""
    spec = line()
    spec["nodes"] = {
        {"a": "km1-10", "b": "km11-0"}.get(key, key): node for key, node in spec["nodes"].items()
    }
    for leg in spec["legs"].values():
        for end in ("origin", "destination"):
            leg[end] = {"a": "km1-10", "b": "km11-0"}.get(leg[end], leg[end])
    net = read(spec)
    assert net.directory.find("km11-0").id == "km11-0"
    with pytest.raises(co.AmbiguousPlaceError, match="km1-10"):
        co.find_route(net, "km110", "Gamma")


def test_the_longest_name_is_found() -> None:
    spec = line()
    name = "Beta " + "and the yards on the other side of the river " * 5
    spec["nodes"]["b"]["name"] = name.strip()
    assert co.find_route(read(spec), "Alpha", name.strip()).legs


def test_a_misspelt_base_is_one_notice() -> None:
    with pytest.raises(co.NetworkError) as caught:
        co.load_network(b"extends: Bundled\nplaces: {mm: {name: Mine, nodes: [poti]}}")
    (notice,) = caught.value.notices
    assert (notice.code, notice.mend) == ("cannot_extend", "did you mean bundled?")


#: Of one date, prices for one leg would be ambiguous.
DATES = {"USD": "2025-01", "EUR": "2025-02", "CNY": "2025-03"}


@pytest.mark.parametrize("order", list(permutations(DATES)))
def test_the_order_of_tariffs_does_not_matter(order: tuple[str, ...]) -> None:
    """Rates from each currency to the next lead from each to each, when loaded and when asked."""
    spec = line()
    spec["tariffs"] = {
        f"in-{name.lower()}": {
            "equipment": "40ft", "price": f"900 {name}", "date": DATES[name],
            "leg": "a--b", "sources": [],
        }
        for name in order
    }  # fmt: skip
    spec["exchange_rates"] = {
        "one": {"base": "EUR", "quoted": "USD", "rate": "1.1", "date": "2025-01-01"},
        "two": {"base": "USD", "quoted": "CNY", "rate": "7.2", "date": "2025-01-01"},
    }
    assert "mixed_currency" not in codes_of(spec)
    made = converted(read(spec), Money(90_000, "CNY"), "EUR", "2026")
    assert made == 11_364  # 900 CNY are 125 USD, and these 113.64 EUR


def test_a_ship_over_land_is_told_and_one_on_a_lake_is_not() -> None:
    net = bundled_network()
    assert "van--tatvan--ferry" in net.legs
    assert not net.warnings
    added = (
        b"extends: bundled\nlegs: {alat--poti--ferry: {origin: alat, destination: poti, "
        b'mode: ferry, distance: {value: 760 km, basis: estimated, rule: "x"}, transit_time: '
        b'{low: 20 h, typical: 24 h, high: 30 h, basis: estimated, rule: "x"}}}'
    )
    assert [notice.code for notice in co.load_network(added).warnings] == ["closed_sea"]


def test_a_scenario_may_close_and_reopen_what_it_likes() -> None:
    """The checks of what is written do not hold for what a scenario makes of it."""
    net = bundled_network()
    closed = co.Scenario("shut").close("aktau--alat--ferry").apply(net)
    planned = next(leg.id for leg in net.legs.values() if leg.status == "planned")
    opened = co.Scenario("open").reopen(planned).apply(net)
    slow = co.Scenario("slow").slow("aktau--alat--ferry", factor=50).apply(net)
    assert closed.notices == opened.notices == net.notices
    assert {notice.code for notice in slow.notices} <= {"not_connected", "implausible_speed"}


def test_a_negative_weight_is_refused_whatever_loading_did() -> None:
    """A search over a negative weight need not end; a file made by hand may hold one."""
    net = read(detour())
    leg = net.legs["a--b"]
    time = dataclasses.replace(leg.transit_time, low=units.Duration(-3600))
    legs = {**net.file.legs, leg.id: dataclasses.replace(leg, transit_time=time)}
    broken = Network(dataclasses.replace(net.file, legs=legs), net.date)
    with pytest.raises(co.QuantityError, match="a--b has a negative time, price or emission"):
        co.find_route(broken, "Alpha", "Gamma", level="low")


def test_an_end_before_the_start_is_refused() -> None:
    with pytest.raises(co.QuantityError, match="until 2016-01-01 is before 2020-01-01"):
        co.as_of(bundled_network(), "2020", until="2016")


def test_lists_that_must_be_there_must_hold_something_in_the_schema_too() -> None:
    made = schema.json_schema()["$defs"]
    for name, definition in made.items():
        value = next(kind for kind in schema._places() if kind.__name__ == name)
        for field, words in definition["properties"].items():
            is_needed = field in annotations.required(value)
            if words.get("type") == "array" and is_needed:
                assert words["minItems"] == 1, (name, field)
    assert made["Place"]["properties"]["nodes"]["minItems"] == 1


def test_the_schema_in_words_has_every_code_in_a_process_of_its_own() -> None:
    command = [sys.executable, "-m", "corridor", "schema", "--markdown"]
    said = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert all(f"| `{code}` |" in said for code in CODES)


def test_limits_of_numbers_stand_in_the_schema() -> None:
    made = json.loads(json.dumps(schema.json_schema()))["$defs"]
    position = made["Position"]["properties"]["lat"]
    assert (position["minimum"], position["maximum"]) == (-90, 90)
    assert made["ExchangeRate"]["properties"]["rate"]["exclusiveMinimum"] == 0


def shipped(**box: str) -> Tree:
    """A network whose boxes are of another size or load than usual."""
    known = {"basis": "estimated", "rule": "drawn"}
    load = {"cargo_mass": "14 t", "most_cargo": "28 t", "teu": "2"} | box
    boxes = {
        "text": "Box",
        "teu": load["teu"],
        "cargo_mass": {"value": load["cargo_mass"]} | known,
        "most_cargo": {"value": load["most_cargo"]} | known,
    }
    cost = {"per_year": load.get("per_year", "20 %")} | known
    return line() | {"equipment": {"40ft": boxes}, "inventory_cost": cost}


@pytest.mark.parametrize(
    ("box", "found", "expected"),
    [
        ({"teu": "8"}, "8 TEU", "0.5 to 3.5 TEU for a box"),
        (
            {"cargo_mass": "29 t"},
            "29 t of cargo, above the most of 28 t",
            "no more than most_cargo",
        ),
        ({"cargo_mass": "2.9 t"}, "2.9 t of cargo", "at least 3 t in a usual box"),
        ({"most_cargo": "14.9 t"}, "14.9 t", "15 t to 36 t, gross by ISO 668"),
        ({"most_cargo": "37 t"}, "37 t", "15 t to 36 t, gross by ISO 668"),
        ({"per_year": "2.9 %"}, "2.9 % a year", "3 % to 100 % of the value"),
    ],
    ids=str,
)
def test_a_box_and_its_load_are_held_to_what_boxes_are(
    box: dict[str, str], found: str, expected: str
) -> None:
    told = [
        (notice.found, notice.expected)
        for notice in co.load_network(dump(shipped(**box))).notices
        if notice.code == "implausible"
    ]
    assert told == [(found, expected)]
    assert "implausible" not in codes_of(shipped())
