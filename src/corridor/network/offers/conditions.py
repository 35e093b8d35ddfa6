"""Which legs and stops meet the conditions of a tariff rule."""

from collections.abc import Collection

from corridor.network.model import Leg, Node
from corridor.network.rates import Tariff


def fits_leg(tariff: Tariff, leg: Leg, countries: Collection[str]) -> bool:
    """Return whether a tariff is a rule for a leg that touches some countries."""
    return (
        tariff.is_rule
        and tariff.charge is None
        and (not tariff.legs or leg.id in tariff.legs)
        and is_run_by(tariff, leg.operators)
        and (not tariff.countries or set(countries) <= set(tariff.countries))
        and tariff.carries(leg.mode)
    )


def fits_stop(tariff: Tariff, node: Node) -> bool:
    """Return whether a tariff is a rule for what is done at a node."""
    return (
        tariff.is_rule
        and tariff.charge not in {None, "detention"}
        and tariff.node_kind in {None, node.kind}
        and (not tariff.countries or node.country in tariff.countries)
    )


def is_run_by(tariff: Tariff, operators: Collection[str]) -> bool:
    """Return whether a tariff is for what these operators run together, or for any operator."""
    return not tariff.operators or (bool(operators) and set(operators) <= set(tariff.operators))
