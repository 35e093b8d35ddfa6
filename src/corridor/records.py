"""Answers as plain data for JSON: attribute names as keys, units named, nothing rounded."""

from collections.abc import Iterable
from typing import Any

from corridor.comparison import Comparison
from corridor.estimates import Estimate, Levels
from corridor.network import Network
from corridor.request import Request
from corridor.route import Grounds, Route, RouteLeg, Transfer

#: The form is not promised yet.
SCHEMA_VERSION = 0

Record = dict[str, Any]


def document(kind: str, net: Network, content: Record) -> Record:
    """Return a record with what every JSON answer begins with."""
    network = {
        "version": net.version,
        "as_of": net.as_of.isoformat(),
        "date": net.date.isoformat(),
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
        "countries": list(route.countries),
        "operators": list(route.operators),
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
        "rows": [
            {
                "label": row.label,
                "route": row.route and route_record(row.route),
                "reason": row.reason or None,
                "advertised": [claim.id for claim in row.claims],
            }
            for row in comparison.rows
        ],
    }


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
        "avoid": {
            name: sorted(getattr(request.avoid, name)) for name in ("countries", "nodes", "legs")
        },
    }


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


def _grounds(grounds: Grounds) -> Record:
    return {
        "seconds": dict(grounds.seconds),
        "weakest": grounds.weakest and {"element": grounds.weakest[0], "time": grounds.weakest[1]},
        "claims": [claim.id for claim in grounds.claims],
        "sources": [
            {"id": item.id, "citation": str(item), "url": item.url} for item in grounds.sources
        ],
    }
