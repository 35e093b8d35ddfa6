"""Changes that say what they cannot mean are refused by what they lack, in a file as in code."""

from typing import Any

import pytest

import corridor as co
from support.small import leg, line, read

EXPECTS = "write the old value so, or remove expects"
WRONG: list[tuple[dict[str, Any], tuple[str, str, str]]] = [
    (
        {"change": "close", "factor": "2"},
        ("close with factor", "close with a window at most: start, end", "give exactly that"),
    ),
    (
        {"change": "headway", "factor": "2"},
        ("headway with factor", "headway with headway", "give exactly that"),
    ),
    (
        {"change": "reprice"},
        ("reprice with nothing", "reprice with one of factor, price", "give exactly that"),
    ),
    (
        {"change": "slow", "factor": "2", "expects": "3 bananas"},
        (
            'slow that expects "3 bananas"',
            "low, typical and high, as in 20 h, 24 h, 41 h, or the typical time alone",
            EXPECTS,
        ),
    ),
    (
        {"change": "close", "expects": "ajar"},
        ('close that expects "ajar"', "open or closed", EXPECTS),
    ),
]


@pytest.mark.parametrize(("given", "said"), WRONG, ids=["close", "other", "none", "time", "state"])
def test_a_change_that_lacks_its_setting_is_refused(
    given: dict[str, Any], said: tuple[str, str, str]
) -> None:
    """A closing with a factor would else close, and its factor be lost without a word."""
    with pytest.raises(co.NetworkError) as caught:
        read(line() | {"changes": [{"at": ["a--b"], "rule": "drawn"} | given]})
    (told,) = (item for item in caught.value.notices if item.severity == "error")
    assert (told.code, told.found, told.expected, told.mend) == ("impossible_change", *said)


def test_a_leg_to_nowhere_is_told_where_something_is_reopened_too() -> None:
    """A reopening asks of each leg what closes it, before the new legs are checked."""
    spec = line() | {"closures": {"strike": {"countries": ["GE"], "reason": "strike"}}}
    scenario = co.Scenario("new").add(legs={"c--z": leg("c", "z")}).reopen("a--b")
    with pytest.raises(co.ScenarioError) as caught:
        scenario.apply(read(spec))
    assert str(caught.value).splitlines() == [
        'the scenario "new" cannot be applied',
        "  legs.c--z.destination",
        '    found     "z"',
        "    expected  the id of one of the file's nodes",
        "    fix       write one listed under nodes, or add it there",
    ]
