"""The evidence ledger: every reported journey and length held against the network."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Literal, get_args

from corridor import _csv
from corridor._html import Shown
from corridor._text import Block
from corridor.agreement import (
    PROMISES,
    LedgerSummary,
    Reliability,
    fact_of,
    reliability,
    summaries,
)
from corridor.decile import share_within
from corridor.fields import LEVELS, Level
from corridor.ledger_text import ledger_text
from corridor.network import Network
from corridor.reports import Journey, Run
from corridor.request import one_of
from corridor.route import Route
from corridor.ways import Reason, Report, Unread, way_of

Verdict = Literal[
    "consistent",
    "faster_than_free_flow",
    "slower_than_congested",
    "contradicts",
    "legs_longer",
    "legs_shorter",
    "not_comparable",
]
Position = Literal["below_free_flow", "between", "congested"]
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
POSITIONS: tuple[Position, ...] = get_args(Position)


#: Judgements: a time may lie a tenth outside low and high, a length a twentieth off the legs; two
#: reports contradict each other when they are apart, their middles by more than a fifth (lengths
#: by more than a tenth).
TIME_TOLERANCE = 0.10
LENGTH_TOLERANCE = 0.05
TIMES_APART = 1.20
LENGTHS_APART = 1.10


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """Hold one report against the network: a time [s], or a length [m].

    Attributes
    ----------
    id
        That of the journey; of a run, with the number of its source behind a stroke.
    report
        The journey or run.
    reported
        The least and the greatest figure that the source gives; empty when it gives none.
    sources
        Ids of the sources of this figure.
    route
        The way on the network of its time; none when it is not comparable.
    verdict, reason
        The frozen codes; a reason only for not_comparable.
    against
        Ids of the rows that it contradicts.
    percentile
        The share of simulated shipments by its way, on the network of its time, that take no
        longer than is reported; none where it was not asked for.
    """

    id: str
    report: Report
    reported: tuple[int, ...]
    sources: tuple[str, ...]
    route: Route | None
    verdict: Verdict
    reason: Reason | None = None
    against: tuple[str, ...] = ()
    percentile: float | None = None

    @property
    def quantity(self) -> Literal["transit_time", "distance"]:
        """What is reported."""
        return "transit_time" if isinstance(self.report, Journey) else "distance"

    @property
    def level(self) -> Level | None:
        """The level of the network that the report speaks of, if it is clear."""
        level = self.report.level if isinstance(self.report, Journey) else "none"
        return None if level == "none" else level

    @property
    def value(self) -> float:
        """The one figure that stands for the report: the middle, at low a quarter of the way up."""
        return self.report.value if isinstance(self.report, Journey) else self.reported[0]

    @property
    def network(self) -> tuple[int, ...]:
        """The network's low, typical and high [s], or its length [m]; empty without a way."""
        if self.route is None:
            return ()
        if self.quantity == "distance":
            return (int(self.route.distance),)
        return self.route.transit_time.levels

    @property
    def residual(self) -> float | None:
        """What the network gives at the report's level, less what is reported."""
        if not self.network or not self.reported:
            return None
        if self.quantity == "distance":
            return self.network[0] - self.value
        return None if self.level is None else self.network[LEVELS.index(self.level)] - self.value

    @property
    def position(self) -> Position | None:
        """Where a reported time lies between the network's low and high."""
        if len(self.network) < 3 or not self.reported:
            return None
        low, _, high = self.network
        return POSITIONS[(self.value >= low) + (self.value > high)]

    @property
    def at_bound(self) -> bool:
        """Whether it is a promise within a tenth of the network's low, where promises belong."""
        promised = isinstance(self.report, Journey) and self.report.kind in PROMISES
        off = abs(self.value - self.network[0]) if promised and self.network else None
        return off is not None and off <= TIME_TOLERANCE * self.network[0]

    def to_record(self) -> dict[str, Any]:
        """Return the row as plain data; times in seconds, distances in metres."""
        report, ends = self.report, self.route.ends if self.route else (None, None)
        journey = report if isinstance(report, Journey) else None
        levels = self.network if len(self.network) == 3 else (None, *self.network[:1], None)
        return {
            "id": self.id,
            "quantity": self.quantity,
            "origin": report.origin.text,
            "destination": report.destination.text,
            "origin_node": ends[0] and ends[0].id,
            "destination_node": ends[1] and ends[1].id,
            "via": " ".join(report.via),
            "corridor": report.corridor,
            "mode": report.mode,
            "period": report.period.text if report.period else None,
            "direction": journey and journey.direction,
            "kind": journey and journey.kind,
            "party": journey and journey.party,
            "level": self.level,
            "use": journey and journey.use,
            "reported_low": self.reported[0] if self.reported else None,
            "reported_high": self.reported[-1] if self.reported else None,
            **dict(zip(("low", "typical", "high"), (*levels, None, None), strict=False)),
            "residual": None if self.residual is None else round(self.residual),
            "position": self.position,
            "at_bound": self.at_bound,
            "percentile": self.percentile,
            "verdict": self.verdict,
            "against": " ".join(self.against),
            "reason": self.reason,
            "sources": " ".join(self.sources),
            "quote": journey and journey.quote,
            "note": report.note,
        }


@dataclass(frozen=True, slots=True)
class Ledger(Shown):
    """Hold the rows of the evidence; `print` shows them with what they add up to.

    Attributes
    ----------
    rows
        Reported times, then reported lengths, in the order of the file.
    stamp
        The network's version, date and digest.
    """

    rows: tuple[LedgerRow, ...]
    stamp: str

    @property
    def times(self) -> tuple[LedgerRow, ...]:
        """The rows of reported times."""
        return tuple(row for row in self.rows if row.quantity == "transit_time")

    @property
    def distances(self) -> tuple[LedgerRow, ...]:
        """The rows of reported lengths."""
        return tuple(row for row in self.rows if row.quantity == "distance")

    @property
    def summary(self) -> tuple[LedgerSummary, ...]:
        """The agreement by level, corridor, kind and party, after that of all times."""
        return summaries(self.times)

    @property
    def reliability(self) -> tuple[Reliability, ...]:
        """How the times are spread, by kind and party; empty unless percentiles were asked for."""
        return reliability(self.times)

    def to_records(self) -> list[dict[str, Any]]:
        """Return every row as plain data; times in seconds, distances in metres."""
        return [row.to_record() for row in self.rows]

    def to_csv(self) -> str:
        """Return the records as CSV with a head; no text of it is a formula to a spreadsheet."""
        return _csv.text(self.to_records())

    def _blocks(self) -> list[Block]:
        return ledger_text(self)


def evidence(
    net: Network,
    *,
    corridor: str | None = None,
    kind: str | None = None,
    party: str | None = None,
    percentiles: bool = False,
) -> Ledger:
    """Hold every reported journey, and every reported length, against the network.

    Parameters
    ----------
    net
        The network; each report is compared with its legs of the report's period.
    corridor
        Only reports on this corridor.
    kind
        Only journeys of this kind: observed, average, schedule, target, advertised.
    party
        Only journeys that this party reports: operator, ministry, forwarder, media, carrier.
    percentiles
        Simulate the way of every journey: where in its spread does the report lie?

    Returns
    -------
    Ledger
        One row for each journey and each reported length; none is left out.

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
    if percentiles:
        rows = tuple(_placed(net, row) for row in rows)
    return Ledger(rows, net.stamp)


def _placed(net: Network, row: LedgerRow) -> LedgerRow:
    """Return a row with its percentile, where it has a time and a way."""
    if row.route is None or row.quantity == "distance":
        return row
    return replace(row, percentile=share_within(net, row.route, round(row.value)))


def _all_rows(net: Network) -> list[LedgerRow]:
    memory: dict[str, list[LedgerRow]] = net.memory("ledger")
    if "" not in memory:
        times = [_time_row(net, journey) for journey in net.journeys.values()]
        lengths = [row for run in net.runs.values() for row in _length_rows(net, run)]
        memory[""] = [
            *_contradicted(times, _same_claim, TIMES_APART),
            *_contradicted(lengths, lambda row: row.report.id, LENGTHS_APART),
        ]
    return memory[""]


def _time_row(net: Network, journey: Journey) -> LedgerRow:
    way = way_of(net, journey) if journey.reported else Unread("no_number")
    return _judged(journey.id, journey, journey.reported, journey.sources, way)


def _length_rows(net: Network, run: Run) -> Iterator[LedgerRow]:
    way = way_of(net, run)
    for number, length in enumerate(run.distances, 1):
        row_id = f"{run.id}/{number}" if len(run.distances) > 1 else run.id
        yield _judged(row_id, run, (int(length.value),), length.sources, way)


def _judged(
    row_id: str,
    report: Report,
    reported: tuple[int, ...],
    sources: tuple[str, ...],
    way: Route | Unread,
) -> LedgerRow:
    """Return the row with the verdict that the network alone gives."""
    if isinstance(way, Unread):
        return LedgerRow(row_id, report, reported, sources, None, "not_comparable", way.reason)
    row = LedgerRow(row_id, report, reported, sources, way, "consistent")
    low, high = row.network[0], row.network[-1]
    verdict: Verdict = "consistent"
    if row.quantity == "distance":
        if row.value < low * (1 - LENGTH_TOLERANCE):
            verdict = "legs_longer"
        elif row.value > low * (1 + LENGTH_TOLERANCE):
            verdict = "legs_shorter"
    elif row.value < low * (1 - TIME_TOLERANCE):
        verdict = "faster_than_free_flow"
    elif row.value > high * (1 + TIME_TOLERANCE):
        verdict = "slower_than_congested"
    return LedgerRow(row_id, report, reported, sources, way, verdict)


def _same_claim(row: LedgerRow) -> object:
    """Return what two reports must share to contradict each other: way, level; wishes apart."""
    journey = row.report
    if row.level is None or not isinstance(journey, Journey) or journey.kind == "target":
        return None
    if journey.use == "duplicate" or row.route is None:
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
