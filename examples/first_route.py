"""Find a first route.

Which route does a container take from Qingdao to Baku, how long does it take, and on what does that
figure rest?
"""

import corridor as co


def main() -> None:
    """Print the route as it prints itself, then single facts of it to calculate with."""
    net = co.load_network()
    route = co.find_route(net, "Qingdao", "Baku")
    print(route)

    time = route.transit_time
    print()
    print("The same as values")
    print(f"  at three levels   {time.low.days:.1f}, {time.typical.days:.1f}, {time.high.days:.1f}")
    print(f"  with a unit       {time.typical.to('week'):.2f}")
    print(f"  distance          {route.distance.km:,.0f} km")
    print(f"  gauge changes at  {', '.join(route.gauge_breaks)}")
    print(f"  ships             {', '.join(leg.id for leg in route.legs if leg.mode != 'rail')}")
    print(f"  calibrated        {route.grounds.share('calibrated'):.0%} of the typical time")

    print()
    print("The reported journeys that weigh most in it")
    for journey in route.grounds.claims[:3]:
        print(f"  {journey.id}: {journey.origin.text} to {journey.destination.text}")
        print(f"    {net.sources[journey.sources[0]]}")


if __name__ == "__main__":
    main()
