"""Dated questions against brute force over days: which route arrives first, and when."""

import datetime
from operator import le
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from support.dated import (
    BOXES,
    DAY,
    GOODS,
    LEVELS,
    MOST,
    SAID,
    START,
    Days,
    Legs,
    leg,
    network,
    ways,
)
from support.layout import dump
from support.strategies import Tree

#: What a day is worth in the questions, 10 USD or nothing.
WORTH: tuple[dict[str, Any], ...] = (
    {},
    {"cargo_value": "36500 USD", "inventory_cost": "10 %"},
    {"value_of_time": "10 USD"},
)
A_DAY = 1_000
seeds, levels = st.integers(0, 10**9), st.sampled_from(LEVELS)


def day_of(route: co.Route, level: Any) -> int:
    assert route.schedule
    return (route.schedule.arrival(level).date() - START).days


def legs_of(route: co.Route) -> Legs:
    return tuple((leg.id, leg.is_back) for leg in route.legs)


def asked(seed: int, spec: Tree) -> dict[str, Any]:
    """Draw what a question is limited to."""
    random, found = Random(seed), dict[str, Any]()
    others = sorted(set(spec["nodes"]) - {"a", "b"})
    if others and random.random() < 0.3:
        found["via"] = [random.choice(others)]
    if random.random() < 0.5:
        box, worth = random.choice(BOXES), random.choice(WORTH)
        goods = random.choice((None, None, GOODS))
        found["shipment"] = co.Shipment(equipment=box, price_date="2026-11", goods=goods, **worth)
        if box == "40ft" and random.random() < 0.2:
            found["max_cost"] = f"{random.randint(3, 200)} USD"
    if random.random() < 0.2:
        found["max_time"] = f"{random.randint(5, 25)} days"
    if random.random() < 0.2:
        found["max_transfers"] = random.randint(0, 3)
    if random.random() < 0.2:
        found["avoid"] = co.Avoid(legs={random.choice(sorted(spec["legs"]))})
    if random.random() < 0.2:
        found["require"] = co.Require(legs={random.choice(sorted(spec["legs"]))})
    return found


def arrivals(spec: Tree, level: str, limits: dict[str, Any]) -> dict[Legs, int]:
    """Return the day of arrival by each route that a question allows."""
    shipment = limits.get("shipment")
    reference = days_of(spec, level, shipment)
    avoid, require = limits.get("avoid"), limits.get("require")
    most = int(limits["max_time"].split()[0]) if "max_time" in limits else MOST
    found = {}
    for way in ways(spec, level, limits.get("via", ())):
        used = {leg_id for leg_id, _ in way.legs}
        kept = (not avoid or used.isdisjoint(avoid.legs)) and (not require or require.legs <= used)
        if kept and way.transfers <= limits.get("max_transfers", way.transfers):
            day = reference.along(way.legs)
            if day is not None and day <= most and is_paid(spec, reference, way.legs, day, limits):
                found[way.legs] = day
    return found


def days_of(spec: Tree, level: str, shipment: co.Shipment | None) -> Days:
    carried = (shipment.equipment, shipment.goods) if shipment else ()
    return Days(spec, level, *carried)


def is_paid(spec: Tree, reference: Days, way: Legs, day: int, limits: dict[str, Any]) -> bool:
    if "max_cost" not in limits:
        return True
    cents = cents_of(spec, reference, way, day, limits["shipment"].cargo_value)
    return cents <= 100 * int(limits["max_cost"].split()[0])


def cents_of(spec: Tree, reference: Days, way: Legs, day: int, worth: object) -> int:
    """Return what a route costs: its tariffs, and by the day under way if a day has a worth."""
    price = sum(100 * int(spec["tariffs"][leg_id]["price"].split()[0]) for leg_id, _ in way)
    return price + (A_DAY * (day - reference.first_departure(*way[0])) if worth else 0)


def agree(seed: int, level: Any, net: co.Network | None = None) -> None:
    """Hold the library to brute force on one network; `fuzz/fuzz_dates.py` does so for many."""
    spec = network(seed)
    net, limits = net or co.load_network(dump(spec)), asked(seed, spec)
    known = arrivals(spec, level, limits)
    told: dict[str, Any] = limits | {"level": level, "depart": START}
    try:
        found = co.find_route(net, "a", "b", **told)
    except co.NoRouteError:
        assert not known
        return
    if not known:
        assert day_of(found, level) >= MOST
        return
    assert day_of(found, level) == known[legs_of(found)] == min(known.values())
    listed = co.find_routes(net, "a", "b", limit=50, distinct="legs", **told)
    early = {legs_of(route): day for route in listed if (day := day_of(route, level)) < MOST}
    assert list(early.values()) == sorted(known.values())[: len(early)]
    assert early.items() <= known.items()
    assert len(early) == min(len(known), 50)
    firsts = co.find_routes(net, "a", "b", limit=50, **told)
    passages = {frozenset(leg_id for leg_id, _ in way): None for way in known}
    best = sorted(
        min(day for way, day in known.items() if {leg_id for leg_id, _ in way} == passage)
        for passage in passages
    )
    ranked = [day_of(route, level) for route in firsts]
    assert [day for day in ranked if day < MOST] == best[:50]
    agree_beside_time(spec, net, told, known)


def agree_beside_time(
    spec: Tree, net: co.Network, told: dict[str, Any], known: dict[Legs, int]
) -> None:
    """Hold what is minimised beside the time, and fronts, to brute force."""
    box: Any = told.get("shipment")
    priced = bool(box) and box.equipment == "40ft"
    reference = days_of(spec, told["level"], box)
    values = {
        way: {
            "transit_time": day,
            "distance": sum(metres(spec, leg_id) for leg_id, _ in way),
            "cost": cents_of(spec, reference, way, day, priced and box.cargo_value),
            "generalised": cents_of(spec, reference, way, day, priced and box.value_of_time),
        }
        for way, day in known.items()
    }
    objectives = ["distance", *["cost"] * priced]
    objectives += ["generalised"] * bool(priced and box.value_of_time)
    for by in objectives:
        listed = co.find_routes(net, "a", "b", limit=50, distinct="legs", **told | {"by": by})
        early = [legs_of(route) for route in listed if day_of(route, told["level"]) < MOST]
        ranks = sorted((item[by], item["transit_time"]) for item in values.values())
        assert [(values[way][by], known[way]) for way in early] == ranks[: len(early)]
        assert len(early) == min(len(known), 50)
    names = ("transit_time", *objectives)
    front = co.find_pareto_routes(net, "a", "b", **told | {"by": names})
    found = {(days // DAY, *rest) for days, *rest in front.values}
    points = {tuple(item[name] for name in names) for item in values.values()}
    best = {
        point
        for point in points
        if not any(other != point and all(map(le, other, point)) for other in points)
    }
    assert {point for point in found if point[0] < MOST} == best
    for route, point in zip(front, front.values, strict=True):
        if point[0] // DAY < MOST:
            assert values[legs_of(route)]["transit_time"] == point[0] // DAY


def metres(spec: Tree, leg_id: str) -> int:
    return 1000 * int(spec["legs"][leg_id]["distance"]["value"].split()[0])


@given(seeds, levels)
def test_the_route_that_arrives_first_is_that_of_brute_force(seed: int, level: Any) -> None:
    agree(seed, level)


@given(seeds, levels, st.integers(1, 20))
def test_leaving_later_never_arrives_earlier(seed: int, level: Any, days: int) -> None:
    net = co.load_network(dump(network(seed)))
    later = START + datetime.timedelta(days)
    try:
        first = co.find_route(net, "a", "b", depart=START, level=level).schedule
        second = co.find_route(net, "a", "b", depart=later, level=level).schedule
    except co.NoRouteError:
        return
    assert first
    assert second
    assert first.arrival(level) <= second.arrival(level)


@given(seeds, levels)
def test_removing_a_closure_never_delays(seed: int, level: Any) -> None:
    spec = network(seed)
    freed = spec | {"closures": dict(list(spec["closures"].items())[1:])}
    try:
        held = co.find_route(co.load_network(dump(spec)), "a", "b", depart=START, level=level)
    except co.NoRouteError:
        return
    free = co.find_route(co.load_network(dump(freed)), "a", "b", depart=START, level=level)
    assert held.schedule
    assert free.schedule
    assert free.schedule.arrival(level) <= held.schedule.arrival(level)


@pytest.mark.parametrize(
    ("cut_off", "day"), [("0 h", "2027-03-06"), ("48 h", "2027-03-10")], ids=["none", "two days"]
)
def test_goods_ready_on_thursday_take_the_train_that_they_still_reach(
    cut_off: str, day: str
) -> None:
    spec = network(0) | {"closures": {}, "tariffs": {}, "backlog": {}}
    spec["nodes"] = {name: spec["nodes"][name] for name in "ab"}
    for node in spec["nodes"].values():
        node["dwell"] = []
    spec["legs"] = {
        "l": leg(Random(0), "a", "b")
        | {"transit_time": {"low": "2 days", "typical": "2 days", "high": "2 days"} | SAID}
    }
    for name in ("dated", "seasons", "periods"):
        spec["legs"]["l"].pop(name, None)
    trains = {"service": "l", "weekdays": ["wednesday", "saturday"], "cut_off": cut_off}
    spec["departures"] = {"trains": trains}
    found = co.find_route(co.load_network(dump(spec)), "a", "b", depart="2027-03-04")
    assert found.schedule
    assert found.schedule.departure().date().isoformat() == day
    assert found.transit_time.typical.days == 2
