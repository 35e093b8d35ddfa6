"""Rounding, columns, and text for terminals that know less."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corridor import errors
from corridor import text as _text
from corridor.printing import shown as notebook


@given(st.integers(0, 10**9))
def test_days_round_to_the_nearest_tenth_and_promises_up(seconds: int) -> None:
    promised = int(_text.days(seconds, promise=True))
    assert promised * 86_400 >= seconds > (promised - 1) * 86_400
    shown = _text.days(seconds)
    if not shown.startswith("<"):
        assert abs(float(shown) * 86_400 - seconds) <= 4_320.001


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (0, "0.0"),
        (1, "<0.1"),
        (4_320, "0.1"),
        (-86_400, "-1.0"),
        (-1, "0.0"),
        (31.5 * 86_400, "31.5"),
    ],
)
def test_days_as_text(seconds: float, text: str) -> None:
    assert _text.days(int(seconds)) == text


def test_a_promise_of_half_a_day_more_is_the_next_day() -> None:
    assert _text.days(int(31.5 * 86_400), promise=True) == "32"


@given(st.lists(st.integers(0, 10**7), min_size=1).filter(any))
def test_shares_add_up_and_never_claim_all_or_nothing(parts: list[int]) -> None:
    shares = _text.shares(parts)
    plain = [int(share.strip("<> %")) for share in shares]
    odd = [share for share in shares if share[0] in "<>"]
    assert abs(sum(plain) - 100) <= len(odd)
    for part, share in zip(parts, shares, strict=True):
        assert (share == "0 %") == (part == 0)
        assert (share == "100 %") == (part == sum(parts))


def test_columns_count_wide_and_combining_characters() -> None:
    assert _text.width("é") == 1
    assert _text.width("e\u0301") == 1
    assert _text.width("西安") == 4
    table = _text.table(("place", "n"), [("西安", "1"), ("Xi'an", "22"), None, ("a", "3")])
    assert table.splitlines() == [
        "place   n",
        "─────────",
        "西安    1",
        "Xi'an  22",
        "─────────",
        "a       3",
        "─────────",
    ]


def test_a_no_break_space_holds_words_together() -> None:
    assert _text.wrap("aaa 6,405\u00a0km", 8) == ["aaa", "6,405 km"]


def test_long_cells_are_cut() -> None:
    assert _text.clip("abcdef", 6) == "abcdef"
    assert _text.clip("abcdefg", 6) == "abcde…"


def test_plain_terminals_get_plain_text() -> None:
    text = "Türkiye ─ Małaszewicze ■ ı … 西"
    assert _text.encodable(text, "utf-8") == text
    assert _text.encodable(text, "ascii") == "Turkiye - Malaszewicze * i ... ?"
    assert _text.encodable(text, "no-such-encoding") == _text.encodable(text, "ascii")


@given(st.text())
def test_visible_text_has_nothing_that_a_terminal_would_execute(text: str) -> None:
    assert all(character.isprintable() for character in errors.visible(text))


ROW = st.none() | st.tuples(st.just("x"), st.just("1"))


@given(st.lists(ROW))
def test_no_table_is_empty_and_no_rule_follows_another(rows: list[tuple[str, str] | None]) -> None:
    """Whatever its rows are: a head with nothing under it, or totals of nothing, say nothing."""
    lines = _text.page([_text.Table(("what", "n"), rows)]).splitlines()
    ruled = [set(line) == {_text.RULE} for line in lines]
    assert not any(first and second for first, second in pairwise(ruled))
    kept = rows and rows[0] is not None
    assert bool(lines) == bool(kept)
    if kept:
        assert lines.count("x     1") == sum(row is not None for row in rows)


def test_totals_of_nothing_are_left_out() -> None:
    blocks: list[_text.Block] = [
        _text.Prose(["No price."]),
        _text.Table(("cost",), [None, ("total",)]),
    ]
    assert _text.page(blocks) == "No price."
    assert "<table" not in notebook.page(blocks)
