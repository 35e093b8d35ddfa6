"""A route under scenarios: what takes its place in each, by distance and time."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from corridor.analysis.compared_rows import row_of
from corridor.analysis.time_profile import Profile, profile_of
from corridor.network.network import Network
from corridor.routes.route import Route
from corridor.scenarios.named import by_name
from corridor.scenarios.scenario import Scenario
from corridor.scenarios.windows import not_in_force

Scenarios = Mapping[str, Scenario] | Iterable[Scenario]


class Under(NamedTuple):
    """A scenario by name, with the profile of the route that it leaves, or why there is none."""

    name: str
    profile: Profile | None
    reason: str = ""


def under_scenarios(net: Network, route: Route, scenarios: Scenarios) -> tuple[Under, ...]:
    """Return the best route of the same request under each scenario."""
    return tuple(_under(net, route, name, item) for name, item in by_name(scenarios).items())


def _under(net: Network, route: Route, name: str, scenario: Scenario) -> Under:
    idle = not_in_force(net, scenario)
    if idle:
        return Under(name, None, idle)
    changed = scenario.apply(net)
    row = row_of(changed, route.request, name)
    if row.route is None:
        return Under(name, None, row.reason)
    return Under(name, profile_of(changed, row.route))
