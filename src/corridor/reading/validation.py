"""Loading: bytes become a typed network file, or every problem at once with its line.

Steps: a text-only tree with marks; typed values by pydantic; cross-field checks. A leaf that cannot
be read is replaced by an example while the checks run, so that one typo does not hide the next
problem. Only this module (and the markers in `corridor.network.fields`) knows pydantic.
"""

import dataclasses
import difflib
import functools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, TypeGuard

from corridor.errors import (
    CODES,
    SHOWN_PER_CODE,
    Finding,
    Location,
    Severity,
    Step,
    Wording,
    code,
    quote,
    visible,
)
from corridor.network.model import NetworkFile
from corridor.network.texts.field_texts import unknown_value
from corridor.reading import annotations
from corridor.reading import yaml_tree as _yaml
from corridor.reading.checks import run as checks
from corridor.reading.merging import EXTENDS, KEYED

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails


Path = tuple[Step, ...]


class Paths:
    """Paths at which something could not be read."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self._ends: set[Path] = set()
        self._passed: set[Path] = set()
        for path in paths:
            self.add(path)

    def add(self, path: Path) -> None:
        """Add a path."""
        self._ends.add(path)
        self._passed.update(path[:length] for length in range(1, len(path) + 1))

    def cover(self, path: Path) -> bool:
        """Return whether one of the paths is this one, or leads to it."""
        return any(path[:length] in self._ends for length in range(1, len(path) + 1))

    def touch(self, path: Path) -> bool:
        """Return whether one of the paths leads to this one, or on from it."""
        return path in self._passed or self.cover(path)


_SKELETON = {"format": "1", "name": "-", "version": "-", "as_of": "2199-12-31"}
_CLIP = 200
RECORD = 2
ROUNDS = 5
MOST_PROBLEMS = 10_000
KEPT = 200


@code(Severity.ERROR)
def missing_value(field: str, example: str, *, is_at_top: bool) -> Wording:
    """A required field is not there, or holds nothing."""
    fix = f"add {field}: {example}"
    if is_at_top:
        fix += "; or extends: bundled, if the file adds to the bundled network"
    return Wording("nothing", f"a value for {field}", fix)


@code(Severity.ERROR)
def unknown_field(field: str, known: Iterable[str], *, hint: bool = True) -> Wording:
    """A field is not one that the format has."""
    names = sorted(known)
    close = difflib.get_close_matches(field[:64], names, n=1, cutoff=0.7) if hint else []
    remove = "remove it, or put its content under note" if "note" in names else "remove it"
    fix = f"did you mean {close[0]}?" if close else remove
    if field == "id":
        fix = "remove it: the key of the record is its id"
    elif field == "<<":
        fix = "write the fields out: nothing is merged in"
    elif field[:1].isdigit():
        fix = "a comma inside braces begins a new field: write decimals with a point"
    return Wording(quote(field), "one of " + ", ".join(names), fix)


@code(Severity.WARNING)
def left_out(fields: str) -> Wording:
    """A row of a table names what its record had and the table cannot hold."""
    return Wording(
        f"a record without its {fields}",
        "a row that holds all of its record",
        "add them to the record in YAML, or empty the cell if they are not wanted",
    )


@code(Severity.ERROR)
def too_many_problems() -> Wording:
    """More than 10,000 fields cannot be read, so only the first of each section are shown."""
    return Wording(
        f"more than {MOST_PROBLEMS:,} problems, of which the first are shown here",
        "a network file",
        "is it the right file? fix what is shown, and check again",
    )


@code(Severity.ERROR)
def wrong_shape(found: str, expected: str, example: str) -> Wording:
    """A text stands where a list or a mapping belongs, or the other way round."""
    fixes = {"a list": "write it in brackets", "a mapping": "write it in braces"}
    fix = fixes.get(expected, "write one value")
    return Wording(found, expected, f"{fix}, as in {example}")


def _type(tree: _yaml.Tree, *, whole: bool = True) -> tuple[NetworkFile | None, list[Finding]]:
    root = tree.root
    sections = {section: root.get(section, {}) for section in KEYED}
    written = {key: frozenset(ids) for key, ids in sections.items() if isinstance(ids, dict)}
    unknown = [*_add_ids(root), *_unknown_nothings(tree)]
    file, faults = _validate(tree)
    faults = _one_per_cause([*unknown, *faults])
    findings = [*tree.findings, *faults]
    if file is not None:  # pragma: no branch - see `_validate`
        errors = [item for item in findings if CODES[item.code].severity == Severity.ERROR]
        doubtful = Paths(item.path for item in faults)
        if not whole:
            lacks = checks.faults_of_changes(file)
            return file, [*findings, *(item for item in lacks if not doubtful.touch(item.path))]
        made, refused = checks.made(file)
        findings += refused if not errors else ()
        errors += [item for item in refused if CODES[item.code].severity == Severity.ERROR]
        for finding in checks.run(made, written, readable=not errors, before=file):
            rests_on = (finding.path, *(item for item in finding.related if _is_path(item)))
            if not any(map(doubtful.touch, rests_on)):
                findings.append(finding)
        passing = tuple(change for change in made.changes if change.is_passing)
        file = dataclasses.replace(made, changes=passing)
    return file, findings


def _is_path(place: object) -> TypeGuard[Path]:
    return not isinstance(place, Location)


def _one_per_cause(faults: list[Finding]) -> list[Finding]:
    """Leave out what follows from another fault: a misspelt field is not also a missing one."""
    consequences: set[tuple[str, Path]] = set()
    for fault in faults:
        if fault.code == "unknown_field":
            meant = fault.wording.fix.removeprefix("did you mean ").rstrip("?")
            consequences.add(("missing_value", (*fault.path[:-1], meant)))
            if meant == EXTENDS:
                consequences |= {("missing_value", (key,)) for key in (*_SKELETON, "nodes", "legs")}
            if str(fault.path[-1])[:1].isdigit():
                consequences.add(("missing_unit", fault.path[:-1]))
    return [
        fault
        for fault in faults
        if (fault.code, fault.path) not in consequences
        and (fault.code, fault.path[:-1]) not in consequences
    ]


def _add_ids(root: dict[str, Any]) -> list[Finding]:
    """Give every keyed record its key as id; an id written inside the record is not a field."""
    findings = []
    for section in KEYED:
        records = root.get(section)
        for key, record in records.items() if isinstance(records, dict) else ():
            if isinstance(record, dict):
                if "id" in record:
                    path = (section, key, "id")
                    wording = unknown_field("id", annotations.known((section, key)))
                    findings.append(Finding("unknown_field", path, wording, on_key=True))
                record["id"] = key
    return findings


def _unknown_nothings(tree: _yaml.Tree) -> Iterator[Finding]:
    """Yield the keys without a value that the format does not know; others count as missing."""
    for count, path in enumerate(tree.nothings):
        if len(path) == RECORD and path[0] in KEYED:
            wording = missing_value(str(path[-1]), annotations.example(path), is_at_top=False)
            yield Finding("missing_value", path, wording, tree.mark(path)[0].of(key=True))
            continue
        known = annotations.known(path[:-1])
        if path[-1] not in known:
            wording = unknown_field(str(path[-1]), known, hint=count < SHOWN_PER_CODE)
            where = tree.mark(path)[0].of(key=True)
            yield Finding("unknown_field", path, wording, where, on_key=True)


@functools.cache
def _adapter() -> "TypeAdapter[NetworkFile]":
    from pydantic import TypeAdapter

    return TypeAdapter(NetworkFile)


def _validate(tree: _yaml.Tree) -> tuple[NetworkFile | None, list[Finding]]:
    """Return the typed file and the faults of its fields; repair what is faulty and try again."""
    from pydantic import ValidationError

    findings: list[Finding] = []
    for _ in range(ROUNDS):
        try:
            return _adapter().validate_python(tree.root), findings
        except ValidationError as error:
            if error.error_count() > MOST_PROBLEMS:
                _shorten(tree.root)
                findings.append(Finding("too_many_problems", (), too_many_problems()))
                continue
            details = error.errors(include_url=False)
        reported = Paths(finding.path for finding in findings)
        for detail in details:
            finding = _finding(tree, detail, hint=len(findings) < SHOWN_PER_CODE)
            if not reported.cover(finding.path):
                reported.add(finding.path)
                findings.append(finding._replace(where=_position(tree, finding)))
        for detail in reversed(details):
            _repair(tree, detail)
    return None, findings  # pragma: no cover - each round drops what is faulty: the last finds none


def _shorten(container: Any) -> None:
    """Leave only the first entries of each mapping and list: of too many problems the first."""
    if isinstance(container, dict):
        for key in list(container)[KEPT:]:
            del container[key]
    elif isinstance(container, list):
        del container[KEPT:]
    else:
        return
    for part in container.values() if isinstance(container, dict) else container:
        _shorten(part)


def _finding(tree: _yaml.Tree, detail: "ErrorDetails", *, hint: bool) -> Finding:
    path: Path = tuple(step for step in detail["loc"] if step != "[key]")
    name, context = detail["type"], detail.get("ctx", {})
    if "wording" in context:
        depth = tree.mark(path)[1]
        on_key = detail["loc"][-1] == "[key]"
        return Finding(name, path[:depth], context["wording"], on_key=on_key)
    if name == "missing":
        field, example = str(path[-1]), annotations.example(path)
        wording = missing_value(field, example, is_at_top=len(path) == 1)
        return Finding("missing_value", path, wording, on_key=True)
    if name == "unexpected_keyword_argument":
        wording = unknown_field(str(path[-1]), annotations.known(path[:-1]), hint=hint)
        return Finding("unknown_field", path, wording, on_key=True)
    if name == "literal_error" and isinstance(detail["input"], str):
        known_values = tuple(part.strip("' ") for part in _choices(context["expected"]))
        return Finding("unknown_value", path, unknown_value(detail["input"], known_values))
    shapes = {"tuple_type": "a list", "dict_type": "a mapping", "dataclass_type": "a mapping"}
    expected = shapes.get(name, "one text")
    example = annotations.example(path)
    if expected == "a list" and isinstance(detail["input"], str):
        example = f"[{visible(detail['input'][:32])}]"
    wording = wrong_shape(_shape(detail["input"]), expected, example)
    return Finding("wrong_shape", path, wording)


def _choices(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _shape(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, str | list):
        return "a list" if isinstance(value, list) else "one text"
    return f"a value of type {type(value).__name__}"


def _repair(tree: _yaml.Tree, detail: "ErrorDetails") -> None:
    """Replace or remove what is faulty, so that the cross-field checks have something to read."""
    root = tree.root
    path: Path = tuple(step for step in detail["loc"] if step != "[key]")
    context = detail.get("ctx", {})
    if detail["type"] == "missing" and len(path) == 1:
        root[str(path[0])] = _SKELETON.get(str(path[0]), {})
        return
    parent: Any = root
    for step in path[:-1]:
        following = parent[step] if _has(parent, step) else None
        if not isinstance(following, dict | list):
            path = path[: path.index(step) + 1]
            break
        parent = following
    last = path[-1]
    if not _has(parent, last) or detail["loc"][-1] == "[key]":
        _drop(tree, path)
    elif detail["type"] == "literal_error":
        parent[last] = _choices(context["expected"])[0].strip("' ")
    elif context.get("example"):
        parent[last] = context["example"]
    elif detail["type"] == "unexpected_keyword_argument":
        del parent[last]
    else:
        _drop(tree, path)


def _has(parent: object, step: Step) -> bool:
    if isinstance(parent, dict):
        return step in parent
    return isinstance(parent, list) and isinstance(step, int) and step < len(parent)


def _drop(tree: _yaml.Tree, path: Path) -> None:
    """Remove the record in which something is missing or misshapen."""
    if len(path) > 1 and isinstance(section := tree.root.get(str(path[0])), dict):
        tree.dropped.append(section.pop(str(path[1]), None))
    else:
        tree.dropped.append(tree.root.pop(str(path[0]), None))


def _position(tree: _yaml.Tree, finding: Finding) -> Location:
    mark, depth = tree.mark(finding.path)
    return mark.of(key=finding.on_key or depth < len(finding.path))
