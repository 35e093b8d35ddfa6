"""What blocks a request and what lifting gives, against brute force over sets of constraints."""

import datetime
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.routes.no_route_error import Constraint
from corridor.routing import why_no_route
from corridor.routing.best_route import make_request
from support.demands import as_limits, asks, legs_of, network_of, rich_networks
from support.layout import dump
from support.oracle_constraints import Ask, Held, Reference
from support.small import detour, leg, line, policy, spot
from support.strategies import Tree

EXACT = 3


def plain(constraints: Iterable[Constraint]) -> frozenset[Held]:
    """Write constraints as the reference does."""
    return frozenset(
        (one.kind, one.what, str(one.item) if isinstance(one.item, datetime.date) else one.item)
        for one in constraints
    )


def refused(net: co.Network, ask: Ask) -> co.NoRouteError | None:
    try:
        co.find_route(net, ask.points[0], ask.points[-1], **as_limits(ask))
    except co.NoRouteError as error:
        return error
    return None


@given(st.data(), st.booleans())
def test_what_blocks_and_what_lifting_gives_are_those_of_brute_force(
    data: st.DataObject, dated: bool
) -> None:
    spec = data.draw(rich_networks(max_nodes=5, max_legs=8, dated=dated))
    explained(spec, data.draw(asks(spec, most=3, dated=dated)))


def explained(spec: Tree, ask: Ask) -> int:
    """Keep the reasons for no route against brute force; return how many constraints block."""
    reference = Reference(spec)
    error = refused(network_of(spec, ask), ask)
    assert (error is None) is bool(reference.routes(ask))
    if error is None:
        return 0
    lifts = reference.lifts(ask)
    assert (error.gap is not None) is (not lifts)
    if error.gap is not None:
        assert (error.blocked_by, error.lifts, error.lift) == ((), (), None)
        return 0
    blocked_by, blocking = plain(error.blocked_by), reference.blocking(ask)
    assert not reference.routes(reference.lifted(ask, set(reference.held(ask)) - blocked_by))
    least = len(next(iter(blocking)))
    if least <= EXACT:
        assert blocked_by in blocking
    else:
        for one in blocked_by:
            others = set(reference.held(ask)) - blocked_by
            assert reference.routes(reference.lifted(ask, others | {one}))
    given_up = [plain(lift.constraints) for lift in error.lifts]
    assert error.lift is error.lifts[0]
    assert len(set(given_up)) == len(given_up)
    if len(next(iter(lifts))) <= EXACT:
        assert set(given_up) == lifts
    for lift, gone in zip(error.lifts, given_up, strict=True):
        best = reference.routes(reference.lifted(ask, gone))[0]
        assert legs_of(lift.route) == best.legs
        assert lift.route.transit_time.levels == best.levels
    times = [int(lift.route.transit_time.at(lift.route.request.level)) for lift in error.lifts]
    assert times == sorted(times)
    return len(blocked_by)


def test_every_smallest_set_is_tried_and_the_road_counts_where_nothing_else_leads() -> None:
    """A ban on the only road blocks alone: without it the road is taken unasked."""
    net = read(line(mode="road"))
    assert co.find_route(net, "a", "c").modes == ("road",)
    assert said(net, avoid=co.Avoid(nodes={"b"})) == (
        "no route Alpha > Gamma avoiding node b\n  allowing node b: 0.8 days typical"
    )


def test_a_constraint_given_twice_is_one() -> None:
    net = read(line() | {"policies": {"calm": policy(countries=["GE"])}})
    assert said(net, policy=["calm", "calm"]) == (
        "no route Alpha > Gamma by the policy calm\n  without the policy calm: 0.8 days typical"
    )


def test_a_via_that_cannot_be_left_out_is_kept() -> None:
    """There and back, the via stands between one place and itself."""
    net = read(line())
    with pytest.raises(co.NoRouteError) as caught:
        co.find_route(net, "a", "a", via="c", max_time="1 day")
    assert str(caught.value) == (
        "no route Alpha > Gamma > Alpha within 1.0 days\n  in more than 1.0 days: 1.7 days typical"
    )


def read(spec: Tree) -> co.Network:
    return co.load_network(dump(spec))


def said(net: co.Network, **limits: Any) -> str:
    with pytest.raises(co.NoRouteError) as caught:
        co.find_route(net, "a", "c", **limits)
    return str(caught.value)


@pytest.mark.parametrize(
    ("limits", "message"),
    [
        (
            {"avoid": co.Avoid(countries={"GE", "NO"})},
            (
                "avoiding GE, avoiding NO\n"
                "  allowing GE: 0.8 days typical\n"
                "  allowing NO: 2.5 days typical"
            ),
        ),
        (
            {"avoid": co.Avoid(legs={"b--c", "c--d"})},
            (
                "avoiding leg b--c, avoiding leg c--d\n"
                "  allowing leg b--c: 0.8 days typical\n"
                "  allowing leg c--d: 2.5 days typical"
            ),
        ),
        (
            {"avoid": co.Avoid(borders={"KZ-GE"}, nodes={"d"})},
            (
                "avoiding node d, avoiding border GE-KZ\n"
                "  allowing border GE-KZ: 0.8 days typical\n"
                "  allowing node d: 2.5 days typical"
            ),
        ),
        (
            {"avoid": co.Avoid(operators={"Blue Rail"}), "max_time": "2 days"},
            (
                "avoiding operator Blue Rail, within 2.0 days\n"
                "  allowing operator Blue Rail: 0.8 days typical\n"
                "  in more than 2.0 days: 2.5 days typical"
            ),
        ),
        (
            {"avoid": co.Avoid(modes={"ferry"})},
            "avoiding mode ferry\n  allowing mode ferry: 0.8 days typical",
        ),
        (
            {"modes": {"rail", "sea"}},
            "with rail, sea only\n  with every mode: 0.8 days typical",
        ),
        (
            {"require": co.Require(countries={"IR"})},
            "requiring IR\n  not requiring IR: 0.8 days typical",
        ),
        (
            {"require": co.Require(nodes={"b"}, operators={"Blue Rail"}), "policy": "calm"},
            (
                "by the policy calm, requiring node b\n"
                "  without the policy calm: 0.8 days typical (way)"
            ),
        ),
        (
            {"via": "d", "avoid": co.Avoid(countries={"NO"})},
            (
                "avoiding NO, via Delta\n"
                "  not via Delta: 0.8 days typical (way)\n"
                "  allowing NO: 2.5 days typical"
            ),
        ),
        (
            {"corridor": "way", "max_time": "12 h"},
            "within 0.5 days\n  in more than 0.5 days: 0.8 days typical (way)",
        ),
        (
            {"corridor": "way", "max_time": "1 h"},
            "within 1 h\n  in more than 1 h: 0.8 days typical (way)",
        ),
        (
            {"corridor": "way", "avoid": co.Avoid(nodes={"b"})},
            (
                "avoiding node b, by the corridor way\n"
                "  allowing node b: 0.8 days typical (way)\n"
                "  by any corridor: 2.5 days typical"
            ),
        ),
        (
            {"max_transfers": 0},
            "with at most 0 transfers\n  with more than 0 transfers: 1.3 days typical",
        ),
        (
            {"max_gauge_breaks": 0},
            "with at most 0 gauge breaks\n  with more than 0 gauge breaks: 1.3 days typical",
        ),
    ],
)
def test_each_constraint_is_named(limits: dict[str, Any], message: str) -> None:
    spec = detour()
    if "way" in message or "calm" in message:
        spec["policies"] = {"calm": policy(countries=["GE"])}
        spec["corridors"] = {"way": {"name": "Way", "through": [{"nodes": ["b"]}]}}
    if "transfers" in message or "breaks" in message:
        spec = line("rail", gauge="1435 mm")
        spec["legs"]["b--c"]["gauge"] = "1520 mm"
        change = {"inbound": "rail 1435", "outbound": "rail 1520", "kind": "gauge_break"}
        spec["nodes"]["b"]["dwell"] = [change | {"time": "12 h"}]
    assert said(read(spec), **limits) == f"no route Alpha > Gamma {message}".replace(
        "Alpha > Gamma", "Alpha > Delta > Gamma" if "via" in limits else "Alpha > Gamma"
    )


def test_a_day_on_which_the_route_is_closed_is_named() -> None:
    net = read(line(periods=[{"start": "2027-01-01"}]))
    assert said(net) == (
        "no route Alpha > Gamma with what is open on 2026-11-21\n"
        "  were all legs open that are closed on 2026-11-21: 0.8 days typical"
    )


def test_where_the_network_ends_is_said() -> None:
    spec = line()
    del spec["legs"]["b--c"]
    spec["nodes"]["e"] = spot("Enbek")
    spec["legs"]["c--e"] = leg("c", "e")
    assert said(read(spec), avoid=co.Avoid(countries={"IR"})) == (
        "no route Alpha > Gamma: nothing in this network joins Alpha to Gamma; "
        "the nearest node that is reached is Beta, 11 km from it"
    )


def test_points_that_no_one_way_joins_in_this_order_are_said() -> None:
    """Rail ends at b and the ship begins there, but nothing changes from one to the other."""
    spec = line()
    spec["legs"]["a--b"] = leg("a", "b", "rail", gauge="1435 mm")
    assert said(read(spec), via="b") == (
        "no route Alpha > Beta > Gamma: its points can be joined one by one, "
        "but not in this order on one route"
    )


def test_a_via_at_which_alone_one_can_change_is_not_taken_for_a_gap() -> None:
    """The train changes to the ship at e only, beyond b: without the via b is passed twice."""
    spec = line()
    spec["nodes"]["e"] = spot("Enbek")
    spec["nodes"]["e"]["dwell"] = [
        {"inbound": "rail", "outbound": "ferry", "kind": "transshipment", "time": "1 h"}
    ]
    spec["legs"]["a--b"] = leg("a", "b", "rail", gauge="1435 mm")
    spec["legs"]["b--e"] = leg("b", "e", "rail", gauge="1435 mm")
    spec["legs"]["b--e-2"] = leg("b", "e")
    assert said(read(spec), via="e", max_time="1 day") == (
        "no route Alpha > Enbek > Gamma\n  in more than 1.0 days: 1.7 days typical"
    )


def test_of_too_many_constraints_a_set_is_named_from_which_nothing_can_be_left_out() -> None:
    """Thirty ways side by side, all avoided: 4,525 sets of up to three would have to be tried."""
    spec = line()
    ways = [f"n{number}" for number in range(30)]
    spec["nodes"] |= {way: spot("Delta") | {"name": way.upper()} for way in ways}
    spec["legs"] = {f"a--{way}": leg("a", way) for way in ways}
    spec["legs"] |= {f"{way}--c": leg(way, "c") for way in ways}
    del spec["nodes"]["b"]
    with pytest.raises(co.NoRouteError) as caught:
        co.find_route(read(spec), "a", "c", avoid=co.Avoid(nodes=set(ways)))
    first, *others = str(caught.value).splitlines()
    held = ", ".join(f"avoiding node {way}" for way in sorted(ways))
    assert first == f"no route Alpha > Gamma {held}"
    assert others == [
        "  (a set from which nothing can be left out)",
        "  allowing node n9: 0.8 days typical",
    ]


def test_a_reason_that_takes_too_long_to_find_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def too_long(*_: object) -> Iterator[object]:
        raise co.LimitError("too long")

    net = read(line())
    monkeypatch.setattr(why_no_route, "paths_of", too_long)
    error = why_no_route.no_route(net, make_request(net, ("a", "c"), avoid=co.Avoid(nodes={"b"})))
    assert str(error) == "no route Alpha > Gamma; what blocks it is not known: too long"
