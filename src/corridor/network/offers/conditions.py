"""Which legs and stops meet the conditions of a tariff rule."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import pairwise

from corridor.network.model import Leg, Node, countries_of
from corridor.network.rates import Tariff

Border = tuple[str, str]


def fits_leg(tariff: Tariff, leg: Leg, countries: Sequence[str]) -> bool:
    """Return whether a tariff is a rule for a leg that touches some countries, in order."""
    return (
        tariff.is_rule
        and tariff.charge is None
        and (not tariff.legs or leg.id in tariff.legs)
        and is_run_by(tariff, leg.operators)
        and (not tariff.countries or set(countries) <= set(tariff.countries))
        and (not tariff.borders or not crossed(countries).isdisjoint(tariff.borders))
        and (not tariff.gauges or leg.gauge in tariff.gauges)
        and tariff.carries(leg.mode)
    )


def fits_stop(tariff: Tariff, node: Node, borders: Collection[Border]) -> bool:
    """Return whether a tariff is a rule for what is done at a node, from which legs cross borders.

    Parameters
    ----------
    tariff
        The tariff.
    node
        The node.
    borders
        What legs from it cross, as `borders_by_node` gives it.
    """
    return (
        tariff.is_rule
        and tariff.charge not in {None, "detention"}
        and tariff.node_kind in {None, node.kind}
        and (not tariff.countries or node.country in tariff.countries)
        and (not tariff.borders or not set(tariff.borders).isdisjoint(borders))
    )


def is_run_by(tariff: Tariff, operators: Collection[str]) -> bool:
    """Return whether a tariff is for what these operators run together, or for any operator."""
    return not tariff.operators or (bool(operators) and set(operators) <= set(tariff.operators))


def crossed(countries: Sequence[str]) -> frozenset[Border]:
    """Return the borders between countries that follow each other."""
    pairs = (sorted(pair) for pair in pairwise(countries))
    return frozenset((one, other) for one, other in pairs if one != other)


def borders_by_node(
    legs: Iterable[Leg], nodes: Mapping[str, Node]
) -> Mapping[str, frozenset[Border]]:
    """Return for each node the borders that legs from it cross."""
    found: dict[str, frozenset[Border]] = defaultdict(frozenset)
    for leg in legs:
        borders = crossed(countries_of(leg, nodes))
        for end in (leg.origin, leg.destination) if borders else ():
            found[end] |= borders
    return found
