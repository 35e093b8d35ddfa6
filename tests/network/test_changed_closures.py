"""What closing and reopening leave of closures, worked out by hand: one record for each window."""

import datetime
from dataclasses import replace
from typing import Any

import pytest

from corridor.network.calendar import Closure
from corridor.network.changes import Change
from corridor.network.closures.changed_closures import Closures, Made, closures_after, is_closed
from corridor.network.model import NetworkFile
from support.small import line, read

#: Legs a - b, by Blue Rail, and b - c; a and c are in KZ and b in GE.
FILE = read(line()).file


def day(number: int | None) -> datetime.date | None:
    return datetime.date(2027, 3, number) if number else None


def closure(start: int | None = 1, end: int | None = 20, **closed: Any) -> Closure:
    return Closure(id="c", start=day(start), end=day(end), reason="storm", **closed)


def file(*closures: Closure) -> NetworkFile:
    return replace(FILE, closures={item.id: item for item in closures})


def made(
    change: Any, item: str, start: int | None = None, end: int | None = None, **told: Any
) -> Made:
    section = "legs" if "--" in item else "nodes"
    change = Change(change=change, at=(item,), start=day(start), end=day(end), **told)
    return Made(section, item, change)


def days(closures: Closures) -> dict[str, tuple[int | None, int | None, tuple[Any, ...]]]:
    """Return of each closure its days of March and what it closes."""
    return {
        key: (
            item.start.day if item.start else None,
            item.end.day if item.end else None,
            tuple(closed for _, closed in item.items),
        )
        for key, item in closures.items()
    }


@pytest.mark.parametrize(
    ("item", "window", "name"),
    [
        ("a--b", (None, None), "a--b--closed"),
        ("a--b", (5, None), "a--b--closed--2027-03-05"),
        ("a--b", (None, 9), "a--b--until--2027-03-09"),
        ("a--b", (5, 9), "a--b--closed--2027-03-05--2027-03-09"),
        ("b", (5, 9), "b--closed--2027-03-05--2027-03-09"),
    ],
)
def test_a_closing_is_named_by_what_it_closes_and_its_window(
    item: str, window: tuple[int | None, int | None], name: str
) -> None:
    change = made("close", item, *window, reason="works", rule="as told", sources=("atlas",))
    (found,) = closures_after(FILE, [change]).values()
    assert (found.id, found.start, found.end) == (name, day(window[0]), day(window[1]))
    assert (found.legs, found.nodes) == (((item,), ()) if "--" in item else ((), (item,)))
    assert (found.reason, found.note, found.sources) == ("works", "as told", ("atlas",))


def test_a_closing_without_a_reason_has_its_rule_for_one() -> None:
    (found,) = closures_after(FILE, [made("close", "a--b", rule="as told")]).values()
    assert (found.reason, found.note) == ("as told", None)


def test_two_closings_of_one_window_are_one_with_all_that_is_said() -> None:
    one = made("close", "b", reason="works", rule="seen; told", sources=("press", "atlas"))
    other = made("close", "b", reason="storm", rule="told", sources=("atlas",))
    bare = made("close", "b", reason="works", sources=("press", "atlas"))
    for order in ([one, other], [other, one]):
        (found,) = closures_after(FILE, order).values()
        assert (found.reason, found.note) == ("storm; works", "seen; told")
        assert found.sources == ("atlas", "press")
    (two,) = closures_after(FILE, [bare, bare]).values()
    assert (two.reason, two.note) == ("works", None)
    (same,) = closures_after(FILE, [one, bare]).values()
    assert (same.reason, same.note, same.sources) == ("works", "seen; told", ("press", "atlas"))


def test_closures_come_in_the_order_of_their_ids() -> None:
    closing = [made("close", "b--c"), made("close", "a--b")]
    assert list(closures_after(file(closure(nodes=("b",))), closing)) == [
        "a--b--closed", "b--c--closed", "c",
    ]  # fmt: skip
    held = file(closure(nodes=("b",)), replace(closure(nodes=("c",)), id="a"))
    assert list(closures_after(held, [made("reopen", "a--b")])) == ["c", "a"]
    assert closures_after(held, []) == held.closures


@pytest.mark.parametrize(
    ("held", "opened", "left"),
    [
        # The closure is of the 1st to the 19th; it is open in a window of the reopening.
        ((1, 20), (5, 9), {"c": (1, 5), "c--from--2027-03-09": (9, 20)}),
        ((1, 20), (1, 9), {"c": (9, 20)}),
        ((1, 20), (None, 9), {"c": (9, 20)}),
        ((1, 20), (5, 20), {"c": (1, 5)}),
        ((1, 20), (5, None), {"c": (1, 5)}),
        ((1, 20), (5, 25), {"c": (1, 5)}),
        ((1, 20), (None, None), {}),
        ((1, 20), (1, 20), {}),
        ((5, 20), (1, 9), {"c": (9, 20)}),
        ((None, None), (5, 9), {"c": (None, 5), "c--from--2027-03-09": (9, None)}),
        ((None, 20), (5, None), {"c": (None, 5)}),
        ((1, 20), (20, 25), {"c": (1, 20)}),
        ((5, 20), (1, 5), {"c": (5, 20)}),
    ],
)
@pytest.mark.parametrize("item", ["a--b", "b"])
def test_a_reopening_leaves_what_lies_before_and_after_it(
    item: str,
    held: tuple[int | None, int | None],
    opened: tuple[int | None, int | None],
    left: dict[str, tuple[int | None, int | None]],
) -> None:
    closing: dict[str, Any] = {"legs" if "--" in item else "nodes": (item,)}
    closed = closure(*held, **closing)
    found = days(closures_after(file(closed), [made("reopen", item, *opened)]))
    assert found == {key: (*window, (item,)) for key, window in left.items()}


@pytest.mark.parametrize(
    ("closed", "item", "within"),
    [
        ({"legs": ("b--c", "a--b")}, "a--b", ("b--c",)),
        ({"legs": ("a--b",), "operators": ("Blue Rail",)}, "a--b", None),
        ({"countries": ("GE",)}, "a--b", ("b--c",)),
        ({"borders": (("GE", "KZ"),)}, "b--c", ("a--b",)),
        ({"operators": ("Blue Rail",)}, "a--b", None),
        ({"operators": ("Blue Rail",), "nodes": ("c",)}, "a--b", ("c",)),
        ({"countries": ("GE",), "nodes": ("b",)}, "a--b", ("b--c", "b")),
        ({"nodes": ("b", "c")}, "b", ("c",)),
        ({"nodes": ("b",), "countries": ("KZ",)}, "b", ("KZ",)),
    ],
)
def test_within_the_window_all_else_stays_closed(
    closed: Any, item: str, within: tuple[str, ...] | None
) -> None:
    """A leg is lifted from what closes it; the other legs of it are then closed by their ids."""
    whole = tuple(name for _, name in closure(**closed).items)
    found = days(closures_after(file(closure(**closed)), [made("reopen", item, 5, 9)]))
    expected = {"c": (1, 5, whole)}
    if within:
        expected["c--from--2027-03-05"] = (5, 9, within)
    assert found == expected | {"c--from--2027-03-09": (9, 20, whole)}


def test_a_reopening_for_good_leaves_all_else_closed_for_good() -> None:
    held = file(closure(None, None, countries=("GE",)))
    assert days(closures_after(held, [made("reopen", "a--b")])) == {"c": (None, None, ("b--c",))}


@pytest.mark.parametrize(
    ("closed", "item"),
    [
        ({"legs": ("b--c",)}, "a--b"),
        ({"nodes": ("b",)}, "a--b"),
        ({"operators": ("Blue Rail",)}, "b--c"),
        ({"countries": ("AZ",)}, "a--b"),
        ({"legs": ("a--b",)}, "b"),
        ({"countries": ("GE",)}, "b"),
        ({}, "a--b"),
    ],
)
def test_a_reopening_leaves_what_does_not_close_it(closed: Any, item: str) -> None:
    held = file(closure(**closed))
    assert closures_after(held, [made("reopen", item, 5, 9)]) == held.closures


def test_what_is_closed_again_is_closed_whatever_the_order() -> None:
    held = file(closure(legs=("a--b",)))
    changes = [made("close", "a--b", 10, 12), made("reopen", "a--b")]
    for order in (changes, changes[::-1]):
        assert days(closures_after(held, order)) == {
            "a--b--closed--2027-03-10--2027-03-12": (10, 12, ("a--b",))
        }


@pytest.mark.parametrize(
    ("closed", "item", "shut"),
    [
        ({"legs": ("a--b",)}, "a--b", True),
        ({"countries": ("GE",)}, "a--b", True),
        ({"nodes": ("b",)}, "a--b", False),
        ({"nodes": ("b",)}, "b", True),
        ({"countries": ("GE",)}, "b", False),
        ({"legs": ("b--c",)}, "a--b", False),
        ({"legs": ("a--b",), "equipment": ("40ft",)}, "a--b", False),
        ({"legs": ("a--b",), "goods": ("food",)}, "a--b", False),
        ({"legs": ("a--b",), "direction": ("KZ", "GE")}, "a--b", False),
    ],
)
def test_a_thing_is_closed_on_the_days_of_what_closes_it_to_all(
    closed: Any, item: str, *, shut: bool
) -> None:
    section = "legs" if "--" in item else "nodes"
    held = file(closure(**closed))
    found = [is_closed(held, section, item, datetime.date(2027, 3, n)) for n in (1, 19, 20)]
    assert found == [shut, shut, False]


def test_a_leg_to_a_place_that_is_not_there_is_closed_by_its_id_alone() -> None:
    torn = replace(file(closure(legs=("a--b",))), nodes={"a": FILE.nodes["a"]})
    assert is_closed(torn, "legs", "a--b", datetime.date(2027, 3, 1))
    assert not is_closed(torn, "legs", "b--c", datetime.date(2027, 3, 1))
