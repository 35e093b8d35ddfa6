"""How much can pass in a year and what bounds it: the value and its words."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field

from corridor import text as _text
from corridor.frozen import dataclass
from corridor.network.estimates import Capacity
from corridor.network.journeys import Volume
from corridor.printing.shown import Brief, Shown
from corridor.text import Block

ROUTES_SHOWN = 4
UNKNOWN_SHOWN = 12


def told(found: "Throughput") -> list[_text.Block]:
    """Return what is said of a largest flow."""
    blocks: list[_text.Block] = [_text.Prose([_finding(found)])]
    if found.cut:
        head = (
            "bound by",
            "TEU a\nyear",
            "trains\na week",
            "grade",
            "one more\ngives",
            "room\nTEU",
        )
        blocks.append(_text.Table(head, [_row(found, item) for item in found.cut]))
    return [*blocks, _text.Pairs(list(_behind(found)))]


def _finding(found: "Throughput") -> str:
    if found.teu is None:
        return f"{found.chain}: no bound is known on some route, so none is given."
    amount = f"{found.teu:,} TEU a year, {found.trains(found.teu):.1f} trains a week"
    first = f", limited by {found.cut[0].label}" if found.cut else ""
    return f"{found.chain}: at most {amount}{first}."


def _row(found: "Throughput", item: "Bottleneck") -> tuple[str, ...]:
    room = "no bound" if item.room is None else f"{item.room:,}"
    trains = f"{found.trains(item.teu):.1f}"
    return (item.label, f"{item.teu:,}", trains, item.grade, str(item.gain), room)


def _behind(found: "Throughput") -> Iterator[tuple[str, str]]:
    for passed, amount in found.ways[:ROUTES_SHOWN]:
        yield "route", f"{amount:,} TEU: {found.named(passed)}"
    for item in found.cut:
        held = item.capacity
        if held:
            rests = held.rule or held.note or ""
            told_by = ", ".join((*held.sources, *([held.date] if held.date else [])))
            said = f"{item.label}: {held}" + (f" ({told_by})" if told_by else "")
            yield "bound", said + (f"; {rests}" if rests else "")
    if found.unknown:
        shown = ", ".join(found.unknown[:UNKNOWN_SHOWN])
        more = len(found.unknown) - UNKNOWN_SHOWN
        rest = f" and {more} more" if more > 0 else ""
        taken = (
            f"legs assumed at {found.assumed:,} TEU a year (grade D), ports without bound"
            if found.assumed is not None
            else "taken as without bound"
        )
        yield (
            "unknown",
            f"{_counted(len(found.unknown))} no capacity on file, {taken}: {shown}{rest}",
        )
    yield "on file", "over the lines of this network; one that is not on file carries nothing here"
    for volume in found.volumes:
        yield "reported", _reported(found, volume)
    train = f"{found.teu_per_train} TEU in a train (51 forty-foot containers, Qingdao - Baku)"
    mass = f"{found.tonnes_per_teu:g} t in a TEU (GLEC average)"
    yield "read as", f"one way; {mass}, {train}; as if nothing else ran"
    yield "grades", "A reported, B calibrated, C estimated, D assumed"
    yield "data", found.stamp


def _counted(many: int) -> str:
    return "1 element has" if many == 1 else f"{many} elements have"


def _reported(found: "Throughput", volume: "Volume") -> str:
    """Return a reported volume, and which share of the largest flow it is."""
    amounts = {
        "TEU": volume.teu,
        "t": volume.tonnes,
        "trains": volume.trains,
    }
    said = ", ".join(f"{amount:,.0f} {unit}" for unit, amount in amounts.items() if amount)
    teu = volume.teu or (volume.trains or 0) * found.teu_per_train
    share = f", {100 * volume.a_year(teu) / found.teu:.0f} % of it" if found.teu and teu else ""
    window = f"{volume.start} to {volume.end}"
    kind = {"carried": "", "capacity": " (capacity)", "plan": " (plan)"}[volume.kind]
    return f"{volume.text}{kind}, {window}: {said}{share} ({', '.join(volume.sources)})"


#: A train of 51 forty-foot containers: Qingdao - Baku (China Daily, 2021-07-17).
TRAIN = 102
#: The average of the GLEC Framework.
TONNES = 10
WEEKS = 365.25 / 7
GRADES = {"reported": "A", "calibrated": "B", "estimated": "C", "assumed": "D"}


@dataclass(frozen=True, slots=True)
class Bottleneck(Brief):
    """One element that bounds a flow.

    Attributes
    ----------
    kind, id, label
        leg or node, which, and in words.
    teu
        What can pass there [TEU a year].
    capacity
        As the file has it; none where the value is assumed.
    gain
        How much more passes in all for one TEU a year more there: 1, or 0 where another element
        bounds as well.
    room
        How much more can be added there until others bound; none for without bound.
    """

    kind: str
    id: str
    label: str
    teu: int
    capacity: Capacity | None
    gain: int
    room: int | None

    @property
    def grade(self) -> str:
        """How the capacity is known: A reported, B calibrated, C estimated, D assumed."""
        return GRADES[self.capacity.basis] if self.capacity else "D"


@dataclass(frozen=True, slots=True, kw_only=True)
class Throughput(Shown):
    """How much can pass between two places in a year, and what bounds it.

    Attributes
    ----------
    chain
        The places.
    teu
        The largest flow [TEU a year]; none where some route has no known bound at all.
    cut
        The elements that bound it, those first where more would help most.
    unknown
        Legs and nodes that carry the flow without a known capacity.
    assumed
        What was assumed for those [TEU a year], if anything.
    ways
        The flow as routes: ids of nodes, and what passes [TEU a year].
    volumes
        What is reported of the corridor.
    tonnes_per_teu, teu_per_train
        How amounts were converted.
    stamp
        The network's version, date and digest.
    """

    chain: str
    teu: int | None
    cut: tuple[Bottleneck, ...]
    unknown: tuple[str, ...]
    assumed: int | None
    ways: tuple[tuple[tuple[str, ...], int], ...]
    volumes: tuple[Volume, ...]
    tonnes_per_teu: float
    teu_per_train: int
    stamp: str
    _names: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    def named(self, nodes: Iterable[str]) -> str:
        """Return nodes of a route by their names."""
        return " > ".join(self._names.get(node, node) for node in nodes)

    @property
    def trains_a_week(self) -> float | None:
        """The largest flow in trains a week."""
        return None if self.teu is None else self.trains(self.teu)

    def trains(self, teu: float) -> float:
        """Return an amount a year in trains a week."""
        return teu / self.teu_per_train / WEEKS

    def _blocks(self) -> list[Block]:
        return told(self)
