"""Values as Excel workbooks; the only module that imports openpyxl.

A route gets the sheet that time/cost-distance studies use (one row for each leg or stop, own and
cumulative values), its chart, sources, and the indicators of CPMM.
"""

import datetime
import io
import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.analysis.cpmm import DEFINITIONS, SAMPLES, SOURCE, Measured, measure_indicators
from corridor.csv_text import FORMULA, safe
from corridor.errors import MissingExtraError, QuantityError
from corridor.formats import shipment_columns as billed
from corridor.formats.tables import Value, elements, tables_of, to_records
from corridor.network.columns import Record
from corridor.network.fields import LEVELS
from corridor.routes.route import LEVELS_FOOTNOTE, Route
from corridor.text import shown
from corridor.units import HOUR

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


class Formula(str):
    """A formula of a cell, which a spreadsheet calculates."""

    __slots__ = ()


#: A fixed day, so that the same value gives the same bytes: the first that a zip file can hold.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
MODIFIED = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")
WIDEST_COLUMN = 60
HEAD = (
    "No", "Place", "Country", "Event", "Mode", "km", "km cum.", "h low", "h typical", "h high",
    "h cum. typical", "USD", "USD cum.", "Basis", "Source",
)  # fmt: skip
KM_COLUMN, HOURS_COLUMN = 1 + HEAD.index("km cum."), 1 + HEAD.index("h cum. typical")
NO_SHIPMENT = "USD is empty: the route was found without a shipment; the columns are yours to fill"
SOURCES_HEAD = ("Id", "Publisher", "Title or quote", "Date", "Address or sources")
INDICATORS_HEAD = ("Code", "Indicator", "Unit", *LEVELS, "Counted as")
#: How the numbers of a column are shown, by what its head looks like.
FORMATS = (
    (re.compile(r".*_[a-z]{3}$|[A-Z]{3}( cum\.)?$"), "#,##0.00"),
    (re.compile(r"km\b|.*_k[mg]$"), "#,##0"),
    (re.compile(r"h\b|.*_h$|low|typical|high"), "#,##0.0"),
)


def workbook(value: Value) -> bytes:
    """Return a value as the bytes of an Excel workbook.

    A route gives the sheets Time-distance, Chart, Sources, Indicators and About; any other value a
    sheet for each of its tables. No text is a formula, and the same value gives the same bytes.
    """
    book = _new_book()
    if isinstance(value, Route):
        _route_sheets(book, value)
    else:
        for name in tables_of(value):
            _table_sheet(book, name, to_records(value, name))
    return _saved(book)


def sheet_of(title: str, rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows, with texts, numbers and formulas, as the bytes of a workbook of one sheet."""
    book = _new_book()
    sheet = book.create_sheet(title)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            if isinstance(value, Formula):
                cell.value = str(value)
            else:
                _put(cell, value)
            if not isinstance(value, str) or isinstance(value, Formula):
                cell.number_format = "0.00%" if number == 1 else "#,##0.00####"
    for letter, width in zip("ABCDEF", (24, 48, 24, 10, 14, 16), strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 1
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return _saved(book)


def _new_book() -> "Workbook":
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingExtraError("xlsx", "openpyxl", "excel") from None
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "corridor"
    book.properties.created = datetime.datetime(*FIRST_DAY[:3])  # noqa: DTZ001 - no clock in it
    return book


def _saved(book: "Workbook") -> bytes:
    page = io.BytesIO()
    book.save(page)
    return _without_clock(page.getvalue())


def _table_sheet(book: "Workbook", name: str, records: Sequence[Record]) -> None:
    rows = [list(record.values()) for record in records]
    _fill(book.create_sheet(name), list(records[0]) if records else [], rows)


def time_distance(route: Route) -> Iterator[list[Any]]:
    """Yield the rows of the time/cost-distance sheet; a stop has its own row, with 0 km."""
    coin = _currency(route).lower()
    for number, row in enumerate(elements(route), 1):
        own = [row[f"{level}_h"] if number > 1 else None for level in LEVELS]
        source = " ".join(filter(None, (row["sources"], row["claims"], row["norm"])))
        where = [row[key] for key in ("place", "country", "event")]
        so_far = [row["mode"] or "–", row["km"], row["cumulative_km"], *own]
        paid = [row.get(f"{kind}_typical_{coin}") for kind in ("freight", "cumulative_freight")]
        behind = [row["basis"], source or row["rule"]]
        yield [number, *where, *so_far, row["cumulative_typical_h"], *paid, *behind]


def _currency(route: Route) -> str:
    return route.cost.shipment.currency if route.cost else "USD"


def _route_sheets(book: "Workbook", route: Route) -> None:
    sheet = book.create_sheet("Time-distance")
    rows = list(time_distance(route))
    _fill(sheet, [word.replace("USD", _currency(route)) for word in HEAD], rows)
    _chart(book.create_sheet("Chart"), sheet, route, 1 + len(rows))
    used = {item.id: item for item in (*route.grounds.sources, *billed.sources(route))}
    sources = [[item.id, item.publisher, item.title, item.date, item.url] for item in used.values()]
    claims = [
        [item.id, "reported journey", item.quote, item.period.text, " ".join(item.sources)]
        for item in route.grounds.claims
    ]
    for name in ("charges", "emissions") if route.cost else ():
        _table_sheet(book, name.capitalize(), to_records(route, name))
    _fill(book.create_sheet("Sources"), SOURCES_HEAD, [*sources, *claims])
    measured = _indicators(measure_indicators(route).rows[0])
    _fill(book.create_sheet("Indicators"), INDICATORS_HEAD, measured)
    about = [
        ["route", route.request.chain],
        ["levels", LEVELS_FOOTNOTE],
        *(billed.said(route) if route.cost else [("cost", NO_SHIPMENT)]),
        ["indicators", SOURCE],
        ["samples", SAMPLES],
        ["advisories", "; ".join(item.text for item in route.advisories) or "none"],
        ["data", route.stamp],
    ]
    _fill(book.create_sheet("About"), ("", "What it is"), about)


def _indicators(found: Measured) -> Iterator[list[Any]]:
    """Yield a row for each indicator, in the order of CPMM, and for each border under TFI1."""
    columns = zip(*map(found.at, LEVELS), strict=True)
    figures = dict(zip(("TFI1", "TFI3", "SWOD", "SWD", "delay"), columns, strict=True))
    for code, text, unit, how in DEFINITIONS:
        values = figures.get(code, (None, None, None))
        if unit == "%":
            values = tuple(value and 100 * value for value in values)
        yield [code, text, unit, *values, how]
        for item in found.counted if code == "TFI1" else ():
            own = [seconds / HOUR for seconds in item.time.levels]
            yield ["", "-".join(item.border), unit, *own, " + ".join(item.stops)]


def _fill(sheet: "Worksheet", head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write a head and rows; columns are as wide as what they hold, within reason."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    widths = [len(word) for word in head]
    lines: list[Sequence[Any]] = [head, *rows]
    for number, row in enumerate(lines, 1):
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
            _put(cell, value)
            if number == 1:
                cell.font = Font(bold=True)
            elif isinstance(value, float):
                cell.number_format = _format(head[column - 1])
            widths[column - 1] = max(widths[column - 1], len(str(value)[:WIDEST_COLUMN]))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width + 2
    sheet.freeze_panes = "A2"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _format(head: str) -> str:
    return next((form for pattern, form in FORMATS if pattern.match(head)), "General")


def _put(cell: Any, value: Any) -> None:
    """Write a value; a text stays a text, also for who edits the cell."""
    if isinstance(value, str):
        cell.value = shown(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
    else:
        cell.value = value


def _chart(sheet: "Worksheet", data: "Worksheet", route: Route, last: int) -> None:
    """Draw cumulative hours over cumulative kilometres; stops are vertical steps."""
    from openpyxl.chart import Reference, ScatterChart, Series

    chart = ScatterChart(scatterStyle="lineMarker")
    chart.title = shown(f"{route.request.chain}: hours over kilometres, typical")
    chart.x_axis.title, chart.y_axis.title = "km from the origin", "hours from departure"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.number_format = chart.y_axis.number_format = "#,##0"
    chart.legend = None
    chart.width, chart.height = 26, 15
    xs, ys = (
        Reference(data, min_col=column, min_row=2, max_row=last)
        for column in (KM_COLUMN, HOURS_COLUMN)
    )
    series = Series(ys, xs, title="typical")
    series.smooth = False
    series.marker.symbol = "none"
    chart.series.append(series)
    sheet.add_chart(chart, "A1")


def _without_clock(data: bytes) -> bytes:
    """Return a workbook in which no time of writing stands."""
    page = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            content = old.read(item)
            if item.filename == "docProps/core.xml":
                content = MODIFIED.sub(b"", content)
            fixed = zipfile.ZipInfo(item.filename, FIRST_DAY)
            new.writestr(fixed, content, zipfile.ZIP_DEFLATED)
    return page.getvalue()


def sheet_rows(path: Path, name: str) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a workbook's sheet, the head first: of that name, else of its first.

    Raises
    ------
    QuantityError
        When it is no workbook.
    """
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtraError("xlsx", "openpyxl", "excel") from None
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except (zipfile.BadZipFile, KeyError, ValueError):
            raise QuantityError(f"{path.name} is no Excel workbook") from None
        sheet = book[name] if name in book.sheetnames else book.worksheets[0]
        yield from sheet.iter_rows(values_only=True)


def write_sheet(rows: Iterator[Record], path: Path) -> int:
    """Write rows to a workbook of one sheet as they come; return how many there were."""
    try:
        from openpyxl import Workbook
    except ImportError:
        raise MissingExtraError("xlsx", "openpyxl", "excel") from None
    book = Workbook(write_only=True)
    sheet = book.create_sheet("rows")
    number, heads = 0, list[str]()
    for number, row in enumerate(rows, 1):
        if number == 1:
            heads = list(row)
            sheet.append([safe(head) for head in heads])
        sheet.append([_cell_value(row.get(head)) for head in heads])
    book.save(path)
    return number


def _cell_value(value: object) -> object:
    """Return a value that a cell can hold: no formula, no control characters."""
    if isinstance(value, str):
        return safe(shown(value))
    plain = value is None or isinstance(value, bool | int | float | datetime.date)
    return value if plain else shown(str(value))
