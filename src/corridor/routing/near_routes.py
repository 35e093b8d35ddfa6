"""What is said of an answer beside itself: its detour, whom it serves, and the next routes."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace

from corridor.errors import LimitError
from corridor.frozen import dataclass
from corridor.network.network import Network
from corridor.routes.caveats import MODEL_ERROR, not_serving
from corridor.routes.request import Request
from corridor.routes.route import Route, stops_text
from corridor.routing.direct_routes import detour_of, is_detour, paths_of
from corridor.routing.graph.corridors import unserved_by
from corridor.routing.graph.line_graph import TRANSFER_BITS, LineGraph, compile_network
from corridor.routing.search_goal import passage_marks

Path = tuple[int, ...]
#: How many near routes are named, and how many partial routes are taken up in looking for them.
MOST_NEAR = 3
NEAR_BUDGET = 2_000


@dataclass(frozen=True, slots=True)
class Lookout:
    """A search for the next routes, made when they are first asked for; none once sent away."""

    net: Network
    request: Request
    path: Path
    build: Callable[[Network, Request, Path], Route]

    def __call__(self) -> tuple[Route, ...]:
        """Return the next routes within the model's error that stop elsewhere, at most three."""
        best = self.build(self.net, self.request, self.path)
        kinds = {(best.corridors, stops_text(best))}
        found: list[Route] = []
        for path in near_paths(self.net, self.request):
            route = self.build(self.net, self.request, path)
            kind = (route.corridors, stops_text(route))
            if kind not in kinds:
                kinds.add(kind)
                found.append(replace(route, _near=None))
            if len(found) == MOST_NEAR:
                break
        return tuple(found)

    def __reduce__(self) -> tuple[Callable[[], None], tuple[()]]:
        return _nothing, ()


def network_of(route: Route) -> Network | None:
    """Return the network that a route was found in; none once it was sent to another process."""
    return route._near.net if isinstance(route._near, Lookout) else None  # noqa: SLF001 - its own


def _nothing() -> None:
    """Return what is left of a look-out that was sent to another process."""


def near_paths(net: Network, request: Request) -> Iterator[Path]:
    """Yield the best paths by each passage whose time is within the model's error of the best."""
    if request.is_weighed:
        return
    graph = compile_network(net)
    most: int | None = None
    kinds: set[frozenset[object]] = set()
    with suppress(LimitError):
        for weight, path in paths_of(net, request, passage_marks(net), budget=NEAR_BUDGET):
            time = weight >> TRANSFER_BITS
            most = most or int(time * (1 + MODEL_ERROR))
            if time > most:
                return
            kind = frozenset[object]().union(*(graph.passages[number] for number in path))
            if kind not in kinds:
                kinds.add(kind)
                yield path


def exposure_of(net: Network, graph: LineGraph, path: Path) -> tuple[str, ...]:
    """Return the policies of the file that a path does not keep."""
    return tuple(
        policy.id
        for policy in net.policies.values()
        if any(not graph.touching(*key).isdisjoint(path) for key in policy.avoid)
    )


def reservations_of(
    net: Network, request: Request, path: Path, belongs: tuple[str, ...]
) -> tuple[str, ...]:
    """Return what an answer says before all else."""
    said = []
    roots = [net.corridors[item] for item in belongs if net.corridors[item].parent is None]
    unserved = set(unserved_by(net, request))
    for corridor in roots:
        if corridor.id in unserved:
            also = "; no other route is on file" if request.corridor is None else ""
            said.append(f"{not_serving(corridor, request.chain)}{also}.")
    if is_detour(net, request, path):
        ratio = detour_of(net, request, path)
        said.append(f"No direct service on file: this route is {ratio:.1f} times the great circle.")
    return tuple(said)
