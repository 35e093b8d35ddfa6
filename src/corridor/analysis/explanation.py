"""Where the time of a route goes, and how it differs from another."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from corridor import text as _text
from corridor.analysis.breakeven import BreakEven, break_even
from corridor.frozen import dataclass
from corridor.network.network import Network
from corridor.printing.shown import Shown
from corridor.routes.costs import cost_text
from corridor.routes.costs.cost import Amount, charges_of
from corridor.routes.costs.emissions import emissions_of
from corridor.routes.route import Route, stops_text
from corridor.routes.route_text import Row, rows_of
from corridor.routes.steps import RouteLeg, Transfer
from corridor.routes.telling_apart import route_names
from corridor.routing import cost_comparison
from corridor.routing.alternatives import find_alternative
from corridor.signatures import suggest_arguments
from corridor.user_values import of_kind

HEAVIEST = 5
TURNS_SHOWN = 3
LARGEST = 6
Triple = tuple[int, int, int]
Steps = tuple[RouteLeg | Transfer, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of an explanation: a part of one route, of the other, or of both.

    Attributes
    ----------
    label
        Where: a run of legs or a stop.
    first, second
        Its time at low, typical and high [s] in either route; none where it is not part of it.
    """

    label: str
    first: Triple | None
    second: Triple | None

    @property
    def difference(self) -> Triple:
        """How much more the second route takes here [s]."""
        one, other = self.first or (0, 0, 0), self.second or (0, 0, 0)
        return (other[0] - one[0], other[1] - one[1], other[2] - one[2])


@dataclass(frozen=True, slots=True)
class Explanation(Shown):
    """Why a route takes its time, and how it differs from another.

    Attributes
    ----------
    route, versus
        The route, and the one that it is held against: the one asked for, or the best by another
        passage; none where there is no other.
    lines
        Both routes part by part, aligned by the places that they share; the differences add up
        exactly to that of the totals, at every level.
    turns
        The single changes that would turn the ranking.
    """

    route: Route
    versus: Route | None
    lines: tuple[Line, ...]
    turns: BreakEven | None

    @property
    def difference(self) -> Triple:
        """How much more the other route takes [s] at low, typical and high."""
        low, typical, high = map(sum, zip(*(line.difference for line in self.lines), strict=True))
        return low, typical, high

    @property
    def charges(self) -> tuple[Amount, ...]:
        """What both cost by kind, at the level asked [cents]; none without a shipment."""
        if self.versus is None or self.route.cost is None or self.versus.cost is None:
            return ()
        return charges_of(self.route.cost, self.versus.cost)

    @property
    def emissions(self) -> tuple[Amount, ...]:
        """What both emit by factor [g of CO2e]; none without a shipment."""
        if self.versus is None or self.route.emissions is None or self.versus.emissions is None:
            return ()
        return emissions_of(self.route.emissions, self.versus.emissions)

    def _blocks(self) -> list[_text.Block]:
        blocks: list[_text.Block] = [_text.Prose(list(_paragraph(self)))]
        if self.versus:
            blocks.append(_table(self))
            if self.charges:
                blocks += cost_comparison.side_by_side(self.route, self.versus)
        return [*blocks, _text.Pairs(list(_behind(self)))]

    def _short(self) -> list[_text.Block]:
        first, *others = self._blocks()
        if not self.versus:
            return [first, *others]
        return [first, _largest(self), *others[1:]]


@suggest_arguments
def explain(net: Network, route: Route, *, versus: Route | None = None) -> Explanation:
    """Explain a route: against another one, or against the best one by another passage.

    Parameters
    ----------
    net
        The network that it was found in.
    route
        The route to explain.
    versus
        The route to hold it against; by default the runner-up by passage (borders, ferries,
        straits) for the same request.

    Returns
    -------
    Explanation
        `print` gives a paragraph with a table under it.

    Raises
    ------
    LimitError
        When the search for the runner-up would take too long.

    >>> import corridor as co
    >>> net = co.load_network()
    >>> found = co.explain(net, co.find_route(net, "Xi'an", "Duisburg"))
    >>> sum(line.difference[1] for line in found.lines) == found.difference[1]
    True
    """
    of_kind(route, "the route", Route)
    other = find_alternative(net, route) if versus is None else of_kind(versus, "versus", Route)
    if other is None:
        return Explanation(route, None, tuple(_one_sided(route.steps, first=True)), None)
    lines = tuple(_lines(route, other))
    return Explanation(route, other, lines, break_even(net, route, other))


def _lines(route: Route, other: Route) -> Iterator[Line]:
    """Yield both routes cut at the places that they share; where they are alike, once."""
    cuts = _shared(route, other)
    first, second = _cut(route, [cut[0] for cut in cuts]), _cut(other, [cut[1] for cut in cuts])
    alike: list[RouteLeg | Transfer] = []
    for one, two in zip(first, second, strict=True):
        if one == two:
            alike += one
            continue
        yield from _both(alike)
        alike = []
        if route.stamp != other.stamp and _names(one) == _names(two):
            yield from _paired(one, two)
            continue
        yield from _one_sided(one, first=True)
        yield from _one_sided(two, first=False)
    yield from _both(alike)


def _one_sided(steps: Sequence[RouteLeg | Transfer], *, first: bool) -> Iterator[Line]:
    """Yield the lines of one route alone; a run of legs names a place in its middle."""
    moved = all(isinstance(step, RouteLeg) for step in steps)
    places = [step.destination.short for step in steps if isinstance(step, RouteLeg)][:-1]
    for row in rows_of(steps, frozenset()):
        inside = [place for place in places if moved and place not in row.label]
        label = f"{_label(row)} by {inside[len(inside) // 2]}" if inside else _label(row)
        yield Line(label, row.own if first else None, None if first else row.own)


def _names(steps: Steps) -> list[tuple[str, ...]]:
    """Return what steps are, whatever time they take: legs by id, stops by what happens there."""
    return [
        ("leg", step.id, step.origin.id)
        if isinstance(step, RouteLeg)
        else ("stop", step.node.id, step.kind, step.onward, str(step.waiting is not None))
        for step in steps
    ]


def _paired(one: Steps, two: Steps) -> Iterator[Line]:
    """Yield the lines of steps that are the same on both sides and take other times."""
    for first, second in zip(*(rows_of(steps, frozenset()) for steps in (one, two)), strict=True):
        yield Line(_label(first), first.own, second.own)


def _both(steps: Sequence[RouteLeg | Transfer]) -> Iterator[Line]:
    for row in rows_of(steps, frozenset()):
        yield Line(_label(row), row.own, row.own)


def _label(row: Row) -> str:
    return f"{row.label} {row.how}" if row.metres is not None else f"  ■ {row.label} {row.how}"


def _shared(route: Route, other: Route) -> list[tuple[int, int]]:
    """Return the positions in both of the nodes that both pass, in one order; alike both ways."""
    one, two = ([node.id for node in item.nodes] for item in (route, other))
    if one > two:
        return [(first, second) for second, first in _shared(other, route)]
    blocks = SequenceMatcher(None, one, two, autojunk=False).get_matching_blocks()
    return [(b.a + step, b.b + step) for b in blocks for step in range(b.size)]


def _cut(route: Route, places: Sequence[int]) -> list[Steps]:
    """Return a route's steps cut at positions among its nodes: movement, stop, movement, ..."""
    pieces: list[list[RouteLeg | Transfer]] = [[]]
    position, cuts = 0, set(places)
    if 0 in cuts:
        pieces += [[], []]
    for step in route.steps:
        if isinstance(step, Transfer):
            pieces[-2 if position in cuts else -1].append(step)
            continue
        pieces[-1].append(step)
        position += 1
        if position in cuts:
            pieces += [[], []]
    return [tuple(piece) for piece in pieces]


def _paragraph(found: Explanation) -> Iterator[str]:
    """Yield sentences: which is quicker and by how much, where the time goes, how certain it is."""
    route, other = found.route, found.versus
    time = _text.days(route.transit_time.typical)
    if other is None:
        yield f"{route.request.chain} typically takes {time} days; no other passage leads there."
        return
    names = _names_of(route, other)
    low, typical, _ = found.difference
    yield (
        f"{route.request.chain} typically takes {time} days {names[0]} and "
        f"{_text.days(other.transit_time.typical)} {names[1]}: {_compared(typical)}, "
        f"and {_compared(low)} at best."
    )
    parts = [
        int(getattr(other, part).typical - getattr(route, part).typical)
        for part in ("moving", "dwell", "waiting")
    ]
    moving, dwell, waiting = _text.adding_up(parts, _text.TENTH, _signed)
    distance = (other.distance - route.distance + 500) // 1000
    yield (
        f"In motion {moving} ({distance:+,} km), at stops {dwell}, waiting for departures "
        f"{waiting}."
    )
    largest = sorted(found.lines, key=lambda line: -abs(line.difference[1]))[:3]
    told = "; ".join(f"{line.label.strip(' ■')} {_signed(line.difference[1])}" for line in largest)
    yield f"The largest single parts: {told}."
    yield _estimated_share(found, other)


def _estimated_share(found: Explanation, other: Route) -> str:
    """Return how much of the difference rests on estimates."""
    shared = {element for element, _ in found.route.elements()} & {
        element for element, _ in other.elements()
    }
    own = [
        time
        for item in (found.route, other)
        for element, time in item.elements()
        if element not in shared
    ]
    weak = sum(int(time.typical) for time in own if time.basis in {"estimated", "assumed"})
    total = sum(int(time.typical) for time in own) or 1
    share = _text.shares([weak, total - weak])[0]
    advantage = abs(found.difference[1])
    if weak > advantage:
        return (
            f"The difference could rest on estimates alone: {share} of it "
            f"({_text.days(weak)} days) is estimated."
        )
    return f"{share} of the difference rests on estimates."


def _names_of(route: Route, other: Route) -> list[str]:
    """Return what tells two routes apart: corridors, else routes, else the networks."""
    names = [_name(item) for item in (route, other)]
    if names[0] == names[1]:
        names = [f"by {name}" for name in route_names([route, other])]
    return names if names[0] != names[1] else [_name(route), "on the other network"]


def _name(route: Route) -> str:
    return f"by {route.corridors[0]}" if route.corridors else f"by {stops_text(route)}"


def columns_of(found: Explanation) -> tuple[str, str]:
    """Return the names of both columns: the corridors of the routes where these tell them apart."""
    names = [
        route.corridors[0] if route and route.corridors else ""
        for route in (found.route, found.versus)
    ]
    return (names[0], names[1]) if all(names) and names[0] != names[1] else ("first", "second")


def _compared(seconds: int) -> str:
    return f"{_text.days(abs(seconds))} days {'less' if seconds < 0 else 'more'}"


def _signed(seconds: int) -> str:
    return ("+" if seconds > 0 else "") + _text.days(seconds) + " days"


def _table(found: Explanation) -> _text.Table:
    """Return the lines as a table, with the totals."""
    first, second = columns_of(found)
    head = ("", f"days\n{first}", f"typical\n{second}", "\ndifference")
    columns = (
        _column([line.first and line.first[1] for line in found.lines]),
        _column([line.second and line.second[1] for line in found.lines]),
        _column([line.difference[1] for line in found.lines]),
    )
    labels = [line.label for line in found.lines]
    rows = list(zip(labels, *columns, strict=True))
    other = found.versus or found.route
    totals = [_text.days(item.transit_time.typical) for item in (found.route, other)]
    total = ("transit time", *totals, _text.days(found.difference[1]))
    return _text.Table(head, [*rows, None, total])


def _largest(found: Explanation) -> _text.Table:
    """Return the lines in which the two differ most, in the order of travel, and the totals."""
    whole = _table(found)
    *_, rule, total = whole.rows
    sizes = [abs(line.difference[1]) for line in found.lines]
    least = sorted(sizes, reverse=True)[:LARGEST][-1] if sizes else 0
    kept = [row for row, size in zip(whole.rows, sizes, strict=False) if size >= least and size]
    return whole._replace(rows=[*kept[:LARGEST], rule, total])


def _column(times: Sequence[int | None]) -> list[str]:
    """Return typical times in days that add up as they are printed; empty where there is none."""
    told = _text.adding_up([time or 0 for time in times], _text.TENTH, _text.days)
    return ["" if time is None else days for time, days in zip(times, told, strict=True)]


def _in_money(found: Explanation) -> Iterator[tuple[str, str]]:
    """Yield what would turn the ranking in money, or what has no price."""
    for number, point in enumerate(found.turns.money if found.turns else ()):
        yield "" if number else "in money", str(point)
    for name, route in zip(columns_of(found), (found.route, found.versus), strict=True):
        if route and route.cost and route.cost.missing:
            yield "no rate", f"{name}: {', '.join(cost_text.runs(route.cost.missing))}"


def _behind(found: Explanation) -> Iterator[tuple[str, str]]:
    """Yield the routes, the heaviest parts, the weakest figures, what would turn the ranking."""
    routes = [found.route, *([found.versus] if found.versus else [])]
    yield from zip(columns_of(found), route_names(routes), strict=False)
    parts = sorted(found.route.elements(), key=lambda part: -part[1].typical)
    total = found.route.transit_time.typical
    heaviest = [
        f"{element.label} {_text.days(time.typical)} ({100 * time.typical // total} %)"
        for element, time in parts[:HEAVIEST]
    ]
    yield "longest", ", ".join(heaviest)
    weak = [
        f"{element.label} {_text.days(time.typical)}"
        for element, time in parts
        if time.basis in {"estimated", "assumed"} and time.typical
    ]
    yield "estimates", ", ".join(weak[:HEAVIEST]) or "none: every part is reported or calibrated"
    turns = found.turns.thresholds[:TURNS_SHOWN] if found.turns else ()
    for number, turn in enumerate(turns):
        yield "" if number else "turns if", str(turn)
    if found.turns and not any(turn.inside for turn in turns):
        yield "", "no single part, inside its low and high, turns the ranking"
    yield from _in_money(found)
    yield "data", found.route.stamp
