"""Set the corridors between two places side by side.

From Xi'an to Duisburg: what does each corridor take, how much of the figure is calibrated, and
what is left for a shipper who may not pass Russia, Belarus or Iran?
"""

import corridor as co


def show_standing(comparison: co.Comparison) -> None:
    """Print for each corridor the share of its time that reported journeys support."""
    for row in comparison.rows:
        if row.route:
            evidence = row.route.grounds
            calibrated = evidence.share("reported") + evidence.share("calibrated")
            print(f"  {row.label:<32}{calibrated:>5.0%}  {len(evidence.claims):>2} journeys")


def show_choice(net: co.Network, avoid: co.Avoid) -> None:
    """Print the best route that keeps clear of some countries, and prove that it does."""
    route = co.find_route(net, "Xi'an", "Duisburg", avoid=avoid)
    time = route.transit_time
    print(f"  {time.low.days:.1f} days low, {time.typical.days:.1f} typical, ", end="")
    print(f"corridor {', '.join(route.corridors)}")
    print(f"  touches {' '.join(route.countries)}")


def main() -> None:
    """Print the table, then what its figures rest on, then the choice under a constraint."""
    net = co.load_network()
    corridors = co.compare_corridors(net, "Xi'an", "Duisburg")
    print(corridors)
    print()
    print("Share of the typical time that is reported, or calibrated to reported journeys")
    show_standing(corridors)
    print()
    print("Not through Russia, Belarus or Iran")
    show_choice(net, co.Avoid(countries={"RU", "BY", "IR"}))
    print()
    print("Nor through Azerbaijan and Kazakhstan")
    show_choice(net, co.Avoid(countries={"RU", "BY", "IR", "AZ", "KZ"}))


if __name__ == "__main__":
    main()
