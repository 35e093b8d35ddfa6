"""The modes of transport: one row for each, with all that depends on the mode.

A new mode is a new row. Elsewhere a mode is looked up here, never compared with its name.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class ModeFacts:
    """What is particular to one mode.

    Attributes
    ----------
    words
        By what the goods go, in a sentence: ``by ship``.
    carrier
        What carries the goods: ``train``.
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
    """

    words: str
    carrier: str
    meant_by: tuple[str, ...] = ()
    fastest: int
    use: Literal["default", "last_resort", "asked"]
    has_gauge: bool = False
    is_vessel: bool = False
    is_ocean: bool = False
    reported_with: tuple[str, ...] = ()
    gateways: Literal["own", "shared", "any_shared"] = "shared"
    names_combined: bool = False


#: The fastest are estimates: wagons of fast freight trains run at most 120; ships 30 knots, above
#: the 25 of fast container ships; the limiters of lorries in the EU stand at 90.
MODES: dict[str, ModeFacts] = {
    "rail": ModeFacts(
        words="rail",
        carrier="train",
        meant_by=("train", "railway"),
        fastest=120,
        use="default",
        has_gauge=True,
        reported_with=("ferry", "sea"),
        names_combined=True,
    ),
    "ferry": ModeFacts(
        words="ferry",
        carrier="ship",
        fastest=55,
        use="default",
        is_vessel=True,
        reported_with=("rail", "sea"),
    ),
    "sea": ModeFacts(
        words="ship",
        carrier="ship",
        meant_by=("ship", "vessel"),
        fastest=55,
        use="default",
        is_vessel=True,
        is_ocean=True,
        gateways="own",
    ),
    "road": ModeFacts(
        words="road",
        carrier="lorry",
        meant_by=("truck", "lorry"),
        fastest=90,
        use="last_resort",
        reported_with=("ferry",),
        gateways="any_shared",
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
