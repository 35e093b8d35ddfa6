"""Measure the best compromises of days, money and emissions, here and on a network of 10,000 legs.

Run it from the repository: .venv/bin/python benchmarks/trade_offs.py

The bundled network has few prices, so it is measured as it is, and once more with a made-up tariff
on every leg and handling. The large network is a grid of made-up legs, seeded. "first" makes the
graph of the shipment and the reverse trees; "again" knows them, and searches; "whole answers" also
builds every route with its cost and emissions.
"""

import random
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import corridor as co
from corridor.network.estimates import Length
from corridor.network.model import NetworkFile
from corridor.network.rates import Price, Tariff
from corridor.routes.objectives import Objective
from corridor.routing.best_route import make_request
from corridor.routing.pareto import front_of

BY: tuple[Objective, ...] = ("transit_time", "cost", "emissions")
BOX = co.Shipment(equipment="40ft", cargo_mass="14 t")
SIDE, CALLS, SEED = 72, 20, 7


def median_time(call: Callable[[], object], calls: int) -> float:
    """Return the median time [ms] of several calls."""
    times = []
    for _ in range(calls):
        start = time.perf_counter()
        call()
        times.append(time.perf_counter() - start)
    return 1000 * statistics.median(times)


def priced(net: co.Network) -> co.Network:
    """Return a network with made-up tariffs for every leg and every handling."""
    draw = random.Random(SEED)

    def tariff(key: str, low: int, high: int, **more: Any) -> Tariff:
        money = co.Money(100 * draw.randint(low, high), "USD")
        price = Price(money, money)
        return Tariff(id=key, equipment="40ft", price=price, date="2026", **more)

    made = [tariff(leg, 40, 400, leg=leg) for leg in net.legs]
    made += [
        tariff(f"{charge} {node}", 30, 200, node=node, charge=charge)
        for node in net.nodes
        for charge in ("transshipment", "gauge_break")
    ]
    tariffs = {**net.file.tariffs, **{item.id: item for item in made}}
    return net.with_file(replace(net.file, tariffs=tariffs))


def grid() -> co.Network:
    """Return a grid of made-up legs, a bundled one given other ends, times and distances."""
    draw = random.Random(SEED)
    bundled = co.load_network().file
    node, leg = bundled.nodes["almaty"], bundled.legs["aktogay--moiynty--rail"]
    nodes, legs = {}, {}
    for row in range(SIDE):
        for column in range(SIDE):
            key = f"n{row}-{column}"
            nodes[key] = replace(node, id=key, name=key, aliases=(), unlocode=None, dwell=())
            for end in ((row + 1, column), (row, column + 1)):
                if max(end) < SIDE:
                    time_there = co.Duration(3600 * draw.randint(3, 30))
                    length = Length(co.Distance(1000 * draw.randint(60, 140)))
                    other = f"n{end[0]}-{end[1]}"
                    legs[f"{key}--{other}"] = replace(
                        leg,
                        id=f"{key}--{other}",
                        origin=key,
                        destination=other,
                        distance=length,
                        transit_time=co.Estimate(time_there, time_there, time_there),
                    )
    file = NetworkFile(
        format="1",
        name="Grid",
        version="1",
        as_of=bundled.as_of,
        nodes=nodes,
        legs=legs,
        sources=bundled.sources,
        equipment=bundled.equipment,
        emission_factors=bundled.emission_factors,
    )
    return priced(co.Network(file, file.as_of))


def measure(title: str, net: co.Network, origin: str, destination: str, calls: int) -> None:
    """Print what the compromises between two places take."""
    request = make_request(net, (origin, destination), shipment=BOX)

    def search() -> int:
        return len(front_of(net, request, BY))

    def answers() -> co.Front:
        return co.find_pareto_routes(net, origin, destination, by=BY, shipment=BOX)

    first = median_time(search, 1)
    again = median_time(search, calls)
    whole = median_time(answers, calls)
    print(f"{title:<34}{search():>8}{first:>12.1f}{again:>12.1f}{whole:>16.1f}")


def main() -> None:
    """Print the times."""
    net = co.load_network()
    everywhere = priced(net)
    print(f"{', '.join(BY)}; times in ms")
    print(f"{'network':<34}{'routes':>8}{'first':>12}{'again':>12}{'whole answers':>16}")
    measure("bundled, Xi'an > Duisburg", net, "Xi'an", "Duisburg", CALLS)
    measure("bundled, every leg priced", everywhere, "Xi'an", "Duisburg", CALLS)
    measure("bundled, priced, Xi'an > Istanbul", everywhere, "Xi'an", "Istanbul", CALLS)
    large = grid()
    for row, column in ((4, 4), (8, 8), (12, 12)):
        title = f"{len(large.legs):,} legs, {row} by {column} apart"
        measure(title, large, "n20-20", f"n{20 + row}-{20 + column}", 3)


if __name__ == "__main__":
    main()
