"""The evidence ledger: every reported journey and length held against the network."""

from collections.abc import Iterator, Sequence
from typing import Any

from corridor import csv_text as _csv
from corridor import text as _text
from corridor.calibration.alarms import Alarm, alarms
from corridor.calibration.ledger_rows import (
    LedgerRow,
    LedgerSummary,
    Reliability,
    reliability,
    summaries,
)
from corridor.calibration.report_routes import REASONS
from corridor.calibration.statements import (
    JudgedStatement,
    counted,
    statements_in_words,
    statements_table,
)
from corridor.frozen import dataclass
from corridor.network.journeys import Journey
from corridor.printing.shown import Shown
from corridor.text import Block


@dataclass(frozen=True, slots=True)
class Ledger(Shown):
    """The rows of the evidence; `print` shows them with what they add up to.

    Attributes
    ----------
    rows
        Reported times, then reported lengths, in the order of the file.
    stamp
        The network's version, date and digest.
    statements
        What is said beside journeys, each with its verdict.
    """

    rows: tuple[LedgerRow, ...]
    stamp: str
    statements: tuple[JudgedStatement, ...] = ()

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

    @property
    def alarms(self) -> tuple[Alarm, ...]:
        """The routes whose last own shipments left the band between P10 and P90."""
        return alarms(self.times)

    def to_records(self) -> list[dict[str, Any]]:
        """Return every row as JSON values; times in seconds, distances in metres."""
        return [row.to_record() for row in self.rows]

    def to_csv(self) -> str:
        """Return the records as CSV with a head; no text of it is a formula to a spreadsheet."""
        return _csv.text(self.to_records())

    def _blocks(self) -> list[Block]:
        return ledger_text(self)

    def _short(self) -> list[Block]:
        finding, *parts, behind = ledger_text(self)
        shown = 2 if self.alarms else 1
        return [finding, *parts[:shown], behind]


WIDTH = 100
LONGEST_ENDS = 25
WORDS = {
    "consistent": "consistent",
    "faster_than_free_flow": "faster",
    "slower_than_congested": "slower",
    "contradicts": "contradicts",
    "legs_longer": "legs longer",
    "legs_shorter": "legs shorter",
    "not_comparable": "not compared",
}
OFF = "the network at the report's level less the report; no level, no residual"
PLACE = (
    "how many in a hundred simulated shipments by the route of a report take no longer than it "
    "says, on the network of its time, the times fitted to it too (docs/method.md leaves it out). "
    "Usual are those at typical, which should be spread evenly. Others are not: at low are "
    "promises and records, at high congestion"
)
VERDICTS = (
    "consistent: within a tenth of the network's low and high; faster, slower: beyond them; "
    "agrees; contradicts: consistent with the network, but another report of the same route and "
    "level is apart, by more than a fifth (lengths: a tenth); at the bound: consistent, and a "
    "promise (advertised, schedule, target) within a tenth of low, where promises are expected; "
    "legs longer, shorter: the sum of legs is more than a twentieth off"
)


def ledger_text(ledger: "Ledger") -> list[_text.Block]:
    """Return what the whole ledger says."""
    parts: list[_text.Block] = [_text.Prose([_headline(ledger)], WIDTH)]
    if ledger.alarms:
        parts.append(_text.Pairs([("alarm", str(alarm)) for alarm in ledger.alarms], WIDTH))
    if ledger.times:
        parts.append(_summary(ledger))
        parts += [_reliability(ledger)] if ledger.reliability else []
        parts.append(_times(ledger.times))
    if ledger.distances:
        parts.append(_lengths(ledger.distances))
    if ledger.statements:
        parts.append(statements_table(ledger.statements))
    behind = [*_said(ledger), *_conflicts(ledger), *_not_compared(ledger)]
    behind += [("off", OFF), *([("place", PLACE)] if ledger.reliability else [])]
    behind += [("verdicts", VERDICTS), ("data", ledger.stamp)]
    return [*parts, _text.Pairs(behind, WIDTH)]


def span(row: "LedgerRow") -> str:
    """Return what is reported as text: ``12-14`` days, or km."""
    unit = _text.days if row.quantity == "transit_time" else _text.km
    figures = dict.fromkeys(unit(figure).removesuffix(".0") for figure in row.reported)
    return "-".join(figures) if figures else "-"


def ends(row: "LedgerRow") -> str:
    """Return the ends as the source names them."""
    return f"{row.report.origin.text} > {row.report.destination.text}"


def _headline(ledger: "Ledger") -> str:
    times, compared = ledger.times, [row for row in ledger.rows if row.network and row.reported]
    agreeing = [row for row in compared if row.alone == "consistent"]
    against = sum(bool(row.against) for row in agreeing)
    return (
        f"{len(times)} reported journeys and {len(ledger.distances)} reported lengths: "
        f"{len(compared)} can be compared, {len(agreeing)} of them agree with the network. "
        f"Of these {against} contradict another report."
    )


def _summary(ledger: "Ledger") -> _text.Table:
    head = ("", "", "rows", "compared", "median\noff, days", "inside\nlow-high")
    rows: list[Sequence[str] | None] = []
    for item in ledger.summary:
        new = not rows or item.by not in {row[0] for row in rows if row}
        error = "-" if item.error is None else _text.days(round(item.error), digits=2)
        share = f"{100 * item.inside / item.compared:.0f} %" if item.compared else "-"
        rows.append(
            (item.by if new else "", item.group, str(item.rows), str(item.compared), error, share)
        )
    return _text.Table(head, rows, left=(0, 1))


def _reliability(ledger: "Ledger") -> _text.Table:
    head = (
        "",
        "reports in the spread",
        "",
        "middle\n80 %",
        "below\n10 %",
        "below\nmedian",
        "above\n90 %",
    )
    rows: list[Sequence[str]] = []
    for item in ledger.reliability:
        by = "" if item.by in {row[0] for row in rows} else item.by
        shares = (item.inside, item.below, item.below_median, item.above)
        rows.append((by, item.group, str(item.rows), *map(_text.percent, shares)))
    return _text.Table(head, rows, left=(0, 1))


def _times(rows: Sequence["LedgerRow"]) -> _text.Table:
    placed = any(row.percentile is not None for row in rows)
    times = ("reported\ndays", "at", "low", "typical", "high", "off")
    head = ("id", "from > to", "kind", *times, *(("place",) if placed else ()), "")
    cells = []
    for row in rows:
        kind = row.report.kind if isinstance(row.report, Journey) else ""
        levels = map(_text.days, row.network) if row.network else ("", "", "")
        facts = (row.id, _text.clip(ends(row), LONGEST_ENDS), kind, span(row), row.level or "-")
        place = "" if row.percentile is None else f"{100 * row.percentile:.0f}"
        more = (place,) if placed else ()
        cells.append((*facts, *levels, _off(row), *more, verdict_of(row)))
    return _text.Table(head, cells, left=(0, 1, 2, 4, len(head) - 1))


def verdict_of(row: "LedgerRow") -> str:
    """Return the verdict; a promise at the bound is where it is expected."""
    if row.against:
        more = f" and {len(row.against) - 1} more" if len(row.against) > 1 else ""
        own = "agrees" if row.alone == "consistent" else WORDS[row.alone]
        return f"{own}; contradicts {row.against[0]}{more}"
    expected = row.at_bound and row.verdict == "consistent"
    return "at the bound" if expected else WORDS[row.verdict]


def _lengths(rows: Sequence["LedgerRow"]) -> _text.Table:
    head = ("run", "from > to", "reported\nkm", "legs\nkm", "off", "")
    cells = []
    for row in rows:
        legs = _text.km(row.network[0]) if row.network else ""
        facts = (row.id, _text.clip(ends(row), LONGEST_ENDS), span(row), legs)
        cells.append((*facts, _off(row), verdict_of(row)))
    return _text.Table(head, cells, left=(0, 1, 5))


def _off(row: "LedgerRow") -> str:
    if row.residual is None:
        return ""
    if row.quantity == "distance":
        return f"{row.residual / row.value:+.0%}".replace("%", " %")
    return _text.days(round(row.residual))


def _conflicts(ledger: "Ledger") -> Iterator[tuple[str, str]]:
    """Yield each contradiction once: what is reported, by whom, against what."""
    known = {row.id: row for row in ledger.rows}
    told: set[frozenset[str]] = set()
    for row in ledger.rows:
        for other in row.against:
            pair = frozenset((row.id, other))
            if pair not in told and other in known:
                told.add(pair)
                text = f"{ends(row)}: {_claim(row)} against {_claim(known[other])}"
                yield "contradictions" if len(told) == 1 else "", text


def _claim(row: "LedgerRow") -> str:
    unit = "days" if row.quantity == "transit_time" else "km"
    return f"{span(row)} {unit} ({row.id}, {', '.join(row.sources)})"


def _said(ledger: "Ledger") -> Iterator[tuple[str, str]]:
    """Yield how many statements hold, then each with its reason."""
    if ledger.statements:
        yield "said", counted(ledger.statements)
        for words in statements_in_words(ledger.statements):
            yield "", words


def _not_compared(ledger: "Ledger") -> Iterator[tuple[str, str]]:
    reasons: dict[str, list[str]] = {}
    for row in ledger.rows:
        if row.reason:
            reasons.setdefault(REASONS[row.reason], []).append(row.id)
    for number, (reason, rows) in enumerate(reasons.items()):
        yield "" if number else "not compared", f"{reason}: {', '.join(rows)}"
