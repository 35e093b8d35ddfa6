"""What the command line says of a shipment: from what was typed to a shipment and to trade-offs."""

from argparse import Namespace
from typing import Any

from corridor.commands import UsageError
from corridor.network import Network
from corridor.pareto import Front, find_pareto_routes
from corridor.shipment import Shipment

#: What describes a shipment: the option's name, and that of the shipment's field.
FIELDS = {
    "quantity": "quantity",
    "mass": "cargo_mass",
    "value": "cargo_value",
    "currency": "currency",
    "price_date": "price_date",
    "value_of_time": "value_of_time",
    "inventory_cost": "inventory_cost",
}


def shipped(options: Namespace) -> dict[str, Any]:
    """Return what was typed of a shipment, as a search takes it.

    Raises
    ------
    UsageError
        When a shipment is described, and its boxes are not.
    ShipmentError
        When a part of it is not of its form.
    """
    given = {
        field: getattr(options, name)
        for name, field in FIELDS.items()
        if getattr(options, name) is not None
    }
    if given and not options.equipment:
        name = next(name for name, field in FIELDS.items() if field in given)
        raise UsageError(
            f"--{name.replace('_', '-')} is about a shipment: say its boxes too\n"
            "  hint: --equipment 40ft"
        )
    shipment = Shipment(equipment=options.equipment, **given) if options.equipment else None
    return {
        "shipment": shipment,
        "by": getattr(options, "by", None) or "transit_time",
        "max_cost": options.max_cost,
        "max_emissions": options.max_emissions,
    }


def traded(net: Network, options: Namespace, limits: dict[str, Any]) -> Front:
    """Return the trade-offs that were asked for."""
    by = options.objectives or ("transit_time", "cost", "emissions")
    asked = limits | {"by": by, "via": tuple(options.via), "tolerance": options.tolerance}
    return find_pareto_routes(net, options.origin, options.destination, **asked)
