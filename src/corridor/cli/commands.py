"""What can be typed: the parser of the commands, and how usage errors are worded."""

import argparse
import sys
from typing import Any, NoReturn

from corridor.cli.grammar.command_list import COMMANDS
from corridor.cli.grammar.options import Argument

CODES_HELP = "exit codes: 0 answer; 1 no route, or a check failed; 2 usage or bad file"


class Parser(argparse.ArgumentParser):
    """Word usage errors as the library words its own."""

    def error(self, message: str) -> NoReturn:
        """Raise the message instead of printing it; the command line words it."""
        raise UsageError(f"{message}\n  hint: {self.prog} --help")

    def _print_message(self, message: str, file: Any = None) -> None:
        """Print the help; argparse would drop an error of the file in silence."""
        (file or sys.stdout).write(message)


class UsageError(Exception):
    """Typed words that are no command."""


class _Once(argparse.Action):
    """An option with one value: of two, none is dropped in silence."""

    def __call__(
        self, parser: argparse.ArgumentParser, namespace: argparse.Namespace, values: Any, *_: Any
    ) -> None:
        """Take the value, or refuse a second one."""
        given = namespace.__dict__.setdefault("_given", set())
        if self.dest in given:
            parser.error(f"argument {'/'.join(self.option_strings)}: given twice; give it once")
        given.add(self.dest)
        setattr(namespace, self.dest, values)


def _once(argument: Argument) -> dict[str, Any]:
    """Return the settings of an argument; an option that takes one value is taken once."""
    settings = argument.settings
    plain = "action" not in settings and "nargs" not in settings
    return settings | ({"action": _Once} if plain and argument.names[0].startswith("-") else {})


def make_parser(typed: str | None = None) -> Parser:
    """Return the parser of all commands; `command` of the result is the one that was typed.

    Where the first word typed is that of a command, the parser knows no other: a start is quicker.
    """
    parser = Parser(
        prog="corridor",
        description="Freight routes between China, the Caspian, Türkiye and Europe.",
        epilog='corridor compare\ncorridor route "Xi\'an" Istanbul\n' + CODES_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="store_true", help="print the version")
    added = parser.add_subparsers(metavar="COMMAND", dest="command")
    alone = [command for command in COMMANDS if command.name == typed]
    for command in alone or COMMANDS:
        sub = added.add_parser(
            command.name,
            help=command.sentence.replace("%", "%%"),
            description=command.sentence[0].upper() + command.sentence[1:] + ".",
            epilog=f"{command.example}\n{CODES_HELP}",
            formatter_class=argparse.RawDescriptionHelpFormatter,
            allow_abbrev=False,
        )
        arguments = command.typed if alone or typed is None else ()
        for argument in arguments:
            sub.add_argument(*argument.names, **_once(argument))
    return parser
