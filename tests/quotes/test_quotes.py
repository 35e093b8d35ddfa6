"""Quotes: sums to the cent in each currency, words in each language, files that say the same."""

import json
import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

import corridor as co
from corridor.cli.main import main
from corridor.formats.sources.network_tables import from_tables
from corridor.quotes.lines import MOST_LINES, with_margin
from corridor.quotes.quote_files import quote_html, quote_sheet
from corridor.quotes.words import LANGUAGES, TABLE, words_of
from support.bundled import bundled_network

NET = bundled_network()
BOX = co.Shipment(equipment="40ft", quantity=2)
WAY = co.find_route(NET, "Xi'an", "Duisburg", corridor="middle")
HEAD = "id,leg,origin,destination,modes,node,charge,equipment,price,date,payee"
LINES = 15
A4_LINES = 65


def tariff(name: str, place: str, price: str, payee: str) -> str:
    return f"{name},{place},40ft,{price},2026-11-02,{payee}"


def sheet_of_the_way(lines: int | None = None) -> list[str]:
    """Return tariffs for the stops and the legs of a route; of so many lines three for sections."""
    rows = [
        tariff("aktau", ",,,,aktau,transshipment", "120.35 USD", "Port of Aktau"),
        tariff("alat", ",,,,alat,transshipment", "121.33 EUR", "Port of Alat"),
        tariff("dostyk", ",,,,dostyk,gauge_break", "88.01 EUR", "KTZ"),
        tariff("akhalkalaki", ",,,,akhalkalaki,gauge_break", "77.77 USD", "MADY"),
    ]
    legs = list(WAY.legs)
    if lines:
        number = next(n for n, leg in enumerate(legs) if leg.origin.id == "aktau")
        rows.append(tariff("first", ",xian,dostyk,rail,,", "2100.15 USD", "CR"))
        rows.append(tariff("second", ",dostyk,aktau,rail,,", "1000.05 EUR", "KTZE"))
        legs = legs[number : number + lines - len(rows) - 1]
        end = legs[-1].destination.id
        rows.append(tariff("last", f",{end},duisburg,rail,,", "1234.57 EUR", "ADY Express"))
    for number, leg in enumerate(legs):
        price = f"{200 + 7 * number}.{number + 3:02} {('USD', 'EUR')[number % 2]}"
        rows.append(tariff(f"leg{number}", f"{leg.id},,,,,", price, f"Carrier {number % 3}"))
    return rows


def written(folder: Path, rows: list[str]) -> Path:
    path = folder / "sheet.csv"
    path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
    return path


def offered(sheet: Path, **more: Any) -> co.Quote:
    net = co.with_rates(from_tables(tariffs=sheet, extends=NET), ["EUR/USD 1.0845"])
    asked: dict[str, Any] = {"shipment": BOX, "corridor": "middle"} | more
    return co.quote(net, "Xi'an", "Duisburg", **asked)


def summed(rows: list[str], margin: int) -> dict[str, int]:
    """Return the sums by currency, each line for two boxes with its margin, apart from the code."""
    sums: dict[str, int] = {}
    for row in rows:
        figure, currency = row.split(",")[8].split(" ")
        exact = Decimal(figure) * 2 * (100 + margin) / 100
        cents = int((exact * 100).quantize(Decimal(1), ROUND_HALF_UP))
        sums[currency] = sums.get(currency, 0) + cents
    return sums


def test_a_sheet_of_fifteen_lines_is_a_quote_right_to_the_cent(tmp_path: Path) -> None:
    rows = sheet_of_the_way(LINES)
    assert len(rows) == LINES
    offer = offered(written(tmp_path, rows), margin="8 %")
    assert offer.is_complete
    assert len(offer.lines) == LINES
    assert {money.currency: money.cents for money in offer.totals} == summed(rows, 8)
    assert offer.together is not None
    sums = summed(rows, 8)
    euros = Fraction(sums["EUR"] * 10845, 10000)
    assert offer.together.cents == sums["USD"] + int(euros + Fraction(1, 2))


def recalculated(data: bytes) -> dict[tuple[str, str], float]:
    """Return the value of each cell that is a formula, by an evaluator of its own."""
    sheet = load_workbook(BytesIO(data)).worksheets[0]

    def value(cell: str) -> Any:
        found = sheet[cell.replace("$", "")].value
        return calculate(found) if isinstance(found, str) and found.startswith("=") else found

    def cells(span: str) -> list[Any]:
        first, last = (
            re.fullmatch(r"([A-Z])(\d+)", end) for end in span.replace("$", "").split(":")
        )
        assert first
        assert last
        return [value(f"{first[1]}{row}") for row in range(int(first[2]), int(last[2]) + 1)]

    def calculate(formula: str) -> Any:
        if match := re.fullmatch(r"=ROUND\((\w+)\*\(1\+(\$B\$1)\),2\)", formula):
            exact = Decimal(str(value(match[1]))) * (1 + Decimal(str(value(match[2]))))
            return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if match := re.fullmatch(r"=ROUND\((\w+)\*(\w+),2\)", formula):
            exact = Decimal(str(value(match[1]))) * Decimal(str(value(match[2])))
            return exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
        if match := re.fullmatch(r"=SUMIF\((.*),(.*),(.*)\)", formula):
            wanted = value(match[2])
            pairs = zip(cells(match[1]), cells(match[3]), strict=True)
            return sum(Decimal(str(own)) for name, own in pairs if name == wanted)
        match = re.fullmatch(r"=SUM\((.*)\)", formula)
        assert match, formula
        return sum(map(Decimal, map(str, cells(match[1]))))

    return {
        (str(row[0].value), str(row[3].value)): value(f"F{row[5].row}")
        for row in sheet.iter_rows(min_row=3)
        if len(row) > 5
        and isinstance(row[5].value, str)
        and row[5].value.startswith("=")
        and not row[1].value
    }


def test_the_formulas_of_the_workbook_give_the_totals(tmp_path: Path) -> None:
    offer = offered(written(tmp_path, sheet_of_the_way(LINES)), margin="7.5 %")
    found = recalculated(quote_sheet(offer))
    for money in offer.totals:
        assert found["total", money.currency] * 100 == money.cents
    assert offer.together is not None
    assert found["all together", "USD"] * 100 == offer.together.cents
    assert quote_sheet(offer) == quote_sheet(offer)


@given(st.integers(0, 10**9), st.integers(0, 5000))
def test_a_margin_is_rounded_to_the_cent(cents: int, margin: int) -> None:
    exact = Decimal(cents) * (10_000 + margin) / 10_000
    assert with_margin(cents, margin) == int(exact.quantize(Decimal(1), ROUND_HALF_UP))


def test_each_language_has_the_same_words_and_gaps() -> None:
    for key, row in TABLE.items():
        assert all(row), key
        gaps = [{gap for _, gap, _, _ in Formatter().parse(words) if gap} for words in row]
        assert all(found == gaps[0] for found in gaps), key


@pytest.mark.unmeasured
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_quote_is_at_most_one_page_in_each_language(language: Any, tmp_path: Path) -> None:
    """Also where more lines are priced than fit: they are summed by payee and currency."""
    rows = sheet_of_the_way()
    assert len(rows) > MOST_LINES
    offer = offered(written(tmp_path, rows), language=language, margin="8 %", depart="2026-12-01")
    text = str(offer)
    assert text.startswith(words_of(language)["title"])
    assert len(text.splitlines()) < A4_LINES
    assert len(offer.lines) <= MOST_LINES
    assert f'<html lang="{language}">' in quote_html(offer)
    costs = {money.currency: money.cents for money in offered(tmp_path / "sheet.csv").totals}
    assert costs == summed(rows, 0)


def test_what_has_no_price_or_an_old_one_is_on_request() -> None:
    offer = co.quote(NET, "Xi'an", "Duisburg", corridor="middle", shipment=BOX)
    assert not offer.is_complete
    assert offer.totals == ()
    assert {line.price for line in offer.lines} == {None}
    assert "gauge change" not in str(offer)
    assert "change of gauge  Dostyk" in str(offer)
    assert str(offer).count("on request") == len(offer.lines)


def test_a_quote_has_the_dates_that_may_be_promised(tmp_path: Path) -> None:
    offer = offered(
        written(tmp_path, sheet_of_the_way(LINES)),
        depart="2026-12-01",
        valid_until="2026-12-15",
        cut_off="30 November, 16:00",
        terms=("Payment in advance",),
    )
    assert offer.departure
    assert offer.typical_arrival
    assert offer.arrival
    assert offer.departure < offer.typical_arrival <= offer.arrival
    words = offer.full()
    assert f"typically {offer.typical_arrival}; 90 % by {offer.arrival}" in words
    for said in ("30 November, 16:00", "Payment in advance", "2026-12-15"):
        assert said in words


def test_the_margin_is_in_no_text_for_the_client(tmp_path: Path) -> None:
    offer = offered(written(tmp_path, sheet_of_the_way(LINES)), margin="8 %")
    for page in (str(offer), quote_html(offer)):
        assert "8 %" not in page
        assert "cost" not in page
    record = offer.to_record()
    assert record["margin"] == 0.08
    prices = [line["price"] for line in record["lines"]]
    assert sum(prices) == sum(record["totals"].values())


def test_html_shows_what_a_sheet_says_as_text(tmp_path: Path) -> None:
    rows = sheet_of_the_way(LINES)
    rows[0] = rows[0].replace("Port of Aktau", "<b>Port</b>")
    page = quote_html(offered(written(tmp_path, rows)))
    assert "&lt;b&gt;Port&lt;/b&gt;" in page
    assert "<b>" not in page


WRONG: list[tuple[dict[str, Any], str]] = [
    (
        {"shipment": None},
        'a quote needs a shipment: shipment=Shipment(equipment="40ft"), or --equipment 40ft',
    ),
    (
        {"margin": "8"},
        'margin is 8, a number without a unit; it must be a number, a space, and %, as in "80 %"',
    ),
    (
        {"language": "de"},
        'language is "de"; it must be one of en, tr, ru, zh',
    ),
    (
        {"terms": ("x" * 301, "y")},
        (
            "terms are 2 lines, the longest of 301 characters; a page holds 10 of 300: refer to a "
            "document of yours instead"
        ),
    ),
    (
        {"valid_until": "2026-11-01"},
        "valid_until is 2026-11-01; it must not lie before 2026-11-21, the offer's day",
    ),
]


@pytest.mark.parametrize(("more", "message"), WRONG)
def test_what_is_wrong_in_a_quote_is_told(more: dict[str, Any], message: str) -> None:
    asked: dict[str, Any] = {"shipment": BOX} | more
    with pytest.raises(co.CorridorError) as caught:
        co.quote(NET, "Aktau", "Alat", **asked)
    assert str(caught.value) == message


def test_an_offer_does_not_outlast_its_tariffs() -> None:
    sheet = [
        {
            "id": "ship",
            "leg": "aktau--alat--ferry",
            "equipment": "40ft",
            "price": "950 USD",
            "date": "2026-11-02",
            "valid_until": "2026-12-10",
        }
    ]
    net = from_tables(tariffs=sheet, extends=NET)
    offer = co.quote(net, "Aktau", "Alat", shipment=BOX)
    assert str(offer.valid_until) == "2026-12-10"
    with pytest.raises(co.ShipmentError) as caught:
        co.quote(net, "Aktau", "Alat", shipment=BOX, valid_until="2026-12-15")
    assert str(caught.value) == (
        "the offer is to be valid until 2026-12-15, but its tariff ship ends on 2026-12-10; "
        "state an earlier day, or bring the next tariff"
    )


def test_a_range_is_indicative() -> None:
    sheet = [
        {
            "id": "ship",
            "leg": "aktau--alat--ferry",
            "equipment": "40ft",
            "price": {"low": "900 USD", "high": "1000 USD"},
            "date": "2026-11-02",
        }
    ]
    offer = co.quote(co.build_network(extends=NET, tariffs=sheet), "Aktau", "Alat", shipment=BOX)
    assert "indicative, 1,800.00 to 2,000.00 USD" in " ".join(str(offer).split())
    assert offer.totals == (co.Money(190_000, "USD"),)


def test_the_ending_of_a_file_says_the_form(tmp_path: Path) -> None:
    offer = co.quote(NET, "Aktau", "Alat", shipment=BOX)
    with pytest.raises(co.QuantityError) as caught:
        co.write_quote(offer, tmp_path / "offer.pdf")
    assert str(caught.value) == (
        'cannot tell the format from "offer.pdf"; a quote ends in one of .txt, .html, .xlsx, .json'
    )
    path = co.write_quote(offer, tmp_path / "offer.json")
    assert json.loads(path.read_text("utf-8")) == offer.to_record()
    with pytest.raises(FileExistsError):
        co.write_quote(offer, path)


def test_the_command_makes_a_quote(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = sheet_of_the_way(LINES)
    sheet = written(tmp_path, rows)
    typed = ["quote", "Xi'an", "Duisburg", "--equipment", "40ft", "--quantity", "2"]
    typed += ["--corridor", "middle", "--tariffs", str(sheet), "--rate", "EUR/USD 1.0845"]
    typed += ["--margin", "8 %", "--valid-until", "2026-12-15", "--term", "Payment in advance"]
    assert main([*typed, "--language", "tr"]) == 0
    assert capsys.readouterr().out.startswith("Fiyat teklifi\n")
    assert main([*typed, "--json"]) == 0
    record = json.loads(capsys.readouterr().out)
    assert record["schema"] == "corridor.quote"
    assert record["totals"] == summed(rows, 8)
    path = tmp_path / "offer.xlsx"
    assert main([*typed, "-o", str(path)]) == 0
    assert capsys.readouterr().out.endswith(f"written to {path}\n")
    assert main([*typed, "-o", str(path)]) == 2
    assert "already exists" in capsys.readouterr().err


def test_storage_and_detention_are_quoted_by_their_mean(tmp_path: Path) -> None:
    behind = "date: 2026-11, basis: assumed, rule: test"
    text = f"""
extends: bundled
tariffs:
  yard: {{node: aktau, charge: storage, equipment: any, price: 30 EUR, free_time: 2 days, {behind}}}
  box: {{charge: detention, equipment: 40ft, price: 12 USD, free_time: 14 days, payee: "Line",
        return_time: 3 days, {behind}}}
"""
    net = co.with_rates(co.load_network(text.encode()), ["EUR/USD 1.1"])
    offer = co.quote(net, "Xi'an", "Tbilisi", corridor="middle", shipment=BOX, margin="10 %")
    charges = {item.kind: item for item in co.simulate(net, offer.route, seed=1).charges}
    assert {line.kind for line in offer.lines if line.price} == {"storage", "detention"}
    for line in offer.lines[:2]:
        item = charges[line.kind]
        assert line.cost == item.own_mean.cents
        assert line.price == with_margin(item.own_mean.cents, 1_000)
        assert line.nine_in_ten == with_margin(item.own_nine_in_ten.cents, 1_000)
    for language in LANGUAGES:
        told = co.quote(net, "Xi'an", "Tbilisi", corridor="middle", shipment=BOX, language=language)
        words = words_of(language)
        high = told.money(told.lines[0].nine_in_ten or 0)
        assert f"Aktau: {words['expected'].format(high=high)} EUR" in dict(told.foot()).values()
        assert words["no_demurrage"] not in str(told)
    assert {"kind": "detention", "nine_in_ten": offer.lines[1].nine_in_ten}.items() <= (
        offer.to_record()["lines"][1].items()
    )


def test_an_offer_does_not_outlast_a_charge_for_time() -> None:
    text = """
extends: bundled
tariffs:
  box: {charge: detention, equipment: 40ft, price: 12 USD, free_time: 1 day, date: 2026-11,
        valid_until: 2026-12-01, basis: assumed, rule: test}
"""
    net = co.load_network(text.encode())
    assert str(co.quote(net, "Aktau", "Alat", shipment=BOX).valid_until) == "2026-12-01"
    with pytest.raises(co.ShipmentError, match="its tariff box ends on 2026-12-01"):
        co.quote(net, "Aktau", "Alat", shipment=BOX, valid_until="2026-12-15")


def test_without_such_a_tariff_demurrage_is_not_included() -> None:
    offer = co.quote(NET, "Aktau", "Alat", shipment=BOX)
    assert ("", "demurrage and detention") in offer.foot()
