"""Answers as plain data for JSON: attribute names as keys, units named, nothing rounded."""

import dataclasses
from collections.abc import Iterable

from corridor.analysis.comparison import Comparison
from corridor.analysis.cpmm import Indicators
from corridor.analysis.explanation import Explanation
from corridor.analysis.throughput import Throughput
from corridor.analysis.weak_points import WeakPoints
from corridor.calibration.ledger import Ledger
from corridor.formats.json_routes import Record, estimate_record, levels_record, route_record
from corridor.network.fields import LEVELS
from corridor.network.network import Network
from corridor.routes.cost import Amount
from corridor.routing.k_best_routes import Alternatives
from corridor.routing.pareto import Front
from corridor.scenarios.difference import Difference, in_words
from corridor.simulation.nine_in_ten import RUNS, SEED
from corridor.simulation.promises import Promise
from corridor.simulation.simulation import Simulation

#: The form is not promised yet.
SCHEMA_VERSION = 0
PERCENTILES = (0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95)


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


def pareto_record(front: Front) -> Record:
    """Return trade-offs as plain data: for each route its values by objective."""
    return {
        "by": list(front.by),
        "tolerance": front.tolerance,
        "hidden": front.hidden,
        "values": [dict(zip(front.by, values, strict=True)) for values in front.values],
        "routes": [route_record(route) for route in front],
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
                "time": estimate_record(turn.time),
                "value": int(turn.value),
                "inside": turn.inside,
            }
            for turn in turns
        ],
        "charges": [_amount(item) for item in found.charges],
        "emissions": [_amount(item) for item in found.emissions],
        "tipping_points": [
            {
                "what": point.what,
                "id": point.id or None,
                "now": point.now and point.now.plain,
                "value": point.value.plain,
                "better": point.better,
            }
            for point in (found.turns.money if found.turns else ())
        ],
    }


def _amount(item: Amount) -> Record:
    return {"label": item.label, "first": item.first, "second": item.second}


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
        "levels": levels_record(sim.levels),
        "mean": int(sim.mean),
        "percentiles": _percentiles(sim),
        "buffer_index": sim.buffer_index,
        "planning_time_index": sim.planning_time_index,
        "tail": [{"kind": e.kind, "id": e.id, "share": share} for e, share in sim.tail],
        "stated": {element.kind: levels_record(time) for element, time in sim.stated},
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
