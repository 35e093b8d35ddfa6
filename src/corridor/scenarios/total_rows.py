"""Totals as tidy records, each made when it is asked for."""

from collections.abc import Sequence
from typing import Any

from corridor.frozen import dataclass
from corridor.network.columns import SCALES, Record
from corridor.network.fields import LEVELS
from corridor.network.names import Endpoint
from corridor.routes.request import Request
from corridor.routing.totals import ManyTotals, Questions, Totals
from corridor.units import HOUR


@dataclass(frozen=True, slots=True, eq=False)
class TotalRows(Sequence[Record]):
    """The records of questions that were asked for their totals.

    Attributes
    ----------
    scenario
        The name of the scenario, empty without one.
    request
        What was asked, besides the points.
    questions
        The points of each question.
    totals
        What was found of each.
    """

    scenario: str
    request: Request
    questions: Questions
    totals: ManyTotals

    def __len__(self) -> int:
        return len(self.questions.pairs)

    def __getitem__(self, index: Any) -> Any:
        if isinstance(index, slice):
            return [self[place] for place in range(*index.indices(len(self)))]
        return self._record(self.questions.points(index), self.totals.at(index))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]  # its records are dictionaries

    def _record(self, points: tuple[Endpoint, ...], totals: Totals) -> Record:
        found = totals.reason is None
        record: Record = {
            "scenario": self.scenario,
            "chain": " > ".join([point.name for point in points]),
            "origin": points[0].name,
            "destination": points[-1].name,
            "found": found,
            **dict.fromkeys([f"{level}_h" for level in LEVELS]),
            "km": None,
        }
        if found:
            times = (totals.low, totals.typical, totals.high)
            record |= {f"{name}_h": time / HOUR for name, time in zip(LEVELS, times, strict=True)}
            record["km"] = totals.metres / SCALES["km"]
        if self.request.shipment is not None:
            record |= _carried(totals)
        return record | {"lost_h": None, "reason": totals.reason}


def _carried(totals: Totals) -> Record:
    """Return what a shipment costs and emits."""
    return {
        "cost": None if totals.cents is None else totals.cents / 100,
        "currency": totals.currency,
        "cost_complete": totals.is_priced,
        "co2e_kg": None if totals.grams is None else totals.grams / SCALES["kg"],
        "emissions_complete": totals.is_factored,
    }
