"""The best route in every run: many runs at once, over the states that can matter.

A state can be of use to a run when no route by it need take longer than the fixed route does in
that run. Runs stand in the order of the fixed route's time, the slowest first: those to which a
state can be of use are the first so many, and for no others are its times drawn and added up. Times
are passed on from state to state, the nearest at low first; where a later state makes an earlier
one quicker, the runs concerned go through all states again, until nothing changes. None of it knows
that a place is passed once only; runs whose route passes one twice are searched again, exactly and
one by one.
"""

import heapq
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from corridor.routing.graph.line_graph import TRANSFER_BITS
from corridor.simulation.distribution import BLOCK, Block, Draws
from corridor.simulation.field import Field, Path, searched

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from corridor.simulation.distribution import Ints

    Times = NDArray[np.signedinteger[Any]]
    Codes = NDArray[np.uint16]
    Parts = tuple[int, ...]

#: What the times of runs that are routed at once may take [bytes], and the fewest runs that are.
MEMORY, FEWEST = 1 << 28, 512
#: The code of a beginning; that of the first transfer into a state is one less, and so on.
BEGINNING = 0xFFFF


def _far(kind: "np.dtype[Any]") -> int:
    """Return a time that no route takes, and to which a transfer and a leg can be added."""
    import numpy as np

    return int(np.iinfo(kind).max) // 4


class Router:
    """The best route of every run; routes are numbered as they come up, block by block.

    Parameters
    ----------
    field
        What a best route can be made of.
    seed
        What the draws are keyed by.
    """

    def __init__(self, field: Field, seed: int) -> None:
        import numpy as np

        self.field = field
        self.paths: dict[Path, int] = {}
        self._draws = Draws(field.parts, seed)
        # No route, however slow, takes longer: each part is passed twice at most, there and back.
        longest = 2 * sum(part.levels[2] for part in field.parts)
        self._kind = np.dtype(np.int32 if longest < _far(np.dtype(np.int32)) else np.int64)

    def route(self, span: slice, limits: "Ints", totals: "Ints", choice: "Ints") -> None:
        """Write the least time of each run of a block and the number of its route.

        Parameters
        ----------
        span
            The runs.
        limits
            For each, a time [s] that its best route does not exceed.
        totals, choice
            What is written to.
        """
        import numpy as np

        taken = _Taken(self.field)
        numbers = np.empty(len(limits), np.int64)
        for some in self._parts(len(limits)):
            order = np.argsort(-limits[some], kind="stable")
            whole = slice(span.start + some.start, span.start + some.stop)
            runs = _Runs(self.field, limits[some][order], self._kind)
            runs.draw(Block(self._draws, whole, order))
            runs.relax()
            least, last = runs.ends()
            totals[some][order] = least
            numbers[some][order] = taken.number(runs, last, order + some.start, totals)
        taken.name(self.paths, numbers, choice)

    def _parts(self, runs: int) -> Iterator[slice]:
        """Yield the runs of a block in parts whose times fit the memory."""
        width, rows = BLOCK, 2 * len(self.field.states) + len(self.field.parts)
        while width > FEWEST and width * rows * self._kind.itemsize > MEMORY:
            width //= 2
        for start in range(0, runs, width):
            yield slice(start, min(start + width, runs))


class Onward(NamedTuple):
    """A transfer on from a state: to which, its parts, and of use to how many runs."""

    after: int
    parts: "Parts"
    most: int


class _Runs:
    """Some runs, the slowest first: what each part takes in them, how soon they reach each state.

    Parameters
    ----------
    field
        What a best route can be made of.
    limits
        For each run, a time [s] that its best route does not exceed.
    kind
        The kind of number for times.
    """

    def __init__(self, field: Field, limits: "Ints", kind: "np.dtype[Any]") -> None:
        import numpy as np

        self.field, self._limits = field, limits.astype(kind)
        self._far, self._count = _far(kind), len(limits)
        self.times = np.empty((len(field.parts), self._count), kind)
        self.reached = np.empty((len(field.states), self._count), kind)
        self._bars = np.empty_like(self.reached)
        self._transfers: dict[Parts, Times] = {}
        self._onward: list[list[Onward]] = [[] for _ in field.states]
        least = np.array([*field.least, *(step.least for into in field.steps for step in into)])
        some = (self._count - np.searchsorted(self._limits[::-1], least)).tolist()
        self._states = some[: len(field.states)]
        others = iter(some[len(field.states) :])
        self._steps = [[next(others) for _ in into] for into in field.steps]
        for state, into in enumerate(field.steps):
            for step, most in zip(into, self._steps[state], strict=True):
                if most:
                    self._onward[step.before].append(Onward(state, step.parts, most))

    def draw(self, block: Block) -> None:
        """Draw each part for the runs that it can be of use to, and add up the transfers."""
        most = [0] * len(self.field.parts)
        both: dict[Parts, int] = {}
        for state, onward in enumerate(self._onward):
            for part in (self.field.legs[state], *self.field.starts.get(state, ())):
                most[part] = max(most[part], self._states[state])
            for _, parts, some in onward:
                both[parts] = max(some, both.get(parts, 0))
                for part in parts:
                    most[part] = max(most[part], some)
        for number, some in enumerate(most):
            self.times[number, some:] = self._far
            if some:
                self.times[number, :some] = block.times(self.field.parts[number], some)
        for parts, some in both.items():
            if parts:
                first, *more = (self.times[part][:some] for part in parts)
                self._transfers[parts] = sum(more, first)

    def relax(self) -> None:
        """Find how soon each run reaches each state."""
        import numpy as np

        sums, less = np.empty_like(self._limits), np.empty(self._count, np.bool_)
        for state, some in enumerate(self._states):
            self.reached[state] = self._far
            if not some:
                continue
            self._enter(state, some, sums)
            for after, parts, most in self._onward[state]:
                if after > state:
                    continue
                arrived = self._arrived(state, parts, most, sums)
                if np.less(arrived, self._bars[after][:most], out=less[:most]).any():
                    runs = np.flatnonzero(less[:most])
                    self._lower(after, runs, arrived[runs] + self._legs(after, runs))
                    self._propagate(after, runs, state)
            if any(step.before > state for step in self.field.steps[state]):
                self._bar(state, some)

    def _bar(self, state: int, some: int) -> None:
        """Note below what a later state must come, before the leg of this one, to be of use."""
        import numpy as np

        bar = self._bars[state][:some]
        np.subtract(self._limits[:some], self.field.to_go[state] - 1, out=bar)
        np.minimum(bar, self.reached[state][:some], out=bar)
        bar -= self.times[self.field.legs[state]][:some]

    def _arrived(self, state: int, parts: "Parts", most: int, sums: "Times") -> "Times":
        """Return how soon the first runs get from a state to the leg of one after it."""
        import numpy as np

        found: Times = self.reached[state][:most]
        if parts:
            found = np.add(found, self._transfers[parts][:most], out=sums[:most])
        return found

    def _enter(self, state: int, some: int, sums: "Times") -> None:
        """Find how soon the first runs reach a state by those that are nearer at low."""
        import numpy as np

        field, least = self.field, self.reached[state][:some]
        for step, most in zip(field.steps[state], self._steps[state], strict=True):
            if most and step.before < state:
                arrived = self._arrived(step.before, step.parts, most, sums)
                np.minimum(least[:most], arrived, out=least[:most])
        least += self.times[field.legs[state]][:some]
        if state in field.starts:
            np.minimum(least, self._begun(state, some), out=least)

    def _legs(self, state: int, runs: "Ints") -> "Times":
        found: Times = self.times[self.field.legs[state], runs]
        return found

    def _lower(self, state: int, runs: "Ints", times: "Times") -> None:
        """Write times at which some runs reach a state sooner than was known."""
        self.reached[state, runs] = times
        self._bars[state, runs] = times - self._legs(state, runs)

    def _propagate(self, state: int, runs: "Ints", last: int) -> None:
        """Pass on what some runs gain in a state to the states up to the last."""
        import numpy as np

        gained, nearest = {state: [runs]}, [state]
        while nearest:
            here = heapq.heappop(nearest)
            changed = np.unique(np.concatenate(gained.pop(here)))
            for after, parts, most in self._onward[here]:
                if after > last:
                    continue
                some = changed[: np.searchsorted(changed, most)]
                times = self.reached[here, some] + self._legs(after, some)
                if parts:
                    times += self._transfers[parts][some]
                sooner = times < self.reached[after, some]
                sooner &= times <= self._limits[some] - self.field.to_go[after]
                if sooner.any():
                    self._lower(after, some[sooner], times[sooner])
                    if after not in gained:
                        gained[after] = []
                        heapq.heappush(nearest, after)
                    gained[after].append(some[sooner])

    def _begun(self, state: int, some: int) -> "Times":
        """Return the times of runs that begin with a state."""
        parts = [self.field.legs[state], *self.field.starts[state]]
        found: Times = self.times[parts, :some].sum(axis=0, dtype=self.times.dtype)
        return found

    def ends(self) -> "tuple[Times, Ints]":
        """Return the least time of each run, and the number of the end of its route."""
        found = self.reached[self.field.ends]
        return found.min(axis=0), found.argmin(axis=0)

    def trace(self, last: "Ints") -> "Iterator[tuple[Ints, Codes]]":
        """Yield the states of routes, from the end on, and the codes of the transfers into them.

        States that all routes to the one before pass are left out. Where a route has begun, the
        state is -1 and the code 0.
        """
        import numpy as np

        ends = np.array(self.field.ends)[last]
        codes = self._codes(ends)
        offsets = np.cumsum([0, *map(len, self.field.steps)])
        before = np.array([step.before for into in self.field.steps for step in into] + [-1])
        roots = np.array([*self.field.roots, -1])
        runs = np.arange(self._count)
        states = ends
        while (states >= 0).any():
            begin = roots[states]
            here = np.where(states >= 0, codes[begin, runs], 0)
            yield states, here
            further = (states >= 0) & (here != BEGINNING)
            into = offsets[begin] + (BEGINNING - 1 - here.astype(np.int64))
            states = before[np.where(further, into, -1)]

    def _codes(self, last: "Ints") -> "Codes":
        """Return the code of the transfer into each state of the best route of each run."""
        import numpy as np

        field, roots = self.field, self.field.roots
        codes = np.empty(self.reached.shape, np.uint16)
        waiting: dict[int, list[Ints]] = {}
        for state in np.unique(last).tolist():
            waiting.setdefault(roots[state], []).append(np.flatnonzero(last == state))
        latest = [-state for state in waiting]
        heapq.heapify(latest)
        while latest:
            state = -heapq.heappop(latest)
            runs = np.concatenate(waiting.pop(state))
            for number, some in self._before(state, runs):
                codes[state, some] = BEGINNING - 1 - number
                if number < 0:
                    continue
                before = roots[field.steps[state][number].before]
                if before not in waiting:
                    waiting[before] = []
                    heapq.heappush(latest, -before)
                waiting[before].append(some)
        return codes

    def _before(self, state: int, runs: "Ints") -> Iterator[tuple[int, "Ints"]]:
        """Yield the number of the step by which runs came into a state, -1 where they began."""
        field = self.field
        left = self.reached[state, runs]
        if state in field.starts:
            begun = self._begun(state, self._count)[runs] == left
            if begun.any():
                yield -1, runs[begun]
            runs, left = runs[~begun], left[~begun]
        left = left - self.times[field.legs[state], runs]
        for number, step in enumerate(field.steps[state]):
            if not len(runs):
                return
            total = self.reached[step.before, runs]
            for part in step.parts:
                total += self.times[part, runs]
            came = total == left
            if came.any():
                yield number, runs[came]
                runs, left = runs[~came], left[~came]


class _Taken:
    """The routes of a block, by codes that sort them."""

    def __init__(self, field: Field) -> None:
        self._field = field
        self._numbers: dict[bytes, int] = {}
        self._paths: dict[bytes, Path] = {}
        # Of a route that passes a place twice the runs, each with its best that does not.
        self._again: dict[bytes, list[tuple[int, Path]]] = {}

    def number(self, runs: _Runs, last: "Ints", which: "Ints", totals: "Ints") -> "Ints":
        """Return the number of the route of each run.

        Parameters
        ----------
        runs
            Some runs.
        last
            The number of the end of the route of each.
        which
            Their numbers in the block.
        totals
            The least times of the block: those of runs that are searched again are written to it.
        """
        import numpy as np

        walked = list(runs.trace(last))
        # An end counts first, the later one before the earlier.
        codes = np.array([BEGINNING - last, *(codes for _, codes in walked)], ">u2").T
        rows = np.ascontiguousarray(codes).view(f"V{2 * codes.shape[1]}").ravel().tolist()
        seen: dict[bytes, int] = {}
        numbers = np.array([seen.setdefault(row, len(seen)) for row in rows])
        _, firsts = np.unique(numbers, return_index=True)
        states = np.array([states for states, _ in walked])[:, firsts].T.tolist()
        keys = [row.rstrip(b"\0") for row in seen]
        for number, key in enumerate(keys):
            if key not in self._numbers:
                self._numbers[key] = len(self._numbers)
                self._paths[key] = path = self._field.path(states[number])
                if self._field.passes_twice(path):
                    self._again[key] = []
            if key in self._again:
                some = np.flatnonzero(numbers == number)
                self._search(self._again[key], some, runs, which, totals)
        found: Ints = np.array([self._numbers[key] for key in keys])[numbers]
        return found

    def _search(
        self,
        found: list[tuple[int, Path]],
        some: "Ints",
        runs: _Runs,
        which: "Ints",
        totals: "Ints",
    ) -> None:
        """Search some runs again, one by one."""
        for column in some[which[some].argsort()]:
            best = searched(self._field, runs.times[:, column])
            totals[which[column]] = best.weight >> TRANSFER_BITS
            found.append((int(which[column]), best.path))

    def name(self, paths: dict[Path, int], numbers: "Ints", choice: "Ints") -> None:
        """Write for each run the number of its route in `paths`."""
        import numpy as np

        found = np.zeros(len(self._numbers), np.int64)
        again: dict[int, int] = {}
        for key in sorted(self._numbers):
            if key not in self._again:
                found[self._numbers[key]] = paths.setdefault(self._paths[key], len(paths))
            for run, path in self._again.get(key, ()):
                again[run] = paths.setdefault(path, len(paths))
        choice[:] = found[numbers]
        choice[[*again]] = [*again.values()]
