"""Largest flows, held against a linear program over the arcs of the oracle's own rules."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import linprog

import corridor as co
from support import oracle, strategies
from support.bundled import bundled_network
from support.layout import dump
from support.small import estimate, leg, line, read, spot

NET = bundled_network()
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


Arc = tuple[object, object]


def arcs_of(spec: dict[str, Any], origin: str, destination: str) -> Iterator[tuple[Arc, str]]:
    """Yield each permitted change from leg to leg, each start and end, with the node it is at."""
    moves = list(oracle.usable_moves(spec, oracle.MODES, "2026-11-21", ()))
    for move in moves:
        if move.start == origin:
            yield ("source", move), origin
        if move.end == destination:
            yield (move, "sink"), destination
            continue
        for after in moves:
            onward = after.start == move.end and after.end != move.start
            if onward and oracle.transfer(spec, move, after):
                yield (move, after), move.end


def solved(spec: dict[str, Any], origin: str, destination: str) -> int:
    """Solve the flow as a linear program: what is on an arc, what comes out of a leg goes on."""
    arcs = dict(arcs_of(spec, origin, destination))
    columns = list(arcs)
    moves = {end for arc in columns for end in arc} - {"source", "sink"}
    balance = [[(arc[1] == move) - (arc[0] == move) for arc in columns] for move in moves]
    bounds: list[tuple[list[bool], int]] = [
        ([arc[1] == move for arc in columns], teu(spec["legs"][move.leg_id], ASSUMED))
        for move in moves
        if isinstance(move, oracle.Move)
    ]
    bounds += [
        ([arcs[arc] == node for arc in columns], teu(thing, 0))
        for node, thing in spec["nodes"].items()
        if "capacity" in thing
    ]
    if not balance:
        return 0
    found = linprog(
        [-(arc[1] == "sink") for arc in columns],
        A_ub=np.array([row for row, _ in bounds], dtype=float),
        b_ub=[most for _, most in bounds],
        A_eq=np.array(balance, dtype=float),
        b_eq=np.zeros(len(balance)),
    )
    return int(-found.fun + 1e-6)


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
    assert expected >= 1
    assert sum(amount for _, amount in found.ways) == expected
    assert all(way[0] == origin and way[-1] == destination for way, _ in found.ways)


@given(spec=bounded(), data=st.data())
def test_one_more_of_what_holds_a_flow_down_gives_what_is_said(
    spec: dict[str, Any], data: st.DataObject
) -> None:
    origin, destination = data.draw(st.permutations(sorted(spec["nodes"])))[:2]
    net = co.load_network(dump(spec))
    found = ask(net, origin, destination)
    if found is None or found.teu is None:
        return
    assert found.cut
    for item in found.cut:
        for more in (1, 1_000_000):
            wider = co.Scenario("wider").capacity(item.id, containers=f"{item.teu + more} TEU/year")
            after = ask(wider.apply(net), origin, destination)
            assert after is not None
            assert after.teu is not None
            gained = after.teu - found.teu
            expected = item.gain if more == 1 else item.room
            assert gained >= more - 1 if expected is None else gained == expected
    shut = net
    for item in found.cut:
        shut = co.Scenario("shut").close(item.id).apply(shut)
    if {origin, destination}.isdisjoint(item.id for item in found.cut):
        assert ask(shut, origin, destination) is None


@given(spec=bounded(), data=st.data())
def test_adding_a_capacity_never_raises_a_flow(spec: dict[str, Any], data: st.DataObject) -> None:
    """A bound can only take away, also one that cannot bind."""
    origin, destination = data.draw(st.permutations(sorted(spec["nodes"])))[:2]
    before = ask(co.load_network(dump(spec)), origin, destination)
    things = [*spec["nodes"].values(), *spec["legs"].values()]
    thing = data.draw(
        st.sampled_from([item for item in things if "capacity" not in item] or things)
    )
    if before is None or before.teu is None or "capacity" in thing:
        return
    amount = data.draw(st.sampled_from((0, 1, 3, 1_000_000)))
    thing["capacity"] = {
        "containers": f"{amount} TEU/year", "basis": "reported", "sources": ["atlas"]
    }  # fmt: skip
    after = ask(co.load_network(dump(spec)), origin, destination)
    assert after is not None
    assert after.teu is not None
    if "origin" not in thing or amount <= ASSUMED:
        assert after.teu <= before.teu


def test_a_bound_on_a_hub_permits_no_transfer_that_it_does_not_have() -> None:
    """At the hub nothing changes from rail to road; only at the yard beyond it (own figures)."""
    rail: dict[str, Any] = {"mode": "rail", "gauge": "1520 mm"}
    rule = {"basis": "estimated", "rule": "drawn"}

    def wide(teu: int) -> dict[str, Any]:
        return {"capacity": {"containers": f"{teu} TEU/year"} | rule}

    handled = {"inbound": "rail", "outbound": "road", "kind": "transshipment"}
    spec = line()
    spec["nodes"] = {
        "a": spot("Alpha"),
        "b": spot("Beta") | wide(500_000),
        "d": spot("Delta"),
        "g": spot("Gamma", dwell=[handled | {"time": estimate("12 h")}]),
    }
    spec["legs"] = {
        "a--b": leg("a", "b", **rail, **wide(100_000)),
        "b--d--road": leg("b", "d", "road", **wide(100_000)),
        "b--g": leg("b", "g", **rail, **wide(20_000)),
        "g--d--road": leg("g", "d", "road", **wide(20_000)),
    }
    found = co.capacity(read(spec), "a", "d", modes=("rail", "road"))
    assert (found.teu, found.ways) == (20_000, ((("a", "b", "g", "d"), 20_000),))
    spec["nodes"]["b"] |= wide(15_000)
    assert co.capacity(read(spec), "a", "d", modes=("rail", "road")).teu == 15_000


@pytest.mark.unmeasured
@pytest.mark.parametrize(
    ("origin", "destination", "corridor"),
    [
        ("Duisburg", "Tehran", "northern"),
        ("Tehran", "Hamburg", "northern"),
        ("Tbilisi", "Istanbul", "middle-black-sea"),
        ("Almaty", "Istanbul", "southern"),
    ],
)
def test_a_flow_passes_wherever_a_route_does(origin: str, destination: str, corridor: str) -> None:
    """What a corridor requires holds for flows as for routes, whatever other corridors share."""
    try:
        co.find_route(NET, origin, destination, corridor=corridor)
    except co.NoRouteError:
        with pytest.raises(co.NoRouteError):
            co.capacity(NET, origin, destination, corridor=corridor)
        return
    found = co.capacity(NET, origin, destination, corridor=corridor, unknown="1000 TEU/year")
    assert found.teu is not None
    assert found.teu >= 1000


@pytest.mark.parametrize("mode", ["ferry", "road"])
def test_a_flow_between_places_that_road_alone_joins_goes_by_road(mode: str) -> None:
    """As a route does without being asked: it was said that nothing could pass."""
    bound = {"containers": "1000 TEU/year", "basis": "assumed", "rule": "drawn"}
    net = read(line(mode, capacity=bound))
    found = co.capacity(net, "a", "c")
    assert (found.teu, [item.id for item in found.cut]) == (1000, ["a--b"])
    assert found.ways == ((("a", "b", "c"), 1000),)
    assert found.teu == co.capacity(net, "a", "c", modes=[mode]).teu


def test_the_middle_corridor_is_bound_at_the_port_of_baku() -> None:
    found = co.capacity(NET, "Xi'an", "Türkiye", corridor="middle")
    assert (found.teu, [item.id for item in found.cut]) == (150_000, ["alat"])
    assert found.cut[0].grade == "A"
    assert found.trains_a_week == pytest.approx(150_000 / 102 / (365.25 / 7))
    carried = [item for item in found.volumes if item.kind == "carried" and item.teu]
    assert all(item.a_year(item.teu or 0) <= 150_000 for item in carried)
    nine_months = NET.volumes["vo-08"]
    assert nine_months.a_year(nine_months.tonnes or 0) == pytest.approx(2_675_824, rel=1e-3)
    assert "lanzhou--urumqi--rail" in found.unknown


def test_no_bound_is_said_not_made_infinite() -> None:
    found = co.capacity(NET, "Xi'an", "Duisburg")
    assert (found.teu, found.trains_a_week, found.cut, found.ways) == (None, None, (), ())
    assert "no bound is known on some route" in found.full()
    assert len(found.unknown) > 100
    assumed = co.capacity(NET, "Xi'an", "Duisburg", unknown="200000 TEU/year")
    assert assumed.teu == 1_200_000
    assert {item.grade for item in assumed.cut} == {"D"}
    assert "legs assumed at 200,000 TEU a year (grade D)" in " ".join(assumed.full().split())


def test_a_wider_port_moves_the_bound_to_the_ships() -> None:
    """The ships by Kuryk carry 400,000 TEU, half a TEU of each 20 t, and Aktau handles the rest."""
    wide = co.Scenario("wide").capacity("alat", containers="2000000 TEU/year", rule="own figure")
    way = co.Avoid(nodes={"turkmenbashi"})
    net = wide.apply(NET)
    found = co.capacity(net, "Xi'an", "Türkiye", corridor="middle", avoid=way)
    assert [item.id for item in found.cut] == ["kuryk--alat--ferry", "aktau"]


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ({"max_time": "9 days"}, "max_time is not for flows; leave it out"),
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


def test_no_route_says_why() -> None:
    with pytest.raises(co.NoRouteError):
        co.capacity(NET, "Aktau", "Baku", avoid=co.Avoid(countries={"AZ"}))
