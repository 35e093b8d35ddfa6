"""Which tariff counts where, and what a shipment's terms are, worked out by hand."""

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest

import corridor as co
from corridor.money import Money
from corridor.routing.costs import price_book, resolved_shipment
from corridor.routing.costs.price_book import PriceBook, price_books, rule_for
from corridor.routing.costs.resolved_shipment import Terms, months_before, nearest, terms_of
from support.priced import SHIPPING
from support.small import leg, line, read, spot
from support.strategies import Tree

RULE = {"basis": "estimated", "rule": "drawn"}
DAY = "2026-11-21"
BOX = co.Shipment(equipment="40ft", currency="USD", price_date=DAY, max_price_age="any")


def tariff(price: int, **more: Any) -> Tree:
    held = {"equipment": "any", "price": f"{price} USD", "date": "2026-10"}
    return held | RULE | more


def network(tariffs: Tree, **more: Any) -> co.Network:
    """Return ferry a - b (KZ, GE), rail b - c (GE, KZ) and road c - d (KZ) with tariffs.

    Each is read by itself: a file would refuse those of which none is plainly the better.
    """
    net = without(**more)
    read_alone = [without(tariffs={key: item}, **more).file.tariffs for key, item in
                  tariffs.items()]  # fmt: skip
    known = {key: item for held in read_alone for key, item in held.items()}
    return net.with_file(replace(net.file, tariffs=known))


def without(**more: Any) -> co.Network:
    spec = line(service="s")
    spec["nodes"]["d"] = spot("Delta") | {"kind": "rail_terminal"}
    spec["nodes"]["b"]["kind"] = "seaport"
    spec["legs"]["b--c"] = leg("b", "c", "rail", gauge="1520 mm", operators=["Red", "Blue Rail"])
    spec["legs"]["c--d"] = leg("c", "d", "road")
    return read(spec | SHIPPING | more)


def books(tariffs: Tree, shipment: co.Shipment = BOX, **more: Any) -> tuple[PriceBook, ...]:
    net = network(tariffs, **more)
    return price_books(net, terms_of(net, shipment))


def by_leg(tariffs: Tree, shipment: co.Shipment = BOX) -> dict[str, str]:
    """Return which tariff prices each leg."""
    (book,) = books(tariffs, shipment)
    return {key: quote.tariff.id for key, quote in sorted(book.legs.items())}


def test_the_rule_with_the_most_conditions_counts_then_the_later_one() -> None:
    rules = {
        "all": tariff(1, modes=["rail", "road", "ferry"]),
        "later": tariff(2, modes=["rail", "road", "ferry"], date="2026-11"),
        "gauge": tariff(3, modes=["rail"], gauges=["1520 mm"], date="2026-07"),
        "land": tariff(4, modes=["road", "rail"], countries=["KZ"], date="2026-08"),
        "run": tariff(5, modes=["rail"], operators=["Red", "Blue Rail", "Green"], date="2026-09"),
        "half": tariff(6, modes=["rail"], operators=["Red"], gauges=["1520 mm"]),
        "border": tariff(7, modes=["ferry"], borders=["AZ-GE"]),
        "crossed": tariff(8, modes=["ferry"], borders=["GE-KZ"]),
    }
    assert by_leg(rules) == {"a--b": "crossed", "b--c": "run", "c--d": "land"}
    rules["gauge"]["date"] = "2026-10-30"
    assert by_leg(rules)["b--c"] == "gauge"
    rules["one"] = tariff(9, leg="b--c", date="2020")
    assert by_leg(rules)["b--c"] == "one"


def test_of_two_prices_of_a_leg_the_later_counts_then_the_one_with_more_conditions() -> None:
    prices = {
        "old": tariff(1, leg="a--b", date="2026-08"),
        "new": tariff(2, leg="a--b", date="2026-09"),
        "tomorrow": tariff(3, leg="a--b", date="2026-12"),
    }
    assert by_leg(prices) == {"a--b": "new"}
    prices["box"] = tariff(4, leg="a--b", date="2026-09", equipment="40ft")
    assert by_leg(prices) == {"a--b": "box"}
    prices["small"] = tariff(5, leg="a--b", date="2026-10", equipment="20ft")
    assert by_leg(prices) == {"a--b": "box"}


@pytest.mark.parametrize(
    ("more", "holds"),
    [
        ({"valid_from": "2026-11-21"}, True),
        ({"valid_from": "2026-11-22"}, False),
        ({"valid_until": "2026-11-21"}, True),
        ({"valid_until": "2026-11-20"}, False),
        ({"date": "2026-11-21"}, True),
        ({"date": "2026-11-22"}, False),
        ({"date": "2026"}, True),
        ({"mass_above": "9 t"}, True),
        ({"mass_above": "10 t"}, False),
        ({"mass_up_to": "10 t"}, True),
        ({"mass_up_to": "9 t"}, False),
        ({"load": "empty"}, False),
        ({"load": "any"}, True),
        ({"goods": ["food"]}, False),
        ({"price": "1 EUR"}, False),
    ],
)
def test_a_price_holds_on_its_days_for_its_cargo_in_money_that_can_be_changed(
    more: Tree, *, holds: bool
) -> None:
    assert bool(by_leg({"t": tariff(1, leg="a--b") | more})) is holds


def test_a_price_for_some_goods_holds_for_those() -> None:
    food = tariff(1, leg="a--b", goods=["food"])
    for goods, found in (("food", {"a--b": "t"}), ("ore", {})):
        shipment = co.Shipment(equipment="40ft", currency="USD", price_date=DAY, goods=goods)
        assert by_leg({"t": food}, shipment) == found


def test_a_price_by_distance_is_that_of_the_leg() -> None:
    """60 km at 2 USD a km."""
    (book,) = books({"t": tariff(2, leg="a--b", per="km")})
    assert book.legs["a--b"].cents == (12_000,) * 3


@pytest.mark.parametrize(
    ("date", "valid", "historic"),
    [("2025-05", None, False), ("2025-04", None, True), ("2025", None, False),
     ("2024", None, True), ("2024", "2027-01-01", False)],
)  # fmt: skip
def test_a_price_older_than_allowed_is_historic_unless_it_says_until_when_it_holds(
    date: str, valid: str | None, *, historic: bool
) -> None:
    """Eighteen months before November 2026 is May 2025."""
    held = tariff(1, leg="a--b", date=date) | ({"valid_until": valid} if valid else {})
    net = network({"t": held})
    terms = terms_of(net, co.Shipment(equipment="40ft", currency="USD", price_date=DAY))
    assert terms.oldest == "2025-05-21"
    assert price_book.is_historic(net.file.tariffs["t"], terms) is historic
    assert bool(price_books(net, terms)[0].legs) is not historic
    assert price_books(net, terms, historic=True)[0].legs
    assert not price_book.is_historic(net.file.tariffs["t"], terms_of(net, BOX))


def test_a_section_holds_one_way_by_its_modes_unless_it_says_both() -> None:
    held = {
        "there": tariff(1, origin=["a", "b"], destination=["c"]),
        "rail": tariff(2, origin=["a"], destination=["c"], modes=["rail"]),
        "newer": tariff(3, origin=["a"], destination=["c"], date="2026-11"),
        "both": tariff(4, origin=["a"], destination=["d"], both_ways="true"),
    }
    (book,) = books(held)
    found = {ends: [quote.tariff.id for quote in held] for ends, held in book.sections.items()}
    assert found == {
        ("a", "c"): ["rail", "newer"],
        ("b", "c"): ["there"],
        ("a", "d"): ["both"],
        ("d", "a"): ["both"],
    }


def test_what_is_done_at_a_stop_has_its_own_price_or_that_of_a_rule() -> None:
    held = {
        "lift": tariff(1, charge="transshipment"),
        "port": tariff(2, charge="transshipment", node_kind="seaport"),
        "land": tariff(3, charge="transshipment", countries=["KZ"]),
        "own": tariff(4, charge="transshipment", node="a", date="2020"),
        "border": tariff(5, charge="border", borders=["GE-KZ"]),
    }
    (book,) = books(held)
    assert {place: quote.tariff.id for place, quote in book.nodes.items()} == {
        ("a", "transshipment"): "own",
        ("b", "transshipment"): "port",
        ("c", "transshipment"): "land",
        ("d", "transshipment"): "land",
        ("a", "border"): "border",
        ("b", "border"): "border",
        ("c", "border"): "border",
    }


def test_charges_for_time_count_by_node_then_carrier_then_date() -> None:
    free = {"free_time": "2 days"}
    held = {
        "rule": tariff(10, charge="storage") | free,
        "ports": tariff(20, charge="storage", node_kind="seaport", date="2026-09") | free,
        "own": tariff(30, charge="storage", node="b") | free,
        "blue": tariff(40, charge="storage", node="b", operators=["Blue Rail"]) | free,
        "late": tariff(50, charge="demurrage", node="b", date="2026-11") | free,
        "early": tariff(60, charge="demurrage", node="b", date="2026-10") | free,
        "box": tariff(7, charge="detention") | free,
    }
    (book,) = books(held)
    found = {place: [quote.tariff.id for quote in held] for place, held in book.times.items()}
    assert found == {
        ("b", "storage"): ["blue", "own", "ports", "rule"],
        ("a", "storage"): ["rule"], ("c", "storage"): ["rule"], ("d", "storage"): ["rule"],
        ("b", "demurrage"): ["late", "early"],
        ("", "detention"): ["box"],
    }  # fmt: skip
    for operators, expected in ((["Blue Rail"], "blue"), (["Red"], "own"), ([], "own")):
        quote = book.time_charge("b", "storage", operators)
        assert quote is not None
        assert quote.tariff.id == expected
    assert book.time_charge("c", "demurrage", []) is None
    # Five days are three charged ones: storage 40 USD, demurrage 50 USD a day.
    assert book.stay("b", ["Blue Rail"], 5 * 86_400, 1) == 3 * 4_000 + 3 * 5_000
    assert book.stay("c", [], 5 * 86_400, 1) == 3 * 1_000
    assert book.stay("c", [], 2 * 86_400, 1) == 0


def test_prices_of_a_corridor_hold_on_its_own_ways() -> None:
    named = {
        "sea": {"name": "Sea", "through": [{"legs": ["a--b"]}]},
        "branch": {"name": "Branch", "through": [{"legs": ["b--c"]}], "parent": "sea"},
        "land": {"name": "Land", "through": [{"legs": ["c--d"]}]},
    }
    held = {
        "all": tariff(1, leg="a--b"),
        "mine": tariff(2, leg="b--c", corridors=["sea"]),
        "twig": tariff(3, leg="c--d", corridors=["branch"]),
    }
    net = network(held, corridors=named)
    found = price_books(net, terms_of(net, BOX))
    assert [(book.corridor, sorted(book.legs)) for book in found] == [
        (None, ["a--b"]),
        ("sea", ["a--b", "b--c"]),
        ("branch", ["a--b", "b--c", "c--d"]),
    ]
    assert found[0].foreign == frozenset()
    assert len(found[1].foreign) == 2


def test_a_road_outside_the_network_takes_a_rule_that_names_road() -> None:
    held = {
        "road": tariff(1, modes=["road"]),
        "fresh": tariff(6, modes=["road"], date="2026-11"),
        "two": tariff(2, modes=["road", "rail"], countries=["KZ"]),
        "mine": tariff(3, modes=["road"], countries=["KZ"], goods=["food"]),
        "any": tariff(4, countries=["KZ"]),
        "rail": tariff(5, modes=["rail"], date="2026-11"),
    }
    net = network(held)
    terms = terms_of(net, BOX)
    for countries, expected in ((("KZ",), "two"), (("KZ", "GE"), "fresh")):
        found = rule_for(net, terms, net.legs["c--d"], countries)
        assert found is not None
        assert found.id == expected
    assert rule_for(net, terms, net.legs["a--b"], ("KZ",)) is None


@pytest.mark.parametrize(
    ("date", "months", "expected"),
    [
        ("2026-11-21", 18, "2025-05-21"),
        ("2026-11-21", 11, "2025-12-21"),
        ("2026-11-21", 10, "2026-01-21"),
        ("2026-11", 12, "2025-11"),
        ("2026", 12, "2025"),
        ("2026", 1, "2026"),
        ("2026-01-05", 1, "2025-12-05"),
        ("2026-11-21", None, None),
    ],
)
def test_months_before_a_date(date: str, months: int | None, expected: str | None) -> None:
    assert months_before(date, months) == expected


@pytest.mark.parametrize(
    ("date", "limit", "expected"),
    [
        ("2026-11", "2026-11-21", True),
        ("2026", "2025-12-31", False),
        ("2026-11-22", "2026-11", True),
        ("2026-12", "2026-11-30", False),
        ("", "2020", True),
    ],
)
def test_dates_are_compared_as_far_as_both_are_known(
    date: str, limit: str, *, expected: bool
) -> None:
    assert resolved_shipment.not_after(date, limit) is expected


def test_halves_of_cents_go_up() -> None:
    assert [nearest(Fraction(n, 4)) for n in (-3, -2, -1, 0, 1, 2, 3, 4)] == [
        -1, 0, 0, 0, 0, 1, 1, 1,
    ]  # fmt: skip


RATES = {
    "euro": {"base": "EUR", "quoted": "USD", "rate": "1.25", "date": "2026-01-01"},
    "newer": {"base": "USD", "quoted": "EUR", "rate": "0.5", "date": "2026-06-01"},
    "later": {"base": "EUR", "quoted": "USD", "rate": "9", "date": "2027-01-01"},
    "yuan": {"base": "EUR", "quoted": "CNY", "rate": "8", "date": "2026-01-01"},
}


@pytest.mark.parametrize(
    ("money", "currency", "day", "cents"),
    [
        (Money(100, "EUR"), "EUR", DAY, 100),
        (Money(100, "EUR"), "USD", "2026-05-31", 125),
        (Money(100, "EUR"), "USD", DAY, 200),
        (Money(100, "USD"), "EUR", "2026-05-31", 80),
        (Money(100, "USD"), "CNY", DAY, 400),
        (Money(101, "CNY"), "USD", DAY, 25),
    ],
)
def test_money_is_changed_by_the_latest_rates_and_the_fewest(
    money: Money, currency: str, day: str, cents: int
) -> None:
    net = network({}, exchange_rates=RATES)
    assert resolved_shipment.converted(net, money, currency, day) == cents


def test_a_stay_is_charged_in_the_money_of_the_shipment() -> None:
    """Three charged days at 10 EUR, each worth 2 USD."""
    held = tariff(0, charge="storage", node="b", free_time="2 days") | {"price": "10 EUR"}
    (book,) = books({"t": held}, exchange_rates=RATES)
    assert book.stay("b", [], 5 * 86_400, 1) == 3 * 2_000


def test_without_a_rate_the_fault_says_what_to_add() -> None:
    net = network({}, exchange_rates=RATES)
    with pytest.raises(co.ShipmentError) as caught:
        resolved_shipment.converted(net, Money(100, "EUR"), "USD", "2025-12-31")
    assert str(caught.value) == (
        "1.00 EUR is to be given in USD, and the file has no exchange rate between the two up to "
        "2025-12-31\n  add one under exchange_rates: {base: EUR, quoted: USD, rate: ..., "
        "date: ...}, or ask in EUR"
    )


def terms(**asked: Any) -> Terms:
    return terms_of(network({}), co.Shipment(**({"equipment": "40ft", "currency": "USD"} | asked)))


def test_terms_are_of_all_boxes() -> None:
    found = terms(quantity=3, cargo_mass="12 t")
    assert (found.grams, found.teu) == (36_000_000, Fraction(6))
    assert terms(quantity=2).grams == 20_000_000
    assert terms(quantity=2, empty=True).grams == 0
    assert dict(terms().defaults) == {
        "cargo mass": "10 t in each box: drawn at random",
        "price date": "2026-11-21: later prices are not used",
    }
    assert terms(price_date="2026-05", cargo_mass="1 t").defaults == ()


def test_what_the_file_does_not_say_of_boxes_and_goods_is_asked_for() -> None:
    with pytest.raises(co.ShipmentError) as caught:
        terms_of(read(line()), BOX)
    assert str(caught.value) == (
        "the network file does not say what a 40ft box is; "
        "add under equipment: 40ft, or begin the file with extends: bundled"
    )
    boxes = read(line() | {"equipment": SHIPPING["equipment"]})
    with pytest.raises(co.ShipmentError) as caught:
        terms_of(boxes, co.Shipment(equipment="40ft", cargo_value="1 USD", currency="USD"))
    assert str(caught.value) == (
        "the shipment has a value, and the network file does not say what goods on the way cost; "
        'say inventory_cost="25 %" (of the value, in a year), or leave cargo_value out'
    )


def test_a_value_in_other_money_is_changed_on_the_day_of_prices() -> None:
    """36,500 EUR at 1.25 USD in March and 2 USD in November; 10 % a year are 10 EUR a day."""
    net = network({}, exchange_rates=RATES)
    for date, cents in (("2026-03", 1_250), (DAY, 2_000)):
        asked = co.Shipment(
            equipment="40ft", currency="USD", cargo_value="36500 EUR", inventory_cost="10 %",
            price_date=date,
        )  # fmt: skip
        assert terms_of(net, asked).time_cost(86_400) == cents


def test_time_costs_a_share_of_the_value_or_what_the_user_says() -> None:
    """Two boxes of 36,500 USD at 22.5 % a year: 45 USD a day; at 10 %: 20 USD."""
    day = 86_400
    own = terms(quantity=2, cargo_value="36500 USD")
    assert (own.time_cost(day), own.time_value(day)) == (4_500, 4_500)
    assert dict(own.defaults)["inventory"] == "22.5 % of the value in a year: drawn at random"
    stated = terms(quantity=2, cargo_value="36500 USD", inventory_cost="10 %")
    assert stated.time_cost(day) == 2_000
    worth = terms(quantity=2, cargo_value="36500 USD", value_of_time="7 USD")
    assert (worth.time_cost(day), worth.time_value(day)) == (4_500, 700)
    assert (terms().time_cost(day), terms().worth) == (0, None)
