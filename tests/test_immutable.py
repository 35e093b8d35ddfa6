"""Nothing that can be reached from a network or an answer can be changed."""

import contextlib
import copy
import dataclasses
import enum
import pickle
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.frozen import Frozen
from corridor.simulation.sampling import Ways

NET = co.load_network()
SHIPMENT = co.Shipment(equipment="40ft", cargo_value="50000 USD")
ROUTE = co.find_route(NET, "Xi'an", "Istanbul", corridor="middle")
PAID = co.find_route(NET, "Aktau", "Alat", shipment=SHIPMENT)
STORM = co.Scenario("storm").close("aktau--alat--ferry", reason="wind")
SIMULATION = co.simulate(NET, "Aktau > Alat", seed=7, runs=200)
LEAF = (str, int, float, bytes, type(None), Fraction, enum.Enum, co.Money)
ANSWERS: dict[str, Callable[[], Any]] = {
    "network": lambda: NET,
    "changed": lambda: STORM.apply(NET),
    "route": lambda: ROUTE,
    "paid": lambda: PAID,
    "routes": lambda: co.find_routes(NET, "Xi'an", "Duisburg", limit=2),
    "front": lambda: co.find_pareto_routes(
        NET, "Xi'an", "Istanbul", by=("transit_time", "distance"), shipment=SHIPMENT
    ),
    "compare": lambda: co.compare(NET, ["Aktau > Alat"], scenarios={"storm": STORM}),
    "corridors": lambda: co.compare_corridors(NET, "Xi'an", "Duisburg"),
    "explain": lambda: co.explain(NET, ROUTE),
    "simulate": lambda: SIMULATION,
    "rerouted": lambda: co.simulate(NET, "Xi'an > Istanbul", seed=7, runs=100, policy="best"),
    "doubted": lambda: SIMULATION.doubted(0.1),
    "promise": lambda: SIMULATION.arrive_by("2027-03-03"),
    "sweep": lambda: co.sweep(NET, [STORM], ["Aktau > Alat"]),
    "matrix": lambda: co.od_matrix(NET, ["Aktau"], ["Alat", "Baku"]),
    "scenario": lambda: STORM,
    "diff": lambda: co.diff(NET, STORM.apply(NET)),
    "criticality": lambda: co.criticality(NET, ["Aktau > Baku"]),
    "capacity": lambda: co.capacity(NET, "Xi'an", "Istanbul"),
    "blocking": lambda: co.blocking_sets(NET, "Xi'an", "Istanbul"),
    "indicators": lambda: co.measure_indicators(ROUTE),
    "break-even": lambda: co.break_even(NET, ROUTE, co.find_route(NET, "Xi'an", "Istanbul")),
    "evidence": lambda: co.evidence(NET, corridor="middle"),
    "calibrate": lambda: co.calibrate(NET),
    "avoid": lambda: co.Avoid(countries=["RU"], borders=["PL-BY"]),
}


def public(value: Any, name: str) -> Any:
    """Return an attribute; none where it is refused, or a copy made for the caller."""
    with contextlib.suppress(LookupError, co.CorridorError):
        found = getattr(value, name)
        own = found[:1] if isinstance(found, tuple) else (found,)
        is_copy = found is not getattr(value, name) and isinstance((*own, None)[0], dict | list)
        return None if is_copy else found
    return None


def reached(value: Any, path: str, seen: dict[int, Any]) -> Iterator[tuple[str, Any]]:
    """Yield every public value that can be reached, with the path to it."""
    if isinstance(value, LEAF) or callable(value) or id(value) in seen:
        return
    seen[id(value)] = value
    yield path, value
    if isinstance(value, Mapping):
        inner = [(f"{path}[{key!r}]", item) for key, item in value.items()]
    elif isinstance(value, tuple | frozenset | Ways):
        inner = [(f"{path}[{number}]", item) for number, item in enumerate(value)]
    else:
        inner = []
    if type(value).__module__.startswith("corridor."):
        names = [name for name in dir(value) if not name.startswith("_")]
        inner += [(f"{path}.{name}", public(value, name)) for name in names]
    for where, item in inner:
        yield from reached(item, where, seen)


@pytest.mark.parametrize("name", ANSWERS)
def test_nothing_reached_can_be_changed(name: str) -> None:
    seen: dict[int, Any] = {}
    for path, value in reached(ANSWERS[name](), name, seen):
        assert not isinstance(value, dict | list | set | bytearray), path
        if isinstance(value, np.ndarray):
            assert not value.flags.writeable, path
        if dataclasses.is_dataclass(value):
            first = dataclasses.fields(value)[0].name
            with pytest.raises((AttributeError, TypeError)):
                setattr(value, first, None)


def pickled(value: object) -> object:
    return pickle.loads(pickle.dumps(value))


def test_an_answer_does_not_change_another() -> None:
    """A record of an answer is the caller's own: what is done to it reaches nobody else."""
    found = co.sweep(NET, [STORM], ["Aktau > Alat"])
    before = str(found)
    found[0]["chain"] = "elsewhere"
    for record in found:
        record.clear()
    co.to_records(found)[0].clear()
    assert str(found) == before
    assert co.to_records(co.sweep(NET, [STORM], ["Aktau > Alat"])) == co.to_records(found)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, pickled])
def test_a_copied_network_and_route_are_the_same(again: Any) -> None:
    assert again(NET) == NET
    assert again(NET).file == NET.file
    assert again(ROUTE) == ROUTE
    assert hash(again(ROUTE)) == hash(ROUTE)


@given(st.dictionaries(st.text(max_size=3), st.integers()))
def test_a_frozen_mapping_is_what_it_was_made_of(held: dict[str, int]) -> None:
    given = dict(held)
    frozen = Frozen(given)
    given.clear()
    assert frozen == held
    assert (list(frozen), len(frozen), {**frozen}) == (list(held), len(held), held)
    assert hash(frozen) == hash(Frozen(dict(reversed(held.items()))))
    assert copy.deepcopy(frozen) == pickle.loads(pickle.dumps(frozen)) == frozen
    assert repr(frozen) == repr(held)
    assert all(key in frozen and frozen[key] == item for key, item in held.items())
    for change in ("_held", "new"):
        with pytest.raises(AttributeError):
            setattr(frozen, change, {})
        with pytest.raises(AttributeError):
            delattr(frozen, change)
