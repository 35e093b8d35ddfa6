"""A path with the times that count on it: the usual ones, or those of a day of departure."""

from dataclasses import replace
from typing import NamedTuple

from corridor.network.network import Network
from corridor.routes.steps import RouteLeg, Transfer
from corridor.routing.graph.line_graph import LineGraph, compile_network

Path = tuple[int, ...]
Steps = tuple[RouteLeg | Transfer, ...]


class Ridden(NamedTuple):
    """A path with the times that count on it: a graph, and the numbers of its legs there."""

    graph: LineGraph
    path: Path


def ridden_along(net: Network, path: Path, steps: Steps | None) -> Ridden:
    """Return a path with the times of its steps; without any, with the usual ones."""
    graph = compile_network(net)
    if steps is None:
        return Ridden(graph, path)
    legs: dict[int, RouteLeg] = {}
    transfers: dict[tuple[int, int], Transfer | None] = {}
    for step in steps:
        if isinstance(step, RouteLeg):
            transfers.setdefault((len(legs) - 1, len(legs)), None)
            legs[len(legs)] = step
        else:
            transfers[len(legs) - 1, len(legs)] = step
    vertices = tuple(graph.vertices[number] for number in path)
    own = replace(graph, vertices=vertices, _legs=legs, _transfers=transfers)
    return Ridden(own, tuple(range(len(path))))
