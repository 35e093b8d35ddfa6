"""What a shipment costs and emits: held against brute force, sources, and full texts."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.routing.costs.emissions import emissions_along
from corridor.routing.costs.pricing import cost_along
from support import oracle_cost
from support.bundled import bundled_network
from support.layout import dump
from support.priced import Case, shipped
from support.small import leg, line, read
from support.strategies import ESTIMATED, Tree

BUNDLED = bundled_network()
BOX = co.Shipment(equipment="40ft", quantity=2, cargo_mass="14 t", cargo_value="108000 USD")
CORRIDORS = ("northern", "middle", "suez", "cape", "southern")


@given(data=st.data())
def test_every_route_costs_and_emits_what_brute_force_says(data: st.DataObject) -> None:
    case = Case(data)
    for found, facts in case.routes[:40]:
        path = case.path(found)
        cost = cost_along(case.net, path, case.box, case.asked.level)  # type: ignore[arg-type]
        wanted = case.prices.cheapest(found, facts.corridors)
        assert cost.is_complete == (wanted is not None)
        if wanted is not None:
            assert cost.at(case.asked.level).cents == wanted  # type: ignore[arg-type]
        emitted = emissions_along(case.net, path, case.box)
        assert emitted.total == oracle_cost.grams(case.spec, case.asked, found)


@given(data=st.data())
def test_the_cheapest_route_keeps_off_what_is_avoided(data: st.DataObject) -> None:
    """A leg has a vertex for each of its prices in the graph that is searched; all are closed."""
    case = Case(data)
    try:
        best = case.find("cost")
    except (co.ShipmentError, co.NoRouteError):
        return
    leg_id = data.draw(st.sampled_from(best.legs)).id
    try:
        route = case.find("cost", avoid=co.Avoid(legs={leg_id}))
    except (co.ShipmentError, co.NoRouteError):
        return
    assert leg_id not in {leg.id for leg in route.legs}


@given(data=st.data())
def test_the_cheapest_route_is_that_of_brute_force(data: st.DataObject) -> None:
    case = Case(data)
    costs = case.costs()
    if not costs:
        with pytest.raises((co.ShipmentError, co.NoRouteError)):
            case.find("cost")
        return
    route = case.find("cost")
    assert route.cost is not None
    level = route.request.level
    assert (route.cost.at(level).cents, route.transit_time.at(level)) == min(costs)
    assert route.cost.is_complete
    budget = min(costs)[0]
    within = case.find("transit_time", max_cost=co.Money(budget, "USD"))
    assert within.transit_time.at(level) == min(time for cost, time in costs if cost == budget)
    if budget:
        with pytest.raises(co.NoRouteError):
            case.find("transit_time", max_cost=co.Money(budget - 1, "USD"))


@given(data=st.data())
def test_the_least_emissions_and_metres_are_those_of_brute_force(data: st.DataObject) -> None:
    case = Case(data)
    if not case.routes:
        return
    measures = {"emissions": oracle_cost.grams, "distance": None}
    for by, measure in measures.items():
        values = [
            (
                measure(case.spec, case.asked, found)
                if measure
                else oracle_cost.metres(case.spec, found),
                found.seconds,
            )
            for found, _ in case.routes
        ]
        route = case.find(by)
        assert route.emissions is not None
        value = route.emissions.total if by == "emissions" else route.distance
        assert (value, route.transit_time.at(route.request.level)) == min(values)


@given(data=st.data())
def test_generalised_cost_weighs_time_with_money(data: st.DataObject) -> None:
    """M10: the more a day is worth, the quicker and the dearer the best route."""
    case = Case(data)
    costs = []
    for worth in (1, 300, 9_000, 200_000):
        case.asked = case.asked._replace(value=0, worth=worth)
        case.prices.asked, case.box = case.asked, shipped(case.asked)
        wanted = case.costs(worth=True)
        if not wanted:
            return
        route = case.find("generalised")
        assert route.cost is not None
        level = route.request.level
        seconds = int(route.transit_time.at(level))
        assert seconds in {time for cost, time in wanted if cost == min(wanted)[0]}
        costs.append((seconds, route.cost.at(level).cents))
    for (slower, cheaper), (quicker, dearer) in pairwise(costs):
        assert quicker <= slower
        assert dearer >= cheaper


@pytest.mark.parametrize("corridor", CORRIDORS)
def test_a_bill_adds_up_to_the_cent_and_the_gram(corridor: str) -> None:
    route = co.find_route(BUNDLED, "Xi'an", "Duisburg", corridor=corridor, shipment=BOX)
    cost, emissions = route.cost, route.emissions
    assert cost is not None
    assert emissions is not None
    for number, level in enumerate(("low", "typical", "high")):
        by_hand = sum(charge.cents[number] for charge in cost.charges)
        assert cost.at(level).cents == by_hand  # type: ignore[arg-type]
    for tariff, charges in cost.sections():
        assert tariff is not None
        assert sum(charge.cents[0] for charge in charges) == 2 * tariff.price.low.cents
        assert sum(charge.cents[2] for charge in charges) == 2 * tariff.price.high.cents
    assert sum(cost.kinds.values(), co.Money(0, "USD")) == cost.typical
    assert emissions.total == sum(part.grams for part in emissions.parts)
    assert emissions.is_complete
    assert emissions.scopes == ("WTW",)


FOUR = [
    # corridor, part that has a price, lowest and highest in USD per 40ft, of when, source
    ("northern", "Xi'an > Duisburg", 5250, 6100, "2025-03", "p1520-h1-25", True),
    ("suez", "Shanghai > Piraeus", 4200, 4200, "2026-09", "spider26", False),
    ("cape", "Shanghai > Rotterdam", 3626, 3626, "2026-09-17", "spider26", False),
]


@pytest.mark.parametrize(
    ("corridor", "way", "low", "high", "date", "source", "whole"), FOUR, ids=str
)
def test_a_corridors_price_is_that_of_its_source(
    corridor: str, way: str, low: int, high: int, date: str, source: str, whole: bool
) -> None:
    box = co.Shipment(equipment="40ft", max_price_age="any")
    ports = () if whole else tuple(way.split(" > "))
    others = co.Avoid(nodes={"shenzhen", "ningbo"})  # ports that are as near, or nearer
    asked: Any = {"corridor": corridor, "via": ports, "shipment": box, "avoid": others}
    cost = co.find_route(BUNDLED, "Xi'an", "Duisburg", **asked).cost
    assert cost is not None
    assert (cost.low, cost.high) == (co.Money(low * 100, "USD"), co.Money(high * 100, "USD"))
    ((_, charges),) = cost.sections()
    ends = (charges[0].label.partition(" > ")[0], charges[-1].label.rpartition(" > ")[2])
    assert " > ".join(ends) == way
    assert {charge.basis for charge in charges} == {"allocated"}
    assert cost.dates == (date,)
    assert "months old" in cost.age
    assert cost.sources[0].id == source
    assert cost.is_complete == whole


def test_the_middle_corridor_has_a_dated_historic_figure_in_no_total() -> None:
    """Of 2018, blackseagrain: 3,474 USD per 40ft from Altynkol to Istanbul; none since."""
    box = co.Shipment(equipment="40ft")
    asked: Any = {"via": "Altynkol", "corridor": "middle"}
    cost = co.find_route(BUNDLED, "Xi'an", "Istanbul", shipment=box, **asked).cost
    assert cost is not None
    assert "titr-istanbul-40ft-2018" not in [item.id for item in cost.tariffs]
    parts = {tariff.id: money for tariff, money in cost.historic_parts}
    assert parts["titr-istanbul-40ft-2018"] == co.Money(347_400, "USD")
    old = co.Shipment(equipment="40ft", max_price_age="any")
    way = co.find_route(BUNDLED, "Xi'an", "Istanbul", shipment=old, **asked)
    assert way.cost is not None
    assert "titr-istanbul-40ft-2018" in [item.id for item in way.cost.tariffs]
    assert way.cost.age.startswith("2018 (8 years old)")
    assert way.cost.historic == ()


EMITTED = [
    # kg CO2e WTW for 20 t in 2 TEU in worked examples of emissions.yaml, with our own distances
    ("northern", 3_646, 9_908, "glec-aioxy, GLEC v3.2 (2025): 18.4 g/t-km by rail"),
    ("suez", 1_840, 19_611, "glec-ts, GLEC v3.2 (2025): 46.9 to 52.2 g/TEU-km by sea"),
    ("cape", 2_416, 25_759, "glec-ts, GLEC v3.2 (2025): 46.9 to 52.2 g/TEU-km by sea"),
]


@pytest.mark.parametrize(("corridor", "kilos", "km", "source"), EMITTED, ids=str)
def test_a_corridor_emits_per_km_what_its_sources_say(
    corridor: str, kilos: int, km: int, source: str
) -> None:
    box = co.Shipment(equipment="40ft", cargo_mass="20 t")
    found = co.find_route(BUNDLED, "Xi'an", "Duisburg", corridor=corridor, shipment=box).emissions
    assert found is not None
    mode = "rail" if corridor == "northern" else "sea"
    parts = [part for part in found.parts if part.metres and part.factor.id.startswith(mode)]
    own = sum(part.grams for part in parts) / sum(part.metres for part in parts)
    assert own == pytest.approx(kilos / km, rel=0.12)
    assert found.sources, source


def test_time_on_the_way_costs_what_the_source_says() -> None:
    """shipsgo: 50,000 USD at 25 % a year is 34.24 USD a day (50000 x 0.25 / 365 = 34.2466)."""
    box = co.Shipment(equipment="40ft", cargo_value="50000 USD", inventory_cost="25 %")
    cost = co.find_route(BUNDLED, "Xi'an", "Duisburg", corridor="northern", shipment=box)
    assert cost.cost is not None
    held = cost.cost.kinds["inventory"].cents / 100
    assert held / cost.transit_time.typical.days == pytest.approx(34.2466, abs=0.01)


def priced_line(**tariff: Any) -> Tree:
    spec = line()
    common = {"equipment": "40ft", "date": "2026", "price": "100 EUR"} | ESTIMATED | tariff
    box = {"cargo_mass": {"value": "10 t"} | ESTIMATED, "most_cargo": {"value": "28 t"} | ESTIMATED}
    spec["equipment"] = {"40ft": {"text": "Box", "teu": "2"} | box}
    spec["tariffs"] = {"one": {"leg": "a--b"} | common, "two": {"leg": "b--c"} | common}
    return spec


def test_money_is_converted_by_the_latest_rate_that_is_not_after_the_date() -> None:
    spec = priced_line()
    spec["exchange_rates"] = {
        "first": {"base": "EUR", "quoted": "USD", "rate": "1.1", "date": "2026-01-01"},
        "second": {"base": "USD", "quoted": "EUR", "rate": "0.8", "date": "2026-06-01"},
        "later": {"base": "EUR", "quoted": "USD", "rate": "2", "date": "2027-01-01"},
    }
    net = co.load_network(dump(spec))
    for date, cents in (("2026-02", 22_000), (None, 25_000)):
        box = co.Shipment(equipment="40ft", price_date=date)
        route = co.find_route(net, "a", "c", shipment=box, by="cost")
        assert route.cost is not None
        assert route.cost.typical == co.Money(cents, "USD")


def test_another_currency_is_named_in_tables_and_gives_no_dollars() -> None:
    spec = priced_line()
    rate = {"base": "EUR", "quoted": "USD", "rate": "1.1", "date": "2026-01-01"}
    spec["exchange_rates"] = {"first": rate}
    box = co.Shipment(equipment="40ft", currency="EUR")
    route = co.find_route(co.load_network(dump(spec)), "a", "c", shipment=box)
    names = {*co.to_records(route)[0], *co.to_records(route, "charges")[0]}
    assert {"freight_typical_eur", "typical_eur"} <= names
    assert not any(name.endswith("_usd") for name in names)
    found = co.measure_indicators(route)
    assert found.rows[0].tfi3 is None
    said = "TFI3: is given in USD only; the shipment's currency is EUR"
    assert said in " ".join(found.full().split())


def test_what_a_neighbour_includes_is_not_charged_again() -> None:
    """Rail 100 with its handling, ferry 100, and 10 for the transshipment between: 200."""
    spec = priced_line()
    spec["legs"]["a--b"] = leg("a", "b", "rail", gauge="1520 mm")
    stop = {"inbound": "rail", "outbound": "ferry", "kind": "transshipment", "time": "10 h"}
    spec["nodes"]["b"]["dwell"] = [stop | {"time": {"value": "10 h"} | ESTIMATED}]
    one = spec["tariffs"]["one"] | {"price": "100 EUR"}
    handling = {key: value for key, value in one.items() if key != "leg"}
    box = co.Shipment(equipment="40ft", currency="EUR")
    for first, second, total in (
        ("true", "false", 200),
        ("false", "true", 200),
        (*("false",) * 2, 210),
    ):
        spec["tariffs"] = {
            "one": one | {"leg": "a--b", "includes_handling": first},
            "two": one | {"leg": "b--c", "includes_handling": second},
            "stop": handling | {"node": "b", "charge": "transshipment", "price": "10 EUR"},
        }
        net = co.load_network(dump(spec))
        for by in ("cost", "transit_time"):
            route = co.find_route(net, "a", "c", shipment=box, by=by)
            assert route.cost is not None
            assert route.cost.typical == co.Money(total * 100, "EUR")


def test_the_middle_of_a_price_is_that_of_all_boxes() -> None:
    """From 10.00 to 10.01, two boxes: 20.01, not twice what the middle is cut to."""
    spec = priced_line()
    spec["tariffs"]["one"]["price"] = {"low": "10 EUR", "high": "10.01 EUR"}
    net = co.load_network(dump(spec))
    box = co.Shipment(equipment="40ft", quantity=2, currency="EUR")
    leg_id = spec["tariffs"]["one"]["leg"]
    ends = spec["legs"][leg_id]["origin"], spec["legs"][leg_id]["destination"]
    cost = co.find_route(net, *ends, shipment=box).cost
    assert cost is not None
    assert cost.typical == co.Money(2001, "EUR")


def test_storage_is_paid_for_each_day_begun_after_the_free_time() -> None:
    spec = priced_line()
    spec["legs"]["b--c"] = leg("b", "c", "ferry", waiting={"value": "60 h"} | ESTIMATED)
    spec["tariffs"]["store"] = spec["tariffs"]["one"] | {
        "node": "b", "charge": "storage", "free_time": "1 day", "price": "20 EUR",
    }  # fmt: skip
    del spec["tariffs"]["store"]["leg"]
    net = co.load_network(dump(spec))
    box = co.Shipment(equipment="40ft", quantity=3, currency="EUR")
    route = co.find_route(net, "a", "c", shipment=box, by="cost")
    assert route.cost is not None
    assert route.cost.kinds == {
        "haulage": co.Money(60_000, "EUR"),
        "storage": co.Money(3 * 2 * 2_000, "EUR"),
    }


def test_a_file_that_knows_no_boxes_says_so() -> None:
    net = co.load_network(dump(line()))
    with pytest.raises(co.ShipmentError) as caught:
        co.find_route(net, "a", "c", shipment=co.Shipment(equipment="40ft"))
    assert str(caught.value) == (
        "the network file does not say what a 40ft box is; add under equipment: 40ft, or begin "
        "the file with extends: bundled"
    )
    priced = co.load_network(dump(priced_line()))
    box = co.Shipment(equipment="40ft", cargo_value="5 EUR")
    with pytest.raises(co.ShipmentError) as caught:
        co.find_route(priced, "a", "c", shipment=box)
    assert str(caught.value) == (
        "the shipment has a value, and the network file does not say what goods on the way cost; "
        'say inventory_cost="25 %" (of the value, in a year), or leave cargo_value out'
    )


def section(**more: Any) -> Tree:
    """The line with one tariff from a to c alone."""
    spec = priced_line()
    through = spec["tariffs"]["one"] | {"origin": ["a"], "destination": ["c"]} | more
    del through["leg"]
    spec["tariffs"] = {"one": through}
    return spec


def corridor(leg_id: str) -> Tree:
    return {"name": leg_id.upper(), "through": [{"legs": [leg_id]}]}


def test_a_claim_of_a_corridor_prices_no_route_that_mixes_corridors() -> None:
    box = co.Shipment(equipment="40ft", currency="EUR")
    spec = section(corridors=["one"]) | {"corridors": {"one": corridor("a--b")}}
    route = co.find_route(co.load_network(dump(spec)), "a", "c", by="cost", shipment=box)
    assert route.cost is not None
    assert route.cost.typical == co.Money(10_000, "EUR")
    spec["corridors"]["two"] = corridor("b--c")
    mixed = co.load_network(dump(spec))
    with pytest.raises(co.ShipmentError):
        co.find_route(mixed, "a", "c", by="cost", shipment=box)
    cost = co.find_route(mixed, "a", "c", shipment=box).cost
    assert cost is not None
    assert cost.charges == ()
    spec["corridors"]["two"]["parent"] = "one"
    branch = co.load_network(dump(spec))
    assert co.find_route(branch, "a", "c", by="cost", shipment=box).corridors == ("one", "two")


def test_a_section_is_not_ridden_past_the_destination() -> None:
    box = co.Shipment(equipment="40ft", currency="EUR")
    spec = section() | {"places": {"twin": {"name": "Twin", "nodes": ["b", "c"]}}}
    with pytest.raises(co.ShipmentError):
        co.find_route(co.load_network(dump(spec)), "a", "twin", by="cost", shipment=box)


def test_what_is_not_one_way_is_priced_one_way_unless_the_tariff_says_both() -> None:
    box = co.Shipment(equipment="40ft", currency="EUR")
    with pytest.raises(co.ShipmentError):
        co.find_route(co.load_network(dump(section())), "c", "a", by="cost", shipment=box)
    both = co.load_network(dump(section(both_ways="true")))
    assert co.find_route(both, "c", "a", by="cost", shipment=box).cost is not None


def test_a_route_without_factors_names_what_has_none() -> None:
    net = co.load_network(dump(priced_line()))
    box = co.Shipment(equipment="40ft", currency="EUR")
    route = co.find_route(net, "a", "c", shipment=box)
    assert route.emissions is not None
    assert not route.emissions.is_complete
    assert "0 kg CO2e, incomplete: no factor for Alpha > Gamma" in str(route)
    for more in ({"by": "emissions"}, {"max_emissions": "4 t"}):
        with pytest.raises(co.ShipmentError) as caught:
            co.find_route(net, "a", "c", shipment=box, **more)  # type: ignore[arg-type]
        assert str(caught.value) == (
            "no route Alpha > Gamma has an emission factor for every leg\n"
            "  by the quickest, Alpha > Gamma has none\n"
            "  add one for its mode under emission_factors, or ask by transit time"
        )


def test_a_quote_is_printed_with_its_grounds() -> None:
    box = co.Shipment(
        equipment="40ft",
        quantity=2,
        cargo_mass="14 t",
        cargo_value="108000 USD",
        max_price_age="any",
    )
    text = co.find_route(BUNDLED, "Xi'an", "Duisburg", by="cost", shipment=box).full()
    assert (
        """\
                                   low
cost                               USD    typical       high  price of
──────────────────────────────────────────────────────────────────────
haulage    Xi'an > Duisburg  10,500.00  11,350.00  12,200.00  2025-03
inventory  goods on the way   1,602.24   2,240.81   3,646.10
──────────────────────────────────────────────────────────────────────
total                        12,102.24  13,590.81  15,846.10
"""
        in text
    )
    assert "China - Europe by rail, 2025-03 (20 months old) [p1520-h1-25," in text
    assert "4,997 kg by rail, EU average, traction unknown: 18.4 g/t-km, default" in text
    part = co.find_route(BUNDLED, "Xi'an", "Duisburg", corridor="cape", shipment=BOX).full()
    assert "incomplete total" in part
    assert "no rate    Xi'an > Shenzhen, transshipment at Shenzhen" in part


def test_what_an_incomplete_side_does_not_know_is_no_zero() -> None:
    """The Middle Corridor has no price from Xi'an: nothing is subtracted from a whole one."""
    box = co.Shipment(equipment="40ft", cargo_value="50000 USD")
    net = bundled_network()
    middle, northern = (
        co.find_route(net, "Xi'an", "Duisburg", corridor=corridor, shipment=box)
        for corridor in ("middle", "northern")
    )
    said = co.explain(net, middle, versus=northern).full()
    total = next(line for line in said.splitlines() if line.startswith("incomplete total"))
    assert total.split()[-1] == "-"
    haulage = next(line for line in said.splitlines() if line.startswith("haulage"))
    assert haulage.split()[1] == haulage.split()[3] == "-"


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (
            lambda: co.Shipment(equipment="40ft", cargo_value=50000),  # type: ignore[arg-type] # an untyped caller
            (
                'cargo_value is "50000"; it must be a number, a space, and a currency of three '
                'letters, as in "3474 USD"'
            ),
        ),
        (
            lambda: co.find_route(bundled_network(), "Aktau", "Alat", shipment="40ft"),  # type: ignore[arg-type] # an untyped caller
            "shipment is '40ft'; write co.Shipment(equipment=...)",
        ),
        (
            lambda: co.find_route(bundled_network(), "Aktau", "Alat", avoid={"RU"}),  # type: ignore[arg-type] # an untyped caller
            "avoid is {'RU'}; write co.Avoid(countries={...})",
        ),
        (
            lambda: co.compare(bundled_network(), ["Istanbul"]),
            'Istanbul is no chain of places; write two, as in "Xi\'an > Istanbul"',
        ),
        (
            lambda: co.capacity(bundled_network(), "Aktau", "Alat", teu_per_train=0),
            "teu_per_train is 0; it must be above 0",
        ),
    ],
)
def test_what_is_no_shipment_or_chain_is_refused(call: Callable[[], object], message: str) -> None:
    with pytest.raises(co.CorridorError) as caught:
        call()
    assert str(caught.value) == message


def test_a_deadline_before_all_days_is_refused() -> None:
    sim = co.simulate(bundled_network(), "Aktau > Alat", runs=100, seed=1)
    with pytest.raises(co.QuantityError) as caught:
        sim.ship_by("0001-01-01", confidence=0.9)
    assert str(caught.value) == "0001-01-01 is too early a deadline to ship before"


def test_a_price_that_was_converted_says_by_which_rate() -> None:
    spec = priced_line()
    spec["exchange_rates"] = {
        "first": {"base": "EUR", "quoted": "USD", "rate": "1.1", "date": "2026-01-01"}
    }
    route = co.find_route(read(spec), "a", "c", shipment=co.Shipment(equipment="40ft"))
    (line_,) = [text for text in route.full().splitlines() if text.startswith("converted")]
    assert line_ == "converted  EUR to USD: 1 EUR = 1.1 USD (2026-01-01)"
