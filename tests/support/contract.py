"""The contract of the whole library: what loads is answered, or refused by an error of its own.

`QUESTIONS` are asked of a network, two of its nodes and a shipment; `odd` writes odd figures into a
file.
"""

import re
import time
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import corridor as co
from corridor.report.report import report_html
from corridor.routes.objectives import OBJECTIVES
from support.strategies import Tree

Question = Callable[[co.Network, str, str, co.Shipment], object]
#: Of the processor; ten times what the slowest answer takes.
SECONDS = 20
NUMBERS = (
    "0", "-0", "-1", "0.0000001", "0.5", "3", "7.25", "1000000", "999999999999", "1e3", "1e-7",
    "1e300", "nan", "0.1", "365", "100000", "-2.5", "12.345678",
)  # fmt: skip
DATES = ("0001-01-01", "1999-12-31", "2024-02-29", "2026-11-21", "2027", "9999-12-31")
_NUMBER = re.compile(r"-?\d+(\.\d+)?(?= |$)")


def odd(spec: Tree, random: Random, most: int = 4) -> Tree:
    """Write odd figures and dates in place of a few that stand in a file; change it in place."""
    leaves = list(_figures(spec))
    for keeper, key in random.sample(leaves, min(random.randint(0, most), len(leaves))):
        text = str(keeper[key])
        is_date = re.fullmatch(r"\d{4}-\d{2}-\d{2}", text)
        number = random.choice(NUMBERS)
        keeper[key] = random.choice(DATES) if is_date else _NUMBER.sub(number, text, count=1)
    return spec


def _figures(value: Any) -> Iterator[tuple[Any, Any]]:
    """Yield where numbers and dates stand, but for the version of the format."""
    pairs = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in pairs:
        if isinstance(item, (dict, list)):
            yield from _figures(item)
        elif key not in {"format", "version", "sources"} and re.match(r"-?\d", str(item)):
            yield value, key


def _by(objective: Any) -> Question:
    return lambda net, one, other, box: co.find_route(net, one, other, by=objective, shipment=box)


def _told(answer: Any) -> list[object]:
    return [str(answer), answer.full(), answer.brief()]


QUESTIONS: dict[str, Question] = {
    **{f"by {objective}": _by(objective) for objective in OBJECTIVES},
    "told": lambda net, one, other, box: _told(co.find_route(net, one, other, shipment=box)),
    "dated": lambda net, one, other, _: co.find_route(net, one, other, depart="2026-12-30"),
    "several": lambda net, one, other, box: _told(co.find_routes(net, one, other, shipment=box)),
    "trade-offs": lambda net, one, other, box: _told(
        co.find_pareto_routes(net, one, other, by=("transit_time", "cost"), shipment=box)
    ),
    "compared": lambda net, one, other, box: _told(co.compare(net, [(one, other)], shipment=box)),
    "by corridor": lambda net, one, other, _: _told(co.compare_corridors(net, one, other)),
    "explained": lambda net, one, other, _: _told(
        co.explain(net, co.find_route(net, one, other, level="high"))
    ),
    "simulated": lambda net, one, other, box: _told(
        co.simulate(net, co.find_route(net, one, other, shipment=box), runs=200, seed=1)
    ),
    "re-routed": lambda net, one, other, _: co.simulate(
        net, co.find_route(net, one, other), runs=50, seed=1, policy="best"
    ),
    "promised": lambda net, one, other, _: co.simulate(
        net, co.find_route(net, one, other), runs=500, seed=1
    ).arrive_by("2027-01-01"),
    "critical": lambda net, one, other, _: _told(co.criticality(net, [(one, other)])),
    "blocking": lambda net, one, other, _: _told(co.blocking_sets(net, one, other)),
    "capacity": lambda net, one, other, _: _told(co.capacity(net, one, other)),
    "matrix": lambda net, one, other, box: [
        list(co.od_matrix(net, [one], [other], detail=detail, shipment=box))
        for detail in ("routes", "totals")
    ],
    "evidence": lambda net, _one, _other, _box: _told(co.evidence(net)),
    "on a day": lambda net, one, other, _: co.find_route(co.as_of(net, "2026-12-30"), one, other),
    "scenario": lambda net, one, other, _: co.find_route(
        co.Scenario("shut").close(next(iter(net.legs))).apply(net), one, other
    ),
    "quoted": lambda net, one, other, box: str(
        co.quote(net, one, other, shipment=box, depart="2026-12-30")
    ),
    "tables": lambda net, _one, _other, _box: [co.to_records(net), co.to_yaml(net)],
    "networkx": lambda net, _one, _other, _box: co.to_networkx(net),
    "geojson": lambda net, one, other, _: co.to_geojson(co.find_route(net, one, other)),
    "calibrated": lambda net, _one, _other, _box: co.calibrate(net),
}


#: These take a second each, and are asked of few networks.
DRAWN: dict[str, Question] = {
    "shown": lambda net, one, other, box: co.find_route(
        net, one, other, shipment=box
    )._repr_html_(),
    "report": lambda net, one, other, box: report_html(
        net, [co.find_route(net, one, other, shipment=box)]
    ),
    "chart": lambda net, one, other, _: co.chart.time_distance(net, co.find_route(net, one, other)),
}


def ask_all(
    net: co.Network, one: str, other: str, box: co.Shipment, questions: dict[str, Question]
) -> dict[str, str]:
    """Ask every question; return how each ended, and raise what is not an error of the library."""
    ended = {}
    for name, question in questions.items():
        began = time.process_time()
        try:
            question(net, one, other, box)
            ended[name] = "answered"
        except co.CorridorError as error:
            ended[name] = f"{type(error).__name__}: {error}"
        except Exception as error:
            error.add_note(f"the question: {name}, {one} > {other}")
            raise
        assert time.process_time() - began < SECONDS, name
    return ended
