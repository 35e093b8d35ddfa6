"""Small line graphs and goals on them, and what using a vertex means, said anew."""

from itertools import combinations
from random import Random
from typing import Any, NamedTuple

import corridor as co
from corridor.routing.graph import line_graph as linegraph
from corridor.routing.graph.line_graph import TYPICAL, LineGraph
from corridor.routing.graph.tree import Goal
from support.small import estimate, leg, line, read, spot

NODES = "abcde"


def network() -> co.Network:
    """Return five nodes joined by legs of several modes, some one way, with stops between them."""
    drawn = Random(5)
    times = [{"low": f"{n} h", "typical": f"{n + drawn.randint(0, 5)} h", "high": f"{n + 9} h"}
             for n in range(1, 11)]  # fmt: skip
    told = {"basis": "estimated", "rule": "drawn"}
    roads = ["ab road", "ad road", "bd road", "ae road"]
    pairs = [*roads, "ab ferry", "bc ferry", "ce ferry", "bc rail", "cd rail", "de rail"]
    legs: dict[str, Any] = {}
    for number, (pair, time) in enumerate(zip(pairs, times, strict=True)):
        ends, mode = pair.split(" ")
        more: dict[str, Any] = {"gauge": "1520 mm"} if mode == "rail" else {}
        if mode == "ferry":
            more["headway"] = {"value": "2 days", **told}
        if number in {1, 2}:
            more["one_way"] = "true"
        legs[f"l{number}"] = leg(ends[0], ends[1], mode, **more) | {"transit_time": time | told}
    stop = {"inbound": "any", "outbound": "any", "kind": "transshipment", "time": estimate("3 h")}
    names = ("Alpha", "Beta", "Gamma", "Delta", "Eps")
    nodes = {key: spot(name) for key, name in zip(NODES, names, strict=True)}
    for key in "bcd":
        nodes[key]["dwell"] = [stop]
    return read(line() | {"nodes": nodes, "legs": legs})


def mesh(seed: int, names: str = "abcdefghi") -> LineGraph:
    """Return nodes with a road between most, whose times often make a detour the quicker."""
    drawn = Random(seed)
    nodes = {key: spot("A") | {"name": f"Node {key}"} for key in names}
    legs = {
        f"{one}--{other}": leg(one, other, "road", transit_time=f"{drawn.randint(1, 40)} h")
        for one, other in combinations(names, 2)
        if drawn.random() < 0.8
    }
    return linegraph.compile_network(read(line() | {"nodes": nodes, "legs": legs}))


class State(NamedTuple):
    """How many vias are behind, which sets are met, and the vertex used last."""

    vias: int
    met: frozenset[int]
    vertex: int


def following(graph: LineGraph, goal: Goal, vias: int, met: frozenset[int], vertex: int) -> State:
    """Return the state that using a vertex leads to."""
    passed = vias < len(goal.vias) and graph.vertices[vertex].destination in goal.vias[vias]
    more = {number for number, must in enumerate(goal.musts) if vertex in must}
    return State(vias + passed, met | more, vertex)


def drawn_goal(graph: LineGraph, seed: int) -> Goal:
    drawn = Random(seed)
    count = len(graph.vertices)
    end = drawn.choice(NODES)
    arriving = [n for n in range(count) if graph.vertices[n].destination == end]
    others = [node for node in NODES if node != end]
    points = [frozenset(drawn.sample(others, drawn.randint(1, 2))) for _ in range(seed % 3)]
    if seed % 11 == 10:
        points[-1:] = [frozenset({end})]
    musts = [frozenset(drawn.sample(range(count), 5)) for _ in range(seed // 3 % 3)]
    kept = drawn.randint(1, len(arriving)) if seed % 4 == 3 else len(arriving)
    return Goal(
        level=TYPICAL,
        allowed=bytes(drawn.random() < 0.95 for _ in range(count)),
        ends=frozenset(arriving[:kept]),
        vias=tuple(points),
        musts=tuple(musts),
        passing=frozenset(arriving[kept:]),
    )
