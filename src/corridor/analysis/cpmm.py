"""The indicators of CAREC's corridor performance monitoring (CPMM) for routes."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from corridor import text as _text
from corridor.errors import QuantityError
from corridor.frozen import dataclass
from corridor.network.estimates import ZERO, Levels
from corridor.network.fields import LEVELS, Level
from corridor.network.modes import VESSELS
from corridor.printing.shown import Brief, Shown
from corridor.routes.costs.cost_text import runs
from corridor.routes.route import Route, stops_text
from corridor.routes.steps import RouteLeg, Transfer
from corridor.signatures import suggest_arguments
from corridor.units import HOUR
from corridor.user_values import each_of_kind, fitting_number

SECTION_KM, SECTION_TONNES = 500, 20
CURRENCY = "USD"
SOURCE = (
    "CAREC Corridor Performance Measurement and Monitoring (CPMM), report of 2023 "
    "(https://cpmm.carecprogram.org/2023-report) and road transport 2022 "
    "(https://cpmm.carecprogram.org/2022-report/road-transport); the wording and units are "
    "theirs, the algebra is inferred from them"
)
#: Code, what it is, its unit, how it is counted here.
DEFINITIONS = (
    (
        "TFI1",
        "mean time at a border crossing, from entry to exit of both sides, waiting included",
        "h",
        "dwell and waiting at the stops of each land border, over the borders with a stop on file",
    ),
    (
        "TFI2",
        "fees and payments at a border crossing, unofficial ones included",
        "USD",
        "not given: no payments are on file",
    ),
    (
        "TFI3",
        "cost to travel a corridor section",
        "USD per 500 km per 20 t",
        "cost x 500 km / distance x 20 t / mass; only where a cost is given",
    ),
    ("SWOD", "TFI4, speed without delay", "km/h", "distance / time in motion"),
    (
        "SWD",
        "TFI4, speed with delay",
        "km/h",
        "distance / transit time: in motion, dwell and waiting",
    ),
    ("delay", "share of the transit time that is delay", "%", "1 - SWD / SWOD"),
)
SAMPLES = (
    "CPMM measures logged shipments in CAREC countries only (rail 2020: TFI1 23.0 h, SWOD 42.2, "
    "SWD 16.8 km/h, https://cpmm.carecprogram.org/2020-report/rail-transport); these are whole "
    "routes by the network's times, vessels included: do not put both into one column"
)
CHANGE = "of the route and its links; of times only where the file dates them"


class Crossing(NamedTuple):
    """One border of a route, and the time that its stops take.

    Attributes
    ----------
    border
        The countries left and entered.
    by_vessel
        Whether it is crossed at sea; then the stops at its ports are not counted.
    stops
        Ids of the nodes whose stops belong to it.
    time
        Their dwell and waiting.
    """

    border: tuple[str, str]
    by_vessel: bool
    stops: tuple[str, ...]
    time: Levels


@dataclass(frozen=True, slots=True)
class Measured(Brief):
    """The CPMM indicators of one route.

    Attributes
    ----------
    route
        The route.
    crossings
        Its borders in order.
    cost, mass
        What the whole route costs [USD] at low, typical and high for so much freight [t], if that
        is known.
    charged
        On what the cost rests, or why there is none though the route has a shipment.
    """

    route: Route
    crossings: tuple[Crossing, ...]
    cost: tuple[float, float, float] | None = None
    mass: float | None = None
    charged: str = ""

    @property
    def counted(self) -> tuple[Crossing, ...]:
        """The land borders with a stop on file, of which TFI1 is the mean."""
        return tuple(item for item in self.crossings if item.stops and not item.by_vessel)

    def tfi1(self, level: Level = "typical") -> float | None:
        """Return the mean time at a land border [h]; none where no stop is on file."""
        times = [int(item.time.at(level)) for item in self.counted]
        return sum(times) / len(times) / HOUR if times else None

    @property
    def tfi3(self) -> float | None:
        """The typical cost [USD per 500 km per 20 t]; none where none is given."""
        return self._tfi3("typical")

    def _tfi3(self, level: Level) -> float | None:
        if self.cost is None or self.mass is None:
            return None
        cost = self.cost[LEVELS.index(level)]
        return cost * SECTION_KM / self.route.distance.km * SECTION_TONNES / self.mass

    def swod(self, level: Level = "typical") -> float:
        """Return the speed without delay [km/h]."""
        return self.route.distance.km / self.route.moving.at(level).hours

    def swd(self, level: Level = "typical") -> float:
        """Return the speed with delay [km/h]."""
        return self.route.distance.km / self.route.transit_time.at(level).hours

    def delay(self, level: Level = "typical") -> float:
        """Return the share of the transit time that is delay."""
        return 1 - self.swd(level) / self.swod(level)

    def at(self, level: Level) -> tuple[float | None, ...]:
        """Return TFI1 [h], TFI3, SWOD [km/h], SWD [km/h] and the share of delay at a level."""
        speeds = (self.swod(level), self.swd(level), self.delay(level))
        return (self.tfi1(level), self._tfi3(level), *speeds)


@dataclass(frozen=True, slots=True)
class Indicators(Shown):
    """The CPMM indicators of routes, beside earlier values; `print` tells the change.

    Attributes
    ----------
    rows
        One for each route.
    earlier
        For each row the same on an earlier network; empty when none was asked for.
    """

    rows: tuple[Measured, ...]
    earlier: tuple[Measured, ...] = ()

    def to_records(self) -> list[dict[str, Any]]:
        """Return every value as JSON values: hours, km/h and shares, nothing rounded."""
        names = ("tfi1_h", "tfi3_usd_per_500_km_per_20_t", "swod_km_h", "swd_km_h", "delay_share")
        return [
            {"chain": row.route.request.chain, "values": which, "level": level, "data": data}
            | dict(zip(names, row.at(level), strict=True))
            for which, rows in (("value", self.rows), ("earlier", self.earlier))
            for row in rows
            for level in LEVELS
            for data in (row.route.stamp,)
        ]

    def _blocks(self) -> list[_text.Block]:
        head = ("", "TFI1\nh", "TFI3\nUSD", "SWOD\nkm/h", "SWD\nkm/h", "delay\nshare")
        rows: list[Sequence[str]] = []
        for number, row in enumerate(self.rows):
            rows.append((row.route.request.chain, *_cells(row)))
            rows += [(f"  at {end}", *_cells(row, end)) for end in ("low", "high")]
            if self.earlier:
                before = self.earlier[number]
                rows.append(("  earlier", *_cells(before)))
                rows.append(("  change", *_changes(before, row)))
        findings = [
            _finding(row, *self.earlier[number : number + 1])
            for number, row in enumerate(self.rows)
        ]
        return [
            _text.Prose(findings),
            _text.Table(head, rows),
            _text.Pairs([*self._behind(), *_defined()]),
        ]

    def _behind(self) -> Iterator[tuple[str, str]]:
        for when, rows in (("", self.rows), ("earlier ", self.earlier)):
            for row in rows:
                prefix = f"{row.route.request.chain}: " if len(rows) > 1 else ""
                yield f"{when}route", prefix + stops_text(row.route)
                yield "", "borders: " + _borders(row)
                if row.charged:
                    yield "", "TFI3: " + row.charged
            yield from ((f"{when}data", stamp) for stamp in {row.route.stamp: 0 for row in rows})
        if self.earlier:
            yield "change", CHANGE


@suggest_arguments
def measure_indicators(
    routes: Route | Sequence[Route],
    *,
    versus: Route | Sequence[Route] = (),
    cost: float | None = None,
    mass: float | None = None,
) -> Indicators:
    """Measure routes by the indicators of CAREC's corridor performance monitoring (CPMM).

    Parameters
    ----------
    routes
        One route or several.
    versus
        For each of them the route that it is compared with, such as that of an earlier day.
    cost, mass
        What a whole route costs [USD] for so much freight [t]; by default those of its shipment.
        Without them, without a price of a part, and in another currency, TFI3 is not given.

    Returns
    -------
    Indicators
        TFI1, the mean time at a land border: dwell and waiting at border stops, each given to the
        nearest border along the route; borders without a stop on file, and those crossed by vessel,
        are left out of the mean. TFI3, the cost per 500 km per 20 t. TFI4, the speed without delay
        (SWOD) and with delay (SWD), and the share of delay.

    Raises
    ------
    QuantityError
        When there are not as many routes in `versus`, or cost or mass are not positive.

    Sources: CAREC CPMM, reports of 2022 and 2023; the wording and units are theirs, the algebra is
    inferred from them. Their samples lie in CAREC countries only and are not comparable.

    >>> import corridor as co
    >>> route = co.find_route(co.load_network(), "Xi'an", "Istanbul", corridor="middle")
    >>> found = co.measure_indicators(route).rows[0]
    >>> found.swod() > found.swd(), len(found.counted)
    (True, 3)
    """
    several, earlier = each_of_kind(routes, "routes", Route), each_of_kind(versus, "versus", Route)
    if earlier and len(earlier) != len(several):
        raise QuantityError(
            f"{len(several)} routes against {len(earlier)}; versus needs one for each route"
        )
    for name, value in (("cost", cost), ("mass", mass)):
        if value is not None:
            fitting_number(value, name, lambda given: 0 < given < float("inf"), "a number above 0")
    return Indicators(
        tuple(_measured(route, cost, mass) for route in several),
        tuple(_measured(route) for route in earlier),
    )


def _measured(route: Route, cost: float | None = None, mass: float | None = None) -> Measured:
    """Return the indicators of a route by a cost that is given, else by its own."""
    crossings = crossings_of(route)
    if cost is not None or route.cost is None or route.emissions is None:
        given = None if cost is None else (cost, cost, cost)
        return Measured(route, crossings, given, mass)
    own = route.cost
    if not own.is_complete:
        lacks = ", ".join(runs(own.missing))
        return Measured(route, crossings, charged=f"no rate on file for {lacks}")
    if own.shipment.currency != CURRENCY:
        why = f"is given in {CURRENCY} only; the shipment's currency is {own.shipment.currency}"
        return Measured(route, crossings, charged=why)
    if own.shipment.empty:
        return Measured(route, crossings, charged="is of cargo; the boxes are empty")
    low, typical, high = (own.freight_at(level).cents / 100 for level in LEVELS)
    tonnes = mass or route.emissions.tonne_metres / route.distance
    said = (
        f"freight {own.freight_at('typical')} for {tonnes:,.6g} t, prices of {own.age or 'no date'}"
    )
    return Measured(route, crossings, (low, typical, high), tonnes, said)


class _Span(NamedTuple):
    """Where on the way [m] a leg that crosses a border begins and ends."""

    start: int
    end: int
    border: tuple[str, str]
    by_vessel: bool


def crossings_of(route: Route) -> tuple[Crossing, ...]:
    """Return the borders of a route in order, each with the border stops nearest to it."""
    spans: list[_Span] = []
    stops: list[tuple[int, Transfer]] = []
    metres = 0
    for step in route.steps:
        if isinstance(step, RouteLeg):
            end = metres + int(step.distance)
            by_vessel = step.mode in VESSELS
            spans += [_Span(metres, end, pair, by_vessel) for pair in pairwise(step.countries)]
            metres = end
        elif step.kind == "border" or step.node.kind == "border_crossing":
            stops.append((metres, step))
    belongs: dict[int, list[Transfer]] = {}
    for where, stop in stops:
        number = _nearest(spans, where)
        if number is not None:
            belongs.setdefault(number, []).append(stop)
    return tuple(
        Crossing(
            span.border,
            span.by_vessel,
            tuple(stop.node.id for stop in belongs.get(number, ())),
            sum((time for stop in belongs.get(number, ()) for time in stop.estimates), ZERO),
        )
        for number, span in enumerate(spans)
    )


def _nearest(spans: Sequence[_Span], where: int) -> int | None:
    """Return the number of the land border nearest to a point; of two the one just crossed."""

    def far(number: int) -> tuple[int, bool, int]:
        span = spans[number]
        ahead = span.end > where
        distance = span.start - where if ahead else where - span.end
        return distance, ahead, number if ahead else -number

    on_land = [number for number, span in enumerate(spans) if not span.by_vessel]
    return min(on_land, key=far, default=None)


def _cells(row: Measured, level: Level = "typical") -> Iterator[str]:
    """Yield TFI1, TFI3, the speeds and the share as they are printed."""
    forms = ("{:.1f}", "{:,.0f}", "{:.1f}", "{:.1f}")
    for value, form in zip(row.at(level), forms, strict=False):
        yield "-" if value is None else form.format(value)
    yield _text.percent(row.delay(level))


def _changes(before: Measured, after: Measured) -> Iterator[str]:
    """Yield the change of each value in per cent, of the share in percentage points."""
    pairs = list(zip(before.at("typical"), after.at("typical"), strict=True))
    for one, other in pairs[:-1]:
        yield "-" if not one or other is None else _signed(other / one - 1)
    yield f"{100 * (after.delay() - before.delay()):+.1f} pts"


def _finding(row: Measured, before: Measured | None = None) -> str:
    said = (
        f"{row.route.request.chain}: {row.swod():.1f} km/h without delay, {row.swd():.1f} with; "
        f"{_text.percent(row.delay())} of the time is delay"
    )
    if before is None:
        return f"{said}."
    change = _signed(row.swd() / before.swd() - 1)
    return f"{said}. With delay from {before.swd():.1f} to {row.swd():.1f} km/h ({change})."


def _signed(share: float) -> str:
    return f"{100 * share:+.1f} %"


def _borders(row: Measured) -> str:
    """Return the borders with their times, then those that are not counted, with the reason."""
    times = [int(item.time.typical) for item in row.counted]
    told = _text.adding_up(times, HOUR // 10, lambda time: f"{time / HOUR:.1f}")
    counted = ", ".join(
        f"{'-'.join(item.border)} {hours} h ({' + '.join(item.stops)})"
        for item, hours in zip(row.counted, told, strict=True)
    )
    for reason, by_vessel in (("by vessel", True), ("no stop on file", False)):
        left_out = [
            "-".join(item.border)
            for item in row.crossings
            if item.by_vessel == by_vessel and item not in row.counted
        ]
        counted += f"; {reason}: {', '.join(left_out)}" if left_out else ""
    return counted.removeprefix("; ") or "none"


def _defined() -> Iterator[tuple[str, str]]:
    for code, text, unit, how in DEFINITIONS:
        yield code, f"{text} [{unit}]: {how}"
    yield "samples", SAMPLES
    yield "source", SOURCE
