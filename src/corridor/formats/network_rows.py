"""A network as rows of tables, those that it comes in by too: nodes, legs, dwell and others."""

from collections.abc import Callable, Iterator
from typing import Any

from corridor.money import Money
from corridor.network.columns import Columns, Record, cells, columns
from corridor.network.model import Dwell, Leg, Node
from corridor.network.network import Network

#: What a row of each table cannot hold of its record; the column `left_out` names it.
LEFT_OUT = {
    "nodes": (),
    "legs": (
        "waypoints", "reported_times", "other_distances", "reports", "dated", "dated_waiting",
        "seasons", "seasons_waiting",
    ),
    "dwell": ("reported_times", "dated", "seasons"),
    "journeys": (),
    "tariffs": ("belts", "bands"),
}  # fmt: skip


def _listed(field: str) -> Callable[[Any], str | None]:
    """Return the reader of a list of texts, with semicolons between them."""
    return lambda value: "; ".join(map(_text, getattr(value, field))) or None


def _text(item: Any) -> str:
    parts = item if isinstance(item, tuple) else (item,)
    return "-".join(map(str, parts))


def _periods(value: Node | Leg) -> str | None:
    """Return windows of dates as ISO 8601 has them, an open end as two points."""
    spans = (f"{item.start or '..'}/{item.end or '..'}" for item in value.periods)
    return "; ".join(spans) or None


def _side(field: str) -> Callable[[Any], str]:
    """Return the reader of a mode and its gauge."""
    return lambda value: " ".join(str(part) for part in getattr(value, field) if part is not None)


def _money(field: str) -> Callable[[Any], str | None]:
    def read(value: Any) -> str | None:
        for step in field.split("."):
            value = getattr(value, step)
        return value.plain if isinstance(value, Money) else None

    return read


CAPACITY = (
    "capacity_teu=capacity.containers capacity_t=capacity.freight capacity_basis=capacity.basis "
    "capacity_sources=capacity.sources capacity_rule=capacity.rule capacity_date=capacity.date "
    "capacity_note=capacity.note "
)
NODE = columns(
    "id name country kind lat=location.lat lon=location.lon location_basis=location.basis "
    "location_sources=location.sources location_rule=location.rule location_note=location.note "
    "label unlocode aliases gauges_mm=gauges open periods note " + CAPACITY,
    aliases=_listed("aliases"),
    periods=_periods,
)
LEG = columns(
    "id origin destination mode gauge_mm=gauge one_way status open periods km=distance.value "
    "distance_basis=distance.basis distance_sources=distance.sources distance_rule=distance.rule "
    "distance_note=distance.note {level}_h=transit_time basis=transit_time.basis "
    "norm=transit_time.norm rule=transit_time.rule sources=transit_time.sources "
    "claims=transit_time.claims determined_pct wait_{level}_h=wait wait_basis=waiting.basis "
    "wait_norm=waiting.norm wait_rule=waiting.rule wait_sources=waiting.sources "
    "wait_claims=waiting.claims headway_h=headway.value headway_basis=headway.basis "
    "headway_sources=headway.sources headway_rule=headway.rule headway_note=headway.note "
    "traction_pct traction_basis=traction.basis traction_sources=traction.sources "
    "traction_rule=traction.rule traction_note=traction.note line service straits "
    "contains_gauge_break contains_border_stop countries countries_crossed_basis "
    "waypoints_basis operators note " + CAPACITY,
    straits=_listed("straits"),
    traction_pct=lambda leg: _share(leg.traction.electric) if leg.traction else None,
    operators=_listed("operators"),
    periods=_periods,
    determined_pct=lambda leg: _share(leg.transit_time.determined),
)
DWELL = columns(
    "inbound outbound kind {level}_h=time basis=time.basis norm=time.norm rule=time.rule "
    "sources=time.sources claims=time.claims determined_pct one_way note",
    inbound=_side("inbound"),
    outbound=_side("outbound"),
    determined_pct=lambda item: _share(item.time.determined),
)
_ENDS = " ".join(
    f"{end}_{part}={end}.{part}"
    for end in ("origin", "destination")
    for part in ("text", "node", "region", "assumed", "note")
)
JOURNEY = columns(
    f"id {_ENDS} via corridor direction mode low_h=transit_time.low high_h=transit_time.high "
    "relative_only period=period.text start=period.start end=period.end kind party scope level use "
    "exact duplicate_of sources quote note"
)
TARIFF = columns(
    "id text equipment low typical high per units minimum maximum surcharge_pct date valid_from "
    "valid_until leg node charge node_kind free_time_h=free_time return_time_h=return_time origin "
    "destination both_ways legs operators countries borders modes gauges_mm=gauges goods load "
    "mass_above_kg=mass_above mass_up_to_kg=mass_up_to corridors allocation includes_handling "
    "payee basis sources rule note",
    low=_money("price.low"),
    typical=_money("price.typical"),
    high=_money("price.high"),
    minimum=_money("minimum"),
    maximum=_money("maximum"),
    surcharge_pct=lambda tariff: _share(tariff.surcharge),
    **{field: _listed(field) for field in ("operators", "borders", "goods")},
)


def _share(value: int | None) -> float | None:
    return None if value is None else value / 100


def _row(value: Any, names: Columns, table: str) -> Record:
    return cells(value, names) | {"left_out": _left_out(value, table)}


def _left_out(value: Any, table: str) -> str | None:
    lost = [name for name in LEFT_OUT[table] if getattr(value, name)]
    if any(item.sources or item.note for item in getattr(value, "periods", ())):
        lost.append("sources and notes of periods")
    return "; ".join(lost) or None


def nodes(net: Network) -> Iterator[Record]:
    """Yield the nodes, open or not on the network's day."""
    for node in net.nodes.values():
        yield node_record(node, is_open=net.is_usable(node))


def node_record(node: Node, *, is_open: bool) -> Record:
    """Return a node as a row."""
    return _row(node, NODE, "nodes") | {"open": is_open}


def legs(net: Network) -> Iterator[Record]:
    """Yield the legs as the network's day has them."""
    return (leg_record(net, leg) for leg in net.in_force.legs.values())


def leg_record(net: Network, leg: Leg) -> Record:
    """Return a leg as a row, as the network's day has it."""
    seen = {"open": net.is_open(leg), "countries": " ".join(net.countries_of(leg))}
    return _row(leg, LEG, "legs") | seen


def dwell(net: Network) -> Iterator[Record]:
    """Yield the dwell entries of nodes, then the defaults of kinds of nodes."""
    for node in net.nodes.values():
        for item in node.dwell:
            yield _dwell(node.id, None, item)
    for default in net.file.dwell_defaults:
        yield _dwell(None, default.node_kind, default)


def _dwell(node: str | None, kind: str | None, item: Dwell) -> Record:
    return {"node": node, "node_kind": kind, **_row(item, DWELL, "dwell")}


def journeys(net: Network) -> Iterator[Record]:
    """Yield the reported journeys."""
    return (_row(item, JOURNEY, "journeys") for item in net.file.journeys.values())


def tariffs(net: Network) -> Iterator[Record]:
    """Yield the tariffs; prices with their currency."""
    return (_row(item, TARIFF, "tariffs") for item in net.file.tariffs.values())
