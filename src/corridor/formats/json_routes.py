"""Routes as plain data for JSON: what was asked, each step, what it costs and rests on."""

from typing import Any

from corridor.network.estimates import Estimate, Levels
from corridor.network.fields import LEVELS
from corridor.routes.cost import Cost, Emissions
from corridor.routes.grounds import Grounds, Touches
from corridor.routes.request import KINDS, Avoid, Request, Require
from corridor.routes.route import Route
from corridor.routes.shipment import Shipment
from corridor.routes.steps import RouteLeg, Transfer

Record = dict[str, Any]


def route_record(route: Route) -> Record:
    """Return a route as plain data; times are in seconds, distances in metres."""
    return {
        "request": request_record(route.request),
        "units": {"time": "second", "distance": "metre", "mass": "gram", "money": "cent"},
        "origin": route.origin.id,
        "destination": route.destination.id,
        "transit_time": levels_record(route.transit_time),
        "moving": levels_record(route.moving),
        "dwell": levels_record(route.dwell),
        "waiting": levels_record(route.waiting),
        "distance": int(route.distance),
        "gauge_breaks": list(route.gauge_breaks),
        "border_crossings": [list(pair) for pair in route.border_crossings],
        "touches": _touches(route.touches),
        "not_touched": list(route.not_touched),
        "corridors": list(route.corridors),
        "steps": [_step(step) for step in route.steps],
        "grounds": _grounds(route.grounds),
        "inland": route.inland
        and {"origin": route.inland[0], "transit_time": levels_record(route.inland[1])},
        "advisories": [
            {"id": item.id, "text": item.text, "sources": list(item.sources)}
            for item in route.advisories
        ],
        "reservations": list(route.reservations),
        "reported_as_a_whole": [item.id for item in route.reported],
        "exposure": list(route.exposure),
        "near": [
            {
                "corridors": list(other.corridors),
                "legs": [leg.id for leg in other.legs],
                "transit_time": levels_record(other.transit_time),
                "exposure": list(other.exposure),
            }
            for other in route.near
        ],
        "notes": list(route.notes),
        "cost": route.cost and cost_record(route.cost),
        "emissions": route.emissions and emissions_record(route.emissions),
    }


def cost_record(cost: Cost) -> Record:
    """Return a cost as plain data: cents at three levels, part by part."""
    shipment = cost.shipment
    return {
        "currency": shipment.currency,
        "total": {level: cost.at(level).cents for level in LEVELS},
        "freight": cost.freight.cents,
        "generalised": cost.generalised.cents,
        "complete": cost.is_complete,
        "charges": [
            {
                "kind": item.kind,
                "element": item.element,
                "label": item.label,
                "cents": dict(zip(LEVELS, item.cents, strict=True)),
                "basis": item.basis,
                "tariff": item.tariff and item.tariff.id,
            }
            for item in cost.charges
        ],
        "missing": [{"element": item.element, "label": item.label} for item in cost.missing],
        "tariffs": [
            {"id": item.id, "date": item.date, "sources": list(item.sources)}
            for item in cost.tariffs
        ],
        "elsewhere": [item.id for item in cost.elsewhere],
        "defaults": dict(cost.defaults),
    }


def emissions_record(emissions: Emissions) -> Record:
    """Return emissions as plain data: grams of CO2e by element of the transport chain."""
    return {
        "total": int(emissions.total),
        "tonne_metres": emissions.tonne_metres,
        "complete": emissions.is_complete,
        "scopes": list(emissions.scopes),
        "grades": list(emissions.grades),
        "chain": [
            {
                "element": part.element,
                "label": part.label,
                "kind": "transport" if part.metres else "hub",
                "grams": part.grams,
                "distance": part.metres,
                "factor": part.factor.id,
                "value": part.factor.value,
                "unit": part.factor.unit,
                "scope": part.factor.scope,
                "grade": part.factor.grade,
                "sources": list(part.factor.sources),
            }
            for part in emissions.parts
        ],
        "missing": [{"element": item.element, "label": item.label} for item in emissions.missing],
    }


def request_record(request: Request) -> Record:
    """Return what was asked as plain data."""
    return {
        "points": [{"name": item.name, "id": item.ref.id} for item in request.points],
        "by": request.by,
        "level": request.level,
        "corridor": request.corridor,
        "unserved_by": list(request.unserved_by),
        "modes": sorted(request.modes) if request.modes else None,
        "avoid": _items(request.avoid),
        "require": _items(request.require),
        "policies": list(request.policies),
        "max_time": request.max_time,
        "max_transfers": request.max_transfers,
        "max_gauge_breaks": request.max_gauge_breaks,
        "max_cost": request.max_cost and request.max_cost.plain,
        "max_emissions": request.max_emissions,
        "shipment": request.shipment and _shipment(request.shipment),
    }


def _shipment(shipment: Shipment) -> Record:
    return {
        "equipment": shipment.equipment,
        "quantity": shipment.quantity,
        "cargo_mass": shipment.cargo_mass,
        "cargo_value": shipment.cargo_value and shipment.cargo_value.plain,
        "currency": shipment.currency,
        "price_date": shipment.price_date,
        "value_of_time": shipment.value_of_time and shipment.value_of_time.plain,
        "inventory_cost": shipment.inventory_cost,
    }


def _items(items: Avoid | Require) -> Record:
    return {kind: sorted(getattr(items, kind)) for kind in KINDS}


def levels_record(time: Levels) -> Record:
    """Return three levels as plain data, in seconds."""
    return {"low": int(time.low), "typical": int(time.typical), "high": int(time.high)}


def estimate_record(time: Estimate | None) -> Record | None:
    """Return an estimate as plain data, with what it rests on."""
    if time is None:
        return None
    standing = {"basis": time.basis, "sources": list(time.sources), "claims": list(time.claims)}
    return levels_record(time) | standing | {"norm": time.norm, "rule": time.rule}


def _step(step: RouteLeg | Transfer) -> Record:
    if isinstance(step, RouteLeg):
        return {
            "leg": step.id,
            "origin": step.origin.id,
            "destination": step.destination.id,
            "mode": step.mode,
            "gauge": step.gauge,
            "countries": list(step.countries),
            "operators": list(step.operators),
            "distance": int(step.distance),
            "transit_time": estimate_record(step.transit_time),
        }
    return {
        "node": step.node.id,
        "kind": step.kind,
        "is_default": step.is_default,
        "dwell": estimate_record(step.dwell),
        "waiting": estimate_record(step.waiting),
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
