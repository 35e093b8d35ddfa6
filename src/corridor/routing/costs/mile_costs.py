"""First and last miles priced by road rates of the file, and weighed by its road factors."""

from collections.abc import Iterable

from corridor.network.estimates import Estimate, Length
from corridor.network.model import Leg
from corridor.network.modes import LAST_RESORT
from corridor.network.names import Mile
from corridor.network.network import Memory, Network
from corridor.routes.costs.cost import Charge
from corridor.routes.costs.emissions import Emission
from corridor.routes.costs.mile_cost import MileCost
from corridor.routes.shipment import Shipment
from corridor.routing.costs.emission_factors import factor_book
from corridor.routing.costs.emissions import emission_of
from corridor.routing.costs.price_book import rule_for
from corridor.routing.costs.resolved_shipment import terms_of
from corridor.routing.costs.tariff_quotes import quote

(ROAD,) = LAST_RESORT
_COSTS = Memory[tuple[Mile, Shipment], MileCost]("costs of miles")


def mile_costs(
    net: Network, miles: Iterable[tuple[str, Mile]], shipment: Shipment
) -> tuple[MileCost, ...]:
    """Return what each mile costs and emits."""
    return tuple(_cost(net, mile, shipment)._replace(name=name) for name, mile in miles)


def added(net: Network, miles: Iterable[Mile], shipment: Shipment, level: int) -> tuple[int, int]:
    """Return the cents and grams of miles, as far as they are known."""
    found = [_cost(net, mile, shipment) for mile in miles]
    cents = sum(item.charge.cents[level] for item in found if item.charge)
    return cents, sum(item.emission.wtw or 0 for item in found if item.emission)


def _cost(net: Network, mile: Mile, shipment: Shipment) -> MileCost:
    memory = net.memory(_COSTS)
    if (mile, shipment) not in memory:
        leg = _leg(mile)
        memory[mile, shipment] = MileCost(
            "",
            shipment.currency,
            _charge(net, mile, leg, shipment),
            _emission(net, leg, shipment),
        )
    return memory[mile, shipment]


def _leg(mile: Mile) -> Leg:
    return Leg(
        id=f"mile-{mile.node}",
        origin=mile.node,
        destination=mile.node,
        mode=ROAD,
        distance=Length(mile.distance, "estimated", rule=mile.rule),
        transit_time=Estimate(
            mile.time.low, mile.time.typical, mile.time.high, "estimated", rule=mile.rule
        ),
    )


def _charge(net: Network, mile: Mile, leg: Leg, shipment: Shipment) -> Charge | None:
    """Return the price by the road rule that counts; a rate of a leg or route is for it alone."""
    terms = terms_of(net, shipment)
    countries = tuple(dict.fromkeys((mile.country, net.nodes[mile.node].country)))
    rule = rule_for(net, terms, leg, countries)
    if rule is None:
        return None
    found = quote(net, terms, rule, int(mile.distance))
    label = f"{mile.place} - {mile.terminal} by {ROAD}"
    return Charge("haulage", leg.id, label, found.cents, rule.basis, rule, found.stated)


def _emission(net: Network, leg: Leg, shipment: Shipment) -> Emission | None:
    found = emission_of(factor_book(net), leg, terms_of(net, shipment))
    return found if found and found.wtw is not None else None
