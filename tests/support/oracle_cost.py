"""Brute force over prices: every way to cut a route into priced parts, from the file's own texts.

The rules, in words. A tariff holds for one size of box and for prices not after the day asked. Of
two for the same leg, node and charge, or pair of ends, the later date counts, then the later id. A
tariff with corridors holds on a route that belongs to one of them (or to a branch of it) and has no
leg of another root corridor's passage, unless that leg is a passage of the own root too. All prices
of a route are those of one corridor that it belongs to with the parents of that, or of none; those
without corridors always hold. A route is cut into parts: legs with their own tariff, or sections
between two nodes with a tariff, by its modes if it names some. Between two parts a transfer costs
its node's tariff for its kind, and storage for each day begun after the free time; a transshipment
or gauge break without a tariff has no price, and beside a part that includes handling costs
nothing. The middle of a price is that of all boxes. Time costs its share of the cargo's value.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from support import oracle, oracle_carbon
from support.oracle import LEVELS, Found, Move

YEAR = 365 * 86_400


class Asked(NamedTuple):
    """A shipment as the tests ask it: USD alone, value and mass in each box."""

    equipment: str
    quantity: int
    tonnes: int
    value: int = 0
    worth: int = 0
    level: str = "typical"
    day: str = "2026-11-21"


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
        return (cents(given["low"]) + cents(given["high"])) * boxes // 2
    return cents(given[level]) * boxes


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
                if tariff["equipment"] == asked.equipment and tariff.get("date", "") <= asked.day
            ),
            key=lambda item: item[:2],
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
                paid = price(tariff, self.asked.level, self.asked.quantity)
                for rest in self.cuts(moves, family, end, handled=included):
                    yield stop + paid + rest

    def parts(
        self, moves: Sequence[Move], family: Sequence[str], start: int
    ) -> Iterator[tuple[int, oracle.Spec]]:
        """Yield the parts that may begin at a leg, each with the tariff that counts."""
        own = [t for t in self.holding(family) if t.get("leg") == moves[start].leg_id]
        if own:
            yield start + 1, own[0]
        for end in range(start + 1, len(moves) + 1):
            pair = (moves[start].start, moves[end - 1].end)
            sections = [t for t in self.holding(family) if joins(t, *pair)]
            used = {self.spec["legs"][move.leg_id]["mode"] for move in moves[start:end]}
            if sections and used <= set(sections[0].get("modes", used)):
                yield end, sections[0]

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
        here = [t for t in self.holding(family) if t.get("node") == after.start]
        paid = 0
        stored = [t for t in here if t["charge"] == "storage"]
        if stored and (entry or made.waiting != oracle.ZERO):
            over = made.dwell[level] + made.waiting[level]
            over -= oracle.seconds(stored[0]["free_time"])
            paid += max(0, -(-over // 86_400)) * price(
                stored[0], self.asked.level, self.asked.quantity
            )
        priced = [t for t in here if t["charge"] == kind]
        handled = kind in {"transshipment", "gauge_break"}
        if handled and free:
            return paid
        if priced:
            return paid + price(priced[0], self.asked.level, self.asked.quantity)
        return None if handled else paid


def spec_share(spec: oracle.Spec) -> int:
    """Read what goods cost in a year, in 0.01 % of their value."""
    return int(Fraction(spec["inventory_cost"]["per_year"].split(" ")[0]) * 100)


def joins(tariff: oracle.Spec, origin: str, destination: str) -> bool:
    """Return whether a tariff is for a way between two nodes."""
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
