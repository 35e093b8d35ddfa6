"""A route as an Excel workbook that calculates: the sheet of time/cost-distance studies.

One row for each leg or stop; own values are inputs, cumulative ones are formulas. With it come the
chart, what is reported on the way, sources, and the indicators of CPMM.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from corridor.analysis.cpmm import DEFINITIONS, SAMPLES, SOURCE, Measured, measure_indicators
from corridor.analysis.reported_points import reported_on
from corridor.analysis.time_profile import profile_of
from corridor.formats import sheets as excel
from corridor.formats import shipment_columns
from corridor.formats.sheets import (
    Formula,
    Results,
    fill,
    on_one_page,
    table_sheet,
    workbook_of,
)
from corridor.formats.tables import Value, elements, to_records
from corridor.formats.workbooks.edited_prices import ABOUT, EQUIPMENT, QUANTITY
from corridor.network.fields import LEVELS
from corridor.routes.route import Route
from corridor.routes.route_text import LEVELS_FOOTNOTE
from corridor.routing.near_routes import network_of
from corridor.text import shown
from corridor.units import HOUR

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

SHEET = "Time-distance"
HEAD = (
    "No", "Place", "Country", "Event", "Mode", "km", "km cum.", "h low", "h typical", "h high",
    "h cum. typical", "USD", "USD cum.", "Basis", "Source",
    "h cum. low", "h cum. high", "h cum. 90 %", "Element", "Id",
)  # fmt: skip
COLUMN = {word: chr(ord("A") + number) for number, word in enumerate(HEAD)}
#: The column that each cumulative one adds up, and the key of its value in a record.
ADDED = {
    "km cum.": ("km", "cumulative_km"),
    "h cum. typical": ("h typical", "cumulative_typical_h"),
    "h cum. low": ("h low", "cumulative_low_h"),
    "h cum. high": ("h high", "cumulative_high_h"),
}
INPUTS = ("km", "h low", "h typical", "h high", "USD")
NAMED = {"km": "km", "h low": "low", "h typical": "typical", "h high": "high"}
#: Fills of cells and tabs: yellow is an input.
INPUT, CALCULATED = "FFF2CC", "D9D9D9"
#: The fill of what was promised, not counted.
PROMISED = "E6A15C"
#: Line and dash of each level in the chart, as in the library's own.
LINES = (
    ("h cum. low", "low", "dash", "767676"),
    ("h cum. typical", "typical", "solid", "005A9C"),
    ("h cum. 90 %", "90 % arrive", "sysDot", "222222"),
)
NO_SHIPMENT = "USD is empty: the route was found without a shipment; the columns are yours to fill"
HOW = (
    "yellow cells are inputs, each has a name (typical_dwell_aktau); all else is calculated or "
    "comes from the network. Sheets are protected without a password. corridor import reads the "
    "inputs back, times and prices; 90 % comes from a simulation and does not follow them"
)
REPORTED_HEAD = ("Id", "Kind", "Where", "km", "h counted", "h promised", "Period")
SOURCES_HEAD = ("Id", "Publisher", "Title or quote", "Date", "Address or sources")
INDICATORS_HEAD = ("Code", "Indicator", "Unit", *LEVELS, "Counted as")


def workbook(value: Value) -> bytes:
    """Return a value as the bytes of an Excel workbook; a route gives one that calculates."""
    if isinstance(value, Route):
        return workbook_of(partial(_route_sheets, route=value))
    return excel.workbook(value)


def time_distance(route: Route) -> tuple[list[list[Any]], Results]:
    """Return the rows of the sheet below its head, and what their formulas give."""
    records = list(elements(route))
    coin = _currency(route).lower()
    nine = _nine_in_ten(route)
    rows, results = [], dict[str, float]()
    for number, record in enumerate(records, 1):
        row = dict.fromkeys(HEAD)
        for head, key in (("Place", "place"), ("Country", "country"), ("Event", "event")):
            row[head] = record[key]
        row |= {"No": number, "Mode": record["mode"] or "–", "km": record["km"]}
        row |= {f"h {level}": record[f"{level}_h"] for level in LEVELS if number > 1}
        row["USD"] = record.get(f"freight_typical_{coin}")
        row |= {"Basis": record["basis"], "Source": _behind(record)}
        row |= {"Element": record["element"], "Id": record["id"]}
        row["h cum. 90 %"] = nine[number - 1] if nine else None
        added = dict(ADDED)
        paid = record.get(f"cumulative_freight_typical_{coin}")
        if paid is not None:
            added["USD cum."] = ("USD", f"cumulative_freight_typical_{coin}")
        for head, (own, key) in added.items():
            letter = COLUMN[own]
            row[head] = Formula(f"=SUM({letter}$2:{letter}{number + 1})")
            results[f"{COLUMN[head]}{number + 1}"] = record[key]
        if route.cost is None:  # yours to fill
            row["USD cum."] = _if_filled(number + 1)
        rows.append(list(row.values()))
    rows.append(_total(records, coin, results))
    return rows, results


def _total(records: Sequence[Mapping[str, Any]], coin: str, results: dict[str, float]) -> list[Any]:
    """Return the last row, which adds up all inputs."""
    row: dict[str, Any] = dict.fromkeys(HEAD)
    row["Event"] = "total"
    keys = {"km": "km", **{f"h {level}": f"{level}_h" for level in LEVELS}}
    keys["USD"] = f"freight_typical_{coin}"
    last = len(records) + 1
    for head, key in keys.items():
        letter = COLUMN[head]
        row[head] = Formula(f"=SUM({letter}2:{letter}{last})")
        results[f"{letter}{last + 1}"] = sum(record.get(key) or 0 for record in records)
    if not any(key in record for record in records):
        row["USD"] = _if_filled(last)
        del results[f"{COLUMN['USD']}{last + 1}"]
    return list(row.values())


def _if_filled(last: int) -> Formula:
    """Return the sum of the money down to a row; nothing where no cell holds any."""
    cells = f"{COLUMN['USD']}$2:{COLUMN['USD']}{last}"
    return Formula(f'=IF(COUNT({cells})=0,"",SUM({cells}))')


def _behind(record: Mapping[str, Any]) -> str | None:
    found = " ".join(filter(None, (record["sources"], record["claims"], record["norm"])))
    return found or record["rule"]


def _nine_in_ten(route: Route) -> list[float]:
    """Return by which hour 90 % have passed each row; empty without the network."""
    net = network_of(route)
    if net is None:
        return []
    marks = iter(profile_of(net, route).marks)
    found, reached = [], next(marks).within
    for record in elements(route):
        if record["basis"] is not None:  # a row that takes time, not one of a charge alone
            reached = next(marks).within
        found.append(reached / HOUR)
    return found


def _currency(route: Route) -> str:
    return route.cost.shipment.currency if route.cost else "USD"


def _route_sheets(book: "Workbook", route: Route) -> Mapping[str, Results]:
    sheet, drawn = book.create_sheet(SHEET), book.create_sheet("Chart")
    rows, results = time_distance(route)
    fill(sheet, [word.replace("USD", _currency(route)) for word in HEAD], rows)
    _mark_inputs(book, sheet, rows)
    reported = book.create_sheet("Reported")
    points = list(_reported(route))
    fill(reported, REPORTED_HEAD, points)
    _chart(drawn, (sheet, len(rows)), (reported, 1 + len(points)), route)
    for name in ("charges", "emissions") if route.cost else ():
        table_sheet(book, name.capitalize(), to_records(route, name))
    fill(book.create_sheet("Sources"), SOURCES_HEAD, _sources(route))
    measured = _indicators(measure_indicators(route).rows[0])
    fill(book.create_sheet("Indicators"), INDICATORS_HEAD, measured)
    fill(book.create_sheet(ABOUT), ("", "What it is"), _about(route))
    for other in book.worksheets:
        other.protection.enable()
        other.sheet_properties.tabColor = INPUT if other is sheet else CALCULATED
    return {SHEET: results}


def _sources(route: Route) -> Iterable[Sequence[Any]]:
    used = {item.id: item for item in (*route.grounds.sources, *shipment_columns.sources(route))}
    for item in used.values():
        yield [item.id, item.publisher, item.title, item.date, item.url]
    for claim in route.grounds.claims:
        held = " ".join(claim.sources)
        yield [claim.id, "reported journey", claim.quote, claim.period.text, held]


def _about(route: Route) -> Iterator[tuple[str, str]]:
    yield "route", route.request.chain
    yield "inputs", HOW
    if route.cost:
        yield EQUIPMENT, route.cost.shipment.equipment
        yield QUANTITY, str(route.cost.shipment.quantity)
    yield "levels", LEVELS_FOOTNOTE
    yield from shipment_columns.said(route) if route.cost else [("cost", NO_SHIPMENT)]
    yield "indicators", SOURCE
    yield "samples", SAMPLES
    yield "advisories", "; ".join(item.text for item in route.advisories) or "none"
    yield "data", route.stamp


def _mark_inputs(book: "Workbook", sheet: "Worksheet", rows: Sequence[Sequence[Any]]) -> None:
    """Colour the inputs, let them be edited, and name them by element and level."""
    from openpyxl.styles import PatternFill, Protection
    from openpyxl.workbook.defined_name import DefinedName

    colour = PatternFill("solid", start_color=INPUT)
    for number, row in enumerate(rows[1:-1], 3):
        record = dict(zip(HEAD, row, strict=True))
        for head in INPUTS:
            if head == "km" and record["Element"] != "leg":
                continue
            cell = sheet[f"{COLUMN[head]}{number}"]
            cell.fill, cell.protection = colour, Protection(locked=False)
            if head in NAMED:
                words = f"{NAMED[head]}_{record['Element']}_{record['Id']}"
                name = re.sub(r"\W", "_", words)
                while name in book.defined_names:
                    name += "_again"
                place = f"'{SHEET}'!${COLUMN[head]}${number}"
                book.defined_names[name] = DefinedName(name, attr_text=place)


def _reported(route: Route) -> Iterator[Sequence[Any]]:
    """Yield the journeys that are reported from the origin to places on the way, a row a time."""
    net = network_of(route)
    for item in reported_on(net, profile_of(net, route)) if net else ():
        for seconds in dict.fromkeys(item.journey.reported):
            hours = seconds / HOUR
            times = (None, hours) if item.promised else (hours, None)
            facts = (item.journey.id, item.journey.kind, item.words, item.metres / 1000)
            yield [*facts, *times, item.journey.period.text]


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


def _chart(
    sheet: "Worksheet",
    times: tuple["Worksheet", int],
    reported: tuple["Worksheet", int],
    route: Route,
) -> None:
    """Draw cumulative hours over cumulative kilometres; stops are vertical steps."""
    from openpyxl.chart import ScatterChart

    chart = ScatterChart(scatterStyle="lineMarker")
    chart.title = shown(f"{route.request.chain}: hours over kilometres")
    chart.x_axis.title, chart.y_axis.title = "km from the origin", "hours from departure"
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.number_format = chart.y_axis.number_format = "#,##0"
    chart.legend.position = "b"
    chart.width, chart.height = 26, 15
    km = ord(COLUMN["km cum."]) - ord("A") + 1
    for head, title, dash, colour in LINES:
        column = ord(COLUMN[head]) - ord("A") + 1
        if times[0].cell(3, column).value is not None:
            series = _series(times, km, column, title)
            series.marker.symbol = "none"
            series.graphicalProperties.line.dashStyle = dash
            series.graphicalProperties.line.solidFill = colour
            chart.series.append(series)
    for column, title, hollow in ((5, "reported", False), (6, "promised", True)):
        if any(reported[0].cell(row, column).value for row in range(2, reported[1] + 1)):
            series = _series(reported, 4, column, title)
            series.graphicalProperties.line.noFill = True
            series.marker.symbol = "diamond" if hollow else "circle"
            series.marker.graphicalProperties.solidFill = PROMISED if hollow else "222222"
            chart.series.append(series)
    sheet.add_chart(chart, "A1")
    on_one_page(sheet)


def _series(place: tuple["Worksheet", int], x: int, y: int, title: str) -> Any:
    from openpyxl.chart import Reference, Series

    sheet, last = place
    xs, ys = (Reference(sheet, min_col=column, min_row=2, max_row=last) for column in (x, y))
    series = Series(ys, xs, title=title)
    series.smooth = False
    return series
