"""What every command prints: no line break inside a text, no table without rows."""

import json
import shlex
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import pytest

from corridor.cli.main import main
from corridor.text import RULE

COMMANDS = """\
compare "Xi'an > Baku" "Xi'an > Istanbul" --corridor middle
route Aktau Baku --equipment 20ft
route "Xi'an" Duisburg --corridor northern --equipment 40ft
routes Aktau Poti --limit 2
corridors "Xi'an" Istanbul --equipment 20ft
pareto "Xi'an" Duisburg --corridor northern --equipment 40ft --max-price-age any
explain "Xi'an" Duisburg --corridor middle --versus-corridor northern --equipment 20ft
simulate "Xi'an" Istanbul --corridor middle
promise "Xi'an" Istanbul --corridor middle --deadline 2027-04-01
whatif
whatif caspian-storm "Xi'an > Poti"
critical "Xi'an > Duisburg" --corridor middle --kind countries
critical "Aktau > Baku" "Xi'an > Istanbul" --corridor middle --kind countries
capacity "Xi'an" Türkiye --corridor middle
indicators "Xi'an > Istanbul" --corridor middle --versus 2016-06
evidence --corridor suez
places baku"""
each_command = pytest.mark.parametrize("command", COMMANDS.splitlines())


def texts(found: Any) -> Iterator[str]:
    """Yield every text in plain data."""
    if isinstance(found, str):
        yield found
    elif isinstance(found, dict | list):
        for part in found.values() if isinstance(found, dict) else found:
            yield from texts(part)


@each_command
def test_lines_break_between_words_and_tables_have_rows(
    command: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(shlex.split(command)) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines
    assert not [line for line in lines if "\\n" in line]
    ruled = [bool(line) and set(line) == {RULE} for line in lines]
    assert not any(first and second for first, second in pairwise(ruled))


@pytest.mark.parametrize("command", [one for one in COMMANDS.splitlines() if one != "whatif"])
def test_texts_in_json_are_not_wrapped(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*shlex.split(command), "--json"]) == 0
    assert not [text for text in texts(json.loads(capsys.readouterr().out)) if "\n" in text]
