"""Which dwell entry decides a transfer, held against an order of precision spelt out by hand."""

import dataclasses
from itertools import combinations
from typing import Literal

import pytest

from corridor.network.dwell_rules import Rule, Rulebook, Side
from corridor.network.estimates import Estimate
from corridor.network.fields import NodeKind
from corridor.network.model import Dwell, DwellDefault, Node
from corridor.units import Duration
from support.small import line, read

SEA: Side = ("sea", None)
ROAD: Side = ("road", None)
BROAD: Side = ("rail", 1520)
NORMAL: Side = ("rail", 1435)
RAIL: Side = ("rail", None)
ANY: Side = ("any", None)

NODE = read(line()).nodes["b"]
TIME = Estimate(Duration(1), Duration(2), Duration(3))


def entry(inbound: Side, outbound: Side, *, one_way: bool = False) -> Dwell:
    return Dwell(
        inbound=inbound, outbound=outbound, kind="transshipment", time=TIME, one_way=one_way
    )


def default(kind: NodeKind | Literal["any"], inbound: Side, outbound: Side) -> DwellDefault:
    return DwellDefault(
        inbound=inbound, outbound=outbound, kind="transshipment", time=TIME, node_kind=kind
    )


def node(*dwell: Dwell) -> Node:
    """Return a node, of kind city, with entries of its own."""
    return dataclasses.replace(NODE, dwell=dwell)


def found(
    inbound: Side, outbound: Side, *own: Dwell, defaults: tuple[DwellDefault, ...] = ()
) -> Rule | None:
    return Rulebook(defaults).find(node(*own), inbound, outbound)


#: Entries that fit a change from 1520 to 1435 mm, from the most general to the most precise.
LADDER = (
    (ANY, ANY),
    (RAIL, ANY),
    (RAIL, RAIL),
    (ANY, NORMAL),
    (RAIL, NORMAL),
    (BROAD, NORMAL),
)


@pytest.mark.parametrize(("lower", "higher"), list(combinations(LADDER, 2)))
def test_the_more_precise_entry_decides_in_any_order(
    lower: tuple[Side, Side], higher: tuple[Side, Side]
) -> None:
    general, precise = entry(*lower), entry(*higher)
    for entries in ((general, precise), (precise, general)):
        assert found(BROAD, NORMAL, *entries) == Rule(precise)
        assert found(NORMAL, BROAD, *entries) == Rule(precise)


@pytest.mark.parametrize(("lower", "higher"), list(combinations(LADDER, 2)))
def test_the_more_precise_default_decides_in_any_order(
    lower: tuple[Side, Side], higher: tuple[Side, Side]
) -> None:
    general, precise = default("any", *lower), default("any", *higher)
    for defaults in ((general, precise), (precise, general)):
        assert found(BROAD, NORMAL, defaults=defaults) == Rule(precise)
    # One of the node's kind goes before a more precise one of any kind.
    kind = default("city", *lower)
    for defaults in ((kind, precise), (precise, kind)):
        rule = found(BROAD, NORMAL, defaults=defaults)
        assert rule == Rule(kind)
        assert rule.is_default


def test_an_entry_of_the_node_goes_before_a_more_precise_default() -> None:
    own, other = entry(ANY, ANY), default("city", BROAD, NORMAL)
    rule = found(BROAD, NORMAL, own, defaults=(other,))
    assert rule == Rule(own)
    assert not rule.is_default
    assert found(SEA, ROAD, entry(BROAD, SEA), defaults=(default("any", SEA, ROAD),)) == Rule(
        default("any", SEA, ROAD)
    )


@pytest.mark.parametrize(
    ("inbound", "outbound"),
    [(SEA, BROAD), (BROAD, ROAD), (NORMAL, SEA), (BROAD, BROAD), (SEA, SEA)],
)
def test_an_entry_decides_only_what_both_its_sides_cover(inbound: Side, outbound: Side) -> None:
    """A through movement needs no entry; what nothing covers is not connected."""
    through = Rule(None) if inbound == outbound else None
    assert found(inbound, outbound, entry(BROAD, NORMAL)) == through
    assert found(inbound, outbound, defaults=(default("seaport", ANY, ANY),)) == through
    assert found(inbound, outbound) == through


def test_an_entry_can_hold_for_a_through_movement() -> None:
    """A border stops a train that goes on with its own gauge."""
    border = entry(BROAD, BROAD)
    assert found(BROAD, BROAD, border) == Rule(border)
    stop = default("city", RAIL, RAIL)
    assert found(BROAD, BROAD, defaults=(stop,)) == Rule(stop)


def test_a_one_way_entry_has_no_way_back() -> None:
    unloading = entry(SEA, BROAD, one_way=True)
    assert found(SEA, BROAD, unloading) == Rule(unloading)
    assert found(BROAD, SEA, unloading) is None
    loading = entry(BROAD, SEA, one_way=True)
    assert found(BROAD, SEA, unloading, loading) == Rule(loading)


def test_equally_precise_entries_are_rivals() -> None:
    """The first decides; each other one of its rank is told, none of a lower rank."""
    first, second, third = entry(SEA, RAIL), entry(ANY, BROAD), entry(RAIL, SEA)
    rule = found(SEA, BROAD, first, entry(ANY, ANY), third)
    assert rule == Rule(first, (third,))
    assert found(SEA, BROAD, second, first) == Rule(first)
    assert found(SEA, BROAD, first, first) == Rule(first)


def test_what_decided_once_decides_again() -> None:
    """A rule of the defaults is kept for its kind of node and its two sides alone."""
    rules = Rulebook((default("city", SEA, BROAD), default("seaport", SEA, BROAD)))
    port = dataclasses.replace(NODE, kind="seaport")
    for _ in range(2):
        for place, kind in ((NODE, "city"), (port, "seaport")):
            rule = rules.find(place, SEA, BROAD)
            assert rule is not None
            assert isinstance(rule.entry, DwellDefault)
            assert rule.entry.node_kind == kind
            assert rules.find(place, SEA, NORMAL) is None
