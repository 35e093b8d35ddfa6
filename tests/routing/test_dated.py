"""Dated questions against brute force over days: which route arrives first, and when."""

import datetime
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from support import oracle
from support.layout import dump
from support.strategies import Tree

START = datetime.date(2027, 3, 1)
LAST = 120
LEVELS: tuple[Any, ...] = ("low", "typical", "high")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SAID = {"basis": "assumed", "rule": "drawn"}


def time(random: Random, most: int, least: int = 1) -> Tree:
    low, typical, high = sorted(random.randint(least, most) for _ in range(3))
    return {"low": f"{low} days", "typical": f"{typical} days", "high": f"{high} days"} | SAID


def window(random: Random) -> Tree:
    first = random.randint(-2, 15)
    last = first + random.randint(1, 10)
    start, end = (START + datetime.timedelta(day) for day in (first, last))
    return {"start": start.isoformat(), "end": end.isoformat()}


def leg(random: Random, origin: str, destination: str) -> Tree:
    made: Tree = {
        "origin": origin, "destination": destination, "mode": random.choice(("ferry", "sea")),
        "distance": {"value": "60 km"} | SAID, "transit_time": time(random, 4),
    }  # fmt: skip
    if random.random() < 0.4:
        made["headway"] = {"value": f"{2 * random.randint(1, 3)} days"} | SAID
    if random.random() < 0.3:
        made["dated"] = [window(random) | {"time": time(random, 6)}]
    if random.random() < 0.2:
        made["seasons"] = [{"months": ["3"], "time": time(random, 6)}]
    if random.random() < 0.2:
        made["periods"] = [window(random)]
    return made


def network(seed: int) -> Tree:
    """Return a small network in whole days, with closures, seasons and departures."""
    random = Random(seed)
    names = "abcde"[: random.randint(3, 5)]
    nodes = {
        name: {
            "name": name.upper(), "country": random.choice(("KZ", "GE")), "kind": "seaport",
            "location": {"lat": f"{42 + number / 10}", "lon": "46.5"} | SAID,
            "dwell": [{"inbound": "any", "outbound": "any", "kind": "transshipment",
                       "time": time(random, 2, 0)}],
        }
        for number, name in enumerate(names)
    }  # fmt: skip
    legs: Tree = {}
    for number in range(random.randint(3, 7)):
        one, other = random.sample(names, 2)
        legs[f"l{number}"] = leg(random, one, other)
    spec: Tree = {
        "format": "1", "name": "Drawn", "version": "1", "as_of": "2027-01-01",
        "nodes": nodes, "legs": legs, "closures": {}, "departures": {},
    }  # fmt: skip
    for number in range(random.randint(0, 3)):
        spec["closures"][f"c{number}"] = closure(random, legs, nodes, names)
    for number, name in enumerate(legs):
        if random.random() < 0.4:
            spec["departures"][f"d{number}"] = departures(random, name)
    return spec


def closure(random: Random, legs: Tree, nodes: Tree, names: str) -> Tree:
    countries = {name: nodes[name]["country"] for name in names}
    ends = [{countries[item["origin"]], countries[item["destination"]]} for item in legs.values()]
    kinds = ["legs", "nodes"]
    kinds += ["countries"] if any("GE" in pair for pair in ends) else []
    kinds += ["borders"] if any(len(pair) > 1 for pair in ends) else []
    kind = random.choice(kinds)
    made: Tree = window(random) | {"reason": "drawn"}
    if kind == "legs":
        return made | {"legs": [random.choice(sorted(legs))]}
    if kind == "nodes":
        used = sorted({item[end] for item in legs.values() for end in ("origin", "destination")})
        return made | {"nodes": [random.choice(used)]}
    if kind == "countries":
        return made | {"countries": ["GE"]}
    return made | {"borders": ["GE-KZ"]} | random.choice(({}, {"direction": "KZ-GE"}))


def departures(random: Random, service: str) -> Tree:
    made: Tree = {"service": service}
    if random.random() < 0.5:
        made["weekdays"] = sorted(random.sample(WEEKDAYS, 2))
    else:
        first = START + datetime.timedelta(random.randint(-5, 5))
        made |= {"interval": f"{random.randint(1, 5)} days", "first": first.isoformat()}
    if random.random() < 0.4:
        made["cut_off"] = f"{random.randint(1, 3)} days"
    if random.random() < 0.3:
        made |= window(random)
    return made


class Days:
    """The reference: every day on which goods may ask for a leg, and every day they may leave."""

    def __init__(self, spec: Tree, level: str) -> None:
        self.spec = spec
        self.level = LEVELS.index(level)

    def holds(self, window: Tree, day: int) -> bool:
        date = (START + datetime.timedelta(day)).isoformat()
        return bool(window.get("start", "") <= date < window.get("end", "9"))

    def days(self, estimate: Tree) -> int:
        return oracle.triple(estimate)[self.level] // 86_400

    def open(self, leg_id: str, back: bool, day: int) -> bool:
        leg, nodes = self.spec["legs"][leg_id], self.spec["nodes"]
        ends = [leg["origin"], leg["destination"]][:: -1 if back else 1]
        countries = [nodes[end]["country"] for end in ends]
        for thing in (leg, *(nodes[end] for end in ends)):
            periods = thing.get("periods", [])
            if periods and not any(self.holds(period, day) for period in periods):
                return False
        for shut in self.spec["closures"].values():
            touched = (
                leg_id in shut.get("legs", ())
                or bool(set(ends) & set(shut.get("nodes", ())))
                or bool(set(countries) & set(shut.get("countries", ())))
                or ("borders" in shut and len(set(countries)) > 1)
            )
            wrong_way = shut.get("direction") == "KZ-GE" and countries != ["KZ", "GE"]
            if touched and not wrong_way and self.holds(shut, day):
                return False
        return True

    def ride(self, leg: Tree, day: int) -> int:
        for item in leg.get("dated", []):
            if self.holds(item, day):
                return self.days(item["time"])
        march = (START + datetime.timedelta(day)).month == 3
        for item in leg.get("seasons", []):
            if march:
                return self.days(item["time"])
        return self.days(leg["transit_time"])

    def leaves(self, table: Tree, day: int) -> bool:
        date = START + datetime.timedelta(day)
        if not self.holds(table, day):
            return False
        if "weekdays" in table:
            return WEEKDAYS[date.weekday()] in table["weekdays"]
        since = (date - datetime.date.fromisoformat(table["first"])).days
        return since >= 0 and since % int(table["interval"].split()[0]) == 0

    def arrival(self, leg_id: str, back: bool, ready: int) -> int | None:
        """Return the earliest arrival over all days on which goods may ask and leave."""
        leg = self.spec["legs"][leg_id]
        tables = [t for t in self.spec["departures"].values() if t["service"] == leg_id]
        wait = (oracle.waiting(leg) or (0, 0, 0))[self.level] // 86_400
        found = []
        for asked in range(ready, LAST):
            by_table = [
                day
                for table in tables
                for cut in [int(table.get("cut_off", "0 days").split()[0])]
                for day in range(asked, LAST)
                if self.leaves(table, day) and (asked + cut < day or (not cut and asked <= day))
            ]
            left = [day for day in by_table if self.open(leg_id, back, day)]
            if not any(self.holds(table, asked) for table in tables):
                later = range(asked + wait, LAST)
                left += [day for day in later if self.open(leg_id, back, day)]
            found += [day + self.ride(leg, day) for day in left]
        return min(found, default=None)

    def along(self, legs: tuple[tuple[str, bool], ...]) -> int | None:
        reached = 0
        for number, (leg_id, back) in enumerate(legs):
            if number:
                leg = self.spec["legs"][leg_id]
                node = self.spec["nodes"][leg["destination" if back else "origin"]]
                reached += self.days(node["dwell"][0]["time"])
            arrival = self.arrival(leg_id, back, reached)
            if arrival is None or arrival >= LAST // 2:
                return None
            reached = arrival
        return reached


@given(st.integers(0, 10**9), st.sampled_from(LEVELS))
def test_the_route_that_arrives_first_is_that_of_brute_force(seed: int, level: Any) -> None:
    agree(seed, level)


def agree(seed: int, level: Any) -> None:
    """Hold the library to brute force on one network; `fuzz/fuzz_dates.py` does so for many."""
    spec = network(seed)
    net = co.load_network(dump(spec))
    reference = Days(spec, level)
    undated = {key: value for key, value in spec.items() if key not in {"closures", "departures"}}
    routes = oracle.all_routes(undated, [("a",)], [("b",)], level=level)
    arrivals = {r.legs: day for r in routes if (day := reference.along(r.legs)) is not None}
    try:
        found = co.find_route(net, "a", "b", depart=START, level=level)
    except co.NoRouteError:
        assert not arrivals
        return
    assert found.schedule
    took = found.schedule.arrival(level).date() - START
    if not arrivals:
        assert took.days >= LAST // 2
        return
    assert took.days == min(arrivals.values())
    listed = co.find_routes(net, "a", "b", depart=START, level=level, limit=50, distinct="legs")
    ranked = [
        (route.schedule.arrival(level).date() - START).days for route in listed if route.schedule
    ]
    assert ranked == sorted(ranked)
    known = sorted(arrivals.values())
    assert [day for day in ranked if day < LAST // 2] == known[: len(ranked)]


@given(st.integers(0, 10**9), st.sampled_from(LEVELS), st.integers(1, 20))
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


@given(st.integers(0, 10**9), st.sampled_from(LEVELS))
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
    spec = network(0) | {"closures": {}}
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
