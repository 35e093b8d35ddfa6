"""What the command line asks of scenarios, weak points and capacity."""

from argparse import Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from corridor import _text
from corridor.network import load_network
from corridor.scenario import load_scenario, scenario_names

if TYPE_CHECKING:
    from corridor.network import Network

BUNDLED = "bundled"
Shown = tuple["Network", Namespace, str, Any]


def known_scenarios() -> str:
    """Return the scenarios that come with the library, each with its title."""
    return _text.definitions([(name, load_scenario(name).name) for name in scenario_names()])


def studied(net: "Network", options: Namespace, limits: dict[str, Any]) -> Shown:
    """Return what was typed, answered, and the kind of the answer."""
    if options.command == "whatif":
        from corridor.comparison import compare

        parts = map(load_scenario, options.scenario.split("+"))
        scenarios = {scenario.name: scenario for scenario in parts}
        return (
            net,
            options,
            "comparison",
            compare(net, options.chains, scenarios=scenarios, **limits),
        )
    if options.command == "critical":
        from corridor.weakpoints import WEAK, criticality

        kinds = options.kind or WEAK
        return net, options, "weak_points", criticality(net, options.chains, kinds=kinds, **limits)
    from corridor.flow import capacity

    places = (options.origin, options.destination)
    return net, options, "throughput", capacity(net, *places, unknown=options.unknown, **limits)


def differing(options: Namespace) -> Shown:
    """Return in what two networks differ: files, or scenarios made to the bundled network."""
    from corridor.difference import diff

    names = [options.first, options.second] if options.second else [BUNDLED, options.first]
    first, second = map(_named, names)
    return first, options, "difference", diff(first, second)


def _named(name: str) -> "Network":
    if name == BUNDLED:
        return load_network()
    if name in scenario_names() and not Path(name).exists():
        return load_scenario(name).apply(load_network())
    return load_network(name)
