"""What is asked: places, constraints and objective, checked and put into one frozen value."""

import datetime
from collections.abc import Collection, Iterable, Iterator
from dataclasses import KW_ONLY
from itertools import pairwise
from typing import Literal

from corridor.errors import QuantityError, SamePlaceError, ShipmentError, quote
from corridor.frozen import dataclass
from corridor.money import Money, read_money
from corridor.network.fields import LEVELS, Level
from corridor.network.modes import MODES
from corridor.network.names import Endpoint
from corridor.printing.shown import Brief
from corridor.routes.objectives import BY_TIME, OBJECTIVES, Objective
from corridor.routes.shipment import Shipment
from corridor.signatures import suggest_arguments
from corridor.units import Duration, Mass, read
from corridor.user_values import of_numpy, one_of, quantity, several, shown, whole_number

Distinct = Literal["passage", "corridor", "legs"]
#: The first is what routes differ in unless something else is asked for.
DISTINCT: tuple[Distinct, ...] = ("passage", "corridor", "legs")
KINDS = ("countries", "nodes", "legs", "borders", "operators", "modes")

Border = tuple[str, str]
Item = str | Border


def border(pair: str | Border) -> Border:
    """Return two countries as a border, in the order of the alphabet.

    Raises
    ------
    QuantityError
        When they are not two.
    """
    parts = pair.split("-") if isinstance(pair, str) else several(pair, "a border")
    if len(parts) != 2 or not all(isinstance(part, str) for part in parts):
        raise QuantityError(f"{quote(str(pair))} is not a border; write two countries, as in PL-BY")
    return min(parts), max(parts)


def _text(item: object, kind: str) -> str:
    if isinstance(item, str):
        return item
    raise QuantityError(f"{kind} has {shown(item)}; write each of them as a text")


@dataclass(frozen=True, slots=True, init=False)
class _Items(Brief):
    """Sets of what a route can touch."""

    countries: frozenset[str] = frozenset()
    nodes: frozenset[str] = frozenset()
    legs: frozenset[str] = frozenset()
    borders: frozenset[Border] = frozenset()
    operators: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()

    @suggest_arguments
    def __init__(
        self,
        *,
        countries: Collection[str] = (),
        nodes: Collection[str] = (),
        legs: Collection[str] = (),
        borders: Collection[str | Border] = (),
        operators: Collection[str] = (),
        modes: Collection[str] = (),
    ) -> None:
        given = (countries, nodes, legs, borders, operators, modes)
        for kind, values in zip(KINDS, given, strict=True):
            if isinstance(values, str):
                raise QuantityError(f"{kind} is a set of texts: write {{{values!r}}}")
            listed = several(values, kind)
            items = [border(item) if kind == "borders" else _text(item, kind) for item in listed]
            object.__setattr__(self, kind, frozenset(items))

    def __iter__(self) -> Iterator[tuple[str, Item]]:
        for kind in KINDS:
            for item in sorted(getattr(self, kind)):
                yield kind, item

    def __bool__(self) -> bool:
        return any(getattr(self, kind) for kind in KINDS)


class Avoid(_Items):
    """What a route must not touch.

    Parameters
    ----------
    countries
        ISO 3166 codes; no leg may enter them.
    nodes, legs
        Ids of nodes and legs to avoid.
    borders
        Pairs of countries, as ``("PL", "BY")`` or ``"PL-BY"``; not to be crossed either way.
    operators, modes
        Operators as the file names them, and modes, not to be used.

    >>> import corridor as co
    >>> sorted(co.Avoid(countries={"RU"}, borders={"PL-BY"}))
    [('borders', ('BY', 'PL')), ('countries', 'RU')]
    """

    __slots__ = ()


class Require(_Items):
    """What a route must touch: each item at least once.

    Parameters
    ----------
    countries, nodes, legs, borders, operators, modes
        As for `Avoid`.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> route = co.find_route(net, "Xi'an", "Duisburg", require=co.Require(countries={"GE"}))
    >>> "GE" in route.countries
    True
    """

    __slots__ = ()


NOTHING_AVOIDED = Avoid()
NOTHING_REQUIRED = Require()


@dataclass(frozen=True, slots=True)
class Request:
    """A question to the network, with every name resolved."""

    points: tuple[Endpoint, ...]
    _: KW_ONLY
    by: Objective = BY_TIME
    level: Level = "typical"
    corridor: str | None = None
    modes: frozenset[str] | None = None
    avoid: Avoid = NOTHING_AVOIDED
    require: Require = NOTHING_REQUIRED
    policies: tuple[str, ...] = ()
    max_time: Duration | None = None
    max_transfers: int | None = None
    max_gauge_breaks: int | None = None
    shipment: Shipment | None = None
    max_cost: Money | None = None
    max_emissions: Mass | None = None
    depart: datetime.datetime | None = None
    #: Corridors that do not serve these points; a search does not go through them.
    unserved_by: tuple[str, ...] = ()

    @property
    def is_weighed(self) -> bool:
        """Return whether more than times and counts is looked at in the search."""
        plain = self.by == BY_TIME and self.max_cost is None and self.max_emissions is None
        return not plain

    @property
    def needs_prices(self) -> bool:
        """Return whether only routes with a price for every part take part."""
        return OBJECTIVES[self.by].is_priced or self.max_cost is not None

    @property
    def needs_factors(self) -> bool:
        """Return whether only routes with an emission factor for every part take part."""
        return OBJECTIVES[self.by].needs_factors or self.max_emissions is not None

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
    if len(chain) < 2:
        alone = chain[0].name if chain else "nothing"
        raise QuantityError(f'{alone} is no chain of places; write two, as in "Xi\'an > Istanbul"')
    for one, other in pairwise(chain):
        if one.ref == other.ref:
            raise SamePlaceError(f"{one.name} is listed twice in a row: a route needs two places")
        if not may_follow(one, other):
            shared = ", ".join(sorted(one.nodes & other.nodes))
            raise SamePlaceError(
                f"{one.name} and {other.name} share {shared}: a route needs two places"
            )
        for region, place in ((one, other), (other, one)):
            if region.holds and region.holds.issuperset(place.home):
                raise SamePlaceError(
                    f"{place.name} lies in {region.name}: a route needs two places; for one inside "
                    f"{region.name} name the terminal where it begins or ends"
                )
    return chain


def may_follow(one: Endpoint, other: Endpoint) -> bool:
    """Return whether one point can follow another: by terminals that they do not share."""
    between = bool(one.miles or other.miles) and len(one.nodes | other.nodes) > 1
    return between or not one.nodes & other.nodes


def check_modes(modes: Iterable[str] | None) -> frozenset[str] | None:
    """Return modes as a set; none given means those that a search takes by default."""
    if modes is None:
        return None
    return frozenset(one_of(mode, MODES, "a mode") for mode in several(modes, "modes"))


def check_level(level: str) -> Level:
    """Return the level if it is one."""
    return one_of(level, LEVELS, "level")  # type: ignore[return-value]


def check_count(value: int | None, name: str) -> int | None:
    """Return a whole number that is not negative, or none."""
    return None if value is None else whole_number(value, name, 0)


def check_time(time: "str | Duration | None") -> Duration | None:
    """Return the most time that a route may take, from a text such as ``25 days``."""
    return quantity(time, "max_time", Duration, lambda text: Duration(read(text, "time")))


def check_depart(value: "str | datetime.date | None") -> datetime.datetime | None:
    """Return the moment of departure from a date, with or without an hour; midnight without.

    Raises
    ------
    QuantityError
        When it is no date, or has a zone.
    """
    given = value
    value = of_numpy(value)
    if given is None:
        return None
    expected = "it must be a day, as in 2027-03-03, or a day and an hour, as in 2027-03-03 14:00"
    if isinstance(value, str):
        try:
            value = datetime.datetime.fromisoformat(value)
        except ValueError:
            raise QuantityError(f"depart is {quote(str(value))}; {expected}") from None
    if not _is_day(value):
        raise QuantityError(f"depart is {shown(given)}; {expected}")
    if not isinstance(value, datetime.datetime):
        return datetime.datetime.combine(value, datetime.time())
    if value.tzinfo is not None:
        raise QuantityError(
            f"depart is {value.isoformat()}, with a time zone; days are those of the place: "
            "write it without the zone"
        )
    return datetime.datetime.combine(value.date(), value.time().replace(microsecond=0))


def _is_day(value: object) -> bool:
    """Return whether a value is a day; pandas.NaT is of the type, and not equal to itself."""
    return isinstance(value, datetime.date) and value == value  # noqa: PLR0124


def refuse_depart(request: Request, what: str) -> None:
    """Refuse a day of departure where an answer cannot see it.

    Raises
    ------
    QuantityError
        When the request has one.
    """
    if request.depart is not None:
        raise QuantityError(
            f"{what} does not look at the day of departure: leave depart out, or ask of the "
            "network of a day, with as_of or --as-of"
        )


def check_budget(value: "str | Money | None") -> Money | None:
    """Return the most that a route may cost, from a text such as ``9000 USD``."""
    return quantity(value, "max_cost", Money, read_money)


def check_mass(value: "str | Mass | None") -> Mass | None:
    """Return the most that a route may emit, from a text such as ``4 t``."""
    return quantity(value, "max_emissions", Mass, lambda text: Mass(read(text, "mass")))


def check_shipment(request: Request) -> Request:
    """Return a request that has the shipment which its objective or budget is about.

    Raises
    ------
    ShipmentError
        When it has none, or nothing to weigh time with.
    """
    shipment, objective = request.shipment, OBJECTIVES[request.by]
    if shipment is None and (request.needs_prices or objective.needs_shipment):
        raise ShipmentError(
            f"{'by=' + quote(request.by) if objective.needs_shipment else 'a budget'} needs "
            'a shipment: shipment=Shipment(equipment="40ft"), or --equipment 40ft'
        )
    if shipment is None and request.max_emissions is not None:
        raise ShipmentError(
            'max_emissions needs a shipment: shipment=Shipment(equipment="40ft"), or '
            "--equipment 40ft"
        )
    no_worth = shipment and not shipment.value_of_time and not shipment.cargo_value
    if objective.weighs_time and no_worth:
        raise ShipmentError(
            f'by="{request.by}" weighs time with money: the shipment needs value_of_time="200 USD" '
            '(a day, for the whole shipment) or cargo_value="50000 USD" (in each box)'
        )
    if request.max_cost and shipment and request.max_cost.currency != shipment.currency:
        raise ShipmentError(
            f"max_cost is {request.max_cost}, and the shipment is reckoned in "
            f"{shipment.currency}; give both in one currency"
        )
    return request
