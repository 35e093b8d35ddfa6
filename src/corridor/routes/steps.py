"""What a route is made of: its legs in the direction of travel, and the transfers between them."""

from dataclasses import field
from typing import NamedTuple

from corridor.frozen import dataclass
from corridor.network.estimates import Estimate, Levels
from corridor.network.model import Dwell, DwellDefault, Leg, Node
from corridor.printing.shown import Brief
from corridor.units import Distance


@dataclass(frozen=True, slots=True)
class Element(Brief):
    """One part of a transit time.

    Attributes
    ----------
    kind
        leg, dwell or waiting.
    id
        Of the leg, of the node, or of the leg that is waited for.
    entry
        The dwell entry, if it is one.
    label
        The part in words.
    """

    kind: str
    id: str
    entry: Dwell | None = field(default=None, repr=False)
    label: str = field(default="", compare=False)

    @property
    def name(self) -> str:
        """Kind and id as one word, for sorting."""
        return f"{self.kind} {self.id}"


@dataclass(frozen=True, slots=True)
class RouteLeg(Brief):
    """One leg of a route, in the direction of travel.

    Attributes
    ----------
    leg
        The leg as the file has it.
    origin, destination
        The nodes where this movement begins and ends.
    countries
        The countries it touches, in the order of travel.
    """

    leg: Leg
    origin: Node
    destination: Node
    countries: tuple[str, ...]

    @property
    def id(self) -> str:
        """The leg's id."""
        return self.leg.id

    @property
    def mode(self) -> str:
        """The leg's mode."""
        return self.leg.mode

    @property
    def gauge(self) -> int | None:
        """The leg's track gauge [mm]; none off the railway."""
        return self.leg.gauge

    @property
    def distance(self) -> Distance:
        """The leg's distance; with its basis and sources it is ``leg.distance``."""
        return self.leg.distance.value

    @property
    def transit_time(self) -> Estimate:
        """The leg's time in motion."""
        return self.leg.transit_time

    @property
    def operators(self) -> tuple[str, ...]:
        """The operators that the leg names."""
        return self.leg.operators

    @property
    def is_back(self) -> bool:
        """Return whether the movement is against the direction in which the file has the leg."""
        return self.origin.id != self.leg.origin

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The parts of its time."""
        return (self.transit_time,)

    @property
    def carriage(self) -> str:
        """The mode, and for rail the gauge."""
        return f"{self.mode} {self.gauge}" if self.gauge else self.mode


@dataclass(frozen=True, slots=True)
class Transfer(Brief):
    """What happens between two legs of a route.

    Attributes
    ----------
    node
        Where.
    entry
        The dwell entry that applies; none where there is only a wait.
    waiting
        The wait for the departure of the next leg, if any.
    boarded
        The leg that follows.
    """

    node: Node
    entry: Dwell | None
    waiting: Estimate | None
    boarded: RouteLeg

    @property
    def onward(self) -> str:
        """How the next leg carries: ferry, rail 1435."""
        return self.boarded.carriage

    @property
    def carriage(self) -> str:
        """Nothing is carried while it stands."""
        return ""

    @property
    def kind(self) -> str:
        """What happens: transshipment, gauge_break, border, hand_over, or waiting alone."""
        return self.entry.kind if self.entry else "waiting"

    @property
    def dwell(self) -> Estimate | None:
        """The time at the node without the wait."""
        return self.entry.time if self.entry else None

    @property
    def is_default(self) -> bool:
        """Return whether the time is a default of the file, not the node's own."""
        return isinstance(self.entry, DwellDefault)

    @property
    def estimates(self) -> tuple[Estimate, ...]:
        """The parts of its time: dwell, waiting."""
        return tuple(part for part in (self.dwell, self.waiting) if part)


class Inland(NamedTuple):
    """An inland terminal beyond the border gateway where a route begins, and the times from it."""

    terminal: str
    transit_time: Levels

    @property
    def end(self) -> str:
        """Which end of the route it is beyond: origin or destination."""
        return "origin"

    def __str__(self) -> str:
        return f"from {self.terminal} to the same end"


class InlandDestination(Inland):
    """An inland terminal beyond the border gateway where a route ends, and the times to it."""

    __slots__ = ()

    @property
    def end(self) -> str:
        """Which end of the route it is beyond: origin or destination."""
        return "destination"

    def __str__(self) -> str:
        return f"to {self.terminal} from the same origin"
