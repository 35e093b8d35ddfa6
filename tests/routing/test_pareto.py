"""The best compromises: equal to brute force, none beaten, and what a tolerance hides."""

from operator import le
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corridor as co
from corridor.routing.graph.pareto_search import _Least
from support import oracle_cost
from support.bundled import bundled_network
from support.priced import SHIPPING, Case
from support.small import detour, line, loop, read

if TYPE_CHECKING:
    from corridor.routes.objectives import Objective

BUNDLED = bundled_network()
BOX = co.Shipment(
    equipment="40ft",
    quantity=2,
    cargo_mass="14 t",
    cargo_value="108000 USD",
    max_price_age="any",
)

Values = tuple[int, ...]
#: By what routes without a price are compared.
PLAIN = ("transit_time", "emissions")


def measured(case: Case, by: tuple[str, ...]) -> list[Values]:
    """Measure every route of brute force by each objective, those alone that have them all."""
    found = []
    for route, facts in case.routes:
        values = {
            "transit_time": route.seconds,
            "cost": case.prices.cheapest(route, facts.corridors),
            "emissions": oracle_cost.grams(case.spec, case.asked, route),
            "distance": oracle_cost.metres(case.spec, route),
        }
        if values["cost"] is not None or "cost" not in by:
            found.append(tuple(values[name] or 0 for name in by))
    return found


def no_worse(one: Values, other: Values) -> bool:
    """Return whether one is nowhere above the other."""
    return all(map(le, one, other))


def unbeaten(found: list[Values]) -> list[Values]:
    """List the values that no others beat, each once."""
    return sorted(
        {one for one in found if not any(no_worse(other, one) and other != one for other in found)}
    )


three = st.sampled_from(
    (
        ("transit_time", "cost", "emissions"),
        ("transit_time", "emissions", "distance"),
        ("distance", "cost"),
    )
)


@given(data=st.data(), by=three)
def test_the_compromises_are_those_of_brute_force(data: st.DataObject, by: Any) -> None:
    """M9: none beats another, each single best is there, every route is beaten or there."""
    case = Case(data)
    found = measured(case, by)
    query = case.query
    asked: Any = {"via": query.vias, "level": query.level, "modes": query.modes}
    points = (query.origin, query.destination)
    if not case.routes:
        with pytest.raises(co.NoRouteError):
            co.find_pareto_routes(case.net, *points, by=by, shipment=case.box, **asked)
        return
    front = co.find_pareto_routes(case.net, *points, by=by, shipment=case.box, **asked)
    assert list(front.values) == unbeaten(found)
    for place in range(len(by) if found else 0):
        assert min(value[place] for value in front.values) == min(item[place] for item in found)
    assert_the_others_are_there(case, by, front)


def assert_the_others_are_there(case: Case, by: tuple[str, ...], front: co.Front) -> None:
    """Hold routes that lack a price to brute force by what takes none, and to those with one."""
    priced = {
        tuple(sorted(route.legs))
        for route, facts in case.routes
        if case.prices.cheapest(route, facts.corridors) is not None
    }
    rest = tuple(dict.fromkeys((*(name for name in by if name != "cost"), *PLAIN)))
    places = [rest.index(name) for name in by if name != "cost"]
    unbeaten_rest = unbeaten(measured(case, rest))
    for item in front.unpriced:
        assert item.route.cost
        assert not item.route.cost.is_complete
        known = [value for value in item.values if value is not None]
        assert known == [item.least[by.index(name)] for name in by if name != "cost"]
        assert not any(no_worse(values, item.least) for values in front.values)
    if "cost" not in by:
        assert not front.unpriced
        return
    shown = {tuple(v for v in item.values if v is not None) for item in front.unpriced}
    known_to_price = [tuple(v[by.index(n)] for n in by if n != "cost") for v in front.values]
    for (route, _), values in zip(case.routes, measured(case, rest), strict=True):
        own = tuple(values[place] for place in places)
        if values in unbeaten_rest and tuple(sorted(route.legs)) not in priced:
            alike = sum(other == values for other in measured(case, rest))
            beaten = any(no_worse(other, own) for other in known_to_price)
            assert own in shown or beaten or alike > 1


@given(data=st.data(), tolerance=st.sampled_from((0.01, 0.1, 0.5)))
def test_what_a_tolerance_hides_is_within_it(data: st.DataObject, tolerance: float) -> None:
    case = Case(data)
    if not case.routes:
        return
    query, by = case.query, ("transit_time", "emissions", "distance")
    asked: Any = {"via": query.vias, "level": query.level, "modes": query.modes, "by": by}
    points = (query.origin, query.destination)
    whole = co.find_pareto_routes(case.net, *points, shipment=case.box, **asked)
    few = co.find_pareto_routes(case.net, *points, shipment=case.box, tolerance=tolerance, **asked)
    assert few.hidden == len(whole) - len(few)
    assert set(few.values) <= set(whole.values)
    for values in whole.values:
        within = tuple(int(int(value) * (1 + tolerance) + 1e-6) for value in values)
        assert any(no_worse(shown, within) for shown in few.values)
    for place in range(len(by)):
        assert min(item[place] for item in few.values) == min(item[place] for item in whole.values)


def test_the_compromises_of_the_bundled_network() -> None:
    by: tuple[Objective, ...] = ("transit_time", "cost", "emissions")
    front = co.find_pareto_routes(BUNDLED, "Xi'an", "Duisburg", by=by, shipment=BOX)
    assert front.hidden == 0
    assert all(route.cost and route.cost.is_complete for route in front)
    for name in by:
        single = co.find_route(BUNDLED, "Xi'an", "Duisburg", by=name, shipment=BOX)
        if name != "emissions":  # the least emissions are by sea, where parts have no price
            assert single.steps in [route.steps for route in front]
    assert front[:1] == (front[0],)
    few = co.find_pareto_routes(
        BUNDLED, "Xi'an", "Duisburg", by=("transit_time", "emissions"), shipment=BOX, tolerance=0.05
    )
    assert (
        few.full()
        == f"""\
Xi'an > Duisburg: 3 routes that no other beats in all of transit time and
emissions; 6 more hidden, within 5 % of one that is shown.

   corridors   days  kg CO2e
────────────────────────────
1  northern   16.8*   5,088
2  suez       42.1    4,820
3  suez       44.2    4,653*
────────────────────────────

1         Xi'an > Dostyk > Vilnius > Kaliningrad > Duisburg
2         Xi'an > Shenzhen ~ Port Said ~ Trieste > Duisburg
3         Xi'an > Shanghai ~ Port Said ~ Genoa > Duisburg
*         the least of all
shipment  2 x 40ft, 14 t and 108,000.00 USD in each
          price date, not stated: 2026-11-21: later prices are not used
          inventory, not stated: 22.5 % of the value in a year: the middle of
          the 20 to 25 % of the value a year that the source gives [shipsgo]
level     days and money at typical
data      {BUNDLED.stamp}"""
    )


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (
            {"by": ("cost",)},
            (
                "by has 1 objective; it must have two or more of transit_time, cost, emissions, "
                "distance, generalised"
            ),
        ),
        (
            {"by": ("transit_time", "cost"), "tolerance": -1},
            "tolerance is -1; it must be a share from 0, as in 0.01",
        ),
    ],
)
def test_a_wrong_trade_off_is_told(more: dict[str, Any], message: str) -> None:
    with pytest.raises(co.QuantityError) as caught:
        co.find_pareto_routes(BUNDLED, "Xi'an", "Duisburg", shipment=BOX, **more)
    assert str(caught.value) == message


def test_a_trade_off_without_prices_names_what_is_wanting() -> None:
    with pytest.raises(co.ShipmentError) as caught:
        co.find_pareto_routes(
            BUNDLED, "Xi'an", "Istanbul", shipment=BOX, corridor="middle", max_cost="9000 USD"
        )
    assert str(caught.value).startswith("no route Xi'an > Istanbul is fully priced for")
    assert caught.value.missing[0] == "Xi'an > Dostyk"
    with pytest.raises(co.ShipmentError, match='by="cost" needs a shipment'):
        co.find_pareto_routes(BUNDLED, "Xi'an", "Istanbul")


def test_routes_without_a_price_stay_in_the_answer() -> None:
    """The Middle Corridor has no price on file of the last 18 months; its days and grams show."""
    box = co.Shipment(equipment="40ft")
    front = co.find_pareto_routes(BUNDLED, "Xi'an", "Istanbul", shipment=box)
    assert not front
    first = front.unpriced[0]
    assert "middle" in first.route.corridors
    assert first.values[1] is None
    assert first.least[1] == 0
    text = " ".join(front.full().split())
    assert text.startswith(
        "Xi'an > Istanbul: no route is fully priced; "
        f"{len(front.unpriced)} are shown, not priced as a whole. "
    )
    assert f"middle, middle-btk {first.route.transit_time.typical.days:.1f} not priced " in text
    assert "3,474.00 USD, TITR rate Altynkol - Istanbul, 2018; in no value" in text


def test_what_is_priced_of_a_route_is_a_lower_bound() -> None:
    front = co.find_pareto_routes(
        BUNDLED, "Xi'an", "Duisburg", shipment=co.Shipment(equipment="40ft", max_price_age="any")
    )
    assert front
    for item in front.unpriced:
        cost = item.route.cost
        assert cost
        assert item.least[1] == cost.typical.cents
        # What is dearer in part alone than a quicker route as a whole is no trade-off.
        assert not any(no_worse(values, item.least) for values in front.values)
    (by_sea,) = (item for item in front.unpriced if "cape" in item.route.corridors)
    assert f" {by_sea.shown(front.by, 0)}   at least {by_sea.least[1] // 100:,} " in front.full()
    few = co.find_pareto_routes(
        BUNDLED,
        "Xi'an",
        "Duisburg",
        shipment=co.Shipment(equipment="40ft", max_price_age="any"),
        tolerance=0.1,
    )
    assert len(few.unpriced) < len(front.unpriced)
    hidden = len(front.shown) - len(few.shown)
    assert few.hidden == hidden


def test_with_a_budget_only_what_is_priced_is_shown() -> None:
    box = co.Shipment(equipment="40ft")
    with pytest.raises(co.ShipmentError, match="is fully priced for"):
        co.find_pareto_routes(BUNDLED, "Xi'an", "Istanbul", shipment=box, max_cost="9000 USD")


def test_unpriced_routes_that_tie_come_by_their_legs() -> None:
    """Two lines of the same length and time, neither with a price."""
    spec = detour() | SHIPPING
    for one, other in (("a--b", "a--d"), ("b--c", "c--d")):
        spec["legs"][other] = spec["legs"][one] | {
            key: spec["legs"][other][key] for key in ("origin", "destination")
        }
    spec["corridors"] = {
        name: {"name": name.title(), "through": [{"nodes": [node]}]}
        for name, node in (("by-b", "b"), ("by-d", "d"))
    }
    box = co.Shipment(equipment="40ft", currency="USD")
    front = co.find_pareto_routes(read(spec), "a", "c", by=("transit_time", "cost"), shipment=box)
    assert [[leg.id for leg in item.route.legs] for item in front.unpriced] == [
        ["a--b", "b--c"],
        ["a--d", "c--d"],
    ]


@given(st.integers(1, 3).flatmap(lambda size: st.lists(st.tuples(*[st.integers(0, 5)] * size))))
def test_weights_are_beaten_by_what_is_no_worse_in_whatever_order_they_come(
    asked: list[tuple[int, ...]],
) -> None:
    """It protects the staircase that stands for weights compared one by one."""
    least, added = _Least(asked[:2]), asked[:2]
    for values in asked[2:]:
        beaten = any(all(one <= two for one, two in zip(a, values, strict=True)) for a in added)
        assert least.beat(values) == beaten
        least.add(values)
        added.append(values)


def test_weights_that_are_added_before_others_beat_before_them() -> None:
    least = _Least([(9, 0), (5, 0)])
    least.add((1, 4))
    assert least.beat((2, 4))
    assert not least.beat((4, 3))
    assert least.beat((5, 0))


def roads() -> Any:
    """Two ways by road alone: by b in 20 h and 120 km, by d in 60 h and 100 km."""
    spec = detour() | SHIPPING
    for one in spec["legs"].values():
        one["mode"] = "road"
    for one in ("a--d", "c--d"):
        spec["legs"][one]["distance"] = {"value": "50 km", "basis": "estimated", "rule": "drawn"}
    return spec


def test_places_that_road_alone_joins_have_their_compromises() -> None:
    """Road is no usual mode, and is taken where nothing else joins the two ends."""
    net = read(roads())
    front = co.find_pareto_routes(net, "a", "c", by=("transit_time", "distance"))
    assert front.values == ((72_000, 120_000), (216_000, 100_000))
    assert [[leg.id for leg in route.legs] for route in front.routes] == [
        ["a--b", "b--c"],
        ["a--d", "c--d"],
    ]
    assert [[leg.is_back for leg in route.legs] for route in front.routes] == [
        [False, False],
        [False, True],
    ]
    with pytest.raises(co.NoRouteError):
        co.find_pareto_routes(net, "a", "c", by=("transit_time", "distance"), modes=("rail",))


def test_by_road_alone_routes_without_a_price_stay_in_the_answer() -> None:
    """The way by d has a price of 7 USD a leg, the quicker one by b none."""
    priced = {"equipment": "40ft", "price": "7 USD", "date": "2026-10", "includes_handling": "true",
              "basis": "assumed", "rule": "drawn"}  # fmt: skip
    spec = roads() | {"tariffs": {leg: {"leg": leg} | priced for leg in ("a--d", "c--d")}}
    box = co.Shipment(equipment="40ft", currency="USD", price_date="2026-11-21")
    front = co.find_pareto_routes(read(spec), "a", "c", by=("transit_time", "cost"), shipment=box)
    assert front.values == ((216_000, 1_400),)
    assert [[leg.id for leg in item.route.legs] for item in front.unpriced] == [["a--b", "b--c"]]
    assert [item.values for item in front.unpriced] == [(72_000, None)]


@pytest.mark.parametrize("mode", ["ferry", "road"])
def test_routes_without_a_price_or_a_factor_stay_in_the_answer(mode: str) -> None:
    """A network of one's own needs no emission factors where nobody asks for emissions."""
    net = read(line(mode) | SHIPPING)
    box = co.Shipment(equipment="40ft")
    front = co.find_pareto_routes(net, "a", "c", shipment=box, by=("transit_time", "cost"))
    assert [(item.route.modes, item.values) for item in front.unpriced] == [
        ((mode,), (72_000, None))
    ]
    with pytest.raises(co.ShipmentError, match="no route Alpha > Gamma is fully priced"):
        co.find_pareto_routes(net, "a", "c", shipment=box)


def test_trade_offs_of_time_and_distance_need_no_shipment() -> None:
    front = co.find_pareto_routes(read(detour()), "a", "c", by=("transit_time", "distance"))
    assert front.values == ((72_000, 120_000),)
    assert "shipment" not in front.full()
    assert "level  days and money at typical" in front.full()


@pytest.mark.parametrize(("ship", "last"), [("a--b", "2027-01-11"), ("b--c", "2027-01-12")])
def test_a_leg_whose_last_departure_has_left_is_in_no_compromise(ship: str, last: str) -> None:
    """Either ship by b is in service until the 20th, and leaves for the last time before."""
    spec = detour()
    spec["sources"] = {"atlas": {"title": "Atlas", "publisher": "Nobody"}}
    spec["legs"][ship]["periods"] = [{"end": "2027-01-20", "sources": ["atlas"]}]
    dated = {"service": ship, "dates": [last], "sources": ["atlas"]}
    net = read(spec | {"departures": {ship: dated}})
    for depart, by in (("2027-01-11", "a--b b--c"), ("2027-01-12", "a--d c--d")):
        front = co.find_pareto_routes(net, "a", "c", by=("transit_time", "distance"), depart=depart)
        assert [" ".join(leg.id for leg in route.legs) for route in front.routes] == [by]


def test_a_way_that_passes_a_place_twice_is_no_compromise() -> None:
    asked: Any = {"by": ("transit_time", "distance"), "modes": ("rail", "road", "ferry")}
    front = co.find_pareto_routes(loop(), "O", "D", **asked)
    assert front.values == (((9 + 95 + 9) * 3_600, 600_000),)


def test_the_compromises_of_a_day_wait_for_departures() -> None:
    """The ferry b - c leaves every other day, so that it is waited for a day on average."""
    net = closed_or_round("2027-03-02", "a--d", headway="2 days")
    asked: Any = {"by": ("transit_time", "distance"), "depart": "2027-03-01"}
    assert co.find_pareto_routes(net, "a", "c", **asked).values == ((44 * 3_600, 120_000),)


def closed_or_round(end: str | None, leg: str = "b--c", headway: str = "") -> co.Network:
    """By b 120 km in 20 h, with a leg closed from the first of March; by d 200 km in 60 h."""
    spec = detour()
    for name in ("a--d", "c--d"):
        spec["legs"][name]["distance"] = spec["legs"][name]["distance"] | {"value": "100 km"}
    spec["closures"] = {"c": {"legs": [leg], "start": "2027-03-01"} | ({"end": end} if end else {})}
    if headway:
        told = {"basis": "estimated", "rule": "drawn"}
        spec["legs"]["b--c"]["headway"] = {"value": headway} | told
    return read(spec)


@pytest.mark.parametrize(
    ("leg", "end", "more", "hours"),
    [
        ("b--c", "2027-03-11", {}, {60: 200, 250: 120}),
        ("a--b", "2027-03-11", {}, {60: 200, 260: 120}),
        ("b--c", "2027-03-03", {}, {58: 120}),
        ("b--c", None, {}, {60: 200}),
        ("a--b", None, {}, {60: 200}),
        ("b--c", "2027-03-11", {"max_time": "249 h"}, {60: 200}),
        ("b--c", "2027-03-11", {"max_time": "250 h"}, {60: 200, 250: 120}),
        ("b--c", "2027-03-11", {"via": "b"}, {80: 320, 250: 120}),
    ],
)
def test_the_compromises_of_a_day_count_the_time_until_what_is_closed_opens(
    leg: str, end: str | None, more: Any, hours: dict[int, int]
) -> None:
    """A wait of ten days for the shorter route; none for one that stays closed."""
    asked: Any = {"by": ("transit_time", "distance"), "depart": "2027-03-01"} | more
    front = co.find_pareto_routes(closed_or_round(end, leg), "a", "c", **asked)
    expected = {(time * 3_600, km * 1_000) for time, km in hours.items()}
    assert set(front.values) == expected
    turned = asked | {"by": ("distance", "transit_time")}
    other = co.find_pareto_routes(closed_or_round(end, leg), "a", "c", **turned)
    assert {values[::-1] for values in other.values} == expected
