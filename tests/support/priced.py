"""Hypothesis strategies: networks with tariffs, factors and boxes, and what is shipped."""

from typing import Any

from hypothesis import strategies as st

import corridor as co
from corridor.routing.graph.line_graph import compile_network
from support import oracle
from support.demands import rich_networks
from support.layout import dump
from support.oracle_constraints import Ask, Reference, touched_by
from support.oracle_cost import Asked, Prices, conditions, is_rule
from support.strategies import ESTIMATED, Tree, queries

#: Historic, a part of the last 18 months, and after the day that is asked for.
DATES = ("2024-03-{:02}", "2025-06-{:02}", "2026-10-{:02}", "2026-10-{:02}", "2027-01-{:02}")
LOAD = {"cargo_mass": {"value": "10 t"} | ESTIMATED, "most_cargo": {"value": "28 t"} | ESTIMATED}
TIMED = ("storage", "demurrage")
CHARGES = ("transshipment", "gauge_break", "border", "hand_over", *TIMED)
SHIPPING: Tree = {
    "equipment": {
        "20ft": {"text": "Box", "teu": "1"} | LOAD,
        "40ft": {"text": "Box", "teu": "2"} | LOAD,
    },
    "inventory_cost": {"per_year": "22.5 %"} | ESTIMATED,
}


@st.composite
def prices(draw: st.DrawFn) -> Any:
    """Draw a price, mostly for all levels."""
    low, typical, high = sorted(draw(st.tuples(*[st.integers(0, 900)] * 3)))
    return draw(
        st.sampled_from(
            (
                f"{low} USD",
                f"{typical}.5 USD",
                {"low": f"{low} USD", "high": f"{high}.01 USD"},
                {"low": f"{low} USD", "typical": f"{typical} USD", "high": f"{high} USD"},
            )
        )
    )


@st.composite
def tariffs(draw: st.DrawFn, spec: Tree) -> Tree:
    """Draw tariffs for most legs, for some sections and some stops."""
    drawn: list[Tree] = []
    for leg_id in spec["legs"]:
        drawn += [{"leg": leg_id}] * draw(st.sampled_from((1, 1, 1, 0, 2)))
    nodes = st.lists(st.sampled_from(sorted(spec["nodes"])), min_size=1, max_size=2, unique=True)
    for _ in range(draw(st.integers(0, 4))):
        drawn.append({"origin": draw(nodes), "destination": draw(nodes)})
        if draw(st.booleans()):
            drawn[-1]["both_ways"] = "true"
        if draw(st.booleans()):
            modes = {leg["mode"] for leg in spec["legs"].values()}
            drawn[-1]["modes"] = draw(
                st.lists(st.sampled_from(sorted(modes)), min_size=1, unique=True)
            )
    for _ in range(draw(st.integers(0, 6))):
        charge = draw(st.sampled_from(CHARGES))
        drawn.append({"node": draw(nodes)[0], "charge": charge})
        if charge in TIMED:
            drawn[-1] |= draw(times(spec))
    return draw(dated(spec, [*drawn, *draw(st.lists(tariff_rules(spec), max_size=4))]))


@st.composite
def times(draw: st.DrawFn, spec: Tree) -> Tree:
    """Draw free time, bands of days and carriers of a charge for time."""
    found: Tree = {"free_time": draw(st.sampled_from(("30 min", "2 h")))}
    operators = sorted({name for leg in spec["legs"].values() for name in leg.get("operators", ())})
    of_carrier: bool = draw(st.booleans())
    if operators and of_carrier:
        found["operators"] = [draw(st.sampled_from(operators))]
    if draw(st.booleans()):
        found["bands"] = [{"up_to": end, "price": draw(prices())} for end in ("5 h", "40 h")]
    return found


@st.composite
def dated(draw: st.DrawFn, spec: Tree, places: list[Tree]) -> Tree:
    """Draw a price and a date for each of some places, of which none clash."""
    found: Tree = {}
    for number, place in enumerate(places):
        tariff = place | {"equipment": draw(st.sampled_from(("40ft", "40ft", "any", "20ft")))}
        tariff |= {"price": draw(prices())} | ESTIMATED
        tariff["date"] = draw(st.sampled_from(DATES)).format(number % 28 + 1)
        if "leg" in tariff or is_rule(tariff):
            tariff |= draw(rates(has_distance="charge" not in tariff))
        if draw(st.booleans()):
            tariff["includes_handling"] = "true"
        if spec.get("corridors") and draw(st.integers(0, 2)) == 0:
            tariff["corridors"] = draw(
                st.lists(st.sampled_from(sorted(spec["corridors"])), min_size=1, max_size=2)
            )
        if not any(clash(tariff, other) for other in found.values()):
            found[f"t{number}"] = tariff
    return found


def clash(one: Tree, other: Tree) -> bool:
    """Return whether two rules with as many conditions may be for one thing."""
    return (
        is_rule(one)
        and is_rule(other)
        and one.get("charge") == other.get("charge")
        and conditions(one) == conditions(other)
    )


@st.composite
def tariff_rules(draw: st.DrawFn, spec: Tree) -> Tree:
    """Draw the conditions of a rule, for legs or for stops."""
    countries = sorted({node["country"] for node in spec["nodes"].values()})
    some: Any = {"countries": st.lists(st.sampled_from(countries), min_size=1, unique=True)}
    masses: Any = {"mass_above": st.just("5 t"), "mass_up_to": st.just("14 t")}
    if draw(st.booleans()):
        charge = draw(st.sampled_from(CHARGES))
        kinds = sorted({node["kind"] for node in spec["nodes"].values()})
        some["node_kind"] = st.sampled_from(kinds)
        free = draw(times(spec)) if charge in TIMED else {}
        return {"charge": charge} | free | draw(st.fixed_dictionaries({}, optional=some | masses))
    modes = sorted({leg["mode"] for leg in spec["legs"].values()})
    operators = sorted({name for leg in spec["legs"].values() for name in leg.get("operators", ())})
    some["legs"] = st.lists(st.sampled_from(sorted(spec["legs"])), min_size=1, unique=True)
    if operators:
        some["operators"] = st.lists(st.sampled_from(operators), min_size=1, unique=True)
    needed = {"modes": st.lists(st.sampled_from(modes), min_size=1, unique=True)}
    return draw(st.fixed_dictionaries(needed, optional=some | masses))


@st.composite
def rates(draw: st.DrawFn, *, has_distance: bool) -> Tree:
    """Draw by what a price is counted, its belts, bounds and surcharge."""
    units = ["box", "tonne", "departure", *(["km", "tonne-km"] if has_distance else [])]
    some: Any = {
        "per": st.sampled_from(units),
        "units": st.sampled_from(("1", "20", "0.5")),
        "minimum": st.sampled_from(("0.01 USD", "40 USD")),
        "maximum": st.sampled_from(("900.99 USD", "41 USD")),
        "surcharge": st.sampled_from(("12.5 %", "0 %", "100 %")),
        "valid_from": st.sampled_from(("2026-01-01", "2026-12-01")),
        "valid_until": st.sampled_from(("2026-12-31", "2026-12-15")),
    }
    if has_distance:
        ends = st.lists(st.integers(1, 900), min_size=1, max_size=2, unique=True)
        some["belts"] = st.builds(
            lambda found, price: [{"up_to": f"{km} km", "price": price} for km in sorted(found)],
            ends,
            prices(),
        )
    return draw(st.one_of(st.just({}), st.fixed_dictionaries({}, optional=some)))


@st.composite
def factors(draw: st.DrawFn, spec: Tree) -> Tree:
    """Draw a factor for each mode, and some for legs and transfers."""
    units = st.sampled_from(("g/t-km", "g/TEU-km"))
    values = st.sampled_from(("18.4", "46.9", "0.5", "131.4"))
    drawn: Tree = {}
    for mode in ("rail", "ferry", "sea", "road"):
        drawn[mode] = {"modes": [mode], "unit": draw(units), "value": draw(values)}
    drawn["own"] = {"legs": [min(spec["legs"])], "unit": draw(units), "value": draw(values)}
    hubs = st.sampled_from(("kg/container", "kg/t"))
    drawn["hub"] = {"transfers": ["transshipment"], "unit": draw(hubs), "value": draw(values)}
    if draw(st.booleans()):
        drawn["own"]["distance_adjustment"] = "15 %"
    return {key: factor | {"text": "Drawn"} | ESTIMATED for key, factor in drawn.items()}


@st.composite
def priced_networks(draw: st.DrawFn, *, max_nodes: int = 6, max_legs: int = 9) -> Tree:
    """Draw a network with all that a shipment needs."""
    spec = draw(rich_networks(max_nodes=max_nodes, max_legs=max_legs, odd_headways=False))
    spec |= SHIPPING
    spec["tariffs"] = draw(tariffs(spec))
    spec["emission_factors"] = draw(factors(spec))
    return spec


shipments = st.builds(
    Asked,
    st.just("40ft"),
    st.integers(1, 3),
    st.integers(1, 20),
    st.sampled_from((0, 1_000, 90_000_000)),
    st.sampled_from((0, 240, 5_000)),
    st.sampled_from(("low", "typical", "high")),
    st.just("2026-11-21"),
)


def shipped(asked: Asked) -> co.Shipment:
    """Return what the oracle is asked as a shipment."""
    return co.Shipment(
        equipment=asked.equipment,
        quantity=asked.quantity,
        cargo_mass=f"{asked.tonnes} t",
        cargo_value=f"{asked.value} USD" if asked.value else None,
        value_of_time=f"{asked.worth} USD" if asked.worth else None,
        currency="USD",
        price_date=asked.day,
    )


class Case:
    """A drawn network with the routes of a query, and what brute force says of each."""

    def __init__(self, data: st.DataObject) -> None:
        self.spec: Tree = data.draw(priced_networks())
        self.query = data.draw(queries(self.spec))
        self.asked = data.draw(shipments)._replace(level=self.query.level)
        self.net = co.load_network(dump(self.spec))
        self.graph = compile_network(self.net)
        touched = {leg: set(touched_by(self.spec, leg)) for leg in self.spec["legs"]}
        self.prices = Prices(self.spec, self.asked, touched)
        points = (self.query.origin, *self.query.vias, self.query.destination)
        ask = Ask(points, self.query.level, self.query.modes)
        self.routes = Reference(self.spec).with_facts(ask)
        self.box = shipped(self.asked)

    def find(self, by: Any, **more: Any) -> co.Route:
        """Ask the library."""
        query = self.query
        asked: Any = {"via": query.vias, "level": query.level, "modes": query.modes}
        return co.find_route(
            self.net, query.origin, query.destination, by=by, shipment=self.box, **asked, **more
        )

    def path(self, found: oracle.Found) -> tuple[int, ...]:
        """Return a route of the oracle as a path of the library."""
        moves = [self.prices.move(*one) for one in found.legs]
        return tuple(self.graph.numbers[move.leg_id, move.start] for move in moves)

    def costs(self, *, worth: bool = False) -> list[tuple[int, int]]:
        """Return cost and seconds of every route that is priced as a whole."""
        found = [
            (self.prices.cheapest(route, facts.corridors, worth=worth), route.seconds)
            for route, facts in self.routes
        ]
        return [(cost, seconds) for cost, seconds in found if cost is not None]
