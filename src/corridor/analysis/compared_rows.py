"""Rows of a comparison: the best route of a question, or why there is none, and its words."""

from corridor import text as _text
from corridor.errors import LimitError, ShipmentError
from corridor.frozen import dataclass
from corridor.network.journeys import Journey
from corridor.network.network import Network
from corridor.printing.shown import Brief
from corridor.routes.no_route_error import NoRouteError
from corridor.routes.request import Request
from corridor.routes.route import Route
from corridor.routing.best_route import best_route
from corridor.simulation.p90 import nine_in_ten
from corridor.units import Duration


@dataclass(frozen=True, slots=True)
class Compared(Brief):
    """One row of a comparison.

    Attributes
    ----------
    label
        What the row is called.
    route
        The best route, or none.
    reason
        Why there is none.
    claims
        Reported journeys between the same ends by the same corridor that advertise a time.
    corridors
        Names of the corridors that the route belongs to, branches apart.
    within
        The time within which 90 % of simulated shipments arrive.
    scenario, lost
        Under which scenario, and how much longer than without it at the level asked for.
    """

    label: str
    route: Route | None
    reason: str = ""
    claims: tuple[Journey, ...] = ()
    corridors: tuple[str, ...] = ()
    within: Duration | None = None
    scenario: str = ""
    lost: Duration | None = None

    @property
    def advertised(self) -> str | None:
        """The advertised days, where the low level of the route is just that."""
        if self.route is None:
            return None
        low = _text.days(self.route.transit_time.low)
        said = {_text.days(days_of(claim)) for claim in self.claims}
        return low if low in said else None


def row_of(net: Network, request: Request, label: str) -> Compared:
    """Return the row of the best route of a request, or why there is none."""
    try:
        route = best_route(net, request)
    except (NoRouteError, LimitError) as error:
        return Compared(label, None, str(error).partition("\n")[0])
    except ShipmentError as error:
        if not error.missing:
            raise
        return Compared(label, None, str(error).partition("\n")[0])
    return compared(net, route, label)


def compared(net: Network, route: Route, label: str) -> Compared:
    """Return the row of a route that was found."""
    corridors = [net.corridors[item] for item in route.corridors if item in net.corridors]
    names = tuple(item.short for item in corridors if item.parent is None)
    return Compared(label, route, "", _claims(net, route), names, nine_in_ten(net, route))


def _claims(net: Network, route: Route) -> tuple[Journey, ...]:
    """Return what is advertised between the route's ends, by one of its corridors."""
    ends = (route.request.origin.ref.id, route.request.destination.ref.id)
    passed = {node.id for node in route.nodes}
    return tuple(
        claim
        for claim in net.journeys.values()
        if claim.kind == "advertised"
        and claim.transit_time
        and claim.corridor in route.corridors
        and passed.issuperset(claim.via)
        and (claim.period.start is None or net.date is None or claim.period.start <= net.date)
        and (claim.origin.region or claim.origin.node) == ends[0]
        and (claim.destination.region or claim.destination.node) == ends[1]
    )


def days_of(claim: Journey) -> int:
    """Return the time that a claim advertises [s]."""
    span = claim.transit_time
    return int((span.low or span.high or 0) if span else 0)


def finding_of(row: Compared) -> str:
    """Return what a row says, in a sentence."""
    if row.route is None:
        return f"{row.label}: {row.reason}."
    time = row.route.transit_time
    low = row.advertised or _text.days(time.low)
    said = "advertised" if row.advertised else "at best"
    typical = _text.days(time.typical, digits=0)
    by = f", by the {row.corridors[0]} Corridor" if _unasked(row) else ""
    dates = f"; {row.route.schedule.dates()}" if row.route.schedule else ""
    return (
        f"{row.label}: {whole(low)} days {said}, typically {typical}, 90 % within "
        f"{promised(row)}{by}{dates}{_loss(row)}."
    )


def _loss(row: Compared) -> str:
    if row.lost is None:
        return ""
    if not row.lost:
        return "; nothing lost"
    return f"; {_text.days(abs(row.lost))} days {'longer' if row.lost > 0 else 'shorter'}"


def promised(row: Compared) -> str:
    """Return the whole days within which 90 % arrive, or a dash."""
    return _text.days(row.within, promise=True) if row.within else "-"


def _unasked(row: Compared) -> bool:
    """Return whether the answer chose a corridor that was not asked for."""
    return bool(row.corridors and row.route and row.route.request.corridor is None)


def whole(days: str) -> str:
    """Return days without a decimal that says nothing."""
    return days.removesuffix(".0")
