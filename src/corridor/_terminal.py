"""What every command shares: its network, its limits, and how an answer is printed."""

import json
import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any

from corridor import _text
from corridor.arguments import SHIPPED

if TYPE_CHECKING:
    from corridor.network import Network

ANSWER, NO, USAGE = 0, 1, 2


def complain(text: str, code: int) -> int:
    """Print a text to the error stream and return the exit code."""
    encoding = sys.stderr.encoding or "ascii"
    print(_text.encodable(text, encoding), file=sys.stderr)
    return code


def say(text: object) -> None:
    """Print a text."""
    print(_text.encodable(str(text), sys.stdout.encoding or "ascii"))


def say_json(record: dict[str, Any]) -> None:
    """Print plain data."""
    print(json.dumps(record, ensure_ascii=True, indent=1))


def network_of(options: Namespace) -> "Network":
    """Return the network that was asked for, on the day asked for."""
    from corridor.network import as_of, load_network

    net = load_network(options.network)
    day = getattr(options, "as_of", None)
    return as_of(net, day) if day else net


def limits_of(options: Namespace) -> dict[str, Any]:
    """Return what the search is asked to keep to."""
    from corridor.request import KINDS, Avoid, Require

    def listed(kind: str) -> dict[str, list[str]]:
        singular = {"countries": "country"}
        found = {}
        for what in KINDS:
            values = getattr(options, f"{kind}_{singular.get(what, what[:-1])}")
            upper = what in {"countries", "borders"}
            found[what] = [value.upper() if upper else value for value in values]
        return found

    limits = {
        "level": options.level,
        "corridor": getattr(options, "corridor", None),
        "modes": options.mode,
        "avoid": Avoid(**listed("avoid")),
        "require": Require(**listed("require")),
        "policy": options.policy,
        "max_time": options.max_time,
        "max_transfers": options.max_transfers,
        "max_gauge_breaks": options.max_gauge_breaks,
    }
    if any(getattr(options, name, None) for name in SHIPPED):
        from corridor.freight import shipped

        limits |= shipped(options)
    return limits


def show(net: "Network", options: Namespace, kind: str, found: Any) -> int:
    """Print an answer as text or as plain data, and return the exit code."""
    if options.json:
        from corridor import records

        say_json(records.document(kind, net, getattr(records, f"{kind}_record")(found)))
    else:
        say(found)
    return ANSWER if getattr(found, "routes", True) else NO


def written(net: "Network", options: Namespace, finding: str) -> int:
    """Print what was written to a file."""
    if options.json:
        from corridor.records import document

        say_json(document("file", net, {"file": options.output, "finding": finding}))
    else:
        say(f"{finding}\nwritten to {options.output}")
    return ANSWER


def calculate_alone() -> None:
    """Keep numpy from starting threads: the matrices of a calibration are small."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
