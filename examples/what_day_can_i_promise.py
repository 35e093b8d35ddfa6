"""Say by when a shipment of 3 March is there, and by when to ship to be there by 1 April."""

import corridor as co


def main() -> None:
    """Print the spread from door to door, then what can be promised by days."""
    net = co.load_network()
    sim = co.simulate(
        net,
        "Xi'an > Istanbul",
        seed=7,
        corridor="middle",
        # what a forwarder adds to the time between the terminals
        first_mile="1 day",
        customs="1 day, 2 days, 5 days",
        last_mile="12 h",
    )
    print(sim)

    print("\nBy the day of departure, on the network of that day")
    for departure in ("2026-01-15", "2026-03-03", "2024-02-01"):
        promise = sim.arrive_by(departure)
        print(f"  {departure}  90 % by {promise.arrival}, {promise.days} days")

    print("\nAt what confidence? To arrive by 2026-04-01")
    for confidence in (0.5, 0.8, 0.9, 0.95):
        promise = sim.ship_by("2026-04-01", confidence)
        print(f"  {confidence:.0%} sure  ship by {promise.departure}, {promise.days} days before")


if __name__ == "__main__":
    main()
