"""Several files as one network: what extends what, and what each file adds.

Files are merged as trees of texts, before anything is typed, so that every record keeps the marks
of the file it stands in. A record is the unit: it comes whole from one file, and the lists inside
it are never merged. The order in which the files are given does not matter.
"""

import dataclasses
import difflib
import os
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from corridor.errors import Finding, Location, Severity, Wording, code, quote
from corridor.network.conversion.to_texts import record_texts
from corridor.reading.yaml_tree import Mark, Tree

KEYED = (
    "sources",
    "norms",
    "nodes",
    "legs",
    "places",
    "regions",
    "corridors",
    "policies",
    "advisories",
    "journeys",
    "runs",
    "volumes",
    "statements",
    "tariffs",
    "emission_factors",
    "grid_factors",
    "emission_assumptions",
    "exchange_rates",
    "closures",
    "departures",
    "backlog",
    "equipment",
)
#: Lists to which each file adds.
LISTS = {"dwell_defaults", "changes"}
EXTENDS = "extends"
BUNDLED = "bundled"


@code(Severity.ERROR)
def cannot_extend(what: str) -> Wording:
    """A file extends something other than the bundled network or a file that is given with it."""
    fix = 'write extends: bundled, or load both: load_network(["mine.yaml", "base.yaml"])'
    return Wording(
        what,
        "bundled, or the path (from this file) of a file that is loaded together with it",
        f"did you mean {BUNDLED}?" if is_bundled(what.strip('"')) else fix,
    )


def is_bundled(text: str) -> bool:
    """Return whether a text means the bundled network, though it may be misspelt."""
    return bool(difflib.get_close_matches(text[:64].casefold(), [BUNDLED], cutoff=0.75))


@code(Severity.ERROR)
def conflicting_definition(key: str) -> Wording:
    """Two files define one id, or one field of the network, differently."""
    return Wording(
        f"{quote(key)}, which another file defines differently",
        "each id once in all files, or the same each time",
        "use a new id, or copy the other definition",
    )


def merge(trees: Sequence[Tree], bundled: Callable[[], Tree]) -> Tree:
    """Return one tree of what several files say.

    Parameters
    ----------
    trees
        The files that the caller named.
    bundled
        Reads the bundled network, when one of them extends it.
    """
    if len(trees) == 1 and EXTENDS not in trees[0].root:
        return trees[0]
    merged = Tree(trees[0].name)
    bases = _bases(trees, merged.findings)
    files = [bundled(), *trees] if None in bases.values() else list(trees)
    merger = _Merger(merged)
    for tree in _ordered(files, bases):
        merger.add(tree)
    return merged


def joined(trees: Sequence[Tree]) -> Tree:
    """Return one tree of what several say; what comes first counts as given before."""
    if len(trees) == 1:
        return trees[0]
    merged = Tree(trees[-1].name, label=trees[-1].label)
    merger = _Merger(merged)
    for tree in trees:
        merger.add(tree)
    return merged


def _bases(trees: Sequence[Tree], findings: list[Finding]) -> dict[str, str | None]:
    """Return for each file that extends another the name of that one, None for the bundled."""
    given = {_absolute(tree.name): tree.name for tree in trees}
    bases: dict[str, str | None] = {}
    for tree in trees:
        base = tree.root.get(EXTENDS)
        if base is None:
            continue
        named = Path(tree.name).parent / base if isinstance(base, str) else tree.name
        target = given.get(_absolute(named), tree.name)
        if base == BUNDLED:
            bases[tree.name] = None
        elif target != tree.name:
            bases[tree.name] = target
        else:
            what = quote(base) if isinstance(base, str) else "no text"
            where = tree.mark((EXTENDS,))[0].of(key=False)
            findings.append(Finding("cannot_extend", (EXTENDS,), cannot_extend(what), where))
            if isinstance(base, str) and is_bundled(base):
                bases[tree.name] = None
    return bases


def _absolute(path: Path | str) -> str:
    """Return a path in one spelling; what it leads to is not looked at."""
    return os.path.normpath(Path(path).absolute())


def _ordered(trees: Iterable[Tree], bases: dict[str, str | None]) -> list[Tree]:
    """Return the files so that none comes before what it extends, otherwise by their content."""

    def depth(name: str, seen: tuple[str, ...] = ()) -> int:
        base = bases.get(name)
        return 1 + depth(base, (*seen, name)) if base and base not in seen else name in bases

    return sorted(trees, key=lambda tree: (depth(tree.name), tree.lines[tree.name]))


class _Merger:
    """The merging of one file after the other into one tree."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.marks = tree.marks.setdefault(id(tree.root), {})

    def add(self, other: Tree) -> None:
        self.tree.lines |= other.lines
        self.tree.findings += other.findings
        self.tree.nothings += other.nothings
        self.tree.marks |= other.marks
        self.tree.columns |= other.columns
        self.tree.dropped.append(other.root)
        marks = other.marks.get(id(other.root), {})
        for key, value in other.root.items():
            if key != EXTENDS:
                self.field(key, value, marks[key], other)

    def field(self, key: str, value: Any, mark: Mark, other: Tree) -> None:
        mine = self.tree.root.get(key)
        if key in KEYED and isinstance(value, dict) and isinstance(mine, dict | None):
            section = self.container(key, {}, mark)
            marks = self.tree.marks[id(section)]
            for name, record in value.items():
                self.record(section, marks, name, record, other.marks[id(value)][name])
        elif key in LISTS and isinstance(value, list) and isinstance(mine, list | None):
            entries = self.container(key, [], mark)
            for number, entry in enumerate(value):
                if entry not in entries:
                    self.tree.marks[id(entries)][len(entries)] = other.marks[id(value)][number]
                    entries.append(entry)
        elif key in {"name", "version"} and isinstance(value, str) and isinstance(mine, str):
            joint = " + " if key == "name" else "+"
            if value.strip() not in mine.split(joint):
                self.tree.root[key] = f"{mine.strip()}{joint}{value.strip()}"
                self.marks[key] = mark
        elif key == "as_of" and isinstance(value, str) and isinstance(mine, str):
            if value > mine:
                self.tree.root[key], self.marks[key] = value, mark
        else:
            self.record(self.tree.root, self.marks, key, value, mark)

    def container(self, key: str, new: Any, mark: Mark) -> Any:
        if key not in self.tree.root:
            self.tree.root[key] = new
            self.marks[key] = mark
            self.tree.marks[id(new)] = {}
        return self.tree.root[key]

    def record(
        self, holder: dict[str, Any], marks: dict[Any, Mark], key: str, value: Any, mark: Mark
    ) -> None:
        """Add what stands under a key, unless another file has it already."""
        if key not in holder:
            holder[key], marks[key] = value, mark
        elif _texts(holder[key]) != _texts(value):
            where: Location = mark.of(key=True)
            related = (marks[key].of(key=True),)
            path = (key,) if holder is self.tree.root else (self.section(holder), key)
            wording = conflicting_definition(key)
            finding = Finding("conflicting_definition", path, wording, where, related)
            self.tree.findings.append(finding)

    def section(self, holder: dict[str, Any]) -> str:
        return next(key for key, value in self.tree.root.items() if value is holder)


def _texts(value: Any) -> Any:
    """Return a record that is read already as texts, to hold it against another."""
    return record_texts(value) if dataclasses.is_dataclass(value) else value
