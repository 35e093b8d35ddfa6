"""The workbook of a quote in LibreOffice: run by `.ci/run`, or with `scripts/test -m office`."""

import csv
import shutil
import subprocess
from decimal import Decimal
from pathlib import Path

import pytest

import corridor as co
from corridor.quotes.words import LANGUAGES, words_of

#: A comma between cells, UTF-8, all as values and not as they are shown.
AS_VALUES = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false"
SHEET = """
extends: bundled
exchange_rates:
  euro: {base: EUR, quoted: USD, rate: 1.0845, date: 2026-11-01}
tariffs:
  rail: {modes: [rail], equipment: any, per: km, price: {low: 0.71 USD, high: 0.93 USD},
         date: 2026-11, payee: "Railways", basis: assumed, rule: test}
  ferry: {modes: [ferry], equipment: any, price: 901.37 EUR, date: 2026-11, payee: "Line",
          basis: assumed, rule: test}
  lift: {charge: transshipment, equipment: any, price: 77.77 EUR, date: 2026-11, basis: assumed,
         rule: test}
  yard: {node: aktau, charge: storage, equipment: any, price: 30 USD, free_time: 1 day,
         date: 2026-11, basis: assumed, rule: test}
"""
BOX = co.Shipment(equipment="40hc", quantity=3)


def recalculated(workbook: Path) -> list[list[str]]:
    """Return the cells of a workbook as LibreOffice calculates them."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    assert office, "install LibreOffice: apt-get install libreoffice-calc"
    own = workbook.parent.parent / "office"  # made by the first start, for all tests of a run
    profile = f"-env:UserInstallation={own.as_uri()}"
    subprocess.run(
        [
            *(office, profile, "--headless", "--convert-to", AS_VALUES),
            *("--outdir", str(workbook.parent), str(workbook)),
        ],
        capture_output=True,
        check=True,
        timeout=300,
    )
    text = workbook.with_suffix(".csv").read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))


@pytest.mark.office
@pytest.mark.parametrize("language", LANGUAGES)
def test_libreoffice_calculates_the_totals_of_the_quote(tmp_path: Path, language: str) -> None:
    net = co.load_network(SHEET.encode())
    offer = co.quote(
        net, "Xi'an", "Tbilisi", corridor="middle", shipment=BOX, margin="7.25 %", language=language
    )
    assert len(offer.totals) == 2
    assert offer.together
    rows = recalculated(co.write_quote(offer, tmp_path / "offer.xlsx"))
    words = words_of(language)
    head = words["total" if offer.is_complete else "partial"]
    found = {row[3]: Decimal(row[5]) for row in rows if row[0] == head}
    assert {currency: int(100 * amount) for currency, amount in found.items()} == {
        money.currency: money.cents for money in offer.totals
    }
    (together,) = (Decimal(row[5]) for row in rows if row[0] == words["together"])
    assert together * 100 == offer.together.cents
    priced = [row for row in rows[2 : 2 + len(offer.lines)] if row[4]]
    assert [int(100 * Decimal(row[5])) for row in priced] == [
        line.price for line in offer.lines if line.price is not None
    ]
