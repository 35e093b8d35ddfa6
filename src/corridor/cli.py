"""The command line: thin, calls the library and prints.

Exit codes: 0 an answer; 1 the answer is no (no route, a check failed); 2 usage or a bad file;
130 interrupted; 141 the reader of a pipe went away.
"""

import contextlib
import json
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from corridor import _text
from corridor.commands import UsageError, make_parser
from corridor.errors import (
    CorridorError,
    NetworkError,
    NoRouteError,
    Notice,
    Severity,
    UnknownPlaceError,
    render,
)

if TYPE_CHECKING:
    from corridor.network import Network
    from corridor.route import Route

ANSWER, NO, USAGE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141
WIDEST_CELL = 32
HEADLINE = ("China > Türkiye", "China > Türkiye > Western Europe")
HEADLINE_CORRIDOR = "middle"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Parameters
    ----------
    arguments
        The words after the program's name; by default those it was called with.

    Returns
    -------
    int
        The exit code.
    """
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except NoRouteError as error:
        return _complain(str(error), NO)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return BROKEN_PIPE
    except (CorridorError, UsageError, OSError) as error:
        return _complain(_words(error), USAGE)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _run(arguments: Sequence[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else list(arguments)
    parser = make_parser(words[0] if words else None)
    options = parser.parse_args(words)
    if options.version:
        from importlib.metadata import version

        _say(f"corridor {version('corridor')}")
        return ANSWER
    if options.command is None:
        return _complain(parser.format_help().rstrip(), USAGE)
    return RUNS[options.command](options)


def _words(error: Exception) -> str:
    if isinstance(error, UnknownPlaceError) and not error.suggestions:
        return f"error: {error}\n  hint: corridor places TEXT lists what contains a text"
    if isinstance(error, NetworkError):
        return str(error)
    if isinstance(error, OSError):
        return f"error: cannot read {error.filename}: {error.strerror}"
    return f"error: {error}"


def _complain(text: str, code: int) -> int:
    encoding = sys.stderr.encoding or "ascii"
    print(_text.encodable(text, encoding), file=sys.stderr)
    return code


def _say(text: object) -> None:
    print(_text.encodable(str(text), sys.stdout.encoding or "ascii"))


def _say_json(record: dict[str, Any]) -> None:
    print(json.dumps(record, ensure_ascii=True, indent=1))


def _network(options: Namespace) -> "Network":
    from corridor.network import as_of, load_network

    net = load_network(options.network)
    day = getattr(options, "as_of", None)
    return as_of(net, day) if day else net


def _limits(options: Namespace) -> dict[str, Any]:
    from corridor.request import KINDS, Avoid, Require

    def listed(kind: str) -> dict[str, list[str]]:
        singular = {"countries": "country"}
        found = {}
        for what in KINDS:
            values = getattr(options, f"{kind}_{singular.get(what, what[:-1])}")
            upper = what in {"countries", "borders"}
            found[what] = [value.upper() if upper else value for value in values]
        return found

    return {
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


def _compare(options: Namespace) -> int:
    from corridor.comparison import compare

    if not options.chains and not options.corridor:
        options.corridor = HEADLINE_CORRIDOR
    net = _network(options)
    found = compare(net, options.chains or HEADLINE, **_limits(options))
    return _show(net, options, "comparison", found)


def _corridors(options: Namespace) -> int:
    from corridor.comparison import compare_corridors

    net = _network(options)
    places = (options.origin, options.destination)
    found = compare_corridors(net, *places, via=options.via, **_limits(options))
    return _show(net, options, "comparison", found)


def _show(net: "Network", options: Namespace, kind: str, found: Any) -> int:
    if options.json:
        from corridor import records

        _say_json(records.document(kind, net, getattr(records, f"{kind}_record")(found)))
    else:
        _say(found)
    return ANSWER if getattr(found, "routes", True) else NO


def _route(options: Namespace) -> int:
    net = _network(options)
    return _show(net, options, "route", _best(net, options))


def _best(net: "Network", options: Namespace, **more: Any) -> "Route":
    from corridor.routing import find_route

    limits = {"via": tuple(options.via), **_limits(options), **more}
    return find_route(net, options.origin, options.destination, **limits)


def _routes(options: Namespace) -> int:
    from corridor.alternatives import find_routes

    net = _network(options)
    found = find_routes(
        net,
        options.origin,
        options.destination,
        via=tuple(options.via),
        limit=options.limit,
        distinct=options.distinct,
        **_limits(options),
    )
    return _show(net, options, "alternatives", found)


def _explain(options: Namespace) -> int:
    from corridor.explanation import explain

    net = _network(options)
    route, versus = _best(net, options), None
    if options.versus_corridor:
        versus = _best(net, options, corridor=options.versus_corridor)
    elif options.versus_via:
        versus = _best(net, options, via=(*options.via, options.versus_via))
    if versus and versus.steps == route.steps:
        route = _other(net, options, versus)
        _complain("note: the best way is itself that one; explained is the best other way", ANSWER)
    return _show(net, options, "explanation", explain(net, route, versus=versus))


def _other(net: "Network", options: Namespace, versus: "Route") -> "Route":
    """Return the best way by a corridor that a route does not belong to."""
    found = []
    for corridor in net.corridors.values():
        if corridor.parent is None and corridor.id not in versus.corridors:
            with contextlib.suppress(NoRouteError):
                found.append(_best(net, options, corridor=corridor.id))
    apart = [route for route in found if set(versus.corridors).isdisjoint(route.corridors)]
    return min(apart or [versus], key=lambda route: route.transit_time.at(options.level))


def _evidence(options: Namespace) -> int:
    from corridor.ledger import evidence

    net = _network(options)
    asked = {name: getattr(options, name) for name in ("corridor", "kind", "party", "percentiles")}
    ledger = evidence(net, **asked)
    if options.csv:
        _say(ledger.to_csv().rstrip("\n"))
        return ANSWER
    return _show(net, options, "evidence", ledger)


def _calibrate(options: Namespace) -> int:
    from pathlib import Path

    _calculate_alone()
    from corridor import calibration_report
    from corridor._files import bundled_path

    if options.dry_run == options.write:
        return _complain("error: say either --dry-run or --write", USAGE)
    path = Path(options.network) if options.network else bundled_path()
    text = calibration_report.write(path) if options.write else calibration_report.dry_run(path)
    if options.json:
        _say_json({"calibration": text.splitlines()})
    else:
        _say(text)
    return ANSWER


def _calculate_alone() -> None:
    """Keep numpy from starting threads: the matrices of a calibration are small."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")


def _simulate(options: Namespace) -> int:
    _calculate_alone()
    from corridor.foresight import simulated

    net = _network(options)
    return _show(net, options, "simulation", simulated(net, options, _limits(options)))


def _promise(options: Namespace) -> int:
    _calculate_alone()
    from corridor.foresight import promised

    net = _network(options)
    return _show(net, options, "promise", promised(net, options, _limits(options)))


def _picture(options: Namespace) -> int:
    from corridor.pictures import DRAWN

    net = _network(options)
    finding = DRAWN[options.command](net, options, _limits(options))
    if options.json:
        from corridor.records import document

        _say_json(document("file", net, {"file": options.output, "finding": finding}))
    else:
        _say(f"{finding}\nwritten to {options.output}")
    return ANSWER


def _indicators(options: Namespace) -> int:
    from corridor.outlet import measured

    net = _network(options)
    return _show(net, options, "indicators", measured(net, options, _limits(options)))


def _export(options: Namespace) -> int:
    from corridor.outlet import exported

    written = exported(_network(options), options, _limits(options))
    if options.json:
        _say_json(written)
    else:
        _say("wrote {file}, {bytes:,} bytes: {content}".format(**written))
    return ANSWER


def _check(options: Namespace) -> int:
    from corridor.network import load_network

    notices: list[Notice] = []
    for files in [options.files] if options.together else [[path] for path in options.files]:
        try:
            notices += load_network(files, strict=options.strict).notices
        except NetworkError as error:
            notices += error.notices
    if options.json:
        found = [str(notice.severity) for notice in notices]
        counts = {str(severity): found.count(str(severity)) for severity in Severity}
        _say_json({"counts": counts, "notices": [notice.to_record() for notice in notices]})
    else:
        _say(render(notices))
    return NO if any(notice.severity == Severity.ERROR for notice in notices) else ANSWER


def _schema(options: Namespace) -> int:
    from corridor import schema

    if options.markdown:
        _say(schema.markdown().rstrip("\n"))
    else:
        _say_json(schema.json_schema())
    return ANSWER


def _places(options: Namespace) -> int:
    from corridor.network import load_network

    net = load_network(options.network)
    rows = [_place_row(net, section, key, names) for (section, key), names in _found(net, options)]
    if options.ids:
        _say("\n".join(row[1] for row in rows))
    elif options.json:
        from corridor.records import document, places_record

        _say_json(document("places", net, places_record(rows)))
    elif rows:
        heads = ("name", "id", "kind", "country", "also")
        cut = [[_text.clip(cell, WIDEST_CELL) for cell in row] for row in rows]
        _say(_text.table(heads, cut, left=range(len(heads))))
    else:
        _complain(f'no place has "{options.text}" in its name', NO)
    return ANSWER if rows else NO


def _found(net: "Network", options: Namespace) -> Any:
    return net.directory.search(options.text)


def _place_row(net: "Network", section: str, key: str, names: list[str]) -> tuple[str, ...]:
    thing: Any = getattr(net, section)[key]
    if section == "nodes":
        kind, country = thing.kind.replace("_", " "), thing.country
    else:
        members = thing.nodes if section == "places" else [item.node for item in thing.gateways]
        kind = f"{section[:-1]}: {', '.join(members)}"
        country = " ".join(dict.fromkeys(net.nodes[node].country for node in members))
    also = [name for name in names if name not in {thing.name, key}]
    return (thing.name, key, kind, country, ", ".join(also))


def _completion(options: Namespace) -> int:
    from corridor.completion import script

    _say(script(options.shell))
    return ANSWER


RUNS = {
    "compare": _compare,
    "route": _route,
    "routes": _routes,
    "corridors": _corridors,
    "explain": _explain,
    "simulate": _simulate,
    "promise": _promise,
    "chart": _picture,
    "map": _picture,
    "report": _picture,
    "indicators": _indicators,
    "export": _export,
    "evidence": _evidence,
    "calibrate": _calibrate,
    "check": _check,
    "schema": _schema,
    "places": _places,
    "completion": _completion,
}
