"""Write a quote sheet: two 40-foot boxes from Xi'an to Duisburg, what they cost and why.

The price is a dated claim of the Northern Corridor, split among the legs by distance; the sheet
says how old it is, what it does not hold, and what the goods cost while they are on the way.
"""

import corridor as co


def main() -> None:
    """Print the route with its cost breakdown, then leg by leg."""
    net = co.load_network()
    boxes = co.Shipment(
        equipment="40ft",
        quantity=2,
        cargo_mass="14 t",
        cargo_value="108000 USD",
        max_price_age="any",
    )
    route = co.find_route(net, "Xi'an", "Duisburg", by="cost", shipment=boxes)
    print(route)
    if route.cost is None or route.emissions is None:
        raise SystemExit("a route of a shipment has a cost")

    print("\nLeg by leg, typical [USD]")
    for charge in route.cost.charges:
        if charge.kind != "inventory":
            print(f"  {charge.label:<26} {charge.cents[1] / 100:>10,.2f}  {charge.basis}")
    freight, kilograms = route.cost.freight, route.emissions.total.kg
    print(f"  {'freight':<26} {freight.cents / 100:>10,.2f}  prices of {route.cost.age}")
    print(f"\n{freight} and {kilograms:,.0f} kg CO2e for {boxes.quantity} boxes.")


if __name__ == "__main__":
    main()
