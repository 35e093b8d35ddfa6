"""Cost and emissions in words: the stack of charges, what has no price, how old the prices are."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from corridor import _text
from corridor.bill import age, charges_of, emissions_of

if TYPE_CHECKING:
    from corridor.bill import Amount, Charge, Cost, Emissions, Missing
    from corridor.money import Money
    from corridor.rates import Tariff
    from corridor.route import Route

KINDS = {
    "haulage": "haulage",
    "transshipment": "transshipment",
    "gauge_break": "gauge break",
    "border": "border",
    "hand_over": "hand-over",
    "storage": "storage",
    "inventory": "inventory",
}


def runs(missing: "Iterable[Missing]") -> list[str]:
    """Return what has no price in words, legs that follow each other as one run."""
    words: list[str] = []
    for item in missing:
        begin, _, end = item.label.partition(" > ")
        if end and words and words[-1].endswith(f" > {begin}"):
            words[-1] = f"{words[-1].partition(' > ')[0]} > {end}"
        else:
            words.append(item.label)
    return words


def elsewhere(cost: "Cost") -> Iterator[str]:
    """Yield what prices there are that do not fit: for other ways, or for other boxes."""
    box = cost.shipment.equipment
    for tariff in cost.elsewhere:
        same = tariff.equipment == box
        why = "not for this way" if same else f"a price is not converted to {box}"
        words = tariff.text or tariff.leg or tariff.node or tariff.id
        each = f"{tariff.price.at('typical')} per {tariff.equipment}, {words}"
        yield f"on file, but {why}: {each}, {_dated(tariff, cost.day)}"


def _dated(tariff: "Tariff", day: str) -> str:
    return f"{tariff.date} ({age(tariff.date, day)})" if tariff.date else "of no date"


def cost_table(cost: "Cost") -> _text.Table:
    """Return the cost stack as a table: charges by tariff, then inventory, then the total."""
    head = ("cost", "", f"low\n{cost.shipment.currency}", "\ntypical", "\nhigh", "price of")
    return _text.Table(head, [*_rows(cost), None, *_totals(cost)], left=(0, 1, 5))


def _rows(cost: "Cost") -> Iterator[tuple[str, ...]]:
    for tariff, charges in cost.sections():
        first, last = charges[0].label, charges[-1].label
        label = first if len(charges) == 1 else _joined(first, last)
        date = (tariff.date or "undated") if tariff else ""
        yield KINDS[charges[0].kind], label, *_money(charges), date
    held = [item for item in cost.charges if item.kind == "inventory"]
    if held:
        yield "inventory", "goods on the way", *_money(held), ""


def _joined(first: str, last: str) -> str:
    return f"{first.partition(' > ')[0]} > {last.rpartition(' > ')[2]}"


def _money(charges: "Sequence[Charge]") -> Iterator[str]:
    for level in range(3):
        yield _text.money(sum(item.cents[level] for item in charges))


def _totals(cost: "Cost") -> Iterator[tuple[str, ...]]:
    word = "total" if cost.is_complete else "incomplete total"
    amounts = (cost.low, cost.typical, cost.high)
    told = cost.charges or cost.is_complete
    yield word, "", *(_text.money(item.cents) if told else "-" for item in amounts), ""


def compared(rows: "Sequence[tuple[str, Route]]") -> list[_text.Table]:
    """Return days, money and emissions of routes side by side, where they carry a shipment."""
    priced = [(label, route, route.cost) for label, route in rows if route.cost]
    if not priced:
        return []
    currency = priced[0][2].shipment.currency
    held = any(item.kind == "inventory" for _, _, cost in priced for item in cost.charges)
    totals = (f"with goods\n{currency}",) if held else ()
    head = ("", "typical\ndays", f"freight\n{currency}", *totals, "\nkg CO2e", "prices of")
    body = [
        (
            label,
            _text.days(route.transit_time.typical),
            _amount(cost, cost.freight),
            *((_amount(cost, cost.at(cost.level)),) if held else ()),
            _text.kg(int(route.emissions.total)) if route.emissions else "-",
            ", ".join(cost.dates) or "none on file",
        )
        for label, route, cost in priced
    ]
    return [_text.Table(head, body, left=(0, len(head) - 1))]


def _amount(cost: "Cost", money: "Money") -> str:
    """Return an amount in one cell: with + where a part has no price, - where none has one."""
    if not cost.tariffs:
        return "-"
    return _text.money(money.cents, digits=0) + ("" if cost.is_complete else " +")


def compared_notes(route: "Route") -> Iterator[str]:
    """Yield on what a route's cost and emissions rest, and what has no price."""
    cost, emissions = route.cost, route.emissions
    if cost is None or emissions is None:
        return
    if cost.tariffs:
        shares = _text.shares(list(cost.bases.values()))
        words = [f"{share} {basis}" for share, basis in zip(shares, cost.bases, strict=True)]
        used = ", ".join(tariff.id for tariff in cost.tariffs)
        yield f"freight: {', '.join(words)}; prices of {cost.age or 'no date'} ({used})"
    if cost.missing:
        yield f"+ no price for {', '.join(runs(cost.missing))}"
        if not cost.tariffs:
            yield from list(elsewhere(cost))[:1]
    grades = "/".join(emissions.grades)
    yield f"emissions: {'/'.join(emissions.scopes)}, factors by {grades}: {factors_of(emissions)}"


def factors_of(emissions: "Emissions") -> str:
    """Return the ids of the factors that were used."""
    return ", ".join(factor.id for factor in emissions.factors)


def shipment_notes(cost: "Cost") -> Iterator[tuple[str, str]]:
    """Yield what is carried, and what of it was not stated."""
    yield "shipment", str(cost.shipment)
    for name, text in cost.defaults:
        yield "", f"{name}, not stated: {text}"


def side_by_side(route: "Route", versus: "Route") -> list[_text.Table]:
    """Return what two routes cost and emit, part by part, with the differences."""
    tables = []
    if route.cost and versus.cost:
        whole = route.cost.is_complete and versus.cost.is_complete
        total = "total" if whole else "incomplete total"
        amounts = charges_of(route.cost, versus.cost)
        unit = route.cost.shipment.currency
        known = (route.cost.is_complete, versus.cost.is_complete)
        tables.append(_differences("cost", unit, total, amounts, _text.money, known))
    if route.emissions and versus.emissions:
        parts = emissions_of(route.emissions, versus.emissions)
        tables.append(_differences("emissions", "kg CO2e", "total", parts, _text.kg))
    return tables


def _differences(
    title: str,
    unit: str,
    total: str,
    amounts: "Sequence[Amount]",
    shown: Callable[[int], str],
    known: tuple[bool, bool] = (True, True),
) -> _text.Table:
    """Return amounts side by side; on a side that is not whole, nothing is unknown, not zero."""

    def cells(first: int, second: int) -> Iterator[str]:
        told = [bool(first) or known[0], bool(second) or known[1]]
        yield shown(first) if told[0] else "-"
        yield shown(second) if told[1] else "-"
        yield shown(second - first) if all(told) else "-"

    rows: list[tuple[str, ...] | None] = [
        (KINDS.get(item.label, item.label), *cells(item.first, item.second)) for item in amounts
    ]
    sums = (sum(item.first for item in amounts), sum(item.second for item in amounts))
    last = list(cells(*sums))
    rows += [None, (total, *last[:2], last[2] if all(known) else "-")]
    return _text.Table((title, f"first\n{unit}", "\nsecond", "\ndifference"), rows)


def cost_notes(cost: "Cost") -> Iterator[tuple[str, str]]:
    """Yield what stands behind a cost: shipment, grounds, age, what is wanting."""
    yield from shipment_notes(cost)
    if cost.missing:
        yield "no price", f"{', '.join(runs(cost.missing))}; the total is incomplete"
        for text in elsewhere(cost):
            yield "", text
    bases = cost.bases
    if bases:
        shares = _text.shares(list(bases.values()))
        words = [f"{share} {basis}" for share, basis in zip(shares, bases, strict=True)]
        yield "prices", f"{', '.join(words)}"
    for tariff in cost.tariffs:
        cited = f" [{', '.join(tariff.sources)}]" if tariff.sources else ""
        note = f"; {tariff.note}" if tariff.note else ""
        yield "", f"{tariff.text or tariff.id}, {_dated(tariff, cost.day)}{cited}{note}"


def emission_notes(emissions: "Emissions") -> Iterator[tuple[str, str]]:
    """Yield what a way emits, and by which factors."""
    total = f"{_text.kg(int(emissions.total))} kg CO2e"
    if emissions.missing:
        yield (
            "emissions",
            f"{total}, incomplete: no factor for {', '.join(runs(emissions.missing))}",
        )
    else:
        each = f"{emissions.per_tonne_km:.1f} g for each tonne and km"
        yield "emissions", f"{total} ({each}; {'/'.join(emissions.scopes)})"
    for factor in emissions.factors:
        grams = sum(part.grams for part in emissions.parts if part.factor is factor)
        cited = f", {factor.grade} [{', '.join(factor.sources)}]" if factor.sources else ""
        words = f"{factor.text}: {factor.value:g} {factor.unit}{cited}"
        yield "", f"{_text.kg(grams)} kg by {words}"
