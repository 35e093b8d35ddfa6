"""Break-even values of time, cargo and tariffs: where another route becomes the cheaper one."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from corridor.frozen import dataclass
from corridor.money import Money
from corridor.network.network import Network
from corridor.network.rates import TIME_CHARGES, Price
from corridor.routes.costs.cost import Cost
from corridor.routes.route import Route
from corridor.routes.shipment import Shipment
from corridor.routing.build_route import path_of
from corridor.routing.costs.pricing import cost_along
from corridor.routing.costs.resolved_shipment import DAY, YEAR, nearest, terms_of


@dataclass(frozen=True, slots=True)
class TippingPoint:
    """The value at which two routes cost the same, freight and time together.

    Attributes
    ----------
    what
        value_of_time (of a day, for the whole shipment), cargo_value (in each box), or tariff.
    id
        Of the tariff; else empty.
    now
        What it is; none where the shipment does not state it.
    value
        What it would have to be.
    better
        Which route is the better one above it: 1 the first, 2 the second.
    """

    what: str
    id: str
    now: Money | None
    value: Money
    better: int

    def __str__(self) -> str:
        words = {
            "value_of_time": "a day is worth",
            "cargo_value": "the goods in each box are worth",
            "tariff": f"the tariff {self.id} is",
        }
        which = "first" if self.better == 1 else "second"
        now = f" (now {self.now})" if self.now else ""
        return f"the {which} is the better one where {words[self.what]} more than {self.value}{now}"


def tipping_points(net: Network, route: Route, versus: Route) -> tuple[TippingPoint, ...]:
    """Return what would turn the ranking of two routes in money, each confirmed by applying it.

    Nothing where a part of either has no price. Money is freight and what the time is worth: by the
    shipment's value of time, else in inventory.
    """
    first, second, shipment = route.cost, versus.cost, route.request.shipment
    if not (first and second and shipment) or not _are_comparable(first, second):
        return ()
    level = route.request.level
    slower = int(versus.transit_time.at(level) - route.transit_time.at(level))
    found = [*_by_worth(net, first, second, slower), *_by_tariff(net, first, second)]
    return tuple(point for point in found if _confirmed(net, route, versus, shipment, point))


def _are_comparable(first: Cost, second: Cost) -> bool:
    """Return whether two costs have all their prices, and are of one shipment."""
    return first.is_complete and second.is_complete and first.shipment == second.shipment


def _by_worth(net: Network, first: Cost, second: Cost, slower: int) -> Iterator[TippingPoint]:
    """Yield the value of a day, then of the cargo, at which the time saved pays for the freight."""
    shipment, currency = first.shipment, first.shipment.currency
    dearer = second.freight.cents - first.freight.cents
    if dearer * slower >= 0:
        return
    better = 1 if slower > 0 else 2
    each_second = Fraction(-dearer, slower)
    value = Money(nearest(each_second * DAY), currency)
    yield TippingPoint("value_of_time", "", shipment.value_of_time, value, better)
    share = shipment.inventory_cost
    if share is None and net.file.inventory_cost:
        share = net.file.inventory_cost.per_year
    if share and not shipment.value_of_time:
        each = each_second * YEAR * 10_000 / (share * shipment.quantity)
        cargo = Money(nearest(each), currency)
        yield TippingPoint("cargo_value", "", shipment.cargo_value, cargo, better)


def _by_tariff(net: Network, first: Cost, second: Cost) -> Iterator[TippingPoint]:
    """Yield the price of each tariff that only one of two routes pays."""
    if first.shipment.price_index:
        return  # what the tariff says is not what is paid
    uses: Counter[str] = Counter()
    for cost, sign in ((first, 1), (second, -1)):
        for tariff, charges in cost.sections():
            if tariff and tariff.is_plain and charges[0].kind not in TIME_CHARGES:
                uses[tariff.id] += sign
    dearer = second.generalised.cents - first.generalised.cents
    terms = terms_of(net, first.shipment)
    for key, count in uses.items():
        if not count:
            continue
        price = net.file.tariffs[key].price.at(first.level)
        if price.currency != terms.shipment.currency:
            continue
        value = price.cents + nearest(Fraction(dearer, count * first.shipment.quantity))
        if value >= 0:
            better = 2 if count > 0 else 1
            yield TippingPoint("tariff", key, price, Money(value, price.currency), better)


def _confirmed(
    net: Network, route: Route, versus: Route, shipment: Shipment, point: TippingPoint
) -> bool:
    """Return whether applying a value, a little to either side, turns the ranking."""
    paths = [path_of(net, item) for item in (route, versus)]
    level = route.request.level
    signs = []
    for side in (-1, 1):
        money = Money(max(0, point.value.cents + side * _little(point.value)), point.value.currency)
        seen, box = _applied(net, shipment, point, money)
        one, other = (cost_along(seen, path, box, level).generalised.cents for path in paths)
        signs.append((one > other) - (one < other))
    return signs == ([1, -1] if point.better == 1 else [-1, 1])


def _little(value: Money) -> int:
    """Return a thousandth of a value, one unit of the currency at least."""
    return max(100, value.cents // 1000)


def _applied(
    net: Network, shipment: Shipment, point: TippingPoint, money: Money
) -> tuple[Network, Shipment]:
    """Return the network and the shipment with another value of time, cargo value or tariff."""
    if point.what == "tariff":
        tariff = net.file.tariffs[point.id]
        price = Price(money, money, money)
        tariffs = {**net.file.tariffs, point.id: replace(tariff, price=price)}
        return net.with_file(replace(net.file, tariffs=tariffs)), shipment
    return net, shipment.with_values(**{point.what: money})
