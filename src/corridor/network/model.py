"""The values of the file: frozen values that know their own facts.

Annotations (see `corridor.network.fields`) say how a text is read; attribute names are YAML keys.
"""

import datetime
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import field, fields
from itertools import groupby, pairwise
from typing import Annotated, Literal

from corridor.frozen import Frozen, dataclass
from corridor.network.calendar import Advisory, Backlog, Closure, Departures, Season
from corridor.network.carbon.factors import (
    EmissionAssumption,
    EmissionFactor,
    GridFactor,
    Traction,
)
from corridor.network.changes import Change
from corridor.network.estimates import (
    AS_BUNDLED,
    Capacity,
    DatedTime,
    Dependence,
    Estimate,
    Headway,
    Length,
    Norm,
    Period,
    Position,
    Record,
    Source,
    Time,
    is_open,
)
from corridor.network.fields import (
    Basis,
    Border,
    Carriage,
    Country,
    Date,
    Expanding,
    Flag,
    Gauge,
    Id,
    Latitude,
    Level,
    Longitude,
    NodeKind,
    Number,
    PartialDate,
    Seconds,
    Text,
    TransferKind,
)
from corridor.network.journeys import Journey, Run, Statement, Volume
from corridor.network.modes import Mode
from corridor.network.rates import Equipment, ExchangeRate, InventoryCost, Tariff
from corridor.units import Duration

Scope = Literal[
    "segment", "terminal_to_terminal", "port_to_port", "door_to_door", "sailing_only", "unstated"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportedTime(Record):
    """A time of this one leg or dwell as a source reports it, and what level it speaks of."""

    low: Seconds
    high: Seconds
    kind: Text
    level: Level | Literal["none"] = "none"
    sources: tuple[Id, ...]
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dwell(Record):
    """The time between two legs at a node, without the wait for a departure."""

    inbound: Carriage
    outbound: Carriage
    kind: TransferKind
    time: Time
    reported_times: tuple[ReportedTime, ...] = ()
    one_way: Flag = False
    note: Text | None = None
    dated: tuple[DatedTime, ...] = ()
    seasons: tuple[Season, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class DwellDefault(Dwell):
    """The time of a transfer at every node of a kind that has no entry of its own."""

    node_kind: NodeKind | Literal["any"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Node(Record):
    """A place where a shipment can change leg."""

    id: Id
    name: Text
    country: Country
    kind: NodeKind
    location: Annotated[Position, Expanding()]
    label: Text | None = None
    unlocode: Text | None = None
    aliases: tuple[Text, ...] = ()
    gauges: tuple[Gauge, ...] = ()
    periods: tuple[Period, ...] = ()
    dwell: tuple[Dwell, ...] = ()
    capacity: Capacity | None = None
    note: Text | None = None

    def is_open(self, day: datetime.date, until: datetime.date | None = None) -> bool:
        """Return whether the node can be used on a day, or on any until another."""
        return is_open(self.periods, day, until)

    @property
    def short(self) -> str:
        """The display name: the label, else the name up to its first bracket or slash."""
        return self.label or self.name.partition(" (")[0].partition(" /")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report(Record):
    """What a source says about a leg's capacity, frequency or service."""

    about: Literal["capacity", "frequency", "service"]
    text: Text
    sources: tuple[Id, ...]
    period: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Waypoint(Record):
    """A position that a leg is drawn through on a map; schematic, it counts for no figure."""

    lat: Latitude
    lon: Longitude


@dataclass(frozen=True, slots=True, kw_only=True)
class Leg(Record):
    """A movement by one mode between two nodes, usable both ways unless `one_way`."""

    id: Id
    origin: Id
    destination: Id
    mode: Mode
    distance: Annotated[Length, Expanding("value")]
    transit_time: Time
    gauge: Gauge | None = None
    traction: Annotated[Traction, Expanding("electric")] | None = None
    headway: Annotated[Headway, Expanding("value")] | None = None
    waiting: Time | None = None
    service: Text | None = None
    operators: tuple[Text, ...] = ()
    countries_crossed: tuple[Country, ...] = ()
    countries_crossed_basis: Basis = "estimated"
    straits: tuple[Text, ...] = ()
    waypoints: tuple[Waypoint, ...] = ()
    waypoints_basis: Basis = "estimated"
    status: Literal["operating", "planned", "closed"] = "operating"
    periods: tuple[Period, ...] = ()
    line: Text | None = None
    reported_times: tuple[ReportedTime, ...] = ()
    other_distances: tuple[Annotated[Length, Expanding("value")], ...] = ()
    reports: tuple[Report, ...] = ()
    contains_gauge_break: Flag = False
    contains_border_stop: Flag = False
    one_way: Flag = False
    capacity: Capacity | None = None
    note: Text | None = None
    dated: tuple[DatedTime, ...] = ()
    dated_waiting: tuple[DatedTime, ...] = ()
    seasons: tuple[Season, ...] = ()
    seasons_waiting: tuple[Season, ...] = ()

    def is_open(self, day: datetime.date, until: datetime.date | None = None) -> bool:
        """Return whether the leg can be used on a day, or on any until another."""
        return is_open(self.periods, day, until)

    @property
    def wait(self) -> Estimate | None:
        """The wait when boarding: the leg's own, else nothing, half and one headway."""
        if self.waiting or not self.headway:
            return self.waiting
        return waiting_for(self.headway)


def waiting_for(headway: Headway) -> Estimate:
    """Return the wait for a departure: nothing, half and one headway."""
    interval = headway.value
    return Estimate(
        Duration(0),
        Duration(int(interval) // 2),
        interval,
        basis="assumed" if headway.basis == "assumed" else "estimated",
        sources=headway.sources,
        rule="nothing, half and one headway",
    )


def countries_of(leg: Leg, nodes: Mapping[str, Node]) -> tuple[str, ...]:
    """Return the countries that a leg touches in order; one that it comes back to, again."""
    ends = (nodes[leg.origin].country, nodes[leg.destination].country)
    if not leg.countries_crossed:
        return ends if ends[0] != ends[1] else ends[:1]
    return tuple(country for country, _ in groupby((ends[0], *leg.countries_crossed, ends[1])))


#: What of each kind a leg touches that may be closed or avoided.
TOUCHED: dict[str, Callable[[Leg, tuple[str, ...]], Iterable[str | tuple[str, ...]]]] = {
    "legs": lambda leg, _: (leg.id,),
    "modes": lambda leg, _: (leg.mode,),
    "nodes": lambda leg, _: (leg.origin, leg.destination),
    "countries": lambda _, passed: passed,
    "borders": lambda _, passed: (tuple(sorted(pair)) for pair in pairwise(passed)),
    "operators": lambda leg, _: leg.operators,
}


def touched_by(leg: Leg, passed: tuple[str, ...]) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Return what a leg touches that may be closed or avoided: kind and item."""
    return ((kind, item) for kind, items in TOUCHED.items() for item in items(leg, passed))


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """The nodes that are one city to a shipper."""

    id: Id
    name: Text
    nodes: tuple[Id, ...]
    unlocode: Text | None = None
    aliases: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Gateway(Record):
    """A node, and the mode by which a region is left or reached there."""

    node: Id
    mode: Mode


@dataclass(frozen=True, slots=True, kw_only=True)
class Region(Record):
    """The gateways that may stand for a country or a part of the world.

    `inland` is a terminal inside the region from which a route is given beside a border gateway.
    """

    id: Id
    name: Text
    gateways: tuple[Gateway, ...]
    aliases: tuple[Text, ...] = ()
    inland: Id | None = None
    note: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage(Record):
    """One way to belong to a corridor: by any of these legs, nodes, borders or countries."""

    legs: tuple[Id, ...] = ()
    nodes: tuple[Id, ...] = ()
    borders: tuple[Border, ...] = ()
    countries: tuple[Country, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Record):
    """The countries at either end between which a corridor carries freight, in both directions."""

    one_end: tuple[Country, ...]
    other_end: tuple[Country, ...]
    basis: Basis
    rule: Text

    def joins(self, one: Collection[str], other: Collection[str]) -> bool:
        """Return whether some country of one set and some of another are its two ends."""
        ends = (set(self.one_end), set(self.other_end))
        return any(
            not first.isdisjoint(one) and not second.isdisjoint(other)
            for first, second in (ends, ends[::-1])
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Detour(Record):
    """How many times the great circle between its ends a route of a corridor may be long."""

    limit: Number
    basis: Basis
    rule: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Corridor(Record):
    """A named family of routes: through one of its passages, avoiding its countries.

    A route also uses each of `gates`, in this order or its reverse. `by_sea`: once on board it is
    at sea until its last port, and an end that is a seaport is reached by sea. `serves` names the
    ends for which it is offered (without it, all), `detour` how long it may be, `main_line` nodes
    of which most of its traffic passes one.
    """

    id: Id
    name: Text
    through: tuple[Passage, ...]
    label: Text | None = None
    gates: tuple[Passage, ...] = ()
    by_sea: Flag = False
    avoid: tuple[Country, ...] = ()
    serves: tuple[Service, ...] = ()
    detour: Detour | None = None
    main_line: tuple[Id, ...] = ()
    parent: Id | None = None
    status: Text | None = None
    sources: tuple[Id, ...] = ()
    note: Text | None = None

    @property
    def short(self) -> str:
        """The display name."""
        return self.label or self.name

    def joins(self, one: Collection[str], other: Collection[str]) -> bool:
        """Return whether it serves freight between some countries; any, where none are named."""
        return not self.serves or any(item.joins(one, other) for item in self.serves)


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy(Record):
    """A named set of what a shipper will not touch: a choice, with what it rests on."""

    id: Id
    name: Text
    text: Text
    date: PartialDate
    countries: tuple[Country, ...] = ()
    nodes: tuple[Id, ...] = ()
    legs: tuple[Id, ...] = ()
    borders: tuple[Border, ...] = ()
    operators: tuple[Text, ...] = ()
    modes: tuple[Mode, ...] = ()
    sources: tuple[Id, ...] = ()

    @property
    def avoid(self) -> tuple[tuple[str, str | tuple[str, str]], ...]:
        """What it avoids, as kind and item."""
        kinds = ("countries", "nodes", "legs", "borders", "operators", "modes")
        return tuple((kind, item) for kind in kinds for item in getattr(self, kind))


@dataclass(frozen=True, slots=True, kw_only=True)
class NetworkFile(Record):
    """Everything that one network file says."""

    format: Literal["1"]
    name: Text
    version: Text
    as_of: Date
    reference_period: Period = field(default_factory=Period)
    sources: Mapping[Id, Source] = field(default_factory=dict)
    norms: Mapping[Id, Norm] = field(default_factory=dict)
    nodes: Mapping[Id, Node]
    dwell_defaults: tuple[DwellDefault, ...] = ()
    legs: Mapping[Id, Leg]
    places: Mapping[Id, Place] = field(default_factory=dict)
    regions: Mapping[Id, Region] = field(default_factory=dict)
    corridors: Mapping[Id, Corridor] = field(default_factory=dict)
    policies: Mapping[Id, Policy] = field(default_factory=dict)
    advisories: Mapping[Id, Advisory] = field(default_factory=dict)
    journeys: Mapping[Id, Journey] = field(default_factory=dict)
    runs: Mapping[Id, Run] = field(default_factory=dict)
    volumes: Mapping[Id, Volume] = field(default_factory=dict)
    statements: Mapping[Id, Statement] = field(default_factory=dict)
    dependence: Dependence = AS_BUNDLED
    tariffs: Mapping[Id, Tariff] = field(default_factory=dict)
    emission_factors: Mapping[Id, EmissionFactor] = field(default_factory=dict)
    grid_factors: Mapping[Id, GridFactor] = field(default_factory=dict)
    emission_assumptions: Mapping[Id, EmissionAssumption] = field(default_factory=dict)
    exchange_rates: Mapping[Id, ExchangeRate] = field(default_factory=dict)
    equipment: Mapping[Id, Equipment] = field(default_factory=dict)
    inventory_cost: InventoryCost | None = None
    changes: tuple[Change, ...] = ()
    closures: Mapping[Id, Closure] = field(default_factory=dict)
    departures: Mapping[Id, Departures] = field(default_factory=dict)
    backlog: Mapping[Id, Backlog] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for item in fields(self):
            value = getattr(self, item.name)
            if isinstance(value, Mapping):
                object.__setattr__(self, item.name, Frozen(value))
