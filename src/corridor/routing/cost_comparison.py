"""What routes cost and emit side by side, in words."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from corridor import text as _text
from corridor.routes.costs.cost import charges_of
from corridor.routes.costs.cost_text import KINDS, elsewhere, runs
from corridor.routes.costs.emissions import emissions_of
from corridor.routes.costs.emissions_text import factors_of, limits

if TYPE_CHECKING:
    from corridor.money import Money
    from corridor.network.carbon.factors import Scope
    from corridor.routes.costs.cost import Amount, Cost
    from corridor.routes.costs.emissions import Emissions
    from corridor.routes.route import Route
    from corridor.units import Mass

PARTS: "tuple[Scope, Scope]" = ("WTT", "TTW")


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
            _mass(route.emissions, route.emissions.total) if route.emissions else "-",
            ", ".join(cost.dates) or _historic(cost) or "none on file",
        )
        for label, route, cost in priced
    ]
    return [_text.Table(head, body, left=(0, len(head) - 1)), _emitted(rows)]


def _emitted(rows: "Sequence[tuple[str, Route]]") -> _text.Table:
    """Return emissions side by side: their range, and their two parts."""
    head = ("emissions", "low\nkg CO2e", "\ntypical", "\nhigh", "WTT of\ntypical", "\nTTW")
    body = [
        (
            label,
            *(_mass(found, mass) for mass in (found.low, found.total, found.high)),
            *_split(found),
        )
        for label, route in rows
        if (found := route.emissions)
    ]
    return _text.Table(head, body)


def _split(emissions: "Emissions") -> Iterator[str]:
    """Yield the two parts of a mass, each with + where an element lacks it."""
    told = _text.adding_up([int(emissions.known(scope)) for scope in PARTS], _text.KG, _text.kg)
    for scope, kg in zip(PARTS, told, strict=True):
        yield kg + (" +" if emissions.lacks(scope) else "")


def _mass(emissions: "Emissions", mass: "Mass") -> str:
    """Return a mass in one cell: with + where an element has no factor."""
    return _text.kg(int(mass)) + ("" if emissions.is_complete else " +")


def _historic(cost: "Cost") -> str:
    """Return the dates of prices that are too old to count; empty where there are none."""
    dates = sorted({tariff.date for tariff, _ in cost.historic_parts if tariff.date})
    return f"{', '.join(dates)}, historic" if dates else ""


def _amount(cost: "Cost", money: "Money") -> str:
    """Return an amount in one cell: with + where a part has no price, - where none has one."""
    if not cost.tariffs:
        return "-"
    return _text.money(money.cents, digits=0) + ("" if cost.is_complete else " +")


def compared_notes(cost: "Cost", emissions: "Emissions") -> Iterator[str]:
    """Yield on what a route's cost and emissions rest, and what has no price."""
    if cost.tariffs:
        words = _text.shares_of(cost.bases)
        used = ", ".join(tariff.id for tariff in cost.tariffs)
        yield f"freight: {words}; prices of {cost.age or 'no date'} ({used})"
    for tariff, money in cost.historic_parts:
        told = tariff.text or tariff.id
        yield f"historic, in no total: {money}, {told}, {tariff.date} ({', '.join(tariff.sources)})"
    if cost.missing:
        yield f"+ no rate on file for {', '.join(runs(cost.missing))}"
        if not cost.tariffs:
            yield from list(elsewhere(cost))[:1]
    grades = "/".join(emissions.grades)
    yield f"emissions: well-to-wheel, factors by {grades}: {factors_of(emissions)}"
    unsplit = dict.fromkeys(part.source for part in emissions.parts if part.ttw is None)
    if unsplit:
        yield f"+ WTT and TTW without {', '.join(unsplit)}, whose parts are not known"
    yield from limits(emissions)


def side_by_side(route: "Route", versus: "Route") -> list[_text.Table]:
    """Return what two routes of a shipment cost and emit, part by part, with the differences."""
    first, second = (item.cost for item in (route, versus) if item.cost)
    known = (first.is_complete, second.is_complete)
    total = "total" if all(known) else "incomplete total"
    unit, amounts = first.shipment.currency, charges_of(first, second)
    emitted = emissions_of(*(item.emissions for item in (route, versus) if item.emissions))
    return [
        _differences("cost", unit, total, amounts, _text.money, 1, known),
        _differences("emissions", "kg CO2e", "total", emitted, _text.kg, _text.KG),
    ]


def _differences(
    title: str,
    unit: str,
    total: str,
    amounts: "Sequence[Amount]",
    shown: Callable[[int], str],
    step: int,
    whole: tuple[bool, bool] = (True, True),
) -> _text.Table:
    """Return amounts side by side; on a side that is not whole, nothing is unknown, not zero."""
    columns = (
        [item.first for item in amounts],
        [item.second for item in amounts],
        [item.difference for item in amounts],
    )
    told = [_text.adding_up(column, step, shown) for column in columns]
    sums = [shown(sum(column)) for column in columns]
    rows: list[tuple[str, ...] | None] = []
    for item, *cells in zip(amounts, *told, strict=True):
        known = [bool(item.first) or whole[0], bool(item.second) or whole[1]]
        shows = (*known, all(known))
        rows.append((KINDS.get(item.label, item.label), *_known(cells, shows)))
    rows += [None, (total, *_known(sums, (*whole, all(whole))))]
    return _text.Table((title, f"first\n{unit}", "\nsecond", "\ndifference"), rows)


def _known(cells: Sequence[str], shows: Sequence[bool]) -> Iterator[str]:
    """Yield cells, or a dash where what they would say is not known."""
    for cell, shown in zip(cells, shows, strict=True):
        yield cell if shown else "-"
