"""The format of a network file, read off the values: as a JSON Schema for editors, and in words.

`data/network.schema.json` and `data/SCHEMA.md` are what these functions return; a test holds that.
"""

import importlib
import types
import typing
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from corridor.errors import Severity
from corridor.network.estimates import Estimate, Headway, Length, Position
from corridor.network.fields import Expanding, Reader
from corridor.network.model import NetworkFile
from corridor.reading import annotations
from corridor.reading.checks.references import REFERENCES
from corridor.reading.checks.run import known_codes
from corridor.reading.merging import EXTENDS

Schema = dict[str, Any]

DIALECT = "https://json-schema.org/draft/2020-12/schema"
#: The name of the schema, with the format that it describes.
ID = "urn:corridor:schema:network:1"
EXTENDS_SCHEMA = {
    "type": "string",
    "description": "bundled, or the path (from this file) of a file that is loaded with it",
}
FIGURES = (Estimate, Headway, Length, Position)
#: Fields whose absence is a warning: what a figure rests on.
SHOULD = {"basis", "sources", "rule", "norm", "claims"}


def json_schema() -> Schema:
    """Return the format as a JSON Schema, for editors and other validators."""
    definitions: Schema = {}
    root = _object(NetworkFile, definitions)
    root["properties"] = {EXTENDS: EXTENDS_SCHEMA} | root["properties"]
    needed = root.pop("required")
    root["anyOf"] = [{"required": needed}, {"required": [EXTENDS]}]
    head = {"$schema": DIALECT, "$id": ID, "title": "A network file of Corridor"}
    return head | root | {"$defs": dict(sorted(definitions.items()))}


def _object(value: type, definitions: Schema, shorthand: tuple[str, ...] = ()) -> Schema:
    needed = [name for name in annotations.hints(value) if name in annotations.required(value)]
    properties = {
        name: _property(annotation, definitions, optional=name not in needed)
        for name, annotation in annotations.hints(value).items()
    }
    schema: Schema = {
        "type": "object",
        "description": _meaning(value),
        "properties": properties,
        "additionalProperties": False,
    }
    if shorthand and shorthand != ("value",):
        properties["value"] = _of_reader(_reader(annotations.hints(value)[shorthand[0]]))
        doubled = {"required": ["value", *shorthand]}
        return schema | {"anyOf": [{"required": needed}, {"required": ["value"]}], "not": doubled}
    return schema | {"required": needed}


def _property(annotation: Any, definitions: Schema, *, optional: bool) -> Schema:
    schema = _any(annotation, definitions)
    if not optional:
        return schema | {"minItems": 1} if schema.get("type") == "array" else schema
    if isinstance(schema.get("type"), str | list):
        kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
        return schema | {"type": [*kinds, "null"]}
    if "enum" in schema:
        return schema | {"enum": [*schema["enum"], None]}
    return {"anyOf": [*schema.get("anyOf", [schema]), {"type": "null"}]}


def _any(annotation: Any, definitions: Schema) -> Schema:
    """Return the schema of whatever an annotation allows."""
    marks = getattr(annotation, "__metadata__", ())
    if marks and isinstance(marks[0], Reader):
        return _of_reader(marks[0])
    if marks:
        return _expanding(annotations.value_in(annotation), marks[0].keys, definitions)
    parts = typing.get_args(annotation)
    return _bare(typing.get_origin(annotation), parts, annotation, definitions)


def _bare(origin: Any, parts: tuple[Any, ...], annotation: Any, definitions: Schema) -> Schema:
    """Return the schema of an annotation without marks."""
    if origin in {typing.Union, types.UnionType}:
        return _union([part for part in parts if part is not type(None)], definitions)
    if origin is typing.Literal:
        return {"enum": [*parts, *(int(word) for word in parts if word.isdigit())]}
    if origin is tuple:
        return {"type": "array", "items": _any(parts[0], definitions)}
    if origin is Mapping:
        names = {"pattern": _of_reader(_reader(parts[0]))["pattern"]}
        records = _any(parts[1], definitions)
        return {"type": "object", "propertyNames": names, "additionalProperties": records}
    return _reference(annotation, definitions)


def _union(parts: list[Any], definitions: Schema) -> Schema:
    schemas = [_any(part, definitions) for part in parts]
    if len(schemas) == 1:
        return schemas[0]
    return {"enum": [word for schema in schemas for word in schema["enum"]]}


def _reference(value: type, definitions: Schema, shorthand: tuple[str, ...] = ()) -> Schema:
    if value.__name__ not in definitions:
        definitions[value.__name__] = {}
        definitions[value.__name__] = _object(value, definitions, shorthand)
    return {"$ref": f"#/$defs/{value.__name__}"}


def _expanding(value: type, keys: tuple[str, ...], definitions: Schema) -> Schema:
    reference = _reference(value, definitions, keys)
    if not keys:
        return reference
    return {"anyOf": [_of_reader(_reader(annotations.hints(value)[keys[0]])), reference]}


def _reader(annotation: Any) -> Reader:
    return next(mark for mark in annotation.__metadata__ if isinstance(mark, Reader))


def _of_reader(reader: Reader) -> Schema:
    if reader.choices:
        return {"enum": list(reader.choices())}
    kinds = ["string", *reader.also] if reader.also else "string"
    return {"type": kinds, "pattern": reader.pattern, "examples": [reader.example], **reader.limits}


def _meaning(value: type) -> str:
    return (value.__doc__ or "").partition("\n")[0]


#: What stands before the fields, and a small file that is whole.
HEAD, EXAMPLE = (Path(__file__).with_name(name) for name in ("format.md", "example.yaml"))


def markdown() -> str:
    """Return the format in words: every field of every value, and every notice code."""
    importlib.import_module("corridor.reading.reader")  # every notice code is known by then
    parts = [HEAD.read_text("utf-8").format(example=EXAMPLE.read_text("utf-8"))]
    for value, places in _places().items():
        rows = [
            (
                f"`{name}`",
                *_words(value, name, annotation),
                _weight(value, name),
                _shown(annotation),
            )
            for name, annotation in annotations.hints(value).items()
        ]
        title = "The file" if value is NetworkFile else value.__name__
        where = f"\n\nAt {', '.join(f'`{place}`' for place in places)}." if places else ""
        table = _table(("field", "type", "unit", "", "example"), rows)
        parts.append(f"## {title}\n\n{_meaning(value)}{where}\n\n{table}")
    importlib.import_module("corridor.reading.reader")  # registers all that can be said of a file
    codes = [
        (f"`{name}`", code.severity, code.meaning)
        for severity in Severity
        for name, code in sorted(known_codes().items())
        if code.severity == severity
    ]
    words = (
        "An error refuses the file; with a warning an answer may mislead; an info only informs.\n"
        "`tests/bad` has a file for each of them, with the whole message beside it."
    )
    parts.append(f"## Notices\n\n{words}\n\n{_table(('code', 'severity', 'meaning'), codes)}")
    return "\n".join(parts)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _places() -> dict[type, list[str]]:
    """Return all values of the file, each with where it stands."""
    found: dict[type, list[str]] = {NetworkFile: []}
    waiting: list[tuple[type, str]] = [(NetworkFile, "")]
    for value, path in waiting:
        for name, annotation in annotations.hints(value).items():
            inner = annotations.value_in(annotation)
            if inner is None:
                continue
            place = f"{path}{name}" + (".ID" if annotations.is_section(annotation) else "")
            place += "[]" if annotations.is_list(annotation) else ""
            if inner not in found:
                waiting.append((inner, f"{place}."))
            found.setdefault(inner, []).append(place)
    return found


def _words(holder: type, name: str, annotation: Any) -> tuple[str, str]:
    """Return type and unit of a field in words."""
    sections = [section for section, field in REFERENCES.get(holder, ()) if field == name]
    if sections:
        return f"{'ids' if annotations.is_list(annotation) else 'id'} under `{sections[0]}`", ""
    readers = [part for part in annotations.parts_of(annotation) if isinstance(part, Reader)]
    words = [part for part in annotations.parts_of(annotation) if isinstance(part, str)]
    value = annotations.value_in(annotation)
    if annotations.is_section(annotation):
        return f"{value.__name__} by id", ""
    if words:
        return ", ".join(f"`{word}`" for word in words), ""
    what = value.__name__ if value else readers[0].kind
    short = next(_shorthands(annotation), None)
    text = ("list of " if annotations.is_list(annotation) else "") + what
    if short:
        return f"{text}, or one {short.kind}", short.unit
    return text, readers[0].unit if readers and not value else ""


def _shorthands(annotation: Any) -> Iterator[Reader]:
    for mark in annotations.marks_of(annotation):
        if isinstance(mark, Expanding) and mark.keys:
            yield _reader(annotations.hints(annotations.value_in(annotation))[mark.keys[0]])


def _weight(value: type, name: str) -> str:
    if name in annotations.required(value):
        return "must"
    return "should" if value in FIGURES and name in SHOULD else "may"


def _shown(annotation: Any) -> str:
    return "" if annotations.is_section(annotation) else f"`{annotations.example_of(annotation)}`"
