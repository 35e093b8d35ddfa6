"""Set four corridors side by side in days, US dollars and kilograms of CO2e, with their evidence.

Only what has a price is added up: where a part has none, it is named, and the total is no total.
"""

import corridor as co

CORRIDORS = ("middle", "northern", "suez", "cape")


def main() -> None:
    """Print the table, then for each corridor its prices, and what has no rate on file."""
    net = co.load_network()
    box = co.Shipment(equipment="40ft")
    print(f"Xi'an > Duisburg, {box}\n")
    print(f"{'corridor':<10}{'days':>6}{'USD':>9}{'kg CO2e':>9}  prices of")
    routes = {
        name: co.find_route(net, "Xi'an", "Duisburg", corridor=name, shipment=box)
        for name in CORRIDORS
    }
    for name, route in routes.items():
        cost, emissions = route.cost, route.emissions
        if cost is None or emissions is None:
            raise SystemExit("a route of a shipment has a cost")
        money = f"{cost.freight.cents // 100:,}" if cost.tariffs else "-"
        more = " " if cost.is_complete or not cost.tariffs else "+"
        print(
            f"{name:<10}{route.transit_time.typical.days:>6.1f}{money:>8}{more}"
            f"{emissions.total.kg:>9,.0f}  {cost.age or 'none on file'}"
        )
    print("\n+ no rate on file for some part: no total to rank by")
    for name, route in routes.items():
        evidence = route.grounds
        print(f"\n{name}: days {evidence.share('calibrated'):.0%} calibrated to reports")
        cost, emissions = route.cost, route.emissions
        for tariff in cost.tariffs if cost else ():
            print(f"  money   {tariff.text}, {tariff.date} [{', '.join(tariff.sources)}]")
        if cost and cost.missing:
            kilometres = sum(item.metres for item in cost.missing) // 1000
            print(f"  without a price: {kilometres:,} km, and {len(cost.missing)} parts in all")
        for tariff in cost.elsewhere if cost else ():
            print(f"  on file: {tariff.text}, {tariff.equipment}, {tariff.date}: for another route")
        for factor in emissions.factors if emissions else ():
            print(f"  CO2e    {factor.text}: {factor.value:g} {factor.unit}, {factor.grade}")


if __name__ == "__main__":
    main()
