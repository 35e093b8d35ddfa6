"""Many questions at once: every origin with every destination, every chain under every scenario."""

from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, Unpack

from corridor import text as _text
from corridor.errors import LimitError
from corridor.frozen import dataclass
from corridor.gazetteer.ends import endpoint
from corridor.network.columns import Record, cells, columns
from corridor.network.fields import LEVELS
from corridor.network.names import Endpoint, resolved
from corridor.network.network import Memory, Network
from corridor.printing.shown import Shown
from corridor.routes.request import Request, check_points, may_follow
from corridor.routes.route import Route
from corridor.routing.best_route import Limits, make_request
from corridor.routing.build_route import build_route
from corridor.routing.direct_routes import paths_of, served
from corridor.routing.totals import ManyTotals, Questions, best_totals, together
from corridor.scenarios.executors import Progress, spread
from corridor.scenarios.named import by_name
from corridor.scenarios.scenario import Scenario
from corridor.scenarios.total_rows import TotalRows
from corridor.signatures import suggest_arguments
from corridor.units import HOUR
from corridor.user_values import each_chain, in_order, one_of

if TYPE_CHECKING:
    from corridor.routing.graph.line_arrays import Ints

SHOWN = 40
#: How many chains a worker is asked for at once.
CHUNK = 25
#: For how many destinations a worker is asked for totals at once.
TOGETHER = 256
Detail = Literal["routes", "totals"]
DETAILS: tuple[Detail, Detail] = ("routes", "totals")


_CHANGED = Memory[Scenario, Network]("changed")


class _Task(NamedTuple):
    """The chains that one worker asks of the network under one scenario.

    Their requests differ in the points alone.
    """

    name: str
    scenario: Scenario | None
    request: Request
    questions: Questions
    detail: Detail


@dataclass(frozen=True, slots=True)
class Answers(Sequence[Record], Shown):
    """Tidy records, one for each question, in the order in which they were asked.

    ``to_pandas`` and ``to_csv`` take them.
    Each has scenario, chain, origin, destination, found, the times ``low_h``, ``typical_h`` and
    ``high_h`` in hours, ``km``, corridors, countries, legs, and ``lost_h``: hours more than without
    a scenario, at the level asked for; ``reason`` says why there is no route. What does not exist
    is none. Asked for totals, a record has in place of corridors, countries and legs what a
    shipment costs and emits: ``cost`` at the level, ``currency``, ``cost_complete``, ``co2e_kg``
    and ``emissions_complete``.

    Attributes
    ----------
    stamp
        The network's version, date and digest.
    """

    _records: Sequence[Record]
    stamp: str

    @property
    def records(self) -> tuple[Record, ...]:
        """The records, as copies: the answers themselves do not change."""
        return tuple(dict(record) for record in self._records)

    def __len__(self) -> int:
        return len(self._records)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return tuple(self[place] for place in range(*index.indices(len(self))))
        return dict(self._records[index])

    def _blocks(self) -> list[_text.Block]:
        head = ("", "scenario", "low\ndays", "typical\ndays", "high\ndays", "lost\ndays")
        rows = [_cells(record) for record in self._records[:SHOWN]]
        more = len(self._records) - SHOWN
        rest = [f"{more:,} more; to_records has them all."] if more > 0 else []
        return [_text.Table(head, rows, left=(0, 1)), _text.Prose(rest), _text.Prose([self.stamp])]

    def __repr__(self) -> str:
        found = sum(bool(record["found"]) for record in self._records)
        return f"<Answers: {len(self):,} questions, {found:,} with a route>"


def _cells(record: Record) -> tuple[str, ...]:
    days = [record[f"{level}_h"] for level in LEVELS]
    shown = [_text.days(round(hours * HOUR)) if hours is not None else "-" for hours in days]
    lost = record["lost_h"]
    said = "-" if lost is None else _text.days(round(lost * HOUR))
    return (record["chain"], record["scenario"] or "-", *shown, said)


@suggest_arguments
def od_matrix(
    net: Network,
    origins: Iterable[str],
    destinations: Iterable[str],
    *,
    detail: Detail = "routes",
    executor: Executor | None = None,
    progress: Progress | None = None,
    **limits: Unpack[Limits],
) -> Answers:
    """Find the best route from every origin to every destination.

    Parameters
    ----------
    net
        The network, seen on its day.
    origins, destinations
        Names of places; a pair that shares a node is left out.
    detail
        ``"totals"``: no more than times, distance, cost and emissions, far quicker for many pairs,
        and quicker still with the extra `fast`.
    executor
        Who does the work: any `concurrent.futures.Executor`, as a process pool or
        ``client.get_executor()`` of a Dask cluster (extra `cluster`); by default this process.
    progress
        Called after each part with what is done and all there is; by default a terminal is told.
    limits
        As for `find_route`: `level` and all others.

    Returns
    -------
    Answers
        A tidy record for each pair, the same whoever does the work.

    Raises
    ------
    UnknownPlaceError, AmbiguousPlaceError, QuantityError
        As `find_route` does, before any work begins.

    >>> import corridor as co
    >>> found = co.od_matrix(co.load_network(), ["Xi'an", "Qingdao"], ["Baku", "Poti"])
    >>> [(row["chain"], row["found"]) for row in found][:2]
    [("Xi'an > Baku", True), ("Xi'an > Poti", True)]
    """
    one_of(detail, DETAILS, "detail")
    starts, goals = in_order(origins, "origins"), in_order(destinations, "destinations")
    find = partial(endpoint, net, door=limits.get("door", True))
    ends = resolved(find, origins=starts, destinations=goals)
    questions = _questions(ends["origins"], ends["destinations"])
    count = len(questions.pairs)
    if not count:
        return Answers((), net.stamp)
    row, column = questions.pairs[0].tolist()
    request = replace(make_request(net, (starts[row], goals[column]), **limits), unserved_by=())
    groups = _groups(questions, TOGETHER if detail == "totals" else 1)
    tasks = [_Task("", None, request, questions.part(group), detail) for group in groups]
    if detail == "totals":
        parts = zip(groups, spread(net, _summed, tasks, executor, progress), strict=True)
        return Answers(TotalRows("", request, questions, together(list(parts))), net.stamp)
    answers = spread(net, _answered, tasks, executor, progress)
    found = {
        number: record
        for group, records in zip(groups, answers, strict=True)
        for number, record in zip(group.tolist(), records, strict=True)
    }
    return Answers(tuple(found[number] for number in range(count)), net.stamp)


def _questions(origins: tuple[Endpoint, ...], destinations: tuple[Endpoint, ...]) -> Questions:
    """Return every origin with every destination that it can be asked with."""
    import numpy as np

    reaching: dict[str, set[int]] = {}
    for column, point in enumerate(destinations):
        for node in point.nodes:
            reaching.setdefault(node, set()).add(column)
    asked = np.ones((len(origins), len(destinations)), bool)
    odd = {column for column, point in enumerate(destinations) if point.miles or point.holds}
    for row, origin in enumerate(origins):
        for column in set[int]().union(*(reaching.get(node, ()) for node in origin.nodes)):
            asked[row, column] = may_follow(origin, destinations[column])
        for column in range(len(destinations)) if origin.miles or origin.holds else odd:
            if asked[row, column]:
                check_points((origin, destinations[column]))
    return Questions(origins, destinations, np.argwhere(asked), {})


def _groups(questions: Questions, width: int) -> "list[Ints]":
    """Return the numbers of questions, those of so many destinations in each group."""
    import numpy as np

    columns = questions.pairs[:, 1] // width
    narrow = np.min_scalar_type(columns.max(initial=0))  # of few bits they are sorted sooner
    order = np.argsort(columns.astype(narrow), kind="stable")
    cuts = np.nonzero(np.diff(columns[order]))[0] + 1
    return np.split(order, cuts)


@suggest_arguments
def sweep(
    net: Network,
    scenarios: Mapping[str, Scenario] | Iterable[Scenario],
    chains: Iterable[str | Sequence[str]],
    *,
    detail: Detail = "routes",
    executor: Executor | None = None,
    progress: Progress | None = None,
    **limits: Unpack[Limits],
) -> Answers:
    """Find the best route of every chain, without and under every scenario.

    Parameters
    ----------
    net
        The network, seen on its day.
    scenarios
        Scenarios, or scenarios by what they are to be called; no two of one name.
    chains
        Each a text ``"China > Türkiye"`` or a sequence of places.
    detail, executor, progress, limits
        As for `od_matrix`.

    Returns
    -------
    Answers
        A tidy record for each scenario and chain, first those without a scenario; the same whoever
        does the work, and whole even when a worker is lost.

    Raises
    ------
    ScenarioError
        When a scenario cannot be applied.
    UnknownPlaceError, AmbiguousPlaceError, SamePlaceError, QuantityError
        As `find_route` does, before any work begins.

    >>> import corridor as co
    >>> storm = co.Scenario("storm").close("aktau--alat--ferry")
    >>> found = co.sweep(co.load_network(), [storm], ["Aktau > Baku"])
    >>> [(row["scenario"], row["lost_h"] > 0) for row in found]
    [('', False), ('storm', True)]
    """
    one_of(detail, DETAILS, "detail")
    requests = tuple(make_request(net, points, **limits) for points in each_chain(chains))
    points = [request.points for request in requests]
    asked: dict[str, Scenario | None] = {"": None, **by_name(scenarios)}
    tasks = [
        _Task(name, scenario, requests[0], Questions.of(points[start : start + CHUNK]), detail)
        for name, scenario in asked.items()
        for start in range(0, len(requests), CHUNK)
    ]
    answers = spread(net, _answered, tasks, executor, progress)
    records = [record for answer in answers for record in answer]
    for number, record in enumerate(records):
        base, level = records[number % len(requests)], f"{requests[0].level}_h"
        if base["found"] and record["found"]:
            record["lost_h"] = record[level] - base[level]
    return Answers(tuple(records), net.stamp)


def _answered(net: Network, task: _Task) -> list[Record]:
    """Answer the requests of one task, on the network under its scenario."""
    changed = _under(net, task.scenario) if task.scenario else net
    if task.detail == "totals":
        return [*TotalRows(task.name, task.request, task.questions, _summed(changed, task))]
    numbers = range(len(task.questions.pairs))
    requests = [replace(task.request, points=task.questions.points(n)) for n in numbers]
    return [_record(task.name, request, *_best(changed, request)) for request in requests]


def _under(net: Network, scenario: Scenario) -> Network:
    """Return the network under a scenario; the last is remembered, as several tasks may ask it."""
    memory = net.memory(_CHANGED)
    changed = memory.get(scenario)
    if changed is None:
        changed = scenario.apply(net)
        memory.clear()
        memory[scenario] = changed
    return changed


def _summed(net: Network, task: _Task) -> ManyTotals:
    """Return the totals of the requests of one task."""
    return best_totals(net, task.request, task.questions)


def _best(net: Network, request: Request) -> tuple[Route | None, str | None]:
    """Return the best route, or why there is none: one pair must not cost the others."""
    try:
        request = served(net, request)
        found = next(paths_of(net, request), None)
    except LimitError as error:
        return None, str(error)
    return (build_route(net, request, found.path), None) if found else (None, "no route")


ASKED = columns("chain origin=origin.name destination=destination.name")
ANSWER = columns(
    "{level}_h=transit_time km=distance corridors countries legs",
    legs=lambda route: " ".join(leg.id for leg in route.legs) if route else None,
)


def _record(scenario: str, request: Request, route: Route | None, reason: str | None) -> Record:
    found = {"scenario": scenario, **cells(request, ASKED), "found": route is not None}
    return found | cells(route, ANSWER) | {"lost_h": None, "reason": reason}
