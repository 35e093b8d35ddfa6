"""Write a network's text tree as a YAML file, in plain or in varied layout."""

import functools
import json
from random import Random
from typing import Any

from support import oracle

FREE_TEXT = {
    "name", "label", "aliases", "version", "title", "publisher", "url", "tier", "note", "rule",
    "text", "service", "line", "operators", "straits", "quote",
}  # fmt: skip
FLOW_BELOW = 90
VARIED_FLOW = 400


def dump(spec: oracle.Spec, *, shuffle: Random | None = None) -> bytes:
    """Write a network as a file; with `shuffle`, vary key order, quotes, nesting and line ends.

    The tree read back is the same: no list is reordered, and free text stays double-quoted.
    """
    lines = _block("", spec, shuffle)
    if shuffle is None:
        return ("\n".join(lines) + "\n").encode()
    spacings: list[list[str]] = [["# remark"], [""], *[[]] * 8]
    spaced = [more for line in lines for more in (line, *shuffle.choice(spacings))]
    ending = shuffle.choice(("\n", "\r\n"))
    return (ending.join(spaced) + ending).encode()


def _scalar(key: str, text: str, shuffle: Random | None) -> str:
    """Quote one leaf: free text always double, the rest at will."""
    if key in FREE_TEXT:
        return _double(text)
    if shuffle is None:
        return text
    return shuffle.choice((text, _double(text), "'" + text.replace("'", "''") + "'"))


@functools.cache
def _double(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _items(mapping: oracle.Spec, shuffle: Random | None) -> list[tuple[str, Any]]:
    """List the items of a mapping, reordered at will."""
    items = list(mapping.items())
    return shuffle.sample(items, len(items)) if shuffle else items


def _flow(key: str, value: Any, shuffle: Random | None) -> str:
    """Write a value on one line."""
    if isinstance(value, str):
        return _scalar(key, value, shuffle)
    if isinstance(value, list):
        return "[" + ", ".join(_flow(key, item, shuffle) for item in value) + "]"
    return "{" + ", ".join(f"{k}: {_flow(k, v, shuffle)}" for k, v in _items(value, shuffle)) + "}"


def _block(key: str, value: Any, shuffle: Random | None) -> list[str]:
    """Write a mapping or list on lines of its own, its short values on one line each."""
    indent = " " * (shuffle.choice((1, 2, 4)) if shuffle else 2)
    width = shuffle.choice((0, FLOW_BELOW, VARIED_FLOW)) if shuffle else FLOW_BELOW
    lines: list[str] = []
    is_list = isinstance(value, list)
    for name, item in [(key, v) for v in value] if is_list else _items(value, shuffle):
        flow = _flow(name, item, shuffle)
        if isinstance(item, str) or not item or len(flow) < width:
            lines.append(f"- {flow}" if is_list else f"{name}: {flow}")
            continue
        inner = _block(name, item, shuffle)
        if is_list:
            lines += [f"- {inner[0]}", *(f"  {line}" for line in inner[1:])]
        else:
            lines += [f"{name}:", *(indent + line for line in inner)]
    return lines
