"""Why there is no route: what blocks it, what lifting that would give, and the error for it."""

from typing import Any

from corridor import text as _text
from corridor.errors import CorridorError
from corridor.frozen import dataclass
from corridor.routes.route import Route
from corridor.units import DAY

LIMITS = ("max_time", "max_transfers", "max_gauge_breaks", "max_cost", "max_emissions")
SINGULAR = {
    "countries": "country",
    "nodes": "node",
    "legs": "leg",
    "borders": "border",
    "operators": "operator",
    "modes": "mode",
}


@dataclass(frozen=True, slots=True)
class Constraint:
    """One thing that a request demands, or that its day imposes.

    Attributes
    ----------
    kind
        avoid, require, via, corridor, policy, modes, date, max_time, max_transfers,
        max_gauge_breaks, max_cost or max_emissions.
    what
        For avoid and require: of which kind; else empty.
    item
        What is avoided, required or passed.
    """

    kind: str
    what: str
    item: Any

    @property
    def held(self) -> str:
        """How it limits, in words: ``avoiding RU``."""
        return self._words(_HELD)

    @property
    def lifted(self) -> str:
        """What its lifting means, in words: ``allowing RU``."""
        return self._words(_LIFTED)

    def _words(self, wordings: dict[str, str]) -> str:
        item = "-".join(self.item) if isinstance(self.item, tuple) else str(self.item)
        is_short = self.kind == "max_time" and self.item < DAY and self.item % _text.TENTH
        if self.kind == "max_time" and not is_short:
            item = f"{_text.days(self.item)} days"
        kind = "" if self.what == "countries" else f"{SINGULAR.get(self.what, '')} "
        return wordings[self.kind].format(kind=kind, item=item)


_HELD = {
    "avoid": "avoiding {kind}{item}",
    "policy": "by the policy {item}",
    "require": "requiring {kind}{item}",
    "via": "via {item}",
    "corridor": "by the corridor {item}",
    "modes": "with {item} only",
    "max_time": "within {item}",
    "max_transfers": "with at most {item} transfers",
    "max_gauge_breaks": "with at most {item} gauge breaks",
    "max_cost": "for at most {item}",
    "max_emissions": "with at most {item} of CO2e",
    "date": "with what is open on {item}",
}
_LIFTED = {
    "avoid": "allowing {kind}{item}",
    "policy": "without the policy {item}",
    "require": "not requiring {kind}{item}",
    "via": "not via {item}",
    "corridor": "by any corridor",
    "modes": "with every mode",
    "max_time": "in more than {item}",
    "max_transfers": "with more than {item} transfers",
    "max_gauge_breaks": "with more than {item} gauge breaks",
    "max_cost": "for more than {item}",
    "max_emissions": "with more than {item} of CO2e",
    "date": "were all legs open that are closed on {item}",
}


Chosen = tuple[Constraint, ...]


@dataclass(frozen=True, slots=True)
class Lift:
    """Constraints whose lifting gives a route, and that route."""

    constraints: Chosen
    route: Route

    def __str__(self) -> str:
        words = ", ".join(constraint.lifted for constraint in self.constraints)
        time = _text.days(self.route.transit_time.typical)
        by = f" ({', '.join(self.route.corridors)})" if self.route.corridors else ""
        return f"{words}: {time} days typical{by}"


class NoRouteError(CorridorError):
    """A request that no route satisfies, with the reason and what would give one.

    Attributes
    ----------
    blocked_by
        A smallest set of constraints that alone leaves no route.
    lifts, lift
        The smallest sets whose lifting gives a route, with that route, the quickest first; the
        first of them.
    gap
        Where the network ends, when nothing connects the points at all.
    """

    def __init__(
        self,
        message: str,
        blocked_by: tuple[Constraint, ...] = (),
        lifts: tuple[Lift, ...] = (),
        gap: str | None = None,
    ) -> None:
        super().__init__(message)
        self.blocked_by = blocked_by
        self.lifts = lifts
        self.lift = lifts[0] if lifts else None
        self.gap = gap
