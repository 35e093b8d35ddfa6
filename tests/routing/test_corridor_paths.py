"""Which paths belong to which corridors, on a line of six nodes with a second way by road."""

from dataclasses import replace
from typing import Any

import pytest

import corridor as co
from corridor.network.names import Endpoint
from corridor.routes.request import Request
from corridor.routing.best_route import make_request
from corridor.routing.graph import corridors
from corridor.routing.graph.line_graph import compile_network
from support.small import estimate, leg, line, read, spot
from support.strategies import Tree

COUNTRIES = {"a": "CN", "b": "KZ", "c": "AZ", "d": "GE", "e": "TR"}


def spec_of(**held: Tree) -> Tree:
    """Return rail a - b, sea b - c - d, rail d - e, roads b - d and a - c; with corridors."""
    spec = line()
    names = ("Alpha", "Beta", "Gamma", "Delta", "Eps")
    stop = {"inbound": "any", "outbound": "any", "kind": "transshipment", "time": estimate("1 h")}
    spec["nodes"] = {
        key: spot(name, COUNTRIES[key], dwell=[stop])
        for key, name in zip("abcde", names, strict=True)
    }
    rail = {"gauge": "1520 mm"}
    spec["legs"] = {
        "ab": leg("a", "b", "rail", **rail),
        "bc": leg("b", "c", "sea"),
        "cd": leg("c", "d", "sea"),
        "de": leg("d", "e", "rail", **rail),
        "bd": leg("b", "d", "road"),
        "ac": leg("a", "c", "road"),
    }
    named = {key: {"name": f"Corridor {key}"} | item for key, item in held.items()}
    return spec | {"corridors": named}


def path(net: co.Network, *steps: str) -> tuple[int, ...]:
    """Return a path by leg ids, a leg back with - before it."""
    graph = compile_network(net)
    legs = net.legs
    return tuple(
        graph.numbers[step[-2:], legs[step[-2:]].destination if step[0] == "-" else
                      legs[step].origin]
        for step in steps
    )  # fmt: skip


def belongs(net: co.Network, *steps: str) -> tuple[str, ...]:
    return corridors.corridors_of(net, path(net, *steps))


def through(**items: list[str]) -> Tree:
    return {"through": [items]}


BY_SEA = ("ab", "bc", "cd", "de")
BY_ROAD = ("ab", "bd", "de")


def test_a_path_belongs_by_any_of_the_passages() -> None:
    net = read(
        spec_of(
            leg=through(legs=["bc"]),
            node=through(nodes=["c"]),
            land=through(countries=["AZ"]),
            either={"through": [{"legs": ["bd"]}, {"legs": ["cd"]}]},
            both={"through": [{"nodes": ["b"]}]},
        )
    )
    assert belongs(net, *BY_SEA) == ("leg", "node", "land", "either", "both")
    assert belongs(net, *BY_ROAD) == ("either", "both")
    assert belongs(net, "-de", "-cd", "-bc", "-ab") == ("leg", "node", "land", "either", "both")
    assert belongs(net, "de") == ()


def test_a_path_of_a_branch_is_of_its_parents_and_in_no_avoided_country() -> None:
    net = read(
        spec_of(
            family=through(nodes=["b"]) | {"avoid": ["AZ"]},
            branch=through(legs=["de"]) | {"parent": "family"},
            twig=through(legs=["ab"]) | {"parent": "branch", "avoid": ["TR"]},
        )
    )
    assert [item.id for item in corridors.with_parents(net, "twig")] == ["twig", "branch", "family"]
    assert [item.id for item in corridors.with_parents(net, "family")] == ["family"]
    assert corridors.with_parents(net, None) == []
    assert belongs(net, *BY_ROAD) == ("family", "branch")
    assert belongs(net, *BY_SEA) == ()
    assert belongs(net, "ab", "bd") == ("family",)
    banned, *musts = corridors.tests(net, net.corridors["branch"])
    graph = compile_network(net)
    assert banned == graph.touching("countries", "AZ")
    assert musts == [graph.touching("legs", "de"), graph.touching("nodes", "b")]


def test_gates_are_passed_in_order_or_in_reverse() -> None:
    gated = through(nodes=["b"]) | {"gates": [{"legs": ["ab"]}, {"legs": ["bd", "bc"]},
                                              {"legs": ["de"]}]}  # fmt: skip
    wrong = gated | {"gates": [gated["gates"][n] for n in (1, 0, 2)]}
    one = gated | {"gates": [{"legs": ["cd"]}]}
    net = read(spec_of(gated=gated, wrong=wrong, one=one))
    assert belongs(net, *BY_SEA) == ("gated", "one")
    assert belongs(net, *BY_ROAD) == ("gated",)
    assert belongs(net, "-de", "-bd", "-ab") == ("gated",)
    assert belongs(net, "ab", "bd") == ()
    for steps, expected in ((BY_ROAD, False), (BY_SEA, False)):
        assert corridors.keeps_order(net, "wrong", path(net, *steps)) is expected
    assert corridors.keeps_order(net, "one", path(net, *BY_ROAD))
    assert corridors.keeps_order(net, None, path(net, *BY_ROAD))


def test_one_leg_may_be_two_gates_in_a_row() -> None:
    gates = {"gates": [{"legs": ["ab"]}, {"countries": ["CN"]}]}
    net = read(spec_of(gated=through(nodes=["b"]) | gates))
    assert belongs(net, *BY_ROAD) == ("gated",)


def test_by_sea_is_once_on_board_and_to_ends_that_are_ports() -> None:
    """b, c and d are ports: a path that begins or ends there does so at sea, and has one voyage."""
    net = read(spec_of(ocean=through(countries=["KZ", "GE"]) | {"by_sea": "true"}))
    assert belongs(net, *BY_SEA) == ("ocean",)
    assert belongs(net, "bc", "cd") == ("ocean",)
    assert belongs(net, "bc") == ("ocean",)
    assert belongs(net, "ab", "bc") == ("ocean",)
    assert belongs(net, *BY_ROAD) == ()
    assert belongs(net, "bd", "de") == ()
    assert belongs(net, "ab", "bd") == ()
    assert belongs(net, "-ac", "ab", "bc") == ()
    assert belongs(net, "bc", "-ac", "ab", "bd", "-cd") == ()
    graph = compile_network(net)
    assert [corridors.is_port(graph, node) for node in "abcde"] == [False, True, True, True, False]
    assert not corridors.is_port(graph, "nowhere")


def endpoints(net: co.Network, *ends: str) -> Request:
    return make_request(net, ends, modes=("rail", "sea", "road"))


@pytest.mark.parametrize(
    ("ends", "closed"),
    [
        ("ae", set()),
        ("ce", {"-ac"}),
        ("ac", {"ac"}),
        ("ad", {"bd", "-de"}),
        ("bd", {"ab", "-ab", "bd", "-bd", "ac", "-ac", "de", "-de"}),
    ],
)
def test_on_land_a_port_is_neither_left_nor_reached(ends: str, closed: set[str]) -> None:
    """Between two ports all is at sea; else the legs on land that leave or reach the port."""
    net = read(spec_of(ocean=through(countries=["KZ", "GE"]) | {"by_sea": "true"}))
    found = corridors.on_land(compile_network(net), endpoints(net, *ends))
    vertices = compile_network(net).vertices
    assert {"-" * vertices[n].back + vertices[n].leg.id for n in found} == closed


def test_with_a_via_two_ports_need_not_be_joined_at_sea_alone() -> None:
    net = read(spec_of(ocean=through(countries=["KZ", "GE"]) | {"by_sea": "true"}))
    found = corridors.on_land(compile_network(net), endpoints(net, "b", "e", "c"))
    vertices = compile_network(net).vertices
    assert {"-" * vertices[n].back + vertices[n].leg.id for n in found} == {"-ab", "bd", "ac"}


def test_a_corridor_by_sea_closes_its_ports_on_land_and_others_what_does_not_serve() -> None:
    net = read(
        spec_of(
            ocean=through(countries=["KZ", "GE"]) | {"by_sea": "true"},
            east=through(legs=["de"]),
        )
    )
    graph = compile_network(net)
    asked = replace(endpoints(net, "c", "e"), unserved_by=("east",))
    assert corridors.closed_to(net, graph, asked) == graph.touching("legs", "de")
    closed = corridors.closed_to(net, graph, replace(asked, corridor="ocean"))
    assert closed == graph.touching("legs", "de") | corridors.on_land(graph, asked)
    assert len(closed) == 3


def test_foreign_are_the_passages_of_other_families_alone() -> None:
    net = read(
        spec_of(
            sea=through(legs=["bc", "cd"]),
            branch=through(legs=["cd"]) | {"parent": "sea"},
            land=through(legs=["bd", "cd"]),
        )
    )
    graph = compile_network(net)
    assert corridors.foreign(net, "sea") == graph.touching("legs", "bd")
    assert corridors.foreign(net, "branch") == graph.touching("legs", "bd")
    assert corridors.foreign(net, "land") == graph.touching("legs", "bc")
    assert corridors.through(graph, net.corridors["land"]) == (
        graph.touching("legs", "bd") | graph.touching("legs", "cd")
    )


def serving(*pairs: tuple[str, str]) -> Tree:
    return {
        "serves": [
            {"one_end": [one], "other_end": [other], "basis": "assumed", "rule": "drawn"}
            for one, other in pairs
        ]
    }


@pytest.mark.parametrize(
    ("ends", "more", "unserved"),
    [
        # a is in CN and e in TR: served either way, by each pair of points in a row.
        ("ae", {}, ()),
        ("ea", {}, ()),
        ("ab", {}, ("road",)),
        ("ad", {}, ("sea", "road")),
        ("aed", {}, ()),
        # A point on what a corridor goes through, in its country, or both ends of its leg.
        ("bd", {}, ()),
        ("ac", {}, ("road",)),
        ("ad", {"require": co.Require(legs={"bd"})}, ("sea",)),
    ],
)
def test_a_corridor_is_not_offered_where_it_serves_no_points(
    ends: str, more: dict[str, Any], unserved: tuple[str, ...]
) -> None:
    net = read(
        spec_of(
            sea=through(nodes=["c"], countries=["KZ"]) | serving(("CN", "TR")),
            road=through(legs=["bd"]) | serving(("TR", "CN"), ("GE", "TR")),
            branch=through(legs=["cd"]) | {"parent": "sea"},
        )
    )
    request = make_request(net, tuple(ends), modes=("rail", "sea", "road"), **more)
    assert corridors.unserved_by(net, request) == unserved


def test_without_corridors_none_is_unserved() -> None:
    net = read(spec_of())
    request = endpoints(net, "a", "e")
    assert isinstance(request.origin, Endpoint)
    assert corridors.unserved_by(net, request) == ()
    assert corridors.ends_of(net, "bd") == ("b", "d")
    assert corridors.closed_to(net, compile_network(net), request) == frozenset()
