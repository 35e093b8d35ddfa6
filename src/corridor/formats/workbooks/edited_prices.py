"""Amounts of a route's workbook that were edited, as tariffs of a network."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NamedTuple, get_args

from corridor.errors import QuantityError
from corridor.formats.sheets import sheet_names, sheet_rows
from corridor.formats.sources.rows import Row, rows_of
from corridor.money import Money
from corridor.network.conversion.to_texts import is_missing
from corridor.network.fields import TransferKind
from corridor.network.network import Network
from corridor.network.rates import ANY_BOX, TIME_CHARGES, Price, Tariff

CHARGES, ABOUT, EQUIPMENT, QUANTITY = "Charges", "About", "equipment", "quantity"
_COIN = re.compile(r"[A-Z]{3}")
#: What the sheet calls an interchange between two legs.
_KINDS = {"interchange": "hand_over"}
#: Amounts that differ by less are the same [cents].
SAME = 1
HAULAGE = "haulage"


class Part(NamedTuple):
    """A charge as the sheet of charges has it: amounts in cents at low, typical and high."""

    kind: str
    element: str
    cents: tuple[int, ...]
    tariff: str | None


@dataclass
class _Prices:
    """What is read of the prices of a workbook."""

    net: Network
    coin: str
    equipment: str
    quantity: int
    parts: Mapping[str, Sequence[Part]]
    made: dict[str, Tariff] = field(default_factory=dict)
    dropped: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)


def with_prices(net: Network, table: Any, rows: Sequence[Row]) -> Network:
    """Return a network with the prices that were edited in a time-distance sheet.

    Parameters
    ----------
    net
        The network.
    table
        The sheet's workbook, or a table without further sheets: its amounts are of one box.
    rows
        The rows of the sheet; a column called by a currency (USD) has the amounts.

    Raises
    ------
    QuantityError
        With every amount that cannot be a price.
    """
    coins = [head for head in (rows[0].cells if rows else ()) if _COIN.fullmatch(str(head))]
    if not coins:
        return net
    prices = _read(net, table, str(coins[0]))
    through: dict[str, list[tuple[Row, str, Part, int]]] = {}
    placed = [row for row in rows if row.cells.get("Element") in {"leg", "dwell", "waiting"}]
    seen: set[str] = set()
    for row in placed:
        try:
            _price(prices, row, through, seen)
        except QuantityError as fault:
            prices.faults.append(f"{row.label}: {fault}")
    for tariff, items in through.items():
        _through(prices, tariff, items)
    if prices.faults:
        raise QuantityError("\n".join(prices.faults))
    if not prices.made:
        return net
    known = {key: item for key, item in net.file.tariffs.items() if key not in prices.dropped}
    return net.with_file(replace(net.file, tariffs={**known, **prices.made}))


def _read(net: Network, table: Any, coin: str) -> _Prices:
    """Return for how many boxes of what the amounts are, and how they were made up."""
    parts: dict[str, list[Part]] = {}
    about: dict[str, str] = {}
    path = Path(table) if isinstance(table, str | Path) else None
    if path and path.suffix.lower() == ".xlsx":
        names = sheet_names(path)
        if CHARGES.casefold() in names:
            for row in rows_of(path, CHARGES):
                part = _part(row.cells, coin.lower())
                if part:
                    parts.setdefault(part.element, []).append(part)
        if ABOUT.casefold() in names:
            about = {str(cells[0]): str(cells[1]) for cells in sheet_rows(path, ABOUT)}
    return _Prices(net, coin, about.get(EQUIPMENT, ANY_BOX), int(about.get(QUANTITY, 1)), parts)


def _part(cells: Mapping[str, Any], coin: str) -> Part | None:
    amounts = [cells.get(f"{level}_{coin}") for level in ("low", "typical", "high")]
    if any(is_missing(amount) for amount in amounts) or cells.get("kind") == "inventory":
        return None
    cents = tuple(round(float(str(amount)) * 100) for amount in amounts)
    tariff = cells.get("tariff")
    return Part(str(cells["kind"]), str(cells["element"]), cents, str(tariff) if tariff else None)


def _price(prices: _Prices, row: Row, through: dict[str, Any], seen: set[str]) -> None:
    """Make the tariff of a row whose amount was edited."""
    cells = row.cells
    amount, element, key = cells.get(prices.coin), str(cells["Element"]), str(cells["Id"])
    if is_missing(amount) or amount == "":
        return
    try:
        cents = round(float(str(amount)) * 100)
    except (ValueError, OverflowError):
        raise QuantityError(f"{prices.coin} is {amount!r}; write a number") from None
    if cents < 0:
        raise QuantityError(f"{prices.coin} is {amount!r}; it must not be negative")
    name = f"leg {key}" if element == "leg" else f"stop {key}"
    own = list(prices.parts.get(name, ()) if name not in seen else ())
    seen.add(name)
    if own and abs(cents - sum(part.cents[1] for part in own)) < SAME:
        return
    if element == "leg":
        part = next((item for item in own if item.kind == HAULAGE), None)
        others = sum(item.cents[1] for item in own if item.kind != HAULAGE)
        _leg(prices, row, key, part, cents - others, through)
    elif element == "waiting":
        raise QuantityError("a wait has no price of its own; put it on the stop or the leg")
    else:
        _stop(prices, row, key, own, cents)


def _leg(
    prices: _Prices, row: Row, leg: str, part: Part | None, cents: int, through: dict[str, Any]
) -> None:
    if leg not in prices.net.legs:
        raise QuantityError(f"{leg} is no leg of the network")
    if cents < 0:
        raise QuantityError(f"{prices.coin} is less than the price of emissions in it")
    held = prices.net.file.tariffs.get(part.tariff or "") if part else None
    if part and held and held.origin:
        through.setdefault(held.id, []).append((row, leg, part, cents))
        return
    _add(prices, row, f"leg-{leg}", part, cents, leg=leg)


def _stop(prices: _Prices, row: Row, node: str, own: list[Part], cents: int) -> None:
    if node not in prices.net.nodes:
        raise QuantityError(f"{node} is no node of the network")
    if len(own) > 1:
        kinds = ", ".join(part.kind for part in own)
        raise QuantityError(
            f"the amount is made of {kinds}; change their tariffs, one amount cannot say which"
        )
    event = str(row.cells.get("Event") or "")
    kind = own[0].kind if own else _KINDS.get(event, event.replace(" ", "_"))
    if kind in TIME_CHARGES or kind not in get_args(TransferKind):
        raise QuantityError(f"{kind or 'the row'} is no charge of a stop that has one price")
    _add(prices, row, f"{kind}-{node}".replace("_", "-"), own[0] if own else None, cents,
         node=node, charge=kind)  # fmt: skip


def _through(prices: _Prices, tariff: str, items: list[tuple[Row, str, Part, int]]) -> None:
    """Change the price of a section by what its legs were changed by; their shares follow."""
    held, net = prices.net.file.tariffs[tariff], prices.net
    parts = [
        part for own in prices.parts.values() for part in own
        if part.tariff == tariff and part.kind == HAULAGE
    ]  # fmt: skip
    legs = [net.legs[part.element.removeprefix("leg ")] for part in parts]
    ends = [{leg.origin, leg.destination} for leg in legs]
    first = ends[0] - ends[1] if len(ends) > 1 else {legs[0].origin}
    last = ends[-1] - ends[-2] if len(ends) > 1 else {legs[0].destination}
    new = {part.element: cents for _, _, part, cents in items}
    cents = sum(new.get(part.element, part.cents[1]) for part in parts)
    old = tuple(sum(part.cents[place] for part in parts) for place in range(3))
    whole = Part(HAULAGE, tariff, old, tariff)
    row = items[0][0]
    _add(prices, row, f"way-{min(first)}--{min(last)}", whole, cents, origin=(min(first),),
         destination=(min(last),), modes=held.modes, corridors=held.corridors,
         includes_handling=held.includes_handling)  # fmt: skip


def _add(prices: _Prices, row: Row, name: str, part: Part | None, cents: int, **where: Any) -> None:
    """Add a tariff per box in place of those of the same place and day."""
    net = prices.net
    day = str(net.date or net.as_of)
    held = net.file.tariffs.get(part.tariff or "") if part else None
    typical = part.cents[1] if part else 0
    ratios = [amount / typical if typical else 1.0 for amount in (part.cents if part else (1,) * 3)]
    levels = [Money(round(cents * ratio / prices.quantity), prices.coin) for ratio in ratios]
    key = f"time-distance-{name}-{prices.equipment}".casefold()
    own = Tariff(
        id=re.sub("[^a-z0-9-]+", "-", key),
        equipment=prices.equipment,
        price=Price(levels[0], levels[2], levels[1]),
        date=day,
        load=held.load if held else "loaded",
        basis="assumed",
        rule=f"time-distance table: {row.label}",
        **where,
    )
    same = ("leg", "node", "charge", "origin", "destination", "equipment", "date")
    prices.dropped |= {
        tariff.id
        for tariff in net.file.tariffs.values()
        if all(getattr(tariff, name) == getattr(own, name) for name in same)
    }
    prices.made[own.id] = own
