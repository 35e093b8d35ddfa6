"""Legs that no route can have are left out, and no other; what has no answer is told at once."""

from dataclasses import replace
from itertools import islice

from hypothesis import given
from hypothesis import strategies as st

from corridor.analysis.critical_elements import WEAK, touched_by
from corridor.routes.request import KINDS, Avoid
from corridor.routing.best_route import best_route, make_request
from corridor.routing.graph.biconnected import _block_of_first
from corridor.routing.search_goal import search_routes
from support.bundled import bundled_network

NET = bundled_network()
Edges = list[tuple[int, int]]
#: So few partial routes settle whether there is a route at all.
FEW = 300


def on_circles(edges: Edges) -> set[int]:
    """Give the edges on simple circles with the first one, by trying every path."""
    start, goal = edges[0]
    found: set[int] = set()

    def walk(here: int, passed: frozenset[int], used: tuple[int, ...]) -> None:
        if here == goal:
            found.update(used, {0})
            return
        for number, ends in enumerate(edges):
            if number and here in ends:
                there = ends[1 - ends.index(here)]
                if there not in passed:
                    walk(there, passed | {there}, (*used, number))

    walk(start, frozenset({start}), ())
    return found


@given(
    st.lists(
        st.tuples(st.integers(0, 5), st.integers(0, 5)).filter(lambda ends: ends[0] != ends[1]),
        max_size=10,
    )
)
def test_a_block_holds_the_edges_on_circles_with_the_first(others: Edges) -> None:
    edges = [(0, 1), *others]
    assert set(_block_of_first(edges, 6)) | {0} == on_circles(edges) | {0}


def test_a_place_that_must_be_passed_twice_is_settled_with_little_work() -> None:
    """Each of the proofs once took up some 5,000 partial routes: seconds for one question."""
    request = make_request(NET, ("Xi'an", "Poti"), corridor="middle")
    route = best_route(NET, request)
    for kind, item in touched_by(route, WEAK):
        avoided = {name: set(getattr(request.avoid, name)) for name in KINDS}
        avoided[kind].add(item)
        asked = replace(request, avoid=Avoid(**avoided))
        list(islice(search_routes(NET, asked, budget=FEW), 1))
