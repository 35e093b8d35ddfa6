"""The part of the world that maps are made for."""

from typing import TYPE_CHECKING

from corridor import text as _text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from corridor.routes.steps import RouteLeg

#: The degrees of longitude between which the projection can be read.
WEST, EAST = -25, 180


def off_the_map(lines: "Iterable[Sequence[RouteLeg]]") -> str:
    """Return where legs leave the part of the world that the map is made for, in words.

    Beyond it the projection tears lines apart; nothing is returned where they stay inside.
    """
    reached: dict[str, float] = {}
    for leg in (leg for line in lines for leg in line):
        for node in (leg.origin, leg.destination):
            reached[_text.shown(node.short)] = node.location.lon
        for point in leg.leg.waypoints:
            reached.setdefault(f"a waypoint of {leg.id}", point.lon)
            if not WEST <= point.lon <= EAST:
                reached[f"a waypoint of {leg.id}"] = point.lon
    outside = [
        f"{abs(lon):.1f} {'W' if lon < 0 else 'E'} ({name})"
        for name, lon in reached.items()
        if not WEST <= lon <= EAST
    ]
    if not outside:
        return ""
    span = f"{-WEST} W to {EAST} E"
    return f"the map is made for Eurasia ({span}); what is drawn reaches {', '.join(outside)}"
