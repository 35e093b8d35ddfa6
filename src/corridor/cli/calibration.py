"""What `corridor calibrate` prints: the proposal, its cross-validation, the exact rows set free."""

from collections.abc import Iterator
from pathlib import Path

from corridor import text as _text
from corridor.calibration.calibration import Calibration
from corridor.calibration.crossvalidation import cross_validate, cross_validation_text
from corridor.calibration.fit import calibrate
from corridor.calibration.write_back import write_calibration
from corridor.formats.yaml_text import to_yaml
from corridor.network.network import Network
from corridor.reading.load import load_network


def dry_run(net: Network) -> str:
    """Return what a calibration would change, and how far it can be trusted."""
    found = calibrate(net)
    parts = [str(found), cross_validation_text(cross_validate(found)), *set_free(found)]
    return "\n\n".join(parts)


def set_free(found: Calibration) -> Iterator[str]:
    """Yield what the reports say of the exact journeys when these are claims like others."""
    exact = [claim for claim in found.ways if found.net.journeys[claim].exact]
    if not exact:
        return
    free = {row.id: row for row in calibrate(found.net, exact=False).rows}
    for claim in exact:
        journey = found.net.journeys[claim]
        held, loose = (_text.days(round(row)) for row in (free[claim].reported, free[claim].fitted))
        yield (
            f"{journey.origin.text} > {journey.destination.text}: {held} days at {journey.level} "
            f"are held exactly ({claim}); left free, the reports say {loose}."
        )


def overlay(net: Network) -> tuple[str, str]:
    """Return the fitted network as the text of a file, and what was done."""
    found = calibrate(net)
    moved = sum(change.moved for change in found.changes)
    return to_yaml(found.network), f"{moved} of {len(found.changes)} times updated"


def write(path: Path) -> str:
    """Calibrate a file in place, and say what was done."""
    data = path.read_bytes()
    found = calibrate(load_network(data))
    moved = sum(change.moved for change in found.changes)
    if write_calibration(path, data, found):
        return f"{path}: {moved} of {len(found.changes)} times updated"
    return f"{path}: nothing moves, no byte changed"
