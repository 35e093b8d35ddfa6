"""The door: bytes become a typed network file, or every problem at once with its line.

Steps: a text-only tree with marks; typed nouns by pydantic; cross-field checks. A leaf that cannot
be read is replaced by an example while the checks run, so that one typo does not hide the next
problem. Only this room (and the markers in `corridor.fields`) knows pydantic.
"""

import dataclasses
import difflib
import functools
import gc
import typing
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from corridor import _yaml, checks
from corridor.errors import (
    CODES,
    Finding,
    Location,
    NetworkError,
    Notice,
    Severity,
    Step,
    Wording,
    code,
    quote,
)
from corridor.model import NetworkFile

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

Path = tuple[Step, ...]
KEYED = (
    "sources",
    "norms",
    "nodes",
    "legs",
    "places",
    "regions",
    "corridors",
    "advisories",
    "journeys",
    "runs",
)
_SKELETON = {"format": "1", "name": "-", "version": "-", "as_of": "9999-12-31"}
_CLIP = 200


@code(Severity.ERROR)
def missing_value(field: str) -> Wording:
    """A required field is not there, or holds nothing."""
    return Wording("nothing", f"a value for {field}", f"add a line {field}: ...")


@code(Severity.ERROR)
def unknown_field(field: str, known: Iterable[str]) -> Wording:
    """A field is not one that the format has."""
    names = sorted(known)
    close = difflib.get_close_matches(field[:64], names, n=1, cutoff=0.7)
    mend = f"did you mean {close[0]}?" if close else "remove it, or put its content under note"
    if field[:1].isdigit():
        mend = "a comma inside braces begins a new field: write decimals with a point"
    return Wording(quote(field), "one of " + ", ".join(names), mend)


@code(Severity.ERROR)
def wrong_shape(found: str, expected: str) -> Wording:
    """A text stands where a list or a mapping belongs, or the other way round."""
    mends = {
        "a list": "write it in brackets, as in [one, two]",
        "a mapping": "write it in braces, as in {key: value}",
        "one text": "write one value",
    }
    return Wording(found, expected, mends[expected])


def read_file(
    data: bytes, name: str, *, strict: bool = False
) -> tuple[NetworkFile, tuple[Notice, ...]]:
    """Return the network file that the bytes hold, and its warnings.

    Parameters
    ----------
    data
        The bytes of the file.
    name
        What the notices call the file.
    strict
        Treat warnings as errors.

    Raises
    ------
    NetworkError
        With every problem of the file.
    """
    paused = gc.isenabled()
    gc.disable()
    try:
        tree = _yaml.read_tree(data)
        file, findings = _type(tree)
    finally:
        if paused:
            gc.enable()
    notices = tuple(sorted(_notices(tree, findings, name), key=lambda notice: notice.where))
    fatal = [item for item in notices if item.severity == Severity.ERROR or strict]
    if fatal or file is None:
        raise NetworkError(notices)
    return file, notices


def _type(tree: _yaml.Tree) -> tuple[NetworkFile | None, list[Finding]]:
    findings = list(tree.findings)
    if findings and not tree.root:
        return None, findings
    written = {
        section: frozenset(value)
        for section in KEYED
        if isinstance(value := tree.root.get(section), dict)
    }
    findings += [*_add_ids(tree.root), *_unknown_nothings(tree)]
    file, faults = _validate(tree)
    findings += faults
    if file is not None:
        reported = {finding.path for finding in findings}
        for finding in checks.run(file, written):
            if not any(finding.path[: len(path)] == path for path in reported if len(path) > 2):
                findings.append(finding)
    return file, findings


def _add_ids(root: dict[str, Any]) -> list[Finding]:
    """Give every keyed record its key as id; an id written inside the record is not a field."""
    findings = []
    for section in KEYED:
        records = root.get(section)
        for key, record in records.items() if isinstance(records, dict) else ():
            if isinstance(record, dict):
                if "id" in record:
                    known = [item.name for item in _fields(("nodes", key)) if item.name != "id"]
                    path = (section, key, "id")
                    findings.append(
                        Finding("unknown_field", path, unknown_field("id", known), on_key=True)
                    )
                record["id"] = key
    return findings


def _unknown_nothings(tree: _yaml.Tree) -> Iterator[Finding]:
    """Yield the keys without a value that the format does not know; others count as missing."""
    for path in tree.nothings:
        if len(path) == 2 and path[0] in KEYED:
            continue
        known = [item.name for item in _fields(path[:-1]) if item.name != "id"]
        if path[-1] not in known:
            wording = unknown_field(str(path[-1]), known)
            yield Finding("unknown_field", path, wording, tree.mark(path)[0][:2], on_key=True)


@functools.cache
def _adapter() -> "TypeAdapter[NetworkFile]":
    from pydantic import TypeAdapter

    return TypeAdapter(NetworkFile)


def _validate(tree: _yaml.Tree) -> tuple[NetworkFile | None, list[Finding]]:
    """Return the typed file and the faults of its fields; repair what is faulty and try again."""
    from pydantic import ValidationError

    findings: dict[tuple[str, Path], Finding] = {}
    for _ in range(4):
        try:
            return _adapter().validate_python(tree.root), list(findings.values())
        except ValidationError as error:
            details = error.errors(include_url=False)
        for detail in details:
            finding = _finding(tree, detail)
            finding = finding._replace(mark=_position(tree, finding))
            known = [path for _, path in findings if path == finding.path[: len(path)]]
            if not known:
                findings[finding.code, finding.path] = finding
        for detail in reversed(details):
            _repair(tree.root, detail)
    return None, list(findings.values())


def _finding(tree: _yaml.Tree, detail: "ErrorDetails") -> Finding:
    path: Path = tuple(step for step in detail["loc"] if step != "[key]")
    name, context = detail["type"], detail.get("ctx", {})
    if "wording" in context:
        depth = tree.mark(path)[1]
        on_key = detail["loc"][-1] == "[key]"
        return Finding(name, path[:depth], context["wording"], on_key=on_key)
    if name == "missing":
        return Finding("missing_value", path, missing_value(str(path[-1])), on_key=True)
    if name == "unexpected_keyword_argument":
        known = [item.name for item in _fields(path[:-1]) if item.name != "id"]
        wording = unknown_field(str(path[-1]), known)
        return Finding("unknown_field", path, wording, on_key=True)
    if name == "literal_error" and isinstance(detail["input"], str):
        from corridor.fields import unknown_value

        known_values = tuple(part.strip("' ") for part in _choices(context["expected"]))
        return Finding("unknown_value", path, unknown_value(detail["input"], known_values))
    expected = {"tuple_type": "a list", "dict_type": "a mapping", "dataclass_type": "a mapping"}
    wording = wrong_shape(_shape(detail["input"]), expected.get(name, "one text"))
    return Finding("wrong_shape", path, wording)


def _choices(expected: str) -> list[str]:
    return expected.replace(" or ", ", ").split(", ")


def _shape(value: object) -> str:
    if isinstance(value, dict):
        return "a mapping"
    return "a list" if isinstance(value, list) else "one text"


def _repair(root: dict[str, Any], detail: "ErrorDetails") -> None:
    """Replace or remove what is faulty, so that the cross-field checks have something to read."""
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
        _drop(root, path)
    elif detail["type"] == "literal_error":
        parent[last] = _choices(context["expected"])[0].strip("' ")
    elif context.get("example"):
        parent[last] = context["example"]
    elif detail["type"] == "unexpected_keyword_argument":
        del parent[last]
    else:
        _drop(root, path)


def _has(parent: object, step: Step) -> bool:
    if isinstance(parent, dict):
        return step in parent
    return isinstance(parent, list) and isinstance(step, int) and step < len(parent)


def _drop(root: dict[str, Any], path: Path) -> None:
    """Remove the record in which something is missing or misshapen."""
    if len(path) > 1 and isinstance(section := root.get(str(path[0])), dict):
        section.pop(str(path[1]), None)
    else:
        root.pop(str(path[0]), None)


def _fields(path: Path) -> tuple["dataclasses.Field[Any]", ...]:
    """Return the fields of the noun that stands at a path."""
    noun: Any = NetworkFile
    for step in path:
        hints = typing.get_type_hints(noun)
        if isinstance(step, str) and step in hints:
            noun = _noun_in(hints[step]) or noun
    return dataclasses.fields(noun)


def _noun_in(annotation: Any) -> Any:
    if dataclasses.is_dataclass(annotation):
        return annotation
    return next(filter(None, map(_noun_in, typing.get_args(annotation))), None)


def _notices(tree: _yaml.Tree, findings: Iterable[Finding], name: str) -> Iterable[Notice]:
    for finding in findings:
        line, column = finding.mark or _position(tree, finding)
        quoted = tree.lines[line - 1][:_CLIP] if 0 < line <= len(tree.lines) else ""
        related = tuple(
            Location(name, mark.key_line, mark.key_column)
            for mark, _ in (tree.mark(path) for path in finding.related)
        )
        yield Notice(
            finding.code,
            CODES[finding.code].severity,
            Location(name, line, column),
            ".".join(map(str, finding.path)),
            *finding.wording,
            quoted=quoted,
            related=related,
        )


def _position(tree: _yaml.Tree, finding: Finding) -> tuple[int, int]:
    mark, depth = tree.mark(finding.path)
    on_key = finding.on_key or depth < len(finding.path)
    return (mark.key_line, mark.key_column) if on_key else (mark.line, mark.column)
