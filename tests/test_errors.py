"""Every exception of the tree, by its full text; and no error of a foreign library gets out."""

import contextlib
import copy
import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor

import pint
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor import errors
from corridor.network.conversion.to_texts import NestingError
from support.bundled import bundled_network

NET = bundled_network()
RAISED: dict[type[Exception], tuple[Callable[[], object], str]] = {
    co.NetworkError: (
        lambda: co.load_network(b""),
        """\
<bytes>:1:1: error: empty_file
        found     nothing
        expected  lines of key: value
        fix       write nodes and legs, or extends: bundled and what you add
1 error, 0 warnings""",
    ),
    co.UnknownPlaceError: (
        lambda: co.find_route(NET, "Aktua", "Baku"),
        'no place is called "Aktua"\n  did you mean  Aktau (aktau, KZ)?',
    ),
    co.AmbiguousPlaceError: (
        lambda: co.find_route(NET, "Khor", "Baku"),
        '"Khor" could be several places\n  write one of  khorgos, khorgos-gateway',
    ),
    co.SamePlaceError: (
        lambda: co.find_route(NET, "Xi'an", "Xi’an"),
        "Xi'an is listed twice in a row: a route needs two places",
    ),
    co.NoRouteError: (
        lambda: co.find_route(NET, "Aktau", "Baku", avoid=co.Avoid(countries={"AZ"})),
        "no route Aktau > Baku avoiding AZ\n  allowing AZ: 1.0 days typical (middle)",
    ),
    co.ShipmentError: (
        lambda: co.Shipment(equipment="40ft", quantity=0),
        "quantity is 0; it must be a whole number from 1",
    ),
    co.QuantityError: (
        lambda: co.Duration(5).to("km"),
        'a duration cannot be given in "km"',
    ),
}


def leaves(kind: type[Exception]) -> Iterator[type[Exception]]:
    below = kind.__subclasses__()
    yield from [kind] if not below else [leaf for item in below for leaf in leaves(item)]


@pytest.mark.parametrize("kind", RAISED, ids=lambda kind: kind.__name__)
def test_an_exception_says_all_there_is_to_say(kind: type[Exception]) -> None:
    call, text = RAISED[kind]
    with pytest.raises(co.CorridorError) as caught:
        call()
    assert type(caught.value) is kind
    assert str(caught.value) == text


def test_every_exception_of_the_tree_is_tried() -> None:
    elsewhere = {co.LimitError, co.StaleFileError, co.MissingExtraError, co.ScenarioError}
    told = {*elsewhere, NestingError, *RAISED}  # tried in the tests of their own modules
    assert {co.QuantityError, *leaves(errors.CorridorError)} == told


def subclasses(kind: type[Exception]) -> list[type[Exception]]:
    return [kind, *(item for below in kind.__subclasses__() for item in subclasses(below))]


def unsaid() -> dict[type[Exception], Exception]:
    """Errors of the kinds that no call above raises, with every attribute of their own."""
    wording = errors.Wording("this", "that", "do so")
    doubtful = co.ShipmentError("no price", missing=["the ferry"])
    doubtful.add_note("row 3")
    return {
        co.LimitError: co.LimitError("too long"),
        co.StaleFileError: co.StaleFileError("changed"),
        co.MissingExtraError: co.MissingExtraError("xlsx", "openpyxl", "excel"),
        co.ScenarioError: co.ScenarioError("storm", [errors.Refused("close x", "f:1:2", wording)]),
        co.ShipmentError: doubtful,
        co.PlaceError: co.PlaceError("none"),
        errors.FieldError: errors.FieldError("not_a_date", wording),
    }


def raised(kind: type[Exception]) -> Exception:
    if kind in unsaid() or kind not in RAISED:
        return unsaid().get(kind) or kind("said")
    with pytest.raises(kind) as caught:
        RAISED[kind][0]()
    return caught.value


@pytest.mark.parametrize(
    "error",
    [raised(kind) for kind in (*subclasses(errors.CorridorError), errors.FieldError)],
    ids=lambda error: type(error).__name__,
)
@pytest.mark.parametrize(
    "again", [lambda error: pickle.loads(pickle.dumps(error)), copy.copy, copy.deepcopy]
)
def test_an_error_is_the_same_after_a_copy(
    error: Exception, again: Callable[[Exception], Exception]
) -> None:
    """An error of a worker process reaches the caller with its text and all attributes."""
    copied = again(error)
    assert type(copied) is type(error)
    assert (str(copied), copied.args, vars(copied)) == (str(error), error.args, vars(error))
    if isinstance(error, co.CorridorError):
        assert copied == error
        assert hash(copied) == hash(error)


def test_errors_differ_by_what_they_hold() -> None:
    assert co.ShipmentError("x", ["a"]) != co.ShipmentError("x", ["b"])
    assert co.QuantityError("x") != co.LimitError("x")


def ask(origin: str) -> int:
    return len(co.find_route(NET, origin, "Baku").legs)


def test_an_unknown_place_fails_its_own_task_only() -> None:
    with ProcessPoolExecutor(1) as pool:
        before, wrong, after = (pool.submit(ask, name) for name in ("Aktau", "Aktua", "Poti"))
        assert before.result() > 0
        with pytest.raises(co.UnknownPlaceError) as caught:
            wrong.result()
        assert caught.value.suggestions == ("Aktau (aktau, KZ)",)
        assert after.result() > 0


@pytest.mark.parametrize("kind", subclasses(yaml.YAMLError), ids=lambda kind: kind.__name__)
def test_no_error_of_the_yaml_parser_gets_out(
    kind: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    facts = ["x"] * 5 if kind is yaml.reader.ReaderError else []

    def fail(*_: object, **__: object) -> None:
        raise kind(*facts)

    monkeypatch.setattr(yaml, "parse", fail)
    with pytest.raises(co.NetworkError) as caught:
        co.load_network(b"format: 1")
    assert [notice.code for notice in caught.value.notices] == ["yaml_syntax"]


@given(unit=st.one_of(st.text(max_size=20), st.from_regex(r"[A-Za-z_]{1,12}", fullmatch=True)))
def test_no_error_of_pint_gets_out(unit: str) -> None:
    for amount in (co.Duration(3600), co.Distance(1000)):
        with contextlib.suppress(co.QuantityError):
            assert isinstance(amount.to(unit), pint.Quantity)


@pytest.mark.parametrize(
    "unit", ["km", "nope", "degC", "dB", "delta_degC", "", "h h", "1", "day**2", "__class__"]
)
def test_a_unit_that_is_none_for_a_time_is_refused(unit: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.Duration(3600).to(unit)
    assert str(caught.value) == f"a duration cannot be given in {errors.quote(unit)}"


def test_the_module_of_errors_has_the_one_that_carries_a_route() -> None:
    assert errors.NoRouteError is co.NoRouteError
    assert co.__getattr__("errors") is errors
    with pytest.raises(AttributeError) as caught:
        assert errors.NoRuteError
    assert str(caught.value) == "module 'corridor.errors' has no attribute 'NoRuteError'"
