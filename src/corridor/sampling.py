"""What is simulated, and the transit times of its runs: the question apart from its answers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from corridor.answer import build_route, path_of
from corridor.distribution import Draws
from corridor.network import Network
from corridor.parts import Given, Timed, elements_of, parts_of
from corridor.request import Request
from corridor.route import Route
from corridor.routing import best_route

if TYPE_CHECKING:
    from corridor.distribution import Ints

Policy = Literal["fixed", "best"]
POLICIES = ("fixed", "best")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Question:
    """Hold what is simulated, on whatever network.

    Attributes
    ----------
    request
        What a route must keep to.
    way
        A route that was given; none where the best one is to be taken.
    given
        First mile, last mile and customs, as the user states them.
    from_ready
        Whether the wait for the first departure counts.
    """

    request: Request
    way: Route | None
    given: tuple[tuple[str, Given], ...]
    from_ready: bool

    def route_in(self, net: Network) -> Route:
        """Return the way on a network: the given one, or the best.

        Raises
        ------
        NoRouteError
            When there is none.
        QuantityError
            When the given way is closed there.
        """
        if self.way is None:
            return best_route(net, self.request)
        if self.way.stamp == net.stamp:
            return self.way
        return build_route(net, self.request, path_of(net, self.way))


class Sample(NamedTuple):
    """Hold the way that was simulated, its elements, and the transit time [s] of every run."""

    route: Route
    elements: Timed
    times: "Ints"


def sample(
    net: Network, question: Question, runs: int, seed: int, progress: Progress | None = None
) -> Sample:
    """Return the transit times of shipments that keep to the way of a question."""
    import numpy as np

    route = question.route_in(net)
    timed = elements_of(route, from_ready=question.from_ready, given=dict(question.given))
    total = np.zeros(runs, np.int64)
    for span, times in Draws(parts_of(net, timed), seed).blocks(runs):
        for part in times:
            total[span] += part
        if progress:
            progress(span.stop, runs)
    total.flags.writeable = False
    return Sample(route, timed, total)
