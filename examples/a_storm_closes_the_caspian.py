"""A storm closes Aktau - Alat for a week: say whether to go round or to wait for the ship.

The closing is as it is; how long a shipment waits is an assumption, and says so.
"""

import corridor as co

FERRY = "aktau--alat--ferry"
CHAINS = ("Xi'an > Baku", "Xi'an > Istanbul")
START, END = "2026-11-20", "2026-11-27"


def show_waiting(net: co.Network) -> None:
    """Print what it costs to keep to the ship from Aktau and wait for the end of the storm."""
    wait = co.Scenario("wait at Aktau").slow(
        FERRY,
        delay="0 days, 3.5 days, 7 days",
        reason="storm",
        rule="a shipment that comes on any day of the week waits half of it on average",
        start=START,
        end=END,
    )
    ship = co.Require(legs={FERRY})
    for row in co.sweep(net, [wait], CHAINS, corridor="middle", require=ship):
        if row["scenario"]:
            print(f"  {row['chain']:<18} {row['lost_h'] / 24:.1f} days longer, typically")


def main() -> None:
    """Print what the detour costs, what waiting costs, and what is left when all ports are shut."""
    net = co.load_network()
    shut = co.Scenario("no ship from Aktau").close(
        FERRY, reason="storm", source="inbusiness-argus-2026", start=START, end=END
    )
    print(shut)
    print()
    print(co.compare(net, CHAINS, corridor="middle", scenarios={shut.name: shut}))

    print("\nTo wait for the ship instead")
    show_waiting(net)

    print("\nWere every crossing of the Caspian shut")
    for row in co.sweep(net, [co.load_scenario("caspian-storm")], CHAINS):
        if row["scenario"]:
            days = row["typical_h"] / 24
            print(f"  {row['chain']:<18} {days:.1f} days typical, corridor {row['corridors']}")

    print("\nThe week after, on the same network")
    later = co.as_of(shut.apply(net), "2026-12-01")
    print(f"  {co.find_route(later, 'Aktau', 'Baku').legs[0].id} is open again")


if __name__ == "__main__":
    main()
