"""Write a calibration into its network file: in place, only what moved, every other byte kept."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from corridor.calibration.calibration import Calibration, Change
from corridor.errors import StaleFileError, Step
from corridor.files import write_atomically
from corridor.network.estimates import Norm
from corridor.network.fields import LEVELS
from corridor.reading import yaml_tree as _yaml
from corridor.reading.load import load_network
from corridor.units import HOUR

BOM = b"\xef\xbb\xbf"


class Edit(NamedTuple):
    """One replacement in the text of a file: from, to, new text."""

    start: int
    end: int
    text: str


def rewritten(data: bytes, found: Calibration) -> bytes:
    """Return the bytes of a network file with the times of a calibration.

    Parameters
    ----------
    data
        The bytes that the calibrated network was read from.
    found
        The calibration.
    """
    if load_network(data).digest != found.net.digest:
        raise StaleFileError("the file holds another network than the one that was calibrated")
    page = _Page(data)
    edits = [edit for change in found.changes for edit in _time_edits(page, change)]
    for norm_id, norm in found.norms.items():
        edits += _norm_edits(page, found.net.norms[norm_id], norm)
    text = page.text
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return page.bom + text.encode()


def write_calibration(path: Path, data: bytes, found: Calibration) -> bool:
    """Put a calibration into its file, whole or not at all; say whether anything changed.

    Parameters
    ----------
    path
        The file.
    data
        Its bytes as they were read.
    found
        The calibration of the network that they hold.

    Raises
    ------
    StaleFileError
        When the file changed since it was read.
    NetworkError
        When the new file would not be accepted; then nothing is written.
    """
    new = rewritten(data, found)
    load_network(new)
    if path.read_bytes() != data:
        raise StaleFileError(f"{path} changed since it was read: nothing was written")
    if new == data:
        return False
    write_atomically(path, new, overwrite=True)
    return True


class _Page:
    """The positions of values in the text of a file."""

    def __init__(self, data: bytes) -> None:
        self.bom = BOM if data.startswith(BOM) else b""
        self.text = data.decode("utf-8-sig")
        self.tree = _yaml.read_tree(data, "<bytes>")
        self.starts = [0]
        for line in self.text.split("\n"):
            self.starts.append(self.starts[-1] + len(line) + 1)

    def value(self, path: tuple[Step, ...]) -> Any:
        """Return what the tree holds at a path, or None."""
        here: Any = self.tree.root
        for step in path:
            here = here.get(step) if isinstance(here, dict) else here[int(step)]
            if here is None:
                return None
        return here

    def start(self, path: tuple[Step, ...]) -> int:
        """Return where a value begins."""
        mark, _ = self.tree.mark(path)
        return self.starts[mark.line - 1] + mark.column - 1

    def replace(self, path: tuple[Step, ...], text: str) -> Edit:
        """Return the edit that puts a text in the place of a scalar, within its quotes."""
        old, start = str(self.value(path)), self.start(path)
        start += self.text[start] in "\"'"
        if not self.text.startswith(old, start):
            where = ".".join(map(str, path))
            raise StaleFileError(f"{where} is not written on one line: write it as {old}")
        return Edit(start, start + len(old), text)


def _time_edits(page: _Page, change: Change) -> Iterator[Edit]:
    path, before, after = change
    moved = [level for level in LEVELS if before.at(level) != after.at(level)]
    written = [level for level in LEVELS if page.value((*path, level)) is not None]
    for level in moved:
        if level in written:
            yield page.replace((*path, level), _hours(after.at(level)))
    if not set(moved) <= set(written):
        missing = [level for level in LEVELS if level not in written]
        yield _spelled_out(page, path, [f"{level}: {_hours(after.at(level))}" for level in missing])
    if before.claims != after.claims:
        if page.value((*path, "claims")) is None:
            yield _added(page, path, f"claims: [{', '.join(after.claims)}]")
        else:
            yield _listed(page, (*path, "claims"), after.claims)
    share = f"{(after.determined or 0) // 100} %"
    for key, text in (("basis", after.basis), ("determined", share)):
        if getattr(before, key) != getattr(after, key):
            known = page.value((*path, key)) is not None
            yield (
                page.replace((*path, key), text) if known else _added(page, path, f"{key}: {text}")
            )


def _added(page: _Page, path: tuple[Step, ...], text: str) -> Edit:
    """Return the edit that puts a new key behind the norm, in the style of its mapping."""
    norm = page.replace((*path, "norm"), "")
    end = norm.end + _is_quoted(page, norm)
    return Edit(end, end, _between(page, (*path, "norm")) + text)


def _listed(page: _Page, path: tuple[Step, ...], names: tuple[str, ...]) -> Edit:
    """Return the edit that puts other names into a list, in its style."""
    start = end = page.start(path)
    if held := page.value(path):
        last = page.replace((*path, len(held) - 1), "")
        end = last.end + _is_quoted(page, last)
    if page.text[start] == "[":
        return Edit(start, page.text.index("]", end) + 1, f"[{', '.join(names)}]")
    mark, _ = page.tree.mark(path)
    return Edit(start, end, ("\n" + " " * (mark.column - 1)).join(f"- {name}" for name in names))


def _spelled_out(page: _Page, path: tuple[Step, ...], levels: list[str]) -> Edit:
    """Return the edit that puts levels in the place of ``value: 24 h``, which meant them all."""
    value = (*path, "value")
    old = page.replace(value, "")
    mark, _ = page.tree.mark(value)
    start = page.starts[mark.key_line - 1] + mark.key_column - 1
    return Edit(start, old.end + _is_quoted(page, old), _between(page, value).join(levels))


def _between(page: _Page, path: tuple[Step, ...]) -> str:
    """Return what stands between two keys of the mapping that a key is in."""
    mark, _ = page.tree.mark(path)
    return ", " if page.text[page.start(path[:-1])] == "{" else "\n" + " " * (mark.key_column - 1)


def _is_quoted(page: _Page, edit: Edit) -> bool:
    return page.text[edit.start - 1] in "\"'"


def _norm_edits(page: _Page, before: Norm, after: Norm) -> Iterator[Edit]:
    path: tuple[Step, ...] = ("norms", before.id)
    if before.speed and after.speed and before.speed != after.speed:
        yield page.replace((*path, "speed"), f"{after.speed / 1000:.1f} km/h")
    for name in ("typical_over_low", "high_over_typical"):
        old, new = getattr(before, name), getattr(after, name)
        if old is not None and old != new:
            yield page.replace((*path, name), f"{new:g}")
    if before.time and after.time:
        for level in LEVELS:
            if before.time.at(level) != after.time.at(level):
                yield page.replace((*path, "time", level), _hours(after.time.at(level)))


def _hours(seconds: int) -> str:
    return f"{seconds / HOUR:.1f} h"
