"""What a path of three legs costs, worked out by hand: the best cut, and every part by name."""

from dataclasses import replace
from typing import Any

import pytest

import corridor as co
from corridor.routes.costs.cost import Cost
from corridor.routing.costs.pricing import cost_along, time_charges
from corridor.routing.graph.line_graph import compile_network
from support.priced import SHIPPING
from support.small import estimate, leg, line, read, spot
from support.strategies import Tree

RULE = {"basis": "estimated", "rule": "drawn"}
DAY = "2026-11-21"
BOX = co.Shipment(equipment="40ft", currency="USD", price_date=DAY, max_price_age="any")
STOP = {
    "inbound": "any", "outbound": "any", "kind": "transshipment", "time": estimate("2 days"),
}  # fmt: skip


def tariff(price: int, **more: Any) -> Tree:
    held = {"equipment": "any", "price": f"{price} USD", "date": "2026-10"}
    return held | RULE | more


def distance(km: int) -> Tree:
    return {"value": f"{km} km"} | RULE


def quays(**more: Any) -> Tree:
    """Return rail a - b 60 km, ferry b - c 120 km, road c - d 60 km, with handling at b and c."""
    spec = line("rail", gauge="1520 mm")
    stop = {
        "inbound": "any",
        "outbound": "any",
        "kind": "transshipment",
        "time": estimate("2 days"),
    }
    spec["nodes"] = {
        "a": spot("Alpha"), "b": spot("Beta", dwell=[stop]), "c": spot("Gamma", dwell=[stop]),
        "d": spot("Delta"),
    }  # fmt: skip
    spec["legs"]["b--c"] |= {"mode": "ferry", "operators": ["Blue Line"]}
    spec["legs"]["b--c"]["distance"] = distance(120)
    spec["legs"]["c--d"] = leg("c", "d", "road")
    return spec | SHIPPING | more


def without(**more: Any) -> co.Network:
    return read(quays(**more))


def network(tariffs: Tree, **more: Any) -> co.Network:
    """Return the network with tariffs, each read by itself."""
    net = without(**more)
    alone = [without(tariffs={key: item}, **more).file.tariffs for key, item in tariffs.items()]
    known = {key: item for held in alone for key, item in held.items()}
    return net.with_file(replace(net.file, tariffs=known))


def path(net: co.Network, *legs: str) -> tuple[int, ...]:
    graph = compile_network(net)
    return tuple(graph.numbers[key, net.legs[key].origin] for key in legs)


ALL = ("a--b", "b--c", "c--d")


def cost(tariffs: Tree, shipment: co.Shipment = BOX, **more: Any) -> Cost:
    net = network(tariffs, **more)
    return cost_along(net, path(net, *ALL), shipment, "typical")


def charged(found: Cost) -> list[tuple[str, str, int]]:
    """Return of each charge: kind, element, typical [USD]."""
    return [(item.kind, item.element, item.cents[1] // 100) for item in found.charges]


EACH = {key: tariff(price, leg=key) for key, price in zip(ALL, (10, 20, 30), strict=True)}
NOW = {"free_time": "0 h"}
LIFTS = {f"lift-{node}": tariff(5, node=node, charge="transshipment") for node in "bc"}


def test_legs_and_handlings_add_up_in_the_order_of_the_way() -> None:
    found = cost(EACH | LIFTS)
    assert charged(found) == [
        ("haulage", "leg a--b", 10),
        ("transshipment", "stop b", 5),
        ("haulage", "leg b--c", 20),
        ("transshipment", "stop c", 5),
        ("haulage", "leg c--d", 30),
    ]
    assert [item.label for item in found.charges][:2] == ["Alpha > Beta", "transshipment at Beta"]
    assert (found.is_complete, found.typical) == (True, co.Money(7_000, "USD"))
    assert (found.elsewhere, found.historic, found.unconverted) == ((), (), ())


def test_what_has_no_price_is_named_and_leaves_the_total_incomplete() -> None:
    found = cost({"a--b": EACH["a--b"], "lift-c": LIFTS["lift-c"]})
    assert charged(found) == [("haulage", "leg a--b", 10), ("transshipment", "stop c", 5)]
    assert [(item.element, item.label, item.metres) for item in found.missing] == [
        ("stop b", "transshipment at Beta", 0),
        ("leg b--c", "Beta > Gamma", 120_000),
        ("leg c--d", "Gamma > Delta", 60_000),
    ]
    assert not found.is_complete


@pytest.mark.parametrize(
    ("section", "expected"),
    [
        # 20 + 5 + 30 = 55 for b - d by parts: a section counts where it is cheaper.
        ({"origin": ["b"], "destination": ["d"], "price": "54 USD"}, 10 + 5 + 54),
        ({"origin": ["b"], "destination": ["d"], "price": "56 USD"}, 70),
        ({"origin": ["d"], "destination": ["b"], "price": "1 USD"}, 70),
        ({"origin": ["d"], "destination": ["b"], "price": "1 USD", "both_ways": "true"}, 16),
        ({"origin": ["b"], "destination": ["d"], "price": "1 USD", "modes": ["ferry"]}, 70),
        ({"origin": ["b"], "destination": ["d"], "price": "1 USD", "modes": ["road", "ferry"]}, 16),
        ({"origin": ["a"], "destination": ["d"], "price": "69 USD"}, 69),
        # With its handling included at both ends: at b nothing is due.
        (
            {"origin": ["b"], "destination": ["d"], "price": "58 USD", "includes_handling": "true"},
            10 + 58,
        ),
    ],
)
def test_of_all_cuts_the_cheapest_counts(section: Tree, expected: int) -> None:
    assert cost(EACH | LIFTS | {"through": tariff(1) | section}).typical.cents == 100 * expected


def test_a_dearer_section_counts_where_it_leaves_less_without_a_price() -> None:
    """First the fewest metres without a price, then the fewest handlings, then the least money."""
    through = tariff(900, origin=["b"], destination=["d"])
    found = cost({"a--b": EACH["a--b"], "c--d": EACH["c--d"], "through": through} | LIFTS)
    assert (found.typical.cents, found.missing) == (91_500, ())
    handled = tariff(900, origin=["a"], destination=["c"])
    lifts = {"lift-c": LIFTS["lift-c"]}
    found = cost(EACH | lifts | {"through": handled})
    assert (found.typical.cents, found.missing) == (93_500, ())


def test_the_price_of_a_section_is_split_by_distance_to_the_cent() -> None:
    """100.01 USD over 60, 120 and 60 km: up to a quarter 25.0025, up to three quarters 75.0075."""
    through = tariff(0, origin=["a"], destination=["d"]) | {"price": "100.01 USD"}
    found = cost({"through": through})
    assert [item.cents[1] for item in found.charges] == [2_500, 5_000, 2_501]
    assert {item.basis for item in found.charges} == {"allocated"}
    assert found.typical.cents == 10_001
    assert {item.basis for item in cost(EACH | LIFTS).charges} == {"estimated"}


def test_what_a_leg_includes_is_not_charged_beside_it() -> None:
    included = {"b--c": tariff(20, leg="b--c", includes_handling="true")}
    found = cost(EACH | LIFTS | included)
    assert charged(found) == [
        ("haulage", "leg a--b", 10),
        ("haulage", "leg b--c", 20),
        ("haulage", "leg c--d", 30),
    ]


def test_storage_is_for_the_days_at_the_stop_and_of_the_carrier_that_brings_the_box() -> None:
    """Two days at each stop: one is free at b; at c demurrage is of boxes of the Blue Line."""
    timed = {
        "store": tariff(7, charge="storage", node="b", free_time="1 day"),
        "blue": tariff(3, charge="demurrage", node="c", operators=["Blue Line"], **NOW),
        "red": tariff(9, charge="demurrage", node="c", operators=["Red Line"], **NOW),
        "long": tariff(90, charge="storage", node="c", free_time="2 days"),
        "box": tariff(1, charge="detention", **NOW),
    }
    found = cost(EACH | LIFTS | timed)
    assert charged(found)[1:3] == [("transshipment", "stop b", 5), ("storage", "stop b", 7)]
    assert ("demurrage", "stop c", 6) in charged(found)
    assert [item.kind for item in found.charges if item.element == "stop c"] == [
        "transshipment", "demurrage",
    ]  # fmt: skip
    net = network(EACH | LIFTS | timed)
    told = time_charges(net, path(net, *ALL), BOX, "typical")
    assert [(item.kind, item.before, item.label) for item in told] == [
        ("storage", 1, "storage at Beta"),
        ("storage", 2, "storage at Gamma"),
        ("demurrage", 2, "demurrage at Gamma"),
        ("detention", -1, "detention of the box"),
    ]
    ends = {node: tariff(2, charge="storage", node=node, **NOW) for node in "ad"}
    net = network(EACH | LIFTS | ends)
    told = time_charges(net, path(net, *ALL), BOX, "typical")
    assert [(item.kind, item.before, item.label) for item in told] == [
        ("storage", 0, "storage at Alpha"),
        ("storage", 3, "storage at Delta"),
    ]


def test_storage_takes_part_in_the_choice_of_a_cut() -> None:
    """A section over b and c pays no storage there: 60 + 0 against 70 + 7."""
    store = {"store": tariff(7, charge="storage", node="b", free_time="1 day")}
    section = {"through": tariff(76, origin=["a"], destination=["d"])}
    assert cost(EACH | LIFTS | store | section).typical.cents == 7_600
    assert cost(EACH | LIFTS | section).typical.cents == 7_000


def test_goods_of_a_value_cost_while_they_are_on_the_way() -> None:
    """36,500 USD at 10 % a year are 10 USD a day: 10 h a leg, 2 days a stop."""
    box = co.Shipment(equipment="40ft", currency="USD", price_date=DAY, cargo_value="36500 USD",
                      inventory_cost="10 %")  # fmt: skip
    found = cost(EACH | LIFTS, box)
    costs = [(item.element, item.cents[1], item.basis) for item in found.charges
             if item.kind == "inventory"]  # fmt: skip
    assert costs == [
        ("leg a--b", 417, "user"), ("stop b", 2_000, "user"), ("leg b--c", 417, "user"),
        ("stop c", 2_000, "user"), ("leg c--d", 417, "user"),
    ]  # fmt: skip
    assert found.worth[1] == 5_251
    assert found.freight.cents == 7_000
    plain = cost(EACH | LIFTS)
    assert (plain.worth, plain.generalised.cents) == ((0, 0, 0), 7_000)
    usual = co.Shipment(equipment="40ft", currency="USD", price_date=DAY, cargo_value="36500 USD")
    bases = {item.basis for item in cost(EACH, usual).charges if item.kind == "inventory"}
    assert bases == {"estimated"}


def test_the_level_decides_which_of_two_prices_is_the_cheaper() -> None:
    wide = {"through": tariff(0, origin=["a"], destination=["d"])
            | {"price": {"low": "50 USD", "high": "110 USD"}}}  # fmt: skip
    net = network(EACH | LIFTS | wide)
    legs = path(net, *ALL)
    assert cost_along(net, legs, BOX, "low").low.cents == 5_000
    assert cost_along(net, legs, BOX, "typical").typical.cents == 7_000
    assert cost_along(net, legs, BOX, "high").high.cents == 7_000


def test_prices_that_are_too_old_stand_apart_and_only_where_something_is_missing() -> None:
    old = EACH | {"b--c": tariff(20, leg="b--c", date="2024")}
    recent = co.Shipment(equipment="40ft", currency="USD", price_date=DAY)
    found = cost(old | LIFTS, recent)
    assert [item.element for item in found.missing] == ["leg b--c"]
    assert charged(replace(found, charges=found.historic)) == [("haulage", "leg b--c", 20)]
    assert cost(old | LIFTS, BOX).historic == ()
    newer = old | {"mine": tariff(21, leg="b--c", date="2026-09")}
    assert cost(newer | LIFTS, recent).historic == ()


def test_prices_in_other_money_are_converted_or_told() -> None:
    euro = EACH | {"b--c": tariff(0, leg="b--c") | {"price": "20 EUR"}}
    rates = {"euro": {"base": "EUR", "quoted": "USD", "rate": "1.5", "date": "2026-01-01"}}
    found = cost(euro | LIFTS, exchange_rates=rates)
    assert found.conversions == ("EUR to USD: 1 EUR = 1.5 USD (2026-01-01)",)
    assert found.typical.cents == 8_000
    without_rate = cost(euro | LIFTS)
    assert [item.id for item in without_rate.unconverted] == ["b--c"]
    others = {
        "rule": tariff(0, modes=["ferry"]) | {"price": "1 EUR"},
        "stop": tariff(0, node="c", charge="transshipment") | {"price": "1 EUR"},
        "way": tariff(0, origin=["b"], destination=["d"]) | {"price": "1 EUR"},
        "beside": tariff(0, modes=["sea"]) | {"price": "1 EUR"},
        "small": tariff(0, leg="b--c", equipment="20ft") | {"price": "1 EUR"},
    }
    found = cost({"a--b": EACH["a--b"]} | others)
    assert {item.id for item in found.unconverted} == {"rule", "stop", "way"}


def test_tariffs_of_the_corridor_that_do_not_fit_are_told() -> None:
    """The three latest for the box and one for another; beside a price in use only the latest."""
    named = {"blue": {"name": "Blue", "through": [{"legs": ["b--c"]}]},
             "other": {"name": "Other", "through": [{"nodes": ["e"]}]}}  # fmt: skip
    far = {"origin": ["e"], "destination": ["b"], "corridors": ["blue"]}
    held = {
        f"t{number}": tariff(number, equipment="40ft", date=f"2026-0{number}", **far)
        for number in range(1, 6)
    }
    held["t3"]["corridors"] = ["other"]
    held |= {"s1": tariff(1, equipment="20ft", date="2026-01", **far),
             "s2": tariff(1, equipment="20ft", date="2026-02", **far)}  # fmt: skip
    more = {"corridors": named}
    assert elsewhere(held, more) == ["t5", "t4", "t2", "s2"]
    assert elsewhere(held | {"a--b": EACH["a--b"]}, more) == ["t5"]
    assert elsewhere(held | EACH | LIFTS, more) == []


def elsewhere(tariffs: Tree, more: Tree) -> list[str]:
    """Return what is told of a network with a node e that a road joins to d."""
    spec = quays(**more, tariffs=tariffs)
    spec["nodes"]["e"] = spot("Eps")
    spec["legs"]["d--e"] = leg("d", "e", "road")
    net = read(spec)
    found = cost_along(net, path(net, *ALL), BOX, "typical")
    return [item.id for item in found.elsewhere]


def test_a_section_that_names_no_corridor_is_told_as_shared() -> None:
    named = {name: {"name": name.title(), "through": [{"legs": [item]}]}
             for name, item in (("blue", "b--c"), ("red", "a--b"))}  # fmt: skip
    through = tariff(1, origin=["a"], destination=["c"])
    free = {"through": through} | LIFTS | {"c--d": EACH["c--d"]}
    assert cost(free, corridors=named).shared == (("through", ("blue", "red")),)
    bound = free | {"through": through | {"corridors": ["blue"]}}
    assert cost(bound, corridors=named).shared == ()
    assert cost(EACH | LIFTS, corridors=named).shared == ()


def test_prices_of_a_corridor_count_only_on_a_path_of_it_alone() -> None:
    named = {name: {"name": name.title(), "through": [{"legs": [item]}]}
             for name, item in (("blue", "b--c"), ("red", "c--d"))}  # fmt: skip
    cheap = {"mine": tariff(1, origin=["b"], destination=["c"], corridors=["blue"])}
    net = network(EACH | LIFTS | cheap, corridors=named)
    whole = cost_along(net, path(net, *ALL), BOX, "typical")
    part = cost_along(net, path(net, "a--b", "b--c"), BOX, "typical")
    assert (whole.typical.cents, part.typical.cents) == (7_000, 1_600)


def test_sources_are_those_of_the_prices_in_use() -> None:
    atlas = {name: {"title": name.title(), "publisher": "P"} for name in ("one", "two", "three")}
    sourced = {
        key: {name: value for name, value in item.items() if name not in RULE}
        | {"sources": [source]}
        for (key, item), source in zip(EACH.items(), ("one", "two", "one"), strict=True)
    }
    dear = tariff(999, origin=["a"], destination=["d"])
    dear = {name: value for name, value in dear.items() if name not in RULE} | {
        "sources": ["three"]
    }
    found = cost(sourced | LIFTS | {"dear": dear}, sources=atlas)
    assert [source.id for source in found.sources] == ["one", "two"]
    assert (found.level, found.day) == ("typical", DAY)


def test_demurrage_of_the_carrier_takes_part_in_the_choice_of_a_cut() -> None:
    """Two days at c cost 6 for boxes of the Blue Line, which brings them: 76 by parts, 75 whole."""
    blue = {"blue": tariff(3, charge="demurrage", node="c", operators=["Blue Line"], **NOW)}
    section = {"through": tariff(75, origin=["a"], destination=["d"])}
    assert cost(EACH | LIFTS | blue | section).typical.cents == 7_500


def test_a_price_that_one_corridor_alone_could_use_is_not_shared() -> None:
    named = {"blue": {"name": "Blue", "through": [{"legs": ["b--c"]}]}}
    through = {"through": tariff(1, origin=["a"], destination=["c"]), "c--d": EACH["c--d"]}
    assert cost(through | LIFTS, corridors=named).shared == ()


def test_a_chain_of_rates_and_an_index_are_told_in_words() -> None:
    rates = {
        "one": {"base": "CNY", "quoted": "EUR", "rate": "0.125", "date": "2026-01-01"},
        "two": {"base": "EUR", "quoted": "USD", "rate": "1.5", "date": "2026-01-01"},
    }
    box = co.Shipment(equipment="40ft", currency="USD", price_date=DAY, max_price_age="any",
                      price_index="2026-01: 100, 2026-11: 110")  # fmt: skip
    yuan = EACH | {"b--c": tariff(0, leg="b--c") | {"price": "160 CNY"}}
    found = cost(yuan | LIFTS, box, exchange_rates=rates)
    assert found.conversions == (
        "CNY to USD: 1 CNY = 0.125 EUR (2026-01-01), 1 EUR = 1.5 USD (2026-01-01)",
    )
    assert len(found.rebased) == 5
    assert found.rebased[0] == "a--b: 2026-10 to 2026-11-21, times 1.1 by the stated index"
    assert charged(found)[2] == ("haulage", "leg b--c", 33)
