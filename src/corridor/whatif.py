"""What the command line asks of scenarios, weak points and capacity."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor import _text
from corridor.network import load_network
from corridor.scenario import load_scenario, scenario_names

if TYPE_CHECKING:
    from corridor.comparison import Comparison
    from corridor.difference import Difference
    from corridor.flow import Throughput
    from corridor.network import Network
    from corridor.weakpoints import WeakPoints

BUNDLED = "bundled"


def known_scenarios() -> str:
    """Return the scenarios that come with the library, each with its title."""
    return _text.definitions([(name, load_scenario(name).name) for name in scenario_names()])


def under(net: "Network", options: Namespace, chains: list[str], limits: Any) -> "Comparison":
    """Return chains with and without the scenarios that were typed."""
    from corridor.comparison import compare

    scenarios = [load_scenario(name) for name in options.scenario.split("+")]
    return compare(net, chains, scenarios={item.name: item for item in scenarios}, **limits)


def critical(net: "Network", options: Namespace, limits: Any) -> "WeakPoints":
    """Return the weak points of the chains that were typed."""
    from corridor.weakpoints import WEAK, criticality

    return criticality(net, options.chains, kinds=options.kind or WEAK, **limits)


def bounded(net: "Network", options: Namespace, limits: Any) -> "Throughput":
    """Return how much can pass between the places that were typed."""
    from corridor.flow import capacity

    limits = {key: value for key, value in limits.items() if key != "require" or value}
    places = (options.origin, options.destination)
    return capacity(net, *places, unknown=options.unknown, **limits)


def differing(options: Namespace) -> "Difference":
    """Return in what two networks differ: files, or scenarios made to the bundled network."""
    from corridor.difference import diff

    names = [options.first, options.second] if options.second else [BUNDLED, options.first]
    first, second = map(_named, names)
    return diff(first, second)


def _named(name: str) -> "Network":
    if name == BUNDLED:
        return load_network()
    if name in scenario_names() and not Path(name).exists():
        return load_scenario(name).apply(load_network())
    return load_network(name)
