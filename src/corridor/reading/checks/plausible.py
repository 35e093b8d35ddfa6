"""Checks of the size of figures: what is possible, and yet no one who moves freight believes it.

All bounds are estimates, and wide: what they catch is a slip of the pen, a unit or a decimal point.
"""

from collections.abc import Iterator

from corridor.errors import Finding, Severity
from corridor.network.estimates import Capacity, Estimate, Levels, Norm, Prior
from corridor.network.journeys import Volume
from corridor.network.model import Dwell, Leg
from corridor.network.modes import MODES
from corridor.network.rates import Equipment, InventoryCost, Tariff
from corridor.reading.checks.carbon.factors import odd_factors
from corridor.reading.checks.facts import Facts, Path, check, odd
from corridor.reading.checks.figures import SLOWEST
from corridor.reading.checks.positions import odd_reports
from corridor.reading.checks.rates import odd_prices
from corridor.units import DAY, HOUR, Duration

#: Seconds between departures: a service that leaves less than once a month is none.
LONGEST_HEADWAY = 30 * DAY
#: Of a headway: who waits less arrives by appointment, who waits more misses several departures.
LEAST_WAIT, MOST_WAIT = 0.1, 3
#: Seconds: the longest stops and moves of the worst congestion (2021, 2022).
LONGEST_STOP, LONGEST_WAIT, LONGEST_MOVE = 45 * DAY, 45 * DAY, 120 * DAY
#: How many times one level of a time may be the one below.
WIDEST, WIDE_FROM = 8, 2 * HOUR
#: How far a time may lie from the norm that it names, on the way and at a stop; km.
FROM_NORM = {"move": 1.8, "stop": 3.0}
NORM_FROM = 20
#: How far a reported time may lie from what the file makes of it.
FROM_REPORT = {"move": 4, "stop": 8}
#: Over the great circle: roads lead round the Caspian Sea, ships round capes.
LONGEST_DETOUR = 8.0
DETOUR_FROM = 20
OTHER_DISTANCE = 2.0
#: km/h of the low level of norms.
SPEEDS = (5, 120)
#: Levels over the ones below: of norms as fitted, of what was thought before.
RATIOS = {"typical_over_low": (5, 10), "high_over_typical": (5, 20)}
FROM_PRIOR = {"speed": 2.0, "time": 4.0}
#: A year: from a box a day to the largest ports; the busiest double tracks; the largest ships.
CONTAINERS, FREIGHT = (1_000, 60_000_000), (50_000, 1_000_000_000)
CARRIED = {"teu": (10, 100_000_000), "tonnes": (100, 2_000_000_000), "trains": (1, 100_000)}
#: TEU of a box; grams: the emptiest usual load, and the gross mass that ISO 668 allows.
BOX_TEU, LIGHTEST, HEAVIEST = (0.5, 3.5), 3_000_000, 36_000_000
LEAST_MAXIMUM = 15_000_000
#: In 0.01 % a year: from cheap money to goods that spoil.
INVENTORY = (300, 10_000)
LONGEST_FREE = 60 * DAY


@check(Severity.WARNING, written=True)
def implausible(facts: Facts) -> Iterator[Finding]:
    """A figure is possible, and yet no railway, ship or price is like that."""
    bad: set[object] = {item.path[1] for item in _norms(facts)}
    yield from _norms(facts)
    near: dict[int, bool] = {}  # many legs have one time
    for leg in facts.file.legs.values():
        time = leg.transit_time
        if id(time) not in near:
            near[id(time)] = _is_near(time, LONGEST_MOVE) and not time.norm
        has_more = leg.headway or leg.waiting or leg.dated or leg.reported_times
        if has_more or not near[id(time)]:
            yield from _leg_times(facts, leg, bad)
        yield from _leg_lengths(facts, leg)
    for path, entry in facts.of(Dwell):
        yield from _dwell(facts, path, entry, bad)
    yield from _capacities(facts)
    yield from _volumes(facts)
    yield from _loads(facts)
    yield from odd_factors(facts)
    yield from odd_prices(facts)
    yield from odd_reports(facts)


def _norms(facts: Facts) -> Iterator[Finding]:
    pairs: list[tuple[Path, Norm | Prior, int]] = [
        *((path, norm, 0) for path, norm in facts.of(Norm)),
        *((path, prior, 1) for path, prior in facts.of(Prior)),
    ]
    slow, fast = SPEEDS
    for path, value, column in pairs:
        if value.speed and not slow <= value.speed / 1000 <= fast:
            found = f"{value.speed / 1000:g} km/h"
            yield odd((*path, "speed"), found, f"{slow} to {fast} km/h at the low level")
        for name, most in RATIOS.items():
            ratio = getattr(value, name)
            if ratio is not None and ratio > most[column]:
                yield odd((*path, name), f"{ratio:g}", f"at most {most[column]} times the lower")
    for path, norm in facts.of(Norm):
        prior = norm.prior
        if norm.time and norm.time.high > LONGEST_STOP:
            yield odd((*path, "time"), f"a stop of up to {norm.time.high}", _days(LONGEST_STOP))
        if prior and prior.speed and norm.speed:
            yield from _far((*path, "speed"), norm.speed, prior.speed, FROM_PRIOR["speed"])
        if prior and prior.time and norm.time:
            yield from _far((*path, "time"), norm.time.low, prior.time, FROM_PRIOR["time"])


def _far(path: Path, value: int, other: int, factor: float) -> Iterator[Finding]:
    if not other / factor <= value <= other * factor:
        expected = f"within {factor:g} times of prior"
        found = f"{value / other:.2g} times what was thought before the fit"
        yield odd(path, found, expected, related=((*path[:-1], "prior"),))


def _leg_times(facts: Facts, leg: Leg, bad: set[object]) -> Iterator[Finding]:
    path: Path = ("legs", leg.id)
    if leg.headway and leg.headway.value:
        least, value = MODES[leg.mode].shortest_headway * HOUR, leg.headway.value
        if not least <= value <= LONGEST_HEADWAY:
            span = (
                f"{Duration(int(least))} to {Duration(LONGEST_HEADWAY).days:g} days by {leg.mode}"
            )
            yield odd((*path, "headway", "value"), f"a departure every {value}", span)
        elif leg.waiting:
            share = leg.waiting.typical / value
            if not LEAST_WAIT <= share <= MOST_WAIT:
                found = f"a wait of {leg.waiting.typical} for a departure every {value}"
                expected = f"{LEAST_WAIT:g} to {MOST_WAIT} times the headway, usually half of it"
                related = ((*path, "headway"),)
                yield odd((*path, "waiting"), found, expected, related=related)
    if leg.waiting:
        yield from _spread((*path, "waiting"), leg.waiting, LONGEST_WAIT)
    times = [((*path, "transit_time"), leg.transit_time)]
    times += [((*path, "dated", n, "time"), item.time) for n, item in enumerate(leg.dated)]
    for where, time in times:
        yield from _spread(where, time, LONGEST_MOVE)
    yield from _pace(facts, leg, bad)
    for number, report in enumerate(leg.reported_times):
        where = (*path, "reported_times", number)
        yield from _reported(where, report, leg.transit_time, FROM_REPORT["move"])


def _spread(path: Path, time: Levels, longest: int) -> Iterator[Finding]:
    """Yield levels that are too far from each other, or a time that is too long."""
    if _is_near(time, longest):
        return
    if not time.low <= time.typical <= time.high:
        return  # told as out of order
    if time.high > longest:
        yield odd((*path, "high"), f"up to {time.high}", _days(longest))
        return
    for lower, upper in (("low", "typical"), ("typical", "high")):
        first, second = getattr(time, lower), getattr(time, upper)
        if first and second > max(WIDEST * first, WIDE_FROM):
            found = f"{upper} ({second}) {second / max(first, 1):.2g} times {lower} ({first})"
            yield odd((*path, upper), found, f"at most {WIDEST} times {lower}")


def _is_near(time: Levels, longest: int) -> bool:
    """Return whether levels are in order, near each other, and not too long."""
    low, typical, high = map(int, time.levels)  # amounts compare slowly
    is_near = typical <= max(WIDEST * low, WIDE_FROM) and high <= max(WIDEST * typical, WIDE_FROM)
    return low <= typical <= high <= longest and is_near


def _days(longest: int) -> str:
    return f"at most {Duration(longest).days:g} days, as in the worst congestion on record"


def _pace(facts: Facts, leg: Leg, bad: set[object]) -> Iterator[Finding]:
    """Yield a leg whose pace is far from that of the norm that it names."""
    norm = facts.file.norms.get(leg.transit_time.norm or "")
    km, hours = max(leg.distance.value.km, facts.direct(leg)), leg.transit_time.low.hours
    if not norm or norm.id in bad or not norm.speed or km < NORM_FROM or not hours:
        return
    if not SLOWEST <= km / hours <= MODES[leg.mode].fastest:
        return  # told as an implausible speed
    pace = km / hours * 1000 / norm.speed
    if not 1 / FROM_NORM["move"] <= pace <= FROM_NORM["move"]:
        found = f"{km / hours:.3g} km/h, {pace:.2g} times the {norm.speed / 1000:g} of {norm.id}"
        expected = f"within {FROM_NORM['move']:g} times of the norm that it names"
        related: tuple[Path, ...] = (("legs", leg.id, "distance"), ("norms", norm.id, "speed"))
        yield odd(("legs", leg.id, "transit_time"), found, expected, related=related)


def _reported(
    path: Path, report: Levels | object, time: Estimate, factor: int
) -> Iterator[Finding]:
    low, high = int(getattr(report, "low", 0)), int(getattr(report, "high", 0))
    far = high > factor * time.high or low * factor < time.low if low < high else False
    if time.low and (low > factor * time.high or high * factor < time.low or far):
        found = f"{Duration(low)} to {Duration(high)}, where the file has {time.low} to {time.high}"
        expected = f"a report within {factor} times of the file's own time"
        yield odd(path, found, expected)


def _leg_lengths(facts: Facts, leg: Leg) -> Iterator[Finding]:
    direct, most = facts.direct(leg), LONGEST_DETOUR
    is_fast = leg.distance.value.km > MODES[leg.mode].fastest * leg.transit_time.low.hours
    if direct >= DETOUR_FROM and leg.distance.value.km > most * direct and not is_fast:
        found = f"{leg.distance.value}, {leg.distance.value.km / direct:.2g} times the great circle"
        related = tuple(("nodes", node, "location") for node in (leg.origin, leg.destination))
        expected = f"at most {most:g} times the great circle by {leg.mode}"
        yield odd(("legs", leg.id, "distance"), found, expected, related=related)
    for number, other in enumerate(leg.other_distances):
        ratio = other.value / leg.distance.value if leg.distance.value else 1.0
        if not 1 / OTHER_DISTANCE <= ratio <= OTHER_DISTANCE:
            found = f"{other.value}, where distance is {leg.distance.value}"
            where = ("legs", leg.id, "other_distances", number)
            yield odd(where, found, f"within {OTHER_DISTANCE:g} times of the distance")


def _dwell(facts: Facts, path: Path, entry: Dwell, bad: set[object]) -> Iterator[Finding]:
    time = entry.time
    norm = facts.file.norms.get(time.norm or "")
    if not (norm and norm.time):
        yield from _spread((*path, "time"), time, LONGEST_STOP)
    elif norm.id not in bad:
        most = FROM_NORM["stop"]
        for name, value, usual in zip(
            ("low", "typical", "high"), time.levels, norm.time.levels, strict=True
        ):
            if usual and not usual / most <= value <= usual * most:
                found = f"{name} {Duration(value)}, {value / usual:.2g} times that of {norm.id}"
                expected = f"within {most:g} times of the norm that it names"
                related: tuple[Path, ...] = (("norms", norm.id, "time"),)
                yield odd((*path, "time"), found, expected, related=related)
                break
    for number, window in enumerate(entry.dated):
        where = (*path, "dated", number, "time")
        yield from _spread(where, window.time, LONGEST_STOP)
    for number, report in enumerate(entry.reported_times):
        yield from _reported((*path, "reported_times", number), report, time, FROM_REPORT["stop"])


def _capacities(facts: Facts) -> Iterator[Finding]:
    for path, value in facts.of(Capacity):
        leg = facts.file.legs.get(str(path[1])) if path[0] == "legs" else None
        for name, amount, span in (
            ("containers", value.containers, CONTAINERS),
            ("freight", value.freight, FREIGHT),
        ):
            least, most = span
            if leg:
                most = MODES[leg.mode].most_a_year[name == "freight"]
            if amount is not None and not least <= amount <= most:
                unit = "TEU/year" if name == "containers" else "t/year"
                yield odd((*path, name), f"{amount} {unit}", f"{least:,} to {most:,} {unit}")
        space = MODES[leg.mode].most_on_board if leg else None
        if leg and leg.headway and space and value.containers:
            on_board = value.containers * leg.headway.value / (365 * DAY)
            if on_board > space:
                found = f"{value.containers} TEU/year, {on_board:,.0f} TEU on each departure"
                related: tuple[Path, ...] = (("legs", leg.id, "headway"),)
                expected = f"at most {space:,} TEU on a ship"
                yield odd((*path, "containers"), found, expected, related=related)


def _volumes(facts: Facts) -> Iterator[Finding]:
    for path, volume in facts.of(Volume):
        if volume.start and volume.end and volume.start >= volume.end:
            continue
        for name, (low, high) in CARRIED.items():
            amount = getattr(volume, name)
            if amount is not None and not low <= volume.a_year(amount) <= high:
                yield odd((*path, name), f"{amount:,.12g} {name}", f"{low:,} to {high:,} a year")


def _loads(facts: Facts) -> Iterator[Finding]:
    least, most = BOX_TEU
    for path, box in facts.of(Equipment):
        usual, top = box.cargo_mass.value, box.most_cargo.value
        if not least <= box.teu <= most:
            yield odd((*path, "teu"), f"{box.teu:g} TEU", f"{least:g} to {most:g} TEU for a box")
        if usual > top:
            related: tuple[Path, ...] = ((*path, "most_cargo"),)
            found = f"{usual} of cargo, above the most of {top}"
            yield odd((*path, "cargo_mass"), found, "no more than most_cargo", related=related)
        elif usual < LIGHTEST:
            yield odd((*path, "cargo_mass"), f"{usual} of cargo", "at least 3 t in a usual box")
        if not LEAST_MAXIMUM <= top <= HEAVIEST:
            yield odd((*path, "most_cargo"), f"{top}", "15 t to 36 t, gross by ISO 668")
    for path, cost in facts.of(InventoryCost):
        if not INVENTORY[0] <= cost.per_year <= INVENTORY[1]:
            found, expected = f"{cost.per_year / 100:g} % a year", "3 % to 100 % of the value"
            yield odd((*path, "per_year"), found, expected)
    for path, tariff in facts.of(Tariff):
        if tariff.free_time is not None and tariff.free_time > LONGEST_FREE:
            yield odd((*path, "free_time"), f"{tariff.free_time} free", "at most 60 days")
