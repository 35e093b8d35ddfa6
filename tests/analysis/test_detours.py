"""Detours: the bundled network has none that is not accepted, and a missing link is found."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

import corridor as co
from corridor.analysis.detours import Detour, Detours, check_detours, read_exemptions
from corridor.cli.main import main
from corridor.files import bundled_path, detours_path
from corridor.network.names import at, great_circle
from corridor.routing.best_route import make_request
from corridor.routing.graph.line_graph import compile_network
from corridor.routing.search_goal import search_routes
from support.bundled import bundled_network

NET = bundled_network()
ACCEPTED = read_exemptions(detours_path())


def test_no_route_of_the_bundled_network_is_an_unknown_detour() -> None:
    found = check_detours(NET, ACCEPTED)
    assert found.new == ()
    assert found.unused == ()
    assert found.pairs > 14_000


@pytest.fixture(scope="module")
def cut() -> Detours:
    """Measure the network without links in Italy, and without the one railway to Afghanistan."""
    closed = co.Scenario("cut").close("milan--trieste--rail").close("trieste--villach--rail")
    return check_detours(closed.close("hairatan--mazar-i-sharif--rail").apply(NET), ACCEPTED)


def test_without_a_link_the_detour_is_found(cut: Detours) -> None:
    assert any({"milan", "trieste"} == {item.origin, item.destination} for item in cut.new)


@pytest.fixture(scope="module")
def every() -> dict[tuple[str, str], Detour]:
    return {(item.origin, item.destination): item for item in check_detours(NET).new}


def test_lengths_are_those_of_the_search(every: dict[tuple[str, str], Detour]) -> None:
    """Of the search's first path, before a main line or a direct route takes its place."""
    modes = {"rail", "ferry", "sea", "road"}
    for ends in sorted(every)[::40]:
        item = every[ends]
        found = next(search_routes(NET, make_request(NET, ends, modes=modes)))
        vertices = compile_network(NET).vertices
        metres = sum(vertices[number].leg.distance.value for number in found.path)
        assert item.km == pytest.approx(metres / 1000)
        assert item.direct_km == great_circle(*(at(NET.nodes[end]) for end in ends))


def test_a_way_that_no_search_answers_is_not_measured(
    every: dict[tuple[str, str], Detour],
) -> None:
    """Aktobe - Baku by Moscow is quicker in the model; the Northern Corridor does not serve it."""
    assert co.find_route(NET, "aktobe", "baku").distance.km < 2_000
    assert ("aktobe", "baku") not in every
    kept_off = replace(make_request(NET, ("aktobe", "baku")), unserved_by=())
    path = next(search_routes(NET, kept_off)).path
    legs = [compile_network(NET).vertices[number].leg.id for number in path]
    assert "astrakhan--moscow--rail" in legs


def test_places_apart_are_told(cut: Detours) -> None:
    apart = [item for item in cut.new if item.km is None]
    assert {item.origin for item in apart} | {item.destination for item in apart} >= {"kabul"}
    assert all("no route" in str(item) for item in apart)


def test_exceptions_are_few_and_give_reasons(tmp_path: Path) -> None:
    page = tmp_path / "detours.json"
    page.write_text(json.dumps([{"ends": ["DE"], "reason": " "}]))
    with pytest.raises(co.QuantityError, match=r"^an exception in detours\.json has no reason$"):
        read_exemptions(page)
    page.write_text(json.dumps([{"ends": ["DE"], "reason": "all"}] * 21))
    with pytest.raises(co.QuantityError, match=r"has 21 exceptions; at most 20$"):
        read_exemptions(page)


def test_the_command_line_looks_for_them(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(bundled_path()), "--routes"]) == 0
    assert "detours accepted, 0 not" in capsys.readouterr().out


def test_a_detour_says_how_long_it_is_or_what_it_passes_twice() -> None:
    told = ("a", "c", 60.0, 240.0)
    assert str(Detour(*told)) == "a > c: 240 km, 4.0 times the great circle"
    assert str(Detour(*told, "b")) == "a > c: 240 km, by b twice"
