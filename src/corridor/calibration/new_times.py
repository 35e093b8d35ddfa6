"""Round fitted times to tenths of an hour, so that exact sums stay exact."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from corridor.errors import Step
from corridor.network.estimates import Estimate, Norm
from corridor.network.network import Network

Path = tuple[Step, ...]


def retimed(
    net: Network, times: Mapping[Path, Estimate], norms: Mapping[str, Norm] | None = None
) -> Network:
    """Return the network with other estimates at some paths, and other norms."""
    file = net.file
    legs = {
        key: replace(leg, transit_time=times.get(("legs", key, "transit_time"), leg.transit_time))
        for key, leg in file.legs.items()
    }
    nodes = {
        key: replace(
            node,
            dwell=tuple(
                replace(entry, time=times.get(("nodes", key, "dwell", number, "time"), entry.time))
                for number, entry in enumerate(node.dwell)
            ),
        )
        if node.dwell
        else node
        for key, node in file.nodes.items()
    }
    defaults = tuple(
        replace(entry, time=times.get(("dwell_defaults", number, "time"), entry.time))
        for number, entry in enumerate(file.dwell_defaults)
    )
    changed = replace(
        file,
        legs=legs,
        nodes=nodes,
        dwell_defaults=defaults,
        norms={**file.norms, **(norms or {})},
    )
    return net.with_file(changed)


#: A time moves when it is off by more than both: a tenth of an hour, and a share of itself.
STEP = 360
SHARE = 0.005


def moves(before: float, after: float, step: float = STEP) -> bool:
    """Return whether a figure is far enough off to be updated.

    >>> moves(36_000, 36_200), moves(36_000, 36_400), moves(360_000, 361_000)
    (False, True, False)
    """
    return abs(after - before) > max(step, SHARE * abs(before))


def round_times(
    fitted: Sequence[float], current: Sequence[int], exact: Mapping[tuple[int, ...], int]
) -> list[int]:
    """Return times in whole tenths of an hour [s]; what has hardly moved keeps its figure.

    Parameters
    ----------
    fitted, current
        What each element should take, and what the file says [s].
    exact
        For some sets of elements the sum that must come out [s]. What is missing or too much is
        shared out by largest remainder, step by step, the shortest sets first.

    >>> round_times([400.0, 800.0, 1300.0], [0, 0, 0], {(0, 1, 2): 2520})
    [360, 720, 1440]
    """
    rounded = [
        max(STEP, round(after / STEP) * STEP) if moves(before, after) or before % STEP else before
        for before, after in zip(current, fitted, strict=True)
    ]
    settled: set[int] = set()
    for members, total in sorted(exact.items(), key=lambda item: len(item[0])):
        free = [number for number in members if number not in settled]
        missing = (total - sum(rounded[number] for number in members)) // STEP
        sign = 1 if missing > 0 else -1
        for _ in range(abs(missing)):
            over = {
                number: sign * (rounded[number] - fitted[number])
                for number in free
                if rounded[number] + sign * STEP >= STEP
            }
            if over:
                rounded[min(over, key=over.__getitem__)] += sign * STEP
        settled.update(members)
    return rounded
