"""What do routes between China and Europe rest on most? The ten most critical elements.

Every leg, node, border and country of the best routes is taken out in turn. Then: which countries
together could close every route.
"""

import corridor as co

CHAINS = ("Xi'an > Duisburg", "Xi'an > Istanbul", "Xi'an > Constanta")


def main() -> None:
    """Print the ranking for all routes and for the Middle Corridor, and the smallest cuts."""
    net = co.load_network()
    print("By the best route")
    print(co.criticality(net, CHAINS))

    print("\n\nBy the Middle Corridor")
    middle = co.criticality(net, CHAINS, corridor="middle")
    print(middle)

    print("\n\nWhat every route needs")
    print(co.blocking_sets(net, "China", "Western Europe", of="countries"))
    print(co.blocking_sets(net, "Xi'an", "Istanbul", of="nodes", corridor="middle"))


if __name__ == "__main__":
    main()
