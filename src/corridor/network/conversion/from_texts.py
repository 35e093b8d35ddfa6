"""Values that are made in code: their fields are read as those of a file are."""

import dataclasses
import functools
import types
import typing
from typing import TYPE_CHECKING, Annotated, Any, Literal

from corridor.amounts import Amount
from corridor.errors import QuantityError
from corridor.network.conversion.to_texts import texts

if TYPE_CHECKING:
    from pydantic import TypeAdapter

Kinds = tuple[tuple[str, frozenset[type]], ...]


@functools.cache
def kinds_of(kind: type) -> Kinds:
    """Return which types each field of a value may hold; fields of plain text are left out."""
    hints = typing.get_type_hints(kind, include_extras=True)
    found = ((item.name, _kinds(hints[item.name])) for item in dataclasses.fields(kind))
    return tuple((name, kinds) for name, kinds in found if kinds and kinds != {str})


def _kinds(annotation: Any) -> frozenset[type]:
    """Return the types of an annotation; none where anything may stand."""
    origin, parts = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is Annotated:
        return _kinds(parts[0])
    if origin in {types.UnionType, typing.Union}:
        return frozenset().union(*map(_kinds, parts))
    if origin is Literal:
        return frozenset({str})
    kind = origin or annotation
    extra = {int} if kind is float or issubclass(kind, Amount) else set()
    return frozenset({kind, *extra})


def read_fields(value: Any) -> None:
    """Read the fields of a value that is being made, in place.

    Raises
    ------
    QuantityError
        With every field that cannot be read.
    """
    from pydantic import ValidationError

    kind: type = type(value)
    hints = typing.get_type_hints(kind, include_extras=True)
    names = [item.name for item in dataclasses.fields(kind)]
    given = {name: texts(getattr(value, name), hints[name], is_typed=True) for name in names}
    for name, allowed in kinds_of(kind):  # a bare number lacks its unit, where none is typed so
        if type(getattr(value, name)) not in allowed:
            given[name] = texts(getattr(value, name), hints[name])
    given = {name: text for name, text in given.items() if text not in (None, [])}
    try:
        read = adapter(kind).validate_python(given)
    except ValidationError as error:
        faults = error.errors(include_url=False)
        raise QuantityError("\n".join(map(_words, faults))) from None
    for name in names:
        object.__setattr__(value, name, getattr(read, name))


def _words(fault: Any) -> str:
    where = ".".join(map(str, fault["loc"]))
    wording = fault.get("ctx", {}).get("wording")
    if wording is None:
        return f"{where}: {fault['msg'][:1].lower()}{fault['msg'][1:]}"
    return f"{where} is {wording.found}; it must be {wording.expected}"


@functools.cache
def adapter(kind: Any) -> "TypeAdapter[Any]":
    """Return what reads a value of a type, or of an annotation, from texts."""
    from pydantic import TypeAdapter

    return TypeAdapter(kind)
