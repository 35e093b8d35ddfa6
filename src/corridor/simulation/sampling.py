"""What is simulated, and the transit times of its runs: the question apart from its answers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple, overload

from corridor.errors import QuantityError
from corridor.frozen import dataclass
from corridor.network.modes import DEFAULT_MODES, LAST_RESORT
from corridor.network.network import Network
from corridor.routes.request import Request
from corridor.routes.route import Route
from corridor.routing.best_route import best_route
from corridor.routing.build_route import build_route, path_of
from corridor.routing.dated import seen
from corridor.simulation.dated_runs import dated_times
from corridor.simulation.distribution import Draws, spans
from corridor.simulation.field import Field, Path
from corridor.simulation.rerouting import Router
from corridor.simulation.varying_parts import (
    Statements,
    Timed,
    elements_of,
    parts_of,
    stated_elements,
)

if TYPE_CHECKING:
    from corridor.simulation.distribution import Ints


Policy = Literal["fixed", "best"]
POLICIES: tuple[Policy, Policy] = ("fixed", "best")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """What is simulated, on whatever network.

    Attributes
    ----------
    request
        What a route must keep to.
    route
        A route that was given; none where the best one is to be taken.
    given
        First mile, last mile and customs, as the user states them.
    from_ready
        Whether the wait for the first departure counts.
    """

    request: Request
    way: Route | None
    given: Statements
    from_ready: bool

    def route_in(self, net: Network) -> Route:
        """Return the route on a network: the given one, or the best.

        Raises
        ------
        NoRouteError
            When there is none.
        QuantityError
            When the given route is closed there.
        """
        if self.way is None:
            return best_route(net, self.request)
        if self.way.stamp == net.stamp:
            return self.way
        return build_route(net, self.request, path_of(net, self.way))

    def elements_of(self, route: Route) -> Timed:
        """Return the parts of the time of a route, in order, with what the user states."""
        return elements_of(route, from_ready=self.from_ready, given=self.given)


class Way(NamedTuple):
    """A route that was taken, and in how many runs."""

    route: Route
    runs: int


class Ways(Sequence[Way]):
    """The routes that were taken, the most frequent first; each is made when it is asked for."""

    def __init__(self, net: Network, request: Request, taken: Iterable[tuple[Path, int]]) -> None:
        self._net, self._request = net, request
        self._taken = tuple(taken)
        self._made: dict[int, Way] = {}

    def __len__(self) -> int:
        return len(self._taken)

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, (Ways, tuple)) and tuple(self) == tuple(other)

    def __hash__(self) -> int:
        return hash(tuple(self))

    @overload
    def __getitem__(self, place: int) -> Way: ...

    @overload
    def __getitem__(self, place: slice) -> tuple[Way, ...]: ...

    def __getitem__(self, place: int | slice) -> Way | tuple[Way, ...]:
        places = range(len(self))[place]
        return self._way(places) if isinstance(places, int) else tuple(map(self._way, places))

    def _way(self, place: int) -> Way:
        if place not in self._made:
            path, runs = self._taken[place]
            self._made[place] = Way(build_route(self._net, self._request, path), runs)
        return self._made[place]


class Sample(NamedTuple):
    """The route, its elements, and of every run the transit time [s] and the route taken.

    `choice` numbers the routes; it is none where every run keeps to the route.
    """

    route: Route
    elements: Timed
    times: "Ints"
    ways: Sequence[Way]
    choice: "Ints | None" = None


def sample(
    net: Network, question: Question, runs: int, seed: int, progress: Progress | None = None
) -> Sample:
    """Return the transit times of shipments that keep to the route of a question."""
    net = seen(net, question.request)
    route = question.route_in(net)
    timed = question.elements_of(route)
    if route.request.depart is not None:
        ready = question.from_ready
        times = dated_times(net, route, question.given, runs, seed, from_ready=ready)
        return Sample(route, timed, times, (Way(route, runs),))
    return Sample(route, timed, drawn(net, timed, runs, seed, progress), (Way(route, runs),))


def drawn(
    net: Network, timed: Timed, runs: int, seed: int, progress: Progress | None = None
) -> "Ints":
    """Return the sum of elements in every run, not to be written to."""
    import numpy as np

    total = np.zeros(runs, np.int64)
    for span, times in Draws(parts_of(net, timed), seed).blocks(runs):
        for part in times:
            total[span] += part
        if progress:
            progress(span.stop, runs)
    total.flags.writeable = False
    return total


def sample_best(
    net: Network, question: Question, runs: int, seed: int, progress: Progress | None = None
) -> Sample:
    """Return the transit times of shipments that take the best route of their run.

    Raises
    ------
    QuantityError
        When the request has a limit that is none of single runs, or a day of departure.
    """
    import numpy as np

    if question.request.depart is not None:
        raise QuantityError(
            "policy best finds the best route of each run on ordinary days alone: for a day of "
            'departure take policy="fixed" (leave --reroute out), whose runs wait for what is '
            "closed, or leave the day out"
        )
    route = question.route_in(net)
    request = _without_limits(route)
    fixed = sample(net, replace(question, given=()), runs, seed)
    most = int(fixed.times.max())
    router = Router(Field(net, request, most, from_ready=question.from_ready), seed)
    total, choice = np.zeros(runs, np.int64), np.zeros(runs, np.int64)
    for span in spans(runs):
        router.route(span, fixed.times[span], total[span], choice[span])
        if progress:
            progress(span.stop, runs)
    total += drawn(net, stated_elements(question.given), runs, seed)
    counts = np.bincount(choice, minlength=len(router.paths))
    order = np.argsort(-counts, kind="stable")
    rank = np.argsort(order, kind="stable")
    paths = tuple(router.paths)
    ways = Ways(net, request, ((paths[n], int(counts[n])) for n in order))
    ranked = rank[choice]
    for array in (total, ranked):
        array.flags.writeable = False
    return Sample(route, question.elements_of(route), total, ways, ranked)


def _without_limits(route: Route) -> Request:
    """Return what a route was asked for, by road too where it needs road."""
    request = route.request
    for name in ("max_time", "max_transfers", "max_gauge_breaks"):
        if getattr(request, name) is not None:
            raise QuantityError(f"{name} is a limit of a route; policy best has no single one")
    if request.modes is None and not LAST_RESORT.isdisjoint(route.modes):
        return replace(request, modes=DEFAULT_MODES | LAST_RESORT)
    return request
