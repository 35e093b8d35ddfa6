"""A network as the text of a network file."""

import json
import re
from collections.abc import Iterator
from typing import Any

from corridor.network.conversion.to_texts import record_texts
from corridor.network.network import Network
from corridor.signatures import suggest_arguments

#: Texts that need no quotation marks, wherever they stand.
_BARE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_./%-]*( [A-Za-z0-9_./%-]+)*")
_NULLS = {"null", "Null", "NULL"}
BLOCK_DEPTH = 2


@suggest_arguments
def to_yaml(net: Network) -> str:
    """Return a network as the text of a network file, which `load_network` reads back equal.

    Parameters
    ----------
    net
        The network; of a day that was asked for, or a scenario, the file's own day counts.

    Returns
    -------
    str
        YAML. Layout and comments of the file that it came from are not kept.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> co.load_network(co.to_yaml(net).encode()) == net
    True
    """
    return "\n".join(_block({"format": "1"} | record_texts(net.file), 0)) + "\n"


def _block(mapping: dict[str, Any], depth: int) -> Iterator[str]:
    for key, value in mapping.items():
        head = "  " * depth + _text(key) + ":"
        if isinstance(value, dict) and value and depth < BLOCK_DEPTH:
            yield head
            yield from _block(value, depth + 1)
        elif isinstance(value, list) and value and depth == 0:
            yield head
            yield from (f"  - {_flow(item)}" for item in value)
        else:
            yield f"{head} {_flow(value)}"


def _flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_text(key)}: {_flow(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_flow, value)) + "]"
    return _text(value)


def _text(text: str) -> str:
    is_bare = _BARE.fullmatch(text) and text not in _NULLS
    return text if is_bare else json.dumps(text, ensure_ascii=False)
