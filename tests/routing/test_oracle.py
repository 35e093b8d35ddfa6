"""Hold the oracle to networks worked out by hand."""

from typing import Any

import pytest

from support import oracle
from support.oracle import Found, all_routes

Tree = dict[str, Any]
HOUR = 3600


def hours(low: float, typical: float, high: float) -> Tree:
    """Write an estimate in hours."""
    return {"low": f"{low} h", "typical": f"{typical} h", "high": f"{high} h"}


def leg(ends: str, ride: str, *time: float, **more: Any) -> Tree:
    """Write a leg between the nodes named by two letters, times equal when one is given."""
    mode, _, gauge = ride.partition(" ")
    times = hours(*time) if len(time) > 1 else hours(time[0], time[0], time[0])
    rail = {"gauge": f"{gauge} mm"} if gauge else {}
    return {"origin": ends[0], "destination": ends[1], "mode": mode, "transit_time": times,
            **rail, **more}  # fmt: skip


def entry(inbound: str, outbound: str, *time: float, **more: str) -> Tree:
    """Write a dwell entry."""
    times = hours(*time) if len(time) > 1 else hours(time[0], time[0], time[0])
    return {"inbound": inbound, "outbound": outbound, "time": times, **more}


def node(*dwell: Tree, kind: str = "city", country: str = "KZ") -> Tree:
    """Write a node."""
    return {"kind": kind, "country": country, "dwell": list(dwell)}


def network(nodes: Tree, **legs: Tree) -> Tree:
    """Write a network."""
    return {"nodes": nodes, "legs": legs}


def ways(spec: Tree, ends: str, **options: Any) -> list[str]:
    """List the routes between two nodes as text, `-` before a leg run backwards."""
    return spelled(all_routes(spec, [(ends[0],)], [(ends[1],)], **options))


def spelled(routes: list[Found]) -> list[str]:
    """Spell the legs of routes."""
    return [" ".join("-" * back + leg_id for leg_id, back in route.legs) for route in routes]


def test_a_ferry_is_waited_for_on_boarding_only() -> None:
    """Work out rail, port, ferry, port, rail by hand.

    Moving 10 + 24 + 8 = 42 h (low 10 + 20 + 8 = 38, high 10 + 40 + 8 = 58). Dwell 35.7 h rail to
    ferry, the same entry swapped at the other port: 2 x (18.6, 35.7, 128.1) = (37.2, 71.4, 256.2).
    Waiting 0, half and whole of 33.6 h, once. Together 38 + 37.2 + 0 = 75.2, 42 + 71.4 + 16.8 =
    130.2, 58 + 256.2 + 33.6 = 347.8 h. The ferry alone, as first leg, waits for nothing.
    """
    port = entry("rail 1520", "ferry", 18.6, 35.7, 128.1)
    spec = network(
        {"a": node(), "b": node(port), "c": node(port), "d": node()},
        r1=leg("ab", "rail 1520", 10),
        f1=leg("bc", "ferry", 20, 24, 40, headway={"value": "33.6 h"}),
        r2=leg("cd", "rail 1520", 8),
    )
    (route,) = all_routes(spec, [("a", None)], [("d", None)])
    assert route.moving == (38 * HOUR, 42 * HOUR, 58 * HOUR)
    assert route.dwell == (133_920, 257_040, 922_320)
    assert route.waiting == (0, 60_480, 120_960)
    assert route.levels == (270_720, 468_720, 1_252_080)
    assert route.seconds == 468_720
    assert route.transfers == 2
    (sailing,) = all_routes(spec, [("c", None)], [("b", None)], level="high")
    assert (sailing.seconds, sailing.transfers) == (40 * HOUR, 0)
    assert (sailing.legs, sailing.levels) == ((("f1", True),), sailing.moving)


def test_a_gauge_break_takes_the_most_specific_entry() -> None:
    """Change 1435 to 1520 at b by rules of growing precision; each more exact one wins.

    5 + 6 = 11 h moving. any-any 1 h; rail-any 2 h; rail-rail 3 h; 1435-any 4 h; 1435-rail 5 h;
    1435-1520 6 h. A through movement (1520 to 1520 with no entry at all) is no transfer.
    """
    ladder = [entry(*sides, time) for sides, time in (
        (("any", "any"), 1), (("rail", "any"), 2), (("rail", "rail"), 3),
        (("rail 1435", "any"), 4), (("rail", "rail 1435"), 5), (("rail 1520", "rail 1435"), 6),
    )]  # fmt: skip
    for top in range(1, 7):
        for entries in (ladder[:top], ladder[:top][::-1]):
            spec = network(
                {"a": node(), "b": node(*entries), "c": node(), "d": node()},
                x=leg("ab", "rail 1435", 5),
                y=leg("bc", "rail 1520", 6),
                z=leg("cd", "rail 1520", 7),
            )
            (route,) = all_routes(spec, [("a",)], [("c",)])
            assert (route.seconds, route.transfers) == ((11 + top) * HOUR, 1)
            (through,) = all_routes(spec, [("b",)], [("d",)])
            assert (through.seconds, through.transfers) == (13 * HOUR, 0)
    spec["nodes"]["b"] = node()
    with pytest.raises(ValueError, match="gauge break without a dwell at b"):
        all_routes(spec, [("a",)], [("c",)])


def test_a_one_way_dwell_has_no_way_back() -> None:
    """Unload ship to rail only: a to c takes 4 + 2 + 6 = 12 h, c to a is not connected.

    With a default of 9 h for the pair, the way back takes 6 + 9 + 4 = 19 h, the way there 12 h
    still. A default for the node's kind goes before a more exact one for any kind.
    """
    spec = network(
        {"a": node(), "b": node(entry("sea", "rail 1520", 2, one_way="true"), kind="seaport"),
         "c": node()},
        s=leg("ab", "sea", 4),
        r=leg("bc", "rail 1520", 6),
    )  # fmt: skip
    assert [route.seconds for route in all_routes(spec, [("a",)], [("c",)])] == [12 * HOUR]
    assert all_routes(spec, [("c",)], [("a",)]) == []
    spec["dwell_defaults"] = [
        entry("rail 1520", "sea", 1, node_kind="any"),
        entry("rail", "any", 9, node_kind="seaport"),
        entry("any", "any", 1, node_kind="city"),
    ]
    assert [route.seconds for route in all_routes(spec, [("a",)], [("c",)])] == [12 * HOUR]
    assert [route.seconds for route in all_routes(spec, [("c",)], [("a",)])] == [19 * HOUR]


def test_a_node_stands_twice_only_across_a_via() -> None:
    """Reach v on a spur from b: a-b-v-b-d is allowed by way of v only.

    Without via: a-b-d (1 + 1 = 2 h). By v: a-b, b-v, v-b, b-d = 1 + 3 + 3 + 1 = 8 h, and the turn
    round at v stays on its leg, so the headway of p is paid once, when boarding p at b (1 h): 9 h;
    boarding d's leg at b costs nothing, it has no headway. Via v twice is not possible: between
    two visits v would start and end one segment. Vias in the wrong order find nothing.
    """
    spec = network(
        {name: node() for name in "abvd"},
        o=leg("ab", "road", 1),
        p=leg("bv", "road", 3, headway={"value": "2 h"}),
        q=leg("bd", "road", 1),
    )
    road: Tree = {"modes": ("road",)}
    assert ways(spec, "ad", **road) == ["o q"]
    assert ways(spec, "ad", vias=["v"], **road) == ["o p -p q"]
    (route,) = all_routes(spec, [("a",)], [("d",)], vias=[{"v"}], **road)
    assert (route.seconds, route.transfers) == (9 * HOUR, 1)
    assert ways(spec, "ad", vias=["b", "v"], **road) == ["o p -p q"]
    assert ways(spec, "ad", vias=["v", "b"], **road) == ["o p -p q"]
    assert ways(spec, "ad", vias=["v", "b", "v"], **road) == ["o p -p p -p q"]
    assert ways(spec, "ad", vias=["v", "v"], **road) == []
    assert ways(spec, "ad", vias=[{"a", "v"}], **road) == ["o p -p q"]
    assert ways(spec, "ad") == []


def test_a_border_gateway_is_left_across_its_border() -> None:
    """Leave region CN by its border k or its port s, never from k back to the inland i.

    From k: k-t (3 h). From s by sea: s-t (9 h). The road k-i-t (2 + 2 h) starts back into CN;
    s-i-t starts by rail where the gateway is a sea one. The region reached from t: the mirror.
    """
    spec = network(
        {"k": node(kind="border_crossing", country="CN"), "s": node(country="CN"),
         "i": node(country="CN"), "t": node(country="KZ")},
        kt=leg("kt", "rail 1520", 3),
        ki=leg("ki", "rail 1520", 2),
        it=leg("it", "rail 1520", 2),
        si=leg("si", "rail 1520", 1),
        st=leg("st", "sea", 9),
    )  # fmt: skip
    gateways = [{"node": "k", "mode": "rail"}, {"node": "s", "mode": "sea"}]
    spec["regions"] = {"china": {"gateways": gateways}}
    spec["places"] = {"inland": {"nodes": ["i", "s"]}}
    china, there = oracle.ends(spec, "china"), oracle.ends(spec, "t")
    assert china == [("k", "rail", {"CN"}), ("s", "sea", frozenset())]
    assert spelled(all_routes(spec, china, there)) == ["kt", "st"]
    assert spelled(all_routes(spec, there, china)) == ["-kt", "-st"]
    assert spelled(all_routes(spec, [("k",)], there)) == ["kt", "ki it"]
    inland = oracle.ends(spec, "inland")
    assert spelled(all_routes(spec, inland, there)) == ["it", "si it", "-ki kt", "si -ki kt", "st"]
    assert spelled(all_routes(spec, there, inland)) == ["-it", "-kt ki", "-st"]
    assert oracle.members(spec, "china") == {"k", "s"}


def test_ties_go_by_transfers_then_leg_ids() -> None:
    """Rank four routes of 4 h: without transfers first, then by leg id as text (m10 before m2).

    By x (b c) both legs are one service, so that the half hour's headway is not waited for and
    nothing counts as a transfer; by y (a1 e) an entry of zero hours does. As two services, b c
    waits 0, 0.25 and 0.5 h: slower at typical, at low a tie with a1 e. On the way back the headway
    of c, its first leg, counts in the order.
    """
    spec = network(
        {"a": node(), "x": node(), "y": node(entry("any", "any", 0)), "z": node()},
        m2=leg("az", "sea", 4),
        m10=leg("za", "sea", 4),
        b=leg("ax", "sea", 2),
        c=leg("xz", "sea", 2, headway={"value": "0.5 h"}, service="line"),
        a1=leg("ay", "sea", 2),
        e=leg("yz", "sea", 2),
    )
    spec["legs"]["b"]["service"] = "line"
    assert ways(spec, "az") == ["b c", "-m10", "m2", "a1 e"]
    assert ways(spec, "za") == ["m10", "-m2", "-e -a1", "-c -b"]
    spec["legs"]["b"]["service"] = "other"
    assert ways(spec, "az") == ["-m10", "m2", "a1 e", "b c"]
    assert all_routes(spec, [("a",)], [("z",)])[3].levels == (4 * HOUR, 15_300, 16_200)
    assert ways(spec, "az", level="low") == ["-m10", "m2", "a1 e", "b c"]


def test_waiting_spares_waypoints_and_rounds_half_a_headway_down() -> None:
    """Board at b a leg every 60.05 min (3,603 s): 1,801 s typical; at a waypoint nothing.

    Its own waiting goes before the headway. One service is boarded once, but not across modes.
    """
    spec = network(
        {"a": node(), "b": node(), "c": node()},
        x=leg("ab", "sea", 1),
        y=leg("bc", "sea", 1, headway={"value": "60.05 min"}),
    )
    (route,) = all_routes(spec, [("a",)], [("c",)])
    assert (route.waiting, route.transfers) == ((0, 1801, 3603), 1)
    spec["legs"]["y"]["waiting"] = hours(0, 0, 2)
    (route,) = all_routes(spec, [("a",)], [("c",)])
    assert (route.waiting, route.transfers) == ((0, 0, 2 * HOUR), 1)
    spec["legs"]["x"]["service"] = spec["legs"]["y"]["service"] = "line"
    (route,) = all_routes(spec, [("a",)], [("c",)])
    assert (route.waiting, route.transfers) == ((0, 0, 0), 0)
    spec["nodes"]["b"]["dwell"] = [entry("ferry", "sea", 0)]
    spec["legs"]["x"]["mode"] = "ferry"
    (route,) = all_routes(spec, [("a",)], [("c",)])
    assert (route.waiting, route.transfers) == ((0, 0, 2 * HOUR), 1)
    spec["legs"]["x"]["mode"] = "sea"
    del spec["legs"]["x"]["service"]
    spec["nodes"]["b"]["kind"] = "waypoint"
    (route,) = all_routes(spec, [("a",)], [("c",)])
    assert (route.waiting, route.transfers) == ((0, 0, 0), 0)


def test_dates_countries_directions_and_passages_narrow_the_list() -> None:
    """Go a-c directly (x, 9 h), by b (y z, 2 + 2 h), or by w one way (w, 8 h)."""
    spec = network(
        {"a": node(), "b": node(country="RU"), "c": node()},
        w=leg("ac", "sea", 8, one_way="true", countries_crossed=["IR"]),
        x=leg("ac", "sea", 9, periods=[{"end": "2020-01-01"}, {"start": "2021-01-01"}]),
        y=leg("ab", "sea", 2),
        z=leg("bc", "sea", 2),
    )
    assert ways(spec, "ac") == ["y z", "w", "x"]
    assert ways(spec, "ca") == ["-z -y", "-x"]
    assert ways(spec, "ac", avoid_countries={"RU"}) == ["w", "x"]
    assert ways(spec, "ac", avoid_countries={"IR"}) == ["y z", "x"]
    assert ways(spec, "ac", through=[frozenset("xy"), frozenset("xz")]) == ["y z", "x"]
    assert ways(spec, "ac", through=[frozenset("wy"), frozenset("x")]) == []
    for date, there in (("2019-12-31", True), ("2020-01-01", False), ("2020-12-31", False),
                        ("2021-01-01", True)):  # fmt: skip
        assert ("x" in ways(spec, "ac", date=date)) is there
    spec["nodes"]["b"]["periods"] = [{"start": "2020-01-01", "end": "2020-02-01"}]
    assert ways(spec, "ac", date="2020-01-31") == ["y z", "w"]
    assert ways(spec, "ac", date="2020-02-01") == ["w"]


def test_a_time_is_a_whole_number_of_seconds() -> None:
    """Read every unit exactly, and refuse a third of a second."""
    texts = ("24.4 h", "1464 min", "1 day", "2 days", "1 week", "0.5 weeks")
    assert [oracle.seconds(text) for text in texts] == [87840, 87840, 86400, 172800, 604800, 302400]
    with pytest.raises(ValueError, match="not a whole number of seconds"):
        oracle.seconds("0.01 min")
