"""Storage, demurrage and detention: what is expected, against a Monte Carlo written apart."""

import functools
import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import corridor as co
from corridor.cli.main import main
from corridor.simulation.distribution import parameters

DAY = 86_400
RUNS = 20_000
LONG = 50_000
BANDS = "bands: [{up_to: 4 days, price: 10 USD}, {up_to: 6 days, price: 20 USD}]"
BEHIND = "date: 2026-11, basis: assumed, rule: test"
MINE = f"""
extends: bundled
tariffs:
  yard: {{node: aktau, charge: storage, equipment: any, price: 30 USD, free_time: 2 days, {BANDS},
          {BEHIND}}}
  quay: {{charge: demurrage, node_kind: seaport, equipment: any, price: 50 EUR, free_time: 36 h,
         {BEHIND}}}
  box: {{charge: detention, equipment: 40ft, price: 12 USD, free_time: 14 days,
        return_time: 3 days, {BEHIND}}}
exchange_rates: {{euro: {{base: EUR, quoted: USD, rate: 1.1, date: 2026-10-01}}}}
"""
BOX = co.Shipment(equipment="40ft", quantity=2)


@functools.cache
def network(text: str) -> co.Network:
    return co.load_network(text.encode())


@functools.cache
def expected(text: str, **more: Any) -> dict[str, Any]:
    net = network(text)
    route = co.find_route(net, "Xi'an", "Tbilisi", corridor="middle", shipment=BOX)
    sim = co.simulate(net, route, seed=7, runs=RUNS, **more)
    return {item.label: item for item in sim.charges} | {"": sim}


def days_after(seconds: Any, free: float) -> Any:
    """Count the days begun after a free time [days]."""
    return np.maximum(0, np.ceil(seconds / DAY - free))


def drawn(sim: co.Simulation) -> list[tuple[Any, Any]]:
    """Draw the parts of a route by scipy's quantiles and normal scores, apart from the library."""
    from scipy.stats import beta, norm

    random = np.random.default_rng(20261121)
    net, shared = sim.net, {"regime": random.standard_normal(LONG)}
    weights = {key: getattr(net.dependence, key) / 10_000 for key in ("regime", "country", "sea")}
    found = []
    for element, time in sim.elements:
        low, typical, high = (int(level) for level in time.levels)
        name, causes = element.kind, [("regime", weights["regime"])]
        leg = None if element.kind == "dwell" else net.legs[element.id]
        node = net.nodes[element.id] if leg is None else net.nodes[leg.origin]
        at_sea = leg.mode in {"ferry", "sea"} if leg else at_the_sea(element, node)
        if leg is None or not at_sea:
            causes.append((node.country, weights["country"]))
        if at_sea:
            causes.append(("sea", weights["sea"]))
        own = 1 - sum(weight for _, weight in causes)
        score = math.sqrt(own) * random.standard_normal(LONG)
        for cause, weight in causes:
            factor = shared.setdefault(cause, random.standard_normal(LONG))
            score = score + math.sqrt(weight) * factor
        share = np.full(LONG, 0.0)
        if low < typical < high:
            share = beta.ppf(norm.cdf(score), *parameters(low, typical, high))
        found.append(((name, element), low + share * (high - low)))
    return found


def at_the_sea(element: Any, node: Any) -> bool:
    entry = element.entry
    sides = {entry.inbound[0], entry.outbound[0]}
    port = entry.kind == "transshipment" and node.kind in {"seaport", "ferry_port"}
    return bool(sides & {"ferry", "sea"}) or port


def test_expected_charges_are_those_of_a_long_monte_carlo() -> None:
    found = expected(MINE)
    sim: co.Simulation = found[""]
    parts = drawn(sim)

    def at(place: str) -> Any:
        """Add up the dwell at a place and the wait for what leaves it."""
        own = [
            times
            for (kind, element), times in parts
            if (kind == "dwell" and element.id == place)
            or (kind == "waiting" and sim.net.legs[element.id].origin == place)
        ]
        return sum(own)

    aktau, alat = at("aktau"), at("alat")
    day = np.cumsum([0, 10, 10, 20, 20, *[30] * 99])
    whole = sum(times for _, times in parts) + 3 * DAY
    by_hand = {
        "storage at Aktau": 2 * day[days_after(aktau, 2).astype(int)],
        "demurrage at Aktau": 2 * 55 * days_after(aktau, 1.5),
        "demurrage at Alat": 2 * 55 * days_after(alat, 1.5),
        "detention of the box": 2 * 12 * days_after(whole, 14),
    }
    assert set(found) == {*by_hand, "together", ""}
    by_hand["together"] = sum(by_hand.values())
    for label, paid in by_hand.items():
        error = paid.std() * math.sqrt(1 / RUNS + 1 / LONG)
        assert abs(found[label].mean.cents / 100 - paid.mean()) < 4 * error, label
        near = np.quantile(paid, [0.89, 0.91])
        assert near[0] <= found[label].nine_in_ten.cents / 100 <= near[1], label
        assert found[label].share == pytest.approx((paid > 0).mean(), abs=0.01)


def test_what_is_expected_lies_between_the_charges_of_the_least_and_the_longest_stay() -> None:
    found = expected(MINE)
    cost = found[""].route.cost
    charges = {item.label: item for item in cost.charges if item.kind in {"storage", "demurrage"}}
    assert set(charges) == {"storage at Aktau", "demurrage at Aktau", "demurrage at Alat"}
    for label, item in charges.items():
        low, _, high = item.cents
        assert low < found[label].mean.cents < high
        assert low <= found[label].nine_in_ten.cents <= high
    # The charge of the typical stay is not what is to be expected: the free days are kept then.
    assert charges["storage at Aktau"].cents[1] != found["storage at Aktau"].mean.cents
    assert "detention" not in cost.kinds


def test_the_means_add_up_to_the_cent() -> None:
    found = expected(MINE)
    parts = [item.mean.cents for label, item in found.items() if label not in {"", "together"}]
    assert len(parts) > 3
    assert sum(parts) == found["together"].mean.cents


def test_the_price_in_euros_stands_beside_that_in_dollars() -> None:
    item = expected(MINE)["demurrage at Aktau"]
    assert item.own_mean.currency == "EUR"
    assert item.mean.cents == pytest.approx(1.1 * item.own_mean.cents, abs=1)


def test_customs_are_a_stay_at_the_destination_and_the_box_is_returned_later() -> None:
    text = MINE.replace("node_kind: seaport", "countries: [GE]")
    label = "demurrage at Tbilisi"
    assert label not in expected(text)
    held = expected(text, customs="2 days")[label]
    assert (held.mean, held.nine_in_ten) == (co.Money(11_000, "USD"), co.Money(11_000, "USD"))
    plain, later = (expected(text, last_mile=time) for time in (None, "10 days"))
    more = later["detention of the box"].mean.cents - plain["detention of the box"].mean.cents
    assert more == pytest.approx(2 * 10 * 1_200, rel=0.1)


def test_a_dated_route_is_charged_for_the_time_at_which_it_gets_there() -> None:
    net = network(MINE)
    found = []
    for depart in (None, "2026-12-01"):
        more: dict[str, Any] = {"depart": depart} if depart else {}
        route = co.find_route(net, "Xi'an", "Tbilisi", corridor="middle", shipment=BOX, **more)
        found.append({item.label: item for item in co.simulate(net, route, seed=7).charges})
    undated, dated = found
    assert undated["storage at Aktau"] == dated["storage at Aktau"]


@pytest.mark.parametrize("carrier", ["ASCO", "Nobody"])
def test_demurrage_of_a_carrier_is_for_the_boxes_that_it_brings(carrier: str) -> None:
    lines = f"""
extends: bundled
tariffs:
  any: {{node: alat, charge: demurrage, equipment: any, price: 5 USD, free_time: 1 h, {BEHIND}}}
  own: {{node: alat, charge: demurrage, operators: [ASCO], equipment: any, price: 9 USD,
        free_time: 1 h, {BEHIND}}}
"""
    net = network(lines)
    legs = {**net.file.legs}
    ferry = "aktau--alat--ferry"
    legs[ferry] = replace(legs[ferry], operators=(carrier,))
    net = net.with_file(replace(net.file, legs=legs))
    route = co.find_route(net, "Aktau", "Tbilisi", shipment=BOX)
    assert route.legs[0].id == ferry
    (item,) = (item for item in co.simulate(net, route, seed=1).charges if item.tariff)
    assert item.tariff is not None
    assert item.tariff.id == ("own" if carrier == "ASCO" else "any")


def test_without_a_shipment_or_with_rerouting_nothing_is_charged() -> None:
    net = network(MINE)
    assert co.simulate(net, "Aktau > Alat", seed=1, runs=100).charges == ()
    route = co.find_route(net, "Aktau", "Alat", shipment=BOX)
    assert co.simulate(net, route, seed=1, runs=100, policy="best").charges == ()


def test_the_text_says_mean_and_nine_in_ten() -> None:
    found = expected(MINE)
    text = " ".join(found[""].full().split())
    item = found["storage at Aktau"]
    assert f"storage at Aktau: mean {item.mean}, 90 % at most {item.nine_in_ten}; " in text
    assert "together: mean" in text


def test_the_command_says_the_same(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(MINE, encoding="utf-8")
    way = ("Xi'an", "Tbilisi", "--corridor", "middle", "--equipment", "40ft", "--quantity", "2")
    typed = ["simulate", *way, "--network", str(mine), "--seed", "7", "--runs", str(RUNS)]
    assert main([*typed, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)["charges"]
    found = [item for label, item in expected(MINE).items() if label]
    assert [(item["label"], item["mean"]) for item in told] == [
        (item.label, item.mean.plain) for item in found
    ]
