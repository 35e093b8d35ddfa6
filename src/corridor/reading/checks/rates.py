"""Checks of tariffs and exchange rates."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from itertools import pairwise

from corridor.errors import Finding, Severity, Wording
from corridor.network.fields import LEVELS
from corridor.network.model import countries_of
from corridor.network.names import at, great_circle
from corridor.network.offers.conditions import borders_by_node, fits_leg, fits_stop
from corridor.network.offers.shared_offers import sharing_corridors
from corridor.network.rates import (
    ANY_BOX,
    BOXES,
    LEG_CONDITIONS,
    PER_DISTANCE,
    STOP_CONDITIONS,
    TIME_CHARGES,
    Price,
    Tariff,
)
from corridor.reading.checks.facts import Facts, Path, check, odd
from corridor.units import Mass

PLACES = ("leg", "node", "charge", "origin", "destination")
#: Currencies of about the worth of a dollar, and bounds in them, all estimates: for a box on a
#: route, for what is done at a node, for a kilometre of the great circle of a long route (at the
#: peak of 2021 some 1.6 from Shanghai to Rotterdam).
STRONG = {"USD", "EUR", "GBP", "CHF"}
ON_A_WAY, AT_A_NODE, PER_KM, PER_KM_FROM = (10, 50_000), (1, 5_000), (0.05, 2.0), 2_000
WIDEST_PRICE, LARGER_BOX = 5, 4
#: Grams of a box or wagon at which a tariff may change, an estimate.
MASSES = (1_000_000, 150_000_000)


@check(Severity.ERROR)
def tariff_without_place(facts: Facts) -> Iterator[Finding]:
    """A tariff names neither one leg, node or route between nodes, nor conditions of a rule."""
    for path, tariff in facts.of(Tariff):
        leg, node, charge, origin, destination = (bool(getattr(tariff, name)) for name in PLACES)
        if leg + node + origin:
            is_one = leg + node + origin == 1 and node == charge and origin == destination
        else:
            named = any(getattr(tariff, name) for name in LEG_CONDITIONS)
            is_one = not destination and (charge or named)
        given = [name for name in PLACES if getattr(tariff, name)]
        timed = tariff.charge in TIME_CHARGES
        if not is_one or timed != (tariff.free_time is not None):
            wording = Wording(
                f"a tariff with {' and '.join(given) or 'no place'}",
                "a leg; or origin and destination; or a node and a charge; or a rule: modes, "
                "countries, operators or legs, or a charge alone (storage, demurrage and "
                "detention: with free_time, and only these)",
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


@check(Severity.WARNING)
def mixed_currency(facts: Facts) -> Iterator[Finding]:
    """Two prices are in currencies between which the exchange rates of the file do not convert."""
    joined = _joined_currencies(facts)
    first: Tariff | None = None
    for path, tariff in facts.of(Tariff):
        first = first or tariff
        price, own = tariff.price, first.price.low.currency
        for money in filter(None, (price.low, price.high, price.typical)):
            if money.currency not in joined.get(own, {own}):
                wording = Wording(
                    f"{money}, and {first.price.low} in the tariff {first.id}",
                    "exchange rates that lead from each currency to the first; without, the price "
                    "is shown in its own currency and is in no total of another",
                    f"add under exchange_rates: {{base: {money.currency}, quoted: {own}, "
                    f'rate: ..., date: ...}}, or ask with --rate "{money.currency}/{own} ..."',
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
        yield from _odd_masses(path, tariff)
        spans = (tariff.leg, tariff.node, tariff.charge, tariff.origin, tariff.destination)
        if not tariff.is_plain or tariff.is_rule:
            continue
        rest = (*spans, tariff.date, tariff.corridors, tariff.modes, price.low.currency)
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


def _odd_masses(path: Path, tariff: Tariff) -> Iterator[Finding]:
    least, most = MASSES
    for name in ("mass_above", "mass_up_to"):
        mass = getattr(tariff, name)
        if mass is not None and not least <= mass <= most:
            yield odd((*path, name), f"{Mass(mass)}", f"{Mass(least)} to {Mass(most)}, of one box")


def _odd_amount(facts: Facts, where: Path, tariff: Tariff) -> Iterator[Finding]:
    price = tariff.price
    low, high = price.low.cents / 100, price.high.cents / 100
    least, most = AT_A_NODE if tariff.node else ON_A_WAY
    if not (least <= low and high <= most):
        yield odd(where, f"{price.low} to {price.high}", f"{least:,} to {most:,} for a box")
        return
    nodes = facts.file.nodes
    spans = [
        great_circle(at(nodes[one]), at(nodes[other]))
        for one in tariff.origin
        for other in tariff.destination
        if one in nodes and other in nodes
    ]
    least_km, most_km = PER_KM
    if spans and min(spans) >= PER_KM_FROM:
        paid = low / max(spans), high / min(spans)
        if paid[0] < least_km or paid[1] > most_km:
            found = f"{price.low} to {price.high} over {min(spans):,.0f} km of great circle"
            expected = f"{least_km:g} to {most_km:g} {price.low.currency} a km"
            yield odd(where, found, expected)


Subject = tuple[object, ...]


@check(Severity.ERROR)
def unfit_rate(facts: Facts) -> Iterator[Finding]:
    """A tariff has a unit, a belt, a bound or a condition that does not go with its others."""
    for path, tariff in facts.of(Tariff):
        for field, *words in _unfit(tariff):
            yield Finding("unfit_rate", (*path, field), Wording(*words))


def _unfit(tariff: Tariff) -> Iterator[tuple[str, str, str, str]]:
    """Yield each field at fault, what was found, what was expected, and how to fix it."""
    yield from _unfit_distance(tariff)
    yield from _unfit_bounds(tariff)
    if tariff.node_kind and (tariff.node or not tariff.charge):
        found = "node_kind beside a node" if tariff.node else "node_kind without a charge"
        yield "node_kind", found, "node_kind in a rule for stops", "give charge, and no node"
    yield from _unfit_time(tariff)
    of_leg = (name for name in LEG_CONDITIONS if getattr(tariff, name))
    for name in of_leg:
        bound_end = tariff.origin and name == "modes"
        at_leg = tariff.leg and name == "modes"
        at_stop = tariff.is_rule and tariff.charge and name in STOP_CONDITIONS
        of_carrier = tariff.charge in TIME_CHARGES and name == "operators"
        is_leg_rule = tariff.is_rule and not tariff.charge
        if not (bound_end or at_leg or at_stop or of_carrier or is_leg_rule):
            what = "a charge" if tariff.charge else "a leg or ends"
            expected = f"{name} in a rule for legs, without charge, leg, origin and destination"
            yield name, f"{name} beside {what}", expected, f"remove {name}, or {what}"


def _unfit_distance(tariff: Tariff) -> Iterator[tuple[str, str, str, str]]:
    has_distance = tariff.leg or (tariff.is_rule and not tariff.charge)
    if has_distance:
        ends = [int(belt.up_to) for belt in tariff.belts]
        if any(one >= other for one, other in pairwise(ends)):
            found = "belts up to " + ", ".join(str(belt.up_to) for belt in tariff.belts)
            yield "belts", found, "the shortest belt first, each longer", "sort them by up_to"
        return
    expected = "a price per box, tonne or departure for what has no distance of its own"
    if tariff.per in PER_DISTANCE:
        fix = "give legs, modes or countries instead of ends or a charge, or another per"
        yield "per", f"per: {tariff.per}", expected, fix
    if tariff.belts:
        fix = "give legs, modes or countries instead of ends or a charge, or no belts"
        yield "belts", "distance belts", expected, fix


def _unfit_time(tariff: Tariff) -> Iterator[tuple[str, str, str, str]]:
    kinds = "storage, demurrage or detention"
    if tariff.bands and tariff.charge not in TIME_CHARGES:
        fix = "give one of these charges, or remove the bands"
        yield "bands", "bands of days", f"bands of {kinds}", fix
    ends = [int(tariff.free_time or 0), *(int(band.up_to) for band in tariff.bands)]
    if any(one >= other for one, other in pairwise(ends)):
        found = f"free {_days(ends[0])}, bands up to {', '.join(map(_days, ends[1:]))}"
        expected = "the first band first, each longer, all after the free time, from the first day"
        yield "bands", found, expected, "count the free days in, and sort the bands by up_to"
    if tariff.charge == "detention":
        given = [name for name in ("node", *STOP_CONDITIONS) if getattr(tariff, name)]
        if given:
            fix = f"remove {given[0]}, or make it demurrage"
            yield given[0], f"{given[0]} beside detention", "a charge for the whole route", fix
    elif tariff.return_time is not None:
        fix = "remove it, or make the charge detention"
        found = f"return_time of {_days(int(tariff.return_time))}"
        yield "return_time", found, "return_time of detention alone", fix


def _days(seconds: int) -> str:
    return f"{seconds / 86_400:g} days"


def _unfit_bounds(tariff: Tariff) -> Iterator[tuple[str, str, str, str]]:
    least, most, currency = tariff.minimum, tariff.maximum, tariff.price.low.currency
    prices = [belt.price for belt in tariff.belts]
    amounts = {
        "belts": [money for price in prices for money in (price.low, price.high)],
        "bands": [money for band in tariff.bands for money in (band.price.low, band.price.high)],
        "minimum": [least] if least else [],
        "maximum": [most] if most else [],
    }
    for name, moneys in amounts.items():
        other = next((money for money in moneys if money.currency != currency), None)
        if other:
            yield name, str(other), f"one currency, {currency}, as in price", "convert one of them"
    if least and most and least.currency == most.currency and least > most:
        yield "minimum", f"{least}, maximum {most}", "minimum <= maximum", "swap them"
    above, up_to = tariff.mass_above, tariff.mass_up_to
    if above is not None and up_to is not None and above >= up_to:
        yield (
            "mass_above",
            f"above {above} and up to {up_to}",
            "a mass below mass_up_to",
            "swap them",
        )
    first, last = tariff.valid_from, tariff.valid_until
    if first and last and first > last:
        yield "valid_from", f"{first} to {last}", "valid_from <= valid_until", "swap them"


@check(Severity.ERROR, whole=True)
def ambiguous_tariff(facts: Facts) -> Iterator[Finding]:
    """Two tariffs, equally specific and of one date, are for the same leg, stop or route."""
    holders: dict[Subject, list[Tariff]] = defaultdict(list)
    told: set[tuple[str, str]] = set()
    legs = facts.file.legs.values() if facts.file.tariffs else ()
    borders = borders_by_node(legs, facts.file.nodes)
    for _, tariff in facts.of(Tariff):
        for subject in _subjects(facts, tariff, borders):
            for other in holders[subject]:
                if (other.id, tariff.id) not in told and _clash(other, tariff):
                    told.add((other.id, tariff.id))
                    wording = Wording(
                        f"{tariff.id} and {other.id}, both for {_named(subject)}",
                        "one that is more specific or, for the same conditions, of a later date",
                        "add a condition or corridors to one of them, give the date of each, or "
                        "remove one",
                    )
                    path = ("tariffs", tariff.id)
                    related = (("tariffs", other.id),)
                    yield Finding("ambiguous_tariff", path, wording, on_key=True, related=related)
            holders[subject].append(tariff)


def _subjects(
    facts: Facts, tariff: Tariff, borders: Mapping[str, Collection[tuple[str, str]]]
) -> Iterator[Subject]:
    """Yield what a tariff prices, one box size each."""
    file = facts.file
    places: list[Subject] = []
    if tariff.leg:
        places = [("leg", tariff.leg)]
    elif tariff.node:
        places = [(tariff.charge, tariff.node)]
    elif tariff.origin:
        modes = tuple(sorted(tariff.modes))
        spans = [(tariff.origin, tariff.destination)]
        spans += [(tariff.destination, tariff.origin)] if tariff.both_ways else []
        pairs = {(one, other) for first, second in spans for one in first for other in second}
        places = [("route", one, other, modes) for one, other in sorted(pairs)]
    elif tariff.charge == "detention":
        places = [("rule", "detention")]
    elif tariff.charge:
        fitting = (
            node for node in file.nodes.values() if fits_stop(tariff, node, borders[node.id])
        )
        places = [("rule", tariff.charge, node.id) for node in fitting]
    else:
        places = [
            ("rule", "leg", leg.id)
            for leg in file.legs.values()
            if fits_leg(tariff, leg, countries_of(leg, file.nodes))
        ]
    boxes = [*dict.fromkeys((*BOXES, *file.equipment))]
    boxes = boxes if tariff.equipment == ANY_BOX else [tariff.equipment]
    yield from ((*place, box) for place in places for box in boxes)


def _named(subject: Subject) -> str:
    *place, box = (word for word in subject if word != "rule")
    kind, *ends = (" ".join(part) if isinstance(part, tuple) else str(part) for part in place)
    return f"{kind.replace('_', ' ')} {' > '.join(end for end in ends if end)}, {box}"


def _clash(one: Tariff, other: Tariff) -> bool:
    """Return whether nothing decides between two tariffs for the same thing."""
    apart = _disjoint(one.corridors, other.corridors) or _disjoint(one.goods, other.goods)
    apart = apart or (one.load != other.load and "any" not in {one.load, other.load})
    if one.charge in TIME_CHARGES:
        apart = apart or _disjoint(one.operators, other.operators)
    if apart or len(one.conditions) != len(other.conditions) or not _at_one_time(one, other):
        return False
    lighter = _below(one, other) or _below(other, one)
    same_edition = (one.date or "") == (other.date or "")
    by_date = not one.is_rule or one.conditions == other.conditions
    return not lighter and (same_edition or not by_date)


def _disjoint(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Return whether two conditions are stated, and nothing meets both."""
    return bool(one and other) and set(one).isdisjoint(other)


def _below(one: Tariff, other: Tariff) -> bool:
    """Return whether one tariff is for lighter boxes only."""
    up_to, above = one.mass_up_to, other.mass_above
    return up_to is not None and above is not None and up_to <= above


def _at_one_time(one: Tariff, other: Tariff) -> bool:
    """Return whether two tariffs hold on one day."""

    def ends(first: Tariff, second: Tariff) -> bool:
        last, begin = first.valid_until, second.valid_from
        return last is not None and begin is not None and last < begin

    return not ends(one, other) and not ends(other, one)


@check(Severity.WARNING, whole=True)
def unbound_offer(facts: Facts) -> Iterator[Finding]:
    """A price between two places names no corridor, and several corridors could use it."""
    for path, tariff in facts.of(Tariff):
        if not tariff.origin or tariff.corridors:
            continue
        shared = sharing_corridors(facts.file, tariff)
        if len(shared) > 1:
            wording = Wording(
                f"a price that is shared by {', '.join(shared)}",
                "the corridors by whose routes it was offered",
                f"add corridors: [{shared[0]}], or those that it holds for",
            )
            yield Finding("unbound_offer", path, wording, on_key=True)
