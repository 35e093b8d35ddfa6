"""The words of pictures and reports: findings, captions, short names."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.network.modes import MODES
from corridor.simulation.p90 import RUNS, SEED

if TYPE_CHECKING:
    from corridor.network.network import Network
    from corridor.routes.route import Route


LONGEST_NAME = 14


def short(text: str, letters: int = LONGEST_NAME) -> str:
    """Return a name cut to what fits a picture."""
    return _text.clip(text, letters)


def plain(days: str) -> str:
    """Return days without a decimal that says nothing: 15.0 is 15."""
    return days.removesuffix(".0")


def listed(items: Sequence[str]) -> str:
    """Return items as a list in words.

    >>> listed(["rail", "ferry", "road"]), listed(["rail"])
    ('rail, ferry and road', 'rail')
    """
    return " and ".join(filter(None, (", ".join(items[:-1]), *items[-1:])))


def chain(route: "Route") -> str:
    """Return the places of the question with a dash between them."""
    return " – ".join(point.name for point in route.request.points)


def corridor_of(net: "Network", route: "Route") -> str:
    """Return the short name of the corridor of a route, branches apart; nothing without one."""
    known = [net.corridors[item] for item in route.corridors if item in net.corridors]
    return next((item.short for item in known if item.parent is None), "")


def by_corridor(net: "Network", route: "Route") -> str:
    """Return ``by the Middle Corridor``, or nothing."""
    known = [net.corridors[item] for item in route.corridors if item in net.corridors]
    name = next((item.name for item in known if item.parent is None), "")
    if not name:
        return ""
    return f" by the {name}" if "corridor" in name.casefold() else f", {name}"


def times(low: int, typical: int, within: int) -> str:
    """Return the three figures of a route in words."""
    return (
        f"{plain(_text.days(low))} days at best, typically {_text.days(typical, digits=0)}, "
        f"90 % within {_text.days(within, promise=True)}"
    )


def carried(route: "Route") -> str:
    """Return by what a route goes: ``by rail and ferry``."""
    return "by " + listed([MODES[mode].words for mode in route.modes])


def count(number: int, thing: str) -> str:
    """Return a number with its thing, in the plural where it is not one."""
    return f"{number:,} {thing}" + ("" if number == 1 else "s")


def resting(route: "Route") -> str:
    """Return what the times and distances of a route rest on."""
    found = route.grounds
    shares = _text.shares_of(found.seconds)
    journeys = count(len(found.claims), "reported journey")
    reported = sum(
        int(step.distance) for step in route.legs if step.leg.distance.basis == "reported"
    )
    if not reported:
        known = "all estimated"
    else:
        known = f"{_text.percent(reported / int(route.distance))} reported, the rest estimated"
    return f"{shares} of the typical time (from {journeys}); distances: {known}"


METHOD = (
    f"P90: within so many whole days 90 % of {RUNS:,} simulated shipments get "
    f"there (seed {SEED}); it is a percentile, not the sum of the highs."
)


def origin_of_data(stamp: str) -> str:
    """Return the line that says from which program and data a picture comes."""
    from importlib.metadata import version

    return f"corridor {version('corridor')} · {stamp}"
