"""Quotes to files: text to paste, HTML, an Excel workbook with live formulas, JSON."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from corridor.files import write_atomically
from corridor.formats.sheets import Formula, sheet_of
from corridor.printing.shown import page
from corridor.quotes.offer import Quote
from corridor.quotes.words import words_of
from corridor.signatures import suggest_arguments
from corridor.user_values import by_ending, file_path

STYLE = (
    "body{font:10.5pt/1.4 sans-serif;max-width:18cm;margin:1cm auto}h1{font-size:1.3em}"
    ".corridor table{width:100%}@page{size:A4;margin:1.5cm}"
)
FIRST = 3


@suggest_arguments
def write_quote(offer: Quote, path: str | os.PathLike[str], *, overwrite: bool = False) -> Path:
    """Write a quote to a file, whole or not at all.

    Parameters
    ----------
    offer
        The quote.
    path
        Where the file goes; its ending says the form: .txt, .html, .xlsx (with the cost and the
        margin, for whoever calculates) or .json.
    overwrite
        Whether an existing file may be replaced.

    Returns
    -------
    pathlib.Path
        The file. The same quote gives the same bytes.

    Raises
    ------
    QuantityError
        When the ending is not one of these.
    MissingExtraError
        When openpyxl is needed and not installed.
    FileExistsError
        When the file is there and may not be replaced.
    OSError
        When it cannot be written.

    >>> import corridor as co, pathlib, tempfile
    >>> box = co.Shipment(equipment="40ft")
    >>> offer = co.quote(co.load_network(), "Aktau", "Alat", shipment=box, language="tr")
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = co.write_quote(offer, pathlib.Path(folder) / "offer.txt")
    ...     path.read_text(encoding="utf-8").splitlines()[0]
    'Fiyat teklifi'
    """
    target = file_path(path, "path")
    writer = by_ending(target, WRITERS, f"a quote ends in one of {', '.join(WRITERS)}")
    write_atomically(target, writer(offer), overwrite=overwrite)
    return target


def quote_html(offer: Quote) -> str:
    """Return a quote as one HTML page without scripts, to print on A4."""
    title = words_of(offer.language)["title"]
    head = f'<meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
    body = f"<h1>{title}</h1>{page(offer.parts())}"
    return (
        f'<!doctype html>\n<html lang="{offer.language}"><head>{head}</head><body>{body}</html>\n'
    )


def quote_sheet(offer: Quote) -> bytes:
    """Return a quote as a workbook: prices and totals are formulas of cost, margin and rates."""
    title = words_of(offer.language)["title"]
    return sheet_of(title, list(_sheet_rows(offer)))


def _sheet_rows(offer: Quote) -> Iterator[list[Any]]:
    """Yield the rows of the sheet: the margin in B1, a head, the lines, totals, what is said."""
    said = words_of(offer.language)
    *heads, amount = offer.table_head()
    yield [said["margin"], offer.margin / 10_000]
    yield [*heads, said["cost"], amount]
    for number, line in enumerate(offer.lines, FIRST):
        cells: list[Any] = [said[line.kind], line.place, line.payee, line.currency]
        if line.cost is None:
            yield [*cells, None, said["on_request"]]
        else:
            yield [*cells, line.cost / 100, Formula(f"=ROUND(E{number}*(1+$B$1),2)")]
    last = FIRST + len(offer.lines) - 1
    total = said["total" if offer.is_complete else "partial"]
    for number, money in enumerate(offer.totals, last + 1):
        sums = [
            Formula(f"=SUMIF($D${FIRST}:$D${last},$D{number},{column}${FIRST}:{column}${last})")
            for column in "EF"
        ]
        yield [total, None, None, money.currency, *sums]
    first = last + 1
    if offer.together:
        own = offer.together.currency
        begin = first + len(offer.totals)
        for number, (given, rate) in enumerate(offer.rates, begin):
            converted = Formula(f"=ROUND(F{number - len(offer.totals)}*E{number},2)")
            yield [said["rates"], f"1 {given} = {own}", None, own, rate, converted]
        end = begin + len(offer.rates) - 1
        yield [said["together"], None, None, own, None, Formula(f"=SUM(F{begin}:F{end})")]
    yield []
    yield from ([word, text] for word, text in (*offer.heads(), *offer.foot()))


WRITERS: dict[str, Callable[[Quote], str | bytes]] = {
    ".txt": lambda offer: f"{offer}\n",
    ".html": quote_html,
    ".xlsx": quote_sheet,
    ".json": lambda offer: json.dumps(offer.to_record(), ensure_ascii=False, indent=1) + "\n",
}
