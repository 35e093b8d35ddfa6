"""The command line: thin, calls the library and prints.

Exit codes: 0 an answer; 1 no route, or a check failed; 2 usage or a bad file;
130 interrupted; 141 the reader of a pipe went away.
"""

import contextlib
import importlib
import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from typing import TYPE_CHECKING

from corridor.cli.commands import UsageError, make_parser
from corridor.cli.terminal import ANSWER, NO, USAGE, complain, refuse, say
from corridor.reading.gc_pause import seldom

if TYPE_CHECKING:
    from corridor.errors import CorridorError

INTERRUPTED, BROKEN_PIPE = 130, 141
#: Which file runs a command: it is imported when the command is typed.
FILES = {
    "routes": "compare corridors route routes pareto explain simulate promise whatif critical "
    "capacity diff",
    "new_leg": "add-leg",
    "files": "check schema places evidence calibrate completion",
    "batches": "batch",
    "quotes": "quote prices",
    "exports": "export import indicators chart map report explore",
}
FILE_OF = {command: name for name, commands in FILES.items() for command in commands.split()}


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
    if not sys.stdout:
        return complain("error: standard output is closed; there is nowhere to print", USAGE)
    words = sys.argv[1:] if arguments is None else list(arguments)
    as_json = "--json" in words
    try:
        with seldom():
            code = _run(words)
        sys.stdout.flush()
    except BrokenPipeError:
        _print_no_more()
        return BROKEN_PIPE
    except UsageError as error:
        return refuse(error, f"error: {error}", USAGE, as_json=as_json)
    except OSError as error:
        return _failed(error, as_json=as_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _failed(error: OSError, *, as_json: bool) -> int:
    """Say what could not be read or written."""
    if error.filename is None:
        _print_no_more()
        return complain(f"error: cannot write the answer: {error.strerror or error}", USAGE)
    words = f"error: cannot read {error.filename}: {error.strerror}"
    return refuse(error, words, USAGE, as_json=as_json)


def _print_no_more() -> None:
    """Drop what is still to be printed: standard output takes no more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(words: list[str]) -> int:
    parser = make_parser(words[0] if words else "")
    try:
        options = parser.parse_args(words)
    except SystemExit:  # the help was asked for and is printed
        return ANSWER
    if options.version:
        from importlib.metadata import version

        say(f"corridor {version('corridor')}")
        return ANSWER
    if options.command is None:
        return complain(parser.format_help().rstrip(), USAGE)
    return _answer(options)


def _answer(options: Namespace) -> int:
    """Run the command that was typed; what it refuses is said in its words."""
    from corridor.errors import CorridorError

    try:
        group = importlib.import_module(f"corridor.cli.{FILE_OF[options.command]}")
        code: int = group.RUNS[options.command](options)
    except CorridorError as error:
        return _refused(error, as_json=options.json)
    return code


def _refused(error: "CorridorError", *, as_json: bool) -> int:
    from corridor.errors import NetworkError, UnknownPlaceError
    from corridor.routes.no_route_error import NoRouteError

    if isinstance(error, NoRouteError):
        return refuse(error, str(error), NO, as_json=as_json)
    words = str(error) if isinstance(error, NetworkError) else f"error: {error}"
    if isinstance(error, UnknownPlaceError) and not error.suggestions:
        words += "\n  hint: corridor places TEXT lists what contains a text"
    return refuse(error, words, USAGE, as_json=as_json)
