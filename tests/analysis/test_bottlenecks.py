"""Largest flows, held against another solver on a digraph built by the oracle's own rules."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

import corridor as co
from support import oracle, strategies
from support.layout import dump

NET = co.load_network()
ASSUMED = 7
WITHOUT = 10_000


@st.composite
def bounded(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a network, some of whose legs and nodes have a capacity."""
    spec: dict[str, Any] = draw(strategies.networks(max_nodes=5, max_legs=12))
    for things in (spec["legs"], spec["nodes"]):
        for thing in things.values():
            if draw(st.booleans()):
                amounts = {"containers": f"{draw(st.integers(1, 9))} TEU/year"}
                if draw(st.booleans()):
                    amounts["freight"] = f"{draw(st.integers(10, 99))} t/year"
                thing["capacity"] = amounts | {"basis": "reported", "sources": ["atlas"]}
    return spec


def teu(thing: dict[str, Any], otherwise: int) -> int:
    """Read a capacity: the lower of containers and a tenth of the tonnes."""
    amounts = thing.get("capacity", {})
    known = [int(amounts["containers"].split(" ")[0])] if "containers" in amounts else []
    known += [int(amounts["freight"].split(" ")[0]) // 10] if "freight" in amounts else []
    return min(known, default=otherwise)


def edges_of(
    spec: dict[str, Any], origin: str, destination: str
) -> Iterator[tuple[object, object, int]]:
    moves = list(oracle.usable_moves(spec, oracle.MODES, "2026-11-21", ()))

    def joined(before: object, node: str, after: object) -> Iterator[tuple[object, object, int]]:
        if "capacity" not in spec["nodes"][node]:
            yield before, after, WITHOUT
            return
        yield before, ("in", node), WITHOUT
        yield ("in", node), ("out", node), teu(spec["nodes"][node], 0)
        yield ("out", node), after, WITHOUT

    for move in moves:
        yield (move, "in"), (move, "out"), teu(spec["legs"][move.leg_id], ASSUMED)
        if move.start == origin:
            yield from joined("source", origin, (move, "in"))
        if move.end == destination:
            yield from joined((move, "out"), destination, "sink")
        for after in moves:
            onward = after.start == move.end and after.end != move.start
            if onward and oracle.transfer(spec, move, after):
                yield from joined((move, "out"), move.end, (after, "in"))


def solved(spec: dict[str, Any], origin: str, destination: str) -> int:
    """Solve the flow by another algorithm of another library."""
    edges = {(tail, head): amount for tail, head, amount in edges_of(spec, origin, destination)}
    names = {name: number for number, name in enumerate({n for edge in edges for n in edge})}
    if not {"source", "sink"} <= names.keys():
        return 0
    matrix = np.zeros((len(names), len(names)), dtype=np.int32)
    for (tail, head), amount in edges.items():
        matrix[names[tail], names[head]] = amount
    return int(maximum_flow(csr_array(matrix), names["source"], names["sink"]).flow_value)


def ask(net: co.Network, origin: str, destination: str) -> co.Throughput | None:
    try:
        return co.capacity(
            net, origin, destination, unknown=f"{ASSUMED} TEU/year", modes=oracle.MODES
        )
    except co.NoRouteError:
        return None


@given(spec=bounded(), data=st.data())
def test_a_flow_is_that_of_another_solver(spec: dict[str, Any], data: st.DataObject) -> None:
    origin, destination = data.draw(st.permutations(sorted(spec["nodes"])))[:2]
    found = ask(co.load_network(dump(spec)), origin, destination)
    if found is None:
        return
    expected = solved(spec, origin, destination)
    assert found.teu == expected
    assert sum(amount for _, amount in found.ways) == expected
    assert all(way[0] == origin and way[-1] == destination for way, _ in found.ways)


@given(spec=bounded(), data=st.data())
def test_what_is_gained_is_what_a_larger_capacity_gives(
    spec: dict[str, Any], data: st.DataObject
) -> None:
    origin, destination = data.draw(st.permutations(sorted(spec["nodes"])))[:2]
    net = co.load_network(dump(spec))
    found = ask(net, origin, destination)
    if found is None or found.teu is None:
        return
    assert found.cut
    for item in found.cut:
        for more in (1, 3):
            wider = co.Scenario("wider").capacity(item.id, containers=f"{item.teu + more} TEU/year")
            after = ask(wider.apply(net), origin, destination)
            assert after is not None
            assert after.teu is not None
            gained = after.teu - found.teu
            assert gained == (more if item.room is None else min(more, item.room))
            assert more > 1 or gained == item.gain
    shut = net
    for item in found.cut:
        shut = co.Scenario("shut").close(item.id).apply(shut)
    if {origin, destination}.isdisjoint(item.id for item in found.cut):
        assert ask(shut, origin, destination) is None


def test_the_middle_corridor_is_bound_at_the_port_of_baku() -> None:
    found = co.capacity(NET, "Xi'an", "Türkiye", corridor="middle")
    assert (found.teu, [item.id for item in found.cut]) == (100_000, ["alat"])
    assert found.cut[0].grade == "C"
    assert found.trains_a_week == pytest.approx(100_000 / 102 / (365.25 / 7))
    carried = [item for item in found.volumes if item.kind == "carried" and item.teu]
    assert all(item.a_year(item.teu or 0) <= 100_000 for item in carried)
    nine_months = NET.volumes["vo-08"]
    assert nine_months.a_year(nine_months.tonnes or 0) == pytest.approx(2_675_824, rel=1e-3)
    assert "lanzhou--urumqi--rail" in found.unknown


def test_no_bound_is_said_not_made_infinite() -> None:
    found = co.capacity(NET, "Xi'an", "Duisburg")
    assert (found.teu, found.trains_a_week, found.cut, found.ways) == (None, None, (), ())
    assert "no bound is known on some way" in str(found)
    assert len(found.unknown) > 100
    assumed = co.capacity(NET, "Xi'an", "Duisburg", unknown="200000 TEU/year")
    assert assumed.teu == 800_000
    assert {item.grade for item in assumed.cut} == {"D"}
    assert "legs assumed at 200,000 TEU a year (grade D)" in " ".join(str(assumed).split())


def test_a_wider_port_moves_the_bound_to_the_ships() -> None:
    wide = co.Scenario("wide").capacity("alat", containers="500000 TEU/year", rule="second phase")
    way = co.Avoid(nodes={"turkmenbashi"})
    net = wide.apply(NET)
    found = co.capacity(net, "Xi'an", "Türkiye", corridor="middle", avoid=way)
    assert found.teu == 89_000 + 400_000
    assert [item.id for item in found.cut] == ["aktau--alat--ferry", "kuryk--alat--ferry"]
    assert [item.room for item in found.cut] == [11_000, 11_000]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"max_time": "9 days"}, "max_time is not for flows; leave it out"),
        (
            {"require": co.Require(countries={"KZ"})},
            "require is not for flows; ask for a corridor, or avoid what is beside",
        ),
        (
            {"unknown": "many"},
            'unknown is "many"; it must be a number, a space, and TEU/year, as in "80000 TEU/year"',
        ),
    ],
)
def test_what_is_not_for_flows_is_refused(asked: dict[str, Any], text: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.capacity(NET, "Xi'an", "Duisburg", **asked)
    assert str(caught.value) == text


def test_no_way_says_why() -> None:
    with pytest.raises(co.NoRouteError):
        co.capacity(NET, "Aktau", "Baku", avoid=co.Avoid(countries={"AZ"}))


def test_a_corridor_that_is_not_apart_is_refused() -> None:
    with pytest.raises(co.LimitError, match="cannot be told from others in a flow"):
        co.capacity(NET, "Tbilisi", "Istanbul", corridor="middle-black-sea")
