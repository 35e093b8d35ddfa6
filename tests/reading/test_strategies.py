"""Hold the drawn networks to what `strategies` promises of them."""

from collections.abc import Callable
from itertools import combinations, pairwise, permutations, product
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from support import oracle, strategies
from support.layout import dump

Tree = dict[str, Any]


def dwell_lists(spec: Tree) -> list[list[Tree]]:
    """List the dwell entries of each node, and the defaults."""
    of_nodes = [node.get("dwell", []) for node in spec["nodes"].values()]
    return [*of_nodes, spec.get("dwell_defaults", [])]


@given(spec=strategies.networks(dated=True))
def test_networks_are_valid(spec: Tree) -> None:
    """Check bounds, order of estimates, dwell without clash, and a dwell for every gauge break."""
    assert 2 <= len(spec["nodes"]) <= 7
    assert 2 <= len(spec["legs"]) <= 14
    times = [entry["time"] for entries in dwell_lists(spec) for entry in entries]
    times += [leg[key] for leg in spec["legs"].values() for key in ("transit_time", "waiting")
              if key in leg]  # fmt: skip
    assert all(list(oracle.triple(time)) == sorted(oracle.triple(time)) for time in times)
    for leg in spec["legs"].values():
        assert leg["origin"] != leg["destination"]
        assert oracle.seconds(leg["transit_time"]["low"]) >= 4 * 3600
        ends = {spec["nodes"][leg[end]]["country"] for end in ("origin", "destination")}
        assert ends.isdisjoint(leg.get("countries_crossed", []))
    for entries in dwell_lists(spec):
        assert not any(strategies.clash(*pair) for pair in combinations(entries, 2))
    for node_id in spec["nodes"]:
        here = {oracle.carriage(leg) for leg in strategies.touching(spec["legs"], node_id)}
        for pair in permutations([ride for ride in here if ride.startswith("rail")], 2):
            assert oracle.dwell_entry(spec, node_id, *pair) is not None


@given(data=st.data())
def test_queries_keep_their_ends_apart(data: st.DataObject) -> None:
    """Draw no via that shares a node with what stands beside it."""
    spec = data.draw(strategies.networks())
    query = data.draw(strategies.queries(spec))
    stops = [oracle.members(spec, n) for n in (query.origin, *query.vias, query.destination)]
    assert all(a.isdisjoint(b) for a, b in pairwise(stops))
    assert stops[0].isdisjoint(stops[-1])


@given(data=st.data())
def test_a_date_only_takes_routes_away(data: st.DataObject) -> None:
    """Keep the order of the routes that are left."""
    spec = data.draw(strategies.networks(max_legs=10, dated=True))
    query = data.draw(strategies.queries(spec))
    whenever = query.routes(spec)
    for date in strategies.DATES:
        left = query.routes(spec, date)
        assert left == [route for route in whenever if route in left]


@given(data=st.data())
def test_dump_reads_back_as_the_same_tree(data: st.DataObject) -> None:
    """Read the plain and a varied layout as text, without aliases or tabs."""
    spec = data.draw(strategies.networks(dated=True))
    for file in (dump(spec), data.draw(strategies.files(spec))):
        assert yaml.load(file, yaml.BaseLoader) == spec  # noqa: S506
        assert b"\t" not in file
        assert not any(getattr(event, "anchor", None) for event in yaml.parse(file))


def answered(spec: Tree) -> list[oracle.Found]:
    """List the routes between all pairs of nodes by any mode."""
    modes = (*oracle.MODES, "road")
    pairs = product(spec["nodes"], repeat=2)
    return [
        route
        for origin, destination in pairs
        if origin != destination
        for route in oracle.all_routes(spec, [(origin,)], [(destination,)], modes=modes)
    ]


def across(spec: Tree) -> list[oracle.Found]:
    """List the routes from the first node to the last."""
    first, *_, last = spec["nodes"]
    return oracle.all_routes(spec, [(first,)], [(last,)])


def tied(spec: Tree) -> bool:
    """Return whether two routes of one pair take the same time with as many transfers."""
    return any(a[:3:2] == b[:3:2] for a, b in pairwise(across(spec)))


OCCURRENCES: dict[str, Callable[[Tree], bool]] = {
    "a tie": tied,
    "no route": lambda spec: not across(spec),
    "a free transfer": lambda spec: any(r.transfers and not r.dwell[2] for r in answered(spec)),
    "waiting": lambda spec: any(route.waiting[2] for route in answered(spec)),
    "an odd headway": lambda spec: any(route.waiting[2] % 2 for route in answered(spec)),
    "four legs": lambda spec: any(len(route.legs) > 3 for route in answered(spec)),
    "a one-way dwell": lambda spec: "one_way" in str(dwell_lists(spec)),
    "a gauge break": lambda spec: "gauge_break" in str(dwell_lists(spec)[:-1]),
    "a border gateway": lambda spec: any(
        end.barred for region in spec.get("regions", {}) for end in oracle.ends(spec, region)
    ),
    "a place": lambda spec: "places" in spec,
}


@pytest.mark.parametrize("occurrence", OCCURRENCES)
def test_networks_reach(occurrence: str) -> None:
    """Meet every feature among a few hundred networks."""
    quick = settings(
        max_examples=400,
        database=None,
        derandomize=True,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    find(strategies.networks(max_nodes=5, max_legs=8), OCCURRENCES[occurrence], settings=quick)
