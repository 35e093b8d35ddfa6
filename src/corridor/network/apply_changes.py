"""A file with changes made: all of them at once, so that their order does not matter.

Factors on one time are multiplied and delays added up before anything is rounded; what would
depend on the order (a factor and a delay, a closing and a reopening on one day) is refused.
"""

import datetime
import difflib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import field, replace
from fractions import Fraction
from itertools import combinations, pairwise, product
from typing import Any, NamedTuple

from corridor.errors import Severity, Wording, code, quote
from corridor.frozen import dataclass
from corridor.money import Money
from corridor.network.changes import Change, Spellings, faults_of, impossible_change, windows_after
from corridor.network.closures.changed_closures import Made, closures_after, is_closed
from corridor.network.dwell_rules import Rulebook, carriage
from corridor.network.estimates import DatedTime, Estimate
from corridor.network.fields import BASES
from corridor.network.model import Dwell, Leg, NetworkFile, Node, countries_of, waiting_for
from corridor.network.rates import Price, Tariff
from corridor.units import Duration

NO_WAIT = Estimate(Duration(0), Duration(0), Duration(0))


@code(Severity.ERROR)
def stale_change(expected: str, found: str) -> Wording:
    """A change does not find the old value that it expects."""
    return Wording(
        f"{found}, where it expects {expected}",
        "the value that the change was made for",
        "look whether the change still holds; then write the new value under expects, "
        "or stale: warn, or stale: skip",
    )


@code(Severity.WARNING)
def stale_change_kept(expected: str, found: str) -> Wording:
    """A change does not find the old value that it expects, and is made all the same."""
    return stale_change(expected, found)


class Refusal(NamedTuple):
    """Why a change is not made, or not without a word: its number, the code, the wording."""

    number: int
    code: str
    wording: Wording


class Target(NamedTuple):
    """One leg or node that changes are made to: section, id, and in which respect."""

    section: str
    id: str
    respect: str


@dataclass(slots=True)
class _Work:
    """The changes by what they are made to, and what is refused."""

    file: NetworkFile
    day: datetime.date | None
    refusals: list[Refusal] = field(default_factory=list)
    targets: dict[Target, list[tuple[int, Change]]] = field(default_factory=dict)
    touching: dict[str, list[str]] = field(default_factory=dict)

    def refuse(self, number: int, *words: str) -> None:
        self.refusals.append(Refusal(number, "impossible_change", impossible_change(*words)))


RESPECTS = {
    "close": "periods",
    "reopen": "periods",
    "slow": "time",
    "headway": "headway",
    "capacity": "capacity",
    "reprice": "price",
}


def altered(
    file: NetworkFile, changes: Sequence[Change], day: datetime.date | None
) -> tuple[NetworkFile, list[Refusal]]:
    """Return a file with changes made, and every reason why some cannot be.

    Parameters
    ----------
    file
        What is changed; it stays as it is.
    changes
        What is done.
    day
        The day on which times, headways and capacities are asked for: changes to them whose
        window does not hold it are not in force. None for all.
    """
    work = _Work(file, day, touching=_touching(file))
    for number, change in enumerate(changes):
        faults = [Refusal(number, "impossible_change", wording) for wording in faults_of(change)]
        work.refusals += faults
        for item in dict.fromkeys(change.at) if not faults else ():
            for target in _targets(work, number, change, item):
                work.targets.setdefault(target, []).append((number, change))
    _refuse_contradictions(work)
    _refuse_stale(work)
    skipped = {item.number for item in work.refusals if item.code == "skipped"}
    work.refusals = sorted({item for item in work.refusals if item.code != "skipped"})
    legs, nodes, tariffs = dict(file.legs), dict(file.nodes), dict(file.tariffs)
    for target, all_made in work.targets.items():
        made = [change for number, change in all_made if number not in skipped]
        if target.section == "legs":
            legs[target.id] = _leg(legs[target.id], target.respect, _now(work, target, made))
        elif target.section == "tariffs":
            tariffs[target.id] = _tariff(tariffs[target.id], _now(work, target, made))
        else:
            nodes[target.id] = _node(work, nodes[target.id], target, _now(work, target, made))
    closing = [
        Made(target.section, target.id, change)
        for target, all_made in work.targets.items()
        for number, change in all_made
        if target.respect == "periods" and number not in skipped
    ]
    closures = closures_after(file, closing)
    made_to = replace(file, legs=legs, nodes=nodes, tariffs=tariffs, closures=closures, changes=())
    return made_to, work.refusals


def _touching(file: NetworkFile) -> dict[str, list[str]]:
    """Return for each strait, border and country the legs that touch it."""
    found: dict[str, list[str]] = {}
    for leg in file.legs.values():
        if not {leg.origin, leg.destination} <= file.nodes.keys():
            continue  # another check says so
        countries = countries_of(leg, file.nodes)
        borders = {"-".join(sorted(pair)) for pair in pairwise(countries)}
        for item in {*countries, *borders, *leg.straits}:
            found.setdefault(item, []).append(leg.id)
    return found


def _targets(work: _Work, number: int, change: Change, item: str) -> Iterator[Target]:
    """Yield the legs and nodes that a change is made to under one id."""
    file, respect = work.file, RESPECTS[change.change]
    border = "-".join(sorted(item.split("-"))) if item.isupper() else item
    if respect == "price":
        yield from _priced(work, number, item)
    elif item in file.legs:
        yield Target("legs", item, respect)
    elif item in file.nodes:
        if respect == "headway" or (respect == "time" and not _has_dwell(work.file, item)):
            what = "no departures" if respect == "headway" else "no transfer that takes time"
            work.refuse(number, f"{item}, a node with {what}", "a leg", "name the leg beside it")
        else:
            yield Target("nodes", item, respect)
    elif border in work.touching and respect in {"periods", "time"}:
        for leg in work.touching[border]:
            yield Target("legs", leg, respect)
        for node in file.nodes.values() if respect == "time" else ():
            if node.country == item and _has_dwell(work.file, node.id):
                yield Target("nodes", node.id, respect)
    else:
        known = [*file.legs, *file.nodes]
        also = ""
        if respect in {"periods", "time"}:
            known += work.touching
            also = ", a strait, a border as PL-BY or a country as KZ"
        close = difflib.get_close_matches(item[:64], known, n=3, cutoff=0.75)
        work.refuse(
            number,
            f"{quote(item)}, which this network does not have",
            f"the id of a leg or node{also}",
            f"did you mean {' or '.join(close)}?" if close else "look the id up, or add it first",
        )


def _priced(work: _Work, number: int, item: str) -> Iterator[Target]:
    """Yield the tariffs that are meant: one by its id, or all that price a leg."""
    tariffs = work.file.tariffs
    found = [key for key, tariff in tariffs.items() if item in {key, tariff.leg}]
    for key in found:
        yield Target("tariffs", key, "price")
    if not found:
        close = difflib.get_close_matches(item[:64], tariffs, n=3, cutoff=0.75)
        fix = f"did you mean {' or '.join(close)}?" if close else "look it up, or add it first"
        what = f"{quote(item)}, which has no tariff in this network"
        work.refuse(number, what, "the id of a tariff, or of a leg that has one", fix)


def _has_dwell(file: NetworkFile, node: str) -> bool:
    return bool(file.nodes[node].dwell or _defaults_at(file, file.nodes[node]))


def _refuse_contradictions(work: _Work) -> None:
    """Refuse two changes of which the later would win, were they made one after the other."""
    seen = set()
    for target, made in work.targets.items():
        for (one, first), (other, second) in combinations(made, 2):
            pair = (one, other)
            if pair not in seen and first.overlaps(second) and _contradict(first, second):
                seen.add(pair)
                work.refuse(
                    other,
                    f"{_said(second)} for {target.id}, where change {one + 1} says {_said(first)}",
                    "changes that can be made in any order",
                    "remove one, or give them windows that do not overlap",
                )


def _said(change: Change) -> str:
    return f"{change.change} by {change.setting[0]}" if change.setting else change.change


def _contradict(first: Change, second: Change) -> bool:
    """Return whether two changes to one respect of one thing depend on their order."""
    if first.change != second.change:
        return True
    if first.setting and second.setting and first.setting[0] in {"factor", "delay"}:
        return first.setting[0] != second.setting[0]
    return first.setting != second.setting


def _refuse_stale(work: _Work) -> None:
    for target, made in work.targets.items():
        for number, change in made:
            expects = change.expects
            if expects is None:
                continue
            found = _old(work, target, change.start or work.day)
            if expects not in found:
                name = {"fail": "stale_change", "warn": "stale_change_kept"}.get(change.stale)
                told = stale_change_kept if change.stale == "warn" else stale_change
                wording = told(expects, f"{target.id} at {found[-1]}")
                work.refusals.append(Refusal(number, name or "skipped", wording))


def _old(work: _Work, target: Target, day: datetime.date | None) -> Spellings:
    """Return the value that a target has, as it may be spelled."""
    thing: Any = getattr(work.file, target.section)[target.id]
    if target.respect == "periods":
        shut = day is not None and (
            not thing.is_open(day) or is_closed(work.file, target.section, target.id, day)
        )
        return Spellings(["closed" if shut else "open"])
    if target.respect == "capacity":
        return Spellings([str(thing.capacity or "none")])
    if target.respect == "price":
        said = thing.price.at("typical").plain
        return Spellings([said, said.replace(".00 ", " ")])
    if target.respect == "headway":
        return Spellings.of([(thing.headway.value,)] if thing.headway else [])
    if target.section == "legs":
        return Spellings.of([thing.transit_time.levels])
    return Spellings.of(entry.time.levels for entry in thing.dwell)


def _now(work: _Work, target: Target, made: Iterable[Change]) -> list[Change]:
    """Return the changes that count: of openness and times all, by window; else of the day."""
    if target.respect in {"periods", "time", "headway"} or work.day is None:
        return list(made)
    return [change for change in made if change.covers(work.day)]


def _leg(leg: Leg, respect: str, made: list[Change]) -> Leg:
    if respect == "periods":
        return replace(leg, periods=windows_after(leg.periods, made))
    if respect == "time":
        time, dated = _retimed(leg.transit_time, leg.dated, made, _slower)
        waits = [change for change in made if change.level]
        leg = replace(leg, transit_time=time or leg.transit_time, dated=dated)
        if waits and leg.wait:
            waiting, dated = _retimed(leg.wait, leg.dated_waiting, waits, _slower)
            leg = replace(leg, waiting=waiting, dated_waiting=dated)
        return leg
    for change in made:
        if respect == "capacity":
            leg = replace(leg, capacity=change.capacity)
        elif change.start or change.end:
            waiting, dated = _retimed(leg.wait, leg.dated_waiting, [change], _by_headway)
            leg = replace(leg, dated_waiting=dated)
        else:
            leg = replace(leg, headway=change.headway, waiting=None, dated_waiting=())
    return leg


def _by_headway(wait: Estimate, made: list[Change]) -> Estimate:
    """Return the wait that the headway of the last change makes."""
    headway = next((change.headway for change in reversed(made) if change.headway), None)
    return waiting_for(headway) if headway else wait


def _retimed(
    usual: Estimate | None,
    dated: tuple[DatedTime, ...],
    made: list[Change],
    apply: Callable[[Estimate, list[Change]], Estimate],
) -> tuple[Estimate | None, tuple[DatedTime, ...]]:
    """Return a time and its windows as changes make them, each in its own window of dates."""
    always = [change for change in made if not change.start and not change.end]
    passing = [change for change in made if change not in always]
    changed = apply(usual, always) if usual and always else usual
    edges = {edge for item in (*dated, *passing) for edge in (item.start, item.end) if edge}
    windows: list[DatedTime] = []
    for start, end in pairwise([None, *sorted(edges), None]):
        day = start or (end or datetime.date.max) - datetime.timedelta(1)
        own = next((item.time for item in dated if item.covers(day)), None)
        here = [change for change in made if change.covers(day)]
        base = own or usual or NO_WAIT
        if own is None and not any(change in passing for change in here):
            continue
        time = apply(base, here) if here else base
        last = windows[-1] if windows else None
        if last and last.end == start and last.time == time:
            windows[-1] = replace(last, end=end)
        else:
            windows.append(DatedTime(start=start, end=end, time=time))
    return changed, tuple(windows)


def _node(work: _Work, node: Node, target: Target, made: list[Change]) -> Node:
    if target.respect == "periods":
        return replace(node, periods=windows_after(node.periods, made))
    if target.respect == "capacity":
        return replace(node, capacity=made[0].capacity) if made else node
    entries = (*node.dwell, *_defaults_at(work.file, node)) if made else node.dwell
    slowed = []
    for entry in entries:
        time, dated = _retimed(entry.time, entry.dated, made, _slower)
        slowed.append(replace(entry, time=time or entry.time, dated=dated))
    return replace(node, dwell=tuple(slowed))


def _tariff(tariff: Tariff, made: list[Change]) -> Tariff:
    """Return a tariff at another price; its note says why."""
    if not made:
        return tariff
    price = made[0].price or tariff.price
    factor = _factor(made)

    def scaled(money: Money) -> Money:
        return Money(_scaled(money.cents, factor), money.currency)

    typical = scaled(price.typical) if price.typical else None
    note = "; ".join(filter(None, (tariff.note, *sorted({change.because for change in made}))))
    return replace(tariff, price=Price(scaled(price.low), scaled(price.high), typical), note=note)


def _factor(made: Iterable[Change]) -> Fraction:
    factor = Fraction(1)
    for change in made:
        factor *= Fraction(repr(change.factor)) if change.factor is not None else 1
    return factor


def _defaults_at(file: NetworkFile, node: Node) -> list[Dwell]:
    """Return what the file's defaults decide at a node, as entries of its own."""
    rules = Rulebook(file.dwell_defaults)
    legs = [leg for leg in file.legs.values() if node.id in {leg.origin, leg.destination}]
    found = []
    for inbound, outbound in product(sorted(set(map(carriage, legs)), key=str), repeat=2):
        rule = rules.find(node, inbound, outbound)
        if rule and rule.entry and rule.is_default:
            kind, time, dated = rule.entry.kind, rule.entry.time, rule.entry.dated
            entry = Dwell(inbound=inbound, outbound=outbound, kind=kind, time=time, one_way=True)
            found.append(replace(entry, dated=dated))
    return found


def _slower(time: Estimate, made: list[Change]) -> Estimate:
    """Return a time as all changes together make it; it has the weakest basis among them."""
    if level := made[0].level:
        time = replace(time, typical=time.at(level))
    factor = _factor(made)
    delays = [change.delay for change in made if change.delay]
    grounds = [delay.basis for delay in delays] or ["assumed"]
    said = sorted(change.because for change in made)
    sources = dict.fromkeys((*time.sources, *(item for delay in delays for item in delay.sources)))
    levels = zip(time.levels, *(delay.levels for delay in delays), strict=True)
    low, typical, high = (_scaled(old, factor) + sum(added) for old, *added in levels)
    return replace(
        time,
        low=Duration(low),
        typical=Duration(typical),
        high=Duration(high),
        basis=max(time.basis, *grounds, key=BASES.index),
        sources=tuple(sources),
        rule="; ".join(dict.fromkeys([*([time.rule] if time.rule else []), *said])),
    )


def _scaled(value: int, factor: Fraction) -> int:
    exact = int(value) * factor
    return (2 * exact.numerator + exact.denominator) // (2 * exact.denominator)
