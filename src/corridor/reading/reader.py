"""Bytes become a typed network file, or every problem at once with its line."""

import dataclasses
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from corridor import files as _files
from corridor.errors import CODES, Finding, Location, NetworkError, Notice, Severity, quote
from corridor.network.model import NetworkFile
from corridor.reading import gc_pause
from corridor.reading import merging as overlay
from corridor.reading import yaml_tree as _yaml
from corridor.reading.merging import BUNDLED, EXTENDS, cannot_extend
from corridor.reading.validation import _CLIP, _SKELETON, _position, _type


def read_files(
    files: Sequence[tuple[str, bytes]], *, strict: bool = False
) -> tuple[NetworkFile, tuple[Notice, ...]]:
    """Return what the files say together, with the warnings and infos on them.

    Parameters
    ----------
    files
        What the notices call each file, and its bytes.
    strict
        Treat warnings as errors.
    """
    with gc_pause.paused():
        trees = [_yaml.read_tree(data, name) for name, data in files]
        tree = overlay.merge(trees, _bundled)
        return read_trees(trees, tree, strict=strict)


def read_trees(
    trees: Sequence[_yaml.Tree], tree: _yaml.Tree, *, strict: bool = False
) -> tuple[NetworkFile, tuple[Notice, ...]]:
    """Return what trees say that were merged into one, with the warnings and infos on it.

    Parameters
    ----------
    trees
        The trees, of which none may have failed.
    tree
        The one that they were merged into.
    strict
        Treat warnings as errors.
    """
    file, findings = _type(tree) if not any(item.failed for item in trees) else (None, [])
    findings = findings or tree.findings
    found = sorted(_notices(tree, findings), key=lambda notice: (notice.where, notice.code))
    if strict:
        found = [_stricter(notice) for notice in found]
    if file is None or any(notice.severity == Severity.ERROR for notice in found):
        raise NetworkError(found)
    return file, tuple(found)


def _bundled() -> _yaml.Tree:
    path = _files.bundled_path()
    return _yaml.read_tree(path.read_bytes(), str(path))


def _stricter(notice: Notice) -> Notice:
    if notice.severity == Severity.WARNING:
        return dataclasses.replace(notice, severity=Severity.ERROR)
    return notice


class Part(NamedTuple):
    """What one file says by itself, every problem of it, and where its changes stand."""

    file: NetworkFile
    notices: tuple[Notice, ...]
    places: tuple[Location, ...]


def read_part(data: bytes, name: str) -> Part:
    """Return what a file adds to a network and changes in it, before it is held against one."""
    tree = _yaml.read_tree(data, name)
    base = tree.root.pop(EXTENDS, BUNDLED)
    if base != BUNDLED:
        wording = cannot_extend(quote(str(base)))
        tree.findings.append(Finding("cannot_extend", (EXTENDS,), wording, on_key=True))
    tree.root |= {key: value for key, value in _SKELETON.items() if key not in tree.root}
    for section in ("nodes", "legs"):
        tree.root.setdefault(section, {})
    file, findings = _type(tree, whole=False)
    found = sorted(_notices(tree, findings), key=lambda notice: (notice.where, notice.code))
    count = len(file.changes) if file else 0
    places = tuple(tree.mark(("changes", number))[0].of(key=False) for number in range(count))
    if file is None:  # pragma: no cover - see `_validate`
        raise NetworkError(found)
    return Part(file, tuple(found), places)


def _notices(tree: _yaml.Tree, findings: Iterable[Finding]) -> Iterable[Notice]:
    for finding in findings:
        where = finding.where or _position(tree, finding)
        lines = tree.lines.get(where.file, [])
        related = tuple(
            place if isinstance(place, Location) else tree.mark(place)[0].of(key=True)
            for place in finding.related
        )
        yield Notice(
            finding.code,
            CODES[finding.code].severity,
            where,
            ".".join(map(str, finding.path)),
            *finding.wording,
            quoted=lines[where.line - 1][:_CLIP] if 0 < where.line <= len(lines) else "",
            related=related,
        )
