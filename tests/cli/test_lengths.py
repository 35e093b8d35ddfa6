"""Answers in three lengths, and refusals as JSON."""

import dataclasses
import json
from pathlib import Path

import pytest

import corridor as co
from corridor import text as _text
from corridor.cli.main import main
from corridor.printing.screen import LINES, MORE, brief, screen
from support.bundled import bundled_network

QUESTIONS = [
    ["compare"],
    ["compare", "Xi'an > Baku", "Xi'an > Istanbul", "--equipment", "40ft"],
    ["route", "Xi'an", "Istanbul", "--corridor", "middle"],
    ["route", "Xi'an", "Duisburg", "--equipment", "40ft", "--quantity", "2"],
    ["route", "Bursa", "Qazvin"],
    ["routes", "Xi'an", "Istanbul"],
    ["corridors", "Xi'an", "Duisburg", "--avoid-country", "RU"],
    ["explain", "Xi'an", "Istanbul"],
    ["simulate", "Xi'an", "Istanbul", "--runs", "500"],
    ["promise", "Xi'an", "Istanbul", "--ship", "2026-12-20"],
    ["whatif", "--scenario", "caspian-storm"],
    ["critical", "Xi'an > Istanbul", "--corridor", "middle"],
    ["capacity", "Xi'an", "Istanbul"],
    ["evidence"],
    ["indicators", "Xi'an > Istanbul"],
]


def printed(capsys: pytest.CaptureFixture[str], *words: str) -> str:
    assert main(words) in {0, 1}
    return capsys.readouterr().out


@pytest.mark.parametrize("words", QUESTIONS, ids=" ".join)
def test_an_answer_fits_one_screen(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    lines = printed(capsys, *words).splitlines()
    assert lines[0]
    assert len(lines) <= LINES
    assert max(map(_text.width, lines)) <= _text.WIDTH


def test_the_full_answer_has_all_and_the_short_one_says_how_to_get_it(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ends = ("route", "Xi'an", "Istanbul")
    short, full = printed(capsys, *ends), printed(capsys, *ends, "--full")
    assert f"more        {MORE}\n" in short
    assert "digest" not in short
    for words in ("digest", "sources", "levels", "operators"):
        assert words in full
    route = co.find_route(bundled_network(), "Xi'an", "Istanbul")
    assert route.full() == full.rstrip("\n")
    assert str(route) == short.rstrip("\n")


def test_three_lines_for_an_e_mail(capsys: pytest.CaptureFixture[str]) -> None:
    told = printed(capsys, "route", "Xi'an", "Istanbul", "--corridor", "middle", "--brief")
    first, *others = told.splitlines()
    assert first.startswith("Xi'an > Istanbul: ")
    assert [line.partition(":")[0] for line in others] == ["Route", "Evidence"]


@pytest.mark.parametrize("pair", [("full", "brief"), ("full", "json"), ("brief", "json")])
def test_two_forms_at_once_are_refused(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["route", "Aktau", "Baku", f"--{pair[0]}", f"--{pair[1]}"]) == 2
    said = capsys.readouterr()
    told = said.err or json.loads(said.out)["error"]["message"]
    assert told.strip().removeprefix("error: ") == (
        f"--{pair[0]} and --{pair[1]} are two forms of an answer; type one"
    )


@pytest.mark.parametrize(
    ("words", "code", "kind"),
    [
        (["route", "Aktua", "Baku"], 2, "UnknownPlaceError"),
        (["route", "Aktau", "Baku", "--avoid-country", "AZ"], 1, "NoRouteError"),
        (["route", "Aktau", "Baku", "--max-time", "soon"], 2, "QuantityError"),
    ],
)
def test_a_refusal_as_json_is_json_on_standard_output(
    words: list[str], code: int, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == code
    said = capsys.readouterr()
    record = json.loads(said.out)
    assert said.err == ""
    assert record["schema"] == "corridor.error"
    assert record["error"]["kind"] == kind
    assert main(words) == code
    assert record["error"]["message"].splitlines()[0] in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused_as_json_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    missing = str(tmp_path / "mine.yaml")
    assert main(["route", "Aktau", "Baku", "--network", missing, "--json"]) == 2
    said = capsys.readouterr()
    record = json.loads(said.out)
    assert said.err == ""
    assert record["error"]["kind"] == "FileNotFoundError"
    assert record["error"]["message"] == f"cannot read {missing}: No such file or directory"


def test_three_lines_begin_with_what_an_answer_says_before_all_else() -> None:
    route = co.find_route(bundled_network(), "Aktau", "Poti", corridor="middle")
    warned = dataclasses.replace(route, reservations=("Not a direct service.",))
    first, *others = warned.brief().splitlines()
    assert first.startswith("Not a direct service. Aktau > Poti: ")
    assert len(others) == 2


def test_nothing_left_out_needs_no_way_to_more() -> None:
    """Several lists of notes are as complete as one."""
    blocks: list[_text.Block] = [
        _text.Prose(["Found."]),
        _text.Pairs([("route", "A > B")]),
        _text.Pairs([("half", "in 3 days")]),
    ]
    assert "more" not in _text.page(screen(blocks))


def test_rows_that_do_not_fit_are_counted_and_the_sum_is_kept() -> None:
    rows = [(str(number), "1") for number in range(60)]
    table = _text.Table(("row", "days"), [*rows, None, ("all", "60")])
    page = _text.page(screen([_text.Prose(["Found."]), table, _text.Pairs([("data", "of today")])]))
    lines = page.splitlines()
    assert len(lines) <= LINES
    shown = [line for line in lines if line[:1].isdigit()]
    assert f"… {60 - len(shown)} more" in page
    assert any(line.split() == ["all", "60"] for line in lines)


def test_a_short_answer_is_left_as_it_is() -> None:
    blocks: list[_text.Block] = [_text.Prose(["Found."]), _text.Pairs([("route", "A > B")])]
    assert _text.page(screen(blocks)) == _text.page(blocks)
    assert brief(blocks) == ["Found.", "Route: A > B"]
