"""Alarms: the last own shipments of a route that lie outside the band that the network gives."""

import math
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from corridor.network.journeys import OWN, Journey

if TYPE_CHECKING:
    from corridor.calibration.ledger_rows import LedgerRow

#: How many of the last shipments of a route are looked at.
LAST = 6
#: Shares of shipments below and above the band: what takes less than P10 or longer than P90.
BELOW, ABOVE = 0.1, 0.9
#: An alarm is given where so many outside would happen by chance less often than this.
RAREST = 0.01


class Alarm(NamedTuple):
    """The last shipments of a route outside the band of the network.

    Attributes
    ----------
    origin, destination, corridor
        The route, its ends as the log names them.
    side
        Whether they took longer than P90, or less than P10.
    outside, last
        How many of the last were outside, and how many were looked at.
    chance
        How likely so many, or more, are if the network is right and shipments are independent.
    ids
        The shipments looked at, the latest last.
    """

    origin: str
    destination: str
    corridor: str
    side: Literal["slower", "faster"]
    outside: int
    last: int
    chance: float
    ids: tuple[str, ...]

    def __str__(self) -> str:
        bound = "longer than P90" if self.side == "slower" else "less than P10"
        return (
            f"{self.origin} > {self.destination}, {self.corridor}: {self.outside} of the last "
            f"{self.last} shipments took {bound}; by chance {100 * self.chance:.2g} %"
        )


def alarms(rows: Iterable["LedgerRow"]) -> tuple[Alarm, ...]:
    """Return the routes whose last own shipments left the band, by rows that have percentiles."""
    ways: dict[tuple[str, ...], list[LedgerRow]] = {}
    for row in rows:
        if row.percentile is not None and isinstance(row.report, Journey):
            report = row.report
            if report.party == OWN and report.kind == "observed":
                ends = (report.origin, report.destination)
                key = (*(end.node or end.text for end in ends), report.corridor, report.mode)
                ways.setdefault(key, []).append(row)
    return tuple(alarm for way in ways.values() for alarm in _of_way(way))


def _of_way(rows: "Sequence[LedgerRow]") -> Iterator[Alarm]:
    last = sorted(rows, key=_arrival)[-LAST:]
    shares = [row.percentile or 0.0 for row in last]
    counts: dict[Literal["slower", "faster"], int] = {
        "slower": sum(share > ABOVE for share in shares),
        "faster": sum(share < BELOW for share in shares),
    }
    report = last[-1].report
    for side, outside in counts.items():
        chance = at_least(outside, len(last), BELOW)
        if chance < RAREST:
            ends = (report.origin.text, report.destination.text, report.corridor)
            yield Alarm(*ends, side, outside, len(last), chance, tuple(row.id for row in last))


def _arrival(row: "LedgerRow") -> tuple[str, str]:
    period = row.report.period
    return (period.end.isoformat() if period and period.end else "", row.id)


def at_least(hits: int, trials: int, share: float) -> float:
    """Return the chance of so many hits or more in independent trials.

    >>> round(at_least(1, 2, 0.5), 2), round(at_least(5, 6, 0.1), 6)
    (0.75, 5.5e-05)
    """
    return sum(
        math.comb(trials, number) * share**number * (1 - share) ** (trials - number)
        for number in range(hits, trials + 1)
    )
