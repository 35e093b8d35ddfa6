"""Completions for shells, generated from the commands that can be typed."""

from collections.abc import Iterator

from corridor.cli.grammar.command import Command
from corridor.cli.grammar.command_list import COMMANDS

PLACES = "corridor places --ids 2>/dev/null"
TAKES_PLACES = {"route", "routes", "corridors", "explain", "compare", "simulate", "promise"} | {
    "indicators",
    "export",
}


def script(shell: str) -> str:
    """Return the completion script of a shell: bash, zsh or fish.

    >>> script("fish").splitlines()[0]
    'complete -c corridor -f'
    """
    return {"bash": _bash, "zsh": _zsh, "fish": _fish}[shell]()


def _options(command: Command) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Yield the options of a command: name, what may follow, and the help text."""
    for argument in command.typed:
        if argument.names[0].startswith("-"):
            choices = tuple(map(str, argument.settings.get("choices", ())))
            yield argument.names[0], choices, str(argument.settings["help"])


def _words(command: Command) -> tuple[str, ...]:
    """Return the words that may stand alone, where they are few and known."""
    for argument in command.arguments:
        if not argument.names[0].startswith("-"):
            return tuple(argument.settings.get("choices", ()))
    return ()


def _bash() -> str:
    cases = []
    for command in COMMANDS:
        options = " ".join(name for name, _, _ in _options(command))
        places = f" $({PLACES})" if command.name in TAKES_PLACES else ""
        words = " ".join((*_words(command), options))
        cases.append(f'        {command.name}) words="{words}{places}" ;;')
    after = [f'        {name}) words="{" ".join(choices)}" ;;' for name, choices in _with_choices()]
    return "\n".join(
        [
            "_corridor() {",
            "    local words current=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]}",
            f'    words="{" ".join(command.name for command in COMMANDS)}"',
            "    if (( COMP_CWORD > 1 )); then",
            "        case ${COMP_WORDS[1]} in",
            *cases,
            "        esac",
            "        case $before in",
            *after,
            "        esac",
            "    fi",
            '    mapfile -t COMPREPLY < <(compgen -W "$words" -- "$current")',
            "}",
            "complete -o default -F _corridor corridor",
        ]
    )


def _with_choices() -> list[tuple[str, tuple[str, ...]]]:
    found = {name: choices for item in COMMANDS for name, choices, _ in _options(item) if choices}
    return list(found.items())


def _zsh() -> str:
    lines = ["#compdef corridor", "_corridor() {", "    local -a commands"]
    listed = " ".join(f"'{command.name}:{_plain(command.sentence)}'" for command in COMMANDS)
    lines += [
        f"    commands=({listed})",
        "    if (( CURRENT == 2 )); then _describe command commands; return; fi",
        "    case $words[2] in",
    ]
    for command in COMMANDS:
        specs = [
            f"'*{name}[{_plain(text)}]:value:({' '.join(choices)})'"
            if choices
            else f"'*{name}[{_plain(text)}]'"
            for name, choices, text in _options(command)
        ]
        if command.name in TAKES_PLACES:
            specs.append(f"'*:place:($({PLACES}))'")
        elif _words(command):
            specs.append(f"'*:word:({' '.join(_words(command))})'")
        else:
            specs.append("'*:file:_files'")
        lines.append(f"        {command.name}) _arguments {' '.join(specs)} ;;")
    return "\n".join([*lines, "    esac", "}", "compdef _corridor corridor"])


def _fish() -> str:
    lines = ["complete -c corridor -f"]
    for command in COMMANDS:
        seen = f"__fish_seen_subcommand_from {command.name}"
        lines.append(
            "complete -c corridor -n __fish_use_subcommand "
            f"-a {command.name} -d '{_plain(command.sentence)}'"
        )
        for name, choices, text in _options(command):
            values = f" -xa '{' '.join(choices)}'" if choices else ""
            lines.append(
                f"complete -c corridor -n '{seen}' -l {name[2:]}{values} -d '{_plain(text)}'"
            )
        if command.name in TAKES_PLACES:
            lines.append(f"complete -c corridor -n '{seen}' -a '({PLACES})'")
        elif _words(command):
            lines.append(f"complete -c corridor -n '{seen}' -a '{' '.join(_words(command))}'")
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Return a text without what shells read as their own."""
    return text.replace("'", "").replace("[", "(").replace("]", ")").replace(":", ",")
