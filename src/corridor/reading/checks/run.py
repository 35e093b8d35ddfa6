"""Rules that hold between the fields of a network file: one function per notice code.

Each function is registered by `check` under its own name, which is the code; it yields what it
finds. Reading the file's grammar is not the job of these modules, nor is finding lines.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corridor.errors import CODES, Code, Finding, Severity
from corridor.network.apply_changes import altered
from corridor.network.changes import faults_of
from corridor.network.model import NetworkFile
from corridor.reading.checks import corridors as _checks_corridors
from corridor.reading.checks import dates as _checks_dates
from corridor.reading.checks import dwell as _checks_dwell
from corridor.reading.checks import figures as _checks_figures
from corridor.reading.checks import fitness as _checks_fitness
from corridor.reading.checks import geography as _checks_geography
from corridor.reading.checks import names as _checks_names
from corridor.reading.checks import plausible as _checks_plausible
from corridor.reading.checks import positions as _checks_positions
from corridor.reading.checks import rates as _checks_rates
from corridor.reading.checks import references as _checks_references
from corridor.reading.checks import topology as _checks_topology
from corridor.reading.checks.carbon import factors as _checks_carbon
from corridor.reading.checks.facts import CHECKS, WHOLE, WRITTEN, Check, Facts

#: Importing a module registers its checks.
MODULES = (
    _checks_carbon,
    _checks_corridors,
    _checks_dates,
    _checks_dwell,
    _checks_figures,
    _checks_geography,
    _checks_names,
    _checks_plausible,
    _checks_positions,
    _checks_rates,
    _checks_fitness,
    _checks_references,
    _checks_topology,
)


def known_codes() -> dict[str, Code]:
    """Return every notice code, those of the checks among them."""
    return CODES


def made(file: NetworkFile) -> tuple[NetworkFile, list[Finding]]:
    """Return a file with its changes made, but still named, and why some cannot be."""
    if not file.changes:
        return file, []
    changed, refusals = altered(file, file.changes, file.as_of)
    found = [Finding(item.code, ("changes", item.number), item.wording) for item in refusals]
    return replace(changed, changes=file.changes), found


def faults_of_changes(file: NetworkFile) -> Iterator[Finding]:
    """Yield what the changes of a file lack, whatever the network."""
    for number, change in enumerate(file.changes):
        for wording in faults_of(change):
            yield Finding("impossible_change", ("changes", number), wording)


def run(
    file: NetworkFile,
    written: dict[str, frozenset[str]],
    *,
    readable: bool,
    before: NetworkFile | None,
) -> Iterator[Finding]:
    """Yield everything that any check finds.

    Parameters
    ----------
    file
        The typed file; what could not be read is replaced or left out.
    written
        The ids that each section of the file has, readable or not.
    readable
        Whether everything could be read.
    before
        The file before its changes; none if that is known to be good.
    """
    facts = Facts(file, written)
    as_written = facts if before is file or before is None else Facts(before, written)
    for function in CHECKS:
        for finding in _found(function, facts, as_written, before):
            readable = readable and CODES[finding.code].severity != Severity.ERROR
            yield finding
    for function in WHOLE if readable else ():
        yield from _found(function, facts, as_written, before)


def _found(
    function: Check, facts: Facts, as_written: Facts, before: NetworkFile | None
) -> Iterable[Finding]:
    if function not in WRITTEN:
        return function(facts)
    return () if before is None else function(as_written)
