"""Brute force over prices: every way to cut a route into priced parts, from the file's own texts.

The rules, in words. A tariff holds for one size of box (or any), for the mass and the class of
goods it names, for loaded boxes if it does not say for empty ones, and for
prices not after the day asked and, without an end of validity, at most 18 months before it. Of two
for the same leg, node and
charge, or pair of ends by the same modes, the later date counts, then that with more conditions.
A tariff without leg, node and ends is a rule for all legs, or stops, that meet its conditions; it
counts where no tariff of the leg or node does, and the one with the most conditions first. A
tariff with corridors holds on a route that belongs to one of them (or to a branch of it) and has no
leg of another root corridor's passage, unless that leg is a passage of the own root too. All prices
of a route are those of one corridor that it belongs to with the parents of that, or of none; those
without corridors always hold. A route is cut into parts: legs with their own tariff, or sections
between two nodes with a tariff, by its modes if it names some. Between two parts a transfer costs
its node's tariff for its kind, and storage and demurrage for each day begun after the free time, by
the band in which the day begins; those of a carrier hold where it runs the leg by which the box
comes. A transshipment or gauge break without a tariff has no price, and beside a part that includes
handling costs nothing. The middle of a price is that of all boxes. Time costs its share of the
cargo's value.
"""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from support import oracle, oracle_carbon
from support.oracle import LEVELS, Found, Move

YEAR = 365 * 86_400
#: 18 months before the day that is asked for.
OLDEST = "2025-05-21"


class Asked(NamedTuple):
    """A shipment as the tests ask it: USD alone, value and mass in each box."""

    equipment: str
    quantity: int
    tonnes: int
    value: int = 0
    worth: int = 0
    level: str = "typical"
    day: str = "2026-11-21"
    goods: str = ""


def cents(text: str) -> int:
    """Read money."""
    amount = Fraction(text.partition(" ")[0]) * 100
    return int(amount)


def price(tariff: oracle.Spec, level: str, boxes: int) -> int:
    """Read the price of some boxes at a level."""
    given = tariff["price"]
    if isinstance(given, str):
        return cents(given) * boxes
    if level == "typical" and "typical" not in given:
        return half_up(Fraction((cents(given["low"]) + cents(given["high"])) * boxes, 2))
    return cents(given[level]) * boxes


def rate(given: Any, level: str) -> Fraction:
    """Read a price at a level in cents, its middle not rounded."""
    if isinstance(given, str):
        return Fraction(cents(given))
    if level == "typical" and "typical" not in given:
        return Fraction(cents(given["low"]) + cents(given["high"]), 2)
    return Fraction(cents(given[level]))


def amount(tariff: oracle.Spec, asked: Asked, km: Fraction = Fraction(0)) -> int:
    """Work out a tariff for all boxes, kilometre by kilometre of each belt."""
    plain = {"per", "units", "belts", "minimum", "maximum", "surcharge"}.isdisjoint(tariff)
    if plain:
        return price(tariff, asked.level, asked.quantity)
    per = tariff.get("per", "box")
    bounds = [Fraction(belt["up_to"].split(" ")[0]) for belt in tariff.get("belts", [])]
    rates = [rate(belt["price"], asked.level) for belt in tariff.get("belts", [])]
    rates.append(rate(tariff["price"], asked.level))
    if "km" in per:
        edges = [Fraction(0), *bounds, max([km, *bounds])]
        each = sum(
            rates[n] * max(Fraction(0), min(km, edges[n + 1]) - edges[n]) for n in range(len(rates))
        )
    else:
        each = rates[sum(km > bound for bound in bounds)]
    each = (
        Fraction(each)
        * (asked.tonnes if "tonne" in per else 1)
        / Fraction(tariff.get("units", "1"))
    )
    each = max(each, Fraction(cents(tariff.get("minimum", "0 USD"))))
    each = min(each, Fraction(cents(tariff.get("maximum", "999999999 USD"))))
    each *= 1 + Fraction(tariff.get("surcharge", "0 %").split(" ")[0]) / 100
    return half_up(each * (1 if per == "departure" else asked.quantity))


CONDITIONS = ("legs", "operators", "countries", "borders", "modes", "gauges", "node_kind", "goods")
MASSES = ("mass_above", "mass_up_to")


def conditions(tariff: oracle.Spec) -> int:
    """Count the conditions of a tariff."""
    named = sum(name in tariff for name in (*CONDITIONS, *MASSES, "corridors"))
    return named + int(tariff["equipment"] != "any") + int(tariff.get("load") != "any")


def is_rule(tariff: oracle.Spec) -> bool:
    """Return whether a tariff names no leg, node or ends."""
    return {"leg", "node", "origin"}.isdisjoint(tariff)


def whole(text: str) -> int:
    """Read the number of a text."""
    return int(text.partition(" ")[0])


def oracle_km(spec: oracle.Spec, leg_id: str) -> Fraction:
    """Read the length of a leg."""
    return Fraction(spec["legs"][leg_id]["distance"]["value"].split(" ")[0])


def half_up(value: Fraction) -> int:
    """Round to the nearest whole number, halves up."""
    return int((value + Fraction(1, 2)) // 1)


def chain(spec: oracle.Spec, corridor: str | None) -> list[str]:
    """List a corridor and its parents."""
    found: list[str] = []
    while corridor is not None:
        found.append(corridor)
        corridor = spec["corridors"][corridor].get("parent")
    return found


def passages(spec: oracle.Spec, corridor: str) -> set[tuple[str, Any]]:
    """List what a corridor leads through."""
    return {
        (kind, tuple(sorted(item.split("-"))) if kind == "borders" else item)
        for passage in spec["corridors"][corridor]["through"]
        for kind, items in passage.items()
        for item in items
    }


class Prices:
    """The price of routes of one network for one shipment."""

    def __init__(self, spec: oracle.Spec, asked: Asked, touched: dict[str, set[Any]]) -> None:
        self.spec, self.asked, self.touched = spec, asked, touched
        self.tariffs = sorted(
            (
                (tariff.get("date", ""), key, tariff)
                for key, tariff in spec.get("tariffs", {}).items()
                if tariff["equipment"] in {asked.equipment, "any"}
                and tariff["date"] <= asked.day
                and ("valid_until" in tariff or tariff["date"] >= OLDEST)
                and whole(tariff.get("mass_above", "0 t")) < asked.tonnes
                and asked.tonnes <= whole(tariff.get("mass_up_to", "99 t"))
                and asked.goods in tariff.get("goods", [asked.goods])
                and tariff.get("load") != "empty"
                and tariff.get("valid_from", "") <= asked.day <= tariff.get("valid_until", "9999")
            ),
            key=lambda item: (item[0], conditions(item[2]), item[1]),
            reverse=True,
        )

    def time_cost(self, seconds: int) -> int:
        """Return what the goods cost while they are on the way."""
        share = Fraction(spec_share(self.spec), 10_000)
        return half_up(share * self.asked.value * 100 * self.asked.quantity * seconds / YEAR)

    def regimes(self, found: Found, corridors: Sequence[str]) -> Iterator[list[str]]:
        """Yield the sets of corridors whose prices hold on a route."""
        yield []
        known = self.spec.get("corridors", {})
        roots = [key for key, item in known.items() if "parent" not in item]
        for corridor in corridors:
            family = chain(self.spec, corridor)
            own = passages(self.spec, family[-1])
            foreign = {
                item for root in roots if root != family[-1] for item in passages(self.spec, root)
            }
            legs = [self.touched[leg] for leg, _ in found.legs]
            if not any(leg & foreign and not leg & own for leg in legs):
                yield family

    def cheapest(
        self, found: Found, corridors: Sequence[str], *, worth: bool = False
    ) -> int | None:
        """Return the least whole price of a route in cents, or none."""
        moves = [self.move(leg, back) for leg, back in found.legs]
        totals = [
            total
            for family in self.regimes(found, corridors)
            for total in self.cuts(moves, family, 0, handled=True)
        ]
        if not totals:
            return None
        return min(totals) + sum(self.time(seconds, worth=worth) for seconds in self.times(moves))

    def time(self, seconds: int, *, worth: bool) -> int:
        """Return the cost of a time, by the cargo's value or by the value of time."""
        if worth and self.asked.worth:
            return half_up(Fraction(self.asked.worth * 100 * seconds, 86_400))
        return self.time_cost(seconds)

    def move(self, leg_id: str, back: bool) -> Move:
        """Return a leg of a route as a move."""
        leg = self.spec["legs"][leg_id]
        ends = (leg["origin"], leg["destination"])
        return Move(leg_id, back, *(reversed(ends) if back else ends))

    def times(self, moves: Sequence[Move]) -> Iterator[int]:
        """Yield the seconds of each leg and of each stop."""
        level = LEVELS.index(self.asked.level)
        for move in moves:
            yield oracle.triple(self.spec["legs"][move.leg_id]["transit_time"])[level]
        for pair in pairwise(moves):
            made = oracle.transfer(self.spec, *pair)
            assert made is not None
            yield made.dwell[level] + made.waiting[level]

    def holding(self, family: Sequence[str]) -> Iterator[oracle.Spec]:
        """Yield the tariffs that hold for a family of corridors, the latest first."""
        for _, _, tariff in self.tariffs:
            named = tariff.get("corridors", [])
            if not named or set(named) & set(family):
                yield tariff

    def cuts(
        self, moves: Sequence[Move], family: Sequence[str], start: int, *, handled: bool
    ) -> Iterator[int]:
        """Yield what the rest of a route costs, for every cut of it, without the cost of time."""
        if start == len(moves):
            yield 0
            return
        for end, tariff in self.parts(moves, family, start):
            included = tariff.get("includes_handling") == "true"
            stop = self.stop(moves, family, start, free=handled or included) if start else 0
            if stop is not None:
                km = oracle_km(self.spec, moves[start].leg_id) if end == start + 1 else Fraction(0)
                paid = amount(tariff, self.asked, km)
                for rest in self.cuts(moves, family, end, handled=included):
                    yield stop + paid + rest

    def parts(
        self, moves: Sequence[Move], family: Sequence[str], start: int
    ) -> Iterator[tuple[int, oracle.Spec]]:
        """Yield the parts that may begin at a leg, each with the tariff that counts."""
        own = [t for t in self.holding(family) if t.get("leg") == moves[start].leg_id]
        own = own or self.rules(family, lambda rule: self.fits(rule, moves[start].leg_id))
        if own:
            yield start + 1, own[0]
        for end in range(start + 1, len(moves) + 1):
            pair = (moves[start].start, moves[end - 1].end)
            sections: dict[frozenset[str], oracle.Spec] = {}
            for tariff in self.holding(family):
                if joins(tariff, *pair):
                    sections.setdefault(frozenset(tariff.get("modes", ())), tariff)
            used = {self.spec["legs"][move.leg_id]["mode"] for move in moves[start:end]}
            yield from ((end, own) for modes, own in sections.items() if used <= (modes or used))

    def rules(
        self, family: Sequence[str], fits: Callable[[oracle.Spec], bool]
    ) -> list[oracle.Spec]:
        """List the rules that fit something, that with the most conditions first."""
        found = [t for t in self.holding(family) if is_rule(t) and fits(t)]
        return sorted(found, key=conditions, reverse=True)

    def fits(self, rule: oracle.Spec, leg_id: str) -> bool:
        """Return whether a leg meets the conditions of a rule."""
        leg = self.spec["legs"][leg_id]
        operators = set(leg.get("operators", ()))
        countries = {item for kind, item in self.touched[leg_id] if kind == "countries"}
        return (
            "charge" not in rule
            and leg.get("gauge", "") in rule.get("gauges", [leg.get("gauge", "")])
            and self.crosses(rule, [leg_id])
            and leg["mode"] in rule.get("modes", [leg["mode"]])
            and leg_id in rule.get("legs", [leg_id])
            and countries <= set(rule.get("countries", countries))
            and (
                "operators" not in rule
                or (operators != set() and operators <= set(rule["operators"]))
            )
        )

    def crosses(self, rule: oracle.Spec, legs: Sequence[str]) -> bool:
        """Return whether one of some legs crosses a border that a rule names, if it names any."""
        wanted = {tuple(sorted(pair.split("-"))) for pair in rule.get("borders", [])}
        crossed = {item for leg in legs for kind, item in self.touched[leg] if kind == "borders"}
        return not wanted or bool(wanted & crossed)

    def done(self, family: Sequence[str], node_id: str, charge: str) -> list[oracle.Spec]:
        """List the tariffs for what is done at a node, that which counts first."""
        own = [
            t for t in self.holding(family) if t.get("node") == node_id and t["charge"] == charge
        ]
        node = self.spec["nodes"][node_id]
        legs = self.spec["legs"].items()
        here = [key for key, leg in legs if node_id in {leg["origin"], leg["destination"]}]
        rules = self.rules(
            family,
            lambda rule: (
                rule.get("charge") == charge
                and rule.get("node_kind", node["kind"]) == node["kind"]
                and node["country"] in rule.get("countries", [node["country"]])
                and self.crosses(rule, here)
            ),
        )
        return [*sorted(own, key=lambda tariff: "operators" not in tariff), *rules]

    def stop(
        self, moves: Sequence[Move], family: Sequence[str], at: int, *, free: bool
    ) -> int | None:
        """Return what is paid at a stop between two parts, or none where a price is wanting."""
        before, after = moves[at - 1], moves[at]
        made = oracle.transfer(self.spec, before, after)
        assert made is not None
        sides = [oracle.carriage(self.spec["legs"][move.leg_id]) for move in (before, after)]
        entry = oracle.dwell_entry(self.spec, after.start, *sides)
        kind = entry["kind"] if entry else "waiting"
        level = LEVELS.index(self.asked.level)
        paid = 0
        if entry or made.waiting != oracle.ZERO:
            time = made.dwell[level] + made.waiting[level]
            for charge in ("storage", "demurrage"):
                paid += self.stay(family, before.leg_id, after.start, charge, time)
        priced = self.done(family, after.start, kind)
        handled = kind in {"transshipment", "gauge_break"}
        if handled and free:
            return paid
        if priced:
            return paid + amount(priced[0], self.asked)
        return None if handled else paid

    def stay(self, family: Sequence[str], leg_id: str, node_id: str, charge: str, time: int) -> int:
        """Return what a time at a node costs, day by day."""
        come = set(self.spec["legs"][leg_id].get("operators", ()))
        held = [
            tariff
            for tariff in self.done(family, node_id, charge)
            if "operators" not in tariff or (come and come <= set(tariff["operators"]))
        ]
        if not held:
            return 0
        tariff, paid = held[0], 0
        begin = oracle.seconds(tariff["free_time"])
        while begin < time:
            bands = [
                band["price"]
                for band in tariff.get("bands", [])
                if begin < oracle.seconds(band["up_to"])
            ]
            day = {key: item for key, item in tariff.items() if key != "bands"}
            paid += amount(day | {"price": (bands or [tariff["price"]])[0]}, self.asked)
            begin += 86_400
        return paid


def spec_share(spec: oracle.Spec) -> int:
    """Read what goods cost in a year, in 0.01 % of their value."""
    return int(Fraction(spec["inventory_cost"]["per_year"].split(" ")[0]) * 100)


def joins(tariff: oracle.Spec, origin: str, destination: str) -> bool:
    """Return whether a tariff is for a route between two nodes."""
    ways = [(tariff.get("origin", []), tariff.get("destination", []))]
    if tariff.get("both_ways") == "true":
        ways.append((ways[0][1], ways[0][0]))
    return any(origin in first and destination in second for first, second in ways)


def grams(spec: oracle.Spec, asked: Asked, found: Found) -> int:
    """Add up what a route emits well-to-wheel."""
    teu = Fraction(spec["equipment"][asked.equipment]["teu"]) * asked.quantity
    load = oracle_carbon.Load(asked.quantity, Fraction(asked.tonnes * asked.quantity), teu)
    return sum(part.wtw or 0 for _, part in oracle_carbon.emitted(spec, load, found))


def metres(spec: oracle.Spec, found: Found) -> int:
    """Add up the distances of a route."""
    texts = [spec["legs"][leg]["distance"]["value"] for leg, _ in found.legs]
    return sum(int(Fraction(text.split(" ")[0]) * 1000) for text in texts)
