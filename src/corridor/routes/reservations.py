"""What an answer says of its own limits: reports on the whole of it, operators, near routes."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.network.corridors import Corridor
from corridor.network.journeys import Journey
from corridor.network.modes import MODES
from corridor.routes.conflicts import Report

if TYPE_CHECKING:
    from corridor.routes.route import Route

#: An answer so many times the great circle between its ends says that no direct service is on file.
LARGEST_DETOUR = 2.5
#: Half of all journeys left out of the fit were missed by less than this share of their time, half
#: by more (docs/method.md): a route that is longer by less is not told from the best.
MODEL_ERROR = 0.13
NAMED = 4
#: Kinds of report that are of movements made, not announced.
MADE = frozenset({"observed", "average"})
PLURALS = {"lorry": "lorries"}


def whole(route: "Route", reports: Iterable[Report]) -> tuple[Journey, ...]:
    """Return, of the journeys along a route, those that run along the whole of it, either way."""
    ends = (route.origin.id, route.destination.id)
    return tuple(
        report.journey
        for report in reports
        if report.journey.corridor in route.corridors
        and any(
            one in report.origins and other in report.destinations
            for one, other in (ends, ends[::-1])
        )
    )


def limits(route: "Route", ways: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield what an answer says of its limits; `ways` are where the near routes stop."""
    yield "operators", operators_known(route)
    yield "reported", reported_whole(route)
    for number, (way, other) in enumerate(zip(ways, route.near, strict=True)):
        within = "" if number else f"within {100 * MODEL_ERROR:.0f} %, the model's error: "
        yield "" if number else "near", f"{within}{way}, {near_words(other)}"


def reported_whole(route: "Route") -> str:
    """Return in words whether any journey is reported on the whole of a route."""
    carrier = next(item.carrier for mode, item in MODES.items() if mode in route.modes)
    made = [journey.id for journey in route.reported if journey.kind in MADE]
    others = len(route.reported) - len(made)
    announced = f"; {others} more announced, advertised or scheduled" if others else ""
    if not made:
        return f"no {carrier} is reported on the whole of this route{announced}"
    named = ", ".join(made[:NAMED]) + (", ..." if len(made) > NAMED else "")
    count = f"1 {carrier}" if len(made) == 1 else f"{len(made)} {plural(carrier)}"
    return f"reported as a whole: {count} ({named}){announced}"


def plural(carrier: str) -> str:
    """Return several of a carrier: ``trains``."""
    return PLURALS.get(carrier, f"{carrier}s")


def operators_known(route: "Route") -> str:
    """Return the operators of a route, and for how many of its legs any is on file."""
    known = sum(bool(leg.leg.operators) for leg in route.legs)
    named = ", ".join(route.operators)
    said = f"known for {known} of {len(route.legs)} legs"
    return f"{named} ({said})" if named else said


def near_words(route: "Route") -> str:
    """Return what is said of a route beside another: corridor, time, and what it is exposed to."""
    by = ", ".join(route.corridors) or "no defined corridor"
    time = _text.days(route.transit_time.at(route.request.level))
    exposed = f"; not within {', '.join(route.exposure)}" if route.exposure else ""
    return f"{by}, {time} days {route.request.level}{exposed}"


def not_serving(corridor: Corridor, chain: str) -> str:
    """Return in words that a corridor does not serve a chain of places."""
    return f"{corridor.name} does not serve {chain}: no journey by it is reported between them"


def too_long(corridor: Corridor, ratio: float) -> str:
    """Return in words that a route of a corridor is too long for its ends."""
    limit = corridor.detour.limit if corridor.detour else ratio
    return (
        f"not offered: its best route is {ratio:.1f} times the great circle long, "
        f"over the limit of {limit:g}"
    )
