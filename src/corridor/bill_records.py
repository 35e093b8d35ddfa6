"""What a shipment's way costs and emits as plain data for JSON: cents and grams, unrounded."""

from typing import Any

from corridor.bill import Amount, Cost, Emissions
from corridor.fields import LEVELS
from corridor.shipment import Shipment

Record = dict[str, Any]


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


def amount_record(item: Amount) -> Record:
    """Return a part of what two ways cost or emit as plain data."""
    return {"label": item.label, "first": item.first, "second": item.second}


def shipment_record(shipment: Shipment) -> Record:
    """Return what is carried as plain data."""
    return {
        "equipment": shipment.equipment,
        "quantity": shipment.quantity,
        "cargo_mass": shipment.cargo_mass,
        "cargo_value": shipment.cargo_value and str(shipment.cargo_value),
        "currency": shipment.currency,
        "price_date": shipment.price_date,
        "value_of_time": shipment.value_of_time and str(shipment.value_of_time),
        "inventory_cost": shipment.inventory_cost,
    }
