"""Cost in words: the breakdown into charges, what has no price, how old the prices are."""

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.routes.costs.cost import CARBON, FUEL_EU, age

if TYPE_CHECKING:
    from corridor.network.rates import Tariff
    from corridor.routes.costs.cost import Charge, Cost, Missing


KINDS = {
    "haulage": "haulage",
    "transshipment": "transshipment",
    "gauge_break": "gauge break",
    "border": "border",
    "hand_over": "interchange",
    "storage": "storage",
    "demurrage": "demurrage",
    "carbon": "carbon price",
    "fuel_eu": "FuelEU",
    "inventory": "inventory",
}


def runs(missing: "Iterable[Missing | Charge]") -> list[str]:
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
    """Yield what prices there are that do not fit: for other routes, or for other boxes."""
    box = cost.shipment.equipment
    for tariff in cost.elsewhere:
        kind = "another route"
        if tariff.load == "loaded" and cost.shipment.empty:
            kind = "loaded boxes"
        elif tariff.equipment != box:
            kind = tariff.equipment or "other boxes"
        elif tariff.goods and cost.shipment.goods not in tariff.goods:
            kind = ", ".join(tariff.goods)
        words = tariff.text or tariff.leg or tariff.node or tariff.id
        each = f"{tariff.price.at('typical')} per {tariff.equipment}, {words}"
        yield f"available only for {kind}: {each}, {_dated(tariff, cost.day)}"


def _dated(tariff: "Tariff", day: str) -> str:
    return f"{tariff.date} ({age(tariff.date, day)})" if tariff.date else "of no date"


def cost_table(cost: "Cost") -> _text.Table:
    """Return the cost breakdown as a table: charges by tariff, then inventory, then the total."""
    head = ("cost", "", f"low\n{cost.shipment.currency}", "\ntypical", "\nhigh", "price of")
    return _text.Table(head, [*_rows(cost), None, *_totals(cost)], left=(0, 1, 5))


def _rows(cost: "Cost") -> Iterator[tuple[str, ...]]:
    for tariff, charges in cost.sections():
        first, last = charges[0].label, charges[-1].label
        label = first if len(charges) == 1 else _joined(first, last)
        date = (tariff.date or "undated") if tariff else ""
        yield KINDS[charges[0].kind], label, *_money(charges), date
    for kind in (CARBON, FUEL_EU):
        stated = [item for item in cost.charges if item.kind == kind]
        if stated:
            yield KINDS[kind], "ocean legs", *_money(stated), "stated"
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


def in_one_line(cost: "Cost") -> str:
    """Return the total with the oldest price in it, and how much has none."""
    if not cost.charges and not cost.is_complete:
        return f"no rate on file for {cost.shipment} on this route"
    dates = sorted(tariff.date for tariff in cost.tariffs if tariff.date)
    age_of = (
        f", prices of {dates[0]}" + (f" to {dates[-1]}" if dates[-1] != dates[0] else "")
        if dates
        else ""
    )
    total = (
        f"{_text.money(cost.typical.cents)} {cost.shipment.currency} for {cost.shipment}{age_of}"
    )
    gaps = f"; incomplete, no rate for {', '.join(runs(cost.missing))}" if cost.missing else ""
    return total + gaps


def shipment_notes(cost: "Cost") -> Iterator[tuple[str, str]]:
    """Yield what is carried, and what of it was not stated."""
    yield "shipment", str(cost.shipment)
    if cost.shipment.carbon_price:
        yield "", f"carbon price, stated: {cost.shipment.carbon_price}; of ocean legs alone"
    for name, text in cost.defaults:
        yield "", f"{name}, not stated: {text}"


def cost_notes(cost: "Cost") -> Iterator[tuple[str, str]]:
    """Yield what is behind a cost: shipment, evidence, age, what is missing."""
    yield from shipment_notes(cost)
    if cost.missing:
        yield "no rate", f"{', '.join(runs(cost.missing))}; the total is incomplete"
        for text in elsewhere(cost):
            yield "", text
    yield from _apart(cost)
    if cost.bases:
        yield "prices", _text.shares_of(cost.bases)
    for tariff in cost.tariffs:
        cited = f" [{', '.join(tariff.sources)}]" if tariff.sources else ""
        note = f"; {tariff.note}" if tariff.note else ""
        shared = dict(cost.shared).get(tariff.id, ())
        bound = f"; shared by {', '.join(shared)}" if shared else ""
        yield "", f"{tariff.text or tariff.id}, {_dated(tariff, cost.day)}{cited}{bound}{note}"


def _apart(cost: "Cost") -> Iterator[tuple[str, str]]:
    """Yield what is in no total: historic prices, and those that cannot be converted."""
    names = iter(("historic",))
    for tariff, money in cost.historic_parts:
        words = tariff.text or tariff.id
        cited = f" [{', '.join(tariff.sources)}]" if tariff.sources else ""
        told = f"{money}, {words}, {_dated(tariff, cost.day)}{cited}; not in the total"
        yield next(names, ""), told
    for tariff in cost.unconverted:
        units = "" if tariff.units == 1 else f"{tariff.units:,g} "
        each = f"{tariff.price.at(cost.level)} per {units}{tariff.per}"
        words = f"{each}, {tariff.text or tariff.id}"
        yield "currency", f"{words}: no exchange rate to {cost.shipment.currency} on file"
    for words in cost.conversions:
        yield "converted", words
    for number, words in enumerate(cost.rebased):
        yield "" if number else "re-based", words
