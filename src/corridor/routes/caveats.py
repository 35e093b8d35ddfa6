"""What an answer says of its own limits: reports on the whole of it, operators, near routes."""

from collections.abc import Collection, Iterable, Iterator, Sequence

from corridor import text as _text
from corridor.network.journeys import Journey
from corridor.network.model import Corridor, Node
from corridor.network.modes import MODES
from corridor.network.names import ROAD_DETOUR, Mile, at, great_circle
from corridor.routes.reported_journeys import Report
from corridor.routes.steps import RouteLeg

#: An answer so many times the great circle between its ends says that no direct service is on file.
LARGEST_DETOUR = 2.5
#: Half of all journeys left out of the fit were missed by less than this share of their time, half
#: by more (docs/method.md): a route that is longer by less is not told from the best.
MODEL_ERROR = 0.13
NAMED = 4
#: Kinds of report that are of movements made, not announced.
MADE = frozenset({"observed", "average"})
PLURALS = {"lorry": "lorries"}


def whole(
    ends: tuple[str, str], corridors: Collection[str], reports: Iterable[Report]
) -> tuple[Journey, ...]:
    """Return, of the journeys along a route, those by a corridor of it that run along the whole."""
    return tuple(
        report.journey
        for report in reports
        if report.journey.corridor in corridors
        and any(
            one in report.origins and other in report.destinations
            for one, other in (ends, ends[::-1])
        )
    )


def lorry_alone(ends: Iterable[Node], miles: Sequence[Mile | None]) -> Iterator[str]:
    """Yield that a lorry alone is enough, where its road is no longer than the miles together."""
    (start, here), (end, there) = (
        (mile.place, mile.position) if mile else (node.short, at(node))
        for node, mile in zip(ends, miles, strict=True)
    )
    direct = round(great_circle(here, there) * ROAD_DETOUR * 1000)
    driven = sum(mile.distance for mile in miles if mile)
    if direct <= driven:
        yield (
            f"a lorry alone is enough: {start} to {end} is {_text.km(direct)}\u00a0km by road "
            f"(great circle x {ROAD_DETOUR}), the miles of this answer {_text.km(driven)}\u00a0km"
        )


def limits(legs: Sequence[RouteLeg], reported: Iterable[Journey]) -> Iterator[tuple[str, str]]:
    """Yield for how many legs operators are known, and whether a whole journey is reported."""
    yield "operators", operators_known(legs)
    yield "reported", reported_whole({leg.leg.mode for leg in legs}, list(reported))


def reported_whole(modes: Collection[str], reported: Sequence[Journey]) -> str:
    """Return in words whether any journey is reported on the whole of a route."""
    carrier = next(item.carrier for mode, item in MODES.items() if mode in modes)
    made = [journey.id for journey in reported if journey.kind in MADE]
    others = len(reported) - len(made)
    announced = f"; {others} more announced, advertised or scheduled" if others else ""
    if not made:
        return f"no {carrier} is reported on the whole of this route{announced}"
    named = ", ".join(made[:NAMED]) + (", ..." if len(made) > NAMED else "")
    count = f"1 {carrier}" if len(made) == 1 else f"{len(made)} {plural(carrier)}"
    return f"reported as a whole: {count} ({named}){announced}"


def plural(carrier: str) -> str:
    """Return several of a carrier: ``trains``."""
    return PLURALS.get(carrier, f"{carrier}s")


def operators_known(legs: Sequence[RouteLeg]) -> str:
    """Return the operators of legs, and for how many of them any is on file."""
    known = sum(bool(leg.leg.operators) for leg in legs)
    named = ", ".join(dict.fromkeys(name for leg in legs for name in leg.leg.operators))
    said = f"known for {known} of {len(legs)} legs"
    return f"{named} ({said})" if named else said


def near_words(
    near: Iterable[tuple[str, Collection[str], str, Collection[str]]],
) -> Iterator[tuple[str, str]]:
    """Yield what is said of routes beside another: where, by which corridors, time, exposure."""
    for number, (name, corridors, time, exposure) in enumerate(near):
        within = "" if number else f"within {100 * MODEL_ERROR:.0f} %, the model's error: "
        by = ", ".join(corridors) or "no defined corridor"
        exposed = f"; not within {', '.join(exposure)}" if exposure else ""
        yield "" if number else "near", f"{within}{name}, {by}, {time}{exposed}"


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
