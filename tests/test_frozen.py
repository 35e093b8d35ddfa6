"""A dataclass that is quick to define does what the standard library's does."""

import copy
import dataclasses
import inspect
import pickle
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from corridor import frozen


def family(dataclass: Callable[..., Any]) -> tuple[type, type, type]:
    """Define the same three classes with one of the two decorators."""

    @dataclass(frozen=True, slots=True)
    class Way:
        """A route."""

        name: str
        legs: tuple[int, ...] = ()
        notes: list[str] = dataclasses.field(default_factory=list, compare=False)

        def __post_init__(self) -> None:
            if not self.name:
                raise ValueError("no name")

    @dataclass(frozen=True, slots=True, kw_only=True)
    class Priced(Way):
        """A route with a price."""

        price: int
        secret: str = dataclasses.field(default="x", repr=False, init=False)

    @dataclass(frozen=True)
    class Open:
        """Fields in a dictionary, with an equality of its own."""

        value: float

        def __eq__(self, other: object) -> bool:
            return isinstance(other, type(self))

        __hash__: Any = None

    return Way, Priced, Open


OURS, THEIRS = family(frozen.dataclass), family(dataclasses.dataclass)
both = pytest.mark.parametrize(
    ("ours", "theirs"), list(zip(OURS, THEIRS, strict=True)), ids=["Way", "Priced", "Open"]
)
CALLS: list[tuple[tuple[Any, ...], dict[str, Any]]] = [
    ((), {}),
    (("a",), {}),
    (("",), {}),
    (("a", (1, 2), ["n"]), {}),
    (("a",), {"price": 3}),
    (("a", (), [], 3), {}),
    ((), {"name": "a", "legs": (1,), "price": 3}),
    ((), {"value": float("nan")}),
    ((1.0,), {}),
    ((), {"secret": "y", "name": "a", "price": 1}),
]


def outcome(call: Callable[[], Any]) -> Any:
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - whatever it is, both raise it
        return type(error), str(error).rpartition(".")[2]


@both
def test_values_are_made_shown_compared_and_changed_alike(ours: type, theirs: type) -> None:
    for args, named in CALLS:
        one, other = (outcome(partial(cls, *args, **named)) for cls in (ours, theirs))
        assert isinstance(one, tuple) == isinstance(other, tuple)
        if isinstance(one, tuple):
            assert one == other
            continue
        assert repr(one) == repr(other)
        assert outcome(partial(hash, one)) == outcome(partial(hash, other))
        for made in (one, other):
            assert (made == copy.copy(made)) is True
            assert made != 3
        for act in (
            lambda made: setattr(made, dataclasses.fields(made)[0].name, "b"),
            lambda made: delattr(made, dataclasses.fields(made)[0].name),
            dataclasses.asdict,
            lambda made: dataclasses.replace(made, legs=(7,)).legs,
            lambda made: dataclasses.replace(made, value=7).value,
            lambda made: hasattr(made, "__dict__"),
        ):
            assert repr(outcome(partial(act, one))) == repr(outcome(partial(act, other)))


@both
def test_classes_say_the_same_of_themselves(ours: type, theirs: type) -> None:
    assert str(inspect.signature(ours)) == str(inspect.signature(theirs))
    assert ours.__match_args__ == theirs.__match_args__  # type: ignore[attr-defined]
    assert (ours.__hash__ is None) == (theirs.__hash__ is None)
    assert [item.name for item in dataclasses.fields(ours)] == [
        item.name for item in dataclasses.fields(theirs)
    ]


def test_values_of_one_class_equal_by_their_compared_fields_alone() -> None:
    way, priced, _ = OURS
    assert way("a", (1,), ["n"]) == way("a", (1,), ["m"])
    assert hash(way("a", (1,), ["n"])) == hash(way("a", (1,), ["m"]))
    assert way("a") != way("b")
    assert way("a") != THEIRS[0]("a")
    assert way("a") != priced("a", price=1)


@frozen.dataclass(frozen=True, slots=True)
class Kept:
    """A value that is pickled: such a class stands in a module."""

    one: int
    two: Any = None


def test_values_survive_copies_and_pickles() -> None:
    value = Kept(1, Kept(2))
    assert pickle.loads(pickle.dumps(value)) == value == copy.deepcopy(value)
    assert repr(value) == "Kept(one=1, two=Kept(one=2, two=None))"


def test_a_value_that_holds_itself_can_be_shown() -> None:
    held: list[Any] = []
    held.append(Kept(1, held))
    assert repr(held[0]) == "Kept(one=1, two=[...])"


def test_fields_that_are_not_given_have_their_defaults() -> None:
    """Values that are read from the cache or a table are made without ``__init__``."""

    @frozen.dataclass(frozen=True, slots=True)
    class Read:
        """A class with defaults of both kinds."""

        one: int
        two: int = 2
        more: list[int] = dataclasses.field(default_factory=list)

    make = frozen.unchecked(Read)
    assert make({"one": 5}) == Read(5)
    assert make({"one": 5}).more is not make({"one": 5}).more
    assert make({"two": 7, "one": 1}) == Read(1, 7)
    in_rows = frozen.unchecked_rows(Read, ["two", "one"])
    assert in_rows([7, 1]) == Read(1, 7)
    assert in_rows([7, 1]).more is not in_rows([7, 1]).more


def test_nothing_is_compiled_before_a_value_is_made() -> None:
    @frozen.dataclass(frozen=True, slots=True)
    class Late:
        """A class."""

        one: int

    assert not inspect.isfunction(vars(Late)["__init__"])
    assert Late(1).one == 1
    assert inspect.isfunction(vars(Late)["__init__"])
    assert sys.getsizeof(Late(1)) == sys.getsizeof(Kept(1)) - 8


def test_other_kinds_are_the_standard_librarys() -> None:
    @frozen.dataclass(frozen=True, order=True)
    class Ordered:
        """A class with an order."""

        one: int

    @frozen.dataclass
    class Loose:
        """A class whose values change."""

        one: int

    assert Ordered(1) < Ordered(2)
    loose = Loose(1)
    loose.one = 2
    assert loose == Loose(2)


def test_a_field_that_is_made_later_has_no_value_before() -> None:
    def made(dataclass: Callable[..., Any]) -> type:
        @dataclass(frozen=True, slots=True)
        class Later:
            name: str
            length: int = dataclasses.field(init=False)

            def __post_init__(self) -> None:
                object.__setattr__(self, "length", len(self.name))

        return Later

    for kind in map(made, (frozen.dataclass, dataclasses.dataclass)):
        assert kind("abc").length == 3
        with pytest.raises(TypeError):
            kind("abc", 3)
