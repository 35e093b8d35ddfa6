"""Networks from files of any kind: YAML, and workbooks that lie over them."""

import os
from collections.abc import Sequence
from pathlib import Path

from corridor.errors import QuantityError
from corridor.network.network import Network
from corridor.reading import load
from corridor.signatures import suggest_arguments

ENDING = ".xlsx"
TABLES = ("nodes", "legs", "dwell", "journeys", "tariffs")

_File = str | os.PathLike[str] | bytes


@suggest_arguments
def load_network(source: _File | Sequence[_File] | None = None, *, strict: bool = False) -> Network:
    r"""Read a network: the bundled one, a file, the bytes of a file, or several files as one.

    A file with ``extends: bundled`` adds to the network that comes with the library. An Excel
    workbook (.xlsx) lies over the other files that are given, or over the bundled network without
    any: the sheets nodes, legs, dwell, journeys and tariffs add to it as by `from_tables`, the
    sheet Time-distance of a route changes its times and prices as by `with_time_distance`.

    Parameters
    ----------
    source
        Path of a file, or its bytes, or a list of these; nothing for the network that comes with
        the library. The order of a list does not matter, save that of its workbooks.
    strict
        Refuse the files for warnings too.

    Returns
    -------
    Network
        As of the day that the file names, of several files the latest.

    Raises
    ------
    NetworkError
        With every problem of the files, each with its line, or its row and column.
    QuantityError
        When it is no file at all, or an empty list; with every row of a route's workbook that
        cannot be read.
    MissingExtraError
        When a workbook is given and openpyxl is not installed.
    OSError
        When a file cannot be opened.

    >>> import corridor as co
    >>> co.load_network().version
    '2026.11'
    >>> mine = b"extends: bundled\nplaces: {my-ports: {name: Mine, nodes: [poti, batumi]}}"
    >>> co.load_network(mine).places["my-ports"].nodes
    ('poti', 'batumi')
    """
    files: list[_File] = []
    if isinstance(source, str | os.PathLike):
        files = [source]
    elif isinstance(source, list | tuple):
        files = list(source)
    books = [Path(item) for item in files if isinstance(item, str | os.PathLike) if _is_book(item)]
    if not books:
        return load.load_network(source, strict=strict)
    rest = [item for item in files if not _is_book(item)]
    net = load.load_network(rest or None, strict=strict)
    for book in books:
        net = with_workbook(net, book, strict=strict)
    return net


def _is_book(item: object) -> bool:
    return isinstance(item, str | os.PathLike) and str(item).lower().endswith(ENDING)


def with_workbook(net: Network, path: Path, *, strict: bool) -> Network:
    """Return a network with what a workbook says: tables that add to it, or a route's figures."""
    from corridor.formats.sheets import sheet_names
    from corridor.formats.sources.network_tables import from_tables
    from corridor.formats.workbooks.time_distance_table import SHEET, has_heads, with_time_distance

    names = sheet_names(path)
    if SHEET.casefold() in names:
        return with_time_distance(net, path)
    nodes, legs, dwell, journeys, tariffs = (path if name in names else None for name in TABLES)
    if nodes or legs or dwell or journeys or tariffs:
        return from_tables(
            nodes, legs, dwell=dwell, journeys=journeys, tariffs=tariffs, extends=net,
            strict=strict,
        )  # fmt: skip
    if has_heads(path):
        return with_time_distance(net, path)
    raise QuantityError(
        f"{path.name} is no network: its sheets are {', '.join(names)}; a workbook of tables has "
        f"{', '.join(TABLES[:-1])} or {TABLES[-1]}, that of a route {SHEET}"
    )
