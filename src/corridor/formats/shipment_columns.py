"""What a shipment costs and emits as columns and rows of tables; what is missing is empty."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol, TypeVar

from corridor.network.columns import Record, cells, columns
from corridor.network.estimates import Source
from corridor.network.fields import LEVELS
from corridor.routes.costs.cost import Charge, Cost, Missing
from corridor.routes.costs.cost_text import runs
from corridor.routes.costs.emissions import Emissions
from corridor.routes.costs.emissions_text import limits
from corridor.routes.route import Route
from corridor.routes.steps import RouteLeg

CENT, GRAM = 100, 1000


class _Placed(Protocol):
    @property
    def element(self) -> str: ...


Item = TypeVar("Item", bound=_Placed)


def along(route: Route) -> list[Record]:
    """Return for each step of a route what it costs and emits; empty without a shipment.

    A sum is empty from the first part without a price, or without a factor, on.
    """
    cost, emissions = route.cost, route.emissions
    if cost is None or emissions is None:
        return [{} for _ in route.steps]
    names = [
        {f"leg {step.id}" if isinstance(step, RouteLeg) else f"stop {step.node.id}"}
        for step in route.steps
    ]
    names[0].add(f"terminal {route.legs[0].origin.id}")
    names[-1].add(f"terminal {route.legs[-1].destination.id}")
    charged = zip(_dealt(names, cost.charges), _dealt(names, cost.missing), strict=True)
    emitted = zip(_dealt(names, emissions.parts), _dealt(names, emissions.missing), strict=True)
    coin = cost.shipment.currency.lower()
    paid, grams = Running(), Running()
    found = []
    for (charges, unpriced), (parts, unknown) in zip(charged, emitted, strict=True):
        freight = [item for item in charges if item.kind != "inventory"]
        held = [item for item in charges if item.kind == "inventory"]
        found.append(
            {
                **_levels("freight_", coin, freight),
                f"cumulative_freight_typical_{coin}": paid.add(
                    sum(item.cents[1] for item in freight), CENT, whole=not unpriced
                ),
                f"inventory_typical_{coin}": _sum([item.cents[1] for item in held], CENT),
                "cost_basis": _joined(item.basis for item in freight),
                "tariffs": _joined(item.tariff.id for item in freight if item.tariff),
                "no_price": _words(unpriced),
                "co2e_kg": _sum([part.grams for part in parts], GRAM),
                "cumulative_co2e_kg": grams.add(
                    sum(part.grams for part in parts), GRAM, whole=not unknown
                ),
                "emission_factors": _joined(part.source for part in parts),
                "no_factor": _words(unknown),
            }
        )
    return found


class Running:
    """A sum that ends at the first gap: an incomplete sum is not given as a whole one."""

    def __init__(self) -> None:
        self.total, self.whole = 0, True

    def add(self, amount: int, scale: int, *, whole: bool) -> float | None:
        """Add an amount, and return the sum in a larger unit; none from the first gap on."""
        self.total += amount
        self.whole &= whole
        return self.total / scale if self.whole else None


def totals(route: Route) -> Record:
    """Return what a route costs and emits as columns; empty without a shipment.

    Totals of which a part is missing hold only what is known, and say that they are not complete.
    """
    cost, emissions = route.cost, route.emissions
    if cost is None or emissions is None:
        return {}
    coin = cost.shipment.currency.lower()
    freight = [item for item in cost.charges if item.kind != "inventory"]
    held = [item.cents[1] for item in cost.charges if item.kind == "inventory"]
    return {
        **_levels("freight_", coin, freight),
        f"inventory_typical_{coin}": _sum(held, CENT),
        "cost_complete": cost.is_complete,
        "no_price": _words(cost.missing),
        "price_dates": " ".join(cost.dates) or None,
        "co2e_kg": _sum([part.grams for part in emissions.parts], GRAM),
        **_range_and_parts(emissions),
        "emissions_complete": emissions.is_complete,
        "no_factor": _words(emissions.missing),
    }


def _range_and_parts(emissions: Emissions) -> Record:
    """Return the range of a total, its two parts, and what is split into neither."""
    amounts = {
        "low": [part.low for part in emissions.parts],
        "high": [part.high for part in emissions.parts],
        "wtt": [part.wtt for part in emissions.parts if part.wtw is not None],
        "ttw": [part.ttw for part in emissions.parts if part.wtw is not None],
        "unsplit": [part.wtw for part in emissions.parts if part.ttw is None],
    }
    return {
        f"co2e_{name}_kg": sum(filter(None, grams)) / GRAM if emissions.parts else None
        for name, grams in amounts.items()
    }


PART = columns("kind element label", kind=lambda item: getattr(item, "kind", "no_price"))
RATE = columns("basis tariff=tariff.id price_date=tariff.date sources=tariff.sources")
EMITTED = columns(
    "element label km=metres co2e_kg=wtw co2e_wtt_kg=wtt co2e_ttw_kg=ttw co2e_low_kg=low "
    "co2e_high_kg=high factor=source value=factor.value unit=factor.unit scope=factor.scope "
    "grade=factor.grade traction stands_in sources=factor.sources"
)


def charges(route: Route) -> Iterator[Record]:
    """Yield a row for each charge, then one without an amount for each part without a price."""
    if route.cost is None:
        return
    coin = route.cost.shipment.currency.lower()
    for item in (*route.cost.charges, *route.cost.missing):
        amounts = _levels("", coin, [item] if isinstance(item, Charge) else [])
        yield cells(item, PART) | amounts | cells(item, RATE)


def emitted(route: Route) -> Iterator[Record]:
    """Yield a row for each part that emits, then one for each without a factor, not 0."""
    if route.emissions is None:
        return
    own = {part.element for part in route.emissions.parts}
    unknown = [item for item in route.emissions.missing if item.element not in own]
    for part in (*route.emissions.parts, *unknown):
        yield cells(part, EMITTED)


def sources(route: Route) -> Iterator[Source]:
    """Yield on what cost and emissions rest."""
    for found in (route.cost, route.emissions):
        yield from found.sources if found else ()


def said(route: Route) -> Iterator[tuple[str, str]]:
    """Yield what is to be known of the amounts: the shipment, what they hold and leave out."""
    cost, emissions = route.cost, route.emissions
    if cost is None or emissions is None:
        return
    coin = cost.shipment.currency
    yield "shipment", str(cost.shipment)
    yield from cost.defaults
    yield "cost", f"{coin} is freight at the typical level; {_dates(cost)}"
    if any(item.kind == "inventory" for item in cost.charges):
        yield "", "what the goods cost on the way is in the sheet Charges alone"
    yield from _gaps(
        f"no rate on file, so {coin} is empty there and {coin} cum. from there on", cost
    )
    yield (
        "emissions",
        f"CO2e, well-to-wheel; factors: {', '.join(emissions.grades)}",
    )
    yield from (("", words) for words in limits(emissions))
    yield from _gaps("no factor", emissions)


def _dates(cost: Cost) -> str:
    return f"prices of {cost.age or 'no date'}" if cost.tariffs else "no prices are on file"


def _gaps(what: str, found: Cost | Emissions) -> Iterator[tuple[str, str]]:
    if found.missing:
        yield "incomplete", f"{what}: {_words(found.missing)}"


def _dealt(names: Sequence[set[str]], items: Sequence[Item]) -> Iterator[list[Item]]:
    """Yield for each step the items of its elements; both are in the order of the route.

    The terminals at both ends go with the first and the last leg.
    """
    left = list(items)
    for elements in names:
        own = []
        while left and left[0].element in elements:
            own.append(left.pop(0))
        yield own


def _levels(prefix: str, coin: str, found: Sequence[Charge]) -> Record:
    return {
        f"{prefix}{level}_{coin}": _sum([item.cents[place] for item in found], CENT)
        for place, level in enumerate(LEVELS)
    }


def _sum(amounts: Sequence[int], scale: int) -> float | None:
    """Return a sum in a larger unit; none of nothing, for what is missing is not 0."""
    return sum(amounts) / scale if amounts else None


def _joined(words: Iterable[str]) -> str | None:
    return " ".join(dict.fromkeys(words)) or None


def _words(missing: Sequence[Missing]) -> str | None:
    return "; ".join(runs(missing)) or None
