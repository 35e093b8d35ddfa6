"""What varies together, what a user states, and what a sample says, worked out by hand."""

from fractions import Fraction
from typing import Any

import numpy as np
import pytest

import corridor as co
from corridor.network.estimates import Levels
from corridor.routes.steps import Element
from corridor.simulation import percentiles
from corridor.simulation.distribution import Part
from corridor.simulation.varying_parts import (
    Given,
    elements_of,
    given_time,
    part_of,
    parts_of,
    stated_elements,
)
from corridor.units import Duration
from support.small import estimate, leg, line, read, spot

HOUR, DAY = 3_600, 86_400
SHARES = {"regime": "10 %", "country": "20 %", "sea": "30 %", "basis": "estimated", "rule": "drawn"}
REGIME, SEA = ("regime", 1_000), ("sea", 3_000)
WAIT: dict[str, Any] = {"headway": {"value": "2 days", "basis": "estimated", "rule": "drawn"}}


def country(code: str) -> tuple[str, int]:
    return (f"country {code}", 2_000)


def network() -> co.Network:
    """Return rail a - b (KZ), a port b, a ferry b - c to GE, a port c, road c - d (GE)."""
    spec = line("rail", gauge="1520 mm")
    ports = [
        {"inbound": "rail 1520", "outbound": "ferry", "kind": "transshipment",
         "time": estimate("5 h")},
        {"inbound": "road", "outbound": "any", "kind": "transshipment", "time": estimate("6 h")},
    ]  # fmt: skip
    spec["nodes"] = {
        "a": spot("Alpha"),
        "b": spot("Beta", dwell=ports) | {"kind": "ferry_port"},
        "c": spot("Gamma", "GE", dwell=ports) | {"kind": "rail_terminal"},
        "d": spot("Delta", "GE"),
    }
    spec["legs"] = {
        "a--b": leg("a", "b", "rail", gauge="1520 mm", **WAIT),
        "b--c": leg("b", "c", "ferry", **WAIT),
        "c--d": leg("c", "d", "road"),
    }
    return read(spec | {"dependence": SHARES})


NET = network()


def route() -> co.Route:
    return co.find_route(NET, "a", "d", modes=("rail", "ferry", "road"))


def test_each_part_shares_the_causes_of_where_it_is() -> None:
    """A vessel, the wait for it and the transfer to it share the sea; a vessel no country."""
    found = parts_of(NET, elements_of(route(), from_ready=True, given=()))
    by_name = {part.name: part.factors for part in found}
    assert by_name == {
        "waiting a--b": (REGIME, country("KZ")),
        "leg a--b": (REGIME, country("KZ")),
        "dwell b rail 1520 ferry": (REGIME, country("KZ"), SEA),
        "waiting b--c": (REGIME, SEA),
        "leg b--c": (REGIME, SEA),
        "dwell c road any": (REGIME, country("GE")),
        "leg c--d": (REGIME, country("GE")),
    }
    levels = {part.name: part.levels for part in found}
    assert levels["leg a--b"] == (10 * HOUR,) * 3
    assert levels["waiting b--c"] == (0, DAY, 2 * DAY)
    assert levels["dwell c road any"] == (6 * HOUR,) * 3


@pytest.mark.parametrize(
    ("kind", "transfer", "expected"),
    [
        ("seaport", "transshipment", True),
        ("ferry_port", "transshipment", True),
        ("dry_port", "transshipment", False),
        ("seaport", "border", False),
    ],
)
def test_what_is_handled_in_a_port_shares_the_sea(
    kind: str, transfer: str, *, expected: bool
) -> None:
    spec = line("road")
    stop = {"inbound": "road", "outbound": "road", "kind": transfer, "time": estimate("5 h")}
    spec["nodes"]["b"] |= {"kind": kind, "dwell": [stop]}
    net = read(spec | {"dependence": SHARES})
    found = co.find_route(net, "a", "c", modes="road")
    (dwell,) = [item for item in found.elements() if item[0].kind == "dwell"]
    assert (SEA in part_of(net, *dwell).factors) is expected


@pytest.mark.parametrize("sides", [("road", "ferry"), ("ferry", "road")])
def test_a_transfer_to_or_from_a_vessel_shares_the_sea_in_any_place(sides: tuple[str, str]) -> None:
    spec = line()
    spec["legs"] = {"a--b": leg("a", "b", sides[0]), "b--c": leg("b", "c", sides[1])}
    stop = {"inbound": sides[0], "outbound": sides[1], "kind": "transshipment"}
    spec["nodes"]["b"]["dwell"] = [stop | {"time": estimate("5 h")}]
    found = co.find_route(read(spec | {"dependence": SHARES}), "a", "c", modes=sides)
    (dwell,) = [item for item in found.elements() if item[0].kind == "dwell"]
    assert SEA in part_of(NET, *dwell).factors


def test_what_is_stated_shares_the_regime_alone() -> None:
    given = (("customs", given_time("customs", "1 day")),)
    (stated,) = stated_elements(given)
    assert stated[0] == Element("customs", "customs", None, "customs")
    assert part_of(NET, *stated) == Part("customs", (DAY,) * 3, (REGIME,))
    (first,) = stated_elements((("first_mile", given[0][1]),))
    assert first[0].label == "first mile"


def test_times_come_from_door_to_door() -> None:
    given = tuple((name, given_time(name, "1 day")) for name in ("customs", "first_mile"))
    kinds = [item.kind for item, _ in elements_of(route(), from_ready=True, given=given)]
    assert kinds == ["first_mile", "waiting", "leg", "dwell", "waiting", "leg", "dwell", "leg",
                     "customs"]  # fmt: skip
    ready, *_ = elements_of(route(), from_ready=True, given=())
    assert (ready[0].id, ready[0].label) == ("a--b", "wait at Alpha")
    assert ready[1].levels == (0, DAY, 2 * DAY)
    assert elements_of(route(), from_ready=False, given=())[0][0].kind == "leg"
    plain = co.find_route(NET, "c", "d", modes="road")
    assert [item.kind for item, _ in elements_of(plain, from_ready=True, given=())] == ["leg"]
    spec = line(**WAIT)
    spec["nodes"]["a"]["kind"] = "waypoint"
    straight = co.find_route(read(spec), "a", "b")
    assert [item.kind for item, _ in elements_of(straight, from_ready=True, given=())] == ["leg"]


@pytest.mark.parametrize(
    ("time", "levels"),
    [
        ("36 h", (36, 36, 36)),
        ("1 day, 2 days,5 days", (24, 48, 120)),
        (Duration(5 * HOUR), (5, 5, 5)),
        (Levels(Duration(HOUR), Duration(2 * HOUR), Duration(3 * HOUR)), (1, 2, 3)),
        ("0 h", (0, 0, 0)),
    ],
)
def test_a_time_is_stated_once_or_at_three_levels(time: Any, levels: tuple[int, ...]) -> None:
    low, typical, high = levels
    found = given_time("customs", time)
    assert found == Given(Duration(low * HOUR), Duration(typical * HOUR), Duration(high * HOUR))
    assert found.basis == "user"


@pytest.mark.parametrize(
    ("time", "text"),
    [
        (
            "1 day, 2 days",
            (
                'customs has 2 times; it must have one, as in "2 days", or low, typical and high, '
                'as in "1 day, 2 days, 4 days"'
            ),
        ),
        (
            "1 day, 3 days, 2 days",
            "customs is 24 h, 72 h, 48 h; low, typical and high must be in that order",
        ),
        (
            Levels(Duration(2 * HOUR), Duration(HOUR), Duration(3 * HOUR)),
            "customs is 2 h, 1 h, 3 h; low, typical and high must be in that order",
        ),
    ],
)
def test_levels_out_of_order_are_refused(time: Any, text: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        given_time("customs", time)
    assert str(caught.value) == text


def test_a_stated_time_of_another_dimension_is_told_by_its_name() -> None:
    with pytest.raises(co.QuantityError, match=r"^customs is 5 km, a length"):
        given_time("customs", "5 km")


@pytest.mark.parametrize(
    ("share", "expected"),
    [("0.01", 10), ("0.1", 10), ("0.1001", 20), ("0.5", 50), ("0.9", 90), ("0.901", 100),
     ("0.9999", 100)],
)  # fmt: skip
def test_a_percentile_is_the_least_time_within_which_that_share_arrives(
    share: str, expected: int
) -> None:
    ranked = np.arange(10, 110, 10)
    assert percentiles.percentile(ranked, Fraction(share)) == expected


@pytest.mark.parametrize(
    ("share", "runs"), [("0.5", 20), ("0.9", 100), ("0.1", 100), ("0.95", 200), ("0.7", 34)]
)
def test_ten_runs_lie_beyond_a_share_that_is_told(share: str, runs: int) -> None:
    chance = Fraction(share)
    assert percentiles.runs_needed(chance) == runs
    assert percentiles.check_resolved(chance, runs) == chance
    with pytest.raises(co.QuantityError, match=f"simulate at least {runs} runs$"):
        percentiles.check_resolved(chance, runs - 1)


@pytest.mark.parametrize(
    ("share", "runs", "words"),
    [
        ("0.5", 1, "1 run is too few to tell when half arrive; simulate at least 20 runs"),
        ("0.25", 2, "2 runs are too few to tell when 25 % arrive; simulate at least 40 runs"),
        (
            "0.999",
            9_999,
            "9,999 runs are too few to tell when 99.9 % arrive; simulate at least 10,000 runs",
        ),
        (
            "0.9999999",
            0,
            "0 runs are too few to tell when 99.99999 % arrive; simulate at least 100,000,000 runs",
        ),
        (
            "0.99999999",
            3,
            (
                "3 runs are too few to tell when 99.999999 % arrive; simulate at least "
                "1,000,000,000 runs; at most 100,000,000 can be drawn"
            ),
        ),
    ],
)
def test_a_share_that_so_few_runs_cannot_tell_is_worded(share: str, runs: int, words: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        percentiles.check_resolved(Fraction(share), runs)
    assert str(caught.value) == words


def test_a_standard_error_is_told_as_per_cent() -> None:
    assert percentiles.error_in_words(0.0313) == "3.1 %"
    assert percentiles.error_in_words(1.5) == "150.0 %"


@pytest.mark.parametrize("runs", [0, -1, 100_000_001, True, 1.5])
def test_a_sample_has_a_whole_number_of_runs(runs: Any) -> None:
    assert percentiles.check_runs(100_000_000) == 100_000_000
    with pytest.raises(co.QuantityError) as caught:
        percentiles.check_runs(runs)
    assert str(caught.value) == (f"runs is {runs}; it must be a whole number from 1 to 100,000,000")


@pytest.mark.parametrize("chance", [0, 1, -0.5, 1.5, float("nan")])
def test_a_chance_lies_between_none_and_all(chance: float) -> None:
    assert percentiles.check_chance(0.9) == Fraction(9, 10)
    assert percentiles.check_chance(Fraction(1, 3), "share") == Fraction(1, 3)
    for named, name in (({}, "confidence"), ({"name": "share"}, "share")):
        with pytest.raises(co.QuantityError) as caught:
            percentiles.check_chance(chance, **named)
        assert str(caught.value) == (f"{name} is {chance}; it must be between 0 and 1, as in 0.9")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(1, "1 day"), (DAY, "1 day"), (DAY + 1, "2 days"), (9 * DAY, "9 days")],
)
def test_a_promise_is_rounded_up_to_days(seconds: int, words: str) -> None:
    assert percentiles.promised(Fraction(9, 10), seconds) == f"90 % arrive within {words}"
    assert percentiles.promised(Fraction(1, 2), seconds) == f"half arrive within {words}"


@pytest.mark.parametrize(
    ("limit", "seconds"),
    [(2, 2 * DAY), (0, 0), (1.5, 36 * HOUR), ("36 h", 36 * HOUR), (Duration(7), 7), ("0 h", 0)],
)
def test_a_limit_is_days_or_a_time_with_its_unit(limit: Any, seconds: int) -> None:
    assert percentiles.check_limit(limit) == Duration(seconds)
    assert percentiles.check_runs(1) == 1


@pytest.mark.parametrize("limit", [-1, float("inf"), float("nan")])
def test_a_limit_that_is_no_time_is_refused(limit: float) -> None:
    with pytest.raises(co.QuantityError) as caught:
        percentiles.check_limit(limit, "deadline")
    assert str(caught.value) == f"deadline is {limit}; it must be a number of days from 0"
    with pytest.raises(co.QuantityError, match=r"^days is"):
        percentiles.check_limit(limit)


def test_a_limit_of_another_dimension_is_told_by_its_name() -> None:
    with pytest.raises(co.QuantityError, match=r"^deadline is 5 km, a length"):
        percentiles.check_limit("5 km", "deadline")


@pytest.mark.parametrize(("seed", "found"), [(None, "missing"), ("7", "'7'"), (True, "True")])
def test_nothing_is_random_without_a_seed(seed: Any, found: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        percentiles.check_seed(seed)
    assert str(caught.value) == (
        f"seed is {found}; it must be a whole number, as in seed=7: "
        "the same seed gives the same answer everywhere"
    )
    assert percentiles.check_seed(0) == 0
