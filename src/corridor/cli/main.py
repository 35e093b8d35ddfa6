"""The command line: thin, calls the library and prints.

Exit codes: 0 an answer; 1 the answer is no (no route, a check failed); 2 usage or a bad file;
130 interrupted; 141 the reader of a pipe went away.
"""

import contextlib
import importlib
import os
import sys
from collections.abc import Sequence

from corridor.cli.commands import UsageError, make_parser
from corridor.cli.terminal import ANSWER, NO, USAGE, complain, say
from corridor.errors import CorridorError, NetworkError, UnknownPlaceError
from corridor.routes.no_route_error import NoRouteError

INTERRUPTED, BROKEN_PIPE = 130, 141
#: Which file runs a command: it is imported when the command is typed.
FILES = {
    "routes": "compare corridors route routes pareto explain simulate promise whatif critical "
    "capacity diff",
    "new_leg": "add-leg",
    "files": "check schema places evidence calibrate completion",
    "batches": "batch",
    "quotes": "quote",
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
    try:
        code = _run(arguments)
        sys.stdout.flush()
    except NoRouteError as error:
        return complain(str(error), NO)
    except BrokenPipeError:
        _print_no_more()
        return BROKEN_PIPE
    except (CorridorError, UsageError, OSError) as error:
        if isinstance(error, OSError) and error.filename is None:
            _print_no_more()
        return complain(_words(error), USAGE)
    except KeyboardInterrupt:
        return INTERRUPTED
    return code


def _print_no_more() -> None:
    """Drop what is still to be printed: standard output takes no more."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(arguments: Sequence[str] | None) -> int:
    words = sys.argv[1:] if arguments is None else list(arguments)
    parser = make_parser(words[0] if words else None)
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
    group = importlib.import_module(f"corridor.cli.{FILE_OF[options.command]}")
    code: int = group.RUNS[options.command](options)
    return code


def _words(error: Exception) -> str:
    if isinstance(error, UnknownPlaceError) and not error.suggestions:
        return f"error: {error}\n  hint: corridor places TEXT lists what contains a text"
    if isinstance(error, NetworkError):
        return str(error)
    if isinstance(error, OSError) and error.filename is None:
        return f"error: cannot write the answer: {error.strerror or error}"
    if isinstance(error, OSError):
        return f"error: cannot read {error.filename}: {error.strerror}"
    return f"error: {error}"
