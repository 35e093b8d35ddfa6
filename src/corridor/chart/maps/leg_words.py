"""What an interactive map says of a leg or a stop: times, what they rest on, sources."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.network.modes import MODES

if TYPE_CHECKING:
    from corridor.network.journeys import Journey
    from corridor.network.network import Network
    from corridor.routes.route import Route
    from corridor.routes.steps import RouteLeg, Transfer

#: Sources are named up to this many.
NAMED = 2


def words_of_routes(routes: "Sequence[Route]") -> dict[str, str]:
    """Return what is said of every leg and stop of routes."""
    found: dict[str, str] = {}
    for route in routes:
        sources = {source.id: str(source) for source in route.grounds.sources}
        claims = {claim.id: claim for claim in route.grounds.claims}
        for leg in route.legs:
            found[leg.id] = leg_in_words(leg, sources, claims)
        for transfer in route.transfers:
            found[f"node {transfer.node.id}"] = _stop(transfer)
    return found


def words_of_network(net: "Network", legs: "Sequence[RouteLeg]") -> Iterator[tuple[str, str]]:
    """Yield what is said of legs and nodes of a network."""
    sources = {source.id: str(source) for source in net.sources.values()}
    for leg in legs:
        closed = "" if net.is_open(leg.leg) else "; not open on the day of the data"
        yield leg.id, leg_in_words(leg, sources, net.journeys) + closed
    for node in net.nodes.values():
        yield f"node {node.id}", f"{node.name} ({node.country}), {node.kind.replace('_', ' ')}"


def leg_in_words(
    leg: "RouteLeg", sources: Mapping[str, str], claims: "Mapping[str, Journey]"
) -> str:
    """Return a leg in a sentence: ends, mode, length, days, basis, sources."""
    time = leg.transit_time
    cited = [*time.sources, *(s for c in time.claims if c in claims for s in claims[c].sources)]
    named = [sources.get(item, item) for item in dict.fromkeys(cited)][:NAMED]
    return (
        f"{leg.origin.short} > {leg.destination.short}, {MODES[leg.mode].words}, "
        f"{_text.km(leg.distance)} km: {_days(time.levels)}; {time.basis}"
        + (f"; {'; '.join(named)}" if named else "")
    )


def _stop(transfer: "Transfer") -> str:
    parts = []
    if transfer.dwell:
        kind = transfer.kind.replace("_", " ").replace("hand over", "interchange")
        parts.append(f"{kind} {_days(transfer.dwell.levels)}, {transfer.dwell.basis}")
    if transfer.waiting:
        parts.append(f"wait {_days(transfer.waiting.levels)}, {transfer.waiting.basis}")
    return f"{transfer.node.short}: " + "; ".join(parts)


def _days(levels: tuple[int, int, int]) -> str:
    low, typical, high = map(_text.days, levels)
    return f"{low} low, {typical} typical, {high} high days"
