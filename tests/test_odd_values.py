"""Odd values in public arguments: each is taken rightly, or refused at once by an own error."""

import datetime
import math
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import corridor as co

NET = co.load_network()
SIM = co.simulate(NET, "Aktau > Alat", seed=7, runs=200)
ROUTE = co.find_route(NET, "Aktau", "Alat")
ODD: dict[str, Callable[[], Any]] = {
    "none": lambda: None,
    "nan": lambda: math.nan,
    "infinity": lambda: math.inf,
    "true": lambda: True,
    "integer": lambda: 5,
    "half": lambda: 0.5,
    "negative": lambda: -1,
    "huge": lambda: 10**400,
    "complex": lambda: 1j,
    "numpy integer": lambda: np.int64(5),
    "numpy float": lambda: np.float64(0.5),
    "numpy text": lambda: np.str_("Baku"),
    "numpy texts": lambda: np.array(["Baku", "Aktau"]),
    "numpy numbers": lambda: np.array([1, 2]),
    "numpy without dimensions": lambda: np.array(5),
    "numpy day": lambda: np.datetime64("2027-03-03"),
    "pandas missing": lambda: pd.NA,
    "pandas no time": lambda: pd.NaT,
    "midnight": lambda: pd.Timestamp("2027-03-03"),
    "afternoon": lambda: pd.Timestamp("2027-03-03 14:00"),
    "midnight of a zone": lambda: pd.Timestamp("2027-03-03", tz="UTC"),
    "series": lambda: pd.Series(["Baku", "Aktau"]),
    "series with a gap": lambda: pd.Series(["Baku", None]),
    "node": lambda: NET.nodes["aktau"],
    "leg": lambda: NET.legs["aktau--alat--ferry"],
    "set": lambda: {"Baku", "Aktau"},
    "frozen set": lambda: frozenset({"Tbilisi"}),
    "generator": lambda: (name for name in ("Baku", "Aktau")),
    "mapping": lambda: {"Baku": 1, "Aktau": 2},
    "empty text": lambda: "",
    "zero byte": lambda: "\0",
    "lone surrogate": lambda: "\ud800",
    "empty list": list,
    "gap": lambda: [None],
    "nested": lambda: [["Baku"]],
    "bytes": lambda: b"Baku",
    "object": object,
    "class": lambda: str,
    "duration": lambda: co.Duration(86_400),
    "distance": lambda: co.Distance(5),
    "mass": lambda: co.Mass(5),
    "money": lambda: co.Money(5, "USD"),
    "escape": lambda: "\x1b[31m",
    "date": lambda: datetime.date(2027, 3, 3),
    "time of day": lambda: datetime.datetime(2027, 3, 3, 14, 30),  # noqa: DTZ001 - that is odd
    "last day": lambda: "9999-12-31",
    "first day": lambda: "0001-01-01",
    "length of time": lambda: datetime.timedelta(5),
    "route": lambda: ROUTE,
}


def find(name: str) -> Callable[[Any], object]:
    return lambda value: co.find_route(NET, "Aktau", "Alat", **{name: value})


def ship(name: str) -> Callable[[Any], object]:
    return lambda value: co.find_route(
        NET, "Aktau", "Alat", shipment=co.Shipment(**({"equipment": "40ft"} | {name: value}))
    )


def simulate(name: str) -> Callable[[Any], object]:
    asked = {"seed": 7, "runs": 200}
    return lambda value: co.simulate(NET, "Aktau > Alat", **(asked | {name: value}))


def avoid(name: str) -> Callable[[Any], object]:
    return lambda value: find("avoid")(co.Avoid(**{name: value}))


def avoid_one(name: str) -> Callable[[Any], object]:
    return lambda value: find("avoid")(co.Avoid(**{name: [value]}))


def first(name: str, *more: Any) -> Callable[[Any], object]:
    return lambda value: getattr(co, name)(value, *more)


def quoted(name: str) -> Callable[[Any], object]:
    box = co.Shipment(equipment="40ft")
    return lambda value: co.quote(NET, "Aktau", "Alat", shipment=box, **{name: value})


FIRST: list[tuple[Any, ...]] = [
    ("as_of", "2026"),
    ("compare", ["Aktau > Alat"]),
    ("diff", NET),
    ("explain", ROUTE),
    ("find_route", "Aktau", "Alat"),
    ("od_matrix", ["Aktau"], ["Alat"]),
    ("simulate", "Aktau > Alat"),
    ("to_yaml",),
    ("with_rates", ["EUR/USD 1.08"]),
    ("evidence",),
]
LIMITS = [
    "by",
    "level",
    "corridor",
    "modes",
    "avoid",
    "require",
    "policy",
    "max_time",
    "max_transfers",
    "max_gauge_breaks",
    "shipment",
    "max_cost",
    "max_emissions",
    "depart",
    "door",
]
FIELDS = [
    "equipment",
    "quantity",
    "cargo_mass",
    "cargo_value",
    "currency",
    "price_date",
    "max_price_age",
    "price_index",
    "goods",
    "empty",
    "value_of_time",
    "inventory_cost",
]
KINDS = ["countries", "nodes", "legs", "borders", "operators", "modes"]
PAGE = Path(tempfile.mkdtemp(), "page.html")
DRAWN: dict[str, Callable[[Any], object]] = {
    "time_distance": lambda value: co.chart.time_distance(NET, value),
    "time_distance.net": lambda value: co.chart.time_distance(value, ROUTE),
    "time_distance.y": lambda value: co.chart.time_distance(NET, ROUTE, y=value),
    "time_distance.scenarios": lambda value: co.chart.time_distance(NET, ROUTE, scenarios=value),
    "figsize": lambda value: co.chart.time_distance(NET, ROUTE, figsize=value),
    "dpi": lambda value: co.chart.time_distance(NET, ROUTE, dpi=value),
    "comparison": co.chart.comparison,
    "distribution": co.chart.distribution,
    "chart.evidence": co.chart.evidence,
    "weak_points": co.chart.weak_points,
    "trade_offs": co.chart.trade_offs,
    "chart.prices": co.chart.prices,
    "picture": lambda value: co.chart.picture(value, "svg"),
    "route_map": lambda value: co.chart.route_map(NET, value),
    "interactive_map": lambda value: co.interactive_map(NET, value),
    "scenario": lambda value: co.interactive_map(NET, ROUTE, scenario=value),
    "write_map": lambda value: co.write_map(NET, value, PAGE, overwrite=True),
    "write_report": lambda value: co.write_report(NET, value, PAGE, overwrite=True),
    "report.scenarios": lambda value: co.write_report(
        NET, ROUTE, PAGE, scenarios=value, overwrite=True
    ),
}
TAKEN: dict[str, Callable[[Any], object]] = {
    **DRAWN,
    "origin": lambda value: co.find_route(NET, value, "Istanbul"),
    "destination": lambda value: co.find_route(NET, "Xi'an", value),
    "via": lambda value: co.find_route(NET, "Xi'an", "Istanbul", via=value),
    **{name: find(name) for name in LIMITS},
    **{f"Shipment.{name}": ship(name) for name in FIELDS},
    **{f"Avoid.{name}": avoid(name) for name in KINDS},
    **{f"Avoid.{name}.item": avoid_one(name) for name in KINDS},
    **{f"simulate.{name}": simulate(name) for name in ("seed", "policy", "first_mile", "customs")},
    "simulate.way": lambda value: co.simulate(NET, value, seed=7, runs=200),
    "limit": lambda value: co.find_routes(NET, "Aktau", "Alat", limit=value),
    "distinct": lambda value: co.find_routes(NET, "Aktau", "Alat", limit=2, distinct=value),
    "as_of": lambda value: co.find_route(co.as_of(NET, value), "Aktau", "Alat"),
    "until": lambda value: co.as_of(NET, "2020", until=value),
    "arrive_by": lambda value: SIM.arrive_by(value).arrival,
    "deadline": lambda value: SIM.arrive_by("2027-01-01", deadline=value),
    "ship_by": SIM.ship_by,
    "confidence": lambda value: SIM.arrive_by("2027-01-01", value),
    "within": SIM.within,
    "percentile": SIM.percentile,
    "on_time": SIM.on_time,
    "doubted": SIM.doubted,
    "beats": SIM.beats,
    **{f"{name}.net": first(name, *more) for name, *more in FIRST},
    "rates": lambda value: co.with_rates(NET, value),
    **{f"quote.{name}": quoted(name) for name in ("margin", "terms", "cut_off", "valid_until")},
    "origins": lambda value: co.od_matrix(NET, value, ["Istanbul"]),
    "destinations": lambda value: co.od_matrix(NET, ["Xi'an"], value),
    "scenarios": lambda value: co.sweep(NET, value, ["Aktau > Alat"]),
    "chains": lambda value: co.sweep(NET, [], value),
    "compare": lambda value: co.compare(NET, value),
    "compare.scenarios": lambda value: co.compare(NET, ["Aktau > Alat"], scenarios=value),
    "largest": lambda value: co.blocking_sets(NET, "Aktau", "Baku", largest=value),
    "unknown": lambda value: co.capacity(NET, "Aktau", "Baku", unknown=value),
    "teu_per_train": lambda value: co.capacity(NET, "Aktau", "Baku", teu_per_train=value),
    "pareto.by": lambda value: co.find_pareto_routes(NET, "Aktau", "Baku", by=value),
    "indicators": co.measure_indicators,
    "explain": lambda value: co.explain(NET, value),
    "versus": lambda value: co.explain(NET, ROUTE, versus=value),
    "break_even": lambda value: co.break_even(NET, value, ROUTE),
    "evidence": lambda value: co.evidence(NET, corridor=value),
    "diff": lambda value: co.diff(NET, value),
    "Scenario": co.Scenario,
    "close": lambda value: co.Scenario("s").close(value).apply(NET),
    "source": lambda value: co.Scenario("s").close("aktau", source=value),
    "containers": lambda value: co.Scenario("s").capacity("aktau", containers=value),
    "undo": lambda value: co.Scenario("s").close("aktau").undo(value),
    "add": lambda value: co.Scenario("s").add(places=value),
    "or": lambda value: co.Scenario("s") | value,
    "apply": lambda value: co.Scenario("s").apply(value),
    "from_geojson": co.from_geojson,
    "from_gmns": co.from_gmns,
    "factor": lambda value: co.Scenario("s").slow("aktau", factor=value),
    "delay": lambda value: co.Scenario("s").slow("aktau", delay=value),
    "start": lambda value: co.Scenario("s").close("aktau", start=value),
    "to_records": co.to_records,
    "to_geojson": co.to_geojson,
    "to_transport_chain": co.to_transport_chain,
    "shipment_id": lambda value: co.to_transport_chain(ROUTE, shipment_id=value),
    "to_networkx": co.to_networkx,
    "load_network": co.load_network,
    "load_scenario": co.load_scenario,
    "unit": lambda value: co.Duration(5).to(value),
    "Levels.at": ROUTE.transit_time.at,
    "cents": lambda value: co.Money(value, "USD"),
}


READING = {"load_network", "load_scenario", "from_geojson", "from_gmns"}


@pytest.mark.parametrize("argument", TAKEN)
@pytest.mark.filterwarnings("ignore")
def test_an_odd_value_is_taken_or_refused_by_an_own_error(argument: str) -> None:
    for name, make in ODD.items():
        try:
            TAKEN[argument](make())
        except co.CorridorError as error:
            said = str(error)
        except OSError as error:  # a file of that name cannot be opened
            said = str(error) if argument in READING else "\0"
        except Exception as error:  # noqa: BLE001 - whatever it is, it is not ours
            said = f"\0 {error!r}"
        else:
            continue
        assert said.replace("\n", " ").isprintable(), (argument, name, said)


MIDNIGHTS = [
    datetime.datetime(2027, 3, 3),  # noqa: DTZ001 - as a workbook gives it
    pd.Timestamp("2027-03-03"),
    pd.to_datetime(pd.Series(["2027-03-03"]))[0],
    pd.Timestamp("2027-03-03", tz="Asia/Almaty"),
    datetime.date(2027, 3, 3),
    "2027-03-03",
]


NAMED = ["datetime", "timestamp", "of a series", "of a zone", "date", "text"]


@pytest.mark.parametrize("day", MIDNIGHTS, ids=NAMED)
def test_a_point_in_time_at_midnight_is_its_day(day: Any) -> None:
    wanted = datetime.date(2027, 3, 3)
    assert type(co.as_of(NET, day).date) is datetime.date
    assert co.as_of(NET, day) == co.as_of(NET, wanted)
    assert co.find_route(co.as_of(NET, day), "Aktau", "Alat").legs
    assert SIM.arrive_by(day) == SIM.arrive_by(wanted)
    assert SIM.ship_by(day) == SIM.ship_by(wanted)
    assert co.Shipment(equipment="40ft", price_date=day).price_date == "2027-03-03"


@pytest.mark.parametrize(
    ("origins", "words"),
    [
        (["Xi'an", None], "origins 2: None is no name of a place"),
        (["Xi'an", math.nan], "origins 2: nan is no name of a place"),
        (
            ["Xi'an", "Erewhon", "Lemuria"],
            'origins 2: no place is called "Erewhon"\norigins 3: no place is called "Lemuria"',
        ),
    ],
    ids=["none", "nan", "two"],
)
def test_gaps_and_unknown_names_are_told_with_their_positions(
    origins: list[Any], words: str
) -> None:
    with pytest.raises(co.UnknownPlaceError) as caught:
        co.od_matrix(NET, pd.Series(origins, dtype=object), ["Istanbul"])
    assert str(caught.value) == words


def test_all_problems_of_both_lists_are_told_at_once() -> None:
    with pytest.raises(co.UnknownPlaceError) as caught:
        co.od_matrix(NET, ["Khor", "Aktau"], pd.Series(["Aktua", None], dtype=object))
    assert str(caught.value) == (
        'origins 1: "Khor" could be several places\n  write one of  khorgos, khorgos-gateway\n'
        'destinations 1: no place is called "Aktua"\n  did you mean  Aktau (aktau, KZ)?\n'
        "destinations 2: None is no name of a place"
    )
    assert caught.value.suggestions == ("Aktau (aktau, KZ)",)


def test_one_text_is_one_place() -> None:
    found = co.od_matrix(NET, "Xi'an", "Istanbul")
    assert [row["chain"] for row in found] == ["Xi'an > Istanbul"]


def test_a_node_stands_for_itself() -> None:
    there = co.find_route(NET, NET.nodes["aktau"], NET.nodes["alat"])
    assert there.legs == ROUTE.legs


@pytest.mark.parametrize("kind", [set, frozenset])
def test_what_is_passed_in_order_is_no_set(kind: type[Any]) -> None:
    """The order of a set changes from run to run, and so would the answer."""
    names = kind({"Tbilisi", "Baku", "Aktau"})
    for ask in (
        lambda: co.find_route(NET, "Xi'an", "Istanbul", via=names),
        lambda: co.od_matrix(NET, names, ["Istanbul"]),
        lambda: co.od_matrix(NET, ["Xi'an"], names),
        lambda: co.sweep(NET, [], [names]),
        lambda: co.sweep(NET, [], kind({"Aktau > Alat", "Aktau > Baku"})),
        lambda: co.compare(NET, kind({"Aktau > Alat", "Aktau > Baku"})),
    ):
        with pytest.raises(co.QuantityError, match=r"write (them as )?a list"):
            ask()


@pytest.mark.parametrize("given", [None, "network.yaml", 5, ROUTE])
def test_what_is_no_network_is_told_by_every_function_that_takes_one(given: Any) -> None:
    said = "it must be a Network, as co.load_network() makes one"
    for name, *more in FIRST:
        with pytest.raises(co.QuantityError) as caught:
            getattr(co, name)(given, *more)
        assert str(caught.value).startswith("net is ")
        assert str(caught.value).endswith(said)


@pytest.mark.parametrize("margin", [0.08, np.float64(5), np.int64(5), True, [8], "8"])
def test_a_margin_without_its_unit_is_never_taken(margin: Any) -> None:
    with pytest.raises(
        co.QuantityError, match=r"^margin is .*; it must be a number, a space, and %"
    ):
        quoted("margin")(margin)


def test_errors_spell_out_what_a_terminal_would_obey() -> None:
    """Whatever an error was made of: the one rule is in the base class of all."""
    for error in (
        co.QuantityError("is \x1b[31m\u202e\ud800;\n  write 9\u00a0days"),
        co.UnknownPlaceError("Ak\x1btau", ["A\x1b"]),
        co.ShipmentError("\x00"),
    ):
        assert str(error).replace("\n", "").replace("\u00a0", "").isprintable()
    assert str(co.QuantityError("a\n  b\u00a0c")) == "a\n  b\u00a0c"


@pytest.mark.parametrize("path", [None, 5, b"x.csv", "", "a\0b", "\ud800.csv", [], True])
def test_a_path_that_no_file_can_have_is_refused(path: Any) -> None:
    for write in (
        lambda: co.export(ROUTE, path),
        lambda: co.write_map(NET, ROUTE, path),
        lambda: co.write_report(NET, ROUTE, path),
    ):
        with pytest.raises(co.QuantityError, match=r"^path is .*; it must be the path of a file$"):
            write()


@pytest.mark.parametrize(
    ("size", "said"),
    [
        ((2, 9), "figsize is (2, 9), too small for this chart; make it wider"),
        ((9, 1), "figsize is (9, 1), too small for this chart; make it higher"),
        ((0, 9), "the width in figsize is 0; it must be from 1 to 100 [inches]"),
        ((9,), "figsize is (9,); write (width, height) in inches"),
    ],
)
def test_a_size_that_no_chart_can_have_is_refused(size: tuple[float, ...], said: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.chart.time_distance(NET, ROUTE, figsize=size)  # type: ignore[arg-type]
    assert str(caught.value) == said


def test_times_are_added_to_times_alone() -> None:
    number: Any = 5
    assert (ROUTE.transit_time + ROUTE.transit_time).low == 2 * ROUTE.transit_time.low
    with pytest.raises(TypeError, match=r"unsupported operand type\(s\) for \+"):
        ROUTE.transit_time + number


def test_what_a_function_is_made_for_is_named() -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.chart.distribution(ROUTE)  # type: ignore[arg-type]
    assert str(caught.value) == (
        "sim is <Route Aktau > Alat, 1.0 days typical, 1 legs>; it must be a Simulation, as "
        "co.simulate(net, route) makes one"
    )
    for wrong, name in ((5, "routes is 5"), (["Aktau"], "one of routes is 'Aktau'")):
        with pytest.raises(co.QuantityError) as caught:
            co.chart.time_distance(NET, wrong)  # type: ignore[arg-type]
        assert str(caught.value) == f"{name}; it must be a Route"
