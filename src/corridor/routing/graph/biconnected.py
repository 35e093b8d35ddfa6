"""Which legs can lie on a route at all: those in one block with its two ends.

A route passes no place twice. With an edge from its end back to its beginning it is a circle, and a
circle lies within one block, a part of the network that no single place holds together (Hopcroft
and Tarjan 1973). A leg of another block leads to where a route could only come back by the place
that it left by. Leaving such legs out settles at once what a search would find by trying.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from corridor.routing.graph.labels import Problem
from corridor.routing.graph.line_graph import LineGraph
from corridor.routing.graph.tree import Goal, reverse_tree

#: Beside the places of the network: where all routes begin, and where all end.
BEGINNING, END = 0, 1

Edges = list[tuple[int, int]]


def narrowed(problem: Problem, starts: Iterable[int]) -> Problem:
    """Return a problem without the legs that no route can have; with vias it is as it was.

    A place may be passed again behind a via, so that a route with one is no simple path.
    """
    goal, graph = problem.goal, problem.graph
    if goal.vias:
        return problem
    kept = _in_block(graph, goal, starts)
    goal = replace(goal, allowed=bytes(number in kept for number in range(len(goal.allowed))))
    return problem._replace(goal=goal, tree=reverse_tree(graph, goal, goal.level))


def _in_block(graph: LineGraph, goal: Goal, starts: Iterable[int]) -> set[int]:
    """Return the vertices whose legs lie in one block with the two ends."""
    places: dict[str, int] = {}
    edges: Edges = [(BEGINNING, END)]
    used = [number for number, allowed in enumerate(goal.allowed) if allowed]
    ends = [
        (places.setdefault(vertex.origin, len(places) + 2), places.setdefault(to, len(places) + 2))
        for vertex, to in zip(graph.vertices, graph.destinations, strict=True)
    ]
    first = {ends[number][0] for number in starts if goal.allowed[number]}
    last = {ends[number][1] for number in goal.ends if goal.allowed[number]}
    edges += [(BEGINNING, place) for place in first] + [(place, END) for place in last]
    before = len(edges)
    edges += [ends[number] for number in used]
    block = _block_of_first(edges, len(places) + 2)
    return {used[edge - before] for edge in block if edge >= before}


def _block_of_first(edges: Edges, places: int) -> list[int]:
    """Return the edges that lie on a circle with the first one."""
    beside: list[list[tuple[int, int]]] = [[] for _ in range(places)]
    for number, (one, other) in enumerate(edges):
        beside[one].append((other, number))
        beside[other].append((one, number))
    reached, low = [0] * places, [0] * places
    reached[BEGINNING] = low[BEGINNING] = count = 1
    walked: list[int] = []
    trail: list[tuple[int, int, Iterator[tuple[int, int]]]] = [
        (BEGINNING, -1, iter(beside[BEGINNING]))
    ]
    while True:
        here, came_by, onward = trail[-1]
        for place, edge in onward:
            if edge == came_by:
                continue
            if not reached[place]:
                count += 1
                reached[place] = low[place] = count
                walked.append(edge)
                trail.append((place, edge, iter(beside[place])))
                break
            if reached[place] < reached[here]:
                walked.append(edge)
                low[here] = min(low[here], reached[place])
        else:
            trail.pop()
            before = trail[-1][0]
            low[before] = min(low[before], low[here])
            if low[here] >= reached[before]:
                at = len(walked) - 1 - walked[::-1].index(came_by)
                block = walked[at:]
                del walked[at:]
                if came_by == 0:
                    return block
