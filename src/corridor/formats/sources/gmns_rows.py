"""Rows of GMNS tables as rows of nodes and legs; what is wrong with them, by row and column."""

import math
import re
import statistics
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from corridor import countries
from corridor.amounts import exactly
from corridor.errors import Finding, Location, Wording
from corridor.formats.graphml import BACK
from corridor.formats.sources.gmns_units import LENGTHS, Units
from corridor.formats.sources.rows import Row
from corridor.network.model import Node
from corridor.network.modes import MODES, OTHERS
from corridor.network.names import great_circle
from corridor.network.texts.field_texts import not_a_boolean, not_a_number
from corridor.reading import annotations
from corridor.reading.validation import missing_value

RULE = "length at the free speed of the link"
KEPT = ("low_h", "typical_h", "high_h", "basis", "gauge_mm", "capacity_teu", "capacity_t")
#: Uses of links on which no goods move.
ON_FOOT = frozenset({"walk", "bike", "bicycle", "ped", "pedestrian", "foot", "cycle"})
EVERY_USE = "all"
#: Cells that hold nothing: the first two by the specification, the others as its examples have it.
EMPTY = frozenset({"nan", "", "null", "none", "na", "n/a"})
TRUE, FALSE = frozenset({"1", "1.0", "true", "t"}), frozenset({"0", "0.0", "false", "f"})
#: A median length so many times the distance between the nodes is in another unit.
LEAST_RATIO, MOST_RATIO = 0.8, 20.0
NODE_HEADS = {"id": "node_id", "lat": "y_coord", "lon": "x_coord", "kind": "node_type"}
LINK_HEADS = {
    "id": "link_id",
    "line": "name",
    "origin": "from_node_id",
    "destination": "to_node_id",
    "mode": "facility_type",
    "km": "length",
    "transit_time_h": "free_speed",
    "operators": "jurisdiction",
    "one_way": "directed",
    "waypoints": "geometry",
}
_NUMBER = re.compile(r"[-+]?[0-9]*\.?[0-9]+([eE][-+]?[0-9]+)?")

Spot = tuple[float, float]
Cells = Mapping[str, Any]


class Wanted(NamedTuple):
    """What is asked of a reading: stand-ins for what GMNS does not say, and which links."""

    mode: str | None
    country: str | None
    kind: str
    uses: Collection[str] | None
    pace: float | None


def known_cells(row: Row) -> Row:
    """Return a row with the names of the specification, without cells that hold nothing."""
    cells = {
        str(head).strip().casefold(): value
        for head, value in row.cells.items()
        if value is not None and str(value).strip().casefold() not in EMPTY
    }
    return row._replace(cells=cells)


def node_rows(
    rows: Iterable[Row], wanted: Wanted, units: Units, faults: list[Finding]
) -> list[Row]:
    """Return nodes of GMNS as rows of nodes."""
    known = [known_cells(row) for row in rows]
    lacking = not wanted.country and not any(row.cells.get("country") for row in known)
    if lacking and known:
        words = Wording("nothing", "a country for each node", 'give country="KZ" to from_gmns')
        faults.append(_file_fault("missing_value", "node.csv", "country", words))
    # A country without a box hides no other fault; the network is refused all the same.
    country = wanted.country or (_boxless() if lacking else None)
    return [_node(row, country, wanted.kind, units, faults) for row in known]


def _boxless() -> str:
    return min(code for code, box in countries.boxes().items() if box is None)


def _node(row: Row, country: str | None, kind: str, units: Units, faults: list[Finding]) -> Row:
    cells = row.cells
    lat, lon = cells.get("y_coord"), cells.get("x_coord")
    if units.place and _is_number(lat) and _is_number(lon):
        lat, lon = units.place(float(str(lon)), float(str(lat)))
    for head, value in (("lat", lat), ("lon", lon)):
        if value is None:
            words = missing_value(NODE_HEADS[head], "a number", is_at_top=False)
            faults.append(_fault("missing_value", row, NODE_HEADS[head], words))
    kinds = annotations.hints(Node)["kind"].__args__
    made = {
        "id": plain_id(cells.get("node_id")),
        "name": cells.get("name") or cells.get("node_id"),
        "lat": 0 if lat is None else lat,
        "lon": 0 if lon is None else lon,
        "location_basis": "estimated",
        "location_rule": "as the GMNS node has it",
        "label": cells.get("label"),
        "country": cells.get("country") or country,
        "kind": found if (found := cells.get("node_type")) in kinds else kind,
    }
    return row._replace(cells=made, heads=NODE_HEADS)


def link_rows(
    rows: Iterable[Row], nodes: list[Row], lines: Mapping[str, str], wanted: Wanted, units: Units,
    groups: Mapping[str, Collection[str]], faults: list[Finding],
) -> tuple[list[Row], set[str | None]]:  # fmt: skip
    """Return links of GMNS as rows of legs, and the nodes of none but links that are left out.

    Parameters
    ----------
    rows
        Links.
    nodes
        Nodes as rows of nodes.
    lines
        Geometries by their ids.
    wanted, units
        What is asked for, and what figures are in.
    groups
        Uses by the name of their group.
    faults
        Gets what is wrong.
    """
    known = [known_cells(row) for row in rows]
    carrying = [row for row in known if _carries(row.cells, wanted.uses, groups)]
    _check_columns(carrying, wanted, faults)
    spots = {row.cells["id"]: (row.cells["lat"], row.cells["lon"]) for row in nodes}
    spots = {key: spot for key, spot in spots.items() if all(map(_is_number, spot))}
    ids = {str(row.cells.get("link_id")) for row in carrying}
    reader = _Links(ids, {k: (float(a), float(b)) for k, (a, b) in spots.items()}, lines, wanted,
                    units, faults)  # fmt: skip
    made = [reader.leg(row) for row in carrying if not _is_way_back(row.cells, ids)]
    faults += _odd_lengths(reader.ratios, units)
    return made, _ends(known) - _ends(carrying)


def _ends(links: list[Row]) -> set[str | None]:
    heads = ("from_node_id", "to_node_id")
    return {plain_id(row.cells.get(head)) for row in links for head in heads}


def _is_way_back(cells: Cells, ids: Collection[str]) -> bool:
    link = str(cells.get("link_id"))
    return link.endswith(BACK) and link.removesuffix(BACK) in ids


def _carries(
    cells: Cells, uses: Collection[str] | None, groups: Mapping[str, Collection[str]]
) -> bool:
    """Return whether goods may use a link; all may use one that does not say."""
    said = split_uses(cells.get("allowed_uses"))
    allowed = {use for word in said for use in (groups.get(word) or {word})}
    if not allowed or EVERY_USE in allowed:
        return True
    return bool(allowed & {use.casefold() for use in uses} if uses else allowed - ON_FOOT)


def split_uses(cell: object) -> list[str]:
    """Return the uses that a cell lists.

    >>> split_uses("WALK, Bike")
    ['walk', 'bike']
    """
    return [word for word in re.split(r"[,;\s]+", str(cell or "").casefold()) if word]


def _check_columns(links: list[Row], wanted: Wanted, faults: list[Finding]) -> None:
    """Tell at once what a whole column lacks."""
    foreign = {str(row.cells.get("facility_type") or "nothing") for row in links} - MODES.keys()
    if foreign and not wanted.mode:
        words = Wording(
            ", ".join(sorted(foreign)[:6]),
            "one of " + ", ".join(MODES),
            'give mode="road", or another, to from_gmns: the mode of all such links',
        )
        faults.append(_file_fault("unknown_value", "link.csv", "facility_type", words))
    if links and not any({"directed", "dir_flag"} & row.cells.keys() for row in links):
        words = Wording("nothing", "1 for one way or 0 for both", "add the column directed")
        faults.append(_file_fault("missing_value", "link.csv", "directed", words))


@dataclass(frozen=True)
class _Links:
    """The making of legs from links."""

    ids: Collection[str]
    spots: Mapping[Any, Spot]
    lines: Mapping[str, str]
    wanted: Wanted
    units: Units
    faults: list[Finding]
    ratios: list[float] = field(default_factory=list)

    def leg(self, row: Row) -> Row:
        cells, link = row.cells, str(row.cells.get("link_id"))
        facility = cells.get("facility_type")
        ends = [plain_id(cells.get(name)) for name in ("from_node_id", "to_node_id")]
        course = self._course(row)
        made: dict[str, Any] = {
            "id": plain_id(cells.get("link_id")),
            "line": cells.get("name"),
            "origin": ends[0],
            "destination": ends[1],
            "mode": facility if facility in MODES else self.wanted.mode or min(OTHERS),
            "one_way": self._is_one_way(row) and link + BACK not in self.ids,
            **self._figures(row, ends, course),
            **{name: cells[name] for name in KEPT if name in cells},
            "operators": cells.get("jurisdiction"),
            "waypoints": [{"lat": lat, "lon": lon} for lat, lon in course[1:-1]] or None,
        }
        return row._replace(cells=made, heads=LINK_HEADS)

    def _is_one_way(self, row: Row) -> bool:
        """Return whether a link leads one way; older tables have only `dir_flag`."""
        head = "directed" if "directed" in row.cells else "dir_flag"
        text = str(row.cells.get(head, "1")).strip().casefold()
        if head == "dir_flag":
            return text not in FALSE
        if text not in TRUE | FALSE:
            self.faults.append(_fault("not_a_boolean", row, head, not_a_boolean(text)))
        return text in TRUE

    def _course(self, row: Row) -> list[Spot]:
        """Return the points along a link, from its origin to its destination."""
        text = row.cells.get("geometry") or self.lines.get(str(row.cells.get("geometry_id")), "")
        if not text:
            return []
        points = wkt_points(str(text))
        if points is None:
            words = Wording(
                f'"{str(text)[:40]}"',
                "a line in well-known text",
                "write LINESTRING (51 43, 52 44)",
            )
            self.faults.append(_fault("wrong_shape", row, "geometry", words))
            return []
        place = self.units.place or (lambda x, y: (y, x))
        course = [place(x, y) for x, y in points]
        return course[::-1] if str(row.cells.get("dir_flag")).startswith("-") else course

    def _figures(self, row: Row, ends: list[str | None], course: list[Spot]) -> dict[str, Any]:
        """Return distance and time of a link."""
        cells = row.cells
        made, km = self._distance(row, ends, course)
        if "typical_h" in cells:
            return made
        pace = self.wanted.pace
        if "free_speed" in cells:
            pace = float(self._number(row, "free_speed") or 0) * self.units.speed
        if not pace or pace <= 0:
            words = Wording(
                str(cells.get("free_speed", "nothing")),
                "a speed above zero",
                'fill free_speed, or give free_speed="30 km/h" to from_gmns for links without one',
            )
            self.faults.append(_fault("missing_value", row, "free_speed", words))
        rule = RULE if "free_speed" in cells else "length at the speed given for links without one"
        hours = km / float(exactly(pace) or 1) if pace and pace > 0 else 1.0
        return made | {"transit_time_h": hours, "basis": "estimated", "rule": rule}

    def _distance(
        self, row: Row, ends: list[str | None], course: list[Spot]
    ) -> tuple[dict[str, Any], float]:
        straight = [self.spots[end] for end in ends if end in self.spots]
        direct = _along(straight) if len(straight) == 2 else None
        if "length" in row.cells:
            km = round(float(self._number(row, "length") or 0) * self.units.length, 6)
            rule = "as the GMNS link has it"
            if direct:
                self.ratios.append(km / direct)
        else:
            km = round(_along(course) if len(course) > 1 else direct or 0.0, 6)
            rule = "along the geometry of the link" if course else "great circle between its nodes"
        made = {"km": km, "distance_basis": "estimated", "distance_rule": rule}
        return made, float(exactly(km) or 0)

    def _number(self, row: Row, head: str) -> float | None:
        text = str(row.cells[head]).strip()
        if _is_number(text):
            return float(text)
        self.faults.append(_fault("not_a_number", row, head, not_a_number(text)))
        return None


def _odd_lengths(ratios: list[float], units: Units) -> Iterator[Finding]:
    """Yield that lengths are in another unit, by the distances between the nodes of links."""
    ratio = statistics.median(ratios) if ratios else 1.0
    if ratio <= 0:
        return
    if LEAST_RATIO <= ratio <= MOST_RATIO:
        return
    in_units = {name: ratio * LENGTHS[name] / units.length for name in ("km", "m", "mile", "ft")}
    unit = min(in_units, key=lambda name: abs(math.log(in_units[name])))
    fix = "correct long_length in config.csv"
    if LEAST_RATIO <= in_units[unit] <= MOST_RATIO:
        fix += f', or give config={{"long_length": "{unit}"}} to from_gmns, which would fit'
    words = Wording(
        f"lengths in {units.long_length} that are {_shown(ratio)} times the distance between their "
        f"nodes (median of {len(ratios):,} links)",
        "lengths of about the distance between the nodes of a link",
        fix,
    )
    yield _file_fault("out_of_range", "link.csv", "length", words)


def _shown(ratio: float) -> str:
    return f"{ratio:,.0f}" if ratio >= 10 else f"{ratio:.2g}"


def _along(points: list[Spot]) -> float:
    return sum(map(great_circle, points, points[1:]))


def wkt_points(text: str) -> list[Spot] | None:
    """Return the points of a line in well-known text; none when it is no line.

    >>> wkt_points("LINESTRING (51.2 43.6, 49.4 40)"), wkt_points("POINT (1 2)")
    ([(51.2, 43.6), (49.4, 40.0)], None)
    """
    found = re.fullmatch(
        r"\s*(?:SRID=\d+;)?(MULTI)?LINESTRING\s*[ZM]{0,2}\s*\((.+)\)\s*", text, re.IGNORECASE
    )
    points = []
    for spot in re.split(r"[,()]+", found[2]) if found else ():
        parts = spot.split()
        if not parts:
            continue
        if len(parts) < 2 or not all(map(_is_number, parts)):
            return None
        points.append((float(parts[0]), float(parts[1])))
    return points if len(points) > 1 else None


def plain_id(cell: object) -> str | None:
    """Return an id as files have it; none where the cell is empty.

    >>> plain_id("1 100002"), plain_id(12.0)
    ('1-100002', '12')
    """
    text = "" if cell is None else str(cell).strip().casefold()
    text = text.removesuffix(".0") if _is_number(text) else text
    return re.sub("-{3,}", "--", re.sub(r"[^a-z0-9-]+", "-", text)).strip("-") or None


def _is_number(cell: object) -> bool:
    return _NUMBER.fullmatch(str(cell).strip()) is not None


def _fault(code: str, row: Row, head: str, words: Wording) -> Finding:
    where = Location(head, row.number, 1, f"{row.label}, column {head}")
    return Finding(code, ("gmns", head), words, where)


def _file_fault(code: str, file: str, head: str, words: Wording) -> Finding:
    return Finding(code, ("gmns", head), words, Location(file, 0, 1, f"{file}, column {head}"))
