"""Networks that are made in code are judged as files are, and written back as files."""

import datetime
from typing import TYPE_CHECKING, Any, cast

import numpy as np
import pandas as pd
import pint
import pytest

import corridor as co
from corridor.network.conversion.to_texts import decimal
from corridor.network.rates import Price
from support.bundled import bundled_network
from support.small import detour, leg, line, read, spot

if TYPE_CHECKING:
    from collections.abc import Callable

RULE = {"basis": "estimated", "rule": "drawn"}


def records(section: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"id": key, **record} for key, record in section.items()]


def built(spec: dict[str, Any]) -> co.Network:
    head = {key: spec[key] for key in ("name", "version", "as_of")}
    return co.build_network(records(spec["nodes"]), records(spec["legs"]), **head)


@pytest.mark.parametrize("spec", [line(), detour()], ids=["line", "detour"])
def test_code_and_file_give_one_network(spec: dict[str, Any]) -> None:
    assert built(spec) == read(spec)


def test_the_bundled_network_is_written_and_read_back() -> None:
    net = bundled_network()
    back = co.load_network(co.to_yaml(net).encode())
    assert back == net
    assert back.digest == net.digest


def test_a_scenario_is_written_with_its_changes() -> None:
    net = co.Scenario("slow").slow("aktau--alat--ferry", factor=2).apply(bundled_network())
    assert co.load_network(co.to_yaml(net).encode()).file == net.file


def test_values_of_other_libraries_are_taken_for_what_they_are() -> None:
    units: Any = pint.UnitRegistry()
    spec = line()
    spec["as_of"] = pd.Timestamp("2026-11-21")
    spec["nodes"]["a"]["location"] |= {"lat": np.float64(40.0), "lon": np.int64(50)}
    spec["nodes"]["a"]["note"] = float("nan")
    spec["legs"]["a--b"] |= {
        "distance": {"value": units.Quantity(60_000, "meter"), **RULE},
        "transit_time": pd.Timedelta("10h"),
        "operators": np.array(["Blue Rail"]),
        "one_way": np.bool_(False),
        "waiting": None,
    }
    assert built(spec) == read(line())


def test_a_bare_number_of_any_library_lacks_its_unit() -> None:
    for number in (66, 66.0, np.int64(66), np.float32(66)):
        spec = line()
        spec["legs"]["a--b"]["distance"] = number
        with pytest.raises(co.NetworkError) as caught:
            built(spec)
        (notice,) = (item for item in caught.value.notices if item.severity == "error")
        assert (notice.code, str(notice.where)) == ("missing_unit", "legs[0]")
        assert notice.found == "66, a number without a unit"


def test_a_leg_holds_no_text_where_a_length_belongs() -> None:
    made: Any = co.Leg
    found = made(
        id="a--b",
        origin="a",
        destination="b",
        mode="rail",
        distance="66 km",
        transit_time=datetime.timedelta(hours=3),
        operators=["Blue Rail"],
    )
    assert found.distance.value == co.Distance(66_000)
    assert found.transit_time.levels == (10_800, 10_800, 10_800)
    assert found.operators == ("Blue Rail",)
    with pytest.raises(co.QuantityError) as caught:
        made(id="a--b", origin="a", destination="b", mode="rail", distance=66, transit_time="3 km")
    first, second, *_ = str(caught.value).splitlines()
    assert first.startswith("distance.value is 66, a number without a unit; it must be a number")
    assert second.startswith("transit_time.low is 3 km, a length; it must be a time")


def test_every_fault_is_told_at_once_by_its_index() -> None:
    place = spot("Alpha")
    no_record: Any = "Delta"
    with pytest.raises(co.NetworkError) as caught:
        co.build_network(
            [{"id": "a", **place}, {"id": "a", **spot("Beta")}, {"name": "Gamma"}, no_record],
            [
                {"id": "a--z", **leg("a", "z")},
                {"id": "a--b", **leg("a", "a", "rial"), "transit_time": "9\t h"},
            ],
            as_of=datetime.date(2026, 11, 21),
        )
    found = {(str(item.where), item.code) for item in caught.value.notices}
    assert found >= {
        ("nodes[1]", "duplicate_key"),
        ("nodes[2]", "missing_value"),
        ("nodes[3]", "wrong_shape"),
        ("legs[0]", "unknown_node"),
        ("legs[1]", "unknown_value"),
        ("legs[1]", "self_loop"),
        ("legs[1]", "forbidden_character"),
    }


def test_what_extends_a_network_adds_to_it() -> None:
    net = bundled_network()
    quay = {"id": "my-quay", **spot("Gamma", "GE", location={"lat": 42.3, "lon": 41.6, **RULE})}
    road = {"id": "poti--my-quay", **leg("poti", "my-quay", "road", transit_time="2 h")}
    made = co.build_network([quay], [road], extends=net)
    assert made.nodes.keys() - net.nodes.keys() == {"my-quay"}
    assert made.as_of == net.as_of
    assert co.find_route(made, "Poti", "my-quay").distance.km == 60
    number: Any = 3
    with pytest.raises(co.QuantityError, match="extends is 3; it must be a Network"):
        co.build_network([quay], [road], extends=number)


RING: list[Any] = []
RING.append(RING)
KNOT: dict[str, Any] = {}
KNOT["a"] = KNOT
NODE = {"id": "a", **spot("Alpha")}


@pytest.mark.parametrize("ring", [RING, KNOT], ids=["list", "mapping"])
def test_what_lies_in_itself_is_refused(ring: Any) -> None:
    for nodes in ([NODE | {"aliases": ring}], [NODE | {"location": ring}], {"a": {"note": ring}}):
        with pytest.raises(co.NetworkError) as caught:
            co.build_network(nodes, as_of="2026-11-21")
        (told,) = (item for item in caught.value.notices if item.code == "too_deep")
        assert str(told).partition("\n")[2] == (
            "        found     a list or mapping inside too many others\n"
            "        expected  at most 24 levels; a network needs about 6\n"
            "        fix       close what is open"
        )
    for section in ("nodes", "sources", "changes", "dwell_defaults", "reference_period", "name"):
        whole: dict[str, Any] = {"nodes": [NODE], "as_of": "2026-11-21", section: ring}
        with pytest.raises(co.NetworkError):
            co.build_network(**whole)
        with pytest.raises((co.NetworkError, co.QuantityError)):
            co.from_tables(**whole)


@pytest.mark.parametrize(
    "wrong",
    [object(), bytes, b"Alpha", 10**5_000, np.void(b"x")],
    ids=["object", "class", "bytes", "huge", "void"],
)
def test_what_has_no_text_is_not_given_one(wrong: Any) -> None:
    """The name of a node was once ``<object object at 0x...>``."""
    with pytest.raises(co.NetworkError) as caught:
        co.build_network([NODE | {"name": wrong}], as_of="2026-11-21")
    told = [(str(item.where), item.code) for item in caught.value.notices]
    assert ("nodes[0]", "wrong_shape") in told
    with pytest.raises(co.NetworkError, match="wrong_shape  name"):
        co.build_network([NODE], as_of="2026-11-21", name=wrong)


@pytest.mark.parametrize("wrong", [None, "yes", 1, np.array([True, True]), pd.NA, pd.Series([1])])
def test_strict_is_true_or_false(wrong: Any) -> None:
    calls: list[Callable[[], co.Network]] = [
        lambda: co.build_network([NODE], as_of="2026-11-21", strict=wrong),
        lambda: co.from_tables([NODE], as_of="2026-11-21", strict=wrong),
        lambda: co.load_network(strict=wrong),
    ]
    for call in calls:
        with pytest.raises(co.QuantityError, match=r"^strict is .*; it must be a bool$"):
            call()


ODD_SECTIONS: list[tuple[dict[str, Any], list[str]]] = [
    (
        {"nodes": 5},
        [
            "nodes: error: wrong_shape  nodes",
            "        found     a value of type int",
            "        expected  records, each with its id",
            "        fix       give a list of them, as in nodes=[...], or a mapping by id",
        ],
    ),
    (
        {"changes": [None]},
        [
            "changes[0]: error: wrong_shape  changes.0",
            "        found     a value of type NoneType",
            "        expected  a mapping",
            '        fix       write it in braces, as in {change: close, at: ["..."]}',
        ],
    ),
    (
        {"name": "n" * 20_000},
        [
            "name: error: text_too_long  name",
            "        found     20,000 characters",
            "        expected  at most 4,000",
            "        fix       shorten the text",
        ],
    ),
]


@pytest.mark.parametrize(("given", "said"), ODD_SECTIONS, ids=["section", "record", "text"])
def test_a_section_of_a_wrong_form_is_told(given: dict[str, Any], said: list[str]) -> None:
    with pytest.raises(co.NetworkError) as caught:
        co.build_network(extends=bundled_network(), **given)
    assert str(caught.value).splitlines()[:-1] == said


def test_none_is_not_said() -> None:
    net = bundled_network()
    assert co.build_network(extends=net, name=None, changes=[], dwell_defaults=[]).file == net.file


def test_a_quantity_where_none_belongs_is_told_in_its_own_unit() -> None:
    """What is found is told as it was given, in whatever unit."""
    for given, text in ((pint.Quantity(3, "hour"), "3 h"), (pint.Quantity(3, "mole"), "3 mole")):
        with pytest.raises(co.QuantityError) as caught:
            Price(low=cast("Any", given), high=cast("Any", "3 USD"))
        assert str(caught.value) == (
            f'low is "{text}"; it must be a number, a space, and a currency of three letters, '
            'as in "3474 USD"'
        )


WRONG_VALUES: list[tuple[dict[str, Any], str]] = [
    ({"mode": "plane"}, "mode: input should be 'rail', 'ferry', 'sea' or 'road'"),
    (
        {"distance": 1j},
        'distance.value is "1j"; it must be a number, a space, and km or nmi, as in "460 km"',
    ),
    (
        {"distance": pint.Quantity(5, "ampere")},
        (
            'distance.value is 5 ampere, with the unit "ampere"; it must be a number, a space, '
            'and km or nmi, as in "460 km"'
        ),
    ),
]


@pytest.mark.parametrize(("given", "message"), WRONG_VALUES, ids=["mode", "number", "unit"])
def test_a_value_of_a_wrong_kind_is_told_where_it_is_given(
    given: dict[str, Any], message: str
) -> None:
    fields: dict[str, Any] = {"mode": "rail", "distance": "1 km", "transit_time": "1 h"}
    with pytest.raises(co.QuantityError) as caught:
        co.Leg(id="a--b", origin="a", destination="b", **fields | given)
    assert str(caught.value) == message


def test_a_number_that_is_none_is_written_as_it_is() -> None:
    assert decimal(float("nan")) == "nan"
