"""Checks of tariffs, exchange rates and emission factors."""

from collections.abc import Iterator

from corridor.errors import Finding, Severity, Wording
from corridor.network.fields import LEVELS
from corridor.network.rates import EmissionFactor, Price, Tariff
from corridor.reading.checks.facts import Facts, check

PLACES = ("leg", "node", "charge", "origin", "destination")


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
    """Two prices are in currencies between which the file has no exchange rate."""
    joined = {frozenset((rate.base, rate.quoted)) for rate in facts.file.exchange_rates.values()}
    first: Tariff | None = None
    for path, tariff in facts.of(Tariff):
        first = first or tariff
        price = tariff.price
        for money in filter(None, (price.low, price.high, price.typical)):
            pair = frozenset((money.currency, first.price.low.currency))
            if len(pair) > 1 and pair not in joined:
                wording = Wording(
                    f"{money}, and {first.price.low} in the tariff {first.id}",
                    "one currency, or an exchange rate between each and the first",
                    f"add under exchange_rates: {{base: {money.currency}, quoted: "
                    f"{first.price.low.currency}, rate: ..., date: ...}}",
                )
                related = (("tariffs", first.id, "price"),)
                yield Finding("mixed_currency", (*path, "price"), wording, related=related)
                break


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


@check(Severity.ERROR)
def ambiguous_factor(facts: Facts) -> Iterator[Finding]:
    """Two emission factors are for the same leg, mode or transfer."""
    taken: dict[tuple[str, str], str] = {}
    for path, factor in facts.of(EmissionFactor):
        for kind in ("legs", "modes", "transfers"):
            for item in getattr(factor, kind):
                other = taken.setdefault((kind, item), factor.id)
                if other != factor.id:
                    wording = Wording(
                        f"{item}, which {other} is for too",
                        "one factor for each leg, mode and transfer",
                        "remove it from one of the two",
                    )
                    related = (("emission_factors", other),)
                    yield Finding("ambiguous_factor", (*path, kind), wording, related=related)
