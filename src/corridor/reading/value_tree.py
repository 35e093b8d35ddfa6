"""Values of code and rows of tables as the tree that the bytes of a file become."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from corridor.errors import Finding, Location, Step, Wording
from corridor.network.conversion.to_texts import record_texts, texts
from corridor.network.model import NetworkFile
from corridor.reading import annotations
from corridor.reading.merging import KEYED
from corridor.reading.validation import missing_value, wrong_shape
from corridor.reading.yaml_syntax_notices import (
    LONGEST_TEXT,
    duplicate_key,
    forbidden_character,
    text_too_long,
)
from corridor.reading.yaml_tree import FORBIDDEN_IN_TEXT, Mark, Tree
from corridor.user_values import is_collection

Path = tuple[Step, ...]


class Entry(NamedTuple):
    """A record that is given: what it holds, and where that is.

    `cells` has for parts of the record a place of their own. `ready` has the columns of the parts
    of a record that is read already; it is the same for all such records of a section.
    """

    record: Any
    mark: Mark
    cells: Mapping[Path, Mark] = {}
    ready: Mapping[Path, str] | None = None


def tree_of(sections: Mapping[str, Any], label: str) -> Tree:
    """Return values as a tree; what cannot be placed in it is among its findings.

    Parameters
    ----------
    sections
        By the keys of a network file: records by id, lists of records or of `Entry`, single values.
    label
        What the whole is called where something is missing in it.
    """
    tree = Tree(label, label=label)
    hints = annotations.hints(NetworkFile)
    for name, given in sections.items():
        mark = Mark(0, 0, 0, 0, name, name)
        if name in KEYED and given is not None:
            _plant_section(tree, name, given, hints.get(name), mark)
        elif isinstance(given, list | tuple):
            _plant_list(tree, name, given, hints.get(name), mark)
        else:
            plain = texts(given, hints.get(name))
            if plain is not None:
                _place(tree, tree.root, name, plain, Entry(given, mark), (name,))
    return tree


def typed_tree(file: NetworkFile, label: str) -> Tree:
    """Return what a network says as a tree."""
    tree = Tree(label, label=label)
    for name, plain in record_texts(file).items():
        entry = Entry(None, Mark(0, 0, 0, 0, label, f"{label}, {name}"))
        _place(tree, tree.root, name, plain, entry, (name,))
    return tree


def _entries(name: str, given: Any) -> Iterable[tuple[Any, Entry]]:
    """Yield the records of a section, each with the id that stands before it, if any does."""
    if isinstance(given, Mapping):
        for number, (key, record) in enumerate(given.items()):
            mark = Mark(number, 0, number, 0, name, f"{name}[{str(key)!r}]")
            yield str(key), Entry(record, mark)
        return
    for number, record in enumerate(given):
        mark = Mark(number, 0, number, 0, name, f"{name}[{number}]")
        yield None, record if isinstance(record, Entry) else Entry(record, mark)


def _plant_section(tree: Tree, name: str, given: Any, annotation: Any, mark: Mark) -> None:
    kind = annotations.value_in(annotation)
    if not is_collection(given):
        wording = Wording(
            f"a value of type {type(given).__name__}",
            "records, each with its id",
            f"give a list of them, as in {name}=[...], or a mapping by id",
        )
        tree.findings.append(Finding("wrong_shape", (name,), wording, mark.of(key=False)))
        return
    section: dict[str, Any] = {}
    _place(tree, tree.root, name, section, Entry(given, mark), (name,))
    marks = tree.marks[id(section)]
    for key, entry in _entries(name, given):
        if entry.ready is not None:
            _put_ready(tree, name, entry, marks)
            continue
        where = entry.mark.of(key=False)
        step = entry.mark.label.rpartition(name)[2] or entry.mark.label
        record = _record(tree, entry, kind, (name, step))
        if record is None:
            continue
        own = record.pop("id", None)
        known = key or own
        if not isinstance(known, str):
            wording = missing_value("id", "an-id", is_at_top=False)
            tree.findings.append(Finding("missing_value", (name, step, "id"), wording, where))
        elif known in section:
            place = entry.cells.get(("id",), entry.mark).of(key=True)
            tree.findings.append(_twice((name, known), place))
        else:
            _place(tree, section, known, record, entry, (name, known))


def _put_ready(tree: Tree, name: str, entry: Entry, marks: dict[Step, Mark]) -> None:
    """Put a record that is read already into its section."""
    section, known = tree.root[name], entry.record.id
    tree.columns[name] = entry.ready or {}
    if known in section:
        label = f"{entry.mark.label}, column {tree.columns[name]['id',]}"
        place = entry.mark._replace(label=label).of(key=True)
        tree.findings.append(_twice((name, known), place))
    else:
        section[known], marks[known] = entry.record, entry.mark


def _twice(path: Path, where: Location) -> Finding:
    return Finding("duplicate_key", path, duplicate_key(str(path[-1])), where, (path,))


def _plant_list(tree: Tree, name: str, given: Sequence[Any], annotation: Any, mark: Mark) -> None:
    kind, held = annotations.value_in(annotation), list[Any]()
    _place(tree, tree.root, name, held, Entry(given, mark), (name,))
    for _, entry in _entries(name, given):
        record = _record(tree, entry, kind, (name, len(held)))
        if record is not None:
            _place(tree, held, len(held), record, entry, (name, len(held)))
            held.append(record)


def _record(tree: Tree, entry: Entry, kind: Any, path: Path) -> dict[str, Any] | None:
    """Return a record as a mapping of texts, none where it is no record of its kind."""
    given = entry.record
    is_value = dataclasses.is_dataclass(given) and not isinstance(given, type)
    if is_value and type(given) is kind:
        return record_texts(given) | ({"id": given.id} if hasattr(given, "id") else {})
    if not isinstance(given, Mapping):
        tree.findings.append(_misshapen(path, given, entry.mark))
        return None
    plain: dict[str, Any] = texts(given, kind)
    return plain


def _misshapen(path: Path, given: object, mark: Mark) -> Finding:
    example = annotations.example(path[:2])
    wording = wrong_shape(f"a value of type {type(given).__name__}", "a mapping", example)
    return Finding("wrong_shape", path, wording, mark.of(key=False))


def _place(tree: Tree, holder: Any, step: Step, value: Any, entry: Entry, path: Path) -> None:
    """Put a value and all that is in it under marks; leave out what is missing."""
    marks = tree.marks.setdefault(id(holder), {})
    depth = 2 if path[0] in KEYED else 1
    mark = _mark(entry, path[depth:])
    marks[step] = mark
    if isinstance(holder, dict):
        holder[step] = value
    if isinstance(value, dict):
        tree.marks[id(value)] = {}
        for key, item in list(value.items()):
            if item is None:
                del value[key]
                tree.marks[id(value)][key] = entry.cells.get((*path[depth:], key), mark)
                tree.nothings.append((*path, key))
            else:
                _place(tree, value, key, item, entry, (*path, key))
    elif isinstance(value, list):
        tree.marks[id(value)] = {}
        for number, item in enumerate(value):
            _place(tree, value, number, item, entry, (*path, number))
    elif isinstance(value, str):
        _check_text(tree, value, path, mark)


def _mark(entry: Entry, steps: Path) -> Mark:
    """Return where a part of a record is, or the least part around it that has a place."""
    while steps:
        if steps in entry.cells:
            return entry.cells[steps]
        steps = steps[:-1]
    return entry.mark


def _check_text(tree: Tree, text: str, path: Path, mark: Mark) -> None:
    where = mark.of(key=False)
    bad = FORBIDDEN_IN_TEXT.search(text)
    if bad:
        wording = forbidden_character(bad[0])
        tree.findings.append(Finding("forbidden_character", path, wording, where))
    if len(text) > LONGEST_TEXT:
        wording = text_too_long(len(text))
        tree.findings.append(Finding("text_too_long", path, wording, where))
