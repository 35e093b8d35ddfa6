"""Quotes of which much is on request: in a workbook, and where there is more than a page holds."""

import io

import openpyxl
import pytest

import corridor as co
from corridor.quotes.lines import MOST_LINES
from corridor.quotes.quote_files import quote_sheet
from support.bundled import bundled_network
from support.small import leg, read, spot
from support.strategies import Tree

SAID = {"basis": "estimated", "rule": "drawn"}
BOX = co.Shipment(equipment="40ft")


def test_a_workbook_has_no_amount_where_a_price_is_on_request() -> None:
    offer = co.quote(bundled_network(), "Xi'an", "Duisburg", corridor="middle", shipment=BOX)
    sheet = openpyxl.load_workbook(io.BytesIO(quote_sheet(offer))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, max_row=2 + len(offer.lines), values_only=True))
    assert [row[1] for row in rows] == [line.place for line in offer.lines]
    assert {row[4:6] for row in rows} == {(None, "on request")}


def shuttle(legs: int) -> Tree:
    """A route of many legs, every second of which has a price."""
    names = [f"{'Alpha' if number % 2 else 'Beta'} {number}" for number in range(legs + 1)]
    ids = [f"n{number:02}" for number in range(legs + 1)]
    equipment = {"text": "Box", "teu": "2", "cargo_mass": {"value": "10 t"} | SAID}
    equipment |= {"most_cargo": {"value": "28 t"} | SAID}
    price = {"equipment": "40ft", "price": "7 USD", "date": "2026-10", "payee": "Line"} | SAID
    return {
        "format": "1",
        "name": "Shuttle",
        "version": "1",
        "as_of": "2026-11-21",
        "nodes": dict(zip(ids, map(spot, names), strict=True)),
        "legs": {f"leg{number:02}": leg(ids[number], ids[number + 1]) for number in range(legs)},
        "equipment": {"40ft": equipment},
        "tariffs": {
            f"t{number:02}": price | {"leg": f"leg{number:02}"} for number in range(1, legs, 2)
        },
    }


@pytest.mark.parametrize(
    ("legs", "told"), [(2 * MOST_LINES - 3, False), (2 * MOST_LINES - 1, True)]
)
def test_more_requests_than_a_page_holds_are_one_line(legs: int, *, told: bool) -> None:
    """What has a price is summed by payee first; only then are requests joined."""
    offer = co.quote(read(shuttle(legs)), "n00", f"n{legs:02}", shipment=BOX)
    priced = [line for line in offer.lines if line.cost is not None]
    asked = [line for line in offer.lines if line.cost is None]
    assert [line.cost for line in priced] == [700 * (legs // 2)]
    assert len(offer.lines) <= MOST_LINES
    assert ([line.kind for line in asked] == ["several"]) == told
