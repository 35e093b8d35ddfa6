"""What a command is: a sentence, an example, arguments."""

from typing import NamedTuple

from corridor.cli.grammar.options import BRIEF, FULL, JSON, Argument


class Command(NamedTuple):
    """One command: what it does in a sentence, an example, its arguments."""

    name: str
    sentence: str
    example: str
    arguments: tuple[Argument, ...]

    @property
    def typed(self) -> tuple[Argument, ...]:
        """What can be typed: the arguments, and in what form the answer is printed."""
        lengths = (FULL, BRIEF) if self.name in WITH_LENGTHS else ()
        return (*self.arguments, *lengths, JSON)


#: The commands whose answers have three lengths.
WITH_LENGTHS = frozenset(
    (
        *(
            "compare",
            "route",
            "routes",
            "corridors",
            "pareto",
            "explain",
            "simulate",
            "promise",
            "prices",
        ),
        *("whatif", "critical", "capacity", "diff", "evidence", "indicators"),
    )
)
