"""What the command line asks of scenarios, critical elements and capacity."""

from argparse import Namespace
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor import text as _text
from corridor.reading.load import load_network
from corridor.scenarios.named import load_scenario, scenario_names

if TYPE_CHECKING:
    from corridor.analysis.comparison import Comparison
    from corridor.analysis.critical_elements import WeakPoints
    from corridor.analysis.flow.throughput import Throughput
    from corridor.network.network import Network
    from corridor.scenarios.difference import Difference


BUNDLED = "bundled"


def known_scenarios() -> str:
    """Return the scenarios that come with the library, each with its title."""
    return _text.definitions([(name, load_scenario(name).name) for name in scenario_names()])


def under(net: "Network", options: Namespace, chains: list[str], limits: Any) -> "Comparison":
    """Return chains with and without the scenarios that were typed."""
    from corridor.analysis.comparison import compare

    typed = options.scenario
    names = [typed] if Path(typed).exists() else typed.split("+")
    scenarios = [load_scenario(name) for name in names]
    titles = [item.name for item in scenarios]
    told = [
        replace(item, name=f"{item.name} ({name})") if titles.count(item.name) > 1 else item
        for name, item in zip(names, scenarios, strict=True)
    ]
    return compare(net, chains, scenarios=told, **limits)


def critical(net: "Network", options: Namespace, limits: Any) -> "WeakPoints":
    """Return the critical elements of the chains that were typed."""
    from corridor.analysis.critical_elements import WEAK, criticality

    return criticality(net, options.chains, kinds=options.kind or WEAK, **limits)


def bounded(net: "Network", options: Namespace, limits: Any) -> "Throughput":
    """Return how much can pass between the places that were typed."""
    from corridor.analysis.flow.bottlenecks import capacity

    limits = {key: value for key, value in limits.items() if key != "require" or value}
    places = (options.origin, options.destination)
    return capacity(net, *places, unknown=options.unknown, **limits)


def differing(options: Namespace) -> "Difference":
    """Return in what two networks differ: files, or scenarios made to the bundled network."""
    from corridor.scenarios.difference import diff

    names = [options.first, options.second] if options.second else [BUNDLED, options.first]
    first, second = map(_named, names)
    return diff(first, second)


def _named(name: str) -> "Network":
    if name == BUNDLED:
        return load_network()
    if name in scenario_names() and not Path(name).exists():
        return load_scenario(name).apply(load_network())
    return load_network(name)
