"""Hold what is advertised against what is usual.

Articles give 12 days from China to Türkiye and 18 to Western Europe by the Middle Corridor. Who
says so, what do ordinary shipments take, and where on the way are the other days?
"""

import corridor as co

DAY = 86_400
CHAINS = ("China > Türkiye", "China > Türkiye > Western Europe")


def show_claims(net: co.Network, row: co.Compared) -> None:
    """Print who advertises the time, in their own words."""
    for claim in row.claims:
        print(f"  {net.sources[claim.sources[0]]}")
        print(f'    "{claim.quote}"')


def show_difference(route: co.Route, shown: int = 6) -> None:
    """Print the parts of a route in which typical exceeds low by most."""
    more = sorted(
        ((int(time.typical - time.low), part.label) for part, time in route.elements()),
        reverse=True,
    )
    for seconds, name in more[:shown]:
        print(f"  {seconds / DAY:5.1f} days  {name}")
    rest = sum(seconds for seconds, _ in more[shown:])
    print(f"  {rest / DAY:5.1f} days  {len(more) - shown} other parts")
    print(f"  {sum(seconds for seconds, _ in more) / DAY:5.1f} days  in all")


def main() -> None:
    """Print both routes side by side, then behind each the claims and the difference."""
    net = co.load_network()
    both = co.compare(net, CHAINS, corridor="middle")
    print(both)
    for row in both.rows:
        if row.route is None:
            continue
        print()
        print(f"{row.label}: who advertises it")
        show_claims(net, row)
        print(f"{row.label}: from low to typical")
        show_difference(row.route)


if __name__ == "__main__":
    main()
