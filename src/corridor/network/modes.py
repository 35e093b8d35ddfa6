"""The modes of transport: one row for each, with all that depends on the mode.

A new mode is a new row. Elsewhere a mode is looked up here, never compared with its name.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Literal

from corridor.frozen import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeFacts:
    """What is particular to one mode.

    Attributes
    ----------
    words
        By what the goods go, in a sentence: ``by ship``.
    carrier
        What carries the goods: ``train``.
    chain_mode
        What a transport chain in the iLEAP data model calls it.
    meant_by
        Other words that people write for it.
    fastest
        An estimate of the most that a whole leg is travelled at [km/h].
    use
        Whether a search takes it by default, only where an end is reached no other way, or only
        when it is asked for.
    has_gauge
        Whether each leg has a track gauge.
    is_vessel
        Whether goods go over water.
    is_ocean
        Whether it joins the ports of the oceans, which an ocean corridor does not leave.
    reported_with
        Modes that a journey reported under this one may use besides it.
    gateways
        Which gateways of a region a reported journey begins and ends at: those of this mode alone,
        those of the modes that share them, or the shared ones whatever mode they name.
    names_combined
        Whether reports of movements by several modes are filed under it.
    shortest_headway
        An estimate of the least time between departures of one leg [h].
    most_a_year
        Estimates of what one leg can carry at most [TEU, t].
    most_on_board
        An estimate of what one vehicle can carry at most [TEU]; none where many leave at a time.
    grams
        Estimates of what a tonne-kilometre and a TEU-kilometre emit: least and most [g].
    """

    words: str
    carrier: str
    chain_mode: Literal["Road", "Rail", "Sea"] = "Road"
    meant_by: tuple[str, ...] = ()
    fastest: int
    use: Literal["default", "last_resort", "asked"]
    has_gauge: bool = False
    is_vessel: bool = False
    is_ocean: bool = False
    reported_with: tuple[str, ...] = ()
    gateways: Literal["own", "shared", "any_shared"] = "shared"
    names_combined: bool = False
    shortest_headway: float = 0.25
    most_a_year: tuple[int, int] = (60_000_000, 1_000_000_000)
    most_on_board: int | None = None
    grams: tuple[tuple[float, float], tuple[float, float]] = ((2, 300), (15, 3_000))


#: The fastest are estimates: wagons of fast freight trains run at most 120; ships 30 knots, above
#: the 25 of fast container ships; the limiters of lorries in the EU stand at 90. The other bounds
#: are wide estimates too, from the busiest double tracks, the largest ships and the best and worst
#: defaults of the GLEC framework; all lines together sail daily between two ocean ports.
MODES: dict[str, ModeFacts] = {
    "rail": ModeFacts(
        chain_mode="Rail",
        words="rail",
        carrier="train",
        meant_by=("train", "railway"),
        fastest=120,
        use="default",
        has_gauge=True,
        reported_with=("ferry", "sea"),
        names_combined=True,
        shortest_headway=1,
        most_a_year=(6_000_000, 300_000_000),
        grams=((3, 80), (30, 800)),
    ),
    "ferry": ModeFacts(
        chain_mode="Sea",
        words="ferry",
        carrier="ship",
        fastest=55,
        use="default",
        is_vessel=True,
        reported_with=("rail", "sea"),
        shortest_headway=1,
        most_a_year=(3_000_000, 100_000_000),
        most_on_board=2_000,
        grams=((5, 300), (50, 2_000)),
    ),
    "sea": ModeFacts(
        chain_mode="Sea",
        words="ship",
        carrier="ship",
        meant_by=("ship", "vessel"),
        fastest=55,
        use="default",
        is_vessel=True,
        is_ocean=True,
        gateways="own",
        shortest_headway=20,
        most_on_board=25_000,
        grams=((2, 100), (15, 250)),
    ),
    "road": ModeFacts(
        words="road",
        carrier="lorry",
        meant_by=("truck", "lorry"),
        fastest=90,
        use="last_resort",
        reported_with=("ferry",),
        gateways="any_shared",
        most_a_year=(6_000_000, 300_000_000),
        grams=((30, 300), (300, 3_000)),
    ),
}

if TYPE_CHECKING:
    Mode = str
else:  # the choices that a network file has, as its validation and its JSON Schema read them
    Mode = Literal[tuple(MODES)]

DEFAULT_MODES = frozenset(name for name, mode in MODES.items() if mode.use == "default")
LAST_RESORT = frozenset(name for name, mode in MODES.items() if mode.use == "last_resort")
VESSELS = frozenset(name for name, mode in MODES.items() if mode.is_vessel)
OCEAN = frozenset(name for name, mode in MODES.items() if mode.is_ocean)
WITH_GAUGE = frozenset(name for name, mode in MODES.items() if mode.has_gauge)

OTHERS = frozenset(MODES) - VESSELS - WITH_GAUGE


def are_vessels(modes: Iterable[str]) -> bool:
    """Return whether any of some modes is a vessel's."""
    return not VESSELS.isdisjoint(modes)


def share_gateways(one: str, other: str | None) -> bool:
    """Return whether two modes leave and reach regions by the same gateways."""
    apart = [mode for mode in (one, other) if mode and MODES[mode].gateways == "own"]
    return one == other or not apart
