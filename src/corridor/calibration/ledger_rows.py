"""One report held against the network, and how well groups of them agree with it."""

from collections.abc import Iterable, Iterator, Sequence
from statistics import median
from typing import Literal, get_args

from corridor.calibration.report_routes import Reason, Report
from corridor.frozen import dataclass
from corridor.network.columns import Record, cells, columns
from corridor.network.fields import LEVELS, Level
from corridor.network.journeys import Journey
from corridor.printing.shown import Brief
from corridor.routes.route import Route

GROUPINGS = ("level", "corridor", "kind", "party")
#: Kinds of reports that tell of shipments, and those that tell of none.
MET = {"observed", "average"}
PROMISES = {"advertised", "schedule", "target"}


@dataclass(frozen=True, slots=True)
class LedgerSummary(Brief):
    """How well the network agrees with a group of reported times.

    Attributes
    ----------
    by, group
        What the rows are grouped by, and the value that these share.
    rows, compared
        How many there are, and how many have a residual.
    error
        The median absolute residual [s].
    inside
        How many of those compared lie between the network's low and high.
    """

    by: str
    group: str
    rows: int
    compared: int
    error: float | None
    inside: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """How reported times are spread over what is simulated for their routes.

    Attributes
    ----------
    by, group
        What the rows are grouped by, and the value that these share; first the observed and
        average times at the typical level, which should be spread evenly.
    rows
        How many have a percentile.
    inside
        The share that lies in the middle 80 % of the shipments.
    below, below_median, above
        The share below P10, below the median, and above P90.
    """

    by: str
    group: str
    rows: int
    inside: float
    below: float
    below_median: float
    above: float


def summaries(times: "Sequence[LedgerRow]") -> tuple[LedgerSummary, ...]:
    """Return the agreement of all times, then by level, corridor, kind and party."""
    return (
        _summarise("all", "all", times),
        *(_summarise(by, group, rows) for by in GROUPINGS for group, rows in _grouped(times, by)),
    )


def reliability(times: "Sequence[LedgerRow]") -> tuple[Reliability, ...]:
    """Return how those times that have a percentile are spread, by kind and party."""
    usual = [row for row in times if row.level == "typical" and fact_of(row, "kind") in MET]
    groups = [(by, group, rows) for by in ("kind", "party") for group, rows in _grouped(times, by)]
    groups.insert(0, ("usual", "observed, average", usual))
    return tuple(item for group in groups for item in _reliability(*group))


def fact_of(row: "LedgerRow", name: str) -> object:
    """Return what a row is grouped by: its level, or a fact of its report."""
    return row.level or "none" if name == "level" else getattr(row.report, name, None)


def _grouped(rows: "Sequence[LedgerRow]", by: str) -> "Iterable[tuple[str, list[LedgerRow]]]":
    groups: dict[str, list[LedgerRow]] = {}
    for row in rows:
        groups.setdefault(str(fact_of(row, by)), []).append(row)
    order = {name: number for number, name in enumerate((*LEVELS, "none"))}
    return sorted(groups.items(), key=lambda pair: (order.get(pair[0], 0), -len(pair[1]), pair[0]))


def _summarise(by: str, group: str, rows: "Sequence[LedgerRow]") -> LedgerSummary:
    compared = [row for row in rows if row.residual is not None]
    errors = [abs(row.residual or 0) for row in compared]
    inside = sum(row.position == "between" for row in compared)
    error = median(errors) if errors else None
    return LedgerSummary(by, group, len(rows), len(compared), error, inside)


def _reliability(by: str, group: str, rows: "Sequence[LedgerRow]") -> Iterator[Reliability]:
    found = [row.percentile for row in rows if row.percentile is not None]
    if found:
        below, above = (sum(share < 0.1 for share in found), sum(share > 0.9 for share in found))
        counts = (len(found) - below - above, below, sum(share < 0.5 for share in found), above)
        yield Reliability(by, group, len(found), *(count / len(found) for count in counts))


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
TIME_TOLERANCE, LENGTH_TOLERANCE = 0.10, 0.05


@dataclass(frozen=True, slots=True)
class LedgerRow(Brief):
    """One report against the network: a time [s], or a length [m].

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
        The route on the network of its time; none when it is not comparable.
    verdict, reason
        The frozen codes; a reason only for not_comparable.
    against
        Ids of the rows that it contradicts.
    percentile
        The share of simulated shipments by its route, on the network of its time, that take no
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
        """The report as one figure: the middle of its range, at low a quarter of the range up."""
        return self.report.value if isinstance(self.report, Journey) else self.reported[0]

    @property
    def network(self) -> tuple[int, ...]:
        """The network's low, typical and high [s], or its length [m]; empty without a route."""
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
    def alone(self) -> Verdict:
        """The verdict that the network alone gives, whatever other reports say."""
        if not self.network or not self.reported:
            return self.verdict
        low, high = int(self.network[0]), int(self.network[-1])
        if self.quantity == "distance":
            if self.value < low * (1 - LENGTH_TOLERANCE):
                return "legs_longer"
            return "legs_shorter" if self.value > low * (1 + LENGTH_TOLERANCE) else "consistent"
        if self.value < low * (1 - TIME_TOLERANCE):
            return "faster_than_free_flow"
        slower = self.value > high * (1 + TIME_TOLERANCE)
        return "slower_than_congested" if slower else "consistent"

    @property
    def at_bound(self) -> bool:
        """Whether it is a promise within a tenth of the network's low, where promises belong."""
        promised = isinstance(self.report, Journey) and self.report.kind in PROMISES
        off = abs(self.value - self.network[0]) if promised and self.network else None
        return off is not None and off <= TIME_TOLERANCE * self.network[0]

    def to_record(self) -> Record:
        """Return the row as JSON values; times in seconds, distances in metres."""
        return cells(self, COLUMNS)


COLUMNS = columns(
    "id quantity origin=report.origin.text destination=report.destination.text "
    "origin_node=route.origin.id destination_node=route.destination.id via=report.via "
    "corridor=report.corridor mode=report.mode period=report.period.text "
    "direction=report.direction kind=report.kind party=report.party level use=report.use "
    "reported_low reported_high low typical high residual position at_bound percentile verdict "
    "against reason sources quote=report.quote note=report.note",
    reported_low=lambda row: row.reported[0] if row.reported else None,
    reported_high=lambda row: row.reported[-1] if row.reported else None,
    low=lambda row: row.network[0] if len(row.network) == 3 else None,
    typical=lambda row: row.network[len(row.network) // 2] if row.network else None,
    high=lambda row: row.network[2] if len(row.network) == 3 else None,
    residual=lambda row: None if row.residual is None else round(row.residual),
)
