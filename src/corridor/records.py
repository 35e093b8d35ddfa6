"""Answers as plain data for JSON: attribute names as keys, units named, nothing rounded."""

import dataclasses
from collections.abc import Iterable
from typing import Any

from corridor.alternatives import Alternatives
from corridor.comparison import Comparison
from corridor.cpmm import Indicators
from corridor.decile import RUNS, SEED
from corridor.difference import Difference, in_words
from corridor.estimates import Estimate, Levels
from corridor.explanation import Explanation
from corridor.fields import LEVELS
from corridor.flow import Throughput
from corridor.ledger import Ledger
from corridor.network import Network
from corridor.promises import Promise
from corridor.request import KINDS, Avoid, Request, Require
from corridor.route import Grounds, Route, Touches
from corridor.simulation import Simulation
from corridor.steps import RouteLeg, Transfer
from corridor.weakpoints import WeakPoints

#: The form is not promised yet.
SCHEMA_VERSION = 0
PERCENTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)

Record = dict[str, Any]


def document(kind: str, net: Network, content: Record) -> Record:
    """Return a record with what every JSON answer begins with."""
    network = {
        "version": net.version,
        "as_of": net.as_of.isoformat(),
        "date": net.date and net.date.isoformat(),
        "digest": net.digest,
    }
    head = {"schema": f"corridor.{kind}", "schema_version": SCHEMA_VERSION, "network": network}
    return head | content


def route_record(route: Route) -> Record:
    """Return a route as plain data; times are in seconds, distances in metres."""
    return {
        "request": _request(route.request),
        "units": {"time": "second", "distance": "metre"},
        "origin": route.origin.id,
        "destination": route.destination.id,
        "transit_time": _levels(route.transit_time),
        "moving": _levels(route.moving),
        "dwell": _levels(route.dwell),
        "waiting": _levels(route.waiting),
        "distance": int(route.distance),
        "gauge_breaks": list(route.gauge_breaks),
        "border_crossings": [list(pair) for pair in route.border_crossings],
        "touches": _touches(route.touches),
        "not_touched": list(route.not_touched),
        "corridors": list(route.corridors),
        "steps": [_step(step) for step in route.steps],
        "grounds": _grounds(route.grounds),
        "inland": route.inland
        and {"origin": route.inland[0], "transit_time": _levels(route.inland[1])},
        "advisories": [
            {"id": item.id, "text": item.text, "sources": list(item.sources)}
            for item in route.advisories
        ],
        "notes": list(route.notes),
    }


def comparison_record(comparison: Comparison) -> Record:
    """Return a comparison as plain data: a label for each row, and its route or the reason."""
    return {
        "title": comparison.title,
        "runs": RUNS,
        "seed": SEED,
        "rows": [
            {
                "label": row.label,
                "route": row.route and route_record(row.route),
                "reason": row.reason or None,
                "advertised": [claim.id for claim in row.claims],
                "nine_in_ten": row.within,
                "scenario": row.scenario or None,
                "lost": row.lost,
            }
            for row in comparison.rows
        ],
    }


def alternatives_record(found: Alternatives) -> Record:
    """Return alternatives as plain data."""
    return {
        "distinct": found.distinct,
        "more": found.more,
        "routes": [route_record(route) for route in found],
    }


def explanation_record(found: Explanation) -> Record:
    """Return an explanation as plain data: lines that add up, and what would turn the ranking."""
    turns = found.turns.thresholds if found.turns else ()
    return {
        "route": route_record(found.route),
        "versus": found.versus and route_record(found.versus),
        "difference": dict(zip(LEVELS, found.difference, strict=True)),
        "lines": [
            {
                "label": line.label.strip(" ■"),
                "first": line.first and dict(zip(LEVELS, line.first, strict=True)),
                "second": line.second and dict(zip(LEVELS, line.second, strict=True)),
                "difference": dict(zip(LEVELS, line.difference, strict=True)),
            }
            for line in found.lines
        ],
        "turns": [
            {
                "kind": turn.element.kind,
                "id": turn.element.id,
                "time": _estimate(turn.time),
                "value": int(turn.value),
                "inside": turn.inside,
            }
            for turn in turns
        ],
    }


def evidence_record(ledger: Ledger) -> Record:
    """Return a ledger as plain data: the rows as `Ledger.to_records` gives them."""
    spread = [dataclasses.asdict(item) for item in ledger.reliability]
    return {"rows": ledger.to_records(), "reliability": spread}


def simulation_record(sim: Simulation) -> Record:
    """Return a simulation as plain data: percentiles, indices and tail, not the runs."""
    doubted = _percentiles(sim) if sim.doubt else None
    error, sim = sim.doubt, sim.shipments or sim
    return {
        "route": route_record(sim.route),
        "runs": sim.runs,
        "seed": sim.seed,
        "policy": sim.policy,
        "doubt": {"error": error, "percentiles": doubted} if doubted else None,
        "ways": [{"legs": [leg.id for leg in way.legs], "runs": runs} for way, runs in sim.ways],
        "levels": _levels(sim.levels),
        "mean": int(sim.mean),
        "percentiles": _percentiles(sim),
        "buffer_index": sim.buffer_index,
        "planning_time_index": sim.planning_time_index,
        "tail": [{"kind": e.kind, "id": e.id, "share": share} for e, share in sim.tail],
        "stated": {element.kind: _levels(time) for element, time in sim.stated},
        "dependence": {
            cause: getattr(sim.net.dependence, cause) / 10_000
            for cause in ("regime", "country", "sea")
        },
    }


def _percentiles(sim: Simulation) -> dict[str, int]:
    return {f"{share:g}": int(sim.percentile(share)) for share in PERCENTILES}


def promise_record(promise: Promise) -> Record:
    """Return a promise as plain data."""
    return {
        "route": route_record(promise.route),
        "departure": promise.departure.isoformat(),
        "arrival": promise.arrival.isoformat(),
        "confidence": promise.confidence,
        "within": int(promise.within),
        "median": int(promise.median),
        "runs": promise.runs,
        "seed": promise.seed,
        "deadline": promise.deadline and promise.deadline.isoformat(),
        "kept": promise.kept,
        "latest": promise.latest,
        "doubt": promise.doubt,
    }


def indicators_record(found: Indicators) -> Record:
    """Return indicators as plain data: a row for each chain, level and day."""
    return {"rows": found.to_records()}


def weak_points_record(found: WeakPoints) -> Record:
    """Return weak points as plain data: the routes, and a record for each point and chain."""
    return {
        "routes": [route_record(route) for route in found.routes],
        "points": found.to_records(),
    }


def throughput_record(found: Throughput) -> Record:
    """Return a largest flow as plain data; amounts are in TEU a year."""
    return {
        "chain": found.chain,
        "teu": found.teu,
        "trains_a_week": found.trains_a_week,
        "cut": [
            {
                "kind": item.kind,
                "id": item.id,
                "teu": item.teu,
                "grade": item.grade,
                "gain": item.gain,
                "room": item.room,
                "sources": list(item.capacity.sources) if item.capacity else [],
            }
            for item in found.cut
        ],
        "unknown": list(found.unknown),
        "assumed": found.assumed,
        "ways": [{"nodes": list(way), "teu": teu} for way, teu in found.ways],
        "tonnes_per_teu": found.tonnes_per_teu,
        "teu_per_train": found.teu_per_train,
    }


def difference_record(found: Difference) -> Record:
    """Return differences as plain data: path, and what each network says in words."""
    rows = [
        {"path": row.path, "first": in_words(row.first), "second": in_words(row.second)}
        for row in found.rows
    ]
    return {"networks": list(found.stamps), "rows": rows}


def places_record(rows: Iterable[Iterable[str]]) -> Record:
    """Return found places as plain data."""
    keys = ("name", "id", "kind", "country", "also")
    return {"places": [dict(zip(keys, row, strict=True)) for row in rows]}


def _request(request: Request) -> Record:
    return {
        "points": [{"name": item.name, "id": item.ref.id} for item in request.points],
        "by": request.by,
        "level": request.level,
        "corridor": request.corridor,
        "modes": sorted(request.modes) if request.modes else None,
        "avoid": _items(request.avoid),
        "require": _items(request.require),
        "policies": list(request.policies),
        "max_time": request.max_time,
        "max_transfers": request.max_transfers,
        "max_gauge_breaks": request.max_gauge_breaks,
    }


def _items(items: Avoid | Require) -> Record:
    return {kind: sorted(getattr(items, kind)) for kind in KINDS}


def _levels(time: Levels) -> Record:
    return {"low": int(time.low), "typical": int(time.typical), "high": int(time.high)}


def _estimate(time: Estimate | None) -> Record | None:
    if time is None:
        return None
    standing = {"basis": time.basis, "sources": list(time.sources), "claims": list(time.claims)}
    return _levels(time) | standing | {"norm": time.norm, "rule": time.rule}


def _step(step: RouteLeg | Transfer) -> Record:
    if isinstance(step, RouteLeg):
        return {
            "leg": step.id,
            "origin": step.origin.id,
            "destination": step.destination.id,
            "mode": step.leg.mode,
            "gauge": step.leg.gauge,
            "countries": list(step.countries),
            "operators": list(step.leg.operators),
            "distance": int(step.leg.distance.value),
            "transit_time": _estimate(step.leg.transit_time),
        }
    return {
        "node": step.node.id,
        "kind": step.kind,
        "is_default": step.is_default,
        "dwell": _estimate(step.dwell),
        "waiting": _estimate(step.waiting),
    }


def _touches(touches: Touches) -> Record:
    return {
        "countries": {item: list(legs) for item, legs in touches.countries},
        "borders": {"-".join(item): list(legs) for item, legs in touches.borders},
        "operators": {item: list(legs) for item, legs in touches.operators},
    }


def _grounds(grounds: Grounds) -> Record:
    return {
        "seconds": dict(grounds.seconds),
        "weakest": grounds.weakest and {"element": grounds.weakest[0], "time": grounds.weakest[1]},
        "claims": [claim.id for claim in grounds.claims],
        "sources": [
            {"id": item.id, "citation": str(item), "url": item.url} for item in grounds.sources
        ],
    }
