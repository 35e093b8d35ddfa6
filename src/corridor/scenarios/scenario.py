"""What if: a named set of changes, made to a network as a new one, in any order."""

import datetime
import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace
from typing import Any, TypedDict, Unpack

from corridor import text as _text
from corridor.errors import (
    CODES,
    Location,
    Notice,
    QuantityError,
    Refused,
    ScenarioError,
    Severity,
    Wording,
)
from corridor.frozen import dataclass
from corridor.network.apply_changes import altered
from corridor.network.changes import Change, impossible_change
from corridor.network.estimates import Levels
from corridor.network.model import NetworkFile
from corridor.network.names import FILLERS
from corridor.network.network import Network
from corridor.printing.shown import Shown
from corridor.reading.checks import run as checks
from corridor.reading.merging import KEYED
from corridor.user_values import of_kind, read_date, shown

Record = Mapping[str, Any]
_ID = re.compile(r"[a-z0-9]+(-{1,2}[a-z0-9]+)*")


class Circumstances(TypedDict, total=False):
    """What every change may say besides, as `Scenario` explains it."""

    start: str
    end: str
    reason: str
    source: str
    rule: str
    expects: str
    stale: str


@dataclass(frozen=True, slots=True)
class Addition:
    """Records that a scenario adds: section, id, value."""

    records: tuple[tuple[str, str, Any], ...]

    def __str__(self) -> str:
        return f"add {', '.join(key or section for section, key, _ in self.records)}"


@dataclass(frozen=True, slots=True)
class Scenario(Shown):
    """Changes to a network under a name; each method returns a new scenario with one more.

    What is changed is named by id: legs and nodes, for closing and slowing also straits, borders
    (``PL-BY``) and countries (``KZ``). Every change may say, by keyword, `reason`, `source`, `rule`
    (how a figure was assumed), its window `start` and `end`, and what it `expects`: the old value;
    where that is another now it fails, unless `stale` is ``"warn"`` or ``"skip"``. ``one | other``
    is both together.

    Attributes
    ----------
    name
        What it is called; never empty.
    changes
        The changes; their order does not matter.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> storm = co.Scenario("Caspian storm").close("aktau--alat--ferry", reason="wind above 15 m/s")
    >>> route = co.find_route(storm.apply(net), "Khorgos", "Baku", corridor="middle")
    >>> [leg.id for leg in route.legs if leg.mode == "ferry"]
    ['kuryk--alat--ferry']
    """

    name: str
    changes: tuple[Change | Addition, ...] = ()
    _places: tuple[str, ...] = field(default=(), compare=False, repr=False)

    def __post_init__(self) -> None:
        name: object = self.name
        if not isinstance(name, str) or not as_read(name):
            raise QuantityError(
                f"the name of a scenario is {name!r}; it must be a text that can be read"
            )

    def close(self, *at: str, **told: Unpack[Circumstances]) -> "Scenario":
        """Return the scenario with legs, nodes, straits, borders or countries closed."""
        return self._with("close", at, {}, told)

    def reopen(self, *at: str, **told: Unpack[Circumstances]) -> "Scenario":
        """Return the scenario with what is closed, or planned, in use."""
        return self._with("reopen", at, {}, told)

    def slow(
        self,
        *at: str,
        factor: float | None = None,
        delay: str | Levels | None = None,
        level: str | None = None,
        **told: Unpack[Circumstances],
    ) -> "Scenario":
        """Return the scenario with legs, and stops at nodes, that take longer.

        Give one of `factor` (times so much), `delay` (so much longer: ``"2 days"``, or ``"0 h, 2
        days, 7 days"`` for low, typical and high) and `level`: the typical time, waits included, is
        what it is at that level.
        """
        rule = told.get("rule") or told.get("reason") or "as stated"
        spread = _spelled(delay) | {"basis": "assumed", "rule": rule} if delay is not None else None
        given = {"factor": factor, "delay": spread, "level": level}
        return self._with("slow", at, given, told)

    def headway(self, *at: str, every: str, **told: Unpack[Circumstances]) -> "Scenario":
        """Return the scenario with another interval between the departures of some legs."""
        rule = told.get("rule") or told.get("reason") or "as stated"
        value = {"value": every, "basis": "assumed", "rule": rule}
        return self._with("headway", at, {"headway": value}, told)

    def capacity(
        self,
        *at: str,
        containers: str | None = None,
        freight: str | None = None,
        **told: Unpack[Circumstances],
    ) -> "Scenario":
        """Return the scenario with another capacity: ``"80000 TEU/year"``, ``"2000000 t/year"``."""
        rule = told.get("rule") or told.get("reason") or "as stated"
        amounts = {"containers": containers, "freight": freight}
        value = {key: text for key, text in amounts.items() if text is not None} | {"rule": rule}
        return self._with("capacity", at, {"capacity": value | {"basis": "assumed"}}, told)

    def reprice(
        self,
        *at: str,
        factor: float | None = None,
        price: str | None = None,
        **told: Unpack[Circumstances],
    ) -> "Scenario":
        """Return the scenario with another price, of tariffs or of all tariffs of a leg.

        Give one of `factor` (times so much) and `price`, as ``"3500 USD"``.
        """
        return self._with("reprice", at, {"factor": factor, "price": price}, told)

    def add(self, **sections: Mapping[str, Record]) -> "Scenario":
        """Return the scenario with more records, as a file has them: ``legs={"a--b--rail": ...}``.

        Raises
        ------
        ScenarioError
            When a record cannot be read.
        """
        given: dict[str, object] = {**sections}
        for section, records in given.items():
            if not isinstance(records, Mapping):
                raise QuantityError(f"{section} is {shown(records)}; write records by their ids")
        words = ", ".join(str(key) for part in sections.values() for key in part)
        return self._joined(sections, f"add {words}")

    def undo(self, number: int = -1) -> "Scenario":
        """Return the scenario without one of its changes, by default the last.

        Raises
        ------
        QuantityError
            When it has no change of that number; they are counted from 0, or from -1 backwards.
        """
        many = len(self.changes)
        if type(number) is not int or not -many <= number < many:
            raise QuantityError(f"number is {shown(number)}; {self!r} has none of that number")
        changes, places = list(self.changes), list(self._places)
        del changes[number], places[number]
        return Scenario(self.name, tuple(changes), tuple(places))

    def __or__(self, other: "Scenario") -> "Scenario":
        of_kind(other, "the other scenario", Scenario)
        names = dict.fromkeys([*self.name.split(" + "), *other.name.split(" + ")])
        places = self._places + other._places
        return Scenario(" + ".join(names), self.changes + other.changes, places)

    def __repr__(self) -> str:
        count = len(self.changes)
        return f"<Scenario {_text.shown(self.name)}: {count} change{'s' if count != 1 else ''}>"

    def _blocks(self) -> list[_text.Block]:
        rows = [(str(number), _story(change)) for number, change in enumerate(self.changes, 1)]
        return [_text.Prose([_text.shown(self.name)]), _text.Pairs(rows)]

    def apply(self, net: Network) -> Network:
        """Return the network with all changes made, seen on the same day; the old one stays.

        Times, headways and capacities change where the network's day lies in the window of their
        change; what is closed or reopened is so in its window, whatever day is looked at later.

        Parameters
        ----------
        net
            The network.

        Returns
        -------
        Network
            Checked as a file is; its version names the scenario.

        Raises
        ------
        ScenarioError
            With every change that cannot be made, and why.
        """
        of_kind(net, "net", Network)
        if not self.changes:
            return net
        refused: list[Refused] = []
        file = self._added_to(net.file, refused)
        numbers = [n for n, change in enumerate(self.changes) if isinstance(change, Change)]
        changes = [change for change in self.changes if isinstance(change, Change)]
        made, refusals = altered(file, changes, net.date)
        notices = list(net.notices)
        for item in refusals:
            number = numbers[item.number]
            if CODES[item.code].severity == Severity.ERROR:
                refused.append(self._refused(number, item.wording))
            else:
                notices.append(self._notice(item.code, f"changes.{number}", item.wording))
        if not refused:
            before = file if len(changes) < len(self.changes) else None
            refused = list(self._checked(replace(made, changes=tuple(changes)), before, notices))
        if refused:
            raise ScenarioError(self.name, refused)
        version, *rest = made.version.split("+")
        version = "+".join([version, *sorted({*rest, *map(_slug, self.name.split(" + "))})])
        usual = net.usual and not any(change.is_passing for change in changes)
        made = replace(made, version=version)
        return replace(net.with_file(made), notices=tuple(notices), usual=usual)

    def _added_to(self, file: NetworkFile, refused: list[Refused]) -> NetworkFile:
        sections: dict[str, Any] = {key: dict(getattr(file, key)) for key in KEYED}
        defaults = list(file.dwell_defaults)
        for number, change in enumerate(self.changes):
            for section, key, value in change.records if isinstance(change, Addition) else ():
                if section == "dwell_defaults":
                    defaults += [value] if value not in defaults else []
                elif sections[section].setdefault(key, value) != value:
                    found = f"{section}.{key}, which is there already and says something else"
                    wording = impossible_change(found, "a new id", "choose another id")
                    refused.append(self._refused(number, wording))
        return replace(file, **sections, dwell_defaults=tuple(defaults))

    def _checked(
        self, file: NetworkFile, before: NetworkFile | None, notices: list[Notice]
    ) -> Iterator[Refused]:
        """Yield what the checks of a file refuse; what they warn of is added to the notices."""
        known = {(notice.code, notice.path) for notice in notices}
        written = {key: frozenset(getattr(file, key)) for key in KEYED}
        for finding in checks.run(file, written, readable=True, before=before):
            path = ".".join(map(str, finding.path))
            if CODES[finding.code].severity == Severity.ERROR:
                yield Refused(path, "", finding.wording)
            elif (finding.code, path) not in known:
                notices.append(self._notice(finding.code, path, finding.wording))

    def _refused(self, number: int, wording: Wording) -> Refused:
        words = f"change {number + 1}, {self.changes[number]}"
        return Refused(words, self._places[number], wording)

    def _notice(self, code: str, path: str, wording: Wording) -> Notice:
        where = Location(f"scenario {self.name}", 1, 1)
        return Notice(code, CODES[code].severity, where, path, *wording)

    def _with(self, kind: str, at: Sequence[str], given: Record, told: Circumstances) -> "Scenario":
        said: dict[str, Any] = {**given, **told}
        said.pop("source", None)
        source = told.get("source")
        if source is not None:
            of_kind(source, "source", str)
        if source and _ID.fullmatch(source):
            said["sources"] = [source]
        elif source:
            said["reason"] = "; ".join(filter(None, (said.get("reason"), f"source: {source}")))
        record = {"change": kind, "at": list(at)}
        record |= {key: value for key, value in said.items() if value is not None}
        words = f"change {len(self.changes) + 1}, {kind} {', '.join(map(str, at))}".rstrip()
        return self._joined({"changes": [record]}, words)

    def _joined(self, part: Mapping[str, Any], words: str) -> "Scenario":
        data = json.dumps(part, ensure_ascii=True, default=_written).encode()
        _, changes, _, faults = read_changes(data, self.name)
        if faults:
            raise ScenarioError(self.name, [Refused(words, "", wording) for _, wording in faults])
        places = self._places + ("",) * len(changes)
        return Scenario(self.name, self.changes + changes, places)


def _written(value: object) -> str:
    return str(read_date(value) if isinstance(value, datetime.date) else value)


def read_changes(
    data: bytes, name: str
) -> tuple[str, tuple[Change | Addition, ...], tuple[str, ...], list[tuple[Notice, Wording]]]:
    """Return the title of a file, the changes that it holds, where they stand, its errors."""
    from corridor.reading.reader import read_part

    part = read_part(data, name)
    faults = [
        (notice, Wording(notice.found, notice.expected, notice.mend))
        for notice in part.notices
        if notice.severity == Severity.ERROR
    ]
    records = [
        (section, key, value)
        for section in KEYED
        for key, value in getattr(part.file, section).items()
    ]
    records += [("dwell_defaults", "", value) for value in part.file.dwell_defaults]
    added = (Addition(tuple(records)),) if records else ()
    places = (*map(str, part.places), *(name for _ in added))
    title = part.file.name if part.file.name != "-" else name
    return title, (*part.file.changes, *added), places, faults


def _spelled(delay: str | Levels) -> dict[str, str]:
    """Return a delay at three levels, each as a text."""
    if isinstance(delay, Levels):
        return {name: str(delay.at(name)) for name in ("low", "typical", "high")}
    parts = [part.strip() for part in str(delay).split(",")]
    low, typical, high = parts if len(parts) == 3 else [str(delay).strip()] * 3
    return {"low": low, "typical": typical, "high": high}


def _story(change: Change | Addition) -> str:
    """Return a change in words, with its window, its reason and its sources."""
    if isinstance(change, Addition):
        return str(change)
    setting = change.setting
    value = f" {setting[0]} {_value(setting[1])}" if setting else ""
    window = "".join(
        f" {word} {day}" for word, day in (("from", change.start), ("to", change.end)) if day
    )
    expects = f" (expects {change.expects})" if change.expects else ""
    told = [change.reason, change.rule and f"assumed: {change.rule}", ", ".join(change.sources)]
    return f"{change}{value}{window}{expects}" + "".join(f"; {item}" for item in told if item)


def _value(value: object) -> str:
    if isinstance(value, Levels):
        return ", ".join(str(value.at(level)) for level in ("low", "typical", "high"))
    return str(getattr(value, "value", value))


def _slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "scenario"


def as_read(name: str) -> str:
    """Return a name as a reader sees it: without what is invisible, with single spaces."""
    plain = unicodedata.normalize("NFKC", name)
    visible = "".join(item for item in plain if item.isprintable() and item not in FILLERS)
    return " ".join(visible.split())
