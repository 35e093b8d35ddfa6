"""A shipment in a network: its defaults filled in, its limits held, its money converted."""

from dataclasses import dataclass
from fractions import Fraction

from corridor.errors import ShipmentError
from corridor.money import Money
from corridor.network.estimates import Source
from corridor.network.network import Memory, Network
from corridor.network.rates import Equipment, ExchangeRate
from corridor.routes.shipment import Shipment
from corridor.units import Mass

YEAR = 365 * 86_400
DAY = 86_400
WHOLE = 10_000


@dataclass(frozen=True, slots=True)
class Terms:
    """What a network adds to a shipment.

    Attributes
    ----------
    shipment
        As it was asked.
    grams, teu
        The cargo's mass and the space, of all boxes.
    price_date
        Prices after it are not used.
    oldest
        Prices before it are historic; none where every age is allowed.
    holding, worth
        What a second costs: of the cargo's value; by the value of time. In cents.
    defaults
        What was not stated, with its value and on what it rests.
    """

    shipment: Shipment
    grams: int
    teu: Fraction
    price_date: str
    oldest: str | None
    holding: Fraction
    worth: Fraction | None
    defaults: tuple[tuple[str, str], ...]

    def time_value(self, seconds: int) -> int:
        """Return what a time is worth [cents]: by the value of time, else in inventory."""
        return nearest((self.worth or self.holding) * seconds)

    def time_cost(self, seconds: int) -> int:
        """Return what a time costs in inventory [cents]."""
        return nearest(self.holding * seconds)


def nearest(value: Fraction) -> int:
    """Return the nearest whole number; halves go up."""
    return (2 * value.numerator + value.denominator) // (2 * value.denominator)


_TERMS = Memory[Shipment, Terms]("terms")


def terms_of(net: Network, shipment: Shipment) -> Terms:
    """Return a shipment's terms in a network, made once.

    Raises
    ------
    ShipmentError
        When the mass is over the limit of the box, the file does not know the box or what goods
        cost in a year, or has no rate between two currencies.
    """
    memory = net.memory(_TERMS)
    if shipment not in memory:
        memory[shipment] = _terms(net, shipment)
    return memory[shipment]


def _terms(net: Network, shipment: Shipment) -> Terms:
    box = net.file.equipment.get(shipment.equipment)
    if box is None:
        raise ShipmentError(
            f"the network file does not say what a {shipment.equipment} box is; "
            f"add under equipment: {shipment.equipment}, or begin the file with extends: bundled"
        )
    defaults = []
    mass = shipment.cargo_mass
    if mass is None:
        mass = box.cargo_mass.value
        defaults.append(("cargo mass", f"{mass} in each box: {_rests(box)}"))
    _check_mass(mass, box)
    day = str(net.date or net.as_of)
    if shipment.price_date is None:
        defaults.append(("price date", f"{day}: later prices are not used"))
    price_date = shipment.price_date or day
    holding = Fraction(0)
    if shipment.cargo_value:
        value = converted(net, shipment.cargo_value, shipment.currency, price_date)
        share = shipment.inventory_cost
        if share is None:
            share, words = _inventory(net)
            defaults.append(("inventory", words))
        holding = Fraction(value * shipment.quantity * share, WHOLE * YEAR)
    worth = None
    if shipment.value_of_time:
        worth = Fraction(converted(net, shipment.value_of_time, shipment.currency, price_date), DAY)
    return Terms(
        shipment,
        int(mass) * shipment.quantity,
        Fraction(str(box.teu)) * shipment.quantity,
        price_date,
        _months_before(price_date, shipment.max_price_age),
        holding,
        worth,
        tuple(defaults),
    )


def _months_before(date: str, months: int | None) -> str | None:
    """Return the date so many months before another, as exactly as that is known."""
    if months is None:
        return None
    whole = int(date[:4]) * 12 + int(date[5:7] or 12) - 1 - months
    return f"{whole // 12:04}-{whole % 12 + 1:02}{date[7:]}"[: max(len(date), 4)]


def _check_mass(mass: Mass, box: Equipment) -> None:
    limit = box.most_cargo
    if mass > limit.value:
        raise ShipmentError(
            f"cargo_mass is {mass} in a {box.id} box, which may hold {limit.value}: "
            f"{_cited(limit.rule, limit.sources)}\n  use more boxes, with less in each"
        )


def _rests(box: Equipment) -> str:
    return _cited(box.cargo_mass.rule, box.cargo_mass.sources)


def _cited(rule: str | None, sources: tuple[str, ...]) -> str:
    cited = ", ".join(sources)
    return f"{rule} [{cited}]" if rule and cited else rule or f"[{cited}]"


def _inventory(net: Network) -> tuple[int, str]:
    cost = net.file.inventory_cost
    if cost is None:
        raise ShipmentError(
            "the shipment has a value, and the network file does not say what goods on the way "
            'cost; say inventory_cost="25 %" (of the value, in a year), or leave cargo_value out'
        )
    words = f"{cost.per_year / 100:g} % of the value in a year: "
    return cost.per_year, words + _cited(cost.rule, cost.sources)


def converted(net: Network, money: Money, currency: str, price_date: str) -> int:
    """Return an amount in cents of a currency, by the latest rates that are not after a date.

    Without a rate between the two, by as few others as possible.
    """
    worth, given = Fraction(money.cents), money.currency
    chain = chain_of_rates(net, given, currency, price_date)
    if chain is None:
        raise ShipmentError(
            f"{money} is to be given in {currency}, and the file has no exchange rate between the "
            f"two up to {price_date}\n  add one under exchange_rates: {{base: {money.currency}, "
            f"quoted: {currency}, rate: ..., date: ...}}, or ask in {money.currency}"
        )
    for rate in chain:
        worth *= _factor(rate, given)
        given = ({rate.base, rate.quoted} - {given}).pop()
    return nearest(worth)


Chain = tuple[ExchangeRate, ...]
_CHAINS = Memory[tuple[str, str, str], Chain | None]("chains of rates")


def chain_of_rates(net: Network, given: str, wanted: str, price_date: str) -> Chain | None:
    """Return the rates that lead from a currency to another, the fewest; none where none do."""
    memory = net.memory(_CHAINS)
    key = (given, wanted, price_date)
    if key not in memory:
        memory[key] = _chain(net, given, wanted, price_date)
    return memory[key]


def _chain(net: Network, given: str, wanted: str, price_date: str) -> Chain | None:
    chains: dict[str, Chain] = {given: ()}
    todo = [given]
    for currency in todo:
        if currency == wanted:
            return chains[currency]
        for other, rate in _latest_rates(net, currency, price_date).items():
            if other not in chains:
                chains[other] = (*chains[currency], rate)
                todo.append(other)
    return None


def _latest_rates(net: Network, given: str, price_date: str) -> dict[str, ExchangeRate]:
    """Return the latest rate, not after a date, between a currency and each that it has one to."""
    rates = net.file.exchange_rates.values()
    known = [
        (({rate.base, rate.quoted} - {given}).pop(), rate)
        for rate in sorted(rates, key=lambda rate: (rate.date, rate.id))
        if given in {rate.base, rate.quoted}
        and rate.base != rate.quoted
        and not_after(rate.date.isoformat(), price_date)
    ]
    return dict(sorted(known, key=lambda pair: pair[0]))


def _factor(rate: ExchangeRate, given: str) -> Fraction:
    value = Fraction(str(rate.rate))
    return value if rate.base == given else 1 / value


def not_after(date: str, limit: str) -> bool:
    """Return whether a date is not after another; either may be a year or month only."""
    known = min(len(date), len(limit))
    return date[:known] <= limit[:known]


def sources_of(net: Network, ids: tuple[str, ...]) -> tuple[Source, ...]:
    """Return sources by id, each once."""
    return tuple(net.sources[item] for item in dict.fromkeys(ids))
