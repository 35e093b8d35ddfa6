"""The command line: thin, calls the library and prints.

Exit codes: 0 an answer; 1 the answer is no (no route, a check failed); 2 usage or a bad file;
130 interrupted; 141 the reader of a pipe went away.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

from corridor import _text
from corridor.errors import (
    CorridorError,
    NetworkError,
    NoRouteError,
    Notice,
    Severity,
    render,
)
from corridor.fields import LEVELS
from corridor.request import MODES

if TYPE_CHECKING:
    from corridor.network import Network

ANSWER, NO, USAGE, INTERRUPTED, BROKEN_PIPE = 0, 1, 2, 130, 141
WIDEST_CELL = 32
HEADLINE = ("China > Türkiye", "China > Türkiye > Western Europe")
HEADLINE_CORRIDOR = "middle"
CODES_HELP = (
    "exit codes: 0 answer; 1 the answer is no (no route, check failed); 2 usage or bad file"
)


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
    options = _parser().parse_args(arguments)
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except NoRouteError as error:
        return _complain(str(error), NO)
    except (CorridorError, OSError) as error:
        if isinstance(error, BrokenPipeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return BROKEN_PIPE
        return _complain(_words(error), USAGE)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _words(error: Exception) -> str:
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


class _Parser(argparse.ArgumentParser):
    """Word usage errors as the library words its own."""

    def error(self, message: str) -> NoReturn:
        _complain(f"error: {message}\n  hint: {self.prog} --help", USAGE)
        raise SystemExit(USAGE)


class _Argument:
    """Hold one argument of a command as `add_argument` takes it."""

    def __init__(self, *names: str, **settings: Any) -> None:
        self.names = names
        self.settings = settings


class _Command(NamedTuple):
    """Hold one command: what it does in a sentence, an example, its arguments."""

    name: str
    run: Callable[[argparse.Namespace], int]
    sentence: str
    example: str
    arguments: tuple[_Argument, ...]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="corridor",
        description="Freight routes between China, the Caspian, Türkiye and Europe.",
        epilog='corridor compare\ncorridor route "Xi\'an" Istanbul\n' + CODES_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    added = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in (*_commands(), *_studies()):
        sub = added.add_parser(
            command.name,
            help=command.sentence,
            description=command.sentence[0].upper() + command.sentence[1:] + ".",
            epilog=f"{command.example}\n{CODES_HELP}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        sub.set_defaults(run=command.run)
        for argument in (*command.arguments, JSON):
            sub.add_argument(*argument.names, **argument.settings)
    return parser


JSON = _Argument("--json", action="store_true", help="plain data instead of text")
NETWORK = _Argument("--network", metavar="FILE", help="a network file of your own")
CORRIDOR = _Argument("--corridor", metavar="ID", help="a corridor the route belongs to")
ENDS = (
    _Argument("origin", metavar="ORIGIN"),
    _Argument("destination", metavar="DESTINATION"),
    _Argument("--via", action="append", default=[], metavar="PLACE", help="repeatable, in order"),
)
LIMITS = (
    NETWORK,
    _Argument("--as-of", metavar="DATE", help="the network of a day: 2016-06-15, 2016-06, 2016"),
    _Argument("--level", choices=LEVELS, default="typical", help="what is made least"),
    _Argument("--mode", action="append", choices=MODES, help="a mode to use; repeatable"),
    _Argument("--avoid-country", action="append", default=[], metavar="CODE", help="repeatable"),
)


def _commands() -> tuple[_Command, ...]:
    return (
        _Command(
            "compare",
            _compare,
            "compare chains of places; without any, what is advertised with what is usual",
            'corridor compare "Xi\'an > Baku" "Xi\'an > Istanbul"',
            (_Argument("chains", nargs="*", metavar="CHAIN"), CORRIDOR, *LIMITS),
        ),
        _Command(
            "route",
            _route,
            "show the best route between two places",
            "corridor route Qingdao Baku --as-of 2024-01",
            (*ENDS, CORRIDOR, *LIMITS),
        ),
        _Command(
            "corridors",
            _corridors,
            "show the corridors between two places side by side",
            'corridor corridors "Xi\'an" Duisburg',
            (*ENDS, *LIMITS),
        ),
        _Command(
            "check",
            _check,
            "check network files",
            "corridor check mine.yaml",
            (
                _Argument("files", nargs="+", metavar="FILE"),
                _Argument("--strict", action="store_true", help="fail for warnings too"),
            ),
        ),
        _Command(
            "places",
            _places,
            "list places by name",
            "corridor places baku",
            (_Argument("text", nargs="?", default="", metavar="TEXT"), NETWORK),
        ),
    )


def _studies() -> tuple[_Command, ...]:
    return (
        _Command(
            "evidence",
            _evidence,
            "hold every reported journey and length against the network",
            "corridor evidence --corridor middle --kind observed",
            (
                _Argument("--corridor", metavar="ID", help="only reports on this corridor"),
                _Argument("--kind", metavar="KIND", help="observed, average, schedule, ..."),
                _Argument("--party", metavar="PARTY", help="operator, ministry, forwarder, ..."),
                _Argument("--csv", action="store_true", help="one line for each row"),
                NETWORK,
            ),
        ),
        _Command(
            "calibrate",
            _calibrate,
            "fit the times of a network file to its reported journeys",
            "corridor calibrate --dry-run",
            (
                _Argument("--dry-run", action="store_true", help="say what would move, and why"),
                _Argument("--write", action="store_true", help="write it into the file, in place"),
                NETWORK,
            ),
        ),
    )


def _network(options: argparse.Namespace) -> "Network":
    from corridor.network import as_of, load_network

    net = load_network(options.network)
    day = getattr(options, "as_of", None)
    return as_of(net, day) if day else net


def _limits(options: argparse.Namespace) -> dict[str, Any]:
    from corridor.request import Avoid

    countries = {country.upper() for country in options.avoid_country}
    return {"level": options.level, "modes": options.mode, "avoid": Avoid(countries=countries)}


def _compare(options: argparse.Namespace) -> int:
    from corridor.comparison import compare

    corridor = options.corridor or (None if options.chains else HEADLINE_CORRIDOR)
    net = _network(options)
    found = compare(net, options.chains or HEADLINE, corridor=corridor, **_limits(options))
    return _show_comparison(net, found, options)


def _corridors(options: argparse.Namespace) -> int:
    from corridor.comparison import compare_corridors

    net = _network(options)
    places = (options.origin, options.destination)
    found = compare_corridors(net, *places, via=options.via, **_limits(options))
    return _show_comparison(net, found, options)


def _show_comparison(net: "Network", found: Any, options: argparse.Namespace) -> int:
    if options.json:
        from corridor.records import comparison_record, document

        _say_json(document("comparison", net, comparison_record(found)))
    else:
        _say(found)
    return ANSWER if found.routes else NO


def _route(options: argparse.Namespace) -> int:
    from corridor.routing import find_route

    net = _network(options)
    places = (options.origin, options.destination)
    limits = _limits(options)
    route = find_route(net, *places, via=options.via, corridor=options.corridor, **limits)
    if options.json:
        from corridor.records import document, route_record

        _say_json(document("route", net, route_record(route)))
    else:
        _say(route)
    return ANSWER


def _evidence(options: argparse.Namespace) -> int:
    from corridor.ledger import evidence

    net = _network(options)
    asked = {name: getattr(options, name) for name in ("corridor", "kind", "party")}
    ledger = evidence(net, **asked)
    if options.json:
        from corridor.records import document

        _say_json(document("evidence", net, {"rows": ledger.to_records()}))
    else:
        _say(ledger.to_csv().rstrip("\n") if options.csv else ledger)
    return ANSWER


def _calibrate(options: argparse.Namespace) -> int:
    from pathlib import Path

    from corridor import calibration_report
    from corridor.network import bundled_path

    if options.dry_run == options.write:
        return _complain("error: say either --dry-run or --write", USAGE)
    path = Path(options.network) if options.network else bundled_path()
    text = calibration_report.write(path) if options.write else calibration_report.dry_run(path)
    if options.json:
        _say_json({"calibration": text.splitlines()})
    else:
        _say(text)
    return ANSWER


def _check(options: argparse.Namespace) -> int:
    from corridor.network import load_network

    notices: list[Notice] = []
    for path in options.files:
        try:
            notices += load_network(path).notices
        except NetworkError as error:
            notices += error.notices
    if options.json:
        _say_json({"notices": [notice.to_record() for notice in notices]})
    else:
        _say(render(notices))
    refused = {Severity.ERROR, Severity.WARNING} if options.strict else {Severity.ERROR}
    return NO if any(notice.severity in refused for notice in notices) else ANSWER


def _places(options: argparse.Namespace) -> int:
    from corridor.network import load_network

    net = load_network(options.network)
    rows = [_place_row(net, section, key, names) for (section, key), names in _found(net, options)]
    if options.json:
        from corridor.records import document, places_record

        _say_json(document("places", net, places_record(rows)))
    elif rows:
        heads = ("name", "id", "kind", "country", "also")
        cut = [[_text.clip(cell, WIDEST_CELL) for cell in row] for row in rows]
        _say(_text.table(heads, cut, left=range(len(heads))))
    else:
        _complain(f'no place has "{options.text}" in its name', NO)
    return ANSWER if rows else NO


def _found(net: "Network", options: argparse.Namespace) -> Any:
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
