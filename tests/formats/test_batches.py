"""Rows of shipments: what a column means, and what is wrong with a row, told in that row."""

import datetime
from typing import Any

import numpy as np
import pytest

import corridor as co
from support.small import detour, read

NET = read(detour())
PAIR = {"origin": "a", "destination": "c"}


def legs_of(**cells: Any) -> str:
    (found,) = co.batch(NET, [PAIR | cells])
    assert found["error"] is None
    return str(found["legs"])


@pytest.mark.parametrize("avoided", ["b", " b ;", ["b"], ("b",), np.array(["b"])], ids=repr)
def test_what_is_avoided_is_a_list_of_any_kind(avoided: Any) -> None:
    assert legs_of() == "a--b b--c"
    assert legs_of(avoid_nodes=avoided) == "a--d c--d"


WRONG: list[tuple[dict[str, Any], list[str]]] = [
    ({"max_time": "3 days", "max_time_days": 3}, ["max_time is the name of two columns"]),
    ({"mass": "10 t"}, ["mass needs a shipment: add its equipment"]),
    ({"cargo_value": "10 USD"}, ["cargo_value needs a shipment: add its equipment"]),
    ({"max_time_days": "3 days"},
     ["max_time_days is '3 days'; write the number alone, in days"]),
    ({"max_transfers": np.float64(2.5)}, ["max_transfers is 2.5; it must be a whole number"]),
    ({"max_transfers": "1.000"}, ["max_transfers is '1.000'; it must be a whole number"]),
    ({"origin": "", "max_transfers": "x"},
     ["max_transfers is 'x'; it must be a whole number", "origin is empty"]),
]  # fmt: skip


@pytest.mark.parametrize(("cells", "said"), WRONG)
def test_a_row_says_all_that_is_wrong_with_it(cells: dict[str, Any], said: list[str]) -> None:
    """In the words of its own columns; the other rows have their answers."""
    wrong, right = co.batch(NET, [PAIR | cells, PAIR])
    assert wrong["error"].splitlines() == said
    assert (wrong["found"], right["found"]) == (False, True)


def test_a_column_of_an_answer_is_not_overwritten() -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.batch(NET, [PAIR | {"found": 1}])
    assert str(caught.value) == "the column found is one of the answer's; rename it"


MOVED: dict[str, Any] = PAIR | {
    "departure": "2026-05-01", "arrival": "2026-05-04",
    "corridor": "own", "direction": "westbound", "mode": "ferry",
}  # fmt: skip


def test_a_log_takes_days_as_days() -> None:
    days = {"departure": datetime.date(2026, 5, 1), "arrival": datetime.date(2026, 5, 4)}
    assert co.with_shipment_log(NET, [MOVED | days]) == co.with_shipment_log(NET, [MOVED])


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([], "the log has no rows"),
        ([MOVED | {"colour": "red"}], "log, row 0: colour is no column of a log"),
        (
            [MOVED | {"colour": "red", "mode": None}],
            "log, row 0: colour is no column of a log; mode is empty",
        ),
        (
            [MOVED | {"departure": 20260501}],
            "log, row 0: 20260501 is not a date; write it as 2016-06-15, 2016-06 or 2016",
        ),
    ],
    ids=["empty", "unknown", "missing", "number"],
)
def test_a_log_that_is_none_is_refused(rows: list[dict[str, Any]], said: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.with_shipment_log(NET, rows)
    assert str(caught.value) == said
