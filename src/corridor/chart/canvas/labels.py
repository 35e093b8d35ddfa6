"""Where labels go: along a line with gaps between them, or beside points where there is space."""

from collections.abc import Iterable, Iterator, Sequence

from corridor.chart.canvas.figure import Box


def spread_out(wanted: Sequence[float], gap: float, low: float, high: float) -> list[float]:
    """Return positions in order, at least a gap apart, as near to the wanted ones as can be.

    Least squares by pooling adjacent violators; what does not fit the limits is moved inside.

    Parameters
    ----------
    wanted
        The positions in rising order.
    gap
        The least distance of two neighbours.
    low, high
        The limits; they must be far enough apart for all.

    >>> spread_out([1.0, 1.1, 5.0], 1.0, 0.0, 6.0)
    [0.55, 1.55, 5.0]
    """
    pools: list[list[float]] = []  # the mean of a pool, and how many it holds
    for number, position in enumerate(wanted):
        pools.append([position - number * gap, 1])
        while len(pools) > 1 and pools[-2][0] > pools[-1][0]:
            (mean, size), (last, more) = pools[-2:]
            pools[-2:] = [[(mean * size + last * more) / (size + more), size + more]]
    space = high - low - gap * (len(wanted) - 1)
    shifts = [
        low + min(max(mean - low, 0), space) for mean, size in pools for _ in range(int(size))
    ]
    return [round(shift + number * gap, 6) for number, shift in enumerate(shifts)]


def kept(important: Sequence[bool], most: int) -> list[int]:
    """Return which labels stay when only so many fit: both ends, important ones, others evenly.

    >>> kept([True, False, False, True, False, True], 4)
    [0, 2, 3, 5]
    """
    last = len(important) - 1
    order = [0, last, *_evenly([n for n in range(1, last) if important[n]], most - 2)]
    rest = [n for n in range(1, last) if not important[n]]
    order += _evenly(rest, most - len(set(order)))
    return sorted(set(order))


def _evenly(items: Sequence[int], most: int) -> list[int]:
    if len(items) <= max(0, most):
        return list(items)
    return [items[(2 * n + 1) * len(items) // (2 * most)] for n in range(most)]


#: How far from a point a label may stand, in steps of the least distance.
RINGS = (1.0, 1.8, 2.8, 4.0, 5.5, 7.5, 10.0)


def around(
    x: float,
    y: float,
    size: tuple[float, float],
    away: float,
    rings: Sequence[float] = RINGS,
) -> Iterator[Box]:
    """Yield rectangles of a size beside a point, the best place first, then farther and farther."""
    width, height = size
    for ring in rings:
        gap = away * ring
        for across, up in ((1, 0), (-1, 0), (1, 1), (-1, 1), (1, -1), (-1, -1), (0, 1), (0, -1)):
            left = x + across * gap - (0.5 - across / 2) * width
            middle = y + up * (gap + height / 2)
            yield Box(left, middle - height / 2, left + width, middle + height / 2)


def first_free(candidates: Iterable[Box], taken: Iterable[Box], frame: Box) -> Box | None:
    """Return the first rectangle inside a frame that meets none that is taken."""
    filled = list(taken)
    for box in candidates:
        if frame.holds(box) and not any(box.meets(other) for other in filled):
            return box
    return None
