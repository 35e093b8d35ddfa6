"""Realistic mistakes, one at a time, in a good network file: what is typed wrong in real life.

A `Fault` is the file with one mistake in it, where the mistake stands, and what may be said of it.
"""

import functools
import re
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

from corridor import countries
from corridor.reading.yaml_tree import Tree, read_tree

Path = tuple[str | int, ...]
SIZE = {"implausible", "implausible_speed", "shorter_than_great_circle", "range_out_of_order"}
#: Ends what is written at a latitude, where the longitude after it is to go.
SWAPPED = "\0"
UNREADABLE = {"wrong_dimension", "missing_unit", "unknown_unit", "not_a_quantity", "not_money"}


class Fault(NamedTuple):
    """A file with one mistake: which kind, where, which codes tell it."""

    kind: str
    path: Path
    said: str
    data: bytes
    codes: frozenset[str]


class Planter:
    """A good file, and what can be mistyped in it."""

    def __init__(self, data: bytes, seed: int) -> None:
        self.data = data
        self.text = data.decode()
        self.lines = self.text.split("\n")
        self.tree, self.leaves = _read(data)
        self.root: dict[str, Any] = self.tree.root
        self.random = Random(seed)

    def faults(self, number: int) -> Iterator[Fault]:
        """Yield a number of mistakes, of each kind about as many."""
        kinds: list[str] = []
        for _ in range(number):
            kinds = kinds or self.random.sample(list(KINDS), len(KINDS))
            kind = kinds.pop()
            make, codes = KINDS[kind]
            path, new = make(self)
            yield self.planted(kind, path, new, codes)

    def planted(self, kind: str, path: Path, new: str, codes: set[str]) -> Fault:
        """Return the fault of writing something else at a path, or of adding a record there."""
        if len(path) == 1:
            head = f"{path[0]}:\n"
            text = self.text.replace(f"\n{head}", f"\n{head}{new}\n", 1)
            found = re.search(r"^  ([a-z0-9-]+):", new)
            path = (*path, found[1] if found else "")
        else:
            text = self.replaced(path, new)
        return Fault(kind, path, new, text.encode(), frozenset(codes))

    def replaced(self, path: Path, new: str) -> str:
        """Return the text with another value at a path."""
        mark, depth = self.tree.mark(path)
        assert depth == len(path), path
        old = self.at(path)
        line = self.lines[mark.line - 1]
        start = mark.column - 1
        quoted = f'"{old}"'
        length = len(quoted) if line.startswith(quoted, start) else len(old)
        lines = [*self.lines]
        rest = line[start + length :]
        if new.endswith(SWAPPED):
            new, rest = new.removesuffix(SWAPPED), re.sub(r"^, lon: [-0-9.]+, ", "", rest)
        lines[mark.line - 1] = line[:start] + new + rest
        return "\n".join(lines)

    def at(self, path: Path) -> str:
        """Return what stands at a path."""
        here: Any = self.root
        for step in path:
            here = here[step]
        return str(here)

    def pick(self, pattern: str, value: str = ".*") -> Path:
        """Choose a leaf whose path and value match."""
        return self.random.choice(_matching(self.data, pattern, value))

    def other(self, section: str, but: str) -> str:
        """Choose an id of a section."""
        names: list[str] = [name for name in self.root[section] if name != but]
        return self.random.choice(names)


@functools.cache
def _read(data: bytes) -> tuple[Tree, list[tuple[Path, str]]]:
    tree = read_tree(data, "planted")
    return tree, list(_leaves(tree.root, ()))


@functools.cache
def _matching(data: bytes, pattern: str, value: str) -> list[Path]:
    """Return the paths of leaves that match, and whose values do."""
    found = []
    for path, text in _read(data)[1]:
        if re.fullmatch(value, text) and re.fullmatch(pattern, ".".join(map(str, path))):
            found.append(path)
    return found


def _leaves(value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _leaves(item, (*path, number))
    else:
        yield path, str(value)


Planted = tuple[Path, str]
LEVELS = "(low|typical|high)"


def times(pattern: str, *factors: float) -> Callable[[Planter], Planted]:
    """Multiply a number."""

    def make(file: Planter) -> Planted:
        path = file.pick(pattern, r"[0-9.]+( .*)?")
        number, _, unit = file.at(path).partition(" ")
        value = f"{float(number) * file.random.choice(factors):.4f}".rstrip("0").rstrip(".")
        return path, f"{value} {unit}".rstrip()

    return make


def negated(pattern: str) -> Callable[[Planter], Planted]:
    """Put a minus before a number."""

    def make(file: Planter) -> Planted:
        path = file.pick(pattern, r"[0-9.]{3,}( .*)?")
        return path, f"-{file.at(path)}"

    return make


def other_unit(file: Planter) -> Planted:
    """Write another unit after a number, of the same dimension or not."""
    path = file.pick(rf"(legs|nodes)\..*(distance\.value|(time|waiting)\.{LEVELS}|headway\.value)")
    number, _, unit = file.at(path).partition(" ")
    near = {"h": ("days", "min", "weeks"), "days": ("h", "weeks"), "km": ("nmi", "h", "m")}
    return path, f"{number} {file.random.choice(near[unit])}"


def without_unit(file: Planter) -> Planted:
    """Leave a unit out."""
    path = file.pick(r"(legs|nodes|norms)\..*", r"[0-9.]+ (h|days|km|km/h)")
    return path, file.at(path).partition(" ")[0]


def swapped_position(file: Planter) -> Planted:
    """Write the longitude as latitude, and the latitude as longitude."""
    path = file.pick(r"nodes\.[^.]+\.location\.lat")
    where = file.root["nodes"][path[1]]["location"]
    return path, f"{where['lon']}, lon: {where['lat']}, " + SWAPPED


def typo(text: str, random: Random) -> str:
    """Leave a letter out, or swap two."""
    at = random.randrange(1, len(text) - 1)
    return (
        text[:at] + text[at + 1 :]
        if random.random() < 0.5
        else (text[: at - 1] + text[at] + text[at - 1] + text[at + 1 :])
    )


def misspelt(file: Planter) -> Planted:
    """Misspell an id where it is named."""
    path = file.pick(
        r"(legs\.[^.]+\.(origin|destination)|regions\..*\.node|places\..*\.nodes\..*"
        r"|corridors\..*\.legs\..*|.*\.sources\.[0-9]+|.*\.norm|journeys\..*\.(node|via\.[0-9]+)"
        r"|advisories\..*\.(legs|nodes)\.[0-9]+|tariffs\..*\.(origin|destination)\.[0-9]+)",
        ".{4,}",
    )
    wrong = typo(file.at(path), file.random)
    return path, wrong if wrong != file.at(path) else f"{wrong}x"


def other_word(pattern: str, words: tuple[str, ...]) -> Callable[[Planter], Planted]:
    """Write another of the words that a field knows."""

    def make(file: Planter) -> Planted:
        path = file.pick(pattern)
        return path, file.random.choice([word for word in words if word != file.at(path)])

    return make


def other_id(pattern: str, section: str) -> Callable[[Planter], Planted]:
    """Name another record than is meant."""

    def make(file: Planter) -> Planted:
        path = file.pick(pattern)
        return path, file.other(section, file.at(path))

    return make


def other_country(pattern: str) -> Callable[[Planter], Planted]:
    """Write a country code with another letter."""

    def make(file: Planter) -> Planted:
        path = file.pick(pattern)
        code = file.at(path)
        near = [
            other
            for other in countries.boxes()
            if other != code and (other[0] == code[0]) != (other[1] == code[1])
        ]
        return path, file.random.choice(near)

    return make


def swapped_levels(file: Planter) -> Planted:
    """Write the high level as low."""
    path = file.pick(r"(legs|nodes)\..*time\.low", "[1-9].*")
    high = file.at((*path[:-1], "high")).partition(" ")
    return path, f"{float(high[0]) + 1:g} {high[2]}"


def other_year(pattern: str) -> Callable[[Planter], Planted]:
    """Mistype the year of a date."""

    def make(file: Planter) -> Planted:
        path = file.pick(pattern, "(19|20)[0-9]{2}-.*")
        year, _, rest = file.at(path).partition("-")
        wrong = file.random.choice(
            (f"1{year[1:]}", f"{year[0]}{year[2]}{year[1]}{year[3]}", "2062")
        )
        return path, f"{wrong if wrong != year else '2206'}-{rest}"

    return make


def closed_before_it_opens(file: Planter) -> Planted:
    """End a period before it starts."""
    path = file.pick(r"(legs\..*\.periods\.[0-9]+|journeys\..*\.period)\.start")
    return path, f"{file.at(path)}, end: 1999-01-01" if "periods" in path else "2099-01-01"


def duplicate(file: Planter) -> Planted:
    """Write a leg once more under another id."""
    name = file.pick(r"legs\.[^.]+\.distance\.value")[1]
    leg = file.root["legs"][name]
    gauge = f", gauge: {leg['gauge']}" if "gauge" in leg else ""
    more = "".join(
        f", {key}: {'[' + ', '.join(leg[key]) + ']' if isinstance(leg[key], list) else leg[key]}"
        for key in ("service", "operators", "line", "countries_crossed")
        if key in leg and str(leg[key]).isascii()
    )
    time = leg["transit_time"]
    return ("legs",), (
        f"  again-{name}: {{origin: {leg['destination']}, destination: {leg['origin']}, "
        f"mode: {leg['mode']}{gauge}{more}, distance: {{value: {leg['distance']['value']}, "
        f'basis: estimated, rule: "x"}}, transit_time: {{low: {time["low"]}, '
        f'typical: {time["typical"]}, high: {time["high"]}, basis: estimated, rule: "x"}}}}'
    )


def over_land(file: Planter) -> Planted:
    """Add a ship's leg between two ports of two seas, as long as the great circle or so."""
    caspian = file.random.choice(("aktau", "alat", "turkmenbashi", "kuryk"))
    other = file.random.choice(("poti", "batumi", "constanta", "varna", "mersin"))
    return ("legs",), (
        f"  {caspian}--{other}--ferry: {{origin: {caspian}, destination: {other}, mode: ferry, "
        'distance: {value: 2900 km, basis: estimated, rule: "x"}, '
        'transit_time: {low: 120 h, typical: 150 h, high: 180 h, basis: estimated, rule: "x"}}'
    )


def grouped(file: Planter) -> Planted:
    """Write a dot or comma between thousands."""
    path = file.pick(r".*\.(containers|freight|teu|tonnes)", r"[0-9]{4,}( .*)?")
    number, _, unit = file.at(path).partition(" ")
    if "." in number or (path[-1] == "teu" and path[0] == "equipment"):
        return grouped(file)
    with_dots = f"{int(number):,}".replace(",", file.random.choice(".,"))
    quoted = f'"{with_dots} {unit}"' if unit else f'"{with_dots}"'
    return path, quoted


def away(file: Planter) -> Planted:
    """Move a node by a mistyped degree or several."""
    path = file.pick(r"nodes\.[^.]+\.location\.(lat|lon)", "[0-9.]+")
    shift = file.random.choice((10, -10, 20, -20))
    return path, f"{float(file.at(path)) + shift:.2f}"


def mirrored(file: Planter) -> Planted:
    """Put a minus before a position."""
    path = file.pick(r"nodes\.[^.]+\.location\.(lat|lon)", "[1-9].*")
    return path, f"-{file.at(path)}"


def emptied(file: Planter) -> Planted:
    """Leave a list empty that must name something."""
    lists = [
        path
        for path, _ in file.leaves
        if path[-1] == 0
        and path[0] in {"places", "corridors"}
        and path[-2] in {"nodes", "legs"}
        and f"[{file.at(path)}]" in file.lines[file.tree.mark(path)[0].line - 1]
    ]
    return file.random.choice(lists), ""


PLACE = {"outside_country_box", "out_of_range", "shorter_than_great_circle", "unsuited_ground"}
PLACE |= {"implausible", "near_null_island", "scattered_place", "waypoints_astray", "closed_sea"}
PLACE |= {"wrong_direction", "implausible_speed"}
NUMBER = UNREADABLE | {"not_a_number", "out_of_range"}
DATE = {"dates_out_of_order", "implausible_date", "out_of_range", "not_a_date"}
DATE |= {"status_contradicts_periods", "overlapping_periods"}
MODE = {"wrong_gauge", "implausible_mode", "contradicting_id", "unsuited_ground", "idle_dwell"}
TIME = rf"legs\..*\.(transit_time|waiting)\.{LEVELS}"
#: Each kind of mistake: how it is made, and the codes that may tell it.
KINDS: dict[str, tuple[Callable[[Planter], Planted], set[str]]] = {
    "a leg's length": (times(r"legs\.[^.]+\.distance\.value", 10, 100, 0.1, 0.01), SIZE),
    "a leg's time": (times(TIME, 10, 100, 0.1, 1000), SIZE),
    "a stop's time": (times(rf"nodes\..*\.time\.{LEVELS}", 10, 100, 0.1), SIZE),
    "a headway": (times(r"legs\..*\.headway\.value", 10, 100, 0.02), SIZE),
    "a norm": (times(r"norms\.[^.]+\.speed", 10, 0.1, 3), SIZE),
    "a ratio of a norm": (times(r"norms\.[^.]+\.(typical|high).*", 10, 100, 0.1), SIZE | NUMBER),
    "a price": (
        times(r"tariffs\..*\.price(\..*)?", 100, 1000, 0.01),
        SIZE | {"price_out_of_order"},
    ),
    "a factor": (times(r"emission_factors\..*\.value", 10, 100, 0.1, 1000), SIZE),
    "a box": (times(r"equipment\..*\.(teu|value)", 10, 0.1, 1000), SIZE),
    "a capacity": (
        times(r".*\.capacity\.(containers|freight)", 100, 0.001),
        SIZE | {"dot_for_thousands"},
    ),
    "a report's time": (times(r"journeys\..*\.transit_time\.(low|high)", 24, 100, 0.05), SIZE),
    "a report's length": (times(r"runs\..*\.distances\..*\.value", 10, 0.1, 1000), SIZE),
    "a negative number": (
        negated(r"(norms|emission_factors|equipment|legs)\..*(value|low|typical|high|speed|teu)"),
        NUMBER,
    ),
    "another unit": (other_unit, SIZE | UNREADABLE),
    "no unit": (without_unit, UNREADABLE),
    "a dot for thousands": (grouped, {"dot_for_thousands", "not_a_quantity", "not_a_number"}),
    "a position": (away, PLACE),
    "a swapped position": (swapped_position, PLACE),
    "a mirrored position": (mirrored, PLACE),
    "a waypoint": (times(r"legs\..*\.waypoints\..*\.(lat|lon)", 10, 2.5), PLACE),
    "a country": (
        other_country(r"nodes\.[^.]+\.country"),
        {"outside_country_box", "wrong_locode", "wrong_transfer_kind", "outside_region"},
    ),
    "a country crossed": (
        other_country(r"legs\..*\.countries_crossed\..*"),
        {"country_off_the_way"},
    ),
    "a mode": (other_word(r"legs\.[^.]+\.mode", ("rail", "road", "sea", "ferry")), MODE),
    "a gauge": (
        other_word(r"legs\.[^.]+\.gauge", ("1668 mm", "1067 mm", "1520 mm", "1435 mm")),
        {"gauge_mismatch", "missing_dwell", "unknown_gauge"},
    ),
    "a kind of transfer": (
        other_word(r"nodes\..*\.dwell\..*\.kind", ("gauge_break", "border")),
        {"wrong_transfer_kind"},
    ),
    "a side of a transfer": (
        other_word(r"nodes\..*\.(inbound|outbound)", ("rail 1668", "sea")),
        {"idle_dwell", "wrong_transfer_kind", "missing_dwell", "ambiguous_dwell"},
    ),
    "a kind of node": (
        other_word(r"nodes\.(shanghai|poti|aktau|alat|hamburg|kuryk)\.kind", ("city",)),
        {"implausible_mode"},
    ),
    "a gateway's mode": (
        other_word(r"regions\.(china|turkiye|germany|iran|eu-ports)\..*\.mode", ("ferry",)),
        {"gateway_without_mode"},
    ),
    "a gateway": (
        other_id(r"regions\.(china|turkiye|germany|iran)\..*\.node", "nodes"),
        {"outside_region", "gateway_without_mode"},
    ),
    "a place": (other_id(r"places\.(istanbul|baku-city)\.nodes\..*", "nodes"), {"scattered_place"}),
    "an end": (
        other_id(r"legs\.[^.]+\.(origin|destination)", "nodes"),
        {"contradicting_id", "self_loop"},
    ),
    "a misspelt id": (misspelt, {"unknown_node", "unknown_reference"}),
    "levels": (swapped_levels, {"range_out_of_order"}),
    "a year": (other_year(r"(journeys\..*\.period|legs\..*\.periods\..*)\.(start|end)"), DATE),
    "a source's year": (other_year(r"sources\..*\.date"), DATE),
    "a tariff's year": (other_year(r"tariffs\..*\.date"), DATE),
    "a period": (closed_before_it_opens, DATE | {"duplicate_key"}),
    "a status": (other_word(r"legs\..*\.status", ("operating",)), {"status_contradicts_periods"}),
    "a direction": (
        other_word(r"journeys\..*\.direction", ("eastbound", "westbound")),
        {"wrong_direction"},
    ),
    "a leg twice": (duplicate, {"duplicate_leg"}),
    "a ship over land": (over_land, {"closed_sea", "unsuited_ground"}),
    "an empty list": (emptied, {"empty_list", "empty_record", "missing_value"}),
    "a locode": (
        other_word(r"nodes\..*\.unlocode", ("DEHAM", "USNYC", "TKMRSK")),
        {"wrong_locode", "ambiguous_name"},
    ),
}
