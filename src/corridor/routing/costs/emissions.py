"""What legs and transfers emit: the factor each takes, and whole grams."""

from collections.abc import Iterator
from fractions import Fraction

from corridor.network.model import Leg
from corridor.network.network import Memory, Network
from corridor.network.rates import EmissionFactor
from corridor.routing.costs.resolved_shipment import WHOLE, Terms, nearest
from corridor.routing.graph.line_graph import LineGraph

Factors = dict[tuple[str, str], EmissionFactor]
TONNE = 10**6


_FACTORS = Memory[None, Factors]("factors")


def factors_of(net: Network) -> Factors:
    """Return the factor of each leg, mode and kind of transfer that the file names."""
    memory = net.memory(_FACTORS)
    if None not in memory:
        memory[None] = {
            (kind, item): factor
            for factor in net.file.emission_factors.values()
            for kind in ("legs", "modes", "transfers")
            for item in getattr(factor, kind)
        }
    return memory[None]


def leg_factor(factors: Factors, leg: Leg, terms: Terms) -> EmissionFactor | None:
    """Return the factor of a leg: its own, else of its mode; without cargo none by the tonne."""
    found = factors.get(("legs", leg.id)) or factors.get(("modes", leg.mode))
    return None if found and found.unit == "g/t-km" and not terms.grams else found


def leg_grams(factor: EmissionFactor, leg: Leg, terms: Terms) -> int:
    """Return what a leg emits [g]."""
    adjusted = 1 + Fraction(factor.distance_adjustment or 0, WHOLE)
    return nearest(_grams(factor, terms) * Fraction(int(leg.distance.value), 1000) * adjusted)


def stop_grams(factor: EmissionFactor, terms: Terms) -> int:
    """Return what a handling emits [g]."""
    return nearest(_grams(factor, terms) * 1000)


def _grams(factor: EmissionFactor, terms: Terms) -> Fraction:
    """Return the factor for the whole shipment: grams for a kilometre, kilograms for a handling."""
    by = {
        "g/t-km": Fraction(terms.grams, TONNE),
        "g/TEU-km": terms.teu,
        "kg/container": Fraction(terms.shipment.quantity),
        "kg/t": Fraction(terms.grams, TONNE),
    }
    return Fraction(str(factor.value)) * by[factor.unit]


def emitted(
    net: Network, graph: LineGraph, path: tuple[int, ...], terms: Terms
) -> Iterator[tuple[str, str, int, EmissionFactor | None, int]]:
    """Yield each part of a path that emits: element, label, grams, factor or none, metres."""
    factors = factors_of(net)
    for before, number in zip((None, *path), path, strict=False):
        transfer = None if before is None else graph.transfer(before, number)
        handled = transfer and factors.get(("transfers", transfer.kind))
        if transfer and handled:
            label = f"{transfer.kind.replace('_', ' ')} at {transfer.node.short}"
            yield f"stop {transfer.node.id}", label, stop_grams(handled, terms), handled, 0
        step = graph.leg(number)
        label = f"{step.origin.short} > {step.destination.short}"
        factor = leg_factor(factors, step.leg, terms)
        grams = leg_grams(factor, step.leg, terms) if factor else 0
        yield f"leg {step.id}", label, grams, factor, int(step.distance)
