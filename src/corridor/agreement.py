"""How well groups of reported times agree with the network: by level, corridor, kind, party."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING

from corridor.fields import LEVELS

if TYPE_CHECKING:
    from corridor.ledger import LedgerRow

GROUPINGS = ("level", "corridor", "kind", "party")
#: Kinds of reports that tell of shipments, and those that tell of none.
MET = {"observed", "average"}
PROMISES = {"advertised", "schedule", "target"}


@dataclass(frozen=True, slots=True)
class LedgerSummary:
    """Hold how well the network agrees with a group of reported times.

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
    """Hold how reported times are spread over what is simulated for their ways.

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
        The share below one in ten, below the median, and above nine in ten.
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
    usual = [row for row in times if _is_usual(row)]
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


def _is_usual(row: "LedgerRow") -> bool:
    return row.level == "typical" and fact_of(row, "kind") in MET


def _reliability(by: str, group: str, rows: "Sequence[LedgerRow]") -> Iterator[Reliability]:
    found = [row.percentile for row in rows if row.percentile is not None]
    if found:
        below, above = (sum(share < 0.1 for share in found), sum(share > 0.9 for share in found))
        counts = (len(found) - below - above, below, sum(share < 0.5 for share in found), above)
        yield Reliability(by, group, len(found), *(count / len(found) for count in counts))
