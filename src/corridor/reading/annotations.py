"""Which fields a value of the file has, and what may be typed there: read off the annotations."""

import dataclasses
import functools
import types
import typing
from collections.abc import Iterator, Mapping
from typing import Any

from corridor.errors import Step
from corridor.network.fields import Reader
from corridor.network.model import NetworkFile
from corridor.reading.merging import EXTENDS

Path = tuple[Step, ...]


@functools.cache
def hints(value: type) -> dict[str, Any]:
    """Return the annotations of the fields that can be written in a value."""
    annotations = typing.get_type_hints(value, include_extras=True)
    return {
        item.name: annotations[item.name] for item in dataclasses.fields(value) if item.name != "id"
    }


def value_type_at(path: Path) -> type:
    """Return the class of the value that stands at a path, or the last one before it."""
    value: type = NetworkFile
    for step in path:
        if isinstance(step, str) and step in hints(value):
            value = value_in(hints(value)[step]) or value
    return value


def known(path: Path) -> list[str]:
    """Return the fields of the value that stands at a path."""
    return [*hints(value_type_at(path)), *([] if path else [EXTENDS])]


def example(path: Path) -> str:
    """Return what may be typed at a path."""
    named = max(number for number, step in enumerate(path) if isinstance(step, str))
    annotation = hints(value_type_at(path[:named])).get(str(path[named]))
    if annotation is None:  # the path ends at an id, or in a list
        return _mapping(value_type_at(path))
    return example_of(annotation) if named == len(path) - 1 else _one_example(annotation)


def example_of(annotation: Any) -> str:
    """Return what may be typed where an annotation stands."""
    example = _one_example(annotation)
    return f"[{example}]" if is_list(annotation) else example


def _one_example(annotation: Any) -> str:
    value = value_in(annotation)
    if is_section(annotation):
        return "and below it one record for each id"
    parts = list(parts_of(annotation))
    readers = [item for item in parts if isinstance(item, Reader)]
    if readers:
        return {"text": '"..."', "id": "..."}.get(readers[0].kind, readers[0].example)
    if value is None:
        return str(parts[0])
    return _mapping(value)


def _mapping(value: type) -> str:
    needed = [name for name in hints(value) if name in required(value)]
    shown = ", ".join(f"{name}: {example_of(hints(value)[name])}" for name in needed)
    return "{" + (shown or "...") + "}"


def required(value: type) -> set[str]:
    """Return the fields that a value must have."""
    missing = dataclasses.MISSING
    return {
        item.name
        for item in dataclasses.fields(value)
        if item.default is missing and item.default_factory is missing
    }


def is_list(annotation: Any) -> bool:
    """Return whether any number of values stand there, one after the other."""
    if isinstance(annotation, types.UnionType) or hasattr(annotation, "__metadata__"):
        return is_list(typing.get_args(annotation)[0])
    return typing.get_args(annotation)[1:] == (...,)


def marks_of(annotation: Any) -> Iterator[Any]:
    """Yield what is said of an annotation and of the one inside a list or an optional value."""
    yield from getattr(annotation, "__metadata__", ())
    for part in typing.get_args(annotation):
        yield from marks_of(part)


def is_section(annotation: Any) -> bool:
    """Return whether records stand there, keyed by id."""
    return typing.get_origin(annotation) is Mapping


def parts_of(annotation: Any) -> Iterator[Any]:
    """Yield the readers and the words of an annotation that stand outside other values."""
    for part in (*typing.get_args(annotation), *getattr(annotation, "__metadata__", ())):
        if isinstance(part, Reader | str):
            yield part
        elif not dataclasses.is_dataclass(part):
            yield from parts_of(part)


def value_in(annotation: Any) -> Any:
    """Return the first value in an annotation, or None."""
    if dataclasses.is_dataclass(annotation):
        return annotation
    return next(filter(None, map(value_in, typing.get_args(annotation))), None)
