"""Hold the relations to the oracle, before the library is held to both."""

from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from support import oracle, relations
from support.strategies import Query, networks, queries

Tree = dict[str, Any]
Case = tuple[Tree, Query]


@st.composite
def cases(draw: st.DrawFn, *, odd_headways: bool = True) -> Case:
    """Draw a network and a query to it."""
    spec = draw(networks(max_nodes=6, max_legs=10, odd_headways=odd_headways))
    return spec, draw(queries(spec))


@given(case=cases())
def test_rename_ids(case: Case) -> None:
    """Find the same routes in the same order under new ids."""
    spec, query = case
    renamed, names = relations.rename_ids(spec)
    place = {**names.get("regions", {}), **names.get("places", {}), **names["nodes"]}
    asked = query._replace(
        origin=place[query.origin],
        destination=place[query.destination],
        vias=tuple(place[via] for via in query.vias),
    )
    expected = [
        route._replace(legs=tuple((names["legs"][leg], back) for leg, back in route.legs))
        for route in query.routes(spec)
    ]
    assert asked.routes(renamed) == expected


@given(case=cases(), seed=st.integers(0, 99))
def test_shuffle(case: Case, seed: int) -> None:
    """Find the same routes in the same order."""
    spec, query = case
    shuffled = relations.shuffle(spec, Random(seed))
    assert query.routes(shuffled) == query.routes(spec)


@given(case=cases(odd_headways=False), factor=st.integers(1, 7))
def test_scale_times(case: Case, factor: int) -> None:
    """Find the same routes in the same order, all times multiplied."""
    spec, query = case
    scaled = query.routes(relations.scale_times(spec, factor))
    plain = query.routes(spec)
    assert [route.legs for route in scaled] == [route.legs for route in plain]
    for after, before in zip(scaled, plain, strict=True):
        for times in ("levels", "moving", "dwell", "waiting"):
            assert getattr(after, times) == tuple(factor * time for time in getattr(before, times))


@given(case=cases())
def test_reverse_all(case: Case) -> None:
    """Find the same best time the other way; between single nodes, every mirror image."""
    spec, query = relations.without_waiting(case[0]), case[1]
    back = Query(query.destination, query.origin, query.vias[::-1], query.level, query.modes)
    there, mirrored = query.routes(spec), back.routes(relations.reverse_all(spec))
    if all(len(oracle.members(spec, via)) == 1 for via in query.vias):
        assert [r.seconds for r in there[:1]] == [r.seconds for r in mirrored[:1]]
    if {query.origin, query.destination, *query.vias} <= set(spec["nodes"]):
        assert sorted(r._replace(legs=r.legs[::-1]) for r in mirrored) == sorted(there)


@given(case=cases())
def test_without_waiting(case: Case) -> None:
    """Find the same routes, without the waiting."""
    spec, query = case
    prompt = {route.legs: route for route in query.routes(relations.without_waiting(spec))}
    plain = query.routes(spec)
    assert len(plain) == len(prompt)
    for route in plain:
        without = oracle.total((route.moving, route.dwell))
        assert prompt[route.legs].levels == without


@given(case=cases(), data=st.data())
def test_remove_leg(case: Case, data: st.DataObject) -> None:
    """Find the routes that did not use the leg."""
    spec, query = case
    gone = data.draw(st.sampled_from(sorted(spec["legs"])))
    expected = [r for r in query.routes(spec) if gone not in dict(r.legs)]
    assert query.routes(relations.remove_leg(spec, gone)) == expected


@given(case=cases(), data=st.data())
def test_split_leg(case: Case, data: st.DataObject) -> None:
    """Find the same times, with one transfer more for each use of the leg."""
    spec, query = case
    leg_ids = relations.splittable(spec)
    if not leg_ids:
        return
    leg_id = data.draw(st.sampled_from(leg_ids))
    split = query.routes(relations.split_leg(spec, leg_id))
    expected = [
        (*r[:2], r.transfers + [leg for leg, _ in r.legs].count(leg_id), *r[4:])
        for r in query.routes(spec)
    ]
    assert sorted((*r[:3], *r[4:]) for r in split) == sorted(expected)
