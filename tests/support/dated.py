"""Small networks in whole days whose times depend on the date, and brute force over their days."""

import datetime
from collections.abc import Callable, Sequence
from functools import cache
from random import Random

from support import oracle
from support.strategies import Tree

#: Seasons cross the new year within the days that are drawn.
START = datetime.date(2026, 12, 20)
#: The days that are looked at; an arrival counts up to half of them, so that none is cut off.
LAST = 140
MOST = LAST // 2
LEVELS = ("low", "typical", "high")
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
SAID = {"basis": "assumed", "rule": "drawn"}
DAY = 86_400
BOXES = ("20ft", "40ft")
GOODS = "8703"
Legs = tuple[tuple[str, bool], ...]


def on(day: int) -> str:
    """Return a day after the start as the file writes it."""
    return (START + datetime.timedelta(day)).isoformat()


def time(random: Random, most: int, least: int = 1) -> Tree:
    low, typical, high = sorted(random.randint(least, most) for _ in range(3))
    return {"low": f"{low} days", "typical": f"{typical} days", "high": f"{high} days"} | SAID


def window(random: Random) -> Tree:
    """Draw a window of one to ten days, at times with one end, or with its edge on the start."""
    first = random.choice((0, random.randint(-4, 15)))
    made = {"start": on(first), "end": on(first + random.randint(1, 10))}
    for end in ("start", "end"):
        if random.random() < 0.08 and len(made) > 1:
            del made[end]
    return made


def season(random: Random) -> Tree:
    days = random.choice(
        (
            {"months": ["1"]},
            {"months": ["12"]},
            {"months": ["12", "1"]},
            {"start": "12-28", "end": "01-03"},
            {"start": "12-22", "end": "12-31"},
            {"start": "01-01", "end": "01-01"},
        )
    )
    return days | {"time": time(random, 6)}


def leg(random: Random, origin: str, destination: str) -> Tree:
    made: Tree = {
        "origin": origin, "destination": destination, "mode": random.choice(("ferry", "sea")),
        "distance": {"value": f"{random.choice((60, 70, 80))} km"} | SAID,
        "transit_time": time(random, 4),
    }  # fmt: skip
    if random.random() < 0.4:
        made["headway"] = {"value": f"{2 * random.randint(1, 3)} days"} | SAID
    if random.random() < 0.3:
        made["dated"] = [window(random) | {"time": time(random, 6)}]
    if random.random() < 0.2:
        made["dated_waiting"] = [window(random) | {"time": time(random, 6, 0)}]
    if random.random() < 0.3:
        made["seasons"] = [season(random)]
    if random.random() < 0.2:
        made["periods"] = [window(random)]
    if random.random() < 0.3:
        made["service"] = random.choice(("Liner", "Express"))
    if random.random() < 0.2:
        made["one_way"] = "true"
    return made


def node(random: Random, name: str, number: int) -> Tree:
    rule: Tree = {"inbound": "any", "outbound": "any", "kind": "transshipment"}
    rule["time"] = time(random, 2, 0)
    if random.random() < 0.2:
        rule["dated"] = [window(random) | {"time": time(random, 5, 0)}]
    made: Tree = {
        "name": name.upper(), "country": random.choice(("KZ", "GE")), "kind": "seaport",
        "location": {"lat": f"{42 + number / 10}", "lon": "46.5"} | SAID, "dwell": [rule],
    }  # fmt: skip
    if random.random() < 0.1:
        made["periods"] = [window(random)]
    return made


def network(seed: int) -> Tree:
    """Return a small network in whole days, with all that a file may say of dates."""
    random = Random(seed)
    names = "abcde"[: random.randint(3, 5)]
    nodes = {name: node(random, name, number) for number, name in enumerate(names)}
    legs: Tree = {}
    for number in range(random.randint(3, 7)):
        one, other = random.sample(names, 2)
        legs[f"l{number}"] = leg(random, one, other)
    spec: Tree = {
        "format": "1", "name": "Drawn", "version": "1", "as_of": "2026-11-21",
        "nodes": nodes, "legs": legs, "closures": {}, "departures": {}, "backlog": {},
        "sources": {"s": {"title": "Drawn", "publisher": "Nobody"}},
        "equipment": {
            box: {"text": "Box", "teu": "1",
                  "cargo_mass": {"value": "10 t"} | SAID, "most_cargo": {"value": "28 t"} | SAID}
            for box in BOXES
        },
        "tariffs": {
            name: {"leg": name, "equipment": "40ft", "price": f"{random.randint(1, 4)} USD",
                   "date": "2026-10", "includes_handling": "true"} | SAID
            for name in legs
        },
    }  # fmt: skip
    for number in range(random.randint(0, 4)):
        spec["closures"][f"c{number}"] = closure(random, legs, nodes, names)
    services = sorted({item.get("service", name) for name, item in legs.items()})
    for number, name in enumerate(services * 2):
        if random.random() < 0.3:
            spec["departures"][f"d{number}"] = departures(random, name, "ab")
    if random.random() < 0.3:
        per_day = random.randint(1, 50)
        spec["backlog"]["q"] = {
            "node": random.choice(names), "date": on(random.randint(-3, 10)), "sources": ["s"],
            "queue": str(per_day * random.randint(1, 9)), "per_day": str(per_day),
        }  # fmt: skip
    used = {item[end] for item in legs.values() for end in ("origin", "destination")}
    spec["nodes"] = {name: item for name, item in nodes.items() if name in used | {"a", "b"}}
    spec["backlog"] = {k: q for k, q in spec["backlog"].items() if q["node"] in spec["nodes"]}
    return spec


def closure(random: Random, legs: Tree, nodes: Tree, names: str) -> Tree:
    countries = {name: nodes[name]["country"] for name in names}
    ends = [{countries[item["origin"]], countries[item["destination"]]} for item in legs.values()]
    kinds = ["legs", "nodes"]
    kinds += ["countries"] if any("GE" in pair for pair in ends) else []
    kinds += ["borders"] if any(len(pair) > 1 for pair in ends) else []
    kind = random.choice(kinds)
    made: Tree = window(random) | {"reason": "drawn"}
    if random.random() < 0.2:
        made["equipment"] = [random.choice(BOXES)]
    if random.random() < 0.1:
        made |= {"goods": [GOODS], "order": "drawn"}
    if kind == "legs":
        return made | {"legs": [random.choice(sorted(legs))]}
    if kind == "nodes":
        used = sorted({item[end] for item in legs.values() for end in ("origin", "destination")})
        return made | {"nodes": [random.choice(used)]}
    if kind == "countries":
        return made | {"countries": ["GE"]}
    return made | {"borders": ["GE-KZ"]} | random.choice(({}, {"direction": "KZ-GE"}))


def departures(random: Random, service: str, names: str) -> Tree:
    made: Tree = {"service": service}
    kind = random.random()
    if kind < 0.4:
        made["weekdays"] = sorted(random.sample(WEEKDAYS, 2))
    elif kind < 0.8:
        made |= {"interval": f"{random.randint(1, 5)} days", "first": on(random.randint(-5, 5))}
    else:
        made["dates"] = sorted({on(random.randint(-2, 40)) for _ in range(4)})
    if random.random() < 0.4:
        made["cut_off"] = f"{random.randint(1, 3)} days"
    if random.random() < 0.3:
        made |= window(random)
    if random.random() < 0.2:
        made["node"] = random.choice(names)
    return made


class Days:
    """The reference: every day on which goods may ask for a leg, and every day they may leave.

    Parameters
    ----------
    spec, level
        The network, and the level whose times count.
    box, goods
        What is shipped; none where the question names none.
    first
        The day on which the goods are ready, counted from the start.
    """

    def __init__(
        self,
        spec: Tree,
        level: str,
        box: str | None = None,
        goods: str | None = None,
        first: int = 0,
    ) -> None:
        self.spec, self.level, self.box, self.goods = spec, LEVELS.index(level), box, goods
        self.first = first
        self.arrival: Callable[..., list[int]] = cache(self._arrival)
        self.stop: Callable[[str], list[int]] = cache(self._stop)

    def holds(self, window: Tree, day: int) -> bool:
        return bool(window.get("start", "") <= on(day) < window.get("end", "9"))

    def days(self, estimate: Tree) -> int:
        return oracle.triple(estimate)[self.level] // DAY

    def ends(self, leg_id: str, back: bool) -> list[str]:
        leg = self.spec["legs"][leg_id]
        return [leg["origin"], leg["destination"]][:: -1 if back else 1]

    def open(self, leg_id: str, back: bool, day: int) -> bool:
        nodes, ends = self.spec["nodes"], self.ends(leg_id, back)
        countries = [nodes[end]["country"] for end in ends]
        for thing in (self.spec["legs"][leg_id], *(nodes[end] for end in ends)):
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
            other_box = "equipment" in shut and self.box not in shut["equipment"]
            other_goods = "goods" in shut and self.goods not in shut["goods"]
            if touched and not (wrong_way or other_box or other_goods) and self.holds(shut, day):
                return False
        return True

    def met(self, thing: Tree, day: int, usual: int, dated: str, seasons: str = "") -> int:
        """Return a time on a day: of the first window that holds, the first season, or usual."""
        for item in thing.get(dated, []):
            if self.holds(item, day):
                return self.days(item["time"])
        date = START + datetime.timedelta(day)
        of_year = f"{date.month:02}-{date.day:02}"
        for item in thing.get(seasons, []):
            first, last = item.get("start", ""), item.get("end", "")
            inside = first <= of_year <= last if first <= last else not last < of_year < first
            if str(date.month) in item.get("months", ()) or ("start" in item and inside):
                return self.days(item["time"])
        return usual

    def leaves(self, table: Tree, day: int) -> bool:
        if not self.holds(table, day):
            return False
        if "weekdays" in table:
            return WEEKDAYS[(START + datetime.timedelta(day)).weekday()] in table["weekdays"]
        if "dates" in table:
            return on(day) in table["dates"]
        since = (START - datetime.date.fromisoformat(table["first"])).days + day
        return since >= 0 and since % int(table["interval"].split()[0]) == 0

    def _arrival(self, leg_id: str, back: bool, *, waits: bool) -> list[int]:
        """Return for each day on which goods are ready the earliest arrival.

        It is the least over all later days on which they may ask, and on which they may leave.
        """
        leg, boarded = self.spec["legs"][leg_id], self.ends(leg_id, back)[0]
        days = range(-10, LAST)
        ends = {
            day: day + self.met(leg, day, self.days(leg["transit_time"]), "dated", "seasons")
            for day in days
            if self.open(leg_id, back, day)
        }
        after = _least_after(ends)
        service = leg.get("service", leg_id)
        tables = [
            table
            for table in self.spec["departures"].values()
            if table["service"] == service and table.get("node", boarded) == boarded and waits
        ]
        trains = []
        for table in tables:
            cut = int(table.get("cut_off", "0 days").split()[0])
            leaving = {day: end for day, end in ends.items() if self.leaves(table, day)}
            trains.append((cut + (cut > 0), _least_after(leaving)))
        usual = (oracle.waiting(leg) or (0, 0, 0))[self.level] // DAY
        asked = {}
        for day in days:
            found = [train(day + cut) for cut, train in trains]
            if not any(self.holds(table, day) for table in tables):
                wait = self.met(leg, day, usual, "dated_waiting") if waits else 0
                found.append(after(day + wait))
            asked[day] = min(found)
        best = _least_after(asked)
        return [best(day) for day in range(LAST)]

    def _stop(self, name: str) -> list[int]:
        """Return for each day of arrival at a node when goods are ready to leave it."""
        (rule,) = self.spec["nodes"][name]["dwell"]
        usual = self.days(rule["time"])
        asked = {day: day + self.met(rule, day, usual, "dated") for day in range(LAST)}
        best = _least_after(asked)
        return [self.past_queue(name, best(day)) for day in range(LAST)]

    def first_departure(self, leg_id: str, back: bool) -> int:
        """Return the first of the days of departure that arrive the earliest by a first leg."""
        arrival = self.arrival(leg_id, back, waits=True)[self.first]
        leg, boarded = self.spec["legs"][leg_id], self.ends(leg_id, back)[0]
        service, usual = leg.get("service", leg_id), (oracle.waiting(leg) or (0, 0, 0))[self.level]
        tables = [
            table
            for table in self.spec["departures"].values()
            if table["service"] == service and table.get("node", boarded) == boarded
        ]
        for day in range(self.first, arrival + 1):
            ride = self.met(leg, day, self.days(leg["transit_time"]), "dated", "seasons")
            if day + ride != arrival or not self.open(leg_id, back, day):
                continue
            for asked in range(self.first, day + 1):
                by_train = any(
                    self.leaves(table, day) and (asked + cut < day or not cut)
                    for table in tables
                    for cut in [int(table.get("cut_off", "0 days").split()[0])]
                )
                wait = self.met(leg, asked, usual // DAY, "dated_waiting")
                free = not any(self.holds(table, asked) for table in tables)
                if by_train or (free and asked + wait <= day):
                    return day
        raise AssertionError

    def past_queue(self, name: str, ready: int) -> int:
        for queue in self.spec["backlog"].values():
            since = ready - (datetime.date.fromisoformat(queue["date"]) - START).days
            whole = int(queue["queue"]) // int(queue["per_day"])
            if queue["node"] == name and since >= 0:
                ready += max(0, whole - since)
        return ready

    def along(self, legs: Legs) -> int | None:
        """Return the day of arrival by a route; none where it is not there in these days."""
        reached, before = self.first, ""
        for leg_id, back in legs:
            service = self.spec["legs"][leg_id].get("service", leg_id)
            key = f"{self.spec['legs'][leg_id]['mode']} {service}"
            if before:
                reached = self.stop(self.ends(leg_id, back)[0])[reached]
            if reached >= LAST:
                return None
            reached = self.arrival(leg_id, back, waits=before != key)[reached]
            if reached >= MOST:
                return None
            before = key
        return reached


def _least_after(found: dict[int, int]) -> Callable[[int], int]:
    """Return the function that gives the least of the values from a day on."""
    least, table = LAST, dict[int, int]()
    for day in sorted(found, reverse=True):
        least = table[day] = min(least, found[day])
    first, last = min(table, default=0), max(table, default=-LAST)
    for day in range(last, first, -1):
        table.setdefault(day, table.get(day + 1, LAST))

    def after(day: int) -> int:
        return table[max(day, first)] if day <= last else LAST

    return after


def ways(spec: Tree, level: str, vias: Sequence[str] = ()) -> list[oracle.Found]:
    """Return every route from a to b, whatever its dates."""
    undated = {key: value for key, value in spec.items() if key not in {"closures", "departures"}}
    stops = [{via} for via in vias]
    return oracle.all_routes(undated, [("a",)], [("b",)], vias=stops, level=level)
