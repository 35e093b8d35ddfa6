"""How far can the 12 days be trusted? A short memo, with the reports that matter."""

import corridor as co

SHOWN = ("mc-009", "mc-005", "mc-016", "mc-004", "mc-001", "mc-009b", "mc-036", "mc-082", "mc-035")


def days(seconds: float) -> str:
    """Return seconds as days with one decimal."""
    return f"{seconds / 86_400:.1f}"


def main() -> None:
    """Print the memo."""
    net = co.load_network()
    route = co.find_route(net, "China", "Türkiye", corridor="middle")
    rows = {row.id: row for row in co.evidence(net).rows}
    time = route.transit_time
    print("How far can the 12 days China - Türkiye be trusted?\n")
    print(f"They are the low level from {route.origin.short} to {route.destination.short}:")
    print(f"{days(time.low)} days at best, typically {days(time.typical)}, {days(time.high)} in")
    print("congestion. The low level is held to the advertised figure; the rest is fitted.")
    if route.inland:
        name, inland = route.inland
        print(f"From {name}, inside China, it is {days(inland.low)} at best and")
        print(f"typically {days(inland.typical)}: the 12 days begin at the border.")
    print("\nThe reports that matter (days; the network on the report's route and at its time):\n")
    print(f"{'':9}{'reported':>9}  {'low':>5} {'typical':>7} {'high':>5}  at       verdict")
    for name in SHOWN:
        row = rows[name]
        said = "-".join(dict.fromkeys(f"{time / 86_400:g}" for time in row.reported))
        low, typical, high = map(days, row.network)
        verdict = row.verdict.replace("_", " ")
        against = f" ({', '.join(row.against)})" if row.against else ""
        print(
            f"{name:9}{said:>9}  {low:>5} {typical:>7} {high:>5}  {row.level:8} {verdict}{against}"
        )
        ends = f"{row.report.origin.text} > {row.report.destination.text}"
        print(f"{'':11}{ends}; {', '.join(row.sources)}")
    print(
        "\nTwo trains of 2020 took 12 days between Khorgos and the Sea of Marmara. The train that"
    )
    print("was announced with 12 days from Istanbul to Xi'an took 15. Plan with the typical level.")


if __name__ == "__main__":
    main()
