"""A route in words: the finding first, then stops in order, then what stands behind it."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from corridor.network.fields import LEVELS

if TYPE_CHECKING:
    from typing_extensions import TypeIs

    from corridor.network.estimates import Estimate, Levels
    from corridor.routes.steps import RouteLeg, Transfer


MARKS = {"reported": "r", "calibrated": "c", "estimated": "e", "assumed": "a"}
WORDS = {
    "transshipment": "to {onward}",
    "gauge_break": "gauge break",
    "border": "border",
    "hand_over": "hand-over",
    "waiting": "wait",
}


class Row(NamedTuple):
    """One line of the table: a run of legs, or a stop."""

    label: str
    how: str
    metres: int | None
    own: tuple[int, int, int]
    marks: str


def rows_of(steps: "Sequence[RouteLeg | Transfer]", vias: frozenset[str]) -> Iterator[Row]:
    """Yield the stops in order, and between them runs of legs of one kind; a via ends a run."""
    run: list[RouteLeg] = []
    for step, following in zip_longest(steps, steps[1:]):
        if _is_stop(step):
            for how, part in (_how(step, step.kind), step.dwell), ("wait", step.waiting):
                if part:
                    yield Row(step.node.short, how, None, part.levels, _marks([part]))
            continue
        run.append(step)
        same = following is not None and following.carriage == step.carriage
        if not same or step.destination.id in vias:
            yield _run(run)
            run = []


def _how(stop: "Transfer", kind: str) -> str:
    return WORDS[kind].format(onward=stop.onward)


def _is_stop(step: "RouteLeg | Transfer") -> "TypeIs[Transfer]":
    return hasattr(step, "node")


def _run(legs: "Sequence[RouteLeg]") -> Row:
    metres = sum(leg.distance for leg in legs)
    label = f"{legs[0].origin.short} > {legs[-1].destination.short}"
    times = [leg.transit_time for leg in legs]
    return Row(label, legs[0].carriage, metres, _sum(times), _marks(times))


def _marks(parts: "Sequence[Estimate]") -> str:
    found = {MARKS[part.basis] for part in parts}
    return "".join(mark for mark in "rcea" if mark in found)


def _sum(times: "Sequence[Levels]") -> tuple[int, int, int]:
    low, typical, high = (sum(int(time.at(level)) for time in times) for level in LEVELS)
    return low, typical, high


def _add(one: tuple[int, int, int], other: tuple[int, int, int]) -> tuple[int, int, int]:
    return (one[0] + other[0], one[1] + other[1], one[2] + other[2])
