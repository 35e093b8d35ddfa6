"""Compare every reported journey and length against the network."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from corridor.calibration.ledger import Ledger
from corridor.calibration.ledger_rows import LedgerRow, fact_of
from corridor.calibration.report_routes import Report, Unread, route_of_report
from corridor.calibration.statements import judge_statements
from corridor.network.journeys import OWN, Journey, Run
from corridor.network.network import Memory, Network
from corridor.routes.route import Route
from corridor.signatures import suggest_arguments
from corridor.simulation.p90 import share_within
from corridor.user_values import one_of

TIMES_APART = 1.20
LENGTHS_APART = 1.10


@suggest_arguments
def evidence(
    net: Network,
    *,
    corridor: str | None = None,
    kind: str | None = None,
    party: str | None = None,
    percentiles: bool = False,
) -> Ledger:
    """Keep every reported journey, and every reported length, against the network.

    Parameters
    ----------
    net
        The network; each report is compared with its legs of the report's period.
    corridor
        Only reports on this corridor.
    kind
        Only journeys of this kind: observed, average, schedule, target, advertised.
    party
        Only journeys that this party reports: operator, ministry, forwarder, media, carrier,
        own.
    percentiles
        Simulate the route of every journey: where in its spread does the report lie? Those of an
        own log always are, since alarms rest on it.

    Returns
    -------
    Ledger
        One row for each journey and each reported length; none is left out. Unless `kind` or
        `party` is given, also what is said beside journeys, with verdicts.

    Raises
    ------
    QuantityError
        When `corridor`, `kind` or `party` is not one that the reports have.

    >>> import corridor as co
    >>> ledger = co.evidence(co.load_network())
    >>> next(row.verdict for row in ledger.rows if row.id == "mc-009")
    'consistent'
    """
    rows = tuple(_all_rows(net))
    for name, wanted in (("corridor", corridor), ("kind", kind), ("party", party)):
        if wanted is not None:
            known = dict.fromkeys(str(value) for row in rows if (value := fact_of(row, name)))
            one_of(wanted, tuple(known), name)
            rows = tuple(row for row in rows if fact_of(row, name) == wanted)
    rows = tuple(_placed(net, row) if percentiles or _is_own(row) else row for row in rows)
    said = judge_statements(net, corridor) if kind is None and party is None else ()
    return Ledger(rows, net.stamp, said)


def _is_own(row: LedgerRow) -> bool:
    return isinstance(row.report, Journey) and row.report.party == OWN


def _placed(net: Network, row: LedgerRow) -> LedgerRow:
    """Return a row with its percentile, where it has a time and a route."""
    if row.route is None or row.quantity == "distance":
        return row
    return replace(row, percentile=share_within(net, row.route, round(row.value)))


_LEDGER = Memory[None, list[LedgerRow]]("ledger")


def _all_rows(net: Network) -> list[LedgerRow]:
    memory = net.memory(_LEDGER)
    if None not in memory:
        times = [_time_row(net, journey) for journey in net.journeys.values()]
        lengths = [row for run in net.runs.values() for row in _length_rows(net, run)]
        memory[None] = [
            *_contradicted(times, _same_claim, TIMES_APART),
            *_contradicted(lengths, lambda row: row.report.id, LENGTHS_APART),
        ]
    return memory[None]


def _time_row(net: Network, journey: Journey) -> LedgerRow:
    route = route_of_report(net, journey) if journey.reported else Unread("no_number")
    return _judged(journey.id, journey, journey.reported, journey.sources, route)


def _length_rows(net: Network, run: Run) -> Iterator[LedgerRow]:
    route = route_of_report(net, run)
    for number, length in enumerate(run.distances, 1):
        row_id = f"{run.id}/{number}" if len(run.distances) > 1 else run.id
        yield _judged(row_id, run, (int(length.value),), length.sources, route)


def _judged(
    row_id: str,
    report: Report,
    reported: tuple[int, ...],
    sources: tuple[str, ...],
    route: Route | Unread,
) -> LedgerRow:
    """Return the row with the verdict that the network alone gives."""
    if isinstance(route, Unread):
        return LedgerRow(row_id, report, reported, sources, None, "not_comparable", route.reason)
    row = LedgerRow(row_id, report, reported, sources, route, "consistent")
    return replace(row, verdict=row.alone)


def _same_claim(row: LedgerRow) -> object:
    """Return what two reports must share to contradict each other: route, level.

    Wishes stand apart, and so do own shipments: each is one, and they differ.
    """
    journey = row.report
    if row.level is None or not isinstance(journey, Journey) or journey.kind == "target":
        return None
    if journey.use == "duplicate" or row.route is None or journey.party == OWN:
        return None
    return (frozenset(leg.id for leg in row.route.legs), row.level)


def _contradicted(
    rows: list[LedgerRow], same: Callable[[LedgerRow], object], apart: float
) -> Iterator[LedgerRow]:
    """Yield the rows, those marked that others of the same claim contradict."""
    claims: dict[object, list[LedgerRow]] = {}
    for row in rows:
        claims.setdefault(same(row), []).append(row)
    claims.pop(None, None)
    for row in rows:
        rivals = claims.get(same(row), [])
        against = tuple(other.id for other in rivals if _apart(row, other, apart))
        if not against:
            yield row
            continue
        yield replace(row, verdict="contradicts", reason=None, against=against)


def _apart(row: LedgerRow, other: LedgerRow, ratio: float) -> bool:
    least, most = sorted((row, other), key=lambda item: sum(item.reported[:: len(item.reported)]))
    middles = [(item.reported[0] + item.reported[-1]) / 2 for item in (least, most)]
    return least.reported[-1] < most.reported[0] and middles[1] > ratio * middles[0]
