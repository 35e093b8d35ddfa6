"""What is asked: places, constraints and objective, checked and put into one frozen value."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from corridor.errors import QuantityError, SamePlaceError, quote
from corridor.fields import LEVELS, Level, Mode
from corridor.names import Endpoint

Objective = Literal["transit_time"]
OBJECTIVES: tuple[Objective, ...] = ("transit_time",)
MODES: tuple[Mode, ...] = ("rail", "ferry", "sea", "road")
DEFAULT_MODES: frozenset[Mode] = frozenset({"rail", "ferry", "sea"})


@dataclass(frozen=True, slots=True)
class Avoid:
    """Hold what a route must not touch.

    Parameters
    ----------
    countries
        ISO 3166 codes; no leg may enter them.
    nodes, legs
        Ids of nodes not to be passed and legs not to be used.

    >>> import corridor as co
    >>> co.Avoid(countries={"RU", "BY"}).countries == frozenset({"BY", "RU"})
    True
    """

    countries: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    legs: frozenset[str] = frozenset()

    def __init__(
        self,
        *,
        countries: Collection[str] = (),
        nodes: Collection[str] = (),
        legs: Collection[str] = (),
    ) -> None:
        for name, values in (("countries", countries), ("nodes", nodes), ("legs", legs)):
            if isinstance(values, str):
                raise TypeError(f"{name} is a set of texts: write {{{values!r}}}")
            object.__setattr__(self, name, frozenset(values))

    def __bool__(self) -> bool:
        return bool(self.countries or self.nodes or self.legs)


@dataclass(frozen=True, slots=True)
class Request:
    """Hold a question to the network, with every name resolved."""

    points: tuple[Endpoint, ...]
    by: Objective = "transit_time"
    level: Level = "typical"
    corridor: str | None = None
    modes: frozenset[Mode] | None = None
    avoid: Avoid = Avoid()

    @property
    def origin(self) -> Endpoint:
        """The first point."""
        return self.points[0]

    @property
    def destination(self) -> Endpoint:
        """The last point."""
        return self.points[-1]

    @property
    def vias(self) -> tuple[Endpoint, ...]:
        """The points between."""
        return self.points[1:-1]

    @property
    def chain(self) -> str:
        """The points as they are written: ``China > Türkiye``."""
        return " > ".join(point.name for point in self.points)


def check_points(points: Iterable[Endpoint]) -> tuple[Endpoint, ...]:
    """Return the points of a chain; refuse two that follow each other and share a node."""
    chain = tuple(points)
    for one, other in pairwise(chain):
        if one.nodes & other.nodes:
            if one.ref == other.ref:
                raise SamePlaceError(f"{one.name} follows itself: a route needs two places")
            shared = ", ".join(sorted(one.nodes & other.nodes))
            raise SamePlaceError(
                f"{one.name} and {other.name} share {shared}: a route needs two places"
            )
    return chain


def one_of(value: str, known: tuple[str, ...], name: str) -> str:
    """Return the value if it is one of those known.

    Raises
    ------
    ValueError
        Naming the allowed values.
    """
    if value not in known:
        raise QuantityError(f"{name} is {quote(str(value))}; it must be one of {', '.join(known)}")
    return value


def check_modes(modes: Iterable[str] | None) -> frozenset[Mode] | None:
    """Return modes as a set; none given means rail, ferry and sea."""
    if modes is None:
        return None
    listed = [modes] if isinstance(modes, str) else list(modes)
    for mode in listed:
        one_of(mode, MODES, "a mode")
    return frozenset(listed)  # type: ignore[arg-type]


def check_level(level: str) -> Level:
    """Return the level if it is one."""
    return one_of(level, LEVELS, "level")  # type: ignore[return-value]
