"""Checks of tariffs and exchange rates."""

from collections.abc import Iterator

from corridor.errors import Finding, Severity, Wording
from corridor.network.fields import LEVELS
from corridor.network.names import at, great_circle
from corridor.network.rates import Price, Tariff
from corridor.reading.checks.facts import Facts, Path, check, odd

PLACES = ("leg", "node", "charge", "origin", "destination")
#: Currencies of about the worth of a dollar, and bounds in them, all estimates: for a box on a way,
#: for what is done at a node, for a kilometre of the great circle of a long way (at the peak of
#: 2021 some 1.6 from Shanghai to Rotterdam).
STRONG = {"USD", "EUR", "GBP", "CHF"}
ON_A_WAY, AT_A_NODE, PER_KM, PER_KM_FROM = (10, 50_000), (1, 5_000), (0.05, 2.0), 2_000
WIDEST_PRICE, LARGER_BOX = 5, 4


@check(Severity.ERROR)
def tariff_without_place(facts: Facts) -> Iterator[Finding]:
    """A tariff does not say which one thing it prices: a leg, a node, or a way between nodes."""
    for path, tariff in facts.of(Tariff):
        leg, node, charge, origin, destination = (bool(getattr(tariff, name)) for name in PLACES)
        is_one = leg + node + origin == 1 and node == charge and origin == destination
        given = [name for name in PLACES if getattr(tariff, name)]
        if not is_one or (tariff.charge == "storage") != (tariff.free_time is not None):
            wording = Wording(
                f"a tariff with {' and '.join(given) or 'no place'}",
                "a leg; or origin and destination; or a node and a charge (storage: with "
                "free_time, and only storage)",
                "write one of these, as in origin: [xian], destination: [duisburg]",
            )
            yield Finding("tariff_without_place", path, wording, on_key=True)


@check(Severity.WARNING)
def undated_price(facts: Facts) -> Iterator[Finding]:
    """A tariff does not say of when its price is."""
    for path, tariff in facts.of(Tariff):
        if tariff.date is None:
            wording = Wording(
                f"{tariff.price.low}, of no date",
                "the year, month or day of the price",
                "add date: 2026-10, or as exactly as it is known",
            )
            yield Finding("undated_price", (*path, "price"), wording)


@check(Severity.ERROR)
def mixed_currency(facts: Facts) -> Iterator[Finding]:
    """Two prices are in currencies between which the exchange rates of the file lead no way."""
    joined = _joined_currencies(facts)
    first: Tariff | None = None
    for path, tariff in facts.of(Tariff):
        first = first or tariff
        price, own = tariff.price, first.price.low.currency
        for money in filter(None, (price.low, price.high, price.typical)):
            if money.currency not in joined.get(own, {own}):
                wording = Wording(
                    f"{money}, and {first.price.low} in the tariff {first.id}",
                    "one currency, or exchange rates that lead from each to the first",
                    f"add under exchange_rates: {{base: {money.currency}, quoted: "
                    f"{own}, rate: ..., date: ...}}",
                )
                related = (("tariffs", first.id, "price"),)
                yield Finding("mixed_currency", (*path, "price"), wording, related=related)
                break


def _joined_currencies(facts: Facts) -> dict[str, set[str]]:
    """Return for each currency all that can be reached from it by exchange rates."""
    joined: dict[str, set[str]] = {}
    for rate in facts.file.exchange_rates.values():
        one, other = (joined.get(name, {name}) for name in (rate.base, rate.quoted))
        whole = one | other
        joined.update(dict.fromkeys(whole, whole))
    return joined


@check(Severity.ERROR)
def price_out_of_order(facts: Facts) -> Iterator[Finding]:
    """The low of a price is above its high, its typical is outside them, or currencies differ."""
    for path, price in facts.of(Price):
        amounts = [price.low, price.typical or price.low, price.high]
        if len({money.currency for money in amounts}) > 1 or amounts != sorted(amounts):
            said = ", ".join(f"{level} {price.at(level)}" for level in LEVELS)
            wording = Wording(
                said, "low <= typical <= high, in one currency", "swap them, or correct one"
            )
            yield Finding("price_out_of_order", path, wording)


def odd_prices(facts: Facts) -> Iterator[Finding]:
    """Yield prices that nobody pays: too high, too low, too wide, or out of proportion."""
    siblings: dict[object, dict[str, Tariff]] = {}
    for path, tariff in facts.of(Tariff):
        where, price = (*path, "price"), tariff.price
        ways = (tariff.leg, tariff.node, tariff.charge, tariff.origin, tariff.destination)
        rest = (*ways, tariff.date, tariff.corridors, tariff.modes, price.low.currency)
        siblings.setdefault(rest, {})[tariff.equipment] = tariff
        if len({price.low.currency, price.high.currency}) > 1:
            continue
        if price.high.cents > WIDEST_PRICE * price.low.cents:
            yield odd(where, f"{price.low} to {price.high}", f"at most {WIDEST_PRICE} times low")
        elif price.low.currency in STRONG:
            yield from _odd_amount(facts, where, tariff)
    for boxes in siblings.values():
        small, large = boxes.get("20ft"), boxes.get("40ft")
        if small and large and small.price.low.currency == large.price.low.currency:
            cents = small.price.low.cents, large.price.low.cents
            if not cents[0] <= cents[1] <= LARGER_BOX * cents[0]:
                found = f"{small.price.low} for 20ft and {large.price.low} for 40ft"
                expected = f"for 40ft as much to {LARGER_BOX} times as much as for 20ft"
                related: tuple[Path, ...] = (("tariffs", small.id, "price"),)
                yield odd(("tariffs", large.id, "price"), found, expected, related=related)


def _odd_amount(facts: Facts, where: Path, tariff: Tariff) -> Iterator[Finding]:
    price = tariff.price
    low, high = price.low.cents / 100, price.high.cents / 100
    least, most = AT_A_NODE if tariff.node else ON_A_WAY
    if not (least <= low and high <= most):
        yield odd(where, f"{price.low} to {price.high}", f"{least:,} to {most:,} for a box")
        return
    nodes = facts.file.nodes
    ways = [
        great_circle(at(nodes[one]), at(nodes[other]))
        for one in tariff.origin
        for other in tariff.destination
        if one in nodes and other in nodes
    ]
    least_km, most_km = PER_KM
    if ways and min(ways) >= PER_KM_FROM:
        paid = low / max(ways), high / min(ways)
        if paid[0] < least_km or paid[1] > most_km:
            found = f"{price.low} to {price.high} over {min(ways):,.0f} km of great circle"
            expected = f"{least_km:g} to {most_km:g} {price.low.currency} a km"
            yield odd(where, found, expected)
