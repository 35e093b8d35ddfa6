"""The digest of a file: the SHA-256 of what it says, whatever its layout."""

import dataclasses
import datetime
import hashlib
import json
import operator
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from corridor.money import Money

if TYPE_CHECKING:
    from corridor.model import NetworkFile


def digest_of(file: "NetworkFile") -> str:
    """Return the SHA-256 of what a file says, whatever its layout."""
    canonical = json.dumps(_plain(file), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(canonical.encode()).hexdigest()


_PLAIN = (str, int, float, type(None))


def _plain(value: Any) -> object:
    """Return nouns as plain data, for the digest."""
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, Money):
        return value.plain
    if isinstance(value, datetime.date):
        return value.isoformat()
    return [_plain(item) for item in _values_of(type(value))(value)]


_GETTERS: dict[type, Callable[[object], tuple[object, ...]]] = {}


def _values_of(kind: type) -> Callable[[object], tuple[object, ...]]:
    if kind not in _GETTERS:
        names = [item.name for item in dataclasses.fields(kind)]
        _GETTERS[kind] = operator.attrgetter(*names)
    return _GETTERS[kind]
