"""Values to files for other tools: the format decides, the file is written whole or not at all."""

import json
import os
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from corridor.errors import QuantityError, quote
from corridor.files import write_atomically
from corridor.formats.geojson import to_geojson
from corridor.formats.gmns import gmns_zip
from corridor.formats.graphml import graphml
from corridor.formats.tables import Value, to_csv
from corridor.formats.transport_chain import to_transport_chain
from corridor.formats.workbooks.route_workbook import workbook
from corridor.network.network import Network
from corridor.routes.route import Route
from corridor.signatures import suggest_arguments
from corridor.user_values import by_ending, file_path, one_of

#: Without it a spreadsheet reads a CSV file in the code page of its system.
BYTE_ORDER_MARK = "\ufeff"
ENDINGS = {
    ".csv": "csv",
    ".xlsx": "xlsx",
    ".geojson": "geojson",
    ".json": "geojson",
    ".chain.json": "transport-chain",
    ".graphml": "graphml",
    ".zip": "gmns",
}


@suggest_arguments
def export(
    value: Value,
    path: str | os.PathLike[str],
    *,
    file_format: str | None = None,
    table: str | None = None,
    overwrite: bool = False,
) -> Path:
    """Write a value to a file for other tools, whole or not at all.

    Parameters
    ----------
    value
        A network, route, comparison, ledger or simulation.
    path
        Where the file goes; its folder must be there.
    file_format
        csv (one table, in UTF-8 with a byte order mark, which spreadsheets look for), xlsx (an
        Excel workbook; needs the extra `excel`), geojson (network, route), transport-chain (JSON
        of a route with a shipment: ``.chain.json``), graphml, gmns (network;
        the tables in a zip file). By default the file's ending says which.
    table
        Which table, for csv, as in `to_records`.
    overwrite
        Whether an existing file may be replaced.

    Returns
    -------
    pathlib.Path
        The file. The same value gives the same bytes.

    Raises
    ------
    QuantityError
        When the format is unknown, or the value cannot be written in it.
    MissingExtraError
        When the library that the format needs is not installed.
    FileExistsError
        When the file is there and may not be replaced.
    OSError
        When it cannot be written.

    >>> import corridor as co, pathlib, tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     co.export(co.load_network(), pathlib.Path(folder) / "network.geojson").name
    'network.geojson'
    """
    target = file_path(path, "path")
    advice = f"give the format, one of {', '.join(WRITERS)}"
    name = file_format or by_ending(target, ENDINGS, advice)
    kinds, write = WRITERS[one_of(name, WRITERS, "file_format")]
    if not isinstance(value, kinds):
        known = " or ".join(kind.__name__ for kind in kinds)
        raise QuantityError(f"{name} holds a {known}, not a {type(value).__name__}")
    if table is not None and name != "csv":
        raise QuantityError(f"table is {quote(table)}; only csv holds a single table")
    write_atomically(target, write(value, table), overwrite=overwrite)
    return target


def _geojson(value: Any) -> str:
    return json.dumps(to_geojson(value), ensure_ascii=False, separators=(",", ":")) + "\n"


def _chain(value: Any) -> str:
    return json.dumps(to_transport_chain(value), ensure_ascii=False, indent=1) + "\n"


WRITERS: Mapping[str, tuple[tuple[type, ...], Callable[[Any, str | None], str | bytes]]] = {
    "csv": ((object,), lambda value, table: BYTE_ORDER_MARK + to_csv(value, table)),
    "xlsx": ((object,), lambda value, _: workbook(value)),
    "geojson": ((Network, Route), lambda value, _: _geojson(value)),
    "transport-chain": ((Route,), lambda value, _: _chain(value)),
    "graphml": ((Network,), lambda value, _: graphml(value)),
    "gmns": ((Network,), lambda value, _: gmns_zip(value)),
}
