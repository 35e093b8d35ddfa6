"""Values as Excel workbooks, a sheet for each table; and workbooks as rows."""

import contextlib
import datetime
import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor.csv_text import FORMULA, safe
from corridor.errors import MissingExtraError, QuantityError, quote
from corridor.formats.tables import Value, tables_of, to_records
from corridor.network.columns import Record
from corridor.text import shown

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


class Formula(str):
    """A formula of a cell, which a spreadsheet calculates."""

    __slots__ = ()


#: A fixed day, so that the same value gives the same bytes: the first that a zip file can hold.
FIRST_DAY = (1980, 1, 1, 0, 0, 0)
MODIFIED = re.compile(rb"<dcterms:modified[^>]*>[^<]*</dcterms:modified>")
SHEET = re.compile(r"xl/worksheets/sheet(\d+)\.xml")
#: A cell with a formula and an empty result, as openpyxl writes it.
CALCULATED = re.compile(rb'(<c r="([A-Z]+[0-9]+)"[^>]*><f>[^<]*</f>)<v ?(?:/>|></v>)')
#: What formulas give, by cell.
Results = Mapping[str, float]
WIDEST_COLUMN = 60
#: How the numbers of a column are shown, by what its head looks like.
FORMATS = (
    (re.compile(r".*_[a-z]{3}$|[A-Z]{3}( cum\.)?$"), "#,##0.00"),
    (re.compile(r"km\b|.*_k[mg]$"), "#,##0"),
    (re.compile(r"h\b|.*_h$|low|typical|high"), "#,##0.0"),
)


def workbook(value: Value) -> bytes:
    """Return a value as the bytes of an Excel workbook.

    It has a sheet for each of the value's tables. No text is a formula, and the same value gives
    the same bytes.
    """
    book = _new_book()
    for name in tables_of(value):
        table_sheet(book, name, to_records(value, name))
    return _saved(book)


def workbook_of(write: "Callable[[Workbook], Mapping[str, Results]]") -> bytes:
    """Return the bytes of the workbook that a function fills.

    It returns what its formulas give, by sheet and cell, so that programs which do not calculate
    show it too; a spreadsheet recalculates when it opens the file.
    """
    book = _new_book()
    results = write(book)
    book.calculation.fullCalcOnLoad = True
    return _with_results(_saved(book), [results.get(name, {}) for name in book.sheetnames])


def sheet_of(title: str, rows: Sequence[Sequence[Any]]) -> bytes:
    """Return rows, with texts, numbers and formulas, as the bytes of a workbook of one sheet."""
    book = _new_book()
    sheet = book.create_sheet(title)
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is None:
                continue
            cell = sheet.cell(number, column)
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


def table_sheet(book: "Workbook", name: str, records: Sequence[Record]) -> None:
    """Add a sheet with a table."""
    rows = [list(record.values()) for record in records]
    fill(book.create_sheet(name), list(records[0]) if records else [], rows)


def fill(sheet: "Worksheet", head: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
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
            elif isinstance(value, float | Formula):
                cell.number_format = _format(head[column - 1])
            if not isinstance(value, Formula):
                widths[column - 1] = max(widths[column - 1], len(str(value)[:WIDEST_COLUMN]))
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width + 2
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    on_one_page(sheet)


def on_one_page(sheet: "Worksheet") -> None:
    """Print a sheet one page wide, on A4."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _format(head: str) -> str:
    return next((form for pattern, form in FORMATS if pattern.match(head)), "General")


def _put(cell: Any, value: Any) -> None:
    """Write a value; a text that is no formula stays a text, also for who edits the cell."""
    if isinstance(value, Formula):
        cell.value = str(value)
    elif isinstance(value, str):
        cell.value = shown(value)
        cell.data_type = "s"
        cell.quotePrefix = value.startswith(FORMULA)
    else:
        cell.value = value


def _with_results(data: bytes, results: Sequence[Results]) -> bytes:
    """Return a workbook whose formulas have their results beside them; sheets in their order."""
    page = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(data)) as old,
        zipfile.ZipFile(page, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for item in old.infolist():
            content = old.read(item)
            sheet = SHEET.fullmatch(item.filename)
            if sheet:
                known = results[int(sheet[1]) - 1]
                content = CALCULATED.sub(
                    lambda match, known=known: (
                        b"%s<v>%s</v>"  # type: ignore[misc]
                        % (match[1], _number(known.get(match[2].decode())))
                    ),
                    content,
                )
            new.writestr(item, content, zipfile.ZIP_DEFLATED)
    return page.getvalue()


def _number(value: float | None) -> bytes:
    return b"" if value is None else repr(value).encode()


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


def sheet_rows(path: Path, name: str, *, only: bool = False) -> Iterator[tuple[Any, ...]]:
    """Yield the rows of a workbook's sheet: of that name, else of its first.

    Parameters
    ----------
    path, name
        The workbook, and the name of the sheet in any case.
    only
        Take a sheet of another name only where there is no other.

    Raises
    ------
    QuantityError
        When it is no workbook, or it has sheets, and none of that name.
    """
    with _opened(path) as book:
        sheets = {sheet.title.strip().casefold(): sheet for sheet in book.worksheets}
        sheet = sheets.get(name.casefold())
        if sheet is None and only and len(sheets) > 1:
            told = ", ".join(quote(item.title) for item in book.worksheets)
            raise QuantityError(
                f"{path.name} has the sheets {told}; call that of the {name} {quote(name)}"
            )
        if not sheets:
            raise QuantityError(f"{path.name} has no sheet with cells")
        yield from (sheet or book.worksheets[0]).iter_rows(values_only=True)


def sheet_names(path: Path) -> tuple[str, ...]:
    """Return the names of a workbook's sheets, in small letters."""
    with _opened(path) as book:
        return tuple(sheet.title.strip().casefold() for sheet in book.worksheets)


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[Any]:
    try:
        from openpyxl import load_workbook
    except ImportError:
        raise MissingExtraError("xlsx", "openpyxl", "excel") from None
    with path.open("rb") as file:
        try:
            book = load_workbook(file, read_only=True, data_only=True)
        except (zipfile.BadZipFile, KeyError, ValueError, TypeError, SyntaxError, EOFError):
            raise QuantityError(f"{path.name} is no Excel workbook") from None
        yield book


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
