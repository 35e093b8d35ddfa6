"""Records to CSV that a spreadsheet cannot take for formulas. Knows no value of the network."""

import csv
import io
from collections.abc import Mapping, Sequence

#: What a spreadsheet may take for the beginning of a formula, at the beginning of a text.
FORMULA = tuple("=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")


def text(records: Sequence[Mapping[str, object]]) -> str:
    r"""Return records as CSV with a head; all have the keys of the first.

    Texts are quoted, and a text that a spreadsheet could take for a formula has an apostrophe in
    front. Numbers stay numbers; what is missing is empty.

    Sources
    -------
    OWASP Application Security Verification Standard, 1.2.10: CSV and formula injection.

    >>> text([{"name": "=1+1", "days": -3}])
    '"name","days"\n"\'=1+1",-3\n'
    """
    page = io.StringIO()
    writer = csv.writer(page, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\n")
    writer.writerow(records[0] if records else [])
    writer.writerows([safe(value) for value in record.values()] for record in records)
    return page.getvalue()


def safe(value: object) -> object:
    """Return a cell; a text that begins like a formula gets an apostrophe."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
