"""Hold what is said beside journeys against the network: superlatives, firsts, plans, growth."""

from collections.abc import Callable, Iterator
from typing import Any, Literal, NamedTuple

from corridor import text as _text
from corridor.errors import SamePlaceError
from corridor.frozen import dataclass
from corridor.network.journeys import Journey, JourneyEnd, Statement, StatementKind, Volume
from corridor.network.network import Memory, Network
from corridor.routes.no_route_error import NoRouteError
from corridor.routing.best_route import find_route
from corridor.routing.graph.corridors import with_parents

#: Growth that is said and growth between two volumes on file agree within so many points: a
#: judgement, as sources round, and count part of a year where the file has whole ones.
POINTS_APART = 5.0
StatementVerdict = Literal["holds", "does_not_hold", "not_computed"]
VERDICTS: dict[StatementVerdict, str] = {
    "holds": "holds",
    "does_not_hold": "does not hold",
    "not_computed": "cannot be computed",
}
AMOUNTS = {"trains": "trains", "teu": "TEU", "tonnes": "t"}


class Finding(NamedTuple):
    """A verdict and its reason."""

    verdict: StatementVerdict
    reason: str


@dataclass(frozen=True, slots=True)
class JudgedStatement:
    """A statement with its verdict, and the figures of the network on which that rests.

    Attributes
    ----------
    statement
        What is said, as the file has it.
    verdict
        holds, does_not_hold or not_computed.
    reason
        The figures compared, or what the file does not know.
    """

    statement: Statement
    verdict: StatementVerdict
    reason: str

    def to_record(self) -> dict[str, Any]:
        """Return it as JSON values."""
        item = self.statement
        return {
            "id": item.id,
            "text": item.text,
            "kind": item.kind,
            "corridor": item.corridor,
            "verdict": self.verdict,
            "reason": self.reason,
            "sources": list(item.sources),
            "quote": item.quote,
            "note": item.note,
        }


_JUDGED = Memory[None, tuple[JudgedStatement, ...]]("statements")


def judge_statements(net: Network, corridor: str | None = None) -> tuple[JudgedStatement, ...]:
    """Return the statements of a file, or on a corridor and its branches, with verdicts."""
    memory = net.memory(_JUDGED)
    if None not in memory:
        memory[None] = tuple(
            JudgedStatement(item, *_judge(net, item)) for item in net.statements.values()
        )
    return tuple(
        item
        for item in memory[None]
        if corridor is None
        or any(own.id == corridor for own in with_parents(net, item.statement.corridor))
    )


def _judge(net: Network, item: Statement) -> Finding:
    judge = JUDGES.get(item.kind)
    return judge(net, item) if judge else Finding("not_computed", OUTSIDE[item.kind])


def _shortest(net: Network, item: Statement) -> Finding:
    """Compare the shortest route of a corridor with those of the corridors that are no branch."""
    ends = [_end(end) for end in (item.origin, item.destination)]
    if None in ends:
        return Finding("not_computed", "an end is not a place or region of the network")
    family = {corridor.id for corridor in with_parents(net, item.corridor)}
    rivals = [c.id for c in net.corridors.values() if c.parent is None and c.id not in family]
    found = {name: _length(net, item, name) for name in (str(item.corridor), *rivals)}
    if found[str(item.corridor)] is None:
        return Finding("not_computed", "no route of this corridor between these ends")
    own, *others = ((km, _corridor(net, name)) for name, km in found.items() if km is not None)
    others.sort()
    lengths = ", ".join(f"{label} {km:,.0f} km" for km, label in (own, *others))
    if not others:
        return Finding("not_computed", f"{lengths}; no other corridor to compare with")
    return Finding("does_not_hold" if others[0] < own else "holds", lengths)


def _corridor(net: Network, name: str) -> str:
    return net.corridors[name].label or net.corridors[name].name


def _length(net: Network, item: Statement, corridor: str) -> float | None:
    """Return the length of the shortest route of a corridor [km]; none if there is none."""
    ends = [str(_end(end)) for end in (item.origin, item.destination)]
    modes = frozenset(item.modes) or None
    try:
        route = find_route(net, *ends, corridor=corridor, by="distance", modes=modes)
    except (NoRouteError, SamePlaceError):
        return None
    return route.distance.km


def _largest(net: Network, item: Statement) -> Finding:
    """Compare the capacities for containers of nodes, as far as they are on file."""
    known, unknown = {}, []
    nodes = dict.fromkeys((str(item.node), *item.among))
    if len(nodes) == 1:
        return Finding("not_computed", "no other place to compare with is named under among")
    for node in nodes:
        capacity = net.nodes[node].capacity
        if capacity is None or capacity.containers is None:
            unknown.append(_label(net, node))
        else:
            known[node] = capacity.containers
    said = ", ".join(
        f"{_label(net, node)} {containers:,.0f} TEU a year" for node, containers in known.items()
    )
    lacking = f"no capacity for containers is on file of {', '.join(unknown)}"
    if item.node not in known:
        return Finding("not_computed", lacking)
    if any(other > known[item.node] for other in known.values()):
        return Finding("does_not_hold", said)
    return Finding("not_computed", f"{said}; {lacking}") if unknown else Finding("holds", said)


def _label(net: Network, node: str) -> str:
    return net.nodes[node].label or net.nodes[node].name


def _first(net: Network, item: Statement) -> Finding:
    """Look for an observed journey between the countries of the ends that was made before."""
    here = _countries(net, item.origin), _countries(net, item.destination)
    earlier = [
        (journey.period.start, journey)
        for journey in net.journeys.values()
        if journey.corridor == item.corridor and journey.kind == "observed"
        if journey.period.start and item.start and journey.period.start < item.start
        if all(
            not one.isdisjoint(_countries(net, end))
            for one, end in zip(here, (journey.origin, journey.destination), strict=True)
        )
    ]
    if not earlier:
        return Finding("not_computed", "no earlier one is on file, which does not prove it")
    day, journey = min(earlier, key=lambda pair: pair[0])
    return Finding("does_not_hold", f"{_named(journey)} went in {day:%Y-%m} ({journey.id})")


def _end(end: JourneyEnd | None) -> str | None:
    """Return the node or region that an end stands for."""
    return (end.assumed or end.node or end.region) if end else None


def _countries(net: Network, end: JourneyEnd | None) -> set[str]:
    name = _end(end)
    if name is None:
        return set()
    return {net.nodes[node].country for node in net.directory.endpoint(name).nodes}


def _named(journey: Journey) -> str:
    return f"{journey.origin.text} > {journey.destination.text}"


def _plan(net: Network, item: Statement) -> Finding:
    """Compare what was planned in a window with what is reported to have been carried in it."""
    carried = [
        volume
        for volume in net.volumes.values()
        if volume.kind == "carried" and volume.corridor == item.corridor
        if (volume.start, volume.end) == (item.start, item.end)
    ]
    for name, unit in AMOUNTS.items():
        planned = getattr(item, name)
        found = next((volume for volume in carried if getattr(volume, name) is not None), None)
        if planned is not None and found is not None:
            amount = getattr(found, name)
            said = f"{amount:,.0f} {unit} carried ({found.id}), {planned:,.0f} planned"
            return Finding("holds" if amount >= planned else "does_not_hold", said)
    units = " or ".join(unit for name, unit in AMOUNTS.items() if getattr(item, name) is not None)
    return Finding("not_computed", f"how many {units} were carried in that time is not on file")


def _growth(net: Network, item: Statement) -> Finding:
    """Compare growth that is said with growth between two volumes on file."""
    if item.earlier is None or item.later is None or item.growth is None:
        return Finding("not_computed", "the volumes between which it lies are not on file")
    before, after = net.volumes[item.earlier], net.volumes[item.later]
    for (unit, first), (_, last) in zip(_a_year(before), _a_year(after), strict=True):
        if first and last:
            growth = 100 * (last / first - 1)
            agrees = abs(growth - item.growth) <= POINTS_APART
            amounts = f"from {first:,.0f} to {last:,.0f} {unit} a year ({before.id}, {after.id})"
            return Finding("holds" if agrees else "does_not_hold", f"{growth:+.0f} %, {amounts}")
    return Finding("not_computed", f"{before.id} and {after.id} have no amount in one unit")


def _a_year(volume: Volume) -> Iterator[tuple[str, float]]:
    for name, unit in AMOUNTS.items():
        yield unit, volume.a_year(getattr(volume, name) or 0)


JUDGES: dict[StatementKind, Callable[[Network, Statement], Finding]] = {
    "shortest": _shortest,
    "largest": _largest,
    "first": _first,
    "plan": _plan,
    "growth": _growth,
}
#: Why nothing in a file tells of statements of other kinds.
OUTSIDE: dict[StatementKind, str] = {
    "size": "the file has no size of single trains or ships",
    "agreement": "an agreement; routes and times do not tell of it",
}
WIDEST = 52


def statements_table(found: tuple[JudgedStatement, ...]) -> _text.Table:
    """Return statements with their verdicts as a table."""
    rows = [
        (item.statement.id, _text.clip(item.statement.text, WIDEST), VERDICTS[item.verdict])
        for item in found
    ]
    return _text.Table(("id", "said", ""), rows, left=(0, 1, 2))


def statements_in_words(found: tuple[JudgedStatement, ...]) -> Iterator[str]:
    """Yield each statement with its reason and sources."""
    for item in found:
        said, sources = item.statement, ", ".join(item.statement.sources)
        note = f"; {said.note}" if said.note else ""
        yield f"{said.id} {VERDICTS[item.verdict]}: {item.reason}{note} ({sources})"


def counted(found: tuple[JudgedStatement, ...]) -> str:
    """Return how many statements have each verdict."""
    verdicts = [item.verdict for item in found]
    return (
        f"{len(found)} beside journeys: {verdicts.count('holds')} hold, "
        f"{verdicts.count('does_not_hold')} do not, {verdicts.count('not_computed')} cannot be "
        "computed"
    )
