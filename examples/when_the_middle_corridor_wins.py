"""Find the value of time from which the Middle Corridor wins against the ships.

The bundled network has no price for the Middle Corridor of today, so the tariffs come from a sheet
of your own: tariff_sheet.yaml beside this script, 15 lines, its figures made up for the example.
"""

from pathlib import Path

import corridor as co

SHEET = Path(__file__).with_name("tariff_sheet.yaml")
WORTH = ("100 USD", "350 USD", "450 USD", "500 USD")


def boxes(worth: str | None = None) -> co.Shipment:
    """Return two boxes, with or without what a day is worth."""
    return co.Shipment(equipment="40ft", quantity=2, cargo_mass="14 t", value_of_time=worth)


def main() -> None:
    """Print the break-even value, then apply it on both sides."""
    net = co.load_network(SHEET)
    ways = {
        name: co.find_route(net, "Xi'an", "Duisburg", corridor=name, by="cost", shipment=boxes())
        for name in ("middle", "suez", "cape")
    }
    for name, route in ways.items():
        if route.cost:
            days = route.transit_time.typical.days
            print(f"{name:<7}{days:>6.1f} days  {route.cost.freight}, prices {route.cost.age}")
    print()
    for name in ("suez", "cape"):
        for point in co.break_even(net, ways["middle"], ways[name]).money:
            if point.what == "value_of_time":
                print(f"middle wins against {name} where a day is worth {point.value} or more")

    print("\nWithout Russia and Belarus, the best by freight and the value of time together:")
    for worth in WORTH:
        best = co.find_route(
            net,
            "Xi'an",
            "Duisburg",
            by="generalised",
            policy="no-russia-belarus",
            shipment=boxes(worth),
        )
        if best.cost:
            print(f"  {worth:>8} a day: {best.corridors[0]:<7} {best.cost.generalised}")
    free = co.find_route(net, "Xi'an", "Duisburg", by="generalised", shipment=boxes("500 USD"))
    print(f"\nWith no such policy, {free.corridors[0]} wins at any value: quicker and cheaper.")


if __name__ == "__main__":
    main()
